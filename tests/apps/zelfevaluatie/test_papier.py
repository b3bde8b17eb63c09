"""A round on paper: the sheet that is printed, and typing over what came back."""

from __future__ import annotations

import io
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Respondentgroep, Ronde
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van
from gokwijs.apps.zelfevaluatie.services import Gevraagd
from tests.apps.builders import TODAY, World, build_world, client_of, colleague, main_text
from tests.apps.page import S
from tests.apps.test_database import at_once
from tests.apps.zelfevaluatie.builders import open_ronde, ronde, sluit
from tests.verapdf import keeps_the_standards

K = f"{S}/beleid/kwaliteit/rondes/"
GROEPEN = (
    Gevraagd("team", "Leraren", "leraar", 20),
    Gevraagd("ouder", "Ouders", "", None),
    Gevraagd("leerling", "Leerlingen", "", None),
)
VERTEL = "Formulier 1 is bewaard."


def groep(found: Ronde, naam: str = "Leraren") -> Respondentgroep:
    return found.groepen.get(naam=naam)


def adres(found: Ronde, naam: str = "Leraren") -> str:
    return f"{K}{found.pk}/papier/{groep(found, naam).pk}/"


def hidden(page: Any, name: str) -> str:
    """What a hidden field of the page holds."""
    field = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', page.content.decode())
    assert field is not None
    return field[1]


def filled(page: Any, signs: str, **more: Any) -> dict[str, Any]:
    """The form of this page with one sign per question; the last sign for all that follow."""
    names = re.findall(r'name="(v\d+-antwoord)"', page.content.decode())
    signs += signs[-1] * (len(names) - len(signs))
    return {
        "sleutel": hidden(page, "sleutel"),
        "aantal": hidden(page, "aantal"),
        **dict(zip(names, signs, strict=True)),
        **more,
    }


def typed(client: Client, address: str, signs: str = "3", **more: Any) -> Any:
    """Open the page, type one form over, and save."""
    return client.post(address, filled(client.get(address), signs, **more))


def bladen(found: Ronde) -> QuerySet[Antwoordblad]:
    return Antwoordblad.objects.filter(groep__ronde=found)


def antwoorden(blad: Antwoordblad) -> list[int | None]:
    """In the order of the questions."""
    return [blad.antwoorden[i.sleutel]["n"] for i in lijsten_van(blad.groep.ronde)["team"].items]


@pytest.fixture
def anoniem(world: World) -> Ronde:
    return open_ronde(world.school, world.alice, groepen=GROEPEN)


@pytest.fixture
def alice(world: World) -> Client:
    return client_of(world.alice)


# ---------------------------------------------------------------- to print


@pytest.mark.parametrize("naam", ["Leraren", "Ouders", "Leerlingen"])
def test_every_group_gets_its_questions_with_what_is_promised(
    alice: Client, anoniem: Ronde, naam: str
) -> None:
    response = alice.get(f"{adres(anoniem, naam)}vragenlijst.pdf")
    keeps_the_standards(response.content)
    reader = PdfReader(io.BytesIO(response.content))
    shown = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in (
        "De Zandloper",
        naam,
        "We kijken samen.",
        "Deze ronde is anoniem",
        f"minder dan {5 if naam == 'Leraren' else 10}",
        "ten laatste op 16 maart 2026",
        "Weet ik niet",
    ):
        assert said in shown
    assert len(lijsten_van(anoniem)[groep(anoniem, naam).soort].items) >= 7


def test_a_copy_has_no_mark_of_its_own_and_taking_it_is_logged(
    alice: Client, anoniem: Ronde
) -> None:
    first, second = (alice.get(f"{adres(anoniem)}vragenlijst.pdf").content for _ in "ab")
    assert first == second
    events = Event.objects.filter(kind="export")
    assert [one.target for one in events] == [
        f"vragenlijst-999801-ronde-{anoniem.pk}-groep-{groep(anoniem).pk}.pdf"
    ] * 2


def test_the_sheet_is_there_before_the_round_opens_and_no_more_after_it_closed(
    world: World, alice: Client
) -> None:
    found = ronde(world.school, world.alice, GROEPEN)
    assert alice.get(f"{adres(found)}vragenlijst.pdf")["Content-Type"] == "application/pdf"
    again = open_ronde(world.school, world.alice, groepen=GROEPEN, titel="Lente")
    sluit(again, world.alice)
    response = alice.get(f"{adres(again)}vragenlijst.pdf", follow=True)
    assert "neemt geen antwoorden meer aan" in main_text(response)


def test_a_named_round_says_so_and_asks_the_name(world: World, alice: Client) -> None:
    found = open_ronde(world.school, world.alice, groepen=GROEPEN, anoniem=False)
    data = alice.get(f"{adres(found)}vragenlijst.pdf").content
    shown = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    assert "Deze ronde is met naam" in shown
    assert "Je naam:" in shown


def test_paper_is_for_who_organises_the_round(world: World, anoniem: Ronde) -> None:
    leraar = client_of(world.bob)
    assert leraar.get(adres(anoniem)).status_code == 403
    assert leraar.get(f"{adres(anoniem)}vragenlijst.pdf").status_code == 403
    zorg = client_of(colleague(world.school, Role.ZORG))
    assert zorg.get(adres(anoniem)).status_code == 200


# ---------------------------------------------------------------- one form after another


def test_a_form_is_saved_and_the_next_one_is_empty(alice: Client, anoniem: Ronde) -> None:
    page = typed(alice, adres(anoniem), "12340-3")
    assert VERTEL in main_text(page)
    assert "1 formulier ingevoerd sinds je deze pagina opende" in main_text(page)
    assert not re.search(r'name="v\d+-antwoord" value=', page.content.decode())
    (blad,) = bladen(anoniem)
    assert (blad.ingediend, blad.naam, blad.deelnemer) == (True, "", None)
    assert antwoorden(blad) == [1, 2, 3, 4, 0, None, 3, 3, 3, 3]


def test_the_count_goes_on_with_every_form(alice: Client, anoniem: Ronde) -> None:
    page = alice.get(adres(anoniem))
    for nr in (1, 2, 3):
        page = alice.post(adres(anoniem), filled(page, "2"))
        assert f"Formulier {nr} is bewaard." in main_text(page)
    assert bladen(anoniem).count() == 3


def test_entering_a_form_leaves_no_trace_of_who_or_when(
    alice: Client, anoniem: Ronde, caplog: pytest.LogCaptureFixture
) -> None:
    events = Event.objects.count()
    before = dict(alice.session)
    caplog.set_level(logging.DEBUG)
    page = alice.get(adres(anoniem))
    key = hidden(page, "sleutel")
    saved = alice.post(adres(anoniem), filled(page, "4"))
    undone = alice.post(adres(anoniem), {"terug": "1", "laatste": key, "aantal": "1"})
    assert Event.objects.count() == events
    assert dict(alice.session) == before
    assert key not in caplog.text
    assert "messages" not in alice.cookies
    for response in (page, saved, undone):
        assert response["Cache-Control"] == "no-store, private"
    moments = {f.name for f in Antwoordblad._meta.fields if "Date" in type(f).__name__}
    assert moments == set()


def test_keys_of_a_belgian_keyboard_count_without_shift(alice: Client, anoniem: Ronde) -> None:
    typed(alice, adres(anoniem), "&é\"'à3ÉÀ44")
    assert antwoorden(bladen(anoniem).get()) == [1, 2, 3, 4, 0, 3, 2, 0, 4, 4]


def test_a_form_sent_twice_is_one_form_and_the_last_word_counts(
    alice: Client, anoniem: Ronde
) -> None:
    page = alice.get(adres(anoniem))
    alice.post(adres(anoniem), filled(page, "2"))
    alice.post(adres(anoniem), filled(page, "2"))
    alice.post(adres(anoniem), filled(page, "4"))
    assert set(antwoorden(bladen(anoniem).get())) == {4}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_time_are_one_form() -> None:
    world = build_world()
    found = open_ronde(world.school, world.alice, groepen=GROEPEN)
    client = client_of(world.alice)
    data = filled(client.get(adres(found)), "2")

    def save(_: int) -> int:
        return int(client_of(world.alice).post(adres(found), data).status_code)

    assert at_once(4, save) == [200] * 4
    assert bladen(found).count() == 1


# ---------------------------------------------------------------- what is wrong is said


@pytest.mark.parametrize(
    ("signs", "says"),
    [
        ("7", "Typ 1, 2, 3, 4, 0, of - als het leeg bleef."),
        ("x", "Typ 1, 2, 3, 4, 0"),
        ("²", "Typ 1, 2, 3, 4, 0"),
        ("-", "geen enkel antwoord"),
        (" ", "geen enkel antwoord"),
        ("33 3", "Vraag 3: geen antwoord getypt."),
    ],
)
def test_what_cannot_be_right_is_not_saved_and_stays_on_the_page(
    alice: Client, anoniem: Ronde, signs: str, says: str
) -> None:
    page = typed(alice, adres(anoniem), signs)
    assert "Dit formulier is nog niet bewaard" in main_text(page)
    assert says in main_text(page)
    assert bladen(anoniem).count() == 0
    assert "0 formulieren" not in main_text(page)


def test_an_empty_question_is_saved_when_it_is_empty_on_paper_too(
    alice: Client, anoniem: Ronde
) -> None:
    page = typed(alice, adres(anoniem), "33 3")
    assert "Bewaar: leeg op papier" in main_text(page)
    assert 'value="3"' in page.content.decode()
    alice.post(adres(anoniem), filled(page, "33 3", leeg="on"))
    assert antwoorden(bladen(anoniem).get())[:4] == [3, 3, None, 3]


def test_a_remark_goes_with_the_number_of_its_question(alice: Client, anoniem: Ronde) -> None:
    remarks = {
        "nr-1": "2",
        "opmerking-1": "Dat weten we niet.",
        "nr-2": "10",
        "opmerking-2": "Goed zo.",
        "nr-3": "2",
        "opmerking-3": "En dat is jammer.",
    }
    page = typed(alice, adres(anoniem), "3", **remarks)
    assert VERTEL in main_text(page)
    items = lijsten_van(anoniem)["team"].items
    said = {key: one["o"] for key, one in bladen(anoniem).get().antwoorden.items()}
    assert said[items[1].sleutel] == "Dat weten we niet.\nEn dat is jammer."
    assert said[items[9].sleutel] == "Goed zo."
    assert sum(map(bool, said.values())) == 2


@pytest.mark.parametrize(
    ("remark", "says"),
    [
        ({"opmerking-1": "Los."}, "Bij welke vraag hoort deze opmerking?"),
        ({"nr-1": "3"}, "Typ de opmerking, of wis het nummer."),
        ({"nr-1": "11", "opmerking-1": "Te ver."}, "opmerking 1"),
        ({"nr-1": "twee", "opmerking-1": "Woord."}, "Typ het nummer van een vraag."),
        ({"nr-1": "1", "opmerking-1": "x" * 401}, "Opmerking 1"),
    ],
)
def test_a_remark_without_its_place_is_asked_again(
    alice: Client, anoniem: Ronde, remark: dict[str, str], says: str
) -> None:
    page = typed(alice, adres(anoniem), "3", **remark)
    assert says in main_text(page)
    assert bladen(anoniem).count() == 0


def test_a_named_round_asks_whose_form_it_is(world: World, alice: Client) -> None:
    found = open_ronde(world.school, world.alice, groepen=GROEPEN, anoniem=False)
    assert "Naam" in main_text(typed(alice, adres(found), "3"))
    assert bladen(found).count() == 0
    page = alice.get(adres(found))
    alice.post(adres(found), filled(page, "3", naam="  Karel Papier "))
    assert bladen(found).get().naam == "Karel Papier"
    alice.post(adres(found), filled(page, "3", naam="Karel Pampier"))
    assert bladen(found).get().naam == "Karel Pampier"


def test_an_anonymous_round_keeps_no_name_even_when_one_is_sent(
    alice: Client, anoniem: Ronde
) -> None:
    typed(alice, adres(anoniem), "3", naam="Karel Papier")
    assert bladen(anoniem).get().naam == ""


# ---------------------------------------------------------------- undo


def test_the_last_form_can_be_taken_away_again(alice: Client, anoniem: Ronde) -> None:
    address = adres(anoniem)
    page = typed(alice, address, "3")
    undo = {
        "terug": "1",
        "laatste": hidden(page, "laatste"),
        "aantal": hidden(page, "aantal"),
    }
    page = alice.post(address, undo)
    assert "Het laatste formulier is weggehaald" in main_text(page)
    assert "Nog geen formulier ingevoerd" in main_text(page)
    assert bladen(anoniem).count() == 0
    assert "was al weggehaald" in main_text(alice.post(address, undo))


def test_undo_reaches_only_the_form_it_was_given_with(alice: Client, anoniem: Ronde) -> None:
    page = typed(alice, adres(anoniem), "3")
    key = hidden(page, "laatste")
    for address, given in (
        (adres(anoniem, "Ouders"), key),
        (adres(anoniem), "onbekend"),
        (adres(anoniem), ""),
        (adres(anoniem), "\x00" * 40),
    ):
        alice.post(address, {"terug": "1", "laatste": given})
    assert bladen(anoniem).count() == 1


def test_a_key_of_another_group_makes_no_form(alice: Client, anoniem: Ronde) -> None:
    key = hidden(typed(alice, adres(anoniem), "3"), "laatste")
    page = typed(alice, adres(anoniem, "Ouders"), "3", sleutel=key)
    assert "Deze pagina is te oud" in main_text(page)
    assert bladen(anoniem).count() == 1


def test_after_closing_nothing_is_added_or_taken_away(
    world: World, alice: Client, anoniem: Ronde
) -> None:
    page = alice.get(adres(anoniem))
    sluit(anoniem, world.alice)
    response = alice.post(adres(anoniem), filled(page, "3"), follow=True)
    assert "zodra de ronde open en begonnen is" in main_text(response)
    assert bladen(anoniem).count() == 0


# ---------------------------------------------------------------- when


def test_paper_that_came_back_in_time_can_be_entered_until_the_round_is_closed(
    alice: Client, anoniem: Ronde, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: anoniem.einde + timedelta(days=9))
    page = typed(alice, adres(anoniem), "3")
    assert VERTEL in main_text(page)
    undo = {"terug": "1", "laatste": hidden(page, "laatste"), "aantal": "1"}
    assert "is weggehaald" in main_text(alice.post(adres(anoniem), undo))


def test_nothing_is_entered_before_the_first_day(world: World, alice: Client) -> None:
    later = {"begin": TODAY + timedelta(days=3), "einde": TODAY + timedelta(days=9)}
    found = open_ronde(world.school, world.alice, groepen=GROEPEN, **later)
    response = alice.get(adres(found), follow=True)
    assert "zodra de ronde open en begonnen is" in main_text(response)


@pytest.mark.parametrize(
    "given",
    [
        {"sleutel": ""},
        {"sleutel": "\x00"},
        {"sleutel": "kort"},
        {"aantal": "9" * 400},
        {"aantal": "²"},
        {"v1-antwoord": "\x00"},
        {"nr-1": "9" * 400, "opmerking-1": "x"},
        {"opmerking-1": "\x00"},
    ],
)
def test_a_form_that_is_not_ours_breaks_nothing(
    alice: Client, anoniem: Ronde, given: dict[str, str]
) -> None:
    response = alice.post(adres(anoniem), filled(alice.get(adres(anoniem)), "3", **given))
    assert response.status_code == 200
    assert bladen(anoniem).count() == ("aantal" in given)


def test_a_group_is_found_only_with_its_own_round(world: World, anoniem: Ronde) -> None:
    other = ronde(world.school, world.alice, GROEPEN, titel="Lente")
    alice = client_of(world.alice)
    assert alice.get(f"{K}{other.pk}/papier/{groep(anoniem).pk}/").status_code == 404
    assert client_of(world.charlie).get(adres(anoniem)).status_code == 404
