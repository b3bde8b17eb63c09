"""From vaststelling to an adopted plan, and on to the next year."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.beleid.bewaren import BeleidError, verwijder
from gokwijs.apps.beleid.models import Besluit, Plan, Streefdoel, Taak
from gokwijs.apps.beleid.selectors import bekend_onderwijs, huidig_plan
from gokwijs.apps.beleid.services import bewaar_doel, stel_doel_vast, zet_status
from gokwijs.apps.beleid.services_jaar import rol_over
from gokwijs.apps.beleid.voorbeelden import voorbeelden
from gokwijs.core.beleid.keuzes import Onderwijs
from gokwijs.core.telling.model import Graad, Onderwijsniveau
from tests.apps import beleid_builders as build
from tests.apps.beleid.tables import B, action, goal
from tests.apps.builders import TODAY, World, client_of, colleague, main_text, text_of
from tests.apps.leerling_builders import make_leerling, remove_pupils


def adopted(world: World, **values: Any) -> Plan:
    own = build.whole(world.school)
    for name, value in values.items():
        setattr(own, name, value)
    own.save()
    zet_status(plan=own, naar="ter_bespreking", today=TODAY, by=world.alice)
    return zet_status(plan=own, naar="vastgesteld", today=TODAY, by=world.alice)


def without_plan(world: World, *levels: str) -> None:
    """No plan yet, and only pupils of these levels."""
    Plan.objects.filter(school=world.school).update(verwijderd="2026-01-01T00:00Z")
    world.school.berekeningen.all().delete()
    remove_pupils(world.school)
    for level in levels:
        graad = Graad.EERSTE if level == "so" else Graad.NONE
        make_leerling(world.school, world.alice, niveau=Onderwijsniveau(level), graad=graad)


def test_an_empty_school_is_told_what_this_will_be_and_where_to_begin(world: World) -> None:
    without_plan(world)
    text = text_of(world.client("alice").get(f"{B}/"))
    assert "Een eerste plan maak je in een kwartier" in text
    assert "Schoolkosten in 1B" in text
    assert "Functioneel meertalig leren" in text
    assert "Begin leeg" in text
    told = text_of(world.client("bob").get(f"{B}/"))
    assert "Begin leeg" not in told
    assert "GOK-coördinator" in told


@pytest.mark.parametrize(
    ("levels", "offered", "absent"),
    [
        (("kleuter", "lager"), "Praten en vertellen bij de kleuters", "Schoolkosten in 1B"),
        (("so",), "Schoolkosten in 1B", "Praten en vertellen bij de kleuters"),
        (("buso",), "Voor buitengewoon onderwijs is er nog geen voorbeeld.", "Begin hiermee"),
    ],
)
def test_a_school_is_offered_the_examples_of_its_own_kind(
    world: World, levels: tuple[str, ...], offered: str, absent: str
) -> None:
    without_plan(world, *levels)
    text = text_of(world.client("alice").get(f"{B}/"))
    assert offered in text
    assert absent not in text
    assert "Begin leeg" in text


def test_typed_totals_tell_the_kind_of_school_too(world: World) -> None:
    remove_pupils(world.school)
    assert world.school.berekeningen.exists()  # of lager onderwijs
    assert bekend_onderwijs(world.school) is Onderwijs.BAO


@pytest.mark.parametrize("example", voorbeelden(), ids=lambda v: v.key)
def test_an_example_gives_a_complete_plan_that_says_it_is_fictional(
    world: World, example: Any
) -> None:
    Plan.objects.filter(school=world.school).update(verwijderd="2026-01-01T00:00Z")
    client = world.client("alice")
    data = {"naam": "Ons plan", "schooljaar_van": "2025", "schooljaar_tot": "2025"}
    page = client.post(
        f"{B}/plan/nieuw/", {**data, "voorbeeld": example.key, "visie": "x"}, follow=True
    )
    text = text_of(page)
    own = huidig_plan(world.school, TODAY)
    assert own is not None
    assert all(
        v.tekst.startswith("Fictief voorbeeld")
        for s in own.streefdoel_set.all()
        for v in s.vaststellingen.all()
    )
    assert "Er ontbreekt nog" not in text  # every goal of an example is complete
    assert "nog geen uren" in text  # but hours are the school's own


def test_the_figures_of_a_vaststelling_become_the_baseline(world: World) -> None:
    own = build.plan(world.school)
    seen = build.vaststelling(world.school, tekst="Veel rekeningen bleven open.")
    client = world.client("alice")
    page = client.get(f"{B}/plan/{own.pk}/doel/nieuw/?vaststelling={seen.pk}").content.decode()
    assert 'name="nul_teller" value="17' in page
    assert 'name="nul_noemer" value="41' in page
    client.post(
        f"{B}/plan/{own.pk}/doel/nieuw/",
        {
            "uit": seen.pk,
            "formulering": "Minder open rekeningen",
            "vaststellingen": [seen.pk],
            "i-naam": "het aandeel gezinnen met een open rekening",
            "i-teller_definitie": "gezinnen met een open rekening",
            "i-noemer_definitie": "alle gezinnen",
            "i-richting": "dalen",
            "i-frequentie": "jaarlijks",
            "i-minimum_n": "5",
            "nul_teller": "17",
            "nul_noemer": "41",
            "nul_dag": "2025-09-15",
            "nul_bron": "eigen_telling",
        },
    )
    made = Streefdoel.objects.get(plan=own)
    assert made.nulmeting is not None
    assert made.indicator is not None
    assert (made.nulmeting.teller, made.nulmeting.noemer) == (Decimal(17), Decimal(41))
    assert made.nulmeting.is_nulmeting
    text = text_of(client.get(f"{B}/doel/{made.pk}/"))
    assert "Er ontbreekt nog: de doelgroep, de plaats" in text


def test_an_incomplete_goal_is_not_adopted_and_says_what_is_missing(world: World) -> None:
    doel = build.streefdoel(build.plan(world.school), streefwaarde=None, trekker_rol="")
    with pytest.raises(BeleidError, match="de streefwaarde en een trekker"):
        stel_doel_vast(doel=doel, today=TODAY, by=world.alice)
    doel.refresh_from_db()
    assert doel.status == "ontwerp"


WRONG = "De richting is dalen: kies een streefwaarde onder de nulmeting (17 van de 41, dat is 41,5"


def test_a_target_on_the_wrong_side_of_the_baseline_is_refused_with_how_to_mend_it(
    world: World,
) -> None:
    own = build.plan(world.school)
    measure = build.indicator(own)
    client = world.client("alice")
    typed = {
        "formulering": "Minder open rekeningen",
        "indicator": measure.pk,
        "richting": "dalen",
        "streefwaarde": "60",
        "nul_teller": "17",
        "nul_noemer": "41",
        "nul_dag": "2025-09-15",
        "nul_bron": "eigen_telling",
    }
    page = text_of(client.post(f"{B}/plan/{own.pk}/doel/nieuw/", typed))
    assert WRONG in page
    assert not own.streefdoel_set.exists()
    client.post(f"{B}/plan/{own.pk}/doel/nieuw/", {**typed, "streefwaarde": "20"})
    made = own.streefdoel_set.get()
    page = text_of(client.post(f"{B}/doel/{made.pk}/aanpassen/", {**typed, "streefwaarde": "60"}))
    assert WRONG in page
    made.refresh_from_db()
    assert made.streefwaarde == 20


def test_every_error_of_a_goal_is_told_at_once_and_only_of_what_was_asked(world: World) -> None:
    doel = build.streefdoel(build.plan(world.school))
    typed = {"formulering": doel.formulering, "indicator": doel.indicator_id, "richting": "dalen"}
    wrong = {**typed, "streefwaarde": "60", "einddatum": "2025-01-01", "i-richting": "stijgen"}
    answer = world.client("alice").post(f"{B}/doel/{doel.pk}/aanpassen/", wrong)
    page = text_of(answer)
    assert WRONG in page
    assert "Dit plan begint op 1 september 2025." in page
    assert "Dit veld is verplicht." not in page  # nobody asked for a new indicator


def test_a_goal_with_its_target_on_the_wrong_side_is_never_adopted(world: World) -> None:
    own = build.plan(world.school)
    doel = build.streefdoel(own, streefwaarde=Decimal(60))
    build.actie(own, doel, reden_nul="kost niets")
    with pytest.raises(BeleidError, match="een streefwaarde onder de nulmeting"):
        stel_doel_vast(doel=doel, today=TODAY, by=world.alice)
    doel.status, doel.vastgesteld_op = "vastgesteld", TODAY  # its baseline was corrected since
    doel.save()
    zet_status(plan=own, naar="ter_bespreking", today=TODAY, by=world.alice)
    with pytest.raises(BeleidError, match="een streefwaarde onder de nulmeting"):
        zet_status(plan=own, naar="vastgesteld", today=TODAY, by=world.alice)


def test_nothing_in_a_plan_ends_before_the_plan_begins(world: World) -> None:
    own = build.plan(world.school)
    client = world.client("alice")
    said = "Dit plan begint op 1 september 2025. Kies een dag daarna."
    early = {"start": "2025-02-01", "einddatum": "2025-06-30", "einde": "2025-06-30"}
    goal_page, action_page = (f"{B}/plan/{own.pk}/{what}/nieuw/" for what in ("doel", "actie"))
    assert said in text_of(client.post(goal_page, {"formulering": "Meer lezen", **early}))
    assert said in text_of(client.post(action_page, {"titel": "Voorlezen", **early}))
    assert not own.streefdoel_set.exists()
    client.post(goal_page, {"formulering": "Meer lezen", **early, "einddatum": "2025-12-20"})
    assert own.streefdoel_set.get().start == date(2025, 2, 1)  # it may have begun before


def test_an_indicator_typed_with_a_goal_is_good_when_the_goal_is(world: World) -> None:
    own = build.plan(world.school)
    world.client("alice").post(
        f"{B}/plan/{own.pk}/doel/nieuw/",
        {
            "formulering": "Minder open rekeningen",
            "richting": "dalen",
            "i-naam": "open rekeningen",
            "i-teller_definitie": "gezinnen met een open rekening",
            "i-noemer_definitie": "alle gezinnen",
            "i-richting": "stijgen",  # what the hidden field says
            "i-frequentie": "jaarlijks",
            "i-minimum_n": "5",
        },
    )
    assert own.indicator_set.get().richting == "dalen"


def test_an_adopted_goal_stays_complete(world: World) -> None:
    doel = goal(world.school)
    doel = stel_doel_vast(doel=doel, today=TODAY, by=world.alice)
    for values in ({"streefwaarde": None}, {"ok_codes": []}, {"vaststellingen": []}):
        with pytest.raises(BeleidError, match="moet volledig blijven"):
            bewaar_doel(doel=doel, values=values, by=world.alice)
    doel.refresh_from_db()
    assert doel.streefwaarde == 20
    assert doel.ok_codes == ["ok:R5"]


def test_a_plan_without_means_is_adopted_only_with_the_visible_reason_of_the_directeur(
    world: World,
) -> None:
    own = build.plan(world.school)
    build.actie(own, build.streefdoel(own))
    zet_status(plan=own, naar="ter_bespreking", today=TODAY, by=world.alice)
    client = world.client("alice")
    page = f"{B}/plan/{own.pk}/stand/"
    refused = text_of(client.post(page, {"naar": "vastgesteld"}))
    assert "nog geen uren" in refused
    assert "Reden van de directeur" in refused
    own.refresh_from_db()
    assert own.status == "ter_bespreking"
    client.post(page, {"naar": "vastgesteld", "reden": "De brief komt in november."})
    own.refresh_from_db()
    assert own.status == "vastgesteld"
    assert own.vastgesteld_op == TODAY
    assert "De brief komt in november." in text_of(client.get(f"{B}/plan/{own.pk}/"))


def test_a_coordinator_prepares_and_only_the_directeur_adopts(world: World) -> None:
    own = build.whole(world.school)
    client = client_of(colleague(world.school, Role.GOK_COORDINATOR))
    page = f"{B}/plan/{own.pk}/stand/"
    client.post(page, {"naar": "ter_bespreking"})
    own.refresh_from_db()
    assert own.status == "ter_bespreking"
    assert client.post(page, {"naar": "vastgesteld"}).status_code == 403
    own.refresh_from_db()
    assert own.status == "ter_bespreking"


def test_who_may_not_adopt_is_told_who_may(world: World) -> None:
    own = build.plan(world.school, status="ter_bespreking")
    client = client_of(colleague(world.school, Role.GOK_COORDINATOR))
    text = main_text(client.get(f"{B}/plan/{own.pk}/"))
    assert "Stel vast" not in text
    assert "Vaststellen doet de directeur. Kijk na of het kan" in text
    assert "Stel vast" in main_text(world.client("alice").get(f"{B}/plan/{own.pk}/"))
    Plan.objects.filter(pk=own.pk).update(status="vastgesteld", vastgesteld_op=TODAY)
    text = main_text(client.get(f"{B}/plan/{own.pk}/"))
    assert "Sluit af" not in text
    assert "Afsluiten doet de directeur." in text


def test_adopting_keeps_the_plan_and_a_later_change_is_seen_beside_it(world: World) -> None:
    own = adopted(world)
    doel = own.streefdoel_set.get()
    assert doel.status == "vastgesteld"
    bewaar_doel(doel=doel, values={"streefwaarde": Decimal("15.5")}, by=world.alice)
    text = text_of(world.client("bob").get(f"{B}/plan/{own.pk}/versies/"))
    assert "Streefwaarde" in text
    assert ">20<" in text
    assert ">15,5<" in text


def test_six_goals_and_a_goal_without_prevention_are_warned_about(world: World) -> None:
    own = build.plan(world.school)
    goals = [build.streefdoel(own, formulering=f"Doel {n}") for n in range(6)]
    build.actie(own, *goals, aard="remedierend")
    text = text_of(world.client("alice").get(f"{B}/plan/{own.pk}/"))
    assert "6 streefdoelen; 5 is al veel" in text
    assert "geen enkele preventieve actie" in text


def test_every_point_leads_to_where_it_is_mended(world: World) -> None:
    lacks = {"kernteam": "", "volgende_evaluatie_op": None}
    own = build.plan(world.school, status="ter_bespreking", **lacks)
    bare = build.streefdoel(own, formulering="Zonder actie", trekker_rol="", niveau="school")
    busy = build.streefdoel(own, formulering="Zonder uren", niveau="school")
    action = build.actie(own, busy, aard="remedierend")
    page = f"{B}/plan/{own.pk}/"
    for address in (page, f"{page}stand/?naar=vastgesteld"):
        text = text_of(world.client("alice").get(address))
        for link in (
            f"{page}aanpassen/#id_kernteam",
            f"{page}aanpassen/#id_volgende_evaluatie_op",
            f"{page}doel/nieuw/",
            f"{page}actie/nieuw/?doel={bare.pk}",
            f"{page}actie/nieuw/?doel={busy.pk}",
            f"{B}/middelen/actie/{action.pk}/",
            f"{B}/doel/{bare.pk}/aanpassen/",
        ):
            assert f'href="{link}"' in text, (address, link)
    read = text_of(world.client("bob").get(page))
    assert "aanpassen/" not in read
    assert f'<a href="{B}/doel/{bare.pk}/">Zonder actie</a>' in read


def test_exact_figures_stay_in_the_werkzone(world: World) -> None:
    own = build.plan(world.school)
    seen = build.vaststelling(world.school, tekst="In 1B zijn het er 17 van 41.", werkzone=True)
    measure = build.indicator(own)
    first = build.meting(measure, werkzone=True, is_nulmeting=True)
    doel = build.streefdoel(own, grond=seen, indicator=measure, nulmeting=first)
    mine, theirs = (
        main_text(world.client(who).get(f"{B}/doel/{doel.pk}/")) for who in ("alice", "bob")
    )
    assert "17 van" in mine
    assert "17" not in theirs  # keys in addresses are no figures
    assert "Alleen te zien voor wie met de exacte aantallen werkt." in theirs
    assert world.client("bob").get(f"{B}/vaststelling/{seen.pk}/").status_code == 404


def test_a_reached_goal_is_marked_in_the_tree_for_who_may_see_its_figures(world: World) -> None:
    own = build.plan(world.school)
    doel = build.streefdoel(own)  # from 17 of 41 down to 20 %
    assert doel.indicator is not None
    build.meting(doel.indicator, 10, 42, peildatum=date(2026, 1, 12))
    pages = (f"{B}/plan/{own.pk}/", f"{B}/doel/{doel.pk}/")
    alice, bob = world.client("alice"), world.client("bob")
    for page in pages:
        assert "gehaald op" not in main_text(alice.get(page))
    build.meting(doel.indicator, 8, 42, peildatum=date(2026, 2, 2))
    for page in pages:
        assert "gehaald op 2 februari 2026" in main_text(alice.get(page))
        assert "gehaald op 2 februari 2026" in main_text(bob.get(page))
    build.meting(doel.indicator, 4, 42, peildatum=date(2026, 2, 9))
    for page in pages:
        assert "gehaald op 9 februari 2026" in main_text(alice.get(page))
        assert "gehaald op" not in main_text(bob.get(page))  # four is too few to tell


def test_means_are_exact_for_the_werkzone_and_in_whole_euros_for_the_team(world: World) -> None:
    own = build.plan(world.school)
    doel = build.streefdoel(own)
    one = build.actie(own, doel)
    build.toewijzing(one, "49/24")
    build.toewijzing(one, "1234.50", soort="werkingsmiddelen")
    for page in (f"{B}/plan/{own.pk}/", f"{B}/doel/{doel.pk}/", f"{B}/actie/{one.pk}/"):
        exact, team = (main_text(world.client(who).get(page)) for who in ("alice", "bob"))
        assert "2 1/24 lestijden en € 1.234,50" in exact
        assert "2 1/24 lestijden en € 1.235" in team
        assert "1.234,50" not in team


def test_small_typed_counts_are_hidden_outside_the_werkzone(world: World) -> None:
    own = build.plan(world.school)
    measure = build.indicator(own)
    first = build.meting(measure, 3, 41, is_nulmeting=True)
    doel = build.streefdoel(own, indicator=measure, nulmeting=first)
    theirs = text_of(world.client("bob").get(f"{B}/doel/{doel.pk}/"))
    assert "3 van" not in theirs
    assert "te klein om leerlingen niet herkenbaar te maken" in theirs


# ---------------------------------------------------------------- the next year


def decide(doel: Streefdoel, keuze: str, **values: Any) -> Besluit:
    evaluatie = build.evaluatie(doel.plan, doel, datum=date(2026, 2, 1))
    return Besluit.objects.create(
        plan=doel.plan,
        evaluatie=evaluatie,
        streefdoel=doel,
        keuze=keuze,
        motivering="zo afgesproken",
        door_naam="x",
        gewijzigd_door="x",
        **values,
    )


def test_the_next_plan_has_no_state_no_date_and_no_result_of_this_year(world: World) -> None:
    own = adopted(world)
    doel = own.streefdoel_set.get()
    old = own.actie_set.get()
    old.status, old.uitvoerders_feitelijk = "lopend", 3
    old.save()
    Taak.objects.create(plan=own, actie=old, tekst="Bel", klaar=TODAY, tegen=TODAY, door_naam="x")
    decide(doel, "voortzetten", nieuwe_einddatum=date(2027, 6, 30))
    new = rol_over(plan=own, onbeslist_mee=(), today=TODAY, by=world.alice)
    assert (new.status, new.vastgesteld_op, new.schooljaar_van) == ("ontwerp", None, 2026)
    again = new.streefdoel_set.get()
    assert (again.status, again.voorganger, again.nulmeting) == ("ontwerp", doel, doel.nulmeting)
    assert again.einddatum == date(2027, 6, 30)
    copy = new.actie_set.get()
    assert (copy.status, copy.uitvoerders_feitelijk, copy.voorganger) == ("gepland", None, old)
    assert [(s.tekst, s.klaar, s.tegen) for s in copy.stappen.all()] == [("Bel", None, None)]
    assert not copy.toewijzingen.exists()
    own.refresh_from_db()
    assert own.status == "vastgesteld"  # this year stays as it is
    text = text_of(world.client("alice").get(f"{B}/doel/{doel.pk}/"))
    assert "41 % (17 van de 41)" in text  # and keeps its figures


def test_a_decision_moves_each_goal_its_own_way(world: World) -> None:
    own = build.plan(world.school)
    goals = {
        keuze: build.streefdoel(own, formulering=keuze)
        for keuze in ("voortzetten", "bijsturen", "stoppen", "opschalen", "niets", "vergeten")
    }
    decide(goals["voortzetten"], "voortzetten")
    decide(goals["bijsturen"], "bijsturen", nieuwe_streefwaarde=Decimal("12.5"))
    decide(goals["stoppen"], "stoppen")
    decide(goals["opschalen"], "opschalen", nieuwe_plaats="eerste graad, 1A")
    new = rol_over(plan=own, onbeslist_mee=[goals["niets"].pk], today=TODAY, by=world.alice)
    found = {(s.formulering, s.plaats, s.opgeschaald) for s in new.streefdoel_set.all()}
    place = "eerste graad, 1B"
    assert found == {
        ("voortzetten", place, False),
        ("bijsturen", place, False),
        ("opschalen", place, False),
        ("opschalen", "eerste graad, 1A", True),
        ("niets", place, False),
    }
    assert new.streefdoel_set.get(formulering="bijsturen").streefwaarde == Decimal("12.5")
    assert goals["bijsturen"].streefwaarde == 20
    scaled = new.streefdoel_set.get(opgeschaald=True)
    assert scaled.nulmeting is None
    assert scaled.voorganger == goals["opschalen"]


def test_a_goal_that_goes_on_stands_once_in_the_list_of_vaststellingen(world: World) -> None:
    own = adopted(world)
    decide(own.streefdoel_set.get(), "voortzetten", nieuwe_einddatum=date(2027, 6, 30))
    new = rol_over(plan=own, onbeslist_mee=(), today=TODAY, by=world.alice)
    doel = new.streefdoel_set.get()
    seen = doel.vaststellingen.get()
    client = world.client("alice")

    def row(address: str = "") -> str:
        page = client.get(f"{B}/vaststellingen/{address}").content.decode()
        return next((r for r in page.split("<li>") if f"/vaststelling/{seen.pk}/" in r), "")

    assert row().count(doel.formulering) == 1
    assert f"/doel/{doel.pk}/" in row()
    assert row("?toon=met")
    for one in (doel, doel.voorganger):
        verwijder(link=one, by=world.alice)
    assert "nog geen streefdoel" in row("?toon=zonder")


def test_a_plan_rolls_over_once(world: World) -> None:
    own = adopted(world)
    rol_over(plan=own, onbeslist_mee=(), today=TODAY, by=world.alice)
    with pytest.raises(BeleidError, match="al een plan"):
        rol_over(plan=own, onbeslist_mee=(), today=TODAY, by=world.alice)


# ---------------------------------------------------------------- around it


def test_what_adopting_needs_is_not_folded_away(world: World) -> None:
    own = build.plan(world.school)
    page = text_of(world.client("alice").get(f"{B}/plan/{own.pk}/aanpassen/"))
    open_ = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    for name in ("visie", "kernteam", "volgende_evaluatie_op"):
        assert f'name="{name}"' in open_


def test_a_leraar_finds_where_to_propose_something(world: World) -> None:
    doel = build.streefdoel(build.plan(world.school))
    propose = f"{B}/samen/voorstellen/nieuw/"
    bob, alice = world.client("bob"), world.client("alice")
    assert f'href="{propose}"' in text_of(bob.get(f"{B}/plan/{doel.plan_id}/"))
    assert f'href="{B}/samen/voorstellen/"' in text_of(bob.get(f"{B}/plan/{doel.plan_id}/"))
    assert f'href="{propose}?doel={doel.pk}"' in text_of(bob.get(f"{B}/doel/{doel.pk}/"))
    assert propose not in text_of(alice.get(f"{B}/plan/{doel.plan_id}/"))  # who writes, writes


def test_a_vaststelling_to_choose_is_not_cut_in_the_middle_of_a_word(world: World) -> None:
    own = build.plan(world.school)
    long = "In 1B betaalden 17 van de 41 gezinnen een schoolrekening te laat of helemaal niet."
    build.vaststelling(world.school, tekst=long)
    page = text_of(world.client("alice").get(f"{B}/plan/{own.pk}/doel/nieuw/"))
    assert f"{long} (eigen telling, 15/09/2025)" in page


def test_a_step_that_was_taken_away_is_offered_back(world: World) -> None:
    one = action(world.school)
    step = Taak.objects.create(plan=one.plan, actie=one, tekst="Bel de school", door_naam="x")
    client, page = world.client("alice"), f"{B}/actie/{one.pk}/stappen/"
    gone = client.post(page, {"weg": step.pk}, follow=True)
    assert "Zet de stap" in text_of(gone)
    assert not one.stappen.filter(pk=step.pk).exists()
    client.post(page, {"terug": step.pk})
    assert one.stappen.filter(pk=step.pk).exists()


def test_a_mention_calls_the_colleague(world: World) -> None:
    one = action(world.school)
    client = world.client("alice")
    client.post(f"{B}/actie/{one.pk}/opmerking/", {"tekst": "@Bob wil jij dit nakijken?"})
    assert list(world.bob.vermeld_in.all())
    page = text_of(world.client("bob").get(f"{B}/actie/{one.pk}/"))
    assert "wil jij dit nakijken" in page


def test_a_code_finds_goals_actions_and_indicators(world: World) -> None:
    own = build.plan(world.school, status="vastgesteld")
    measure = build.indicator(own, ok_codes=["ok:B1"])
    doel = build.streefdoel(own, ok_codes=["ok:B1"], indicator=measure, formulering="Zoekdoel")
    build.actie(own, doel, titel="Zoekactie", ok_codes=["ok:B1"])
    text = text_of(world.client("bob").get(f"{B}/code/B1/"))
    for found in ("Zoekdoel", "Zoekactie", "late rekeningen"):
        assert found in text
    assert "geen officiële formulering" in text


def test_an_aanpak_is_put_under_an_action_with_its_facts_of_today(world: World) -> None:
    one = action(world.school)
    client = world.client("alice")
    client.post(f"{B}/actie/{one.pk}/aanpak/", {"aanpak": "metacognitie"})
    text = text_of(client.get(f"{B}/actie/{one.pk}/"))
    assert "8 maanden" in text
    assert "Let op" in text
    assert "Zo voer je het uit" in text
    assert client.post(f"{B}/actie/{one.pk}/aanpak/", {"aanpak": "x\x00y"}).status_code == 404


def test_from_a_card_an_aanpak_is_chosen_for_an_action_or_the_first_step_is_said(
    world: World,
) -> None:
    client = world.client("alice")
    card = f"/school/{world.school.instellingsnummer}/aanpakken/metacognitie/"
    choose = f"{B}/aanpak/metacognitie/"
    assert f'href="{choose}"' in text_of(client.get(card))
    assert f'href="{choose}"' not in text_of(world.client("bob").get(card))
    Plan.objects.filter(school=world.school).update(verwijderd="2026-01-01T00:00Z")
    assert "Begin een plan" in main_text(client.get(choose))
    own = build.plan(world.school)
    assert "Maak een actie" in main_text(client.get(choose))
    one = build.actie(own, titel="Samen nadenken over leren")
    build.actie(own, titel="Gestopt ding", status="gestopt")
    page = text_of(client.get(choose))
    assert "Samen nadenken over leren" in page
    assert "Gestopt ding" not in page
    assert "Kies eerst een actie." in text_of(client.post(choose, {"actie": ""}))
    elsewhere = build.actie(build.plan(world.other))
    assert client.post(choose, {"actie": elsewhere.pk}).status_code == 404
    client.post(choose, {"actie": one.pk})
    assert one.onderbouwingen.get().aanpak == "metacognitie"
    assert "Elke actie van dit plan steunt al op deze aanpak." in main_text(client.get(choose))


def test_a_number_stands_in_a_form_as_one_writes_it(world: World) -> None:
    """And typing it the same way keeps it the same."""
    own = build.plan(world.school)
    doel = build.streefdoel(own, streefwaarde=Decimal("12.500"))
    seen = build.vaststelling(
        world.school, tekst="Veel bleef open.", teller=Decimal("9.0"), noemer=Decimal("41.0")
    )
    client = world.client("alice")

    def value(page: str, name: str) -> str:
        found = re.search(rf'name="{name}"[^>]*? value="([^"]*)"', text_of(client.get(page)))
        assert found, name
        return found[1]

    assert value(f"{B}/doel/{doel.pk}/aanpassen/", "streefwaarde") == "12,5"
    assert value(f"{B}/vaststelling/{seen.pk}/aanpassen/", "teller") == "9"
    begun = f"{B}/plan/{own.pk}/doel/nieuw/?vaststelling={seen.pk}"
    assert (value(begun, "nul_teller"), value(begun, "nul_noemer")) == ("9", "41")
    client.post(
        f"{B}/doel/{doel.pk}/aanpassen/", {"formulering": "Minder open", "streefwaarde": "7,5"}
    )
    doel.refresh_from_db()
    assert doel.streefwaarde == Decimal("7.5")


def test_forty_goals_and_two_hundred_actions_take_a_fixed_number_of_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    own = build.plan(world.school)
    seen, measure = build.vaststelling(world.school), build.indicator(own)
    first = build.meting(measure, is_nulmeting=True)
    goals = [
        build.streefdoel(
            own, formulering=f"Doel {n}", grond=seen, indicator=measure, nulmeting=first
        )
        for n in range(40)
    ]
    for n in range(200):
        build.toewijzing(build.actie(own, goals[n % 40], titel=f"Actie {n}"))
    client = world.client("alice")
    pages = (
        f"{B}/plan/{own.pk}/",
        f"{B}/doel/{goals[0].pk}/",
        f"{B}/actie/{own.actie_set.all()[0].pk}/",
        f"{B}/plan/{own.pk}/indicatoren/",
        f"{B}/plan/{own.pk}/stand/?naar=ter_bespreking",
        f"{B}/vaststellingen/",
    )
    for page in pages:
        with django_assert_max_num_queries(20):
            assert client.get(page).status_code == 200


def test_a_vaststelling_by_hand_needs_both_counts(world: World) -> None:
    client = world.client("alice")
    page = client.post(
        f"{B}/vaststelling/nieuw/",
        {"tekst": "x", "bron_soort": "gesprek", "bron": "team", "dag": "2026-02-01", "teller": "4"},
    )
    assert "Vul allebei in" in text_of(page)
    assert not Vaststelling.objects.filter(school=world.school, tekst="x").exists()


def test_what_the_school_wants_to_work_on_is_ticked_in_one_small_box_and_said_on_its_page(
    world: World,
) -> None:
    client = world.client("alice")
    page = client.get(f"{B}/vaststelling/nieuw/").content.decode()
    box = re.search(r'<div class="form-check">(<input[^>]*name="prioritair"[^>]*>) <label', page)
    assert box
    assert "form-control" not in box[1]
    one = build.vaststelling(world.school, prioritair=True)
    assert "willen we aanpakken" in text_of(client.get(f"{B}/vaststelling/{one.pk}/"))
    other = build.vaststelling(world.school)
    assert "willen we aanpakken" not in text_of(client.get(f"{B}/vaststelling/{other.pk}/"))


def test_what_was_typed_in_the_plan_stands_in_the_plan_only(world: World) -> None:
    build.vaststelling(world.school, tekst="Getypt bij het plan.", teller=3, noemer=41)
    for who in ("alice", "bob"):
        page = world.client(who).get(
            f"/school/{world.school.instellingsnummer}/waar/vaststellingen/"
        )
        assert page.status_code == 200
        assert "Getypt bij het plan." not in text_of(page)
    mine, theirs = (
        text_of(world.client(who).get(f"{B}/vaststellingen/?q=Getypt")) for who in ("alice", "bob")
    )
    assert "Getypt bij het plan." in mine
    assert "Getypt bij het plan." not in theirs
