"""The policy indicators that stand ready: series per schooljaar, hidden or pooled when small."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.models import Indicator
from gokwijs.apps.beleid.tonen import AFGESCHERMD
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.apps.opvolging.families import (
    Beleidsreeks,
    Cohort,
    Familie,
    _breaks,
    _pooled,
    families,
)
from gokwijs.apps.opvolging.scores import TE_KLEIN, groepen, toetsreeksen
from gokwijs.apps.opvolging.tellen import FIGUREN, tel
from gokwijs.apps.scholen.selectors import access_for
from gokwijs.apps.toetsen.models import Afname, Score, Toets
from gokwijs.apps.toetsen.selectors import gok_van
from gokwijs.core.analyse.aandeel import aandeel
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.effect.verschil import kloof
from tests.apps.analyse.builders import DAG, SO, Gelezen, So
from tests.apps.builders import TODAY
from tests.apps.opvolging.builders import plan

P = f"/school/{SO}/beleid/opvolging/beleidsindicatoren/"


def every(so: So) -> dict[str, Familie]:
    return {
        one.key: one
        for one in families(access_for(so.alice, SO, Permission.SCHOOLZONE_ZIEN), TODAY)
    }


def series(so: So) -> dict[str, Beleidsreeks]:
    return {one.key: one for f in every(so).values() for one in f.reeksen}


def test_a_series_says_what_the_system_counts_for_its_indicator(so: So) -> None:
    found = series(so)
    assert {"gok", "vordering", "attest-1a"} <= found.keys()
    for one in found.values():
        for line in one.lijnen:
            counted = {g.jaar: g for g in tel(so.school, line.keuze, TODAY)}
            for cohort in line.cohorten:
                if cohort.aandeel is None:
                    assert not counted[cohort.jaar].noemer, (one.key, line.naam)
                    continue
                there = counted[cohort.jaar]
                assert (cohort.aandeel.x, cohort.aandeel.n) == (there.teller, there.noemer)


def test_the_page_shows_each_family_with_n_and_source(so: So) -> None:
    html = so.client().get(P).content.decode()
    page = Gelezen(html)
    for title in ("Aandeel GOK-leerlingen", "Attesten na 1A"):
        assert page.tafel(title).rijen
    assert "van de" in html
    assert "Bron: leerlingengegevens in GOK-wijs" in html
    assert "Er zijn nog geen scores met GOK-leerlingen erbij." in html


def test_one_press_makes_an_indicator_of_the_plan(so: So) -> None:
    plan(so.school, so.alice)
    html = so.client().get(P).content.decode()
    assert "maak een indicator van Attesten na 1A" in html
    data = {"figuur": "attest_zonder_1a", "groep": "gok", "waar": ""}
    own = so.school.plannen.get()
    answer = so.client().post(f"/school/{SO}/beleid/opvolging/plan/{own.pk}/tellen/", data)
    assert answer.status_code == 302
    made = Indicator.objects.get(plan=own)
    assert made.metingen.count() >= 1
    assert f'/indicator/{made.pk}/">staat al in het plan' in so.client().get(P).content.decode()


def test_a_colleague_sees_only_what_was_released_and_no_button(so: So) -> None:
    plan(so.school, so.alice)
    so.leg_vast()
    html = so.client("leraar").get(P).content.decode()
    assert "zoals vrijgegeven voor het schoolteam" in html or "Er zijn nog geen" in html
    assert "Zet in het plan" not in html
    assert "maak een indicator" not in html


def test_no_line_of_attesten_crosses_the_year_of_the_change() -> None:
    years = [Schooljaar(start) for start in (2021, 2022, 2023, 2024)]
    assert _breaks(FIGUREN["attest_c_1a"], years) == (1,)
    assert _breaks(FIGUREN["vordering"], years) == ()


def cohorts(*pairs: tuple[int, int] | None, first: int = 2023) -> list[Cohort]:
    return [
        Cohort(Schooljaar(first + n), None, AFGESCHERMD)
        if pair is None
        else Cohort(Schooljaar(first + n), aandeel(Fraction(pair[0]), Fraction(pair[1])))
        for n, pair in enumerate(pairs)
    ]


def test_years_that_are_too_small_alone_are_pooled_by_their_counts() -> None:
    pooled, k = _pooled(FIGUREN["vordering"], cohorts((9, 30), (3, 14), (4, 15), (6, 16)))
    assert pooled is not None
    assert (pooled.x, pooled.n, k) == (13, 45, 3)


def test_a_large_year_is_not_pooled_and_a_hidden_or_older_one_never_is() -> None:
    figuur = FIGUREN["vordering"]
    assert _pooled(figuur, cohorts((3, 14), (4, 25))) == (None, 0)
    pooled, k = _pooled(figuur, cohorts((3, 14), None, (4, 15), (6, 16)))
    assert pooled is not None
    assert (pooled.n, k) == (31, 2)
    attests = cohorts((3, 14), (4, 15), (6, 16), first=2022)
    pooled, k = _pooled(FIGUREN["attest_c_1a"], attests)
    assert pooled is not None
    assert (pooled.n, k) == (31, 2), "never over the break of 2023"


# ---------------------------------------------------------------- scores


@pytest.fixture
def toets(so: So) -> Toets:
    return Toets.objects.create(
        school=so.school,
        naam="Woordenschat",
        soort="leerprestaties",
        schaal="punten",
        gestandaardiseerd=True,
        door_naam="Alice",
    )


def afname(toets: Toets, dag: date, naam: str, plus: int = 0, most: int = 400) -> Afname:
    """Everybody has a score, but for each seventh pupil."""
    made = Afname.objects.create(toets=toets, naam=naam, datum=dag, door_naam="Alice")
    pupils = Leerling.objects.filter(school=toets.school, inschrijvingen__begin__lte=dag)
    rows = []
    for n, one in enumerate(pupils.distinct().order_by("pk")[:most]):
        away = n % 7 == 0
        rows.append(
            Score(
                afname=made,
                leerling=one,
                waarde=None if away else Decimal(10 + (n * 5) % 17 + plus),
                ontbreekt="afwezig" if away else "",
                door_naam="Alice",
            )
        )
    Score.objects.bulk_create(rows)
    return made


def test_the_gap_is_that_of_the_two_groups_on_the_day_of_the_toets(so: So, toets: Toets) -> None:
    made = afname(toets, DAG, "midden")
    (found,) = groepen(so.school, [made])
    scores = {s.leerling_id: s.waarde for s in made.scores.all()}
    said = gok_van(so.school, list(scores), DAG)
    gok = {k: float(v) for k, v in scores.items() if v is not None and said[k] is True}
    rest = {k: float(v) for k, v in scores.items() if v is not None and said[k] is False}
    assert (dict(found.gok), dict(found.rest)) == (gok, rest)
    assert found.zonder == sum(v is None for v in scores.values())
    assert found.kloof == kloof(list(gok.values()), list(rest.values()))


def test_the_page_shows_gap_and_gain_per_toets_in_a_fixed_number_of_queries(
    so: So, toets: Toets, django_assert_max_num_queries: Any
) -> None:
    for n, day in enumerate((date(2025, 10, 1), DAG, date(2026, 2, 20))):
        afname(toets, day, f"afname {n}", plus=n)
    client = so.client()
    client.get(P)
    with django_assert_max_num_queries(20):
        html = client.get(P).content.decode()
    rows = Gelezen(html).tafel("Kloof op Woordenschat").rijen
    assert len(rows) == 3
    assert "leerlingen)" in next(iter(rows.values()))[0]
    gains = Gelezen(html).tafel("Leerwinst op Woordenschat").rijen
    assert "1,0 (1,0 tot 1,0), " in gains["afname 1 naar afname 2"][0]


def test_what_an_interval_means_is_said_once_and_not_behind_every_figure(
    so: So, toets: Toets
) -> None:
    for n, day in enumerate((date(2025, 10, 1), date(2026, 2, 20))):
        afname(toets, day, f"afname {n}", plus=n)
    text = shown_page(so)
    assert len(re.findall(r"\(−?[\d,]+ tot −?[\d,]+( %)?\)", text)) > 2
    assert text.count("goed mogelijk") == 1


def shown_page(so: So) -> str:
    """The page without its charts."""
    html = so.client().get(P).content.decode()
    return re.sub(r"<[^>]+>", "", re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL))


def test_fewer_than_ten_in_a_group_give_no_mean(so: So, toets: Toets) -> None:
    afname(toets, DAG, "klein", most=12)
    (one,) = toetsreeksen(so.school)
    assert one.groepen[0].kloof_tekst == TE_KLEIN
    assert one.groepen[0].gemiddelden == ("–", "–")
