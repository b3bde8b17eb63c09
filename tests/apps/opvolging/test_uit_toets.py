"""A meting out of the scores of pupils: a share, a mean or the gap, looked at before it is kept."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Indicator, Meting
from gokwijs.apps.opvolging.scoremeting import Afnamestand, Kant, Scorekeuze, Wat
from gokwijs.apps.opvolging.services_scores import voeg_scoremeting_toe
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from gokwijs.apps.toetsen.selectors import gok_van
from tests.apps.analyse.builders import DAG, SO, So
from tests.apps.builders import main_text
from tests.apps.opvolging.builders import indicator, plan, score
from tests.apps.opvolging.test_families import afname, toets

__all__ = ["toets"]  # the fixture
O = f"/school/{SO}/beleid/opvolging"  # noqa: E741  the room


@pytest.fixture
def made(toets: Toets) -> Afname:
    return afname(toets, DAG, "midden")


@pytest.fixture
def aandeel(so: So) -> Indicator:
    return indicator(plan(so.school, so.alice), so.alice, naam="Leest op niveau")


@pytest.fixture
def punten(so: So) -> Indicator:
    return score(plan(so.school, so.alice), so.alice, naam="Woordenschat")


def values(made: Afname) -> dict[int, Decimal]:
    return {s.leerling_id: s.waarde for s in made.scores.all() if s.waarde is not None}


def add(one: Indicator, made: Afname, keuze: Scorekeuze, by: Any, **more: Any) -> Meting:
    return voeg_scoremeting_toe(
        indicator=one, afname=made, keuze=keuze, nulmeting=False, by=by, **more
    )


@pytest.mark.parametrize("kant", Kant)
@pytest.mark.parametrize("groep", ["", "gok", "rest"])
def test_a_share_counts_pupils_with_a_score_on_one_side_of_the_boundary(
    so: So, made: Afname, aandeel: Indicator, kant: Kant, groep: str
) -> None:
    known = values(made)
    said = gok_van(so.school, list(known), DAG)
    own = [v for k, v in known.items() if not groep or said[k] is (groep == "gok")]
    found = add(aandeel, made, Scorekeuze(Wat.AANDEEL, groep, "", kant, Decimal(18)), so.alice)
    hits = sum(v >= 18 if kant is Kant.MINSTENS else v <= 18 for v in own)
    assert (found.teller, found.noemer) == (hits, len(own))
    assert found.werkzone
    assert found.peildatum == DAG
    assert f"score {kant} 18" in found.bron_omschrijving
    assert found.bron_omschrijving.startswith("Woordenschat, ")
    assert "zonder score" in found.opmerking


def test_a_mean_and_a_gap_are_exact_to_a_thousandth(
    so: So, made: Afname, punten: Indicator, toets: Toets
) -> None:
    known = values(made)
    said = gok_van(so.school, list(known), DAG)
    mean = add(punten, made, Scorekeuze(Wat.GEMIDDELDE), so.alice)
    assert mean.waarde == round(sum(known.values()) / len(known), 3)
    again = Afname.objects.create(toets=toets, naam="later", datum=date(2026, 2, 20), door_naam="A")
    Score.objects.bulk_create(
        Score(afname=again, leerling_id=k, waarde=v, door_naam="A") for k, v in known.items()
    )
    gap = add(punten, again, Scorekeuze(Wat.KLOOF), so.alice)
    gok = [v for k, v in known.items() if said[k] is True]
    rest = [v for k, v in known.items() if said[k] is False]
    wanted = float(sum(rest) / len(rest) - sum(gok) / len(gok))
    assert float(gap.waarde or 0) == pytest.approx(wanted, abs=0.0006)
    assert "is goed mogelijk" in gap.opmerking
    assert f"{len(gok)} GOK-leerlingen" in gap.opmerking


def test_a_class_or_leerjaar_is_that_of_the_day(so: So, made: Afname, aandeel: Indicator) -> None:
    stand = Afnamestand.van(so.school, made)
    (year, *_) = [key for key, _ in stand.plaatsen if key.startswith("leerjaar:")]
    keuze = Scorekeuze(Wat.AANDEEL, "", year, Kant.MINSTENS, Decimal(0))
    found = add(aandeel, made, keuze, so.alice)
    assert 0 < (found.noemer or 0) < len(values(made))
    assert found.teller == found.noemer


def test_too_few_for_a_mean_or_a_gap_is_refused_with_the_number(
    so: So, toets: Toets, punten: Indicator
) -> None:
    small = afname(toets, DAG, "klein", most=10)
    with pytest.raises(BeleidError, match="minstens 10 leerlingen met een score"):
        add(punten, small, Scorekeuze(Wat.GEMIDDELDE), so.alice)
    with pytest.raises(BeleidError, match="Een kloof vraagt in elke groep minstens 10"):
        add(punten, small, Scorekeuze(Wat.KLOOF), so.alice)
    assert not Meting.objects.exists()


def test_the_page_shows_what_it_will_be_and_keeps_nothing_until_it_is_pressed(
    so: So, made: Afname, aandeel: Indicator, django_assert_max_num_queries: Any
) -> None:
    page = f"{O}/indicator/{aandeel.pk}/uit-toets/"
    client = so.client()
    assert "Kies deze afname" in client.get(page).content.decode()
    asked = {"afname": made.pk, "groep": "gok", "waar": "", "kant": "minstens", "grens": "18"}
    with django_assert_max_num_queries(20):
        answer = client.get(page, asked)
    text = main_text(answer)
    assert "Dit wordt de meting" in text
    assert "Zonder score" in text
    assert answer.content.decode().count("btn-primary") == 1
    assert not Meting.objects.exists()
    (found,) = [
        Afnamestand.van(so.school, made).meet(
            Scorekeuze(Wat.AANDEEL, "gok", "", Kant.MINSTENS, Decimal(18))
        )
    ]
    stale = client.post(page, asked | {"gezien": "1|2|None|2"})
    assert "De scores zijn intussen veranderd" in stale.content.decode()
    assert not Meting.objects.exists()
    kept = client.post(page, asked | {"gezien": found.stand, "is_nulmeting": "on"}, follow=True)
    assert "De meting is bewaard" in kept.content.decode()
    assert Meting.objects.get().is_nulmeting


def test_the_boundary_must_exist_and_another_boundary_in_one_series_is_warned_for(
    so: So, toets: Toets, made: Afname, aandeel: Indicator
) -> None:
    toets.laagste, toets.hoogste = Decimal(0), Decimal(40)
    toets.save()
    page = f"{O}/indicator/{aandeel.pk}/uit-toets/"
    asked = {"afname": made.pk, "groep": "", "waar": "", "kant": "minstens", "grens": "50"}
    assert "bestaat niet op deze toets: 0 tot 40" in so.client().get(page, asked).content.decode()
    add(aandeel, made, Scorekeuze(Wat.AANDEEL, grens=Decimal(18)), so.alice)
    same = so.client().get(page, asked | {"grens": "18"}).content.decode()
    other = so.client().get(page, asked | {"grens": "20"}).content.decode()
    assert "meting uit iets anders" not in same
    assert "meting uit iets anders" in other


def test_a_yes_or_no_toets_asks_no_boundary(so: So, aandeel: Indicator) -> None:
    one = Toets.objects.create(
        school=so.school, naam="Ontbijt", soort="welbevinden", schaal="ja_nee", door_naam="A"
    )
    made = afname(one, DAG, "maart", plus=-10)
    for n, row in enumerate(made.scores.exclude(waarde=None)):
        row.waarde = Decimal(n % 2)
        row.save()
    page = f"{O}/indicator/{aandeel.pk}/uit-toets/"
    answer = so.client().get(page, {"afname": made.pk, "groep": "", "waar": ""})
    assert "De grens (score)" not in answer.content.decode()
    found = add(aandeel, made, Scorekeuze(Wat.AANDEEL), so.alice)
    assert found.teller == sum(v == 1 for v in values(made).values())
    assert found.bron_soort == "bevraging"


@pytest.mark.parametrize("role", ["leraar", "secretariaat"])
def test_who_does_not_follow_every_pupil_finds_no_door(
    so: So, made: Afname, aandeel: Indicator, role: str
) -> None:
    page = f"{O}/indicator/{aandeel.pk}/uit-toets/"
    assert so.client(role).get(page).status_code == 403
    assert "Meting uit een toets" not in main_text(
        so.client(role).get(f"{O}/indicator/{aandeel.pk}/")
    )
    assert "Meting uit een toets" in main_text(so.client().get(f"{O}/indicator/{aandeel.pk}/"))


def test_the_afname_of_another_school_cannot_be_chosen(so: So, aandeel: Indicator) -> None:
    from tests.apps.analyse.builders import lege_school

    other = lege_school("999888", "Elders")
    theirs = Toets.objects.create(
        school=other.school, naam="Geheim", soort="ander", schaal="punten", door_naam="B"
    )
    away = Afname.objects.create(toets=theirs, naam="x", datum=DAG, door_naam="B")
    page = f"{O}/indicator/{aandeel.pk}/uit-toets/"
    html = so.client().get(page, {"afname": away.pk, "groep": "", "kant": "minstens"}).content
    assert b"Geheim" not in html
    assert b"Dit wordt de meting" not in html
