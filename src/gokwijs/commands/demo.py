"""``gokwijs demo``: fill a database with plainly fictional schools and print the logins."""

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
def command(folder: Path) -> None:
    """Vul een databank met fictieve demoscholen (doet niets als ze er al zijn)."""
    prepare(folder.resolve())
    migrate()
    from gokwijs.apps.vandaag.demo import build_demo

    for line in build_demo():
        click.echo(line)
