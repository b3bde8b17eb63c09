"""Quality frameworks as data: the Referentiekader Onderwijskwaliteit and others beside it."""

from __future__ import annotations

from collections.abc import Iterable

from gokwijs.core.kader.meegeleverd import meegeleverd, ok_kader, verwachtingen, vul_aan
from gokwijs.core.kader.model import (
    OK,
    PREFIX,
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
from gokwijs.core.kader.vragenlijst import (
    EigenVraag,
    Item,
    KaderRef,
    Vragenlijst,
    maak_vragenlijst,
)

__all__ = [
    "OK",
    "PREFIX",
    "Bron",
    "EigenVraag",
    "Item",
    "Kader",
    "KaderFout",
    "KaderRef",
    "Niveau",
    "Probleem",
    "Rubriek",
    "Set",
    "Setvraag",
    "Status",
    "Verwachting",
    "Voor",
    "Vragenlijst",
    "Zekerheid",
    "bekend",
    "maak_vragenlijst",
    "meegeleverd",
    "ok_kader",
    "verwachtingen",
    "vul_aan",
]


def bekend(keys: Iterable[str]) -> tuple[Verwachting, ...]:
    """The expectations of the bundled framework behind stored keys, in its order."""
    return ok_kader().bekend(keys)
