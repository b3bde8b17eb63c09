"""Is a dossier of years ago still what it was? Reads a ZIP that anybody may have made.

In: the bytes of a ZIP and, where it is known, the key of the installation. Out: a ``Controle`` with
a verdict per file and one over the figures, or ``DossierFout`` when the file cannot be trusted
enough to look inside. Nothing is ever written to disk.
"""

from __future__ import annotations

import hmac
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gokwijs.core.beleid.dossier import (
    CIJFERS,
    FORMAAT,
    MANIFEST,
    VERSIE,
    canoniek,
    hmac_bestand,
    hmac_cijfer,
    sha256,
    vingerafdruk,
    zegel,
)

MEEST = 50  # files in one dossier
BYTES = 200_000_000  # of one file or of all together, unpacked
_MANIFEST_BYTES = 20_000_000
_BLOK = 1 << 20
_LINK = 0o120000


class DossierFout(Exception):
    """The file is no dossier, or cannot safely be read; the message is Dutch."""


class Oordeel(StrEnum):
    OK = "ok"
    VERANDERD = "veranderd"
    ONTBREEKT = "ontbreekt"
    EXTRA = "extra"


class Sleutel(StrEnum):
    """What is known of the key with which the dossier was sealed."""

    JUIST = "juist"
    ANDERE = "andere"
    GEEN = "geen"


@dataclass(frozen=True, slots=True)
class Bestand:
    naam: str
    oordeel: Oordeel
    zin: str


@dataclass(frozen=True, slots=True)
class Controle:
    """``cijfers``: how many numbered figures there are; ``cijfers_fout``: those that changed."""

    kop: Mapping[str, Any]
    bestanden: tuple[Bestand, ...]
    sleutel: Sleutel
    zegel_ok: bool | None
    cijfers: int
    cijfers_fout: tuple[int, ...] = ()
    cijfers_nagekeken: bool = False

    @property
    def in_orde(self) -> bool:
        files = all(one.oordeel is Oordeel.OK for one in self.bestanden)
        return files and not self.cijfers_fout and self.zegel_ok is not False

    @property
    def zinnen(self) -> tuple[str, ...]:
        """What it comes down to, in plain Dutch."""
        found = [
            "Alle bestanden zijn nog zoals ze waren."
            if all(one.oordeel is Oordeel.OK for one in self.bestanden)
            else "Niet alle bestanden zijn nog zoals ze waren."
        ]
        if self.zegel_ok is False:
            found.append("Het manifest zelf is veranderd: vertrouw ook de hashes erin niet.")
        if self.cijfers_fout:
            numbers = ", ".join(f"[{n}]" for n in self.cijfers_fout[:20])
            found.append(f"Deze cijfers zijn veranderd of ontbreken: {numbers}.")
        elif self.cijfers_nagekeken:
            found.append(f"Alle {self.cijfers} genummerde cijfers kloppen met hun zegel.")
        found.append(_SLEUTEL[self.sleutel])
        return tuple(found)


_SLEUTEL = {
    Sleutel.JUIST: "Nagekeken met de sleutel van deze installatie.",
    Sleutel.ANDERE: (
        "Dit dossier is verzegeld met de sleutel van een andere installatie. Enkel de openbare "
        "hashes zijn nagekeken."
    ),
    Sleutel.GEEN: "Zonder sleutel zijn enkel de openbare hashes nagekeken.",
}
_ZIN = {
    Oordeel.OK: "niets veranderd",
    Oordeel.VERANDERD: "de inhoud is niet meer die van toen",
    Oordeel.ONTBREEKT: "staat in het manifest, maar niet in het bestand",
    Oordeel.EXTRA: "hoort niet bij het dossier",
}


def controleer(data: bytes, sleutel: bytes | None = None) -> Controle:
    """Raises DossierFout."""
    inside = _unpacked(data)
    told = _manifest(inside.pop(MANIFEST))
    known = _key(told, sleutel)
    key = sleutel if known is Sleutel.JUIST else None
    files = tuple(_files(told, inside, key))
    listed = [(row["nummer"], row["hmac"]) for row in told["cijfers"]]
    wrong = _figures(listed, inside.get(CIJFERS, b""), key) if key is not None else ()
    return Controle(
        kop={k: v for k, v in told.items() if k not in ("bestanden", "cijfers", "zegel")},
        bestanden=files,
        sleutel=known,
        zegel_ok=None if key is None else hmac.compare_digest(zegel(key, told), told["zegel"]),
        cijfers=len(listed),
        cijfers_fout=wrong,
        cijfers_nagekeken=key is not None,
    )


def _key(told: Mapping[str, Any], sleutel: bytes | None) -> Sleutel:
    if sleutel is None:
        return Sleutel.GEEN
    same = hmac.compare_digest(vingerafdruk(sleutel), told["sleutel"])
    return Sleutel.JUIST if same else Sleutel.ANDERE


def _files(
    told: Mapping[str, Any], inside: Mapping[str, bytes], key: bytes | None
) -> Iterable[Bestand]:
    listed = {row["naam"]: row for row in told["bestanden"]}
    for naam, row in listed.items():
        data = inside.get(naam)
        if data is None:
            found = Oordeel.ONTBREEKT
        else:
            same = len(data) == row["grootte"] and sha256(data) == row["sha256"]
            if same and key is not None:
                same = hmac.compare_digest(hmac_bestand(key, naam, data), row["hmac"])
            found = Oordeel.OK if same else Oordeel.VERANDERD
        yield Bestand(naam, found, _ZIN[found])
    for naam in sorted(set(inside) - set(listed)):
        yield Bestand(naam, Oordeel.EXTRA, _ZIN[Oordeel.EXTRA])


def _figures(listed: list[tuple[int, str]], data: bytes, key: bytes) -> tuple[int, ...]:
    """The numbers that do not match their hash any more, were left out or were added."""
    try:
        rows = json.loads(data)["cijfers"]
        given = {row["nummer"]: row for row in rows}
    except (ValueError, KeyError, TypeError, RecursionError):
        return tuple(number for number, _ in listed)
    wrong = {number for number, told in listed if not _same(given.get(number), told, key)}
    wrong |= {n for n in given if isinstance(n, int)} - {number for number, _ in listed}
    return tuple(sorted(wrong))


def _same(row: Any, told: str, key: bytes) -> bool:
    try:
        return isinstance(row, dict) and hmac.compare_digest(hmac_cijfer(key, row), told)
    except ValueError:
        return False


# ---------------------------------------------------------------- a ZIP of anybody


def _unpacked(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [_safe(one) for one in archive.infolist()]
            _once(names)
            return _read(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError) as error:
        raise DossierFout(
            "Dit is niet het bestand dat GOK-wijs maakte: het is veranderd of beschadigd, of het "
            "is geen ZIP-bestand. Vraag het bestand opnieuw."
        ) from error
    except (zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise DossierFout(
            "Dit is niet meer het bestand dat GOK-wijs maakte: het ZIP-bestand is veranderd of "
            "beschadigd. Vraag het bestand opnieuw."
        ) from error


def _safe(info: zipfile.ZipInfo) -> str:
    """A plain file at the top: a dossier has no folders, links or locked files."""
    name = info.filename
    plain = name.isprintable() and 0 < len(name) <= 120 and name not in (".", "..")
    if not plain or any(sign in name for sign in '/\\:*?"<>|'):
        raise DossierFout(f"Een naam in het ZIP-bestand hoort daar niet: {ascii(name)[:80]}.")
    if (info.external_attr >> 16) & 0o170000 == _LINK:
        raise DossierFout(
            f"'{name}' is een verwijzing naar elders. Zo maakt GOK-wijs geen dossier."
        )
    if info.flag_bits & 1:
        raise DossierFout(f"'{name}' is vergrendeld met een wachtwoord. Haal dat er eerst af.")
    return name


def _once(names: list[str]) -> None:
    if len(names) > MEEST:
        raise DossierFout(f"Er zitten meer dan {MEEST} bestanden in. Dit is geen dossier.")
    folded = [name.casefold() for name in names]
    twice = next((n for n, f in zip(names, folded, strict=True) if folded.count(f) > 1), None)
    if twice is not None:
        raise DossierFout(f"'{twice}' zit er meer dan één keer in: niet te zeggen wat echt is.")
    if MANIFEST not in names:
        raise DossierFout(f"Er zit geen {MANIFEST} in. Dit is geen dossier van GOK-wijs.")


def _read(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """Block by block: what a file says about its size is not believed."""
    found: dict[str, bytes] = {}
    room = BYTES
    for info in archive.infolist():
        limit = min(room, _MANIFEST_BYTES) if info.filename == MANIFEST else room
        parts, size = [], 0
        with archive.open(info) as source:
            while block := source.read(_BLOK):
                size += len(block)
                if size > limit:
                    raise DossierFout(
                        "Uitgepakt is het bestand veel te groot voor een dossier. Het is niet "
                        "verder gelezen."
                    )
                parts.append(block)
        room -= size
        found[info.filename] = b"".join(parts)
    return found


def _manifest(data: bytes) -> dict[str, Any]:
    wrong = DossierFout(f"{MANIFEST} is niet te lezen. Dit is geen dossier van GOK-wijs.")
    try:
        told = json.loads(data, object_pairs_hook=_no_twins, parse_constant=_no_constant)
        canoniek(told)
    except (ValueError, RecursionError) as error:
        raise wrong from error
    if not isinstance(told, dict) or told.get("formaat") != FORMAAT:
        raise wrong
    if told.get("versie") != VERSIE:
        raise DossierFout(
            "Dit dossier heeft een andere versie dan deze GOK-wijs kan nakijken. Neem de GOK-wijs "
            "van toen, of een nieuwere."
        )
    if not _shape(told):
        raise wrong
    return told


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key twice")
    return found


def _no_constant(text: str) -> float:
    raise ValueError(text)


def _shape(told: Mapping[str, Any]) -> bool:
    """Has everything that is read the right kind?"""
    try:
        files = [(f["naam"], f["grootte"], f["sha256"], f["hmac"]) for f in told["bestanden"]]
        figures = [(c["nummer"], c["hmac"]) for c in told["cijfers"]]
        texts = [told["sleutel"], told["zegel"], *(x for f in files for x in (f[0], *f[2:]))]
        texts += [c[1] for c in figures]
        numbers = [f[1] for f in files] + [c[0] for c in figures]
    except (KeyError, TypeError, IndexError):
        return False
    plain = all(isinstance(x, str) and x.isascii() for x in texts)
    return plain and all(type(n) is int for n in numbers)
