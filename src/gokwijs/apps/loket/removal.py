"""Removing scans and declarations inside a transaction of somebody else, who logs it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from gokwijs.apps.loket import storage
from gokwijs.apps.loket.selectors import TeBewaren


def remove_file_after(name: str) -> None:
    """Once the row is certainly gone. A file that is in use then (Windows) is left as an orphan."""
    transaction.on_commit(lambda: storage.remove(name), robust=True)


def remove_entries(entries: Iterable[TeBewaren]) -> None:
    """Within the transaction of the caller, who logs. The facts of a declaration stay."""
    # Scans first: the database refuses a declaration that still has one.
    for entry in sorted(entries, key=lambda e: e.document is None):
        if entry.document is not None:
            remove_file_after(entry.document.bestand)
            entry.document.delete()
        else:
            entry.verklaring.feiten.update(verklaring=None)
            entry.verklaring.delete()
