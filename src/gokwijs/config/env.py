"""Typed readers of the environment that fail loudly.

In: environment variables ``GOKWIJS_*``. Out: values, or ``EnvError`` naming the variable.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

_ENGINES = ("django.db.backends.sqlite3", "django.db.backends.postgresql")
_TRUE, _FALSE = {"1", "true", "ja", "yes", "on"}, {"0", "false", "nee", "no", "off", ""}


class EnvError(RuntimeError):
    """A variable is missing or wrong; the message names it and says what to do."""


def text(name: str, default: str | None = None) -> str:
    """The value, or the default; raises EnvError when both are missing."""
    value = os.environ.get(name, default)
    if value is None:
        raise EnvError(f"{name} ontbreekt in de omgeving.")
    return value


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of ``allowed``."""
    value = text(name, default)
    if value not in allowed:
        raise EnvError(f"{name} is '{value}'; het moet een van deze zijn: {', '.join(allowed)}.")
    return value


def flag(name: str, default: bool = False) -> bool:
    """True or false."""
    value = os.environ.get(name)
    if value is None:
        return default
    if value.lower() in _TRUE:
        return True
    if value.lower() in _FALSE:
        return False
    raise EnvError(f"{name} is '{value}'; schrijf 1 of 0.")


def number(name: str, default: int) -> int:
    """A whole number."""
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        return int(value)
    except ValueError:
        raise EnvError(f"{name} is '{value}'; het moet een geheel getal zijn.") from None


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: str) -> Path:
    """A folder, made absolute; it need not exist yet."""
    return Path(text(name, default)).expanduser().resolve()


def catalogus(name: str) -> Path | None:
    """The file of another catalogue of aanpakken, read and checked; None: the one that ships."""
    value = os.environ.get(name)
    if not value:
        return None
    from gokwijs.core.aanpakken import CatalogusFout, load_catalogus

    path = Path(value).expanduser().resolve()
    try:
        load_catalogus(path)
    except CatalogusFout as error:
        raise EnvError(
            f"{name}: deze catalogus van aanpakken kan niet gebruikt worden. {error.fouten[0]} "
            f"Alle fouten zie je met: gokwijs aanpakken controleer {path}"
        ) from None
    return path


def database(name: str, default: Path) -> dict[str, Any]:
    """Django's settings for a ``postgres://`` or ``sqlite:///`` address; else SQLite in a file.

    The file is given as a path, not an address: a folder may hold ``#``, ``%`` or ``?``.
    """
    pooled = {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    url = os.environ.get(name)
    if not url:
        return {"ENGINE": _ENGINES[0], "NAME": str(default), **pooled}
    import dj_database_url

    try:
        found: dict[str, Any] = dict(dj_database_url.parse(url))
    except ValueError:
        found = {}
    if found.get("ENGINE") not in _ENGINES or not found.get("NAME"):
        raise EnvError(
            f"{name} is geen adres van een databank die GOK-wijs kent. Schrijf het als "
            "postgres://naam:wachtwoord@server:5432/databank, of laat het weg voor SQLite."
        )
    return {**found, **pooled}
