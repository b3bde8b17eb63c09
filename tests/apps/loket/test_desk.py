"""One family at the desk: questions, decision, check, store; once per school career; undo."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.leerlingen.selectors import feiten_of
from gokwijs.apps.leerlingen.services import (
    LeerlingError,
    VerklaringExistsError,
    record_feit,
    withdraw_verklaring,
)
from gokwijs.apps.loket import services
from gokwijs.apps.loket.selectors import Filter, at_desk, next_after
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst, stand_op
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from tests.apps.builders import NUMMER, TODAY, World, client_of, colleague, kinds, main_text
from tests.apps.leerling_builders import make_leerling
from tests.apps.loket.builders import ANSWERS, declared, desk, plan, scan
from tests.apps.test_database import at_once

L = f"/school/{NUMMER}/loket"
MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=timezone.get_default_timezone())


def page(world: World, leerling: Leerling, query: str = "") -> str:
    return f"{L}/{leerling.pk}/{query}"


def answer_of(leerling: Leerling, kenmerk: Kenmerk) -> Antwoord:
    facts = feiten_of([leerling.pk]).get(leerling.pk, [])
    return stand_op(facts, kenmerk, TODAY).antwoord


def counting(leerling: Leerling) -> Verklaring:
    return leerling.verklaringen.get(vervangen=False)


def store(world: World, leerling: Leerling, query: str = "", **changed: Any) -> Any:
    data = {**ANSWERS, "doe": "bewaar", **changed}
    return world.client("alice").post(page(world, leerling, query), data)


# ---------------------------------------------------------------- the questions


def test_a_pupil_without_a_declaration_gets_the_questions_with_nothing_chosen(
    world: World,
) -> None:
    response = world.client("alice").get(page(world, world.leerling))
    html = response.content.decode()
    assert "Welke taal spreekt Noor meestal?" in main_text(response)
    for name in ("moeder", "vader", "broers_zussen", "opleiding"):
        chosen = [part for part in html.split("<input") if f'name="{name}"' in part]
        assert len(chosen) == (7 if name == "opleiding" else 4)
        assert not any("checked" in part.split(">")[0] for part in chosen)
    assert "nog niet beantwoord" in main_text(response)


def test_the_decision_appears_while_answering_and_nothing_is_stored(world: World) -> None:
    client = world.client("alice")
    text = client.post(f"{L}/besluit/", {"moeder": "andere", "vader": "nederlands"})
    assert "Thuistaal: <b>nog niet beantwoord</b>" in text.content.decode()
    full = client.post(f"{L}/besluit/", ANSWERS).content.decode()
    assert "Thuistaal: <b>geldt</b>" in full
    assert "Dat is één van drie gezinsleden, dus geldt het kenmerk." in full
    assert "DBO art. 133 §1 c" in full
    assert "Opleiding moeder: <b>geldt</b>" in full
    assert "OV-04" in full
    early = client.post(f"{L}/besluit/", {"moeder": "andere", "vader": "andere"}).content.decode()
    assert "Thuistaal: <b>geldt</b>" in early, "two answers already decide"
    nobody = {**ANSWERS, "moeder": "nvt", "vader": "nvt", "broers_zussen": "nvt"}
    text_of_nobody = client.post(f"{L}/besluit/", {**nobody, "opleiding": "nvt"}).content.decode()
    assert "OV-02" in text_of_nobody
    assert "OV-05" in text_of_nobody
    assert "weten we nog niet" in text_of_nobody
    assert not world.leerling.verklaringen.exists()


def test_the_fragment_takes_nonsense_calmly(world: World) -> None:
    data = {"moeder": "frans", "vader": "\x00", "opleiding": "doctoraat"}
    response = world.client("alice").post(f"{L}/besluit/", data)
    assert response.status_code == 200
    assert response.content.decode().count("nog niet beantwoord") == 2


def test_without_javascript_a_button_shows_the_decision_and_keeps_the_answers(
    world: World,
) -> None:
    data = {**ANSWERS, "doe": "toon"}
    response = world.client("alice").post(page(world, world.leerling), data)
    assert "Dat is één van drie gezinsleden" in main_text(response)
    assert response.content.decode().count("checked") == 5
    assert not world.leerling.verklaringen.exists()


def test_every_question_must_be_answered_and_unknown_is_an_answer(world: World) -> None:
    client = world.client("alice")
    missing = {k: v for k, v in ANSWERS.items() if k != "vader"}
    response = client.post(page(world, world.leerling), {**missing, "doe": "controle"})
    assert response.status_code == 422
    assert "Kies een antwoord. Weet je het niet, kies dan" in main_text(response)
    unknown = {**ANSWERS, "vader": "onbekend", "doe": "controle"}
    response = client.post(page(world, world.leerling), unknown)
    assert response.status_code == 200
    assert "weten we niet" in main_text(response)
    assert not world.leerling.verklaringen.exists()


@pytest.mark.parametrize(
    ("datum", "sentence"),
    [
        ("2026-03-03", "ligt in de toekomst"),
        ("1999-01-01", "ligt te ver terug"),
        ("gisteren", "datum"),
        ("", "verplicht"),
    ],
)
def test_an_impossible_date_is_refused_in_words(world: World, datum: str, sentence: str) -> None:
    data = {**ANSWERS, "datum": datum, "doe": "bewaar"}
    response = world.client("alice").post(page(world, world.leerling), data)
    assert response.status_code == 422
    assert sentence in main_text(response)
    assert not world.leerling.verklaringen.exists()


def test_answers_are_checked_before_they_are_stored_and_can_be_mended(world: World) -> None:
    client = world.client("alice")
    check = client.post(page(world, world.leerling), {**ANSWERS, "doe": "controle"})
    text = main_text(check)
    assert "Klopt dit voor Noor Zandman?" in text
    assert "Taal met de moeder een andere taal" in text
    assert "lager onderwijs afgewerkt" in text
    assert not world.leerling.verklaringen.exists()
    back = client.post(page(world, world.leerling), {**ANSWERS, "doe": "verbeter"})
    assert back.content.decode().count("checked") == 5
    store(world, world.leerling, ondertekend="on")
    found = counting(world.leerling)
    assert (found.moeder, found.vader, found.broers_zussen) == ("andere", "nederlands", "andere")
    assert (found.opleiding, found.kanaal) == ("lager", "loket")
    assert found.ondertekend_op == TODAY
    assert found.door_naam == "Alice Adams"
    assert answer_of(world.leerling, Kenmerk.THUISTAAL) is Antwoord.JA
    assert answer_of(world.leerling, Kenmerk.OPLEIDING_MOEDER) is Antwoord.JA


# ---------------------------------------------------------------- once per school career


def test_an_existing_declaration_is_shown_first_with_its_date_and_kept(world: World) -> None:
    response = world.client("alice").get(page(world, world.declared))
    text = main_text(response)
    assert "Er is een verklaring van 3 september 2025" in text
    assert "hele schoolloopbaan" in text
    assert "Welke taal spreekt" not in text
    assert "hoger onderwijs afgewerkt" not in text, "answers only for who asks for them"
    assert "verklaring.ingekeken" not in kinds()


def test_looking_at_the_answers_is_logged_with_the_stamnummer_and_nothing_else(
    world: World,
) -> None:
    text = main_text(world.client("alice").get(page(world, world.declared, "?antwoorden=1")))
    assert "hoger onderwijs afgewerkt" in text
    event = Event.objects.get(kind="verklaring.ingekeken")
    assert event.target == f"leerling {world.declared.stamnummer}"
    assert event.data == {}


def test_a_new_declaration_needs_a_reason_and_keeps_the_old_one(world: World) -> None:
    old = world.verklaring
    response = store(world, world.declared, "?nieuw=1", seen=old.pk, reden="  ")
    assert response.status_code == 422
    assert "Schrijf waarom er een nieuwe komt" in main_text(response)
    response = store(
        world, world.declared, "?nieuw=1", seen=old.pk, reden="De moeder behaalde een diploma."
    )
    assert response.status_code == 302
    new = counting(world.declared)
    assert new.reden == "De moeder behaalde een diploma."
    old.refresh_from_db()
    assert old.vervangen
    text = main_text(world.client("alice").get(page(world, world.declared)))
    assert "Eerdere verklaringen die niet meer tellen: 3 september 2025" in text


def test_a_new_declaration_cannot_be_older_than_the_one_it_replaces(world: World) -> None:
    data = {"seen": world.verklaring.pk, "reden": "Vergissing", "datum": "2025-09-02"}
    response = store(world, world.declared, "?nieuw=1", **data)
    assert response.status_code == 422
    assert "Een nieuwe kan niet ouder zijn" in main_text(response)
    with pytest.raises(LeerlingError, match="kan niet ouder zijn"):
        declared(world.declared, world.alice, datum=date(2025, 9, 2), reden="Vergissing")
    assert world.declared.verklaringen.count() == 1


def test_what_a_colleague_stored_meanwhile_is_not_overwritten(world: World) -> None:
    """The page was opened when there was nothing yet."""
    colleague_ = colleague(world.school, Role.SECRETARIAAT)
    first = desk(world.leerling, colleague_)
    for does in ("controle", "bewaar"):
        response = world.client("alice").post(page(world, world.leerling), {**ANSWERS, "doe": does})
        assert response.status_code == 302
    text = main_text(world.client("alice").get(page(world, world.leerling)))
    assert "Intussen is er een verklaring van 02/03/2026 vastgelegd, door Collega" in text
    assert "Jouw antwoorden zijn niet bewaard" in text
    assert counting(world.leerling) == first


def test_a_reason_against_an_older_declaration_does_not_hold_against_a_newer_one(
    world: World,
) -> None:
    old = world.verklaring
    desk(world.declared, world.alice, seen=old.pk, reden="Nieuw diploma")
    with pytest.raises(VerklaringExistsError, match="Intussen is er een verklaring"):
        desk(world.declared, world.alice, seen=old.pk, reden="Iets anders")
    assert world.declared.verklaringen.count() == 2


def test_a_declaration_withdrawn_meanwhile_does_not_silently_become_the_first(
    world: World,
) -> None:
    with pytest.raises(LeerlingError, match="intussen ingetrokken"):
        desk(world.leerling, world.alice, seen=987654, reden="Nieuw diploma")


@pytest.mark.django_db(transaction=True)
def test_two_colleagues_storing_at_once_give_one_declaration_and_one_clear_answer() -> None:
    from tests.apps.builders import build_world

    world = build_world()
    people = [world.alice, colleague(world.school, Role.SECRETARIAAT)]

    def work(place: int) -> Verklaring:
        level = (Opleiding.LAGER, Opleiding.HOGER)[place % 2]
        return desk(world.leerling, people[place % 2], opleiding=level)

    results = at_once(6, work)
    made = [r for r in results if isinstance(r, Verklaring)]
    refused = [r for r in results if isinstance(r, VerklaringExistsError)]
    assert (len(made), len(refused)) == (1, 5), results
    assert world.leerling.verklaringen.count() == 1
    assert world.leerling.feiten.filter(verklaring__isnull=False).count() == 2
    assert all("Intussen" in str(error) for error in refused)


@pytest.mark.django_db(transaction=True)
def test_two_new_declarations_with_a_reason_at_once_replace_the_old_one_once() -> None:
    from tests.apps.builders import build_world

    world = build_world()
    old = world.verklaring.pk
    results = at_once(4, lambda n: desk(world.declared, world.alice, seen=old, reden=f"reden {n}"))
    assert sum(isinstance(r, Verklaring) for r in results) == 1, results
    assert world.declared.verklaringen.count() == 2
    assert world.declared.verklaringen.filter(vervangen=False).count() == 1


# ---------------------------------------------------------------- after storing


def test_the_signed_form_is_ticked_and_unticked_with_its_day(world: World) -> None:
    client = world.client("alice")
    desk(world.leerling, world.alice)
    seen = counting(world.leerling).pk
    client.post(page(world, world.leerling), {"doe": "ondertekend", "seen": seen})
    assert counting(world.leerling).ondertekend_op == TODAY
    text = main_text(client.get(page(world, world.leerling)))
    assert "ligt op school sinds 2 maart 2026" in text
    client.post(page(world, world.leerling), {"doe": "niet_ondertekend", "seen": seen})
    assert counting(world.leerling).ondertekend_op is None


def test_signing_another_declaration_than_the_one_on_the_screen_is_refused(world: World) -> None:
    desk(world.leerling, world.alice)
    client = world.client("alice")
    client.post(page(world, world.leerling), {"doe": "ondertekend", "seen": world.verklaring.pk})
    assert counting(world.leerling).ondertekend_op is None
    assert "telt niet meer" in main_text(client.get(page(world, world.leerling)))


def test_a_brother_or_sister_starts_from_the_answers_and_must_confirm_them(
    world: World,
) -> None:
    client = world.client("alice")
    sister = make_leerling(world.school, world.alice, naam="Zandman", voornaam="Zita")
    desk(
        world.leerling,
        world.alice,
        talen={
            Gezinslid.MOEDER: Taal.ANDERE,
            Gezinslid.VADER: Taal.NEDERLANDS,
            Gezinslid.BROERS_ZUSSEN: Taal.NIET_VAN_TOEPASSING,
        },
    )
    found = client.get(page(world, world.leerling, "?broer=zandman"))
    assert f"{L}/{sister.pk}/?zoals={world.leerling.pk}" in found.content.decode()
    form = client.get(page(world, sister, f"?zoals={world.leerling.pk}"))
    html = form.content.decode()
    assert "De antwoorden van Noor Zandman staan klaar. Niets is bewaard." in main_text(form)
    # Mother, father, education, channel; 'no brothers or sisters' cannot be true of a sister.
    assert html.count("checked") == 4
    assert "verklaring.ingekeken" in kinds()
    query = f"?zoals={world.leerling.pk}"
    response = store(world, sister, query)
    assert response.status_code == 422
    assert "Kijk elk antwoord na voor dit kind" in main_text(response)
    assert not sister.verklaringen.exists()
    assert store(world, sister, query, bevestigd="on").status_code == 302
    assert counting(sister).vader == "nederlands"


def test_the_answers_of_a_pupil_of_another_school_cannot_be_copied(world: World) -> None:
    declared(world.their_leerling, world.charlie)
    query = f"?zoals={world.their_leerling.pk}"
    assert world.client("alice").get(page(world, world.leerling, query)).status_code == 404


def test_searching_a_brother_finds_accents_and_numbers_and_never_another_school(
    world: World,
) -> None:
    zoe = make_leerling(world.school, world.alice, naam="Émond", voornaam="Zoë")
    client = world.client("alice")
    for zoek in ("emond", "ZOE", "emond zoe", zoe.stamnummer):
        text = main_text(client.get(page(world, world.declared, f"?broer={zoek}")))
        assert "Émond Zoë" in text, zoek
    text = main_text(client.get(page(world, world.declared, "?broer=elders")))
    assert "Geen andere leerling met die naam." in text
    assert client.get(page(world, world.declared, "?broer=%00")).status_code == 200


# ---------------------------------------------------------------- undo


def _typed_today(verklaring: Verklaring) -> Verklaring:
    Verklaring.objects.filter(pk=verklaring.pk).update(vastgelegd=MORNING)
    verklaring.refresh_from_db()
    return verklaring


def test_a_declaration_of_today_can_be_withdrawn_after_a_confirmation(world: World) -> None:
    client = world.client("alice")
    verklaring = _typed_today(desk(world.leerling, world.alice))
    scan(verklaring, world.alice)
    asked = main_text(client.get(page(world, world.leerling, "?intrekken=1")))
    assert "Noor komt weer in de rij. Dit kan enkel vandaag." in asked
    client.post(page(world, world.leerling), {"doe": "intrekken", "seen": verklaring.pk})
    assert not world.leerling.verklaringen.exists()
    assert answer_of(world.leerling, Kenmerk.THUISTAAL) is Antwoord.ONBEKEND
    assert not world.leerling.feiten.filter(herkomst="verklaring").exists()
    assert kinds()[-2:] == ["document.verwijderd", "verklaring.ingetrokken"]


def test_withdrawing_gives_the_earlier_one_its_place_back(world: World) -> None:
    old = world.verklaring
    assert answer_of(world.declared, Kenmerk.OPLEIDING_MOEDER) is Antwoord.NEE
    new = _typed_today(
        desk(
            world.declared,
            world.alice,
            seen=old.pk,
            reden="Verkeerd kind",
            opleiding=Opleiding.LAGER,
        )
    )
    assert answer_of(world.declared, Kenmerk.OPLEIDING_MOEDER) is Antwoord.JA
    earlier = services.withdraw(verklaring=new, today=TODAY, by=world.alice)
    assert earlier == old
    assert counting(world.declared) == old
    assert answer_of(world.declared, Kenmerk.OPLEIDING_MOEDER) is Antwoord.NEE


def test_a_declaration_of_yesterday_stays(world: World) -> None:
    verklaring = desk(world.leerling, world.alice)
    Verklaring.objects.filter(pk=verklaring.pk).update(vastgelegd=MORNING - timedelta(days=1))
    verklaring.refresh_from_db()
    with pytest.raises(LeerlingError, match="enkel intrekken op de dag"):
        withdraw_verklaring(verklaring=verklaring, today=TODAY, by=world.alice)
    client = world.client("alice")
    assert "Intrekken" not in main_text(client.get(page(world, world.leerling)))
    client.post(page(world, world.leerling), {"doe": "intrekken", "seen": verklaring.pk})
    assert counting(world.leerling) == verklaring


def test_the_day_is_the_day_in_brussels(world: World) -> None:
    """At 00:30 in Brussels it is still yesterday in UTC."""
    verklaring = desk(world.leerling, world.alice)
    night = datetime(2026, 3, 2, 0, 30, tzinfo=timezone.get_default_timezone())
    Verklaring.objects.filter(pk=verklaring.pk).update(vastgelegd=night)
    services.withdraw(verklaring=verklaring, today=TODAY, by=world.alice)
    assert not world.leerling.verklaringen.exists()


def test_only_the_newest_can_be_withdrawn(world: World) -> None:
    old = _typed_today(world.verklaring)
    desk(world.declared, world.alice, seen=old.pk, reden="Nieuw diploma")
    with pytest.raises(LeerlingError, match="telt niet meer"):
        withdraw_verklaring(verklaring=old, today=TODAY, by=world.alice)
    assert world.declared.verklaringen.count() == 2


# ---------------------------------------------------------------- the queue


def queue(world: World, **chosen: str) -> list[Any]:
    from gokwijs.apps.access.roles import Permission

    access = access_for(world.alice, NUMMER, Permission.VERKLARINGEN_BEHEREN)
    return at_desk(access, TODAY, Filter(**chosen))


def test_the_queue_counts_who_is_ready_and_skips_who_left(world: World) -> None:
    signed = make_leerling(world.school, world.alice, naam="Anders", voornaam="Ann")
    declared(signed, world.alice, ondertekend_op=TODAY)
    unsigned = make_leerling(world.school, world.alice, naam="Bos", voornaam="Ben")
    declared(unsigned, world.alice)
    text = main_text(world.client("alice").get(f"{L}/"))
    assert "1 van 3 klaar" in text
    assert "Nog te doen 1" in text
    assert "Nog te ondertekenen 1" in text
    assert "Zandman Noor" in text
    assert "Verklaard" not in text, "Vic left the school"


def test_a_pupil_who_comes_next_year_stands_in_the_queue_once(world: World) -> None:
    make_leerling(world.school, world.alice, naam="Later", voornaam="Lea", begin=date(2026, 9, 1))
    found = [one for one in queue(world) if one.naam == "Later"]
    assert len(found) == 1
    assert "vanaf 01/09/2026" in main_text(world.client("alice").get(f"{L}/"))


def test_who_is_known_in_the_register_needs_no_declaration(world: World) -> None:
    for kenmerk in (Kenmerk.THUISTAAL, Kenmerk.OPLEIDING_MOEDER):
        assert [one.gekend for one in queue(world)] == [False]
        record_feit(
            leerling=world.leerling,
            kenmerk=kenmerk,
            antwoord=Antwoord.NEE,
            herkomst=Herkomst.REGISTER,
            vanaf=date(2026, 1, 1),
            by=world.alice,
        )
    (one,) = queue(world)
    assert one.gekend
    assert one.klaar
    assert next_after([one], None) is None
    text = main_text(world.client("alice").get(f"{L}/?staat=alle"))
    assert "1 van 1 klaar" in text
    assert "gekend in het register" in text
    form = main_text(world.client("alice").get(page(world, world.leerling)))
    assert "Het register van de overheid kent beide antwoorden al." in form


def test_the_queue_is_filtered_by_class_level_and_name(world: World) -> None:
    make_leerling(world.school, world.alice, naam="Émond", voornaam="Zoë", klas="L2B")
    assert [one.naam for one in queue(world, klas="L2B")] == ["Émond"]
    assert [one.naam for one in queue(world, zoek="emond")] == ["Émond"]
    assert [one.naam for one in queue(world, niveau="so")] == []
    text = main_text(world.client("alice").get(f"{L}/?q=niemand"))
    assert "Niemand past bij deze keuze." in text


@pytest.mark.parametrize("query", ["?klas=%00", "?q=%00", "?niveau=x&p=99", "?moment=99999999999"])
def test_nonsense_in_the_address_is_no_error(world: World, query: str) -> None:
    assert world.client("alice").get(f"{L}/{query}").status_code == 200


def test_the_next_family_comes_after_this_one_and_round_again(world: World) -> None:
    for naam in ("Anders", "Bos", "Cools"):
        make_leerling(world.school, world.alice, naam=naam, voornaam="X")
    everybody = queue(world)
    assert [one.naam for one in everybody] == ["Anders", "Bos", "Cools", "Zandman"]
    by_name = {one.naam: one.pk for one in everybody}
    declared(Leerling.objects.get(pk=by_name["Cools"]), world.alice)
    everybody = queue(world)

    def after(naam: str) -> str:
        found = next_after(everybody, by_name[naam])
        assert found is not None
        return str(found.naam)

    assert after("Bos") == "Zandman", "Cools has one already"
    assert after("Zandman") == "Anders", "round from the start"


def test_after_storing_the_next_family_is_one_click_away_in_the_same_class(world: World) -> None:
    other = make_leerling(world.school, world.alice, naam="Zand", voornaam="Zoë", klas="L9")
    make_leerling(world.school, world.alice, naam="Zee", voornaam="Ander", klas="L1B")
    response = store(world, other, "?klas=L9")
    assert response["Location"] == f"{L}/{other.pk}/?klas=L9"
    third = make_leerling(world.school, world.alice, naam="Zon", voornaam="Zus", klas="L9")
    html = world.client("alice").get(response["Location"]).content.decode()
    assert f"{L}/{third.pk}/?klas=L9" in html


# ---------------------------------------------------------------- moments


def test_a_moment_counts_families_and_a_sister_belongs_to_the_same_one(world: World) -> None:
    moment = plan(world.school, world.alice, aanwezig=["tolk", "zorg"])
    sister = make_leerling(world.school, world.alice, naam="Zandman", voornaam="Zita")
    query = f"?moment={moment.pk}"
    store(world, world.leerling, query)
    store(world, sister, f"{query}&zoals={world.leerling.pk}", bevestigd="on")
    text = main_text(world.client("alice").get(f"{L}/"))
    assert "1 gezin geholpen, 2 verklaringen." in text
    assert "Aanwezig: zorg of leerlingenbegeleiding, tolk." in text or "tolk" in text


def test_the_only_open_moment_of_today_is_chosen_by_itself(world: World) -> None:
    plan(world.school, world.alice, plaats="Refter van vandaag")
    client = world.client("alice")
    assert "Je werkt voor het moment Refter van vandaag" in main_text(client.get(f"{L}/"))
    assert "Je werkt voor het moment" not in main_text(client.get(f"{L}/?moment=geen"))
    html = client.get(page(world, world.leerling, "?moment=geen")).content.decode()
    assert 'action="?moment=geen"' in html, "the choice for no moment is kept"
    plan(world.school, world.alice, plaats="Turnzaal")
    assert "Je werkt voor het moment" not in main_text(client.get(f"{L}/")), "two: choose"


def test_a_withdrawn_declaration_does_not_count_as_help(world: World) -> None:
    moment = plan(world.school, world.alice)
    verklaring = _typed_today(desk(world.leerling, world.alice, moment=moment))
    services.withdraw(verklaring=verklaring, today=TODAY, by=world.alice)
    assert not moment.hulp.exists()


def test_a_moment_of_another_school_is_never_used(world: World) -> None:
    theirs = plan(world.other, world.charlie)
    store(world, world.leerling, f"?moment={theirs.pk}")
    assert not theirs.hulp.exists()
    assert world.leerling.verklaringen.exists()


def test_a_moment_is_ticked_off_in_the_list_and_opened_again(world: World) -> None:
    moment = plan(world.school, world.alice)
    client = world.client("alice")
    for value, klaar in (("1", True), ("0", False)):
        client.post(f"{L}/momenten/{moment.pk}/", {"afronden": value})
        moment.refresh_from_db()
        assert moment.klaar is klaar
    assert moment.plaats == "Refter", "nothing else changed"


def test_taking_a_moment_off_the_list_keeps_the_declarations(world: World) -> None:
    moment = plan(world.school, world.alice)
    desk(world.leerling, world.alice, moment=moment)
    world.client("alice").post(f"{L}/momenten/{moment.pk}/", {"verwijderen": "1"})
    assert not world.school.momenten.filter(pk=moment.pk).exists()
    assert world.leerling.verklaringen.exists()


# ---------------------------------------------------------------- rights


@pytest.mark.parametrize("role", [Role.LERAAR, Role.ZORG, Role.GOK_COORDINATOR, Role.FINANCIEN])
def test_nobody_else_sees_an_answer(world: World, role: Role) -> None:
    world.school.leraar_ziet_klas = True
    world.school.save()
    user = colleague(world.school, role)
    user.memberships.update(klassen=["L1A", "L2B"])
    client = client_of(user)
    document = world.verklaring.documenten.get()
    for path in (
        page(world, world.declared, "?antwoorden=1"),
        page(world, world.leerling, f"?zoals={world.declared.pk}"),
        f"{L}/stapel/?alle=1",
        f"{L}/document/{document.pk}/bestand/",
        f"{L}/bewaartermijnen/",
    ):
        response = client.get(path)
        assert response.status_code == 403, path
        assert "hoger onderwijs" not in response.content.decode()
    for data in ({"doe": "intrekken"}, {**ANSWERS, "doe": "bewaar"}):
        assert client.post(page(world, world.leerling), data).status_code == 403
    assert not world.leerling.verklaringen.exists()
