"""The Flemish shares: read strictly, and laid beside a school of one ordinary level only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gokwijs.core.analyse import vlaanderen
from gokwijs.core.analyse.vlaanderen import load_vlaanderen, naast
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.toml import RegelsError

TEXT = """
[bron.een]
titel = "Een bron"
kort = "Bron"
adres = "https://voorbeeld.be"
gelezen_op = 2026-11-28

[[aandeel]]
schooljaar = "2021-2022"
niveau = "so"
bron = "een"
opleiding_moeder = 22
thuistaal = 20

[[aandeel]]
schooljaar = "2019-2020"
niveau = "so"
bron = "een"
thuistaal = 17
buurt = 24
"""


@pytest.fixture
def bestand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "leerlingenkenmerken.toml"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(vlaanderen, "_PATH", path)
    load_vlaanderen.cache_clear()
    yield path
    load_vlaanderen.cache_clear()


def shares(niveaus: set[str], year: int) -> dict[str, tuple[int, int]]:
    found = naast(niveaus, Schooljaar(year))
    assert all(kenmerk == share.kenmerk for kenmerk, share in found.items())
    return {k.value: (share.schooljaar.start, share.procent) for k, share in found.items()}


@pytest.mark.usefixtures("bestand")
def test_per_kenmerk_the_newest_share_that_is_not_later_than_the_asked_year() -> None:
    new = {"opleiding_moeder": (2021, 22), "thuistaal": (2021, 20), "buurt": (2019, 24)}
    old = {"thuistaal": (2019, 17), "buurt": (2019, 24)}
    assert shares({"so"}, 2026) == shares({"so"}, 2021) == new
    assert shares({"so"}, 2020) == shares({"so"}, 2019) == old
    assert shares({"so"}, 2018) == {}


@pytest.mark.parametrize(
    "niveaus",
    [{"kleuter", "lager"}, {"kleuter", "lager", "so"}, {"bubao"}, {"buso"}, {"so", "buso"}, set()],
)
def test_nothing_is_laid_beside_several_levels_or_a_special_one(niveaus: set[str]) -> None:
    assert shares(niveaus, 2026) == {}


@pytest.mark.parametrize("niveau", ["kleuter", "lager", "so"])
def test_the_own_file_has_four_kenmerken_for_each_ordinary_level(niveau: str) -> None:
    found = naast([niveau], Schooljaar(2026))
    assert set(found) == {
        *(Kenmerk.OPLEIDING_MOEDER, Kenmerk.SCHOOLTOESLAG, Kenmerk.THUISTAAL, Kenmerk.BUURT)
    }
    for share in found.values():
        assert (share.niveau, share.schooljaar) == (niveau, Schooljaar(2021))
        assert 0 < share.procent < 100
        assert share.bron.adres.startswith("https://")


def test_newest_first() -> None:
    starts = [share.schooljaar.start for share in load_vlaanderen()]
    assert starts == sorted(starts, reverse=True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("thuistaal = 20", "thuistaal = 101"),
        ("thuistaal = 20", "thuistaal = -1"),
        ("thuistaal = 20", "thuistaal = 20.5"),
        ("thuistaal = 20", 'thuistaal = "20"'),
        ("thuistaal = 20", "taal = 20"),
        ('niveau = "so"', 'niveau = "buso"'),
        ('niveau = "so"', 'niveau = "basis"'),
        ('niveau = "so"\n', ""),
        ('bron = "een"', 'bron = "twee"'),
        ('schooljaar = "2021-2022"', 'schooljaar = "2021"'),
        ('schooljaar = "2021-2022"', 'schooljaar = "2021-2023"'),
        ('kort = "Bron"\n', ""),
        ("[[aandeel]]", "[[aandeel]"),
        ("[[aandeel]]", "[[aandelen]]"),
    ],
)
def test_a_mistake_names_the_file(bestand: Path, old: str, new: str) -> None:
    assert old in TEXT
    bestand.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegelsError, match=r"leerlingenkenmerken\.toml"):
        load_vlaanderen()
