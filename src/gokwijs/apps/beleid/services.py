"""Steps of a plan and of a streefdoel: its states, its versions, its first measurement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.bewaren import (
    BeleidError,
    Link,
    bewaar,
    history_of,
    must_be_open,
    remember,
    restored,
    zet_terug,
)
from gokwijs.apps.beleid.models import Actie, Indicator, Meting, Plan, Streefdoel
from gokwijs.apps.beleid.selectors import onderwijs_van, rijen, stand
from gokwijs.apps.beleid.versies import maak_versie
from gokwijs.core.beleid.keuzes import Actiestatus, Doelstatus, Planstatus
from gokwijs.core.beleid.plangebrek import mag_vaststellen_plan
from gokwijs.core.beleid.volledig import mag_vaststellen_streefdoel, ontbreekt, zin

# From which state to which; a step back reopens.
STAPPEN: Mapping[str, tuple[str, ...]] = {
    Planstatus.ONTWERP: (Planstatus.TER_BESPREKING,),
    Planstatus.TER_BESPREKING: (Planstatus.ONTWERP, Planstatus.VASTGESTELD),
    Planstatus.VASTGESTELD: (Planstatus.TER_BESPREKING, Planstatus.AFGESLOTEN),
    Planstatus.AFGESLOTEN: (),
}


def is_big(plan: Plan, naar: str) -> bool:
    """A step that only the directeur takes: to adopt, to close, to reopen what was adopted."""
    return plan.status == Planstatus.VASTGESTELD or naar in (
        Planstatus.VASTGESTELD,
        Planstatus.AFGESLOTEN,
    )


@transaction.atomic
def zet_status(*, plan: Plan, naar: str, today: date, by: User, reden: str = "") -> Plan:
    """Move a plan one step; the whole plan is kept as it stands. Raises BeleidError.

    Adopting checks every streefdoel (no override) and the plan (besluit 18: with a visible reason).
    """
    plan = Plan.objects.select_for_update().select_related("school").get(pk=plan.pk)
    if naar not in STAPPEN[plan.status]:
        raise BeleidError(f"Een plan dat {plan.get_status_display()} is, kan niet naar deze stand.")
    if naar == Planstatus.VASTGESTELD:
        _adopt(plan, reden, today, by)
    elif naar == Planstatus.TER_BESPREKING and plan.status == Planstatus.VASTGESTELD:
        plan.vastgesteld_op, plan.vastgesteld_door, plan.reden = None, "", ""
    plan.status = naar
    plan.versie += 1
    plan.gewijzigd_door = by.naam
    plan.save()
    maak_versie(plan=plan, by=by)
    remember(link=plan, wat="status", by=by)
    return plan


def _adopt(plan: Plan, reden: str, today: date, by: User) -> None:
    """Everything in it that is complete becomes adopted with it."""
    rows = rijen(plan)
    read = stand(rows, onderwijs_van(plan.school))
    for doel in rows.streefdoelen:
        record = read.streefdoel[doel.pk]
        gebreken = ontbreekt(record, read) if record.is_open else ()
        if gebreken:
            raise BeleidError(
                f"Het streefdoel '{doel.formulering}' is nog niet volledig. {zin(gebreken)} "
                "Vul het aan, of haal het uit het plan."
            )
    answer = mag_vaststellen_plan(read, reden=reden)
    if not answer.mag:
        raise BeleidError(answer.zin)
    for doel in rows.streefdoelen:
        if doel.status == Doelstatus.ONTWERP:
            bewaar(
                link=doel,
                values={"status": Doelstatus.VASTGESTELD.value, "vastgesteld_op": today},
                by=by,
                wat="status",
            )
    plan.vastgesteld_op, plan.vastgesteld_door = today, by.naam
    plan.reden = reden.strip()[:2000]


@transaction.atomic
def stel_doel_vast(*, doel: Streefdoel, today: date, by: User) -> Streefdoel:
    """Adopt one goal; only when it is complete. Raises BeleidError with what is missing."""
    rows = rijen(doel.plan)
    read = stand(rows)
    answer = mag_vaststellen_streefdoel(read.streefdoel[doel.pk], read)
    if not answer.mag:
        raise BeleidError(answer.zin)
    values = {"status": Doelstatus.VASTGESTELD.value, "vastgesteld_op": today}
    found = bewaar(link=doel, values=values, by=by, wat="status")
    assert isinstance(found, Streefdoel)
    return found


@transaction.atomic
def zet_doel_open(*, doel: Streefdoel, by: User) -> Streefdoel:
    """Back to a draft, to change what an adopted goal may not miss."""
    values = {"status": Doelstatus.ONTWERP.value, "vastgesteld_op": None}
    found = bewaar(link=doel, values=values, by=by, wat="status")
    assert isinstance(found, Streefdoel)
    return found


@transaction.atomic
def bewaar_doel(
    *, doel: Streefdoel, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Streefdoel:
    """Save a goal; an adopted one stays complete. Raises BeleidError or Conflict."""
    adopted = doel.pk is not None and doel.status == Doelstatus.VASTGESTELD
    if adopted:
        _stays_complete(doel, values)
    found = bewaar(link=doel, values=values, by=by, versie=versie)
    assert isinstance(found, Streefdoel)
    if adopted:
        _is_still_complete(found)
    return found


@transaction.atomic
def herstel(*, link: Link, versie: int, by: User) -> Link:
    """An earlier version again. Raises BeleidError: closed, or an adopted goal that would lack."""
    adopted = isinstance(link, Streefdoel) and link.status == Doelstatus.VASTGESTELD
    then = history_of(link).filter(versie=versie).first()
    if adopted and then is not None:
        assert isinstance(link, Streefdoel)
        _stays_complete(link, restored(Streefdoel, then.inhoud))
    found = zet_terug(link=link, versie=versie, by=by)
    if adopted:
        assert isinstance(found, Streefdoel)
        _is_still_complete(found)
    return found


def _is_still_complete(doel: Streefdoel) -> None:
    read = stand(rijen(doel.plan))
    gebreken = ontbreekt(read.streefdoel[doel.pk], read)
    if gebreken:  # undoes everything: this is one transaction
        raise BeleidError(_incomplete(zin(gebreken)))


def _stays_complete(doel: Streefdoel, values: Mapping[str, Any]) -> None:
    """Before the database refuses it: which required field was emptied."""
    needed = ("indicator", "nulmeting", "streefwaarde", "start", "einddatum", "richting")
    empty = [
        str(Streefdoel._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        for name in (*needed, "doelgroep", "plaats", "trekker_rol")
        if name in values and values[name] in (None, "")
    ]
    if empty:
        raise BeleidError(_incomplete(f"Er ontbreekt nog: {', '.join(empty)}."))


def _incomplete(said: str) -> str:
    return f"Dit streefdoel is vastgesteld en moet volledig blijven. {said} Zet het eerst open."


@transaction.atomic
def voeg_nulmeting_toe(
    *,
    doel: Streefdoel,
    indicator: Indicator,
    peildatum: date,
    bron_soort: str,
    by: User,
    teller: Decimal | None = None,
    noemer: Decimal | None = None,
    waarde: Decimal | None = None,
    werkzone: bool = False,
) -> Meting:
    """The first value of the indicator, from which the goal starts."""
    must_be_open(doel)
    if (teller is not None) != indicator.is_aandeel:
        raise BeleidError(
            "Deze indicator is een aandeel: geef een aantal en het geheel."
            if indicator.is_aandeel
            else "Deze indicator is een score: geef één getal."
        )
    meting = Meting.objects.create(
        indicator=indicator,
        definitie_versie=indicator.definitie_versie,
        peildatum=peildatum,
        teller=teller,
        noemer=noemer,
        waarde=waarde,
        bron_soort=bron_soort,
        is_nulmeting=True,
        werkzone=werkzone,
        door_naam=by.naam,
    )
    bewaar(link=doel, values={"nulmeting": meting}, by=by)
    return meting


@transaction.atomic
def zet_actie_status(*, actie: Actie, naar: Actiestatus, by: User) -> Actie:
    """Planned, running, done, stopped or cancelled."""
    found = bewaar(link=actie, values={"status": naar.value}, by=by, wat="status")
    assert isinstance(found, Actie)
    return found


@transaction.atomic
def bewaar_indicator(
    *, indicator: Indicator, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Indicator:
    """Save an indicator; another definition is a new version of it, so the series breaks there."""
    meaning = ("teller_definitie", "noemer_definitie", "schaal", "populatie", "berekening", "keuze")
    changed = indicator.pk is not None and any(
        name in values and values[name] != getattr(indicator, name) for name in meaning
    )
    extra: dict[str, Any] = {}
    if changed and indicator.metingen.exists():
        extra = {"definitie_versie": indicator.definitie_versie + 1}
    found = bewaar(link=indicator, values={**values, **extra}, by=by, versie=versie)
    assert isinstance(found, Indicator)
    return found
