"""The page for parents: plain words, one sheet, nobody recognisable."""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import Any

import docx as reader
import pytest
from pypdf import PdfReader

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.tonen import AFGESCHERMD
from gokwijs.apps.dossier.ouders import DOELEN, NIET_GEDEELD, Blad, blad_van
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.core.calendar import Schooljaar
from tests.apps.builders import LESTIJDEN, brief, client_of, main_text, person
from tests.apps.dossier.klaar_builders import DAG, NUMMER, Huis, actie, doel, evaluatie, goed, huis
from tests.verapdf import keeps_the_standards

pytestmark = pytest.mark.django_db
PAGE = f"/school/{NUMMER}/beleid/dossier/ouders"
VRAAG = "?schooljaar=2025-2026"
JAAR = Schooljaar(2025)


def blad(own: Huis) -> Blad:
    return blad_van(access_for(own.alice, NUMMER, Permission.SCHOOLZONE_ZIEN), JAAR, DAG)


def test_one_sentence_says_what_the_school_received_and_why() -> None:
    own = goed()
    assert blad(own).gekregen.startswith(
        "In 2025-2026 kreeg onze school van Vlaanderen 20 extra lesuren. Dat is om elke leerling"
    )


def test_euros_are_whole_and_without_a_letter_no_amount_is_told() -> None:
    own = huis()
    assert "staat hier nog niet" in blad(own).gekregen
    lines = {LESTIJDEN: "9", "euro.werkingsbudget_bao.": "123456/100"}
    brief(own.school, own.alice, lines, jaar=JAAR, document="Brief")
    assert "9 extra lesuren en €\u00a01.235 extra" in blad(own).gekregen


def test_a_goal_says_what_we_want_do_see_and_decided() -> None:
    found = blad(goed()).doelen[0]
    assert found.wat == "Minder late rekeningen"
    assert found.doen == ("Kostenplafond",)
    assert found.zien == (
        "Late rekeningen: in het begin 41\u00a0%. Op 30 januari 2026: 29\u00a0%. "
        "We willen tegen 30 juni 2026: hoogstens 20\u00a0%."
    )
    assert found.beslist == "We gaan ermee door. Waarom: Het werkt."
    assert found.wie == "zorgcoördinator"


def test_small_groups_and_figures_of_the_werkzone_are_not_told() -> None:
    own = goed()
    measured = own.plan.streefdoel_set.get().indicator.metingen
    measured.update(teller=Decimal(3), noemer=Decimal(41))
    assert blad(own).doelen[0].zien == AFGESCHERMD
    measured.update(teller=Decimal(20), werkzone=True)
    assert blad(own).doelen[0].zien == NIET_GEDEELD


def test_one_hidden_number_hides_the_other_one_too() -> None:
    own = goed()
    own.plan.streefdoel_set.get().indicator.metingen.filter(is_nulmeting=True).update(
        teller=Decimal(3)
    )
    assert blad(own).doelen[0].zien == AFGESCHERMD


def test_scores_are_whole_numbers() -> None:
    own = goed()
    goal = own.plan.streefdoel_set.get()
    goal.indicator.metingen.update(teller=None, noemer=None, waarde=Decimal("7.6"))
    assert re.findall(r"\d,\d", blad(own).doelen[0].zien) == []
    assert "in het begin 8" in blad(own).doelen[0].zien


def test_drafts_and_stopped_actions_are_not_told() -> None:
    own = goed()
    doel(own, status="ontwerp", vastgesteld_op=None, formulering="Nog in bespreking")
    goal = own.plan.streefdoel_set.order_by("pk")[0]
    actie(own, goal, titel="Gestopt", status="gestopt")
    text = main_text(client_of(own.alice).get(f"{PAGE}/{VRAAG}"))
    assert "Nog in bespreking" not in text
    assert "Gestopt" not in text


def test_there_are_no_codes_no_names_and_no_words_of_the_trade() -> None:
    own = goed()
    own.plan.besluit_set.update(motivering="Alice Adams ziet verbetering.")
    text = main_text(client_of(own.alice).get(f"{PAGE}/{VRAAG}"))
    own_words = text.partition("Gelijke kansen op onze school")[2]
    assert "de directeur ziet verbetering." in own_words
    for word in ("Alice Adams", "ok:", "OK-", "indicator", "nulmeting", "OKI", "SES", "T1", "GOK "):
        assert word not in own_words.replace("GOK-coördinator", ""), word


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def test_long_goals_still_fit_on_one_sheet_and_the_rest_is_named() -> None:
    own = huis()
    for place in range(DOELEN + 3):
        goal = doel(own, formulering=f"Doel {place} " + "meer leerlingen lezen elke dag " * 10)
        for nr in range(5):
            actie(own, goal, titel=f"Actie {nr} " + "samen lezen in kleine groepen " * 5)
        evaluatie(own, goal)
    own.plan.besluit_set.update(motivering="Dit gaat goed, maar het kan nog beter. " * 20)
    data = client_of(own.alice).get(f"{PAGE}.pdf{VRAAG}").content
    text = pages(data)
    keeps_the_standards(data)
    assert len(text) == 1
    assert "We werken ook aan 3 andere doelen" in " ".join(text[0].split())
    assert "en nog 3 andere" in " ".join(text[0].split())


def test_word_says_the_same_and_another_kind_is_not_there() -> None:
    own = goed()
    alice = client_of(own.alice)
    word = reader.Document(io.BytesIO(alice.get(f"{PAGE}.docx{VRAAG}").content))
    assert "Minder late rekeningen" in [p.text for p in word.paragraphs]
    assert alice.get(f"{PAGE}.xlsx{VRAAG}").status_code == 404
    stranger = client_of(person("dirk@elders.invalid", "Dirk Elders"))
    assert stranger.get(f"{PAGE}/").status_code == 404


def test_an_empty_school_says_where_it_begins(django_assert_max_num_queries: Any) -> None:
    own = huis()
    alice = client_of(own.alice)
    with django_assert_max_num_queries(20):
        text = main_text(alice.get(f"{PAGE}/{VRAAG}"))
    assert "die zijn er nog niet" in text
    assert alice.get(f"{PAGE}.pdf{VRAAG}").status_code == 200
