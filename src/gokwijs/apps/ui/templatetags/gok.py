"""Components as template tags: numbers, chips, rulers, the explanation tree, problems, fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django import template
from django.forms import BoundField
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.glossary import load_begrippen
from gokwijs.core.law.numbers import Interval, dutch_interval, dutch_number, dutch_percent
from gokwijs.core.law.status import Status

register = template.Library()

STATUS_WORDS = {
    Status.WETTEKST: "Gelezen in het decreet of besluit zelf.",
    Status.PRIMAIRE_BRON: "Gelezen in een andere officiële publicatie.",
    Status.AFGELEID: "Onze eigen lezing of berekening uit een officiële tekst.",
    Status.SECUNDAIR: "Gelezen in een studie of presentatie, geen officiële tekst.",
    Status.INGEVOERD: "Ingevoerd door een bevoegde gebruiker, met document.",
    Status.ONBEVESTIGD: "Niet bevestigd door een bron.",
    Status.ONBEKEND: "Niet bekend.",
}
_SIGN = {
    Status.WETTEKST: "§",
    Status.PRIMAIRE_BRON: "§",
    Status.AFGELEID: "≈",
    Status.SECUNDAIR: "≈",
    Status.INGEVOERD: "✎",
    Status.ONBEVESTIGD: "?",
    Status.ONBEKEND: "?",
}


@register.simple_tag
def chip(status: str) -> SafeString:
    """How sure a number is: a sign, a word and an explanation."""
    known = Status(status)
    return format_html(
        '<span class="chip chip-{}" title="{}"><span aria-hidden="true">{}</span> {}</span>',
        known.name.lower(),
        STATUS_WORDS[known],
        _SIGN[known],
        known.value,
    )


@register.simple_tag
def begrip(key: str, text: str = "") -> SafeString:
    """A term with its explanation one hover or tap away; works without JavaScript."""
    found = load_begrippen()[key]
    return format_html(
        '<a class="begrip" href="/begrippen/#{}" title="{}">{}</a>',
        key,
        found.uitleg,
        text or found.term.lower(),
    )


@register.filter
def nl(value: Any) -> str:
    """A number the Dutch way."""
    return "–" if value is None else dutch_number(Fraction(value))


@register.filter
def waarde(value: Any) -> str:
    """A value of the law: a share as a percentage, the rest as printed."""
    if value is None:
        return "geen"
    if value.value is None and value.choice is None:
        return "onbekend"
    if value.choice is not None:
        return str(value.choice)
    if value.eenheid.startswith("aandeel"):
        return dutch_percent(value.value)
    return str(value.text)


# ---------------------------------------------------------------- bars and rulers


# Every kenmerk has one colour and one pattern, in every chart and legend. 8 × 8 units.
_PATTERN = {
    Kenmerk.OPLEIDING_MOEDER: "",
    Kenmerk.SCHOOLTOESLAG: '<path class="lijn" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>',
    Kenmerk.THUISTAAL: '<circle class="punt" cx="2" cy="2" r="1"/>'
    '<circle class="punt" cx="6" cy="6" r="1"/>',
    Kenmerk.ZORGTHUIS: '<path class="lijn" d="M2 0V8M6 0V8"/>',
    Kenmerk.TREKKENDE_BEVOLKING: '<path class="lijn" d="M0 2H8M2 0V8"/>',
    Kenmerk.BUURT: '<path class="lijn" d="M0 2H8M0 6H8"/>',
}
_HATCH = '<path class="streep" d="M-2 2 2-2M0 8 8 0M6 10 10 6"/>'


@register.simple_tag
def patronen(kenmerken: bool = True) -> SafeString:
    """The patterns that bars and dots of this page refer to; draws nothing itself."""
    own = _PATTERN.items() if kenmerken else ()
    found = [
        f'<pattern id="p-{name}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect class="k-{name}" width="8" height="8"/>{lines}</pattern>'
        for name, lines in (*own, ("samen", ""), ("onbekend", _HATCH))
    ]
    return mark_safe(f'<svg class="patronen" aria-hidden="true">{"".join(found)}</svg>')


@register.simple_tag
def stip(key: str) -> SafeString:
    """The colour and pattern of a kenmerk; always beside its name."""
    return format_html(
        '<svg class="stip" width="12" height="12" aria-hidden="true">'
        '<rect width="12" height="12" rx="3" fill="url(#p-{})"/></svg>',
        key,
    )


@register.simple_tag
def bijdragebalk(bijdrage: Any) -> SafeString:
    """How much one kenmerk or combination adds; what is unknown is hatched."""
    kenmerken = bijdrage.kenmerken
    return format_html(
        '<svg class="bijdrage-balk" height="14" aria-hidden="true">'
        '<rect width="{}%" height="14" fill="url(#p-{})"/>'
        '<rect x="{}%" width="{}%" height="14" fill="url(#p-onbekend)"/></svg>',
        _percent(bijdrage.zeker),
        kenmerken[0] if len(kenmerken) == 1 else "samen",
        _percent(bijdrage.zeker),
        _percent(bijdrage.mogelijk),
    )


def _percent(thousandths: int) -> str:
    return f"{thousandths // 10}.{thousandths % 10}"


@register.simple_tag
def intervalbalk(start: int, width: int, label: str) -> SafeString:
    """Lowest and highest on one bar; ``start`` and ``width`` are of 1000."""
    return format_html(
        '<svg class="balk" height="16" role="img" aria-label="{}">'
        '<rect class="balk-grond" width="100%" height="16" rx="3"/>'
        '<rect class="balk-zeker" width="{}%" height="16" rx="3"/>'
        '<rect x="{}%" width="{}%" height="16" fill="url(#p-onbekend)"/></svg>',
        label,
        _percent(start),
        _percent(start),
        _percent(width),
    )


@register.simple_tag
def liniaal(drempel: Any) -> SafeString:
    """A ruler of 0 to 100 % with the threshold marked and the school on it."""
    state = {True: "gehaald", False: "niet", None: "misschien"}[drempel.gehaald]
    return format_html(
        '<svg class="liniaal liniaal-{}" height="42" role="img" aria-label="{}: {}, grens {}">'
        '<rect class="liniaal-grond" y="24" width="100%" height="12" rx="2"/>'
        '<rect class="liniaal-zeker" y="24" width="{}%" height="12" rx="2"/>'
        '<rect x="{}%" y="24" width="{}%" height="12" fill="url(#p-onbekend)"/>'
        '<rect class="liniaal-grens" x="{}%" y="18" width="3" height="24"/>'
        '<text class="liniaal-tekst" x="{}%" y="13" text-anchor="{}">grens {}</text></svg>',
        state,
        drempel.naam,
        drempel.aandeel,
        drempel.grens,
        _percent(drempel.low_x),
        _percent(drempel.low_x),
        _percent(drempel.width),
        _percent(drempel.grens_x),
        _percent(drempel.grens_x),
        "start" if drempel.grens_x < 150 else "end" if drempel.grens_x > 850 else "middle",
        drempel.grens,
    )


# ---------------------------------------------------------------- the explanation


def _number(text: str, unit: str) -> str:
    return _shown(Interval.exact(Fraction(text)), unit)


def _shown(interval: Interval, unit: str) -> str:
    if unit.startswith("aandeel"):
        low = dutch_percent(interval.low)
        return low if interval.is_exact else f"{low} tot {dutch_percent(interval.high)}"
    if unit == "euro":
        return f"€ {dutch_interval(interval, places=2)}"
    return dutch_interval(interval)


def _value(stap: Mapping[str, Any]) -> str:
    value, unit = stap["waarde"], stap["eenheid"]
    if value is None:
        return "–"
    if isinstance(value, str):
        return _number(value, unit)
    return _shown(Interval(Fraction(value["minimum"]), Fraction(value["maximum"])), unit)


def _question(nummer: str) -> str:
    address = f"{reverse('middelen:open_vragen')}#{nummer}"
    return f'<a class="stap-ov" href="{escape(address)}">{escape(nummer)}</a>'


def _line(stap: Mapping[str, Any], *, links: bool) -> str:
    """One line; without links where it is itself a control (a summary)."""
    status = Status(stap["status"])
    read = stap["tekststand"]
    day = f", tekst van {date.fromisoformat(read):%d/%m/%Y}" if read else ""
    doubt = (
        f' <span class="stap-status" title="{escape(STATUS_WORDS[status])}">'
        f"{escape(status.value)}</span>"
        if status.rank >= Status.AFGELEID.rank
        else ""
    )
    questions = "".join(
        f" {_question(n)}" if links else f' <span class="stap-ov">{escape(n)}</span>'
        for n in stap["open_vragen"]
    )
    key = stap["naam"].split(",")[0].lower().replace(" ", "_")
    dot = stip(key) + " " if key in _PATTERN else ""
    return (
        f'<span class="stap-tekst">{dot}<b>{escape(stap["naam"])}</b> '
        f'<span class="stap-zin">{escape(stap["zin"])}</span></span>'
        f'<span class="stap-waarde">{escape(_value(stap))}</span>'
        f'<span class="stap-artikel" title="Bron: {escape(stap["bron"])}{escape(day)}">'
        f'{escape(stap["artikel"])}<span class="stap-stand">{escape(day)}</span>'
        f"{doubt}{questions}</span>"
    )


def _tree(stap: Mapping[str, Any], depth: int, everything: bool, out: list[str]) -> None:
    parts = stap["delen"]
    if not parts:
        out.append(
            f'<li class="stap stap-eind"><div class="stap-rij">{_line(stap, links=True)}</div></li>'
        )
        return
    is_open = " open" if everything or depth == 0 else ""
    line = _line(stap, links=False)
    out.append(f'<li class="stap"><details{is_open}><summary class="stap-rij">{line}</summary>')
    if stap["open_vragen"]:
        links = ", ".join(_question(n) for n in stap["open_vragen"])
        out.append(f'<p class="stap-vragen">Open juridische vragen bij deze stap: {links}</p>')
    out.append("<ul>")
    for part in parts:
        _tree(part, depth + 1, everything, out)
    out.append("</ul></details></li>")


@register.simple_tag
def uitlegboom(stap: Mapping[str, Any], everything: bool = False) -> SafeString:
    """The explanation as nested details; opens one level at a time, or everything."""
    out = ['<ul class="uitleg">']
    _tree(stap, 0, everything, out)
    out.append("</ul>")
    return mark_safe("".join(out))  # every text above is escaped


# ---------------------------------------------------------------- forms


@register.inclusion_tag("ui/field.html")
def veld(field: BoundField) -> dict[str, Any]:
    """A form field with label, help and errors tied to it."""
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_hulp")
    if field.errors:
        ids.append(f"{field.auto_id}_fout")
    widget = field.field.widget
    kind = getattr(widget, "input_type", "select" if hasattr(widget, "choices") else "text")
    attrs: dict[str, Any] = {"aria-describedby": " ".join(ids)} if ids else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    many = widget.__class__.__name__ in ("CheckboxSelectMultiple", "RadioSelect")
    single = kind == "checkbox" and not many
    if not many and not single:
        css = "form-select" if kind == "select" else "form-control"
        own = widget.attrs.get("class", "")
        attrs["class"] = f"{css} {own}".strip() + (" is-invalid" if field.errors else "")
    control = field.as_widget(attrs=attrs)
    return {"field": field, "control": control, "many": many, "single": single}


@register.inclusion_tag("ui/problems.html")
def problemen(problems: Any) -> dict[str, Any]:
    """Problems grouped by how serious they are."""
    groups: list[tuple[str, str, list[Any]]] = []
    for ernst, title in (
        ("fout", "Dit moet eerst goed staan"),
        ("waarschuwing", "Kijk dit even na"),
        ("melding", "Ter info"),
    ):
        found = [p for p in problems if _ernst(p) == ernst]
        if found:
            groups.append((ernst, title, found))
    return {"groups": groups}


def _ernst(problem: Any) -> str:
    return str(problem["ernst"] if isinstance(problem, Mapping) else problem.ernst.value)


@register.filter
def zin(problem: Any) -> str:
    """The sentence of a problem, stored or fresh."""
    return str(problem["zin"] if isinstance(problem, Mapping) else problem.sentence)


@register.filter
def remedie(problem: Any) -> str:
    """The remedy of a problem, stored or fresh."""
    return str(problem["remedie"] if isinstance(problem, Mapping) else problem.remedy)
