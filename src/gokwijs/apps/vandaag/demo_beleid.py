"""The plan of a demo school: last year's from vaststelling to besluit, and this year's from it.

In: a demo school with pupils and means. Out: rows made by the services of the rooms. The story is
that of the presentation of 17 June 2025 with invented numbers; every text says it is fictional.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from gokwijs.apps.aanpakken.selectors import catalogus as catalogus_in_use
from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.demo import FICTIEF
from gokwijs.apps.beleid.bewaren import bewaar
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Borging,
    Draagvlakmoment,
    Evaluatie,
    Knoopsoort,
    Meting,
    Plan,
    Streefdoel,
)
from gokwijs.apps.beleid.services import zet_actie_status, zet_status
from gokwijs.apps.beleid.services_jaar import rol_over
from gokwijs.apps.beleid.services_rond import kies_aanpak, noteer_uitvoering, plaats_opmerking
from gokwijs.apps.beleid.voorbeelden import begin_van, voorbeelden, vul_voorbeeld
from gokwijs.apps.inzet.services import TeVeelError, wijs_toe
from gokwijs.apps.inzet.services_boeking import Geboekt, boek
from gokwijs.apps.opvolging.services import Waarden, voeg_meting_toe
from gokwijs.apps.opvolging.services_evaluatie import (
    bewaar_besluit,
    bewaar_borging,
    bewaar_evaluatie,
    rond_evaluatie_af,
)
from gokwijs.apps.samen import services as samen
from gokwijs.apps.scholen.models import School
from gokwijs.core.aanpakken.koppeling import koppel
from gokwijs.core.beleid.keuzes import Actiestatus, Middelsoort
from gokwijs.core.calendar import Schooljaar

WITH_PLAN = ("999002",)  # the others show how one begins


def build_beleid(school: School, directeur: User, coordinator: User, today: date) -> None:
    """Two plans of the secondary school: the one of last year is closed, this year's is running."""
    if school.instellingsnummer not in WITH_PLAN:
        return
    now = Schooljaar.of(today)
    old = _last_year(school, now.previous, directeur, coordinator)
    _anchored(school, old, now.previous, coordinator)
    _evaluated(old, now.previous, coordinator)
    new = rol_over(plan=old, onbeslist_mee=(), today=_day(now, 9, 3), by=coordinator)
    zet_status(plan=old, naar="afgesloten", today=_day(now, 9, 4), by=directeur)
    _this_year(new, now, today, directeur, coordinator)


def _day(jaar: Schooljaar, month: int, day: int) -> date:
    """A day of a schooljaar."""
    return date(jaar.start + (month < 9), month, day)


def _last_year(school: School, jaar: Schooljaar, directeur: User, by: User) -> Plan:
    examples = {one.key: one for one in voorbeelden()}
    kosten = examples["schoolkosten-1b"]
    values = {
        "school": school,
        "naam": "GOK-plan (fictief)",
        "schooljaar_van": jaar.start,
        "schooljaar_tot": jaar.start,
        "kernteam": "directeur, GOK-coördinator, graadcoördinator",
        "visie": f"{kosten.visie} Elke taal die een leerling meebrengt, kan helpen om te leren.",
        "visie_titel": "Schoolplan (fictief)",
        "visie_datum": _day(jaar.previous, 5, 20),
        "volgende_evaluatie_op": _day(jaar, 6, 12),
    }
    plan = begin_van(values=values, voorbeeld=kosten, today=_day(jaar, 9, 20), by=by)
    vul_voorbeeld(plan=plan, voorbeeld=examples["meertalig-leren"], today=_day(jaar, 9, 20), by=by)
    zet_status(plan=plan, naar="ter_bespreking", today=_day(jaar, 10, 1), by=by)
    reden = f"{FICTIEF}De brief met de uren kwam later; de uren zijn mondeling afgesproken."
    return zet_status(
        plan=plan, naar="vastgesteld", today=_day(jaar, 10, 8), by=directeur, reden=reden
    )


def _anchored(school: School, plan: Plan, jaar: Schooljaar, by: User) -> None:
    """In the begeleidingsbeleid, and discussed with the team."""
    anchor = samen.bewaar(
        row=Beleidskoppeling(school=school),
        values={
            "soort": "begeleidingsbeleid",
            "titel": "Begeleidingsbeleid (fictief)",
            "doel": "Elke leerling krijgt brede basiszorg in de klas.",
            "datum": _day(jaar.previous, 5, 20),
            "herzien_op": _day(jaar.next, 5, 20),
        },
        by=by,
    )
    assert isinstance(anchor, Beleidskoppeling)
    samen.veranker(koppeling=anchor, doelen=Streefdoel.objects.filter(plan=plan), by=by)
    samen.bewaar(
        row=Draagvlakmoment(school=school, plan=plan),
        values={
            "datum": _day(jaar, 10, 6),
            "vorm": "personeelsvergadering",
            "groepen": {"personeel": 29, "leiding": 2},
            "uitgenodigd": 38,
            "leiding_aanwezig": True,
            "onderwerpen": ["cijfers_lezen", "doelen", "middelen"],
            "uitkomst": f"{FICTIEF}Het team kiest twee streefdoelen voor 1B.",
            "bezwaren": "Er is geen tijd voor coaching.",
            "antwoord": "Er komt een vast uur in het uurrooster.",
            "streefdoelen": list(Streefdoel.objects.filter(plan=plan)),
        },
        by=by,
    )


def _measured(plan: Plan, goal: Streefdoel, jaar: Schooljaar, x: int, n: int, by: User) -> Meting:
    assert goal.indicator is not None
    return voeg_meting_toe(
        indicator=goal.indicator,
        waarden=Waarden(
            _day(jaar, 6, 10),
            Decimal(x),
            Decimal(n),
            bron_soort=goal.indicator.bron_soort,
            opmerking=f"{FICTIEF}Zelfde telling als bij de start.",
        ),
        nulmeting=False,
        by=by,
    )


def _evaluated(plan: Plan, jaar: Schooljaar, by: User) -> None:
    """June: measured again, evaluated with others, decided, anchored."""
    goals = Streefdoel.objects.filter(plan=plan).order_by("pk")
    kosten, taal = goals[0], goals[1]
    metingen = [_measured(plan, kosten, jaar, 8, 42, by), _measured(plan, taal, jaar, 24, 42, by)]
    action = taal.acties.get()
    bewaar(link=action, values={"uitvoerders_feitelijk": 9}, by=by)
    noteer_uitvoering(
        actie=action,
        datum=_day(jaar, 3, 17),
        tekst=f"{FICTIEF}Bij klasbezoeken gebruiken 9 van de 12 leraren de afgesproken werkvormen.",
        by=by,
    )
    evaluatie = bewaar_evaluatie(
        evaluatie=Evaluatie(plan=plan),
        values={
            "datum": _day(jaar, 6, 12),
            "streefdoelen": [kosten, taal],
            "metingen": metingen,
            "bron_soorten": ["eigen_telling", "lvs", "gesprek"],
            "groepen": {"personeel": 11, "leiding": 1, "leerlingen": 6, "ouders": 4},
            "conclusie": f"{FICTIEF}Er bleven minder rekeningen open. Meer leerlingen halen het "
            "leesniveau, maar zonder vergelijking weten we niet waardoor.",
            "volgende_op": _day(jaar.next, 6, 11),
        },
        by=by,
    )
    kept = _decided(evaluatie, kosten, "voortzetten", "Het kostenplafond blijft.", jaar, by)
    _decided(evaluatie, taal, "bijsturen", "Drie leraren krijgen nog coaching.", jaar, by)
    rond_evaluatie_af(evaluatie=evaluatie, today=_day(jaar, 6, 12), by=by)
    kept.refresh_from_db()
    bewaar_borging(
        borging=Borging(plan=plan, besluit=kept),
        values={
            "vorm": "budgetlijn",
            "verwijzing": f"{FICTIEF}Begroting, lijn schoolkosten",
            "trekker_rol": "directeur",
            "herzien_op": _day(jaar.next, 5, 15),
        },
        by=by,
    )


def _decided(
    evaluatie: Evaluatie, goal: Streefdoel, keuze: str, why: str, jaar: Schooljaar, by: User
) -> Besluit:
    return bewaar_besluit(
        besluit=Besluit(plan=evaluatie.plan, evaluatie=evaluatie, streefdoel=goal),
        values={
            "keuze": keuze,
            "motivering": f"{FICTIEF}{why}",
            "vanaf": _day(jaar.next, 9, 1),
            "trekker_rol": goal.trekker_rol,
            "nieuwe_einddatum": _day(jaar.next, 6, 30),
        },
        by=by,
    )


def _this_year(plan: Plan, jaar: Schooljaar, today: date, directeur: User, by: User) -> None:
    """Running, with hours on it and some not yet assigned."""
    bewaar(link=plan, values={"volgende_evaluatie_op": _day(jaar, 6, 11)}, by=by)
    for action in Actie.objects.filter(plan=plan).order_by("pk"):
        _at_work(action, jaar, today, by)
    begun = max(_day(jaar, 9, 10), min(today, _day(jaar, 10, 7)))
    zet_status(plan=plan, naar="ter_bespreking", today=begun, by=by)
    reden = "" if Actie.objects.filter(plan=plan, toewijzingen__isnull=False).exists() else FICTIEF
    zet_status(plan=plan, naar="vastgesteld", today=begun, by=directeur, reden=reden)
    plaats_opmerking(
        school=plan.school,
        soort=Knoopsoort.ACTIE,
        nummer=Actie.objects.filter(plan=plan).order_by("pk")[0].pk,
        tekst=f"{FICTIEF}@{directeur.naam} kan dit op de agenda van de ouderraad?",
        over="actie",
        by=by,
    )


def _at_work(action: Actie, jaar: Schooljaar, today: date, by: User) -> None:
    coaching = action.aangrijpingspunt == "leraar"
    # The grant of the demo comes from the calculation; a smaller one leaves the actie without.
    try:
        wijs_toe(
            actie=action,
            schooljaar=jaar,
            soort=Middelsoort.GOK_UREN_LERAAR,
            voorzien=Fraction(4 if coaching else 2),
            toelichting=f"{FICTIEF}{'coaching in 1B' if coaching else 'opvolging kosten'}",
            by=by,
        )
    except TeVeelError:
        bewaar(link=action, values={"reden_nul": f"{FICTIEF}nog geen uren toegekend"}, by=by)
    zet_actie_status(actie=action, naar=Actiestatus.LOPEND, by=by)
    boek(
        school=action.plan.school,
        schooljaar=jaar,
        values=Geboekt(
            Middelsoort.ANDERE,
            Fraction(18500 if coaching else 9600, 100),
            max(_day(jaar, 9, 1), min(today, _day(jaar, 10, 20))),
            f"{FICTIEF}{'Vormingsmateriaal' if coaching else 'Drukwerk kostenbrief'}",
            actie=action,
        ),
        by=by,
    )
    for step, days in zip(action.stappen.all(), (-7, 10, 40), strict=False):
        step.tegen = today + timedelta(days=days)
        step.save(update_fields=["tegen"])
    if coaching:
        catalogus = catalogus_in_use()
        chosen = catalogus.aanpak("thuistaal") or catalogus.aanpakken[0]
        link = koppel(chosen, catalogus.catalogus_versie, today)
        kies_aanpak(
            actie=action,
            aanpak=chosen.id,
            naam=chosen.naam,
            feiten=[fact.as_json() for fact in link.feiten],
            catalogus_versie=link.catalogus_versie,
            voorwaarden=[v.tekst for v in link.voorwaarden],
            opgelet=link.opgelet,
            by=by,
        )
