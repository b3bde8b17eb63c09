"""Which numbers an authorised user may type, and how they enter the law.

In: ``IngevoerdGetal`` rows as plain data. Out: a law with those values in their own period only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import exact_string, parse_typed
from gokwijs.core.law.parameters import Regels, load_regels
from gokwijs.core.middelen.entered import period
from gokwijs.core.middelen.werkingsbudget import DELEN, KENMERKEN_WERKING, amount_name
from gokwijs.core.middelen.what_if import with_values

GECORRIGEERD = "gecorrigeerd"
BUBAO = (
    "buitengewoon.bubao.punten.opleiding_moeder",
    "buitengewoon.bubao.punten.thuistaal",
    "buitengewoon.bubao.lestijden_per_punt",
    "buitengewoon.bubao.afronding",
)


@dataclass(frozen=True)
class Invoerbaar:
    """A number that may be typed: its key, title, unit, group and, for a choice, the options."""

    naam: str
    titel: str
    eenheid: str
    groep: str
    keuzes: Mapping[str, str]


def corrected_name(key: str, kenmerk: Kenmerk) -> str:
    """The key of an officially corrected count."""
    return f"{GECORRIGEERD}.{key}.{kenmerk.value}"


def invoerbaar() -> list[Invoerbaar]:
    """Every number that may be typed, in order of the screen."""
    regels = load_regels()
    found = []
    for deel in DELEN:
        groep = f"Werkingsbudget {deel.key}"
        for kenmerk in KENMERKEN_WERKING:
            name = amount_name(deel.key, kenmerk)
            parameter = regels.parameter(name)
            found.append(Invoerbaar(name, parameter.titel, parameter.eenheid, groep, {}))
        for kenmerk in KENMERKEN_WERKING:
            title = f"Gecorrigeerd aantal leerlingen voor {kenmerk.label.lower()}, {deel.key}"
            found.append(
                Invoerbaar(corrected_name(deel.key, kenmerk), title, "leerlingen", groep, {})
            )
    for name in BUBAO:
        parameter = regels.parameter(name)
        found.append(
            Invoerbaar(
                name,
                parameter.titel,
                parameter.eenheid,
                "Aanvullende lestijden buitengewoon basisonderwijs",
                parameter.keuzes,
            )
        )
    return found


def by_name() -> dict[str, Invoerbaar]:
    """Index of ``invoerbaar``."""
    return {entry.naam: entry for entry in invoerbaar()}


def parse_value(entry: Invoerbaar, text: str) -> str:
    """The exact string to store; raises ValueError with a Dutch message."""
    text = text.strip().replace("\u00a0", "").replace(" ", "").removeprefix("€")
    if entry.keuzes:
        if text not in entry.keuzes:
            raise ValueError("Kies een van de mogelijkheden.")
        return text
    try:
        value = parse_typed(text)
    except ValueError:
        raise ValueError("Schrijf een getal, bijvoorbeeld 125,65.") from None
    if value < 0 or value >= 10**9:
        raise ValueError("Schrijf een gewoon getal, niet kleiner dan 0.")
    if (value * 10**9).denominator != 1:
        raise ValueError("Hoogstens negen cijfers na de komma.")
    if entry.eenheid == "leerlingen" and (value * 2).denominator != 1:
        raise ValueError("Schrijf een heel of een half aantal leerlingen.")
    return exact_string(value)


def law_with(values: Iterable[Mapping[str, Any]], schooljaar: Schooljaar) -> Regels:
    """The law with the typed values of one schooljaar; each valid in that period only."""
    regels = load_regels()
    for entry in values:
        name = str(entry["naam"])
        if name.startswith(GECORRIGEERD):
            continue
        vanaf, tot = period(name, schooljaar)
        text = str(entry["waarde"])
        choice = bool(regels.parameter(name).keuzes)
        regels = with_values(
            regels,
            {name: text if choice else Fraction(text)},
            vanaf=vanaf,
            tot=tot,
            on=date.fromisoformat(str(entry["datum"])),
            opmerking=f"{entry['document']} ({entry['datum']}), ingevoerd door {entry['door']}",
        )
    return regels


def corrected(values: Iterable[Mapping[str, Any]]) -> dict[tuple[str, Kenmerk], Fraction]:
    """The corrected counts among the typed values."""
    found = {}
    for entry in values:
        parts = str(entry["naam"]).split(".")
        if parts[0] == GECORRIGEERD:
            found[(parts[1], Kenmerk(parts[2]))] = Fraction(str(entry["waarde"]))
    return found
