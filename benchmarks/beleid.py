"""How long each page of the plan takes for a big one: 40 goals, 200 actions, means on each.

In: an empty demo database. Out: per page the median server time and the queries. Budget: 150 ms
and 20 queries.
"""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

NUMMER = "999001"
GOALS, ACTIONS = 40, 200
PAGES = (
    *("beleid/plan/{plan}/", "beleid/doel/{doel}/", "beleid/actie/{actie}/"),
    *("beleid/plan/{plan}/indicatoren/", "beleid/plan/{plan}/stand/?naar=ter_bespreking"),
    *("beleid/vaststellingen/", "beleid/middelen/", "beleid/middelen/?per=actie"),
    *("beleid/opvolging/", "beleid/samen/taken/", "beleid/samen/kalender/"),
    *("beleid/samen/taken/wie-doet-wat/", "beleid/samen/dekking/", "beleid/dossier/"),
    *("beleid/kwaliteit/", "beleid/kwaliteit/verwachting/ok:R5/", "beleid/kwaliteit/rondes/"),
    *(f"beleid/kwaliteit/rondes/{{dicht}}/{end}" for end in ("", "uitslag/", "gesprek/")),
    *(f"beleid/kwaliteit/rondes/{{dicht}}/{end}" for end in ("gesprek/ok:R5/", "scherm/")),
    *("beleid/kwaliteit/rondes/{open}/", "/r/{token}/", "/r/{token}/{sleutel}/2/"),
    "/r/{token}/{sleutel}/nakijken/",
)
RESPONDENTS = 60  # in a round over all 37 expectations


def fill(today: date) -> dict[str, Any]:
    """One adopted plan."""
    from gokwijs.apps.analyse.models import Vaststelling
    from gokwijs.apps.beleid.models import (
        Actie,
        Boeking,
        Indicator,
        Meting,
        Plan,
        Streefdoel,
        Taak,
        Toewijzing,
    )
    from gokwijs.apps.scholen.models import School
    from gokwijs.core.calendar import Schooljaar

    school, year = School.objects.get(instellingsnummer=NUMMER), Schooljaar.of(today)
    who = {"door_naam": "Meting", "gewijzigd_door": "Meting"}
    plan = Plan.objects.create(
        school=school,
        naam="Groot plan",
        schooljaar_van=year.start,
        schooljaar_tot=year.start,
        status="vastgesteld",
        vastgesteld_op=year.first_day,
        **who,
    )
    goals, actions = [], []
    for n in range(GOALS):
        seen = Vaststelling.objects.create(
            school=school,
            schooljaar=year.start,
            tekst=f"Gezien {n}",
            bron_soort="gesprek",
            bron="team",
            dag=year.first_day,
            werkzone=False,
            door_naam="Meting",
        )
        measure = Indicator.objects.create(
            plan=plan, naam=f"het aandeel {n}", teller_definitie="a", noemer_definitie="b", **who
        )
        series = [
            Meting.objects.create(
                indicator=measure,
                peildatum=date(year.start, month, 3),
                teller=Decimal(12 + month),
                noemer=Decimal(60),
                bron_soort="lvs",
                door_naam="Meting",
            )
            for month in (9, 10, 11)
        ]
        goal = Streefdoel.objects.create(
            plan=plan,
            formulering=f"Doel {n}",
            doelgroep="1A",
            plaats="1A",
            niveau="leerling",
            indicator=measure,
            nulmeting=series[0],
            richting="stijgen",
            streefwaarde=Decimal(60),
            start=year.first_day,
            einddatum=date(year.start + 1, 6, 30),
            trekker_rol="leraar",
            ok_codes=["ok:R5"],
            status="vastgesteld",
            vastgesteld_op=year.first_day,
            **who,
        )
        goal.vaststellingen.set([seen])
        goals.append(goal)
    for n in range(ACTIONS):
        action = Actie.objects.create(
            plan=plan,
            titel=f"Actie {n}",
            zorgfase="brede_basiszorg",
            aard="preventief",
            aangrijpingspunt="leerling",
            trekker_rol="leraar",
            status="lopend",
            start=year.first_day,
            einde=date(year.start + 1, 6, 30),
            **who,
        )
        action.streefdoelen.set([goals[n % GOALS]])
        actions.append(action)
    in_year = {"school": school, "schooljaar": year.start}
    Toewijzing.objects.bulk_create(
        Toewijzing(actie=a, soort="ses_lestijden", voorzien="1/24", door_naam="x", **in_year)
        for a in actions
    )
    Boeking.objects.bulk_create(
        Boeking(
            actie=a,
            soort="ses_lestijden",
            besteed="1/24",
            datum=year.first_day,
            omschrijving="x",
            door_naam="x",
            **in_year,
        )
        for a in actions
    )
    Taak.objects.bulk_create(
        Taak(plan=plan, actie=a, tekst="Stap", tegen=date(year.start, 12, 1), door_naam="x")
        for a in actions
    )
    keys = {"plan": plan.pk, "doel": goals[0].pk, "actie": actions[0].pk}
    return {**keys, **rounds(school, today)}


def rounds(school: Any, today: date) -> dict[str, Any]:
    """A closed round of the whole framework, and an open one with a sheet half done."""
    from gokwijs.apps.access.models import User
    from gokwijs.apps.zelfevaluatie import services, services_blad
    from gokwijs.apps.zelfevaluatie.models import Ronde

    by = User.objects.earliest("pk")
    groups = [services.Gevraagd("team", name, "", 20) for name in ("Directie", "Leraren", "Zorg")]

    def opened(title: str) -> Ronde:
        made = services.bewaar_ronde(
            ronde=Ronde(school=school),
            values={
                "titel": title,
                "kader": "r-ok-parafrase",
                "bereik": "alles",
                "anoniem": True,
                "begin": today,
                "einde": today,
                "aankondiging": "x",
            },
            groepen=groups,
            by=by,
        )
        return services.open_ronde(ronde=made, today=today, by=by)

    old, new = opened("Dicht"), opened("Open")
    lijst = services.vragenlijsten(old)["team"]
    for n in range(RESPONDENTS):
        groep = old.groepen.select_related("ronde").order_by("pk")[n % len(groups)]
        given = {i.sleutel: services_blad.Gegeven(n % 4 + 1) for i in lijst.items}
        blad = services_blad.begin_blad(groep=groep, today=today).blad
        services_blad.bewaar_antwoorden(
            blad=blad, lijst=lijst, gegeven=given, today=today, indienen=True
        )
    services.sluit_ronde(ronde=old, by=by)
    groep = new.groepen.select_related("ronde").order_by("pk")[0]
    sleutel = services_blad.begin_blad(groep=groep, today=today).sleutel
    return {"dicht": old.pk, "open": new.pk, "token": groep.token, "sleutel": sleutel}


def pages(folder: Path) -> list[dict[str, Any]]:
    """Every page, slowest included."""
    from gokwijs.commands.serve import migrate, prepare

    prepare(folder)
    migrate()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from gokwijs.apps.access.models import User
    from gokwijs.apps.vandaag.demo import PEOPLE, build_demo

    build_demo()
    keys = fill(timezone.localdate())
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=PEOPLE[0][0]))
    found = []
    for name in PAGES:
        path = name.format(**keys)
        address = path if path.startswith("/") else f"/school/{NUMMER}/{path}"
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries, times, cpu = len(captured), [], []
        for _ in range(7):
            begin, busy = time.perf_counter(), time.process_time()
            client.get(address)
            times.append(time.perf_counter() - begin)
            cpu.append(time.process_time() - busy)
        found.append(
            {"page": name, "seconds": median(times), "cpu": median(cpu), "queries": queries}
        )
    return found


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as where:
        for row in pages(Path(where)):
            print(
                f"{row['page']:45} {row['seconds'] * 1000:7.0f} ms  cpu {row['cpu'] * 1000:6.0f} ms"
                f"  {row['queries']:3} queries"
            )
