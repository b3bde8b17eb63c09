"""The named tables of a school for the whole team: true, small ones hidden, and nothing found back.

The attack at the end is a linear program over every number that is shown, apart from the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import lil_matrix

from gokwijs.core.analyse.attest import Attest
from gokwijs.core.analyse.beeld import Beeld, Persoon, gekend, maak_beeld
from gokwijs.core.analyse.plek import Plek
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import telblad
from gokwijs.core.disclosure.figuren import GEVOELIG, GEWOON, Figuur
from gokwijs.core.disclosure.namen import (
    JAARTABELLEN,
    PLAATSTABELLEN,
    TITELS,
    Opzet,
    jaartabel,
    plaatstabellen,
)
from gokwijs.core.disclosure.poort import geef_familie_vrij
from gokwijs.core.disclosure.vrijgave import Familie

JAAR, DAG = 2026, date(2026, 10, 1)
# graad, leerjaar, richting, class, birth year of who is not behind
Klas = tuple[str, str, str, str, int]
KLASSEN: tuple[Klas, ...] = (
    ("1", "1", "1A", "1Aa", 2014),
    ("1", "1", "1A", "1Ab", 2014),
    ("1", "1", "1B", "1B", 2014),
    ("2", "3", "Economie", "3Ec", 2012),
    ("2", "4", "Zorg", "4Zo", 2011),
    ("3", "5", "Zorg", "5Zo", 2010),
)
SHARES = (0.35, 0.4, 0.3, 0.04, 0.3)


def pupils(seed: int, size: int = 20, klassen: Sequence[Klas] = KLASSEN) -> list[Persoon]:
    chance, found = Random(seed), []
    for graad, leerjaar, richting, klas, born in klassen:
        for _ in range(size):
            answers = tuple(int(chance.random() < share) for share in SHARES)
            found.append(
                Persoon(
                    len(found),
                    Plek("1", "so", graad, leerjaar, richting, klas),
                    answers,
                    born - (chance.random() < 0.4),
                    chance.choice((Attest.A, Attest.A, Attest.B, Attest.C)),
                    2,
                )
            )
    return found


def counted(nu: Sequence[Persoon], vorig: Sequence[Persoon] | None = None) -> Beeld:
    return gekend(maak_beeld(JAAR, DAG, nu, vorig))


def released(opzet: Opzet, drempel: int = GEWOON) -> Familie:
    return geef_familie_vrij(opzet.cellen, opzet.tafels, bekend=opzet.bekend, drempel=drempel)


@cache
def school(drempel: int = GEWOON) -> tuple[Beeld, Opzet, Familie]:
    """Six classes of twenty, once through the gate for all tests."""
    beeld = counted(pupils(1))
    opzet = plaatstabellen(beeld)
    return beeld, opzet, released(opzet, drempel)


def shown_of(familie: Familie, *tables: str) -> dict[str, int]:
    """What the team sees: key → half pupils."""
    return {
        figuur.key: figuur.halves
        for key, one in familie.vrijgaven.items()
        if not tables or key in tables
        for figuur in one.figuren
        if figuur.key not in one.verborgen
    }


# ---------------------------------------------------------------- the figures


def check_places(beeld: Beeld) -> None:
    opzet = plaatstabellen(beeld)
    for tafel in opzet.tafels:
        blad = telblad(tafel.key, beeld, Selectie())
        figures = {figuur.key: figuur for figuur in tafel.figuren}
        for rij in blad.rijen:
            for kolom in PLAATSTABELLEN[tafel.key]:
                cel = blad.cel(rij.key, kolom)
                if kolom == "trekkende_bevolking" and f"{rij.key}|{kolom}" not in figures:
                    assert tafel.key.startswith("waar-"), "left out below the school only"
                    assert sum(blad.cel(r.key, kolom).ja or 0 for r in blad.rijen) < 2 * GEVOELIG
                    continue
                yes = figures.pop(f"{rij.key}|{kolom}")
                assert yes.halves == cel.ja == sum(opzet.cellen[c] for c in yes.cellen)
                if tafel.key != "aantal":
                    rest = figures.pop(f"{rij.key}|{kolom}:rest")
                    assert rest.halves == (cel.n or 0) - (cel.ja or 0)
                    assert not rest.cellen & yes.cellen
        assert not figures
    known = {halves for _, halves in ((b.cellen, b.halves) for b in opzet.bekend)}
    assert known >= {rij.n for rij in telblad("waar-klas", beeld, Selectie()).rijen}


def random_school(seed: int) -> list[Persoon]:
    chance, found = Random(seed), []
    places = [
        Plek(chance.choice("12"), niveau, graad, leerjaar, richting, chance.choice("ABC"))
        for niveau, graad, leerjaar, richting in chance.choices(
            (
                ("kleuter", "", "3", ""),
                ("lager", "", "1", ""),
                ("lager", "", "6", ""),
                ("so", "1", "1", "1A"),
                ("so", "3", "7", "Zorg"),
                ("so", "okan", "", "OKAN"),
                ("bubao", "", "", ""),
                ("buso", "", "1", "OV3"),
            ),
            k=6,
        )
    ]
    for wie in range(chance.randint(1, 60)):
        answers = tuple(chance.choices((0, 1, 2), (5, 3, 1), k=5))
        attest, halves = chance.choice(list(Attest)), chance.choice((1, 2, 2))
        born = chance.choice((None, *range(2006, 2024)))
        found.append(Persoon(wie, chance.choice(places), answers, born, attest, halves))
    return found


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_the_figures_are_the_numbers_of_the_tables(seed: int) -> None:
    nu, vorig = random_school(seed), random_school(seed + 1)
    beeld = counted(nu, vorig)
    check_places(beeld)
    for key, uitkomsten in JAARTABELLEN.items():
        blad = telblad(key, beeld, Selectie())
        opzet = jaartabel(beeld, key, [rij.key for rij in blad.rijen])
        assert [tafel.key for tafel in opzet.tafels] == [key]
        for figuur in opzet.tafels[0].figuren:
            rij, _, kolom = figuur.key.partition("|")
            groep, _, uitkomst = kolom.partition(":")
            assert figuur.drempel == GEVOELIG
            assert figuur.halves == sum(opzet.cellen[c] for c in figuur.cellen)
            if uitkomst in uitkomsten:
                assert figuur.halves == blad.cel(rij, kolom).ja
            elif uitkomst == "n":
                assert figuur.halves == blad.cel(rij, f"{groep}:{uitkomsten[0]}").n
        assert sum(opzet.cellen.values()) <= beeld.halves + sum(g.halves for g in beeld.gangen)


def test_every_table_has_a_title() -> None:
    assert set(TITELS) == {*PLAATSTABELLEN, *JAARTABELLEN}


def test_a_table_of_one_row_is_no_table_of_its_own() -> None:
    nu = pupils(3, klassen=KLASSEN[:3])
    keys = [tafel.key for tafel in plaatstabellen(counted(nu)).tafels]
    assert "waar-vestiging" not in keys
    assert "waar-graad" not in keys
    assert "waar-klas" in keys


def test_published_totals_are_known_to_all() -> None:
    beeld, _, _ = school()
    opzet = plaatstabellen(beeld, ("thuistaal",))
    figure = next(f for f in opzet.tafels[0].figuren if f.key == "school|thuistaal")
    assert (figure.cellen, figure.halves) in [(b.cellen, b.halves) for b in opzet.bekend]
    plain = [(b.cellen, b.halves) for b in plaatstabellen(beeld).bekend]
    assert (figure.cellen, figure.halves) not in plain


def test_thresholds() -> None:
    """privacy.md §4: ten for kenmerken together, and for trekkende bevolking."""
    _, opzet, _ = school()
    for tafel in opzet.tafels:
        for figuur in tafel.figuren:
            kolom = figuur.key.partition("|")[2].removesuffix(":rest")
            sensitive = kolom == "trekkende_bevolking" or tafel.key == "aantal"
            assert figuur.drempel == (20 if sensitive else 10)


# ---------------------------------------------------------------- through the gate


def test_every_number_shown_is_true_and_none_of_them_is_small() -> None:
    beeld, opzet, familie = school()
    assert not familie.weigeringen
    assert set(familie.vrijgaven) == {tafel.key for tafel in opzet.tafels}
    for key, one in familie.vrijgaven.items():
        blad = telblad(key, beeld, Selectie())
        assert one.primair <= one.verborgen
        for figuur in one.figuren:
            rij, _, kolom = figuur.key.partition("|")
            yes, rest = kolom.removesuffix(":rest"), kolom.endswith(":rest")
            cel = blad.cel(rij, yes)
            true = (cel.n or 0) - (cel.ja or 0) if rest else cel.ja
            found = one.toon(figuur.key)
            assert found is None or (found == true and true >= figuur.drempel)
            if found is not None and key != "aantal":
                assert one.toon(f"{rij}|{yes}" if rest else f"{rij}|{yes}:rest") is not None
    shown = shown_of(familie)
    assert {f"school|{kolom}" for kolom in ("opleiding_moeder", "thuistaal", "gok")} <= set(shown)
    assert not any("trekkende_bevolking" in key for key in shown)  # four of 120


def test_the_sizes_of_places_are_always_known() -> None:
    beeld, opzet, _ = school()
    known = {(b.cellen, b.halves) for b in opzet.bekend}
    for key in PLAATSTABELLEN:
        for rij in telblad(key, beeld, Selectie()).rijen:
            assert any(halves == rij.n for _, halves in known)
            table = next((t for t in opzet.tafels if t.key == key), None)
            if table is None or key == "aantal":
                continue
            kolom = PLAATSTABELLEN[key][0]
            parts = [f for f in table.figuren if f.key.startswith(f"{rij.key}|{kolom}")]
            assert (frozenset().union(*(f.cellen for f in parts)), rij.n) in known


def bounds(
    known: Iterable[tuple[frozenset[int], int]], target: Sequence[Figuur], cells: int
) -> Iterator[tuple[Figuur, float, float]]:
    """Per hidden figure its smallest and largest value beside everything that is known."""
    rows = list(dict.fromkeys(known))
    matrix, values = lil_matrix((len(rows), cells)), np.zeros(len(rows))
    for place, (own, halves) in enumerate(rows):
        matrix[place, sorted(own)] = 1
        values[place] = halves
    options = {"A_eq": matrix.tocsr(), "b_eq": values, "bounds": (0, None), "method": "highs"}
    for figuur in target:
        goal = np.zeros(cells)
        goal[sorted(figuur.cellen)] = 1
        low, high = linprog(goal, **options), linprog(-goal, **options)
        assert low.status == 0
        yield figuur, low.fun, -high.fun if high.status == 0 else float("inf")


def all_known(opzet: Opzet, familie: Familie) -> list[tuple[frozenset[int], int]]:
    shown = [
        (f.cellen, f.halves)
        for one in familie.vrijgaven.values()
        for f in one.figuren
        if f.key not in one.verborgen
    ]
    return [*((b.cellen, b.halves) for b in opzet.bekend), *shown]


def hidden_of(familie: Familie) -> list[Figuur]:
    found: Mapping[frozenset[int], Figuur] = {
        f.cellen: f
        for one in familie.vrijgaven.values()
        for f in one.figuren
        if f.key in one.verborgen
    }
    return list(found.values())


def test_no_hidden_number_is_found_back_from_all_tables_together() -> None:
    _, opzet, familie = school()
    hidden = hidden_of(familie)
    assert len(hidden) > 20
    for figuur, low, high in bounds(all_known(opzet, familie), hidden, len(opzet.cellen)):
        assert high - low >= 10 - 1e-6, figuur.key
        if figuur.te_klein:
            assert high >= figuur.drempel - 1e-6, figuur.key


def test_the_attack_of_this_test_does_find_an_open_number() -> None:
    """Hiding only the small ones is no protection, and the attack shows it."""
    _, opzet, familie = school()
    figures = [f for one in familie.vrijgaven.values() for f in one.figuren]
    small = {f.cellen for f in figures if f.te_klein}
    known = [(b.cellen, b.halves) for b in opzet.bekend]
    known += [(f.cellen, f.halves) for f in figures if f.cellen not in small]
    target = [f for f in figures if f.te_klein][:6]
    found = list(bounds(known, target, len(opzet.cellen)))
    assert any(abs(high - low) < 1e-6 for _, low, high in found)


def test_a_few_of_the_trekkende_bevolking_do_not_cost_every_other_table() -> None:
    """Five of 120: their total beside a threshold of ten per graad would refuse all tables."""
    beeld = counted(pupils(7))
    assert telblad("samenstelling", beeld, Selectie()).cel("school", "trekkende_bevolking").ja == 10
    familie = released(plaatstabellen(beeld))
    assert not familie.weigeringen
    assert not any("trekkende_bevolking" in key for key in shown_of(familie))
    assert any(key.startswith("so-1|") for key in shown_of(familie, "waar-graad"))


def test_a_higher_threshold_hides_more_of_the_same() -> None:
    low, high = school()[2], school(16)[2]
    for key, one in low.vrijgaven.items():
        other = high.vrijgaven.get(key)
        assert other is None or one.verborgen <= other.verborgen
    assert set(shown_of(high)) < set(shown_of(low))
    assert all(halves >= 16 for halves in shown_of(high).values())
