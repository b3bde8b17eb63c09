"""Attesten: reading what a school package writes, and counting them by what they allow.

In: free text per pupil. Out: one of nine codes, and the three groups over one denominator. A text
that is not understood becomes ONBEKEND; nothing is guessed from half a text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Attest(StrEnum):
    """``A_BEIDE``: with mandatory remediation and with exclusion of basisopties."""

    A = "A"
    A_REMEDIERING = "A_remediering"
    A_UITSLUITING = "A_uitsluiting"
    A_BEIDE = "A_beide"
    B = "B"
    C = "C"
    C_UITSCHRIJVING = "C_uitschrijving"
    GEEN = "geen"
    ONBEKEND = "onbekend"


ZONDER_BEPERKING = frozenset({Attest.A, Attest.A_REMEDIERING})
MET_BEPERKING = frozenset({Attest.A_UITSLUITING, Attest.A_BEIDE, Attest.B})
C_ATTEST = frozenset({Attest.C})
NOEMER = ZONDER_BEPERKING | MET_BEPERKING | C_ATTEST
"""A C on leaving during the year is no failure; no attest and unknown are no attest either."""

_CODES = {code.value.casefold(): code for code in Attest}
_LETTERS = {"a": "a", "oaa": "a", "b": "b", "oab": "b", "c": "c", "oac": "c"}
_FILLER = frozenset({"attest", "orienteringsattest", "orientering", "oa", "met", "en", "bij"}) | {
    *("verplicht", "verplichte", "van", "de", "het", "een", "basisoptie", "basisopties", "wegens")
}
_NO = frozenset({"zonder", "geen", "niet"})
_BETWEEN = frozenset({"verplichte"})
_MARKS = {"remedi": "remediering", "uitsluit": "uitsluiting", "uitgesloten": "uitsluiting"} | {
    "uitschrij": "uitschrijving",
    "uitgeschreven": "uitschrijving",
}


@dataclass(frozen=True, slots=True)
class Attestverdeling:
    """Counts over one denominator ``n``: the three groups together."""

    n: Fraction
    zonder_beperking: Fraction
    met_beperking: Fraction
    c_attest: Fraction


def attestverdeling(counts: Mapping[Attest, int | Fraction]) -> Attestverdeling:
    """1A and 1B are never counted together: call this once for each."""

    def total(codes: frozenset[Attest]) -> Fraction:
        return sum((Fraction(counts.get(code, 0)) for code in codes), Fraction(0))

    return Attestverdeling(
        total(NOEMER), total(ZONDER_BEPERKING), total(MET_BEPERKING), total(C_ATTEST)
    )


def lees_attest(text: str) -> Attest:
    """``OA-A met remediëring`` → A_REMEDIERING. Empty or not wholly understood → ONBEKEND."""
    plain = unicodedata.normalize("NFKD", text.strip().casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    if plain in _CODES:
        return _CODES[plain]
    if plain in ("geen attest", "geen orienteringsattest"):
        return Attest.GEEN
    read = _read(re.findall(r"[a-z]+|\d+", plain))
    if read is None:
        return Attest.ONBEKEND
    letter, marks = read
    return _code(letter, marks)


def _read(tokens: list[str]) -> tuple[str, frozenset[str]] | None:
    """The one letter and what is said with it; None as soon as a word is not understood."""
    letters, marks, negated = [], set(), False
    for token in tokens:
        mark = next((m for start, m in _MARKS.items() if token.startswith(start)), None)
        if negated and mark is None and token not in _BETWEEN:
            return None  # "geen C-attest" says nothing about what there is
        if mark is not None:
            if not negated:
                marks.add(mark)
            negated = False
        elif token in _NO:
            negated = True
        elif token in _LETTERS:
            letters.append(_LETTERS[token])
        elif token not in _FILLER:
            return None
    return (letters[0], frozenset(marks)) if len(letters) == 1 and not negated else None


def _code(letter: str, marks: frozenset[str]) -> Attest:
    """Leaving during the year goes with a C only; a B restricts whatever is said with it."""
    if "uitschrijving" in marks:
        return Attest.C_UITSCHRIJVING if letter == "c" else Attest.ONBEKEND
    if letter != "a":
        return Attest.B if letter == "b" else Attest.C
    if marks == {"remediering", "uitsluiting"}:
        return Attest.A_BEIDE
    if "remediering" in marks:
        return Attest.A_REMEDIERING
    return Attest.A_UITSLUITING if "uitsluiting" in marks else Attest.A
