"""Writes of the desk: moments, declarations at the desk, documents, and the purge.

An event names the stamnummer and what kind of thing, never an answer, a name or a file name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import Actor, record
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.leerlingen.services import (
    VerklaringExistsError,
    record_verklaring,
    withdraw_verklaring,
)
from gokwijs.apps.loket import storage
from gokwijs.apps.loket.models import Document, Hulp, Moment
from gokwijs.apps.loket.removal import remove_entries, remove_file_after
from gokwijs.apps.loket.selectors import TeBewaren, bewaring_of, orphans, purgeable
from gokwijs.apps.loket.upload import Upload
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import dutch_date
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal

# ---------------------------------------------------------------- moments


@transaction.atomic
def save_moment(
    *,
    school: School,
    datum: date,
    plaats: str,
    by: User,
    moment: Moment | None = None,
    groepen: str = "",
    aanwezig: Iterable[str] = (),
    opmerking: str = "",
    klaar: bool = False,
) -> Moment:
    """Plan a moment, or change one."""
    found = moment or Moment(school=school)
    found.datum, found.plaats, found.groepen = datum, plaats, groepen
    found.aanwezig, found.opmerking, found.klaar = list(aanwezig), opmerking, klaar
    found.save()
    kind = "moment.gepland" if moment is None else "moment.aangepast"
    record(kind=kind, by=by, school=school.instellingsnummer, target=dutch_date(datum))
    return found


@transaction.atomic
def tick_moment(*, moment: Moment, klaar: bool, by: User) -> None:
    """Tick a moment off the checklist, or take the tick away."""
    moment.klaar = klaar
    moment.save(update_fields=["klaar"])
    nummer = moment.school.instellingsnummer
    record(kind="moment.aangepast", by=by, school=nummer, target=dutch_date(moment.datum))


@transaction.atomic
def delete_moment(*, moment: Moment, by: User) -> None:
    """Take a moment off the list; the declarations of that day stay."""
    nummer = moment.school.instellingsnummer
    record(kind="moment.verwijderd", by=by, school=nummer, target=dutch_date(moment.datum))
    moment.delete()


# ---------------------------------------------------------------- declarations


@transaction.atomic
def declare(
    *,
    leerling: Leerling,
    talen: Mapping[Gezinslid, Taal],
    opleiding: Opleiding,
    datum: date,
    kanaal: Verklaring.Kanaal,
    seen: int | None,
    by: User,
    reden: str = "",
    ondertekend_op: date | None = None,
    moment: Moment | None = None,
    zelfde_gezin: bool = False,
) -> Verklaring:
    """Store a declaration at the desk. ``seen`` is the key of the one that counted on the screen.

    Raises VerklaringExistsError when a colleague or parent stored another one meanwhile: a reason
    written against an older one does not hold against that.
    """
    leerling = Leerling.objects.select_for_update().get(pk=leerling.pk)
    now = leerling.verklaringen.filter(vervangen=False).first()
    if now is not None and now.pk != seen:
        raise VerklaringExistsError(
            f"Intussen is er een {now} vastgelegd, door {now.door_naam}. Jouw antwoorden zijn niet "
            "bewaard. Kijk eerst na of die verklaring klopt."
        )
    if now is None and seen is not None:
        raise LeerlingError("De vorige verklaring is intussen ingetrokken. Begin opnieuw.")
    verklaring = record_verklaring(
        leerling=leerling,
        talen=talen,
        opleiding=opleiding,
        datum=datum,
        kanaal=kanaal,
        by=by,
        reden=reden,
        ondertekend_op=ondertekend_op,
    )
    if moment is not None:
        Hulp.objects.create(moment=moment, verklaring=verklaring, zelfde_gezin=zelfde_gezin)
    return verklaring


@transaction.atomic
def withdraw(*, verklaring: Verklaring, today: date, by: User) -> Verklaring | None:
    """Undo a declaration of today, with its scans; the one that counts again, or None."""
    Leerling.objects.select_for_update().get(pk=verklaring.leerling_id)
    for document in verklaring.documenten.all():
        delete_document(document=document, by=by)
    Hulp.objects.filter(verklaring=verklaring).delete()
    return withdraw_verklaring(verklaring=verklaring, today=today, by=by)


# ---------------------------------------------------------------- documents


def add_document(
    *, verklaring: Verklaring, soort: str, upload: Upload, today: date, by: User
) -> Document:
    """Keep a checked file; raises LeerlingError when the declaration is gone meanwhile.

    When the row cannot be written, the file is not left behind.
    """
    name = storage.store(upload.data)
    try:
        with transaction.atomic():
            Leerling.objects.select_for_update().get(pk=verklaring.leerling_id)
            if not Verklaring.objects.filter(pk=verklaring.pk).exists():
                raise LeerlingError("Deze verklaring is intussen ingetrokken.")
            document = Document.objects.create(
                verklaring=verklaring,
                soort=soort,
                bestand=name,
                bewaren_tot=bewaring_of(verklaring, today).tot,
                **_described(upload, by),
            )
            _log("document.opgeladen", verklaring, by, soort=soort)
    except BaseException:
        storage.remove(name)
        raise
    return document


def replace_document(*, document: Document, upload: Upload, by: User) -> None:
    """Another file in its place; the old one disappears once that is certain."""
    name = storage.store(upload.data)
    try:
        with transaction.atomic():
            locked = Document.objects.select_for_update().get(pk=document.pk)
            old = locked.bestand
            for field, value in {"bestand": name, **_described(upload, by)}.items():
                setattr(locked, field, value)
            locked.save()
            _log("document.vervangen", locked.verklaring, by, soort=locked.soort)
            remove_file_after(old)
    except BaseException:
        storage.remove(name)
        raise


@transaction.atomic
def delete_document(*, document: Document, by: User) -> None:
    """The row now, the file as soon as that is certain."""
    _log("document.verwijderd", document.verklaring, by, soort=document.soort)
    name = document.bestand
    document.delete()
    remove_file_after(name)


def _described(upload: Upload, by: User) -> dict[str, Any]:
    return {
        "naam": upload.naam,
        "inhoudstype": upload.inhoudstype,
        "grootte": len(upload.data),
        "sha256": hashlib.sha256(upload.data).hexdigest(),
        "door_naam": by.naam,
        "opgeladen": timezone.now(),
    }


# ---------------------------------------------------------------- the purge


@dataclass(frozen=True, slots=True)
class Purged:
    """How much went."""

    documenten: int
    verklaringen: int


@transaction.atomic
def purge(*, today: date, by: Actor | None = None, school: School | None = None) -> Purged:
    """Remove what may go today, of one school or of all; leaves counts and the day in the log.

    For all schools, files without a row go too, once they are a day old. The facts of a purged
    declaration stay with the record of the pupil, which has its own term.
    """
    entries = purgeable(today, school)
    by_school: dict[str, list[TeBewaren]] = {}
    for entry in entries:
        nummer = entry.verklaring.leerling.school.instellingsnummer
        by_school.setdefault(nummer, []).append(entry)
    remove_entries(entries)
    for nummer, gone in sorted(by_school.items()):
        count = _counted(gone)
        record(
            kind="bewaring.opgeruimd",
            by=by,
            school=nummer,
            target=dutch_date(today),
            data={"documenten": count.documenten, "verklaringen": count.verklaringen},
        )
    if school is None:
        _purge_orphans(today, by)
    return _counted(entries)


def _purge_orphans(today: date, by: Actor | None) -> None:
    """A fresh file may belong to a row that is being written; one of a day ago does not."""
    left = orphans(older_than=timedelta(days=1))
    for name in left:
        remove_file_after(name)
    if left:
        data = {"documenten": len(left), "verklaringen": 0}
        record(kind="bewaring.opgeruimd", by=by, target=dutch_date(today), data=data)


def _counted(entries: Iterable[TeBewaren]) -> Purged:
    documents = [entry.document is not None for entry in entries]
    return Purged(documents.count(True), documents.count(False))


def _log(kind: str, verklaring: Verklaring, by: User, **data: Any) -> None:
    leerling = verklaring.leerling
    record(
        kind=kind,
        by=by,
        school=leerling.school.instellingsnummer,
        target=f"leerling {leerling.stamnummer}",
        data=data,
    )
