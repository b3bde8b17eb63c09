"""What the walkers must know of the room samen: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import transaction

from gokwijs.apps.access.roles import Role
from gokwijs.apps.beleid import services_taak
from gokwijs.apps.beleid.afdruk import afdruk
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Draagvlakmoment,
    Opmerking,
    Plan,
    Streefdoel,
    Taak,
)
from gokwijs.apps.samen import (
    services,
    services_beeldvorming,
    services_herinnering,
    services_voorstel,
)
from gokwijs.apps.samen.models import (
    Beeldvorming,
    Gezien,
    Herinnering,
    Partnerafspraak,
    Voorstel,
)
from gokwijs.apps.scholen.models import School
from tests.apps.builders import TODAY, World
from tests.apps.page import LOGIN, Page, S, school_page

B = f"{S}/beleid/samen"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
WRITERS = {"directeur", "gok_coordinator", "zorg"}
NAAM = "Samenplan"


def prepare(world: World) -> None:
    """A plan with one of everything that one works on together, at both schools."""
    for school, user in ((world.school, world.alice), (world.other, world.charlie)):
        _rows(school, user)


def _rows(school: School, user: Any) -> None:
    made = {"door_naam": user.naam}
    both = {**made, "gewijzigd_door": user.naam}
    plan = Plan.objects.create(
        school=school, naam=NAAM, schooljaar_van=2025, schooljaar_tot=2026, **both
    )
    doel = Streefdoel.objects.create(
        plan=plan,
        formulering="Meer gezinnen betalen op tijd",
        start=date(2025, 9, 1),
        einddatum=date(2026, 6, 30),
        **both,
    )
    actie = Actie.objects.create(
        plan=plan, titel="Betalen in schijven", einde=date(2026, 6, 1), trekker=user, **both
    )
    actie.streefdoelen.add(doel)
    Taak.objects.create(plan=plan, actie=actie, tekst="Brief maken", wie=user, tegen=TODAY, **made)
    moment = Draagvlakmoment.objects.create(
        school=school,
        plan=plan,
        datum=date(2025, 10, 10),
        vorm="personeelsvergadering",
        groepen={"personeel": 31},
        leiding_aanwezig=True,
        onderwerpen=["doelen"],
        bezwaren="Te weinig tijd",
        **made,
    )
    moment.streefdoelen.add(doel)
    Beleidskoppeling.objects.create(
        school=school, soort="kostenbeleid", titel="Schoolkosten", **made
    )
    Partnerafspraak.objects.create(
        school=school, soort="clb", naam="CLB De Ankerplaats", afspraak="Elke maand overleg", **made
    )
    Beeldvorming.objects.create(
        school=school,
        plan=plan,
        vraag="Waarom blijven rekeningen liggen?",
        datum=date(2026, 2, 10),
        partners=["clb"],
        helpt="Bellen",
        aanpak="Spreiden",
        geen_actie="Loopt al",
        **both,
    )
    Voorstel.objects.create(school=school, tekst="Tweedehandsbeurs", door=user, door_naam=user.naam)
    said = Opmerking.objects.create(
        school=school,
        soort="actie",
        nummer=actie.pk,
        tekst="Kijk jij dit na?",
        by=user,
        by_naam=user.naam,
    )
    said.vermeld.add(user)


def plan(school: School) -> Plan:
    return school.plannen.filter(naam=NAAM).order_by("pk")[0]


def actie(school: School) -> Actie:
    return plan(school).actie_set.order_by("pk")[0]


def doel(school: School) -> Streefdoel:
    return plan(school).streefdoel_set.order_by("pk")[0]


def taak(school: School) -> Taak:
    return plan(school).taken.order_by("pk")[0]


def moment(school: School) -> Draagvlakmoment:
    return school.draagvlakmomenten.filter(plan__naam=NAAM).order_by("pk")[0]


def koppeling(school: School) -> Beleidskoppeling:
    rows = school.koppelingen.order_by("pk")
    return rows.filter(titel="Schoolkosten").first() or rows[0]


def afspraak(school: School) -> Partnerafspraak:
    return school.partnerafspraken.order_by("pk")[0]


def beeldvorming(school: School) -> Beeldvorming:
    return school.beeldvormingen.order_by("pk")[0]


def voorstel(school: School) -> Voorstel:
    return school.voorstellen.order_by("pk")[0]


def only_post(name: str, path: Any, bob: Any, alice: Any, **kwargs: Any) -> Page:
    """An address that answers a form only."""
    find = path if callable(path) else (lambda w: path)
    return Page(name, find, (LOGIN, 405, 405, 405), (LOGIN, 404, bob, alice), **kwargs)


def taakvelden(world: World, **more: Any) -> dict[str, Any]:
    return {
        "tekst": "Bellen",
        "tegen": "2026-04-01",
        "plan": plan(world.school).pk,
        "wie": "",
        "wie_rol": "zorgcoördinator",
        "actie": "",
        **more,
    }


def momentvelden(**more: Any) -> dict[str, Any]:
    return {
        "datum": "2026-03-01",
        "vorm": "studiedag",
        "n_personeel": "30",
        "onderwerpen": ["doelen"],
        **more,
    }


def beeldvelden(**more: Any) -> dict[str, Any]:
    return {
        "vraag": "Waarom komen ouders niet?",
        "niveau": "school",
        "datum": "2026-03-01",
        "partners": ["clb"],
        "wie_0": "clb",
        "signaal_0": "Drempel",
        **more,
    }


AFSPRAAK = {"soort": "clb", "naam": "CLB De Ankerplaats", "afspraak": "Overleg"}
KOPPELING = {"soort": "taalbeleid", "titel": "Taalbeleid 2026"}

SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("samen:taken", f"{B}/taken/", 200, 200),
    school_page(
        "samen:taak_nieuw",
        f"{B}/taken/nieuw/",
        200,
        403,
        (403, f"→{B}/taken/"),
        data=taakvelden,
        events=("beleid.taak",),
    ),
    school_page("samen:wie_doet_wat", f"{B}/taken/wie-doet-wat/", 200, 200),
    school_page(
        "samen:wie_doet_wat_pdf",
        f"{B}/taken/wie-doet-wat.pdf",
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
    school_page(
        "samen:taak",
        lambda w: f"{B}/taken/{taak(w.school).pk}/",
        200,
        403,
        (403, f"→{B}/taken/"),
        data=lambda w: taakvelden(w, was=afdruk(taak(w.school))),
        events=("beleid.taak",),
    ),
    only_post(
        "samen:taak_klaar",
        lambda w: f"{B}/taken/{taak(w.school).pk}/klaar/",
        403,
        f"→{B}/taken/",
        events=("beleid.taak",),
    ),
    school_page("samen:kalender", f"{B}/kalender/", 200, 200),
    school_page(
        "samen:kalender_ics",
        f"{B}/kalender/kalender.ics",
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
    school_page(
        "samen:herinneringen",
        f"{B}/herinneringen/",
        200,
        200,
        (f"→{B}/herinneringen/", f"→{B}/herinneringen/"),
        data=lambda w: {"ritme": "wekelijks"},
        bob_events=("samen.herinnering",),
        events=("samen.herinnering",),
    ),
    school_page(
        "samen:vermeldingen",
        f"{B}/vermeldingen/",
        200,
        200,
        (f"→{B}/vermeldingen/", f"→{B}/vermeldingen/"),
        bob_events=("samen.vermeldingen_gezien",),
        events=("samen.vermeldingen_gezien",),
    ),
    school_page("samen:momenten", f"{B}/overleg/", 200, 200),
    school_page(
        "samen:moment_nieuw",
        f"{B}/overleg/nieuw/",
        200,
        403,
        (403, f"→{B}/overleg/"),
        data=lambda w: momentvelden(),
        events=("samen.moment",),
    ),
    school_page("samen:besproken", f"{B}/overleg/streefdoelen/", 200, 200),
    school_page("samen:moment", lambda w: f"{B}/overleg/{moment(w.school).pk}/", 200, 200),
    school_page(
        "samen:moment_wijzig",
        lambda w: f"{B}/overleg/{moment(w.school).pk}/wijzig/",
        200,
        403,
        (403, f"→{B}/overleg/"),
        data=lambda w: momentvelden(was=afdruk(moment(w.school))),
        events=("samen.moment",),
    ),
    only_post(
        "samen:moment_weg",
        lambda w: f"{B}/overleg/{moment(w.school).pk}/weg/",
        403,
        f"→{B}/overleg/?weg=1",
        events=("samen.moment_weg",),
    ),
    school_page("samen:beeldvormingen", f"{B}/bekijken/", 200, 200),
    school_page(
        "samen:beeldvorming_nieuw",
        f"{B}/bekijken/nieuw/",
        200,
        403,
        (403, f"→{B}/bekijken/"),
        data=lambda w: beeldvelden(),
        events=("samen.beeldvorming",),
    ),
    school_page(
        "samen:beeldvorming", lambda w: f"{B}/bekijken/{beeldvorming(w.school).pk}/", 200, 200
    ),
    school_page(
        "samen:beeldvorming_wijzig",
        lambda w: f"{B}/bekijken/{beeldvorming(w.school).pk}/wijzig/",
        200,
        403,
        (403, f"→{B}/bekijken/"),
        data=lambda w: beeldvelden(versie=beeldvorming(w.school).versie),
        events=("samen.beeldvorming",),
    ),
    only_post(
        "samen:beeldvorming_stap",
        lambda w: f"{B}/bekijken/{beeldvorming(w.school).pk}/stap/",
        403,
        f"→{B}/bekijken/",
        data=lambda w: {"afronden": "1"},
        events=("samen.beeldvorming_afgerond",),
    ),
    only_post(
        "samen:beeldvorming_weg",
        lambda w: f"{B}/bekijken/{beeldvorming(w.school).pk}/weg/",
        403,
        f"→{B}/bekijken/?weg=1",
        events=("samen.beeldvorming_weg",),
    ),
    school_page("samen:voorstellen", f"{B}/voorstellen/", 200, 200),
    school_page(
        "samen:voorstel_nieuw",
        f"{B}/voorstellen/nieuw/",
        200,
        200,
        (f"→{B}/voorstellen/", f"→{B}/voorstellen/"),
        data=lambda w: {"soort": "actie", "tekst": "Een beurs"},
        bob_events=("samen.voorstel",),
        events=("samen.voorstel",),
    ),
    school_page(
        "samen:voorstel",
        lambda w: f"{B}/voorstellen/{voorstel(w.school).pk}/",
        200,
        200,
        (403, f"→{B}/voorstellen/"),
        data=lambda w: {"antwoord": "Volgend jaar", "niet_nu": "1"},
        events=("samen.voorstel_beantwoord",),
    ),
    school_page("samen:dekking", f"{B}/dekking/", 200, 200),
    school_page("samen:afspraken", f"{B}/partners/", 200, 200),
    school_page(
        "samen:afspraak_nieuw",
        f"{B}/partners/nieuw/",
        200,
        403,
        (403, f"→{B}/partners/"),
        data=lambda w: AFSPRAAK,
        events=("samen.afspraak",),
    ),
    school_page(
        "samen:afspraak",
        lambda w: f"{B}/partners/{afspraak(w.school).pk}/",
        200,
        403,
        (403, f"→{B}/partners/"),
        data=lambda w: {**AFSPRAAK, "was": afdruk(afspraak(w.school))},
        events=("samen.afspraak",),
    ),
    only_post(
        "samen:afspraak_weg",
        lambda w: f"{B}/partners/{afspraak(w.school).pk}/weg/",
        403,
        f"→{B}/partners/?weg=1",
        events=("samen.afspraak_weg",),
    ),
    school_page("samen:koppelingen", f"{B}/koppelingen/", 200, 200),
    school_page(
        "samen:koppeling_nieuw",
        f"{B}/koppelingen/nieuw/",
        200,
        403,
        (403, f"→{B}/koppelingen/"),
        data=lambda w: KOPPELING,
        events=("samen.koppeling",),
    ),
    school_page(
        "samen:koppelingen_inlezen",
        f"{B}/koppelingen/inlezen/",
        200,
        403,
        (403, f"→{B}/koppelingen/"),
        data=lambda w: {"tekst": "taalbeleid; Taalbeleid; Lezen", "bevestig": "1"},
        events=("samen.koppelingen",),
    ),
    school_page(
        "samen:koppeling",
        lambda w: f"{B}/koppelingen/{koppeling(w.school).pk}/",
        200,
        403,
        (403, f"→{B}/koppelingen/"),
        data=lambda w: {**KOPPELING, "was": afdruk(koppeling(w.school))},
        events=("samen.koppeling",),
    ),
    only_post(
        "samen:koppeling_weg",
        lambda w: f"{B}/koppelingen/{koppeling(w.school).pk}/weg/",
        403,
        f"→{B}/koppelingen/?weg=1",
        events=("samen.koppeling_weg",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()


@transaction.atomic
def _reminder(world: World) -> Any:
    row = services_herinnering.kies_ritme(school=world.school, ritme="dagelijks", by=world.alice)
    return services_herinnering.noteer_verstuurd(
        herinnering=row, school=world.school, today=TODAY, by=world.alice
    )


@transaction.atomic
def _answer_and_reopen(world: World) -> None:
    one = voorstel(world.school)
    services_voorstel.wijs_af(voorstel=one, antwoord="Later", today=TODAY, by=world.alice)
    services_voorstel.heropen(voorstel=one, by=world.alice)
    services_voorstel.wijs_af(voorstel=one, antwoord="Nu niet", today=TODAY, by=world.alice)


@transaction.atomic
def _close_and_reopen(world: World) -> None:
    one = beeldvorming(world.school)
    services_beeldvorming.rond_af(row=one, today=TODAY, by=world.alice)
    services_beeldvorming.heropen_beeldvorming(row=one, by=world.alice)


@transaction.atomic
def _back_and_away(world: World) -> None:
    for find in (moment, koppeling, afspraak, beeldvorming):
        services.haal_weg(row=find(world.school), by=world.alice, terug=True)
        services.haal_weg(row=find(world.school), by=world.alice)


@transaction.atomic
def _bring_and_take_back(world: World) -> None:
    one = voorstel(world.school)
    services_voorstel.trek_in(voorstel=one, by=world.alice, terug=True)
    services_voorstel.trek_in(voorstel=one, by=world.alice)


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "beleid.bewaar_taak": (
        lambda w: services_taak.bewaar_taak(
            plan=plan(w.school), values={"tekst": "Bellen", "wie": w.alice}, by=w.alice
        ),
        ["beleid.taak"],
    ),
    "beleid.vink_taak": (
        lambda w: services_taak.vink_taak(taak=taak(w.school), klaar=TODAY, by=w.alice),
        ["beleid.taak"],
    ),
    "beleid.verwijder_taak": (
        lambda w: services_taak.verwijder_taak(taak=taak(w.school), by=w.alice),
        ["beleid.taak"],
    ),
    "samen.bewaar": (
        lambda w: services.bewaar(row=moment(w.school), values={"antwoord": "Ja"}, by=w.alice),
        ["samen.moment"],
    ),
    "samen.haal_weg": (
        _back_and_away,
        [
            f"samen.{what}_{way}"
            for what in ("moment", "koppeling", "afspraak", "beeldvorming")
            for way in ("terug", "weg")
        ],
    ),
    "samen.veranker": (
        lambda w: services.veranker(
            koppeling=koppeling(w.school), doelen=[doel(w.school)], by=w.alice
        ),
        ["beleid.aangepast"],
    ),
    "samen.lees_koppelingen_in": (
        lambda w: services.lees_koppelingen_in(
            school=w.school, rows=[{"soort": "taalbeleid", "titel": "Taalbeleid"}], by=w.alice
        ),
        ["samen.koppelingen"],
    ),
    "samen.doe_voorstel": (
        lambda w: services_voorstel.doe_voorstel(
            school=w.school, values={"tekst": "Beurs"}, by=w.alice
        ),
        ["samen.voorstel"],
    ),
    "samen.neem_over": (
        lambda w: services_voorstel.neem_over(
            voorstel=voorstel(w.school), plan=plan(w.school), antwoord="", today=TODAY, by=w.alice
        ),
        ["beleid.gemaakt", "samen.voorstel_beantwoord"],
    ),
    "samen.wijs_af": (
        lambda w: services_voorstel.wijs_af(
            voorstel=voorstel(w.school), antwoord="Later", today=TODAY, by=w.alice
        ),
        ["samen.voorstel_beantwoord"],
    ),
    "samen.heropen": (
        _answer_and_reopen,
        ["samen.voorstel_beantwoord", "samen.voorstel_heropend", "samen.voorstel_beantwoord"],
    ),
    "samen.trek_in": (
        _bring_and_take_back,
        ["samen.voorstel_terug", "samen.voorstel_weg"],
    ),
    "samen.begin_beeldvorming": (
        lambda w: services_beeldvorming.begin_beeldvorming(
            school=w.school,
            plan=plan(w.school),
            values={"vraag": "Wie komt niet?", "datum": TODAY},
            by=w.alice,
        ),
        ["samen.beeldvorming"],
    ),
    "samen.bewaar_beeldvorming": (
        lambda w: services_beeldvorming.bewaar_beeldvorming(
            row=beeldvorming(w.school), values={"helpt": "Tijd"}, by=w.alice
        ),
        ["samen.beeldvorming"],
    ),
    "samen.rond_af": (
        lambda w: services_beeldvorming.rond_af(
            row=beeldvorming(w.school), today=TODAY, by=w.alice
        ),
        ["samen.beeldvorming_afgerond"],
    ),
    "samen.heropen_beeldvorming": (
        _close_and_reopen,
        ["samen.beeldvorming_afgerond", "samen.beeldvorming_heropend"],
    ),
    "samen.maak_actie": (
        lambda w: services_beeldvorming.maak_actie(
            row=beeldvorming(w.school), plan=plan(w.school), titel="Bellen", by=w.alice
        ),
        ["beleid.gemaakt", "samen.beeldvorming"],
    ),
    "samen.kies_ritme": (
        lambda w: services_herinnering.kies_ritme(school=w.school, ritme="dagelijks", by=w.alice),
        ["samen.herinnering"],
    ),
    "samen.noteer_verstuurd": (_reminder, ["samen.herinnering", "samen.herinnerd"]),
    "samen.zie_vermeldingen": (
        lambda w: services_herinnering.zie_vermeldingen(
            school=w.school, tot=datetime(2026, 3, 2, tzinfo=UTC), by=w.alice
        ),
        ["samen.vermeldingen_gezien"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {}


def _twice_seen(world: World) -> None:
    for _ in "ab":
        Gezien.objects.create(
            user=world.alice, school=world.school, tot=datetime(2026, 3, 2, tzinfo=UTC)
        )


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "beeldvorming_has_question",
        lambda w: Beeldvorming.objects.filter(pk=beeldvorming(w.school).pk).update(vraag=""),
    ),
    (
        "beeldvorming_closed_with_end",
        lambda w: Beeldvorming.objects.filter(pk=beeldvorming(w.school).pk).update(
            aanpak="", geen_actie="", afgerond=TODAY
        ),
    ),
    (
        "voorstel_has_text",
        lambda w: Voorstel.objects.filter(pk=voorstel(w.school).pk).update(tekst=""),
    ),
    (
        "voorstel_answered",
        lambda w: Voorstel.objects.filter(pk=voorstel(w.school).pk).update(
            beantwoord=TODAY - timedelta(days=1)
        ),
    ),
    (
        "voorstel_no_has_reason",
        lambda w: Voorstel.objects.filter(pk=voorstel(w.school).pk).update(
            status="niet_nu", beantwoord=TODAY
        ),
    ),
    (
        "partnerafspraak_complete",
        lambda w: Partnerafspraak.objects.filter(pk=afspraak(w.school).pk).update(naam=""),
    ),
    (
        "Herinnering.user",
        lambda w: [Herinnering.objects.create(user=w.alice) for _ in "ab"],
    ),
    ("gezien_once", _twice_seen),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    page.name: WRITERS if page.get[2] == 403 or page.post[2] == 403 else STAFF
    for page in SCHOOL_PAGES
} | {"samen:voorstel": STAFF}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("samen:taak", lambda w: {"pk": taak(w.other).pk}),
    ("samen:taak_klaar", lambda w: {"pk": taak(w.other).pk}),
    ("samen:moment", lambda w: {"pk": moment(w.other).pk}),
    ("samen:moment_wijzig", lambda w: {"pk": moment(w.other).pk}),
    ("samen:moment_weg", lambda w: {"pk": moment(w.other).pk}),
    ("samen:beeldvorming", lambda w: {"pk": beeldvorming(w.other).pk}),
    ("samen:beeldvorming_wijzig", lambda w: {"pk": beeldvorming(w.other).pk}),
    ("samen:beeldvorming_stap", lambda w: {"pk": beeldvorming(w.other).pk}),
    ("samen:beeldvorming_weg", lambda w: {"pk": beeldvorming(w.other).pk}),
    ("samen:voorstel", lambda w: {"pk": voorstel(w.other).pk}),
    ("samen:afspraak", lambda w: {"pk": afspraak(w.other).pk}),
    ("samen:afspraak_weg", lambda w: {"pk": afspraak(w.other).pk}),
    ("samen:koppeling", lambda w: {"pk": koppeling(w.other).pk}),
    ("samen:koppeling_weg", lambda w: {"pk": koppeling(w.other).pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
_D = "/school/999002/beleid/samen"
BROWSER: dict[str, list[str]] = {
    "samen:taken": [f"{_D}/taken/", f"{_D}/taken/?van=allen&stand=klaar"],
    "samen:wie_doet_wat": [f"{_D}/taken/wie-doet-wat/"],
    "samen:kalender": [
        f"{_D}/kalender/",
        f"{_D}/kalender/?toon=maand",
        f"{_D}/kalender/?toon=tijdlijn",
    ],
    "samen:herinneringen": [f"{_D}/herinneringen/"],
    "samen:vermeldingen": [f"{_D}/vermeldingen/"],
    "samen:momenten": [f"{_D}/overleg/"],
    "samen:moment_nieuw": [f"{_D}/overleg/nieuw/"],
    "samen:besproken": [f"{_D}/overleg/streefdoelen/"],
    "samen:beeldvormingen": [f"{_D}/bekijken/"],
    "samen:beeldvorming_nieuw": [f"{_D}/bekijken/nieuw/"],
    "samen:voorstellen": [f"{_D}/voorstellen/"],
    "samen:voorstel_nieuw": [f"{_D}/voorstellen/nieuw/"],
    "samen:dekking": [f"{_D}/dekking/"],
    "samen:afspraken": [f"{_D}/partners/"],
    "samen:afspraak_nieuw": [f"{_D}/partners/nieuw/"],
    "samen:koppelingen": [f"{_D}/koppelingen/"],
    "samen:koppeling_nieuw": [f"{_D}/koppelingen/nieuw/"],
    "samen:koppelingen_inlezen": [f"{_D}/koppelingen/inlezen/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "samen:taak_nieuw": "browser/test_samen.py: a task",
    "samen:taak": "browser/test_samen.py: a task",
    "samen:taak_klaar": "a form of samen:taken",
    "samen:wie_doet_wat_pdf": "a download",
    "samen:kalender_ics": "a download",
    "samen:moment": "browser/test_samen.py: consultation",
    "samen:moment_wijzig": "browser/test_samen.py: consultation",
    "samen:moment_weg": "a form of samen:moment",
    "samen:beeldvorming": "browser/test_samen.py: looking together",
    "samen:beeldvorming_wijzig": "browser/test_samen.py: looking together",
    "samen:beeldvorming_stap": "a form of samen:beeldvorming",
    "samen:beeldvorming_weg": "a form of samen:beeldvorming",
    "samen:voorstel": "browser/test_samen.py: a proposal",
    "samen:afspraak": "like samen:afspraak_nieuw",
    "samen:afspraak_weg": "a form of samen:afspraak",
    "samen:koppeling": "like samen:koppeling_nieuw",
    "samen:koppeling_weg": "a form of samen:koppeling",
}
