"""A whole round in a few sentences, never more certain than what is shown."""

from __future__ import annotations

from collections.abc import Sequence

from gokwijs.core.ronde import Antwoord, Deel, Groep, maak_uitslag
from gokwijs.core.ronde.samenvatten import MEEST, vat_samen

NIVEAUS = {1: "'Nog niet'", 2: "'Hier en daar'", 3: "'Samen'", 4: "'Samen en nagekeken'"}
ALLE = [3] * 21
Given = dict[str, tuple[Sequence[Antwoord], Sequence[Antwoord]]]


def deel(given: Given, *, anoniem: bool = False) -> Deel:
    """Per item the answers of the leraren and of the directie."""
    sides = [
        Groep(
            key,
            f"de {key}",
            "team",
            [
                {item: answers[place][row] for item, answers in given.items()}
                for row in range(len(next(iter(given.values()))[place]))
            ],
        )
        for place, key in enumerate(("leraren", "directie"))
    ]
    return maak_uitslag(sides, list(given), anoniem=anoniem).delen["team"]


def codes(given: Given, *, anoniem: bool = False) -> dict[str, str]:
    names = {item: item.capitalize() for item in given}
    return {one.code: one.tekst for one in vat_samen(deel(given, anoniem=anoniem), names, NIVEAUS)}


def test_each_kind_of_finding_names_its_items_and_no_others() -> None:
    found = codes(
        {
            "eens": ([3] * 20, [3] * 10),
            "rollen": ([2] * 20, [4] * 10),
            "uiteen": ([1, 4] * 10, [1, 4] * 5),
            "laag": ([1] * 11 + [2] * 4 + [3] * 5, [1] * 6 + [2] * 2 + [3] * 2),
        }
    )
    assert found == {
        "G11": "De antwoorden lopen gelijk bij 'Eens'.",
        "G12": "Groepen antwoorden verschillend bij 'Rollen'.",
        "G13": "De antwoorden liggen ver uit elkaar bij 'Uiteen'.",
        "G14": "Het sterkst staan 'Eens': het midden van de antwoorden ligt er zeker bij 'Samen' "
        "of hoger.",
        "G15": "Het minst sterk staan 'Laag' en 'Rollen': het midden van de antwoorden ligt er "
        "zeker bij 'Hier en daar' of lager.",
    }


def test_the_strongest_and_the_weakest_come_first() -> None:
    found = codes({"drie": ([3] * 9, [3] * 9), "vier": ([4] * 9, [4] * 9)})
    assert "sterkst staan 'Vier' en 'Drie'" in found["G14"]
    found = codes({"twee": ([2] * 9, [2] * 9), "een": ([1] * 9, [1] * 9)})
    assert "minst sterk staan 'Een' en 'Twee'" in found["G15"]


def test_a_long_list_says_how_many_more_there_are() -> None:
    many: Given = {f"vraag {n}": ([3] * 9, [3] * 9) for n in range(MEEST + 3)}
    assert "en nog 3 andere vragen." in codes(many)["G11"]
    one_more: Given = {f"vraag {n}": ([3] * 9, [3] * 9) for n in range(MEEST + 1)}
    assert "en nog 1 andere vraag." in codes(one_more)["G11"]


def test_when_nothing_stands_out_that_is_said() -> None:
    spread = ([2] * 9 + [3] * 9 + [0] * 2, [2] * 4 + [3] * 4 + [0] * 2)
    assert set(codes({"midden": spread})) == {"G16"}


def test_what_is_hidden_is_counted_and_nothing_else_is_said_about_it() -> None:
    found = codes({"een": ([3] * 3, [3]), "twee": ([1] * 3, [1])}, anoniem=True)
    assert found == {"G17": "Afgeschermd: 2 van de 2 vragen."}


def test_an_anonymous_round_says_only_what_its_ranges_make_certain() -> None:
    given: Given = {"krap": ([2] * 9 + [3] * 12, [2] * 6 + [3] * 5), "hoog": (ALLE, [4] * 11)}
    named, anonymous = codes(given), codes(given, anoniem=True)
    assert "'Krap'" in named["G14"]
    assert "'Krap'" not in anonymous["G14"]
    assert "'Hoog'" in anonymous["G14"]


def test_a_round_without_answers_says_nothing() -> None:
    assert vat_samen(Deel("team", 0, (), {}), {}, NIVEAUS) == ()
