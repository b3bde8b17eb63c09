"""Columns per schooljaar, and a value of a dictionary by its key."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gokwijs.apps.middelen.jaren import Punt, Reeks

register = template.Library()
_TOP, _HEIGHT = 26, 96  # pixels above the columns, and of the tallest column
_LEAST_SLOTS = 4  # fewer years do not make wider columns


@register.filter
def item(found: Mapping[str, Any] | None, key: str) -> Any:
    """What a dictionary holds under a key; None when nothing."""
    return (found or {}).get(key)


@register.simple_tag
def jaarkolommen(reeks: Reeks) -> SafeString:
    """One column per year: certain, perhaps (hatched), and the official number as a line."""
    slots = max(len(reeks.punten), _LEAST_SLOTS)
    top = reeks.top
    fill = reeks.kenmerk.value if reeks.kenmerk else "samen"
    columns = format_html_join(
        "",
        "{}",
        ((_column(p, place, slots, top, fill),) for place, p in enumerate(reeks.punten)),
    )
    return format_html(
        '<svg class="jaarkolommen" height="{}" role="img" aria-label="{}: {}">'
        '<rect class="jaar-grond" y="{}" width="100%" height="1"/>{}</svg>',
        _TOP + _HEIGHT + 24,
        reeks.titel,
        reeks.zin,
        _TOP + _HEIGHT,
        columns,
    )


def _official(punt: Punt) -> Fraction | None:
    return punt.officieel.value if punt.officieel else None


def _column(punt: Punt, place: int, slots: int, top: Fraction, fill: str) -> SafeString:
    parts = [_label(f"{punt.jaar.start % 100:02d}-{(punt.jaar.start + 1) % 100:02d}", place, slots)]
    low, high = punt.low, punt.high
    bottom = _TOP + _HEIGHT
    if low is not None and high is not None:
        y, perhaps = bottom - _pixels(low, top), _pixels(high, top) - _pixels(low, top)
        parts.append(_rect(place, slots, y, bottom - y, f"url(#p-{fill})", "jaar-zeker"))
        if perhaps:
            parts.append(
                _rect(place, slots, y - perhaps, perhaps, "url(#p-onbekend)", "jaar-misschien")
            )
        parts.append(_value(punt.kort, place, slots, y - perhaps - 6))
    official = _official(punt)
    if official is not None:
        y = bottom - _pixels(official, top)
        parts.append(
            format_html(
                '<rect class="jaar-officieel" x="{}%" y="{}" width="{}%" height="3"/>',
                _at(place, slots, Fraction(1, 10)),
                y - 1,
                _share(Fraction(80, slots)),
            )
        )
        if low is None:
            parts.append(_value(punt.officieel_kort, place, slots, y - 7))
    return format_html_join("", "{}", ((part,) for part in parts))


def _rect(place: int, slots: int, y: int, height: int, fill: str, css: str) -> SafeString:
    return format_html(
        '<rect class="{}" x="{}%" y="{}" width="{}%" height="{}" fill="{}"/>',
        css,
        _at(place, slots, Fraction(1, 5)),
        y,
        _share(Fraction(60, slots)),
        height,
        fill,
    )


def _value(text: str, place: int, slots: int, y: int) -> SafeString:
    return format_html(
        '<text class="jaar-waarde" x="{}%" y="{}" text-anchor="middle">{}</text>',
        _at(place, slots, Fraction(1, 2)),
        max(12, y),
        text,
    )


def _label(text: str, place: int, slots: int) -> SafeString:
    return format_html(
        '<text class="jaar-naam" x="{}%" y="{}" text-anchor="middle">{}</text>',
        _at(place, slots, Fraction(1, 2)),
        _TOP + _HEIGHT + 18,
        text,
    )


def _at(place: int, slots: int, inside: Fraction) -> str:
    """A place inside a slot, as a percentage of the width."""
    return _share((place + inside) * Fraction(100, slots))


def _share(value: Fraction) -> str:
    hundredths = round(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _pixels(value: Fraction, top: Fraction) -> int:
    return round(value / top * _HEIGHT) if top else 0
