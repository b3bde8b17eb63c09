"""Thousands of random schools: the engine, the bulk path and the naive law say the same.

``GOKWIJS_VOORBEELDEN`` scales the number of schools (1 = all, 0.1 for a quick look).
"""

from __future__ import annotations

import os
import random
from fractions import Fraction

import pytest

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.middelen.bulk import Bulk, SingleSchool, calculate_bulk
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.telling.kubus import KubusTellingen
from tests.core.builders import YEAR, kubus, random_cells, school, telling
from tests.law import naive

SCALE = float(os.environ.get("GOKWIJS_VOORBEELDEN", "1"))
BATCHES = max(2, int(30 * SCALE))
PER_BATCH = 100


def batch(seed: int, *, unknowns: bool) -> list[Case]:
    """A hundred random schools; every fifth in Brussels, every seventh new."""
    dice = random.Random(seed)
    cases = []
    for place in range(PER_BATCH):
        nummer = f"{900_000 + place}"
        now = telling(*random_cells(dice, unknowns=unknowns, halves=place % 9 == 0), nummer=nummer)
        before = telling(*random_cells(dice, unknowns=unknowns), nummer=nummer, earlier=True)
        facts = {
            "brussel": Antwoord(int(place % 5 == 0)),
            "nieuwe_school": Antwoord(int(place % 7 == 0)),
        }
        if unknowns and place % 11 == 0:
            facts["brussel"] = Antwoord.ONBEKEND
        if place % 3 == 0:
            top = dice.randint(1, 400)
            x = Fraction(dice.randint(0, 2 * top), 2)
            one = school(nummer, toeslag_leerlingen=x, toeslag_noemer=Fraction(top), **facts)
        else:
            one = school(nummer, **facts)
        cases.append(Case(now, one, YEAR, load_regels(), before))
    return cases


@pytest.mark.parametrize("seed", range(BATCHES))
def test_the_engine_agrees_with_the_naive_law(seed: int) -> None:
    for case in batch(seed, unknowns=False):
        found = {r.regeling: r for r in calculate(case)}
        now = naive.leerlingen(case.telling.cells)
        assert case.vorige is not None
        earlier = naive.leerlingen(case.vorige.cells)
        check_basisonderwijs(case, found, now, earlier)
        check_uren_leraar(case, found, now, earlier)
        if Regeling.LESUREN_BUSO in found:
            granted = naive.lesuren_buso(now, earlier)
            assert found[Regeling.LESUREN_BUSO].resultaat == granted, case
        if Regeling.OKI in found and found[Regeling.OKI].resultaat is not None:
            assert found[Regeling.OKI].resultaat == naive.oki(now), case


def check_basisonderwijs(
    case: Case,
    found: dict[Regeling, Result],
    now: list[naive.Leerling],
    earlier: list[naive.Leerling],
) -> None:
    x, p = case.school.toeslag_leerlingen, case.school.toeslag_noemer
    s = naive.verhouding(earlier)
    if x is not None and p is not None:
        s = x / p
    if case.school.nieuwe_school is Antwoord.JA:
        s = Fraction(1, 4)
    for niveau in ("kleuter", "lager"):
        present = any(pupil.niveau == niveau for pupil in now)
        result = found.get(Regeling(f"ses_lestijden_{niveau}"))
        assert (result is not None) is present
        if result is None:
            continue
        if s is None:
            assert result.minimum is None
            continue
        som, lestijden = naive.ses(now, niveau, s)
        assert result.som is not None
        assert (result.som.low, result.som.high) == (som, som), case
        assert result.resultaat == lestijden, case


def check_uren_leraar(
    case: Case,
    found: dict[Regeling, Result],
    now: list[naive.Leerling],
    earlier: list[naive.Leerling],
) -> None:
    brussel = case.school.brussel is Antwoord.JA
    hours = naive.uren_leraar(now, earlier, brussel=brussel)
    regelingen = {"I": Regeling.UREN_LERAAR_SO_1, "II": Regeling.UREN_LERAAR_SO_23}
    for groep, regeling in regelingen.items():
        assert (regeling in found) is (groep in hours)
        if groep in hours:
            assert found[regeling].resultaat == hours[groep], (groep, case)


@pytest.mark.parametrize("seed", range(1000, 1000 + max(2, BATCHES // 3)))
def test_the_columns_agree_with_the_plain_engine(seed: int) -> None:
    cases = batch(seed, unknowns=True)
    now = kubus([c.telling for c in cases])
    before = kubus([c.vorige for c in cases if c.vorige is not None])
    bulk = Bulk(
        now.frame,
        {c.school.instellingsnummer: c.school for c in cases},
        YEAR,
        load_regels(),
        before.frame,
    )
    single = SingleSchool(bulk, KubusTellingen(now), KubusTellingen(before))
    columns = {(r.instellingsnummer, r.regeling): r for r in calculate_bulk(bulk, single)}
    plain = {
        (r.instellingsnummer, r.regeling): r for c in cases if c.telling.cells for r in calculate(c)
    }
    assert columns.keys() == plain.keys()
    for key, result in plain.items():
        assert (columns[key].minimum, columns[key].maximum) == (
            result.minimum,
            result.maximum,
        ), key


def test_the_random_schools_reach_every_corner() -> None:
    """A check on the check: thresholds met and missed, Brussels, minimum, concentration."""
    seen: set[str] = set()
    for case in batch(1, unknowns=False) + batch(2, unknowns=False):
        for result in calculate(case):
            if result.resultaat is None:
                continue
            granted = "uren" if result.resultaat else "niets"
            seen.add(f"{result.regeling.value}:{granted}")
            for drempel in result.drempels:
                seen.add(f"{result.regeling.value}:{drempel.limit}:{drempel.met}")
    for wanted in (
        "ses_lestijden_kleuter:uren",
        "ses_lestijden_lager:niets",
        "uren_leraar_so_1:uren",
        "uren_leraar_so_1:niets",
        "uren_leraar_so_1:1/10:True",
        "uren_leraar_so_1:1/10:False",
        "uren_leraar_so_1:11/20:True",
        "uren_leraar_so_23:1/4:True",
        "uren_leraar_so_23:1/4:False",
        "lesuren_buso:2/5:True",
        "lesuren_buso:2/5:False",
        "lesuren_buso:uren",
    ):
        assert wanted in seen, sorted(seen)
