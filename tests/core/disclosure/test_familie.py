"""Families of tables: klas in leerjaar in school, kenmerken, earlier releases, the register."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.disclosure.aanval import Bekend, som
from gokwijs.core.disclosure.bewaren import naar_json, van_json
from gokwijs.core.disclosure.bewijs import Bewijs
from gokwijs.core.disclosure.controle import controleer
from gokwijs.core.disclosure.figuren import GEVOELIG, Figuur, Groep, Tafel, bouw
from gokwijs.core.disclosure.poort import (
    REGELVERSIE,
    Familie,
    GeweigerdError,
    Vrijgave,
    geef_familie_vrij,
    geef_vrij,
)
from tests.core.disclosure.test_poort import BLOK, CELLEN, FIGUREN, GROEPEN, TOTALEN, bounds
from tests.law.schools import voorbeelden

KENMERKEN = 2  # four combinations per place
COMBINATIONS = range(2**KENMERKEN)


def school(seed: int) -> tuple[dict[int, int], list[Tafel], list[Bekend]]:
    """klas ⊂ leerjaar ⊂ school × two kenmerken, with tiny, empty and full groups, and halves."""
    dice = random.Random(seed)
    klassen = dice.randint(1, 4)
    leerjaar = [dice.randrange(dice.randint(1, 3)) for _ in range(klassen)]
    halves = dice.random() < 0.15
    cells: dict[int, int] = {}
    for klas in range(klassen):
        size = dice.choice([0, 1, 3, 8, 15, 22])
        share = dice.choice([0, 0.1, 0.4, 0.9, 1])
        for bits in COMBINATIONS:
            weight = share ** bits.bit_count() * (1 - share) ** (KENMERKEN - bits.bit_count())
            pupils = round(size * weight + dice.random() - 0.5)
            cells[klas * 4 + bits] = 2 * max(0, pupils) + (halves and dice.random() < 0.1)
    places = {"school": {"school": list(range(klassen))}, "leerjaar": {}, "klas": {}}
    for klas, jaar in enumerate(leerjaar):
        places["leerjaar"].setdefault(f"lj{jaar}", []).append(klas)
        places["klas"][f"k{klas}"] = [klas]
    tafels = [tafel(cells, key, groups) for key, groups in places.items()]
    public = [
        Bekend(f := inside(group), som(f, cells))
        for groups in places.values()
        for group in groups.values()
    ]
    return cells, tafels, public


def inside(places: Sequence[int], bits: Sequence[int] = tuple(COMBINATIONS)) -> frozenset[int]:
    return frozenset(4 * p + b for p in places for b in bits)


def tafel(cells: Mapping[int, int], key: str, groups: Mapping[str, Sequence[int]]) -> Tafel:
    """Every group × a, b and either (GOK)."""
    sums, splits = {}, []
    for group, places in groups.items():
        sums[group] = inside(places)
        for name, bits in (("a", (1, 3)), ("b", (2, 3)), ("gok", (1, 2, 3))):
            others = tuple(set(COMBINATIONS) - set(bits))
            sums[f"{group}/{name}/ja"] = inside(places, bits)
            sums[f"{group}/{name}/nee"] = inside(places, others)
            splits.append(Groep(group, (f"{group}/{name}/ja", f"{group}/{name}/nee")))
    return Tafel(key, bouw(cells, sums), tuple(splits))


def known_of(familie: Familie) -> list[Bekend]:
    return list({*familie.publiek, *familie.bekend})


def hidden_of(familie: Familie) -> list[Figuur]:
    return [f for v in familie.vrijgaven.values() for f in v.figuren if f.key in v.verborgen]


def open_size(f: Figuur, public: Sequence[Bekend]) -> int:
    """Pupils in the group that the table splits: what everybody knows of the figure."""
    return min(b.halves for b in public if f.cellen <= b.cellen)


# ---------------------------------------------------------------- many families


@given(st.integers(0, 10**9))
@voorbeelden(200)
def test_no_family_lets_anybody_find_a_hidden_number(seed: int) -> None:
    cells, tafels, public = school(seed)
    familie = geef_familie_vrij(cells, tafels, bekend=public)
    assert controleer(familie) == ()
    known = known_of(familie)
    sizes = {b.cellen for b in public}
    for tafel_ in tafels:
        if (v := familie.vrijgaven.get(tafel_.key)) is None:
            continue
        for f in tafel_.figuren:
            assert f.halves == som(f.cellen, cells)
            assert (f.cellen in sizes) <= (f.key not in v.verborgen)
            assert f.cellen in sizes or f.key in v.verborgen or not f.te_klein
    if hidden := hidden_of(familie):
        f = random.Random(seed).choice(hidden)
        low, high = bounds(known, f.cellen)
        size = open_size(f, public)
        assert high - low >= min(f.drempel, size - size % 2) - 1 - 1e-6
        if size:
            assert high - low > 1e-6


@given(st.integers(0, 10**9))
@voorbeelden(60)
def test_brute_force_over_whole_pupils_finds_nothing_either(seed: int) -> None:
    """Tables so small that every table that fits can be written down."""
    dice = random.Random(seed)
    cells = {c: 2 * dice.choice([0, 1, 5, 6, 7]) for c in range(6)}
    sums = {f"{r}/{s}": [2 * r + s] for r in range(3) for s in (0, 1)}
    sums |= {f"{r}": [2 * r, 2 * r + 1] for r in range(3)}
    sums |= {"s0": [0, 2, 4], "s1": [1, 3, 5], "alle": list(range(6))}
    groups = [Groep(f"{r}", (f"{r}/0", f"{r}/1")) for r in range(3)]
    try:
        found = geef_vrij(bouw(cells, sums), groups, cellen=cells)
    except GeweigerdError:
        return
    shown = found.bekend
    if not {"0", "1", "2"} <= {f.key for f in found.figuren} - found.verborgen:
        return  # without sizes there is no end to the tables
    rows = [som([2 * r, 2 * r + 1], cells) for r in range(3)]
    fitting = []
    for left in itertools.product(*(range(0, size + 1, 2) for size in rows)):
        one = {2 * r: v for r, v in enumerate(left)}
        one |= {2 * r + 1: rows[r] - v for r, v in enumerate(left)}
        if all(b.past(one) for b in shown):
            fitting.append(one)
    assert cells in fitting
    for f in found.figuren:
        if f.key in found.verborgen:
            possible = [som(f.cellen, one) for one in fitting]
            assert max(possible) - min(possible) >= f.drempel
            assert max(possible) >= f.drempel or not f.te_klein


@given(st.integers(0, 10**9))
@voorbeelden(4)
def test_twenty_tables_to_one_audience_betray_nothing(seed: int) -> None:
    cells, tafels, public = school(seed)
    dice = random.Random(seed)
    figures = {f.cellen: f for t in tafels for f in t.figuren}
    earlier: list[Vrijgave | Familie] = []
    for _ in range(20):
        asked = dice.sample(sorted(figures.values(), key=lambda f: f.key), min(len(figures), 5))
        mine = [g for t in tafels for g in t.groepen if set(g.delen) <= {f.key for f in asked}]
        try:
            found = geef_vrij(asked, mine, earlier, cellen=cells, publiek=public)
        except GeweigerdError as refusal:
            assert "afleiden" in refusal.args[0]  # noqa: PT017
            continue
        assert controleer(found, earlier) == ()
        earlier.append(found)
    shown = {b for v in earlier for b in (*v.publiek, *v.bekend)}
    for f in {f.cellen: f for v in earlier for f in hidden_in(v)}.values():
        low, high = bounds(list(shown), f.cellen)
        assert high - low > 1e-6 or open_size(f, public) < 2


def hidden_in(one: Vrijgave | Familie) -> list[Figuur]:
    assert isinstance(one, Vrijgave)
    return [f for f in one.figuren if f.key in one.verborgen]


# ---------------------------------------------------------------- properties


@given(st.integers(0, 10**9))
@voorbeelden(6)
def test_a_higher_threshold_hides_everything_hidden_before(seed: int) -> None:
    cells, tafels, public = school(seed)
    before: dict[str, frozenset[str] | None] = {}
    for drempel in (10, 14, 16, 20):
        found = geef_familie_vrij(cells, tafels, bekend=public, drempel=drempel)
        now = {
            t.key: found.vrijgaven[t.key].verborgen if t.key in found.vrijgaven else None
            for t in tafels
        }
        for key, hidden in before.items():
            after = now[key]
            assert after is None or (hidden is not None and hidden <= after)
        before = now


def test_a_threshold_below_five_is_no_threshold() -> None:
    with pytest.raises(ValueError, match="minstens 5"):
        geef_vrij(FIGUREN, GROEPEN, vast=TOTALEN, drempel=8)


@given(st.integers(0, 10**9))
@voorbeelden(30)
def test_a_smaller_hidden_count_is_not_shown_either(seed: int) -> None:
    cells, tafels, public = school(seed)
    found = geef_familie_vrij(cells, tafels, bekend=public).vrijgaven.get("klas")
    small = [f for f in tafels[2].figuren if found and f.key in found.primair and f.halves > 2]
    if not small:
        return
    lower = next(iter(f for f in small))
    cell = (
        next(c for c in sorted(lower.cellen) if cells[c])
        if any(cells[c] for c in lower.cellen)
        else None
    )
    if cell is None or cells[cell] < 2:
        return
    cells[cell] -= 2
    sums = {f.key: f.cellen for f in tafels[2].figuren}
    again = Tafel("klas", bouw(cells, sums), tafels[2].groepen)
    now = [Bekend(b.cellen, som(b.cellen, cells)) for b in public]
    after = geef_familie_vrij(cells, [again], bekend=now).vrijgaven.get("klas")
    assert after is None or lower.key in after.verborgen


def test_a_later_table_never_opens_an_earlier_one() -> None:
    """The block 1B and 2A was released; the next table asks for 2A Nederlands (page, row 6)."""
    first = geef_vrij(FIGUREN, GROEPEN, vast=TOTALEN, cellen=CELLEN)
    later = [Figuur("2A nl", frozenset([4]), 90), Figuur("samen", frozenset([3, 4]), 96)]
    second = geef_vrij(later, eerder=[first], cellen=CELLEN)
    assert second.verborgen >= {"2A nl"}  # the same cells, the same fate
    assert second.toon("samen") is None  # 45 + 3 would fix both beside the totals
    assert controleer(second, [first]) == ()
    assert {f.cellen for f in second.geheim} >= {frozenset([3]), frozenset([4])}
    third = geef_vrij([Figuur("1A", frozenset([0]), 120)], eerder=[first, second], cellen=CELLEN)
    assert third.toon("1A") == 120


def test_a_table_that_cannot_be_safe_is_refused_and_the_family_goes_on() -> None:
    public = [Bekend(frozenset([0, 1]), 40)]
    sums = {"ja": [0], "nee": [1]}
    bad = Tafel("slecht", bouw({0: 34, 1: 6}, sums), ())
    known = [*public, Bekend(frozenset([0]), 34)]
    seen: list[tuple[int, int, str]] = []
    found = geef_familie_vrij(
        {0: 34, 1: 6, 2: 30, 3: 30},
        [bad, Tafel("goed", bouw({2: 30, 3: 30}, {"x": [2], "y": [3]}))],
        bekend=known,
        voortgang=lambda *step: seen.append(step),
    )
    assert [w.key for w in found.weigeringen] == ["slecht"]
    assert "afleiden" in found.weigeringen[0].reden
    assert found.vrijgaven["goed"].verborgen == frozenset()
    assert seen == [(1, 2, "slecht"), (2, 2, "goed")]


def test_a_difference_of_two_shown_numbers_is_a_number_too() -> None:
    """12 pupils have a kenmerk and 10 of them the first one: 2 have only another."""
    cells = {0: 40, 1: 20, 2: 4}
    sums = {"gok": [1, 2], "eerste": [1]}
    found = geef_vrij(bouw(cells, sums), cellen=cells, publiek=[Bekend(frozenset([0, 1, 2]), 64)])
    assert found.verborgen
    assert [f.halves for f in found.geheim] == [4]


def test_what_a_total_leaves_beside_the_shown_parts_counts_too() -> None:
    """Two classes of one pupil: that one of the two has the kenmerk may not follow."""
    cells = {0: 2, 1: 0, 2: 0, 3: 2, 4: 20, 5: 20, 6: 24, 7: 20}
    public = [
        Bekend(frozenset([2 * k, 2 * k + 1]), cells[2 * k] + cells[2 * k + 1]) for k in range(4)
    ]
    sums = {f"k{k}/{s}": [2 * k + s] for k in range(4) for s in (0, 1)}
    sums |= {"ja": [0, 2, 4, 6]}
    found = geef_vrij(bouw(cells, sums), cellen=cells, publiek=public)
    known = [*public, *found.bekend]
    low, high = bounds(known, frozenset([0, 2]))
    assert high - low >= 4


def test_public_sizes_are_shown_and_their_parts_hidden() -> None:
    cells = {0: 2, 1: 4, 2: 40, 3: 40}
    sums = {"k": [0, 1], "k ja": [0], "k nee": [1], "m": [2, 3], "m ja": [2], "m nee": [3]}
    public = [Bekend(frozenset([0, 1]), 6), Bekend(frozenset([2, 3]), 80)]
    groups = [Groep("k", ("k ja", "k nee")), Groep("m", ("m ja", "m nee"))]
    found = geef_vrij(bouw(cells, sums), groups, cellen=cells, publiek=public)
    assert found.toon("k") == 6
    assert found.verborgen == {"k ja", "k nee"}
    low, high = (som([0], t) for t in found.getuigen["k ja"])
    assert (low, high) == (0, 6)  # anything the public size allows


# ---------------------------------------------------------------- the register


@given(st.integers(0, 10**9))
@voorbeelden(25)
def test_a_family_comes_back_from_the_register_and_can_be_checked(seed: int) -> None:
    cells, tafels, public = school(seed)
    first = geef_familie_vrij(cells, tafels[:2], bekend=public)
    second = geef_familie_vrij(cells, tafels[2:], bekend=public, eerder=[first])
    cells_of = {t.key: {f.key: f.cellen for f in t.figuren} for t in tafels}
    back = [van_json(json.loads(json.dumps(naar_json(f))), cells_of) for f in (first, second)]
    assert back == [first, second]
    assert back[0].regelversie == REGELVERSIE
    assert controleer(back[0]) == ()
    assert controleer(back[1], [back[0]]) == ()


def test_one_release_comes_back_too() -> None:
    found = geef_vrij(FIGUREN, GROEPEN, vast=TOTALEN, cellen=CELLEN)
    text = json.dumps(naar_json(found))
    back = van_json(json.loads(text), {"": {f.key: f.cellen for f in FIGUREN}})
    assert back == found
    assert isinstance(back, Vrijgave)
    assert {f["key"] for f in json.loads(text)["vrijgave"]["figuren"] if f["getoond"] is None} == (
        BLOK
    )


def test_the_check_sees_what_is_wrong() -> None:
    found = geef_vrij(FIGUREN, GROEPEN, vast=TOTALEN, cellen=CELLEN)
    assert controleer(found) == ()
    three = found.getuigen["1B andere"]
    wrong = {
        "geen bewijs": replace(found, getuigen={}),
        "ligt tussen 3 en 3": replace(
            found, getuigen={**found.getuigen, "1B andere": (CELLEN, CELLEN)}
        ),
        "past niet": replace(
            found, getuigen={**found.getuigen, "1B andere": (CELLEN, {**CELLEN, 3: 60})}
        ),
        "is getoond": replace(found, verborgen=frozenset({"2A andere"})),
    }
    below_zero = {**three[0], 2: -10, 3: 76, 4: 160, 5: -20}
    wrong["past niet bij"] = replace(
        found, getuigen={**found.getuigen, "1B andere": (CELLEN, below_zero)}
    )
    for text, one in wrong.items():
        assert any(text in problem for problem in controleer(one)), text
    shown_later = Bekend(frozenset([4]), 90)
    assert controleer(found, [shown_later])
    assert controleer(replace(found, geheim=()), [found]) == ()
    other = geef_vrij([Figuur("1A nl", frozenset([0]), 120)], cellen=CELLEN)
    assert "een eerder afgeschermd getal is niet meer bewezen" in controleer(other, [found])


# ---------------------------------------------------------------- how much work


def test_five_hundred_cells_need_no_solver_for_most_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Bewijs] = []
    plain = Bewijs.__init__

    def noted(self: Bewijs, *rest: object) -> None:
        made.append(self)
        plain(self, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Bewijs, "__init__", noted)
    dice = random.Random(3)
    cells = {
        c: 2 * (dice.randint(0, 4) if dice.random() < 0.2 else dice.randint(5, 60))
        for c in range(500)
    }
    sums = {f"{r}/{s}": [2 * r + s] for r in range(250) for s in (0, 1)}
    sums |= {f"{r}": [2 * r, 2 * r + 1] for r in range(250)}
    sums |= {"0": list(range(0, 500, 2)), "1": list(range(1, 500, 2))}
    groups = [Groep(f"{r}", (f"{r}/0", f"{r}/1")) for r in range(250)]
    rows = frozenset(map(str, range(250)))
    found = geef_vrij(bouw(cells, sums), groups, vast=rows, cellen=cells)
    assert controleer(found) == ()
    assert len(found.verborgen) > 100
    assert made[-1].solved <= 5
    assert len(made[-1].changes) < len(found.verborgen)


# ---------------------------------------------------------------- sensitive


def test_sensitive_sides_need_ten_in_their_range() -> None:
    cells = {0: 8, 1: 60, 2: 50, 3: 60}
    sums = {"a ja": [0], "a nee": [1], "b ja": [2], "b nee": [3], "ja": [0, 2], "nee": [1, 3]}
    figuren = bouw(cells, sums, drempel=GEVOELIG)
    public = [Bekend(frozenset([0, 1]), 68), Bekend(frozenset([2, 3]), 110)]
    found = geef_vrij(figuren, cellen=cells, publiek=public)
    low, high = sorted(som([0], t) for t in found.getuigen["a ja"])
    assert high >= GEVOELIG
    assert high - low >= GEVOELIG
