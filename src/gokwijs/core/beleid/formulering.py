"""Stage 6: the sentence of a streefdoel, built from its fields, so that text and data agree.

In: a streefdoel and the stand of its school. Out: one sentence of the list (C03); what is not
filled in yet reads ``…``.
"""

from __future__ import annotations

import re
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
        "waar": waar(doel, indicator),
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


# Words that say nothing of who or where.
_KLEIN = frozenset(
    ["de", "het", "een", "van", "uit", "in", "op", "bij", "aan", "en", "voor", "onze", "alle"]
)


def _woorden(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w-]+", text.casefold())) - _KLEIN


def waar(doel: Streefdoel, indicator: Indicator | None) -> str:
    """Bij wie en waar; wat de indicator of de plaats al zegt, staat er geen tweede keer."""
    plaats = str(doel.plaats) if doel.plaats is not None else LEEG
    groep = _woorden(doel.doelgroep)
    said = _woorden(plaats) | _woorden(indicator.naam if indicator else "")
    if groep and groep <= said:
        return f"in {plaats}"
    wie = f"bij {doel.doelgroep or LEEG}"
    delen = doel.plaats.delen if doel.plaats is not None else ()
    if any(_woorden(deel) <= groep for deel in delen[-1:]):
        return wie
    return f"{wie} in {plaats}"


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
