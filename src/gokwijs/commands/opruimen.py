"""``gokwijs opruimen``: say what goes, or let it go. Made for a nightly job; safe to run twice."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

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
@click.option("--school", "nummer", default="", help="Enkel deze school (instellingsnummer).")
@click.option("--bevestig", is_flag=True, help="Wis en kondig aan; zonder dit toont het enkel.")
@click.option(
    "--vandaag",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Doe alsof het een andere dag is; enkel om te proberen, niet in productie.",
)
def command(folder: Path, nummer: str, bevestig: bool, vandaag: datetime | None) -> None:
    """Wis wat niet langer bewaard mag worden, en kondig aan wat volgt.

    Zonder --bevestig verandert er niets: je ziet enkel wat er zou gebeuren.
    """
    prepare(folder.resolve())
    migrate()
    from django.conf import settings
    from django.utils import timezone

    if vandaag is not None and settings.MODE == "production":
        raise click.UsageError("--vandaag kan niet in productie: dan wist het te vroeg.")
    today = vandaag.date() if vandaag is not None else timezone.localdate()
    for school in _schools(nummer):
        click.echo(str(school) if school is not None else "Heel de installatie")
        for line in (_run if bevestig else _preview)(school, today):
            click.echo(f"  {line}")
    if not bevestig:
        click.echo("Er is niets gewist. Met --bevestig gebeurt het echt.")


def tidy_everything() -> None:
    """Every school and the installation, today; for a computer without a nightly job."""
    from django.utils import timezone

    for school in _schools(""):
        _run(school, timezone.localdate())


def _schools(nummer: str) -> list[Any]:
    """The schools to look at; None stands for what belongs to no school."""
    from gokwijs.apps.scholen.models import School

    if not nummer:
        return [*School.objects.all(), None]
    found = list(School.objects.filter(instellingsnummer=nummer))
    if not found:
        raise click.UsageError(f"Er is geen school met instellingsnummer {nummer}.")
    return found


def _run(school: Any, today: date) -> list[str]:
    from gokwijs.apps.privacy.services import tidy

    return tidy(school=school, today=today, by=None) or ["Niets te doen."]


def _preview(school: Any, today: date) -> list[str]:
    from gokwijs.apps.privacy.selectors import gepland
    from gokwijs.core.calendar import dutch_date

    lines = [
        f"vanaf {dutch_date(row.weg_op)}: {row.wat} ({row.aantal})"
        f"{'' if row.aangekondigd else ', nog niet aangekondigd'}"
        for row in gepland(school, today)
    ]
    return lines or ["Er komt niets aan."]
