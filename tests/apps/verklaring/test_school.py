"""The side of the school: letters and cards, one declaration, translations that somebody read."""

from __future__ import annotations

import hashlib
import io
import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.services import sign_verklaring
from gokwijs.apps.verklaring import services
from gokwijs.apps.verklaring.models import Uitnodiging
from gokwijs.core.kenmerken import formulier as core
from gokwijs.core.kenmerken.formulier import load_formulieren
from tests.apps.builders import NUMMER, World, client_of, colleague, main_text, text_of
from tests.apps.leerling_builders import make_leerling
from tests.apps.safety import assert_safe
from tests.verapdf import keeps_the_standards

V = f"/school/{NUMMER}/verklaringen/"
HOST = "https://gok.zandloper.example"


@pytest.fixture
def public(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server with an https address, and a colleague with a second step."""
    settings.PUBLIC_URL = HOST
    monkeypatch.setattr("gokwijs.apps.access.middleware.is_mfa_enabled", lambda user: True)


@pytest.fixture
def office(world: World) -> Client:
    return client_of(colleague(world.school, Role.SECRETARIAAT))


def pdf_of(response: Any) -> PdfReader:
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert 'filename="vertrouwelijk-' in response["Content-Disposition"]
    assert_safe(response)
    return PdfReader(io.BytesIO(response.content))


def secrets_in(text: str) -> list[str]:
    return re.findall(r"\w{4}(?:-\w{4}){6}", re.sub(r"-\s+", "-", text))


# ---------------------------------------------------------------- who answered


def test_the_page_counts_per_class_and_opens_a_class(world: World, office: Client) -> None:
    make_leerling(world.school, world.alice, naam="Anders", voornaam="Ada", klas="L1A")
    services.make_uitnodiging(leerling=world.leerling, by=world.alice)
    whole = main_text(office.get(V))
    assert "Van de 2 leerlingen hebben er 2 nog geen verklaring." in whole
    assert "Zandman" not in whole
    one = main_text(office.get(f"{V}?klas=L1A"))
    assert "Anders Ada" in one
    assert "Zandman Noor" in one
    waiting = main_text(office.get(f"{V}?klas=L1A&stand=link"))
    assert "Zandman Noor" in waiting
    assert "Anders Ada" not in waiting
    assert "Geen leerlingen met deze stand." in main_text(office.get(f"{V}?klas=L9Z"))


def test_a_page_of_a_class_never_says_what_was_answered_or_what_it_is_worth(
    world: World, office: Client
) -> None:
    world.declared.inschrijvingen.update(einde=None)
    text = main_text(office.get(f"{V}?klas=L2B"))
    assert "03/09/2025" in text
    assert "nog niet getekend" in text
    for word in ("andere taal", "thuistaal", "opleiding", "lestijd", " uren", "punten", "€"):
        assert word not in text.replace("thuistaal en opleiding", "").lower()


def test_the_number_of_queries_does_not_grow_with_the_school(
    world: World, office: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        make_leerling(world.school, world.alice)
    with django_assert_max_num_queries(12):
        office.get(f"{V}?klas=L1A")


# ---------------------------------------------------------------- links on paper


def test_without_an_https_address_there_are_no_links_but_a_device_of_the_school(
    world: World, office: Client, settings: Any
) -> None:
    for address in ("", "http://gok.zandloper.example"):
        settings.PUBLIC_URL = ""
        page = main_text(office.get(f"{V}?klas=L1A"))
        assert "Nog geen links voor telefoons van ouders" in page
        assert "Op dit toestel" in page
        office.post(f"{V}brieven/", {"leerling": world.leerling.pk, "language": "alle", "days": 30})
        path = f"{V}leerling/{world.leerling.pk}/brief/"
        office.post(path, {"maken": "link", "language": "nl", "days": 30})
        assert not Uitnodiging.objects.exists(), address


def test_letters_give_each_chosen_pupil_an_own_link_that_works(
    world: World, office: Client, public: None
) -> None:
    second = make_leerling(world.school, world.alice, naam="Anders", voornaam="Ştefan")
    left_out = make_leerling(world.school, world.alice, voornaam="Overgeslagen")
    response = office.post(
        f"{V}brieven/",
        {
            "leerling": [world.leerling.pk, second.pk, world.their_leerling.pk, "x", "99999"],
            "language": "uk",
            "days": 14,
            "brieven": "1",
        },
    )
    pages = [page.extract_text() for page in pdf_of(response).pages]
    assert len(pages) == 2
    for text, leerling in zip(pages, (second, world.leerling), strict=True):
        assert leerling.voornaam in text
        assert leerling.naam not in text
        assert "Чи можете ви відповісти на чотири короткі запитання?" in text
        (token,) = secrets_in(text)
        assert client_of(None).get(f"/v/{token}/").context["voornaam"] == leerling.voornaam
    assert not left_out.uitnodigingen.exists()
    assert not world.their_leerling.uitnodigingen.exists()
    made = second.uitnodigingen.get()
    last, first = (timezone.localtime(moment).date() for moment in (made.expires, made.created))
    assert (last - first).days == 14
    assert f"{last:%d/%m/%Y}" in pages[0]
    newest = Event.objects.filter(school=NUMMER).order_by("-pk")[:2]
    assert [e.kind for e in newest] == ["export", "uitnodiging.reeks"]
    assert newest[0].target == f"vertrouwelijk-brieven-{NUMMER}.pdf (2)"


def test_choosing_a_class_reaches_who_has_nothing_yet_and_leaves_running_links_alone(
    world: World, office: Client, public: None
) -> None:
    running = services.make_uitnodiging(leerling=world.leerling, by=world.alice)
    fresh = make_leerling(world.school, world.alice, voornaam="Nieuwe")
    response = office.post(
        f"{V}brieven/", {"klas": "L1A", "language": "alle", "days": 30, "kaartjes": "1"}
    )
    text = pdf_of(response).pages[0].extract_text()
    assert "Nieuwe" in text
    assert "Noor" not in text
    assert fresh.uitnodigingen.count() == 1
    assert client_of(None).get(f"/v/{running.token}/").status_code == 200


def test_nine_cards_take_two_sheets_and_hostile_names_are_only_text(
    world: World, office: Client, public: None
) -> None:
    names = ["#panic()", '"]} $x$ *', "Jan-Willem Frederik Alexander Maria Jozef", "", "محمد"]
    for n in range(9):
        make_leerling(world.school, world.alice, klas="K1", voornaam=names[n % len(names)])
    response = office.post(
        f"{V}brieven/", {"klas": "K1", "language": "ar", "days": 30, "kaartjes": "1"}
    )
    pages = pdf_of(response).pages
    assert len(pages) == 2
    assert "#panic()" in pages[0].extract_text()
    assert len(secrets_in(pages[0].extract_text())) == 8


def test_the_pdf_is_tagged_has_a_title_and_brings_its_own_letters(
    world: World, office: Client, public: None
) -> None:
    response = office.post(
        f"{V}brieven/",
        {"leerling": world.leerling.pk, "language": "alle", "days": 30, "brieven": "1"},
    )
    reader = pdf_of(response)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF object
    assert reader.metadata is not None
    assert reader.metadata.title == "Brieven voor ouders, vertrouwelijk"
    keeps_the_standards(response.content)
    fonts = {
        str(font.get_object()["/BaseFont"])
        for font in reader.pages[0]["/Resources"]["/Font"].values()
    }
    assert any("NotoNaskhArabic" in font for font in fonts)
    text = reader.pages[0].extract_text()
    assert "Чи можете ви відповісти" in text
    assert "cevaplar mısınız" in text
    arabic = re.sub(r"[^\u0600-\u06ff]", "", text)
    for letter in "هلتودّ":
        assert letter in arabic


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"language": "nl", "days": 30}, "Kies eerst leerlingen of klassen"),
        ({"leerling": "1", "klas": "L1A", "language": "nl", "days": 400}, "1 tot 90"),
        ({"klas": "L1A", "language": "xx", "days": 30}, "Kies een taal"),
    ],
)
def test_a_wrong_choice_makes_nothing_and_says_why(
    world: World, office: Client, public: None, data: dict[str, Any], sentence: str
) -> None:
    page = office.post(f"{V}brieven/", data, follow=True)
    assert sentence in main_text(page)
    assert not Uitnodiging.objects.exists()


def test_one_link_is_shown_once_and_replaced_and_revoked(
    world: World, office: Client, public: None
) -> None:
    path = f"{V}leerling/{world.leerling.pk}/brief/"
    shown = office.post(path, {"maken": "link", "language": "fr", "days": 30})
    (address,) = re.findall(rf"{HOST}/v/([\w-]+)/", text_of(shown))
    assert address not in text_of(office.get(path))
    assert client_of(None).get(f"/v/{address}/").status_code == 200
    assert "Er loopt een link tot en met" in main_text(office.get(path))
    card = pdf_of(office.post(path, {"maken": "kaartje", "language": "nl", "days": 30}))
    assert client_of(None).get(f"/v/{address}/").status_code == 404
    (newer,) = secrets_in(card.pages[0].extract_text())
    assert client_of(None).get(f"/v/{newer}/").status_code == 200
    office.post(path, {"intrekken": "1"})
    assert client_of(None).get(f"/v/{newer}/").status_code == 404


def test_all_links_stop_at_once_and_those_of_another_school_run_on(
    world: World, office: Client
) -> None:
    mine = services.make_uitnodiging(leerling=world.leerling, by=world.alice).token
    theirs = services.make_uitnodiging(leerling=world.their_leerling, by=world.charlie).token
    assert "loopt nu 1 link" in main_text(office.get(f"{V}intrekken/"))
    office.post(f"{V}intrekken/")
    assert client_of(None).get(f"/v/{mine}/").status_code == 404
    assert client_of(None).get(f"/v/{theirs}/").status_code == 200


# ---------------------------------------------------------------- one declaration


def test_a_declaration_shows_answers_reasons_and_articles(world: World, office: Client) -> None:
    sign_verklaring(verklaring=world.verklaring, op=timezone.localdate(), by=world.alice)
    page = office.get(f"{V}{world.verklaring.pk}/")
    text = main_text(page)
    assert "Verklaring voor Verklaard Vic" in text
    assert "op papier, door Alice Adams" in text
    assert "De leerling spreekt thuis met niemand Nederlands, dus geldt het kenmerk." in text
    assert "DBO art. 133 §1 c; CSO art. 225 §1, 5°" in text
    assert "sinds 02/03/2026" in text
    form = pdf_of(office.get(f"{V}{world.verklaring.pk}/formulier.pdf"))
    words = form.pages[0].extract_text()
    assert "Vic Verklaard" in words
    assert "Antwoord: Een andere taal" in words
    assert "De officiële tekst van het formulier is niet nagekeken." in " ".join(words.split())
    assert len(form.pages) == 1


# ---------------------------------------------------------------- translations


def test_a_translation_stays_unread_until_a_named_role_confirms_it(
    world: World, office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = services.make_uitnodiging(leerling=world.leerling, by=world.alice).token
    phone = client_of(None)
    french = load_formulieren()["fr"]
    assert french.hulpvertaling in text_of(phone.get(f"/v/{token}/?taal=fr"))
    world.client("alice").post(f"{V}vertalingen/fr/", {"bevestigen": "1"})
    page = text_of(phone.get(f"/v/{token}/?taal=fr"))
    assert french.nagelezen in page
    assert french.hulpvertaling not in page
    assert "door Alice Adams (Directeur)" in main_text(office.get(f"{V}vertalingen/"))

    changed = french.model_copy(update={"versturen": "Envoyer"})
    formulieren = {**load_formulieren(), "fr": changed}
    for module in ("selectors", "views", "views_ouder", "services", "presenters"):
        monkeypatch.setattr(
            f"gokwijs.apps.verklaring.{module}.load_formulieren", lambda: formulieren
        )
    assert french.hulpvertaling in text_of(phone.get(f"/v/{token}/?taal=fr"))
    assert "vervallen: de tekst is daarna veranderd" in main_text(office.get(f"{V}vertalingen/"))


def test_a_confirmation_of_one_school_says_nothing_in_another(world: World) -> None:
    world.client("alice").post(f"{V}vertalingen/fr/", {"bevestigen": "1"})
    token = services.make_uitnodiging(leerling=world.their_leerling, by=world.charlie).token
    page = text_of(client_of(None).get(f"/v/{token}/?taal=fr"))
    assert load_formulieren()["fr"].hulpvertaling in page


@pytest.mark.parametrize("taal", ["nl", "xx", "fr2"])
def test_there_is_nothing_to_confirm_for_dutch_or_an_unknown_language(
    world: World, office: Client, taal: str
) -> None:
    assert office.get(f"{V}vertalingen/{taal}/").status_code == 404
    with pytest.raises(services.LinkError):
        services.confirm_vertaling(school=world.school, language=taal, role="x", by=world.alice)


def test_every_language_has_the_same_keys_and_the_right_direction() -> None:
    folder = files("gokwijs") / "inhoud" / "verklaring"
    raw = {
        p.name.removesuffix(".toml"): tomllib.loads(p.read_text(encoding="utf-8"))
        for p in folder.iterdir()
        if p.name.endswith(".toml")
    }
    assert set(raw) == set(core.TALEN)
    assert sorted(raw) == ["ar", "de", "en", "es", "fr", "nl", "pl", "ro", "tr", "uk"]
    assert {frozenset(texts) for texts in raw.values()} == {frozenset(raw["nl"])}
    assert [code for code, texts in raw.items() if texts["richting"] == "rtl"] == ["ar"]
    assert len({texts["versturen"] for texts in raw.values()}) == 10
    assert len({f.hash for f in load_formulieren().values()}) == 10
    for code, formulier in load_formulieren().items():
        words = " ".join(v for k, v in raw[code].items() if k not in ("status", "naam_nl"))
        assert "GOK" not in words, f"{code}: a parent need not know that word"
        assert formulier.status == "onbevestigd"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace('verder = "Verder"\n', ""), "'verder' ontbreekt"),
        (lambda t: t + 'extra = "x"\n', "'extra' bestaat niet"),
        (lambda t: t.replace('richting = "ltr"', 'richting = "links"'), "'richting'"),
        (lambda t: t.replace('code = "nl"', 'code = "fr"'), "'code'"),
        (lambda t: t.replace('verder = "Verder"', 'verder = ""'), "'verder'"),
        (lambda t: t + "[", "geen geldige TOML"),
    ],
)
def test_a_mistake_in_a_file_names_the_file_and_the_key(change: Any, said: str) -> None:
    path = files("gokwijs") / "inhoud" / "verklaring" / "nl.toml"
    with pytest.raises(core.RegelsError, match=rf"inhoud/verklaring/nl\.toml: .*{re.escape(said)}"):
        core.read_formulier("nl", change(path.read_text(encoding="utf-8")))


def test_the_letter_for_arabic_is_the_published_one_with_its_licence() -> None:
    folder = files("gokwijs") / "inhoud" / "lettertypes"
    register = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))
    fonts = {p.name for p in folder.iterdir() if p.name.endswith(".ttf")}
    assert fonts == register.keys()
    for name, entry in register.items():
        data = (folder / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert len(data) < 300_000
    licence = (folder / "NotoNaskhArabic.LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in licence
