"""Writes on official letters: enter, correct, withdraw, read the counts file, note a difference.

Atomic, with audit. Nothing is ever lost: a corrected line is marked as replaced, a letter is
withdrawn with a reason, a note stays under the newer one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import BinaryIO

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.middelen.models import BriefRegel, OfficieleBrief, VerschilNota
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.law.numbers import exact_string
from gokwijs.core.middelen.officieel import Line, LineKind
from gokwijs.core.middelen.other_counts import Scope
from gokwijs.core.middelen.result import Regeling
from gokwijs.core.telling.official_file import OfficialRow, read_official_file
from gokwijs.core.telling.reading import Problem


@dataclass(frozen=True)
class Head:
    """What stands at the top of a letter."""

    document: str
    datum: date
    referentie: str = ""
    teldag: date | None = None
    opmerking: str = ""


@dataclass(frozen=True)
class Typed:
    """The number of a line, and a remark."""

    value: Fraction
    remark: str = ""


@dataclass(frozen=True)
class FileUpload:
    """What reading the counts file gave. ``known``: the same file was read before."""

    brief: OfficieleBrief | None
    problems: tuple[Problem, ...]
    known: bool = False


class WithdrawnError(ValueError):
    """The letter was withdrawn; the message is Dutch."""


@transaction.atomic
def record_brief(
    *, school: School, schooljaar: Schooljaar, head: Head, lines: Mapping[Line, Typed], by: User
) -> OfficieleBrief:
    """A new letter. An earlier one stays; of each line the newest counts."""
    brief = OfficieleBrief.objects.create(
        school=school,
        schooljaar=schooljaar.start,
        referentie=head.referentie,
        document=head.document,
        datum=head.datum,
        teldag=head.teldag,
        opmerking=head.opmerking,
        by_naam=by.naam,
    )
    _add(brief, lines, by)
    _log("brief.vastgelegd", brief, by, regels=len(lines))
    return brief


@transaction.atomic
def change_brief(
    *, brief: OfficieleBrief, head: Head, lines: Mapping[Line, Typed], by: User
) -> OfficieleBrief:
    """Correct a typing error; replaced lines stay readable. Raises WithdrawnError."""
    locked = _valid(brief)
    kept = locked.regels.filter(vervangen=False)
    before = {r.line: r for r in kept if r.line is not None}
    changed = [
        line
        for line in before.keys() | lines.keys()
        if line not in before
        or line not in lines
        or Fraction(before[line].waarde) != lines[line].value
        or before[line].opmerking != lines[line].remark
    ]
    if not changed and _head_of(locked) == head:
        return locked
    old = [before[line].pk for line in changed if line in before]
    locked.regels.filter(pk__in=old).update(vervangen=True)
    _add(locked, {line: lines[line] for line in changed if line in lines}, by)
    locked.document, locked.datum, locked.referentie = head.document, head.datum, head.referentie
    locked.teldag, locked.opmerking = head.teldag, head.opmerking
    locked.save()
    _log("brief.aangepast", locked, by, regels=len(changed))
    return locked


@transaction.atomic
def withdraw_brief(*, brief: OfficieleBrief, reden: str, by: User) -> None:
    """The letter does not count any more; it stays readable. Raises WithdrawnError."""
    locked = _valid(brief)
    locked.status = OfficieleBrief.Status.INGETROKKEN
    locked.opmerking = f"{locked.opmerking} Ingetrokken: {reden}".strip()[:500]
    locked.save(update_fields=["status", "opmerking"])
    _log("brief.ingetrokken", locked, by, reden=reden)


def read_telbestand(
    *, school: School, stream: BinaryIO, filename: str, today: date, by: User
) -> FileUpload:
    """Keep the own row of the official counts file as a letter; every other row is dropped."""
    reading = read_official_file(
        stream, filename=filename, instellingsnummer=school.instellingsnummer
    )
    if reading.row is None:
        return FileUpload(None, reading.problems)
    brief, known = _store_row(
        school=school,
        row=reading.row,
        filename=filename,
        file_hash=reading.file_hash,
        today=today,
        by=by,
    )
    return FileUpload(brief, reading.problems, known)


@transaction.atomic
def _store_row(
    *, school: School, row: OfficialRow, filename: str, file_hash: str, today: date, by: User
) -> tuple[OfficieleBrief, bool]:
    # Two people who upload at once must not store the row twice.
    School.objects.select_for_update().get(pk=school.pk)
    found = school.brieven.filter(
        schooljaar=row.schooljaar.start,
        bestand_hash=file_hash,
        status=OfficieleBrief.Status.GELDIG,
    ).first()
    if found is not None:
        return found, True
    brief = OfficieleBrief.objects.create(
        school=school,
        schooljaar=row.schooljaar.start,
        herkomst=OfficieleBrief.Herkomst.TELBESTAND,
        document=filename[:250],
        datum=today,
        teldag=row.teldag,
        opmerking=row.title,
        bestand_hash=file_hash,
        by_naam=by.naam,
    )
    lines = {Line(LineKind.LEERLINGEN, Scope.SO.value): Typed(row.leerlingen)}
    for kenmerk, number in row.counts.items():
        lines[Line(LineKind.TELLING, Scope.SO.value, kenmerk)] = Typed(number)
    if row.oki is not None:
        lines[Line(LineKind.OKI, Regeling.OKI.value)] = Typed(row.oki)
    _add(brief, lines, by)
    _log("telbestand.ingelezen", brief, by, bestand=file_hash)
    return brief, False


@transaction.atomic
def note_verschil(
    *,
    school: School,
    schooljaar: Schooljaar,
    line: Line,
    staat: VerschilNota.Staat,
    tekst: str,
    officieel: str,
    eigen: str,
    by: User,
) -> VerschilNota:
    """Say what a difference is; ``officieel`` and ``eigen`` are the numbers it is about."""
    nota = VerschilNota.objects.create(
        school=school,
        schooljaar=schooljaar.start,
        regel=line.code,
        staat=staat,
        tekst=tekst,
        officieel=officieel,
        eigen=eigen,
        by_naam=by.naam,
    )
    record(
        kind="verschil.genoteerd",
        by=by,
        school=school.instellingsnummer,
        target=f"{line.titel} ({schooljaar}): {nota.get_staat_display()}",
        data={"regel": line.code, "staat": nota.staat},
    )
    return nota


# ---------------------------------------------------------------- small tools


def _valid(brief: OfficieleBrief) -> OfficieleBrief:
    """The letter, locked until the end of the transaction; raises WithdrawnError."""
    locked = OfficieleBrief.objects.select_for_update().get(pk=brief.pk)
    if locked.status == OfficieleBrief.Status.INGETROKKEN:
        raise WithdrawnError("Deze brief is ingetrokken en kan niet meer veranderen.")
    return locked


def _head_of(brief: OfficieleBrief) -> Head:
    return Head(brief.document, brief.datum, brief.referentie, brief.teldag, brief.opmerking)


def _add(brief: OfficieleBrief, lines: Mapping[Line, Typed], by: User) -> None:
    BriefRegel.objects.bulk_create(
        BriefRegel(
            brief=brief,
            soort=line.kind.value,
            sleutel=line.key,
            kenmerk=line.kenmerk.value if line.kenmerk else "",
            waarde=exact_string(typed.value),
            opmerking=typed.remark,
            by_naam=by.naam,
        )
        for line, typed in lines.items()
    )


def _log(kind: str, brief: OfficieleBrief, by: User, **data: str | int) -> None:
    """Without any count of pupils."""
    record(
        kind=kind,
        by=by,
        school=brief.school.instellingsnummer,
        target=f"{brief.naam} van {dutch_date(brief.datum)} ({brief.jaar})",
        data={"document": brief.document, "datum": brief.datum.isoformat(), **data},
    )
