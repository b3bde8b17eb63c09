"""Private files: random names in one folder under the data folder, never under an address.

In: bytes. Out: a name to find them by. A file is written whole or not at all.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

_NAME = re.compile(r"[0-9a-f]{32}")


class DocumentMissingError(LookupError):
    """The row is there and the file is not; the message is Dutch and fit for a screen."""


def folder(deel: str = "") -> Path:
    """The folder of the scans, or of another part: each part checks its own for orphans."""
    return Path(settings.DOCUMENT_DIR) / deel


def store(data: bytes, deel: str = "") -> str:
    """Write the file under a new random name; only the user of the server can read it."""
    place = folder(deel)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    half = place / f"{name}.half"
    try:
        with half.open("xb") as out:
            half.chmod(0o600)
            out.write(data)
        half.replace(place / name)
    finally:
        half.unlink(missing_ok=True)
    return name


def read(name: str, deel: str = "") -> bytes:
    """Raises DocumentMissingError."""
    try:
        return _path(name, deel).read_bytes()
    except FileNotFoundError:
        raise DocumentMissingError(
            "Dit bestand is niet meer gevonden op de server. Verwittig wie de server beheert, en "
            "laad het opnieuw op."
        ) from None


def remove(name: str, deel: str = "") -> None:
    """The file is gone afterwards, also when it was gone before."""
    _path(name, deel).unlink(missing_ok=True)


def names(older_than: timedelta | None = None) -> Iterator[str]:
    """Every stored file that lies there so long, for the check on orphans."""
    if not folder().is_dir():
        return
    latest = time.time() - (older_than.total_seconds() if older_than else 0)
    for path in sorted(folder().iterdir()):
        if not _NAME.fullmatch(path.name):
            continue
        if older_than is None or path.stat().st_mtime <= latest:
            yield path.name


def _path(name: str, deel: str = "") -> Path:
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name of a stored file: {name!r}")
    return folder(deel) / name
