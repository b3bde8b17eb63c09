"""What the document of a plan is laid out with: for the PDF, the DOCX and the standard template.

In: nothing. Out: kinds of pieces that name fields of ``PlanDocument``. A field is written as in a
template: ``plan.naam``, or ``streefdoel.zin`` inside the loop over ``streefdoelen``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tekst:
    """A paragraph, when the field says something; ``kern``: what the part is all about."""

    veld: str
    kern: bool = False


@dataclass(frozen=True, slots=True)
class Nota:
    """A text that must not be missed, with words before it."""

    vooraf: str
    veld: str


@dataclass(frozen=True, slots=True)
class Feiten:
    """(label, field) one under the other; those without a value are left out."""

    rijen: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Punten:
    """A list of texts."""

    veld: str


@dataclass(frozen=True, slots=True)
class Tabel:
    """One row per record of a list; ``kolommen``: (head, field, width)."""

    lijst: str
    rij: str
    kolommen: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class Groep:
    """A heading (``{veld}`` is filled in) and what stands under it; nothing when that is empty."""

    titel: str
    niveau: int
    inhoud: tuple[Stuk, ...]


@dataclass(frozen=True, slots=True)
class Elk:
    """The same pieces for every record of a list."""

    lijst: str
    rij: str
    inhoud: tuple[Stuk, ...]


Stuk = Tekst | Nota | Feiten | Punten | Tabel | Groep | Elk


# ---------------------------------------------------------------- shorthand


def feiten(rij: str, *pairs: tuple[str, str]) -> Feiten:
    return Feiten(tuple((label, f"{rij}.{name}") for label, name in pairs))


def tabel(lijst: str, rij: str, *columns: tuple[str, str, int]) -> Tabel:
    return Tabel(lijst, rij, tuple((head, f"{rij}.{name}", width) for head, name, width in columns))


def opmerkingen(rij: str = "", niveau: int = 3, titel: str = "Opmerkingen") -> Groep:
    lijst = f"{rij}.opmerkingen" if rij else "opmerkingen"
    columns = (("Wie", "wie", 4), ("Wanneer", "datum", 3), ("Opmerking", "tekst", 11))
    return Groep(titel, niveau, (tabel(lijst, "opmerking", *columns),))
