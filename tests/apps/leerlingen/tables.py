"""What the walkers must know of the room of pupils: pages, writes, constraints."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from gokwijs.apps.leerlingen import services
from gokwijs.apps.leerlingen.models import Inschrijving, Leerling, Verklaring
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.core.leerlingen.inschrijving import Plaats
from tests.apps.builders import World
from tests.apps.page import Page


def _inschrijving(world: World) -> Inschrijving:
    return world.leerling.inschrijvingen.order_by("-begin")[0]


def _closed(world: World) -> Inschrijving:
    return world.declared.inschrijvingen.order_by("-begin")[0]


def _plaats(world: World) -> Plaats:
    return _inschrijving(world).plaats


SCHOOL_PAGES: tuple[Page, ...] = ()
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
# Which roles may open a page of this room (as in tests/apps/test_addresses.py).
ALLOWED: dict[str, Any] = {}
# Pages with the key of a row in their address: the arguments of a row of another school.
FOREIGN: tuple[tuple[str, Callable[[World], dict[str, Any]]], ...] = ()
# In the browser: name of the address → paths to look at as the directeur of the demo …
BROWSER: dict[str, list[str]] = {}
# … or why there is no page of its own to look at.
ELSEWHERE: dict[str, str] = {}
