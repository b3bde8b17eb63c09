"""The thirteen parts of a dossier for the inspectorate, in their order.

In: nothing. Out: ``Deel``: key, title, and from which records it is built.
"""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.core.beleid.keuzes import Keuze

GEEN = "Geen gegevens."


class Deel(Keuze):
    """A part one can choose; the key is kept with the dossier."""

    SCHOOL = "school", "Begrijp onze school"
    VISIE = "visie", "Visie en samenhang met ander beleid"
    DOELEN = "doelen", "Streefdoelen"
    ACTIES = "acties", "Acties"
    MIDDELEN = "middelen", "Middelen"
    METINGEN = "metingen", "Metingen"
    EVALUATIES = "evaluaties", "Evaluaties en besluiten"
    BORGING = "borging", "Borging"
    DRAAGVLAK = "draagvlak", "Overleg en draagvlak"
    PARTNERS = "partners", "Partners en afspraken"
    AANBEVELINGEN = "aanbevelingen", "Vroegere aanbevelingen"
    ZELFCHECK = "zelfcheck", "Zelfcheck"
    BRONNEN = "bronnen", "Bronnen en definities"

    @property
    def nummer(self) -> int:
        return list(Deel).index(self) + 1

    @property
    def titel(self) -> str:
        """As it stands above the part; the number stays the same whatever was chosen."""
        return f"{self.nummer}. {self.label}"

    @property
    def waarmee(self) -> str:
        return _WAARMEE[self]


_WAARMEE = {
    Deel.SCHOOL: "cijfers die voor het team vastgelegd zijn, de officiële OKI, vaststellingen",
    Deel.VISIE: "de visie en de koppelingen met ander beleid",
    Deel.DOELEN: "elk streefdoel met nulmeting, streefwaarde, tijdspad en verwachting",
    Deel.ACTIES: "elke actie met zorgfase, aard, stappen, bereik en onderbouwing",
    Deel.MIDDELEN: "toegekend, voorzien, besteed en rest, met de brief",
    Deel.METINGEN: "elke reeks met aantallen en interval, en de uitkomst per actie",
    Deel.EVALUATIES: "de oudste eerst, met wat besloten is",
    Deel.BORGING: "hoe het bewaard blijft en wanneer het opnieuw bekeken wordt",
    Deel.DRAAGVLAK: "momenten, groepen, bezwaren en antwoorden",
    Deel.PARTNERS: "afspraken met partners en wat samen bekeken is",
    Deel.AANBEVELINGEN: "verslagen van de inspectie en wat ermee gebeurde",
    Deel.ZELFCHECK: "de vijf punten van vandaag; je school kiest of dit meegaat",
    Deel.BRONNEN: "definities, breuken, wat afgeschermd is en waarom",
}
# What is in a dossier unless somebody chooses otherwise: the self-check is for the school itself.
STANDAARD = tuple(one for one in Deel if one is not Deel.ZELFCHECK)


@dataclass(frozen=True, slots=True)
class Keus:
    """What somebody wants in a dossier."""

    delen: tuple[Deel, ...] = STANDAARD
    namen: bool = False
    thema: str = ""
