"""Months of progress: a conversion by table, and when it is refused.

In: g, and the design and verdict it stands in. Out: whole months with the id of the table, or the
reason why not. The tables are those of ``inhoud/aanpakken``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from gokwijs.core.effect.drempels import DREMPELS, Drempels
from gokwijs.core.effect.keuzes import Uitkomstsoort
from gokwijs.core.effect.oordeel import OVER_DE_ACTIE, Oordeel
from gokwijs.core.effect.uitkomst import Maanden, Opzetkeuze, Schatting
from gokwijs.core.law.keuze import Keuze

_CENT = Decimal("0.01")


class Maandreden(Keuze):
    """Why no months: the label ends the sentence E14b."""

    GEEN_OORDEEL = "geen_oordeel", "er is geen oordeel over de actie"
    GEEN_LEERPRESTATIE = "geen_leerprestatie", "deze uitkomst is geen leerprestatie"
    AANDEEL = "aandeel", "deze uitkomst is een aandeel"
    NIET_GESTANDAARDISEERD = "niet_gestandaardiseerd", "de toets is niet gestandaardiseerd"
    GEEN_SCHOOLJAAR = "geen_schooljaar", "tussen de metingen ligt niet ongeveer één schooljaar"
    TE_WEINIG = "te_weinig", "er zijn te weinig leerlingen"
    TE_BREED = "te_breed", "het interval is te breed"
    BUITEN_TABEL = "buiten_tabel", "het verschil valt buiten de tabel, controleer de gegevens"


@dataclass(frozen=True, slots=True)
class Omrekentabel:
    """``boven``: up to and with this g, so many months."""

    tabel_id: str
    naam: str
    url: str
    boven: tuple[tuple[Decimal, int], ...]


@cache
def load_omrekentabellen() -> MappingProxyType[str, Omrekentabel]:
    """By id, from the catalogue of aanpakken."""
    path = files("gokwijs") / "inhoud" / "aanpakken" / "aanpakken.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    return MappingProxyType(
        {
            one["id"]: Omrekentabel(
                one["id"],
                one["naam"],
                one["url"],
                tuple((Decimal(limit), months) for limit, months in one["boven"]),
            )
            for one in data["omrekentabel"]
        }
    )


def maanden_van(g: float, tabel: str = DREMPELS.omrekentabel) -> int | None:
    """Whole months; None outside the table. Raises KeyError on an unknown table.

    |g| is rounded half up on the decimal text of the number: on binary floats 0.095 would be 0.09.
    """
    size = abs(Decimal(repr(float(g)))).quantize(_CENT, ROUND_HALF_UP)
    for limit, months in load_omrekentabellen()[tabel].boven:
        if size <= limit:
            return -months if g < 0 else months
    return None


def reken_om(
    keuze: Opzetkeuze,
    uitspraak: Oordeel,
    n: tuple[int, int],
    g: Schatting | None,
    drempels: Drempels = DREMPELS,
) -> Maanden | Maandreden:
    """The months of ``g`` and of both ends of its interval, or why they are refused."""
    refused = _weigering(keuze, uitspraak, n, g, drempels)
    if refused or g is None:
        return refused or Maandreden.GEEN_OORDEEL
    table = drempels.omrekentabel
    months = maanden_van(g.waarde, table)
    if months is None:
        return Maandreden.BUITEN_TABEL
    return Maanden(table, months, maanden_van(g.low, table), maanden_van(g.high, table))


def _weigering(
    keuze: Opzetkeuze,
    uitspraak: Oordeel,
    n: tuple[int, int],
    g: Schatting | None,
    drempels: Drempels,
) -> Maandreden | None:
    reasons = (
        (uitspraak not in OVER_DE_ACTIE, Maandreden.GEEN_OORDEEL),
        (keuze.soort is not Uitkomstsoort.LEERPRESTATIES, Maandreden.GEEN_LEERPRESTATIE),
        (keuze.ja_nee, Maandreden.AANDEEL),
        (not keuze.gestandaardiseerd, Maandreden.NIET_GESTANDAARDISEERD),
        (not keuze.een_schooljaar, Maandreden.GEEN_SCHOOLJAAR),
        (min(n) < drempels.n_maanden_min, Maandreden.TE_WEINIG),
        (
            g is not None and (g.high - g.low) / 2 > drempels.half_max,
            Maandreden.TE_BREED,
        ),
    )
    return next((reason for holds, reason in reasons if holds), None)
