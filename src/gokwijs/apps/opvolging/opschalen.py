"""A goal and its acties copied to another place: a new start there, linked to where it began."""

from __future__ import annotations

import re
from collections.abc import Iterable

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.bewaren import BeleidError, bewaar
from gokwijs.apps.beleid.models import Actie, Besluit, Indicator, Onderbouwing, Streefdoel
from gokwijs.core.beleid.keuzes import Actiestatus, Besluitkeuze, Doelstatus

_GONE = (Actiestatus.GESTOPT.value, Actiestatus.GEANNULEERD.value)
_DOEL = ("toelichting", "kenmerken", "niveau", "richting", "trekker_rol", "thema", "ok_codes")
_ACTIE = (
    *("titel", "omschrijving", "aangrijpingspunt", "zorgfase", "aard", "aard_uitleg"),
    *("trekker_rol", "vervanger_rol", "teamafspraak", "partners", "ouders", "ok_codes"),
)
_INDICATOR = ("schaal", "eenheid", "bron_soort", "richting", "frequentie", "minimum_n", "ok_codes")


def kopieer(streefdoel: Streefdoel, plaats: str, besluit: Besluit | None, by: User) -> Streefdoel:
    """The copy as a draft; inside the caller's transaction. Raises BeleidError."""
    if not plaats.strip():
        raise BeleidError("Opschalen vraagt de plaats waar het ook komt.")
    van = streefdoel.plaats
    values = {name: getattr(streefdoel, name) for name in _DOEL} | {
        "formulering": elders(streefdoel.formulering, van, plaats)[:400],
        "doelgroep": elders(streefdoel.doelgroep, van, plaats)[:200],
        "plaats": plaats,
        "indicator": _indicator(streefdoel, plaats, by),
        "koppelingen": list(streefdoel.koppelingen.all()),
        "start": besluit.vanaf if besluit is not None else None,
        "status": Doelstatus.ONTWERP.value,
        "voorganger": streefdoel,
        "opgeschaald": True,
    }
    if besluit is not None and besluit.trekker_rol:
        values["trekker_rol"] = besluit.trekker_rol
    found = bewaar(link=Streefdoel(plan=streefdoel.plan), values=values, by=by)
    assert isinstance(found, Streefdoel)
    for actie in streefdoel.acties.filter(verwijderd=None).exclude(status__in=_GONE):
        _actie(actie, found, van, by)
    return found


def taken_along(
    streefdoel: Streefdoel, acties: Iterable[Actie], besluiten: Iterable[Besluit]
) -> list[str]:
    """What ``kopieer`` will take along, in words, when these decisions are carried out first."""
    stopped = {
        b.actie_id for b in besluiten if b.actie_id is not None and b.keuze == Besluitkeuze.STOPPEN
    }
    found = ["het streefdoel"]
    if streefdoel.indicator is not None:
        found.append(f"de indicator '{streefdoel.indicator.naam}'")
    found += [
        f"de actie '{a.titel}'" for a in acties if a.status not in _GONE and a.pk not in stopped
    ]
    return found


def _indicator(streefdoel: Streefdoel, plaats: str, by: User) -> Indicator | None:
    """The same definition for the new place, with a series of its own."""
    old = streefdoel.indicator
    if old is None:
        return None
    van = streefdoel.plaats
    name = elders(old.naam, van, plaats)
    values = {field: getattr(old, field) for field in _INDICATOR} | {
        "naam": (name if _noemt(name, plaats) else f"{name}: {plaats}")[:200],
        "teller_definitie": elders(old.teller_definitie, van, plaats)[:300],
        "noemer_definitie": elders(old.noemer_definitie, van, plaats)[:300],
        "populatie": elders(old.populatie, van, plaats)[:200],
    }
    found = bewaar(link=Indicator(plan=streefdoel.plan), values=values, by=by)
    assert isinstance(found, Indicator)
    return found


def _noemt(naam: str, plaats: str) -> bool:
    """Does a name say already where it is?"""
    return plaats.rpartition(",")[2].strip().casefold() in naam.casefold()


def _actie(actie: Actie, doel: Streefdoel, van: str, by: User) -> None:
    values = {name: getattr(actie, name) for name in _ACTIE} | {
        "titel": elders(actie.titel, van, doel.plaats)[:200],
        "plaats": doel.plaats,
        "streefdoelen": [doel],
        "voorganger": actie,
    }
    copy = bewaar(link=Actie(plan=doel.plan), values=values, by=by)
    for one in actie.onderbouwingen.all():
        Onderbouwing.objects.create(
            actie_id=copy.pk,
            aanpak=one.aanpak,
            naam=one.naam,
            feiten=one.feiten,
            opgelet=one.opgelet,
            catalogus_versie=one.catalogus_versie,
            voorwaarden=[{**row, "klaar": False} for row in one.voorwaarden],
            door_naam=by.naam,
        )


def elders(text: str, van: str, naar: str) -> str:
    """The text with the smallest part of the old place replaced by that of the new one."""
    old, new = (place.rpartition(",")[2].strip() for place in (van, naar))
    if not old:
        return text
    return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, text)
