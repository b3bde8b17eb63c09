"""Charts drawn once per process: the same definition gives the same picture."""

from __future__ import annotations

import re
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe

from gokwijs.apps.analyse.blad import Deel
from gokwijs.renderers.grafiek import Grafiek, Staaf, Staven, svg

BREED, SMAL = 640, 340
_CLEAN = re.compile(r"[^A-Za-z0-9]+")


@lru_cache(maxsize=512)
def getekend(grafiek: Grafiek, breedte: int, voorvoegsel: str) -> str:
    """The SVG text; drawing takes tens of milliseconds, remembering none."""
    return svg(grafiek, breedte=breedte, voorvoegsel=voorvoegsel)


def warm_up() -> None:
    """Load what is heavy before somebody waits for it: statistics, and the engine that draws."""
    from gokwijs.core.analyse.aandeel import verschil

    verschil((1, 2), (1, 2))
    svg(Staven("", "%", (Staaf("", 50, 40, 60, "gok"),)))


def op_pagina(deel: Deel, breedte: int, naast: str = "") -> SafeString:
    """The chart of a part inside a page; ids differ per part, width and side."""
    assert deel.grafiek is not None
    prefix = f"g{_CLEAN.sub('', deel.key)}{breedte}{naast}"
    return mark_safe(
        getekend(deel.grafiek, breedte, prefix)
    )  # every label is escaped by the drawer
