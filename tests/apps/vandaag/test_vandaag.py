"""The start page: what waits for whom, most urgent first, and no more than somebody may see."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.middelen.models import Inlezing
from gokwijs.apps.privacy.models import Dpia
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.apps.vandaag.taken import Taak, next_teldag, paying_schooljaar, taken_of
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Antwoord
from tests.apps import beleid_builders as beleid
from tests.apps.builders import (
    NUMMER,
    TODAY,
    World,
    brief,
    client_of,
    colleague,
    main_text,
)
from tests.apps.leerling_builders import make_leerling, remove_pupils

START = f"/school/{NUMMER}/"


def taken(world: World, who: str = "alice", today: date = TODAY) -> list[Taak]:
    return taken_of(access_for(getattr(world, who), NUMMER, Permission.MIDDELEN_ZIEN), today)


def titles(world: World, who: str = "alice", today: date = TODAY) -> str:
    return " | ".join(t.titel for t in taken(world, who, today))


@pytest.mark.parametrize(
    ("today", "dag", "betaalt", "geteld"),
    [
        (date(2026, 1, 31), date(2026, 2, 2), 2026, 2025),
        (date(2026, 2, 2), date(2026, 2, 2), 2026, 2026),
        (date(2026, 2, 3), date(2027, 2, 1), 2027, 2026),
        (date(2026, 8, 31), date(2027, 2, 1), 2027, 2026),
        (date(2026, 9, 1), date(2027, 2, 1), 2027, 2026),
        (date(2026, 12, 31), date(2027, 2, 1), 2027, 2026),
    ],
)
def test_which_teldag_comes_and_which_year_can_be_calculated(
    today: date, dag: date, betaalt: int, geteld: int
) -> None:
    assert next_teldag(today) == (Schooljaar(betaalt), dag)
    assert paying_schooljaar(today) == Schooljaar(geteld)


def test_the_days_to_the_teldag_and_the_hours_of_now(world: World) -> None:
    text = main_text(world.client("alice").get(START))
    assert "336 dagen tot de teldag" in text
    assert "Op 1 februari 2027 worden je leerlingen en hun kenmerken geteld." in text
    assert "9 lestijden in 2026-2027 Volgens de officiële brief." in text


def test_without_a_letter_our_own_calculation_is_shown_and_says_so(world: World) -> None:
    world.brief.delete()
    text = main_text(world.client("alice").get(START))
    assert "8 lestijden in 2026-2027" in text
    assert "volgens onze berekening" in text


def test_on_the_day_itself_and_the_day_before(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, words in ((date(2027, 2, 1), "Vandaag is het teldag"), (date(2027, 1, 31), "1 dag ")):
        monkeypatch.setattr(timezone, "localdate", lambda *_, day=day: day)
        assert words in main_text(world.client("alice").get(START))


def test_a_missing_verklaring_is_told_with_its_worth_to_who_may_see_that(world: World) -> None:
    make_leerling(world.school, world.alice, naam="Zonder", schooltoeslag=Antwoord.NEE)
    found = next(t for t in taken(world) if "ontbre" in t.titel)
    assert found.titel == "Nog 2 verklaringen ontbreken"
    assert "lestijd" in found.zin
    assert found.link == f"/school/{NUMMER}/ontbrekend/?schooljaar=2026-2027"
    assert "ontbre" not in titles(world, "bob")  # a leraar without a grant


def test_a_missing_verklaring_becomes_urgent_three_weeks_before(world: World) -> None:
    def rang(today: date) -> int:
        return next(t.rang for t in taken(world, today=today) if "ontbre" in t.titel)

    assert (rang(date(2027, 1, 10)), rang(date(2027, 1, 11))) == (1, 0)


def test_a_leraar_with_own_classes_reads_a_number_and_no_worth(world: World) -> None:
    world.school.leraar_ziet_klas = True
    world.school.save()
    member = world.member("bob")
    member.klassen = ["L1A"]
    member.save()
    found = next(t for t in taken(world, "bob") if "ontbre" in t.titel)
    assert "lestijd" not in found.zin
    assert "waard" not in found.zin


def test_a_reading_that_waits_comes_first_and_goes_when_decided(world: World) -> None:
    first = taken(world)[0]
    assert first.titel == "Een ingelezen telling wacht op je ja"
    assert first.link == f"/school/{NUMMER}/middelen/nakijken/{world.concept.pk}/"
    Inlezing.objects.filter(pk=world.concept.pk).update(status=Inlezing.Status.VERWORPEN)
    assert "wacht op je ja" not in titles(world)


def test_a_difference_with_the_letter_is_told_until_somebody_explains_it(world: World) -> None:
    found = next(t for t in taken(world) if "brief" in t.titel)
    assert found.titel == "1 verschil met de officiële brief"
    assert "SES-lestijden lager" in found.zin
    world.brief.delete()
    assert "brief" not in titles(world)


def test_a_missing_plan_is_told_to_who_writes_it(world: World) -> None:
    assert "GOK-plan voor" not in titles(world)
    world.school.plannen.update(verwijderd=timezone.now())
    found = next(t for t in taken(world) if "GOK-plan" in t.titel)
    assert found.titel == "Er is nog geen GOK-plan voor 2025-2026"
    assert found.link == f"{START}beleid/"
    assert "GOK-plan" not in titles(world, "bob")
    old = beleid.plan(world.school, schooljaar_van=2024, schooljaar_tot=2024)
    found = next(t for t in taken(world) if "GOK-plan" in t.titel)
    assert found.link == f"{START}beleid/plan/{old.pk}/"
    assert "tot en met 2024-2025" in found.zin


def test_what_nobody_assigned_is_told_to_who_assigns(world: World) -> None:
    world.school.toewijzingen.all().delete()
    brief(world.school, world.alice, jaar=Schooljaar(2025))
    action = beleid.actie(beleid.plan(world.school))
    beleid.toewijzing(action, "2")
    assert "7\xa0lestijden nog niet toegewezen" in titles(world)
    assert "toegewezen" not in titles(world, "bob")
    beleid.toewijzing(action, "8")
    found = taken(world)
    assert "1\xa0lestijd te veel toegewezen" in [t.titel for t in found if t.rang == 0]
    beleid.toewijzing(action, "1").delete()
    world.school.toewijzingen.filter(voorzien="8").update(voorzien="7")
    assert "toegewezen" not in titles(world)


def test_the_dpia_is_asked_of_the_directeur_alone(world: World) -> None:
    assert "De DPIA is nog niet in orde" in titles(world)
    office = colleague(world.school, Role.SECRETARIAAT)
    access = access_for(office, NUMMER, Permission.MIDDELEN_ZIEN)
    assert not [t for t in taken_of(access, TODAY) if "DPIA" in t.titel]
    assert Dpia._meta.label == "privacy.Dpia"


def test_a_school_without_pupils_is_sent_to_the_import(world: World) -> None:
    remove_pupils(world.school)
    found = next(t for t in taken(world) if "nog geen leerlingen" in t.titel)
    assert found.link == f"/school/{NUMMER}/leerlingen/inlezen/"
    assert "ontbreken" not in titles(world)


def test_somebody_with_nothing_to_do_reads_so(world: World) -> None:
    world.concept.delete()
    text = main_text(client_of(colleague(world.school, Role.SCHOLENGROEP)).get(START))
    assert "Er is vandaag niets dat op je wacht." in text


def test_no_name_of_a_pupil_stands_on_the_start_page(world: World) -> None:
    text = main_text(world.client("alice").get(START))
    assert "Zandman" not in text
    assert world.leerling.stamnummer not in text


def test_the_number_of_queries_does_not_grow_with_the_pupils(world: World) -> None:
    client = world.client("alice")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(START)
        return len(captured)

    client.get(START)
    before = queries()
    for n in range(20):
        make_leerling(world.school, world.alice, naam=f"Groep {n}")
    client.get(START)  # what is kept until something is written is counted anew here
    assert queries() <= before
    assert before <= 52  # each room asks a handful


def test_each_of_the_five_purposes_leads_to_a_working_page(world: World) -> None:
    """S3: reflect, see the impact, understand, spend wisely, improve."""
    client = client_of(world.alice)
    page = client.get(START).content.decode()
    block = page.split('class="ingangen"')[1].split("</ul>")[0]
    links = re.findall(r'href="([^"]+)"', block)
    assert len(links) == 5
    assert {client.get(link, follow=True).status_code for link in links} == {200}


def test_who_comes_for_the_inspection_finds_the_way_in_above_the_tasks(world: World) -> None:
    """The evening before: what is ready, what to lay out, the dossier, the last reports."""
    client = client_of(world.alice)
    page = client.get(START).content.decode()
    line = page.split('class="naar-inspectie"')[1].split("</p>")[0]
    assert page.index('class="naar-inspectie"') < page.index("Wat nu?")
    links = re.findall(r'href="([^"]+)"', line)
    assert links[0] == f"{START}beleid/dossier/"
    assert len(links) == 4
    assert {client.get(link).status_code for link in links} == {200}


def test_who_may_not_read_the_dossier_sees_no_entrance_to_it(world: World) -> None:
    client = client_of(colleague(world.school, Role.SCHOLENGROEP))
    assert "naar-inspectie" not in client.get(START).content.decode()
