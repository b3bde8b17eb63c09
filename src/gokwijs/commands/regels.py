"""``gokwijs regels``: look at the numbers of the law, and check which need a new look."""

from __future__ import annotations

from datetime import date

import click

from gokwijs.commands.bereken import DayType


@click.group()
def command() -> None:
    """Toon en controleer de getallen van de wet."""


def _today(day: date | None) -> date:
    return day or date.today()  # noqa: DTZ011 - a calendar day on this computer


@command.command("controleer")
@click.option("--vandaag", type=DayType(), help="Doe alsof het deze dag is.")
@click.option("--streng", is_flag=True, help="Geef 1 terug als er iets na te kijken is.")
def controleer(vandaag: date | None, streng: bool) -> None:
    """Lees alle regels en toon wat oud of onbevestigd is, of binnenkort afloopt."""
    from gokwijs.core.law.freshness import findings
    from gokwijs.core.law.parameters import load_regels
    from gokwijs.core.law.toml import RegelsError

    try:
        regels = load_regels()
    except RegelsError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from None
    found = findings(regels, _today(vandaag))
    for finding in found:
        click.echo(f"{finding.kind.value:12} {finding.name}: {finding.sentence}")
    click.echo(f"{len(regels.parameters)} parameters gelezen, {len(found)} na te kijken.")
    if streng and found:
        raise SystemExit(1)


@command.command("lijst")
@click.argument("zoekterm", default="")
@click.option("--op", type=DayType(), help="Waarden op deze dag.")
def lijst(zoekterm: str, op: date | None) -> None:
    """Toon de getallen op een dag."""
    from gokwijs.core.law.parameters import load_regels

    day = _today(op)
    for name, parameter in load_regels().parameters.items():
        if zoekterm.lower() in f"{name} {parameter.titel}".lower():
            current = next((w for w in parameter.waarden if w.covers(day)), None)
            shown = "geen waarde" if current is None else current.text or "onbekend"
            click.echo(f"{name:70} {shown:>12} {parameter.eenheid}")


@command.command("toon")
@click.argument("naam")
def toon(naam: str) -> None:
    """Toon één getal door de tijd, met artikel en bron."""
    from gokwijs.core.law.parameters import load_regels

    regels = load_regels()
    try:
        parameter = regels.parameter(naam)
    except KeyError as error:
        raise click.UsageError(str(error.args[0])) from None
    click.echo(f"{parameter.titel} ({parameter.eenheid})")
    for w in parameter.waarden:
        end = w.tot.isoformat() if w.tot else "nu"
        click.echo(
            f"  {w.vanaf} tot {end}: {w.text or 'onbekend'}  [{w.artikel}; {w.status.value}]"
        )
        click.echo(f"    {regels.bronnen[w.bron].titel}, nagekeken op {w.gecontroleerd_op}")
        if w.opmerking:
            click.echo(f"    {w.opmerking}")


@command.command("vragen")
def vragen() -> None:
    """Toon de open juridische vragen."""
    from gokwijs.core.law.parameters import load_regels

    for vraag in load_regels().open_vragen.values():
        click.echo(f"{vraag.nummer} ({vraag.status}) {vraag.vraag}\n      {vraag.aanname}")
