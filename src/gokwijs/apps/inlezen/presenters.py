"""Steps of an import as Dutch lines, and columns of a file with a few of their values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gokwijs.apps.inlezen.forms import Column
from gokwijs.apps.inlezen.models import ImportRegel
from gokwijs.apps.leerlingen.models import GRADEN, NIVEAUS
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import Herkomst
from gokwijs.core.leerlingen.inlezen import rijksregister
from gokwijs.core.leerlingen.inlezen.lezen import is_known
from gokwijs.core.leerlingen.inlezen.profiel import ColumnMapping, column_keys
from gokwijs.core.leerlingen.inlezen.velden import LABELS, never_read
from gokwijs.core.telling.columns import clean, fold
from gokwijs.core.telling.table import Table

_SAMPLES, _LOOKED, _UNKNOWN = 3, 5000, 12
_DAYS = ("geboortedatum", "begin", "einde", "verwacht_einde", "vanaf")
_WORDS: Mapping[str, Mapping[Any, Any]] = {
    "halves": {2: "hele leerling", 1: "halve leerling"},
    "mfc_verblijf": {int(a): a.word for a in Antwoord},
    "onderwijsniveau": dict(NIVEAUS),
    "graad": dict(GRADEN),
}
_LABELS = {"halves": "Telt als", "begin": "Eerste dag", "einde": "Laatste dag"}


@dataclass(frozen=True)
class Change:
    """One field: what it was and what it becomes; ``old`` is empty for something new."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One pupil in the preview."""

    naam: str
    stamnummer: str
    rij: int
    changes: tuple[Change, ...]
    conflicts: tuple[str, ...]


def line(regel: ImportRegel) -> Line:
    """What the import does to one pupil, field by field."""
    changes: list[Change] = []
    for step in regel.stappen:
        if step["model"] == "feit":
            changes.append(_fact(step["na"]))
        elif step["voor"] is None:
            changes.extend(_new(step["model"], step["na"]))
        else:
            changes.extend(_changed(step["voor"], step["na"]))
    return Line(
        regel.naam,
        regel.stamnummer,
        regel.rij,
        tuple(changes),
        tuple(Kenmerk(k).label.lower() for k in regel.strijdig),
    )


def _fact(values: Mapping[str, Any]) -> Change:
    answer = Antwoord(values["antwoord"]).word
    source = Herkomst(values["herkomst"]).words
    return Change(Kenmerk(values["kenmerk"]).label, "", f"{answer}, volgens {source}")


def _new(model: str, values: Mapping[str, Any]) -> list[Change]:
    if model == "leerling":
        names = ("geboortedatum", "vorige_school")
        return [Change(_label(n), "", _shown(n, values[n])) for n in names if values.get(n)]
    parts = [
        _shown(n, values[n])
        for n in ("klas", "onderwijsniveau", "graad", "richting")
        if values.get(n)
    ]
    if values["halves"] == 1:
        parts.append("halve leerling")
    until = f" tot en met {_shown('einde', values['einde'])}" if values.get("einde") else ""
    when = f"vanaf {_shown('begin', values['begin'])}{until}"
    return [Change("Inschrijving", "", f"{', '.join(parts)}, {when}")]


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    return [
        Change(_label(n), _shown(n, old[n]) or "leeg", _shown(n, value) or "leeg")
        for n, value in new.items()
        if old[n] != value
    ]


def _label(name: str) -> str:
    return _LABELS.get(name) or LABELS.get(name) or name.replace("_", " ").capitalize()


def _shown(name: str, value: Any) -> str:
    if value in (None, ""):
        return ""
    if name in _DAYS:
        return f"{date.fromisoformat(str(value)):%d/%m/%Y}"
    return str(_WORDS.get(name, {}).get(value, value))


# ---------------------------------------------------------------- columns


def columns_of(table: Table, mapping: ColumnMapping) -> list[Column]:
    """Each column with a few different values, and values that its field does not know."""
    block = next((b for _, b in table.blocks()), None)
    found = []
    for place, (key, name) in enumerate(zip(column_keys(table.header), table.header, strict=True)):
        texts: list[str] = []
        if block is not None:
            head = block[f"c{place}"].head(_LOOKED).unique(maintain_order=True)
            texts = [t for t in (clean(text) for text in head.to_list()) if t]
        dropped = never_read(name)
        chosen = mapping.columns.get(key, "")
        found.append(
            Column(
                key,
                clean(name) or f"(kolom {place + 1}, zonder naam)",
                () if dropped else _samples(texts),
                dropped,
                () if dropped else _unknown(texts, chosen, mapping),
            )
        )
    return found


def _samples(texts: Sequence[str]) -> tuple[str, ...]:
    """A few different values in order of the alphabet: no row can be put together from them."""
    shown = sorted(set(texts[:200]))[:_SAMPLES]
    return tuple("(een rijksregisternummer)" if rijksregister.find(t) else t[:40] for t in shown)


def _unknown(texts: Sequence[str], chosen: str, mapping: ColumnMapping) -> tuple[str, ...]:
    if not chosen:
        return ()
    own = mapping.values.get(chosen, {})
    found = {fold(t) for t in texts if fold(t) not in own and not is_known(chosen, t)}
    return tuple(sorted(found)[:_UNKNOWN])
