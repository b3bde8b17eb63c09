"""What hangs on any link: take away and undo, history, comments, documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.bewaren import (
    MODEL,
    BeleidError,
    Link,
    gesloten,
    history_of,
    in_words,
    label_of,
    plan_of,
    verwijder,
)
from gokwijs.apps.beleid.models import Bijlage, Historie, Knoopsoort, Opmerking
from gokwijs.apps.beleid.selectors import knoop
from gokwijs.apps.beleid.services import herstel
from gokwijs.apps.beleid.services_rond import (
    DEEL,
    haal_bijlage_weg,
    haal_opmerking_weg,
    plaats_opmerking,
    voeg_bijlage_toe,
)
from gokwijs.apps.beleid.views import base, lezer, schrijver
from gokwijs.apps.loket import storage
from gokwijs.apps.loket.upload import UploadError, check_size, check_upload
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.ui.typed import typed

# The kinds with a page of their own in this room; the others hang on pages of other rooms.
PAGES = {
    Knoopsoort.PLAN: "beleid:plan",
    Knoopsoort.VASTSTELLING: "beleid:vaststelling",
    Knoopsoort.INDICATOR: "beleid:indicator",
    Knoopsoort.STREEFDOEL: "beleid:streefdoel",
    Knoopsoort.ACTIE: "beleid:actie",
}


def link_of(access: Access, soort: str, pk: int, *, weg: bool = False) -> Link:
    """The link behind an address, or Http404."""
    if soort not in Knoopsoort.values or Knoopsoort(soort) not in MODEL:
        raise Http404
    model: type[Any] = MODEL[Knoopsoort(soort)]
    found: Link = knoop(access, model, pk, weg=weg)
    return found


def page_of(nummer: str, soort: str, pk: int) -> str:
    """The page of a link, or that of its plan's room."""
    name = PAGES.get(Knoopsoort(soort))
    if name is not None:
        return reverse(name, args=[nummer, pk])
    if soort == Knoopsoort.EVALUATIE:
        return reverse("opvolging:evaluatie", args=[nummer, pk])
    return reverse("beleid:overzicht", args=[nummer])


@login_required
def weg(request: HttpRequest, nummer: str, soort: str, pk: int) -> HttpResponse:
    """Ask once, take away, and offer to bring it back."""
    access = schrijver(request, nummer)
    if soort == Knoopsoort.PLAN:
        raise Http404
    link = link_of(access, soort, pk, weg=True)
    plan = plan_of(link)
    if request.method != "POST":
        if said := gesloten(link):
            messages.error(request, said)
            return redirect(page_of(nummer, soort, pk))
        context = {
            **base(access),
            "link": link,
            "soort": Knoopsoort(soort),
            "terug": page_of(nummer, soort, pk),
        }
        return render(request, "beleid/weg.html", context)
    back = "terug" in request.POST
    try:
        verwijder(link=link, by=access.user, terug=back)
    except BeleidError as error:
        messages.error(request, str(error))
        return redirect(page_of(nummer, soort, pk))
    if back:
        messages.success(request, "Het staat er weer.")
        return redirect(page_of(nummer, soort, pk))
    messages.success(request, f"Weggehaald: {Knoopsoort(soort).label}. Je kunt het terugzetten.")
    address = (
        reverse("beleid:plan", args=[nummer, plan.pk])
        if plan is not None
        else reverse("beleid:vaststellingen", args=[nummer])
    )
    return redirect(f"{address}?weg={soort}-{pk}")


# ---------------------------------------------------------------- history


@dataclass(frozen=True)
class Wijziging:
    """One change: which fields went from what to what."""

    moment: Historie
    velden: tuple[tuple[str, str, str], ...]


@login_required
def historie(request: HttpRequest, nummer: str, soort: str, pk: int) -> HttpResponse:
    """Every version of one link, newest first; any of them can come back."""
    access = lezer(request, nummer)
    link = link_of(access, soort, pk, weg=True)
    if request.method == "POST":
        schrijver(request, nummer)
        wanted = request.POST.get("versie", "")
        try:
            herstel(
                link=link,
                versie=int(wanted) if wanted.isdecimal() and len(wanted) < 8 else 0,
                by=access.user,
            )
            messages.success(request, "De vroegere versie staat er weer, als nieuwe versie.")
        except BeleidError as error:
            messages.error(request, str(error))
        return redirect(page_of(nummer, soort, pk))
    rows = list(history_of(link)[:60])
    context = {
        **base(access, "vaststellingen" if isinstance(link, Vaststelling) else "plan"),
        "link": link,
        "soort": Knoopsoort(soort),
        "terug": page_of(nummer, soort, pk),
        "wijzigingen": changes(link, rows, access),
        "mag": access.may_write and not gesloten(link),
    }
    return render(request, "beleid/historie.html", context)


def changes(link: Link, rows: list[Historie], access: Access) -> list[Wijziging]:
    """What each version changed; links to what this person may not see stay numbers of nothing."""
    found = []
    for place, one in enumerate(rows):
        before: dict[str, Any] = rows[place + 1].inhoud if place + 1 < len(rows) else {}
        fields = tuple(
            (
                label_of(type(link), name),
                _words(link, name, before.get(name), access),
                _words(link, name, value, access),
            )
            for name, value in one.inhoud.items()
            if before.get(name) != value and (before or value not in (None, "", [], {}))
        )
        found.append(Wijziging(one, fields))
    return found


def _words(link: Link, name: str, value: Any, access: Access) -> str:
    """Small counts behind a vaststelling of the Werkzone are not told through its history."""
    if name in ("vaststellingen", "nulmeting") and not access.werkzone:
        many = isinstance(value, list)
        return (
            f"{len(value)} gekozen" if many and value else ("gekozen" if value else "niet ingevuld")
        )
    return in_words(type(link), name, value)


# ---------------------------------------------------------------- comments


def _must_run(link: Link) -> None:
    """Nothing is added to a closed plan; a closed evaluatie may still be spoken about."""
    plan = plan_of(link)
    if plan is not None and (said := gesloten(plan)):
        raise BeleidError(said)


@login_required
@require_POST
def opmerking(request: HttpRequest, nummer: str, soort: str, pk: int) -> HttpResponse:
    """Any colleague says something."""
    access = lezer(request, nummer)
    link = link_of(access, soort, pk)
    try:
        _must_run(link)
        plaats_opmerking(
            school=access.school,
            soort=Knoopsoort(soort),
            nummer=pk,
            tekst=typed(request.POST.get("tekst"), 3000),
            over=str(link) if not isinstance(link, Vaststelling) else "vaststelling",
            by=access.user,
        )
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect(f"{page_of(nummer, soort, pk)}#opmerkingen")


@login_required
@require_POST
def opmerking_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Only who wrote it."""
    access = lezer(request, nummer)
    one = get_object_or_404(Opmerking, school=access.school, pk=pk)
    back = "terug" in request.POST
    try:
        haal_opmerking_weg(opmerking=one, by=access.user, terug=back)
        if not back:
            messages.success(request, "De opmerking is weggehaald.")
    except BeleidError as error:
        messages.error(request, str(error))
    return redirect(f"{page_of(nummer, one.soort, one.nummer)}#opmerkingen")


# ---------------------------------------------------------------- documents


@login_required
@require_POST
def bijlage(request: HttpRequest, nummer: str, soort: str, pk: int) -> HttpResponse:
    """Keep a pdf or a picture at a link."""
    access = schrijver(request, nummer)
    link = link_of(access, soort, pk)
    given = request.FILES.get("bestand")
    try:
        _must_run(link)
        if given is None:
            raise UploadError("Kies eerst een bestand.")
        check_size(given.size or 0)
        upload = check_upload(given.name or "document", given.read())
        voeg_bijlage_toe(
            school=access.school,
            soort=Knoopsoort(soort),
            nummer=pk,
            upload=upload,
            over=str(link) if not isinstance(link, Vaststelling) else "vaststelling",
            by=access.user,
        )
        messages.success(request, "Het document is toegevoegd.")
    except (UploadError, BeleidError) as error:
        messages.error(request, str(error))
    return redirect(f"{page_of(nummer, soort, pk)}#documenten")


def _document(access: Access, pk: int) -> Bijlage:
    """A document at a link this person may see."""
    one = get_object_or_404(Bijlage, school=access.school, pk=pk)
    if Knoopsoort(one.soort) in MODEL:
        link_of(access, one.soort, one.nummer, weg=True)
    elif not access.may_assign:  # proof of what was spent
        raise Http404
    return one


@login_required
@csp_update({"sandbox": [""]})  # type: ignore[arg-type]  # its type knows no view with arguments
def document(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The file itself; the look is logged."""
    access = lezer(request, nummer)
    one = _document(access, pk)
    try:
        data = storage.read(one.bestand, DEEL)
    except storage.DocumentMissingError as error:
        messages.error(request, str(error))
        return redirect(page_of(nummer, one.soort, one.nummer))
    record(
        kind="beleid.bijlage_bekeken",
        by=access.user,
        school=access.school.instellingsnummer,
        target=one.naam,
    )
    response = HttpResponse(data, content_type=one.type)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=one.naam) or "attachment"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def document_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Out of sight, or back."""
    access = schrijver(request, nummer)
    one = _document(access, pk)
    back = "terug" in request.POST
    haal_bijlage_weg(bijlage=one, by=access.user, terug=back)
    messages.success(request, "Het document staat er weer." if back else "Weggehaald.")
    return redirect(f"{page_of(nummer, one.soort, one.nummer)}#documenten")
