"""Builders with meaningful defaults: a Telling from a few words, a school, a case."""

from __future__ import annotations

import random
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import polars as pl

from gokwijs.core.calendar import Schooljaar, teldag, vorige_teldag
from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk
from gokwijs.core.law.parameters import Regels, load_regels
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.telling.kubus import KEYS, Kubus
from gokwijs.core.telling.model import Cell, Combination, Graad, Onderwijsniveau, School, Telling

YEAR = Schooljaar(2026)
LETTERS = {
    "M": Kenmerk.OPLEIDING_MOEDER,
    "S": Kenmerk.SCHOOLTOESLAG,
    "T": Kenmerk.THUISTAAL,
    "Z": Kenmerk.ZORGTHUIS,
    "R": Kenmerk.TREKKENDE_BEVOLKING,
    "B": Kenmerk.BUURT,
}


def answers(code: str) -> Combination:
    """``"MT s"``: capitals are ja, lower case letters are onbekend, all others are nee."""
    found = []
    for kenmerk in KENMERKEN:
        letter = next(k for k, v in LETTERS.items() if v is kenmerk)
        if letter in code:
            found.append(Antwoord.JA)
        elif letter.lower() in code:
            found.append(Antwoord.ONBEKEND)
        else:
            found.append(Antwoord.NEE)
    one, two, three, four, five, six = found
    return one, two, three, four, five, six


def cell(code: str, number: Fraction | int | float, group: str = "so_1", **extra: Any) -> Cell:
    """``group``: kleuter, lager, so_1, so_2, so_3, so_okan, buso, bubao. Number may be a half."""
    niveau, _, graad = group.partition("_")
    special = niveau in ("buso", "bubao")
    values: dict[str, Any] = {
        "vestigingsplaats": "1",
        "onderwijsniveau": Onderwijsniveau(niveau),
        "graad": Graad(graad),
        "type": "3" if special else "",
        "mfc_verblijf": Antwoord.NEE,
        "leerjaar": "",
        "richting": "",
        "kenmerken": answers(code),
        "halves": int(2 * number),
    }
    return Cell(**{**values, **extra})


def telling(*cells: Cell, nummer: str = "999900", earlier: bool = False) -> Telling:
    """A Telling on the teldag of ``YEAR``, or of the February before."""
    day = vorige_teldag(YEAR) if earlier else teldag(YEAR)
    return Telling.of_cells(nummer, day, cells)


def school(nummer: str = "999900", **facts: Any) -> School:
    """A school of which everything is known: not in Brussels, not new, one place."""
    values: dict[str, Any] = {
        "naam": "Verzonnen school",
        "brussel": Antwoord.NEE,
        "nieuwe_school": Antwoord.NEE,
        "vestigingen_verspreid": Antwoord.NEE,
    }
    return School(nummer, **{**values, **facts})


def case(
    *cells: Cell,
    vorige: Iterable[Cell] | None = (),
    regels: Regels | None = None,
    schooljaar: Schooljaar = YEAR,
    **facts: Any,
) -> Case:
    """A case; ``vorige`` None means that the earlier count is not known."""
    before = None if vorige is None else telling(*vorige, earlier=True)
    return Case(telling(*cells), school(**facts), schooljaar, regels or load_regels(), before)


def results(one: Case) -> dict[Regeling, Result]:
    """Every result by regeling."""
    return {result.regeling: result for result in calculate(one)}


def kubus(tellingen: Iterable[Telling]) -> Kubus:
    """Many Tellingen in columns."""
    rows = []
    day = None
    for one in tellingen:
        day = one.teldag
        for c in one.cells:
            rows.append(
                (
                    one.instellingsnummer,
                    c.vestigingsplaats,
                    c.onderwijsniveau.value,
                    c.graad.value,
                    c.type,
                    int(c.mfc_verblijf),
                    c.leerjaar,
                    c.richting,
                    *(int(a) for a in c.kenmerken),
                    c.halves,
                )
            )
    schema: dict[str, Any] = dict.fromkeys(("instellingsnummer", *KEYS[:4]), pl.String)
    schema |= {"mfc_verblijf": pl.UInt8, "leerjaar": pl.String, "richting": pl.String}
    schema |= {k.value: pl.UInt8 for k in KENMERKEN}
    schema["halves"] = pl.Int64
    assert day is not None
    return Kubus(day, pl.DataFrame(rows, schema=schema, orient="row"))


GROUPS = ("kleuter", "lager", "so_1", "so_2", "so_3", "so_okan", "buso", "bubao")
CODES = ["", "M", "S", "T", "Z", "R", "B", "MS", "MT", "ST", "MST", "SZ", "TZ", "STZ", "MZ", "ZR"]


def random_cells(
    dice: random.Random, *, unknowns: bool = False, halves: bool = False, groups: Any = None
) -> list[Cell]:
    """A random school: many sizes, often near a threshold because of a random filling up."""
    cells = []
    for group in groups or dice.sample(GROUPS, dice.randint(1, 4)):
        top = dice.choice([2, 5, 20, 60, 200])
        for _ in range(dice.randint(0, 6)):
            code = dice.choice(CODES)
            if dice.random() < 0.3:
                code = "".join(letter for letter in LETTERS if dice.random() < 0.3)
            if unknowns and dice.random() < 0.4:
                code += dice.choice("mstzrb")
            number = Fraction(dice.randint(0, 2 * top), 2) if halves else dice.randint(0, top)
            extra: dict[str, Any] = {"vestigingsplaats": dice.choice("11112")}
            if group in ("buso", "bubao"):
                extra["type"] = dice.choice(["basisaanbod", "1", "3", "3", "2", "9"])
                extra["mfc_verblijf"] = Antwoord(int(dice.random() < 0.1))
                if unknowns and dice.random() < 0.2:
                    extra["type"] = ""
            cells.append(cell(code, number, group, **extra))
        with_kenmerk = sum(c.halves for c in cells) // 2
        near = [0, 1, with_kenmerk, with_kenmerk * 3, with_kenmerk * 9, dice.randint(0, 300)]
        cells.append(cell("", dice.choice(near), group))
    return cells
