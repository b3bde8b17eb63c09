"""The verklaring op eer: answers in, the two kenmerken with their reason in words out.

Rule functions are in Dutch prose so that a jurist can read them. Sources: DBO art. 78 §1 and
133 §1; CSO art. 225 §1, 233 §1, 242 §1 and 317 §1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from gokwijs.core.kenmerken import Antwoord


class Taal(StrEnum):
    """The answer per gezinslid: only whether it is Nederlands, never which other language."""

    NEDERLANDS = "nederlands"
    ANDERE = "andere"
    NIET_VAN_TOEPASSING = "nvt"
    ONBEKEND = "onbekend"


class Gezinslid(StrEnum):
    """Brothers and sisters together are one gezinslid (DBO art. 133 §1 c)."""

    MOEDER = "moeder"
    VADER = "vader"
    BROERS_ZUSSEN = "broers_zussen"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Gezinslid.MOEDER: "de moeder",
    Gezinslid.VADER: "de vader",
    Gezinslid.BROERS_ZUSSEN: "de broers en zussen",
}


class Opleiding(StrEnum):
    """What the mother finished. The law asks one yes or no; the steps are a help (OV-04)."""

    GEEN_LAGER = "geen_lager"
    LAGER = "lager"
    LAGER_SECUNDAIR = "lager_secundair"
    HOGER_SECUNDAIR = "hoger_secundair"
    HOGER = "hoger"
    NIET_VAN_TOEPASSING = "nvt"
    ONBEKEND = "onbekend"


_OPLEIDING_WORDS = {
    Opleiding.GEEN_LAGER: "het lager onderwijs niet afgewerkt",
    Opleiding.LAGER: "het lager onderwijs afgewerkt",
    Opleiding.LAGER_SECUNDAIR: "het lager secundair onderwijs afgewerkt",
    Opleiding.HOGER_SECUNDAIR: "het hoger secundair onderwijs afgewerkt",
    Opleiding.HOGER: "het hoger onderwijs afgewerkt",
}
_ZONDER_DIPLOMA = {Opleiding.GEEN_LAGER, Opleiding.LAGER, Opleiding.LAGER_SECUNDAIR}


@dataclass(frozen=True, slots=True)
class Besluit:
    """A kenmerk decided from answers: the answer, why in one Dutch sentence, and the article."""

    antwoord: Antwoord
    reden: str
    artikel: str
    open_vragen: tuple[str, ...] = ()


def besluit_thuistaal(talen: Mapping[Gezinslid, Taal]) -> Besluit:
    """Het kenmerk thuistaal uit de antwoorden per gezinslid; een ontbrekend lid is onbekend.

    Het kenmerk geldt als de leerling thuis met niemand Nederlands spreekt, of in een gezin met
    drie gezinsleden (de leerling niet meegeteld) met hoogstens één (DBO art. 133 §1 c). Een
    onbekend antwoord beslist niets, tenzij elke invulling hetzelfde geeft.
    """
    known = {lid: talen.get(lid, Taal.ONBEKEND) for lid in Gezinslid}
    outcomes = {_thuistaal(way) for way in _completions(known)}
    artikel = "DBO art. 133 §1 c; CSO art. 225 §1, 5°"
    if outcomes == {None}:
        return Besluit(
            Antwoord.ONBEKEND,
            "Er is geen moeder, vader, broer of zus om mee te spreken. De regels zeggen niet wat "
            "dan geldt.",
            artikel,
            ("OV-02",),
        )
    missing = [lid.words for lid, taal in known.items() if taal is Taal.ONBEKEND]
    unknown = f"Welke taal de leerling spreekt met {_en(missing)} weten we niet"
    if len(outcomes) > 1:
        vragen = ("OV-02",) if None in outcomes else ()
        return Besluit(Antwoord.ONBEKEND, f"{unknown}, en dat maakt het verschil.", artikel, vragen)
    yes = bool(next(iter(outcomes)))
    reden = _thuistaal_reden(known, yes)
    if missing:
        reden = f"{unknown}, maar elk antwoord geeft hetzelfde: het kenmerk geldt" + (
            "." if yes else " niet."
        )
    return Besluit(Antwoord.JA if yes else Antwoord.NEE, reden, artikel)


def _completions(talen: Mapping[Gezinslid, Taal]) -> list[dict[Gezinslid, Taal]]:
    """Every way in which the unknown answers can turn out."""
    settled = [t for t in Taal if t is not Taal.ONBEKEND]
    options = [settled if t is Taal.ONBEKEND else [t] for t in talen.values()]
    return [dict(zip(talen, way, strict=True)) for way in product(*options)]


def _thuistaal(talen: Mapping[Gezinslid, Taal]) -> bool | None:
    """De regel op volledige antwoorden; None als er geen gezinslid is (OV-02)."""
    leden = [t for t in talen.values() if t is not Taal.NIET_VAN_TOEPASSING]
    nederlands = leden.count(Taal.NEDERLANDS)
    if not leden:
        return None
    return nederlands == 0 or (len(leden) == 3 and nederlands <= 1)


def _thuistaal_reden(talen: Mapping[Gezinslid, Taal], yes: bool) -> str:
    dutch = [lid.words for lid, taal in talen.items() if taal is Taal.NEDERLANDS]
    leden = [lid for lid, taal in talen.items() if taal is not Taal.NIET_VAN_TOEPASSING]
    if not dutch:
        return "De leerling spreekt thuis met niemand Nederlands, dus geldt het kenmerk."
    met = f"De leerling spreekt Nederlands met {_en(dutch)}"
    aantal = {1: "één gezinslid", 2: "twee gezinsleden", 3: "drie gezinsleden"}[len(leden)]
    if yes:
        return f"{met}. Dat is één van drie gezinsleden, dus geldt het kenmerk."
    if len(leden) == 3:
        return f"{met}. Dat zijn er meer dan één van drie, dus geldt het kenmerk niet."
    return f"{met}. In een gezin met {aantal} is dat genoeg: het kenmerk geldt niet."


def besluit_opleiding(opleiding: Opleiding) -> Besluit:
    """Het kenmerk opleiding moeder: geen diploma secundair onderwijs of gelijkwaardig."""
    artikel = "DBO art. 133 §1; CSO art. 225 §1, 4°"
    if opleiding is Opleiding.ONBEKEND:
        return Besluit(Antwoord.ONBEKEND, "De opleiding van de moeder is niet ingevuld.", artikel)
    if opleiding is Opleiding.NIET_VAN_TOEPASSING:
        return Besluit(
            Antwoord.ONBEKEND,
            "Er is geen moeder of ze is niet gekend. De regels zeggen niet wat dan geldt.",
            artikel,
            ("OV-05",),
        )
    yes = opleiding in _ZONDER_DIPLOMA
    return Besluit(
        Antwoord.JA if yes else Antwoord.NEE,
        f"De moeder heeft {_OPLEIDING_WORDS[opleiding]}"
        + (
            " en heeft geen diploma secundair onderwijs, dus geldt het kenmerk."
            if yes
            else ", dus geldt het kenmerk niet."
        ),
        artikel,
        ("OV-04",),
    )


def _en(words: list[str]) -> str:
    """``de moeder``, ``de moeder en de vader``, ``de moeder, de vader en de broers en zussen``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"
