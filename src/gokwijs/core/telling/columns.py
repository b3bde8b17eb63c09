"""The canonical columns of the pupil table and the school table, their synonyms and their values.

In: a header or a cell as text. Out: the canonical name or value, or nothing when it is not known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from gokwijs.core.kenmerken import KENMERKEN, Antwoord

LEERLING_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "instellingsnummer": ("instelnr", "instellingsnr", "nummer instelling", "schoolnummer"),
    "vestigingsplaats": ("vestiging", "vestcode", "vestigingsplaatsnummer", "intern volgnr vpl"),
    "leerling": ("stamnummer", "stamnr", "stamboeknummer", "leerlingnummer", "leerlingcode"),
    "onderwijsniveau": ("niveau", "hoofdstructuur"),
    "graad": ("graad so",),
    "type": ("type buitengewoon onderwijs", "type buo"),
    "mfc_verblijf": ("mfc", "verblijf mfc", "verblijfsmodule mfc"),
    "leerjaar": ("jaar", "lj"),
    "richting": ("studierichting",),
    "klas": ("klascode", "klasgroep"),
    "opleiding_moeder": ("opleidingsniveau moeder", "indicator opleiding moeder", "opl moeder"),
    "schooltoeslag": ("schooltoelage", "indicator schooltoelage", "participatietoeslag"),
    "thuistaal": ("thuistaal niet nederlands", "gezinstaal", "indicator thuistaal"),
    "zorgthuis": ("thuisloos", "zorgthuisleerling"),
    "trekkende_bevolking": ("trekkend", "trekkers"),
    "buurt": ("indicator buurt",),
    "gewicht": ("weging", "telt voor"),
}
SCHOOL_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "instellingsnummer": LEERLING_COLUMNS["instellingsnummer"],
    "naam": ("naam school", "school", "schoolnaam", "instelling"),
    "brussel": ("brussels hoofdstedelijk gewest", "in brussel"),
    "nieuwe_school": ("nieuwe of gefuseerde school", "nieuw"),
    "vestigingen_verspreid": ("vestigingsplaatsen verspreid",),
    "toeslag_leerlingen": ("leerlingen met toeslag",),
    "toeslag_noemer": ("noemer toeslag",),
}
SENSITIVE = (
    "nationaliteit",
    "rijksregisternummer",
    "adres",
    "geboorteland",
    "religie",
    "godsdienst",
)

JA = ("ja", "j", "yes", "y", "1", "waar", "true", "x")
NEE = ("nee", "n", "neen", "no", "0", "onwaar", "false")
ONBEKEND = ("", "onbekend", "weet niet", "?", "-")

NIVEAUS = {
    "kleuter": "kleuter",
    "kleuteronderwijs": "kleuter",
    "ko": "kleuter",
    "111": "kleuter",
    "lager": "lager",
    "lager onderwijs": "lager",
    "lo": "lager",
    "211": "lager",
    "so": "so",
    "secundair": "so",
    "secundair onderwijs": "so",
    "311": "so",
    "bubao": "bubao",
    "buitengewoon basisonderwijs": "bubao",
    "121": "bubao",
    "221": "bubao",
    "buso": "buso",
    "buitengewoon secundair onderwijs": "buso",
    "321": "buso",
}
GRADEN = {
    "1": "1",
    "i": "1",
    "1e": "1",
    "1ste": "1",
    "eerste": "1",
    "2": "2",
    "ii": "2",
    "2e": "2",
    "2de": "2",
    "tweede": "2",
    "3": "3",
    "iii": "3",
    "3e": "3",
    "3de": "3",
    "derde": "3",
    "okan": "okan",
    "onthaaljaar": "okan",
}
TYPES = {
    "basisaanbod": "basisaanbod",
    "ba": "basisaanbod",
    **{str(n): str(n) for n in range(1, 10)},
}
GEWICHTEN = {"": 2, "1": 2, "0.5": 1, "1/2": 1}

# The first words of a line that is no pupil: a total, a source or a note.
FOOTER = r"(?i)^\s*(totaal|eindtotaal|subtotaal|som|bron|noot|opmerking|legende)\b"

_SPACES = re.compile(r"[\s\u00a0\u2007\u202f_]+")
_NUMBER = re.compile(r"^(\d+)[.,]0+$")


def clean(text: str | None) -> str:
    """Trimmed, hard spaces included; empty when there is nothing."""
    if text is None:
        return ""
    return _SPACES.sub(" ", text.replace("_", "\u0000")).replace("\u0000", "_").strip()


def fold(text: str | None) -> str:
    """Lower case without accents, quotes, underscores or double spaces: for matching."""
    if text is None:
        return ""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "\"'`’‘“”")
    return _SPACES.sub(" ", plain).strip()


def _index(columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {fold(word): name for name, words in columns.items() for word in (name, *words)}


LEERLING_INDEX, SCHOOL_INDEX = _index(LEERLING_COLUMNS), _index(SCHOOL_COLUMNS)


def antwoord(text: str) -> Antwoord | None:
    """Ja, nee or onbekend; None when the text is not known (treated as onbekend and listed)."""
    folded = whole(fold(text))
    if folded in JA:
        return Antwoord.JA
    if folded in NEE:
        return Antwoord.NEE
    return Antwoord.ONBEKEND if folded in ONBEKEND else None


def whole(text: str) -> str:
    """``12345.0`` → ``12345``."""
    match = _NUMBER.match(text)
    return match[1] if match else text


def instellingsnummer(text: str) -> str | None:
    """Six digits, lost leading zeros restored; None when it cannot be one."""
    digits = whole(text)
    return digits.zfill(6) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else None


def niveau(text: str) -> str | None:
    """The onderwijsniveau, or None."""
    return NIVEAUS.get(whole(fold(text)))


def graad(text: str) -> str | None:
    """The graad, or None; ``1ste graad`` is 1."""
    return GRADEN.get(whole(fold(text)).removesuffix(" graad").removeprefix("graad "))


def soort(text: str) -> str | None:
    """The type of special education; empty stays empty (onbekend), None is not a type."""
    folded = whole(fold(text)).removeprefix("type ")
    return "" if folded in ONBEKEND else TYPES.get(folded)


def gewicht(text: str) -> int | None:
    """Half pupils: 2 or 1; None for any other weight."""
    folded = whole(fold(text)).replace(",", ".")
    return GEWICHTEN.get(folded if folded != "0.50" else "0.5")


KENMERK_COLUMNS = tuple(kenmerk.value for kenmerk in KENMERKEN)
