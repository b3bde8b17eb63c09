"""What the walkers must know of the room of follow-up: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import Role
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Borging,
    Evaluatie,
    Indicator,
    Meting,
    Plan,
    Streefdoel,
)
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.opvolging import services, services_evaluatie, services_scores
from gokwijs.apps.opvolging.scoremeting import Scorekeuze, Wat
from gokwijs.apps.opvolging.services import Waarden
from gokwijs.apps.opvolging.tellen import Telkeuze
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from tests.apps import beleid_builders as rows
from tests.apps.builders import TODAY, World
from tests.apps.page import LOGIN, Page, S, school_page

O = f"{S}/beleid/opvolging"  # noqa: E741  the room
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
WRITERS = {"directeur", "gok_coordinator", "zorg"}
PLAN = "Opgevolgd plan"


def prepare(world: World) -> None:
    """A plan with a series, an open evaluatie with a decision, and a closed one with a borging."""
    for school in (world.school, world.other):
        _rows(school)


def _rows(school: School) -> None:
    plan = rows.plan(school, naam=PLAN, schooljaar_tot=rows.JAAR + 1)
    measured = rows.indicator(plan, naam="opgevolgd")
    first = rows.meting(measured, is_nulmeting=True, peildatum=date(2025, 2, 3))
    rows.meting(measured, 8, 42, peildatum=date(2026, 2, 2))
    rows.meting(measured, 9, 42, peildatum=date(2025, 11, 3), vervangen=timezone.now())
    doel = rows.streefdoel(plan, indicator=measured, nulmeting=first)
    rows.actie(plan, doel)
    rows.meting(
        rows.indicator(
            plan, naam="geteld", berekening="kenmerk_schooltoeslag", bron_soort="eigen_telling"
        ),
        peildatum=date(2024, 2, 1),
    )
    closed = rows.evaluatie(plan, doel, datum=date(2025, 6, 20), afgerond=date(2025, 6, 21))
    Borging.objects.create(
        plan=plan,
        besluit=_besluit(closed, doel),
        vorm="teamafspraak",
        verwijzing="schoolkalender",
        herzien_op=date(2026, 2, 1),
        **_by(),
    )
    _toets(school)
    still_open = rows.evaluatie(plan, doel)
    still_open.metingen.set([first])
    _besluit(still_open, doel)


def _by() -> dict[str, str]:
    return {"door_naam": rows.NAAM, "gewijzigd_door": rows.NAAM}


def _besluit(evaluatie: Evaluatie, doel: Streefdoel) -> Besluit:
    return Besluit.objects.create(
        plan=evaluatie.plan,
        evaluatie=evaluatie,
        streefdoel=doel,
        keuze="voortzetten",
        motivering="Het gaat de goede kant op.",
        **_by(),
    )


def plan(school: School) -> Plan:
    return school.plannen.get(naam=PLAN)


def indicator(school: School, naam: str = "opgevolgd") -> Indicator:
    return Indicator.objects.get(plan=plan(school), naam=naam)


def meting(school: School, *, nul: bool = False) -> Meting:
    """The one that counts; a walker that took it away still knows its address."""
    rows = list(Meting.objects.filter(indicator=indicator(school), is_nulmeting=nul))
    return next((one for one in rows if one.vervangen is None), rows[0])


def withdrawn(school: School) -> Meting:
    rows = Meting.objects.filter(indicator=indicator(school), vervangen__isnull=False)
    return rows.order_by("pk")[0]


def doel(school: School) -> Streefdoel:
    return Streefdoel.objects.filter(plan=plan(school)).order_by("pk")[0]


def actie(school: School) -> Actie:
    return Actie.objects.filter(plan=plan(school)).order_by("pk")[0]


def evaluatie(school: School, *, klaar: bool = False) -> Evaluatie:
    """An open or a closed one; when a walker closed them all, the first."""
    rows = list(Evaluatie.objects.filter(plan=plan(school)).order_by("pk"))
    return next((one for one in rows if (one.afgerond is not None) == klaar), rows[0])


def besluit(school: School, *, klaar: bool = False) -> Besluit:
    return Besluit.objects.filter(evaluatie=evaluatie(school, klaar=klaar)).order_by("pk")[0]


def borging(school: School) -> Borging:
    return Borging.objects.filter(plan=plan(school)).order_by("pk")[0]


def _toets(school: School) -> None:
    """A toets with one score, of a pupil that is there already."""
    pupil = Leerling.objects.filter(school=school).order_by("pk").first()
    if pupil is None:
        return
    toets = Toets.objects.create(
        school=school, naam=PLAN, soort="leerprestaties", schaal="punten", door_naam="x"
    )
    made = Afname.objects.create(toets=toets, naam="midden", datum=date(2026, 2, 10), door_naam="x")
    Score.objects.create(afname=made, leerling=pupil, waarde=Decimal(24), door_naam="x")


def _afname(school: School) -> Afname:
    return Afname.objects.get(toets__school=school, toets__naam=PLAN)


def only_post(name: str, path: Any, alice: Any, **kwargs: Any) -> Page:
    """An address that answers a form only, of who writes."""
    return Page(name, path, (LOGIN, 405, 405, 405), (LOGIN, 404, 403, alice), **kwargs)


def at(pattern: str, find: Callable[[School], Any]) -> Callable[[World], str]:
    return lambda w: f"{O}/{pattern.format(find(w.school).pk)}"


METING = {"peildatum": "2026-02-20", "teller": "7", "noemer": "42", "bron_soort": "eigen_telling"}
BORGING = {"vorm": "budgetlijn", "verwijzing": "begroting 2026", "herzien_op": "2027-05-01"}
IND = f"→{O}/indicator/"
EVA, BOR = f"→{O}/evaluaties/", f"→{O}/borging/"

SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("opvolging:overzicht", f"{O}/", 200, 200),
    school_page("opvolging:beleidsindicatoren", f"{O}/beleidsindicatoren/", 200, 200),
    school_page("opvolging:indicator", at("indicator/{}/", indicator), 200, 200),
    school_page(
        "opvolging:meting_nieuw",
        at("indicator/{}/meting/", indicator),
        200,
        403,
        (403, IND),
        data=lambda w: METING,
        events=("opvolging.meting",),
    ),
    school_page("opvolging:uit_toets", at("indicator/{}/uit-toets/", indicator), 200, 403),
    school_page(
        "opvolging:reeks",
        at("indicator/{}/reeks/", indicator),
        200,
        403,
        (403, IND),
        data=lambda w: {"rijen": "3/2/2024; 20; 40", "bron_soort": "lvs"},
        events=("opvolging.reeks",),
    ),
    school_page(
        "opvolging:telling",
        at("indicator/{}/tellen/", lambda s: indicator(s, "geteld")),
        200,
        403,
        (403, IND),
        data=lambda w: {"figuur": "kenmerk_schooltoeslag"},
        events=("beleid.aangepast", "opvolging.aangevuld"),
    ),
    only_post(
        "opvolging:aanvullen",
        at("indicator/{}/aanvullen/", lambda s: indicator(s, "geteld")),
        IND,
        events=("opvolging.aangevuld",),
    ),
    school_page(
        "opvolging:indicator_meenemen",
        at("indicator/{}/meenemen/csv/", indicator),
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
    school_page(
        "opvolging:telling_nieuw",
        at("plan/{}/tellen/", plan),
        200,
        403,
        (403, IND),
        data=lambda w: {"figuur": "kenmerk_schooltoeslag"},
        events=("beleid.gemaakt", "opvolging.aangevuld"),
    ),
    school_page(
        "opvolging:verbeteren",
        at("meting/{}/verbeteren/", meting),
        200,
        403,
        (403, IND),
        data=lambda w: {**METING, "reden": "verkeerd geteld"},
        events=("opvolging.verbeterd",),
    ),
    only_post(
        "opvolging:meting_weg",
        at("meting/{}/weg/", meting),
        IND,
        events=("opvolging.ingetrokken",),
    ),
    only_post("opvolging:nulmeting", at("meting/{}/nulmeting/", meting), IND),
    school_page("opvolging:evaluaties", f"{O}/evaluaties/", 200, 200),
    school_page(
        "opvolging:evaluatie_nieuw",
        lambda w: f"{O}/evaluaties/nieuw/?plan={plan(w.school).pk}",
        200,
        403,
        (403, EVA),
        data=lambda w: {"datum": "2026-02-25", "streefdoelen": [doel(w.school).pk]},
        events=("beleid.gemaakt",),
    ),
    school_page(
        "opvolging:evaluatie",
        at("evaluaties/{}/", evaluatie),
        200,
        200,
        (403, EVA),
        data=lambda w: {
            "datum": "2026-01-20",
            "streefdoelen": [doel(w.school).pk],
            "conclusie": "Anders gezegd.",
        },
        events=("beleid.aangepast",),
    ),
    only_post(
        "opvolging:afronden",
        at("evaluaties/{}/afronden/", evaluatie),
        EVA,
        events=("beleid.aangepast", "beleid.afgerond"),
    ),
    school_page(
        "opvolging:besluit",
        lambda w: f"{O}/evaluaties/{evaluatie(w.school).pk}/besluit/{doel(w.school).pk}/",
        200,
        403,
        (403, EVA),
        data=lambda w: {"keuze": "stoppen", "motivering": "Het past niet."},
        events=("beleid.aangepast",),
    ),
    school_page(
        "opvolging:besluit_actie",
        lambda w: (
            f"{O}/evaluaties/{evaluatie(w.school).pk}/besluit/{doel(w.school).pk}"
            f"/actie/{actie(w.school).pk}/"
        ),
        200,
        403,
        (403, EVA),
        data=lambda w: {"keuze": "stoppen", "motivering": "Het past niet."},
        events=("beleid.gemaakt",),
    ),
    school_page(
        "opvolging:evaluatie_meenemen",
        at("evaluaties/{}/meenemen/csv/", evaluatie),
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
    school_page("opvolging:borgingen", f"{O}/borging/", 200, 200),
    only_post(
        "opvolging:besluit_weg",
        at("besluit/{}/weg/", besluit),
        EVA,
        events=("beleid.verwijderd",),
    ),
    school_page(
        "opvolging:borging_nieuw",
        at("besluit/{}/borging/", lambda s: besluit(s, klaar=True)),
        200,
        403,
        (403, BOR),
        data=lambda w: BORGING,
        events=("beleid.gemaakt",),
    ),
    school_page(
        "opvolging:borging",
        at("borging/{}/", borging),
        200,
        403,
        (403, BOR),
        data=lambda w: BORGING,
        events=("beleid.aangepast",),
    ),
    only_post(
        "opvolging:borging_weg",
        at("borging/{}/weg/", borging),
        BOR,
        events=("beleid.verwijderd",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()


def _waarden(dag: date = TODAY, teller: str = "7") -> Waarden:
    return Waarden(dag, Decimal(teller), Decimal(42), bron_soort="eigen_telling")


def _gone_and_back(world: World) -> None:
    one = services_evaluatie.trek_borging_in(borging=borging(world.school), by=world.alice)
    services_evaluatie.trek_borging_in(borging=one, by=world.alice, terug=True)


def _save_evaluatie(school: School, by: User) -> Evaluatie:
    values = {"datum": TODAY, "streefdoelen": [doel(school)]}
    return services_evaluatie.bewaar_evaluatie(
        evaluatie=Evaluatie(plan=plan(school)), values=values, by=by
    )


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "opvolging.voeg_meting_toe": (
        lambda w: services.voeg_meting_toe(
            indicator=indicator(w.school), waarden=_waarden(), nulmeting=False, by=w.alice
        ),
        ["opvolging.meting"],
    ),
    "opvolging.voeg_reeks_toe": (
        lambda w: services.voeg_reeks_toe(
            indicator=indicator(w.school),
            rijen=[_waarden(date(2024, 3, 1)), _waarden(date(2024, 2, 1))],
            by=w.alice,
        ),
        ["opvolging.reeks"],
    ),
    "opvolging.voeg_scoremeting_toe": (
        lambda w: services_scores.voeg_scoremeting_toe(
            indicator=indicator(w.school),
            afname=_afname(w.school),
            keuze=Scorekeuze(Wat.AANDEEL, grens=Decimal(20)),
            nulmeting=False,
            by=w.alice,
        ),
        ["opvolging.meting"],
    ),
    "opvolging.maak_nulmeting": (
        lambda w: services.maak_nulmeting(
            meting=indicator(w.school, "geteld").metingen.get(), by=w.alice
        ),
        ["opvolging.nulmeting"],
    ),
    "opvolging.verbeter_meting": (
        lambda w: services.verbeter_meting(
            meting=meting(w.school),
            waarden=_waarden(date(2024, 4, 1)),
            reden="verkeerd",
            by=w.alice,
        ),
        ["opvolging.verbeterd"],
    ),
    "opvolging.trek_meting_in": (
        lambda w: services.trek_meting_in(meting=meting(w.school), reden="", by=w.alice),
        ["opvolging.ingetrokken"],
    ),
    "opvolging.zet_meting_terug": (
        lambda w: services.zet_meting_terug(meting=withdrawn(w.school), by=w.alice),
        ["opvolging.teruggezet"],
    ),
    "opvolging.kies_telling": (
        lambda w: services.kies_telling(
            plan=plan(w.school),
            indicator=None,
            keuze=Telkeuze("vordering"),
            today=TODAY,
            by=w.alice,
        ),
        ["beleid.gemaakt"],
    ),
    "opvolging.vul_aan": (
        lambda w: services.vul_aan(
            indicator=indicator(w.school, "geteld"), today=TODAY, by=w.alice
        ),
        ["opvolging.aangevuld"],
    ),
    "opvolging.bewaar_evaluatie": (
        lambda w: _save_evaluatie(w.school, w.alice),
        ["beleid.gemaakt"],
    ),
    "opvolging.rond_evaluatie_af": (
        lambda w: services_evaluatie.rond_evaluatie_af(
            evaluatie=evaluatie(w.school), today=TODAY, by=w.alice
        ),
        ["beleid.aangepast", "beleid.afgerond"],
    ),
    "opvolging.schaal_op": (
        lambda w: services_evaluatie.schaal_op(
            streefdoel=doel(w.school), plaats="eerste graad, 1A", by=w.alice
        ),
        ["beleid.gemaakt", "beleid.gemaakt", "beleid.gemaakt"],  # goal, indicator, actie
    ),
    "opvolging.bewaar_besluit": (
        lambda w: services_evaluatie.bewaar_besluit(
            besluit=besluit(w.school), values={"motivering": "Beter gezegd."}, by=w.alice
        ),
        ["beleid.aangepast"],
    ),
    "opvolging.trek_besluit_in": (
        lambda w: services_evaluatie.trek_besluit_in(besluit=besluit(w.school), by=w.alice),
        ["beleid.verwijderd"],
    ),
    "opvolging.bewaar_borging": (
        lambda w: services_evaluatie.bewaar_borging(
            borging=borging(w.school), values={"verwijzing": "reglement"}, by=w.alice
        ),
        ["beleid.aangepast"],
    ),
    "opvolging.trek_borging_in": (
        _gone_and_back,
        ["beleid.verwijderd", "beleid.teruggezet"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {
    "opvolging.nieuwe": lambda w: services.nieuwe(indicator(w.school), []),
    "opvolging.ontbreekt": lambda w: services_evaluatie.ontbreekt(evaluatie(w.school)),
    "opvolging.bezwaar": lambda w: services_evaluatie.bezwaar({"keuze": "bijsturen"}),
}
# The models stand in the room beleid, with their constraints.
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = []
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    **{page.name: WRITERS for page in SCHOOL_PAGES},
    "opvolging:overzicht": STAFF,
    "opvolging:beleidsindicatoren": STAFF,
    "opvolging:indicator": STAFF,
    "opvolging:indicator_meenemen": STAFF,
    "opvolging:evaluaties": STAFF,
    "opvolging:evaluatie": STAFF,
    "opvolging:evaluatie_meenemen": STAFF,
    "opvolging:borgingen": STAFF,
}


def _foreign(
    name: str, find: Callable[[School], Any], **more: Any
) -> tuple[str, Callable[[World], dict[str, Any]]]:
    return f"opvolging:{name}", lambda w: {"pk": find(w.other).pk, **more}


# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    _foreign("indicator", indicator),
    _foreign("meting_nieuw", indicator),
    _foreign("reeks", indicator),
    _foreign("telling", indicator),
    _foreign("aanvullen", indicator),
    _foreign("indicator_meenemen", indicator, soort="csv"),
    _foreign("telling_nieuw", plan),
    _foreign("verbeteren", meting),
    _foreign("meting_weg", meting),
    _foreign("nulmeting", meting),
    _foreign("uit_toets", indicator),
    _foreign("evaluatie", evaluatie),
    _foreign("afronden", evaluatie),
    _foreign("evaluatie_meenemen", evaluatie, soort="csv"),
    ("opvolging:besluit", lambda w: {"pk": evaluatie(w.other).pk, "doel": doel(w.other).pk}),
    (
        "opvolging:besluit_actie",
        lambda w: {
            "pk": evaluatie(w.other).pk,
            "doel": doel(w.other).pk,
            "actie": actie(w.other).pk,
        },
    ),
    _foreign("besluit_weg", besluit),
    _foreign("borging_nieuw", besluit),
    _foreign("borging", borging),
    _foreign("borging_weg", borging),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "opvolging:overzicht": ["/school/999002/beleid/opvolging/"],
    "opvolging:beleidsindicatoren": ["/school/999002/beleid/opvolging/beleidsindicatoren/"],
    "opvolging:uit_toets": ["/school/999002/beleid/opvolging/indicator/2/uit-toets/"],
    "opvolging:evaluaties": ["/school/999002/beleid/opvolging/evaluaties/"],
    "opvolging:borgingen": ["/school/999002/beleid/opvolging/borging/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    **{
        f"opvolging:{name}": "browser/test_opvolging.py: from a first meting to a decision"
        for name in (
            *("indicator", "meting_nieuw", "reeks", "telling", "telling_nieuw", "verbeteren"),
            *("evaluatie_nieuw", "evaluatie", "besluit", "borging_nieuw", "borging"),
        )
    },
    "opvolging:indicator_meenemen": "a download",
    "opvolging:evaluatie_meenemen": "a download",
    "opvolging:aanvullen": "a form of opvolging:indicator",
    "opvolging:meting_weg": "a form of opvolging:indicator",
    "opvolging:nulmeting": "a form of opvolging:indicator",
    "opvolging:afronden": "a form of opvolging:evaluatie",
    "opvolging:besluit_weg": "a form of opvolging:besluit",
    "opvolging:besluit_actie": "opvolging:besluit with fewer fields",
    "opvolging:borging_weg": "a form of opvolging:borging",
}
