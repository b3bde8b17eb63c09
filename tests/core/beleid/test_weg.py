"""The straight line to the streefwaarde, and the one sentence on which side a meting lies."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.weg import Weg, over_weg, wat_ontbreekt, weg
from gokwijs.core.zinnen import Gezegd
from tests.core.beleid.builders import VANDAAG, doel, indicator, meting, nulmeting, stand

STIJGEN, DALEN, BEHOUDEN = Doelrichting
SCORE: dict[str, Any] = {"teller": None, "noemer": None}
SCHAAL = indicator(teller_definitie="", noemer_definitie="", schaal="1 tot 5")


def said(*later: Any, nul: Any = None, vandaag: date = VANDAAG, **extra: Any) -> Gezegd:
    own = {"indicatoren": (SCHAAL,)} if nul is not None else {}
    metingen = (nul or nulmeting(), *later)
    found = stand(metingen=metingen, streefdoelen=(doel(**extra),), **own)
    return over_weg(found.streefdoelen[0], found, vandaag, k_min=5)


def share(x: int, n: int, **extra: Any) -> Any:
    return meting(teller=Fraction(x), noemer=Fraction(n), **extra)


def line(found: Beleidsstand | None = None, **extra: Any) -> Weg | None:
    return weg(doel(**extra), found or stand())


def test_the_line_runs_straight_from_the_nulmeting_to_the_streefwaarde() -> None:
    found = line()
    assert found is not None
    assert found.op(date(2026, 9, 15)) == Fraction(17, 41)
    assert found.op(date(2027, 6, 30)) == Fraction(1, 5)
    halfway = found.op(date(2027, 2, 6))
    assert halfway == (Fraction(17, 41) + Fraction(1, 5)) / 2
    assert found.op(date(2028, 1, 1)) == Fraction(1, 5), "past the end it stays at the target"


def test_to_keep_something_the_line_is_flat() -> None:
    found = line(richting=BEHOUDEN, streefwaarde=Fraction(2, 5))
    assert found is not None
    assert found.op(date(2026, 9, 15)) == found.op(date(2027, 6, 30)) == Fraction(2, 5)


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"streefwaarde": None}, ["een streefwaarde"]),
        ({"einddatum": None}, ["een einddatum"]),
        ({"einddatum": date(2026, 9, 15)}, ["een einddatum na de nulmeting"]),
        ({"einddatum": None, "richting": None}, ["een richting", "een einddatum"]),
    ],
)
def test_without_one_of_its_ends_there_is_no_line_and_the_reason_is_said(
    missing: dict[str, Any], words: list[str]
) -> None:
    assert line(**missing) is None
    assert wat_ontbreekt(doel(**missing), nulmeting()) == words
    found = said(share(40, 100), **missing)
    assert found.code == "B18g"
    assert words[-1] in found.tekst


@pytest.mark.parametrize(
    ("x", "n", "code"),
    [
        (20, 200, "B16a"),  # the target itself
        (60, 200, "B18a"),  # 24 to 37 %, the line is at 37,3 %
        (100, 200, "B18b"),
        (12, 41, "B18c"),  # 18 to 44 % contains the line
        (6, 14, "B18d"),
        (1, 4, "A01"),
    ],
)
def test_a_share_is_judged_by_its_whole_interval(x: int, n: int, code: str) -> None:
    assert said(share(x, n)).code == code


def test_what_cannot_be_said_gives_the_line_and_the_interval() -> None:
    text = said(share(12, 41)).tekst
    assert "op die dag 37 %" in text
    assert "alles tussen 18 % en 44 % is goed mogelijk" in text


def test_a_small_group_reads_as_counts() -> None:
    text = said(share(6, 14)).tekst
    assert "6 van de 14" in text
    assert "37 %" not in text


def test_a_score_has_no_interval_and_that_is_said() -> None:
    extra = {"richting": STIJGEN, "streefwaarde": Fraction(4)}
    nul = nulmeting(waarde=Fraction(3), **SCORE)
    good = said(meting(waarde=Fraction(7, 2), **SCORE), nul=nul, **extra)
    bad = said(meting(waarde=Fraction(3), **SCORE), nul=nul, **extra)
    assert (good.code, bad.code) == ("B18e", "B18f")
    assert "op die dag 3,19" in good.tekst
    assert "met één getal niet te zeggen" in good.tekst


def test_without_a_later_meting_or_nulmeting_that_is_the_sentence() -> None:
    assert said().code == "B15e"
    empty = stand(metingen=())
    assert over_weg(doel(), empty, VANDAAG, k_min=5).code == "A04"
    assert said(share(1, 30, definitie_versie=2)).code == "B17"


def test_after_the_einddatum_the_line_is_over() -> None:
    assert said(share(100, 200), vandaag=date(2027, 7, 1)).code == "B16c"
    assert said(share(100, 200), vandaag=date(2027, 6, 30)).code == "B18b"


def test_the_good_side_that_nobody_filled_in_is_asked() -> None:
    same: dict[str, Any] = {"richting": BEHOUDEN, "streefwaarde": Fraction(17, 41)}
    assert said(share(60, 200), **same).code == "B16d"
    told = stand(metingen=(nulmeting(), share(120, 200)), indicatoren=(indicator(richting=DALEN),))
    assert over_weg(doel(**same), told, VANDAAG, k_min=5).code == "B18b"


def test_the_sentence_never_names_a_cause() -> None:
    for x, n in ((60, 200), (100, 200), (12, 41), (6, 14)):
        assert "dankzij" not in said(share(x, n)).tekst
