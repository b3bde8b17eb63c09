"""The rooms: a database file as in real use, a fixed day, and the world of Alice and others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from gokwijs.apps.analyse.beelden import forget
from tests.apps.builders import TODAY, World, build_world
from tests.apps.rooms import TABLES


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """SQLite in a file instead of in memory: WAL and locks exist only there."""
    default = settings.DATABASES["default"]
    if default["ENGINE"] == "django.db.backends.sqlite3":
        default.setdefault("TEST", {})["NAME"] = str(
            tmp_path_factory.mktemp("db") / "rooms.sqlite3"
        )


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 2 March 2026: schools prepare 2026-2027."""
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture(autouse=True)
def _own_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Uploaded documents of a test lie in its own folder."""
    monkeypatch.setattr(settings, "DOCUMENT_DIR", tmp_path / "documenten")


@pytest.fixture(autouse=True)
def _no_lockout_left() -> Iterator[None]:
    cache.clear()
    forget()
    yield
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    found = build_world()
    for table in TABLES:  # rows of a room that its pages need
        getattr(table, "prepare", lambda w: None)(found)
    return found
