"""An evaluatie ends with a decision per goal and a next date; closing carries the decisions out."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.bewaren import BeleidError, bewaar
from gokwijs.apps.beleid.models import Actie, Besluit, Borging, Evaluatie, Historie, Streefdoel
from gokwijs.apps.beleid.selectors import rijen, stand
from gokwijs.apps.opvolging import services_evaluatie
from gokwijs.core.beleid.keuzes import Bronaard
from tests.apps.analyse.builders import SO, So
from tests.apps.builders import TODAY, main_text
from tests.apps.opvolging.builders import (
    Keten,
    actie,
    afgerond,
    besluit,
    evaluatie,
    meting,
    plan,
    streefdoel,
)

O = f"/school/{SO}/beleid/opvolging"  # noqa: E741  the room


def shown(so: So, one: Evaluatie, role: str = "directeur") -> str:
    answer = so.client(role).get(f"{O}/evaluaties/{one.pk}/")
    assert answer.status_code == 200
    return main_text(answer)


def closed(so: So, one: Evaluatie) -> str:
    """What the page says after pressing 'Rond af'."""
    return main_text(so.client().post(f"{O}/evaluaties/{one.pk}/afronden/", follow=True))


def test_from_a_first_form_to_a_closed_evaluatie(so: So, one: Keten) -> None:
    client = so.client()
    client.post(
        f"{O}/evaluaties/nieuw/?streefdoel={one.doel.pk}",
        {"datum": "2026-02-20", "streefdoelen": [one.doel.pk]},
    )
    made = Evaluatie.objects.get()
    assert "Neem een besluit" in shown(so, made)
    client.post(
        f"{O}/evaluaties/{made.pk}/",
        {
            "versie": made.versie,
            "datum": "2026-02-20",
            "streefdoelen": [one.doel.pk],
            "metingen": [one.nul.pk, one.later.pk],
            "bron_soorten": ["eigen_telling", "gesprek"],
            "n_personeel": "8",
            "n_ouders": "3",
            "conclusie": "Het daalt.",
            "volgende_op": "2027-02-15",
        },
    )
    client.post(
        f"{O}/evaluaties/{made.pk}/besluit/{one.doel.pk}/",
        {"keuze": "voortzetten", "motivering": "Het loopt."},
    )
    assert "Afgerond. De besluiten zijn uitgevoerd." in closed(so, made)
    made.refresh_from_db()
    one.plan.refresh_from_db()
    assert made.afgerond == TODAY
    assert made.groepen == {"personeel": 8, "ouders": 3}
    assert one.plan.volgende_evaluatie_op == date(2027, 2, 15)


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"metingen": []}, "minstens één meting"),
        ({"bron_soorten": []}, "de bronnen die jullie gebruikten"),
        ({"groepen": {}}, "wie meedacht, met aantallen"),
        ({"conclusie": ""}, "de conclusie"),
        ({"volgende_op": None}, "de datum van de volgende evaluatie"),
        ({"volgende_op": date(2026, 2, 20)}, "een datum van de volgende evaluatie die na deze"),
    ],
)
def test_what_is_missing_is_named_and_keeps_it_open(
    so: So, one: Keten, missing: dict[str, Any], said: str
) -> None:
    made = evaluatie(one, so.alice, **missing)
    besluit(made, one.doel, so.alice)
    text = closed(so, made)
    assert f"Je kunt nog niet afronden. Er ontbreekt nog: {said}" in text
    made.refresh_from_db()
    assert made.afgerond is None


def test_every_goal_needs_its_own_decision(so: So, one: Keten) -> None:
    other = streefdoel(one.plan, so.alice, one.indicator, formulering="Nog een doel")
    made = evaluatie(one, so.alice, streefdoelen=[one.doel, other])
    besluit(made, one.doel, so.alice)
    assert "Er ontbreekt nog: een besluit over 'Nog een doel'." in closed(so, made)
    besluit(made, other, so.alice)
    assert "Afgerond." in closed(so, made)


def test_an_evaluatie_that_must_still_take_place_stays_open(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice, datum=date(2026, 3, 20))
    besluit(made, one.doel, so.alice)
    assert "moet nog komen" in closed(so, made)


def test_a_closed_evaluatie_does_not_change(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice)
    found = besluit(made, one.doel, so.alice)
    afgerond(made, so.alice)
    for write in (
        lambda: services_evaluatie.bewaar_evaluatie(
            evaluatie=made, values={"conclusie": "Anders"}, by=so.alice
        ),
        lambda: services_evaluatie.bewaar_besluit(
            besluit=found, values={"motivering": "Anders"}, by=so.alice
        ),
        lambda: services_evaluatie.trek_besluit_in(besluit=found, by=so.alice),
        lambda: afgerond(made, so.alice),
    ):
        with pytest.raises(BeleidError, match="is afgerond op 02/03/2026"):
            write()
    assert "Rond af" not in shown(so, made)


def test_the_second_shows_the_first_beside_it(so: So, one: Keten) -> None:
    first = evaluatie(one, so.alice, conclusie="Toen daalde het nog niet.")
    besluit(first, one.doel, so.alice, motivering="Even volhouden.")
    afgerond(first, so.alice)
    second = evaluatie(one, so.alice, datum=date(2026, 3, 1), volgende_op=date(2027, 3, 1))
    assert second.vorige == first
    text = shown(so, second)
    for said in ("De vorige keer", "Toen daalde het nog niet.", "Even volhouden.", "19 % (8 van"):
        assert said in text


def test_a_closed_evaluatie_keeps_saying_what_was_measured_then(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice, keuze="bijsturen", nieuwe_streefwaarde=Decimal(15))
    afgerond(made, so.alice)
    meting(one.indicator, so.alice, TODAY, 1, 42)
    Evaluatie.objects.filter(pk=made.pk).update(afgerond=date(2026, 2, 20))
    text = shown(so, made)
    assert "19 % (8 van de 42) op 2 februari 2026" in text
    assert "op 2 maart 2026" not in text
    assert "De streefwaarde van 15 %" not in text, "that one came out of this evaluatie"
    assert "Nieuwe streefwaarde: 15 %" in text


# ---------------------------------------------------------------- what a decision does


def test_bijsturen_asks_something_new_and_keeps_the_old_in_the_history(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice)
    address = f"{O}/evaluaties/{made.pk}/besluit/{one.doel.pk}/"
    refused = so.client().post(address, {"keuze": "bijsturen", "motivering": "Te traag."})
    assert "Bijsturen vraagt een nieuwe streefwaarde of een nieuwe einddatum." in main_text(refused)
    so.client().post(
        address, {"keuze": "bijsturen", "motivering": "Te traag.", "nieuwe_streefwaarde": "15"}
    )
    one.doel.refresh_from_db()
    assert one.doel.streefwaarde == 20, "nothing happens before the evaluatie is closed"
    assert "Afgerond." in closed(so, made)
    one.doel.refresh_from_db()
    assert one.doel.streefwaarde == 15
    assert one.doel.nulmeting == one.nul
    kept = Historie.objects.filter(soort="streefdoel", nummer=one.doel.pk).order_by("versie")
    assert [row.inhoud["streefwaarde"] for row in kept][-2:] == ["20", "15"]


def test_stoppen_keeps_the_goal_readable_and_is_no_failure(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice, keuze="stoppen", motivering="Het past niet meer.")
    assert "is geen mislukking" in closed(so, made)
    one.doel.refresh_from_db()
    assert (one.doel.status, one.doel.einde_reden) == ("stopgezet", "Het past niet meer.")
    listed = main_text(so.client().get(f"{O}/"))
    assert "stopgezet: Het past niet meer. Stoppen met iets dat niet past" in listed
    assert "te meten sinds" not in listed


def test_opschalen_copies_goal_and_acties_to_the_new_place_without_results(
    so: So, one: Keten
) -> None:
    actie(one.doel, so.alice, uitvoerders_bedoeld=12, uitvoerders_feitelijk=9, reden_nul="geen")
    actie(one.doel, so.alice, titel="Gestopt", status="gestopt")
    made = evaluatie(one, so.alice)
    besluit(
        made,
        one.doel,
        so.alice,
        keuze="opschalen",
        nieuwe_plaats="eerste graad, 1A",
        trekker_rol="graadcoördinator",
        vanaf=date(2026, 9, 1),
    )
    closed(so, made)
    copy = Streefdoel.objects.get(voorganger=one.doel)
    assert (copy.opgeschaald, copy.status, copy.plaats) == (True, "ontwerp", "eerste graad, 1A")
    assert copy.formulering == "Minder onbetaalde rekeningen in 1A"
    assert (copy.nulmeting, copy.streefwaarde, copy.einddatum) == (None, None, None)
    assert (copy.trekker_rol, copy.start) == ("graadcoördinator", date(2026, 9, 1))
    assert copy.indicator is not None
    assert copy.indicator.noemer_definitie == "alle gezinnen van 1A"
    assert not copy.indicator.metingen.exists()
    done = Actie.objects.get(streefdoelen=copy)
    assert (done.titel, done.status) == ("Spreiden van betaling in 1A", "gepland")
    assert (done.uitvoerders_bedoeld, done.uitvoerders_feitelijk, done.reden_nul) == (
        None,
        None,
        "",
    )
    assert not done.toewijzingen.exists()
    one.doel.refresh_from_db()
    assert one.doel.status == "ontwerp", "the goal itself goes on"
    assert "Opgeschaald naar eerste graad, 1A" in shown(so, made)


def test_opschalen_without_a_place_is_refused(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice)
    with pytest.raises(BeleidError, match="Opschalen vraagt de plaats"):
        besluit(made, one.doel, so.alice, keuze="opschalen")


def test_when_one_decision_cannot_be_carried_out_none_is(
    so: So, one: Keten, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = streefdoel(one.plan, so.alice, one.indicator, formulering="Nog een doel")
    made = evaluatie(one, so.alice, streefdoelen=[one.doel, other])
    besluit(made, one.doel, so.alice, keuze="stoppen")
    besluit(made, other, so.alice, keuze="opschalen", nieuwe_plaats="1A")

    def fail(*args: Any) -> None:
        raise BeleidError("Dat kan hier niet.")

    monkeypatch.setattr(services_evaluatie, "kopieer", fail)
    assert "Dat kan hier niet." in closed(so, made)
    one.doel.refresh_from_db()
    assert one.doel.status == "ontwerp"


# ---------------------------------------------------------------- honest about effect


def test_without_a_comparison_group_the_cause_is_never_said(so: So, one: Keten) -> None:
    text = shown(so, evaluatie(one, so.alice))
    assert "Er is geen vergelijkingsgroep." in text
    assert "Welk deel van de vooruitgang door de actie komt, is niet te zeggen." in text


def test_a_value_that_got_worse_is_not_called_progress(so: So, one: Keten) -> None:
    one.later.teller = Decimal(30)
    one.later.save()
    text = shown(so, evaluatie(one, so.alice))
    assert "Wat de acties veranderden of voorkwamen, is niet te zeggen." in text
    assert "vooruitgang" not in text


def test_below_half_the_result_says_something_about_the_execution(so: So, one: Keten) -> None:
    actie(one.doel, so.alice, uitvoerders_bedoeld=12, uitvoerders_feitelijk=5)
    text = shown(so, evaluatie(one, so.alice))
    assert "want de acties gebeurden maar gedeeltelijk" in text
    assert "leraren of klassen die meededen: 5 van de 12" in text
    assert "vergelijkingsgroep" not in text
    assert "is gehaald" not in text


def test_half_is_enough_to_speak_of_the_result(so: So, one: Keten) -> None:
    actie(one.doel, so.alice, uitvoerders_bedoeld=12, uitvoerders_feitelijk=6)
    text = shown(so, evaluatie(one, so.alice))
    assert "6 van de 12 leraren of klassen deden mee" in text
    assert "maar gedeeltelijk" not in text


# ---------------------------------------------------------------- two people at once


def test_two_people_in_one_field_see_both_texts(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice)

    def save(client: Client, conclusie: str) -> Any:
        data = {
            "versie": 1,
            "datum": "2026-02-20",
            "streefdoelen": [one.doel.pk],
            "metingen": [one.nul.pk, one.later.pk],
            "bron_soorten": ["eigen_telling", "gesprek"],
            "n_personeel": "8",
            "n_ouders": "3",
            "conclusie": conclusie,
            "volgende_op": "2027-02-15",
        }
        return client.post(f"{O}/evaluaties/{made.pk}/", data)

    assert save(so.client("zorg"), "Tekst van zorg").status_code == 302
    answer = save(so.client("directeur"), "Tekst van de directeur")
    assert answer.status_code == 409
    text = main_text(answer)
    assert "Tekst van zorg" in text
    assert "Tekst van de directeur" in text
    made.refresh_from_db()
    assert made.conclusie == "Tekst van zorg"


def test_closing_on_an_older_page_is_refused(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice)
    services_evaluatie.bewaar_evaluatie(
        evaluatie=made, values={"conclusie": "Intussen anders."}, by=so.alice
    )
    answer = so.client().post(f"{O}/evaluaties/{made.pk}/afronden/", {"versie": "1"}, follow=True)
    assert "bewaarde intussen iets in deze evaluatie" in main_text(answer)


def test_a_second_decision_on_the_same_goal_is_refused(so: So, one: Keten) -> None:
    made = evaluatie(one, so.alice)
    besluit(made, one.doel, so.alice)
    with pytest.raises(BeleidError, match="intussen al een besluit"):
        besluit(made, one.doel, so.alice)
    assert Besluit.objects.count() == 1


# ---------------------------------------------------------------- borging


def test_a_borging_takes_a_goal_off_the_list_and_comes_back_to_be_reviewed(
    so: So, one: Keten
) -> None:
    made = evaluatie(one, so.alice)
    found = besluit(made, one.doel, so.alice)
    afgerond(made, so.alice)
    assert "1 te borgen" in main_text(so.client().get(f"{O}/"))
    assert "Nog te borgen" in main_text(so.client().get(f"{O}/borging/"))
    so.client().post(
        f"{O}/besluit/{found.pk}/borging/",
        {
            "vorm": "schooldocument",
            "verwijzing": "schoolreglement, deel 4",
            "herzien_op": "2026-03-01",
        },
    )
    assert "0 te borgen" in main_text(so.client().get(f"{O}/"))
    assert "schoolreglement, deel 4" in main_text(so.client().get(f"{O}/borging/?toon=herzien"))
    kept = Borging.objects.get()
    so.client().post(f"{O}/borging/{kept.pk}/weg/")
    assert "1 te borgen" in main_text(so.client().get(f"{O}/"))
    so.client().post(f"{O}/borging/{kept.pk}/weg/", {"terug": "1"})
    assert "0 te borgen" in main_text(so.client().get(f"{O}/"))


def test_what_is_kept_already_is_not_asked_again_by_a_next_evaluatie(so: So, one: Keten) -> None:
    first = evaluatie(one, so.alice)
    kept = besluit(first, one.doel, so.alice)
    afgerond(first, so.alice)
    second = evaluatie(one, so.alice, datum=date(2026, 3, 1), volgende_op=date(2027, 3, 1))
    besluit(second, one.doel, so.alice)
    afgerond(second, so.alice)
    assert main_text(so.client().get(f"{O}/borging/")).count("Borg dit") == 1
    services_evaluatie.bewaar_borging(
        borging=Borging(plan=one.plan, besluit=kept),
        values={"vorm": "vorming", "verwijzing": "studiedag", "herzien_op": date(2027, 1, 1)},
        by=so.alice,
    )
    assert "Nog te borgen" not in main_text(so.client().get(f"{O}/borging/"))
    assert "0 te borgen" in main_text(so.client().get(f"{O}/"))


def test_nothing_is_kept_of_an_evaluatie_that_is_still_open(so: So, one: Keten) -> None:
    found = besluit(evaluatie(one, so.alice), one.doel, so.alice)
    answer = so.client().post(
        f"{O}/besluit/{found.pk}/borging/",
        {"vorm": "vorming", "verwijzing": "studiedag", "herzien_op": "2027-01-01"},
    )
    assert "Rond eerst de evaluatie af" in main_text(answer)
    assert not Borging.objects.exists()


def test_steering_does_not_move_the_target_to_the_wrong_side_of_the_baseline(
    so: So, one: Keten
) -> None:
    open_ = evaluatie(one, so.alice)
    answer = so.client().post(
        f"{O}/evaluaties/{open_.pk}/besluit/{one.doel.pk}/",
        {"keuze": "bijsturen", "motivering": "Het is te ver.", "nieuwe_streefwaarde": "50"},
    )
    assert "kies een streefwaarde onder de nulmeting" in main_text(answer)
    with pytest.raises(BeleidError, match="onder de nulmeting"):
        besluit(open_, one.doel, so.alice, keuze="bijsturen", nieuwe_streefwaarde=Decimal(50))
    assert not Besluit.objects.exists()


def test_a_new_target_is_typed_and_kept_the_dutch_way(so: So, one: Keten) -> None:
    open_ = evaluatie(one, so.alice)
    page = f"{O}/evaluaties/{open_.pk}/besluit/{one.doel.pk}/"
    values = {"keuze": "bijsturen", "motivering": "Haalbaar.", "nieuwe_streefwaarde": "12,5"}
    so.client().post(page, values)
    assert Besluit.objects.get().nieuwe_streefwaarde == Decimal("12.5")
    assert 'value="12,5"' in so.client().get(page).content.decode()


def test_codes_go_along_the_chain_and_can_be_chosen_at_each_link(so: So, one: Keten) -> None:
    bewaar(link=one.doel, values={"ok_codes": ["ok:R5"]}, by=so.alice)
    client = so.client()
    page = f"{O}/evaluaties/nieuw/?streefdoel={one.doel.pk}"
    client.post(page, {"datum": "2026-02-20", "streefdoelen": [one.doel.pk]})
    made = Evaluatie.objects.get()
    assert made.ok_codes == ["ok:R5"]
    chosen = re.compile(r'<option value="ok:R5" selected')
    address = f"{O}/evaluaties/{made.pk}"
    assert chosen.search(client.get(f"{address}/").content.decode())
    assert chosen.search(client.get(f"{address}/besluit/{one.doel.pk}/").content.decode())
    client.post(
        f"{address}/besluit/{one.doel.pk}/",
        {"keuze": "voortzetten", "motivering": "Het loopt.", "ok_codes": ["ok:R3", "ok:R5"]},
    )
    decided = Besluit.objects.get()
    assert decided.ok_codes == ["ok:R3", "ok:R5"]
    found = main_text(client.get(f"/school/{SO}/beleid/code/R3/"))
    assert "Besluit: voortzetten over Minder onbetaalde rekeningen" in found


def test_borging_begins_with_the_codes_of_its_decision(so: So, one: Keten) -> None:
    open_ = evaluatie(one, so.alice)
    decided = besluit(open_, one.doel, so.alice, ok_codes=["ok:R5"])
    afgerond(open_, so.alice)
    page = f"{O}/besluit/{decided.pk}/borging/"
    assert '<option value="ok:R5" selected' in so.client().get(page).content.decode()


def test_a_bevraging_says_whether_it_gave_figures_or_words(so: So, one: Keten) -> None:
    open_ = evaluatie(one, so.alice, bron_soorten=["bevraging"])
    values = {
        "versie": open_.versie,
        "datum": "2026-02-20",
        "streefdoelen": [one.doel.pk],
        "metingen": [one.nul.pk],
        "bron_soorten": ["bevraging"],
        "bevraging_aard": ["kwantitatief", "kwalitatief"],
        "n_personeel": "8",
        "conclusie": "Het daalt.",
        "volgende_op": "2027-02-15",
    }
    so.client().post(f"{O}/evaluaties/{open_.pk}/", values)
    open_.refresh_from_db()
    assert brug.evaluatie(open_).bron_aarden == set(Bronaard)
    assert "(de bevraging gaf cijfers en woorden)" in shown(so, open_, "leraar")


# ---------------------------------------------------------------- on one action


def test_one_action_is_stopped_while_its_goal_goes_on(so: So, one: Keten) -> None:
    stops = actie(one.doel, so.alice)
    goes = actie(one.doel, so.alice, titel="Een menukaart van kosten")
    open_ = evaluatie(one, so.alice)
    page = f"{O}/evaluaties/{open_.pk}"
    assert "Besluit over deze actie" in shown(so, open_)
    asked = so.client().get(f"{page}/besluit/{one.doel.pk}/actie/{stops.pk}/").content.decode()
    assert "opschalen" not in asked
    assert 'name="nieuwe_streefwaarde"' not in asked
    so.client().post(
        f"{page}/besluit/{one.doel.pk}/actie/{stops.pk}/",
        {"keuze": "stoppen", "motivering": "Niemand vroeg het nog."},
    )
    assert "De actie wordt gestopt en blijft leesbaar." in shown(so, open_)
    assert "een besluit over 'Minder onbetaalde rekeningen in 1B'" in shown(so, open_)
    besluit(open_, one.doel, so.alice)
    afgerond(open_, so.alice)
    stops.refresh_from_db()
    goes.refresh_from_db()
    one.doel.refresh_from_db()
    assert (stops.status, goes.status, one.doel.status) == ("gestopt", "lopend", "ontwerp")
    rows = rijen(one.plan)
    assert rows.besluit_per_doel[one.doel.pk].keuze == "voortzetten"
    assert [b.keuze for b in stand(rows, verloop=True).besluiten] == ["voortzetten"]
    read = main_text(so.client("leraar").get(f"/school/{SO}/beleid/actie/{stops.pk}/"))
    assert "Niemand vroeg het nog." in read


def test_an_action_gets_another_end_and_never_a_decision_of_a_goal(so: So, one: Keten) -> None:
    changed = actie(one.doel, so.alice, start=date(2026, 1, 1))
    open_ = evaluatie(one, so.alice)
    page = f"{O}/evaluaties/{open_.pk}/besluit/{one.doel.pk}/actie/{changed.pk}/"
    values = {"keuze": "bijsturen", "motivering": "Een maand langer."}
    early = so.client().post(page, {**values, "nieuwe_einddatum": "2025-12-01"})
    assert "Het einde ligt voor de start van de actie." in main_text(early)
    so.client().post(page, {**values, "nieuwe_einddatum": "2026-06-30"})
    with pytest.raises(BeleidError, match="voortzetten, bijsturen of stoppen"):
        services_evaluatie.bewaar_besluit(
            besluit=Besluit.objects.get(), values={"keuze": "opschalen"}, by=so.alice
        )
    besluit(open_, one.doel, so.alice)
    afgerond(open_, so.alice)
    changed.refresh_from_db()
    assert changed.einde == date(2026, 6, 30)


def test_an_action_of_another_goal_is_not_found(so: So, one: Keten) -> None:
    other = streefdoel(one.plan, so.alice, one.indicator, formulering="Iets anders")
    stray = actie(other, so.alice)
    open_ = evaluatie(one, so.alice)
    page = f"{O}/evaluaties/{open_.pk}/besluit/{one.doel.pk}/actie/{stray.pk}/"
    assert so.client().get(page).status_code == 404


def test_a_goal_that_went_on_and_is_kept_there_is_not_to_be_kept_again(so: So, one: Keten) -> None:
    first = evaluatie(one, so.alice)
    besluit(first, one.doel, so.alice)
    afgerond(first, so.alice)
    now = plan(so.school, so.alice, naam="Nu", schooljaar_van=2026, schooljaar_tot=2026)
    goes_on = streefdoel(now, so.alice, one.indicator, voorganger=one.doel)
    assert "1 te borgen" in main_text(so.client().get(f"{O}/"))
    assert "Nog te borgen" in main_text(so.client().get(f"{O}/borging/"))

    second = Keten(now, one.indicator, goes_on, one.nul, one.later)
    again = evaluatie(second, so.alice, datum=date(2026, 3, 1))
    kept = besluit(again, goes_on, so.alice)
    afgerond(again, so.alice)
    services_evaluatie.bewaar_borging(
        borging=Borging(plan=now, besluit=kept),
        values={"vorm": "vorming", "verwijzing": "studiedag", "herzien_op": date(2027, 1, 1)},
        by=so.alice,
    )
    assert "0 te borgen" in main_text(so.client().get(f"{O}/"))
    assert "Nog te borgen" not in main_text(so.client().get(f"{O}/borging/"))
