"""One family at the desk: the questions, the decision in words, check, store, sign, next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.leerlingen.selectors import leerling_for
from gokwijs.apps.leerlingen.services import (
    VerklaringExistsError,
    sign_verklaring,
)
from gokwijs.apps.loket import services
from gokwijs.apps.loket.forms import (
    OPLEIDINGEN,
    TALEN,
    AntwoordenForm,
    DocumentForm,
    answered,
)
from gokwijs.apps.loket.models import Moment
from gokwijs.apps.loket.selectors import (
    Filter,
    at_desk,
    bewaring_of,
    by_name,
    known_by_register,
    next_after,
)
from gokwijs.apps.loket.views import base, filter_of, moment_of, place_of, query
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.ui.typed import typed
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.verklaring import (
    Besluit,
    Gezinslid,
    Opleiding,
    Taal,
    besluit_opleiding,
    besluit_thuistaal,
)

_SHORT = {
    Antwoord.JA: "geldt",
    Antwoord.NEE: "geldt niet",
    Antwoord.ONBEKEND: "weten we nog niet",
}


@dataclass(frozen=True, slots=True)
class Getoond:
    """A decision on one kenmerk as shown."""

    kenmerk: Kenmerk
    besluit: Besluit
    kort: str
    reden: str


def decisions(talen: dict[Gezinslid, Taal], opleiding: Opleiding | None) -> list[Getoond]:
    """Both decisions; an unanswered question is said to be that, and nothing more."""
    language = besluit_thuistaal(talen)
    open_answers = len(talen) < len(Gezinslid) and language.antwoord is Antwoord.ONBEKEND
    mother = besluit_opleiding(opleiding or Opleiding.ONBEKEND)
    return [
        _shown(Kenmerk.THUISTAAL, language, open_answers),
        _shown(Kenmerk.OPLEIDING_MOEDER, mother, opleiding is None),
    ]


def _shown(kenmerk: Kenmerk, besluit: Besluit, waiting: bool) -> Getoond:
    if waiting:
        blank = Besluit(Antwoord.ONBEKEND, "", besluit.artikel)
        return Getoond(kenmerk, blank, "nog niet beantwoord", "Beantwoord eerst de vragen.")
    return Getoond(kenmerk, besluit, _SHORT[besluit.antwoord], besluit.reden)


@login_required
@require_POST
def besluit(request: HttpRequest, nummer: str) -> HttpResponse:
    """The decision on what is chosen so far; a fragment, nothing is stored."""
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    context = {"access": access, "besluiten": decisions(*answered(request.POST))}
    return render(request, "loket/besluit.html", context)


@dataclass(frozen=True)
class Desk:
    """Everything about the family at the desk."""

    access: Access
    leerling: Leerling
    existing: Verklaring | None
    chosen: Filter
    moment: Moment | None
    zoals: Leerling | None
    params: QueryDict

    @property
    def place(self) -> dict[str, str]:
        return place_of(self.chosen, self.moment, self.params)

    @property
    def keep(self) -> str:
        return query(self.place)

    @property
    def here(self) -> str:
        more = {"zoals": self.zoals.pk} if self.zoals is not None else {}
        if "nieuw" in self.params:
            more["nieuw"] = 1
        return query(self.place, **more)


def _desk(request: HttpRequest, nummer: str, pk: int) -> Desk:
    access = access_for(user_of(request), nummer, Permission.VERKLARINGEN_BEHEREN)
    today = timezone.localdate()
    leerling = leerling_for(access, pk, today)
    other = request.GET.get("zoals", "")
    zoals = None
    if other.isdigit() and len(other) < 12 and int(other) != pk:
        zoals = leerling_for(access, int(other), today)
    return Desk(
        access,
        leerling,
        _counting(leerling),
        filter_of(request.GET),
        moment_of(access, request.GET),
        zoals,
        request.GET,
    )


def _counting(leerling: Leerling) -> Verklaring | None:
    return leerling.verklaringen.filter(vervangen=False).first()


@login_required
def verklaring(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The form for a pupil without a declaration, what there is for one who has it."""
    desk = _desk(request, nummer, pk)
    if request.method == "POST":
        return _posted(request, desk)
    if desk.existing is not None and "nieuw" not in request.GET:
        return _stored(request, desk)
    return _form(request, desk, _bound(desk, None))


def _posted(request: HttpRequest, desk: Desk) -> HttpResponse:
    does = request.POST.get("doe", "")
    if does in ("ondertekend", "niet_ondertekend", "intrekken"):
        return _about_stored(request, desk, does)
    seen = str(desk.existing.pk) if desk.existing is not None else ""
    if request.POST.get("seen", "") != seen:
        messages.error(request, _overtaken(desk.existing))
        return _back(desk)
    form = _bound(desk, request.POST)
    if does in ("toon", "verbeter"):
        # To look or to go back: no complaints about what is still open.
        quiet = _bound(desk, None, initial=request.POST.dict())
        return _form(request, desk, quiet, decisions(*answered(request.POST)))
    if not form.is_valid():
        return _form(request, desk, form, decisions(*answered(request.POST)), status=422)
    if does == "bewaar":
        return _store(request, desk, form)
    context = {
        **_context(desk),
        "form": form,
        "besluiten": decisions(form.talen, Opleiding(form.cleaned_data["opleiding"])),
        "regels": _lines(form.talen, Opleiding(form.cleaned_data["opleiding"])),
        "seen": seen,
    }
    return render(request, "loket/controle.html", context)


def _overtaken(existing: Verklaring | None) -> str:
    if existing is None:
        return "De verklaring die er was, is intussen ingetrokken. Begin opnieuw."
    return (
        f"Intussen is er een {existing} vastgelegd, door {existing.door_naam}. Jouw antwoorden "
        "zijn niet bewaard. Kijk eerst na of die verklaring klopt."
    )


def _bound(desk: Desk, data: QueryDict | None, initial: dict[str, Any] | None = None) -> Any:
    start = initial if initial is not None else _prefilled(desk.zoals)
    return AntwoordenForm(
        data,
        today=timezone.localdate(),
        leerling=desk.leerling,
        existing=desk.existing,
        zoals=desk.zoals,
        initial=start,
    )


def _prefilled(zoals: Leerling | None) -> dict[str, Any]:
    """The answers of a brother or sister as a start; every one must be confirmed for this child."""
    found = _counting(zoals) if zoals is not None else None
    if found is None:
        return {}
    start: dict[str, Any] = {
        "moeder": found.moeder,
        "vader": found.vader,
        "opleiding": found.opleiding,
        "kanaal": found.kanaal if found.kanaal != Verklaring.Kanaal.LINK else "loket",
        "datum": found.datum,
    }
    # 'No brothers or sisters' cannot be true of a child whose brother or sister stands here.
    if found.broers_zussen != Taal.NIET_VAN_TOEPASSING:
        start["broers_zussen"] = found.broers_zussen
    return start


def _context(desk: Desk) -> dict[str, Any]:
    return {
        **base(desk.access),
        "leerling": desk.leerling,
        "plaats": desk.leerling.inschrijvingen.order_by("-begin").first(),
        "existing": desk.existing,
        "zoals": desk.zoals,
        "moment": desk.moment,
        "keep": desk.keep,
        "plus": f"{desk.keep}&" if desk.keep else "?",
        "plek": list(desk.place.items()),
        "hier_ben_ik": desk.here,
    }


def _form(
    request: HttpRequest,
    desk: Desk,
    form: AntwoordenForm,
    shown: list[Getoond] | None = None,
    status: int = 200,
) -> HttpResponse:
    if desk.zoals is not None and request.method == "GET":
        _log_look(desk, desk.zoals)
    start = {name: form.initial.get(name) for name in form.fields}
    context = {
        **_context(desk),
        "form": form,
        "besluiten": shown if shown is not None else decisions(*answered(start)),
        "volgende": _next(desk),
        "gekend": known_by_register(desk.access.school, timezone.localdate(), desk.leerling),
    }
    return render(request, "loket/verklaring.html", context, status=status)


def _lines(talen: dict[Gezinslid, Taal], opleiding: Opleiding) -> list[tuple[str, str]]:
    words, levels = dict(TALEN), dict(OPLEIDINGEN)
    return [
        *((f"Taal met {lid.words}", words[talen[lid].value]) for lid in Gezinslid),
        ("Opleiding van de moeder", levels[opleiding.value]),
    ]


def _store(request: HttpRequest, desk: Desk, form: AntwoordenForm) -> HttpResponse:
    data = form.cleaned_data
    seen = request.POST.get("seen", "")
    try:
        services.declare(
            leerling=desk.leerling,
            talen=form.talen,
            opleiding=Opleiding(data["opleiding"]),
            datum=data["datum"],
            kanaal=Verklaring.Kanaal(data["kanaal"]),
            seen=int(seen) if seen.isdigit() and len(seen) < 12 else None,
            reden=data.get("reden", ""),
            ondertekend_op=timezone.localdate() if data["ondertekend"] else None,
            moment=desk.moment,
            zelfde_gezin=desk.zoals is not None,
            by=desk.access.user,
        )
    except VerklaringExistsError as error:
        messages.error(request, str(error))
    except LeerlingError as error:
        form.add_error(None, str(error))
        return _form(request, desk, form, decisions(*answered(request.POST)), status=422)
    else:
        messages.success(request, f"De verklaring van {desk.leerling.voornaam} is bewaard.")
    return _back(desk)


def _back(desk: Desk) -> HttpResponse:
    response = redirect(
        "loket:verklaring", nummer=desk.access.school.instellingsnummer, pk=desk.leerling.pk
    )
    response["Location"] += desk.keep
    return response


# ---------------------------------------------------------------- what is stored


def _stored(request: HttpRequest, desk: Desk) -> HttpResponse:
    found = desk.existing
    assert found is not None
    today = timezone.localdate()
    context = {
        **_context(desk),
        "vandaag_vastgelegd": timezone.localtime(found.vastgelegd).date() == today,
        "intrekken": "intrekken" in request.GET,
        "eerdere": desk.leerling.verklaringen.filter(vervangen=True),
        "documenten": found.documenten.all(),
        "document_form": DocumentForm(),
        "bewaring": bewaring_of(found, today),
        "broers": _siblings(request, desk),
        "zoek": request.GET.get("broer", ""),
        "volgende": _next(desk),
    }
    if "antwoorden" in request.GET:
        talen = {lid: Taal(getattr(found, lid.value)) for lid in Gezinslid}
        opleiding = Opleiding(found.opleiding)
        context["regels"] = _lines(talen, opleiding)
        context["besluiten"] = decisions(talen, opleiding)
        _log_look(desk, desk.leerling)
    return render(request, "loket/bewaard.html", context)


def _siblings(request: HttpRequest, desk: Desk) -> list[tuple[Leerling, bool]] | None:
    """Pupils with this name and whether they have a declaration; None when nobody was sought."""
    zoek = typed(request.GET.get("broer"), 60)
    if not zoek:
        return None
    found = by_name(desk.access, zoek, without=desk.leerling.pk)
    declared = set(
        Verklaring.objects.filter(leerling__in=found, vervangen=False).values_list(
            "leerling_id", flat=True
        )
    )
    return [(one, one.pk in declared) for one in found]


def _next(desk: Desk) -> Any:
    queue = at_desk(desk.access, timezone.localdate(), desk.chosen)
    following = next_after(queue, desk.leerling.pk)
    return following if following is None or following.pk != desk.leerling.pk else None


def _log_look(desk: Desk, leerling: Leerling) -> None:
    """Whoever reads the answers of a family leaves a trace."""
    record(
        kind="verklaring.ingekeken",
        by=desk.access.user,
        school=desk.access.school.instellingsnummer,
        target=f"leerling {leerling.stamnummer}",
    )


def _about_stored(request: HttpRequest, desk: Desk, does: str) -> HttpResponse:
    found = desk.existing
    if found is None or str(found.pk) != request.POST.get("seen", ""):
        messages.error(request, "Deze verklaring telt niet meer. Kijk na wat er nu staat.")
        return _back(desk)
    today = timezone.localdate()
    try:
        if does == "intrekken":
            earlier = services.withdraw(verklaring=found, today=today, by=desk.access.user)
            rest = f" De {earlier} telt weer." if earlier is not None else ""
            messages.success(request, f"De verklaring is ingetrokken.{rest}")
        else:
            signed = does == "ondertekend"
            sign_verklaring(verklaring=found, op=today if signed else None, by=desk.access.user)
            messages.success(
                request,
                "Genoteerd: het ondertekende formulier ligt op school."
                if signed
                else "Genoteerd: het ondertekende formulier ontbreekt nog.",
            )
    except LeerlingError as error:
        messages.error(request, str(error))
    return _back(desk)
