"""Which published sentences stand with a series and with a goal.

In: a series as this person may see it. Out: filled sentences of the list; never another one.
"""

from __future__ import annotations

from gokwijs.apps.beleid.models import Streefdoel
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.opvolging.reeks import Reeks
from gokwijs.apps.opvolging.uitvoering import Uitvoeringsgraad
from gokwijs.core.zinnen.lijst import Gezegd, vul


def over_reeks(found: Reeks) -> list[Gezegd]:
    """The last value with how sure it is, and the difference with the nulmeting."""
    if not found.punten:
        return [vul("A04", wat="er is nog niets gemeten")]
    return []


def over_doel(doel: Streefdoel, found: Reeks) -> list[Gezegd]:
    """Is the target reached, said without saying why."""
    return []


def over_effect(graad: Uitvoeringsgraad) -> list[Gezegd]:
    """Execution first; without a comparison group nothing is said of the cause (E03)."""
    return [vul("E03a")]


__all__ = ["Zicht", "over_doel", "over_effect", "over_reeks"]
