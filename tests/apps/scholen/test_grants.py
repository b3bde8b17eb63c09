"""What a manager may give: roles, own classes, a last day; and by itself it ends."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from gokwijs.apps.access.roles import EXTRA, PERMISSIONS, Permission, Role
from gokwijs.apps.scholen.grants import (
    Grant,
    GrantError,
    check_grant,
    furthest_end,
    proposed_end,
    split_klassen,
)
from gokwijs.apps.scholen.models import Membership
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.apps.scholen.services import let_leraar_see_klas
from tests.apps.builders import (
    NUMMER,
    TODAY,
    YEAR,
    World,
    client_of,
    colleague,
    kinds,
    main_text,
    snapshot,
    text_of,
)
from tests.apps.leerling_builders import remove_pupils

STAFF = f"/school/{NUMMER}/medewerkers/"
MIDDELEN = f"/school/{NUMMER}/middelen/"
GEGEVENS = f"/school/{NUMMER}/gegevens/"


# ---------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 2), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2027, 6, 30)),
    ],
)
def test_the_proposed_end_is_the_coming_30_june(today: date, expected: date) -> None:
    assert proposed_end(today) == expected


def test_a_year_from_29_february_ends_on_the_28th() -> None:
    assert furthest_end(date(2028, 2, 29)) == date(2029, 2, 28)
    assert furthest_end(date(2026, 3, 2)) == date(2027, 3, 2)


@pytest.mark.parametrize(
    ("grant", "field", "sentence"),
    [
        (Grant(()), "roles", "Kies minstens één rol."),
        (Grant(("onbestaand",)), "roles", "Kies minstens één rol."),
        (Grant(("pbd", "leraar"), tot=date(2026, 6, 30)), "roles", "werkt niet aan de school"),
        (Grant(("pbd",)), "tot", "We stellen 30/06/2026 voor"),
        (Grant(("pbd",), tot=date(2027, 3, 3)), "tot", "hoogstens één jaar: tot en met 02/03/2027"),
        (Grant(("leraar",), tot=date(2026, 3, 1)), "tot", "Die dag is voorbij."),
    ],
)
def test_a_grant_that_breaks_a_rule_says_where_and_how(
    grant: Grant, field: str, sentence: str
) -> None:
    with pytest.raises(GrantError, match=sentence) as error:
        check_grant(grant, TODAY)
    assert error.value.field == field


def test_what_belongs_to_another_role_is_left_out() -> None:
    found = check_grant(Grant(("zorg",), klassen=("L1A",), schoolzone=True), TODAY)
    assert found == Grant(("zorg",))
    assert check_grant(Grant(("pbd",), tot=date(2027, 3, 2), schoolzone=True), TODAY).schoolzone


def test_classes_are_read_as_people_type_them() -> None:
    assert split_klassen(" L1A, L1B;L1A ,, 3 Lat-Mod ") == ("L1A", "L1B", "3 Lat-Mod")


def test_no_school_can_grant_exact_counts_or_management_on_top() -> None:
    most = {Permission.LEERLINGEN_ZIEN, Permission.SCHOOLZONE_ZIEN}
    assert {p for extra in EXTRA.values() for p in extra} == most
    for role in (Role.SCHOLENGROEP, Role.NETWERK, Role.PBD):
        assert PERMISSIONS[role] == {Permission.MIDDELEN_ZIEN}


# ---------------------------------------------------------------- on the screen


def member(world: World, who: str) -> str:
    return f"{STAFF}{world.member(who).pk}/"


def test_a_leraar_gets_classes_chosen_from_those_with_pupils(world: World) -> None:
    client = world.client("alice")
    page = text_of(client.get(member(world, "bob")))
    assert 'name="klassen" value="L1A"' in page
    client.post(member(world, "bob"), {"roles": ["leraar"], "klassen": ["L1A"]})
    assert world.member("bob").klassen == ["L1A"]
    assert "(L1A)" in main_text(client.get(STAFF))
    invented = client.post(member(world, "bob"), {"roles": ["leraar"], "klassen": ["XYZ"]})
    assert "is geen beschikbare keuze" in main_text(invented)
    assert world.member("bob").klassen == ["L1A"]


def test_without_pupils_the_classes_are_typed(world: World) -> None:
    remove_pupils(world.school)
    client = world.client("alice")
    client.post(member(world, "bob"), {"roles": ["leraar"], "klassen": "L1A, L2B"})
    assert world.member("bob").klassen == ["L1A", "L2B"]
    assert 'value="L1A, L2B"' in text_of(client.get(member(world, "bob")))


def test_the_directeur_decides_whether_a_leraar_sees_the_own_classes(world: World) -> None:
    Membership.objects.filter(user=world.bob).update(klassen=["L1A"])

    def sees() -> bool:
        found = access_for(world.bob, NUMMER, Permission.MIDDELEN_ZIEN)
        return found.may(Permission.LEERLINGEN_ZIEN) and found.klassen == {"L1A"}

    assert not sees()
    client = world.client("alice")
    assert "Nee, leraren zien geen leerlingen." in main_text(client.get(GEGEVENS))
    client.post(GEGEVENS, {"leraren": "ja"})
    assert sees()
    assert "Ja, leraren zien de leerlingen van hun eigen klassen." in main_text(
        client.get(GEGEVENS)
    )
    client.post(GEGEVENS, {"leraren": "nee"})
    assert not sees()
    assert kinds()[-2:] == ["school.leraren"] * 2


def test_a_beheerder_reads_that_decision_and_cannot_take_it(world: World) -> None:
    client = client_of(colleague(world.school, Role.BEHEERDER))
    page = client.get(GEGEVENS)
    assert "De directeur beslist dit" in main_text(page)
    assert 'name="leraren"' not in text_of(page)
    before = snapshot()
    assert client.post(GEGEVENS, {"leraren": "ja"}).status_code == 403
    assert snapshot() == before


def test_a_pbd_adviseur_needs_a_last_day_and_gets_a_proposal(world: World) -> None:
    client = world.client("alice")
    form = {"naam": "Pia", "email": "pia@pbd.invalid", "roles": ["pbd"]}
    page = client.post(STAFF, form)
    assert "Voor een PBD-adviseur is een einddatum verplicht." in main_text(page)
    assert 'value="2026-06-30"' in text_of(page)
    assert client.post(STAFF, {**form, "tot": "2026-06-30"}).context["link"] is not None


def test_a_beheerder_cannot_lift_himself_up_but_can_help_another(world: World) -> None:
    user = colleague(world.school, Role.BEHEERDER)
    client = client_of(user)
    own = f"{STAFF}{Membership.objects.get(user=user).pk}/"
    page = client.post(own, {"roles": ["beheerder", "directeur"]})
    assert "Je kan jezelf geen rol geven die meer mag." in main_text(page)
    assert Membership.objects.get(user=user).roles == ["beheerder"]
    client.post(member(world, "bob"), {"roles": ["zorg"]})
    assert world.member("bob").roles == ["zorg"]
    client.post(own, {"roles": ["leraar"]})  # less is always possible
    assert Membership.objects.get(user=user).roles == ["leraar"]


# ---------------------------------------------------------------- it ends


def at(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: day)


def test_access_ends_by_itself_and_can_be_renewed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    manager, client = world.client("alice"), world.client("bob")
    manager.post(member(world, "bob"), {"roles": ["leraar"], "tot": "2026-06-30"})
    at(monkeypatch, date(2026, 6, 30))
    assert client.get(f"{MIDDELEN}?{YEAR}").status_code == 200
    assert "tot en met 30 juni 2026" in main_text(manager.get(STAFF))
    at(monkeypatch, date(2026, 7, 1))
    assert client.get(f"{MIDDELEN}?{YEAR}").status_code == 404, "still logged in, and outside"
    assert "De Zandloper" not in main_text(client.get("/scholen/"))
    assert "verlopen op 30 juni 2026" in main_text(client.get("/mijn-account/"))
    text = main_text(manager.get(STAFF))
    assert "Verlopen op 30 juni 2026 Vernieuwen van Bob Bakker" in text
    assert "De toegang is verlopen op 30 juni 2026." in main_text(manager.get(member(world, "bob")))
    # Only the roles: the last day that is over may stay over, and access does not come back.
    manager.post(member(world, "bob"), {"roles": ["zorg"], "tot": "2026-06-30"})
    assert client.get(f"{MIDDELEN}?{YEAR}").status_code == 404
    manager.post(member(world, "bob"), {"roles": ["leraar"], "tot": "2027-06-30"})
    assert client.get(f"{MIDDELEN}?{YEAR}").status_code == 200


def test_access_taken_away_ends_at_once(world: World) -> None:
    client = world.client("bob")
    assert client.get(f"{MIDDELEN}?{YEAR}").status_code == 200
    world.client("alice").post(member(world, "bob"), {"verwijderen": "1"})
    assert client.get(f"{MIDDELEN}?{YEAR}").status_code == 404


def test_a_manager_whose_access_will_end_does_not_count_as_the_last(world: World) -> None:
    user = colleague(world.school, Role.DIRECTEUR)
    Membership.objects.filter(user=user).update(tot=date(2026, 6, 30))
    page = world.client("alice").post(member(world, "alice"), {"verwijderen": "1"})
    assert "moet overblijven, zonder einddatum" in main_text(page)


def test_a_pbd_adviseur_sees_results_and_with_a_grant_the_schoolzone(world: World) -> None:
    user = colleague(world.school, Role.PBD)
    client = client_of(user)
    history = f"{MIDDELEN}geschiedenis/"
    page = client.get(f"{MIDDELEN}?{YEAR}")
    assert page.status_code == 200
    assert history not in text_of(page)
    assert client.get(history).status_code == 403
    Membership.objects.filter(user=user).update(schoolzone=True)
    assert client.get(history).status_code == 200
    assert history in text_of(client.get(f"{MIDDELEN}?{YEAR}"))
    assert client.get(f"{MIDDELEN}getallen/").status_code == 403


def test_the_extra_of_an_adviseur_does_nothing_for_another_role(world: World) -> None:
    user = colleague(world.school, Role.SCHOLENGROEP)
    Membership.objects.filter(user=user).update(schoolzone=True, klassen=["L1A"])
    let_leraar_see_klas(school=world.school, allowed=True, by=world.alice)
    found = access_for(user, NUMMER, Permission.MIDDELEN_ZIEN)
    assert found.permissions == {Permission.MIDDELEN_ZIEN}


# ---------------------------------------------------------------- the roles in words


def test_the_page_on_roles_follows_the_table(world: World) -> None:
    text = main_text(world.client("bob").get(f"/school/{NUMMER}/rollen/"))
    for role in Role:
        assert role.label in text
        assert role.description in text
    assert "Leraar jouw rol" in text
    for permission in Permission:
        assert permission.words in text.lower() or permission.words in text
    scholengroep = text.split("Scholengroep Ziet", 1)[1].split("Netwerk Ziet", 1)[0]
    assert "Ziet niet" in scholengroep
    assert "namen van leerlingen en hun kenmerken" in scholengroep
