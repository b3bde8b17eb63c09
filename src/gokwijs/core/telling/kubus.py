"""The count cube of many schools in columns: one row per cell, ready for the bulk calculation.

In: normalised blocks of pupil rows. Out: ``Kubus``; a ``Telling`` of one school on request.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from gokwijs.core.kenmerken import KENMERKEN, Antwoord
from gokwijs.core.telling.model import (
    SEPARATOR,
    Cell,
    Graad,
    Onderwijsniveau,
    Telling,
    combination,
    fingerprint_of_lines,
)

if TYPE_CHECKING:
    import polars as pl

KEYS = (
    "vestigingsplaats",
    "onderwijsniveau",
    "graad",
    "type",
    "mfc_verblijf",
    "leerjaar",
    "richting",
    *(kenmerk.value for kenmerk in KENMERKEN),
)


@dataclass(frozen=True)
class Kubus:
    """Cells of every school: ``instellingsnummer``, the columns of ``KEYS`` and ``halves``."""

    teldag: date
    frame: pl.DataFrame

    @cached_property
    def instellingsnummers(self) -> tuple[str, ...]:
        """Every school, in order."""
        import polars as pl

        column = self.frame.select(pl.col("instellingsnummer").cast(pl.String).unique().sort())
        return tuple(column.to_series().to_list())

    @cached_property
    def _ordered(self) -> tuple[pl.DataFrame, dict[str, tuple[int, int]]]:
        """The cells in order of school, and per school its first row and number of rows."""
        import polars as pl

        nummers = self.frame["instellingsnummer"].cast(pl.String)
        ordered = self.frame
        if not nummers.is_sorted():
            order = nummers.arg_sort()
            nummers, ordered = nummers.gather(order), ordered[order]
        runs = nummers.rle().struct.unnest()
        places, first = {}, 0
        for nummer, length in zip(runs["value"], runs["len"], strict=True):
            places[str(nummer)] = (first, length)
            first += length
        return ordered.select(*KEYS, "halves"), places

    def telling(self, nummer: str) -> Telling:
        """The Telling of one school; raises KeyError."""
        ordered, places = self._ordered
        part = ordered.slice(*places[nummer])
        cells = [
            Cell(
                vestigingsplaats=row[0],
                onderwijsniveau=Onderwijsniveau(row[1]),
                graad=Graad(row[2]),
                type=row[3],
                mfc_verblijf=Antwoord(row[4]),
                leerjaar=row[5],
                richting=row[6],
                kenmerken=combination("".join(map(str, row[7:13]))),
                halves=row[13],
            )
            for row in part.iter_rows()
        ]
        return Telling.of_cells(nummer, self.teldag, cells)

    def fingerprints(self) -> dict[str, str]:
        """The fingerprint of every Telling, as ``Telling.fingerprint`` gives it."""
        import polars as pl

        code = pl.concat_str([pl.col(k.value).cast(pl.String) for k in KENMERKEN])
        line = pl.concat_str(
            [
                *(pl.col(name).cast(pl.String) for name in KEYS[:7]),
                code,
                pl.col("halves").cast(pl.String),
            ],
            separator=SEPARATOR,
        )
        lines = (
            self.frame.lazy()
            .filter(pl.col("halves") != 0)
            .select(pl.col("instellingsnummer").cast(pl.String), line.alias("line"))
            .group_by("instellingsnummer")
            .agg(pl.col("line").sort().str.join("\n"))
            .collect()
        )
        return {
            nummer: fingerprint_of_lines(nummer, self.teldag, [text])
            for nummer, text in lines.iter_rows()
        }


class KubusTellingen(Mapping[str, Telling]):
    """The Tellingen of a Kubus, each built when asked for."""

    def __init__(self, kubus: Kubus) -> None:
        self.kubus = kubus

    def __getitem__(self, nummer: str) -> Telling:
        return self.kubus.telling(nummer)

    def __iter__(self) -> Iterator[str]:
        return iter(self.kubus.instellingsnummers)

    def __len__(self) -> int:
        return len(self.kubus.instellingsnummers)


def kubus_from_csv(data: bytes, teldag: date) -> Kubus:
    """A Kubus written earlier with ``frame.write_csv``; raises ValueError on a strange file."""
    import polars as pl

    text = ("instellingsnummer", *KEYS[:4], *KEYS[5:7])
    schema: dict[str, type[pl.DataType]] = dict.fromkeys(text, pl.String)
    schema |= dict.fromkeys(("mfc_verblijf", *KEYS[7:]), pl.UInt8)
    schema["halves"] = pl.Int64
    try:
        frame = pl.read_csv(data, schema_overrides=schema, empty_string_is_null=False)
        frame = frame.select("instellingsnummer", *KEYS, "halves")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise ValueError(f"geen tellingen: {error}") from error
    return Kubus(teldag, frame.with_columns(pl.col(text).fill_null("")))
