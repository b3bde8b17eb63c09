"""What the walkers must know of rounds: pages, writes, writes that are not logged, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from gokwijs.apps.access.roles import Role
from gokwijs.apps.scholen.models import School
from gokwijs.apps.zelfevaluatie import services, services_blad
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Respondentgroep, Ronde
from gokwijs.apps.zelfevaluatie.services_blad import Gegeven
from tests.apps.builders import TODAY, World
from tests.apps.page import LOGIN, Page, S, school_page
from tests.apps.zelfevaluatie import builders as build

R = f"{S}/beleid/kwaliteit/rondes/"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
WRITERS = {"directeur", "gok_coordinator", "zorg"}
ONTWERP, OPEN = "Ronde in ontwerp", "Open ronde"


def prepare(world: World) -> None:
    """A round that is not open yet, and one that is, with a sheet that is half done."""
    for school, user in ((world.school, world.alice), (world.other, world.charlie)):
        build.ronde(school, user, titel=ONTWERP)
        found = build.open_ronde(school, user, titel=OPEN)
        groep = found.groepen.select_related("ronde").order_by("pk")[0]
        services_blad.begin_blad(groep=groep, today=TODAY)


def ontwerp(school: School) -> Ronde:
    """The first that was made, whatever it is called by now."""
    return school.rondes.order_by("pk")[0]


def open_(school: School) -> Ronde:
    return school.rondes.order_by("pk")[1]


def groep(school: School) -> Respondentgroep:
    return open_(school).groepen.select_related("ronde").order_by("pk")[0]


def blad(school: School) -> Antwoordblad:
    return groep(school).bladen.get()


def at(found: Callable[[School], Ronde], path: str) -> Callable[[World], str]:
    return lambda w: f"{R}{found(w.school).pk}/{path}"


def only_post(name: str, path: Any, alice: Any, **kwargs: Any) -> Page:
    """An address that answers a form only, of who writes the plan."""
    return Page(name, path, (LOGIN, 405, 405, 405), (LOGIN, 404, 403, alice), **kwargs)


def nobodys_page(name: str, path: str, post: int = 404) -> Page:
    """The side of who answers, behind a link that does not exist."""
    address = "/r/2222-3333-4444-5555-6666-7777-8888/" + path
    return Page(name, lambda w: address, (404,) * 4, (post,) * 4)


FIELDS = {
    "titel": "Nieuwe ronde",
    "wat": "set:gok-kern",
    "anoniem": "ja",
    "begin": TODAY.isoformat(),
    "einde": TODAY.isoformat(),
    "aankondiging": "We kijken samen.",
    "groep-TOTAL_FORMS": "1",
    "groep-INITIAL_FORMS": "0",
    "groep-0-soort": "team",
    "groep-0-naam": "Iedereen",
}

SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("zelfevaluatie:rondes", R, 200, 200),
    school_page(
        "zelfevaluatie:ronde_nieuw",
        f"{R}nieuw/",
        200,
        403,
        (403, f"→{R}"),
        data=lambda w: FIELDS,
        events=("ronde.gemaakt",),
    ),
    school_page("zelfevaluatie:ronde", at(open_, ""), 200, 200),
    school_page(
        "zelfevaluatie:ronde_wijzig",
        at(ontwerp, "wijzig/"),
        200,
        403,
        (403, f"→{R}"),
        data=lambda w: {**FIELDS, "titel": ONTWERP},
        events=("ronde.gewijzigd",),
    ),
    school_page(
        "zelfevaluatie:ronde_open",
        at(ontwerp, "open/"),
        200,
        403,
        (403, f"→{R}"),
        events=("ronde.geopend",),
    ),
    only_post(
        "zelfevaluatie:ronde_verleng",
        at(open_, "verleng/"),
        f"→{R}",
        data=lambda w: {"einde": (TODAY + timedelta(days=20)).isoformat()},
        events=("ronde.verlengd",),
    ),
    school_page(
        "zelfevaluatie:ronde_sluit",
        at(open_, "sluit/"),
        200,
        403,
        (403, f"→{R}"),
        events=("ronde.gesloten",),
    ),
    only_post(
        "zelfevaluatie:ronde_kopieer",
        at(open_, "kopieer/"),
        f"→{R}",
        events=("ronde.gekopieerd",),
    ),
    school_page(
        "zelfevaluatie:ronde_weg",
        at(open_, "weg/"),
        200,
        403,
        (403, f"→{R}"),
        events=("ronde.weggehaald",),
    ),
    only_post("zelfevaluatie:ronde_mail", at(open_, "mail/"), f"→{R}", events=("ronde.gemaild",)),
    school_page("zelfevaluatie:ronde_vragen", at(open_, "vragen/"), 200, 200),
    school_page("zelfevaluatie:ronde_uitnodigen", at(open_, "uitnodigen/"), 200, 403),
)
OPEN_PAGES: tuple[Page, ...] = (
    nobodys_page("zelfevaluatie:blad_begin", ""),
    nobodys_page("zelfevaluatie:blad", "2222/", post=405),
    nobodys_page("zelfevaluatie:blad_nakijken", "2222/nakijken/"),
    nobodys_page("zelfevaluatie:blad_deel", "2222/1/"),
)


@transaction.atomic
def _open(world: World) -> None:
    services.open_ronde(ronde=ontwerp(world.school), today=TODAY, by=world.alice)


@transaction.atomic
def _away_and_back(world: World) -> None:
    for back in (False, True, False):
        services.haal_ronde_weg(ronde=open_(world.school), by=world.alice, terug=back)


WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "zelfevaluatie.bewaar_ronde": (
        lambda w: build.ronde(w.school, w.alice, titel="Nog een"),
        ["ronde.gemaakt"],
    ),
    "zelfevaluatie.open_ronde": (_open, ["ronde.geopend"]),
    "zelfevaluatie.verleng_ronde": (
        lambda w: services.verleng_ronde(
            ronde=open_(w.school), einde=TODAY + timedelta(days=30), by=w.alice
        ),
        ["ronde.verlengd"],
    ),
    "zelfevaluatie.sluit_ronde": (
        lambda w: services.sluit_ronde(ronde=open_(w.school), by=w.alice),
        ["ronde.gesloten"],
    ),
    "zelfevaluatie.kopieer_ronde": (
        lambda w: services.kopieer_ronde(ronde=open_(w.school), today=TODAY, by=w.alice),
        ["ronde.gekopieerd"],
    ),
    "zelfevaluatie.haal_ronde_weg": (
        _away_and_back,
        ["ronde.weggehaald", "ronde.teruggezet", "ronde.weggehaald"],
    ),
}


def _save(world: World) -> None:
    lijst = services.vragenlijsten(open_(world.school))["team"]
    services_blad.bewaar_antwoorden(
        blad=blad(world.school),
        lijst=lijst,
        gegeven={lijst.items[0].sleutel: Gegeven(3)},
        today=TODAY,
    )


# Writes that must leave no event: who answers is nobody's business (besluit 21).
SILENT: dict[str, Callable[[World], Any]] = {
    "zelfevaluatie.begin_blad": lambda w: services_blad.begin_blad(
        groep=groep(w.school), today=TODAY
    ),
    "zelfevaluatie.bewaar_antwoorden": _save,
}
EVENT_KEYS: tuple[str, ...] = ("tot", "antwoorden")
READS: dict[str, Callable[[World], Any]] = {
    "zelfevaluatie.kader_van_ronde": lambda w: services.kader_van_ronde(open_(w.school)),
    "zelfevaluatie.vragenlijsten": lambda w: services.vragenlijsten(open_(w.school)),
    "zelfevaluatie.neemt_antwoorden": lambda w: services_blad.neemt_antwoorden(
        open_(w.school), TODAY
    ),
    "zelfevaluatie.must_answer": lambda w: services_blad.must_answer(open_(w.school), TODAY),
    "zelfevaluatie.blad_van": lambda w: services_blad.blad_van(groep(w.school), "x"),
}


def _sheet(world: World, **values: Any) -> Any:
    return lambda: Antwoordblad.objects.filter(pk=blad(world.school).pk).update(**values)


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    ("ronde_has_title", lambda w: Ronde.objects.filter(pk=open_(w.school).pk).update(titel="")),
    (
        "ronde_ends_later",
        lambda w: Ronde.objects.filter(pk=open_(w.school).pk).update(
            einde=TODAY - timedelta(days=1)
        ),
    ),
    (
        "respondentgroep_has_name",
        lambda w: Respondentgroep.objects.filter(pk=groep(w.school).pk).update(naam=""),
    ),
    (
        "respondentgroep_name",
        lambda w: Respondentgroep.objects.create(
            ronde=open_(w.school), naam=groep(w.school).naam, token="x"
        ),
    ),
    (
        "Respondentgroep.token",
        lambda w: Respondentgroep.objects.create(
            ronde=open_(w.school), naam="Nog een groep", token=groep(w.school).token
        ),
    ),
    ("antwoordblad_anonymous_is_nobody", lambda w: _sheet(w, naam="Bob")()),
    ("antwoordblad_named_has_name", lambda w: _sheet(w, anoniem=False)()),
    (
        "antwoordblad_once",
        lambda w: [
            Antwoordblad.objects.create(
                sleutel=key, groep=groep(w.school), anoniem=False, naam="Bob", deelnemer=w.bob
            )
            for key in ("a", "b")
        ],
    ),
]
ALLOWED: dict[str, Any] = {
    page.name: WRITERS if page.get[2] == 403 or page.post[2] == 403 else STAFF
    for page in SCHOOL_PAGES
}
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    *(
        (f"zelfevaluatie:{name}", lambda w: {"pk": open_(w.other).pk})
        for name in (
            "ronde",
            "ronde_verleng",
            "ronde_sluit",
            "ronde_kopieer",
            "ronde_weg",
            "ronde_mail",
            "ronde_vragen",
            "ronde_uitnodigen",
        )
    ),
    *(
        (f"zelfevaluatie:{name}", lambda w: {"pk": ontwerp(w.other).pk})
        for name in ("ronde_wijzig", "ronde_open")
    ),
)
_D = "/school/999002/beleid/kwaliteit/rondes"
BROWSER: dict[str, list[str]] = {
    "zelfevaluatie:rondes": [f"{_D}/", f"{_D}/?weg=1", "/school/999001/beleid/kwaliteit/rondes/"],
    "zelfevaluatie:ronde_nieuw": [f"{_D}/nieuw/"],
    "zelfevaluatie:ronde": [f"{_D}/1/", f"{_D}/2/"],
    "zelfevaluatie:ronde_sluit": [f"{_D}/2/sluit/"],
    "zelfevaluatie:ronde_weg": [f"{_D}/2/weg/"],
    "zelfevaluatie:ronde_vragen": [f"{_D}/2/vragen/"],
    "zelfevaluatie:ronde_uitnodigen": [f"{_D}/2/uitnodigen/"],
}
_JOURNEY = "test_zelfevaluatie: a whole round"
ELSEWHERE: dict[str, str] = {
    **{page.name: _JOURNEY for page in OPEN_PAGES},
    "zelfevaluatie:ronde_wijzig": "like zelfevaluatie:ronde_nieuw",
    "zelfevaluatie:ronde_open": _JOURNEY,
    "zelfevaluatie:ronde_verleng": "an answer to a POST",
    "zelfevaluatie:ronde_kopieer": "an answer to a POST",
    "zelfevaluatie:ronde_mail": "an answer to a POST",
}
