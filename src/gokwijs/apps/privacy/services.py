"""Writes of the room of privacy: DPIA, holding, erasing, matching, and the retention run.

Atomic, with an event that names a stamnummer or a count, never a pupil.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.leerlingen.retention import Due, Purgeable, kinds
from gokwijs.apps.privacy.kinds import wipe
from gokwijs.apps.privacy.models import Aankondiging, Bewaring, Dpia, Opruimbeurt
from gokwijs.apps.privacy.selectors import due_of, wisplan
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import dutch_date
from gokwijs.core.leerlingen.dpia import load_termijnen, load_velden
from gokwijs.core.leerlingen.pseudoniem import PseudoniemError, check_sleutel


class PrivacyError(ValueError):
    """It cannot be done; the message is Dutch and fit for a screen."""


@transaction.atomic
def record_dpia(
    *,
    school: School,
    antwoord: Dpia.Antwoord,
    by: User,
    datum: date | None = None,
    rol: str = "",
    versie: str = "",
    herzien_op: date | None = None,
    opmerking: str = "",
) -> Dpia:
    """Note whether there is a DPIA; earlier answers stay."""
    dpia = Dpia.objects.create(
        school=school,
        antwoord=antwoord.value,
        datum=datum,
        rol=rol.strip(),
        versie=versie.strip(),
        herzien_op=herzien_op,
        opmerking=opmerking.strip(),
        velden=load_velden().vingerafdruk,
        koppelen=school.koppelen,
        door_naam=by.naam,
    )
    record(
        kind="dpia.vermeld",
        by=by,
        school=school.instellingsnummer,
        target=antwoord.label,
        data={"antwoord": antwoord.value},
    )
    return dpia


# ---------------------------------------------------------------- one pupil


@transaction.atomic
def hold_leerling(*, leerling: Leerling, reden: str, tot: date, today: date, by: User) -> Bewaring:
    """Keep a pupil's data while a decision is contested; raises PrivacyError."""
    if not reden.strip():
        raise PrivacyError("Schrijf welke beslissing betwist wordt.")
    if tot <= today:
        raise PrivacyError("Kies een einddatum die nog moet komen.")
    # Erasing and holding at the same moment: the second must see the first.
    leerling = _locked(leerling)
    held = Bewaring.objects.create(
        leerling=leerling, reden=reden.strip(), tot=tot, door_naam=by.naam
    )
    _log("privacy.bewaring", leerling, by, tot=tot.isoformat())
    return held


@transaction.atomic
def release_leerling(*, bewaring: Bewaring, by: User) -> None:
    """The decision is no longer contested: the ordinary term counts again."""
    _log("privacy.vrijgegeven", bewaring.leerling, by)
    bewaring.delete()


@transaction.atomic
def erase_leerling(
    *, leerling: Leerling, today: date, by: User, ook_verklaring: bool = False
) -> list[str]:
    """Erase one pupil on request; what was done, in sentences. Raises PrivacyError.

    A verklaring that the law wants kept stays, sealed, whatever ``ook_verklaring`` says.
    """
    leerling = _locked(leerling)
    plan = wisplan(leerling, today)
    if plan.waarom_niet:
        raise PrivacyError(plan.waarom_niet)
    zegel = plan.zegel
    if zegel is not None and ook_verklaring and not zegel.plicht:
        zegel = None
    _log("privacy.gewist", leerling, by, verzegeld=zegel is not None)
    return [*plan.weg, *wipe(leerling, zegel, today)]


def _locked(leerling: Leerling) -> Leerling:
    found = Leerling.objects.select_for_update().filter(pk=leerling.pk).first()
    if found is None:
        raise PrivacyError("Deze leerling is intussen gewist.")
    return found


# ---------------------------------------------------------------- matching


@transaction.atomic
def switch_koppelen(*, school: School, aan: bool, by: User) -> int:
    """Switch matching on or off; off erases every pseudonym. How many went; raises PrivacyError."""
    if aan:
        try:
            check_sleutel(settings.MATCHING_KEY)
        except PseudoniemError as error:
            raise PrivacyError(str(error)) from error
    if school.koppelen == aan:
        return 0
    gone = 0 if aan else school.leerlingen.exclude(pseudoniem="").update(pseudoniem="")
    school.koppelen = aan
    school.save(update_fields=["koppelen"])
    record(
        kind="privacy.koppelen",
        by=by,
        school=school.instellingsnummer,
        target="aan" if aan else "uit",
        data={"aantal": gone},
    )
    return gone


# ---------------------------------------------------------------- the retention run


@transaction.atomic
def tidy(*, school: School | None, today: date, by: User | None) -> list[str]:
    """Purge what was announced and is over, and announce what comes; what was done, in sentences.

    ``school`` None: what belongs to no school. ``by`` None: it ran by itself. Twice on a day does
    nothing more than once.
    """
    if school is not None:  # two runs at the same moment: one waits for the other
        School.objects.select_for_update().get(pk=school.pk)
    said = [*_purge(school, today, by), *_announce(school, today, by)]
    Opruimbeurt.objects.update_or_create(school=school, defaults={"dag": today})
    return said


def _purge(school: School | None, today: date, by: User | None) -> Iterator[str]:
    for kind in kinds():
        over = {due.key for due in due_of(kind, school, today)}
        if not load_termijnen()[kind.termijn].aankondigen:
            if over:
                yield from _gone(kind, kind.purge(school, sorted(over), today), school, by)
            continue
        for told in Aankondiging.objects.filter(
            school=school, sleutel=kind.sleutel, gewist_op=None, weg_op__lte=today
        ):
            # What is enrolled again, or contested since, is not over any more and stays.
            keys = sorted(over.intersection(told.rijen))
            number = kind.purge(school, keys, today) if keys else 0
            told.gewist_op, told.gewist_aantal, told.rijen = today, number, []
            told.save(update_fields=["gewist_op", "gewist_aantal", "rijen"])
            yield from _gone(kind, number, school, by)


def _gone(kind: Purgeable, number: int, school: School | None, by: User | None) -> Iterator[str]:
    if number:
        _log_kind("privacy.opgeruimd", kind, number, school, by)
        yield f"Gewist: {kind.name} ({number})."


def _announce(school: School | None, today: date, by: User | None) -> Iterator[str]:
    """Look twice the notice ahead: a run that falls out makes nothing late."""
    notice = timedelta(days=load_termijnen().aankondiging_dagen)
    for kind in kinds():
        if not load_termijnen()[kind.termijn].aankondigen:
            continue
        told = Aankondiging.objects.filter(school=school, sleutel=kind.sleutel, gewist_op=None)
        known = {key for one in told for key in one.rijen}
        per_day: dict[date, list[Due]] = {}
        for due in due_of(kind, school, today + 2 * notice):
            if due.key not in known:
                per_day.setdefault(max(due.weg_op, today + notice), []).append(due)
        for weg_op, new in sorted(per_day.items()):
            number = _store(kind, new, school, today, weg_op)
            _log_kind("privacy.aangekondigd", kind, number, school, by)
            yield f"Aangekondigd: {kind.name} ({number}), vanaf {dutch_date(weg_op)}."


def _store(
    kind: Purgeable, new: list[Due], school: School | None, today: date, weg_op: date
) -> int:
    number = sum(due.aantal for due in new)
    Aankondiging.objects.create(
        school=school,
        sleutel=kind.sleutel,
        wat=kind.name,
        aantal=number,
        rijen=[due.key for due in new],
        aangekondigd=today,
        weg_op=weg_op,
    )
    return number


def _log(kind: str, leerling: Leerling, by: User, **data: object) -> None:
    record(
        kind=kind,
        by=by,
        school=leerling.school.instellingsnummer,
        target=f"leerling {leerling.stamnummer}",
        data=data,
    )


def _log_kind(
    event: str, kind: Purgeable, number: int, school: School | None, by: User | None
) -> None:
    record(
        kind=event,
        by=by,
        school=school.instellingsnummer if school is not None else "",
        target=f"{kind.name} ({number})",
        data={"soort": kind.sleutel, "aantal": number},
    )
