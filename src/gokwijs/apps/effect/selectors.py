"""Reads: which actions can be judged, how far each is, and what everybody may read of the results.

In: a school. Out: rows in a fixed number of queries. Sentences and numbers come from a stored
result only; below ten pupils per group there is one sentence and no number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from gokwijs.apps.beleid.models import Actie, Plan, Streefdoel
from gokwijs.apps.effect.models import Groep, Opzet, Uitkomst
from gokwijs.apps.scholen.models import School
from gokwijs.core.effect.maanden import Maandreden
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.effect.uitkomst import Effect
from gokwijs.core.zinnen.effect import over_effect
from gokwijs.core.zinnen.lijst import Gezegd


@dataclass(frozen=True)
class Uitkomstregel:
    """A result as everybody of the school may read it."""

    opzet_id: int
    actie_id: int
    toets: str
    oordeel: Oordeel
    zinnen: list[Gezegd]
    n_t: int
    n_c: int
    gemaakt: datetime
    toonbaar: bool
    hoofduitkomst: bool
    verlaagd: str = ""  # why a person lowered the verdict


def gelezen(uitkomst: Uitkomst) -> Effect:
    """The stored effect, with the verdict that a person lowered it to; then without months."""
    effect = Effect.van_json(uitkomst.inhoud)
    if not uitkomst.verlaagd_naar:
        return effect
    return replace(
        effect,
        oordeel=Oordeel(uitkomst.verlaagd_naar),
        maanden=None,
        maanden_reden=Maandreden.GEEN_OORDEEL.value,
    )


def is_toonbaar(effect: Effect) -> bool:
    """Enough pupils in every group for any number at all."""
    return effect.oordeel is not Oordeel.ONDERDRUKT


def laatste() -> QuerySet[Uitkomst]:
    """The last result of every setup; earlier ones stay to be read on its own page."""
    later = Uitkomst.objects.filter(opzet=OuterRef("opzet"), pk__gt=OuterRef("pk"))
    return Uitkomst.objects.filter(~Exists(later), opzet__verwijderd=None)


def uitkomsten_van(
    school: School, actie_ids: Collection[int] | None = None
) -> dict[int, list[Uitkomstregel]]:
    """Per actie its results, the outcome chosen beforehand first; one query."""
    rows = laatste().filter(opzet__actie__plan__school=school)
    if actie_ids is not None:
        rows = rows.filter(opzet__actie__in=list(actie_ids))
    rows = rows.select_related("opzet__toets").order_by(
        "opzet__actie_id", "-opzet__hoofduitkomst", "opzet_id"
    )
    return _per_actie(rows)


def uitkomsten_op(
    school: School, actie_ids: Collection[int], tot: date
) -> tuple[dict[int, list[Uitkomstregel]], dict[int, list[Uitkomstregel]]]:
    """Per actie what was there at the end of a day, and what was worked out later; one query."""
    rows = Uitkomst.objects.filter(
        opzet__actie__in=list(actie_ids), opzet__actie__plan__school=school, opzet__verwijderd=None
    )
    toen: dict[int, Uitkomst] = {}
    later: dict[int, Uitkomst] = {}
    ordered = ("opzet__actie_id", "-opzet__hoofduitkomst", "opzet_id", "pk")
    for one in rows.select_related("opzet__toets").order_by(*ordered):  # the last one stays
        known = timezone.localtime(one.gemaakt).date() <= tot
        (toen if known else later)[one.opzet_id] = one
    return _per_actie(toen.values()), _per_actie(later.values())


def _per_actie(rows: Iterable[Uitkomst]) -> dict[int, list[Uitkomstregel]]:
    found: dict[int, list[Uitkomstregel]] = {}
    for one in rows:
        found.setdefault(one.opzet.actie_id, []).append(regel(one))
    return found


def regel(uitkomst: Uitkomst) -> Uitkomstregel:
    effect, opzet = gelezen(uitkomst), uitkomst.opzet
    shown = is_toonbaar(effect)
    return Uitkomstregel(
        opzet.pk,
        opzet.actie_id,
        str(opzet.toets),
        effect.oordeel,
        over_effect(effect),
        effect.n_t if shown else 0,
        effect.n_c if shown else 0,
        uitkomst.gemaakt,
        shown,
        opzet.hoofduitkomst,
        uitkomst.verlaagd_nota,
    )


# ---------------------------------------------------------------- one setup


def opzet_van(school: School, pk: int) -> Opzet:
    """With all it needs for a page; raises Http404."""
    found = _opzetten().filter(pk=pk, actie__plan__school=school, verwijderd=None).first()
    if found is None:
        raise Http404
    return found


def _opzetten() -> QuerySet[Opzet]:
    return Opzet.objects.select_related(
        "actie__plan__school", "toets", "voor", "na", "vergelijk_voor", "vergelijk_na"
    ).annotate(
        n_actie=Count("deelnames", filter=Q(deelnames__groep=Groep.ACTIE)),
        n_vergelijking=Count("deelnames", filter=Q(deelnames__groep=Groep.VERGELIJKING)),
        n_genoteerd=Count("deelnames", filter=Q(deelnames__momenten__isnull=False)),
    )


def klassen_van(opzet: Opzet) -> tuple[int, int]:
    """In how many classes each group sits."""
    rows = set(opzet.deelnames.order_by().values_list("groep", "klas").distinct())
    own = sum(groep == Groep.ACTIE for groep, _ in rows)
    return own, len(rows) - own


def actie_van(school: School, pk: int) -> Actie:
    """Raises Http404; one of a closed plan too."""
    found = (
        Actie.objects.filter(pk=pk, plan__school=school, plan__verwijderd=None, verwijderd=None)
        .select_related("plan__school")
        .first()
    )
    if found is None:
        raise Http404
    return found


# ---------------------------------------------------------------- the list


class Stand(StrEnum):
    """How far an actie is; what one can filter on."""

    GEEN = "geen"
    ONTWERP = "ontwerp"
    LOOPT = "loopt"
    RESULTAAT = "resultaat"

    @property
    def label(self) -> str:
        return {
            "geen": "nog geen opzet",
            "ontwerp": "opzet nog niet vastgelegd",
            "loopt": "vastgelegd, nog geen resultaat",
            "resultaat": "met resultaat",
        }[self.value]


@dataclass(frozen=True)
class Actieregel:
    """One actie on the list, with its setups and their results."""

    actie: Actie
    doelgroep: str
    opzetten: tuple[tuple[Opzet, Uitkomstregel | None], ...]

    @property
    def stand(self) -> Stand:
        """The furthest of its setups."""
        if any(result for _, result in self.opzetten):
            return Stand.RESULTAAT
        if any(opzet.vastgelegd for opzet, _ in self.opzetten):
            return Stand.LOOPT
        return Stand.ONTWERP if self.opzetten else Stand.GEEN


def actieregels(school: School, plan: Plan | None = None) -> list[Actieregel]:
    """Every actie with a group of pupils, running plans first; four queries."""
    doelen = Streefdoel.objects.filter(verwijderd=None).exclude(doelgroep="").order_by("pk")
    opzetten = (
        Opzet.objects.filter(verwijderd=None, vervangen=None)
        .select_related("toets", "na")
        .order_by("-hoofduitkomst", "pk")
    )
    rows = Actie.objects.filter(
        Q(streefdoelen__in=doelen) | Q(opzetten__verwijderd=None, opzetten__isnull=False),
        plan__school=school,
        plan__verwijderd=None,
        verwijderd=None,
    )
    if plan is not None:
        rows = rows.filter(plan=plan)
    rows = (
        rows.distinct()
        .select_related("plan")
        .prefetch_related(Prefetch("streefdoelen", doelen), Prefetch("opzetten", opzetten))
        .order_by("-plan__schooljaar_van", "-plan_id", "titel", "pk")
    )
    results = {one.opzet_id: one for found in uitkomsten_van(school).values() for one in found}
    return [
        Actieregel(
            actie,
            "; ".join(dict.fromkeys(d.doelgroep for d in actie.streefdoelen.all())),
            tuple((opzet, results.get(opzet.pk)) for opzet in actie.opzetten.all()),
        )
        for actie in rows
    ]


# ---------------------------------------------------------------- years together


def keten_van(actie: Actie) -> list[int]:
    """This actie in every plan before and after, itself included; oldest first.

    Read per school at once: a chain of plans is short, but may branch where it was scaled up.
    """
    rows = Actie.objects.filter(plan__school=actie.plan.school_id).values_list(
        "pk", "voorganger_id"
    )
    before = {pk: earlier for pk, earlier in rows if earlier is not None}
    after: dict[int, list[int]] = {}
    for pk, earlier in before.items():
        after.setdefault(earlier, []).append(pk)
    first = actie.pk
    seen = {first}
    while before.get(first) is not None and before[first] not in seen:
        first = before[first]
        seen.add(first)
    found, todo = [], [first]
    while todo:
        pk = todo.pop(0)
        if pk not in found:
            found.append(pk)
            todo += sorted(after.get(pk, ()))
    return found


def lichtingen_van(opzet: Opzet) -> list[Uitkomst]:
    """The last result of every year of this actie with the same toets, all of them, oldest first.

    One per actie: its outcome chosen beforehand, or else the first that explored. No year can be
    left out, also not one that disappoints.
    """
    rows = (
        laatste()
        .filter(
            opzet__actie__in=keten_van(opzet.actie),
            opzet__toets=opzet.toets_id,
            opzet__vervangen=None,
            opzet__na__isnull=False,
        )
        .select_related("opzet__actie__plan", "opzet__toets", "opzet__na")
        .order_by("-opzet__hoofduitkomst", "opzet_id")
    )
    found: dict[int, Uitkomst] = {}
    for one in rows:
        found.setdefault(one.opzet.actie_id, one)
    return sorted(found.values(), key=_measured)


def _measured(one: Uitkomst) -> tuple[date, int]:
    assert one.opzet.na is not None
    return one.opzet.na.datum, one.pk
