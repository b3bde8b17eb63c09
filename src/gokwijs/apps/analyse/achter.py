"""The pupils behind one number, in words: who they are and where they sit."""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.apps.analyse.beelden import tel_beeld
from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.apps.analyse.woorden import BLAD_GROEP, KOP, UITKOMST
from gokwijs.apps.leerlingen.erasure import GEWIST
from gokwijs.apps.leerlingen.models import Inschrijving, Leerling
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.core.analyse.plek import Plek, naam
from gokwijs.core.analyse.tellen import wie_achter

LEEG = (
    "De leerlingen van toen zijn gewist omdat hun bewaartermijn voorbij is. De aantallen blijven; "
    "wie het waren, niet."
)
TABELLEN = (
    *("samenstelling", "aantal", "vordering", "attesten", "stroom", "overgang"),
    *("waar-vestiging", "waar-graad", "waar-leerjaar", "waar-richting", "waar-klas"),
)


@dataclass(frozen=True, slots=True)
class Leerlingrij:
    """One pupil of the list; ``pk`` leads to the page of the pupil."""

    pk: int
    naam: str
    voornaam: str
    stamnummer: str
    plaats: str
    klas: str


@dataclass(frozen=True)
class Achter:
    """Who stand behind a number, and what that number is."""

    kijk: Kijk
    titel: str
    aantal: int  # half pupils, as the table says
    rijen: tuple[Leerlingrij, ...]


def achter(kijk: Kijk, tabel: str, rij: str, kolom: str) -> Achter | None:
    """The list, or None when this is no number of a table."""
    if tabel not in TABELLEN or kijk.jaar is None:
        return None
    blad = kijk.telblad(tabel)
    if blad is None:
        return None
    row = next((r for r in blad.rijen if r.key == rij), None)
    if row is None or not _known(blad.kolommen, kolom):
        return None
    whole = tel_beeld(kijk.school, kijk.jaar, kijk.today, met_wie=True)
    wie = wie_achter(tabel, whole, kijk.selectie, rij, kolom)
    name, _, asked = kolom.partition("=")
    if kolom in ("", "n"):
        number = row.n
    elif asked:
        number = blad.cel(rij, name).onbekend
    else:
        number = blad.cel(rij, kolom).ja or 0
    return Achter(kijk, _title(tabel, row.label, kolom), number, _rows(kijk, wie))


def _known(kolommen: tuple[str, ...], kolom: str) -> bool:
    name, _, asked = kolom.partition("=")
    return kolom in ("", "n") or (name in kolommen and asked in ("", "onbekend"))


def _title(tabel: str, label: str, kolom: str) -> str:
    where = "" if label == "de hele school" else f" in {label}"
    if tabel == "stroom":
        where = f" die vorig jaar in {label} zaten"
    if kolom in ("", "n"):
        return f"Leerlingen{where}"
    groep, colon, uitkomst = kolom.partition(":")
    if colon:
        return f"{BLAD_GROEP[groep]}{where}: {UITKOMST[uitkomst]}"
    name, _, asked = kolom.partition("=")
    if tabel == "aantal":
        return f"Leerlingen met {name} kenmerken" if name != "1" else "Leerlingen met 1 kenmerk"
    return f"{KOP[name]}{' niet gekend' if asked else ''}{where}"


def _rows(kijk: Kijk, wie: set[int]) -> tuple[Leerlingrij, ...]:
    dag = kijk.dag()
    assert dag is not None
    there = Inschrijving.objects.filter(running_on(dag), leerling__school=kijk.school)
    placed = {one.leerling_id: one for one in there if one.leerling_id in wie}
    pupils = Leerling.objects.filter(school=kijk.school).exclude(naam=GEWIST)
    return tuple(
        Leerlingrij(
            pupil.pk,
            pupil.naam,
            pupil.voornaam,
            pupil.stamnummer,
            _place(placed.get(pupil.pk)),
            placed[pupil.pk].klas if pupil.pk in placed else "",
        )
        for pupil in pupils.order_by("zoeknaam", "pk")
        if pupil.pk in wie
    )


def _place(one: Inschrijving | None) -> str:
    if one is None:
        return "niet meer ingeschreven"
    plek = Plek(
        one.vestigingsplaats,
        one.onderwijsniveau,
        one.graad,
        one.leerjaar,
        one.richting,
        one.klas,
    )
    words = naam("leerjaar", plek)
    return f"{words}, {one.richting}" if one.richting else words
