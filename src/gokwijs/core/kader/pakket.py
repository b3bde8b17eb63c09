"""A pack: read strictly, and refused with every fault at once, each with its place.

In: the bytes of a TOML file, or the same data from a sheet or the database. Out: a ``Kader``, or
``KaderFout``. Nothing is looked up elsewhere, so the same data always gives the same framework.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from gokwijs.core.kader.model import (
    OK,
    VERVALLEN,
    Bron,
    Kader,
    KaderFout,
    Niveau,
    Probleem,
    Rubriek,
    Set,
    Setvraag,
    Status,
    Verwachting,
    Voor,
    Zekerheid,
)
from gokwijs.core.kader.vorm import (
    GEEN_OFFICIELE,
    MOST_NIVEAUS,
    MOST_ROWS,
    BronFile,
    HoofdFile,
    NiveauFile,
    OmzettingFile,
    RubriekFile,
    SetFile,
    VerwachtingFile,
    WaardenFile,
)
from gokwijs.core.law.toml import Strict, faults

MAX_BYTES = 1024 * 1024
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_MOST_DEEP = 40  # brackets on one line; a reader that goes deeper may end the process
_ALL = (
    "pakket",
    "waarden",
    "bronnen",
    "niveaus",
    "rubrieken",
    "verwachtingen",
    "sets",
    "omzetting",
)
_AANDUIDING = {OK: "OK-verwachting", "schaal": "inspectieschaal"}
M = TypeVar("M", bound=Strict)


def lees_toml(raw: bytes) -> dict[str, Any]:
    """The data of a TOML file, not checked yet; raises KaderFout."""
    if len(raw) > MAX_BYTES:
        raise KaderFout(
            f"Het bestand is groter dan {MAX_BYTES // 1024**2} MB. Een kader is kleiner."
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise KaderFout("Het bestand is geen UTF-8. Bewaar het als UTF-8.") from None
    for number, line in enumerate(text.split("\n"), start=1):
        if max(line.count("["), line.count("{"), line.partition("=")[0].count(".")) > _MOST_DEEP:
            raise KaderFout(f"Regel {number} is te ingewikkeld voor een kader.")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise KaderFout("Het bestand is te ingewikkeld voor een kader.") from None
    except ValueError as error:  # also a number of thousands of digits
        place = _PLACE.search(str(error))
        where = f"regel {place[1]}, teken {place[2]}" if place else "tot aan het einde"
        raise KaderFout(f"Het bestand is geen geldige TOML: kijk naar {where}.") from None


def lees(data: Mapping[str, Any]) -> Kader:
    """The framework; raises KaderFout with every fault."""
    reader = _Lezer(data)
    kader = reader.kader()
    if reader.problemen or kader is None:
        raise KaderFout(reader.problemen)
    return kader


class _Lezer:
    """Reads table after table and keeps what is wrong with each."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.problemen: list[Probleem] = []
        self.bronkeys: set[str] = set()
        for key in [key for key in data if key not in _ALL][:20]:
            self.mis(str(key)[:60], f"onbekende tabel. Een kader kent: {', '.join(_ALL)}.")
        self.hoofd = self._one(HoofdFile, data.get("pakket"), "pakket")
        self.waarden = self._one(WaardenFile, data.get("waarden", {}), "waarden")
        self.bronnen = self._bronnen(data.get("bronnen", {}))
        self.niveaus = self._many(NiveauFile, data.get("niveaus", []), "niveaus", "waarde")
        self.rubrieken = self._many(RubriekFile, data.get("rubrieken"), "rubrieken", "sleutel")
        self.rijen = self._many(VerwachtingFile, data.get("verwachtingen"), "verwachtingen", "code")
        self.sets = self._many(SetFile, data.get("sets", []), "sets", "sleutel")
        self.omzetting = self._many(OmzettingFile, data.get("omzetting", []), "omzetting", "oud")
        self.codes = _codes(data.get("verwachtingen"))

    def mis(self, plaats: str, wat: str) -> None:
        self.problemen.append(Probleem(plaats, wat))

    def kader(self) -> Kader | None:
        """None when anything is wrong; then ``problemen`` says what, in every table."""
        codes = set(self.codes)
        self.problemen += [
            *_dubbel("verwachtingen", self.codes, "de code"),
            *_dubbel("rubrieken", (one.sleutel for one in self.rubrieken), "de sleutel"),
            *_rubrieken(self.rubrieken, self.rijen, codes),
            *_niveaus("niveaus", self.niveaus),
            *_sets(self.sets, codes),
            *_omzetting(self.omzetting, codes),
        ]
        for row in self.rijen:
            self.problemen += _verwachting(row, self.waarden or WaardenFile(), self.bronkeys)
        if self.hoofd is None:
            return None
        self.problemen += _hoofd(self.hoofd, self.rijen, len(self.codes))
        return None if self.problemen else _build(self, self.hoofd)

    def _one(self, model: type[M], found: object, where: str) -> M | None:
        try:
            if found is None:
                raise KaderFout("")
            return model.model_validate(found)
        except KaderFout:
            self.mis(where, "deze tabel ontbreekt.")
        except ValidationError as error:
            for key, said in faults(model, error, where):
                self.mis(key, said)
        return None

    def _many(self, model: type[M], found: object, where: str, key: str) -> list[M]:
        if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
            self.mis(where, f"hier hoort een lijst van tabellen: [[{where}]].")
            return []
        if len(found) > MOST_ROWS:
            self.mis(where, f"hoogstens {MOST_ROWS}.")
            return []
        rows = []
        for number, row in enumerate(found, start=1):
            name = row.get(key)
            known = isinstance(name, str | int) and len(str(name)) <= 60
            one = self._one(model, row, f"{where}.{name if known else number}")
            if one is not None:
                rows.append(one)
        return rows

    def _bronnen(self, found: object) -> dict[str, BronFile]:
        if not isinstance(found, Mapping):
            self.mis("bronnen", "hier hoort een tabel per bron: [bronnen.naam].")
            return {}
        self.bronkeys = set(found)
        read = {key: self._one(BronFile, row, f"bronnen.{key[:60]}") for key, row in found.items()}
        return {key: row for key, row in read.items() if row is not None}


# ---------------------------------------------------------------- what must hold


def _dubbel(where: str, keys: Iterable[str], what: str) -> Iterator[Probleem]:
    """Upper and lower case alone make no difference: nobody would see it."""
    for key, times in Counter(key.casefold() for key in keys).items():
        if times > 1:
            yield Probleem(f"{where}.{key}", f"{what} '{key}' staat er {times} keer.")


def _codes(found: object) -> list[str]:
    """Every code as given, also of rows with another fault: so that no fault hides another."""
    rows = found if isinstance(found, list) else []
    given = [row.get("code") for row in rows[:MOST_ROWS] if isinstance(row, Mapping)]
    return [code for code in given if isinstance(code, str)]


def _hoofd(hoofd: HoofdFile, rows: Sequence[VerwachtingFile], number: int) -> Iterator[Probleem]:
    if number != hoofd.aantal_verwachtingen:
        yield Probleem(
            "pakket.aantal_verwachtingen",
            f"zegt {hoofd.aantal_verwachtingen}, maar er staan {number} verwachtingen.",
        )
    paraphrased = any(Status(row.status) is Status.PARAFRASE for row in rows)
    if paraphrased and GEEN_OFFICIELE not in hoofd.vaste_tekst_in_scherm:
        yield Probleem(
            "pakket.vaste_tekst_in_scherm",
            f"er staan parafrasen in; dan zegt deze tekst '{GEEN_OFFICIELE}'.",
        )


def _rubrieken(
    rubrieken: Sequence[RubriekFile], rows: Sequence[VerwachtingFile], codes: set[str]
) -> Iterator[Probleem]:
    """Every entry stands in its own rubric, once, in the same order as in the rubric."""
    listed = {one.sleutel: one.codes for one in rubrieken}
    yield from _dubbel("rubrieken", (c for codes in listed.values() for c in codes), "de code")
    placed = {code: key for key, codes in listed.items() for code in codes}
    wrong = len(rows) != len(codes)
    for code in sorted(placed.keys() - codes):
        yield Probleem(f"rubrieken.{placed[code]}.codes", f"er is geen verwachting '{code}'.")
    for row in rows:
        if row.rubriek not in listed:
            wrong = True
            yield Probleem(
                f"verwachtingen.{row.code}.rubriek", f"er is geen rubriek '{row.rubriek}'."
            )
        elif placed.get(row.code) != row.rubriek:
            wrong = True
            yield Probleem(
                f"verwachtingen.{row.code}.rubriek",
                f"'{row.code}' staat niet bij de codes van rubriek '{row.rubriek}'.",
            )
    ordered = sorted(rubrieken, key=lambda one: one.volgorde)
    meant = [code for one in ordered for code in one.codes]
    if not wrong and set(meant) == codes and meant != [row.code for row in rows]:
        yield Probleem("verwachtingen", "staan in een andere volgorde dan in de rubrieken.")


def _niveaus(where: str, rows: Sequence[NiveauFile]) -> Iterator[Probleem]:
    """None (the usual levels hold), or two to six, counted from 1."""
    values = [row.waarde for row in rows]
    if rows and (values != list(range(1, len(rows) + 1)) or not 2 <= len(rows) <= MOST_NIVEAUS):
        yield Probleem(
            where, f"zijn er twee tot {MOST_NIVEAUS}, met waarde 1, 2, … in die volgorde."
        )
    yield from _dubbel(where, (row.naam for row in rows), "de naam")


def _verwachting(
    row: VerwachtingFile, waarden: WaardenFile, bronnen: set[str]
) -> Iterator[Probleem]:
    where = f"verwachtingen.{row.code}"
    official = Status(row.status) is Status.OFFICIEEL
    for name, value, allowed in (
        ("status", row.status, waarden.status),
        ("zekerheid", row.zekerheid, waarden.zekerheid),
    ):
        if value not in allowed:
            yield Probleem(f"{where}.{name}", f"'{value}' staat niet in waarden.{name}.")
    for key in (*row.bron, *([row.citaat_bron] if row.citaat_bron else [])):
        if key not in bronnen:
            yield Probleem(f"{where}.bron", f"er is geen bron '{key[:60]}'.")
    if official and not (row.citaat and row.citaat_volledig and row.citaat_bron):
        yield Probleem(
            f"{where}.status",
            "'officieel' kan alleen met een volledig citaat en de bron ervan (citaat, "
            "citaat_volledig = true, citaat_bron).",
        )
    if row.citaat_volledig and not row.citaat:
        yield Probleem(f"{where}.citaat", "ontbreekt, maar citaat_volledig is true.")
    if not official and not row.parafrase:
        yield Probleem(f"{where}.parafrase", "ontbreekt.")
    if row.gok_vraag and not row.gok_vraag.endswith("?"):
        yield Probleem(f"{where}.gok_vraag", "een vraag eindigt op een vraagteken.")
    if row.gok_vraag and len(row.gok_bewijs) < 2:
        yield Probleem(f"{where}.gok_bewijs", "geef bij een GOK-vraag minstens twee voorbeelden.")


def _sets(rows: Sequence[SetFile], codes: set[str]) -> Iterator[Probleem]:
    yield from _dubbel("sets", (row.sleutel for row in rows), "de sleutel")
    for row in rows:
        where = f"sets.{row.sleutel}"
        if bool(row.codes) == bool(row.vragen):
            yield Probleem(where, "heeft ofwel codes ofwel vragen.")
        if Voor(row.voor) is Voor.TEAM and row.vragen:
            yield Probleem(where, "een set voor het team noemt codes, geen losse vragen.")
        yield from _dubbel(f"{where}.codes", row.codes, "de code")
        yield from _dubbel(f"{where}.vragen", (v.sleutel for v in row.vragen), "de sleutel")
        yield from _niveaus(f"{where}.niveaus", row.niveaus)
        for code in (*row.codes, *(c for vraag in row.vragen for c in vraag.codes)):
            if code not in codes:
                yield Probleem(f"{where}.codes", f"er is geen verwachting '{code}'.")


def _omzetting(rows: Sequence[OmzettingFile], codes: set[str]) -> Iterator[Probleem]:
    yield from _dubbel("omzetting", (row.oud for row in rows), "de code")
    for row in rows:
        where = f"omzetting.{row.oud}"
        if row.oud in codes:
            yield Probleem(where, f"'{row.oud}' bestaat nog in dit kader.")
        if row.nieuw != VERVALLEN and row.nieuw not in codes:
            yield Probleem(where, f"'{row.nieuw}' is geen code van dit kader en niet 'vervallen'.")


# ---------------------------------------------------------------- from file to model


def _build(read: _Lezer, hoofd: HoofdFile) -> Kader:
    bronnen = {key: Bron(key, row.titel, row.adres, row.soort) for key, row in read.bronnen.items()}
    rubrieken = tuple(
        Rubriek(row.sleutel, row.naam, row.volgorde, tuple(row.codes), row.toelichting)
        for row in sorted(read.rubrieken, key=lambda one: one.volgorde)
    )
    names = {one.sleutel: one.naam for one in rubrieken}
    aanduiding = hoofd.aanduiding or _AANDUIDING.get(
        hoofd.naamruimte, f"verwachting ({hoofd.naamruimte})"
    )
    found = [_model(row, hoofd, aanduiding, names[row.rubriek], bronnen) for row in read.rijen]
    return Kader(
        id=hoofd.id,
        titel=hoofd.titel,
        versie=hoofd.versie,
        naamruimte=hoofd.naamruimte,
        taal=hoofd.taal,
        peildatum=hoofd.peildatum,
        toelichting=hoofd.toelichting,
        vaste_tekst=hoofd.vaste_tekst_in_scherm,
        aanduiding=aanduiding,
        niveaus=_levels(read.niveaus),
        bronnen=bronnen,
        rubrieken=rubrieken,
        verwachtingen={one.sleutel: one for one in found},
        sets=tuple(map(_set, read.sets)),
        omzetting={row.oud: row.nieuw for row in read.omzetting},
    )


def _model(
    row: VerwachtingFile,
    hoofd: HoofdFile,
    aanduiding: str,
    rubriek: str,
    bronnen: Mapping[str, Bron],
) -> Verwachting:
    citaat_bron = bronnen[row.citaat_bron].titel if row.citaat_bron else ""
    official = Status(row.status) is Status.OFFICIEEL
    return Verwachting(
        naamruimte=hoofd.naamruimte,
        code=row.code,
        rubriek=rubriek,
        onderwerp=row.onderwerp,
        parafrase=row.parafrase,
        gok_vraag=row.gok_vraag,
        aanduiding=aanduiding,
        noot=f"Letterlijk uit: {citaat_bron}" if official else hoofd.vaste_tekst_in_scherm,
        rubriek_sleutel=row.rubriek,
        deelrubriek=row.deelrubriek,
        status=Status(row.status),
        zekerheid=Zekerheid(row.zekerheid),
        gok_bewijs=tuple(row.gok_bewijs),
        citaat=row.citaat,
        citaat_volledig=row.citaat_volledig,
        citaat_bron=citaat_bron,
        bronnen=tuple(bronnen[key] for key in row.bron),
        opmerking=row.opmerking,
        kwaliteitsbeelden=tuple(row.kwaliteitsbeelden),
    )


def _levels(rows: Sequence[NiveauFile]) -> tuple[Niveau, ...]:
    return tuple(Niveau(row.waarde, row.naam, row.betekenis, row.herkomst) for row in rows)


def _set(row: SetFile) -> Set:
    return Set(
        row.sleutel,
        row.naam,
        Voor(row.voor),
        row.herkomst,
        row.toelichting,
        tuple(row.codes),
        tuple(Setvraag(v.sleutel, v.tekst, tuple(v.codes), v.onderwerp) for v in row.vragen),
        _levels(row.niveaus),
    )
