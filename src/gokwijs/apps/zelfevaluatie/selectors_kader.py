"""The framework seen from the plan, and the plan seen from the framework.

In: the school as one person sees it, and the plan of now. Out: per expectation what the school
says of itself, what it does about it, with which means, and what it measured; in a fixed number of
queries. A code of an earlier pack counts at what it became.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import Prefetch, Q

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import (
    Actie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
    Toewijzing,
)
from gokwijs.apps.beleid.selectors import huidig_plan
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.inzet.bedrag import Zicht as Bedragzicht
from gokwijs.apps.kader.selectors import in_gebruik, tags_van
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk, Conclusie, Ronde
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van, uitslag_van
from gokwijs.apps.zelfevaluatie.selectors_gesprek import sluitdag
from gokwijs.apps.zelfevaluatie.tonen import lezers
from gokwijs.core.beleid.keuzes import Actiestatus, Doelstatus, Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kader.codes import Tag, Toestand
from gokwijs.core.kader.model import Kader, Rubriek, Verwachting

ROUNDS_MOST = 6  # the last rounds in which a judgement is looked for
R = TypeVar("R")
Codelijst = defaultdict[str, list[R]]
_STOPPED = (Actiestatus.GESTOPT.value, Actiestatus.GEANNULEERD.value)


@dataclass(frozen=True)
class Oordeel:
    """Where the school stands, in the words of that day. ``conclusie`` None: only answers yet."""

    tekst: str
    dag: date
    bron: str
    ronde: Ronde | None = None
    conclusie: Conclusie | None = None

    @property
    def niveau(self) -> int | None:
        return self.conclusie.oordeel if self.conclusie is not None else None


def dag_van(conclusie: Conclusie) -> date:
    """The day it was said: its own, that of the conversation, or that of closing the round."""
    if conclusie.dag is not None:
        return conclusie.dag
    ronde = conclusie.ronde
    assert ronde is not None
    return ronde.besproken or sluitdag(ronde)


def conclusies_van(school: School) -> list[Conclusie]:
    """Everything the school concluded, the newest day first."""
    mine = Q(school=school) | Q(ronde__school=school, ronde__verwijderd=None)
    found = Conclusie.objects.filter(mine, verwijderd=None)
    found = found.select_related("ronde", "vaststelling")
    return sorted(found, key=lambda one: (dag_van(one), one.pk), reverse=True)


def van_conclusie(one: Conclusie) -> Oordeel:
    source = f"besluit van het team na '{one.ronde.titel}'" if one.ronde else "besluit van het team"
    return Oordeel(one.niveau or one.besluit, dag_van(one), source, one.ronde, one)


def van_rondes(school: School) -> dict[str, list[Oordeel]]:
    """Per item the middle of each of the last closed rounds, the newest first."""
    closed = Ronde.objects.filter(school=school, verwijderd=None, status=Ronde.Status.GESLOTEN)
    found: dict[str, list[Oordeel]] = defaultdict(list)
    for ronde in closed.order_by("-gesloten", "-pk")[:ROUNDS_MOST]:
        uitslag = uitslag_van(ronde)
        if uitslag is None:
            continue
        day, source = sluitdag(ronde), f"antwoorden in '{ronde.titel}'"
        lezer = lezers(lijsten_van(ronde), uitslag).get("team")
        items = lezer.deel.items if lezer is not None and lezer.deel is not None else {}
        for key, item in items.items():
            if lezer is not None and item.totaal is not None:
                words = lezer.kort(item.totaal.midden)
                found[key].append(Oordeel(words, day, source, ronde))
    return found


def is_open(one: Vaststelling) -> bool:
    """Without a goal, and without a reason why not."""
    return not one.streefdoelen.all() and not one.reden_zonder


@dataclass(frozen=True)
class Kaderrij:
    """One expectation with what the school does about it, in numbers."""

    verwachting: Verwachting
    oordeel: Oordeel | None
    doelen: int
    acties: int
    middelen: str
    metingen: int
    bewijzen: int
    open: int  # vaststellingen without a goal and without a reason
    sterk: Conclusie | None  # a strength the school keeps


class Kaderbeeld:
    """Everything the framework page needs, read once; ``kader`` may be set to another one."""

    def __init__(self, access: Access, today: date) -> None:
        self.access, self.school, self.today = access, access.school, today
        self.kaders = tuple(one.kader for one in in_gebruik(self.school))
        self.kader = self.kaders[0]
        self.plan: Plan | None = huidig_plan(self.school, today)
        self.zicht = Zicht(access)
        self.bedragzicht = Bedragzicht(access.werkzone)

    # ---------------------------------------------------------------- rows of the plan

    @cached_property
    def doelen(self) -> tuple[Streefdoel, ...]:
        found = Streefdoel.objects.filter(plan=self.plan, verwijderd=None)
        found = found.exclude(status=Doelstatus.STOPGEZET.value).order_by("pk")
        return tuple(found.only("pk", "formulering", "status", "ok_codes", "indicator_id"))

    @cached_property
    def acties(self) -> tuple[Actie, ...]:
        found = Actie.objects.filter(plan=self.plan, verwijderd=None).exclude(status__in=_STOPPED)
        return tuple(found.only("pk", "titel", "status", "ok_codes", "plan_id").order_by("pk"))

    @cached_property
    def _doelen_per_actie(self) -> defaultdict[int, list[int]]:
        links = Actie.streefdoelen.through.objects.filter(actie__plan=self.plan)
        found: defaultdict[int, list[int]] = defaultdict(list)
        for actie, doel in links.values_list("actie_id", "streefdoel_id"):
            found[actie].append(doel)
        return found

    @cached_property
    def indicatoren(self) -> tuple[Indicator, ...]:
        used = {one.indicator_id for one in self.doelen} - {None}
        mine = Q(plan=self.plan) | Q(pk__in=used)
        return tuple(Indicator.objects.filter(mine, verwijderd=None).order_by("pk"))

    @cached_property
    def metingen(self) -> dict[int, list[Meting]]:
        """Per indicator, oldest first."""
        rows = Meting.objects.filter(indicator__in=self.indicatoren, vervangen=None)
        found: dict[int, list[Meting]] = defaultdict(list)
        for one in rows.select_related("indicator").order_by("peildatum", "pk"):
            found[one.indicator_id].append(one)
        return found

    @cached_property
    def jaar(self) -> Schooljaar:
        """The schooljaar whose means are shown: that of today, or the first of the plan."""
        now = Schooljaar.of(self.today)
        if self.plan is None or now in self.plan.jaren:
            return now
        return self.plan.jaren[0]

    @cached_property
    def toewijzingen(self) -> dict[int, list[Toewijzing]]:
        rows = Toewijzing.objects.filter(actie__plan=self.plan, schooljaar=self.jaar.start)
        found: dict[int, list[Toewijzing]] = defaultdict(list)
        for one in rows:
            found[one.actie_id].append(one)
        return found

    @cached_property
    def bewijzen(self) -> tuple[Bewijsstuk, ...]:
        return tuple(Bewijsstuk.objects.filter(school=self.school, verwijderd=None))

    @cached_property
    def vaststellingen(self) -> tuple[Vaststelling, ...]:
        """Those this person may see, the newest first."""
        rows = Vaststelling.objects.filter(school=self.school, ingetrokken=None)
        if not self.access.werkzone:
            rows = rows.filter(werkzone=False)
        goals = Prefetch("streefdoelen", Streefdoel.objects.filter(verwijderd=None))
        return tuple(rows.prefetch_related(goals).order_by("-dag", "-pk"))

    @cached_property
    def conclusies(self) -> list[Conclusie]:
        return conclusies_van(self.school)

    @cached_property
    def antwoorden(self) -> dict[str, list[Oordeel]]:
        return van_rondes(self.school)

    # ---------------------------------------------------------------- codes

    @cached_property
    def tags(self) -> dict[str, Tag]:
        """What every code in use means now."""
        linked: Iterable[Any] = (
            *self.doelen,
            *self.acties,
            *self.indicatoren,
            *self.vaststellingen,
        )
        keys = [key for row in linked for key in row.ok_codes]
        keys += [key for piece in self.bewijzen for key in piece.codes]
        keys += [key for one in self.conclusies for key in one.codes]
        return {one.sleutel: one for one in tags_van(self.school, dict.fromkeys(keys), self.kaders)}

    def nu(self, keys: Iterable[str]) -> set[str]:
        """Codes as they are called now; what fell away without a follower is left as it was."""
        found = set()
        for key in keys:
            tag = self.tags.get(key)
            follows = tag.opvolger if tag is not None else None
            found.add(follows.sleutel if follows is not None else key)
        return found

    @cached_property
    def historisch(self) -> list[Tag]:
        """Codes somebody should choose again."""
        return [one for one in self.tags.values() if one.toestand is not Toestand.HUIDIG]

    # ---------------------------------------------------------------- per expectation

    def _per_code(self, rows: Iterable[R], codes: Callable[[R], Iterable[str]]) -> Codelijst[R]:
        """Rows under each of their codes of now, in the given order."""
        found: Codelijst[R] = defaultdict(list)
        for row in rows:
            for key in codes(row):
                found[key].append(row)
        return found

    @cached_property
    def _doelcodes(self) -> dict[int, set[str]]:
        return {one.pk: self.nu(one.ok_codes) for one in self.doelen}

    @cached_property
    def _doelen(self) -> Codelijst[Streefdoel]:
        return self._per_code(self.doelen, lambda one: self._doelcodes[one.pk])

    def doelen_bij(self, key: str) -> list[Streefdoel]:
        return self._doelen[key]

    @cached_property
    def _acties(self) -> Codelijst[Actie]:
        def codes(one: Actie) -> set[str]:
            goals = (self._doelcodes.get(pk, set()) for pk in self._doelen_per_actie[one.pk])
            return self.nu(one.ok_codes).union(*goals)

        return self._per_code(self.acties, codes)

    def acties_bij(self, key: str) -> list[Actie]:
        """Acties with the code, and those for a streefdoel with it."""
        return self._acties[key]

    @cached_property
    def _indicatoren(self) -> Codelijst[Indicator]:
        goals: dict[int | None, set[str]] = defaultdict(set)
        for one in self.doelen:
            goals[one.indicator_id] |= self._doelcodes[one.pk]
        return self._per_code(self.indicatoren, lambda one: self.nu(one.ok_codes) | goals[one.pk])

    def metingen_bij(self, key: str) -> list[tuple[Indicator, list[Meting]]]:
        """Indicatoren with the code, and those of a streefdoel with it, with their series."""
        return [(one, self.metingen.get(one.pk, [])) for one in self._indicatoren[key]]

    @cached_property
    def _bewijzen(self) -> Codelijst[Bewijsstuk]:
        return self._per_code(self.bewijzen, lambda one: self.nu(one.codes))

    def bewijzen_bij(self, key: str) -> list[Bewijsstuk]:
        return self._bewijzen[key]

    @cached_property
    def _vaststellingen(self) -> Codelijst[Vaststelling]:
        return self._per_code(self.vaststellingen, lambda one: self.nu(one.ok_codes))

    def vaststellingen_bij(self, key: str) -> list[Vaststelling]:
        return self._vaststellingen[key]

    @cached_property
    def _conclusies(self) -> Codelijst[Conclusie]:
        return self._per_code(self.conclusies, lambda one: self.nu((*one.codes, one.item)))

    def conclusies_bij(self, key: str) -> list[Conclusie]:
        """What was concluded on it, the newest first; an own question counts at its code."""
        return self._conclusies[key]

    def oordelen_bij(self, key: str) -> list[Oordeel]:
        """Every judgement, the newest first; on one day what was decided goes before answers."""
        decided = [
            van_conclusie(one)
            for one in self.conclusies_bij(key)
            if key in self.nu([one.item]) and (one.niveau or one.besluit)
        ]
        return sorted(
            [*decided, *self.antwoorden.get(key, ())],
            key=lambda one: (one.dag, one.conclusie is not None),
            reverse=True,
        )

    def oordeel_bij(self, key: str) -> Oordeel | None:
        """The newest level: concluded, or the middle of a round that was not talked about yet."""
        found = self.oordelen_bij(key)
        levels = [one for one in found if one.conclusie is None or one.niveau is not None]
        return next(iter(levels or found), None)

    def middelen_bij(self, key: str) -> str:
        """'4 uren-leraar en € 1.200' of the schooljaar; '' for nothing."""
        return self.som(self.acties_bij(key))

    def som(self, acties: Sequence[Actie]) -> str:
        """What these acties may use; each counts once."""
        sums: dict[str, Fraction] = {}
        for actie in acties:
            for one in self.toewijzingen.get(actie.pk, ()):
                sums[one.soort] = sums.get(one.soort, Fraction(0)) + one.aantal
        return " en ".join(
            self.bedragzicht.met_eenheid(Middelsoort(soort), sums[soort]) for soort in sorted(sums)
        )

    def rij(self, one: Verwachting) -> Kaderrij:
        key = one.sleutel
        said = self.conclusies_bij(key)
        return Kaderrij(
            one,
            self.oordeel_bij(key),
            len(self.doelen_bij(key)),
            len(self.acties_bij(key)),
            self.middelen_bij(key),
            sum(len(series) for _, series in self.metingen_bij(key)),
            len(self.bewijzen_bij(key)),
            sum(is_open(one) for one in self.vaststellingen_bij(key)),
            next((c for c in said if c.soort == Conclusie.Soort.STERK), None),
        )

    @cached_property
    def rijen(self) -> tuple[Kaderrij, ...]:
        """In the order of the framework."""
        return tuple(self.rij(one) for one in self.kader.verwachtingen.values())


@dataclass(frozen=True)
class Keuze:
    """What the address of the framework page asks for; unknown values count as nothing."""

    rubriek: str = ""
    zonder: str = ""
    q: str = ""

    def past(self, row: Kaderrij) -> bool:
        one = row.verwachting
        if self.rubriek and one.rubriek_sleutel != self.rubriek:
            return False
        if self.zonder == "doel" and row.doelen:
            return False
        if self.zonder == "oordeel" and row.oordeel is not None:
            return False
        words = f"{one.code} {one.onderwerp} {one.tekst}".casefold()
        return self.q.casefold() in words


def per_rubriek(kader: Kader, rows: Iterable[Kaderrij]) -> list[tuple[Rubriek, list[Kaderrij]]]:
    """The rows that are shown, under their chapters."""
    found: dict[str, list[Kaderrij]] = defaultdict(list)
    for row in rows:
        found[row.verwachting.rubriek_sleutel].append(row)
    return [(one, found[one.sleutel]) for one in kader.gevuld if found.get(one.sleutel)]
