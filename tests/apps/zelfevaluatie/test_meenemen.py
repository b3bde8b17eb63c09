"""A closed round taken along: complete, without names, and nothing that the page does not show."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.beleid.tonen import ENKEL_WERKZONE
from gokwijs.apps.zelfevaluatie import services_gesprek
from gokwijs.apps.zelfevaluatie.meenemen import Bron, onzeker
from gokwijs.apps.zelfevaluatie.meenemen_verslag import verslag
from gokwijs.apps.zelfevaluatie.models import Ronde
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van, uitslag_van
from gokwijs.apps.zelfevaluatie.services import Gevraagd
from gokwijs.core.ronde import AFGESCHERMD
from gokwijs.renderers.document import Document, Figure, Heading, Table
from gokwijs.renderers.docx import docx
from gokwijs.renderers.pdf import pdf
from tests.apps import beleid_builders as beleid
from tests.apps.builders import TODAY, World, client_of, colleague, main_text
from tests.apps.page import S
from tests.apps.zelfevaluatie.builders import bewijs, conclusie, gesloten, open_ronde, ronde, vul
from tests.verapdf import keeps_the_standards

K = f"{S}/beleid/kwaliteit/rondes/"
DRIE = (
    Gevraagd("team", "Directie", "directeur", 7),
    Gevraagd("team", "Leraren", "leraar", 20),
    Gevraagd("ouder", "Ouders", "", None),
)
GEGEVEN = {"Directie": [4] * 6, "Leraren": [1] * 10 + [2] * 4, "Ouders": [3] * 12}
VIJANDIG = '=1+1 #strong[x] $a$ *b* <e> @f "g" // h /* i */ & \\ `j` ]]> \x0b\ufffe'
LATER = date(2027, 1, 9)
VORMEN = ("verslag.pdf", "verslag.docx", "antwoorden.xlsx", "antwoorden.csv")
_T = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def made(found: Ronde) -> Document:
    uitslag = uitslag_van(found)
    assert uitslag is not None
    return verslag(Bron(found, uitslag), TODAY)


def read_pdf(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def read_docx(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [n for n in archive.namelist() if n.startswith("word/") and n.endswith(".xml")]
        roots = [ElementTree.fromstring(archive.read(name)) for name in parts]
    return " ".join(node.text or "" for root in roots for node in root.iter(_T))


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(data))
    return {
        one.title: [list(row) for row in one.iter_rows(values_only=True)] for one in book.worksheets
    }


def table_of(rows: list[list[Any]]) -> list[dict[str, Any]]:
    """The rows under the header of a sheet, by column."""
    at = next(n for n, row in enumerate(rows) if row[0] == "Nummer")
    return [dict(zip(rows[at], row, strict=True)) for row in rows[at + 1 :]]


def read(name: str, data: bytes) -> str:
    """Everything that can be read in a file."""
    if name.endswith("pdf"):
        return read_pdf(data)
    if name.endswith("docx"):
        return read_docx(data)
    if name.endswith("csv"):
        return data.decode("utf-8-sig")
    return " ".join(str(c) for rows in sheets(data).values() for row in rows for c in row if c)


def take(world: World, found: Ronde, name: str, query: str = "", user: Any = None) -> Any:
    response = client_of(user or world.alice).get(f"{K}{found.pk}/meenemen/{name}{query}")
    assert response.status_code == 200
    return response


def bare(text: str) -> str:
    return re.sub(r"[\s\-\u00ad]+", "", text)


def twice(found: Ronde) -> None:
    """Every remark read by two people."""
    found.opmerkingen.update(lezer1="A", rol1="directeur", lezer2="B", rol2="zorg")


def parts(document: Document) -> Iterator[str]:
    """Every text of a document."""
    for block in document.blocks:
        for name in block.__dataclass_fields__:
            if name != "svg":
                yield from _texts(getattr(block, name))


def _texts(value: Any) -> Iterator[str]:
    """Line by line: a cell of many lines may go on over the page, past its foot and head."""
    if isinstance(value, str):
        yield from value.split("\n")
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)


@pytest.fixture
def vol(world: World) -> Ronde:
    """An anonymous round with remarks, evidence, conclusions and what came of them."""
    found = gesloten(
        world.school, world.alice, GEGEVEN, groepen=DRIE, opmerking="We missen tijd, keer"
    )
    twice(found)
    bewijs(world.school)
    conclusie(
        found, "ok:R3", soort="sterk", borging="In het reglement", herzien_op=date(2027, 1, 9)
    )
    one = conclusie(found, weten="Uit de bevraging van ouders.")
    kept = services_gesprek.maak_vaststelling(
        conclusie=one, onderwerp="Drempels", today=TODAY, by=world.alice
    )
    doel = beleid.streefdoel(beleid.plan(world.school), formulering="Elk kind gaat mee op uitstap.")
    doel.vaststellingen.add(kept)
    return found


# ---------------------------------------------------------------- the report is complete


@pytest.mark.parametrize("name", ["verslag.pdf", "verslag.docx"])
def test_the_first_page_says_what_this_is_and_for_whom(world: World, vol: Ronde, name: str) -> None:
    shown = bare(read(name, take(world, vol, name).content))
    for said in (
        "Zelfevaluatie: Herfstronde",
        "De Zandloper, schooljaar 2025-2026",
        "2 maart 2026 tot en met 16 maart 2026",
        "Voor het schoolteam en de schoolraad",
        "(pakket r-ok-parafrase, versie 0.2.0, peildatum 2026-11)",
        "Eigen omschrijving, geen officiële formulering.",
        "Team: GOK-kern, 10 vragen; Ouders:",
        "Anoniem. De antwoordbladen zijn gewist bij het sluiten.",
        "We kijken samen.",
        "niet gekend",
    ):
        assert bare(said) in shown


@pytest.mark.parametrize("make", [pdf, docx])
def test_every_text_of_the_report_is_in_both_files(
    vol: Ronde, make: Callable[[Document], bytes]
) -> None:
    document = made(vol)
    shown = bare(read("x.pdf" if make is pdf else "x.docx", make(document)))
    texts = [
        one
        for block in document.blocks
        if not isinstance(block, Figure)
        for one in _texts(tuple(getattr(block, n) for n in block.__dataclass_fields__))
    ]
    assert len(texts) > 300
    assert [one for one in texts if bare(one) not in shown] == []


def test_every_question_has_its_text_status_chart_table_and_conclusion(vol: Ronde) -> None:
    document = made(vol)
    said = "\n".join(parts(document))
    items = [one for lijst in lijsten_van(vol).values() for one in lijst.items]
    for item in items:
        assert item.getoond in said
        assert item.noot in said
        assert item.onderwerp in said
    assert len(items) == 17
    assert sum(isinstance(block, Figure) for block in document.blocks) == 17
    assert all(block.alt for block in document.blocks if isinstance(block, Figure))
    for kept in (
        "Groepen antwoorden verschillend bij",
        "“We missen tijd, keer 3”",
        "Schoolreglement",
        "Leraren kennen onze afspraken over schoolkosten niet.",
        "Uit de bevraging van ouders.",
        "Hier willen we aan werken. We maken één afspraak over schoolkosten.",
        "Hier en daar",
        "In het reglement\nOpnieuw bekijken op 9 januari 2027.",
        "Drempels: Leraren kennen onze afspraken over schoolkosten niet.",
        "Elk kind gaat mee op uitstap. (ontwerp)",
        "vaststelling, 1 streefdoel",
    ):
        assert kept in said, kept


def test_what_is_empty_says_so(world: World) -> None:
    found = gesloten(world.school, world.alice, aankondiging=" x ")
    said = "\n".join(parts(made(found)))
    for empty in (
        "Het gesprek is nog niet vastgelegd als overleg.",
        "Er is nog niets besloten.",
        "nog niet besproken",
        "nog geen",
        "geen",
    ):
        assert empty in said


def test_a_footnote_says_how_sure_the_code_is_and_is_pointed_to(vol: Ronde) -> None:
    said = "\n".join(parts(made(vol)))
    for item in lijsten_van(vol)["team"].items:
        doubt = onzeker(item)
        assert doubt in said
    assert "noot 1." in said
    assert "Noot 1" in said
    for item in lijsten_van(vol)["ouder"].items:
        assert onzeker(item) == ""


def test_the_report_follows_the_outline_of_the_framework(vol: Ronde) -> None:
    heads = [(b.level, b.text) for b in made(vol).blocks if isinstance(b, Heading)]
    assert [text for level, text in heads if level == 1] == [
        "Wie is gevraagd",
        "In het kort",
        "Wat het team besluit",
        "Team: vraag per vraag",
        "Ouders: vraag per vraag",
        "Noten",
        "Over deze cijfers",
    ]
    assert (2, "Resultaten en effecten") in heads
    assert (3, "1. Maximale leerwinst") in heads


def test_the_pdf_is_archivable_and_tagged(world: World, vol: Ronde) -> None:
    keeps_the_standards(take(world, vol, "verslag.pdf").content)


def test_the_conversation_is_named_with_its_day_and_its_objections(
    world: World, vol: Ronde
) -> None:
    services_gesprek.rond_gesprek_af(
        ronde=vol,
        titels={},
        values={
            "datum": TODAY,
            "vorm": "teamvergadering",
            "groepen": {"personeel": 14},
            "bezwaren": "Dat kost te veel tijd.",
            "leiding_aanwezig": True,
        },
        by=world.alice,
    )
    vol.refresh_from_db()
    said = "\n".join(parts(made(vol)))
    assert "op 2 maart 2026, 14 aanwezigen." in said
    assert "Dat kost te veel tijd." in said


# ---------------------------------------------------------------- nothing that may not leave


def test_no_name_of_a_colleague_or_respondent_is_in_any_file(world: World) -> None:
    typed = "Bob Bakker en Anna Leraren 3 zeggen het, en Zandman Zoë ook."
    found = gesloten(
        world.school,
        world.alice,
        GEGEVEN,
        groepen=DRIE,
        anoniem=False,
        opmerking=typed,
        titel="Ronde van Bob Bakker",
        aankondiging=typed,
    )
    twice(found)
    conclusie(found, zien=typed, weten=typed, besluit=typed, borging=typed)
    bewijs(world.school, titel=typed)
    for name in VORMEN:
        shown = " ".join(read(name, take(world, found, name).content).split())
        for person in ("Bob", "Bakker", "Anna", "Alice", "Adams"):
            assert person not in shown, (name, person)
        assert "de leraar" in shown


def test_a_remark_is_only_taken_along_after_two_readers(world: World, vol: Ronde) -> None:
    one, two, three, *_ = vol.opmerkingen.all()
    for row, text in ((one, "Nog niet gelezen."), (two, "Eén keer gelezen."), (three, "Weg.")):
        row.tekst = text
        row.save()
    vol.opmerkingen.filter(pk=one.pk).update(lezer1="", rol1="", lezer2="", rol2="")
    vol.opmerkingen.filter(pk=two.pk).update(lezer2="", rol2="")
    vol.opmerkingen.filter(pk=three.pk).update(weg=True)
    for name in VORMEN:
        shown = read(name, take(world, vol, name).content)
        assert "We missen tijd" in shown
        for held in ("Nog niet gelezen", "Eén keer gelezen", "Weg."):
            assert held not in shown


def test_a_figure_of_the_werkzone_is_never_printed(world: World, vol: Ronde) -> None:
    Vaststelling.objects.filter(conclusies__ronde=vol).update(werkzone=True, tekst="7 leerlingen")
    for name in ("verslag.pdf", "verslag.docx"):
        shown = read(name, take(world, vol, name).content)
        assert "7 leerlingen" not in shown
        assert bare(ENKEL_WERKZONE) in bare(shown)


def test_a_withdrawn_vaststelling_or_goal_and_evidence_taken_away_are_gone(
    world: World, vol: Ronde
) -> None:
    world.school.bewijsstukken.update(verwijderd="2026-03-01T10:00:00Z")
    goals = Streefdoel.objects.filter(plan__school=world.school)
    goals.update(verwijderd="2026-03-01T10:00:00Z")
    said = "\n".join(parts(made(vol)))
    assert "Schoolreglement" not in said
    assert "uitstap" not in said
    Vaststelling.objects.filter(conclusies__ronde=vol).update(ingetrokken="2026-03-01T10:00:00Z")
    vol.refresh_from_db()
    assert "Drempels: Leraren" not in "\n".join(parts(made(vol)))


def test_a_group_that_is_too_small_is_hidden_in_every_file(world: World) -> None:
    found = gesloten(world.school, world.alice, {"Directie": [4] * 2, "Leraren": [1, 2]})
    document = made(found)
    said = "\n".join(parts(document))
    assert "Afgeschermd: alles. Een uitslag is er vanaf 5 antwoorden." in said
    assert AFGESCHERMD in said
    assert not any(isinstance(block, Figure) for block in document.blocks)
    rows = table_of(sheets(take(world, found, "antwoorden.xlsx").content)["Team"])
    assert {row["Groep"] for row in rows} == {"Iedereen samen"}
    assert {row["Nog niet: laag"] for row in rows} == {""}
    assert {row["Wat de antwoorden zeggen"] for row in rows} == {AFGESCHERMD}


def test_small_groups_are_counted_together_on_the_first_page_too(world: World) -> None:
    groepen = (*DRIE[:2], Gevraagd("team", "Zorg", "zorg", 4))
    given = {"Directie": [4] * 3, "Leraren": [2] * 9, "Zorg": [3] * 2}
    found = gesloten(world.school, world.alice, given, groepen=groepen)
    (asked,) = [
        b for b in made(found).blocks if isinstance(b, Table) and b.head[-1] == "Antwoordden"
    ]
    assert asked.rows == (
        ("Team", "Leraren", "20", "9"),
        ("Team", "Directie, Zorg", "11", "5"),
    )


# ---------------------------------------------------------------- the tables


def test_the_workbook_says_exactly_the_ranges_of_the_page(world: World, vol: Ronde) -> None:
    uitslag = uitslag_van(vol)
    assert uitslag is not None
    rows = table_of(sheets(take(world, vol, "antwoorden.xlsx").content)["Team"])
    deel = uitslag.delen["team"]
    names = {1: "Nog niet", 2: "Hier en daar", 3: "Samen", 4: "Samen en nagekeken"}
    answers = {**names, 0: "weet ik niet", None: "niet beantwoord"}
    items = lijsten_van(vol)["team"].items
    assert len(rows) == len(items) * 3  # everybody and two groups: never a row per person
    for item, three in zip(items, (rows[n : n + 3] for n in range(0, len(rows), 3)), strict=True):
        found = deel.items[item.sleutel]
        assert found.totaal is not None
        for row, beeld in zip(three, (found.totaal, *found.per_groep.values()), strict=True):
            assert (row["Code"], row["Vraag"]) == (item.sleutel, item.getoond)
            assert row["Antwoorden"] == beeld.n
            for answer, name in answers.items():
                ends = (row[f"{name}: laag"], row[f"{name}: hoog"])
                assert ends == tuple(beeld.tellingen[answer])
                assert ends[0] < ends[1]  # nothing exact leaves an anonymous round
            assert "Gemiddelde" not in row


def test_csv_and_workbook_say_the_same(world: World, vol: Ronde) -> None:
    lines = list(
        csv.reader(
            io.StringIO(take(world, vol, "antwoorden.csv").content.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    book = sheets(take(world, vol, "antwoorden.xlsx").content)
    for title in ("Team", "Ouders", "Opmerkingen"):
        at = lines.index([title]) + 1
        rows = [row for row in book[title] if row[-1] is not None]
        for row in rows:
            assert lines[at] == ["" if cell is None else str(cell) for cell in row]
            at += 1


def test_the_tables_say_of_what_when_and_how_small_groups_are_kept(
    world: World, vol: Ronde
) -> None:
    for name in ("antwoorden.xlsx", "antwoorden.csv"):
        shown = read(name, take(world, vol, name).content)
        for said in (
            "Antwoorden van de zelfevaluatie 'Herfstronde'",
            "De Zandloper, schooljaar 2025-2026. Antwoorden van 2 maart 2026",
            "Vragen: alle.",
            "Gemaakt op 2 maart 2026.",
            "Bron: zelfevaluatie",
            "een groep waarvan te weinig mensen antwoordden, staat niet apart",
            "peildatum 2026-11",
            "Eigen omschrijving, geen officiële formulering",
        ):
            assert said in shown


def test_the_filter_of_the_page_is_the_filter_of_the_tables(world: World, vol: Ronde) -> None:
    query = "?wie=team&rubriek=Resultaten%20en%20effecten"
    book = sheets(take(world, vol, "antwoorden.xlsx", query).content)
    assert set(book) == {"Team", "Opmerkingen"}
    assert {r["Rubriek"] for r in table_of(book["Team"])} == {"Resultaten en effecten"}
    assert "Vragen: rubriek Resultaten en effecten." in str(book["Team"])
    unknown = sheets(take(world, vol, "antwoorden.xlsx", "?wie=x&rubriek=%00y").content)
    assert set(unknown) == {"Team", "Ouders", "Opmerkingen"}


def test_a_named_round_is_exact_with_a_mean_and_still_without_people(world: World) -> None:
    found = gesloten(world.school, world.alice, anoniem=False)
    rows = table_of(sheets(take(world, found, "antwoorden.xlsx").content)["Team"])
    assert [row["Groep"] for row in rows[:3]] == ["Iedereen samen", "Directie", "Leraren"]
    assert [row["Nog niet: laag"] for row in rows[:3]] == [10, 0, 10]
    assert [row["Nog niet: hoog"] for row in rows[:3]] == [10, 0, 10]
    assert [row["Gemiddelde"] for row in rows[:3]] == [2.1, 4, 1.3]


# ---------------------------------------------------------------- who answered what


def test_who_answered_what_is_for_who_writes_the_plan_marked_and_logged(world: World) -> None:
    found = gesloten(world.school, world.alice, anoniem=False, opmerking="Niet nagelezen")
    response = take(world, found, "per-persoon.xlsx")
    name = f"vertrouwelijk-antwoorden-met-naam-999801-ronde-{found.pk}.xlsx"
    assert name in response["Content-Disposition"]
    assert Event.objects.filter(kind="export").latest("pk").target == name
    (rows,) = sheets(response.content).values()
    shown = " ".join(str(c) for row in rows for c in row if c is not None)
    assert "Vertrouwelijk: wie wat antwoordde." in shown
    assert "Niet nagelezen" not in shown
    people = {row[1]: row[2:] for row in rows if str(row[1]).startswith("Anna")}
    assert len(people) == 20
    assert set(people["Anna Directie 0"]) == {4}
    for role, status in ((Role.LERAAR, 403), (Role.SECRETARIAAT, 403), (Role.ZORG, 200)):
        user = colleague(world.school, role, email=f"{role.value}@zandloper.invalid")
        got = client_of(user).get(f"{K}{found.pk}/meenemen/per-persoon.xlsx")
        assert got.status_code == status


def test_of_an_anonymous_round_nobody_gets_a_row_per_person(world: World, vol: Ronde) -> None:
    client = client_of(world.alice)
    assert client.get(f"{K}{vol.pk}/meenemen/per-persoon.xlsx").status_code == 404
    assert "Wie wat antwoordde" not in main_text(client.get(f"{K}{vol.pk}/meenemen/"))


# ---------------------------------------------------------------- who, when, how often


def test_every_file_is_logged_with_its_name(world: World, vol: Ronde) -> None:
    for name in VORMEN:
        take(world, vol, name, user=world.bob)
    events = Event.objects.filter(kind="export").order_by("pk")
    assert [(one.by_id, one.target) for one in events] == [
        (world.bob.pk, f"{stem}-999801-ronde-{vol.pk}.{ending}")
        for stem, ending in (
            ("zelfevaluatie", "pdf"),
            ("zelfevaluatie", "docx"),
            ("antwoorden", "xlsx"),
            ("antwoorden", "csv"),
        )
    ]


@pytest.mark.parametrize("name", ["", *VORMEN, "per-persoon.xlsx"])
def test_nothing_is_taken_along_before_the_round_is_closed(world: World, name: str) -> None:
    alice = client_of(world.alice)
    opened = open_ronde(world.school, world.alice, anoniem=False)
    vul(opened, "Leraren", [3] * 12)
    draft = ronde(world.school, world.alice, titel="Ontwerp")
    for found in (opened, draft):
        assert alice.get(f"{K}{found.pk}/meenemen/{name}").status_code == 404
    assert not Event.objects.filter(kind="export").exists()


def test_the_page_says_what_there_is_and_leads_to_it(world: World, vol: Ronde) -> None:
    client = client_of(world.bob)
    page = client.get(f"{K}{vol.pk}/meenemen/")
    said = main_text(page)
    assert "2 vragen zijn al besproken" in said
    assert "elk aantal als laagste en hoogste" in said
    for link in re.findall(r'href="([^"]*meenemen/[^"]+)"', page.content.decode()):
        assert client.get(link).status_code == 200
    assert client_of(world.charlie).get(f"{K}{vol.pk}/meenemen/").status_code == 404


@pytest.mark.parametrize("name", ["verslag.xlsx", "verslag.", "antwoorden.pdf", "antwoorden.xls"])
def test_a_kind_of_file_that_is_not_there_is_not_found(world: World, vol: Ronde, name: str) -> None:
    assert client_of(world.alice).get(f"{K}{vol.pk}/meenemen/{name}").status_code == 404


def test_a_report_asks_the_same_of_the_database_however_much_there_is(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    found = gesloten(world.school, world.alice, GEGEVEN, groepen=DRIE, opmerking="Tijd")
    twice(found)
    plan = beleid.plan(world.school)
    for item in lijsten_van(found)["team"].items:
        one = conclusie(found, item.sleutel)
        one.bewijzen.add(bewijs(world.school, titel=f"Bewijs {item.sleutel}", codes=item.codes))
        kept = services_gesprek.maak_vaststelling(
            conclusie=one, onderwerp="x", today=TODAY, by=world.alice
        )
        beleid.streefdoel(plan).vaststellingen.add(kept)
    found = Ronde.objects.select_related("school", "moment").get(pk=found.pk)
    with django_assert_max_num_queries(14):
        made(found)


# ---------------------------------------------------------------- hostile and large


def test_what_somebody_typed_stays_text_in_every_file(world: World) -> None:
    groepen = tuple(
        Gevraagd(one.soort, f"{one.naam} {VIJANDIG}"[:80].replace("\x0b", ""), one.rol, 9)
        for one in DRIE[:2]
    )
    given = {groepen[0].naam: [4] * 6, groepen[1].naam: [1] * 12}
    found = gesloten(
        world.school,
        world.alice,
        given,
        groepen=groepen,
        opmerking=VIJANDIG,
        titel=VIJANDIG,
        aankondiging=VIJANDIG,
    )
    twice(found)
    conclusie(found, zien=VIJANDIG, weten=VIJANDIG, besluit=VIJANDIG, borging=VIJANDIG)
    bewijs(world.school, titel=VIJANDIG)
    typed = bare(re.sub(r"[\x0b\ufffe]", "", VIJANDIG))
    for name in VORMEN:
        data = take(world, found, name).content
        if name.endswith("csv"):
            rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
            cells = [cell for row in rows for cell in row]
            assert not any(cell.startswith(("=", "+", "@", "-")) for cell in cells)
            assert any(typed in bare(cell) for cell in cells)
        else:
            assert typed in bare(read(name, data)), name
    for sheet in load_workbook(
        io.BytesIO(take(world, found, "antwoorden.xlsx").content)
    ).worksheets:
        assert {c.data_type for row in sheet.iter_rows() for c in row} <= {"s", "n"}


def test_forty_groups_and_very_long_texts_stay_readable(world: World) -> None:
    groepen = tuple(Gevraagd("team", f"Vakgroep {n}", "", 6) for n in range(40))
    found = gesloten(
        world.school,
        world.alice,
        {one.naam: [1 + n % 4] * 6 for n, one in enumerate(groepen)},
        groepen=groepen,
        aankondiging="Waarom doen we dit? " * 99,
    )
    long = "Ditiseenheellangwoordzonderspaties" * 20
    conclusie(found, zien=long, weten="Lang verhaal. " * 140, besluit=long)
    document = made(found)
    tables = [b for b in document.blocks if isinstance(b, Table) and b.head[0] == "Groep"]
    assert {len(one.rows) for one in tables} == {41}
    data = pdf(document)
    keeps_the_standards(data)
    assert "Vakgroep 39" in read_pdf(data)
    assert "Vakgroep 39" in read_docx(docx(document))


def test_a_name_in_a_script_without_letters_still_gives_a_report(world: World) -> None:
    found = gesloten(world.school, world.alice, titel="Ronde 家長 ຫຼາຍ")
    assert take(world, found, "verslag.pdf").content.startswith(b"%PDF")


def test_a_round_that_nobody_answered_says_so(world: World) -> None:
    found = gesloten(world.school, world.alice, {"Leraren": []})
    said = "\n".join(parts(made(found)))
    assert "Niemand antwoordde." in said
    for name in VORMEN:
        take(world, found, name)
