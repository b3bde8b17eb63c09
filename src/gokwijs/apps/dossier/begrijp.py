"""The school in figures, for who does not know it: through the gate, never past it.

In: a school, who looks, and whether it is for the team or for outside. Out: sentences, charts and
tables of what was fixed or released, and what changed since the last report of the inspectorate.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.analyse.antwoord_jaar import attesten_deel, leeftijd_deel
from gokwijs.apps.analyse.antwoord_stroom import stroom_deel
from gokwijs.apps.analyse.antwoord_waar import waar_deel
from gokwijs.apps.analyse.antwoord_wie import jaren_deel, jaren_zin, kenmerken_deel
from gokwijs.apps.analyse.antwoorden import ONBEKENDEN, bron, onder
from gokwijs.apps.analyse.blad import (
    AFGESCHERMD,
    AFGESCHERMD_ZIN,
    Blad,
    Cel,
    Deel,
    Kolom,
    Tabel,
    Tabelrij,
    telcel,
)
from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.apps.analyse.vragen import Keuze
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.analyse.tellen import SCHOOL
from gokwijs.core.zinnen.lijst import Gezegd, vul
from gokwijs.renderers.grafiek import Staaf, Staven

TITEL = "Begrijp onze school"
Maker = Callable[[Kijk], Deel | None]


@dataclass(frozen=True)
class Vraag:
    """One part of the page, and the table it needs; ``niveaus``: only for these kinds of school."""

    key: str
    titel: str
    tabel: str
    make: Maker
    niveaus: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Leeg:
    """A part without figures: why, and the address where it begins."""

    titel: str
    waarom: str
    begin: str
    doe: str


@dataclass(frozen=True)
class Begrijp:
    """The figures of the page; ``leeg``: what is not there yet, and where it begins."""

    kijk: Kijk
    blad: Blad
    leeg: tuple[Leeg, ...]

    @property
    def heeft_cijfers(self) -> bool:
        return bool(self.blad.delen)


def kijk_van(access: Access, today: date, *, buiten: bool) -> Kijk:
    """The look of the team, or of somebody outside; never exact, whoever asks."""
    rights = {Permission.MIDDELEN_ZIEN}
    if not buiten:
        rights.add(Permission.SCHOOLZONE_ZIEN)
    seen = Access(access.school, access.user, frozenset(rights), frozenset())
    return Kijk.van(seen, Keuze(), today).zonder_links()


def begrijp(access: Access, today: date, *, buiten: bool = False) -> Begrijp:
    """Every part of which there are figures for this audience."""
    kijk = kijk_van(access, today, buiten=buiten)
    parts: list[Deel] = []
    empty: list[Leeg] = []
    for vraag in _VRAGEN:
        if vraag.niveaus and kijk.niveaus and not vraag.niveaus & kijk.niveaus:
            continue
        found = vraag.make(kijk) if kijk.jaren else None
        if found is not None and not _alles_verborgen(found):
            once = replace(found, zinnen=_nieuw(found, parts))
            parts.append(replace(_said(once), key=vraag.key, titel=vraag.titel))
        else:
            empty.append(_leeg(vraag, kijk, found, buiten=buiten))
    if "lager" in kijk.niveaus:
        empty.append(_ZESDE)
    notes = (ONBEKENDEN,) if parts else ()
    blad = Blad("begrijp", TITEL, onder(kijk), tuple(parts), bron(kijk), notes)
    return Begrijp(kijk, blad, tuple(empty))


def _nieuw(deel: Deel, eerder: list[Deel]) -> tuple[Gezegd, ...]:
    """What no part above said already."""
    known = {zin.tekst for one in eerder for zin in one.zinnen}
    return tuple(zin for zin in deel.zinnen if zin.code == "A02" or zin.tekst not in known)


def _alles_verborgen(deel: Deel) -> bool:
    """Is hardly anything in it but how many pupils a row has? Then a sentence says more."""
    cells = [c for r in deel.tabel.rijen for c in r.cellen] if deel.tabel is not None else []
    shown = sum(c.reden != AFGESCHERMD and ("%" in c.tekst or " van " in c.tekst) for c in cells)
    hidden = sum(c.reden == AFGESCHERMD for c in cells)
    return hidden > 10 * shown


def _leeg(vraag: Vraag, kijk: Kijk, found: Deel | None, *, buiten: bool) -> Leeg:
    if found is not None:
        return Leeg(vraag.titel, AFGESCHERMD_ZIN, "analyse:stand", "Bekijk de tabellen")
    refused = kijk.geweigerd(vraag.tabel)
    if refused:
        return Leeg(vraag.titel, refused, "analyse:stand", "Bekijk waarom")
    if vraag.key == "attesten" and kijk.jaren and not buiten:
        why = "Er zijn voor dit schooljaar geen attesten ingelezen, of de groep is te klein."
        return Leeg(vraag.titel, why, "inlezen:start", "Lees de attesten in")
    if kijk.jaren and (vraag.key == "jaren" or (vraag.key == "stroom" and not buiten)):
        why = "Daarvoor zijn cijfers van twee schooljaren nodig."
        return Leeg(vraag.titel, why, "analyse:stand", "Leg nog een schooljaar vast")
    if buiten:
        why = "De school gaf deze tabel niet vrij."
        return Leeg(vraag.titel, why, "analyse:stand", "Geef de tabel vrij")
    why = "De cijfers zijn nog niet vastgelegd voor het team."
    return Leeg(vraag.titel, why, "analyse:stand", "Leg de cijfers vast")


# Never through the gate: too few pupils, and who knows them knows where they went.
_ZESDE = Leeg(
    "Na het zesde leerjaar",
    "Deze tabel is enkel voor wie met de exacte aantallen werkt. Wil je ze tonen, maak er dan een "
    "indicator van in het plan: daar bewaakt GOK-wijs de kleine groepen.",
    "beleid:overzicht",
    "Naar het plan",
)


def _said(deel: Deel) -> Deel:
    """A part of which everything is hidden says so, instead of nothing; nothing can be sorted."""
    if deel.tabel is not None:
        deel = replace(deel, tabel=replace(deel.tabel, sorteerbaar=False))
    if not deel.zinnen and deel.tabel is not None and deel.tabel.afgeschermd:
        return replace(deel, zinnen=(vul("A02"),))
    return deel


# ---------------------------------------------------------------- how many pupils


def aantal_deel(kijk: Kijk) -> Deel | None:
    """How many pupils there were, each year; bars, so that a small change looks small."""
    rows, bars = [], []
    for jaar in sorted(kijk.jaren):
        table = kijk.telblad("samenstelling", jaar)
        if table is None or not table.rijen:
            continue
        halves = table.rijen[0].n
        small = halves < 2 * kijk.k_min
        cell = Cel("afgeschermd", reden=AFGESCHERMD) if small else telcel(halves)
        rows.append(Tabelrij(str(jaar), str(jaar), (cell,)))
        value = None if small else float(halves) / 2
        bars.append(Staaf(str(jaar), value, None, None, "neutraal", verborgen=small))
    if not rows:
        return None
    title = "Aantal leerlingen per schooljaar"
    return Deel(
        "aantal",
        "",
        (),
        Staven(title, "leerlingen", tuple(bars)) if len(bars) > 1 else None,
        Tabel(title, "Schooljaar", (Kolom("aantal", "Leerlingen"),), tuple(reversed(rows))),
    )


def wie_deel(kijk: Kijk) -> Deel | None:
    """Who they are; what changed since last year is said with the lines over the years."""
    found = kenmerken_deel(kijk)
    if found is None or _jaren(kijk) is None:
        return found
    moved = {one.tekst for one in _veranderd(kijk)}
    return replace(found, zinnen=tuple(z for z in found.zinnen if z.tekst not in moved))


def _jaren(kijk: Kijk) -> Deel | None:
    """The lines over the years, opened by the sentence that reads them."""
    found = jaren_deel(kijk)
    return None if found is None else replace(found, zinnen=tuple(_veranderd(kijk)))


def _veranderd(kijk: Kijk) -> list[Gezegd]:
    return jaren_zin(kijk, "samenstelling", SCHOOL, "gok")


_VRAGEN = (
    Vraag("aantal", "Hoeveel leerlingen", "samenstelling", aantal_deel),
    Vraag("kenmerken", "Wie onze leerlingen zijn", "samenstelling", wie_deel),
    Vraag("jaren", "Over de jaren, met de officiële OKI", "samenstelling", _jaren),
    Vraag("waar", "Waar er meer GOK-leerlingen zitten", "waar-richting", waar_deel),
    Vraag(
        "vordering",
        "Schoolse vordering",
        "vordering",
        leeftijd_deel,
        frozenset({"lager", "so"}),
    ),
    Vraag("stroom", "Doorstroom", "stroom", stroom_deel),
    Vraag("attesten", "Attesten", "attesten", attesten_deel, frozenset({"so"})),
)
