"""Writes of the room: another teldag, and the frozen Telling. Atomic, with an audit event."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.middelen.services import calculate_telling
from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag.dagen import rule_day, teldag_of
from gokwijs.apps.teldag.models import Teldagkeuze, Vastlegging
from gokwijs.apps.teldag.selectors import behind_cells, dagstand, latest_of, vorige_telling
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.leerlingen.teldag import ZorgthuisAantal


class TeldagError(ValueError):
    """It cannot be done; the message is Dutch and fit for a screen."""


@dataclass(frozen=True)
class Vastgelegd:
    """The version that counts now, and whether this call made it."""

    vastlegging: Vastlegging
    nieuw: bool


@transaction.atomic
def choose_teldag(
    *,
    school: School,
    schooljaar: Schooljaar,
    soort: Teldagkeuze.Soort,
    reden: str,
    by: User,
    dag: date | None = None,
    gesloten: Collection[date] = (),
) -> Teldagkeuze:
    """Another teldag for one schooljaar, with a reason; raises TeldagError."""
    _no_version_yet(school, schooljaar)
    if not reden.strip():
        raise TeldagError("Schrijf waarom dit de teldag is.")
    found = rule_day(schooljaar, soort, gesloten, dag)
    if found is None:
        raise TeldagError("Vul de dag in.")
    if not schooljaar.previous.first_day <= found <= schooljaar.last_day:
        raise TeldagError(
            f"{dutch_date(found)} kan geen teldag zijn voor schooljaar {schooljaar}: kies een dag "
            f"tussen {dutch_date(schooljaar.previous.first_day)} en "
            f"{dutch_date(schooljaar.last_day)}."
        )
    keuze, _ = Teldagkeuze.objects.update_or_create(
        school=school,
        schooljaar=schooljaar.start,
        defaults={
            "soort": soort.value,
            "dag": found,
            "gesloten": sorted(day.isoformat() for day in gesloten),
            "reden": reden.strip(),
            "door_naam": by.naam,
        },
    )
    record(
        kind="teldag.gekozen",
        by=by,
        school=school.instellingsnummer,
        target=f"{dutch_date(found)} voor schooljaar {schooljaar}",
        data={"soort": soort.value},
    )
    return keuze


@transaction.atomic
def reset_teldag(*, school: School, schooljaar: Schooljaar, by: User) -> None:
    """Back to the day of the rule; raises TeldagError when there is nothing to take back."""
    _no_version_yet(school, schooljaar)
    deleted, _ = school.teldagen.filter(schooljaar=schooljaar.start).delete()
    if not deleted:
        raise TeldagError("De teldag is al die van de regel.")
    record(
        kind="teldag.hersteld",
        by=by,
        school=school.instellingsnummer,
        target=f"schooljaar {schooljaar}",
    )


def _no_version_yet(school: School, schooljaar: Schooljaar) -> None:
    if school.vastleggingen.filter(schooljaar=schooljaar.start).exists():
        raise TeldagError(
            "De telling van dit schooljaar is al vastgelegd. De teldag verandert dan niet meer."
        )


@transaction.atomic
def freeze_telling(
    *,
    school: School,
    schooljaar: Schooljaar,
    today: date,
    by: User | None,
    antwoorden_tot: date | None = None,
    zorgthuis: Sequence[ZorgthuisAantal] | None = None,
    reden: str = "",
) -> Vastgelegd:
    """Freeze the Telling of the teldag, and calculate with it.

    The same pupils with the same answers give no new version. A correction needs a reason.
    ``antwoorden_tot``: answers up to this day count (standard today). Raises TeldagError and
    ZorgthuisError.
    """
    # Two people who press the button at once: the second must see the version of the first.
    school = School.objects.select_for_update().get(pk=school.pk)
    dag = teldag_of(school, schooljaar).dag
    tot = today if antwoorden_tot is None else antwoorden_tot
    if today < dag:
        raise TeldagError(
            f"De teldag is pas op {dutch_date(dag)}. Vanaf die dag kun je de telling vastleggen."
        )
    if not dag <= tot <= today:
        raise TeldagError(
            f"Kies voor de antwoorden een dag van {dutch_date(dag)} tot en met {dutch_date(today)}."
        )
    stand = dagstand(school, dag, tot)
    telling = stand.geteld(school.instellingsnummer, zorgthuis).telling
    if not telling.cells:
        raise TeldagError(
            f"Op {dutch_date(dag)} was er geen enkele leerling ingeschreven. Lees eerst de "
            "leerlingen in."
        )
    behind = behind_cells(stand.plaatsen)
    latest = latest_of(school, schooljaar)
    if latest is not None:
        if latest.vingerafdruk == telling.fingerprint and latest.leerlingen == behind:
            return Vastgelegd(latest, False)
        if not reden.strip():
            raise TeldagError("Er is al een vastgelegde telling. Schrijf waarom ze verandert.")
    versie = 1 if latest is None else latest.versie + 1
    berekening = calculate_telling(
        school=school,
        schooljaar=schooljaar,
        telling=telling,
        vorige=vorige_telling(school, schooljaar)[0],
        herkomst=f"vastgelegde telling van {dutch_date(dag)}, versie {versie}",
        by=by,
    )
    vastlegging = Vastlegging.objects.create(
        school=school,
        schooljaar=schooljaar.start,
        dag=dag,
        antwoorden_tot=tot,
        versie=versie,
        telling=telling.to_json(),
        vingerafdruk=telling.fingerprint,
        leerlingen=behind,
        reden=reden.strip()[:250],
        vorige=latest,
        berekening=berekening,
        by_naam=by.naam if by is not None else "opdrachtregel",
        by=by,
    )
    record(
        kind="telling.vastgelegd",
        by=by,
        school=school.instellingsnummer,
        target=f"schooljaar {schooljaar}, {vastlegging}",
        data={"versie": versie, "telling": telling.fingerprint},
    )
    return Vastgelegd(vastlegging, True)
