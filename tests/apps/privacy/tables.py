"""What the walkers must know of the room of privacy: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from gokwijs.apps.privacy import services
from gokwijs.apps.privacy.models import Bewaring, Dpia, Opruimbeurt, Verzegeling
from tests.apps.builders import TODAY, World
from tests.apps.page import LOGIN, Page, S, school_page

P = f"{S}/privacy"


def _dpia(world: World) -> Dpia:
    return services.record_dpia(
        school=world.school,
        antwoord=Dpia.Antwoord.GEDAAN,
        by=world.alice,
        datum=date(2026, 2, 1),
        rol="schoolbestuur",
        herzien_op=date(2028, 2, 1),
    )


def _hold(world: World) -> Bewaring:
    return services.hold_leerling(
        leerling=world.declared,
        reden="beroep tegen een attest",
        tot=date(2026, 12, 31),
        today=TODAY,
        by=world.alice,
    )


def _erase(world: World) -> list[str]:
    # In one long run of every write somebody enrolled this pupil again.
    world.declared.inschrijvingen.update(einde=date(2026, 1, 30))
    return services.erase_leerling(leerling=world.declared, today=TODAY, by=world.alice)


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page(
        "privacy:overzicht",
        f"{P}/",
        200,
        403,
        (403, f"→{P}/"),
        data=lambda w: {"antwoord": "nog_niet"},
        events=("dpia.vermeld",),
    ),
    school_page("privacy:velden", f"{P}/velden/", 200, 403),
    school_page("privacy:stuk", f"{P}/stukken/dpia.docx", 200, 403),
    school_page("privacy:leerlingen", f"{P}/leerlingen/?q=zandman", 200, 403),
    school_page(
        "privacy:leerling",
        lambda w: f"{P}/leerling/{w.declared.pk}/",
        200,
        403,
        (403, f"→{P}/leerlingen/"),
        data=lambda w: {"stamnummer": w.declared.stamnummer},
        events=("privacy.gewist",),
    ),
    Page(
        "privacy:bewaring",
        lambda w: f"{P}/leerling/{w.declared.pk}/bewaring/",
        (LOGIN, 405, 405, 405),
        (LOGIN, 404, 403, f"→{P}/leerling/"),
        data=lambda w: {"reden": "beroep tegen een attest", "tot": "2026-12-31"},
        events=("privacy.bewaring",),
    ),
    school_page(
        "privacy:inzage",
        lambda w: f"{P}/leerling/{w.declared.pk}/alles.json",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
    school_page(
        "privacy:opruimen", f"{P}/opruimen/", 200, 403, (403, f"→{P}/opruimen/"), events=()
    ),
    school_page(
        "privacy:koppelen",
        f"{P}/koppelen/",
        200,
        403,
        (403, f"→{P}/koppelen/"),
        data=lambda w: {"aan": "1"},
        events=("privacy.koppelen",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()
# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "privacy.record_dpia": (_dpia, ["dpia.vermeld"]),
    "privacy.release_leerling": (
        lambda w: services.release_leerling(bewaring=_prepared_hold(w), by=w.alice),
        ["privacy.vrijgegeven"],
    ),
    "privacy.erase_leerling": (_erase, ["privacy.gewist"]),
    "privacy.hold_leerling": (_hold, ["privacy.bewaring"]),
    "privacy.switch_koppelen": (
        lambda w: services.switch_koppelen(school=w.school, aan=True, by=w.alice),
        ["privacy.koppelen"],
    ),
    # On this day the pupil who left in January 2026 is announced, and goes two weeks later.
    "privacy.tidy": (
        lambda w: services.tidy(school=w.school, today=date(2027, 8, 20), by=w.alice),
        ["privacy.opgeruimd"] * 3 + ["privacy.aangekondigd"] * 4,
    ),
}


def _seal(world: World) -> Verzegeling:
    return Verzegeling.objects.create(
        leerling=world.leerling, sinds=TODAY, weg_op=TODAY, grond="CSO", plicht=True
    )


def _prepared_hold(world: World) -> Bewaring:
    """A row that was there before: only releasing it is looked at."""
    held = world.leerling.bewaringen.first()
    assert held is not None
    return held


# Keys of the data of events of this room: never a name or an answer of a pupil.
EVENT_KEYS: tuple[str, ...] = ("antwoord", "tot", "verzegeld", "aantal", "soort")
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "dpia_done_has_facts",
        lambda w: Dpia.objects.create(school=w.school, antwoord="gedaan", rol="bestuur"),
    ),
    (
        "bewaring_has_reason",
        lambda w: Bewaring.objects.create(leerling=w.leerling, reden="", tot=TODAY),
    ),
    (
        "Opruimbeurt.school",
        lambda w: [Opruimbeurt.objects.create(school=w.school, dag=TODAY) for _ in "ab"],
    ),
    ("Verzegeling.leerling", lambda w: [_seal(w) for _ in "ab"]),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {page.name: {"directeur"} for page in SCHOOL_PAGES}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("privacy:leerling", lambda w: {"pk": w.their_leerling.pk}),
    ("privacy:bewaring", lambda w: {"pk": w.their_leerling.pk}),
    ("privacy:inzage", lambda w: {"pk": w.their_leerling.pk, "soort": "json"}),
    ("privacy:inzage", lambda w: {"pk": w.their_leerling.pk, "soort": "pdf"}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "privacy:overzicht": ["/school/999001/privacy/"],
    "privacy:velden": ["/school/999001/privacy/velden/"],
    "privacy:leerlingen": ["/school/999001/privacy/leerlingen/?q=niemand"],
    "privacy:opruimen": ["/school/999001/privacy/opruimen/"],
    "privacy:koppelen": ["/school/999001/privacy/koppelen/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "privacy:stuk": "a download",
    "privacy:leerling": "tests/browser/test_privacy.py",
    "privacy:bewaring": "an answer to a POST",
    "privacy:inzage": "a download",
}
