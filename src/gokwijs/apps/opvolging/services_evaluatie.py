"""Evaluatie, besluit and borging; closing an evaluatie carries its decisions out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.bewaren import BeleidError, bewaar, must_be_open, verwijder
from gokwijs.apps.beleid.kant import bezwaar_kant
from gokwijs.apps.beleid.models import Actie, Besluit, Borging, Evaluatie, Streefdoel
from gokwijs.apps.opvolging.opschalen import kopieer
from gokwijs.apps.opvolging.selectors import evaluatie_van, vorige_evaluatie
from gokwijs.core.beleid.keuzes import Actiestatus, Besluitkeuze, Doelstatus
from gokwijs.core.beleid.zinsbouw import opsomming


def _held(evaluatie: Evaluatie) -> Evaluatie:
    """The evaluatie as it is now, held until the end of the transaction; raises when closed."""
    must_be_open(evaluatie)
    return Evaluatie.objects.select_related("plan__school").get(pk=evaluatie.pk)


@transaction.atomic
def bewaar_evaluatie(
    *, evaluatie: Evaluatie, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Evaluatie:
    """Save what is typed so far. A new one remembers the evaluatie before it, and has the codes
    of its goals.
    """
    given = dict(values)
    if evaluatie.pk is None:
        goals = given.get("streefdoelen", ())
        given["vorige"] = vorige_evaluatie(goals, evaluatie.plan.school)
        given.setdefault("ok_codes", sorted({key for one in goals for key in one.ok_codes}))
    else:
        evaluatie = _held(evaluatie)
        if "streefdoelen" in given:
            given["vorige"] = vorige_evaluatie(
                given["streefdoelen"], evaluatie.plan.school, evaluatie
            )
    found = bewaar(link=evaluatie, values=given, by=by, versie=versie)
    assert isinstance(found, Evaluatie)
    return found


def ontbreekt(evaluatie: Evaluatie) -> list[str]:
    """What is still needed before closing, as nouns; links of ``evaluatie`` are fetched."""
    doelen = list(evaluatie.streefdoelen.all())
    decided = {
        b.streefdoel_id
        for b in evaluatie.besluiten.all()
        if b.verwijderd is None and b.actie_id is None
    }
    found = []
    if not doelen:
        found.append("minstens één streefdoel")
    if not evaluatie.metingen.all():
        found.append("minstens één meting")
    if not evaluatie.bron_soorten:
        found.append("de bronnen die jullie gebruikten")
    if not evaluatie.aantal_deelnemers:
        found.append("wie meedacht, met aantallen")
    if not evaluatie.conclusie:
        found.append("de conclusie")
    found += [f"een besluit over '{doel}'" for doel in doelen if doel.pk not in decided]
    if evaluatie.volgende_op is None:
        found.append("de datum van de volgende evaluatie")
    elif evaluatie.volgende_op <= evaluatie.datum:
        found.append("een datum van de volgende evaluatie die na deze valt")
    return found


@transaction.atomic
def rond_evaluatie_af(
    *, evaluatie: Evaluatie, today: date, by: User, versie: int | None = None
) -> Evaluatie:
    """Close it, carry out what was decided, and set the next date of the plan."""
    held = _held(evaluatie)
    if versie is not None and versie != held.versie:
        raise BeleidError(
            f"{held.gewijzigd_door} bewaarde intussen iets in deze evaluatie. Kijk ze na en rond "
            "ze dan af."
        )
    one = evaluatie_van(held.plan.school, held.pk)
    if missing := ontbreekt(one):
        raise BeleidError(f"Je kunt nog niet afronden. Er ontbreekt nog: {opsomming(missing)}.")
    if one.datum > today:
        raise BeleidError("De datum van de evaluatie moet nog komen: afronden kan pas daarna.")
    # What stops at one actie is not copied to another place.
    for besluit in sorted(one.besluiten.all(), key=lambda b: (b.actie_id is None, b.pk)):
        _carry_out(besluit, by)
    bewaar(link=one.plan, values={"volgende_evaluatie_op": one.volgende_op}, by=by)
    closed = bewaar(link=one, values={"afgerond": today}, by=by, wat="afgerond")
    assert isinstance(closed, Evaluatie)
    return closed


def _carry_out(besluit: Besluit, by: User) -> None:
    if besluit.actie is not None:
        _carry_out_on_action(besluit, besluit.actie, by)
        return
    doel = besluit.streefdoel
    if besluit.keuze == Besluitkeuze.BIJSTUREN:
        new = {"streefwaarde": besluit.nieuwe_streefwaarde, "einddatum": besluit.nieuwe_einddatum}
        bewaar(link=doel, values={k: v for k, v in new.items() if v is not None}, by=by)
    elif besluit.keuze == Besluitkeuze.STOPPEN:
        values = {"status": Doelstatus.STOPGEZET.value, "einde_reden": besluit.motivering[:500]}
        bewaar(link=doel, values=values, by=by, wat="status")
    elif besluit.keuze == Besluitkeuze.OPSCHALEN:
        kopieer(doel, besluit.nieuwe_plaats, besluit, by)


def _carry_out_on_action(besluit: Besluit, actie: Actie, by: User) -> None:
    """The goal goes on: only this action stops, or gets another end."""
    if besluit.keuze == Besluitkeuze.STOPPEN:
        bewaar(link=actie, values={"status": Actiestatus.GESTOPT.value}, by=by, wat="status")
    elif besluit.keuze == Besluitkeuze.BIJSTUREN and besluit.nieuwe_einddatum is not None:
        bewaar(link=actie, values={"einde": besluit.nieuwe_einddatum}, by=by)


@transaction.atomic
def schaal_op(
    *, streefdoel: Streefdoel, plaats: str, by: User, besluit: Besluit | None = None
) -> Streefdoel:
    """The goal and its acties once more, as a draft for another place, linked to where it began.

    Without nulmeting, results and means: the new place has its own.
    """
    return kopieer(streefdoel, plaats, besluit, by)


# ---------------------------------------------------------------- besluit


@transaction.atomic
def bewaar_besluit(
    *, besluit: Besluit, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Besluit:
    """One decision per goal, and per action of it, in an evaluatie that is still open.

    Raises BeleidError.
    """
    evaluatie = _held(besluit.evaluatie)
    about_action = besluit.actie_id is not None
    if problem := bezwaar(values, actie=about_action) or bezwaar_kant(
        besluit.streefdoel.richting, values.get("nieuwe_streefwaarde"), besluit.streefdoel.nulmeting
    ):
        raise BeleidError(problem)
    if besluit.pk is None:
        there = evaluatie.besluiten.filter(
            streefdoel=besluit.streefdoel, actie=besluit.actie, verwijderd=None
        )
        if there.exists():
            about = "deze actie" if about_action else "dit streefdoel"
            raise BeleidError(f"Over {about} is intussen al een besluit genomen.")
    found = bewaar(link=besluit, values=values, by=by, versie=versie)
    assert isinstance(found, Besluit)
    return found


# What can be decided on one action; the rest is about a goal.
OP_ACTIE = (Besluitkeuze.VOORTZETTEN, Besluitkeuze.BIJSTUREN, Besluitkeuze.STOPPEN)


def bezwaar(values: Mapping[str, Any], *, actie: bool = False) -> str:
    """What a choice asks beside its reason; empty when all is there.

    ``actie``: it is about one action, and then the reason says what changes.
    """
    keuze = values.get("keuze")
    if actie:
        wrong = keuze is not None and keuze not in OP_ACTIE
        return "Over één actie besluit je: voortzetten, bijsturen of stoppen." if wrong else ""
    if keuze == Besluitkeuze.BIJSTUREN and not (
        values.get("nieuwe_streefwaarde") is not None or values.get("nieuwe_einddatum")
    ):
        return "Bijsturen vraagt een nieuwe streefwaarde of een nieuwe einddatum."
    if keuze == Besluitkeuze.OPSCHALEN and not values.get("nieuwe_plaats"):
        return "Opschalen vraagt de plaats waar het ook komt."
    return ""


@transaction.atomic
def trek_besluit_in(*, besluit: Besluit, by: User) -> Besluit:
    """Take a decision out of an evaluatie that is still open."""
    _held(besluit.evaluatie)
    found = verwijder(link=besluit, by=by)
    assert isinstance(found, Besluit)
    return found


# ---------------------------------------------------------------- borging


@transaction.atomic
def bewaar_borging(
    *, borging: Borging, values: Mapping[str, Any], by: User, versie: int | None = None
) -> Borging:
    """How a decision is kept when people change."""
    if Evaluatie.objects.filter(besluiten=borging.besluit, afgerond=None).exists():
        raise BeleidError("Rond eerst de evaluatie af: dan staat het besluit vast.")
    found = bewaar(link=borging, values=values, by=by, versie=versie)
    assert isinstance(found, Borging)
    return found


@transaction.atomic
def trek_borging_in(*, borging: Borging, by: User, terug: bool = False) -> Borging:
    """Take it away, or bring it back."""
    found = verwijder(link=borging, by=by, terug=terug)
    assert isinstance(found, Borging)
    return found
