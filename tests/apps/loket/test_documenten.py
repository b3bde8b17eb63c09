"""Scans: what is accepted, who may look, and that what is deleted is really gone."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import TestCase
from django.utils import timezone

from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.services import LeerlingError
from gokwijs.apps.loket import services, storage
from gokwijs.apps.loket.models import MAX_BYTES, Document
from gokwijs.apps.loket.selectors import missing, orphans
from gokwijs.apps.loket.upload import Upload, UploadError, check_upload
from tests.apps.builders import NUMMER, TODAY, World, kinds, main_text, upload_of
from tests.apps.loket.builders import JPEG, PDF, PNG, declared, desk, document_of, scan

L = f"/school/{NUMMER}/loket"


def zip_bytes() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("virus.exe", b"MZ")
    return out.getvalue()


def on_disk() -> set[str]:
    return set(storage.names())


def send(world: World, data: bytes, name: str = "scan.pdf") -> str:
    """Upload as Alice; the text of the page one lands on."""
    client = world.client("alice")
    form = {"soort": "formulier", "scan": upload_of(data, name)}
    response = client.post(f"{L}/{world.declared.pk}/document/", form)
    assert response.status_code == 302
    return main_text(client.get(response["Location"]))


# ---------------------------------------------------------------- what is accepted


@pytest.mark.parametrize(
    ("name", "data", "kind", "kept"),
    [
        ("scan.pdf", PDF, "application/pdf", "scan.pdf"),
        ("foto.JPEG", JPEG, "image/jpeg", "foto.jpg"),
        ("foto.png", PNG, "image/png", "foto.png"),
        ("foto", JPEG + b"film van de telefoon", "image/jpeg", "foto.jpg"),
        ("facture.exe", PDF, "application/pdf", "facture.pdf"),
    ],
)
def test_the_bytes_say_what_a_file_is_and_never_its_name(
    name: str, data: bytes, kind: str, kept: str
) -> None:
    found = check_upload(name, data)
    assert (found.inhoudstype, found.naam, found.data) == (kind, kept, data)


HOSTILE: list[tuple[str, bytes, str]] = [
    ("an empty file", b"", "leeg"),
    ("a zip that calls itself pdf", zip_bytes(), "geen pdf, jpeg of png"),
    ("a page with a script", b"<html><script>alert(1)</script>", "geen pdf, jpeg of png"),
    ("a picture in words", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "geen pdf, jpeg"),
    ("a program", b"MZ\x90\x00" + b"\x00" * 500, "geen pdf, jpeg of png"),
    ("a gif", b"GIF89a" + b"\x00" * 40, "geen pdf, jpeg of png"),
    ("a pdf after something else", b"#!/bin/sh\n" + PDF, "geen pdf, jpeg of png"),
    ("a pdf cut off", PDF[:20], "geen pdf, jpeg of png"),
    ("a png cut off", PNG[:-6], "geen pdf, jpeg of png"),
    ("a jpeg cut off", JPEG[:-2], "geen pdf, jpeg of png"),
    ("only the first bytes", b"%PDF-", "geen pdf, jpeg of png"),
    ("a pdf and a zip in one", PDF + zip_bytes() + b"%%EOF", "nog een ander bestand verstopt"),
    ("a jpeg and a zip in one", JPEG + zip_bytes(), "nog een ander bestand verstopt"),
    ("too large", PDF + b"0" * MAX_BYTES + b"%%EOF", "te groot: hoogstens 10 MB"),
]


@pytest.mark.parametrize(("what", "data", "sentence"), HOSTILE, ids=[h[0] for h in HOSTILE])
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(
    world: World, what: str, data: bytes, sentence: str
) -> None:
    with pytest.raises(UploadError, match=sentence):
        check_upload("scan.pdf", data)
    before, rows = on_disk(), Document.objects.count()
    text = send(world, data)
    assert "Niet opgeladen." in text
    assert sentence in text
    assert (on_disk(), Document.objects.count()) == (before, rows)


def test_a_file_of_exactly_ten_megabytes_is_accepted_and_one_byte_more_is_not() -> None:
    body = PDF[:9] + b"0" * (MAX_BYTES - 14) + b"%%EOF"
    assert len(check_upload("scan.pdf", body).data) == MAX_BYTES
    with pytest.raises(UploadError, match="te groot"):
        check_upload("scan.pdf", PDF[:9] + b"0" * (MAX_BYTES - 13) + b"%%EOF")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\an\\scan.pdf", "scan.pdf"),
        ("..", "formulier.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("scan\r\nSet-Cookie: x=1.pdf", "scanSet-Cookie x=1.pdf"),
        ("scan\u202efdp.exe", "scanfdp.pdf"),
        ('a"b;c<d>.pdf', "abcd.pdf"),
        ("scan.pdf.exe", "scan.pdf"),
        ("verklaring van Zoë.PDF", "verklaring van Zoë.pdf"),
        ("x" * 300 + ".pdf", "x" * 90 + ".pdf"),
        ("\x00", "formulier.pdf"),
        ("", "formulier.pdf"),
    ],
)
def test_a_name_is_made_harmless(name: str, kept: str) -> None:
    assert check_upload(name, PDF).naam == kept


def test_no_choice_of_file_is_said_in_words(world: World) -> None:
    client = world.client("alice")
    response = client.post(f"{L}/{world.declared.pk}/document/", {"soort": "formulier"})
    assert "Niet opgeladen." in main_text(client.get(response["Location"]))


def test_without_a_declaration_there_is_nothing_to_attach_a_scan_to(world: World) -> None:
    path = f"{L}/{world.leerling.pk}/document/"
    assert world.client("alice").post(path, {"scan": upload_of(PDF)}).status_code == 404
    assert orphans() == []


# ---------------------------------------------------------------- where it lies, who may look


def test_a_scan_lies_under_a_random_name_that_only_the_server_can_read(world: World) -> None:
    send(world, PNG, "Vic Verklaard.png")
    found = Document.objects.order_by("-pk")[0]
    path = Path(settings.DOCUMENT_DIR) / found.bestand
    assert path.read_bytes() == PNG
    assert len(found.bestand) == 32
    assert "Vic" not in found.bestand
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert found.sha256 == hashlib.sha256(PNG).hexdigest()
    assert (found.grootte, found.inhoudstype) == (len(PNG), "image/png")
    assert found.bewaren_tot is not None
    assert found.bewaren_tot.isoformat() == "2030-09-03"
    event = Event.objects.filter(kind="document.opgeladen").latest("pk")
    assert (event.target, event.data) == (
        f"leerling {world.declared.stamnummer}",
        {"soort": "formulier"},
    )


def test_no_address_leads_to_the_folder(world: World) -> None:
    name = document_of(world).bestand
    for path in (
        f"/documenten/{name}",
        f"/static/documenten/{name}",
        f"/static/../documenten/{name}",
        f"/static/..%2fdocumenten%2f{name}",
        f"/media/{name}",
    ):
        assert world.client("alice").get(path).status_code == 404, path


def test_a_scan_is_only_handed_over_to_save_and_every_time_is_logged(world: World) -> None:
    document = document_of(world)
    Document.objects.filter(pk=document.pk).update(naam='scan "a".pdf')
    response = world.client("alice").get(f"{L}/document/{document.pk}/bestand/")
    assert response.content == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert kinds().count("document.bekeken") == 1


def test_a_file_that_disappeared_is_said_in_words_and_not_logged_as_seen(world: World) -> None:
    document = document_of(world)
    storage.remove(document.bestand)
    assert missing() == [document]
    response = world.client("alice").get(f"{L}/document/{document.pk}/bestand/")
    assert response.status_code == 404
    assert "document.bekeken" not in kinds()


def test_a_stored_name_can_never_leave_the_folder() -> None:
    for name in ("../gokwijs.sqlite3", "a" * 32 + "/x", "", "A" * 32, "/etc/passwd"):
        with pytest.raises(ValueError, match="not a name"):
            storage.read(name)
        with pytest.raises(ValueError, match="not a name"):
            storage.remove(name)


# ---------------------------------------------------------------- replace, delete, gone


def test_a_replaced_scan_is_really_gone(world: World) -> None:
    document = document_of(world)
    old = document.bestand
    with TestCase.captureOnCommitCallbacks(execute=True):
        world.client("alice").post(
            f"{L}/document/{document.pk}/", {"scan": upload_of(JPEG, "nieuw.jpg")}
        )
    document.refresh_from_db()
    assert on_disk() == {document.bestand}
    assert document.bestand != old
    assert (document.naam, document.inhoudstype) == ("nieuw.jpg", "image/jpeg")
    assert str(document.bewaren_tot) == "2030-09-03"


def test_deleting_asks_once_and_then_the_file_is_gone(world: World) -> None:
    document = document_of(world)
    client = world.client("alice")
    path = f"{L}/document/{document.pk}/"
    client.post(path, {"verwijderen": "1"})
    assert on_disk() == {document.bestand}
    assert "Vink aan dat je het zeker weet" in main_text(client.get(path))
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(path, {"verwijderen": "1", "zeker": "1"})
    assert on_disk() == set()
    assert not Document.objects.exists()
    assert client.get(path).status_code == 404


def test_the_file_stays_when_the_deletion_is_rolled_back(world: World) -> None:
    document = document_of(world)

    def delete_and_fail() -> None:
        with transaction.atomic():
            services.delete_document(document=document, by=world.alice)
            raise RuntimeError("something else went wrong")

    with (
        TestCase.captureOnCommitCallbacks(execute=True) as callbacks,
        pytest.raises(RuntimeError, match="something else"),
    ):
        delete_and_fail()
    assert callbacks == []
    assert Document.objects.count() == 1
    assert len(on_disk()) == 1


def _replace(world: World) -> None:
    upload = Upload("x.pdf", "application/pdf", PDF)
    services.replace_document(document=document_of(world), upload=upload, by=world.alice)


@pytest.mark.parametrize(
    "write", [lambda w: scan(w.verklaring, w.alice), _replace], ids=["add", "replace"]
)
def test_when_the_row_cannot_be_written_no_file_is_left_behind(
    world: World, write: Callable[[World], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = on_disk()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(Event, "save", fail)
    with pytest.raises(RuntimeError, match="the log is full"):
        write(world)
    assert on_disk() == before


def test_a_half_written_file_is_not_left_behind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", full)
    before = set(Path(settings.DOCUMENT_DIR).iterdir())
    with pytest.raises(OSError, match="no space"):
        scan(world.verklaring, world.alice)
    assert set(Path(settings.DOCUMENT_DIR).iterdir()) == before


def test_a_declaration_with_a_scan_cannot_disappear_by_itself(world: World) -> None:
    with pytest.raises(ProtectedError):
        world.declared.delete()
    assert len(on_disk()) == 1


def test_a_scan_for_a_declaration_withdrawn_meanwhile_is_refused(world: World) -> None:
    verklaring = desk(world.leerling, world.alice)
    gone = type(verklaring).objects.get(pk=verklaring.pk)
    verklaring.delete()
    before = on_disk()
    with pytest.raises(LeerlingError, match="intussen ingetrokken"):
        scan(gone, world.alice)
    assert on_disk() == before


def test_orphans_are_found_and_other_files_in_the_folder_are_not_ours(world: World) -> None:
    left = storage.store(b"left behind")
    (Path(settings.DOCUMENT_DIR) / "lees mij.txt").write_text("x", encoding="utf-8")
    assert orphans() == [left]
    assert missing() == []


def test_a_purge_of_all_schools_takes_orphans_of_a_day_ago_and_no_fresh_file(
    world: World,
) -> None:
    old, fresh = storage.store(b"left behind"), storage.store(b"being written")
    yesterday = time.time() - 25 * 3600
    os.utime(Path(settings.DOCUMENT_DIR) / old, (yesterday, yesterday))
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.purge(today=TODAY, by=world.alice, school=world.school)
    assert on_disk() == {old, fresh, document_of(world).bestand}, "one school: not its business"
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.purge(today=TODAY)
    assert on_disk() == {fresh, document_of(world).bestand}
    assert Event.objects.latest("pk").data == {"documenten": 1, "verklaringen": 0}


def test_a_file_in_use_stays_as_an_orphan_and_the_page_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    document = document_of(world)

    def in_use(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError("in use by another program")

    monkeypatch.setattr(Path, "unlink", in_use)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.delete_document(document=document, by=world.alice)
    assert orphans() == [document.bestand]


def test_every_file_of_a_withdrawn_declaration_is_gone(world: World) -> None:
    verklaring = declared(world.leerling, world.alice, datum=TODAY)
    scan(verklaring, world.alice)
    scan(verklaring, world.alice, data=PNG)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.withdraw(
            verklaring=verklaring,
            today=timezone.localtime(verklaring.vastgelegd).date(),
            by=world.alice,
        )
    assert on_disk() == {document_of(world).bestand}


def test_the_same_random_name_twice_is_refused_by_the_database(world: World) -> None:
    document = document_of(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Document.objects.create(
            verklaring=document.verklaring,
            bestand=document.bestand,
            grootte=1,
            opgeladen=document.opgeladen,
        )
