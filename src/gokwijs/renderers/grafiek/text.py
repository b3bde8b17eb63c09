"""Texts in a chart: clean, measured, broken into lines; numbers the Dutch way.

In: what a user typed, and numbers. Out: plain text that fits. Nothing here is markup.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from gokwijs.core.law.numbers import dutch_number

HIDDEN = "afgeschermd"
ABSENT = "geen gegevens"
# Widths of Arial and its twins Helvetica and Liberation Sans, in thousandths of the size.
_WIDTHS = {
    char: width
    for width, chars in {
        191: "'",
        222: "ijl",
        278: " !,./:;I\\[]ft\u00a0|",
        333: "()-`r",
        389: "*",
        355: '"',
        500: "Jckszvxy",
        556: "#$?_L0123456789abdeghnopqu€–…",
        584: "+<=>~−±",
        611: "FTZ",
        667: "&ABEKPSVXY",
        722: "CDHNRUw",
        778: "GOQ",
        833: "Mm",
        889: "%",
        944: "W",
        1015: "@",
    }.items()
    for char in chars
}
_MARGIN = 1.05  # the reader's own font may run a little wider
_SPACES = re.compile(" {2,}")  # a space that may not break stays
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """On one line, without control characters and without marks that turn the direction."""
    plain = "".join(
        " " if c in "\t\r\n" else c
        for c in text
        if c in "\t\r\n" or c in _JOINERS or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Cn")
    )
    return _SPACES.sub(" ", plain).strip()


def _char_width(char: str) -> float:
    found = _WIDTHS.get(char)
    if found is not None:
        return found
    if unicodedata.combining(char) or char in _JOINERS:
        return 0
    base = unicodedata.normalize("NFD", char)[0]
    if base in _WIDTHS:
        return _WIDTHS[base]
    return 1000 if unicodedata.east_asian_width(char) in "WF" else 650


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is, in pixels, on the safe side."""
    return sum(map(_char_width, text)) / 1000 * size * _MARGIN * (1.07 if bold else 1)


def shorten(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits with ``…`` behind it."""
    if measure(text, size, bold=bold) <= width:
        return text
    kept = text
    while kept and measure(kept + "…", size, bold=bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrap(
    text: str, width: float, size: float, *, lines: int = 2, bold: bool = False
) -> tuple[str, ...]:
    """The clean text over at most so many lines; what is left over ends in ``…``."""
    words = clean(text).split(" ")
    found: list[str] = []
    while words and len(found) < lines - 1:
        line = words.pop(0)
        while words and measure(f"{line} {words[0]}", size, bold=bold) <= width:
            line += " " + words.pop(0)
        if measure(line, size, bold=bold) > width:  # one word that is too long: cut it
            cut = len(line)
            while cut > 1 and measure(line[:cut] + "-", size, bold=bold) > width:
                cut -= 1
            words.insert(0, line[cut:])
            line = line[:cut] + ("" if line[cut - 1] == "-" else "-")
        found.append(line)
    if words:
        found.append(shorten(" ".join(words), width, size, bold=bold))
    return tuple(found)


def number(value: float) -> str:
    """Two decimals under ten, one above, none when it is whole."""
    places = 2 if abs(value) < 10 else 1
    text = dutch_number(Fraction(str(round(value, places))))
    return "−" + text[1:] if text.startswith("-") else text


def amount(value: float, unit: str) -> str:
    """For a sentence: ``41,5 %``, ``€ 12`` or ``12 leerlingen``."""
    text = number(value)
    if unit in ("€", "euro"):
        return f"€\u00a0{text}"
    return f"{text}\u00a0{clean(unit)}" if unit else text


def brief(value: float, unit: str) -> str:
    """For in the picture, where the unit stands at the top: only a sign is repeated."""
    return amount(value, unit if unit in ("%", "€", "euro") else "")


def span(low: float | None, high: float | None) -> str:
    """``38 tot 45``; one side when the other is open."""
    if low is None or high is None:
        return (
            f"ten minste {number(low)}"
            if low is not None
            else ""
            if high is None
            else f"ten hoogste {number(high)}"
        )
    return f"{number(low)} tot {number(high)}"
