"""Which codes of two frameworks may belong together: a list with its own version, only to suggest.

In: ``inhoud/kwaliteitskader/omzettingen/*.toml`` and frameworks. Out: suggestions, each with how
sure it is. Nothing is ever carried over by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import ValidationError

from gokwijs.core.kader.meegeleverd import meegeleverd
from gokwijs.core.kader.model import Kader, KaderFout, Probleem, Verwachting, Zekerheid
from gokwijs.core.kader.pakket import lees_toml
from gokwijs.core.kader.vorm import OmzettinglijstFile
from gokwijs.core.law.toml import faults


@dataclass(frozen=True, slots=True)
class Paar:
    """One code (full key) and those it may cover."""

    van: str
    naar: tuple[str, ...]
    opmerking: str


@dataclass(frozen=True, slots=True)
class Omzetting:
    """One version of a mapping between two systems."""

    id: str
    titel: str
    versie: str
    van: str
    naar: str
    zekerheid: Zekerheid
    peildatum: str
    bron: str
    toelichting: str
    paren: tuple[Paar, ...]


@dataclass(frozen=True, slots=True)
class Voorstel:
    """One expectation that may belong to the one asked about."""

    verwachting: Verwachting
    opmerking: str
    lijst: Omzetting

    @property
    def label(self) -> str:
        """'voorstel, uit een andere bron dan de officiële, peildatum 2026-11'"""
        return f"voorstel, {self.lijst.zekerheid.label}, peildatum {self.lijst.peildatum}"


@cache
def omzettingen() -> tuple[Omzetting, ...]:
    """Every bundled mapping; raises KaderFout with the file's name."""
    folder = files("gokwijs.inhoud") / "kwaliteitskader" / "omzettingen"
    kaders = tuple(meegeleverd().values())
    found = []
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        try:
            found.append(lees_omzetting(lees_toml(path.read_bytes()), kaders))
        except KaderFout as fout:
            raise KaderFout(
                [Probleem(f"{path.name}: {p.plaats}", p.wat) for p in fout.problemen]
            ) from None
    return tuple(found)


def lees_omzetting(data: Mapping[str, Any], kaders: Sequence[Kader]) -> Omzetting:
    """A mapping between two of these frameworks; raises KaderFout with every fault."""
    try:
        file = OmzettinglijstFile.model_validate(data)
    except ValidationError as error:
        raise KaderFout([Probleem(*one) for one in faults(OmzettinglijstFile, error)]) from None
    head = file.omzetting
    known = {key for one in kaders for key in one.verwachtingen}
    paren = tuple(
        Paar(f"{head.van}:{row.van}", tuple(f"{head.naar}:{c}" for c in row.naar), row.opmerking)
        for row in file.paren
    )
    missing = [
        Probleem(f"paren.{paar.van}", f"er is geen verwachting '{key}'.")
        for paar in paren
        for key in (paar.van, *paar.naar)
        if key not in known
    ]
    if missing:
        raise KaderFout(missing)
    given = head.model_dump(exclude={"schema_", "zekerheid"})
    return Omzetting(**given, zekerheid=Zekerheid(head.zekerheid), paren=paren)


def voorstellen(
    key: str, kaders: Sequence[Kader], lijsten: Sequence[Omzetting] | None = None
) -> tuple[Voorstel, ...]:
    """What may belong to this key in the other frameworks of a school, in both directions."""
    texts = {k: v for one in kaders for k, v in one.verwachtingen.items()}
    found: dict[str, Voorstel] = {}
    for lijst in omzettingen() if lijsten is None else lijsten:
        for paar in lijst.paren:
            others = paar.naar if paar.van == key else (paar.van,) if key in paar.naar else ()
            for other in others:
                if other in texts:
                    found.setdefault(other, Voorstel(texts[other], paar.opmerking, lijst))
    return tuple(found.values())
