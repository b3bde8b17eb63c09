"""The product as it is started, packed and configured."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.run_all import tally

SOURCE = ROOT / "src" / "gokwijs"
GOOD_KEY = "x" * 60


def python(code: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, with only these settings."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("GOKWIJS_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-c", code],
        env={**clean, **env},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from gokwijs.cli import main\n"
        "main(['--help'], standalone_mode=False)\n"
        "print(sorted({'polars', 'scipy', 'django', 'pydantic', 'rich'} & set(sys.modules)))"
    )
    result = python(code)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-1] == "[]"
    for name in ("bereken", "herbereken", "regels", "serve", "demo"):
        assert name in result.stdout


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({}, "GOKWIJS_SECRET_KEY"),
        ({"GOKWIJS_SECRET_KEY": "kort"}, "GOKWIJS_SECRET_KEY"),
        ({"GOKWIJS_SECRET_KEY": "ontwikkeling-" * 5}, "GOKWIJS_SECRET_KEY"),
        ({"GOKWIJS_SECRET_KEY": GOOD_KEY, "GOKWIJS_DEBUG": "1"}, "GOKWIJS_DEBUG"),
        ({"GOKWIJS_SECRET_KEY": GOOD_KEY, "GOKWIJS_DEBUG": "misschien"}, "GOKWIJS_DEBUG"),
        ({"GOKWIJS_SECRET_KEY": GOOD_KEY, "GOKWIJS_MODE": "test"}, "GOKWIJS_MODE"),
        ({"GOKWIJS_SECRET_KEY": GOOD_KEY, "GOKWIJS_PUBLIC_URL": "school.be"}, "GOKWIJS_PUBLIC_URL"),
        (
            {"GOKWIJS_SECRET_KEY": GOOD_KEY, "GOKWIJS_DATABASE_URL": "foo://x"},
            "GOKWIJS_DATABASE_URL",
        ),
    ],
)
def test_production_refuses_unsafe_settings_and_names_the_variable(
    env: dict[str, str], named: str
) -> None:
    result = python("import gokwijs.config.settings", **env)
    assert result.returncode != 0
    assert f"EnvError: {named}" in result.stderr


def test_production_starts_with_a_good_key() -> None:
    result = python(
        "from gokwijs.config import settings as s\nprint(s.MODE, s.DEBUG)",
        GOKWIJS_SECRET_KEY=GOOD_KEY,
    )
    assert result.stdout.strip() == "production False", result.stderr


def test_the_directions_of_the_house_hold() -> None:
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_a_wheel_holds_every_data_file(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from setuptools.build_meta import build_wheel\n"
        f"print(build_wheel({str(tmp_path)!r}))"
    )
    copy = tmp_path / "repo"
    copy.mkdir()
    import shutil

    for name in ("src", "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", "*.egg-info")
            shutil.copytree(source, copy / name, ignore=ignored)
        else:
            shutil.copy(source, copy / name)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=copy, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = {n for n in wheel.namelist() if n.startswith("gokwijs/")}
        licence = [n for n in wheel.namelist() if n.endswith("/LICENSE")]
    wanted = {
        path.relative_to(ROOT / "src").as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - packed == set()
    assert licence


# ---------------------------------------------------------------- the suite itself


@pytest.mark.parametrize(
    ("last", "code", "expected"),
    [
        ("12 passed in 3s", 0, (12, 0, 0)),
        ("1 failed, 12 passed, 2 skipped in 3s", 1, (12, 1, 2)),
        ("3 errors in 1s", 1, (0, 3, 0)),
        ("no tests ran in 0.1s", 5, (0, 1, 0)),
        ("", 2, (0, 1, 0)),
        ("12 passed in 3s", 3, (12, 1, 0)),
    ],
)
def test_a_part_that_cannot_run_counts_as_a_failure(
    last: str, code: int, expected: tuple[int, int, int]
) -> None:
    counts = tally(last, code)
    assert (counts["passed"], counts["failed"], counts["skipped"]) == expected
