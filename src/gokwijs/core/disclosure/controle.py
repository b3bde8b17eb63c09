"""The check of a release by arithmetic alone, now or years later: no search, no solver.

In: a release or a family with its witnesses, and what its audience had before. Out: what is wrong
with it, one sentence each; nothing when every hidden number is proved hidden. Shares no code with
what hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from gokwijs.core.disclosure.aanval import Bekend, Tabel
from gokwijs.core.disclosure.figuren import Figuur, primair
from gokwijs.core.disclosure.vrijgave import (
    Eerder,
    Familie,
    Getuigen,
    Vrijgave,
    numbers,
    secrets,
)


def controleer(vrijgave: Vrijgave | Familie, eerder: Iterable[Eerder] = ()) -> tuple[str, ...]:
    """What is wrong with a release beside everything given before it; empty when it is safe."""
    before = tuple(eerder)
    parts = [vrijgave] if isinstance(vrijgave, Vrijgave) else [*vrijgave.vrijgaven.values()]
    public, guarded = vrijgave.publiek, vrijgave.geheim
    known = tuple(dict.fromkeys((*public, *numbers((*before, *parts)))))
    wrong = [text for part in parts for text in _shown(part)]
    if parts:
        wrong += _still_guarded(secrets(before), guarded, parts, known)
    for part in parts:
        hidden = [f for f in part.figuren if f.key in part.verborgen]
        wrong += _proved([*hidden, *part.geheim], part.getuigen, known, public)
    if isinstance(vrijgave, Familie):
        wrong += _proved(guarded, vrijgave.getuigen, known, public)
    return tuple(wrong)


def _shown(part: Vrijgave) -> list[str]:
    """Nothing that must be hidden is shown, and one set of cells has one number."""
    public = {b.cellen for b in part.publiek}
    always = {f.key for f in part.figuren if f.key in part.vast or f.cellen in public}
    must = primair(part.figuren, part.groepen) - always
    return [f"{key} is getoond" for key in sorted(must - part.verborgen)]


def _still_guarded(
    old: Iterable[Figuur],
    guarded: Sequence[Figuur],
    parts: Sequence[Vrijgave],
    known: Sequence[Bekend],
) -> list[str]:
    """What was hidden before is proved again beside the new numbers."""
    now = {(f.cellen, f.drempel) for f in guarded}
    shown = {b.cellen for b in known}
    now |= {(f.cellen, f.drempel) for p in parts for f in p.figuren if f.key in p.verborgen}
    return [
        "een eerder afgeschermd getal is niet meer bewezen"
        for f in old
        if (f.cellen, f.drempel) not in now or f.cellen in shown
    ]


def _proved(
    figuren: Sequence[Figuur],
    getuigen: Getuigen,
    known: Sequence[Bekend],
    public: Sequence[Bekend],
) -> list[str]:
    """Every hidden sum has two tables that fit everything known and differ enough."""
    missing = [f.key for f in figuren if f.key not in getuigen]
    if missing:
        return [f"{key} heeft geen bewijs" for key in missing]
    tables = {id(t): t for f in figuren for t in getuigen[f.key]}
    good = _fitting(tables, known)
    found = []
    for f in figuren:
        pair = getuigen[f.key]
        if not all(good[id(t)] for t in pair):
            found.append(f"een tabel voor {f.key} past niet bij wat bekend is")
            continue
        low, high = sorted(sum(t.get(c, 0) for c in f.cellen) for t in pair)
        width, least = _needed(f, public)
        if high - low < width or high < least:
            found.append(f"{f.key} ligt tussen {low / 2:g} en {high / 2:g}")
    return found


def _needed(f: Figuur, public: Sequence[Bekend]) -> tuple[int, int]:
    """The threshold, or all that the public sizes of its smallest groups leave open."""
    least = f.drempel if f.te_klein else 0
    smallest: dict[int, Bekend] = {}
    for b in sorted(public, key=lambda b: -len(b.cellen)):
        for cell in f.cellen & b.cellen:
            smallest[cell] = b
    if len(smallest) < len(f.cellen):
        return f.drempel, least
    size = sum(b.halves for b in set(smallest.values()))
    if size >= f.drempel:
        return f.drempel, least
    odd = f.halves % 2
    most = (size - odd) // 2 * 2
    return most, (odd + most if least else 0)


def _fitting(tables: Mapping[int, Tabel], known: Sequence[Bekend]) -> dict[int, bool]:
    """Which tables are whole, nowhere below zero, and agree with every known number.

    Where no half shows the audience expects whole pupils, so the table must have them too.
    """
    from scipy.sparse import csr_array

    cells = sorted({c for t in tables.values() for c in t} | {c for b in known for c in b.cellen})
    place = {c: n for n, c in enumerate(cells)}
    rows = [n for n, b in enumerate(known) for _ in b.cellen]
    columns = [place[c] for b in known for c in b.cellen]
    shape = (len(known), len(cells))
    sums: Any = csr_array((np.ones(len(rows), dtype=np.int64), (rows, columns)), shape=shape)
    values = np.array([b.halves for b in known], dtype=np.int64)
    whole_only = not (values % 2).any()
    found = {}
    for name, table in tables.items():
        vector = np.zeros(len(cells), dtype=np.int64)
        whole = all(isinstance(v, int) for v in table.values())
        for cell, halves in table.items():
            vector[place[cell]] = halves
        fits = whole and (vector >= 0).all() and not (whole_only and (vector % 2).any())
        found[name] = bool(fits and (np.asarray(sums @ vector).ravel() == values).all())
    return found
