"""Two versions of the pack side by side: what is new, followed, changed, withdrawn, or old.

In: the old and the new catalogue, and today. Out: ids with what happened to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from gokwijs.core.aanpakken.catalogus import Catalogus
from gokwijs.core.aanpakken.model import Aanpak, Feit
from gokwijs.core.aanpakken.zeggen import oud

_LINKS = ("vervangen_door",)


@dataclass(frozen=True, slots=True)
class Wijziging:
    """One row that is there in both and differs; ``velden`` are the keys that changed."""

    id: str
    velden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verschil:
    """``gewijzigd`` breaks the rule that a changed value is a new fact; ``nagekeken`` does not."""

    nieuw: tuple[str, ...]
    vervangen: tuple[tuple[str, str], ...]
    gewijzigd: tuple[Wijziging, ...]
    ingetrokken: tuple[str, ...]
    nagekeken: tuple[str, ...]
    aanpak_nieuw: tuple[str, ...]
    aanpak_weg: tuple[str, ...]
    aanpak_gewijzigd: tuple[Wijziging, ...]

    @property
    def leeg(self) -> bool:
        return not any(getattr(self, field.name) for field in fields(self))


def vergelijk(oud: Catalogus, nieuw: Catalogus) -> Verschil:
    """What changed from the old pack to the new one, in the order of the new one."""
    old, new = oud.feiten, nieuw.feiten
    both = [(old[key], new[key]) for key in new if key in old]
    changed = [(a.id, _changed(a, b, ("checked_on", *_LINKS))) for a, b in both]
    aanpakken = {a.id: a for a in oud.aanpakken}
    kept = [(aanpakken[b.id], b) for b in nieuw.aanpakken if b.id in aanpakken]
    reworded = [(a.id, _changed(a, b, ("bronnen",))) for a, b in kept]
    return Verschil(
        nieuw=tuple(key for key in new if key not in old),
        vervangen=tuple(
            (a.id, b.vervangen_door) for a, b in both if b.vervangen_door != a.vervangen_door
        ),
        gewijzigd=tuple(Wijziging(key, velden) for key, velden in changed if velden),
        ingetrokken=tuple(key for key in old if key not in new),
        nagekeken=tuple(b.id for a, b in both if b.checked_on > a.checked_on),
        aanpak_nieuw=tuple(a.id for a in nieuw.aanpakken if a.id not in aanpakken),
        aanpak_weg=tuple(a.id for a in oud.aanpakken if nieuw.aanpak(a.id) is None),
        aanpak_gewijzigd=tuple(Wijziging(key, velden) for key, velden in reworded if velden),
    )


def _changed(a: Feit | Aanpak, b: Feit | Aanpak, besides: Sequence[str]) -> tuple[str, ...]:
    names = (field.name for field in fields(a) if field.name not in besides)
    return tuple(name for name in names if getattr(a, name) != getattr(b, name))


def na_te_kijken(catalogus: Catalogus, today: date) -> tuple[Feit, ...]:
    """The facts on show that nobody compared with their source for more than twelve months."""
    return tuple(f for a in catalogus.aanpakken for f in a.feiten if oud(f, today))
