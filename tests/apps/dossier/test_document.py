"""The plan as a document: all that is filled in, nothing empty, no name, no hidden number."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain, combinations
from typing import Any
from xml.etree import ElementTree

import docx as reader
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from gokwijs.apps.analyse.models import Afscherming
from gokwijs.apps.beleid.models import Bijlage, Boeking, Plan, Streefdoel
from gokwijs.apps.beleid.tonen import AFGESCHERMD, ENKEL_WERKZONE
from gokwijs.apps.dossier.document import PlanDocument
from gokwijs.apps.dossier.document_blokken import document_of
from gokwijs.apps.dossier.document_keuze import (
    DocumentKeuze,
    Onderdeel,
    Publiek,
    beperk,
    teksten,
    velden,
)
from gokwijs.apps.dossier.document_lezen import lees
from gokwijs.apps.dossier.sjabloon_standaard import standaardsjabloon
from gokwijs.apps.dossier.sjabloon_voorbeeld import VOORBEELD
from gokwijs.renderers.document import Block, Document, Heading, Table
from gokwijs.renderers.docx import docx
from gokwijs.renderers.pdf import pdf
from gokwijs.renderers.sjabloon import tekst
from tests.apps.builders import TODAY, World
from tests.apps.dossier.document_builders import gevuld, groot, meting, vaststelling
from tests.verapdf import keeps_the_standards

ALLES = DocumentKeuze(opmerkingen=True)
WERK = DocumentKeuze(Publiek.WERK, opmerkingen=True)
_T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def made(plan: Plan, keuze: DocumentKeuze = ALLES) -> PlanDocument:
    return beperk(lees(plan, keuze.publiek, TODAY), keuze)


def blocks(document: PlanDocument) -> Document:
    return document_of(document, TODAY)


def of_word(data: bytes) -> str:
    """All the text of a Word file, headers included."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [n for n in archive.namelist() if n.startswith("word/") and n.endswith(".xml")]
        roots = [ElementTree.fromstring(archive.read(name)) for name in parts]
    return " ".join(node.text or "" for root in roots for node in root.iter(_T))


def of_pdf(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def bare(text: str) -> str:
    """Without any space: where a line breaks does not matter."""
    return re.sub(r"\s+", "", text)


def missing(document: PlanDocument, text: str) -> list[str]:
    shown = bare(text)
    return [said for said in teksten(document) if bare(said) not in shown]


# ---------------------------------------------------------------- everything is in it


@pytest.mark.parametrize("keuze", [ALLES, WERK])
def test_every_text_of_the_plan_is_in_the_pdf_and_in_word(
    world: World, keuze: DocumentKeuze
) -> None:
    found = made(gevuld(world), keuze)
    assert len(list(teksten(found))) > 150
    assert missing(found, of_pdf(pdf(blocks(found)))) == []
    assert missing(found, of_word(docx(blocks(found)))) == []


def test_every_text_of_the_plan_is_in_the_standard_template(world: World) -> None:
    found = made(gevuld(world), WERK)
    filled = tekst.vul(standaardsjabloon(), found.as_dict(), proef=False)
    assert missing(found, of_word(filled)) == []


def test_every_field_has_a_place_in_the_document() -> None:
    assert missing(VOORBEELD, of_word(docx(blocks(VOORBEELD)))) == []


def test_every_field_of_a_template_is_explained() -> None:
    listed = list(velden())
    assert len({one.naam + one.lus for one in listed}) == len(listed)
    assert all(one.uitleg for one in listed)
    names = {one.naam for one in listed}
    assert {"plan.naam", "streefdoel.zin", "meting.waarde", "noten", "merk"} <= names


def test_the_builder_fills_every_field_so_that_these_tests_mean_something(world: World) -> None:
    empty = sorted(set(_empty_everywhere(made(gevuld(world), WERK))))
    # Only when it came from an earlier plan, has no streefdoel, or a new definition.
    assert empty == ["indicator.breuk", "streefdoel.herkomst", "vaststelling.reden_zonder"]


def _empty_everywhere(document: PlanDocument) -> Iterator[str]:
    said: dict[str, bool] = {}

    def walk(value: Any) -> None:
        for one in fields(value):
            found = getattr(value, one.name)
            name = f"{type(value).__name__.lower()}.{one.name}"
            said[name] = said.get(name, False) or bool(found)
            for part in found if isinstance(found, tuple) else [found]:
                if is_dataclass(part):
                    walk(part)

    walk(document)
    yield from (name for name, filled in said.items() if not filled)


def test_the_pdf_is_archivable_and_tagged(world: World) -> None:
    data = pdf(blocks(made(gevuld(world))))
    keeps_the_standards(data)
    root: Any = PdfReader(io.BytesIO(data)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "nl-BE"


# ---------------------------------------------------------------- nothing empty is a heading


def empty_headings(found: tuple[Block, ...]) -> list[str]:
    """Headings with nothing under them."""
    wrong = []
    for place, block in enumerate(found):
        if isinstance(block, Heading):
            after = found[place + 1] if place + 1 < len(found) else None
            if after is None or (isinstance(after, Heading) and after.level <= block.level):
                wrong.append(block.text)
    return wrong


def test_no_choice_of_parts_leaves_a_heading_without_text(world: World) -> None:
    full = lees(gevuld(world), Publiek.WERK, TODAY)
    parts = list(Onderdeel)
    subsets = chain.from_iterable(combinations(parts, n) for n in range(len(parts) + 1))
    for chosen in subsets:
        keuze = DocumentKeuze(Publiek.WERK, frozenset(chosen))
        assert empty_headings(blocks(beperk(full, keuze)).blocks) == []


def test_no_field_that_is_empty_leaves_a_heading_or_a_label() -> None:
    for name in [one.name for one in fields(PlanDocument)]:
        only = replace(PlanDocument(), **{name: getattr(VOORBEELD, name)})
        found = blocks(only).blocks
        assert empty_headings(found) == []
        words = of_word(docx(Document("", "", "", TODAY, found)))
        assert "None" not in words


def test_a_part_that_was_not_chosen_is_nowhere(world: World) -> None:
    full = lees(gevuld(world), Publiek.WERK, TODAY)
    for part in Onderdeel:
        keuze = DocumentKeuze(Publiek.WERK, frozenset(Onderdeel) - {part})
        assert not any(teksten(getattr(beperk(full, keuze), part.value)))


def test_an_empty_plan_is_only_itself(world: World) -> None:
    world.school.inspecties.all().delete()
    world.school.partnerafspraken.all().delete()
    world.school.vaststellingen.all().delete()
    found = made(Plan.objects.create(school=world.school, naam="Leeg", **_EMPTY))
    heads = [b.text for b in blocks(found).blocks if isinstance(b, Heading)]
    assert heads == ["Het plan", "Losse eindjes", "Over dit document"]


_EMPTY = {
    "schooljaar_van": 2019,
    "schooljaar_tot": 2019,
    "door_naam": "x",
    "gewijzigd_door": "x",
}


def test_a_template_prints_no_heading_above_nothing() -> None:
    template = standaardsjabloon()
    for name in ("vaststellingen", "streefdoelen", "acties", "verslagen", "noten"):
        only = replace(PlanDocument(), **{name: getattr(VOORBEELD, name)})
        filled = reader.Document(io.BytesIO(tekst.vul(template, only.as_dict(), proef=False)))
        heads = [p.text for p in filled.paragraphs if p.style.name.startswith("Heading")]
        assert heads == [b.text for b in blocks(only).blocks if isinstance(b, Heading)]


# ---------------------------------------------------------------- no names


@pytest.mark.parametrize("keuze", [ALLES, WERK])
def test_no_name_of_a_person_is_in_a_document(world: World, keuze: DocumentKeuze) -> None:
    plan = gevuld(world)
    leerling = world.leerling
    plan.visie = (
        f"{world.alice.naam} en {world.bob.naam.upper()} zagen {leerling.voornaam}\n"
        f"{leerling.naam}; ook {leerling.naam} {leerling.voornaam}."
    )
    plan.kernteam = world.bob.naam
    plan.save()
    found = made(plan, keuze)
    for text in (of_pdf(pdf(blocks(found))), of_word(docx(blocks(found)))):
        for person in (world.alice, world.bob, world.charlie):
            assert bare(person.naam).lower() not in bare(text).lower()
        assert leerling.naam not in text
    assert found.visie.tekst == "de directeur en de leraar zagen een leerling; ook een leerling."
    assert found.plan.kernteam == "de leraar"
    assert "Bedenking bij actie: vraag het aan de leraar." in str(found)
    assert "vastgesteld op 3 oktober 2025 door de directeur" in found.plan.status


def test_a_name_in_the_name_of_a_file_is_replaced_too(world: World) -> None:
    plan = gevuld(world)
    Bijlage.objects.filter(soort="plan").update(naam="2026_Bob-Bakker_verslag.pdf")
    assert made(plan).plan.documenten == "2026_de leraar_verslag.pdf"


def test_comments_are_only_there_when_they_are_asked_for(world: World) -> None:
    plan = gevuld(world)
    assert "Bedenking" not in str(made(plan, DocumentKeuze()))
    assert str(made(plan)).count("Bedenking") == 8


# ---------------------------------------------------------------- no number that is not for them


def exact_ones(plan: Plan) -> Streefdoel:
    """A vaststelling and a nulmeting that the system counted itself."""
    doel = plan.streefdoel_set.all()[0]
    assert doel.nulmeting is not None
    doel.nulmeting.werkzone = True
    doel.nulmeting.opmerking = "van de 41 gezinnen"
    doel.nulmeting.save()
    note = doel.vaststellingen.all()[0]
    note.werkzone = True
    note.tekst = "In 1B krijgen 29 van de 41 leerlingen een schooltoeslag."
    note.duiding = "Die 29 wonen ver."
    note.save()
    return doel


def test_figures_of_the_werkzone_are_not_in_the_document_of_the_team(world: World) -> None:
    plan = gevuld(world)
    exact_ones(plan)
    team, werk = made(plan), made(plan, WERK)
    (note,) = team.vaststellingen
    assert ENKEL_WERKZONE in note.tekst
    assert (note.cijfer, note.cijfers, note.duiding, note.opmerkingen) == ("", (), "", ())
    assert note.bron
    text = of_pdf(pdf(blocks(team)))
    for hidden in ("29 van", "Die 29", "17 van 41", "17 van de", "41 %", "van de 41 gezinnen"):
        assert hidden not in text
    (doel,) = team.streefdoelen
    assert doel.titel.startswith("Tegen 30 juni 2026 daalt")
    assert "naar 20 %" in doel.titel
    assert "van naar" not in doel.titel
    assert ENKEL_WERKZONE.rstrip(".") in doel.nulmeting
    assert any("Sommige cijfers staan er niet in" in note for note in team.noten)
    assert "17 van" in werk.streefdoelen[0].titel
    assert "van 41 % (17 van 41) naar 20 %" in werk.streefdoelen[0].zin
    assert "29 van de 41" in werk.vaststellingen[0].tekst


def test_small_counts_are_shielded_outside_and_whole_inside(world: World) -> None:
    plan = gevuld(world)
    Afscherming.objects.create(school=world.school, drempel=10)
    indicator = plan.indicator_set.all()[0]
    meting(indicator, peildatum=date(2026, 2, 1), teller=Decimal(8), noemer=Decimal(42))
    vaststelling(
        world.school, tekst="Acht leerlingen.", teller=8, noemer=42, prioritair=True, duiding="x"
    )
    team, werk = made(plan), made(plan, WERK)
    assert team.streefdoelen[0].indicatoren[0].metingen[-1].waarde == AFGESCHERMD
    assert werk.streefdoelen[0].indicatoren[0].metingen[-1].waarde == "19 % (8 van de 42)"
    assert "Acht" not in str(team)
    assert "Acht" in str(werk)
    assert "Aantallen onder 10 leerlingen zijn afgeschermd." in team.noten


@pytest.mark.parametrize(
    ("bedoeld", "echt", "said"),
    [
        (12, 9, "70 % of meer deed echt mee"),
        (12, 8, "40 tot 70 % deed echt mee"),
        (12, 4, "minder dan 40 % deed echt mee"),
        (4, 3, "tonen we niet"),
        (None, 3, "tonen we niet"),
        (12, None, "12 leraren of klassen bedoeld"),
    ],
)
def test_how_many_took_part_is_a_band_outside(
    world: World, bedoeld: int | None, echt: int | None, said: str
) -> None:
    plan = gevuld(world)
    plan.actie_set.update(uitvoerders_bedoeld=bedoeld, uitvoerders_feitelijk=echt)
    outside = made(plan).acties[0].uitvoerders
    assert said in outside
    assert f"{echt} deden" not in outside
    if echt:
        assert f"{echt} deden echt mee" in made(plan, WERK).acties[0].uitvoerders


def test_euros_are_whole_outside_and_exact_inside(world: World) -> None:
    plan = gevuld(world)
    assert "€1.235" in {bare(m.besteed) for m in made(plan).middelen}
    assert "€1.234,50" in {bare(m.besteed) for m in made(plan, WERK).middelen}


# ---------------------------------------------------------------- what is said


def test_what_was_taken_away_is_not_in_the_document(world: World) -> None:
    plan = gevuld(world)
    for rows in (plan.streefdoel_set, plan.actie_set, plan.evaluatie_set):
        rows.update(verwijderd="2026-02-01T10:00:00Z")
    plan.draagvlakmomenten.update(verwijderd="2026-02-01T10:00:00Z")
    world.school.vaststellingen.update(ingetrokken="2026-02-01T10:00:00Z")
    found = made(plan)
    assert (found.streefdoelen, found.acties, found.evaluaties, found.momenten) == ((),) * 4
    assert found.vaststellingen == ()


def test_a_code_has_our_own_words_or_only_itself(world: World) -> None:
    plan = gevuld(world)
    plan.actie_set.update(ok_codes=["ok:R6", "ok:ZZ9"])
    found = made(plan)
    assert found.acties[0].verwachtingen == "OK-verwachting R6, ok:ZZ9 (onbekend)"
    words = {one.code: one.omschrijving for one in found.verwachtingen}
    assert "(Eigen omschrijving, geen officiële formulering)" in words["OK-verwachting R6"]
    assert words["ok:ZZ9 (onbekend)"] == ""
    (table,) = [b for b in blocks(found).blocks if isinstance(b, Table) and b.head[0] == "Code"]
    assert table.head[2] == "Tekst"


def test_loose_ends_of_the_plan_are_in_it(world: World) -> None:
    plan = gevuld(world)
    plan.actie_set.all()[0].streefdoelen.clear()
    said = [one.zin for one in made(plan).eindjes]
    assert any("streefdoel" in one for one in said)
    assert any("hoort bij geen streefdoel" in one for one in said)
    assert len(set(said)) == len(said)


def test_characters_of_markup_and_odd_characters_survive(world: World) -> None:
    plan = gevuld(world)
    markup = "a < b & c > d \"e\" 'f' ]]> <!-- x --> {{ y }} {% z %} #set \\n $m$ *b* "
    plan.visie = f"{markup}\x0b\ufffe\r\neinde"
    plan.save()
    found = made(plan)
    assert found.visie.tekst.endswith("*b* \neinde")
    for text in (of_pdf(pdf(blocks(found))), of_word(docx(blocks(found)))):
        assert bare(found.visie.tekst) in bare(text)


def test_a_large_plan_is_read_in_as_many_queries_as_a_small_one(world: World) -> None:
    small = gevuld(world)
    with CaptureQueriesContext(connection) as few:
        made(small)
    large = groot(world)
    with CaptureQueriesContext(connection) as many:
        found = made(large)
    assert len(many) <= len(few) + 2  # the rows of the small one are of the same school
    assert (len(found.streefdoelen), len(found.acties)) == (40, 200)
    assert missing(found, of_word(docx(blocks(found)))) == []
    assert PdfReader(io.BytesIO(pdf(blocks(found)))).pages


def test_the_means_of_the_school_close_with_what_is_left(world: World) -> None:
    plan = gevuld(world)
    Boeking.objects.create(
        school=world.school,
        schooljaar=2025,
        soort="andere",
        datum=TODAY,
        besteed="10",
        omschrijving="los",
        door_naam="x",
    )
    rows = {(one.schooljaar, one.soort): one for one in made(plan, WERK).middelen}
    hours = rows["2025-2026", "GOK-uren-leraar"]
    assert bare(hours.voorzien) == "2uren-leraar"
    assert bare(rows["2025-2026", "andere middelen"].besteed) == "€85,00"
    assert bare(rows["2025-2026", "andere middelen"].zonder_streefdoel) == "€10,00"
    assert made(plan).streefdoelen[0].middelen[0].soort == "andere middelen"
