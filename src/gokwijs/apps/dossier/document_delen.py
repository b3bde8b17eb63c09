"""The parts of the document of a plan, in their order.

In: the kinds of pieces of ``document_opmaak``. Out: ``OPMAAK``: which fields of ``PlanDocument``
stand where, and under which words.
"""

from __future__ import annotations

from gokwijs.apps.dossier.document_delen_rond import ROND
from gokwijs.apps.dossier.document_opmaak import (
    Elk,
    Feiten,
    Groep,
    Nota,
    Punten,
    Tekst,
    feiten,
    opmerkingen,
    tabel,
)

_MIDDELEN = (
    ("Schooljaar", "schooljaar", 3),
    ("Soort", "soort", 5),
    ("Voorzien", "voorzien", 4),
    ("Besteed", "besteed", 4),
    ("Toelichting", "toelichting", 7),
)
_TOTALEN = (
    ("Schooljaar", "schooljaar", 4),
    ("Soort", "soort", 5),
    ("Toegekend", "toegekend", 6),
    ("Voorzien", "voorzien", 4),
    ("Nog niet toegewezen", "rest", 4),
    ("Besteed", "besteed", 4),
    ("Zonder streefdoel", "zonder_streefdoel", 4),
)
_STAPPEN = (("Wat", "tekst", 9), ("Wie", "wie", 4), ("Tegen", "tegen", 3), ("Klaar", "klaar", 3))

_PLAN = Groep(
    "Het plan",
    1,
    (
        Feiten(
            (
                ("School", "school.naam"),
                ("Instellingsnummer", "school.nummer"),
                ("Plan", "plan.naam"),
                ("Schooljaren", "plan.periode"),
                ("Stand", "plan.status"),
                ("Wie het trekt", "plan.kernteam"),
                ("Volgende evaluatie", "plan.volgende_evaluatie"),
                ("Documenten", "plan.documenten"),
                ("Dit document is", "publiek"),
                ("Gemaakt op", "gemaakt"),
                ("Kwaliteitskader", "kader"),
            )
        ),
        Nota("Waarom de directeur dit plan onvolledig vaststelde:", "plan.reden"),
    ),
)
_VISIE = Groep(
    "Onze visie", 1, (Tekst("visie.tekst"), Feiten((("Waar het staat", "visie.document"),)))
)
_VERANKERING = Groep(
    "Samenhang met ander beleid",
    1,
    (
        Elk(
            "verankering",
            "koppeling",
            (
                Groep(
                    "{koppeling.titel}",
                    2,
                    (
                        feiten(
                            "koppeling",
                            ("Soort document", "soort"),
                            ("Strategisch doel", "doel"),
                            ("Datum", "datum"),
                            ("Te herzien op", "herzien"),
                            ("Waar het staat", "vindplaats"),
                            ("Streefdoelen", "streefdoelen"),
                        ),
                    ),
                ),
            ),
        ),
    ),
)
_VASTSTELLINGEN = Groep(
    "Wat we vaststellen",
    1,
    (
        Elk(
            "vaststellingen",
            "vaststelling",
            (
                Groep(
                    "Vaststelling {vaststelling.nummer}",
                    2,
                    (
                        Tekst("vaststelling.tekst", kern=True),
                        feiten(
                            "vaststelling",
                            ("Cijfer", "cijfer"),
                            ("Bron", "bron"),
                            ("Stand van", "datum"),
                            ("Over wie", "populatie"),
                            ("Waar in de school", "plaats"),
                            ("Wat het kan betekenen", "duiding"),
                            ("Prioritair", "prioritair"),
                            ("Waarom (nog) geen streefdoel", "reden_zonder"),
                            ("Streefdoelen", "streefdoelen"),
                            ("Verwachtingen", "verwachtingen"),
                            ("Documenten", "documenten"),
                        ),
                        Groep("De cijfers van toen", 3, (Punten("vaststelling.cijfers"),)),
                        opmerkingen("vaststelling"),
                    ),
                ),
            ),
        ),
    ),
)


def _indicator(niveau: int) -> Groep:
    return Groep(
        "Indicator: {indicator.naam}",
        niveau,
        (
            feiten(
                "indicator",
                ("Teller", "teller"),
                ("Noemer", "noemer"),
                ("Schaal", "schaal"),
                ("Over wie", "populatie"),
                ("Bron", "bron"),
                ("Hoe vaak", "frequentie"),
                ("Definitie", "breuk"),
            ),
            tabel(
                "indicator.metingen",
                "meting",
                ("Gemeten op", "datum", 3),
                ("Waarde", "waarde", 5),
                ("Bron", "bron", 4),
                ("Soort", "nulmeting", 3),
                ("Opmerking", "opmerking", 5),
            ),
            opmerkingen("indicator", niveau + 1, "Opmerkingen bij de indicator"),
        ),
    )


_STREEFDOELEN = Groep(
    "Streefdoelen",
    1,
    (
        Elk(
            "streefdoelen",
            "streefdoel",
            (
                Groep(
                    "Streefdoel {streefdoel.nummer}",
                    2,
                    (
                        Tekst("streefdoel.titel", kern=True),
                        Tekst("streefdoel.zin"),
                        feiten(
                            "streefdoel",
                            ("Stand", "status"),
                            ("Waarom afgesloten", "einde_reden"),
                            ("Voor wie", "doelgroep"),
                            ("Waar in de school", "plaats"),
                            ("Te zien bij", "niveau"),
                            ("Richting", "richting"),
                            ("Nulmeting", "nulmeting"),
                            ("Streefwaarde", "streefwaarde"),
                            ("Start", "start"),
                            ("Einddatum", "einddatum"),
                            ("Trekker", "trekker"),
                            ("Thema", "thema"),
                            ("Verwachtingen", "verwachtingen"),
                            ("Verankerd in", "verankerd"),
                            ("Steunt op", "vaststellingen"),
                            ("Acties", "acties"),
                            ("Herkomst", "herkomst"),
                            ("Documenten", "documenten"),
                        ),
                        Tekst("streefdoel.toelichting"),
                        Elk("streefdoel.indicatoren", "indicator", (_indicator(3),)),
                        Groep(
                            "Besteed aan dit streefdoel",
                            3,
                            (tabel("streefdoel.middelen", "middel", *_MIDDELEN),),
                        ),
                        opmerkingen("streefdoel"),
                    ),
                ),
            ),
        ),
    ),
)
_AANPAK = Groep(
    "Onderbouwing: {aanpak.naam}",
    3,
    (
        Punten("aanpak.feiten"),
        feiten("aanpak", ("Catalogus", "catalogus")),
        Groep("Waar we op letten", 4, (Punten("aanpak.opgelet"),)),
        Groep("Voorwaarden", 4, (Punten("aanpak.voorwaarden"),)),
    ),
)
_ACTIES = Groep(
    "Acties",
    1,
    (
        Elk(
            "acties",
            "actie",
            (
                Groep(
                    "Actie {actie.nummer}: {actie.titel}",
                    2,
                    (
                        Tekst("actie.omschrijving"),
                        feiten(
                            "actie",
                            ("Stand", "status"),
                            ("Voor streefdoel", "streefdoelen"),
                            ("Fase van zorg", "zorgfase"),
                            ("Aard", "aard"),
                            ("Werkt in op", "aangrijpingspunt"),
                            ("Waar in de school", "plaats"),
                            ("Waarom niet overal", "plaats_reden"),
                            ("Trekker", "trekker"),
                            ("Vervanger", "vervanger"),
                            ("Wie doet mee", "uitvoerders"),
                            ("Afspraak met het team", "teamafspraak"),
                            ("Start", "start"),
                            ("Einde", "einde"),
                            ("Partners", "partners"),
                            ("Ouders", "ouders"),
                            ("Nog niet te meten", "nog_niet_meetbaar"),
                            ("Zonder uren of euro's", "reden_nul"),
                            ("Documenten", "documenten"),
                            ("Verwachtingen", "verwachtingen"),
                        ),
                        Groep(
                            "Stappen",
                            3,
                            (tabel("actie.stappen", "stap", *_STAPPEN),),
                        ),
                        Groep(
                            "Wat er gebeurde",
                            3,
                            (
                                tabel(
                                    "actie.uitvoeringen",
                                    "uitvoering",
                                    ("Wanneer", "datum", 3),
                                    ("Wat", "tekst", 10),
                                    ("Bereik", "bereik", 4),
                                ),
                            ),
                        ),
                        Elk("actie.aanpakken", "aanpak", (_AANPAK,)),
                        Groep(
                            "Uren en euro's",
                            3,
                            (tabel("actie.middelen", "middel", *_MIDDELEN),),
                        ),
                        opmerkingen("actie"),
                    ),
                ),
            ),
        ),
    ),
)
_SLOT = (
    Groep(
        "Losse eindjes",
        1,
        (tabel("eindjes", "eindje", ("Wat open staat", "zin", 5), ("Wat helpt", "remedie", 4)),),
    ),
    Groep(
        "Verwachtingen waar dit plan naar verwijst",
        1,
        (
            tabel(
                "verwachtingen",
                "verwachting",
                ("Code", "code", 5),
                ("Onderwerp", "onderwerp", 7),
                ("Tekst", "omschrijving", 11),
            ),
        ),
    ),
    opmerkingen("", 1, "Opmerkingen bij het plan"),
    Groep("Over dit document", 1, (Punten("noten"),)),
)
OPMAAK: tuple[Groep, ...] = (
    _PLAN,
    _VISIE,
    _VERANKERING,
    _VASTSTELLINGEN,
    _STREEFDOELEN,
    Groep("Andere indicatoren", 1, (Elk("indicatoren", "indicator", (_indicator(2),)),)),
    _ACTIES,
    Groep("Andere stappen", 1, (tabel("stappen", "stap", *_STAPPEN),)),
    Groep("Uren en euro's van de school", 1, (tabel("middelen", "totaal", *_TOTALEN),)),
    *ROND,
    *_SLOT,
)
