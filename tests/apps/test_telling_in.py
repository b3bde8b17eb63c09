"""Bring a telling in: a file or typed totals, problems at once, check, confirm, means."""

from __future__ import annotations

import io
import re

import pytest
import xlsxwriter

from gokwijs.apps.middelen.models import Berekening, Inlezing
from tests.apps.builders import (
    NUMMER,
    YEAR,
    World,
    basisschool,
    csv,
    kinds,
    leerlingen,
    main_text,
    secundair,
    snapshot,
    text_of,
    upload_of,
)

MIDDELEN = f"/school/{NUMMER}/middelen/"
UPLOAD = f"{MIDDELEN}inbrengen/?{YEAR}"
TOTALS = f"{MIDDELEN}totalen/?{YEAR}"


@pytest.fixture
def empty(world: World) -> World:
    """The school without any reading or calculation."""
    Berekening.objects.all().delete()
    Inlezing.objects.all().delete()
    return world


def send(world: World, data: bytes, name: str = "leerlingen.csv", **more: object):
    fields = {"bestand": upload_of(data, name), "teldag": "2026-02-02", **more}
    return world.client("alice").post(UPLOAD, fields)


def as_xlsx(data: bytes) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Leerlingen")
    for r, line in enumerate(data.decode().splitlines()):
        for c, cell in enumerate(line.split(";")):
            sheet.write_string(r, c, cell)
    book.close()
    return buffer.getvalue()


def test_the_empty_page_offers_both_ways_in(empty: World) -> None:
    text = main_text(empty.client("alice").get(f"{MIDDELEN}?{YEAR}"))
    assert "Voor 2026-2027 tellen de leerlingen op 2 februari 2026" in text
    assert "Leerlingenlijst inlezen" in text
    assert "Totalen typen" in text


# ---------------------------------------------------------------- a good file


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_from_file_to_means(empty: World, kind: str) -> None:
    data = basisschool() if kind == "csv" else as_xlsx(basisschool())
    client = empty.client("alice")
    response = send(empty, data, f"mijn lijst.{kind}")
    read = Inlezing.objects.get()
    assert response["Location"] == f"{MIDDELEN}nakijken/{read.pk}/"
    assert Berekening.objects.count() == 0
    check = main_text(client.get(response["Location"]))
    assert f"We telden 40 rijen uit mijn lijst.{kind} voor de teldag 2 februari 2026" in check
    assert "Lager onderwijs: 40 leerlingen" in check
    assert "Opleiding moeder 12 28 0" in check
    assert "Thuistaal 9 31 0" in check
    assert "Er is nog niets berekend." in check
    assert re.search(r"Verhouding S 50(,0)? / 100(,0)?", check)

    done = client.post(response["Location"])
    assert done["Location"] == f"{MIDDELEN}?{YEAR}"
    page = main_text(client.get(done["Location"]))
    assert "Precies 8 lestijden." in page
    assert f"Volgens de telling van 2 februari 2026 (mijn lijst.{kind})" in page
    stored = Berekening.objects.get()
    lestijden = next(r for r in stored.resultaten if r["regeling"] == "ses_lestijden_lager")
    assert lestijden["resultaat"] == "8"
    assert lestijden["som"] == "8.20904"
    assert kinds()[-2:] == ["telling.ingelezen", "berekening.gemaakt"]


def test_the_earlier_count_is_read_and_used(empty: World) -> None:
    """With last year's list S is counted, and the thresholds have their second chance."""
    empty.school.facts.update(toeslag_leerlingen=None, toeslag_noemer=None)
    earlier = csv(leerlingen(20, schooltoeslag="ja"), leerlingen(60))
    response = send(empty, basisschool(), vorige=upload_of(earlier, "vorig jaar.csv"))
    client = empty.client("alice")
    check = main_text(client.get(response["Location"]))
    assert "Ook de telling van 3 februari 2025 is gelezen: 80 leerlingen lager onderwijs." in check
    client.post(response["Location"])
    stored = Berekening.objects.get()
    assert stored.vorige is not None
    lestijden = stored.resultaten[0]
    assert lestijden["resultaat"] is not None
    assert "20" in str(lestijden["stappen"])
    assert lestijden["bewijs"]["vorige_telling"]


def test_a_problem_in_the_earlier_file_stops_everything_too(empty: World) -> None:
    before = snapshot()
    wrong = basisschool().replace(b"lager", b"groen", 1)
    response = send(empty, basisschool(), vorige=upload_of(wrong))
    assert response.status_code == 422
    assert "'groen' is geen onderwijsniveau" in main_text(response)
    assert snapshot() == before


# ---------------------------------------------------------------- a bad file


def test_all_problems_are_listed_at_once_and_nothing_is_stored(empty: World) -> None:
    before = snapshot()
    lines = basisschool().decode().splitlines()
    lines[3] = lines[3].replace("lager", "middelbaar")
    lines[5] = lines[5].replace(NUMMER, "12 34")
    lines[7] = lines[7].replace("260006", "260000")
    lines[9] = lines[9].replace(";lager;;", ";so;;")
    response = send(empty, "\n".join(lines).encode(), "fout.csv")
    text = main_text(response)
    assert response.status_code == 422
    assert "fout.csv is niet ingelezen" in text
    assert "Er is niets veranderd." in text
    assert "Rij 4: 'middelbaar' is geen onderwijsniveau" in text
    assert "Schrijf kleuter, lager, so, bubao of buso." in text
    assert "Rij 6: '12 34' is geen instellingsnummer" in text
    assert "Rij 2, 8: leerling 260000 telt in school 999801 voor meer dan één leerling" in text
    assert "Rij 10: een lege cel is geen graad, en in het secundair is die nodig" in text
    assert snapshot() == before


def test_remarks_do_not_stop_a_file_and_are_shown_while_checking(empty: World) -> None:
    data = basisschool().replace(b"buurt\n", b"hobby\n", 1).replace(b";nee;;;\n", b";soms;;;\n", 1)
    other = csv(leerlingen(5, nummer="999777")).split(b"\n", 1)[1]
    response = send(empty, data + b"\n" + other)
    text = main_text(empty.client("alice").get(response["Location"]))
    assert "5 rijen van andere scholen zijn niet gelezen." in text
    assert "Deze kolommen worden niet gelezen en niet bewaard: hobby." in text
    assert "'soms' in kolom thuistaal kennen we niet; we lezen het als onbekend" in text


def test_remarks_that_quote_rows_are_gone_once_somebody_looked(empty: World) -> None:
    data = basisschool().replace(b";nee;;;\n", b";soms;;;\n", 1)
    send(empty, data)
    inlezing = Inlezing.objects.get()
    assert inlezing.problemen
    empty.client("alice").post(f"{MIDDELEN}nakijken/{inlezing.pk}/")
    inlezing.refresh_from_db()
    assert inlezing.status == Inlezing.Status.BEVESTIGD
    assert inlezing.problemen == []


def test_a_shared_computer_keeps_no_page(world: World) -> None:
    page = world.client("alice").get(f"{MIDDELEN}?{YEAR}")
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "HX-Request" in page.headers["Vary"]


def test_a_file_of_only_another_school_is_refused(empty: World) -> None:
    before = snapshot()
    response = send(empty, basisschool("999777"))
    assert response.status_code == 422
    assert (
        "Er staat geen leerling van school 999801 in het bestand, wel 40 van andere scholen."
        in main_text(response)
    )
    assert snapshot() == before


def test_no_file_and_no_date_are_told_beside_the_field(empty: World) -> None:
    response = empty.client("alice").post(UPLOAD, {"teldag": "gisteren"})
    text = text_of(response)
    assert len(re.findall(r'class="veld-fout"', text)) == 2
    assert Inlezing.objects.count() == 0


# ---------------------------------------------------------------- once, again, or not


def test_confirming_twice_calculates_once(world: World) -> None:
    client, path = world.client("alice"), f"{MIDDELEN}nakijken/{world.concept.pk}/"
    before = Berekening.objects.count()
    assert client.post(path)["Location"] == client.post(path)["Location"]
    assert Berekening.objects.count() == before + 1
    assert "Deze telling is al bevestigd of verworpen." in text_of(client.get(f"{MIDDELEN}?{YEAR}"))
    assert client.get(path)["Location"] == f"{MIDDELEN}?{YEAR}"


def test_a_rejected_reading_is_gone_and_stays_in_the_log(world: World) -> None:
    client, path = world.client("alice"), f"{MIDDELEN}nakijken/{world.concept.pk}/"
    assert client.post(path, {"verwerpen": "1"})["Location"] == f"{MIDDELEN}inbrengen/"
    assert not world.school.inlezingen.filter(pk=world.concept.pk).exists()
    assert kinds()[-1] == "telling.verworpen"
    assert client.post(path, {"verwerpen": "1"}).status_code == 404
    assert client.post(path).status_code == 404


def test_a_confirmed_reading_can_no_longer_be_thrown_away(world: World) -> None:
    client, path = world.client("alice"), f"{MIDDELEN}nakijken/{world.concept.pk}/"
    client.post(path)
    before = snapshot()
    client.post(path, {"verwerpen": "1"})
    assert snapshot() == before


def test_a_new_file_gives_a_new_calculation_and_keeps_the_old_one(world: World) -> None:
    client = world.client("alice")
    old = (world.berekening.resultaten, world.berekening.telling)
    response = send(world, csv(leerlingen(30, opleiding_moeder="ja"), leerlingen(10)))
    client.post(response["Location"])
    newest = world.school.berekeningen.first()
    assert newest is not None
    assert newest.pk != world.berekening.pk
    world.berekening.refresh_from_db()
    assert (world.berekening.resultaten, world.berekening.telling) == old
    page = main_text(client.get(f"{MIDDELEN}?{YEAR}"))
    assert f"Precies {newest.resultaten[0]['resultaat']} lestijden." in page
    earlier = main_text(client.get(f"{MIDDELEN}berekening/{world.berekening.pk}/"))
    assert "Precies 8 lestijden." in earlier


def test_a_reading_belongs_to_its_own_schooljaar(world: World) -> None:
    client = world.client("alice")
    fields = {"bestand": upload_of(basisschool()), "teldag": "2025-02-03"}
    where = client.post(f"{MIDDELEN}inbrengen/?schooljaar=2025-2026", fields)["Location"]
    assert client.post(where)["Location"] == f"{MIDDELEN}?schooljaar=2025-2026"
    assert world.school.berekeningen.filter(schooljaar=2025).count() == 1
    assert "telling van 3 februari 2025" in main_text(
        client.get(f"{MIDDELEN}?schooljaar=2025-2026")
    )


# ---------------------------------------------------------------- typed totals


def totals(**numbers: str) -> dict[str, str]:
    return {"teldag": "2026-02-02", **numbers}


def test_typed_totals_give_the_same_lestijden_as_the_list(empty: World) -> None:
    client = empty.client("alice")
    where = client.post(
        TOTALS,
        totals(lager_alle="40", lager_opleiding_moeder="12", lager_thuistaal="9"),
    )["Location"]
    check = main_text(client.get(where))
    assert "We telden je getypte totalen" in check
    assert "Thuistaal 9 31 0" in check
    assert "Schooltoeslag 0 0 40" in check
    client.post(where)
    assert "Precies 8 lestijden." in main_text(client.get(f"{MIDDELEN}?{YEAR}"))


def test_typed_totals_of_a_secundaire_school_give_an_interval_that_holds_the_truth(
    empty: World,
) -> None:
    client = empty.client("alice")
    so = {"niveau": "so", "graad": "2", "zorgthuis": "nee", "trekkende_bevolking": "nee"}
    data = csv(
        leerlingen(45, **so, opleiding_moeder="ja", schooltoeslag="ja"),
        leerlingen(45, **so, opleiding_moeder="ja"),
        leerlingen(45, **so, schooltoeslag="ja"),
        leerlingen(60, **so, thuistaal="ja"),
        leerlingen(50, **so),
    )
    client.post(send(empty, data)["Location"])
    exact = Berekening.objects.get().resultaten[0]
    where = client.post(
        TOTALS,
        totals(
            so23_alle="245",
            so23_opleiding_moeder="90",
            so23_schooltoeslag="90",
            so23_thuistaal="60",
            so23_zorgthuis="0",
            so23_trekkende_bevolking="0",
        ),
    )["Location"]
    client.post(where)
    typed = empty.school.berekeningen.first().resultaten[0]
    assert typed["resultaat"] is None
    low, high = int(typed["minimum"]), int(typed["maximum"])
    assert low < high
    assert low <= int(exact["resultaat"]) <= high
    page = main_text(client.get(f"{MIDDELEN}?{YEAR}"))
    assert f"Tussen {typed['minimum']} en {typed['maximum']} uren-leraar." in page
    assert "Je gaf totalen. De wet rekent met combinaties van kenmerken per leerling" in page


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ({}, "Vul minstens voor één groep het aantal leerlingen in."),
        ({"lager_thuistaal": "3"}, "Vul ook het aantal van alle leerlingen in."),
        (
            {"lager_alle": "10", "lager_thuistaal": "11"},
            "Dit is meer dan alle leerlingen van deze groep.",
        ),
        (
            {"lager_alle": "10", "lager_thuistaal": "6", "lager_thuistaal_onbekend": "5"},
            "Dit is meer dan alle leerlingen van deze groep.",
        ),
        (
            {"lager_alle": "10", "lager_thuistaal_onbekend": "5"},
            "Vul ook in hoeveel leerlingen het kenmerk zeker hebben.",
        ),
        ({"lager_alle": "veel"}, "Schrijf een aantal, eventueel met ,5."),
        ({"lager_alle": "10,3"}, "Schrijf een aantal, eventueel met ,5."),
        ({"lager_alle": "-4"}, "Schrijf een aantal, eventueel met ,5."),
        ({"lager_alle": "1/0"}, "Schrijf een aantal, eventueel met ,5."),
        ({"lager_alle": "1e99"}, "Schrijf een aantal, eventueel met ,5."),
        ({"lager_alle": "9" * 300}, "Schrijf een aantal, eventueel met ,5."),
    ],
)
def test_wrong_totals_are_refused_in_words(
    empty: World, numbers: dict[str, str], sentence: str
) -> None:
    response = empty.client("alice").post(TOTALS, totals(**numbers))
    assert response.status_code == 200
    assert sentence in main_text(response)
    assert Inlezing.objects.count() == 0


def test_half_pupils_may_be_typed_with_a_comma(empty: World) -> None:
    where = empty.client("alice").post(TOTALS, totals(lager_alle="10,5", lager_thuistaal="2,5"))
    assert "Lager onderwijs: 10,5 leerlingen" in main_text(
        empty.client("alice").get(where["Location"])
    )


def test_secondary_shows_the_facts_that_count_there(empty: World) -> None:
    where = send(empty, secundair())["Location"]
    text = main_text(empty.client("alice").get(where))
    assert "In Brussel nee" in text
    assert "Verhouding S" not in text
