"""A round on paper: the sheet of a group to print, and typing over what came back.

Typing over leaves no line in the log, no message and nothing in the session: what the page knows
of the last form stands in the page itself (besluit 21).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.verklaring.views_ouder import no_traces
from gokwijs.apps.zelfevaluatie import papier
from gokwijs.apps.zelfevaluatie.forms_papier import PapierForm
from gokwijs.apps.zelfevaluatie.models import Respondentgroep, Ronde
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van, ronde_van
from gokwijs.apps.zelfevaluatie.services import RondeError, vragenlijsten
from gokwijs.apps.zelfevaluatie.views import base, schrijver
from gokwijs.core.kader.vragenlijst import Vragenlijst
from gokwijs.renderers.vragenlijst_pdf import vragenlijst_pdf

MOST = 9999  # forms a page counts


def _groep(access: Access, pk: int, groep: int) -> Respondentgroep:
    ronde = ronde_van(access.school, pk)
    found = get_object_or_404(Respondentgroep, ronde=ronde, pk=groep)
    found.ronde = ronde
    return found


def _back(request: HttpRequest, ronde: Ronde, said: str) -> HttpResponse:
    messages.error(request, said)
    return redirect("zelfevaluatie:ronde", ronde.school.instellingsnummer, ronde.pk)


@login_required
def papier_pdf(request: HttpRequest, nummer: str, pk: int, groep: int) -> HttpResponse:
    """The questions of one group on paper, before the round and during it."""
    access = schrijver(request, nummer)
    found = _groep(access, pk, groep)
    if found.ronde.is_gesloten or found.ronde.verwijderd is not None:
        return _back(request, found.ronde, "Deze ronde neemt geen antwoorden meer aan.")
    try:
        lijst = vragenlijsten(found.ronde)[found.soort]
    except RondeError as error:
        return _back(request, found.ronde, str(error))
    data = vragenlijst_pdf(papier.papier_van(found), lijst)
    name = f"vragenlijst-{nummer}-ronde-{pk}-groep-{groep}.pdf"
    record(kind="export", by=access.user, school=nummer, target=name)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@login_required
def papier_invoer(request: HttpRequest, nummer: str, pk: int, groep: int) -> HttpResponse:
    """One form after another; the page that answers a saved form is the next, empty one."""
    access = schrijver(request, nummer)
    found = _groep(access, pk, groep)
    if not papier.neemt_papier(found.ronde, timezone.localdate()):
        return _back(
            request, found.ronde, "Formulieren invoeren kan zodra de ronde open en begonnen is."
        )
    lijst = lijsten_van(found.ronde)[found.soort]
    if request.method != "POST":
        return _page(request, access, found, lijst, None)
    if "terug" in request.POST:
        return _undone(request, access, found, lijst)
    form = _form(found, lijst, request)
    if form.is_valid():
        try:
            papier.voer_in(
                groep=found,
                lijst=lijst,
                sleutel=form.cleaned_data["sleutel"],
                gegeven=form.gegeven,
                today=timezone.localdate(),
                naam=form.cleaned_data.get("naam", ""),
            )
        except RondeError as error:
            form.add_error(None, str(error))
        else:
            many = min(_count(request) + 1, MOST)
            said = f"Formulier {many} is bewaard."
            last = form.cleaned_data["sleutel"]
            return _page(
                request, access, found, lijst, None, aantal=many, gezegd=said, laatste=last
            )
    return _page(request, access, found, lijst, form, aantal=_count(request))


def _form(groep: Respondentgroep, lijst: Vragenlijst, request: HttpRequest | None) -> PapierForm:
    met_naam = not groep.ronde.anoniem
    if request is not None:
        return PapierForm(request.POST, lijst=lijst, met_naam=met_naam)
    start = {"sleutel": papier.nieuwe_sleutel()}
    return PapierForm(initial=start, lijst=lijst, met_naam=met_naam)


def _count(request: HttpRequest) -> int:
    """How many this page saved, as it said itself."""
    given = request.POST.get("aantal", "")
    return min(int(given), MOST) if given.isascii() and given.isdigit() and len(given) < 5 else 0


def _undone(
    request: HttpRequest, access: Access, groep: Respondentgroep, lijst: Vragenlijst
) -> HttpResponse:
    many = _count(request)
    try:
        gone = papier.neem_terug(
            groep=groep, sleutel=request.POST.get("laatste", "")[:60], today=timezone.localdate()
        )
    except RondeError as error:
        return _page(request, access, groep, lijst, None, aantal=many, gezegd=str(error))
    if not gone:
        said = "Het laatste formulier was al weggehaald."
    else:
        many, said = max(many - 1, 0), "Het laatste formulier is weggehaald. Voer het opnieuw in."
    return _page(request, access, groep, lijst, None, aantal=many, gezegd=said)


def _page(
    request: HttpRequest,
    access: Access,
    groep: Respondentgroep,
    lijst: Vragenlijst,
    form: PapierForm | None,
    *,
    aantal: int = 0,
    **more: Any,
) -> HttpResponse:
    context = base(
        access,
        ronde=groep.ronde,
        groep=groep,
        lijst=lijst,
        form=form or _form(groep, lijst, None),
        aantal=aantal,
        **more,
    )
    return no_traces(render(request, "zelfevaluatie/papier_invoer.html", context))
