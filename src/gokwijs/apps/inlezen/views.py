"""Imports of pupils: upload, columns, preview, progress, result and undo."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.audit.services import record
from gokwijs.apps.inlezen import services, werk
from gokwijs.apps.inlezen.forms import ConfirmForm, MappingForm, UploadForm
from gokwijs.apps.inlezen.models import LeerlingImport
from gokwijs.apps.inlezen.presenters import columns_of, line
from gokwijs.apps.inlezen.selectors import guesses, import_for, is_first, stored_table
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.core.calendar import dutch_date
from gokwijs.core.leerlingen.inlezen.profiel import ColumnMapping, Guess, best
from gokwijs.core.leerlingen.inlezen.velden import dpia_fields
from gokwijs.core.leerlingen.inlezen.verschil import SHRINK_PERCENT, Soort

_PAGE = 50
_Status = LeerlingImport.Status


def _access(request: HttpRequest, nummer: str) -> Access:
    return access_for(user_of(request), nummer, Permission.LEERLINGEN_BEHEREN)


def _base(access: Access) -> dict[str, Any]:
    return {"access": access, "hier": "leerlingen", "deel": "inlezen"}


@login_required
def start(request: HttpRequest, nummer: str) -> HttpResponse:
    """Choose a file; earlier imports below."""
    access = _access(request, nummer)
    form = UploadForm(request.POST or None, request.FILES or None)
    context = {**_base(access), "form": form}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["bestand"]
        upload = services.upload_file(
            school=access.school,
            stream=file.file,
            filename=file.name,
            kopregel=form.cleaned_data["kopregel"],
            by=access.user,
        )
        if upload.leerling_import is not None:
            return redirect("inlezen:kolommen", nummer=nummer, pk=upload.leerling_import.pk)
        context.update(problemen=upload.problems, bestandsnaam=file.name)
    page = Paginator(access.school.leerling_imports.all(), 20).get_page(request.GET.get("p"))
    context.update(page=page, today=timezone.localdate())
    status = 422 if context.get("problemen") else 200
    return render(request, "inlezen/start.html", context, status=status)


@login_required
def kolommen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What each column is; the best profile is filled in."""
    access = _access(request, nummer)
    one = import_for(access, pk)
    if one.status not in (_Status.KOPPELEN, _Status.NAKIJKEN):
        return redirect("inlezen:resultaat", nummer=nummer, pk=pk)
    table = stored_table(one)
    found = guesses(access.school, table.header)
    guess = _chosen_guess(request, one, found)
    form = MappingForm(
        request.POST or None,
        columns=columns_of(table, guess.mapping),
        mapping=guess.mapping,
        initial={
            "naam": guess.naam,
            "peildatum": one.peildatum or timezone.localdate(),
            "uitschrijven": "ja" if one.uitschrijven else "nee",
            "onderwijsniveau": guess.mapping.fixed.get("onderwijsniveau", ""),
        },
    )
    if request.method == "POST" and form.is_valid():
        return _read(access, one, form)
    context = {
        **_base(access),
        "one": one,
        "form": form,
        "guess": guess,
        "profielen": found,
        "velden": dpia_fields(),
    }
    return render(request, "inlezen/kolommen.html", context, status=422 if form.is_bound else 200)


def _chosen_guess(request: HttpRequest, one: LeerlingImport, found: list[Guess]) -> Guess:
    wanted = request.POST.get("profiel") or request.GET.get("profiel")
    for guess in found:
        if wanted and wanted == (guess.own or guess.start):
            return guess
    if one.profiel is not None:
        for guess in found:
            if guess.own and guess.naam == one.profiel.naam:
                mapping = ColumnMapping.from_json(one.profiel.inhoud)
                return Guess(guess.naam, guess.toelichting, guess.score, mapping, own=guess.own)
    return best(found)


def _read(access: Access, one: LeerlingImport, form: MappingForm) -> HttpResponse:
    one = services.choose_mapping(
        leerling_import=one,
        mapping=form.chosen(),
        naam=form.cleaned_data["naam"].strip(),
        peildatum=form.cleaned_data["peildatum"],
        uitschrijven=form.cleaned_data["uitschrijven"] == "ja",
        by=access.user,
    )
    _preview(access, one)
    return redirect("inlezen:nakijken", nummer=access.school.instellingsnummer, pk=one.pk)


def _preview(access: Access, one: LeerlingImport) -> None:
    job = partial(_make_preview, one, access)
    werk.run(one, _Status.LEZEN, job)


def _make_preview(one: LeerlingImport, access: Access, progress: Any) -> None:
    services.make_preview(leerling_import=one, by=access.user, progress=progress)


@login_required
def nakijken(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What would change; confirm, or throw away."""
    access = _access(request, nummer)
    one = import_for(access, pk)
    if request.method == "POST":
        return _decide(request, access, one)
    if one.busy:
        return render(request, "inlezen/bezig.html", {**_base(access), **_progress(one)})
    if one.status == _Status.KOPPELEN:
        if one.melding:
            messages.error(request, one.melding)
        return redirect("inlezen:kolommen", nummer=nummer, pk=pk)
    if one.status != _Status.NAKIJKEN:
        return redirect("inlezen:resultaat", nummer=nummer, pk=pk)
    return _show_preview(request, access, one, _confirm_form(None, access, one))


def _confirm_form(data: Any, access: Access, one: LeerlingImport) -> ConfirmForm:
    return ConfirmForm(
        data,
        krimp=bool(one.aantallen.get("krimp")),
        leeg=bool(one.leeggemaakt),
        first=is_first(access.school),
        today=timezone.localdate(),
    )


def _show_preview(
    request: HttpRequest, access: Access, one: LeerlingImport, form: ConfirmForm
) -> HttpResponse:
    counts = one.aantallen
    soort = request.GET.get("soort", "")
    if soort not in set(Soort):
        soort = next((s for s in Soort if counts.get(s)), Soort.NIEUW)
    page = Paginator(one.regels.filter(soort=soort), _PAGE).get_page(request.GET.get("p"))
    record(
        kind="import.bekeken",
        by=access.user,
        school=access.school.instellingsnummer,
        target=f"leerlingenbestand {one.bestand}",
        data={"import": one.pk},
    )
    context = {
        **_base(access),
        "one": one,
        "form": form,
        "peildatum": dutch_date(one.peildatum) if one.peildatum else "",
        "soort": soort,
        "tabs": [(s.value, _TAB[s], counts.get(s.value, 0)) for s in Soort],
        "page": page,
        "lines": [line(regel) for regel in page],
        "fouten": sum(1 for p in one.problemen if p["ernst"] == "fout"),
        "leeg": [dpia_fields()[name].label for name in one.leeggemaakt],
        "grens": SHRINK_PERCENT,
    }
    return render(request, "inlezen/nakijken.html", context, status=422 if form.is_bound else 200)


_TAB = {Soort.NIEUW: "Nieuw", Soort.GEWIJZIGD: "Gewijzigd", Soort.WEG: "Niet in het bestand"}


def _decide(request: HttpRequest, access: Access, one: LeerlingImport) -> HttpResponse:
    nummer = access.school.instellingsnummer
    try:
        if "verwerpen" in request.POST:
            services.reject_import(leerling_import=one, by=access.user)
            messages.success(request, "Het bestand is weggegooid. Er is niets veranderd.")
            return redirect("inlezen:start", nummer=nummer)
        if "herstart" in request.POST:
            if not werk.interrupted(one):
                raise services.InlezenError("Dit bestand wordt nog verwerkt.")
            services.restart_import(leerling_import=one, by=access.user)
            return redirect("inlezen:kolommen", nummer=nummer, pk=one.pk)
        if "opnieuw" in request.POST:
            _preview(access, one)
            return redirect("inlezen:nakijken", nummer=nummer, pk=one.pk)
        form = _confirm_form(request.POST, access, one)
        if one.status == _Status.NAKIJKEN and not form.is_valid():
            return _show_preview(request, access, one, form)
        done = werk.run(one, _Status.TOEPASSEN, partial(_apply, one, access, form))
    except services.InlezenError as error:
        messages.error(request, str(error))
        return redirect("inlezen:nakijken", nummer=nummer, pk=one.pk)
    if done:
        messages.success(request, "Het bestand is ingelezen.")
        return redirect("inlezen:resultaat", nummer=nummer, pk=one.pk)
    return redirect("inlezen:nakijken", nummer=nummer, pk=one.pk)


def _apply(one: LeerlingImport, access: Access, form: ConfirmForm, progress: Any) -> None:
    services.apply_import(
        leerling_import=one,
        by=access.user,
        krimp=form.cleaned_data.get("krimp", False),
        leeg=form.cleaned_data.get("leeg", False),
        dpia=form.dpia,
        progress=progress,
    )


def _progress(one: LeerlingImport) -> dict[str, Any]:
    done, total = werk.progress_of(one)
    return {
        "one": one,
        "onderbroken": werk.interrupted(one),
        "gedaan": done,
        "totaal": total,
        "procent": min(100, done * 100 // total) if total else 0,
    }


@login_required
def voortgang(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The bar alone, asked for every second; sends the browser on when it is done."""
    access = _access(request, nummer)
    one = import_for(access, pk)
    response = render(request, "inlezen/voortgang.html", {**_base(access), **_progress(one)})
    if not one.busy:
        response["HX-Redirect"] = reverse("inlezen:nakijken", kwargs={"nummer": nummer, "pk": pk})
    return response


@login_required
def resultaat(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What an import did, and the way back."""
    access = _access(request, nummer)
    one = import_for(access, pk)
    if one.status in (_Status.KOPPELEN, *LeerlingImport.BUSY, _Status.NAKIJKEN):
        return redirect("inlezen:nakijken", nummer=nummer, pk=pk)
    return _show_result(request, access, one)


def _show_result(
    request: HttpRequest,
    access: Access,
    one: LeerlingImport,
    edited: Any = (),
) -> HttpResponse:
    context = {
        **_base(access),
        "one": one,
        "peildatum": dutch_date(one.peildatum) if one.peildatum else "",
        "terug_tot": dutch_date(one.verloopt),
        "kan_terug": one.can_undo(timezone.localdate()),
        "aangepast": list(edited)[:100],
    }
    return render(
        request, "inlezen/resultaat.html", context, status=422 if context["aangepast"] else 200
    )


@login_required
@require_POST
def terugdraaien(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Undo; the rows that were edited since are listed when it cannot."""
    access = _access(request, nummer)
    one = import_for(access, pk)
    try:
        services.undo_import(leerling_import=one, by=access.user)
    except services.UndoError as error:
        messages.error(request, str(error))
        return _show_result(request, access, one, error.edited)
    except services.InlezenError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "De import is teruggedraaid: alles staat weer zoals ervoor.")
    return redirect("inlezen:resultaat", nummer=nummer, pk=pk)


@login_required
def voorbeeld(request: HttpRequest, nummer: str) -> HttpResponse:
    """The example file with names, to download."""
    _access(request, nummer)
    data = (files("gokwijs") / "inhoud" / "voorbeelden" / EXAMPLE).read_bytes()
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{EXAMPLE}"'
    return response


EXAMPLE = "leerlingen-namen.csv"
