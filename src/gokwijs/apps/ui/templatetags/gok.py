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


@register.simple_tag
def intervalbalk(bar: tuple[int, int], label: str) -> SafeString:
    """Lowest and highest on one bar; ``bar`` is (start, width) of 1000."""
    return format_html(
        '<svg class="balk" viewBox="0 0 1000 18" preserveAspectRatio="none" role="img" '
        'aria-label="{}"><rect class="balk-grond" width="1000" height="18" rx="3"/>'
        '<rect class="balk-zeker" width="{}" height="18" rx="3"/>'
        '<rect class="balk-mogelijk" x="{}" width="{}" height="18"/></svg>',
        label,
        bar[0],
        bar[0],
        bar[1],
    )


@register.simple_tag
def liniaal(drempel: Any) -> SafeString:
    """A ruler of 0 to 100 % with the threshold marked and the school on it."""
    state = {True: "gehaald", False: "tekort", None: "misschien"}[drempel.gehaald]
    return format_html(
        '<svg class="liniaal liniaal-{}" viewBox="0 0 1000 40" preserveAspectRatio="none" '
        'role="img" aria-label="{}: {}, grens {}">'
        '<rect class="liniaal-grond" y="14" width="1000" height="12" rx="2"/>'
        '<rect class="liniaal-zeker" y="14" width="{}" height="12" rx="2"/>'
        '<rect class="liniaal-mogelijk" x="{}" y="14" width="{}" height="12"/>'
        '<rect class="liniaal-grens" x="{}" y="4" width="4" height="32"/></svg>',
        state,
        drempel.naam,
        drempel.aandeel,
        drempel.grens,
        drempel.low_x,
        drempel.low_x,
        drempel.width,
        drempel.grens_x - 2,
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
    return (
        f'<span class="stap-tekst"><b>{escape(stap["naam"])}</b> '
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
    kind = getattr(widget, "input_type", "select")
    attrs: dict[str, Any] = {"aria-describedby": " ".join(ids)} if ids else {}
    if field.errors:
        attrs["aria-invalid"] = "true"
    many = widget.__class__.__name__ == "CheckboxSelectMultiple"
    if not many:
        css = "form-select" if kind == "select" else "form-control"
        own = widget.attrs.get("class", "")
        attrs["class"] = f"{css} {own}".strip() + (" is-invalid" if field.errors else "")
    return {"field": field, "control": field.as_widget(attrs=attrs), "many": many}


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
