"""Choosing the pupils of a group, and noting afterwards who really took part.

Pupils by name: only for who may make a setup, and each look is logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from gokwijs.apps.effect import services_deelname as services
from gokwijs.apps.effect.forms import MeegedaanForm
from gokwijs.apps.effect.gegevens import uitvoering_van
from gokwijs.apps.effect.models import Groep, Opzet, Vergelijking
from gokwijs.apps.effect.selectors import opzet_van
from gokwijs.apps.effect.services import EffectError
from gokwijs.apps.effect.views import base
from gokwijs.apps.effect.views_opzet import maker
from gokwijs.apps.leerlingen.looks import log_look
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.apps.toetsen.models import Afname, Score
from gokwijs.apps.toetsen.onderscheid import onderscheid
from gokwijs.apps.toetsen.selectors import scores_van


@dataclass(frozen=True)
class Kandidaat:
    """A pupil one can choose. ``waarde`` in words; a missing score says why."""

    score: Score
    leerjaar: str
    richting: str
    gekozen: bool
    elders: bool  # in the other group now
    naast: str = ""  # what tells a namesake in the same class apart

    @property
    def waarde(self) -> str:
        if self.score.waarde is None:
            return self.score.get_ontbreekt_display()
        return f"{self.score.waarde.normalize():f}".replace(".", ",")


@dataclass(frozen=True)
class Filter:
    """Which pupils to tick: of these places, and of those the lowest so many percent."""

    klas: frozenset[str]
    leerjaar: str
    richting: str
    laagste: int | None

    @classmethod
    def van(cls, data: QueryDict) -> Filter:
        low = data.get("laagste", "")
        number = int(low) if low.isdecimal() and len(low) <= 3 and 1 <= int(low) <= 100 else None
        return cls(
            frozenset(k for k in data.getlist("klas") if k),
            data.get("leerjaar", ""),
            data.get("richting", ""),
            number,
        )

    def kiest(self, rows: list[tuple[Score, str, str]], hoger_is_beter: bool) -> set[int]:
        """The keys of the pupils it ticks; ties at the border come along."""
        found = [
            score
            for score, leerjaar, richting in rows
            if (not self.klas or score.klas in self.klas)
            and self.leerjaar in ("", leerjaar)
            and self.richting in ("", richting)
        ]
        if self.laagste is None:
            return {s.leerling_id for s in found}
        known = sorted(
            (s for s in found if s.waarde is not None),
            key=lambda s: s.waarde or 0,
            reverse=not hoger_is_beter,
        )
        if not known:
            return set()
        border = known[max(0, -(-len(known) * self.laagste // 100) - 1)].waarde
        assert border is not None
        return {
            s.leerling_id
            for s in known
            if s.waarde is not None
            and (s.waarde <= border if hoger_is_beter else s.waarde >= border)
        }


@login_required
def leerlingen(request: HttpRequest, nummer: str, pk: int, groep: str) -> HttpResponse:
    """Tick by place or by the lowest scores, look at the list, keep it."""
    access = maker(request, nummer)
    one = opzet_van(access.school, pk)
    if groep not in Groep.values or (
        groep == Groep.VERGELIJKING and one.vergelijking == Vergelijking.GEEN
    ):
        raise Http404
    which = Groep(groep)
    if request.method == "POST":
        return _choose(request, nummer, one, which, access.user)
    log_look(access, "leerlingen.bekeken")
    rows = _rows(one, which)
    asked = "kies" in request.GET
    wanted = Filter.van(request.GET)
    ticked = wanted.kiest(rows, one.toets.hoger_is_beter) if asked else None
    stored = dict(one.deelnames.values_list("leerling_id", "groep"))
    if one.vastgelegd is not None:  # nothing to choose any more: only who is in it
        rows = [row for row in rows if stored.get(row[0].leerling_id) == which]
    naast = onderscheid((score.leerling, score.klas) for score, _, _ in rows)
    context = {
        **base(access),
        "opzet": one,
        "actie": one.actie,
        "groep": which,
        "afname": _afname(one, which),
        "rijen": [_kandidaat(row, ticked, stored, which, naast) for row in rows],
        "filter": wanted,
        "gevraagd": asked,
        "klassen": sorted({score.klas for score, _, _ in rows if score.klas}),
        "leerjaren": sorted({year for _, year, _ in rows if year}),
        "richtingen": sorted({way for _, _, way in rows if way}),
        "vast": one.vastgelegd is not None,
    }
    return render(request, "effect/leerlingen.html", context)


def _kandidaat(
    row: tuple[Score, str, str],
    ticked: set[int] | None,
    stored: dict[int, str],
    groep: Groep,
    naast: dict[int, str],
) -> Kandidaat:
    score, leerjaar, richting = row
    now = stored.get(score.leerling_id)
    elsewhere = now not in (None, groep.value)
    chosen = now == groep if ticked is None else score.leerling_id in ticked and not elsewhere
    words = naast.get(score.leerling_id, "")
    return Kandidaat(score, leerjaar, richting, chosen, elsewhere, words)


def _afname(one: Opzet, groep: Groep) -> Afname | None:
    key = services.eerste_afname(one, groep)
    given = (one.voor, one.na, one.vergelijk_voor, one.vergelijk_na)
    return next((a for a in given if a is not None and a.pk == key), None)


def _rows(one: Opzet, groep: Groep) -> list[tuple[Score, str, str]]:
    """Every pupil of the first moment with leerjaar and richting of that day."""
    afname = _afname(one, groep)
    if afname is None:
        return []
    places = {
        i.leerling_id: i
        for i in Inschrijving.objects.filter(
            running_on(afname.datum), leerling__school=one.actie.plan.school_id
        ).order_by("begin", "pk")
    }
    return [
        (
            score,
            places[score.leerling_id].leerjaar if score.leerling_id in places else "",
            places[score.leerling_id].richting if score.leerling_id in places else "",
        )
        for score in scores_van([afname.pk])[afname.pk]
    ]


def _choose(request: HttpRequest, nummer: str, one: Opzet, groep: Groep, by: Any) -> HttpResponse:
    chosen = frozenset(
        int(key) for key in request.POST.getlist("leerling") if key.isdecimal() and len(key) < 12
    )
    try:
        services.kies_deelnemers(opzet=one, groep=groep, leerling_ids=chosen, by=by)
        messages.success(request, f"Bewaard: {len(chosen)} leerlingen.")
    except EffectError as error:
        messages.error(request, str(error))
    return redirect("effect:opzet", nummer, one.pk)


@login_required
def meegedaan(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """How many moments each pupil had; a number for all of them fills the empty ones."""
    access = maker(request, nummer)
    one = opzet_van(access.school, pk)
    rows = list(one.deelnames.filter(groep=Groep.ACTIE).select_related("leerling"))
    keys = [d.pk for d in rows]
    if request.method == "POST":
        form = MeegedaanForm(request.POST, sleutels=keys)
        if form.is_valid():
            services.noteer_deelname(opzet=one, gekregen=form.gekregen, by=access.user)
            messages.success(request, "Genoteerd.")
            return redirect("effect:opzet", nummer, pk)
    else:
        log_look(access, "leerlingen.bekeken")
        form = MeegedaanForm(initial=_noted(rows, request.GET.get("alle", "")), sleutels=keys)
    naast = onderscheid((d.leerling, d.klas) for d in rows)
    context = {
        **base(access),
        "opzet": one,
        "actie": one.actie,
        "form": form,
        "rijen": [
            (d, naast.get(d.leerling_id, ""), form[f"m{d.pk}"], form[f"s{d.pk}"]) for d in rows
        ],
        "voorstel": _from_log(one),
        "graad": uitvoering_van(one, rows),
    }
    return render(request, "effect/meegedaan.html", context)


def _noted(rows: list[Any], for_all: str) -> dict[str, Any]:
    """What stands there; a number for all fills only what is empty."""
    number = int(for_all) if for_all.isdecimal() and len(for_all) <= 3 else None
    return {
        **{f"m{d.pk}": number if d.momenten is None else d.momenten for d in rows},
        **{f"s{d.pk}": d.gestopt for d in rows},
    }


def _from_log(one: Opzet) -> int | None:
    """As many moments as the log of the actie has between the two tests; None without a line."""
    rows = one.actie.uitvoeringen.all()
    if one.voor is not None:
        rows = rows.filter(datum__gte=one.voor.datum)
    if one.na is not None:
        rows = rows.filter(datum__lte=one.na.datum)
    return rows.count() or None
