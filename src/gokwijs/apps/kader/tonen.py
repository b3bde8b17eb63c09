"""A framework and a change of framework as a page shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gokwijs.core.kader import Kader, Rubriek, Status, Verwachting
from gokwijs.core.kader.blad import KOLOMMEN, naar_blad
from gokwijs.core.telling.columns import fold
from gokwijs.renderers.bladen import blad_csv, blad_workbook

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Tellingen:
    """How much of a framework is official, and how much is not sure."""

    alles: int
    officieel: int
    onzeker: int


def tellingen(kader: Kader) -> Tellingen:
    found = kader.verwachtingen.values()
    return Tellingen(
        len(found), sum(one.status is Status.OFFICIEEL for one in found), len(kader.onzeker)
    )


def gevonden(kader: Kader, asked: Mapping[str, str]) -> Iterator[tuple[Rubriek, list[Verwachting]]]:
    """Per rubric the expectations that fit, in the order of the framework; empty rubrics go."""
    for rubriek in kader.gevuld:
        if asked.get("rubriek", rubriek.sleutel) != rubriek.sleutel:
            continue
        rows = [
            one
            for one in kader.bekend(map(kader.sleutel, rubriek.codes))
            if asked.get("status", one.status.value) == one.status.value
            and asked.get("zekerheid", one.zekerheid.value) == one.zekerheid.value
            and _says(one, asked.get("zoek", ""))
        ]
        if rows:
            yield rubriek, rows


def _says(one: Verwachting, wanted: str) -> bool:
    """Every word that is looked for stands somewhere in it, accents and capitals aside."""
    text = fold(" ".join((one.voluit, one.tekst, one.gok_vraag, *one.gok_bewijs)))
    return all(word in text for word in fold(wanted).split())


def bestand(kader: Kader, soort: str) -> bytes:
    """The framework as a sheet that can be filled in and read back; its name stands above it."""
    rows = naar_blad(kader)
    noten = [one.onzeker for one in kader.onzeker]
    tables = [
        ("Kader", KOLOMMEN, rows),
        ("Hoe zeker", ("Over de codes",), [[one] for one in noten]),
    ]
    lines = [kader.op_papier, f"Bij elke tekst die geen citaat is: {kader.vaste_tekst}."]
    if soort == "csv":
        return blad_csv(kader.titel, lines, tables[:1])
    return blad_workbook(kader.titel, lines, tables)
