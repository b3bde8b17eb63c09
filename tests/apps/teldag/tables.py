"""What the walkers must know of the room of the teldag: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag import services
from gokwijs.apps.teldag.models import Teldagkeuze, Vastlegging
from gokwijs.core.calendar import Schooljaar
from tests.apps.builders import JAAR, TODAY, YEAR, World
from tests.apps.page import Page, S, school_page

T = f"{S}/teldag"
LATER, CHOSEN = Schooljaar(2027), Schooljaar(2028)
PEOPLE = {"directeur", "gok_coordinator", "zorg", "secretariaat"}
COUNTERS = {"directeur", "gok_coordinator", "secretariaat"}


def frozen(school: School) -> Vastlegging:
    """The version that the world of the tests holds."""
    return school.vastleggingen.order_by("pk")[0]


def _choose(world: World) -> Any:
    return services.choose_teldag(
        school=world.school,
        schooljaar=LATER,
        soort=Teldagkeuze.Soort.ANDERE,
        dag=date(2027, 2, 2),
        reden="Brief van AgODi",
        by=world.alice,
    )


def _reset(world: World) -> Any:
    return services.reset_teldag(school=world.school, schooljaar=CHOSEN, by=world.alice)


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page(
        "teldag:ontbrekend",
        f"{S}/ontbrekend/?{YEAR}",
        200,
        403,
        get_events=("ontbrekend.bekeken",),
        events=("ontbrekend.bekeken",),
    ),
    school_page("teldag:klas", f"{S}/ontbrekend/klas/L1A/?{YEAR}", 200, 403),
    school_page(
        "teldag:export",
        f"{S}/ontbrekend/lijst.xlsx?{YEAR}",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
    school_page("teldag:teldag", f"{T}/?{YEAR}", 200, 403),
    school_page(
        "teldag:dag",
        f"{T}/dag/?schooljaar={LATER}",
        200,
        403,
        (403, f"→{T}/?schooljaar={LATER}"),
        data=lambda w: {"soort": "andere", "dag": "2027-02-02", "reden": "Brief van AgODi"},
        events=("teldag.gekozen",),
    ),
    school_page(
        "teldag:vastleggen",
        f"{T}/vastleggen/?{YEAR}",
        200,
        403,
        (403, f"→{T}/?{YEAR}"),
        data=lambda w: {"antwoorden_tot": "2026-03-02", "bevestig": "1"},
        events=("berekening.gemaakt", "telling.vastgelegd"),
    ),
    school_page("teldag:versie", lambda w: f"{T}/versie/{frozen(w.school).pk}/", 200, 403),
    school_page(
        "teldag:achter",
        lambda w: f"{T}/versie/{frozen(w.school).pk}/leerlingen/?groep=lager",
        200,
        403,
        get_events=("telling.leerlingen",),
        events=("telling.leerlingen",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()
# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "teldag.choose_teldag": (_choose, ["teldag.gekozen"]),
    "teldag.reset_teldag": (_reset, ["teldag.hersteld"]),
    "teldag.freeze_telling": (
        lambda w: services.freeze_telling(
            school=w.school, schooljaar=JAAR, today=TODAY, by=w.alice
        ),
        ["berekening.gemaakt", "telling.vastgelegd"],
    ),
}
# Keys of the data of events of this room: never a name or an answer of a pupil.
EVENT_KEYS: tuple[str, ...] = ("soort", "versie", "telling")
READS: dict[str, Callable[[World], Any]] = {}


def _correction_without_reason(world: World) -> Any:
    return Vastlegging.objects.create(**{**_values(world), "versie": 2, "reden": ""})


def _values(world: World) -> dict[str, Any]:
    first = frozen(world.school)
    names = ("schooljaar", "dag", "antwoorden_tot", "telling", "vingerafdruk", "leerlingen")
    return {"school": world.school, **{name: getattr(first, name) for name in names}}


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "teldagkeuze_once_per_year",
        lambda w: Teldagkeuze.objects.create(
            school=w.school, schooljaar=2028, soort="andere", dag=date(2028, 2, 1), reden="x"
        ),
    ),
    (
        "teldagkeuze_has_reason",
        lambda w: Teldagkeuze.objects.create(
            school=w.school, schooljaar=2027, soort="andere", dag=date(2027, 2, 2), reden=""
        ),
    ),
    (
        "vastlegging_version_once",
        lambda w: Vastlegging.objects.create(**{**_values(w), "versie": 1}),
    ),
    (
        "vastlegging_from_one",
        lambda w: Vastlegging.objects.create(**{**_values(w), "versie": 0, "reden": "x"}),
    ),
    ("vastlegging_correction_has_reason", _correction_without_reason),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    "teldag:ontbrekend": PEOPLE,
    "teldag:klas": PEOPLE,
    "teldag:export": {"directeur", "zorg", "secretariaat"},
    "teldag:teldag": COUNTERS,
    "teldag:dag": COUNTERS,
    "teldag:vastleggen": COUNTERS,
    "teldag:versie": {*PEOPLE, "financien"},
    "teldag:achter": PEOPLE,
}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("teldag:versie", lambda w: {"pk": frozen(w.other).pk}),
    ("teldag:achter", lambda w: {"pk": frozen(w.other).pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "teldag:ontbrekend": ["/school/999001/ontbrekend/", "/school/999002/ontbrekend/"],
    "teldag:teldag": ["/school/999001/teldag/", "/school/999002/teldag/?schooljaar=2026-2027"],
    "teldag:dag": ["/school/999001/teldag/dag/"],
    "teldag:vastleggen": ["/school/999002/teldag/vastleggen/?schooljaar=2026-2027"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "teldag:klas": "browser/test_teldag.py: from the list to a class",
    "teldag:export": "a download",
    "teldag:versie": "browser/test_teldag.py: freezing",
    "teldag:achter": "browser/test_teldag.py: who is behind a number",
}
