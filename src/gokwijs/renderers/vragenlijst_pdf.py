"""A question list on paper: the same sheet for everybody of a group, without any mark per copy.

In: what is asked and what is promised. Out: PDF. The digit under a box is what is typed when the
form is entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gokwijs.core.kader.model import Voor
from gokwijs.core.kader.vragenlijst import Item, Vragenlijst
from gokwijs.renderers.document import printable
from gokwijs.renderers.typeset import typeset

WEET_NIET = ("0", "Weet ik niet", "Je weet het niet genoeg. Ook dat is een antwoord.")
VRAGEN = "Vragen"


@dataclass(frozen=True, slots=True)
class Papier:
    """What stands around the questions. ``dag``: the first day of the round, never of printing."""

    school: str
    titel: str
    groep: str
    aankondiging: str
    belofte_titel: str
    belofte: tuple[str, ...]
    hoe: tuple[str, ...]
    opmerking_hulp: str
    met_naam: bool
    dag: date


def vragenlijst_pdf(papier: Papier, lijst: Vragenlijst) -> bytes:
    """The sheets; the same input always gives the same ones."""
    return typeset("vragenlijst.typ", _clean(_data(papier, lijst)))


def _data(papier: Papier, lijst: Vragenlijst) -> dict[str, Any]:
    levels = [(str(n.waarde), n.naam, n.betekenis) for n in lijst.niveaus]
    said = papier.aankondiging.replace("\r\n", "\n").replace("\r", "\n")
    return {
        "titel": papier.titel,
        "school": papier.school,
        "groep": papier.groep,
        "jaar": papier.dag.year,
        "maand": papier.dag.month,
        "dag": papier.dag.day,
        "ruim": lijst.voor is not Voor.TEAM,
        "met_naam": papier.met_naam,
        "naam_label": "Je naam:",
        "aankondiging": [part for part in said.split("\n") if part.strip()],
        "belofte_titel": papier.belofte_titel,
        "belofte": papier.belofte,
        "hoe_titel": "Zo vul je in",
        "hoe": papier.hoe,
        "niveaus": [
            {"cijfer": digit, "naam": name, "betekenis": meaning}
            for digit, name, meaning in (*levels, WEET_NIET)
        ],
        "kop_vraag": "Vraag",
        "delen": _parts(lijst),
        "opmerking_titel": "Wil je er iets bij zeggen?",
        "opmerking_hulp": papier.opmerking_hulp,
        "voet": f"{lijst.kader.titel}, versie {lijst.kader.versie}. {lijst.kader.vaste_tekst}.",
    }


def _parts(lijst: Vragenlijst) -> list[dict[str, Any]]:
    """One per rubric, numbered through; what kind of text it is stands once when it can.

    Pupils and parents get no rubrics: those are words of a framework.
    """
    found: list[tuple[str, list[tuple[int, Item]]]] = []
    for number, item in enumerate(lijst.items, start=1):
        rubriek = item.rubriek if lijst.voor is Voor.TEAM else VRAGEN
        if not found or found[-1][0] != rubriek:
            found.append((rubriek, []))
        found[-1][1].append((number, item))
    return [
        {
            "rubriek": rubriek or VRAGEN,
            "noot": same,
            "vragen": [_question(number, item, same) for number, item in items],
        }
        for rubriek, items in found
        for same in [_same_note([item for _, item in items])]
    ]


def _same_note(items: Sequence[Item]) -> str:
    notes = {item.noot for item in items}
    return notes.pop() if len(notes) == 1 else ""


def _question(number: int, item: Item, same: str) -> dict[str, Any]:
    return {
        "nr": str(number),
        "onderwerp": item.onderwerp,
        "tekst": item.getoond,
        "noot": "" if same else item.noot,
    }


def _clean(value: Any) -> Any:
    """Every text without control characters."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value
