"""What the walkers must know of the room of scores: pages, writes, constraints."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from gokwijs.apps.access.roles import Role
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen import services, services_import
from gokwijs.apps.toetsen.bestand import read_blad
from gokwijs.apps.toetsen.models import Afname, Score, Scorelezing, Toets
from gokwijs.apps.toetsen.selectors_import import voorstel_van
from tests.apps.builders import NUMMER, TODAY, World, upload_of
from tests.apps.page import LOGIN, Page, school_page
from tests.apps.toetsen import builders as b

T = f"/school/{NUMMER}/beleid/toetsen"
NAAM = "Lezen van de wandelaar"
STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
SCORERS = {"directeur", "gok_coordinator", "zorg", "secretariaat"}
TAKERS = {"directeur", "zorg", "secretariaat"}


def prepare(world: World) -> None:
    """A toets with an afname and a score, one taken away, a file that waits and one that is in."""
    for school, user in ((world.school, world.alice), (world.other, world.charlie)):
        one = b.toets(school, NAAM)
        begin = b.afname(one, "begin", date(2026, 1, 12))
        b.afname(one, "midden", date(2026, 2, 2))
        b.score(begin, leerling(school), "20")
        gone = b.afname(one, "weg", date(2026, 2, 3))
        services.haal_afname_weg(afname=gone, by=user)
        services.haal_toets_weg(toets=b.toets(school, f"{NAAM} (oud)"), by=user)
        done = _read(one, user, "midden", "12")
        services_import.bevestig(lezing=done, stand=voorstel_van(done).stand, by=user, today=TODAY)
        _read(one, user, "begin", "21")


def leerling(school: School) -> Leerling:
    return school.leerlingen.order_by("pk")[0]


def _read(toets: Toets, user: Any, afname: str, score: str) -> Scorelezing:
    number = leerling(toets.school).stamnummer
    blad = read_blad(io.BytesIO(b.bestand((number, score))), "scores.csv")
    key = Afname.objects.get(toets=toets, naam=afname).pk
    return services_import.neem_aan(
        toets=toets,
        naam="scores.csv",
        blad=blad,
        koppeling={"kolommen": {"0": "stamnummer", "1": str(key)}},
        by=user,
        today=TODAY,
    )


def toets(school: School) -> Toets:
    """The first one that was made, whatever a walker called it since."""
    return Toets.alle.filter(school=school).order_by("pk")[0]


def afname(school: School, place: int = 0) -> Afname:
    """begin, midden, and one that was taken away."""
    return Afname.objects.filter(toets=toets(school)).order_by("pk")[place]


def ingelezen(school: School) -> Scorelezing:
    return Scorelezing.objects.filter(toets=toets(school)).order_by("pk")[0]


def lezing(school: School) -> Scorelezing:
    """The one that waited at the start."""
    return Scorelezing.objects.filter(toets=toets(school)).order_by("pk")[1]


def _fields(**more: Any) -> dict[str, Any]:
    return {
        "naam": "Spelling",
        "uitgave": "2024",
        "soort": "leerprestaties",
        "schaal": "punten",
        "laagste": "0",
        "hoogste": "40",
        "hoger_is_beter": "on",
        **more,
    }


def _only_post(name: str, path: Any, alice: Any, *events: str, data: Any = lambda w: {}) -> Page:
    return Page(
        name, path, (LOGIN, 405, 405, 405), (LOGIN, 404, 403, alice), data=data, events=events
    )


def _typed(w: World) -> dict[str, Any]:
    key = leerling(w.school).pk
    klas = Score.objects.get(afname=afname(w.school), leerling=key).klas
    found = leerling(w.school).inschrijvingen.order_by("begin").last()
    return {
        "klas": found.klas if found is not None and found.klas else klas,
        f"s{key}": "23",
        f"w{key}": "20",
    }


LOOK = ("toetsen.bekeken",)
SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("toetsen:lijst", f"{T}/", 200, 200),
    school_page(
        "toetsen:nieuw",
        f"{T}/nieuw/",
        200,
        403,
        (403, f"→{T}/"),
        data=lambda w: _fields(),
        events=("toetsen.gemaakt",),
    ),
    school_page("toetsen:toets", lambda w: f"{T}/{toets(w.school).pk}/", 200, 200),
    school_page(
        "toetsen:aanpassen",
        lambda w: f"{T}/{toets(w.school).pk}/aanpassen/",
        200,
        403,
        (403, f"→{T}/"),
        data=lambda w: _fields(naam=NAAM, uitgave="", eenheid="punten"),
        events=("toetsen.aangepast",),
    ),
    _only_post("toetsen:weg", lambda w: f"{T}/{toets(w.school).pk}/weg/", f"→{T}/", "toetsen.weg"),
    school_page(
        "toetsen:afname_nieuw",
        lambda w: f"{T}/{toets(w.school).pk}/afname/nieuw/",
        200,
        403,
        (403, f"→{T}/afname/"),
        data=lambda w: {"naam": "einde", "datum": "2026-02-27"},
        events=("toetsen.afname",),
    ),
    school_page(
        "toetsen:afname",
        lambda w: f"{T}/afname/{afname(w.school).pk}/",
        200,
        200,
        get_events=LOOK,
        events=LOOK,
        bob_looks=False,  # a leraar without the grant sees figures, no pupils
    ),
    school_page(
        "toetsen:afname_aanpassen",
        lambda w: f"{T}/afname/{afname(w.school).pk}/aanpassen/",
        200,
        403,
        (403, f"→{T}/afname/"),
        data=lambda w: {"naam": "begin", "datum": "2026-01-13"},
        events=("toetsen.afname_aangepast",),
    ),
    _only_post(
        "toetsen:afname_weg",
        lambda w: f"{T}/afname/{afname(w.school).pk}/weg/",
        f"→{T}/",
        "toetsen.afname_weg",
    ),
    school_page(
        "toetsen:invullen",
        lambda w: f"{T}/afname/{afname(w.school).pk}/invullen/",
        200,
        403,
        (403, f"→{T}/afname/"),
        data=_typed,
        events=("toetsen.scores",),
    ),
    school_page(
        "toetsen:afdruk",
        lambda w: f"{T}/afname/{afname(w.school).pk}/afdruk/",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
    school_page(
        "toetsen:bestand",
        lambda w: f"{T}/afname/{afname(w.school).pk}/vertrouwelijk.csv",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
    school_page(
        "toetsen:inlezen",
        f"{T}/inlezen/",
        200,
        403,
        (403, f"→{T}/inlezen/"),
        data=lambda w: {
            "toets": str(toets(w.school).pk),
            "bestand": upload_of(b.bestand((leerling(w.school).stamnummer, "5")), "a.csv"),
        },
        events=("toetsen.import_gestart",),
    ),
    school_page(
        "toetsen:nakijken",
        lambda w: f"{T}/inlezen/{lezing(w.school).pk}/",
        200,
        403,
        (403, f"→{T}/"),
        data=lambda w: {"ja": "1", "stand": voorstel_van(lezing(w.school)).stand},
        events=("toetsen.import_toegepast",),
    ),
    _only_post(
        "toetsen:terugdraaien",
        lambda w: f"{T}/inlezen/{ingelezen(w.school).pk}/terug/",
        f"→{T}/inlezen/",
        "toetsen.import_terug",
    ),
)
# What takes something away comes last: the pages before it still need it.
_LAST = ("toetsen:terugdraaien", "toetsen:afname_weg", "toetsen:weg")
SCHOOL_PAGES = tuple(
    sorted(SCHOOL_PAGES, key=lambda page: _LAST.index(page.name) if page.name in _LAST else -1)
)
OPEN_PAGES: tuple[Page, ...] = ()


def _oud(w: World) -> Toets:
    return Toets.alle.get(school=w.school, naam=f"{NAAM} (oud)")


def _invoer(w: World) -> services.Invoer:
    found = Score.objects.get(afname=afname(w.school), leerling=leerling(w.school))
    value = (found.waarde or Decimal(0)) + 1
    return services.Invoer(leerling(w.school).pk, "L6A", value, "", services.stand_tekst(found))


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "toetsen.bewaar_toets": (
        lambda w: services.bewaar_toets(
            school=w.school,
            values={"naam": "Rekenen", "soort": "leerprestaties", "schaal": "punten"},
            by=w.alice,
        ),
        ["toetsen.gemaakt"],
    ),
    "toetsen.haal_toets_weg": (
        lambda w: services.haal_toets_weg(toets=toets(w.school), by=w.alice),
        ["toetsen.weg"],
    ),
    "toetsen.zet_toets_terug": (
        lambda w: services.zet_toets_terug(toets=_oud(w), by=w.alice),
        ["toetsen.terug"],
    ),
    "toetsen.bewaar_afname": (
        lambda w: services.bewaar_afname(
            toets=toets(w.school), values={"naam": "extra", "datum": TODAY}, by=w.alice
        ),
        ["toetsen.afname"],
    ),
    "toetsen.haal_afname_weg": (
        lambda w: services.haal_afname_weg(afname=afname(w.school, 1), by=w.alice),
        ["toetsen.afname_weg"],
    ),
    "toetsen.zet_afname_terug": (
        lambda w: services.zet_afname_terug(afname=afname(w.school, 2), by=w.alice),
        ["toetsen.afname_terug"],
    ),
    "toetsen.bewaar_scores": (
        lambda w: services.bewaar_scores(
            afname=afname(w.school), invoer=[_invoer(w)], by=w.alice, today=TODAY
        ),
        ["toetsen.scores"],
    ),
    "toetsen.neem_aan": (
        lambda w: _read(toets(w.school), w.alice, "begin", "30"),
        ["toetsen.import_gestart"],
    ),
    "toetsen.koppel": (
        lambda w: services_import.koppel(
            lezing=lezing(w.school), koppeling={"kolommen": {}}, by=w.alice
        ),
        ["toetsen.import_gekoppeld"],
    ),
    "toetsen.bevestig": (
        lambda w: services_import.bevestig(
            lezing=lezing(w.school),
            stand=voorstel_van(lezing(w.school)).stand,
            by=w.alice,
            today=TODAY,
        ),
        ["toetsen.import_toegepast"],
    ),
    "toetsen.gooi_weg": (
        lambda w: services_import.gooi_weg(lezing=lezing(w.school), by=w.alice),
        ["toetsen.import_weg"],
    ),
    "toetsen.draai_terug": (
        lambda w: services_import.draai_terug(lezing=ingelezen(w.school), by=w.alice, today=TODAY),
        ["toetsen.import_terug"],
    ),
}
# Keys of the data of events of this room: never a score.
EVENT_KEYS: tuple[str, ...] = ("aantal", "import", "bestand", "nieuw", "anders", "rijen")
READS: dict[str, Callable[[World], Any]] = {
    "toetsen.stand_tekst": lambda w: services.stand_tekst(None),
    "toetsen.stand_woorden": lambda w: services.stand_woorden("!afwezig"),
    "toetsen.mag_scoren": lambda w: services.mag_scoren(afname(w.school), TODAY),
}


def _toets(w: World, **values: Any) -> Any:
    return Toets.objects.filter(pk=toets(w.school).pk).update(**values)


VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    ("toets_once", lambda w: b.toets(w.school, NAAM)),
    ("toets_has_name", lambda w: _toets(w, naam="")),
    ("toets_range", lambda w: _toets(w, hoogste=Decimal(0))),
    ("toets_norm_sd", lambda w: _toets(w, norm_sd=Decimal(0))),
    ("toets_hertest_r", lambda w: _toets(w, hertest_r=Decimal(1))),
    ("afname_once", lambda w: b.afname(toets(w.school), "begin")),
    ("afname_has_name", lambda w: b.afname(toets(w.school), "")),
    (
        "scorelezing_applied_when",
        lambda w: Scorelezing.objects.filter(pk=lezing(w.school).pk).update(status="toegepast"),
    ),
    ("score_once", lambda w: b.score(afname(w.school), leerling(w.school), "3")),
    (
        "score_or_cause",
        lambda w: Score.objects.filter(afname=afname(w.school)).update(ontbreekt="afwezig"),
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    **{page.name: SCORERS for page in SCHOOL_PAGES},
    "toetsen:lijst": STAFF,
    "toetsen:toets": STAFF,
    "toetsen:afname": STAFF,
    "toetsen:afdruk": TAKERS,
    "toetsen:bestand": TAKERS,
}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    *(
        (f"toetsen:{name}", lambda w: {"pk": toets(w.other).pk})
        for name in ("toets", "aanpassen", "weg", "afname_nieuw")
    ),
    *(
        (f"toetsen:{name}", lambda w: {"pk": afname(w.other).pk})
        for name in ("afname", "afname_aanpassen", "afname_weg", "invullen", "afdruk")
    ),
    ("toetsen:bestand", lambda w: {"pk": afname(w.other).pk, "soort": "csv"}),
    ("toetsen:nakijken", lambda w: {"pk": lezing(w.other).pk}),
    ("toetsen:terugdraaien", lambda w: {"pk": ingelezen(w.other).pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
D = "/school/999002/beleid/toetsen"
BROWSER: dict[str, list[str]] = {
    "toetsen:lijst": [f"{D}/", "/school/999001/beleid/toetsen/"],
    "toetsen:nieuw": [f"{D}/nieuw/"],
    "toetsen:toets": [f"{D}/1/"],
    "toetsen:aanpassen": [f"{D}/1/aanpassen/"],
    "toetsen:afname_nieuw": [f"{D}/1/afname/nieuw/"],
    "toetsen:afname": [f"{D}/afname/3/", f"{D}/afname/3/?toon=zonder"],
    "toetsen:afname_aanpassen": [f"{D}/afname/3/aanpassen/"],
    "toetsen:invullen": [f"{D}/afname/3/invullen/"],
    "toetsen:afdruk": [f"{D}/afname/3/afdruk/"],
    "toetsen:inlezen": [f"{D}/inlezen/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "toetsen:weg": "a form of toetsen:toets",
    "toetsen:afname_weg": "a form of toetsen:afname_aanpassen",
    "toetsen:bestand": "a download",
    "toetsen:nakijken": "test_inlezen: from file to undo",
    "toetsen:terugdraaien": "a form of toetsen:inlezen",
}
