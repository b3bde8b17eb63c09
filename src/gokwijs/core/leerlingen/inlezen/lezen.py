"""Read the rows of a pupil file with a mapping, and list every problem at once.

In: a table of text, a column mapping and the number of the school. Out: rows with typed values,
problems in Dutch, and what was dropped. A field that is None in a row has no column in the file.
Only mapped columns are read; in the others only register numbers are looked for, to say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.verklaring import (
    Opleiding,
    Taal,
    besluit_opleiding,
    besluit_thuistaal,
)
from gokwijs.core.leerlingen.inlezen import rijksregister, waarden
from gokwijs.core.leerlingen.inlezen.findings import Findings
from gokwijs.core.leerlingen.inlezen.profiel import ColumnMapping, column_keys
from gokwijs.core.leerlingen.inlezen.velden import (
    EDUCATION_FIELD,
    IDENTITY,
    KENMERK_FIELDS,
    LANGUAGE_FIELDS,
    PLACE,
    REQUIRED,
    Kind,
    dpia_fields,
    never_read,
)
from gokwijs.core.telling import columns as col
from gokwijs.core.telling.columns import FOOTER, clean, fold, whole
from gokwijs.core.telling.reading import Ernst, Problem
from gokwijs.core.telling.table import Table

if TYPE_CHECKING:
    import polars as pl

MAX_ROWS = 200_000
MAX_TEXT: Mapping[str, int] = {
    "stamnummer": 20,
    "naam": 100,
    "voornaam": 100,
    "vorige_school": 200,
    "vestigingsplaats": 20,
    "administratieve_groep": 20,
    "leerjaar": 20,
    "richting": 100,
    "klas": 30,
    "attest": 60,
}
_FOOTER = re.compile(FOOTER)
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Row:
    """One line of the file about one pupil. ``place`` and ``identity`` hold mapped columns only."""

    rij: int
    stamnummer: str
    identity: dict[str, str | date]
    place: dict[str, Any]
    begin: date | None = None
    einde: date | None = None
    verwacht_einde: date | None = None
    attest: str = ""
    antwoorden: dict[Kenmerk, Antwoord] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileReading:
    """A read file: rows, problems, and the headers of what was not read."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    lines: int
    dropped: tuple[str, ...]
    empty_columns: frozenset[str]  # mapped fields without a single value

    @property
    def ok(self) -> bool:
        return not any(p.ernst is Ernst.FOUT for p in self.problems)


def read_rows(
    table: Table,
    mapping: ColumnMapping,
    *,
    nummer: str,
    known: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> FileReading:
    """Read every row. ``known`` are the stamnummers of the school, for lost leading zeros.

    Raises Refusal for a file that cannot be read at all.
    """
    return _Reader(table, mapping, nummer, known, progress).read()


class _Reader:
    def __init__(
        self,
        table: Table,
        mapping: ColumnMapping,
        nummer: str,
        known: frozenset[str],
        progress: Progress | None,
    ) -> None:
        self.table, self.mapping, self.nummer = table, mapping, nummer
        self.known, self.progress = known, progress
        self.findings = Findings()
        self.findings.single.extend(table.notes)
        keys = column_keys(table.header)
        self.names = {
            k: clean(n) or f"(kolom {i})"
            for i, (k, n) in enumerate(zip(keys, table.header, strict=True), start=1)
        }
        self.places: dict[str, int] = {}  # field → column
        for place, key in enumerate(keys):
            chosen = mapping.columns.get(key, "")
            if chosen and not never_read(table.header[place]):
                self.places.setdefault(chosen, place)
        self.headers = {f: self.names[keys[p]] for f, p in self.places.items()}
        self.orders: dict[str, waarden.Order] = {}
        self.cache: dict[str, dict[str, Any]] = {f: {} for f in self.places}
        self.filled: set[str] = set()
        self.rows: list[Row] = []
        self.skipped = {"footer": 0, "ander": 0, "voorlopig": 0, "rol": 0, "leeg": 0, "gelijk": 0}
        self.lines = 0
        self.register: dict[int, set[str]] = {}  # column → texts that hold a register number

    # ------------------------------------------------------------ the walk

    def read(self) -> FileReading:
        self._check_columns()
        blocks = list(self.table.blocks())
        total = sum(block.height for _, block in blocks)
        if total > MAX_ROWS:
            self.findings.say(
                "te_veel_rijen",
                f"Het bestand heeft {total} rijen; het maximum is {MAX_ROWS}.",
                "Splits het bestand per school.",
            )
            blocks = []
        for _, block in blocks:
            self._note_register(block)
        self._decide_register(total)
        self._decide_dates([block for _, block in blocks])
        for first, block in blocks:
            self._read_block(first, block, total)
        self._say_skipped()
        self._say_dropped()
        self._check_doubles()
        if not self.rows and not any(p.ernst is Ernst.FOUT for p in self.findings.problems()):
            self.findings.say(
                "geen_leerlingen",
                "In dit bestand staat geen enkele leerling van deze school.",
                "Kies de leerlingenlijst van je school.",
            )
        return FileReading(
            tuple(self.rows),
            self.findings.problems(),
            self.lines,
            tuple(self._not_read()),
            frozenset(set(self.places) - self.filled),
        )

    def _check_columns(self) -> None:
        for name in REQUIRED:
            if name not in self.places:
                self.findings.say(
                    "kolom_ontbreekt",
                    f"Geen enkele kolom is gekoppeld aan {name}.",
                    f"Kies bij de kolommen welke de {name} bevat.",
                )

    def _not_read(self) -> list[str]:
        used = set(self.places.values())
        return [
            clean(name) or f"(kolom {place + 1})"
            for place, name in enumerate(self.table.header)
            if place not in used
        ]

    # ------------------------------------------------------------ register numbers

    def _note_register(self, block: pl.DataFrame) -> None:
        import polars as pl

        for place in range(len(self.table.header)):
            name = f"c{place}"
            looked = block.filter(pl.col(name).str.contains(rijksregister.LOOK))[name]
            if looked.len():
                texts = {t for t in looked.unique().to_list() if rijksregister.find(t)}
                if texts:
                    self.register.setdefault(place, set()).update(texts)

    def _decide_register(self, total: int) -> None:
        """Numbers that lost zeros count only when they fill most of a column."""
        for place, texts in list(self.register.items()):
            whole_ones = {t for t in texts if (f := rijksregister.find(t)) and not f.restored}
            kept = texts if len(texts) * 2 >= total else whole_ones
            if not kept:
                del self.register[place]
                continue
            self.register[place] = kept
            header = clean(self.table.header[place]) or f"(kolom {place + 1})"
            self.findings.say(
                "rijksregisternummer",
                f"In kolom {header} staan rijksregisternummers ({len(kept)}); we lezen ze niet.",
                "GOK-wijs heeft ze niet nodig. Laat de kolom weg uit de export.",
                ernst=Ernst.WAARSCHUWING,
                column=header,
            )
            doubts = {w for t in kept if (f := rijksregister.find(t)) and (w := f.warning)}
            for doubt in sorted(doubts):
                self.findings.say(
                    "rijksregisternummer_vreemd",
                    f"Kolom {header}: {doubt}",
                    "Kijk na of de kolommen niet verschoven zijn.",
                    ernst=Ernst.WAARSCHUWING,
                    column=header,
                )

    # ------------------------------------------------------------ values

    def _decide_dates(self, blocks: list[pl.DataFrame]) -> None:
        for name, place in self.places.items():
            if dpia_fields()[name].kind is not Kind.DATE:
                continue
            texts = {clean(t) for b in blocks for t in b[f"c{place}"].unique().to_list()}
            order = waarden.order_of(texts)
            self.orders[name] = order
            if order is waarden.Order.MIXED:
                self.findings.say(
                    "datum_volgorde",
                    f"In kolom {self.headers[name]} staat soms de dag en soms de maand eerst.",
                    "Zet de kolom in Excel op datum en bewaar opnieuw.",
                    column=self.headers[name],
                )
            elif order is waarden.Order.MONTH_FIRST:
                self.findings.say(
                    "datum_volgorde",
                    f"In kolom {self.headers[name]} staat de maand voor de dag; zo lezen we ze.",
                    "Kijk na of de datums kloppen.",
                    ernst=Ernst.WAARSCHUWING,
                    column=self.headers[name],
                )

    def _read_block(self, first: int, block: pl.DataFrame, total: int) -> None:
        names = list(self.places)
        columns = [block[f"c{self.places[n]}"].to_list() for n in names]
        begins = block["c0"].to_list()
        for place in range(block.height):
            self.lines += 1
            if self.progress is not None and self.lines % 1000 == 0:
                self.progress(self.lines, total)
            texts = {n: column[place] for n, column in zip(names, columns, strict=True)}
            self._read_row(first + place, texts, begins[place])

    def _read_row(self, rij: int, texts: dict[str, str], first_cell: str) -> None:
        values = {n: self._value(n, t, rij) for n, t in texts.items()}
        if not values.get("stamnummer"):
            self._without_number(rij, sum(1 for t in texts.values() if clean(t)), first_cell)
            return
        if self._is_skipped(values):
            return
        row = Row(
            rij,
            self._stamnummer(values["stamnummer"], rij),
            {n: values[n] for n in IDENTITY if n in values},
            {n: values[n] for n in PLACE if n in values},
            values.get("begin"),
            values.get("einde"),
            values.get("verwacht_einde"),
            values.get("attest") or "",
            self._antwoorden(values),
        )
        if row.begin and row.einde and row.einde <= row.begin:
            if row.begin == row.einde:
                self.skipped["gelijk"] += 1
            else:
                self.findings.add(
                    "einde_voor_begin",
                    self.headers["einde"],
                    f"{row.einde:%d/%m/%Y}",
                    rij,
                    "het einde ligt voor het begin",
                    "Verbeter een van de twee datums.",
                )
            return
        for name in ("naam", "voornaam"):
            if not row.identity.get(name):
                self.findings.add(
                    "naam_leeg",
                    self.headers.get(name, name),
                    "",
                    rij,
                    f"de {name} is leeg",
                    "Vul de naam in. Bestaat er maar één naam? Zet dan een streepje.",
                )
        self.rows.append(row)

    def _without_number(self, rij: int, filled: int, first_cell: str) -> None:
        if not filled and not clean(first_cell):
            self.skipped["leeg"] += 1
        elif _FOOTER.match(clean(first_cell)) or filled < 2:
            self.skipped["footer"] += 1
        else:
            self.findings.add(
                "stamnummer_leeg",
                self.headers.get("stamnummer", "stamnummer"),
                "",
                rij,
                "het stamnummer is leeg of niet bruikbaar",
                "Elke leerling heeft een stamnummer nodig: zo vinden we hem volgende keer terug.",
            )

    def _is_skipped(self, values: dict[str, Any]) -> bool:
        nummer = values.get("instellingsnummer")
        if nummer and nummer != self.nummer:
            self.skipped["ander"] += 1
        elif values.get("voorlopig") is Antwoord.JA:
            self.skipped["voorlopig"] += 1
        elif values.get("basisrol") == "ander":
            self.skipped["rol"] += 1
        else:
            return False
        return True

    def _stamnummer(self, text: str, rij: int) -> str:
        if text.isdigit() and len(text) < 7 and text not in self.known:
            self.findings.add(
                "nullen",
                self.headers["stamnummer"],
                "",
                rij,
                "het stamnummer miste nullen vooraan; we zetten ze terug",
                "Zet de kolom in Excel op tekst, dan blijven ze staan.",
                ernst=Ernst.MELDING,
            )
            return text.zfill(7)
        return text

    def _value(self, name: str, text: str, rij: int) -> Any:
        """The value of a cell; each different text is read once."""
        cache = self.cache[name]
        if text not in cache:
            cache[text] = self._converted(name, text)
            if clean(text):
                self.filled.add(name)
        value, problem = cache[text]
        if problem is not None:
            kind, sentence, remedy, ernst = problem
            self.findings.add(
                kind, self.headers[name], clean(text)[:60], rij, sentence, remedy, ernst=ernst
            )
        return value

    def _converted(self, name: str, raw: str) -> tuple[Any, tuple[str, str, str, Ernst] | None]:
        text = clean(raw)
        if raw in self.register.get(self.places[name], ()):
            return ("" if dpia_fields()[name].kind is Kind.TEXT else None), None
        text = self.mapping.values.get(name, {}).get(fold(text), text)
        kind = dpia_fields()[name].kind
        if kind is Kind.DATE:
            return self._date(name, text)
        if kind is Kind.TEXT:
            return self._text(name, text)
        value = _READERS[name](text)
        if value is None and text and name != "basisrol":
            ernst = Ernst.FOUT if name in _STRICT else Ernst.WAARSCHUWING
            return (
                _UNKNOWN[kind],
                ("waarde", f"'{text[:60]}' kennen we niet", _REMEDY[kind, ernst], ernst),
            )
        return value, None

    def _date(self, name: str, text: str) -> tuple[Any, tuple[str, str, str, Ernst] | None]:
        if not text:
            return None, None
        found = waarden.day(text, self.orders.get(name, waarden.Order.DAY_FIRST))
        if found is None or not 1900 <= found.year <= 2100:
            return None, (
                "datum",
                f"'{text[:60]}' is geen datum",
                "Schrijf de datum als dag/maand/jaar, bijvoorbeeld 01/09/2026.",
                Ernst.FOUT,
            )
        return found, None

    def _text(self, name: str, text: str) -> tuple[Any, tuple[str, str, str, Ernst] | None]:
        if name == "instellingsnummer":
            if not text:
                return "", None
            found = col.instellingsnummer(text)
            if found is not None:
                return found, None
            return "", (
                "nummer",
                f"'{text[:60]}' is geen instellingsnummer",
                "Schrijf het als zes cijfers, of koppel deze kolom niet.",
                Ernst.FOUT,
            )
        if name in ("stamnummer", "administratieve_groep", "vestigingsplaats"):
            if waarden.SCIENTIFIC.match(text):
                return "", (
                    "wetenschappelijk",
                    f"'{text}' is een afgerond getal van Excel: de cijfers zijn weg",
                    "Zet de kolom in Excel op tekst voor je het bestand bewaart.",
                    Ernst.FOUT,
                )
            text = whole(text)
        longest = MAX_TEXT.get(name, 200)
        if len(text) > longest or "\x00" in text:
            return text.replace("\x00", "")[:longest], (
                "te_lang",
                f"'{text[:30]}…' is te lang (meer dan {longest} tekens)",
                "Kijk na of de kolommen niet verschoven zijn.",
                Ernst.FOUT,
            )
        return text, None

    def _antwoorden(self, values: dict[str, Any]) -> dict[Kenmerk, Antwoord]:
        """What the row says of each kenmerk; unknown says nothing."""
        found = {
            k: values[name]
            for name, k in KENMERK_FIELDS.items()
            if values.get(name) not in (None, Antwoord.ONBEKEND)
        }
        talen = {lid: values[n] for n, lid in LANGUAGE_FIELDS.items() if values.get(n)}
        if talen and Kenmerk.THUISTAAL not in found:
            antwoord = besluit_thuistaal(talen).antwoord
            if antwoord is not Antwoord.ONBEKEND:
                found[Kenmerk.THUISTAAL] = antwoord
        opleiding = values.get(EDUCATION_FIELD)
        if opleiding and Kenmerk.OPLEIDING_MOEDER not in found:
            antwoord = besluit_opleiding(opleiding).antwoord
            if antwoord is not Antwoord.ONBEKEND:
                found[Kenmerk.OPLEIDING_MOEDER] = antwoord
        return found

    # ------------------------------------------------------------ at the end

    def _say_skipped(self) -> None:
        words = {
            "footer": "rijen met een totaal, een titel of een noot overgeslagen",
            "ander": "rijen van een andere school overgeslagen",
            "voorlopig": "voorlopige inschrijvingen overgeslagen",
            "rol": "accounts overgeslagen die geen leerling zijn",
            "leeg": "lege rijen overgeslagen",
            "gelijk": "rijen overgeslagen waarvan begin en einde gelijk zijn",
        }
        for kind, number in self.skipped.items():
            if number:
                self.findings.say(
                    f"overgeslagen_{kind}",
                    f"{number} {words[kind]}.",
                    "Je hoeft niets te doen.",
                    ernst=Ernst.MELDING,
                )

    def _say_dropped(self) -> None:
        used = set(self.places.values())
        for place, name in enumerate(self.table.header):
            dropped = never_read(name)
            if dropped is not None and place not in used:
                self.findings.say(
                    "weggelaten",
                    f"Kolom {clean(name)} is niet gelezen. {dropped.reden}",
                    "Laat de kolom weg uit de export als dat kan.",
                    ernst=Ernst.MELDING,
                    column=clean(name),
                )

    def _check_doubles(self) -> None:
        seen: dict[tuple[str, date | None], int] = {}
        whole_ones: dict[str, list[Row]] = {}
        for row in self.rows:
            whole_ones.setdefault(row.stamnummer, []).append(row)
        for stamnummer, rows in whole_ones.items():
            if len(rows) == 1:
                continue
            seen.clear()
            for row in rows:
                key = (stamnummer, row.begin)
                halves = seen.get(key, 0) + int(row.place.get("gewicht") or 2)
                seen[key] = halves
                if halves > 2:
                    self.findings.add(
                        "dubbel",
                        self.headers["stamnummer"],
                        stamnummer,
                        row.rij,
                        f"leerling {stamnummer} staat er twee keer in, met dezelfde begindatum",
                        "Verwijder de dubbele rij, of zet in beide rijen gewicht 0,5.",
                    )


_STRICT = ("onderwijsniveau", "graad", "gewicht")
_READERS: Mapping[str, Callable[[str], Any]] = {
    "onderwijsniveau": col.niveau,
    "graad": lambda text: col.graad(text) if text else "",
    "type": col.soort,
    "gewicht": col.gewicht,
    "mfc_verblijf": waarden.answer,
    "voorlopig": waarden.answer,
    "basisrol": waarden.rol,
    EDUCATION_FIELD: waarden.education,
    **dict.fromkeys(KENMERK_FIELDS, waarden.answer),
    "thuistaal": waarden.thuistaal,
    **dict.fromkeys(LANGUAGE_FIELDS, waarden.language),
}
_UNKNOWN: Mapping[Kind, Any] = {
    Kind.ANSWER: Antwoord.ONBEKEND,
    Kind.LANGUAGE: Taal.ONBEKEND,
    Kind.EDUCATION: Opleiding.ONBEKEND,
    Kind.CODE: "",
}
_AGAIN = "Kies bij de kolommen wat deze waarde betekent, of verbeter het bestand."
_REMEDY: Mapping[tuple[Kind, Ernst], str] = {
    (Kind.ANSWER, Ernst.WAARSCHUWING): f"We lezen ze als onbekend. {_AGAIN}",
    (Kind.LANGUAGE, Ernst.WAARSCHUWING): f"We lezen ze als onbekend. {_AGAIN}",
    (Kind.EDUCATION, Ernst.WAARSCHUWING): f"We lezen ze als onbekend. {_AGAIN}",
    (Kind.CODE, Ernst.WAARSCHUWING): f"We lezen ze als leeg. {_AGAIN}",
    (Kind.CODE, Ernst.FOUT): _AGAIN,
}


def is_known(name: str, text: str) -> bool:
    """Does the field know this text? Texts and dates are not chosen from a list."""
    reader = _READERS.get(name)
    return reader is None or name == "basisrol" or reader(text) is not None
