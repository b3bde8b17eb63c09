"""Reading the pack: what is in it, and everything for which a pack is refused."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from gokwijs.core.aanpakken import CatalogusFout, load_catalogus, load_catalogus_from
from gokwijs.core.aanpakken.model import Betrouwbaar, MaandenStatus, Niveau
from gokwijs.core.aanpakken.zeggen import SOORTEN
from tests.core.aanpakken.builders import SHIPPED, TEXT, aanpak, after, feit, written


def fouten(path: Path) -> tuple[str, ...]:
    with pytest.raises(CatalogusFout) as caught:
        load_catalogus_from(path)
    return caught.value.fouten


def test_the_pack_holds_51_aanpakken_and_109_facts() -> None:
    assert len(SHIPPED.aanpakken) == 51
    assert len(SHIPPED.feiten) == 109
    assert SHIPPED.catalogus_versie == "2026-11-22"


def test_every_strand_of_eef_occurs_exactly_once() -> None:
    strands = Counter(f.strand for f in SHIPPED.feiten.values() if f.spreker == "eef" and f.strand)
    assert len(strands) == 30
    assert set(strands.values()) == {1}


def test_what_may_be_done_with_the_facts_is_said() -> None:
    assert "geen teksten van Leerpunt of EEF overnemen" in SHIPPED.gebruik


def test_absent_stays_absent_and_zero_stays_zero() -> None:
    zero, negative, absent = (
        feit("eef.setting-and-streaming"),
        feit("eef.repeating-a-year"),
        feit("eef.learning-styles"),
    )
    assert (zero.maanden, negative.maanden, absent.maanden) == (0, -2, None)
    assert absent.maanden_status is MaandenStatus.NIET_BEPAALD
    numbers = [f.maanden for f in SHIPPED.feiten.values() if f.maanden_status == "getal"]
    assert None not in numbers
    others = [f.maanden for f in SHIPPED.feiten.values() if f.maanden_status != "getal"]
    assert set(others) == {None}


def test_a_fact_knows_its_day_its_certainty_and_its_source() -> None:
    found = feit("eef.feedback")
    assert found.checked_on == date(2026, 11, 22)
    assert found.betrouwbaar is Betrouwbaar.SECUNDAIR_TEGENSTRIJDIG
    assert found.url.startswith("https://")
    assert found.aanpak == "feedback"
    assert aanpak("ouderbetrokkenheid").niveau is Niveau.SCHOOL
    assert len(aanpak("ouderbetrokkenheid").epstein) == 6


def test_every_kind_of_evidence_has_words() -> None:
    assert {f.soort for f in SHIPPED.feiten.values()} == SOORTEN.keys()


def test_the_pack_is_read_once() -> None:
    assert load_catalogus() is SHIPPED
    assert len(SHIPPED.hash) == 64


KEY = "aanpak.feedback.bron.eef.feedback"
REFUSED: list[tuple[tuple[str, str], str, str]] = [
    # a key twice
    (after("feedback", 'id = "feedback"', 'id = "metacognitie"'), "aanpak.metacognitie", "2 keer"),
    (('id = "eef.feedback"', 'id = "eef.homework"'), "bron.eef.homework", "de id staat er 2 keer"),
    # a number and its cause
    (after("eef.feedback", "  maanden = 6\n", ""), f"{KEY}.maanden", "ontbreekt, maar"),
    (
        after("eef.learning-styles", "maanden_status", "maanden = 0\n  maanden_status"),
        "aanpak.leerstijlen.bron.eef.learning-styles.maanden",
        "er staat een getal, maar 'maanden_status' is 'niet_bepaald'",
    ),
    (after("eef.feedback", "maanden = 6", 'maanden = "6"'), f"{KEY}.maanden", ""),
    (after("eef.feedback", "maanden = 6", "maanden = 5.5"), f"{KEY}.maanden", ""),
    (after("eef.feedback", "maanden = 6", "maanden = 60"), f"{KEY}.maanden", ""),
    # outside the lists
    (after("eef.feedback", '"steunt"', '"helpt"'), f"{KEY}.richting", "moet een van deze zijn"),
    (after("eef.feedback", '"toolkit"', '"blog"'), f"{KEY}.soort", "'blog' staat niet in de lijst"),
    (after("eef.feedback", '"eef"', '"ief"'), f"{KEY}.schema", "'ief' staat niet in de lijst"),
    (after("eef.feedback", '"secundair_teg', '"zeker_teg'), f"{KEY}.confidence", "een van deze"),
    (after("feedback", '"leraar"', '"klas"'), "aanpak.feedback.niveau", "moet een van deze zijn"),
    (after("feedback", '"beide"', '"geen"'), "aanpak.feedback.groep", "staat niet in de lijst"),
    (
        after("feedback", '"O1"', '"Z9"'),
        "aanpak.feedback.rok.0",
        "geen code van het kwaliteitskader",
    ),
    (
        ('"waarschuwt", "geen_uitspraak"', '"waarschuwt", "juicht"'),
        "waarden.richting",
        "kennen we niet: juicht",
    ),
    # links that lead nowhere
    (
        after("feedback", '"formatieve_evaluatie"', '"bestaat_niet"'),
        "aanpak.feedback.verwant",
        "er is geen andere 'bestaat_niet'",
    ),
    (after("feedback", '"metacognitie"', '"feedback"'), "aanpak.feedback.verwant", "geen andere"),
    (
        ('vervangt = "leerpunt.metacognitie.v1"', 'vervangt = "leerpunt.weg"'),
        "aanpak.metacognitie.bron.leerpunt.metacognitie.v2.vervangt",
        "er is geen feit 'leerpunt.weg'",
    ),
    (
        ('vervangt = "leerpunt.metacognitie.v1"', 'vervangt = "eef.feedback"'),
        "aanpak.metacognitie.bron.leerpunt.metacognitie.v2.vervangt",
        "hoort bij een andere aanpak",
    ),
    (
        ('  vervangt = "leerpunt.metacognitie.v1"\n', ""),
        "aanpak.metacognitie.bron.leerpunt.metacognitie.v1.vervangen_door",
        "zegt niet 'vervangt",
    ),
    (
        (
            '  vervangt = "leerpunt.metacognitie.v1"\n',
            '  vervangt = "leerpunt.metacognitie.v1"\n'
            '  vervangen_door = "leerpunt.metacognitie.v1"\n',
        ),
        "aanpak.metacognitie.bron.leerpunt.metacognitie.v1.vervangen_door",
        "de versies lopen in een kring",
    ),
    # addresses
    (after("eef.feedback", '"https://', '"ftp://'), f"{KEY}.url", "begint met https://"),
    (after("eef.feedback", '"https://', '"javascript:'), f"{KEY}.url", "begint met https://"),
    (
        after("seed.welbevinden", 'schema = "seed"', 'schema = "go"'),
        "aanpak.welbevinden.bron.seed.welbevinden.url",
        "Enkel de presentatie van GO! heeft er geen",
    ),
    # a label and its number
    (
        after("eef.feedback", "sterkte_schaal = 4", "sterkte_schaal = 3"),
        f"{KEY}.sterkte",
        "'uitgebreid' en 3 horen niet samen",
    ),
    (
        after("eef.feedback", '"uitgebreid"', '"sterk"'),
        f"{KEY}.sterkte",
        "'sterk' en 4 horen niet samen",
    ),
    (
        after("eef.feedback", "  kosten_schaal = 1\n", ""),
        f"{KEY}.kosten",
        "'zeer laag' en geen cijfer horen niet samen",
    ),
    (after("eef.feedback", '  kosten = "zeer laag"\n', ""), f"{KEY}.kosten", "'' en 1 horen niet"),
    # the rest
    (after("eef.feedback", "checked_on", "chekked_on"), f"{KEY}.chekked_on", "onbekende sleutel"),
    (
        after("eef.feedback", '"2026-11-22"', '"2026-11-31"'),
        f"{KEY}.checked_on",
        "een datum tussen",
    ),
    (after("eef.feedback", '  titel = "Feedback"\n', ""), f"{KEY}.titel", "ontbreekt"),
    (after("feedback", 'naam = "Feedback"', 'naam = " "'), "aanpak.feedback.naam", "gewone tekst"),
    (
        after("feedback", 'naam = "Feedback"', 'naam = "Feed\\nback"'),
        "aanpak.feedback.naam",
        "gewone tekst",
    ),
    (('taal = "nl-BE"', 'taal = "fr"'), "taal", "moet een van deze zijn"),
    (
        ('catalogus_versie = "2026-11-22"', 'catalogus_versie = "../x"'),
        "catalogus_versie",
        "hoogstens 20 letters",
    ),
    (("gebruik = ", "gebruk = "), "gebruk", "Bedoel je 'gebruik'?"),
    (
        after(
            "proef.changing_mindsets.2019",
            '  opmerking = "Geen extra vooruitgang op taal en rekenen. Veel scholen in de '
            'vergelijkingsgroep kenden de aanpak al."\n',
            "",
        ),
        "aanpak.groeimindset.bron.proef.changing_mindsets.2019.opmerking",
        "tegenbewijs moet zeggen wat het vond",
    ),
]


@pytest.mark.parametrize(
    ("change", "key", "said"), REFUSED, ids=[f"{key}: {said}" for _, key, said in REFUSED]
)
def test_a_pack_with_this_mistake_is_refused_by_file_and_key(
    tmp_path: Path, change: tuple[str, str], key: str, said: str
) -> None:
    found = fouten(written(tmp_path, change))
    mine = [line for line in found if f"sleutel '{key}'" in line and said in line]
    assert mine, found
    assert str(tmp_path / "anders.toml") in mine[0]


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    found = fouten(
        written(
            tmp_path,
            after("eef.feedback", '"toolkit"', '"blog"'),
            after("eef.homework", "maanden = 5", "maanden = 55"),
        )
    )
    assert len(found) == 2
    assert "eef.feedback.soort" in found[0]
    assert "eef.homework.maanden" in found[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ontbreekt"),
        (b"\xff\xfe", "geen UTF-8"),
        (b"[", "geen geldige TOML"),
        (re.sub(r"(?s)\n\[\[aanpak\]\].*", "\n", TEXT).encode(), "geen enkele aanpak"),
        (("aanpak = [1]\n" + re.sub(r"(?s)\n\[\[aanpak\]\].*", "\n", TEXT)).encode(), "een tabel"),
    ],
    ids=["empty", "no text", "no TOML", "no aanpak", "an aanpak that is a number"],
)
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "iets.toml"
    path.write_bytes(content)
    assert said in " ".join(fouten(path))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "het bestand ontbreekt" in fouten(tmp_path / "weg.toml")[0]
    assert "niet te lezen" in fouten(tmp_path)[0]


def test_an_aanpak_without_facts_is_refused(tmp_path: Path) -> None:
    text = TEXT.rpartition("  [[aanpak.bron]]")[0]
    path = tmp_path / "anders.toml"
    path.write_text(text, encoding="utf-8")
    assert "aanpak.schoolkosten.bron': er is geen enkel feit" in fouten(path)[0]
