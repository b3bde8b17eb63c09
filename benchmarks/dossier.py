"""How long freezing a dossier of about 40 pages takes, and each of its files.

In: an empty demo database. Out: median seconds of the whole and of the PDF alone, with the pages
and the numbered figures. Budget: the dossier, from reading to its last file, under 2 s.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

NUMMER = "999002"
GOALS, ACTIONS, TIMES = 5, 40, 5


def fill(today: date) -> Any:
    """The plan of the demo with five goals, metingen on each, and acties with steps and means."""
    from gokwijs.apps.beleid.models import Actie, Indicator, Meting, Streefdoel, Taak, Toewijzing
    from gokwijs.apps.beleid.selectors import huidig_plan
    from gokwijs.apps.scholen.models import School

    school = School.objects.get(instellingsnummer=NUMMER)
    plan = huidig_plan(school, today)
    assert plan is not None
    who = {"door_naam": "Meting", "gewijzigd_door": "Meting"}
    goals = list(plan.streefdoel_set.all())
    for n in range(len(goals), GOALS):
        measure = Indicator.objects.create(
            plan=plan, naam=f"het aandeel {n}", teller_definitie="a", noemer_definitie="b", **who
        )
        for month in range(4):
            Meting.objects.create(
                indicator=measure,
                peildatum=today - timedelta(days=30 * month),
                teller=Decimal(20 + month),
                noemer=Decimal(60),
                bron_soort="lvs",
                door_naam="Meting",
            )
        goals.append(
            Streefdoel.objects.create(
                plan=plan, formulering=f"Doel {n}", indicator=measure, streefwaarde=60, **who
            )
        )
    for n in range(ACTIONS):
        action = Actie.objects.create(
            plan=plan,
            titel=f"Actie {n}",
            omschrijving="We doen het samen, stap voor stap, en kijken wat het geeft. " * 8,
            **who,
        )
        action.streefdoelen.set([goals[n % len(goals)]])
        Taak.objects.bulk_create(
            Taak(plan=plan, actie=action, tekst=f"Stap {k}", tegen=today, door_naam="x")
            for k in range(5)
        )
        Toewijzing.objects.create(
            actie=action,
            school=school,
            schooljaar=plan.schooljaar_van,
            soort="gok_uren_leraar",
            voorzien="1/24",
            door_naam="x",
        )
    return plan


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    times, found = [], work()  # once before: fonts and the engine of the charts are loaded then
    for _ in range(TIMES):
        begin = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - begin)
    return median(times), found


def freezing(folder: Path) -> dict[str, Any]:
    """The dossier as it is frozen, without waiting for a disk."""
    from gokwijs.commands.serve import migrate, prepare

    prepare(folder)
    migrate()
    from django.utils import timezone

    from gokwijs.apps.dossier.bundel_bestanden import bladzijden, maak_bestanden
    from gokwijs.apps.dossier.bundel_delen import Deel, Keus
    from gokwijs.apps.dossier.bundel_inhoud import Herkomst, Inhoud, maak_inhoud
    from gokwijs.apps.vandaag.demo import build_demo
    from gokwijs.renderers.pdf import pdf

    build_demo()
    today = timezone.localdate()
    plan = fill(today)
    keus, origin = Keus(tuple(Deel)), Herkomst("Directeur", "x", ())

    def read() -> Inhoud:
        return maak_inhoud(plan, keus, origin, today)

    def whole() -> dict[str, bytes]:
        return maak_bestanden(
            read(),
            school=plan.school,
            jaren=plan.jaren,
            sjabloon=None,
            kop={},
            sleutel=b"x" * 32,
            report=lambda done, what: None,
        )

    reading, inhoud = _timed(read)
    printing, data = _timed(lambda: pdf(inhoud.document))
    seconds, files = _timed(whole)
    return {
        "seconds": seconds,
        "reading": reading,
        "pdf": printing,
        "pages": bladzijden(data),
        "figures": len(inhoud.cijfers),
        "megabytes": sum(map(len, files.values())) / 1e6,
    }


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as where:
        for key, value in freezing(Path(where)).items():
            print(f"{key:10} {value:8.2f}")
