"""Reading a pack: what ours holds, and everything for which a pack is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gokwijs.core.kader import KaderFout, Status, Zekerheid, meegeleverd, ok_kader, vul_aan
from gokwijs.core.kader.pakket import MAX_BYTES, lees, lees_toml
from tests.core.kader.builders import FOLDER, SHIPPED, WOUD, new_texts, row, shipped, without


def problemen(data: Any) -> list[str]:
    with pytest.raises(KaderFout) as caught:
        lees(data)
    return [str(one) for one in caught.value.problemen]


def weigering(raw: bytes) -> str:
    with pytest.raises(KaderFout) as caught:
        lees(lees_toml(raw))
    return str(caught.value)


def test_ours_holds_37_expectations_two_quotations_and_one_fragment() -> None:
    kader = ok_kader()
    found = kader.verwachtingen.values()
    assert len(found) == 37
    assert len(kader.gevuld) == 4
    assert [one.code for one in found if one.letterlijk] == ["BL8", "K2"]
    assert [one.code for one in found if one.fragment] == ["BL9"]


def test_a_quotation_stands_between_marks_and_a_paraphrase_never_does() -> None:
    for one in (v for kader in meegeleverd().values() for v in kader.verwachtingen.values()):
        if one.letterlijk:
            assert one.getoond == f"“{one.citaat}”"
            assert one.noot.startswith("Letterlijk uit: ")
        else:
            assert "“" not in one.getoond
            assert one.noot == "Eigen omschrijving, geen officiële formulering"


def test_a_fragment_ends_in_an_ellipsis_and_stands_beside_the_fixed_line() -> None:
    one = ok_kader().verwachtingen["ok:BL9"]
    assert one.fragment.startswith("“de school ontwikkelt")
    assert one.fragment.endswith("heeft hi…”")
    assert one.getoond == one.parafrase
    assert one.noot == "Eigen omschrijving, geen officiële formulering"


def test_what_is_not_officially_confirmed_is_said_per_code() -> None:
    kader = ok_kader()
    assert "niet bevestigd" in kader.verwachtingen["ok:D1"].onzeker
    assert kader.verwachtingen["ok:R1"].onzeker.startswith("OK-verwachting R1: ")
    assert len(kader.onzeker) == 37
    assert lees(new_texts()).onzeker == ()


def test_the_levels_are_our_own_and_carry_no_name_of_the_inspection() -> None:
    kader = ok_kader()
    assert [one.waarde for one in kader.niveaus] == [1, 2, 3, 4]
    assert {one.herkomst for one in kader.niveaus} == {"eigen"}
    assert all(one.betekenis for one in kader.niveaus)
    said = " ".join(f"{one.naam} {one.betekenis}" for one in kader.niveaus).lower()
    for word in ("beneden", "benadert", "overstijgt", "volgens de verwachting"):
        assert word not in said


def test_the_core_set_and_the_short_sets_are_marked_as_our_own() -> None:
    kader = ok_kader()
    core = kader.set("gok-kern")
    assert core is not None
    assert len(core.codes) == 10
    assert "Een eigen keuze van GOK-wijs, geen lijst van de inspectie." in core.toelichting
    assert {one.herkomst for one in kader.sets} == {"eigen"}
    for voor in ("leerling", "ouder"):
        (short,) = kader.sets_voor(voor)
        assert 6 <= len(short.vragen) <= 8
        assert all(vraag.codes for vraag in short.vragen)
        assert short.niveaus[0].naam == "Helemaal niet waar"
        assert short.niveaus[-1].naam == "Helemaal waar"


def test_every_code_of_the_core_set_is_named_with_the_shortcoming_it_touches() -> None:
    core = ok_kader().set("gok-kern")
    assert core is not None
    for code in core.codes:
        assert code in core.toelichting


def test_the_scales_of_the_inspection_live_in_their_own_system() -> None:
    schaal, ok = meegeleverd()["schaal"], ok_kader()
    assert list(schaal.verwachtingen) == [f"schaal:K{n}" for n in range(1, 7)]
    assert schaal.verwachtingen["schaal:K2"].titel == "inspectieschaal K2 · Organisatiebeleid"
    assert ok.verwachtingen["ok:K2"].naam == "OK-verwachting K2"
    assert {one.zekerheid for one in schaal.verwachtingen.values()} == {Zekerheid.SECUNDAIR}
    assert {one.status for one in schaal.verwachtingen.values()} == {Status.PARAFRASE}
    assert all("2022" in one.opmerking for one in schaal.verwachtingen.values())
    assert ok.bekend(["schaal:K2"]) == ()
    assert schaal.niveaus == ok.niveaus


def test_an_older_file_without_levels_sets_and_system_still_loads() -> None:
    data = shipped()
    for key in ("niveaus", "sets"):
        del data[key]
    for key in ("naamruimte", "aanduiding"):
        del data["pakket"][key]
    kader = vul_aan(lees(data))
    assert kader.naamruimte == "ok"
    assert [one.sleutel for one in kader.sets] == ["gok-kern", "leerlingen", "ouders"]
    assert kader.niveaus == ok_kader().niveaus


def test_a_pack_with_nothing_but_official_texts_keeps_the_lens() -> None:
    data = new_texts()
    for one in data["verwachtingen"]:
        for key in ("gok_vraag", "gok_bewijs", "parafrase"):
            del one[key]
    one = vul_aan(lees(data)).verwachtingen["ok:R5"]
    assert one.getoond == "“Verzonnen zin bij R5.”"
    assert one.gok_vraag == ok_kader().verwachtingen["ok:R5"].gok_vraag
    assert len(one.gok_bewijs) >= 2


def test_a_wholly_different_framework_loads() -> None:
    kader = vul_aan(lees(lees_toml(WOUD.encode())))
    assert [one.naam for one in kader.gevuld] == ["Wortels", "Stam", "Kruin"]
    assert [one.naam for one in kader.niveaus] == ["Kiem", "Struik", "Boom"]
    assert kader.verwachtingen["woud:2.1"].voluit == "woudpunt 2.1 · Leren"
    assert kader.verwachtingen["woud:1.1"].noot == "Tekst van de verzonnen Scholengroep Woud"
    assert kader.verwachtingen["woud:1.1"].gok_vraag == ""


def _gone(data: dict[str, Any]) -> None:
    data["verwachtingen"] = data["verwachtingen"][1:]


def _doubled(data: dict[str, Any]) -> None:
    data["verwachtingen"].append({**row(data, "K3"), "code": "k2"})
    data["pakket"]["aantal_verwachtingen"] += 1


def _official(data: dict[str, Any]) -> None:
    row(data, "BL9")["status"] = "officieel"


def _source(data: dict[str, Any]) -> None:
    row(data, "R1")["bron"] = ["kent-niemand"]


def _value(data: dict[str, Any]) -> None:
    row(data, "R1")["zekerheid"] = "heel zeker"


def _question(data: dict[str, Any]) -> None:
    row(data, "R1")["gok_vraag"] = "Dit is geen vraag."


def _evidence(data: dict[str, Any]) -> None:
    row(data, "R1")["gok_bewijs"] = ["één voorbeeld"]


def _order(data: dict[str, Any]) -> None:
    data["verwachtingen"].reverse()


def _rubric(data: dict[str, Any]) -> None:
    row(data, "R1")["rubriek"] = "beleid"


def _claim(data: dict[str, Any]) -> None:
    data["pakket"]["vaste_tekst_in_scherm"] = "Officiële tekst"


def _version(data: dict[str, Any]) -> None:
    data["pakket"]["versie"] = "nieuwste"


def _level(data: dict[str, Any]) -> None:
    data["niveaus"] = data["niveaus"][:1]


def _seven(data: dict[str, Any]) -> None:
    data["niveaus"] = [{"waarde": n, "naam": f"n{n}", "betekenis": "b"} for n in range(1, 8)]


def _set(data: dict[str, Any]) -> None:
    data["sets"][0]["codes"] = ["R3", "Z9"]


def _both(data: dict[str, Any]) -> None:
    data["sets"][1]["codes"] = ["R3"]


def _mapping(data: dict[str, Any]) -> None:
    data["omzetting"] = [{"oud": "R1", "nieuw": "R2"}, {"oud": "X1", "nieuw": "X2"}]


def _system(data: dict[str, Any]) -> None:
    data["pakket"]["naamruimte"] = "vraag"


def _colon(data: dict[str, Any]) -> None:
    row(data, "K2")["code"] = "ok:K2"


def _table(data: dict[str, Any]) -> None:
    data["verwachting"] = []


def _no_text(data: dict[str, Any]) -> None:
    row(data, "R1")["parafrase"] = ""


FAULTS: list[tuple[Callable[[dict[str, Any]], None], str, str]] = [
    (_gone, "pakket.aantal_verwachtingen", "zegt 37, maar er staan 36"),
    (_gone, "rubrieken.resultaten.codes", "er is geen verwachting 'R1'"),
    (_doubled, "verwachtingen.k2", "de code 'k2' staat er 2 keer"),
    (_official, "verwachtingen.BL9.status", "kan alleen met een volledig citaat"),
    (_source, "verwachtingen.R1.bron", "er is geen bron 'kent-niemand'"),
    (_value, "verwachtingen.R1.zekerheid", "moet een van deze zijn"),
    (_question, "verwachtingen.R1.gok_vraag", "eindigt op een vraagteken"),
    (_evidence, "verwachtingen.R1.gok_bewijs", "minstens twee"),
    (_order, "verwachtingen", "andere volgorde"),
    (_rubric, "verwachtingen.R1.rubriek", "staat niet bij de codes van rubriek 'beleid'"),
    (_claim, "pakket.vaste_tekst_in_scherm", "geen officiële formulering"),
    (_version, "pakket.versie", "zoals 1.0.0"),
    (_level, "niveaus", "twee tot 6"),
    (_seven, "niveaus.7.waarde", "hoogstens 6"),
    (_set, "sets.gok-kern.codes", "er is geen verwachting 'Z9'"),
    (_both, "sets.leerlingen", "ofwel codes ofwel vragen"),
    (_mapping, "omzetting.R1", "bestaat nog"),
    (_mapping, "omzetting.X1", "geen code van dit kader en niet 'vervallen'"),
    (_system, "pakket.naamruimte", "gebruikt het programma zelf"),
    (_colon, "verwachtingen.ok:K2.code", "een code is hoogstens 20"),
    (_table, "verwachting", "onbekende tabel"),
    (_no_text, "verwachtingen.R1.parafrase", "ontbreekt"),
]


@pytest.mark.parametrize(("break_it", "plaats", "wat"), FAULTS)
def test_a_fault_is_refused_with_its_place(
    break_it: Callable[[dict[str, Any]], None], plaats: str, wat: str
) -> None:
    data = shipped()
    break_it(data)
    assert any(one.startswith(f"{plaats}: ") and wat in one for one in problemen(data))


def test_every_fault_is_told_at_once() -> None:
    data = shipped()
    for break_it in (_value, _question, _official, _set, _doubled, _version, _mapping):
        break_it(data)
    row(data, "K1")["gok_vraag"] = "Geen vraag."
    said = "\n".join(problemen(data))
    for word in ("R1.zekerheid", "BL9.status", "'Z9'", "'k2'", "pakket.versie", "omzetting.X1"):
        assert word in said


def test_a_code_may_go_when_the_pack_says_what_becomes_of_it() -> None:
    kader = lees(without(shipped(), "R6", nieuw="R4"))
    assert "ok:R6" not in kader.verwachtingen
    assert kader.omzetting == {"R6": "R4"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"x" * (MAX_BYTES + 1),
        b"\x00\x01\x02",
        b"\xff\xfe\x00",
        b"a = " + b"[" * 100_000,
        ("a = " + "[\n" * 5_000).encode(),
        ("[" + ".".join("a" * 400) + "]\nb = 1").encode(),
        b"a = 1" + b"1" * 10_000,
        b"pakket = 5\nverwachtingen = 'x'\nrubrieken = {}\nbronnen = []",
        b"[[pakket]]\nid = 1",
        b"[pakket]\nid = 2026-01-01\n[[verwachtingen]]\ncode = 1.5\n[[rubrieken]]\ncodes = [[1]]",
    ],
)
def test_hostile_bytes_are_refused_in_dutch(raw: bytes) -> None:
    said = weigering(raw)
    assert said
    assert "Traceback" not in said
    assert "line" not in said


def test_too_many_rows_and_endless_texts_are_refused() -> None:
    data = shipped()
    data["verwachtingen"] = data["verwachtingen"] * 20
    row(data, "R1")["parafrase"] = "a" * 5_000
    row(data, "R2")["onderwerp"] = "a\x00b"
    said = "\n".join(problemen(data))
    assert "hoogstens 500" in said


def test_control_characters_and_endless_texts_are_refused() -> None:
    data = shipped()
    row(data, "R1")["parafrase"] = "a" * 5_000
    row(data, "R2")["onderwerp"] = "a\x00b"
    row(data, "R3")["onderwerp"] = "twee\nregels"
    said = "\n".join(problemen(data))
    assert "verwachtingen.R1.parafrase: hoogstens 2000 tekens" in said
    assert "verwachtingen.R2.onderwerp: hier hoort gewone tekst" in said
    assert "verwachtingen.R3.onderwerp: hier hoort gewone tekst" in said


def test_a_byte_order_mark_does_no_harm() -> None:
    raw = (FOLDER / "r-ok-parafrase.toml").read_bytes()
    assert lees_toml(b"\xef\xbb\xbf" + raw) == SHIPPED
