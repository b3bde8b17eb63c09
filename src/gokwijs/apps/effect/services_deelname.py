"""Writing who takes part: chosen until the setup is fixed, and afterwards who really did.

Nobody joins or leaves a group after that: pupils are judged as planned, those who stopped included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.effect.logboek import log
from gokwijs.apps.effect.models import Deelname, Groep, Opzet, Vergelijking
from gokwijs.apps.effect.services import EffectError, locked, must_be_draft
from gokwijs.apps.toetsen.models import Score


@dataclass(frozen=True)
class Gekregen:
    """What one pupil had of the actie; ``momenten`` None: not noted."""

    momenten: int | None
    gestopt: bool = False


@transaction.atomic
def kies_deelnemers(*, opzet: Opzet, groep: Groep, leerling_ids: frozenset[int], by: User) -> Opzet:
    """Exactly these pupils make up the group; only from those who were at its pre-test.

    A pupil of the actie is never compared with itself: who was in the other group leaves it.
    """
    found = locked(opzet)
    must_be_draft(found)
    if groep == Groep.VERGELIJKING and found.vergelijking == Vergelijking.GEEN:
        raise EffectError("Deze opzet heeft geen vergelijkingsgroep.")
    klassen = kandidaten(found, groep)
    foreign = leerling_ids - klassen.keys()
    if foreign:
        raise EffectError("Kies enkel leerlingen die bij deze afname waren.")
    found.deelnames.filter(groep=groep).exclude(leerling__in=leerling_ids).delete()
    found.deelnames.exclude(groep=groep).filter(leerling__in=leerling_ids).delete()
    there = set(found.deelnames.filter(groep=groep).values_list("leerling_id", flat=True))
    Deelname.objects.bulk_create(
        Deelname(opzet=found, leerling_id=key, groep=groep, klas=klassen[key])
        for key in sorted(leerling_ids - there)
    )
    log("deelnemers", found, by, f"{groep.label}")
    return found


def kandidaten(opzet: Opzet, groep: Groep) -> dict[int, str]:
    """Every pupil one can choose from, with the class of that day.

    Who was expected at the first moment of the group: also a pupil whose score is missing there
    is planned, and is counted as dropped out.
    """
    afname = eerste_afname(opzet, groep)
    if afname is None:
        return {}
    rows = Score.objects.filter(afname=afname, leerling__school=opzet.actie.plan.school_id)
    return dict(rows.values_list("leerling_id", "klas"))


def eerste_afname(opzet: Opzet, groep: Groep) -> int | None:
    """The key of the moment from which the pupils of a group are chosen."""
    if groep == Groep.VERGELIJKING and opzet.vergelijking == Vergelijking.VORIGE_LICHTING:
        return opzet.vergelijk_voor_id or opzet.vergelijk_na_id
    return opzet.voor_id or opzet.na_id


@transaction.atomic
def noteer_deelname(*, opzet: Opzet, gekregen: Mapping[int, Gekregen], by: User) -> Opzet:
    """How many moments pupils of the actie really had; by the key of their deelname."""
    found = locked(opzet)
    rows = {d.pk: d for d in found.deelnames.filter(groep=Groep.ACTIE).select_for_update()}
    if gekregen.keys() - rows.keys():
        raise EffectError("Deze leerlingen horen niet bij de groep van de actie.")
    for key, one in gekregen.items():
        if one.momenten is not None and not 0 <= one.momenten <= 999:
            raise EffectError("Een aantal momenten ligt tussen 0 en 999.")
        rows[key].momenten, rows[key].gestopt = one.momenten, one.gestopt
    Deelname.objects.bulk_update([rows[key] for key in gekregen], ["momenten", "gestopt"])
    log("deelname", found, by)
    return found
