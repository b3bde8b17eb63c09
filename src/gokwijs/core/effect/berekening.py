"""Did it work: from pupils and a choice made beforehand to one result with its verdict.

In: one ``Meetrij`` per pupil of each group, the ``Opzetkeuze`` and the thresholds. Out: an
``Effect``. The order of the rows never matters: they are sorted first, nothing is drawn, and the
hash of the sorted rows is kept.

The design follows from what there is: a lottery (A), matched pupils (B) or groups as they are (C)
with both tests; without a comparison group only a description (D, E).
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from gokwijs.core.effect.bewaren import schrijf
from gokwijs.core.effect.drempels import (
    DREMPELS,
    KRIMP,
    LEERWINST,
    Drempels,
)
from gokwijs.core.effect.gegevens import (
    ACTIE,
    VERGELIJKING,
    Gegevens,
    Rijen,
    begin_van,
    lees_gegevens,
    na,
    voor,
)
from gokwijs.core.effect.groep import groep_van
from gokwijs.core.effect.keuzes import Ontwerp, Toewijzing, Uitkomstsoort
from gokwijs.core.effect.klassen import verbreding
from gokwijs.core.effect.krimp import krimp
from gokwijs.core.effect.maanden import Maandreden, reken_om
from gokwijs.core.effect.oordeel import MET_GETAL, Oordeel, Vraag, oordeel
from gokwijs.core.effect.plannen import mdes, mdes_cluster, n_voor_breedte
from gokwijs.core.effect.regressie import regressie
from gokwijs.core.effect.samen import Samen, samen
from gokwijs.core.effect.schatten import Geschat, schat
from gokwijs.core.effect.uitkomst import (
    Basis,
    Effect,
    Groepcijfers,
    Maanden,
    Meetrij,
    Opzetkeuze,
    Rtm,
    Schatting,
    Uitval,
)
from gokwijs.core.effect.verschil import (
    Kloof,
    Klooftrend,
    kloof,
    kloof_trend,
    z_kwantiel,
)
from gokwijs.core.effect.voorna import Leerwinst, leerwinst

__all__ = [
    "DREMPELS",
    "Drempels",
    "Effect",
    "Kloof",
    "Klooftrend",
    "Leerwinst",
    "Maanden",
    "Meetrij",
    "Ontwerp",
    "Oordeel",
    "Opzetkeuze",
    "Rtm",
    "Samen",
    "Schatting",
    "Toewijzing",
    "Uitkomstsoort",
    "Uitval",
    "bereken",
    "kloof",
    "kloof_trend",
    "leerwinst",
    "samen",
]


def bereken(
    actie: Rijen, vergelijking: Rijen | None, keuze: Opzetkeuze, drempels: Drempels = DREMPELS
) -> Effect:
    """Raises ValueError on a score that is no number, on a yes-no score that is not 0 or 1, and
    when pupils should be matched without a margin.
    """
    _controleer([*actie, *(vergelijking or ())], keuze)
    data = lees_gegevens(actie, vergelijking, keuze, drempels)
    found = schat(data.actie, data.vergelijking, keuze, data.ontwerp, drempels)
    begin_g = begin_van(data)
    verdict = oordeel(
        Vraag(
            n_t=len(data.actie),
            n_c=len(data.vergelijking),
            vergelijking=vergelijking is not None,
            bereik=keuze.bereik,
            dosis=keuze.dosis,
            begin_g=begin_g,
            gecorrigeerd=found is not None and found.aangepast,
            hoofduitkomst=keuze.hoofduitkomst,
            toewijzing=keuze.toewijzing,
            klassen_t=data.klassen[0],
            klassen_c=data.klassen[1],
            punten=found.punten.grenzen if found else None,
            sd=found.g.grenzen if found and found.g else None,
            proportie=keuze.ja_nee,
            hoogstens_onbeslist=_hoogstens_onbeslist(data, found),
        ),
        drempels,
    )
    return _effect(data, found, verdict, begin_g, keuze, drempels)


def _hoogstens_onbeslist(data: Gegevens, found: Geschat | None) -> bool:
    return data.ongelijk or (found is not None and found.hoogstens_onbeslist)


def _controleer(rijen: Rijen, keuze: Opzetkeuze) -> None:
    scores = [one for rij in rijen for one in (rij.voor, rij.na) if one is not None]
    if not all(math.isfinite(score) for score in scores):
        raise ValueError("a score must be a number")
    if keuze.ja_nee and any(score not in (0, 1) for score in scores):
        raise ValueError("a yes-no score is 0 or 1")
    if keuze.koppelen and keuze.marge is None:
        raise ValueError("matching needs a margin that was fixed beforehand")


# ---------------------------------------------------------------- the result


def _effect(
    data: Gegevens,
    found: Geschat | None,
    verdict: Oordeel,
    begin_g: float | None,
    keuze: Opzetkeuze,
    drempels: Drempels,
) -> Effect:
    """One record of many fields: longer than a screen, because a part of it means nothing."""
    n = (len(data.actie), len(data.vergelijking))
    secret = verdict is Oordeel.ONDERDRUKT
    shown = found if verdict in MET_GETAL else None
    months = reken_om(keuze, verdict, n, shown.g if shown else None, drempels)
    description = data.ontwerp is Ontwerp.D and not secret
    shrunk = _gekrompen(shown, drempels)
    methods = (
        *(found.methoden if found else ()),
        *((LEERWINST,) if description else ()),
        *((KRIMP,) if shrunk else ()),
    )
    return Effect(
        ontwerp=data.ontwerp,
        oordeel=verdict,
        keuze=keuze,
        n_t=n[0],
        n_c=n[1],
        klassen_t=data.klassen[0],
        klassen_c=data.klassen[1],
        uitval=data.uitval,
        uitval_waarschuwing=data.waarschuwing,
        begin_g=None if secret else begin_g,
        heeft_voormeting=data.voormeting,
        gemiddelden=() if secret else _gemiddelden(data),
        vooruitgang=_winst(data, keuze) if description else None,
        punten=shown.punten if shown else None,
        g=shown.g if shown else None,
        aangepast=bool(shown and shown.aangepast),
        controle=shown.controle if shown else None,
        gekrompen=shrunk,
        rtm=() if secret else _rtm(data, keuze, drempels),
        paren=None if secret else data.paren,
        maanden=months if isinstance(months, Maanden) else None,
        maanden_reden=months.value if isinstance(months, Maandreden) else "",
        mdes=_mdes(data, found, keuze, drempels),
        n_nodig=_n_nodig(data, shown, keuze, drempels),
        proportie=keuze.ja_nee,
        aannames=_aannames(data, shown, keuze),
        methode=methods[0] if methods else "",
        methoden=methods,
        parameters=dict(_parameters(drempels)),
        data_hash=hashlib.sha256("|".join(data.hashes).encode()).hexdigest(),
        basis=_basis(data, found, begin_g),
    )


def _gemiddelden(data: Gegevens) -> tuple[Groepcijfers, ...]:
    found = []
    for name, rijen in ((ACTIE, data.actie), (VERGELIJKING, data.vergelijking)):
        if not rijen:
            continue
        after = groep_van(na(rijen))
        before = groep_van(voor(rijen)) if data.voormeting else None
        many = len(rijen) > 1
        found.append(
            Groepcijfers(
                groep=name,
                n=len(rijen),
                voor_gemiddelde=before.gemiddelde if before else None,
                voor_sd=before.sd if before and many else None,
                na_gemiddelde=after.gemiddelde,
                na_sd=after.sd if many else None,
            )
        )
    return tuple(found)


def _winst(data: Gegevens, keuze: Opzetkeuze) -> Schatting | None:
    gain = leerwinst([(rij.voor, rij.na) for rij in data.actie]).punten
    if gain is None:
        return None
    return gain.keer((1 if keuze.hoger_is_beter else -1) * (100 if keuze.ja_nee else 1))


def _gekrompen(shown: Geschat | None, drempels: Drempels) -> Schatting | None:
    if shown is None or shown.g is None or shown.g.se is None:
        return None
    return krimp(shown.g.waarde, shown.g.se, tau=drempels.tau, prior=drempels.prior).schatting


def _rtm(data: Gegevens, keuze: Opzetkeuze, drempels: Drempels) -> tuple[Rtm, ...]:
    before = voor(data.actie) if data.voormeting else []
    return regressie(keuze, groep_van(before) if len(before) > 1 else None, drempels)


def _r(found: Geschat | None, keuze: Opzetkeuze) -> float:
    if found is not None and found.r is not None:
        return found.r
    return keuze.r or 0.0


def _mdes(
    data: Gegevens, found: Geschat | None, keuze: Opzetkeuze, drempels: Drempels
) -> float | None:
    """With the numbers and the correlation that there turned out to be."""
    n = (len(data.actie), len(data.vergelijking))
    if not n[1] or keuze.ja_nee:
        return None
    r = _r(found, keuze)
    if keuze.toewijzing is not Toewijzing.KLAS:
        return mdes(*n, r=r, covariaten=int(data.voormeting), drempels=drempels)
    classes = sum(data.klassen)
    return mdes_cluster(
        classes,
        sum(n) / max(classes, 1),
        icc=drempels.icc_klas,
        r2_leerling=r**2,
        r2_klas=r**2,
        deel=n[0] / sum(n),
        drempels=drempels,
    )


def _n_nodig(
    data: Gegevens, shown: Geschat | None, keuze: Opzetkeuze, drempels: Drempels
) -> int | None:
    """Never fewer than a verdict takes."""
    if shown is None:
        return None
    if keuze.ja_nee:
        found = _n_nodig_aandeel(data, shown)
    elif shown.g is None:
        return None
    else:
        size, near = abs(shown.g.waarde), drempels.rope / 2
        half = size if size >= near else drempels.rope - size
        wide = 1.0
        if keuze.toewijzing is Toewijzing.KLAS:
            wide = verbreding(data.actie, data.vergelijking, drempels).deff
        found = n_voor_breedte(half, r=_r(shown, keuze), deff=wide)
    return None if found is None else max(found, drempels.n_oordeel_min)


def _n_nodig_aandeel(data: Gegevens, shown: Geschat) -> int | None:
    """For which the difference of these two shares would leave 0."""
    gap = shown.punten.waarde / 100
    if not gap:
        return None
    shares = [groep_van(na(rijen)).gemiddelde for rijen in (data.actie, data.vergelijking)]
    spread = math.fsum(p * (1 - p) for p in shares)
    return math.ceil(z_kwantiel() ** 2 * spread / gap**2)


def _aannames(data: Gegevens, shown: Geschat | None, keuze: Opzetkeuze) -> tuple[str, ...]:
    found = list(shown.aannames) if shown else []
    if data.ontwerp is Ontwerp.B:
        found.append("alleen_paren")
        if data.ongelijk:
            found.append("ongelijk_voor_koppelen")
        elif keuze.laag_gekozen is not None and keuze.gekozen_op_voormeting:
            found.append("gekozen_op_voormeting")
    if shown is not None and shown.g is not None:
        found.append("krimp")
    if keuze.laag_gekozen is not None and keuze.r is None and not keuze.ja_nee:
        found.append("r_onbekend")
    return tuple(found)


def _basis(data: Gegevens, found: Geschat | None, begin_g: float | None) -> Basis | None:
    if found is None or found.punten.se is None:
        return None
    return Basis(
        punten=found.punten.waarde,
        punten_se=found.punten.se,
        g=found.g.waarde if found.g else None,
        g_se=found.g.se if found.g else None,
        begin_g=begin_g,
        aangepast=found.aangepast,
        hoogstens_onbeslist=_hoogstens_onbeslist(data, found),
        klassen_t=data.klassen[0],
        klassen_c=data.klassen[1],
        actie_hash=data.hashes[0],
        vergelijking_hash=data.hashes[1],
    )


@lru_cache(maxsize=8)
def _parameters(drempels: Drempels) -> MappingProxyType[str, Any]:
    return MappingProxyType(schrijf(drempels))
