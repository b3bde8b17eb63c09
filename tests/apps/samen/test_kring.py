"""Consultation, links with other documents, partners and coverage."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gokwijs.apps.beleid.afdruk import afdruk
from gokwijs.apps.beleid.bewaren import BeleidError, history_of
from gokwijs.apps.beleid.models import Beleidskoppeling, Streefdoel, Uitvoering
from gokwijs.apps.beleid.selectors_kring import laatst_besproken, verankering, zorgmatrix
from gokwijs.apps.samen import services
from gokwijs.apps.samen.plakken import lees
from tests.apps.builders import World, main_text, snapshot
from tests.apps.samen import tables
from tests.apps.samen.builders import B, actie, doel, moment

# ---------------------------------------------------------------- consultation


def test_a_moment_keeps_counts_by_group_and_no_names(world: World) -> None:
    data = tables.momentvelden(n_ouders="12", partners=["clb"], uitkomst="We starten.")
    back = world.client("alice").post(f"{B}/overleg/nieuw/", data)
    text = main_text(world.client("bob").get(back["Location"]))
    for expected in ("personeel: 30", "ouders: 12", "CLB", "We starten.", "was er niet bij"):
        assert expected in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"n_personeel": ""}, "Vul in met hoeveel jullie waren"),
        ({"onderwerpen": []}, "Dit veld is verplicht"),
        ({"antwoord": "Ja"}, "Op welk bezwaar?"),
        ({"datum": "31/02/2026"}, "geldige datum"),
        ({"uitkomst": "a\x00b"}, "Null-tekens zijn niet toegestaan"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(
    world: World, change: dict[str, Any], said: str
) -> None:
    before = snapshot()
    page = world.client("alice").post(f"{B}/overleg/nieuw/", tables.momentvelden(**change))
    assert said in main_text(page)
    assert snapshot() == before


def test_an_open_objection_stays_on_the_list_until_it_is_answered(world: World) -> None:
    text = main_text(world.client("alice").get(f"{B}/overleg/"))
    assert "1 overleg heeft een bezwaar zonder antwoord" in text
    assert "bezwaar zonder antwoord" in main_text(
        world.client("bob").get(f"{B}/overleg/?bezwaar=1")
    )
    services.bewaar(
        row=tables.moment(world.school), values={"antwoord": "Er komt tijd"}, by=world.alice
    )
    assert "bezwaar zonder antwoord" not in main_text(world.client("alice").get(f"{B}/overleg/"))


def test_moments_filter_by_form_year_and_goal(world: World) -> None:
    moment(world.school, date(2024, 11, 5), vorm="ouderoverleg", groepen={"ouders": 9})
    client = world.client("bob")
    for query, there in (
        ("?vorm=ouderoverleg", ["5 november 2024"]),
        ("?schooljaar=2024-2025", ["5 november 2024"]),
        (f"?doel={tables.doel(world.school).pk}", ["10 oktober 2025"]),
        ("?vorm=onzin&doel=x&schooljaar=?", ["5 november 2024", "10 oktober 2025"]),
    ):
        text = main_text(client.get(f"{B}/overleg/{query}"))
        for day in ("5 november 2024", "10 oktober 2025"):
            assert (day in text) == (day in there), (query, day)


def test_taken_away_and_brought_back(world: World) -> None:
    one, client = tables.moment(world.school), world.client("alice")
    client.post(f"{B}/overleg/{one.pk}/weg/")
    assert "10 oktober 2025" not in main_text(client.get(f"{B}/overleg/"))
    assert "10 oktober 2025" in main_text(client.get(f"{B}/overleg/?weg=1"))
    client.post(f"{B}/overleg/{one.pk}/weg/", {"terug": "1"})
    assert "10 oktober 2025" in main_text(client.get(f"{B}/overleg/"))


def test_two_who_write_at_once_lose_nothing(world: World) -> None:
    one = tables.moment(world.school)
    opened = afdruk(one)
    services.bewaar(row=one, values={"uitkomst": "Van Bob"}, by=world.bob, was=opened)
    data = tables.momentvelden(uitkomst="Van Alice", was=opened)
    path = f"{B}/overleg/{one.pk}/wijzig/"
    page = world.client("alice").post(path, data)
    text = main_text(page)
    assert "Een collega bewaarde dit intussen" in text
    assert "Wat is er besloten Nu staat er: Van Bob" in text
    assert "Van Alice" in page.content.decode()
    one.refresh_from_db()
    assert one.uitkomst == "Van Bob"
    shown = page.context["form"]["was"].value()
    world.client("alice").post(path, {**data, "was": shown})
    one.refresh_from_db()
    assert one.uitkomst == "Van Alice"


# ---------------------------------------------------------------- last discussed (S7)


def test_a_goal_that_was_never_discussed_with_the_team_comes_first(world: World) -> None:
    plan = tables.plan(world.school)
    doel(plan, "Nooit besproken")
    rows = laatst_besproken(plan)
    assert rows[0].streefdoel.formulering == "Nooit besproken"
    assert rows[0].nooit
    known = rows[1]
    assert known.team == tables.moment(world.school)
    assert known.leiding
    text = main_text(world.client("bob").get(f"{B}/overleg/streefdoelen/"))
    assert "1 streefdoel is nog nooit met het lerarenteam besproken" in text


def test_parents_or_a_working_group_are_not_the_teaching_team(world: World) -> None:
    plan = tables.plan(world.school)
    goal = doel(plan, "Nieuw")
    for vorm, groepen in (
        ("ouderoverleg", {"ouders": 20, "personeel": 3}),
        ("werkgroep", {"personeel": 4}),
        ("studiedag", {"partners": 5}),
    ):
        moment(world.school, date(2026, 2, 1), vorm=vorm, groepen=groepen).streefdoelen.add(goal)
    row = next(r for r in laatst_besproken(plan) if r.streefdoel == goal)
    assert row.nooit
    assert row.iedereen is not None


def test_an_action_or_the_goal_of_the_plan_before_counts_for_the_goal(world: World) -> None:
    plan = tables.plan(world.school)
    old = doel(tables.plan(world.school), "Oud", verwijderd="2026-01-01T00:00:00Z")
    by_line = doel(plan, "Voortgezet", voorganger=old)
    by_action = doel(plan, "Met actie")
    moment(world.school, date(2025, 11, 1)).streefdoelen.add(old)
    moment(world.school, date(2025, 12, 1)).acties.add(actie(plan, "A", by_action))
    found = {r.streefdoel: r.team for r in laatst_besproken(plan)}
    assert found[by_line] is not None
    assert found[by_action] is not None
    assert found[by_action].datum == date(2025, 12, 1)


# ---------------------------------------------------------------- other documents


def test_a_goal_is_anchored_with_history_and_the_rest_is_listed(world: World) -> None:
    one, goal = tables.koppeling(world.school), tables.doel(world.school)
    client = world.client("alice")
    assert "Nog nergens verankerd" in main_text(client.get(f"{B}/koppelingen/"))
    client.post(
        f"{B}/koppelingen/{one.pk}/", {**tables.KOPPELING, "doelen": [goal.pk], "was": afdruk(one)}
    )
    assert list(goal.koppelingen.all()) == [one]
    assert history_of(goal).count() == 1
    assert [r.koppelingen for r in verankering(tables.plan(world.school))] == [(one,)]
    assert "Nog nergens verankerd" not in main_text(client.get(f"{B}/koppelingen/"))
    one.refresh_from_db()
    client.post(f"{B}/koppelingen/{one.pk}/", {**tables.KOPPELING, "was": afdruk(one)})
    assert not goal.koppelingen.exists()


def test_a_document_that_was_taken_away_anchors_nothing(world: World) -> None:
    one, goal = tables.koppeling(world.school), tables.doel(world.school)
    goal.koppelingen.add(one)
    services.haal_weg(row=one, by=world.alice)
    assert [r.koppelingen for r in verankering(tables.plan(world.school))] == [()]


def test_a_goal_of_another_school_cannot_be_anchored_here(world: World) -> None:
    one = tables.koppeling(world.school)
    data = {**tables.KOPPELING, "doelen": [tables.doel(world.other).pk], "was": afdruk(one)}
    assert world.client("alice").post(f"{B}/koppelingen/{one.pk}/", data).status_code == 200
    assert not one.streefdoelen.exists()


GOED = (
    "Soort; Titel; Doel; Datum; Herzien op; Verwijzing\n"
    "strategisch plan; Schoolplan; Iedereen leest; 01/09/2025; 2028-08-31; Map Beleid\n"
    "\n"
    'taalbeleid\tTaalbeleid\t"Praten; lezen"\n'
)


def test_a_pasted_list_is_shown_first_and_stored_after_a_yes(world: World) -> None:
    client, before = world.client("alice"), snapshot()
    page = client.post(f"{B}/koppelingen/inlezen/", {"tekst": GOED})
    text = main_text(page)
    assert "Kijk na wat erbij komt: 2 regels" in text
    assert "31/08/2028" in text
    assert snapshot() == before
    client.post(f"{B}/koppelingen/inlezen/", {"tekst": GOED, "bevestig": "1"})
    found = {k.titel: k for k in Beleidskoppeling.objects.filter(school=world.school)}
    assert found["Schoolplan"].soort == "schoolvisie"
    assert found["Schoolplan"].datum == date(2025, 9, 1)
    assert found["Taalbeleid"].doel == "Praten; lezen"


def test_every_problem_at_once_with_its_line(world: World) -> None:
    bad = "visie; A\nrecept; Taart\ntaalbeleid;\nvisie; B; ; 31/02/2026\nvisie; A\na;b;c;d;e;f;g"
    before = snapshot()
    data = {"tekst": bad, "bevestig": "1"}
    text = main_text(world.client("alice").post(f"{B}/koppelingen/inlezen/", data))
    for said in (
        "Regel 2: 'recept' is geen soort document.",
        "Regel 3: de titel ontbreekt.",
        "Regel 4: datum '31/02/2026' is geen datum.",
        "Regel 5: dit staat er al een keer.",
        "Regel 6: er staan 7 vakken.",
    ):
        assert said in text
    assert "Er is nog niets bewaard." in text
    assert snapshot() == before


def test_what_stands_there_already_is_not_stored_twice(world: World) -> None:
    data = {"tekst": "kostenbeleid; schoolkosten", "bevestig": "1"}
    text = main_text(world.client("alice").post(f"{B}/koppelingen/inlezen/", data))
    assert "staat al in de lijst van je school" in text
    assert Beleidskoppeling.objects.filter(school=world.school).count() == 1


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", ";;;;;", '"', "visie;" + "x" * 300])
def test_broken_lists_are_problems_and_no_crash(text: str) -> None:
    assert not lees(text).klaar


def test_too_many_lines_are_refused() -> None:
    read = lees("\n".join(f"visie; Doel {n}" for n in range(201)))
    assert not read.klaar
    assert "hoogstens 200" in read.problemen[0]["remedie"]


# ---------------------------------------------------------------- coverage


def test_the_matrix_counts_actions_and_names_empty_boxes(world: World) -> None:
    plan = tables.plan(world.school)
    actie(plan, "Basis", zorgfase="brede_basiszorg", aard="beide")
    actie(plan, "Bijles", zorgfase="verhoogde_zorg", aard="remedierend")
    actie(plan, "Gestopt", zorgfase="verhoogde_zorg", aard="preventief", status="gestopt")
    found = zorgmatrix(plan)
    counts = [tuple(len(vak.acties) for vak in row) for _, row in found.rijen]
    assert counts == [(1, 1), (0, 1), (0, 0), (0, 0)]
    assert len(found.leeg) == 5
    assert not found.enkel_remedierend
    assert [a.titel for a in found.zonder] == ["Betalen in schijven"]


def test_a_plan_that_only_remedies_is_said_so(world: World) -> None:
    actie(tables.plan(world.school), "Bijles", zorgfase="verhoogde_zorg", aard="remedierend")
    assert zorgmatrix(tables.plan(world.school)).enkel_remedierend
    text = main_text(world.client("bob").get(f"{B}/dekking/"))
    assert "Alle acties verhelpen; geen enkele voorkomt." in text


def test_types_of_epstein_with_reach_and_the_warning_on_homework(world: World) -> None:
    plan = tables.plan(world.school)
    text = main_text(world.client("alice").get(f"{B}/dekking/"))
    assert "Let op met huiswerk" not in text
    one = actie(plan, "Lezen thuis", ouders=["leren_thuis"])
    Uitvoering.objects.create(
        actie=one, datum=date(2026, 2, 1), tekst="x", bereikt=17, bedoeld=41, door_naam="x"
    )
    text = main_text(world.client("alice").get(f"{B}/dekking/"))
    assert "bereikt: 41 % (17 van de 41), op 01/02/2026" in text
    assert "Let op met huiswerk" in text
    assert "Zonder actie: ouders steunen bij het opvoeden;" in text


def test_a_small_reach_is_hidden_outside_the_werkzone(world: World) -> None:
    one = actie(tables.plan(world.school), "Bellen", ouders=["communiceren"])
    line = Uitvoering.objects.create(
        actie=one, datum=date(2026, 2, 1), tekst="x", bereikt=3, bedoeld=41, door_naam="x"
    )
    assert "3 van de 41" in main_text(world.client("alice").get(f"{B}/dekking/"))
    assert "3 van de 41" not in main_text(world.client("bob").get(f"{B}/dekking/"))
    Uitvoering.objects.filter(pk=line.pk).update(bedoeld=None)
    assert "bereikt: 3" not in main_text(world.client("bob").get(f"{B}/dekking/"))


def test_partners_in_actions_moments_and_agreements(world: World) -> None:
    plan = tables.plan(world.school)
    actie(plan, "Samen met PBD", partners=["pbd"])
    moment(world.school, date(2026, 1, 9), partners=["leersteuncentrum"])
    text = main_text(world.client("bob").get(f"{B}/dekking/"))
    for expected in ("Samen met PBD", "09/01/2026", "CLB De Ankerplaats"):
        assert expected in text
    assert "Nog nergens vermeld: welzijnspartner" in text


def test_forty_goals_in_few_queries(world: World, django_assert_max_num_queries: Any) -> None:
    plan = tables.plan(world.school)
    for number in range(40):
        goal = doel(plan, f"Doel {number}")
        for n in range(5):
            actie(plan, f"Actie {number}.{n}", goal, partners=["clb"], ouders=["beslissen"])
        moment(world.school, date(2026, 1, 5)).streefdoelen.add(goal)
    client = world.client("alice")
    for path in ("dekking/", "overleg/", "overleg/streefdoelen/", "koppelingen/"):
        with django_assert_max_num_queries(20):
            assert client.get(f"{B}/{path}").status_code == 200
    with django_assert_max_num_queries(20):
        client.get(f"{B}/kalender/?toon=tijdlijn")


def test_an_unchanged_form_is_no_conflict(world: World) -> None:
    one = tables.moment(world.school)
    services.bewaar(row=one, values={"uitkomst": "x"}, by=world.alice, was=afdruk(one))
    with pytest.raises(BeleidError):
        services.bewaar(row=one, values={"uitkomst": "y"}, by=world.alice, was="iets anders")
    assert Streefdoel.objects.filter(plan__school=world.school).count() == 1
