"""Reading a file with scores: choose it, say what each column is, check, confirm, undo."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.toetsen import services_import as services
from gokwijs.apps.toetsen.bestand import LeesError, guess, read_blad
from gokwijs.apps.toetsen.forms import BestandForm, KoppelForm
from gokwijs.apps.toetsen.inlezen import Stand, Voorstel
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Scorelezing, Toets
from gokwijs.apps.toetsen.selectors import toetsen_van
from gokwijs.apps.toetsen.selectors_import import (
    blad_van,
    dagen_van,
    koppeling_van,
    naamgenoten,
    voorbeelden,
    voorstel_van,
)
from gokwijs.apps.toetsen.services import ToetsError
from gokwijs.apps.toetsen.views import base, beheerder
from gokwijs.apps.toetsen.waarden import waarde_woorden

PER_PAGE = 50
_ABSENT = 30  # names that are listed of who has no row


@login_required
def start(request: HttpRequest, nummer: str) -> HttpResponse:
    """Choose a toets and a file; under it the files of before."""
    access = beheerder(request, nummer)
    toetsen = toetsen_van(access.school)
    form = BestandForm(
        request.POST or None,
        request.FILES or None,
        toetsen=toetsen,
        initial={"toets": request.GET.get("toets", "") if _is_key(request) else None},
    )
    problems: list[Any] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["bestand"]
        try:
            made = _accept(access, form.cleaned_data["toets"], file)
        except LeesError as error:
            problems = [error.problem]
        else:
            return redirect("toetsen:nakijken", nummer, made.pk)
    earlier = Scorelezing.objects.filter(toets__school=access.school)
    today = timezone.localdate()
    page = Paginator(earlier.select_related("toets").defer("tabel"), PER_PAGE).get_page(
        request.GET.get("p")
    )
    context = {
        **base(access),
        "form": form,
        "heeft_toets": toetsen.exists(),
        "problemen": problems,
        "page": page,
        "eerdere": [(row, row.can_undo(today)) for row in page.object_list],
    }
    status = 422 if problems or form.errors else 200
    return render(request, "toetsen/inlezen.html", context, status=status)


def _is_key(request: HttpRequest) -> bool:
    return request.GET.get("toets", "").isascii() and request.GET.get("toets", "").isdigit()


def _accept(access: Access, toets: Toets, file: Any) -> Scorelezing:
    """Read the file and keep it with a guess at its columns; raises LeesError."""
    blad = read_blad(file.file, file.name)
    known = {a.naam: str(a.pk) for a in afnamen_van(toets)}
    return services.neem_aan(
        toets=toets,
        naam=file.name,
        blad=blad,
        koppeling={"kolommen": guess(blad.kop, known)},
        by=access.user,
        today=timezone.localdate(),
    )


def afnamen_van(toets: Toets) -> list[Afname]:
    """Those that can have scores: not taken away, and not of a day that must still come."""
    rows = toets.afnamen.filter(verwijderd__isnull=True, datum__lte=timezone.localdate())
    return list(rows.order_by("-datum", "pk"))


def lezing_van(access: Access, pk: int) -> Scorelezing:
    found = (
        Scorelezing.objects.filter(toets__school=access.school, pk=pk)
        .select_related("toets__school")
        .first()
    )
    if found is None:
        raise Http404
    return found


@login_required
def nakijken(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What each column is, every problem, and what would change; nothing has changed yet."""
    access = beheerder(request, nummer)
    row = lezing_van(access, pk)
    if row.status != Scorelezing.Status.NAKIJKEN:
        messages.info(request, f"'{row.bestand}' is al afgehandeld: {row.get_status_display()}.")
        return redirect("toetsen:inlezen", nummer)
    blad = blad_van(row)
    form = KoppelForm(
        request.POST if "kijk" in request.POST else None,
        kop=blad.kop,
        afnamen=afnamen_van(row.toets),
        koppeling=row.koppeling,
        today=timezone.localdate(),
    )
    if request.method == "POST":
        answer = _decide(request, access, row, form)
        if answer is not None:
            return answer
    context = {
        **base(access),
        "rij": row,
        "toets": row.toets,
        "form": form,
        "kolommen": list(zip(form.kolommen, voorbeelden(blad), strict=True)),
        **_preview(access, row, request.GET.get("p")),
    }
    status = 422 if form.errors else 200
    return render(request, "toetsen/nakijken.html", context, status=status)


def _preview(access: Access, row: Scorelezing, number: str | None) -> dict[str, Any]:
    """What would change, a page of it, and who has no row."""
    found = voorstel_van(row)
    page = Paginator(found.wijzigingen, PER_PAGE).get_page(number)
    dagen = dagen_van(row, koppeling_van(row))
    names = {key: naam for key, (naam, _) in dagen.items()}
    last = max((dag for _, dag in dagen.values()), default=timezone.localdate())
    naast = naamgenoten(access.school, last)
    said = partial(woorden, ja_nee=row.toets.ja_nee)
    return {
        "voorstel": found,
        "page": page,
        "regels": [
            (w, naast.get(w.leerling, ""), names[w.afname], said(w.voor), said(w.na))
            for w in page.object_list
        ],
        "zonder_rij": _absent(found, names, naast),
        "meerdere": len(names) > 1,
    }


def woorden(stand: Stand | None, ja_nee: bool) -> str:
    """'12,5', 'geen score: afwezig' or nothing."""
    if stand is None:
        return ""
    waarde, ontbreekt = stand
    if waarde is not None:
        return waarde_woorden(waarde, ja_nee)
    return f"geen score: {Ontbreekt(ontbreekt).label}"


def _absent(
    found: Voorstel, names: Mapping[str, str], naast: Mapping[int, str]
) -> list[tuple[str, int, list[tuple[str, str, str]]]]:
    """Per afname how many pupils have no row, and the first of them."""
    return [
        (
            names[key],
            len(pupils),
            [(p.klas, p.naam, naast.get(p.leerling, "")) for p in pupils[:_ABSENT]],
        )
        for key, pupils in found.zonder_rij.items()
        if pupils
    ]


def _decide(
    request: HttpRequest, access: Access, row: Scorelezing, form: KoppelForm
) -> HttpResponse | None:
    """Discard, confirm, or other columns; None: show the page again."""
    nummer = access.school.instellingsnummer
    try:
        if "weg" in request.POST:
            services.gooi_weg(lezing=row, by=access.user)
            messages.success(request, f"'{row.bestand}' is weggegooid. Er is niets veranderd.")
            return redirect("toetsen:inlezen", nummer)
        if "kijk" in request.POST:
            if not form.is_valid():
                return None
            services.koppel(lezing=row, koppeling=form.koppeling, by=access.user)
            return redirect("toetsen:nakijken", nummer, row.pk)
        done = services.bevestig(
            lezing=row,
            stand=request.POST.get("stand", ""),
            by=access.user,
            today=timezone.localdate(),
        )
    except ToetsError as error:
        messages.error(request, str(error))
        return redirect("toetsen:nakijken", nummer, row.pk)
    messages.success(
        request,
        f"Ingelezen: {done.nieuw} nieuw, {done.anders} veranderd. Terugdraaien kan onderaan bij "
        "'Scores inlezen'.",
    )
    return redirect("toetsen:toets", nummer, row.toets_id)


@login_required
@require_POST
def terugdraaien(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Every score as it was before the file."""
    access = beheerder(request, nummer)
    row = lezing_van(access, pk)
    try:
        number = services.draai_terug(lezing=row, by=access.user, today=timezone.localdate())
    except ToetsError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, f"'{row.bestand}' is teruggedraaid: {number} scores zoals ze waren."
        )
    return redirect("toetsen:inlezen", nummer)
