"""The Telling: how many pupils have which combination of kenmerken, per place in the school.

Counts are kept in *half pupils* (``halves``), as integers: official counts contain halves (OV-09).
A Telling is frozen, ordered and hashed; it holds small cells and is confidential as a whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from operator import add
from typing import Any

from gokwijs.core.kenmerken import KENMERKEN, Antwoord, Kenmerk

SEPARATOR = "\x1f"
_DIGITS = tuple(str(int(answer)) for answer in Antwoord)

Combination = tuple[Antwoord, Antwoord, Antwoord, Antwoord, Antwoord, Antwoord]


class Onderwijsniveau(StrEnum):
    KLEUTER = "kleuter"
    LAGER = "lager"
    SO = "so"
    BUBAO = "bubao"
    BUSO = "buso"


class Graad(StrEnum):
    """Graad of secundair onderwijs; NONE elsewhere."""

    NONE = ""
    EERSTE = "1"
    TWEEDE = "2"
    DERDE = "3"
    OKAN = "okan"


class Groep(StrEnum):
    """Groups I and II of the uren-leraar (CSO art. 224 and 232)."""

    I = "I"  # noqa: E741 - the law's own name
    II = "II"


GROEP_OF_GRAAD: Mapping[Graad, Groep] = {
    Graad.EERSTE: Groep.I,
    Graad.OKAN: Groep.I,
    Graad.TWEEDE: Groep.II,
    Graad.DERDE: Groep.II,
}


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell of the cube. ``kenmerken`` follows the order of ``KENMERKEN``.

    ``type`` (``basisaanbod``, ``1`` … ``9``, empty = unknown) and ``mfc_verblijf`` mean something
    in special education only; elsewhere ``type`` is empty and ``mfc_verblijf`` is NEE.
    """

    vestigingsplaats: str
    onderwijsniveau: Onderwijsniveau
    graad: Graad
    type: str
    mfc_verblijf: Antwoord
    leerjaar: str
    richting: str
    kenmerken: Combination
    halves: int

    def answer(self, kenmerk: Kenmerk) -> Antwoord:
        return self.kenmerken[KENMERKEN.index(kenmerk)]

    @property
    def line(self) -> str:
        """The cell as one line of text, for the fingerprint of its Telling."""
        return SEPARATOR.join(
            (
                self.vestigingsplaats,
                self.onderwijsniveau,
                self.graad,
                self.type,
                _DIGITS[self.mfc_verblijf],
                self.leerjaar,
                self.richting,
                "".join([_DIGITS[answer] for answer in self.kenmerken]),
                str(self.halves),
            )
        )


@dataclass(frozen=True, slots=True)
class GroupTotal:
    """Typed totals of one group: pupils, and per kenmerk how many ja and how many onbekend.

    All in half pupils. A kenmerk that is absent from ``ja`` was not typed: every pupil is unknown.
    ``groep`` is empty outside secundair onderwijs.
    """

    onderwijsniveau: Onderwijsniveau
    groep: Groep | None
    halves: int
    ja: Mapping[Kenmerk, int]
    onbekend: Mapping[Kenmerk, int] = field(default_factory=dict)

    def low(self, kenmerk: Kenmerk) -> int:
        """Pupils that certainly have the kenmerk, in halves."""
        return self.ja.get(kenmerk, 0)

    def high(self, kenmerk: Kenmerk) -> int:
        """Pupils that may have it, in halves; never more than the group."""
        if kenmerk not in self.ja:
            return self.halves
        return min(self.halves, self.ja[kenmerk] + self.onbekend.get(kenmerk, 0))


@dataclass(frozen=True, slots=True)
class Sums:
    """Half pupils of a level or group: all, and per kenmerk (in order) ja and onbekend."""

    halves: int
    ja: tuple[int, ...]
    onbekend: tuple[int, ...]

    def plus(self, other: Sums) -> Sums:
        """Both together."""
        return Sums(
            self.halves + other.halves,
            tuple(map(add, self.ja, other.ja)),
            tuple(map(add, self.onbekend, other.onbekend)),
        )


@dataclass(frozen=True)
class Telling:
    """The count of one school on one teldag: ``cells`` from a pupil table or ``totals`` typed.

    Exactly one of the two is filled. Build through ``Telling.of_cells`` or ``Telling.of_totals``.
    """

    instellingsnummer: str
    teldag: date
    cells: tuple[Cell, ...] = ()
    totals: tuple[GroupTotal, ...] = ()

    @classmethod
    def of_cells(cls, instellingsnummer: str, teldag: date, cells: Iterable[Cell]) -> Telling:
        """Sort, merge equal places and drop empty cells."""
        merged: dict[tuple[Any, ...], int] = {}
        for cell in cells:
            key = (
                cell.vestigingsplaats,
                cell.onderwijsniveau,
                cell.graad,
                cell.type,
                cell.mfc_verblijf,
                cell.leerjaar,
                cell.richting,
                cell.kenmerken,
            )
            merged[key] = merged.get(key, 0) + cell.halves
        built = tuple(
            Cell(place, niveau, graad, soort, mfc, leerjaar, richting, kenmerken, halves)
            for (place, niveau, graad, soort, mfc, leerjaar, richting, kenmerken), halves in sorted(
                merged.items()
            )
            if halves
        )
        return cls(instellingsnummer, teldag, cells=built)

    @classmethod
    def of_totals(
        cls, instellingsnummer: str, teldag: date, totals: Iterable[GroupTotal]
    ) -> Telling:
        """Sorted by level and group."""
        ordered = sorted(totals, key=lambda t: (t.onderwijsniveau, t.groep or ""))
        return cls(instellingsnummer, teldag, totals=tuple(ordered))

    @property
    def is_typed(self) -> bool:
        return bool(self.totals)

    @property
    def pupils(self) -> Fraction:
        """All pupils of the school on the teldag."""
        counted = sum(c.halves for c in self.cells) + sum(t.halves for t in self.totals)
        return Fraction(counted, 2)

    @cached_property
    def has_several_places(self) -> bool:
        """Do the counted pupils sit in more than one vestigingsplaats?"""
        return len({cell.vestigingsplaats for cell in self.cells}) > 1

    @cached_property
    def sums(self) -> Mapping[tuple[Onderwijsniveau, Groep | None], Sums]:
        """The counted cells added up per level and group, in half pupils."""
        found: dict[tuple[Onderwijsniveau, Graad], list[list[int]]] = {}
        for cell in self.cells:
            key = (cell.onderwijsniveau, cell.graad)
            if key not in found:
                found[key] = [[0, 0, 0] for _ in KENMERKEN]
            for by_answer, answer in zip(found[key], cell.kenmerken, strict=True):
                by_answer[answer] += cell.halves
        sums: dict[tuple[Onderwijsniveau, Groep | None], Sums] = {}
        for (niveau, graad), counts in found.items():
            group = (niveau, GROEP_OF_GRAAD.get(graad))
            ja = tuple(by_answer[Antwoord.JA] for by_answer in counts)
            onbekend = tuple(by_answer[Antwoord.ONBEKEND] for by_answer in counts)
            own = Sums(sum(counts[0]), ja, onbekend)
            sums[group] = sums[group].plus(own) if group in sums else own
        return sums

    @cached_property
    def fingerprint(self) -> str:
        """sha256 over one header line and the sorted lines of the cells and totals."""
        lines = sorted(cell.line for cell in self.cells)
        lines += [json.dumps(total, sort_keys=True) for total in self._totals_json()]
        return fingerprint_of_lines(self.instellingsnummer, self.teldag, lines)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON that ``from_json`` reads back identically."""
        return {
            "instellingsnummer": self.instellingsnummer,
            "teldag": self.teldag.isoformat(),
            "cellen": [
                [
                    c.vestigingsplaats,
                    c.onderwijsniveau.value,
                    c.graad.value,
                    c.type,
                    int(c.mfc_verblijf),
                    c.leerjaar,
                    c.richting,
                    "".join(str(int(a)) for a in c.kenmerken),
                    c.halves,
                ]
                for c in self.cells
            ],
            "totalen": self._totals_json(),
        }

    def _totals_json(self) -> list[dict[str, Any]]:
        return [
            {
                "onderwijsniveau": t.onderwijsniveau.value,
                "groep": t.groep.value if t.groep else "",
                "halven": t.halves,
                "ja": {k.value: v for k, v in sorted(t.ja.items())},
                "onbekend": {k.value: v for k, v in sorted(t.onbekend.items())},
            }
            for t in self.totals
        ]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Telling:
        """Raises KeyError or ValueError when the JSON is not a Telling."""
        cells = tuple(
            Cell(
                vestigingsplaats=row[0],
                onderwijsniveau=Onderwijsniveau(row[1]),
                graad=Graad(row[2]),
                type=row[3],
                mfc_verblijf=Antwoord(row[4]),
                leerjaar=row[5],
                richting=row[6],
                kenmerken=combination(row[7]),
                halves=row[8],
            )
            for row in data["cellen"]
        )
        totals = tuple(
            GroupTotal(
                onderwijsniveau=Onderwijsniveau(entry["onderwijsniveau"]),
                groep=Groep(entry["groep"]) if entry["groep"] else None,
                halves=entry["halven"],
                ja={Kenmerk(k): v for k, v in entry["ja"].items()},
                onbekend={Kenmerk(k): v for k, v in entry["onbekend"].items()},
            )
            for entry in data["totalen"]
        )
        return cls(data["instellingsnummer"], date.fromisoformat(data["teldag"]), cells, totals)


def fingerprint_of_lines(instellingsnummer: str, teldag: date, lines: Iterable[str]) -> str:
    """sha256 of a Telling given its lines in order; the bulk path builds the same lines."""
    text = "\n".join((SEPARATOR.join((instellingsnummer, teldag.isoformat())), *lines))
    return hashlib.sha256(text.encode()).hexdigest()


def combination(code: str) -> Combination:
    """``"102000"`` → the six answers in the order of ``KENMERKEN``; raises ValueError."""
    if len(code) != len(KENMERKEN):
        raise ValueError(f"'{code}' does not have {len(KENMERKEN)} answers")
    one, two, three, four, five, six = (Antwoord(int(digit)) for digit in code)
    return one, two, three, four, five, six


@dataclass(frozen=True, slots=True)
class School:
    """What the calculation must know about a school beside its pupils, for one schooljaar.

    ``toeslag_leerlingen`` and ``toeslag_noemer`` are X and P of the ratio S (DBO art. 134).
    ``lezing_vestigingen`` is the reading an authorised user picked for OV-20, or empty.
    ``gecorrigeerd`` holds officially corrected counts of the werkingsbudget per level and kenmerk.
    """

    instellingsnummer: str
    naam: str
    brussel: Antwoord = Antwoord.ONBEKEND
    nieuwe_school: Antwoord = Antwoord.ONBEKEND
    vestigingen_verspreid: Antwoord = Antwoord.ONBEKEND
    toeslag_leerlingen: Fraction | None = None
    toeslag_noemer: Fraction | None = None
    lezing_vestigingen: str = ""
    gecorrigeerd: Mapping[tuple[str, Kenmerk], Fraction] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """sha256 of everything that can change a result (the name cannot)."""
        parts = [
            self.instellingsnummer,
            int(self.brussel),
            int(self.nieuwe_school),
            int(self.vestigingen_verspreid),
            str(self.toeslag_leerlingen),
            str(self.toeslag_noemer),
            self.lezing_vestigingen,
            sorted((*key, str(value)) for key, value in self.gecorrigeerd.items()),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON that ``from_json`` reads back identically."""
        return {
            "instellingsnummer": self.instellingsnummer,
            "naam": self.naam,
            "brussel": int(self.brussel),
            "nieuwe_school": int(self.nieuwe_school),
            "vestigingen_verspreid": int(self.vestigingen_verspreid),
            "toeslag_leerlingen": _text(self.toeslag_leerlingen),
            "toeslag_noemer": _text(self.toeslag_noemer),
            "lezing_vestigingen": self.lezing_vestigingen,
            "gecorrigeerd": [
                [key, kenmerk.value, str(value)]
                for (key, kenmerk), value in sorted(self.gecorrigeerd.items())
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> School:
        """Raises KeyError or ValueError when the JSON is not a School."""
        return cls(
            instellingsnummer=data["instellingsnummer"],
            naam=data["naam"],
            brussel=Antwoord(data["brussel"]),
            nieuwe_school=Antwoord(data["nieuwe_school"]),
            vestigingen_verspreid=Antwoord(data["vestigingen_verspreid"]),
            toeslag_leerlingen=_fraction(data["toeslag_leerlingen"]),
            toeslag_noemer=_fraction(data["toeslag_noemer"]),
            lezing_vestigingen=data["lezing_vestigingen"],
            gecorrigeerd={
                (key, Kenmerk(kenmerk)): Fraction(value)
                for key, kenmerk, value in data["gecorrigeerd"]
            },
        )


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
