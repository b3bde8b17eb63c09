"""``gokwijs aanpakken``: check a catalogue of aanpakken, and compare two versions of it."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gokwijs.commands.bereken import DayType

if TYPE_CHECKING:
    from gokwijs.core.aanpakken import Catalogus
    from gokwijs.core.aanpakken.vergelijken import Verschil

_FILE = click.Path(path_type=Path)


@click.group()
def command() -> None:
    """Controleer en vergelijk de catalogus van aanpakken."""


@command.command("controleer")
@click.argument("bestand", type=_FILE, required=False)
@click.option("--vandaag", type=DayType(), help="Doe alsof het deze dag is.")
def controleer(bestand: Path | None, vandaag: date | None) -> None:
    """Lees een catalogus en toon wat er nieuw of gewijzigd is, en wat na te kijken is.

    Zonder BESTAND de catalogus die dit programma gebruikt. Geeft 1 terug als er een fout in staat.
    """
    from gokwijs.core.aanpakken import load_catalogus
    from gokwijs.core.aanpakken.vergelijken import na_te_kijken, vergelijk

    set_here = os.environ.get("GOKWIJS_AANPAKKEN")
    chosen = bestand or (Path(set_here) if set_here else None)
    found = _read(chosen)
    click.echo(
        f"Catalogus {found.catalogus_versie} ({found.status}): "
        f"{len(found.aanpakken)} aanpakken, {len(found.feiten)} feiten."
    )
    if chosen is not None:
        shipped = load_catalogus()
        click.echo(f"Tegenover de meegeleverde catalogus {shipped.catalogus_versie}:")
        _tell(shipped, found, vergelijk(shipped, found))
    today = vandaag or date.today()  # noqa: DTZ011 - a calendar day on this computer
    old = na_te_kijken(found, today)
    for feit in old:
        click.echo(f"  nakijken: {feit.id} (voor het laatst op {feit.checked_on:%d/%m/%Y})")
    click.echo(f"{len(old)} feiten zijn langer dan twaalf maanden niet nagekeken.")


@command.command("vergelijk")
@click.argument("oud", type=_FILE)
@click.argument("nieuw", type=_FILE)
def vergelijken(oud: Path, nieuw: Path) -> None:
    """Toon wat er tussen twee versies van een catalogus veranderde.

    Geeft 1 terug als een bestand niet te gebruiken is, of als een feit veranderde zonder nieuwe
    sleutel: dan toont een plan iets anders dan wat het team zag.
    """
    from gokwijs.core.aanpakken.vergelijken import vergelijk

    old, new = _read(oud), _read(nieuw)
    click.echo(f"Van {old.catalogus_versie} naar {new.catalogus_versie}:")
    verschil = vergelijk(old, new)
    _tell(old, new, verschil)
    if verschil.gewijzigd:
        raise SystemExit(1)


def _read(path: Path | None) -> Catalogus:
    """Exit code 1 with every mistake when the file cannot be used."""
    from gokwijs.core.aanpakken import CatalogusFout, load_catalogus

    try:
        return load_catalogus(path)
    except CatalogusFout as error:
        for fout in error.fouten:
            click.echo(fout, err=True)
        click.echo(f"Niet te gebruiken: {len(error.fouten)} fouten.", err=True)
        raise SystemExit(1) from None


def _tell(old: Catalogus, new: Catalogus, verschil: Verschil) -> None:
    rows = (
        *(f"nieuw feit: {key}" for key in verschil.nieuw),
        *(f"opgevolgd: {old} door {new}" for old, new in verschil.vervangen),
        *(
            f"gewijzigd zonder nieuwe sleutel: {one.id} ({', '.join(one.velden)})"
            for one in verschil.gewijzigd
        ),
        *(f"ingetrokken: {key}" for key in verschil.ingetrokken),
        *(f"opnieuw nagekeken: {key}" for key in verschil.nagekeken),
        *(f"nieuwe aanpak: {key}" for key in verschil.aanpak_nieuw),
        *(f"aanpak weg: {key}" for key in verschil.aanpak_weg),
        *(
            f"aanpak anders omschreven: {one.id} ({', '.join(one.velden)})"
            for one in verschil.aanpak_gewijzigd
        ),
    )
    for row in rows or ("geen verschil",):
        click.echo(f"  {row}")
    if not verschil.leeg and old.catalogus_versie == new.catalogus_versie:
        click.echo("  let op: de inhoud verschilt, maar de catalogus_versie is dezelfde")
