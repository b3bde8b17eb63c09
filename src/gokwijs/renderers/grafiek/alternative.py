"""What a chart says, in Dutch sentences: for who hears it, and for who cannot see it.

In: a ``Grafiek``. Out: plain text with the full labels. Hidden values are named, never given.
"""

from __future__ import annotations

from collections.abc import Sequence

from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.grafiek.model import (
    Balk,
    Grafiek,
    Lijnen,
    Staaf,
    Stapel,
    Staven,
    Stroom,
    Tijdlijn,
    Verschil,
)
from gokwijs.renderers.grafiek.text import ABSENT, HIDDEN, amount, clean, number, span

_ALL = 8  # up to so many values are all read out


def alternatief(grafiek: Grafiek) -> str:
    """The whole chart in sentences."""
    if isinstance(grafiek, Staven):
        said = _staven(grafiek)
    elif isinstance(grafiek, Lijnen):
        said = _lijnen(grafiek)
    elif isinstance(grafiek, Tijdlijn):
        said = _tijdlijn(grafiek)
    elif isinstance(grafiek, Stapel):
        said = _stapel(grafiek)
    elif isinstance(grafiek, Verschil):
        said = _verschil(grafiek)
    else:
        said = _stroom(grafiek)
    return " ".join([_sentence(clean(grafiek.titel)), *said])


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:-1]) + " en " + names[-1] if len(names) > 1 else "".join(names)


def _missing(hidden: Sequence[str], absent: Sequence[str]) -> list[str]:
    found = [f"{HIDDEN.capitalize()}: {_listed(hidden)}."] if hidden else []
    return found + ([f"{ABSENT.capitalize()}: {_listed(absent)}."] if absent else [])


def _extremes(values: Sequence[tuple[str, float]], unit: str) -> list[str]:
    if len(values) < 2:
        return []
    high, low = max(values, key=lambda v: v[1]), min(values, key=lambda v: v[1])
    if high[1] == low[1]:
        return [f"Alle waarden zijn gelijk: {amount(high[1], unit)}."]
    return [
        f"Hoogst: {high[0]}, {amount(high[1], unit)}.",
        f"Laagst: {low[0]}, {amount(low[1], unit)}.",
    ]


def _around(low: float | None, high: float | None) -> str:
    """The interval around a value, when it has a width."""
    if low is None or high is None or low == high:
        return ""
    return f", tussen {number(low)} en {number(high)}"


def _staaf(staaf: Staaf, unit: str, reference: str) -> str:
    if staaf.tekst:
        text = f"{clean(staaf.label)}: {clean(staaf.tekst)}"
    elif staaf.waarde is None:
        text = f"{clean(staaf.label)}: {span(staaf.low, staaf.high)} {clean(unit)}".rstrip()
    else:
        around = _around(staaf.low, staaf.high)
        text = f"{clean(staaf.label)}: {amount(staaf.waarde, unit)}{around}"
    if staaf.referentie is not None:
        text += f", {reference} {amount(staaf.referentie, unit)}"
    return text + (f" ({clean(staaf.bijschrift)})" if clean(staaf.bijschrift) else "")


def _staven(grafiek: Staven) -> list[str]:
    reference = clean(grafiek.referentie_label) or "vergelijking"
    shown = [
        s for s in grafiek.rijen if s.waarde is not None or s.low is not None or s.high is not None
    ]
    said = [f"Staafdiagram met {_count(len(grafiek.rijen), 'rij', 'rijen')}."]
    values = [(clean(s.label), s.waarde) for s in shown if s.waarde is not None and not s.tekst]
    said += _extremes(values, grafiek.eenheid)
    if len(shown) <= _ALL:
        said += [f"{_staaf(s, grafiek.eenheid, reference)}." for s in shown]
    hidden = [clean(s.label) for s in grafiek.rijen if s.verborgen]
    absent = [
        clean(s.label) + (f" ({clean(s.bijschrift)})" if clean(s.bijschrift) else "")
        for s in grafiek.rijen
        if not s.verborgen and s not in shown
    ]
    return said + _missing(hidden, absent)


def _verschil(grafiek: Verschil) -> list[str]:
    """Every difference with its interval, and whether that leaves room for none at all."""
    said = [
        f"{clean(rij.label)}: {amount(rij.waarde, grafiek.eenheid)}{_around(rij.low, rij.high)}."
        for rij in grafiek.rijen
    ]
    if grafiek.grens:
        said.append(f"{_sentence(clean(grafiek.grens_label))}")
    return said or [f"{ABSENT.capitalize()}."]


def _count(number_of: int, one: str, more: str) -> str:
    return f"{number_of} {one if number_of == 1 else more}"


def _lijnen(grafiek: Lijnen) -> list[str]:
    unit, x = grafiek.eenheid, [clean(label) for label in grafiek.x]
    said = [f"Lijndiagram met {_count(len(grafiek.reeksen), 'lijn', 'lijnen')}."]
    if x:
        said = [f"{said[0][:-1]}, van {x[0]} tot {x[-1]}." if len(x) > 1 else said[0]]
    values: list[tuple[str, float, str]] = []
    hidden: list[str] = []
    absent: list[str] = []
    for lijn in grafiek.reeksen:
        for year, punt in zip(x, lijn.punten, strict=True):
            name = f"{clean(lijn.label)} {year}"
            if punt.waarde is not None:
                values.append((name, punt.waarde, _around(punt.low, punt.high)))
            else:
                (hidden if punt.verborgen else absent).append(name)
    said += _extremes([(name, value) for name, value, _ in values], unit)
    if len(values) <= _ALL:
        said += [f"{name}: {amount(value, unit)}{around}." for name, value, around in values]
    else:
        said += _ends(grafiek, x)
    for breuk in grafiek.breuken:
        after = x[grafiek.x.index(breuk) + 1]
        said.append(
            f"Tussen {clean(breuk)} en {after} is er een breuk: vergelijk die jaren niet zomaar."
        )
    return said + _missing(hidden, absent)


def _ends(grafiek: Lijnen, x: Sequence[str]) -> list[str]:
    """Of many values: where each line starts and ends."""
    said = []
    for lijn in grafiek.reeksen:
        known = [(y, p.waarde) for y, p in zip(x, lijn.punten, strict=True) if p.waarde is not None]
        if known:
            (first, one), (last, two) = known[0], known[-1]
            said.append(
                f"{clean(lijn.label)}: {amount(one, grafiek.eenheid)} in {first}"
                + (f", {amount(two, grafiek.eenheid)} in {last}." if last != first else ".")
            )
    return said


def _tijdlijn(grafiek: Tijdlijn) -> list[str]:
    """Every point, the way and every bar: as much as the tables beside it say."""
    unit = grafiek.eenheid
    said = [f"Tijdlijn met {_count(len(grafiek.punten), 'meting', 'metingen')}."]
    for place, one in enumerate(grafiek.punten):
        if one.punt.waarde is not None:
            around = _around(one.punt.low, one.punt.high)
            words = clean(one.tekst) or amount(one.punt.waarde, unit)
            said.append(f"{dutch_date(one.dag)}: {words}{around}.")
        if place in grafiek.breuken:
            said.append("Daarna is er een breuk: vergelijk niet over die lijn heen.")
    if grafiek.weg is not None:
        (day, value), (end, goal) = grafiek.weg
        start = "" if value == goal else f"van {amount(value, unit)} op {dutch_date(day)} naar "
        said.append(
            f"{_capital(clean(grafiek.weg_naam))}: {start}{amount(goal, unit)} op "
            f"{dutch_date(end)}."
        )
    said += [f"{clean(one.label)}: {lasts(one)}." for one in grafiek.balken]
    hidden = [dutch_date(one.dag) for one in grafiek.punten if one.punt.verborgen]
    return said + _missing(hidden, ())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def lasts(balk: Balk) -> str:
    """From when to when, in words."""
    if balk.van is None and balk.tot is None:
        return "zonder data"
    if balk.van is None or balk.tot is None:
        known = balk.van or balk.tot
        assert known is not None
        return f"{'vanaf' if balk.van else 'tot'} {known:%d/%m/%Y}"
    return f"{balk.van:%d/%m/%Y} tot {balk.tot:%d/%m/%Y}"


def _stapel(grafiek: Stapel) -> list[str]:
    names = [clean(c.label) for c in grafiek.categorieen]
    said = [f"Verdeling over {_listed(names)}, {_count(len(grafiek.rijen), 'rij', 'rijen')}."]
    known = [r for r in grafiek.rijen if any(w is not None for w in r.waarden)]
    everything = sum(w is not None for r in known for w in r.waarden) <= _ALL
    for rij in known:
        pairs = [(n, w) for n, w in zip(names, rij.waarden, strict=True) if w is not None]
        if everything:
            parts = [f"{name} {number(value)}" for name, value in pairs]
            parts += [f"{n} {ABSENT}" for n, w in zip(names, rij.waarden, strict=True) if w is None]
            said.append(f"{clean(rij.label)}: {', '.join(parts)}.")
        else:
            name, value = max(pairs, key=lambda p: p[1])
            total = sum(w for _, w in pairs)
            said.append(f"{clean(rij.label)}: vooral {name}, {number(value)} van {number(total)}.")
    hidden = [clean(r.label) for r in grafiek.rijen if r.verborgen]
    absent = [clean(r.label) for r in grafiek.rijen if not r.verborgen and r not in known]
    return said + _missing(hidden, absent)


def _stroom(grafiek: Stroom) -> list[str]:
    names = [{k.key: clean(k.label) for k in side} for side in (grafiek.links, grafiek.rechts)]
    shown = [b for b in grafiek.banden if not b.verborgen]
    said = [
        f"Stroomdiagram van {_count(len(grafiek.links), 'groep', 'groepen')} "
        f"naar {_count(len(grafiek.rechts), 'groep', 'groepen')}."
    ]
    ordered = shown
    if len(shown) > _ALL:
        ordered = sorted(shown, key=lambda b: -b.aantal)[:3]
        said.append("De grootste stromen:")
    said += [f"Van {names[0][b.van]} naar {names[1][b.naar]}: {number(b.aantal)}." for b in ordered]
    if len(shown) > _ALL:
        last = min(shown, key=lambda b: b.aantal)
        said.append(
            f"De kleinste: van {names[0][last.van]} naar {names[1][last.naar]}, "
            f"{number(last.aantal)}."
        )
    hidden = [
        f"van {names[0][b.van]} naar {names[1][b.naar]}" for b in grafiek.banden if b.verborgen
    ]
    return said + _missing(hidden, ())
