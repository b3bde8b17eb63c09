"""What a doorlichting asks, as data: legal obligations, and what a school lays ready.

In: ``inhoud/doorlichting/*.toml``. Out: frozen records, each with its source and how sure it is; a
mistake in a file names file and key.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated, TypeVar

from pydantic import Field

from gokwijs.apps.access.roles import Permission, roles_with
from gokwijs.core.beleid.keuzes import Onderwijs
from gokwijs.core.law.toml import Strict, checked, read_toml

_FOLDER = files("gokwijs") / "inhoud" / "doorlichting"
F = TypeVar("F", bound=Strict)


class Plicht(Strict):
    """One obligation. Without a text for a kind of school it does not hold there."""

    sleutel: str
    titel: str
    tekst_bao: str = ""
    tekst_so: str = ""
    artikel_bao: str = ""
    artikel_so: str = ""
    status_bao: str = ""
    status_so: str = ""
    toets: str
    hier_niet: str = ""

    def voor(self, onderwijs: Onderwijs, *, lager: bool) -> tuple[str, str, str] | None:
        """(text, article, status) for this kind of school; None when it does not hold there."""
        basis = onderwijs is Onderwijs.BAO or (onderwijs is Onderwijs.BUO and lager)
        found = (
            (self.tekst_bao, self.artikel_bao, self.status_bao)
            if basis
            else (self.tekst_so, self.artikel_so, self.status_so)
        )
        return found if found[0] else None


class Plichten(Strict):
    vrij: str
    vrij_status: str
    plicht: list[Plicht]


class Deel(Strict):
    """One line of the checklist; ``wie``: the permission of who can do it."""

    sleutel: str
    titel: str
    wat: str
    wie: Annotated[Permission, Field(strict=False)]
    adres: str
    begin: str
    doe: str
    mag_ontbreken: bool = False

    @property
    def rollen(self) -> str:
        """'directeur, GOK-coördinator'"""
        return ", ".join(role.label.lower().replace("gok", "GOK") for role in roles_with(self.wie))


class Moment(Strict):
    titel: str
    tekst: str
    status: str


class Bezorgen(Strict):
    onbevestigd: str
    administratie: str
    administratie_status: str
    deel: list[Deel]
    moment: list[Moment]


@cache
def load_plichten() -> Plichten:
    """Every obligation; raises RegelsError."""
    return _load("plichten.toml", Plichten)


@cache
def load_bezorgen() -> Bezorgen:
    """The checklist and the course of a doorlichting; raises RegelsError."""
    return _load("bezorgen.toml", Bezorgen)


def _load(name: str, kind: type[F]) -> F:
    path = _FOLDER / name
    return checked(path, kind, read_toml(path))
