"""The law a second time, deliberately naive: a list of pupils, fractions, one step at a time.

Written from the text of the law, not from the product; the numbers stand here once more on
purpose. Every answer is known: unknowns are handled by trying all answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.core.kenmerken import KENMERKEN, Antwoord
from gokwijs.core.telling.model import Cell

HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Leerling:
    """One half pupil (two of them make a pupil)."""

    niveau: str
    graad: str
    type: str
    mfc: bool
    vestigingsplaats: str
    kenmerken: frozenset[str]


def leerlingen(cells: Iterable[Cell]) -> list[Leerling]:
    """Unfold counts into half pupils; every answer must be known."""
    found = []
    for c in cells:
        assert Antwoord.ONBEKEND not in c.kenmerken
        names = frozenset(
            k.value for k, a in zip(KENMERKEN, c.kenmerken, strict=True) if a is Antwoord.JA
        )
        one = Leerling(
            c.onderwijsniveau.value,
            c.graad.value,
            c.type,
            c.mfc_verblijf is Antwoord.JA,
            c.vestigingsplaats,
            names,
        )
        found.extend([one] * c.halves)
    return found


def rond_af(x: Fraction) -> int:
    """First decimal above 4: up, otherwise down (DBO 134 §3; BVR21 art. 4 4° and 6)."""
    whole = x.numerator // x.denominator
    first_decimal = int((x - whole) * 10)
    return whole + 1 if first_decimal > 4 else whole


# ---------------------------------------------------------------- basisonderwijs, DBO 134


def ses(pupils: Sequence[Leerling], niveau: str, s: Fraction) -> tuple[Fraction, int]:
    """Sum and SES-lestijden of kleuter or lager."""
    mine = [p for p in pupils if p.niveau == niveau]
    mothers = HALF * sum("opleiding_moeder" in p.kenmerken for p in mine)
    languages = HALF * sum("thuistaal" in p.kenmerken for p in mine)
    total = (
        mothers * Fraction("0.26710")
        + s * HALF * len(mine) * Fraction("0.11917")
        + languages * Fraction("0.29116")
    )
    return total, rond_af(total)


def verhouding(earlier: Sequence[Leerling]) -> Fraction | None:
    """S: pupils with toeslag over all pupils, the whole school, a year earlier."""
    everyone = [p for p in earlier if p.niveau in ("kleuter", "lager")]
    if not everyone:
        return None
    return Fraction(sum("schooltoeslag" in p.kenmerken for p in everyone), len(everyone))


# ---------------------------------------------------------------- secundair, CSO 224-241, BVR21

HOOFD = {"schooltoeslag", "zorgthuis", "trekkende_bevolking", "opleiding_moeder"}
GROEP = {"1": "I", "okan": "I", "2": "II", "3": "II"}
DREMPEL = {"I": Fraction(10, 100), "II": Fraction(25, 100)}
PER_PUNT = {"I": Fraction("0.2916"), "II": Fraction("0.1225")}


def punten(kenmerken: frozenset[str]) -> Fraction:
    """Points of one pupil (BVR21 art. 3 and 4)."""
    if not kenmerken & HOOFD:
        return Fraction(0)
    only_toeslag = kenmerken & HOOFD == {"schooltoeslag"}
    total = Fraction(0)
    if "schooltoeslag" in kenmerken:
        total += Fraction("0.40") if only_toeslag else Fraction("0.18")
    if "zorgthuis" in kenmerken:
        total += Fraction("0.80")
    if "trekkende_bevolking" in kenmerken:
        total += Fraction("0.80")
    if "opleiding_moeder" in kenmerken:
        total += Fraction("0.60")
    if "thuistaal" in kenmerken:
        total += Fraction("0.20")
    total = min(total, Fraction("1.20"))
    return total * Fraction("0.4417") if only_toeslag else total


def telt(kenmerken: frozenset[str]) -> Fraction:
    """What a pupil adds to the numerator of the threshold (CSO 226)."""
    if not kenmerken & HOOFD:
        return Fraction(0)
    return Fraction("0.4417") if kenmerken & HOOFD == {"schooltoeslag"} else Fraction(1)


def total(pupils: Sequence[Leerling], per_pupil: Callable[[frozenset[str]], Fraction]) -> Fraction:
    """The sum over half pupils, equal ones taken together."""
    groups = Counter(p.kenmerken for p in pupils)
    return sum((HALF * n * per_pupil(kenmerken) for kenmerken, n in groups.items()), Fraction(0))


def aandeel(pupils: Sequence[Leerling]) -> Fraction | None:
    return total(pupils, telt) / (HALF * len(pupils)) if pupils else None


def uren_rekenkundig(pupils: Sequence[Leerling], groep: str, *, brussel: bool) -> int:
    """Hours as if the threshold were met."""
    som = total(pupils, punten)
    if brussel:
        som *= Fraction("1.50")
    share = aandeel(pupils)
    if share is not None and share >= Fraction(55, 100):
        som *= Fraction("1.50")
    return rond_af(rond_af(som) * PER_PUNT[groep])


def uren_leraar(
    now: Sequence[Leerling], earlier: Sequence[Leerling], *, brussel: bool
) -> dict[str, int]:
    """Granted hours per group that has pupils; the school is one whole."""
    hours = {}
    for groep in ("I", "II"):
        mine = [p for p in now if p.niveau == "so" and GROEP[p.graad] == groep]
        before = [p for p in earlier if p.niveau == "so" and GROEP[p.graad] == groep]
        if not mine:
            continue
        met = any(
            share is not None and share >= DREMPEL[groep]
            for share in (aandeel(mine), aandeel(before))
        )
        hours[groep] = uren_rekenkundig(mine, groep, brussel=brussel) if met else 0
    if sum(hours.values()) < 6:
        return dict.fromkeys(hours, 0)
    return hours


# ---------------------------------------------------------------- BuSO, BVR21 art. 7-11, CSO 318


def lesuren_buso(now: Sequence[Leerling], earlier: Sequence[Leerling]) -> int:
    """Granted lesuren."""

    def counting(pupils: Sequence[Leerling]) -> list[Leerling]:
        return [
            p
            for p in pupils
            if p.niveau == "buso" and p.type in ("basisaanbod", "1", "3") and not p.mfc
        ]

    def reaches(pupils: list[Leerling]) -> bool:
        with_mother = sum("opleiding_moeder" in p.kenmerken for p in pupils)
        return bool(pupils) and Fraction(with_mother, len(pupils)) >= Fraction(40, 100)

    mine = counting(now)
    if not (reaches(mine) or reaches(counting(earlier))):
        return 0
    som = Fraction(0)
    for p in mine:
        if "opleiding_moeder" in p.kenmerken:
            som += HALF * (Fraction("1.20") if "thuistaal" in p.kenmerken else Fraction("0.80"))
    hours = rond_af(rond_af(som) * Fraction("0.227197"))
    return hours if hours >= 6 else 0


# ---------------------------------------------------------------- OKI, a statistic


def oki(pupils: Sequence[Leerling]) -> Fraction | None:
    """Mean number of the four kenmerken in gewoon onderwijs."""
    four = {"opleiding_moeder", "schooltoeslag", "thuistaal", "buurt"}
    mine = [p for p in pupils if p.niveau in ("kleuter", "lager", "so")]
    return Fraction(sum(len(p.kenmerken & four) for p in mine), len(mine)) if mine else None
