"""The pack as a file: read strictly, and refused with every mistake at once.

In: ``inhoud/aanpakken/aanpakken.toml`` or another file of the same shape. Out: a ``Catalogus``, or
``CatalogusFout`` with one Dutch sentence per mistake, each naming file and key.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from gokwijs.core.aanpakken.catalogus import Catalogus
from gokwijs.core.aanpakken.model import (
    LEERPUNT,
    Aanpak,
    Betrouwbaar,
    Feit,
    MaandenStatus,
    Niveau,
    Richting,
    Uitleg,
)
from gokwijs.core.aanpakken.pakket import AanpakFile, BronFile, PakketFile
from gokwijs.core.law.toml import RegelsError, Strict, checked, read_toml

M = TypeVar("M", bound=Strict)
Rij = tuple[AanpakFile, tuple[BronFile, ...]]


class CatalogusFout(RegelsError):
    """A pack that may not be used; ``fouten`` are sentences."""

    def __init__(self, fouten: Sequence[str]) -> None:
        super().__init__("\n".join(fouten))
        self.fouten = tuple(fouten)


@cache
def load_catalogus(path: Path | None = None) -> Catalogus:
    """The pack that ships with this version, or another one; read once. Raises CatalogusFout."""
    shipped = files("gokwijs") / "inhoud" / "aanpakken" / "aanpakken.toml"
    return load_catalogus_from(shipped if path is None else path)


def load_catalogus_from(path: Traversable) -> Catalogus:
    """The same, read again each time; raises CatalogusFout."""
    try:
        data = read_toml(path)
        head = checked(path, PakketFile, {k: v for k, v in data.items() if k != "aanpak"})
    except RegelsError as error:
        raise CatalogusFout([str(error)]) from None
    except OSError as error:
        raise CatalogusFout([f"{path}: niet te lezen ({error.strerror})."]) from None
    reader = _Lezer(path, head)
    rows = reader.rows(data.get("aanpak", []))
    fouten = reader.fouten or list(_across(path, head, rows))
    if fouten:
        raise CatalogusFout(fouten)
    return Catalogus(
        catalogus_versie=head.catalogus_versie,
        status=head.status,
        gebruik=head.gebruik,
        aanpakken=tuple(_aanpak(row) for row in rows),
        uitleg=_uitleg(head),
        hash=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


class _Lezer:
    """Reads row after row and keeps what is wrong with each."""

    def __init__(self, path: Traversable, head: PakketFile) -> None:
        self.path, self.head, self.fouten = path, head, [*_lijsten(path, head)]

    def rows(self, found: object) -> list[Rij]:
        if not isinstance(found, list) or not found:
            self.fouten.append(f"{self.path}: sleutel 'aanpak': er is geen enkele aanpak.")
            return []
        rows = []
        for place, entry in enumerate(found):
            row = self._row(place, entry)
            if row is not None:
                rows.append(row)
        return rows

    def _row(self, place: int, entry: object) -> Rij | None:
        if not isinstance(entry, Mapping):
            self.fouten.append(f"{self.path}: sleutel 'aanpak.{place}': hier hoort een tabel.")
            return None
        where = f"aanpak.{entry.get('id', place)}"
        aanpak = self._read(AanpakFile, {k: v for k, v in entry.items() if k != "bron"}, where)
        listed = entry.get("bron", [])
        if not isinstance(listed, list) or not listed:
            self.fouten.append(f"{self.path}: sleutel '{where}.bron': er is geen enkel feit.")
            return None
        bronnen = []
        for number, one in enumerate(listed):
            name = one.get("id", number) if isinstance(one, Mapping) else number
            bron = self._read(BronFile, one, f"{where}.bron.{name}")
            if bron is not None:
                self.fouten += _feit_fouten(self.path, self.head, f"{where}.bron.{name}", bron)
                bronnen.append(bron)
        if aanpak is None:
            return None
        self.fouten += _buiten_lijst(
            self.path,
            where,
            (
                ("niveau_bron", aanpak.niveau_bron, self.head.waarden.niveau_bron),
                ("naam_bron", aanpak.naam_bron, self.head.waarden.naam_bron),
                ("groep", aanpak.groep, self.head.waarden.groep),
                ("leerpunt_status", aanpak.leerpunt_status, self.head.waarden.leerpunt_status),
            ),
        )
        return aanpak, tuple(bronnen)

    def _read(self, model: type[M], data: object, where: str) -> M | None:
        try:
            return checked(self.path, model, data, where=where)
        except RegelsError as error:
            self.fouten.append(str(error))
            return None


# ---------------------------------------------------------------- what must hold


def _lijsten(path: Traversable, head: PakketFile) -> Iterator[str]:
    """The program knows these values one by one; a pack cannot invent another."""
    waarden = head.waarden
    for name, known, listed in (
        ("maanden_status", MaandenStatus, waarden.maanden_status),
        ("confidence", Betrouwbaar, waarden.confidence),
        ("niveau", Niveau, waarden.niveau),
        ("richting", Richting, waarden.richting),
    ):
        unknown = sorted(set(listed) - {value.value for value in known})
        if unknown:
            yield _fout(path, f"waarden.{name}", f"kennen we niet: {', '.join(unknown)}.")
    for name, words, values in (
        ("maanden_status_uitleg", waarden.maanden_status_uitleg, waarden.maanden_status),
        ("confidence_uitleg", waarden.confidence_uitleg, waarden.confidence),
        ("richting_uitleg", waarden.richting_uitleg, waarden.richting),
    ):
        missing = sorted(set(values) - set(words))
        if missing:
            yield _fout(path, f"waarden.{name}", f"ontbreekt: {', '.join(missing)}.")
    for name, scale in (
        ("kosten", head.schalen.kosten),
        ("sterkte_eef", head.schalen.sterkte_eef),
        ("sterkte_leerpunt", head.schalen.sterkte_leerpunt),
    ):
        if any(not (key.isascii() and key.isdigit() and int(key) <= 5) for key in scale):
            yield _fout(path, f"schalen.{name}", "een trap is een cijfer van 0 tot 5.")


def _feit_fouten(path: Traversable, head: PakketFile, where: str, bron: BronFile) -> Iterator[str]:
    """What one fact says must agree with itself and with the lists."""
    waarden, schalen = head.waarden, head.schalen
    yield from _buiten_lijst(
        path,
        where,
        (
            ("schema", bron.spreker, waarden.schema_uitleg),
            ("soort", bron.soort, waarden.soort),
            ("maanden_status", bron.maanden_status, waarden.maanden_status),
            ("richting", bron.richting, waarden.richting),
            ("confidence", bron.confidence, waarden.confidence),
        ),
    )
    if bron.maanden_status == "getal" and bron.maanden is None:
        said = "ontbreekt, maar 'maanden_status' is 'getal'. Is er geen getal, kies dan de reden."
        yield _fout(path, f"{where}.maanden", said)
    if bron.maanden_status != "getal" and bron.maanden is not None:
        said = f"er staat een getal, maar 'maanden_status' is '{bron.maanden_status}'."
        yield _fout(path, f"{where}.maanden", said)
    if not bron.url and bron.spreker != "seed":
        yield _fout(path, f"{where}.url", "ontbreekt. Enkel de presentatie van GO! heeft er geen.")
    sterkte = schalen.sterkte_leerpunt if bron.spreker == LEERPUNT else schalen.sterkte_eef
    yield from _trap(path, f"{where}.kosten", bron.kosten, bron.kosten_schaal, schalen.kosten)
    if bron.sterkte_schaal is not None or not bron.sterkte:
        yield from _trap(path, f"{where}.sterkte", bron.sterkte, bron.sterkte_schaal, sterkte)
    if bron.zekerheid_schaal is not None and not bron.zekerheid:
        yield _fout(path, f"{where}.zekerheid", "ontbreekt bij 'zekerheid_schaal'.")
    if bron.richting in ("gemengd", "geen_effect", "waarschuwt") and not (
        bron.opmerking or bron.maanden is not None
    ):
        yield _fout(path, f"{where}.opmerking", "ontbreekt: tegenbewijs moet zeggen wat het vond.")


def _trap(
    path: Traversable, where: str, label: str, number: int | None, scale: Mapping[str, str]
) -> Iterator[str]:
    """The label is the value and the number sorts: they must be the same step of the scale."""
    if number is None and not label:
        return
    if number is None or scale.get(str(number)) != label:
        steps = ", ".join(f"{key} = {words}" for key, words in scale.items())
        said = f"'{label}' en {'geen cijfer' if number is None else number} horen niet samen"
        yield _fout(path, where, f"{said} ({steps}).")


def _buiten_lijst(
    path: Traversable,
    where: str,
    rows: Sequence[tuple[str, str, Sequence[str] | Mapping[str, str]]],
) -> Iterator[str]:
    for name, value, allowed in rows:
        if value not in allowed:
            said = f"'{value}' staat niet in de lijst: {', '.join(allowed)}."
            yield _fout(path, f"{where}.{name}", said)


def _across(path: Traversable, head: PakketFile, rows: Sequence[Rij]) -> Iterator[str]:
    """What one row says about another: no key twice, no link that leads nowhere."""
    aanpakken = Counter(aanpak.id for aanpak, _ in rows)
    bronnen = Counter(bron.id for _, found in rows for bron in found)
    for what, counted in (("aanpak", aanpakken), ("bron", bronnen)):
        for key, times in counted.items():
            if times > 1:
                yield _fout(path, f"{what}.{key}", f"de id staat er {times} keer.")
    by_id = {bron.id: (aanpak.id, bron) for aanpak, found in rows for bron in found}
    for aanpak, found in rows:
        for key in aanpak.verwant:
            if key not in aanpakken or key == aanpak.id:
                yield _fout(path, f"aanpak.{aanpak.id}.verwant", f"er is geen andere '{key}'.")
        for bron in found:
            yield from _keten(path, f"aanpak.{aanpak.id}.bron.{bron.id}", aanpak.id, bron, by_id)


def _keten(
    path: Traversable,
    where: str,
    aanpak: str,
    bron: BronFile,
    by_id: Mapping[str, tuple[str, BronFile]],
) -> Iterator[str]:
    """Both ends of a version link name each other, inside one aanpak, and no chain bites itself."""
    for name, other, back in (
        ("vervangt", bron.vervangt, "vervangen_door"),
        ("vervangen_door", bron.vervangen_door, "vervangt"),
    ):
        if not other:
            continue
        home, found = by_id.get(other, ("", None))
        if found is None:
            yield _fout(path, f"{where}.{name}", f"er is geen feit '{other}'.")
        elif home != aanpak:
            yield _fout(path, f"{where}.{name}", f"'{other}' hoort bij een andere aanpak.")
        elif getattr(found, back) != bron.id:
            yield _fout(path, f"{where}.{name}", f"'{other}' zegt niet '{back} = \"{bron.id}\"'.")
    seen, following = {bron.id}, bron.vervangen_door
    while following in by_id and following not in seen:
        seen.add(following)
        following = by_id[following][1].vervangen_door
    if following == bron.id:
        yield _fout(path, f"{where}.vervangen_door", "de versies lopen in een kring.")


def _fout(path: Traversable, key: str, said: str) -> str:
    return f"{path}: sleutel '{key}': {said}"


# ---------------------------------------------------------------- from file to model


def _aanpak(row: Rij) -> Aanpak:
    aanpak, bronnen = row
    given = aanpak.model_dump()
    lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
    return Aanpak(
        **{**given, **lists, "niveau": Niveau(aanpak.niveau)},
        bronnen=tuple(_feit(aanpak.id, bron) for bron in bronnen),
    )


def _feit(aanpak: str, bron: BronFile) -> Feit:
    given = bron.model_dump()
    return Feit(
        aanpak=aanpak,
        **{
            **{key: value for key, value in given.items() if key != "confidence"},
            "maanden_status": MaandenStatus(bron.maanden_status),
            "richting": Richting(bron.richting),
            "betrouwbaar": Betrouwbaar(bron.confidence),
            "checked_on": date.fromisoformat(bron.checked_on),
        },
    )


def _uitleg(head: PakketFile) -> Uitleg:
    waarden, schalen = head.waarden, head.schalen
    sterkte: dict[int, str] = {}
    for scale in (schalen.sterkte_eef, schalen.sterkte_leerpunt):
        for key, words in scale.items():
            known = sterkte.get(int(key), "")
            sterkte[int(key)] = words if known in ("", words) else f"{known} of {words}"
    return Uitleg(
        spreker=waarden.schema_uitleg,
        maanden_status=waarden.maanden_status_uitleg,
        betrouwbaar=waarden.confidence_uitleg,
        richting=waarden.richting_uitleg,
        kosten={int(key): words for key, words in schalen.kosten.items()},
        sterkte=dict(sorted(sterkte.items())),
    )
