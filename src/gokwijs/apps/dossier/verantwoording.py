"""The account of the means of one schooljaar: what came in, where it went, and what came of it.

In: a school, a schooljaar and how exact its reader may see. Out: texts for screen and file. Every
sum closes to the cent and the hour; what nobody explained stands beside what was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from gokwijs.apps.beleid.tonen import Zicht as Cijferzicht
from gokwijs.apps.dossier.document_keuze import met_teksten
from gokwijs.apps.dossier.verantwoording_resultaat import Resultaat, resultaten
from gokwijs.apps.inzet.indeling import Getoond, Per, Tafel, doelen_label, tafel
from gokwijs.apps.inzet.selectors import Middelenboek, Regel, Soortboek, boeken
from gokwijs.apps.scholen.namen import namenfilter
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.boek import ZONDER_STREEFDOEL
from gokwijs.core.beleid.keuzes import Doelstatus
from gokwijs.core.beleid.zinsbouw import telwoord
from gokwijs.core.calendar import Schooljaar, dutch_date

NIET_GEKEND = "niet gekend"


@dataclass(frozen=True, slots=True)
class Som:
    """One kind of means: planned plus left is received; ``bron`` says where that number stands."""

    soort: str
    toegekend: str
    voorzien: str
    rest: str
    tekort: str
    besteed: str
    over: str
    bron: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bedrag:
    """What one goal has of one kind."""

    voorzien: str
    besteed: str


@dataclass(frozen=True, slots=True)
class Doelregel:
    """One goal, or several that share an amount. ``bedragen``: in the order of the kinds."""

    nummer: str
    doel: str
    pk: int | None
    bedragen: tuple[Bedrag, ...]
    acties: tuple[str, ...]
    resultaten: tuple[Resultaat, ...]
    los: bool = False


@dataclass(frozen=True, slots=True)
class Onverklaard:
    """Something that nobody explained yet; ``plek`` names where one does."""

    zin: str
    plek: str


@dataclass(frozen=True, slots=True)
class Verantwoording:
    """The whole account. ``voet``: per kind the sums under the table of goals."""

    schooljaar: str
    exact: bool
    soorten: tuple[str, ...]
    sommen: tuple[Som, ...]
    doelen: tuple[Doelregel, ...]
    voet: tuple[tuple[str, tuple[Bedrag, ...]], ...]
    onverklaard: tuple[Onverklaard, ...]

    @property
    def is_leeg(self) -> bool:
        return not self.sommen

    @property
    def kern(self) -> tuple[str, ...]:
        """What the page says first: one sentence per kind."""
        return tuple(_kern(one) for one in self.sommen)


def _kern(one: Som) -> str:
    name = one.soort[:1].upper() + one.soort[1:]
    used = f"voorzien {one.voorzien}; besteed {one.besteed}"
    if one.toegekend == NIET_GEKEND:
        return f"{name}: {used}; hoeveel we kregen, is {NIET_GEKEND}."
    left = f"te veel toegewezen: {one.tekort}" if one.tekort else f"nog vrij: {one.rest}"
    return f"{name}: gekregen {one.toegekend}; {used}; {left}."


def verantwoording(access: Access, schooljaar: Schooljaar, today: date) -> Verantwoording:
    """Exact when ``access`` works with exact counts; otherwise whole euros and gated figures."""
    boek = boeken(access.school, schooljaar, access)
    tables = tuple(tafel(one, Per.STREEFDOEL, boek.zicht) for one in boek.soorten)
    groups = _groups(boek)
    until = min(today, schooljaar.last_day)
    zicht = Cijferzicht(access)
    found = resultaten(access.school, {pk for key in groups for pk in key}, zicht, until)
    whole = Verantwoording(
        str(schooljaar),
        access.werkzone,
        tuple(one.soort.label for one in boek.soorten),
        tuple(_som(one, table) for one, table in zip(boek.soorten, tables, strict=True)),
        tuple(_doelregels(groups, tables, found)),
        tuple(_voet(tables)),
        tuple(_onverklaard(boek, tables)),
    )
    return met_teksten(whole, namenfilter(access.school))


def _som(boek: Soortboek, table: Tafel) -> Som:
    return Som(
        boek.soort.label,
        table.toegekend or NIET_GEKEND,
        table.voorzien,
        table.rest or NIET_GEKEND,
        table.tekort,
        table.besteed,
        table.nog_te_besteden or NIET_GEKEND,
        _bron(boek, table),
    )


def _bron(boek: Soortboek, table: Tafel) -> tuple[str, ...]:
    """The letter by name and date, or that there is none."""
    if boek.toekenning is None:
        return ("Deze middelen staan in geen officiële brief.",)
    record = boek.toekenning.als_toekenning()
    if record.is_official and record.datum is not None:
        found = [f"Volgens {record.document} van {dutch_date(record.datum)}."]
        if boek.toekenning.erbij is not None:
            found += [zin for zin in table.zinnen if zin.startswith("Daarbij komt")]
        return tuple(found)
    return table.zinnen or ("Er is nog geen officiële brief ingevoerd.",)


# ---------------------------------------------------------------- per goal

_Groepen = dict[tuple[int, ...], list[Regel]]


def _groups(boek: Middelenboek) -> _Groepen:
    """The lines by their goals, in order of the plan; goals without means too, no goal last."""
    found: _Groepen = {
        (doel.pk,): [] for doel in boek.streefdoelen if doel.status != Doelstatus.STOPGEZET
    }
    for soort in boek.soorten:
        for regel in soort.regels:
            found.setdefault(tuple(doel.pk for doel in regel.streefdoelen), []).append(regel)
    together = {pk for key, regels in found.items() if len(key) > 1 and regels for pk in key}
    kept = {k: r for k, r in found.items() if r or k[0] not in together}
    return dict(sorted(kept.items(), key=lambda item: (not item[0], item[0])))


def _doelregels(
    groups: _Groepen, tables: Sequence[Tafel], found: dict[int, Resultaat]
) -> Iterator[Doelregel]:
    shown = [_rows(table) for table in tables]
    for number, (key, regels) in enumerate(groups.items(), 1):
        goals = regels[0].streefdoelen if regels else ()
        label = doelen_label(goals) or (found[key[0]].doel if key else ZONDER_STREEFDOEL)
        place = (key[0] if len(key) == 1 else None, label)
        results = tuple(found[pk] for pk in key if pk in found)
        yield Doelregel(
            str(number) if key else "",
            label if key else "Zonder streefdoel",
            key[0] if len(key) == 1 else None,
            tuple(_bedrag(rows[place].pop(0) if rows.get(place) else None) for rows in shown),
            _acties(regels, results),
            results,
            los=not key,
        )


def _acties(regels: Sequence[Regel], results: Sequence[Resultaat]) -> tuple[str, ...]:
    """Those with means first, then those that need none."""
    paid = [str(one.actie) for one in regels if one.actie is not None]
    return tuple(dict.fromkeys([*paid, *(text for one in results for text in one.acties)]))


def _rows(table: Tafel) -> dict[tuple[int | None, str], list[Getoond]]:
    """Every row once, also of goals that are called the same: the sums close."""
    found: dict[tuple[int | None, str], list[Getoond]] = {}
    for row in table.rijen:
        found.setdefault((row.rij.streefdoel, row.rij.label), []).append(row)
    return found


def _bedrag(row: Getoond | None) -> Bedrag:
    """Nothing is said as a dash: a column of zeros hides what is there."""
    if row is None:
        return Bedrag("–", "–")
    return Bedrag(
        row.voorzien if row.rij.voorzien else "–",
        row.besteed if row.rij.besteed else "–",
    )


def _voet(tables: Sequence[Tafel]) -> Iterator[tuple[str, tuple[Bedrag, ...]]]:
    yield "Samen", tuple(Bedrag(t.voorzien, t.besteed) for t in tables)
    if any(t.tekort for t in tables):
        too_much = tuple(Bedrag(f"− {t.tekort}" if t.tekort else "–", "–") for t in tables)
        yield "Te veel toegewezen", too_much
    left = tuple(Bedrag(t.rest or NIET_GEKEND, t.nog_te_besteden or NIET_GEKEND) for t in tables)
    yield "Niet toegewezen, of nog te besteden", left
    yield "Gekregen", tuple(Bedrag(*(2 * [t.toegekend or NIET_GEKEND])) for t in tables)


# ---------------------------------------------------------------- what nobody explained


def _onverklaard(boek: Middelenboek, tables: Sequence[Tafel]) -> Iterator[Onverklaard]:
    for one, table in zip(boek.soorten, tables, strict=True):
        name = one.soort.label[:1].upper() + one.soort.label[1:]
        if table.verschilt and not _is_verklaard(one):
            zin = f"{name}: de brief en onze eigen berekening verschillen, zonder verklaring."
            yield Onverklaard(zin, "middelen:vergelijking")
        if table.zonder_streefdoel:
            zin = f"{name}: {table.zonder_streefdoel} is besteed {ZONDER_STREEFDOEL}."
            yield Onverklaard(zin, "inzet:boekingen")
        if table.tekort:
            zin = f"{name}: {table.tekort} meer toegewezen dan we kregen."
            yield Onverklaard(zin, "inzet:overzicht")
        elif table.rest_bedrag:
            zin = f"{name}: {table.rest} heeft nog geen bestemming."
            yield Onverklaard(zin, "inzet:overzicht")
        if table.te_veel_besteed:
            yield Onverklaard(f"{name}: er is meer besteed dan we kregen.", "inzet:boekingen")
        if one.soort.is_gekleurd and not table.toegekend:
            yield Onverklaard(f"{name}: er is geen officiële brief.", "middelen:overzicht")
        if any(regel.weggehaald for regel in one.regels):
            zin = f"{name}: er staat iets op een actie die uit het plan weg is."
            yield Onverklaard(zin, "inzet:overzicht")
    without = len(boek.zonder_middelen)
    if without:
        says = telwoord(without, "actie heeft", "acties hebben")
        yield Onverklaard(f"{says} geen uren of euro's, en geen reden.", "inzet:overzicht")


def _is_verklaard(boek: Soortboek) -> bool:
    return boek.toekenning is not None and bool(
        boek.toekenning.als_toekenning().verschil_verklaring
    )
