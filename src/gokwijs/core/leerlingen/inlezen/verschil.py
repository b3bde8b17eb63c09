"""What a read file would change: per pupil the steps, before anything is written.

In: the rows of a file, the pupils of the school as stored, and the peildatum from which the file
holds. Out: new, changed, gone and unchanged pupils with steps that are applied exactly as shown.
An empty cell never erases a name or a kenmerk; for a place (klas, richting …) the file decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Feit, Herkomst, stand_op
from gokwijs.core.leerlingen.inlezen.findings import Findings
from gokwijs.core.leerlingen.inlezen.lezen import FileReading, Progress, Row
from gokwijs.core.leerlingen.inlezen.velden import KENMERK_FIELDS, PLACE
from gokwijs.core.leerlingen.inschrijving import Inschrijving, Plaats, overlap
from gokwijs.core.telling.model import Graad, Onderwijsniveau
from gokwijs.core.telling.reading import Ernst, Problem

# Above this share of pupils gone the file is probably not complete (gegevens/formaten.md I15).
SHRINK_PERCENT = 15
_BUO = (Onderwijsniveau.BUBAO, Onderwijsniveau.BUSO)
_DAY = timedelta(days=1)
_TEXTS = ("vestigingsplaats", "administratieve_groep", "leerjaar", "richting", "klas")


@dataclass(frozen=True, slots=True)
class StoredEnrolment:
    pk: int
    begin: date
    einde: date | None
    verwacht_einde: date | None
    attest: str
    plaats: Plaats


@dataclass(frozen=True, slots=True)
class StoredPupil:
    pk: int
    stamnummer: str
    naam: str
    voornaam: str
    geboortedatum: date | None
    vorige_school: str
    inschrijvingen: tuple[StoredEnrolment, ...] = ()
    feiten: tuple[Feit, ...] = ()

    def enrolled_on(self, dag: date) -> bool:
        return any(
            e.begin <= dag and (e.einde is None or dag <= e.einde) for e in self.inschrijvingen
        )


class Soort(StrEnum):
    NIEUW = "nieuw"
    GEWIJZIGD = "gewijzigd"
    WEG = "weg"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the database: ``before`` None is a new row. Values are plain (days as text)."""

    model: str  # leerling, inschrijving, feit
    pk: int | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "pk": self.pk,
            "voor": dict(self.before) if self.before is not None else None,
            "na": dict(self.after),
        }


@dataclass(frozen=True, slots=True)
class PupilDiff:
    soort: Soort
    rij: int
    stamnummer: str
    naam: str
    pk: int | None
    steps: tuple[Step, ...]
    conflicts: tuple[Kenmerk, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything the file would do. ``before`` and ``gone`` count pupils on the peildatum."""

    pupils: tuple[PupilDiff, ...]
    unchanged: int
    before: int
    gone: int
    emptied: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def shrinks(self) -> bool:
        """Are more pupils gone than a complete file would show?"""
        return self.gone * 100 > self.before * SHRINK_PERCENT


@dataclass(frozen=True, slots=True)
class Options:
    """``uitschrijven``: pupils that are gone leave on the day before the peildatum."""

    peildatum: date
    uitschrijven: bool
    sources: Mapping[str, str] = field(default_factory=dict)
    niveau: str = ""  # for every pupil, when the file has no column for it


def compare(
    reading: FileReading,
    stored: Iterable[StoredPupil],
    options: Options,
    progress: Progress | None = None,
) -> Difference:
    """The difference between a file and the school."""
    return _Comparison(reading, stored, options, progress).run()


@dataclass(slots=True)
class _Work:
    """An enrolment while the file is laid over it."""

    pk: int | None
    begin: date
    einde: date | None
    verwacht_einde: date | None
    attest: str
    plaats: Plaats

    def covers(self, dag: date) -> bool:
        return self.begin <= dag and (self.einde is None or dag <= self.einde)

    @property
    def core(self) -> Inschrijving:
        return Inschrijving("", self.begin, self.einde, self.plaats)


def enrolment_fields(one: StoredEnrolment | _Work) -> dict[str, Any]:
    """The plain values of an enrolment, as they go into the database."""
    plaats = one.plaats
    return {
        "begin": one.begin.isoformat(),
        "einde": one.einde.isoformat() if one.einde else None,
        "verwacht_einde": one.verwacht_einde.isoformat() if one.verwacht_einde else None,
        "vestigingsplaats": plaats.vestigingsplaats,
        "administratieve_groep": plaats.administratieve_groep,
        "onderwijsniveau": plaats.onderwijsniveau.value,
        "graad": plaats.graad.value,
        "type": plaats.type,
        "mfc_verblijf": int(plaats.mfc_verblijf),
        "leerjaar": plaats.leerjaar,
        "richting": plaats.richting,
        "klas": plaats.klas,
        "halves": plaats.halves,
        "attest": one.attest,
    }


def pupil_fields(one: StoredPupil) -> dict[str, Any]:
    """The plain values of a pupil."""
    return {
        "stamnummer": one.stamnummer,
        "naam": one.naam,
        "voornaam": one.voornaam,
        "geboortedatum": one.geboortedatum.isoformat() if one.geboortedatum else None,
        "vorige_school": one.vorige_school,
    }


class _PlaceError(ValueError):
    """A place cannot be made; (kind, sentence, remedy)."""


class _Comparison:
    def __init__(
        self,
        reading: FileReading,
        stored: Iterable[StoredPupil],
        options: Options,
        progress: Progress | None,
    ) -> None:
        self.reading, self.options, self.progress = reading, options, progress
        self.day = options.peildatum
        self.stored = {pupil.stamnummer: pupil for pupil in stored}
        self.findings = Findings()

    def run(self) -> Difference:
        per_pupil: dict[str, list[Row]] = {}
        for row in self.reading.rows:
            per_pupil.setdefault(row.stamnummer, []).append(row)
        found: list[PupilDiff] = []
        unchanged = gone = 0
        for number, (stamnummer, rows) in enumerate(per_pupil.items(), start=1):
            if self.progress is not None and number % 1000 == 0:
                self.progress(number, len(per_pupil))
            diff = self._pupil(self.stored.get(stamnummer), rows)
            if diff is None:
                unchanged += 1
            else:
                gone += diff.soort is Soort.WEG
                found.append(diff)
        before = 0
        for pupil in self.stored.values():
            if pupil.enrolled_on(self.day):
                before += 1
                if pupil.stamnummer not in per_pupil:
                    gone += 1
                    found.append(self._gone(pupil))
        return Difference(
            tuple(found), unchanged, before, gone, self._emptied(), self.findings.problems()
        )

    # ------------------------------------------------------------ one pupil

    def _pupil(self, stored: StoredPupil | None, rows: list[Row]) -> PupilDiff | None:
        steps = []
        identity = self._identity(stored, rows)
        if identity is not None:
            steps.append(identity)
        works = [
            _Work(e.pk, e.begin, e.einde, e.verwacht_einde, e.attest, e.plaats)
            for e in (stored.inschrijvingen if stored else ())
        ]
        self._lay_over(works, rows)
        left = stored is not None and stored.enrolled_on(self.day) and not _covers(rows, self.day)
        if left and self.options.uitschrijven:
            self._close(works, rows[0].rij)
        steps.extend(self._enrolment_steps(stored, works, rows))
        facts, conflicts = self._facts(stored, rows)
        steps.extend(facts)
        if not steps and not left:
            return None
        soort = Soort.NIEUW if stored is None else Soort.WEG if left else Soort.GEWIJZIGD
        first = rows[0]
        return PupilDiff(
            soort,
            first.rij,
            first.stamnummer,
            _name(identity.after if identity else pupil_fields(stored) if stored else {}),
            stored.pk if stored else None,
            tuple(steps),
            conflicts,
        )

    def _identity(self, stored: StoredPupil | None, rows: list[Row]) -> Step | None:
        given: dict[str, Any] = {}
        for row in rows:
            for name, value in row.identity.items():
                if value:
                    given[name] = value.isoformat() if isinstance(value, date) else value
        if stored is None:
            empty = StoredPupil(0, rows[0].stamnummer, "", "", None, "")
            return Step("leerling", None, None, {**pupil_fields(empty), **given})
        before = pupil_fields(stored)
        after = {**before, **given}
        return Step("leerling", stored.pk, before, after) if after != before else None

    def _gone(self, pupil: StoredPupil) -> PupilDiff:
        works = [
            _Work(e.pk, e.begin, e.einde, e.verwacht_einde, e.attest, e.plaats)
            for e in pupil.inschrijvingen
        ]
        if self.options.uitschrijven:
            self._close(works, 0)
        return PupilDiff(
            Soort.WEG,
            0,
            pupil.stamnummer,
            _name(pupil_fields(pupil)),
            pupil.pk,
            tuple(self._changed(pupil, works)),
        )

    def _close(self, works: list[_Work], rij: int) -> None:
        """Everything that runs on the peildatum ends the day before."""
        for work in works:
            if not work.covers(self.day):
                continue
            if work.begin < self.day:
                work.einde = self.day - _DAY
            else:
                self.findings.add(
                    "begint_vandaag",
                    "begin",
                    "",
                    rij,
                    "een leerling die niet meer in het bestand staat, begon op de peildatum zelf; "
                    "die inschrijving blijft",
                    "Sluit ze af op de leerlingkaart, of kies een latere peildatum.",
                    ernst=Ernst.WAARSCHUWING,
                )

    # ------------------------------------------------------------ enrolments

    def _lay_over(self, works: list[_Work], rows: list[Row]) -> None:
        now = [row for row in rows if _row_covers(row, self.day)]
        for row in rows:
            if not _row_covers(row, self.day):
                self._other_time(works, row)
        running = [work for work in works if work.covers(self.day)]
        for row in now:
            work = _match(running, row)
            if work is not None:
                running.remove(work)
            try:
                self._today(works, work, row)
            except _PlaceError as error:
                kind, sentence, remedy = error.args
                self.findings.add(kind, kind, "", row.rij, sentence, remedy)
        if now and running:
            self._close_left_over(works, running, now[0].rij)

    def _close_left_over(self, works: list[_Work], running: list[_Work], rij: int) -> None:
        """A second enrolment that the file no longer shows."""
        kept = [w for w in works if w not in running]
        self._close(running, rij)
        works[:] = [*kept, *running]

    def _today(self, works: list[_Work], work: _Work | None, row: Row) -> None:
        plaats = self._place(work.plaats if work else None, row)
        if work is None:
            begin = row.begin or self.day
            works.append(_Work(None, begin, row.einde, row.verwacht_einde, row.attest, plaats))
            return
        if row.begin is not None and row.begin > work.begin:
            work = self._split(works, work, row.begin)
        elif row.begin is not None and row.begin < work.begin:
            earlier = [w for w in works if w is not work and w.covers(row.begin)]
            if not earlier:
                work.begin = row.begin
        stored_earlier = work.pk is not None and work.begin < self.day
        if stored_earlier and plaats != work.plaats and not _only_fills(work.plaats, plaats):
            work = self._split(works, work, self.day)
        work.plaats = plaats
        work.einde = row.einde or work.einde
        work.verwacht_einde = row.verwacht_einde or work.verwacht_einde
        work.attest = row.attest or work.attest

    def _split(self, works: list[_Work], work: _Work, begin: date) -> _Work:
        """Close an enrolment the day before and go on in a new one."""
        opened = replace(work, pk=None, begin=begin, attest="")
        work.einde = begin - _DAY
        works.append(opened)
        return opened

    def _other_time(self, works: list[_Work], row: Row) -> None:
        """A line about an enrolment that is over, or has still to begin."""
        if row.begin is None:
            for work in works:
                if row.einde and work.covers(row.einde):
                    work.einde = row.einde
            return
        same = [w for w in works if w.begin == row.begin]
        try:
            if same:
                same[0].plaats = self._place(same[0].plaats, row)
                same[0].einde = row.einde or same[0].einde
                same[0].verwacht_einde = row.verwacht_einde or same[0].verwacht_einde
                same[0].attest = row.attest or same[0].attest
                return
            new = _Work(
                None,
                row.begin,
                row.einde,
                row.verwacht_einde,
                row.attest,
                self._place(None, row),
            )
        except _PlaceError as error:
            kind, sentence, remedy = error.args
            self.findings.add(kind, kind, "", row.rij, sentence, remedy)
            return
        if any(overlap(new.core, w.core) for w in works):
            self.findings.add(
                "periode",
                "begin",
                "",
                row.rij,
                "deze periode valt samen met een inschrijving die we al kennen; ze is overgeslagen",
                "Pas de datums aan op de leerlingkaart als ze anders waren.",
                ernst=Ernst.WAARSCHUWING,
            )
            return
        works.append(new)

    def _place(self, stored: Plaats | None, row: Row) -> Plaats:
        given = row.place
        niveau_text = given.get("onderwijsniveau") or self.options.niveau
        if not niveau_text and stored is None:
            raise _PlaceError(
                "onderwijsniveau",
                "het onderwijsniveau ontbreekt",
                "Koppel een kolom met het onderwijsniveau, of kies er één voor alle leerlingen.",
            )
        if niveau_text:
            niveau = Onderwijsniveau(niveau_text)
        else:
            assert stored is not None
            niveau = stored.onderwijsniveau
        base = stored if stored is not None else Plaats("", niveau, mfc_verblijf=Antwoord.ONBEKEND)
        graad = Graad.NONE
        if niveau is Onderwijsniveau.SO:
            graad = Graad(given.get("graad") or base.graad)
            if graad is Graad.NONE:
                raise _PlaceError(
                    "graad",
                    "de graad ontbreekt, en in het secundair is die nodig",
                    "Koppel een kolom met de graad: 1, 2, 3 of okan.",
                )
        special = niveau in _BUO
        texts = {
            name: str(given[name]) if given.get(name) is not None else getattr(base, name)
            for name in (
                "vestigingsplaats",
                "administratieve_groep",
                "leerjaar",
                "richting",
                "klas",
            )
        }
        return Plaats(
            onderwijsniveau=niveau,
            graad=graad,
            type=str(given["type"] if given.get("type") is not None else base.type)
            if special
            else "",
            mfc_verblijf=Antwoord(given.get("mfc_verblijf", base.mfc_verblijf))
            if special
            else Antwoord.NEE,
            halves=int(given.get("gewicht") or base.halves),
            **texts,
        )

    def _enrolment_steps(
        self, stored: StoredPupil | None, works: list[_Work], rows: list[Row]
    ) -> list[Step]:
        steps = self._changed(stored, works)
        if steps and any(
            overlap(a.core, b.core) for n, a in enumerate(works) for b in works[n + 1 :]
        ):
            self.findings.add(
                "overlap",
                "begin",
                rows[0].stamnummer,
                rows[-1].rij,
                f"de inschrijvingen van leerling {rows[0].stamnummer} overlappen",
                "Pas de datums in het bestand aan, of sluit de andere inschrijving af op de "
                "leerlingkaart.",
            )
        return steps

    def _changed(self, stored: StoredPupil | None, works: Sequence[_Work]) -> list[Step]:
        before = {e.pk: enrolment_fields(e) for e in (stored.inschrijvingen if stored else ())}
        steps = []
        for work in sorted(works, key=lambda w: (w.pk is None, w.begin)):
            after = enrolment_fields(work)
            if work.pk is None:
                steps.append(Step("inschrijving", None, None, after))
            elif after != before[work.pk]:
                steps.append(Step("inschrijving", work.pk, before[work.pk], after))
        return steps

    # ------------------------------------------------------------ kenmerken

    def _facts(
        self, stored: StoredPupil | None, rows: list[Row]
    ) -> tuple[list[Step], tuple[Kenmerk, ...]]:
        answers: dict[Kenmerk, Antwoord] = {}
        for row in rows:
            answers.update(row.antwoorden)
        steps, conflicts = [], []
        known = stored.feiten if stored else ()
        for kenmerk, antwoord in answers.items():
            herkomst = Herkomst(self.options.sources.get(kenmerk.value, Herkomst.SCHOOL.value))
            mine = [f for f in known if f.herkomst is herkomst]
            if stand_op(mine, kenmerk, self.day).antwoord is antwoord:
                continue
            steps.append(
                Step(
                    "feit",
                    None,
                    None,
                    {
                        "kenmerk": kenmerk.value,
                        "antwoord": int(antwoord),
                        "herkomst": herkomst.value,
                        "vanaf": self.day.isoformat(),
                    },
                )
            )
            others = [f for f in known if f.herkomst is not herkomst]
            said = stand_op(others, kenmerk, self.day).antwoord
            if said is not Antwoord.ONBEKEND and said is not antwoord:
                conflicts.append(kenmerk)
        return steps, tuple(conflicts)

    # ------------------------------------------------------------ the whole file

    def _emptied(self) -> tuple[str, ...]:
        """Columns without any value, of which the school knows values."""
        if not self.reading.empty_columns:
            return ()
        known: set[str] = set()
        for pupil in self.stored.values():
            for one in pupil.inschrijvingen:
                if one.einde is None or one.einde >= self.day:
                    known |= {n for n in PLACE if n != "gewicht" and getattr(one.plaats, n)}
            known |= {f.kenmerk.value for f in pupil.feiten}
        candidates = set(PLACE) | set(KENMERK_FIELDS)
        return tuple(sorted(self.reading.empty_columns & known & candidates))


def _row_covers(row: Row, dag: date) -> bool:
    return (row.begin is None or row.begin <= dag) and (row.einde is None or dag <= row.einde)


def _covers(rows: Iterable[Row], dag: date) -> bool:
    return any(_row_covers(row, dag) for row in rows)


def _match(running: Sequence[_Work], row: Row) -> _Work | None:
    """The running enrolment that a line is about: same begin, same class, or just the first."""
    halves = row.place.get("gewicht")
    fitting = [w for w in running if halves in (None, "", w.plaats.halves)] or list(running)
    for test in (
        lambda w: w.begin == row.begin,
        lambda w: (
            w.plaats.vestigingsplaats == row.place.get("vestigingsplaats")
            and w.plaats.klas == row.place.get("klas")
        ),
        lambda w: True,
    ):
        for work in fitting:
            if test(work):
                return work
    return None


def _only_fills(old: Plaats, new: Plaats) -> bool:
    """Does the new place only say what was empty before? Then nobody moved."""
    names = [n for n in (*_TEXTS, "type") if not getattr(old, n)]
    same = replace(old, **{n: getattr(new, n) for n in names})
    if old.mfc_verblijf is Antwoord.ONBEKEND:
        same = replace(same, mfc_verblijf=new.mfc_verblijf)
    return same == new


def _name(fields: Mapping[str, Any]) -> str:
    return f"{fields.get('naam', '')} {fields.get('voornaam', '')}".strip()
