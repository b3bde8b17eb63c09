"""Is a stored result reproducible? Compare it with a fresh calculation and say what changed.

In: stored and fresh results as JSON. Out: differences in Dutch; none means bit for bit equal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]

_INPUTS = {
    "telling": "De telling is veranderd.",
    "vorige_telling": "De telling van een jaar eerder is veranderd.",
    "school": "De schoolgegevens zijn veranderd.",
    "schooljaar": "Het schooljaar is veranderd.",
    "data": "De teldagen of referentiedata zijn veranderd.",
    "versie": "Het programma heeft een andere versie.",
}


@dataclass(frozen=True, slots=True)
class Verschil:
    """One difference for one regeling of one school."""

    instellingsnummer: str
    regeling: str
    sentence: str


def compare(stored: Sequence[Json], fresh: Sequence[Json]) -> list[Verschil]:
    """Every difference between stored and fresh results, causes first."""
    old = {(r["instellingsnummer"], r["regeling"]): r for r in stored}
    new = {(r["instellingsnummer"], r["regeling"]): r for r in fresh}
    found = []
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            found.append(Verschil(*key, "Deze regeling komt er nu niet meer uit."))
        elif key not in old:
            found.append(Verschil(*key, "Deze regeling is nieuw."))
        else:
            found.extend(Verschil(*key, text) for text in _differences(old[key], new[key]))
    return found


def _differences(old: Json, new: Json) -> list[str]:
    found = [
        text for key, text in _INPUTS.items() if old["bewijs"].get(key) != new["bewijs"].get(key)
    ]
    before, after = old["bewijs"]["regels"], new["bewijs"]["regels"]
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            found.append(f"Het getal {name} van de wet is veranderd.")
    for key in ("minimum", "maximum", "som"):
        if old.get(key) != new.get(key):
            found.append(
                f"{key.capitalize()} was {_shown(old.get(key))}, is nu {_shown(new.get(key))}."
            )
    if not found and old.get("resultaat") != new.get("resultaat"):
        before, after = _shown(old.get("resultaat")), _shown(new.get("resultaat"))
        found.append(f"Resultaat was {before}, is nu {after}.")
    if not found and dict(old) != dict(new):
        keys = [k for k in old.keys() | new.keys() if old.get(k) != new.get(k)]
        found.append(f"De uitkomst is gelijk, maar dit niet: {', '.join(sorted(keys))}.")
    return found


def _shown(value: object) -> str:
    return "niet berekenbaar" if value is None else str(value)
