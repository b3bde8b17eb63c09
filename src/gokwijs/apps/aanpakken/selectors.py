"""The catalogue in use: the one that ships, or the one this installation was given."""

from __future__ import annotations

from django.conf import settings

from gokwijs.core.aanpakken import Catalogus, load_catalogus


def catalogus() -> Catalogus:
    """Read once per process; the settings made sure that it can be read."""
    return load_catalogus(settings.AANPAKKEN)
