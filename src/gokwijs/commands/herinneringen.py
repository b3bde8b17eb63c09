"""``gokwijs herinneringen``: one mail each with own work. For a daily job; safe to run twice."""

from __future__ import annotations

from datetime import datetime
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
@click.option("--bevestig", is_flag=True, help="Verstuur echt; zonder dit wordt enkel getoond.")
@click.option(
    "--vandaag",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Doe alsof het een andere dag is; enkel om te proberen, niet in productie.",
)
def command(folder: Path, bevestig: bool, vandaag: datetime | None) -> None:
    """Stuur wie dat koos een mail met eigen taken, vermeldingen en evaluaties.

    Twee keer starten op een dag mag: niemand krijgt twee mails. Geeft 0 als alles kon, 1 als een
    mail niet weg raakte.
    """
    prepare(folder.resolve())
    migrate()
    from django.conf import settings
    from django.utils import timezone

    from gokwijs.apps.samen.herinneren import verstuur
    from gokwijs.apps.scholen.mail import mail_leaves

    if vandaag is not None and settings.MODE == "production":
        raise click.UsageError("--vandaag kan niet in productie: dan klopt de volgende mail niet.")
    if bevestig and not mail_leaves():
        raise click.ClickException(
            "Er is geen mailserver ingesteld, dus er is niets verstuurd. Zet GOKWIJS_EMAIL_HOST."
        )
    today = vandaag.date() if vandaag is not None else timezone.localdate()
    found = verstuur(today, echt=bevestig)
    for line in found.verstuurd:
        click.echo(line)
    said = "verstuurd" if bevestig else "te versturen"
    click.echo(
        f"{len(found.verstuurd)} {said}, {found.niets} zonder iets te melden, {found.al_gehad} nu "
        "niet aan de beurt."
    )
    for address in found.mislukt:
        click.echo(f"Niet weg geraakt: {address}", err=True)
    if not bevestig:
        click.echo("Er is niets verstuurd. Voeg --bevestig toe om het te doen.")
    if found.mislukt:
        raise SystemExit(1)
