"""Writing a result: calculated and kept, never changed; a person may only say less than it does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.effect.gegevens import Gegevens, gegevens_van
from gokwijs.apps.effect.logboek import log
from gokwijs.apps.effect.models import Opzet, Uitkomst
from gokwijs.apps.effect.services import EffectError, locked
from gokwijs.core.effect.berekening import bereken
from gokwijs.core.effect.oordeel import Oordeel, mag_verlagen
from gokwijs.core.effect.uitkomst import Effect

# What a person may say instead of a verdict about the actie: that it is not settled. The other
# codes state a fact (no comparison group, too few pupils) that no note can make true.
VERLAGEN_NAAR = (Oordeel.ONBESLIST_INTERVAL,)


@transaction.atomic
def bereken_uitkomst(*, opzet: Opzet, niet_bijgehouden: bool = False, by: User) -> Uitkomst:
    """Calculate what there is now and keep it beside the earlier ones.

    Execution first: without a note of who took part somebody must say that nobody kept it.
    """
    found = locked(opzet)
    if found.vastgelegd is None:
        raise EffectError("Leg de opzet eerst vast: daarna pas wordt er gerekend.")
    if found.na is None:
        raise EffectError("Kies eerst de natoets.")
    data = gegevens_van(found)
    if data.opgeruimd:
        raise EffectError(
            "Geen enkele leerling van de actie heeft een score op de natoets. Lees de scores eerst "
            "in. Zijn ze opgeruimd, dan blijft enkel wat berekend werd."
        )
    if not data.uitvoering.genoteerd and not niet_bijgehouden:
        raise EffectError(
            "Noteer eerst wie echt meedeed. Is dat niet bijgehouden, vink dat dan aan."
        )
    last = found.uitkomsten.first()
    if last is not None and last.data_hash == data.hash:
        raise EffectError("Er is niets veranderd sinds de vorige berekening.")
    made = _kept(found, data, last, by)
    log("berekend", found, by)
    return made


def _kept(opzet: Opzet, data: Gegevens, last: Uitkomst | None, by: User) -> Uitkomst:
    effect = bereken(data.actie, data.vergelijking, data.keuze)
    echt = None
    if data.echt is not None and len(data.echt) < len(data.actie):
        # The first pairs are final: a second look compares the groups as they are.
        loose = replace(data.keuze, koppelen=False, marge=None)
        echt = bereken(data.echt, data.vergelijking, loose).naar_json()
    made = Uitkomst(
        opzet=opzet,
        inhoud=effect.naar_json(),
        echt=echt,
        data_hash=data.hash,
        bereik=_decimal(data.uitvoering.bereik),
        dosis=_decimal(data.uitvoering.dosis),
        door_naam=by.naam,
    )
    # What a person knew better than the numbers stays true when a number changes.
    lowered = Oordeel(last.verlaagd_naar) if last is not None and last.verlaagd_naar else None
    if last is not None and lowered is not None and mag_verlagen(effect.oordeel, lowered):
        made.verlaagd_naar, made.verlaagd_nota = last.verlaagd_naar, last.verlaagd_nota
        made.verlaagd_door, made.verlaagd_op = last.verlaagd_door, last.verlaagd_op
    made.save()
    return made


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else round(Decimal(value.numerator) / value.denominator, 3)


def oordeel_van(uitkomst: Uitkomst) -> Oordeel:
    """What counts: what a person lowered it to, or what was calculated."""
    if uitkomst.verlaagd_naar:
        return Oordeel(uitkomst.verlaagd_naar)
    return Effect.van_json(uitkomst.inhoud).oordeel


def lager(van: Oordeel) -> tuple[Oordeel, ...]:
    """What a person may still set this verdict to."""
    return tuple(one for one in VERLAGEN_NAAR if mag_verlagen(van, one))


@transaction.atomic
def verlaag(*, uitkomst: Uitkomst, naar: Oordeel, nota: str, by: User) -> Uitkomst:
    """Say less than was calculated, with why; raising is refused. What was calculated stays."""
    opzet = locked(uitkomst.opzet)
    found = Uitkomst.objects.select_for_update().get(pk=uitkomst.pk)
    found.opzet = opzet
    if not nota.strip():
        raise EffectError("Schrijf erbij waarom je het oordeel verlaagt.")
    if naar not in lager(oordeel_van(found)):
        raise EffectError(
            "Een oordeel kan je enkel verlagen, nooit verhogen. Zijn de gegevens fout, verbeter ze "
            "dan en laat opnieuw rekenen."
        )
    found.verlaagd_naar, found.verlaagd_nota = naar.value, nota.strip()[:500]
    found.verlaagd_door, found.verlaagd_op = by.naam, timezone.now()
    found.save()
    log("verlaagd", opzet, by, naar.label)
    return found
