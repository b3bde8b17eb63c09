"""Two people at once lose nothing; every change can be read back and undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gokwijs.apps.beleid.bewaren import (
    BeleidError,
    Conflict,
    bewaar,
    history_of,
    verwijder,
    zet_terug,
)
from gokwijs.apps.beleid.models import Actie, Besluit, Plan, Streefdoel
from gokwijs.apps.beleid.services import stel_doel_vast
from gokwijs.apps.beleid.services_taak import bewaar_taak
from tests.apps import beleid_builders as build
from tests.apps.beleid.tables import B, action, goal, plan
from tests.apps.builders import World, text_of


@pytest.fixture
def doel(world: World) -> Streefdoel:
    found = bewaar(
        link=Streefdoel(plan=plan(world.school)),
        values={"formulering": "Meer lezen", "doelgroep": "1A", "thema": "taal"},
        by=world.alice,
    )
    assert isinstance(found, Streefdoel)
    return found


def test_two_people_in_different_fields_are_joined(world: World, doel: Streefdoel) -> None:
    opened = {"formulering": "Meer lezen", "doelgroep": "1A", "thema": "taal"}
    bewaar(link=doel, values={**opened, "doelgroep": "1A en 1B"}, by=world.alice, versie=1)
    bewaar(link=doel, values={**opened, "thema": "lezen"}, by=world.bob, versie=1)
    doel.refresh_from_db()
    assert (doel.doelgroep, doel.thema) == ("1A en 1B", "lezen")


def test_two_people_in_the_same_field_are_shown_both_texts_and_nothing_is_written(
    world: World, doel: Streefdoel
) -> None:
    opened = {"formulering": "Meer lezen", "doelgroep": "1A"}
    bewaar(link=doel, values={**opened, "formulering": "Beter lezen"}, by=world.alice, versie=1)
    with pytest.raises(Conflict) as clash:
        bewaar(
            link=doel,
            values={"formulering": "Graag lezen", "doelgroep": "1B"},
            by=world.bob,
            versie=1,
        )
    (one,) = clash.value.botsingen
    assert (one.eerst, one.mijn, one.nu) == ("Meer lezen", "Graag lezen", "Beter lezen")
    assert clash.value.door == "Alice Adams"
    doel.refresh_from_db()
    assert (doel.formulering, doel.doelgroep) == ("Beter lezen", "1A")


def test_the_page_shows_the_clash_and_saving_again_decides(world: World) -> None:
    doel = goal(world.school)
    client = world.client("alice")
    page = f"{B}/doel/{doel.pk}/aanpassen/"
    data = {"formulering": "Van mij", "versie": doel.versie}
    bewaar(link=doel, values={"formulering": "Van Bob"}, by=world.bob)
    answer = client.post(page, data)
    assert answer.status_code == 409
    text = text_of(answer)
    assert "Bob" in text
    assert "Van Bob" in text
    assert "Van mij" in text
    doel.refresh_from_db()
    answer = client.post(page, {**data, "versie": doel.versie})
    assert answer.status_code == 302
    doel.refresh_from_db()
    assert doel.formulering == "Van mij"


def test_the_same_value_of_both_is_no_clash(world: World, doel: Streefdoel) -> None:
    bewaar(link=doel, values={"formulering": "Beter lezen"}, by=world.alice, versie=1)
    bewaar(link=doel, values={"formulering": "Beter lezen"}, by=world.bob, versie=1)
    doel.refresh_from_db()
    assert doel.versie == 2


def test_every_version_can_come_back_as_a_new_version(world: World, doel: Streefdoel) -> None:
    bewaar(
        link=doel,
        values={"formulering": "Anders", "streefwaarde": Decimal("20"), "start": date(2026, 9, 1)},
        by=world.alice,
    )
    zet_terug(link=doel, versie=1, by=world.bob)
    doel.refresh_from_db()
    assert (doel.formulering, doel.streefwaarde, doel.start) == ("Meer lezen", None, None)
    zet_terug(link=doel, versie=2, by=world.bob)
    doel.refresh_from_db()
    assert (doel.streefwaarde, doel.start) == (Decimal("20"), date(2026, 9, 1))
    assert [h.versie for h in history_of(doel)] == [4, 3, 2, 1]
    assert [h.by_naam.split()[0] for h in history_of(doel)][:2] == ["Bob", "Bob"]


def test_links_come_back_too(world: World) -> None:
    own = plan(world.school)
    first, second = goal(world.school), build.streefdoel(own, formulering="Tweede")
    made = bewaar(
        link=Actie(plan=own), values={"titel": "x", "streefdoelen": [first]}, by=world.alice
    )
    bewaar(link=made, values={"streefdoelen": [second]}, by=world.alice)
    zet_terug(link=made, versie=1, by=world.alice)
    assert isinstance(made, Actie)
    assert list(made.streefdoelen.all()) == [first]


def test_taken_away_is_brought_back_with_the_button(world: World) -> None:
    client = world.client("alice")
    one = action(world.school)
    answer = client.post(f"{B}/actie/{one.pk}/weg/", follow=True)
    text = text_of(answer)
    assert "Zet terug" in text
    assert client.get(f"{B}/actie/{one.pk}/").status_code == 404
    client.post(f"{B}/actie/{one.pk}/weg/", {"terug": "1"})
    assert client.get(f"{B}/actie/{one.pk}/").status_code == 200


def test_nothing_of_a_closed_plan_changes(world: World) -> None:
    own = build.plan(world.school, status="afgesloten")
    one = build.actie(own)
    for write in (
        lambda: bewaar(link=one, values={"titel": "Anders"}, by=world.alice),
        lambda: verwijder(link=one, by=world.alice),
        lambda: bewaar(link=own, values={"naam": "Anders"}, by=world.alice),
        lambda: bewaar(link=Actie(plan=own), values={"titel": "Nieuw"}, by=world.alice),
    ):
        with pytest.raises(BeleidError, match="afgesloten"):
            write()
    one.refresh_from_db()
    assert one.titel == "Kostenplafond per project"


def test_a_forged_number_of_another_school_is_not_chosen(world: World) -> None:
    theirs = goal(world.other)
    client = world.client("alice")
    page = f"{B}/plan/{plan(world.school).pk}/actie/nieuw/"
    answer = client.post(page, {"titel": "Iets", "streefdoelen": [theirs.pk]})
    assert answer.status_code == 200  # with an error at the field
    assert not theirs.acties.filter(titel="Iets").exists()
    assert not Actie.objects.filter(titel="Iets").exists()


# ---------------------------------------------------------------- what is closed


@pytest.fixture
def besloten(world: World) -> Besluit:
    """A decision whose evaluatie was closed after it changed once."""
    own = build.plan(world.school)
    doel = build.streefdoel(own)
    evaluatie = build.evaluatie(own, doel)
    bewaar(link=evaluatie, values={"conclusie": "Minder open."}, by=world.alice)
    made = bewaar(
        link=Besluit(plan=own, evaluatie=evaluatie, streefdoel=doel),
        values={"keuze": "voortzetten", "motivering": "eerst zo"},
        by=world.alice,
    )
    made = bewaar(link=made, values={"motivering": "dan zo"}, by=world.alice)
    bewaar(link=evaluatie, values={"afgerond": date(2026, 1, 21)}, by=world.alice)
    assert isinstance(made, Besluit)
    return made


@pytest.mark.parametrize("which", ["evaluatie", "besluit"])
def test_a_closed_evaluatie_and_its_decisions_do_not_change_through_their_history(
    world: World, besloten: Besluit, which: str
) -> None:
    link = besloten.evaluatie if which == "evaluatie" else besloten
    kept = history_of(link).count()
    client = world.client("alice")
    said = "Deze evaluatie is afgerond op 21/01/2026 en verandert niet meer."
    page = f"{B}/{which}/{link.pk}"
    for answer in (
        client.post(f"{page}/geschiedenis/", {"versie": "2"}, follow=True),
        client.post(f"{page}/weg/", follow=True),
        client.get(f"{page}/weg/", follow=True),
    ):
        assert said in text_of(answer)
    assert "Zet deze versie terug" not in text_of(client.get(f"{page}/geschiedenis/"))
    for write in (
        lambda: zet_terug(link=link, versie=2, by=world.alice),
        lambda: verwijder(link=link, by=world.alice),
        lambda: bewaar(link=link, values={"ok_codes": ["ok:R5"]}, by=world.alice),
    ):
        with pytest.raises(BeleidError, match="is afgerond"):
            write()
    besloten.refresh_from_db()
    assert (besloten.motivering, besloten.verwijderd) == ("dan zo", None)
    assert besloten.evaluatie.verwijderd is None
    assert history_of(link).count() == kept


def test_a_page_that_was_opened_before_the_plan_was_closed_writes_nothing_into_it(
    world: World,
) -> None:
    own = build.plan(world.school, status="vastgesteld")
    was = Plan.objects.get(pk=own.pk)  # what that page still holds
    Plan.objects.filter(pk=own.pk).update(status="afgesloten")
    for write in (
        lambda: bewaar(link=Actie(plan=was), values={"titel": "Nog snel"}, by=world.alice),
        lambda: bewaar_taak(plan=was, values={"tekst": "Bel"}, by=world.alice),
    ):
        with pytest.raises(BeleidError, match="is afgesloten"):
            write()
    assert not own.actie_set.exists()
    assert not own.taken.exists()


def test_an_adopted_goal_does_not_become_incomplete_through_its_history(
    world: World,
) -> None:
    own = build.plan(world.school)
    doel = build.streefdoel(own, streefwaarde=None)
    first = bewaar(link=doel, values={"thema": "kosten"}, by=world.alice)
    bewaar(link=doel, values={"streefwaarde": Decimal(20)}, by=world.alice)
    stel_doel_vast(doel=doel, today=date(2026, 3, 2), by=world.alice)
    answer = world.client("alice").post(
        f"{B}/streefdoel/{doel.pk}/geschiedenis/", {"versie": first.versie}, follow=True
    )
    assert "moet volledig blijven. Er ontbreekt nog: streefwaarde." in text_of(answer)
    doel.refresh_from_db()
    assert doel.streefwaarde == 20
