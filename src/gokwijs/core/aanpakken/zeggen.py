"""What may be said about a fact: the sentences of block F, and the words of a list.

In: facts and their aanpak, and today. Out: filled sentences and short texts. An absent number is
said with its cause, a measured zero as measured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from gokwijs.core.aanpakken.model import (
    EEF,
    LEERPUNT,
    PROEF,
    TOOLKIT,
    Aanpak,
    Betrouwbaar,
    Feit,
    MaandenStatus,
)
from gokwijs.core.calendar import dutch_date
from gokwijs.core.law.freshness import MAX_AGE
from gokwijs.core.zinnen import Gezegd, vul

UITGEVER, NOG_EENS = "nog na te kijken bij de uitgever", "nog eens nakijken"
GEEN_CIJFER, NIET_VAN_TOEPASSING = "geen cijfer beschikbaar", "niet van toepassing"
SOORTEN = {
    TOOLKIT: "toolkit: veel studies samen",
    "overzichtsstudie": "overzichtsstudie",
    PROEF: "één veldproef",
    "quasi_experiment": "vergelijking zonder loting",
    "lokale_studie": "lokale studie",
    "leidraad": "leidraad: hoe je het doet, geen effectmeting",
    "handreiking": "handreiking: hoe je het doet, geen effectmeting",
    "correlatie": "samenhang, geen oorzaak",
    "beoordeling": "beoordeling van een studie",
    "methodekritiek": "kritiek op de methode",
    "onderzoek_overheid": "onderzoek van de overheid",
    "beleid": "beleidskeuze, geen onderzoek",
    "advies": "advies, geen onderzoek",
    "standpunt": "standpunt, geen onderzoek",
}
MENING = ("beleid", "advies", "standpunt")
_SPREKERS = {LEERPUNT: "Leerpunt", EEF: "EEF", "seed": "de GO!-presentatie"}
_MAANDEN = {
    MaandenStatus.NIET_BEPAALD: "geen cijfer: te weinig onderzoek",
    MaandenStatus.NIET_GEVONDEN: "nog niet nagekeken",
    MaandenStatus.NIET_VAN_TOEPASSING: "geen cijfer in maanden",
}


@dataclass(frozen=True, slots=True)
class Uitspraak:
    """A sentence, with the fact it rests on when it is one."""

    zin: Gezegd
    feit: Feit | None = None


@dataclass(frozen=True, slots=True)
class Antwoord:
    """What a card says first, and beside it at the same size what does not agree."""

    zinnen: tuple[Uitspraak, ...]
    ernaast: tuple[Uitspraak, ...]


def antwoord(aanpak: Aanpak) -> Antwoord:
    """F01 or F02 for every number, other sources, then F03 per counter-evidence or F04."""
    cijfers = tuple(Uitspraak(_zin(aanpak, f), f) for f in aanpak.feiten if draagt(f))
    ander = tuple(
        Uitspraak(_zin(aanpak, f), f)
        for f in aanpak.feiten
        if f.opmerking and not draagt(f) and f not in aanpak.tegenbewijs
    )
    ernaast = tuple(Uitspraak(_tegenzin(f), f) for f in aanpak.tegenbewijs)
    if not ernaast:
        zelf = any(feit.richting.tegen for feit in aanpak.feiten)
        ernaast = (Uitspraak(vul("F04b" if zelf else "F04")),)
    return Antwoord((*(cijfers or (Uitspraak(vul("F02c", naam=aanpak.naam)),)), *ander), ernaast)


def zin_van(aanpak: Aanpak, feit: Feit) -> Gezegd:
    """The sentence of one fact."""
    return _tegenzin(feit) if feit in aanpak.tegenbewijs else _zin(aanpak, feit)


def draagt(feit: Feit) -> bool:
    """Does this fact carry the answer: a figure of its own, or a strand that has none?"""
    if feit.richting.tegen and not feit.hoofdcijfer:
        return False
    return feit.soort == TOOLKIT or feit.maanden is not None


def _zin(aanpak: Aanpak, feit: Feit) -> Gezegd:
    naam = aanpak.naam if feit.strand or feit.soort != TOOLKIT else feit.titel
    if feit.maanden_toepassing:
        return vul(
            "F01f",
            naam=naam,
            bron=spreker(feit),
            versie=uitgave(feit.versie),
            toepassing=feit.maanden_toepassing,
        )
    if feit.maanden_status is MaandenStatus.NIET_GEVONDEN:
        return vul("F02b", naam=naam, bron=spreker(feit))
    if feit.maanden is None and feit.opmerking and not draagt(feit):
        return vul("F02d", bevinding=bevinding(feit), bron=feit.titel)
    if feit.maanden is None:
        return vul("F02a", naam=naam)
    said = {
        "naam": naam,
        "maanden": maanden(feit.maanden),
        "versie": uitgave(feit.versie),
        "datum": dutch_date(feit.checked_on),
    }
    if feit.soort != TOOLKIT:
        return vul("F01e", bron=feit.titel, zekerheid=feit.zekerheid or "niet vermeld", **said)
    labels = {"sterkte": feit.sterkte, "kosten": feit.kosten}
    code = {(True, True): "F01", (False, True): "F01b", (True, False): "F01c"}.get(
        (bool(feit.sterkte), bool(feit.kosten)), "F01d"
    )
    known = {key: words for key, words in labels.items() if words}
    return vul(code, bron=toegeschreven(aanpak, feit), **known, **said)


def _tegenzin(feit: Feit) -> Gezegd:
    code = "F03b" if feit.soort in MENING else "F03"
    return vul(code, bevinding=bevinding(feit), bron=feit.titel)


def bevinding(feit: Feit) -> str:
    """What this source found, without the full stop: a sentence goes on after it."""
    return feit.opmerking.rstrip(".") or maanden_tekst(feit)


# ---------------------------------------------------------------- short texts


def maanden(number: int) -> str:
    """``8 maanden``, ``1 maand``, ``-2 maanden``, and for zero that it was measured."""
    if number == 0:
        return "0 maanden (gemeten)"
    return f"{number} {'maand' if abs(number) == 1 else 'maanden'}"


def maanden_tekst(feit: Feit) -> str:
    """The number for a list, or why there is none, or what it is really about."""
    if feit.maanden_toepassing:
        return feit.maanden_toepassing
    return _MAANDEN[feit.maanden_status] if feit.maanden is None else maanden(feit.maanden)


def fasen(feit: Feit) -> str:
    """``lager onderwijs 2 maanden, secundair onderwijs 5 maanden``, where the source splits."""
    parts = (
        ("kleuteronderwijs", feit.maanden_kleuter),
        ("lager onderwijs", feit.maanden_lager),
        ("secundair onderwijs", feit.maanden_secundair),
    )
    return ", ".join(f"{words} {maanden(n)}" for words, n in parts if n is not None)


def sterkte_tekst(feit: Feit) -> str:
    """The whole word: ``zeer beperkt bewijs``; for one trial its own scale, never mixed."""
    if feit.sterkte:
        return f"{feit.sterkte} bewijs"
    if feit.zekerheid:
        return f"zekerheid {feit.zekerheid}"
    return "sterkte niet vastgelegd" if feit.soort == TOOLKIT else NIET_VAN_TOEPASSING


def kosten_tekst(feit: Feit) -> str:
    if feit.kosten:
        return f"kost {feit.kosten}"
    return "kost niet vastgelegd" if feit.soort == TOOLKIT else NIET_VAN_TOEPASSING


def soort_tekst(feit: Feit) -> str:
    return SOORTEN.get(feit.soort, feit.soort.replace("_", " "))


def spreker(feit: Feit) -> str:
    """Who says it, as one would name it in a sentence."""
    return _SPREKERS.get(feit.spreker, feit.titel)


def toegeschreven(aanpak: Aanpak, feit: Feit) -> str:
    """A figure of EEF says so, with whether Leerpunt was looked at for this aanpak."""
    said = spreker(feit)
    if feit.spreker == EEF and feit.strand and aanpak.leerpunt_status != "vastgelegd":
        return f"{said}, nog niet bij Leerpunt nagekeken"
    return said


def uitgave(versie: str) -> str:
    """``uitgave van 21 mei 2025``, ``momentopname van 2 april 2026``, ``update 2025``."""
    if versie in ("", "niet vermeld"):
        return "versie niet vermeld"
    word, _, rest = versie.rpartition(" ")
    said = _when(rest)
    if said == rest or word not in ("", "momentopname"):
        return versie if not versie.isdigit() else f"uitgave {versie}"
    return f"{word or 'uitgave'} van {said}"


def _when(text: str) -> str:
    """A day or a month in words; any other text as it is."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return dutch_date(date.fromisoformat(text))
        if re.fullmatch(r"\d{4}-\d\d", text):
            return dutch_date(date.fromisoformat(f"{text}-01")).removeprefix("1 ")
    except ValueError:
        return text
    return text


def oud(feit: Feit, today: date) -> bool:
    """Not looked at for more than twelve months."""
    return today - feit.checked_on > MAX_AGE


def merken(feit: Feit, today: date) -> tuple[str, ...]:
    """What a reader must know about the fact itself, whatever it says."""
    found = []
    if feit.betrouwbaar.startswith(Betrouwbaar.SECUNDAIR):
        found.append(UITGEVER)
    if oud(feit, today):
        found.append(NOG_EENS)
    if feit.maanden_afgeleid:
        found.append("getal afgeleid van het woord dat de bron gebruikt")
    return tuple(found)
