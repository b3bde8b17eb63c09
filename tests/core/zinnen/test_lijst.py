"""The list itself: strict files, every sentence with an example, no forbidden word."""

from __future__ import annotations

from pathlib import Path

import pytest

from gokwijs.core.disclosure.poort import AFGESCHERMD
from gokwijs.core.law.toml import RegelsError
from gokwijs.core.zinnen import ZinError, load_zinnen, vul
from gokwijs.core.zinnen.kiezen import Vervolg
from gokwijs.core.zinnen.lijst import load_zinnen_from, vul_delen
from tests.core.zinnen.tables import DIRECTION, EXAMPLES, FORBIDDEN, UNDECIDED

INDICATOR = {"blok": "B", "wanneer": "altijd", "tekst": "Er zijn {n} leerlingen."}


def write(folder: Path, code: str, **keys: str) -> Path:
    lines = [f'{key} = "{value}"' for key, value in (INDICATOR | keys).items()]
    (folder / "b.toml").write_text("\n".join([f"[{code}]", *lines, ""]), encoding="utf-8")
    return folder


def test_every_sentence_has_an_example_and_every_example_a_sentence() -> None:
    assert load_zinnen().keys() == EXAMPLES.keys()


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_sentence_is_filled_whole(code: str) -> None:
    said = vul(code, **EXAMPLES[code])
    assert said.code == code
    assert "{" not in said.tekst
    assert "}" not in said.tekst
    assert all(
        value in said.tekst or value.capitalize() in said.tekst for value in EXAMPLES[code].values()
    )
    assert said.tekst[0] == said.tekst[0].upper()
    assert said.tekst[-1] in ".?"


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_sentence_keeps_the_house_rules(code: str) -> None:
    said = vul(code, **EXAMPLES[code]).tekst
    assert not FORBIDDEN.search(said)
    assert "!" not in said
    assert "±" not in said
    assert "%" not in said.replace(" %", "")


@pytest.mark.parametrize(
    "code", ["B02b", "B03b", "B03d", "B04a", "B10a", "E08", "E08p", "E12", "E12p"]
)
def test_an_interval_with_0_has_no_direction_without_a_doubt(code: str) -> None:
    said = vul(code, **EXAMPLES[code]).tekst
    assert UNDECIDED.search(said) or not DIRECTION.search(said)


def test_the_search_for_forbidden_words_can_find_something() -> None:
    assert FORBIDDEN.search("Dit werkt.")
    assert FORBIDDEN.search("Het effect is bewezen.")
    assert not FORBIDDEN.search("De samenwerking verwerkt de cijfers.")
    assert DIRECTION.search("iets hoger")


def test_hidden_is_said_in_one_way_only() -> None:
    assert vul("A02").tekst == AFGESCHERMD


def test_the_parts_of_the_flow_are_the_parts_of_the_list() -> None:
    assert list(load_zinnen()["B11"].delen) == [part.value for part in Vervolg]
    with pytest.raises(ZinError, match="nergens"):
        vul_delen("B11", {"nergens": 3})


def test_a_missing_an_extra_and_an_empty_value_are_refused() -> None:
    with pytest.raises(ZinError, match=r"missing \['k_min'\]"):
        vul("A01")
    with pytest.raises(ZinError, match=r"not asked for \['n'\]"):
        vul("A01", k_min="5", n="3")
    with pytest.raises(ZinError, match=r"empty \['k_min'\]"):
        vul("A01", k_min=" ")
    with pytest.raises(ZinError, match="no sentence Z99"):
        vul("Z99")


def test_a_brace_in_a_value_is_no_placeholder() -> None:
    assert "{n}" in vul("A04", wat="{n}").tekst


@pytest.mark.parametrize(
    ("code", "keys", "said"),
    [
        ("B1", {}, "blok en twee cijfers"),
        ("A01", {}, "blok en twee cijfers"),
        ("B01", {"blok": "D"}, "moet een van deze zijn"),
        ("B01", {"tekst": ""}, "mag niet leeg zijn"),
        ("B01", {"wanner": "soms"}, "onbekende sleutel"),
        ("B01", {"tekst": "Er zijn {n leerlingen."}, "accolade"),
        ("B01", {"tekst": "Er zijn {n:.0f} leerlingen."}, "enkel een naam"),
        ("B01", {"tekst": "Er zijn {} leerlingen."}, "enkel een naam"),
        ("B01", {"tekst": "Er zijn {n.x} leerlingen."}, "enkel een naam"),
    ],
)
def test_a_mistake_in_a_file_is_named(
    tmp_path: Path, code: str, keys: dict[str, str], said: str
) -> None:
    with pytest.raises(RegelsError, match=said):
        load_zinnen_from(write(tmp_path, code, **keys))


def test_a_code_stands_in_one_file_only(tmp_path: Path) -> None:
    text = (write(tmp_path, "B01") / "b.toml").read_text(encoding="utf-8")
    (tmp_path / "c.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RegelsError, match="staat al in de lijst"):
        load_zinnen_from(tmp_path)


@pytest.mark.parametrize(
    ("part", "said"),
    [('een = "{x}", meer = "{x}"', "niets om in te vullen"), ('een = "1", meer = "2"', "enkel")],
)
def test_a_mistake_in_a_part_is_named(tmp_path: Path, part: str, said: str) -> None:
    path = write(tmp_path, "B01") / "b.toml"
    text = path.read_text(encoding="utf-8") + f"delen.weg = {{ {part} }}\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegelsError, match=said):
        load_zinnen_from(tmp_path)
