"""Writes on assignments: hours and euros of a schooljaar on an actie. Atomic, with audit.

In: exact amounts and who acts. Out: the stored assignment, or a BeleidError in Dutch. The sum is
checked while every other assignment of the school waits, so that two people together cannot give
away more than there is.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import BeleidError, must_be_open
from gokwijs.apps.beleid.models import Actie, Toewijzing
from gokwijs.apps.inzet.toekenning import toegekend
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid import plan as core
from gokwijs.core.beleid.bedragen import toon_bedrag
from gokwijs.core.beleid.boek import Boek, Weigering, check_toewijzing
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import exact_string


class TeVeelError(BeleidError):
    """Above what was granted; ``over`` is what is left."""

    def __init__(self, weigering: Weigering) -> None:
        super().__init__(weigering.zin)
        self.over = weigering.over


class VerouderdError(BeleidError):
    """Somebody else changed it after the form was opened; ``nu`` is how it stands."""

    def __init__(self, nu: Toewijzing) -> None:
        amount = toon_bedrag(Middelsoort(nu.soort), nu.aantal)
        super().__init__(
            f"{nu.door_naam} bewaarde intussen {amount} bij '{nu.actie}'. Kijk na of jouw getal "
            "nog klopt en bewaar opnieuw."
        )
        self.nu = nu


def _boek_van(school: School, schooljaar: Schooljaar, soort: Middelsoort) -> Boek:
    """The assignments of one kind with what was granted; a post has the key of its row."""
    granted = toegekend(school, schooljaar).get(soort)
    rows = Toewijzing.objects.filter(school=school, schooljaar=schooljaar.start, soort=soort.value)
    posten = tuple(
        core.Toewijzing(one.pk, soort, schooljaar, actie_id=one.actie_id, voorzien=one.aantal)
        for one in rows
    )
    return Boek(soort, schooljaar, granted.als_toekenning() if granted else None, posten)


def _one_at_a_time(school: School) -> None:
    """Until the end of the transaction no other assignment of this school is written."""
    School.objects.select_for_update().get(pk=school.pk)


def _check_actie(actie: Actie, schooljaar: Schooljaar) -> None:
    must_be_open(actie)
    plan = actie.plan
    if actie.verwijderd is not None or plan.verwijderd is not None:
        raise BeleidError(f"De actie '{actie}' is weggehaald uit het plan. Kies een andere actie.")
    if not plan.schooljaar_van <= schooljaar.start <= plan.schooljaar_tot:
        raise BeleidError(
            f"'{actie}' hoort bij een plan voor {plan.periode}, niet voor {schooljaar}. Kies een "
            "ander schooljaar of een andere actie."
        )


def _check_nul(voorzien: Fraction, toelichting: str, actie: Actie) -> None:
    if not voorzien and not toelichting and not actie.reden_nul:
        raise BeleidError("Bij nul hoort een reden. Schrijf ze bij 'toelichting'.")


def _must_fit(boek: Boek, voorzien: Fraction, *, vervangt: int | None = None) -> None:
    refused = check_toewijzing(boek, voorzien, vervangt=vervangt)
    if refused is not None:
        raise TeVeelError(refused)


@transaction.atomic
def wijs_toe(
    *,
    actie: Actie,
    schooljaar: Schooljaar,
    soort: Middelsoort,
    voorzien: Fraction,
    toelichting: str = "",
    persoon: User | None = None,
    by: User,
) -> Toewijzing:
    """Give hours or euros to an actie; raises BeleidError, TeVeelError above what was granted."""
    school = actie.plan.school
    _one_at_a_time(school)
    _check_actie(actie, schooljaar)
    _check_nul(voorzien, toelichting, actie)
    _must_fit(_boek_van(school, schooljaar, soort), voorzien)
    made = Toewijzing.objects.create(
        school=school,
        schooljaar=schooljaar.start,
        soort=soort.value,
        actie=actie,
        voorzien=exact_string(voorzien),
        toelichting=toelichting,
        persoon=persoon,
        door_naam=by.naam,
    )
    _log("inzet.toegewezen", made, by, nieuw=made.voorzien)
    return made


def _locked(toewijzing: Toewijzing, versie: int | None) -> Toewijzing:
    """The row as it is now; raises VerouderdError, or BeleidError when it is gone."""
    school = toewijzing.school
    _one_at_a_time(school)
    found = (
        Toewijzing.objects.select_related("actie__plan__school", "school")
        .filter(pk=toewijzing.pk)
        .first()
    )
    if found is None:
        raise BeleidError("Deze toewijzing is intussen weggehaald. Er is niets veranderd.")
    if versie is not None and versie != found.versie:
        raise VerouderdError(found)
    return found


@transaction.atomic
def pas_aan(
    *,
    toewijzing: Toewijzing,
    versie: int | None,
    voorzien: Fraction,
    toelichting: str,
    by: User,
    **persoon: User | None,
) -> Toewijzing:
    """Another amount or remark; ``persoon=`` only from who may see persons.

    Raises BeleidError, TeVeelError, VerouderdError.
    """
    row = _locked(toewijzing, versie)
    must_be_open(row.actie)
    _check_nul(voorzien, toelichting, row.actie)
    soort = Middelsoort(row.soort)
    boek = _boek_van(row.school, Schooljaar(row.schooljaar), soort)
    _must_fit(boek, voorzien, vervangt=row.pk)
    old: dict[str, Any] = {"voorzien": row.voorzien, "toelichting": row.toelichting}
    row.voorzien, row.toelichting = exact_string(voorzien), toelichting
    if "persoon" in persoon:
        row.persoon = persoon["persoon"]
    _save(row, by)
    _log("inzet.aangepast", row, by, oud=old["voorzien"], nieuw=row.voorzien, was=old)
    return row


@transaction.atomic
def verplaats(*, toewijzing: Toewijzing, naar: Actie, versie: int | None, by: User) -> Toewijzing:
    """All of it to another actie, in one step; the sum does not move."""
    row = _locked(toewijzing, versie)
    must_be_open(row.actie)
    _check_actie(naar, Schooljaar(row.schooljaar))
    if naar.plan.school_id != row.school_id:
        raise BeleidError("Die actie is er niet.")
    if naar.pk == row.actie_id:
        raise BeleidError("Ze staat al bij die actie. Kies een andere.")
    old = row.actie
    row.actie = naar
    _save(row, by)
    _log("inzet.verplaatst", row, by, van=str(old)[:120], van_actie=old.pk, naar_actie=naar.pk)
    return row


@transaction.atomic
def haal_weg(*, toewijzing: Toewijzing, versie: int | None, by: User) -> Toewijzing:
    """Take it back: it can be put back with ``zet_terug``."""
    row = _locked(toewijzing, versie)
    must_be_open(row.actie)
    row.verwijderd = timezone.now()
    _save(row, by)
    _log("inzet.weggehaald", row, by, oud=row.voorzien)
    return row


@transaction.atomic
def zet_terug(*, toewijzing: Toewijzing, by: User) -> Toewijzing:
    """Undo ``haal_weg``, when there is still room for it."""
    _one_at_a_time(toewijzing.school)
    row = Toewijzing.alle.select_related("actie__plan__school", "school").get(pk=toewijzing.pk)
    if row.verwijderd is None:
        return row
    schooljaar = Schooljaar(row.schooljaar)
    _check_actie(row.actie, schooljaar)
    _must_fit(_boek_van(row.school, schooljaar, Middelsoort(row.soort)), row.aantal)
    row.verwijderd = None
    _save(row, by)
    _log("inzet.teruggezet", row, by, nieuw=row.voorzien)
    return row


def _save(row: Toewijzing, by: User) -> None:
    row.versie += 1
    row.door_naam = by.naam
    row.save()


def _log(kind: str, row: Toewijzing, by: User, **data: Any) -> None:
    """Old and new stand in the data of the event; whose hours they are does not."""
    amount = toon_bedrag(Middelsoort(row.soort), row.aantal)
    record(
        kind=kind,
        by=by,
        school=row.school.instellingsnummer,
        target=f"{amount} voor '{str(row.actie)[:100]}' ({Schooljaar(row.schooljaar)})",
        data={"toewijzing": row.pk, "actie": row.actie_id, "soort": row.soort, **data},
    )
