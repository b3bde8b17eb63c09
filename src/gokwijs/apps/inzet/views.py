"""The ledger on screen: everything of a schooljaar, one actie, and assigning."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Actie, Boeking, Toewijzing
from gokwijs.apps.inzet import services
from gokwijs.apps.inzet.aandeel import doelgroepen
from gokwijs.apps.inzet.bedrag import Zicht
from gokwijs.apps.inzet.forms import ToewijzingForm, VerplaatsForm, opened_on
from gokwijs.apps.inzet.indeling import Per, tafel
from gokwijs.apps.inzet.selectors import Middelenboek, boeken, plan_of_year, te_kiezen
from gokwijs.apps.scholen.selectors import Access, access_for, user_of
from gokwijs.apps.scholen.views import chosen_schooljaar, year_choices
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar


def schooljaar_of(request: HttpRequest) -> Schooljaar:
    """The chosen schooljaar; standard the one that runs: there the money is spent."""
    if request.GET.get("schooljaar") or request.POST.get("schooljaar"):
        return chosen_schooljaar(request)
    return Schooljaar.of(timezone.localdate())


def base(access: Access, schooljaar: Schooljaar, hier: str = "overzicht") -> dict[str, Any]:
    """What every page of this room shows."""
    return {
        "access": access,
        "schooljaar": schooljaar,
        "jaren": year_choices(schooljaar),
        "hier": "beleid",
        "deel": "middelen",
        "inzetdeel": hier,
    }


def address(name: str, nummer: str, schooljaar: Schooljaar, pk: int | None = None) -> str:
    """A page of this room that keeps the schooljaar."""
    args = [nummer] if pk is None else [nummer, pk]
    return f"{reverse(name, args=args)}?{urlencode({'schooljaar': str(schooljaar)})}"


@login_required
def overzicht(request: HttpRequest, nummer: str) -> HttpResponse:
    """Granted, planned, spent and left, per kind; grouped as the address says."""
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    schooljaar = schooljaar_of(request)
    allowed = [per for per in Per if per is not Per.LERAAR or access.may_see_persons]
    per = next((one for one in allowed if one.value == request.GET.get("per")), Per.STREEFDOEL)
    boek = boeken(access.school, schooljaar, access)
    context = {
        **base(access, schooljaar),
        "boek": boek,
        "per": per,
        "indelingen": allowed,
        # Made once: hundreds of rows lead there.
        "actiepad": reverse("inzet:actie", args=[nummer, 0]).removesuffix("0/"),
        "doelpad": reverse("beleid:streefdoel", args=[nummer, 0]).removesuffix("0/"),
        "tafels": [tafel(one, per, boek.zicht) for one in boek.soorten],
        "doelgroepen": doelgroepen(boek, access) if per is Per.DOELGROEP else None,
    }
    return render(request, "inzet/overzicht.html", context)


# ---------------------------------------------------------------- one actie


def actie_of(access: Access, pk: int) -> Actie:
    """An actie of this school, also one that was taken out of its plan; raises Http404."""
    found = (
        Actie.objects.select_related("plan__school").filter(pk=pk, plan__school=access.school)
    ).first()
    if found is None or found.plan.verwijderd is not None:
        raise Http404
    return found


def _year_of(request: HttpRequest, actie: Actie) -> Schooljaar:
    """The chosen schooljaar, or the running one when the plan covers it, or its first."""
    if request.GET.get("schooljaar") or request.POST.get("schooljaar"):
        return chosen_schooljaar(request)
    now = Schooljaar.of(timezone.localdate())
    return now if now in actie.plan.jaren else actie.plan.jaren[0]


@login_required
def actie(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """What one actie has, and a form to give it more."""
    access = access_for(user_of(request), nummer, Permission.SCHOOLZONE_ZIEN)
    found = actie_of(access, pk)
    schooljaar = _year_of(request, found)
    if request.method == "POST":
        access = access_for(access.user, nummer, Permission.INZET_BEHEREN)
    boek = boeken(access.school, schooljaar, access)
    form = _form(request, access, boek)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            made = services.wijs_toe(
                actie=found,
                schooljaar=schooljaar,
                soort=Middelsoort(form.cleaned_data["soort"]),
                voorzien=form.cleaned_data["aantal"],
                toelichting=form.cleaned_data["toelichting"],
                by=access.user,
                **form.persoon_values,
            )
        except BeleidError as error:
            form.add_error("voorzien", str(error))
        else:
            soort = Middelsoort(made.soort)
            messages.success(request, f"{boek.zicht.met_eenheid(soort, made.aantal)} toegewezen.")
            return redirect(address("inzet:actie", nummer, schooljaar, pk))
    context = _actie_context(access, found, boek, form)
    return render(request, "inzet/actie.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form is not None and form.errors else 200


def _form(request: HttpRequest, access: Access, boek: Middelenboek) -> ToewijzingForm | None:
    if not access.may_assign:
        return None
    return ToewijzingForm(
        request.POST or None,
        school=access.school,
        soorten=te_kiezen(one.soort for one in boek.soorten),
        names=access.may_see_persons,
    )


def _actie_context(
    access: Access, found: Actie, boek: Middelenboek, form: ToewijzingForm | None
) -> dict[str, Any]:
    regels = [r for s in boek.soorten for r in s.regels if r.actie and r.actie.pk == found.pk]
    own = Toewijzing.alle.filter(
        actie=found, schooljaar=boek.schooljaar.start, verwijderd__isnull=False
    )
    booked = Boeking.objects.filter(
        actie=found, schooljaar=boek.schooljaar.start, ingetrokken__isnull=True
    )
    return {
        **base(access, boek.schooljaar, "actie"),
        "jaren": list(found.plan.jaren),
        "actie": found,
        "doelen": found.streefdoelen.filter(verwijderd__isnull=True).order_by("pk"),
        "regels": [_regel_shown(r, boek.zicht) for r in regels],
        "over": [
            (s.soort, boek.zicht.met_eenheid(s.soort, s.rest))
            for s in boek.soorten
            if s.rest is not None
        ],
        "weg": [_shown(t, boek.zicht) for t in own] if access.may_assign else [],
        "boekingen": [_shown(b, boek.zicht) for b in booked[:50]] if access.may_assign else [],
        "form": form,
        "mag": access.may_assign and not found.plan.bevroren and found.verwijderd is None,
    }


def _regel_shown(regel: Any, zicht: Zicht) -> dict[str, Any]:
    return {
        "soort": regel.soort,
        "voorzien": zicht.met_eenheid(regel.soort, regel.voorzien),
        "besteed": zicht.met_eenheid(regel.soort, regel.besteed),
        "toewijzingen": [_shown(one, zicht) for one in regel.toewijzingen],
    }


def _shown(row: Toewijzing | Boeking, zicht: Zicht) -> tuple[Toewijzing | Boeking, str]:
    return row, zicht.met_eenheid(Middelsoort(row.soort), row.aantal)


# ---------------------------------------------------------------- one assignment


def toewijzing_of(access: Access, pk: int) -> Toewijzing:
    """An assignment of this school, also one that was taken away; raises Http404."""
    found = (
        Toewijzing.alle.select_related("actie__plan__school", "school")
        .filter(pk=pk, school=access.school)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _to_actie(row: Toewijzing) -> HttpResponse:
    nummer, year = row.school.instellingsnummer, Schooljaar(row.schooljaar)
    return redirect(address("inzet:actie", nummer, year, row.actie_id))


@login_required
def toewijzing(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change one assignment; moving and removing stand on the same page."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    row = toewijzing_of(access, pk)
    if row.verwijderd is not None:
        messages.info(request, "Deze toewijzing is weggehaald. Zet ze eerst terug.")
        return _to_actie(row)
    form = ToewijzingForm(
        request.POST or None,
        school=access.school,
        soorten=(),
        names=access.may_see_persons,
        toewijzing=row,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.pas_aan(
                toewijzing=row,
                versie=form.cleaned_data["versie"],
                voorzien=form.cleaned_data["aantal"],
                toelichting=form.cleaned_data["toelichting"],
                by=access.user,
                **form.persoon_values,
            )
        except services.VerouderdError as error:
            form = _reopened(form, error)
        except BeleidError as error:
            form.add_error("voorzien", str(error))
        else:
            messages.success(request, "De toewijzing is aangepast.")
            return _to_actie(row)
    context = {**_toewijzing_context(access, row), "form": form}
    return render(request, "inzet/toewijzing.html", context, status=_status(form))


def _reopened(form: ToewijzingForm, error: services.VerouderdError) -> ToewijzingForm:
    """What was typed stays; saving again is on the version of now."""
    opened_on(form, error.nu.versie)
    form.add_error("voorzien", str(error))
    return form


def _toewijzing_context(access: Access, row: Toewijzing) -> dict[str, Any]:
    schooljaar = Schooljaar(row.schooljaar)
    soort = Middelsoort(row.soort)
    return {
        **base(access, schooljaar, "actie"),
        "rij": row,
        "soort": soort,
        "bedrag": Zicht(access.werkzone).met_eenheid(soort, row.aantal),
        "verplaatsform": VerplaatsForm(
            acties=_targets(access, schooljaar, row.actie_id),
            initial={"versie": row.versie},
            auto_id="naar-%s",
        ),
    }


def _targets(access: Access, schooljaar: Schooljaar, without: int) -> list[Actie]:
    open_ = Actie.objects.filter(
        plan_of_year(schooljaar), plan__school=access.school, verwijderd__isnull=True
    ).select_related("plan")
    return [a for a in open_.order_by("pk") if a.pk != without and not a.plan.bevroren]


@login_required
@require_POST
def verplaatsen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Move an assignment to another actie."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    row = toewijzing_of(access, pk)
    targets = _targets(access, Schooljaar(row.schooljaar), row.actie_id)
    form = VerplaatsForm(request.POST, acties=targets)
    if not form.is_valid():
        messages.error(request, "Kies eerst naar welke actie. Er is niets verplaatst.")
        return redirect("inzet:toewijzing", nummer, pk)
    naar = next(a for a in targets if str(a.pk) == form.cleaned_data["naar"])
    try:
        row = services.verplaats(
            toewijzing=row, naar=naar, versie=form.cleaned_data["versie"], by=access.user
        )
    except BeleidError as error:
        messages.error(request, str(error))
        return redirect("inzet:toewijzing", nummer, pk)
    messages.success(request, f"Verplaatst naar '{naar}'.")
    return _to_actie(row)


@login_required
@require_POST
def weghalen(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Take an assignment away, or put it back."""
    access = access_for(user_of(request), nummer, Permission.INZET_BEHEREN)
    row = toewijzing_of(access, pk)
    back = "terug" in request.POST
    try:
        if back:
            row = services.zet_terug(toewijzing=row, by=access.user)
        else:
            row = services.haal_weg(toewijzing=row, versie=None, by=access.user)
    except BeleidError as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request,
            "De toewijzing staat er weer."
            if back
            else "De toewijzing is weggehaald. Onderaan kan je ze terugzetten.",
        )
    return _to_actie(row)
