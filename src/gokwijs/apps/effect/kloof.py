"""The gap on a toets: GOK-leerlingen against the other pupils, per afname, and whether it changes.

In: a toets with its afnamen. Out: sentences, a chart and a table. A gap needs ten pupils in both
groups; who is GOK-leerling is as known on the day of the toets, and unknown is a group of its own
that is in neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gokwijs.apps.effect.resultaat import GEEN_GETAL, een, span, twee
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from gokwijs.apps.toetsen.selectors import afnames_van, gok_per_dag, scores_van
from gokwijs.core.effect.berekening import Kloof, kloof, kloof_trend
from gokwijs.core.effect.drempels import DREMPELS
from gokwijs.core.zinnen.effect import over_kloof, over_kloof_trend
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.bladen import Grid
from gokwijs.renderers.grafiek import Grafiek, Verschil, Verschilrij

DEFINITIE = (
    "GOK-leerling: minstens één gekend leerlingenkenmerk op de dag van de toets. Dat is ruimer dan "
    "wat voor de middelen telt. Wie nergens 'ja' heeft en ergens een antwoord mist, is onbekend en "
    "telt bij geen van beide groepen."
)
TE_KLEIN = f"minder dan {DREMPELS.n_effect_min}"
SEIZOEN = 42  # days: two moments at about the same time of the year


@dataclass(frozen=True)
class Moment:
    """One afname. ``kloof`` None: fewer than ten pupils in a group."""

    afname: Afname
    n_gok: int
    n_rest: int
    n_onbekend: int
    kloof: Kloof | None


@dataclass(frozen=True)
class Kloofblad:
    """``momenten`` oldest first."""

    toets: Toets
    momenten: tuple[Moment, ...]
    zinnen: tuple[Gezegd, ...]
    trend: tuple[Gezegd, ...]
    grafiek: Grafiek | None
    tabel: Grid
    noten: tuple[str, ...]


def kloof_van(toets: Toets, *, exact: bool) -> Kloofblad:
    """``exact``: with the numbers of pupils of groups that are too small to say anything of."""
    afnamen = [a for a in afnames_van(toets.school) if a.toets_id == toets.pk]
    scores = scores_van([a.pk for a in afnamen])
    afnamen = [a for a in afnamen if scores[a.pk]]
    asked: dict[date, set[int]] = {}
    for afname in afnamen:
        asked.setdefault(afname.datum, set()).update(s.leerling_id for s in scores[afname.pk])
    gok = gok_per_dag(toets.school, asked)
    moments = tuple(_moment(toets, a, scores[a.pk], gok[a.datum]) for a in afnamen)
    known = [m for m in moments if m.kloof is not None]
    said: Sequence[Gezegd] = ()
    if moments:
        last = known[-1] if known else moments[-1]
        said = over_kloof(str(toets), last.kloof, k_min=DREMPELS.n_effect_min)
    return Kloofblad(
        toets,
        moments,
        tuple(said),
        tuple(_trend(known)),
        _chart(toets, known),
        _table(toets, moments, exact),
        tuple(_notes(moments)),
    )


def _trend(known: Sequence[Moment]) -> Sequence[Gezegd]:
    """The last gap against the first one measured at the same time of the year."""
    if not known:
        return ()
    last = known[-1]
    first = next((one for one in known[:-1] if _same_season(one.afname, last.afname)), None)
    if first is None or first.kloof is None or last.kloof is None:
        return ()
    before, now = (str(one.afname.schooljaar) for one in (first, last))
    if before == now:
        return ()
    trend = kloof_trend(first.kloof, last.kloof)
    return over_kloof_trend(before, now, trend, k_min=DREMPELS.n_effect_min)


def _same_season(een: Afname, ander: Afname) -> bool:
    """At most six weeks apart in the year."""
    apart = abs(een.datum.timetuple().tm_yday - ander.datum.timetuple().tm_yday)
    return min(apart, 365 - apart) <= SEIZOEN


def _moment(
    toets: Toets, afname: Afname, scores: Sequence[Score], gok: Mapping[int, bool | None]
) -> Moment:
    values = {s.leerling_id: float(s.waarde) for s in scores if s.waarde is not None}
    groups: dict[bool | None, list[float]] = {True: [], False: [], None: []}
    for key, value in values.items():
        groups[gok.get(key)].append(value)
    mine, others = groups[True], groups[False]
    enough = min(len(mine), len(others)) >= DREMPELS.n_effect_min and not toets.ja_nee
    found = kloof(mine, others) if enough else None
    return Moment(afname, len(mine), len(others), len(groups[None]), found)


def _chart(toets: Toets, moments: Sequence[Moment]) -> Grafiek | None:
    """The gap per moment with its interval against zero."""
    rows = tuple(
        Verschilrij(
            f"{m.afname.naam} ({m.afname.datum:%d/%m/%Y})",
            round(m.kloof.punten.waarde, 1),
            round(m.kloof.punten.low, 1),
            round(m.kloof.punten.high, 1),
            "gok",
        )
        for m in moments
        if m.kloof is not None
    )
    if not rows:
        return None
    return Verschil(
        f"De kloof op {toets}",
        toets.eenheid or "punten",
        rows,
        links="GOK-leerlingen hoger",
        rechts="GOK-leerlingen lager",
    )


def _table(toets: Toets, moments: Sequence[Moment], exact: bool) -> Grid:
    head = (
        "Afname",
        "GOK",
        "Gemiddelde GOK",
        "Andere",
        "Gemiddelde andere",
        "Onbekend",
        "Kloof",
        "Goed mogelijk",
        "In sd",
    )
    return f"Per afname, in {toets.eenheid or 'punten'}", head, [_row(m, exact) for m in moments]


def _row(one: Moment, exact: bool) -> list[str]:
    first = [f"{one.afname.naam}, {one.afname.datum:%d/%m/%Y}"]
    unknown = _count(one.n_onbekend, exact)
    if one.kloof is None:
        counts = [_count(one.n_gok, exact), _count(one.n_rest, exact)]
        return [*first, counts[0], GEEN_GETAL, counts[1], GEEN_GETAL, unknown, *[GEEN_GETAL] * 3]
    gap = one.kloof
    return [
        *first,
        str(one.n_gok),
        een(gap.gok.gemiddelde),
        str(one.n_rest),
        een(gap.rest.gemiddelde),
        unknown,
        een(gap.punten.waarde),
        span(gap.punten),
        twee(gap.g.waarde if gap.g else None),
    ]


def _count(n: int, exact: bool) -> str:
    """A group that is too small is not counted for everybody."""
    return str(n) if exact or n >= DREMPELS.n_effect_min else TE_KLEIN


def _notes(moments: Sequence[Moment]) -> list[str]:
    found = [DEFINITIE]
    if any(m.n_onbekend for m in moments):
        found.append(
            "Van een deel van de leerlingen weten we niet of ze GOK-leerling zijn: zij staan apart "
            "en tellen bij geen van beide groepen."
        )
    if len(moments) > 1:
        found.append(
            "Bij elke afname zitten andere leerlingen: een kloof kan veranderen omdat de groep "
            "anders is."
        )
    return found
