"""What becomes of a fictional pupil between two school years: on, again, elsewhere, or away.

In: a row of an example file and a seeded chance. Out: the attest of last year, whether the pupil
left during it, and the place of this year. Every rate here is invented; none is a finding.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from gokwijs.core.analyse.vordering import leerjaarindex
from gokwijs.core.telling.model import Graad, Onderwijsniveau

Row = dict[str, str]
_ANSWERS = ("opleiding_moeder", "schooltoeslag", "thuistaal")
# As school packages write it → how many of a hundred; (others, GOK-leerlingen).
_ATTESTEN = {"A": (80, 62), "A met remediëring": (8, 14), "B": (8, 14), "C": (4, 10)}
_FURTHER = {"1A": "2A", "1B": "2B", "Moderne talen": "Economie", "Zorg en welzijn": "Basiszorg"}
_ASIDE = {
    "1A": "2B",
    "2A": "Zorg en welzijn",
    "Moderne talen": "Zorg en welzijn",
    "Economie": "Basiszorg",
}
_LAST_OF_BUSO = 5


@dataclass(frozen=True)
class Verloop:
    """``plaats``: what changed for this year; None when the pupil is gone."""

    plaats: Row | None
    attest: str = ""
    tijdens_het_jaar: bool = False  # left between the teldag and the summer


def is_gok(row: Row) -> bool:
    """Does the row of the file say yes to one of the kenmerken?"""
    return any(row[name] == "ja" for name in _ANSWERS)


def verloop(row: Row, chance: random.Random) -> Verloop:
    """The year of one pupil, from the teldag of the file to now."""
    fate, gok = chance.random(), is_gok(row)
    if fate < 0.015:
        return Verloop(None, tijdens_het_jaar=True)
    gone = fate < (0.05 if gok else 0.035)
    niveau = row["onderwijsniveau"]
    if niveau == "so":
        attest = _attest(row, gok, chance)
        return Verloop(None if gone else _secundair(row, attest, chance), attest)
    if gone:
        return Verloop(None)
    if niveau in ("kleuter", "lager"):
        again = chance.random() < (0.05 if gok else 0.015)
        return Verloop({} if again else _basis(row))
    year = int(row["leerjaar"])
    return Verloop(None if year >= _LAST_OF_BUSO else {"leerjaar": str(year + 1)})


def _basis(row: Row) -> Row | None:
    niveau, year = row["onderwijsniveau"], int(row["leerjaar"])
    if niveau == "kleuter" and year == 3:
        return {"onderwijsniveau": "lager", "leerjaar": "1", "klas": "L1"}
    if niveau == "lager" and year == 6:
        return None
    return {"leerjaar": str(year + 1), "klas": f"{row['klas'][0]}{year + 1}"}


def _attest(row: Row, gok: bool, chance: random.Random) -> str:
    """None in the onthaaljaar and in the last year, which ends with a diploma."""
    drawn = chance.choices(list(_ATTESTEN), [rates[gok] for rates in _ATTESTEN.values()])[0]
    if row["graad"] == "okan" or (row["graad"] == "3" and row["leerjaar"] == "2"):
        return ""
    return "A met remediëring" if drawn == "B" and row["richting"] not in _ASIDE else drawn


def _secundair(row: Row, attest: str, chance: random.Random) -> Row | None:
    graad, richting = row["graad"], row["richting"]
    draw = chance.random()
    if graad == "okan":
        if draw < 0.3:
            return {}
        return None if draw < 0.4 else _so("2", "1", "Zorg en welzijn", chance)
    if attest == "C":
        return None if draw < 0.25 else {}
    if graad == "3" and row["leerjaar"] == "2":
        return {} if draw < 0.04 else None
    aside = attest == "B"
    if row["leerjaar"] == "1":
        same = richting if graad != "1" else _FURTHER[richting]
        return _so(graad, "2", _ASIDE.get(richting, same) if aside else same, chance)
    if graad == "1":
        modern = richting == "2A" and not aside and draw < 0.7
        return _so("2", "1", "Moderne talen" if modern else "Zorg en welzijn", chance)
    further = _FURTHER[_ASIDE.get(richting, richting)] if aside else _FURTHER[richting]
    return _so("3", "1", further, chance)


def _so(graad: str, leerjaar: str, richting: str, chance: random.Random) -> Row:
    return {
        "vestigingsplaats": "2" if graad == "3" else "1",
        "graad": graad,
        "leerjaar": leerjaar,
        "richting": richting,
        "klas": klas(graad, leerjaar, richting, chance),
    }


def klas(graad: str, leerjaar: str, richting: str, chance: random.Random) -> str:
    """1A1 or 1A2 in the first graad, where two classes stand side by side; else ``Econ2``."""
    if richting in ("1A", "2A"):
        return f"{richting}{chance.choice('12')}"
    return f"{richting}1" if graad == "1" else f"{richting[:4]}{leerjaar}"


def geboortejaar(row: Row, schooljaar: int, chance: random.Random) -> int:
    """On age for the leerjaar in most cases; some a year older, GOK-leerlingen more often."""
    niveau, year, draw = row["onderwijsniveau"], row["leerjaar"], chance.random()
    if row["graad"] == "okan":
        return schooljaar - 12 - int(5 * draw)
    if niveau == "kleuter":
        return schooljaar - 2 - int(year)
    if niveau in ("bubao", "buso"):
        return schooljaar - (5 if niveau == "bubao" else 12) - int(year) - int(2 * draw)
    place = leerjaarindex(Onderwijsniveau(niveau), Graad(row["graad"]), year)
    assert place is not None, row
    rate = (0.22 if is_gok(row) else 0.09) * (place + 2) / 12
    behind = 2 if draw < rate / 6 else int(draw < rate)
    return schooljaar - 5 - place - behind


def nieuwe(rows: list[Row], chance: random.Random) -> list[Row]:
    """Rows of who came new this year: a first year of about the same size, a few elsewhere."""
    firsts = [r for r in rows if r["leerjaar"] == "1" and r["graad"] in ("", "1")]
    lowest = next(
        n.value for n in Onderwijsniveau if any(r["onderwijsniveau"] == n for r in firsts)
    )
    firsts = [r for r in firsts if r["onderwijsniveau"] == lowest]
    okan = [r for r in rows if r["graad"] == "okan"]
    others = [r for r in rows if r not in firsts and r not in okan and r["leerjaar"] in "234"]
    found = [*firsts, *okan[:5], *chance.sample(others, 4)]
    return [_someone_else(row, number, chance) for number, row in enumerate(found)]


def _someone_else(row: Row, number: int, chance: random.Random) -> Row:
    """Another pupil at the same place; another thuistaal a little more often than before."""
    changed = {**row, "leerling": str(2690000 + number)}
    if row["thuistaal"] == "nee" and chance.random() < 0.06:
        changed["thuistaal"] = "ja"
    if row["schooltoeslag"] in ("ja", "nee") and chance.random() < 0.06:
        changed["schooltoeslag"] = "nee" if row["schooltoeslag"] == "ja" else "ja"
    if row["onderwijsniveau"] == "so" and row["graad"] == "1":
        changed["klas"] = klas("1", row["leerjaar"], row["richting"], chance)
    return changed
