"""A file with scores: every problem at once, nothing before a yes, and back as a whole."""

from __future__ import annotations

import hashlib
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from gokwijs.apps.leerlingen.models import Inschrijving, Leerling
from gokwijs.apps.toetsen import services_import
from gokwijs.apps.toetsen.bestand import LeesError, read_blad
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Schaal, Score, Scorelezing, Scorestap
from gokwijs.apps.toetsen.selectors_import import voorstel_van
from gokwijs.apps.toetsen.waarden import Gelezen, Maat, lees_score
from tests.apps.builders import TODAY, main_text
from tests.apps.toetsen import builders as b
from tests.apps.toetsen.builders import bestand
from tests.apps.toetsen.conftest import Klaslokaal

PUNTEN = Maat(Schaal.PUNTEN, Decimal(0), Decimal(2000))
DATA = "gegevens/data/csv_nlme_bdf.csv"
DATA_HASH = "72bea64ea2a06d08c554aea4ff794fb5e9db2b4579a4f729203278a4d922eec6"


# ---------------------------------------------------------------- one cell


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        ("0,125", "0.125"),
        ("007", "7"),
        ("12.0", "12"),
        (" 8 ", "8"),
        ("0.30000000000000004", "0.3"),
    ],
)
def test_a_score_is_read_exactly(text: str, value: str) -> None:
    assert lees_score(text, PUNTEN) == Gelezen(Decimal(value).quantize(Decimal("0.001")))


@pytest.mark.parametrize(
    "text",
    ["1e400", "1E+5", "NaN", "inf", "-Infinity", "=1+1", "12,3456", "1,2,3", "8/10", "85%", "٣"],
)
def test_what_is_no_score_is_said_and_never_guessed(text: str) -> None:
    assert lees_score(text, PUNTEN).fout


def test_a_score_outside_the_range_is_refused_with_the_range() -> None:
    assert lees_score("-1", PUNTEN).fout == "-1 past niet: de score gaat van 0 tot 2.000"
    assert lees_score("9" * 7, Maat(Schaal.PUNTEN)).fout.endswith("te groot")


def test_a_point_that_can_mean_two_things_is_asked_unless_the_range_decides() -> None:
    assert "kan twee dingen zijn" in lees_score("1.234", PUNTEN).fout
    small = Maat(Schaal.PUNTEN, Decimal(0), Decimal(40))
    assert lees_score("1.234", small).waarde == Decimal("1.234")


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("afwezig", Ontbreekt.AFWEZIG),
        ("AFW", Ontbreekt.AFWEZIG),
        ("Vrijgesteld", Ontbreekt.VRIJGESTELD),
        ("?", Ontbreekt.ONBEKEND),
        ("niet afgenomen", Ontbreekt.NIET_AFGENOMEN),
    ],
)
def test_a_word_for_a_missing_score_is_a_cause(text: str, cause: Ontbreekt) -> None:
    assert lees_score(text, PUNTEN).ontbreekt == cause


def test_yes_and_no_and_whole_numbers_have_their_own_rules() -> None:
    assert lees_score("ja", Maat(Schaal.JA_NEE)).waarde == 1
    assert lees_score("0", Maat(Schaal.JA_NEE)).waarde == 0
    assert lees_score("7", Maat(Schaal.JA_NEE)).fout
    assert lees_score("3,5", Maat(Schaal.AANTAL)).fout.endswith("geen geheel getal")
    assert lees_score("3,0", Maat(Schaal.AANTAL)).waarde == 3


# ---------------------------------------------------------------- from file to undo


def nakijken(lokaal: Klaslokaal, data: bytes, name: str = "scores.csv") -> tuple[Scorelezing, str]:
    page = lokaal.upload(data, name)
    assert page.status_code == 200, main_text(page)
    row = Scorelezing.objects.order_by("-pk")[0]
    return row, main_text(page).replace("\u00a0", " ")


def ja(lokaal: Klaslokaal, row: Scorelezing) -> str:
    page = lokaal.client().post(
        f"/school/999801/beleid/toetsen/inlezen/{row.pk}/",
        {"ja": "1", "stand": voorstel_van(row).stand},
        follow=True,
    )
    return main_text(page)


def test_nothing_is_written_before_somebody_says_yes(lokaal: Klaslokaal) -> None:
    row, text = nakijken(lokaal, bestand(("0000100", "12,5"), ("0000101", "afwezig")))
    assert "2 nieuw, 0 veranderd, 0 al hetzelfde" in text
    assert not Score.objects.exists()
    ja(lokaal, row)
    assert lokaal.stand() == {"0000100": "12.5", "0000101": "afwezig"}


def test_the_class_of_the_day_and_the_row_of_the_file_are_kept(lokaal: Klaslokaal) -> None:
    row, _ = nakijken(lokaal, bestand(("0000100", "12")))
    ja(lokaal, row)
    score = Score.objects.get()
    assert (score.klas, score.rij, score.lezing) == ("L6A", 2, row)


def test_lost_zeros_and_quotes_still_find_the_pupil(lokaal: Klaslokaal) -> None:
    row, _ = nakijken(lokaal, b'"stamnummer";"score"\n"100";"12,5"\n101.0;"13"\n')
    assert voorstel_van(row).nieuw == 2


def test_the_preview_tells_a_pupil_from_a_namesake_who_is_not_in_the_file(
    lokaal: Klaslokaal,
) -> None:
    for leerling, day in zip(lokaal.zes, (date(2014, 5, 3), date(2014, 11, 9)), strict=False):
        leerling.naam, leerling.zoeknaam, leerling.geboortedatum = "Zoë", "zoe noor", day
        leerling.save()
    _, text = nakijken(lokaal, bestand(("0000101", "12,5"), ("0000102", "13")))
    changed, absent = text.split("zonder rij in het bestand", 1)[1].split("Ja, lees dit in")
    assert "geboren op 3 mei 2014" in changed, "the one without a row"
    assert "geboren op 9 november 2014" in absent, "the one who gets a score"
    assert text.count("geboren op") == 2


def test_the_same_file_twice_changes_nothing(lokaal: Klaslokaal) -> None:
    data = bestand(("0000100", "12,5"), ("0000101", "7"))
    ja(lokaal, nakijken(lokaal, data)[0])
    row, text = nakijken(lokaal, data)
    assert "alle 2 scores staan er al zo" in text
    assert "niets om te veranderen" in ja(lokaal, row)


def test_a_change_shows_the_old_and_the_new_score(lokaal: Klaslokaal) -> None:
    b.score(lokaal.begin, lokaal.zes[0], "11")
    _, text = nakijken(lokaal, bestand(("0000100", "12,5")))
    assert "0 nieuw, 1 veranderd" in text
    assert "11 12,5" in " ".join(text.split())


def test_an_unknown_pupil_is_named_and_skipped(lokaal: Klaslokaal) -> None:
    row, text = nakijken(lokaal, bestand(("0000100", "12"), ("0999999", "9")))
    assert "'0999999' is geen stamnummer van deze school" in text
    assert voorstel_van(row).nieuw == 1


def test_a_mistake_anywhere_holds_everything_back(lokaal: Klaslokaal) -> None:
    row, text = nakijken(lokaal, bestand(("0000100", "12"), ("0000101", "99")))
    assert "Rij 3, kolom score: 99 past niet: de score gaat van 0 tot 40" in text
    assert "Ja, lees dit in" not in text
    assert "Er staan nog fouten in" in ja(lokaal, row)
    assert not Score.objects.exists()


def test_a_pupil_twice_is_one_when_the_same_and_a_mistake_when_not(lokaal: Klaslokaal) -> None:
    row, _ = nakijken(lokaal, bestand(("0000100", "12"), ("100", "12")))
    assert voorstel_van(row).nieuw == 1
    assert not voorstel_van(row).fouten
    row, text = nakijken(lokaal, bestand(("0000100", "12"), ("100", "13")))
    assert voorstel_van(row).fouten
    assert "staat ook op rij 2, met een andere score" in text


def test_an_empty_cell_gets_the_cause_that_was_chosen_and_never_removes_a_score(
    lokaal: Klaslokaal,
) -> None:
    b.score(lokaal.begin, lokaal.zes[1], "9")
    row, text = nakijken(lokaal, bestand(("0000100", ""), ("0000101", ""), ("0000102", "5")))
    assert "1 lege cel: daar leggen we niets vast" in text
    kept = {**row.koppeling, "leeg": "niet_afgenomen"}
    services_import.koppel(lezing=row, koppeling=kept, by=lokaal.alice)
    row.refresh_from_db()
    ja(lokaal, row)
    assert lokaal.stand() == {"0000100": "niet_afgenomen", "0000101": "9", "0000102": "5"}


def test_pupils_of_the_class_without_a_row_get_the_cause_that_was_chosen(
    lokaal: Klaslokaal,
) -> None:
    row, text = nakijken(lokaal, bestand(("0000100", "12")))
    assert "11 leerlingen van deze klassen zonder rij" in text
    assert "Knikker" not in text, "another class is not in the file, so nobody lacks there"
    kept = {**row.koppeling, "zonder_rij": "afwezig"}
    services_import.koppel(lezing=row, koppeling=kept, by=lokaal.alice)
    row.refresh_from_db()
    ja(lokaal, row)
    assert sorted(lokaal.stand().values()) == ["12", *["afwezig"] * 11]


def test_a_wide_file_fills_two_afnamen_and_makes_the_one_that_is_not_there(
    lokaal: Klaslokaal,
) -> None:
    data = bestand(("0000100", "12", "20"), ("0000101", "9", ""), kop="stamnummer;begin;einde")
    row, _ = nakijken(lokaal, data)
    page = lokaal.client().post(
        f"/school/999801/beleid/toetsen/inlezen/{row.pk}/",
        {
            "kijk": "1",
            "k0": "stamnummer",
            "k1": str(lokaal.begin.pk),
            "k2": "n0",
            "naam0": "einde",
            "datum0": "2026-02-20",
        },
        follow=True,
    )
    assert "3 nieuw" in main_text(page)
    assert Afname.objects.count() == 1, "the second one is only made after a yes"
    row.refresh_from_db()
    ja(lokaal, row)
    einde = Afname.objects.get(naam="einde")
    assert einde.datum == date(2026, 2, 20)
    assert einde.scores.get().waarde == 20
    assert lokaal.begin.scores.count() == 2


def test_undo_brings_back_every_score_and_takes_the_new_afname_away(lokaal: Klaslokaal) -> None:
    b.score(lokaal.begin, lokaal.zes[0], "11")
    data = bestand(("0000100", "12", "20"), ("0000101", "9", "3"), kop="stamnummer;begin;einde")
    row, _ = nakijken(lokaal, data)
    kept = {
        "kolommen": {"0": "stamnummer", "1": str(lokaal.begin.pk), "2": "n0"},
        "nieuw": [{"naam": "einde", "datum": "2026-02-20"}],
    }
    services_import.koppel(lezing=row, koppeling=kept, by=lokaal.alice)
    row.refresh_from_db()
    ja(lokaal, row)
    assert lokaal.stand() == {"0000100": "12", "0000101": "9"}
    page = lokaal.client().post(
        f"/school/999801/beleid/toetsen/inlezen/{row.pk}/terug/", follow=True
    )
    assert "is teruggedraaid" in main_text(page)
    assert lokaal.stand() == {"0000100": "11"}
    assert Afname.objects.get(naam="einde").verwijderd is not None
    assert not Scorestap.objects.exists()


def test_undo_is_refused_when_somebody_changed_a_score_since(lokaal: Klaslokaal) -> None:
    row, _ = nakijken(lokaal, bestand(("0000100", "12")))
    ja(lokaal, row)
    Score.objects.update(waarde=Decimal(13))
    page = lokaal.client().post(
        f"/school/999801/beleid/toetsen/inlezen/{row.pk}/terug/", follow=True
    )
    assert "na het inlezen is een score veranderd van Bladwijzer00 Noor" in main_text(page)
    assert lokaal.stand() == {"0000100": "13"}


def test_a_yes_to_another_preview_does_nothing(lokaal: Klaslokaal) -> None:
    row, _ = nakijken(lokaal, bestand(("0000100", "12")))
    seen = voorstel_van(row).stand
    b.score(lokaal.begin, lokaal.zes[0], "30")
    page = lokaal.client().post(
        f"/school/999801/beleid/toetsen/inlezen/{row.pk}/", {"stand": seen}, follow=True
    )
    assert "intussen veranderd" in main_text(page)
    assert lokaal.stand() == {"0000100": "30"}


def test_a_toets_that_was_taken_away_meanwhile_gets_no_scores(lokaal: Klaslokaal) -> None:
    row, _ = nakijken(lokaal, bestand(("0000100", "12")))
    lokaal.post(f"{lokaal.toets.pk}/weg/", {})
    assert "De toets is intussen weggehaald" in ja(lokaal, row)
    assert not Score.objects.exists()


def test_a_file_that_is_thrown_away_keeps_no_text(lokaal: Klaslokaal) -> None:
    row, _ = nakijken(lokaal, bestand(("0000100", "12")))
    lokaal.client().post(f"/school/999801/beleid/toetsen/inlezen/{row.pk}/", {"weg": "1"})
    row.refresh_from_db()
    assert (row.status, row.tabel) == ("verworpen", {})


def test_only_what_is_mapped_is_stored_and_what_is_never_read_is_not_even_kept(
    lokaal: Klaslokaal,
) -> None:
    data = bestand(
        ("0000100", "12", "Belg", "10.04.01-997.16", "geheim"),
        kop="stamnummer;score;nationaliteit;nummer;bericht",
    )
    row, text = nakijken(lokaal, data)
    assert "Kolom nationaliteit is niet gelezen" in text
    assert "Kolom nummer is niet gelezen" in text
    assert "Belg" not in str(row.tabel)
    assert "997" not in str(row.tabel)
    ja(lokaal, row)
    row.refresh_from_db()
    assert row.tabel == {}, "the other columns go with the file"


# ---------------------------------------------------------------- hostile files


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "leeg.csv"),
        (b"stamnummer;score\x00\n1;2", "nul.csv"),
        (b"%PDF-1.7", "scores.pdf"),
        (b"\xd0\xcf\x11\xe0 oud", "scores.xls"),
        (b"PK\x03\x04 geen zip", "scores.xlsx"),
        (b"stamnummer;score\n", "kop.csv"),
        (b"stamnummer;" + b";".join([b"x"] * 200) + b"\n1;2", "breed.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(
    lokaal: Klaslokaal, data: bytes, name: str
) -> None:
    page = lokaal.client().post(
        "/school/999801/beleid/toetsen/inlezen/",
        {"toets": lokaal.toets.pk, "bestand": io.BytesIO(data)},
    )
    with pytest.raises(LeesError):
        read_blad(io.BytesIO(data), name)
    assert page.status_code == 422
    assert not Scorelezing.objects.exists()


def test_a_formula_in_a_workbook_is_no_score(lokaal: Klaslokaal) -> None:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for place, row in enumerate([("stamnummer", "score"), ("0000100", 12.5), ("0000101", "=1+1")]):
        sheet.write_string(place, 0, row[0])
        if isinstance(row[1], float):
            sheet.write_number(place, 1, row[1])
        else:
            sheet.write_string(place, 1, str(row[1]))
    book.close()
    row, text = nakijken(lokaal, buffer.getvalue(), "scores.xlsx")
    assert "'=1+1' is geen getal" in text
    assert voorstel_van(row).nieuw == 1


def test_a_file_of_windows_with_a_title_above_it_is_read(lokaal: Klaslokaal) -> None:
    data = "Toets é van L6A\n\nstamnummer;score;naam\n0000100;12,5;Zoë\n".encode("cp1252")
    row, _ = nakijken(lokaal, data)
    assert voorstel_van(row).nieuw == 1
    assert voorstel_van(row).wijzigingen[0].rij == 4


# ---------------------------------------------------------------- real data


def _pupils_of_the_file(lokaal: Klaslokaal, data: bytes) -> None:
    lines = data.decode("ascii").splitlines()
    place = lines[0].replace('"', "").split(",").index("pupilNR")
    numbers = [line.split(",")[place].strip('"') for line in lines[1:]]
    pupils = Leerling.objects.bulk_create(
        Leerling(school=lokaal.school, stamnummer=n, naam="Bedacht", voornaam=n, zoeknaam=n)
        for n in numbers
    )
    Inschrijving.objects.bulk_create(
        Inschrijving(leerling=p, begin=date(2025, 9, 1), onderwijsniveau="lager", klas="L6")
        for p in pupils
    )


def test_research_data_are_read_as_a_wide_file_through_the_preview(
    lokaal: Klaslokaal, shared: Path
) -> None:
    if not (shared / DATA).exists():
        pytest.skip("bestand ontbreekt: csv_nlme_bdf.csv")
    data = (shared / DATA).read_bytes()
    assert hashlib.sha256(data).hexdigest() == DATA_HASH, "een ander bestand dan beschreven"
    _pupils_of_the_file(lokaal, data)
    lokaal.toets.hoogste = Decimal(100)
    lokaal.toets.save()
    row, _ = nakijken(lokaal, data, "csv_nlme_bdf.csv")
    kop = row.tabel["kop"]
    kept = {
        "kolommen": {
            str(kop.index("pupilNR")): "stamnummer",
            str(kop.index("langPRET")): str(lokaal.begin.pk),
            str(kop.index("langPOST")): "n0",
        },
        "nieuw": [{"naam": "einde", "datum": TODAY.isoformat()}],
    }
    services_import.koppel(lezing=row, koppeling=kept, by=lokaal.alice)
    row.refresh_from_db()
    found = voorstel_van(row)
    assert not found.fouten, found.problemen
    assert found.nieuw == 2 * 2287
    ja(lokaal, row)
    before = {s.leerling_id: s.waarde for s in lokaal.begin.scores.all()}
    after = {s.leerling_id: s.waarde for s in Afname.objects.get(naam="einde").scores.all()}
    total = {
        name: sum((v for v in values.values() if v is not None), Decimal(0))
        for name, values in (("voor", before), ("na", after))
    }
    # onderzoeksdata (niet-Vlaams): the means of the two groups in echte-data.md, weighted
    assert round(total["voor"] / 2287, 2) == Decimal("34.19")
    assert round(total["na"] / 2287, 2) == Decimal("40.93")
