"""The list of pupils: who is on it on which day, found how, counted how, taken along by whom."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen import services
from gokwijs.apps.leerlingen.lijst import STRIJDIG, Lijst, Toon, Vraag, antwoorden_op
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import Membership
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Herkomst
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Onderwijsniveau
from tests.apps.builders import NUMMER, TODAY, World, client_of, colleague, kinds, main_text
from tests.apps.leerling_builders import make_leerling, remove_pupils

L = f"/school/{NUMMER}/leerlingen/"
JA, NEE, ONBEKEND = Antwoord.JA, Antwoord.NEE, Antwoord.ONBEKEND


def page(world: World, query: str = "", who: str = "alice") -> str:
    return main_text(world.client(who).get(L + query))


def names(world: World, query: str = "") -> list[str]:
    """The pupils on the page, in order."""
    rows = world.client("alice").get(L + query).context["rijen"]
    return [str(rij.leerling) for rij, _ in rows]


def pupil(world: World, naam: str, voornaam: str = "Ann", **kwargs: Any) -> Leerling:
    return make_leerling(world.school, world.alice, naam=naam, voornaam=voornaam, **kwargs)


def fact(
    world: World, leerling: Leerling, antwoord: Antwoord, herkomst: Herkomst, vanaf: date = TODAY
) -> None:
    services.record_feit(
        leerling=leerling,
        kenmerk=Kenmerk.THUISTAAL,
        antwoord=antwoord,
        herkomst=herkomst,
        vanaf=vanaf,
        reden="nagevraagd",
        by=world.alice,
    )


# ---------------------------------------------------------------- who


def test_the_list_shows_who_is_enrolled_on_the_day(world: World) -> None:
    assert names(world) == ["Zandman Noor"]
    assert names(world, "?op=2026-01-30") == ["Verklaard Vic", "Zandman Noor"]
    assert names(world, "?op=2026-01-31") == ["Zandman Noor"]
    assert names(world, "?op=2025-08-31") == []
    assert "2 leerlingen ingeschreven op 30 januari 2026" in page(world, "?op=2026-01-30")


def test_who_left_who_comes_and_who_has_no_enrolment(world: World) -> None:
    later = pupil(world, "Later", begin=date(2026, 9, 1))
    services.create_leerling(
        school=world.school, stamnummer="77", naam="Nergens", voornaam="Nel", by=world.alice
    )
    assert names(world, "?toon=uitgeschreven") == ["Verklaard Vic"]
    assert names(world, "?toon=uitgeschreven&op=2026-01-30") == []
    assert names(world, "?toon=later") == ["Later Ann"]
    assert names(world, f"?toon=later&op={later.inschrijvingen.get().begin}") == []
    assert names(world, "?toon=zonder") == ["Nergens Nel"]
    assert "niet ingeschreven" in page(world, "?toon=zonder")


def test_a_pupil_who_left_twice_is_on_the_list_once_with_the_last_time(world: World) -> None:
    services.open_inschrijving(
        leerling=world.declared,
        begin=date(2024, 9, 1),
        einde=date(2025, 6, 30),
        plaats=Plaats("1", Onderwijsniveau.LAGER, klas="L1Z"),
        by=world.alice,
    )
    assert names(world, "?toon=uitgeschreven") == ["Verklaard Vic"]
    assert "L2B" in page(world, "?toon=uitgeschreven")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("zandman", True),
        ("NOOR zand", True),
        ("noór", True),
        ("elders", False),
        ("'%_", False),
        ("", True),
    ],
)
def test_every_word_must_be_in_the_name(world: World, typed: str, found: bool) -> None:
    rows = world.client("alice").get(L, {"q": typed}).context["rijen"]
    assert ("Zandman Noor" in [str(rij.leerling) for rij, _ in rows]) is found


@pytest.mark.parametrize(
    ("naam", "typed"),
    [
        ("Łukasiewicz", "lukas"),
        ("Yıldız", "yildiz"),
        ("Öztürk", "ozturk"),
        ("D'Hooghe", "dhooghe"),
        ("D’Hooghe", "d'hooghe"),
        ("Straße", "strasse"),
        ("Sørensen", "SORENSEN"),
        ("El Amrani", "amrani el"),
        ("Çelik", "çelik"),
    ],
)
def test_a_name_is_found_without_its_accents(world: World, naam: str, typed: str) -> None:
    pupil(world, naam)
    rows = world.client("alice").get(L, {"q": typed}).context["rijen"]
    assert [rij.leerling.naam for rij, _ in rows] == [naam]


def test_a_pupil_is_found_by_stamnummer(world: World) -> None:
    pupil(world, "Nummer", stamnummer="A2600123")
    assert names(world, "?q=a26001") == ["Nummer Ann"]
    assert names(world, "?q=600123") == []


def test_filters_on_place_join(world: World) -> None:
    pupil(world, "Kleuter", klas="K1A", niveau=Onderwijsniveau.KLEUTER, vestigingsplaats="2")
    pupil(world, "Ander", klas="L1A", leerjaar="2")
    assert names(world, "?klas=L1A") == ["Ander Ann", "Zandman Noor"]
    assert names(world, "?klas=L1A&leerjaar=2") == ["Ander Ann"]
    assert names(world, "?onderwijsniveau=kleuter") == ["Kleuter Ann"]
    assert names(world, "?vestigingsplaats=2&klas=L1A") == []
    text = page(world, "?vestigingsplaats=2&klas=L1A")
    assert "Geen leerling past bij wat je vroeg. Neem een filter weg" in text
    assert "Vestiging: 2" in text


def test_filters_on_kenmerken(world: World) -> None:
    yes, no, fight = (pupil(world, naam) for naam in ("Ja", "Nee", "Strijd"))
    fact(world, yes, JA, Herkomst.SCHOOL)
    fact(world, no, NEE, Herkomst.SCHOOL)
    fact(world, fight, JA, Herkomst.SCHOOL)
    fact(world, fight, NEE, Herkomst.REGISTER)
    assert names(world, "?k_thuistaal=ja") == ["Ja Ann"]
    assert names(world, "?k_thuistaal=nee") == ["Nee Ann"]
    assert names(world, "?k_thuistaal=onbekend") == ["Strijd Ann", "Zandman Noor"]
    assert names(world, "?k_thuistaal=strijdig") == ["Strijd Ann"]
    assert names(world, "?strijdig=on") == ["Strijd Ann"]
    assert names(world, "?k_thuistaal=ja&k_schooltoeslag=ja") == []
    assert names(world, f"?k_thuistaal=ja&op={TODAY - timedelta(days=1)}") == []
    assert names(world, "?s=thuistaal") == ["Ja Ann", "Nee Ann", "Strijd Ann", "Zandman Noor"]


def test_filters_on_declarations(world: World) -> None:
    assert names(world, "?verklaring=geen&op=2026-01-30") == ["Zandman Noor"]
    assert names(world, "?verklaring=niet_ondertekend&op=2026-01-30") == ["Verklaard Vic"]
    services.sign_verklaring(verklaring=world.verklaring, op=date(2026, 1, 15), by=world.alice)
    assert names(world, "?verklaring=ondertekend&op=2026-01-30") == ["Verklaard Vic"]
    assert names(world, "?verklaring=ondertekend&op=2026-01-14") == []
    assert "Verklaard Vic" in names(world, "?verklaring=geen&op=2025-09-02")


def test_sorting_is_natural_and_puts_the_empty_last(world: World) -> None:
    for klas in ("L10A", "L9A", ""):
        pupil(world, f"K{klas or 'leeg'}", klas=klas)
    ascending = ["Zandman Noor", "KL9A Ann", "KL10A Ann"]
    assert names(world, "?s=klas") == [*ascending, "Kleeg Ann"]
    assert names(world, "?s=-klas") == [*ascending[::-1], "Kleeg Ann"]
    assert names(world, "?s=bestaatniet") == names(world)


def test_a_wrong_question_is_said_and_shows_today(world: World) -> None:
    text = page(world, "?op=2026-02-31")
    assert "Kies een dag die bestaat." in text
    assert "2 maart 2026, vandaag" in text
    for query in ("?toon=x", "?k_thuistaal=7", "?p=abc", "?p=-4", "?q=%00", "?op=0001-01-01"):
        assert world.client("alice").get(L + query).status_code == 200


def test_pages_of_fifty(world: World) -> None:
    for n in range(60):
        pupil(world, f"Rij{n:02}")
    first, second = names(world), names(world, "?p=2")
    assert (len(first), len(second)) == (50, 11)
    assert not set(first) & set(second)
    assert "1 tot 50 van 61" in page(world)
    assert "51 tot 61 van 61" in page(world, "?p=99")


# ---------------------------------------------------------------- cells and counts


def test_a_cell_says_why_it_is_empty(world: World) -> None:
    pupil(world, "Leeg", klas="")
    text = page(world, "?q=leeg")
    assert "geen klas" in text
    assert "nog geen" in text  # verklaring
    assert "onbekend" in text


def test_a_kenmerk_carries_its_reason_and_leads_to_it(world: World) -> None:
    html = world.client("alice").get(L).content.decode()
    assert 'title="Volgens de school."' in html
    assert f"{L}{world.leerling.pk}/#schooltoeslag" in html


def test_the_footer_counts_pupils_and_halves(world: World) -> None:
    half = pupil(world, "Half", halves=1, klas="L1A", thuistaal=JA)
    services.open_inschrijving(
        leerling=half,
        begin=date(2025, 9, 1),
        plaats=Plaats("1", Onderwijsniveau.LAGER, klas="L1B", halves=1),
        by=world.alice,
    )
    text = page(world)
    assert "2 leerlingen 2 halve inschrijvingen: samen 2 voor de telling" in text
    assert "Van 2 leerlingen" in text
    assert "1 ja 0 nee 1 onbekend" in text  # thuistaal, each pupil once
    assert "samen 0,5 voor de telling" in page(world, "?klas=L1B")


def test_zorgthuis_is_no_column(world: World) -> None:
    assert "zorgthuis" not in page(world).lower()
    names_in_session = world.client("alice").get(L + "?kolommen=1&kol=zorgthuis&kol=klas")
    assert names_in_session.status_code == 302
    assert "zorgthuis" not in page(world).lower()


def test_chosen_columns_are_kept(world: World) -> None:
    response = world.client("alice").get(f"{L}?kolommen=1&kol=leerjaar&kol=vorige_school&klas=L1A")
    assert response["Location"] == f"{L}?klas=L1A"
    heads = [kop.titel for kop in world.client("alice").get(L).context["gevraagd"].heads]
    assert heads == ["Leerjaar", "Vorige school"]
    assert "niet bekend" in page(world)


def test_an_empty_school_says_what_to_do_first(world: World) -> None:
    remove_pupils(world.school)
    text = page(world)
    assert "Hier staan straks de leerlingen van je school" in text
    assert "Nieuwe leerling" in text


def test_a_part_for_htmx_holds_no_second_page(world: World) -> None:
    client = world.client("alice")
    part = client.get(L, headers={"HX-Request": "true"}).content.decode()
    assert part.strip().startswith('<div id="lijst">')
    assert "<html" not in part
    back = client.get(
        L, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
    ).content.decode()
    assert "<html" in back


# ---------------------------------------------------------------- fast and slow give the same


def test_the_quick_answers_equal_the_careful_ones(world: World) -> None:
    """On every pupil, kenmerk and day around a decision."""
    fight = pupil(world, "Strijd")
    fact(world, fight, JA, Herkomst.SCHOOL, date(2026, 1, 5))
    fact(world, fight, NEE, Herkomst.REGISTER, date(2026, 1, 8))
    fact(world, fight, NEE, Herkomst.BESLISSING, date(2026, 1, 10))
    fact(world, fight, JA, Herkomst.SCHOOL, date(2026, 1, 12))
    access = Access(world.school, world.alice, frozenset())
    for n in range(14):
        dag = date(2026, 1, 1) + timedelta(days=n)
        lijst = Lijst(access, Vraag(dag))
        quick = antwoorden_op(access.school, dag, lijst.leerlingen)
        for rij in lijst.rijen(lijst.keys):
            for kenmerk in PER_LEERLING:
                stand = rij.standen[kenmerk]
                careful = STRIJDIG if stand.strijdig else int(stand.antwoord)
                assert quick.get(rij.leerling.pk, {}).get(kenmerk.value, 2) == careful, (dag, rij)


@pytest.mark.parametrize(
    "query", ["", "?q=rij&s=klas", "?k_thuistaal=ja", "?strijdig=on", "?toon=uitgeschreven", "?p=3"]
)
def test_the_number_of_queries_does_not_grow_with_the_school(world: World, query: str) -> None:
    for n in range(300):
        pupil(world, f"Rij{n}", thuistaal=Antwoord(n % 2), klas=f"L{n % 6}A")
    client = world.client("alice")
    client.get(L)  # the look itself is logged once
    with CaptureQueriesContext(connection) as queries:
        assert client.get(L + query).status_code == 200
    assert len(queries) <= 12


# ---------------------------------------------------------------- who may look, and the trace


def test_a_look_is_logged_once_per_hour_and_person(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looks() -> int:
        return kinds().count("leerlingen.bekeken")

    page(world)
    page(world, "?klas=L1A")
    assert looks() == 1
    client_of(colleague(world.school, Role.ZORG)).get(L)
    assert looks() == 2
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=61))
    page(world)
    assert looks() == 3


@pytest.fixture
def leraar(world: World) -> World:
    """Bob teaches L1A, and the school lets teachers see their classes."""
    world.school.leraar_ziet_klas = True
    world.school.save()
    Membership.objects.filter(user=world.bob).update(klassen=["L1A"])
    return world


def test_a_leraar_sees_only_the_own_classes_of_today(leraar: World) -> None:
    other = pupil(leraar, "Buurklas", klas="L1B")
    moved = pupil(leraar, "Vroeger", einde=date(2025, 12, 31))  # was in L1A
    text = page(leraar, who="bob")
    assert "Zandman Noor" in text
    assert "Buurklas" not in text
    assert "Nieuwe leerling" not in text
    assert "Naar Excel" not in text
    bob = leraar.client("bob")
    for query in ("?op=2025-10-01", "?toon=uitgeschreven", "?toon=zonder", "?klas=L1B"):
        assert "Vroeger" not in page(leraar, query, who="bob")
        assert "Buurklas" not in page(leraar, query, who="bob")
    assert bob.get(f"{L}{leraar.leerling.pk}/").status_code == 200
    for hidden in (other, moved):
        assert bob.get(f"{L}{hidden.pk}/").status_code == 404
        assert bob.get(f"{L}{hidden.pk}/?op=2025-10-01").status_code == 404
    for path in ("export/", "afdruk/", "nieuw/", "bewerken/", f"{leraar.leerling.pk}/gegevens/"):
        assert bob.get(L + path).status_code == 403


def test_a_leraar_sees_answers_but_no_history_and_no_declarations(leraar: World) -> None:
    text = page(leraar, f"{leraar.leerling.pk}/?antwoorden=1", who="bob")
    assert "Volgens de school." in text
    assert "Inschrijvingen" not in text
    assert "Verklaringen" not in text
    assert "Alles wat ooit" not in text
    assert "leerling.antwoorden" not in kinds()


def test_financien_has_no_access(world: World) -> None:
    client = client_of(colleague(world.school, Role.FINANCIEN))
    assert client.get(L).status_code == 403
    assert client.get(f"{L}{world.leerling.pk}/").status_code == 403


# ---------------------------------------------------------------- taken along


def sheet(world: World, query: str = "") -> list[list[Any]]:
    response = world.client("alice").get(f"{L}export/{query}")
    assert 'filename="vertrouwelijk-leerlingen-999801-' in response["Content-Disposition"]
    book = load_workbook(io.BytesIO(response.content))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_the_export_holds_the_filtered_list_and_says_so(world: World) -> None:
    pupil(world, "Ander", klas="L2A")
    rows = sheet(world, "?klas=L1A")
    assert rows[0][0] == "De Zandloper: leerlingen op 2 maart 2026"
    assert str(rows[1][0]).startswith("Vertrouwelijk")
    assert rows[2][0] == "Klas: L1A"
    assert rows[4][:4] == ["Naam", "Stamnummer", "Klas", "Opleiding moeder"]
    assert [row[0] for row in rows[5:]] == ["Zandman Noor"]
    event = Event.objects.order_by("-pk")[0]
    assert (event.kind, event.data["rijen"]) == ("export", 1)


def test_a_formula_in_a_name_stays_a_text(world: World) -> None:
    evil = '=HYPERLINK("http://x","klik")'
    pupil(world, evil, "+1", klas="@SUM(A1)", stamnummer="=1+1")
    response = world.client("alice").get(f"{L}export/?q=hyperlink")
    book = load_workbook(io.BytesIO(response.content))
    row = next(book.active.iter_rows(min_row=6))
    assert [cell.value for cell in row[:3]] == [f"{evil} +1", "=1+1", "@SUM(A1)"]
    assert {cell.data_type for cell in row} == {"s"}
    assert not any(cell.hyperlink for cell in row)


def test_a_day_is_a_day_in_the_workbook(world: World) -> None:
    world.client("alice").get(f"{L}?kolommen=1&kol=begin&kol=verklaring")
    row = sheet(world, "?op=2026-01-30")[5]
    assert row[0] == "Verklaard Vic"
    assert row[1] == "03/09/2025, niet ondertekend"
    assert row[2].date() == date(2025, 9, 1)


def test_the_paper_list_holds_everybody_and_is_logged(world: World) -> None:
    for n in range(60):
        pupil(world, f"Rij{n:02}")
    text = page(world, "afdruk/?q=rij")
    assert "Vertrouwelijk." in text
    assert "Rij00 Ann" in text
    assert "Rij59 Ann" in text
    assert "Zandman" not in text
    assert kinds()[-1] == "export"
    assert "lestijd" not in text.lower()


def test_toon_is_what_the_form_offers(world: World) -> None:
    form = world.client("alice").get(L).context["form"]
    assert [key for key, _ in form.fields["toon"].choices] == [t.value for t in Toon]
