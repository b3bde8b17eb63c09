"""The neighbours of one page of the chain, for the strip on that page.

In: which link this page is, its key, and who looks. Out: eight stops, each with the pages one click
away. At most five queries, whatever the size of the plan. A stop names records and days, never a
figure about pupils: so nothing here has to be hidden.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from gokwijs.apps.beleid.models import (
    Streefdoel,
)
from gokwijs.apps.keten.beeld import Buur, kort
from gokwijs.apps.keten.effecten import effecten_van
from gokwijs.apps.keten.rijen import Rij, rijen_bij
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.analyse.tellen import KOLOMMEN
from gokwijs.core.beleid.bedragen import euro_heel, toon_bedrag
from gokwijs.core.beleid.keten import Schakel, Vorig
from gokwijs.core.beleid.keuzes import Besluitkeuze, Bronsoort, Middelsoort
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING

MEEST = 3  # neighbours per stop; the page of the goal has them all


@dataclass(frozen=True)
class Halte:
    """One stop of the strip."""

    schakel: Schakel
    buren: tuple[Buur, ...]
    hier: bool = False
    meer: int = 0

    @property
    def leeg(self) -> bool:
        return not self.buren and not self.hier


@dataclass(frozen=True)
class Strook:
    """``doel``: the first goal that this page belongs to, for the page with everything."""

    haltes: tuple[Halte, ...]
    doel: Streefdoel | None


def doel_van(school: School, pk: int) -> Streefdoel:
    """A goal of this school; raises Http404."""
    goals = Streefdoel.objects.filter(plan__school=school, verwijderd=None, plan__verwijderd=None)
    found = goals.select_related("plan").filter(pk=pk).first()
    if found is None:
        raise Http404
    found.plan.school = school
    return found


def strook_van(
    schakel: Schakel, pk: int, access: Access, gekend: Sequence[Streefdoel] | None = None
) -> Strook:
    """The strip of one page. ``pk``: of the actie for means and effect, of the indicator for a
    meting, of the evaluatie for a decision. ``gekend``: its goals, when the page has them already.
    """
    doelen = _doelen(schakel, pk, access.school) if gekend is None else gekend
    eigen = pk if schakel in (Schakel.MIDDELEN, Schakel.ACTIE, Schakel.EFFECT) else None
    rows = rijen_bij([one.pk for one in doelen], eigen)
    by_kind: dict[str, list[Rij]] = defaultdict(list)
    for row in sorted(rows, key=lambda r: (r.dag or date.min, r.pk), reverse=True):
        by_kind[row.soort].append(row)
    haltes = _haltes(schakel, doelen, by_kind, eigen, access)
    return Strook(haltes, doelen[0] if doelen else None)


# ---------------------------------------------------------------- reading


def _doelen(schakel: Schakel, pk: int, school: School) -> list[Streefdoel]:
    """The goals this page belongs to, those of the newest plan first."""
    near = {
        Schakel.VASTSTELLING: Q(vaststellingen=pk),
        Schakel.STREEFDOEL: Q(pk=pk),
        Schakel.METING: Q(indicator=pk) | Q(andere_indicatoren=pk),
        Schakel.BESLUIT: Q(evaluaties=pk),
    }.get(schakel, Q(acties=pk))
    keys = Streefdoel.objects.filter(near).values("pk")
    found = Streefdoel.objects.filter(pk__in=keys, plan__school=school, verwijderd=None)
    newest = found.filter(plan__verwijderd=None).order_by("-plan__schooljaar_van", "pk")
    return list(newest.select_related("plan", "indicator"))


# ---------------------------------------------------------------- the stops


def _haltes(
    hier: Schakel,
    doelen: Sequence[Streefdoel],
    rows: dict[str, list[Rij]],
    eigen: int | None,
    access: Access,
) -> tuple[Halte, ...]:
    nummer = access.school.instellingsnummer

    def page(name: str, *args: object) -> str:
        return reverse(name, args=[nummer, *args])

    acties = {row.pk: row for row in rows["actie"]}
    own = [eigen] if eigen is not None else list(acties)
    found: dict[Schakel, Iterable[Buur]] = {
        Schakel.LEERLING: _leerlingen(doelen, access),
        Schakel.VASTSTELLING: (_grond(row, access, page) for row in rows["vaststelling"]),
        Schakel.MIDDELEN: _middelen(rows["middelen"], own, acties, access, page),
        Schakel.STREEFDOEL: (
            Buur(kort(one.formulering), page("beleid:streefdoel", one.pk), one.einddatum)
            for one in doelen
        ),
        Schakel.ACTIE: (
            Buur(kort(row.tekst), page("beleid:actie", row.pk), row.dag) for row in acties.values()
        ),
        Schakel.METING: _metingen(rows["meting"], doelen, page),
        Schakel.EFFECT: () if hier is Schakel.EFFECT else _effecten(access.school, own),
        Schakel.BESLUIT: _besluiten(rows, page),
    }
    return tuple(_halte(one, tuple(found[one]), one is hier) for one in Schakel)


def _halte(schakel: Schakel, buren: tuple[Buur, ...], hier: bool) -> Halte:
    """Where one is, nothing leads to itself."""
    if hier:
        return Halte(schakel, (), hier=True)
    return Halte(schakel, buren[:MEEST], meer=max(len(buren) - MEEST, 0))


def _leerlingen(doelen: Sequence[Streefdoel], access: Access) -> list[Buur]:
    """The kenmerken, and the pupils behind them for who may see those."""
    nummer = access.school.instellingsnummer
    keys = dict.fromkeys(key for one in doelen for key in one.kenmerken if key in list(Kenmerk))
    found = [Buur(Kenmerk(key).label, reverse("keten:kenmerk", args=[nummer, key])) for key in keys]
    if access.may_pupils and doelen:
        return [Buur("de leerlingen", leerlingen_met(keys, nummer)), *found]
    if doelen and not found:
        return [Buur("waar zitten ze", waar_met((), nummer))]
    return found


def leerlingen_met(kenmerken: Collection[str], nummer: str) -> str:
    """The list of pupils with one kenmerk; of several together it would show too few."""
    lijst = reverse("leerlingen:lijst", args=[nummer])
    asked = [one.value for one in PER_LEERLING if one.value in kenmerken]
    return f"{lijst}?k_{asked[0]}=ja" if len(asked) == 1 else lijst


def waar_met(kenmerken: Collection[str], nummer: str) -> str:
    """Where they are in the school: with the first kenmerk that is counted there."""
    page = reverse("analyse:vraag", args=[nummer, "waar"])
    asked = [key for key in kenmerken if key in KOLOMMEN]
    return f"{page}?kenmerk={asked[0]}" if asked else page


def _grond(row: Rij, access: Access, page: Any) -> Buur:
    """Without its text: that can hold a figure."""
    source = Bronsoort(row.tekst).label if row.tekst in list(Bronsoort) else "vaststelling"
    open_ = access.werkzone or not row.werkzone
    return Buur(source, page("beleid:vaststelling", row.pk) if open_ else "", row.dag)


def _middelen(
    rows: Sequence[Rij], own: Sequence[int], acties: dict[int, Rij], access: Access, page: Any
) -> list[Buur]:
    """Per actie what is planned on it; whole euros outside the Werkzone."""
    found = []
    for key in own:
        sums: dict[str, Fraction] = {}
        for row in rows:
            if row.van == key:
                sums[row.erbij] = sums.get(row.erbij, Fraction(0)) + Fraction(row.tekst)
        said = " en ".join(_bedrag(Middelsoort(kind), sums[kind], access) for kind in sorted(sums))
        if said:
            titel = kort(acties[key].tekst) if len(own) > 1 and key in acties else ""
            found.append(Buur(said, page("inzet:actie", key), None, titel))
    return found


def _bedrag(soort: Middelsoort, value: Fraction, access: Access) -> str:
    if soort.is_geld and not access.werkzone:
        return euro_heel(value)
    return toon_bedrag(soort, value)


def _metingen(rows: Sequence[Rij], doelen: Sequence[Streefdoel], page: Any) -> list[Buur]:
    """The last of each indicator; an indicator without any leads to its page too."""
    last: dict[int, Rij] = {}
    for row in rows:  # newest first
        last.setdefault(row.pk, row)
    found = [
        Buur(kort(row.tekst), page("opvolging:indicator", row.pk), row.dag) for row in last.values()
    ]
    bare = {one.indicator.pk: one.indicator for one in doelen if one.indicator}
    return found + [
        Buur(kort(one.naam), page("opvolging:indicator", one.pk), None, "nog niet gemeten")
        for one in bare.values()
        if one.pk not in last
    ]


def _effecten(school: School, acties: Sequence[int]) -> list[Buur]:
    return [
        Buur(regel.tekst, regel.adres, regel.dag, regel.erbij)
        for one in effecten_van(school, acties).values()
        for regel in one.regels
    ]


def _besluiten(rows: dict[str, list[Rij]], page: Any) -> list[Buur]:
    """One stop per evaluatie, named by what was decided; else the last one of the plan before."""
    decided, held, before = rows["besluit"], rows["evaluatie"], rows["vorig"]
    found = {
        row.pk: Buur(Besluitkeuze(row.tekst).label, page("opvolging:evaluatie", row.pk), row.dag)
        for row in reversed(decided)
    }
    for row in held:
        found.setdefault(row.pk, Buur("evaluatie", page("opvolging:evaluatie", row.pk), row.dag))
    if not decided and before:  # newest first
        last = before[0]
        assert last.dag is not None
        said = Vorig(Besluitkeuze(last.tekst), last.dag).gezegd
        found.setdefault(last.pk, Buur(said, page("opvolging:evaluatie", last.pk)))
    return sorted(found.values(), key=lambda one: one.dag or date.min, reverse=True)
