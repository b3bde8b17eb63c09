"""Writes on bookings: what was spent, its proof, and taking it back. Atomic, with audit.

A booking without a goal is accepted and stays marked; one on a closed plan is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import BeleidError, must_be_open
from gokwijs.apps.beleid.models import Actie, Bijlage, Boeking, Knoopsoort, Streefdoel
from gokwijs.apps.loket import storage
from gokwijs.apps.loket.upload import Upload
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.bedragen import toon_bedrag
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import exact_string

DEEL = "beleid"  # the part of the private folder


@dataclass(frozen=True)
class Geboekt:
    """The fields of a booking that a person fills in."""

    soort: Middelsoort
    besteed: Fraction
    datum: date
    omschrijving: str
    referentie: str = ""
    actie: Actie | None = None
    streefdoel: Streefdoel | None = None


def _check_plek(school: School, values: Geboekt) -> None:
    for link in (values.actie, values.streefdoel):
        if link is None:
            continue
        must_be_open(link)
        if link.plan.school_id != school.pk or link.verwijderd is not None:
            raise BeleidError(f"'{link}' is weggehaald uit het plan. Kies iets anders.")


def _fields(values: Geboekt) -> dict[str, Any]:
    return {
        "soort": values.soort.value,
        "besteed": exact_string(values.besteed),
        "datum": values.datum,
        "omschrijving": values.omschrijving,
        "referentie": values.referentie,
        "actie": values.actie,
        "streefdoel": values.streefdoel,
    }


@transaction.atomic
def boek(*, school: School, schooljaar: Schooljaar, values: Geboekt, by: User) -> Boeking:
    """Record what was spent; raises BeleidError."""
    _check_plek(school, values)
    made = Boeking.objects.create(
        school=school, schooljaar=schooljaar.start, door_naam=by.naam, **_fields(values)
    )
    _log("inzet.geboekt", made, by, nieuw=_plain(made))
    return made


def _locked(boeking: Boeking, versie: int | None) -> Boeking:
    row = Boeking.objects.select_for_update(of=("self",)).get(pk=boeking.pk)
    if versie is not None and versie != row.versie:
        raise BeleidError(
            f"{row.door_naam} veranderde deze boeking intussen. Kijk na hoe ze nu staat en bewaar "
            "opnieuw."
        )
    for link in (row.actie, row.streefdoel):
        if link is not None:
            must_be_open(link)
    return row


@transaction.atomic
def pas_boeking_aan(*, boeking: Boeking, versie: int | None, values: Geboekt, by: User) -> Boeking:
    """Correct a booking, or give it its actie; raises BeleidError."""
    row = _locked(boeking, versie)
    if row.ingetrokken is not None:
        raise BeleidError("Deze boeking is ingetrokken. Zet ze eerst terug.")
    _check_plek(row.school, values)
    old = _plain(row)
    for name, value in _fields(values).items():
        setattr(row, name, value)
    _save(row, by)
    _log("inzet.boeking_aangepast", row, by, oud=old, nieuw=_plain(row))
    return row


@transaction.atomic
def trek_in(*, boeking: Boeking, by: User, terug: bool = False) -> Boeking:
    """A withdrawn booking counts nowhere and can come back."""
    row = _locked(boeking, None)
    if terug and row.bron is not None and row.bron.ingetrokken is not None:
        raise BeleidError("Het bestand van deze boeking is teruggedraaid. Lees het opnieuw in.")
    row.ingetrokken = None if terug else timezone.now()
    _save(row, by)
    _log("inzet.boeking_terug" if terug else "inzet.boeking_ingetrokken", row, by)
    return row


@transaction.atomic
def bewaar_bewijs(*, boeking: Boeking, upload: Upload, by: User) -> Bijlage:
    """Keep a document with a booking; the file is gone again when the row is not stored."""
    row = _locked(boeking, None)
    name = storage.store(upload.data, DEEL)
    try:
        made = Bijlage.objects.create(
            school=row.school,
            soort=Knoopsoort.BOEKING,
            nummer=row.pk,
            naam=upload.naam,
            bestand=name,
            type=upload.inhoudstype,
            grootte=len(upload.data),
            by_naam=by.naam,
        )
        _log("inzet.bewijs", row, by, bijlage=made.pk)
    except BaseException:
        storage.remove(name, DEEL)
        raise
    return made


@transaction.atomic
def haal_bewijs_weg(*, bijlage: Bijlage, by: User, terug: bool = False) -> Bijlage:
    """The document no longer counts as proof; it can come back."""
    row = Boeking.objects.select_related("school").get(pk=bijlage.nummer, school=bijlage.school)
    bijlage.verwijderd = None if terug else timezone.now()
    bijlage.save(update_fields=["verwijderd"])
    _log("inzet.bewijs_terug" if terug else "inzet.bewijs_weg", row, by, bijlage=bijlage.pk)
    return bijlage


def _save(row: Boeking, by: User) -> None:
    row.versie += 1
    row.door_naam = by.naam
    row.save()


def _plain(row: Boeking) -> dict[str, Any]:
    """The fields as the log keeps them."""
    return {
        "soort": row.soort,
        "besteed": row.besteed,
        "datum": row.datum.isoformat(),
        "actie": row.actie_id,
        "streefdoel": row.streefdoel_id,
        "referentie": row.referentie,
    }


def _log(kind: str, row: Boeking, by: User, **data: Any) -> None:
    amount = toon_bedrag(Middelsoort(row.soort), row.aantal)
    record(
        kind=kind,
        by=by,
        school=row.school.instellingsnummer,
        target=f"{amount}, {row.omschrijving[:100]} ({row.datum:%d/%m/%Y})",
        data={"boeking": row.pk, **data},
    )
