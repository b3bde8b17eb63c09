"""Thousands of random schools: the engine, the bulk path and the naive law say the same.

``GOKWIJS_VOORBEELDEN`` scales the number of schools (1 = all, 0.1 for a quick look).
"""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gokwijs.core.calendar import Schooljaar, teldag, vorige_teldag
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.parameters import Regels, load_regels
from gokwijs.core.middelen.buitengewoon import calculate_buitengewoon
from gokwijs.core.middelen.bulk import Bulk, SingleSchool, calculate_bulk
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.entered import load_entered
from gokwijs.core.middelen.oki import calculate_oki
from gokwijs.core.middelen.result import Regeling, Result
from gokwijs.core.middelen.ses_lestijden import calculate_ses_lestijden
from gokwijs.core.middelen.uren_leraar import calculate_uren_leraar
from gokwijs.core.middelen.werkingsbudget import calculate_werkingsbudget
from gokwijs.core.telling.kubus import KubusTellingen
from gokwijs.core.telling.model import Telling
from tests.core.builders import YEAR, case, kubus, random_cells, school, telling
from tests.law import naive
from tests.law.schools import BAO, SCALE, SO, Schets, scholen, voorbeelden

UREN = {"I": Regeling.UREN_LERAAR_SO_1, "II": Regeling.UREN_LERAAR_SO_23}
YEAR_OF_AMOUNTS = Schooljaar(2017)


def case_of(schets: Schets, **more: Any) -> Case:
    return case(*schets.nu, vorige=schets.eerder, **{**schets.facts, **more})


def is_exactly(result: Result, number: Fraction | int) -> None:
    """One number, not an interval."""
    assert (result.minimum, result.maximum, result.resultaat) == (number, number, number)


def value_of(result: Result, name: str) -> Fraction:
    """The value of the one step of the explanation with this name."""
    found = [s.value for s in result.uitleg.walk() if s.name == name and s.value is not None]
    assert len(found) == 1, name
    assert found[0].is_exact
    return found[0].low


# ---------------------------------------------------------------- the engine, regime by regime


@given(scholen(BAO))
@voorbeelden(800)
def test_ses_lestijden_agree_with_the_naive_law(schets: Schets) -> None:
    facts = schets.facts
    now, earlier = naive.leerlingen(schets.nu), naive.leerlingen(schets.eerder)
    s = naive.verhouding(earlier)
    if "toeslag_noemer" in facts:
        s = facts["toeslag_leerlingen"] / facts["toeslag_noemer"]
    if facts["nieuwe_school"] is Antwoord.JA:
        s = Fraction(25, 100)
    found = {r.regeling: r for r in calculate_ses_lestijden(case_of(schets))}
    present = {p.niveau for p in now}
    assert {r.value for r in found} == {f"ses_lestijden_{niveau}" for niveau in present}
    for niveau in present:
        result = found[Regeling(f"ses_lestijden_{niveau}")]
        if s is None:
            assert (result.minimum, result.maximum, result.som) == (None, None, None)
            continue
        som, lestijden = naive.ses(now, niveau, s)
        is_exactly(result, lestijden)
        assert result.som is not None
        assert (result.som.low, result.som.high) == (som, som)
        assert value_of(result, "Verhouding S") == s


@pytest.mark.parametrize(
    "groups",
    [("so_1", "so_okan"), ("so_2", "so_3"), SO],
    ids=["eerste graad", "hogere graden", "alle graden"],
)
@given(st.data())
@voorbeelden(400)
def test_uren_leraar_agree_with_the_naive_law(groups: tuple[str, ...], data: st.DataObject) -> None:
    schets = data.draw(scholen(groups))
    facts = schets.facts
    brussel = facts["brussel"] is Antwoord.JA
    now, earlier = naive.leerlingen(schets.nu), naive.leerlingen(schets.eerder)
    found = {r.regeling: r for r in calculate_uren_leraar(case_of(schets))}
    spread = facts.get("vestigingen_verspreid") is Antwoord.JA
    if spread and len({p.vestigingsplaats for p in now}) < 2:
        assert all(r.minimum is None and r.reasons for r in found.values())
        return
    lezing = facts["lezing_vestigingen"] if spread else ""
    hours = naive.uren_leraar(now, earlier, brussel=brussel, lezing=lezing)
    assert found.keys() == {UREN[groep] for groep in hours}
    for groep, uren in hours.items():
        is_exactly(found[UREN[groep]], uren)
        if not spread:
            check_rekening(found[UREN[groep]], groep, now, earlier, brussel)


def check_rekening(
    result: Result,
    groep: str,
    now: list[naive.Leerling],
    earlier: list[naive.Leerling],
    brussel: bool,
) -> None:
    """Every line between pupils and hours, and both thresholds."""
    mine, before = naive.groep_van(now, groep), naive.groep_van(earlier, groep)
    paper = naive.rekening(mine, before, groep, brussel=brussel)
    assert value_of(result, "Som van de punten") == paper.som
    assert value_of(result, "Punten") == paper.punten
    assert value_of(result, "Punten maal uren per punt") == paper.exact
    assert value_of(result, "Uren volgens de punten") == paper.uren
    assert result.som is not None
    assert result.som.low == paper.som * paper.maal * naive.PER_PUNT[groep]
    drempel, concentratie = result.drempels
    assert drempel.limit == naive.DREMPEL[groep]
    assert drempel.met is paper.gehaald
    assert (drempel.share.low, drempel.share.high) == (paper.aandeel, paper.aandeel)
    assert concentratie.met is (paper.aandeel >= Fraction(55, 100))


BUBAO = """
[buitengewoon.bubao]
afronding = { waarde = "%s", document = "brief", datum = 2026-11-01 }
lestijden_per_punt = { waarde = 0.3107, document = "brief", datum = 2026-11-01 }
[buitengewoon.bubao.punten]
opleiding_moeder = { waarde = 0.75, document = "brief", datum = 2026-11-01 }
thuistaal = { waarde = 0.35, document = "brief", datum = 2026-11-01 }
"""
WITH_BUBAO: dict[bool, Regels] = {
    True: load_entered(BUBAO % "punten_en_lestijden", "getallen.toml", YEAR)[0],
    False: load_entered(BUBAO % "alleen_lestijden", "getallen.toml", YEAR)[0],
}


@given(scholen(("buso", "bubao")))
@voorbeelden(600)
def test_buitengewoon_onderwijs_agrees_with_the_naive_law(schets: Schets) -> None:
    now, earlier = naive.leerlingen(schets.nu), naive.leerlingen(schets.eerder)
    for punten_afronden, regels in WITH_BUBAO.items():
        found = {r.regeling: r for r in calculate_buitengewoon(case_of(schets, regels=regels))}
        if Regeling.LESUREN_BUSO in found:
            is_exactly(found[Regeling.LESUREN_BUSO], naive.lesuren_buso(now, earlier))
        if Regeling.LESTIJDEN_BUBAO in found:
            hours = naive.lestijden_bubao(
                now,
                earlier,
                moeder=Fraction("0.75"),
                taal=Fraction("0.35"),
                per_punt=Fraction("0.3107"),
                punten_afronden=punten_afronden,
            )
            is_exactly(found[Regeling.LESTIJDEN_BUBAO], hours)
        assert {r.regeling.value for r in found.values()} == {
            {"buso": "lesuren_buso", "bubao": "lestijden_bubao"}[p.niveau] for p in now
        }
        for result in found.values():
            niveau = "buso" if result.regeling is Regeling.LESUREN_BUSO else "bubao"
            mine = naive.tellen_mee(now, niveau)
            before = naive.tellen_mee(earlier, niveau)
            assert [d.met for d in result.drempels] == (
                [naive.haalt_40(mine) or naive.haalt_40(before)] if mine else []
            )


@given(scholen())
@voorbeelden(300)
def test_euros_and_oki_agree_with_the_naive_law(schets: Schets) -> None:
    now = naive.leerlingen(schets.nu)
    official = {("basisonderwijs", Kenmerk.BUURT): Fraction(25, 2)}
    regelingen = {
        "basisonderwijs": Regeling.WERKINGSBUDGET_BAO,
        "secundair": Regeling.WERKINGSBUDGET_SO,
    }
    for corrected in ({}, official):
        one = case_of(schets, schooljaar=YEAR_OF_AMOUNTS, gecorrigeerd=corrected)
        found = {r.regeling: r for r in calculate_werkingsbudget(one)}
        for deel, regeling in regelingen.items():
            if regeling in found:
                known = {k.value: n for (d, k), n in corrected.items() if d == deel}
                is_exactly(found[regeling], naive.werkingsbudget_2018(now, deel, known))
    for result in calculate_oki(case_of(schets)):
        mean = naive.oki(now)
        assert mean is not None
        is_exactly(result, mean)


@given(scholen())
@voorbeelden(150)
def test_a_mixed_school_gets_each_regeling_as_if_it_were_alone(schets: Schets) -> None:
    one = case_of(schets)
    together = calculate(one)
    alone = [
        *calculate_ses_lestijden(one),
        *calculate_uren_leraar(one),
        *calculate_buitengewoon(one),
        *calculate_werkingsbudget(one),
        *calculate_oki(one),
    ]
    assert list(together) == alone
    assert len({r.regeling for r in together}) == len(together)


LIMITS = {"I": (10, 55), "II": (25, 55), "buso": (40,)}


def corners(schets: Schets) -> set[str]:
    """Where a school lies, on paper: at each threshold, and with or without hours."""
    now, earlier = naive.leerlingen(schets.nu), naive.leerlingen(schets.eerder)
    brussel = schets.facts["brussel"] is Antwoord.JA
    granted: dict[str, int] = naive.uren_leraar(now, earlier, brussel=brussel)
    groups = {groep: naive.groep_van(now, groep) for groep in ("I", "II")}
    groups["buso"] = naive.tellen_mee(now, "buso")
    if groups["buso"]:
        granted["buso"] = naive.lesuren_buso(now, earlier)
    where = "in Brussel" if brussel else "in Vlaanderen"
    found = {f"{groep} {'iets' if uren else 'niets'} {where}" for groep, uren in granted.items()}
    for groep, pupils in groups.items():
        teller = naive.total(pupils, naive.telt)
        if groep == "buso":
            teller = naive.number(pupils, "opleiding_moeder")
        for percent in LIMITS[groep] if pupils else ():
            missing = Fraction(percent * len(pupils), 200) - teller
            how = "juist" if not missing else "gehaald" if missing < 0 else "niet gehaald"
            found |= {f"{groep} {percent} % {how}"}
            found |= {f"{groep} {percent} % net niet"} if 0 < missing <= 1 else set()
    return found


def test_the_random_schools_reach_every_corner() -> None:
    """A check on the check: on, just under and above each threshold, in and outside Brussels."""
    seen: set[str] = set()

    @given(st.data())
    @voorbeelden(200 / SCALE)
    def look(groups: tuple[str, ...], data: st.DataObject) -> None:
        seen.update(corners(data.draw(scholen(groups))))

    for group in ("so_1", "so_2", "buso"):
        look((group,))
    wanted = {
        f"{groep} {percent} % {how}"
        for groep, limits in LIMITS.items()
        for percent in limits
        for how in ("juist", "net niet", "gehaald", "niet gehaald")
    }
    wanted |= {
        f"{groep} {what} {where}"
        for groep in LIMITS
        for what in ("iets", "niets")
        for where in ("in Brussel", "in Vlaanderen")
    }
    assert wanted - seen == set()


# ---------------------------------------------------------------- the columns of many schools


def batch(seed: int, size: int = 100) -> tuple[Schooljaar, Regels, list[Case]]:
    """Random schools about which anything may be unknown, in a year with or without amounts."""
    dice = random.Random(seed)
    year = YEAR_OF_AMOUNTS if seed % 3 == 0 else YEAR
    regels = WITH_BUBAO[True] if seed % 3 == 1 else load_regels()
    cases = []
    for place in range(size):
        nummer = f"{900_000 + place}"
        cells = random_cells(dice, unknowns=place % 4 > 0, halves=place % 9 == 0)
        now = Telling.of_cells(nummer, teldag(year), cells)
        before = Telling.of_cells(
            nummer, vorige_teldag(year), random_cells(dice, unknowns=place % 4 > 1)
        )
        facts: dict[str, Any] = {
            "brussel": Antwoord(dice.choice([0, 0, 0, 1, 2])),
            "nieuwe_school": Antwoord(dice.choice([0, 0, 0, 1, 2])),
            "vestigingen_verspreid": Antwoord(dice.choice([0, 0, 0, 1, 2])),
            "lezing_vestigingen": dice.choice(["", "beide_groepen", "alleen_groep_1"]),
        }
        if place % 3 == 0:
            top = dice.randint(0, 400)
            facts["toeslag_leerlingen"] = Fraction(dice.randint(0, 2 * top + 1), 2)
            facts["toeslag_noemer"] = Fraction(top)
        if place % 5 == 0:
            number = Fraction(dice.randint(0, 400), dice.choice([1, 2, 100]))
            facts["gecorrigeerd"] = {("secundair", Kenmerk.THUISTAAL): number}
        one = school(nummer, **facts)
        cases.append(Case(now, one, year, regels, before))
    return year, regels, cases


@pytest.mark.parametrize("earlier_known", [True, False])
@pytest.mark.parametrize("seed", range(max(3, int(6 * SCALE))))
def test_the_columns_agree_with_the_plain_engine(seed: int, earlier_known: bool) -> None:
    year, regels, cases = batch(seed, 60)
    now = kubus([c.telling for c in cases])
    before = kubus([c.vorige for c in cases if c.vorige is not None])
    scholen = {c.school.instellingsnummer: c.school for c in cases}
    bulk = Bulk(now.frame, scholen, year, regels, before.frame if earlier_known else None)
    tellingen = KubusTellingen(before) if earlier_known else None
    single = SingleSchool(bulk, KubusTellingen(now), tellingen)
    columns = {(r.instellingsnummer, r.regeling): r for r in calculate_bulk(bulk, single)}
    plain = {
        (r.instellingsnummer, r.regeling): r
        for c in cases
        for r in calculate(c if earlier_known else Case(c.telling, c.school, year, regels))
    }
    assert columns.keys() == plain.keys()
    for key, result in plain.items():
        row = columns[key]
        assert (row.minimum, row.maximum) == (result.minimum, result.maximum), key
        som = (
            None if row.som_low is None else (Fraction(*row.som_low), Fraction(*row.som_high or ()))
        )
        expected = None if result.som is None else (result.som.low, result.som.high)
        assert som == expected, key


def test_a_school_that_nobody_described_is_calculated_alike() -> None:
    one = telling(*random_cells(random.Random(4), groups=["lager", "so_1", "buso"]))
    now = kubus([one])
    bulk = Bulk(now.frame, {}, YEAR, load_regels())
    single = SingleSchool(bulk, KubusTellingen(now), None)
    columns = {r.regeling: (r.minimum, r.maximum) for r in calculate_bulk(bulk, single)}
    plain = calculate(Case(one, bulk.school("999900"), YEAR, load_regels()))
    assert columns == {r.regeling: (r.minimum, r.maximum) for r in plain}
    assert bulk.school("999900").brussel is Antwoord.ONBEKEND


@pytest.mark.parametrize("seed", range(3))
def test_the_columns_rebuild_each_telling_with_its_fingerprint(seed: int) -> None:
    cases = batch(seed, 40)[2]
    now = kubus([c.telling for c in cases])
    for one in cases:
        if one.telling.cells:
            nummer = one.telling.instellingsnummer
            assert now.telling(nummer) == one.telling
            assert now.fingerprints()[nummer] == one.telling.fingerprint


def test_the_law_of_every_year_is_the_same_in_columns() -> None:
    """Also where the law is not known: before 2012, and uren-leraar before 2023 (OV-21)."""
    cells = random_cells(random.Random(9), groups=["lager", "so_1", "so_2", "buso", "bubao"])
    for start in (2009, 2011, 2012, 2016, 2020, 2021, 2022, 2023, 2027):
        year = Schooljaar(start)
        one = Telling.of_cells("999900", date(start, 2, 1), cells)
        facts = school(toeslag_leerlingen=Fraction(30), toeslag_noemer=Fraction(100))
        bulk = Bulk(kubus([one]).frame, {"999900": facts}, year, load_regels())
        single = SingleSchool(bulk, {"999900": one}, None)
        columns = {r.regeling: (r.minimum, r.maximum) for r in calculate_bulk(bulk, single)}
        plain = calculate(Case(one, facts, year, load_regels()))
        assert columns == {r.regeling: (r.minimum, r.maximum) for r in plain}, year
