"""What a closed round shows: exact by name, in ranges when anonymous, groups joined by size."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, pairwise, product

import pytest

from gokwijs.core.ronde import (
    AFGESCHERMD,
    Bereik,
    Groep,
    ItemUitslag,
    Uitslag,
    Verschil,
    maak_uitslag,
)
from gokwijs.core.ronde.indeling import GEVOELIG, TEAM, Regel, grenzen
from gokwijs.core.ronde.telbeeld import Telbeeld, midden
from tests.core.ronde.builders import (
    ITEM,
    Aantallen,
    alle_aantallen,
    antwoorden,
    gegeven,
    groep,
    item,
    ronde,
    willekeurig,
)

# ------------------------------------------------- by name


def test_a_named_round_is_counted_exactly_also_for_one() -> None:
    found = item((0, 1, 2, 1, 1, 0), (0, 0, 0, 1, 0, 0), anoniem=False)
    assert found.totaal is not None
    assert found.totaal.n == 6
    assert found.totaal.tellingen == {
        1: (0, 0),
        2: (1, 1),
        3: (2, 2),
        4: (2, 2),
        0: (1, 1),
        None: (0, 0),
    }
    assert found.totaal.gemiddelde == Fraction(16, 5), "weet ik niet is no level"
    assert found.totaal.midden == (3, 3)
    assert found.per_groep["B"].n == 1
    assert found.per_groep["B"].midden == (4, 4)
    assert found.verschil == (Verschil("B", "A"),)


def test_an_even_number_has_two_middle_answers() -> None:
    found = item((1, 1, 0, 0, 3, 0), anoniem=False)
    assert found.totaal is not None
    assert found.totaal.midden == (1, 2)


def test_nobody_chose_a_level() -> None:
    found = item((0, 0, 0, 0, 3, 2), anoniem=False)
    assert found.totaal is not None
    assert found.totaal.midden is None
    assert found.totaal.gemiddelde is None


# ------------------------------------------------- anonymous


def test_an_anonymous_round_tells_ranges_and_no_mean() -> None:
    found = item((0, 0, 12, 8, 0, 0))
    assert found.totaal is not None
    assert found.totaal.tellingen == {
        1: (0, 2),
        2: (0, 2),
        3: (12, 14),
        4: (6, 8),
        0: (0, 2),
        None: (0, 2),
    }
    assert found.totaal.midden == (3, 3)
    assert found.totaal.gemiddelde is None


@pytest.mark.parametrize(("soort", "n"), [("team", 4), ("leerling", 9), ("ouder", 9)])
def test_too_few_respondents_are_shown_as_one_mark(soort: str, n: int) -> None:
    hidden = ItemUitslag(None, reden=AFGESCHERMD)
    assert ronde((0, 0, n, 0, 0, 0), soort=soort).delen[soort].items == {ITEM: hidden}
    assert ronde((0, 0, n + 1, 0, 0, 0), soort=soort).delen[soort].items[ITEM].totaal is not None


def sizes(*given: int) -> list[tuple[str, int, tuple[str, ...]]]:
    """The groups shown when groups A, B, C … have these sizes."""
    shown = ronde(*((n, 0, 0, 0, 0, 0) for n in given)).delen["team"].groepen
    return [(g.naam, g.n, g.samengevoegd) for g in shown]


def test_small_groups_are_joined_until_they_are_large_enough() -> None:
    assert sizes(7, 5) == [("A", 7, ()), ("B", 5, ())]
    assert sizes(2, 7, 3) == [("B", 7, ()), ("andere respondenten", 5, ("A", "C"))]
    assert sizes(7, 1, 6) == [("A", 7, ()), ("C en andere respondenten", 7, ("C", "B"))]
    assert sizes(7, 0, 6) == [("A", 7, ()), ("C", 6, ())], "nobody of B answered"


def test_one_part_that_is_left_is_no_breakdown() -> None:
    assert sizes(5, 1) == sizes(12) == sizes(3, 2) == sizes(2, 1) == []
    assert item((5, 0, 0, 0, 0, 0), (0, 1, 0, 0, 0, 0)).per_groep == {}


def test_kinds_of_respondents_are_never_added_up_and_keep_their_own_items() -> None:
    team = [Groep("lk", "leraren", "team", [{"ok:R5": 3, "ok:K2": 4}] * 6)]
    pupils = [Groep("k1", "klas 1", "leerling", [{"gehoord": 2}] * 11)]
    found = maak_uitslag([*team, *pupils], ["gehoord", "ok:R5", "ok:K2"], anoniem=True)
    assert {s: (d.n, list(d.items)) for s, d in found.delen.items()} == {
        "team": (6, ["ok:R5", "ok:K2"]),
        "leerling": (11, ["gehoord"]),
    }


def test_an_unknown_answer_or_group_is_refused() -> None:
    with pytest.raises(ValueError, match=r"ok:R5: \[5\] is no answer"):
        ronde_of([5, 3, 3, 3, 3])
    with pytest.raises(ValueError, match="keys of groups"):
        maak_uitslag([groep("A", (5, 0, 0, 0, 0, 0))] * 2, [ITEM], anoniem=True)
    with pytest.raises(ValueError, match="is taken"):
        maak_uitslag([groep("andere", (5, 0, 0, 0, 0, 0))], [ITEM], anoniem=True)


def ronde_of(answers: list[int | None]) -> Uitslag:
    bladen = [{ITEM: answer} for answer in answers]
    return maak_uitslag([Groep("A", "A", "team", bladen)], [ITEM], anoniem=True)


def test_the_order_of_the_sheets_leaves_no_trace() -> None:
    answers = gegeven((2, 1, 4, 3, 2, 1))
    turned = random.Random(1).sample(answers, len(answers))
    assert ronde_of(answers).naar_json() == ronde_of(turned).naar_json()


@pytest.mark.parametrize("anoniem", [True, False])
def test_it_is_kept_as_json_without_loss(anoniem: bool) -> None:
    groups = [(0, 0, 5, 3, 0, 0), (2, 2, 2, 2, 0, 0), (0, 0, 0, 0, 0, 3)]
    found = ronde(*groups, anoniem=anoniem)
    kept = json.loads(json.dumps(found.naar_json(), sort_keys=True))
    assert Uitslag.van_json(kept) == found
    beeld = Uitslag.van_json(kept).delen["team"].items[ITEM].totaal
    assert beeld is not None
    assert list(beeld.tellingen) == [1, 2, 3, 4, 0, None]
    hidden = ronde((1, 0, 0, 0, 0, 0))
    assert Uitslag.van_json(json.loads(json.dumps(hidden.naar_json()))) == hidden


# ------------------------------------------------- cuts


def narrowest(n: int, cuts: tuple[int, ...], kinds: int) -> int:
    """The fewest values left of any count, whatever was answered, after adding up to ``n``."""
    edges = [0, *cuts, n + 1]
    ranges = [(a, b - 1) for a, b in pairwise(edges)]
    fewest = n + 1
    for told in combinations_with_replacement(ranges, kinds):
        low, high = sum(a for a, _ in told), sum(b for _, b in told)
        if low <= n <= high:
            values = (min(b, a + n - low) - max(a, b - high + n) + 1 for a, b in told)
            fewest = min(fewest, *values)
    return fewest


@pytest.mark.parametrize(
    ("rule", "niveaus", "sizes_"),
    [
        (TEAM, 4, range(9, 56)),
        (GEVOELIG, 4, range(10, 56)),
        (TEAM, 2, range(9, 40, 5)),
        (GEVOELIG, 6, range(10, 40, 5)),
    ],
)
def test_no_count_is_left_with_few_values_whatever_was_answered(
    rule: Regel, niveaus: int, sizes_: range
) -> None:
    for n in sizes_:
        cuts = grenzen(n, rule, niveaus + 2)
        assert cuts, "nothing would be told"
        assert narrowest(n, cuts, niveaus + 2) >= rule.breedte, n


def test_the_search_for_few_values_can_find_something() -> None:
    assert narrowest(12, (3, 6, 9), 6) == 1, "9 and 3 are the whole of 12"
    assert narrowest(24, (5, 10, 15, 20), 6) == 1, "six times 4 is the whole of 24"


def test_the_last_range_of_a_team_leaves_out_three_people() -> None:
    for n in range(5, 120):
        cuts = grenzen(n, TEAM, 6)
        assert cuts[-1] <= n - 3
        assert cuts[0] >= (3 if n > 5 else 2)


# ------------------------------------------------- what follows from ranges


def tables(tel: Telbeeld) -> Iterator[Aantallen]:
    """Everything that fits the ranges."""
    low_high = list(tel.tellingen.values())
    for row in alle_aantallen(tel.n, len(low_high)):
        if all(b.laag <= c <= b.hoog for c, b in zip(row, low_high, strict=True)):
            yield row


def middelste(rows: tuple[Aantallen, ...]) -> tuple[int, int] | None:
    """The one or two middle levels of these groups together."""
    levels = sorted(a for row in rows for a in gegeven(row) if a)
    k = len(levels)
    return (levels[(k - 1) // 2], levels[k // 2]) if levels else None


def any_ranges(dice: random.Random, n: int) -> Telbeeld:
    truth = willekeurig(dice, n)
    ranges = [Bereik(max(0, c - dice.randint(0, 2)), min(n, c + dice.randint(0, 2))) for c in truth]
    return Telbeeld(n, dict(zip(antwoorden(), ranges, strict=True)))


def test_what_follows_from_ranges_is_what_trying_everything_gives() -> None:
    dice = random.Random(4)
    for _ in range(150):
        tel = any_ranges(dice, dice.randint(3, 6))
        rows = list(tables(tel))
        for place, (answer, bereik) in enumerate(tel.scherp().items()):
            found = [row[place] for row in rows]
            assert bereik == (min(found), max(found))
            assert (tel.minstens([answer]), tel.hoogstens([answer])) == bereik
        assert tel.minstens([1, 2]) == min(row[0] + row[1] for row in rows)


def test_the_middle_lies_where_trying_everything_puts_it() -> None:
    dice = random.Random(5)
    seen = set()
    for _ in range(150):
        parts = [any_ranges(dice, dice.randint(2, 4)) for _ in range(dice.choice([1, 1, 2]))]
        both = [middelste(rows) for rows in product(*(tables(part) for part in parts))]
        found = midden(parts, 4)
        seen.add(found is None)
        if None in both:
            assert found is None
        else:
            sure = [pair for pair in both if pair]
            assert found == (min(low for low, _ in sure), max(high for _, high in sure))
    assert seen == {True, False}
