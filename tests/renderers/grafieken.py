"""One chart of each kind, with values that occur; each holds one hidden value: 777,7 or 777."""

from __future__ import annotations

from datetime import date

from gokwijs.core.kenmerken import KENMERKEN
from gokwijs.renderers.grafiek import (
    Balk,
    Band,
    Categorie,
    Grafiek,
    Knoop,
    Lijn,
    Lijnen,
    Punt,
    Staaf,
    Stapel,
    StapelRij,
    Staven,
    Stroom,
    Tijdlijn,
    Tijdpunt,
)

HIDDEN = 777.7
JAREN = ("2021-2022", "2022-2023", "2023-2024", "2024-2025")


def staaf(
    label: str = "Thuistaal",
    waarde: float | None = 41.5,
    *,
    low: float | None = None,
    high: float | None = None,
    kleur: str = "thuistaal",
    bijschrift: str = "",
    verborgen: bool = False,
    referentie: float | None = None,
) -> Staaf:
    return Staaf(label, waarde, low, high, kleur, bijschrift, verborgen, referentie)


def staven(*rijen: Staaf, titel: str = "Aandeel per kenmerk", eenheid: str = "%") -> Staven:
    return Staven(titel, eenheid, rijen, "Vlaanderen")


def lijnen() -> Lijnen:
    return Lijnen(
        "Thuistaal door de jaren",
        "%",
        JAREN,
        (
            Lijn(
                "Onze school",
                "thuistaal",
                (Punt(41), Punt(44, 40, 47), Punt(HIDDEN, verborgen=True), Punt(52)),
            ),
            Lijn("Vlaanderen", "neutraal", (Punt(20), Punt(21), Punt(None), Punt(23))),
        ),
        breuk_na="2021-2022",
    )


def tijdlijn() -> Tijdlijn:
    """A share against the line to its target, with a break, a small group and two bars."""
    return Tijdlijn(
        "Onbetaalde schoolrekeningen in 1B",
        "%",
        (
            Tijdpunt(date(2025, 2, 3), Punt(41, 28, 57)),
            Tijdpunt(date(2026, 2, 2), Punt(19, 10, 33)),
            Tijdpunt(date(2026, 3, 2), Punt(HIDDEN, verborgen=True), "777 van 780"),
            Tijdpunt(date(2027, 2, 1), Punt(43), "6 van 14"),
        ),
        ((date(2025, 2, 3), 41.0), (date(2026, 6, 30), 20.0)),
        (
            Balk("Spreiden van betaling", date(2025, 9, 1), date(2026, 6, 30)),
            Balk("Huisbezoek", date(2025, 9, 1), None),
            Balk("Nog te plannen", None, None),
        ),
        (2,),
        weg_naam="rechte lijn naar de streefwaarde: een tekening, geen norm",
    )


def stapel() -> Stapel:
    return Stapel(
        "Opleiding van de moeder",
        (
            Categorie("laag", "Lager onderwijs", "opleiding_moeder"),
            Categorie("hoog", "Hoger onderwijs", "rest"),
            Categorie("onbekend", "Onbekend", "onbekend"),
        ),
        (
            StapelRij("Eerste leerjaar", (12, 30, 2)),
            StapelRij("Tweede leerjaar", (HIDDEN, 1, 2), verborgen=True),
            StapelRij("Derde leerjaar", (0, 51, 0)),
        ),
    )


def stroom() -> Stroom:
    return Stroom(
        "Van kenmerk naar streefdoel",
        (Knoop("t", "Thuistaal"), Knoop("z", "Zorgthuis")),
        (Knoop("n", "Taal van de school"), Knoop("p", "Preventie")),
        (
            Band("t", "n", 24, "thuistaal"),
            Band("t", "p", 7, "thuistaal"),
            Band("z", "p", HIDDEN, "zorgthuis", verborgen=True),
        ),
    )


def kenmerken() -> Staven:
    return staven(
        *(staaf(k.label, 10.0 + n, kleur=k) for n, k in enumerate(KENMERKEN)),
        staaf("Kansen", None, low=22, high=35, kleur="gok", referentie=27.3),
        staaf("Geheim", HIDDEN, low=770, high=780, verborgen=True),
    )


def each() -> dict[str, Grafiek]:
    return {
        "staven": kenmerken(),
        "lijnen": lijnen(),
        "tijdlijn": tijdlijn(),
        "stapel": stapel(),
        "stroom": stroom(),
    }
