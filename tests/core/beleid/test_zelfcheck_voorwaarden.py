"""Every condition of the self-check: once just met, once just not. Long because it is one table."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from gokwijs.core.beleid.keuzes import (
    Aangrijpingspunt,
    Aard,
    Actiestatus,
    Besluitkeuze,
    Bronaard,
    Bronsoort,
    Deelnemersgroep,
    Documentsoort,
    Doelstatus,
    Knoop,
    Middelsoort,
    Momentvorm,
    Niveau,
    Onderwerp,
    Onderwijs,
    Zorgfase,
)
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.beleid.plan import Plan, Visie
from gokwijs.core.beleid.zelfcheck import Tekort, zelfcheck
from gokwijs.core.calendar import Schooljaar
from tests.core.beleid.builders import (
    VANDAAG,
    actie,
    besluit,
    doel,
    evaluatie,
    koppeling,
    meting,
    moment,
    nulmeting,
    plan,
    stand,
    toekenning,
    toewijzing,
    vaststelling,
)

ALLEEN = {"uitvoerders_bedoeld": 1, "teamafspraak_ref": ""}
LERAAR = {"aangrijpingspunt": Aangrijpingspunt.LERAAR, "start": VANDAAG - timedelta(days=181)}
NIEUWJAAR, MAART = date(2027, 1, 2), date(2027, 3, 1)
OUD = Plan(0, Schooljaar(2024), Schooljaar(2025))  # the plan before, so that T4 is not too early


def doelen(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"streefdoelen": tuple(doel(id=n, **one) for n, one in enumerate(fields, 1))}


def acties(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"acties": tuple(actie(id=n, **one) for n, one in enumerate(fields, 1))}


def zien(**fields: Any) -> dict[str, Any]:
    return {"vaststellingen": (vaststelling(), vaststelling(id=2, **fields))}


def momenten(**fields: Any) -> dict[str, Any]:
    return {"momenten": (moment(**fields),)}


def posten(*fields: dict[str, Any]) -> dict[str, Any]:
    return {"toewijzingen": tuple(toewijzing(id=n, **one) for n, one in enumerate(fields, 1))}


def letters(amount: int = 20, **fields: Any) -> dict[str, Any]:
    return {"toekenningen": (toekenning(amount, **fields),)}


def cyclus(*evaluaties: dict[str, Any], **extra: Any) -> dict[str, Any]:
    """A school that measured, evaluated and decided."""
    values: dict[str, Any] = {
        "voorgangers": (OUD,),
        "metingen": (nulmeting(), meting()),
        "evaluaties": tuple(evaluatie(id=n, **one) for n, one in enumerate(evaluaties, 1)),
        "besluiten": tuple(besluit(id=n, evaluatie_id=n) for n in range(1, len(evaluaties) + 1)),
    }
    return values | extra


def ago(days: int, vandaag: date = VANDAAG) -> date:
    return vandaag - timedelta(days=days)


LOS = {"actie_id": None, "voorzien": None}
ONVERKLAARD = {"eigen_berekening": Fraction(22), "datum": date(2026, 9, 1)}
STIL = {"einddatum": date(2026, 11, 1), "start": date(2026, 9, 20)}  # half-way
LATER = {"vorige_evaluatie_id": 1}
KWAAL = (Bronsoort.GESPREK, Bronsoort.OBSERVATIE)

CASES: dict[str, tuple[dict[str, Any], date, dict[str, Any], date]] = {
    # T1 ---------------------------------------------------------------------------------
    "T1 t1": (doelen({"status": Doelstatus.ONTWERP}), VANDAAG, doelen({}), VANDAAG),
    "T1 t2": (doelen({"ok_codes": ()}), VANDAAG, doelen({"ok_codes": ()}, {}), VANDAAG),
    "T1 t3": (
        doelen({"streefwaarde": None}, {"einddatum": None}, {}),
        VANDAAG,
        doelen({"streefwaarde": None}, {}),
        VANDAAG,
    ),
    "T1 a1": (
        doelen({}, {"trekker_rol": "", "status": Doelstatus.ONTWERP, "gemaakt_op": ago(61)}),
        VANDAAG,
        doelen({}, {"trekker_rol": "", "status": Doelstatus.ONTWERP, "gemaakt_op": ago(60)}),
        VANDAAG,
    ),
    "T1 a2": (
        doelen({"einddatum": ago(61), "start": date(2026, 9, 16)}),
        VANDAAG,
        cyclus({}) | doelen({"einddatum": ago(61), "start": date(2026, 9, 16)}),
        VANDAAG,
    ),
    "T1 a3": (
        doelen({"niveau": Niveau.SCHOOL}),
        VANDAAG,
        doelen({"niveau": Niveau.SCHOOL}, {}),
        VANDAAG,
    ),
    "T1 a4": (doelen(*[{}] * 6), VANDAAG, doelen(*[{}] * 5), VANDAAG),
    "T1 a5": (
        zien(prioritair=True, ingevoerd_op=ago(91)),
        VANDAAG,
        zien(prioritair=True, ingevoerd_op=ago(90)),
        VANDAAG,
    ),
    "T1 a6": (
        {"vaststellingen": (vaststelling(peildatum=date(2024, 9, 30)),)},
        VANDAAG,
        {"vaststellingen": (vaststelling(peildatum=date(2024, 10, 1)),)},
        VANDAAG,
    ),
    # T2 ---------------------------------------------------------------------------------
    "T2 t1": (
        {"plan": plan(visie=Visie(""))},
        VANDAAG,
        {"plan": plan(visie=Visie("Visie"))},
        VANDAAG,
    ),
    "T2 t2": (doelen({"beleidskoppeling_ids": ()}), VANDAAG, doelen({}), VANDAAG),
    "T2 t3": (
        {"beleidskoppelingen": (koppeling(document_soort=Documentsoort.TAALBELEID),)},
        VANDAAG,
        {
            "plan": plan(beleidskoppeling_ids=(2,)),
            "beleidskoppelingen": (
                koppeling(document_soort=Documentsoort.TAALBELEID),
                koppeling(id=2),
            ),
        },
        VANDAAG,
    ),
    "T2 a1": (doelen({}, {"beleidskoppeling_ids": ()}), VANDAAG, doelen({}, {}), VANDAAG),
    "T2 a2": (
        {"beleidskoppelingen": (koppeling(herzien_op=None, datum=date(2021, 11, 19)),)},
        VANDAAG,
        {"beleidskoppelingen": (koppeling(herzien_op=None, datum=date(2021, 11, 20)),)},
        VANDAAG,
    ),
    "T2 a3": (
        acties({"aard": Aard.REMEDIEREND}),
        VANDAAG,
        acties({"aard": Aard.REMEDIEREND}, {"aard": Aard.BEIDE}),
        VANDAAG,
    ),
    "T2 a4": (
        acties({"zorgfase": Zorgfase.VERHOOGDE_ZORG}),
        VANDAAG,
        acties({"zorgfase": Zorgfase.VERHOOGDE_ZORG}, {}),
        VANDAAG,
    ),
    "T2 a5": (
        momenten(leiding_aanwezig=False),
        date(2026, 11, 2),
        momenten(leiding_aanwezig=False),
        date(2026, 11, 1),
    ),
    "T2 a6": (doelen({}, {"ok_codes": ()}), VANDAAG, doelen({}, {}), VANDAAG),
    "T2 a7": (
        {"onderwijs": Onderwijs.SO},
        VANDAAG,
        {"onderwijs": Onderwijs.SO} | zien(bron_soort=Bronsoort.LVS, peildatum=date(2025, 11, 20)),
        VANDAAG,
    ),
    # T3 ---------------------------------------------------------------------------------
    "T3 t1": (letters(document=""), VANDAAG, letters(), VANDAAG),
    "T3 t2": (
        posten({"voorzien": Fraction(159, 10)}),
        NIEUWJAAR,
        posten({"voorzien": Fraction(16)}),
        NIEUWJAAR,
    ),
    "T3 t3": (
        posten({}) | acties({}, {}, {}),
        VANDAAG,
        posten({}) | acties({}, {"reden_nul": "kost niets"}, {}),
        VANDAAG,
    ),
    "T3 t4": (
        posten({}, LOS | {"besteed": Fraction(101, 100)}),
        VANDAAG,
        posten({}, LOS | {"besteed": Fraction(1)}),
        VANDAAG,
    ),
    "T3 a1": (
        posten({"voorzien": Fraction(189, 10)}),
        NIEUWJAAR,
        posten({"voorzien": Fraction(19)}),
        NIEUWJAAR,
    ),
    "T3 a2": (
        posten({}, {"voorzien": Fraction(0), "actie_id": 2}) | acties({}, {}),
        VANDAAG,
        posten({}, {"voorzien": Fraction(0), "actie_id": 2, "reden_nul": "kost niets"})
        | acties({}, {}),
        VANDAAG,
    ),
    "T3 a3": (
        posten({}, LOS | {"besteed": Fraction(1)}),
        VANDAAG,
        posten({"besteed": Fraction(1)}),
        VANDAAG,
    ),
    "T3 a4": (
        posten({"bijgewerkt_op": ago(121)}),
        VANDAAG,
        posten({"bijgewerkt_op": ago(120)}),
        VANDAAG,
    ),
    "T3 a5": (
        letters(**ONVERKLAARD),
        VANDAAG,
        letters(**ONVERKLAARD, verschil_verklaring="een late leerling"),
        VANDAAG,
    ),
    "T3 a6": (
        posten({"voorzien": Fraction(10), "besteed": Fraction(111, 10)}),
        VANDAAG,
        posten({"voorzien": Fraction(10), "besteed": Fraction(11)}),
        VANDAAG,
    ),
    "T3 a7": (
        momenten(onderwerpen=(Onderwerp.DOELEN,)) | posten({"bijgewerkt_op": NIEUWJAAR}),
        date(2027, 2, 2),
        momenten(onderwerpen=(Onderwerp.DOELEN,)) | posten({"bijgewerkt_op": NIEUWJAAR}),
        date(2027, 2, 1),
    ),
    "T3 a8": (
        posten({"besteed": Fraction(5)}) | acties({"status": Actiestatus.AFGEROND}),
        VANDAAG,
        posten({"besteed": Fraction(5)})
        | acties({"status": Actiestatus.AFGEROND, "nog_niet_meetbaar": "pas in juni"}),
        VANDAAG,
    ),
    # T4 ---------------------------------------------------------------------------------
    "T4 t1": (
        cyclus() | {"voorgangers": (OUD,)},
        VANDAAG,
        cyclus({"datum": date(2025, 11, 20)}),
        VANDAAG,
    ),
    "T4 t2": (
        cyclus({}, metingen=(nulmeting(),)) | doelen(STIL),
        VANDAAG,
        cyclus({}) | doelen(STIL),
        VANDAAG,
    ),
    "T4 t3": (
        cyclus({"meting_ids": ()}),
        VANDAAG,
        cyclus({}, {"meting_ids": (), "vorige_evaluatie_id": 1}),
        VANDAAG,
    ),
    "T4 t4": (cyclus({}, besluiten=()), VANDAAG, cyclus({}), VANDAAG),
    "T4 a1": (
        cyclus({"streefdoel_ids": (2,)}) | doelen({"start": date(2025, 11, 19)}, {}),
        VANDAAG,
        cyclus({"streefdoel_ids": (2,)}) | doelen({"start": date(2025, 11, 20)}, {}),
        VANDAAG,
    ),
    "T4 a2": (cyclus({"bron_soorten": KWAAL}), VANDAAG, cyclus({}), VANDAAG),
    "T4 a3": (
        cyclus({"groepen": (Deelnemersgroep.PERSONEEL, Deelnemersgroep.LEIDING)}),
        VANDAAG,
        cyclus({"groepen": (Deelnemersgroep.PERSONEEL, Deelnemersgroep.PARTNERS)}),
        VANDAAG,
    ),
    "T4 a4": (
        cyclus({"aantal_deelnemers": 2}),
        VANDAAG,
        cyclus({"aantal_deelnemers": 3}),
        VANDAAG,
    ),
    "T4 a5": (
        cyclus(
            {"datum": ago(61)}, {"vorige_evaluatie_id": 1}, besluiten=(besluit(evaluatie_id=2),)
        ),
        VANDAAG,
        cyclus(
            {"datum": ago(60)}, {"vorige_evaluatie_id": 1}, besluiten=(besluit(evaluatie_id=2),)
        ),
        VANDAAG,
    ),
    "T4 a6": (
        cyclus({"volgende_evaluatie_op": None}) | {"plan": plan(volgende_evaluatie_op=ago(1))},
        VANDAAG,
        cyclus({"volgende_evaluatie_op": VANDAAG}) | {"plan": plan(volgende_evaluatie_op=None)},
        VANDAAG,
    ),
    "T4 a7": (
        cyclus({"datum": ago(40)}, {}),
        VANDAAG,
        cyclus({"datum": ago(40)}, {"vorige_evaluatie_id": 1}),
        VANDAAG,
    ),
    "T4 a8": (
        cyclus({}, metingen=(nulmeting(), meting(definitie_versie=2))),
        VANDAAG,
        cyclus({}),
        VANDAAG,
    ),
    "T4 a9": (
        cyclus({}) | momenten(vorm=Momentvorm.WERKGROEP),
        date(2027, 2, 2),
        cyclus({}) | momenten(vorm=Momentvorm.VAKGROEP),
        date(2027, 2, 2),
    ),
    # T5 ---------------------------------------------------------------------------------
    "T5 t1": (acties(ALLEEN, ALLEEN, {}), VANDAAG, acties(ALLEEN, {}), VANDAAG),
    "T5 t2": (
        acties({"streefdoel_ids": ()}, {}, {}),
        VANDAAG,
        acties({"streefdoel_ids": ()}, {}, {}, {}),
        VANDAAG,
    ),
    "T5 t3": (
        acties(LERAAR | {"uitvoerders_bedoeld": 10, "uitvoerders_feitelijk": 3}),
        VANDAAG,
        acties(LERAAR | {"uitvoerders_bedoeld": 10, "uitvoerders_feitelijk": 4}),
        VANDAAG,
    ),
    "T5 t4": (
        acties({"status": Actiestatus.GEANNULEERD}),
        VANDAAG,
        acties({"status": Actiestatus.GEPLAND}),
        VANDAAG,
    ),
    "T5 a1": (
        acties({"streefdoel_ids": ()}, {}, {}, {}),
        VANDAAG,
        acties({}, {}, {}, {}),
        VANDAAG,
    ),
    "T5 a2": (
        acties(ALLEEN, {}, {}, {}, {}),
        VANDAAG,
        acties(ALLEEN, {}, {}, {}, {"trekker_rol": "coach"}, {"trekker_rol": "coach"}),
        VANDAAG,
    ),
    "T5 a3": (
        acties(LERAAR | {"uitvoerders_bedoeld": 10, "uitvoerders_feitelijk": 7}),
        VANDAAG,
        acties(LERAAR | {"uitvoerders_bedoeld": 10, "uitvoerders_feitelijk": 8}),
        VANDAAG,
    ),
    "T5 a4": (acties({"vervanger_rol": ""}), VANDAAG, acties({}), VANDAAG),
    "T5 a5": (
        acties({}, {}, {}, {}, {"trekker_rol": "coach"}),
        VANDAAG,
        acties({}, {}, {}, {"trekker_rol": "coach"}, {"trekker_rol": "coach"}),
        VANDAAG,
    ),
    "T5 a6": (
        momenten(datum=date(2026, 3, 18)),
        VANDAAG,
        momenten(datum=date(2026, 3, 19)),
        VANDAAG,
    ),
    "T5 a7": (
        acties({"plaats": Plaats(("1B", "1Ba"))}),
        VANDAAG,
        acties({"plaats": Plaats(("1B", "1Ba")), "plaats_reden": "eerst proberen"}),
        VANDAAG,
    ),
    "T5 a8": (
        acties({"teamafspraak_ref": ""}),
        VANDAAG,
        {"onderwijs": Onderwijs.SO} | acties({"teamafspraak_ref": ""}),
        VANDAAG,
    ),
}


def found(name: str, extra: dict[str, Any], vandaag: date) -> bool:
    number, code = name.split()
    outcomes = {one.tekort: one for one in zelfcheck(stand(**extra), vandaag)}
    return code in outcomes[Tekort(number.lower())].codes


@pytest.mark.parametrize("name", CASES)
def test_a_condition_is_met_or_just_not(name: str) -> None:
    bad, on, good, then = CASES[name]
    assert found(name, bad, on)
    assert not found(name, good, then)


def test_every_condition_of_the_page_is_tried() -> None:
    heavy, light = {1: 3, 2: 3, 3: 4, 4: 4, 5: 4}, {1: 6, 2: 7, 3: 8, 4: 9, 5: 8}
    expected = {f"T{n} t{k}" for n in heavy for k in range(1, heavy[n] + 1)}
    expected |= {f"T{n} a{k}" for n in light for k in range(1, light[n] + 1)}
    assert CASES.keys() == expected


@pytest.mark.parametrize("name", CASES)
def test_a_finding_reads_well_and_points_at_records(name: str) -> None:
    bad, on, _, _ = CASES[name]
    number, code = name.split()
    outcome = next(o for o in zelfcheck(stand(**bad), on) if o.tekort is Tekort(number.lower()))
    finding = next(one for one in outcome.bevindingen if one.code == code)
    for said in (finding.zin, finding.remedie):
        assert said[0] == said[0].upper()
        assert said.endswith((".", "?"))
        assert "!" not in said
        assert "%" not in said.replace(" %", "")
    # What does not exist cannot be pointed at.
    absent = {"T2 a5", "T2 a7", "T3 a7", "T4 a9", "T5 a6"}
    assert bool(finding.records) is (name not in absent)
    assert all(isinstance(ref.soort, Knoop) and ref.id for ref in finding.records)


# ---------------------------------------------------------------- other ways to the same finding


@pytest.mark.parametrize(
    ("name", "extra", "vandaag"),
    [
        ("T1 t1", {"plan": None}, VANDAAG),
        ("T1 t1", doelen({"start": date(2026, 11, 21)}), VANDAAG),
        ("T1 t3", {"metingen": ()}, VANDAAG),
        (
            "T1 a1",
            doelen({}, {"trekker_rol": "", "status": Doelstatus.ONTWERP, "ingelezen": True}),
            VANDAAG,
        ),
        ("T2 t2", {"streefdoelen": ()}, VANDAAG),
        ("T2 a2", {"beleidskoppelingen": (koppeling(herzien_op=ago(1)),)}, VANDAAG),
        ("T3 t1", {"toekenningen": (), "toewijzingen": ()}, VANDAAG),
        ("T3 a6", posten({"voorzien": Fraction(21)}), VANDAAG),
        ("T3 a6", posten({"besteed": Fraction(21), "toelichting": "uitleg"}), VANDAAG),
        ("T4 a2", cyclus({"bron_soorten": (Bronsoort.EIGEN_TELLING, Bronsoort.LVS)}), VANDAAG),
        ("T4 a2", cyclus({"bron_soorten": (Bronsoort.BEVRAGING, Bronsoort.GESPREK)}), VANDAAG),
        ("T5 a3", acties(LERAAR), VANDAAG),
        ("T5 a7", acties({}) | {"vaststellingen": (vaststelling(plaats=Plaats()),)}, VANDAAG),
    ],
)
def test_another_way_to_the_same_finding(name: str, extra: dict[str, Any], vandaag: date) -> None:
    assert found(name, extra, vandaag)


@pytest.mark.parametrize(
    ("name", "extra", "vandaag"),
    [
        (
            "T1 a5",
            zien(prioritair=True, ingevoerd_op=ago(91), geen_doel_reden="ander plan"),
            VANDAAG,
        ),
        (
            "T3 a8",
            posten({"besteed": Fraction(5)})
            | acties({"status": Actiestatus.AFGEROND})
            | {"metingen": (nulmeting(), meting())},
            VANDAAG,
        ),
        (
            "T4 a2",
            cyclus(
                {
                    "bron_soorten": (Bronsoort.BEVRAGING, Bronsoort.GESPREK),
                    "bevraging_aard": (Bronaard.KWANTITATIEF,),
                }
            ),
            VANDAAG,
        ),
        ("T4 a3", cyclus({"datum": date(2025, 11, 19), "groepen": ()}), VANDAAG),
        ("T4 a5", cyclus({"datum": date(2026, 12, 1)}, besluiten=()), VANDAAG),
        ("T4 a6", cyclus({"volgende_evaluatie_op": None}), VANDAAG),
        ("T3 t2", posten({"voorzien": Fraction(25)}), NIEUWJAAR),
    ],
)
def test_another_way_out(name: str, extra: dict[str, Any], vandaag: date) -> None:
    assert not found(name, extra, vandaag)


def test_means_in_kind_andere_are_shown_and_not_judged() -> None:
    extra = {
        "toekenningen": (toekenning(), toekenning(9, id=2, soort=Middelsoort.ANDERE, document="")),
    }
    assert not found("T3 t1", extra, VANDAAG)


def test_the_worst_kind_counts_and_is_named() -> None:
    school = stand(
        toekenningen=(toekenning(), toekenning(5000, id=2, soort=Middelsoort.WERKINGSMIDDELEN)),
    )
    outcome = next(o for o in zelfcheck(school, NIEUWJAAR) if o.tekort is Tekort.T3)
    assert outcome.codes == ("t2",)
    assert outcome.bevindingen[0].zin == (
        "Meer dan 20 % van de gekleurde werkingsmiddelen is nog niet verdeeld."
    )
    assert [ref.id for ref in outcome.bevindingen[0].records] == [2]


def test_an_old_besluit_does_not_excuse_a_passed_einddatum() -> None:
    two_years = {"start": date(2023, 9, 16), "einddatum": ago(61)}
    old = cyclus({"datum": date(2024, 5, 1)}) | doelen(two_years)
    assert found("T1 a2", old, VANDAAG)


def test_work_on_the_goal_in_the_plan_before_counts_for_the_goal_of_now() -> None:
    school = cyclus({"streefdoel_ids": (7,)}) | {
        "streefdoelen": (
            doel(voorganger_id=7, start=date(2025, 1, 1)),
            doel(id=7, plan_id=0, status=Doelstatus.AFGESLOTEN),
        )
    }
    assert not found("T4 a1", school, VANDAAG)
    assert not found("T4 t3", school, VANDAAG)


def test_a_meting_of_another_place_is_not_of_this_goal() -> None:
    elsewhere = (nulmeting(), meting(streefdoel_ids=(5,)))
    assert found("T4 t2", cyclus({}, metingen=elsewhere) | doelen(STIL), VANDAAG)


def test_a_besluit_can_be_about_one_goal_of_its_evaluatie() -> None:
    late = {"einddatum": ago(61), "start": date(2026, 9, 16)}
    school = cyclus(
        {"streefdoel_ids": (1, 2)},
        besluiten=(besluit(Besluitkeuze.STOPPEN, streefdoel_ids=(2,)),),
    ) | doelen(late, late)
    outcome = next(o for o in zelfcheck(stand(**school), VANDAAG) if o.tekort is Tekort.T1)
    finding = next(one for one in outcome.bevindingen if one.code == "a2")
    assert [ref.id for ref in finding.records] == [1]


@pytest.mark.parametrize("name", ["T2 a5", "T3 a7", "T4 a9"])
def test_a_moment_on_the_first_and_on_this_day_is_of_this_school_year(name: str) -> None:
    today = date(2027, 2, 2)
    for day in (date(2026, 9, 1), today):
        assert not found(name, cyclus({}) | momenten(datum=day), today)
    for day in (date(2026, 8, 31), date(2027, 2, 3)):
        assert found(name, cyclus({}) | momenten(datum=day), today)


def test_one_kind_of_source_is_one_kind_even_when_it_gives_numbers_and_words() -> None:
    both = {"bron_soorten": (Bronsoort.BEVRAGING,), "bevraging_aard": tuple(Bronaard)}
    assert found("T4 a2", cyclus(both), VANDAAG)


def test_teachers_who_are_not_counted_yet_do_not_lower_the_reach() -> None:
    known = LERAAR | {"uitvoerders_bedoeld": 10, "uitvoerders_feitelijk": 4}
    unknown = LERAAR | {"uitvoerders_bedoeld": 90}
    assert not found("T5 t3", acties(known, unknown), VANDAAG)
    assert found("T5 a3", acties(known, unknown), VANDAAG)


def test_the_acties_of_the_one_trekker_are_pointed_at() -> None:
    school = stand(**acties({}, {}, {}, {}, {"trekker_rol": "coach"}))
    outcome = next(o for o in zelfcheck(school, VANDAAG) if o.tekort is Tekort.T5)
    finding = next(one for one in outcome.bevindingen if one.code == "a5")
    assert [ref.id for ref in finding.records] == [1, 2, 3, 4]
    assert "directeur" in finding.zin
