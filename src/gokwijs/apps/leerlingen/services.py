"""Writes on pupils: identity, enrolments, facts, declarations. Atomic, with an audit event.

An event names the stamnummer, never a name or an answer: the log holds no pupil data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import Actor, record
from gokwijs.apps.leerlingen import bulk
from gokwijs.apps.leerlingen.checks import LeerlingError, check_overlap, check_texts
from gokwijs.apps.leerlingen.models import (
    Bewerking,
    BewerkingRij,
    Feit,
    Inschrijving,
    Leerling,
    Verklaring,
)
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
from gokwijs.core.leerlingen.inschrijving import InschrijvingError, Plaats, wijzig
from gokwijs.core.leerlingen.naam import search_key
from gokwijs.core.telling.columns import clean


class VerklaringExistsError(LeerlingError):
    """There is one already, and it holds for the whole school career."""


def _zoeknaam(naam: str, voornaam: str) -> str:
    """The folded key that searching and sorting use."""
    return search_key(f"{naam} {voornaam}")[:210]


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
    texts = {
        "stamnummer": stamnummer,
        "naam": naam,
        "voornaam": voornaam,
        "vorige_school": vorige_school,
    }
    check_texts(Leerling, texts)
    leerling = Leerling(
        school=school,
        geboortedatum=geboortedatum,
        zoeknaam=_zoeknaam(naam, voornaam),
        **{name: clean(text) for name, text in texts.items()},
    )
    _save_identity(leerling)
    _log("leerling.gemaakt", leerling, by)
    return leerling


@transaction.atomic
def update_leerling(*, leerling: Leerling, by: User, **values: Any) -> None:
    """Other identity fields; raises LeerlingError when the stamnummer is taken."""
    check_texts(Leerling, values)
    for name, value in values.items():
        setattr(leerling, name, clean(value) if isinstance(value, str) else value)
    leerling.zoeknaam = _zoeknaam(leerling.naam, leerling.voornaam)
    _save_identity(leerling)
    _log("leerling.aangepast", leerling, by, velden=sorted(values))


def _save_identity(leerling: Leerling) -> None:
    if not leerling.stamnummer:
        raise LeerlingError("Vul een stamnummer in.")
    taken = LeerlingError(f"Stamnummer {leerling.stamnummer} bestaat al in deze school.")
    same = Leerling.objects.filter(school=leerling.school, stamnummer=leerling.stamnummer)
    if same.exclude(pk=leerling.pk).exists():
        raise taken
    try:
        with transaction.atomic():
            leerling.save()
    except IntegrityError as error:  # somebody else was a moment earlier
        raise taken from error


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
    check_texts(Inschrijving, _fields(plaats))
    one = Inschrijving(
        leerling=leerling,
        begin=begin,
        einde=einde,
        verwacht_einde=verwacht_einde,
        **_fields(plaats),
    )
    check_overlap(leerling, one)
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
    _lock(inschrijving)
    check_texts(Inschrijving, _fields(plaats))
    try:
        closed, opened = wijzig(inschrijving.core, plaats, vanaf)
    except InschrijvingError as error:
        raise LeerlingError(str(error)) from error
    new = Inschrijving(
        leerling=inschrijving.leerling,
        begin=opened.begin,
        einde=opened.einde,
        verwacht_einde=inschrijving.verwacht_einde,
        attest=inschrijving.attest,
        **_fields(opened.plaats),
    )
    if closed is None:
        new.pk = inschrijving.pk
    else:
        inschrijving.einde = closed.einde
        inschrijving.attest = ""  # an attest comes at the end
        inschrijving.save(update_fields=["einde", "attest"])
    check_overlap(inschrijving.leerling, new)
    new.save()
    _log("inschrijving.gewijzigd", inschrijving.leerling, by, vanaf=vanaf.isoformat())
    return new


@transaction.atomic
def close_inschrijving(
    *, inschrijving: Inschrijving, einde: date, by: User, attest: str = ""
) -> None:
    """Close an enrolment on its last day; raises LeerlingError."""
    _lock(inschrijving)
    check_texts(Inschrijving, {"attest": attest})
    if einde < inschrijving.begin:
        raise LeerlingError("Een inschrijving kan niet eindigen voor ze begint.")
    inschrijving.einde = einde
    check_overlap(inschrijving.leerling, inschrijving)  # the day may lie later than the old end
    if attest:
        inschrijving.attest = attest
    inschrijving.save(update_fields=["einde", "attest"])
    _log("inschrijving.gesloten", inschrijving.leerling, by, einde=einde.isoformat())


@transaction.atomic
def reopen_inschrijving(*, inschrijving: Inschrijving, by: User) -> None:
    """Undo the closing of an enrolment; raises LeerlingError when a later one overlaps."""
    _lock(inschrijving)
    inschrijving.einde = None
    check_overlap(inschrijving.leerling, inschrijving)
    inschrijving.save(update_fields=["einde"])
    _log("inschrijving.heropend", inschrijving.leerling, by)


@transaction.atomic
def correct_inschrijving(
    *, inschrijving: Inschrijving, begin: date, einde: date | None, plaats: Plaats, by: User
) -> None:
    """Put an enrolment right that was typed wrong: it was so from the first day on. LeerlingError.

    A pupil who really moves goes through ``move_inschrijving``, which keeps the earlier place.
    """
    _lock(inschrijving)
    check_texts(Inschrijving, _fields(plaats))
    if einde is not None and einde < begin:
        raise LeerlingError("Een inschrijving kan niet eindigen voor ze begint.")
    values = {"begin": begin, "einde": einde, **_fields(plaats)}
    changed = sorted(name for name, value in values.items() if getattr(inschrijving, name) != value)
    for name, value in values.items():
        setattr(inschrijving, name, value)
    check_overlap(inschrijving.leerling, inschrijving)
    inschrijving.save()
    _log("inschrijving.verbeterd", inschrijving.leerling, by, velden=changed)


@transaction.atomic
def delete_inschrijving(*, inschrijving: Inschrijving, by: User) -> None:
    """Take away an enrolment that was typed by mistake: the pupil never sat there."""
    _lock(inschrijving)
    _log("inschrijving.gewist", inschrijving.leerling, by, vanaf=inschrijving.begin.isoformat())
    inschrijving.delete()


def _lock(inschrijving: Inschrijving) -> None:
    """Two changes of one pupil at the same moment: the second sees the first. LeerlingError."""
    Leerling.objects.select_for_update().get(pk=inschrijving.leerling_id)
    try:
        inschrijving.refresh_from_db()
    except Inschrijving.DoesNotExist as error:
        raise LeerlingError("Deze inschrijving is intussen gewist.") from error


# ---------------------------------------------------------------- many pupils at once


@transaction.atomic
def apply_bewerking(
    *, school: School, rijen: Sequence[int], opdracht: bulk.Opdracht, by: User
) -> Bewerking:
    """Do the same for many enrolments (their keys); those that cannot are left out.

    Raises LeerlingError when nothing is left to do. One event, with the stamnummers.
    """
    bulk.lock(school, rijen)
    voorstellen = [v for v in bulk.plan(school, rijen, opdracht) if not v.overslaan]
    if not voorstellen:
        raise LeerlingError("Er is niemand bij wie dit iets verandert.")
    now = timezone.now()
    bewerking = Bewerking.objects.create(
        school=school,
        soort=opdracht.soort.value,
        omschrijving=opdracht.words,
        door_naam=by.naam,
        vastgelegd=now,
    )
    bulk.perform(bewerking, voorstellen, opdracht, by.naam, now)
    _log_bewerking("bewerking.gedaan", bewerking, by, vanaf=opdracht.vanaf.isoformat())
    return bewerking


@transaction.atomic
def undo_bewerking(*, bewerking: Bewerking, by: User) -> None:
    """Put everything back as it was; raises LeerlingError when something newer touched it."""
    bewerking = Bewerking.objects.select_for_update().get(pk=bewerking.pk)
    if bewerking.ongedaan is not None:
        raise LeerlingError("Dit is al ongedaan gemaakt.")
    rijen = list(bewerking.rijen.select_related("leerling"))
    list(
        Leerling.objects.select_for_update()
        .filter(pk__in=[rij.leerling_id for rij in rijen])
        .order_by("pk")
    )
    touched = bulk.touched_since(bewerking, rijen)
    if touched:
        names = ", ".join(str(leerling) for leerling in touched[:5])
        more = f" en {len(touched) - 5} andere" if len(touched) > 5 else ""
        raise LeerlingError(
            f"Dit kan niet meer ongedaan gemaakt worden: sindsdien is er iets veranderd bij "
            f"{names}{more}. Pas die leerlingen zelf aan."
        )
    _log_bewerking("bewerking.ongedaan", bewerking, by)
    bulk.restore(bewerking, rijen)
    bewerking.ongedaan = timezone.now()
    bewerking.ongedaan_door = by.naam
    bewerking.save(update_fields=["ongedaan", "ongedaan_door"])


def _log_bewerking(kind: str, bewerking: Bewerking, by: User, **data: Any) -> None:
    numbers = BewerkingRij.objects.filter(bewerking=bewerking).values_list(
        "leerling__stamnummer", flat=True
    )
    stamnummers = sorted(set(numbers))
    count = "1 leerling" if len(stamnummers) == 1 else f"{len(stamnummers)} leerlingen"
    record(
        kind=kind,
        by=by,
        school=bewerking.school.instellingsnummer,
        target=f"{count} tegelijk ({bewerking.get_soort_display().lower()})",
        data={"bewerking": bewerking.pk, "stamnummers": stamnummers, **data},
    )


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
    check_texts(Feit, {"reden": reden})
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
    check_texts(Verklaring, {"reden": reden, "door_naam": door_naam})
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
