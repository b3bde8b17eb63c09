"""What the walkers must know of the room dossier: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from gokwijs.apps.access.roles import Role
from gokwijs.apps.dossier import services_inspectie, services_klaar
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering, Zelfcheck
from gokwijs.apps.scholen.models import School
from tests.apps.builders import TODAY, World
from tests.apps.page import LOGIN, Page, S, school_page

D = f"{S}/beleid/dossier"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
WRITERS = {"directeur", "gok_coordinator", "zorg"}
BY = {"door_naam": "Alice Adams", "gewijzigd_door": "Alice Adams"}
UITKOMST = {
    "vorm": 1,
    "tekorten": [{"tekort": "t1", "oordeel": "tekort", "punten": [], "toelichting": ""}],
    "woorden": {},
}
VERSLAG = {"document": "Verslag", "datum": "2025-11-20", "gok_uitspraak": "geen"}
PUNT = {"tekst": "Doelen meten.", "soort": "aanbeveling", "status": "open"}


def prepare(world: World) -> None:
    """A negative report with one finding, and one kept stand, at both schools."""
    for school in (world.school, world.other):
        report = Inspectie.objects.create(
            school=school,
            document="Doorlichtingsverslag",
            datum=date(2025, 11, 20),
            gok_uitspraak="negatief",
            **BY,
        )
        Remediering.objects.create(inspectie=report, **BY)
        Bevinding.objects.create(
            inspectie=report, tekst="Doelen zijn niet meetbaar.", soort="tekort", **BY
        )
        Zelfcheck.objects.create(
            school=school, dag=date(2026, 2, 2), uitkomst=UITKOMST, door_naam="Alice Adams"
        )


def verslag(school: School) -> Inspectie:
    return school.inspecties.order_by("pk")[0]


def punt(school: School) -> Bevinding:
    return verslag(school).bevindingen.order_by("pk")[0]


def stand(school: School) -> Zelfcheck:
    return school.zelfchecks.order_by("pk")[0]


def only_post(name: str, path: Any, bob: Any, alice: Any, **kwargs: Any) -> Page:
    """An address that answers a form only."""
    find = path if callable(path) else (lambda w: path)
    return Page(name, find, (LOGIN, 405, 405, 405), (LOGIN, 404, bob, alice), **kwargs)


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("dossier:overzicht", f"{D}/", 200, 200),
    only_post(
        "dossier:bewaren",
        f"{D}/bewaren/",
        403,
        f"→{D}/bewaard/",
        data=lambda w: {"nota": "voor de werkgroep"},
        events=("dossier.zelfcheck",),
    ),
    school_page("dossier:bewaard", lambda w: f"{D}/bewaard/{stand(w.school).pk}/", 200, 200),
    only_post(
        "dossier:bewaard_weg",
        lambda w: f"{D}/bewaard/{stand(w.school).pk}/weg/",
        403,
        f"→{D}/",
        events=("dossier.zelfcheck_weg",),
    ),
    school_page("dossier:inspecties", f"{D}/inspectie/", 200, 200),
    school_page(
        "dossier:inspectie_nieuw",
        f"{D}/inspectie/nieuw/",
        200,
        403,
        (403, f"→{D}/inspectie/"),
        data=lambda w: VERSLAG,
        events=("dossier.inspectie",),
    ),
    school_page("dossier:inspectie", lambda w: f"{D}/inspectie/{verslag(w.school).pk}/", 200, 200),
    school_page(
        "dossier:inspectie_aanpassen",
        lambda w: f"{D}/inspectie/{verslag(w.school).pk}/aanpassen/",
        200,
        403,
        (403, f"→{D}/inspectie/"),
        data=lambda w: {**VERSLAG, "versie": 1},
        events=("dossier.inspectie_aangepast",),
    ),
    only_post(
        "dossier:inspectie_weg",
        lambda w: f"{D}/inspectie/{verslag(w.school).pk}/weg/",
        403,
        f"→{D}/inspectie/",
        events=("dossier.inspectie_weg",),
    ),
    school_page(
        "dossier:remediering",
        lambda w: f"{D}/inspectie/{verslag(w.school).pk}/remediering/",
        200,
        200,
        (403, f"→{D}/inspectie/"),
        data=lambda w: {"herevaluatie_op": "2026-10-01", "begeleider": "PBD", "versie": 1},
        events=("dossier.remediering_aangepast",),
    ),
    school_page(
        "dossier:bevinding_nieuw",
        lambda w: f"{D}/inspectie/{verslag(w.school).pk}/bevinding/",
        200,
        403,
        (403, f"→{D}/bevinding/"),
        data=lambda w: PUNT,
        events=("dossier.bevinding",),
    ),
    school_page("dossier:bevinding", lambda w: f"{D}/bevinding/{punt(w.school).pk}/", 200, 200),
    school_page(
        "dossier:bevinding_aanpassen",
        lambda w: f"{D}/bevinding/{punt(w.school).pk}/aanpassen/",
        200,
        403,
        (403, f"→{D}/bevinding/"),
        data=lambda w: {**PUNT, "versie": 1},
        events=("dossier.bevinding_aangepast",),
    ),
    only_post(
        "dossier:bevinding_weg",
        lambda w: f"{D}/bevinding/{punt(w.school).pk}/weg/",
        403,
        f"→{D}/inspectie/",
        events=("dossier.bevinding_weg",),
    ),
    only_post(
        "dossier:bevinding_vaststelling",
        lambda w: f"{D}/bevinding/{punt(w.school).pk}/vaststelling/",
        403,
        f"→{D}/bevinding/",
        events=("beleid.gemaakt", "dossier.bevinding_vaststelling"),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()


def _negative(world: World) -> Any:
    values = {"document": "Verslag", "datum": date(2026, 2, 2), "gok_uitspraak": "negatief"}
    return services_inspectie.bewaar_inspectie(
        inspectie=Inspectie(school=world.school), values=values, by=world.alice
    )


def _back_and_away(service: Callable[..., Any], **row: Any) -> Callable[[World], Any]:
    """Bring a row back and take it away again, in one transaction."""

    def act(world: World) -> None:
        found = {name: find(world.school) for name, find in row.items()}
        with transaction.atomic():
            service(**found, by=world.alice, terug=True)
            service(**found, by=world.alice)

    return act


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "dossier.bewaar_inspectie": (_negative, ["dossier.inspectie", "dossier.remediering"]),
    "dossier.verwijder_inspectie": (
        _back_and_away(services_inspectie.verwijder_inspectie, inspectie=verslag),
        ["dossier.inspectie_terug", "dossier.inspectie_weg"],
    ),
    "dossier.bewaar_bevinding": (
        lambda w: services_inspectie.bewaar_bevinding(
            bevinding=punt(w.school), values={"status": "bezig"}, by=w.alice
        ),
        ["dossier.bevinding_aangepast"],
    ),
    "dossier.verwijder_bevinding": (
        _back_and_away(services_inspectie.verwijder_bevinding, bevinding=punt),
        ["dossier.bevinding_terug", "dossier.bevinding_weg"],
    ),
    "dossier.maak_vaststelling": (
        lambda w: services_inspectie.maak_vaststelling(bevinding=punt(w.school), by=w.alice),
        ["beleid.gemaakt", "dossier.bevinding_vaststelling"],
    ),
    "dossier.bewaar_remediering": (
        lambda w: services_inspectie.bewaar_remediering(
            remediering=verslag(w.school).remediering,
            values={"begeleider": "PBD"},
            by=w.alice,
        ),
        ["dossier.remediering_aangepast"],
    ),
    "dossier.bewaar_zelfcheck": (
        lambda w: services_klaar.bewaar_zelfcheck(
            school=w.school, dag=TODAY, uitkomst=UITKOMST, nota="", by=w.alice
        ),
        ["dossier.zelfcheck"],
    ),
    "dossier.verwijder_zelfcheck": (
        _back_and_away(services_klaar.verwijder_zelfcheck, zelfcheck=stand),
        ["dossier.zelfcheck_terug", "dossier.zelfcheck_weg"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "inspectie_has_title",
        lambda w: Inspectie.objects.create(school=w.school, document="", datum=TODAY, **BY),
    ),
    (
        "bevinding_has_text",
        lambda w: Bevinding.objects.create(
            inspectie=verslag(w.school), tekst="", soort="tekort", **BY
        ),
    ),
    (
        "bevinding_done_how",
        lambda w: Bevinding.objects.filter(pk=punt(w.school).pk).update(status="afgerond"),
    ),
    (
        "Remediering.inspectie",
        lambda w: Remediering.objects.create(inspectie=verslag(w.school), **BY),
    ),
    (
        "remediering_result_dated",
        lambda w: Remediering.objects.filter(inspectie=verslag(w.school)).update(
            uitkomst="positief"
        ),
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    "dossier:overzicht": STAFF,
    "dossier:bewaren": WRITERS,
    "dossier:bewaard": STAFF,
    "dossier:bewaard_weg": WRITERS,
    "dossier:inspecties": STAFF,
    "dossier:inspectie_nieuw": WRITERS,
    "dossier:inspectie": STAFF,
    "dossier:inspectie_aanpassen": WRITERS,
    "dossier:inspectie_weg": WRITERS,
    "dossier:remediering": STAFF,
    "dossier:bevinding_nieuw": WRITERS,
    "dossier:bevinding": STAFF,
    "dossier:bevinding_aanpassen": WRITERS,
    "dossier:bevinding_weg": WRITERS,
    "dossier:bevinding_vaststelling": WRITERS,
}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("dossier:bewaard", lambda w: {"pk": stand(w.other).pk}),
    ("dossier:bewaard_weg", lambda w: {"pk": stand(w.other).pk}),
    ("dossier:inspectie", lambda w: {"pk": verslag(w.other).pk}),
    ("dossier:inspectie_aanpassen", lambda w: {"pk": verslag(w.other).pk}),
    ("dossier:inspectie_weg", lambda w: {"pk": verslag(w.other).pk}),
    ("dossier:remediering", lambda w: {"pk": verslag(w.other).pk}),
    ("dossier:bevinding_nieuw", lambda w: {"verslag": verslag(w.other).pk}),
    ("dossier:bevinding", lambda w: {"pk": punt(w.other).pk}),
    ("dossier:bevinding_aanpassen", lambda w: {"pk": punt(w.other).pk}),
    ("dossier:bevinding_weg", lambda w: {"pk": punt(w.other).pk}),
    ("dossier:bevinding_vaststelling", lambda w: {"pk": punt(w.other).pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "dossier:overzicht": ["/school/999002/beleid/dossier/", "/school/999001/beleid/dossier/"],
    "dossier:inspecties": ["/school/999002/beleid/dossier/inspectie/"],
    "dossier:inspectie_nieuw": ["/school/999002/beleid/dossier/inspectie/nieuw/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "dossier:bewaren": "a form of dossier:overzicht",
    "dossier:bewaard": "apps/dossier/test_klaar.py: a stand is kept",
    "dossier:bewaard_weg": "a form of dossier:bewaard",
    "dossier:inspectie": "apps/dossier/test_inspectie.py: a report",
    "dossier:inspectie_aanpassen": "the form of dossier:inspectie_nieuw",
    "dossier:inspectie_weg": "a form of dossier:inspectie",
    "dossier:remediering": "apps/dossier/test_inspectie.py: the track",
    "dossier:bevinding_nieuw": "apps/dossier/test_inspectie.py: findings",
    "dossier:bevinding": "apps/dossier/test_inspectie.py: findings",
    "dossier:bevinding_aanpassen": "the form of dossier:bevinding_nieuw",
    "dossier:bevinding_weg": "a form of dossier:bevinding",
    "dossier:bevinding_vaststelling": "a form of dossier:bevinding",
}
