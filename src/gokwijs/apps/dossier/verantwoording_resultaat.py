"""What came of each goal: the last meting with its interval, the besluit, and the effect.

In: keys of goals and who reads. Out: published sentences and short facts per goal, in a fixed
number of queries. A figure that may not be seen is not in them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils.text import Truncator

from gokwijs.apps.beleid.models import Actie, Besluit, Evaluatie, Streefdoel
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.effect.selectors import Uitkomstregel, uitkomsten_van
from gokwijs.apps.opvolging.zinnen import over_doel
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Actiestatus
from gokwijs.core.calendar import dutch_date

GESTOPT = (Actiestatus.GESTOPT.value, Actiestatus.GEANNULEERD.value)
LANG = 280  # characters of a text of the school on these pages


@dataclass(frozen=True, slots=True)
class Resultaat:
    """One goal: what was measured, what was decided, what is known of the effect."""

    pk: int
    doel: str
    gemeten: tuple[str, ...]
    besluit: str
    effect: tuple[str, ...]
    acties: tuple[str, ...] = ()


def doelen_met_verloop(keys: Collection[int]) -> list[Streefdoel]:
    """The goals with everything that tells what came of them, in order of the plan."""
    decided = Besluit.objects.filter(verwijderd=None, evaluatie__verwijderd=None, actie=None)
    own = (
        Prefetch("evaluaties", Evaluatie.objects.filter(verwijderd=None)),
        Prefetch("besluiten", decided.select_related("evaluatie")),
        Prefetch("acties", Actie.objects.filter(verwijderd=None).order_by("pk")),
    )
    return list(
        Streefdoel.objects.filter(pk__in=set(keys))
        .select_related("indicator", "nulmeting__indicator")
        .prefetch_related(
            "indicator__metingen",
            *own,
            Prefetch("voorganger", Streefdoel.objects.prefetch_related(*own)),
        )
        .order_by("plan_id", "pk")
    )


def _lijn(doel: Streefdoel) -> list[Streefdoel]:
    """The same goal in the plan before, and itself; not the place it was scaled up from."""
    before = doel.voorganger
    return [doel] if before is None or doel.opgeschaald else [before, doel]


def resultaten(
    school: School, keys: Collection[int], zicht: Zicht, tot: date
) -> dict[int, Resultaat]:
    """Per goal what was known on ``tot``; an effect is told whenever it was worked out."""
    goals = doelen_met_verloop(keys)
    judged = uitkomsten_van(
        school, {a.pk for doel in goals for one in _lijn(doel) for a in one.acties.all()}
    )
    return {
        doel.pk: Resultaat(
            doel.pk,
            doel.formulering,
            tuple(one.tekst for one in over_doel(doel, zicht, tot, tot)) or (NIET_HIER,),
            besluit_zin(doel, tot),
            tuple(_effect(doel, judged)),
            tuple(one.titel for one in doel.acties.all() if one.status not in GESTOPT),
        )
        for doel in goals
    }


def _effect(doel: Streefdoel, judged: Mapping[int, list[Uitkomstregel]]) -> Iterator[str]:
    """The verdict on each of its acties, in the words that everybody of the school may read."""
    for one in _lijn(doel):
        for actie in one.acties.all():
            for found in judged.get(actie.pk, ())[:1]:
                if found.zinnen:
                    yield f"{found.toets}: {found.zinnen[0].tekst}"


NIET_HIER = "De cijfers hierover zijn alleen te zien voor wie met de exacte aantallen werkt."


def laatste_besluit(doel: Streefdoel, tot: date) -> Besluit | None:
    found = [b for one in _lijn(doel) for b in one.besluiten.all() if b.evaluatie.datum <= tot]
    return max(found, key=lambda one: (one.evaluatie.datum, one.pk), default=None)


def besluit_zin(doel: Streefdoel, tot: date) -> str:
    """'Besluit van 2 februari 2026: bijsturen. …', or how far it is."""
    seen = sorted(e.datum for one in _lijn(doel) for e in one.evaluaties.all() if e.datum <= tot)
    found = laatste_besluit(doel, tot)
    if found is not None and (not seen or found.evaluatie.datum >= seen[-1]):
        day = dutch_date(found.evaluatie.datum)
        return f"Besluit van {day}: {found.get_keuze_display()}. {kort(found.motivering)}"
    if seen:
        return f"Geëvalueerd op {dutch_date(seen[-1])}, nog zonder besluit."
    return "Nog niet geëvalueerd."


def kort(text: str, most: int = LANG) -> str:
    """One line, cut off at a word."""
    plain = " ".join(text.split())
    if len(plain) <= most:
        return plain
    return Truncator(plain).chars(most).rpartition(" ")[0].rstrip(",;:") + " …"
