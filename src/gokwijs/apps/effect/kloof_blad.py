"""What the page of a gap is made of; the same for points and for yes or no."""

from __future__ import annotations

from dataclasses import dataclass

from gokwijs.apps.toetsen.models import Afname, Toets
from gokwijs.core.analyse.aandeel import Verschil
from gokwijs.core.effect.drempels import DREMPELS
from gokwijs.core.effect.verschil import Kloof
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.bladen import Grid
from gokwijs.renderers.grafiek import Grafiek

AFGESCHERMD = "afgeschermd"
TE_KLEIN = f"minder dan {DREMPELS.n_effect_min}"


@dataclass(frozen=True)
class Moment:
    """One afname. ``kloof`` in points or ``aandelen`` of yes; both None: fewer than ten pupils in
    a group, or ``afgeschermd`` for who looks."""

    afname: Afname
    n_gok: int
    n_rest: int
    n_onbekend: int
    kloof: Kloof | None = None
    aandelen: Verschil | None = None
    afgeschermd: bool = False


@dataclass(frozen=True)
class Kloofblad:
    """``momenten`` oldest first."""

    toets: Toets
    momenten: tuple[Moment, ...]
    zinnen: tuple[Gezegd, ...]
    trend: tuple[Gezegd, ...]
    grafiek: Grafiek | None
    tabel: Grid
    noten: tuple[str, ...]


def telling(n: int, exact: bool) -> str:
    """A group that is too small is not counted for everybody."""
    return str(n) if exact or n >= DREMPELS.n_effect_min else TE_KLEIN
