"""From stored scores to what the calculation reads: pupils without a name.

In: a setup with its groups. Out: rows per group, what the setup means for the calculation, and a
fingerprint of all of it, so that a page can say that something changed since.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import fmean, stdev

from gokwijs.apps.effect.kenmerken import kenmerken_van
from gokwijs.apps.effect.models import Deelname, Groep, Opzet, Vergelijking
from gokwijs.apps.toetsen.models import Score
from gokwijs.apps.toetsen.selectors import gok_per_dag, scores_van
from gokwijs.core.effect.keuzes import Toewijzing, Uitkomstsoort
from gokwijs.core.effect.uitkomst import Meetrij, Opzetkeuze

# Apart enough to be one year of school, and not two: what a table of months is made for.
_SCHOOLJAAR = (timedelta(days=240), timedelta(days=420))


@dataclass(frozen=True)
class Uitvoering:
    """Did it happen: pupils reached of those planned, moments given of those planned.

    ``dosis`` over every planned pupil: who got nothing counts as nothing. None: not noted.
    """

    gepland: int
    genoteerd: int
    bereikt: int
    gegeven: int
    momenten: int | None  # planned per pupil
    gestopt: int

    @property
    def bereik(self) -> Fraction | None:
        return Fraction(self.bereikt, self.gepland) if self.genoteerd else None

    @property
    def dosis(self) -> Fraction | None:
        if not self.genoteerd or not self.momenten:
            return None
        return min(Fraction(1), Fraction(self.gegeven, self.gepland * self.momenten))


@dataclass(frozen=True)
class Gegevens:
    """All that a calculation needs. ``echt``: only who really took part, or None when unknown."""

    actie: tuple[Meetrij, ...]
    vergelijking: tuple[Meetrij, ...] | None
    echt: tuple[Meetrij, ...] | None
    keuze: Opzetkeuze
    uitvoering: Uitvoering
    hash: str

    @property
    def opgeruimd(self) -> bool:
        """Nothing left to calculate with: pupils or scores were erased when their time was over."""
        return not any(row.na is not None for row in self.actie)


def uitvoering_van(opzet: Opzet, deelnames: Sequence[Deelname]) -> Uitvoering:
    own = [d for d in deelnames if d.groep == Groep.ACTIE]
    noted = [d.momenten for d in own if d.momenten is not None]
    planned = opzet.momenten_gepland
    given = sum(min(m, planned) if planned else m for m in noted)
    return Uitvoering(
        len(own),
        len(noted),
        sum(m > 0 for m in noted),
        given,
        planned,
        sum(d.gestopt for d in own),
    )


def kreeg_echt(deelname: Deelname, gepland: int | None) -> bool:
    """Half of the moments or more; without a plan at least one. Who stopped did not."""
    if deelname.momenten is None or deelname.gestopt:
        return False
    return deelname.momenten * 2 >= gepland if gepland else deelname.momenten > 0


def gegevens_van(opzet: Opzet) -> Gegevens:
    """Read what there is now; a fixed number of queries."""
    deelnames = list(opzet.deelnames.order_by("leerling_id"))
    scores = scores_van(_afnamen(opzet))
    groups = {
        groep: [d for d in deelnames if d.groep == groep]
        for groep in (Groep.ACTIE, Groep.VERGELIJKING)
    }
    gok = _gok(opzet, groups)
    known = kenmerken_van(opzet, _dagen(opzet, groups)) if opzet.koppelen else {}
    actie = _rows(groups[Groep.ACTIE], opzet.voor_id, opzet.na_id, scores, gok, known)
    compared = None
    if opzet.vergelijking != Vergelijking.GEEN:
        own = opzet.vergelijking == Vergelijking.VORIGE_LICHTING
        voor = opzet.vergelijk_voor_id if own else opzet.voor_id
        na = opzet.vergelijk_na_id if own else opzet.na_id
        compared = _rows(groups[Groep.VERGELIJKING], voor, na, scores, gok, known)
    uitvoering = uitvoering_van(opzet, deelnames)
    took = [
        row
        for row, d in zip(actie, groups[Groep.ACTIE], strict=True)
        if kreeg_echt(d, opzet.momenten_gepland)
    ]
    keuze = _keuze(opzet, uitvoering, scores.get(opzet.voor_id or 0, []))
    return Gegevens(
        actie,
        compared,
        tuple(took) if uitvoering.genoteerd else None,
        keuze,
        uitvoering,
        _hash(actie, compared, took, keuze),
    )


def _afnamen(opzet: Opzet) -> list[int]:
    keys = {opzet.voor_id, opzet.na_id, opzet.vergelijk_voor_id, opzet.vergelijk_na_id}
    return sorted(key for key in keys if key is not None)


def _gok(opzet: Opzet, groups: dict[Groep, list[Deelname]]) -> dict[int, bool | None]:
    per_day = gok_per_dag(opzet.actie.plan.school, _dagen(opzet, groups))
    return {key: said for found in per_day.values() for key, said in found.items()}


def _dagen(opzet: Opzet, groups: dict[Groep, list[Deelname]]) -> dict[date, set[int]]:
    """Pupils by the day of the first test of the own group."""
    own = opzet.vergelijking == Vergelijking.VORIGE_LICHTING
    theirs = opzet.vergelijk_voor or opzet.vergelijk_na if own else opzet.voor or opzet.na
    asked: dict[date, set[int]] = {}
    for groep, afname in (
        (Groep.ACTIE, opzet.voor or opzet.na),
        (Groep.VERGELIJKING, theirs),
    ):
        if afname is not None:
            keys = {d.leerling_id for d in groups[groep]}
            asked.setdefault(afname.datum, set()).update(keys)
    return asked


def _rows(
    deelnames: Sequence[Deelname],
    voor: int | None,
    na: int | None,
    scores: dict[int, list[Score]],
    gok: dict[int, bool | None],
    known: dict[int, tuple[str, ...]],
) -> tuple[Meetrij, ...]:
    before, after = (
        {s.leerling_id: s.waarde for s in scores.get(key or 0, [])} for key in (voor, na)
    )
    return tuple(
        Meetrij(
            voor=_float(before.get(d.leerling_id)),
            na=_float(after.get(d.leerling_id)),
            klas=d.klas,
            gok=gok.get(d.leerling_id),
            kenmerken=known.get(d.leerling_id, ()),
        )
        for d in deelnames
    )


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))


def _keuze(opzet: Opzet, uitvoering: Uitvoering, at_first: Sequence[Score]) -> Opzetkeuze:
    toets = opzet.toets
    known = [float(s.waarde) for s in at_first if s.waarde is not None]
    low = opzet.laag_gekozen is not None
    return Opzetkeuze(
        soort=Uitkomstsoort(toets.soort),
        gestandaardiseerd=toets.gestandaardiseerd,
        ja_nee=toets.ja_nee,
        hoger_is_beter=toets.hoger_is_beter,
        hoofduitkomst=opzet.hoofduitkomst and op_tijd(opzet),
        toewijzing=Toewijzing(opzet.toewijzing or Toewijzing.LEERLING),
        koppelen=opzet.koppelen,
        marge=_float(opzet.marge),
        bereik=_share(uitvoering.bereik),
        dosis=_share(uitvoering.dosis),
        laag_gekozen=opzet.laag_gekozen / 100 if opzet.laag_gekozen is not None else None,
        gekozen_op_voormeting=opzet.gekozen_op_voormeting,
        r=_float(toets.hertest_r),
        gemiddelde_allen=fmean(known) if low and known else None,
        sd_allen=stdev(known) if low and len(known) > 1 else None,
        een_schooljaar=_one_year(opzet),
        op_tijd=op_tijd(opzet),
    )


def op_tijd(opzet: Opzet) -> bool:
    """Fixed before the post-test was taken, also when its day was corrected later."""
    if opzet.vastgelegd is None or opzet.na is None:
        return False
    return opzet.vastgelegd < opzet.na.datum


def _one_year(opzet: Opzet) -> bool:
    if opzet.voor is None or opzet.na is None:
        return False
    return _SCHOOLJAAR[0] <= opzet.na.datum - opzet.voor.datum <= _SCHOOLJAAR[1]


def _share(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _hash(
    actie: Sequence[Meetrij],
    compared: Sequence[Meetrij] | None,
    took: Sequence[Meetrij],
    keuze: Opzetkeuze,
) -> str:
    """The same scores and setup give the same fingerprint, in whatever order they are read.

    Spelled out, so that a new version of the calculation does not look like new data.
    """
    parts = [
        sorted(json.dumps([row.voor, row.na, row.klas]) for row in rows)
        for rows in (actie, compared or (), took)
    ]
    chosen = [
        keuze.hoofduitkomst,
        keuze.toewijzing.value,
        keuze.koppelen,
        keuze.marge,
        keuze.bereik,
        keuze.dosis,
        keuze.laag_gekozen,
        keuze.gekozen_op_voormeting,
        keuze.hoger_is_beter,
        keuze.ja_nee,
        keuze.r,
    ]
    text = json.dumps([parts, compared is None, chosen])
    return hashlib.sha256(text.encode()).hexdigest()
