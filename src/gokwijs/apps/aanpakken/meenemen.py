"""The list as a workbook or CSV: every figure with its source, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gokwijs.apps.aanpakken.tonen import Regel, Rij, regel, rij
from gokwijs.core.aanpakken import Aanpak, Catalogus
from gokwijs.core.aanpakken.zeggen import GEEN_CIJFER, bevinding
from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.bladen import Grid, blad_csv, blad_workbook

TITEL = "Kansrijke aanpakken"
GEEN_DOEL = (
    "Cijfers zijn gemiddelden uit onderzoek: geen doel en geen voorspelling voor een school. "
    "Tel maanden nooit op. Geen cijfer is geen nul."
)
_AANPAKKEN = (
    "Aanpak",
    "Niveau",
    "Sterkte van het bewijs",
    "Kost",
    "Maanden",
    "Tegenbewijs",
    "Doelgroep",
    "Opgelet",
    "Eerst meten",
    "R-OK (voorstel)",
)
_BRONNEN = (
    "Aanpak",
    "Bron",
    "Soort",
    "Sterkte",
    "Kost",
    "Maanden",
    "Per onderwijsniveau",
    "Gemeten op",
    "Richting",
    "Bevinding",
    "Toegeschreven aan",
    "Uitgave",
    "Nagekeken op",
    "Let op",
    "Overgenomen via",
    "Adres",
    "Sleutel",
)


def bestand(
    soort: str, catalogus: Catalogus, aanpakken: Sequence[Aanpak], filters: str, today: date
) -> bytes:
    """``xlsx`` or ``csv``."""
    made = {"xlsx": blad_workbook, "csv": blad_csv}[soort]
    return made(TITEL, _above(catalogus, filters, today), _tables(catalogus, aanpakken, today))


def _above(catalogus: Catalogus, filters: str, today: date) -> list[str]:
    return [
        f"Catalogus versie {catalogus.catalogus_versie} ({catalogus.status}). "
        f"Gemaakt op {dutch_date(today)}.",
        catalogus.gebruik,
        GEEN_DOEL,
        *([filters] if filters else []),
    ]


def _tables(catalogus: Catalogus, aanpakken: Sequence[Aanpak], today: date) -> list[Grid]:
    rows = [_row(rij(aanpak, catalogus, today)) for aanpak in aanpakken]
    sources = [
        _source(aanpak, regel(aanpak, feit, catalogus, today))
        for aanpak in aanpakken
        for feit in aanpak.feiten
    ]
    return [("Aanpakken", _AANPAKKEN, rows), ("Bronnen", _BRONNEN, sources)]


def _row(rij: Rij) -> list[str]:
    aanpak = rij.aanpak
    figures = [f"{_who(r)}: {r.maanden} ({r.uitgave})" for r in rij.regels]
    return [
        aanpak.naam,
        aanpak.niveau.label,
        _each(rij, "sterkte"),
        _each(rij, "kosten"),
        "; ".join(figures) or GEEN_CIJFER,
        " ".join(f"{bevinding(f)} ({f.titel})." for f in aanpak.tegenbewijs) or "geen vastgelegd",
        aanpak.doelgroep,
        " ".join(aanpak.opgelet),
        aanpak.eerst_meten,
        ", ".join(v.titel for v in aanpak.verwachtingen),
    ]


def _each(rij: Rij, what: str) -> str:
    """Every source beside the other: two that differ are never made one."""
    return "; ".join(f"{_who(r)}: {getattr(r, what)}" for r in rij.regels) or "niet vastgelegd"


def _who(regel: Regel) -> str:
    return f"{regel.over}, {regel.bron}" if regel.over else regel.bron


def _source(aanpak: Aanpak, regel: Regel) -> list[str]:
    feit = regel.feit
    return [
        aanpak.naam,
        feit.titel,
        regel.soort,
        regel.sterkte,
        regel.kosten,
        regel.maanden,
        regel.fasen,
        feit.uitkomst,
        regel.richting,
        regel.bevinding,
        regel.bron,
        regel.uitgave,
        dutch_date(feit.checked_on),
        "; ".join(regel.merken),
        feit.via,
        feit.url or "geen webpagina",
        feit.id,
    ]
