"""Reads on rounds: which there are, how far they are, what came out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from gokwijs.apps.scholen.models import School
from gokwijs.apps.verklaring.tokens import hash_of
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk, Respondentgroep, Ronde
from gokwijs.core.kader.vragenlijst import Vragenlijst
from gokwijs.core.ronde import Soort, Uitslag
from gokwijs.core.ronde.indeling import REGELS


def rondes_van(school: School, *, weg: bool = False) -> QuerySet[Ronde]:
    """The rounds of a school, the newest first."""
    return Ronde.objects.filter(school=school, verwijderd__isnull=not weg).select_related("vorige")


def ronde_van(school: School, pk: int) -> Ronde:
    """One round, also one that was taken away; raises Http404."""
    return get_object_or_404(
        Ronde.objects.select_related("school", "vorige", "moment"), school=school, pk=pk
    )


@dataclass(frozen=True)
class Voortgang:
    """How far one group is. Only counts: who answered is not known in an anonymous round."""

    groep: Respondentgroep
    begonnen: int
    ingediend: int

    @property
    def bezig(self) -> int:
        """Begun and not sent in."""
        return self.begonnen - self.ingediend

    @property
    def te_veel(self) -> bool:
        """More answers than people: somebody answered twice, or the link went further."""
        return self.groep.verwacht is not None and self.ingediend > self.groep.verwacht

    @property
    def deel(self) -> int | None:
        """Of a hundred, at most a hundred; None when it is not known how many people there are."""
        if not self.groep.verwacht:
            return None
        return min(100, 100 * self.ingediend // self.groep.verwacht)


def voortgang(ronde: Ronde) -> list[Voortgang]:
    """Every group with its counts, in one query."""
    counted = ronde.groepen.annotate(
        n_alles=Count("bladen"), n_klaar=Count("bladen", filter=Q(bladen__ingediend=True))
    )
    return [Voortgang(one, one.n_alles, one.n_klaar) for one in counted]


def minste(groep: Respondentgroep) -> int:
    """From how many answers an anonymous round shows a group of this kind apart."""
    return REGELS[cast(Soort, groep.soort)].minstens


def groep_achter(token: str) -> Respondentgroep | None:
    """The group behind a link; None for every other link, whatever the reason."""
    if not hash_of(token):
        return None
    return (
        Respondentgroep.objects.select_related("ronde__school")
        .filter(token=token.lower(), ronde__verwijderd=None)
        .first()
    )


def uitslag_van(ronde: Ronde) -> Uitslag | None:
    """What a closed round may show."""
    return Uitslag.van_json(ronde.uitslag) if ronde.is_gesloten and ronde.uitslag else None


def lijsten_van(ronde: Ronde) -> dict[str, Vragenlijst]:
    """What was asked, per kind of respondent, in the words of then."""
    return {soort: Vragenlijst.van_json(one) for soort, one in ronde.vragenlijsten.items()}


def bewijzen_bij(school: School) -> dict[str, list[Bewijsstuk]]:
    """Evidence by code, in one query: one piece may serve several expectations."""
    found: dict[str, list[Bewijsstuk]] = {}
    for one in Bewijsstuk.objects.filter(school=school, verwijderd=None):
        for code in one.codes:
            found.setdefault(code, []).append(one)
    return found
