"""Writes: upload, mapping, preview, apply, undo, reject, purge. Each with an event, all or nothing.

Events hold counts and the hash of the file, never a name or an answer. Raises InlezenError with a
Dutch sentence for the screen.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.inlezen import applying
from gokwijs.apps.inlezen.models import ImportBestand, ImportRegel, LeerlingImport, Profiel
from gokwijs.apps.inlezen.selectors import (
    expired,
    guesses,
    is_first,
    open_table,
    stored_pupils,
    stored_table,
)
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.core.leerlingen.inlezen.codes import codes_of
from gokwijs.core.leerlingen.inlezen.lezen import Progress, read_rows
from gokwijs.core.leerlingen.inlezen.profiel import ColumnMapping, best
from gokwijs.core.leerlingen.inlezen.verschil import Difference, Options, Soort, compare
from gokwijs.core.telling.reading import Problem, Refusal
from gokwijs.core.telling.table import MAX_BYTES

KEPT_DAYS = 30  # a file, and the list by which an import can be undone (beleid/privacy.md §6)
LOCAL_NAME = "opdrachtregel"


class InlezenError(ValueError):
    """The step is not possible; the message is Dutch and fit for a screen."""


class ChangedError(InlezenError):
    """Pupils changed since the preview, so it no longer says what would happen."""


class UndoError(InlezenError):
    """Newer edits touch the import. ``edited`` lists them."""

    def __init__(self, edited: Sequence[applying.Edited]) -> None:
        super().__init__(
            "Deze import kan niet meer teruggedraaid worden: er is intussen iets aangepast."
        )
        self.edited = tuple(edited)


@dataclass(frozen=True)
class Upload:
    """What opening the file gave: an import to go on with, or the reason why not."""

    leerling_import: LeerlingImport | None
    problems: tuple[Problem, ...] = ()


def upload_file(
    *,
    school: School,
    stream: BinaryIO,
    filename: str,
    by: User | None,
    kopregel: int | None = None,
) -> Upload:
    """Keep a file that can be read as a table; nothing of it changes a pupil yet."""
    data = stream.read(MAX_BYTES + 1)
    try:
        table, _ = open_table(data, filename, kopregel)
        lines = sum(block.height for _, block in table.blocks())
    except Refusal as refusal:
        return Upload(None, (refusal.problem,))
    with transaction.atomic():
        one = LeerlingImport.objects.create(
            school=school,
            bestand=filename[-250:],
            bestand_hash=table.file_hash,
            kopregel=kopregel,
            rijen=lines,
            verloopt=timezone.localdate() + timedelta(days=KEPT_DAYS),
            door_naam=_name(by),
        )
        ImportBestand.objects.create(leerling_import=one, inhoud=zlib.compress(data, 3))
        _log("import.gestart", one, by, rijen=lines, bestand=table.file_hash)
    return Upload(one)


@transaction.atomic
def choose_mapping(
    *,
    leerling_import: LeerlingImport,
    mapping: ColumnMapping,
    naam: str,
    peildatum: date,
    uitschrijven: bool,
    by: User | None,
) -> LeerlingImport:
    """Store what each column is; the same choice as before keeps its version of the profile."""
    one = _locked(leerling_import, *LeerlingImport.OPEN)
    inhoud = mapping.to_json()
    latest = one.school.profielen.filter(naam=naam).order_by("-versie").first()
    if latest is None or latest.inhoud != inhoud:
        latest = Profiel.objects.create(
            school=one.school,
            naam=naam,
            versie=latest.versie + 1 if latest else 1,
            inhoud=inhoud,
            door_naam=_name(by),
        )
    one.profiel, one.peildatum, one.uitschrijven = latest, peildatum, uitschrijven
    one.status, one.melding = LeerlingImport.Status.KOPPELEN, ""
    one.save()
    _log("import.gekoppeld", one, by, profiel=str(latest), peildatum=peildatum.isoformat())
    return one


def make_preview(
    *, leerling_import: LeerlingImport, by: User | None, progress: Progress | None = None
) -> LeerlingImport:
    """Read the file, compare it with the school and store what would change."""
    one = LeerlingImport.objects.select_related("school", "profiel").get(pk=leerling_import.pk)
    if one.profiel is None or one.peildatum is None:
        raise InlezenError("Kies eerst wat elke kolom is.")
    mapping = ColumnMapping.from_json(one.profiel.inhoud)
    pupils, stand = stored_pupils(one.school)
    reading = read_rows(
        stored_table(one),
        mapping,
        nummer=one.school.instellingsnummer,
        known=frozenset(p.stamnummer for p in pupils),
        progress=progress,
    )
    options = Options(
        one.peildatum,
        one.uitschrijven,
        mapping.sources,
        mapping.fixed.get("onderwijsniveau", ""),
    )
    difference = compare(reading, pupils, options)
    return _store_preview(one, difference, (*reading.problems, *difference.problems), stand, by)


@transaction.atomic
def _store_preview(
    seen: LeerlingImport,
    difference: Difference,
    problems: Sequence[Problem],
    stand: str,
    by: User | None,
) -> LeerlingImport:
    one = _locked(seen, *LeerlingImport.OPEN)
    if (one.profiel_id, one.peildatum) != (seen.profiel_id, seen.peildatum):
        raise InlezenError("De kolommen zijn intussen anders gekozen. Kijk opnieuw na.")
    one.regels.all().delete()
    ImportRegel.objects.bulk_create(
        (
            ImportRegel(
                leerling_import=one,
                leerling_id=diff.pk,
                soort=diff.soort.value,
                rij=diff.rij,
                stamnummer=diff.stamnummer,
                naam=diff.naam[:210],
                stappen=[step.to_json() for step in diff.steps],
                strijdig=[k.value for k in diff.conflicts],
            )
            for diff in difference.pupils
        ),
        batch_size=2000,
    )
    one.aantallen = _counts(difference)
    one.leeggemaakt = list(difference.emptied)
    one.problemen = [_problem(p) for p in problems]
    one.stand, one.status, one.melding = stand, LeerlingImport.Status.NAKIJKEN, ""
    one.save()
    _log("import.nagekeken", one, by, **{k: v for k, v in one.aantallen.items() if k in _LOGGED})
    return one


_LOGGED = ("nieuw", "gewijzigd", "weg", "ongewijzigd")


def _counts(difference: Difference) -> dict[str, int]:
    per_soort = {s: sum(1 for d in difference.pupils if d.soort is s) for s in Soort}
    return {
        **{s.value: n for s, n in per_soort.items()},
        "ongewijzigd": difference.unchanged,
        "strijdig": sum(1 for d in difference.pupils if d.conflicts),
        "feiten": sum(1 for d in difference.pupils for s in d.steps if s.model == "feit"),
        "stappen": sum(len(d.steps) for d in difference.pupils),
        "voordien": difference.before,
        "verdwenen": difference.gone,
        "krimp": int(difference.shrinks),
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "ernst": problem.ernst.value,
        "kind": problem.kind,
        "zin": problem.sentence,
        "remedie": problem.remedy,
    }


@transaction.atomic
def apply_import(
    *,
    leerling_import: LeerlingImport,
    by: User | None,
    krimp: bool = False,
    leeg: bool = False,
    dpia: str = "",
    progress: Progress | None = None,
) -> LeerlingImport:
    """Do exactly what the preview shows, or nothing.

    ``krimp`` and ``leeg`` confirm a smaller school and an emptied column; ``dpia`` answers whether
    there is a DPIA, asked at the first import. Raises ChangedError when pupils changed meanwhile.
    """
    # One import of a school at a time; on PostgreSQL also no edit of its pupils meanwhile.
    School.objects.select_for_update().get(pk=leerling_import.school_id)
    one = _locked(leerling_import, LeerlingImport.Status.NAKIJKEN, LeerlingImport.Status.TOEPASSEN)
    list(one.school.leerlingen.select_for_update().values_list("pk", flat=True))
    _check_confirmed(one, krimp, leeg, dpia)
    first = is_first(one.school)
    if stored_pupils(one.school)[1] != one.stand:
        raise ChangedError("De gegevens zijn intussen veranderd; kijk het verschil opnieuw na.")
    try:
        with transaction.atomic():
            applying.write(one, _name(by), progress)
    except IntegrityError as error:
        raise ChangedError(
            "De gegevens zijn intussen veranderd; kijk het verschil opnieuw na."
        ) from error
    _store_codes(one)
    one.status, one.toegepast_op = LeerlingImport.Status.TOEGEPAST, timezone.now()
    one.melding, one.problemen = "", []
    one.verloopt = timezone.localdate() + timedelta(days=KEPT_DAYS)
    one.save()
    ImportBestand.objects.filter(leerling_import=one).delete()
    _log("import.toegepast", one, by, **{k: v for k, v in one.aantallen.items() if k in _LOGGED})
    if first:
        _log("dpia.vermeld", one, by, antwoord=dpia)
    return one


def _store_codes(one: LeerlingImport) -> None:
    """Codes to match pupils by, only where the school switched that on and the key is there."""
    if not (one.school.koppelen and settings.MATCHING_KEY and one.profiel is not None):
        return
    mapping = ColumnMapping.from_json(one.profiel.inhoud)
    found = codes_of(stored_table(one), mapping, settings.MATCHING_KEY)
    pupils = list(one.school.leerlingen.filter(stamnummer__in=found))
    for pupil in pupils:
        pupil.pseudoniem = found[pupil.stamnummer]
    Leerling.objects.bulk_update(pupils, ["pseudoniem"], batch_size=500)


def _check_confirmed(one: LeerlingImport, krimp: bool, leeg: bool, dpia: str) -> None:
    if any(p["ernst"] == "fout" for p in one.problemen):
        raise InlezenError("Er staan nog fouten in het bestand. Zet die eerst goed.")
    if one.aantallen.get("krimp") and not krimp:
        raise InlezenError("Bevestig dat er echt zo veel leerlingen weg zijn.")
    if one.leeggemaakt and not leeg:
        raise InlezenError("Bevestig dat de lege kolommen leeg mogen worden.")
    if is_first(one.school) and not dpia:
        raise InlezenError("Zeg eerst of er een DPIA is.")


@transaction.atomic
def reject_import(*, leerling_import: LeerlingImport, by: User | None) -> None:
    """Throw the file and its preview away; that there was one stays in the list."""
    one = _locked(leerling_import, *LeerlingImport.OPEN)
    _empty(one)
    one.status, one.problemen, one.melding = LeerlingImport.Status.VERWORPEN, [], ""
    one.save()
    _log("import.verworpen", one, by)


@transaction.atomic
def undo_import(*, leerling_import: LeerlingImport, by: User) -> None:
    """Put every row back as it was before the import; raises UndoError when one was edited."""
    School.objects.select_for_update().get(pk=leerling_import.school_id)
    one = _locked(leerling_import, LeerlingImport.Status.TOEGEPAST)
    list(one.school.leerlingen.select_for_update().values_list("pk", flat=True))
    if not one.can_undo(timezone.localdate()):
        raise InlezenError(f"Terugdraaien kan tot {KEPT_DAYS} dagen na het inlezen.")
    if edited := applying.edited_since(one):
        raise UndoError(edited)
    if overlaps := applying.take_back(one):
        raise UndoError(overlaps)
    one.status = LeerlingImport.Status.TERUGGEDRAAID
    one.save()
    _log("import.teruggedraaid", one, by)


@transaction.atomic
def restart_import(*, leerling_import: LeerlingImport, by: User) -> LeerlingImport:
    """After a process that stopped halfway: nothing was applied, so go back one step."""
    one = _locked(leerling_import, *LeerlingImport.BUSY)
    one.status = LeerlingImport.Status.KOPPELEN
    one.melding, one.gedaan, one.totaal, one.proces = "", 0, 0, ""
    one.save()
    _log("import.herstart", one, by)
    return one


@transaction.atomic
def purge(*, today: date, by: User | None) -> int:
    """Throw away files and lists of changes that are older than allowed; how many imports."""
    found = list(expired(today))
    for one in found:
        _empty(one)
        if one.status in LeerlingImport.OPEN:
            one.status = LeerlingImport.Status.VERWORPEN
        one.problemen = []
        one.save()
        _log("import.opgeruimd", one, by)
    return len(found)


def import_file(
    *,
    school: School,
    stream: BinaryIO,
    filename: str,
    peildatum: date,
    by: User | None,
    uitschrijven: bool = True,
    bevestig: bool = False,
    krimp: bool = False,
    leeg: bool = False,
    dpia: str = "",
    progress: Progress | None = None,
) -> Upload:
    """Upload, map with the best guess, preview and, with ``bevestig``, apply; for the command line.

    Without ``bevestig`` the preview is kept, to look at on screen.
    """
    upload = upload_file(school=school, stream=stream, filename=filename, by=by)
    if upload.leerling_import is None:
        return upload
    one = upload.leerling_import
    guess = best(guesses(school, stored_table(one).header))
    one = choose_mapping(
        leerling_import=one,
        mapping=guess.mapping,
        naam=guess.naam,
        peildatum=peildatum,
        uitschrijven=uitschrijven,
        by=by,
    )
    one = make_preview(leerling_import=one, by=by, progress=progress)
    if bevestig:
        one = apply_import(
            leerling_import=one, by=by, krimp=krimp, leeg=leeg, dpia=dpia, progress=progress
        )
    return Upload(one)


# ---------------------------------------------------------------- small helps


def _locked(leerling_import: LeerlingImport, *allowed: str) -> LeerlingImport:
    """The row, locked until the end of the transaction; raises InlezenError in another state."""
    one = (
        LeerlingImport.objects.select_for_update(of=("self",))
        .select_related("school", "profiel")
        .filter(pk=leerling_import.pk)
        .first()
    )
    if one is None or one.status not in allowed:
        raise InlezenError("Deze import is intussen al verder of afgehandeld.")
    return one


def _empty(one: LeerlingImport) -> None:
    ImportBestand.objects.filter(leerling_import=one).delete()
    one.regels.all().delete()


def _name(by: User | None) -> str:
    return by.naam if by is not None else LOCAL_NAME


def _log(kind: str, one: LeerlingImport, by: User | None, **data: Any) -> None:
    record(
        kind=kind,
        by=by,
        school=one.school.instellingsnummer,
        target=f"leerlingenbestand {one.bestand}"[:200],
        data={"import": one.pk, **data},
    )
