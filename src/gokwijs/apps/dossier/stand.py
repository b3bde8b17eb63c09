"""Everything of one school that the rules on a plan read, in a fixed number of queries.

In: a school the caller may see, today, and what this person may see of figures. Out: one
Beleidsstand. A text that is for the Werkzone only is replaced before any rule can repeat it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import (
    BigIntegerField,
    F,
    IntegerField,
    QuerySet,
    Value,
)

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
)
from gokwijs.apps.beleid.selectors import huidig_plan, onderwijs_van, plannen
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.beleid.verbanden import Verband, Verbanden, lees_verbanden, op_sleutel, vul_in
from gokwijs.apps.inzet.toekenning import toegekend
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid import plan as core
from gokwijs.core.beleid.keuzes import Middelsoort, Onderwijs
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.calendar import Schooljaar


def stand_of(school: School, today: date, zicht: Zicht) -> Beleidsstand:
    """The plan at hand with the plans it followed on, and what the school has around it."""
    plan = huidig_plan(school, today)
    earlier = _before(plan)
    chain = _Keten.lees(school, [one.pk for one in (plan, *earlier) if one is not None])
    granted = toekenningen_of(school, Schooljaar.of(today))
    return Beleidsstand(
        _onderwijs(school, granted),
        None if plan is None else brug.plan(plan, _koppelingen_of(plan, chain)),
        tuple(brug.plan(one) for one in earlier),
        vaststellingen=tuple(_vaststelling(one, zicht) for one in chain.vaststellingen),
        streefdoelen=tuple(brug.streefdoel(one) for one in chain.streefdoelen),
        indicatoren=tuple(brug.indicator(one) for one in chain.indicatoren),
        metingen=tuple(brug.meting(one) for one in chain.metingen),
        acties=tuple(brug.actie(one) for one in chain.acties),
        toekenningen=granted,
        toewijzingen=_toewijzingen(school),
        evaluaties=tuple(brug.evaluatie(one) for one in chain.evaluaties),
        besluiten=tuple(brug.besluit(one) for one in chain.besluiten if one.actie_id is None),
        beleidskoppelingen=tuple(brug.koppeling(one) for one in chain.koppelingen),
        momenten=tuple(
            brug.moment(one)
            for one in school.draagvlakmomenten.filter(verwijderd=None).prefetch_related(
                "streefdoelen", "acties"
            )
        ),
    )


def toekenningen_of(school: School, schooljaar: Schooljaar) -> tuple[core.Toekenning, ...]:
    """What came in, per kind that concerns the school."""
    return tuple(one.als_toekenning() for one in toegekend(school, schooljaar).values())


_ONDERWIJS = {
    Middelsoort.SES_LESTIJDEN: Onderwijs.BAO,
    Middelsoort.GOK_UREN_LERAAR: Onderwijs.SO,
    Middelsoort.AANVULLENDE_LESTIJDEN: Onderwijs.BUO,
    Middelsoort.AANVULLENDE_LESUREN: Onderwijs.BUO,
}


def _onderwijs(school: School, granted: Iterable[core.Toekenning]) -> Onderwijs:
    """Hours exist for one kind of school only; without them the pupils tell it."""
    for one in granted:
        if one.toegekend and one.soort in _ONDERWIJS:
            return _ONDERWIJS[one.soort]
    return onderwijs_van(school)


def _before(plan: Plan | None) -> list[Plan]:
    """The plans this one followed on, the nearest first."""
    if plan is None or plan.voorganger_id is None:
        return []
    by_key = {one.pk: one for one in plannen(plan.school)}
    found: list[Plan] = []
    at = by_key.get(plan.voorganger_id)
    while at is not None and at not in found:
        found.append(at)
        at = by_key.get(at.voorganger_id) if at.voorganger_id else None
    return found


def _koppelingen_of(plan: Plan, chain: _Keten) -> tuple[int, ...]:
    """Documents in which one of its goals is anchored."""
    found = {
        one.pk
        for doel in chain.streefdoelen
        if doel.plan_id == plan.pk
        for one in doel.koppelingen.all()
    }
    return tuple(sorted(found))


def _vaststelling(row: Vaststelling, zicht: Zicht) -> core.Vaststelling:
    return replace(brug.vaststelling(row), tekst=zicht.vaststelling(row))


# ---------------------------------------------------------------- the chain

_VERBANDEN: tuple[Verband, ...] = (
    (Streefdoel, "vaststellingen"),
    (Streefdoel, "andere_indicatoren"),
    (Streefdoel, "koppelingen"),
    (Actie, "streefdoelen"),
    (Evaluatie, "streefdoelen"),
    (Evaluatie, "metingen"),
)


@dataclass(frozen=True)
class _Keten:
    """The rows of some plans, every link between them filled in."""

    streefdoelen: Sequence[Streefdoel]
    acties: Sequence[Actie]
    indicatoren: list[Indicator]
    metingen: Sequence[Meting]
    evaluaties: Sequence[Evaluatie]
    besluiten: Sequence[Besluit]
    vaststellingen: Sequence[Vaststelling]
    koppelingen: Sequence[Beleidskoppeling]

    @classmethod
    def lees(cls, school: School, plans: Sequence[int]) -> _Keten:
        own = {"plan__in": plans, "verwijderd": None}
        measured = Meting.objects.filter(indicator__plan__in=plans, vervangen=None)
        found = cls(
            list(Streefdoel.objects.filter(**own).select_related("indicator")),
            list(Actie.objects.filter(**own)),
            [],
            list(measured.select_related("indicator")),
            list(Evaluatie.objects.filter(**own)),
            list(Besluit.objects.filter(**own, evaluatie__verwijderd=None)),
            list(school.vaststellingen.filter(ingetrokken=None)),
            list(school.koppelingen.filter(verwijderd=None)),
        )
        found._connect(plans)
        return found

    def _connect(self, plans: Sequence[int]) -> None:
        links = lees_verbanden(plans, _VERBANDEN)
        self.indicatoren.extend(self._used(links).values())
        goals, metingen = op_sleutel(self.streefdoelen), op_sleutel(self.metingen)
        vul_in(self.streefdoelen, "vaststellingen", links, op_sleutel(self.vaststellingen))
        vul_in(self.streefdoelen, "andere_indicatoren", links, op_sleutel(self.indicatoren))
        vul_in(self.streefdoelen, "koppelingen", links, op_sleutel(self.koppelingen))
        vul_in(self.acties, "streefdoelen", links, goals)
        vul_in(self.evaluaties, "streefdoelen", links, goals)
        vul_in(self.evaluaties, "metingen", links, metingen)
        for besluit in self.besluiten:
            if besluit.streefdoel_id in goals:
                besluit.streefdoel = goals[besluit.streefdoel_id]

    def _used(self, links: Verbanden) -> dict[int, Indicator]:
        """Every indicator of a goal or a meting; asked for only when it came along with neither."""
        found = {one.indicator.pk: one.indicator for one in self.metingen}
        found |= {s.indicator.pk: s.indicator for s in self.streefdoelen if s.indicator}
        more: set[int] = set()
        for (kind, _), keys in links.items():
            if kind == "Streefdoel.andere_indicatoren":
                more.update(keys)
        if more - found.keys():
            found |= op_sleutel(Indicator.objects.filter(pk__in=more - found.keys()))
        return found


# ---------------------------------------------------------------- means


_Plek = tuple[int, Middelsoort, int | None, int | None]  # schooljaar, kind, actie, streefdoel


@dataclass(slots=True)
class _Post:
    """What was planned and booked on one place in the ledger."""

    voorzien: Fraction | None = None
    besteed: Fraction | None = None
    toelichting: str = ""
    bijgewerkt_op: date | None = None


def _toewijzingen(school: School) -> tuple[core.Toewijzing, ...]:
    """One record per year, kind and actie: what is planned beside what was booked.

    Several people can have hours on one actie; the rules judge the actie and not the person.
    """
    posts: dict[_Plek, _Post] = defaultdict(_Post)
    for planned, year, soort, actie, doel, amount, said, changed in _ledger(school):
        post = posts[year, Middelsoort(soort), actie, doel]
        if not planned:
            post.besteed = (post.besteed or Fraction(0)) + Fraction(amount)
            continue
        post.voorzien = (post.voorzien or Fraction(0)) + Fraction(amount)
        post.toelichting = " ".join(part for part in (post.toelichting, said) if part)
        post.bijgewerkt_op = max(filter(None, (post.bijgewerkt_op, changed.date())))
    places = sorted(posts, key=lambda place: tuple(str(part) for part in place))
    return tuple(
        core.Toewijzing(
            number,
            place[1],
            Schooljaar(place[0]),
            place[2],
            place[3],
            voorzien=posts[place].voorzien,
            besteed=posts[place].besteed,
            toelichting=posts[place].toelichting,
            bijgewerkt_op=posts[place].bijgewerkt_op,
        )
        for number, place in enumerate(places, 1)
    )


def _ledger(school: School) -> QuerySet[Any]:
    """Both sides of the ledger, read at once."""
    planned = school.toewijzingen.filter(actie__verwijderd=None, actie__plan__verwijderd=None)
    booked = school.boekingen.filter(ingetrokken=None)
    none = Value(None, output_field=BigIntegerField())
    sides = (
        (planned, 1, none, F("voorzien"), F("toelichting")),
        (booked, 0, F("streefdoel_id"), F("besteed"), F("omschrijving")),
    )
    first, second = (
        rows.order_by().values_list(
            Value(side, output_field=IntegerField()),
            "schooljaar",
            "soort",
            "actie_id",
            doel,
            amount,
            said,
            "gewijzigd",
        )
        for rows, side, doel, amount, said in sides
    )
    return first.union(second, all=True)
