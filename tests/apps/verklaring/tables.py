"""What the walkers must know of the room of declarations: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from gokwijs.apps.leerlingen.models import Verklaring
from gokwijs.apps.leerlingen.services import record_verklaring
from gokwijs.apps.verklaring import services
from gokwijs.apps.verklaring.models import Uitnodiging, VertalingNagelezen
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from tests.apps.builders import World
from tests.apps.page import LOGIN, Page, S, school_page

V = f"{S}/verklaringen"
BACK = f"→{V}/"
NOBODY = "2345-6789-abcd-efgh-jkmn-pqrs-tuvw"  # the shape of a link, but nobody's


def nobodys_page(name: str, end: str, get: int, post: int) -> Page:
    """Behind a link that does not exist everybody finds the same."""
    return Page(name, lambda w: f"/v/{NOBODY}/{end}", (get,) * 4, (post,) * 4)


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("verklaring:overzicht", f"{V}/", 200, 403),
    Page(
        "verklaring:brieven",
        lambda w: f"{V}/brieven/",
        (LOGIN, 405, 405, 405),
        (LOGIN, 404, 403, BACK),
    ),
    school_page(
        "verklaring:intrekken",
        f"{V}/intrekken/",
        200,
        403,
        (403, BACK),
        events=("uitnodiging.alles_ingetrokken",),
    ),
    school_page("verklaring:vertalingen", f"{V}/vertalingen/", 200, 403),
    school_page(
        "verklaring:vertaling",
        f"{V}/vertalingen/ar/",
        200,
        403,
        (403, f"→{V}/vertalingen/"),
        events=("vertaling.nagelezen",),
    ),
    school_page(
        "verklaring:brief",
        lambda w: f"{V}/leerling/{w.leerling.pk}/brief/",
        200,
        403,
        (403, f"→{V}/leerling/"),
        data=lambda w: {"intrekken": "1"},
        events=("uitnodiging.ingetrokken",),
    ),
    school_page(
        "verklaring:tablet",
        lambda w: f"{V}/leerling/{w.leerling.pk}/tablet/",
        200,
        403,
        (403, "→/v/"),
        events=("uitnodiging.gemaakt", "account.afgemeld"),
    ),
    school_page(
        "verklaring:verklaring",
        lambda w: f"{V}/{w.verklaring.pk}/",
        200,
        403,
        events=("verklaring.bekeken",),
        get_events=("verklaring.bekeken",),
    ),
    school_page(
        "verklaring:formulier",
        lambda w: f"{V}/{w.verklaring.pk}/formulier.pdf",
        200,
        403,
        events=("export",),
        get_events=("export",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = (
    nobodys_page("verklaring:ouder", "", 404, 404),
    nobodys_page("verklaring:ouder_formulier", "formulier.pdf", 404, 405),
    nobodys_page("verklaring:klaar", "klaar/", 405, 404),
)


def _answer(world: World) -> Any:
    made = services.make_uitnodiging(leerling=world.leerling, by=world.alice)
    return services.answer_uitnodiging(
        uitnodiging=made.uitnodiging,
        talen=dict.fromkeys(Gezinslid, Taal.NEDERLANDS),
        opleiding=Opleiding.HOGER,
        datum=date(2026, 1, 5),
        by=world.alice,
        reden="Er is iets veranderd.",
    )


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "verklaring.make_uitnodiging": (
        lambda w: services.make_uitnodiging(leerling=w.leerling, by=w.alice),
        ["uitnodiging.gemaakt"],
    ),
    "verklaring.make_uitnodigingen": (
        lambda w: services.make_uitnodigingen(leerlingen=[w.leerling, w.declared], by=w.alice),
        ["uitnodiging.reeks"],
    ),
    "verklaring.revoke_uitnodiging": (
        lambda w: [
            services.make_uitnodiging(leerling=w.leerling, by=w.alice),
            services.revoke_uitnodiging(leerling=w.leerling, by=w.alice),
        ],
        ["uitnodiging.gemaakt", "uitnodiging.ingetrokken"],
    ),
    "verklaring.revoke_all": (
        lambda w: [
            services.make_uitnodiging(leerling=w.leerling, by=w.alice),
            services.revoke_all(school=w.school, by=w.alice),
        ],
        ["uitnodiging.gemaakt", "uitnodiging.alles_ingetrokken"],
    ),
    "verklaring.answer_uitnodiging": (_answer, ["uitnodiging.gemaakt", "verklaring.vastgelegd"]),
    "verklaring.confirm_vertaling": (
        lambda w: services.confirm_vertaling(
            school=w.school, language="fr", role="Directeur", by=w.alice
        ),
        ["vertaling.nagelezen"],
    ),
    "verklaring.withdraw_vertaling": (
        lambda w: [
            services.confirm_vertaling(
                school=w.school, language="ar", role="Directeur", by=w.alice
            ),
            services.withdraw_vertaling(school=w.school, language="ar", by=w.alice),
            services.confirm_vertaling(
                school=w.school, language="tr", role="Directeur", by=w.alice
            ),
        ],
        ["vertaling.nagelezen", "vertaling.ingetrokken", "vertaling.nagelezen"],
    ),
}
# Keys of the data of events of this room: never a name or an answer of a pupil.
EVENT_KEYS: tuple[str, ...] = ("soort", "aantal", "stamnummers", "rol")
READS: dict[str, Callable[[World], Any]] = {}


def _link(world: World, hash: str, **values: Any) -> None:
    now = timezone.now()
    fields = {"created": now, "expires": now + timedelta(days=1), **values}
    Uitnodiging.objects.create(leerling=world.leerling, hash=hash, **fields)


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    ("uitnodiging_one_open", lambda w: [_link(w, h) for h in "ab"]),
    ("Uitnodiging.hash", lambda w: [_link(w, "a", revoked=timezone.now()) for _ in "ab"]),
    ("uitnodiging_ends_later", lambda w: _link(w, "a", expires=timezone.now())),
    (
        "vertaling_once",
        lambda w: [
            VertalingNagelezen.objects.create(school=w.school, language="fr", moment=timezone.now())
            for _ in "ab"
        ],
    ),
]


def _theirs(world: World) -> int:
    """A declaration of the other school."""
    return record_verklaring(
        leerling=world.their_leerling,
        talen=dict.fromkeys(Gezinslid, Taal.ANDERE),
        opleiding=Opleiding.LAGER,
        datum=date(2025, 9, 3),
        kanaal=Verklaring.Kanaal.PAPIER,
        by=world.charlie,
    ).pk


_MAY = {"directeur", "secretariaat"}
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {page.name: _MAY for page in SCHOOL_PAGES}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("verklaring:brief", lambda w: {"pk": w.their_leerling.pk}),
    ("verklaring:tablet", lambda w: {"pk": w.their_leerling.pk}),
    ("verklaring:verklaring", lambda w: {"pk": _theirs(w)}),
    ("verklaring:formulier", lambda w: {"pk": _theirs(w)}),
)
_BASIS = "/school/999001/verklaringen"
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "verklaring:overzicht": [f"{_BASIS}/"],
    "verklaring:intrekken": [f"{_BASIS}/intrekken/"],
    "verklaring:vertalingen": [f"{_BASIS}/vertalingen/"],
    "verklaring:vertaling": [f"{_BASIS}/vertalingen/ar/", f"{_BASIS}/vertalingen/uk/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "verklaring:ouder": "test_verklaring: every language",
    "verklaring:ouder_formulier": "a download",
    "verklaring:klaar": "an answer to a POST",
    "verklaring:brieven": "an answer to a POST",
    "verklaring:brief": "test_verklaring: the side of the school",
    "verklaring:tablet": "test_verklaring: the side of the school",
    "verklaring:verklaring": "test_verklaring: the side of the school",
    "verklaring:formulier": "a download",
}
