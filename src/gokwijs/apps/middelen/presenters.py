"""Stored results as what a screen shows: Dutch text, positions on rulers, nothing computed anew.

In: the JSON of results. Out: frozen view models; the Schoolzone gets whole results and rules only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import (
    Interval,
    dutch_interval,
    dutch_number,
    dutch_percent,
    parse_exact,
    round_legal,
)
from gokwijs.core.law.parameters import OpenVraag, load_regels
from gokwijs.core.middelen.result import ReasonKind, Regeling

Json = Mapping[str, Any]
HOURS = {"lestijden", "uren-leraar", "lesuren"}


@dataclass(frozen=True)
class Remark:
    """One or more sentences of the same kind beside a result, with what would settle them."""

    kind: str
    sentences: tuple[str, ...]
    remedy: str


@dataclass(frozen=True)
class DrempelView:
    """A threshold with positions on a ruler of 0 to 1000."""

    naam: str
    zin: str
    gehaald: bool | None
    aandeel: str
    grens: str
    grens_x: int
    low_x: int
    width: int
    artikel: str


@dataclass(frozen=True)
class OnbekendView:
    """What unknown answers on one kenmerk are worth."""

    key: str
    kenmerk: str
    leerlingen: str
    per_antwoord: str
    samen: str
    eerste_stap: str


@dataclass(frozen=True)
class Bijdrage:
    """What one kenmerk, or one combination of kenmerken, adds; positions of 0 to 1000."""

    naam: str
    zin: str
    kenmerken: tuple[str, ...]
    waarde: str
    zeker: int
    mogelijk: int


@dataclass(frozen=True)
class Balk:
    """Lowest and highest on a bar of 1000, and what would settle the rest."""

    start: int
    width: int
    zeker: str
    mogelijk: str
    uitleg: str


@dataclass(frozen=True)
class ResultView:
    """One regeling on screen."""

    key: str
    titel: str
    eenheid: str
    groot: str
    exact: bool
    berekenbaar: bool
    zin: str
    status: str
    remarks: tuple[Remark, ...]
    drempels: tuple[DrempelView, ...]
    onbekenden: tuple[OnbekendView, ...]
    open_vragen: tuple[OpenVraag, ...]
    stap: Json | None
    bewijs: Json
    bijdragen: tuple[Bijdrage, ...]
    bijdrage_eenheid: str
    bar: Balk | None
    remedie: str
    is_hours: bool
    low: Fraction | None
    high: Fraction | None
    nul: bool


def fraction(text: str | None) -> Fraction | None:
    """The exact number of an exact string."""
    return None if text is None else parse_exact(text)


def interval_of(value: str | Json | None) -> Interval | None:
    """An interval from its JSON form."""
    if value is None:
        return None
    if isinstance(value, str):
        return Interval.exact(parse_exact(value))
    return Interval(parse_exact(value["minimum"]), parse_exact(value["maximum"]))


def show(value: Interval | None, unit: str) -> str:
    """A value with the number of decimals its unit asks for; without the unit."""
    if value is None:
        return "–"
    if unit.startswith("euro"):
        return dutch_interval(value, places=2)
    if unit.startswith("aandeel"):
        return _share(value, at_most=2)
    if unit == "kenmerken per leerling":
        return dutch_interval(value, places=2)
    return dutch_interval(value)


def _share(value: Interval, *, at_most: int) -> str:
    low = dutch_percent(value.low, at_most=at_most)
    return low if value.is_exact else f"{low} tot {dutch_percent(value.high, at_most=at_most)}"


def big(low: Fraction | None, high: Fraction | None, unit: str, *, whole: bool = False) -> str:
    """The number people came for."""
    if low is None or high is None:
        return "–"
    if unit == "euro":
        if whole:
            return "€ " + dutch_interval(
                Interval(Fraction(round_legal(low)), Fraction(round_legal(high))), places=0
            )
        return "€ " + dutch_interval(Interval(low, high), places=2)
    return show(Interval(low, high), unit)


def view(result: Json, *, werkzone: bool) -> ResultView:
    """One stored result as a screen shows it to this zone."""
    low, high = fraction(result["minimum"]), fraction(result["maximum"])
    unit = result["eenheid"]
    computable = low is not None
    told = result["redenen"] if computable else result["redenen"][1:]
    reasons = _remarks(told, groot=big(low, high, unit) if computable and low == high else "")
    if not werkzone:
        allowed = {ReasonKind.GEEN_RECHT, ReasonKind.VOOR_AFTOPPING, ReasonKind.PARAMETER_ONTBREEKT}
        reasons = [r for r in reasons if r.kind in allowed]
    vragen = load_regels().open_vragen
    is_oki = result["regeling"] == Regeling.OKI
    hidden = is_oki and not werkzone
    source = _bron_van_bijdragen(result["stappen"]) if werkzone and not is_oki else None
    onbekenden = tuple(_onbekende(o) for o in result["onbekenden"]) if werkzone else ()
    return ResultView(
        key=result["regeling"],
        titel=result["titel"],
        eenheid=unit,
        groot="–" if hidden else big(low, high, unit, whole=not werkzone),
        exact=computable and low == high,
        berekenbaar=computable and not hidden,
        zin="" if hidden else _sentence(result, low, high, werkzone),
        status=result["status"],
        remarks=tuple(reasons),
        drempels=tuple(_drempel(d) for d in result["drempels"]) if werkzone else (),
        onbekenden=onbekenden if low != high else (),
        open_vragen=tuple(vragen[n] for n in result["open_vragen"] if n in vragen),
        stap=result["stappen"][0] if werkzone else None,
        bewijs=result["bewijs"] if werkzone else {},
        bijdragen=_bijdragen(source) if source else (),
        bijdrage_eenheid=source["eenheid"] if source else "",
        bar=_bar(low, high, unit, result["onbekenden"], werkzone) if unit in HOURS else None,
        remedie="" if computable or not result["redenen"] else result["redenen"][0]["remedie"],
        is_hours=unit in HOURS,
        low=low,
        high=high,
        nul=computable and high == 0,
    )


def _remarks(reasons: Sequence[Json], *, groot: str) -> list[Remark]:
    """Reasons with the same kind and remedy become one remark.

    An unknown answer that cannot change an exact result says so instead of asking for it.
    """
    grouped: dict[tuple[str, str], list[str]] = {}
    for reason in reasons:
        kind, remedy = reason["soort"], reason["remedie"]
        if groot and kind == ReasonKind.ONBEKEND_KENMERK:
            kind, remedy = "zonder_gevolg", f"Hier verandert dat niets: het blijft {groot}."
        grouped.setdefault((kind, remedy), []).append(_capital(reason["zin"]))
    return [Remark(kind, tuple(found), remedy) for (kind, remedy), found in grouped.items()]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(result: Json, low: Fraction | None, high: Fraction | None, werkzone: bool) -> str:
    """One sentence that says the number and how sure it is."""
    unit = result["eenheid"]
    if low is None or high is None:
        first = result["redenen"][0]["zin"] if result["redenen"] else "de reden is niet bekend."
        return f"Niet berekenbaar: {first}"
    if unit == "euro":
        known = any(r["soort"] == ReasonKind.VOOR_AFTOPPING for r in result["redenen"])
        return f"{big(low, high, unit, whole=not werkzone)}" + (
            ", vóór aftopping." if known else "."
        )
    if unit == "kenmerken per leerling":
        return f"Gemiddeld {show(Interval(low, high), unit)} van de vier kenmerken per leerling."
    if low == high:
        return f"Precies {dutch_number(low)} {unit}." if low else f"Geen {unit}."
    return f"Tussen {dutch_number(low)} en {dutch_number(high)} {unit}."


def _bar(
    low: Fraction | None,
    high: Fraction | None,
    unit: str,
    unknown: Sequence[Json],
    werkzone: bool,
) -> Balk | None:
    """The interval on a bar of 1000, when there is one."""
    if low is None or high is None or low == high:
        return None
    top = high * Fraction(11, 10)
    answers = sum((parse_exact(o["leerlingen"]) for o in unknown if _gain(o)), Fraction(0))
    text = ""
    if answers and werkzone:
        word = "antwoord" if answers == 1 else "antwoorden"
        text = f"Dat hangt af van {dutch_number(answers)} onbekende {word}."
    return Balk(
        start=int(low / top * 1000),
        width=max(8, int((high - low) / top * 1000)),
        zeker=f"minstens {dutch_number(low)}",
        mogelijk=f"hoogstens {dutch_number(high)}",
        uitleg=text,
    )


def _gain(data: Json) -> Fraction:
    """What all unknown answers on one kenmerk together can add."""
    together = interval_of(data["samen"])
    return together.high - together.low if together else Fraction(0)


_PER_LEERLING = re.compile(r"\b(" + "|".join(k.label.lower() for k in Kenmerk) + r")\b")


def _named(name: str) -> tuple[str, ...]:
    """The kenmerken that a line of the explanation says these pupils have."""
    known = name.split(";")[0].lower()
    return tuple(k.replace(" ", "_") for k in _PER_LEERLING.findall(known))


def _bron_van_bijdragen(stappen: Sequence[Json]) -> Json | None:
    """The line whose parts are kenmerken, or combinations of them, that pupils were counted for."""
    for stap in stappen:
        parts = [d for d in stap["delen"] if d["delen"] and _named(d["naam"])]
        units = {d["eenheid"] for d in parts}
        if len(parts) > 1 and units == {stap["eenheid"]} and stap["waarde"] is not None:
            return stap
        found = _bron_van_bijdragen(stap["delen"])
        if found is not None:
            return found
    return None


def _bijdragen(source: Json) -> tuple[Bijdrage, ...]:
    """Every part that adds something, the largest first; the largest fills the ruler."""
    parts = []
    for stap in source["delen"]:
        value = interval_of(stap["waarde"])
        if value is not None and value.high > 0 and _named(stap["naam"]):
            parts.append((value, stap))
    parts.sort(key=lambda part: (-part[0].high, part[1]["naam"]))
    top = max((value.high for value, _ in parts), default=Fraction(1))
    return tuple(
        Bijdrage(
            naam=stap["naam"],
            zin=stap["zin"],
            kenmerken=_named(stap["naam"]),
            waarde=dutch_interval(value, places=2),
            zeker=int(value.low / top * 1000),
            mogelijk=int((value.high - value.low) / top * 1000),
        )
        for value, stap in parts
    )


def _drempel(data: Json) -> DrempelView:
    share, limit = interval_of(data["aandeel"]), parse_exact(data["drempel"])
    assert share is not None
    low, high = min(share.low, Fraction(1)), min(share.high, Fraction(1))
    # Just under or over the threshold must not read as exactly on it.
    near = any(x != limit and abs(x - limit) < Fraction(1, 10_000) for x in (share.low, share.high))
    return DrempelView(
        naam=data["naam"],
        zin=data["zin"],
        gehaald=data["gehaald"],
        aandeel=_share(share, at_most=5 if near else 2),
        grens=dutch_percent(limit),
        grens_x=int(limit * 1000),
        low_x=int(low * 1000),
        width=max(0, int((high - low) * 1000)),
        artikel=data["artikel"],
    )


def _onbekende(data: Json) -> OnbekendView:
    each = interval_of(data["per_antwoord"])
    unit = data["eenheid"]
    number = parse_exact(data["leerlingen"])
    gain = _gain(data)
    first = data["eerste_stap"]
    if not gain:
        step = "Het afgeronde resultaat verandert er niet door."
    elif first is None:
        step = "Vanaf hoeveel antwoorden 'ja' dat is, kunnen we uit totalen niet zeggen."
    elif first == 1:
        step = "Al vanaf één antwoord 'ja' stijgt het resultaat."
    else:
        step = f"Vanaf {first} keer 'ja' kan het resultaat stijgen."
    return OnbekendView(
        key=data["kenmerk"],
        kenmerk=Kenmerk(data["kenmerk"]).label,
        leerlingen=dutch_number(number),
        per_antwoord=show(each, unit) if each else "–",
        samen=f"+ {dutch_number(gain)}" if gain else "0",
        eerste_stap=step,
    )


@dataclass(frozen=True)
class GlancePart:
    """One regeling in the sum on top of the page."""

    groot: str
    titel: str
    anker: str


@dataclass(frozen=True)
class Glance:
    """The totals on top of the page: hours of one unit added up."""

    groot: str
    eenheid: str
    delen: tuple[GlancePart, ...]
    bekend: bool


def glance(views: Sequence[ResultView]) -> list[Glance]:
    """Hours per unit, then euros, then nothing else."""
    found = []
    for unit, name in (
        ("lestijden", "lestijden"),
        ("uren-leraar", "uren-leraar"),
        ("lesuren", "lesuren"),
        ("euro", "werkingsbudget"),
    ):
        group = [v for v in views if v.eenheid == unit]
        known = [v for v in group if v.low is not None and v.high is not None]
        if not group:
            continue
        low = sum((v.low for v in known if v.low is not None), Fraction(0))
        high = sum((v.high for v in known if v.high is not None), Fraction(0))
        if not known:
            text = "niet berekenbaar"
        elif len(known) < len(group):
            text = f"minstens {big(low, low, unit, whole=True)}"
        else:
            text = big(low, high, unit, whole=True)
        parts = tuple(GlancePart(v.groot if v.berekenbaar else "?", v.titel, v.key) for v in group)
        found.append(Glance(text, name, parts, bool(known)))
    return found
