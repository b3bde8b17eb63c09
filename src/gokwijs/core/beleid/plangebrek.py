"""Stage 6: what a plan lacks, apart from its streefdoelen one by one, and may it be adopted?

In: the stand of a school. Out: findings on the plan in three weights, and a yes or a no.
A goal that lacks an actie or means needs the visible reason of the directeur (``besluiten`` 18);
warnings block nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from gokwijs.core.beleid.drempels import STANDAARD, Drempels
from gokwijs.core.beleid.keuzes import Keuze, Knoop, Niveau, Planstatus
from gokwijs.core.beleid.plan import Actie, Plan, Streefdoel, Verwijzing
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import Gebrek, Toelating, ontbreekt, zin
from gokwijs.core.beleid.zinsbouw import opsomming, telwoord
from gokwijs.core.calendar import Schooljaar


class Gewicht(Keuze):
    """How much a finding on a plan weighs when it is adopted."""

    NODIG = "nodig"  # fill it in first
    MET_REDEN = "met_reden"  # the directeur may adopt with a reason
    WAARSCHUWING = "waarschuwing"  # shown, and no more


@dataclass(frozen=True, slots=True)
class Plangebrek:
    """``zin`` says what is the case, ``remedie`` what would change it."""

    key: str
    gewicht: Gewicht
    zin: str
    remedie: str
    records: tuple[Verwijzing, ...] = ()


def plan_gebreken(stand: Beleidsstand, drempels: Drempels = STANDAARD) -> tuple[Plangebrek, ...]:
    """Wat een plan mist of waarover het waarschuwt, het zwaarste eerst."""
    if stand.plan is None:
        return ()
    found = (
        *_fields(stand.plan),
        *_empty_plan(stand),
        *_without_actie(stand),
        *_without_middel(stand, stand.plan),
        *_number_of_doelen(stand, drempels),
        *_preventief(stand),
        *_niveau_leerling(stand),
        *_per_doel(stand, drempels),
        *_drafts(stand, drempels),
    )
    return tuple(sorted(found, key=lambda one: one.gewicht.rank))


def mag_vaststellen_plan(
    stand: Beleidsstand, *, reden: str = "", drempels: Drempels = STANDAARD
) -> Toelating:
    """Mag de directeur dit plan vaststellen? Soms enkel met een reden die zichtbaar blijft."""
    plan = stand.plan
    if plan is None:
        return Toelating(False, "Er is geen plan.")
    if plan.status in (Planstatus.VASTGESTELD, Planstatus.AFGESLOTEN):
        return Toelating(False, f"Dit plan is al {plan.status.label}.")
    found = plan_gebreken(stand, drempels)
    needed = [one.zin for one in found if one.gewicht is Gewicht.NODIG]
    if needed:
        return Toelating(False, " ".join(needed))
    excused = [one.zin for one in found if one.gewicht is Gewicht.MET_REDEN]
    if not excused:
        return Toelating(True, "Dit plan kan vastgesteld worden.")
    said = " ".join(excused)
    if not reden.strip():
        return Toelating(
            False, f"{said} De directeur kan het plan toch vaststellen, met een zichtbare reden."
        )
    return Toelating(True, f"{said} De reden blijft zichtbaar bij het plan: {reden.strip()}")


def ontbreekt_voor_plan(doel: Streefdoel, stand: Beleidsstand) -> tuple[Gebrek, ...]:
    """Wat een streefdoel nodig heeft om in een vastgesteld plan te staan: een actie en middelen."""
    found = []
    if not stand.acties_of(doel):
        found.append(Gebrek("actie", "", "een actie", "Koppel minstens één actie."))
    if stand.plan is None or not heeft_middel(doel, stand, plan_jaren(stand.plan)):
        remedie = "Zet uren of euro's bij een actie, of vul in waarom nul genoeg is."
        found.append(Gebrek("middel", "", "de middelen", remedie))
    return tuple(found)


def smart_zin(doel: Streefdoel, stand: Beleidsstand, drempels: Drempels = STANDAARD) -> str:
    """What is missing for the streefdoel, and then for the plan, in one or two sentences."""
    own, more = ontbreekt(doel, stand, drempels), ontbreekt_voor_plan(doel, stand)
    if not more:
        return zin(own)
    return f"{zin(own)} Voor het plan ontbreekt nog: {opsomming([one.naam for one in more])}."


# ---------------------------------------------------------------- the plan itself


def _fields(plan: Plan) -> Iterator[Plangebrek]:
    """Required to adopt, and each is one field."""
    fields = (
        (bool(plan.visie and plan.visie.titel), "visie", "de visie", "Noem het visiedocument."),
        (bool(plan.kernteam_rollen), "kernteam", "het kernteam", "Noem de rollen die het trekken."),
        (
            plan.volgende_evaluatie_op is not None,
            "volgende_evaluatie",
            "de datum van de volgende evaluatie",
            "Kies een datum.",
        ),
    )
    for filled, key, naam, remedie in fields:
        if not filled:
            said = f"In het plan ontbreekt {naam}."
            yield Plangebrek(key, Gewicht.NODIG, said, remedie, _refs(Knoop.PLAN, [plan]))


def _empty_plan(stand: Beleidsstand) -> Iterator[Plangebrek]:
    if not stand.plandoelen and stand.plan is not None:
        yield Plangebrek(
            "geen_doel",
            Gewicht.MET_REDEN,
            "Het plan heeft nog geen enkel streefdoel.",
            "Begin een streefdoel vanuit een vaststelling.",
            _refs(Knoop.PLAN, [stand.plan]),
        )


def _without_actie(stand: Beleidsstand) -> Iterator[Plangebrek]:
    found = [doel for doel in stand.plandoelen if not stand.acties_of(doel)]
    if found:
        yield Plangebrek(
            "doel_zonder_actie",
            Gewicht.MET_REDEN,
            f"{telwoord(len(found), 'streefdoel heeft', 'streefdoelen hebben')} nog geen actie.",
            "Koppel aan elk streefdoel minstens één actie.",
            _refs(Knoop.STREEFDOEL, found),
        )


def plan_jaren(plan: Plan) -> tuple[Schooljaar, ...]:
    """The school years of the plan."""
    starts = range(plan.schooljaar_van.start, plan.schooljaar_tot.start + 1)
    return tuple(Schooljaar(start) for start in starts)


def heeft_middel(doel: Streefdoel, stand: Beleidsstand, jaren: Iterable[Schooljaar]) -> bool:
    """Hours or euros on the streefdoel or one of its acties, or a reason why none are needed."""
    years = tuple(jaren)
    on_doel = any(
        one.is_planned
        for one in stand.toewijzingen
        if one.streefdoel_id == doel.id and one.schooljaar in years
    )
    return on_doel or any(stand.is_planned(actie, years) for actie in stand.acties_of(doel))


def _without_middel(stand: Beleidsstand, plan: Plan) -> Iterator[Plangebrek]:
    years = plan_jaren(plan)
    found = [doel for doel in stand.plandoelen if not heeft_middel(doel, stand, years)]
    if found:
        said = telwoord(len(found), "streefdoel heeft", "streefdoelen hebben")
        yield Plangebrek(
            "doel_zonder_middel",
            Gewicht.MET_REDEN,
            f"{said} nog geen uren, geen euro's en geen reden waarom dat niet nodig is.",
            "Zet uren of euro's bij een actie, of vul in waarom nul genoeg is.",
            _refs(Knoop.STREEFDOEL, found),
        )


# ---------------------------------------------------------------- warnings


def _number_of_doelen(stand: Beleidsstand, drempels: Drempels) -> Iterator[Plangebrek]:
    if len(stand.plandoelen) > drempels.doelen_hoogstens:
        yield _warning(
            "veel_doelen",
            f"Het plan heeft {len(stand.plandoelen)} streefdoelen; "
            f"{drempels.doelen_hoogstens} is al veel.",
            "Wat laten jullie los?",
            _refs(Knoop.STREEFDOEL, stand.plandoelen),
        )


def _preventief(stand: Beleidsstand) -> Iterator[Plangebrek]:
    found = [
        doel
        for doel in stand.plandoelen
        if (acties := stand.acties_of(doel))
        and not any(one.aard is not None and one.aard.is_preventief for one in acties)
    ]
    if found:
        said = telwoord(len(found), "streefdoel heeft", "streefdoelen hebben")
        yield _warning(
            "niet_preventief",
            f"{said} geen enkele preventieve actie.",
            "Zoek wat je voor een hele groep kunt doen voor er een probleem is.",
            _refs(Knoop.STREEFDOEL, found),
        )


def _niveau_leerling(stand: Beleidsstand) -> Iterator[Plangebrek]:
    if stand.plandoelen and all(one.niveau is not Niveau.LEERLING for one in stand.plandoelen):
        yield _warning(
            "geen_niveau_leerling",
            "Geen enkel streefdoel gaat over wat bij leerlingen te zien moet zijn.",
            "Neem minstens één streefdoel met niveau leerling op.",
            _refs(Knoop.STREEFDOEL, stand.plandoelen),
        )


def _per_doel(stand: Beleidsstand, drempels: Drempels) -> Iterator[Plangebrek]:
    busy = [one for one in stand.plandoelen if len(stand.acties_of(one)) > drempels.acties_per_doel]
    if busy:
        yield _warning(
            "veel_acties",
            f"{telwoord(len(busy), 'streefdoel heeft', 'streefdoelen hebben')} "
            f"meer dan {drempels.acties_per_doel} acties.",
            "Wat laten jullie los?",
            _refs(Knoop.STREEFDOEL, busy),
        )
    measured = [
        one for one in stand.plandoelen if len(one.indicator_ids) > drempels.indicatoren_per_doel
    ]
    if measured:
        yield _warning(
            "veel_indicatoren",
            f"{telwoord(len(measured), 'streefdoel heeft', 'streefdoelen hebben')} "
            f"meer dan {drempels.indicatoren_per_doel} indicatoren.",
            "Hou de indicatoren die iets beslissen.",
            _refs(Knoop.STREEFDOEL, measured),
        )


def _drafts(stand: Beleidsstand, drempels: Drempels) -> Iterator[Plangebrek]:
    found = [doel for doel in stand.plandoelen if ontbreekt(doel, stand, drempels)]
    if found:
        said = telwoord(len(found), "streefdoel is", "streefdoelen zijn")
        yield _warning(
            "onvolledig_doel",
            f"{said} niet volledig en {'blijft' if len(found) == 1 else 'blijven'} ontwerp.",
            "Vul aan wat ontbreekt en stel het streefdoel dan vast.",
            _refs(Knoop.STREEFDOEL, found),
        )


# ---------------------------------------------------------------- loose ends


def losse_eindjes(stand: Beleidsstand, vandaag: date) -> tuple[Plangebrek, ...]:
    """Waar de keten breekt: een visie zonder doel, een doel zonder actie, een actie zonder doel."""
    found = [*_empty_plan(stand), *_without_actie(stand)]
    loose = [actie for actie in stand.planacties if not actie.streefdoel_ids]
    if loose:
        found.append(
            _warning(
                "actie_zonder_doel",
                f"{telwoord(len(loose), 'actie hoort', 'acties horen')} bij geen streefdoel.",
                "Koppel de actie aan een streefdoel, of stop ze.",
                _refs(Knoop.ACTIE, loose),
            )
        )
    silent = [
        doel for doel in stand.lopende_doelen(vandaag) if laatst_besproken(doel, stand) is None
    ]
    if silent:
        found.append(
            _warning(
                "nooit_besproken",
                f"{telwoord(len(silent), 'streefdoel is', 'streefdoelen zijn')} "
                "nog nooit met het lerarenteam besproken.",
                "Bespreek het op een personeelsvergadering, vakgroep of studiedag.",
                _refs(Knoop.STREEFDOEL, silent),
            )
        )
    return tuple(found)


def laatst_besproken(doel: Streefdoel, stand: Beleidsstand) -> date | None:
    """The last moment of the teaching team that touched this streefdoel."""
    line = stand.lijn(doel.id)
    return max(
        (
            moment.datum
            for moment in stand.momenten
            if moment.is_team
            and any(k.soort is Knoop.STREEFDOEL and k.id in line for k in moment.koppelingen)
        ),
        default=None,
    )


def _warning(key: str, said: str, remedie: str, records: tuple[Verwijzing, ...]) -> Plangebrek:
    return Plangebrek(key, Gewicht.WAARSCHUWING, said, remedie, records)


def _refs(soort: Knoop, records: Iterable[Plan | Streefdoel | Actie]) -> tuple[Verwijzing, ...]:
    return tuple(Verwijzing(soort, one.id) for one in records)
