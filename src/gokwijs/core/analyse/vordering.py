"""Schoolse vordering: how many years a pupil is behind the leerjaar of the birth year.

In: level, graad, leerjaar and birth year. Out: an index (1-6 lager, 7-12 secundair) and the years
behind. A late start or an illness counts as well: this is not the same as repeating a year, and a
jump from the fifth leerjaar to 1B by age stays invisible.
"""

from __future__ import annotations

import re

from gokwijs.core.telling.model import Graad, Onderwijsniveau

LAGER = range(1, 7)
_OFFSET = {Graad.EERSTE: 6, Graad.TWEEDE: 8, Graad.DERDE: 10}
_LEADING = re.compile(r"\s*(\d)(?!\d)")


def leerjaarindex(niveau: Onderwijsniveau, graad: Graad, leerjaar: str) -> int | None:
    """1-6 in lager, 7-12 in secundair; None where there is no index.

    No index: kleuter, OKAN, buitengewoon, an unknown leerjaar, and a leerjaar after the sixth. In
    secundair the leerjaar may be counted inside the graad (1, 2) or from the start (3, 4; 5, 6).
    """
    found = _LEADING.match(leerjaar)
    if found is None:
        return None
    number = int(found[1])
    if niveau is Onderwijsniveau.LAGER:
        return number if number in LAGER else None
    if niveau is not Onderwijsniveau.SO or graad not in _OFFSET:
        return None
    offset = _OFFSET[graad]
    if number in (1, 2):
        return offset + number
    return number + 6 if number + 6 in (offset + 1, offset + 2) else None


def achterstand(schooljaar_start: int, geboortejaar: int, index: int) -> int:
    """Expected index minus ``index``: 1 is one year behind, -1 one year ahead."""
    return schooljaar_start - geboortejaar - 5 - index
