"""Nobody's answer can be found: everything that can be answered, a thousand rounds, and proof that
the attackers find something when the gate is not there."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from gokwijs.core.ronde import (
    AFGESCHERMD,
    Beeld,
    Bereik,
    Deel,
    ItemUitslag,
    Soort,
    bewijs,
    uitslag,
)
from gokwijs.core.ronde.indeling import Regel
from tests.core.ronde.aanvaller import Opsommer, Rekenaar, Tabel, gevallen
from tests.core.ronde.builders import ITEM, alle_aantallen, item, ronde, willekeurig

ROUNDS = 1150
EACH = 4  # of the ways to know two sheets that could betray somebody


def shown(found: ItemUitslag) -> dict[str, Any]:
    """As a reader gets it, kept and read back."""
    data: dict[str, Any] = json.loads(json.dumps(found.naar_json()))
    return data


def parts(uit: Any, given: Tabel) -> Tabel:
    """What was answered in each part that is shown apart; groups are named A, B, C …"""
    sizes = {"ABCDEFGHIJ"[k]: counts for k, counts in enumerate(given)}
    if not uit.groepen:
        return (tuple(map(sum, zip(*given, strict=True))),)
    rows = []
    for deel in uit.groepen:
        inside = [sizes[name] for name in deel.samengevoegd or (deel.sleutel,)]
        rows.append(tuple(map(sum, zip(*inside, strict=True))))
    return tuple(rows)


# ------------------------------------------------- everything that can be answered


@pytest.mark.parametrize(
    ("sizes", "soort", "niveaus"),
    [
        *(((n,), "team", 4) for n in range(5, 12)),
        ((5, 1), "team", 4),
        ((3, 2), "team", 4),
        ((5, 5), "team", 2),
        ((10,), "leerling", 4),
        ((11,), "ouder", 4),
        ((14,), "leerling", 4),
    ],
)
def test_who_knows_the_algorithm_and_two_sheets_finds_no_other_answer(
    sizes: tuple[int, ...], soort: Soort, niveaus: int
) -> None:
    attacker = Opsommer(sizes, soort, niveaus)
    assert attacker.hidden == 0
    assert len(attacker.classes) > 1
    assert attacker.lekken(2) == []  # and so nobody who knows fewer


@pytest.mark.parametrize(
    ("n", "soort", "open_values"),
    [
        *((n, "team", 2) for n in (5, 7, 9, 10, 11)),
        *((n, "leerling", 5) for n in (10, 11, 13)),
    ],
)
def test_no_count_can_be_found_by_adding_up(n: int, soort: Soort, open_values: int) -> None:
    assert Opsommer((n,), soort).smalste() >= open_values


def test_three_who_tell_each_other_can_find_the_rest_of_a_small_team() -> None:
    """The limit of the promise, and the proof that this attacker can find something."""
    found = Opsommer((5,), "team").lekken(3)
    assert (((0, 0, 1, 1, 1, 2),), ((0, 2), (0, 3), (0, 4))) in found


# ------------------------------------------------- a thousand rounds


def rounds(dice: random.Random, number: int) -> Iterator[tuple[Soort, Tabel]]:
    for _ in range(number):
        soort: Soort = dice.choice(["team", "team", "leerling", "ouder"])
        if soort == "team":
            any_sizes = [dice.randint(1, 14) for _ in range(dice.randint(1, 4))]
            known_hard = [[5], [6], [5, 1], [4, 4], [5, 5], [7, 5, 2], [12, 8, 5, 1, 1]]
            sizes = dice.choice([*known_hard, any_sizes, any_sizes])
        else:
            sizes = dice.choice([[10], [10, 10], [12, 9], [25, 14, 3], [18, 11]])
        yield soort, tuple(willekeurig(dice, n) for n in sizes)


def test_no_answer_of_a_thousand_rounds_is_certain_for_who_knows_two_sheets() -> None:
    dice = random.Random(20_260_906)
    tried = nearly = 0
    for soort, given in rounds(dice, ROUNDS):
        deel = ronde(*given, soort=soort).delen[soort]
        found = deel.items[ITEM]
        if deel.n < (5 if soort == "team" else 10):
            assert found == ItemUitslag(None, reden=AFGESCHERMD)
            continue
        assert found.totaal is not None, "nothing is hidden for what was answered"
        truth = parts(deel, given)
        tried += 1
        nearly += any(sum(row) - max(row) <= 2 for row in truth)
        cases = list(gevallen(truth, 2))
        attacker = Rekenaar(shown(found))
        for known, part, answer in dice.sample(cases, min(EACH, len(cases))):
            assert not attacker.zeker(known, part, answer)
    assert tried >= 1000
    assert nearly > 300, "too few rounds in which there was something to be found"


def test_pupils_and_parents_leave_five_values_open_also_for_a_solver() -> None:
    dice = random.Random(10)
    for _ in range(25):
        sizes = dice.choice([[10], [10, 10], [15, 12], [24], [31, 10, 4]])
        given = tuple(willekeurig(dice, n) for n in sizes)
        attacker = Rekenaar(shown(item(*given, soort="leerling")))
        for part in range(len(attacker.sizes)):
            for answer in range(6):
                low = attacker.uiterste(part, answer, +1)
                high = attacker.uiterste(part, answer, -1)
                assert low is not None
                assert high is not None
                assert high - low >= 4


@pytest.mark.parametrize(
    "given",
    [
        [(0, 0, 5, 0, 0, 0)],
        [(0, 0, 4, 1, 0, 0)],
        [(0, 0, 0, 0, 5, 0)],
        [(0, 0, 3, 2, 0, 0)],
        [(0, 0, 5, 0, 0, 0), (1, 0, 0, 0, 0, 0)],
        [(0, 0, 5, 0, 0, 0), (0, 0, 5, 0, 0, 0)],
        [(0, 0, 5, 0, 0, 0), (5, 0, 0, 0, 0, 0)],
        [(0, 0, 12, 0, 0, 0), (0, 0, 5, 0, 0, 0), (0, 0, 0, 1, 0, 0)],
        [(0, 0, 4, 1, 0, 0), (0, 0, 1, 4, 0, 0), (0, 0, 30, 0, 0, 0)],
    ],
)
def test_a_team_that_agrees_gives_nobody_away(given: list[tuple[int, ...]]) -> None:
    deel = ronde(*given).delen["team"]
    truth = parts(deel, tuple(given))
    attacker = Rekenaar(shown(deel.items[ITEM]))
    assert attacker.lekken(truth, 0) == attacker.lekken(truth, 1) == attacker.lekken(truth, 2) == []


def test_one_who_deviates_reads_the_same_as_one_who_does_not() -> None:
    assert item((0, 0, 5, 0, 0, 0)) == item((0, 0, 4, 1, 0, 0))
    assert item((0, 0, 10, 0, 0, 0), soort="ouder") == item((1, 0, 9, 0, 0, 0), soort="ouder")
    everyone, nearly = item((0, 0, 30, 0, 0, 0)), item((0, 1, 28, 1, 0, 0))
    assert everyone == nearly


def test_a_total_minus_the_groups_is_nothing_new() -> None:
    found = item((0, 1, 4, 0, 0, 0), (0, 0, 3, 2, 0, 0), (9, 0, 0, 0, 0, 0))
    assert found.totaal is not None
    for answer, bereik in found.totaal.tellingen.items():
        told = [beeld.tellingen[answer] for beeld in found.per_groep.values()]
        assert bereik == (sum(b.laag for b in told), sum(b.hoog for b in told))


# ------------------------------------------------- without the gate


def no_gate(n: int, regel: Regel, antwoorden: int) -> tuple[int, ...]:
    return tuple(range(1, n + 1))


def one_too_few(n: int, regel: Regel, antwoorden: int) -> tuple[int, ...]:
    """A last range that leaves out two people: enough against one, too few against two."""
    return (2, n - 2) if n > 5 else (n - 2,)


@pytest.fixture
def unproved(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """The gate hands out what it did not prove."""
    uitslag._bewezen.cache_clear()
    monkeypatch.setattr(uitslag, "bewijs", lambda *_: ())
    yield monkeypatch
    uitslag._bewezen.cache_clear()


def test_exact_counts_are_found_out(unproved: pytest.MonkeyPatch) -> None:
    unproved.setattr(uitslag, "grenzen", no_gate)
    truth = ((0, 0, 4, 1, 0, 0),)
    assert Rekenaar(shown(item((0, 0, 5, 0, 0, 0)))).lekken(((0, 0, 5, 0, 0, 0),), 0)
    attacker = Rekenaar(shown(item(*truth)))
    assert attacker.lekken(truth, 0) == []
    assert attacker.lekken(truth, 1) == [(((0, 3),), 0, 2)], "who deviated knows all the others"
    assert Opsommer((5,), "team").lekken(0)


def test_a_margin_of_two_is_found_out_by_two(unproved: pytest.MonkeyPatch) -> None:
    unproved.setattr(uitslag, "grenzen", one_too_few)
    for counts in ((0, 0, 3, 2, 0, 0), (0, 0, 6, 2, 0, 0)):
        attacker = Rekenaar(shown(item(counts)))
        assert attacker.lekken((counts,), 1) == []
        assert attacker.lekken((counts,), 2) == [(((0, 3), (0, 3)), 0, 2)]
    assert Opsommer((6,), "team").lekken(1) == []
    assert Opsommer((6,), "team").lekken(2)


def test_a_total_with_ranges_of_its_own_is_found_out() -> None:
    """Each group and the total are safe by themselves; together they are not."""
    truth = ((0, 0, 1, 1, 1, 2), (0, 0, 3, 2, 0, 0))
    deel = ronde(*truth).delen["team"]
    found = deel.items[ITEM]
    assert Rekenaar(shown(found)).lekken(truth, 2) == []
    alone = ronde(tuple(map(sum, zip(*truth, strict=True)))).delen["team"].items[ITEM].totaal
    assert found.totaal is not None
    assert alone is not None
    total = dict(found.totaal.tellingen) | {3: Bereik(4, 6)}
    sharper = replace(found, totaal=replace(found.totaal, tellingen=total))
    assert Rekenaar(shown(sharper)).lekken(truth, 2)
    changed = replace(deel, items={ITEM: sharper})
    assert "het totaal zegt meer dan de groepen samen" in {
        lek.wat for lek in bewijs(changed, ITEM, 4)
    }


@pytest.mark.parametrize("cuts", [no_gate, one_too_few])
def test_what_is_not_proved_is_hidden(cuts: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uitslag, "grenzen", cuts)
    hidden = ItemUitslag(None, reden=AFGESCHERMD)
    assert item((0, 0, 6, 0, 0, 0)) == hidden
    assert item((0, 0, 6, 0, 0, 0), (2, 2, 2, 2, 2, 2)) == hidden
    assert item((0, 0, 10, 0, 0, 0), soort="leerling") == hidden


# ------------------------------------------------- the proof itself


def deel_met(found: ItemUitslag, like: Deel) -> Deel:
    return replace(like, items={ITEM: found})


def test_the_proof_refuses_what_says_more_than_its_ranges() -> None:
    deel = ronde((0, 0, 5, 3, 0, 0), (2, 2, 2, 2, 0, 0)).delen["team"]
    found = deel.items[ITEM]
    assert bewijs(deel, ITEM, 4) == ()
    a, whole = found.per_groep["A"], found.totaal
    assert whole is not None
    false = [
        replace(found, per_groep={**found.per_groep, "A": replace(a, midden=Bereik(4, 4))}),
        replace(found, per_groep={"A": a}),
        replace(found, totaal=replace(whole, n=15)),
        replace(found, totaal=None),
    ]
    for one in false:
        assert bewijs(deel_met(one, deel), ITEM, 4)
    mean = ronde((0, 0, 5, 3, 0, 0), anoniem=False).delen["team"]
    assert any("gemiddelde" in lek.wat for lek in bewijs(mean, ITEM, 4))


def test_the_proof_refuses_ranges_that_no_answers_fit() -> None:
    deel = ronde((1, 1, 1, 1, 1, 0)).delen["team"]
    whole = deel.items[ITEM].totaal
    assert whole is not None
    none = {answer: Bereik(0, 0) for answer in whole.tellingen}
    assert bewijs(deel_met(ItemUitslag(replace(whole, tellingen=none)), deel), ITEM, 4)


def test_the_proof_and_the_solver_agree_on_any_ranges() -> None:
    """The two were written apart; on ranges that no gate made they must say the same."""
    dice = random.Random(6)
    said = {True: 0, False: 0}
    for _ in range(120):
        n = dice.randint(5, 6)
        truth = willekeurig(dice, n)
        ranges = [
            Bereik(max(0, c - dice.choice([0, 0, 1, 3])), min(n, c + dice.choice([0, 0, 1, 2])))
            for c in truth
        ]
        tellingen = dict(zip((1, 2, 3, 4, 0, None), ranges, strict=True))
        found = ItemUitslag(Beeld(n, tellingen, None))
        deel = Deel("team", n, (), {ITEM: found})
        leaks = any("iemand" in lek.wat for lek in bewijs(deel, ITEM, 4))
        assert leaks == certain_somewhere(Rekenaar(shown(found)), n)
        said[leaks] += 1
    assert min(said.values()) > 20


def certain_somewhere(attacker: Rekenaar, n: int) -> bool:
    """Is there any true state, and anybody in it, who is certain? By trying all states."""
    low, high = attacker.low, attacker.high
    return any(
        attacker.lekken((row,), many)
        for row in alle_aantallen(n, 6)
        if (low <= row).all() and (row <= high).all()
        for many in (0, 1, 2)
    )
