"""The readiness of a school, from stored rows to the page.

The expected verdicts are those of the test vectors of the self-check, worked out by hand; the code
of the rules is not used to make them.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.beleid.bewaren import bewaar
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.dossier.klaar import Volgende
from gokwijs.apps.dossier.klaar_regels import REGELS
from gokwijs.apps.dossier.models import Inspectie, Remediering, Zelfcheck
from gokwijs.apps.dossier.stand import stand_of
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.apps.vandaag.taken import taken_of
from gokwijs.core.beleid.zelfcheck import cyclus, doelen, draagvlak, inzet, verankering
from tests.apps.builders import client_of, colleague, main_text, person, text_of
from tests.apps.dossier.klaar_builders import (
    DAG,
    NUMMER,
    Huis,
    actie,
    doel,
    evaluatie,
    huis,
    koppeling,
    letter,
    moment,
    school_of,
    toewijzing,
    vaststelling,
)
from tests.apps.dossier.klaar_builders import goed as full

pytestmark = pytest.mark.django_db
PAGE = f"/school/{NUMMER}/beleid/dossier/"


# ---------------------------------------------------------------- the vectors


def test_an_empty_school_in_november_never_looks_fine() -> None:
    school, alice = school_of()
    own = Huis(school, alice, plan=None)  # type: ignore[arg-type]
    found = {b.tekort.value: b.oordeel.value for b in own.klaar(date(2025, 11, 15)).blokken}
    assert found == {
        "t1": "tekort",
        "t2": "te_vroeg",
        "t3": "tekort",
        "t4": "te_vroeg",
        "t5": "te_vroeg",
    }
    assert own.zegt("T1", date(2025, 11, 15))[1] == ["t1"]
    unmet = [r for r in own.blok("T1", date(2025, 11, 15)).regels if r.punt is None]
    assert all(r.why_not for r in unmet)  # nothing there is not the same as fine
    assert "t1" in own.zegt("T3", date(2025, 11, 15))[1]


def test_a_school_that_meets_everything_has_nothing_to_mend() -> None:
    own = full()
    assert {b.tekort.value: [p.zin for p in b.punten] for b in own.klaar().blokken} == {
        "t1": [],
        "t2": [],
        "t3": [],
        "t4": [],
        "t5": [],
    }
    assert own.klaar().volgende is None


def test_one_complete_goal_is_enough_for_t1() -> None:
    own = huis()
    doel(own)
    assert own.zegt("T1") == ("voldaan", [])


@pytest.mark.parametrize(("days", "says"), [(61, ("aandacht", ["a2"])), (60, ("voldaan", []))])
def test_an_end_date_without_decision_counts_after_sixty_days(
    days: int, says: tuple[str, list[str]]
) -> None:
    own = huis()
    doel(own, einddatum=DAG - timedelta(days=days))
    assert own.zegt("T1") == says


def test_six_complete_goals_are_more_than_five() -> None:
    own = huis()
    for _ in range(6):
        doel(own)
    assert own.zegt("T1") == ("aandacht", ["a4"])


@pytest.mark.parametrize(
    ("anchored", "verdict", "code"), [(2, "aandacht", "a1"), (1, "tekort", "t2")]
)
def test_half_of_the_goals_must_be_anchored_elsewhere(
    anchored: int, verdict: str, code: str
) -> None:
    own = huis()
    linked = koppeling(own)
    for number in range(4):
        doel(own, koppelingen=(linked,) if number < anchored else ())
    actie(own)
    moment(own, date(2025, 12, 1))
    found, codes = own.zegt("T2")
    assert (found, code in codes) == (verdict, True)


@pytest.mark.parametrize(
    ("planned", "verdict", "code"), [("16", "aandacht", "a1"), ("31/2", "tekort", "t2")]
)
def test_after_new_year_a_fifth_without_destination_is_just_not_a_shortcoming(
    planned: str, verdict: str, code: str
) -> None:
    own = huis()
    letter(own, "20")
    toewijzing(own, actie(own, doel(own)), planned)
    found, codes = own.zegt("T3", date(2026, 1, 2))
    assert (found, code in codes) == (verdict, True)


def test_a_letter_with_zero_makes_t3_not_applicable() -> None:
    own = huis()
    letter(own, "0")
    assert own.zegt("T3", date(2025, 11, 15)) == ("niet_van_toepassing", [])


def test_a_plan_of_thirteen_months_without_evaluation_is_a_shortcoming() -> None:
    own = huis(schooljaar_tot=2026)
    doel(own, einddatum=date(2027, 6, 30))
    verdict, codes = own.zegt("T4", date(2026, 10, 2))
    assert (verdict, "t1" in codes) == ("tekort", True)


def test_an_evaluation_of_the_staff_alone_asks_for_others() -> None:
    own = huis()
    evaluatie(own, doel(own), groepen={"personeel": 6})
    moment(own, date(2026, 2, 10))
    assert own.zegt("T4") == ("aandacht", ["a3"])


@pytest.mark.parametrize(
    ("took_part", "verdict", "code"), [(9, "", ""), (8, "aandacht", "a3"), (4, "tekort", "t3")]
)
def test_how_many_teachers_really_took_part_after_two_hundred_days(
    took_part: int, verdict: str, code: str
) -> None:
    own = huis()
    begun = DAG - timedelta(days=200)
    actie(
        own,
        doel(own),
        aangrijpingspunt="leraar",
        start=begun,
        uitvoerders_bedoeld=12,
        uitvoerders_feitelijk=took_part,
    )
    moment(own, date(2026, 2, 10))
    assert own.zegt("T5") == ((verdict, [code]) if code else ("voldaan", []))


@pytest.mark.parametrize(("loose", "verdict", "code"), [(1, "aandacht", "a1"), (2, "tekort", "t2")])
def test_a_quarter_of_the_actions_without_goal_is_not_more_than_a_quarter(
    loose: int, verdict: str, code: str
) -> None:
    own = huis()
    goal = doel(own)
    for number in range(4):
        actie(own, *(() if number < loose else (goal,)))
    moment(own, date(2026, 2, 10))
    found, codes = own.zegt("T5")
    assert (found, code in codes) == (verdict, True)


# ---------------------------------------------------------------- live, and with its records


def test_changing_one_record_changes_the_verdict_at_once() -> None:
    own = full()
    goal = doel(own, koppelingen=(koppeling(own),))
    assert own.zegt("T1") == ("voldaan", [])
    goal.ok_codes = []
    goal.save()
    assert own.zegt("T1") == ("aandacht", ["a1"])
    assert own.zegt("T2") == ("aandacht", ["a6"])
    goal.ok_codes = ["ok:R5"]
    goal.save()
    assert own.zegt("T1") == ("voldaan", [])


def test_a_deleted_goal_or_evaluation_no_longer_counts() -> None:
    own = full()
    own.plan.evaluatie_set.update(groepen={"personeel": 6})
    assert own.zegt("T4") == ("aandacht", ["a3"])
    own.plan.evaluatie_set.update(verwijderd=timezone.now())
    assert own.zegt("T4") == ("voldaan", [])
    own.plan.streefdoel_set.update(verwijderd=timezone.now())
    assert own.zegt("T1") == ("tekort", ["t1"])


def test_a_finding_links_to_exactly_the_records_that_cause_it() -> None:
    own = full()
    poor = doel(own, formulering="Zonder code", ok_codes=[], koppelingen=(koppeling(own),))
    (punt,) = own.blok("T1").punten
    assert [(r.naam, r.adres) for r in punt.records] == [
        ("Zonder code", f"/school/{NUMMER}/beleid/doel/{poor.pk}/")
    ]


def test_the_next_thing_to_do_is_the_first_of_the_heaviest() -> None:
    own = full()
    own.plan.actie_set.update(vervanger_rol="")  # T5 aandacht
    assert _next(own).tekort.value == "t5"
    own.plan.visie_titel = ""
    own.plan.save()  # T2 tekort
    found = _next(own)
    assert found.tekort.value == "t2"
    assert found.link.adres == f"/school/{NUMMER}/beleid/plan/{own.plan.pk}/"


def _next(own: Huis) -> Volgende:
    found = own.klaar().volgende
    assert found is not None
    return found


def test_the_start_page_tells_who_leads_the_plan_and_nobody_else() -> None:
    own = full()
    own.plan.actie_set.update(vervanger_rol="")

    def told(*roles: Role) -> str:
        user = colleague(own.school, *roles, email=f"{roles[0]}@zandloper.invalid")
        access = access_for(user, NUMMER, Permission.SCHOOLZONE_ZIEN)
        return " ".join(taak.titel for taak in taken_of(access, DAG))

    assert "Zelfcheck, hele team: aandacht" in told(Role.GOK_COORDINATOR)
    assert "Zelfcheck" not in told(Role.LERAAR)
    assert "Zelfcheck" not in told(Role.FINANCIEN)
    one = own.plan.actie_set.all()[0]
    bewaar(link=one, values={"vervanger_rol": "directeur"}, by=own.alice)
    assert "Zelfcheck" not in told(Role.DIRECTEUR)  # at once, also on the start page


def test_the_goals_of_the_plan_before_still_tell_of_evaluations() -> None:
    own = full()
    before = own.plan
    before.status = "afgesloten"
    before.save()
    after = type(before).objects.create(
        school=own.school,
        naam="Volgend plan",
        schooljaar_van=2026,
        schooljaar_tot=2026,
        visie_titel="Visietekst",
        status="vastgesteld",
        vastgesteld_op=date(2026, 9, 1),
        voorganger=before,
        volgende_evaluatie_op=date(2027, 6, 15),
        door_naam="Alice Adams",
        gewijzigd_door="Alice Adams",
    )
    doel(own, plan=after, start=date(2026, 9, 1), einddatum=date(2027, 6, 30))
    verdict, codes = own.zegt("T4", date(2026, 10, 2))
    assert verdict != "te_vroeg"  # together they run for thirteen months
    assert "t1" not in codes  # and were evaluated in February


def test_every_condition_of_the_rules_is_on_the_page() -> None:
    modules = {"t1": doelen, "t2": verankering, "t3": inzet, "t4": cyclus, "t5": draagvlak}
    for tekort, known in REGELS.items():
        source = modules[tekort.value]
        coded = {name[1:] for name in vars(source) if _is_condition(name)}
        assert set(known) == coded, tekort


def _is_condition(name: str) -> bool:
    return len(name) == 3 and name[:2] in ("_t", "_a") and name[2].isdigit()


# ---------------------------------------------------------------- the page


def test_the_page_says_first_what_to_do_and_predicts_nothing() -> None:
    own = huis()
    text = main_text(client_of(own.alice).get(PAGE))
    assert text.index("Nu eerst") < text.index("Streefdoelen")
    assert "Alleen je school ziet dit." in text
    assert "voorspelt geen uitspraak" in text
    assert "%" not in text.split("Alle regels bij dit punt")[0]


def test_the_three_words_are_counted_and_explained_per_use_of_means() -> None:
    own = full()
    toewijzing(own, actie(own, titel="Los ding"), "1")
    found = {som.woord.value: (som.ja, som.deels, som.open) for som in own.klaar().woorden}
    assert found["doelgericht"] == (1, 0, 1)
    assert found["doeltreffend"] == (1, 0, 1)
    text = main_text(client_of(own.alice).get(PAGE))
    assert "Doelgericht : 1 ja, 0 deels, 1 open" in text


def test_what_is_for_the_werkzone_is_not_told_to_a_leraar() -> None:
    own = full()
    secret = vaststelling(
        own.school,
        tekst="Vier kinderen van de trekkende bevolking.",
        werkzone=True,
        prioritair=True,
    )
    own.school.vaststellingen.filter(prioritair=True).update(gemaakt="2025-09-01T08:00:00Z")
    leraar = client_of(colleague(own.school, Role.LERAAR))
    text = main_text(leraar.get(PAGE))
    assert "prioritaire vaststelling" in text
    assert "Vier kinderen" not in text
    assert f"/vaststelling/{secret.pk}/" not in text_of(leraar.get(PAGE))  # no link to a 404
    assert "Vier kinderen" in main_text(client_of(own.alice).get(PAGE))


def test_who_may_not_write_is_offered_no_form() -> None:
    own = huis(visie_titel="")
    doel(own, koppelingen=(koppeling(own),))
    leraar = client_of(colleague(own.school, Role.LERAAR))
    page = text_of(leraar.get(PAGE))
    assert "/nieuw/" not in page
    assert "Bewaar deze stand" not in page


def test_a_running_remediation_is_told_on_the_first_screen() -> None:
    own = full()
    report = Inspectie.objects.create(
        school=own.school,
        document="Verslag",
        datum=date(2025, 11, 20),
        gok_uitspraak="negatief",
        door_naam="Alice Adams",
        gewijzigd_door="Alice Adams",
    )
    Remediering.objects.create(inspectie=report, herevaluatie_op=date(2026, 10, 1))
    text = main_text(client_of(own.alice).get(PAGE))
    assert "Nieuwe evaluatie: 1 oktober 2026." in text
    assert text.index("remediëring") < text.index("Alle regels bij dit punt")


def test_a_stand_is_kept_and_shows_what_moved() -> None:
    own = full()
    own.plan.streefdoel_set.update(ok_codes=[])
    alice = client_of(own.alice)
    kept = alice.post(f"{PAGE}bewaren/", {"nota": "voor de werkgroep"}, follow=True)
    assert "voor de werkgroep" in main_text(kept)
    own.plan.streefdoel_set.update(ok_codes=["ok:R5"])
    found = Zelfcheck.objects.get()
    text = main_text(alice.get(f"{PAGE}bewaard/{found.pk}/"))
    assert "Weg: 1 streefdoel is niet volledig." in text
    alice.post(f"{PAGE}bewaard/{found.pk}/weg/")
    assert Zelfcheck.objects.get().verwijderd is not None
    alice.post(f"{PAGE}bewaard/{found.pk}/weg/", {"terug": "1"})
    assert Zelfcheck.objects.get().verwijderd is None


def test_a_leraar_reads_but_keeps_nothing_and_an_outsider_finds_nothing() -> None:
    own = full()
    leraar = client_of(colleague(own.school, Role.LERAAR))
    assert leraar.get(PAGE).status_code == 200
    assert leraar.post(f"{PAGE}bewaren/").status_code == 403
    stranger = client_of(person("dirk@elders.invalid", "Dirk Elders"))
    assert stranger.get(PAGE).status_code == 404


def test_forty_goals_and_two_hundred_actions_take_no_more_queries(
    django_assert_max_num_queries: Any,
) -> None:
    own = huis()
    linked = koppeling(own)
    goals = [doel(own, koppelingen=(linked,)) for _ in range(40)]
    for number in range(200):
        toewijzing(
            own, actie(own, goals[number % 40], titel=f"Actie {number}", reden_nul=""), "1/24"
        )
    own.plan.actie_set.update(vervanger_rol="")
    evaluatie(own, *goals)
    letter(own, "20")
    alice = client_of(own.alice)
    zicht = Zicht.buiten(own.school)
    with django_assert_max_num_queries(15):
        stand_of(own.school, DAG, zicht)
    with django_assert_max_num_queries(20):
        page = alice.get(PAGE)
    assert "En nog 180 andere." in main_text(page)
    assert "Actie 199" in main_text(alice.get(f"{PAGE}?alles=1"))
