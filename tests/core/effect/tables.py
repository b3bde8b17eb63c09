"""The vectors of this folder, and pupils made of them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from gokwijs.core.effect.berekening import Meetrij
from gokwijs.core.effect.groep import Groep
from gokwijs.core.effect.uitkomst import Schatting
from gokwijs.core.effect.voorna import VoorNa

Row = dict[str, Any]
VECTORS: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "vectors.toml").read_text(encoding="utf-8")
)
NEAR = 1e-6
PUPILS: Row = VECTORS["data_voor_na"]
MATCHING: Row = VECTORS["matching"]
ACTIE = VoorNa(tuple(PUPILS["pre_t"]), tuple(PUPILS["post_t"]))
VERGELIJKING = VoorNa(tuple(PUPILS["pre_c"]), tuple(PUPILS["post_c"]))


def rijen(voor: Sequence[float | None], na: Sequence[float | None]) -> list[Meetrij]:
    return [Meetrij(v, n) for v, n in zip(voor, na, strict=True)]


def groep(row: Row, name: str) -> Groep:
    """``mean_t``, ``sd_t`` and ``n_t`` of a vector, or those of another group."""
    return Groep(row[f"n_{name}"], row[f"mean_{name}"], row[f"sd_{name}"])


def getallen(found: Schatting | None) -> tuple[float, float, float]:
    assert found is not None
    return found.waarde, found.low, found.high


def klas(
    n: int,
    *,
    seed: int,
    erbij: float = 0.0,
    r: float = 0.8,
    begin: float = 0.0,
    klassen: int = 1,
    gok: float = 0.3,
) -> list[Meetrij]:
    """``n`` pupils on a test with mean 50 and SD 10; ``erbij`` and ``begin`` in points."""
    random = Random(seed)
    found = []
    for place in range(n):
        pre = random.gauss(0, 1)
        post = r * pre + (1 - r**2) ** 0.5 * random.gauss(0, 1)
        found.append(
            Meetrij(
                voor=50 + begin + 10 * pre,
                na=55 + begin + erbij + 10 * post,
                klas=f"1{'ABCDEFGHIJ'[place % klassen]}",
                gok=random.random() < gok,
            )
        )
    return found


def tweeling(
    n: int, *, seed: int, erbij: float = 0.0, klassen: int = 1
) -> tuple[list[Meetrij], list[Meetrij]]:
    """Two groups that begin with exactly the same scores and differ by ``erbij`` afterwards."""
    ander = klas(n, seed=seed, klassen=klassen)
    luck = Random(seed + 1)
    een = [
        Meetrij(rij.voor, (rij.na or 0) + erbij + luck.gauss(0, 1), rij.klas, rij.gok)
        for rij in ander
    ]
    return een, ander
