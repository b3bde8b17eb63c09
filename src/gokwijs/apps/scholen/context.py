"""What the base layout needs on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gokwijs import __version__


def navigation(request: HttpRequest) -> dict[str, Any]:
    """The version; pages add ``access`` themselves."""
    return {"versie": __version__}
