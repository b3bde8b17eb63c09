"""Recognise a national register number in a cell, so that it can be dropped.

In: text. Out: whether a rijksregisternummer or bisnummer stands in it. A number that lost leading
zeros is recognised too, but only counts when a whole column looks that way: an 8-digit stamnummer
may fit by chance (one in 97).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from stdnum.be import bis, nn
from stdnum.exceptions import ValidationError

_LOOSE = re.compile(r"(?<!\d)\d(?:[ ./-]{0,2}\d){7,10}(?!\d)")
# In Polars' regular expressions: what is worth a closer look.
LOOK = r"\d(?:[ ./-]{0,2}\d){7,10}"
_FORMATTED = re.compile(r"\d\d[ .]?\d\d[ .]?\d\d[ -]?\d\d\d[ .]?\d\d$")
_LONGEST_LOSS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """``kind``: rijksregisternummer or bisnummer. ``restored``: leading zeros were put back."""

    kind: str
    restored: bool
    warning: str = ""


@lru_cache(maxsize=65536)
def find(text: str) -> Found | None:
    """The register number in this text, if there is one."""
    for match in _LOOSE.finditer(text):
        found = check(match[0])
        if found is not None:
            return found
    return None


def check(text: str) -> Found | None:
    """Is this text as a whole a register number?"""
    digits = re.sub(r"\D", "", text)
    restored = len(digits) < 11
    if restored and (digits != text or len(digits) < 11 - _LONGEST_LOSS):
        return None
    if not restored and digits != text and not _FORMATTED.fullmatch(text):
        return None
    number = digits.zfill(11)
    kind = "bisnummer" if int(number[2:4]) >= 20 else "rijksregisternummer"
    try:
        (bis if kind == "bisnummer" else nn).validate(number)
    except ValidationError:
        return None
    return Found(kind, restored, _doubt(number))


def _doubt(number: str) -> str:
    """What is odd about a number whose check digits fit."""
    first_nine, control = int(number[:9]), int(number[9:])
    century = 2000 if 97 - int(f"2{first_nine:09d}") % 97 == control else 1900
    year = century + int(number[:2])
    if year < 1940:
        return "Volgens dit nummer is de leerling voor 1940 geboren."
    month, day = int(number[2:4]) % 20, int(number[4:6])
    days = (0, 31, 29 if _leap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if month and day > days[month]:
        return "De geboortedag in dit nummer bestaat niet."
    return ""


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
