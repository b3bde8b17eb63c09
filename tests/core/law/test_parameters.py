"""The law as data: every mistake names file and key, and nothing that ended comes back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from pathlib import Path

import pytest

from gokwijs.core.law.freshness import Kind, findings
from gokwijs.core.law.glossary import load_begrippen
from gokwijs.core.law.parameters import ParameterMissing, Waarde, load_regels, load_regels_from
from gokwijs.core.law.status import Status, weakest
from gokwijs.core.law.toml import RegelsError

GOOD = """titel = "Drempel"
eenheid = "aandeel"
open_vragen = ["OV-08"]

[[waarden]]
vanaf = 2021-09-01
tot = 2024-08-31
waarde = 0.10
artikel = "CSO art. 226"
bron = "CSO"
gecontroleerd_op = 2026-11-22
status = "wettekst"
"""
SECOND = GOOD[GOOD.index("[[waarden]]") :].replace("2021-09-01", "2025-09-01")
SECOND = SECOND.replace("tot = 2024-08-31\n", "").replace("0.10", "0.12")
REGISTERS = {
    "bronnen.toml": '["CSO"]\ntitel = "Codex"\ntekststand = 2026-08-18\n',
    "open_vragen.toml": (
        '["OV-08"]\nvraag = "v"\nna_te_kijken_in = "n"\naanname = "a"\nstatus = "afgeleid"\n'
        'rubriek = "r"\n'
    ),
}


def law(folder: Path, text: str = GOOD, **registers: str) -> Path:
    """A folder with one parameter, ``deel.drempel``."""
    for name, content in REGISTERS.items():
        (folder / name).write_text(registers.get(name[:-5], content), encoding="utf-8")
    (folder / "deel").mkdir()
    (folder / "deel" / "drempel.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_good_file_is_read(tmp_path: Path) -> None:
    regels = load_regels_from(law(tmp_path, GOOD + SECOND))
    waarde = regels.on(date(2023, 1, 1))("deel.drempel")
    assert (waarde.number, waarde.artikel, waarde.bron) == (Fraction(1, 10), "CSO art. 226", "CSO")
    assert waarde.tekststand == date(2026, 8, 18)
    assert waarde.status is Status.WETTEKST
    assert waarde.open_vragen == ("OV-08",)
    assert regels.on(date(2030, 1, 1))("deel.drempel").number == Fraction(12, 100)


WRONG = {
    "unknown key": (
        GOOD.replace("artikel", "artiekel"),
        "waarden.0.artiekel",
        "Bedoel je 'artikel'",
    ),
    "unknown key at the top": ("titels = 1\n" + GOOD, "titels", "onbekende sleutel"),
    "missing title": (GOOD.replace('titel = "Drempel"\n', ""), "titel", "ontbreekt"),
    "missing article": (GOOD.replace('artikel = "CSO art. 226"\n', ""), "waarden.0.artikel", ""),
    "empty article": (GOOD.replace("CSO art. 226", ""), "waarden.0.artikel", "leeg"),
    "missing source": (GOOD.replace('bron = "CSO"\n', ""), "waarden.0.bron", "ontbreekt"),
    "unknown source": (GOOD.replace('bron = "CSO"', 'bron = "XYZ"'), "waarden.0.bron", "XYZ"),
    "missing date": (GOOD.replace("vanaf = 2021-09-01\n", ""), "waarden.0.vanaf", "ontbreekt"),
    "date as text": (GOOD.replace("2021-09-01", '"2021-09-01"'), "waarden.0.vanaf", "datum zonder"),
    "date with an hour": (GOOD.replace("2021-09-01", "2021-09-01T10:00:00"), "waarden.0.vanaf", ""),
    "end before begin": (GOOD.replace("2024-08-31", "2020-08-31"), "waarden.0.tot", "voor 'vanaf'"),
    "never checked": (GOOD.replace("gecontroleerd_op = 2026-11-22\n", ""), "gecontroleerd_op", ""),
    "unknown status": (GOOD.replace('"wettekst"', '"zeker"'), "waarden.0.status", "een van deze"),
    "typed status": (GOOD.replace('"wettekst"', '"ingevoerd"'), "waarden.0.status", ""),
    "unknown with a value": (
        GOOD.replace('"wettekst"', '"onbekend"'),
        "status",
        "als en alleen als",
    ),
    "no value, yet law": (GOOD.replace("waarde = 0.10\n", ""), "status", "als en alleen als"),
    "value as text": (GOOD.replace("0.10", '"0.10"'), "waarden.0.waarde", "keuze"),
    "value as truth": (GOOD.replace("0.10", "true"), "waarden.0.waarde'", "een getal"),
    "not a number": (GOOD.replace("0.10", "nan"), "waarden.0.waarde", ""),
    "infinite": (GOOD.replace("0.10", "inf"), "waarden.0.waarde", ""),
    "too many decimals": (GOOD.replace("0.10", "0." + "1" * 40), "waarden.0.waarde", "decimalen"),
    "too large": (GOOD.replace("0.10", "1" + "0" * 30), "waarden.0.waarde", "kleiner dan"),
    "unknown question": (GOOD.replace("OV-08", "OV-99"), "open_vragen", "OV-99"),
    "no values": (GOOD[: GOOD.index("[[")], "waarden", "ontbreekt"),
    "overlap": (GOOD + SECOND.replace("2025-09-01", "2024-08-31"), "waarden", "overlappen"),
    "the same start": (GOOD + SECOND.replace("2025-09-01", "2021-09-01"), "waarden", "overlappen"),
    "unknown kind": ('soort = "tekst"\n' + GOOD, "soort", ""),
    "a choice that is none": (
        'soort = "keuze"\n' + GOOD.replace("0.10", '"x"') + '[keuzes]\na = "A"\n',
        "waarden.0.waarde",
        "keuze",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_file_and_key(tmp_path: Path, name: str) -> None:
    text, key, message = WRONG[name]
    assert text != GOOD, "the case does not change the good file"
    with pytest.raises(RegelsError) as error:
        load_regels_from(law(tmp_path, text))
    assert "drempel.toml" in str(error.value)
    assert key in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize(
    "text", [GOOD + 'titel = "nog eens"\n', "titel = ", GOOD.replace("]]", "]", 1)]
)
def test_a_duplicate_key_or_broken_toml_names_the_file(tmp_path: Path, text: str) -> None:
    with pytest.raises(RegelsError, match=r"drempel\.toml.*") as error:
        load_regels_from(law(tmp_path, text))
    assert "TOML" in str(error.value) or "sleutel" in str(error.value)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    folder = law(tmp_path)
    (folder / "deel" / "drempel.toml").write_bytes(GOOD.replace("Drempel", "Été").encode("cp1252"))
    with pytest.raises(RegelsError, match=r"drempel\.toml: het bestand is geen UTF-8"):
        load_regels_from(folder)


@pytest.mark.parametrize("register", ["bronnen", "open_vragen"])
def test_a_wrong_register_is_named(tmp_path: Path, register: str) -> None:
    folder = law(tmp_path, **{register: REGISTERS[f"{register}.toml"] + "onzin = 1\n"})
    with pytest.raises(RegelsError, match=rf"{register}\.toml: sleutel '.*onzin'"):
        load_regels_from(folder)


@pytest.mark.parametrize("name", ["Drempel.toml", "drempel 2.toml", "minimum.tml", "bijlage.txt"])
def test_a_file_that_would_be_passed_over_is_refused(tmp_path: Path, name: str) -> None:
    folder = law(tmp_path)
    (folder / "deel" / name).write_text(GOOD, encoding="utf-8")
    with pytest.raises(RegelsError, match="deze naam kan niet") as error:
        load_regels_from(folder)
    assert name in str(error.value)


def test_a_hidden_file_is_no_part_of_the_law(tmp_path: Path) -> None:
    folder = law(tmp_path)
    for name in (".DS_Store", "_kladblok.toml"):
        (folder / "deel" / name).write_text("", encoding="utf-8")
    assert list(load_regels_from(folder).parameters) == ["deel.drempel"]


def test_a_missing_register_is_named(tmp_path: Path) -> None:
    folder = law(tmp_path)
    (folder / "bronnen.toml").unlink()
    with pytest.raises(RegelsError, match=r"bronnen\.toml: het bestand ontbreekt"):
        load_regels_from(folder)


def test_an_empty_folder_is_no_law(tmp_path: Path) -> None:
    for name, content in REGISTERS.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(RegelsError, match="geen enkele parameter"):
        load_regels_from(tmp_path)


# ---------------------------------------------------------------- time


@pytest.mark.parametrize("day", [date(2021, 8, 31), date(2024, 9, 1), date(2025, 8, 31)])
def test_before_the_first_value_and_in_a_gap_there_is_no_number(tmp_path: Path, day: date) -> None:
    regels = load_regels_from(law(tmp_path, GOOD + SECOND))
    with pytest.raises(ParameterMissing) as error:
        regels.on(day)("deel.drempel")
    assert "'Drempel' is niet bekend op" in error.value.sentence
    assert regels.on(day).find("deel.drempel") is None


def test_an_ended_value_never_comes_back(tmp_path: Path) -> None:
    regels = load_regels_from(law(tmp_path))
    assert regels.on(date(2024, 8, 31))("deel.drempel").number == Fraction(1, 10)
    with pytest.raises(ParameterMissing):
        regels.on(date(2024, 9, 1))("deel.drempel")


def test_an_open_value_ends_the_day_before_its_successor(tmp_path: Path) -> None:
    text = GOOD.replace("tot = 2024-08-31\n", "") + SECOND
    parameter = load_regels_from(law(tmp_path, text)).parameter("deel.drempel")
    assert parameter.waarden[0].tot == date(2025, 8, 31)


def test_a_replaced_value_holds_in_its_own_period_only(tmp_path: Path) -> None:
    regels = load_regels_from(law(tmp_path, GOOD + SECOND))
    old = regels.parameter("deel.drempel").waarden[0]
    new: Waarde = replace(old, vanaf=date(2022, 9, 1), tot=date(2023, 8, 31), value=Fraction(1, 2))
    changed = regels.replaced([new])
    day = date(2021, 9, 1)
    while day < date(2026, 9, 1):
        before, after = regels.on(day).find("deel.drempel"), changed.on(day).find("deel.drempel")
        if new.covers(day):
            assert after is not None
            assert after.number == Fraction(1, 2)
        else:
            assert (after and after.number) == (before and before.number), day
        day += timedelta(days=1)
    assert regels.parameter("deel.drempel").waarden[0].number == Fraction(1, 10)


def test_a_wrong_name_suggests_the_right_one(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"Bedoel je 'deel\.drempel'"):
        load_regels_from(law(tmp_path)).parameter("deel.drempl")


def test_the_receipt_notes_what_was_read(tmp_path: Path) -> None:
    on = load_regels_from(law(tmp_path)).on(date(2023, 1, 1))
    assert on.used == {}
    on("deel.drempel")
    assert list(on.used) == ["deel.drempel"]


def test_the_fingerprint_follows_value_article_and_status(tmp_path: Path) -> None:
    waarde = load_regels_from(law(tmp_path)).on(date(2023, 1, 1))("deel.drempel")
    changes = [
        replace(waarde, value=Fraction(11, 100)),
        replace(waarde, artikel="CSO art. 227"),
        replace(waarde, status=Status.ONBEVESTIGD),
        replace(waarde, tekststand=date(2027, 1, 1)),
        replace(waarde, vanaf=date(2021, 9, 2)),
    ]
    prints = {waarde.fingerprint, *(c.fingerprint for c in changes)}
    assert len(prints) == len(changes) + 1


# ---------------------------------------------------------------- freshness


def test_old_unverified_and_ending_values_are_listed(tmp_path: Path) -> None:
    text = GOOD.replace('"wettekst"', '"secundair"')
    regels = load_regels_from(law(tmp_path, text.replace("2026-11-22", "2023-01-01")))
    kinds = [f.kind for f in findings(regels, date(2024, 6, 1))]
    assert kinds == [Kind.OUD, Kind.ONBEVESTIGD, Kind.LOOPT_AF]
    assert [f.kind for f in findings(regels, date(2023, 2, 1))] == [Kind.ONBEVESTIGD]
    last = findings(regels, date(2024, 6, 1))[-1].sentence
    assert last == "'Drempel' geldt tot en met 31/08/2024; daarna is er geen waarde."


def test_a_year_later_every_number_asks_for_a_new_look() -> None:
    regels = load_regels()
    later = date(2028, 1, 1)
    old = {f.name for f in findings(regels, later) if f.kind is Kind.OUD}
    current = {
        p.name for p in regels.parameters.values() if any(w.covers(later) for w in p.waarden)
    }
    assert old == current
    assert len(current) > 100


# ---------------------------------------------------------------- the law that ships

SHIPPED = {
    # name: (day, value, article starts with, status); read on the pages of the law
    "basisonderwijs.ses_lestijden.kleuter.opleiding_moeder": ("0.26710", "DBO art. 134"),
    "basisonderwijs.ses_lestijden.kleuter.schooltoeslag": ("0.11917", "DBO art. 134"),
    "basisonderwijs.ses_lestijden.kleuter.thuistaal": ("0.29116", "DBO art. 134"),
    "basisonderwijs.ses_lestijden.lager.opleiding_moeder": ("0.26710", "DBO art. 134"),
    "basisonderwijs.ses_lestijden.lager.schooltoeslag": ("0.11917", "DBO art. 134"),
    "basisonderwijs.ses_lestijden.lager.thuistaal": ("0.29116", "DBO art. 134"),
    "basisonderwijs.ses_lestijden.vaste_verhouding": ("0.25", "DBO art. 134"),
    "secundair.uren_leraar.drempel.groep_1": ("0.10", "CSO art. 226"),
    "secundair.uren_leraar.drempel.groep_2": ("0.25", "CSO art. 234"),
    "secundair.uren_leraar.drempel_concentratie": ("0.55", ""),
    "secundair.uren_leraar.factor_alleen_schooltoeslag": ("0.4417", "BVR21 art. 4"),
    "secundair.uren_leraar.maximum_per_leerling": ("1.20", "BVR21 art. 4"),
    "secundair.uren_leraar.minimum": ("6", ""),
    "secundair.uren_leraar.punten.schooltoeslag_alleen": ("0.40", "BVR21 art. 3"),
    "secundair.uren_leraar.punten.schooltoeslag_in_combinatie": ("0.18", "BVR21 art. 3"),
    "secundair.uren_leraar.punten.zorgthuis": ("0.80", "BVR21 art. 3"),
    "secundair.uren_leraar.punten.trekkende_bevolking": ("0.80", "BVR21 art. 3"),
    "secundair.uren_leraar.punten.opleiding_moeder": ("0.60", "BVR21 art. 3"),
    "secundair.uren_leraar.punten.thuistaal": ("0.20", "BVR21 art. 3"),
    "secundair.uren_leraar.uren_per_punt.groep_1": ("0.2916", ""),
    "secundair.uren_leraar.uren_per_punt.groep_2": ("0.1225", ""),
    "secundair.uren_leraar.vermenigvuldiger.brussel": ("1.50", ""),
    "secundair.uren_leraar.vermenigvuldiger.concentratie": ("1.50", ""),
    "secundair.uren_leraar.opvoeder.halftijds": ("11", "BVR21 art. 5"),
    "secundair.uren_leraar.opvoeder.voltijds": ("22", "BVR21 art. 5"),
    "buitengewoon.buso.drempel": ("0.40", "CSO art. 318"),
    "buitengewoon.buso.minimum": ("6", ""),
    "buitengewoon.buso.punten.opleiding_moeder": ("0.80", "BVR21 art. 8"),
    "buitengewoon.buso.punten.thuistaal": ("0.40", "BVR21 art. 8"),
    "buitengewoon.buso.uren_per_punt": ("0.227197", ""),
    "buitengewoon.bubao.drempel": ("0.40", "DBO art. 139duodecies"),
    "werkingsbudget.basisonderwijs.verdeling.buurt": ("0.25", "DBO art. 80"),
    "werkingsbudget.secundair.verdeling.buurt": ("0.10", "CSO art. 244"),
    "werkingsbudget.secundair.verdeling.thuistaal": ("0.30", "CSO art. 244"),
    "werkingsbudget.basisonderwijs.aandeel": ("0.155", "DBO art. 80"),
    "werkingsbudget.secundair.aandeel": ("0.11", "CSO art. 244"),
}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_number_is_the_number_of_the_law(name: str) -> None:
    value, article = SHIPPED[name]
    waarde = load_regels().on(date(2026, 9, 1))(name)
    assert waarde.number == Fraction(Decimal(value))
    assert waarde.artikel.startswith(article)
    assert waarde.bron in load_regels().bronnen


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("secundair.uren_leraar.punten.opleiding_moeder", date(2022, 9, 1)),  # OV-21
        ("buitengewoon.bubao.punten.opleiding_moeder", date(2026, 9, 1)),  # OV-24
        ("buitengewoon.bubao.lestijden_per_punt", date(2026, 9, 1)),  # OV-24
        ("werkingsbudget.basisonderwijs.bedrag.thuistaal", date(2027, 1, 1)),  # OV-31
        ("werkingsbudget.secundair.aandeel", date(2014, 1, 1)),  # OV-30
    ],
)
def test_what_is_unknown_stays_unknown(name: str, day: date) -> None:
    with pytest.raises(ParameterMissing):
        load_regels().on(day)(name)


def test_every_open_question_of_the_law_pages_is_shipped(shared: Path) -> None:
    page = (shared / "regelgeving" / "open-vragen.md").read_text(encoding="utf-8")
    numbers = {row.split("|")[1].strip() for row in page.splitlines() if row.startswith("| OV-")}
    assert numbers == set(load_regels().open_vragen)


def test_every_parameter_says_where_it_comes_from() -> None:
    for parameter in load_regels().parameters.values():
        for waarde in parameter.waarden:
            assert waarde.artikel
            assert load_regels().bronnen[waarde.bron].titel
            if waarde.status in (Status.SECUNDAIR, Status.ONBEVESTIGD):
                assert waarde.bron != "DBO" or waarde.opmerking, parameter.name


def test_the_shipped_files_survive_a_copy(tmp_path: Path) -> None:
    shutil.copytree(str(files("gokwijs") / "regels"), tmp_path / "regels")
    assert (
        load_regels_from(tmp_path / "regels").parameters.keys() == load_regels().parameters.keys()
    )


def test_the_weakest_status_wins() -> None:
    assert weakest([]) is Status.WETTEKST
    assert weakest([Status.AFGELEID, Status.INGEVOERD, Status.WETTEKST]) is Status.INGEVOERD
    assert [s.in_doubt for s in (Status.AFGELEID, Status.SECUNDAIR, Status.ONBEKEND)] == [
        False,
        True,
        True,
    ]


def test_every_word_of_the_glossary_is_explained() -> None:
    begrippen = load_begrippen()
    assert {"gok", "ses", "oki", "thuistaal", "opleiding_moeder"} <= begrippen.keys()
    for begrip in begrippen.values():
        assert begrip.uitleg.endswith("."), begrip.key
