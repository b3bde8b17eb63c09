"""Where one kenmerk leads: its pupils, what it brings, and the streefdoelen for it.

In: a kenmerk, who looks, and today. Out: addresses of what this person may open; no figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.urls import reverse

from gokwijs.apps.beleid.models import Plan, Streefdoel
from gokwijs.apps.beleid.selectors import huidig_plan
from gokwijs.apps.keten.strook import leerlingen_met, waar_met
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING


@dataclass(frozen=True)
class Kenmerkpad:
    kenmerk: Kenmerk
    access: Access
    today: date

    @property
    def _nummer(self) -> str:
        return self.access.school.instellingsnummer

    @property
    def leerlingen(self) -> str:
        """The list of these pupils, for who may see it; zorgthuis is in no list (besluiten 11)."""
        if not self.access.may_pupils or self.kenmerk not in PER_LEERLING:
            return ""
        return leerlingen_met([self.kenmerk.value], self._nummer)

    @property
    def waar(self) -> str:
        """Where they are in the school, gated for who looks."""
        return waar_met([self.kenmerk.value], self._nummer)

    @property
    def middelen(self) -> str:
        return reverse("middelen:overzicht", args=[self._nummer])

    @cached_property
    def plan(self) -> Plan | None:
        return huidig_plan(self.access.school, self.today)

    @cached_property
    def doelen(self) -> list[Streefdoel]:
        """Of the plan of now; the kenmerken stand in a list, so they are looked through here."""
        if self.plan is None:
            return []
        goals = Streefdoel.objects.filter(plan=self.plan, verwijderd=None)
        return [one for one in goals if self.kenmerk.value in one.kenmerken]
