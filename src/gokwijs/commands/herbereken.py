"""``gokwijs herbereken``: prove that stored results come out the same, or say what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

DATABASE = "gokwijs.sqlite3"


@click.command()
@click.argument("map", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--databank", is_flag=True, help="Elke berekening in de databank van deze map.")
def command(map: Path, databank: bool) -> None:
    """Reken de resultaten in MAP opnieuw uit en vergelijk ze bit voor bit.

    MAP komt van 'gokwijs bereken --uit', of bevat een databank. Geeft 0 als alles gelijk is, 1 als
    er iets verschilt.
    """
    stored_in_database = databank or (map / DATABASE).exists()
    if _database(map) if stored_in_database else _folder(map):
        raise SystemExit(1)


def _folder(folder: Path) -> int:
    from gokwijs.commands.bereken import FILES, run
    from gokwijs.core.calendar import Schooljaar
    from gokwijs.core.law.parameters import load_regels
    from gokwijs.core.middelen.entered import load_entered
    from gokwijs.core.middelen.proof import compare
    from gokwijs.core.telling.kubus import kubus_from_csv
    from gokwijs.core.telling.model import School

    if not (folder / FILES[0]).exists() or not (folder / FILES[3]).exists():
        raise click.UsageError(
            f"In {folder} staan geen resultaten. Maak ze met: gokwijs bereken … --uit {folder}"
        )
    data = json.loads((folder / FILES[3]).read_text(encoding="utf-8"))
    stored = json.loads((folder / FILES[0]).read_text(encoding="utf-8"))
    year = Schooljaar.parse(data["schooljaar"])
    regels = load_regels()
    if data["getallen"]:
        regels, _ = load_entered(data["getallen"], "ingevoerde getallen", year)
    schools = {s["instellingsnummer"]: School.from_json(s) for s in data["scholen"]}
    now = kubus_from_csv((folder / FILES[1]).read_bytes(), date.fromisoformat(data["teldag"]))
    earlier = None
    if data["vorige_teldag"]:
        day = date.fromisoformat(data["vorige_teldag"])
        earlier = kubus_from_csv((folder / FILES[2]).read_bytes(), day)
    fresh = json.loads(json.dumps(list(run(now, earlier, schools, year, regels, data["uitleg"]))))
    return _say(str(folder), compare(stored, fresh), len(stored))


def _database(folder: Path) -> int:
    from gokwijs.commands.serve import prepare

    prepare(folder.resolve())
    import django

    django.setup()
    from gokwijs.apps.middelen.models import Berekening
    from gokwijs.apps.middelen.services import case_of
    from gokwijs.core.middelen.calculation import calculate
    from gokwijs.core.middelen.export import results_to_json
    from gokwijs.core.middelen.proof import compare

    different = 0
    for found in Berekening.objects.select_related("school").iterator():
        fresh = json.loads(json.dumps(results_to_json(calculate(case_of(found)))))
        different += _say(str(found), compare(found.resultaten, fresh), len(fresh))
    return different


def _say(what: str, differences: Iterable[Any], number: int) -> int:
    listed = list(differences)
    if not listed:
        click.echo(f"{what}: {number} resultaten exact gelijk.")
        return 0
    click.echo(f"{what}: {len(listed)} verschillen.")
    for found in listed[:50]:
        click.echo(f"  {found.instellingsnummer} {found.regeling}: {found.sentence}")
    return 1
