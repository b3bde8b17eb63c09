"""The pictures of the course: with figures of the school where they may be shown, else invented.

In: a school. Out: per step a chart, the sentences of the list that go with it, and whether the
figures are those of the school. Draws are made with a fixed seed, so everybody sees the same.

Only what the whole team may see: shares that pass the threshold outside the Werkzone, scores of at
least ten pupils together.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import fmean

from django.db.models import Count, Q

from gokwijs.apps.beleid.models import Meting
from gokwijs.apps.beleid.tonen import AFGESCHERMD, Zicht
from gokwijs.apps.effect.selectors import uitkomsten_van
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname
from gokwijs.apps.toetsen.selectors import afnames_van, gok_van, scores_van
from gokwijs.core.analyse.aandeel import Aandeel, aandelen
from gokwijs.core.effect.drempels import DREMPELS
from gokwijs.core.effect.regressie import verwachte_winst, verwachte_winst_punten
from gokwijs.core.effect.voorna import leerwinst
from gokwijs.core.zinnen.effect import getal, over_leerwinst, over_schijn
from gokwijs.core.zinnen.getallen import PROCENT_MIN, procent
from gokwijs.core.zinnen.kiezen import over_aandeel
from gokwijs.core.zinnen.lijst import Gezegd, vul
from gokwijs.renderers.grafiek import (
    Grafiek,
    Lijn,
    Lijnen,
    Punt,
    Staaf,
    Staven,
    Verschil,
    Verschilrij,
)

SEED = 7
TREKKINGEN = 20
DEEL = 0.20  # the lowest fifth
GROOTST = 400  # of a group that is drawn
_AANTALLEN = (20, 40, 100, 400)
K_MIN = 5
# Invented, and said so: 18 of 40 families, a toets with mean 50 and SD 10.
FICTIEF_N, FICTIEF_X, FICTIEF_SD = 40, 18, 10.0


@dataclass(frozen=True)
class Stapbeeld:
    """``eigen``: the name of the figure of the school; empty: the example is invented."""

    grafiek: Grafiek
    eigen: str = ""
    zinnen: tuple[Gezegd, ...] = ()


def beeld_van(key: str, school: School) -> Stapbeeld:
    """The picture of one step."""
    make: dict[str, Callable[[School], Stapbeeld]] = {
        "toeval": _toeval,
        "zekerheid": _zekerheid,
        "regressie": _regressie,
        "vergelijken": _vergelijken,
        "besluiten": _besluiten,
    }
    return make[key](school)


# ---------------------------------------------------------------- a share


@dataclass(frozen=True)
class _Eigen:
    """A share of the school that the whole team may see."""

    naam: str
    aandeel: Aandeel


def _aandeel(school: School) -> _Eigen | None:
    """The newest meting that is a share of 20 or more and may be shown to everybody."""
    rows = Meting.objects.filter(
        indicator__plan__school=school,
        indicator__plan__verwijderd=None,
        indicator__verwijderd=None,
        vervangen=None,
        werkzone=False,
        noemer__gte=PROCENT_MIN,
    )
    zicht = Zicht.buiten(school)
    for one in rows.select_related("indicator").order_by("-peildatum", "pk")[:20]:
        if zicht.aandeel(one.teller, one.noemer) == AFGESCHERMD or one.teller is None:
            continue
        (found,) = aandelen([(Fraction(one.teller), Fraction(one.noemer or 0))])
        assert found is not None
        return _Eigen(one.indicator.naam, found)
    return None


def _fictief() -> Aandeel:
    (found,) = aandelen([(FICTIEF_X, FICTIEF_N)])
    assert found is not None
    return found


def _toeval(school: School) -> Stapbeeld:
    """Twenty groups of the same size and the same true share."""
    own = _aandeel(school)
    share = own.aandeel if own else _fictief()
    n = min(round(share.n), GROOTST)
    dice = random.Random(SEED)  # not for secrets: everybody sees the same draws
    drawn = [sum(dice.random() < share.p for _ in range(n)) / n for _ in range(TREKKINGEN)]
    bars = tuple(
        Staaf(f"groep {at}", _heel(p), None, None, "neutraal", referentie=share.p * 100)
        for at, p in enumerate(drawn, 1)
    )
    said = vul(
        "H01",
        k=str(TREKKINGEN),
        n=str(n),
        low=procent(min(drawn)),
        high=procent(max(drawn)),
    )
    chart = Staven("Twintig keer hetzelfde, alleen het toeval verschilt", "%", bars, "echt aandeel")
    return Stapbeeld(chart, own.naam if own else "", (said, *over_schijn(max(n // 2, 2))))


def _heel(share: float) -> float:
    """A whole percentage: no decimals (zinnen.md)."""
    return float(int(share * 100 + 0.5))


def _zekerheid(school: School) -> Stapbeeld:
    """The same share with fewer and with more pupils."""
    own = _aandeel(school)
    share = own.aandeel if own else _fictief()
    mine = round(share.n)
    sizes = sorted({mine, *(n for n in _AANTALLEN if abs(n - mine) > mine / 4)})
    rows = aandelen([(share.x / share.n * n, Fraction(n)) for n in sizes])
    bars = tuple(
        Staaf(
            f"{n} leerlingen" + (" (jullie aantal)" if own and n == mine else ""),
            _heel(one.p),
            _heel(one.low),
            _heel(one.high),
            "gok" if n == mine else "neutraal",
        )
        for n, one in zip(sizes, rows, strict=True)
        if one is not None
    )
    said = (
        over_aandeel(f"de groep achter '{own.naam}'", "telt mee", share, k_min=K_MIN) if own else []
    )
    chart = Staven("Hetzelfde aandeel, met meer of minder leerlingen", "%", bars)
    return Stapbeeld(chart, own.naam if own else "", tuple(said))


# ---------------------------------------------------------------- scores


def _afname(school: School) -> Afname | None:
    """The newest with so many scores that the lowest fifth is ten pupils or more."""
    least = round(DREMPELS.n_effect_min / DEEL)
    counted = afnames_van(school).annotate(
        n=Count("scores", filter=Q(scores__waarde__isnull=False))
    )
    rows = counted.filter(n__gte=least).exclude(toets__schaal="ja_nee")
    return rows.order_by("-datum", "-pk").first()


def _verklapt(afname: Afname, leerlingen: Collection[int]) -> bool:
    """Would the total, beside the two groups of the gap, tell of fewer than ten unknown ones?"""
    known = gok_van(afname.toets.school, leerlingen, afname.datum)
    return 0 < sum(one is None for one in known.values()) < DREMPELS.n_effect_min


def _waarden(afname: Afname) -> list[float]:
    """The scores; none where how many there are tells too much."""
    rows = [one for one in scores_van([afname.pk])[afname.pk] if one.waarde is not None]
    if _verklapt(afname, [one.leerling_id for one in rows]):
        return []
    return [float(one.waarde) for one in rows if one.waarde is not None]


def _regressie(school: School) -> Stapbeeld:
    """What the lowest fifth gains when nothing happens, for three values of r."""
    afname = _afname(school)
    found = _eigen_winst(afname) if afname is not None else None
    if found is None:
        gains = [verwachte_winst(DEEL, r) * FICTIEF_SD for r in DREMPELS.r_waarden]
        return Stapbeeld(_winsten(gains))
    gains, said = found
    assert afname is not None
    return Stapbeeld(_winsten(gains), str(afname.toets), (said,))


def _eigen_winst(afname: Afname) -> tuple[list[float], Gezegd] | None:
    values = sorted(_waarden(afname), reverse=not afname.toets.hoger_is_beter)
    number = round(len(values) * DEEL)
    if number < DREMPELS.n_effect_min:
        return None
    whole, lowest = fmean(values), fmean(values[:number])
    gains = [abs(verwachte_winst_punten(whole, lowest, r)) for r in DREMPELS.r_waarden]
    said = vul(
        "H02",
        toets=str(afname.toets),
        totaal=str(len(values)),
        n=str(number),
        low=getal(min(gains)),
        high=getal(max(gains)),
    )
    return gains, said


def _winsten(gains: Sequence[float]) -> Staven:
    bars = tuple(
        Staaf(f"r = {getal(r)}", round(gain, 1), None, None, "gok")
        for r, gain in zip(DREMPELS.r_waarden, gains, strict=True)
    )
    return Staven("Verwachte stijging van de laagste 20 %, zonder actie", "punten", bars)


def _vergelijken(school: School) -> Stapbeeld:
    """Two invented groups that start alike; under it what pupils of the school gained."""
    lines = (
        Lijn("met de actie", "gok", (Punt(48), Punt(56))),
        Lijn("vergelijkingsgroep", "neutraal", (Punt(48), Punt(54))),
    )
    chart = Lijnen("Even hoog begonnen", "punten", ("voor", "na"), lines)
    return Stapbeeld(chart, "", tuple(_groei(school)))


def _groei(school: School) -> list[Gezegd]:
    """B08 for the toets that was measured last and before, when ten pupils have both scores."""
    last = _afname(school)
    if last is None or last.toets.schaal == "ja_nee":
        return []
    before = (
        afnames_van(school).filter(toets=last.toets, datum__lt=last.datum).order_by("-datum", "-pk")
    ).first()
    if before is None:
        return []
    scores = scores_van([before.pk, last.pk])
    first = {one.leerling_id: one.waarde for one in scores[before.pk]}
    both = [
        one
        for one in scores[last.pk]
        if one.waarde is not None and first.get(one.leerling_id) is not None
    ]
    pairs = [(float(first[one.leerling_id] or 0), float(one.waarde or 0)) for one in both]
    if len(pairs) < DREMPELS.n_effect_min or _verklapt(last, [one.leerling_id for one in both]):
        return []
    return over_leerwinst(
        "De groep met twee scores",
        str(last.toets),
        leerwinst(pairs),
        k_min=DREMPELS.n_effect_min,
        hoger_is_beter=last.toets.hoger_is_beter,
    )


def _besluiten(school: School) -> Stapbeeld:
    """Four intervals and their words; under it what was found in the school, at most three."""
    rows = (
        Verschilrij("aanwijzing voor vooruitgang", 0.35, 0.08, 0.62, "gok"),
        Verschilrij("onbeslist", 0.15, -0.15, 0.45, "gok"),
        Verschilrij("geen verschil van betekenis", 0.03, -0.12, 0.18, "gok"),
        Verschilrij("aanwijzing voor achteruitgang", -0.35, -0.62, -0.08, "gok"),
    )
    chart = Verschil(
        "Vier intervallen en hun woord",
        "standaardafwijking",
        rows,
        grens=DREMPELS.rope,
        grens_label="geen verschil van betekenis",
    )
    found = [one for results in uitkomsten_van(school).values() for one in results]
    said = [one.zinnen[0] for one in found if one.zinnen][:3]
    return Stapbeeld(chart, "", tuple(said))
