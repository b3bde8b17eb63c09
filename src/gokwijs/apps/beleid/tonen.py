"""Figures on a page of the plan, as this person may see them.

A figure counted from exact pupil rows is for the Werkzone. Other counts of pupils that a person
typed leave the Werkzone only from the threshold of the school on, on both sides (privacy.md P1-P3).
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from gokwijs.apps.analyse.kijk import drempel_of
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import Meting
from gokwijs.apps.kader.selectors import Codes
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.beleid.bedragen import euro_heel, toon_bedrag
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.law.numbers import dutch_number

ENKEL_WERKZONE = "Alleen te zien voor wie met de exacte aantallen werkt."
AFGESCHERMD = "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken."


class Zicht:
    """What one person may see of figures; made once per page."""

    def __init__(self, access: Access) -> None:
        self.exact, self.school = access.werkzone, access.school
        self.codes = Codes(access.school)

    @classmethod
    def buiten(cls, school: School) -> Zicht:
        """For a print or a document that may leave the Werkzone."""
        found = cls.__new__(cls)
        found.exact, found.school, found.codes = False, school, Codes(school)
        return found

    @cached_property
    def drempel(self) -> int:
        """Read when it is needed: who sees everything never asks for it."""
        return drempel_of(self.school)

    def meting(self, meting: Meting | None) -> str:
        """'41 % (17 van de 41)', a score, or why it is not shown."""
        if meting is None:
            return "nog niet gemeten"
        if meting.werkzone and not self.exact:
            return ENKEL_WERKZONE
        if meting.waarde is not None:
            unit = f" {meting.indicator.eenheid}" if meting.indicator.eenheid else ""
            return f"{getal(meting.waarde)}{unit}"
        return self.aandeel(meting.teller, meting.noemer)

    def toont(self, meting: Meting | None) -> bool:
        """May the figure itself be seen, so also a sentence with it?"""
        return meting is None or self.meting(meting) not in (ENKEL_WERKZONE, AFGESCHERMD)

    def aandeel(self, teller: Decimal | None, noemer: Decimal | None) -> str:
        """A share with both its counts; percentages from 20 on only (zinnen.md)."""
        if teller is None or not noemer:
            return "niet ingevuld"
        if not self.exact and min(teller, noemer - teller) < self.drempel:
            return AFGESCHERMD
        counts = f"{getal(teller)} van de {getal(noemer)}"
        if noemer < 20:
            return counts
        return f"{percentage(teller, noemer)} ({counts})"

    def bedrag(self, soort: Middelsoort, value: Fraction) -> str:
        """'2 1/24 uren-leraar', '€ 96,50'; whole euros outside the Werkzone (besluit 6)."""
        if soort.is_geld and not self.exact:
            return euro_heel(value)
        return toon_bedrag(soort, value)

    def vaststelling(self, one: Vaststelling) -> str:
        """Its text, or why it is not shown."""
        if one.werkzone and not self.exact:
            return f"Vaststelling van {one.dag:%d/%m/%Y}. {ENKEL_WERKZONE}"
        if not self.exact and one.teller is not None:
            shown = self.aandeel(one.teller, one.noemer)
            return AFGESCHERMD if shown == AFGESCHERMD else one.tekst
        return one.tekst


def percentage(teller: Decimal, noemer: Decimal) -> str:
    """Whole, half up."""
    share = Fraction(teller) / Fraction(noemer) * 100
    return f"{int(share + Fraction(1, 2))} %"


def getal(value: Decimal) -> str:
    return dutch_number(Fraction(value))
