"""Stage 6: the straight line from nulmeting to streefwaarde, and on which side a meting lies.

In: a streefdoel with the metingen of its indicator. Out: that line, what is missing to draw it,
and exactly one sentence of the list (A01, A04, B15e-B18): reached, on the way, not on the way, or
not to be said with these numbers. The line is a drawing; no norm asks an equal step each year.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gokwijs.core.analyse.aandeel import aandeel
from gokwijs.core.beleid.formulering import toon_streefwaarde
from gokwijs.core.beleid.indicator import Doelstand, doelstand, is_bereikt
from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.beleid.plan import Indicator, Meting, Streefdoel
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.zinsbouw import opsomming
from gokwijs.core.calendar import dutch_date
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.zinnen import Gezegd, vul
from gokwijs.core.zinnen.getallen import aantal, mag_procent, procent


@dataclass(frozen=True, slots=True)
class Weg:
    """From a value on a day to the streefwaarde on the einddatum; shares are between 0 and 1."""

    van: date
    waarde: Fraction
    tot: date
    doel: Fraction

    def op(self, dag: date) -> Fraction:
        """The value of the line on a day; before and after it stays at its ends."""
        part = Fraction((dag - self.van).days, (self.tot - self.van).days)
        return self.waarde + (self.doel - self.waarde) * min(Fraction(1), max(Fraction(0), part))


def weg(doel: Streefdoel, stand: Beleidsstand) -> Weg | None:
    """De rechte lijn; om iets te behouden loopt ze vlak. None als er iets ontbreekt."""
    first = stand.nulmeting_of(doel)
    if first is None or wat_ontbreekt(doel, first):
        return None
    assert first.peildatum is not None
    assert first.number is not None
    assert doel.streefwaarde is not None
    assert doel.einddatum is not None
    keeps = doel.richting is Doelrichting.BEHOUDEN
    start = doel.streefwaarde if keeps else first.number
    return Weg(first.peildatum, start, doel.einddatum, doel.streefwaarde)


def wat_ontbreekt(doel: Streefdoel, nulmeting: Meting | None) -> list[str]:
    """Wat nog nodig is om de lijn te tekenen, als naamwoorden."""
    measured = nulmeting is not None and nulmeting.peildatum is not None
    found = [] if measured else ["een nulmeting"]
    if measured and nulmeting and nulmeting.number is None:
        found.append("een meting in een getal")
    if doel.streefwaarde is None:
        found.append("een streefwaarde")
    if doel.richting is None:
        found.append("een richting")
    if doel.einddatum is None:
        found.append("een einddatum")
    elif measured and nulmeting and nulmeting.peildatum and doel.einddatum <= nulmeting.peildatum:
        found.append("een einddatum na de nulmeting")
    return found


def over_weg(doel: Streefdoel, stand: Beleidsstand, vandaag: date, *, k_min: int) -> Gezegd:
    """Eén zin: gehaald, op weg, nog niet op weg, of niet te zeggen."""
    found = doelstand(doel, stand)
    first, last = found.nulmeting, found.laatste
    if found.indicator is None or first is None or first.peildatum is None:
        return vul("A04", wat="dit streefdoel heeft nog geen nulmeting")
    naam = found.indicator.naam
    if last is None or last.peildatum is None:
        if found.anders is not None and found.anders.peildatum is not None:
            return vul("B17", indicator=naam, dag_2=dutch_date(found.anders.peildatum))
        return vul("B15e", indicator=naam, dag_1=dutch_date(first.peildatum))
    if any(one.noemer is not None and one.noemer < k_min for one in (first, last)):
        return vul("A01", k_min=str(k_min))
    said = {
        "streefwaarde": toon_streefwaarde(doel.streefwaarde, found.indicator),
        "dag_2": dutch_date(last.peildatum),
    }
    if found.bereikt:
        return vul("B16a", **said)
    if last.number is None:
        return vul("B18g", wat="een meting in een getal")
    line = weg(doel, stand)
    if line is None:
        return vul("B18g", wat=opsomming(wat_ontbreekt(doel, first)))
    if found.bereikt is None:
        return vul("B16d", **said)
    if line.tot < vandaag:
        return vul("B16c", **said, einddatum=dutch_date(line.tot))
    return _beside(doel, found, line, last, said)


def _beside(
    doel: Streefdoel, found: Doelstand, line: Weg, last: Meting, said: dict[str, str]
) -> Gezegd:
    """Against the line; a share by its whole interval, a score by its one number."""
    assert last.peildatum is not None
    assert last.number is not None
    now = line.op(last.peildatum)
    said = said | {"pad": toon_lijn(now, found.indicator)}
    if last.teller is None or last.noemer is None:
        return vul("B18e" if _good(doel, found, last.number, now) else "B18f", **said)
    share = aandeel(last.teller, last.noemer)
    assert share is not None
    if not mag_procent(share.n):
        del said["pad"]
        return vul("B18d", **said, x=aantal(share.x), n=aantal(share.n))
    if share.low <= now <= share.high:
        return vul("B18c", **said, low=procent(share.low), high=procent(share.high))
    return vul("B18a" if _good(doel, found, last.number, now) else "B18b", **said)


def _good(doel: Streefdoel, found: Doelstand, value: Fraction, line: Fraction) -> bool:
    assert doel.richting is not None
    nul = found.nulmeting.number if found.nulmeting else None
    side = found.indicator.richting if found.indicator else None
    return bool(is_bereikt(value, line, doel.richting, gunstig=side, nulwaarde=nul))


def toon_lijn(value: Fraction, indicator: Indicator | None) -> str:
    """A percentage without decimals, as every percentage; a score with at most two."""
    if indicator is not None and indicator.is_aandeel:
        return f"{procent(value)} %"
    return dutch_number(value, at_most=2)
