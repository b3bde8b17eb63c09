"""Before hiding: merge small places, and ask whether a newer table may replace an older one.

In: counts per place, or the pupils behind each figure on two dates. Out: which places become
"andere" (``beleid/privacy.md`` P11), or a Dutch reason why the change would show a pupil.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

ANDERE = "andere"


def voeg_samen(rijen: Mapping[str, tuple[int, ...]], *, drempel: int) -> dict[str, str]:
    """Which place each place becomes: itself, or "andere".

    ``rijen``: per place every side of its splits, in half pupils (ja, the others, …). Places with
    a side below ``drempel`` are merged; when that is not enough the smallest of the others joins,
    until every side of "andere" reaches the threshold, or everything is one.
    """
    order = sorted(rijen, key=lambda key: (sum(rijen[key]), key))
    chosen = {key for key in order if min(rijen[key]) < drempel}
    for key in order:
        if not chosen or (len(chosen) > 1 and _enough(rijen, chosen, drempel)):
            break
        chosen.add(key)
    return {key: ANDERE if key in chosen else key for key in rijen}


def _enough(rijen: Mapping[str, tuple[int, ...]], chosen: Iterable[str], drempel: int) -> bool:
    sides = zip(*(rijen[key] for key in chosen), strict=True)
    return all(sum(side) >= drempel for side in sides)


def mag_vervangen(
    oud: Mapping[str, Collection[str]], nieuw: Mapping[str, Collection[str]], *, drempel: int
) -> str | None:
    """None when the newer table may follow the older one, otherwise why not, in Dutch.

    Per figure the pupils behind it, under opaque ids. Those that came and those that left must
    each be nobody or at least ``drempel`` whole pupils. A figure on one side only has come or
    left as a whole.
    """
    for key in sorted({*oud, *nieuw}):
        before, after = set(oud.get(key, ())), set(nieuw.get(key, ()))
        for moved, word in (
            (after - before, "kwamen er minder dan {} leerlingen bij"),
            (before - after, "gingen er minder dan {} leerlingen weg"),
        ):
            if 0 < len(moved) < drempel:
                return (
                    f"In “{key}” {word.format(drempel)}: het verschil met de vorige cijfers zou "
                    "hen herkenbaar maken."
                )
    return None
