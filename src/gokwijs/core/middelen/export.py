"""Results as plain JSON: numbers as exact strings, for files, storage and other programs.

In: results. Out: dictionaries with the keys of the published format, and back for comparison.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from gokwijs.core.law.explanation import Bewijs, Stap
from gokwijs.core.law.numbers import Interval, exact_string
from gokwijs.core.middelen.result import Drempel, Onbekende, Reason, Result

FULL_DEPTH = 99


def number(value: Fraction | None) -> str | None:
    """An exact string, or None."""
    return None if value is None else exact_string(value)


def interval(value: Interval | None) -> str | dict[str, str] | None:
    """An exact string when known, a minimum and maximum when not, None when not computable."""
    if value is None:
        return None
    if value.is_exact:
        return exact_string(value.low)
    return {"minimum": exact_string(value.low), "maximum": exact_string(value.high)}


def stap_to_json(stap: Stap, depth: int = FULL_DEPTH) -> dict[str, Any]:
    """One step with its parts down to ``depth`` levels below it."""
    return {
        "naam": stap.name,
        "zin": stap.sentence,
        "waarde": interval(stap.value),
        "eenheid": stap.unit,
        "artikel": stap.artikel,
        "bron": stap.bron,
        "tekststand": stap.tekststand.isoformat() if stap.tekststand else None,
        "status": stap.status.value,
        "soort": stap.soort.value,
        "open_vragen": list(stap.open_vragen),
        "delen": [stap_to_json(part, depth - 1) for part in stap.parts] if depth > 0 else [],
    }


def bewijs_to_json(bewijs: Bewijs) -> dict[str, Any]:
    """The receipt; ``regels_hash`` sums up the values of the law that were used."""
    return {
        "telling": bewijs.telling,
        "vorige_telling": bewijs.vorige_telling,
        "school": bewijs.school,
        "regels": dict(bewijs.regels),
        "regels_hash": regels_hash(bewijs.regels),
        "versie": bewijs.versie,
        "schooljaar": bewijs.schooljaar,
        "data": dict(bewijs.data),
    }


def regels_hash(regels: Mapping[str, str]) -> str:
    """One hash over all values of the law in a receipt."""
    return hashlib.sha256(json.dumps(sorted(regels.items())).encode()).hexdigest()


def reason_to_json(reason: Reason) -> dict[str, str]:
    return {"soort": reason.kind.value, "zin": reason.sentence, "remedie": reason.remedy}


def _drempel(drempel: Drempel) -> dict[str, Any]:
    return {
        "naam": drempel.name,
        "zin": drempel.sentence,
        "aandeel": interval(drempel.share),
        "drempel": exact_string(drempel.limit),
        "gehaald": drempel.met,
        "te_kort": drempel.short,
        "ruimte": drempel.slack,
        "artikel": drempel.artikel,
        "status": drempel.status.value,
    }


def _onbekende(onbekende: Onbekende) -> dict[str, Any]:
    return {
        "kenmerk": onbekende.kenmerk,
        "leerlingen": exact_string(onbekende.pupils),
        "samen": interval(onbekende.together),
        "eerste_stap": onbekende.first_step,
        "per_antwoord": interval(onbekende.each),
        "eenheid": onbekende.unit,
    }


def result_to_json(result: Result, *, depth: int = FULL_DEPTH) -> dict[str, Any]:
    """The published keys. ``stappen`` holds the explanation down to ``depth`` levels."""
    data = {
        "instellingsnummer": result.instellingsnummer,
        "regeling": result.regeling.value,
        "titel": result.regeling.titel,
        "eenheid": result.regeling.eenheid,
        "resultaat": number(result.resultaat),
        "minimum": number(result.minimum),
        "maximum": number(result.maximum),
        "som": interval(result.som),
        "status": result.status.value,
        "redenen": [reason_to_json(reason) for reason in result.reasons],
        "drempels": [_drempel(drempel) for drempel in result.drempels],
        "onbekenden": [_onbekende(onbekende) for onbekende in result.onbekenden],
        "open_vragen": list(result.open_vragen),
        "stappen": [stap_to_json(result.uitleg, depth)],
        "bewijs": bewijs_to_json(result.bewijs),
    }
    data.update({key: interval(value) for key, value in result.extra.items()})
    return data


def results_to_json(results: Iterable[Result], *, depth: int = FULL_DEPTH) -> list[dict[str, Any]]:
    """A list in the order given."""
    return [result_to_json(result, depth=depth) for result in results]
