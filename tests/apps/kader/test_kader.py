"""Which framework holds for a school: reading one in, choosing, undoing, and hostile files."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gokwijs.apps.audit.models import Event
from gokwijs.apps.kader import services
from gokwijs.apps.kader.models import Kaderkeuze, Kaderpakket
from gokwijs.apps.kader.selectors import in_gebruik, kader_van, kaders_van, tags_van
from gokwijs.core.kader import KaderFout, maak_vragenlijst, ok_kader
from gokwijs.core.kader.blad import KOLOMMEN, naar_blad
from gokwijs.core.kader.codes import Toestand
from gokwijs.core.kader.pakket import lees_toml
from gokwijs.renderers.tabel import table_csv, table_workbook
from tests.apps.builders import NUMMER, World, main_text
from tests.core.kader.builders import WOUD, new_texts, shipped, without

K = f"/school/{NUMMER}/beleid/kader/"
HOOFD, ERNAAST, NIET = Kaderkeuze.Gebruik.values


def upload(world: World, raw: bytes, name: str = "kader.toml", **more: str) -> Any:
    given = {"bestand": SimpleUploadedFile(name, raw), "gebruik": HOOFD, **more}
    return world.client("alice").post(f"{K}inlezen/", given)


def confirm(world: World, data: dict[str, Any], gebruik: str = HOOFD) -> Any:
    given = {"inhoud": json.dumps(data), "gebruik": gebruik}
    return world.client("alice").post(f"{K}bevestig/", given)


def toml(data: dict[str, Any]) -> bytes:
    """The data as TOML; strings, numbers, lists of strings and tables of those."""

    def value(one: Any) -> str:
        return json.dumps(one, ensure_ascii=False)

    def table(name: str, rows: dict[str, Any], many: bool) -> str:
        simple = {k: v for k, v in rows.items() if not _tables(v)}
        deeper = {k: v for k, v in rows.items() if _tables(v)}
        head = f"[[{name}]]" if many else f"[{name}]"
        lines = [head, *(f"{k} = {value(v)}" for k, v in simple.items())]
        return "\n".join(
            [*lines, *(table(f"{name}.{k}", one, True) for k, v in deeper.items() for one in v)]
        )

    parts = []
    for name, found in data.items():
        if isinstance(found, list):
            parts += [table(name, one, True) for one in found]
        elif name == "bronnen":
            parts += [table(f"bronnen.{key}", one, False) for key, one in found.items()]
        else:
            parts.append(table(name, found, False))
    return "\n".join(parts).encode()


def _tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


# ---------------------------------------------------------------- what holds


def test_a_school_starts_with_the_framework_that_ships(world: World) -> None:
    (only,) = in_gebruik(world.school)
    assert only.hoofd
    assert only.kader is ok_kader()
    assert only.herkomst == "meegeleverd met GOK-wijs"


def test_new_texts_hold_at_once_for_this_school_only(world: World) -> None:
    services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    one = kader_van(world.school).verwachtingen["ok:R5"]
    assert one.getoond == "“Verzonnen zin bij R5.”"
    assert kader_van(world.other) is ok_kader()


def test_undo_brings_back_what_was_in_force_before(world: World) -> None:
    services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    later = new_texts(peildatum="2026-12")
    later["pakket"]["versie"] = "1.1.0"
    services.lees_in(school=world.school, data=later, by=world.alice)
    assert kader_van(world.school).versie == "1.1.0"
    services.maak_ongedaan(school=world.school, by=world.alice)
    assert kader_van(world.school).versie == "1.0.0"
    services.maak_ongedaan(school=world.school, by=world.alice)
    assert kader_van(world.school) is ok_kader()


def test_a_pack_that_drops_a_code_in_silence_leaves_the_old_one_in_force(world: World) -> None:
    services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    bad = without(new_texts(), "R6")
    bad["pakket"]["versie"] = "2.0.0"
    with pytest.raises(KaderFout, match="omzetting"):
        services.lees_in(school=world.school, data=bad, by=world.alice)
    assert kader_van(world.school).versie == "1.0.0"
    assert Kaderpakket.objects.filter(school=world.school).count() == 1


def test_a_tag_to_a_dropped_code_stays_visible_with_attention(world: World) -> None:
    dropped = without(new_texts(), "R6", nieuw="R4")
    services.lees_in(school=world.school, data=dropped, by=world.alice)
    now, old = tags_van(world.school, ["ok:R6", "ok:R5"])
    assert (now.sleutel, now.toestand) == ("ok:R5", Toestand.HUIDIG)
    assert old.toestand is Toestand.VERVALLEN
    assert old.titel == "R6 · Effecten op langere termijn"
    assert "In de plaats kwam R4" in old.aandacht


def test_a_wholly_different_framework_becomes_the_one_of_the_school(world: World) -> None:
    services.lees_in(school=world.school, data=lees_toml(WOUD.encode()), by=world.alice)
    assert [one.naamruimte for one in kaders_van(world.school)] == ["woud", "ok"]
    lijst = maak_vragenlijst(kader_van(world.school))
    assert len(lijst.items) == 5
    assert [one.naam for one in lijst.niveaus] == ["Kiem", "Struik", "Boom"]
    (tag,) = tags_van(world.school, ["ok:R5"])
    assert tag.toestand is Toestand.HUIDIG


def test_a_framework_beside_ours_does_not_take_over_and_can_stop(world: World) -> None:
    pick = {"school": world.school, "naamruimte": "schaal", "pakket": None, "by": world.alice}
    services.kies(gebruik=ERNAAST, **pick)
    assert [one.naamruimte for one in kaders_van(world.school)] == ["ok", "schaal"]
    services.kies(gebruik=NIET, **pick)
    assert [one.naamruimte for one in kaders_van(world.school)] == ["ok"]
    (tag,) = tags_van(world.school, ["schaal:K2"])
    assert tag.toestand is Toestand.BUITEN


def test_the_framework_in_use_and_the_ok_cannot_be_stopped(world: World) -> None:
    services.lees_in(school=world.school, data=lees_toml(WOUD.encode()), by=world.alice)
    for space in ("woud", "ok"):
        with pytest.raises(KaderFout):
            services.kies(
                school=world.school, naamruimte=space, pakket=None, gebruik=NIET, by=world.alice
            )
    assert kader_van(world.school).naamruimte == "woud"


def test_a_pack_for_everybody_holds_until_a_school_chooses_itself(world: World) -> None:
    services.lees_in(school=None, data=new_texts(), by=None)
    assert kader_van(world.school).id == kader_van(world.other).id == "r-ok-proef"
    services.kies(school=world.school, naamruimte="ok", pakket=None, gebruik=HOOFD, by=world.alice)
    assert kader_van(world.school) is ok_kader()
    assert kader_van(world.other).id == "r-ok-proef"
    services.maak_ongedaan(school=None, by=None)
    assert kader_van(world.other) is ok_kader()


def test_the_same_version_with_another_content_is_refused(world: World) -> None:
    first = services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    again = services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    assert again.pk == first.pk
    assert world.school.kaderkeuzes.count() == 1
    with pytest.raises(KaderFout, match="hogere versie"):
        services.lees_in(school=world.school, data=new_texts(peildatum="2026-12"), by=world.alice)


def test_a_school_cannot_choose_the_pack_of_another_school(world: World) -> None:
    theirs = services.lees_in(school=world.other, data=new_texts(), by=world.charlie)
    with pytest.raises(KaderFout):
        services.kies(
            school=world.school, naamruimte="ok", pakket=theirs, gebruik=HOOFD, by=world.alice
        )
    given = {"naamruimte": "ok", "pakket": theirs.pk, "gebruik": HOOFD}
    assert world.client("alice").post(f"{K}kies/", given).status_code == 404


def test_a_stored_pack_that_can_no_longer_be_read_falls_back_and_says_so(world: World) -> None:
    row = services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    Kaderpakket.objects.filter(pk=row.pk).update(inhoud={}, hash="kapot")
    (only,) = in_gebruik(world.school)
    assert only.kapot
    assert only.kader is ok_kader()
    page = main_text(world.client("alice").get(K))
    assert "is niet meer te lezen" in page


def test_a_broken_pack_of_another_framework_leaves_the_ok_as_ours(world: World) -> None:
    row = services.lees_in(school=world.school, data=lees_toml(WOUD.encode()), by=world.alice)
    Kaderpakket.objects.filter(pk=row.pk).update(inhoud={}, hash="kapot-woud")
    assert kader_van(world.school) is ok_kader()


def test_which_framework_holds_costs_one_question_to_the_database(
    world: World, django_assert_max_num_queries: Any
) -> None:
    services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    kader_van(world.school)
    with django_assert_max_num_queries(1):
        kaders_van(world.school)


# ---------------------------------------------------------------- reading in


def test_the_preview_shows_every_change_and_stores_nothing(world: World) -> None:
    data = without(new_texts(), "R6", nieuw="R4")
    page = main_text(upload(world, toml(data)))
    assert "36 met een andere tekst" in page
    assert "1 vervallen" in page
    assert "OK-verwachting R6 · Effecten op langere termijn: wordt OK-verwachting R4" in page
    assert "“Verzonnen zin bij R5.” Letterlijk uit: Verzonnen proefboek" in page
    assert not Kaderpakket.objects.exists()
    assert kader_van(world.school) is ok_kader()


def test_saying_yes_puts_it_in_force_and_logs_who(world: World) -> None:
    response = upload(world, toml(new_texts()))
    inhoud = response.context["inhoud"]
    confirm(world, json.loads(inhoud))
    assert kader_van(world.school).id == "r-ok-proef"
    event = Event.objects.filter(kind="kader.gekozen").latest("pk")
    assert (event.by_name, event.data["rollen"]) == (
        "Alice Adams",
        ["directeur", "beheerder"],
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_sheet_can_be_read_in_too(world: World, kind: str) -> None:
    rows = [[*row[:3], f"Nieuwe woorden {row[0]}.", "", *row[5:]] for row in naar_blad(ok_kader())]
    rows = [[*row[:8], "", "", ""] for row in rows]
    raw = (
        table_csv(KOLOMMEN, rows)
        if kind == "csv"
        else table_workbook("t", "m", KOLOMMEN, rows, widths=[9] * len(KOLOMMEN))
    )
    more = {
        "titel": "Onze woorden",
        "naamruimte": "ok",
        "versie": "1.0.0",
        "vaste_tekst": "Eigen omschrijving, geen officiële formulering",
    }
    response = upload(world, raw, f"ok.{kind}", **more)
    assert "37 met een andere tekst" in main_text(response)
    confirm(world, json.loads(response.context["inhoud"]))
    assert kader_van(world.school).verwachtingen["ok:R5"].tekst == "Nieuwe woorden R5."


def test_a_sheet_needs_a_name_and_a_word_for_its_codes(world: World) -> None:
    page = main_text(upload(world, b"code;rubriek;onderwerp;tekst\nA;b;c;d\n", "x.csv"))
    assert "Vul bij een rekenblad ook in: Naam van het kader, Kort woord" in page


def test_every_fault_stands_on_the_page_and_nothing_changes(world: World) -> None:
    data = without(new_texts(), "R6")
    data["verwachtingen"][0]["status"] = "eigen"
    data["verwachtingen"][0]["parafrase"] = ""
    data["verwachtingen"][1]["gok_vraag"] = "Geen vraag."
    page = main_text(upload(world, toml(data)))
    assert "verwachtingen.R1.parafrase: ontbreekt." in page
    assert "verwachtingen.R2.gok_vraag: een vraag eindigt op een vraagteken." in page
    assert not Kaderpakket.objects.exists()


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", "k.toml"),
        (b"x" * (10 * 1024 * 1024), "k.toml"),
        (b"x" * (10 * 1024 * 1024), "k.csv"),
        (b"\x00" * 50, "k.toml"),
        (b"\x00" * 50, "k.csv"),
        (b"a = " + b"[" * 200_000, "k.toml"),
        (b"PK\x03\x04", "k.xlsx"),
        (b"%PDF-1.7", "k.pdf"),
        (b"#!/bin/sh", "k.sh"),
        (b"[pakket]\nid = '<script>alert(1)</script>'\n", "k.toml"),
        (b"code;rubriek;onderwerp\n=cmd|' /C calc'!A0;b;c\n", "k.csv"),
    ],
    ids=[*"abcdefghijk"],
)
def test_a_hostile_file_is_refused_on_the_page(world: World, raw: bytes, name: str) -> None:
    more = {"titel": "T", "naamruimte": "net", "versie": "1.0.0", "vaste_tekst": "Eigen"}
    response = upload(world, raw, name, **more)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert not Kaderpakket.objects.exists()


@pytest.mark.parametrize(
    "inhoud",
    ["", "{", "[]", "5", '"x"', "null", "{}", "[" * 100_000, '{"pakket": {}}', "\x00"],
    ids=[*"abcdefghij"],
)
def test_a_confirmation_is_checked_as_if_it_were_new(world: World, inhoud: str) -> None:
    given = {"inhoud": inhoud, "gebruik": HOOFD}
    response = world.client("alice").post(f"{K}bevestig/", given)
    assert response.status_code in (200, 302)
    assert not Kaderpakket.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"naamruimte": "ok"},
        {"naamruimte": "ok", "gebruik": "alles"},
        {"naamruimte": "OK;--", "gebruik": "hoofd"},
        {"naamruimte": "ok", "gebruik": "hoofd", "pakket": "9" * 40},
        {"naamruimte": "ok", "gebruik": "hoofd", "pakket": "-1"},
        {"naamruimte": "ok", "gebruik": "hoofd", "pakket": "999999"},
    ],
)
def test_a_choice_that_makes_no_sense_is_not_found(world: World, given: dict[str, str]) -> None:
    assert world.client("alice").post(f"{K}kies/", given).status_code == 404


# ---------------------------------------------------------------- the pages


def test_the_page_of_a_framework_never_shows_a_paraphrase_without_its_line(world: World) -> None:
    page = main_text(world.client("bob").get(f"{K}lees/ok/"))
    for one in ok_kader().verwachtingen.values():
        assert f"{one.getoond} {one.noot}." in page
        assert one.voluit in page
    assert page.count("Eigen omschrijving, geen officiële formulering.") == 35


def test_the_search_finds_words_in_text_question_and_code(world: World) -> None:
    find = lambda query: main_text(world.client("bob").get(f"{K}lees/ok/?{query}"))  # noqa: E731
    assert "1 van de 37" in find("zoek=drempels+afkomst")
    assert "2 van de 37" in find("status=officieel")
    assert "21 van de 37" in find("zekerheid=onbevestigd")
    assert "3 van de 37" in find("rubriek=kwaliteit")
    assert "Geen enkele verwachting past hierbij" in find("zoek=olifant")
    assert "37 van de 37" in find("rubriek=bestaat-niet&status=x")


def test_the_detail_page_tells_how_sure_it_is_and_shows_the_fragment(world: World) -> None:
    page = main_text(world.client("bob").get(f"{K}lees/ok/BL9/"))
    assert "heeft hi…”" in page
    assert "Eigen omschrijving, geen officiële formulering." in page
    assert "Een vraag van GOK-wijs, geen vraag van de inspectie." in page
    unsure = main_text(world.client("bob").get(f"{K}lees/ok/D1/"))
    assert "onbevestigd" in unsure
    assert "niet bevestigd" in unsure


def test_a_scale_of_the_inspection_is_never_a_bare_code(world: World) -> None:
    page = main_text(world.client("bob").get(f"{K}lees/schaal/K2/"))
    assert "inspectieschaal K2 · Organisatiebeleid" in page
    suggested = main_text(world.client("bob").get(f"{K}lees/schaal/K6/"))
    assert "OK-verwachting K3 · Borgen en bijsturen" in suggested
    assert "voorstel" in suggested


@pytest.mark.parametrize("path", ["lees/woud/", "lees/ok/Z9/", "lees/ok/meenemen/pdf/", "lees/x/"])
def test_what_is_not_there_is_not_found(world: World, path: str) -> None:
    assert world.client("alice").get(f"{K}{path}").status_code == 404


def test_a_framework_taken_along_says_its_version_and_comes_back(world: World) -> None:
    raw = world.client("alice").get(f"{K}lees/ok/meenemen/xlsx/").content
    more = {
        "titel": "Terug",
        "naamruimte": "ok",
        "versie": "9.0.0",
        "vaste_tekst": "Eigen omschrijving, geen officiële formulering",
    }
    page = main_text(upload(world, raw, "terug.xlsx", **more))
    assert "Er verandert niets" in page
    csv = world.client("alice").get(f"{K}lees/ok/meenemen/csv/").content.decode("utf-8-sig")
    assert "pakket r-ok-parafrase, versie 0.2.0, peildatum 2026-11" in csv


def test_who_may_not_adopt_sees_no_buttons_and_who_to_ask(world: World) -> None:
    page = world.client("bob").get(K)
    assert "Lees een kader in" not in main_text(page)
    assert "directeur" in main_text(page)
    assert b'<form method="post"' not in page.content.split(b"<main")[1].split(b"</main")[0]


def test_the_list_shows_the_choice_and_its_undo(world: World) -> None:
    services.lees_in(school=world.school, data=new_texts(), by=world.alice)
    page = main_text(world.client("alice").get(K))
    assert "Proefpakket" in page
    assert "37 officieel geciteerd" in page
    assert "Maak ongedaan" in page
    world.client("alice").post(f"{K}ongedaan/")
    page = main_text(world.client("alice").get(K))
    assert "ongedaan gemaakt op" in page
    assert "Proefpakket" in page  # still available, to choose again


def test_shipped_data_is_never_changed_by_reading_it(world: World) -> None:
    before = json.dumps(shipped())
    services.keur(school=world.school, data=shipped(versie="0.9.0"))
    assert json.dumps(shipped()) == before
