"""What is chosen beforehand stays what was chosen, and what comes later only explores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gokwijs.apps.effect import services
from gokwijs.apps.effect.models import Groep, Opzet, Vergelijking
from gokwijs.apps.effect.selectors import uitkomsten_van
from gokwijs.apps.effect.services import EffectError, Keuzes
from gokwijs.apps.effect.services_deelname import kies_deelnemers
from gokwijs.apps.effect.services_uitkomst import bereken_uitkomst
from gokwijs.apps.effect.vooruit import vooruitblik
from gokwijs.apps.scholen.services import create_school
from gokwijs.core.effect.oordeel import Oordeel
from tests.apps.builders import main_text
from tests.apps.effect.builders import (
    FEBRUARI,
    OKTOBER,
    E,
    Proef,
    berekend,
    leerlingen,
    meegedaan,
    ontwerp,
    proef,
    scores,
    vast,
)
from tests.apps.toetsen import builders as toetsen


def test_a_setup_fixed_in_time_can_give_an_indication_of_progress(one: Proef) -> None:
    berekend(one)
    (found,) = uitkomsten_van(one.school)[one.actie.pk]
    assert found.oordeel is Oordeel.AANWIJZING_VOORUITGANG
    assert found.hoofduitkomst
    assert (found.n_t, found.n_c) == (40, 40)


@pytest.mark.parametrize("dag", [FEBRUARI, date(2026, 2, 28)])
def test_a_setup_fixed_after_the_post_test_never_gives_an_indication(one: Proef, dag: date) -> None:
    opzet = vast(one, op=dag)
    assert not opzet.hoofduitkomst
    assert "20 februari 2026" in opzet.verkennend_reden
    meegedaan(one, opzet)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    (found,) = uitkomsten_van(one.school)[one.actie.pk]
    assert found.oordeel is Oordeel.VERKENNEND
    assert "Verkennend" in main_text(one.client().get(f"{E}/opzet/{opzet.pk}/resultaat/"))


def test_choosing_an_old_test_later_does_not_make_it_chosen_beforehand(one: Proef) -> None:
    old = toetsen.afname(one.toets, "tussentijds", date(2025, 9, 25))
    opzet = vast(one, na=None)
    assert services.kies_natoets(opzet=opzet, na=one.na, by=one.alice).hoofduitkomst
    Opzet.objects.filter(pk=opzet.pk).update(na=None)
    assert not services.kies_natoets(opzet=opzet, na=old, by=one.alice).hoofduitkomst


def test_moving_the_day_of_the_test_afterwards_does_not_help(one: Proef) -> None:
    opzet = vast(one)
    one.na.datum = date(2025, 9, 30)  # it turns out to have been taken before the setup
    one.na.save()
    meegedaan(one, opzet)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    assert uitkomsten_van(one.school)[one.actie.pk][0].oordeel is Oordeel.VERKENNEND


def test_what_is_fixed_does_not_change(one: Proef) -> None:
    opzet = vast(one)
    other = Keuzes(**{**vars(Keuzes.van(opzet)), "momenten_gepland": 5})
    with pytest.raises(EffectError, match="staat vast sinds 1 oktober 2025"):
        services.pas_opzet_aan(opzet=opzet, keuzes=other, versie=opzet.versie, by=one.alice)
    with pytest.raises(EffectError, match="staat vast"):
        kies_deelnemers(opzet=opzet, groep=Groep.ACTIE, leerling_ids=frozenset(), by=one.alice)
    with pytest.raises(EffectError, match="staat vast"):
        services.verwijder_opzet(opzet=opzet, by=one.alice)


def test_a_new_setup_takes_its_place_in_sight_with_a_reason(one: Proef) -> None:
    old = vast(one)
    with pytest.raises(EffectError, match="waarom"):
        services.vervang_opzet(opzet=old, reden=" ", by=one.alice)
    new = services.vervang_opzet(opzet=old, reden="de toets was te makkelijk", by=one.alice)
    old.refresh_from_db()
    assert old.vervangen is not None
    assert new.hoofduitkomst
    text = main_text(one.client().get(f"{E}/opzet/{old.pk}/"))
    assert "de toets was te makkelijk" in text


def test_a_result_cannot_be_replaced_by_a_better_one(one: Proef) -> None:
    berekend(one)
    old = Opzet.objects.get()
    new = services.vervang_opzet(opzet=old, reden="andere toets", by=one.alice)
    old.refresh_from_db()
    assert old.vervangen is None
    assert not new.hoofduitkomst


def test_an_actie_has_one_outcome_chosen_beforehand(one: Proef) -> None:
    first = ontwerp(one)
    second = services.maak_opzet(actie=one.actie, keuzes=Keuzes(one.toets), by=one.alice)
    assert first.hoofduitkomst
    assert not second.hoofduitkomst
    assert "al een uitkomst" in second.verkennend_reden


def test_a_draft_can_be_taken_away_and_put_back(one: Proef) -> None:
    opzet = ontwerp(one)
    answer = one.client().post(f"{E}/opzet/{opzet.pk}/weg/")
    assert "weggehaald" in main_text(answer)
    assert one.client().get(f"{E}/opzet/{opzet.pk}/").status_code == 404
    one.client().post(f"{E}/opzet/{opzet.pk}/terug/")
    assert one.client().get(f"{E}/opzet/{opzet.pk}/").status_code == 200


def test_before_anything_is_kept_the_page_says_what_the_setup_can_see(one: Proef) -> None:
    asked = {
        "toets": one.toets.pk,
        "voor": one.voor.pk,
        "vergelijking": "parallel",
        "kijk": "1",
        "n_t": "12",
        "n_c": "12",
    }
    text = main_text(one.client().get(f"{E}/actie/{one.actie.pk}/nieuw/", asked))
    assert "wordt pas een verschil vanaf ongeveer 0,9 standaardafwijking zichtbaar" in text
    assert "blijft het oordeel onbeslist" in text
    assert not Opzet.objects.exists()


def test_looking_puts_no_token_in_the_address(one: Proef) -> None:
    html = one.client().get(f"{E}/actie/{one.actie.pk}/nieuw/?toets={one.toets.pk}").content
    form = html.decode().split('<form method="get" action="#blik"')[1].split("</form>")[0]
    assert '<input type="hidden" name="csrfmiddlewaretoken"' not in form
    assert 'formmethod="post" formaction="?" name="csrfmiddlewaretoken"' in form


def test_whole_classes_see_less_than_as_many_pupils_apart(one: Proef) -> None:
    apart = Keuzes(one.toets, voor=one.voor, vergelijking="parallel", toewijzing="leerling")
    whole = Keuzes(one.toets, voor=one.voor, vergelijking="parallel", toewijzing="klas")
    said = [
        vooruitblik(wish, 40, 40, (2, 2)).zinnen[0].tekst.split("ongeveer ")[1][:3]
        for wish in (apart, whole)
    ]
    assert said == ["0,5", "1,7"]


def test_without_a_comparison_the_page_asks_for_last_years_cohort(one: Proef) -> None:
    asked = {"toets": one.toets.pk, "vergelijking": "geen", "kijk": "1", "n_t": "12"}
    text = main_text(one.client().get(f"{E}/actie/{one.actie.pk}/nieuw/", asked))
    assert "Kan de vorige lichting met dezelfde toets als vergelijking dienen?" in text


def test_a_setup_is_made_through_the_form_and_its_pupils_by_the_lowest_scores(one: Proef) -> None:
    pupils = leerlingen(one, 40)
    scores(one.voor, pupils)
    client = one.client()
    address = f"{E}/actie/{one.actie.pk}/nieuw/"
    data = {
        "toets": one.toets.pk,
        "voor": one.voor.pk,
        "vergelijking": "geen",
        "toewijzing": "leerling",
        "laag_gekozen": "20",
        "gekozen_op_voormeting": "on",
    }
    client.post(address, data)
    opzet = Opzet.objects.get()
    assert opzet.gekozen_op_voormeting
    page = client.get(f"{E}/opzet/{opzet.pk}/leerlingen/actie/?kies=1&laagste=20")
    assert page.content.decode().count(" checked") == 8  # four pupils at each of the lowest two
    chosen = [p.pk for n, p in enumerate(pupils) if n % 10 < 2]
    client.post(f"{E}/opzet/{opzet.pk}/leerlingen/actie/", {"leerling": chosen})
    assert opzet.deelnames.count() == 8
    assert (opzet.laag_gekozen, opzet.hoofduitkomst) == (20, True)


def test_where_lower_is_better_the_weakest_are_those_with_the_most(db: None) -> None:
    one = proef(hoger_is_beter=False)
    scores(one.voor, leerlingen(one, 20))
    opzet = services.maak_opzet(
        actie=one.actie, keuzes=Keuzes(one.toets, voor=one.voor), by=one.alice
    )
    page = one.client().get(f"{E}/opzet/{opzet.pk}/leerlingen/actie/?kies=1&laagste=10")
    rows = page.content.decode().split("<tr>")[2:]
    assert {"19" in row.split("getal")[-1] for row in rows if " checked" in row} == {True}


def test_a_pupil_is_never_in_both_groups(one: Proef) -> None:
    opzet = ontwerp(one)
    mine = set(opzet.deelnames.filter(groep=Groep.ACTIE).values_list("leerling_id", flat=True))
    kies_deelnemers(
        opzet=opzet, groep=Groep.VERGELIJKING, leerling_ids=frozenset(list(mine)[:5]), by=one.alice
    )
    assert opzet.deelnames.filter(groep=Groep.ACTIE).count() == 35


def test_pairs_need_a_margin_fixed_beforehand(one: Proef) -> None:
    wish = Keuzes(
        one.toets, voor=one.voor, vergelijking=Vergelijking.PARALLEL, koppelen=True, marge=None
    )
    with pytest.raises(EffectError, match="hoeveel punten"):
        services.maak_opzet(actie=one.actie, keuzes=wish, by=one.alice)
    made = services.maak_opzet(
        actie=one.actie,
        keuzes=Keuzes(**{**vars(wish), "marge": Decimal(2)}),
        by=one.alice,
    )
    assert made.koppelen


def test_a_test_of_another_school_cannot_be_chosen(one: Proef) -> None:
    elsewhere = create_school(instellingsnummer="999802", naam="Elders", by=one.alice)
    theirs = toetsen.toets(elsewhere)
    with pytest.raises(EffectError, match="toets van de school"):
        services.maak_opzet(actie=one.actie, keuzes=Keuzes(theirs), by=one.alice)


def test_two_people_on_one_draft_lose_nothing(one: Proef) -> None:
    opzet = ontwerp(one)
    first = Keuzes(**{**vars(Keuzes.van(opzet)), "momenten_gepland": 5})
    services.pas_opzet_aan(opzet=opzet, keuzes=first, versie=1, by=one.alice)
    with pytest.raises(EffectError, match="intussen een andere versie"):
        services.pas_opzet_aan(opzet=opzet, keuzes=first, versie=1, by=one.alice)


def test_the_day_of_fixing_is_kept(one: Proef) -> None:
    assert vast(one).vastgelegd == OKTOBER


def test_a_post_test_before_the_actie_began_says_nothing_of_it(one: Proef) -> None:
    one.actie.start = FEBRUARI
    one.actie.save()
    given = Keuzes(one.toets, voor=one.voor, na=one.na, toewijzing="leerling")
    problems = services.bezwaren(given, one.actie)
    assert problems["na"].startswith("De actie begint pas op 20 februari 2026")
