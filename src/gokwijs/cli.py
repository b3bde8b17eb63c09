"""The ``gokwijs`` command. Exit codes: 0 done; 1 something could not be read or proven; 2 misuse.

Subcommands are imported when used, so that ``--help`` answers at once.
"""

from __future__ import annotations

import difflib
import importlib
import sys
from typing import Any

import click

from gokwijs.config.env import EnvError

_COMMANDS = {
    "bereken": "Bereken lestijden, uren en euro's uit een leerlingentabel.",
    "herbereken": "Bewijs dat bewaarde resultaten opnieuw hetzelfde geven.",
    "regels": "Toon en controleer de getallen van de wet.",
    "aanpakken": "Controleer en vergelijk de catalogus van aanpakken.",
    "kader": "Controleer, vergelijk en laad kwaliteitskaders.",
    "serve": "Start GOK-wijs in de browser.",
    "teldag": "Leg de telling van de teldag vast.",
    "opruimen": "Wis wat niet langer bewaard mag worden, of toon het.",
    "herinneringen": "Stuur wie dat koos een mail met eigen taken.",
    "dossier": "Kijk na of een bevroren dossier nog hetzelfde is.",
    "demo": "Vul een databank met fictieve demoscholen.",
    "importeer": "Lees een leerlingenbestand in een school: eerst tonen, dan toepassen.",
    "beheer": "Beheertaken van de databank (Django).",
}


class LazyGroup(click.Group):
    """Shows the list without importing anything; imports one command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"gokwijs.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except EnvError as error:
            raise click.ClickException(str(error)) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Opdrachten"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Bedoel je '{near[0]}'?" if near else ""
            raise click.UsageError(f"Er is geen opdracht '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gokwijs", message="GOK-wijs %(version)s")
def main() -> None:
    """GOK-wijs: van leerlingentelling tot uitgelegde GOK-middelen."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
