"""Writes on a file of the accounts: keep its texts, book its rows after a yes, take it all back.

In: a read file and who acts. Out: the stored import, or a BeleidError in Dutch. Nothing is booked
before somebody confirmed, and what was booked goes away again as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import BeleidError, must_be_open
from gokwijs.apps.beleid.models import Actie, Boeking, Boekingsimport, Streefdoel
from gokwijs.apps.inzet.bestand import Blad
from gokwijs.apps.inzet.inlezen import Regel
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import exact_string


class AlGelezenError(BeleidError):
    """The same file is there already; ``bestand`` is that one."""

    def __init__(self, bestand: Boekingsimport) -> None:
        when = timezone.localtime(bestand.gemaakt)
        super().__init__(
            f"Dit bestand is al ingelezen op {when:%d/%m/%Y} door {bestand.door_naam} "
            f"('{bestand.naam}'). Er is niets geboekt. Draai dat inlezen eerst terug als je het "
            "opnieuw wil doen."
        )
        self.bestand = bestand


@transaction.atomic
def neem_aan(
    *,
    school: School,
    schooljaar: Schooljaar,
    naam: str,
    blad: Blad,
    koppeling: Mapping[str, int],
    by: User,
) -> Boekingsimport:
    """Keep a file until somebody looked at it; raises AlGelezenError."""
    known = school.boekingsimporten.filter(bestand_hash=blad.hash, ingetrokken__isnull=True).first()
    if known is not None:
        raise AlGelezenError(known)
    try:
        with transaction.atomic():
            made = Boekingsimport.objects.create(
                school=school,
                schooljaar=schooljaar.start,
                naam=naam[:200],
                bestand_hash=blad.hash,
                rijen=len(blad.rijen),
                tabel={
                    "kop": list(blad.kop),
                    "rijen": [list(rij) for rij in blad.rijen],
                    "eerste_rij": blad.eerste_rij,
                },
                koppeling={"velden": dict(koppeling), "soort": Middelsoort.WERKINGSMIDDELEN.value},
                door_naam=by.naam,
            )
    except IntegrityError:  # somebody sent the same file at the same moment
        raise AlGelezenError(
            school.boekingsimporten.get(bestand_hash=blad.hash, ingetrokken__isnull=True)
        ) from None
    _log("inzet.import_gestart", made, by)
    return made


def _waiting(bestand: Boekingsimport) -> Boekingsimport:
    """The row, locked; raises BeleidError when it was decided before."""
    row = Boekingsimport.objects.select_for_update().filter(pk=bestand.pk).first()
    if row is None or row.bevestigd is not None:
        raise BeleidError("Dit bestand is al geboekt of weggegooid. Er is niets veranderd.")
    return row


@transaction.atomic
def koppel(
    *, bestand: Boekingsimport, velden: Mapping[str, int], soort: Middelsoort, by: User
) -> Boekingsimport:
    """What each column is, and which means the file is about."""
    row = _waiting(bestand)
    row.koppeling = {"velden": dict(velden), "soort": soort.value}
    row.save(update_fields=["koppeling"])
    _log("inzet.import_gekoppeld", row, by)
    return row


@transaction.atomic
def bevestig(
    *, bestand: Boekingsimport, regels: list[Regel], soort: Middelsoort, by: User
) -> Boekingsimport:
    """Book the rows; the texts of the file are dropped. Raises BeleidError."""
    row = _waiting(bestand)
    if not regels:
        raise BeleidError("Er is niets om te boeken.")
    _check_open(row.school, regels)
    Boeking.objects.bulk_create(
        [
            Boeking(
                school=row.school,
                schooljaar=row.schooljaar,
                soort=soort.value,
                actie_id=one.actie,
                streefdoel_id=one.streefdoel,
                datum=one.datum,
                besteed=exact_string(one.besteed),
                omschrijving=one.omschrijving,
                referentie=one.referentie,
                bron=row,
                door_naam=by.naam,
            )
            for one in regels
        ],
        batch_size=500,
    )
    row.bevestigd = timezone.now()
    row.rijen = len(regels)
    row.tabel = {}
    row.save(update_fields=["bevestigd", "rijen", "tabel"])
    _log("inzet.import_geboekt", row, by, len(regels))
    return row


def _check_open(school: School, regels: list[Regel]) -> None:
    acties = {one.actie for one in regels if one.actie is not None}
    doelen = {one.streefdoel for one in regels if one.streefdoel is not None}
    for actie in Actie.objects.filter(pk__in=acties, plan__school=school).select_related("plan"):
        must_be_open(actie)
    for doel in Streefdoel.objects.filter(pk__in=doelen, plan__school=school).select_related(
        "plan"
    ):
        must_be_open(doel)


@transaction.atomic
def gooi_weg(*, bestand: Boekingsimport, by: User) -> None:
    """A file that was not booked; that it was there stays in the log."""
    row = _waiting(bestand)
    _log("inzet.import_weg", row, by)
    row.delete()


@transaction.atomic
def draai_terug(*, bestand: Boekingsimport, by: User) -> int:
    """Withdraw every booking of a file; how many. Raises BeleidError."""
    row = Boekingsimport.objects.select_for_update().get(pk=bestand.pk)
    if row.bevestigd is None or row.ingetrokken is not None:
        raise BeleidError("Er is niets om terug te draaien.")
    booked = row.boekingen.filter(ingetrokken__isnull=True)
    closed = booked.filter(actie__plan__status="afgesloten").first()
    if closed is not None and closed.actie is not None:
        must_be_open(closed.actie)
    now = timezone.now()
    number = booked.update(ingetrokken=now, gewijzigd=now, door_naam=by.naam)
    row.ingetrokken = now
    row.save(update_fields=["ingetrokken"])
    _log("inzet.import_terug", row, by, number)
    return number


@transaction.atomic
def zet_import_terug(*, bestand: Boekingsimport, by: User) -> int:
    """Undo ``draai_terug``: what was withdrawn with the file counts again, as it stood."""
    row = Boekingsimport.objects.select_for_update().get(pk=bestand.pk)
    if row.ingetrokken is None:
        raise BeleidError("Dit bestand is niet teruggedraaid.")
    again = row.school.boekingsimporten.filter(
        bestand_hash=row.bestand_hash, ingetrokken__isnull=True
    ).first()
    if again is not None:
        raise AlGelezenError(again)
    gone = row.boekingen.filter(ingetrokken=row.ingetrokken)
    closed = gone.filter(actie__plan__status="afgesloten").first()
    if closed is not None and closed.actie is not None:
        must_be_open(closed.actie)
    number = gone.update(ingetrokken=None, gewijzigd=timezone.now(), door_naam=by.naam)
    row.ingetrokken = None
    row.save(update_fields=["ingetrokken"])
    _log("inzet.import_weer", row, by, number)
    return number


def _log(kind: str, row: Boekingsimport, by: User, number: int | None = None) -> None:
    count = f", {number} boekingen" if number is not None else ""
    record(
        kind=kind,
        by=by,
        school=row.school.instellingsnummer,
        target=f"{row.naam}{count} ({Schooljaar(row.schooljaar)})",
        data={"import": row.pk, "bestand": row.bestand_hash},
    )
