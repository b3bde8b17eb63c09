"""What a Word file really is, before anything in it is used.

In: bytes from somebody else's computer. Out: nothing, or a ``SjabloonFout``: no macros, no links to
outside, no embedded files, no bomb, no entities, no field that fetches something. Word wrote the
names of parts and kinds in English; they are kept as they are.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from gokwijs.renderers.sjabloon.fout import SjabloonFout

MEGABYTE = 1024 * 1024
MAX_BYTES = 5 * MEGABYTE
MAX_DELEN, MAX_UITGEPAKT, MAX_XML, MAX_DIEP = 400, 40 * MEGABYTE, 8 * MEGABYTE, 200
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEXT = {".xml", ".rels"}
_FILES = {*_TEXT, *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")}
_FILES |= {".svg", ".odttf"}
_FORBIDDEN_NAME = re.compile(
    r"vba|macro|activex|embeddings/|oleobject|afchunk|\.bin$", re.IGNORECASE
)
_FORBIDDEN_KIND = re.compile(
    r"/(oleObject|package|aFChunk|control|vbaProject|attachedTemplate|subDocument|frame|mailMerge\w*"
    r"|activeXControlBinary|keyMapCustomizations)$",
    re.IGNORECASE,
)
# Fields that only read the document itself; every other kind can fetch or start something.
_FIELDS = {
    *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE"),
    *("PRINTDATE", "TITLE", "SUBJECT", "TOC", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ"),
    *("SYMBOL", "ADVANCE", "XE", "INDEX", "TC", "=", "HYPERLINK", "QUOTE", "FORMTEXT"),
}
_MEND = "Open het bestand in Word en bewaar het opnieuw als Word-document (.docx)."


def keur(data: bytes) -> None:
    """Raises SjabloonFout with what is wrong and how to mend it."""
    if not data:
        raise SjabloonFout("Het bestand is leeg. Kies het sjabloon opnieuw.")
    if len(data) > MAX_BYTES:
        raise SjabloonFout(
            f"Het bestand is te groot: hoogstens {MAX_BYTES // MEGABYTE} MB. Maak de afbeeldingen "
            "erin kleiner."
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise SjabloonFout(
            "Dit is een oud of beveiligd Word-bestand. Haal de beveiliging eraf en bewaar het als "
            "Word-document (.docx)."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_entries(archive)
            for name, content in _parts(archive):
                _check_part(name, content)
    except SjabloonFout:
        raise
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise SjabloonFout(f"Dit is geen Word-document, of het is beschadigd. {_MEND}") from None


def _check_entries(archive: zipfile.ZipFile) -> None:
    """Names and promised sizes, before anything is unpacked."""
    entries = archive.infolist()
    names = [one.filename for one in entries]
    if len(entries) > MAX_DELEN or sum(one.file_size for one in entries) > MAX_UITGEPAKT:
        raise SjabloonFout(
            "Uitgepakt is dit bestand veel te groot. Maak een kleiner sjabloon, met minder "
            "afbeeldingen."
        )
    if len({name.casefold() for name in names}) != len(names):
        raise SjabloonFout(f"In dit bestand zit een deel dubbel. {_MEND}")
    for one in entries:
        _check_entry(one)
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise SjabloonFout(f"Dit is geen Word-document. {_MEND}")


def _check_entry(one: zipfile.ZipInfo) -> None:
    name = one.filename
    if one.flag_bits & 1:
        raise SjabloonFout("Dit bestand is beveiligd met een wachtwoord. Haal dat eraf.")
    if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/"):
        raise SjabloonFout(f"In dit bestand staat een deel met een vreemde naam. {_MEND}")
    if _FORBIDDEN_NAME.search(name):
        raise SjabloonFout(
            "In dit bestand zit een macro of een ingesloten bestand. Dat mag niet. Bewaar het als "
            "gewoon Word-document (.docx) en haal ingesloten objecten eruit."
        )
    ending = "." + name.rpartition(".")[2].lower()
    if not name.endswith("/") and ending not in _FILES:
        raise SjabloonFout(
            f"In dit bestand zit een ander bestand ({name.rpartition('/')[2][:60]}). Enkel tekst "
            "en gewone afbeeldingen mogen erin."
        )
    if ending in _TEXT and one.file_size > MAX_XML:
        raise SjabloonFout("Een deel van dit bestand is te groot. Maak het sjabloon korter.")


def _parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    for one in archive.infolist():
        if one.filename.lower().endswith(tuple(_TEXT)):
            yield one.filename, archive.read(one)


# ---------------------------------------------------------------- one part of XML


@dataclass
class _Gezien:
    """What a part of XML says, gathered in one pass."""

    diep: int = 0
    relaties: list[dict[str, str]] = field(default_factory=list)
    soorten: list[str] = field(default_factory=list)
    velden: list[str] = field(default_factory=list)
    stukken: list[str] = field(default_factory=list)  # of the field that is being read
    in_veld: bool = False
    namen: set[str] = field(default_factory=set)


def _check_part(name: str, content: bytes) -> None:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SjabloonFout(f"Een deel van dit bestand heeft vreemde tekens. {_MEND}") from None
    seen = _read(content)
    if name == "[Content_Types].xml":
        _check_kinds(seen.soorten)
    if name.endswith(".rels"):
        for one in seen.relaties:
            _check_relation(one)
    for said in seen.velden:
        _check_field(said)
    if seen.namen & {"ins", "del", "moveFrom", "moveTo"} or name == "word/comments.xml":
        if name == "word/comments.xml" and "comment" not in seen.namen:
            return
        raise SjabloonFout(
            "In dit sjabloon staan nog opmerkingen of bijgehouden wijzigingen, met de naam van wie "
            "ze maakte. Aanvaard of verwijder ze in Word (tabblad Controleren)."
        )
    if seen.namen & {"altChunk", "object", "control", "subDoc"}:
        raise SjabloonFout(
            "In dit bestand zit een ingesloten object. Haal het eruit, of maak er een afbeelding "
            "van."
        )


def _read(content: bytes) -> _Gezien:
    """One pass over the XML: no document type, no entities, not too deep."""
    seen = _Gezien()
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")

    def refuse(*_: Any) -> None:
        raise SjabloonFout(f"In dit bestand staat iets wat er niet hoort. {_MEND}")

    def start(name: str, attributes: dict[str, str]) -> None:
        _start(seen, name.rpartition(" ")[2], attributes)

    def end(name: str) -> None:
        seen.diep -= 1
        short = name.rpartition(" ")[2]
        if short == "instrText":
            seen.in_veld = False
        elif short == "p":
            _close_field(seen)

    def text(said: str) -> None:
        if seen.in_veld:
            seen.stukken.append(said)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ProcessingInstructionHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise SjabloonFout(f"Dit bestand is beschadigd. {_MEND}") from None
    return seen


def _start(seen: _Gezien, short: str, attributes: dict[str, str]) -> None:
    seen.diep += 1
    if seen.diep > MAX_DIEP:
        raise SjabloonFout(
            "Dit bestand is te ingewikkeld opgebouwd. Maak het sjabloon eenvoudiger."
        )
    plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
    seen.namen.add(short)
    if short == "Relationship":
        seen.relaties.append(plain)
    elif short in ("Override", "Default"):
        seen.soorten.append(plain.get("ContentType", ""))
    elif short == "fldSimple":
        seen.velden.append(plain.get("instr", ""))
    elif short == "fldChar" and plain.get("fldCharType") in ("begin", "separate", "end"):
        _close_field(seen)
    elif short == "instrText":
        seen.in_veld = True


def _close_field(seen: _Gezien) -> None:
    """The instruction of a field can lie in pieces; it ends where the next mark stands."""
    if seen.stukken:
        seen.velden.append("".join(seen.stukken))
        seen.stukken.clear()


def _check_kinds(kinds: list[str]) -> None:
    if any(re.search(r"macroEnabled|vbaProject|activeX|oleObject", kind, re.I) for kind in kinds):
        raise SjabloonFout(
            "Dit is een Word-bestand met macro's. Bewaar het als gewoon Word-document (.docx)."
        )
    if _MAIN not in kinds:
        raise SjabloonFout(f"Dit is geen gewoon Word-document. {_MEND}")


def _check_relation(one: dict[str, str]) -> None:
    target, kind = one.get("Target", ""), one.get("Type", "")
    outside = one.get("TargetMode", "").lower() == "external"
    if outside or re.match(r"[a-z][a-z0-9+.-]*:|//|\\\\", target, re.I):
        shown = target[:80]
        if kind.endswith("/hyperlink"):
            raise SjabloonFout(
                f"In het sjabloon staat een link naar buiten ({shown}). Klik er in Word met rechts "
                "op en kies 'Hyperlink verwijderen'; de tekst zelf mag blijven."
            )
        if kind.endswith("/attachedTemplate"):
            raise SjabloonFout(
                "Het sjabloon hangt vast aan een ander sjabloon. Maak dat los in Word: Bestand, "
                "Opties, Invoegtoepassingen, Sjablonen."
            )
        raise SjabloonFout(
            f"Het sjabloon haalt iets op van buiten ({shown}). Voeg afbeeldingen in het bestand "
            "zelf in, niet als koppeling."
        )
    if _FORBIDDEN_KIND.search(kind):
        raise SjabloonFout(
            "In dit bestand zit een macro of een ingesloten object. Haal het eruit en bewaar het "
            "als gewoon Word-document (.docx)."
        )


def _check_field(said: str) -> None:
    if "{{" in said or "{%" in said:
        raise SjabloonFout(
            "Er staat een code tussen accolades in een veld van Word. Zet ze in gewone tekst."
        )
    words = said.split()
    if not words:
        return
    kind = words[0].upper()
    allowed = kind in _FIELDS or kind.startswith("=")
    if kind == "HYPERLINK" and not any(word.lower() == "\\l" for word in words[1:2]):
        allowed = False
    if not allowed:
        raise SjabloonFout(
            f"In het sjabloon staat een veld van Word dat iets kan ophalen of starten "
            f"({kind[:30]}). Verwijder dat veld."
        )
