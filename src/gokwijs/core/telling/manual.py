"""What each column of the two tables means, in the words of the manual."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gokwijs.core.telling import columns as col

_JANEE = "Ja, nee of leeg (leeg is onbekend). Ja betekent: het kenmerk geldt."

LEERLING_UITLEG: Mapping[str, str] = {
    "instellingsnummer": "Verplicht. Zes cijfers, bijvoorbeeld 012345.",
    "vestigingsplaats": "Nummer of naam. Nodig als de vestigingsplaatsen ver uit elkaar liggen.",
    "leerling": "Stamnummer of een eigen code. Zo zien we of iemand er twee keer in staat.",
    "onderwijsniveau": "Verplicht. kleuter, lager, so, bubao of buso.",
    "graad": "Verplicht in het secundair onderwijs: 1, 2, 3 of okan.",
    "type": "Enkel buitengewoon onderwijs: basisaanbod of een type van 1 tot 9.",
    "mfc_verblijf": "Enkel buitengewoon onderwijs: ja als de leerling de verblijfsmodule van een "
    "multifunctioneel centrum gebruikt.",
    "leerjaar": "Leerjaar, om in de uitleg te zien waar de leerlingen zitten.",
    "richting": "Studierichting, om dezelfde reden.",
    "klas": "Klas. Deze kolom wordt nu niet bewaard.",
    "opleiding_moeder": f"Geen diploma secundair onderwijs van de moeder. {_JANEE}",
    "schooltoeslag": f"De leerling (of het gezin) krijgt de schooltoeslag. {_JANEE}",
    "thuistaal": f"De thuistaal is niet het Nederlands. {_JANEE}",
    "zorgthuis": f"Zorgthuisleerling, vroeger thuisloos. Wordt enkel geteld, nooit per leerling "
    f"bewaard. {_JANEE}",
    "trekkende_bevolking": f"Het gezin behoort tot de trekkende bevolking. {_JANEE}",
    "buurt": f"Enkel uit een officiële lijst; een school kan dit niet zelf bepalen. {_JANEE}",
    "gewicht": "1 of 0,5. Leeg is 1.",
}
SCHOOL_UITLEG: Mapping[str, str] = {
    "instellingsnummer": "Verplicht. Zes cijfers.",
    "naam": "Verplicht.",
    "brussel": "ja als de school in het tweetalig gebied Brussel-Hoofdstad ligt.",
    "nieuwe_school": "ja als de vaste verhouding S geldt (nieuwe of gefuseerde basisschool).",
    "vestigingen_verspreid": "ja als de vestigingsplaatsen ver uit elkaar liggen (secundair).",
    "toeslag_leerlingen": "Teller van de verhouding S: leerlingen met schooltoeslag.",
    "toeslag_noemer": "Noemer van de verhouding S: alle leerlingen van een jaar eerder.",
}


def schrijfwijzen() -> list[tuple[str, str]]:
    """(column, how its values may be written), as the reader knows them."""
    answers = "; ".join(
        f"{name}: {_listed(words)}"
        for name, words in (("ja", col.JA), ("nee", col.NEE), ("onbekend", col.ONBEKEND))
    )
    return [
        ("onderwijsniveau", _per_value(col.NIVEAUS)),
        ("graad", _per_value(col.GRADEN)),
        ("type", f"{_per_value(col.TYPES)}; ook met het woord type ervoor"),
        ("gewicht", "1; 0,5 of 1/2; leeg is 1"),
        ("mfc_verblijf en de zes kenmerken", answers),
    ]


def _per_value(words: Mapping[str, str]) -> str:
    found = []
    for value in dict.fromkeys(words.values()):
        spellings = [word for word, meant in words.items() if meant == value]
        found.append(value if spellings == [value] else f"{value}: {_listed(spellings)}")
    return "; ".join(found)


def _listed(words: Collection[str]) -> str:
    return ", ".join("leeg" if word == "" else word for word in words)
