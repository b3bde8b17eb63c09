"""The text of a cell as a value of its field; None when the text is not known.

In: text as it stands in the file. Out: dates, answers, codes. Blank is never nee.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.kenmerken.verklaring import Opleiding, Taal
from gokwijs.core.telling import columns as col
from gokwijs.core.telling.columns import fold, whole

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?)?$")
_DAYS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: 0{1,2}:00(?::00)?)?$")
_SERIAL = re.compile(r"(\d{5})(?:[.,]0+)?$")
SCIENTIFIC = re.compile(r"^\d[.,]?\d*[eE]\+?\d+$")

NVT = ("nvt", "n.v.t.", "n.v.t", "niet van toepassing", "geen")
_TAAL = {
    **dict.fromkeys(("nederlands", "nl", "ned", "nld", "ja, nederlands"), Taal.NEDERLANDS),
    **dict.fromkeys(
        ("andere", "ander", "anders", "andere taal", "niet nederlands", "frans"), Taal.ANDERE
    ),
    **dict.fromkeys(NVT, Taal.NIET_VAN_TOEPASSING),
    **dict.fromkeys(col.ONBEKEND, Taal.ONBEKEND),
}
_OPLEIDING = {
    **dict.fromkeys(
        ("lager niet afgemaakt", "lager onderwijs niet afgewerkt", "geen lager onderwijs"),
        Opleiding.GEEN_LAGER,
    ),
    **dict.fromkeys(("lager", "lager onderwijs"), Opleiding.LAGER),
    **dict.fromkeys(("lager secundair", "lager secundair onderwijs"), Opleiding.LAGER_SECUNDAIR),
    **dict.fromkeys(("hoger secundair", "hoger secundair onderwijs"), Opleiding.HOGER_SECUNDAIR),
    **dict.fromkeys(("hoger", "hoger onderwijs"), Opleiding.HOGER),
    **dict.fromkeys(NVT[:-1], Opleiding.NIET_VAN_TOEPASSING),
    **dict.fromkeys(col.ONBEKEND, Opleiding.ONBEKEND),
}
_THUISTAAL = {
    **dict.fromkeys(("nl", "nederlands", "ned", "nld"), Antwoord.NEE),
    **dict.fromkeys(("andere", "ander", "anders", "andere taal", "niet nederlands"), Antwoord.JA),
}
ONBEKEND_TOO = ("nvt", "n.v.t.", "n.v.t", "weet niet", "niet gekend")


class Order(StrEnum):
    """How a column writes its days; decided per column, never per cell."""

    DAY_FIRST = "dag eerst"
    MONTH_FIRST = "maand eerst"
    MIXED = "door elkaar"


def order_of(texts: Iterable[str]) -> Order:
    """The order of day and month that fits every cell of a column."""
    day_first = month_first = False
    for text in texts:
        match = _DAYS.match(text)
        if match:
            day_first = day_first or int(match[1]) > 12
            month_first = month_first or int(match[2]) > 12
    if day_first and month_first:
        return Order.MIXED
    return Order.MONTH_FIRST if month_first else Order.DAY_FIRST


def day(text: str, order: Order = Order.DAY_FIRST) -> date | None:
    """A date: ISO, day-month-year, or the number that Excel keeps; None when it is none."""
    try:
        if match := _ISO.match(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DAYS.match(text):
            first, second = int(match[1]), int(match[2])
            if order is Order.MONTH_FIRST:
                first, second = second, first
            return date(int(match[3]), second, first)
    except ValueError:
        return None
    if match := _SERIAL.match(text):
        return date(1899, 12, 30) + timedelta(days=int(match[1]))
    return None


def answer(text: str) -> Antwoord | None:
    """Ja, nee or onbekend; None when not known."""
    if fold(text) in ONBEKEND_TOO:
        return Antwoord.ONBEKEND
    return col.antwoord(text)


def thuistaal(text: str) -> Antwoord | None:
    """The kenmerk thuistaal, also from ``NL`` or ``andere``: ja means no Dutch at home."""
    return _THUISTAAL.get(fold(text)) if fold(text) in _THUISTAAL else answer(text)


def language(text: str) -> Taal | None:
    """Whether the pupil speaks Dutch with a gezinslid; never which other language."""
    return _TAAL.get(fold(text))


def education(text: str) -> Opleiding | None:
    """What the mother finished."""
    folded = fold(text)
    if folded in _OPLEIDING:
        return _OPLEIDING[folded]
    key = folded.replace(" ", "_")
    return Opleiding(key) if key in set(Opleiding) else None


def rol(text: str) -> str | None:
    """``leerling`` or ``ander`` for the role of an account."""
    folded = whole(fold(text))
    if folded in ("1", "leerling"):
        return "leerling"
    return "ander" if folded else None
