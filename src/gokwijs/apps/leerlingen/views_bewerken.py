"""Changing one pupil: identity, enrolments, kenmerken. Each page is one question, one button."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.leerlingen import services
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.forms import (
    BeslisForm,
    FeitForm,
    IdentiteitForm,
    InschrijvenForm,
    NieuweForm,
    UitschrijfForm,
    VeranderForm,
    initial_of,
)
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
from gokwijs.apps.leerlingen.selectors import klassen_of, leerling_for
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.calendar import dutch_date
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst


def _pupil(request: HttpRequest, nummer: str, pk: int) -> tuple[Access, Leerling]:
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_BEHEREN)
    return access, leerling_for(access, pk, timezone.localdate())


def _enrolment(leerling: Leerling, pk: int) -> Inschrijving:
    found = leerling.inschrijvingen.filter(pk=pk).select_related("leerling__school").first()
    if found is None:
        raise Http404
    return found


def _page_of(leerling: Leerling) -> str:
    nummer = leerling.school.instellingsnummer
    return reverse("leerlingen:leerling", args=[nummer, leerling.pk])


def _base(access: Access, leerling: Leerling | None) -> dict[str, Any]:
    back = (
        reverse("leerlingen:lijst", args=[access.school.instellingsnummer])
        if leerling is None
        else _page_of(leerling)
    )
    return {
        "access": access,
        "hier": "leerlingen",
        "deel": "lijst",
        "leerling": leerling,
        "terug": back,
        "klassen": klassen_of(access.school, timezone.localdate()),
    }


def _saved(form: forms.Form, save: Callable[[], object]) -> bool:
    """Save when the form is right; what the service refuses is said above the form."""
    if not form.is_valid():
        return False
    try:
        save()
    except LeerlingError as error:
        form.add_error(None, str(error))
        return False
    return True


# ---------------------------------------------------------------- identity


@login_required
def nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """A new pupil with the first enrolment, in one go."""
    access = access_for(user_of(request), nummer, Permission.LEERLINGEN_BEHEREN)
    form = NieuweForm(request.POST or None, initial=_usual(access))
    made: list[Leerling] = []

    @transaction.atomic
    def save() -> None:
        data = form.cleaned_data
        identity = {name: data[name] for name in IdentiteitForm.base_fields}
        made.append(services.create_leerling(school=access.school, by=access.user, **identity))
        services.open_inschrijving(
            leerling=made[0],
            begin=data["begin"],
            einde=data["einde"],
            plaats=form.plaats(),
            by=access.user,
        )

    if request.method == "POST" and _saved(form, save):
        messages.success(request, f"{made[0]} is toegevoegd.")
        return redirect(_page_of(made[0]))
    context = {**_base(access, None), "form": form, "identiteit": list(IdentiteitForm.base_fields)}
    return render(request, "leerlingen/nieuw.html", context)


def _usual(access: Access) -> dict[str, Any]:
    """What most new pupils have: the place of the one enrolled last."""
    last = (
        Inschrijving.objects.filter(leerling__school=access.school)
        .order_by("-begin", "-pk")
        .first()
    )
    start: dict[str, Any] = {"begin": timezone.localdate(), "mfc_verblijf": 0, "halves": 2}
    if last is not None:
        start.update(
            onderwijsniveau=last.onderwijsniveau,
            vestigingsplaats=last.vestigingsplaats,
            graad=last.graad,
        )
    return start


@login_required
def gegevens(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Name, number, birth date, previous school."""
    access, leerling = _pupil(request, nummer, pk)
    initial = {name: getattr(leerling, name) for name in IdentiteitForm.base_fields}
    form = IdentiteitForm(request.POST or None, initial=initial)
    if request.method == "POST" and _saved(
        form,
        lambda: services.update_leerling(leerling=leerling, by=access.user, **form.cleaned_data),
    ):
        messages.success(request, "De gegevens zijn bewaard.")
        return redirect(_page_of(leerling))
    shown = leerling_for(access, pk, timezone.localdate())  # as stored, whatever was typed
    context = {**_base(access, shown), "form": form, "titel": "Gegevens aanpassen"}
    return render(request, "leerlingen/formulier.html", context)


# ---------------------------------------------------------------- enrolments


@login_required
def inschrijven(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One more enrolment: after a break, or a second half."""
    access, leerling = _pupil(request, nummer, pk)
    last = leerling.inschrijvingen.order_by("-begin", "-pk").first()
    initial = {**(initial_of(last) if last else _usual(access))}
    initial.update(begin=timezone.localdate(), einde=None)
    form = InschrijvenForm(request.POST or None, initial=initial)
    if request.method == "POST" and _saved(
        form,
        lambda: services.open_inschrijving(
            leerling=leerling,
            begin=form.cleaned_data["begin"],
            einde=form.cleaned_data["einde"],
            plaats=form.plaats(),
            by=access.user,
        ),
    ):
        messages.success(request, "De inschrijving is bewaard.")
        return redirect(_page_of(leerling))
    context = {
        **_base(access, leerling),
        "form": form,
        "titel": "Inschrijven",
        "intro": "Een nieuwe inschrijving naast of na de vorige. Verandert de leerling van klas of "
        "vestiging, kies dan 'Andere plaats' bij de lopende inschrijving.",
        "knop": "Inschrijven",
        "breed": True,
    }
    return render(request, "leerlingen/formulier.html", context)


@login_required
def plaats(request: HttpRequest, nummer: str, pk: int, inschrijving: int) -> HttpResponse:
    """Another place from a day on; the earlier place stays known."""
    access, leerling = _pupil(request, nummer, pk)
    one = _enrolment(leerling, inschrijving)
    today = timezone.localdate()
    start = today if one.core.covers(today) else one.begin
    form = VeranderForm(request.POST or None, initial={**initial_of(one), "vanaf": start})
    if request.method == "POST" and _saved(
        form,
        lambda: services.move_inschrijving(
            inschrijving=one,
            plaats=form.plaats(),
            vanaf=form.cleaned_data["vanaf"],
            by=access.user,
        ),
    ):
        day = dutch_date(form.cleaned_data["vanaf"])
        messages.success(request, f"De nieuwe plaats geldt vanaf {day}.")
        return redirect(_page_of(leerling))
    context = {
        **_base(access, leerling),
        "form": form,
        "titel": "Andere plaats",
        "intro": f"Nu: {one}. Pas aan wat verandert; de rest laat je staan. De vorige plaats "
        "blijft bekend tot de dag ervoor.",
        "breed": True,
    }
    return render(request, "leerlingen/formulier.html", context)


@login_required
def verbeteren(request: HttpRequest, nummer: str, pk: int, inschrijving: int) -> HttpResponse:
    """An enrolment typed wrong, put right from its first day on."""
    access, leerling = _pupil(request, nummer, pk)
    one = _enrolment(leerling, inschrijving)
    form = InschrijvenForm(request.POST or None, initial=initial_of(one))
    if request.method == "POST" and _saved(
        form,
        lambda: services.correct_inschrijving(
            inschrijving=one,
            begin=form.cleaned_data["begin"],
            einde=form.cleaned_data["einde"],
            plaats=form.plaats(),
            by=access.user,
        ),
    ):
        messages.success(request, "De inschrijving is verbeterd.")
        return redirect(_page_of(leerling))
    context = {
        **_base(access, leerling),
        "form": form,
        "titel": "Inschrijving verbeteren",
        "intro": "Enkel voor wat fout getypt was: het geldt van de eerste dag af, ook voor een "
        "vorige teldag. Verhuist de leerling echt, kies dan 'Andere plaats'.",
        "breed": True,
    }
    return render(request, "leerlingen/formulier.html", context)


@login_required
def uitschrijven(request: HttpRequest, nummer: str, pk: int, inschrijving: int) -> HttpResponse:
    """The last day of an enrolment, with the attest when there is one."""
    access, leerling = _pupil(request, nummer, pk)
    one = _enrolment(leerling, inschrijving)
    initial = {"einde": one.einde or timezone.localdate(), "attest": one.attest}
    form = UitschrijfForm(request.POST or None, initial=initial)
    if request.method == "POST" and _saved(
        form,
        lambda: services.close_inschrijving(inschrijving=one, by=access.user, **form.cleaned_data),
    ):
        day = dutch_date(form.cleaned_data["einde"])
        messages.success(
            request, f"Uitgeschreven: {day} is de laatste dag. Heropenen kan hieronder."
        )
        return redirect(_page_of(leerling))
    context = {
        **_base(access, leerling),
        "form": form,
        "titel": "Uitschrijven",
        "intro": f"Uit {one}. De laatste dag telt nog mee.",
        "knop": "Uitschrijven",
    }
    return render(request, "leerlingen/formulier.html", context)


def _confirmed(
    request: HttpRequest,
    access: Access,
    leerling: Leerling,
    act: Callable[[], None],
    done: str,
    **words: Any,
) -> HttpResponse:
    """Ask once; on yes do it, and say so or why not."""
    if request.method == "POST":
        try:
            act()
            messages.success(request, done)
        except LeerlingError as error:
            messages.error(request, str(error))
        return redirect(_page_of(leerling))
    return render(request, "leerlingen/bevestigen.html", {**_base(access, leerling), **words})


@login_required
def heropenen(request: HttpRequest, nummer: str, pk: int, inschrijving: int) -> HttpResponse:
    """The pupil did not leave after all."""
    access, leerling = _pupil(request, nummer, pk)
    one = _enrolment(leerling, inschrijving)
    ended = f" De laatste dag was {dutch_date(one.einde)}." if one.einde else ""
    return _confirmed(
        request,
        access,
        leerling,
        lambda: services.reopen_inschrijving(inschrijving=one, by=access.user),
        "De inschrijving loopt weer.",
        titel="Inschrijving heropenen",
        uitleg=f"{one} loopt dan weer zonder laatste dag.{ended}",
        knop="Heropenen",
    )


@login_required
def wissen(request: HttpRequest, nummer: str, pk: int, inschrijving: int) -> HttpResponse:
    """An enrolment that never was."""
    access, leerling = _pupil(request, nummer, pk)
    one = _enrolment(leerling, inschrijving)
    return _confirmed(
        request,
        access,
        leerling,
        lambda: services.delete_inschrijving(inschrijving=one, by=access.user),
        "De inschrijving is gewist.",
        titel="Inschrijving wissen",
        uitleg=f"Wis {one} enkel als ze per vergissing getypt is. De leerling telt dan op geen "
        "enkele van die dagen nog mee, ook niet op een vorige teldag. Vertrok de leerling, kies "
        "dan 'Uitschrijven'.",
        knop="Wissen",
        gevaar=True,
    )


# ---------------------------------------------------------------- kenmerken


@login_required
def kenmerk(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """An answer of the register or the school, or a decision between sources."""
    access, leerling = _pupil(request, nummer, pk)
    deciding = "beslissen" in request.POST
    kind = BeslisForm if deciding else FeitForm
    initial = {"kenmerk": request.GET.get("kenmerk", ""), "vanaf": timezone.localdate()}
    form = kind(request.POST or None, initial=initial)

    def save() -> None:
        data = form.cleaned_data
        services.record_feit(
            leerling=leerling,
            kenmerk=Kenmerk(data["kenmerk"]),
            antwoord=Antwoord(data["antwoord"]),
            herkomst=Herkomst.BESLISSING if deciding else Herkomst(data["herkomst"]),
            vanaf=data["vanaf"],
            reden=data["reden"],
            by=access.user,
        )

    if request.method == "POST" and _saved(form, save):
        messages.success(request, "Het antwoord is vastgelegd.")
        return redirect(_page_of(leerling))
    context = {
        **_base(access, leerling),
        "form": form,
        "titel": "Beslissen welk antwoord klopt" if deciding else "Kenmerk vastleggen",
        "intro": "Wat er al staat, blijft bewaard. Per bron telt het laatste antwoord.",
        "beslissen": deciding,
    }
    return render(request, "leerlingen/formulier.html", context)


@login_required
def intrekken(request: HttpRequest, nummer: str, pk: int, feit: int) -> HttpResponse:
    """Take an answer away that was typed by mistake."""
    access, leerling = _pupil(request, nummer, pk)
    found = leerling.feiten.filter(pk=feit).select_related("leerling__school").first()
    if found is None:
        raise Http404
    return _confirmed(
        request,
        access,
        leerling,
        lambda: services.withdraw_feit(feit=found, by=access.user),
        "Het antwoord is ingetrokken.",
        titel="Antwoord intrekken",
        uitleg=f"{_words(found)} Trek het enkel in als het per vergissing getypt is. Is het "
        "antwoord veranderd, leg dan een nieuw vast met de dag vanaf wanneer het geldt.",
        knop="Intrekken",
        gevaar=True,
    )


def _words(feit: Feit) -> str:
    answer, source = Antwoord(feit.antwoord).word, Herkomst(feit.herkomst).words
    label = Kenmerk(feit.kenmerk).label
    return f"{label}: {answer}, volgens {source}, vanaf {dutch_date(feit.vanaf)}."
