"""Choosing the sentence for a figure: the conditions of the list, the first match prints.

In: shares, differences and counts that may be shown to this reader (the gate decides that before),
and ``k_min``, the smallest group that is shown. Out: filled sentences, first the one that states.

A group below ``k_min``, or without pupils, yields A01 and nothing else. Two shares are compared by
the interval of their difference only.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction

from gokwijs.core.analyse.aandeel import Aandeel, verschil
from gokwijs.core.analyse.attest import Attestverdeling
from gokwijs.core.analyse.segregatie import Segregatie
from gokwijs.core.zinnen.getallen import (
    Count,
    aantal,
    decimalen,
    leerlingen,
    mag_procent,
    procent,
    procent_van,
    procent_van_de,
    procentpunt,
)
from gokwijs.core.zinnen.lijst import Gezegd, vul, vul_delen

SEGREGATIE_P = 0.05
ONBEKEND_EEN_OP = 10


class Vervolg(StrEnum):
    """Where a pupil of one year is the next year; the parts of B11."""

    VERDER = "verder"
    OVER = "over"
    ANDERS = "anders"
    WEG = "weg"
    KLAAR = "klaar"
    ONBEKEND = "onbekend"


def zonder_gegevens(wat: str) -> list[Gezegd]:
    """A04: ``wat`` is a noun phrase without a full stop."""
    return [vul("A04", wat=wat)]


def over_onbekend(kenmerk: str, n_onbekend: Count, n: Count) -> list[Gezegd]:
    """A03 when the kenmerk is unknown for at least one in ten pupils, otherwise nothing."""
    if not n_onbekend or n_onbekend * ONBEKEND_EEN_OP < n:
        return []
    return [vul("A03", n_onbekend=aantal(n_onbekend), n=aantal(n), kenmerk=kenmerk)]


def over_aandeel(
    groep: str, kenmerk_zin: str, aandeel: Aandeel | None, *, k_min: int, plaats: str = ""
) -> list[Gezegd]:
    """A01, B01a or B01b. ``kenmerk_zin`` is a verb phrase: ``hebben een schooltoeslag``.

    ``plaats``: what comes after "leerlingen in" when ``groep`` does not.
    """
    if aandeel is None or aandeel.n < k_min:
        return _te_weinig(k_min)
    said = {"groep": groep, "x": aantal(aandeel.x), "n": aantal(aandeel.n)}
    if not mag_procent(aandeel.n):
        return [vul("B01b", kenmerk_zin=kenmerk_zin, **said | {"groep": plaats or groep})]
    return [vul("B01a", kenmerk_zin=kenmerk_zin, **said, **_percentages(aandeel))]


def over_allen(x: Count, n: Count, n_onbekend: Count) -> list[Gezegd]:
    """B01c after the share among who is known: the same pupils as a share of all of them."""
    if not n_onbekend or not mag_procent(n - n_onbekend):
        return []
    p = procent_van_de(x, n)
    return [vul("B01c", n=aantal(n), p=p, leerlingen=leerlingen(n_onbekend))]


def over_verschil(
    kenmerk_zin: str, gok: Aandeel | None, rest: Aandeel | None, *, k_min: int
) -> list[Gezegd]:
    """A01, B02a, B02b, or B02c in counts; B02a and B02b follow a sentence that names the share."""
    if gok is None or rest is None or min(gok.n, rest.n) < k_min:
        return _te_weinig(k_min)
    counts = {"n_gok": aantal(gok.n), "n_rest": aantal(rest.n)}
    if not mag_procent(gok.n, rest.n):
        x = {"x_gok": aantal(gok.x), "x_rest": aantal(rest.x)}
        return [vul("B02c", kenmerk_zin=kenmerk_zin, **counts, **x)]
    counts |= {"p_gok": procent_van(gok), "p_rest": procent_van(rest)}
    difference = _verschil_in_procentpunt(gok, rest)
    return [vul("B02a", **counts, **difference) if difference else vul("B02b", **counts)]


def over_jaren(
    kenmerk_zin: str,
    jaar_1: str,
    een: Aandeel | None,
    jaar_2: str,
    ander: Aandeel | None,
    *,
    k_min: int,
    groep: str = "de leerlingen",
) -> list[Gezegd]:
    """A01, B10a, B10b, or B10c in counts.

    The interval takes the pupils of the two years as different ones; who sits in both makes it
    wider than needed, never narrower in the usual case that pupils keep their kenmerk.
    """
    if een is None or ander is None or min(een.n, ander.n) < k_min:
        return _te_weinig(k_min)
    said = {"kenmerk_zin": kenmerk_zin, "jaar_1": jaar_1, "jaar_2": jaar_2}
    said |= {"n_1": aantal(een.n), "n_2": aantal(ander.n)}
    if not mag_procent(een.n, ander.n):
        return [vul("B10c", **said, x_1=aantal(een.x), x_2=aantal(ander.x))]
    said |= {"p_1": procent_van(een), "p_2": procent_van(ander), "groep": groep}
    difference = _verschil_in_procentpunt(een, ander)
    return [vul("B10b", **said, **difference) if difference else vul("B10a", **said)]


def over_vordering(leerjaar: str, x: Count, n: Count, *, k_min: int) -> list[Gezegd]:
    """A01 or B05: ``x`` of the ``n`` pupils with an index are at least one year behind."""
    if n < k_min:
        return _te_weinig(k_min)
    return [vul("B05", leerjaar=leerjaar, x=aantal(x), n=aantal(n))]


def over_attesten(
    stroom: str, verdeling: Attestverdeling, *, over_2023: bool, k_min: int
) -> list[Gezegd]:
    """A01 or B06a for one stream, with B06b when the series runs across 2023."""
    if verdeling.n < k_min:
        return _te_weinig(k_min)
    found = vul(
        "B06a",
        stroom=stroom,
        n=aantal(verdeling.n),
        x_vrij=aantal(verdeling.zonder_beperking),
        x_beperkt=aantal(verdeling.met_beperking),
        x_c=aantal(verdeling.c_attest),
    )
    return [found, vul("B06b")] if over_2023 else [found]


def over_segregatie(leerjaar: str, found: Segregatie | None, *, k_min: int) -> list[Gezegd]:
    """A01, B07a or B07b; both the GOK-leerlingen and the others must be ``k_min`` or more."""
    if found is None or min(found.n_gok, found.n_rest) < k_min:
        return _te_weinig(k_min)
    said = {
        "leerjaar": leerjaar,
        "d": decimalen(found.d),
        "d_verwacht": decimalen(found.d_verwacht),
    }
    if found.d_p < SEGREGATIE_P:
        return [vul("B07b", **said, d_q95=decimalen(found.d_q95))]
    return [vul("B07a", **said)]


def over_plaatsen(
    groep: str,
    x_totaal: Count,
    plaatsen: Mapping[str, tuple[Count | None, Count | None]],
    *,
    k_min: int,
) -> list[Gezegd]:
    """A01, B09, B09b or B09c: in which place most of a group are.

    ``plaatsen``: per place how many of the group and how many pupils; None where that is hidden. A
    hidden place that could hold as many is said (B09c).
    """
    if x_totaal < k_min:
        return _te_weinig(k_min)
    shown = [
        (x, n, plaats) for plaats, (x, n) in plaatsen.items() if x is not None and n is not None
    ]
    spread = [vul("B09b", x_totaal=aantal(x_totaal), groep=groep)]
    if not shown:
        return spread
    x, n, plaats = max(shown, key=lambda place: place[0])
    hidden = x_totaal - sum(place[0] for place in shown)
    ties = sum(place[0] == x for place in shown) > 1
    if ties or min(x, n) < k_min:
        return spread
    said = {"groep": groep, "plaats": plaats, "x": aantal(x), "n": aantal(n)}
    return [vul("B09c" if hidden >= x else "B09", x_totaal=aantal(x_totaal), **said)]


def over_vervolg(
    jaar_1: str, n: int, aantallen: Mapping[Vervolg, int | None], *, k_min: int
) -> list[Gezegd]:
    """A01 or B11: where the pupils of a year are now; A02 after it where a part is hidden (None).

    Raises ValueError when the parts do not add up to ``n``.
    """
    if n < k_min:
        return _te_weinig(k_min)
    shown = {part.value: count for part, count in aantallen.items() if count is not None}
    hidden = len(shown) < len(aantallen)
    if sum(shown.values()) > n or (not hidden and sum(shown.values()) != n):
        raise ValueError(f"the parts of {n} pupils add up to {sum(shown.values())}")
    if not any(shown.values()):
        return [vul("A02")]
    found = vul("B11", n=aantal(n), jaar_1=jaar_1, delen=vul_delen("B11", shown))
    return [found, vul("A02")] if hidden else [found]


def over_overgang(aandeel_1b: Aandeel | None, onbekend: Count, *, k_min: int) -> list[Gezegd]:
    """A01, B12a or B12b: to 1B among the known destinations, with B12c for the others apart."""
    if aandeel_1b is None or aandeel_1b.n < k_min:
        return _te_weinig(k_min)
    x_1b, n = aandeel_1b.x, aandeel_1b.n
    said = {"n": aantal(n), "x_1a": aantal(n - x_1b), "x_1b": aantal(x_1b)}
    if mag_procent(n):
        found = [vul("B12a", **said, **_percentages(aandeel_1b))]
    else:
        found = [vul("B12b", **said)]
    return [*found, vul("B12c", leerlingen=leerlingen(onbekend))] if onbekend else found


def over_gemiddelde(gemiddelde: Fraction, n: Count, *, k_min: int) -> list[Gezegd]:
    """A01 or B13a: the mean number of kenmerken, without buurt."""
    if n < k_min:
        return _te_weinig(k_min)
    return [vul("B13a", gemiddelde=decimalen(gemiddelde), n=aantal(n))]


def over_oki(oki: Fraction, n: Count, *, k_min: int) -> list[Gezegd]:
    """A01 or B13b: the OKI of a count of the school itself."""
    if n < k_min:
        return _te_weinig(k_min)
    return [vul("B13b", oki=decimalen(oki), n=aantal(n))]


def over_vlaanderen(share: Fraction, schooljaar: str, bron: str) -> list[Gezegd]:
    """B14, under a sentence about the same share in the school."""
    return [vul("B14", p=procent(share), schooljaar=schooljaar, bron=bron)]


def _te_weinig(k_min: int) -> list[Gezegd]:
    return [vul("A01", k_min=str(k_min))]


def _percentages(aandeel: Aandeel) -> dict[str, str]:
    return {
        "p": procent_van(aandeel),
        "low": procent(aandeel.low),
        "high": procent(aandeel.high),
    }


def _verschil_in_procentpunt(een: Aandeel, ander: Aandeel) -> dict[str, str]:
    """The size of the difference and its interval; empty when the interval contains 0."""
    found = verschil((een.x, een.n), (ander.x, ander.n))
    if found is None or not found.meer_dan_toeval:
        return {}
    low, high = sorted((abs(found.low), abs(found.high)))
    return {
        "verschil": procentpunt(found.verschil),
        "low": procentpunt(low),
        "high": procentpunt(high),
    }
