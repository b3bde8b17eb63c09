"""What the walkers must know of the room of the plan: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid import services, services_jaar, services_rond, services_taak
from gokwijs.apps.beleid.bewaren import bewaar
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Bijlage,
    Boeking,
    Indicator,
    Knoopsoort,
    Meting,
    Onderbouwing,
    Opmerking,
    Plan,
    PlanVersie,
    Streefdoel,
    Taak,
)
from gokwijs.apps.beleid.versies import maak_versie
from gokwijs.apps.loket.upload import check_upload
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Actiestatus
from tests.apps import beleid_builders as build
from tests.apps.builders import TODAY, World, upload_of
from tests.apps.inzet.builders import PDF
from tests.apps.page import LOGIN, Page, S, school_page

B = f"{S}/beleid"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
WRITERS = {"directeur", "gok_coordinator", "zorg"}

NAAM = "Plan van het beleid"


def prepare(world: World) -> None:
    """A plan with one of everything, at both schools."""
    for school, user in ((world.school, world.alice), (world.other, world.charlie)):
        plan = build.plan(school, naam=NAAM)
        goal = build.streefdoel(plan)
        action = build.actie(plan, goal)
        Onderbouwing.objects.create(
            actie=action,
            aanpak="feedback",
            naam="Feedback",
            feiten=[],
            voorwaarden=[{"tekst": "plan het", "klaar": False}],
            catalogus_versie="2026-11-22",
            door_naam=user.naam,
        )
        Taak.objects.create(plan=plan, actie=action, tekst="Bel de bank", door_naam=user.naam)
        Opmerking.objects.create(
            school=school,
            soort=Knoopsoort.ACTIE,
            nummer=action.pk,
            tekst="Lukt dit?",
            by=user,
            by_naam=user.naam,
        )
        services_rond.voeg_bijlage_toe(
            school=school,
            soort=Knoopsoort.ACTIE,
            nummer=action.pk,
            upload=check_upload("brief.pdf", PDF),
            over="actie",
            by=user,
        )
        maak_versie(plan=plan, by=user)
        for text in ("Eerst dit.", "Dan dat."):  # two versions, so that one can come back
            action = bewaar(link=action, values={"omschrijving": text}, by=user)


def plan(school: School) -> Plan:
    """Found by what no page changes: a comment at its action."""
    return Actie.objects.get(pk=remark(school).nummer).plan


def goal(school: School) -> Streefdoel:
    return Streefdoel.objects.filter(plan=plan(school)).order_by("pk")[0]


def action(school: School) -> Actie:
    return Actie.objects.filter(plan=plan(school)).order_by("pk")[0]


def measure(school: School) -> Indicator:
    return Indicator.objects.filter(plan=plan(school)).order_by("pk")[0]


def ground(school: School) -> Vaststelling:
    """As the first version of the plan names it, whatever a page changed since."""
    kept = PlanVersie.objects.get(plan=plan(school), nummer=1).inhoud["streefdoel"]
    return Vaststelling.objects.get(pk=kept[str(goal(school).pk)]["vaststellingen"][0])


def basis(school: School) -> Onderbouwing:
    return Onderbouwing.objects.get(actie=action(school), aanpak="feedback")


def step(school: School) -> Taak:
    return Taak.objects.get(actie=action(school))


def remark(school: School) -> Opmerking:
    return Opmerking.objects.get(school=school, tekst="Lukt dit?")


def paper(school: School) -> Bijlage:
    return Bijlage.objects.get(school=school, naam="brief.pdf", soort=Knoopsoort.ACTIE)


def only_post(name: str, path: Any, bob: Any, alice: Any, **kwargs: Any) -> Page:
    return Page(name, path, (LOGIN, 405, 405, 405), (LOGIN, 404, bob, alice), **kwargs)


def _plan(w: World) -> str:
    return f"{B}/plan/{plan(w.school).pk}/"


def _goal(w: World) -> str:
    return f"{B}/doel/{goal(w.school).pk}/"


def _action(w: World) -> str:
    return f"{B}/actie/{action(w.school).pk}/"


GOAL = {"formulering": "Meer taal", "doelgroep": "leerlingen van 1A"}
NEW = "beleid.gemaakt"
SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("beleid:overzicht", f"{B}/", f"→{B}/plan/", f"→{B}/plan/"),
    school_page(
        "beleid:plan_nieuw",
        f"{B}/plan/nieuw/",
        200,
        403,
        (403, f"→{B}/plan/"),
        data=lambda w: {"naam": "Nieuw", "schooljaar_van": "2025", "schooljaar_tot": "2025"},
        events=(NEW,),
    ),
    school_page("beleid:plan", _plan, 200, 200),
    school_page(
        "beleid:plan_aanpassen",
        lambda w: f"{_plan(w)}aanpassen/",
        200,
        403,
        (403, f"→{B}/plan/"),
        data=lambda w: {"naam": "Anders", "schooljaar_van": "2025", "schooljaar_tot": "2025"},
        events=("beleid.aangepast",),
    ),
    school_page(
        "beleid:stand",
        lambda w: f"{_plan(w)}stand/?naar=ter_bespreking",
        200,
        403,
        (403, f"→{B}/plan/"),
        data=lambda w: {"naar": "ter_bespreking"},
        events=("beleid.status",),
    ),
    school_page("beleid:versies", lambda w: f"{_plan(w)}versies/", 200, 200),
    school_page(
        "beleid:volgend",
        lambda w: f"{_plan(w)}volgend-jaar/",
        200,
        403,
        (403, f"→{B}/plan/"),
        events=(NEW, "beleid.overgenomen"),
    ),
    school_page(
        "beleid:streefdoel_nieuw",
        lambda w: f"{_plan(w)}doel/nieuw/",
        200,
        403,
        (403, f"→{B}/doel/"),
        data=lambda w: GOAL,
        events=(NEW,),
    ),
    school_page(
        "beleid:actie_nieuw",
        lambda w: f"{_plan(w)}actie/nieuw/",
        200,
        403,
        (403, f"→{B}/actie/"),
        data=lambda w: {"titel": "Iets doen"},
        events=(NEW,),
    ),
    school_page("beleid:indicatoren", lambda w: f"{_plan(w)}indicatoren/", 200, 200),
    school_page(
        "beleid:indicator_nieuw",
        lambda w: f"{_plan(w)}indicator/nieuw/",
        200,
        403,
        (403, f"→{B}/indicator/"),
        data=lambda w: {
            "naam": "het welbevinden",
            "schaal": "1 tot 5",
            "richting": "stijgen",
            "frequentie": "jaarlijks",
            "minimum_n": "5",
        },
        events=(NEW,),
    ),
    school_page("beleid:streefdoel", _goal, 200, 200),
    school_page(
        "beleid:streefdoel_aanpassen",
        lambda w: f"{_goal(w)}aanpassen/",
        200,
        403,
        (403, f"→{B}/doel/"),
        data=lambda w: GOAL,
        events=("beleid.aangepast",),
    ),
    only_post(
        "beleid:streefdoel_vaststellen",
        lambda w: f"{_goal(w)}vaststellen/",
        403,
        f"→{B}/doel/",
        events=("beleid.status",),
    ),
    school_page(
        "beleid:indicator",
        lambda w: f"{B}/indicator/{measure(w.school).pk}/",
        200,
        200,
        (200, f"→{B}/indicator/"),
        data=lambda w: {
            "naam": "het aandeel",
            "schaal": "1 tot 5",
            "richting": "stijgen",
            "frequentie": "jaarlijks",
            "minimum_n": "5",
        },
        events=("beleid.aangepast",),
    ),
    school_page("beleid:actie", _action, 200, 200),
    school_page(
        "beleid:actie_aanpassen",
        lambda w: f"{_action(w)}aanpassen/",
        200,
        403,
        (403, f"→{B}/actie/"),
        data=lambda w: {"titel": "Anders"},
        events=("beleid.aangepast",),
    ),
    only_post(
        "beleid:actie_status",
        lambda w: f"{_action(w)}status/",
        403,
        f"→{B}/actie/",
        data=lambda w: {"status": "lopend"},
        events=("beleid.status",),
    ),
    only_post(
        "beleid:actie_stappen",
        lambda w: f"{_action(w)}stappen/",
        403,
        f"→{B}/actie/",
        data=lambda w: {"klaar": step(w.school).pk},
        events=("beleid.taak",),
    ),
    only_post(
        "beleid:actie_uitvoering",
        lambda w: f"{_action(w)}uitvoering/",
        403,
        f"→{B}/actie/",
        data=lambda w: {"datum": "2026-03-01", "tekst": "Eerste vorming gehad."},
        events=("beleid.uitvoering",),
    ),
    only_post(
        "beleid:kies_aanpak",
        lambda w: f"{_action(w)}aanpak/",
        403,
        f"→{B}/actie/",
        data=lambda w: {"aanpak": "metacognitie"},
        events=("beleid.aanpak",),
    ),
    school_page(
        "beleid:aanpak_kiezen",
        f"{B}/aanpak/metacognitie/",
        200,
        403,
        (403, f"→{B}/actie/"),
        data=lambda w: {"actie": action(w.school).pk},
        events=("beleid.aanpak",),
    ),
    only_post(
        "beleid:onderbouwing",
        lambda w: f"{B}/onderbouwing/{basis(w.school).pk}/",
        403,
        f"→{B}/actie/",
        data=lambda w: {"klaar": "0"},
        events=("beleid.aanpak",),
    ),
    school_page("beleid:vaststellingen", f"{B}/vaststellingen/", 200, 200),
    school_page(
        "beleid:vaststelling_nieuw",
        f"{B}/vaststelling/nieuw/",
        200,
        403,
        (403, f"→{B}/vaststelling/"),
        data=lambda w: {
            "tekst": "Het valt op.",
            "bron_soort": "gesprek",
            "bron": "team",
            "dag": "2026-02-01",
        },
        events=(NEW,),
    ),
    school_page(
        "beleid:vaststelling", lambda w: f"{B}/vaststelling/{ground(w.school).pk}/", 200, 200
    ),
    school_page(
        "beleid:vaststelling_aanpassen",
        lambda w: f"{B}/vaststelling/{ground(w.school).pk}/aanpassen/",
        200,
        403,
        (403, f"→{B}/vaststelling/"),
        data=lambda w: {
            "tekst": "Het valt op.",
            "bron_soort": "gesprek",
            "bron": "team",
            "dag": "2026-02-01",
        },
        events=("beleid.aangepast",),
    ),
    school_page("beleid:code", f"{B}/code/R5/", 200, 200),
    school_page(
        "beleid:knoop_weg",
        lambda w: f"{B}/actie/{action(w.school).pk}/weg/",
        200,
        403,
        (403, f"→{B}/plan/"),
        events=("beleid.verwijderd",),
    ),
    school_page(
        "beleid:historie",
        lambda w: f"{B}/actie/{action(w.school).pk}/geschiedenis/",
        200,
        200,
        (403, f"→{B}/actie/"),
        data=lambda w: {"versie": "2"},
        events=("beleid.hersteld",),
    ),
    only_post(
        "beleid:opmerking",
        lambda w: f"{B}/actie/{action(w.school).pk}/opmerking/",
        f"→{B}/actie/",
        f"→{B}/actie/",
        data=lambda w: {"tekst": "Wie belt?"},
        bob_events=("beleid.opmerking",),
        events=("beleid.opmerking",),
    ),
    only_post(
        "beleid:bijlage",
        lambda w: f"{B}/actie/{action(w.school).pk}/bijlage/",
        403,
        f"→{B}/actie/",
        data=lambda w: {"bestand": upload_of(PDF, "verslag.pdf")},
        events=("beleid.bijlage",),
    ),
    only_post(
        "beleid:opmerking_weg",
        lambda w: f"{B}/opmerking/{remark(w.school).pk}/",
        f"→{B}/actie/",  # with the reason: only who wrote it
        f"→{B}/actie/",
        events=("beleid.opmerking_weg",),
    ),
    school_page(
        "beleid:document",
        lambda w: f"{B}/document/{paper(w.school).pk}/",
        200,
        200,
        get_events=("beleid.bijlage_bekeken",),
        bob_events=("beleid.bijlage_bekeken",),
        events=("beleid.bijlage_bekeken",),
    ),
    only_post(
        "beleid:document_weg",
        lambda w: f"{B}/document/{paper(w.school).pk}/weg/",
        403,
        f"→{B}/actie/",
        events=("beleid.bijlage_weg",),
    ),
    only_post(
        "beleid:plan_weg",
        lambda w: f"{_plan(w)}weg/",
        403,
        f"→{B}/",
        events=("beleid.verwijderd",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()


def _remark(w: World) -> Any:
    return services_rond.plaats_opmerking(
        school=w.school,
        soort=Knoopsoort.ACTIE,
        nummer=action(w.school).pk,
        tekst="@Bob kijk eens",
        over="actie",
        by=w.alice,
    )


def _first(w: World) -> Any:
    return services.voeg_nulmeting_toe(
        doel=goal(w.school),
        indicator=measure(w.school),
        peildatum=TODAY,
        bron_soort="gesprek",
        teller=Decimal(3),
        noemer=Decimal(20),
        by=w.alice,
    )


def _chosen(w: World) -> Any:
    return services_rond.kies_aanpak(
        actie=action(w.school),
        aanpak="metacognitie",
        naam="Metacognitie",
        feiten=[],
        catalogus_versie="1",
        voorwaarden=["a"],
        opgelet=[],
        by=w.alice,
    )


def _new_measure(w: World) -> Any:
    return services.bewaar_indicator(
        indicator=Indicator(plan=plan(w.school)),
        values={"naam": "het welbevinden", "schaal": "1 tot 5"},
        by=w.alice,
    )


WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "beleid.zet_status": (
        lambda w: services.zet_status(
            plan=plan(w.school), naar="ter_bespreking", today=TODAY, by=w.alice
        ),
        ["beleid.status"],
    ),
    "beleid.stel_doel_vast": (
        lambda w: services.stel_doel_vast(doel=goal(w.school), today=TODAY, by=w.alice),
        ["beleid.status"],
    ),
    "beleid.zet_doel_open": (
        lambda w: services.zet_doel_open(
            doel=services.stel_doel_vast(doel=goal(w.school), today=TODAY, by=w.alice), by=w.alice
        ),
        ["beleid.status", "beleid.status"],
    ),
    "beleid.bewaar_doel": (
        lambda w: services.bewaar_doel(
            doel=goal(w.school), values={"formulering": "Anders"}, by=w.alice
        ),
        ["beleid.aangepast"],
    ),
    "beleid.herstel": (
        lambda w: services.herstel(link=action(w.school), versie=2, by=w.alice),
        ["beleid.hersteld"],
    ),
    "beleid.voeg_nulmeting_toe": (_first, ["beleid.aangepast"]),
    "beleid.zet_actie_status": (
        lambda w: services.zet_actie_status(
            actie=action(w.school), naar=Actiestatus.LOPEND, by=w.alice
        ),
        ["beleid.status"],
    ),
    "beleid.bewaar_indicator": (_new_measure, [NEW]),
    "beleid.rol_over": (
        lambda w: services_jaar.rol_over(
            plan=plan(w.school), onbeslist_mee=(), today=TODAY, by=w.alice
        ),
        [NEW, "beleid.overgenomen"],
    ),
    "beleid.noteer_uitvoering": (
        lambda w: services_rond.noteer_uitvoering(
            actie=action(w.school), datum=TODAY, tekst="Gedaan.", by=w.alice
        ),
        ["beleid.uitvoering"],
    ),
    "beleid.kies_aanpak": (_chosen, ["beleid.aanpak"]),
    "beleid.vink_voorwaarden": (
        lambda w: services_rond.vink_voorwaarden(
            onderbouwing=basis(w.school), klaar={0}, by=w.alice
        ),
        ["beleid.aanpak"],
    ),
    "beleid.haal_aanpak_weg": (
        lambda w: services_rond.haal_aanpak_weg(onderbouwing=basis(w.school), by=w.alice),
        ["beleid.aanpak_weg"],
    ),
    "beleid.plaats_opmerking": (_remark, ["beleid.opmerking"]),
    "beleid.haal_opmerking_weg": (
        lambda w: services_rond.haal_opmerking_weg(opmerking=remark(w.school), by=w.alice),
        ["beleid.opmerking_weg"],
    ),
    "beleid.voeg_bijlage_toe": (
        lambda w: services_rond.voeg_bijlage_toe(
            school=w.school,
            soort=Knoopsoort.ACTIE,
            nummer=action(w.school).pk,
            upload=check_upload("x.pdf", PDF),
            over="actie",
            by=w.alice,
        ),
        ["beleid.bijlage"],
    ),
    "beleid.haal_bijlage_weg": (
        lambda w: services_rond.haal_bijlage_weg(bijlage=paper(w.school), by=w.alice),
        ["beleid.bijlage_weg"],
    ),
    "beleid.bewaar_taak": (
        lambda w: services_taak.bewaar_taak(
            plan=plan(w.school), values={"tekst": "Bel"}, by=w.alice
        ),
        ["beleid.taak"],
    ),
    "beleid.vink_taak": (
        lambda w: services_taak.vink_taak(taak=step(w.school), klaar=TODAY, by=w.alice),
        ["beleid.taak"],
    ),
    "beleid.verwijder_taak": (
        lambda w: services_taak.verwijder_taak(taak=step(w.school), by=w.alice),
        ["beleid.taak"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {
    "beleid.is_big": lambda w: services.is_big(plan(w.school), "vastgesteld"),
    "beleid.vooruitblik": lambda w: services_jaar.vooruitblik(plan(w.school), TODAY),
    "beleid.mentioned": lambda w: services_rond.mentioned(w.school, "@Bob"),
}


def _besluit(w: World, **values: Any) -> Besluit:
    evaluatie = build.evaluatie(plan(w.school), goal(w.school))
    return Besluit.objects.create(
        plan=plan(w.school),
        evaluatie=evaluatie,
        streefdoel=goal(w.school),
        keuze="stoppen",
        door_naam="x",
        gewijzigd_door="x",
        **values,
    )


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    ("vaststelling_share", lambda w: build.vaststelling(w.school, teller=9, noemer=3)),
    ("plan_years", lambda w: build.plan(w.school, schooljaar_tot=2024)),
    ("plan_has_name", lambda w: build.plan(w.school, naam="")),
    (
        "plan_adopted_when",
        lambda w: build.plan(w.school, status="vastgesteld", vastgesteld_op=None),
    ),
    (
        "Plan.voorganger",
        lambda w: [build.plan(w.school, voorganger=plan(w.school)) for _ in "ab"],
    ),
    (
        "planversie_once",
        lambda w: PlanVersie.objects.create(
            plan=plan(w.school), nummer=1, status="ontwerp", inhoud={}, door_naam="x"
        ),
    ),
    ("indicator_has_name", lambda w: build.indicator(plan(w.school), naam="")),
    ("streefdoel_has_text", lambda w: build.streefdoel(plan(w.school), formulering="")),
    (
        "streefdoel_dates",
        lambda w: build.streefdoel(plan(w.school), einddatum=date(2024, 1, 1)),
    ),
    (
        "streefdoel_adopted_complete",
        lambda w: build.streefdoel(plan(w.school), status="vastgesteld", streefwaarde=None),
    ),
    ("actie_has_title", lambda w: build.actie(plan(w.school), titel="")),
    ("actie_dates", lambda w: build.actie(plan(w.school), einde=date(2024, 1, 1))),
    (
        "taak_has_text",
        lambda w: Taak.objects.create(plan=plan(w.school), tekst="", door_naam="x"),
    ),
    (
        "onderbouwing_once",
        lambda w: Onderbouwing.objects.create(
            actie=action(w.school), aanpak="feedback", naam="x", catalogus_versie="1", door_naam="x"
        ),
    ),
    ("toewijzing_has_amount", lambda w: build.toewijzing(action(w.school), "")),
    (
        "boeking_has_amount",
        lambda w: Boeking.objects.create(
            school=w.school,
            schooljaar=2025,
            soort="werkingsmiddelen",
            datum=TODAY,
            besteed="",
            omschrijving="x",
            door_naam="x",
        ),
    ),
    (
        "meting_share_or_score",
        lambda w: Meting.objects.create(
            indicator=measure(w.school), peildatum=TODAY, teller=1, bron_soort="gesprek"
        ),
    ),
    (
        "evaluatie_closed_complete",
        lambda w: build.evaluatie(plan(w.school), goal(w.school), afgerond=TODAY, volgende_op=None),
    ),
    ("besluit_has_reason", lambda w: _besluit(w, motivering="")),
    (
        "koppeling_has_title",
        lambda w: Beleidskoppeling.objects.create(
            school=w.school, soort="taalbeleid", titel="", door_naam="x"
        ),
    ),
    (
        "opmerking_has_text",
        lambda w: Opmerking.objects.create(
            school=w.school, soort="actie", nummer=1, tekst="", by_naam="x"
        ),
    ),
]
ALLOWED: dict[str, Any] = {
    page.name: (STAFF if page.get[2] != 403 and page.post[2] != 403 else WRITERS)
    for page in SCHOOL_PAGES
} | {"beleid:historie": STAFF, "beleid:indicator": STAFF}
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    *(
        (name, lambda w: {"pk": plan(w.other).pk})
        for name in (
            "beleid:plan",
            "beleid:plan_aanpassen",
            "beleid:plan_weg",
            "beleid:stand",
            "beleid:versies",
            "beleid:volgend",
        )
    ),
    *(
        (name, lambda w: {"plan": plan(w.other).pk})
        for name in (
            "beleid:streefdoel_nieuw",
            "beleid:actie_nieuw",
            "beleid:indicatoren",
            "beleid:indicator_nieuw",
        )
    ),
    *(
        (name, lambda w: {"pk": goal(w.other).pk})
        for name in (
            "beleid:streefdoel",
            "beleid:streefdoel_aanpassen",
            "beleid:streefdoel_vaststellen",
        )
    ),
    ("beleid:indicator", lambda w: {"pk": measure(w.other).pk}),
    *(
        (name, lambda w: {"pk": action(w.other).pk})
        for name in (
            "beleid:actie",
            "beleid:actie_aanpassen",
            "beleid:actie_status",
            "beleid:actie_stappen",
            "beleid:actie_uitvoering",
        )
    ),
    ("beleid:kies_aanpak", lambda w: {"actie": action(w.other).pk}),
    ("beleid:onderbouwing", lambda w: {"pk": basis(w.other).pk}),
    ("beleid:vaststelling", lambda w: {"pk": ground(w.other).pk}),
    ("beleid:vaststelling_aanpassen", lambda w: {"pk": ground(w.other).pk}),
    *(
        (name, lambda w: {"soort": "actie", "pk": action(w.other).pk})
        for name in (
            "beleid:knoop_weg",
            "beleid:historie",
            "beleid:opmerking",
            "beleid:bijlage",
        )
    ),
    ("beleid:opmerking_weg", lambda w: {"pk": remark(w.other).pk}),
    ("beleid:document", lambda w: {"pk": paper(w.other).pk}),
    ("beleid:document_weg", lambda w: {"pk": paper(w.other).pk}),
)
BROWSER: dict[str, list[str]] = {
    "beleid:overzicht": ["/school/999004/beleid/"],
    "beleid:plan_nieuw": ["/school/999002/beleid/plan/nieuw/?voorbeeld=schoolkosten-1b"],
    "beleid:vaststellingen": ["/school/999002/beleid/vaststellingen/"],
    "beleid:vaststelling_nieuw": ["/school/999002/beleid/vaststelling/nieuw/"],
    "beleid:code": ["/school/999002/beleid/code/R5/"],
    "beleid:aanpak_kiezen": ["/school/999002/beleid/aanpak/metacognitie/"],
}
_JOURNEY = "browser/test_beleid.py: the plan from begin to document"
ELSEWHERE: dict[str, str] = {
    page.name: ("a form" if page.get[3] == 405 else _JOURNEY)
    for page in SCHOOL_PAGES
    if page.name not in BROWSER
} | {"beleid:document": "a download"}
