"""``gokwijs serve``: make the database when there is none, and serve on this computer."""

from __future__ import annotations

import errno
import os
import secrets
import socket
from pathlib import Path

import click

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def prepare(folder: Path) -> None:
    """Set the environment for a data folder: its own secret key, kept readable by its owner."""
    try:
        _prepare(folder)
    except OSError as error:
        raise click.ClickException(
            f"De map {folder} kan niet gebruikt worden: {error.strerror or error}. "
            "Kies met --map een map waarin je mag schrijven."
        ) from error


def _prepare(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("GOKWIJS_DATA_DIR", str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gokwijs.config.settings")
    if "GOKWIJS_SECRET_KEY" not in os.environ:
        path = folder / "gokwijs.sleutel"
        if not path.exists():
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as handle:
                handle.write(secrets.token_urlsafe(64))
        os.environ["GOKWIJS_SECRET_KEY"] = path.read_text(encoding="ascii").strip()


def migrate() -> None:
    """Bring the database up to date; raises ClickException in plain words."""
    import django
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        django.setup()
        from gokwijs.commands.first_database import make_tables

        if not make_tables():
            call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    except OperationalError as error:
        raise click.ClickException(
            f"De databank antwoordt niet: {str(error).strip()}\n"
            "Kijk GOKWIJS_DATABASE_URL na, of laat die weg om SQLite te gebruiken."
        ) from error


def check_port(address: str, port: int) -> None:
    """Say in one sentence that somebody else listens there; raises ClickException."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":  # elsewhere this option would let two servers share a port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise click.ClickException(
                    f"Poort {port} is al in gebruik. Draait GOK-wijs al? Open dan "
                    f"http://{address}:{port}/, of kies een andere poort met --poort."
                ) from error
            raise click.ClickException(
                f"Luisteren op {address}, poort {port} lukt niet: {error.strerror or error}."
            ) from error


@click.command()
@click.option(
    "--map",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Map met de databank (standaard de huidige map).",
)
@click.option("--adres", default="127.0.0.1", show_default=True, help="Adres om op te luisteren.")
@click.option("--poort", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--werkers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 32),
    help="Aantal werkprocessen.",
)
def command(folder: Path, adres: str, poort: int, werkers: int) -> None:
    """Start GOK-wijs. Op een lege map maakt dit een databank en helpt het je op weg."""
    check_port(adres, poort)
    prepare(folder.resolve())
    if adres not in _LOOPBACK:
        os.environ.setdefault("GOKWIJS_SETUP_CODE", secrets.token_hex(4))
    migrate()
    from django.contrib.auth import get_user_model

    from gokwijs.commands.opruimen import tidy_everything

    tidy_everything()  # a laptop has no nightly job: what is over goes when the program starts
    shown = "127.0.0.1" if adres in ("0.0.0.0", "::") else adres
    click.echo(f"GOK-wijs staat klaar op http://{shown}:{poort}/")
    if not get_user_model().objects.exists():
        click.echo("Open dat adres in je browser om je school in te stellen.")
        if code := os.environ.get("GOKWIJS_SETUP_CODE"):
            click.echo(f"Code voor de eerste gebruiker: {code}")
    click.echo("Stoppen: Ctrl+C")
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "gokwijs.config.wsgi:application",
        address=adres,
        port=poort,
        interface=Interfaces.WSGI,
        workers=werkers,
        blocking_threads=min(8, 2 * (os.cpu_count() or 1)),
        log_access=False,
        log_level=LogLevels.error,
    ).serve()
