"""The command line as a school or another program uses it: answers, exit codes, JSON."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gokwijs.cli import main
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.law.toml import RegelsError
from tests.house.test_files import SOURCE

EXAMPLES = SOURCE / "inhoud" / "voorbeelden"
SCHOLEN = EXAMPLES / "scholen.csv"
BASISSCHOOL = EXAMPLES / "leerlingen-basisschool.csv"
KEYS = {
    *("instellingsnummer", "regeling", "resultaat", "minimum", "maximum", "som", "status"),
    *("stappen", "bewijs"),
}
REGELINGEN = {
    *("ses_lestijden_kleuter", "ses_lestijden_lager", "uren_leraar_so_1", "uren_leraar_so_23"),
    *("lesuren_buso", "lestijden_bubao", "werkingsbudget_bao", "werkingsbudget_so", "oki"),
}
EXACT = re.compile(r"-?\d+(\.\d*[1-9]|/[1-9]\d*)?")
BEDRAGEN = """
[werkingsbudget.basisonderwijs.bedrag.thuistaal]
waarde = 130.25
document = "Brief van het agentschap"
datum = 2027-01-15
"""


def gokwijs(*arguments: object) -> Result:
    """Run in this process; a crash is never an exit code."""
    done = CliRunner().invoke(main, [str(a) for a in arguments])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def bereken(*arguments: object, schooljaar: str = "2026-2027") -> Result:
    return gokwijs("bereken", *arguments, "--schooljaar", schooljaar)


def as_json(*arguments: object) -> list[dict[str, Any]]:
    done = bereken(*arguments, "--scholen", SCHOLEN, "--formaat", "json")
    assert done.exit_code == 0, done.output
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


# ---------------------------------------------------------------- a table for people


def test_a_pupil_file_gives_a_readable_table() -> None:
    done = bereken(BASISSCHOOL, "--scholen", SCHOLEN)
    assert done.exit_code == 0
    assert "999001 Basisschool De Verzonnen Vlieger" in done.stdout
    assert re.search(r" 13 lestijden +SES-lestijden kleuteronderwijs", done.stdout)
    assert re.search(r" 22 tot 24 lestijden +SES-lestijden lager onderwijs", done.stdout)
    assert "Van 2 leerlingen weten we het kenmerk opleiding moeder niet." in done.stderr


def test_the_explanation_goes_down_to_pupils_with_articles() -> None:
    long = bereken(BASISSCHOOL, "--scholen", SCHOLEN, "--uitleg").stdout
    assert "[DBO art. 134" in long
    assert re.search(r"^ +.*= \d+ leerlingen? ", long, re.MULTILINE)
    assert "Bewijs: telling " in long


# ---------------------------------------------------------------- JSON for programs


@pytest.fixture(scope="module")
def every_example() -> list[dict[str, Any]]:
    names = ("basisschool", "secundair", "buitengewoon")
    return [row for n in names for row in as_json(EXAMPLES / f"leerlingen-{n}.csv")]


def strings(value: Any) -> Iterator[Any]:
    """The numbers in an interval or a plain value."""
    yield from (value.values() if isinstance(value, dict) else [value])


def test_the_json_has_the_published_keys_and_only_known_regelingen(
    every_example: list[dict[str, Any]],
) -> None:
    for row in every_example:
        assert row.keys() >= KEYS
        assert re.fullmatch(r"\d{6}", row["instellingsnummer"])
        assert row["stappen"], row["regeling"]
        assert row["bewijs"]["telling"]
    assert {row["regeling"] for row in every_example} == REGELINGEN


def test_every_number_in_the_json_is_an_exact_string(every_example: list[dict[str, Any]]) -> None:
    found = [
        number
        for row in every_example
        for key in ("resultaat", "minimum", "maximum", "som")
        for number in strings(row[key])
        if number is not None
    ]
    assert len(found) > 10
    assert all(isinstance(n, str) and EXACT.fullmatch(n) for n in found), found


def test_a_result_is_null_exactly_when_it_is_not_one_number_and_then_says_why(
    every_example: list[dict[str, Any]],
) -> None:
    seen = set()
    for row in every_example:
        one = row["minimum"] is not None and row["minimum"] == row["maximum"]
        assert row["resultaat"] == (row["minimum"] if one else None), row["regeling"]
        assert one or row["redenen"], row["regeling"]
        seen.add((one, row["minimum"] is None))
    assert seen == {(True, False), (False, False), (False, True)}


def test_with_or_without_explanation_the_numbers_are_the_same() -> None:
    keys = ("instellingsnummer", "regeling", "resultaat", "minimum", "maximum", "status")
    short, long = as_json(BASISSCHOOL), as_json(BASISSCHOOL, "--uitleg")
    assert [[r[k] for k in keys] for r in short] == [[r[k] for k in keys] for r in long]
    assert json.dumps(long).count('"delen"') > 2 * json.dumps(short).count('"delen"')


# ---------------------------------------------------------------- mistakes


def test_every_problem_of_a_file_is_said_at_once_and_nothing_is_calculated(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(
        "instellingsnummer;leerling;onderwijsniveau;thuistaal;schooltoeslag\n"
        "999001;1;kleuter;misschien;ja\n"
        "999001;2;peuter;ja;nee\n"
        ";3;lager;ja;soms\n",
        encoding="utf-8",
    )
    done = bereken(path)
    assert done.exit_code == 1
    assert done.stdout == ""
    for said in (
        "fout: Rij 3: 'peuter'",
        "fout: Rij 4: ",
        "waarschuwing: Rij 2: 'misschien' in kolom thuistaal",
        "waarschuwing: Rij 4: 'soms' in kolom schooltoeslag",
        "waarschuwing: De kolom opleiding_moeder ontbreekt",
    ):
        assert f"lijst.csv: {said}" in done.stderr, done.stderr
    assert done.stderr.count("→") == done.stderr.count("lijst.csv: ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bereken", "bestaat-niet.csv", "--schooljaar", "2026-2027"], "bestaat-niet.csv"),
        (["bereken", str(BASISSCHOOL)], "--schooljaar"),
        (["bereken", str(BASISSCHOOL), "--schooljaar", "2026-2028"], "Bedoel je 2026-2027?"),
        (
            ["bereken", str(BASISSCHOOL), "--schooljaar", "2026-2027", "--teldag", "2/2/26"],
            "Schrijf ze als 2026-02-02",
        ),
        (["berekn"], "Bedoel je 'bereken'?"),
        (["regels", "toon", "secundair.uren_leraar.minimm"], "secundair.uren_leraar.minimum"),
        (["herbereken", str(EXAMPLES)], "gokwijs bereken"),
    ],
)
def test_misuse_gives_two_and_says_what_to_do(arguments: list[str], said: str) -> None:
    done = gokwijs(*arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())


@pytest.mark.skipif(os.name != "posix", reason="named pipes are made otherwise elsewhere")
def test_a_pipe_instead_of_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pijp")
    done = bereken(tmp_path / "pijp")
    assert done.exit_code == 2
    assert "is geen gewoon bestand" in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("getallen", "said"),
    [
        ("[", "geen geldige TOML"),
        (BEDRAGEN.replace("thuistaal", "thuistal"), "Bedoel je"),
        (BEDRAGEN.replace('document = "Brief van het agentschap"\n', ""), "document' ontbreekt"),
        (BEDRAGEN.replace("130.25", "-1"), "niet kleiner dan 0"),
        (BEDRAGEN.replace("130.25", '"veel"'), "geen keuze"),
        (BEDRAGEN.replace("130.25", "true"), "klopt niet"),
        (BEDRAGEN.replace("130.25", "false"), "klopt niet"),
        (BEDRAGEN.replace("130.25", "nan"), "te groot of te lang"),
        (BEDRAGEN.replace("130.25", "1e99999999"), "te groot of te lang"),
        (BEDRAGEN.replace("2027-01-15", '"gisteren"'), "klopt niet"),
        ("gecorrigeerd = 3\n", "gecorrigeerd"),
        (BEDRAGEN.replace("agentschap", "ministère"), "UTF-8"),
    ],
)
def test_a_wrong_file_of_typed_numbers_is_refused_with_file_and_key(
    tmp_path: Path, getallen: str, said: str
) -> None:
    path = tmp_path / "getallen.toml"
    path.write_bytes(getallen.encode("cp1252"))
    done = bereken(BASISSCHOOL, "--scholen", SCHOLEN, "--getallen", path)
    assert done.exit_code == 1, done.output
    assert "getallen.toml" in done.stderr
    assert said in done.stderr


def test_typed_numbers_saved_by_a_windows_editor_are_used(tmp_path: Path) -> None:
    path = tmp_path / "getallen.toml"
    path.write_bytes(BEDRAGEN.encode("utf-8-sig").replace(b"\n", b"\r\n"))
    done = bereken(BASISSCHOOL, "--scholen", SCHOLEN, "--getallen", path, "--uit", tmp_path / "uit")
    assert done.exit_code == 0, done.output
    assert "het bedrag per leerling voor opleiding moeder, schooltoeslag en buurt" in done.stderr
    assert gokwijs("herbereken", tmp_path / "uit").exit_code == 0


# ---------------------------------------------------------------- proof


@pytest.fixture(scope="module", params=[(), ("--uitleg",)], ids=["short", "explained"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder written by ``bereken --uit``, with typed numbers."""
    folder = tmp_path_factory.mktemp("uit")
    (folder / "getallen.toml").write_text(BEDRAGEN, encoding="utf-8")
    options = ("--getallen", folder / "getallen.toml", "--uit", folder / "map", *request.param)
    done = bereken(BASISSCHOOL, "--scholen", SCHOLEN, *options)
    assert done.exit_code == 0, done.output
    assert "vertrouwelijk" in done.stderr
    return folder / "map"


def test_a_stored_folder_is_proved(made: Path) -> None:
    done = gokwijs("herbereken", made)
    assert done.exit_code == 0, done.output
    assert "4 resultaten exact gelijk." in done.stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("resultaten.json", '"minimum": "13"', '"minimum": "14"', "Minimum was 14, is nu 13."),
        ("invoer.json", "152", "150", "999001 ses_lestijden_kleuter"),
        ("invoer.json", "130.25", "131.25", "999001 werkingsbudget_bao"),
    ],
)
def test_a_tampered_folder_is_found_out(
    made: Path, tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    folder = shutil.copytree(made, tmp_path / "map")
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    done = gokwijs("herbereken", folder)
    assert done.exit_code == 1, done.output
    assert said in done.stdout


def test_a_pupil_slipped_into_the_stored_counts_is_found_out(made: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(made, tmp_path / "map")
    path = folder / "tellingen.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    first = lines[1].rpartition(",")
    path.write_text("\n".join([lines[0], f"{first[0]},{int(first[2]) + 2}", *lines[2:]]) + "\n")
    done = gokwijs("herbereken", folder)
    assert done.exit_code == 1, done.output
    assert "verschillen." in done.stdout


# ---------------------------------------------------------------- the law on the command line


def test_checking_the_law_counts_and_lists_and_is_strict_only_when_asked() -> None:
    done = gokwijs("regels", "controleer", "--vandaag", "2026-12-01")
    assert done.exit_code == 0
    read, found = map(int, re.findall(r"\d+", done.stdout.splitlines()[-1]))
    assert read == len(load_regels().parameters)
    assert found == len(done.stdout.splitlines()) - 1 > 0
    assert gokwijs("regels", "controleer", "--streng").exit_code == 1


def test_a_broken_file_of_the_law_is_named_and_gives_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RegelsError("drempel.toml: sleutel 'titel': ontbreekt.")

    monkeypatch.setattr("gokwijs.core.law.parameters.load_regels", broken)
    done = gokwijs("regels", "controleer")
    assert done.exit_code == 1
    assert "drempel.toml: sleutel 'titel'" in done.stderr


def test_one_number_is_shown_through_time_with_article_and_source() -> None:
    done = gokwijs("regels", "toon", "werkingsbudget.secundair.aandeel")
    assert done.exit_code == 0
    assert re.search(r"2020-01-01 tot nu: 0,11 +\[CSO art\. 244.*; wettekst\]", done.stdout)
    assert "Codex Secundair Onderwijs" in done.stdout
    listed = gokwijs("regels", "lijst", "opvoeder", "--op", "2026-09-01").stdout
    assert re.search(r"opvoeder\.halftijds +11 ", listed)
    assert "OV-24" in gokwijs("regels", "vragen").stdout
