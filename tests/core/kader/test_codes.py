"""Codes outside a pack: which system, what became of them, what another pack changes."""

from __future__ import annotations

from typing import Any

import pytest

from gokwijs.core.kader import KaderFout, meegeleverd, ok_kader
from gokwijs.core.kader.codes import Toestand, lees_code, tags
from gokwijs.core.kader.omzetting import lees_omzetting, omzettingen, voorstellen
from gokwijs.core.kader.pakket import lees
from gokwijs.core.kader.vergelijken import mag_vervangen, vergelijk
from tests.core.kader.builders import new_texts, row, shipped, without

ALLE = tuple(meegeleverd().values())
OK = ok_kader()


def test_a_bare_code_is_refused_with_the_question_which_system_is_meant() -> None:
    with pytest.raises(KaderFout) as caught:
        lees_code("K2", ALLE)
    said = str(caught.value)
    assert "OK-verwachting K2 (schrijf ok:K2)" in said
    assert "inspectieschaal K2 (schrijf schaal:K2)" in said
    with pytest.raises(KaderFout, match="schrijf ok:R5"):
        lees_code("R5", ALLE)


def test_a_code_with_its_system_is_read_however_it_is_typed() -> None:
    assert lees_code("ok:K2", ALLE) == "ok:K2"
    assert lees_code(" OK : k2 ", ALLE) == "ok:K2"
    assert lees_code("schaal:k2", ALLE) == "schaal:K2"


@pytest.mark.parametrize("text", ["ok:Z9", "woud:1.1", "", ":", "ok:", "Z9", "ok:K2:K3"])
def test_a_code_that_is_not_there_is_refused(text: str) -> None:
    with pytest.raises(KaderFout):
        lees_code(text, ALLE)


def test_stored_codes_come_back_in_the_order_of_the_framework() -> None:
    found = tags([OK], ["ok:K2", "ok:R5"])
    assert [one.sleutel for one in found] == ["ok:R5", "ok:K2"]
    assert found[0].titel == "R5 · Zo weinig mogelijk drempels"
    assert {one.toestand for one in found} == {Toestand.HUIDIG}
    assert not any(one.aandacht for one in found)


def test_a_dropped_code_stays_visible_and_says_what_came_instead() -> None:
    now = lees(without(shipped(versie="0.3.0"), "R6", nieuw="R4"))
    (tag,) = tags([now], ["ok:R6"], vroeger=[OK])
    assert tag.toestand is Toestand.VERVALLEN
    assert tag.titel == "R6 · Effecten op langere termijn"
    assert "In de plaats kwam R4" in tag.aandacht


def test_a_dropped_code_without_successor_asks_for_another() -> None:
    now = lees(without(shipped(), "R6", nieuw="vervallen"))
    (tag,) = tags([now], ["ok:R6"], vroeger=[OK])
    assert tag.opvolger is None
    assert "Kies een andere verwachting" in tag.aandacht


def test_a_code_of_a_framework_that_is_no_longer_used_says_so() -> None:
    (tag,) = tags([OK], ["schaal:K2"], vroeger=ALLE)
    assert tag.toestand is Toestand.BUITEN
    assert "niet meer in gebruik" in tag.aandacht
    (unknown,) = tags([OK], ["woud:1.1"], vroeger=ALLE)
    assert (unknown.toestand, unknown.titel) == (Toestand.ONBEKEND, "woud:1.1")
    (never,) = tags([OK], ["ok:Z9"], vroeger=ALLE)
    assert never.toestand is Toestand.ONBEKEND


def test_the_same_codes_with_new_texts_may_take_over_at_once() -> None:
    new = lees(new_texts())
    found = vergelijk(OK, new)
    assert len(found.gewijzigd) == 37
    assert not found.nieuw
    assert not found.weg
    assert mag_vervangen(OK, new) == ()


def test_a_pack_that_drops_a_code_in_silence_may_not_take_over() -> None:
    new = lees(without(without(shipped(), "R6"), "K3"))
    said = [str(one) for one in mag_vervangen(OK, new)]
    assert len(said) == 2
    assert all("[[omzetting]]" in one for one in said)
    assert mag_vervangen(OK, lees(without(shipped(), "R6", nieuw="vervallen"))) == ()


def test_a_comparison_tells_new_changed_and_dropped_codes() -> None:
    data = without(shipped(versie="0.3.0"), "R6", nieuw="R7")
    row(data, "R1")["parafrase"] = "Andere woorden."
    data["verwachtingen"].insert(5, {**row(data, "R5"), "code": "R7", "onderwerp": "Nieuw"})
    data["rubrieken"][1]["codes"].append("R7")
    data["pakket"]["aantal_verwachtingen"] += 1
    found = vergelijk(OK, lees(data))
    assert [one.code for one in found.nieuw] == ["R7"]
    assert [one.nieuw.parafrase for one in found.gewijzigd] == ["Andere woorden."]
    assert [(one.oud.code, one.opvolger and one.opvolger.code) for one in found.weg] == [
        ("R6", "R7")
    ]
    assert found.gelijk == 35


def test_another_system_takes_nothing_over() -> None:
    assert len(vergelijk(OK, meegeleverd()["schaal"]).nieuw) == 6
    assert mag_vervangen(OK, meegeleverd()["schaal"]) == ()


def test_the_mapping_between_scales_and_expectations_only_suggests() -> None:
    (lijst,) = omzettingen()
    assert lijst.zekerheid == "secundair"
    found = voorstellen("ok:K2", ALLE)
    assert [one.verwachting.sleutel for one in found] == ["schaal:K4", "schaal:K5"]
    assert "voorstel" in found[0].label
    assert [one.verwachting.sleutel for one in voorstellen("schaal:K1", ALLE)] == [
        "ok:K1",
        "ok:BL1",
    ]
    assert voorstellen("ok:R5", ALLE) == ()
    assert voorstellen("ok:K2", [OK]) == ()


def mapping(**changed: Any) -> dict[str, Any]:
    head = {
        "id": "proef",
        "titel": "Proef",
        "versie": "1.0.0",
        "schema": 1,
        "van": "schaal",
        "naar": "ok",
        "zekerheid": "secundair",
        "peildatum": "2026-11",
        "bron": "verzonnen",
        "toelichting": "verzonnen",
    }
    return {"omzetting": head, "paren": [{"van": "K1", "naar": ["K1"]}], **changed}


def test_a_mapping_to_codes_that_are_not_there_is_refused() -> None:
    assert lees_omzetting(mapping(), ALLE).paren[0].van == "schaal:K1"
    with pytest.raises(KaderFout) as caught:
        lees_omzetting(mapping(paren=[{"van": "K9", "naar": ["Z1", "K1"]}]), ALLE)
    assert len(caught.value.problemen) == 2
    with pytest.raises(KaderFout):
        lees_omzetting(mapping(paren=[]), ALLE)
