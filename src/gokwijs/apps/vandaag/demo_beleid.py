"""The plans of a demo school over three school years: from vaststelling to besluit, and again.

In: a demo school with pupils, scores and means. Out: rows made by the services of the rooms. The
story is that of the presentation of 17 June 2025, told of the pupils of the demo; every text says
it is fictional.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from gokwijs.apps.aanpakken.selectors import catalogus as catalogus_in_use
from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.demo import FICTIEF
from gokwijs.apps.analyse.models import Vaststelling
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
from gokwijs.apps.beleid.services import voeg_nulmeting_toe, zet_actie_status, zet_status
from gokwijs.apps.beleid.services_jaar import rol_over
from gokwijs.apps.beleid.services_rond import kies_aanpak, noteer_uitvoering, plaats_opmerking
from gokwijs.apps.beleid.services_taak import vink_taak
from gokwijs.apps.beleid.voorbeelden import begin_van, vul_voorbeeld
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
from gokwijs.apps.vandaag.demo_cijfers import (
    WAAR,
    Aantal,
    Eerstejaars,
    costs_example,
    gezinnen_van,
    language_example,
)
from gokwijs.core.aanpakken.koppeling import koppel
from gokwijs.core.beleid.keuzes import Actiestatus, Middelsoort
from gokwijs.core.calendar import Schooljaar

WITH_PLAN = ("999002",)  # the others show how one begins


def build_beleid(school: School, directeur: User, coordinator: User, today: date) -> None:
    """Three plans of the secondary school: two are closed, this year's is running."""
    if school.instellingsnummer not in WITH_PLAN:
        return
    now = Schooljaar.of(today)
    first = _first_year(school, now.previous.previous, directeur, coordinator)
    second = _second_year(first, now.previous, directeur, coordinator)
    scaled = Streefdoel.objects.get(plan=second, opgeschaald=True)
    new = rol_over(plan=second, onbeslist_mee=(scaled.pk,), today=_day(now, 9, 3), by=coordinator)
    _elsewhere(Streefdoel.objects.get(voorganger=scaled), now, coordinator)
    _closed(second, now.previous, directeur, coordinator)
    _this_year(new, now, today, directeur, coordinator)


def _day(jaar: Schooljaar, month: int, day: int) -> date:
    """A day of a schooljaar."""
    return date(jaar.start + (month < 9), month, day)


def _first_year(school: School, jaar: Schooljaar, directeur: User, by: User) -> Plan:
    """What school costs in the first leerjaar: measured, evaluated, continued."""
    eerste = Eerstejaars.van(school, jaar)
    known = jaar.next.first_day  # the first day the demo has kenmerken of
    kosten = costs_example(eerste, known)
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
    _started(plan, jaar, by)
    _adopted(plan, jaar, directeur, by, "De brief met de uren kwam later.")
    _anchored(plan, jaar, by)
    goal = Streefdoel.objects.get(plan=plan)
    _happened(plan, eerste, by)
    evaluatie = _evaluated(
        [goal],
        [_measured(goal, jaar, eerste.gezinnen(0.33, at_the_end=True), by)],
        jaar,
        "Er bleven minder rekeningen open. Of dat door het plafond komt, weten we niet: er is geen "
        "groep om mee te vergelijken.",
        by,
    )
    _decided(evaluatie, goal, jaar, by, "voortzetten", "Het kostenplafond blijft nog een jaar.")
    rond_evaluatie_af(evaluatie=evaluatie, today=_day(jaar, 6, 12), by=by)
    return plan


def _second_year(plan: Plan, jaar: Schooljaar, directeur: User, by: User) -> Plan:
    """The costs go on and go to another track; a second goal, on language, begins beside it."""
    new = rol_over(plan=plan, onbeslist_mee=(), today=_day(jaar, 9, 3), by=by)
    _closed(plan, jaar.previous, directeur, by)
    bewaar(link=new, values={"volgende_evaluatie_op": _day(jaar, 6, 12)}, by=by)
    eerste = Eerstejaars.van(plan.school, jaar)
    example = language_example(eerste, jaar.first_day)
    vul_voorbeeld(plan=new, voorbeeld=example, today=_day(jaar, 9, 20), by=by)
    _started(new, jaar, by)
    _adopted(new, jaar, directeur, by, "De uren zijn mondeling afgesproken.")
    _team_moment(new, jaar, by)
    kosten, taal = Streefdoel.objects.filter(plan=new).order_by("pk")
    taal.koppelingen.set(kosten.koppelingen.all())
    _happened(new, eerste, by)
    evaluatie = _evaluated(
        [kosten, taal],
        [
            _measured(kosten, jaar, eerste.gezinnen(0.19, at_the_end=True), by),
            _measured(taal, jaar, eerste.reached_level(at_the_end=True), by),
        ],
        jaar,
        "Er bleven minder rekeningen open. Meer leerlingen halen het leesniveau, maar zonder "
        "vergelijking weten we niet waardoor.",
        by,
    )
    why = "Het plafond is gedragen. Zorg en welzijn begint er ook mee."
    kept = _decided(
        evaluatie, kosten, jaar, by, "opschalen", why, nieuwe_plaats="tweede graad, Zorg en welzijn"
    )
    _decided(evaluatie, taal, jaar, by, "bijsturen", "Drie leraren krijgen nog coaching.")
    rond_evaluatie_af(evaluatie=evaluatie, today=_day(jaar, 6, 12), by=by)
    kept.refresh_from_db()
    bewaar_borging(
        borging=Borging(plan=new, besluit=kept),
        values={
            "vorm": "budgetlijn",
            "verwijzing": f"{FICTIEF}Begroting, lijn schoolkosten",
            "trekker_rol": "directeur",
            "herzien_op": _day(jaar.next, 5, 15),
        },
        by=by,
    )
    return new


def _closed(plan: Plan, jaar: Schooljaar, directeur: User, by: User) -> None:
    """What ran is done with all its steps; the next plan has what goes on."""
    running = Actie.objects.filter(plan=plan, status=Actiestatus.LOPEND.value)
    for action in running.order_by("pk"):
        days = (_day(jaar, *when) for when in ((11, 14), (1, 23), (4, 17), (5, 22)))
        for step, day in zip(action.stappen.order_by("pk"), days, strict=False):
            vink_taak(taak=step, klaar=day, by=by)
        zet_actie_status(actie=action, naar=Actiestatus.AFGEROND, by=by)
    zet_status(plan=plan, naar="afgesloten", today=_day(jaar.next, 9, 4), by=directeur)


def _started(plan: Plan, jaar: Schooljaar, by: User) -> None:
    for action in Actie.objects.filter(plan=plan).order_by("pk"):
        _paid(action, jaar, _day(jaar, 11, 18), by)
        zet_actie_status(actie=action, naar=Actiestatus.LOPEND, by=by)


def _adopted(plan: Plan, jaar: Schooljaar, directeur: User, by: User, why: str) -> None:
    zet_status(plan=plan, naar="ter_bespreking", today=_day(jaar, 10, 1), by=by)
    day = _day(jaar, 10, 8)
    zet_status(plan=plan, naar="vastgesteld", today=day, by=directeur, reden=f"{FICTIEF}{why}")


def _anchored(plan: Plan, jaar: Schooljaar, by: User) -> None:
    """In the begeleidingsbeleid, and discussed with the team."""
    anchor = samen.bewaar(
        row=Beleidskoppeling(school=plan.school),
        values={
            "soort": "begeleidingsbeleid",
            "titel": "Begeleidingsbeleid (fictief)",
            "doel": "Elke leerling krijgt brede basiszorg in de klas.",
            "datum": _day(jaar.previous, 5, 20),
            "herzien_op": _day(jaar.next.next, 5, 20),
        },
        by=by,
    )
    assert isinstance(anchor, Beleidskoppeling)
    samen.veranker(koppeling=anchor, doelen=Streefdoel.objects.filter(plan=plan), by=by)
    _team_moment(plan, jaar, by)


def _team_moment(plan: Plan, jaar: Schooljaar, by: User) -> None:
    goals = list(Streefdoel.objects.filter(plan=plan))
    samen.bewaar(
        row=Draagvlakmoment(school=plan.school, plan=plan),
        values={
            "datum": _day(jaar, 10, 6),
            "vorm": "personeelsvergadering",
            "groepen": {"personeel": 29, "leiding": 2},
            "uitgenodigd": 38,
            "leiding_aanwezig": True,
            "onderwerpen": ["cijfers_lezen", "doelen", "middelen"],
            "uitkomst": f"{FICTIEF}Het team kiest {len(goals)} streefdoel"
            f"{'en' * (len(goals) > 1)} voor {WAAR}.",
            "bezwaren": "Er is geen tijd voor coaching." if len(goals) > 1 else "",
            "antwoord": "Er komt een vast uur in het uurrooster." if len(goals) > 1 else "",
            "streefdoelen": goals,
        },
        by=by,
    )


def _measured(goal: Streefdoel, jaar: Schooljaar, aantal: Aantal, by: User) -> Meting:
    assert goal.indicator is not None
    return voeg_meting_toe(
        indicator=goal.indicator,
        waarden=Waarden(
            _day(jaar, 6, 10),
            Decimal(aantal.teller),
            Decimal(aantal.noemer),
            bron_soort=goal.indicator.bron_soort,
            opmerking=f"{FICTIEF}Zelfde telling als bij de start.",
        ),
        nulmeting=False,
        by=by,
    )


def _happened(plan: Plan, eerste: Eerstejaars, by: User) -> None:
    """What was noted of the execution: coaching in the classes, families that were reached."""
    jaar, reached = eerste.jaar, eerste.gezinnen(0.83)
    for action in Actie.objects.filter(plan=plan).order_by("pk"):
        if action.aangrijpingspunt == "leraar":
            bewaar(link=action, values={"uitvoerders_feitelijk": 9}, by=by)
            said = "Bij klasbezoeken gebruiken 9 van de 12 leraren de afgesproken werkvormen."
            noteer_uitvoering(
                actie=action, datum=_day(jaar, 3, 17), tekst=f"{FICTIEF}{said}", by=by
            )
        else:
            noteer_uitvoering(
                actie=action,
                datum=_day(jaar, 2, 12),
                tekst=f"{FICTIEF}De brief over gespreid betalen is met de gezinnen besproken.",
                bereikt=reached.teller,
                bedoeld=reached.noemer,
                by=by,
            )


def _evaluated(
    goals: list[Streefdoel], metingen: list[Meting], jaar: Schooljaar, said: str, by: User
) -> Evaluatie:
    """June: the team with others around the table; still open."""
    return bewaar_evaluatie(
        evaluatie=Evaluatie(plan=goals[0].plan),
        values={
            "datum": _day(jaar, 6, 12),
            "streefdoelen": goals,
            "metingen": metingen,
            "bron_soorten": ["eigen_telling", "lvs", "gesprek"],
            "groepen": {"personeel": 11, "leiding": 1, "leerlingen": 6, "ouders": 4},
            "conclusie": f"{FICTIEF}{said}",
            "volgende_op": _day(jaar.next, 6, 11),
        },
        by=by,
    )


def _decided(
    evaluatie: Evaluatie,
    goal: Streefdoel,
    jaar: Schooljaar,
    by: User,
    keuze: str,
    why: str,
    **more: str,
) -> Besluit:
    values = {
        "keuze": keuze,
        "motivering": f"{FICTIEF}{why}",
        "vanaf": _day(jaar.next, 9, 1),
        "trekker_rol": goal.trekker_rol,
        "nieuwe_einddatum": _day(jaar.next, 6, 30),
        **more,
    }
    link = Besluit(plan=evaluatie.plan, evaluatie=evaluatie, streefdoel=goal)
    return bewaar_besluit(besluit=link, values=values, by=by)


def _elsewhere(goal: Streefdoel, jaar: Schooljaar, by: User) -> None:
    """Scaled up to another track: measured there first, with a target of its own."""
    assert goal.indicator is not None
    laat = gezinnen_van(goal.plan.school, "Zorg en welzijn", jaar.first_day, 0.29)
    seen = bewaar(
        link=Vaststelling(
            school=goal.plan.school, schooljaar=jaar.start, werkzone=False, kenmerk="schooltoeslag"
        ),
        values={
            "tekst": f"{FICTIEF}In Zorg en welzijn betaalden {laat.woorden} gezinnen een "
            "schoolrekening te laat of niet.",
            "bron_soort": goal.indicator.bron_soort,
            "bron": f"{FICTIEF}telling van het secretariaat",
            "dag": jaar.first_day,
            "populatie": goal.doelgroep,
            "plaats": goal.plaats,
            "teller": Decimal(laat.teller),
            "noemer": Decimal(laat.noemer),
        },
        by=by,
    )
    values = {
        "start": jaar.first_day,
        "einddatum": _day(jaar, 6, 30),
        "streefwaarde": Decimal(15),
        "vaststellingen": [seen],
    }
    bewaar(link=goal, values=values, by=by)
    voeg_nulmeting_toe(
        doel=goal,
        indicator=goal.indicator,
        peildatum=jaar.first_day,
        bron_soort=goal.indicator.bron_soort,
        teller=Decimal(laat.teller),
        noemer=Decimal(laat.noemer),
        by=by,
    )


def _this_year(plan: Plan, jaar: Schooljaar, today: date, directeur: User, by: User) -> None:
    """Running, with hours on it and some not yet assigned."""
    bewaar(link=plan, values={"volgende_evaluatie_op": _day(jaar, 6, 11)}, by=by)
    actions = list(Actie.objects.filter(plan=plan).order_by("pk"))
    for action in actions:
        _at_work(action, jaar, today, by)
    begun = max(_day(jaar, 9, 10), min(today, _day(jaar, 10, 7)))
    zet_status(plan=plan, naar="ter_bespreking", today=begun, by=by)
    reden = "" if Actie.objects.filter(plan=plan, toewijzingen__isnull=False).exists() else FICTIEF
    zet_status(plan=plan, naar="vastgesteld", today=begun, by=directeur, reden=reden)
    plaats_opmerking(
        school=plan.school,
        soort=Knoopsoort.ACTIE,
        nummer=actions[0].pk,
        tekst=f"{FICTIEF}@{directeur.naam} kan dit op de agenda van de ouderraad?",
        over="actie",
        by=by,
    )


def _at_work(action: Actie, jaar: Schooljaar, today: date, by: User) -> None:
    coaching = action.aangrijpingspunt == "leraar"
    _paid(action, jaar, max(_day(jaar, 9, 1), min(today, _day(jaar, 10, 20))), by)
    zet_actie_status(actie=action, naar=Actiestatus.LOPEND, by=by)
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


def _paid(action: Actie, jaar: Schooljaar, day: date, by: User) -> None:
    """Hours on it, and something bought for it."""
    coaching = action.aangrijpingspunt == "leraar"
    # The grant of the demo comes from the calculation; a smaller one leaves the actie without.
    try:
        wijs_toe(
            actie=action,
            schooljaar=jaar,
            soort=Middelsoort.GOK_UREN_LERAAR,
            voorzien=Fraction(4 if coaching else 2),
            toelichting=f"{FICTIEF}{f'coaching in {WAAR}' if coaching else 'opvolging kosten'}",
            by=by,
        )
    except TeVeelError:
        bewaar(link=action, values={"reden_nul": f"{FICTIEF}nog geen uren toegekend"}, by=by)
    boek(
        school=action.plan.school,
        schooljaar=jaar,
        values=Geboekt(
            Middelsoort.ANDERE,
            Fraction(18500 if coaching else 9600, 100),
            day,
            f"{FICTIEF}{'Vormingsmateriaal' if coaching else 'Drukwerk kostenbrief'}",
            actie=action,
        ),
        by=by,
    )
