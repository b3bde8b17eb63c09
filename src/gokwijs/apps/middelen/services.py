"""Writes: read a telling, confirm it into a calculation, type a number. Atomic, with audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from django.db import transaction

from gokwijs import __version__
from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.middelen.getallen import by_name, corrected, law_with, parse_value
from gokwijs.apps.middelen.models import Berekening, IngevoerdGetal, Inlezing
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import core_school
from gokwijs.core.calendar import Schooljaar, vorige_teldag
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.export import results_to_json
from gokwijs.core.telling.leerlingen import read_leerlingen
from gokwijs.core.telling.model import School as CoreSchool
from gokwijs.core.telling.model import Telling
from gokwijs.core.telling.reading import LeerlingenReading, Problem


@dataclass(frozen=True)
class Upload:
    """What reading the file(s) gave: a concept to check, or only problems."""

    inlezing: Inlezing | None
    problems: tuple[Problem, ...]


def read_upload(
    *,
    school: School,
    schooljaar: Schooljaar,
    teldag: date,
    stream: BinaryIO,
    filename: str,
    vorige_stream: BinaryIO | None,
    vorige_filename: str,
    by: User,
) -> Upload:
    """Count a pupil file (and that of a year earlier). Stores a concept only without fouten."""
    nummer = school.instellingsnummer
    now = read_leerlingen(stream, filename=filename, teldag=teldag, only=nummer)
    earlier: LeerlingenReading | None = None
    if vorige_stream is not None:
        earlier = read_leerlingen(
            vorige_stream,
            filename=vorige_filename,
            teldag=vorige_teldag(schooljaar),
            only=nummer,
        )
    problems = (*now.problems, *(earlier.problems if earlier else ()))
    if not now.ok or (earlier is not None and not earlier.ok):
        return Upload(None, problems)
    inlezing = _store(
        school=school,
        schooljaar=schooljaar,
        herkomst=filename,
        bestand_hash=now.file_hash,
        rijen=now.rows,
        telling=now.tellingen[nummer],
        vorige=earlier.tellingen[nummer] if earlier else None,
        problems=problems,
        by=by,
    )
    return Upload(inlezing, problems)


def store_totals(
    *, school: School, schooljaar: Schooljaar, telling: Telling, vorige: Telling | None, by: User
) -> Inlezing:
    """Typed totals as a concept to check."""
    return _store(
        school=school,
        schooljaar=schooljaar,
        herkomst="getypte totalen",
        bestand_hash="",
        rijen=0,
        telling=telling,
        vorige=vorige,
        problems=(),
        by=by,
    )


@transaction.atomic
def _store(
    *,
    school: School,
    schooljaar: Schooljaar,
    herkomst: str,
    bestand_hash: str,
    rijen: int,
    telling: Telling,
    vorige: Telling | None,
    problems: tuple[Problem, ...],
    by: User,
) -> Inlezing:
    inlezing = Inlezing.objects.create(
        school=school,
        schooljaar=schooljaar.start,
        herkomst=herkomst[:250],
        bestand_hash=bestand_hash,
        rijen=rijen,
        telling=telling.to_json(),
        vorige=vorige.to_json() if vorige else None,
        problemen=[
            {"ernst": p.ernst.value, "kind": p.kind, "zin": p.sentence, "remedie": p.remedy}
            for p in problems
        ],
        by=by,
    )
    record(
        kind="telling.ingelezen",
        by=by,
        school=school.instellingsnummer,
        target=f"{herkomst}, schooljaar {schooljaar}",
        data={"rijen": rijen, "bestand": bestand_hash},
    )
    return inlezing


@transaction.atomic
def confirm(*, inlezing: Inlezing, by: User) -> Berekening:
    """Turn a checked reading into a stored calculation."""
    # A second click on the button must not calculate twice.
    locked = _undecided(inlezing)
    locked.status = Inlezing.Status.BEVESTIGD
    # The remarks quote rows of pupils; once somebody looked at them they have served.
    locked.problemen = []
    locked.save(update_fields=["status", "problemen"])
    return _calculate(
        school=locked.school,
        schooljaar=Schooljaar(locked.schooljaar),
        herkomst=locked.herkomst,
        telling=Telling.from_json(locked.telling),
        vorige=Telling.from_json(locked.vorige) if locked.vorige else None,
        by=by,
    )


class AlreadyDecidedError(ValueError):
    """The reading was confirmed or rejected before."""


def _undecided(inlezing: Inlezing) -> Inlezing:
    """The reading, locked until the end of the transaction; raises AlreadyDecidedError."""
    locked = Inlezing.objects.select_for_update().filter(pk=inlezing.pk).first()
    if locked is None or locked.status != Inlezing.Status.CONCEPT:
        raise AlreadyDecidedError("Deze telling is al bevestigd of verworpen.")
    return locked


@transaction.atomic
def reject(*, inlezing: Inlezing, by: User) -> None:
    """Throw a reading away: its counts are deleted, that it was read stays in the log.

    Raises AlreadyDecidedError when a calculation was made from it meanwhile.
    """
    _undecided(inlezing)
    record(
        kind="telling.verworpen",
        by=by,
        school=inlezing.school.instellingsnummer,
        target=inlezing.herkomst,
    )
    inlezing.delete()


@transaction.atomic
def calculate_again(*, berekening: Berekening, by: User) -> Berekening:
    """The same telling with today's school facts and typed numbers; the old one stays."""
    return _calculate(
        school=berekening.school,
        schooljaar=berekening.jaar,
        herkomst=berekening.herkomst,
        telling=Telling.from_json(berekening.telling),
        vorige=Telling.from_json(berekening.vorige) if berekening.vorige else None,
        by=by,
    )


@transaction.atomic
def calculate_telling(
    *,
    school: School,
    schooljaar: Schooljaar,
    telling: Telling,
    vorige: Telling | None,
    herkomst: str,
    by: User | None,
) -> Berekening:
    """Calculate with a Telling that another room counted; ``by`` None: from the command line."""
    return _calculate(
        school=school,
        schooljaar=schooljaar,
        herkomst=herkomst,
        telling=telling,
        vorige=vorige,
        by=by,
    )


def _calculate(
    *,
    school: School,
    schooljaar: Schooljaar,
    herkomst: str,
    telling: Telling,
    vorige: Telling | None,
    by: User | None,
) -> Berekening:
    values = values_of(school, schooljaar)
    core = core_school(school, schooljaar, corrected(values))
    case = Case(telling, core, schooljaar, law_with(values, schooljaar), vorige)
    berekening = Berekening.objects.create(
        school=school,
        schooljaar=schooljaar.start,
        herkomst=herkomst,
        telling=telling.to_json(),
        vorige=vorige.to_json() if vorige else None,
        school_data=core.to_json(),
        waarden=values,
        resultaten=results_to_json(calculate(case)),
        versie=__version__,
        by=by,
        by_naam=by.naam if by is not None else "opdrachtregel",
    )
    record(
        kind="berekening.gemaakt",
        by=by,
        school=school.instellingsnummer,
        target=f"schooljaar {schooljaar}, {herkomst}",
        data={"berekening": berekening.pk},
    )
    return berekening


def values_of(school: School, schooljaar: Schooljaar) -> list[dict[str, str]]:
    """The typed numbers of a schooljaar as plain data."""
    return [
        {
            "naam": g.naam,
            "waarde": g.waarde,
            "document": g.document,
            "datum": g.datum.isoformat(),
            "door": g.by_naam,
        }
        for g in school.getallen.filter(schooljaar=schooljaar.start)
    ]


def case_of(berekening: Berekening) -> Case:
    """The case exactly as it was calculated."""
    return Case(
        telling=Telling.from_json(berekening.telling),
        school=CoreSchool.from_json(berekening.school_data),
        schooljaar=berekening.jaar,
        regels=law_with(berekening.waarden, berekening.jaar),
        vorige=Telling.from_json(berekening.vorige) if berekening.vorige else None,
    )


@transaction.atomic
def enter_number(
    *,
    school: School,
    schooljaar: Schooljaar,
    naam: str,
    waarde: str,
    document: str,
    datum: date,
    by: User,
) -> IngevoerdGetal:
    """Store a number with its document; raises ValueError in Dutch."""
    entry = by_name()[naam]
    exact = parse_value(entry, waarde)
    number, _ = IngevoerdGetal.objects.update_or_create(
        school=school,
        schooljaar=schooljaar.start,
        naam=naam,
        defaults={
            "waarde": exact,
            "document": document,
            "datum": datum,
            "by_naam": by.naam,
        },
    )
    record(
        kind="getal.ingevoerd",
        by=by,
        school=school.instellingsnummer,
        target=f"{entry.titel} = {exact.replace('.', ',')} ({schooljaar})",
        data={"document": document, "datum": datum.isoformat()},
    )
    return number


@transaction.atomic
def delete_number(*, number: IngevoerdGetal, by: User) -> None:
    """Take a typed number away; calculations that used it keep it."""
    record(
        kind="getal.verwijderd",
        by=by,
        school=number.school.instellingsnummer,
        target=number.naam,
    )
    number.delete()
