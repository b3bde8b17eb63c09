"""The track after a negative statement on GOK: its term, its shortcomings, and what is at stake.

In: a Remediering and today. Out: what the page says. The day of the new evaluation is what the
school typed; it is only held against the year of the regulation, never computed (besluit 15).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gokwijs.apps.dossier.inspectie import Rij, met_alles, vorige_uitspraak
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.core.beleid.tijd import add_months
from gokwijs.core.calendar import Schooljaar

TERMIJN_MAANDEN = 12  # "binnen één jaar", decree of 8 May 2009


@dataclass(frozen=True)
class Spoor:
    """Everything the page says about one track."""

    remediering: Remediering
    vandaag: date
    rijen: tuple[Rij, ...]
    vorige: Inspectie | None

    @property
    def inspectie(self) -> Inspectie:
        return self.remediering.inspectie

    @property
    def tekorten(self) -> list[Rij]:
        return [rij for rij in self.rijen if rij.bevinding.soort == Bevinding.Soort.TEKORT]

    @property
    def zonder_actie(self) -> list[Rij]:
        return [rij for rij in self.tekorten if rij.vraagt_actie]

    @property
    def is_tweede(self) -> bool:
        """Was the statement before it negative too?"""
        return (
            self.inspectie.is_negatief and self.vorige is not None and self.vorige.is_negatief
        ) or self.remediering.uitkomst == Remediering.Uitkomst.NEGATIEF

    @property
    def is_open(self) -> bool:
        return self.remediering.uitkomst == Remediering.Uitkomst.OPEN

    @cached_property
    def te_laat(self) -> bool:
        """Does the typed day lie more than a year after the report?"""
        day = self.remediering.herevaluatie_op
        return day is not None and day > add_months(self.inspectie.datum, TERMIJN_MAANDEN)

    @property
    def dagen(self) -> int | None:
        """Until the new evaluation; None when no day is known or it is over."""
        day = self.remediering.herevaluatie_op
        return (day - self.vandaag).days if day is not None and self.is_open else None

    @property
    def zin(self) -> str:
        """The answer of the page in one sentence."""
        track = self.remediering
        if track.uitkomst == Remediering.Uitkomst.POSITIEF:
            return "De nieuwe evaluatie was positief. Deze remediëring is afgerond."
        if track.uitkomst == Remediering.Uitkomst.NEGATIEF:
            return "De nieuwe evaluatie was opnieuw negatief."
        if self.dagen is None:
            return "Vul in wanneer de inspectie opnieuw evalueert."
        if self.dagen < 0:
            return "De nieuwe evaluatie is voorbij. Noteer de uitkomst."
        when = {0: "vandaag", 1: "morgen"}.get(self.dagen, f"over {self.dagen} dagen")
        return f"De nieuwe evaluatie is {when}."

    @property
    def gevolg_vanaf(self) -> Schooljaar:
        """The school year from which a second negative statement would be felt."""
        track = self.remediering
        day = track.uitkomst_op or track.herevaluatie_op or self.vandaag
        if self.inspectie.is_negatief and self.vorige is not None and self.vorige.is_negatief:
            day = self.inspectie.datum
        return Schooljaar.of(day).next


def spoor_of(track: Remediering, today: date) -> Spoor:
    rows = met_alles(track.inspectie.bevindingen.filter(verwijderd=None))
    return Spoor(track, today, tuple(Rij(one) for one in rows), vorige_uitspraak(track.inspectie))
