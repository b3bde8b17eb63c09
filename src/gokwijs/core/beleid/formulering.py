"""Stage 6: the sentence of a streefdoel, built from its fields, so that text and data agree.

In: a streefdoel and the stand of its school. Out: one sentence of the list (C03); what is not
filled in yet reads ``…``.
"""

from __future__ import annotations

from fractions import Fraction

from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.beleid.plan import Indicator, Meting, Streefdoel
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import hoofdindicator, is_kwalitatief
from gokwijs.core.calendar import dutch_date
from gokwijs.core.law.numbers import dutch_number, dutch_percent
from gokwijs.core.zinnen import Gezegd, vul
from gokwijs.core.zinnen.getallen import aantal, mag_procent, procent_van_de

LEEG = "…"
_WERKWOORD = {Doelrichting.STIJGEN: "stijgt", Doelrichting.DALEN: "daalt"}


def formuleer(doel: Streefdoel, stand: Beleidsstand) -> Gezegd:
    """De zin van een streefdoel: tegen wanneer, bij wie, waar, van welke waarde naar welke."""
    indicator = hoofdindicator(doel, stand)
    first = stand.nulmeting_of(doel)
    said = {
        "einddatum": dutch_date(doel.einddatum) if doel.einddatum else LEEG,
        "indicator": indicator.naam if indicator else LEEG,
        "doelgroep": doel.doelgroep or LEEG,
        "plaats": str(doel.plaats) if doel.plaats is not None else LEEG,
    }
    if is_kwalitatief(doel, stand):
        return vul(
            "C03c",
            **said,
            nulmeting=(first.situatie if first else "") or LEEG,
            streefwaarde=doel.streefsituatie or LEEG,
        )
    said["nulmeting"] = toon_meting(first) if first else LEEG
    said["streefwaarde"] = toon_streefwaarde(doel.streefwaarde, indicator)
    if doel.richting is Doelrichting.BEHOUDEN:
        return vul("C03b", **said)
    verb = LEEG if doel.richting is None else _WERKWOORD[doel.richting]
    return vul("C03a", **said, werkwoord=verb)


def toon_meting(meting: Meting) -> str:
    """``41 % (17 van 41)``, ``6 van de 14`` in a small group, ``3,5`` on a scale."""
    x, n = meting.teller, meting.noemer
    if x is not None and n:
        if not mag_procent(n):
            return f"{aantal(x)} van de {aantal(n)}"
        return f"{procent_van_de(x, n)} % ({aantal(x)} van {aantal(n)})"
    return LEEG if meting.waarde is None else dutch_number(meting.waarde, at_most=2)


def toon_streefwaarde(value: Fraction | None, indicator: Indicator | None) -> str:
    """``20 %`` for a share, ``3,5`` on a scale."""
    if value is None:
        return LEEG
    if indicator is not None and indicator.is_aandeel:
        return dutch_percent(value, at_most=1)
    return dutch_number(value, at_most=2)
