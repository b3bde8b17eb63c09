"""``gokwijs teldag``: show what would be frozen on the teldag, and freeze it when asked."""

from __future__ import annotations

from pathlib import Path

import click

from gokwijs.commands.serve import migrate, prepare


@click.command()
@click.option(
    "--map",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Map met de databank (standaard de huidige map).",
)
@click.option("--school", "nummer", help="Enkel deze school (instellingsnummer).")
@click.option("--schooljaar", "year", help="Bijvoorbeeld 2027-2028 (standaard: de komende teldag).")
@click.option("--bevestig", is_flag=True, help="Leg echt vast; zonder dit wordt enkel getoond.")
def command(folder: Path, nummer: str | None, year: str | None, bevestig: bool) -> None:
    """Leg de telling van de teldag vast voor de scholen in deze databank.

    Twee keer starten mag: wat al vastligt en niet veranderde, blijft zoals het is. Geeft 0 als
    alles kon, 1 als een school niet kon worden vastgelegd.
    """
    prepare(folder.resolve())
    migrate()
    from django.utils import timezone

    from gokwijs.apps.scholen.models import School
    from gokwijs.apps.teldag.dagen import komend_schooljaar
    from gokwijs.core.calendar import Schooljaar, SchooljaarError

    today = timezone.localdate()
    try:
        schooljaar = Schooljaar.parse(year) if year else komend_schooljaar(today)
    except SchooljaarError as error:
        raise click.UsageError(str(error)) from error
    schools = School.objects.order_by("instellingsnummer")
    if nummer:
        schools = schools.filter(instellingsnummer=nummer)
        if not schools:
            raise click.UsageError(f"Er is geen school {nummer} in deze databank.")
    from gokwijs.apps.teldag.bulk import freeze_or_show

    failed = False
    for school in schools:
        line, ok = freeze_or_show(school, schooljaar, today, confirm=bevestig)
        click.echo(f"{school.instellingsnummer} {school.naam}: {line}")
        failed = failed or not ok
    if not bevestig:
        click.echo("Er is niets vastgelegd. Voeg --bevestig toe om het te doen.")
    if failed:
        raise SystemExit(1)
