"""What a frozen dossier promises: a manifest with hashes of every file and every numbered figure.

In: the bytes of the files, the figures as plain records and a key. Out: canonical bytes of
``manifest.json``, and one ZIP that holds everything. The SHA-256 of a file is for everybody; the
keyed hashes (HMAC) prove to the school itself that nobody changed a file and its hash together.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

FORMAAT = "gokwijs-dossier"
VERSIE = 1  # of the manifest; raise it when a hash covers something else
MANIFEST, CIJFERS, LEESMIJ = "manifest.json", "cijfers.json", "LEESMIJ.txt"
_MOMENT = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # of every file in the ZIP, so that its bytes depend on nothing else
UITLEG = """Dit is een bevroren dossier van GOK-wijs.

dossier.pdf     om te lezen en te bewaren
dossier.docx    dezelfde inhoud voor Word
dossier.xlsx    de tabellen, met een blad Uitleg
cijfers.json    elk genummerd cijfer met zijn uitleg, voor een programma
manifest.json   van elk bestand de grootte en de hash

Nakijken of er niets veranderd is:
  met GOK-wijs: gokwijs dossier controleer <dit bestand>.zip
  zonder GOK-wijs: bereken de SHA-256 van een bestand en vergelijk met manifest.json

De velden 'hmac' en 'zegel' kan enkel de school zelf nakijken, met de sleutel van haar installatie.
"""


@dataclass(frozen=True, slots=True)
class Cijfer:
    """One numbered figure with everything a reader may know about it; no field is ever empty.

    ``aantallen``: the gated counts behind it. What is hidden has no number and is no Cijfer.
    """

    nummer: int
    plek: str
    waarde: str
    telt: str
    regel: str
    artikel: str
    datum: str
    bron: str
    status: str
    aantallen: str

    def __post_init__(self) -> None:
        for one in fields(self):
            if getattr(self, one.name) in ("", 0):
                raise ValueError(f"cijfer {self.nummer} zonder {one.name}: {self.plek}")

    def als_dict(self) -> dict[str, Any]:
        return {one.name: getattr(self, one.name) for one in fields(self)}


def canoniek(value: Any) -> bytes:
    """The one way to write a value as JSON; raises ValueError on floats, which have several."""
    _check(value)
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def _check(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError(f"een manifest bevat geen kommagetal: {value}")
    if isinstance(value, Mapping):
        for part in value.values():
            _check(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _check(part)


def sleutel_van(geheim: str) -> bytes:
    """The key of dossiers, from the secret of the installation; the secret cannot be found back."""
    return hmac.digest(geheim.encode(), b"gokwijs dossier 1", "sha256")


def vingerafdruk(sleutel: bytes) -> str:
    """Tells which key it was, without telling the key."""
    return hmac.digest(sleutel, b"vingerafdruk", "sha256").hex()[:16]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hmac_bestand(sleutel: bytes, naam: str, data: bytes) -> str:
    """The name belongs to it: two files cannot change places."""
    return _hmac(sleutel, "bestand", naam.encode() + b"\0" + data)


def hmac_cijfer(sleutel: bytes, cijfer: Mapping[str, Any]) -> str:
    return _hmac(sleutel, "cijfer", canoniek(cijfer))


def zegel(sleutel: bytes, manifest: Mapping[str, Any]) -> str:
    """Over everything in the manifest but the seal itself."""
    return _hmac(sleutel, "zegel", canoniek({k: v for k, v in manifest.items() if k != "zegel"}))


def _hmac(sleutel: bytes, wat: str, data: bytes) -> str:
    return hmac.digest(sleutel, f"{FORMAAT}/{VERSIE}/{wat}\0".encode() + data, "sha256").hex()


def manifest(
    *,
    kop: Mapping[str, Any],
    bestanden: Mapping[str, bytes],
    cijfers: Sequence[Cijfer],
    sleutel: bytes,
) -> dict[str, Any]:
    """``kop``: of which school, plan, day and versions; it may use none of the other keys."""
    found: dict[str, Any] = {
        **kop,
        "formaat": FORMAAT,
        "versie": VERSIE,
        "sleutel": vingerafdruk(sleutel),
        "bestanden": [
            {
                "naam": naam,
                "grootte": len(data),
                "sha256": sha256(data),
                "hmac": hmac_bestand(sleutel, naam, data),
            }
            for naam, data in sorted(bestanden.items())
        ],
        "cijfers": [
            {"nummer": one.nummer, "hmac": hmac_cijfer(sleutel, one.als_dict())} for one in cijfers
        ],
    }
    return {**found, "zegel": zegel(sleutel, found)}


def cijferbestand(cijfers: Sequence[Cijfer]) -> bytes:
    """``cijfers.json``: the figures as data."""
    rows = [one.als_dict() for one in cijfers]
    return canoniek({"formaat": f"{FORMAAT}-cijfers", "versie": VERSIE, "cijfers": rows})


def maak_zip(
    *,
    kop: Mapping[str, Any],
    bestanden: Mapping[str, bytes],
    cijfers: Sequence[Cijfer],
    sleutel: bytes,
) -> bytes:
    """One file for the inspectorate; the same contents always give the same bytes."""
    inside = {
        **bestanden,
        CIJFERS: cijferbestand(cijfers),
        LEESMIJ: UITLEG.encode(),
    }
    told = manifest(kop=kop, bestanden=inside, cijfers=cijfers, sleutel=sleutel)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for naam, data in (*sorted(inside.items()), (MANIFEST, canoniek(told))):
            info = zipfile.ZipInfo(naam, _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return buffer.getvalue()
