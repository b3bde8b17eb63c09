"""What-if never touches what is stored or earlier; receipts prove results; typed numbers."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.entered import EnteredError, load_entered
from gokwijs.core.middelen.export import results_to_json
from gokwijs.core.middelen.proof import compare
from gokwijs.core.middelen.result import ReasonKind, Regeling
from gokwijs.core.middelen.what_if import Edit, WhatIfError, edited, resolved, scenario_law
from gokwijs.core.telling.model import Groep, Onderwijsniveau, School, Telling
from tests.core.builders import YEAR, case, cell, results

SO1 = Regeling.UREN_LERAAR_SO_1
BIG = (cell("M", 30), cell("MT", 20), cell("S", 40), cell("", 300))


def test_three_more_pupils_are_three_more_pupils() -> None:
    one = case(*BIG)
    more = edited(one, [Edit(Onderwijsniveau.SO, Groep.I, Kenmerk.OPLEIDING_MOEDER, 3)])
    by_hand = case(cell("M", 33), cell("MT", 20), cell("S", 40), cell("", 297))
    assert results(more)[SO1].som == results(by_hand)[SO1].som
    enrolled = edited(
        one, [Edit(Onderwijsniveau.SO, Groep.I, Kenmerk.OPLEIDING_MOEDER, 3, new=True)]
    )
    assert enrolled.telling.pupils == one.telling.pupils + 3


def test_the_stored_case_stays_as_it_was() -> None:
    one = case(*BIG)
    before = copy.deepcopy(one.telling.to_json()), one.telling.fingerprint
    stored = json.dumps(results_to_json(calculate(one)))
    edited(one, [Edit(Onderwijsniveau.SO, Groep.I, Kenmerk.OPLEIDING_MOEDER, 25)])
    resolved(one, Kenmerk.THUISTAAL, Antwoord.JA)
    scenario_law(
        one.regels, {"secundair.uren_leraar.minimum": Fraction(9)}, YEAR, date(2026, 11, 1)
    )
    assert (one.telling.to_json(), one.telling.fingerprint) == before
    assert json.dumps(results_to_json(calculate(one))) == stored


@pytest.mark.parametrize(
    ("pupils", "message"), [(301, "maar 300 leerlingen"), (-31, "maar 30 leerlingen")]
)
def test_more_than_there_are_is_refused_in_words(pupils: int, message: str) -> None:
    with pytest.raises(WhatIfError, match=message):
        edited(case(*BIG), [Edit(Onderwijsniveau.SO, Groep.I, Kenmerk.OPLEIDING_MOEDER, pupils)])


def test_another_threshold_next_year_leaves_every_earlier_year() -> None:
    law = load_regels()
    name = "secundair.uren_leraar.drempel.groep_1"
    changed = scenario_law(law, {name: Fraction(1, 2)}, YEAR, date(2026, 11, 1))
    for start in range(2023, YEAR.start):
        day = Schooljaar(start).last_day
        assert changed.on(day)(name).number == law.on(day)(name).number
        assert changed.on(day)(name).fingerprint == law.on(day)(name).fingerprint
    assert changed.on(YEAR.first_day)(name).number == Fraction(1, 2)
    assert law.on(YEAR.first_day)(name).number == Fraction(1, 10)
    assert results(case(*BIG))[SO1].resultaat != 0
    assert results(case(*BIG, regels=changed))[SO1].resultaat == 0
    earlier = Schooljaar(2025)
    same = [
        results_to_json(calculate(case(*BIG, regels=r, schooljaar=earlier))) for r in (law, changed)
    ]
    assert compare(*same) == []


# ---------------------------------------------------------------- receipts


def test_the_same_case_gives_the_same_bits() -> None:
    one = case(*BIG)
    copied = replace(
        one,
        telling=Telling.from_json(json.loads(json.dumps(one.telling.to_json()))),
        school=School.from_json(json.loads(json.dumps(one.school.to_json()))),
    )
    stored = results_to_json(calculate(one))
    assert compare(stored, results_to_json(calculate(copied))) == []


def test_a_changed_count_is_named() -> None:
    stored = results_to_json(calculate(case(*BIG)))
    fresh = results_to_json(calculate(case(*BIG, cell("M", 1))))
    sentences = {v.sentence for v in compare(stored, fresh) if v.regeling == SO1.value}
    assert "De telling is veranderd." in sentences
    assert any(s.startswith("Som was") for s in sentences)


def test_a_changed_number_of_the_law_is_named() -> None:
    name = "secundair.uren_leraar.punten.opleiding_moeder"
    changed = scenario_law(load_regels(), {name: Fraction(1, 2)}, YEAR, date(2026, 11, 1))
    stored = results_to_json(calculate(case(*BIG)))
    fresh = results_to_json(calculate(case(*BIG, regels=changed)))
    sentences = {v.sentence for v in compare(stored, fresh)}
    assert f"Het getal {name} van de wet is veranderd." in sentences


def test_a_tampered_result_is_found() -> None:
    stored = results_to_json(calculate(case(*BIG)))
    tampered = copy.deepcopy(stored)
    tampered[0]["resultaat"] = tampered[0]["minimum"] = tampered[0]["maximum"] = "99"
    assert any("was 99" in v.sentence for v in compare(tampered, stored))
    words = copy.deepcopy(stored)
    words[0]["stappen"][0]["zin"] = "iets anders"
    assert [v.sentence for v in compare(words, stored)] == [
        "De uitkomst is gelijk, maar dit niet: stappen."
    ]


def test_the_other_school_and_version_are_named() -> None:
    stored = results_to_json(calculate(case(*BIG)))
    fresh = results_to_json(calculate(case(*BIG, brussel=Antwoord.JA)))
    assert "De schoolgegevens zijn veranderd." in {v.sentence for v in compare(stored, fresh)}
    older = copy.deepcopy(stored)
    older[0]["bewijs"]["versie"] = "0.0.1"
    assert "Het programma heeft een andere versie." in {v.sentence for v in compare(older, stored)}


# ---------------------------------------------------------------- published JSON


def test_json_is_null_only_with_a_reason() -> None:
    unknown = case(cell("M", 30, "lager"), cell("m", 6, "lager"), cell("", 90, "lager"), vorige=[])
    for data in results_to_json(calculate(unknown)):
        assert (data["resultaat"] is None) is (
            data["minimum"] is None or data["minimum"] != data["maximum"]
        )
        if data["resultaat"] is None:
            assert data["redenen"]
        for key in ("instellingsnummer", "regeling", "som", "status", "stappen", "bewijs"):
            assert key in data


def test_oki_without_buurt_is_null_with_its_mean_beside_it() -> None:
    data = results_to_json(calculate(case(cell("MSb", 1, "lager"), cell("b", 2, "lager"))))
    oki = next(d for d in data if d["regeling"] == "oki")
    assert oki["resultaat"] is None
    assert oki["minimum"] is None
    assert oki["gemiddelde_zonder_buurt"] == "2/3"
    assert "zonder buurt" in oki["redenen"][0]["zin"]


# ---------------------------------------------------------------- entered numbers

ENTERED = """
[werkingsbudget.basisonderwijs.bedrag]
opleiding_moeder = { waarde = 126.50, document = "Brief 12", datum = 2027-01-15 }
schooltoeslag = { waarde = 100, document = "Brief 12", datum = 2027-01-15 }
thuistaal = { waarde = 90.25, document = "Brief 12", datum = 2027-01-15 }
buurt = { waarde = 80, document = "Brief 12", datum = 2027-01-15 }
"""


def test_euros_appear_once_their_amounts_are_typed_with_a_document() -> None:
    pupils = (cell("MSTB", 10, "lager"), cell("M", 5, "lager"), cell("", 50, "lager"))
    regeling = Regeling.WERKINGSBUDGET_BAO
    without = results(case(*pupils))[regeling]
    assert without.minimum is None
    assert "bedrag ontbreekt" in without.reasons[0].sentence
    law, corrected = load_entered(ENTERED, "getallen.toml", YEAR)
    assert corrected == {}
    found = results(case(*pupils, regels=law))[regeling]
    assert found.resultaat == 15 * Fraction("126.50") + 10 * (100 + Fraction("90.25") + 80)
    assert ReasonKind.VOOR_AFTOPPING in {r.kind for r in found.reasons}
    assert found.status in (Status.INGEVOERD, Status.ONBEVESTIGD, Status.AFGELEID)
    assert results(case(*pupils, regels=law, schooljaar=Schooljaar(2025)))[regeling].minimum is None


BUBAO = """
[buitengewoon.bubao]
afronding = { waarde = "punten_en_lestijden", document = "BVR 30/10/2009", datum = 2026-11-01 }
lestijden_per_punt = { waarde = 0.2, document = "BVR 30/10/2009", datum = 2026-11-01 }
[buitengewoon.bubao.punten]
opleiding_moeder = { waarde = 0.7, document = "BVR 30/10/2009", datum = 2026-11-01 }
thuistaal = { waarde = 0.3, document = "BVR 30/10/2009", datum = 2026-11-01 }
"""


def test_bubao_is_not_computable_until_the_factors_are_typed() -> None:
    pupils = (cell("M", 20, "bubao"), cell("MT", 30, "bubao"), cell("", 40, "bubao"))
    regeling = Regeling.LESTIJDEN_BUBAO
    without = results(case(*pupils))[regeling]
    assert (without.minimum, without.maximum) == (None, None)
    law, _ = load_entered(BUBAO, "getallen.toml", YEAR)
    # 20 × 0,7 + 30 × (0,7 + 0,3) = 44 punten; × 0,2 = 8,8 → 9
    assert results(case(*pupils, regels=law))[regeling].resultaat == 9


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = [", "getallen.toml: geen geldige TOML"),
        ("[a.b]\nwaarde = 1", r"'a.b.document' ontbreekt"),
        ('[a]\nwaarde = 1\ndocument = "d"\ndatum = 2026-01-01', "geen parameter 'a'"),
        ('[a]\nwaarde = 1\ndocument = "d"\ndatum = 2026-01-01\nx = 1', "'a.x' is niet bekend"),
        ('[a]\nwaarde = true\ndocument = "d"\ndatum = 2026-01-01', "waarde of datum klopt niet"),
        ('[a]\nwaarde = 1\ndocument = "d"\ndatum = "vandaag"', "waarde of datum klopt niet"),
        (
            '[secundair.uren_leraar.minimum]\nwaarde = -1\ndocument = "d"\ndatum = 2026-01-01',
            "'secundair.uren_leraar.minimum': .*niet kleiner dan 0",
        ),
        ('[a]\nwaarde = 1e999999999\ndocument = "d"\ndatum = 2026-01-01', "te groot of te lang"),
        ('[a]\nwaarde = 1e-99999999\ndocument = "d"\ndatum = 2026-01-01', "te groot of te lang"),
        ('[a]\nwaarde = nan\ndocument = "d"\ndatum = 2026-01-01', "klopt niet|te groot"),
        ("a = 3", "'a' moet waarde, document en datum hebben"),
    ],
)
def test_a_wrong_file_of_typed_numbers_names_file_and_key(text: str, message: str) -> None:
    with pytest.raises(EnteredError, match=message) as error:
        load_entered(text, "getallen.toml", YEAR)
    assert "getallen.toml" in str(error.value)
