"""Choose a school, its facts, its staff, its log."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.audit.presenters import sentence
from gokwijs.apps.scholen import services
from gokwijs.apps.scholen.forms import FactsForm, MemberForm, RolesForm
from gokwijs.apps.scholen.models import Membership, School
from gokwijs.apps.scholen.selectors import access_for, facts_for, schools_for, user_of
from gokwijs.core.calendar import Schooljaar, SchooljaarError


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """To the only school, or to the list."""
    memberships = schools_for(user_of(request))
    if len(memberships) == 1:
        return redirect("vandaag:overzicht", nummer=memberships[0].school.instellingsnummer)
    return redirect("scholen:kiezen")


@login_required
def kiezen(request: HttpRequest) -> HttpResponse:
    """The schools of this user."""
    rows = [
        (m.school, [Role(r).label for r in m.roles if r in set(Role)])
        for m in schools_for(user_of(request))
    ]
    return render(request, "scholen/kiezen.html", {"rows": rows})


_FURTHEST = 20  # years from now: further away there is no law to calculate with


def current_schooljaar(today: date) -> Schooljaar:
    """The schooljaar a school is preparing: from February on, that is the next one."""
    now = Schooljaar.of(today)
    return now.next if 2 <= today.month <= 8 else now


def chosen_schooljaar(request: HttpRequest) -> Schooljaar:
    """From the address; raises Http404 on nonsense."""
    text = request.GET.get("schooljaar") or request.POST.get("schooljaar")
    current = current_schooljaar(timezone.localdate())
    if not text:
        return current
    try:
        chosen = Schooljaar.parse(text)
    except SchooljaarError as error:
        raise Http404(str(error)) from error
    if abs(chosen.start - current.start) > _FURTHEST:
        raise Http404(f"Schooljaar {chosen} ligt te ver weg.")
    return chosen


def year_choices(chosen: Schooljaar) -> list[Schooljaar]:
    """The years one can pick: four back, one ahead, and the chosen one."""
    current = current_schooljaar(timezone.localdate())
    years = {Schooljaar(current.start + offset) for offset in range(-4, 2)} | {chosen}
    return sorted(years, reverse=True)


@login_required
def gegevens(request: HttpRequest, nummer: str) -> HttpResponse:
    """Facts of the school for one schooljaar."""
    access = access_for(user_of(request), nummer, Permission.SCHOOL_BEHEREN)
    schooljaar = chosen_schooljaar(request)
    form = FactsForm(
        request.POST or None,
        instance=facts_for(access.school, schooljaar),
        werkzone=access.werkzone,
    )
    if request.method == "POST" and form.is_valid():
        services.save_facts(
            school=access.school, schooljaar=schooljaar, by=access.user, **form.values()
        )
        messages.success(
            request,
            f"De schoolgegevens voor {schooljaar} zijn bewaard. Bestaande berekeningen blijven "
            "zoals ze zijn; bereken opnieuw om de nieuwe gegevens te gebruiken.",
        )
        url = reverse("middelen:overzicht", kwargs={"nummer": nummer})
        return redirect(f"{url}?schooljaar={schooljaar}")
    context = {
        "access": access,
        "form": form,
        "schooljaar": schooljaar,
        "jaren": year_choices(schooljaar),
        "hier": "gegevens",
    }
    return render(request, "scholen/gegevens.html", context)


@login_required
def medewerkers(request: HttpRequest, nummer: str) -> HttpResponse:
    """Staff with their roles; add a colleague."""
    access = access_for(user_of(request), nummer, Permission.MEDEWERKERS_BEHEREN)
    form = MemberForm(request.POST or None)
    link = ""
    if request.method == "POST" and form.is_valid():
        try:
            membership = services.add_member(
                school=access.school,
                email=form.cleaned_data["email"],
                naam=form.cleaned_data["naam"],
                roles=form.cleaned_data["roles"],
                by=access.user,
            )
        except services.LastManagerError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{membership.user.naam} heeft nu toegang.")
            alone = services.may_make_password_link(user=membership.user, school=access.school)
            if alone and not membership.user.has_usable_password():
                link = _password_link(request, membership, access.school)
            form = MemberForm()
    members = access.school.memberships.select_related("user").order_by("user__naam")
    rows = [(m, [Role(r).label for r in m.roles if r in set(Role)]) for m in members]
    context = {
        "access": access,
        "form": form,
        "rows": rows,
        "link": link,
        "rollen": list(Role),
        "hier": "medewerkers",
    }
    return render(request, "scholen/medewerkers.html", context)


def _password_link(request: HttpRequest, membership: Membership, school: School) -> str:
    key, token = services.password_key(user=membership.user, by=user_of(request), school=school)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": key, "key": token})
    return request.build_absolute_uri(path)


@login_required
def medewerker(request: HttpRequest, nummer: str, pk: int) -> HttpResponse:
    """Change roles, end access, or make a new password link."""
    access = access_for(user_of(request), nummer, Permission.MEDEWERKERS_BEHEREN)
    membership = access.school.memberships.select_related("user", "school").filter(pk=pk).first()
    if membership is None:
        raise Http404
    form = RolesForm(request.POST or None, initial={"roles": membership.roles})
    link = ""
    if request.method == "POST":
        try:
            if "verwijderen" in request.POST:
                services.remove_member(membership=membership, by=access.user)
                messages.success(request, f"{membership.user.naam} heeft geen toegang meer.")
                return redirect("scholen:medewerkers", nummer=nummer)
            if "link" in request.POST:
                link = _password_link(request, membership, access.school)
                form = RolesForm(initial={"roles": membership.roles})
            elif form.is_valid():
                services.change_roles(
                    membership=membership, roles=form.cleaned_data["roles"], by=access.user
                )
                messages.success(request, f"De rollen van {membership.user.naam} zijn bewaard.")
                return redirect("scholen:medewerkers", nummer=nummer)
        except (services.LastManagerError, services.NotYoursError) as error:
            messages.error(request, str(error))
    context = {
        "access": access,
        "form": form,
        "membership": membership,
        "link": link,
        "hier": "medewerkers",
    }
    return render(request, "scholen/medewerker.html", context)


@login_required
def logboek(request: HttpRequest, nummer: str) -> HttpResponse:
    """What happened in this school, newest first."""
    access = access_for(user_of(request), nummer, Permission.LOGBOEK_ZIEN)
    page = Paginator(Event.objects.filter(school=nummer), 50).get_page(request.GET.get("p"))
    rows = [(event, sentence(event)) for event in page]
    context = {"access": access, "page": page, "rows": rows, "hier": "logboek"}
    return render(request, "scholen/logboek.html", context)
