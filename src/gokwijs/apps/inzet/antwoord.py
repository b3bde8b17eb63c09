"""One page: where the means go and why. For the whole team and whoever asks; never a name.

In: a ledger and how exact its reader may see. Out: sentences and rows, the same for screen, PDF and
workbook; every sum closes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Meting, Streefdoel
from gokwijs.apps.beleid.tonen import Zicht as Cijferzicht
from gokwijs.apps.inzet.aandeel import Doelgroepen, doelgroepen
from gokwijs.apps.inzet.indeling import Per, Tafel, doelen_label, tafel
from gokwijs.apps.inzet.selectors import Middelenboek, Regel
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.boek import ZONDER_STREEFDOEL
from gokwijs.core.beleid.keuzes import Middelsoort


@dataclass(frozen=True)
class Post:
    """What one goal (or several together) gets: per kind one amount for planned and for spent."""

    waarom: tuple[str, ...]  # the vaststellingen in words
    streefdoel: str
    acties: tuple[str, ...]
    voorzien: tuple[str, ...]
    besteed: tuple[str, ...]
    gemeten: tuple[str, ...]
    pk: int | None = None


@dataclass(frozen=True)
class Antwoord:
    """The page. ``sommen``: per kind what is granted, planned, left and spent."""

    zinnen: tuple[str, ...]
    posten: tuple[Post, ...]
    sommen: tuple[Tafel, ...]
    doelgroepen: Doelgroepen


def antwoord(boek: Middelenboek, access: Access, cijfers: Cijferzicht) -> Antwoord:
    """``cijfers`` decides which measured figures are said."""
    tables = tuple(tafel(one, Per.STREEFDOEL, boek.zicht) for one in boek.soorten)
    return Antwoord(
        zinnen=tuple(_zinnen(tables)),
        posten=tuple(_posten(boek, tables, cijfers)),
        sommen=tables,
        doelgroepen=doelgroepen(boek, access),
    )


def _zinnen(tables: Iterable[Tafel]) -> Iterable[str]:
    for t in tables:
        name = t.soort.label[:1].upper() + t.soort.label[1:]
        if not t.toegekend:
            why = "hoeveel toegekend is, is niet gekend" if t.soort.is_gekleurd else "niet gekleurd"
            yield f"{name}: {why}; voorzien voor acties: {t.voorzien}; besteed: {t.besteed}."
        else:
            left = f"te veel toegewezen: {t.tekort}" if t.tekort else f"nog vrij: {t.rest}"
            yield f"{name}: toegekend {t.toegekend}; voorzien voor acties {t.voorzien}; {left}."
        if t.zonder_streefdoel:
            yield f"Daarvan is {t.zonder_streefdoel} besteed {ZONDER_STREEFDOEL}."


Sleutel = tuple[int, ...]


def _posten(boek: Middelenboek, tables: tuple[Tafel, ...], cijfers: Cijferzicht) -> Iterable[Post]:
    """Amounts come from the tables, so that what is shown here adds up to their sums."""
    groups = _groups(boek)
    goals = {g.pk: g for g in _goals(pk for key in groups for pk in key)}
    latest = _latest_measured(goals.values())
    shown = {t.soort: {row.rij.label: row for row in t.rijen} for t in tables}
    for key, regels in groups.items():
        own = [goals[pk] for pk in key]
        label = doelen_label(tuple(own)) or ZONDER_STREEFDOEL
        rows = [(t.soort, shown[t.soort][label]) for t in tables if label in shown[t.soort]]
        yield Post(
            waarom=tuple(_waarom(own, cijfers)),
            streefdoel=label,
            acties=tuple(_titles(regels)),
            voorzien=tuple(_unit(soort, row.voorzien) for soort, row in rows if row.rij.voorzien),
            besteed=tuple(_unit(soort, row.besteed) for soort, row in rows if row.rij.besteed),
            gemeten=tuple(_gemeten(own, latest, cijfers)),
            pk=key[0] if len(key) == 1 else None,
        )


def _unit(soort: Middelsoort, text: str) -> str:
    """Hours with their unit; euros carry it already."""
    if soort.is_geld:
        return text
    return f"{text} {soort.eenheid_enkel if text == '1' else soort.eenheid}"


def _groups(boek: Middelenboek) -> dict[Sleutel, list[Regel]]:
    """The lines by their goals, in order of the plan; without a goal last."""
    found: dict[Sleutel, list[Regel]] = {}
    for soort in boek.soorten:
        for regel in soort.regels:
            key = tuple(goal.pk for goal in regel.streefdoelen)
            found.setdefault(key, []).append(regel)
    return dict(sorted(found.items(), key=lambda item: (not item[0], item[0])))


def _titles(regels: Iterable[Regel]) -> list[str]:
    return list(dict.fromkeys(str(r.actie) for r in regels if r.actie is not None))


def _goals(keys: Iterable[int]) -> list[Streefdoel]:
    """The goals with what they rest on."""
    reasons = Vaststelling.objects.filter(ingetrokken__isnull=True).order_by("pk")
    found = Streefdoel.objects.filter(pk__in=set(keys)).select_related("indicator", "nulmeting")
    return list(
        found.prefetch_related(Prefetch("vaststellingen", queryset=reasons, to_attr="redenen"))
    )


def _latest_measured(goals: Iterable[Streefdoel]) -> dict[int, Meting]:
    """The newest value per indicator that is not the nulmeting."""
    keys = {g.indicator_id for g in goals if g.indicator_id is not None}
    found = Meting.objects.filter(
        indicator_id__in=keys, vervangen__isnull=True, is_nulmeting=False
    ).select_related("indicator")
    return {one.indicator_id: one for one in found.order_by("peildatum", "pk")}


def _waarom(goals: Iterable[Streefdoel], cijfers: Cijferzicht) -> Iterable[str]:
    reasons = {one.pk: one for g in goals for one in g.redenen}  # type: ignore[attr-defined]
    return (cijfers.vaststelling(one) for one in reasons.values())


def _gemeten(
    goals: Iterable[Streefdoel], latest: dict[int, Meting], cijfers: Cijferzicht
) -> Iterable[str]:
    """Baseline and newest value of each goal, without a word on cause."""
    for goal in goals:
        start = goal.nulmeting
        now = latest.get(goal.indicator_id or 0)
        if start is None and now is None:
            yield "nog niet gemeten"
            continue
        parts = []
        if start is not None:
            start.indicator = goal.indicator or start.indicator
            parts.append(f"begin {cijfers.meting(start)} ({start.peildatum:%d/%m/%Y})")
        if now is not None:
            parts.append(f"nu {cijfers.meting(now)} ({now.peildatum:%d/%m/%Y})")
        else:
            parts.append("nadien nog niet gemeten")
        yield "; ".join(parts)
