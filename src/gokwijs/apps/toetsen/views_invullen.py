"""Typing scores: one class at a time, one field per pupil, a cause where there is no score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.toetsen import services
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Score
from gokwijs.apps.toetsen.onderscheid import onderscheid
from gokwijs.apps.toetsen.selectors import klas_op
from gokwijs.apps.toetsen.services import Invoer, ToetsError, stand_tekst, stand_woorden
from gokwijs.apps.toetsen.views import base, beheerder
from gokwijs.apps.toetsen.views_afname import afname_van
from gokwijs.apps.toetsen.waarden import Maat, getal, lees_score
from gokwijs.apps.ui.typed import typed

ZONDER = "zonder klas"


@dataclass
class Regel:
    """One pupil on the page: what stands there, what was typed, and what is wrong with it."""

    leerling: Leerling
    klas: str
    naast: str = ""  # what tells a namesake in the same class apart
    score: str = ""
    oorzaak: str = ""
    was: str = ""
    fout: str = ""

    @property
    def pk(self) -> int:
        return self.leerling.pk

    @property
    def wie(self) -> str:
        """The pupil in words that fit nobody else of the class."""
        return f"{self.leerling}, {self.naast}" if self.naast else str(self.leerling)


@dataclass
class Klas:
    """The pupils of one class at an afname."""

    naam: str
    klassen: list[str]
    regels: list[Regel] = field(default_factory=list)

    @property
    def volgende(self) -> str:
        """The class after this one; empty when it is the last."""
        place = self.klassen.index(self.naam) + 1 if self.naam in self.klassen else 0
        return self.klassen[place] if 0 < place < len(self.klassen) else ""


def klas_van(access: Access, afname: Afname, gekozen: str) -> Klas:
    """The pupils who were in a class that day, with what is known; four queries."""
    places = klas_op(access.school, None, afname.datum)
    for key, klas in afname.scores.values_list("leerling_id", "klas"):
        places.setdefault(key, klas)
    named = {key: klas or ZONDER for key, klas in places.items()}
    classes = sorted(set(named.values()) - {ZONDER})
    if ZONDER in named.values():
        classes.append(ZONDER)
    naam = gekozen if gekozen in classes else (classes[0] if classes else "")
    keys = [key for key, klas in named.items() if klas == naam]
    pupils = Leerling.objects.filter(pk__in=keys, school=access.school).exclude(naam=GEWIST)
    known = {s.leerling_id: s for s in Score.objects.filter(afname=afname, leerling__in=keys)}
    klas = "" if naam == ZONDER else naam
    found = list(pupils.order_by("zoeknaam", "pk"))
    naast = onderscheid((pupil, klas) for pupil in found)
    rows = [_regel(pupil, klas, known.get(pupil.pk), naast.get(pupil.pk, "")) for pupil in found]
    return Klas(naam, classes, rows)


def _regel(leerling: Leerling, klas: str, score: Score | None, naast: str) -> Regel:
    found = Regel(leerling, klas, naast, was=stand_tekst(score))
    if score is not None:
        found.score = "" if score.waarde is None else getal(score.waarde)
        found.oorzaak = score.ontbreekt
    return found


@login_required
def invullen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The class list; a POST saves what is valid and shows the rest with its mistake."""
    access = beheerder(request, nummer)
    afname = afname_van(access, pk)
    asked = request.POST if request.method == "POST" else request.GET
    klas = klas_van(access, afname, typed(asked.get("klas"), 30))
    wrong, saved = False, 0
    if request.method == "POST" and klas.regels:
        try:
            saved = _save(access, afname, klas, request.POST)
        except ToetsError as error:
            messages.error(request, str(error))
        wrong = any(regel.fout for regel in klas.regels)
        if not wrong:
            said = f"{saved} score{'' if saved == 1 else 's'} bewaard" if saved else "Niets nieuws"
            messages.success(request, f"{said} voor {klas.naam}.")
            wanted = klas.volgende if "verder" in request.POST else klas.naam
            address = reverse("toetsen:invullen", args=[nummer, pk])
            return redirect(f"{address}?{urlencode({'klas': wanted or klas.naam})}")
    context: dict[str, Any] = {
        **base(access),
        "afname": afname,
        "toets": afname.toets,
        "klas": klas,
        "bewaard": saved,
        "fouten": sum(bool(regel.fout) for regel in klas.regels),
        "oorzaken": Ontbreekt.choices,
        "grenzen": Maat.van(afname.toets).grenzen,
        "toekomst": afname.datum > timezone.localdate(),
    }
    return render(request, "toetsen/invullen.html", context, status=422 if wrong else 200)


def _save(access: Access, afname: Afname, klas: Klas, data: Mapping[str, str]) -> int:
    """Put what was typed on the rows, save the valid ones; raises ToetsError."""
    maat = Maat.van(afname.toets)
    typed_in = [found for regel in klas.regels if (found := _typed(regel, maat, data)) is not None]
    done = services.bewaar_scores(
        afname=afname, invoer=typed_in, by=access.user, today=timezone.localdate()
    )
    for regel in klas.regels:
        clash = done.botsingen.get(regel.pk)
        if clash is not None:
            who, now = clash
            regel.was = now  # a second time saves over it, knowingly
            regel.fout = (
                f"{who or 'Een collega'} bewaarde intussen: {stand_woorden(now)}. Bewaar opnieuw "
                "als wat jij typte juist is."
            )
        elif not regel.fout:
            regel.was = _text_of(regel, maat)
    return done.aantal


def _text_of(regel: Regel, maat: Maat) -> str:
    """What stands there after saving, as ``stand_tekst`` would write it."""
    read = lees_score(regel.score, maat)
    if read.waarde is not None:
        return getal(read.waarde)
    cause = regel.oorzaak or read.ontbreekt
    return f"!{cause}" if cause else ""


def _typed(regel: Regel, maat: Maat, data: Mapping[str, str]) -> Invoer | None:
    """What somebody typed for one pupil; None for nothing, or when it is wrong."""
    key = regel.pk
    regel.score = typed(data.get(f"s{key}"), 40)
    cause = data.get(f"o{key}", "")
    regel.oorzaak = cause if cause in Ontbreekt.values else ""
    regel.was = typed(data.get(f"w{key}"), 40)
    read = lees_score(regel.score, maat)
    if read.fout:
        regel.fout = f"{read.fout[0].upper()}{read.fout[1:]}."
        return None
    if read.waarde is not None and regel.oorzaak:
        regel.fout = "Er staat een score en ook een reden. Maak een van beide leeg."
        return None
    if read.waarde is None and not (regel.oorzaak or read.ontbreekt):
        if regel.was:
            regel.fout = "Typ een score, of kies waarom er geen is."
        return None
    return Invoer(key, regel.klas, read.waarde, regel.oorzaak or read.ontbreekt, regel.was)
