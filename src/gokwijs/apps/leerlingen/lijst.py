"""The pupils of a day as a list: what is asked, who is found, in which order, and the counts.

In: what somebody may see, and a ``Vraag``. Out: the keys of every row in order, the counts under
the list, and whole rows only for the part that is shown. Whoever the answer of a kenmerk decides
about is found without building a pupil: per pupil and kenmerk the lowest and the highest answer
ever given say the same where nobody ever said something else, and only the others are weighed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling, Verklaring
from gokwijs.apps.leerlingen.selectors import feiten_of, inschrijvingen_op, running_on
from gokwijs.apps.scholen.models import School
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING, Stand, stand_op
from gokwijs.core.leerlingen.naam import search_key

STRIJDIG = 3  # beside nee, ja and onbekend: sources contradict each other
PLACES = ("klas", "leerjaar", "onderwijsniveau", "vestigingsplaats")
SORTS = {
    "naam": "leerling__zoeknaam",
    "stamnummer": "leerling__stamnummer",
    "geboortedatum": "leerling__geboortedatum",
    **{name: name for name in (*PLACES, "richting", "administratieve_groep", "begin", "einde")},
}


class Toon(StrEnum):
    """Which pupils, seen from the day."""

    INGESCHREVEN = "ingeschreven"
    UITGESCHREVEN = "uitgeschreven"
    LATER = "later"
    ZONDER = "zonder"


@dataclass(frozen=True)
class Vraag:
    """What somebody asks of the list."""

    dag: date
    q: str = ""
    toon: Toon = Toon.INGESCHREVEN
    plaats: Mapping[str, str] = field(default_factory=dict)  # of PLACES
    verklaring: str = ""  # geen, niet_ondertekend, ondertekend
    strijdig: bool = False
    antwoorden: Mapping[Kenmerk, int] = field(default_factory=dict)
    sort: str = "naam"
    omgekeerd: bool = False


@dataclass(frozen=True, slots=True)
class Sleutel:
    """A row before it is built."""

    leerling: int
    inschrijving: int | None
    halves: int
    naam: str
    waarde: object = ""


@dataclass(frozen=True)
class Rij:
    """A row as it is shown."""

    leerling: Leerling
    inschrijving: Inschrijving | None
    standen: Mapping[Kenmerk, Stand]
    verklaring: Verklaring | None


# ---------------------------------------------------------------- who


def enrolments(access: Access, vraag: Vraag) -> QuerySet[Inschrijving]:
    """One enrolment per row, before any filter on place, name or kenmerk."""
    dag = vraag.dag
    if vraag.toon is Toon.INGESCHREVEN:
        return inschrijvingen_op(access, dag)
    if access.klassen is not None:
        return Inschrijving.objects.none()
    mine = Inschrijving.objects.filter(leerling__school=access.school).select_related("leerling")
    others = Inschrijving.objects.filter(leerling=OuterRef("leerling"))
    if vraag.toon is Toon.UITGESCHREVEN:
        nearer = Q(begin__gt=OuterRef("begin")) | Q(begin=OuterRef("begin"), pk__gt=OuterRef("pk"))
        return mine.filter(
            ~Exists(others.filter(running_on(dag))),
            ~Exists(others.filter(nearer, einde__lt=dag)),
            einde__lt=dag,
        )
    nearer = Q(begin__lt=OuterRef("begin")) | Q(begin=OuterRef("begin"), pk__lt=OuterRef("pk"))
    return mine.filter(~Exists(others.filter(Q(begin__lte=dag) | nearer)), begin__gt=dag)


def _name_matches(q: str, prefix: str) -> Q:
    """Every word in the name or at the start of the stamnummer."""
    found = Q()
    for word in search_key(q).split():
        found &= Q(**{f"{prefix}zoeknaam__contains": word}) | Q(
            **{f"{prefix}stamnummer__istartswith": word}
        )
    return found


def _declared(vraag: Vraag, outer: str) -> Q:
    """The condition on what lies at the school on the day."""
    known = Verklaring.objects.filter(leerling=OuterRef(outer), datum__lte=vraag.dag)
    counts = known.filter(vervangen=False)
    signed = counts.filter(ondertekend_op__lte=vraag.dag)
    if vraag.verklaring == "geen":
        return Q(~Exists(known))
    if vraag.verklaring == "niet_ondertekend":
        return Q(Exists(known)) & ~Q(Exists(signed))
    return Q(Exists(signed)) if vraag.verklaring == "ondertekend" else Q()


def _keys_of_enrolments(access: Access, vraag: Vraag) -> list[Sleutel]:
    found = enrolments(access, vraag).filter(
        _name_matches(vraag.q, "leerling__"),
        _declared(vraag, "leerling"),
        **{name: value for name, value in vraag.plaats.items() if value},
    )
    rows = found.order_by().values_list(
        "leerling_id", "pk", "halves", "leerling__zoeknaam", SORTS.get(vraag.sort, "pk")
    )
    return [Sleutel(*row) for row in rows]


def _keys_without_enrolment(access: Access, vraag: Vraag) -> list[Sleutel]:
    if access.klassen is not None or any(vraag.plaats.values()):
        return []
    found = access.school.leerlingen.filter(
        _name_matches(vraag.q, ""), _declared(vraag, "pk"), inschrijvingen__isnull=True
    )
    sort = SORTS.get(vraag.sort, "").removeprefix("leerling__")
    column = sort if sort in ("stamnummer", "geboortedatum") else "zoeknaam"
    rows = found.order_by().values_list("pk", "zoeknaam", column)
    return [Sleutel(pk, None, 0, naam, value) for pk, naam, value in rows]


# ---------------------------------------------------------------- kenmerken of many


def antwoorden_op(
    school: School,
    dag: date,
    keys: Iterable[int],
    kenmerken: Iterable[Kenmerk] = PER_LEERLING,
    everybody: bool = False,
) -> dict[int, dict[str, int]]:
    """Per pupil the answer on a day of every kenmerk somebody said something about.

    0 to 2 as ``Antwoord``, or STRIJDIG. Two queries. ``everybody``: these are most of the school.
    """
    wanted, asked = set(keys), [k.value for k in kenmerken]
    facts = Feit.objects.filter(leerling__school=school, vanaf__lte=dag)
    if len(asked) < len(PER_LEERLING):
        facts = facts.filter(kenmerk__in=asked)
    if not everybody:
        facts = facts.filter(leerling__in=wanted)
    groups = facts.order_by().values_list("leerling_id", "kenmerk")
    found: dict[int, dict[str, int]] = {}
    mixed: set[int] = set()
    for leerling, kenmerk, low, high in groups.annotate(Min("antwoord"), Max("antwoord")):
        if leerling in wanted:
            found.setdefault(leerling, {})[kenmerk] = low
            if low != high:
                mixed.add(leerling)
    for leerling, said in (feiten_of(sorted(mixed)) if mixed else {}).items():
        for kenmerk in PER_LEERLING:
            stand = stand_op(said, kenmerk, dag)
            if kenmerk.value in found[leerling]:
                found[leerling][kenmerk.value] = STRIJDIG if stand.strijdig else stand.antwoord
    return found


# ---------------------------------------------------------------- the list

_NATURAL = re.compile(r"(\d+)")


def _natural(value: object) -> tuple[bool, list[object]]:
    """Klas 2 before klas 10; what is empty comes last."""
    if value is None or value == "":
        return True, []
    if isinstance(value, int):
        return False, [value]
    parts = _NATURAL.split(str(value).casefold())
    return False, [int(p) if p.isascii() and p.isdigit() else p for p in parts]


class Lijst:
    """Everybody that was asked for; whole rows only for who is shown."""

    def __init__(
        self, access: Access, vraag: Vraag, kenmerken: Iterable[Kenmerk] = PER_LEERLING
    ) -> None:
        """``kenmerken``: those that are counted; what is asked or sorted by comes along."""
        self.access, self.vraag = access, vraag
        needed = {*kenmerken, *vraag.antwoorden}
        self._kenmerken = [
            k for k in PER_LEERLING if vraag.strijdig or k in needed or k.value == vraag.sort
        ]
        source = _keys_without_enrolment if vraag.toon is Toon.ZONDER else _keys_of_enrolments
        self._narrow = bool(vraag.q or any(vraag.plaats.values()))
        self._all = source(access, vraag)
        self.keys = self._sorted([key for key in self._all if self._matches(key)])

    @cached_property
    def antwoorden(self) -> dict[int, dict[str, int]]:
        """The answers of everybody before the filter on kenmerken."""
        keys = {key.leerling for key in self._all}
        return antwoorden_op(
            self.access.school, self.vraag.dag, keys, self._kenmerken, everybody=not self._narrow
        )

    def antwoord(self, leerling: int, kenmerk: Kenmerk) -> int:
        return self.antwoorden.get(leerling, {}).get(kenmerk.value, int(Antwoord.ONBEKEND))

    def _matches(self, key: Sleutel) -> bool:
        wanted = self.vraag.antwoorden
        if self.vraag.strijdig and STRIJDIG not in self.antwoorden.get(key.leerling, {}).values():
            return False
        return all(_fits(self.antwoord(key.leerling, k), asked) for k, asked in wanted.items())

    def _sorted(self, keys: list[Sleutel]) -> list[Sleutel]:
        """By name, and then by what was asked: equal values stay in order of name."""
        keys.sort(key=lambda key: (key.naam, key.leerling, key.inschrijving or 0))
        sort, backwards = self.vraag.sort, self.vraag.omgekeerd
        kenmerk = next((k for k in PER_LEERLING if k.value == sort), None)
        if kenmerk is not None:
            order = (1, 0, 3, 2)  # ja, nee, contradictions, unknown
            keys.sort(key=lambda k: order[self.antwoord(k.leerling, kenmerk)], reverse=backwards)
        elif sort == "naam" and backwards:
            keys.reverse()
        elif sort in SORTS and sort != "naam":
            filled = [key for key in keys if key.waarde not in (None, "")]
            empty = [key for key in keys if key.waarde in (None, "")]
            filled.sort(key=lambda key: _natural(key.waarde)[1], reverse=backwards)
            return filled + empty
        return keys

    # ------------------------------------------------------------ counts

    @cached_property
    def leerlingen(self) -> set[int]:
        return {key.leerling for key in self.keys}

    @property
    def telt_als(self) -> Fraction:
        """How many pupils the rows count for: a half enrolment is half a pupil."""
        return Fraction(sum(key.halves for key in self.keys), 2)

    @property
    def halven(self) -> int:
        return sum(key.halves == 1 for key in self.keys)

    def tel(self, kenmerk: Kenmerk) -> dict[str, int]:
        """Pupils per answer."""
        counted = Counter(self.antwoord(pk, kenmerk) for pk in self.leerlingen)
        return {
            "ja": counted[Antwoord.JA],
            "nee": counted[Antwoord.NEE],
            "onbekend": counted[Antwoord.ONBEKEND],
            "strijdig": counted[STRIJDIG],
        }

    # ------------------------------------------------------------ rows

    def rijen(self, keys: Sequence[Sleutel]) -> list[Rij]:
        """Whole rows for these keys, in their order; three or four queries."""
        dag, pupils = self.vraag.dag, sorted({key.leerling for key in keys})
        enrolled = Inschrijving.objects.filter(pk__in=[k.inschrijving for k in keys])
        placed = {one.pk: one for one in enrolled.select_related("leerling")}
        known = {one.leerling_id: one.leerling for one in placed.values()}
        if len(known) < len(pupils):
            known.update(self.access.school.leerlingen.in_bulk(pupils))
        facts, declared = feiten_of(pupils), verklaringen_of(pupils, dag)
        kenmerken: tuple[Kenmerk, ...] = PER_LEERLING
        standen = {pk: {k: stand_op(facts.get(pk, ()), k, dag) for k in kenmerken} for pk in pupils}
        return [
            Rij(
                known[key.leerling],
                placed.get(key.inschrijving) if key.inschrijving else None,
                standen[key.leerling],
                declared.get(key.leerling),
            )
            for key in keys
            if key.leerling in known
        ]


def _fits(answer: int, asked: int) -> bool:
    """A contradiction is unknown too: nobody knows which source is right."""
    return answer == asked or (asked == Antwoord.ONBEKEND and answer == STRIJDIG)


def verklaringen_of(leerlingen: Sequence[int], dag: date) -> dict[int, Verklaring]:
    """The newest declaration of each pupil on a day."""
    found = Verklaring.objects.filter(leerling__in=leerlingen, datum__lte=dag)
    return {one.leerling_id: one for one in found.order_by("vastgelegd", "pk")}


def place_choices(access: Access, vraag: Vraag) -> dict[str, list[str]]:
    """The values that occur among these pupils, for the filters; one query."""
    rows = enrolments(access, vraag).order_by().values_list(*PLACES).distinct()
    found = {name: {row[n] for row in rows} - {""} for n, name in enumerate(PLACES)}
    return {name: sorted(values, key=lambda v: _natural(v)[1]) for name, values in found.items()}
