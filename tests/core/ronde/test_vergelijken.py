"""Two rounds: what surely moved, what did not, and what cannot be compared."""

from __future__ import annotations

import pytest

from gokwijs.core.ronde import Reden, Uitkomst, Vergelijking, vergelijk, zin_vergelijking
from tests.core.ronde.builders import ITEM, ronde

LAAG = ronde((2, 18, 0, 0, 0, 0))
HOOG = ronde((0, 0, 2, 18, 0, 0))
VERDEELD = ronde((5, 5, 5, 5, 0, 0))
ZELFDE = {ITEM: ITEM}


def one(found: tuple[Vergelijking, ...]) -> Vergelijking:
    (only,) = found
    return only


@pytest.mark.parametrize(
    ("oud", "nieuw", "uitkomst", "tekst"),
    [
        (LAAG, HOOG, Uitkomst.HOGER, "Het middelste antwoord ligt hoger dan in mei 2026."),
        (HOOG, LAAG, Uitkomst.LAGER, "Het middelste antwoord ligt lager dan in mei 2026."),
        (
            LAAG,
            VERDEELD,
            Uitkomst.NIET_TE_ONDERSCHEIDEN,
            "Een verschil met mei 2026 is niet te onderscheiden.",
        ),
    ],
)
def test_a_move_is_said_only_when_the_middles_cannot_be_equal(
    oud: object, nieuw: object, uitkomst: Uitkomst, tekst: str
) -> None:
    found = one(vergelijk(oud, nieuw, ZELFDE))
    assert found.uitkomst is uitkomst
    assert zin_vergelijking(found, "mei 2026").tekst.startswith(tekst)


def test_nobody_is_said_to_have_grown() -> None:
    said = zin_vergelijking(one(vergelijk(LAAG, HOOG, ZELFDE)), "mei 2026").tekst
    assert "Er kunnen andere mensen geantwoord hebben." in said


def test_another_question_is_not_compared() -> None:
    for found in (
        vergelijk(LAAG, HOOG, {}),
        vergelijk(LAAG, HOOG, {ITEM: "ok:R9"}),
        vergelijk(LAAG, HOOG, ZELFDE, teksten=({ITEM: "a1"}, {ITEM: "b2"})),
        vergelijk(LAAG, HOOG, ZELFDE, teksten=({}, {ITEM: "b2"})),
        vergelijk(ronde((0, 0, 12, 0, 0, 0), soort="ouder"), HOOG, ZELFDE),
    ):
        assert one(found).uitkomst is Uitkomst.NIET_VERGELIJKBAAR
        assert one(found).reden is Reden.ANDERE_VRAAG
        assert "de vraag of de niveaus" in zin_vergelijking(one(found), "mei 2026").tekst


def test_a_mapped_question_in_the_same_words_is_compared() -> None:
    found = one(vergelijk(LAAG, HOOG, ZELFDE, teksten=({ITEM: "a1"}, {ITEM: "a1"})))
    assert (found.uitkomst, found.vroeger) == (Uitkomst.HOGER, ITEM)
    assert found.oud == (2, 2)
    assert found.nieuw == (4, 4)


def test_another_scale_is_not_compared() -> None:
    found = one(vergelijk(ronde((0, 9, 9, 0, 0), niveaus=3), HOOG, ZELFDE))
    assert found.reden is Reden.ANDERE_SCHAAL


def test_what_is_hidden_is_not_compared() -> None:
    found = one(vergelijk(ronde((0, 0, 3, 0, 0, 0)), HOOG, ZELFDE))
    assert found.reden is Reden.AFGESCHERMD
    assert "niet te zien" in zin_vergelijking(found, "mei 2026").tekst
