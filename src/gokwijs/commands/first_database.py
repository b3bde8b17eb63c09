"""The first database of a laptop: every table at once instead of migration after migration.

In: a SQLite database without tables. Out: the same database as all migrations together make
(tests/house/test_first_database.py), in a tenth of the time; nobody waits long for a first screen.
"""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import override_settings


class _NoMigrations:
    """For Django: no app has migrations, so its tables come from its models."""

    def __contains__(self, app: str) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def make_tables() -> bool:
    """Whether the database was an empty SQLite file and now has every table; all or nothing."""
    if connection.vendor != "sqlite" or connection.introspection.table_names():
        return False
    connection.disable_constraint_checking()  # making a table asks for it, outside a transaction
    try:
        with transaction.atomic():
            settings: dict[str, Any] = {"MIGRATION_MODULES": _NoMigrations()}
            with override_settings(**settings):
                call_command("migrate", run_syncdb=True, verbosity=0, interactive=False)
            recorder = MigrationRecorder(connection)
            for app, name in sorted(MigrationLoader(connection).disk_migrations):
                recorder.record_applied(app, name)
    finally:
        connection.enable_constraint_checking()
    return True
