"""Writes on pupils: identity, enrolments, facts, declarations. Atomic, with an audit event.

An event names the stamnummer, never a name or an answer: the log holds no pupil data.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import Actor, record
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling, Verklaring
from gokwijs.apps.scholen.models import School
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.kenmerken.verklaring import (
    Gezinslid,
    Opleiding,
    Taal,
    besluit_opleiding,
    besluit_thuistaal,
)
from gokwijs.core.leerlingen.inschrijving import InschrijvingError, Plaats, overlap, wijzig
from gokwijs.core.telling.columns import clean, fold


class LeerlingError(ValueError):
    """The change is not possible; the message is Dutch and fit for a screen."""


class VerklaringExistsError(LeerlingError):
    """There is one already, and it holds for the whole school career."""


def _zoeknaam(naam: str, voornaam: str) -> str:
    """The folded key that searching and sorting use."""
    return fold(f"{naam} {voornaam}")[:210]


@transaction.atomic
def create_leerling(
    *,
    school: School,
    stamnummer: str,
    naam: str,
    voornaam: str,
    by: User,
    geboortedatum: date | None = None,
    vorige_school: str = "",
) -> Leerling:
    """A pupil without an enrolment yet; raises LeerlingError when the stamnummer is taken."""
    stamnummer = clean(stamnummer)
    if not stamnummer:
        raise LeerlingError("Vul een stamnummer in.")
    if school.leerlingen.filter(stamnummer=stamnummer).exists():
        raise LeerlingError(f"Stamnummer {stamnummer} bestaat al in deze school.")
    leerling = Leerling.objects.create(
        school=school,
        stamnummer=stamnummer,
        naam=clean(naam),
        voornaam=clean(voornaam),
        zoeknaam=_zoeknaam(naam, voornaam),
        geboortedatum=geboortedatum,
        vorige_school=clean(vorige_school),
    )
    _log("leerling.gemaakt", leerling, by)
    return leerling


@transaction.atomic
def update_leerling(*, leerling: Leerling, by: User, **values: Any) -> None:
    """Other identity fields; raises LeerlingError when the stamnummer is taken."""
    for name, value in values.items():
        setattr(leerling, name, clean(value) if isinstance(value, str) else value)
    taken = leerling.school.leerlingen.filter(stamnummer=leerling.stamnummer)
    if not leerling.stamnummer or taken.exclude(pk=leerling.pk).exists():
        raise LeerlingError(f"Stamnummer {leerling.stamnummer} bestaat al in deze school.")
    leerling.zoeknaam = _zoeknaam(leerling.naam, leerling.voornaam)
    leerling.save()
    _log("leerling.aangepast", leerling, by, velden=sorted(values))


# ---------------------------------------------------------------- enrolments


def _fields(plaats: Plaats) -> dict[str, Any]:
    return {
        "vestigingsplaats": plaats.vestigingsplaats,
        "administratieve_groep": plaats.administratieve_groep,
        "onderwijsniveau": plaats.onderwijsniveau.value,
        "graad": plaats.graad.value,
        "type": plaats.type,
        "mfc_verblijf": int(plaats.mfc_verblijf),
        "leerjaar": plaats.leerjaar,
        "richting": plaats.richting,
        "klas": plaats.klas,
        "halves": plaats.halves,
    }


def _no_overlap(leerling: Leerling, mine: Inschrijving) -> None:
    for other in leerling.inschrijvingen.exclude(pk=mine.pk):
        if overlap(mine.core, other.core):
            raise LeerlingError(
                f"Dit overlapt met de inschrijving {other}. Sluit die eerst af, of kies een "
                "andere begindatum."
            )


@transaction.atomic
def open_inschrijving(
    *,
    leerling: Leerling,
    begin: date,
    plaats: Plaats,
    by: User,
    einde: date | None = None,
    verwacht_einde: date | None = None,
) -> Inschrijving:
    """Open an enrolment; raises LeerlingError on an overlap of more than one whole pupil."""
    if einde is not None and einde < begin:
        raise LeerlingError("Een inschrijving kan niet eindigen voor ze begint.")
    # Two enrolments opened at the same moment must see each other.
    leerling = Leerling.objects.select_for_update().get(pk=leerling.pk)
    one = Inschrijving(
        leerling=leerling,
        begin=begin,
        einde=einde,
        verwacht_einde=verwacht_einde,
        **_fields(plaats),
    )
    _no_overlap(leerling, one)
    one.save()
    _log("inschrijving.geopend", leerling, by, vanaf=begin.isoformat())
    return one


@transaction.atomic
def move_inschrijving(
    *, inschrijving: Inschrijving, plaats: Plaats, vanaf: date, by: User
) -> Inschrijving:
    """Move a pupil: the running enrolment closes the day before and a new one opens.

    Raises LeerlingError for a day outside the enrolment.
    """
    Leerling.objects.select_for_update().get(pk=inschrijving.leerling_id)
    inschrijving.refresh_from_db()
    try:
        closed, opened = wijzig(inschrijving.core, plaats, vanaf)
    except InschrijvingError as error:
        raise LeerlingError(str(error)) from error
    new = Inschrijving(
        leerling=inschrijving.leerling,
        begin=opened.begin,
        einde=opened.einde,
        verwacht_einde=inschrijving.verwacht_einde,
        attest=inschrijving.attest if closed is None else "",
        **_fields(opened.plaats),
    )
    if closed is None:
        new.pk = inschrijving.pk
    else:
        inschrijving.einde = closed.einde
        inschrijving.save(update_fields=["einde"])
    _no_overlap(inschrijving.leerling, new)
    new.save()
    _log("inschrijving.gewijzigd", inschrijving.leerling, by, vanaf=vanaf.isoformat())
    return new


@transaction.atomic
def close_inschrijving(
    *, inschrijving: Inschrijving, einde: date, by: User, attest: str = ""
) -> None:
    """Close an enrolment on its last day; raises LeerlingError."""
    if einde < inschrijving.begin:
        raise LeerlingError("Een inschrijving kan niet eindigen voor ze begint.")
    inschrijving.einde = einde
    if attest:
        inschrijving.attest = attest
    inschrijving.save(update_fields=["einde", "attest"])
    _log("inschrijving.gesloten", inschrijving.leerling, by, einde=einde.isoformat())


@transaction.atomic
def reopen_inschrijving(*, inschrijving: Inschrijving, by: User) -> None:
    """Undo the closing of an enrolment; raises LeerlingError when a later one overlaps."""
    inschrijving.einde = None
    _no_overlap(inschrijving.leerling, inschrijving)
    inschrijving.save(update_fields=["einde"])
    _log("inschrijving.heropend", inschrijving.leerling, by)


# ---------------------------------------------------------------- facts


@transaction.atomic
def record_feit(
    *,
    leerling: Leerling,
    kenmerk: Kenmerk,
    antwoord: Antwoord,
    herkomst: Herkomst,
    vanaf: date,
    by: User,
    reden: str = "",
    oorsprong: Mapping[str, str] | None = None,
) -> Feit:
    """Add a fact; earlier ones stay. A decision (BESLISSING) needs a reason: LeerlingError."""
    if kenmerk is Kenmerk.ZORGTHUIS:
        raise LeerlingError("Zorgthuis wordt nooit per leerling bewaard.")
    if herkomst is Herkomst.BESLISSING and not reden.strip():
        raise LeerlingError("Schrijf waarom je zo beslist.")
    feit = Feit.objects.create(
        leerling=leerling,
        kenmerk=kenmerk.value,
        antwoord=int(antwoord),
        herkomst=herkomst.value,
        vanaf=vanaf,
        reden=reden.strip(),
        oorsprong=dict(oorsprong or {}),
        door_naam=by.naam,
        vastgelegd=timezone.now(),
    )
    _log("feit.vastgelegd", leerling, by, kenmerk=kenmerk.value, herkomst=herkomst.value)
    return feit


@transaction.atomic
def withdraw_feit(*, feit: Feit, by: User) -> None:
    """Take a fact away that was typed by mistake; one from a verklaring goes with it."""
    if feit.verklaring_id is not None:
        raise LeerlingError("Dit antwoord komt uit een verklaring. Leg een nieuwe verklaring vast.")
    _log("feit.ingetrokken", feit.leerling, by, kenmerk=feit.kenmerk, herkomst=feit.herkomst)
    feit.delete()


# ---------------------------------------------------------------- declarations


@transaction.atomic
def record_verklaring(
    *,
    leerling: Leerling,
    talen: Mapping[Gezinslid, Taal],
    opleiding: Opleiding,
    datum: date,
    kanaal: Verklaring.Kanaal,
    by: Actor | None,
    door_naam: str = "",
    reden: str = "",
    taal_formulier: str = "nl",
    ondertekend_op: date | None = None,
) -> Verklaring:
    """Store a declaration and the two facts that follow from it.

    ``by`` is the colleague, or None for a parent who used a link (``door_naam`` says so). One
    declaration holds for the whole school career: with one already there a new one needs a
    reason, else VerklaringExistsError.
    """
    # Two answers at the same moment: the second must find the first.
    leerling = Leerling.objects.select_for_update().get(pk=leerling.pk)
    earlier = leerling.verklaringen.filter(vervangen=False).first()
    if earlier is not None:
        if not reden.strip():
            raise VerklaringExistsError(
                f"Er is al een {earlier}. Die geldt voor de hele schoolloopbaan. "
                "Schrijf waarom er een nieuwe komt."
            )
        if datum < earlier.datum:
            # Facts count by their day: an older day would leave the earlier answers in force.
            raise LeerlingError(
                f"Een nieuwe verklaring kan niet ouder zijn dan de {earlier}. Kijk de datum na."
            )
        earlier.vervangen = True
        earlier.save(update_fields=["vervangen"])
    who = door_naam or (by.naam if by is not None else "ouder")
    now = timezone.now()
    verklaring = Verklaring.objects.create(
        leerling=leerling,
        datum=datum,
        moeder=talen.get(Gezinslid.MOEDER, Taal.ONBEKEND).value,
        vader=talen.get(Gezinslid.VADER, Taal.ONBEKEND).value,
        broers_zussen=talen.get(Gezinslid.BROERS_ZUSSEN, Taal.ONBEKEND).value,
        opleiding=opleiding.value,
        kanaal=kanaal.value,
        taal_formulier=taal_formulier,
        ondertekend_op=ondertekend_op,
        reden=reden.strip(),
        door_naam=who,
        vastgelegd=now,
    )
    decided = {
        Kenmerk.THUISTAAL: besluit_thuistaal(talen),
        Kenmerk.OPLEIDING_MOEDER: besluit_opleiding(opleiding),
    }
    Feit.objects.bulk_create(
        Feit(
            leerling=leerling,
            kenmerk=kenmerk.value,
            antwoord=int(besluit.antwoord),
            herkomst=Herkomst.VERKLARING.value,
            vanaf=datum,
            reden=besluit.reden[:250],
            verklaring=verklaring,
            door_naam=who,
            vastgelegd=now,
        )
        for kenmerk, besluit in decided.items()
    )
    _log("verklaring.vastgelegd", leerling, by, kanaal=kanaal.value)
    return verklaring


@transaction.atomic
def sign_verklaring(*, verklaring: Verklaring, op: date | None, by: User) -> None:
    """Tick (or, with None, untick) that the signed form lies at the school."""
    verklaring.ondertekend_op = op
    verklaring.save(update_fields=["ondertekend_op"])
    _log("verklaring.ondertekend", verklaring.leerling, by, ja=op is not None)


@transaction.atomic
def withdraw_verklaring(*, verklaring: Verklaring, today: date, by: User) -> Verklaring | None:
    """Undo a declaration typed by mistake, with its facts; what counts again, or None.

    Only the newest, and only on the day on which it was stored: later others rely on it
    (LeerlingError). Documents must be gone first.
    """
    leerling = Leerling.objects.select_for_update().get(pk=verklaring.leerling_id)
    found = leerling.verklaringen.filter(pk=verklaring.pk, vervangen=False).first()
    if found is None:
        raise LeerlingError("Deze verklaring telt niet meer. Laad de pagina opnieuw.")
    if timezone.localtime(found.vastgelegd).date() != today:
        raise LeerlingError(
            "Een verklaring kan je enkel intrekken op de dag waarop ze is vastgelegd. Klopt ze "
            "niet, leg dan een nieuwe vast, met de reden."
        )
    found.delete()
    earlier = leerling.verklaringen.filter(vervangen=True).first()
    if earlier is not None:
        earlier.vervangen = False
        earlier.save(update_fields=["vervangen"])
    _log("verklaring.ingetrokken", leerling, by)
    return earlier


def _log(kind: str, leerling: Leerling, by: Actor | None, **data: Any) -> None:
    record(
        kind=kind,
        by=by,
        school=leerling.school.instellingsnummer,
        target=f"leerling {leerling.stamnummer}",
        data=data,
    )
