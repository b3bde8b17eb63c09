"""The rooms: a database file as in real use, a fixed day, and the world of Alice and others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from gokwijs.apps.analyse.beelden import forget
from tests.apps import shared as sharing
from tests.apps.builders import TODAY, World, build_world
from tests.apps.rooms import TABLES
from tests.apps.shared import Shared


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


def _today(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(timezone, "localdate", lambda *_: TODAY)


@pytest.fixture(autouse=True)
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 2 March 2026: schools prepare 2026-2027."""
    _today(monkeypatch)


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


# ---------------------------------------------------------------- the world, made once


def _world() -> World:
    found = build_world()
    for table in TABLES:  # rows of a room that its pages need
        getattr(table, "prepare", lambda w: None)(found)
    found.log_in_beforehand()
    return found


sharing.BUILDERS["shared_world"] = _world


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server of its own only what asks the database: the rest is the same everywhere."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        alike = [one for one in items if not sharing.uses_database(one)]
        config.hook.pytest_deselected(items=alike)
        items[:] = [one for one in items if sharing.uses_database(one)]
    sharing.arrange(items)


@pytest.fixture(scope="session")
def shared_rows(
    django_db_setup: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Shared]:
    found = Shared(tmp_path_factory.mktemp("shared"))
    yield found
    with django_db_blocker.unblock():
        found.lift()


@pytest.fixture
def _below(request: pytest.FixtureRequest, shared_rows: Shared, django_db_blocker: Any) -> None:
    """What lies below this test: the fixture it shares with others, or nothing."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        _today(patch)
        shared_rows.lay(sharing.wanted(request.node))


@pytest.fixture
def shared_world(db: None, shared_rows: Shared) -> World:
    found: World = shared_rows.take("shared_world")
    return found


@pytest.fixture
def world(shared_world: World) -> World:
    return shared_world
