"""Names on a page of a result: designs, groups, why a pupil is left out. No figures in here."""

from __future__ import annotations

from collections.abc import Mapping

from gokwijs.core.effect.keuzes import Ontwerp

ONTWERPEN: Mapping[Ontwerp, str] = {
    Ontwerp.A: "Loting, voor en na gemeten",
    Ontwerp.B: "Paren van leerlingen die even hoog begonnen, voor en na gemeten",
    Ontwerp.C: "Twee groepen zoals ze zijn, voor en na gemeten",
    Ontwerp.D: "Eén groep, voor en na gemeten",
    Ontwerp.E: "Enkel na gemeten",
}
UITVAL: Mapping[str, str] = {
    "geen_voormeting": "geen score op de voortoets",
    "geen_nameting": "geen score op de natoets",
    "geen_van_beide": "geen enkele score",
    "geen_paar": "geen leerling die even hoog begon",
}
GROEP: Mapping[str, str] = {
    "actie": "Leerlingen met de actie",
    "vergelijking": "Vergelijkingsgroep",
}
EENHEID_AANDEEL = "procentpunt"
