"""Which framework is in force for a school, which others it uses, and what its tags mean now.

In: a school. Out: frameworks of ``core.kader``, complete with levels and sets. A stored pack is
read once per process, by its hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from gokwijs.apps.kader.models import EigenVraag, Kaderkeuze, Kaderpakket
from gokwijs.apps.scholen.models import School
from gokwijs.core.kader import OK, Kader, KaderFout, meegeleverd, vul_aan
from gokwijs.core.kader import EigenVraag as Vraag
from gokwijs.core.kader.codes import Tag, tags
from gokwijs.core.kader.pakket import lees
from gokwijs.core.kader.vragenlijst import EIGEN

_READ: dict[str, Kader | None] = {}
_MOST_READ = 64


@dataclass(frozen=True)
class InGebruik:
    """A framework with the choice that put it in force; ``keuze`` None: it came with the program.

    ``kapot``: the chosen pack can no longer be read, so the bundled one stands in.
    """

    kader: Kader
    hoofd: bool
    keuze: Kaderkeuze | None
    kapot: bool = False

    @property
    def herkomst(self) -> str:
        pakket = self.keuze.pakket if self.keuze is not None else None
        if pakket is None or self.kapot:
            return "meegeleverd met GOK-wijs"
        return "ingelezen door de school" if pakket.school_id else "voor alle scholen hier"


def in_gebruik(school: School) -> tuple[InGebruik, ...]:
    """Every framework this school uses, the one of the plan first; the OK is always there."""
    mine, base = _latest(school)
    found: dict[str, InGebruik] = {}
    main = _hoofd(mine) or _hoofd(base) or OK
    for space in dict.fromkeys((main, OK, *base, *mine)):
        keuze = mine.get(space) or base.get(space)
        if keuze is not None and keuze.gebruik == Kaderkeuze.Gebruik.NIET and space != OK:
            continue
        kader = kader_van_pakket(keuze.pakket) if keuze is not None and keuze.pakket else None
        broken = kader is None and keuze is not None and keuze.pakket is not None
        kader = kader or meegeleverd().get(space)
        if kader is not None:
            found[space] = InGebruik(kader, space == main, keuze, broken)
    if main not in found:  # its pack cannot be read and nothing stands in
        found[OK] = InGebruik(found[OK].kader, True, found[OK].keuze, found[OK].kapot)
    return tuple(sorted(found.values(), key=lambda one: not one.hoofd))


def kader_van(school: School) -> Kader:
    """The framework of the plan and of the self-evaluation."""
    return in_gebruik(school)[0].kader


def kaders_van(school: School) -> tuple[Kader, ...]:
    """Every framework this school uses, the one of the plan first."""
    return tuple(one.kader for one in in_gebruik(school))


def beschikbaar(school: School) -> list[Kaderpakket]:
    """Packs that were read in for this school or for everybody, newest first; without content."""
    found = Kaderpakket.objects.filter(Q(school=school) | Q(school__isnull=True))
    return list(found.defer("inhoud"))


def tags_van(school: School, keys: Iterable[str], kaders: Sequence[Kader] = ()) -> tuple[Tag, ...]:
    """What stored keys mean now; older packs are only read when a key is no longer in force.

    ``kaders``: those of the school, when the caller has them already.
    """
    codes = Codes(school)
    if kaders:
        codes.kaders = tuple(kaders)
    return codes.tags(keys)


class Codes:
    """What stored keys mean for one school; made once per page, so that it asks only once."""

    def __init__(self, school: School) -> None:
        self.school = school

    @cached_property
    def kaders(self) -> tuple[Kader, ...]:
        return kaders_van(self.school)

    @cached_property
    def vroeger(self) -> tuple[Kader, ...]:
        """Read only when a key is no longer in force."""
        return vroegere_kaders(self.school)

    def tags(self, keys: Iterable[str]) -> tuple[Tag, ...]:
        given = list(keys)
        known = all(any(key in one.verwachtingen for one in self.kaders) for key in given)
        return tags(self.kaders, given, vroeger=() if known else self.vroeger)

    def choices(self, kept: Iterable[str] = ()) -> list[tuple[str, list[tuple[str, str]]]]:
        """Every expectation one may choose, by rubric; what is kept but lapsed stays a choice."""
        groups = [
            (
                rubriek.naam if kader is self.kaders[0] else f"{rubriek.naam} ({kader.titel})",
                [(one.sleutel, one.titel) for one in kader.bekend(kader.van_rubriek(key))],
            )
            for kader in self.kaders
            for key, rubriek in ((one.sleutel, one) for one in kader.gevuld)
        ]
        lapsed = [(tag.sleutel, tag.titel) for tag in self.tags(kept) if not tag.is_huidig]
        return [*groups, ("Vervallen", lapsed)] if lapsed else groups


def vroegere_kaders(school: School) -> tuple[Kader, ...]:
    """Every framework that is known here, the newest first, the bundled ones last."""
    read = [kader_van_pakket(one) for one in beschikbaar(school)]
    return (*(one for one in read if one is not None), *meegeleverd().values())


def eigen_vragen(school: School) -> tuple[Vraag, ...]:
    """The questions of the school, for a question list."""
    return tuple(
        Vraag(f"{EIGEN}:{one.pk}", one.tekst, one.toelichting, (one.code,) if one.code else ())
        for one in EigenVraag.objects.filter(school=school, verwijderd=None)
    )


def geschiedenis(school: School) -> list[Kaderkeuze]:
    """Every choice of this school, newest first, withdrawn ones too."""
    return list(Kaderkeuze.objects.filter(school=school).defer("pakket__inhoud"))


def kader_van_pakket(pakket: Kaderpakket) -> Kader | None:
    """The framework of a stored pack, complete; None when this version cannot read it."""
    if pakket.hash not in _READ:
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        try:
            _READ[pakket.hash] = vul_aan(lees(pakket.inhoud))
        except KaderFout:
            _READ[pakket.hash] = None
    return _READ[pakket.hash]


def van_naamruimte(school: School, naamruimte: str) -> Kader | None:
    """The framework of one system as this school would read it, also when it is not used."""
    used = next((k for k in kaders_van(school) if k.naamruimte == naamruimte), None)
    return used or in_kracht(school, naamruimte)


def in_kracht(school: School | None, naamruimte: str) -> Kader | None:
    """The pack in force for one system, of a school or of the whole installation."""
    mine, base = _latest(school)
    keuze = mine.get(naamruimte) or base.get(naamruimte)
    pakket = keuze.pakket if keuze is not None else None
    return (kader_van_pakket(pakket) if pakket else None) or meegeleverd().get(naamruimte)


def _latest(school: School | None) -> tuple[dict[str, Kaderkeuze], dict[str, Kaderkeuze]]:
    """Per system the last choice that stands, of the school and of the installation."""
    rows = (
        Kaderkeuze.objects.filter(Q(school=school) | Q(school__isnull=True), ingetrokken=None)
        .select_related("pakket")
        .defer("pakket__inhoud")
        .order_by("pk")
    )
    mine: dict[str, Kaderkeuze] = {}
    base: dict[str, Kaderkeuze] = {}
    for row in rows:
        held = base if row.school_id is None else mine
        held.pop(row.naamruimte, None)  # the order of the dict is the order of choosing
        held[row.naamruimte] = row
    return mine, base


def _hoofd(choices: dict[str, Kaderkeuze]) -> str | None:
    """The system that was last made the main one and still is."""
    found = [key for key, one in choices.items() if one.gebruik == Kaderkeuze.Gebruik.HOOFD]
    return found[-1] if found else None
