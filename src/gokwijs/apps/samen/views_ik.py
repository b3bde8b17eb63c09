"""What is somebody's own: where a colleague called, mails with own work, and who does what."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gokwijs.apps.audit.services import record
from gokwijs.apps.samen.forms import HerinneringForm
from gokwijs.apps.samen.knopen import adres_van, titel_van, titels
from gokwijs.apps.samen.models import Herinnering
from gokwijs.apps.samen.selectors import Ik, nieuwe_vermeldingen, vermeldingen_van
from gokwijs.apps.samen.services_herinnering import kies_ritme, zie_vermeldingen
from gokwijs.apps.samen.views import base, staff
from gokwijs.apps.samen.wie_doet_wat import document, per_persoon
from gokwijs.apps.scholen.mail import mail_leaves
from gokwijs.apps.scholen.selectors import Access
from gokwijs.renderers.pdf import pdf

PER_PAGE = 25


def colleague(request: HttpRequest, nummer: str) -> Access:
    """Who works at the school: names of colleagues are not for an adviser from outside."""
    access, ik = staff(request, nummer)
    if not ik.personeel:
        raise PermissionDenied("Hier staan namen van collega's. Dat is enkel voor wie hier werkt.")
    return access


@login_required
def vermeldingen(request: HttpRequest, nummer: str) -> HttpResponse:
    """Where a colleague called this person; a POST says: seen until here."""
    access, ik = staff(request, nummer)
    if request.method == "POST":
        zie_vermeldingen(school=access.school, tot=_until(request), by=access.user)
        messages.success(request, "Alles staat op gezien.")
        return redirect("samen:vermeldingen", nummer)
    new = set(nieuwe_vermeldingen(access.user, access.school).values_list("pk", flat=True))
    page = Paginator(vermeldingen_van(access.user, access.school), PER_PAGE).get_page(
        request.GET.get("p")
    )
    names = titels(page.object_list)
    rows = [
        {
            "opmerking": one,
            "door": _by(one.by_naam, ik),
            "bij": titel_van(one, names),
            "link": adres_van(one, nummer),
            "nieuw": one.pk in new,
        }
        for one in page.object_list
    ]
    now = timezone.now().isoformat()
    context = base(access, "vermeldingen", page=page, rijen=rows, nieuw=len(new), nu=now)
    return render(request, "samen/vermeldingen.html", context)


def _by(naam: str, ik: Ik) -> str:
    return naam if ik.personeel else "een collega"


def _until(request: HttpRequest) -> datetime:
    """When the page was made: what came later is still new."""
    now = timezone.now()
    try:
        found = parse_datetime(request.POST.get("tot", "")[:40])
    except ValueError:
        return now
    return min(found, now) if found is not None and timezone.is_aware(found) else now


@login_required
def herinneringen(request: HttpRequest, nummer: str) -> HttpResponse:
    """How often this person wants a mail."""
    access, _ = staff(request, nummer)
    row = Herinnering.objects.filter(user=access.user).first() or Herinnering(user=access.user)
    form = HerinneringForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        saved = kies_ritme(school=access.school, ritme=form.cleaned_data["ritme"], by=access.user)
        messages.success(request, f"Bewaard: {saved.get_ritme_display()}.")
        return redirect("samen:herinneringen", nummer)
    context = base(access, "herinneringen", form=form, laatst=row.laatst, mailserver=mail_leaves())
    return render(request, "samen/herinneringen.html", context)


@login_required
def wie_doet_wat(request: HttpRequest, nummer: str) -> HttpResponse:
    """Per colleague, to read or to print."""
    access = colleague(request, nummer)
    context = base(access, "taken", mensen=per_persoon(access.school), heden=timezone.localdate())
    return render(request, "samen/wie_doet_wat.html", context)


@login_required
def wie_doet_wat_pdf(request: HttpRequest, nummer: str) -> HttpResponse:
    """The same as a file; marked internal, and logged."""
    access = colleague(request, nummer)
    today = timezone.localdate()
    data = pdf(document(access.school, per_persoon(access.school), today))
    name = f"intern-wie-doet-wat-{nummer}-{today}.pdf"
    record(kind="export", by=access.user, school=nummer, target=name)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
