"""A question list on paper: complete, readable, the same for everybody, and never code."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from gokwijs.core.kader import EigenVraag, Vragenlijst, maak_vragenlijst, ok_kader
from gokwijs.renderers.vragenlijst_pdf import Papier, vragenlijst_pdf
from tests.verapdf import keeps_the_standards

PAPIER = Papier(
    school="Basisschool De Zandloper",
    titel="Hoe staan we ervoor?",
    groep="Leraren",
    aankondiging="We kijken samen.\r\n\r\nDe uitkomst bespreken we in februari.",
    belofte_titel="Deze ronde is anoniem",
    belofte=("Alle bladen zijn gelijk.", "De school ziet alleen het geheel."),
    hoe=("Zet één kruisje per vraag.", "Geef dit blad terug ten laatste op 13 februari 2026."),
    opmerking_hulp="Zet het nummer van de vraag erbij.",
    met_naam=False,
    dag=date(2026, 1, 12),
)
VIJANDIG = '#strong[x] $a$ *b* _c_ `d` \\ <e> @f "g" // h /* i */ = j \x00\x07 #import "x.typ"'


def kern(*eigen: str) -> Vragenlijst:
    questions = [EigenVraag(f"eigen:{n}", text) for n, text in enumerate(eigen, start=1)]
    return maak_vragenlijst(ok_kader(), set_="gok-kern", eigen=questions)


def read(data: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def bare(text: str) -> str:
    """Without spaces and hyphens: where a line breaks does not matter."""
    return re.sub(r"[\s\-\u00ad]+", "", text)


@pytest.mark.parametrize(
    "lijst",
    [
        kern(),
        maak_vragenlijst(ok_kader()),
        maak_vragenlijst(ok_kader(), set_="leerlingen"),
        maak_vragenlijst(ok_kader(), set_="ouders"),
    ],
    ids=["kern", "alles", "leerlingen", "ouders"],
)
def test_everything_that_is_asked_and_promised_is_on_the_sheet(lijst: Vragenlijst) -> None:
    shown = bare(read(vragenlijst_pdf(PAPIER, lijst)))
    texts = [
        PAPIER.school,
        PAPIER.groep,
        PAPIER.titel,
        "De uitkomst bespreken we in februari.",
        *PAPIER.belofte,
        *PAPIER.hoe,
        lijst.kader.vaste_tekst,
        "Weet ik niet",
    ]
    for level in lijst.niveaus:
        texts += [level.naam, level.betekenis]
    for number, item in enumerate(lijst.items, start=1):
        texts += [f"{number}.{item.onderwerp}", item.getoond, item.noot]
    assert [text for text in texts if bare(text) not in shown] == []


def test_the_sheet_is_archivable_and_tagged() -> None:
    data = vragenlijst_pdf(PAPIER, kern())
    keeps_the_standards(data)
    reader = PdfReader(io.BytesIO(data))
    sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in reader.pages}
    assert sizes == {(595, 842)}  # A4 upright


def test_every_copy_is_the_same_to_the_last_byte() -> None:
    assert vragenlijst_pdf(PAPIER, kern()) == vragenlijst_pdf(PAPIER, kern())


def test_what_somebody_typed_stays_text() -> None:
    papier = replace(PAPIER, titel=VIJANDIG, groep=VIJANDIG, aankondiging=VIJANDIG)
    shown = bare(read(vragenlijst_pdf(papier, kern(VIJANDIG))))
    typed = bare(re.sub(r"[\x00-\x1f]", "", VIJANDIG))
    assert shown.count(typed) >= 4


def test_a_very_long_question_and_a_script_without_letters_still_give_a_sheet() -> None:
    long = "Waarom " * 400
    assert len(PdfReader(io.BytesIO(vragenlijst_pdf(PAPIER, kern(long)))).pages) > 2
    papier = replace(PAPIER, groep="家長", titel="ຫຼາຍ" * 30)
    assert vragenlijst_pdf(papier, kern()).startswith(b"%PDF")


def test_pupils_read_no_words_of_the_framework_above_their_questions() -> None:
    lijst = maak_vragenlijst(ok_kader(), set_="leerlingen")
    shown = read(vragenlijst_pdf(PAPIER, lijst))
    assert [one for one in lijst.rubrieken if one in shown] == []


def test_only_a_named_round_asks_for_a_name() -> None:
    assert "Je naam" not in read(vragenlijst_pdf(PAPIER, kern()))
    assert "Je naam" in read(vragenlijst_pdf(replace(PAPIER, met_naam=True), kern()))
