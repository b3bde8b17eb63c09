"""One colour and one pattern per kenmerk, the same as on the pages.

In: a key. Out: a colour, or the definitions of the patterns. Black and white print and readers who
see no difference between colours rely on the patterns.
"""

from __future__ import annotations

from collections.abc import Container

INK, MUTED, LINE, PAPER = "#1B2430", "#566070", "#DAD6CC", "#FBFAF7"
_COLORS = {
    "opleiding_moeder": "#0072B2",
    "schooltoeslag": "#B35C00",
    "thuistaal": "#00795A",
    "zorgthuis": "#A3487D",
    "trekkende_bevolking": "#5B4BB7",
    "buurt": "#5F6B76",
    "gok": "#0B5D66",
    "neutraal": "#8B8778",
    "rest": LINE,
    "onbekend": PAPER,
}
_SLANTED = "M-2 2 2-2M0 8 8 0M6 10 10 6"
# The drawing on the colour; 8 × 8 units, as ``_PATTERN`` of the pages.
_DRAWN = {
    "schooltoeslag": f'<path d="{_SLANTED}" stroke="{PAPER}" stroke-width="1.5"/>',
    "thuistaal": f'<circle cx="2" cy="2" r="1" fill="{PAPER}"/>'
    f'<circle cx="6" cy="6" r="1" fill="{PAPER}"/>',
    "zorgthuis": f'<path d="M2 0V8M6 0V8" stroke="{PAPER}" stroke-width="1.5"/>',
    "trekkende_bevolking": f'<path d="M0 2H8M2 0V8" stroke="{PAPER}" stroke-width="1.5"/>',
    "buurt": f'<path d="M0 2H8M0 6H8" stroke="{PAPER}" stroke-width="1.5"/>',
    "onbekend": f'<path d="{_SLANTED}" stroke="{MUTED}" stroke-width="1.25"/>',
    "verborgen": f'<circle cx="2" cy="2" r=".9" fill="{MUTED}"/>'
    f'<circle cx="6" cy="6" r=".9" fill="{MUTED}"/>',
}


def kleur(key: str) -> str:
    """The colour of a kenmerk, or of ``gok``, ``rest``, ``neutraal``, ``onbekend``."""
    found = _COLORS.get(key)
    if found is None:
        raise ValueError(f"geen kleur van een grafiek: {key}")
    return found


def fill(key: str) -> str:
    """What to fill a shape with: a colour, or a pattern that ``definitions`` draws."""
    if key == "verborgen":
        return "url(#verborgen)"
    color = kleur(key)
    return f"url(#{key})" if key in _DRAWN else color


def edge(key: str) -> str:
    """The colour of a line, or of the edge around a shape: always visible on paper."""
    return MUTED if key in ("rest", "onbekend", "verborgen") else kleur(key)


def definitions(keys: Container[str], prefix: str) -> str:
    """The patterns of these keys, with names that no other chart on the page has."""
    return "".join(
        f'<pattern id="{prefix}-{key}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{_COLORS.get(key, PAPER)}"/>{_DRAWN[key]}</pattern>'
        for key in _DRAWN
        if key in keys
    )
