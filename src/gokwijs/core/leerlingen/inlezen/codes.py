"""Keyed codes of the national numbers in a file, for a school that switched matching on.

In: a table, what its columns are, and the key outside the database. Out: stamnummer → code. The
numbers themselves stay inside this function.
"""

from __future__ import annotations

from gokwijs.core.leerlingen.inlezen.profiel import ColumnMapping, column_keys
from gokwijs.core.leerlingen.inlezen.velden import never_read
from gokwijs.core.leerlingen.pseudoniem import PseudoniemError, pseudoniem
from gokwijs.core.telling.columns import clean
from gokwijs.core.telling.table import Table

_LENGTH = 11  # digits of a national number; a spreadsheet drops the zeros in front


def codes_of(table: Table, mapping: ColumnMapping, sleutel: str) -> dict[str, str]:
    """The code of every pupil with a valid number; others are left out. Raises PseudoniemError."""
    keys = column_keys(table.header)
    numbers = next(
        (
            place
            for place, name in enumerate(table.header)
            if (field := never_read(name)) is not None and field.naam == "rijksregisternummer"
        ),
        None,
    )
    pupils = next((p for p, k in enumerate(keys) if mapping.columns.get(k) == "stamnummer"), None)
    if numbers is None or pupils is None:
        return {}
    found: dict[str, str] = {}
    for _, block in table.blocks():
        for line in block.iter_rows():
            stamnummer, number = clean(line[pupils]), clean(line[numbers])
            if number.isdigit():
                number = number.zfill(_LENGTH)
            try:
                found[stamnummer] = pseudoniem(number, sleutel)
            except PseudoniemError:
                continue
    return found
