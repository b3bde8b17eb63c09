"""The text of a cell or a field as a score, or as the cause why there is none.

In: text and what the toets allows. Out: a ``Gelezen``: an exact decimal, a cause, nothing, or a
sentence in Dutch on what is wrong. Nothing is guessed: where a point can mean two things and the
range does not decide, that is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from gokwijs.apps.toetsen.models import Ontbreekt, Schaal, Toets
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.leerlingen.inlezen.waarden import SCIENTIFIC, answer
from gokwijs.core.telling.columns import clean, fold

PLACES = 3
HIGHEST = Decimal(999_999)
_NUMBER = re.compile(r"([-−+]?)([0-9]{1,7})(?:([.,])([0-9]{1,20}))?")
_THOUSANDS = re.compile(r"[-−+]?[0-9]{1,3}\.[0-9]{3}")
_CAUSES = {
    Ontbreekt.AFWEZIG: ("afwezig", "afw", "afw.", "abs", "absent", "niet aanwezig"),
    Ontbreekt.VRIJGESTELD: ("vrijgesteld", "vrijstelling", "vrij"),
    Ontbreekt.LATER_INGESTROOMD: ("later ingestroomd", "ingestroomd", "nieuw", "zij-instroom"),
    Ontbreekt.VROEGER_WEG: ("vroeger weg", "weg", "uitgeschreven", "vertrokken"),
    Ontbreekt.NIET_AFGENOMEN: ("niet afgenomen", "niet gemaakt", "geen afname", "nvt", "n.v.t."),
    Ontbreekt.ONBEKEND: ("?", "onbekend", "reden onbekend", "geen reden"),
}
_BY_WORD = {
    fold(word): cause.value
    for cause, words in _CAUSES.items()
    for word in (cause.value, cause.label, *words)
}


@dataclass(frozen=True, slots=True)
class Maat:
    """What a toets allows."""

    schaal: Schaal
    laagste: Decimal | None = None
    hoogste: Decimal | None = None

    @classmethod
    def van(cls, toets: Toets) -> Maat:
        return cls(Schaal(toets.schaal), toets.laagste, toets.hoogste)

    def past(self, waarde: Decimal) -> bool:
        if self.laagste is not None and waarde < self.laagste:
            return False
        return self.hoogste is None or waarde <= self.hoogste

    @property
    def grenzen(self) -> str:
        """'van 0 tot 40', or what is known of it."""
        if self.laagste is not None and self.hoogste is not None:
            return f"van {getal(self.laagste)} tot {getal(self.hoogste)}"
        if self.laagste is not None:
            return f"vanaf {getal(self.laagste)}"
        return "" if self.hoogste is None else f"tot {getal(self.hoogste)}"


@dataclass(frozen=True, slots=True)
class Gelezen:
    """Exactly one of a value, a cause or a mistake; all empty: there stood nothing."""

    waarde: Decimal | None = None
    ontbreekt: str = ""
    fout: str = ""

    @property
    def leeg(self) -> bool:
        return self.waarde is None and not self.ontbreekt and not self.fout


def getal(waarde: Decimal) -> str:
    """As it is read: a comma, no zeros behind it."""
    return dutch_number(Fraction(waarde))


def waarde_woorden(waarde: Decimal, ja_nee: bool) -> str:
    """The same, with ja or nee where that is what was asked."""
    if ja_nee:
        return "ja" if waarde == 1 else "nee"
    return getal(waarde)


def lees_oorzaak(text: str) -> str:
    """The cause behind a word of a file; empty when it is none we know."""
    return _BY_WORD.get(fold(clean(text)), "")


def lees_score(raw: str, maat: Maat) -> Gelezen:
    """A score, a cause, nothing, or what is wrong with it."""
    text = clean(raw)
    if text in ("", "-", "–", "/"):
        return Gelezen()
    if maat.schaal is Schaal.JA_NEE:
        return _ja_nee(text)
    cause = lees_oorzaak(text)
    if cause:
        return Gelezen(ontbreekt=cause)
    if SCIENTIFIC.match(text):
        return Gelezen(fout=f"'{text[:20]}' is een afgerond getal van Excel: de cijfers zijn weg")
    found = _NUMBER.fullmatch(text)
    if found is None:
        return Gelezen(fout=f"'{text[:40]}' is geen getal")
    return _checked(text, found, maat)


def _ja_nee(text: str) -> Gelezen:
    said = {"1,0": "1", "0,0": "0", "1.0": "1", "0.0": "0"}.get(text, text)
    found = answer(said)
    if found is Antwoord.JA:
        return Gelezen(Decimal(1))
    if found is Antwoord.NEE:
        return Gelezen(Decimal(0))
    cause = lees_oorzaak(text)
    if cause:
        return Gelezen(ontbreekt=cause)
    return Gelezen(fout=f"'{text[:40]}' is geen ja of nee")


def _checked(text: str, found: re.Match[str], maat: Maat) -> Gelezen:
    sign, before, _, behind = found.groups()
    value = Decimal(f"{'-' if sign in ('-', '−') else ''}{before}.{behind or '0'}")
    if _THOUSANDS.fullmatch(text):
        chosen = _one_meaning(value, maat)
        if chosen is None:
            return Gelezen(
                fout=f"'{text}' kan twee dingen zijn: {getal(value)} of {getal(value * 1000)}"
            )
        value = chosen
    rounded = value.quantize(Decimal(1).scaleb(-PLACES))
    if abs(value - rounded) > Decimal("1e-9"):  # a spreadsheet writes 0,3 as 0.30000000000000004
        return Gelezen(fout=f"'{text[:20]}' heeft meer dan {PLACES} cijfers na de komma")
    if maat.schaal is Schaal.AANTAL and rounded != rounded.to_integral_value():
        return Gelezen(fout=f"'{text[:20]}' is geen geheel getal")
    if not maat.past(rounded):
        return Gelezen(fout=f"{getal(rounded)} past niet: de score gaat {maat.grenzen}")
    if abs(rounded) > HIGHEST:
        return Gelezen(fout=f"'{text[:20]}' is te groot")
    return Gelezen(rounded)


def _one_meaning(value: Decimal, maat: Maat) -> Decimal | None:
    """``1.234`` is 1,234 or 1234: the one that fits, when only one does."""
    options = [v for v in (value, value * 1000) if maat.past(v)]
    if maat.schaal is Schaal.AANTAL:
        options = [v for v in options if v == v.to_integral_value()]
    return options[0] if len(options) == 1 else None
