"""Who organises a round: the list, a round from plan to closed, its invitations."""

from __future__ import annotations

import io
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.kader.selectors import eigen_vragen, kader_van, kaders_van
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.zelfevaluatie import services
from gokwijs.apps.zelfevaluatie.forms import (
    EERSTE_GROEPEN,
    EindeForm,
    GroepFormSet,
    RondeForm,
    gevraagd,
)
from gokwijs.apps.zelfevaluatie.models import ROLLEN, Ronde
from gokwijs.apps.zelfevaluatie.selectors import minste, ronde_van, rondes_van, voortgang
from gokwijs.apps.zelfevaluatie.services import RondeError
from gokwijs.apps.zelfevaluatie.services_blad import neemt_antwoorden
from gokwijs.apps.zelfevaluatie.uitnodigen import adres_van, leden_per_rol, mail_ronde
from gokwijs.core.kader.model import Kader


def lezer(request: HttpRequest, nummer: str) -> Access:
    """Everybody of the school may see that there is a round, and what came out."""
    return access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)


def schrijver(request: HttpRequest, nummer: str) -> Access:
    """Who writes the plan organises rounds."""
    return access_for(user_of(request), nummer, Permission.BELEID_SCHRIJVEN)


def base(access: Access, tab: str = "rondes", **more: Any) -> dict[str, Any]:
    """What every template of the room needs."""
    return {"access": access, "hier": "beleid", "deel": "zelfevaluatie", "tab": tab, **more}


@login_required
def rondes(request: HttpRequest, nummer: str) -> HttpResponse:
    """Every round, the newest first; open ones can be answered from here."""
    access = lezer(request, nummer)
    today = timezone.localdate()
    weg = "weg" in request.GET and access.may_write
    rows = [
        {
            "ronde": one,
            "groepen": voortgang(one) if one.is_open else [],
            "neemt": neemt_antwoorden(one, today),
        }
        for one in rondes_van(access.school, weg=weg)
        if access.may_write or not one.is_ontwerp
    ]
    return render(request, "zelfevaluatie/rondes.html", base(access, rijen=rows, weg=weg))


def _chosen_kader(access: Access, key: str) -> Kader:
    """The framework asked for, or the one of the school; only what can be answered."""
    for one in kaders_van(access.school):
        if one.id == key and one.niveaus:
            return one
    return kader_van(access.school)


def _kaders(access: Access) -> list[Kader]:
    return [one for one in kaders_van(access.school) if one.niveaus]


@login_required
def ronde_nieuw(request: HttpRequest, nummer: str) -> HttpResponse:
    """Make a round."""
    access = schrijver(request, nummer)
    kader = _chosen_kader(access, request.GET.get("kader", ""))
    return _form(request, access, Ronde(school=access.school), kader)


@login_required
def ronde_wijzig(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change a round that is not open yet."""
    access = schrijver(request, nummer)
    found = ronde_van(access.school, pk)
    if not found.is_ontwerp:
        messages.error(request, "Een ronde die open is geweest, verandert niet meer. Kopieer ze.")
        return redirect("zelfevaluatie:ronde", nummer, pk)
    return _form(request, access, found, _chosen_kader(access, found.kader))


def _form(request: HttpRequest, access: Access, found: Ronde, kader: Kader) -> HttpResponse:
    today, new = timezone.localdate(), found.pk is None
    eigen = len(eigen_vragen(access.school))
    people = leden_per_rol(access.school)
    start = RondeForm.begin_nieuw(kader, today) if new else RondeForm.begin_van(found)
    groups = (
        list(EERSTE_GROEPEN)
        if new
        else list(found.groepen.values("soort", "naam", "rol", "verwacht"))
    )
    data = request.POST if request.method == "POST" else None
    form = RondeForm(data, kader=kader, eigen=eigen, initial=start)
    formset = GroepFormSet(data, prefix="groep", initial=groups)
    if data is not None and form.is_valid() and formset.is_valid():
        try:
            saved = services.bewaar_ronde(
                ronde=found, values=form.values, groepen=gevraagd(formset), by=access.user
            )
        except RondeError as error:
            form.add_error(None, str(error))
        else:
            return redirect("zelfevaluatie:ronde", access.school.instellingsnummer, saved.pk)
    context = base(
        access,
        form=form,
        formset=formset,
        ronde=None if new else found,
        kader=kader,
        kaders=_kaders(access),
        leden=[f"{label.lower()} {len(people[role])}" for role, label in ROLLEN if role in people],
    )
    return render(request, "zelfevaluatie/ronde_form.html", context)


@login_required
def ronde(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """One round: how far it is, and the one next step."""
    access = lezer(request, nummer)
    found = _seen(access, pk)
    rows = voortgang(found)
    context = base(
        access,
        ronde=found,
        groepen=rows,
        ingediend=sum(one.ingediend for one in rows),
        neemt=neemt_antwoorden(found, timezone.localdate()),
        adressen={one.groep.pk: adres_van(one.groep) for one in rows},
        te_weinig=[
            one.groep for one in rows if found.anoniem and one.ingediend < minste(one.groep)
        ],
        verleng=EindeForm(initial={"einde": found.einde}),
        volgende=found.volgende.filter(verwijderd=None).first(),
        aantal_vragen=_question_count(found),
    )
    return render(request, "zelfevaluatie/ronde.html", context)


def _seen(access: Access, pk: int) -> Ronde:
    """A round as far as this person may see it; raises Http404."""
    found = ronde_van(access.school, pk)
    if not access.may_write and (found.is_ontwerp or found.verwijderd is not None):
        raise Http404
    return found


def _question_count(found: Ronde) -> dict[str, int]:
    try:
        return {k: len(one.items) for k, one in services.vragenlijsten(found).items()}
    except RondeError:
        return {}


@login_required
def ronde_vragen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What is asked, per kind of respondent, as they see it."""
    access = lezer(request, nummer)
    found = _seen(access, pk)
    try:
        lists = services.vragenlijsten(found)
    except RondeError as error:
        messages.error(request, str(error))
        return redirect("zelfevaluatie:ronde", nummer, pk)
    return render(
        request, "zelfevaluatie/ronde_vragen.html", base(access, ronde=found, lijsten=lists)
    )


@login_required
def ronde_uitnodigen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The link and code of every group, to print or to send; and the mail to who has an account."""
    access = schrijver(request, nummer)
    found = ronde_van(access.school, pk)
    if not found.is_open:
        messages.error(request, "Uitnodigen kan zodra de ronde open is.")
        return redirect("zelfevaluatie:ronde", nummer, pk)
    people = leden_per_rol(access.school)
    rows = [
        {
            "groep": one,
            "adres": adres_van(one),
            "qr": _qr(adres_van(one)),
            "hier": reverse("zelfevaluatie:blad_begin", args=[one.token]),
            "leden": len(people.get(one.rol, ())) if one.rol else 0,
        }
        for one in found.groepen.all()
    ]
    context = base(
        access, ronde=found, rijen=rows, mail=sum(row["leden"] for row in rows if row["adres"])
    )
    return render(request, "zelfevaluatie/ronde_uitnodigen.html", context)


def _qr(adres: str) -> SafeString:
    """The address as a drawing; nothing without an address."""
    if not adres:
        return SafeString("")
    out = io.BytesIO()
    segno.make(adres, error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, scale=4, svgclass="qr", lineclass=None
    )
    return mark_safe(out.getvalue().decode())


@login_required
@require_POST
def ronde_mail(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Mail everybody: at the start and as a reminder, always the same people."""
    access = schrijver(request, nummer)
    found = ronde_van(access.school, pk)
    if not neemt_antwoorden(found, timezone.localdate()):
        messages.error(request, "Mailen kan zolang de ronde antwoorden aanneemt.")
    else:
        sent = mail_ronde(ronde=found, by=access.user)
        if sent.gelukt:
            messages.success(request, f"Gemaild naar {sent.gelukt} mensen.")
        if sent.mislukt:
            messages.error(
                request, f"Naar {sent.mislukt} mensen lukte het niet. Probeer later opnieuw."
            )
        if not sent.gelukt and not sent.mislukt:
            messages.error(request, "Niemand met een account heeft een rol van deze groepen.")
    return redirect("zelfevaluatie:ronde_uitnodigen", nummer, pk)


@login_required
def ronde_open(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Check, then open: what is asked does not change any more."""
    access = schrijver(request, nummer)
    found = ronde_van(access.school, pk)
    if request.method == "POST":
        try:
            services.open_ronde(ronde=found, today=timezone.localdate(), by=access.user)
        except RondeError as error:
            messages.error(request, str(error))
            return redirect("zelfevaluatie:ronde", nummer, pk)
        messages.success(request, "De ronde is open. Nodig nu iedereen uit.")
        return redirect("zelfevaluatie:ronde_uitnodigen", nummer, pk)
    rows = voortgang(found)
    context = base(
        access,
        ronde=found,
        groepen=rows,
        aantal_vragen=_question_count(found),
        klein=[
            one.groep
            for one in rows
            if found.anoniem and one.groep.verwacht and one.groep.verwacht < minste(one.groep)
        ],
    )
    return render(request, "zelfevaluatie/ronde_open.html", context)


@login_required
def ronde_sluit(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Check, then close for good."""
    access = schrijver(request, nummer)
    found = ronde_van(access.school, pk)
    if request.method == "POST":
        try:
            services.sluit_ronde(ronde=found, by=access.user)
        except RondeError as error:
            messages.error(request, str(error))
            return redirect("zelfevaluatie:ronde", nummer, pk)
        messages.success(request, "De ronde is gesloten. Dit is wat eruit komt.")
        return redirect("zelfevaluatie:uitslag", nummer, pk)
    rows = voortgang(found)
    context = base(
        access,
        ronde=found,
        groepen=rows,
        ingediend=sum(one.ingediend for one in rows),
        half=sum(one.begonnen - one.ingediend for one in rows),
        neemt=neemt_antwoorden(found, timezone.localdate()),
        verwacht=sum(one.groep.verwacht or 0 for one in rows),
        te_weinig=[
            one.groep for one in rows if found.anoniem and one.ingediend < minste(one.groep)
        ],
    )
    return render(request, "zelfevaluatie/ronde_sluit.html", context)


@login_required
@require_POST
def ronde_verleng(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Another last day."""
    access = schrijver(request, nummer)
    found = ronde_van(access.school, pk)
    form = EindeForm(request.POST)
    try:
        if not form.is_valid():
            raise RondeError("Kies een dag, bijvoorbeeld 31/01/2027.")
        services.verleng_ronde(ronde=found, einde=form.cleaned_data["einde"], by=access.user)
    except RondeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "De einddatum is aangepast.")
    return redirect("zelfevaluatie:ronde", nummer, pk)


@login_required
@require_POST
def ronde_kopieer(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """The same round again, without answers."""
    access = schrijver(request, nummer)
    made = services.kopieer_ronde(
        ronde=ronde_van(access.school, pk), today=timezone.localdate(), by=access.user
    )
    messages.success(request, "Gekopieerd, zonder antwoorden. Kijk de naam en de dagen na.")
    return redirect("zelfevaluatie:ronde_wijzig", nummer, made.pk)


@login_required
def ronde_weg(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take away after a question, or bring back."""
    access = schrijver(request, nummer)
    found = ronde_van(access.school, pk)
    if request.method != "POST":
        return render(request, "zelfevaluatie/ronde_weg.html", base(access, ronde=found))
    terug = "terug" in request.POST
    services.haal_ronde_weg(ronde=found, by=access.user, terug=terug)
    where = "staat er weer" if terug else "is weggehaald. Bij 'Weggehaald' zet je ze terug"
    messages.success(request, f"'{found.titel}' {where}.")
    return redirect("zelfevaluatie:rondes", nummer)
