"""A sentence says nothing that the ranges leave open."""

from __future__ import annotations

import random

import pytest

from gokwijs.core.ronde import Bereik, Groep, ItemUitslag, maak_uitslag, zin
from tests.core.ronde.builders import (
    Aantallen,
    alle_aantallen,
    gegeven,
    groep,
    item,
    willekeurig,
)


@pytest.mark.parametrize(
    ("counts", "code", "tekst"),
    [
        ((0, 0, 40, 1, 0, 0), "G04b", "Bijna iedereen koos niveau 3."),
        ((0, 0, 9, 8, 3, 0), "G05b", "Minstens drie op de vier kozen niveau 3 of niveau 4."),
        ((1, 1, 14, 2, 2, 0), "G04c", "Meer dan de helft koos niveau 3."),
        ((10, 0, 0, 10, 0, 0), "G03", "De antwoorden liggen ver uit elkaar."),
        ((0, 1, 1, 0, 18, 0), "G06", "Meer dan de helft weet het niet."),
        ((0, 1, 1, 0, 0, 18), "G07", "Meer dan de helft vulde hier niets in."),
        (
            (4, 4, 4, 4, 4, 0),
            "G08",
            "De aantallen zijn te klein om hier meer over te zeggen.",
        ),
        ((0, 0, 4, 0, 0, 0), "G01", None),
    ],
)
def test_one_sentence_about_the_spread(counts: Aantallen, code: str, tekst: str | None) -> None:
    said = zin(item(counts))
    assert said.code == code
    assert tekst is None or said.tekst == tekst


def test_everybody_is_said_by_name_only() -> None:
    assert zin(item((0, 0, 5, 0, 0, 0), anoniem=False)).tekst == "Iedereen koos niveau 3."
    assert zin(item((0, 0, 50, 0, 0, 0))).code == "G04b"


def test_a_level_can_have_a_name() -> None:
    said = zin(item((0, 0, 40, 1, 0, 0)), niveaus={3: "'op weg'"})
    assert said.tekst == "Bijna iedereen koos 'op weg'."


def test_groups_that_surely_differ_come_first() -> None:
    lead = Groep("dir", "de directie", "team", groep("x", (0, 0, 0, 6, 0, 0)).bladen)
    staff = Groep("lk", "de leraren", "team", groep("x", (0, 14, 2, 0, 0, 0)).bladen)
    care = Groep("zorg", "het zorgteam", "team", groep("x", (16, 0, 0, 0, 0, 0)).bladen)
    two = maak_uitslag([lead, staff], ["ok:R5"], anoniem=False).delen["team"]
    assert zin(two.items["ok:R5"], namen=two.namen).tekst == (
        "Het middelste antwoord ligt bij de directie hoger dan bij de leraren."
    )
    three = maak_uitslag([lead, staff, care], ["ok:R5"], anoniem=False).delen["team"]
    assert zin(three.items["ok:R5"], namen=three.namen).tekst == (
        "De groepen antwoorden verschillend: "
        "het middelste antwoord ligt bijvoorbeeld bij de directie hoger dan bij het zorgteam."
    )


def test_groups_that_may_agree_are_not_said_to_differ() -> None:
    close = item((0, 2, 4, 1, 0, 0), (0, 0, 3, 3, 1, 0))
    assert close.verschil == ()
    assert not zin(close).code.startswith("G02")


def share(row: Aantallen, levels: tuple[int, ...]) -> float:
    return sum(row[level - 1] for level in levels) / sum(row)


TRUE_OF = {
    "G04a": lambda row: max(row[:4]) == sum(row),
    "G04b": lambda row: max(row[:4]) * 10 >= sum(row) * 9,
    "G04c": lambda row: max(row[:4]) * 2 > sum(row),
    "G05a": lambda row: max(share(row, (a, a + 1)) for a in (1, 2, 3)) >= 0.9,
    "G05b": lambda row: max(share(row, (a, a + 1)) for a in (1, 2, 3)) >= 0.75,
    "G06": lambda row: row[4] * 2 > sum(row),
    "G07": lambda row: row[5] * 2 > sum(row),
    "G03": lambda row: (
        min(share(row, (1,)), share(row, (3, 4))) >= 0.25
        or min(share(row, (1, 2)), share(row, (4,))) >= 0.25
    ),
    "G08": lambda row: True,
}


def fits(row: Aantallen, ranges: list[Bereik]) -> bool:
    return all(b.laag <= count <= b.hoog for count, b in zip(row, ranges, strict=True))


@pytest.mark.parametrize("anoniem", [True, False])
def test_a_sentence_is_true_of_all_answers_that_fit_what_is_shown(anoniem: bool) -> None:
    dice = random.Random(7)
    seen = set()
    for _ in range(120):
        n = dice.choice([5, 7, 8, 9, 10])
        found = item(willekeurig(dice, n), anoniem=anoniem)
        assert found.totaal is not None
        code = zin(found).code
        seen.add(code)
        ranges = list(found.totaal.tellingen.values())
        for row in alle_aantallen(n, 6):
            if fits(row, ranges):
                assert TRUE_OF[code](row), (code, row, ranges)
    assert seen >= {"G03", "G08", "G04c"}


def test_a_difference_is_true_of_all_answers_that_fit_what_is_shown() -> None:
    dice = random.Random(8)
    differed = 0
    for _ in range(150):
        found = item(willekeurig(dice, 5), willekeurig(dice, 7))
        for hoger, lager in found.verschil:
            differed += 1
            lowest = min(middles(found, hoger, 0))
            highest = max(middles(found, lager, 1))
            assert lowest > highest
    assert differed > 10


def middles(found: ItemUitslag, key: str, which: int) -> list[int]:
    """The lower (0) or upper (1) middle level in everything that fits one group."""
    beeld = found.per_groep[key]
    ranges = list(beeld.tellingen.values())
    rows = [row for row in alle_aantallen(beeld.n, 6) if fits(row, ranges)]
    ordered = [sorted(a for a in gegeven(row) if a) for row in rows]
    return [levels[(len(levels) - 1 + which) // 2] for levels in ordered]
