"""Find a browser for the tests, or install one where that needs no question.

``find()`` gives an executable, or None to use the browser that Playwright installed itself.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
HELP = (
    "No browser found for the browser tests: run '{} -m playwright install chromium', or set "
    "GOKWIJS_CHROMIUM to a Chromium or Chrome executable."
)


def find() -> str | None:
    """Path of a browser; None when Playwright has its own; raises LookupError."""
    told = os.environ.get("GOKWIJS_CHROMIUM")
    if told:
        if not Path(told).exists():
            raise LookupError(f"GOKWIJS_CHROMIUM points to {told}, which does not exist.")
        return told
    if _playwright_has_one():
        return None
    for name in NAMES:
        if path := shutil.which(name):
            return path
    raise LookupError(HELP.format(sys.executable))


def _playwright_has_one() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def arguments() -> list[str]:
    """Flags for a quiet browser; root needs no sandbox."""
    flags = [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        flags.append("--no-sandbox")
    return flags


def main() -> int:
    try:
        find()
        return 0
    except LookupError as error:
        message = str(error)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if "--install" in sys.argv and root and shutil.which("apt-get"):
        print("No browser found: installing Debian's chromium", flush=True)
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)
        try:
            find()
            return 0
        except LookupError as error:
            message = str(error)
    print(message, file=sys.stderr)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
