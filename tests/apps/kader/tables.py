"""What the walkers must know of the room of frameworks: pages, writes, constraints."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import transaction

from gokwijs.apps.access.roles import Role
from gokwijs.apps.kader import services
from gokwijs.apps.kader.models import EigenVraag, Kaderkeuze, Kaderpakket
from gokwijs.apps.scholen.models import School
from gokwijs.core.kader.pakket import lees_toml
from tests.apps.builders import World
from tests.apps.page import LOGIN, Page, S, school_page
from tests.core.kader.builders import WOUD, new_texts

K = f"{S}/beleid/kader"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
WRITERS = {"directeur", "gok_coordinator", "zorg"}
ADOPTERS = {"directeur"}


def prepare(world: World) -> None:
    """A framework that was read in but is not used, a choice to undo, and a question."""
    for school, user in ((world.school, world.alice), (world.other, world.charlie)):
        services.lees_in(school=school, data=lees_toml(WOUD.encode()), by=user, gebruik=None)
        services.kies(
            school=school,
            naamruimte="ok",
            pakket=None,
            gebruik=Kaderkeuze.Gebruik.HOOFD,
            by=user,
        )
        EigenVraag.objects.create(
            school=school,
            tekst="Zijn onze poorten op tijd open?",
            code="ok:R5",
            vorige={"tekst": "Zijn de poorten open?", "toelichting": "", "code": ""},
            door_naam=user.naam,
        )


def vraag(school: School) -> EigenVraag:
    return school.eigen_vragen.order_by("pk")[0]


def pakket(school: School) -> Kaderpakket:
    return school.kaderpakketten.order_by("pk")[0]


def only_post(name: str, path: Any, bob: Any, alice: Any, **kwargs: Any) -> Page:
    """An address that answers a form only."""
    find = path if callable(path) else (lambda w: path)
    return Page(name, find, (LOGIN, 405, 405, 405), (LOGIN, 404, bob, alice), **kwargs)


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("kader:lijst", f"{K}/", 200, 200),
    school_page("kader:inlezen", f"{K}/inlezen/", 200, 403),
    only_post(
        "kader:bevestig",
        f"{K}/bevestig/",
        403,
        f"→{K}/",
        data=lambda w: {"inhoud": json.dumps(new_texts()), "gebruik": "hoofd"},
        events=("kader.ingelezen", "kader.gekozen"),
    ),
    school_page("kader:pakket", lambda w: f"{K}/pakket/{pakket(w.school).pk}/", 200, 200),
    only_post(
        "kader:kies",
        f"{K}/kies/",
        403,
        f"→{K}/",
        data=lambda w: {"naamruimte": "schaal", "gebruik": "ernaast"},
        events=("kader.gekozen",),
    ),
    only_post("kader:ongedaan", f"{K}/ongedaan/", 403, f"→{K}/", events=("kader.ongedaan",)),
    school_page(
        "kader:vragen",
        f"{K}/vragen/",
        200,
        200,
        (403, f"→{K}/vragen/"),
        data=lambda w: {"tekst": "Weten we wie er niet komt?", "toelichting": "", "code": ""},
        events=("kader.vraag",),
    ),
    school_page(
        "kader:vraag",
        lambda w: f"{K}/vragen/{vraag(w.school).pk}/",
        200,
        403,
        (403, f"→{K}/vragen/"),
        data=lambda w: {"tekst": "Is elke poort op tijd open?", "toelichting": "", "code": ""},
        events=("kader.vraag_gewijzigd",),
    ),
    only_post(
        "kader:vraag_vorige",
        lambda w: f"{K}/vragen/{vraag(w.school).pk}/vorige/",
        403,
        f"→{K}/vragen/",
        events=("kader.vraag_gewijzigd",),
    ),
    only_post(
        "kader:vraag_weg",
        lambda w: f"{K}/vragen/{vraag(w.school).pk}/weg/",
        403,
        f"→{K}/vragen/",
        events=("kader.vraag_weg",),
    ),
    school_page("kader:kader", f"{K}/lees/ok/?zoek=drempels", 200, 200),
    school_page("kader:verwachting", f"{K}/lees/ok/BL9/", 200, 200),
    school_page(
        "kader:meenemen",
        f"{K}/lees/ok/meenemen/csv/",
        200,
        200,
        get_events=("export",),
        bob_events=("export",),
        events=("export",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()


def _use_and_stop(world: World) -> None:
    with transaction.atomic():
        for gebruik in (Kaderkeuze.Gebruik.ERNAAST, Kaderkeuze.Gebruik.NIET):
            services.kies(
                school=world.school,
                naamruimte="schaal",
                pakket=None,
                gebruik=gebruik,
                by=world.alice,
            )


def _take_away_and_bring_back(world: World) -> None:
    one = vraag(world.school)
    with transaction.atomic():
        services.haal_vraag_weg(vraag=one, by=world.alice)
        services.haal_vraag_weg(vraag=one, by=world.alice, terug=True)
        services.haal_vraag_weg(vraag=one, by=world.alice)


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "kader.lees_in": (
        lambda w: services.lees_in(school=w.school, data=new_texts(), by=w.alice),
        ["kader.ingelezen", "kader.gekozen"],
    ),
    "kader.kies": (
        _use_and_stop,
        ["kader.gekozen", "kader.gestopt"],
    ),
    "kader.maak_ongedaan": (
        lambda w: services.maak_ongedaan(school=w.school, by=w.alice),
        ["kader.ongedaan"],
    ),
    "kader.bewaar_vraag": (
        lambda w: services.bewaar_vraag(
            school=w.school, vraag=None, tekst="Wie ontbreekt?", toelichting="", code="", by=w.alice
        ),
        ["kader.vraag"],
    ),
    "kader.zet_vorige_terug": (
        lambda w: services.zet_vorige_terug(vraag=vraag(w.school), by=w.alice),
        ["kader.vraag_gewijzigd"],
    ),
    "kader.haal_vraag_weg": (
        _take_away_and_bring_back,
        ["kader.vraag_weg", "kader.vraag_terug", "kader.vraag_weg"],
    ),
}
EVENT_KEYS: tuple[str, ...] = ()
READS: dict[str, Callable[[World], Any]] = {
    "kader.keur": lambda w: services.keur(school=w.school, data=new_texts()),
}


def _again(school: School | None) -> Any:
    values = {"kader": "a", "versie": "1.0.0", "inhoud": {}, "titel": "x", "door_naam": "x"}
    return [Kaderpakket.objects.create(school=school, **values) for _ in "ab"]


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    ("kaderpakket_once", lambda w: _again(w.school)),
    ("kaderpakket_once_for_all", lambda w: _again(None)),
    (
        "eigen_vraag_has_text",
        lambda w: EigenVraag.objects.create(school=w.school, tekst="", door_naam="x"),
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    "kader:lijst": STAFF,
    "kader:inlezen": ADOPTERS,
    "kader:bevestig": ADOPTERS,
    "kader:pakket": STAFF,
    "kader:kies": ADOPTERS,
    "kader:ongedaan": ADOPTERS,
    "kader:vragen": STAFF,
    "kader:vraag": WRITERS,
    "kader:vraag_weg": WRITERS,
    "kader:vraag_vorige": WRITERS,
    "kader:kader": STAFF,
    "kader:verwachting": STAFF,
    "kader:meenemen": STAFF,
}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("kader:pakket", lambda w: {"pk": pakket(w.other).pk}),
    ("kader:vraag", lambda w: {"pk": vraag(w.other).pk}),
    ("kader:vraag_weg", lambda w: {"pk": vraag(w.other).pk}),
    ("kader:vraag_vorige", lambda w: {"pk": vraag(w.other).pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "kader:lijst": ["/school/999002/beleid/kader/"],
    "kader:inlezen": ["/school/999002/beleid/kader/inlezen/"],
    "kader:vragen": ["/school/999002/beleid/kader/vragen/"],
    "kader:kader": [
        "/school/999002/beleid/kader/lees/ok/",
        "/school/999002/beleid/kader/lees/ok/?zoek=drempels",
        "/school/999002/beleid/kader/lees/schaal/",
    ],
    "kader:verwachting": [
        "/school/999002/beleid/kader/lees/ok/BL9/",
        "/school/999002/beleid/kader/lees/schaal/K2/",
    ],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "kader:bevestig": "a form of kader:inlezen",
    "kader:pakket": "the same page as the preview of kader:inlezen: tests/apps/kader",
    "kader:kies": "a form of kader:lijst",
    "kader:ongedaan": "a form of kader:lijst",
    "kader:vraag": "the same fields as kader:vragen: tests/apps/kader",
    "kader:vraag_weg": "a form of kader:vragen",
    "kader:vraag_vorige": "a form of kader:vragen",
    "kader:meenemen": "a download",
}
