"""The frozen Telling: which day, once, never changed, versions beside each other, who sees what."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gokwijs.apps.access.roles import Role
from gokwijs.apps.leerlingen.models import Inschrijving, Leerling
from gokwijs.apps.leerlingen.services import close_inschrijving
from gokwijs.apps.middelen.models import Berekening
from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag import services
from gokwijs.apps.teldag.dagen import komend_schooljaar, teldag_of
from gokwijs.apps.teldag.models import FrozenError, Teldagkeuze, Vastlegging
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.leerlingen.teldag import ZorgthuisAantal, ZorgthuisError
from gokwijs.core.telling.model import Graad, Telling, combination
from tests.apps.builders import (
    JAAR,
    NUMMER,
    TODAY,
    YEAR,
    World,
    build_world,
    client_of,
    colleague,
    kinds,
    main_text,
    snapshot,
    text_of,
)
from tests.apps.leerling_builders import remove_pupils
from tests.apps.teldag.builders import KNOWN, bulk, declare
from tests.apps.test_database import at_once

T = f"/school/{NUMMER}/teldag"


def freeze(world: World, **values: Any) -> services.Vastgelegd:
    given = {"school": world.school, "schooljaar": JAAR, "today": TODAY, "by": world.alice}
    return services.freeze_telling(**{**given, **values})


def telling_of(found: Vastlegging) -> Telling:
    return Telling.from_json(found.telling)


@pytest.fixture
def school(world: World) -> School:
    bulk(world.school, 24, **{**KNOWN, "opleiding_moeder": 1})
    bulk(world.school, 6, **KNOWN)
    return world.school


# ---------------------------------------------------------------- which day


def test_the_teldag_is_the_first_school_day_of_february(world: World) -> None:
    assert teldag_of(world.school, JAAR).dag == date(2026, 2, 2)
    assert komend_schooljaar(date(2026, 11, 24)) == Schooljaar(2027)
    assert komend_schooljaar(date(2027, 1, 31)) == Schooljaar(2027)
    assert komend_schooljaar(TODAY) == JAAR


def choose(world: World, soort: str, **values: Any) -> date:
    keuze = services.choose_teldag(
        school=world.school,
        schooljaar=JAAR,
        soort=Teldagkeuze.Soort(soort),
        reden="Brief",
        by=world.alice,
        **values,
    )
    return keuze.dag


def test_closed_days_october_and_a_typed_day(world: World) -> None:
    assert choose(world, "gesloten", gesloten=[date(2026, 2, 2)]) == date(2026, 2, 3)
    assert choose(world, "oktober") == date(2026, 10, 1)
    assert choose(world, "andere", dag=date(2026, 2, 5)) == date(2026, 2, 5)
    assert teldag_of(world.school, JAAR).zin == "Ingevoerd door Alice Adams: Brief"
    services.reset_teldag(school=world.school, schooljaar=JAAR, by=world.alice)
    assert teldag_of(world.school, JAAR).dag == date(2026, 2, 2)


def test_another_day_needs_a_reason_and_a_day_within_the_years(world: World) -> None:
    with pytest.raises(services.TeldagError, match="Schrijf waarom"):
        services.choose_teldag(
            school=world.school,
            schooljaar=JAAR,
            soort=Teldagkeuze.Soort.OKTOBER,
            reden=" ",
            by=world.alice,
        )
    with pytest.raises(services.TeldagError, match="kan geen teldag zijn"):
        choose(world, "andere", dag=date(2024, 2, 1))


def test_the_form_names_what_is_no_day(world: World) -> None:
    page = world.client("alice").post(
        f"{T}/dag/?{YEAR}", {"soort": "gesloten", "gesloten": "1/02/2026\nzondag", "reden": "x"}
    )
    assert "Dit zijn geen datums: zondag." in main_text(page)
    page = world.client("alice").post(f"{T}/dag/?{YEAR}", {"soort": "andere", "reden": "x"})
    assert "Vul de dag in." in main_text(page)


def test_after_freezing_the_day_stays(world: World, school: School) -> None:
    freeze(world)
    with pytest.raises(services.TeldagError, match="al vastgelegd"):
        choose(world, "oktober")


# ---------------------------------------------------------------- freezing


def test_before_the_teldag_nothing_can_be_frozen_but_a_forecast_is_shown(
    world: World, school: School
) -> None:
    with pytest.raises(services.TeldagError, match="pas op 1 februari 2027"):
        freeze(world, schooljaar=Schooljaar(2027))
    before = snapshot()
    text = main_text(world.client("alice").get(f"{T}/?schooljaar=2027-2028"))
    assert "Er wordt niets bewaard" in text
    assert "Lager onderwijs: 31 leerlingen" in text
    answer = world.client("alice").get(f"{T}/vastleggen/?schooljaar=2027-2028")
    assert answer.status_code == 302
    assert snapshot() == before


def test_freezing_calculates_and_the_middelen_page_shows_it(world: World, school: School) -> None:
    done = freeze(world)
    assert done.nieuw
    found = done.vastlegging
    assert (found.versie, found.dag, found.vorige) == (1, date(2026, 2, 2), None)
    assert telling_of(found).pupils == 31
    assert found.berekening is not None
    assert found.berekening.herkomst == "vastgelegde telling van 2 februari 2026, versie 1"
    text = main_text(world.client("alice").get(f"/school/{NUMMER}/middelen/?{YEAR}"))
    assert "vastgelegde telling van 2 februari 2026, versie 1" in text


def test_twice_the_same_gives_one_version(world: World, school: School) -> None:
    first = freeze(world).vastlegging
    before = snapshot()
    again = freeze(world)
    assert not again.nieuw
    assert again.vastlegging.pk == first.pk
    assert snapshot() == before, "not even an event"


def test_a_frozen_count_never_follows_a_later_change(world: World, school: School) -> None:
    found = freeze(world).vastlegging
    frozen = Vastlegging.objects.values().get(pk=found.pk)
    result = Berekening.objects.values().get(pk=found.berekening_id)
    declare(world, world.leerling)
    one = Inschrijving.objects.filter(leerling__naam="Groep")[0]
    close_inschrijving(inschrijving=one, einde=date(2026, 1, 5), by=world.alice)
    Leerling.objects.filter(naam="Groep")[5].delete()
    assert Vastlegging.objects.values().get(pk=found.pk) == frozen
    assert Berekening.objects.values().get(pk=found.berekening_id) == result
    text = main_text(world.client("alice").get(f"{T}/?{YEAR}"))
    assert "Sinds de vastlegging is er iets veranderd" in text
    assert "Lager onderwijs: 31 leerlingen" in text


def test_a_frozen_row_refuses_to_change(world: World, school: School) -> None:
    found = freeze(world).vastlegging
    found.reden = "anders"
    with pytest.raises(FrozenError):
        found.save()
    with pytest.raises(FrozenError), transaction.atomic():
        Vastlegging.objects.filter(pk=found.pk).update(reden="anders")


def test_a_correction_needs_a_reason_and_shows_the_difference(world: World, school: School) -> None:
    first = freeze(world).vastlegging
    declare(world, world.leerling)
    bulk(school, 4, **{**KNOWN, "opleiding_moeder": 1, "thuistaal": 1})
    with pytest.raises(services.TeldagError, match="Schrijf waarom ze verandert"):
        freeze(world)
    second = freeze(world, reden="Verklaring kwam later").vastlegging
    assert (second.versie, second.vorige) == (2, first)
    text = main_text(world.client("alice").get(f"{T}/versie/{second.pk}/"))
    assert "Verschil met versie 1" in text
    # 24 × 0,26710 + 0,5 × 31 × 0,11917 = 8,25754 → 8; 29 × a + 0,5 × 35 × b + 5 × c = 11,28718
    assert "SES-lestijden lager onderwijs 8 tot 9 lestijden 11 lestijden" in text
    assert "Lager onderwijs: 35 leerlingen (was 31)" in text
    assert "ja 24 → 29, onbekend 1 → 0" in text
    assert "Elke cel die verandert" in text
    assert "opleiding moeder, thuistaal" in text or "opleiding moeder en thuistaal" in text
    assert "Zandman" not in text


def test_late_answers_count_up_to_the_chosen_day(world: World, school: School) -> None:
    """The pupil was enrolled on the teldag; the form came in on 20 February."""
    declare(world, world.leerling, datum=date(2026, 2, 20))
    on_the_day = freeze(world, antwoorden_tot=date(2026, 2, 2)).vastlegging
    assert any("2" in cell[7][:1] for cell in on_the_day.telling["cellen"])
    later = freeze(world, reden="Formulier van 20 februari").vastlegging
    assert all(cell[7][0] != "2" for cell in later.telling["cellen"])
    with pytest.raises(services.TeldagError, match="Kies voor de antwoorden een dag"):
        freeze(world, antwoorden_tot=date(2026, 1, 5), reden="x")


def test_the_version_of_a_year_earlier_is_used(world: World) -> None:
    bulk(world.school, 10, **{**KNOWN, "schooltoeslag": 1})
    bulk(world.school, 30, **KNOWN)
    Inschrijving.objects.update(begin=date(2024, 9, 1))
    before = freeze(
        world, schooljaar=Schooljaar(2025), today=date(2025, 3, 1), antwoorden_tot=date(2025, 3, 1)
    ).vastlegging
    world.school.facts.all().delete()
    found = freeze(world).vastlegging
    assert found.berekening is not None
    assert found.berekening.vorige == before.telling
    # facts are known from September 2025 on, so X is unknown in February 2025
    text = main_text(world.client("alice").get(f"{T}/?{YEAR}"))
    assert "Verhouding S uit je eigen telling" in text
    assert "niet het officiële getal" in text


def test_half_pupils_stay_half(world: World) -> None:
    bulk(world.school, 3, halves=1, klas="H", **KNOWN)
    found = freeze(world).vastlegging
    assert telling_of(found).pupils == Fraction(5, 2)
    page = world.client("alice").get(f"{T}/versie/{found.pk}/")
    assert "Lager onderwijs: 2,5 leerlingen" in main_text(page)
    behind = main_text(
        world.client("alice").get(
            f"{T}/versie/{found.pk}/leerlingen/?groep=lager&kenmerk=thuistaal&antwoord=nee"
        )
    )
    assert behind.count("halve leerling") == 3
    assert "1,5 in de telling" in behind


def test_nobody_enrolled_is_no_telling(world: World) -> None:
    Inschrijving.objects.all().delete()
    with pytest.raises(services.TeldagError, match="geen enkele leerling"):
        freeze(world)


# ---------------------------------------------------------------- zorgthuis

SO = {"niveau": "so", "graad": "1", "klas": "1A"}
ENKEL = combination("100202")  # opleiding moeder; zorgthuis and buurt unknown


@pytest.fixture
def so(world: World) -> School:
    remove_pupils(world.school)
    bulk(world.school, 20, **SO, **{**KNOWN, "opleiding_moeder": 1})
    bulk(world.school, 30, **SO, **KNOWN)
    return world.school


def test_zorgthuis_is_typed_as_counts_and_stands_in_the_telling_only(
    world: World, so: School
) -> None:
    typed = [ZorgthuisAantal(Graad.EERSTE, ENKEL, 6)]
    found = freeze(world, zorgthuis=typed).vastlegging
    ja = [cell for cell in found.telling["cellen"] if cell[7][3] == "1"]
    assert [(cell[7], cell[8]) for cell in ja] == [("100102", 6)]
    assert all(code[7][3] == "2" for code, _ in found.leerlingen)
    assert sum(len(who) for _, who in found.leerlingen) == 50
    with pytest.raises(ZorgthuisError):
        freeze(world, zorgthuis=[ZorgthuisAantal(Graad.EERSTE, ENKEL, 42)], reden="x")


def test_who_is_zorgthuis_cannot_be_asked(world: World, so: School) -> None:
    found = freeze(world, zorgthuis=[ZorgthuisAantal(Graad.EERSTE, ENKEL, 6)]).vastlegging
    client = world.client("alice")
    path = f"{T}/versie/{found.pk}/leerlingen/?groep=so1"
    assert client.get(f"{path}&kenmerk=zorgthuis&antwoord=ja").status_code == 404
    assert client.get(f"{path}&kenmerk=afkomst&antwoord=ja").status_code == 404
    assert client.get(f"{path}&kenmerk=thuistaal&antwoord=misschien").status_code == 404
    assert "kenmerk=zorgthuis" not in text_of(client.get(f"{T}/versie/{found.pk}/"))


def test_the_form_types_zorgthuis_checks_it_and_freezes(world: World, so: School) -> None:
    client, path = world.client("alice"), f"{T}/vastleggen/?{YEAR}"
    data = {"antwoorden_tot": "2026-03-02", "zorgthuis_geteld": "on", "z_1_100202": "3"}
    assert "Eerste graad: opleiding moeder" in main_text(client.get(path))
    checked = client.post(path, data)
    text = main_text(checked)
    assert "Klopt dit?" in text
    assert "Er is nog niets vastgelegd." in text
    assert "telling.vastgelegd" not in kinds()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text_of(checked)))
    assert client.post(path, {**hidden, "bevestig": "1"}).status_code == 302
    found = world.school.vastleggingen.get(schooljaar=2026)
    assert any(cell[7] == "100102" and cell[8] == 6 for cell in found.telling["cellen"])
    again = client.get(path)
    assert 'name="z_1_100202" value="3"' in text_of(again), "typed once, kept for a correction"


def test_the_form_refuses_more_than_there_are_and_counts_without_the_tick(
    world: World, so: School
) -> None:
    client, path = world.client("alice"), f"{T}/vastleggen/?{YEAR}"
    data = {"antwoorden_tot": "2026-03-02", "zorgthuis_geteld": "on", "z_1_100202": "21"}
    assert "Er zijn maar 20 leerlingen met dit." in main_text(client.post(path, data))
    del data["zorgthuis_geteld"]
    assert "Vink ook aan" in main_text(client.post(path, {**data, "z_1_100202": "2"}))


def test_a_second_click_says_that_nothing_changed(world: World, school: School) -> None:
    client, path = world.client("alice"), f"{T}/vastleggen/?{YEAR}"
    client.post(path, {"antwoorden_tot": "2026-03-02", "bevestig": "1"})
    data = {"antwoorden_tot": "2026-03-02", "bevestig": "1", "reden": "nog eens"}
    text = main_text(client.post(path, data, follow=True))
    assert "Er is niets veranderd: versie 1 blijft de telling die geldt." in text
    assert world.school.vastleggingen.filter(schooljaar=2026).count() == 1


# ---------------------------------------------------------------- who is behind a number


def test_the_pupils_behind_a_number_as_they_were_counted(world: World, school: School) -> None:
    found = freeze(world).vastlegging
    declare(world, world.leerling)  # later: does not change who was behind the number
    client = world.client("alice")
    path = f"{T}/versie/{found.pk}/leerlingen/?groep=lager&kenmerk=thuistaal"
    text = main_text(client.get(f"{path}&antwoord=onbekend"))
    assert "Lager onderwijs: thuistaal onbekend" in text
    assert "Zandman Noor" in text
    assert "Groep Kind" not in text
    assert kinds()[-1] == "telling.leerlingen"
    assert "Achter dit aantal zit niemand." in main_text(client.get(f"{path}&antwoord=ja"))


def test_erased_pupils_are_said_and_not_named(world: World, school: School) -> None:
    found = freeze(world).vastlegging
    Leerling.objects.get(naam="Zandman").delete()
    for one in Leerling.objects.filter(naam="Groep")[:2]:
        one.delete()
    text = main_text(world.client("alice").get(f"{T}/versie/{found.pk}/leerlingen/"))
    assert "3 leerlingen zijn sindsdien gewist" in text
    assert "Zandman" not in text
    assert "31 in de telling" in text
    assert "Zandman" not in str(found.leerlingen), "only keys are kept"


def test_financien_sees_counts_and_no_names(world: World, school: School) -> None:
    found = freeze(world).vastlegging
    client = client_of(colleague(school, Role.FINANCIEN))
    page = client.get(f"{T}/versie/{found.pk}/")
    text = text_of(page)
    assert "31 leerlingen" in text
    assert re.search(r"GOK-wijs \d+\.\d", text), "the version of the program stays in the footer"
    assert "Zandman" not in text
    assert "/leerlingen/?groep" not in text
    assert client.get(f"{T}/versie/{found.pk}/leerlingen/").status_code == 403
    assert client.get(f"{T}/?{YEAR}").status_code == 403


def test_a_leraar_and_the_scholengroep_see_nothing_of_it(world: World, school: School) -> None:
    found = freeze(world).vastlegging
    school.leraar_ziet_klas = True
    school.save()
    world.school.memberships.filter(user=world.bob).update(klassen=["L1A"])
    for client in (world.client("bob"), client_of(colleague(school, Role.SCHOLENGROEP))):
        for path in (f"{T}/", f"{T}/versie/{found.pk}/", f"{T}/versie/{found.pk}/leerlingen/"):
            page = client.get(path)
            assert page.status_code == 403
            assert "Zandman" not in text_of(page)


# ---------------------------------------------------------------- cost, and many at once


@pytest.mark.parametrize("number", [3, 300])
def test_the_number_of_queries_does_not_grow_with_the_school(world: World, number: int) -> None:
    bulk(world.school, number, naam="Veel", **KNOWN)
    found = freeze(world).vastlegging
    client = world.client("alice")
    for path in (
        f"{T}/?{YEAR}",
        f"{T}/?schooljaar=2027-2028",
        f"{T}/vastleggen/?{YEAR}",
        f"{T}/versie/{found.pk}/",
        f"{T}/versie/{found.pk}/leerlingen/?groep=lager",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200, path
        assert len(queries) <= 24, (path, [q["sql"][:90] for q in queries])


@pytest.mark.django_db(transaction=True)
def test_the_button_pressed_by_many_at_once_makes_one_version() -> None:
    world = build_world()
    bulk(world.school, 5, **KNOWN)
    results = at_once(5, lambda n: freeze(world).nieuw)
    assert sorted(results) == [False, False, False, False, True], results
    assert Vastlegging.objects.filter(school=world.school, schooljaar=2026).count() == 1
    assert kinds().count("telling.vastgelegd") == 1


def test_the_moment_of_freezing_is_kept(world: World, school: School) -> None:
    found = freeze(world).vastlegging
    assert abs((timezone.now() - found.created).total_seconds()) < 60
    assert found.by_naam == "Alice Adams"
    world.alice.delete()
    assert Vastlegging.objects.get(pk=found.pk).by is None
