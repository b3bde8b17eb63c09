"""How long the disclosure gate takes for the tables of one school, without database or page.

In: a fictional school (pupils, classes, leerjaren, richtingen). Out: seconds for its whole family
of tables, for the slowest single table, and for one table of 500 cells.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from gokwijs.core.disclosure.aanval import Bekend
from gokwijs.core.disclosure.figuren import GEVOELIG, GEWOON, Figuur, Groep, Tafel, bouw
from gokwijs.core.disclosure.poort import Familie, geef_familie_vrij, geef_vrij

KENMERKEN = ("moeder", "taal", "toeslag", "trekkend")
SHARES = (0.35, 0.3, 0.3, 0.01)
Rij = tuple[int, str, str, str, str]  # place, leerjaar, richting, klas, vestiging


@dataclass(frozen=True)
class Proefschool:
    """Base cells (place × 16 combinations of kenmerken) and the places they belong to."""

    cellen: dict[int, int]
    plaatsen: tuple[Rij, ...]

    @property
    def publiek(self) -> list[Bekend]:
        """The size of every place and of every group of places."""
        groups = [members for axis in range(5) for members in grouped(self.plaatsen, axis).values()]
        groups.append([p[0] for p in self.plaatsen])
        return [Bekend(f := cells(group), sum(self.cellen[c] for c in f)) for group in groups]


def proefschool(pupils: int, leerjaren: int, richtingen: int, klassen: int) -> Proefschool:
    """Whole pupils, drawn with the same dice every time."""
    dice = random.Random(7)
    places: list[Rij] = []
    for klas in range(klassen):
        richting = klas * richtingen // klassen
        leerjaar = (
            richting * leerjaren // richtingen if richtingen >= leerjaren else klas % leerjaren
        )
        where = (str(leerjaar), f"r{richting}", f"k{klas}", f"v{richting % 3}")
        places.append((klas, *where))
    found = dict.fromkeys(range(16 * klassen), 0)
    for _ in range(pupils):
        klas = dice.randrange(klassen)
        push = 0.6 + 0.8 * (klas % 5) / 4
        bits = sum(1 << n for n, share in enumerate(SHARES) if dice.random() < share * push)
        found[16 * klas + bits] += 2
    return Proefschool(found, tuple(places))


def grouped(places: Iterable[Rij], axis: int) -> dict[str, list[int]]:
    """Places by one of their properties."""
    found: dict[str, list[int]] = {}
    for place in places:
        found.setdefault(str(place[axis]), []).append(place[0])
    return found


def cells(
    places: Iterable[int], inside: Callable[[int], bool] = lambda bits: True
) -> frozenset[int]:
    """Base cells of some places and some combinations."""
    return frozenset(16 * p + bits for p in places for bits in range(16) if inside(bits))


def _split(
    school: Proefschool,
    key: str,
    group: list[int],
    name: str,
    inside: Callable[[int], bool],
    drempel: int,
) -> tuple[list[Figuur], Groep]:
    sums = {
        f"{key}": cells(group),
        f"{key}/{name}/ja": cells(group, inside),
        f"{key}/{name}/nee": cells(group, lambda bits: not inside(bits)),
    }
    found = bouw(school.cellen, sums, drempel=drempel)
    return list(found), Groep(key, (f"{key}/{name}/ja", f"{key}/{name}/nee"))


def tafel(school: Proefschool, key: str, axis: int | None, names: Iterable[str]) -> Tafel:
    """One table: a dimension (None: the whole school) × kenmerken."""
    groups = {"school": [p[0] for p in school.plaatsen]}
    if axis is not None:
        groups = grouped(school.plaatsen, axis)
    figures: dict[str, Figuur] = {}
    splits = []
    for group, places in groups.items():
        for name in names:
            inside = TESTS[name]
            sensitive = (name == "trekkend" and axis is not None) or name.startswith("aantal")
            drempel = GEVOELIG if sensitive else GEWOON
            found, split = _split(school, group, places, name, inside, drempel)
            figures |= {f.key: f for f in found}
            splits.append(split)
    return Tafel(key, tuple(figures.values()), tuple(splits))


TESTS: dict[str, Callable[[int], bool]] = {
    **{name: (lambda bits, n=n: bool(bits >> n & 1)) for n, name in enumerate(KENMERKEN)},
    "gok": lambda bits: bits > 0,
    **{f"aantal{n}": (lambda bits, n=n: bits.bit_count() == n) for n in range(5)},
    "aantal3plus": lambda bits: bits.bit_count() >= 3,
}


def familie(school: Proefschool) -> list[Tafel]:
    """The tables of the staff, in their order."""
    kenmerken = (*KENMERKEN, "gok")
    rare = sum(school.cellen[c] for c in cells((p[0] for p in school.plaatsen), TESTS["trekkend"]))
    # A column whose total is below its own threshold has nothing to show further down.
    below = [k for k in kenmerken if k != "trekkend" or rare >= 2 * GEVOELIG]
    return [
        tafel(school, "school", None, kenmerken),
        tafel(school, "aantal", None, ["aantal0", "aantal1", "aantal2", "aantal3plus"]),
        tafel(school, "leerjaar", 1, below),
        tafel(school, "vestiging", 4, below),
        tafel(school, "richting", 2, below[:-1]),
        tafel(school, "klas", 3, ["gok"]),
    ]


def family_seconds(school: Proefschool, tafels: list[Tafel]) -> tuple[float, Familie]:
    """Seconds for tables released together."""
    start = time.perf_counter()
    found = geef_familie_vrij(school.cellen, tafels, bekend=school.publiek)
    return time.perf_counter() - start, found


def table_seconds(rows: int = 250) -> float:
    """Seconds for one table of two columns with its margins, many small cells."""
    dice = random.Random(3)
    found = {
        c: 2 * (dice.randint(0, 4) if dice.random() < 0.2 else dice.randint(5, 60))
        for c in range(2 * rows)
    }
    sums: dict[str, list[int]] = {f"{r}/{s}": [2 * r + s] for r in range(rows) for s in (0, 1)}
    sums |= {f"{r}": [2 * r, 2 * r + 1] for r in range(rows)}
    sums |= {"0": list(range(0, 2 * rows, 2)), "1": list(range(1, 2 * rows, 2))}
    groups = [Groep(f"{r}", (f"{r}/0", f"{r}/1")) for r in range(rows)]
    start = time.perf_counter()
    geef_vrij(bouw(found, sums), groups, vast=frozenset(map(str, range(rows))), cellen=found)
    return time.perf_counter() - start


def report(name: str, school: Proefschool) -> None:
    tafels = familie(school)
    taken, found = family_seconds(school, tafels)
    print(f"{name}: familie van {len(tafels)} tabellen {taken:.2f} s")
    for t in tafels:
        alone, _ = family_seconds(school, [t])
        one = found.vrijgaven.get(t.key)
        what = "geweigerd" if one is None else f"{len(one.verborgen)} afgeschermd"
        print(f"  {t.key}: {len(t.figuren)} getallen, {what}; alleen {alone:.2f} s")


if __name__ == "__main__":
    report("600 leerlingen", proefschool(600, 6, 8, 30))
    report("3000 leerlingen", proefschool(3000, 7, 40, 150))
    print(f"tabel van 500 cellen: {table_seconds():.2f} s")
