"""``gokwijs dossier``: check years later whether a frozen dossier is still what it was."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from gokwijs.core.beleid.dossier_controle import Controle

_SLEUTEL = "gokwijs.sleutel"
_MEEST = 500_000_000  # bytes of a file that is opened at all
_TEKEN = {"ok": "ok", "veranderd": "VERANDERD", "ontbreekt": "ONTBREEKT", "extra": "EXTRA"}


@click.group()
def command() -> None:
    """Kijk bevroren dossiers voor de doorlichting na."""


@command.command("controleer")
@click.argument("bestand", type=click.Path(path_type=Path))
@click.option(
    "--map",
    "folder",
    type=click.Path(path_type=Path),
    help="Map van de installatie die het dossier maakte: daar ligt de sleutel.",
)
def controleer(bestand: Path, folder: Path | None) -> None:
    """Is BESTAND (een ZIP) nog het dossier van toen?

    Per bestand: ok, veranderd, ontbreekt of extra. Met de sleutel van de installatie worden ook de
    zegels van elk bestand en elk cijfer nagekeken. Geeft 0 als alles klopt, anders 1.
    """
    from gokwijs.core.beleid.dossier import sleutel_van
    from gokwijs.core.beleid.dossier_controle import DossierFout
    from gokwijs.core.beleid.dossier_controle import controleer as check

    if not bestand.is_file():
        raise click.UsageError(f"Er is geen bestand {bestand}.")
    secret = _geheim(folder)
    if bestand.stat().st_size > _MEEST:
        raise click.ClickException(f"{bestand} is te groot voor een dossier.")
    try:
        found = check(bestand.read_bytes(), sleutel_van(secret) if secret else None)
    except DossierFout as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{bestand} is niet te lezen: {error.strerror}.") from error
    _say(found)
    if not found.in_orde:
        raise SystemExit(1)


def _geheim(folder: Path | None) -> str:
    """The secret of the installation; empty when nobody gave it."""
    if folder is None:
        return os.environ.get("GOKWIJS_SECRET_KEY", "")
    try:
        return (folder / _SLEUTEL).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(
            f"In {folder} ligt geen leesbare {_SLEUTEL}. Laat --map weg om enkel de openbare "
            "hashes na te kijken, of geef GOKWIJS_SECRET_KEY mee."
        ) from error


def _say(found: Controle) -> None:
    school = found.kop.get("school")
    name = school.get("naam") if isinstance(school, dict) else None
    click.echo(f"Dossier van {_plain(name)}, bevroren op {_plain(found.kop.get('bevroren_op'))}.")
    width = max((len(one.naam) for one in found.bestanden), default=0)
    for one in found.bestanden:
        click.echo(f"  {_plain(one.naam):{width}}  {_TEKEN[one.oordeel.value]}: {one.zin}")
    for sentence in found.zinnen:
        click.echo(sentence)


def _plain(value: object) -> str:
    """What a stranger wrote in the file cannot move the cursor of a terminal."""
    text = value if isinstance(value, str) else "onbekend"
    return "".join(c if c.isprintable() else "?" for c in text[:200])
