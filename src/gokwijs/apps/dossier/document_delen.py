"""The parts of the document of a plan, in their order.

In: the kinds of pieces of ``document_opmaak``. Out: ``OPMAAK``: which fields of ``PlanDocument``
stand where, and under which words.
"""

from __future__ import annotations

from gokwijs.apps.dossier.document_opmaak import Elk, Feiten, Groep, Nota, Punten, Tabel, Tekst


def _feiten(rij: str, *pairs: tuple[str, str]) -> Feiten:
    return Feiten(tuple((label, f"{rij}.{name}") for label, name in pairs))


def _tabel(lijst: str, rij: str, *columns: tuple[str, str, int]) -> Tabel:
    return Tabel(lijst, rij, tuple((head, f"{rij}.{name}", width) for head, name, width in columns))


def _opmerkingen(rij: str = "", niveau: int = 3, titel: str = "Opmerkingen") -> Groep:
    lijst = f"{rij}.opmerkingen" if rij else "opmerkingen"
    columns = (("Wie", "wie", 4), ("Wanneer", "datum", 3), ("Opmerking", "tekst", 11))
    return Groep(titel, niveau, (_tabel(lijst, "opmerking", *columns),))


_MIDDELEN = (
    ("Schooljaar", "schooljaar", 3),
    ("Soort", "soort", 5),
    ("Voorzien", "voorzien", 4),
    ("Besteed", "besteed", 4),
    ("Toelichting", "toelichting", 7),
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
                        _feiten(
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
                        _feiten(
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
                        _opmerkingen("vaststelling"),
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
            _feiten(
                "indicator",
                ("Teller", "teller"),
                ("Noemer", "noemer"),
                ("Schaal", "schaal"),
                ("Over wie", "populatie"),
                ("Bron", "bron"),
                ("Hoe vaak", "frequentie"),
                ("Definitie", "breuk"),
            ),
            _tabel(
                "indicator.metingen",
                "meting",
                ("Gemeten op", "datum", 3),
                ("Waarde", "waarde", 5),
                ("Bron", "bron", 4),
                ("Soort", "nulmeting", 3),
                ("Opmerking", "opmerking", 5),
            ),
            _opmerkingen("indicator", niveau + 1, "Opmerkingen bij de indicator"),
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
                        Tekst("streefdoel.zin", kern=True),
                        _feiten(
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
                        _opmerkingen("streefdoel"),
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
        _feiten("aanpak", ("Catalogus", "catalogus")),
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
                        _feiten(
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
                            (_tabel("actie.stappen", "stap", *_STAPPEN),),
                        ),
                        Groep(
                            "Wat er gebeurde",
                            3,
                            (
                                _tabel(
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
                            (_tabel("actie.middelen", "middel", *_MIDDELEN),),
                        ),
                        _opmerkingen("actie"),
                    ),
                ),
            ),
        ),
    ),
)
_BESLUIT = Groep(
    "Besluit: {besluit.keuze}",
    3,
    (
        _feiten(
            "besluit",
            ("Waarover", "waarover"),
            ("Waarom", "waarom"),
            ("Vanaf", "vanaf"),
            ("Wie", "wie"),
            ("Wat er verandert", "nieuw"),
        ),
        Groep(
            "Borging",
            4,
            (
                _tabel(
                    "besluit.borgingen",
                    "borging",
                    ("Hoe", "vorm", 4),
                    ("Waar het staat", "verwijzing", 7),
                    ("Wie", "wie", 4),
                    ("Opnieuw bekijken op", "herzien", 4),
                ),
            ),
        ),
        _opmerkingen("besluit", 4, "Opmerkingen bij het besluit"),
    ),
)
_EVALUATIES = Groep(
    "Evaluaties en besluiten",
    1,
    (
        Elk(
            "evaluaties",
            "evaluatie",
            (
                Groep(
                    "Evaluatie {evaluatie.nummer} van {evaluatie.datum}",
                    2,
                    (
                        Tekst("evaluatie.conclusie", kern=True),
                        _feiten(
                            "evaluatie",
                            ("Over streefdoel", "streefdoelen"),
                            ("Wie dacht mee", "wie"),
                            ("Bronnen", "bronnen"),
                            ("Afgerond op", "afgerond"),
                            ("Vorige evaluatie", "vorige"),
                            ("Volgende evaluatie", "volgende"),
                            ("Documenten", "documenten"),
                        ),
                        Groep("Gebruikte metingen", 3, (Punten("evaluatie.metingen"),)),
                        Elk("evaluatie.besluiten", "besluit", (_BESLUIT,)),
                        _opmerkingen("evaluatie"),
                    ),
                ),
            ),
        ),
    ),
)
_MOMENTEN = Groep(
    "Overleg en draagvlak",
    1,
    (
        Elk(
            "momenten",
            "moment",
            (
                Groep(
                    "{moment.datum}: {moment.vorm}",
                    2,
                    (
                        _feiten(
                            "moment",
                            ("Wie was er", "wie"),
                            ("Waarover", "onderwerpen"),
                            ("Partners", "partners"),
                            ("Ging over", "raakt"),
                            ("Wat is besloten", "uitkomst"),
                            ("Bezwaren", "bezwaren"),
                            ("Antwoord daarop", "antwoord"),
                        ),
                        _opmerkingen("moment"),
                    ),
                ),
            ),
        ),
    ),
)
_VERSLAGEN = Groep(
    "Doorlichting",
    1,
    (
        Elk(
            "verslagen",
            "verslag",
            (
                Groep(
                    "{verslag.titel}",
                    2,
                    (
                        _feiten(
                            "verslag",
                            ("Datum", "datum"),
                            ("Soort onderzoek", "soort"),
                            ("Advies", "advies"),
                            ("Uitspraak over GOK", "uitspraak"),
                            ("Remediëring", "remediering"),
                        ),
                        Tekst("verslag.toelichting"),
                        Elk(
                            "verslag.bevindingen",
                            "bevinding",
                            (
                                Groep(
                                    "Bevinding: {bevinding.soort}",
                                    3,
                                    (
                                        Tekst("bevinding.tekst", kern=True),
                                        _feiten(
                                            "bevinding",
                                            ("Hoe ver", "status"),
                                            ("Wat we ermee deden", "hoe"),
                                            ("Verwachtingen", "verwachtingen"),
                                            ("Zie", "raakt"),
                                        ),
                                    ),
                                ),
                            ),
                        ),
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
        (_tabel("eindjes", "eindje", ("Wat open staat", "zin", 5), ("Wat helpt", "remedie", 4)),),
    ),
    Groep(
        "Verwachtingen waar dit plan naar verwijst",
        1,
        (
            _tabel(
                "verwachtingen",
                "verwachting",
                ("Code", "code", 2),
                ("Onderwerp", "onderwerp", 6),
                ("Eigen omschrijving, geen officiële formulering", "omschrijving", 12),
            ),
        ),
    ),
    _opmerkingen("", 1, "Opmerkingen bij het plan"),
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
    Groep("Andere stappen", 1, (_tabel("stappen", "stap", *_STAPPEN),)),
    Groep("Uren en euro's van dit plan", 1, (_tabel("middelen", "middel", *_MIDDELEN),)),
    _EVALUATIES,
    _MOMENTEN,
    _VERSLAGEN,
    *_SLOT,
)
