"""``gokwijs kader``: check a framework, compare two, and load one for the whole installation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

if TYPE_CHECKING:
    from gokwijs.core.kader import Kader, KaderFout
    from gokwijs.core.kader.vergelijken import Kaderverschil

_FILE = click.Path(path_type=Path)
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])


def _sheet_options(function: F) -> F:
    """What a sheet cannot say about itself; a TOML file needs none of it."""
    for option in (
        click.option("--titel", default="", help="Naam van het kader (enkel bij een rekenblad)."),
        click.option("--naamruimte", default="", help="Kort woord voor de codes, zoals ok."),
        click.option("--versie", default="1.0.0", help="Versie (enkel bij een rekenblad)."),
        click.option("--vaste-tekst", default="", help="Zin onder elke tekst zonder citaat."),
    ):
        function = option(function)
    return function


@click.group()
def command() -> None:
    """Controleer, vergelijk en laad kwaliteitskaders."""


@command.command("controleer")
@click.argument("bestand", type=_FILE, required=False)
@_sheet_options
def controleer(bestand: Path | None, **kop: str) -> None:
    """Lees een kader (TOML, xlsx of csv) en toon alle fouten in één keer.

    Zonder BESTAND de kaders die meegeleverd worden. Geeft 1 terug als er een fout in staat.
    """
    if bestand is None:
        for one in _try(_bundled):
            _show(one)
        return
    from gokwijs.core.kader import meegeleverd
    from gokwijs.core.kader.vergelijken import mag_vervangen, vergelijk

    found = _try(lambda: _read(bestand, kop))
    _show(found)
    oud = meegeleverd().get(found.naamruimte)
    if oud is not None:
        click.echo(f"Tegenover het meegeleverde {oud.id} {oud.versie}:")
        _tell(vergelijk(oud, found))
        for refused in mag_vervangen(oud, found):
            click.echo(f"  let op: {refused}")


@command.command("vergelijk")
@click.argument("oud", type=_FILE)
@click.argument("nieuw", type=_FILE)
@_sheet_options
def vergelijken(oud: Path, nieuw: Path, **kop: str) -> None:
    """Toon wat er per code verandert tussen twee kaders.

    Geeft 1 terug als een bestand niet te lezen is, of als codes verdwijnen zonder uitleg in
    [[omzetting]]: dan kan het nieuwe het oude niet vervangen.
    """
    from gokwijs.core.kader.vergelijken import mag_vervangen, vergelijk

    before, after = _try(lambda: _read(oud, kop)), _try(lambda: _read(nieuw, kop))
    click.echo(f"Van {before.id} {before.versie} naar {after.id} {after.versie}:")
    _tell(vergelijk(before, after))
    refused = mag_vervangen(before, after)
    for one in refused:
        click.echo(str(one), err=True)
    if refused:
        raise SystemExit(1)


@command.command("laad")
@click.argument("bestand", type=_FILE)
@click.option(
    "--map",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Map met de databank (standaard de huidige map).",
)
@click.option("--bevestig", is_flag=True, help="Laad echt; zonder dit wordt enkel getoond.")
@click.option("--enkel-aanbieden", is_flag=True, help="Scholen kunnen het kiezen, meer niet.")
@_sheet_options
def laad(bestand: Path, folder: Path, bevestig: bool, enkel_aanbieden: bool, **kop: str) -> None:
    """Laad een kader voor alle scholen van deze installatie.

    Het geldt meteen voor elke school die zelf nog niets koos. Met `gokwijs kader terug` komt het
    vorige weer.
    """
    data = _try(lambda: _data(bestand, kop))
    _database(folder)
    from gokwijs.apps.kader import services
    from gokwijs.apps.kader.models import Kaderkeuze
    from gokwijs.apps.kader.selectors import in_kracht
    from gokwijs.core.kader.vergelijken import vergelijk

    found = _try(lambda: services.keur(school=None, data=data))
    _show(found)
    _tell(vergelijk(in_kracht(None, found.naamruimte), found))
    if not bevestig:
        click.echo("Er is niets geladen. Voeg --bevestig toe om het te doen.")
        return
    gebruik = None if enkel_aanbieden else Kaderkeuze.Gebruik.HOOFD
    _try(lambda: services.lees_in(school=None, data=data, by=None, gebruik=gebruik))
    said = "Scholen kunnen het nu kiezen." if enkel_aanbieden else "Geladen."
    click.echo(said)


@command.command("terug")
@click.option(
    "--map",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Map met de databank (standaard de huidige map).",
)
def terug(folder: Path) -> None:
    """Maak de laatste keuze voor alle scholen ongedaan: wat ervoor gold, komt terug."""
    _database(folder)
    from gokwijs.apps.kader import services

    undone = _try(lambda: services.maak_ongedaan(school=None, by=None))
    click.echo(f"{undone.kader} {undone.versie} geldt niet langer.")


def _database(folder: Path) -> None:
    from gokwijs.commands.serve import migrate, prepare

    prepare(folder.resolve())
    migrate()


def _bundled() -> list[Kader]:
    from gokwijs.core.kader import meegeleverd
    from gokwijs.core.kader.omzetting import omzettingen

    found = list(meegeleverd().values())
    omzettingen()
    return found


def _read(path: Path, kop: dict[str, str]) -> Kader:
    from gokwijs.core.kader.pakket import lees

    return lees(_data(path, kop))


def _data(path: Path, kop: dict[str, str]) -> dict[str, Any]:
    """The checked data of a file. Raises KaderFout."""
    from gokwijs.core.kader import KaderFout
    from gokwijs.core.kader.blad import Kop, lees_blad
    from gokwijs.core.kader.pakket import lees, lees_toml
    from gokwijs.core.kader.vorm import VASTE_TEKST

    try:
        if path.suffix.lower() == ".toml":
            data = lees_toml(path.read_bytes())
            lees(data)
            return data
        if not kop["titel"] or not kop["naamruimte"]:
            raise KaderFout("Geef bij een rekenblad ook --titel en --naamruimte.")
        today = date.today()  # noqa: DTZ011 - a calendar day on this computer
        head = Kop(
            kop["titel"],
            kop["naamruimte"],
            kop["versie"],
            f"{today:%Y-%m}",
            vaste_tekst=kop["vaste_tekst"] or VASTE_TEKST,
        )
        with path.open("rb") as stream:
            return lees_blad(stream, path.name, head)
    except OSError as error:
        raise KaderFout(f"{path}: niet te lezen ({error.strerror}).") from None


def _try(act: Callable[[], T]) -> T:
    """Exit code 1 with every fault when it cannot be done."""
    from gokwijs.core.kader import KaderFout

    try:
        return act()
    except KaderFout as fout:
        _refuse(fout)


def _refuse(fout: KaderFout) -> NoReturn:
    for one in fout.problemen:
        click.echo(str(one), err=True)
    word = "fout" if len(fout.problemen) == 1 else "fouten"
    click.echo(f"Niet te gebruiken: {len(fout.problemen)} {word}.", err=True)
    raise SystemExit(1)


def _show(kader: Kader) -> None:
    found = kader.verwachtingen.values()
    cited = sum(one.letterlijk for one in found)
    parts = sum(bool(one.fragment) for one in found)
    click.echo(
        f"{kader.op_papier}: {len(found)} verwachtingen in {len(kader.gevuld)} rubrieken, "
        f"{cited} volledige citaten, {parts} fragmenten, {len(kader.sets)} sets."
    )


def _tell(verschil: Kaderverschil) -> None:
    rows = (
        *(f"nieuw: {one.voluit}" for one in verschil.nieuw),
        *(f"andere tekst: {one.nieuw.voluit}" for one in verschil.gewijzigd),
        *(
            f"weg: {one.oud.voluit}" + (f" → {one.opvolger.naam}" if one.opvolger else "")
            for one in verschil.weg
        ),
    )
    for row in rows or ("geen verschil",):
        click.echo(f"  {row}")
