"""Broken, huge and malicious input: a clear error, nothing stored, nothing executed."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from gokwijs.apps.access.models import User
from gokwijs.apps.middelen import services
from gokwijs.apps.middelen.models import Inlezing
from gokwijs.apps.scholen.models import Membership
from gokwijs.core.calendar import teldag
from gokwijs.core.telling.table import MAX_BYTES
from tests.apps.builders import (
    JAAR,
    NUMMER,
    YEAR,
    World,
    basisschool,
    berekening,
    csv,
    leerlingen,
    main_text,
    person,
    snapshot,
    text_of,
    upload_of,
)
from tests.apps.pages import SCHOOL_PAGES
from tests.apps.safety import assert_safe, inline_in
from tests.apps.test_telling_in import as_xlsx

MIDDELEN = f"/school/{NUMMER}/middelen/"
UPLOAD = f"{MIDDELEN}inbrengen/?{YEAR}"
SCRIPT = '<script>alert("gok")</script>'
HANDLER = "\" onmouseover='alert(1)' x=\""


def send(world: World, data: bytes, name: str) -> Any:
    fields = {"bestand": upload_of(data, name), "teldag": "2026-02-02"}
    return world.client("alice").post(UPLOAD, fields)


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def with_member(workbook: bytes, name: str, data: bytes) -> bytes:
    """The same workbook with one member added or replaced."""
    source, buffer = zipfile.ZipFile(io.BytesIO(workbook)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in source.infolist():
            if entry.filename != name:
                archive.writestr(entry, source.read(entry))
        archive.writestr(name, data)
    return buffer.getvalue()


BROKEN = {
    "a picture": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "foto.csv", "een afbeelding, geen tabel"),
    "a pdf": (b"%PDF-1.7 leerlingen", "lijst.xlsx", "een pdf, geen tabel"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "lijst.xls", "oud Excel-bestand"),
    "a document": (zipped(word__document=b"<w/>"), "brief.docx", "geen Excel-werkmap"),
    "half a workbook": (as_xlsx(basisschool())[:900], "half.xlsx", "half.xlsx is beschadigd."),
    "an empty zip": (b"PK\x03\x04", "leeg.xlsx", "leeg.xlsx is beschadigd."),
    "rubbish in a workbook": (
        with_member(as_xlsx(basisschool()), "xl/worksheets/sheet1.xml", b"<x" * 99),
        "rot.xlsx",
        "geen leesbare Excel-werkmap",
    ),
    "a zip bomb": (
        with_member(as_xlsx(basisschool()), "xl/media/bom.bin", b"\x00" * 40_000_000),
        "bom.xlsx",
        "onredelijk groot",
    ),
    "macros": (
        with_member(as_xlsx(basisschool()), "xl/vbaProject.bin", b"macro"),
        "macro.xlsm",
        "bevat macro's",
    ),
    "entities": (
        with_member(
            as_xlsx(basisschool()),
            "xl/sharedStrings.xml",
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        ),
        "xxe.xlsx",
        "documenttype, en dat is niet veilig",
    ),
    "NUL bytes": (basisschool().replace(b"lager", b"la\x00ger"), "nul.csv", "geen tekstbestand"),
    "no header": (b"hallo\nwereld\n", "tekst.txt", "geen kopregel die we kennen"),
    "one line": (b"a" * 300_000, "regel.csv", "geen kopregel die we kennen"),
    "an open quote": (
        basisschool() + b'\n999801;"1;x',
        "quote.csv",
        "aanhalingsteken of cel niet goed",
    ),
    "a shifted row": (basisschool() + b"\n999801;1;2;lager;a;b;c;d;e;f;g;h", "s.csv", "12 velden"),
    "only a header": (basisschool().splitlines()[0], "kop.csv", "geen enkele leerling"),
    "html": (b"<html><body><table>" + SCRIPT.encode(), "lijst.csv", "geen kopregel"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_refused_in_words_and_nothing_is_stored(world: World, what: str) -> None:
    data, name, sentence = BROKEN[what]
    before = snapshot()
    response = send(world, data, name)
    assert response.status_code == 422
    assert sentence in main_text(response)
    assert "Er is niets veranderd." in main_text(response)
    assert_safe(response)
    assert snapshot() == before


def test_an_empty_file_is_told_beside_the_field(world: World) -> None:
    before = snapshot()
    response = send(world, b"", "leeg.csv")
    assert "Het verstuurde bestand is leeg." in main_text(response)
    assert snapshot() == before


def test_the_name_of_a_file_says_nothing_about_what_it_is(world: World) -> None:
    """A good table is read whatever it is called; a picture called .csv is refused above."""
    assert send(world, basisschool(), "lijst.exe").status_code == 302
    assert send(world, as_xlsx(basisschool()), "lijst.csv").status_code == 302


def test_a_pupil_file_over_a_hundred_megabytes_is_refused_unread(
    world: World, tmp_path: Path
) -> None:
    path = tmp_path / "groot.csv"
    with path.open("wb") as handle:
        handle.write(basisschool())
        handle.truncate(MAX_BYTES + 1)  # sparse: takes no room
    with path.open("rb") as stream:
        upload = services.read_upload(
            school=world.school,
            schooljaar=JAAR,
            teldag=teldag(JAAR),
            stream=stream,
            filename="groot.csv",
            vorige_stream=None,
            vorige_filename="",
            by=world.alice,
        )
    assert upload.inlezing is None
    assert upload.problems[0].sentence == "groot.csv is 100 MB; het maximum is 100 MB."


class _Unread(io.RawIOBase):
    """A body that must not be read."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        raise AssertionError("a body that is too big was read")


@pytest.mark.parametrize("who", ["anoniem", "alice"])
def test_a_request_bigger_than_two_such_files_is_refused_before_it_is_read(
    world: World, who: str
) -> None:
    """Otherwise anybody, even without an account, could fill the disk."""
    client = world.client(who)
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": UPLOAD.split("?")[0],
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "CONTENT_LENGTH": str(2_000_000_000),
        "wsgi.input": _Unread(),
    }
    response = client.request(**environ)
    assert response.status_code == 413
    assert "Een leerlingenlijst mag hoogstens 100 MB zijn." in text_of(response)
    assert_safe(response)


# ---------------------------------------------------------------- names that want to be code


def test_markup_in_names_columns_and_cells_is_only_text_on_every_page(world: World) -> None:
    world.school.naam = f"School {SCRIPT}{HANDLER}"
    world.school.save()
    User.objects.filter(pk=world.bob.pk).update(naam=f"Bob {SCRIPT}{HANDLER}")
    header = (
        f"instellingsnummer;vestigingsplaats;leerling;onderwijsniveau;thuistaal;richting;{SCRIPT}"
    )
    rows = [
        f"{NUMMER};<img src=x onerror=alert(1)>;{n};lager;<b>ja</b>;{SCRIPT};{SCRIPT}"
        for n in range(9)
    ]
    data = "\n".join((header, *rows)).encode()
    name = "<img src=x onerror=alert(2)>.csv"
    where = send(world, data, name)["Location"]
    client = world.client("alice")
    check = client.get(where)
    assert "&lt;b&gt;ja&lt;/b&gt;" in text_of(check)
    client.post(where)
    services.enter_number(
        school=world.school,
        schooljaar=JAAR,
        naam="werkingsbudget.basisonderwijs.bedrag.thuistaal",
        waarde="1",
        document=SCRIPT,
        datum=teldag(JAAR),
        by=world.alice,
    )
    newest = world.school.berekeningen.first()
    assert newest is not None
    world.berekening = services.calculate_again(berekening=newest, by=world.bob)
    for page in (check, *(client.get(p.path(world)) for p in SCHOOL_PAGES)):
        assert_safe(page)
        if page.get("Content-Type", "").startswith("text/html"):
            assert "<img src=x" not in text_of(page)
            assert SCRIPT not in text_of(page)
    title = re.search(r'<span class="waar">.*?</span>', text_of(check), re.S)
    assert title is not None
    assert "&lt;script&gt;" in title[0]


def test_the_checker_for_inline_code_finds_inline_code() -> None:
    assert inline_in(f"<p>{SCRIPT}</p>") == ["an inline script"]
    assert inline_in(f'<p title="{HANDLER}">') == ["onmouseover= on <p>"]
    assert inline_in('<p style="color:red">') == ["style= on <p>"]
    assert inline_in('<a href=" JavaScript:alert(1)">') == ["href= JavaScript:alert(1)"]
    assert inline_in('<script src="https://elders.invalid/x.js"></script>')


def test_markup_in_an_address_or_a_search_is_only_text(world: World) -> None:
    client = world.client("alice")
    for path in (
        f"/regels/?zoek={SCRIPT}{HANDLER}",
        f"{MIDDELEN}wat-als/?{YEAR}&lager_thuistaal={SCRIPT}",
        f"{MIDDELEN}wat-als/?{YEAR}&basisonderwijs.ses_lestijden.lager.thuistaal={HANDLER}",
        f"/regels/{SCRIPT}/",
    ):
        page = client.get(path)
        assert page.status_code in (200, 404)
        assert_safe(page)


# ---------------------------------------------------------------- characters a database refuses


@pytest.mark.parametrize(
    "path",
    [
        "/school/99%0001/middelen/",
        "/school/%00/gegevens/",
        f"{MIDDELEN}getallen/x%00/",
        f"{MIDDELEN}berekening/999999999999999999999999999/",
        f"{MIDDELEN}nakijken/999999999999999999999999999/",
        f"/school/{NUMMER}/medewerkers/999999999999999999999999999/",
        "/school/٩٩٩٨٠١/middelen/",
        f"/school/{'9' * 3000}/middelen/",
        "/regels/%00/",
        "/handleiding/voorbeelden/..%2f..%2fcli.py",
        "/static/../config/settings.py",
    ],
)
def test_an_impossible_address_is_simply_not_found(world: World, path: str) -> None:
    response = world.client("alice").get(path)
    assert response.status_code == 404


def test_an_odd_search_or_page_number_is_no_crash(world: World) -> None:
    client = world.client("alice")
    for path in ("/regels/?zoek=%00", f"/school/{NUMMER}/logboek/?p=%00", f"{MIDDELEN}?open=%00"):
        assert client.get(path).status_code == 200


NASTY = (
    "\x00",
    "a\x00b",
    "\ud83d",
    "\u202e omgekeerd",
    "x" * 5000,
    "a" * 400 + "@zandloper.invalid",
)


@pytest.mark.parametrize("page", SCHOOL_PAGES, ids=[p.name for p in SCHOOL_PAGES])
def test_odd_text_in_any_field_is_an_answer_not_a_crash(world: World, page: Any) -> None:
    client = world.client("alice")
    for odd in NASTY:
        text = odd.encode("utf-8", "replace").decode()
        fields = {k: v for k, v in page.data(world).items() if k != "bestand"}
        for name in fields:
            response = client.post(page.path(world), {**fields, name: text})
            assert response.status_code in (200, 302, 404, 405, 422), (name, odd[:20])


def test_an_address_that_fits_no_column_is_refused_by_the_form(world: World) -> None:
    """PostgreSQL refuses more than 254 characters; SQLite would keep them."""
    mail = "a" * 40 + "@" + ".".join(["b" * 60] * 4) + ".invalid"
    before = snapshot()
    response = world.client("alice").post(
        f"/school/{NUMMER}/medewerkers/", {"naam": "Lang", "email": mail, "roles": ["zorg"]}
    )
    assert response.status_code == 200
    assert "254" in main_text(response)
    assert snapshot() == before


def test_nul_in_wide_text_or_in_a_workbook_reaches_no_table(world: World) -> None:
    """PostgreSQL refuses NUL in text and JSON; a UTF-16 file can carry it through a decoder."""
    wide = basisschool().decode().replace(";1;", ";1\x00A;")
    for data, name in (
        (b"\xff\xfe" + wide.encode("utf-16-le"), "breed.csv"),
        (as_xlsx(basisschool().replace(b";1;", b";1_x0000_A;")), "nul.xlsx"),
    ):
        response = send(world, data, name)
        assert response.status_code in (302, 422)
        if response.status_code == 302:
            assert world.client("alice").post(response["Location"]).status_code == 302
    assert "\x00" not in str(list(Inlezing.objects.values_list("telling", "problemen")))


def test_a_very_long_file_name_is_cut_not_refused(world: World) -> None:
    assert send(world, basisschool(), "n" * 400 + ".csv").status_code == 302
    newest = Inlezing.objects.first()
    assert newest is not None
    assert newest.herkomst.startswith("nnn")
    assert len(newest.herkomst) <= 250


def test_ten_thousand_fields_are_refused_before_they_are_looked_at(world: World) -> None:
    fields = {f"veld{n}": "1" for n in range(2500)}
    before = snapshot()
    assert world.client("alice").post(f"{MIDDELEN}totalen/", fields).status_code == 400
    assert snapshot() == before


# ---------------------------------------------------------------- forged requests and staff


def test_a_form_of_another_site_is_refused_and_says_so_in_dutch(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = snapshot()
    for page in SCHOOL_PAGES:
        response = client.post(page.path(world), {})
        assert response.status_code == 403, page.name
    assert "De pagina was te lang open" in text_of(response)
    assert_safe(response)
    assert snapshot() == before


def test_a_colleague_cannot_raise_own_rights(world: World) -> None:
    client, mine = world.client("bob"), world.member("bob")
    client.post(f"/school/{NUMMER}/medewerkers/{mine.pk}/", {"roles": ["directeur"]})
    client.post(
        f"/school/{NUMMER}/medewerkers/",
        {"naam": "Bob", "email": world.bob.email, "roles": ["directeur"]},
    )
    mine.refresh_from_db()
    assert mine.roles == ["leraar"]


def test_an_invented_role_is_refused(world: World) -> None:
    path = f"/school/{NUMMER}/medewerkers/{world.member('bob').pk}/"
    response = world.client("alice").post(path, {"roles": ["superuser"]})
    assert response.status_code == 200
    assert world.member("bob").roles == ["leraar"]


def test_an_outsider_added_here_stays_an_outsider_elsewhere(world: World) -> None:
    person("elders@elders.invalid", "Els Elders")
    world.client("alice").post(
        f"/school/{NUMMER}/medewerkers/",
        {"naam": "Iets anders", "email": "ELDERS@elders.invalid", "roles": ["directeur"]},
    )
    members = Membership.objects.filter(user__email="elders@elders.invalid")
    assert [m.school.instellingsnummer for m in members] == [NUMMER]
    assert User.objects.get(email="elders@elders.invalid").naam == "Els Elders"


def test_a_huge_but_valid_school_is_calculated(world: World) -> None:
    found = berekening(world.school, world.alice, csv(leerlingen(30_000, thuistaal="ja")))
    assert found.resultaten[0]["resultaat"] is not None
