"""The plan of the next school year from this one: what was decided goes along, results start anew.

In: a plan and which undecided goals go along. Out: a new plan in draft. Nothing of the old plan
changes but its indicators: they move along, so that one series goes on; the old goals keep them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.bewaren import BeleidError, bewaar, remember
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Indicator,
    Onderbouwing,
    Plan,
    Streefdoel,
    Taak,
)
from gokwijs.apps.beleid.selectors import Rijen, rijen, stand
from gokwijs.apps.beleid.versies import maak_versie
from gokwijs.core.beleid.keuzes import Actiestatus, Doelstatus
from gokwijs.core.beleid.overgang import Lot, Overgang, acties_mee, overgang
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.calendar import Schooljaar

_GOAL = (
    "formulering",
    "toelichting",
    "doelgroep",
    "kenmerken",
    "plaats",
    "niveau",
    "richting",
    "trekker_rol",
    "trekker",
    "thema",
    "ok_codes",
)
_ACTION = (
    "titel",
    "omschrijving",
    "aangrijpingspunt",
    "zorgfase",
    "aard",
    "aard_uitleg",
    "plaats",
    "plaats_reden",
    "trekker_rol",
    "trekker",
    "vervanger_rol",
    "uitvoerders_bedoeld",
    "teamafspraak",
    "partners",
    "ouders",
    "reden_nul",
    "ok_codes",
)


def vooruitblik(plan: Plan, today: date) -> list[tuple[Streefdoel, Overgang]]:
    """Per goal what a roll-over would do with it, for the page before the step."""
    rows = rijen(plan)
    by_pk = {one.pk: one for one in rows.streefdoelen}
    return [(by_pk[one.streefdoel_id], one) for one in overgang(stand(rows, verloop=True), today)]


@transaction.atomic
def rol_over(*, plan: Plan, onbeslist_mee: Collection[int], today: date, by: User) -> Plan:
    """Make the next plan. Raises BeleidError when there is one already."""
    plan = Plan.objects.select_for_update().select_related("school").get(pk=plan.pk)
    if Plan.objects.filter(voorganger=plan, verwijderd=None).exists():
        raise BeleidError("Er is al een plan dat op dit plan volgt.")
    Plan.objects.filter(voorganger=plan).update(voorganger=None)  # one that was taken away
    rows = rijen(plan)
    read = stand(rows, verloop=True)
    decided = tuple(overgang(read, today))
    new = _plan(plan, by)
    along = _goals(new, rows, decided, onbeslist_mee, by)
    _actions(new, rows, read, _as_decided(decided, along), along, by)
    remember(link=new, wat="overgenomen", by=by)
    maak_versie(plan=new, by=by)
    return new


def _plan(plan: Plan, by: User) -> Plan:
    start = plan.schooljaar_tot + 1
    values = {
        "naam": plan.naam,
        "schooljaar_van": start,
        "schooljaar_tot": start,
        "visie": plan.visie,
        "visie_titel": plan.visie_titel,
        "visie_datum": plan.visie_datum,
        "visie_vindplaats": plan.visie_vindplaats,
        "kernteam": plan.kernteam,
        "voorganger": plan,
    }
    found = bewaar(link=Plan(school=plan.school), values=values, by=by)
    assert isinstance(found, Plan)
    return found


def _goals(
    new: Plan,
    rows: Rijen,
    decided: Iterable[Overgang],
    undecided: Collection[int],
    by: User,
) -> dict[int, Streefdoel]:
    """Old number → the goal that goes on in the new plan (not the copies to another place)."""
    by_pk = {one.pk: one for one in rows.streefdoelen}
    decisions = {one.pk: one for one in rows.besluiten}
    along: dict[int, Streefdoel] = {}
    for one in decided:
        old = by_pk[one.streefdoel_id]
        chosen = one.lot is Lot.ONBESLIST and old.pk in undecided
        if one.lot in (Lot.MEEGAAN, Lot.BIJSTUREN) or chosen:
            along[old.pk] = _goes_on(new, old, one, by)
        elif one.lot is Lot.GEKOPIEERD:
            _scaled(new, old, decisions.get(one.besluit_id or 0), by)
        elif one.lot is Lot.NIEUW_STARTEN:
            values = {"formulering": old.formulering, "voorganger": old, "doelgroep": old.doelgroep}
            bewaar(link=Streefdoel(plan=new), values=values, by=by, wat="overgenomen")
    return along


def _goes_on(new: Plan, old: Streefdoel, decision: Overgang, by: User) -> Streefdoel:
    """The same goal with the same baseline; draft again, because the new plan is discussed."""
    value = decision.streefwaarde if decision.lot is not Lot.ONBESLIST else None
    target = old.streefwaarde
    if decision.lot is Lot.BIJSTUREN and value is not None:
        share = old.indicator is not None and old.indicator.is_aandeel
        exact = value * 100 if share else value
        target = Streefdoel._meta.get_field("streefwaarde").to_python(
            str(exact.numerator) if exact.denominator == 1 else f"{float(exact):.3f}"
        )
    end = decision.einddatum or old.einddatum
    begins = Schooljaar(new.schooljaar_van).first_day
    for measure in {old.indicator, *old.andere_indicatoren.all()} - {None}:
        assert measure is not None
        Indicator.objects.filter(pk=measure.pk).update(plan=new)
    values: dict[str, Any] = {
        **{name: getattr(old, name) for name in _GOAL},
        "indicator": old.indicator,
        "andere_indicatoren": list(old.andere_indicatoren.all()),
        "nulmeting": old.nulmeting,
        "streefwaarde": target,
        "start": old.start,
        "einddatum": end if end is not None and end >= begins else None,
        "vaststellingen": list(old.vaststellingen.all()),
        "koppelingen": list(old.koppelingen.filter(verwijderd=None)),
        "voorganger": old,
        "status": Doelstatus.ONTWERP.value,
    }
    found = bewaar(link=Streefdoel(plan=new), values=values, by=by, wat="overgenomen")
    assert isinstance(found, Streefdoel)
    return found


def _scaled(new: Plan, old: Streefdoel, besluit: Besluit | None, by: User) -> None:
    """To another place, with a baseline of its own; once, also when it was done before."""
    if old.opvolgers.filter(opgeschaald=True, verwijderd=None).exists():
        return
    values = {
        **{name: getattr(old, name) for name in _GOAL},
        "plaats": besluit.nieuwe_plaats if besluit is not None else "",
        "vaststellingen": list(old.vaststellingen.all()),
        "voorganger": old,
        "opgeschaald": True,
    }
    bewaar(link=Streefdoel(plan=new), values=values, by=by, wat="overgenomen")


def _as_decided(
    decided: Iterable[Overgang], along: Mapping[int, Streefdoel]
) -> tuple[Overgang, ...]:
    """For the actions a goal that goes along undecided is a goal that goes along."""
    return tuple(
        Overgang(one.streefdoel_id, Lot.MEEGAAN, one.zin)
        for one in decided
        if one.streefdoel_id in along
    )


def _actions(
    new: Plan,
    rows: Rijen,
    read: Beleidsstand,
    decided: tuple[Overgang, ...],
    along: Mapping[int, Streefdoel],
    by: User,
) -> None:
    by_pk = {one.pk: one for one in rows.acties}
    for record in acties_mee(read, decided):
        old = by_pk[record.id]
        goals = [along[g.pk] for g in old.streefdoelen.all() if g.pk in along]
        values = {
            **{name: getattr(old, name) for name in _ACTION},
            "streefdoelen": goals,
            "status": Actiestatus.GEPLAND.value,
            "start": Schooljaar(new.schooljaar_van).first_day,
            "voorganger": old,
        }
        actie = bewaar(link=Actie(plan=new), values=values, by=by, wat="overgenomen")
        assert isinstance(actie, Actie)
        _hangs_on(actie, old, rows, by)


def _hangs_on(actie: Actie, old: Actie, rows: Rijen, by: User) -> None:
    """Steps open again without their days; the aanpak with its points open again."""
    Taak.objects.bulk_create(
        Taak(plan=actie.plan, actie=actie, tekst=s.tekst, wie_rol=s.wie_rol, door_naam=by.naam)
        for s in rows.taken_per_actie.get(old.pk, [])
    )
    Onderbouwing.objects.bulk_create(
        Onderbouwing(
            actie=actie,
            aanpak=o.aanpak,
            naam=o.naam,
            feiten=o.feiten,
            opgelet=o.opgelet,
            catalogus_versie=o.catalogus_versie,
            voorwaarden=[{"tekst": v["tekst"], "klaar": False} for v in o.voorwaarden],
            door_naam=by.naam,
        )
        for o in old.onderbouwingen.all()
    )
