"""Real pupils in the tables: the published counts come out, and the small ones stay inside.

onderzoeksdata (niet-Vlaams): the columns of these files are no kenmerken of GOK-wijs. One answer
stands in for a column, so that counting and gate meet numbers that nobody made up.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from gokwijs.core.analyse.attest import Attest
from gokwijs.core.analyse.beeld import Beeld, Persoon, gekend, maak_beeld
from gokwijs.core.analyse.plek import Plek
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import telblad, wie_achter
from gokwijs.core.disclosure.namen import plaatstabellen
from gokwijs.core.disclosure.poort import geef_familie_vrij
from gokwijs.core.disclosure.vrijgave import Familie

LABEL = "onderzoeksdata (niet-Vlaams)"
BDF, POR = "csv_nlme_bdf.csv", "uci_student-por.csv"
SHA256 = {
    BDF: "72bea64ea2a06d08c554aea4ff794fb5e9db2b4579a4f729203278a4d922eec6",
    POR: "a7594a11d7771c0efe1a740824e0e833da9c4cad07c39a9766a874575563fb3f",
}
KOLOM = "opleiding_moeder"  # the answer that stands in for Minority, and for Medu up to 2
ALLES = Selectie()


def records(shared: Path, name: str, separator: str) -> Iterator[dict[str, str]]:
    path = shared / "gegevens" / "data" / name
    if not path.is_file():
        pytest.skip(f"bestand ontbreekt: {name}")
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    assert found == SHA256[name], f"{name} is another file than these figures belong to"
    yield from csv.DictReader(io.StringIO(content.decode("ascii")), delimiter=separator)


def one(wie: int, plek: Plek, yes: bool) -> Persoon:
    return Persoon(wie, plek, (int(yes), 0, 0, 0, 0), None, Attest.GEEN, 2)


def beeld_van(pupils: list[Persoon]) -> Beeld:
    return maak_beeld(2026, date(2026, 10, 1), pupils, met_wie=True)


@pytest.fixture(scope="module")
def bdf(shared: Path) -> Beeld:
    """Denomination as richting, grades repeated as leerjaar, school as class."""
    rows = enumerate(records(shared, BDF, ","))
    return beeld_van(
        [
            one(
                wie,
                Plek("", "lager", "", r["repeatgr"], r["denomina"], r["schoolNR"]),
                r["Minority"] == "Y",
            )
            for wie, r in rows
        ]
    )


@pytest.fixture(scope="module")
def por(shared: Path) -> Beeld:
    """School as vestigingsplaats, education of the mother as richting, failures as class."""
    rows = enumerate(records(shared, POR, ";"))
    return beeld_van(
        [
            one(wie, Plek(r["school"], "so", "2", "", r["Medu"], r["failures"]), int(r["Medu"]) < 3)
            for wie, r in rows
        ]
    )


def numbers(beeld: Beeld, key: str, selectie: Selectie = ALLES) -> dict[str, tuple[float, float]]:
    """Per row: how many pupils say yes, of how many."""
    blad = telblad(key, beeld, selectie)
    return {
        rij.key: ((blad.cel(rij.key, KOLOM).ja or 0) / 2, (blad.cel(rij.key, KOLOM).n or 0) / 2)
        for rij in blad.rijen
    }


def merged(beeld: Beeld, *fields: str) -> Beeld:
    """The same pupils with less known of where they sit, as the team would pool them."""
    empty = dict.fromkeys(set(Plek._fields) - {"niveau", "graad", *fields}, "")
    pupils = [
        Persoon(wie, vak.plek._replace(**empty), vak.antwoorden, None, Attest.GEEN, 2)
        for vak in beeld.vakken
        for wie in vak.wie
    ]
    return gekend(beeld_van(pupils))


def released(beeld: Beeld) -> Familie:
    opzet = plaatstabellen(beeld)
    return geef_familie_vrij(opzet.cellen, opzet.tafels, bekend=opzet.bekend)


def told(familie: Familie, key: str, rij: str) -> float | None:
    """What is shown of a row. Two columns hold the same pupils here, so the gate keeps one of them:
    that nobody lies between both is a secret too.
    """
    one = familie.vrijgaven[key]
    shown = {one.toon(f"{rij}|{kolom}") for kolom in (KOLOM, "gok")} - {None}
    return None if not shown else (shown.pop() or 0) / 2


# ---------------------------------------------------------------- counted


def test_bdf_gives_its_published_counts(bdf: Beeld) -> None:
    assert numbers(bdf, "samenstelling") == {"school": (132, 2287)}, LABEL
    blad = telblad("samenstelling", bdf, ALLES)
    assert (blad.cel("school", "gok").ja, blad.cel("school", "thuistaal").ja) == (264, 0)
    per_repeat = {"lager-0": (94, 1988), "lager-1": (37, 295), "lager-2": (1, 4)}
    assert numbers(bdf, "waar-leerjaar") == per_repeat, LABEL
    per_denomination = {"1": (65, 775), "2": (31, 803), "3": (36, 617), "4": (0, 92)}
    assert numbers(bdf, "waar-richting") == per_denomination, LABEL


def test_bdf_per_school(bdf: Beeld) -> None:
    schools = list(numbers(bdf, "waar-klas").values())
    sizes = sorted(n for _, n in schools)
    assert (len(schools), sizes[:3].count(4), sizes[65], sizes[-1]) == (131, 2, 17, 35)
    assert sum(n < 10 for n in sizes) == 22
    bands = [
        sum(yes == 0 for yes, _ in schools),
        sum(0 < yes < 5 for yes, _ in schools),
        sum(yes >= 5 for yes, _ in schools),
    ]
    assert bands == [89, 37, 5], LABEL


def test_por_gives_its_published_counts(por: Beeld) -> None:
    assert numbers(por, "samenstelling") == {"school": (335, 649)}, LABEL
    assert numbers(por, "waar-vestiging") == {"GP": (186, 423), "MS": (149, 226)}, LABEL
    sizes = {row: n for row, (_, n) in numbers(por, "waar-klas").items()}
    assert sizes == {"0": 549, "1": 70, "2": 16, "3": 14}
    medu = {row: n for row, (_, n) in numbers(por, "waar-richting").items()}
    assert medu == {"0": 6, "1": 143, "2": 186, "3": 139, "4": 175}
    for school, own in (("GP", [3, 59, 124, 102, 135]), ("MS", [3, 84, 62, 37, 40])):
        found = numbers(por, "waar-richting", Selectie(vestiging=school))
        assert [n for _, n in found.values()] == own, LABEL


@pytest.mark.parametrize("key", ["waar-leerjaar", "waar-richting", "waar-klas"])
def test_behind_each_real_number_stand_as_many_pupils(bdf: Beeld, key: str) -> None:
    blad = telblad(key, bdf, ALLES)
    for rij in blad.rijen:
        assert 2 * len(wie_achter(key, bdf, ALLES, rij.key, "n")) == rij.n
        assert 2 * len(wie_achter(key, bdf, ALLES, rij.key, KOLOM)) == blad.cel(rij.key, KOLOM).ja


# ---------------------------------------------------------------- through the gate


def test_the_single_repeater_stays_inside(bdf: Beeld) -> None:
    """Repeated twice: one of four. The four are known to all, and the one would be the difference
    of 132 with 94 and 37.
    """
    familie = released(merged(bdf, "leerjaar"))
    assert not familie.weigeringen
    assert told(familie, "samenstelling", "school") == 132
    years = familie.vrijgaven["waar-leerjaar"]
    for key in (f"lager-2|{KOLOM}", f"lager-2|{KOLOM}:rest", "lager-2|gok", "lager-2|gok:rest"):
        assert years.toon(key) is None
        assert key in years.primair
    shown = [told(familie, "waar-leerjaar", f"lager-{n}") for n in (0, 1)]
    assert shown in ([None, None], [94, None], [None, 37])


def test_nobody_of_denomination_four_is_told(bdf: Beeld) -> None:
    """Zero of 92 says something about each of the 92."""
    familie = released(merged(bdf, "richting"))
    assert not familie.weigeringen
    assert told(familie, "samenstelling", "school") == 132
    for kolom in (KOLOM, f"{KOLOM}:rest", "gok", "gok:rest"):
        assert familie.vrijgaven["waar-richting"].toon(f"4|{kolom}") is None
    yes = [told(familie, "waar-richting", row) for row in "123"]
    assert yes.count(None) >= 1  # 132 minus all three would be the zero
    assert all(found in (None, true) for found, true in zip(yes, (65, 31, 36), strict=True))


def test_everybody_and_nobody_stay_inside(por: Beeld) -> None:
    """Per Medu all say yes, or nobody does; Medu 0 is six pupils, twice three."""
    familie = released(merged(por, "vestiging", "richting"))
    assert not familie.weigeringen
    assert told(familie, "samenstelling", "school") == 335
    assert [told(familie, "waar-vestiging", row) for row in ("GP", "MS")] == [186, 149]
    assert [told(familie, "waar-richting", row) for row in "01234"] == [None] * 5
