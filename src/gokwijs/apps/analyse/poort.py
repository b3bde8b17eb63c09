"""Every named table of a Beeld through the gate together: what is shown, hidden or refused.

In: a Beeld, the threshold of the school, what is published officially. Out: one row per table for
the register. Nothing is stored here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gokwijs.core.analyse.beeld import Beeld, gekend
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import telblad
from gokwijs.core.disclosure.bewaren import naar_json, van_json
from gokwijs.core.disclosure.controle import controleer
from gokwijs.core.disclosure.namen import (
    JAARTABELLEN,
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


@dataclass(frozen=True)
class Uitslag:
    """Everything that came out of the gate, with the proof as the register keeps it."""

    tabellen: tuple[Uitgekomen, ...]
    bewijs: tuple[dict[str, Any], ...]


def door_de_poort(
    beeld: Beeld, drempel: int, publiek: tuple[str, ...] = (), report: Report | None = None
) -> Uitslag:
    """Every named table of a Beeld, proved safe beside each other. ``drempel`` in pupils."""
    known = gekend(beeld)
    places = plaatstabellen(known, publiek)
    proofs: list[dict[str, Any]] = []
    total = len(places.tafels) + len(JAARTABELLEN)
    steps = len(places.tafels)
    found = _released(
        places,
        drempel,
        lambda done, _, key: _say(report, (done - 1) % steps + 1, total, key),
        proofs,
    )
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
            found += _released(jaartabel(known, key, rows), drempel, None, proofs)
            proofs[-1]["rijen"] = rows
        elif blad.rijen:
            found.append(Uitgekomen(key, {}, _TOO_SMALL))
        _say(report, place + 1, total, key)
    return Uitslag(tuple(found), tuple(proofs))


def nog_veilig(beeld: Beeld, publiek: tuple[str, ...], proofs: Sequence[Mapping[str, Any]]) -> bool:
    """Does the kept proof still hold, checked apart from the code that made it?"""
    known = gekend(beeld)
    for one in proofs:
        opzet = (
            plaatstabellen(known, publiek)
            if one["tabel"] == ""
            else jaartabel(known, str(one["tabel"]), list(one["rijen"]))
        )
        cells = {t.key: {f.key: f.cellen for f in t.figuren} for t in opzet.tafels}
        if controleer(van_json(one["familie"], cells)):
            return False
    return True


_TOO_SMALL = (
    "Deze tabel kan niet getoond worden zonder dat iemand een kleine groep kan afleiden. Voeg "
    "jaren, klassen of richtingen samen."
)


def _only_row(beeld: Beeld) -> list[str]:
    return [rij.key for rij in telblad("waar-graad", beeld, Selectie()).rijen]


def _say(report: Report | None, done: int, total: int, key: str) -> None:
    if report is not None:
        report(done, total, TITELS.get(key, key))


def _released(
    opzet: Opzet, drempel: int, report: Report | None, proofs: list[dict[str, Any]]
) -> list[Uitgekomen]:
    familie = geef_familie_vrij(
        opzet.cellen, opzet.tafels, bekend=opzet.bekend, drempel=2 * drempel, voortgang=report
    )
    key = "" if len(opzet.tafels) > 1 else opzet.tafels[0].key
    proofs.append({"tabel": key, "familie": naar_json(familie)})
    refused = {one.key: one.reden for one in familie.weigeringen}
    found = []
    for tafel in opzet.tafels:
        if tafel.key in refused:
            found.append(Uitgekomen(tafel.key, {}, refused[tafel.key]))
        else:
            found.append(Uitgekomen(tafel.key, _kept(familie.vrijgaven[tafel.key])))
    return found


def _kept(one: CoreVrijgave) -> dict[str, Any]:
    """The columns, the numbers shown and the keys hidden; why stays in the proof of the Stand."""
    shown = {f.key: f.halves for f in one.figuren if f.key not in one.verborgen}
    columns = dict.fromkeys(f.key.partition("|")[2] for f in one.figuren)
    return {
        "kolommen": [k for k in columns if not k.endswith((":rest", ":n"))],
        "getoond": shown,
        "verborgen": sorted(one.verborgen),
    }
