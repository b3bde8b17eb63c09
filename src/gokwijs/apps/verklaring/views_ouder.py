"""What a parent sees behind a link: no login, no session, nothing of the pupil but the first name.

A link that is unknown, mistyped, expired, revoked or used up gives one and the same page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_http_methods

from gokwijs.apps.leerlingen.services import VerklaringExistsError
from gokwijs.apps.verklaring import limits, services
from gokwijs.apps.verklaring.forms import AnswersForm
from gokwijs.apps.verklaring.models import Uitnodiging
from gokwijs.apps.verklaring.presenters import (
    antwoorden_of,
    tweetalig,
    vraag_en_antwoord,
    vragen,
)
from gokwijs.apps.verklaring.selectors import is_nagelezen, uitnodiging_for
from gokwijs.core.kenmerken.formulier import Formulier, load_formulieren
from gokwijs.renderers.verklaring_pdf import formulier_pdf

TOESTEL = "toestel"  # in the session: the link of the pupil for whom this device was handed over
View = Callable[..., HttpResponse]


def no_traces(response: HttpResponse) -> HttpResponse:
    """Not kept by a browser, not found by a search engine.

    The referrer policy stays ``same-origin``: no other site ever gets the address, while with
    ``no-referrer`` browsers send a form without an origin and the protection of forms refuses it.
    """
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _plain(request: HttpRequest, key: str, status: int) -> HttpResponse:
    """One sentence in every language, the same for every reason."""
    lines = [(f, getattr(f, key)) for f in load_formulieren().values()]
    return render(request, "verklaring/ouder_zin.html", {"lines": lines}, status=status)


def _too_many(request: HttpRequest, limit: limits.Limit) -> HttpResponse:
    response = _plain(request, "te_druk", 429)
    response["Retry-After"] = str(limit.seconds)
    return response


def ouder_view(view: View) -> View:
    """Find the link or answer neutrally; count who knocks."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        address = limits.address_of(request)
        if limits.hit(limits.OPENS, address):
            return no_traces(_too_many(request, limits.OPENS))
        found = uitnodiging_for(token, timezone.now())
        if found is not None and found.soort == Uitnodiging.Soort.TABLET:
            found = found if request.session.get(TOESTEL) == found.pk else None
        if found is None:
            if limits.hit(limits.WRONG, address):
                return no_traces(_too_many(request, limits.WRONG))
            return no_traces(_plain(request, "werkt_niet", 404))
        return no_traces(view(request, found, token))

    return wrapped


def _context(request: HttpRequest, found: Uitnodiging, token: str, taal: str) -> dict[str, Any]:
    formulier = load_formulieren()[taal]
    return {
        "f": formulier,
        "nl": load_formulieren()["nl"] if taal != "nl" else None,
        "token": token,
        "taal": taal,
        "voornaam": found.leerling.voornaam,
        "school": found.leerling.school.naam,
        "nagelezen": is_nagelezen(found.leerling.school, formulier),
        "tablet": found.soort == Uitnodiging.Soort.TABLET,
    }


def _here(context: dict[str, Any]) -> str:
    return f"{reverse('verklaring:ouder', args=[context['token']])}?taal={context['taal']}"


def _suggested(request: HttpRequest) -> list[Formulier]:
    """Every language; first that of the phone, then Dutch. Nothing of the choice is kept."""
    phone = get_language_from_request(request).split("-")[0]
    first = [phone, "nl"]
    return sorted(
        load_formulieren().values(),
        key=lambda f: first.index(f.code) if f.code in first else len(first),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@ouder_view
def ouder(request: HttpRequest, found: Uitnodiging, token: str) -> HttpResponse:
    """Language, questions, summary, thanks: one address."""
    taal = request.GET.get("taal", "")
    if found.verklaring is not None:
        return _bedankt(request, found, token, taal)
    if taal not in load_formulieren():
        talen = _suggested(request)
        context = {**_context(request, found, token, "nl"), "talen": talen}
        return render(request, "verklaring/ouder_taal.html", context)
    context = _context(request, found, token, taal)
    again = found.leerling.verklaringen.filter(vervangen=False).exists()
    if request.method == "POST":
        found.refresh_from_db()
        if found.answered is not None:  # pressed twice: the first press was stored meanwhile
            return redirect(_here(context))
        return _step(request, found, context, again)
    if again and "nieuw" not in request.GET:
        context["titel"], context["uitleg"] = (
            tweetalig(context["f"], "al_titel"),
            tweetalig(context["f"], "al"),
        )
        return render(request, "verklaring/ouder_al.html", context)
    form = AnswersForm(formulier=context["f"], again=again)
    return _questions(request, context, form, again, errors=False)


def _step(
    request: HttpRequest, found: Uitnodiging, context: dict[str, Any], again: bool
) -> HttpResponse:
    form = AnswersForm(request.POST, formulier=context["f"], again=again)
    stap = request.POST.get("stap", "")
    if stap == "verbeteren" or not form.is_valid():
        return _questions(request, context, form, again, errors=stap != "verbeteren")
    if stap == "versturen":
        return _send(request, found, context, form)
    context["vragen"] = vragen(context["f"], form, errors=False)
    context["reden"] = form.reden
    context["titel"] = tweetalig(context["f"], "samenvatting_titel")
    return render(request, "verklaring/ouder_samenvatting.html", context)


def _questions(
    request: HttpRequest, context: dict[str, Any], form: AnswersForm, again: bool, *, errors: bool
) -> HttpResponse:
    context["vragen"] = vragen(context["f"], form, errors=errors)
    context["again"] = again
    context["reden"] = form.data.get("reden", "") if form.is_bound else ""
    context["reden_fout"] = form.errors.get("reden") if errors else None
    context["fouten"] = errors
    status = 422 if errors else 200
    return render(request, "verklaring/ouder_vragen.html", context, status=status)


def _send(
    request: HttpRequest, found: Uitnodiging, context: dict[str, Any], form: AnswersForm
) -> HttpResponse:
    if limits.hit(limits.ANSWERS, found.hash):
        return _too_many(request, limits.ANSWERS)
    try:
        services.answer_uitnodiging(
            uitnodiging=found,
            talen=form.talen,
            opleiding=form.opleiding,
            datum=timezone.localdate(),
            by=None,
            reden=form.reden,
        )
    except services.LinkError:
        return _plain(request, "werkt_niet", 404)
    except VerklaringExistsError:  # the school got answers another way in between
        return redirect(_here(context))
    return redirect(_here(context))


def _bedankt(request: HttpRequest, found: Uitnodiging, token: str, taal: str) -> HttpResponse:
    assert found.verklaring is not None
    if taal not in load_formulieren():
        taal = "nl"
    context = _context(request, found, token, taal)
    context["rows"] = vraag_en_antwoord(context["f"], antwoorden_of(found.verklaring))
    context["titel"] = tweetalig(context["f"], "bedankt_titel")
    return render(request, "verklaring/ouder_bedankt.html", context)


@require_http_methods(["GET", "HEAD"])
@ouder_view
def formulier(request: HttpRequest, found: Uitnodiging, token: str) -> HttpResponse:
    """The Dutch form with the answers, to sign; for an hour after sending."""
    if found.verklaring is None:
        return _plain(request, "werkt_niet", 404)
    if limits.hit(limits.ANSWERS, f"pdf {found.hash}"):
        return _too_many(request, limits.ANSWERS)
    pdf = formulier_pdf(
        school=found.leerling.school.naam,
        naam=found.leerling.voornaam,
        antwoorden=antwoorden_of(found.verklaring),
        surname_missing=True,
    )
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="verklaring-op-eer.pdf"'
    return response


@require_http_methods(["POST"])
@ouder_view
def klaar(request: HttpRequest, found: Uitnodiging, token: str) -> HttpResponse:
    """The parent hands the device of the school back: nothing stays on the screen."""
    request.session.flush()
    return redirect("account_login")
