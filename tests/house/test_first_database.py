"""The quick first database is the one that all migrations make: same tables, same rows."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

QUICK = "from gokwijs.commands.serve import migrate; migrate()"
SLOW = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
call_command("createcachetable", verbosity=0)
"""
# Rows of Django itself: the number of a row says in which order the apps were looked at.
NUMBERED = {"django_migrations", "django_content_type", "auth_permission"}


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GOKWIJS_", "DJANGO_"))}
    prepare = "from pathlib import Path; from gokwijs.commands.serve import prepare;"
    return subprocess.run(
        [sys.executable, "-c", f"{prepare} prepare(Path({str(folder)!r}))\n{code}"],
        env={**env, "GOKWIJS_MODE": "development"},
        capture_output=True,
        text=True,
        check=False,
    )


def parts(sql: str) -> frozenset[str]:
    """What a CREATE TABLE says, in no order: a column added later stands at the end."""
    inside = re.sub(r"\s+", " ", sql[sql.index("(") + 1 : sql.rindex(")")])
    found, depth, start = [], 0, 0
    for place, sign in enumerate(inside):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            found.append(inside[start:place].strip())
            start = place + 1
    return frozenset([*found, inside[start:].strip()])


def schema(file: Path) -> dict[str, frozenset[str]]:
    """Table or index → what it holds."""
    with sqlite3.connect(file) as base:
        rows = base.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master "
            "WHERE name NOT LIKE 'sqlite_%' AND sql IS NOT NULL"
        ).fetchall()
    found = {}
    for kind, name, table, sql in rows:
        if kind == "table":
            found[f"table {name}"] = parts(sql)
        else:
            found[f"{kind} {name} of {table}"] = frozenset({sql.partition(" ON ")[2]})
    return found


def contents(file: Path) -> dict[str, list[str]]:
    """Table → its rows, without numbers and moments that differ from day to day."""
    with sqlite3.connect(file) as base:
        names = [n for (n,) in base.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        found = {}
        for name in sorted(set(names) - {"sqlite_sequence"}):
            columns = sorted(
                row[1]
                for row in base.execute(f"PRAGMA table_info({name})")
                if name not in NUMBERED or row[1] not in ("id", "applied", "content_type_id")
            )
            wanted = ", ".join(f'"{column}"' for column in columns)
            found[name] = sorted(map(repr, base.execute(f"SELECT {wanted} FROM {name}")))
    return found


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    made = []
    for name, code in (("snel", QUICK), ("stap_voor_stap", SLOW)):
        folder = tmp_path_factory.mktemp(name)
        done = run(folder, code)
        assert done.returncode == 0, done.stderr
        made.append(folder / "gokwijs.sqlite3")
    return made[0], made[1]


def test_the_tables_are_the_same(both: tuple[Path, Path]) -> None:
    quick, slow = map(schema, both)
    assert len(quick) > 100
    assert quick == slow


def test_what_is_in_them_is_the_same(both: tuple[Path, Path]) -> None:
    quick, slow = map(contents, both)
    assert quick["django_migrations"]
    assert quick == slow


def test_a_first_start_that_breaks_off_leaves_nothing_and_the_next_one_works(
    tmp_path: Path,
) -> None:
    broken = """
from django.db.migrations.recorder import MigrationRecorder
def stop(*_): raise SystemExit("stroom weg")
MigrationRecorder.record_applied = stop
"""
    done = run(tmp_path, f"import django; django.setup()\n{broken}\n{QUICK}")
    assert "stroom weg" in done.stderr
    with sqlite3.connect(tmp_path / "gokwijs.sqlite3") as base:
        assert base.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    done = run(tmp_path, QUICK)
    assert done.returncode == 0, done.stderr
