"""The house itself: what may never stand in a tracked file, and what must be there."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

SOURCE = ROOT / "src" / "gokwijs"
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BINARY = {".png", ".svg", ".xlsx", ".ico", ".ttf"}
VENDORED = ("static/vendor/", "tests/browser/vendor/")


def tracked() -> list[Path]:
    """Every file of the repository (every file beside it when there is no git)."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode()
        found = [ROOT / name for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        made = re.compile(
            r"\.(?!ci$|git(ignore|attributes)$).*|__pycache__|build|dist|var|.*\.egg-info"
        )
        found = [
            path
            for path in ROOT.rglob("*")
            if not any(made.fullmatch(part) for part in path.relative_to(ROOT).parts)
        ]
    return [p for p in found if p.is_file()]


TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in tracked()
    if path.suffix not in BINARY and not any(v in path.as_posix() for v in VENDORED)
}
# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of one machine": re.compile(r"(?<![\w.])/(work|root|tmp|home/\w+|Users/\w+)/"),
    "a package registry or download host": re.compile(
        r"pypi\." + r"org|files\.python" + r"hosted|registry\.npm" + r"js|deb\.deb" + r"ian|unpkg\."
    ),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE" + " KEY-----"),
    "a token": re.compile(r"\b(ghp_|glpat-|xox[bp]-|AKIA)[A-Za-z0-9_-]{12,}"),
    "how the work was organised": re.compile(
        r"\b(sub" + r"agent|AI-gener" + r"ated|Cla" + r"ude)\b"
    ),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [
        f"{name}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
        for name, text in TEXTS.items()
        for hit in FORBIDDEN[what].finditer(text)
    ]
    assert not found


def test_the_search_can_find_something() -> None:
    assert FORBIDDEN["a path of one machine"].search("see /" + "work/x")
    assert len(TEXTS) > 200
    assert "src/gokwijs/cli.py" in TEXTS


def test_no_real_data_file_entered_the_repository(shared: Path) -> None:
    real = {
        hashlib.sha256(p.read_bytes()).hexdigest() for p in (shared / "gegevens/data").iterdir()
    }
    mine = {hashlib.sha256(p.read_bytes()).hexdigest() for p in tracked()}
    assert real
    assert not real & mine


def test_no_lock_with_addresses() -> None:
    assert not {"uv.lock", "package-lock.json", "poetry.lock"} & {p.name for p in tracked()}


# ---------------------------------------------------------------- dependencies


def direct(names: list[str]) -> set[str]:
    return {re.split(r"[\s\[<>=!~;]", name)[0].lower() for name in names}


@pytest.mark.parametrize("name", ["runtime", "dev", "bench"])
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)
    pins = [e for e in entries if re.match(r"^[a-z0-9][a-z0-9._-]*==", e)]
    assert len(pins) > 10
    for entry in pins:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert "://" not in text


def test_the_lock_holds_every_direct_dependency() -> None:
    text = (ROOT / "requirements" / "runtime.txt").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE))
    dev = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    pinned_dev = set(re.findall(r"^([a-z0-9._-]+)==", dev, re.MULTILINE))
    wanted = direct(PYPROJECT["project"]["dependencies"])
    assert wanted <= pinned
    assert pinned <= pinned_dev
    assert direct(PYPROJECT["dependency-groups"]["dev"]) <= pinned_dev
    assert len(wanted) <= 25


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    section = text[text.index("dependencies = [") : text.index("[tool.setuptools.package-data]")]
    for line in section.splitlines():
        if line.startswith('  "'):
            assert "#" in line, line


# ---------------------------------------------------------------- vendored files


def test_vendored_files_are_what_their_register_says() -> None:
    folder = SOURCE / "apps/ui/static/vendor"
    register = tomllib.loads((folder / "vendor.toml").read_text(encoding="utf-8"))
    for name, entry in register.items():
        assert entry["version"]
        assert entry["licence"]
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"], name
    served = {p.name for p in folder.iterdir() if p.suffix in (".js", ".css")}
    assert served == register.keys()


def test_the_checker_of_accessibility_is_the_published_one() -> None:
    data = (ROOT / "tests/browser/vendor/axe.min.js").read_bytes()
    assert hashlib.sha256(data).hexdigest() == (
        "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
    )
    assert b"axe v4.14.1" in data[:200]


# ---------------------------------------------------------------- templates


def test_no_template_has_script_or_style_inside() -> None:
    for name, text in TEXTS.items():
        if not name.endswith(".html"):
            continue
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), name
        assert "<style" not in text, name
        assert not re.search(r"""\s(style|on[a-z]+)=["']""", text), name
        assert "|safe" not in text, name
        assert not re.search(r"""(src|href)=["']https?://(?!127\.)""", text), name


# ---------------------------------------------------------------- source


def test_nothing_only_unix_has_is_imported() -> None:
    unix = re.compile(r"^\s*(import|from) (fcntl|pwd|grp|resource|termios|pty|syslog)\b", re.M)
    forks = re.compile(r"\bos\.(fork|getuid|geteuid|setsid|killpg|mkfifo)\b")
    twin = "src/gokwijs/renderers/sjabloon/grens.py"  # says the same for Windows beside it
    for name, text in TEXTS.items():
        if name.startswith("src/") and name.endswith(".py"):
            assert name == twin or not unix.search(text), name
            assert not forks.search(text), name


def test_no_number_of_the_law_stands_in_code() -> None:
    """Weights and coefficients belong in the parameter files."""
    numbers = re.compile(
        r"(?<![\w.])(0\.26710|0\.11917|0\.29116|0\.4417|0\.2916|0\.1225|0\.227197)"
    )
    for name, text in TEXTS.items():
        if name.startswith("src/") and name.endswith(".py"):
            assert not numbers.search(text), name


def test_no_float_and_no_clock_in_the_core() -> None:
    clock = re.compile(r"\b(datetime\.now|date\.today|time\.time|timezone\.now)\(")
    for name, text in TEXTS.items():
        if name.startswith("src/gokwijs/core/") and name.endswith(".py"):
            assert not clock.search(text), name
            if "/middelen/" in name and not name.endswith("totals.py"):
                assert not re.search(r"\bfloat\(", text), name


def test_no_todo_without_a_number() -> None:
    for name, text in TEXTS.items():
        if name.startswith("src/"):
            assert "TO" + "DO" not in text, name
            assert "FIX" + "ME" not in text, name


def test_ci_runs_everything_and_nothing_weaker() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [
        line for line in script.splitlines() if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["make test"]
    makefile = TEXTS["Makefile"]
    target = re.search(r"^test: (.*?)##", makefile, re.M)
    assert target
    assert {"lint", "types", "contracts"} <= set(target[1].split())
    parts = TEXTS["tests/run_all.py"]
    for folder in ("core", "law", "house", "apps", "browser"):
        assert f'"tests/{folder}"' in parts
