"""How far a school is from a threshold on a share of pupils, in whole pupils.

Shared by uren-leraar, lesuren en aanvullende lestijden. In: numerator and size in integers.
Out: a ``Drempel`` with one Dutch sentence.
"""

from __future__ import annotations

import math
from fractions import Fraction

from gokwijs.core.law.numbers import Interval, dutch_percent
from gokwijs.core.law.parameters import Waarde
from gokwijs.core.law.status import Status, weakest
from gokwijs.core.middelen.result import Drempel


def pupils_words(number: int) -> str:
    """``1 leerling``, ``3 leerlingen``."""
    return f"{number} leerling" if number == 1 else f"{number} leerlingen"


def share_drempel(
    name: str,
    teller: tuple[int, int],
    halves: int,
    per_half: int,
    limit: Waarde,
    *,
    met: bool | None,
    available: int,
    kenmerk: str,
    elsewhere: str = "",
    highest: Fraction | None = None,
) -> Drempel:
    """Distance to a threshold.

    ``teller`` (low, high) and ``per_half`` (what one half pupil with the kenmerk adds) are integers
    on the same scale. ``available``: half pupils who now add nothing and could get the kenmerk.
    ``elsewhere``: a sentence to use when the threshold is met on another count than this one.
    ``highest``: the highest share, when it has another denominator than ``halves``.
    """
    below = halves * per_half
    most = Fraction(teller[1], below) if highest is None else highest
    share = Interval(Fraction(teller[0], below), most)
    needed = math.ceil(limit.number * halves * per_half) - teller[0]
    short: int | None = None
    slack: int | None = None
    wanted = dutch_percent(limit.number)
    if needed > 0:
        short = -(-needed // (2 * per_half))
        if short * 2 > available:
            short = None
            sentence = (
                f"Niet gehaald: de drempel van {wanted} is met de leerlingen van nu niet te halen."
            )
        else:
            one = "leerling" if short == 1 else "leerlingen"
            sentence = f"Nog {short} {one} met {kenmerk} erbij tot de drempel van {wanted}."
        if share.high >= limit.number:
            sentence = "Met de onbekende antwoorden misschien gehaald. " + sentence
        elif elsewhere:
            sentence = f"{elsewhere} {sentence}"
    else:
        slack = -needed // (2 * per_half)
        sentence = (
            f"Gehaald. De school blijft boven {wanted} zolang er hoogstens "
            f"{pupils_words(slack)} met {kenmerk} minder zijn."
            if slack
            else f"Gehaald, maar met geen enkele leerling ruimte boven {wanted}."
        )
    return Drempel(
        name=name,
        sentence=sentence,
        share=share,
        limit=limit.number,
        met=met,
        short=short,
        slack=slack,
        artikel=limit.artikel,
        status=weakest((limit.status, Status.AFGELEID)),
    )
