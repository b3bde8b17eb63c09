"""A round from plan to closed: who may, what stays fixed, what an answer leaves behind."""

from __future__ import annotations

import json
import logging
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from gokwijs.apps.audit.models import Event
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Ronde
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van, uitslag_van
from gokwijs.apps.zelfevaluatie.services import RondeError, sluit_ronde
from gokwijs.apps.zelfevaluatie.services_blad import Gegeven, begin_blad, bewaar_antwoorden
from gokwijs.apps.zelfevaluatie.uitnodigen import mail_ronde
from gokwijs.core.ronde import AFGESCHERMD
from tests.apps.builders import TODAY, World, build_world, client_of, main_text
from tests.apps.page import S
from tests.apps.test_database import at_once
from tests.apps.verklaring.test_ouder import DATABASE_CACHE

K = f"{S}/beleid/kwaliteit/rondes/"
GROEPEN = (
    ("team", "Directie", "directeur", 2),
    ("team", "Leraren", "leraar", 20),
    ("ouder", "Ouders", "", ""),
)


def typed(**given: Any) -> dict[str, Any]:
    """The form of a round as a browser sends it."""
    groepen = given.pop("groepen", GROEPEN)
    fields = {
        "titel": "Herfstronde",
        "wat": "set:gok-kern",
        "anoniem": "ja",
        "begin": TODAY.isoformat(),
        "einde": (TODAY + timedelta(days=14)).isoformat(),
        "aankondiging": "We kijken samen.",
        "groep-TOTAL_FORMS": len(groepen),
        "groep-INITIAL_FORMS": 0,
        **given,
    }
    for n, (soort, naam, rol, verwacht) in enumerate(groepen):
        fields |= {
            f"groep-{n}-soort": soort,
            f"groep-{n}-naam": naam,
            f"groep-{n}-rol": rol,
            f"groep-{n}-verwacht": verwacht,
        }
    return fields


def make(user: Any, **given: Any) -> Ronde:
    client = client_of(user)
    response = client.post(f"{K}nieuw/", typed(**given))
    assert response.status_code == 302, main_text(response)
    return Ronde.objects.latest("pk")


def opened(world: World, **given: Any) -> Ronde:
    found = make(world.alice, **given)
    assert client_of(world.alice).post(f"{K}{found.pk}/open/").status_code == 302
    found.refresh_from_db()
    assert found.is_open
    return found


def link(ronde: Ronde, naam: str) -> str:
    return f"/r/{ronde.groepen.get(naam=naam).token}/"


def begin(phone: Client, address: str, naam: str = "") -> str:
    """Start a sheet; the address of one's own pages."""
    response = phone.post(address, {"naam": naam} if naam else {})
    assert response.status_code == 302, main_text(response)
    return re.sub(r"\d+/$", "", response["Location"])


def answer(phone: Client, own: str, niveau: int, opmerking: str = "") -> None:
    """The same level everywhere, page by page, and send in."""
    nr, last = 1, False
    while not last:
        page = phone.get(f"{own}{nr}/").content.decode()
        fields: dict[str, Any] = dict.fromkeys(re.findall(r'name="(n\d+)"', page), niveau)
        if nr == 1:
            fields["o0"] = opmerking
        response = phone.post(f"{own}{nr}/", fields)
        assert response.status_code == 302, main_text(response)
        last = response["Location"].endswith("/nakijken/")
        nr += 1
    assert phone.post(f"{own}nakijken/").status_code == 302


def fill(ronde: Ronde, naam: str, levels: list[int], opmerking: str = "") -> None:
    """So many sheets, as the pages would store them."""
    groep = ronde.groepen.get(naam=naam)
    lijst = lijsten_van(ronde)[groep.soort]
    first = lijst.items[0].sleutel
    for niveau in levels:
        gegeven = {
            one.sleutel: Gegeven(niveau, opmerking if one.sleutel == first else "")
            for one in lijst.items
        }
        blad = begin_blad(groep=groep, today=TODAY).blad
        bewaar_antwoorden(blad=blad, lijst=lijst, gegeven=gegeven, today=TODAY, indienen=True)


def sheets(ronde: Ronde) -> Any:
    return Antwoordblad.objects.filter(groep__ronde=ronde)


def closed(world: World, ronde: Ronde) -> Ronde:
    client_of(world.alice).post(f"{K}{ronde.pk}/sluit/")
    ronde.refresh_from_db()
    assert ronde.is_gesloten
    return ronde


# ---------------------------------------------------------------- from plan to open


def test_a_round_is_made_in_one_form_and_asks_what_was_chosen(world: World) -> None:
    found = make(world.alice)
    page = main_text(client_of(world.alice).get(f"{K}{found.pk}/"))
    assert "Deze ronde is nog niet open" in page
    questions = main_text(client_of(world.alice).get(f"{K}{found.pk}/vragen/"))
    assert "Eigen omschrijving, geen officiële formulering" in questions
    assert [one.naam for one in found.groepen.all()] == ["Directie", "Leraren", "Ouders"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"einde": "2026-01-01"}, "ligt vóór de eerste"),
        ({"einde": "2030-01-01"}, "hoogstens een jaar"),
        ({"wat": "keuze"}, "minstens één verwachting"),
        ({"groepen": ()}, "minstens één groep"),
        ({"groepen": (("team", "A", "", ""), ("team", "a", "", ""))}, "dezelfde naam"),
        ({"groepen": (("ouder", "A", "leraar", ""),)}, "alleen naar mensen van het team"),
        ({"wat": "set:bestaat-niet"}, "geldige keuze"),
        ({"titel": "a\x00b"}, "null"),
    ],
)
def test_a_form_that_cannot_be_a_round_says_why(
    world: World, wrong: dict[str, Any], says: str
) -> None:
    before = Ronde.objects.count()
    response = client_of(world.alice).post(f"{K}nieuw/", typed(**wrong))
    assert says.lower() in main_text(response).lower()
    assert Ronde.objects.count() == before


def test_without_an_announcement_nothing_opens(world: World) -> None:
    found = make(world.alice)
    Ronde.objects.filter(pk=found.pk).update(aankondiging=" ")
    response = client_of(world.alice).post(f"{K}{found.pk}/open/", follow=True)
    assert "Zeg eerst wat je vooraf aankondigt" in main_text(response)
    found.refresh_from_db()
    assert found.is_ontwerp


def test_a_group_too_small_to_show_apart_is_said_before_opening(world: World) -> None:
    found = make(world.alice)
    page = main_text(client_of(world.alice).get(f"{K}{found.pk}/open/"))
    assert "Directie (2): te klein om in een anonieme ronde apart te tonen" in page
    assert "Leraren (20):" not in page
    named = make(world.alice, anoniem="nee", titel="Met naam")
    page = main_text(client_of(world.alice).get(f"{K}{named.pk}/open/"))
    assert "te klein" not in page


def test_pupils_and_parents_read_plain_words_and_one_row_of_questions(world: World) -> None:
    found = opened(world)
    phone = client_of(None)
    first = main_text(phone.get(link(found, "Ouders")))
    assert "Niemand ziet wat jij antwoordt" in first
    assert "sleutel" not in first
    page = main_text(phone.get(f"{begin(phone, link(found, 'Ouders'))}1/"))
    assert "Resultaten en effecten" not in page
    assert "eigen werk" not in page


def test_once_open_questions_and_groups_stay_and_a_changed_framework_changes_nothing(
    world: World,
) -> None:
    found = opened(world)
    response = client_of(world.alice).post(
        f"{K}{found.pk}/wijzig/", typed(titel="Iets anders"), follow=True
    )
    assert "verandert niet meer" in main_text(response)
    found.refresh_from_db()
    assert found.titel == "Herfstronde"
    kept = json.dumps(found.vragenlijsten, sort_keys=True)
    assert kept.count('"tekst"') > 10


def test_nobody_answers_before_it_opens_after_its_last_day_or_when_it_is_taken_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = make(world.alice)
    phone = client_of(None)
    assert phone.get(link(found, "Leraren")).status_code == 404
    client_of(world.alice).post(f"{K}{found.pk}/open/")
    own = begin(phone, link(found, "Leraren"))
    monkeypatch.setattr(timezone, "localdate", lambda *_: found.einde + timedelta(days=1))
    assert "is gesloten" in main_text(phone.get(link(found, "Leraren")))
    phone.post(f"{own}1/", {"n0": 3})
    assert sheets(found).get().antwoorden == {}
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    client_of(world.alice).post(f"{K}{found.pk}/weg/")
    assert phone.get(f"{own}1/").status_code == 404
    client_of(world.alice).post(f"{K}{found.pk}/weg/", {"terug": "1"})
    assert phone.get(f"{own}1/").status_code == 200


# ---------------------------------------------------------------- answering


def test_stop_and_go_on_later_with_the_same_address(world: World) -> None:
    found = opened(world)
    phone = client_of(None)
    own = begin(phone, link(found, "Leraren"))
    response = phone.post(f"{own}1/", {"n0": 4, "o0": "goed", "later": "1"})
    assert response["Location"] == own
    other_phone = client_of(None)
    assert "1 van de" in main_text(other_phone.get(own))
    page = other_phone.get(f"{own}1/").context["form"]
    assert (page["n0"].value(), page["o0"].value()) == (4, "goed")


def test_what_is_not_sent_in_does_not_count(world: World) -> None:
    found = opened(world)
    fill(found, "Leraren", [3] * 5)
    phone = client_of(None)
    phone.post(f"{begin(phone, link(found, 'Leraren'))}1/", {"n0": 1})
    assert "nog bezig" in main_text(client_of(world.alice).get(f"{K}{found.pk}/")).lower()
    uitslag = uitslag_van(closed(world, found))
    assert uitslag is not None
    assert uitslag.delen["team"].n == 5


@pytest.mark.parametrize("wrong", ["9", "-1", "drie", "4.0", "1\x00"])
def test_an_answer_that_does_not_exist_is_refused(world: World, wrong: str) -> None:
    found = opened(world)
    phone = client_of(None)
    own = begin(phone, link(found, "Leraren"))
    response = phone.post(f"{own}1/", {"n0": wrong})
    assert response.status_code == 200
    assert sheets(found).get().antwoorden == {}


def test_the_key_of_one_group_opens_nothing_in_another(world: World) -> None:
    found = opened(world)
    phone = client_of(None)
    own = begin(phone, link(found, "Leraren"))
    elsewhere = own.replace(link(found, "Leraren"), link(found, "Directie"))
    assert phone.get(f"{elsewhere}1/").status_code == 404
    assert phone.get("/r/nonsense/").status_code == 404


# ---------------------------------------------------------------- anonymous is anonymous


def everything_stored() -> str:
    """Every row of every table of the product, but sessions, as text."""
    parts = []
    for model in apps.get_models():
        if model._meta.app_label == "sessions":
            continue
        parts += [str(row) for row in model._default_manager.values_list()]
    return "\n".join(parts)


def test_an_anonymous_answer_leaves_no_user_no_time_and_no_line_in_any_log(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    found = opened(world)
    events = Event.objects.count()
    fields = {f.name for f in Antwoordblad._meta.get_fields()}
    assert not {n for n in fields if re.search(r"tijd|moment|gemaakt|gewijzigd|door", n)}
    with caplog.at_level(logging.DEBUG):
        phone = client_of(world.bob)  # even with a session of a colleague
        own = begin(phone, link(found, "Leraren"))
        answer(phone, own, 2, "een zin over mezelf")
    assert Event.objects.count() == events
    sheet = sheets(found).get()
    assert (sheet.deelnemer, sheet.naam, sheet.anoniem) == (None, "", True)
    sleutel = own.rstrip("/").rsplit("/", 1)[-1]
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "een zin over mezelf" not in said
    assert sleutel not in said
    assert sleutel not in everything_stored(), "the secret itself is nowhere"


def test_no_log_of_the_server_holds_the_secret_of_a_link(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    found = opened(world)
    phone = client_of(None)
    own = begin(phone, link(found, "Leraren"))
    client_of(world.alice).post(f"{K}{found.pk}/weg/")
    with caplog.at_level(logging.DEBUG):
        assert phone.get(f"{own}1/").status_code == 404
        assert phone.get("/v/2222-3333-4444-5555-6666-7777-8888/").status_code == 404
        assert phone.get("/toegang/geheim/").status_code in (200, 404)
    said = [record.getMessage() for record in caplog.records]
    assert any("/r/…" in one for one in said)
    sleutel = own.rstrip("/").rsplit("/", 1)[-1]
    secrets_said = [s for s in (sleutel, "2222-3333", "geheim") if any(s in one for one in said)]
    assert secrets_said == []


def test_closing_deletes_every_sheet_of_an_anonymous_round(world: World) -> None:
    found = opened(world)
    fill(found, "Leraren", [1, 2, 2, 3, 4, 4], "dit zei ik")
    closed(world, found)
    assert not sheets(found).exists()
    assert "dit zei ik" not in everything_stored(), "six is too few for a remark"
    phone = client_of(None)
    assert "is gesloten" in main_text(phone.get(link(found, "Leraren")))


def test_remarks_stay_from_ten_answers_on_without_their_sheet(world: World) -> None:
    found = opened(world)
    fill(found, "Leraren", [3] * 9)
    fill(found, "Directie", [2], "dit zei ik")
    closed(world, found)
    kept = found.opmerkingen.get()
    assert (kept.tekst, kept.soort, kept.van) == ("dit zei ik", "team", "")
    assert not kept.lezer1


def test_a_small_group_is_never_shown_apart(world: World) -> None:
    found = opened(world)
    fill(found, "Leraren", [2, 3, 3, 4, 2])
    fill(found, "Directie", [1])
    uitslag = uitslag_van(closed(world, found))
    assert uitslag is not None
    assert uitslag.delen["team"].groepen == ()
    assert all(not one.per_groep for one in uitslag.delen["team"].items.values())


def test_too_few_answers_show_nothing_at_all(world: World) -> None:
    found = opened(world)
    fill(found, "Leraren", [1, 4, 4])
    uitslag = uitslag_van(closed(world, found))
    assert uitslag is not None
    assert {one.reden for one in uitslag.delen["team"].items.values()} == {AFGESCHERMD}


def test_no_result_before_it_is_closed(world: World) -> None:
    found = opened(world)
    fill(found, "Leraren", [1, 4, 4, 2, 3])
    assert uitslag_van(found) is None
    assert found.uitslag == {}


def test_while_it_is_open_only_who_organises_it_sees_how_many_answered(world: World) -> None:
    found = opened(world)
    fill(found, "Leraren", [3] * 7)
    for path in (K, f"{K}{found.pk}/"):
        assert "7" in main_text(client_of(world.alice).get(path)), path
        seen = main_text(client_of(world.bob).get(path))
        assert not re.search(r"\b7 van|7 antwoorden|\(7", seen), path


def test_the_database_itself_refuses_a_name_in_an_anonymous_round(world: World) -> None:
    groep = opened(world).groepen.get(naam="Leraren")
    for more in ({"naam": "Bob"}, {"deelnemer": world.bob}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Antwoordblad.objects.create(sleutel="x", groep=groep, anoniem=True, **more)


# ---------------------------------------------------------------- with a name


def test_a_named_round_asks_the_name_and_keeps_it(world: World) -> None:
    found = opened(world, anoniem="nee")
    phone = client_of(None)
    assert "met naam" in main_text(phone.get(link(found, "Leraren")))
    assert "verplicht" in main_text(phone.post(link(found, "Leraren"), {"naam": " "}))
    answer(phone, begin(phone, link(found, "Leraren"), "Noor Verzonnen"), 2, "mijn zin")
    closed(world, found)
    sheet = sheets(found).get()
    assert sheet.naam == "Noor Verzonnen"
    assert found.opmerkingen.get().van == "Noor Verzonnen"


# ---------------------------------------------------------------- invitations, copies, many


def test_a_reminder_goes_to_everybody_with_the_role_whoever_answered(
    world: World, settings: Any
) -> None:
    found = opened(world)
    settings.PUBLIC_URL = "https://gok.voorbeeld.invalid"
    mail_ronde(ronde=found, by=world.alice)
    first = sorted(one.to[0] for one in mail.outbox)
    fill(found, "Directie", [3])
    mail.outbox.clear()
    mail_ronde(ronde=found, by=world.alice)
    assert sorted(one.to[0] for one in mail.outbox) == first
    assert world.alice.email in first
    assert link(found, "Directie") in "".join(one.body for one in mail.outbox)


def test_a_copy_has_the_questions_and_no_answer(world: World) -> None:
    found = opened(world)
    fill(found, "Leraren", [2] * 5)
    closed(world, found)
    client_of(world.alice).post(f"{K}{found.pk}/kopieer/")
    copy = Ronde.objects.get(vorige=found)
    assert (copy.status, copy.vragenlijsten, copy.uitslag) == ("ontwerp", {}, {})
    assert (copy.kader, copy.bereik, copy.keuze) == (found.kader, found.bereik, found.keuze)
    assert {one.naam for one in copy.groepen.all()} == {"Directie", "Leraren", "Ouders"}
    tokens = set(found.groepen.values_list("token", flat=True))
    assert not tokens & set(copy.groepen.values_list("token", flat=True))


def test_closing_is_for_good(world: World) -> None:
    found = closed(world, opened(world))
    for address in ("open", "sluit", "verleng"):
        client_of(world.alice).post(f"{K}{found.pk}/{address}/", {"einde": "2026-04-01"})
    found.refresh_from_db()
    assert found.is_gesloten
    assert found.einde < date(2026, 4, 1)


@pytest.mark.django_db(transaction=True)
def test_a_hundred_at_once_lose_no_answer(settings: Any) -> None:
    settings.CACHES = {"default": {**DATABASE_CACHE}}
    call_command("createcachetable", verbosity=0)
    cache.clear()
    world = build_world()
    found = opened(world, anoniem="nee", groepen=(("team", "Leraren", "", 100),))
    address = link(found, "Leraren")

    def work(thread: int) -> Any:
        """Two people through one connection: a server has fewer connections than visitors."""
        phones = {place: client_of(None) for place in (thread, thread + 50)}
        own = {n: begin(phone, address, f"Verzonnen {n}") for n, phone in phones.items()}
        statuses = []
        for n, phone in phones.items():
            first = phone.post(f"{own[n]}1/", {"n0": n % 4 + 1, "o0": f"zin {n}"})
            statuses += [first.status_code, phone.post(f"{own[n]}nakijken/").status_code]
        return statuses

    assert at_once(50, work) == [[302] * 4] * 50
    for sheet in Antwoordblad.objects.filter(ingediend=True):
        place = int(sheet.naam.split()[1])
        given = {(one["n"], one["o"]) for one in sheet.antwoorden.values() if one["n"]}
        assert given == {(place % 4 + 1, f"zin {place}")}
    assert Antwoordblad.objects.filter(ingediend=True).count() == 100
    uitslag = uitslag_van(closed(world, found))
    assert uitslag is not None
    first = next(iter(uitslag.delen["team"].items.values()))
    assert first.totaal is not None
    assert [first.totaal.tellingen[n].laag for n in (1, 2, 3, 4)] == [25] * 4
    assert connection.vendor in ("sqlite", "postgresql")


@pytest.mark.django_db(transaction=True)
def test_closing_while_people_answer_leaves_no_sheet_behind() -> None:
    world = build_world()
    found = opened(world, groepen=(("team", "Leraren", "", 20),))
    fill(found, "Leraren", [2] * 5)

    def work(place: int) -> Any:
        if place == 5:
            return sluit_ronde(ronde=found, by=world.alice)
        return fill(found, "Leraren", [3])

    results = at_once(12, work)
    assert {type(one) for one in results} <= {type(None), Ronde, RondeError}, results
    assert not sheets(found).exists()
    found.refresh_from_db()
    uitslag = uitslag_van(found)
    assert uitslag is not None
    assert uitslag.delen["team"].n <= 5 + results.count(None)
