"""What the walkers must know of the room of effect: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gokwijs.apps.access.roles import Role
from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.effect import services, services_deelname, services_uitkomst
from gokwijs.apps.effect.models import Deelname, Groep, Opzet, Uitkomst
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from gokwijs.core.effect.keuzes import Ontwerp
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.effect.uitkomst import Effect, Groepcijfers, Opzetkeuze, Schatting
from tests.apps import beleid_builders as rows
from tests.apps.builders import TODAY, World
from tests.apps.page import LOGIN, Page, S, school_page

E = f"{S}/beleid/effect"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
MAKERS = {"directeur", "gok_coordinator", "zorg"}
PLAN, TOETS = "Beoordeeld plan", "Effecttoets"
KLAAR, LOOPT, ONTWERP, WEG, NIEUW = "met resultaat", "loopt", "ontwerp", "weggehaald", "zonder"


def prepare(world: World) -> None:
    """A setup with a result, one that waits for its post-test, a draft, and one taken away."""
    for school, pupil in ((world.school, world.leerling), (world.other, world.their_leerling)):
        _rows(school, pupil)


def _rows(school: School, pupil: Leerling) -> None:
    plan = rows.plan(school, naam=PLAN)
    doel = rows.streefdoel(plan, status="ontwerp")
    toets = Toets.objects.create(
        school=school, naam=TOETS, soort="leerprestaties", schaal="punten", door_naam=rows.NAAM
    )
    voor, na = (
        Afname.objects.create(toets=toets, naam=naam, datum=dag, door_naam=rows.NAAM)
        for naam, dag in (("begin", date(2025, 9, 15)), ("einde", date(2026, 2, 20)))
    )
    for afname in (voor, na):
        Score.objects.create(afname=afname, leerling=pupil, waarde=12, door_naam=rows.NAAM)
    fixed = {"vastgelegd": date(2025, 10, 1), "vastgelegd_door": rows.NAAM}
    for titel, more in (
        (KLAAR, {"na": na, **fixed}),
        (LOOPT, fixed),
        (ONTWERP, {}),
        (WEG, {"verwijderd": timezone.now()}),
    ):
        actie = rows.actie(plan, doel, titel=titel)
        opzet = Opzet.objects.create(actie=actie, toets=toets, voor=voor, **_by(), **more)
        Deelname.objects.create(opzet=opzet, leerling=pupil, groep=Groep.ACTIE, momenten=3)
    rows.actie(plan, doel, titel=NIEUW)
    Uitkomst.objects.create(
        opzet=opzet_van(school, KLAAR),
        inhoud=_effect().naar_json(),
        data_hash="0" * 64,
        bereik=Decimal(1),
        door_naam=rows.NAAM,
    )


def _by() -> dict[str, Any]:
    return {"toewijzing": "leerling", "door_naam": rows.NAAM, "gewijzigd_door": rows.NAAM}


def _effect() -> Effect:
    """As of forty pupils per group."""
    groups = (("actie", 14.0), ("vergelijking", 10.0))
    return Effect(
        ontwerp=Ontwerp.C,
        oordeel=Oordeel.AANWIJZING_VOORUITGANG,
        keuze=Opzetkeuze(),
        n_t=40,
        n_c=40,
        begin_g=0.01,
        heeft_voormeting=True,
        gemiddelden=tuple(Groepcijfers(key, 40, 8.0, 3.0, mean, 3.0) for key, mean in groups),
        punten=Schatting(4.0, 2.0, 6.0, 1.0, 77.0),
        g=Schatting(0.5, 0.2, 0.8, 0.15, 77.0),
        maanden_reden="te_weinig",
    )


def actie(school: School, titel: str) -> Actie:
    return Actie.objects.get(plan__school=school, plan__naam=PLAN, titel=titel)


def opzet_van(school: School, titel: str) -> Opzet:
    return Opzet.objects.filter(actie=actie(school, titel)).order_by("pk")[0]


def uitkomst(school: School) -> Uitkomst:
    return opzet_van(school, KLAAR).uitkomsten.order_by("pk")[0]


def toets(school: School) -> Toets:
    return Toets.objects.get(school=school, naam=TOETS)


def natoets(school: School) -> Afname:
    return Afname.objects.get(toets=toets(school), naam="einde")


def at(pattern: str, find: Callable[[School], Any]) -> Callable[[World], str]:
    return lambda w: f"{E}/{pattern.format(find(w.school).pk)}"


def setup(titel: str) -> Callable[[School], Opzet]:
    return lambda school: opzet_van(school, titel)


def only_post(name: str, path: Any, alice: Any, **kwargs: Any) -> Page:
    """An address that answers a form only, of who may make a setup."""
    return Page(name, path, (LOGIN, 405, 405, 405), (LOGIN, 404, 403, alice), **kwargs)


TO = f"→{E}/opzet/"
LOOK = ("leerlingen.bekeken",)

SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("effect:overzicht", f"{E}/", 200, 200),
    school_page("effect:cursus", f"{E}/cursus/", 200, 200),
    school_page(
        "effect:opzet_nieuw",
        lambda w: f"{E}/actie/{actie(w.school, NIEUW).pk}/nieuw/",
        200,
        403,
        (403, TO),
        data=lambda w: {
            "toets": toets(w.school).pk,
            "vergelijking": "geen",
            "toewijzing": "leerling",
        },
        events=("effect.opzet",),
    ),
    school_page("effect:opzet", at("opzet/{}/", setup(LOOPT)), 200, 200),
    school_page(
        "effect:opzet_aanpassen",
        at("opzet/{}/aanpassen/", setup(ONTWERP)),
        200,
        403,
        (403, TO),
        data=lambda w: {"vergelijking": "geen", "toewijzing": "klas", "versie": "1"},
        events=("effect.aangepast",),
    ),
    only_post(
        "effect:vastleggen",
        at("opzet/{}/vastleggen/", setup(ONTWERP)),
        TO,
        events=("effect.vastgelegd",),
    ),
    school_page(
        "effect:vervangen",
        at("opzet/{}/vervangen/", setup(LOOPT)),
        200,
        403,
        (403, TO),
        data=lambda w: {"reden": "een andere toets"},
        events=("effect.vervangen",),
    ),
    only_post(
        "effect:natoets",
        at("opzet/{}/natoets/", setup(LOOPT)),
        TO,
        data=lambda w: {"na": natoets(w.school).pk},
        events=("effect.natoets",),
    ),
    only_post(
        "effect:opzet_weg",
        at("opzet/{}/weg/", setup(ONTWERP)),
        200,
        events=("effect.weggehaald",),
    ),
    only_post(
        "effect:opzet_terug",
        at("opzet/{}/terug/", setup(WEG)),
        TO,
        events=("effect.teruggezet",),
    ),
    school_page(
        "effect:leerlingen",
        at("opzet/{}/leerlingen/actie/", setup(ONTWERP)),
        200,
        403,
        (403, TO),
        data=lambda w: {"leerling": [w.leerling.pk]},
        get_events=LOOK,
        events=("effect.deelnemers",),
    ),
    school_page(
        "effect:meegedaan",
        at("opzet/{}/meegedaan/", setup(LOOPT)),
        200,
        403,
        (403, TO),
        get_events=LOOK,
        events=("effect.deelname",),
    ),
    only_post(
        "effect:berekenen",
        at("opzet/{}/berekenen/", setup(KLAAR)),
        TO,
        events=("effect.berekend",),
    ),
    school_page("effect:uitkomst", at("opzet/{}/resultaat/", setup(KLAAR)), 200, 200),
    school_page(
        "effect:uitkomst_meenemen",
        at("opzet/{}/meenemen/xlsx/", setup(KLAAR)),
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
    school_page(
        "effect:verlagen",
        at("uitkomst/{}/verlagen/", uitkomst),
        200,
        403,
        (403, TO),
        data=lambda w: {"naar": "onbeslist_interval", "nota": "Er veranderde meer tegelijk."},
        events=("effect.verlaagd",),
    ),
    school_page("effect:kloof", at("kloof/{}/", toets), 200, 200),
    school_page(
        "effect:kloof_meenemen",
        at("kloof/{}/meenemen/xlsx/", toets),
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()

WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "effect.maak_opzet": (
        lambda w: services.maak_opzet(
            actie=actie(w.school, NIEUW), keuzes=services.Keuzes(toets(w.school)), by=w.alice
        ),
        ["effect.opzet"],
    ),
    "effect.pas_opzet_aan": (
        lambda w: services.pas_opzet_aan(
            opzet=opzet_van(w.school, ONTWERP),
            keuzes=services.Keuzes(toets(w.school)),
            versie=1,
            by=w.alice,
        ),
        ["effect.aangepast"],
    ),
    "effect.leg_vast": (
        lambda w: services.leg_vast(opzet=opzet_van(w.school, ONTWERP), today=TODAY, by=w.alice),
        ["effect.vastgelegd"],
    ),
    "effect.kies_natoets": (
        lambda w: services.kies_natoets(
            opzet=opzet_van(w.school, LOOPT), na=natoets(w.school), by=w.alice
        ),
        ["effect.natoets"],
    ),
    "effect.vervang_opzet": (
        lambda w: services.vervang_opzet(
            opzet=opzet_van(w.school, LOOPT), reden="anders", by=w.alice
        ),
        ["effect.vervangen"],
    ),
    "effect.verwijder_opzet": (
        lambda w: services.verwijder_opzet(opzet=opzet_van(w.school, ONTWERP), by=w.alice),
        ["effect.weggehaald"],
    ),
    "effect.kies_deelnemers": (
        lambda w: services_deelname.kies_deelnemers(
            opzet=opzet_van(w.school, ONTWERP),
            groep=Groep.ACTIE,
            leerling_ids=frozenset(),
            by=w.alice,
        ),
        ["effect.deelnemers"],
    ),
    "effect.noteer_deelname": (
        lambda w: services_deelname.noteer_deelname(
            opzet=opzet_van(w.school, LOOPT),
            gekregen={
                d.pk: services_deelname.Gekregen(9)
                for d in opzet_van(w.school, LOOPT).deelnames.all()
            },
            by=w.alice,
        ),
        ["effect.deelname"],
    ),
    "effect.bereken_uitkomst": (
        lambda w: services_uitkomst.bereken_uitkomst(opzet=opzet_van(w.school, KLAAR), by=w.alice),
        ["effect.berekend"],
    ),
    "effect.verlaag": (
        lambda w: services_uitkomst.verlaag(
            uitkomst=uitkomst(w.school),
            naar=Oordeel.ONBESLIST_INTERVAL,
            nota="voorzichtig",
            by=w.alice,
        ),
        ["effect.verlaagd"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {
    "effect.bezwaren": lambda w: services.bezwaren(
        services.Keuzes(toets(w.school)), actie(w.school, ONTWERP)
    ),
    "effect.eerste_afname": lambda w: services_deelname.eerste_afname(
        opzet_van(w.school, ONTWERP), Groep.ACTIE
    ),
    "effect.kandidaten": lambda w: services_deelname.kandidaten(
        opzet_van(w.school, ONTWERP), Groep.ACTIE
    ),
    "effect.lager": lambda w: services_uitkomst.lager(Oordeel.AANWIJZING_VOORUITGANG),
    "effect.locked": lambda w: services.locked(opzet_van(w.school, ONTWERP)),
    "effect.must_be_draft": lambda w: services.must_be_draft(opzet_van(w.school, ONTWERP)),
    "effect.oordeel_van": lambda w: services_uitkomst.oordeel_van(uitkomst(w.school)),
    "effect.reden_verkennend": lambda w: services.reden_verkennend(opzet_van(w.school, KLAAR)),
    "effect.weggehaald": lambda w: services.weggehaald(w.school, opzet_van(w.school, WEG).pk),
}


def _change(world: World, titel: str, **values: Any) -> Any:
    return Opzet.objects.filter(pk=opzet_van(world.school, titel).pk).update(**values)


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "opzet_one_main_outcome",
        lambda w: Opzet.objects.create(
            actie=actie(w.school, ONTWERP), toets=toets(w.school), **_by()
        ),
    ),
    ("opzet_explores_for_a_reason", lambda w: _change(w, ONTWERP, hoofduitkomst=False)),
    ("opzet_matches_within_margin", lambda w: _change(w, ONTWERP, koppelen=True, marge=None)),
    ("opzet_fixed_with_allocation", lambda w: _change(w, LOOPT, toewijzing="")),
    (
        "opzet_replaces_for_a_reason",
        lambda w: _change(w, ONTWERP, vervangt=opzet_van(w.school, LOOPT)),
    ),
    (
        "deelname_once",
        lambda w: Deelname.objects.create(
            opzet=opzet_van(w.school, LOOPT), leerling=w.leerling, groep=Groep.VERGELIJKING
        ),
    ),
    (
        "deelname_only_the_action_has_moments",
        lambda w: Deelname.objects.filter(opzet=opzet_van(w.school, LOOPT)).update(
            groep=Groep.VERGELIJKING, momenten=3
        ),
    ),
    (
        "uitkomst_lowered_with_a_note",
        lambda w: Uitkomst.objects.filter(pk=uitkomst(w.school).pk).update(
            verlaagd_naar="onbeslist_interval"
        ),
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    "effect:overzicht": STAFF,
    "effect:cursus": STAFF,
    "effect:opzet_nieuw": MAKERS,
    "effect:opzet": STAFF,
    "effect:opzet_aanpassen": MAKERS,
    "effect:vastleggen": MAKERS,
    "effect:vervangen": MAKERS,
    "effect:natoets": MAKERS,
    "effect:opzet_weg": MAKERS,
    "effect:opzet_terug": MAKERS,
    "effect:leerlingen": MAKERS,
    "effect:meegedaan": MAKERS,
    "effect:berekenen": MAKERS,
    "effect:uitkomst": STAFF,
    "effect:uitkomst_meenemen": STAFF,
    "effect:verlagen": MAKERS,
    "effect:kloof": STAFF,
    "effect:kloof_meenemen": STAFF,
}


def _theirs(titel: str, **more: str) -> Callable[[World], dict[str, Any]]:
    return lambda w: {"pk": opzet_van(w.other, titel).pk, **more}


# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("effect:opzet_nieuw", lambda w: {"pk": actie(w.other, NIEUW).pk}),
    ("effect:opzet", _theirs(LOOPT)),
    ("effect:opzet_aanpassen", _theirs(ONTWERP)),
    ("effect:vastleggen", _theirs(ONTWERP)),
    ("effect:vervangen", _theirs(LOOPT)),
    ("effect:natoets", _theirs(LOOPT)),
    ("effect:opzet_weg", _theirs(ONTWERP)),
    ("effect:opzet_terug", _theirs(WEG)),
    ("effect:leerlingen", _theirs(ONTWERP, groep="actie")),
    ("effect:meegedaan", _theirs(LOOPT)),
    ("effect:berekenen", _theirs(KLAAR)),
    ("effect:uitkomst", _theirs(KLAAR)),
    ("effect:uitkomst_meenemen", _theirs(KLAAR, soort="xlsx")),
    ("effect:verlagen", lambda w: {"pk": uitkomst(w.other).pk}),
    ("effect:kloof", lambda w: {"pk": toets(w.other).pk}),
    ("effect:kloof_meenemen", lambda w: {"pk": toets(w.other).pk, "soort": "xlsx"}),
)
_D = "/school/999002/beleid/effect"
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "effect:overzicht": [f"{_D}/", "/school/999001/beleid/effect/"],
    "effect:cursus": [f"{_D}/cursus/", f"{_D}/cursus/?stap=5"],
    "effect:opzet": [f"{_D}/opzet/1/"],
    "effect:leerlingen": [f"{_D}/opzet/1/leerlingen/actie/"],
    "effect:meegedaan": [f"{_D}/opzet/1/meegedaan/"],
    "effect:uitkomst": [f"{_D}/opzet/1/resultaat/"],
    "effect:verlagen": [f"{_D}/uitkomst/1/verlagen/"],
    "effect:vervangen": [f"{_D}/opzet/1/vervangen/"],
    "effect:kloof": [f"{_D}/kloof/1/"],
    "effect:opzet_nieuw": [f"{_D}/actie/1/nieuw/", f"{_D}/actie/1/nieuw/?toets=1"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "effect:opzet_aanpassen": "the form of effect:opzet_nieuw",
    "effect:vastleggen": "a form of effect:opzet",
    "effect:natoets": "a form of effect:opzet",
    "effect:opzet_weg": "a form of effect:opzet",
    "effect:opzet_terug": "a form of effect:opzet_weg",
    "effect:berekenen": "a form of effect:opzet",
    "effect:uitkomst_meenemen": "a download",
    "effect:kloof_meenemen": "a download",
}
