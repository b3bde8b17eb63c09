"""Strategic goals from a pasted list: read, with every problem at once; nothing is stored here.

In: text with lines, as somebody copies them from a table. Out: rows that fit, and problems with
the line, what is wrong and how to mend it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gokwijs.core.beleid.keuzes import Documentsoort

COLUMNS = ("soort", "titel", "doel", "datum", "herzien op", "verwijzing")
_MOST = {"titel": 200, "doel": 400, "verwijzing": 300}
MOST_ROWS = 200
_SOORTEN = {
    **{one.value: one for one in Documentsoort},
    **{one.label.casefold(): one for one in Documentsoort},
    "visie": Documentsoort.SCHOOLVISIE,
    "schoolplan": Documentsoort.SCHOOLVISIE,
    "strategisch plan": Documentsoort.SCHOOLVISIE,
    "zorgbeleid": Documentsoort.BEGELEIDINGSBELEID,
    "nascholingsplan": Documentsoort.PROFESSIONALISERINGSPLAN,
    "talenbeleid": Documentsoort.TAALBELEID,
}
_DAY = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$")


@dataclass
class Gelezen:
    """Rows ready to store, and what is wrong; with a problem nothing is stored."""

    rijen: list[dict[str, Any]] = field(default_factory=list)
    problemen: list[dict[str, str]] = field(default_factory=list)

    def mis(self, regel: int, zin: str, remedie: str) -> None:
        self.problemen.append({"ernst": "fout", "zin": f"Regel {regel}: {zin}", "remedie": remedie})

    @property
    def klaar(self) -> bool:
        return bool(self.rijen) and not self.problemen


def lees(text: str) -> Gelezen:
    """Every line; empty ones and a line with the names of the columns are skipped."""
    found = Gelezen()
    seen: set[tuple[str, str, str]] = set()
    for number, cells in _lines(text, found):
        row = _row(number, cells, found)
        if row is None:
            continue
        key = (row["soort"], row["titel"].casefold(), row["doel"].casefold())
        if key in seen:
            found.mis(number, "dit staat er al een keer.", "Haal een van beide regels weg.")
            continue
        seen.add(key)
        found.rijen.append(row)
    if not found.rijen and not found.problemen:
        found.mis(1, "er staat geen enkel doel of document.", "Plak minstens één regel.")
    if len(found.rijen) > MOST_ROWS:
        found.mis(MOST_ROWS + 1, "dat zijn er te veel.", f"Plak er hoogstens {MOST_ROWS} tegelijk.")
    return found


def _lines(text: str, found: Gelezen) -> Iterator[tuple[int, list[str]]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        sign = "\t" if "\t" in line else ";"
        try:
            cells = [cell.strip() for cell in next(csv.reader([line], delimiter=sign))]
        except csv.Error:
            found.mis(number, "deze regel is niet te lezen.", "Kijk de aanhalingstekens na.")
            continue
        if number == 1 and cells[0].casefold() in ("soort", "soort document"):
            continue
        yield number, cells


def _row(number: int, cells: list[str], found: Gelezen) -> dict[str, Any] | None:
    before = len(found.problemen)
    if len(cells) > len(COLUMNS):
        found.mis(
            number,
            f"er staan {len(cells)} vakken.",
            f"Er kunnen er {len(COLUMNS)} zijn: {', '.join(COLUMNS)}. Zet een tekst met een "
            "puntkomma tussen aanhalingstekens.",
        )
        return None
    soort, titel, doel, day, review, where = (*cells, *[""] * (len(COLUMNS) - len(cells)))
    kind = _SOORTEN.get(soort.casefold())
    if kind is None:
        known = ", ".join(one.label for one in Documentsoort)
        found.mis(number, f"'{soort[:40]}' is geen soort document.", f"Kies uit: {known}.")
    if not titel:
        found.mis(number, "de titel ontbreekt.", "Schrijf de naam van het document in vak 2.")
    for name, value in (("titel", titel), ("doel", doel), ("verwijzing", where)):
        if len(value) > _MOST[name]:
            found.mis(number, f"{name} is te lang.", f"Hoogstens {_MOST[name]} tekens.")
    row = {
        "soort": kind.value if kind is not None else "",
        "titel": titel,
        "doel": doel,
        "datum": _day(number, "datum", day, found),
        "herzien_op": _day(number, "herzien op", review, found),
        "verwijzing": where,
    }
    return row if len(found.problemen) == before else None


def _day(number: int, name: str, text: str, found: Gelezen) -> date | None:
    """2026-03-02, 2/3/2026, 2-3-2026 or 2.3.2026."""
    if not text:
        return None
    try:
        if match := _DAY.match(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return date.fromisoformat(text)
    except ValueError:
        found.mis(number, f"{name} '{text[:20]}' is geen datum.", "Schrijf ze als 31/08/2027.")
        return None
