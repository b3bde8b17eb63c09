"""Stage 6: the ledger of means. What came in, what is planned, what was spent, what is left.

In: the toekenningen and toewijzingen of a school. Out: one Boek per kind of means and schooljaar,
sums that close exactly, and a refusal when more is planned than was granted. The official letter
wins over the own calculation (``besluiten`` 13 and 14). Hours never roll over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gokwijs.core.beleid.bedragen import toon_bedrag
from gokwijs.core.beleid.keuzes import Keuze, Knoop, Middelsoort
from gokwijs.core.beleid.plan import Streefdoel, Toekenning, Toewijzing, Verwijzing
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.zinsbouw import opsomming
from gokwijs.core.calendar import Schooljaar

ZONDER_STREEFDOEL = "zonder streefdoel"
ZONDER_NAAM = "zonder naam"


@dataclass(frozen=True, slots=True)
class Boek:
    """One kind of means in one schooljaar. Amounts in the unit of ``soort``."""

    soort: Middelsoort
    schooljaar: Schooljaar
    toekenning: Toekenning | None
    posten: tuple[Toewijzing, ...]

    @property
    def is_official(self) -> bool:
        return self.toekenning is not None and self.toekenning.is_official

    @property
    def toegekend(self) -> Fraction | None:
        """A: the letter, without one the own calculation; None when neither is known."""
        if self.toekenning is None:
            return None
        if self.toekenning.toegekend is not None:
            return self.toekenning.toegekend
        return self.toekenning.eigen_berekening

    @property
    def voorzien(self) -> Fraction:
        """B."""
        return sum((one.voorzien or Fraction(0) for one in self.posten), Fraction(0))

    @property
    def besteed(self) -> Fraction:
        """C."""
        return sum((one.besteed or Fraction(0) for one in self.posten), Fraction(0))

    @property
    def rest(self) -> Fraction | None:
        """A minus B: below 0 when a later letter lowered A. Shown also when it is 0."""
        return None if self.toegekend is None else self.toegekend - self.voorzien

    @property
    def tekort(self) -> Fraction:
        """How much more is planned than was granted; 0 when that is not so."""
        return max(-self.rest, Fraction(0)) if self.rest is not None else Fraction(0)

    @property
    def besteed_zonder_bestemming(self) -> Fraction:
        """Spent on neither an actie nor a streefdoel."""
        loose = (one.besteed or Fraction(0) for one in self.posten if not one.has_target)
        return sum(loose, Fraction(0))


def open_boeken(stand: Beleidsstand, schooljaar: Schooljaar) -> tuple[Boek, ...]:
    """A Boek for every kind of which something is known in this schooljaar, in a fixed order."""
    granted = [one for one in stand.toekenningen if one.schooljaar == schooljaar]
    planned = stand.toewijzingen_in(schooljaar)
    kinds = {one.soort for one in granted} | {one.soort for one in planned}
    return tuple(
        Boek(
            soort,
            schooljaar,
            geldende_toekenning(one for one in granted if one.soort is soort),
            tuple(one for one in planned if one.soort is soort),
        )
        for soort in Middelsoort
        if soort in kinds
    )


def geldende_toekenning(found: Iterable[Toekenning]) -> Toekenning | None:
    """The last letter; an own calculation only when there is no letter."""
    return max(
        found,
        key=lambda one: (one.toegekend is not None, one.datum or date.min, one.id),
        default=None,
    )


# ---------------------------------------------------------------- refusing


@dataclass(frozen=True, slots=True)
class Weigering:
    """Why an amount cannot be assigned; ``over`` is what can."""

    zin: str
    over: Fraction


def check_toewijzing(
    boek: Boek, bedrag: Fraction, *, vervangt: int | None = None
) -> Weigering | None:
    """Weigert een toewijzing boven wat toegekend is; None als het kan.

    ``vervangt``: the id of the post that gets this amount instead of its own. Lowering a post is
    always allowed, also while more is planned than was granted. As long as nothing is known to be
    granted, nothing is above it.
    """
    old = next((one.voorzien or Fraction(0) for one in boek.posten if one.id == vervangt), None)
    if bedrag < 0:
        return Weigering("Een toewijzing kan niet kleiner dan nul zijn.", Fraction(0))
    if boek.toegekend is None or boek.rest is None or (old is not None and bedrag <= old):
        return None
    over = max(boek.rest + (old or Fraction(0)), Fraction(0))
    if bedrag <= over:
        return None
    granted = toon_bedrag(boek.soort, boek.toegekend)
    left = toon_bedrag(boek.soort, over) if over else "niets"
    return Weigering(
        f"{toon_bedrag(boek.soort, bedrag)} kan niet: van de {granted} voor {boek.schooljaar} "
        f"is nog {left} over. Maak eerst plaats bij een andere actie.",
        over,
    )


def overdracht(boek: Boek, reden: str) -> Fraction:
    """Wat onbesteed is en naar het volgende schooljaar gaat: nooit uren, euro's enkel met reden.

    0 when nothing goes along.
    """
    if not boek.soort.is_geld or not reden.strip() or boek.toegekend is None:
        return Fraction(0)
    return max(boek.toegekend - boek.besteed, Fraction(0))


# ---------------------------------------------------------------- sums


class Indeling(Keuze):
    """By what the ledger is summed."""

    ACTIE = "actie"
    STREEFDOEL = "streefdoel"
    DOELGROEP = "doelgroep"
    ZORGFASE = "zorgfase"
    TREKKER = "trekker"


@dataclass(frozen=True, slots=True)
class Boekregel:
    """One line of a sum. ``naam`` is empty for what belongs nowhere.

    An actie for two streefdoelen makes one line of both: an amount is never split or counted twice.
    """

    naam: str
    records: tuple[Verwijzing, ...]
    voorzien: Fraction
    besteed: Fraction


def verdeling(boek: Boek, stand: Beleidsstand, per: Indeling) -> tuple[Boekregel, ...]:
    """The posts of a Boek summed; all lines together are exactly what is planned and spent.

    The largest plan first, what belongs nowhere last.
    """
    sums: dict[tuple[str, tuple[Verwijzing, ...]], tuple[Fraction, Fraction]] = {}
    for post in boek.posten:
        key = _key(post, stand, per)
        planned, spent = sums.get(key, (Fraction(0), Fraction(0)))
        sums[key] = (
            planned + (post.voorzien or Fraction(0)),
            spent + (post.besteed or Fraction(0)),
        )
    lines = [Boekregel(naam, refs, *amounts) for (naam, refs), amounts in sums.items()]
    return tuple(
        sorted(lines, key=lambda one: (not one.naam, -one.voorzien, one.naam, one.records))
    )


def doelen_of_post(post: Toewijzing, stand: Beleidsstand) -> tuple[Streefdoel, ...]:
    """The streefdoelen a post serves, directly or through its actie."""
    if post.streefdoel_id is not None:
        one = stand.streefdoel.get(post.streefdoel_id)
        return () if one is None else (one,)
    actie = stand.actie.get(post.actie_id) if post.actie_id is not None else None
    return () if actie is None else stand.doelen_of(actie)


def is_zonder_streefdoel(post: Toewijzing, stand: Beleidsstand) -> bool:
    """Accepted, and marked as such (``besluiten`` 13)."""
    return not doelen_of_post(post, stand)


def _key(
    post: Toewijzing, stand: Beleidsstand, per: Indeling
) -> tuple[str, tuple[Verwijzing, ...]]:
    actie = stand.actie.get(post.actie_id) if post.actie_id is not None else None
    doelen = doelen_of_post(post, stand)
    if per is Indeling.ACTIE:
        if actie is None:
            return "", ()
        return actie.omschrijving or ZONDER_NAAM, (Verwijzing(Knoop.ACTIE, actie.id),)
    if per is Indeling.STREEFDOEL:
        ordered = sorted(doelen, key=lambda one: one.id)
        return opsomming([one.formulering or ZONDER_NAAM for one in ordered]), tuple(
            Verwijzing(Knoop.STREEFDOEL, one.id) for one in ordered
        )
    if per is Indeling.DOELGROEP:
        return opsomming(sorted({one.doelgroep for one in doelen if one.doelgroep})), ()
    if per is Indeling.ZORGFASE:
        return (actie.zorgfase.label if actie and actie.zorgfase else ""), ()
    return _trekker(post, stand), ()


def _trekker(post: Toewijzing, stand: Beleidsstand) -> str:
    """The role of the actie, or of the streefdoel when a post hangs there."""
    actie = stand.actie.get(post.actie_id) if post.actie_id is not None else None
    if actie is not None:
        return actie.trekker_rol
    doelen = doelen_of_post(post, stand)
    return doelen[0].trekker_rol if doelen else ""
