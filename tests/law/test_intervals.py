"""Unknown is not no: the interval is exactly what all possible answers give, on paper.

Every unknown (a kenmerk of a pupil now or a year earlier, the type, the stay in an MFC, Brussels,
how far the vestigingsplaatsen lie apart, the earlier count) is filled in every possible way and
calculated with the naive law. Nothing lies outside the interval, and both ends are reached.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.telling.model import Cell
from tests.core.builders import case, cell
from tests.law import naive
from tests.law.schools import BAO, SO, Schets, group_cells, scholen, voorbeelden
from tests.law.test_naive import UREN, WITH_BUBAO

MOST = 5
CODES = ("m", "s", "t", "z", "r", "Sm", "Mt", "St", "Sz", "Mr", "st", "ms", "mt", "Tms")
FACTS = ("brussel", "vestigingen_verspreid")


@dataclass(frozen=True)
class Onzeker:
    """A school with a few unknowns; ``eerder`` None: the earlier count is not known."""

    nu: tuple[Cell, ...]
    eerder: tuple[Cell, ...] | None
    feiten: dict[str, Any]

    def case(self) -> Case:
        return case(*self.nu, vorige=self.eerder, **self.feiten)


def answers(one: Cell) -> list[Cell]:
    """Every way to know this cell completely."""
    kenmerken = [
        (Antwoord.NEE, Antwoord.JA) if a is Antwoord.ONBEKEND else (a,) for a in one.kenmerken
    ]
    special = one.onderwijsniveau.value in ("buso", "bubao")
    types = ("3", "9") if special and not one.type else (one.type,)
    stays = (
        (Antwoord.NEE, Antwoord.JA)
        if one.mfc_verblijf is Antwoord.ONBEKEND
        else (one.mfc_verblijf,)
    )
    return [
        replace(one, kenmerken=ways, type=soort, mfc_verblijf=stay)
        for *ways_, soort, stay in itertools.product(*kenmerken, types, stays)
        for ways in [tuple(ways_)]
    ]


def completions(
    one: Onzeker,
) -> Iterator[tuple[tuple[Cell, ...], tuple[Cell, ...], dict[str, Any]]]:
    """Every way to know the school completely."""
    earlier: list[list[tuple[Cell, ...]]]
    if one.eerder is None:
        # Any count may have been there: nobody with a kenmerk, or everybody.
        special = {"buso": "3", "bubao": "3"}
        everybody = tuple(
            replace(
                c,
                kenmerken=(Antwoord.JA,) * 6,
                type=special.get(c.onderwijsniveau.value, ""),
                mfc_verblijf=Antwoord.NEE,
                halves=2,
            )
            for c in one.nu
        )
        earlier = [[(), everybody]]
    else:
        earlier = [[(c,) for c in answers(e)] for e in one.eerder]
    facts: list[list[tuple[str, Any]]] = []
    for key, value in one.feiten.items():
        if key == "vestigingen_verspreid" and value is Antwoord.ONBEKEND:
            facts.append(
                [("lezing", ""), ("lezing", "beide_groepen"), ("lezing", "alleen_groep_1")]
            )
        elif value is Antwoord.ONBEKEND and key == "brussel":
            facts.append([(key, Antwoord.NEE), (key, Antwoord.JA)])
        else:
            facts.append([(key, value)])
    size = len(one.nu)
    for chosen in itertools.product(*(answers(c) for c in one.nu), *earlier, *facts):
        before = chosen[size : size + len(earlier)]
        yield (
            tuple(chosen[:size]),
            tuple(c for part in before for c in part),
            dict(chosen[size + len(earlier) :]),
        )


@st.composite
def onzekere_scholen(draw: st.DrawFn, groups: tuple[str, ...]) -> Onzeker:
    """At most five unknown answers in all, in a school near its thresholds."""
    places = draw(st.sampled_from(("1", "12")))
    chosen = draw(st.lists(st.sampled_from(groups), min_size=1, max_size=2, unique=True))
    now = [c for g in chosen for c in draw(group_cells(g, halves=False, places=places))]
    earlier = [c for g in chosen for c in draw(group_cells(g, halves=False, places=places))]
    facts: dict[str, Any] = {"brussel": draw(st.sampled_from((Antwoord.NEE, Antwoord.JA)))}
    left = MOST
    for _ in range(draw(st.integers(1, 4))):
        group = draw(st.sampled_from(chosen))
        code = draw(st.sampled_from(CODES))
        if group in ("buso", "bubao"):
            kind = draw(st.sampled_from(("", "", "type", "mfc")))
            one = cell(code, 1, group)
            if kind == "type":
                one = replace(cell(code.upper(), 3, group), type="")
            if kind == "mfc":
                one = replace(cell("MT", 4, group), mfc_verblijf=Antwoord.ONBEKEND)
        else:
            one = cell(code, 1, group, vestigingsplaats=draw(st.sampled_from(places)))
        if len(answers(one)) > 2**left:
            continue
        left -= len(answers(one)).bit_length() - 1
        into = earlier if draw(st.integers(0, 3)) == 3 else now
        into.append(one)
    if left and draw(st.integers(0, 3)) == 3:
        facts["brussel"] = Antwoord.ONBEKEND
        left -= 1
    if left > 1 and places == "12":
        facts["vestigingen_verspreid"] = draw(st.sampled_from((Antwoord.NEE, Antwoord.ONBEKEND)))
        left -= 2
    unknown_count = left and set(chosen) <= {*SO, "buso"} and draw(st.integers(0, 3)) == 3
    return Onzeker(tuple(now), None if unknown_count else tuple(earlier), facts)


def ends(result: Result) -> tuple[Fraction | None, Fraction | None]:
    return result.minimum, result.maximum


def on_paper(one: Onzeker) -> dict[Regeling, list[Fraction]]:
    """The result of every regeling for every completion."""
    found: dict[Regeling, list[Fraction]] = {}

    def note(regeling: Regeling, value: Fraction | int) -> None:
        found.setdefault(regeling, []).append(Fraction(value))

    for cells, before, facts in completions(one):
        now, earlier = naive.leerlingen(cells), naive.leerlingen(before)
        s = naive.verhouding(earlier)
        for niveau in BAO:
            if s is not None and any(p.niveau == niveau for p in now):
                note(Regeling(f"ses_lestijden_{niveau}"), naive.ses(now, niveau, s)[1])
        hours = naive.uren_leraar(
            now,
            earlier,
            brussel=facts["brussel"] is Antwoord.JA,
            lezing=facts.get("lezing", ""),
        )
        for groep, uren in hours.items():
            note(UREN[groep], uren)
        if any(p.niveau == "buso" for p in now):
            note(Regeling.LESUREN_BUSO, naive.lesuren_buso(now, earlier))
    return found


@pytest.mark.parametrize("groups", [BAO, SO, ("buso",)], ids=["basis", "secundair", "buso"])
@given(st.data())
@voorbeelden(120)
def test_the_interval_is_exactly_what_all_answers_give(
    groups: tuple[str, ...], data: st.DataObject
) -> None:
    one = data.draw(onzekere_scholen(groups))
    paper = on_paper(one)
    for result in calculate(one.case()):
        if result.regeling in paper:
            values = paper[result.regeling]
            assert ends(result) == (min(values), max(values)), result.regeling
            if result.resultaat is None:
                assert result.reasons, result.regeling


@given(scholen())
@voorbeelden(60)
def test_without_unknowns_there_is_no_interval(schets: Schets) -> None:
    for result in calculate(case(*schets.nu, vorige=schets.eerder, **schets.facts)):
        assert result.minimum == result.maximum
        assert result.onbekenden == ()


@given(st.data())
@voorbeelden(60)
def test_bubao_with_typed_factors_is_exactly_what_all_answers_give(data: st.DataObject) -> None:
    one = data.draw(onzekere_scholen(("bubao",)))
    regels = WITH_BUBAO[True]
    found = {r.regeling: r for r in calculate(replace(one.case(), regels=regels))}
    values = [
        naive.lestijden_bubao(
            naive.leerlingen(cells),
            naive.leerlingen(before),
            moeder=Fraction("0.75"),
            taal=Fraction("0.35"),
            per_punt=Fraction("0.3107"),
            punten_afronden=True,
        )
        for cells, before, _ in completions(one)
    ]
    if Regeling.LESTIJDEN_BUBAO in found:
        assert ends(found[Regeling.LESTIJDEN_BUBAO]) == (min(values), max(values))
