"""What the walkers must know of the room of analysis: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse import services, services_stand
from gokwijs.apps.analyse.models import (
    Afscherming,
    Bestemming,
    Jaarbeeld,
    Lezing,
    OfficieleOki,
    Stand,
    Vaststelling,
    Vrijgave,
    Weergave,
)
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar
from tests.apps.builders import TODAY, World
from tests.apps.page import LOGIN, Page, S, school_page

W = f"{S}/waar"
NU = Schooljaar(2025)  # the school year in which the tests live
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
WERKZONE = {"directeur", "gok_coordinator", "zorg", "secretariaat", "financien"}
PUPILS = {"directeur", "gok_coordinator", "zorg", "secretariaat"}
TAKERS = {"directeur", "zorg", "secretariaat"}
RELEASERS = {"directeur", "gok_coordinator"}
ACHTER = "tabel=samenstelling&rij=school&kolom=n"


def prepare(world: World) -> None:
    """A fixed Stand of an earlier year, and one of everything one can keep."""
    for school in (world.school, world.other):
        _rows(school)


def _rows(school: School) -> None:
    stand = Stand.objects.create(
        school=school,
        schooljaar=NU.start - 3,
        dag=date(2023, 2, 1),
        drempel=5,
        inhoud={
            "vorm": 1,
            "schooljaar": NU.start - 3,
            "dag": "2023-02-01",
            "plekken": [["1", "lager", "", "1", "", "L1"]],
            "vakken": [[0, "00000", None, "onbekend", 2]],
            "gangen": [],
        },
        status=Stand.Status.KLAAR,
        door_naam="Alice Adams",
    )
    Vrijgave.objects.create(
        stand=stand,
        publiek=Vrijgave.Publiek.SCHOOL,
        tabel="samenstelling",
        inhoud={"kolommen": ["gok"], "getoond": {}, "verborgen": ["school|gok"]},
        regelversie="1",
        hash="0" * 64,
        door_naam="Alice Adams",
    )
    for naam in ("Thuistaal", "Toeslag"):
        Weergave.objects.create(school=school, naam=naam, vraag="waar", door_naam="Alice Adams")
    Lezing.objects.create(
        school=school, vraag="waar", dag=date(2026, 2, 10), door_naam="Alice Adams"
    )
    Vaststelling.objects.create(school=school, **_noted())
    OfficieleOki.objects.create(
        school=school,
        schooljaar=NU.start - 1,
        waarde=Decimal("1.25"),
        bron="DataWijzer",
        datum=date(2025, 5, 1),
        door_naam="Alice Adams",
    )


def _noted() -> dict[str, Any]:
    return {
        "schooljaar": NU.start,
        "tekst": "In de bovenbouw weten we weinig.",
        "vraag": "waar",
        "bron": "eigen telling",
        "dag": date(2026, 2, 2),
        "werkzone": False,
        "door_naam": "Alice Adams",
    }


def lezing(school: School) -> Lezing:
    return school.lezingen.order_by("pk")[0]


def vaststelling(school: School) -> Vaststelling:
    return school.vaststellingen.order_by("pk")[0]


def weergave(school: School) -> Weergave:
    return school.weergaven.order_by("pk")[0]


def stand(school: School) -> Stand:
    return school.standen.order_by("pk")[0]


def vrijgave(school: School) -> Vrijgave:
    return stand(school).vrijgaven.get(publiek="school")


def _reading(**more: str) -> dict[str, str]:
    return {"dag": "2026-03-02", "zien": "Veel.", "n_leraren": "4", "geen_besluit": "on", **more}


def only_post(name: str, path: Any, bob: Any, alice: Any, **kwargs: Any) -> Page:
    """An address that answers a form only."""
    find = path if callable(path) else (lambda w: path)
    return Page(name, find, (LOGIN, 405, 405, 405), (LOGIN, 404, bob, alice), **kwargs)


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("analyse:overzicht", f"{W}/", 200, 200),
    school_page("analyse:vraag", f"{W}/waar/", 200, 200),
    school_page(
        "analyse:leerlingen",
        f"{W}/leerlingen/?{ACHTER}",
        200,
        403,
        get_events=("leerlingen.bekeken",),
        events=("leerlingen.bekeken",),
    ),
    school_page(
        "analyse:leerlingen_export",
        f"{W}/leerlingen/lijst.xlsx?{ACHTER}",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
    school_page(
        "analyse:meenemen",
        f"{W}/wie/meenemen/csv/",
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
    school_page("analyse:stand", f"{W}/team/", 200, 403),
    only_post(
        "analyse:vastleggen",
        f"{W}/team/vastleggen/",
        403,
        f"→{W}/team/",
        data=lambda w: {"jaar": str(NU)},
        events=("analyse.vastgelegd",),
    ),
    school_page(
        "analyse:voortgang",
        lambda w: f"{W}/team/voortgang/{stand(w.school).pk}/",
        f"→{W}/team/",
        403,
    ),
    only_post(
        "analyse:drempel",
        f"{W}/team/drempel/",
        403,
        f"→{W}/team/",
        data=lambda w: {"drempel": "8"},
        events=("analyse.drempel",),
    ),
    only_post(
        "analyse:vrijgeven",
        f"{W}/team/vrijgeven/",
        403,
        f"→{W}/team/",
        data=lambda w: {"vrijgave": vrijgave(w.school).pk, "doel": "overleg in maart"},
        events=("analyse.vrijgegeven",),
    ),
    school_page(
        "analyse:bestemmingen",
        f"{W}/bestemmingen/",
        200,
        403,
        (403, f"→{W}/bestemmingen/?jaar=2024-2025"),
        events=("analyse.bestemmingen",),
    ),
    school_page(
        "analyse:oki",
        f"{W}/oki/",
        200,
        403,
        (403, f"→{W}/oki/"),
        data=lambda w: {
            "jaar": str(NU),
            "waarde": "1,37",
            "bron": "DataWijzer",
            "datum": "2026-02-20",
        },
        events=("analyse.oki",),
    ),
    only_post(
        "analyse:weergave",
        f"{W}/weergaven/",
        f"→{W}/waar/",
        f"→{W}/waar/",
        data=lambda w: {"vraag": "waar", "keuze": "per=klas", "naam": "Per klas"},
        bob_events=("analyse.weergave",),
        events=("analyse.weergave",),
    ),
    only_post(
        "analyse:weergave_weg",
        lambda w: f"{W}/weergaven/{weergave(w.school).pk}/weg/",
        403,
        f"→{W}/",
        events=("analyse.weergave_weg",),
    ),
    school_page("analyse:lezingen", f"{W}/lezingen/", 200, 200),
    only_post(
        "analyse:lezing_nieuw",
        f"{W}/lezingen/nieuw/",
        f"→{W}/lezingen/",
        f"→{W}/lezingen/",
        data=lambda w: {"vraag": "waar"},
        bob_events=("analyse.lezing",),
        events=("analyse.lezing",),
    ),
    school_page(
        "analyse:lezing",
        lambda w: f"{W}/lezingen/{lezing(w.school).pk}/",
        200,
        200,
        (f"→{W}/lezingen/", f"→{W}/lezingen/"),
        data=lambda w: _reading(),
        bob_events=("analyse.lezing_bewaard",),
        events=("analyse.lezing_bewaard",),
    ),
    school_page("analyse:vaststellingen", f"{W}/vaststellingen/", 200, 200),
    school_page(
        "analyse:vaststelling_nieuw",
        f"{W}/vaststellingen/nieuw/?vraag=wie",
        200,
        200,
        (f"→{W}/vaststellingen/", f"→{W}/vaststellingen/"),
        data=lambda w: {"vraag": "wie", "tekst": "We zien weinig."},
        bob_events=("analyse.vaststelling",),
        events=("analyse.vaststelling",),
    ),
    only_post(
        "analyse:vaststelling_weg",
        lambda w: f"{W}/vaststellingen/{vaststelling(w.school).pk}/weg/",
        403,
        f"→{W}/vaststellingen/",
        events=("analyse.vaststelling_weg",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()


def _note(world: World) -> Any:
    return services.maak_vaststelling(
        school=world.school,
        schooljaar=NU,
        tekst="We zien weinig.",
        vraag="waar",
        keuze="",
        cijfers={},
        werkzone=True,
        bron="eigen telling",
        dag=date(2026, 2, 2),
        by=world.alice,
    )


def _read(world: World, *, afronden: bool) -> Any:
    return services.bewaar_lezing(
        lezing=lezing(world.school),
        teksten={"besluit": "We vragen het na."},
        deelnemers={"leraren": 4},
        geen_besluit=False,
        dag=date(2026, 3, 2),
        afronden=afronden,
        cijfers={},
        by=world.alice,
    )


def _bring_back_and_take_away(world: World) -> None:
    one = vaststelling(world.school)
    with transaction.atomic():
        services.trek_vaststelling_in(vaststelling=one, by=world.alice, terug=True)
        services.trek_vaststelling_in(vaststelling=one, by=world.alice)


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "analyse.bewaar_weergave": (
        lambda w: services.bewaar_weergave(
            school=w.school, naam="Per klas", vraag="waar", keuze="per=klas", by=w.alice
        ),
        ["analyse.weergave"],
    ),
    "analyse.verwijder_weergave": (
        lambda w: services.verwijder_weergave(weergave=weergave(w.school), by=w.alice),
        ["analyse.weergave_weg"],
    ),
    "analyse.begin_lezing": (
        lambda w: services.begin_lezing(
            school=w.school, vraag="wie", keuze="", dag=TODAY, by=w.alice
        ),
        ["analyse.lezing"],
    ),
    "analyse.bewaar_lezing": (lambda w: _read(w, afronden=True), ["analyse.lezing_afgerond"]),
    "analyse.maak_vaststelling": (_note, ["analyse.vaststelling"]),
    "analyse.trek_vaststelling_in": (
        _bring_back_and_take_away,
        [
            "analyse.vaststelling_terug",
            "analyse.vaststelling_weg",
        ],
    ),
    "analyse.zet_drempel": (
        lambda w: services.zet_drempel(school=w.school, drempel=8, by=w.alice),
        ["analyse.drempel"],
    ),
    "analyse.voer_oki_in": (
        lambda w: services.voer_oki_in(
            school=w.school,
            schooljaar=NU,
            waarde=Decimal("1.37"),
            bron="DataWijzer",
            datum=date(2026, 2, 20),
            by=w.alice,
        ),
        ["analyse.oki"],
    ),
    "analyse.bewaar_bestemmingen": (
        lambda w: services.bewaar_bestemmingen(
            school=w.school, schooljaar=NU, keuzes={w.leerling.pk: "1a"}, by=w.alice
        ),
        ["analyse.bestemmingen"],
    ),
    "analyse.verwijder_oki": (
        lambda w: services.verwijder_oki(oki=w.school.officiele_oki.all()[0], by=w.alice),
        ["analyse.oki_weg"],
    ),
    "analyse.leg_vast": (
        lambda w: services_stand.leg_vast(school=w.school, schooljaar=NU, today=TODAY, by=w.alice),
        ["analyse.vastgelegd"],
    ),
    "analyse.geef_buiten": (
        lambda w: services_stand.geef_buiten(
            vrijgave=vrijgave(w.school), doel="overleg", by=w.alice
        ),
        ["analyse.vrijgegeven"],
    ),
    "analyse.geef_inspectie": (
        lambda w: services_stand.geef_inspectie(
            stand=vrijgave(w.school).stand,
            tabellen=[vrijgave(w.school).tabel],
            doel="dossier",
            by=w.alice,
        ),
        ["analyse.vrijgegeven_inspectie"],
    ),
    "analyse.trek_terug": (
        lambda w: services_stand.trek_terug(vrijgave=vrijgave(w.school), by=w.alice),
        ["analyse.teruggetrokken"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {
    "analyse.bewijs_klopt": lambda w: services_stand.bewijs_klopt(stand(w.school)),
}


def _stand(world: World, **values: Any) -> Stand:
    first = stand(world.school)
    given = {"schooljaar": 2030, "dag": first.dag, "drempel": 5, "inhoud": {}, "door_naam": "x"}
    return Stand.objects.create(school=world.school, **{**given, **values})


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "bestemming_once",
        lambda w: [
            Bestemming.objects.create(
                leerling=w.leerling, schooljaar=NU.start, waar="1a", door_naam="x"
            )
            for _ in "ab"
        ],
    ),
    (
        "jaarbeeld_once",
        lambda w: [
            Jaarbeeld.objects.create(school=w.school, schooljaar=2020, dag=TODAY, inhoud={})
            for _ in "ab"
        ],
    ),
    (
        "afscherming_never_lower",
        lambda w: Afscherming.objects.create(school=w.school, drempel=4),
    ),
    (
        "Afscherming.school",
        lambda w: [Afscherming.objects.create(school=w.school, drempel=5) for _ in "ab"],
    ),
    ("stand_one_counts", lambda w: _stand(w, schooljaar=NU.start - 3)),
    ("stand_drempel", lambda w: _stand(w, drempel=4)),
    ("stand_progress", lambda w: _stand(w, gedaan=3, totaal=2)),
    (
        "vrijgave_once_per_audience",
        lambda w: Vrijgave.objects.create(
            stand=stand(w.school),
            publiek="school",
            tabel="samenstelling",
            inhoud={},
            regelversie="1",
            hash="0",
            door_naam="x",
        ),
    ),
    (
        "weergave_name",
        lambda w: Weergave.objects.create(
            school=w.school, naam="Thuistaal", vraag="wie", door_naam="x"
        ),
    ),
    (
        "lezing_ends_with_decision",
        lambda w: Lezing.objects.filter(pk=lezing(w.school).pk).update(
            afgerond="2026-03-02T10:00:00Z"
        ),
    ),
    (
        "vaststelling_has_text",
        lambda w: Vaststelling.objects.create(school=w.school, **{**_noted(), "tekst": ""}),
    ),
    (
        "officiele_oki_once",
        lambda w: OfficieleOki.objects.create(
            school=w.school,
            schooljaar=NU.start - 1,
            waarde=1,
            bron="x",
            datum=TODAY,
            door_naam="x",
        ),
    ),
    (
        "officiele_oki_range",
        lambda w: OfficieleOki.objects.create(
            school=w.school, schooljaar=2030, waarde=5, bron="x", datum=TODAY, door_naam="x"
        ),
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    "analyse:overzicht": frozenset(Role),
    "analyse:vraag": frozenset(Role),
    "analyse:leerlingen": PUPILS,
    "analyse:leerlingen_export": TAKERS,
    # A coördinator and financiën take the version of the team along, not the exact one.
    "analyse:meenemen": frozenset(Role) - {Role.GOK_COORDINATOR, Role.FINANCIEN},
    "analyse:stand": WERKZONE,
    "analyse:vastleggen": RELEASERS,
    "analyse:voortgang": WERKZONE,
    "analyse:drempel": RELEASERS,
    "analyse:vrijgeven": RELEASERS,
    "analyse:bestemmingen": {"directeur", "secretariaat"},
    "analyse:oki": {"directeur", "gok_coordinator", "financien"},
    "analyse:weergave": STAFF,
    "analyse:weergave_weg": WERKZONE,  # and of one's own: test_werk.py
    "analyse:lezingen": STAFF,
    "analyse:lezing_nieuw": STAFF,
    "analyse:lezing": STAFF,
    "analyse:vaststellingen": STAFF,
    "analyse:vaststelling_nieuw": STAFF,
    "analyse:vaststelling_weg": WERKZONE,
}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("analyse:voortgang", lambda w: {"pk": stand(w.other).pk}),
    ("analyse:weergave_weg", lambda w: {"pk": weergave(w.other).pk}),
    ("analyse:lezing", lambda w: {"pk": lezing(w.other).pk}),
    ("analyse:vaststelling_weg", lambda w: {"pk": vaststelling(w.other).pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "analyse:overzicht": ["/school/999001/waar/", "/school/999002/waar/?zone=school"],
    "analyse:vraag": [
        "/school/999002/waar/wie/",
        "/school/999002/waar/waar/?kenmerk=thuistaal&per=richting",
        "/school/999002/waar/veranderd/",
        "/school/999002/waar/stroom/",
        "/school/999002/waar/klassen/",
        "/school/999001/waar/leeftijd/",
        "/school/999002/waar/attesten/?jaar=2025-2026",
        "/school/999002/waar/waar/?zone=school",
    ],
    "analyse:leerlingen": ["/school/999002/waar/leerlingen/?tabel=waar-klas&rij=1A1&kolom=n"],
    "analyse:stand": ["/school/999002/waar/team/"],
    "analyse:bestemmingen": ["/school/999001/waar/bestemmingen/"],
    "analyse:oki": ["/school/999002/waar/oki/"],
    "analyse:lezingen": ["/school/999002/waar/lezingen/"],
    "analyse:vaststellingen": ["/school/999002/waar/vaststellingen/"],
    "analyse:vaststelling_nieuw": ["/school/999002/waar/vaststellingen/nieuw/?vraag=wie"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "analyse:leerlingen_export": "a download",
    "analyse:meenemen": "a download",
    "analyse:vastleggen": "a form of analyse:stand",
    "analyse:voortgang": "browser/test_analyse.py: fixing",
    "analyse:drempel": "a form of analyse:stand",
    "analyse:vrijgeven": "a form of analyse:stand",
    "analyse:weergave": "a form of analyse:vraag",
    "analyse:weergave_weg": "a form of analyse:overzicht",
    "analyse:lezing_nieuw": "a form of analyse:vraag",
    "analyse:lezing": "browser/test_analyse.py: reading together",
    "analyse:vaststelling_weg": "a form of analyse:vaststellingen",
}
