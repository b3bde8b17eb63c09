"""The difference between the two groups by the method that the design asks for.

In: the pupils that are analysed. Out: the estimate in points and in SD, turned so that + is
favourable, with the check beside it, the methods used and what they assume.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gokwijs.core.analyse.aandeel import verschil
from gokwijs.core.effect import drempels as ids
from gokwijs.core.effect.drempels import Drempels
from gokwijs.core.effect.groep import groep_van
from gokwijs.core.effect.keuzes import Ontwerp, Toewijzing
from gokwijs.core.effect.klassen import Verbreding, verbreding
from gokwijs.core.effect.uitkomst import Controle, Meetrij, Opzetkeuze, Schatting
from gokwijs.core.effect.verschil import hedges, maatstaf, welch, z_kwantiel
from gokwijs.core.effect.voorna import Ancova, Did, VoorNa, ancova, did

Rijen = Sequence[Meetrij]


@dataclass(frozen=True, slots=True)
class Geschat:
    """``aangepast``: the pre-test was taken into account. ``r``: pre with post within groups.

    ``hoogstens_onbeslist``: ANCOVA and DiD contradict each other, or only DiD was possible.
    """

    punten: Schatting
    g: Schatting | None
    aangepast: bool
    controle: Controle | None
    hoogstens_onbeslist: bool
    r: float | None
    methoden: tuple[str, ...]
    aannames: tuple[str, ...]


def schat(
    actie: Rijen, vergelijking: Rijen, keuze: Opzetkeuze, ontwerp: Ontwerp, drempels: Drempels
) -> Geschat | None:
    """None where there is no comparison, or too little to calculate with."""
    if min(len(actie), len(vergelijking)) < 2:
        return None
    if keuze.ja_nee:
        found = _aandelen(actie, vergelijking)
    elif ontwerp in (Ontwerp.D, Ontwerp.E):
        found = _alleen_na(actie, vergelijking, drempels)
    else:
        found = _voor_en_na(_scores(actie), _scores(vergelijking), ontwerp, drempels)
    if found is None:
        return None
    if keuze.toewijzing is Toewijzing.KLAS:
        found = _per_klas(found, verbreding(actie, vergelijking, drempels))
    return found if keuze.hoger_is_beter else _gedraaid(found)


def _aandelen(actie: Rijen, vergelijking: Rijen) -> Geschat | None:
    """Newcombe, in procentpunten; matched pupils too are taken as two groups, which is wider."""
    counts = [(sum(rij.na == 1 for rij in rijen), len(rijen)) for rijen in (actie, vergelijking)]
    found = verschil(*counts)
    if found is None:
        return None
    se = (found.high - found.low) / (2 * z_kwantiel())
    points = Schatting(found.verschil, found.low, found.high, se).keer(100)
    return Geschat(points, None, False, None, False, None, (ids.NEWCOMBE,), ("niet_gecorrigeerd",))


def _alleen_na(actie: Rijen, vergelijking: Rijen, drempels: Drempels) -> Geschat | None:
    een, ander = (
        groep_van([float(rij.na) for rij in rijen if rij.na is not None])
        for rijen in (actie, vergelijking)
    )
    points, scale = welch(een, ander), maatstaf(een, ander, drempels)
    if points is None:
        return None
    g = hedges(een, ander, methode=drempels.interval, maat=scale) if scale else None
    methods = (ids.WELCH, drempels.interval)
    return Geschat(points, g, False, None, False, None, methods, ("niet_gecorrigeerd",))


def _scores(rijen: Rijen) -> VoorNa:
    both = [(rij.voor, rij.na) for rij in rijen if rij.voor is not None and rij.na is not None]
    return VoorNa(tuple(float(v) for v, _ in both), tuple(float(n) for _, n in both))


def _voor_en_na(
    actie: VoorNa, vergelijking: VoorNa, ontwerp: Ontwerp, drempels: Drempels
) -> Geschat | None:
    """ANCOVA with DiD as check; DiD alone where an ANCOVA cannot be believed."""
    main, check = ancova(actie, vergelijking, drempels), did(actie, vergelijking, drempels)
    if main is None or not main.overlapt:
        if check is None:
            return None
        why = ("gelijke_groei", "geen_overlap" if main else "geen_spreiding")
        r = main.r if main else None
        return Geschat(check.punten, check.g, True, None, True, r, (ids.DID,), why)
    differs = check is not None and _verschilt(main, check, drempels)
    control = Controle(check.punten, check.g, differs) if check else None
    return Geschat(
        punten=main.punten,
        g=main.g,
        aangepast=True,
        controle=control,
        hoogstens_onbeslist=differs,
        r=main.r,
        methoden=_methoden(main, ontwerp),
        aannames=_aannames(main),
    )


def tegenspraak(actie: Rijen, vergelijking: Rijen, drempels: Drempels) -> bool:
    """Do ANCOVA and DiD contradict each other for these whole groups, before matching?

    Matched pupils of two groups with different means each fall back to the mean of their own
    group at the second test. The pairs alone cannot show that: they start alike.
    """
    een, ander = _scores(actie), _scores(vergelijking)
    if min(len(een.voor), len(ander.voor)) < 2:
        return False
    main, check = ancova(een, ander, drempels), did(een, ander, drempels)
    return main is not None and check is not None and _verschilt(main, check, drempels)


def _verschilt(main: Ancova, check: Did, drempels: Drempels) -> bool:
    """In SD of the post-test, so that two scales are not taken for two answers."""
    if main.maat is None:
        return False
    gap = abs(main.punten.waarde - check.punten.waarde) * main.maat.j / main.maat.sd
    return gap > drempels.verschil_max


def _methoden(main: Ancova, ontwerp: Ontwerp) -> tuple[str, ...]:
    first = ids.ANCOVA_HC3 if main.hc3 else ids.ANCOVA
    pairs = (ids.PAREN,) if ontwerp is Ontwerp.B else ()
    return (first, ids.DID, *pairs)


def _aannames(main: Ancova) -> tuple[str, ...]:
    found = ["gelijke_groepen", "rechte_lijn"]
    if main.hc3:
        found.append("ongelijke_spreiding")
    if main.maat and main.maat.glass:
        found.append("glass")
    return tuple(found)


def _per_klas(found: Geschat, wider: Verbreding) -> Geschat:
    """Where the classes leave no degree of freedom, the interval of pupils stands; the verdict is
    then about the classes.
    """
    points = wider.op(found.punten) or found.punten
    control = found.controle
    if control is not None:
        schatting = wider.op(control.schatting) or control.schatting
        g = control.g and (wider.op(control.g) or control.g)
        control = Controle(schatting, g, control.verschilt)
    return Geschat(
        punten=points,
        g=found.g and (wider.op(found.g) or found.g),
        aangepast=found.aangepast,
        controle=control,
        hoogstens_onbeslist=found.hoogstens_onbeslist,
        r=found.r,
        methoden=(*found.methoden, ids.KLASSEN),
        aannames=(*found.aannames, "klassen"),
    )


def _gedraaid(found: Geschat) -> Geschat:
    control = found.controle
    if control is not None:
        g = control.g and control.g.keer(-1)
        control = Controle(control.schatting.keer(-1), g, control.verschilt)
    return Geschat(
        punten=found.punten.keer(-1),
        g=found.g and found.g.keer(-1),
        aangepast=found.aangepast,
        controle=control,
        hoogstens_onbeslist=found.hoogstens_onbeslist,
        r=found.r,
        methoden=found.methoden,
        aannames=found.aannames,
    )
