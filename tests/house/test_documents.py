"""The documents tell the truth: links, paths, commands, variables, tables and worked numbers."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from gokwijs.apps.access.roles import Permission, Role, roles_with
from gokwijs.cli import main
from gokwijs.core.calendar import Schooljaar, teldag
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.law.parameters import load_regels
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.calculation import calculate
from gokwijs.core.middelen.case import Case
from gokwijs.core.middelen.counts import marginal, size
from gokwijs.core.middelen.result import ReasonKind, Regeling
from gokwijs.core.middelen.ses_lestijden import ses_regel
from gokwijs.core.telling.columns import LEERLING_COLUMNS, SCHOOL_COLUMNS
from gokwijs.core.telling.leerlingen import read_leerlingen
from gokwijs.core.telling.manual import LEERLING_UITLEG, SCHOOL_UITLEG, schrijfwijzen
from gokwijs.core.telling.model import Onderwijsniveau
from gokwijs.core.telling.scholen import read_scholen

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "src" / "gokwijs"
EXAMPLES = SOURCE / "inhoud" / "voorbeelden"
MANUAL = ROOT / "docs" / "handleiding"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TEXTS = {path: path.read_text(encoding="utf-8") for path in DOCUMENTS}
MADE_BY_THE_READER = {"getallen.toml"}

BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
VARIABLE = re.compile(r"\bGOKWIJS_[A-Z_]*[A-Z]\b")
PREFIX = re.compile(r"^(\.venv/bin/|gokwijs-omgeving/bin/|gokwijs-omgeving\\Scripts\\)?gokwijs ")

BY_NAME = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())


def prose(text: str) -> str:
    """The text without its code blocks."""
    return BLOCK.sub("", text)


def blocks(text: str) -> list[str]:
    return [block for _, _, block in BLOCK.findall(text)]


def commands(text: str) -> list[str]:
    """Every ``gokwijs …`` line of the code blocks, from ``gokwijs`` on."""
    lines = [line.strip() for block in blocks(text) for line in block.splitlines()]
    return ["gokwijs " + PREFIX.sub("", line) for line in lines if PREFIX.match(line)]


def table(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its header."""
    part = text.split(f"{heading}\n", 1)[1]
    rows = re.search(r"(?:^\|.*\n)+", part, re.MULTILINE)
    assert rows is not None
    lines = rows[0].strip().splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


# ---------------------------------------------------------------- links and paths


def anchors(text: str) -> set[str]:
    """The addresses of the headings, as GitHub makes them."""
    found = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in found}


@BY_NAME
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in LINK.findall(prose(TEXTS[path])):
        if target.startswith(("http://127.0.0.1", "https://")):
            continue
        name, _, anchor = target.partition("#")
        there = (path.parent / name).resolve() if name else path
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there.read_text(encoding="utf-8")), target


def paths_in(text: str) -> Iterator[str]:
    """Words in code style that look like a file or folder of the repository."""
    for code in INLINE.findall(prose(text)):
        if re.fullmatch(r"[\w./-]+", code) and (
            re.match(r"(src|tests|docs|requirements|benchmarks|core|apps|access|tests)/", code)
            or re.search(r"\w\.(py|toml|md|html|css|js)$", code)
        ):
            yield code


def exists(name: str) -> bool:
    """From the root, from the package, or the end of the path of a file in the package."""
    if (ROOT / name).exists() or (SOURCE / name).exists() or (SOURCE / "apps" / name).exists():
        return True
    folders = (SOURCE, ROOT / "tests")
    return any(next(folder.glob(f"**/{name}"), None) is not None for folder in folders)


@BY_NAME
def test_every_path_that_is_named_exists(path: Path) -> None:
    named = set(paths_in(TEXTS[path])) - MADE_BY_THE_READER
    assert {name for name in named if not exists(name)} == set()


def test_every_document_is_reachable_from_the_readme() -> None:
    reached, todo = set(), [ROOT / "README.md"]
    while todo:
        path = todo.pop()
        reached.add(path)
        names = (target.partition("#")[0] for target in LINK.findall(prose(TEXTS[path])))
        found = {(path.parent / name).resolve() for name in names if name.endswith(".md")}
        todo.extend(found - reached)
    assert reached == set(DOCUMENTS)


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    named = {m for text in TEXTS.values() for m in re.findall(r"`make ([a-z-]+)", text)}
    assert {"run", "test", "check", "bench"} <= named <= targets


# ---------------------------------------------------------------- commands


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which a reader tries the commands: the examples and the typed numbers."""
    for folder in (tmp_path, tmp_path / "src" / "gokwijs" / "inhoud" / "voorbeelden"):
        folder.mkdir(parents=True, exist_ok=True)
        for file in EXAMPLES.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
    (toml,) = (b for b in blocks(TEXTS[MANUAL / "opdrachtregel.md"]) if b.startswith('["werk'))
    (tmp_path / "getallen.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "mijn-school").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(line: str) -> Result:
    """Run a command line that begins with ``gokwijs``."""
    return CliRunner().invoke(main, shlex.split(line)[1:])


def parse(line: str) -> None:
    """Only parse it; raises click.UsageError."""
    command: click.Command = main
    context = command.make_context("gokwijs", shlex.split(line)[1:])
    while isinstance(command, click.Group):
        arguments = [*context._protected_args, *context.args]
        name, found, rest = command.resolve_command(context, arguments)
        assert found is not None
        command, context = found, found.make_context(name, rest, parent=context)


def test_every_command_in_the_documents_works(here: Path) -> None:
    lines = {line: None for text in TEXTS.values() for line in commands(text)}
    assert len(lines) >= 10
    for line in lines:
        if line.split()[1] in ("bereken", "regels") or line == "gokwijs herbereken uitvoer":
            done = run(line)
            assert done.exit_code == (1 if "--streng" in line else 0), f"{line}\n{done.output}"
        else:
            parse(line)


def test_a_wrong_command_would_be_seen(here: Path) -> None:
    with pytest.raises(click.UsageError):
        parse("gokwijs serve --prot 8001")


def options() -> set[str]:
    """Every option and command the program knows."""
    found: set[str] = set()

    def walk(command: click.Command, name: str) -> None:
        found.add(name)
        for parameter in command.params:
            found.update(o for o in parameter.opts if o.startswith("--"))
        if isinstance(command, click.Group):
            context = click.Context(command)
            for child in command.list_commands(context):
                grown = command.get_command(context, child)
                assert grown is not None
                walk(grown, child)

    walk(main, "gokwijs")
    return found


def test_the_manual_of_the_command_line_is_complete_and_names_nothing_else() -> None:
    text = TEXTS[MANUAL / "opdrachtregel.md"]
    named = set(re.findall(r"--[a-z]+(?:-[a-z]+)*", text))
    known = options()
    assert named <= known | {"--help"}
    assert {o for o in known if o.startswith("--")} - named == {"--version"}
    assert {o for o in known if not o.startswith("--") and o not in text} == set()


def test_the_output_shown_in_the_readme_is_the_output(here: Path) -> None:
    text = TEXTS[ROOT / "README.md"]
    (line,) = (c for c in commands(text) if c.startswith("gokwijs bereken"))
    (shown,) = (b for b in blocks(text) if b.startswith("999001"))
    assert run(line).stdout == shown


def test_the_typed_numbers_of_the_manual_give_what_it_says(here: Path) -> None:
    text = TEXTS[MANUAL / "opdrachtregel.md"]
    (line,) = (c for c in commands(text) if "--getallen" in c)
    (said,) = re.findall(r"`([\d.,]+ tot [\d.,]+ euro)`", text)
    assert said in run(line).stdout


def test_the_json_is_what_the_manual_says(here: Path) -> None:
    rows = table(TEXTS[MANUAL / "opdrachtregel.md"], "### JSON")
    named = {key for row in rows for key in INLINE.findall(row[0])}
    line = "gokwijs bereken leerlingen-basisschool.csv --scholen scholen.csv --schooljaar 2026-2027"
    full = json.loads(run(f"{line} --formaat json --uitleg").stdout)
    plain = json.loads(run(f"{line} --formaat json").stdout)
    assert {key for result in full for key in result} == named
    only = {key for key in full[0] if key not in plain[0]}
    by_key = {key: row[1] for row in rows for key in INLINE.findall(row[0])}
    assert {key for key, words in by_key.items() if words == "enkel met `--uitleg`"} == only
    for key, values in (("regeling", Regeling), ("status", Status), ("redenen", ReasonKind)):
        assert {v.value for v in values} <= set(INLINE.findall(by_key[key])), key
    assert set(full[0]["stappen"][0]) == set(INLINE.findall(by_key["stappen"])) - {"--uitleg"}


# ---------------------------------------------------------------- variables, columns, roles


def test_every_variable_that_is_read_is_documented_and_the_other_way_round() -> None:
    rows = table(TEXTS[MANUAL / "installeren.md"], "## Omgevingsvariabelen")
    documented = {name for row in rows for name in INLINE.findall(row[0])}
    code = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    assert set(VARIABLE.findall(code)) == documented


@BY_NAME
def test_no_document_names_a_variable_that_nothing_reads(path: Path) -> None:
    files = [*SOURCE.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    code = "".join(f.read_text(encoding="utf-8") for f in files if f != Path(__file__))
    assert set(VARIABLE.findall(TEXTS[path])) <= set(VARIABLE.findall(code))


@pytest.mark.parametrize(
    ("heading", "columns", "meaning"),
    [
        ("## Kolommen", LEERLING_COLUMNS, LEERLING_UITLEG),
        ("## De schooltabel", SCHOOL_COLUMNS, SCHOOL_UITLEG),
    ],
)
def test_the_columns_of_the_manual_are_those_of_the_reader(
    heading: str, columns: dict[str, tuple[str, ...]], meaning: dict[str, str]
) -> None:
    expected = [[f"`{n}`", ", ".join(words), meaning[n]] for n, words in columns.items()]
    assert table(TEXTS[MANUAL / "leerlingentabel.md"], heading) == expected


def test_the_values_of_the_manual_are_those_of_the_reader() -> None:
    rows = table(TEXTS[MANUAL / "leerlingentabel.md"], "## Toegelaten waarden")
    assert rows == [list(row) for row in schrijfwijzen()]


def test_the_roles_of_the_manual_are_those_of_the_product() -> None:
    text = TEXTS[MANUAL / "medewerkers.md"]
    assert table(text, "## Rollen") == [[role.label, role.description] for role in Role]
    expected = [[p.words, ", ".join(role.label for role in roles_with(p))] for p in Permission]
    assert table(text, "## Wie mag wat") == expected


def test_every_word_on_a_button_is_still_on_a_screen() -> None:
    """Words in italics in the manual of the screens and in the README stand in a template."""
    screens = "".join(p.read_text(encoding="utf-8") for p in SOURCE.rglob("*.html"))
    screens += "".join(p.read_text(encoding="utf-8") for p in SOURCE.rglob("apps/**/*.py"))
    words = re.compile(r"(?<![*\w])\*{1,2}([A-Z][^*\n]{3,60}?)\.?\*{1,2}(?![*\w])")
    found = set()
    for path in (ROOT / "README.md", MANUAL / "middelen.md", MANUAL / "medewerkers.md"):
        for phrase in words.findall(re.sub(r"^\*.*\*$", "", prose(TEXTS[path]), flags=re.M)):
            found.update(part.strip() for part in phrase.split("→"))
    buttons = {w for w in found if not re.search(r"minutes\)|^Put your|^The same", w)}
    assert len(buttons) > 15
    assert {w for w in buttons if w not in screens and w.lower() not in screens.lower()} == set()


# ---------------------------------------------------------------- problems of a file

HEADER = "instellingsnummer;onderwijsniveau;graad;thuistaal;leerling"
BROKEN = {
    "vinden we geen kopregel die we kennen": "a;b\n1;2\n",
    "ontbreekt de kolom onderwijsniveau": "instellingsnummer;thuistaal\n012345;ja\n",
    "De kolom thuistaal staat er 2 keer": f"{HEADER};gezinstaal\n012345;lager;;ja;1;ja\n",
    "'1.2E+05' is geen instellingsnummer": f"{HEADER}\n1.2E+05;lager;;ja;1\n",
    "een lege cel is geen graad": f"{HEADER}\n012345;so;;ja;1\n",
    "'misschien' in kolom thuistaal kennen we niet": f"{HEADER}\n012345;lager;;misschien;1\n",
    "voor meer dan één leerling": f"{HEADER}\n012345;lager;;ja;1\n012345;lager;;ja;1\n",
    "velden, de kopregel heeft er": f"{HEADER}\n012345;lager;;ja;1;2;3\n",
    "voor alle leerlingen is dat onbekend": f"{HEADER}\n012345;lager;;ja;1\n",
    "letters met een accent lijken verkeerd bewaard": f"{HEADER};Ã«\n012345;lager;;ja;1;x\n",
    "rijen van andere scholen zijn niet gelezen": f"{HEADER}\n012345;lager;;;1\n999;lager;;;2\n",
    "geen leerling van school": f"{HEADER}\n999;lager;;;2\n",
}


@pytest.mark.parametrize("phrase", BROKEN)
def test_the_manual_quotes_the_complaints_as_they_are(phrase: str, tmp_path: Path) -> None:
    rows = table(TEXTS[MANUAL / "leerlingentabel.md"], "## Wat we over je bestand kunnen zeggen")
    quoted = re.sub(r"\b\d+ velden", "velden", " ".join(row[0] for row in rows))
    assert phrase in quoted
    path = tmp_path / "leerlingen.csv"
    path.write_text(BROKEN[phrase], encoding="utf-8")
    with path.open("rb") as stream:
        reading = read_leerlingen(
            stream, filename=path.name, teldag=teldag(Schooljaar(2026)), only="012345"
        )
    assert any(phrase in problem.sentence for problem in reading.problems)


# ---------------------------------------------------------------- the worked school


def example() -> tuple[Case, Any]:
    """The school of ``docs/architectuur.md``, and how its file was read."""
    year = Schooljaar(2026)
    with (EXAMPLES / "leerlingen-basisschool.csv").open("rb") as stream:
        reading = read_leerlingen(stream, filename="leerlingen.csv", teldag=teldag(year))
    with (EXAMPLES / "scholen.csv").open("rb") as stream:
        schools = read_scholen(stream, filename="scholen.csv").scholen
    return Case(reading.tellingen["999001"], schools["999001"], year, load_regels()), reading


def test_the_school_in_the_architecture_has_these_numbers() -> None:
    text = TEXTS[ROOT / "docs" / "architectuur.md"]
    case, reading = example()
    kleuter = [Onderwijsniveau.KLEUTER]
    assert f"number 999001, {reading.rows} rows" in text
    assert reading.problems == ()
    assert f"{len(case.telling.cells)} cells, {case.telling.pupils} pupils, on 2 February" in text
    one = next(c for c in case.telling.cells if [int(a) for a in c.kenmerken][:3] == [0, 0, 1])
    assert f"only thuistaal ja: {one.halves} halves, so {one.halves // 2} pupils" in text
    assert (one.vestigingsplaats, one.onderwijsniveau, one.leerjaar) == ("1", "kleuter", "1")
    toeslag, noemer = case.school.toeslag_leerlingen, case.school.toeslag_noemer
    assert f"{toeslag} of {noemer} pupils" in text
    regel = ses_regel(case.law(), Onderwijsniveau.KLEUTER)
    assert f"{regel.a}, {regel.b} and {regel.c} over {regel.schaal}" in text
    rows = {row[0]: row[1:] for row in table(text, "### 6. Counts that matter")}
    counted = {
        "kleuters, N": (size(case.telling, kleuter),) * 2,
        "opleiding moeder, n1": marginal(case.telling, kleuter, Kenmerk.OPLEIDING_MOEDER),
        "thuistaal, n3": marginal(case.telling, kleuter, Kenmerk.THUISTAAL),
    }
    for name, halves in counted.items():
        assert rows[name] == [str(h // 2) for h in halves], name
    assert rows["verhouding S"] == [f"{toeslag}/{noemer}"] * 2


def test_the_result_in_the_architecture_is_the_result() -> None:
    text = TEXTS[ROOT / "docs" / "architectuur.md"]
    found = {result.regeling: result for result in calculate(example()[0])}
    first, second = found[Regeling.SES_LESTIJDEN_KLEUTER], found[Regeling.SES_LESTIJDEN_LAGER]
    rows = table(text, "### 7. The law on counts")
    assert first.som is not None
    assert second.som is not None
    assert [Fraction(row[1]) for row in rows] == [first.som.low, first.som.high]
    assert [row[2] for row in rows] == [dutch_number(Fraction(row[1])) for row in rows]
    assert [row[3] for row in rows] == [str(first.minimum), str(first.maximum)]
    low, high = dutch_number(second.som.low), dutch_number(second.som.high)
    assert f"give {low} and {high}, so {second.minimum} to {second.maximum}" in text
    assert f"({first.status.value}, because of {' and '.join(first.open_vragen)})" in text
    assert f"`Stap` with {len(list(first.uitleg.walk()))} lines" in text
    sentences = {f"{step.name}: {step.sentence}" for step in first.uitleg.walk()}
    assert set(re.findall(r'"(\w[^"]*: \d[^"]*leerlingen[^"]*)"', text)) <= sentences


def test_the_statuses_of_the_architecture_are_those_of_the_product_strongest_first() -> None:
    rows = table(TEXTS[ROOT / "docs" / "architectuur.md"], "## Status van een getal")
    assert [row[0].strip("`") for row in rows] == [status.value for status in Status]
