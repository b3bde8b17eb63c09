"""Tasks: whose they are, when, ticked off and undone; printed for the staff room."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.beleid.afdruk import afdruk
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Taak
from gokwijs.apps.beleid.services_taak import bewaar_taak, vink_taak
from gokwijs.apps.samen.selectors import ik_van, lopend_plan, taken_van
from gokwijs.apps.samen.taken_vandaag import wat_wacht
from gokwijs.apps.scholen.models import Membership
from gokwijs.apps.scholen.selectors import access_for
from tests.apps.builders import NUMMER, TODAY, World, client_of, colleague, main_text
from tests.apps.samen import tables
from tests.apps.samen.builders import B, actie, taak
from tests.verapdf import keeps_the_standards


def seen(world: World, query: str = "", who: str = "alice") -> str:
    return main_text(world.client(who).get(f"{B}/taken/{query}"))


def test_mine_are_those_with_my_name_and_those_of_my_role_without_a_name(world: World) -> None:
    taak(world, "Met mijn rol", wie_rol="directeur")
    taak(world, "Met een andere naam", wie=world.bob, wie_rol="directeur")
    text = seen(world)
    assert "Brief maken" in text
    assert "Met mijn rol" in text
    assert "Met een andere naam" not in text
    assert "Met een andere naam" in seen(world, "?van=allen")


def test_a_task_for_leraar_is_not_on_the_list_of_every_leraar(world: World) -> None:
    taak(world, "Voor een leraar", wie_rol="leraar")
    assert "Voor een leraar" not in seen(world, who="bob")


@pytest.mark.parametrize(
    ("stand", "shown"),
    [
        ("open", "Gisteren Morgen Ooit"),
        ("week", "Morgen"),
        ("laat", "Gisteren"),
        ("klaar", "Gedaan"),
    ],
)
def test_the_states_of_the_list(world: World, stand: str, shown: str) -> None:
    Taak.objects.all().delete()
    taak(world, "Gisteren", tegen=TODAY - timedelta(days=1))
    taak(world, "Morgen", tegen=TODAY + timedelta(days=1))
    taak(world, "Ooit")
    taak(world, "Gedaan", tegen=TODAY - timedelta(days=3), klaar=TODAY)
    text = seen(world, f"?van=allen&stand={stand}")
    for name in ("Gisteren", "Morgen", "Ooit", "Gedaan"):
        assert (name in text) == (name in shown.split()), name


def test_by_role_by_action_and_sorted_by_the_address(world: World) -> None:
    plan = tables.plan(world.school)
    other = actie(plan, "Andere actie")
    taak(world, "Zet de zaal klaar", wie_rol="secretariaat", actie=other)
    taak(world, "Aan de beurt", wie=world.bob)
    assert "Zet de zaal klaar" in seen(world, "?van=allen&rol=secretariaat")
    assert "Aan de beurt" not in seen(world, "?van=allen&rol=secretariaat")
    assert "Aan de beurt" not in seen(world, f"?van=allen&actie={other.pk}")
    text = seen(world, "?van=allen&s=wie")
    assert text.index("Brief maken") < text.index("Aan de beurt") < text.index("Zet de zaal klaar")


def test_nonsense_in_the_address_is_the_default_list(world: World) -> None:
    for query in ("?stand=x&s=y&van=z", "?actie=9999999999999999999", "?actie=²", "?rol=%00"):
        assert world.client("alice").get(f"{B}/taken/{query}").status_code == 200


def test_ticked_off_and_open_again(world: World) -> None:
    one = tables.taak(world.school)
    back = world.client("alice").post(f"{B}/taken/{one.pk}/klaar/", {"terug": "stand=laat"})
    one.refresh_from_db()
    assert one.klaar == TODAY
    assert back["Location"] == f"{B}/taken/?stand=laat"
    world.client("alice").post(f"{B}/taken/{one.pk}/klaar/", {"open": "1"})
    one.refresh_from_db()
    assert one.klaar is None


def test_a_leraar_ticks_off_an_own_task_and_no_other(world: World) -> None:
    own = taak(world, "Van Bob", wie=world.bob)
    assert world.client("bob").post(f"{B}/taken/{own.pk}/klaar/").status_code == 302
    theirs = tables.taak(world.school)
    assert world.client("bob").post(f"{B}/taken/{theirs.pk}/klaar/").status_code == 403


def test_a_task_that_was_taken_away_is_offered_back(world: World) -> None:
    one = taak(world, "Zaal vragen", wie=world.alice)
    client, page = world.client("alice"), f"{B}/taken/{one.pk}/"
    gone = client.post(page, {"verwijderen": "1", "terug": "van=allen"}, follow=True)
    assert "De taak 'Zaal vragen' is weg." in main_text(gone)
    assert "Zet de taak 'Zaal vragen' terug" in gone.content.decode()
    assert not Taak.objects.filter(pk=one.pk).exists()
    assert client.get(page).status_code == 404
    assert world.client("bob").post(page, {"terugzetten": "1"}).status_code == 403
    back = client.post(page, {"terugzetten": "1", "terug": "van=allen"}, follow=True)
    assert "Zaal vragen" in main_text(back)
    assert Taak.objects.get(pk=one.pk).tekst == "Zaal vragen"


def test_a_link_back_never_leaves_the_list(world: World) -> None:
    one = tables.taak(world.school)
    data = {"terug": "next=https://kwaad.invalid&van=allen"}
    back = world.client("alice").post(f"{B}/taken/{one.pk}/klaar/", data)
    assert back["Location"] == f"{B}/taken/?van=allen"


def test_an_action_decides_the_plan_of_its_task(world: World) -> None:
    one = tables.actie(world.school)
    data = tables.taakvelden(world, actie=one.pk, plan="")
    world.client("alice").post(f"{B}/taken/nieuw/", data)
    assert Taak.objects.get(tekst="Bellen").plan == one.plan


@pytest.mark.parametrize("field", ["wie", "actie", "plan"])
def test_nobody_and_nothing_of_another_school(world: World, field: str) -> None:
    theirs: dict[str, Any] = {
        "wie": world.charlie,
        "actie": tables.actie(world.other),
        "plan": tables.plan(world.other),
    }
    data = tables.taakvelden(world, **{field: theirs[field].pk})
    before = Taak.objects.count()
    assert world.client("alice").post(f"{B}/taken/nieuw/", data).status_code == 200
    assert Taak.objects.count() == before


def test_the_service_refuses_the_same(world: World) -> None:
    plan = tables.plan(world.school)
    for values in ({"wie": world.charlie}, {"actie": tables.actie(world.other)}):
        with pytest.raises(BeleidError):
            bewaar_taak(plan=plan, values={"tekst": "x", **values}, by=world.alice)


def test_nothing_of_a_closed_plan_changes(world: World) -> None:
    plan = tables.plan(world.school)
    plan.status, plan.vastgesteld_op = "afgesloten", TODAY
    plan.save()
    one = tables.taak(world.school)
    with pytest.raises(BeleidError):
        vink_taak(taak=one, klaar=TODAY, by=world.alice)
    assert "Vink af" not in world.client("alice").get(f"{B}/taken/").content.decode()
    assert lopend_plan(world.school, TODAY) is None


def test_two_who_change_a_task_at_once_lose_nothing(world: World) -> None:
    one = tables.taak(world.school)
    opened = afdruk(one)
    bewaar_taak(plan=one.plan, values={"tekst": "Van Bob"}, by=world.bob, taak=one)
    data = tables.taakvelden(world, tekst="Van Alice", was=opened)
    text = main_text(world.client("alice").post(f"{B}/taken/{one.pk}/", data))
    assert "Een collega bewaarde dit intussen" in text
    assert "Nu staat er: Van Bob" in text
    one.refresh_from_db()
    assert one.tekst == "Van Bob"


def test_a_task_that_a_colleague_took_away_meanwhile_is_said_so(world: World) -> None:
    one = tables.taak(world.school)
    Taak.objects.filter(pk=one.pk).delete()
    with pytest.raises(BeleidError, match="haalde deze taak intussen weg"):
        vink_taak(taak=one, klaar=TODAY, by=world.alice)


def test_removal_is_asked_first_and_then_done(world: World) -> None:
    one = tables.taak(world.school)
    page = world.client("alice").get(f"{B}/taken/{one.pk}/")
    assert "Deze taak weghalen" in main_text(page)
    world.client("alice").post(f"{B}/taken/{one.pk}/", {"verwijderen": "1"})
    assert not Taak.objects.filter(pk=one.pk).exists()


def test_tasks_of_an_action_that_was_taken_away_are_gone_with_it(world: World) -> None:
    one = tables.actie(world.school)
    one.verwijderd = "2026-03-01T10:00:00Z"
    one.save()
    assert not taken_van(world.school).exists()


def test_hostile_text_is_text(world: World) -> None:
    taak(world, '<script>alert("x")</script>', wie_rol="<b>baas</b>", wie=None)
    page = world.client("alice").get(f"{B}/taken/?van=allen").content.decode()
    assert "<script>alert" not in page
    assert "<b>baas" not in page
    assert "&lt;script&gt;" in page


def test_two_hundred_tasks_in_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    plan, one = tables.plan(world.school), tables.actie(world.school)
    Taak.objects.bulk_create(
        Taak(plan=plan, actie=one, tekst=f"Taak {n}", wie=world.bob, tegen=TODAY, door_naam="x")
        for n in range(200)
    )
    client = world.client("alice")
    for path in ("taken/?van=allen", "kalender/", "kalender/?toon=maand", "taken/wie-doet-wat/"):
        with django_assert_max_num_queries(20):
            assert client.get(f"{B}/{path}").status_code == 200
    access = access_for(world.alice, NUMMER, Permission.SCHOOLZONE_ZIEN)
    with django_assert_max_num_queries(6):  # what the start page asks of this room
        list(wat_wacht(access, TODAY))


# ---------------------------------------------------------------- who does what


def pdf_text(response: Any) -> str:
    keeps_the_standards(response.content)
    return "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(response.content)).pages)


def test_who_does_what_per_colleague_marked_internal(world: World) -> None:
    taak(world, "Zaal vragen", wie=world.bob, tegen=date(2026, 4, 1))
    taak(world, "Koffie", wie_rol="secretariaat")
    text = main_text(world.client("bob").get(f"{B}/taken/wie-doet-wat/"))
    assert "Intern" in text
    assert text.index("Alice Adams") < text.index("Betalen in schijven") < text.index("Bob Bakker")
    assert text.index("Bob Bakker") < text.index("Zaal vragen") < text.index("secretariaat")
    paper = pdf_text(world.client("bob").get(f"{B}/taken/wie-doet-wat.pdf"))
    assert "Intern: enkel voor wie op deze school werkt" in paper
    assert "01/04/2026" in paper
    assert "Alice Adams" in paper


def test_two_colleagues_with_one_name_stay_two(world: World) -> None:
    twin = colleague(world.school, Role.LERAAR, email="bob2@zandloper.invalid")
    type(twin).objects.filter(pk=twin.pk).update(naam="Bob Bakker")
    taak(world, "Van de ene", wie=world.bob)
    taak(world, "Van de andere", wie=twin)
    text = main_text(world.client("alice").get(f"{B}/taken/wie-doet-wat/"))
    assert text.count("Bob Bakker") == 2


def test_an_adviser_from_outside_reads_roles_and_no_names(world: World) -> None:
    adviser = colleague(world.school, Role.PBD, email="pbd@elders.invalid")
    Membership.objects.filter(user=adviser).update(schoolzone=True)
    client = client_of(adviser)
    page = client.get(f"{B}/taken/?van=allen")
    assert "Alice Adams" not in main_text(page)
    assert "iemand van de school" in main_text(page)
    assert client.get(f"{B}/taken/wie-doet-wat/").status_code == 403
    assert client.get(f"{B}/taken/wie-doet-wat.pdf").status_code == 403
    moment = tables.moment(world.school)
    assert "Alice Adams" not in main_text(client.get(f"{B}/overleg/{moment.pk}/"))
    assert "Alice Adams" not in main_text(client.get(f"{B}/voorstellen/"))
    assert not ik_van(adviser, world.school).personeel
