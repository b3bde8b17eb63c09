"""The parts of the document around the chain: evaluaties, overleg, partners, the inspectorate.

In: the kinds of pieces of ``document_opmaak``. Out: ``ROND``, in order.
"""

from __future__ import annotations

from gokwijs.apps.dossier.document_opmaak import (
    Elk,
    Groep,
    Punten,
    Tekst,
    feiten,
    opmerkingen,
    tabel,
)

_BESLUIT = Groep(
    "Besluit: {besluit.keuze}",
    3,
    (
        feiten(
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
                tabel(
                    "besluit.borgingen",
                    "borging",
                    ("Hoe", "vorm", 4),
                    ("Waar het staat", "verwijzing", 7),
                    ("Wie", "wie", 4),
                    ("Opnieuw bekijken op", "herzien", 4),
                ),
            ),
        ),
        opmerkingen("besluit", 4, "Opmerkingen bij het besluit"),
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
                        feiten(
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
                        opmerkingen("evaluatie"),
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
                        feiten(
                            "moment",
                            ("Wie was er", "wie"),
                            ("Waarover", "onderwerpen"),
                            ("Partners", "partners"),
                            ("Ging over", "raakt"),
                            ("Wat is besloten", "uitkomst"),
                            ("Bezwaren", "bezwaren"),
                            ("Antwoord daarop", "antwoord"),
                        ),
                        opmerkingen("moment"),
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
                        feiten(
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
                                        feiten(
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
_AFSPRAKEN = (
    Groep(
        "Samen bekeken",
        1,
        (
            Elk(
                "beeldvormingen",
                "beeldvorming",
                (
                    Groep(
                        "{beeldvorming.vraag}",
                        2,
                        (
                            feiten(
                                "beeldvorming",
                                ("Wanneer", "datum"),
                                ("Waar het speelt", "niveau"),
                                ("Wie zat aan tafel", "partners"),
                                ("Afgerond op", "afgerond"),
                            ),
                            tabel(
                                "beeldvorming.signalen",
                                "signaal",
                                ("Wie", "wie", 4),
                                ("Wat die zag", "tekst", 11),
                            ),
                            feiten(
                                "beeldvorming",
                                ("Wat helpt", "helpt"),
                                ("Wat hindert", "hindert"),
                                ("Wat we zelf doen", "eigen_effect"),
                                ("Wat we afspreken", "aanpak"),
                                ("Acties", "acties"),
                                ("Waarom geen actie", "geen_actie"),
                            ),
                        ),
                    ),
                ),
            ),
        ),
    ),
    Groep(
        "Afspraken met partners",
        1,
        (
            tabel(
                "afspraken",
                "afspraak",
                ("Partner", "naam", 5),
                ("Soort", "soort", 5),
                ("Afspraak", "tekst", 9),
                ("Sinds", "datum", 4),
                ("Opnieuw bekijken", "herzien", 4),
                ("Waar het staat", "verwijzing", 5),
            ),
        ),
    ),
)
ROND: tuple[Groep, ...] = (_EVALUATIES, _MOMENTEN, *_AFSPRAKEN, _VERSLAGEN)
