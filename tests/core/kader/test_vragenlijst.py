"""The question list of one respondent: chosen, and frozen as it was."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gokwijs.core.kader import (
    EigenVraag,
    KaderFout,
    Status,
    Voor,
    Vragenlijst,
    maak_vragenlijst,
    ok_kader,
    vul_aan,
)
from gokwijs.core.kader.pakket import lees, lees_toml
from tests.core.kader.builders import WOUD, new_texts

OK = ok_kader()
EIGEN = EigenVraag("eigen:3", "Zijn onze poorten op tijd open?", "Ook op maandag.", ("ok:R5",))


def again(lijst: Vragenlijst) -> Vragenlijst:
    return Vragenlijst.van_json(json.loads(json.dumps(lijst.naar_json())))


def test_the_whole_framework_one_rubric_or_a_set() -> None:
    assert len(maak_vragenlijst(OK).items) == 37
    rubric = maak_vragenlijst(OK, codes=OK.van_rubriek("kwaliteit"))
    assert [item.sleutel for item in rubric.items] == ["ok:K1", "ok:K2", "ok:K3"]
    core = maak_vragenlijst(OK, set_="gok-kern")
    assert len(core.items) == 10
    assert core.voor is Voor.TEAM
    assert core.set_naam == "GOK-kern"


def test_an_item_says_what_its_text_is() -> None:
    lijst = maak_vragenlijst(OK, codes=["ok:K2", "ok:R5"])
    first, second = lijst.items
    assert (first.sleutel, first.status) == ("ok:R5", Status.PARAFRASE)
    assert first.noot == "Eigen omschrijving, geen officiële formulering"
    assert second.status is Status.OFFICIEEL
    assert second.getoond.startswith("“")
    assert first.gok_vraag.endswith("?")
    assert len(first.bewijs_voorbeelden) >= 2


@pytest.mark.parametrize("set_", ["leerlingen", "ouders"])
def test_pupils_and_parents_get_short_sentences_with_levels_in_plain_words(set_: str) -> None:
    lijst = maak_vragenlijst(OK, set_=set_)
    assert lijst.niveaus[0].naam == "Helemaal niet waar"
    for item in lijst.items:
        assert item.status is Status.EIGEN
        assert item.codes
        assert set(item.codes) <= set(OK.verwachtingen)
        assert len(item.tekst) < 90
        assert not any(code.removeprefix("ok:") in item.tekst.split() for code in item.codes)


def test_own_questions_come_last_and_stay_marked_as_own() -> None:
    lijst = maak_vragenlijst(OK, set_="gok-kern", eigen=[EIGEN])
    last = lijst.items[-1]
    assert last.sleutel == "eigen:3"
    assert last.status is Status.EIGEN
    assert last.rubriek == "Resultaten en effecten"
    assert last.toelichting == "Ook op maandag."
    assert last.noot == "Eigen vraag van de school"


@pytest.mark.parametrize(
    "choice",
    [
        {},
        {"set_": "gok-kern", "eigen": [EIGEN]},
        {"set_": "leerlingen"},
        {"codes": ["ok:K2", "ok:BL9"]},
    ],
)
def test_it_comes_back_from_json_exactly_as_it_was(choice: dict[str, Any]) -> None:
    lijst = maak_vragenlijst(OK, **choice)
    assert again(lijst) == lijst


def test_a_frozen_list_keeps_its_words_whatever_pack_comes_after() -> None:
    before = maak_vragenlijst(OK, codes=["ok:R5"])
    kept = json.dumps(before.naar_json())
    after = maak_vragenlijst(vul_aan(lees(new_texts())), codes=["ok:R5"])
    assert after.items[0].tekst == "Verzonnen zin bij R5."
    assert Vragenlijst.van_json(json.loads(kept)).items[0].tekst == before.items[0].tekst
    assert (before.kader.versie, after.kader.versie) == ("0.2.0", "1.0.0")


def test_another_framework_gives_its_own_levels_codes_and_set() -> None:
    woud = vul_aan(lees(lees_toml(WOUD.encode())))
    lijst = maak_vragenlijst(woud)
    assert [one.naam for one in lijst.niveaus] == ["Kiem", "Struik", "Boom"]
    assert lijst.rubrieken == ("Wortels", "Stam", "Kruin")
    assert lijst.items[2].getoond == "“Elk kind leert elke dag.”"
    short = maak_vragenlijst(woud, set_="bladeren")
    assert [item.codes for item in short.items] == [("woud:1.1",), ("woud:2.1",)]
    assert short.niveaus == lijst.niveaus
    assert again(short) == short


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"codes": ["K2", "ok:ZZ"]}, "ok:ZZ: staat niet in"),
        ({"codes": ["schaal:K2"]}, "schaal:K2: staat niet in"),
        ({"codes": []}, "Kies minstens één vraag"),
        ({"set_": "weg"}, "geen set 'weg'"),
        ({"set_": "gok-kern", "codes": ["ok:R5"]}, "niet allebei"),
    ],
)
def test_a_choice_that_is_not_there_is_refused(choice: dict[str, Any], said: str) -> None:
    with pytest.raises(KaderFout, match=said):
        maak_vragenlijst(OK, **choice)


@pytest.mark.parametrize("data", [None, 5, [], {}, {"vorm": 2}, {"vorm": 1, "kader": {}}])
def test_what_is_no_question_list_is_refused(data: object) -> None:
    with pytest.raises(KaderFout, match="geen bewaarde vragenlijst"):
        Vragenlijst.van_json(data)
