"""Numbers typed in a TOML file by somebody who has the document: the law of one schooljaar.

In: TOML text. Out: the law with those values in their own period, and corrected counts per school.
"""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.parameters import Regels, Waarde, load_regels
from gokwijs.core.law.status import Status

_PLACES = 15
# A yes never lowers a result: that is what makes 'all nee … all ja' the interval.
_NEVER_LESS = "secundair.uren_leraar.vermenigvuldiger."
_NEVER_MORE = ("secundair.uren_leraar.factor_alleen_schooltoeslag",)
Corrected = dict[str, dict[tuple[str, Kenmerk], Fraction]]


class EnteredError(ValueError):
    """The file is wrong; the message is Dutch and names file and key."""


def period(name: str, schooljaar: Schooljaar) -> tuple[date, date]:
    """First and last day of a typed value: the budget year for euros, else the schooljaar."""
    if name.startswith("werkingsbudget."):
        year = schooljaar.begrotingsjaar
        return date(year, 1, 1), date(year, 12, 31)
    return schooljaar.first_day, schooljaar.last_day


def typed_value(
    regels: Regels,
    name: str,
    value: Fraction | str,
    *,
    vanaf: date,
    tot: date | None,
    on: date,
    opmerking: str,
) -> Waarde:
    """A value with status ``ingevoerd``; raises KeyError or EnteredError."""
    parameter = regels.parameter(name)
    if isinstance(value, str):
        if value not in parameter.keuzes:
            raise EnteredError(f"'{value}' is geen keuze van '{parameter.titel}'.")
    elif parameter.soort != "getal" or value < 0:
        raise EnteredError(f"'{parameter.titel}' moet een getal zijn, niet kleiner dan 0.")
    elif (value * 10**_PLACES).denominator != 1:
        raise EnteredError(f"'{parameter.titel}' mag hoogstens {_PLACES} decimalen hebben.")
    elif name.startswith(_NEVER_LESS) and value < 1:
        raise EnteredError(f"'{parameter.titel}' moet minstens 1 zijn.")
    elif name in _NEVER_MORE and value > 1:
        raise EnteredError(f"'{parameter.titel}' mag hoogstens 1 zijn.")
    from gokwijs.core.law.numbers import exact_string

    exact = value if isinstance(value, Fraction) else None
    return Waarde(
        name=name,
        titel=parameter.titel,
        eenheid=parameter.eenheid,
        vanaf=vanaf,
        tot=tot,
        value=exact,
        choice=value if isinstance(value, str) else None,
        text=exact_string(exact).replace(".", ",") if exact is not None else str(value),
        artikel=parameter.waarden[-1].artikel,
        bron="INGEVOERD",
        tekststand=None,
        gecontroleerd_op=on,
        status=Status.INGEVOERD,
        opmerking=opmerking,
        open_vragen=parameter.open_vragen,
    )


def load_entered(text: str, filename: str, schooljaar: Schooljaar) -> tuple[Regels, Corrected]:
    """Read the file; raises EnteredError."""
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise EnteredError(f"{filename}: geen geldige TOML ({error}).") from None
    regels, values = load_regels(), []
    corrected: Corrected = {}
    for name, entry in _flat(data.pop("gecorrigeerd", {}), "gecorrigeerd."):
        number, _, _ = _entry(filename, name, entry)
        nummer, place = _corrected(filename, name)
        if isinstance(number, str) or number < 0:
            raise EnteredError(f"{filename}: sleutel '{name}': hier hoort een aantal leerlingen.")
        corrected.setdefault(nummer, {})[place] = Fraction(number)
    for name, entry in _flat(data):
        number, document, day = _entry(filename, name, entry)
        vanaf, tot = period(name, schooljaar)
        value = number if isinstance(number, str) else Fraction(number)
        try:
            values.append(
                typed_value(regels, name, value, vanaf=vanaf, tot=tot, on=day, opmerking=document)
            )
        except KeyError as error:
            raise EnteredError(f"{filename}: {error.args[0]}") from None
        except EnteredError as error:
            raise EnteredError(f"{filename}: sleutel '{name}': {error}") from None
    return regels.replaced(values), corrected


def _corrected(filename: str, name: str) -> tuple[str, tuple[str, Kenmerk]]:
    """``gecorrigeerd.<instellingsnummer>.<basisonderwijs of secundair>.<kenmerk>``."""
    from gokwijs.core.middelen.werkingsbudget import DELEN, KENMERKEN_WERKING

    known = {f"{d.key}.{k.value}": (d.key, k) for d in DELEN for k in KENMERKEN_WERKING}
    _, nummer, key, *_ = [*name.split(".", 2), "", ""]
    if key not in known:
        raise EnteredError(f"{filename}: sleutel '{name}' is niet bekend.")
    return nummer, known[key]


def _flat(data: Any, prefix: str = "") -> list[tuple[str, Any]]:
    """Tables that hold a ``waarde``, by their dotted name."""
    if not isinstance(data, dict):
        return [(prefix.rstrip("."), data)]
    found = []
    for key, entry in data.items():
        name = f"{prefix}{key}"
        if isinstance(entry, dict) and "waarde" not in entry:
            found.extend(_flat(entry, f"{name}."))
        else:
            found.append((name, entry))
    return found


def _entry(filename: str, name: str, entry: Any) -> tuple[Any, str, date]:
    if not isinstance(entry, dict):
        raise EnteredError(f"{filename}: sleutel '{name}' moet waarde, document en datum hebben.")
    for key in ("waarde", "document", "datum"):
        if not entry.get(key) and entry.get(key) != 0:
            raise EnteredError(f"{filename}: sleutel '{name}.{key}' ontbreekt.")
    extra = entry.keys() - {"waarde", "document", "datum"}
    if extra:
        raise EnteredError(f"{filename}: sleutel '{name}.{min(extra)}' is niet bekend.")
    value, day = entry["waarde"], entry["datum"]
    if type(day) is not date or type(value) not in (int, Decimal, str):
        raise EnteredError(f"{filename}: sleutel '{name}': waarde of datum klopt niet.")
    if not isinstance(value, str) and not _plain(Decimal(value)):
        raise EnteredError(f"{filename}: sleutel '{name}': dit getal is te groot of te lang.")
    return value, str(entry["document"]), day


def _plain(value: Decimal) -> bool:
    """At most fifteen digits on either side: Fraction would write an exponent out."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -15 and value.adjusted() < 15
