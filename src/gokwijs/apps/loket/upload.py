"""What an uploaded file really is, judged by its bytes and never by its name.

In: name and bytes from somebody else's device. Out: a type and a harmless name, or a Dutch
sentence on what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from gokwijs.apps.loket.models import MAX_BYTES, MEGABYTE

_PNG = b"\x89PNG\r\n\x1a\n"
_ZIP_END = b"PK\x05\x06"
_ZIP_TAIL = 65_557  # the end record of a zip lies within so many bytes of the end
_EXTENSION = {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}


class UploadError(ValueError):
    """The file is not accepted; the message is Dutch and fit for a screen."""


@dataclass(frozen=True, slots=True)
class Upload:
    naam: str
    inhoudstype: str
    data: bytes


def check_size(size: int) -> None:
    """Before anything is read into memory; raises UploadError."""
    if size == 0:
        raise UploadError("Het bestand is leeg. Scan het formulier opnieuw.")
    if size > MAX_BYTES:
        raise UploadError(
            f"Het bestand is te groot: hoogstens {MAX_BYTES // MEGABYTE} MB. Scan met een lagere "
            "kwaliteit (200 dpi is genoeg)."
        )


def check_upload(name: str, data: bytes) -> Upload:
    """The real type and a clean name; raises UploadError."""
    check_size(len(data))
    kind = _kind(data)
    if kind is None:
        raise UploadError(
            "Dit is geen pdf, jpeg of png. Kijk of je het juiste bestand koos, of bewaar de scan "
            "als pdf."
        )
    if _ZIP_END in data[-_ZIP_TAIL:]:
        raise UploadError(
            "In dit bestand zit nog een ander bestand verstopt. Scan het formulier opnieuw."
        )
    return Upload(_clean_name(name, _EXTENSION[kind]), kind, data)


def _kind(data: bytes) -> str | None:
    """By the first bytes, and the end must belong to them: a cut-off scan is found now."""
    if data.startswith((b"%PDF-1.", b"%PDF-2.")):
        return "application/pdf" if b"%%EOF" in data[-2048:] else None
    if data.startswith(_PNG):
        return "image/png" if data[-8:-4] == b"IEND" else None
    if data.startswith(b"\xff\xd8\xff"):
        # Phones put more behind the picture (a film, a depth map), so the end need not be last.
        return "image/jpeg" if b"\xff\xd9" in data[4:] else None
    return None


def _clean_name(name: str, extension: str) -> str:
    """Only the last part of a path, printable, at most 100 characters, with the true extension."""
    last = re.split(r"[/\\]", name)[-1]
    last = unicodedata.normalize("NFC", last)
    kept = "".join(c if unicodedata.category(c)[0] in "LNPSZ" else "" for c in last)
    kept = re.sub(r'[<>:"|?*;]', "", kept)
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem = re.sub(r"(\.[A-Za-z0-9]{1,5})+$", "", kept)[:90].strip(" .")
    return (stem or "formulier") + extension
