"""One frozen dossier: each figure explained, no name of a pupil, the register written, for good."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from pypdf import PdfReader

from gokwijs.apps.analyse.models import Stand, Vaststelling, Vrijgave
from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.beleid.tonen import AFGESCHERMD
from gokwijs.apps.dossier import services_bundel as services
from gokwijs.apps.dossier.bundel_cijfers import STATUSSEN, Cijfers, is_cijfer, teksten
from gokwijs.apps.dossier.bundel_delen import GEEN, STANDAARD, Deel, Keus
from gokwijs.apps.dossier.bundel_inhoud import Inhoud
from gokwijs.apps.dossier.bundel_leeswijzer import BASIS
from gokwijs.apps.dossier.bundel_tabellen import VERBORGEN
from gokwijs.apps.dossier.models import Bevinding
from gokwijs.apps.dossier.models_bundel import DEEL, Bundel
from gokwijs.apps.dossier.services_bundel import BundelError, bevries, kijk_na, sleutel
from gokwijs.apps.dossier.services_sjabloon import bewaar_sjabloon
from gokwijs.apps.dossier.sjabloon_standaard import standaardsjabloon
from gokwijs.apps.effect.selectors import Uitkomstregel
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.loket import storage
from gokwijs.core.beleid.dossier import MANIFEST
from gokwijs.core.beleid.dossier_controle import Sleutel, controleer
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.document import REF, Entry, Figure, Heading, Paragraph, Table, ref
from gokwijs.renderers.genummerd import genummerd_workbook
from tests.apps.analyse.builders import So
from tests.apps.builders import TODAY
from tests.apps.dossier.bundel_builders import (
    ALLES,
    alles_uitgepakt,
    berekend,
    bestanden,
    bevroren,
    inhoud,
    school_met_cijfers,
    uitgepakt,
)
from tests.apps.dossier.document_builders import meting
from tests.apps.dossier.document_builders import plan as leeg_plan
from tests.apps.shared import BUILDERS, Shared
from tests.verapdf import keeps_the_standards

BUILDERS["shared_bundel"] = school_met_cijfers
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def shared_bundel(db: None, shared_rows: Shared) -> tuple[So, Plan]:
    found: tuple[So, Plan] = shared_rows.take("shared_bundel")
    return found


@pytest.fixture
def so(shared_bundel: tuple[So, Plan]) -> So:
    return shared_bundel[0]


@pytest.fixture
def plan(shared_bundel: tuple[So, Plan]) -> Plan:
    return Plan.objects.select_related("school").get(pk=shared_bundel[1].pk)


def onder(found: Inhoud, deel: Deel) -> list[Any]:
    """The blocks of one part."""
    blocks = list(found.document.blocks)
    start = next(n for n, b in enumerate(blocks) if b == Heading(deel.titel))
    rest = blocks[start + 1 :]
    ends = [n for n, b in enumerate(rest) if isinstance(b, Heading) and b.level == 1]
    return rest[: ends[0]] if ends else rest


def woorden(found: Inhoud, deel: Deel) -> str:
    return " ".join(text for block in onder(found, deel) for text in teksten(block))


# ---------------------------------------------------------------- what is in it


def test_the_thirteen_parts_stand_in_order_with_their_own_number(plan: Plan) -> None:
    found = inhoud(plan)
    titles = [b.text for b in found.document.blocks if isinstance(b, Heading) and b.level == 1]
    assert titles == [*(one.titel for one in Deel), "Uitleg bij de cijfers"]
    assert titles[0] == "1. Begrijp onze school"


def test_the_self_check_goes_along_only_when_chosen() -> None:
    assert Deel.ZELFCHECK not in STANDAARD
    assert len(STANDAARD) == 12


def test_a_part_without_records_says_so_in_two_words(so: So) -> None:
    empty = leeg_plan(so.school, naam="Leeg", schooljaar_van=2030, schooljaar_tot=2030)
    found = inhoud(empty)
    for deel in (Deel.DOELEN, Deel.ACTIES, Deel.METINGEN, Deel.EVALUATIES, Deel.BORGING):
        assert onder(found, deel) == [Paragraph(GEEN)]
        assert deel in found.leeg


def test_a_chosen_part_keeps_its_number(plan: Plan) -> None:
    found = inhoud(plan, Keus((Deel.BORGING,)))
    assert Heading("8. Borging") in found.document.blocks
    assert Heading("1. Begrijp onze school") not in found.document.blocks


def test_the_pupils_are_told_as_the_gate_released_them(so: So, plan: Plan) -> None:
    said = woorden(inhoud(plan), Deel.SCHOOL)
    assert VERBORGEN in said
    assert re.search(r"\d+ % \(\d+ van \d+\)", said)
    row = next(
        block
        for block in onder(inhoud(plan), Deel.SCHOOL)
        if isinstance(block, Table) and block.head[0] == "Kenmerk"
    )
    released = Vrijgave.objects.get(
        stand__school=so.school, publiek="school", tabel="samenstelling"
    )
    shown = released.inhoud["getoond"]["school|thuistaal"]
    assert any(f"({shown // 2} van " in cell for cells in row.rows for cell in cells)


def test_without_fixed_figures_one_sentence_says_so(so: So, plan: Plan) -> None:
    Stand.objects.filter(school=so.school).delete()
    assert "nog niet vastgelegd voor het team" in woorden(inhoud(plan), Deel.SCHOOL)


def test_a_proof_that_no_longer_holds_shows_nothing(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gokwijs.apps.dossier.bundel_tabellen.bewijs_klopt", lambda stand: False)
    found = inhoud(plan)
    assert "het bewijs dat niemand herkenbaar is" in woorden(found, Deel.SCHOOL)
    assert found.vrijgaven == ()


def test_a_hidden_meting_has_one_sentence_and_no_number(plan: Plan) -> None:
    one = plan.indicator_set.all()[0]
    meting(one, teller=2, noemer=41, peildatum=TODAY)
    found = inhoud(plan)
    rows = [
        cell
        for block in onder(found, Deel.METINGEN)
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    assert AFGESCHERMD in rows
    assert not any(AFGESCHERMD in cell and REF.search(cell) for cell in rows)
    assert "2 van 41" not in str(found.document)
    assert "2 van de 41" not in str(found.document)


def test_a_chart_says_in_words_what_it_shows(plan: Plan) -> None:
    one = plan.indicator_set.all()[0]
    meting(one, peildatum=TODAY)
    figures = [b for b in inhoud(plan).document.blocks if isinstance(b, Figure)]
    assert len(figures) >= 2
    assert all(len(b.alt) > 20 for b in figures)


# ---------------------------------------------------------------- numbers and explanations


def test_every_number_in_the_text_has_one_explanation_and_the_other_way_around(
    plan: Plan,
) -> None:
    found = inhoud(plan)
    mentioned = [
        int(m[1])
        for block in found.document.blocks
        for text in teksten(block)
        for m in REF.finditer(text)
    ]
    explained = [b.number for b in found.document.blocks if isinstance(b, Entry)]
    assert list(dict.fromkeys(mentioned)) == explained == list(range(1, len(explained) + 1))
    assert [one.nummer for one in found.cijfers] == explained
    assert len(explained) > 20


def test_no_figure_stands_without_a_number(plan: Plan) -> None:
    """Every row of a table with shares, amounts or counts, and every share in a fact."""
    figure = re.compile(r"\d+ %|\d+ van (?:de )?\d+|€|\d uren-leraar|\d lestijd")
    for block in inhoud(plan).document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                text = " ".join(row)
                if figure.search(text) and block.head[0] not in ("Wat opvalt", "Wat"):
                    assert REF.search(text), row


def test_no_explanation_is_empty(plan: Plan) -> None:
    for block in inhoud(plan).document.blocks:
        if isinstance(block, Entry):
            labels = [label for label, _ in block.facts]
            assert {"Cijfer", "Wat telt mee", "Regel", "Artikel", "Bron"} <= set(labels)
            assert all(said.strip() for _, said in block.facts)


def test_a_nulmeting_leads_to_the_same_explanation_everywhere(plan: Plan) -> None:
    found = inhoud(plan)
    goal = next(
        said
        for block in onder(found, Deel.DOELEN)
        for said in teksten(block)
        if "gemeten op" in said
    )
    number = REF.findall(goal)[-1]
    assert f"\ue000{number}\ue001" in woorden(found, Deel.METINGEN)


def test_a_typed_sign_can_never_become_a_reference(plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(visie=f"Zie{ref(1)} en\ue000 verder.")
    plan.refresh_from_db()
    said = woorden(inhoud(plan), Deel.VISIE)
    assert not REF.search(said)
    assert "\ue000" not in said


def uitkomst(plan: Plan, *, toonbaar: bool, **values: Any) -> Any:
    given: dict[str, Any] = {
        "opzet_id": 1,
        "actie_id": plan.actie_set.order_by("pk")[0].pk,
        "toets": "Leestoets",
        "oordeel": Oordeel.AANWIJZING_VOORUITGANG if toonbaar else Oordeel.ONDERDRUKT,
        "zinnen": [Gezegd("E08", "4 punten hoger.") if toonbaar else Gezegd("E01", "Te klein.")],
        "n_t": 21 if toonbaar else 0,
        "n_c": 19 if toonbaar else 0,
        "gemaakt": services.timezone.now(),
        "toonbaar": toonbaar,
        "hoofduitkomst": True,
        **values,
    }
    return Uitkomstregel(**given)


@pytest.mark.parametrize("toonbaar", [True, False])
def test_the_result_of_an_actie_is_told_with_a_number_only_when_it_may_be_shown(
    plan: Plan, toonbaar: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = uitkomst(plan, toonbaar=toonbaar)
    monkeypatch.setattr(
        "gokwijs.apps.dossier.bundel_effect.uitkomsten_van", lambda *_: {one.actie_id: [one]}
    )
    found = inhoud(plan)
    said = woorden(found, Deel.METINGEN)
    assert one.zinnen[0].tekst in said
    numbered = [c for c in found.cijfers if "Leestoets" in c.plek]
    assert bool(numbered) is toonbaar
    if toonbaar:
        assert numbered[0].aantallen == "21 in de actie, 19 om mee te vergelijken"


def test_what_is_hidden_is_no_figure() -> None:
    assert not is_cijfer(AFGESCHERMD)
    assert not is_cijfer("nog niet gemeten")
    assert is_cijfer("41 % (17 van de 41)")
    made = Cijfers(5)
    assert made.nieuw(plek="x", waarde=AFGESCHERMD, telt="", bron="", datum="") == ""
    assert made.rijen == []


def test_a_share_of_pupils_says_that_the_unknown_count_with_the_others(plan: Plan) -> None:
    found = inhoud(plan)
    assert [BASIS in text for block in found.document.blocks for text in teksten(block)].count(
        True
    ) == 1  # on the first page, and nowhere again
    shares = [c for c in found.cijfers if c.bron.startswith("eigen telling van de school")]
    assert len(shares) > 5
    assert all("telt die hier bij de anderen" in one.telt for one in shares)
    assert not any("gekend is" in one.telt for one in shares)


def test_a_secondary_school_is_not_sent_to_the_law_of_basic_schools(plan: Plan) -> None:
    articles = " ".join(one.artikel for one in inhoud(plan).cijfers)
    assert "CSO art. 225" in articles
    assert "DBO" not in articles


def test_one_number_has_one_status(plan: Plan) -> None:
    """What the school counted itself, in a vaststelling and as a meting."""
    note = Vaststelling.objects.get(school=plan.school)
    Vaststelling.objects.filter(pk=note.pk).update(
        teller=17, noemer=41, bron_soort="eigen_telling", cijfers={}
    )
    same = [one for one in inhoud(plan).cijfers if "(17 van de 41)" in one.waarde]
    assert {one.plek.partition(" ")[0] for one in same} >= {"Vaststelling", "aandeel"}
    assert {one.status for one in same} == {"afgeleid"}


def test_the_words_of_the_status_are_explained_once(plan: Plan) -> None:
    found = inhoud(plan)
    said = woorden(found, Deel.BRONNEN)
    assert {one.status for one in found.cijfers} <= {
        word for word in STATUSSEN if f"{word}: {STATUSSEN[word]}" in said
    }
    everything = str(found.document)
    for jargon in ("P1 tot P5", "door de poort", "ging door de poort"):
        assert jargon not in everything


def test_a_strong_point_asks_for_nothing(plan: Plan) -> None:
    Bevinding.objects.filter(inspectie__school=plan.school).update(
        soort="sterk_punt", status="open", sinds=None, hoe=""
    )
    said = woorden(inhoud(plan), Deel.AANBEVELINGEN)
    assert "geen actie nodig" in said
    assert "open" not in said.split()


# ---------------------------------------------------------------- the files


@pytest.fixture
def bundel(so: So, plan: Plan) -> Bundel:
    berekend(so, Schooljaar(2025))
    return bevroren(plan, so.alice)


@pytest.fixture
def files(bundel: Bundel) -> dict[str, bytes]:
    return bestanden(bundel)


def test_five_files_are_kept_and_counted(bundel: Bundel, files: dict[str, bytes]) -> None:
    assert set(files) == {"zip", "pdf", "docx", "xlsx", "werkzone"}
    assert bundel.status == Bundel.Status.KLAAR
    assert bundel.bladzijden == len(PdfReader(io.BytesIO(files["pdf"])).pages)
    assert set(uitgepakt(files["zip"])) == {
        *("dossier.pdf", "dossier.docx", "dossier.xlsx"),
        *("cijfers.json", "LEESMIJ.txt", "manifest.json"),
    }
    assert set(bundel.versies) == {
        *("Plan", "Kwaliteitskader", "Catalogus van aanpakken", "Wet", "GOK-wijs"),
    }


def test_the_pdf_is_archivable_readable_and_has_bookmarks(files: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(files["pdf"]))
    keeps_the_standards(files["pdf"])
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "nl-BE"
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    names: list[str] = []

    def walk(outline: Any) -> None:
        for one in outline:
            walk(one) if isinstance(one, list) else names.append(one.title)

    walk(reader.outline)
    assert {one.titel for one in Deel} <= set(names)


def _links(reader: PdfReader) -> list[tuple[int, Any]]:
    found = []
    for place, page in enumerate(reader.pages):
        for annotation in page.get("/Annots") or ():
            one = annotation.get_object()
            if one.get("/Subtype") == "/Link":
                target = one["/Dest"] if "/Dest" in one else one["/A"]["/D"]
                found.append((place, target))
    return found


def test_every_reference_in_the_pdf_leads_to_its_explanation_and_back(
    bundel: Bundel, files: dict[str, bytes]
) -> None:
    reader = PdfReader(io.BytesIO(files["pdf"]))
    named = reader.named_destinations
    links = _links(reader)
    assert len(links) >= 2 * bundel.cijfers
    for _, target in links:
        assert not isinstance(target, str) or target in named
    text = "".join(page.extract_text() for page in reader.pages)
    for number in range(1, bundel.cijfers + 1):
        assert text.count(f"[{number}]") >= 2


def _tags(reader: PdfReader) -> list[Any]:
    """Every element of the structure, in order of reading."""
    found: list[Any] = []

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.append(node)
            if "/K" in node:
                walk(node["/K"])

    walk(reader.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]
    return found


def test_a_screen_reader_finds_headings_tables_charts_and_links(files: dict[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(files["pdf"]))
    tags = _tags(reader)
    kinds = [tag["/S"] for tag in tags]
    levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= before + 1 for before, later in pairwise(levels))
    assert kinds.count("/Table") == kinds.count("/THead") > 5
    assert all(tag.get("/Alt") for tag in tags if tag["/S"] == "/Figure")
    notes = [a.get_object() for page in reader.pages for a in page.get("/Annots") or ()]
    assert len(notes) == kinds.count("/Link")
    assert all("/Contents" in one and "/StructParent" in one for one in notes)
    assert all(page.get("/Tabs") == "/S" for page in reader.pages)
    assert reader.trailer["/Root"]["/ViewerPreferences"]["/DisplayDocTitle"]  # type: ignore[index]


def test_every_reference_in_word_leads_to_its_explanation_and_back(
    bundel: Bundel, files: dict[str, bytes]
) -> None:
    body = ElementTree.fromstring(uitgepakt(files["docx"])["word/document.xml"])
    marks = [one.attrib[f"{_W}name"] for one in body.iter(f"{_W}bookmarkStart")]
    ids = [one.attrib[f"{_W}id"] for one in body.iter(f"{_W}bookmarkStart")]
    anchors = [one.attrib[f"{_W}anchor"] for one in body.iter(f"{_W}hyperlink")]
    assert len(marks) == len(set(marks)) == len(set(ids))
    assert set(anchors) == set(marks)
    sections = [name for name in marks if name.startswith("_Toc")]
    assert len(marks) - len(sections) == 2 * bundel.cijfers
    assert len(sections) > len(STANDAARD)  # each part, and the explanations
    assert "\ue000" not in ElementTree.tostring(body, encoding="unicode")


def test_every_number_in_excel_leads_to_its_line_and_back(
    bundel: Bundel, files: dict[str, bytes]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    uitleg = book["Uitleg"]
    lines = {uitleg.cell(row, 1).value: row for row in range(4, uitleg.max_row + 1)}
    assert len(lines) == bundel.cijfers
    seen = set()
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.hyperlink is None:
                    continue
                name, place = re.fullmatch(r"'(.+)'!([A-Z]+\d+)", cell.hyperlink.location).groups()
                assert book[name][place].value is not None
                if sheet.title == "Uitleg":
                    assert book[name][place].value == uitleg.cell(cell.row, 1).value
                else:
                    assert book[name][place].value == cell.value
                    seen.add(cell.value)
    assert seen == set(lines)
    for row in lines.values():
        assert all(uitleg.cell(row, column).value for column in range(1, 12))


def _cellen(book: Any, blad: str) -> set[str]:
    return {str(c.value) for row in book[blad].iter_rows() for c in row if c.value is not None}


def test_excel_has_a_sheet_for_every_part_with_what_it_concludes(
    plan: Plan, files: dict[str, bytes]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert [s for s in book.sheetnames if s[0].isdigit()] == [d.titel[:27] for d in Deel]
    assert "Uitleg bij de cijfers" not in book.sheetnames
    assert "Het plafond werkt." in _cellen(book, "7. Evaluaties en besluiten"[:27])
    leads = {b.text for b in onder(inhoud(plan), Deel.ZELFCHECK) if getattr(b, "lead", False)}
    assert len(leads) == 5
    assert leads <= _cellen(book, "12. Zelfcheck")


def test_excel_says_of_an_empty_part_that_there_is_nothing(plan: Plan) -> None:
    plan.evaluatie_set.all().delete()
    found = inhoud(plan)
    book = openpyxl.load_workbook(io.BytesIO(genummerd_workbook(found.document, found.cijfers)))
    assert GEEN in _cellen(book, "8. Borging")


@pytest.mark.parametrize("toonbaar", [True, False])
def test_excel_tells_the_verdict_on_an_actie(
    plan: Plan, toonbaar: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = uitkomst(plan, toonbaar=toonbaar)
    monkeypatch.setattr(
        "gokwijs.apps.dossier.bundel_effect.uitkomsten_van", lambda *_: {one.actie_id: [one]}
    )
    found = inhoud(plan)
    book = openpyxl.load_workbook(io.BytesIO(genummerd_workbook(found.document, found.cijfers)))
    told = _cellen(book, "6. Metingen")
    assert f"Leestoets: {one.oordeel.label}." in told
    assert one.zinnen[0].tekst in told


def test_the_numbers_are_the_same_in_every_file(plan: Plan, files: dict[str, bytes]) -> None:
    found = inhoud(plan)
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    told = {row[0].value: row[2].value for row in book["Uitleg"].iter_rows(min_row=4)}
    assert told == {f"[{one.nummer}]": one.waarde for one in found.cijfers}
    word = ElementTree.fromstring(uitgepakt(files["docx"])["word/document.xml"])
    text = "".join(node.text or "" for node in word.iter(f"{_W}t"))
    for one in found.cijfers:
        assert f"[{one.nummer}] {one.plek}" in text


def test_the_zip_holds_against_its_key(bundel: Bundel, files: dict[str, bytes]) -> None:
    found = controleer(files["zip"], sleutel())
    assert found.in_orde
    assert found.sleutel is Sleutel.JUIST
    assert found.cijfers == bundel.cijfers > 0


def test_exact_steps_stay_out_of_the_zip(files: dict[str, bytes]) -> None:
    def texts(data: bytes) -> str:
        return " ".join(p.decode(errors="replace") for p in alles_uitgepakt({"x": data}).values())

    assert "43,69268" in texts(files["werkzone"])
    assert "43,69268" not in texts(files["zip"])
    assert "werkzone" not in " ".join(uitgepakt(files["zip"]))


def test_no_name_of_a_pupil_is_in_any_byte(so: So, plan: Plan) -> None:
    """Typed in a title, a vision, a reach, a theme: nowhere."""
    Leerling.objects.create(
        school=so.school, stamnummer="1", naam="Zevenster", voornaam="Noortje", zoeknaam="x"
    )
    who = "Noortje Zevenster"
    Plan.objects.filter(pk=plan.pk).update(visie=f"Voor {who}.", kernteam=who, naam=f"Plan {who}")
    for rows, name in (
        (plan.actie_set, "titel"),
        (plan.actie_set, "omschrijving"),
        (plan.streefdoel_set, "formulering"),
        (plan.indicator_set, "naam"),
        (plan.indicator_set, "teller_definitie"),
    ):
        rows.update(**{name: f"Over {who} en Zevenster Noortje."})
    plan.school.inspecties.update(document=f"Verslag over {who}")
    one = plan.indicator_set.all()[0]
    meting(one, peildatum=TODAY, bron_omschrijving=who)
    plan.refresh_from_db()
    for names in (False, True):
        keus = Keus(tuple(Deel), names, f"Thema {who}")
        found = bestanden(bevroren(plan, so.alice, keus, doel=f"Over {who}"))
        for place, data in alles_uitgepakt(found).items():
            assert b"Zevenster" not in data, place
            assert b"Noortje" not in data, place
            assert b"Geheim00" not in data, place


def test_staff_is_named_only_when_chosen(so: So, plan: Plan) -> None:
    without = " ".join(text for b in inhoud(plan).document.blocks for text in teksten(b))
    assert "Alice Adams" not in without
    found = inhoud(plan, replace(ALLES, namen=True))
    assert Heading("Wie is wie") in found.document.blocks
    assert "Directeur (Alice Adams)" in str(found.document)


def test_in_the_template_of_the_school_the_explanation_follows(so: So, plan: Plan) -> None:
    bewaar_sjabloon(school=so.school, naam="Huis.docx", data=standaardsjabloon(), by=so.alice)
    made = bevroren(plan, so.alice, met_sjabloon=True)
    assert made.sjabloon == "Huis.docx"
    data = bestanden(made)["docx"]
    body = ElementTree.fromstring(uitgepakt(data)["word/document.xml"])
    text = "".join(node.text or "" for node in body.iter(f"{_W}t"))
    start = text.index("Uitleg bij de cijfers")
    used, explained = (
        {int(n) for n in re.findall(r"\[(\d+)\]", part)} for part in (text[:start], text[start:])
    )
    assert used
    assert used <= explained == set(range(1, made.cijfers + 1))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


# ---------------------------------------------------------------- frozen


def test_freezing_writes_the_register_and_the_log(so: So, plan: Plan, bundel: Bundel) -> None:
    rows = Vrijgave.objects.filter(stand__school=so.school, publiek="inspectie")
    printed = {key for _, keys in inhoud(plan).vrijgaven for key in keys}
    assert {one.tabel for one in rows} == printed != set()
    for one in rows:
        same = Vrijgave.objects.get(stand=one.stand, publiek="school", tabel=one.tabel)
        assert (one.inhoud, one.hash, one.regelversie) == (same.inhoud, same.hash, same.regelversie)
        assert one.doel == "dossier van 02/03/2026: doorlichting"
    kinds = list(
        Event.objects.filter(school=so.school.instellingsnummer).values_list("kind", flat=True)
    )
    assert "dossier.bundel" in kinds
    assert "analyse.vrijgegeven_inspectie" in kinds


def test_a_frozen_dossier_stays_the_same_when_the_plan_goes_on(
    plan: Plan, bundel: Bundel, files: dict[str, bytes]
) -> None:
    plan.streefdoel_set.update(formulering="Iets helemaal anders.")
    plan.actie_set.all().delete()
    assert bestanden(bundel) == files
    assert all(one.in_orde for one in kijk_na(bundel))


def test_a_plan_that_is_gone_leaves_its_dossier(
    so: So, plan: Plan, bundel: Bundel, files: dict[str, bytes]
) -> None:
    Bundel.objects.filter(pk=bundel.pk).update(plan=None)
    bundel.refresh_from_db()
    assert bundel.plan_naam.startswith("Samen sterk in 1B")
    assert bestanden(bundel) == files


def test_the_check_sees_a_changed_file_a_missing_one_and_another_key(
    bundel: Bundel, monkeypatch: pytest.MonkeyPatch
) -> None:
    pdf, word = (bundel.bestanden.get(soort=kind) for kind in ("pdf", "docx"))
    (storage.folder(DEEL) / pdf.bestand).write_bytes(b"anders")
    storage.remove(word.bestand, DEEL)
    found = {one.bestand.soort: one for one in kijk_na(bundel)}
    assert not found["pdf"].in_orde
    assert "veranderd" in found["pdf"].zin
    assert "ontbreekt" in found["docx"].zin
    assert found["zip"].in_orde
    monkeypatch.setattr(services, "sleutel", lambda: b"een andere sleutel")
    assert "andere sleutel" in {one.bestand.soort: one for one in kijk_na(bundel)}["zip"].zin


def test_away_needs_a_reason_and_back_gives_the_same_files(
    so: So, bundel: Bundel, files: dict[str, bytes]
) -> None:
    with pytest.raises(BundelError, match="waarom"):
        services.verwijder_bundel(bundel=bundel, reden=" ", by=so.alice)
    services.verwijder_bundel(bundel=bundel, reden="verkeerd plan", by=so.alice)
    assert bundel.verwijderd is not None
    event = Event.objects.filter(kind="dossier.bundel_weg").latest("pk")
    assert "verkeerd plan" in event.target
    services.zet_bundel_terug(bundel=bundel, by=so.alice)
    bundel.refresh_from_db()
    assert bundel.verwijderd is None
    assert bestanden(bundel) == files


def _broken(*_: Any, **__: Any) -> Any:
    raise OSError("schijf vol")


@pytest.mark.parametrize("where", ["maak_inhoud", "maak_bestanden", "_release"])
def test_what_goes_wrong_leaves_nothing_behind(
    so: So, plan: Plan, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Vrijgave.objects.count()
    monkeypatch.setattr(services, where, _broken)
    made = bevries(
        plan=plan, keus=ALLES, doel="", met_sjabloon=False, rol="x", today=TODAY, by=so.alice
    )
    assert made.status == Bundel.Status.MISLUKT
    assert "niets bewaard of vrijgegeven" in made.melding
    assert made.bestanden.count() == 0
    assert Vrijgave.objects.count() == before
    folder = storage.folder(DEEL)
    assert not folder.exists() or list(folder.iterdir()) == []


def test_one_at_a_time_and_an_interrupted_one_makes_room(so: So, plan: Plan) -> None:
    stuck = Bundel.objects.create(
        school=so.school, plan_naam="x", dag=TODAY, delen=[], door_naam="x", door_rol="x"
    )
    Bundel.objects.filter(pk=stuck.pk).update(hartslag=services.timezone.now())
    with pytest.raises(BundelError, match="al een dossier gemaakt"):
        bevroren(plan, so.alice)
    Bundel.objects.filter(pk=stuck.pk).update(hartslag=None)
    assert bevroren(plan, so.alice, Keus((Deel.VISIE,))).status == Bundel.Status.KLAAR
    stuck.refresh_from_db()
    assert stuck.status == Bundel.Status.MISLUKT
    assert "herstart" in stuck.melding


def test_without_a_part_there_is_nothing_to_freeze(so: So, plan: Plan) -> None:
    with pytest.raises(BundelError, match="minstens één"):
        bevroren(plan, so.alice, Keus(()))


def test_the_manifest_names_school_day_and_versions(files: dict[str, bytes]) -> None:
    import json

    told = json.loads(uitgepakt(files["zip"])[MANIFEST])
    assert told["school"]["naam"] == "De Lantaarn"
    assert told["bevroren_op"] == "2026-03-02"
    assert told["versies"]["GOK-wijs"]
    assert told["onderdelen"] == [one.value for one in Deel]
