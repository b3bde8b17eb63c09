"""What is said about a fact: never a number that is not there, always what speaks against it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from gokwijs.core.aanpakken.model import Aanpak
from gokwijs.core.aanpakken.zeggen import (
    NOG_EENS,
    UITGEVER,
    antwoord,
    fasen,
    maanden,
    maanden_tekst,
    merken,
    sterkte_tekst,
    toegeschreven,
    uitgave,
    zin_van,
)
from tests.core.aanpakken.builders import (
    NAGEKEKEN,
    SHIPPED,
    TODAY,
    aanpak,
    after,
    changed,
    feit,
)
from tests.core.zinnen.tables import FORBIDDEN


def codes(key: str) -> tuple[list[str], list[str]]:
    said = antwoord(aanpak(key))
    return [u.zin.code for u in said.zinnen], [u.zin.code for u in said.ernaast]


def texts(key: str) -> str:
    said = antwoord(aanpak(key))
    return "\n".join(u.zin.tekst for u in (*said.zinnen, *said.ernaast))


def test_a_measured_zero_is_said_to_be_measured() -> None:
    assert maanden_tekst(feit("eef.setting-and-streaming")) == "0 maanden (gemeten)"
    assert "gemiddeld 0 maanden (gemeten)" in texts("niveauklassen")


def test_a_negative_number_stays_negative() -> None:
    assert maanden_tekst(feit("eef.repeating-a-year")) == "-2 maanden"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("eef.aspiration-interventions", "geen cijfer: te weinig onderzoek"),
        ("leerpunt.begrijpend_lezen", "nog niet nagekeken"),
        ("overzicht.sisk.2018", "geen cijfer in maanden"),
        (
            "seed.differentiatie",
            "niveaugroepen binnen de klas, niet differentiatie in het algemeen",
        ),
        ("eef.reducing-class-size", "1 maand"),
        ("eef.feedback", "6 maanden"),
    ],
)
def test_an_absent_number_is_said_with_its_cause(key: str, said: str) -> None:
    assert maanden_tekst(feit(key)) == said


def test_one_month_less_is_one_month() -> None:
    assert maanden(-1) == "-1 maand"


def test_leerstijlen_has_no_number_anywhere() -> None:
    assert codes("leerstijlen") == (["F02a"], ["F04"])
    assert "maanden in onderzoek" not in texts("leerstijlen")
    assert "Dat is niet hetzelfde als geen effect." in texts("leerstijlen")


def test_differentiatie_says_what_its_number_is_really_about() -> None:
    said = texts("differentiatie")
    assert "gaat over niveaugroepen binnen de klas, niet differentiatie in het algemeen" in said
    assert "2 maanden" not in said


def test_groeimindset_has_its_counter_evidence_beside_it() -> None:
    zinnen, ernaast = codes("groeimindset")
    assert zinnen == ["F02c", "F02d", "F02d"]
    assert ernaast == ["F03", "F03", "F03"]
    said = texts("groeimindset")
    assert "101 scholen" in said
    assert "Geen extra vooruitgang op taal en rekenen" in said
    assert "+2 maanden, niet statistisch betrouwbaar" in said
    assert "zwak gemiddeld effect" in said


def test_co_teaching_has_its_counter_evidence_beside_it() -> None:
    assert codes("co_teaching") == (["F02c", "F02d"], ["F03", "F03"])
    assert "geen duidelijk hoger resultaat" in texts("co_teaching")


def test_two_sources_that_differ_are_both_said_and_never_averaged() -> None:
    said = antwoord(aanpak("sociaal_emotioneel")).zinnen
    assert [u.zin.code for u in said] == ["F01", "F01"]
    assert "gemiddeld 4 maanden in onderzoek, zeer beperkt bewijs" in said[0].zin.tekst
    assert "(Leerpunt, " in said[0].zin.tekst
    assert "gemiddeld 3 maanden in onderzoek, gematigd bewijs" in said[1].zin.tekst


def test_a_figure_prints_strength_cost_source_edition_and_day_together() -> None:
    (said,) = antwoord(aanpak("klasverkleining")).zinnen
    assert said.zin.tekst == (
        "Klasverkleining: gemiddeld 1 maand in onderzoek, zeer beperkt bewijs, kost zeer hoog "
        "(EEF, nog niet bij Leerpunt nagekeken, momentopname van 2 april 2026, nagekeken op "
        "22 november 2026). Dat is een gemiddelde over veel scholen, geen voorspelling voor deze "
        "school."
    )


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("eef.feedback", "F01"),
        ("leerpunt.metacognitie.v2", "F01d"),
        ("leerpunt.kleuter.taal", "F01c"),
        ("proef.efa.2018", "F01e"),
        ("seed.differentiatie", "F01f"),
        ("eef.school-uniform", "F02a"),
        ("leerpunt.begrijpend_lezen", "F02b"),
        ("seed.schoolkosten", "F02d"),
        ("proef.family_skills.2018", "F03"),
        ("politiek.gent.2017", "F03b"),
    ],
)
def test_each_kind_of_fact_has_its_sentence(key: str, code: str) -> None:
    one = feit(key)
    assert zin_van(aanpak(one.aanpak), one).code == code


def test_a_cost_without_a_strength_is_said(tmp_path: Path) -> None:
    change = after("eef.feedback", '  sterkte = "uitgebreid"\n  sterkte_schaal = 4\n', "")
    found = changed(tmp_path, change)
    said = zin_van(aanpak("feedback", found), feit("eef.feedback", found))
    assert said.code == "F01b"
    assert "kost zeer laag; hoe sterk het bewijs is, is hier niet vastgelegd" in said.tekst


def test_one_trial_is_no_average_of_many() -> None:
    said = texts("formatieve_evaluatie")
    assert "2 maanden in één proef, zekerheid zeer hoog" in said
    assert "gemiddelde over veel scholen" not in said


def test_what_warns_itself_has_no_sentence_that_nothing_speaks_against_it() -> None:
    for key in ("zittenblijven", "niveauklassen"):
        assert codes(key) == (["F01"], ["F04b"])


@pytest.mark.parametrize("one", SHIPPED.aanpakken, ids=lambda a: a.id)
def test_every_answer_states_and_says_what_stands_beside_it(one: Aanpak) -> None:
    said = antwoord(one)
    assert said.zinnen
    assert said.ernaast
    counter = [f for f in one.feiten if f.richting.tegen and not f.hoofdcijfer]
    assert [u.feit for u in said.ernaast if u.feit] == counter
    for u in (*said.zinnen, *said.ernaast):
        assert "{" not in u.zin.tekst
        assert not FORBIDDEN.search(u.zin.tekst), u.zin.tekst


def test_no_fact_is_left_unsaid() -> None:
    for one in SHIPPED.aanpakken:
        said = antwoord(one)
        shown = {u.feit.id for u in (*said.zinnen, *said.ernaast) if u.feit}
        assert shown == {f.id for f in one.feiten if f.opmerking or f.soort == "toolkit"} | {
            f.id for f in one.feiten if f.maanden is not None
        }


def test_the_phases_of_a_figure_stand_beside_it() -> None:
    assert fasen(feit("eef.homework")) == (
        "lager onderwijs 2 maanden, secundair onderwijs 5 maanden"
    )
    assert fasen(feit("eef.feedback")) == ""


def test_the_certainty_of_a_trial_is_another_scale_than_the_strength() -> None:
    assert sterkte_tekst(feit("proef.efa.2018")) == "zekerheid zeer hoog"
    assert sterkte_tekst(feit("eef.homework")) == "zeer beperkt bewijs"
    assert sterkte_tekst(feit("leerpunt.metacognitie.v2")) == "sterkte niet vastgelegd"
    assert sterkte_tekst(feit("seed.thuistaal")) == "niet van toepassing"


@pytest.mark.parametrize(
    ("versie", "said"),
    [
        ("2025-05-21", "uitgave van 21 mei 2025"),
        ("momentopname 2026-04-02", "momentopname van 2 april 2026"),
        ("2025-12", "uitgave van december 2025"),
        ("2021", "uitgave 2021"),
        ("update 2025", "update 2025"),
        ("persbericht, jaar niet vermeld", "persbericht, jaar niet vermeld"),
        ("2025-13", "2025-13"),
        ("2025-02-31", "2025-02-31"),
        ("niet vermeld", "versie niet vermeld"),
        ("", "versie niet vermeld"),
    ],
)
def test_an_edition_reads_as_words(versie: str, said: str) -> None:
    assert uitgave(versie) == said


def test_a_figure_of_eef_says_whether_leerpunt_was_looked_at() -> None:
    eef = "EEF, nog niet bij Leerpunt nagekeken"
    assert toegeschreven(aanpak("feedback"), feit("eef.feedback")) == eef
    assert toegeschreven(aanpak("huiswerk"), feit("eef.homework")) == "EEF"
    assert toegeschreven(aanpak("huiswerk"), feit("leerpunt.huiswerk.v1")) == "Leerpunt"


def test_what_was_relayed_is_to_be_checked_with_the_publisher() -> None:
    assert merken(feit("eef.feedback"), TODAY) == (UITGEVER,)
    assert merken(feit("eef.metacognition-and-self-regulation"), TODAY) == (UITGEVER,)
    assert merken(feit("leerpunt.metacognitie.v2"), TODAY) == ()
    assert merken(feit("leerpunt.cooperatief.v1"), TODAY) == (
        "getal afgeleid van het woord dat de bron gebruikt",
    )


@pytest.mark.parametrize(
    ("today", "old"),
    [
        (NAGEKEKEN, False),
        (NAGEKEKEN + timedelta(days=365), False),
        (NAGEKEKEN + timedelta(days=366), True),
        (date(2020, 1, 1), False),
    ],
)
def test_older_than_twelve_months_asks_for_another_look(today: date, old: bool) -> None:
    assert (NOG_EENS in merken(feit("leerpunt.metacognitie.v2"), today)) is old


def test_an_unconfirmed_fact_is_never_shown(tmp_path: Path) -> None:
    found = changed(tmp_path, after("eef.feedback", '"secundair_tegenstrijdig"', '"onbevestigd"'))
    one = aanpak("feedback", found)
    assert "eef.feedback" not in {f.id for f in one.feiten}
    assert not one.heeft_cijfer
    assert antwoord(one).zinnen[0].zin.code == "F02c"
    assert "eef.feedback" not in {f.id for f in found.koppel("feedback", op=TODAY).feiten}
