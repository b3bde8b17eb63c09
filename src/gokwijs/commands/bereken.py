"""``gokwijs bereken``: from a pupil table to explained means, for one school or all of Flanders.

Reads files, prints a table or JSON, and writes a folder that ``gokwijs herbereken`` can prove.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from gokwijs.core.calendar import Schooljaar
    from gokwijs.core.law.parameters import Regels
    from gokwijs.core.telling.kubus import Kubus
    from gokwijs.core.telling.model import School
    from gokwijs.core.telling.reading import LeerlingenReading, Problem

MAX_BYTES = 4 * 1024**3
FILES = ("resultaten.json", "tellingen.csv", "vorige_tellingen.csv", "invoer.json")
_BAR_FROM = 5 * 1024 * 1024


class DayType(click.ParamType):  # type: ignore[type-arg]  # not subscriptable at run time
    """A date as 2026-02-02."""

    name = "datum"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").date()  # noqa: DTZ007 - a day
        except ValueError:
            self.fail(f"'{value}' is geen datum. Schrijf ze als 2026-02-02.", param, ctx)


@click.command()
@click.argument("leerlingen", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--scholen",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Schooltabel: naam, Brussel, verhouding S.",
)
@click.option(
    "--vorige-telling",
    "vorige",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Leerlingentabel van februari een jaar eerder.",
)
@click.option("--schooljaar", required=True, help="Bijvoorbeeld 2026-2027.")
@click.option(
    "--teldag", type=DayType(), help="Andere teldag dan de eerste schooldag van februari."
)
@click.option(
    "--getallen",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="TOML met ingevoerde getallen, elk met document en datum.",
)
@click.option(
    "--lezing-vestigingen",
    type=click.Choice(["beide_groepen", "alleen_groep_1"]),
    help="Lezing van OV-20 voor scholen waarvan de vestigingsplaatsen ver uiteen liggen.",
)
@click.option("--uitleg", is_flag=True, help="Toon elke stap, tot de getelde leerlingen.")
@click.option("--formaat", type=click.Choice(["tabel", "json"]), default="tabel", show_default=True)
@click.option(
    "--uit",
    type=click.Path(file_okay=False, path_type=Path),
    help="Schrijf resultaten en bewijs in deze map.",
)
def command(
    leerlingen: Path,
    scholen: Path | None,
    vorige: Path | None,
    schooljaar: str,
    teldag: date | None,
    getallen: Path | None,
    lezing_vestigingen: str | None,
    uitleg: bool,
    formaat: str,
    uit: Path | None,
) -> None:
    """Bereken lestijden, uren en euro's uit LEERLINGEN (csv of xlsx).

    Geeft 0 als alles gelezen is, 1 bij problemen in de bestanden, 2 bij verkeerd gebruik.
    """
    from gokwijs.core.calendar import Schooljaar, SchooljaarError, vorige_teldag
    from gokwijs.core.calendar import teldag as normal_teldag

    try:
        year = Schooljaar.parse(schooljaar)
    except SchooljaarError as error:
        raise click.BadParameter(str(error), param_hint="--schooljaar") from error
    regels, corrected = entered_law(getallen, year)
    listed = _schools(scholen)
    now = _read(leerlingen, teldag or normal_teldag(year))
    schools = _completed(listed, _kubus(now).instellingsnummers, lezing_vestigingen, corrected)
    earlier = _read(vorige, vorige_teldag(year)) if vorige else None
    rows: Iterable[dict[str, Any]] = run(
        _kubus(now), _kubus(earlier) if earlier else None, schools, year, regels, uitleg
    )
    if formaat == "tabel":
        rows = list(rows)
        _print_table(rows, schools, uitleg)
    elif uit is None:
        _write_json(rows, sys.stdout)
    if uit is not None:
        entered = getallen.read_text(encoding="utf-8-sig") if getallen else ""
        _write_folder(uit, rows, now, earlier, schools, year, entered, uitleg)


def run(
    now: Kubus,
    earlier: Kubus | None,
    schools: Mapping[str, School],
    year: Schooljaar,
    regels: Regels,
    uitleg: bool,
) -> Iterator[dict[str, Any]]:
    """The results as JSON: with the whole explanation per school, or the bulk path."""
    from gokwijs.core.middelen.bulk import Bulk, SingleSchool
    from gokwijs.core.middelen.bulk_export import bulk_json
    from gokwijs.core.middelen.calculation import calculate
    from gokwijs.core.middelen.export import result_to_json
    from gokwijs.core.telling.kubus import KubusTellingen

    bulk = Bulk(now.frame, schools, year, regels, earlier.frame if earlier else None)
    if not uitleg:
        yield from bulk_json(bulk, now, earlier)
        return
    previous = KubusTellingen(earlier) if earlier is not None else None
    single = SingleSchool(bulk, KubusTellingen(now), previous)
    for nummer in now.instellingsnummers:
        for result in calculate(single.case(nummer)):
            yield result_to_json(result)


# ---------------------------------------------------------------- input


def _read(path: Path, day: date) -> LeerlingenReading:
    from gokwijs.core.telling.leerlingen import read_leerlingen

    _whole(path)
    with path.open("rb") as stream, _progress(path) as progress:
        reading = read_leerlingen(
            stream, filename=path.name, teldag=day, max_bytes=MAX_BYTES, progress=progress
        )
    _report(path, reading.problems)
    if not reading.ok:
        raise SystemExit(1)
    return reading


def _whole(path: Path) -> None:
    """A pipe cannot be looked through from the start again; raises UsageError."""
    if not path.is_file():
        raise click.UsageError(f"{path} is geen gewoon bestand. Bewaar de tabel eerst als bestand.")


class _progress:  # noqa: N801 - reads as a verb where it is used
    """A bar on long files, on a terminal only."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.bar: Any = None

    def __enter__(self) -> Callable[[int, int], None] | None:
        if self.path.stat().st_size < _BAR_FROM or not sys.stderr.isatty():
            return None
        from rich.console import Console
        from rich.progress import Progress

        self.bar = Progress(console=Console(stderr=True), transient=True)
        self.bar.start()
        task = self.bar.add_task(f"{self.path.name} lezen", total=None)

        def update(done: int, total: int) -> None:
            self.bar.update(task, completed=done, total=total)

        return update

    def __exit__(self, *args: object) -> None:
        if self.bar is not None:
            self.bar.stop()


def _report(path: Path, problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(f"{path.name}: {problem.ernst.value}: {problem.sentence}", err=True)
        click.echo(f"    → {problem.remedy}", err=True)


def _kubus(reading: LeerlingenReading) -> Kubus:
    from gokwijs.core.telling.kubus import KubusTellingen

    assert isinstance(reading.tellingen, KubusTellingen)
    return reading.tellingen.kubus


def _schools(path: Path | None) -> dict[str, School]:
    from gokwijs.core.telling.scholen import read_scholen

    if path is None:
        return {}
    _whole(path)
    with path.open("rb") as stream:
        reading = read_scholen(stream, filename=path.name, max_bytes=MAX_BYTES)
    _report(path, reading.problems)
    if not reading.ok:
        raise SystemExit(1)
    return dict(reading.scholen)


def _completed(
    listed: Mapping[str, School],
    counted: Iterable[str],
    lezing: str | None,
    corrected: Mapping[str, Any],
) -> dict[str, School]:
    """The schools with what the options say about them, also those missing from the table."""
    from dataclasses import replace

    from gokwijs.core.telling.model import School

    found = dict(listed)
    present = set(counted)
    for nummer in present if lezing else present & corrected.keys():
        found.setdefault(nummer, School(nummer, ""))
    for nummer in sorted(corrected.keys() - present):
        click.echo(
            f"Gecorrigeerde aantallen van {nummer} worden niet gebruikt: die school staat niet in "
            "de leerlingentabel.",
            err=True,
        )
    return {
        nummer: replace(
            found[nummer],
            lezing_vestigingen=lezing or "",
            gecorrigeerd=corrected.get(nummer, {}),
        )
        for nummer in sorted(found)
    }


def entered_law(path: Path | None, year: Schooljaar) -> tuple[Regels, dict[Any, Any]]:
    """The law with numbers typed in a TOML file, and corrected counts per school.

    ``[naam-van-parameter]`` with ``waarde``, ``document``, ``datum``; corrected counts under
    ``[gecorrigeerd."012345"."basisonderwijs.thuistaal"]``.
    """
    from gokwijs.core.law.parameters import load_regels
    from gokwijs.core.middelen.entered import EnteredError, load_entered

    if path is None:
        return load_regels(), {}
    try:
        return load_entered(path.read_text(encoding="utf-8-sig"), path.name, year)
    except UnicodeDecodeError:
        click.echo(f"{path.name}: het bestand is geen UTF-8. Bewaar het als UTF-8.", err=True)
    except EnteredError as error:
        click.echo(str(error), err=True)
    raise SystemExit(1)


# ---------------------------------------------------------------- output


def _write_json(rows: Iterable[Mapping[str, Any]], handle: Any) -> None:
    """A JSON list, written row by row."""
    handle.write("[")
    for place, row in enumerate(rows):
        handle.write(",\n" if place else "\n")
        handle.write(json.dumps(row, ensure_ascii=False))
    handle.write("\n]\n")


def _print_table(
    rows: Iterable[dict[str, Any]], schools: Mapping[str, School], uitleg: bool
) -> None:
    before = ""
    for row in rows:
        nummer = row["instellingsnummer"]
        if nummer != before:
            name = schools[nummer].naam if nummer in schools else ""
            click.secho(f"{nummer} {name}".strip(), bold=True)
        unit = row["eenheid"] if row["minimum"] is not None else ""
        click.echo(f"  {shown(row):>18} {unit:24} {row['titel']} ({row['status']})")
        before = nummer
    for row in rows:
        _print_reasons(row)
        if uitleg:
            click.echo("")
            for step in row["stappen"]:
                _print_step(step, 0)
            bewijs = row["bewijs"]
            click.echo(
                f"Bewijs: telling {bewijs['telling'][:12]}… · regels "
                f"{bewijs['regels_hash'][:12]}… · versie {bewijs['versie']}"
            )


def shown(row: Mapping[str, Any]) -> str:
    """The result as people read it."""
    from fractions import Fraction

    from gokwijs.core.law.numbers import Interval, dutch_interval

    if row["minimum"] is None:
        return "niet berekenbaar"
    span = Interval(Fraction(row["minimum"]), Fraction(row["maximum"]))
    places = 2 if row["eenheid"] in ("euro", "kenmerken per leerling") else None
    return dutch_interval(span, places=places)


def _print_reasons(row: Mapping[str, Any]) -> None:
    for reason in row["redenen"]:
        click.echo(f"{row['instellingsnummer']} {row['titel']}: {reason['zin']}", err=True)


def _print_step(step: Mapping[str, Any], depth: int) -> None:
    value = step["waarde"]
    if isinstance(value, dict):
        value = f"{value['minimum']} … {value['maximum']}"
    indent = "  " * depth
    text = "" if value is None else f" = {str(value).replace('.', ',')} {step['eenheid']}"
    click.echo(
        f"{indent}{step['naam']}: {step['zin']}{text}  [{step['artikel']}; {step['status']}]"
    )
    for part in step["delen"]:
        _print_step(part, depth + 1)


def _write_folder(
    folder: Path,
    rows: Iterable[Mapping[str, Any]],
    now: LeerlingenReading,
    earlier: LeerlingenReading | None,
    schools: Mapping[str, School],
    year: Schooljaar,
    entered: str,
    uitleg: bool,
) -> None:
    """Results, counts and input: everything needed to repeat the calculation."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILES[0]).open("w", encoding="utf-8") as handle:
        _write_json(rows, handle)
    for name, reading in ((FILES[1], now), (FILES[2], earlier)):
        path = folder / name
        if reading is not None:
            _kubus(reading).frame.write_csv(path)
        elif path.exists():
            path.unlink()
    data = {
        "schooljaar": str(year),
        "teldag": _kubus(now).teldag.isoformat(),
        "vorige_teldag": _kubus(earlier).teldag.isoformat() if earlier else None,
        "bestand": now.file_hash,
        "vorig_bestand": earlier.file_hash if earlier else None,
        "scholen": [school.to_json() for school in schools.values()],
        "getallen": entered,
        "uitleg": uitleg,
    }
    text = json.dumps(data, ensure_ascii=False, indent=1)
    (folder / FILES[3]).write_text(text, encoding="utf-8")
    click.echo(
        f"Geschreven in {folder}. De map is vertrouwelijk: ze bevat kleine aantallen.", err=True
    )
