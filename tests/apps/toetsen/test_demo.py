"""The demo school has scores to look at: two cohorts large enough, made the same every time."""

from __future__ import annotations

from datetime import date

from gokwijs.apps.leerlingen.demo import build_pupils
from gokwijs.apps.scholen.services import create_school
from gokwijs.apps.toetsen.demo import LEZEN, SCHOOL, build_toetsen
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from tests.apps.builders import person

TODAY = date(2026, 11, 24)


def test_every_cohort_of_the_demo_has_thirty_pupils_with_begin_and_end(db: None) -> None:
    by = person("chris@demo.invalid", "Chris Fictief")
    school = create_school(instellingsnummer=SCHOOL, naam="Atheneum Nergenshuizen", by=by)
    build_pupils(school, "leerlingen-secundair.csv", TODAY)
    build_toetsen(school, by, TODAY)
    names = list(Afname.objects.filter(toets__naam=LEZEN).values_list("naam", flat=True))
    assert names == [
        "begin eerste jaar 2024-2025",
        "einde eerste jaar 2024-2025",
        "begin eerste jaar 2025-2026",
        "einde eerste jaar 2025-2026",
        "begin eerste jaar 2026-2027",
    ]
    for jaar in ("2024-2025", "2025-2026"):
        begin, einde = (
            set(_scored(f"{moment} eerste jaar {jaar}")) for moment in ("begin", "einde")
        )
        assert len(begin & einde) >= 30, jaar
    assert Score.objects.exclude(ontbreekt="").exists(), "some have no score, with a cause"
    assert set(Toets.objects.values_list("schaal", flat=True)) == {"punten", "ja_nee"}


def _scored(naam: str) -> list[int]:
    rows = Score.objects.filter(afname__naam=naam, waarde__isnull=False)
    return list(rows.values_list("leerling_id", flat=True))
