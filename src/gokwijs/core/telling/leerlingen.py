"""Read the canonical pupil table into a Telling per school.

In: a CSV or XLSX as a binary stream. Out: ``LeerlingenReading`` with every problem at once; when
one of them is a ``fout`` there are no Tellingen. Zorgthuis is used in memory only and never leaves
the counts. Columns outside the list are dropped on reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.telling import columns as col
from gokwijs.core.telling.kubus import KEYS, Kubus, KubusTellingen
from gokwijs.core.telling.reading import Ernst, LeerlingenReading, Problem, Refusal
from gokwijs.core.telling.table import MAX_BYTES, Table, read_table

if TYPE_CHECKING:
    import polars as pl

COMPULSORY = ("instellingsnummer", "onderwijsniveau")
EXAMPLES, VALUES = 5, 50  # rows listed per finding, findings listed per kind and column
_UNKNOWN = "\ue000"  # stands for a value that is not allowed, in a mapped column
_EXCEL_DATE = re.compile(r"\d{4}-\d\d-\d\d 00:00:00$")
_RELEVANT = {
    "opleiding_moeder": ("kleuter", "lager", "so", "bubao", "buso"),
    "schooltoeslag": ("kleuter", "lager", "so"),
    "thuistaal": ("kleuter", "lager", "so", "bubao", "buso"),
    "zorgthuis": ("so",),
    "trekkende_bevolking": ("so",),
    "buurt": ("kleuter", "lager", "so"),
    "mfc_verblijf": ("bubao", "buso"),
    "type": ("bubao", "buso"),
}


@dataclass
class _Finding:
    """Rows with the same problem: how many, and the first few."""

    ernst: Ernst
    sentence: str
    remedy: str
    column: str
    value: str
    rows: list[int] = field(default_factory=list)
    count: int = 0


class _Findings:
    """Collects problems per kind, column and value."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str, str], _Finding] = {}
        self.kinds: dict[tuple[str, str], int] = {}
        self.single: list[Problem] = []

    def add(
        self,
        kind: str,
        column: str,
        value: str,
        rows: Sequence[int],
        count: int,
        *,
        ernst: Ernst,
        sentence: str,
        remedy: str,
    ) -> None:
        key = (kind, column, value)
        if key not in self.found:
            self.kinds[kind, column] = self.kinds.get((kind, column), 0) + 1
            if self.kinds[kind, column] > VALUES:
                key, value = (kind, column, _UNKNOWN), ""
                sentence = f"nog andere waarden in kolom {column}, met hetzelfde probleem"
        finding = self.found.setdefault(key, _Finding(ernst, sentence, remedy, column, value))
        finding.rows = sorted([*finding.rows, *rows])[:EXAMPLES]
        finding.count += count

    def problems(self) -> tuple[Problem, ...]:
        listed = list(self.single)
        for (kind, _, _), f in self.found.items():
            first = f.rows[0] if f.rows else None
            where = f"Rij {', '.join(map(str, f.rows))}" + (" …" if f.count > len(f.rows) else "")
            times = f" ({f.count} keer)" if f.count > 1 else ""
            listed.append(
                Problem(
                    f.ernst,
                    kind,
                    f"{where}: {f.sentence}{times}" if f.rows else f"{f.sentence}{times}",
                    f.remedy,
                    row=first,
                    column=f.column or None,
                    value=f.value or None,
                    count=f.count,
                )
            )
        order = list(Ernst)
        return tuple(sorted(listed, key=lambda p: (order.index(p.ernst), p.row or 0)))


def read_leerlingen(
    stream: BinaryIO,
    *,
    filename: str,
    teldag: date,
    only: str | None = None,
    max_bytes: int = MAX_BYTES,
    progress: Callable[[int, int], None] | None = None,
) -> LeerlingenReading:
    """Count a pupil table. ``only`` keeps one school and reports the rows of others.

    ``progress(done, total)`` is called in bytes. Never raises on a bad file: see ``problems``.
    """
    findings = _Findings()
    try:
        table = read_table(
            stream,
            filename=filename,
            index=col.LEERLING_INDEX,
            max_bytes=max_bytes,
            progress=progress,
        )
        findings.single.extend(table.notes)
        mapping = _map_columns(table, findings, filename)
        if mapping is None:
            return _reading(None, findings, 0, (), (), table.file_hash)
        reader = _Reader(table, mapping, findings, only)
        frame = reader.run()
    except Refusal as refusal:
        findings.single.append(refusal.problem)
        return _reading(None, findings, 0, (), (), "")
    ignored = tuple(h for h in map(col.clean, table.header) if h and col.fold(h) not in _known())
    kubus = Kubus(teldag, frame) if frame is not None else None
    return _reading(kubus, findings, reader.rows, tuple(mapping), ignored, table.file_hash)


def _known() -> Mapping[str, str]:
    return col.LEERLING_INDEX


def _reading(
    kubus: Kubus | None,
    findings: _Findings,
    rows: int,
    used: tuple[str, ...],
    ignored: tuple[str, ...],
    file_hash: str,
) -> LeerlingenReading:
    problems = findings.problems()
    wrong = any(p.ernst is Ernst.FOUT for p in problems)
    return LeerlingenReading(
        tellingen={} if kubus is None or wrong else KubusTellingen(kubus),
        problems=problems,
        rows=rows,
        columns_used=used,
        columns_ignored=ignored,
        file_hash=file_hash,
    )


def _map_columns(table: Table, findings: _Findings, filename: str) -> dict[str, int] | None:
    """Canonical name → column number; None when a compulsory one is missing."""
    places: dict[str, list[int]] = {}
    for number, header in enumerate(table.header):
        name = col.LEERLING_INDEX.get(col.fold(header))
        if name:
            places.setdefault(name, []).append(number)
    for name, numbers in places.items():
        if len(numbers) > 1:
            texts = " en ".join(f"'{col.clean(table.header[n])}'" for n in numbers)
            findings.single.append(
                Problem(
                    Ernst.FOUT,
                    "dubbele_kolom",
                    f"De kolom {name} staat er {len(numbers)} keer: {texts}.",
                    "Hernoem of verwijder de kolom die niet gebruikt mag worden.",
                    row=table.header_row,
                    column=name,
                )
            )
    for name in COMPULSORY:
        if name not in places:
            findings.single.append(
                Problem(
                    Ernst.FOUT,
                    "kolom_ontbreekt",
                    f"In {filename} ontbreekt de kolom {name}.",
                    f"Zet in rij {table.header_row} een kolom met de naam {name}.",
                    row=table.header_row,
                    column=name,
                )
            )
    _report_dropped(table, findings)
    if any(p.ernst is Ernst.FOUT for p in findings.single):
        return None
    return {name: numbers[0] for name, numbers in places.items()}


def _report_dropped(table: Table, findings: _Findings) -> None:
    dropped = [col.clean(h) for h in table.header if col.clean(h) and col.fold(h) not in _known()]
    if not dropped:
        return
    sensitive = [h for h in dropped if any(word in col.fold(h) for word in col.SENSITIVE)]
    text = ", ".join(dropped[:12]) + (" …" if len(dropped) > 12 else "")
    findings.single.append(
        Problem(
            Ernst.MELDING,
            "kolom_genegeerd",
            f"Deze kolommen worden niet gelezen en niet bewaard: {text}."
            + (f" Gevoelig en niet nodig: {', '.join(sensitive)}." if sensitive else ""),
            "Je hoeft niets te doen. Volgende keer mag je ze weglaten.",
            count=len(dropped),
        )
    )


class _Reader:
    """Walks the blocks, turns text into codes, collects findings, and adds up the cells."""

    def __init__(
        self, table: Table, mapping: Mapping[str, int], findings: _Findings, only: str | None
    ) -> None:
        self.table, self.mapping, self.findings, self.only = table, mapping, findings, only
        self.rows = 0
        self.others = 0
        self.levels: set[str] = set()
        self.hashes: list[pl.DataFrame] = []

    def run(self) -> pl.DataFrame | None:
        """The cells of every school; None when there is no pupil at all."""
        import polars as pl

        parts: list[pl.DataFrame] = []
        for first, block in self.table.blocks():
            cells = self._block(first, block)
            if cells is not None:
                parts.append(cells)
            if len(parts) >= 24:
                parts = [_added(parts)]
        self._after()
        if not parts:
            self.findings.single.append(
                Problem(
                    Ernst.FOUT,
                    "geen_leerlingen",
                    "Er staat geen enkele leerling in het bestand."
                    if not self.others
                    else f"Er staat geen leerling van school {self.only} in het bestand, wel "
                    f"{self.others} van andere scholen.",
                    "Kijk na of je het juiste bestand koos.",
                )
            )
            return None
        cells = _added(parts)
        order = cells["instellingsnummer"].unique().sort()
        return cells.sort(pl.col("instellingsnummer").cast(pl.Enum(order)))

    # ------------------------------------------------------------ one block

    def _block(self, first: int, block: pl.DataFrame) -> pl.DataFrame | None:
        import polars as pl

        present = {name: f"c{number}" for name, number in self.mapping.items()}
        frame = block.select(
            (pl.int_range(pl.len()) + first).cast(pl.Int64).alias("row"),
            *[pl.col(column).alias(name) for name, column in present.items()],
        )
        frame = self._drop_empty(frame)
        if frame.is_empty():
            return None
        frame = self._map(frame, "instellingsnummer", col.instellingsnummer, "nummer")
        if self.only is not None:
            mine = frame.filter(
                (pl.col("instellingsnummer") == self.only)
                | (pl.col("instellingsnummer") == _UNKNOWN)
            )
            self.others += frame.height - mine.height
            frame = mine
            if frame.is_empty():
                return None
        self.rows += frame.height
        frame = self._map(frame, "onderwijsniveau", col.niveau, "niveau")
        self.levels.update(frame["onderwijsniveau"].unique().to_list())
        frame = self._places(frame)
        frame = self._answers(frame)
        frame = self._gewicht(frame)
        self._remember(frame)
        return frame.group_by("instellingsnummer", *KEYS).agg(pl.col("halves").sum())

    def _drop_empty(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Drop empty rows; report total and footnote rows (no niveau and no other value)."""
        import polars as pl

        names = [c for c in frame.columns if c != "row"]
        # Cheap test first: a row with both compulsory cells filled is never empty or a footer.
        niveau = pl.col("onderwijsniveau").str.strip_chars() == ""
        suspect = frame.filter(niveau)
        if suspect.is_empty():
            return frame
        filled = pl.sum_horizontal([pl.col(n).str.strip_chars() != "" for n in names])
        suspect = suspect.with_columns(filled.alias("filled"))
        empty = suspect.filter(pl.col("filled") == 0)
        nummer = pl.col("instellingsnummer")
        alone = (pl.col("filled") == 1) & ~nummer.str.contains(r"^\s*\d+([.,]0)?\s*$")
        footers = suspect.filter((pl.col("filled") > 0) & (alone | nummer.str.contains(col.FOOTER)))
        if footers.height:
            self.findings.add(
                "rij_overgeslagen",
                "",
                "",
                footers["row"].to_list(),
                footers.height,
                ernst=Ernst.MELDING,
                sentence="geen leerling maar een titel, totaal of noot, overgeslagen",
                remedy="Je hoeft niets te doen.",
            )
        gone = [*empty["row"].to_list(), *footers["row"].to_list()]
        return frame.filter(~pl.col("row").is_in(gone))

    def _map(
        self,
        frame: pl.DataFrame,
        name: str,
        convert: Callable[[str], object],
        kind: str,
    ) -> pl.DataFrame:
        """Replace a column by its canonical text; a value that is not allowed is a fout."""
        import polars as pl

        texts = frame[name].unique().to_list()
        values = [convert(col.clean(t)) for t in texts]
        mapped = [_UNKNOWN if v is None else str(v) for v in values]
        frame = frame.with_columns(
            pl.col(name).replace_strict(texts, mapped, return_dtype=pl.String).alias(f"_{name}")
        )
        if None in values:
            wrong = frame.filter(pl.col(f"_{name}") == _UNKNOWN)
            for text, rows, count in _per_value(wrong, name):
                sentence, remedy = _words(kind, name, text)
                self.findings.add(
                    f"waarde_{name}",
                    name,
                    text,
                    rows,
                    count,
                    ernst=Ernst.FOUT,
                    sentence=sentence,
                    remedy=remedy,
                )
        if name == "instellingsnummer":
            self._report_restored(texts, mapped)
        return frame.drop(name).rename({f"_{name}": name})

    def _report_restored(self, texts: Sequence[str], mapped: Sequence[str]) -> None:
        restored = [
            m for t, m in zip(texts, mapped, strict=True) if m != _UNKNOWN and col.clean(t) != m
        ]
        if restored and not any(k[0] == "nul_hersteld" for k in self.findings.found):
            self.findings.add(
                "nul_hersteld",
                "instellingsnummer",
                "",
                [],
                1,
                ernst=Ernst.MELDING,
                sentence="Sommige instellingsnummers misten een nul vooraan of eindigden op ,0; "
                f"we lezen ze als zes cijfers (bijvoorbeeld {restored[0]}).",
                remedy="Kijk na of de nummers kloppen.",
            )

    def _text(self, frame: pl.DataFrame, name: str) -> pl.DataFrame:
        """A free column as trimmed text, or empty when absent."""
        import polars as pl

        if name not in frame.columns:
            return frame.with_columns(pl.lit("").alias(name))
        texts = frame[name].unique().to_list()
        cleaned = [col.whole(col.clean(t)) for t in texts]
        dates = [t for t in texts if _EXCEL_DATE.match(t)]
        for text, rows, count in _per_value(frame.filter(pl.col(name).is_in(dates)), name):
            self.findings.add(
                "datum",
                name,
                text,
                rows,
                count,
                ernst=Ernst.WAARSCHUWING,
                sentence=f"'{text}' in kolom {name} is een datum: Excel maakte die misschien van "
                "een code zoals 1-2",
                remedy=f"Zet de kolom {name} in Excel op tekst en typ de code opnieuw.",
            )
        return frame.with_columns(
            pl.col(name).replace_strict(texts, cleaned, return_dtype=pl.String)
        )

    def _places(self, frame: pl.DataFrame) -> pl.DataFrame:
        """vestigingsplaats, leerjaar, richting as text; graad and type checked where they count."""
        import polars as pl

        for name in ("vestigingsplaats", "leerjaar", "richting"):
            frame = self._text(frame, name)
        so = pl.col("onderwijsniveau") == "so"
        special = pl.col("onderwijsniveau").is_in(["bubao", "buso"])
        frame = self._conditional(frame, "graad", col.graad, so)
        return self._conditional(frame, "type", col.soort, special)

    def _conditional(
        self,
        frame: pl.DataFrame,
        name: str,
        convert: Callable[[str], str | None],
        where: pl.Expr,
    ) -> pl.DataFrame:
        """Map a column on the rows where it means something; empty elsewhere."""
        import polars as pl

        if name not in frame.columns:
            frame = frame.with_columns(pl.lit("").alias(name))
        texts = frame[name].unique().to_list()
        mapped = [v if (v := convert(col.clean(t))) is not None else _UNKNOWN for t in texts]
        frame = frame.with_columns(
            pl.when(where)
            .then(pl.col(name).replace_strict(texts, mapped, return_dtype=pl.String))
            .otherwise(pl.lit(""))
            .alias(f"_{name}")
        )
        wrong = frame.filter(pl.col(f"_{name}") == _UNKNOWN)
        for text, rows, count in _per_value(wrong, name) if wrong.height else ():
            sentence, remedy = _words(name, name, text)
            self.findings.add(
                f"waarde_{name}",
                name,
                text,
                rows,
                count,
                ernst=Ernst.FOUT,
                sentence=sentence,
                remedy=remedy,
            )
        return frame.drop(name).rename({f"_{name}": name})

    def _answers(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Kenmerken and mfc_verblijf as 0, 1 or 2; unknown text becomes onbekend and is listed."""
        import polars as pl

        exprs = []
        for name in (*col.KENMERK_COLUMNS, "mfc_verblijf"):
            if name not in frame.columns:
                exprs.append(pl.lit(int(Antwoord.ONBEKEND), dtype=pl.UInt8).alias(name))
                continue
            texts = frame[name].unique().to_list()
            answers = [col.antwoord(t) for t in texts]
            codes = [int(Antwoord.ONBEKEND if a is None else a) for a in answers]
            if None in answers:
                strange = [t for t, a in zip(texts, answers, strict=True) if a is None]
                for text, rows, count in _per_value(
                    frame.filter(pl.col(name).is_in(strange)), name
                ):
                    if name == Kenmerk.ZORGTHUIS:  # no row of a pupil may be tied to it
                        text, rows = "iets anders dan ja of nee", []
                    self.findings.add(
                        "waarde_onbekend",
                        name,
                        text,
                        rows,
                        count,
                        ernst=Ernst.WAARSCHUWING,
                        sentence=f"'{text}' in kolom {name} kennen we niet; we lezen het als "
                        "onbekend",
                        remedy="Schrijf ja of nee, of laat de cel leeg als je het niet weet.",
                    )
            exprs.append(pl.col(name).replace_strict(texts, codes, return_dtype=pl.UInt8))
        frame = frame.with_columns(exprs)
        special = pl.col("onderwijsniveau").is_in(["bubao", "buso"])
        nee = pl.lit(int(Antwoord.NEE), dtype=pl.UInt8)
        return frame.with_columns(
            pl.when(special).then(pl.col("mfc_verblijf")).otherwise(nee).alias("mfc_verblijf")
        )

    def _gewicht(self, frame: pl.DataFrame) -> pl.DataFrame:
        import polars as pl

        if "gewicht" not in frame.columns:
            return frame.with_columns(pl.lit(2, dtype=pl.Int64).alias("halves"))
        texts = frame["gewicht"].unique().to_list()
        halves = [col.gewicht(col.clean(t)) for t in texts]
        if None in halves:
            strange = [t for t, h in zip(texts, halves, strict=True) if h is None]
            wrong = frame.filter(pl.col("gewicht").is_in(strange))
            for text, rows, count in _per_value(wrong, "gewicht"):
                self.findings.add(
                    "waarde_gewicht",
                    "gewicht",
                    text,
                    rows,
                    count,
                    ernst=Ernst.FOUT,
                    sentence=f"het gewicht '{text}' is niet 1 of 0,5",
                    remedy="Schrijf 1 voor een hele of 0,5 voor een halve leerling.",
                )
        known = [0 if h is None else h for h in halves]
        return frame.with_columns(
            pl.col("gewicht").replace_strict(texts, known, return_dtype=pl.Int64).alias("halves")
        )

    # ------------------------------------------------------------ double pupils

    def _remember(self, frame: pl.DataFrame) -> None:
        """Keep a hash per (school, pupil): enough to suspect a double pupil."""
        import polars as pl

        if "leerling" in frame.columns:
            self.hashes.append(
                frame.select(
                    pl.struct("instellingsnummer", pl.col("leerling").str.strip_chars())
                    .hash(seed=1)
                    .alias("hash"),
                    pl.col("halves").cast(pl.UInt8),
                    (pl.col("leerling").str.strip_chars() == "").alias("empty"),
                )
            )

    def _after(self) -> None:
        self._report_columns()
        if self.others:
            self.findings.single.append(
                Problem(
                    Ernst.MELDING,
                    "andere_school",
                    f"{self.others} rijen van andere scholen zijn niet gelezen.",
                    "Je hoeft niets te doen.",
                    count=self.others,
                )
            )
        self._check_doubles()

    def _report_columns(self) -> None:
        """Kenmerken without a column: unknown for everybody."""
        for name, levels in _RELEVANT.items():
            if name not in self.mapping and self.levels.intersection(levels):
                self.findings.single.append(
                    Problem(
                        Ernst.MELDING if name == "buurt" else Ernst.WAARSCHUWING,
                        "kolom_onbekend",
                        f"De kolom {name} ontbreekt: voor alle leerlingen is dat onbekend.",
                        "Een school kan de buurt niet zelf bepalen; neem ze enkel over uit een "
                        "officiële lijst."
                        if name == "buurt"
                        else f"Voeg de kolom {name} toe als je het weet.",
                        column=name,
                    )
                )

    def _check_doubles(self) -> None:
        import polars as pl

        if not self.hashes:
            self.findings.single.append(
                Problem(
                    Ernst.MELDING,
                    "geen_leerlingnummer",
                    "Er is geen kolom leerling: we kunnen niet nagaan of een leerling er twee "
                    "keer in staat.",
                    "Voeg een kolom leerling toe met het stamnummer.",
                )
            )
            return
        filled = pl.concat(self.hashes).filter(~pl.col("empty"))
        self.hashes = []
        if filled["hash"].n_unique() == filled.height:
            return
        suspects = (
            filled.group_by("hash")
            .agg(pl.col("halves").cast(pl.Int64).sum())
            .filter(pl.col("halves") > 2)
        )
        if suspects.height:
            self._confirm_doubles(set(suspects["hash"].to_list()))

    def _confirm_doubles(self, suspects: set[int]) -> None:
        """Walk the file again and compare the numbers themselves."""
        import polars as pl

        seen: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for first, block in self.table.blocks():
            frame = block.select(
                (pl.int_range(pl.len()) + first).alias("row"),
                *[
                    pl.col(f"c{self.mapping[n]}").alias(n)
                    for n in ("instellingsnummer", "leerling", "gewicht")
                    if n in self.mapping
                ],
            )
            texts = frame["instellingsnummer"].unique().to_list()
            mapped = [col.instellingsnummer(col.clean(t)) or _UNKNOWN for t in texts]
            frame = frame.with_columns(
                pl.col("instellingsnummer").replace_strict(texts, mapped, return_dtype=pl.String),
                pl.col("leerling").str.strip_chars(),
            )
            hashes = pl.struct("instellingsnummer", "leerling").hash(seed=1)
            for row in frame.filter(hashes.is_in(list(suspects))).iter_rows(named=True):
                if self.only is not None and row["instellingsnummer"] != self.only:
                    continue
                halves = col.gewicht(col.clean(row.get("gewicht", ""))) or 0
                key = (row["instellingsnummer"], row["leerling"])
                seen.setdefault(key, []).append((row["row"], halves))
        for (nummer, leerling), rows in seen.items():
            if leerling and sum(h for _, h in rows) > 2:
                self.findings.add(
                    "dubbel",
                    "leerling",
                    leerling,
                    [r for r, _ in rows],
                    len(rows),
                    ernst=Ernst.FOUT,
                    sentence=f"leerling {leerling} telt in school {nummer} voor meer dan één "
                    "leerling",
                    remedy="Verwijder de dubbele rij, of zet in beide rijen gewicht 0,5.",
                )


def _added(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Add the cells of several blocks."""
    import polars as pl

    if len(parts) == 1:
        return parts[0]
    return (
        pl.concat(parts)
        .with_columns(pl.col(pl.String).cast(pl.Categorical))
        .group_by("instellingsnummer", *KEYS)
        .agg(pl.col("halves").sum())
        .with_columns(pl.col(pl.Categorical).cast(pl.String))
    )


def _per_value(frame: pl.DataFrame, name: str) -> Iterator[tuple[str, list[int], int]]:
    """(value, first rows, count) for the rows of a frame."""
    import polars as pl

    grouped = frame.group_by(name, maintain_order=True).agg(
        pl.col("row").head(EXAMPLES), pl.len().alias("count")
    )
    for text, rows, count in grouped.iter_rows():
        yield col.clean(text)[:60], rows, count


def _words(kind: str, name: str, text: str) -> tuple[str, str]:
    """(sentence, remedy) for a value that is not allowed."""
    shown = f"'{text}'" if text else "een lege cel"
    if kind == "nummer":
        return (
            f"{shown} is geen instellingsnummer",
            "Schrijf het instellingsnummer als zes cijfers, bijvoorbeeld 012345. Zet de kolom in "
            "Excel eerst op tekst.",
        )
    if kind == "niveau":
        return (
            f"{shown} is geen onderwijsniveau",
            "Schrijf kleuter, lager, so, bubao of buso.",
        )
    if kind == "graad":
        return (
            f"{shown} is geen graad, en in het secundair is die nodig",
            "Schrijf in de kolom graad 1, 2, 3 of okan.",
        )
    return (
        f"{shown} in kolom {name} kennen we niet",
        "Schrijf basisaanbod of een type van 1 tot 9, of laat de cel leeg.",
    )
