"""What is missing, ranked by worth; and the lists on which no worth may stand."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.models import Feit
from gokwijs.apps.scholen.models import Membership, School
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.apps.teldag.kijken import look, samenvatting
from gokwijs.core.kenmerken.verklaring import Opleiding, Taal
from tests.apps.builders import (
    JAAR,
    NUMMER,
    TODAY,
    YEAR,
    World,
    client_of,
    colleague,
    kinds,
    main_text,
    text_of,
)
from tests.apps.leerling_builders import remove_pupils
from tests.apps.teldag.builders import KNOWN, bulk, declare

LIST = f"/school/{NUMMER}/ontbrekend/?{YEAR}"
WORTH = re.compile(r"lestijd|uren|uur|lesu|€|euro|waard|\d,\d", re.I)


@pytest.fixture
def school(world: World) -> School:
    """24 × 0,26710 + S (50/100) × 34 × 0,11917 = 8,43629: three ja to 9. One older pupil Noor."""
    bulk(world.school, 24, **{**KNOWN, "opleiding_moeder": 1})
    bulk(world.school, 6, **KNOWN)
    return world.school


def order(text: str, *names: str) -> list[str]:
    return sorted(names, key=text.index)


# ---------------------------------------------------------------- the answer and the ranking


def test_the_answer_on_top_says_how_many_and_what_they_are_worth(
    world: World, school: School
) -> None:
    bulk(school, 2, naam="Vraag", schooltoeslag=0)
    text = main_text(world.client("alice").get(LIST))
    # Noor and the two: 3 × 0,55826 = 1,67478; 8,37671 + that = 10,05149 → from 8 to 10
    assert "Nog 3 verklaringen ontbreken. Samen zijn ze hoogstens 2 lestijden waard." in text
    assert "De teldag was op 2 februari 2026." in text
    assert "1,67478 vóór afronding" in text
    assert "bedrag ontbreekt" in text
    assert "€ 0" not in text


def test_the_ranking_changes_the_day_a_form_arrives(world: World, school: School) -> None:
    bulk(school, 1, naam="Alleentaal", opleiding_moeder=0)
    (one,) = bulk(school, 1, naam="Beide")
    client = world.client("alice")
    text = main_text(client.get(LIST))
    assert order(text, "Alleentaal", "Beide") == ["Beide", "Alleentaal"]
    declare(world, one, signed=TODAY)
    text = main_text(client.get(LIST))
    assert "Beide" not in text
    assert "Alleentaal" in text
    assert "Nog 2 verklaringen ontbreken" in text


def test_an_incomplete_form_stays_on_the_list_and_says_so(world: World, school: School) -> None:
    (one,) = bulk(school, 1, naam="Halfingevuld")
    declare(world, one, opleiding=Opleiding.ONBEKEND, taal=Taal.NEDERLANDS)
    text = main_text(world.client("alice").get(LIST))
    assert "Halfingevuld Kind" in text
    assert "Opleiding moeder formulier niet volledig" in text


def test_typed_amounts_give_euros(world: World, school: School) -> None:
    from gokwijs.apps.middelen.services import enter_number

    for kenmerk, amount in (("opleiding_moeder", "100"), ("thuistaal", "50,5")):
        enter_number(
            school=school,
            schooljaar=JAAR,
            naam=f"werkingsbudget.basisonderwijs.bedrag.{kenmerk}",
            waarde=amount,
            document="Brief",
            datum=TODAY,
            by=world.alice,
        )
    text = main_text(world.client("alice").get(LIST))
    assert "€ 150,50" in text
    assert "vóór aftopping" in text
    assert "bedrag ontbreekt" not in text


def test_without_s_the_worth_before_rounding_is_still_said(world: World, school: School) -> None:
    school.facts.all().delete()
    school.vastleggingen.all().delete()
    school.berekeningen.all().delete()
    text = main_text(world.client("alice").get(LIST))
    assert "Nog 1 verklaring ontbreekt. Ze is vóór afronding hoogstens 0,55826 lestijden" in text
    assert "niet berekenbaar" in text
    assert "de verhouding S ontbreekt" in text


def test_thresholds_are_said_in_verklaringen(world: World) -> None:
    so = {"niveau": "so", "graad": "1", "klas": "1A"}
    bulk(world.school, 7, **so, **{**KNOWN, "opleiding_moeder": 1})
    bulk(world.school, 5, naam="Open", **so, **{**KNOWN, "opleiding_moeder": 2})
    bulk(world.school, 88, **so, **KNOWN)
    text = main_text(world.client("alice").get(LIST))
    assert "Nog 3 verklaringen met ‘ja’ tot de 10 %." in text
    assert "Ook als alle 5 verklaringen die meetellen ‘ja’ zeggen, wordt de 55 % niet" in text


def test_the_filter_keeps_the_whole_answer_and_adds_that_of_the_choice(
    world: World, school: School
) -> None:
    bulk(school, 2, naam="Ander", klas="L5")
    text = main_text(world.client("alice").get(f"{LIST}&klas=L5"))
    assert "Nog 3 verklaringen ontbreken." in text
    assert "In deze keuze: Nog 2 verklaringen ontbreken." in text
    assert "Zandman" not in text
    empty = main_text(world.client("alice").get(f"{LIST}&klas=L5&niveau=so"))
    assert "In deze keuze ontbreekt niets." in empty


def test_a_long_list_is_paged_and_keeps_its_filter(world: World, school: School) -> None:
    bulk(school, 60, naam="Veel", klas="L6")
    page = text_of(world.client("alice").get(f"{LIST}&klas=L6"))
    assert "Pagina 1 van 2" in page
    assert "klas=L6&amp;niveau=&amp;p=2#lijst" in page


def test_nothing_missing_and_nobody_enrolled_say_so(world: World) -> None:
    client = world.client("alice")
    declare(world, world.leerling)
    text = main_text(client.get(LIST))
    assert "Er ontbreekt geen enkele verklaring." in text
    assert "Van alle 1 leerlingen" in text or "Van de enige leerling" in text
    remove_pupils(world.school)
    assert "nog geen leerlingen ingeschreven" in main_text(client.get(LIST))


def test_before_the_teldag_the_pupils_of_today_are_shown_with_the_countdown(
    world: World, school: School
) -> None:
    text = main_text(
        world.client("alice").get(f"/school/{NUMMER}/ontbrekend/?schooljaar=2027-2028")
    )
    assert "Nog 336 dagen tot de teldag van 1 februari 2027." in text
    assert "Zandman" in text


# ---------------------------------------------------------------- what else


def test_conflicts_gaps_and_unsigned_forms_are_listed(world: World, school: School) -> None:
    (clash,) = bulk(school, 1, naam="Twist", opleiding_moeder=0, thuistaal=0)
    declare(world, clash)
    bulk(school, 1, naam="Zwevend", niveau="so", klas="", **KNOWN)
    text = main_text(world.client("alice").get(LIST))
    assert "Bronnen spreken elkaar tegen (2)" in text
    assert "het register van de overheid (nee) en de verklaring van de ouders (ja)" in text
    assert "De plaats van een leerling is niet volledig (1)" in text
    assert "geen graad, geen klas" in text
    assert "Het ondertekende formulier ligt nog niet op school (1)" in text


def test_an_unknown_schooltoeslag_is_no_work_for_parents(world: World, school: School) -> None:
    bulk(school, 4, naam="Toeslag", opleiding_moeder=0, thuistaal=0)
    text = main_text(world.client("alice").get(LIST))
    assert "Schooltoeslag niet gekend (4)" in text
    assert "Ouders hoeven hier niets in te vullen" in text


# ---------------------------------------------------------------- who sees what


def test_looking_at_the_ranked_list_is_logged_without_names(world: World, school: School) -> None:
    world.client("alice").get(LIST)
    event = Event.objects.order_by("pk").last()
    assert event is not None
    assert (event.kind, event.target) == ("ontbrekend.bekeken", "schooljaar 2026-2027")
    assert event.data == {}


def leraar(world: World, *klassen: str) -> None:
    world.school.leraar_ziet_klas = True
    world.school.save()
    Membership.objects.filter(user=world.bob).update(klassen=list(klassen))


def test_a_leraar_sees_own_classes_and_never_a_worth(world: World, school: School) -> None:
    bulk(school, 1, naam="Elders", klas="L6")
    leraar(world, "L1A")
    client = world.client("bob")
    page = client.get(LIST)
    text = main_text(page)
    assert "Nog 1 verklaring ontbreekt." in text
    assert "Zandman" in text
    assert "Elders" not in text
    assert WORTH.search(text) is None, WORTH.search(text)
    assert client.get(f"/school/{NUMMER}/ontbrekend/klas/L1A/?{YEAR}").status_code == 200
    assert client.get(f"/school/{NUMMER}/ontbrekend/klas/L6/?{YEAR}").status_code == 404
    assert client.get(f"/school/{NUMMER}/ontbrekend/lijst.xlsx?{YEAR}").status_code == 403
    assert "ontbrekend.bekeken" not in kinds()


def test_a_class_list_carries_names_and_forms_and_no_number_of_hours(
    world: World, school: School
) -> None:
    (signed,) = bulk(school, 1, naam="Getekend")
    declare(world, signed, signed=date(2026, 3, 2))
    (unsigned,) = bulk(school, 1, naam="Ongetekend")
    declare(world, unsigned)
    for who in ("alice", "bob"):
        leraar(world, "L1A")
        text = main_text(world.client(who).get(f"/school/{NUMMER}/ontbrekend/klas/L1A/?{YEAR}"))
        assert "Zandman Noor" in text
        assert "Verklaring: opleiding moeder en thuistaal" in text
        assert "Ongetekend" in text
        assert "Handtekening" in text
        assert " Getekend Kind" not in text
        assert WORTH.search(text) is None, WORTH.search(text)


def test_a_class_with_a_strange_name_has_a_page(world: World) -> None:
    bulk(world.school, 1, naam="Vreemd", klas="3/4 «b» #2")
    page = world.client("alice").get(LIST)
    link = re.search(r'href="(/school/\d+/ontbrekend/klas/3/[^"]+)"', text_of(page))
    assert link
    assert "Vreemd" in main_text(world.client("alice").get(link[1].replace("&amp;", "&")))


def test_financien_and_everybody_above_the_school_see_no_list(world: World, school: School) -> None:
    for role in (Role.FINANCIEN, Role.SCHOLENGROEP, Role.NETWERK, Role.BEHEERDER):
        client = client_of(colleague(school, role, email=f"{role}@zandloper.invalid"))
        for path in (LIST, f"/school/{NUMMER}/ontbrekend/klas/L1A/"):
            page = client.get(path)
            assert page.status_code == 403
            assert "Zandman" not in text_of(page)


# ---------------------------------------------------------------- the mail merge


def sheet_of(response: object) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(response.content))  # type: ignore[attr-defined]
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_the_mail_merge_has_no_worth_and_no_answers_and_is_logged(
    world: World, school: School
) -> None:
    bulk(school, 1, naam="=HYPERLINK(1)", klas="L6", thuistaal=1)
    response = world.client("alice").get(f"/school/{NUMMER}/ontbrekend/lijst.xlsx?{YEAR}")
    assert "vertrouwelijk-" in response["Content-Disposition"]
    rows = sheet_of(response)
    assert rows[0] == ["Klas", "Naam", "Voornaam", "Stamnummer", "Wat ontbreekt"]
    assert [row[0] for row in rows[1:]] == ["L1A", "L6"]
    assert rows[2][1] == "=HYPERLINK(1)"
    assert rows[2][4] == "verklaring: opleiding moeder"
    everything = " ".join(str(value) for row in rows for value in row)
    assert WORTH.search(everything) is None
    assert not {"ja", "nee"} & set(everything.lower().split())
    event = Event.objects.order_by("pk").last()
    assert event is not None
    assert event.kind == "export"
    assert "vertrouwelijk-ontbrekende-verklaringen" in event.target


def test_the_mail_merge_of_one_class(world: World, school: School) -> None:
    bulk(school, 1, naam="Zesde", klas="L6")
    response = world.client("alice").get(f"/school/{NUMMER}/ontbrekend/lijst.xlsx?{YEAR}&klas=L6")
    assert [row[1] for row in sheet_of(response)[1:]] == ["Zesde"]


# ---------------------------------------------------------------- the start page, and the cost


def test_the_summary_for_the_start_page(world: World, school: School) -> None:
    found = samenvatting(access_for(world.alice, NUMMER, Permission.WERKZONE_ZIEN), TODAY)
    assert (found.aantal, found.dagen) == (1, -28)
    assert found.zin.startswith("Nog 1 verklaring ontbreekt. Ze is hoogstens")
    leraar(world, "L1A")
    other = samenvatting(access_for(world.bob, NUMMER, Permission.LEERLINGEN_ZIEN), TODAY)
    assert other.zin == "Nog 1 verklaring ontbreekt."


@pytest.mark.parametrize("number", [3, 300])
def test_the_number_of_queries_does_not_grow_with_the_school(world: World, number: int) -> None:
    bulk(world.school, number, naam="Veel")
    client = world.client("alice")
    client.get(LIST)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(LIST).status_code == 200
    assert len(queries) <= 18, [q["sql"][:90] for q in queries]
    klas = f"/school/{NUMMER}/ontbrekend/klas/L1A/?{YEAR}"
    with CaptureQueriesContext(connection) as queries:
        assert client.get(klas).status_code == 200
    assert len(queries) <= 10


def test_facts_of_others_and_of_later_days_are_not_read(world: World) -> None:
    """Only who is enrolled counts, with what is known today."""
    (one,) = bulk(world.school, 1, naam="Later")
    Feit.objects.create(
        leerling=one,
        kenmerk="thuistaal",
        antwoord=1,
        herkomst="register",
        vanaf=date(2026, 9, 1),
        vastgelegd="2026-03-01T10:00Z",
    )
    access = access_for(world.alice, NUMMER, Permission.WERKZONE_ZIEN)
    seen = look(access, JAAR, TODAY, worth=True)
    assert set(seen.stand.cellen) == {str(one.pk), str(world.leerling.pk)}
    assert str(one.pk) in (seen.waarde.volgorde if seen.waarde else ())
