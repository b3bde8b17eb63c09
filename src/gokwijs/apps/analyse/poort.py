"""Every named table of a Beeld through the gate together: what is shown, hidden or refused.

In: a Beeld, the threshold of the school, what is published officially. Out: one row per table for
the register. Nothing is stored here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gokwijs.core.analyse.beeld import Beeld, Selectie, gekend
from gokwijs.core.analyse.tellen import telblad
from gokwijs.core.disclosure.namen import (
    JAARTABELLEN,
    PLAATSTABELLEN,
    TITELS,
    Opzet,
    jaartabel,
    plaatstabellen,
    rijen_die_mogen,
)
from gokwijs.core.disclosure.poort import geef_familie_vrij
from gokwijs.core.disclosure.vrijgave import Vrijgave as CoreVrijgave

Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Uitgekomen:
    """One table after the gate: what is kept in the register, or why it was refused."""

    tabel: str
    inhoud: Mapping[str, Any]
    geweigerd: str = ""

    @property
    def hash(self) -> str:
        text = json.dumps(self.inhoud, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def door_de_poort(
    beeld: Beeld, drempel: int, publiek: tuple[str, ...] = (), report: Report | None = None
) -> list[Uitgekomen]:
    """Every named table of a Beeld, proved safe beside each other. ``drempel`` in pupils."""
    known = gekend(beeld)
    places = plaatstabellen(known, publiek)
    total = len(places.tafels) + len(JAARTABELLEN)
    found = _released(places, drempel, lambda done, _all, key: _say(report, done, total, key))
    shown = {
        key
        for one in found
        for key in one.inhoud.get("getoond", {})
        if one.tabel in ("waar-graad", "waar-richting", "samenstelling") and key.endswith("|gok")
    }
    if all(one.tabel != "waar-graad" for one in found):
        # One graad or level: its number is that of the whole school.
        whole = {key for key in shown if key == "school|gok"}
        shown |= {f"{rij}|gok" for rij in _only_row(known)} if whole else set()
    for place, key in enumerate(JAARTABELLEN, start=len(places.tafels)):
        blad = telblad(key, known, Selectie())
        rows = rijen_die_mogen(blad, shown)
        if rows:
            found += _released(jaartabel(known, key, rows), drempel, None)
        elif blad.rijen:
            found.append(Uitgekomen(key, {}, _TOO_SMALL))
        _say(report, place + 1, total, key)
    return found


_TOO_SMALL = (
    "Deze tabel kan niet getoond worden zonder dat iemand een kleine groep kan afleiden. Voeg "
    "jaren, klassen of richtingen samen."
)


def _only_row(beeld: Beeld) -> list[str]:
    return [rij.key for rij in telblad("waar-graad", beeld, Selectie()).rijen]


def _say(report: Report | None, done: int, total: int, key: str) -> None:
    if report is not None:
        report(done, total, TITELS.get(key, key))


def _released(opzet: Opzet, drempel: int, report: Report | None) -> list[Uitgekomen]:
    familie = geef_familie_vrij(
        opzet.cellen, opzet.tafels, bekend=opzet.bekend, drempel=2 * drempel, voortgang=report
    )
    refused = {one.key: one.reden for one in familie.weigeringen}
    found = []
    for tafel in opzet.tafels:
        if tafel.key in refused:
            found.append(Uitgekomen(tafel.key, {}, refused[tafel.key]))
        else:
            found.append(Uitgekomen(tafel.key, _kept(tafel.key, familie.vrijgaven[tafel.key])))
    return found


def _kept(key: str, one: CoreVrijgave) -> dict[str, Any]:
    """The numbers shown, what is hidden, and for the register only: why, and the witnesses."""
    columns = PLAATSTABELLEN.get(key) or [
        f"{groep}:{uitkomst}" for groep in ("gok", "rest") for uitkomst in JAARTABELLEN[key]
    ]
    shown = {f.key: f.halves for f in one.figuren if f.key not in one.verborgen}
    return {
        "kolommen": list(columns),
        "getoond": shown,
        "verborgen": sorted(one.verborgen),
        "primair": sorted(one.primair),
        "getuigen": _witnesses(one),
    }


def _witnesses(one: CoreVrijgave) -> dict[str, list[int]]:
    """Per hidden figure what it is in two tables that both fit everything this audience knows."""
    cells = {f.key: f.cellen for f in (*one.figuren, *one.geheim)}
    return {
        key: [sum(table.get(c, 0) for c in cells[key]) for table in tables]
        for key, tables in one.getuigen.items()
        if key in one.verborgen
    }
