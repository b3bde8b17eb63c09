"""The page of an evaluatie in the order of thinking, with means and results beside the metingen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from gokwijs.apps.beleid.models import Actie, Boeking, Plan, Streefdoel, Toewijzing
from gokwijs.apps.effect.models import Opzet, Uitkomst
from gokwijs.apps.effect.selectors import Uitkomstregel
from gokwijs.apps.opvolging import evaluatieblad
from gokwijs.apps.toetsen.models import Toets
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.zinnen.lijst import vul
from tests.apps.analyse.builders import SO, So
from tests.apps.builders import main_text
from tests.apps.effect.tables import _effect
from tests.apps.opvolging.builders import (
    Keten,
    actie,
    afgerond,
    besluit,
    evaluatie,
    streefdoel,
)

E = f"/school/{SO}/beleid/opvolging/evaluaties"


def text(so: So, pk: int, role: str = "directeur") -> str:
    answer = so.client(role).get(f"{E}/{pk}/")
    assert answer.status_code == 200
    return str(main_text(answer))


def means(so: So, one: Any) -> None:
    given = {"school": so.school, "schooljaar": 2025, "actie": one, "door_naam": "Alice"}
    Toewijzing.objects.create(soort="werkingsmiddelen", voorzien="1250/3", **given)
    spent = {"datum": date(2025, 11, 3), "omschrijving": "busabonnement"}
    for amount in ("100.50", "-20.25"):
        Boeking.objects.create(soort="werkingsmiddelen", besteed=amount, **given, **spent)
    gone = {**given, **spent, "ingetrokken": datetime(2026, 1, 1).astimezone()}
    Boeking.objects.create(soort="werkingsmiddelen", besteed="999", **gone)


def test_the_page_has_the_order_of_thinking_and_one_primary_button(so: So, one: Keten) -> None:
    actie(one.doel, so.alice, uitvoerders_bedoeld=12, uitvoerders_feitelijk=9)
    made = evaluatie(one, so.alice)
    answer = so.client().get(f"{E}/{made.pk}/")
    found = main_text(answer)
    heads = (
        "Gebeurde het?",
        "9 van de 12",
        "Wat maten we?",
        "41 % (17 van de 41)",
        "Wat mogen we daaruit besluiten?",
        "Er is geen vergelijkingsgroep",
        "Ons oordeel",
        "Wat beslissen we?",
        "Afronden",
    )
    places = [found.index(head) for head in heads]
    assert places == sorted(places)
    assert answer.content.decode().count("btn-primary") == 1
    besluit(made, one.doel, so.alice)
    ready = so.client().get(f"{E}/{made.pk}/").content.decode()
    assert ready.count("btn-primary") == 1
    assert '<button class="btn btn-primary">Rond af</button>' in ready


def test_means_are_exact_for_who_may_and_whole_euros_for_the_team(so: So, one: Keten) -> None:
    means(so, actie(one.doel, so.alice))
    made = evaluatie(one, so.alice)
    exact, team = (text(so, made.pk, role) for role in ("directeur", "leraar"))
    assert "€ 416,67" in exact.replace("\xa0", " ")
    assert "€ 80,25" in exact.replace("\xa0", " "), "a withdrawn booking does not count"
    assert "€ 417" in team.replace("\xa0", " ")
    assert "€ 80" in team.replace("\xa0", " ")
    assert "416,67" not in team
    assert "80,25" not in team


def test_an_actie_for_two_goals_is_said_not_to_be_added_up(so: So, one: Keten) -> None:
    other = streefdoel(one.plan, so.alice, one.indicator, formulering="Ook dit", nulmeting=one.nul)
    means(so, actie(one.doel, so.alice, streefdoelen=[one.doel, other]))
    made = evaluatie(one, so.alice, streefdoelen=[one.doel, other])
    assert text(so, made.pk).count("tel de bedragen niet samen op") == 2
    alone = evaluatie(one, so.alice, datum=date(2026, 2, 21))
    assert "tel de bedragen niet samen op" not in text(so, alone.pk)


@pytest.fixture
def resultaat(so: So, one: Keten, monkeypatch: pytest.MonkeyPatch) -> Uitkomstregel:
    """One undecided result of the actie of the goal."""
    done = actie(one.doel, so.alice)
    said = vul("E07")
    found = Uitkomstregel(
        *(7, done.pk, "Woordenschat", Oordeel.ONBESLIST_KLAS, [said], 24, 22),
        *(datetime(2026, 1, 1).astimezone(), True, True),
    )
    monkeypatch.setattr(evaluatieblad, "uitkomsten_van", lambda *_: {done.pk: [found]})
    return found


def test_the_result_of_an_actie_stands_before_the_decision_with_a_link(
    so: So, one: Keten, resultaat: Uitkomstregel
) -> None:
    made = evaluatie(one, so.alice)
    html = so.client().get(f"{E}/{made.pk}/").content.decode()
    assert "de actie liep in te weinig klassen" in html
    assert html.index("te weinig klassen") < html.index("Wat beslissen we?")
    assert f"/effect/opzet/{resultaat.opzet_id}/resultaat/" in html


def test_the_file_holds_execution_means_results_and_decisions(
    so: So, one: Keten, resultaat: Uitkomstregel
) -> None:
    means(so, one.doel.acties.get())
    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice)
    answer = so.client().get(f"{E}/{made.pk}/meenemen/csv/")
    whole = answer.content.decode("utf-8-sig").replace("\xa0", " ")
    for part in ("€ 416,67", "te weinig klassen", "20 % tegen 30/06/2026", "voortzetten", "41 %"):
        assert part in whole


def test_scaling_up_shows_beforehand_what_is_copied_and_copies_just_that(
    so: So, one: Keten
) -> None:
    stays = actie(one.doel, so.alice)
    stopped = actie(one.doel, so.alice, titel="Brief in september")
    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice, keuze="opschalen", nieuwe_plaats="eerste graad, 1A")
    from gokwijs.apps.beleid.models import Besluit
    from gokwijs.apps.opvolging.services_evaluatie import bewaar_besluit

    bewaar_besluit(
        besluit=Besluit(plan=one.plan, evaluatie=made, streefdoel=one.doel, actie=stopped),
        values={"keuze": "stoppen", "motivering": "Niemand las de brief."},
        by=so.alice,
    )
    said = text(so, made.pk)
    assert f"de actie '{stays.titel}'" in said
    assert "de actie 'Brief in september'" not in said
    assert "Nulmeting, streefwaarde, uren en euro's gaan niet mee." in said
    afgerond(made, so.alice)
    copy = Streefdoel.objects.get(opgeschaald=True)
    assert [a.titel for a in copy.acties.all()] == ["Spreiden van betaling in 1A"]


def test_another_goal_in_an_open_evaluatie_brings_its_own_previous_one(so: So, one: Keten) -> None:
    other = streefdoel(one.plan, so.alice, one.indicator, formulering="Ook dit", nulmeting=one.nul)
    first = evaluatie(one, so.alice, datum=date(2025, 6, 20), streefdoelen=[other])
    besluit(first, other, so.alice)
    afgerond(first, so.alice)
    now = evaluatie(one, so.alice)
    assert now.vorige is None
    from gokwijs.apps.opvolging.services_evaluatie import bewaar_evaluatie

    changed = bewaar_evaluatie(
        evaluatie=now, values={"streefdoelen": [one.doel, other]}, by=so.alice
    )
    assert changed.vorige == first
    assert "De vorige keer" in text(so, now.pk)


def test_nothing_is_said_at_a_closed_plan_any_more(so: So, one: Keten) -> None:
    Plan.objects.update(status="afgesloten", vastgesteld_op=date(2025, 9, 1))
    room = f"/school/{SO}/beleid"
    for path, data in (
        (f"streefdoel/{one.doel.pk}/opmerking/", {"tekst": "Nog iets"}),
        (f"plan/{one.plan.pk}/opmerking/", {"tekst": "Nog iets"}),
    ):
        answer = so.client().post(f"{room}/{path}", data, follow=True)
        assert "is afgesloten: er kan niets meer aan veranderen" in answer.content.decode()
        assert "Nog iets" not in answer.content.decode()


def test_the_decision_and_its_reason_are_read_when_the_next_plan_is_made(
    so: So, one: Keten
) -> None:
    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice, motivering="Ouders vragen om voort te doen.")
    afgerond(made, so.alice)
    answer = so.client().get(f"/school/{SO}/beleid/plan/{one.plan.pk}/volgend-jaar/")
    assert answer.status_code == 200
    assert "Ouders vragen om voort te doen." in main_text(answer)
    assert f"/beleid/opvolging/evaluaties/{made.pk}/" in answer.content.decode()


def test_what_was_worked_out_after_closing_stands_apart_and_says_nothing_in_it(
    so: So, one: Keten, django_assert_max_num_queries: Any
) -> None:
    opzet = setup(actie(one.doel, so.alice))
    before, after = (datetime(2026, 3, day, 23, 30).astimezone() for day in (2, 3))
    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice)
    afgerond(made, so.alice, date(2026, 3, 2))
    result(opzet, after)

    client = so.client()
    with django_assert_max_num_queries(20):
        html = client.get(f"{E}/{made.pk}/").content.decode()
    assert "Na het afronden berekend (03/03/2026)" in html
    assert f"/effect/opzet/{opzet.pk}/resultaat/" in html
    assert "Er is geen vergelijkingsgroep" in html
    assert "Over een actie die apart gemeten is" not in html
    csv = client.get(f"{E}/{made.pk}/meenemen/csv/").content.decode("utf-8-sig")
    assert str(opzet.toets) not in csv

    result(opzet, before)
    html = client.get(f"{E}/{made.pk}/").content.decode()
    known, _, rest = html.partition("Na het afronden berekend")
    assert "Over een actie die apart gemeten is" in known
    assert "de actie liep in te weinig klassen" in known
    assert "(03/03/2026)" in rest


def setup(of: Actie) -> Opzet:
    toets = Toets.objects.create(
        school=of.plan.school,
        naam="Leestoets",
        soort="leerprestaties",
        schaal="punten",
        door_naam="Alice",
        gewijzigd_door="Alice",
    )
    return Opzet.objects.create(actie=of, toets=toets, door_naam="Alice", gewijzigd_door="Alice")


def result(opzet: Opzet, when: datetime) -> None:
    """Undecided, made at a moment."""
    inhoud = replace(_effect(), oordeel=Oordeel.ONBESLIST_KLAS).naar_json()
    found = Uitkomst.objects.create(
        opzet=opzet, inhoud=inhoud, data_hash="0" * 64, door_naam="Alice"
    )
    Uitkomst.objects.filter(pk=found.pk).update(gemaakt=when)
