"""Facts and aanpakken as the pages show them: strength, then cost, then months, then the source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gokwijs.core.aanpakken import Aanpak, Catalogus, Feit
from gokwijs.core.aanpakken.model import TOOLKIT
from gokwijs.core.aanpakken.zeggen import (
    Uitspraak,
    antwoord,
    bevinding,
    draagt,
    fasen,
    kosten_tekst,
    maanden_tekst,
    merken,
    soort_tekst,
    sterkte_tekst,
    toegeschreven,
    uitgave,
)


@dataclass(frozen=True)
class Regel:
    """One fact, ready to print; the order of the fields is the order on the page."""

    feit: Feit
    over: str  # the part of the subject this figure is about; empty: all of it
    sterkte: str
    kosten: str
    maanden: str
    fasen: str
    bron: str
    uitgave: str
    merken: tuple[str, ...]
    soort: str
    richting: str
    bevinding: str
    draagt: bool  # a figure of the answer, not one finding among others
    toolkit: bool


@dataclass(frozen=True)
class Rij:
    """One aanpak in the list: its figures, or that there are none, and one finding beside it."""

    aanpak: Aanpak
    regels: tuple[Regel, ...]
    soorten: str
    ernaast: Uitspraak | None
    meer: int  # how many more findings stand on the card

    @property
    def zonder_toolkit(self) -> bool:
        return not any(regel.toolkit for regel in self.regels)


@dataclass(frozen=True)
class Kaart:
    """One aanpak with everything that is known about it."""

    aanpak: Aanpak
    zinnen: tuple[tuple[Uitspraak, Regel | None], ...]
    ernaast: tuple[tuple[Uitspraak, Regel | None], ...]
    regels: tuple[Regel, ...]
    vroeger: tuple[Regel, ...]
    verwant: tuple[Rij, ...]

    @property
    def bij_verwant(self) -> tuple[Rij, ...]:
        """Counter-evidence of an overlapping aanpak belongs beside this claim too."""
        return tuple(rij for rij in self.verwant if rij.ernaast is not None)


def regel(aanpak: Aanpak, feit: Feit, catalogus: Catalogus, today: date) -> Regel:
    return Regel(
        feit=feit,
        over=feit.titel if feit.soort == TOOLKIT and not feit.strand else "",
        sterkte=sterkte_tekst(feit),
        kosten=kosten_tekst(feit),
        maanden=maanden_tekst(feit),
        fasen=fasen(feit),
        bron=toegeschreven(aanpak, feit),
        uitgave=uitgave(feit.versie),
        merken=merken(feit, today),
        soort=soort_tekst(feit),
        richting=catalogus.uitleg.richting[feit.richting.value],
        bevinding=bevinding(feit) if feit.opmerking else "",
        draagt=draagt(feit),
        toolkit=feit.soort == TOOLKIT,
    )


def rij(aanpak: Aanpak, catalogus: Catalogus, today: date) -> Rij:
    """A number stands in a list only when it comes from many studies and is about this aanpak."""
    listed = [f for f in aanpak.feiten if f.soort == TOOLKIT or f.maanden_toepassing]
    beside = [u for u in antwoord(aanpak).ernaast if u.feit is not None]
    kinds = dict.fromkeys(soort_tekst(feit) for feit in aanpak.feiten)
    return Rij(
        aanpak=aanpak,
        regels=tuple(regel(aanpak, feit, catalogus, today) for feit in listed),
        soorten="; ".join(kinds),
        ernaast=beside[0] if beside else None,
        meer=max(len(beside) - 1, 0),
    )


def kaart(aanpak: Aanpak, catalogus: Catalogus, today: date) -> Kaart:
    def beside(found: tuple[Uitspraak, ...]) -> tuple[tuple[Uitspraak, Regel | None], ...]:
        return tuple((u, made(u.feit) if u.feit is not None else None) for u in found)

    def made(feit: Feit) -> Regel:
        return regel(aanpak, feit, catalogus, today)

    said = antwoord(aanpak)
    return Kaart(
        aanpak=aanpak,
        zinnen=beside(said.zinnen),
        ernaast=beside(said.ernaast),
        regels=tuple(made(feit) for feit in aanpak.feiten),
        vroeger=tuple(made(feit) for feit in aanpak.vroeger),
        verwant=tuple(rij(one, catalogus, today) for one in catalogus.verwant(aanpak)),
    )
