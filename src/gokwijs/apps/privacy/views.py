"""Pages of the room of privacy; all of them for the directeur."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.privacy import inzage as everything
from gokwijs.apps.privacy import selectors, services, stukken
from gokwijs.apps.privacy.forms import BewaringForm, DpiaForm, WisForm
from gokwijs.apps.privacy.models import Dpia
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.leerlingen.dpia import ONTWERPEN, load_termijnen, load_velden
from gokwijs.core.leerlingen.pseudoniem import PseudoniemError, check_sleutel
from gokwijs.renderers.document import Document
from gokwijs.renderers.docx import MIME as DOCX
from gokwijs.renderers.docx import docx
from gokwijs.renderers.pdf import pdf


def _access(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.PRIVACY_BEHEREN)


def _page(request: HttpRequest, access: Access, deel: str, **context: Any) -> HttpResponse:
    base = {"access": access, "hier": "privacy", "deel": deel}
    return render(request, f"privacy/{deel}.html", {**base, **context})


def _file(data: bytes, mime: str, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        content_type=mime,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# ---------------------------------------------------------------- the DPIA


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """The state of the DPIA, its drafts, and the form to note it."""
    access = _access(request, nummer)
    today = timezone.localdate()
    form = DpiaForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        antwoord = Dpia.Antwoord(form.cleaned_data["antwoord"])
        services.record_dpia(
            school=access.school, antwoord=antwoord, by=access.user, **form.values()
        )
        messages.success(request, "Je antwoord over de DPIA is bewaard.")
        return redirect("privacy:overzicht", nummer=nummer)
    return _page(
        request,
        access,
        "overzicht",
        form=form,
        stand=selectors.dpia_stand(access.school, today),
        eerdere=access.school.dpias.all()[1:6],
    )


@login_required
def stuk(request: HttpRequest, nummer: str, naam: str, soort: str) -> HttpResponse:
    """A draft as a Word file or a PDF; it holds no pupil."""
    access = _access(request, nummer)
    if naam not in ONTWERPEN or soort not in ("docx", "pdf"):
        raise Http404
    document = stukken.draft(naam, access.school, timezone.localdate())
    filename = f"{naam}-{nummer}.{soort}"
    if soort == "docx":
        return _file(docx(document), DOCX, filename)
    return _file(pdf(document), "application/pdf", filename)


@login_required
def velden(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every field that is stored about a pupil, and why."""
    access = _access(request, nummer)
    found, termijnen = load_velden(), load_termijnen()
    keys = dict.fromkeys(veld.bewaartermijn for veld in found.velden)
    return _page(
        request,
        access,
        "velden",
        aantal=len(found.velden),
        groepen=[
            (termijnen[key], [v for v in found.velden if v.bewaartermijn == key]) for key in keys
        ],
        gronden=found.gronden.items(),
        inlezen=found.inlezen,
    )


# ---------------------------------------------------------------- one pupil


@login_required
def leerlingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Find one pupil, also one who left."""
    access = _access(request, nummer)
    asked = request.GET.get("q", "").replace("\0", "")[:100]
    found = selectors.zoek_leerlingen(access.school, asked)
    return _page(request, access, "leerlingen", q=asked, found=found, gewist=GEWIST)


def _leerling(access: Access, pk: int) -> Leerling:
    found = access.school.leerlingen.filter(pk=pk).select_related("school").first()
    if found is None:
        raise Http404
    return found


@login_required
def leerling(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The rights of one pupil: take out, correct, hold, erase."""
    access = _access(request, nummer)
    one, today = _leerling(access, pk), timezone.localdate()
    form = WisForm(request.POST or None, expected=one.stamnummer)
    if request.method == "POST" and form.is_valid():
        try:
            services.erase_leerling(
                leerling=one,
                today=today,
                by=access.user,
                ook_verklaring=form.cleaned_data["ook_verklaring"],
            )
        except services.PrivacyError as error:
            messages.error(request, str(error))
            return redirect("privacy:leerling", nummer=nummer, pk=pk)
        messages.success(request, f"De gegevens van leerling {one.stamnummer} zijn gewist.")
        return redirect("privacy:leerlingen", nummer=nummer)
    return _pupil_page(request, access, one, form, BewaringForm())


def _pupil_page(
    request: HttpRequest, access: Access, one: Leerling, form: WisForm, hold: BewaringForm
) -> HttpResponse:
    today = timezone.localdate()
    return _page(
        request,
        access,
        "leerling",
        leerling=one,
        gewist=one.naam == GEWIST,
        plan=selectors.wisplan(one, today),
        bewaring=selectors.bewaring_of(one, today),
        form=form,
        bewaring_form=hold,
    )


@login_required
@require_POST
def bewaring(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Hold a pupil's data for a contested decision, or end that."""
    access = _access(request, nummer)
    one, today = _leerling(access, pk), timezone.localdate()
    if "opheffen" in request.POST:
        held = selectors.bewaring_of(one, today)
        if held is not None:
            services.release_leerling(bewaring=held, by=access.user)
            messages.success(request, "De gewone bewaartermijn geldt weer.")
        return redirect("privacy:leerling", nummer=nummer, pk=pk)
    form = BewaringForm(request.POST)
    if form.is_valid():
        try:
            services.hold_leerling(leerling=one, today=today, by=access.user, **form.cleaned_data)
        except services.PrivacyError as error:
            form.add_error("tot", str(error))
        else:
            messages.success(request, "De gegevens worden langer bewaard.")
            return redirect("privacy:leerling", nummer=nummer, pk=pk)
    return _pupil_page(request, access, one, WisForm(expected=one.stamnummer), form)


@login_required
def inzage(request: HttpRequest, nummer: str, pk: int, soort: str) -> HttpResponse:
    """Everything about one pupil, as PDF or JSON; logged."""
    access = _access(request, nummer)
    one, today = _leerling(access, pk), timezone.localdate()
    if soort not in ("json", "pdf"):
        raise Http404
    record(
        kind="export",
        by=access.user,
        school=nummer,
        target=f"alle gegevens van leerling {one.stamnummer}",
    )
    name = f"vertrouwelijk-leerling-{one.pk}.{soort}"
    if soort == "pdf":
        document: Document = everything.as_document(one, today)
        return _file(pdf(document), "application/pdf", name)
    response = JsonResponse(
        everything.as_json(one, today), json_dumps_params={"indent": 2, "ensure_ascii": False}
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


# ---------------------------------------------------------------- retention and matching


@login_required
def opruimen(request: HttpRequest, nummer: str) -> HttpResponse:
    """What goes on which date and why; run it now for this school."""
    access = _access(request, nummer)
    today = timezone.localdate()
    if request.method == "POST":
        said = services.tidy(school=access.school, today=today, by=access.user)
        messages.success(request, " ".join(said) or "Er is vandaag niets op te ruimen.")
        return redirect("privacy:opruimen", nummer=nummer)
    return _page(
        request,
        access,
        "opruimen",
        gepland=selectors.gepland(access.school, today),
        gewist=selectors.gewist(access.school)[:30],
        bewaringen=selectors.bewaringen(access.school, today),
        beurt=selectors.laatste_beurt(access.school),
        termijnen=load_termijnen(),
        regels=load_termijnen().per_sleutel.values(),
    )


@login_required
def koppelen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Matching by a keyed pseudonym: off unless the school switches it on."""
    access = _access(request, nummer)
    if request.method == "POST":
        try:
            gone = services.switch_koppelen(
                school=access.school, aan="aan" in request.POST, by=access.user
            )
        except services.PrivacyError as error:
            messages.error(request, str(error))
        else:
            aan = access.school.koppelen
            uit = f"Koppelen staat uit. Er zijn {gone} codes gewist."
            messages.success(request, "Koppelen staat aan." if aan else uit)
        return redirect("privacy:koppelen", nummer=nummer)
    return _page(
        request,
        access,
        "koppelen",
        waarom_niet=_no_key(),
        aantal=access.school.leerlingen.exclude(pseudoniem="").count(),
        dubbel=selectors.same_code(access.school),
    )


def _no_key() -> str:
    try:
        check_sleutel(settings.MATCHING_KEY)
    except PseudoniemError as error:
        return str(error)
    return ""
