"""Reads on pupils, always within what somebody may see, and exact for any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.http import Http404

from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Herkomst, Stand, stand_op
from gokwijs.core.kenmerken.feiten import Feit as CoreFeit
from gokwijs.core.leerlingen.teldag import Geteld, ZorgthuisAantal, tel

# Looking up is faster than calling an enum, and a school has thousands of facts.
_KENMERKEN = {k.value: k for k in Kenmerk}
_ANTWOORDEN = {int(a): a for a in Antwoord}
_HERKOMSTEN = {h.value: h for h in Herkomst}


def running_on(dag: date) -> Q:
    """The condition on enrolments: covers this day."""
    return Q(begin__lte=dag) & (Q(einde__isnull=True) | Q(einde__gte=dag))


def inschrijvingen_op(access: Access, dag: date) -> QuerySet[Inschrijving]:
    """The enrolments of a day that this person may see, with their pupils, in order of name."""
    found = Inschrijving.objects.filter(running_on(dag), leerling__school=access.school)
    if access.klassen is not None:
        found = found.filter(klas__in=access.klassen)
    return found.select_related("leerling").order_by("leerling__zoeknaam", "leerling_id", "begin")


def leerling_for(access: Access, pk: int, dag: date) -> Leerling:
    """One pupil; Http404 outside the school, or outside the own classes of a leraar on a day.

    A pupil who is gone and of whom only the sealed verklaring remains is not found here.
    """
    known = access.school.leerlingen.exclude(naam=GEWIST)
    leerling = known.filter(pk=pk).select_related("school").first()
    if leerling is None:
        raise Http404
    if access.klassen is not None:
        mine = leerling.inschrijvingen.filter(running_on(dag), klas__in=access.klassen)
        if not mine.exists():
            raise Http404
    return leerling


def core_feit(feit: Feit) -> CoreFeit:
    """For the rules."""
    return CoreFeit(
        Kenmerk(feit.kenmerk),
        Antwoord(feit.antwoord),
        Herkomst(feit.herkomst),
        feit.vanaf,
        feit.vastgelegd,
    )


def feiten_of(leerlingen: Sequence[int] | QuerySet[Leerling]) -> dict[int, list[CoreFeit]]:
    """Every fact of these pupils (keys or a query), by key of the pupil."""
    found: dict[int, list[CoreFeit]] = {}
    rows = Feit.objects.filter(leerling__in=leerlingen).values_list(
        "leerling_id", "kenmerk", "antwoord", "herkomst", "vanaf", "vastgelegd"
    )
    for key, kenmerk, antwoord, herkomst, vanaf, vastgelegd in rows.iterator(chunk_size=5000):
        fact = CoreFeit(
            _KENMERKEN[kenmerk], _ANTWOORDEN[antwoord], _HERKOMSTEN[herkomst], vanaf, vastgelegd
        )
        found.setdefault(key, []).append(fact)
    return found


@dataclass(frozen=True)
class LeerlingOp:
    """One pupil on one day: where, and what is known of each kenmerk and why."""

    leerling: Leerling
    inschrijving: Inschrijving
    standen: Mapping[Kenmerk, Stand]

    @property
    def onbekend(self) -> list[Kenmerk]:
        """The kenmerken of a verklaring that are not known."""
        return [
            k
            for k in (Kenmerk.OPLEIDING_MOEDER, Kenmerk.THUISTAAL)
            if self.standen[k].antwoord is Antwoord.ONBEKEND
        ]

    @property
    def strijdig(self) -> list[Kenmerk]:
        """The kenmerken on which sources contradict each other."""
        return [k for k, stand in self.standen.items() if stand.strijdig]


def leerlingen_op(access: Access, dag: date) -> list[LeerlingOp]:
    """The pupils of a day that this person may see; three queries, whatever their number."""
    enrolments = list(inschrijvingen_op(access, dag))
    facts = feiten_of(access.school.leerlingen.all())
    return [
        LeerlingOp(
            one.leerling,
            one,
            {k: stand_op(facts.get(one.leerling_id, ()), k, dag) for k in PER_LEERLING},
        )
        for one in enrolments
    ]


def tel_op(school: School, dag: date, zorgthuis: Sequence[ZorgthuisAantal] | None = None) -> Geteld:
    """The Telling of a day from the pupils of the school, with the pupils behind every cell.

    Keys of pupils are texts of their primary key. Raises ZorgthuisError.
    """
    enrolments = [
        one.core for one in Inschrijving.objects.filter(running_on(dag), leerling__school=school)
    ]
    facts = {str(key): found for key, found in feiten_of(school.leerlingen.all()).items()}
    return tel(school.instellingsnummer, dag, enrolments, facts, zorgthuis)


def klassen_of(school: School, dag: date) -> list[str]:
    """The classes with pupils on a day."""
    found = Inschrijving.objects.filter(running_on(dag), leerling__school=school)
    return sorted(set(found.exclude(klas="").values_list("klas", flat=True)))
