"""One afname: its list of scores for who may see pupils, figures for everybody else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.leerlingen.looks import log_look
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.toetsen import services
from gokwijs.apps.toetsen.forms import AfnameForm
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Score, Toets
from gokwijs.apps.toetsen.onderscheid import onderscheid
from gokwijs.apps.toetsen.selectors import scores_van
from gokwijs.apps.toetsen.services import Conflict, ToetsError
from gokwijs.apps.toetsen.tonen import Lijstvraag, cijfers, eigen, gevraagd
from gokwijs.apps.toetsen.views import base, beheerder, lezer, toets_van
from gokwijs.apps.ui.typed import typed
from gokwijs.core.leerlingen.naam import search_key

PER_PAGE = 50
SORTS = ("naam", "klas", "score")
TOON = (
    ("", "iedereen"),
    ("met", "met een score"),
    ("zonder", "zonder score"),
    *((o.value, f"zonder score: {o.label}") for o in Ontbreekt),
)


def afname_van(access: Access, pk: int, *, ook_weg: bool = False) -> Afname:
    """Raises Http404 outside the school."""
    found = (
        Afname.objects.filter(toets__school=access.school, toets__verwijderd__isnull=True, pk=pk)
        .select_related("toets__school")
        .first()
    )
    if found is None or (found.verwijderd is not None and not ook_weg):
        raise Http404
    return found


def vraag_van(request: HttpRequest) -> Lijstvraag:
    """What the address asks."""
    sort = request.GET.get("s", "")
    toon = request.GET.get("toon", "")
    return Lijstvraag(
        q=typed(request.GET.get("q")),
        klas=typed(request.GET.get("klas"), 30),
        toon=toon if toon in dict(TOON) else "",
        sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS else "naam",
        omgekeerd=sort.startswith("-"),
    )


def lijst_van(access: Access, one: Afname, vraag: Lijstvraag) -> tuple[list[Score], list[Score]]:
    """(what is asked, everything this person may see of it)."""
    mine = eigen(access, scores_van([one.pk])[one.pk], timezone.localdate())
    return gevraagd(mine, vraag, search_key(vraag.q)), mine


def _kop(vraag: Lijstvraag, key: str, titel: str) -> tuple[str, str, str]:
    """Title, address that sorts by it, and how it is sorted now."""
    mine = vraag.sort == key
    turned = mine and not vraag.omgekeerd
    stand = "none" if not mine else "descending" if vraag.omgekeerd else "ascending"
    return titel, adres(vraag, s=f"-{key}" if turned else key), stand


def adres(vraag: Lijstvraag, **changes: str) -> str:
    """This list with something else asked."""
    sort = f"-{vraag.sort}" if vraag.omgekeerd else vraag.sort
    asked = {"q": vraag.q, "klas": vraag.klas, "toon": vraag.toon, "s": sort, **changes}
    return "?" + urlencode({k: v for k, v in asked.items() if v and (k, v) != ("s", "naam")})


@login_required
def afname(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The figures, and the list of pupils for who may see it."""
    access = lezer(request, nummer)
    one = afname_van(access, pk)
    context = {**base(access), "afname": one, "toets": one.toets}
    context["cijfers"] = cijfers(access, [one])[0]
    context["toekomst"] = one.datum > timezone.localdate()
    if access.may_pupils:
        context |= _list(request, access, one)
    return render(request, "toetsen/afname.html", context)


def _list(request: HttpRequest, access: Access, one: Afname) -> dict[str, Any]:
    log_look(access, "toetsen.bekeken")
    vraag = vraag_van(request)
    found, mine = lijst_van(access, one, vraag)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    naast = onderscheid((s.leerling, s.klas) for s in mine)
    return {
        "vraag": vraag,
        "page": page,
        "regels": [(s, naast.get(s.leerling_id, "")) for s in page.object_list],
        "filter": adres(vraag)[1:],
        "adres": adres(vraag),
        "alle": len(mine),
        "klassen": sorted({s.klas for s in mine if s.klas}),
        "toonkeuzes": TOON,
        "koppen": [
            _kop(vraag, "naam", "Leerling"),
            _kop(vraag, "klas", "Klas toen"),
            _kop(vraag, "score", "Score"),
        ],
    }


@login_required
def nieuw(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    access = beheerder(request, nummer)
    return _form(request, access, toets_van(access, pk), None)


@login_required
def aanpassen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    access = beheerder(request, nummer)
    one = afname_van(access, pk)
    return _form(request, access, one.toets, one)


def _form(request: HttpRequest, access: Access, toets: Toets, one: Afname | None) -> HttpResponse:
    form = AfnameForm(request.POST or None, afname=one)
    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.bewaar_afname(
                toets=toets,
                values=form.values,
                by=access.user,
                afname=one,
                versie=form.cleaned_data.get("versie"),
            )
        except Conflict as error:
            conflict = error
        except ToetsError as error:
            form.add_error("naam", str(error))
        else:
            messages.success(request, f"De afname '{saved}' is bewaard.")
            return redirect("toetsen:afname", access.school.instellingsnummer, saved.pk)
    context = {
        **base(access),
        "form": form,
        "toets": toets,
        "afname": one,
        "conflict": conflict,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "toetsen/afname_form.html", context, status=status)


@login_required
@require_POST
def weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take an afname away with its scores, or put it back."""
    access = beheerder(request, nummer)
    one = afname_van(access, pk, ook_weg=True)
    if "terug" in request.POST:
        try:
            services.zet_afname_terug(afname=one, by=access.user)
        except ToetsError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"De afname '{one}' staat er weer, met haar scores.")
    else:
        services.haal_afname_weg(afname=one, by=access.user)
        messages.success(request, f"De afname '{one}' is weg. Onderaan kan je ze terugzetten.")
    return redirect("toetsen:toets", nummer, one.toets_id)
