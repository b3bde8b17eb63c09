"""The way of a setup in steps: what is done, what comes next, what still waits.

In: a setup with its counts. Out: steps in order; exactly one of them is the next one.
"""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.apps.effect.models import Opzet, Vergelijking


@dataclass(frozen=True)
class Stap:
    """``url``: the address of where it is done, by name; empty when there is nothing to do."""

    key: str
    titel: str
    stand: str  # in words
    klaar: bool
    nu: bool = False


def stappen_van(opzet: Opzet, mag: bool) -> list[Stap]:
    """Setup, pupils, fixing, post-test, execution, result."""
    n_t, n_c = opzet.n_actie, opzet.n_vergelijking  # type: ignore[attr-defined]
    noted = opzet.n_genoteerd  # type: ignore[attr-defined]
    compares = opzet.vergelijking != Vergelijking.GEEN
    fixed = opzet.vastgelegd is not None
    result = opzet.uitkomsten.exists()
    steps = [
        ("opzet", "Opzet kiezen", "gekozen", True),
        ("actie", "Leerlingen met de actie kiezen", _counted(n_t, mag), n_t > 0),
    ]
    if compares:
        steps.append(("vergelijking", "Met wie je vergelijkt", _counted(n_c, mag), n_c > 0))
    steps += [
        (
            "vastleggen",
            "Vastleggen",
            f"op {opzet.vastgelegd:%d/%m/%Y}" if opzet.vastgelegd else "nog niet",
            fixed,
        ),
        (
            "natoets",
            "Natoets afnemen",
            f"{opzet.na.naam}, {opzet.na.datum:%d/%m/%Y}" if opzet.na else "nog te kiezen",
            opzet.na is not None,
        ),
        (
            "meegedaan",
            "Noteren wie echt meedeed",
            "genoteerd" if noted else "nog niet genoteerd",
            noted > 0,
        ),
        ("resultaat", "Resultaat", "berekend" if result else "nog niet berekend", result),
    ]
    order = [key for key, _, _, _ in steps if key != "natoets" or fixed]
    done = {key: klaar for key, _, _, klaar in steps}
    following = next((key for key in order if not done[key]), "")
    if result:
        following = ""
    return [Stap(*step, nu=step[0] == following) for step in steps]


def _counted(n: int, mag: bool) -> str:
    """How many; exactly only to who chooses."""
    if not n:
        return "nog niet gekozen"
    if not mag:  # beside who is analysed, an exact number tells how many are missing
        return "minder dan tien leerlingen" if n < 10 else "tien of meer leerlingen"
    return f"{n} leerling{'en' if n != 1 else ''}"
