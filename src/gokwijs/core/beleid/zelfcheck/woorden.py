"""Doelgericht, transparant, doeltreffend: the three words, answered per toewijzing.

In: a toewijzing and the stand of its school. Out: ja, deels or open, each with its reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.core.beleid.boek import doelen_of_post
from gokwijs.core.beleid.drempels import STANDAARD, Drempels
from gokwijs.core.beleid.keuzes import Keuze
from gokwijs.core.beleid.plan import Streefdoel, Toewijzing
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import is_volledig
from gokwijs.core.beleid.zinsbouw import opsomming


class Woord(Keuze):
    DOELGERICHT = "doelgericht"
    TRANSPARANT = "transparant"
    DOELTREFFEND = "doeltreffend"


class Antwoordwoord(Keuze):
    JA = "ja"
    DEELS = "deels"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Woordantwoord:
    woord: Woord
    antwoord: Antwoordwoord
    reden: str


def drie_woorden(
    post: Toewijzing, stand: Beleidsstand, drempels: Drempels = STANDAARD
) -> tuple[Woordantwoord, ...]:
    """Is deze toewijzing doelgericht, transparant en doeltreffend? Geen score."""
    goals = doelen_of_post(post, stand)
    return (
        Woordantwoord(Woord.DOELGERICHT, *_doelgericht(goals, stand, drempels)),
        Woordantwoord(Woord.TRANSPARANT, *_transparant(post)),
        Woordantwoord(Woord.DOELTREFFEND, *_doeltreffend(goals, stand)),
    )


def _doelgericht(
    goals: tuple[Streefdoel, ...], stand: Beleidsstand, drempels: Drempels
) -> tuple[Antwoordwoord, str]:
    """Linked to a volledig streefdoel whose vaststelling names the same place or group."""
    if not goals:
        return Antwoordwoord.OPEN, "Deze middelen horen bij geen streefdoel."
    complete = [goal for goal in goals if is_volledig(goal, stand, drempels)]
    if not complete:
        return Antwoordwoord.DEELS, "Het streefdoel is nog niet volledig."
    if not any(_is_about_the_same(goal, stand) for goal in complete):
        return Antwoordwoord.DEELS, "De vaststelling gaat over een andere plaats en doelgroep."
    return Antwoordwoord.JA, "Het streefdoel is volledig en steunt op een passende vaststelling."


def _is_about_the_same(goal: Streefdoel, stand: Beleidsstand) -> bool:
    group = goal.doelgroep.strip().casefold()
    return any(
        (seen.plaats is not None and goal.plaats is not None and seen.plaats.is_same(goal.plaats))
        or (group and seen.populatie.strip().casefold() == group)
        for seen in stand.vaststellingen_of(goal)
    )


def _transparant(post: Toewijzing) -> tuple[Antwoordwoord, str]:
    """Voorzien, besteed and toelichting filled in and visible to the team."""
    fields = (
        (post.voorzien is not None, "wat voorzien is"),
        (post.besteed is not None, "wat besteed is"),
        (bool(post.toelichting), "een toelichting"),
    )
    missing = [naam for filled, naam in fields if not filled]
    if len(missing) == len(fields):
        return Antwoordwoord.OPEN, "Er is nog niets ingevuld."
    if missing:
        return Antwoordwoord.DEELS, f"Er ontbreekt nog: {opsomming(missing)}."
    if not post.zichtbaar_voor_team:
        return Antwoordwoord.DEELS, "Het team kan deze middelen nog niet zien."
    return Antwoordwoord.JA, "Alles is ingevuld en het team kan het zien."


def _doeltreffend(goals: tuple[Streefdoel, ...], stand: Beleidsstand) -> tuple[Antwoordwoord, str]:
    """A meting after the nulmeting that an evaluatie used; any outcome, also onbeslist."""
    measured = {one.id for goal in goals for one in stand.later_metingen(goal)}
    if not measured:
        return Antwoordwoord.OPEN, "Na de nulmeting is nog niet gemeten."
    used = {key for goal in goals for one in stand.evaluaties_of(goal) for key in one.meting_ids}
    if not measured & used:
        return Antwoordwoord.DEELS, "Er is gemeten, maar geen evaluatie gebruikte de meting."
    return Antwoordwoord.JA, "Er is gemeten en een evaluatie gebruikte de meting."
