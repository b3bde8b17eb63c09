"""``gokwijs beheer``: Django's management commands on the database of a folder."""

from __future__ import annotations

from pathlib import Path

import click

from gokwijs.commands.serve import prepare


@click.command(context_settings={"ignore_unknown_options": True})
@click.option(
    "--map",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Map met de databank (standaard de huidige map).",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(folder: Path, arguments: tuple[str, ...]) -> None:
    """Voer een Django-beheeropdracht uit, bijvoorbeeld: gokwijs beheer migrate."""
    prepare(folder.resolve())
    from django.core.management import execute_from_command_line

    execute_from_command_line(["gokwijs beheer", *arguments])
