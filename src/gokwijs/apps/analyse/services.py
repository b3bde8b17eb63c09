"""Writes of the room: keyword-only, atomic, with an event in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.kijk import KLEINSTE
from gokwijs.apps.analyse.models import (
    Afscherming,
    Bestemming,
    Lezing,
    OfficieleOki,
    Vaststelling,
    Weergave,
)
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar

MOST_VIEWS = 40
# Who sat at the table, by group: never by name (beleid/systeem.md S7, S14).
DEELNEMERS = {
    "leraren": "Leraren",
    "leiding": "Directie en beleid",
    "zorg": "Zorg en leerlingenbegeleiding",
    "secretariaat": "Secretariaat",
    "ouders": "Ouders",
    "leerlingen": "Leerlingen",
    "partners": "CLB, PBD en andere partners",
}
STAPPEN = ("zien", "verrast", "betekent", "onbekend", "besluit")


class AnalyseError(ValueError):
    """It cannot be done; the message is Dutch and fit for a screen."""


def _log(kind: str, school: School, by: User, target: str) -> None:
    record(kind=kind, by=by, school=school.instellingsnummer, target=target)


@transaction.atomic
def bewaar_weergave(*, school: School, naam: str, vraag: str, keuze: str, by: User) -> Weergave:
    """Keep a question with its filters under a name; the same name replaces it."""
    naam = " ".join(naam.split())
    if not naam:
        raise AnalyseError("Geef de weergave een naam.")
    known = school.weergaven.filter(naam=naam).exists()
    if not known and school.weergaven.count() >= MOST_VIEWS:
        raise AnalyseError(f"Er zijn al {MOST_VIEWS} weergaven. Verwijder er eerst een.")
    found, _ = Weergave.objects.update_or_create(
        school=school,
        naam=naam[:80],
        defaults={"vraag": vraag, "keuze": keuze[:400], "door_naam": by.naam},
    )
    _log("analyse.weergave", school, by, found.naam)
    return found


@transaction.atomic
def verwijder_weergave(*, weergave: Weergave, by: User) -> None:
    """Take a kept view away."""
    _log("analyse.weergave_weg", weergave.school, by, weergave.naam)
    weergave.delete()


@transaction.atomic
def begin_lezing(*, school: School, vraag: str, keuze: str, dag: date, by: User) -> Lezing:
    """Open a reading of one question."""
    found = Lezing.objects.create(
        school=school, vraag=vraag, keuze=keuze[:400], dag=dag, door_naam=by.naam
    )
    _log("analyse.lezing", school, by, f"{found.dag:%d/%m/%Y}")
    return found


@transaction.atomic
def bewaar_lezing(
    *,
    lezing: Lezing,
    teksten: Mapping[str, str],
    deelnemers: Mapping[str, int],
    geen_besluit: bool,
    dag: date,
    afronden: bool,
    cijfers: Mapping[str, Any],
    by: User,
) -> Lezing:
    """Keep what the group wrote; closing needs participants and a decision, or an explicit none."""
    lezing = Lezing.objects.select_for_update().get(pk=lezing.pk)
    if lezing.afgerond is not None:
        raise AnalyseError("Deze lezing is al afgerond. Begin een nieuwe.")
    for name in STAPPEN:
        setattr(lezing, name, teksten.get(name, "").strip())
    lezing.geen_besluit = geen_besluit
    lezing.dag = dag
    lezing.deelnemers = {
        key: number for key, number in deelnemers.items() if key in DEELNEMERS and number > 0
    }
    if afronden:
        if not lezing.deelnemers:
            raise AnalyseError("Vul in met hoeveel jullie waren, per groep.")
        if bool(lezing.besluit) == geen_besluit:
            raise AnalyseError(
                "Schrijf wat jullie besluiten, of vink aan dat jullie nu geen besluit nemen."
            )
        lezing.afgerond = timezone.now()
        lezing.cijfers = dict(cijfers)
    lezing.save()
    kind = "analyse.lezing_afgerond" if afronden else "analyse.lezing_bewaard"
    _log(kind, lezing.school, by, f"{lezing.dag:%d/%m/%Y}")
    return lezing


@transaction.atomic
def maak_vaststelling(
    *,
    school: School,
    schooljaar: Schooljaar,
    tekst: str,
    vraag: str,
    keuze: str,
    cijfers: Mapping[str, Any],
    werkzone: bool,
    bron: str,
    dag: date,
    by: User,
    plaats: str = "",
    kenmerk: str = "",
    lezing: Lezing | None = None,
) -> Vaststelling:
    """Keep something the school sees, with the figures of that moment; raises AnalyseError."""
    tekst = tekst.strip()
    if not tekst:
        raise AnalyseError("Schrijf in een zin wat je vaststelt.")
    found = Vaststelling.objects.create(
        school=school,
        schooljaar=schooljaar.start,
        tekst=tekst[:2000],
        vraag=vraag,
        keuze=keuze[:400],
        plaats=plaats[:200],
        kenmerk=kenmerk,
        cijfers=dict(cijfers),
        werkzone=werkzone,
        bron=bron[:250],
        dag=dag,
        lezing=lezing,
        door_naam=by.naam,
    )
    _log("analyse.vaststelling", school, by, f"schooljaar {schooljaar}")
    return found


@transaction.atomic
def trek_vaststelling_in(*, vaststelling: Vaststelling, by: User, terug: bool = False) -> None:
    """Take it away, or bring it back: nothing is lost."""
    vaststelling.ingetrokken = None if terug else timezone.now()
    vaststelling.save(update_fields=["ingetrokken"])
    kind = "analyse.vaststelling_terug" if terug else "analyse.vaststelling_weg"
    _log(kind, vaststelling.school, by, f"{vaststelling.gemaakt:%d/%m/%Y}")


@transaction.atomic
def zet_drempel(*, school: School, drempel: int, by: User) -> Afscherming:
    """From how many pupils on a number is shown; 5 to 50. Holds for what is fixed from now on."""
    if not KLEINSTE <= drempel <= 50:
        raise AnalyseError(f"Kies een getal van {KLEINSTE} tot 50: lager mag niet.")
    found, _ = Afscherming.objects.update_or_create(school=school, defaults={"drempel": drempel})
    _log("analyse.drempel", school, by, f"vanaf {drempel} leerlingen")
    return found


@transaction.atomic
def voer_oki_in(
    *, school: School, schooljaar: Schooljaar, waarde: Decimal, bron: str, datum: date, by: User
) -> OfficieleOki:
    """The official OKI of a schooljaar, with where and when it was read."""
    if not 0 <= waarde <= 4:
        raise AnalyseError("Een OKI ligt tussen 0 en 4.")
    found, _ = OfficieleOki.objects.update_or_create(
        school=school,
        schooljaar=schooljaar.start,
        defaults={"waarde": waarde, "bron": bron.strip(), "datum": datum, "door_naam": by.naam},
    )
    _log("analyse.oki", school, by, f"schooljaar {schooljaar}")
    return found


@transaction.atomic
def bewaar_bestemmingen(
    *, school: School, schooljaar: Schooljaar, keuzes: Mapping[int, str], by: User
) -> None:
    """Where pupils of the sixth leerjaar went, by key of the pupil; '' takes an answer away."""
    known = set(school.leerlingen.filter(pk__in=keuzes).values_list("pk", flat=True))
    for pk in sorted(known):
        waar = keuzes[pk]
        rows = Bestemming.objects.filter(leerling_id=pk, schooljaar=schooljaar.start)
        if waar not in Bestemming.Waar.values:
            rows.delete()
            continue
        Bestemming.objects.update_or_create(
            leerling_id=pk,
            schooljaar=schooljaar.start,
            defaults={"waar": waar, "door_naam": by.naam},
        )
    _log("analyse.bestemmingen", school, by, f"schooljaar {schooljaar}")


@transaction.atomic
def verwijder_oki(*, oki: OfficieleOki, by: User) -> None:
    """Take a typed OKI away."""
    _log("analyse.oki_weg", oki.school, by, f"schooljaar {Schooljaar(oki.schooljaar)}")
    oki.delete()
