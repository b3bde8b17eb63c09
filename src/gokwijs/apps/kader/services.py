"""Writes on frameworks: read one in, put it in force, undo that; and the questions of a school.

Keyword-only, atomic, with an event in the same transaction. ``school`` None is the whole
installation, ``by`` None the command line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.kader.models import EigenVraag, Kaderkeuze, Kaderpakket
from gokwijs.apps.kader.selectors import in_gebruik, in_kracht, kader_van_pakket
from gokwijs.apps.scholen.models import School
from gokwijs.core.kader import OK, Kader, KaderFout, Probleem, meegeleverd
from gokwijs.core.kader.pakket import lees
from gokwijs.core.kader.vergelijken import mag_vervangen

_COMMAND_LINE = "opdrachtregel"


def _naam(by: User | None) -> str:
    return by.naam if by is not None else _COMMAND_LINE


def _log(kind: str, school: School | None, by: User | None, target: str) -> None:
    """With the roles of that day: a change of framework is an act of somebody in charge."""
    roles: list[str] = []
    if by is not None and school is not None:
        found = by.memberships.filter(school=school).values_list("roles", flat=True)
        roles = [role for one in found for role in one]
    record(
        kind=f"kader.{kind}",
        by=by,
        school=school.instellingsnummer if school is not None else "",
        target=target,
        data={"rollen": roles} if roles else {},
    )


def _hash(data: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def keur(*, school: School | None, data: Mapping[str, Any]) -> Kader:
    """The framework in this data, if it may take over from the one in force.

    Raises KaderFout with every reason why not; nothing is stored.
    """
    nieuw = lees(data)
    found = _same_version(school, nieuw)
    if found is not None and found.hash != _hash(data):
        raise KaderFout(
            [
                Probleem(
                    "pakket.versie",
                    f"versie {nieuw.versie} van '{nieuw.id}' is al ingelezen met een andere "
                    "inhoud. Geef de nieuwe een hogere versie.",
                )
            ]
        )
    refused = mag_vervangen(in_kracht(school, nieuw.naamruimte), nieuw)
    if refused:
        raise KaderFout(refused)
    return nieuw


def _same_version(school: School | None, kader: Kader) -> Kaderpakket | None:
    return Kaderpakket.objects.filter(school=school, kader=kader.id, versie=kader.versie).first()


@transaction.atomic
def lees_in(
    *,
    school: School | None,
    data: dict[str, Any],
    by: User | None,
    gebruik: str | None = Kaderkeuze.Gebruik.HOOFD,
) -> Kaderpakket:
    """Keep this pack and put it in force; ``gebruik`` None: only keep it.

    Raises KaderFout; then the pack in force is unchanged.
    """
    kader = keur(school=school, data=data)
    pakket, _ = Kaderpakket.objects.get_or_create(
        school=school,
        kader=kader.id,
        versie=kader.versie,
        defaults={
            "naamruimte": kader.naamruimte,
            "titel": kader.titel,
            "inhoud": data,
            "hash": _hash(data),
            "door_naam": _naam(by),
        },
    )
    _log("ingelezen", school, by, f"{kader.titel}, versie {kader.versie}")
    if gebruik is not None:
        kies(school=school, naamruimte=kader.naamruimte, pakket=pakket, gebruik=gebruik, by=by)
    return pakket


@transaction.atomic
def kies(
    *,
    school: School | None,
    naamruimte: str,
    pakket: Kaderpakket | None,
    gebruik: str,
    by: User | None,
) -> Kaderkeuze:
    """Put a pack (None: the bundled one) in force for its system, or stop using that system.

    Raises KaderFout when it may not: another school's, one that cannot be read, one that drops
    codes in silence, or when the school would be left without a framework.
    """
    kader = _chosen(school, naamruimte, pakket)
    if gebruik == Kaderkeuze.Gebruik.NIET:
        _may_stop(school, naamruimte)
    elif pakket is not None and not pakket.keuzes.filter(school=school).exists():
        refused = mag_vervangen(in_kracht(school, naamruimte), kader)
        if refused:
            raise KaderFout(refused)
    last = Kaderkeuze.objects.filter(school=school, ingetrokken=None).first()
    if last is not None and (last.naamruimte, last.pakket, last.gebruik) == (
        naamruimte,
        pakket,
        gebruik,
    ):
        return last  # the button was pressed twice
    keuze = Kaderkeuze.objects.create(
        school=school,
        naamruimte=naamruimte,
        pakket=pakket,
        kader=kader.id,
        versie=kader.versie,
        gebruik=gebruik,
        door_naam=_naam(by),
    )
    stopped = gebruik == Kaderkeuze.Gebruik.NIET
    _log("gestopt" if stopped else "gekozen", school, by, f"{kader.titel}, versie {kader.versie}")
    return keuze


def _chosen(school: School | None, naamruimte: str, pakket: Kaderpakket | None) -> Kader:
    if pakket is None:
        if naamruimte not in meegeleverd():
            raise KaderFout("Dit kader wordt niet met GOK-wijs meegeleverd.")
        return meegeleverd()[naamruimte]
    mine = pakket.school_id is None or (school is not None and pakket.school_id == school.pk)
    kader = kader_van_pakket(pakket) if mine else None
    if kader is None or pakket.naamruimte != naamruimte:
        raise KaderFout("Dit kader is niet te gebruiken.")
    return kader


def _may_stop(school: School | None, naamruimte: str) -> None:
    if naamruimte == OK:
        raise KaderFout("Het OK blijft altijd in gebruik: plannen verwijzen ernaar.")
    if school is not None and in_gebruik(school)[0].kader.naamruimte == naamruimte:
        raise KaderFout("Dit is jullie kader. Kies eerst een ander als jullie kader.")


@transaction.atomic
def maak_ongedaan(*, school: School | None, by: User | None) -> Kaderkeuze:
    """Withdraw the last choice that stands: what was in force before it comes back.

    Raises KaderFout when there is none.
    """
    last = Kaderkeuze.objects.select_for_update().filter(school=school, ingetrokken=None).first()
    if last is None:
        raise KaderFout("Er is geen keuze om ongedaan te maken.")
    last.ingetrokken = timezone.now()
    last.save(update_fields=["ingetrokken"])
    _log("ongedaan", school, by, f"{last.kader}, versie {last.versie}")
    return last


# ---------------------------------------------------------------- own questions


@transaction.atomic
def bewaar_vraag(
    *, school: School, vraag: EigenVraag | None, tekst: str, toelichting: str, code: str, by: User
) -> EigenVraag:
    """Add a question, or change one: what it said before is kept, to go back to."""
    values = {"tekst": tekst, "toelichting": toelichting, "code": code}
    if vraag is None:
        row = EigenVraag.objects.create(school=school, door_naam=by.naam, **values)
    else:
        row = EigenVraag.objects.select_for_update().get(school=school, pk=vraag.pk)
        if _said(row) == values:
            return row
        row.vorige = _said(row)
        row.tekst, row.toelichting, row.code = tekst, toelichting, code
        row.save()
    _log("vraag" if vraag is None else "vraag_gewijzigd", school, by, _kort(row))
    return row


@transaction.atomic
def zet_vorige_terug(*, vraag: EigenVraag, by: User) -> EigenVraag:
    """The text of before the last change; doing it twice is back again. Raises KaderFout."""
    row = EigenVraag.objects.select_for_update().select_related("school").get(pk=vraag.pk)
    if not row.vorige:
        raise KaderFout("Deze vraag is nog nooit gewijzigd.")
    before = row.vorige
    row.vorige = _said(row)
    row.tekst, row.toelichting, row.code = before["tekst"], before["toelichting"], before["code"]
    row.save()
    _log("vraag_gewijzigd", row.school, by, _kort(row))
    return row


@transaction.atomic
def haal_vraag_weg(*, vraag: EigenVraag, by: User, terug: bool = False) -> EigenVraag:
    """Take a question out of new rounds, or bring it back; rounds that asked it keep it."""
    row = EigenVraag.objects.select_for_update().select_related("school").get(pk=vraag.pk)
    row.verwijderd = None if terug else timezone.now()
    row.save(update_fields=["verwijderd"])
    _log("vraag_terug" if terug else "vraag_weg", row.school, by, _kort(row))
    return row


def _said(row: EigenVraag) -> dict[str, str]:
    return {"tekst": row.tekst, "toelichting": row.toelichting, "code": row.code}


def _kort(row: EigenVraag) -> str:
    return f"'{row.tekst[:80]}'"
