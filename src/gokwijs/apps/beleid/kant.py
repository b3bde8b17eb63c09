"""A streefwaarde against its nulmeting, while somebody types it.

In: what stands in a form, with a share as a percentage. Out: a Dutch sentence that says how to
mend it, or an empty text. Adopting is judged by ``core.beleid.volledig``, by the same rule.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from gokwijs.apps.beleid.models import Meting
from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.beleid.volledig import KANT, aan_de_verkeerde_kant
from gokwijs.core.law.numbers import dutch_number


def bezwaar_kant(
    richting: str, streefwaarde: Decimal | None, nulmeting: Meting | None, *, toon: bool = True
) -> str:
    """``toon``: may this person see the figure of the nulmeting?"""
    if not richting or streefwaarde is None or nulmeting is None:
        return ""
    way, begin = Doelrichting(richting), beginwaarde(nulmeting)
    if not aan_de_verkeerde_kant(way, begin, Fraction(streefwaarde)):
        return ""
    figure = f" ({in_cijfers(nulmeting)})" if toon else ""
    return (
        f"De richting is {way.label}: kies een streefwaarde {KANT[way]} de nulmeting{figure}, of "
        "kies een andere richting."
    )


def beginwaarde(nulmeting: Meting) -> Fraction | None:
    """As a streefwaarde is typed: a percentage, or a score."""
    if nulmeting.teller is not None and nulmeting.noemer:
        return Fraction(nulmeting.teller) / Fraction(nulmeting.noemer) * 100
    return None if nulmeting.waarde is None else Fraction(nulmeting.waarde)


def in_cijfers(nulmeting: Meting) -> str:
    """'17 van de 41, dat is 41,5 %': also for a small group, because a percentage is asked."""
    begin = dutch_number(beginwaarde(nulmeting) or Fraction(0), at_most=1)
    if nulmeting.teller is None or nulmeting.noemer is None:
        return begin
    counts = (dutch_number(Fraction(one)) for one in (nulmeting.teller, nulmeting.noemer))
    return f"{' van de '.join(counts)}, dat is {begin} %"
