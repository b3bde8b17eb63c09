"""Reads for the conversation after a round: its points in order, with results and conclusions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404
from django.utils import timezone

from gokwijs.apps.scholen.models import School
from gokwijs.apps.zelfevaluatie.models import Antwoordopmerking, Conclusie, Respondentgroep, Ronde
from gokwijs.apps.zelfevaluatie.selectors import lijsten_van, ronde_van, uitslag_van
from gokwijs.apps.zelfevaluatie.tonen import Beeldlezer, Regel, lezers
from gokwijs.core.kader.vragenlijst import Item, Vragenlijst
from gokwijs.core.ronde import Uitslag

TEAM = Respondentgroep.Soort.TEAM


def gesloten_ronde(school: School, pk: int) -> tuple[Ronde, Uitslag]:
    """A round with its results; Http404 while it is open, or after it was taken away."""
    ronde = ronde_van(school, pk)
    uitslag = uitslag_van(ronde)
    if uitslag is None or ronde.verwijderd is not None:
        raise Http404
    return ronde, uitslag


def sluitdag(ronde: Ronde) -> date:
    """The day on which it was closed."""
    return timezone.localtime(ronde.gesloten).date() if ronde.gesloten else ronde.einde


def opmerkingen_bij(ronde: Ronde) -> dict[tuple[str, str], list[Antwoordopmerking]]:
    """(kind of respondents, item) → remarks that two people read."""
    found: dict[tuple[str, str], list[Antwoordopmerking]] = {}
    for one in ronde.opmerkingen.filter(weg=False).exclude(rol2=""):
        found.setdefault((one.soort, one.item), []).append(one)
    return found


@dataclass(frozen=True)
class Stem:
    """What one kind of respondents said about a point."""

    soort: str
    wie: str
    regel: Regel
    opmerkingen: tuple[Antwoordopmerking, ...]


@dataclass(frozen=True)
class Punt:
    """One point of the conversation."""

    nr: int
    item: Item
    lijst: Vragenlijst
    conclusie: Conclusie | None
    verdeeld: bool  # do groups surely answer differently?

    @property
    def klaar(self) -> bool:
        """Decided something, or decided to leave it."""
        one = self.conclusie
        return one is not None and bool(one.soort or one.besluit)


class Gesprek:
    """A closed round as a conversation: team questions first, and what others said with them."""

    def __init__(self, ronde: Ronde, uitslag: Uitslag) -> None:
        self.ronde, self.uitslag = ronde, uitslag
        self.lijsten: Mapping[str, Vragenlijst] = lijsten_van(ronde)
        self.lezers: dict[str, Beeldlezer] = lezers(self.lijsten, uitslag)

    @cached_property
    def conclusies(self) -> dict[str, Conclusie]:
        found = self.ronde.conclusies.select_related("vaststelling").prefetch_related("bewijzen")
        return {one.item: one for one in found}

    @cached_property
    def punten(self) -> tuple[Punt, ...]:
        """Questions of pupils and parents that touch no question of the team come last."""
        rows: list[tuple[Item, Vragenlijst]] = []
        covered: set[str] = set()
        for soort in self.lezers:
            lijst = self.lijsten[soort]
            for item in lijst.items:
                if soort == TEAM or not rows or not set(item.codes) & covered:
                    rows.append((item, lijst))
            if soort == TEAM:
                covered = {code for item in lijst.items for code in item.codes}
        unique = {item.sleutel: (item, lijst) for item, lijst in rows}
        return tuple(
            Punt(
                nr,
                item,
                lijst,
                self.conclusies.get(item.sleutel),
                self._verdeeld(lijst.voor.value, item.sleutel),
            )
            for nr, (item, lijst) in enumerate(unique.values(), 1)
        )

    def _verdeeld(self, soort: str, sleutel: str) -> bool:
        deel = self.lezers[soort].deel
        found = deel.items.get(sleutel) if deel is not None else None
        return found is not None and bool(found.verschil)

    @property
    def klaar(self) -> int:
        return sum(one.klaar for one in self.punten)

    @property
    def eerstvolgende(self) -> Punt | None:
        """The first point without a decision."""
        return next((one for one in self.punten if not one.klaar), None)

    def punt(self, sleutel: str) -> Punt:
        """Raises Http404."""
        for one in self.punten:
            if one.item.sleutel == sleutel:
                return one
        raise Http404

    def naast(self, punt: Punt, stap: int) -> Punt | None:
        """The point before (-1) or after (1)."""
        place = punt.nr - 1 + stap
        return self.punten[place] if 0 <= place < len(self.punten) else None

    @cached_property
    def opmerkingen(self) -> dict[tuple[str, str], list[Antwoordopmerking]]:
        return opmerkingen_bij(self.ronde)

    def stemmen(self, punt: Punt) -> list[Stem]:
        """Everybody's answers to this question, and to others on the same expectation."""
        found = []
        codes = set(punt.item.codes)
        for soort, lezer in self.lezers.items():
            for regel in lezer.regels:
                same = regel.item.sleutel == punt.item.sleutel
                other_kind = soort != punt.lijst.voor.value
                if same or (other_kind and codes & set(regel.item.codes)):
                    said = self.opmerkingen.get((soort, regel.item.sleutel), [])
                    found.append(Stem(soort, wie(soort), regel, tuple(said)))
        return found

    @property
    def titels(self) -> dict[str, str]:
        """How each item is called in a text."""
        return {one.item.sleutel: kort(one.item) for one in self.punten}


def wie(soort: str) -> str:
    """'Team'"""
    label = str(Respondentgroep.Soort(soort).label)
    return label[:1].upper() + label[1:]


def kort(item: Item) -> str:
    """A short name of an item: its subject, else its words."""
    return item.onderwerp or item.tekst
