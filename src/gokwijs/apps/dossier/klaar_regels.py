"""De voorwaarden van de zelfcheck in één zin per voorwaarde, zoals het scherm ze toont.

In: niets. Out: per tekort de voorwaarden in hun volgorde. De regels zelf staan in
``core.beleid.zelfcheck``; een test houdt beide lijsten gelijk. De grenzen zijn keuzes van GOK-wijs.
"""

from __future__ import annotations

from collections.abc import Mapping

from gokwijs.core.beleid.zelfcheck.uitkomst import Tekort

VRAAG: Mapping[Tekort, str] = {
    Tekort.T1: "Zijn er streefdoelen, en zijn ze volledig?",
    Tekort.T2: "Hangt het plan vast aan de rest van het schoolbeleid?",
    Tekort.T3: "Zie je waar uren en euro's naartoe gaan, en waarom?",
    Tekort.T4: "Evalueren jullie geregeld, met cijfers en met anderen?",
    Tekort.T5: "Doet het hele team mee, ook als er iemand weggaat?",
}
KORT: Mapping[Tekort, str] = {
    Tekort.T1: "Streefdoelen",
    Tekort.T2: "Breder schoolbeleid",
    Tekort.T3: "Middelen",
    Tekort.T4: "Evaluatie",
    Tekort.T5: "Hele team",
}
REGELS: Mapping[Tekort, Mapping[str, str]] = {
    Tekort.T1: {
        "t1": "Geen vastgesteld plan voor dit schooljaar, of geen lopend streefdoel.",
        "t2": "Geen enkel streefdoel is volledig.",
        "t3": "Meer dan de helft mist een nulmeting, een streefwaarde of een einddatum.",
        "a1": "Een streefdoel is niet volledig.",
        "a2": "Een einddatum is meer dan 60 dagen voorbij zonder besluit.",
        "a3": "Geen lopend streefdoel gaat over wat bij leerlingen te zien moet zijn.",
        "a4": "Er lopen meer dan 5 streefdoelen.",
        "a5": "Een prioritaire vaststelling van meer dan 90 dagen oud heeft geen streefdoel en "
        "geen reden.",
        "a6": "Een streefdoel steunt op een vaststelling die bij de start meer dan 24 maanden "
        "oud was.",
    },
    Tekort.T2: {
        "t1": "Het plan noemt geen visie.",
        "t2": "Minder dan de helft van de lopende streefdoelen is gekoppeld aan een ander "
        "document.",
        "t3": "Niets in het plan is gekoppeld aan het begeleidingsbeleid.",
        "a1": "Niet elk lopend streefdoel is gekoppeld aan een ander document.",
        "a2": "Een gekoppeld document is aan herziening toe, of ouder dan 5 jaar.",
        "a3": "Alle lopende acties zijn remediërend.",
        "a4": "Geen lopende actie in de brede basiszorg.",
        "a5": "Na 1 november: dit schooljaar nog geen moment met de leiding erbij.",
        "a6": "Een lopend streefdoel noemt geen verwachting van het referentiekader.",
        "a7": "Secundair: in 12 maanden geen vaststelling uit het leerlingvolgsysteem, een "
        "bevraging, een gesprek of een observatie.",
    },
    Tekort.T3: {
        "t1": "Geen toegekend bedrag of aantal uren met kenmerk en datum van de brief.",
        "t2": "Na 31 december: meer dan 20 % heeft nog geen bestemming.",
        "t3": "Meer dan de helft van de lopende acties heeft geen uren of euro's, en geen reden.",
        "t4": "Meer dan 5 % is besteed zonder streefdoel of actie.",
        "a1": "Na 31 december: meer dan 5 % heeft nog geen bestemming.",
        "a2": "Een lopende actie heeft geen uren of euro's, en geen reden.",
        "a3": "Er is iets besteed zonder streefdoel of actie.",
        "a4": "Een toewijzing is 120 dagen niet bijgewerkt.",
        "a5": "De eigen berekening verschilt al 60 dagen van de brief, zonder verklaring.",
        "a6": "Meer dan 10 % boven wat voorzien was zonder toelichting, of meer dan toegekend.",
        "a7": "Na 1 februari: dit schooljaar nog geen moment over de middelen.",
        "a8": "Een afgeronde actie kostte iets, maar heeft geen meting en geen reden.",
    },
    Tekort.T4: {
        "t1": "Het plan loopt meer dan 12 maanden, zonder evaluatie in die tijd.",
        "t2": "Meer dan de helft van de streefdoelen die halfweg zijn, heeft geen nieuwe meting.",
        "t3": "Geen evaluatie gebruikte in 24 maanden een meting op het niveau van de leerling.",
        "t4": "Geen enkele evaluatie eindigde met een besluit.",
        "a1": "Een streefdoel loopt meer dan 12 maanden zonder evaluatie in die tijd.",
        "a2": "De evaluaties gebruiken maar één soort bron, of enkel cijfers, of geen cijfers.",
        "a3": "Enkel personeel en leiding dachten mee.",
        "a4": "Een evaluatie met minder dan 3 deelnemers.",
        "a5": "Een evaluatie van meer dan 60 dagen geleden heeft geen besluit.",
        "a6": "De volgende evaluatie is niet gepland, of de datum is voorbij.",
        "a7": "Een volgende evaluatie verwijst niet naar de vorige.",
        "a8": "Een meting is vergeleken met een nulmeting van een andere definitie.",
        "a9": "Na 1 februari: dit schooljaar nog geen teammoment om cijfers te lezen.",
    },
    Tekort.T5: {
        "t1": "Meer dan de helft van de lopende acties hangt aan één persoon, zonder teamafspraak.",
        "t2": "Meer dan een kwart van de lopende acties heeft geen streefdoel.",
        "t3": "Bij acties voor leraren deed na 180 dagen minder dan 40 % mee van wie bedoeld was.",
        "t4": "Er lopen streefdoelen, maar geen enkele actie.",
        "a1": "Een lopende actie heeft geen streefdoel.",
        "a2": "Tussen 20 en 50 % van de lopende acties hangt aan één persoon, zonder teamafspraak.",
        "a3": "Na 180 dagen deed 40 tot 70 % mee, of niemand vulde in hoeveel.",
        "a4": "Een lopende actie heeft geen vervanger.",
        "a5": "Eén rol trekt meer dan 60 % van de acties (vanaf 5 acties).",
        "a6": "In 6 maanden geen moment met het lerarenteam (zonder juli en augustus).",
        "a7": "Een actie geldt voor minder plaatsen dan de vaststelling, zonder reden.",
        "a8": "Basisonderwijs: een actie in de brede basiszorg zonder teamafspraak.",
    },
}
