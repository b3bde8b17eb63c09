"""The side of the school: who answered, letters and cards, one declaration, translations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission, roles_with
from gokwijs.apps.audit.services import record
from gokwijs.apps.leerlingen.models import Verklaring
from gokwijs.apps.leerlingen.selectors import leerling_for
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.verklaring import services
from gokwijs.apps.verklaring.forms import LinkForm
from gokwijs.apps.verklaring.models import Uitnodiging
from gokwijs.apps.verklaring.presenters import antwoorden_of, vraag_en_antwoord
from gokwijs.apps.verklaring.selectors import (
    STANDEN,
    Rij,
    public_base,
    rijen,
    vertalingen_of,
)
from gokwijs.apps.verklaring.views_ouder import TOESTEL
from gokwijs.core.kenmerken.formulier import load_formulieren
from gokwijs.core.kenmerken.verklaring import besluit_opleiding, besluit_thuistaal
from gokwijs.renderers.verklaring_pdf import BriefLink, brieven_pdf, formulier_pdf

# Languages of the form whose fields are shown when a translation is read.
_NOT_TEXT = ("code", "naam", "naam_nl", "richting", "status")


def _access(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)


def _base(access: Access) -> dict[str, Any]:
    return {
        "access": access,
        "hier": "leerlingen",
        "deel": "verklaringen",
        "extern": bool(public_base()),
    }


@dataclass(frozen=True)
class Groep:
    """One class: how many pupils are where."""

    klas: str
    rows: tuple[Rij, ...]

    @property
    def counts(self) -> list[tuple[str, str, int]]:
        return [
            (key, words, sum(one.stand == key for one in self.rows))
            for key, words in STANDEN.items()
        ]


def _groepen(rows: Sequence[Rij]) -> dict[str, Groep]:
    """By class; pupils without one come last."""
    found: dict[str, list[Rij]] = {}
    for one in rows:
        found.setdefault(one.inschrijving.klas, []).append(one)
    order = sorted(found, key=lambda klas: (klas == "", klas))
    return {klas: Groep(klas, tuple(found[klas])) for klas in order}


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Counts per class, or the pupils of one class: who answered, never what."""
    access = _access(request, nummer)
    everybody = rijen(access, timezone.localdate(), timezone.now())
    groepen = _groepen(everybody)
    klas, stand = request.GET.get("klas"), request.GET.get("stand", "")
    groep = None if klas is None else groepen.get(klas, Groep(klas, ()))
    context = {
        **_base(access),
        "groepen": groepen.values(),
        "groep": groep,
        "rows": [] if groep is None else [r for r in groep.rows if stand in ("", r.stand)],
        "alle": len(everybody),
        "te_doen": sum(one.verklaring is None for one in everybody),
        "standen": STANDEN.items(),
        "klas": klas,
        "stand": stand,
        "links": sum(one.uitnodiging is not None for one in everybody),
        "form": LinkForm(initial={"language": "alle"}),
        "ongelezen": sum(v.nagelezen is None for v in vertalingen_of(access.school)),
    }
    return render(request, "verklaring/overzicht.html", context)


@login_required
@require_POST
def brieven(request: HttpRequest, nummer: str) -> HttpResponse:
    """New links for the chosen pupils, printed; logged, marked vertrouwelijk."""
    access = _access(request, nummer)
    back = reverse("verklaring:overzicht", args=[nummer])
    chosen = {int(key) for key in request.POST.getlist("leerling") if key.isdecimal()}
    everybody = rijen(access, timezone.localdate(), timezone.now())
    klassen = set(request.POST.getlist("klas"))
    rows = [
        one
        for one in everybody
        if one.leerling.pk in chosen or (one.inschrijving.klas in klassen and one.stand == "niets")
    ]
    form = LinkForm(request.POST)
    if not public_base():
        messages.error(request, "Zonder https-adres maakt GOK-wijs geen links voor ouders.")
    elif not rows:
        messages.error(request, "Kies eerst leerlingen of klassen zonder verklaring.")
    elif not form.is_valid():
        messages.error(request, "Kies een taal en een aantal dagen van 1 tot 90.")
    else:
        made = services.make_uitnodigingen(
            leerlingen=[one.leerling for one in rows],
            by=access.user,
            days=form.cleaned_data["days"],
        )
        klas_of = {one.leerling.pk: one.inschrijving.klas for one in rows}
        return _print(access, made, klas_of, form, cards="kaartjes" in request.POST)
    return redirect(back)


def _print(
    access: Access,
    made: Sequence[services.NewLink],
    klas_of: dict[int, str],
    form: LinkForm,
    *,
    cards: bool,
) -> HttpResponse:
    """The letters or cards of links just made: the only moment their address is known."""
    nummer = access.school.instellingsnummer
    name = f"vertrouwelijk-{'kaartjes' if cards else 'brieven'}-{nummer}.pdf"
    pdf = brieven_pdf(
        school=access.school.naam,
        tot=timezone.localtime(made[0].uitnodiging.expires).date(),
        links=[
            BriefLink(
                voornaam=one.uitnodiging.leerling.voornaam,
                klas=klas_of.get(one.uitnodiging.leerling_id, ""),
                adres=_address(one.token),
            )
            for one in made
        ],
        talen=form.talen,
        nagelezen=frozenset(
            v.formulier.code for v in vertalingen_of(access.school) if v.nagelezen is not None
        ),
        cards=cards,
    )
    record(kind="export", by=access.user, school=nummer, target=f"{name} ({len(made)})")
    return _pdf(pdf, name)


def _address(token: str) -> str:
    return f"{public_base()}{reverse('verklaring:ouder', args=[token])}"


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
def intrekken(request: HttpRequest, nummer: str) -> HttpResponse:
    """Stop every link of the school, after a question."""
    access = _access(request, nummer)
    if request.method == "POST":
        count = services.revoke_all(school=access.school, by=access.user)
        messages.success(request, f"Alle links zijn ingetrokken ({count}).")
        return redirect("verklaring:overzicht", nummer=nummer)
    rows = rijen(access, timezone.localdate(), timezone.now())
    context = {**_base(access), "links": sum(one.uitnodiging is not None for one in rows)}
    return render(request, "verklaring/intrekken.html", context)


@login_required
def brief(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One pupil: make, renew or revoke the link; a letter, a card, or the address itself."""
    access = _access(request, nummer)
    leerling = leerling_for(access, pk, timezone.localdate())
    form = LinkForm(request.POST if "maken" in request.POST else None, initial={"language": "alle"})
    context = {**_base(access), "leerling": leerling, "form": form}
    if request.method == "POST" and "intrekken" in request.POST:
        services.revoke_uitnodiging(leerling=leerling, by=access.user)
        messages.success(request, "De link werkt niet meer.")
        return redirect("verklaring:brief", nummer=nummer, pk=pk)
    if request.method == "POST" and public_base() and form.is_bound and form.is_valid():
        made = services.make_uitnodiging(
            leerling=leerling,
            by=access.user,
            days=form.cleaned_data["days"],
        )
        if request.POST["maken"] in ("brief", "kaartje"):
            here = leerling.inschrijvingen.order_by("-begin").first()
            klas_of = {leerling.pk: here.klas if here else ""}
            return _print(access, [made], klas_of, form, cards=request.POST["maken"] == "kaartje")
        context["adres"] = _address(made.token)
    now = timezone.now()
    links = leerling.uitnodigingen.filter(revoked=None, answered=None, expires__gt=now)
    context["uitnodiging"] = links.first()
    context["verklaring"] = leerling.verklaringen.filter(vervangen=False).first()
    return render(request, "verklaring/brief.html", context)


@login_required
def tablet(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Hand this computer or tablet to the parent: the colleague is logged out first."""
    access = _access(request, nummer)
    leerling = leerling_for(access, pk, timezone.localdate())
    if request.method == "POST":
        made = services.make_uitnodiging(
            leerling=leerling, by=access.user, soort=Uitnodiging.Soort.TABLET
        )
        logout(request)
        request.session[TOESTEL] = made.uitnodiging.pk
        request.session.set_expiry(services.TABLET_MINUTES * 60)
        return redirect("verklaring:ouder", token=made.token)
    context = {
        **_base(access),
        "leerling": leerling,
        "verklaring": leerling.verklaringen.filter(vervangen=False).first(),
    }
    return render(request, "verklaring/tablet.html", context)


def _verklaring(access: Access, pk: int) -> Verklaring:
    found = Verklaring.objects.filter(pk=pk, leerling__school=access.school)
    one = found.select_related("leerling__school").first()
    if one is None:
        raise Http404
    return one


@login_required
def verklaring(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One declaration: answers, what follows from them and why; the look is logged."""
    access = _access(request, nummer)
    one = _verklaring(access, pk)
    antwoorden = antwoorden_of(one)
    record(
        kind="verklaring.bekeken",
        by=access.user,
        school=nummer,
        target=f"leerling {one.leerling.stamnummer}",
    )
    nl = load_formulieren()["nl"]
    context = {
        **_base(access),
        "verklaring": one,
        "leerling": one.leerling,
        "rows": vraag_en_antwoord(nl, antwoorden),
        "besluiten": [
            ("thuistaal", "Thuistaal niet Nederlands", besluit_thuistaal(antwoorden.talen)),
            ("opleiding_moeder", "Opleiding moeder", besluit_opleiding(antwoorden.opleiding)),
        ],
        "alle": one.leerling.verklaringen.all(),
    }
    return render(request, "verklaring/verklaring.html", context)


@login_required
def formulier(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The Dutch form with the answers, to sign; logged, marked vertrouwelijk."""
    access = _access(request, nummer)
    one = _verklaring(access, pk)
    name = f"vertrouwelijk-verklaring-{one.leerling.stamnummer}.pdf"
    pdf = formulier_pdf(
        school=access.school.naam,
        naam=f"{one.leerling.voornaam} {one.leerling.naam}",
        kenteken=f"Stamnummer {one.leerling.stamnummer}",
        antwoorden=antwoorden_of(one),
    )
    record(kind="export", by=access.user, school=nummer, target=name)
    return _pdf(pdf, name)


@login_required
def vertalingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every language and who read it."""
    access = _access(request, nummer)
    context = {**_base(access), "vertalingen": vertalingen_of(access.school)}
    return render(request, "verklaring/vertalingen.html", context)


@login_required
def vertaling(request: HttpRequest, nummer: str, taal: str) -> HttpResponse:
    """One language beside Dutch; who read it signs with name and role."""
    access = _access(request, nummer)
    found = next((v for v in vertalingen_of(access.school) if v.formulier.code == taal), None)
    if found is None:
        raise Http404
    if request.method == "POST":
        if "intrekken" in request.POST:
            services.withdraw_vertaling(school=access.school, language=taal, by=access.user)
            messages.success(request, "De vertaling staat weer op ‘niet nagelezen’.")
        else:
            services.confirm_vertaling(
                school=access.school, language=taal, role=_role(access), by=access.user
            )
            messages.success(request, "Genoteerd dat jij deze vertaling nagelezen hebt.")
        return redirect("verklaring:vertalingen", nummer=nummer)
    nl = load_formulieren()["nl"]
    texts = [
        (getattr(nl, name), getattr(found.formulier, name))
        for name in type(nl).model_fields
        if name not in _NOT_TEXT
    ]
    context = {**_base(access), "vertaling": found, "texts": texts, "role": _role(access)}
    return render(request, "verklaring/vertaling.html", context)


def _role(access: Access) -> str:
    """The role under which somebody signs: one that allows it."""
    membership = access.user.memberships.get(school=access.school)
    may = roles_with(Permission.VERKLARINGEN_BEHEREN)
    return next((role.label for role in may if role.value in membership.roles), "")
