"""What is said of a result, to whom, and what a person may still do with it."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.models import Uitvoering
from gokwijs.apps.effect import views_meenemen
from gokwijs.apps.effect.endings import deelnames_due, purge_deelnames
from gokwijs.apps.effect.gegevens import gegevens_van
from gokwijs.apps.effect.models import Groep, Opzet, Uitkomst, Vergelijking
from gokwijs.apps.effect.selectors import uitkomsten_van
from gokwijs.apps.effect.services import EffectError, Keuzes, leg_vast, maak_opzet
from gokwijs.apps.effect.services_deelname import Gekregen, kies_deelnemers, noteer_deelname
from gokwijs.apps.effect.services_uitkomst import bereken_uitkomst, verlaag
from gokwijs.apps.leerlingen.models import Feit, Inschrijving
from gokwijs.apps.scholen.services import create_school
from gokwijs.apps.toetsen.models import Score
from gokwijs.core.effect.oordeel import Oordeel
from gokwijs.core.kenmerken import Antwoord
from tests.apps import beleid_builders as rows
from tests.apps.builders import NUMMER, client_of, main_text, person
from tests.apps.effect.builders import (
    MOMENTEN,
    E,
    Proef,
    berekend,
    leerlingen,
    meegedaan,
    ontwerp,
    proef,
    scores,
    vast,
    workbook_text,
)
from tests.apps.toetsen.builders import afname
from tests.verapdf import keeps_the_standards

STAFF = ("directeur", "gok_coordinator", "zorg", "leraar", "secretariaat", "financien", "beheerder")


def page(client: Client, pk: int, query: str = "") -> str:
    return main_text(client.get(f"{E}/opzet/{pk}/resultaat/{query}"))


def taken(client: Client, pk: int, soort: str) -> Any:
    return client.get(f"{E}/opzet/{pk}/meenemen/{soort}/")


def oordeel(one: Proef) -> Oordeel:
    return uitkomsten_van(one.school)[one.actie.pk][0].oordeel


# ---------------------------------------------------------------- what is said


def test_a_result_says_the_difference_with_its_interval_and_its_pupils(one: Proef) -> None:
    found = berekend(one)
    text = page(one.client(), found.opzet_id)
    assert "Aanwijzing voor vooruitgang: leerlingen met de actie eindigden 5,0 punten hoger" in text
    assert "40 tegen 40 leerlingen" in text
    for part in ("Gebeurde het?", "Waarop dit steunt", "Wat dit oordeel kan veranderen"):
        assert part in text
    assert text.index("Gebeurde het?") < text.index("Wat we zien")
    assert "Leerlingen bereikt 100 %" in text


def test_the_picture_has_words_for_who_cannot_see_it(one: Proef) -> None:
    found = berekend(one)
    html = one.client().get(f"{E}/opzet/{found.opzet_id}/resultaat/").content.decode()
    assert "Gemiddeld voor en na" in html
    assert "Het verschil na de actie. met de actie tegen de vergelijkingsgroep: 5" in html


def test_on_a_phone_every_figure_of_a_table_stands_after_its_name(one: Proef) -> None:
    opzet = berekend(one).opzet_id
    for path in (f"opzet/{opzet}/resultaat/", f"kloof/{one.toets.pk}/"):
        html = one.client().get(f"{E}/{path}").content.decode()
        assert '<table class="tabel kaart">' in html, path
        assert '<table class="tabel">' not in html, path
        assert "<td>" not in html, path
        assert html.count("<td") == html.count("data-kop="), path


def test_the_eye_lands_on_the_verdict_on_its_page_and_on_the_list(one: Proef) -> None:
    opzet = berekend(one).opzet_id
    for path in (f"opzet/{opzet}/resultaat/", ""):
        html = one.client().get(f"{E}/{path}").content.decode()
        assert "<b>Aanwijzing voor vooruitgang:</b> leerlingen met de actie" in html, path
        assert "<b>Dit wordt niet omgerekend" not in html, "only the verdict"


def test_what_an_interval_is_stands_once_and_beside_a_figure_only_its_ends(one: Proef) -> None:
    text = page(one.client(), berekend(one).opzet_id)
    beside = text.split("In standaardafwijking")[1].split("Technische bijlage")[0]
    assert re.match(r" \d,\d \(−?\d,\d tot \d,\d\) ", beside), beside[:60]
    assert "Goed mogelijk:" not in text


def test_pupils_chosen_on_a_low_score_print_what_they_gain_by_themselves(one: Proef) -> None:
    """The lowest fifth, before and after, no comparison: the artefact stands beside the gain."""
    found = berekend(one, 40, 0, laag_gekozen=20)
    text = page(one.client(), found.opzet_id)
    assert "Er is geen vergelijkingsgroep" in text
    assert "op een lage score gekozen werden" in text
    assert "De groep met de actie ging op Leestoets gemiddeld 9,0 punten vooruit" in text
    assert "Verbetert vanzelf, bij een hertest van r = 0,7" in text
    assert oordeel(one) is Oordeel.GEEN_VERGELIJKING


def test_pairs_of_pupils_picked_on_the_pretest_itself_say_what_that_takes_for_granted(
    one: Proef,
) -> None:
    paired = {"koppelen": True, "marge": Decimal(2), "laag_gekozen": 30}
    found = berekend(one, **paired, gekozen_op_voormeting=True)
    said = "enkel de score op de beginmeting besliste wie meedeed"
    assert said in page(one.client(), found.opzet_id)


def kent(of: Proef, groep: Groep, yes: int, rest: Antwoord | None) -> None:
    """So many of the group have a thuistaal other than Dutch, the others ``rest``; all in 6A."""
    keys = list(
        Opzet.objects.get().deelnames.filter(groep=groep).values_list("leerling", flat=True)
    )
    Inschrijving.objects.bulk_create(
        Inschrijving(
            leerling_id=key,
            begin=date(2024, 9, 1),
            onderwijsniveau="lager",
            leerjaar="6",
            klas="6A",
        )
        for key in keys
    )
    answers = [Antwoord.JA] * yes + [rest] * (len(keys) - yes)
    Feit.objects.bulk_create(
        Feit(
            leerling_id=key,
            kenmerk="thuistaal",
            antwoord=int(answer),
            herkomst="school",
            vanaf=date(2024, 9, 1),
            door_naam="Alice Adams",
            vastgelegd="2024-09-01T10:00:00Z",
        )
        for key, answer in zip(sorted(keys), answers, strict=True)
        if answer is not None
    )


def test_pairs_show_how_alike_they_are_in_all_that_is_known_of_both_sides(one: Proef) -> None:
    paired = {"koppelen": True, "marge": Decimal(2)}
    opzet = vast(one, 40, 40, **paired)
    kent(one, Groep.ACTIE, 20, Antwoord.NEE)
    kent(one, Groep.VERGELIJKING, 14, None)
    meegedaan(one, opzet)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    text = page(one.client(), opzet.pk)
    assert "Leken de 40 paren op elkaar?" in text
    assert "GOK-leerling 20 van de 40 14 van de 40 ja" in text
    assert "Thuistaal 20 van de 40 14 van de 40" in text
    assert "Thuistaal: niet gekend 0 van de 40 26 van de 40 ja" in text, "not known is not no"
    assert "Leerjaar 6 40 van de 40 40 van de 40 nee" in text
    assert "verschil op de voortoets, binnen de paren (in sd) 0,00" in text


def test_what_is_known_of_the_pairs_stays_in_the_werkzone(one: Proef) -> None:
    opzet = vast(one, 40, 40, koppelen=True, marge=Decimal(2))
    kent(one, Groep.ACTIE, 20, Antwoord.NEE)
    kent(one, Groep.VERGELIJKING, 14, None)
    meegedaan(one, opzet)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    assert "Thuistaal 20 van de 40" in page(one.client(), opzet.pk)
    assert "Thuistaal" not in page(one.client("leraar"), opzet.pk)


def test_last_years_cohort_is_the_comparison(one: Proef) -> None:
    voor, na = (
        afname(one.toets, "begin vorig jaar", date(2024, 9, 15)),
        afname(one.toets, "einde vorig jaar", date(2025, 2, 20)),
    )
    one_setup = ontwerp(
        one, 40, 0, vergelijking="vorige_lichting", vergelijk_voor=voor, vergelijk_na=na
    )
    before = leerlingen(one, 35, "Vorig")
    scores(voor, before)
    scores(na, before, plus=4)
    kies_deelnemers(
        opzet=one_setup,
        groep=Groep.VERGELIJKING,
        leerling_ids=frozenset(p.pk for p in before),
        by=one.alice,
    )
    leg_vast(opzet=one_setup, today=date(2025, 10, 1), by=one.alice)
    meegedaan(one, one_setup)
    bereken_uitkomst(opzet=one_setup, by=one.alice)
    (found,) = uitkomsten_van(one.school)[one.actie.pk]
    assert (found.n_t, found.n_c) == (40, 35)
    assert "Vorige lichting" in page(one.client(), one_setup.pk)


# ---------------------------------------------------------------- small groups


def test_nine_pupils_give_one_sentence_and_no_number_anywhere(one: Proef) -> None:
    found = berekend(one, 9, 40)
    for role in ("directeur", "leraar"):
        client = one.client(role)
        text = page(client, found.opzet_id)
        assert "Te weinig leerlingen om iets te zeggen over deze actie" in text
        book = workbook_text(taken(client, found.opzet_id, "xlsx").content)
        assert "Te weinig leerlingen om iets te zeggen" in book
        for said in (text, book):
            for number in ("40", "5,0", "4,0", "9,0", " 9 ", "standaardafwijking", "punten"):
                assert number not in said.replace("Effect · Lezen", ""), (role, number, said)
    (line,) = uitkomsten_van(one.school)[one.actie.pk]
    assert (line.toonbaar, line.n_t, line.n_c) == (False, 0, 0)


def test_the_pdf_of_nine_pupils_holds_the_sentence_only(one: Proef, monkeypatch: Any) -> None:
    made = []
    monkeypatch.setattr(views_meenemen, "pdf", lambda d: made.append(d) or b"%PDF")
    found = berekend(one, 9, 40)
    taken(one.client(), found.opzet_id, "pdf")
    (document,) = made
    assert len(document.blocks) == 1
    assert document.blocks[0].text.startswith("Te weinig leerlingen")


def test_a_small_group_is_not_counted_for_who_does_not_choose_it(one: Proef) -> None:
    opzet = ontwerp(one, 7, 0)
    text = main_text(one.client("leraar").get(f"{E}/opzet/{opzet.pk}/"))
    assert "minder dan tien leerlingen" in text
    assert "7 leerlingen" not in text


# ---------------------------------------------------------------- who sees what


def test_everybody_of_the_school_reads_the_same_sentence(one: Proef) -> None:
    found = berekend(one)
    for role in STAFF:
        assert "Aanwijzing voor vooruitgang" in page(one.client(role), found.opzet_id), role


def test_a_leraar_sees_no_pupil_and_no_exact_dropout(one: Proef) -> None:
    found = berekend(one)
    Score.objects.filter(afname=one.na).order_by("pk")[0].delete()
    bereken_uitkomst(opzet=found.opzet, by=one.alice)
    client = one.client("leraar")
    opzet = found.opzet_id
    for address in ("leerlingen/actie/", "meegedaan/", "aanpassen/", "vervangen/"):
        assert client.get(f"{E}/opzet/{opzet}/{address}").status_code == 403
    html = client.get(f"{E}/opzet/{opzet}/resultaat/").content.decode()
    assert "Actiekind" not in html
    assert "Wie niet meetelt" not in html
    assert "Wie niet meetelt" in page(one.client(), opzet)


def test_a_class_is_never_named_in_a_result(one: Proef) -> None:
    found = berekend(one)
    assert "1B1" not in page(one.client(), found.opzet_id)
    assert "1B1" not in workbook_text(taken(one.client(), found.opzet_id, "xlsx").content)


def test_an_earlier_result_is_only_for_who_works_with_exact_counts(one: Proef) -> None:
    first = berekend(one)
    Score.objects.filter(afname=one.na).order_by("pk")[0].delete()
    bereken_uitkomst(opzet=first.opzet, by=one.alice)
    address = f"{E}/opzet/{first.opzet_id}/resultaat/?versie={first.pk}"
    assert one.client("leraar").get(address).status_code == 404
    assert one.client().get(address).status_code == 200


def test_a_share_of_a_few_pupils_is_not_told_outside_the_werkzone(db: None) -> None:
    one = proef(schaal="ja_nee", laagste=None, hoogste=None)
    opzet = ontwerp(one, 40, 40)
    Score.objects.filter(afname__in=[one.voor, one.na]).update(waarde=Decimal(1))
    low = list(Score.objects.filter(afname=one.na).order_by("pk").values_list("pk", flat=True))
    Score.objects.filter(pk__in=[*low[:2], *low[40:60]]).update(waarde=Decimal(0))
    leg_vast(opzet=opzet, today=date(2025, 10, 1), by=one.alice)
    meegedaan(one, opzet)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    assert "afgeschermd" in page(one.client("leraar"), opzet.pk)
    assert "95 %" not in page(one.client("leraar"), opzet.pk)
    assert "95 %" in page(one.client(), opzet.pk)


# ---------------------------------------------------------------- did it happen


def test_execution_is_asked_before_a_result(one: Proef) -> None:
    opzet = vast(one)
    with pytest.raises(EffectError, match="wie echt meedeed"):
        bereken_uitkomst(opzet=opzet, by=one.alice)
    one.client().post(f"{E}/opzet/{opzet.pk}/berekenen/")
    assert not Uitkomst.objects.exists()
    one.client().post(f"{E}/opzet/{opzet.pk}/berekenen/", {"niet_bijgehouden": "1"})
    assert "niet bijgehouden" in page(one.client(), opzet.pk)


def test_half_of_the_moments_or_less_gives_no_verdict_on_the_action(one: Proef) -> None:
    opzet = vast(one)
    meegedaan(one, opzet, MOMENTEN // 2 - 1)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    assert oordeel(one) is Oordeel.NIET_UITGEVOERD
    text = page(one.client(), opzet.pk)
    assert "de actie gebeurde maar gedeeltelijk: 100 % van de leerlingen bereikt, 45 %" in text


def test_who_stopped_still_counts_and_who_got_it_is_a_second_table(one: Proef) -> None:
    opzet = vast(one)
    own = list(opzet.deelnames.filter(groep=Groep.ACTIE))
    noted = {d.pk: Gekregen(MOMENTEN if n else 1, gestopt=not n) for n, d in enumerate(own)}
    noteer_deelname(opzet=opzet, gekregen=noted, by=one.alice)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    assert uitkomsten_van(one.school)[one.actie.pk][0].n_t == 40
    text = page(one.client(), opzet.pk)
    assert "Enkel wie het echt kreeg" in text
    assert "Leerlingen met de actie 39" in text.split("Enkel wie het echt kreeg")[1]
    assert "Enkel wie het echt kreeg" not in page(one.client("leraar"), opzet.pk)


def test_one_moment_in_the_log_is_said_in_the_singular(one: Proef) -> None:
    opzet = vast(one, 12, 12)
    Uitvoering.objects.create(
        actie=one.actie, datum=date(2025, 11, 4), tekst="Les 1", door_naam="A"
    )
    text = main_text(one.client().get(f"{E}/opzet/{opzet.pk}/meegedaan/"))
    assert "In het logboek van de actie staat 1 moment." in text


def test_moments_are_noted_for_all_at_once(one: Proef) -> None:
    opzet = vast(one, 12, 12)
    html = one.client().get(f"{E}/opzet/{opzet.pk}/meegedaan/?alle=18").content.decode()
    assert html.count('value="18"') >= 12
    data = {f"m{d.pk}": "18" for d in opzet.deelnames.filter(groep=Groep.ACTIE)}
    one.client().post(f"{E}/opzet/{opzet.pk}/meegedaan/", data)
    assert set(opzet.deelnames.filter(groep=Groep.ACTIE).values_list("momenten", flat=True)) == {18}


def test_three_pupils_who_were_not_reached_are_not_told_outside_the_werkzone(one: Proef) -> None:
    opzet = vast(one)
    own = list(opzet.deelnames.filter(groep=Groep.ACTIE))
    noted = {d.pk: Gekregen(MOMENTEN if n > 2 else 0) for n, d in enumerate(own)}
    noteer_deelname(opzet=opzet, gekregen=noted, by=one.alice)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    assert "Leerlingen bereikt 93 %" in page(one.client(), opzet.pk)
    assert "Leerlingen bereikt de helft of meer" in page(one.client("leraar"), opzet.pk)


# ---------------------------------------------------------------- lowering


def test_a_verdict_can_be_lowered_with_a_note_and_what_was_calculated_stays(one: Proef) -> None:
    found = berekend(one)
    data = {"naar": "onbeslist_interval", "nota": "In 1B1 gaf dezelfde leraar ook bijles."}
    one.client().post(f"{E}/uitkomst/{found.pk}/verlagen/", data)
    assert oordeel(one) is Oordeel.ONBESLIST_INTERVAL
    text = page(one.client("leraar"), found.opzet_id)
    assert text.count("Aanwijzing voor vooruitgang") == 0
    assert "Berekend was: aanwijzing voor vooruitgang" in text
    assert "dezelfde leraar ook bijles" in text


@pytest.mark.parametrize(
    "naar", [Oordeel.AANWIJZING_VOORUITGANG, Oordeel.GEEN_VERSCHIL_VAN_BETEKENIS]
)
def test_a_verdict_is_never_raised(one: Proef, naar: Oordeel) -> None:
    found = verlaag(
        uitkomst=berekend(one), naar=Oordeel.ONBESLIST_INTERVAL, nota="voorzichtig", by=one.alice
    )
    with pytest.raises(EffectError, match="nooit verhogen"):
        verlaag(uitkomst=found, naar=naar, nota="toch wel", by=one.alice)


def test_lowering_needs_a_reason(one: Proef) -> None:
    with pytest.raises(EffectError, match="waarom"):
        verlaag(uitkomst=berekend(one), naar=Oordeel.ONBESLIST_INTERVAL, nota="  ", by=one.alice)


def test_calculating_again_does_not_lift_a_lowered_verdict(one: Proef) -> None:
    found = berekend(one)
    verlaag(uitkomst=found, naar=Oordeel.ONBESLIST_INTERVAL, nota="voorzichtig", by=one.alice)
    Score.objects.filter(afname=one.na).order_by("pk")[0].delete()
    bereken_uitkomst(opzet=found.opzet, by=one.alice)
    assert oordeel(one) is Oordeel.ONBESLIST_INTERVAL


# ---------------------------------------------------------------- calculating again


def test_recalculating_keeps_the_old_result_and_the_page_says_data_changed(one: Proef) -> None:
    found = berekend(one)
    client = one.client()
    assert "gegevens zijn veranderd" not in page(client, found.opzet_id)
    score = Score.objects.filter(afname=one.na).order_by("pk")[0]
    score.waarde = Decimal(30)
    score.save()
    assert "De gegevens zijn veranderd sinds" in page(client, found.opzet_id)
    before = Uitkomst.objects.get().inhoud
    client.post(f"{E}/opzet/{found.opzet_id}/berekenen/")
    assert Uitkomst.objects.count() == 2
    assert Uitkomst.objects.get(pk=found.pk).inhoud == before
    assert "gegevens zijn veranderd" not in page(client, found.opzet_id)


def test_nothing_changed_gives_no_second_result(one: Proef) -> None:
    found = berekend(one)
    with pytest.raises(EffectError, match="niets veranderd"):
        bereken_uitkomst(opzet=found.opzet, by=one.alice)


def test_a_result_of_a_closed_plan_can_still_be_calculated(one: Proef) -> None:
    opzet = vast(one)
    plan = one.actie.plan
    plan.status = "afgesloten"
    plan.save()
    meegedaan(one, opzet)
    bereken_uitkomst(opzet=opzet, by=one.alice)
    assert oordeel(one) is Oordeel.AANWIJZING_VOORUITGANG


def test_the_same_scores_in_another_order_give_the_same_fingerprint(one: Proef) -> None:
    found = berekend(one)
    assert gegevens_van(Opzet.objects.get()).hash == found.data_hash


# ---------------------------------------------------------------- years together


def test_years_are_laid_together_and_one_that_disappoints_is_in(one: Proef) -> None:
    berekend(one)
    before = rows.plan(one.school, naam="Vorig plan", schooljaar_van=2024, schooljaar_tot=2024)
    earlier = rows.actie(before, titel="Lezen in duo's", start=date(2024, 9, 1))
    one.actie.voorganger = earlier
    one.actie.save()
    days = {"v24": date(2024, 9, 15), "n24": date(2025, 2, 20)}
    moments = [afname(one.toets, naam, day) for naam, day in days.items()]
    old = maak_opzet(
        actie=earlier,
        keuzes=Keuzes(
            one.toets,
            voor=moments[0],
            na=moments[1],
            vergelijking=Vergelijking.PARALLEL,
            toewijzing="leerling",
        ),
        by=one.alice,
    )
    for groep, naam in ((Groep.ACTIE, "Toen"), (Groep.VERGELIJKING, "Tegen")):
        pupils = leerlingen(one, 40, naam)
        scores(moments[0], pupils, klas=naam)
        scores(moments[1], pupils, plus=5, klas=naam)  # nobody gained more than the others
        kies_deelnemers(
            opzet=old,
            groep=groep,
            leerling_ids=frozenset(p.pk for p in pupils),
            by=one.alice,
        )
    leg_vast(opzet=old, today=date(2024, 10, 1), by=one.alice)
    meegedaan(one, old)
    bereken_uitkomst(opzet=old, by=one.alice)
    text = page(one.client(), Opzet.objects.get(actie=one.actie).pk)
    assert "Elke lichting sinds de start" in text
    assert "2024-2025 40 40 0,0" in text
    assert "spreken elkaar tegen" in text


# ---------------------------------------------------------------- files and the list


def test_a_result_leaves_as_a_tagged_pdf_and_a_workbook_and_is_logged(one: Proef) -> None:
    found = berekend(one)
    made = taken(one.client(), found.opzet_id, "pdf")
    keeps_the_standards(made.content)
    book = workbook_text(taken(one.client(), found.opzet_id, "xlsx").content)
    assert "Aanwijzing voor vooruitgang" in book
    assert "Technische bijlage" in book or "parameter rope" in book
    assert Event.objects.filter(kind="export").count() == 2


def test_the_list_filters_on_how_far_an_actie_is(one: Proef) -> None:
    client = one.client()
    assert "Nog geen opzet" in main_text(client.get(f"{E}/"))
    berekend(one)
    text = main_text(client.get(f"{E}/?toon=resultaat"))
    assert "Lezen in duo's" in text
    assert "Aanwijzing voor vooruitgang" in text
    assert "Geen acties met deze filters" in main_text(client.get(f"{E}/?toon=geen"))


def test_an_actie_with_an_answer_stands_first_on_the_list(one: Proef) -> None:
    doel = one.actie.streefdoelen.get()
    rows.actie(one.actie.plan, doel, titel="Aaa zonder opzet")
    assert titles(one) == ["Aaa zonder opzet", "Lezen in duo's"]
    berekend(one)
    assert titles(one) == ["Lezen in duo's", "Aaa zonder opzet"]


def titles(one: Proef) -> list[str]:
    html = one.client().get(f"{E}/").content.decode()
    return [unescape(t) for t in re.findall(r'<h2><a href="[^"]*">([^<]*)</a></h2>', html)]


def test_without_an_actie_the_list_says_the_first_step(db: None) -> None:
    alice = person("alice@zandloper.invalid", "Alice Adams")
    create_school(instellingsnummer=NUMMER, naam="De Zandloper", by=alice)
    assert "Daarvoor heb je eerst een plan nodig" in main_text(client_of(alice).get(f"{E}/"))


def test_two_hundred_pupils_take_at_most_twenty_queries(one: Proef) -> None:
    found = berekend(one, 100, 100)
    client = one.client()
    opzet = found.opzet_id
    for address in (
        "",
        f"opzet/{opzet}/",
        f"opzet/{opzet}/leerlingen/actie/",
        f"opzet/{opzet}/meegedaan/",
        f"opzet/{opzet}/resultaat/",
    ):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(f"{E}/{address}").status_code == 200
        assert len(seen) <= 20, (address, len(seen), [q["sql"][:110] for q in seen])


def test_reading_results_for_other_rooms_is_one_query(one: Proef) -> None:
    berekend(one)
    with CaptureQueriesContext(connection) as seen:
        uitkomsten_van(one.school, [one.actie.pk])
    assert len(seen) == 1


def test_who_took_part_goes_with_the_scores_and_the_result_stays(one: Proef) -> None:
    found = berekend(one)
    assert not deelnames_due(one.school, date(2027, 8, 31))
    (due,) = deelnames_due(one.school, date(2027, 9, 1))
    assert purge_deelnames(one.school, [due.key], date(2027, 9, 1)) == 80
    text = page(one.client(), found.opzet_id)
    assert "Aanwijzing voor vooruitgang" in text
    assert "gegevens zijn veranderd" not in text


def test_an_erased_pupil_leaves_no_row(one: Proef) -> None:
    berekend(one)
    pupil = one.school.leerlingen.order_by("pk")[0]
    pupil.delete()
    assert Opzet.objects.get().deelnames.count() == 79
