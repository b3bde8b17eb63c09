"""Staff and school facts: who works here, with which roles, and what the school knows."""

from __future__ import annotations

import pytest

from gokwijs.apps.access.roles import Role
from gokwijs.apps.scholen.models import Membership, SchoolFacts
from tests.apps.builders import (
    NUMMER,
    YEAR,
    World,
    colleague,
    facts,
    kinds,
    main_text,
    snapshot,
)

STAFF = f"/school/{NUMMER}/medewerkers/"
FACTS = f"/school/{NUMMER}/gegevens/"
KEEP = "Minstens één directeur of beheerder moet overblijven"


def member(world: World, who: str) -> str:
    return f"{STAFF}{world.member(who).pk}/"


def test_the_list_shows_everybody_with_roles_in_words(world: World) -> None:
    text = main_text(world.client("alice").get(STAFF))
    assert "Alice Adams alice@zandloper.invalid Directeur, Beheerder zonder einddatum" in text
    assert "Bob Bakker bob@zandloper.invalid Leraar" in text
    assert "Charlie" not in text


def test_a_colleague_needs_a_name_an_address_and_a_role(world: World) -> None:
    before = snapshot()
    page = main_text(world.client("alice").post(STAFF, {"email": "geen adres"}))
    assert page.count("Dit veld is verplicht.") == 2
    assert "Voer een geldig e-mailadres in." in page
    assert snapshot() == before


def test_the_last_manager_cannot_step_down_leave_or_be_overwritten(world: World) -> None:
    client, mine = world.client("alice"), member(world, "alice")
    before = snapshot()
    assert KEEP in main_text(client.post(mine, {"roles": ["leraar"]}))
    assert KEEP in main_text(client.post(mine, {"verwijderen": "1"}))
    assert KEEP in main_text(client.post(mine, {"roles": ["directeur"], "tot": "2026-12-31"}))
    form = {"naam": "Alice", "email": world.alice.email, "roles": ["leraar"]}
    assert "Alice Adams staat al bij de medewerkers." in main_text(client.post(STAFF, form))
    assert snapshot() == before


@pytest.mark.parametrize("role", [Role.DIRECTEUR, Role.BEHEERDER])
def test_with_a_second_manager_the_first_can_leave(world: World, role: Role) -> None:
    colleague(world.school, role)
    client = world.client("alice")
    assert client.post(member(world, "alice"), {"verwijderen": "1"})["Location"] == STAFF
    assert not Membership.objects.filter(user=world.alice).exists()
    assert client.get(STAFF).status_code == 404
    assert kinds()[-1] == "medewerker.verwijderd"


def test_a_manager_elsewhere_is_no_manager_here(world: World) -> None:
    Membership.objects.create(user=world.charlie, school=world.school, roles=["zorg"])
    page = world.client("alice").post(member(world, "alice"), {"roles": ["zorg"]})
    assert KEEP in main_text(page)


# ---------------------------------------------------------------- facts


def test_facts_are_kept_per_schooljaar(world: World) -> None:
    client = world.client("alice")
    form = {"brussel": 1, "nieuwe_school": 2, "vestigingen_verspreid": 0}
    form |= {"toeslag_leerlingen": "71,5", "toeslag_noemer": "152"}
    client.post(f"{FACTS}?schooljaar=2027-2028", form)
    this, following = SchoolFacts.objects.filter(school=world.school).order_by("schooljaar")
    assert (this.schooljaar, this.brussel, this.toeslag_leerlingen) == (2026, 0, 50)
    assert (following.schooljaar, following.brussel) == (2027, 1)
    assert str(following.toeslag_leerlingen) == "71.5"
    assert "71,5" in str(client.get(f"{FACTS}?schooljaar=2027-2028").content)


def test_a_new_year_starts_with_what_rarely_changes(world: World) -> None:
    facts(world.school, world.alice, brussel=1, vestigingen_verspreid=1, nieuwe_school=1)
    page = world.client("alice").get(f"{FACTS}?schooljaar=2027-2028")
    form = page.context["form"]
    assert form["brussel"].value() == 1
    assert form["vestigingen_verspreid"].value() == 1
    assert form["nieuwe_school"].value() == 2
    assert form["toeslag_leerlingen"].value() is None
    assert SchoolFacts.objects.filter(school=world.school).count() == 1


@pytest.mark.parametrize(
    ("x", "p", "sentence"),
    [
        ("50", "", "Vul beide aantallen in, of laat ze allebei leeg."),
        ("", "50", "Vul beide aantallen in, of laat ze allebei leeg."),
        ("60", "50", "Dit is meer dan alle leerlingen samen."),
        ("-1", "50", "Schrijf een heel of een half aantal, niet kleiner dan 0."),
        ("0,3", "50", "Schrijf een heel of een half aantal, niet kleiner dan 0."),
        ("veel", "50", "Voer een getal in."),
        ("nan", "50", "Voer een getal in."),
        ("1" * 40, "50", "meer dan"),
    ],
)
def test_wrong_numbers_of_the_ratio_are_refused_in_words(
    world: World, x: str, p: str, sentence: str
) -> None:
    form = {"brussel": 0, "nieuwe_school": 0, "vestigingen_verspreid": 0}
    form |= {"toeslag_leerlingen": x, "toeslag_noemer": p}
    before = snapshot()
    page = world.client("alice").post(f"{FACTS}?{YEAR}", form)
    assert sentence in main_text(page)
    assert snapshot() == before
