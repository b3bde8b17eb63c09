"""Who sees what of scores, typing them per class, and what a toets means."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from gokwijs.apps.audit.models import Event
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.toetsen.models import Score, Toets
from gokwijs.apps.toetsen.selectors import gok_van, klas_op, scores_van
from gokwijs.core.kenmerken import Antwoord
from tests.apps.builders import NUMMER, TODAY, main_text
from tests.apps.leerling_builders import make_leerling
from tests.apps.toetsen import builders as b
from tests.apps.toetsen.conftest import Klaslokaal, T

AFGESCHERMD = "Afgeschermd: de groep is te klein om leerlingen niet herkenbaar te maken."
FORM = {
    "naam": "Lezen",
    "uitgave": "",
    "soort": "leerprestaties",
    "schaal": "punten",
    "laagste": "0",
    "hoogste": "40",
    "hoger_is_beter": "on",
}


def scored(lokaal: Klaslokaal, number: int = 12) -> None:
    """10, 11, 12 … points for the first so many; the others were absent."""
    for place, leerling in enumerate(lokaal.zes):
        if place < number:
            b.score(lokaal.begin, leerling, str(10 + place))
        else:
            b.afwezig(lokaal.begin, leerling)


# ---------------------------------------------------------------- a toets


def test_an_empty_page_says_what_comes_here_and_what_to_do_first(lokaal: Klaslokaal) -> None:
    Toets.alle.all().delete()
    text = lokaal.text()
    assert "Hier komt elke toets met haar afnamen" in text
    assert "Voeg een toets toe" in text
    assert "Voeg een toets toe" not in lokaal.text(role="leraar")


def test_what_the_system_counts_itself_is_not_typed_again(lokaal: Klaslokaal) -> None:
    assert "Attesten, de overgang van het zesde leerjaar naar 1A of 1B" in lokaal.text()


def test_a_norm_needs_its_source_and_is_never_filled_in_by_us(lokaal: Klaslokaal) -> None:
    page = lokaal.post("nieuw/", {**FORM, "naam": "Rekenen", "norm_gemiddelde": "50"})
    assert page.status_code == 422
    assert "Schrijf waar deze norm staat." in main_text(page)
    lokaal.post("nieuw/", {**FORM, "naam": "Rekenen", "gestandaardiseerd": "on"})
    made = Toets.objects.get(naam="Rekenen")
    assert (made.gestandaardiseerd, made.norm_gemiddelde, made.norm_sd) == (True, None, None)


def test_a_count_starts_at_zero_and_yes_or_no_has_its_own_range(lokaal: Klaslokaal) -> None:
    empty = {**FORM, "laagste": "", "hoogste": ""}
    lokaal.post("nieuw/", {**empty, "naam": "Te laat", "schaal": "aantal"})
    lokaal.post("nieuw/", {**empty, "naam": "Geslaagd", "schaal": "ja_nee"})
    assert Toets.objects.get(naam="Te laat").laagste == 0
    assert Toets.objects.get(naam="Geslaagd").bereik == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hoogste": "0"}, "De hoogste score moet groter zijn dan de laagste."),
        ({"schaal": "aantal", "laagste": "", "hoogste": "0"}, "moet groter zijn"),
        ({"hertest_r": "1,2"}, "Schrijf een getal tussen 0 en 1"),
        ({"norm_sd": "0", "norm_bron": "x"}, "Een standaardafwijking is groter dan nul."),
        ({"laagste": "1e400"}, "is geen getal"),
        ({"naam": " "}, "Dit veld is verplicht."),
    ],
)
def test_a_toets_that_cannot_be_is_refused_in_words(
    lokaal: Klaslokaal, change: dict[str, str], sentence: str
) -> None:
    page = lokaal.post("nieuw/", {**FORM, "naam": "Rekenen", **change})
    assert sentence in main_text(page)
    assert not Toets.objects.filter(naam="Rekenen").exists()


def test_the_scale_stays_once_there_are_scores(lokaal: Klaslokaal) -> None:
    path = f"{lokaal.toets.pk}/aanpassen/"
    assert lokaal.post(path, {**FORM, "hoogste": "50"}).status_code == 302
    scored(lokaal)
    page = lokaal.post(path, {**FORM, "hoogste": "60"})
    assert "met een andere uitgave" in main_text(page)
    lokaal.toets.refresh_from_db()
    assert lokaal.toets.hoogste == 50
    assert lokaal.post(path, {**FORM, "hoogste": "50", "eenheid": "punten"}).status_code == 302


def test_two_people_who_change_a_toets_both_see_what_the_other_wrote(lokaal: Klaslokaal) -> None:
    path = f"{lokaal.toets.pk}/aanpassen/"
    lokaal.post(path, {**FORM, "naam": "Lezen A", "versie": "1"})
    page = lokaal.post(path, {**FORM, "naam": "Lezen B", "versie": "1"}, role="zorg")
    assert page.status_code == 409
    assert "Lezen B" in main_text(page)
    assert "Lezen A" in main_text(page)
    again = lokaal.post(path, {**FORM, "naam": "Lezen B", "versie": "2"}, role="zorg")
    assert again.status_code == 302
    lokaal.toets.refresh_from_db()
    assert lokaal.toets.naam == "Lezen B"


def test_a_toets_and_an_afname_that_are_taken_away_can_come_back(lokaal: Klaslokaal) -> None:
    scored(lokaal)
    lokaal.post(f"afname/{lokaal.begin.pk}/weg/", {})
    assert "Weggehaalde afnamen (1)" in lokaal.text(f"{lokaal.toets.pk}/")
    assert (
        lokaal.client()
        .get(f"/school/{NUMMER}/beleid/toetsen/afname/{lokaal.begin.pk}/")
        .status_code
        == 404
    )
    lokaal.post(f"afname/{lokaal.begin.pk}/weg/", {"terug": "1"})
    assert "12 leerlingen met een score" in lokaal.text(f"afname/{lokaal.begin.pk}/")
    lokaal.post(f"{lokaal.toets.pk}/weg/", {})
    assert "Weggehaald (1)" in lokaal.text()
    lokaal.post(f"{lokaal.toets.pk}/weg/", {"terug": "1"})
    assert "12" in lokaal.text(f"{lokaal.toets.pk}/")


# ---------------------------------------------------------------- who sees what


def test_who_works_with_exact_numbers_sees_every_number_and_cause(lokaal: Klaslokaal) -> None:
    scored(lokaal, 9)
    text = lokaal.text(f"{lokaal.toets.pk}/")
    assert "3: 3 afwezig" in text
    assert "gemiddeld 14" in lokaal.text(f"afname/{lokaal.begin.pk}/")


def test_a_small_group_is_hidden_from_everybody_else(lokaal: Klaslokaal) -> None:
    scored(lokaal, 9)
    for path in (f"{lokaal.toets.pk}/", f"afname/{lokaal.begin.pk}/"):
        text = lokaal.text(path, "leraar")
        assert AFGESCHERMD in text
        assert "14" not in text.replace("2014", "")
        assert "afwezig" not in text


def test_from_ten_on_everybody_sees_number_mean_and_spread_but_not_who_lacks(
    lokaal: Klaslokaal,
) -> None:
    scored(lokaal, 10)
    text = lokaal.text(f"{lokaal.toets.pk}/", "leraar")
    assert "14,5" in text
    assert "3,0" in text
    assert "afwezig" not in text
    assert "Bladwijzer" not in lokaal.text(f"afname/{lokaal.begin.pk}/", "leraar")


def test_with_yes_and_no_both_sides_must_be_large_enough(lokaal: Klaslokaal) -> None:
    lokaal.toets.schaal = "ja_nee"
    lokaal.toets.save()
    for leerling in lokaal.zes:
        b.score(lokaal.begin, leerling, "1")
    assert AFGESCHERMD in lokaal.text(f"{lokaal.toets.pk}/", "leraar")
    assert "100 % ja" in lokaal.text(f"{lokaal.toets.pk}/")


def test_a_leraar_with_the_grant_sees_the_own_class_only(lokaal: Klaslokaal) -> None:
    scored(lokaal)
    b.score(lokaal.begin, lokaal.vijf[0], "30", klas="L5A")
    lokaal.school.leraar_ziet_klas = True
    lokaal.school.save()
    text = lokaal.text(f"afname/{lokaal.begin.pk}/", "leraar")
    assert "Knikker00" in text
    assert "Bladwijzer" not in text
    assert "1 van 1 leerling" in text


def test_looking_at_the_list_is_written_down_once(lokaal: Klaslokaal) -> None:
    scored(lokaal)
    for _ in range(2):
        lokaal.text(f"afname/{lokaal.begin.pk}/")
    assert Event.objects.filter(kind="toetsen.bekeken").count() == 1


def test_the_list_sorts_and_filters_by_its_address(lokaal: Klaslokaal) -> None:
    scored(lokaal, 11)
    path = f"afname/{lokaal.begin.pk}/"
    text = lokaal.text(f"{path}?toon=zonder")
    assert "1 van 12 leerlingen" in text
    assert "Bladwijzer11" in text
    turned = lokaal.text(f"{path}?s=-score")
    assert turned.index("Bladwijzer10") < turned.index("Bladwijzer00")
    assert turned.index("Bladwijzer00") < turned.index("Bladwijzer11"), "no score comes last"
    assert "1 van 12" in lokaal.text(f"{path}?q=bladwijzer03")
    assert "Geen leerling past" in lokaal.text(f"{path}?klas=L9Z")


def test_a_second_file_or_a_correction_starts_at_the_afname_itself(lokaal: Klaslokaal) -> None:
    scored(lokaal)
    path = f"{T}/afname/{lokaal.begin.pk}/"
    link = f'href="{T}/inlezen/?toets={lokaal.toets.pk}"'
    assert link in lokaal.client().get(path).content.decode()
    teacher = lokaal.client("leraar").get(path).content.decode()
    assert link not in teacher, "who may not correct scores gets no link to it"


def test_an_export_is_logged_marked_and_safe_for_a_spreadsheet(lokaal: Klaslokaal) -> None:
    lokaal.zes[0].naam = "=1+1"
    lokaal.zes[0].save()
    scored(lokaal)
    path = f"/school/{NUMMER}/beleid/toetsen/afname/{lokaal.begin.pk}/vertrouwelijk"
    assert lokaal.client().get(f"{path}.csv").status_code == 403, "the coordinator takes no lists"
    answer = lokaal.client("zorg").get(f"{path}.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 13
    assert "'=1+1" in {row[1] for row in rows}
    assert "vertrouwelijk" in answer["Content-Disposition"]
    assert Event.objects.filter(kind="export").count() == 1
    assert lokaal.client("zorg").get(f"{path}.xlsx").content.startswith(b"PK")
    assert "Vertrouwelijk." in lokaal.text(f"afname/{lokaal.begin.pk}/afdruk/", "zorg")


def test_two_afnamen_give_a_line_of_their_means(lokaal: Klaslokaal) -> None:
    scored(lokaal)
    einde = b.afname(lokaal.toets, "einde", date(2026, 2, 20))
    for leerling in lokaal.zes:
        b.score(einde, leerling, "20")
    page = lokaal.client().get(f"/school/{NUMMER}/beleid/toetsen/{lokaal.toets.pk}/")
    assert "<svg" in page.content.decode()
    assert "Een stijgende lijn is nog geen effect" in main_text(page)
    assert "andere leerlingen" not in main_text(page)


def test_the_line_breaks_where_it_is_about_other_pupils(lokaal: Klaslokaal) -> None:
    scored(lokaal)
    later = b.afname(lokaal.toets, "volgende lichting", date(2026, 2, 20))
    for number in range(10):
        other = make_leerling(lokaal.school, lokaal.alice, naam=f"Jampot{number}", klas="L6B")
        b.score(later, other, "20")
    assert "Bij een breuk gaat het vooral om andere leerlingen" in lokaal.text(
        f"{lokaal.toets.pk}/"
    )


# ---------------------------------------------------------------- typing


def typen(lokaal: Klaslokaal, values: dict[int, dict[str, str]], klas: str = "L6A") -> Any:
    """``values``: place in the class → s, o and w."""
    data = {"klas": klas}
    for place, typed in values.items():
        data |= {f"{name}{lokaal.zes[place].pk}": text for name, text in typed.items()}
    return lokaal.post(f"afname/{lokaal.begin.pk}/invullen/", data)


def test_scores_and_causes_are_typed_for_a_class_at_a_time(lokaal: Klaslokaal) -> None:
    text = lokaal.text(f"afname/{lokaal.begin.pk}/invullen/?klas=L6A")
    assert "Bladwijzer00" in text
    assert "Knikker" not in text
    page = typen(lokaal, {0: {"s": "12,5"}, 1: {"o": "vrijgesteld"}, 2: {"s": "afw"}})
    assert page.status_code == 302
    assert lokaal.stand() == {
        "0000100": "12.5",
        "0000101": "vrijgesteld",
        "0000102": "afwezig",
    }
    assert set(Score.objects.values_list("klas", flat=True)) == {"L6A"}


def namesakes(lokaal: Klaslokaal, born: tuple[date | None, date | None]) -> None:
    """The first two of L6A have one name, typed with and without an accent."""
    for leerling, naam, day in zip(lokaal.zes, ("Zoë", "Zoe"), born, strict=False):
        leerling.naam, leerling.zoeknaam, leerling.geboortedatum = naam, "zoe noor", day
        leerling.save()


def test_pupils_with_one_name_are_told_apart_by_their_birth_date_and_nobody_else_is(
    lokaal: Klaslokaal,
) -> None:
    namesakes(lokaal, (date(2014, 5, 3), date(2014, 11, 9)))
    typing = lokaal.client().get(f"{T}/afname/{lokaal.begin.pk}/invullen/?klas=L6A")
    text = main_text(typing)
    assert "geboren op 3 mei 2014" in text
    assert text.count("geboren op") == 2, "only who shares a name"
    assert 'aria-label="Score van Zoe Noor, geboren op 9 november 2014"' in typing.content.decode()
    scored(lokaal)
    assert lokaal.text(f"afname/{lokaal.begin.pk}/").count("geboren op") == 2
    assert lokaal.text(f"afname/{lokaal.begin.pk}/?q=zoe").count("geboren op") == 2
    assert lokaal.text(f"afname/{lokaal.begin.pk}/afdruk/", "zorg").count("geboren op") == 2


def test_without_two_birth_dates_the_stamnummer_tells_them_apart(lokaal: Klaslokaal) -> None:
    namesakes(lokaal, (date(2014, 5, 3), None))
    text = lokaal.text(f"afname/{lokaal.begin.pk}/invullen/?klas=L6A")
    assert "stamnummer 0000100" in text
    assert text.count("stamnummer") == 2
    assert "geboren op" not in text


def test_a_namesake_in_another_class_needs_no_more_than_the_class(lokaal: Klaslokaal) -> None:
    namesakes(lokaal, (date(2014, 5, 3), date(2014, 11, 9)))
    Inschrijving.objects.filter(leerling=lokaal.zes[1]).update(klas="L6B")
    assert "geboren op" not in lokaal.text(f"afname/{lokaal.begin.pk}/invullen/?klas=L6A")
    b.score(lokaal.begin, lokaal.zes[0], "12")
    b.score(lokaal.begin, lokaal.zes[1], "13", klas="L6B")
    assert "geboren op" not in lokaal.text(f"afname/{lokaal.begin.pk}/")


def test_what_is_valid_is_saved_and_the_rest_keeps_what_was_typed(lokaal: Klaslokaal) -> None:
    page = typen(lokaal, {0: {"s": "12"}, 1: {"s": "99"}, 2: {"s": "3", "o": "afwezig"}})
    text = main_text(page)
    assert page.status_code == 422
    assert lokaal.stand() == {"0000100": "12"}
    assert "99 past niet: de score gaat van 0 tot 40." in text
    assert "Maak een van beide leeg" in text
    assert 'value="99"' in page.content.decode()


def test_a_score_cannot_just_be_emptied(lokaal: Klaslokaal) -> None:
    scored(lokaal)
    page = typen(lokaal, {0: {"s": "", "w": "10"}})
    assert "kies waarom er geen is" in main_text(page)
    assert lokaal.stand()["0000100"] == "10"


def test_a_colleague_who_was_first_is_shown_and_not_overwritten(lokaal: Klaslokaal) -> None:
    b.score(lokaal.begin, lokaal.zes[0], "14")
    page = typen(lokaal, {0: {"s": "15", "w": ""}})
    assert "Alice Adams bewaarde intussen: 14" in main_text(page)
    assert lokaal.stand() == {"0000100": "14"}
    assert typen(lokaal, {0: {"s": "15", "w": "14"}}).status_code == 302
    assert lokaal.stand() == {"0000100": "15"}


def test_there_are_no_scores_of_a_day_that_must_still_come(lokaal: Klaslokaal) -> None:
    lokaal.begin.datum = date(2099, 1, 1)
    lokaal.begin.save()
    typen(lokaal, {0: {"s": "15"}})
    assert not Score.objects.exists()
    assert "die dag moet nog komen" in lokaal.text(f"afname/{lokaal.begin.pk}/invullen/")


def test_a_pupil_of_another_class_or_school_cannot_be_typed(lokaal: Klaslokaal) -> None:
    data = {"klas": "L6A", f"s{lokaal.vijf[0].pk}": "12", "s999999": "3"}
    lokaal.post(f"afname/{lokaal.begin.pk}/invullen/", data)
    assert not Score.objects.exists()


# ---------------------------------------------------------------- for the rooms above


def test_scores_per_afname_come_in_one_query(
    lokaal: Klaslokaal, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    scored(lokaal)
    einde = b.afname(lokaal.toets, "einde", date(2026, 2, 20))
    with django_assert_num_queries(1):
        found = scores_van([lokaal.begin.pk, einde.pk])
        names = [str(s.leerling) for s in found[lokaal.begin.pk]]
    assert names[0] == "Bladwijzer00 Noor"
    assert found[einde.pk] == []


def test_who_is_a_gok_leerling_depends_on_the_day(lokaal: Klaslokaal) -> None:
    nee = dict.fromkeys(("opleiding_moeder", "schooltoeslag", "thuistaal"), Antwoord.NEE)
    yes = make_leerling(
        lokaal.school, lokaal.alice, naam="Vlieger", **{**nee, "thuistaal": Antwoord.JA}
    )
    no = make_leerling(lokaal.school, lokaal.alice, naam="Gieter", **nee)
    unknown = lokaal.zes[0]
    keys = [yes.pk, no.pk, unknown.pk]
    assert gok_van(lokaal.school, keys, TODAY) == {
        yes.pk: True,
        no.pk: False,
        unknown.pk: None,
    }
    assert set(gok_van(lokaal.school, keys, date(2024, 9, 1)).values()) == {None}
    assert klas_op(lokaal.school, [unknown.pk], TODAY) == {unknown.pk: "L6A"}


def test_pages_stay_within_their_queries_with_many_pupils(
    lokaal: Klaslokaal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    more = [
        make_leerling(lokaal.school, lokaal.alice, naam=f"Jampot{n:03}", klas="L6A")
        for n in range(60)
    ]
    for number in range(4):
        one = b.afname(lokaal.toets, f"afname {number}", date(2026, 1, 13 + number))
        for leerling in more:
            b.score(one, leerling, str(Decimal(number + 10)))
    last = one.pk
    for path in ("", f"{lokaal.toets.pk}/", f"afname/{last}/", f"afname/{last}/invullen/"):
        client = lokaal.client()
        client.get(f"/school/{NUMMER}/beleid/toetsen/{path}")
        with django_assert_max_num_queries(20):
            client.get(f"/school/{NUMMER}/beleid/toetsen/{path}")
