"""The published list of sentences about figures: nothing else is said automatically."""

from __future__ import annotations

from gokwijs.core.zinnen.lijst import Gezegd, Zin, ZinError, load_zinnen, vul

__all__ = ["Gezegd", "Zin", "ZinError", "load_zinnen", "vul"]
