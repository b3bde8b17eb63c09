"""Official letters from typing to appeal file: what wins, what stays, who sees what."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from pypdf import PdfReader

from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.models import Feit
from gokwijs.apps.middelen import brieven, services_brief
from gokwijs.apps.middelen.forms_brief import parse_line
from gokwijs.apps.middelen.models import BriefRegel, OfficieleBrief, VerschilNota
from gokwijs.core.calendar import Schooljaar, teldag
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.middelen.causes import CauseKind
from gokwijs.core.middelen.officieel import LINES
from gokwijs.core.middelen.other_counts import Scope
from tests.apps import builders
from tests.apps.builders import (
    JAAR,
    LESTIJDEN,
    NUMMER,
    YEAR,
    World,
    brief,
    client_of,
    colleague,
    leerlingen,
    main_text,
    secundair,
    snapshot,
    telbestand,
    text_of,
    upload_of,
)
from tests.apps.leerling_builders import make_leerling
from tests.apps.test_database import at_once
from tests.core.telling.official import row, workbook
from tests.verapdf import keeps_the_standards

B = f"/school/{NUMMER}/middelen/brief"
PAGE = f"{B}/?{YEAR}"
JAREN = f"/school/{NUMMER}/middelen/jaren/"
THUISTAAL = "telling.lager.thuistaal"
HEAD = {"document": "Tweede brief", "datum": "2026-03-01"}


def rij(world: World, code: str = LESTIJDEN, jaar: Schooljaar = JAAR) -> brieven.Rij:
    found = {r.code: r for r in brieven.blad(world.school, jaar).rijen}
    return found[code]


# ---------------------------------------------------------------- typing a letter


def test_a_letter_is_typed_and_compared_at_once(world: World) -> None:
    page = world.client("alice").post(
        f"{B}/nieuw/?{YEAR}", {**HEAD, "datum": "2026-03-02", LESTIJDEN: "9", THUISTAAL: "9"}
    )
    text = main_text(world.client("alice").get(page["Location"]))
    assert "SES-lestijden lager onderwijs" in text
    assert "1 van 2 regels verschilt van onze telling. Dat verschil is nog open." in text
    assert rij(world, THUISTAAL).staat == "gelijk"


def test_of_each_line_the_newest_letter_counts_and_the_older_one_stays(world: World) -> None:
    later = brief(world.school, world.alice, {LESTIJDEN: "8"}, datum=date(2026, 3, 20))
    assert rij(world).sourced.brief == later
    assert rij(world).staat == "gelijk"
    assert [s.value for s in rij(world).vorige] == [9]
    services_brief.withdraw_brief(brief=later, reden="verkeerde school", by=world.alice)
    assert rij(world).sourced.brief == world.brief
    assert OfficieleBrief.objects.filter(pk=later.pk).exists()
    text = main_text(world.client("alice").get(f"{B}/{later.pk}/"))
    assert "ingetrokken en telt niet mee" in text
    assert "verkeerde school" in text


def test_a_letter_says_nothing_about_another_line_of_an_older_one(world: World) -> None:
    brief(world.school, world.alice, {THUISTAAL: "8"}, datum=date(2026, 3, 20))
    assert rij(world).sourced.brief == world.brief
    assert rij(world, THUISTAAL).staat == "open"


def test_a_corrected_line_stays_readable_and_an_equal_one_is_not_written(world: World) -> None:
    client = world.client("alice")
    path = f"{B}/{world.brief.pk}/"
    same = {
        "document": world.brief.document,
        "referentie": world.brief.referentie,
        "datum": "2026-03-02",
        LESTIJDEN: "9,0",
    }
    before = snapshot()
    client.post(path, same)
    assert snapshot() == before
    client.post(path, {**same, LESTIJDEN: "10"})
    assert [r.waarde for r in world.brief.regels.filter(vervangen=False)] == ["10"]
    assert [r.waarde for r in world.brief.regels.filter(vervangen=True)] == ["9"]
    assert "SES-lestijden lager onderwijs: 9, ingevoerd op" in main_text(client.get(path))


def test_a_withdrawn_letter_cannot_change_any_more(world: World) -> None:
    services_brief.withdraw_brief(brief=world.brief, reden="dubbel", by=world.alice)
    before = snapshot()
    client = world.client("alice")
    for data in ({**HEAD, LESTIJDEN: "7"}, {"intrekken": "1", "reden": "nog eens"}):
        page = client.post(f"{B}/{world.brief.pk}/", data, follow=True)
        assert "is ingetrokken en kan niet meer veranderen" in text_of(page)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("code", "typed", "words"),
    [
        (LESTIJDEN, "negen", "Schrijf een getal"),
        (LESTIJDEN, "-3", "niet kleiner is dan 0"),
        (LESTIJDEN, "999999999", "te groot"),
        (LESTIJDEN, "9e99999", "Schrijf een getal"),
        (LESTIJDEN, "<script>alert(1)</script>", "Schrijf een getal"),
        (LESTIJDEN, "٣", "Schrijf een getal"),
        (LESTIJDEN, "9,125", "Hoogstens 2 cijfers"),
        (THUISTAAL, "9,3", "heel of een half aantal"),
        (THUISTAAL, "1e5", "Schrijf een getal"),
        ("oki.oki.", "4,1", "te groot"),
        (f"op.{LESTIJDEN}", "zonder getal", "Vul ook het getal in"),
    ],
)
def test_what_is_no_number_gets_a_sentence_and_stores_nothing(
    world: World, code: str, typed: str, words: str
) -> None:
    before = snapshot()
    page = world.client("alice").post(f"{B}/nieuw/?{YEAR}", {**HEAD, code: typed})
    assert page.status_code == 200
    assert words in text_of(page)
    assert "<script>alert" not in text_of(page)
    assert snapshot() == before


def test_an_empty_letter_a_future_date_and_more_than_all_pupils_are_refused(world: World) -> None:
    client = world.client("alice")
    assert "minstens één getal" in text_of(client.post(f"{B}/nieuw/?{YEAR}", HEAD))
    future = {**HEAD, "datum": "2031-01-01", LESTIJDEN: "9"}
    assert "ligt in de toekomst" in text_of(client.post(f"{B}/nieuw/?{YEAR}", future))
    more = {**HEAD, "leerlingen.lager.": "40", THUISTAAL: "41"}
    assert "meer dan alle leerlingen" in text_of(client.post(f"{B}/nieuw/?{YEAR}", more))


def test_a_point_for_thousands_is_no_decimal_point() -> None:
    assert parse_line(LINES["leerlingen.so."], "1.221") == 1221
    assert parse_line(LINES["leerlingen.so."], "881,5") == Fraction(1763, 2)
    assert parse_line(LINES["euro.werkingsbudget_so."], "€ 14.547,50") == Fraction("14547.5")
    assert parse_line(LINES["oki.oki."], "1.361") == Fraction("1.361")


def test_the_form_shows_the_levels_of_the_school_first(world: World) -> None:
    text = main_text(world.client("alice").get(f"{B}/nieuw/?{YEAR}"))
    assert text.index("Aantallen lager onderwijs") < text.index("Andere onderwijsniveaus")
    assert text.index("Andere onderwijsniveaus") < text.index("Aantallen eerste graad")


# ---------------------------------------------------------------- notes


def note(world: World, staat: str = "verklaard", **values: Any) -> Any:
    data = {"regel": LESTIJDEN, "staat": staat, "tekst": "Nagevraagd bij AgODi.", **values}
    return world.client("alice").post(f"{B}/nota/?{YEAR}", data, follow=True)


def test_a_difference_stays_open_until_somebody_says_what_it_is(world: World) -> None:
    assert brieven.open_verschillen(world.school, JAAR).number == 1
    text = main_text(note(world))
    assert "Nagevraagd bij AgODi." in text
    assert "Alice Adams op" in text
    assert rij(world).staat == "verklaard"
    assert brieven.open_verschillen(world.school, JAAR).number == 0
    note(world, "betwist", tekst="Toch niet.")
    assert rij(world).staat == "betwist"
    assert [n.tekst for n in rij(world).notas] == ["Toch niet.", "Nagevraagd bij AgODi."]


def test_a_new_official_number_opens_the_difference_again(world: World) -> None:
    note(world)
    brief(world.school, world.alice, {LESTIJDEN: "10"}, datum=date(2026, 3, 20))
    assert rij(world).staat == "open"
    text = main_text(world.client("alice").get(PAGE))
    assert "de cijfers zijn sindsdien veranderd" in text


def test_a_new_own_number_opens_it_again_too(world: World) -> None:
    note(world)
    builders.berekening(world.school, world.alice, builders.csv(leerlingen(40, thuistaal="ja")))
    assert rij(world).staat == "open"


def test_a_note_needs_a_text_a_line_and_a_difference(world: World) -> None:
    before = snapshot()
    for wrong in ({"tekst": ""}, {"tekst": "x" * 1001}, {"regel": "uren.niets."}, {"staat": "weg"}):
        note(world, **wrong)
    note(world, regel=THUISTAAL)  # a line of no letter
    assert snapshot() == before
    brief(world.school, world.alice, {LESTIJDEN: "8"}, datum=date(2026, 3, 20))
    before = snapshot()
    assert "geen verschil meer" in main_text(note(world))
    assert snapshot() == before


# ---------------------------------------------------------------- the official counts file


def upload(world: World, data: bytes, name: str = "overzicht.xlsx") -> Any:
    return world.client("alice").post(
        f"{B}/bestand/?{YEAR}", {"bestand": upload_of(data, name)}, follow=True
    )


def test_the_own_row_is_stored_under_its_own_schooljaar_with_halves(world: World) -> None:
    page = upload(world, telbestand())
    assert "ingelezen voor schooljaar 2024-2025" in text_of(page)
    found = world.school.brieven.get(herkomst="telbestand")
    assert (found.schooljaar, found.teldag) == (2024, date(2024, 2, 1))
    assert {f"{r.soort}.{r.kenmerk}": r.waarde for r in found.regels.all()} == {
        "leerlingen.": "60",
        "telling.opleiding_moeder": "12",
        "telling.schooltoeslag": "36.5",
        "telling.thuistaal": "9",
        "telling.buurt": "20",
    }
    assert "36,5" in main_text(page)


def test_no_row_of_another_school_is_kept_anywhere(world: World) -> None:
    upload(world, telbestand())
    # The number of the other school in the file; not five digits somewhere in a hash or a moment.
    assert re.search(r"(?<!\w)53331(?!\w)", repr(snapshot())) is None


def test_the_same_file_twice_changes_nothing_until_it_was_withdrawn(world: World) -> None:
    data = telbestand()  # a workbook holds the second it was made
    upload(world, data)
    before = snapshot()
    assert "was al ingelezen" in text_of(upload(world, data))
    assert snapshot() == before
    found = world.school.brieven.get(herkomst="telbestand")
    services_brief.withdraw_brief(brief=found, reden="proef", by=world.alice)
    upload(world, data)
    assert world.school.brieven.filter(herkomst="telbestand").count() == 2


def test_counts_of_the_file_are_compared_per_kenmerk_with_their_teldag(world: World) -> None:
    data = telbestand(NUMMER, 60, 0, 36.5, 0, 20, day=46055)
    builders.berekening(world.school, world.alice, secundair())
    upload(world, data.replace(b"", b""), "overzicht.xlsx")
    found = world.school.brieven.get(herkomst="telbestand")
    OfficieleBrief.objects.filter(pk=found.pk).update(schooljaar=2026)
    assert rij(world, "leerlingen.so.").staat == "gelijk"
    toeslag = rij(world, "telling.so.schooltoeslag")
    assert [c.kind for c in toeslag.causes] == [CauseKind.HALVEN]
    assert toeslag.verschil == "−0,5"
    thuistaal = rij(world, "telling.so.thuistaal")
    assert thuistaal.within
    assert [c.kind for c in thuistaal.causes] == [CauseKind.ONBEKEND]
    assert rij(world, "telling.so.buurt").staat == "niet_te_vergelijken"


def test_a_file_of_the_year_before_is_recognised_by_our_own_earlier_telling(world: World) -> None:
    """The official row of another February equals our count of that February."""
    builders.berekening(world.school, world.alice, secundair())
    earlier = Schooljaar(2025)
    read = services_of(world, earlier, leerlingen_so(50, 20))
    assert read.schooljaar == 2025
    brief(
        world.school,
        world.alice,
        {"leerlingen.so.": "50", "telling.so.schooltoeslag": "20"},
        teldag=teldag(earlier),
    )
    for code in ("leerlingen.so.", "telling.so.schooltoeslag"):
        assert [c.kind for c in rij(world, code).causes] == [CauseKind.TELDAG]


def leerlingen_so(number: int, toeslag: int) -> bytes:
    so = {"niveau": "so", "graad": "1", "zorgthuis": "nee", "trekkende_bevolking": "nee"}
    return builders.csv(
        leerlingen(toeslag, **so, schooltoeslag="ja"), leerlingen(number - toeslag, **so)
    )


def services_of(world: World, jaar: Schooljaar, data: bytes) -> Any:
    from gokwijs.apps.middelen import services

    found = services.read_upload(
        school=world.school,
        schooljaar=jaar,
        teldag=teldag(jaar),
        stream=io.BytesIO(data),
        filename="vorig-jaar.csv",
        vorige_stream=None,
        vorige_filename="",
        by=world.alice,
    )
    assert found.inlezing is not None
    return services.confirm(inlezing=found.inlezing, by=world.alice)


HOSTILE = {
    "of another school": workbook(row(53331, 1153, 268, 527, 254, 629)),
    "of fractions": workbook(row(int(NUMMER), 60, 0.2, 0.61, 0.15, 0.33)),
    "empty": b"",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(500),
    "a broken workbook": telbestand()[:1200],
    "an old workbook": b"\xd0\xcf\x11\xe0" + bytes(600),
    "a text": b"zomaar wat tekst\nzonder tabel\n",
    "a formula": workbook(row(int(NUMMER), 60, '=HYPERLINK("http://x")', 36.5, 9, 20)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gives_a_sentence_and_stores_nothing(world: World, name: str) -> None:
    before, count = snapshot(), Event.objects.count()
    page = upload(world, HOSTILE[name], 'x"><script>alert(1)</script>.xlsx')
    if name == "a formula":  # a formula with the outcome 0 is a number
        return
    assert page.status_code == (422 if HOSTILE[name] else 200)
    assert "<script>alert" not in text_of(page)
    assert snapshot() == before
    assert Event.objects.count() == count


def test_percentages_and_oki_come_from_the_counts_themselves(world: World) -> None:
    upload(world, telbestand(NUMMER, 1221, 705, 881.5, 653, 760))
    text = main_text(world.client("alice").get(f"{B}/?schooljaar=2024-2025"))
    assert "57,74 %" in text
    assert "72,19 %" in text
    assert "2,457" in text


@pytest.mark.django_db(transaction=True)
def test_the_same_file_from_many_at_once_is_stored_once() -> None:
    world = builders.build_world()
    data = telbestand()
    clients = [client_of(world.alice) for _ in range(4)]

    def work(place: int) -> int:
        file = {"bestand": upload_of(data, "overzicht.xlsx")}
        return int(clients[place].post(f"{B}/bestand/?{YEAR}", file).status_code)

    assert at_once(4, work) == [302] * 4
    assert world.school.brieven.filter(herkomst="telbestand").count() == 1
    assert Event.objects.filter(kind="telbestand.ingelezen").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_letter_corrected_by_many_at_once_has_one_valid_line() -> None:
    world = builders.build_world()

    def work(place: int) -> Any:
        return services_brief.change_brief(
            brief=world.brief,
            head=services_brief.Head("Omkadering", date(2026, 3, 2)),
            lines={LINES[LESTIJDEN]: services_brief.Typed(Fraction(20 + place))},
            by=world.alice,
        ).pk

    assert at_once(4, work) == [world.brief.pk] * 4
    assert world.brief.regels.filter(vervangen=False).count() == 1
    assert world.brief.regels.filter(vervangen=True).count() == 4


# ---------------------------------------------------------------- answers that came too late


def test_answers_recorded_after_the_teldag_are_counted_apart(world: World) -> None:
    day = teldag(JAAR)
    pupil = make_leerling(world.school, world.alice, naam="Laat", stamnummer="2500777")
    Feit.objects.create(
        leerling=pupil,
        kenmerk="thuistaal",
        antwoord=1,
        herkomst="school",
        vanaf=date(2025, 9, 1),
        door_naam="x",
        vastgelegd=datetime(2026, 2, 20, 9, tzinfo=UTC),
    )
    from gokwijs.apps.leerlingen.selectors import tel_op

    telling = tel_op(world.school, day).telling
    late = brieven.late_answers(world.school, telling)
    assert late[Scope.LAGER, Kenmerk.THUISTAAL] == 1
    file = brieven.services.case_of(world.berekening).telling
    assert (Scope.LAGER, Kenmerk.THUISTAAL) not in brieven.late_answers(world.school, file)


# ---------------------------------------------------------------- who sees what


def test_the_overview_shows_the_official_number_to_everybody_and_says_that_it_counts(
    world: World,
) -> None:
    path = f"/school/{NUMMER}/middelen/?{YEAR}"
    for who in ("alice", "bob"):
        text = main_text(world.client(who).get(path))
        assert "Volgens de officiële brief: 9 lestijden . Dit cijfer geldt." in text
    assert f"{B}/" in text_of(world.client("alice").get(path))
    assert f"{B}/" not in text_of(world.client("bob").get(path))


def test_official_euros_are_whole_in_the_schoolzone(world: World) -> None:
    euro = "euro.werkingsbudget_bao."
    brief(world.school, world.alice, {euro: "14547.55"}, datum=date(2026, 3, 1))
    for path in (f"/school/{NUMMER}/middelen/?{YEAR}", JAREN):
        assert "14.547,55" in text_of(world.client("alice").get(path))
        seen = text_of(world.client("bob").get(path))
        assert "€ 14.548" in seen
        assert "14.547" not in seen


def test_a_withdrawn_letter_leaves_the_overview(world: World) -> None:
    services_brief.withdraw_brief(brief=world.brief, reden="dubbel", by=world.alice)
    text = main_text(world.client("bob").get(f"/school/{NUMMER}/middelen/?{YEAR}"))
    assert "Volgens de officiële brief" not in text


def test_who_may_look_but_not_enter_gets_no_forms(world: World) -> None:
    text = text_of(client_of(colleague(world.school, Role.SECRETARIAAT)).get(PAGE))
    assert "Nota bewaren" not in text
    assert "Brief invoeren" not in text
    assert "Pdf voor een bezwaardossier" in text


def test_the_empty_page_says_what_it_will_tell_and_the_first_step(world: World) -> None:
    text = main_text(world.client("alice").get(f"{B}/?schooljaar=2023-2024"))
    assert "regel per regel" in text
    assert "Brief invoeren" in text
    watcher = client_of(colleague(world.school, Role.ZORG))
    assert "Er is nog geen brief ingevoerd" in main_text(watcher.get(f"{B}/?schooljaar=2023-2024"))


def test_a_letter_without_a_calculation_says_so(world: World) -> None:
    brief(world.school, world.alice, jaar=Schooljaar(2024))
    text = main_text(world.client("alice").get(f"{B}/?schooljaar=2024-2025"))
    assert "nog niets berekend" in text
    path = f"{B}/bezwaardossier.pdf?schooljaar=2024-2025"
    assert world.client("alice").get(path).status_code == 404


# ---------------------------------------------------------------- the appeal file


def pdf_of(world: World) -> tuple[PdfReader, str]:
    response = world.client("alice").get(f"{B}/bezwaardossier.pdf?{YEAR}")
    assert response["Content-Type"] == "application/pdf"
    assert "vertrouwelijk-bezwaardossier" in response["Content-Disposition"]
    reader = PdfReader(io.BytesIO(response.content))
    return reader, " ".join(" ".join(p.extract_text() for p in reader.pages).split())


def test_the_appeal_file_holds_letter_steps_causes_notes_and_receipts(world: World) -> None:
    brief(world.school, world.alice, {THUISTAAL: "12"}, datum=date(2026, 3, 1))
    note(world, "betwist", tekst="Bezwaar ingediend.")
    reader, text = pdf_of(world)
    assert reader.metadata is not None
    assert reader.metadata.title == "Vergelijking met de officiële cijfers"
    assert "Vertrouwelijk" in text
    assert "Omkadering 2026-2027, AGODI/2026/17" in text
    assert "Andere aantallen" in text
    assert "thuistaal: officieel 12, bij ons 9" in text
    assert "Bezwaar ingediend." in text
    assert "Betwist, Alice Adams" in text
    assert "DBO art. 134 §3" in text
    proof = world.berekening.resultaten[0]["bewijs"]
    assert proof["telling"] in text.replace(" ", "")
    assert Event.objects.order_by("-pk")[0].kind == "export"


def test_the_appeal_file_is_an_archive_that_a_screen_reader_can_read(world: World) -> None:
    keeps_the_standards(world.client("alice").get(f"{B}/bezwaardossier.pdf?{YEAR}").content)


def test_no_text_of_a_user_is_compiled(world: World) -> None:
    evil = '#read("/etc/passwd") $x^2$ *vet* [[ \\ #panic("x") <label> @ref'
    note(world, "betwist", tekst=evil)
    brief(world.school, world.alice, document=evil, datum=date(2026, 3, 1))
    _, text = pdf_of(world)
    assert '#read("/etc/passwd")' in text
    assert "#panic" in text
    assert "root:" not in text


# ---------------------------------------------------------------- year after year


def test_the_years_show_hours_beside_the_letter_with_a_link_to_each_calculation(
    world: World,
) -> None:
    before = services_of(world, Schooljaar(2025), builders.basisschool())
    page = world.client("alice").get(JAREN)
    text = main_text(page)
    assert "2025-2026" in text
    assert "volgens de officiële brief" in text
    for berekening in (before, world.berekening):
        assert f"/middelen/berekening/{berekening.pk}/#ses_lestijden_lager" in text_of(page)
    assert "Thuistaal, lager onderwijs" in text
    assert 'role="img"' in text_of(page)


def test_the_schoolzone_sees_whole_hours_only(world: World) -> None:
    page = world.client("bob").get(JAREN)
    text = main_text(page)
    assert "SES-lestijden lager onderwijs" in text
    for hidden in ("Thuistaal", "Alle leerlingen", "OKI", "Opleiding moeder", f"{B}/"):
        assert hidden not in text_of(page)


def test_a_number_of_the_law_that_changed_is_marked_as_a_break(world: World) -> None:
    from gokwijs.apps.middelen import services

    for jaar, waarde in ((Schooljaar(2025), "120,00"), (JAAR, "125,65")):
        services.enter_number(
            school=world.school,
            schooljaar=jaar,
            naam=builders.GETAL,
            waarde=waarde,
            document="Brief",
            datum=date(2026, 2, 20),
            by=world.alice,
        )
    services_of(world, Schooljaar(2025), builders.basisschool())
    services.calculate_again(berekening=world.berekening, by=world.alice)
    text = main_text(world.client("alice").get(JAREN))
    assert "Hier veranderde meer dan de leerlingen" in text
    assert "van 120 naar 125,65" in text


def test_without_any_year_the_page_says_the_first_step(world: World) -> None:
    world.school.berekeningen.all().delete()
    world.school.brieven.all().delete()
    assert "Er is nog niets berekend" in main_text(world.client("bob").get(JAREN))


def test_lines_that_the_program_no_longer_knows_are_left_alone(world: World) -> None:
    BriefRegel.objects.create(
        brief=world.brief, soort="uren", sleutel="vervallen", waarde="3", by_naam="x"
    )
    assert world.client("alice").get(PAGE).status_code == 200
    path = f"{B}/{world.brief.pk}/"
    assert world.client("alice").get(path).status_code == 200
    services_brief.withdraw_brief(brief=world.brief, reden="dubbel", by=world.alice)
    assert "uren.vervallen." in text_of(world.client("alice").get(path))
    assert VerschilNota.objects.count() == 0
