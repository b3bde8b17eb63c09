"""Coverage: which kinds of cooperation with parents and which partners a plan reaches.

In: a plan, and what this person may see. Out: frozen rows; an empty one is a finding too.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

from gokwijs.apps.beleid.models import Actie, Draagvlakmoment, Plan, Uitvoering
from gokwijs.apps.beleid.tonen import AFGESCHERMD, Zicht
from gokwijs.apps.samen.models import Partnerafspraak
from gokwijs.core.beleid.keuzes import Actiestatus, Oudertype, Partnersoort

_NOT_COUNTED = (Actiestatus.GESTOPT.value, Actiestatus.GEANNULEERD.value)


@dataclass(frozen=True)
class Bereik:
    """An actie with what its log says about how many it reached."""

    actie: Actie
    woorden: str


@dataclass(frozen=True)
class Ouderrij:
    """One of Epstein's types with its actions."""

    type: Oudertype
    acties: tuple[Bereik, ...]

    @property
    def waarschuwing(self) -> bool:
        """Learning at home with an actie: beware of homework (S37)."""
        return self.type is Oudertype.LEREN_THUIS and bool(self.acties)


@dataclass(frozen=True)
class Partnerrij:
    """One kind of partner: in which actions, at which moments, with which agreements."""

    soort: Partnersoort
    acties: tuple[Actie, ...]
    momenten: tuple[Draagvlakmoment, ...]
    afspraken: tuple[Partnerafspraak, ...]

    @property
    def leeg(self) -> bool:
        return not (self.acties or self.momenten or self.afspraken)


def _acties(plan: Plan) -> list[Actie]:
    log = Uitvoering.objects.exclude(bereikt=None).order_by("-datum", "-pk")
    found = plan.actie_set.filter(verwijderd=None).exclude(status__in=_NOT_COUNTED)
    return list(found.prefetch_related(Prefetch("uitvoeringen", log, to_attr="bereik")))


def bereik_woorden(actie: Actie, zicht: Zicht) -> str:
    """The latest reach that was noted, as this person may see it."""
    lines: list[Uitvoering] = getattr(actie, "bereik", [])
    if not lines:
        return "bereik nog niet genoteerd"
    line = lines[0]
    assert line.bereikt is not None
    if line.bedoeld:
        shown = zicht.aandeel(line.bereikt, line.bedoeld)  # type: ignore[arg-type]
        return shown if shown == AFGESCHERMD else f"bereikt: {shown}, op {line.datum:%d/%m/%Y}"
    if not zicht.exact and line.bereikt < zicht.drempel:
        return AFGESCHERMD
    return f"bereikt: {line.bereikt}, op {line.datum:%d/%m/%Y}"


def ouderdekking(plan: Plan, zicht: Zicht) -> list[Ouderrij]:
    """Epstein's six types × the actions of a plan and what they reached."""
    actions = _acties(plan)
    return [
        Ouderrij(
            one,
            tuple(Bereik(a, bereik_woorden(a, zicht)) for a in actions if one.value in a.ouders),
        )
        for one in Oudertype
    ]


def partnerdekking(plan: Plan) -> list[Partnerrij]:
    """Kinds of partners × actions, moments of the years of the plan, and agreements."""
    first, last = plan.jaren[0].first_day, plan.jaren[-1].last_day
    actions = _acties(plan)
    moments = list(
        Draagvlakmoment.objects.filter(
            school=plan.school_id, verwijderd=None, datum__range=(first, last)
        )
    )
    agreements = list(Partnerafspraak.objects.filter(school=plan.school_id, verwijderd=None))
    return [
        Partnerrij(
            soort,
            tuple(a for a in actions if soort.value in a.partners),
            tuple(m for m in moments if soort.value in m.partners),
            tuple(a for a in agreements if a.soort == soort.value),
        )
        for soort in Partnersoort
    ]
