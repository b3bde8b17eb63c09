"""Ten minutes of reading figures: own figures where they may be shown, and nothing kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gokwijs.apps.audit.models import Event
from gokwijs.apps.effect import cursus_cijfers
from gokwijs.apps.effect.cursus import cursus_in_use, lees_cursus
from gokwijs.apps.toetsen.models import Score
from tests.apps import beleid_builders as rows
from tests.apps.builders import World, main_text, snapshot
from tests.apps.effect.builders import E, Proef, leerlingen, proef, scores
from tests.core.zinnen.tables import FORBIDDEN

C = f"{E}/cursus/"
FICTIEF = "Een fictief voorbeeld, geen cijfer van je school."


def step(of: Proef, number: int, role: str = "leraar") -> str:
    return main_text(of.client(role).get(f"{C}?stap={number}"))


def test_there_are_five_steps_of_three_answers_each_with_its_source() -> None:
    course = cursus_in_use()

    assert len(course.stappen) == 5
    for one in course.stappen:
        assert len(one.antwoorden) == 3
        assert sum(a.goed for a in one.antwoorden) == 1
        assert "Rekenwijze van GOK-wijs, deel" in one.bron


def test_a_question_with_two_good_answers_is_refused() -> None:
    step = (
        '[[stap]]\nkey="x"\ntitel="x"\ntekst=["x"]\nbron="x"\nvraag="x"\n'
        + '[[stap.antwoord]]\nkey="a"\ntekst="a"\ngoed=true\nuitleg="a"\n' * 2
    )
    with pytest.raises(ValueError, match="precies één"):
        lees_cursus(f'versie="1"\ntitel="x"\ninleiding="x"\nslot="x"\n{step}')


def test_without_figures_of_the_school_every_example_says_it_is_invented(db: None) -> None:
    of = proef()
    of.actie.streefdoelen.get().indicator.metingen.all().delete()

    for number in range(1, 6):
        assert FICTIEF in step(of, number)


def test_a_share_of_the_school_is_used_when_the_whole_team_may_see_it(db: None) -> None:
    of = proef()

    text = step(of, 1)
    assert "Met een cijfer van je eigen school: late rekeningen." in text
    assert "In 20 groepen van 41" in text
    assert "41 % van de groep achter 'late rekeningen' (17 van de 41)" in step(of, 2)


@pytest.mark.parametrize("values", [{"werkzone": True}, {"teller": Decimal(3)}])
def test_a_share_that_is_not_for_everybody_is_not_used_for_anybody(
    db: None, values: dict[str, Any]
) -> None:
    of = proef()
    of.actie.streefdoelen.get().indicator.metingen.update(**values)

    for role in ("leraar", "directeur"):
        assert FICTIEF in step(of, 1, role)
        assert "late rekeningen" not in step(of, 2, role)


def test_the_draws_are_the_same_for_everybody_and_every_time(db: None) -> None:
    of = proef()

    assert step(of, 1) == step(of, 1)
    assert cursus_cijfers.beeld_van("toeval", of.school).grafiek == (
        cursus_cijfers.beeld_van("toeval", of.school).grafiek
    )


def test_the_lowest_scores_of_the_school_show_their_gain_from_fifty_scores_on(db: None) -> None:
    of = proef()
    pupils = leerlingen(of, 49)
    scores(of.voor, pupils)
    assert FICTIEF in step(of, 3)

    more = leerlingen(of, 11, "Meer")
    Score.objects.filter(afname=of.voor).update(waarde=Decimal(50))
    scores(of.voor, more, start=30)
    text = step(of, 3)
    assert "Op Leestoets" in text
    assert "hebben 60 leerlingen een score" in text
    assert "12 laagste scores" in text


def test_the_gain_of_the_lowest_fifth_is_that_of_the_rules() -> None:
    """meten.md: lowest 20 %, r .9 → .14, .8 → .28, .7 → .42 SD; the invented toets has SD 10."""
    bars = cursus_cijfers._winsten(
        [cursus_cijfers.verwachte_winst(0.2, r) * 10 for r in (0.7, 0.8, 0.9)]
    ).rijen

    assert [round(one.waarde or 0, 1) for one in bars] == [4.2, 2.8, 1.4]


def test_an_answer_is_explained_at_once_and_nothing_is_kept(db: None) -> None:
    of = proef()
    client = of.client("leraar")
    before, events = snapshot(), Event.objects.count()

    wrong = main_text(client.post(f"{C}?stap=1", {"antwoord": "a"}))
    right = main_text(client.post(f"{C}?stap=1", {"antwoord": "b"}))
    none = main_text(client.post(f"{C}?stap=1", {"antwoord": "\x00"}))

    assert "Niet helemaal." in wrong
    assert "Dat klopt." in right
    assert "Kies eerst een antwoord" in none
    assert snapshot() == before
    assert Event.objects.count() == events


def test_the_whole_course_prints_on_one_sheet_with_its_answers(db: None) -> None:
    text = main_text(proef().client("leraar").get(f"{C}?alles=1"))

    for one in cursus_in_use().stappen:
        assert one.titel in text
        assert one.juist.uitleg in text


def test_the_end_leads_to_a_moment_with_the_team_about_reading_figures(db: None) -> None:
    of = proef()
    last = of.client().get(f"{C}?stap=5").content.decode()
    address = "/beleid/samen/overleg/nieuw/?onderwerp=cijfers_lezen"

    assert address in last
    assert address not in of.client("leraar").get(f"{C}?stap=5").content.decode()
    page = of.client().get(f"/school/{of.school.instellingsnummer}{address}").content.decode()
    assert 'value="cijfers_lezen"' in page
    checked = page[page.index('value="cijfers_lezen"') :][:120]
    assert "checked" in checked


def test_no_automatic_sentence_of_the_course_claims_too_much(db: None) -> None:
    of = proef()
    scores(of.voor, leerlingen(of, 60))
    for key in ("toeval", "zekerheid", "regressie", "vergelijken", "besluiten"):
        for said in cursus_cijfers.beeld_van(key, of.school).zinnen:
            assert not FORBIDDEN.search(said.tekst)


def test_each_step_takes_few_queries(db: None, django_assert_max_num_queries: Any) -> None:
    of = proef()
    rows.meting(of.actie.streefdoelen.get().indicator, 20, 44, peildatum=date(2026, 1, 5))
    scores(of.voor, leerlingen(of, 60))
    client = of.client("leraar")
    for number in range(1, 6):
        with django_assert_max_num_queries(12):
            client.get(f"{C}?stap={number}")
    with django_assert_max_num_queries(20):
        client.get(f"{C}?alles=1")


def test_the_course_is_for_the_staff(world: World) -> None:
    assert world.client("bob").get(C).status_code == 200
    assert world.client("charlie").get(C).status_code == 404
