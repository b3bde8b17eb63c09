"""One measurement per process: ``python -m benchmarks.measure <name> <folder>``.

``run.py`` starts these one after another, so that no measurement profits from what another loaded.
Each prints one line of JSON. The folder holds what ``prepare`` wrote.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from gokwijs.core.calendar import Schooljaar

YEAR = Schooljaar(2026)
CELLS, ENTERED = "leerlingen.arrow", "getallen.toml"
PUPILS_CSV, SCHOOLS_CSV = "leerlingen.csv", "scholen.csv"
SPREAD = 20  # one in so many schools does not say whether its places lie far apart


def best_of(rounds: int, work: Callable[[], Any]) -> float:
    """The least time of several rounds: noise of the machine only ever adds."""
    found = float("inf")
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        work()
        found = min(found, time.perf_counter() - start)
    return found


def peak_mb() -> float:
    """Most memory this process ever held, in MB (Unix only, hence here and not in the product)."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024**2 if sys.platform == "darwin" else 1024)


def law(folder: Path) -> Any:
    """The law with the fictional typed numbers, so that every regime has a result."""
    from gokwijs.core.middelen.entered import load_entered

    return load_entered((folder / ENTERED).read_text(encoding="utf-8"), ENTERED, YEAR)[0]


# ---------------------------------------------------------------- the input


def prepare(folder: Path, scale: float) -> dict[str, Any]:
    """Write the fictional pupils as CSV and as columns, the schools and the typed numbers."""
    from benchmarks.synthetic import ENTERED_TOML, flanders
    from gokwijs.core.kenmerken import Antwoord

    made = flanders(scale)
    made.frame().write_ipc(folder / CELLS)
    made.write_pupils(folder / PUPILS_CSV)
    made.write_schools(folder / SCHOOLS_CSV, unknown_spread=SPREAD)
    (folder / ENTERED).write_text(ENTERED_TOML, encoding="utf-8")
    known = sum(1 for s in made.schools if s.brussel is not Antwoord.ONBEKEND)
    return {
        "pupils": made.pupils,
        "schools": len(made.schools),
        "brussel_known": known,
        "megabytes": (folder / PUPILS_CSV).stat().st_size / 1e6,
    }


# ---------------------------------------------------------------- OpenFisca


def peers(folder: Path, scale: float) -> dict[str, Any]:
    """Both peers in one process, in turns: from loaded columns to every result of every school."""
    from benchmarks import openfisca_rules as peer
    from benchmarks.synthetic import flanders
    from gokwijs.core.middelen.bulk import Bulk, calculate_bulk

    made, regels = flanders(scale), law(folder)
    frame, schools = made.frame(), {s.instellingsnummer: s for s in made.schools}
    system, loaded = peer.build_system(regels), peer.load(made)
    times: dict[str, list[float]] = {"ours": [], "peer": [], "peer_formulas": []}
    for _ in range(7):
        gc.collect()
        start = time.perf_counter()
        ours = list(calculate_bulk(Bulk(frame, schools, YEAR, regels), None))
        times["ours"].append(time.perf_counter() - start)
        gc.collect()
        start = time.perf_counter()
        simulation = peer.build_simulation(system, loaded)
        linked = time.perf_counter()
        theirs = peer.calculate(simulation, loaded, YEAR)
        end = time.perf_counter()
        times["peer"].append(end - start)
        times["peer_formulas"].append(end - linked)
        del simulation
    places = {s.instellingsnummer: place for place, s in enumerate(made.schools)}
    return {
        **{name: min(found) for name, found in times.items()},
        "results": len(ours),
        **peer.compare(ours, theirs, places),
    }


def memory(folder: Path, scale: float) -> dict[str, Any]:
    """The bulk calculation alone: read the columns, calculate, and say how high memory went."""
    import polars as pl

    from gokwijs.core.middelen.bulk import Bulk, calculate_bulk
    from gokwijs.core.telling.scholen import read_scholen

    with (folder / SCHOOLS_CSV).open("rb") as stream:
        schools = read_scholen(stream, filename=SCHOOLS_CSV).scholen
    known = {
        nummer: replace(school, vestigingen_verspreid=type(school.brussel).NEE)
        for nummer, school in schools.items()
    }
    frame = pl.read_ipc(folder / CELLS)
    found = list(calculate_bulk(Bulk(frame, known, YEAR, law(folder)), None))
    return {"results": len(found), "megabytes": peak_mb()}


# ---------------------------------------------------------------- the command line


def csv(folder: Path, scale: float) -> dict[str, Any]:
    """``gokwijs bereken … --uit`` on the whole CSV, as a user starts it, three times."""
    out = folder / "uit"
    options = ["--schooljaar", str(YEAR), "--formaat", "json", "--uit", str(out)]
    command = [*_gokwijs(), "bereken", str(folder / PUPILS_CSV), "--scholen"]
    command += [str(folder / SCHOOLS_CSV), "--getallen", str(folder / ENTERED), *options]
    runs = [_run(command) for _ in range(3)]
    rows = json.loads((out / "resultaten.json").read_text(encoding="utf-8"))
    return {
        "seconds": min(seconds for seconds, _ in runs),
        "megabytes": max(megabytes for _, megabytes in runs),
        "results": len(rows),
        "intervals": sum(1 for r in rows if r["resultaat"] is None and r["minimum"] is not None),
        "without": sum(1 for r in rows if r["minimum"] is None),
    }


def start(folder: Path, scale: float) -> dict[str, Any]:
    """``gokwijs --help`` with compiled files, the best of seven."""
    runs = [_run([*_gokwijs(), "--help"]) for _ in range(8)]
    return {"seconds": min(seconds for seconds, _ in runs[1:])}


def _gokwijs() -> list[str]:
    return [sys.executable, "-c", "from gokwijs.cli import main; main()"]


def _run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes of a command; stops the benchmark when it fails."""
    import subprocess

    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - begin
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)}\n{said.decode()}")
    return seconds, usage.ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


# ---------------------------------------------------------------- one school


def school(folder: Path, scale: float) -> dict[str, Any]:
    """One busy school of secundair onderwijs, with everything a screen shows of it."""
    from gokwijs.core.calendar import teldag, vorige_teldag
    from gokwijs.core.middelen.calculation import calculate
    from gokwijs.core.middelen.case import Case
    from gokwijs.core.telling.model import School, Telling

    cells, regels = _busy_school(folder), law(folder)
    one = School("900000", "Verzonnen school")
    one = replace(one, brussel=type(one.brussel).NEE, vestigingen_verspreid=type(one.brussel).NEE)
    times = []
    for _ in range(300):
        now = Telling.of_cells("900000", teldag(YEAR), cells)
        earlier = Telling.of_cells("900000", vorige_teldag(YEAR), cells[::2])
        begin = time.perf_counter()
        results = calculate(Case(now, one, YEAR, regels, earlier))
        times.append(time.perf_counter() - begin)
    return {
        "seconds": min(times),
        "median": median(times),
        "pupils": float(now.pupils),
        "cells": len(now.cells),
        "lines": sum(1 for result in results for _ in result.uitleg.walk()),
    }


def _busy_school(folder: Path) -> tuple[Any, ...]:
    """The cells of the fictional secondary school in the middle, of those with unknown answers."""
    import polars as pl

    from gokwijs.core.calendar import teldag
    from gokwijs.core.kenmerken import Kenmerk
    from gokwijs.core.telling.kubus import KEYS, Kubus

    frame = pl.scan_ipc(folder / CELLS).filter(pl.col("onderwijsniveau") == "so")
    cells = frame.group_by("instellingsnummer", *KEYS).agg(pl.col("halves").sum()).collect()
    per_school = cells.group_by("instellingsnummer").agg(
        pl.col("halves").sum(), (pl.col(Kenmerk.THUISTAAL.value) == 2).any().alias("unknown")
    )
    wanted = per_school.filter("unknown").sort("halves", "instellingsnummer")
    nummer = str(wanted["instellingsnummer"][wanted.height // 2])
    return Kubus(teldag(YEAR), cells).telling(nummer).cells


# ---------------------------------------------------------------- the page


def page(folder: Path, scale: float) -> dict[str, Any]:
    """The page Middelen of each demo school, warm: median server time and queries; the slowest."""
    from gokwijs.commands.serve import migrate, prepare

    prepare(folder / "web")
    migrate()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from gokwijs.apps.access.models import User
    from gokwijs.apps.vandaag.demo import PEOPLE, SCHOOLS, build_demo

    build_demo()
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=PEOPLE[0][0]))
    found = []
    for nummer, _, _ in SCHOOLS:
        address = reverse("middelen:overzicht", args=[nummer])
        for _ in range(5):
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        queries = len(captured)  # counted now: the next request empties the log
        times = []
        for _ in range(40):
            begin = time.perf_counter()
            client.get(address)
            times.append(time.perf_counter() - begin)
        found.append((median(times), queries, len(response.content)))
    return {
        "seconds": max(seconds for seconds, _, _ in found),
        "queries": max(number for _, number, _ in found),
        "kilobytes": max(size for _, _, size in found) / 1000,
    }


# ---------------------------------------------------------------- a school with many pupils

PUPILS = 3000


def pupils(folder: Path, scale: float) -> dict[str, Any]:
    """The list of pupils and what is missing, for a school of 3,000: median server times."""
    from gokwijs.commands.serve import migrate, prepare

    prepare(folder / "leerlingen")
    migrate()
    from django.test import Client
    from django.urls import reverse

    from gokwijs.apps.access.models import User
    from gokwijs.apps.vandaag.demo import PEOPLE, build_demo

    build_demo()
    _fill("999001", PUPILS)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(User.objects.get(email=PEOPLE[0][0]))
    found: dict[str, Any] = {}
    for name in ("leerlingen:lijst", "teldag:ontbrekend", "vandaag:overzicht"):
        address = reverse(name, args=["999001"])
        for _ in range(3):
            response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        times = []
        for _ in range(15):
            begin = time.perf_counter()
            client.get(address)
            times.append(time.perf_counter() - begin)
        found[name.split(":")[0]] = median(times)
    return found


def _fill(nummer: str, number: int) -> None:
    """Many enrolled pupils, one in five without a declaration."""
    from datetime import date, datetime
    from datetime import time as time_of_day

    from django.utils import timezone

    from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
    from gokwijs.apps.scholen.models import School

    school = School.objects.get(instellingsnummer=nummer)
    made = Leerling.objects.bulk_create(
        Leerling(
            school=school,
            stamnummer=str(2400000 + n),
            naam=f"Meting {n:04}",
            voornaam="Proef",
            zoeknaam=f"meting {n:04} proef",
        )
        for n in range(number)
    )
    begin = date(2020, 9, 1)
    Inschrijving.objects.bulk_create(
        Inschrijving(
            leerling=one,
            begin=begin,
            onderwijsniveau="lager",
            leerjaar=str(n % 6 + 1),
            klas=f"L{n % 6 + 1}{'ABCDEF'[n % 5]}",
            vestigingsplaats="1",
        )
        for n, one in enumerate(made)
    )
    moment = timezone.make_aware(datetime.combine(begin, time_of_day(10)))
    Feit.objects.bulk_create(
        Feit(
            leerling=one,
            kenmerk=kenmerk,
            antwoord=(n // 7) % 2,
            herkomst="register",
            vanaf=begin,
            door_naam="Meting",
            vastgelegd=moment,
        )
        for n, one in enumerate(made)
        for kenmerk in ("schooltoeslag", *(("opleiding_moeder", "thuistaal") if n % 5 else ()))
    )


def analyse(folder: Path, scale: float) -> dict[str, Any]:
    """Every page of 'Waar zitten ze', 3,000 pupils and ten years: the slowest, and queries."""
    from benchmarks.analyse import pages

    found = pages(folder / "analyse")
    slowest = max(found, key=lambda row: row["seconds"])
    return {
        "seconds": slowest["seconds"],
        "page": slowest["page"],
        "first": max(row["first"] for row in found),
        "queries": max(row["queries"] for row in found),
    }


def dossier(folder: Path, scale: float) -> dict[str, Any]:
    """A dossier of about 40 pages, from reading to its last file."""
    from benchmarks.dossier import freezing

    return freezing(folder / "dossier")


def beleid(folder: Path, scale: float) -> dict[str, Any]:
    """Every page of a plan with 40 goals and 200 actions: the slowest, and the most queries."""
    from benchmarks.beleid import pages

    found = pages(folder / "beleid")
    slowest = max(found, key=lambda row: row["seconds"])
    most = max(found, key=lambda row: row["queries"])
    return {
        "seconds": slowest["seconds"],
        "page": slowest["page"],
        "queries": most["queries"],
        "most": most["page"],
    }


def gate(folder: Path, scale: float) -> dict[str, Any]:
    """Every named table of the secondary demo school through the gate, in this process."""
    from gokwijs.commands.serve import migrate, prepare

    prepare(folder / "poort")
    migrate()
    from django.utils import timezone

    from gokwijs.apps.analyse.beelden import tel_beeld
    from gokwijs.apps.analyse.poort import door_de_poort
    from gokwijs.apps.scholen.models import School
    from gokwijs.apps.vandaag.demo import build_demo
    from gokwijs.core.calendar import Schooljaar

    build_demo()
    today = timezone.localdate()
    school = School.objects.get(instellingsnummer="999002")
    beeld = tel_beeld(school, Schooljaar.of(today), today)
    steps = [time.perf_counter()]
    door_de_poort(beeld, 5, (), lambda *_: steps.append(time.perf_counter()))
    each = [b - a for a, b in pairwise(steps)]
    return {"seconds": max(each), "all": steps[-1] - steps[0], "tables": len(each)}


def imports(folder: Path, scale: float) -> dict[str, Any]:
    """A file with 3,000 pupils: preview and apply, in seconds."""
    from benchmarks.imports import import_seconds

    preview, apply = import_seconds(PUPILS)
    return {"preview": preview, "apply": apply}


def effect(folder: Path, scale: float) -> dict[str, Any]:
    """Simulated schools where the truth is known: both tables of ``docs/effect.md``."""
    from benchmarks.effect import simulate

    return simulate(scale)


MEASUREMENTS = (
    prepare,
    peers,
    memory,
    csv,
    start,
    school,
    page,
    pupils,
    analyse,
    gate,
    beleid,
    dossier,
    imports,
    effect,
)


def main() -> None:
    name, folder, scale = sys.argv[1], Path(sys.argv[2]), float(sys.argv[3])
    measurement = next(m for m in MEASUREMENTS if m.__name__ == name)
    print(json.dumps(measurement(folder, scale)))


if __name__ == "__main__":
    main()
