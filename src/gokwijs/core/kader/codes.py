"""Codes outside a pack: read only with the name of their system, shown with what became of them.

In: keys as they are stored or typed, and the frameworks of a school. Out: tags to show. A tag is
never lost: what a newer pack dropped is shown as it was, with a word that asks for attention.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gokwijs.core.kader.model import VERVALLEN, Kader, KaderFout, Verwachting


class Toestand(StrEnum):
    """Where a tag stands."""

    HUIDIG = "huidig"
    VERVALLEN = "vervallen"
    BUITEN = "niet in gebruik"
    ONBEKEND = "onbekend"


@dataclass(frozen=True, slots=True)
class Tag:
    """A stored key with the text that is in force, or the last one that was."""

    sleutel: str
    toestand: Toestand
    verwachting: Verwachting | None
    opvolger: Verwachting | None = None

    @property
    def titel(self) -> str:
        return self.verwachting.titel if self.verwachting else self.sleutel

    @property
    def naam(self) -> str:
        """'OK-verwachting R5'; a code nobody knows stays as it was written"""
        return self.verwachting.naam if self.verwachting else self.sleutel

    @property
    def voluit(self) -> str:
        """'OK-verwachting R5 · Zo weinig mogelijk drempels'"""
        return self.verwachting.voluit if self.verwachting else self.sleutel

    @property
    def tekst(self) -> str:
        """The text with the line that belongs beneath it; empty when nobody knows the code."""
        one = self.verwachting
        return f"{one.getoond} ({one.noot})" if one else ""

    @property
    def is_huidig(self) -> bool:
        return self.toestand is Toestand.HUIDIG

    @property
    def aandacht(self) -> str:
        """What somebody should do about it, in one sentence; empty for a current code."""
        if self.toestand is Toestand.HUIDIG:
            return ""
        if self.toestand is Toestand.BUITEN:
            return f"{self.titel}: dit kader is niet meer in gebruik."
        if self.opvolger is not None:
            return f"{self.titel} is vervallen. In de plaats kwam {self.opvolger.titel}."
        if self.toestand is Toestand.VERVALLEN:
            return f"{self.titel} is vervallen. Kies een andere verwachting."
        return f"De code {self.sleutel} staat in geen enkel kader dat we kennen."


def tags(
    kaders: Sequence[Kader], keys: Iterable[str], *, vroeger: Sequence[Kader] = ()
) -> tuple[Tag, ...]:
    """One tag per key: those of ``kaders`` in their order, then the historic ones as given.

    ``vroeger``: other packs that are known here, the newest first.
    """
    given = list(dict.fromkeys(keys))
    current = [
        Tag(one.sleutel, Toestand.HUIDIG, one) for kader in kaders for one in kader.bekend(given)
    ]
    known = {tag.sleutel for tag in current}
    return (*current, *(_oud(kaders, vroeger, key) for key in given if key not in known))


def _oud(kaders: Sequence[Kader], vroeger: Sequence[Kader], key: str) -> Tag:
    space, _, code = key.partition(":")
    now = next((one for one in kaders if one.naamruimte == space), None)
    old = next((k.verwachtingen[key] for k in vroeger if key in k.verwachtingen), None)
    if now is None:
        return Tag(key, Toestand.ONBEKEND if old is None else Toestand.BUITEN, old)
    became = now.omzetting.get(code)
    if became is None and old is None:
        return Tag(key, Toestand.ONBEKEND, None)
    follows = None if became in (None, VERVALLEN) else now.verwachtingen.get(f"{space}:{became}")
    return Tag(key, Toestand.VERVALLEN, old, follows)


def lees_code(text: str, kaders: Sequence[Kader]) -> str:
    """A typed code as it is stored: 'ok: r5' → 'ok:R5'.

    Raises KaderFout for a code that does not say its system (a bare 'K2' is two different things),
    and for one that is not there.
    """
    space, colon, code = (part.strip() for part in text.strip().partition(":"))
    if not colon:
        raise KaderFout(_welke(space, kaders))
    for kader in kaders:
        if kader.naamruimte == space.casefold():
            found = {one.code.casefold(): key for key, one in kader.verwachtingen.items()}
            if code.casefold() in found:
                return found[code.casefold()]
            raise KaderFout(f"'{code[:40]}' is geen code van {kader.titel}.")
    known = ", ".join(f"{one.naamruimte}:" for one in kaders)
    raise KaderFout(f"'{space[:40]}:' kennen we niet. Begin met een van deze: {known}")


def _welke(code: str, kaders: Sequence[Kader]) -> str:
    """The question which system is meant."""
    meant = [
        one
        for kader in kaders
        for one in kader.verwachtingen.values()
        if one.code.casefold() == code.casefold()
    ]
    if not meant:
        return f"'{code[:40]}' is geen code van een kader. Schrijf bijvoorbeeld 'ok:R5'."
    choices = " of ".join(f"{one.naam} (schrijf {one.sleutel})" for one in meant)
    return f"'{code}' zegt niet uit welk kader. Bedoel je {choices}?"
