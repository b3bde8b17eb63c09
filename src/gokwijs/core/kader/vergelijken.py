"""What another pack changes, code by code, before it is put in force.

In: the framework in force (or none) and the new one. Out: a ``Kaderverschil``; ``mag_vervangen``
says why it may not take over.
"""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.core.kader.model import VERVALLEN, Kader, Probleem, Verwachting


@dataclass(frozen=True, slots=True)
class Gewijzigd:
    """One code with a text that changes."""

    oud: Verwachting
    nieuw: Verwachting


@dataclass(frozen=True, slots=True)
class Weg:
    """One code that goes; ``opvolger`` is what it becomes, None when nothing follows."""

    oud: Verwachting
    opvolger: Verwachting | None
    gemeld: bool  # does the new pack say what becomes of it?


@dataclass(frozen=True, slots=True)
class Kaderverschil:
    nieuw: tuple[Verwachting, ...]
    gewijzigd: tuple[Gewijzigd, ...]
    weg: tuple[Weg, ...]
    gelijk: int

    @property
    def leeg(self) -> bool:
        return not (self.nieuw or self.gewijzigd or self.weg)

    @property
    def zonder_omzetting(self) -> tuple[str, ...]:
        """Bare codes that would disappear in silence."""
        return tuple(one.oud.code for one in self.weg if not one.gemeld)


def vergelijk(oud: Kader | None, nieuw: Kader) -> Kaderverschil:
    """Only texts and subjects count as a change; another system has nothing in common."""
    before = oud.verwachtingen if oud is not None and oud.naamruimte == nieuw.naamruimte else {}
    after = nieuw.verwachtingen
    shared = [key for key in after if key in before]
    changed = tuple(
        Gewijzigd(before[key], after[key])
        for key in shared
        if _shown(before[key]) != _shown(after[key])
    )
    return Kaderverschil(
        tuple(one for key, one in after.items() if key not in before),
        changed,
        tuple(_weg(one, nieuw) for key, one in before.items() if key not in after),
        len(shared) - len(changed),
    )


def mag_vervangen(oud: Kader | None, nieuw: Kader) -> tuple[Probleem, ...]:
    """Why the new pack may not take over: codes that go without a word."""
    return tuple(
        Probleem(
            f"omzetting.{code}",
            f"'{code}' staat nu in het kader en in dit bestand niet meer. Zeg in [[omzetting]] wat "
            f'ervan wordt: oud = "{code}", nieuw = een code of "{VERVALLEN}".',
        )
        for code in vergelijk(oud, nieuw).zonder_omzetting
    )


def _shown(one: Verwachting) -> tuple[str, ...]:
    return (one.onderwerp, one.rubriek, one.getoond, one.noot, one.gok_vraag)


def _weg(one: Verwachting, nieuw: Kader) -> Weg:
    became = nieuw.omzetting.get(one.code, "")
    return Weg(one, nieuw.verwachtingen.get(nieuw.sleutel(became)), bool(became))
