"""The DPIA: its state, its reminder, the list of fields, and the drafts a school gets."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from pypdf import PdfReader

from gokwijs.apps.audit.services import record
from gokwijs.apps.privacy import selectors, services, stukken
from gokwijs.apps.privacy.inzage import models_of_a_pupil
from gokwijs.apps.privacy.models import Dpia
from gokwijs.core.leerlingen import dpia as content
from gokwijs.core.leerlingen.dpia import load_ontwerp, load_termijnen, load_velden
from gokwijs.renderers.document import Document, Paragraph, table
from gokwijs.renderers.docx import docx
from gokwijs.renderers.pdf import pdf
from tests.apps.builders import NUMMER, TODAY, World, main_text, text_of
from tests.verapdf import keeps_the_standards

PATH = f"/school/{NUMMER}/privacy/"
DONE = {
    "antwoord": "gedaan",
    "datum": "2026-02-01",
    "rol": "schoolbestuur, na advies van de functionaris",
    "versie": "1.0",
}


# ---------------------------------------------------------------- the state


def test_the_start_page_reminds_until_the_dpia_is_done(world: World) -> None:
    assert "nog geen DPIA" in (selectors.dpia_reminder(world.school, TODAY) or "")
    client = world.client("alice")
    client.post(PATH, {"antwoord": "nog_niet"})
    assert "nog geen DPIA" in (selectors.dpia_reminder(world.school, TODAY) or "")
    assert "noteerde Alice Adams: nog niet" in main_text(client.get(PATH))
    client.post(PATH, DONE)
    assert selectors.dpia_reminder(world.school, TODAY) is None
    assert "In orde. De DPIA is van 1 februari 2026, versie 1.0" in main_text(client.get(PATH))


def test_a_school_without_pupils_is_not_reminded(world: World) -> None:
    world.other.leerlingen.all().delete()
    assert selectors.dpia_reminder(world.other, TODAY) is None


def test_the_answer_given_while_importing_is_seen(world: World) -> None:
    record(kind="dpia.vermeld", by=world.bob, school=NUMMER, data={"antwoord": "nog_niet"})
    stand = selectors.dpia_stand(world.school, TODAY)
    assert "gaf Bob Bakker een antwoord" in stand.zin
    assert not stand.in_orde


def _done(world: World) -> Dpia:
    world.client("alice").post(PATH, DONE)
    return world.school.dpias.get()


def test_without_a_review_date_it_is_two_years_later(world: World) -> None:
    assert _done(world).herzien_op == date(2028, 2, 1)


def test_it_must_be_looked_at_again_after_two_years(world: World) -> None:
    _done(world)
    assert selectors.dpia_reminder(world.school, date(2028, 1, 31)) is None
    said = selectors.dpia_reminder(world.school, date(2028, 2, 1)) or ""
    assert "1 februari 2028" in said


def test_it_must_be_looked_at_again_when_the_fields_change_or_matching_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _done(world)
    services.switch_koppelen(school=world.school, aan=True, by=world.alice)
    assert "koppelen" in (selectors.dpia_reminder(world.school, TODAY) or "")
    changed = content.Velden(load_velden().velden[1:], load_velden().gronden)
    monkeypatch.setattr(selectors, "load_velden", lambda: changed)
    assert "de lijst van velden" in (selectors.dpia_reminder(world.school, TODAY) or "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"datum": ""}, "Vul in wanneer de DPIA gemaakt is."),
        ({"datum": "2026-03-03"}, "Deze dag moet nog komen."),
        ({"rol": " "}, "Vul in wie erover besliste."),
        ({"herzien_op": "2026-01-01"}, "Kies een dag na de datum van de DPIA."),
        ({"antwoord": ""}, "Dit veld is verplicht."),
        ({"datum": "31/02/2026"}, "geldige datum"),
    ],
)
def test_an_answer_that_is_not_complete_is_refused_in_words(
    world: World, change: dict[str, str], sentence: str
) -> None:
    page = world.client("alice").post(PATH, {**DONE, **change})
    assert sentence in main_text(page)
    assert not world.school.dpias.exists()


# ---------------------------------------------------------------- the list of fields

# Keys of rows, and copies: they say nothing that is not in the list already.
TECHNICAL = {
    "id": "key of the row",
    "created": "when the row was made",
    "changed": "when the row was changed",
}


def _stored() -> set[str]:
    return {
        f"{model.__name__}.{field.name}"
        for model in models_of_a_pupil()
        for field in model._meta.concrete_fields
        if not isinstance(field, ForeignKey) and field.name not in TECHNICAL
    }


def test_every_field_about_a_pupil_is_in_the_list_with_its_purpose() -> None:
    listed = {name for veld in load_velden().velden for name in veld.opslag}
    assert _stored() - listed == set(), "add the field to inhoud/dpia/opslag.toml"


def test_the_list_names_no_field_that_is_not_stored() -> None:
    listed = {name for veld in load_velden().velden for name in veld.opslag}
    installed = {model.__name__ for model in apps.get_models()}
    known = {name for name in listed if name.split(".")[0] in installed}
    assert known - _stored() == set()


def test_no_field_that_may_not_exist_is_in_the_list() -> None:
    names = {veld.naam for veld in load_velden().velden}
    forbidden = {"nationaliteit", "afkomst", "rijksregisternummer", "zorgthuis", "godsdienst"}
    assert not names & forbidden
    assert "Leerling.pseudoniem" in {n for v in load_velden().velden for n in v.opslag}


def test_every_field_stands_on_the_page_and_in_the_draft(world: World) -> None:
    page = main_text(world.client("alice").get(f"{PATH}velden/"))
    draft = stukken.velden_table()
    assert len(draft.rows) == len(load_velden().velden) > 30
    for veld in load_velden().velden:
        assert veld.omschrijving in page


def test_columns_that_may_be_read_stand_in_the_draft_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    column = content.Inleesveld(
        naam="proefkolom", omschrijving="Proef.", doel="Proef.", bewaartermijn="niet bewaard"
    )
    before = load_velden()
    changed = content.Velden(before.velden, before.gronden, (*before.inlezen, column))
    monkeypatch.setattr(stukken, "load_velden", lambda: changed)
    assert "proefkolom" in _words(docx(stukken.draft("dpia", world.school, TODAY)))
    assert changed.vingerafdruk != before.vingerafdruk


def test_every_term_of_the_policy_is_there_with_its_basis() -> None:
    found = load_termijnen()
    assert set(found.per_sleutel) >= {
        *("inleesbestanden", "leerlingen", "scores", "bevragingen", "verklaringen", "tellingen"),
        *("plannen", "draagvlak", "logboek", "accounts", "reservekopieen"),
    }
    assert found["inleesbestanden"].dagen == 30
    assert found["logboek"].maanden == 24
    assert found["reservekopieen"].dagen == 35
    assert found.aankondiging_dagen == 14
    assert "BaO/2005/03" in found["leerlingen"].grond


# ---------------------------------------------------------------- the drafts


def _words(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        return re.sub(r"<[^>]+>", " ", archive.read("word/document.xml").decode())


@pytest.mark.parametrize("naam", ["dpia", "kennisgeving"])
def test_a_draft_is_a_word_file_and_a_pdf_marked_as_draft(world: World, naam: str) -> None:
    client = world.client("alice")
    word = client.get(f"{PATH}stukken/{naam}.docx")
    assert "wordprocessingml" in word["Content-Type"]
    assert f"{naam}-{NUMMER}.docx" in word["Content-Disposition"]
    assert "De Zandloper" in _words(word.content)
    printed = client.get(f"{PATH}stukken/{naam}.pdf")
    keeps_the_standards(printed.content)
    reader = PdfReader(io.BytesIO(printed.content))
    assert reader.metadata is not None
    assert reader.metadata.title == load_ontwerp(naam).titel
    for page in reader.pages:
        assert "De functionaris voor gegevensbescherming beslist" in page.extract_text()
    with zipfile.ZipFile(io.BytesIO(word.content)) as archive:
        assert "Ontwerp" in archive.read("word/header.xml").decode()


def test_the_dpia_holds_what_it_must(world: World) -> None:
    text = _words(docx(stukken.draft("dpia", world.school, TODAY)))
    for word in (*(f"P{n}" for n in range(1, 13)), "Werkzone", "Buitenzone", "BaO/2005/03"):
        assert word in text
    for risk in ("Herkenning in kleine groepen", "Stempel", "Rangorde", "Verlies of lek"):
        assert risk in text
    assert "Wat overblijft" in text
    assert "stamnummer" in text


def test_the_notice_for_parents_is_one_page_and_plain(world: World) -> None:
    document = stukken.draft("kennisgeving", world.school, TODAY)
    reader = PdfReader(io.BytesIO(pdf(document)))
    assert len(reader.pages) <= 2
    text = reader.pages[0].extract_text()
    assert "Voor ouders" in text
    for jargon in ("verwerkingsverantwoordelijke", "AVG", "indicator", "stamnummer"):
        assert jargon not in text


def test_a_school_that_matches_says_so_in_its_drafts(world: World) -> None:
    services.switch_koppelen(school=world.school, aan=True, by=world.alice)
    for naam in content.ONTWERPEN:
        text = _words(docx(stukken.draft(naam, world.school, TODAY)))
        assert "Koppelen met een code" in text


@pytest.mark.parametrize("rest", ["dpia.exe", "geheim.pdf", "dpia.pdf.docx", "..docx"])
def test_only_the_drafts_that_exist_can_be_taken(world: World, rest: str) -> None:
    assert world.client("alice").get(f"{PATH}stukken/{rest}").status_code == 404


HOSTILE = '</w:t><x> & "quote" #import "x" $1$ *vet* =1+1 \x00\x0b'


def test_text_of_a_user_is_never_markup_in_word_or_pdf() -> None:
    document = Document(HOSTILE, HOSTILE, HOSTILE, TODAY, (Paragraph(HOSTILE), _table()))
    words = _words(docx(document))
    assert "&lt;/w:t&gt;&lt;x&gt; &amp;" in words
    text = PdfReader(io.BytesIO(pdf(document))).pages[0].extract_text()
    assert '#import "x" $1$ *vet*' in text


@pytest.mark.parametrize("naam", ["Şahin Ğ Łuczak Öz", "Володимир", "عمر", "李", "Zoë 🦉"])
def test_a_name_in_any_script_can_be_printed(naam: str) -> None:
    document = Document("Titel", naam, "Vertrouwelijk", TODAY, (Paragraph(naam),))
    assert len(PdfReader(io.BytesIO(pdf(document))).pages) == 1
    assert naam in _words(docx(document))


def _table() -> object:
    return table([HOSTILE, "b"], [[HOSTILE, ""], ["", HOSTILE]])


def test_the_same_document_is_the_same_word_file(world: World) -> None:
    document = stukken.draft("kennisgeving", world.school, TODAY)
    assert docx(document) == docx(document)


def test_the_overview_offers_the_drafts(world: World) -> None:
    page = text_of(world.client("alice").get(PATH))
    for name in ("dpia.docx", "dpia.pdf", "kennisgeving.docx", "kennisgeving.pdf"):
        assert f"{PATH}stukken/{name}" in page
