"""What may be said about an effect, a gap, a gain or a planned comparison.

In: results of ``core.effect``. Out: filled sentences from the list, the one that states first.
Exactly one sentence per verdict. A group below the threshold is not spoken about in numbers, and
an interval that holds 0 is never given a direction without 'onbeslist' or 'niet te onderscheiden'.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from gokwijs.core.analyse.aandeel import Verschil
from gokwijs.core.effect.drempels import DREMPELS
from gokwijs.core.effect.maanden import Maandreden
from gokwijs.core.effect.oordeel import MET_GETAL, Oordeel
from gokwijs.core.effect.plannen import schijn
from gokwijs.core.effect.samen import Samen, Samenreden
from gokwijs.core.effect.uitkomst import Effect, Maanden, Rtm, Schatting
from gokwijs.core.effect.veranderen import Wijziging, wat_zou_het_veranderen
from gokwijs.core.effect.verschil import Kloof, Klooftrend
from gokwijs.core.effect.voorna import Leerwinst
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.zinnen.getallen import aantal, mag_procent, procent
from gokwijs.core.zinnen.lijst import Gezegd, vul

MDES_GROOT = 0.40
BUITEN = 12
_ZONDER_WAARDE = {
    Oordeel.EERST_CORRIGEREN: "E05",
    Oordeel.VERKENNEND: "E06",
    Oordeel.ONBESLIST_KLAS: "E07",
}
_WIJZIGING = {
    Wijziging.MEER_LEERLINGEN: "E15a",
    Wijziging.UITVOERING: "E15b",
    Wijziging.VERGELIJKINGSGROEP: "E15c",
    Wijziging.BEGINMETING: "E15d",
    Wijziging.GELIJKER_BEGIN: "E15e",
    Wijziging.KOPPELEN: "E15f",
    Wijziging.VOORAF_KIEZEN: "E15g",
    Wijziging.MEER_KLASSEN: "E15h",
    Wijziging.GENOEG_VOOR_OORDEEL: "E15i",
    Wijziging.ZOVEEL_VOOR_VERSCHIL: "E15j",
    Wijziging.ZOVEEL_VOOR_KLEIN: "E15k",
    Wijziging.TEGENSPRAAK: "E15l",
    Wijziging.HERHALEN: "E15m",
    Wijziging.IN_MEER_KLASSEN: "E15n",
}
_AANNAME = {
    "gelijke_groepen": "E16a",
    "rechte_lijn": "E16b",
    "gelijke_groei": "E16c",
    "geen_overlap": "E16d",
    "geen_spreiding": "E16e",
    "ongelijke_spreiding": "E16f",
    "glass": "E16g",
    "klassen": "E16h",
    "alleen_paren": "E16i",
    "niet_gecorrigeerd": "E16j",
    "krimp": "E16k",
    "r_onbekend": "E16l",
    "ongelijk_voor_koppelen": "E16m",
    "gekozen_op_voormeting": "E16n",
}


def getal(value: float, places: int = 1) -> str:
    """``4,3``; never ``-0,0``."""
    text = dutch_number(Fraction(value), places=places)
    return text.removeprefix("-") if not text.strip("-0,") else text


# ---------------------------------------------------------------- one action


def over_effect(effect: Effect, *, met_maanden: bool = True) -> list[Gezegd]:
    """Exactly one sentence for the verdict; the warning about who is missing (E17) and the months
    (E14) after it, where they belong to a number that is shown.
    """
    said = [_oordeel(effect)]
    if effect.oordeel in MET_GETAL and effect.uitval_waarschuwing:
        said.append(vul("E17"))
    with_number = effect.toonbaar and effect.oordeel not in _ZONDER_WAARDE
    if met_maanden and with_number and not effect.proportie:
        said.append(_maanden(effect))
    return said


def over_verandering(effect: Effect) -> list[Gezegd]:
    """E15: what would change the verdict."""
    said = []
    for one in wat_zou_het_veranderen(effect):
        code = _WIJZIGING[one.wijziging]
        given: dict[str, str] = {}
        if one.aantal is not None:
            given["n"] = aantal(one.aantal)
        if code == "E15b":
            given["p"] = procent(one.grens or 0)
        elif one.grens is not None:
            given["grens"] = getal(one.grens, 2)
        said.append(vul(code, **given))
    return said


def over_aannames(effect: Effect) -> list[Gezegd]:
    """E16: what the calculation takes for granted, in plain words."""
    limits = effect.drempels
    given = {"E16h": {"icc": getal(limits.icc_klas, 2)}, "E16k": {"grens": getal(limits.tau)}}
    codes = [_AANNAME[name] for name in effect.aannames]
    return [vul(code, **given.get(code, {})) for code in codes]


def over_krimp(effect: Effect) -> list[Gezegd]:
    """E18 beside a difference that is shown, otherwise nothing."""
    found = effect.gekrompen
    if found is None or not effect.toonbaar:
        return []
    return [vul("E18", sd=getal(found.waarde, 2), **_grenzen(found, 2))]


def over_paren(effect: Effect) -> list[Gezegd]:
    """E19, with exact counts: for the Werkzone only."""
    found = effect.paren
    if found is None:
        return []
    gone = {"weg_t": aantal(found.weggevallen_t), "weg_c": aantal(found.weggevallen_c)}
    return [vul("E19", n=aantal(found.n), marge=getal(found.marge), **gone)]


def over_samen(samen: Samen) -> list[Gezegd]:
    """E13 for several lichtingen; E01 when even together they are too few."""
    if samen.reden is Samenreden.SPREKEN_TEGEN:
        return [vul("E13b")]
    if samen.reden is not None:
        return [vul("E13d", reden=samen.reden.label)]
    if samen.oordeel is Oordeel.ONDERDRUKT:
        return [vul("E01", n_effect_min=str(DREMPELS.n_effect_min))]
    if not samen.toonbaar or samen.punten is None:
        return [vul("E13d", reden=samen.oordeel.label if samen.oordeel else "")]
    said = {"k": str(samen.k), "n_totaal": aantal(samen.n_t + samen.n_c)}
    if not samen.proportie:
        return [vul("E13a", **said, punten=getal(samen.punten.waarde), **_grenzen(samen.punten))]
    if not mag_procent(samen.n_t, samen.n_c):
        return [vul("E08q", n_t=aantal(samen.n_t), n_c=aantal(samen.n_c))]
    limits = _grenzen(samen.punten, 0)
    return [vul("E13c", **said, procentpunt=getal(samen.punten.waarde, 0), **limits)]


# ---------------------------------------------------------------- the verdict


def _oordeel(effect: Effect) -> Gezegd:
    match effect.oordeel:
        case Oordeel.ONDERDRUKT:
            return vul("E01", n_effect_min=str(effect.drempels.n_effect_min))
        case Oordeel.NIET_UITGEVOERD:
            return _uitvoering(effect)
        case Oordeel.GEEN_VERGELIJKING:
            return _zonder_vergelijking(effect)
        case Oordeel.NIET_VERGELIJKBAAR if effect.begin_g is not None:
            return vul("E04a", begin_sd=getal(abs(effect.begin_g)))
        case Oordeel.NIET_VERGELIJKBAAR:
            return vul("E04c" if effect.heeft_voormeting else "E04b")
        case Oordeel.GEEN_VERSCHIL_VAN_BETEKENIS:
            return vul("E11", rope=getal(effect.drempels.rope))
        case Oordeel.VERKENNEND if not effect.keuze.op_tijd:
            return vul("E06b")
        case verdict if verdict in _ZONDER_WAARDE:
            return vul(_ZONDER_WAARDE[verdict])
    if effect.punten is None:
        return vul("E12u")
    if effect.proportie:
        return _procentpunten(effect, effect.punten)
    return _punten(effect, effect.punten)


def _uitvoering(effect: Effect) -> Gezegd:
    reach, dose = effect.keuze.bereik, effect.keuze.dosis
    if not mag_procent(effect.n_t):
        return vul("E02f")
    if reach is None or dose is None:
        if reach is not None:
            return vul("E02d", bereik=procent(reach))
        return vul("E02e", dosis=procent(dose or 0))
    return vul("E02", bereik=procent(reach), dosis=procent(dose))


def _zonder_vergelijking(effect: Effect) -> Gezegd:
    gain = effect.vooruitgang
    if gain is None or gain.waarde <= 0:
        return vul("E03c")
    if not effect.rtm:
        return vul("E03f" if effect.keuze.laag_gekozen else "E03a")
    points = sorted(one.punten for one in effect.rtm if one.punten is not None)
    if len(points) < len(effect.rtm):
        return vul("E03f")
    low, high = getal(points[0]), getal(points[-1])
    if not effect.keuze.hoger_is_beter:
        return vul("E03e", rtm_punten=low if low == high else f"{low} tot {high}")
    return vul("E03b", rtm_punten=low) if low == high else vul("E03d", rtm_low=low, rtm_high=high)


def _punten(effect: Effect, punten: Schatting) -> Gezegd:
    said = {"n_t": aantal(effect.n_t), "n_c": aantal(effect.n_c)}
    size, lower = getal(punten.waarde), "" if effect.keuze.hoger_is_beter else "l"
    match effect.oordeel:
        case Oordeel.ONBESLIST_TE_KLEIN:
            return vul("E08", **said, punten=size, **_grenzen(punten))
        case Oordeel.AANWIJZING_VOORUITGANG:
            return vul(f"E09{lower}", **said, punten=size, **_grenzen(punten))
        case Oordeel.AANWIJZING_ACHTERUITGANG:
            turned = punten.keer(-1)
            return vul(f"E10{lower}", **said, punten=getal(turned.waarde), **_grenzen(turned))
    if "ongelijk_voor_koppelen" in effect.aannames:
        return vul("E12v")
    if effect.controle is not None and effect.controle.verschilt:
        return vul("E12t", punten=size, did=getal(effect.controle.schatting.waarde))
    if {"geen_overlap", "geen_spreiding"} & set(effect.aannames):
        return vul("E12u")
    if size == "0,0":
        return vul("E12g", **_grenzen(punten))
    favour = "gunste" if punten.waarde > 0 else "ongunste"
    return vul("E12", punten=getal(abs(punten.waarde)), gunste_ongunste=favour, **_grenzen(punten))


def _procentpunten(effect: Effect, punten: Schatting) -> Gezegd:
    said = {"n_t": aantal(effect.n_t), "n_c": aantal(effect.n_c)}
    if effect.oordeel is Oordeel.ONBESLIST_TE_KLEIN:
        if not mag_procent(effect.n_t, effect.n_c):
            return vul("E08q", **said)
        return vul("E08p", **said, procentpunt=getal(punten.waarde, 0), **_grenzen(punten, 0))
    if effect.oordeel is Oordeel.AANWIJZING_VOORUITGANG:
        return vul("E09p", **said, procentpunt=_deel(punten.waarde), **_deelgrenzen(punten))
    if effect.oordeel is Oordeel.AANWIJZING_ACHTERUITGANG:
        turned = punten.keer(-1)
        return vul("E10p", **said, procentpunt=_deel(turned.waarde), **_deelgrenzen(turned))
    size = getal(abs(punten.waarde), 0)
    if size == "0":
        return vul("E12h", **_grenzen(punten, 0))
    favour = "gunste" if punten.waarde > 0 else "ongunste"
    return vul("E12p", procentpunt=size, gunste_ongunste=favour, **_grenzen(punten, 0))


def _deel(value: float) -> str:
    """Whole procentpunten; one decimal only where a whole number would read 0."""
    text = getal(value, 0)
    return text if text != "0" else getal(value)


def _deelgrenzen(found: Schatting) -> dict[str, str]:
    return {"low": _deel(found.low), "high": _deel(found.high)}


def _grenzen(found: Schatting, places: int = 1) -> dict[str, str]:
    return {"low": getal(found.low, places), "high": getal(found.high, places)}


def _maanden(effect: Effect) -> Gezegd:
    found = effect.maanden
    if found is None:
        return vul("E14b", reden=Maandreden(effect.maanden_reden).label)
    said = {"tabel_id": found.tabel, "maanden": str(found.waarde), **_maandgrenzen(found)}
    return vul("E14c" if abs(found.waarde) == 1 else "E14a", **said)


def _maandgrenzen(found: Maanden) -> dict[str, str]:
    low = f"minder dan -{BUITEN}" if found.low is None else str(found.low)
    high = f"meer dan {BUITEN}" if found.high is None else str(found.high)
    return {"m_low": low, "m_high": high}


# ---------------------------------------------------------------- before, gaps and gains


def over_plan(n_t: int, n_c: int, mdes: float | None) -> list[Gezegd]:
    """C01 for a planned comparison, C02 without one."""
    if not n_c:
        return [vul("C02")]
    if mdes is None:
        return [vul("C01c")]
    code = "C01b" if mdes > MDES_GROOT else "C01a"
    return [vul(code, n_t=aantal(n_t), n_c=aantal(n_c), mdes=getal(mdes))]


def over_schijn(n: int) -> list[Gezegd]:
    """C04: how often a useless action seems worth four months; ``n`` per group, 2 or more."""
    return [vul("C04", n=aantal(n), p=_kans(schijn(n)))]


def _kans(p: float) -> str:
    return procent(p) if p >= 0.01 else "minder dan 1"


def over_kloof(toets: str, kloof: Kloof | None, *, k_min: int) -> list[Gezegd]:
    """A01, B03a or B03b. Below 10 per group a mean is not spoken about."""
    least = max(k_min, DREMPELS.n_effect_min)
    if kloof is None or min(kloof.gok.n, kloof.rest.n) < least:
        return _te_weinig(least)
    points = kloof.punten if kloof.punten.waarde >= 0 else kloof.punten.keer(-1)
    said = {"toets": toets, "n_gok": aantal(kloof.gok.n), "n_rest": aantal(kloof.rest.n)}
    said |= {"punten": getal(points.waarde), **_grenzen(points)}
    if points.met_nul or kloof.g is None:
        return [vul("B03b", **said)]
    behind = "lager" if kloof.punten.waarde > 0 else "hoger"
    return [vul("B03a", **said, hoger_lager=behind, sd=getal(abs(kloof.g.waarde)))]


def over_kloof_ja_nee(toets: str, gap: Verschil | None, *, k_min: int) -> list[Gezegd]:
    """A01, B03c or B03d: the share of yes of the others minus that of GOK."""
    least = max(k_min, DREMPELS.n_effect_min)
    if gap is None or min(gap.een.n, gap.ander.n) < least:
        return _te_weinig(least)
    gok, rest = gap.ander, gap.een
    low, high = (gap.low, gap.high) if gap.verschil >= 0 else (-gap.high, -gap.low)
    said = {
        "toets": toets,
        "x_gok": aantal(gok.x),
        "n_gok": aantal(gok.n),
        "x_rest": aantal(rest.x),
        "n_rest": aantal(rest.n),
        "procentpunt": getal(100 * abs(gap.verschil)),
        "low": getal(100 * low),
        "high": getal(100 * high),
    }
    if not gap.meer_dan_toeval:
        return [vul("B03d", **said)]
    return [vul("B03c", **said, vaker="minder vaak" if gap.verschil > 0 else "vaker")]


def over_kloof_trend(
    jaar_1: str, jaar_2: str, trend: Klooftrend | None, *, k_min: int
) -> list[Gezegd]:
    """A01, B04a or B04b: two gaps on the same version of a toets, other pupils."""
    least = max(k_min, DREMPELS.n_effect_min)
    if trend is None or _kleinste(trend) < least:
        return _te_weinig(least)
    said = {
        "jaar_1": jaar_1,
        "jaar_2": jaar_2,
        "kloof_1": getal(trend.eerste.punten.waarde),
        "kloof_2": getal(trend.tweede.punten.waarde),
    }
    return [vul("B04a" if trend.punten.met_nul else "B04b", **said)]


def _kleinste(trend: Klooftrend) -> int:
    return min(group.n for gap in (trend.eerste, trend.tweede) for group in (gap.gok, gap.rest))


def over_leerwinst(
    groep: str, toets: str, winst: Leerwinst, *, k_min: int, hoger_is_beter: bool = True
) -> list[Gezegd]:
    """A01 or B08: the gain of one group. ``groep`` is a neutral noun phrase in the singular."""
    least = max(k_min, DREMPELS.n_effect_min)
    if winst.punten is None or winst.n < least:
        return _te_weinig(least)
    points = winst.punten if hoger_is_beter else winst.punten.keer(-1)
    said: Mapping[str, str] = {"groep": groep, "toets": toets, "n": aantal(winst.n)}
    if points.met_nul:
        return [vul("B08b", **said, punten=getal(points.waarde), **_grenzen(points))]
    if points.waarde > 0:
        return [vul("B08", **said, punten=getal(points.waarde), **_grenzen(points))]
    turned = points.keer(-1)
    return [vul("B08c", **said, punten=getal(turned.waarde), **_grenzen(turned))]


def rtm_tekst(rtm: tuple[Rtm, ...]) -> list[tuple[str, str, str]]:
    """Rows for a table: r, SD and points as text; points empty when they are not known."""
    return [
        (getal(one.r), getal(one.sd, 2), "" if one.punten is None else getal(one.punten))
        for one in rtm
    ]


def _te_weinig(least: int) -> list[Gezegd]:
    return [vul("A01", k_min=str(least))]
