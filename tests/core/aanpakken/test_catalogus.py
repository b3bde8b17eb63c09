"""Looking up, following versions, and what an actie keeps and is told."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from gokwijs.core.aanpakken import GetoondFeit, Meldingsoort, Niveau, load_catalogus_from
from gokwijs.core.aanpakken.vergelijken import Wijziging, na_te_kijken, vergelijk
from tests.core.aanpakken.builders import (
    OPVOLGER,
    SHIPPED,
    TEXT,
    TODAY,
    aanpak,
    after,
    changed,
    feit,
    with_successor,
)

V1, V2, V3 = (f"leerpunt.metacognitie.v{n}" for n in (1, 2, 3))


def test_a_key_that_is_not_there_gives_nothing() -> None:
    assert SHIPPED.aanpak("bestaat_niet") is None
    assert SHIPPED.feit("bestaat.niet") is None
    assert SHIPPED.nieuwste("bestaat.niet") is None
    with pytest.raises(KeyError):
        SHIPPED.koppel("bestaat_niet", op=TODAY)


def test_the_newest_of_a_chain(tmp_path: Path) -> None:
    newer = with_successor(tmp_path)
    assert SHIPPED.nieuwste(V1) == feit(V2)
    assert newer.nieuwste(V1) == newer.nieuwste(V2) == feit(V3, newer)
    assert newer.nieuwste("eef.feedback") == feit("eef.feedback", newer)


def test_the_card_shows_the_newest_and_names_the_earlier_ones(tmp_path: Path) -> None:
    one = aanpak("metacognitie", with_successor(tmp_path))
    assert [f.id for f in one.hoofdcijfers] == [V3, "eef.metacognition-and-self-regulation"]
    assert {f.id for f in one.vroeger} == {V1, V2}


def test_an_unconfirmed_successor_does_not_push_out_what_was_known(tmp_path: Path) -> None:
    newer = with_successor(tmp_path, OPVOLGER.replace('"primair"', '"onbevestigd"'))
    one = aanpak("metacognitie", newer)
    assert V2 in {f.id for f in one.feiten}
    assert V3 not in {f.id for f in one.feiten}
    assert newer.nieuwste(V1) == feit(V2, newer)


def test_leerpunt_stands_first_and_a_newer_eef_stays_visible() -> None:
    assert [f.spreker for f in aanpak("peer_tutoring").hoofdcijfers] == ["leerpunt", "eef"]
    assert [f.cijfer for f in aanpak("peer_tutoring").hoofdcijfers] == [5, 6]


def test_the_heaviest_kind_of_evidence_stands_first() -> None:
    kinds = [f.soort for f in aanpak("ouderbetrokkenheid").feiten]
    assert kinds == ["toolkit"] * 2 + ["enkele_proef"] * 2 + ["leidraad", "beleid"]


def test_the_expectations_of_the_framework_are_those_of_the_pack() -> None:
    assert [v.code for v in aanpak("metacognitie").verwachtingen] == ["R3", "B2", "O1"]
    assert SHIPPED.verwachtingen[0].sleutel == "ok:R1"
    assert {v.code for v in SHIPPED.verwachtingen} == {
        code for a in SHIPPED.aanpakken for code in a.rok
    }


def test_what_overlaps_is_found_both_ways() -> None:
    assert [a.id for a in SHIPPED.verwant(aanpak("co_teaching"))] == ["kleine_groepen"]


# ---------------------------------------------------------------- what an actie keeps


def test_choosing_keeps_the_facts_of_that_day_and_the_points_to_tick() -> None:
    kept = SHIPPED.koppel("hoge_verwachtingen", op=TODAY)
    assert (kept.aanpak, kept.niveau, kept.op) == ("hoge_verwachtingen", Niveau.LERAAR, TODAY)
    assert kept.catalogus_versie == "2026-11-22"
    assert [v.soort for v in kept.voorwaarden] == (
        ["aanbeveling"] * 6 + ["onderdeel"] * 5 + ["eerst_meten"]
    )
    assert kept.voorwaarden[2].tekst == "groepeer flexibel"
    assert kept.opgelet == aanpak("hoge_verwachtingen").opgelet
    assert [f.id for f in kept.feiten] == [f.id for f in aanpak("hoge_verwachtingen").feiten]


def test_the_types_of_epstein_are_ticks_too() -> None:
    kinds = [v.soort for v in SHIPPED.koppel("ouderbetrokkenheid", op=TODAY).voorwaarden]
    assert kinds == ["type"] * 6 + ["eerst_meten"]


def test_every_aanpak_offers_something_to_measure_first() -> None:
    for one in SHIPPED.aanpakken:
        assert SHIPPED.koppel(one.id, op=TODAY).voorwaarden[-1].soort == "eerst_meten"


def test_a_kept_fact_survives_its_json() -> None:
    for kept in SHIPPED.koppel("groeimindset", op=TODAY).feiten:
        stored = json.loads(json.dumps(kept.as_json()))
        assert GetoondFeit.from_json(stored) == kept


def test_a_kept_fact_says_everything_without_the_catalogue() -> None:
    (_, eef, *_) = SHIPPED.koppel("metacognitie", op=TODAY).feiten
    assert "gemiddeld 8 maanden" in eef.zin
    assert eef.merken == ("nog na te kijken bij de uitgever",)
    assert eef.versie == "uitgave van 21 mei 2025"
    assert eef.url.startswith("https://")


# ---------------------------------------------------------------- what an actie is told


def test_a_replaced_fact_leaves_the_old_plan_pointing_at_it_and_says_so(tmp_path: Path) -> None:
    kept = SHIPPED.koppel("metacognitie", op=TODAY)
    newer = with_successor(tmp_path)
    (said,) = newer.koppeling_meldingen(kept.feiten)
    assert (said.soort, said.feit) == (Meldingsoort.NIEUWER, V2)
    assert said.nieuw == feit(V3, newer)
    assert said.zin.tekst == (
        "Er is een nieuwer feit van Leerpunt: 6 maanden (update 2027, nagekeken op 1 maart 2027)."
    )
    assert "gemiddeld 8 maanden" in kept.feiten[0].zin
    assert kept.feiten[0].id == V2


def test_a_successor_without_a_number_is_announced_without_one(tmp_path: Path) -> None:
    row = OPVOLGER.replace("  maanden = 6\n", "").replace('"getal"', '"niet_gevonden"')
    (said,) = with_successor(tmp_path, row).koppeling_meldingen([V2])
    assert said.zin.code == "F05b"
    assert "maanden" not in said.zin.tekst


def test_nothing_changed_is_nothing_to_say() -> None:
    for one in SHIPPED.aanpakken:
        kept = SHIPPED.koppel(one.id, op=TODAY)
        assert SHIPPED.koppeling_meldingen(kept.feiten, today=TODAY) == ()


def test_a_withdrawn_fact_is_told() -> None:
    (said,) = SHIPPED.koppeling_meldingen(["leerpunt.bestond.ooit"], today=TODAY)
    assert said.soort is Meldingsoort.INGETROKKEN
    assert "staat niet meer in de catalogus (versie 2026-11-22)" in said.zin.tekst


def test_a_fact_that_became_unconfirmed_counts_as_withdrawn(tmp_path: Path) -> None:
    found = changed(tmp_path, after("eef.feedback", '"secundair_tegenstrijdig"', '"onbevestigd"'))
    (said,) = found.koppeling_meldingen(["eef.feedback"])
    assert said.soort is Meldingsoort.INGETROKKEN


def test_a_fact_that_changed_under_the_same_key_is_told(tmp_path: Path) -> None:
    kept = SHIPPED.koppel("feedback", op=TODAY).feiten
    found = changed(tmp_path, after("eef.feedback", "maanden = 6", "maanden = 5"))
    (said,) = found.koppeling_meldingen(kept)
    assert (said.soort, said.feit) == (Meldingsoort.GEWIJZIGD, "eef.feedback")
    assert found.koppeling_meldingen([f.id for f in kept]) == ()


def test_looking_again_is_no_change(tmp_path: Path) -> None:
    kept = SHIPPED.koppel("feedback", op=TODAY).feiten
    found = changed(tmp_path, after("eef.feedback", '"2026-11-22"', '"2027-05-01"'))
    assert found.koppeling_meldingen(kept) == ()


def test_an_old_fact_is_told_only_when_the_day_is_given() -> None:
    later = date(2028, 1, 10)
    (said,) = SHIPPED.koppeling_meldingen(["eef.homework"], today=later)
    assert said.zin.tekst == (
        "Dit feit is voor het laatst nagekeken op 22 november 2026 (EEF). Kijk het nog eens na."
    )
    assert SHIPPED.koppeling_meldingen(["eef.homework"]) == ()


# ---------------------------------------------------------------- two versions side by side


def test_two_equal_packs_do_not_differ() -> None:
    assert vergelijk(SHIPPED, SHIPPED).leeg


def test_a_new_fact_and_the_one_it_follows(tmp_path: Path) -> None:
    found = vergelijk(SHIPPED, with_successor(tmp_path))
    assert found.nieuw == (V3,)
    assert found.vervangen == ((V2, V3),)
    assert found.gewijzigd == ()
    assert not found.leeg


def test_changed_withdrawn_and_checked_again(tmp_path: Path) -> None:
    newer = changed(
        tmp_path,
        after("eef.feedback", "maanden = 6", "maanden = 5"),
        after("eef.homework", 'checked_on = "2026-11-22"', 'checked_on = "2027-02-01"'),
        ('id = "eef.phonics"', 'id = "eef.phonics.nieuw"'),
        ('naam = "Huiswerk"', 'naam = "Huistaken"'),
    )
    found = vergelijk(SHIPPED, newer)
    assert found.gewijzigd == (Wijziging("eef.feedback", ("maanden",)),)
    assert found.nagekeken == ("eef.homework",)
    assert found.ingetrokken == ("eef.phonics",)
    assert found.nieuw == ("eef.phonics.nieuw",)
    assert found.aanpak_gewijzigd == (Wijziging("huiswerk", ("naam",)),)


def test_an_aanpak_that_came_or_went(tmp_path: Path) -> None:
    path = tmp_path / "minder.toml"
    path.write_text(TEXT[: TEXT.rindex("[[aanpak]]")].replace('"schoolkosten"', '"partners"'))
    less = load_catalogus_from(path)
    assert vergelijk(SHIPPED, less).aanpak_weg == ("schoolkosten",)
    assert vergelijk(less, SHIPPED).aanpak_nieuw == ("schoolkosten",)


def test_what_is_to_be_checked_again() -> None:
    assert na_te_kijken(SHIPPED, TODAY) == ()
    due = na_te_kijken(SHIPPED, date(2027, 11, 23))
    assert {f.id for f in due} == {f.id for a in SHIPPED.aanpakken for f in a.feiten}
