"""Who is analysed: complete pupils, matched where that was chosen, and who was left out and why.

In: the rows of both groups and the choice made beforehand. Out: one ``Gegevens``. Rows are sorted
first, so that the order of a file changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gokwijs.core.effect.drempels import Drempels
from gokwijs.core.effect.groep import groep_van
from gokwijs.core.effect.keuzes import Ontwerp, Toewijzing
from gokwijs.core.effect.klassen import klassen_van
from gokwijs.core.effect.koppelen import koppel_rijen, rijenhash, rijtekst, weeg
from gokwijs.core.effect.schatten import tegenspraak
from gokwijs.core.effect.uitkomst import Meetrij, Opzetkeuze, Paren, Uitval
from gokwijs.core.effect.verschil import hedges

ACTIE, VERGELIJKING = "actie", "vergelijking"
GEEN_VOORMETING, GEEN_NAMETING = "geen_voormeting", "geen_nameting"
GEEN_VAN_BEIDE, GEEN_PAAR = "geen_van_beide", "geen_paar"
Rijen = Sequence[Meetrij]


@dataclass(frozen=True, slots=True)
class Gegevens:
    """The pupils that are analysed, sorted; who was left out; the pairs of a matched design.

    ``ongelijk``: before matching the groups were too different to read the pairs simply.
    ``klassen``: per group. ``hashes``: per group, of everybody, also who was left out.
    """

    ontwerp: Ontwerp
    voormeting: bool
    actie: list[Meetrij]
    vergelijking: list[Meetrij]
    uitval: tuple[Uitval, ...]
    waarschuwing: bool
    paren: Paren | None
    ongelijk: bool
    hashes: tuple[str, str]
    klassen: tuple[int, int]


def lees_gegevens(
    actie: Rijen, vergelijking: Rijen | None, keuze: Opzetkeuze, drempels: Drempels
) -> Gegevens:
    groups = {ACTIE: sorted(actie, key=rijtekst)}
    if vergelijking is not None:
        groups[VERGELIJKING] = sorted(vergelijking, key=rijtekst)
    # A pre-test that one group never took compares nothing.
    pre = all(any(rij.voor is not None for rij in rijen) for rijen in groups.values())
    kept, missing = {}, []
    for name, rijen in groups.items():
        kept[name] = [rij for rij in rijen if not _ontbreekt(rij, pre)]
        reasons = [_ontbreekt(rij, pre) for rij in rijen]
        for reason in (GEEN_VOORMETING, GEEN_NAMETING, GEEN_VAN_BEIDE):
            if reason in reasons:
                missing.append(Uitval(name, reason, reasons.count(reason)))
    warning = _waarschuwing(
        [(len(rijen), len(kept[name])) for name, rijen in groups.items()], drempels
    )
    design = _ontwerp(pre, vergelijking is not None, keuze)
    treated, compared, paren = kept[ACTIE], kept.get(VERGELIJKING, []), None
    uneven = False
    if design is Ontwerp.B:
        uneven = _ongelijk(treated, compared, keuze, drempels)
        treated, compared, paren = _koppel(treated, compared, keuze, drempels)
        for name, gone in ((ACTIE, paren.weggevallen_t), (VERGELIJKING, paren.weggevallen_c)):
            missing += [Uitval(name, GEEN_PAAR, gone)] if gone else []
    return Gegevens(
        ontwerp=design,
        voormeting=pre,
        actie=treated,
        vergelijking=compared,
        uitval=tuple(missing),
        waarschuwing=warning,
        paren=paren,
        ongelijk=uneven,
        hashes=(rijenhash(actie), rijenhash(vergelijking or ())),
        klassen=(len(klassen_van(treated)), len(klassen_van(compared))),
    )


def _ongelijk(actie: Rijen, vergelijking: Rijen, keuze: Opzetkeuze, drempels: Drempels) -> bool:
    """Not asked where the low score that picked the pupils is the pre-test they are matched on:
    then pupils with one score fall back alike in both groups.
    """
    if keuze.ja_nee or (keuze.laag_gekozen is not None and keuze.gekozen_op_voormeting):
        return False
    return tegenspraak(actie, vergelijking, drempels)


def _ontbreekt(rij: Meetrij, pre: bool) -> str:
    """What this pupil lacks; empty when nothing."""
    if rij.na is None:
        return GEEN_VAN_BEIDE if pre and rij.voor is None else GEEN_NAMETING
    return GEEN_VOORMETING if pre and rij.voor is None else ""


def _waarschuwing(counts: Sequence[tuple[int, int]], drempels: Drempels) -> bool:
    """Too many gone, or many more in one group; ``counts``: planned and kept per group."""
    shares = [1 - kept / planned for planned, kept in counts if planned]
    if not shares:
        return False
    planned, kept = (sum(column) for column in zip(*counts, strict=True))
    apart = max(shares) - min(shares) > drempels.uitval_verschil_max
    return apart or 1 - kept / planned > drempels.uitval_max


def _ontwerp(pre: bool, vergelijking: bool, keuze: Opzetkeuze) -> Ontwerp:
    if not pre:
        return Ontwerp.E
    if not vergelijking:
        return Ontwerp.D
    if keuze.toewijzing is Toewijzing.LOTING:
        return Ontwerp.A
    return Ontwerp.B if keuze.koppelen else Ontwerp.C


def _koppel(
    actie: Rijen, vergelijking: Rijen, keuze: Opzetkeuze, drempels: Drempels
) -> tuple[list[Meetrij], list[Meetrij], Paren]:
    marge = float(keuze.marge or 0)
    pairs = koppel_rijen(actie, vergelijking, marge)
    gone = (len(actie) - len(pairs), len(vergelijking) - len(pairs))
    sign = 1 if keuze.hoger_is_beter else -1
    before = _begin_g(actie, vergelijking)
    paren = weeg(pairs, marge, gone, gunstig=sign, begin_g_voor=before, drempels=drempels)
    treated = sorted((een for een, _ in pairs), key=rijtekst)
    compared = sorted((ander for _, ander in pairs), key=rijtekst)
    return treated, compared, paren


def begin_van(data: Gegevens) -> float | None:
    """Baseline g of the pupils that are analysed; None when there is nothing to compare."""
    return _begin_g(data.actie, data.vergelijking) if data.voormeting else None


def _begin_g(actie: Rijen, vergelijking: Rijen) -> float | None:
    if min(len(actie), len(vergelijking)) < 2:
        return None
    found = hedges(groep_van(voor(actie)), groep_van(voor(vergelijking)))
    return found.waarde if found else None


def voor(rijen: Rijen) -> list[float]:
    return [float(rij.voor) for rij in rijen if rij.voor is not None]


def na(rijen: Rijen) -> list[float]:
    return [float(rij.na) for rij in rijen if rij.na is not None]
