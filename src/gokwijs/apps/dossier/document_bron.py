"""Everything the document of a plan is read from, fetched once and gated for its audience.

In: a plan and for whom. Out: a ``Bron``: rows, numbers as they are printed (V1, D2, A3), and small
texts: dates, roles, amounts, codes, comments. A fixed number of queries, whatever the plan holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from gokwijs.apps.access.roles import known_roles
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import (
    Actie,
    Bijlage,
    Boeking,
    Draagvlakmoment,
    Evaluatie,
    Knoopsoort,
    Meting,
    Opmerking,
    Plan,
    Streefdoel,
    Uitvoering,
)
from gokwijs.apps.beleid.selectors import Rijen, rijen
from gokwijs.apps.beleid.tonen import AFGESCHERMD, ENKEL_WERKZONE, Zicht
from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.document_keuze import Publiek
from gokwijs.apps.dossier.models import Bevinding, Inspectie
from gokwijs.apps.inzet.bedrag import Zicht as Bedragzicht
from gokwijs.apps.samen.models import Beeldvorming, Partnerafspraak
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import dutch_date


def dag(day: date | None) -> str:
    return dutch_date(day) if day is not None else ""


def moment_dag(moment: datetime) -> str:
    return dutch_date(timezone.localtime(moment).date())


class Bron:
    """One plan for one audience. Rows are only those that were not taken away."""

    def __init__(self, plan: Plan, publiek: Publiek, today: date) -> None:
        self.plan, self.publiek, self.today = plan, publiek, today
        self.school: School = plan.school
        self.exact = publiek is Publiek.WERK
        self.zicht = Zicht.buiten(self.school)
        self.zicht.exact = self.exact
        self.bedrag = Bedragzicht(self.exact)
        self.verborgen = False  # set when a figure was held back

    # ------------------------------------------------------------ rows

    @cached_property
    def rows(self) -> Rijen:
        return rijen(self.plan, alles=True)

    @cached_property
    def vaststellingen(self) -> tuple[Vaststelling, ...]:
        """Those a streefdoel of this plan rests on, and what the school wants to work on."""
        linked = {v.pk for doel in self.rows.streefdoelen for v in doel.vaststellingen.all()}
        found = [v for v in self.rows.vaststellingen if v.pk in linked or v.prioritair]
        return tuple(sorted(found, key=lambda v: (v.dag, v.pk)))

    @property
    def acties(self) -> Sequence[Actie]:
        """Those that are told of, in the order in which they are numbered."""
        return self.rows.acties

    @cached_property
    def evaluaties(self) -> tuple[Evaluatie, ...]:
        return tuple(sorted(self.rows.evaluaties, key=lambda one: (one.datum, one.pk)))

    @cached_property
    def momenten(self) -> tuple[Draagvlakmoment, ...]:
        found = Draagvlakmoment.objects.filter(plan=self.plan, verwijderd=None)
        found = found.order_by("datum", "pk")
        return tuple(found.prefetch_related("streefdoelen", "acties", "vaststellingen"))

    @cached_property
    def uitvoeringen(self) -> Mapping[int, list[Uitvoering]]:
        found: dict[int, list[Uitvoering]] = defaultdict(list)
        rows = Uitvoering.objects.filter(actie__plan=self.plan).order_by("datum", "pk")
        for one in rows:
            found[one.actie_id].append(one)
        return found

    @cached_property
    def beeldvormingen(self) -> tuple[Beeldvorming, ...]:
        found = self.plan.beeldvormingen.filter(verwijderd=None).order_by("datum", "pk")
        return tuple(found.prefetch_related("acties"))

    @cached_property
    def afspraken(self) -> tuple[Partnerafspraak, ...]:
        return tuple(self.school.partnerafspraken.filter(verwijderd=None))

    @cached_property
    def boekingen_per_doel(self) -> Mapping[int, list[Boeking]]:
        """What was spent on a goal as a whole, without an actie."""
        found: dict[int, list[Boeking]] = defaultdict(list)
        rows = Boeking.objects.filter(streefdoel__plan=self.plan, actie=None, ingetrokken=None)
        for one in rows.order_by("pk"):
            found[one.streefdoel_id or 0].append(one)
        return found

    @cached_property
    def inspecties(self) -> tuple[Inspectie, ...]:
        """The reports of the school, oldest first, with their findings."""
        rows = Bevinding.objects.filter(verwijderd=None).prefetch_related(
            "vaststellingen", "streefdoelen", "acties"
        )
        found = self.school.inspecties.filter(verwijderd=None).order_by("datum", "pk")
        return tuple(
            found.select_related("remediering").prefetch_related(Prefetch("bevindingen", rows))
        )

    # ------------------------------------------------------------ numbers

    @cached_property
    def nummers(self) -> Mapping[tuple[type, int], str]:
        """V1, D1, A1, E1: short names to point from one part of the document to another."""
        lists: Iterable[tuple[str, type, Sequence[Any]]] = (
            ("V", Vaststelling, self.vaststellingen),
            ("D", Streefdoel, self.rows.streefdoelen),
            ("A", Actie, self.acties),
            ("E", Evaluatie, self.evaluaties),
        )
        return {
            (kind, one.pk): f"{letter}{place}"
            for letter, kind, rows in lists
            for place, one in enumerate(rows, 1)
        }

    def verwijs(self, rows: Iterable[Any]) -> str:
        """'D1, D3'; what is not in this document is left out."""
        found = {self.nummers.get((type(one), one.pk), "") for one in rows} - {""}
        return ", ".join(sorted(found, key=lambda text: (text[0], int(text[1:]))))

    def codes(self, keys: Iterable[str]) -> str:
        """'OK-verwachting R5, OK-verwachting BL10'; with what became of a code that lapsed."""
        return ", ".join(
            tag.naam if tag.is_huidig else f"{tag.naam} ({tag.toestand})"
            for tag in self.zicht.codes.tags(map(str, keys))
        )

    @property
    def alle_codes(self) -> set[str]:
        linked: tuple[Any, ...] = (
            *self.vaststellingen,
            *self.rows.streefdoelen,
            *self.rows.acties,
            *self.rows.indicatoren,
            *self.evaluaties,
            *self.rows.besluiten,
            *self.rows.borgingen,
        )
        return {str(code) for one in linked for code in one.ok_codes}

    # ------------------------------------------------------------ figures

    def meting(self, meting: Meting | None) -> str:
        return self.let_op(self.zicht.meting(meting))

    def aandeel(self, teller: int | None, noemer: int | None) -> str:
        """How many were reached; a count alone only where it may be told."""
        if teller is None:
            return ""
        if noemer:
            return self.let_op(self.zicht.aandeel(Decimal(teller), Decimal(noemer)))
        if not self.exact and teller < self.zicht.drempel:
            return self.let_op(AFGESCHERMD)
        return str(teller)

    def let_op(self, said: str) -> str:
        """Remember that something was held back: the document says so."""
        self.verborgen = self.verborgen or self.is_verborgen(said)
        return said

    @staticmethod
    def is_verborgen(said: str) -> bool:
        return said in (AFGESCHERMD, ENKEL_WERKZONE)

    # ------------------------------------------------------------ comments and documents

    @cached_property
    def rollen(self) -> Mapping[int, str]:
        """The first role of everybody of the school, as it is printed."""
        found = {}
        for member in self.school.memberships.order_by("pk"):
            roles = known_roles(member.roles)
            found[member.user_id] = roles[0].label if roles else "collega"
        return found

    @cached_property
    def _opmerkingen(self) -> Mapping[tuple[str, int], list[Opmerking]]:
        found: dict[tuple[str, int], list[Opmerking]] = defaultdict(list)
        for one in Opmerking.objects.filter(school=self.school, verwijderd=None):
            found[(one.soort, one.nummer)].append(one)
        return found

    @cached_property
    def _bijlagen(self) -> Mapping[tuple[str, int], list[Bijlage]]:
        found: dict[tuple[str, int], list[Bijlage]] = defaultdict(list)
        for one in Bijlage.objects.filter(school=self.school, verwijderd=None):
            found[(one.soort, one.nummer)].append(one)
        return found

    def opmerkingen(self, soort: Knoopsoort, nummer: int) -> tuple[doc.Opmerking, ...]:
        return tuple(
            doc.Opmerking(
                wie=self.rollen.get(one.by_id or 0, "collega"),
                datum=moment_dag(one.gemaakt),
                tekst=one.tekst,
            )
            for one in self._opmerkingen.get((soort.value, nummer), ())
        )

    def documenten(self, soort: Knoopsoort, nummer: int) -> str:
        return "; ".join(one.naam for one in self._bijlagen.get((soort.value, nummer), ()))
