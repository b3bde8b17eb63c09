"""The directions of the house: every part is placed, and the linter really bites."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gokwijs.core.law.parameters import load_regels
from tests.conftest import ROOT
from tests.house.test_files import PYPROJECT, SOURCE, TEXTS

CONTRACTS: list[dict[str, Any]] = PYPROJECT["tool"]["importlinter"]["contracts"]
LAYERS = {c["containers"][0]: c for c in CONTRACTS if c["type"] == "layers"}


def packages(folder: Path) -> set[str]:
    """What can be imported directly from a folder."""
    return {
        p.stem
        for p in folder.iterdir()
        if (p.is_dir() and (p / "__init__.py").exists())
        or (p.suffix == ".py" and p.stem != "__init__")
    }


@pytest.mark.parametrize("container", ["gokwijs", "gokwijs.core", "gokwijs.apps"])
def test_every_part_has_its_place_and_a_new_one_must_be_placed(container: str) -> None:
    contract = LAYERS[container]
    assert contract["exhaustive"] is True
    assert not contract.get("ignore_imports")
    folder = SOURCE.joinpath(*container.split(".")[1:])
    placed = {name for layer in contract["layers"] for name in layer.split(" | ")}
    assert placed == packages(folder)


def test_the_order_is_that_of_the_design() -> None:
    assert LAYERS["gokwijs"]["layers"][1:] == ["commands", "config", "apps", "renderers", "core"]
    assert LAYERS["gokwijs.core"]["layers"][-2:] == ["law", "calendar"]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("core/calendar.py", "import django\n"),
        ("core/calendar.py", "from gokwijs.core.law import numbers\n"),
        ("core/telling/model.py", "from gokwijs.core.middelen import result\n"),
        ("apps/audit/services.py", "from gokwijs.apps.middelen import models\n"),
        ("core/vreemd.py", ""),
    ],
)
def test_an_import_against_the_direction_is_refused(tmp_path: Path, name: str, line: str) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "regels", "static", "templates")
    shutil.copytree(SOURCE, tmp_path / "gokwijs", ignore=ignored)
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with (tmp_path / "gokwijs" / name).open("a", encoding="utf-8") as handle:
        handle.write(line)
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from importlinter.cli import lint_imports; "
            "sys.exit(lint_imports(no_cache=True))",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "BROKEN" in done.stdout


def test_an_open_question_named_anywhere_stands_in_the_register() -> None:
    known = load_regels().open_vragen
    named = {
        number: name
        for name, text in TEXTS.items()
        if name.startswith(("src/", "docs/"))
        for number in re.findall(r"OV-\d+", text)
    }
    assert len(named) > 20
    assert {n: f for n, f in named.items() if n not in known} == {}
