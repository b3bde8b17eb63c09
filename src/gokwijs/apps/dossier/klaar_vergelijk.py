"""The readiness of a day that the school kept, beside another moment.

In: two kept results. Out: per shortcoming what disappeared and what came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gokwijs.apps.dossier.klaar import TEKEN, WOORD
from gokwijs.apps.dossier.klaar_regels import KORT
from gokwijs.core.beleid.zelfcheck import Oordeel, Tekort


@dataclass(frozen=True)
class Vergelijking:
    """One shortcoming then and at another moment."""

    kort: str
    toen: str
    toen_teken: str
    toen_key: str
    nu: str
    nu_teken: str
    nu_key: str
    weg: tuple[str, ...]
    nieuw: tuple[str, ...]

    @property
    def veranderd(self) -> bool:
        return self.toen != self.nu or bool(self.weg or self.nieuw)


def vergelijk(toen: Mapping[str, Any], nu: Mapping[str, Any]) -> list[Vergelijking]:
    """Per shortcoming what disappeared and what came, from kept results."""
    now = {one["tekort"]: one for one in nu["tekorten"]}
    found = []
    for then in toen["tekorten"]:
        other = now.get(then["tekort"], then)
        before = {p["code"]: p["zin"] for p in then["punten"]}
        after = {p["code"]: p["zin"] for p in other["punten"]}
        was, has = Oordeel(then["oordeel"]), Oordeel(other["oordeel"])
        found.append(
            Vergelijking(
                KORT[Tekort(then["tekort"])],
                *(WOORD[was], TEKEN[was], was.value),
                *(WOORD[has], TEKEN[has], has.value),
                tuple(zin for code, zin in before.items() if code not in after),
                tuple(zin for code, zin in after.items() if code not in before),
            )
        )
    return found
