"""What a file with scores would change, with every problem at once.

In: a ``Blad``, what each column is, and what the school has. Out: a ``Voorstel``: per pupil and
afname what was and what would be, and problems in Dutch. Nothing is written here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from gokwijs.apps.toetsen.bestand import Blad
from gokwijs.apps.toetsen.waarden import Gelezen, Maat, lees_oorzaak, lees_score
from gokwijs.core.leerlingen.inlezen.findings import Findings
from gokwijs.core.leerlingen.inlezen.waarden import SCIENTIFIC
from gokwijs.core.telling.columns import whole
from gokwijs.core.telling.reading import Ernst, Problem

Stand = tuple[Decimal | None, str]  # a value, or the cause why there is none
_STAMNUMMER = 7  # digits; a spreadsheet drops the zeros in front


@dataclass(frozen=True)
class Koppeling:
    """``scores``: column → key of the afname. ``leeg`` and ``zonder_rij``: the cause for an empty
    cell and for a pupil of these classes without a row; empty: leave it."""

    stamnummer: int | None = None
    klas: int | None = None
    reden: int | None = None
    scores: Mapping[int, str] = field(default_factory=dict)
    leeg: str = ""
    zonder_rij: str = ""

    @property
    def afnamen(self) -> list[str]:
        return list(dict.fromkeys(self.scores.values()))


@dataclass(frozen=True)
class Bekend:
    """What the school has: pupils by stamnummer, and per afname classes of that day and scores."""

    leerlingen: Mapping[str, tuple[int, str]]
    klassen: Mapping[str, Mapping[int, str]]
    scores: Mapping[str, Mapping[int, Stand]]
    namen: Mapping[str, str]  # key of an afname → its name


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One score that would come or change; ``voor`` None: there was none."""

    afname: str
    leerling: int
    naam: str
    stamnummer: str
    klas: str
    rij: int | None
    voor: Stand | None
    na: Stand

    @property
    def is_nieuw(self) -> bool:
        return self.voor is None


class Afwezige(NamedTuple):
    """A pupil of a class in the file, without a row."""

    klas: str
    naam: str
    leerling: int


@dataclass(frozen=True)
class Voorstel:
    """Everything a file would do. ``zonder_rij``: per afname who is not in the file."""

    wijzigingen: tuple[Wijziging, ...]
    gelijk: int
    blijft: int  # an empty cell beside a score that stands already
    leeg: int  # an empty cell, and nothing chosen for it
    zonder_rij: Mapping[str, tuple[Afwezige, ...]]
    problemen: tuple[Problem, ...]

    @property
    def fouten(self) -> bool:
        return any(p.ernst is Ernst.FOUT for p in self.problemen)

    @cached_property
    def nieuw(self) -> int:
        return sum(w.is_nieuw for w in self.wijzigingen)

    @property
    def anders(self) -> int:
        return len(self.wijzigingen) - self.nieuw

    @cached_property
    def zonder_score(self) -> int:
        return sum(w.na[0] is None for w in self.wijzigingen)

    @cached_property
    def stand(self) -> str:
        """Fingerprint of the changes: what somebody says yes to is what is done."""
        digest = hashlib.sha256()
        for w in self.wijzigingen:
            digest.update(repr((w.afname, w.leerling, w.klas, w.voor, w.na)).encode())
        return digest.hexdigest()


def vergelijk(blad: Blad, koppeling: Koppeling, maat: Maat, bekend: Bekend) -> Voorstel:
    """Every row against what the school has."""
    return _Vergelijking(blad, koppeling, maat, bekend).doe()


class _Vergelijking:
    def __init__(self, blad: Blad, koppeling: Koppeling, maat: Maat, bekend: Bekend) -> None:
        self.blad, self.keuze, self.maat, self.bekend = blad, koppeling, maat, bekend
        self.findings = Findings()
        self.findings.single.extend(blad.waarschuwingen)
        self.cache: dict[str, Gelezen] = {}
        self.found: dict[str, dict[int, Wijziging]] = {k: {} for k in koppeling.afnamen}
        self.rows: dict[int, tuple[int, dict[str, Stand | None]]] = {}
        self.gelijk = self.blijft = self.leeg = 0

    def doe(self) -> Voorstel:
        self._check_columns()
        if self._ready():
            for place, cells in enumerate(self.blad.rijen):
                if any(cells):
                    self._row(self.blad.eerste_rij + place, cells)
        absent = self._without_row() if self.rows else {}
        if self._ready() and not self.rows:
            self.findings.say(
                "geen_leerlingen",
                "In dit bestand herkennen we geen enkele leerling van deze school.",
                "Kijk na of de kolom met het stamnummer juist gekozen is.",
            )
        changes = sorted(
            (w for per in self.found.values() for w in per.values()),
            key=lambda w: (self.keuze.afnamen.index(w.afname), w.rij or 10**9, w.naam, w.leerling),
        )
        return Voorstel(
            tuple(changes), self.gelijk, self.blijft, self.leeg, absent, self.findings.problems()
        )

    def _ready(self) -> bool:
        return self.keuze.stamnummer is not None and bool(self.keuze.scores)

    def _check_columns(self) -> None:
        if self.keuze.stamnummer is None:
            self.findings.say(
                "kolom_ontbreekt",
                "We weten niet in welke kolom het stamnummer staat.",
                "Kies hierboven de kolom en druk op 'Kijk opnieuw na'.",
            )
        if not self.keuze.scores:
            self.findings.say(
                "kolom_ontbreekt",
                "We weten niet in welke kolom de scores staan.",
                "Kies bij minstens één kolom van welke afname de score is.",
            )
        if len(set(self.keuze.scores.values())) < len(self.keuze.scores):
            self.findings.say(
                "dubbele_kolom",
                "Twee kolommen zijn aan dezelfde afname gekoppeld.",
                "Kies per afname één kolom.",
            )

    # ------------------------------------------------------------ one row

    def _row(self, rij: int, cells: Sequence[str]) -> None:
        assert self.keuze.stamnummer is not None
        text = cells[self.keuze.stamnummer]
        kop = self.blad.kop[self.keuze.stamnummer]
        leerling = self._pupil(text)
        if leerling is None:
            self._unknown(rij, kop, text, cells)
            return
        pk, naam, stamnummer = leerling
        said = {
            afname: self._cell(rij, place, cells) for place, afname in self.keuze.scores.items()
        }
        earlier = self.rows.get(pk)
        if earlier is not None:
            self._twice(rij, kop, stamnummer, earlier, said)
            return
        self.rows[pk] = (rij, said)
        for afname, stand in said.items():
            self._one(afname, pk, naam, stamnummer, rij, stand, cells)

    def _pupil(self, text: str) -> tuple[int, str, str] | None:
        for number in (text, whole(text), whole(text).zfill(_STAMNUMMER)):
            found = self.bekend.leerlingen.get(number)
            if found is not None and number:
                return found[0], found[1], number
        return None

    def _unknown(self, rij: int, kop: str, text: str, cells: Sequence[str]) -> None:
        scored = any(cells[place] for place in self.keuze.scores)
        if not text:
            if scored:
                self.findings.add(
                    "stamnummer_leeg",
                    kop,
                    "",
                    rij,
                    "het stamnummer is leeg; deze rij slaan we over",
                    "Vul het stamnummer in als dit een leerling is.",
                    ernst=Ernst.WAARSCHUWING,
                )
            return
        if SCIENTIFIC.match(text):
            self.findings.add(
                "wetenschappelijk",
                kop,
                text[:30],
                rij,
                f"'{text[:30]}' is een afgerond getal van Excel: de cijfers zijn weg",
                "Zet de kolom in Excel op tekst voor je het bestand bewaart.",
            )
            return
        self.findings.add(
            "onbekende_leerling",
            kop,
            text[:30],
            rij,
            f"'{text[:30]}' is geen stamnummer van deze school; deze rij slaan we over",
            "Kijk het nummer na, of lees eerst de leerlingen in.",
            ernst=Ernst.WAARSCHUWING,
        )

    def _cell(self, rij: int, place: int, cells: Sequence[str]) -> Stand | None:
        """What the row says of one afname; None: nothing, or a mistake that is said."""
        text = cells[place]
        if text not in self.cache:
            self.cache[text] = lees_score(text, self.maat)
        read = self.cache[text]
        if read.fout:
            self.findings.add(
                "score",
                self.blad.kop[place],
                text[:40],
                rij,
                read.fout,
                "Verbeter het bestand, of kies een andere kolom.",
            )
            return None
        if read.leeg and self.keuze.reden is not None:
            return self._reason(rij, cells[self.keuze.reden])
        return None if read.leeg else (read.waarde, read.ontbreekt)

    def _reason(self, rij: int, text: str) -> Stand | None:
        if not text:
            return None
        cause = lees_oorzaak(text)
        if cause:
            return None, cause
        assert self.keuze.reden is not None
        self.findings.add(
            "reden",
            self.blad.kop[self.keuze.reden],
            text[:40],
            rij,
            f"'{text[:40]}' kennen we niet als reden; we nemen wat je hierboven koos",
            "Gebruik: afwezig, vrijgesteld, later ingestroomd, vroeger weg, niet afgenomen.",
            ernst=Ernst.WAARSCHUWING,
        )
        return None

    def _twice(
        self,
        rij: int,
        kop: str,
        stamnummer: str,
        earlier: tuple[int, dict[str, Stand | None]],
        said: dict[str, Stand | None],
    ) -> None:
        first, before = earlier
        same = before == said
        self.findings.add(
            "dubbel_zelfde" if same else "dubbel",
            kop,
            stamnummer,
            rij,
            f"deze leerling staat ook op rij {first}, "
            + ("met hetzelfde; we lezen hem één keer" if same else "met een andere score"),
            "Je hoeft niets te doen." if same else "Hou één van beide rijen over.",
            ernst=Ernst.MELDING if same else Ernst.FOUT,
        )

    def _one(
        self,
        afname: str,
        pk: int,
        naam: str,
        stamnummer: str,
        rij: int | None,
        stand: Stand | None,
        cells: Sequence[str],
    ) -> None:
        """Keep one score as a change, unless it stands already."""
        now = self.bekend.scores.get(afname, {}).get(pk)
        if stand is None:
            if now is not None:
                self.blijft += 1
                return
            if not self.keuze.leeg:
                self.leeg += 1
                return
            stand = (None, self.keuze.leeg)
        if now == stand:
            self.gelijk += 1
            return
        klas = self.bekend.klassen.get(afname, {}).get(pk)
        if klas is None:
            klas = cells[self.keuze.klas][:30] if self.keuze.klas is not None and cells else ""
        self.found[afname][pk] = Wijziging(afname, pk, naam, stamnummer, klas, rij, now, stand)

    # ------------------------------------------------------------ who is not in the file

    def _without_row(self) -> dict[str, tuple[Afwezige, ...]]:
        """Pupils of the classes in the file, on the day of the afname, who have no row at all."""
        names = {pk: (naam, number) for number, (pk, naam) in self.bekend.leerlingen.items()}
        found = {}
        for afname in self.keuze.afnamen:
            classes = self.bekend.klassen.get(afname, {})
            read = {classes[pk] for pk in self.rows if classes.get(pk)}
            have = self.bekend.scores.get(afname, {})
            absent = [
                (klas, pk)
                for pk, klas in classes.items()
                if klas in read and pk not in self.rows and pk not in have and pk in names
            ]
            found[afname] = tuple(sorted(Afwezige(klas, names[pk][0], pk) for klas, pk in absent))
            if self.keuze.zonder_rij:
                for _, pk in absent:
                    naam, number = names[pk]
                    self._one(afname, pk, naam, number, None, (None, self.keuze.zonder_rij), ())
        return found
