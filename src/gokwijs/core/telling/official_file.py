"""The official counts file of AgODi: one row per school, absolute counts with halves.

In: "Publicaties_Leerlingenkenmerken_Overzicht_<schooljaar>_so.xlsx" as a binary stream. Out: the
row of one school, or every problem. Rows of other schools are never kept.

The shape: title rows with the schooljaar, the header somewhere around row 11 with double and
non-breaking spaces in its texts, a column Teldatum as an Excel serial number that lies in the
February before the schooljaar. Columns are found by their text. Why there are halves is an open
question (OV-09).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import BinaryIO

from gokwijs.core.calendar import Schooljaar, SchooljaarError, dutch_date, teldag
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.telling.columns import fold
from gokwijs.core.telling.reading import Ernst, Problem, Refusal
from gokwijs.core.telling.table import Table, read_table

MAX_BYTES = 20 * 1024 * 1024
_WORDS: Mapping[str, str] = {
    "instellingsnummer": r"instellingsnummer|instelnr|instellingsnr|nummer instelling",
    "leerlingen": r"(totaal )?(aantal )?leerlingen|aantal regelmatige leerlingen|aantalleerlingen",
    "opleiding_moeder": r"(indicator )?(opleiding ?moeder|opleidingsniveau moeder)",
    "schooltoeslag": r"(indicator )?(schooltoelage|schooltoeslag|participatietoeslag)",
    "thuistaal": r"(indicator )?(thuistaal|gezinstaal)( niet nederlands| niet-nederlands)?",
    "buurt": r"(indicator )?buurt",
    "teldatum": r"teldatum|teldag",
    "oki": r"oki|onderwijskansarmoede-?indicator( \(oki\))?",
}
_PATTERNS = {name: re.compile(f"(?:{words})") for name, words in _WORDS.items()}
COUNTED = (
    Kenmerk.OPLEIDING_MOEDER,
    Kenmerk.SCHOOLTOESLAG,
    Kenmerk.THUISTAAL,
    Kenmerk.BUURT,
)
_YEARS = re.compile(r"\b(20\d\d)\s*[-/–]\s*(20\d\d|\d\d)\b")
_POINTS = re.compile(r"\d{1,3}(\.\d{3})+")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?: 00:00:00)?|(\d{1,2})/(\d{1,2})/(\d{4})")
_EPOCH = date(1899, 12, 30)  # day 0 of a serial number of Excel


class _Columns(Mapping[str, str]):
    """Which column a header text names; ``read_table`` finds the header row with it."""

    def __getitem__(self, text: str) -> str:
        plain = fold(text)
        for name, pattern in _PATTERNS.items():
            if pattern.fullmatch(plain):
                return name
        raise KeyError(text)

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and any(p.fullmatch(fold(text)) for p in _PATTERNS.values())

    def __iter__(self) -> Iterator[str]:
        return iter(_WORDS)

    def __len__(self) -> int:
        return len(_WORDS)

    def values(self) -> list[str]:  # type: ignore[override]
        """What a refusal names as the columns we look for."""
        return [name.replace("_", " ") for name in _WORDS if name != "oki"]


@dataclass(frozen=True, slots=True)
class OfficialRow:
    """The own row. ``oki`` only when the file has such a column."""

    schooljaar: Schooljaar
    teldag: date
    leerlingen: Fraction
    counts: Mapping[Kenmerk, Fraction]
    oki: Fraction | None
    title: str

    @property
    def mean(self) -> Fraction:
        """The four kenmerken per pupil, from the counts themselves and not from fractions."""
        return sum(self.counts.values(), Fraction(0)) / self.leerlingen

    def share(self, kenmerk: Kenmerk) -> Fraction:
        """Part of the pupils with the kenmerk."""
        return self.counts[kenmerk] / self.leerlingen


@dataclass(frozen=True, slots=True)
class OfficialReading:
    """``row`` is None when any problem is a ``fout``."""

    row: OfficialRow | None
    problems: tuple[Problem, ...]
    file_hash: str = ""


@dataclass
class _Found:
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, kind: str, sentence: str, remedy: str, row: int | None = None) -> None:
        self.problems.append(Problem(Ernst.FOUT, kind, sentence, remedy, row=row))


def read_official_file(
    stream: BinaryIO, *, filename: str, instellingsnummer: str
) -> OfficialReading:
    """Find the own row; every problem at once, in Dutch."""
    try:
        table = read_table(stream, filename=filename, index=_Columns(), max_bytes=MAX_BYTES)
        places = _places(table, filename)
        rows = _own_rows(table, places["instellingsnummer"], instellingsnummer)
    except Refusal as refusal:
        return OfficialReading(None, (refusal.problem,))
    found = _Found(list(table.notes))
    row = _one(rows, found, filename, instellingsnummer)
    read = _read(row[1], row[0], places, table, filename, found) if row else None
    return OfficialReading(read, tuple(found.problems), table.file_hash)


def _places(table: Table, filename: str) -> dict[str, int]:
    """Column name → place; raises Refusal when one is missing or there twice."""
    columns, places = _Columns(), dict[str, int]()
    for place, text in enumerate(table.header):
        if text not in columns:
            continue
        name = columns[text]
        if name in places:
            raise Refusal(
                "dubbel",
                f"{filename} heeft twee kolommen voor {name.replace('_', ' ')}.",
                "Neem het bestand zoals AgODi het publiceert.",
            )
        places[name] = place
    wanted = ("instellingsnummer", "leerlingen", *COUNTED, "teldatum")
    missing = [str(n).replace("_", " ") for n in wanted if n not in places]
    if missing:
        raise Refusal(
            "kolom",
            f"In {filename} ontbreken deze kolommen: {', '.join(missing)}.",
            "Kies het bestand 'Overzicht leerlingenkenmerken' van AgODi, zoals het gepubliceerd "
            "is. Een bestand met percentages kunnen we niet lezen.",
        )
    return places


def plain_number(text: str) -> str:
    """``12345.0`` and ``12345`` → ``012345``."""
    return re.sub(r"\.0+$", "", text.strip()).zfill(6)


def _own_rows(table: Table, place: int, nummer: str) -> list[tuple[int, Sequence[str]]]:
    found: list[tuple[int, Sequence[str]]] = []
    for first, block in table.blocks():
        for offset, record in enumerate(block.iter_rows()):
            if plain_number(str(record[place])) == nummer.zfill(6):
                found.append((first + offset, record))
    return found


def _one(
    rows: list[tuple[int, Sequence[str]]], found: _Found, filename: str, nummer: str
) -> tuple[int, Sequence[str]] | None:
    if not rows:
        found.wrong(
            "niet_gevonden",
            f"Instellingsnummer {nummer} staat niet in {filename}.",
            "Kijk na of dit het bestand van je onderwijsniveau en schooljaar is. Pas gesplitste "
            "scholen en niet-gesubsidieerde scholen staan er soms niet in.",
        )
        return None
    if len(rows) > 1:
        numbers = " en ".join(str(number) for number, _ in rows[:2])
        found.wrong(
            "dubbel",
            f"Instellingsnummer {nummer} staat {len(rows)} keer in {filename} (rij {numbers}).",
            "Kijk na welke rij juist is en neem de andere weg.",
        )
        return None
    return rows[0]


def _read(
    record: Sequence[str],
    number: int,
    places: Mapping[str, int],
    table: Table,
    filename: str,
    found: _Found,
) -> OfficialRow | None:
    values: dict[str, Fraction | None] = {}
    for name in ("leerlingen", *COUNTED):
        values[name] = _count(record[places[name]], str(name), number, found)
    day = _day(record[places["teldatum"]])
    if day is None:
        found.wrong(
            "teldatum",
            f"Rij {number}: de teldatum '{record[places['teldatum']][:40]}' is geen datum.",
            "Neem het bestand zoals AgODi het publiceert.",
            number,
        )
    everybody = values["leerlingen"]
    counts = {k: v for k in COUNTED if (v := values[k]) is not None}
    if everybody is not None and len(counts) == len(COUNTED):
        _check(everybody, counts, number, found)
    if any(p.ernst is Ernst.FOUT for p in found.problems) or day is None or not everybody:
        return None
    schooljaar = _schooljaar(table, filename, day, found)
    if schooljaar is None:
        return None
    oki = _oki(record[places["oki"]]) if "oki" in places else None
    title = table.above[0] if table.above else filename
    return OfficialRow(schooljaar, day, everybody, counts, oki, title[:250])


def _count(text: str, name: str, row: int, found: _Found) -> Fraction | None:
    """A whole or half number of pupils; a percentage or fraction is refused."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if _POINTS.fullmatch(plain):
        plain = plain.replace(".", "")
    plain = plain.replace(",", ".")
    if re.fullmatch(r"\d{1,6}(\.\d{1,12})?", plain) and plain.isascii():
        value = Fraction(plain)
        if (value * 2).denominator == 1:
            return value
    found.wrong(
        "aantal",
        f"Rij {row}: '{text[:40]}' bij {name.replace('_', ' ')} is geen heel of half aantal.",
        "We lezen enkel absolute aantallen, geen percentages. Neem het bestand zoals AgODi het "
        "publiceert.",
        row,
    )
    return None


def _check(
    everybody: Fraction, counts: Mapping[Kenmerk, Fraction], row: int, found: _Found
) -> None:
    if everybody <= 0:
        found.wrong("aantal", f"Rij {row}: er zijn geen leerlingen.", "Kijk het bestand na.", row)
    for kenmerk, number in counts.items():
        if number > everybody:
            found.wrong(
                "aantal",
                f"Rij {row}: {kenmerk.label.lower()} ({dutch_number(number)}) is meer dan alle "
                f"leerlingen ({dutch_number(everybody)}).",
                "Kijk het bestand na.",
                row,
            )


def _day(text: str) -> date | None:
    """A serial number of Excel, ``2024-02-01`` or ``1/02/2024``."""
    plain = re.sub(r"\.0+$", "", text.strip())
    try:
        if re.fullmatch(r"\d{5}", plain):
            return _EPOCH + timedelta(days=int(plain))
        match = _DAY.fullmatch(text.strip())
        if match is None:
            return None
        y, m, d, d2, m2, y2 = match.groups()
        return date(int(y), int(m), int(d)) if y else date(int(y2), int(m2), int(d2))
    except ValueError:
        return None


def _schooljaar(table: Table, filename: str, day: date, found: _Found) -> Schooljaar | None:
    """From the title, else from the file's name, else from the teldatum; checked with it."""
    named = next((m for t in (*table.above, filename) if (m := _YEARS.search(t))), None)
    try:
        wanted = Schooljaar.parse(named[0]) if named else Schooljaar(day.year)
    except SchooljaarError as error:
        found.wrong("schooljaar", str(error), "Neem het bestand zoals AgODi het publiceert.")
        return None
    if day.year != wanted.start or day.month not in (1, 2):
        found.problems.append(
            Problem(
                Ernst.WAARSCHUWING,
                "teldatum",
                f"Het bestand is van {wanted}, maar telt op {dutch_date(day)}. Voor {wanted} "
                f"verwachten we {dutch_date(teldag(wanted))}.",
                "Kijk na of dit het juiste bestand is; we nemen de teldatum die er staat.",
            )
        )
    return wanted


def _oki(text: str) -> Fraction | None:
    plain = text.strip().replace(",", ".")
    if not re.fullmatch(r"[0-4](\.\d{1,15})?", plain):
        return None
    value = Fraction(plain)
    return value if value <= 4 else None
