"""The pages on official letters: enter them, hold them against our own result, take them along."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.middelen import brieven, jaren, services_brief
from gokwijs.apps.middelen.bezwaar import document_of, summary
from gokwijs.apps.middelen.forms_brief import (
    BriefForm,
    NotaForm,
    TelbestandForm,
    WithdrawForm,
    initial_of,
)
from gokwijs.apps.middelen.models import OfficieleBrief, VerschilNota
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.scholen.views import chosen_schooljaar, year_choices
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.middelen.officieel import LINES
from gokwijs.core.telling.model import Telling
from gokwijs.renderers.bezwaar import bezwaar_pdf


def _base(access: Access, schooljaar: Schooljaar) -> dict[str, Any]:
    return {
        "access": access,
        "schooljaar": schooljaar,
        "jaren": year_choices(schooljaar),
        "hier": "middelen",
        "deel": "brief",
    }


def _back(nummer: str, schooljaar: Schooljaar, anchor: str = "") -> str:
    path = reverse("middelen:vergelijking", kwargs={"nummer": nummer})
    return f"{path}?schooljaar={schooljaar}{anchor}"


@login_required
def vergelijking(request: HttpRequest, nummer: str) -> HttpResponse:
    """Official beside own, line by line, with causes and notes."""
    access = access_for(user_of(request), nummer, Permission.WERKZONE_ZIEN)
    schooljaar = chosen_schooljaar(request)
    return _vergelijking(request, access, schooljaar, None)


def _vergelijking(
    request: HttpRequest, access: Access, schooljaar: Schooljaar, wrong: NotaForm | None
) -> HttpResponse:
    blad = brieven.blad(access.school, schooljaar)
    context = {
        **_base(access, schooljaar),
        "blad": blad,
        "samenvatting": summary(blad),
        "aandelen": brieven.aandelen(blad),
    }
    if access.may_enter:
        context["forms"] = {
            rij.code: wrong
            if wrong is not None and wrong.data.get("regel") == rij.code
            else NotaForm(initial={"regel": rij.code}, auto_id=f"{rij.code}-%s")
            for rij in (*blad.verschillen, *blad.binnen)
        }
    return render(request, "middelen/vergelijking.html", context)


def _telling(access: Access, schooljaar: Schooljaar) -> Telling | None:
    found = brieven.latest(access.school, schooljaar)
    return Telling.from_json(found.telling) if found else None


@login_required
def nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Enter a letter."""
    access = access_for(user_of(request), nummer, Permission.GETALLEN_INVOEREN)
    schooljaar = chosen_schooljaar(request)
    form = BriefForm(
        request.POST or None, today=timezone.localdate(), telling=_telling(access, schooljaar)
    )
    if request.method == "POST" and form.is_valid():
        services_brief.record_brief(
            school=access.school,
            schooljaar=schooljaar,
            head=form.head,
            lines=form.lines,
            by=access.user,
        )
        messages.success(request, "De brief is bewaard. Dit is de vergelijking.")
        return redirect(_back(nummer, schooljaar))
    context = {**_base(access, schooljaar), "form": form}
    return render(request, "middelen/brief_form.html", context)


def _brief(access: Access, pk: int) -> OfficieleBrief:
    found = access.school.brieven.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@login_required
def brief(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One letter: correct it, withdraw it, see what it said before."""
    access = access_for(user_of(request), nummer, Permission.GETALLEN_INVOEREN)
    found = _brief(access, pk)
    schooljaar = found.jaar
    is_paper = found.herkomst == OfficieleBrief.Herkomst.BRIEF
    withdrawing = request.method == "POST" and "intrekken" in request.POST
    changing = request.method == "POST" and not withdrawing and is_paper
    form = BriefForm(
        request.POST if changing else None,
        today=timezone.localdate(),
        telling=_telling(access, schooljaar),
        initial=dict(initial_of(found)),
    )
    withdraw = WithdrawForm(request.POST if withdrawing else None)
    try:
        if withdrawing and withdraw.is_valid():
            services_brief.withdraw_brief(
                brief=found, reden=withdraw.cleaned_data["reden"], by=access.user
            )
            messages.success(request, f"'{found.naam}' telt niet meer mee.")
            return redirect(_back(nummer, schooljaar))
        if changing and form.is_valid():
            services_brief.change_brief(
                brief=found, head=form.head, lines=form.lines, by=access.user
            )
            messages.success(request, "De brief is aangepast.")
            return redirect(_back(nummer, schooljaar))
    except services_brief.WithdrawnError as error:
        messages.error(request, str(error))
        return redirect(_back(nummer, schooljaar))
    context = {
        **_base(access, schooljaar),
        "form": form if is_paper else None,
        "withdraw": withdraw,
        "brief": found,
        "regels": found.regels.filter(vervangen=False),
        "vervangen": found.regels.filter(vervangen=True),
    }
    return render(request, "middelen/brief_form.html", context)


@login_required
def telbestand(request: HttpRequest, nummer: str) -> HttpResponse:
    """Upload the official counts file; only the own row is read."""
    access = access_for(user_of(request), nummer, Permission.GETALLEN_INVOEREN)
    schooljaar = chosen_schooljaar(request)
    form = TelbestandForm(request.POST or None, request.FILES or None)
    context = {**_base(access, schooljaar), "form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["bestand"]
        upload = services_brief.read_telbestand(
            school=access.school,
            stream=file.file,
            filename=file.name,
            today=timezone.localdate(),
            by=access.user,
        )
        if upload.brief is not None:
            if upload.known:
                messages.info(request, "Dit bestand was al ingelezen. Er is niets veranderd.")
            else:
                messages.success(
                    request,
                    f"De rij van je school is ingelezen voor schooljaar {upload.brief.jaar}.",
                )
            for problem in upload.problems:
                messages.warning(request, f"{problem.sentence} {problem.remedy}")
            return redirect(_back(nummer, upload.brief.jaar))
        context["problemen"] = upload.problems
        context["bestandsnaam"] = file.name
    status = 422 if context.get("problemen") else 200
    return render(request, "middelen/telbestand.html", context, status=status)


@login_required
@require_POST
def nota(request: HttpRequest, nummer: str) -> HttpResponse:
    """Say what a difference is."""
    access = access_for(user_of(request), nummer, Permission.GETALLEN_INVOEREN)
    schooljaar = chosen_schooljaar(request)
    form = NotaForm(request.POST, auto_id=f"{request.POST.get('regel', '')[:80]}-%s")
    if not form.is_valid():
        return _vergelijking(request, access, schooljaar, form)
    line = LINES[form.cleaned_data["regel"]]
    blad = brieven.blad(access.school, schooljaar)
    rij = next((r for r in (*blad.verschillen, *blad.binnen) if r.line == line), None)
    if rij is None or rij.comparison is None:
        messages.error(request, "Op die regel is geen verschil meer.")
        return redirect(_back(nummer, schooljaar))
    officieel, eigen = brieven.about(rij.comparison)
    services_brief.note_verschil(
        school=access.school,
        schooljaar=schooljaar,
        line=line,
        staat=VerschilNota.Staat(form.cleaned_data["staat"]),
        tekst=form.cleaned_data["tekst"],
        officieel=officieel,
        eigen=eigen,
        by=access.user,
    )
    messages.success(request, "De nota is bewaard.")
    return redirect(_back(nummer, schooljaar, f"#{line.code}"))


@login_required
def bezwaardossier(request: HttpRequest, nummer: str) -> HttpResponse:
    """The comparison as a PDF for the appeal file; logged, marked vertrouwelijk."""
    access = access_for(user_of(request), nummer, Permission.WERKZONE_ZIEN)
    schooljaar = chosen_schooljaar(request)
    blad = brieven.blad(access.school, schooljaar)
    if blad.berekening is None or not blad.rijen:
        raise Http404("Er is nog geen brief en berekening om te vergelijken.")
    name = f"vertrouwelijk-bezwaardossier-{nummer}-{schooljaar}.pdf"
    data = document_of(access, schooljaar, blad, timezone.localdate())
    pdf = bezwaar_pdf(data)
    record(kind="export", by=access.user, school=nummer, target=name)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
def jaar_na_jaar(request: HttpRequest, nummer: str) -> HttpResponse:
    """Hours, euros, counts and OKI per schooljaar, official beside own."""
    access = access_for(user_of(request), nummer, Permission.MIDDELEN_ZIEN)
    context = {
        **_base(access, chosen_schooljaar(request)),
        "deel": "jaren",
        "overzicht": jaren.overview(access.school, werkzone=access.werkzone),
    }
    return render(request, "middelen/jaren.html", context)
