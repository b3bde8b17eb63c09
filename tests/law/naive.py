"""The law a second time, deliberately naive: a list of pupils, fractions, one step at a time.

Written from the text of the law, not from the product; the numbers stand here once more on
purpose. Every answer is known: unknowns are handled by trying all answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
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
        assert Antwoord.ONBEKEND not in (*c.kenmerken, c.mfc_verblijf)
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


def total(pupils: Sequence[Leerling], per_pupil: Callable[[frozenset[str]], Fraction]) -> Fraction:
    """The sum over half pupils, equal ones taken together."""
    groups = Counter(p.kenmerken for p in pupils)
    return sum((HALF * n * per_pupil(kenmerken) for kenmerken, n in groups.items()), Fraction(0))


def number(pupils: Sequence[Leerling], kenmerk: str) -> Fraction:
    """How many pupils have the kenmerk."""
    return HALF * sum(kenmerk in p.kenmerken for p in pupils)


# ---------------------------------------------------------------- basisonderwijs, DBO 134


def ses(pupils: Sequence[Leerling], niveau: str, s: Fraction) -> tuple[Fraction, int]:
    """Sum and SES-lestijden of kleuter or lager."""
    mine = [p for p in pupils if p.niveau == niveau]
    a = number(mine, "opleiding_moeder") * Fraction("0.26710")
    b = s * HALF * len(mine) * Fraction("0.11917")
    c = number(mine, "thuistaal") * Fraction("0.29116")
    return a + b + c, rond_af(a + b + c)


def verhouding(earlier: Sequence[Leerling]) -> Fraction | None:
    """S: pupils with toeslag over all pupils, the whole school, a year earlier."""
    everyone = [p for p in earlier if p.niveau in ("kleuter", "lager")]
    if not everyone:
        return None
    return number(everyone, "schooltoeslag") / (HALF * len(everyone))


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
    som = Fraction(0)
    if "schooltoeslag" in kenmerken:
        som += Fraction("0.40") if only_toeslag else Fraction("0.18")
    if "zorgthuis" in kenmerken:
        som += Fraction("0.80")
    if "trekkende_bevolking" in kenmerken:
        som += Fraction("0.80")
    if "opleiding_moeder" in kenmerken:
        som += Fraction("0.60")
    if "thuistaal" in kenmerken:
        som += Fraction("0.20")
    som = min(som, Fraction("1.20"))
    return som * Fraction("0.4417") if only_toeslag else som


def telt(kenmerken: frozenset[str]) -> Fraction:
    """What a pupil adds to the numerator of the threshold (CSO 226)."""
    if not kenmerken & HOOFD:
        return Fraction(0)
    return Fraction("0.4417") if kenmerken & HOOFD == {"schooltoeslag"} else Fraction(1)


def aandeel(pupils: Sequence[Leerling]) -> Fraction | None:
    """The share that the thresholds and the concentration look at; never rounded."""
    return total(pupils, telt) / (HALF * len(pupils)) if pupils else None


@dataclass(frozen=True)
class Rekening:
    """One group of a school on paper, line after line."""

    som: Fraction
    aandeel: Fraction
    maal: Fraction
    punten: int
    exact: Fraction
    uren: int
    gehaald: bool

    @property
    def voor_het_minimum(self) -> int:
        return self.uren if self.gehaald else 0


def rekening(
    mine: Sequence[Leerling], before: Sequence[Leerling], groep: str, *, brussel: bool
) -> Rekening:
    """Steps 1 to 5 of the calculation, and the threshold on either February."""
    som, share = total(mine, punten), aandeel(mine)
    assert share is not None
    maal = Fraction(1)
    if brussel:
        maal = maal * Fraction("1.50")
    if share >= Fraction(55, 100):
        maal = maal * Fraction("1.50")
    points = rond_af(som * maal)
    exact = points * PER_PUNT[groep]
    met = [s is not None and s >= DREMPEL[groep] for s in (share, aandeel(before))]
    return Rekening(som, share, maal, points, exact, rond_af(exact), any(met))


def uren_leraar(
    now: Sequence[Leerling], earlier: Sequence[Leerling], *, brussel: bool, lezing: str = ""
) -> dict[str, int]:
    """Granted hours per group that has pupils.

    ``lezing`` of the rule on vestigingsplaatsen (OV-20): empty = the school is one whole;
    ``beide_groepen`` = every place is a school; ``alleen_groep_1`` = only for group I, and the
    minimum over everything.
    """
    places = sorted({p.vestigingsplaats for p in now if p.niveau == "so"})
    found: dict[str, int] = {}
    if lezing == "beide_groepen":
        for place in places:
            here = [p for p in now if p.vestigingsplaats == place]
            then = [p for p in earlier if p.vestigingsplaats == place]
            for groep, uren in uren_leraar(here, then, brussel=brussel).items():
                found[groep] = found.get(groep, 0) + uren
        return found
    for groep in ("I", "II"):
        mine, before = groep_van(now, groep), groep_van(earlier, groep)
        if not mine:
            continue
        if lezing == "alleen_groep_1" and groep == "I":
            found[groep] = sum(
                rekening(
                    [p for p in mine if p.vestigingsplaats == place],
                    [p for p in before if p.vestigingsplaats == place],
                    groep,
                    brussel=brussel,
                ).voor_het_minimum
                for place in places
                if any(p.vestigingsplaats == place for p in mine)
            )
        else:
            found[groep] = rekening(mine, before, groep, brussel=brussel).voor_het_minimum
    return found if sum(found.values()) >= 6 else dict.fromkeys(found, 0)


def groep_van(pupils: Sequence[Leerling], groep: str) -> list[Leerling]:
    """Group I: eerste graad and onthaaljaar; group II: tweede and derde graad."""
    return [p for p in pupils if p.niveau == "so" and GROEP[p.graad] == groep]


# ---------------------------------------------------------------- BuSO and BuBaO


def tellen_mee(pupils: Sequence[Leerling], niveau: str) -> list[Leerling]:
    """Type basisaanbod (type 1 included) or 3, not in the verblijfsmodule of an MFC."""
    return [
        p
        for p in pupils
        if p.niveau == niveau and p.type in ("basisaanbod", "1", "3") and not p.mfc
    ]


def haalt_40(pupils: Sequence[Leerling]) -> bool:
    """At least 40 % meet opleiding moeder."""
    mothers = number(pupils, "opleiding_moeder")
    return bool(pupils) and mothers / (HALF * len(pupils)) >= Fraction(40, 100)


def lesuren_buso(now: Sequence[Leerling], earlier: Sequence[Leerling]) -> int:
    """Granted lesuren (BVR21 art. 7-11, CSO 318)."""
    mine = tellen_mee(now, "buso")
    if not (haalt_40(mine) or haalt_40(tellen_mee(earlier, "buso"))):
        return 0
    return _toegekend(mine, Fraction("0.80"), Fraction("0.40"), Fraction("0.227197"), True)


def lestijden_bubao(
    now: Sequence[Leerling],
    earlier: Sequence[Leerling],
    *,
    moeder: Fraction,
    taal: Fraction,
    per_punt: Fraction,
    punten_afronden: bool,
) -> int:
    """Granted lestijden once somebody entered the factors (DBO 139undecies-139terdecies)."""
    mine = tellen_mee(now, "bubao")
    if not (haalt_40(mine) or haalt_40(tellen_mee(earlier, "bubao"))):
        return 0
    return _toegekend(mine, moeder, taal, per_punt, punten_afronden)


def _toegekend(
    mine: Sequence[Leerling], moeder: Fraction, taal: Fraction, per_punt: Fraction, twice: bool
) -> int:
    som = Fraction(0)
    for p in mine:
        if "opleiding_moeder" in p.kenmerken:
            som += HALF * moeder
            if "thuistaal" in p.kenmerken:
                som += HALF * taal
    hours = rond_af((rond_af(som) if twice else som) * per_punt)
    return hours if hours >= 6 else 0


# ---------------------------------------------------------------- werkingsbudget 2017-2018 and OKI

BEDRAG = {
    "basisonderwijs": {
        "thuistaal": Fraction("126.50"),
        "opleiding_moeder": Fraction("125.65"),
        "schooltoeslag": Fraction("116.62"),
        "buurt": Fraction("101.59"),
    },
    "secundair": {
        "thuistaal": Fraction("206.09"),
        "opleiding_moeder": Fraction("129.98"),
        "schooltoeslag": Fraction("112.12"),
        "buurt": Fraction("41.64"),
    },
}


def werkingsbudget_2018(
    pupils: Sequence[Leerling], deel: str, corrected: Mapping[str, Fraction] | None = None
) -> Fraction:
    """Amount per corrected pupil times pupils, or times the official number where it is known."""
    levels = ("kleuter", "lager") if deel == "basisonderwijs" else ("so",)
    mine = [p for p in pupils if p.niveau in levels]
    euro = Fraction(0)
    for kenmerk, amount in BEDRAG[deel].items():
        euro += amount * (corrected or {}).get(kenmerk, number(mine, kenmerk))
    return euro


def oki(pupils: Sequence[Leerling]) -> Fraction | None:
    """Mean number of the four kenmerken in gewoon onderwijs."""
    four = {"opleiding_moeder", "schooltoeslag", "thuistaal", "buurt"}
    mine = [p for p in pupils if p.niveau in ("kleuter", "lager", "so")]
    return Fraction(sum(len(p.kenmerken & four) for p in mine), len(mine)) if mine else None
