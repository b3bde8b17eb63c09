"""What the walkers must know of the room of means: pages, writes, constraints."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from django.db import transaction

from gokwijs.apps.access.roles import Role
from gokwijs.apps.beleid.models import (
    Actie,
    Bijlage,
    Boeking,
    Boekingsimport,
    Overdracht,
    Toewijzing,
)
from gokwijs.apps.inzet import services, services_boeking, services_import, services_overdracht
from gokwijs.apps.inzet.bestand import guess, read_blad
from gokwijs.apps.inzet.inlezen import Context, lees_regels
from gokwijs.apps.loket.upload import check_upload
from gokwijs.apps.scholen.models import School
from tests.apps.builders import JAAR, YEAR, World, upload_of
from tests.apps.inzet.builders import (
    ANDERE,
    GELD,
    PDF,
    SES,
    B,
    actie,
    boekhouding,
    boeking,
    plan,
    streefdoel,
    toewijzing,
)
from tests.apps.page import LOGIN, Page, school_page

STAFF = frozenset(Role) - {Role.SCHOLENGROEP, Role.NETWERK, Role.PBD}
ASSIGNERS = {"directeur", "gok_coordinator", "financien"}
NAAM = "Inzetplan"


def prepare(world: World) -> None:
    """A plan with two acties, an assignment, a booking with proof and a file, at both schools."""
    for school, user in ((world.school, world.alice), (world.other, world.charlie)):
        own = plan(school, naam=NAAM, gewijzigd_door=user.naam)
        doel = streefdoel(own, "Vlotter leren vertellen")
        first = actie(own, "Vertelhoek", doel)
        actie(own, "Boekenkoffer", doel)
        toewijzing(first, user, "2")
        gone = toewijzing(first, user, "1")
        services.haal_weg(toewijzing=gone, versie=None, by=user)
        booked = boeking(school, user, actie=first)
        services_boeking.bewaar_bewijs(
            boeking=booked, upload=check_upload("factuur.pdf", PDF), by=user
        )
        done = _read(school, user, boekhouding(("03/09/2026", "7,00", "Krijt", "F-7", "")))
        _confirm(done, user)
        _moved(school)
        _read(school, user, boekhouding(("04/09/2026", "8,00", "Lijm", "F-8", "")))


def _read(school: School, user: Any, data: bytes, naam: str = "journaal.csv") -> Boekingsimport:
    blad = read_blad(io.BytesIO(data), naam)
    return services_import.neem_aan(
        school=school, schooljaar=JAAR, naam=naam, blad=blad, koppeling=guess(blad.kop), by=user
    )


def _confirm(row: Boekingsimport, user: Any) -> Boekingsimport:
    blad = read_blad(io.BytesIO(boekhouding(*map(tuple, row.tabel["rijen"]))), "x.csv")
    found = lees_regels(blad, guess(blad.kop), Context(JAAR, GELD, {}, frozenset()))
    return services_import.bevestig(bestand=row, regels=list(found.regels), soort=GELD, by=user)


def _moved(school: School) -> Overdracht:
    """Recorded without a calculation behind it: what the pages need."""
    return Overdracht.objects.create(
        school=school,
        schooljaar=JAAR.start,
        soort=GELD.value,
        bedrag="10",
        reden="De factuur komt later.",
        door_naam="Alice Adams",
    )


def vertelhoek(school: School) -> Actie:
    return Actie.objects.get(plan__school=school, plan__naam=NAAM, titel="Vertelhoek")


def koffer(school: School) -> Actie:
    return Actie.objects.get(plan__school=school, plan__naam=NAAM, titel="Boekenkoffer")


def toegewezen(school: School) -> Toewijzing:
    """The first one that was made, whatever a walker did to it since."""
    return _made(school)[0]


def weggehaald(school: School) -> Toewijzing:
    return _made(school)[1]


def _made(school: School) -> list[Toewijzing]:
    return list(Toewijzing.alle.filter(school=school, actie__plan__naam=NAAM).order_by("pk"))


def geboekt(school: School) -> Boeking:
    return Boeking.objects.get(pk=factuur(school).nummer)


def factuur(school: School) -> Bijlage:
    return Bijlage.objects.filter(soort="boeking", school=school).order_by("pk")[0]


def ingelezen(school: School) -> Boekingsimport:
    return school.boekingsimporten.order_by("pk")[0]


def wachtend(school: School) -> Boekingsimport:
    return school.boekingsimporten.order_by("pk")[1]


def _fields(**more: Any) -> dict[str, Any]:
    return {
        "schooljaar": str(JAAR),
        "soort": "werkingsmiddelen",
        "besteed": "-3,50",
        "datum": "2026-10-01",
        "omschrijving": "Teruggave",
        "plek": "",
        **more,
    }


def _only_post(name: str, path: Any, alice: Any, *events: str, data: Any = lambda w: {}) -> Page:
    return Page(
        name, path, (LOGIN, 405, 405, 405), (LOGIN, 404, 403, alice), data=data, events=events
    )


def _download(name: str, path: str, bob: int) -> Page:
    logged = {"get_events": ("export",), "events": ("export",)}
    return school_page(name, path, 200, bob, **logged, bob_events=("export",) if bob == 200 else ())


SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("inzet:overzicht", f"{B}/?{YEAR}", 200, 200),
    school_page(
        "inzet:actie",
        lambda w: f"{B}/actie/{vertelhoek(w.school).pk}/?{YEAR}",
        200,
        200,
        (403, f"→{B}/actie/"),
        data=lambda w: {"soort": "ses_lestijden", "voorzien": "1/24"},
        events=("inzet.toegewezen",),
    ),
    school_page(
        "inzet:toewijzing",
        lambda w: f"{B}/toewijzing/{toegewezen(w.school).pk}/",
        200,
        403,
        (403, f"→{B}/actie/"),
        data=lambda w: {"voorzien": "2,5", "toelichting": "in kleine groep", "versie": "1"},
        events=("inzet.aangepast",),
    ),
    _only_post(
        "inzet:verplaatsen",
        lambda w: f"{B}/toewijzing/{toegewezen(w.school).pk}/verplaatsen/",
        f"→{B}/actie/",
        "inzet.verplaatst",
        data=lambda w: {"naar": str(koffer(w.school).pk), "versie": "1"},
    ),
    _only_post(
        "inzet:weghalen",
        lambda w: f"{B}/toewijzing/{toegewezen(w.school).pk}/weg/",
        f"→{B}/actie/",
        "inzet.weggehaald",
    ),
    school_page("inzet:boekingen", f"{B}/boekingen/?{YEAR}", 200, 403),
    school_page(
        "inzet:boeking_nieuw",
        f"{B}/boekingen/nieuw/?{YEAR}",
        200,
        403,
        (403, f"→{B}/boekingen/"),
        data=lambda w: _fields(),
        events=("inzet.geboekt",),
    ),
    school_page(
        "inzet:boeking",
        lambda w: f"{B}/boekingen/{geboekt(w.school).pk}/",
        200,
        403,
        (403, f"→{B}/boekingen/"),
        data=lambda w: _fields(versie="1"),
        events=("inzet.boeking_aangepast",),
    ),
    _only_post(
        "inzet:intrekken",
        lambda w: f"{B}/boekingen/{geboekt(w.school).pk}/intrekken/",
        f"→{B}/boekingen/",
        "inzet.boeking_ingetrokken",
    ),
    _only_post(
        "inzet:bewijs",
        lambda w: f"{B}/boekingen/{geboekt(w.school).pk}/bewijs/",
        f"→{B}/boekingen/",
        "inzet.bewijs",
        data=lambda w: {"bestand": upload_of(PDF, "factuur.pdf")},
    ),
    Page(
        "inzet:bewijs_bestand",
        lambda w: f"{B}/bewijs/{factuur(w.school).pk}/",
        (LOGIN, 404, 403, 200),
        (LOGIN, 404, 403, 405),
        get_events=("inzet.bewijs_bekeken",),
    ),
    _only_post(
        "inzet:bewijs_weg",
        lambda w: f"{B}/bewijs/{factuur(w.school).pk}/weg/",
        f"→{B}/boekingen/",
        "inzet.bewijs_weg",
    ),
    school_page(
        "inzet:import",
        f"{B}/inlezen/?{YEAR}",
        200,
        403,
        (403, f"→{B}/inlezen/"),
        data=lambda w: {
            "bestand": upload_of(boekhouding(("01/09/2026", "5", "Stiften", "F-9", "")), "a.csv")
        },
        events=("inzet.import_gestart",),
    ),
    school_page(
        "inzet:import_nakijken",
        lambda w: f"{B}/inlezen/{wachtend(w.school).pk}/",
        200,
        403,
        (403, f"→{B}/boekingen/"),
        events=("inzet.import_geboekt",),
    ),
    _only_post(
        "inzet:import_terug",
        lambda w: f"{B}/inlezen/{ingelezen(w.school).pk}/terug/",
        f"→{B}/inlezen/",
        "inzet.import_terug",
    ),
    school_page(
        "inzet:overdracht",
        f"{B}/onbesteed/?{YEAR}",
        200,
        403,
        (403, f"→{B}/onbesteed/"),
        data=lambda w: {"terug": "1"},
        events=("inzet.overdracht_weg",),
    ),
    school_page("inzet:antwoord", f"{B}/antwoord/?{YEAR}", 200, 200),
    _download("inzet:antwoord_bestand", f"{B}/antwoord.xlsx?{YEAR}", 200),
    _download("inzet:export", f"{B}/boekhouding.csv?{YEAR}", 403),
)
OPEN_PAGES: tuple[Page, ...] = ()


def _booked(**more: Any) -> services_boeking.Geboekt:
    given: dict[str, Any] = {
        "soort": ANDERE,
        "besteed": Fraction(5),
        "datum": date(2026, 9, 1),
        "omschrijving": "Krijt",
        **more,
    }
    return services_boeking.Geboekt(**given)


def _carry(world: World) -> Overdracht:
    """Of the year after: what came along to it is unspent there."""
    return services_overdracht.draag_over(
        school=world.school, schooljaar=JAAR.next, reden="Later.", by=world.alice
    )


def _back_and_forth(world: World) -> None:
    row = Boekingsimport.objects.filter(school=world.school, bevestigd__isnull=False)[0]
    with transaction.atomic():
        services_import.draai_terug(bestand=row, by=world.alice)
        services_import.zet_import_terug(bestand=row, by=world.alice)


@transaction.atomic
def _proof_away_back_and_away(w: World) -> None:
    found = Bijlage.objects.filter(soort="boeking", school=w.school)[0]
    for back in (False, True, False):
        services_boeking.haal_bewijs_weg(bijlage=found, by=w.alice, terug=back)


# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "inzet.wijs_toe": (lambda w: toewijzing(koffer(w.school), w.alice, "1"), ["inzet.toegewezen"]),
    "inzet.pas_aan": (
        lambda w: services.pas_aan(
            toewijzing=toegewezen(w.school),
            versie=None,
            voorzien=Fraction(3),
            toelichting="",
            by=w.alice,
        ),
        ["inzet.aangepast"],
    ),
    "inzet.verplaats": (
        lambda w: services.verplaats(
            toewijzing=toegewezen(w.school), naar=koffer(w.school), versie=None, by=w.alice
        ),
        ["inzet.verplaatst"],
    ),
    "inzet.haal_weg": (
        lambda w: services.haal_weg(
            toewijzing=Toewijzing.objects.filter(actie__plan__naam=NAAM, school=w.school)[0],
            versie=None,
            by=w.alice,
        ),
        ["inzet.weggehaald"],
    ),
    "inzet.zet_terug": (
        lambda w: services.zet_terug(
            toewijzing=Toewijzing.alle.filter(
                school=w.school, actie__plan__naam=NAAM, verwijderd__isnull=False
            )[0],
            by=w.alice,
        ),
        ["inzet.teruggezet"],
    ),
    "inzet.boek": (
        lambda w: services_boeking.boek(
            school=w.school, schooljaar=JAAR, values=_booked(), by=w.alice
        ),
        ["inzet.geboekt"],
    ),
    "inzet.pas_boeking_aan": (
        lambda w: services_boeking.pas_boeking_aan(
            boeking=geboekt(w.school),
            versie=None,
            values=_booked(omschrijving="Prentenboeken"),
            by=w.alice,
        ),
        ["inzet.boeking_aangepast"],
    ),
    "inzet.trek_in": (
        lambda w: services_boeking.trek_in(
            boeking=services_boeking.trek_in(boeking=geboekt(w.school), by=w.alice),
            by=w.alice,
            terug=True,
        ),
        ["inzet.boeking_ingetrokken", "inzet.boeking_terug"],
    ),
    "inzet.bewaar_bewijs": (
        lambda w: services_boeking.bewaar_bewijs(
            boeking=geboekt(w.school), upload=check_upload("bon.pdf", PDF), by=w.alice
        ),
        ["inzet.bewijs"],
    ),
    "inzet.haal_bewijs_weg": (
        lambda w: _proof_away_back_and_away(w),
        ["inzet.bewijs_weg", "inzet.bewijs_terug", "inzet.bewijs_weg"],
    ),
    "inzet.neem_aan": (
        lambda w: _read(
            w.school, w.alice, boekhouding(("05/09/2026", "9,00", "Verf", "F-10", "")), "b.csv"
        ),
        ["inzet.import_gestart"],
    ),
    "inzet.koppel": (
        lambda w: services_import.koppel(
            bestand=_any_waiting(w.school), velden={"datum": 0}, soort=GELD, by=w.alice
        ),
        ["inzet.import_gekoppeld"],
    ),
    "inzet.bevestig": (
        lambda w: _confirm(_any_waiting(w.school), w.alice),
        ["inzet.import_geboekt"],
    ),
    "inzet.gooi_weg": (
        lambda w: services_import.gooi_weg(bestand=_any_waiting(w.school), by=w.alice),
        ["inzet.import_weg"],
    ),
    "inzet.draag_over": (_carry, ["inzet.overgedragen"]),
    "inzet.draag_niet_over": (
        lambda w: services_overdracht.draag_niet_over(
            overdracht=Overdracht.objects.filter(school=w.school, ingetrokken__isnull=True)[0],
            by=w.alice,
        ),
        ["inzet.overdracht_weg"],
    ),
    "inzet.zet_import_terug": (_back_and_forth, ["inzet.import_terug", "inzet.import_weer"]),
    "inzet.draai_terug": (
        lambda w: services_import.draai_terug(
            bestand=Boekingsimport.objects.filter(
                school=w.school, bevestigd__isnull=False, ingetrokken__isnull=True
            )[0],
            by=w.alice,
        ),
        ["inzet.import_terug"],
    ),
}


def _any_waiting(school: School) -> Boekingsimport:
    """Several writes after each other want one: the next makes it when the last one took it."""
    found = Boekingsimport.objects.filter(school=school, bevestigd__isnull=True).first()
    assert found is not None
    return found


EVENT_KEYS: tuple[str, ...] = (
    "toewijzing",
    "actie",
    "naar_actie",
    "van_actie",
    "van",
    "soort",
    "oud",
    "nieuw",
    "was",
    "boeking",
    "bijlage",
    "import",
    "reden",
)
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "toewijzing_has_amount",
        lambda w: Toewijzing.objects.create(
            school=w.school,
            schooljaar=2026,
            soort=SES.value,
            actie=vertelhoek(w.school),
            voorzien="",
            door_naam="x",
        ),
    ),
    (
        "boeking_has_amount",
        lambda w: Boeking.objects.filter(pk=geboekt(w.school).pk).update(besteed=""),
    ),
    (
        "boeking_one_place",
        lambda w: Boeking.objects.filter(pk=geboekt(w.school).pk).update(
            streefdoel=vertelhoek(w.school).streefdoelen.all()[0]
        ),
    ),
    (
        "overdracht_has_reason",
        lambda w: Overdracht.objects.filter(school=w.school).update(reden=""),
    ),
    ("overdracht_one_counts", lambda w: _moved(w.school)),
    (
        "boekingsimport_file_once",
        lambda w: Boekingsimport.objects.create(
            school=w.school,
            schooljaar=2026,
            naam="x",
            rijen=1,
            bestand_hash=ingelezen(w.school).bestand_hash,
            door_naam="x",
        ),
    ),
]
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    **{page.name: ASSIGNERS for page in SCHOOL_PAGES},
    "inzet:overzicht": STAFF,
    "inzet:actie": STAFF,
    "inzet:antwoord": STAFF,
    "inzet:antwoord_bestand": STAFF,
}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("inzet:actie", lambda w: {"pk": vertelhoek(w.other).pk}),
    ("inzet:toewijzing", lambda w: {"pk": toegewezen(w.other).pk}),
    ("inzet:verplaatsen", lambda w: {"pk": toegewezen(w.other).pk}),
    ("inzet:weghalen", lambda w: {"pk": weggehaald(w.other).pk}),
    ("inzet:boeking", lambda w: {"pk": geboekt(w.other).pk}),
    ("inzet:intrekken", lambda w: {"pk": geboekt(w.other).pk}),
    ("inzet:bewijs", lambda w: {"pk": geboekt(w.other).pk}),
    ("inzet:bewijs_bestand", lambda w: {"pk": factuur(w.other).pk}),
    ("inzet:bewijs_weg", lambda w: {"pk": factuur(w.other).pk}),
    ("inzet:import_nakijken", lambda w: {"pk": wachtend(w.other).pk}),
    ("inzet:import_terug", lambda w: {"pk": ingelezen(w.other).pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "inzet:overzicht": [
        "/school/999001/beleid/middelen/",
        "/school/999002/beleid/middelen/?per=actie",
        "/school/999002/beleid/middelen/?per=doelgroep",
    ],
    "inzet:boekingen": ["/school/999002/beleid/middelen/boekingen/"],
    "inzet:boeking_nieuw": ["/school/999002/beleid/middelen/boekingen/nieuw/"],
    "inzet:import": ["/school/999002/beleid/middelen/inlezen/"],
    "inzet:overdracht": ["/school/999002/beleid/middelen/onbesteed/"],
    "inzet:antwoord": ["/school/999002/beleid/middelen/antwoord/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "inzet:actie": "browser/test_inzet.py: assigning",
    "inzet:toewijzing": "browser/test_inzet.py: assigning",
    "inzet:verplaatsen": "a form of inzet:toewijzing",
    "inzet:weghalen": "a form of inzet:toewijzing",
    "inzet:boeking": "browser/test_inzet.py: booking",
    "inzet:intrekken": "a form of inzet:boeking",
    "inzet:bewijs": "a form of inzet:boeking",
    "inzet:bewijs_bestand": "a download",
    "inzet:bewijs_weg": "a form of inzet:boeking",
    "inzet:import_nakijken": "browser/test_inzet.py: a file of the accounts",
    "inzet:import_terug": "a form of inzet:import",
    "inzet:antwoord_bestand": "a download",
    "inzet:export": "a download",
}
