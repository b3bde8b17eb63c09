"""What a missing verklaring is worth: against recalculating the school for every pupil."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.ontbrekend import Ontbrekend, ontbrekend, open_kenmerken, settled
from gokwijs.core.middelen.result import Regeling
from gokwijs.core.middelen.what_if import with_values
from gokwijs.core.telling.model import Cell, Telling
from tests.core.builders import YEAR, case, cell, random_cells, school

JA, NEE = Antwoord.JA, Antwoord.NEE
AMOUNTS = {
    f"werkingsbudget.{deel}.bedrag.{kenmerk}": Fraction(f"{number}.65")
    for deel in ("basisonderwijs", "secundair")
    for number, kenmerk in enumerate(
        ("opleiding_moeder", "schooltoeslag", "thuistaal", "buurt"), start=101
    )
}


def with_amounts() -> Any:
    day = YEAR.first_day
    jaar = YEAR.begrotingsjaar
    return with_values(
        load_regels(),
        AMOUNTS,
        vanaf=day.replace(year=jaar, month=1, day=1),
        tot=day.replace(year=jaar, month=12, day=31),
        on=day,
    )


Pupils = dict[str, tuple[Cell, ...]]


def pupils_of(cells: list[Cell], dice: random.Random) -> Pupils:
    """Single pupils, some of them half, and some with two half places."""
    found: Pupils = {}
    for one in cells:
        for _ in range(one.halves // 2):
            found[f"p{len(found):04}"] = (replace(one, halves=2),)
        if one.halves % 2:
            found[f"p{len(found):04}"] = (replace(one, halves=1),)
    for key in list(found):
        if dice.random() < 0.05 and found[key][0].halves == 2:
            half = replace(found[key][0], halves=1)
            other = replace(half, leerjaar="anders", vestigingsplaats=dice.choice("12"))
            found[key] = (half, other)
    return found


def counted(one: Case, pupils: Pupils) -> Case:
    cells = [c for mine in pupils.values() for c in mine]
    return replace(one, telling=Telling.of_cells("999900", one.telling.teldag, cells))


def answered(pupils: Pupils, who: set[str], answer: Antwoord) -> Pupils:
    return {
        key: tuple(replace(c, kenmerken=settled(c.kenmerken, answer)) for c in mine)
        if key in who
        else mine
        for key, mine in pupils.items()
    }


def least(one: Case, pupils: Pupils) -> dict[Regeling, tuple[Any, Any]]:
    """What the whole calculation gives at least: rounded and before rounding."""
    return {
        r.regeling: (r.minimum, r.som.low if r.som else None)
        for r in calculate(counted(one, pupils))
        if r.regeling is not Regeling.OKI
    }


def check_worth(one: Case, pupils: Pupils, found: Ontbrekend, who: set[str], worth: Any) -> None:
    """Recalculate with these pupils all ja and all nee: exactly the difference."""
    most = least(one, answered(pupils, who, JA))
    low = least(one, answered(pupils, who, NEE))
    gains = {g.regeling: g for g in worth.gains}
    for regeling, (rounded, unrounded) in most.items():
        gain = gains.get(regeling)
        if gain is None:  # another level: nothing may have changed
            assert (rounded, unrounded) == low[regeling]
        elif rounded is not None and low[regeling][0] is not None:
            assert gain.rounded == rounded - low[regeling][0], (regeling, who)
            if unrounded is not None and low[regeling][1] is not None:
                assert gain.unrounded == unrounded - low[regeling][1], (regeling, who)
        elif regeling.eenheid != "euro":
            assert gain.rounded is None


def random_school(seed: int, groups: tuple[str, ...]) -> tuple[Case, Pupils]:
    dice = random.Random(seed)
    cells = random_cells(dice, unknowns=True, halves=dice.random() < 0.3, groups=groups)
    cells = [c for c in cells if c.halves < 140]
    extra = [cell(dice.choice(["mt", "m", "t", "Smt", "St", "smt"]), 2, g) for g in groups]
    pupils = pupils_of([*cells, *extra], dice)
    facts: dict[str, Any] = {
        "toeslag_leerlingen": Fraction(dice.randint(0, 60)),
        "toeslag_noemer": Fraction(60),
        "brussel": dice.choice([JA, NEE]),
        "vestigingen_verspreid": dice.choice([NEE, NEE, Antwoord.ONBEKEND, JA]),
        "lezing_vestigingen": "beide_groepen",
    }
    before = random_cells(dice, groups=groups) if dice.random() < 0.6 else None
    one = case(*cells, vorige=before, regels=with_amounts(), **facts)
    return counted(one, pupils), pupils


GROUPS = [("kleuter", "lager"), ("so_1", "so_2"), ("so_okan", "so_3"), ("buso",), ("lager", "so_1")]


@pytest.mark.parametrize("groups", GROUPS, ids=["bao", "so", "okan", "buso", "both"])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_the_worth_of_every_pupil_is_what_recalculating_gives(
    groups: tuple[str, ...], seed: int
) -> None:
    one, pupils = random_school(seed, groups)
    found = ontbrekend(one, pupils)
    missing = {key for key, mine in pupils.items() if open_kenmerken(mine)}
    assert set(found.volgorde) == missing
    kinds = {}
    for key in found.volgorde:  # equal pupils are recalculated once
        kinds.setdefault(tuple(replace(c, leerjaar="") for c in pupils[key]), key)
    for key in kinds.values():
        check_worth(one, pupils, found, {key}, found.waarde[key])
    check_worth(one, pupils, found, missing, found.samen)


@pytest.mark.parametrize("groups", GROUPS, ids=["bao", "so", "okan", "buso", "both"])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_the_ranking_is_that_of_recalculating(groups: tuple[str, ...], seed: int) -> None:
    one, pupils = random_school(seed, groups)
    found = ontbrekend(one, pupils)
    everything = least(one, answered(pupils, set(found.volgorde), JA))
    cache: dict[Any, tuple[Fraction, Fraction, Fraction]] = {}

    def rank(key: str) -> tuple[Fraction, Fraction, Fraction]:
        kind = tuple(replace(c, leerjaar="") for c in pupils[key])
        if kind not in cache:
            most = least(one, answered(pupils, {key}, JA))
            low = least(one, answered(pupils, {key}, NEE))
            hours = [r for r in most if r.eenheid != "euro" and most[r][0] is not None]
            live = [r for r in hours if everything[r][0] != 0 and most[r][1] is not None]
            euros = [r for r in most if r.eenheid == "euro" and most[r][0] is not None]
            cache[kind] = (
                sum((most[r][0] - low[r][0] for r in hours), Fraction(0)),
                sum((most[r][1] - low[r][1] for r in live), Fraction(0)),
                sum((most[r][0] - low[r][0] for r in euros), Fraction(0)),
            )
        return cache[kind]

    ranks = [rank(key) for key in found.volgorde]
    assert ranks == sorted(ranks, reverse=True)


@pytest.mark.parametrize("groups", [("so_1", "so_2"), ("buso",), ("bubao",)])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_so_many_verklaringen_cross_a_threshold_and_one_fewer_does_not(
    groups: tuple[str, ...], seed: int
) -> None:
    """By trying the most helpful pupils one after another in the whole calculation."""
    dice = random.Random(seed)
    cells = [
        cell(dice.choice(["m", "mt", "Smt", "t", "St"]), dice.randint(1, 4), g) for g in groups
    ]
    cells += [cell("M", dice.randint(0, 9), g) for g in groups]
    cells += [cell("", dice.randint(0, 40), g) for g in groups]
    pupils = pupils_of([c for c in cells if c.halves], dice)
    one = counted(case(*cells, vorige=None), pupils)
    found = ontbrekend(one, pupils)
    for afstand in found.drempels:
        helpful = _by_help(one, pupils, found, afstand.name)
        crossed = next(
            (
                n
                for n in range(len(helpful) + 1)
                if _share(one, answered(pupils, set(helpful[:n]), JA), afstand.name)
                >= afstand.limit.number
            ),
            None,
        )
        assert afstand.needed == crossed, afstand.name


def _share(one: Case, pupils: Pupils, name: str) -> Fraction:
    drempels = [d for r in calculate(counted(one, pupils)) for d in r.drempels]
    return next(d.share.low for d in drempels if d.name == name)


def _by_help(one: Case, pupils: Pupils, found: Ontbrekend, name: str) -> list[str]:
    """Those whose ja raises the share, most first."""
    base = _share(one, pupils, name)
    raised = {k: _share(one, answered(pupils, {k}, JA), name) - base for k in found.volgorde}
    return sorted((k for k, gain in raised.items() if gain > 0), key=lambda k: -raised[k])


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_the_next_step_is_reached_by_the_first_of_the_list_and_not_sooner(seed: int) -> None:
    dice = random.Random(seed)
    groups = dice.choice([("kleuter",), ("so_1",), ("so_2", "so_1"), ("buso",)])
    one, pupils = random_school(seed, groups)
    found = ontbrekend(one, pupils)
    base = least(one, pupils)
    assert len({s.regeling for s in found.stappen}) == len(found.stappen)
    for step in found.stappen:
        mine = [
            k
            for k in found.volgorde
            if any(g.regeling is step.regeling and g.unrounded for g in found.waarde[k].gains)
        ]
        assert least(one, answered(pupils, set(mine[: step.needed]), JA))[step.regeling][0] == (
            step.reaches
        )
        fewer = least(one, answered(pupils, set(mine[: step.needed - 1]), JA))
        assert fewer[step.regeling][0] == base[step.regeling][0] < step.reaches


# ---------------------------------------------------------------- by hand


def test_a_basisschool_by_hand() -> None:
    """24 × 0,26710 = 6,4104 → 6; one more 6,6775 → 7; thuistaal alone 6,70156 → 7."""
    cells = [cell("M", 24, "lager"), cell("", 40, "lager")]
    asked = {
        "beide": (cell("mt", 1, "lager"),),
        "moeder": (cell("m", 1, "lager"),),
        "toeslag": (cell("s", 1, "lager"),),
    }
    everybody = {f"x{n}": (c,) for n, c in enumerate(cells)} | asked
    one = counted(case(toeslag_leerlingen=Fraction(0), toeslag_noemer=Fraction(10)), everybody)
    found = ontbrekend(one, everybody)
    assert found.volgorde == ("beide", "moeder")  # toeslag is not asked in a verklaring
    (gain, budget) = found.waarde["beide"].gains
    assert (gain.rounded, gain.unrounded) == (1, Fraction("0.55826"))
    assert (budget.regeling, budget.rounded) == (Regeling.WERKINGSBUDGET_BAO, None)
    assert found.waarde["beide"].euro is None, "an amount that is missing is never 0"
    assert found.samen.rounded == 1  # 6,4104 + 0,8254 = 7,2358 → 7
    (step,) = found.stappen
    assert (step.needed, step.reaches) == (1, 7)


def test_without_s_the_result_is_unknown_but_an_answer_before_rounding_is_not() -> None:
    everybody = {"a": (cell("m", 1, "lager"),), "b": (cell("", 9, "lager"),)}
    found = ontbrekend(counted(case(vorige=None), everybody), everybody)
    (gain, _) = found.waarde["a"].gains
    assert (gain.rounded, gain.unrounded) == (None, Fraction("0.2671"))
    assert not found.waarde["a"].hours_known
    assert found.stappen == ()


def test_three_verklaringen_from_the_ten_percent() -> None:
    """7 of 100 count; each verklaring that says ja adds one: three are needed, two are not."""
    cells = [cell("M", 7, "so_1"), cell("m", 5, "so_1"), cell("t", 4, "so_1"), cell("", 84, "so_1")]
    pupils = pupils_of(cells, random.Random(1))
    pupils = {k: tuple(replace(c, leerjaar="") for c in v) for k, v in pupils.items()}
    one = counted(case(), pupils)
    drempel = next(d for d in ontbrekend(one, pupils).drempels if d.name.startswith("Drempel"))
    assert (drempel.needed, drempel.helpful) == (3, 5)
    assert drempel.share == Fraction(7, 100)


def test_pupils_below_a_threshold_that_cannot_be_reached_come_last() -> None:
    cells = {
        "onder": (cell("mt", 1, "so_2"),),
        "boven": (cell("Mt", 1, "so_1"),),
    }
    rest = {
        "r1": (cell("M", 100, "so_1"),),
        "r2": (cell("", 200, "so_2"),),
    }
    one = counted(case(), cells | rest)
    found = ontbrekend(one, cells | rest)
    by = {k: found.waarde[k].unrounded for k in cells}
    assert by["onder"] > by["boven"] > 0
    assert found.volgorde == ("boven", "onder"), "below 25 % points are worth nothing"


def test_euros_only_where_the_amounts_are_known() -> None:
    everybody = {"a": (cell("mt", 1, "lager"),), "b": (cell("", 9, "lager"),)}
    one = counted(case(nieuwe_school=JA, regels=with_amounts()), everybody)
    found = ontbrekend(one, everybody)
    assert found.waarde["a"].euro == Fraction("101.65") + Fraction("103.65")
    official = {("basisonderwijs", k): Fraction(3) for k in Kenmerk}
    corrected = replace(one, school=school(nieuwe_school=JA, gecorrigeerd=official))
    assert ontbrekend(corrected, everybody).waarde["a"].euro == 0, "the official count counts"


def test_typed_totals_hold_no_pupils() -> None:
    from gokwijs.core.telling.model import GroupTotal, Onderwijsniveau

    total = GroupTotal(Onderwijsniveau.LAGER, None, 20, {})
    one = replace(case(), telling=Telling.of_totals("999900", case().telling.teldag, [total]))
    with pytest.raises(ValueError, match="typed totals"):
        ontbrekend(one, {})


def test_a_year_without_known_weights_is_not_computable() -> None:
    everybody = {"a": (cell("m", 1, "so_1"),), "b": (cell("M", 99, "so_1"),)}
    early = counted(replace(case(), schooljaar=Schooljaar(2021)), everybody)
    (gain, budget) = ontbrekend(early, everybody).waarde["a"].gains
    assert (gain.rounded, gain.unrounded, budget.rounded) == (None, None, None)


def test_equal_pupils_are_worth_the_same_and_are_kept_in_a_steady_order() -> None:
    everybody = {f"p{n}": (cell("m", 1, "lager", leerjaar=str(n)),) for n in range(6)}
    one = counted(case(nieuwe_school=JA), everybody)
    found = ontbrekend(one, everybody)
    assert found.volgorde == tuple(sorted(everybody))
    assert len(Counter(found.waarde.values())) == 1
