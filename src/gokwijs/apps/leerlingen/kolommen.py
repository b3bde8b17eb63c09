"""The columns of the list of pupils: what stands in a cell, and why when it is empty.

Zorgthuis is no column: it is never per pupil. The worth in hours is none either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from gokwijs.apps.leerlingen.lijst import SORTS, Rij
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.kenmerken.feiten import PER_LEERLING


@dataclass(frozen=True)
class Cel:
    """What is shown. ``leeg``: the text is a reason and no value. ``kenmerk``: with its reason."""

    tekst: str
    leeg: bool = False
    stand: str = ""  # ja, nee, onbekend, strijdig
    reden: str = ""
    dag: date | None = None

    @property
    def teken(self) -> str:
        return {"ja": "●", "nee": "○", "strijdig": "!"}.get(self.stand, "?")


@dataclass(frozen=True)
class Kolom:
    """One column: its key in the address, its heading, and its cell for a row."""

    key: str
    titel: str
    cel: Callable[[Rij], Cel]
    kenmerk: Kenmerk | None = None

    @property
    def sorteerbaar(self) -> bool:
        return self.key in SORTS or self.kenmerk is not None


def _value(text: str, reden: str = "niet ingevuld") -> Cel:
    return Cel(text) if text else Cel(reden, leeg=True)


def _day(day: date | None, reden: str = "niet ingevuld") -> Cel:
    return Cel(f"{day:%d/%m/%Y}", dag=day) if day is not None else Cel(reden, leeg=True)


def _placed(find: Callable[[Inschrijving], Cel]) -> Callable[[Rij], Cel]:
    def cel(rij: Rij) -> Cel:
        one = rij.inschrijving
        return Cel("niet ingeschreven", leeg=True) if one is None else find(one)

    return cel


def _kenmerk(kenmerk: Kenmerk) -> Callable[[Rij], Cel]:
    def cel(rij: Rij) -> Cel:
        stand = rij.standen[kenmerk]
        if stand.strijdig:
            return Cel("tegenstrijdig", stand="strijdig", reden=stand.reden)
        return Cel(stand.antwoord.word, stand=stand.antwoord.word, reden=stand.reden)

    return cel


def _verklaring(rij: Rij) -> Cel:
    one = rij.verklaring
    if one is None:
        return Cel("nog geen", leeg=True)
    if one.ondertekend_op is None:
        return Cel(f"{one.datum:%d/%m/%Y}, niet ondertekend", dag=one.datum)
    return Cel(f"{one.datum:%d/%m/%Y}, ondertekend", dag=one.datum)


def _telt(one: Inschrijving) -> Cel:
    return Cel("1" if one.halves == 2 else "½")


KOLOMMEN: tuple[Kolom, ...] = (
    Kolom("stamnummer", "Stamnummer", lambda r: _value(r.leerling.stamnummer)),
    Kolom("klas", "Klas", _placed(lambda i: _value(i.klas, "geen klas"))),
    Kolom("leerjaar", "Leerjaar", _placed(lambda i: _value(i.leerjaar))),
    Kolom("onderwijsniveau", "Niveau", _placed(lambda i: Cel(i.get_onderwijsniveau_display()))),
    Kolom("graad", "Graad", _placed(lambda i: Cel(i.get_graad_display() or "geen graad"))),
    Kolom("richting", "Richting", _placed(lambda i: _value(i.richting))),
    Kolom("vestigingsplaats", "Vestiging", _placed(lambda i: _value(i.vestigingsplaats))),
    Kolom(
        "administratieve_groep",
        "Administratieve groep",
        _placed(lambda i: _value(i.administratieve_groep)),
    ),
    *(Kolom(k.value, k.label, _kenmerk(k), kenmerk=k) for k in PER_LEERLING),
    Kolom("verklaring", "Verklaring", _verklaring),
    Kolom("geboortedatum", "Geboren", lambda r: _day(r.leerling.geboortedatum)),
    Kolom("begin", "Ingeschreven vanaf", _placed(lambda i: _day(i.begin))),
    Kolom("einde", "Tot en met", _placed(lambda i: _day(i.einde, "loopt nog"))),
    Kolom("telt", "Telt als", _placed(_telt)),
    Kolom("attest", "Attest", _placed(lambda i: _value(i.attest, "geen"))),
    Kolom(
        "vorige_school", "Vorige school", lambda r: _value(r.leerling.vorige_school, "niet bekend")
    ),
)
BY_KEY = {kolom.key: kolom for kolom in KOLOMMEN}
STANDAARD = (
    "stamnummer",
    "klas",
    Kenmerk.OPLEIDING_MOEDER.value,
    Kenmerk.SCHOOLTOESLAG.value,
    Kenmerk.THUISTAAL.value,
    "verklaring",
)


def chosen(keys: Iterable[str]) -> list[Kolom]:
    """These columns in their fixed order; unknown keys fall away, nothing left is the default."""
    wanted = set(keys) & set(BY_KEY)
    return [kolom for kolom in KOLOMMEN if kolom.key in (wanted or set(STANDAARD))]
