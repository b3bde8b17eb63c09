"""Writing metingen: by hand, several at once, counted by the system; nothing is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import BeleidError, bewaar, must_be_open
from gokwijs.apps.beleid.models import Indicator, Meting, Plan, Streefdoel
from gokwijs.apps.opvolging.tellen import (
    FIGUREN,
    Jaargetal,
    Telkeuze,
    omschrijf,
    plaatsnamen,
    tel,
)
from gokwijs.core.beleid.keuzes import Bronsoort, Doelstatus


@dataclass(frozen=True)
class Waarden:
    """What was measured on a day: a share with both counts, or a score."""

    peildatum: date
    teller: Decimal | None = None
    noemer: Decimal | None = None
    waarde: Decimal | None = None
    bron_soort: str = ""
    bron_omschrijving: str = ""
    opmerking: str = ""


def _locked(indicator: Indicator) -> Indicator:
    """Held until the end of the transaction, so that no day is written twice."""
    must_be_open(indicator)
    found = Indicator.objects.select_for_update(of=("self",)).select_related("plan__school")
    return found.get(pk=indicator.pk)


def _new(
    indicator: Indicator,
    waarden: Waarden,
    by: User,
    *,
    nulmeting: bool = False,
    werkzone: bool = False,
    versie: int | None = None,
) -> Meting:
    versie = versie or indicator.definitie_versie
    taken = indicator.metingen.filter(
        vervangen=None, peildatum=waarden.peildatum, definitie_versie=versie
    )
    if taken.exists():
        raise BeleidError(
            f"Er staat al een meting van {waarden.peildatum:%d/%m/%Y}. Verbeter die, of kies een "
            "andere dag."
        )
    return Meting.objects.create(
        indicator=indicator,
        definitie_versie=versie,
        **vars(waarden),
        is_nulmeting=nulmeting,
        werkzone=werkzone,
        door_naam=by.naam,
    )


def _log(kind: str, indicator: Indicator, by: User, what: str) -> None:
    record(
        kind=f"opvolging.{kind}",
        by=by,
        school=indicator.plan.school.instellingsnummer,
        target=f"'{indicator.naam[:120]}', {what}",
    )


@transaction.atomic
def voeg_meting_toe(
    *, indicator: Indicator, waarden: Waarden, nulmeting: bool, by: User, werkzone: bool = False
) -> Meting:
    """A new meting; as nulmeting it becomes that of every goal of this indicator without one."""
    indicator = _locked(indicator)
    meting = _new(indicator, waarden, by, werkzone=werkzone)
    _log("meting", indicator, by, f"{waarden.peildatum:%d/%m/%Y}")
    if nulmeting:
        _make_nulmeting(indicator, meting, by)
    return meting


@transaction.atomic
def voeg_reeks_toe(*, indicator: Indicator, rijen: Sequence[Waarden], by: User) -> list[Meting]:
    """Several metingen at once: all of them, or none."""
    indicator = _locked(indicator)
    found = [_new(indicator, waarden, by) for waarden in rijen]
    _log("reeks", indicator, by, f"{len(found)} metingen")
    return found


@transaction.atomic
def maak_nulmeting(*, meting: Meting, by: User) -> Meting:
    """From now on this is where the goals of this indicator started; it is frozen."""
    indicator = _locked(meting.indicator)
    meting = Meting.objects.select_for_update().get(pk=meting.pk)
    if meting.vervangen is not None:
        raise BeleidError("Deze meting telt niet meer mee. Zet ze eerst terug.")
    _make_nulmeting(indicator, meting, by)
    return meting


def _make_nulmeting(indicator: Indicator, meting: Meting, by: User) -> None:
    if indicator.metingen.filter(is_nulmeting=True, vervangen=None).exclude(pk=meting.pk).exists():
        raise BeleidError(
            "Er is al een nulmeting: die staat vast. Is ze fout, verbeter ze dan met een reden."
        )
    meting.is_nulmeting = True
    meting.save(update_fields=["is_nulmeting"])
    _log("nulmeting", indicator, by, f"{meting.peildatum:%d/%m/%Y}")
    for doel in indicator.streefdoelen.filter(verwijderd=None, nulmeting=None):
        bewaar(link=doel, values={"nulmeting": meting}, by=by)


@transaction.atomic
def verbeter_meting(*, meting: Meting, waarden: Waarden, reden: str, by: User) -> Meting:
    """A correction is a new meting; the old one stays, marked as replaced with the reason."""
    indicator = _locked(meting.indicator)
    meting = Meting.objects.select_for_update().get(pk=meting.pk)
    if meting.vervangen is not None:
        raise BeleidError("Deze meting is intussen al vervangen. Kijk wat er nu staat.")
    _replace(meting, reden)
    new = _new(
        indicator,
        waarden,
        by,
        nulmeting=meting.is_nulmeting,
        werkzone=meting.werkzone,
        versie=meting.definitie_versie,
    )
    _log("verbeterd", indicator, by, f"{meting.peildatum:%d/%m/%Y}: {reden}")
    for doel in Streefdoel.objects.filter(nulmeting=meting):
        bewaar(link=doel, values={"nulmeting": new}, by=by)
    return new


def _replace(meting: Meting, reden: str) -> None:
    meting.vervangen, meting.vervangen_reden = timezone.now(), reden[:300]
    meting.save(update_fields=["vervangen", "vervangen_reden"])


@transaction.atomic
def trek_meting_in(*, meting: Meting, reden: str, by: User) -> Meting:
    """It no longer counts, and can come back. The nulmeting of an adopted goal stays."""
    indicator = _locked(meting.indicator)
    meting = Meting.objects.select_for_update().get(pk=meting.pk)
    if meting.vervangen is not None:
        raise BeleidError("Deze meting telt al niet meer mee.")
    goals = Streefdoel.objects.filter(nulmeting=meting)
    if goals.filter(status=Doelstatus.VASTGESTELD.value).exists():
        raise BeleidError(
            "Dit is de nulmeting van een vastgesteld streefdoel: die staat vast. Is ze fout, "
            "verbeter ze dan met een reden."
        )
    for doel in goals:
        bewaar(link=doel, values={"nulmeting": None}, by=by)
    _replace(meting, f"ingetrokken: {reden}" if reden else "ingetrokken")
    _log("ingetrokken", indicator, by, f"{meting.peildatum:%d/%m/%Y}")
    return meting


@transaction.atomic
def zet_meting_terug(*, meting: Meting, by: User) -> Meting:
    """Undo a withdrawal or a replacement, when its day is free."""
    indicator = _locked(meting.indicator)
    meting = Meting.objects.select_for_update().get(pk=meting.pk)
    live = indicator.metingen.filter(vervangen=None, definitie_versie=meting.definitie_versie)
    if live.filter(peildatum=meting.peildatum).exclude(pk=meting.pk).exists():
        raise BeleidError("Op die dag staat nu een andere meting. Trek die eerst in.")
    if meting.is_nulmeting and live.filter(is_nulmeting=True).exclude(pk=meting.pk).exists():
        meting.is_nulmeting = False  # the correction is the nulmeting now
    meting.vervangen, meting.vervangen_reden = None, ""
    meting.save(update_fields=["vervangen", "vervangen_reden", "is_nulmeting"])
    _log("teruggezet", indicator, by, f"{meting.peildatum:%d/%m/%Y}")
    if meting.is_nulmeting:
        for doel in indicator.streefdoelen.filter(verwijderd=None, nulmeting=None):
            bewaar(link=doel, values={"nulmeting": meting}, by=by)
    return meting


# ---------------------------------------------------------------- counted by the system


@transaction.atomic
def kies_telling(
    *,
    plan: Plan,
    indicator: Indicator | None,
    keuze: Telkeuze,
    today: date,
    by: User,
    versie: int | None = None,
) -> Indicator:
    """An indicator that fills itself: a new one, or an existing one with another definition."""
    if keuze.bezwaar:
        raise BeleidError(keuze.bezwaar)
    words = omschrijf(keuze, plaatsnamen(plan.school, today))
    values: dict[str, Any] = {
        "berekening": keuze.figuur,
        "keuze": keuze.keuze,
        "teller_definitie": words.teller,
        "noemer_definitie": words.noemer,
        "schaal": "",
        "populatie": words.populatie,
        "bron_soort": Bronsoort.EIGEN_TELLING.value,
    }
    if indicator is None:
        own = {"naam": words.naam, "richting": FIGUREN[keuze.figuur].richting.value}
        made = bewaar(link=Indicator(plan=plan), values={**values, **own}, by=by)
        assert isinstance(made, Indicator)
        return made
    now = _locked(indicator)
    changed = (now.berekening, now.keuze) != (keuze.figuur, keuze.keuze)
    if changed and now.metingen.filter(definitie_versie=now.definitie_versie).exists():
        values["definitie_versie"] = now.definitie_versie + 1
    kept = bewaar(link=indicator, values=values, by=by, versie=versie)
    assert isinstance(kept, Indicator)
    return kept


@transaction.atomic
def vul_aan(*, indicator: Indicator, today: date, by: User) -> list[Meting]:
    """Add what can be counted and is not there yet; what stands is never overwritten."""
    indicator = _locked(indicator)
    keuze = Telkeuze.van(indicator)
    if keuze is None:
        raise BeleidError("Deze indicator telt het systeem niet zelf. Kies eerst wat geteld wordt.")
    found = [
        _new(indicator, _counted(one), by, werkzone=True)
        for one in nieuwe(indicator, tel(indicator.plan.school, keuze, today))
    ]
    if found:
        _log("aangevuld", indicator, by, f"{len(found)} schooljaren")
    return found


def nieuwe(indicator: Indicator, getallen: Sequence[Jaargetal]) -> list[Jaargetal]:
    """The counted years that have no meting of this definition yet, withdrawn ones included."""
    there = indicator.metingen.filter(definitie_versie=indicator.definitie_versie)
    days = set(there.values_list("peildatum", flat=True))
    return [one for one in getallen if one.noemer and one.dag not in days]


def _counted(one: Jaargetal) -> Waarden:
    return Waarden(
        one.dag,
        _decimal(one.teller),
        _decimal(one.noemer),
        bron_soort=Bronsoort.EIGEN_TELLING.value,
        bron_omschrijving=f"Leerlingengegevens in GOK-wijs, schooljaar {one.jaar}",
    )


def _decimal(value: Fraction) -> Decimal:
    """Half pupils are exact in one decimal."""
    return Decimal(value.numerator) / Decimal(value.denominator)
