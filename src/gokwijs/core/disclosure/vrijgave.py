"""What leaves the gate: releases, families of tables that leave together, and refusals.

Plain data with its proof; who may see it and where it is kept is for others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from gokwijs.core.disclosure.aanval import Bekend, Tabel
from gokwijs.core.disclosure.figuren import Figuur, Groep

# Raise this whenever the gate decides differently: the register keeps it with every release.
REGELVERSIE = "1"
AFGESCHERMD = "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken."

Getuigen = Mapping[str, tuple[Tabel, Tabel]]


@dataclass(frozen=True)
class Vrijgave:
    """What may be shown. Everything in ``verborgen`` looks the same; the reason stays inside.

    ``getuigen``: per hidden key two tables that both agree with all that this audience knows; also
    for each of ``geheim``, sums outside this table that stay hidden (of earlier releases, and
    differences of shown numbers). ``publiek``: sizes that everybody knows; ``vast``: keys shown
    whatever their size.
    """

    figuren: tuple[Figuur, ...]
    verborgen: frozenset[str]
    primair: frozenset[str]
    getuigen: Getuigen = field(default_factory=dict)
    groepen: tuple[Groep, ...] = ()
    vast: frozenset[str] = frozenset()
    geheim: tuple[Figuur, ...] = ()
    publiek: tuple[Bekend, ...] = ()
    regelversie: str = REGELVERSIE

    def toon(self, key: str) -> int | None:
        """The number in half pupils, or None when it is hidden; raises KeyError."""
        found = {f.key: f.halves for f in self.figuren}[key]
        return None if key in self.verborgen else found

    @property
    def bekend(self) -> tuple[Bekend, ...]:
        """What this release tells its audience, for the next one."""
        return tuple(
            Bekend(f.cellen, f.halves) for f in self.figuren if f.key not in self.verborgen
        )

    @property
    def te_bewaken(self) -> tuple[Figuur, ...]:
        """Every sum that must stay hidden after this release."""
        return (*(f for f in self.figuren if f.key in self.verborgen), *self.geheim)


@dataclass(frozen=True)
class Weigering:
    """A table that cannot leave, with the reason in Dutch."""

    key: str
    reden: str


@dataclass(frozen=True)
class Familie:
    """Tables released together to one audience, in their order, and those refused.

    ``geheim`` and ``getuigen``: what earlier releases hid, proved beside this whole family.
    """

    vrijgaven: Mapping[str, Vrijgave]
    weigeringen: tuple[Weigering, ...] = ()
    geheim: tuple[Figuur, ...] = ()
    getuigen: Getuigen = field(default_factory=dict)
    publiek: tuple[Bekend, ...] = ()
    regelversie: str = REGELVERSIE

    @property
    def bekend(self) -> tuple[Bekend, ...]:
        """What all tables together tell."""
        return tuple(b for one in self.vrijgaven.values() for b in one.bekend)


Eerder = Bekend | Vrijgave | Familie


def releases(earlier: Iterable[Eerder]) -> Iterator[Vrijgave]:
    """The single releases among what was given before."""
    for one in earlier:
        if isinstance(one, Vrijgave):
            yield one
        elif isinstance(one, Familie):
            yield from one.vrijgaven.values()


def numbers(earlier: Iterable[Eerder]) -> Iterator[Bekend]:
    """Every number that was given before."""
    for one in earlier:
        if isinstance(one, Bekend):
            yield one
        else:
            yield from one.publiek
            yield from one.bekend


def secrets(earlier: Iterable[Eerder]) -> Iterator[Figuur]:
    """Every sum that was hidden before, each once, under a key of its own."""
    seen: dict[tuple[frozenset[int], int], Figuur] = {}
    for one in earlier:
        hidden = [f for v in releases([one]) for f in v.te_bewaken]
        if isinstance(one, Familie):
            hidden += one.geheim
        for f in hidden:
            key = f"eerder~{len(seen)}"
            fresh = Figuur(key, f.cellen, f.halves, f.drempel, f.onmogelijk)
            seen.setdefault((f.cellen, f.drempel), fresh)
    yield from seen.values()
