"""Stage 6: hours and euros as a person types and reads them, exact.

In: text. Out: a Fraction, or a Dutch sentence that says what is wrong; and back to text. Hours may
be fractions (``1/24``); euros have two decimals. Parts of an ambt are not turned into hours: how
many hours an ambt has differs per ambt.
"""

from __future__ import annotations

import re
from fractions import Fraction

from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.law.numbers import dutch_int, dutch_number, exact_string, round_legal

_MIXED = re.compile(r"(?:(\d{1,6}) +)?(\d{1,6}) ?/ ?(\d{1,4})")
_DECIMAL = re.compile(r"\d{1,9}(?:,\d{1,9})?|\d{1,9}\.\d{1,9}")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d{1,9})?")
_ONE_POINT = re.compile(r"(\d{1,3})\.(\d{3})")
_UNITS = re.compile(
    r" ?(?:lestijden|lestijd|uren-leraar|uur-leraar|lesuren|lesuur|uren|uur|u|euro)$", re.IGNORECASE
)
_AMBT = re.compile(r"\bambt|\bvte\b|\bvoltijds|\bhalftijds", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


class BedragError(ValueError):
    """The text is no amount; the message is Dutch and fit for a screen."""


def parse_bedrag(soort: Middelsoort, text: str, *, mag_negatief: bool = False) -> Fraction:
    """Hours or euros, by the kind of means; raises BedragError."""
    return (parse_euro if soort.is_geld else parse_uren)(text, mag_negatief=mag_negatief)


def parse_uren(text: str, *, mag_negatief: bool = False) -> Fraction:
    """``2,5``, ``1/24``, ``2 1/2`` or ``12 lestijden``; raises BedragError."""
    if _AMBT.search(text):
        raise BedragError(
            f"'{_short(text)}' is een deel van een ambt. Schrijf het aantal uren: "
            "hoeveel uren een ambt telt, verschilt."
        )
    plain, negative = _bare(text, mag_negatief)
    mixed = _MIXED.fullmatch(plain)
    if mixed is not None:
        whole, top, bottom = int(mixed[1] or 0), int(mixed[2]), int(mixed[3])
        if not bottom:
            raise BedragError(f"'{_short(text)}' is geen getal: delen door nul kan niet.")
        return _signed(whole + Fraction(top, bottom), negative)
    return _signed(_decimal(plain, text, "2,5 of 1/24"), negative)


def parse_euro(text: str, *, mag_negatief: bool = False) -> Fraction:
    """``1.250``, ``€ 12,50`` or ``12.50``, at most two decimals; raises BedragError."""
    plain, negative = _bare(text, mag_negatief)
    found = _decimal(plain, text, "1250 of 12,50")
    if (found * 100).denominator != 1:
        raise BedragError(f"'{_short(text)}' heeft meer dan twee cijfers na de komma.")
    return _signed(found, negative)


def _bare(text: str, mag_negatief: bool) -> tuple[str, bool]:
    """Without sign, unit and superfluous space."""
    plain = _SPACES.sub(" ", text).strip().removeprefix("€").strip()
    negative = plain.startswith(("-", "−"))
    plain = plain.lstrip("-−").strip().removeprefix("€").strip()
    if negative and not mag_negatief:
        raise BedragError(f"'{_short(text)}' is kleiner dan nul. Schrijf een getal vanaf 0.")
    return _UNITS.sub("", plain), negative


def _decimal(plain: str, text: str, example: str) -> Fraction:
    if not plain:
        raise BedragError(f"Schrijf een getal, bijvoorbeeld {example}.")
    between = _ONE_POINT.fullmatch(plain)
    if between is not None:
        raise BedragError(
            f"'{_short(text)}' kan twee dingen zijn. "
            f"Schrijf {between[1]}{between[2]} of {between[1]},{between[2]}."
        )
    if plain.isascii() and _THOUSANDS.fullmatch(plain):
        return Fraction(plain.replace(".", "").replace(",", "."))
    if not plain.isascii() or not _DECIMAL.fullmatch(plain):
        raise BedragError(f"'{_short(text)}' is geen getal. Schrijf bijvoorbeeld {example}.")
    return Fraction(plain.replace(",", "."))


def _signed(value: Fraction, negative: bool) -> Fraction:
    return -value if negative else value


def _short(text: str) -> str:
    return text.strip()[:40]


def toon_bedrag(soort: Middelsoort, value: Fraction) -> str:
    """``€ 1.250,00``, ``2,5 lestijden``, ``1 lestijd``, ``2 1/24 uren-leraar``."""
    if soort.is_geld:
        return f"€ {dutch_number(value, places=2)}"
    unit = soort.eenheid_enkel if value == 1 else soort.eenheid
    return f"{toon_uren(value)} {unit}"


def euro_heel(value: Fraction) -> str:
    """``€ 1.235``; half up."""
    text = dutch_int(round_legal(abs(value)))
    return f"€ {'-' if value < 0 and text != '0' else ''}{text}"


def toon_uren(value: Fraction) -> str:
    """Exact: a finite decimal, otherwise a whole number and a fraction."""
    if value < 0:
        return "-" + toon_uren(-value)
    if "/" not in exact_string(value):
        return dutch_number(value, at_most=9)
    whole, rest = divmod(value, 1)
    part = f"{rest.numerator}/{rest.denominator}"
    return f"{dutch_int(int(whole))} {part}" if whole else part
