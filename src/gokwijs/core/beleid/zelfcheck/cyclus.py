"""T4: geen systematische evaluatie, weinig datageletterdheid.

In: a Kijk. Out: an Uitkomst. Conditions t1-t4 and a1-a9 of the self-check.

Where a condition names no period, an evaluatie that cannot be mended any more is left alone after
``evaluatie_maanden``: who took part, and what its conclusion compared.
"""

from __future__ import annotations

from datetime import date

from gokwijs.core.beleid.keuzes import (
    Bronaard,
    Bronsoort,
    Deelnemersgroep,
    Knoop,
    Niveau,
    Onderwerp,
)
from gokwijs.core.beleid.plan import Evaluatie, Streefdoel
from gokwijs.core.beleid.tijd import days_since, is_after, is_half_passed, is_older
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
from gokwijs.core.beleid.zinsbouw import opsomming, telwoord, van_de
from gokwijs.core.calendar import Schooljaar, dutch_date


def check_cyclus(kijk: Kijk) -> Uitkomst:
    """T4: wordt er gemeten, geëvalueerd en besloten?"""
    if kijk.stand.lopend_plan(kijk.vandaag) is None:
        return zonder_plan(Tekort.T4)
    if days_since(_begin(kijk), kijk.vandaag) < kijk.drempels.jong_dagen and not _halfway(kijk):
        return te_vroeg(
            Tekort.T4,
            "Het plan is nog jong en geen streefdoel is halfweg.",
            "Leg nu al vast wanneer jullie meten en evalueren.",
        )
    return beoordeel(
        Tekort.T4,
        kijk,
        (_t1, _t2, _t3, _t4, _a1, _a2, _a3, _a4, _a5, _a6, _a7, _a8, _a9),
    )


def _begin(kijk: Kijk) -> date:
    """When the plan or the first plan before it began."""
    plans = (*((kijk.stand.plan,) if kijk.stand.plan else ()), *kijk.stand.voorgangers)
    return min((plan.begin for plan in plans), default=kijk.vandaag)


def _lopend(kijk: Kijk) -> tuple[Streefdoel, ...]:
    return kijk.stand.lopende_doelen(kijk.vandaag)


def _halfway(kijk: Kijk) -> list[Streefdoel]:
    return [
        one
        for one in _lopend(kijk)
        if one.start is not None
        and one.einddatum is not None
        and is_half_passed(one.start, one.einddatum, kijk.vandaag)
    ]


def _recent(kijk: Kijk, months: int | None = None) -> list[Evaluatie]:
    """The evaluaties of the last months, oldest first."""
    span = kijk.drempels.evaluatie_maanden if months is None else months
    return [one for one in _held(kijk) if not is_older(one.datum, kijk.vandaag, months=span)]


def _held(kijk: Kijk) -> list[Evaluatie]:
    """The evaluaties that took place, oldest first."""
    found = [one for one in kijk.stand.evaluaties if one.datum <= kijk.vandaag]
    return sorted(found, key=lambda one: (one.datum, one.id))


# ---------------------------------------------------------------- tekort


def _t1(kijk: Kijk) -> Bevinding | None:
    """Een plan van meer dan een jaar zonder evaluatie in het laatste jaar."""
    months = kijk.drempels.evaluatie_maanden
    if not is_older(_begin(kijk), kijk.vandaag, months=months) or _recent(kijk):
        return None
    return Bevinding(
        "t1",
        f"Er loopt al meer dan {months} maanden een plan en in die tijd is er niet geëvalueerd.",
        "Hou een evaluatie en neem een besluit.",
        refs(Knoop.PLAN, [kijk.stand.plan] if kijk.stand.plan else []),
    )


def _t2(kijk: Kijk) -> Bevinding | None:
    """Meer dan de helft van de streefdoelen die halfweg zijn, heeft geen nieuwe meting."""
    found = _halfway(kijk)
    unmeasured = [one for one in found if not kijk.stand.later_metingen(one)]
    if 2 * len(unmeasured) <= len(found):
        return None
    return Bevinding(
        "t2",
        f"{van_de(len(unmeasured), len(found), 'streefdoelen die halfweg zijn')}, "
        f"{'is' if len(unmeasured) == 1 else 'zijn'} na de nulmeting niet meer gemeten.",
        "Meet de indicator opnieuw en voer de meting in.",
        refs(Knoop.STREEFDOEL, unmeasured),
    )


def _t3(kijk: Kijk) -> Bevinding | None:
    """Geen enkele evaluatie gebruikte een meting bij leerlingen."""
    months = kijk.drempels.leerling_maanden
    if not _held(kijk) or any(_uses_leerling(one, kijk) for one in _recent(kijk, months)):
        return None
    return Bevinding(
        "t3",
        f"In de laatste {months} maanden gebruikte geen enkele evaluatie een meting van een "
        "streefdoel met niveau leerling.",
        "Bespreek op de volgende evaluatie een meting bij leerlingen.",
        refs(Knoop.EVALUATIE, _held(kijk)),
    )


def _uses_leerling(evaluatie: Evaluatie, kijk: Kijk) -> bool:
    used = {
        kijk.stand.meting[key].indicator_id
        for key in evaluatie.meting_ids
        if key in kijk.stand.meting
    }
    return any(
        doel.niveau is Niveau.LEERLING and used & set(doel.indicator_ids)
        for key in evaluatie.streefdoel_ids
        if (doel := kijk.stand.streefdoel.get(key)) is not None
    )


def _t4(kijk: Kijk) -> Bevinding | None:
    """Er is geëvalueerd, maar nooit besloten."""
    held = _held(kijk)
    if not held or any(kijk.stand.besluiten_after.get(one.id) for one in held):
        return None
    return Bevinding(
        "t4",
        "Er is geëvalueerd, maar er is nog nooit een besluit genomen.",
        "Neem bij de laatste evaluatie een besluit over elk streefdoel.",
        refs(Knoop.EVALUATIE, held),
    )


# ---------------------------------------------------------------- aandacht


def _a1(kijk: Kijk) -> Bevinding | None:
    """Een streefdoel dat lang loopt zonder evaluatie."""
    months = kijk.drempels.evaluatie_maanden
    found = [
        one
        for one in _lopend(kijk)
        if one.start is not None
        and is_older(one.start, kijk.vandaag, months=months)
        and not any(
            not is_older(e.datum, kijk.vandaag, months=months) and e.datum <= kijk.vandaag
            for e in kijk.stand.evaluaties_of(one)
        )
    ]
    if not found:
        return None
    return Bevinding(
        "a1",
        f"{telwoord(len(found), 'streefdoel loopt', 'streefdoelen lopen')} al meer dan {months} "
        "maanden, zonder evaluatie in die tijd.",
        "Neem dat streefdoel mee in de volgende evaluatie.",
        refs(Knoop.STREEFDOEL, found),
    )


def _a2(kijk: Kijk) -> Bevinding | None:
    """Te eenzijdige bronnen in het laatste jaar."""
    recent = _recent(kijk)
    if not recent:
        return None
    kinds = {soort for one in recent for soort in one.bron_soorten}
    natures = {aard for one in recent for aard in one.bron_aarden}
    missing = [aard.label + "e" for aard in Bronaard if aard not in natures]
    if len(kinds) > 1 and not missing:
        return None
    if missing:
        said = f"De evaluaties gebruikten geen {opsomming(missing)} bron."
        remedie = "Leg cijfers naast wat mensen vertellen of wat je ziet."
        if Bronsoort.BEVRAGING in kinds:
            remedie = "Zeg of de bevraging cijfers of open antwoorden gaf, of voeg een bron toe."
    else:
        said = "De evaluaties gebruikten maar één soort bron."
        remedie = "Gebruik op de volgende evaluatie een tweede soort bron."
    return Bevinding("a2", said, remedie, refs(Knoop.EVALUATIE, recent))


def _a3(kijk: Kijk) -> Bevinding | None:
    """Alleen personeel en leiding dachten mee."""
    recent = _recent(kijk)
    inside = {Deelnemersgroep.PERSONEEL, Deelnemersgroep.LEIDING}
    if not recent or any(set(one.groepen) - inside for one in recent):
        return None
    return Bevinding(
        "a3",
        "Aan de evaluaties deden geen leerlingen, ouders of partners mee.",
        "Vraag voor de volgende evaluatie leerlingen, ouders of een partner erbij.",
        refs(Knoop.EVALUATIE, recent),
    )


def _a4(kijk: Kijk) -> Bevinding | None:
    """Een evaluatie met te weinig deelnemers."""
    least = kijk.drempels.deelnemers_minstens
    found = [
        one
        for one in _recent(kijk)
        if one.aantal_deelnemers is not None and one.aantal_deelnemers < least
    ]
    if not found:
        return None
    return Bevinding(
        "a4",
        f"Aan {telwoord(len(found), 'evaluatie', 'evaluaties')} deden minder dan {least} "
        "mensen mee.",
        "Bespreek de conclusie met meer collega's.",
        refs(Knoop.EVALUATIE, found),
    )


def _a5(kijk: Kijk) -> Bevinding | None:
    """Een evaluatie zonder besluit."""
    days = kijk.drempels.evaluatie_zonder_besluit_dagen
    found = [
        one
        for one in _held(kijk)
        if days_since(one.datum, kijk.vandaag) > days and not kijk.stand.besluiten_after.get(one.id)
    ]
    if not found:
        return None
    return Bevinding(
        "a5",
        f"{telwoord(len(found), 'evaluatie heeft', 'evaluaties hebben')} na {days} dagen "
        "nog geen besluit.",
        "Neem het besluit: voortzetten, bijsturen, stoppen, opschalen of nieuw starten.",
        refs(Knoop.EVALUATIE, found),
    )


def _a6(kijk: Kijk) -> Bevinding | None:
    """De volgende evaluatie is niet gepland of voorbij."""
    plan = kijk.stand.plan
    planned = [plan.volgende_evaluatie_op] if plan else []
    planned += [one.volgende_evaluatie_op for one in _held(kijk)]
    last = max((day for day in planned if day is not None), default=None)
    if last is not None and last >= kijk.vandaag:
        return None
    said = (
        "Er is geen volgende evaluatie gepland."
        if last is None
        else f"De geplande evaluatie van {dutch_date(last)} is voorbij."
    )
    return Bevinding(
        "a6",
        said,
        "Kies een datum voor de volgende evaluatie.",
        refs(Knoop.PLAN, [plan] if plan else []),
    )


def _a7(kijk: Kijk) -> Bevinding | None:
    """Een tweede of latere evaluatie die niet op de vorige voortbouwt."""
    seen: set[int] = set()
    found = []
    for one in _held(kijk):
        subjects = {key for goal in one.streefdoel_ids for key in kijk.stand.lijn(goal)}
        if subjects & seen and one.vorige_evaluatie_id is None:
            found.append(one)
        seen |= subjects
    if not found:
        return None
    return Bevinding(
        "a7",
        f"{telwoord(len(found), 'evaluatie verwijst', 'evaluaties verwijzen')} niet naar de "
        "vorige over hetzelfde streefdoel.",
        "Koppel de vorige evaluatie en vergelijk.",
        refs(Knoop.EVALUATIE, found),
    )


def _a8(kijk: Kijk) -> Bevinding | None:
    """Een conclusie die metingen met een andere definitie vergelijkt."""
    found = [one for one in _recent(kijk) if _compares_across(one, kijk)]
    if not found:
        return None
    return Bevinding(
        "a8",
        f"{telwoord(len(found), 'evaluatie vergelijkt', 'evaluaties vergelijken')} een meting met "
        "een nulmeting van een andere definitie.",
        "Doe een nulmeting met de nieuwe definitie, of vergelijk niet.",
        refs(Knoop.EVALUATIE, found),
    )


def _compares_across(evaluatie: Evaluatie, kijk: Kijk) -> bool:
    used = [kijk.stand.meting[key] for key in evaluatie.meting_ids if key in kijk.stand.meting]
    goals = [kijk.stand.streefdoel.get(key) for key in evaluatie.streefdoel_ids]
    firsts = [kijk.stand.nulmeting_of(goal) for goal in goals if goal is not None]
    return any(
        one.indicator_id == first.indicator_id
        and one.id != first.id
        and one.definitie_versie != first.definitie_versie
        for one in used
        for first in firsts
        if first is not None
    )


def _a9(kijk: Kijk) -> Bevinding | None:
    """Na 1 februari las het lerarenteam nog niet samen de cijfers."""
    year = Schooljaar.of(kijk.vandaag)
    if not is_after(kijk.vandaag, 2, 1) or any(
        one.is_team
        and Onderwerp.CIJFERS_LEZEN in one.onderwerpen
        and year.first_day <= one.datum <= kijk.vandaag
        for one in kijk.stand.momenten
    ):
        return None
    return Bevinding(
        "a9",
        "Het lerarenteam las dit schooljaar nog niet samen de cijfers.",
        "Lees de cijfers op een personeelsvergadering, vakgroep of studiedag.",
    )
