"""Joint analysis, proposals, being called, and the mail with own work."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.core import mail
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Actie, Opmerking, Streefdoel
from gokwijs.apps.samen import services_beeldvorming as analyse
from gokwijs.apps.samen import services_voorstel
from gokwijs.apps.samen.herinneren import is_due, verstuur
from gokwijs.apps.samen.models import Herinnering, Voorstel
from gokwijs.apps.samen.taken_vandaag import wat_wacht
from gokwijs.apps.scholen.models import Membership
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.cli import main
from gokwijs.commands import herinneringen
from tests.apps.builders import NUMMER, TODAY, World, main_text, snapshot
from tests.apps.samen import tables
from tests.apps.samen.builders import B, beeldvorming, taak

# ---------------------------------------------------------------- looking together (S39)


def test_it_closes_only_with_partners_analysis_and_an_action_or_a_reason(world: World) -> None:
    one = beeldvorming(world)
    with pytest.raises(BeleidError) as refused:
        analyse.rond_af(row=one, today=TODAY, by=world.alice)
    for missing in ("aan tafel", "de analyse", "een actie, of waarom", "wat jullie afspreken"):
        assert missing in str(refused.value)
    values = {"partners": ["clb"], "hindert": "Taal", "geen_actie": "Loopt al elders"}
    analyse.bewaar_beeldvorming(row=one, values=values, by=world.alice)
    assert analyse.rond_af(row=one, today=TODAY, by=world.alice).afgerond == TODAY


def test_an_action_and_no_action_cannot_both_be_the_end(world: World) -> None:
    one = beeldvorming(world, partners=["clb"], helpt="x", aanpak="y", geen_actie="z")
    one.acties.add(tables.actie(world.school))
    with pytest.raises(BeleidError, match="én een reden"):
        analyse.rond_af(row=one, today=TODAY, by=world.alice)


def test_an_action_that_was_taken_away_is_no_end(world: World) -> None:
    one = beeldvorming(world, partners=["clb"], helpt="x", aanpak="y")
    action = tables.actie(world.school)
    one.acties.add(action)
    Actie.objects.filter(pk=action.pk).update(verwijderd=timezone.now())
    with pytest.raises(BeleidError, match="een actie, of waarom"):
        analyse.rond_af(row=one, today=TODAY, by=world.alice)


def test_from_question_to_closed_with_a_new_action(world: World) -> None:
    client = world.client("alice")
    back = client.post(f"{B}/bekijken/nieuw/", tables.beeldvelden(helpt="Bellen", aanpak="Bellen"))
    page = back["Location"]
    assert "Drempel" in main_text(client.get(page))
    client.post(f"{page}stap/", {"actie": "1", "titel": "Belteam"})
    made = Actie.objects.get(titel="Belteam")
    assert (made.status, made.partners) == ("gepland", ["clb"])
    client.post(f"{page}stap/", {"afronden": "1"})
    text = main_text(client.get(page))
    assert "afgerond op 2 maart 2026" in text
    assert "Belteam" in text
    assert client.get(f"{page}wijzig/").status_code == 302
    client.post(f"{page}stap/", {"heropen": "1"})
    assert client.get(f"{page}wijzig/").status_code == 200


def test_a_sign_says_who_brought_it(world: World) -> None:
    data = tables.beeldvelden(wie_0="", signaal_0="Zonder afzender")
    page = world.client("alice").post(f"{B}/bekijken/nieuw/", data)
    assert "Van wie komt dit signaal?" in main_text(page)


def test_two_who_write_at_once_see_both_texts(world: World) -> None:
    one = beeldvorming(world)
    analyse.bewaar_beeldvorming(row=one, values={"helpt": "Van Bob"}, by=world.bob, versie=1)
    data = tables.beeldvelden(helpt="Van Alice", versie=1)
    path = f"{B}/bekijken/{one.pk}/wijzig/"
    page = world.client("alice").post(path, data)
    text = main_text(page)
    assert "Bob Bakker bewaarde dit intussen" in text
    assert "Nu staat er: Van Bob" in text
    assert "Van Alice" in page.content.decode()
    one.refresh_from_db()
    assert one.helpt == "Van Bob"
    world.client("alice").post(path, {**data, "versie": one.versie})
    one.refresh_from_db()
    assert one.helpt == "Van Alice"


def test_the_form_says_no_names_of_pupils(world: World) -> None:
    assert "geen namen" in main_text(world.client("alice").get(f"{B}/bekijken/nieuw/"))


# ---------------------------------------------------------------- proposals


def propose(world: World, soort: str = "actie", tekst: str = "Een leesclub") -> Voorstel:
    return services_voorstel.doe_voorstel(
        school=world.school,
        values={"soort": soort, "tekst": tekst, "waarom": "Weinig boeken"},
        by=world.bob,
    )


def test_a_leraar_proposes_and_reads_the_answer(world: World) -> None:
    client = world.client("bob")
    data = {"soort": "actie", "tekst": "Een leesclub", "waarom": "Weinig boeken"}
    page = client.post(f"{B}/voorstellen/nieuw/", data)["Location"]
    assert "Dit wacht nog op een antwoord" in main_text(client.get(page))
    world.client("alice").post(page, {"antwoord": "Eerst de kosten", "niet_nu": "1"})
    text = main_text(client.get(page))
    assert "Niet nu" in text
    assert "Eerst de kosten" in text
    assert "Een leesclub" in main_text(client.get(f"{B}/voorstellen/?stand=niet_nu&mij=1"))


def test_not_now_needs_a_reason(world: World) -> None:
    one = propose(world)
    page = world.client("alice").post(f"{B}/voorstellen/{one.pk}/", {"niet_nu": "1"})
    assert "Schrijf waarom niet nu" in main_text(page)
    one.refresh_from_db()
    assert one.status == "open"


@pytest.mark.parametrize("soort", ["actie", "streefdoel"])
def test_taken_over_it_stands_in_the_plan_as_a_draft(world: World, soort: str) -> None:
    one = propose(world, soort)
    page = world.client("alice").post(f"{B}/voorstellen/{one.pk}/", {"overnemen": "1"})
    one.refresh_from_db()
    assert one.status == "overgenomen"
    if soort == "actie":
        assert one.actie is not None
        assert (one.actie.titel, one.actie.omschrijving) == ("Een leesclub", "Weinig boeken")
    else:
        assert one.streefdoel is not None
        assert one.streefdoel.status == "ontwerp"
    assert "Een leesclub" in main_text(world.client("bob").get(page["Location"]))


def test_a_remark_is_answered_and_adds_nothing(world: World) -> None:
    one = propose(world, "opmerking")
    goals, actions = Streefdoel.objects.count(), Actie.objects.count()
    world.client("alice").post(f"{B}/voorstellen/{one.pk}/", {"overnemen": "1", "antwoord": "Ja"})
    one.refresh_from_db()
    assert one.status == "overgenomen"
    assert (Streefdoel.objects.count(), Actie.objects.count()) == (goals, actions)


def test_an_answer_is_given_once(world: World) -> None:
    one = propose(world)
    services_voorstel.wijs_af(voorstel=one, antwoord="Nee", today=TODAY, by=world.alice)
    with pytest.raises(BeleidError, match="al een antwoord"):
        services_voorstel.neem_over(
            voorstel=one, plan=tables.plan(world.school), antwoord="", today=TODAY, by=world.alice
        )


def test_only_the_proposer_takes_it_back_and_only_while_it_is_open(world: World) -> None:
    one, theirs = propose(world), tables.voorstel(world.school)
    client = world.client("bob")
    assert client.post(f"{B}/voorstellen/{theirs.pk}/", {"intrekken": "1"}).status_code == 403
    client.post(f"{B}/voorstellen/{one.pk}/", {"intrekken": "1"})
    one.refresh_from_db()
    assert one.ingetrokken is not None
    client.post(f"{B}/voorstellen/{one.pk}/", {"terug": "1"})
    one.refresh_from_db()
    assert one.ingetrokken is None


def test_a_not_now_can_be_taken_back(world: World) -> None:
    one = propose(world)
    client = world.client("alice")
    client.post(f"{B}/voorstellen/{one.pk}/", {"niet_nu": "1", "antwoord": "Later"})
    client.post(f"{B}/voorstellen/{one.pk}/", {"heropen": "1"})
    one.refresh_from_db()
    assert (one.status, one.antwoord, one.beantwoord) == ("open", "", None)


# ---------------------------------------------------------------- being called


def call(world: World, tekst: str = "Kijk jij dit na?", **values: Any) -> Opmerking:
    given = {"soort": "actie", "nummer": tables.actie(world.school).pk, **values}
    one = Opmerking.objects.create(
        school=world.school, tekst=tekst, by=world.alice, by_naam="Alice Adams", **given
    )
    one.vermeld.add(world.bob)
    return one


def test_who_was_called_reads_where_and_says_it_was_seen(world: World) -> None:
    call(world)
    client = world.client("bob")
    text = main_text(client.get(f"{B}/vermeldingen/"))
    assert "Actie 'Betalen in schijven' nieuw" in text
    assert "Kijk jij dit na?" in text
    client.post(f"{B}/vermeldingen/", {"tot": timezone.now().isoformat()})
    assert "nieuw" not in main_text(client.get(f"{B}/vermeldingen/"))
    call(world, "En dit?")
    assert "nieuw" in main_text(client.get(f"{B}/vermeldingen/"))


def test_what_came_while_somebody_read_is_still_new(world: World) -> None:
    read = timezone.now()
    call(world)
    world.client("bob").post(f"{B}/vermeldingen/", {"tot": read.isoformat()})
    assert "nieuw" in main_text(world.client("bob").get(f"{B}/vermeldingen/"))


@pytest.mark.parametrize("tot", ["", "gisteren", "2026-13-45T00:00:00Z", "2026-01-01T00:00:00"])
def test_nonsense_for_a_moment_is_now(world: World, tot: str) -> None:
    call(world)
    assert world.client("bob").post(f"{B}/vermeldingen/", {"tot": tot}).status_code == 302


def test_a_comment_that_was_taken_away_calls_nobody(world: World) -> None:
    call(world, verwijderd=timezone.now())
    assert "Kijk jij dit na?" not in main_text(world.client("bob").get(f"{B}/vermeldingen/"))


def test_a_vaststelling_is_named_by_its_kind_only(world: World) -> None:
    found = world.school.vaststellingen.create(
        schooljaar=2025, tekst="17 van de 41 betalen laat", bron="x", dag=TODAY, door_naam="x"
    )
    call(world, soort="vaststelling", nummer=found.pk)
    assert "17 van de 41" not in main_text(world.client("bob").get(f"{B}/vermeldingen/"))


# ---------------------------------------------------------------- the start page


def titles(world: World, who: str) -> list[str]:
    access = access_for(getattr(world, who), NUMMER, Permission.SCHOOLZONE_ZIEN)
    return [one.titel for one in wat_wacht(access, TODAY)]


def test_the_start_page_says_what_is_late_what_comes_and_who_called(world: World) -> None:
    taak(world, "Vorige week", wie=world.bob, tegen=TODAY - timedelta(days=5))
    taak(world, "Deze week", wie=world.bob, tegen=TODAY + timedelta(days=2))
    taak(world, "Volgende maand", wie=world.bob, tegen=TODAY + timedelta(days=30))
    call(world)
    assert titles(world, "bob") == [
        "1 taak van jou is te laat",
        "1 taak voor deze week",
        "1 collega riep je ergens bij",
    ]
    text = main_text(world.client("bob").get(f"/school/{NUMMER}/"))
    assert "Vorige week" in text
    assert "Volgende maand" not in text


def test_proposals_wait_for_who_writes_the_plan_only(world: World) -> None:
    assert "1 voorstel wacht op antwoord" in titles(world, "alice")
    assert titles(world, "bob") == []


# ---------------------------------------------------------------- the mail


def wants(world: World, ritme: str, who: str = "bob", **values: Any) -> Herinnering:
    return Herinnering.objects.create(user=getattr(world, who), ritme=ritme, **values)


def test_nobody_gets_a_mail_who_did_not_ask(world: World) -> None:
    taak(world, "Bellen", wie=world.bob, tegen=TODAY)
    verstuur(TODAY, echt=True)
    assert mail.outbox == []


def test_one_mail_a_day_with_own_work_and_nothing_else(world: World) -> None:
    wants(world, "dagelijks")
    taak(world, "Te late taak", wie=world.bob, tegen=TODAY - timedelta(days=1))
    taak(world, "Komende taak", wie=world.bob, tegen=TODAY + timedelta(days=3))
    taak(world, "Van Alice", wie=world.alice, tegen=TODAY)
    call(world, "Noor Zandman heeft 17 op 20")
    found = verstuur(TODAY, echt=True)
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert sent.to == ["bob@zandloper.invalid"]
    assert sent.subject == "GOK-wijs: 1 taak te laat, 1 taak die komt, 1 vermelding"
    assert "Te late taak (tegen 1 maart)" in sent.body
    assert "Komende taak (tegen 5 maart)" in sent.body
    assert "actie 'Betalen in schijven'" in sent.body
    for hidden in ("Van Alice", "Noor", "17 op 20", "Alice Adams"):
        assert hidden not in sent.body
    assert len(found.verstuurd) == 1
    assert verstuur(TODAY, echt=True).verstuurd == []
    assert len(mail.outbox) == 1
    verstuur(TODAY + timedelta(days=1), echt=True)
    assert len(mail.outbox) == 2


def test_weekly_is_once_a_week_on_whichever_day_it_runs(world: World) -> None:
    one = wants(world, "wekelijks")
    assert is_due(one, date(2026, 3, 4))
    one.laatst = date(2026, 3, 4)  # a Wednesday
    assert not is_due(one, date(2026, 3, 8))
    assert is_due(one, date(2026, 3, 9))
    one.laatst = date(2025, 12, 29)
    assert not is_due(one, date(2026, 1, 2))


def test_without_work_there_is_no_mail_and_tomorrow_there_may_be(world: World) -> None:
    wants(world, "dagelijks")
    assert verstuur(TODAY, echt=True).niets == 1
    taak(world, "Bellen", wie=world.bob, tegen=TODAY)
    assert len(verstuur(TODAY, echt=True).verstuurd) == 1


def test_who_left_the_school_or_was_closed_out_gets_nothing(world: World) -> None:
    wants(world, "dagelijks")
    taak(world, "Bellen", wie=world.bob, tegen=TODAY)
    Membership.objects.filter(user=world.bob).update(tot=TODAY - timedelta(days=1))
    verstuur(TODAY, echt=True)
    Membership.objects.filter(user=world.bob).update(tot=None)
    world.bob.is_active = False
    world.bob.save()
    verstuur(TODAY, echt=True)
    assert mail.outbox == []


def test_evaluations_are_for_who_writes_the_plan(world: World) -> None:
    plan = tables.plan(world.school)
    plan.volgende_evaluatie_op = TODAY + timedelta(days=4)
    plan.save()
    for who in ("alice", "bob"):
        wants(world, "dagelijks", who)
    verstuur(TODAY, echt=True)
    bodies = {m.to[0]: m.body for m in mail.outbox}
    assert "Evaluatie van Samenplan op 6 maart" in bodies["alice@zandloper.invalid"]
    assert "bob@zandloper.invalid" not in bodies


def test_a_name_of_a_task_cannot_make_a_header_or_markup(world: World) -> None:
    wants(world, "dagelijks")
    taak(world, "Bel <b>& Co</b>", wie=world.bob, tegen=TODAY)
    verstuur(TODAY, echt=True)
    assert "Bel <b>& Co</b>" in mail.outbox[0].body


def test_a_mail_server_that_fails_stops_nobody_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for who in ("alice", "bob"):
        wants(world, "dagelijks", who)
        taak(world, "Bellen", wie=getattr(world, who), tegen=TODAY)
    sent: list[str] = []

    def send(subject: str, text: str, sender: None, to: list[str]) -> None:
        if to == ["alice@zandloper.invalid"]:
            raise OSError
        sent.extend(to)

    monkeypatch.setattr("gokwijs.apps.samen.herinneren.send_mail", send)
    found = verstuur(TODAY, echt=True)
    assert found.mislukt == ["alice@zandloper.invalid"]
    assert sent == ["bob@zandloper.invalid"]


def test_the_choice_is_own_and_for_all_schools(world: World) -> None:
    page = main_text(world.client("bob").get(f"{B}/herinneringen/"))
    assert "Hoe vaak wil je een mail?" in page
    world.client("bob").post(f"{B}/herinneringen/", {"ritme": "wekelijks"})
    assert Herinnering.objects.get(user=world.bob).ritme == "wekelijks"
    assert not Herinnering.objects.filter(user=world.alice).exists()
    assert world.client("bob").post(f"{B}/herinneringen/", {"ritme": "elk uur"}).status_code == 200


# ---------------------------------------------------------------- the command


@pytest.fixture
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The database of the test, not one in a folder."""
    monkeypatch.setattr(herinneringen, "prepare", lambda folder: None)
    monkeypatch.setattr(herinneringen, "migrate", lambda: None)


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, ["herinneringen", *arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.mark.usefixtures("_here")
def test_the_command_shows_first_and_sends_when_told(world: World) -> None:
    wants(world, "dagelijks")
    taak(world, "Bellen", wie=world.bob, tegen=TODAY)
    before = snapshot()
    shown = run().stdout
    assert "bob@zandloper.invalid: 1 taak die komt" in shown
    assert "Er is niets verstuurd." in shown
    assert snapshot() == before
    assert "1 verstuurd" in run("--bevestig").stdout
    assert len(mail.outbox) == 1
    assert Event.objects.filter(kind="samen.herinnerd", by_name="systeem").count() == 1
    assert "0 verstuurd" in run("--bevestig").stdout
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("_here")
def test_without_a_mail_server_the_command_says_so(world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    done = run("--bevestig")
    assert done.exit_code == 1
    assert "Zet GOKWIJS_EMAIL_HOST." in done.output
