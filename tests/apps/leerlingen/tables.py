"""What the walkers must know of the room of pupils: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from gokwijs.apps.leerlingen import services
from gokwijs.apps.leerlingen.bulk import Opdracht
from gokwijs.apps.leerlingen.models import Bewerking, Inschrijving, Leerling, Verklaring
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.core.leerlingen.inschrijving import Plaats
from tests.apps.builders import World
from tests.apps.page import Page, S, school_page


def _inschrijving(world: World) -> Inschrijving:
    return world.leerling.inschrijvingen.order_by("-begin")[0]


def _closed(world: World) -> Inschrijving:
    return world.declared.inschrijvingen.order_by("-begin")[0]


def _plaats(world: World) -> Plaats:
    return _inschrijving(world).plaats


def _apply(world: World, antwoord: Antwoord = Antwoord.JA) -> Bewerking:
    return services.apply_bewerking(
        school=world.school,
        rijen=[_closed(world).pk],
        opdracht=Opdracht(
            Bewerking.Soort.KENMERK, date(2026, 1, 5), kenmerk=Kenmerk.BUURT, antwoord=antwoord
        ),
        by=world.alice,
    )


L = f"{S}/leerlingen/"


def _one(world: World) -> str:
    return f"{L}{world.leerling.pk}/"


def _enrolment(world: World) -> str:
    return f"{_one(world)}inschrijving/{_inschrijving(world).pk}/"


def _feit(world: World) -> int:
    return int(world.leerling.feiten.order_by("pk")[0].pk)


PLAATS = {
    "onderwijsniveau": "lager",
    "vestigingsplaats": "1",
    "leerjaar": "1",
    "klas": "L1B",
    "graad": "",
    "richting": "",
    "type": "",
    "mfc_verblijf": "0",
    "administratieve_groep": "",
    "halves": "2",
}
LOOK = ("leerlingen.bekeken",)
BACK = (403, f"→{L}")
SCHOOL_PAGES: tuple[Page, ...] = (
    school_page("leerlingen:lijst", L, 200, 403, get_events=LOOK, events=LOOK),
    school_page(
        "leerlingen:export", f"{L}export/", 200, 403, get_events=("export",), events=("export",)
    ),
    school_page(
        "leerlingen:afdruk", f"{L}afdruk/", 200, 403, get_events=("export",), events=("export",)
    ),
    school_page(
        "leerlingen:nieuw",
        f"{L}nieuw/",
        200,
        403,
        BACK,
        data=lambda w: {"stamnummer": "2500998", "naam": "Nieuw", "begin": "2026-03-02", **PLAATS},
        events=("leerling.gemaakt", "inschrijving.geopend"),
    ),
    school_page(
        "leerlingen:bewerken",
        f"{L}bewerken/",
        200,
        403,
        BACK,
        data=lambda w: {
            "soort": "plaats",
            "rij": str(_inschrijving(w).pk),
            "vanaf": "2026-03-02",
            "klas": "L1B",
            "stap": "doen",
        },
        events=("bewerking.gedaan",),
    ),
    school_page(
        "leerlingen:bewerking",
        lambda w: f"{L}bewerking/{w.bewerking.pk}/",
        200,
        403,
        BACK,
        events=("bewerking.ongedaan",),
    ),
    school_page(
        "leerlingen:leerling",
        lambda w: f"{L}{w.declared.pk}/?antwoorden=1",
        200,
        403,
        get_events=("leerling.bekeken", "leerling.antwoorden"),
        events=("leerling.bekeken", "leerling.antwoorden"),
    ),
    school_page(
        "leerlingen:gegevens",
        lambda w: f"{_one(w)}gegevens/",
        200,
        403,
        BACK,
        data=lambda w: {"stamnummer": w.leerling.stamnummer, "naam": "Anders"},
        events=("leerling.aangepast",),
    ),
    school_page(
        "leerlingen:inschrijven",
        lambda w: f"{_one(w)}inschrijven/",
        200,
        403,
        BACK,
        data=lambda w: {"begin": "2024-09-01", "einde": "2025-06-30", **PLAATS},
        events=("inschrijving.geopend",),
    ),
    school_page(
        "leerlingen:kenmerk",
        lambda w: f"{_one(w)}kenmerk/",
        200,
        403,
        BACK,
        data=lambda w: {
            "kenmerk": "schooltoeslag",
            "antwoord": "0",
            "herkomst": "register",
            "vanaf": "2026-03-02",
        },
        events=("feit.vastgelegd",),
    ),
    school_page(
        "leerlingen:intrekken",
        lambda w: f"{_one(w)}kenmerk/{_feit(w) if w.leerling.feiten.exists() else 0}/intrekken/",
        200,
        403,
        BACK,
        events=("feit.ingetrokken",),
    ),
    school_page(
        "leerlingen:plaats",
        lambda w: f"{_enrolment(w)}plaats/",
        200,
        403,
        BACK,
        data=lambda w: {"vanaf": "2026-03-02", **PLAATS},
        events=("inschrijving.gewijzigd",),
    ),
    school_page(
        "leerlingen:verbeteren",
        lambda w: f"{_enrolment(w)}verbeteren/",
        200,
        403,
        BACK,
        data=lambda w: {"begin": "2025-09-02", **PLAATS},
        events=("inschrijving.verbeterd",),
    ),
    school_page(
        "leerlingen:uitschrijven",
        lambda w: f"{_enrolment(w)}uitschrijven/",
        200,
        403,
        BACK,
        data=lambda w: {"einde": "2026-03-02"},
        events=("inschrijving.gesloten",),
    ),
    school_page(
        "leerlingen:heropenen",
        lambda w: f"{_enrolment(w)}heropenen/",
        200,
        403,
        BACK,
        events=("inschrijving.heropend",),
    ),
    school_page(
        "leerlingen:wissen",
        lambda w: f"{_enrolment(w)}wissen/",
        200,
        403,
        BACK,
        events=("inschrijving.gewist",),
    ),
)
OPEN_PAGES: tuple[Page, ...] = ()
# Each service that writes: how to call it, and which events it leaves.
WRITES: dict[str, tuple[Callable[[World], Any], list[str]]] = {
    "leerlingen.create_leerling": (
        lambda w: services.create_leerling(
            school=w.school, stamnummer="9999999", naam="Nieuw", voornaam="Nele", by=w.alice
        ),
        ["leerling.gemaakt"],
    ),
    "leerlingen.update_leerling": (
        lambda w: services.update_leerling(leerling=w.leerling, by=w.alice, voornaam="Nora"),
        ["leerling.aangepast"],
    ),
    "leerlingen.open_inschrijving": (
        lambda w: services.open_inschrijving(
            leerling=w.leerling,
            begin=date(2024, 9, 1),
            einde=date(2025, 6, 30),
            plaats=_plaats(w),
            by=w.alice,
        ),
        ["inschrijving.geopend"],
    ),
    "leerlingen.move_inschrijving": (
        lambda w: services.move_inschrijving(
            inschrijving=_inschrijving(w), plaats=_plaats(w), vanaf=date(2026, 1, 5), by=w.alice
        ),
        ["inschrijving.gewijzigd"],
    ),
    "leerlingen.close_inschrijving": (
        lambda w: services.close_inschrijving(
            inschrijving=_inschrijving(w), einde=date(2026, 1, 5), by=w.alice
        ),
        ["inschrijving.gesloten"],
    ),
    "leerlingen.reopen_inschrijving": (
        lambda w: services.reopen_inschrijving(inschrijving=_closed(w), by=w.alice),
        ["inschrijving.heropend"],
    ),
    "leerlingen.correct_inschrijving": (
        lambda w: services.correct_inschrijving(
            inschrijving=_closed(w),
            begin=date(2025, 10, 1),
            einde=date(2026, 1, 30),
            plaats=_closed(w).plaats,
            by=w.alice,
        ),
        ["inschrijving.verbeterd"],
    ),
    "leerlingen.apply_bewerking": (_apply, ["bewerking.gedaan"]),
    "leerlingen.undo_bewerking": (
        lambda w: services.undo_bewerking(bewerking=_apply(w, Antwoord.NEE), by=w.alice),
        ["bewerking.gedaan", "bewerking.ongedaan"],
    ),
    "leerlingen.record_feit": (
        lambda w: services.record_feit(
            leerling=w.leerling,
            kenmerk=Kenmerk.THUISTAAL,
            antwoord=Antwoord.NEE,
            herkomst=Herkomst.SCHOOL,
            vanaf=date(2026, 1, 5),
            by=w.alice,
        ),
        ["feit.vastgelegd"],
    ),
    "leerlingen.withdraw_feit": (
        lambda w: services.withdraw_feit(feit=w.leerling.feiten.order_by("pk")[0], by=w.alice),
        ["feit.ingetrokken"],
    ),
    "leerlingen.record_verklaring": (
        lambda w: services.record_verklaring(
            leerling=w.leerling,
            talen={Gezinslid.MOEDER: Taal.ANDERE},
            opleiding=Opleiding.LAGER,
            datum=date(2026, 1, 5),
            kanaal=Verklaring.Kanaal.PAPIER,
            by=w.alice,
        ),
        ["verklaring.vastgelegd"],
    ),
    "leerlingen.sign_verklaring": (
        lambda w: services.sign_verklaring(
            verklaring=w.verklaring, op=date(2026, 1, 6), by=w.alice
        ),
        ["verklaring.ondertekend"],
    ),
    # The last one, because others need what it takes away.
    "leerlingen.delete_inschrijving": (
        lambda w: services.delete_inschrijving(inschrijving=_closed(w), by=w.alice),
        ["inschrijving.gewist"],
    ),
}
# Keys of the data of events of this room: never a name or an answer of a pupil.
EVENT_KEYS: tuple[str, ...] = (
    "velden",
    "vanaf",
    "einde",
    "kenmerk",
    "herkomst",
    "kanaal",
    "ja",
    "bewerking",
    "stamnummers",
    "kolommen",
)
READS: dict[str, Callable[[World], Any]] = {}
VIOLATIONS: list[tuple[str, Callable[[World], Any]]] = [
    (
        "leerling_once",
        lambda w: Leerling.objects.create(school=w.school, stamnummer=w.leerling.stamnummer),
    ),
    ("leerling_has_number", lambda w: Leerling.objects.create(school=w.school, stamnummer="")),
    (
        "inschrijving_ends_after_begin",
        lambda w: w.leerling.inschrijvingen.update(einde=date(2020, 1, 1)),
    ),
    ("inschrijving_halves", lambda w: w.leerling.inschrijvingen.update(halves=3)),
    ("inschrijving_mfc", lambda w: w.leerling.inschrijvingen.update(mfc_verblijf=3)),
    (
        "verklaring_one_counts",
        lambda w: Verklaring.objects.create(
            leerling=w.verklaring.leerling, datum=date(2026, 1, 5), vastgelegd=timezone.now()
        ),
    ),
    ("feit_kenmerk", lambda w: w.leerling.feiten.update(kenmerk="zorgthuis")),
    ("feit_antwoord", lambda w: w.leerling.feiten.update(antwoord=3)),
]
SEE = {"directeur", "gok_coordinator", "zorg", "secretariaat"}
EDIT = {"directeur", "secretariaat"}
TAKE = {"directeur", "secretariaat", "zorg"}
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {
    **{page.name: EDIT for page in SCHOOL_PAGES},
    "leerlingen:lijst": SEE,
    "leerlingen:leerling": SEE,
    "leerlingen:export": TAKE,
    "leerlingen:afdruk": TAKE,
}


def _their(world: World) -> dict[str, Any]:
    pupil = world.their_leerling
    return {"pk": pupil.pk, "inschrijving": pupil.inschrijvingen.get().pk}


def _pupil_of_theirs(world: World) -> dict[str, Any]:
    return {"pk": world.their_leerling.pk}


# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = (
    ("leerlingen:bewerking", lambda w: {"pk": w.their_bewerking.pk}),
    ("leerlingen:intrekken", lambda w: {"pk": w.their_leerling.pk, "feit": _feit(w)}),
    *((f"leerlingen:{n}", _pupil_of_theirs) for n in ("leerling", "gegevens", "inschrijven")),
    ("leerlingen:kenmerk", _pupil_of_theirs),
    *((f"leerlingen:{n}", _their) for n in ("plaats", "verbeteren", "uitschrijven")),
    *((f"leerlingen:{n}", _their) for n in ("heropenen", "wissen")),
    # a pupil of my own school with a row of another
    ("leerlingen:plaats", lambda w: {**_their(w), "pk": w.leerling.pk}),
)
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {
    "leerlingen:lijst": ["/school/999001/leerlingen/"],
    "leerlingen:nieuw": ["/school/999001/leerlingen/nieuw/"],
    "leerlingen:afdruk": ["/school/999001/leerlingen/afdruk/"],
    "leerlingen:bewerken": ["/school/999001/leerlingen/bewerken/"],
}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {
    "leerlingen:export": "a download",
    "leerlingen:bewerking": "test_leerlingen: a change of many pupils",
    **{
        f"leerlingen:{name}": "test_leerlingen: the life of one pupil"
        for name in (
            "leerling",
            "gegevens",
            "inschrijven",
            "kenmerk",
            "intrekken",
            "plaats",
            "verbeteren",
            "uitschrijven",
            "heropenen",
            "wissen",
        )
    },
}
