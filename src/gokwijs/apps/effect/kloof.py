"""The gap on a toets: GOK-leerlingen against the other pupils, per afname, and whether it changes.

In: a toets with its afnamen. Out: sentences, a chart and a table; what a share of yes needs stands
in ``kloof_ja_nee``. A gap needs ten pupils in both groups; who is GOK-leerling is as known on the
day of the toets, and unknown is a group of its own that is in neither.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from gokwijs.apps.effect import kloof_ja_nee as ja_nee
from gokwijs.apps.effect.kloof_blad import Kloofblad, Moment, telling
from gokwijs.apps.effect.resultaat import GEEN_GETAL, een, span, twee
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from gokwijs.apps.toetsen.selectors import afnames_van, gok_per_dag, scores_van
from gokwijs.apps.toetsen.tonen import AFGESCHERMD as AFGESCHERMD_ZIN
from gokwijs.core.effect.berekening import kloof, kloof_trend
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
SEIZOEN = 42  # days: two moments at about the same time of the year


def kloof_van(toets: Toets, *, exact: bool) -> Kloofblad:
    """``exact``: with the numbers of pupils of groups that are too small to say anything of."""
    afnamen = [a for a in afnames_van(toets.school) if a.toets_id == toets.pk]
    scores = scores_van([a.pk for a in afnamen])
    afnamen = [a for a in afnamen if scores[a.pk]]
    asked: dict[date, set[int]] = {}
    for afname in afnamen:
        asked.setdefault(afname.datum, set()).update(s.leerling_id for s in scores[afname.pk])
    gok = gok_per_dag(toets.school, asked)
    moments = tuple(_moment(toets, a, scores[a.pk], gok[a.datum], exact) for a in afnamen)
    if toets.ja_nee:
        return Kloofblad(
            toets,
            moments,
            tuple(ja_nee.gezegd(toets, moments) if moments else ()),
            (),
            ja_nee.beeld(toets, moments),
            ja_nee.tabel(moments, exact),
            tuple(_notes(moments)),
        )
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
    toets: Toets,
    afname: Afname,
    scores: Sequence[Score],
    gok: Mapping[int, bool | None],
    exact: bool,
) -> Moment:
    values = {s.leerling_id: float(s.waarde) for s in scores if s.waarde is not None}
    groups: dict[bool | None, list[float]] = {True: [], False: [], None: []}
    for key, value in values.items():
        groups[gok.get(key)].append(value)
    mine, others = groups[True], groups[False]
    counts = (len(mine), len(others), len(groups[None]))
    if toets.ja_nee:
        shares = ja_nee.kloof_ja_nee(mine, others)
        hidden = shares is not None and not exact and not ja_nee.mag_tonen(shares)
        return Moment(afname, *counts, aandelen=None if hidden else shares, afgeschermd=hidden)
    enough = min(len(mine), len(others)) >= DREMPELS.n_effect_min
    return Moment(afname, *counts, kloof=kloof(mine, others) if enough else None)


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
    unknown = telling(one.n_onbekend, exact)
    if one.kloof is None:
        counts = [telling(one.n_gok, exact), telling(one.n_rest, exact)]
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
    if sum(m.aandelen is not None for m in moments) > 1:
        found.append(ja_nee.GEEN_TREND)
    if any(m.afgeschermd for m in moments):
        found.append(AFGESCHERMD_ZIN)
    return found
