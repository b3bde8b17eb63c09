"""Read the school table: what the calculation must know about a school beside its pupils.

In: a CSV or XLSX as a binary stream. Out: ``ScholenReading`` with every problem at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import BinaryIO

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.law.numbers import parse_typed
from gokwijs.core.telling import columns as col
from gokwijs.core.telling.model import School
from gokwijs.core.telling.reading import Ernst, Problem, Refusal, ScholenReading
from gokwijs.core.telling.table import MAX_BYTES, Table, read_table

COMPULSORY = ("instellingsnummer", "naam")
_TRISTATE = ("brussel", "nieuwe_school", "vestigingen_verspreid")
_NUMBERS = ("toeslag_leerlingen", "toeslag_noemer")


def read_scholen(stream: BinaryIO, *, filename: str, max_bytes: int = MAX_BYTES) -> ScholenReading:
    """Read the schools. Never raises on a bad file: see ``problems``."""
    problems: list[Problem] = []
    try:
        table = read_table(stream, filename=filename, index=col.SCHOOL_INDEX, max_bytes=max_bytes)
        problems.extend(table.notes)
        mapping = _map_columns(table, problems, filename)
        scholen, rows = _rows(table, mapping, problems) if mapping else ({}, 0)
    except Refusal as refusal:
        return ScholenReading({}, (*problems, refusal.problem), 0, "")
    wrong = any(p.ernst is Ernst.FOUT for p in problems)
    return ScholenReading({} if wrong else scholen, tuple(problems), rows, table.file_hash)


def _map_columns(table: Table, problems: list[Problem], filename: str) -> dict[str, int] | None:
    mapping: dict[str, int] = {}
    for number, header in enumerate(table.header):
        name = col.SCHOOL_INDEX.get(col.fold(header))
        if name in mapping:
            problems.append(
                Problem(
                    Ernst.FOUT,
                    "dubbele_kolom",
                    f"De kolom {name} staat er twee keer.",
                    "Hernoem of verwijder de kolom die niet gebruikt mag worden.",
                    row=table.header_row,
                    column=name,
                )
            )
        elif name:
            mapping[name] = number
    for name in COMPULSORY:
        if name not in mapping:
            problems.append(
                Problem(
                    Ernst.FOUT,
                    "kolom_ontbreekt",
                    f"In {filename} ontbreekt de kolom {name}.",
                    f"Zet in rij {table.header_row} een kolom met de naam {name}.",
                    row=table.header_row,
                    column=name,
                )
            )
    return None if any(p.ernst is Ernst.FOUT for p in problems) else mapping


def _rows(
    table: Table, mapping: Mapping[str, int], problems: list[Problem]
) -> tuple[dict[str, School], int]:
    found: dict[str, School] = {}
    rows = 0
    for first, block in table.blocks():
        for number, record in enumerate(block.iter_rows(), start=first):
            values = {name: col.clean(record[place]) for name, place in mapping.items()}
            if not any(values.values()):
                continue
            rows += 1
            school = _school(values, number, problems)
            if school is None:
                continue
            if school.instellingsnummer in found:
                problems.append(
                    Problem(
                        Ernst.FOUT,
                        "dubbel",
                        f"Rij {number}: school {school.instellingsnummer} staat er twee keer in.",
                        "Verwijder een van de twee rijen.",
                        row=number,
                        column="instellingsnummer",
                        value=school.instellingsnummer,
                    )
                )
            found[school.instellingsnummer] = school
    return found, rows


def _school(values: Mapping[str, str], row: int, problems: list[Problem]) -> School | None:
    def wrong(column: str, sentence: str, remedy: str, ernst: Ernst = Ernst.FOUT) -> None:
        problems.append(
            Problem(
                ernst,
                f"waarde_{column}",
                f"Rij {row}: {sentence}",
                remedy,
                row=row,
                column=column,
                value=values.get(column, "")[:60],
            )
        )

    nummer = col.instellingsnummer(values["instellingsnummer"])
    if nummer is None:
        if not any(v for k, v in values.items() if k != "instellingsnummer"):
            return None  # a title, total or note
        wrong(
            "instellingsnummer",
            f"'{values['instellingsnummer']}' is geen instellingsnummer.",
            "Schrijf het instellingsnummer als zes cijfers.",
        )
        return None
    if not values["naam"]:
        wrong("naam", "de naam ontbreekt.", "Vul de naam van de school in.")
    answers: dict[str, Antwoord] = {}
    for name in _TRISTATE:
        answer = col.antwoord(values.get(name, ""))
        if answer is None:
            wrong(
                name,
                f"'{values[name]}' in kolom {name} kennen we niet; we lezen het als onbekend.",
                "Schrijf ja of nee, of laat de cel leeg.",
                Ernst.WAARSCHUWING,
            )
        answers[name] = Antwoord.ONBEKEND if answer is None else answer
    numbers: dict[str, Fraction | None] = {}
    for name in _NUMBERS:
        try:
            numbers[name] = half_number(values.get(name, ""))
        except ValueError:
            numbers[name] = None
            wrong(
                name,
                f"'{values[name]}' in kolom {name} is geen aantal leerlingen.",
                "Schrijf een getal, eventueel met ,5.",
            )
    x, p = numbers["toeslag_leerlingen"], numbers["toeslag_noemer"]
    if (x is None) != (p is None):
        wrong(
            "toeslag_noemer",
            "van de verhouding S is maar één van de twee aantallen gegeven.",
            "Vul toeslag_leerlingen en toeslag_noemer allebei in, of laat ze allebei leeg.",
            Ernst.WAARSCHUWING,
        )
    elif x is not None and p is not None and x > p:
        wrong(
            "toeslag_leerlingen",
            "er zijn meer leerlingen met toeslag dan leerlingen.",
            "Kijk de twee aantallen na.",
        )
    return School(
        instellingsnummer=nummer,
        naam=values["naam"],
        brussel=answers["brussel"],
        nieuwe_school=answers["nieuwe_school"],
        vestigingen_verspreid=answers["vestigingen_verspreid"],
        toeslag_leerlingen=x,
        toeslag_noemer=p,
    )


def half_number(text: str) -> Fraction | None:
    """A number of pupils, whole or half; None when empty; raises ValueError."""
    if not text:
        return None
    value = parse_typed(text)
    if value < 0 or (value * 2).denominator != 1 or value > 10**6:
        raise ValueError(text)
    return value
