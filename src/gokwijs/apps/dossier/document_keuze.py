"""What somebody wants in the document of a plan, and walks over its records.

In: a ``PlanDocument`` and a choice. Out: the same without what was not chosen, all its texts, and
the list of fields a template may use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, get_args, get_type_hints

from gokwijs.apps.dossier.document import PlanDocument, Visie
from gokwijs.core.beleid.keuzes import Keuze

T = TypeVar("T")


class Publiek(Keuze):
    """For whom a document is made; it decides which figures are in it."""

    WERK = "werk", "voor wie met exacte aantallen werkt"
    TEAM = "team", "voor het team en voor buiten de school"

    @property
    def merk(self) -> str:
        """Above every page."""
        return {
            Publiek.WERK: "Vertrouwelijk: met exacte aantallen",
            Publiek.TEAM: "Zonder kleine aantallen en zonder namen",
        }[self]


class Onderdeel(Keuze):
    """The parts one can choose, in the order of the document; the key is the field it fills."""

    VISIE = "visie", "visie"
    VERANKERING = "verankering", "samenhang met ander beleid"
    VASTSTELLINGEN = "vaststellingen"
    STREEFDOELEN = "streefdoelen"
    ACTIES = "acties"
    MIDDELEN = "middelen", "middelen: voorzien en besteed"
    EVALUATIES = "evaluaties", "evaluaties, besluiten en borging"
    MOMENTEN = "momenten", "overleg en draagvlak"
    AFSPRAKEN = "afspraken", "samen bekijken en afspraken met partners"
    VERSLAGEN = "verslagen", "doorlichting: bevindingen en opvolging"
    EINDJES = "eindjes", "losse eindjes"
    VERWACHTINGEN = "verwachtingen", "verwachtingen van het referentiekader"


# Fields that go with a part besides the one it is named after.
_OOK = {
    Onderdeel.STREEFDOELEN: ("indicatoren",),
    Onderdeel.ACTIES: ("stappen",),
    Onderdeel.AFSPRAKEN: ("beeldvormingen",),
}


@dataclass(frozen=True, slots=True)
class DocumentKeuze:
    """What somebody wants in the document."""

    publiek: Publiek = Publiek.TEAM
    onderdelen: frozenset[Onderdeel] = frozenset(Onderdeel)
    opmerkingen: bool = False


def beperk(document: PlanDocument, keuze: DocumentKeuze) -> PlanDocument:
    """Only the chosen parts; what was left out is as if it was never there."""
    left_out: dict[str, Any] = {
        name: Visie() if name == Onderdeel.VISIE else ()
        for part in Onderdeel
        if part not in keuze.onderdelen
        for name in (part.value, *_OOK.get(part, ()))
    }
    found = replace(document, **left_out)
    return found if keuze.opmerkingen else zonder_opmerkingen(found)


def zonder_opmerkingen(record: T) -> T:
    """The same record, and every record inside it, without comments."""
    assert is_dataclass(record)
    assert not isinstance(record, type)
    found: dict[str, Any] = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if one.name == "opmerkingen":
            found[one.name] = ()
        elif isinstance(value, tuple) and value and is_dataclass(value[0]):
            found[one.name] = tuple(zonder_opmerkingen(part) for part in value)
    return replace(record, **found)


def met_teksten(value: T, change: Callable[[str], str]) -> T:
    """The same records with every text changed."""
    changed: Any = value
    if isinstance(value, str):
        changed = change(value)
    elif isinstance(value, tuple):
        changed = tuple(met_teksten(part, change) for part in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        changed = replace(value, **{k: met_teksten(v, change) for k, v in parts.items()})
    found: T = changed
    return found


def teksten(value: Any) -> Iterator[str]:
    """Every text that is filled in."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from teksten(part)
    else:
        for one in fields(value):
            yield from teksten(getattr(value, one.name))


@dataclass(frozen=True, slots=True)
class Veld:
    """One field of a template: how it is written, what it is, and the loop it stands in."""

    naam: str
    uitleg: str
    lus: str = ""


def velden() -> tuple[Veld, ...]:
    """Every field a template may use, in order; a list is followed by the fields of its rows."""
    return tuple(dict.fromkeys(_velden(PlanDocument)))


def _velden(kind: type, voor: str = "", lus: str = "") -> Iterator[Veld]:
    hints = get_type_hints(kind)
    for one in fields(kind):
        name, uitleg, hint = f"{voor}{one.name}", one.metadata["uitleg"], hints[one.name]
        if is_dataclass(hint):
            assert isinstance(hint, type)
            yield from _velden(hint, f"{name}.", lus)
            continue
        inner = get_args(hint)[:1]
        yield Veld(name, uitleg, lus)
        if inner and is_dataclass(inner[0]):
            assert isinstance(inner[0], type)
            row = inner[0].__name__.lower()
            yield from _velden(inner[0], f"{row}.", f"for {row} in {name}")
