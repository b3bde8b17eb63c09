"""The shipped catalogue, and catalogues that differ from it in a few places."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

from gokwijs.core.aanpakken import Aanpak, Catalogus, Feit, load_catalogus, load_catalogus_from

TEXT = (files("gokwijs") / "inhoud" / "aanpakken" / "aanpakken.toml").read_text(encoding="utf-8")
SHIPPED = load_catalogus()
TODAY = date(2026, 12, 1)
NAGEKEKEN = date(2026, 11, 22)
METACOGNITIE = 'id = "leerpunt.metacognitie.v2"'


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    """The shipped pack with each first occurrence of a text replaced."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / "anders.toml"
    path.write_text(text, encoding="utf-8")
    return path


def changed(folder: Path, *changes: tuple[str, str]) -> Catalogus:
    return load_catalogus_from(written(folder, *changes))


def after(key: str, old: str, new: str) -> tuple[str, str]:
    """A change inside one row: the first ``old`` after the line that names the row."""
    line = f'id = "{key}"'
    start = TEXT.index(line)
    end = TEXT.index(old, start) + len(old)
    return TEXT[start:end], TEXT[start : end - len(old)] + new


def added(key: str, row: str) -> tuple[str, str]:
    """A fact put in front of another one, in the same aanpak."""
    line = f'[[aanpak.bron]]\n  id = "{key}"'
    return line, f"[[aanpak.bron]]\n{row}\n\n  {line}"


def aanpak(key: str, catalogus: Catalogus = SHIPPED) -> Aanpak:
    found = catalogus.aanpak(key)
    assert found is not None
    return found


def feit(key: str, catalogus: Catalogus = SHIPPED) -> Feit:
    found = catalogus.feit(key)
    assert found is not None
    return found


OPVOLGER = """
  id = "leerpunt.metacognitie.v3"
  schema = "leerpunt"
  soort = "toolkit"
  titel = "Metacognitie, derde uitgave"
  strand = "metacognitie-zelfregulatie-leren-leren"
  maanden = 6
  maanden_status = "getal"
  richting = "steunt"
  uitkomst = "leerprestaties"
  versie = "update 2027"
  checked_on = "2027-03-01"
  confidence = "primair"
  url = "https://leerpunt.be/metacognitie"
  vervangt = "leerpunt.metacognitie.v2"
"""


def with_successor(folder: Path, row: str = OPVOLGER) -> Catalogus:
    """The next version of the catalogue: Leerpunt has a newer figure for metacognitie."""
    return changed(
        folder,
        ('catalogus_versie = "2026-11-22"', 'catalogus_versie = "2027-03-01"'),
        (METACOGNITIE, f'{METACOGNITIE}\n  vervangen_door = "leerpunt.metacognitie.v3"'),
        added("leerpunt.metacognitie.v1", row),
    )
