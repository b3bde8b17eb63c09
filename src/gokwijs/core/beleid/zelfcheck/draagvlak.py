"""T5: fragmentair en leraarafhankelijk.

In: a Kijk. Out: an Uitkomst. Conditions t1-t4 and a1-a8 of the self-check. What a
heavier finding says is not said again by a lighter one.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from gokwijs.core.beleid.keuzes import Aangrijpingspunt, Knoop, Onderwijs, Zorgfase
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.beleid.plan import Actie
from gokwijs.core.beleid.tijd import days_since, school_months_back
from gokwijs.core.beleid.zelfcheck.uitkomst import (
    Bevinding,
    Kijk,
    Tekort,
    Uitkomst,
    beoordeel,
    refs,
    te_vroeg,
    zonder_plan,
)
from gokwijs.core.beleid.zinsbouw import telwoord, van_de
from gokwijs.core.law.numbers import dutch_percent


def check_draagvlak(kijk: Kijk) -> Uitkomst:
    """T5: blijft het plan overeind als één persoon wegvalt?"""
    if kijk.stand.lopend_plan(kijk.vandaag) is None:
        return zonder_plan(Tekort.T5)
    if not _lopend(kijk) and not kijk.stand.lopende_doelen(kijk.vandaag):
        return te_vroeg(
            Tekort.T5,
            "Er lopen nog geen streefdoelen en geen acties.",
            "Stel een streefdoel vast en start een actie.",
        )
    return beoordeel(Tekort.T5, kijk, (_t1, _t2, _t3, _t4, _a1, _a2, _a3, _a4, _a5, _a6, _a7, _a8))


def _lopend(kijk: Kijk) -> tuple[Actie, ...]:
    return kijk.stand.lopende_acties(kijk.vandaag)


def _alone(kijk: Kijk) -> list[Actie]:
    """Meant for one, without an agreement of the team."""
    return [
        one for one in _lopend(kijk) if one.uitvoerders_bedoeld == 1 and not one.teamafspraak_ref
    ]


def _loose(kijk: Kijk) -> list[Actie]:
    return [one for one in _lopend(kijk) if not one.streefdoel_ids]


def _share(part: list[Actie], kijk: Kijk) -> Fraction:
    """Of the lopende acties; 0 when there are none."""
    return Fraction(len(part), len(_lopend(kijk)) or 1)


def _long_running(kijk: Kijk) -> list[Actie]:
    """Acties that work on teachers and run long enough to see who takes part."""
    return [
        one
        for one in _lopend(kijk)
        if one.aangrijpingspunt is Aangrijpingspunt.LERAAR
        and one.start is not None
        and days_since(one.start, kijk.vandaag) > kijk.drempels.actie_dagen
    ]


def _reach(kijk: Kijk) -> tuple[Fraction | None, list[Actie]]:
    """Took part over meant, over the acties where both are known; None when there are none."""
    known = [
        one
        for one in _long_running(kijk)
        if one.uitvoerders_feitelijk is not None and one.uitvoerders_bedoeld
    ]
    meant = sum(one.uitvoerders_bedoeld or 0 for one in known)
    real = sum(one.uitvoerders_feitelijk or 0 for one in known)
    return (Fraction(real, meant) if meant else None), known


# ---------------------------------------------------------------- tekort


def _t1(kijk: Kijk) -> Bevinding | None:
    """Meer dan de helft van de acties hangt aan één persoon."""
    found = _alone(kijk)
    if _share(found, kijk) <= kijk.drempels.alleen_tekort:
        return None
    return _leans_on_one("t1", found, kijk)


def _leans_on_one(code: str, found: list[Actie], kijk: Kijk) -> Bevinding:
    said = van_de(len(found), len(_lopend(kijk)), "lopende acties")
    verb = "hangt" if len(found) == 1 else "hangen"
    return Bevinding(
        code,
        f"{said} {verb} aan één persoon, zonder afspraak met het team.",
        "Maak er een afspraak met het team over en noteer waar ze staat.",
        refs(Knoop.ACTIE, found),
    )


def _t2(kijk: Kijk) -> Bevinding | None:
    """Meer dan een kwart van de acties heeft geen streefdoel."""
    found = _loose(kijk)
    if _share(found, kijk) <= kijk.drempels.los_tekort:
        return None
    return Bevinding(
        "t2",
        f"{van_de(len(found), len(_lopend(kijk)), 'lopende acties')} "
        f"{'hoort' if len(found) == 1 else 'horen'} bij geen enkel streefdoel.",
        "Koppel die acties aan een streefdoel, of stop ze.",
        refs(Knoop.ACTIE, found),
    )


def _t3(kijk: Kijk) -> Bevinding | None:
    """Te weinig leraren doen echt mee."""
    reach, found = _reach(kijk)
    if reach is None or reach >= kijk.drempels.bereik_tekort:
        return None
    return _few("t3", reach, found)


def _few(code: str, reach: Fraction, found: list[Actie]) -> Bevinding:
    meant = sum(one.uitvoerders_bedoeld or 0 for one in found)
    real = sum(one.uitvoerders_feitelijk or 0 for one in found)
    return Bevinding(
        code,
        f"Aan de acties voor leraren {'doet' if real == 1 else 'doen'} er {real} mee van de "
        f"{meant} voor wie ze bedoeld zijn.",
        "Zoek samen wat de anderen tegenhoudt: tijd, rooster of onduidelijkheid.",
        refs(Knoop.ACTIE, found),
    )


def _t4(kijk: Kijk) -> Bevinding | None:
    """Er lopen streefdoelen zonder één actie."""
    goals = kijk.stand.lopende_doelen(kijk.vandaag)
    if _lopend(kijk) or not goals:
        return None
    return Bevinding(
        "t4",
        "Er lopen streefdoelen, maar geen enkele actie.",
        "Start bij een streefdoel een actie.",
        refs(Knoop.STREEFDOEL, goals),
    )


# ---------------------------------------------------------------- aandacht


def _a1(kijk: Kijk) -> Bevinding | None:
    """Een lopende actie zonder streefdoel."""
    found = _loose(kijk)
    if not found or _t2(kijk):
        return None
    said = telwoord(len(found), "lopende actie hoort", "lopende acties horen")
    return Bevinding(
        "a1",
        f"{said} bij geen enkel streefdoel.",
        "Koppel die actie aan een streefdoel, of stop ze.",
        refs(Knoop.ACTIE, found),
    )


def _a2(kijk: Kijk) -> Bevinding | None:
    """Een deel van de acties hangt aan één persoon."""
    found = _alone(kijk)
    if not kijk.drempels.alleen_aandacht <= _share(found, kijk) <= kijk.drempels.alleen_tekort:
        return None
    return _leans_on_one("a2", found, kijk)


def _a3(kijk: Kijk) -> Bevinding | None:
    """Een deel van de leraren doet mee, of het is niet ingevuld."""
    reach, found = _reach(kijk)
    low, high = kijk.drempels.bereik_tekort, kijk.drempels.bereik_aandacht
    if reach is not None and low <= reach <= high:
        return _few("a3", reach, found)
    empty = [one for one in _long_running(kijk) if one.uitvoerders_feitelijk is None]
    if not empty:
        return None
    said = telwoord(len(empty), "actie voor leraren loopt", "acties voor leraren lopen")
    return Bevinding(
        "a3",
        f"{said} al meer dan {kijk.drempels.actie_dagen} dagen zonder dat er staat hoeveel er "
        "echt meedoen.",
        "Vul in hoeveel leraren of klassen echt meedoen.",
        refs(Knoop.ACTIE, empty),
    )


def _a4(kijk: Kijk) -> Bevinding | None:
    """Een lopende actie zonder vervanger."""
    found = [one for one in _lopend(kijk) if not one.vervanger_rol]
    if not found:
        return None
    said = telwoord(len(found), "lopende actie heeft", "lopende acties hebben")
    return Bevinding(
        "a4",
        f"{said} geen vervanger voor de trekker.",
        "Kies een rol die kan overnemen.",
        refs(Knoop.ACTIE, found),
    )


def _a5(kijk: Kijk) -> Bevinding | None:
    """Eén trekker heeft het grootste deel van de acties."""
    running = _lopend(kijk)
    roles = Counter(one.trekker_rol for one in running if one.trekker_rol)
    if len(running) < kijk.drempels.trekker_acties or not roles:
        return None
    role, count = roles.most_common(1)[0]
    if Fraction(count, len(running)) <= kijk.drempels.trekker_deel:
        return None
    return Bevinding(
        "a5",
        f"{van_de(count, len(running), 'lopende acties')} hebben dezelfde trekker: {role}. "
        f"Dat is meer dan {dutch_percent(kijk.drempels.trekker_deel)}.",
        "Verdeel de acties over meer trekkers.",
        refs(Knoop.ACTIE, [one for one in running if one.trekker_rol == role]),
    )


def _a6(kijk: Kijk) -> Bevinding | None:
    """Het lerarenteam sprak er lang niet over; juli en augustus tellen niet mee."""
    months = kijk.drempels.team_maanden
    since = school_months_back(kijk.vandaag, months)
    if any(one.is_team and since <= one.datum <= kijk.vandaag for one in kijk.stand.momenten):
        return None
    return Bevinding(
        "a6",
        f"In de laatste {months} schoolmaanden was er geen moment met het lerarenteam.",
        "Zet het plan op een personeelsvergadering, vakgroep of studiedag.",
    )


def _a7(kijk: Kijk) -> Bevinding | None:
    """Een actie voor een kleiner deel van de school dan haar vaststelling, zonder reden."""
    found = [one for one in _lopend(kijk) if not one.plaats_reden and _is_narrow(one, kijk)]
    if not found:
        return None
    said = telwoord(len(found), "lopende actie gaat", "lopende acties gaan")
    return Bevinding(
        "a7",
        f"{said} over een kleiner deel van de school dan de vaststelling.",
        "Breid de actie uit, of noteer waarom ze niet overal loopt.",
        refs(Knoop.ACTIE, found),
    )


def _is_narrow(actie: Actie, kijk: Kijk) -> bool:
    for goal in kijk.stand.doelen_of(actie):
        place: Plaats | None = actie.plaats or goal.plaats
        for seen in kijk.stand.vaststellingen_of(goal):
            if place and seen.plaats and place.is_smaller_than(seen.plaats):
                return True
    return False


def _a8(kijk: Kijk) -> Bevinding | None:
    """In het basisonderwijs: brede basiszorg zonder afspraak met het team."""
    if kijk.stand.onderwijs is not Onderwijs.BAO:
        return None
    found = [
        one
        for one in _lopend(kijk)
        if one.zorgfase is Zorgfase.BREDE_BASISZORG and not one.teamafspraak_ref
    ]
    if not found:
        return None
    said = telwoord(len(found), "actie", "acties")
    return Bevinding(
        "a8",
        f"{said} in de brede basiszorg: daar is met het team geen afspraak over.",
        "Maak er een afspraak met het team over en noteer waar ze staat.",
        refs(Knoop.ACTIE, found),
    )
