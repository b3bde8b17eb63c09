"""The ledger grouped for a page: per actie, streefdoel, doelgroep, leraar or zorgfase.

In: one kind of means. Out: rows that add up to exactly what is planned and spent; an amount for two
goals stands once, on a line of both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.inzet.selectors import NUL, Regel, Soortboek
from gokwijs.core.beleid.boek import ZONDER_STREEFDOEL
from gokwijs.core.beleid.keuzes import Middelsoort, Zorgfase
from gokwijs.core.beleid.zinsbouw import opsomming
from gokwijs.core.kenmerken import Kenmerk


class Per(StrEnum):
    STREEFDOEL = "streefdoel"
    ACTIE = "actie"
    DOELGROEP = "doelgroep"
    ZORGFASE = "zorgfase"
    LERAAR = "leraar"

    @property
    def label(self) -> str:
        return "fase van zorg" if self is Per.ZORGFASE else self.value


@dataclass(frozen=True)
class Rij:
    """One row of a grouping; ``streefdoel`` and ``actie`` are keys to link to."""

    label: str
    voorzien: Fraction
    besteed: Fraction
    streefdoel: int | None = None
    actie: int | None = None
    los: bool = False  # belongs nowhere
    merk: str = ""  # what must be seen of it
    samen: bool = False  # for more than one goal


Sleutel = tuple[object, ...]


def ingedeeld(boek: Soortboek, per: Per) -> list[Rij]:
    """The largest plan first, what belongs nowhere last."""
    if per is Per.LERAAR:
        return _per_leraar(boek)
    make = _MAKERS[per]
    sums: dict[Sleutel, Rij] = {}
    for regel in boek.regels:
        key, start = make(regel)
        old = sums.get(key, start)
        sums[key] = Rij(
            old.label,
            old.voorzien + regel.voorzien,
            old.besteed + regel.besteed,
            old.streefdoel,
            old.actie,
            old.los,
            old.merk,
            old.samen,
        )
    return _sorted(sums.values())


def _sorted(rijen: object) -> list[Rij]:
    found: list[Rij] = list(rijen)  # type: ignore[call-overload]
    return sorted(found, key=lambda r: (r.los, -r.voorzien, -r.besteed, r.label))


def doelen_label(doelen: tuple[Streefdoel, ...]) -> str:
    return "; ".join(doel.formulering for doel in doelen)


def _streefdoel(regel: Regel) -> tuple[Sleutel, Rij]:
    goals = regel.streefdoelen
    if not goals:
        return (), Rij(ZONDER_STREEFDOEL, NUL, NUL, los=True, merk=ZONDER_STREEFDOEL)
    key = tuple(doel.pk for doel in goals)
    mark = "samen voor meer dan één streefdoel" if len(goals) > 1 else ""
    only = goals[0].pk if len(goals) == 1 else None
    label = doelen_label(goals)
    return key, Rij(label, NUL, NUL, streefdoel=only, merk=mark, samen=bool(mark))


def _actie(regel: Regel) -> tuple[Sleutel, Rij]:
    if regel.actie is not None:
        mark = "weggehaald uit het plan" if regel.weggehaald else ""
        if not mark and regel.zonder_streefdoel:
            mark = ZONDER_STREEFDOEL
        return (regel.actie.pk,), Rij(str(regel.actie), NUL, NUL, actie=regel.actie.pk, merk=mark)
    if regel.los:
        return (), Rij("zonder actie", NUL, NUL, los=True, merk=ZONDER_STREEFDOEL)
    goal = regel.streefdoelen[0]
    label = f"{goal.formulering} (als geheel)"
    return ("doel", goal.pk), Rij(label, NUL, NUL, streefdoel=goal.pk)


def kenmerken_van(regel: Regel) -> tuple[Kenmerk, ...]:
    """The kenmerken that the goals of a line name, in order of the list."""
    named = {key for doel in regel.streefdoelen for key in doel.kenmerken}
    return tuple(k for k in Kenmerk if k.value in named)


def _doelgroep(regel: Regel) -> tuple[Sleutel, Rij]:
    if regel.zonder_streefdoel:
        return ("",), Rij(ZONDER_STREEFDOEL, NUL, NUL, los=True, merk=ZONDER_STREEFDOEL)
    found = kenmerken_van(regel)
    if not found:
        return (), Rij("geen kenmerk genoemd bij het streefdoel", NUL, NUL)
    names = [k.label.lower() for k in found]
    return tuple(k.value for k in found), Rij(opsomming(names), NUL, NUL)


def _zorgfase(regel: Regel) -> tuple[Sleutel, Rij]:
    key = regel.actie.zorgfase if regel.actie is not None else ""
    if not key:
        return ("",), Rij("fase niet ingevuld", NUL, NUL, los=True)
    return (key,), Rij(Zorgfase(key).label, NUL, NUL)


_MAKERS: Mapping[Per, Callable[[Regel], tuple[Sleutel, Rij]]] = {
    Per.STREEFDOEL: _streefdoel,
    Per.ACTIE: _actie,
    Per.DOELGROEP: _doelgroep,
    Per.ZORGFASE: _zorgfase,
}


def _per_leraar(boek: Soortboek) -> list[Rij]:
    """What is planned by name; spending carries no names, so it stands on its own line."""
    sums: dict[int | None, Rij] = {}
    for regel in boek.regels:
        for one in regel.toewijzingen:
            key = one.persoon_id
            label = one.persoon.naam if one.persoon is not None else "niet op naam"
            old = sums.get(key, Rij(label, NUL, NUL, los=key is None))
            sums[key] = Rij(label, old.voorzien + one.aantal, NUL, los=old.los)
    rows = _sorted(sums.values())
    if boek.besteed:
        rows.append(Rij("besteed (wordt niet op naam geboekt)", NUL, boek.besteed, los=True))
    return rows


# ---------------------------------------------------------------- as shown


@dataclass(frozen=True)
class Getoond:
    """A row with its amounts as this person may see them."""

    rij: Rij
    nummer: int
    voorzien: str
    besteed: str
    aandeel: str
    breedte: int  # of 1000, of everything the strip shows


@dataclass(frozen=True)
class Strook:
    """Everything granted as one strip: parts with their number, and what is not assigned."""

    delen: tuple[tuple[int, int, int, str], ...]  # number, start, width (of 1000), label
    rest: tuple[int, int] | None  # start, width of 1000
    grens: int | None  # where the grant ends, when more was assigned than that
    som: str
    label: str


@dataclass(frozen=True)
class Tafel:
    """One kind of means as a page shows it: strip, rows and sums that close."""

    soort: Middelsoort
    rijen: tuple[Getoond, ...]
    strook: Strook | None
    toegekend: str
    voorzien: str
    besteed: str
    rest: str
    rest_bedrag: Fraction  # as shown
    rest_is_nul: bool
    tekort: str
    nog_te_besteden: str
    zonder_streefdoel: str
    te_veel_besteed: bool
    zinnen: tuple[str, ...]
    verschilt: bool


def tafel(boek: Soortboek, per: Per, zicht: Zicht) -> Tafel:
    """Amounts are rounded once, together with what is left, so that the shown sums close."""
    soort = boek.soort
    rijen = ingedeeld(boek, per)
    planned = [r.voorzien for r in rijen]
    shown = zicht.delen(soort, [*planned, *([boek.rest] if boek.rest is not None else [])])
    spent = zicht.delen(soort, [r.besteed for r in rijen])
    parts, left = shown[: len(planned)], shown[len(planned) :]
    whole, total_planned, total_spent = (sum(found, NUL) for found in (shown, parts, spent))
    rows = tuple(
        Getoond(
            rij,
            number,
            zicht.kort(soort, amount),
            zicht.kort(soort, used),
            percent(rij.voorzien, boek.voorzien),
            thousandths(amount, whole),
        )
        for number, (rij, amount, used) in enumerate(zip(rijen, parts, spent, strict=True), 1)
    )
    granted = zicht.heel(soort, boek.toegekend) if boek.toegekend is not None else None
    short = total_planned - granted if boek.tekort and granted is not None else NUL
    return Tafel(
        soort=soort,
        rijen=rows,
        strook=_strook(boek, rows, parts, left[0] if left else None, zicht),
        toegekend=zicht.met_eenheid(soort, granted) if granted is not None else "",
        voorzien=zicht.met_eenheid(soort, total_planned),
        besteed=zicht.met_eenheid(soort, total_spent),
        rest=zicht.met_eenheid(soort, left[0]) if left else "",
        rest_bedrag=left[0] if left else NUL,
        rest_is_nul=bool(left) and not boek.rest,
        tekort=zicht.met_eenheid(soort, short) if boek.tekort else "",
        nog_te_besteden=(
            zicht.met_eenheid(soort, granted - total_spent) if granted is not None else ""
        ),
        zonder_streefdoel=_without(boek, zicht),
        te_veel_besteed=boek.toegekend is not None and boek.besteed > boek.toegekend,
        zinnen=tuple(boek.toekenning.zinnen(zicht)) if boek.toekenning is not None else (),
        verschilt=boek.toekenning is not None and boek.toekenning.verschilt,
    )


def _without(boek: Soortboek, zicht: Zicht) -> str:
    amount = boek.zonder_streefdoel
    return zicht.met_eenheid(boek.soort, amount) if amount else ""


def percent(part: Fraction, whole: Fraction) -> str:
    """Whole, half up; empty where there is nothing to share."""
    if not whole:
        return ""
    return f"{int(part / whole * 100 + Fraction(1, 2))} %"


def thousandths(part: Fraction, whole: Fraction) -> int:
    return int(part * 1000 / whole) if whole > 0 and part > 0 else 0


_DEEL_MAX = 24  # parts of a strip: more cannot be told apart


def _strook(
    boek: Soortboek,
    rows: tuple[Getoond, ...],
    parts: list[Fraction],
    left: Fraction | None,
    zicht: Zicht,
) -> Strook | None:
    """Nothing to draw without anything granted or planned."""
    soort = boek.soort
    whole = sum(parts, NUL) + (left or NUL)
    if not whole:
        return None
    delen: list[tuple[int, int, int, str]] = []
    start, said = 0, []
    drawn = [(row, amount) for row, amount in zip(rows, parts, strict=True) if amount]
    for row, amount in drawn[:_DEEL_MAX]:
        width = thousandths(amount, whole)
        delen.append((row.nummer, start, width, row.rij.label))
        said.append(f"{row.nummer}: {zicht.met_eenheid(soort, amount)} voor {row.rij.label}")
        start += width
    smaller = sum((amount for _, amount in drawn[_DEEL_MAX:]), NUL)
    if smaller:
        width = thousandths(smaller, whole)
        delen.append((0, start, width, "de kleinere samen"))
        said.append(f"de kleinere samen: {zicht.met_eenheid(soort, smaller)}")
        start += width
    rest = (start, 1000 - start) if left else None
    if left is not None:
        said.append(f"niet toegewezen: {zicht.met_eenheid(soort, left)}")
    granted = boek.toegekend
    edge = thousandths(granted, whole) if boek.tekort and granted is not None else None
    return Strook(tuple(delen), rest, edge, _som(boek, parts, left, zicht), "; ".join(said))


def _som(boek: Soortboek, parts: list[Fraction], left: Fraction | None, zicht: Zicht) -> str:
    """The sum in words: '20 + 12 + 4 toegewezen + 8 niet toegewezen = 44 lestijden'."""
    soort = boek.soort
    amounts = [zicht.kort(soort, p) for p in parts if p]
    planned = " + ".join(amounts[:8]) if len(amounts) <= 8 else zicht.kort(soort, sum(parts, NUL))
    planned = f"{planned or zicht.kort(soort, NUL)} toegewezen"
    if left is None:
        return f"{planned}; niet gekend hoeveel toegekend is"
    if boek.tekort:
        assert boek.toegekend is not None
        granted = zicht.heel(soort, boek.toegekend)
        short = zicht.kort(soort, sum(parts, NUL) - granted)
        return f"{planned} − {short} te veel = {zicht.met_eenheid(soort, granted)} toegekend"
    total = zicht.met_eenheid(soort, sum(parts, NUL) + left)
    return f"{planned} + {zicht.kort(soort, left)} niet toegewezen = {total} toegekend"
