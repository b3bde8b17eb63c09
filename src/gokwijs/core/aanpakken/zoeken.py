"""Choosing from the catalogue: filters, the order of a list, and counting without zeros.

In: a catalogue and what somebody asks for. Out: aanpakken in order. Months never decide alone: they
break a tie after strength and cost. Nothing disappears for want of a number without being said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from gokwijs.core.aanpakken.catalogus import Catalogus
from gokwijs.core.aanpakken.model import Aanpak, Feit, Niveau, Richting
from gokwijs.core.aanpakken.zeggen import MENING
from gokwijs.core.leerlingen.naam import search_key


class Effect(StrEnum):
    CIJFER = "cijfer"
    GEEN_CIJFER = "geen-cijfer"
    STEUNT = "steunt"
    TEGEN = "tegen"
    ONBESLIST = "onbeslist"

    @property
    def label(self) -> str:
        return _EFFECTEN[self]


_EFFECTEN = {
    Effect.CIJFER: "met een cijfer in maanden",
    Effect.GEEN_CIJFER: "zonder cijfer in maanden",
    Effect.STEUNT: "onderzoek wijst op een gunstig effect",
    Effect.TEGEN: "er is tegenbewijs of een waarschuwing",
    Effect.ONBESLIST: "te weinig onderzoek",
}


class Volgorde(StrEnum):
    STERKTE = "sterkte"
    KOSTEN = "kosten"
    NAAM = "naam"

    @property
    def label(self) -> str:
        return _VOLGORDES[self]


_VOLGORDES = {
    Volgorde.STERKTE: "sterkte van het bewijs, dan kost",
    Volgorde.KOSTEN: "kost, dan sterkte van het bewijs",
    Volgorde.NAAM: "naam",
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What somebody looks for; empty means: everything."""

    zoek: str = ""
    niveau: Niveau | None = None
    doelgroep: str = ""
    rok: str = ""  # the bare code: R3
    effect: Effect | None = None
    kosten: int | None = None  # at most
    sterkte: int | None = None  # at least


@dataclass(frozen=True, slots=True)
class Gevonden:
    """Two lists that are not compared with each other, and how many could not be judged.

    ``onbekend``: fit in every other way, but their cost or strength was never recorded.
    """

    toolkit: tuple[Aanpak, ...]
    ander: tuple[Aanpak, ...]
    onbekend: int

    @property
    def alle(self) -> tuple[Aanpak, ...]:
        return self.toolkit + self.ander


@dataclass(frozen=True, slots=True)
class Maandentelling:
    """The numbers there are, and how many facts were skipped because they have none."""

    maanden: tuple[int, ...]
    overgeslagen: int


def zoek(catalogus: Catalogus, filter: Filter, volgorde: Volgorde = Volgorde.STERKTE) -> Gevonden:
    """The aanpakken that fit, those with a Toolkit strand apart from the others."""
    fit = [aanpak for aanpak in catalogus.aanpakken if _fits(aanpak, filter)]
    judged = [aanpak for aanpak in fit if _known(aanpak, filter)]
    kept = [aanpak for aanpak in judged if _within(aanpak, filter)]
    ordered = sorted(kept, key=_ORDER[volgorde])
    return Gevonden(
        toolkit=tuple(a for a in ordered if a.sterkte is not None),
        ander=tuple(a for a in ordered if a.sterkte is None),
        onbekend=len(fit) - len(judged),
    )


def tel_maanden(feiten: Iterable[Feit]) -> Maandentelling:
    """Absent is not zero: a fact without a number is skipped and counted as skipped."""
    listed = list(feiten)
    numbers = tuple(feit.cijfer for feit in listed if feit.cijfer is not None)
    return Maandentelling(numbers, len(listed) - len(numbers))


def _fits(aanpak: Aanpak, filter: Filter) -> bool:
    return (
        _says(aanpak.zoektekst, filter.zoek)
        and _says(aanpak.doelgroep, filter.doelgroep)
        and filter.niveau in (None, aanpak.niveau)
        and (not filter.rok or filter.rok in aanpak.rok)
        and (filter.effect is None or _TESTS[filter.effect](aanpak))
    )


def _says(text: str, words: str) -> bool:
    """Every word must stand in the text, in whatever order, without accents and capitals."""
    here = search_key(text)
    return all(word in here for word in search_key(words).split())


def _known(aanpak: Aanpak, filter: Filter) -> bool:
    return (filter.kosten is None or aanpak.kosten is not None) and (
        filter.sterkte is None or aanpak.sterkte is not None
    )


def _within(aanpak: Aanpak, filter: Filter) -> bool:
    cheap = filter.kosten is None or _step(aanpak.kosten, "kosten_schaal") <= filter.kosten
    return cheap and (
        filter.sterkte is None or _step(aanpak.sterkte, "sterkte_schaal") >= filter.sterkte
    )


def _step(feit: Feit | None, scale: str) -> int:
    return -1 if feit is None else int(getattr(feit, scale))


def _naam(aanpak: Aanpak) -> str:
    return search_key(aanpak.naam)


def _by_sterkte(aanpak: Aanpak) -> tuple[int, int, int, str]:
    """Strength, then cost, then months: the order of a card."""
    sterkte = _step(aanpak.sterkte, "sterkte_schaal")
    return -sterkte, _kost(aanpak), -_months(aanpak), _naam(aanpak)


def _by_kosten(aanpak: Aanpak) -> tuple[int, int, str]:
    return _kost(aanpak), -_step(aanpak.sterkte, "sterkte_schaal"), _naam(aanpak)


def _kost(aanpak: Aanpak) -> int:
    """What was never recorded comes after the dearest."""
    return 9 if aanpak.kosten is None else _step(aanpak.kosten, "kosten_schaal")


def _months(aanpak: Aanpak) -> int:
    """Of the first source; without a number after every number."""
    return next((f.maanden for f in aanpak.hoofdcijfers if f.maanden is not None), -99)


_ORDER: dict[Volgorde, Callable[[Aanpak], tuple[int | str, ...]]] = {
    Volgorde.STERKTE: _by_sterkte,
    Volgorde.KOSTEN: _by_kosten,
    Volgorde.NAAM: lambda aanpak: (_naam(aanpak),),
}
_TESTS: dict[Effect, Callable[[Aanpak], bool]] = {
    Effect.CIJFER: lambda aanpak: aanpak.heeft_cijfer,
    Effect.GEEN_CIJFER: lambda aanpak: not aanpak.heeft_cijfer,
    Effect.STEUNT: lambda aanpak: any(
        f.richting is Richting.STEUNT and f.soort not in MENING for f in aanpak.feiten
    ),
    Effect.TEGEN: lambda aanpak: any(f.richting.tegen for f in aanpak.feiten),
    Effect.ONBESLIST: lambda aanpak: any(
        f.richting is Richting.GEEN_UITSPRAAK for f in aanpak.feiten
    ),
}
