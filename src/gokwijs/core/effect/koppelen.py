"""A matched comparison: pupils with nearly the same pre-test score, one to one.

In: pre-test scores of both groups and a margin in points that was fixed beforehand. Out: pairs:
most pairs first, then the smallest total distance. Solved exactly on the sorted scores, so the
order of a file cannot change it. Where several solutions are equally good (pupils with the same
score), a fixed shuffle decides that looks at no score in particular; the first match is final.

Source: EEF DIY Evaluation Guide (Coe, Kime, Nevill & Coleman 2013), matched comparison groups.
"""

from __future__ import annotations

import hashlib
import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from gokwijs.core.effect.drempels import DREMPELS, Drempels
from gokwijs.core.effect.groep import groep_van
from gokwijs.core.effect.uitkomst import Balans, Meetrij, Paren
from gokwijs.core.effect.verschil import hedges
from gokwijs.core.effect.voorna import t_gemiddelde

SHUFFLE = "koppelen-1"
GOK = "gok"
_BITS = 20
_SKIP_T, _SKIP_C, _PAIR = 0, 1, 2
Paar = tuple[int, int]


def koppel(
    scores_t: Sequence[float],
    scores_c: Sequence[float],
    marge: float,
    *,
    gewicht_t: Sequence[int] | None = None,
    gewicht_c: Sequence[int] | None = None,
) -> tuple[Paar, ...]:
    """Pairs of places in the two lists. ``gewicht_*`` (0 or more) breaks ties: less is preferred.

    Raises ValueError on a negative margin.
    """
    if marge < 0:
        raise ValueError("a margin is 0 or more")
    weight_t, weight_c = gewicht_t or [0] * len(scores_t), gewicht_c or [0] * len(scores_c)
    whole_t, whole_c, margin = _whole(scores_t, scores_c, marge)
    order_t = sorted(range(len(whole_t)), key=lambda i: (whole_t[i], weight_t[i]))
    order_c = sorted(range(len(whole_c)), key=lambda j: (whole_c[j], weight_c[j]))
    found = _best(
        [whole_t[i] for i in order_t],
        [whole_c[j] for j in order_c],
        margin,
        [weight_t[i] for i in order_t],
        [weight_c[j] for j in order_c],
    )
    return tuple((order_t[i], order_c[j]) for i, j in found)


def schudgetallen(rijen: Sequence[Meetrij], zaad: str) -> list[int]:
    """The weights of pupils in a tie: the same whatever the order of the file.

    Pupils with the same row are told apart by their number among each other, and ``zaad`` is the
    hash of all rows. Without the first all pupils with one outcome would go before all with
    another; without the second every school would get the same draw, and with it the same luck.
    """
    seen: Counter[str] = Counter()
    weights = []
    for rij in rijen:
        text = rijtekst(rij)
        digest = hashlib.sha256(f"{SHUFFLE}|{zaad}|{text}|{seen[text]}".encode()).digest()
        weights.append(int.from_bytes(digest[:4], "big") >> (32 - _BITS))
        seen[text] += 1
    return weights


def rijenhash(rijen: Sequence[Meetrij]) -> str:
    """Of the sorted rows; it says nothing about their order."""
    return hashlib.sha256("\n".join(sorted(map(rijtekst, rijen))).encode()).hexdigest()


def rijtekst(rij: Meetrij) -> str:
    """One row as text, the same whatever the order of the file."""
    scores = ["-" if one is None else repr(float(one)) for one in (rij.voor, rij.na)]
    return "|".join([*scores, rij.klas, str(rij.gok), ",".join(sorted(rij.kenmerken))])


def _whole(
    scores_t: Sequence[float], scores_c: Sequence[float], marge: float
) -> tuple[list[int], list[int], int]:
    """All scores as whole numbers in one unit: by binary floats 0,3 - 0,1 would not be 0,2."""
    exact = [Fraction(Decimal(repr(float(one)))) for one in (*scores_t, *scores_c, marge)]
    unit = math.lcm(*(one.denominator for one in exact))
    whole = [int(one * unit) for one in exact]
    return whole[: len(scores_t)], whole[len(scores_t) : -1], whole[-1]


def _best(
    t: Sequence[int], c: Sequence[int], margin: int, tie_t: Sequence[int], tie_c: Sequence[int]
) -> list[Paar]:
    """Sorted scores. A best solution never crosses, so prefixes suffice (dynamic programming).

    One whole number orders pairs before distance before ties. For pupil ``i`` only the pupils
    ``low..high`` of the other side are within the margin: before them nothing changes, and after
    them nothing is added.
    """
    distance = max(1, (len(t) + len(c)) << _BITS)
    pair = (margin * min(len(t), len(c)) + 1) * distance
    previous = [0] * (len(c) + 1)
    rows: list[tuple[int, int, bytearray]] = []
    for score, tie in zip(t, tie_t, strict=True):
        low, high = bisect_left(c, score - margin), bisect_right(c, score + margin)
        current, choices = previous[: low + 1], bytearray()
        for j in range(low, high):
            value, choice = previous[j + 1], _SKIP_T
            if current[j] > value:
                value, choice = current[j], _SKIP_C
            paired = previous[j] + pair - abs(score - c[j]) * distance - tie - tie_c[j]
            if paired > value:
                value, choice = paired, _PAIR
            current.append(value)
            choices.append(choice)
        current += [current[-1]] * (len(c) + 1 - len(current))
        rows.append((low, high, choices))
        previous = current
    return _walk_back(rows, len(c))


def _walk_back(rows: Sequence[tuple[int, int, bytearray]], j: int) -> list[Paar]:
    found: list[Paar] = []
    i = len(rows)
    while i and j:
        low, high, choices = rows[i - 1]
        j = min(j, high)
        choice = choices[j - 1 - low] if j > low else _SKIP_T
        if choice == _PAIR:
            found.append((i - 1, j - 1))
        i -= choice != _SKIP_C
        j -= choice != _SKIP_T
    return found[::-1]


def koppel_rijen(
    actie: Sequence[Meetrij], vergelijking: Sequence[Meetrij], marge: float
) -> list[tuple[Meetrij, Meetrij]]:
    """The pairs of pupils, all with both scores."""
    zaad = rijenhash(actie) + rijenhash(vergelijking)
    pairs = koppel(
        [rij.voor for rij in actie if rij.voor is not None],
        [rij.voor for rij in vergelijking if rij.voor is not None],
        marge,
        gewicht_t=schudgetallen(actie, zaad),
        gewicht_c=schudgetallen(vergelijking, zaad),
    )
    return [(actie[i], vergelijking[j]) for i, j in pairs]


def weeg(
    paren: Sequence[tuple[Meetrij, Meetrij]],
    marge: float,
    weggevallen: tuple[int, int],
    *,
    gunstig: int = 1,
    begin_g_voor: float | None = None,
    drempels: Drempels = DREMPELS,
) -> Paren:
    """How even the pairs are, and their mean difference; ``gunstig`` -1 when lower is better."""
    gaps = [float(een.voor or 0) - float(ander.voor or 0) for een, ander in paren]
    after = sorted(float(een.na or 0) - float(ander.na or 0) for een, ander in paren)
    higher, lower = sum(gap > 0 for gap in gaps), sum(gap < 0 for gap in gaps)
    mean = t_gemiddelde(after)
    return Paren(
        n=len(paren),
        marge=marge,
        afstand=math.fsum(abs(gap) for gap in gaps),
        weggevallen_t=weggevallen[0],
        weggevallen_c=weggevallen[1],
        actie_hoger=higher,
        vergelijking_hoger=lower,
        gelijk=len(paren) - higher - lower,
        scheef=abs(higher - lower) > math.sqrt(len(paren)),
        verschil=mean.keer(gunstig) if mean else None,
        begin_g_voor=begin_g_voor,
        balans=_balans(paren, drempels),
    )


def _balans(paren: Sequence[tuple[Meetrij, Meetrij]], drempels: Drempels) -> tuple[Balans, ...]:
    names = sorted({name for paar in paren for rij in paar for name in rij.kenmerken})
    if any(rij.gok is not None for paar in paren for rij in paar):
        names = [GOK, *names]
    found = []
    for name in names:
        sides = [[float(_heeft(paar[k], name)) for paar in paren] for k in (0, 1)]
        gap = hedges(groep_van(sides[0]), groep_van(sides[1]))
        uneven = gap is not None and abs(gap.waarde) > drempels.begin_max
        counts = (int(sum(sides[0])), int(sum(sides[1])))
        found.append(Balans(name, *counts, len(paren), uneven))
    return tuple(found)


def _heeft(rij: Meetrij, name: str) -> bool:
    return rij.gok is True if name == GOK else name in rij.kenmerken
