"""A plan in which every field says something, and every text is one of its kind."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.models import (
    Actie,
    Beleidskoppeling,
    Besluit,
    Bijlage,
    Boeking,
    Borging,
    Draagvlakmoment,
    Evaluatie,
    Indicator,
    Meting,
    Onderbouwing,
    Opmerking,
    Plan,
    Streefdoel,
    Taak,
    Toewijzing,
    Uitvoering,
)
from gokwijs.apps.dossier.models import Bevinding, Inspectie, Remediering
from gokwijs.apps.samen.models import Beeldvorming, Partnerafspraak
from gokwijs.apps.scholen.models import School
from tests.apps.builders import World

BY = {"door_naam": "Alice Adams"}
KNOOP = {**BY, "gewijzigd_door": "Alice Adams"}
START, END = date(2025, 9, 1), date(2026, 6, 30)


def plan(school: School, **values: Any) -> Plan:
    given = {
        "naam": "Samen sterk in 1B",
        "schooljaar_van": 2025,
        "schooljaar_tot": 2026,
        **KNOOP,
        **values,
    }
    return Plan.objects.create(school=school, **given)


def vaststelling(school: School, **values: Any) -> Vaststelling:
    given = {
        "schooljaar": 2025,
        "tekst": "In 1B krijgt een groot deel van de gezinnen een schooltoeslag.",
        "bron": "schoolrapport van het najaar",
        "bron_soort": "datawijzer",
        "dag": date(2025, 10, 1),
        "werkzone": False,
        **BY,
        **values,
    }
    return Vaststelling.objects.create(school=school, **given)


def indicator(plan: Plan, **values: Any) -> Indicator:
    given = {
        "naam": "aandeel gezinnen met een laattijdige rekening",
        "teller_definitie": "gezinnen met een rekening die na de vervaldag betaald is",
        "noemer_definitie": "alle gezinnen van 1B",
        **KNOOP,
        **values,
    }
    return Indicator.objects.create(plan=plan, **given)


def meting(indicator: Indicator, **values: Any) -> Meting:
    given = {
        "peildatum": date(2025, 10, 1),
        "teller": Decimal(17),
        "noemer": Decimal(41),
        "bron_soort": "eigen_telling",
        "bron_omschrijving": "boekhouding van het secretariaat",
        **BY,
        **values,
    }
    return Meting.objects.create(indicator=indicator, **given)


def streefdoel(plan: Plan, **values: Any) -> Streefdoel:
    given = {"formulering": "Minder laattijdige rekeningen in 1B.", **KNOOP, **values}
    return Streefdoel.objects.create(plan=plan, **given)


def actie(plan: Plan, **values: Any) -> Actie:
    given = {"titel": "Een kostenplafond per project", **KNOOP, **values}
    return Actie.objects.create(plan=plan, **given)


def gevuld(world: World) -> Plan:
    """The whole chain, with a comment and a document at every link that can have one."""
    found = plan(
        world.school,
        visie="Elke leerling hoort erbij & doet mee.",
        visie_titel="Visietekst van de school",
        visie_datum=date(2024, 5, 6),
        visie_vindplaats="website onder Onze school",
        kernteam="GOK-coördinator, directeur",
        volgende_evaluatie_op=date(2026, 6, 15),
        status="vastgesteld",
        vastgesteld_op=date(2025, 10, 3),
        vastgesteld_door="Alice Adams",
        reden="De middelen voor actie twee volgen in november.",
    )
    note = _vaststelling(found)
    doel = _doel(found, note)
    stap = _actie(found, doel)
    _einde(found, doel, stap)
    _rond(found, note, doel, stap)
    _opmerkingen(world, found, note, doel, stap)
    return found


def _vaststelling(plan: Plan) -> Vaststelling:
    return vaststelling(
        plan.school,
        populatie="leerlingen van 1B",
        plaats="eerste graad, 1B",
        teller=Decimal(29),
        noemer=Decimal(41),
        duiding="Kosten wegen het zwaarst in 1B.",
        prioritair=True,
        ok_codes=["ok:R5"],
        cijfers={
            "zinnen": [["A1", "In 1B krijgen 29 van de 41 leerlingen een schooltoeslag."]],
            "tabellen": [
                {"titel": "Per klas", "kolommen": ["", "aantal"], "rijen": [["1B", "29"]]}
            ],
        },
    )


def _doel(plan: Plan, note: Vaststelling) -> Streefdoel:
    one = indicator(
        plan,
        populatie="gezinnen van 1B",
        bron_soort="eigen_telling",
        frequentie="trimester",
        richting="dalen",
        ok_codes=["ok:BL10"],
    )
    extra = indicator(
        plan,
        naam="welbevinden",
        teller_definitie="",
        noemer_definitie="",
        schaal="vragenlijst op vijf",
        eenheid="punten",
    )
    meting(extra, teller=None, noemer=None, waarde=Decimal("3.4"), opmerking="klassikaal afgenomen")
    los = indicator(plan, naam="te laat komen", teller_definitie="keren te laat")
    meting(los, teller=Decimal(30), noemer=Decimal(90))
    begin = meting(one, is_nulmeting=True)
    meting(one, peildatum=date(2026, 1, 15), teller=Decimal(12), noemer=Decimal(42))
    found = streefdoel(
        plan,
        formulering="Tegen 30 juni 2026 daalt het aandeel van 41 % (17 van 41) naar 20 %.",
        toelichting="We beginnen bij de projecten.",
        doelgroep="gezinnen die het moeilijk hebben",
        kenmerken=["schooltoeslag"],
        plaats="eerste graad, 1B",
        niveau="school",
        indicator=one,
        nulmeting=begin,
        richting="dalen",
        streefwaarde=Decimal(20),
        start=START,
        einddatum=END,
        trekker_rol="brugfiguur",
        thema="schoolkosten",
        status="vastgesteld",
        vastgesteld_op=date(2025, 10, 3),
        ok_codes=["ok:R5", "ok:BL10"],
        einde_reden="nog niet afgesloten",
    )
    found.vaststellingen.add(note)
    found.andere_indicatoren.add(extra)
    found.koppelingen.add(
        Beleidskoppeling.objects.create(
            school=plan.school,
            soort="kostenbeleid",
            titel="Kostenbeleid van de school",
            doel="geen gezin haakt af om geld",
            datum=date(2024, 9, 1),
            herzien_op=date(2027, 9, 1),
            verwijzing="map Beleid op de server",
            **BY,
        )
    )
    return found


def _actie(plan: Plan, doel: Streefdoel) -> Actie:
    found = actie(
        plan,
        omschrijving="We spreken per graad een plafond af.",
        aangrijpingspunt="school",
        zorgfase="brede_basiszorg",
        aard="beide",
        aard_uitleg="voor iedereen, met extra steun waar nodig",
        plaats="1B",
        plaats_reden="eerst proberen in 1B",
        trekker_rol="zorgcoördinator",
        vervanger_rol="leerlingenbegeleider",
        uitvoerders_bedoeld=12,
        uitvoerders_feitelijk=9,
        teamafspraak="verslag personeelsvergadering oktober",
        start=START,
        einde=END,
        partners=["clb", "Brede School"],
        ouders=["communiceren"],
        nog_niet_meetbaar="pas na het eerste trimester",
        reden_nul="kost geen uren",
        ok_codes=["ok:R6"],
        status="lopend",
    )
    found.streefdoelen.add(doel)
    _werk(plan, found)
    return found


def _werk(plan: Plan, actie: Actie) -> None:
    Taak.objects.create(
        plan=plan, actie=actie, tekst="Lijst van projecten maken", wie_rol="graadcoördinator", **BY
    )
    Taak.objects.create(plan=plan, tekst="Zaal vastleggen", tegen=date(2026, 3, 1), **BY)
    Uitvoering.objects.create(
        actie=actie,
        datum=date(2025, 11, 20),
        tekst="Oudercontact met tolk.",
        bereikt=26,
        bedoeld=41,
        **BY,
    )
    Onderbouwing.objects.create(
        actie=actie,
        aanpak="ouderbetrokkenheid",
        naam="Ouderbetrokkenheid",
        feiten=[{"id": "x", "zin": "Ouders betrekken: 4 maanden, volgens EEF."}, "weg.v1"],
        opgelet=["Bereik eerst wie niet komt."],
        catalogus_versie="2026-11-22",
        voorwaarden=[{"tekst": "Een vaste contactpersoon", "klaar": True}],
        **BY,
    )
    Toewijzing.objects.create(
        school=plan.school,
        schooljaar=2025,
        soort="gok_uren_leraar",
        actie=actie,
        voorzien="2",
        toelichting="op vrijdag",
        **BY,
    )
    for doel in actie.streefdoelen.all():
        Boeking.objects.create(
            school=plan.school,
            schooljaar=2025,
            soort="andere",
            streefdoel=doel,
            datum=date(2025, 12, 2),
            besteed="75",
            omschrijving="affiche",
            **BY,
        )
    Boeking.objects.create(
        school=plan.school,
        schooljaar=2025,
        soort="werkingsmiddelen",
        actie=actie,
        datum=date(2025, 12, 1),
        besteed="1234.50",
        omschrijving="tolk",
        **BY,
    )


def _einde(plan: Plan, doel: Streefdoel, actie: Actie) -> None:
    eerste = Evaluatie.objects.create(
        plan=plan, datum=date(2025, 12, 10), conclusie="Te vroeg om te zeggen.", **KNOOP
    )
    eerste.streefdoelen.add(doel)
    tweede = Evaluatie.objects.create(
        plan=plan,
        datum=date(2026, 2, 10),
        bron_soorten=["eigen_telling", "gesprek"],
        groepen={"personeel": 11, "ouders": 6},
        conclusie="Het plafond werkt.",
        vorige=eerste,
        volgende_op=date(2026, 6, 15),
        afgerond=date(2026, 2, 12),
        **KNOOP,
    )
    tweede.streefdoelen.add(doel)
    assert doel.indicator is not None
    tweede.metingen.add(*doel.indicator.metingen.all())
    besluit = Besluit.objects.create(
        plan=plan,
        evaluatie=tweede,
        streefdoel=doel,
        actie=actie,
        keuze="opschalen",
        motivering="Ook 1A vraagt het.",
        vanaf=date(2026, 9, 1),
        trekker_rol="directeur",
        nieuwe_plaats="eerste graad, 1A",
        nieuwe_streefwaarde=Decimal(15),
        nieuwe_einddatum=date(2027, 6, 30),
        **KNOOP,
    )
    Borging.objects.create(
        plan=plan,
        besluit=besluit,
        vorm="schooldocument",
        verwijzing="schoolreglement, hoofdstuk kosten",
        trekker_rol="beleidsteam",
        herzien_op=date(2027, 5, 1),
        **KNOOP,
    )


def _rond(plan: Plan, note: Vaststelling, doel: Streefdoel, actie: Actie) -> None:
    moment = Draagvlakmoment.objects.create(
        school=plan.school,
        plan=plan,
        datum=date(2025, 10, 14),
        vorm="personeelsvergadering",
        groepen={"personeel": 31, "leiding": 1},
        uitgenodigd=38,
        leiding_aanwezig=True,
        onderwerpen=["cijfers_lezen", "doelen"],
        partners=["pbd"],
        uitkomst="Iedereen steunt het plafond.",
        bezwaren="Te weinig tijd voor coaching.",
        antwoord="Er komt een uur in het rooster.",
        **BY,
    )
    moment.streefdoelen.add(doel)
    moment.vaststellingen.add(note)
    _partners(plan, actie)
    verslag = Inspectie.objects.create(
        school=plan.school,
        document="Doorlichtingsverslag 2024",
        datum=date(2024, 11, 5),
        soort="gewone doorlichting",
        advies="gunstig met werkpunten",
        gok_uitspraak="negatief",
        toelichting="De streefdoelen waren niet meetbaar.",
        **KNOOP,
    )
    Remediering.objects.create(
        inspectie=verslag,
        herevaluatie_op=date(2025, 11, 20),
        begeleider="Pedagogische begeleiding van het net",
        begeleiding_vanaf=date(2025, 1, 10),
        afspraken="Elke maand een overleg.",
        **KNOOP,
    )
    bevinding = Bevinding.objects.create(
        inspectie=verslag,
        tekst="Maak de doelen meetbaar.",
        soort="tekort",
        ok_codes=["ok:K2"],
        status="afgerond",
        sinds=date(2025, 10, 3),
        hoe="Elk streefdoel kreeg een nulmeting.",
        **KNOOP,
    )
    bevinding.acties.add(actie)


def _partners(plan: Plan, actie: Actie) -> None:
    samen = Beeldvorming.objects.create(
        school=plan.school,
        plan=plan,
        vraag="Waarom blijven rekeningen liggen?",
        datum=date(2025, 11, 5),
        partners=["clb", "ouders"],
        signalen=[{"wie": "clb", "tekst": "Gezinnen schamen zich."}],
        helpt="Een vast aanspreekpunt.",
        hindert="Brieven in moeilijke taal.",
        eigen_effect="We sturen alles op één dag.",
        aanpak="Spreiden en bellen.",
        geen_actie="voor de andere graad nog niet",
        afgerond=date(2025, 11, 12),
        **KNOOP,
    )
    samen.acties.add(actie)
    Partnerafspraak.objects.create(
        school=plan.school,
        soort="welzijn",
        naam="Huis van het Kind",
        afspraak="Elke maand een zitdag op school.",
        datum=date(2025, 9, 15),
        herzien_op=date(2026, 9, 15),
        verwijzing="map Partners",
        **BY,
    )


def _opmerkingen(
    world: World, plan: Plan, note: Vaststelling, doel: Streefdoel, actie: Actie
) -> None:
    assert doel.indicator is not None
    evaluatie = plan.evaluatie_set.all()[0]
    links = {
        "plan": plan,
        "vaststelling": note,
        "indicator": doel.indicator,
        "streefdoel": doel,
        "actie": actie,
        "evaluatie": evaluatie,
        "besluit": evaluatie.besluiten.all()[0],
        "moment": plan.draagvlakmomenten.all()[0],
    }
    for soort, link in links.items():
        Opmerking.objects.create(
            school=plan.school,
            soort=soort,
            nummer=link.pk,
            tekst=f"Bedenking bij {soort}: vraag het aan {world.bob.naam}.",
            by=world.alice,
            by_naam=world.alice.naam,
        )
        if soort in ("plan", "vaststelling", "streefdoel", "actie", "evaluatie"):
            Bijlage.objects.create(
                school=plan.school,
                soort=soort,
                nummer=link.pk,
                naam=f"bewijsstuk {soort}.pdf",
                bestand="0" * 32,
                type="application/pdf",
                grootte=10,
                by_naam=world.alice.naam,
            )


def groot(world: World, doelen: int = 40, acties: int = 200) -> Plan:
    """Many goals and actions, each with metingen, steps and means."""
    found = gevuld(world)
    note = found.school.vaststellingen.all()[0]
    goals = []
    for n in range(doelen - 1):
        one = indicator(found, naam=f"indicator {n}")
        begin = meting(one, is_nulmeting=True)
        meting(one, peildatum=begin.peildatum + timedelta(days=90), teller=Decimal(14))
        goal = streefdoel(
            found, formulering=f"Streefdoel {n} gaat vooruit.", indicator=one, nulmeting=begin
        )
        goal.vaststellingen.add(note)
        goals.append(goal)
    for n in range(acties - 1):
        row = actie(found, titel=f"Actie {n}", omschrijving="We doen het samen. " * 10)
        row.streefdoelen.add(goals[n % len(goals)])
        _werk(found, row)
    return found
