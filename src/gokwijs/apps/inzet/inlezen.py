"""Rows of a file of the accounts as bookings, with every problem at once.

In: a ``Blad`` and what each column is. Out: rows to book with their row number, and problems in
Dutch. Nothing is guessed about an amount: where a point can mean two things, that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from gokwijs.apps.inzet.bestand import VELDEN, Blad, LeesError, fout
from gokwijs.core.beleid.bedragen import BedragError, parse_bedrag
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.numbers import exact_string
from gokwijs.core.leerlingen.inlezen.waarden import Order, day, order_of
from gokwijs.core.telling.columns import fold
from gokwijs.core.telling.reading import Ernst, Problem

_T = TypeVar("_T")
_SHOWN = 20  # problems of one kind


@dataclass(frozen=True)
class Regel:
    """One row that can be booked."""

    rij: int
    datum: date
    besteed: Fraction
    omschrijving: str
    referentie: str
    actie: int | None
    streefdoel: int | None
    dubbel: bool = False  # the same booking is there already

    @property
    def sleutel(self) -> tuple[date, Fraction, str]:
        """Two bookings with the same key are one."""
        return self.datum, self.besteed, fold(self.referentie or self.omschrijving)


@dataclass(frozen=True)
class Gelezen:
    """Everything of a file: rows to book, and every problem."""

    regels: tuple[Regel, ...]
    problemen: tuple[Problem, ...]
    leeg: int  # rows without anything in them

    @property
    def fouten(self) -> bool:
        return any(p.ernst is Ernst.FOUT for p in self.problemen)

    @property
    def dubbel(self) -> int:
        return sum(regel.dubbel for regel in self.regels)

    @property
    def zonder(self) -> int:
        return sum(r.actie is None and r.streefdoel is None for r in self.regels)

    @property
    def som(self) -> Fraction:
        return sum((r.besteed for r in self.regels if not r.dubbel), Fraction(0))


@dataclass(frozen=True)
class Context:
    """What a row is held against: codes and titles of the plan, and what was booked before."""

    schooljaar: Schooljaar
    soort: Middelsoort
    codes: Mapping[str, tuple[int | None, int | None]]  # folded code or title → actie, streefdoel
    geboekt: frozenset[tuple[date, Fraction, str]]


def lees_regels(blad: Blad, koppeling: Mapping[str, int], context: Context) -> Gelezen:
    """Every row; a row with a mistake is a problem with its number and what to do."""
    missing = _missing(koppeling)
    if missing:
        return Gelezen((), (missing,), 0)
    reader = _Reader(blad, koppeling, context)
    regels: list[Regel] = []
    problems: list[Problem] = list(blad.waarschuwingen)
    empty, seen = 0, set(context.geboekt)
    for place, cells in enumerate(blad.rijen):
        if not any(cells) or reader.is_total(cells):
            empty += 1
            continue
        row = blad.eerste_rij + place
        found, wrong = reader.read(row, cells)
        problems += wrong
        if found is not None:
            double = found.sleutel in seen
            seen.add(found.sleutel)
            regels.append(replace(found, dubbel=double))
    if not regels and not problems:
        problems.append(fout("Er staat niets in dit bestand om te boeken.", "Kies een ander."))
    return Gelezen(tuple(regels), tuple(_grouped(problems)), empty)


def _missing(koppeling: Mapping[str, int]) -> Problem | None:
    lacks = [VELDEN[f][0] for f in ("datum", "omschrijving") if f not in koppeling]
    if "bedrag" not in koppeling and "debet" not in koppeling:
        lacks.insert(0, "Bedrag")
    if not lacks:
        return None
    return fout(
        f"We weten niet welke kolom dit is: {', '.join(lacks)}.",
        "Kies hierboven de kolom en druk op 'Kijk opnieuw na'.",
    )


def _grouped(problems: Iterable[Problem]) -> list[Problem]:
    """At most so many of one kind: after that a count."""
    shown: dict[str, list[Problem]] = {}
    for problem in problems:
        shown.setdefault(problem.kind, []).append(problem)
    found: list[Problem] = []
    for same in shown.values():
        found += same[:_SHOWN]
        if len(same) > _SHOWN:
            more = f"En nog {len(same) - _SHOWN} keer hetzelfde."
            found.append(Problem(same[0].ernst, same[0].kind, more, same[0].remedy))
    return found


_COMMA, _POINT = re.compile(r",\d{1,2}$"), re.compile(r"\.\d{1,2}$")
_AROUND = re.compile(r"^\((.*)\)$")
_BEHIND = re.compile(r"^(.*?)\s*(-|−|cr|c)$", re.IGNORECASE)
_CURRENCY = re.compile(r"€|\beur\b|\beuro\b", re.IGNORECASE)
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?", re.IGNORECASE)
_TOTAL = re.compile(r"^(sub)?tota+l(en)?\b|^saldo\b|^eindtotaal\b", re.IGNORECASE)


class _Reader:
    """Reads rows; how a column writes numbers and dates is decided from the whole column."""

    def __init__(self, blad: Blad, koppeling: Mapping[str, int], context: Context) -> None:
        self._place, self._context = koppeling, context
        self._order = order_of(self._column(blad, "datum"))
        amounts = [t for f in ("bedrag", "debet", "credit") for t in self._column(blad, f)]
        self._comma = any(_COMMA.search(_bare(t)) for t in amounts)
        self._point = any(_POINT.search(_bare(t)) for t in amounts)

    def _column(self, blad: Blad, field: str) -> list[str]:
        place = self._place.get(field)
        return [] if place is None else [row[place] for row in blad.rijen if row[place]]

    def _cell(self, cells: Sequence[str], field: str) -> str:
        place = self._place.get(field)
        return "" if place is None else cells[place]

    def is_total(self, cells: Sequence[str]) -> bool:
        """A closing line: no date, and a word that says so."""
        first = next((c for c in cells if c), "")
        return not self._cell(cells, "datum") and bool(_TOTAL.match(first))

    def read(self, row: int, cells: Sequence[str]) -> tuple[Regel | None, list[Problem]]:
        problems: list[Problem] = []
        datum = self._try(lambda: self._date(row, cells), problems)
        besteed = self._try(lambda: self._amount(row, cells), problems)
        text = self._cell(cells, "omschrijving")[:300]
        reference = self._cell(cells, "referentie")[:80]
        if not text and not reference:
            problems.append(
                _soort("omschrijving", f"Rij {row}: er is geen omschrijving.", "Vul ze aan.", row)
            )
        actie, doel, warning = self._plek(row, cells)
        if warning is not None:
            problems.append(warning)
        if datum is None or besteed is None or not (text or reference):
            return None, problems
        return Regel(row, datum, besteed, text or reference, reference, actie, doel), problems

    @staticmethod
    def _try(make: Callable[[], _T], problems: list[Problem]) -> _T | None:
        try:
            return make()
        except LeesError as error:
            problems.append(error.problem)
            return None

    def _date(self, row: int, cells: Sequence[str]) -> date:
        text = self._cell(cells, "datum")
        if self._order is Order.MIXED:
            raise LeesError(
                _soort(
                    "datumvolgorde",
                    f"Rij {row}: in deze kolom staan dag en maand niet altijd in dezelfde orde.",
                    "Schrijf elke datum als 31/12/2026.",
                    row,
                )
            )
        found = day(text.split(" ")[0], self._order) if text else None
        if found is None:
            raise LeesError(
                _soort(
                    "datum",
                    f"Rij {row}: '{text[:40]}' is geen datum."
                    if text
                    else f"Rij {row}: er is geen datum.",
                    "Schrijf ze als 31/12/2026.",
                    row,
                )
            )
        start = self._context.schooljaar.start
        if not date(start, 1, 1) <= found <= date(start + 1, 12, 31):
            raise LeesError(
                _soort(
                    "datum_ver",
                    f"Rij {row}: {found:%d/%m/%Y} ligt te ver van schooljaar "
                    f"{self._context.schooljaar}.",
                    "Kijk de datum na, of lees dit bestand in bij een ander schooljaar.",
                    row,
                )
            )
        return found

    def _amount(self, row: int, cells: Sequence[str]) -> Fraction:
        if "bedrag" in self._place:
            found = self._number(row, self._cell(cells, "bedrag"))
        else:
            out, back = self._cell(cells, "debet"), self._cell(cells, "credit")
            found = (self._number(row, out) if out else Fraction(0)) - (
                self._number(row, back) if back else Fraction(0)
            )
        if not found:
            raise LeesError(
                _soort("nul", f"Rij {row}: het bedrag is nul of leeg.", "Vul het in.", row)
            )
        return found

    def _number(self, row: int, text: str) -> Fraction:
        plain, negative = _bare(text), False
        around = _AROUND.match(plain) or _BEHIND.match(plain)
        if around is not None:
            plain, negative = around[1].strip(), True
        plain = self._one_way(row, plain)
        try:
            value = parse_bedrag(self._context.soort, plain, mag_negatief=True)
        except BedragError as error:
            raise LeesError(
                _soort("bedrag", f"Rij {row}: {error}", "Verbeter het.", row)
            ) from error
        return -value if negative else value

    def _one_way(self, row: int, text: str) -> str:
        """The same number with a comma for decimals and nothing for thousands."""
        if _LONG.fullmatch(text) and not self._comma and self._context.soort.is_geld:
            cents = Fraction(text) * 100
            if abs(cents - round(cents)) < Fraction(1, 1000) and len(text.split(".")[1]) > 3:
                return exact_string(Fraction(round(cents), 100)).replace(".", ",")
        if self._comma and self._point:
            both = "." in text and "," in text
            if both and text.rindex(",") < text.rindex("."):
                return text.replace(",", "").replace(".", ",")
            return text
        if self._comma:
            return text.replace(".", "").replace(" ", "").replace("'", "")
        if self._point:
            return text.replace(",", "").replace(" ", "").replace("'", "").replace(".", ",")
        return text

    def _plek(
        self, row: int, cells: Sequence[str]
    ) -> tuple[int | None, int | None, Problem | None]:
        text = self._cell(cells, "code")
        if not text:
            return None, None, None
        found = self._context.codes.get(fold(text))
        if found is not None:
            return *found, None
        warning = Problem(
            Ernst.WAARSCHUWING,
            "code",
            f"Rij {row}: we kennen geen actie of streefdoel '{text[:60]}'.",
            "De boeking krijgt het merk 'zonder streefdoel'; je kiest later waarvoor ze is.",
            row=row,
        )
        return None, None, warning


def _bare(text: str) -> str:
    return _CURRENCY.sub("", text).strip()


def _soort(kind: str, sentence: str, remedy: str, row: int) -> Problem:
    return Problem(Ernst.FOUT, kind, sentence, remedy, row=row)
