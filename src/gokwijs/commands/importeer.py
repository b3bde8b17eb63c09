"""``gokwijs importeer``: show what a pupil file would change, and apply it only with --bevestig."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from gokwijs.commands.serve import migrate, prepare


@click.command()
@click.argument("bestand", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--school", "nummer", required=True, help="Instellingsnummer van de school.")
@click.option(
    "--map",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Map met de databank (standaard de huidige map).",
)
@click.option(
    "--peildatum",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="Dag vanaf wanneer het bestand geldt (standaard vandaag).",
)
@click.option("--bevestig", is_flag=True, help="Pas de wijzigingen toe. Anders toont dit ze enkel.")
@click.option("--laat-staan", is_flag=True, help="Schrijf wie niet in het bestand staat niet uit.")
@click.option("--krimp", is_flag=True, help="Bevestig dat er veel leerlingen weg zijn.")
@click.option("--leeg", is_flag=True, help="Bevestig dat lege kolommen leeg mogen worden.")
@click.option("--dpia", default="", help="Bij de eerste keer: 'ja, van 2026-01-15' of 'nog niet'.")
def command(
    bestand: Path,
    nummer: str,
    folder: Path,
    peildatum: datetime | None,
    bevestig: bool,
    laat_staan: bool,
    krimp: bool,
    leeg: bool,
    dpia: str,
) -> None:
    """Lees leerlingen uit BESTAND (csv of xlsx) in een school.

    De kolommen worden herkend zoals op het scherm, met wat de school eerder bewaarde. Geeft 1 als
    er fouten zijn of als er niets toegepast kon worden.
    """
    prepare(folder.resolve())
    migrate()
    from django.utils import timezone

    from gokwijs.apps.scholen.models import School

    school = School.objects.filter(instellingsnummer=nummer).first()
    if school is None:
        raise click.ClickException(f"In deze databank is er geen school met nummer {nummer}.")
    day = peildatum.date() if peildatum else timezone.localdate()
    preview = _preview(school, bestand, day, not laat_staan)
    _show(preview, day)
    if any(p["ernst"] == "fout" for p in preview.problemen):
        raise SystemExit(1)
    if not bevestig:
        click.echo("Er is niets veranderd. Voeg --bevestig toe om dit toe te passen.")
        return
    _apply(preview, krimp, leeg, dpia)


def _preview(school: Any, bestand: Path, day: date, uitschrijven: bool) -> Any:
    from gokwijs.apps.inlezen.services import InlezenError, import_file

    try:
        with bestand.open("rb") as stream, _Bar("Lezen") as bar:
            upload = import_file(
                school=school,
                stream=stream,
                filename=bestand.name,
                peildatum=day,
                by=None,
                uitschrijven=uitschrijven,
                progress=bar,
            )
    except InlezenError as error:
        raise click.ClickException(str(error)) from error
    if upload.leerling_import is None:
        found = upload.problems[0]
        raise click.ClickException(f"{found.sentence} {found.remedy}")
    return upload.leerling_import


def _show(preview: Any, day: date) -> None:
    counts = preview.aantallen
    click.echo(f"{preview.bestand}: {preview.rijen} rijen, geldig vanaf {day:%d/%m/%Y}.")
    for key, words in (
        ("nieuw", "nieuw"),
        ("gewijzigd", "gewijzigd"),
        ("weg", "niet in het bestand"),
        ("ongewijzigd", "ongewijzigd"),
    ):
        click.echo(f"  {counts[key]:>6} {words}")
    if not counts["stappen"]:
        click.echo("0 wijzigingen.")
    for problem in preview.problemen:
        click.echo(f"  {problem['ernst']}: {problem['zin']} {problem['remedie']}")


def _apply(preview: Any, krimp: bool, leeg: bool, dpia: str) -> None:
    from gokwijs.apps.inlezen.services import InlezenError, apply_import

    try:
        with _Bar("Toepassen") as bar:
            apply_import(
                leerling_import=preview, by=None, krimp=krimp, leeg=leeg, dpia=dpia, progress=bar
            )
    except InlezenError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Toegepast. Terugdraaien kan op het scherm Inlezen, dertig dagen lang.")


class _Bar:
    """A bar on a terminal; silent when the output goes to a file."""

    def __init__(self, title: str) -> None:
        from rich.progress import Progress

        self.progress = Progress(transient=True)
        self.task = self.progress.add_task(title, total=None)

    def __enter__(self) -> _Bar:
        self.progress.start()
        return self

    def __exit__(self, *args: object) -> None:
        self.progress.stop()

    def __call__(self, done: int, total: int) -> None:
        self.progress.update(self.task, completed=done, total=total)
