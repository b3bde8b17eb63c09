"""How long each page of 'Waar zitten ze' takes for a big school: 3,000 pupils, ten schooljaren.

In: an empty demo database. Out: per page the median server time, the first time, and the queries.
Nothing is stored beforehand: every year is counted from the pupils of then, the dearest case.
"""

from __future__ import annotations

import random
import time
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from statistics import median
from typing import Any

NUMMER = "999002"
PUPILS, YEARS, COHORTS = 3000, 10, 6
KENMERKEN = ("opleiding_moeder", "schooltoeslag", "thuistaal", "trekkende_bevolking")
SHARES = (0.3, 0.4, 0.22, 0.01)
PAGES = (
    *("", "wie/", "waar/?per=richting&kenmerk=thuistaal", "waar/?per=klas", "veranderd/"),
    *("veranderd/?per=richting", "stroom/", "klassen/", "leeftijd/", "attesten/?jaar={vorig}"),
    *("waar/?per=leerjaar&naast=jaar:{vorig}", "team/", "lezingen/", "vaststellingen/"),
)


def fill(today: date) -> None:
    """One cohort of pupils per year, six years of school each."""
    from django.utils import timezone

    from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
    from gokwijs.apps.scholen.models import School
    from gokwijs.core.calendar import Schooljaar

    dice = random.Random(3)
    school = School.objects.get(instellingsnummer=NUMMER)
    now = Schooljaar.of(today).start
    per_year = PUPILS // COHORTS
    starts = range(now - YEARS + 1 - (COHORTS - 1), now + 1)
    made = Leerling.objects.bulk_create(
        Leerling(
            school=school,
            stamnummer=f"{start}{n:04}",
            naam=f"Meting {n:04}",
            voornaam="Proef",
            zoeknaam=f"meting {n:04} proef",
            geboortedatum=date(start - 12 - (n % 9 == 0), 5, 1),
        )
        for start in starts
        for n in range(per_year)
    )
    enrolments, facts = [], []
    moment = timezone.make_aware(datetime.combine(date(now - YEARS, 9, 1), time_of_day(10)))
    for place, one in enumerate(made):
        start = starts[0] + place // per_year
        track, room = dice.randrange(8), dice.randrange(3)
        for step in range(COHORTS):
            year = start + step
            if not now - YEARS < year <= now:
                continue
            graad = step // 2 + 1
            enrolments.append(
                Inschrijving(
                    leerling=one,
                    begin=date(year, 9, 1),
                    einde=None if year == now else date(year + 1, 8, 31),
                    onderwijsniveau="so",
                    graad=str(graad),
                    leerjaar=str(step % 2 + 1),
                    richting=("1A" if track else "1B") if graad == 1 else f"Richting {track}",
                    klas=f"{step + 1}{'ABCDEFGH'[track]}{room + 1}",
                    vestigingsplaats=str(track % 2 + 1),
                    attest="" if year == now else dice.choices("ABC", (80, 14, 6))[0],
                )
            )
        facts += [
            Feit(
                leerling=one,
                kenmerk=kenmerk,
                antwoord=int(dice.random() < share * (0.6 + track / 10)),
                herkomst="register",
                vanaf=date(start, 9, 1),
                door_naam="Meting",
                vastgelegd=moment,
            )
            for kenmerk, share in zip(KENMERKEN, SHARES, strict=True)
            if dice.random() < 0.97
        ]
    Inschrijving.objects.bulk_create(enrolments, batch_size=2000)
    Feit.objects.bulk_create(facts, batch_size=2000)


def pages(folder: Path, *, only: int | None = None) -> list[dict[str, Any]]:
    """Every page, slowest included; ``only``: so many of them, for a quick look."""
    from gokwijs.commands.serve import migrate, prepare

    prepare(folder)
    migrate()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from gokwijs.apps.access.models import User
    from gokwijs.apps.leerlingen.models import Leerling
    from gokwijs.apps.vandaag.demo import PEOPLE, build_demo
    from gokwijs.core.calendar import Schooljaar

    build_demo()
    Leerling.objects.filter(school__instellingsnummer=NUMMER).delete()
    fill(timezone.localdate())
    vorig = Schooljaar.of(timezone.localdate()).previous
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=PEOPLE[0][0]))
    found = []
    for name in PAGES[:only]:
        address = f"/school/{NUMMER}/waar/{name.format(vorig=vorig)}"
        begin = time.perf_counter()
        response = client.get(address)
        first = time.perf_counter() - begin
        assert response.status_code == 200, (address, response.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries = len(captured)
        times = []
        for _ in range(9):
            begin = time.perf_counter()
            client.get(address)
            times.append(time.perf_counter() - begin)
        found.append(
            {"page": name or "overzicht", "seconds": median(times), "first": first}
            | {"queries": queries, "kilobytes": len(response.content) / 1000}
        )
    return found


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as where:
        for row in pages(Path(where)):
            print(
                f"{row['page']:45} {row['seconds'] * 1000:7.0f} ms  first "
                f"{row['first'] * 1000:6.0f} ms  {row['queries']:3} queries  "
                f"{row['kilobytes']:.0f} kB"
            )
