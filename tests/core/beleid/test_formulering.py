"""The sentence of a streefdoel comes from its fields."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from gokwijs.core.beleid.formulering import formuleer, toon_meting, toon_streefwaarde
from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.beleid.plaats import Plaats
from gokwijs.core.beleid.plan import Streefdoel
from tests.core.beleid.builders import doel, indicator, nulmeting, stand


def test_a_share_is_said_with_its_counts() -> None:
    said = formuleer(doel(), stand())
    assert said.code == "C03a"
    assert said.tekst == (
        "Tegen 30 juni 2027 daalt het aandeel laattijdige schoolrekeningen bij gezinnen in 1B "
        "van 41 % (17 van 41) naar 20 %."
    )


@pytest.mark.parametrize(
    ("doelgroep", "naam", "waar"),
    [
        ("gezinnen van 1B", "het aandeel gezinnen met een late rekening", "in eerste graad, 1B"),
        ("gezinnen van 1B", "het aandeel late rekeningen", "bij gezinnen van 1B"),
        ("gezinnen", "het aandeel late rekeningen", "bij gezinnen in eerste graad, 1B"),
        (
            "gezinnen van 1B met een schooltoeslag",
            "het aandeel gezinnen met een late rekening",
            "bij gezinnen van 1B met een schooltoeslag",
        ),
    ],
)
def test_who_and_where_are_said_once(doelgroep: str, naam: str, waar: str) -> None:
    one = doel(doelgroep=doelgroep, plaats=Plaats(("eerste graad", "1B")))
    said = formuleer(one, stand(indicatoren=(indicator(naam=naam),))).tekst
    assert said == f"Tegen 30 juni 2027 daalt {naam} {waar} van 41 % (17 van 41) naar 20 %."


def test_a_value_on_a_scale_has_a_comma() -> None:
    school = stand(
        indicatoren=(indicator(naam="het welbevinden", teller_definitie="", schaal="1 tot 5"),),
        metingen=(nulmeting(teller=None, noemer=None, waarde=Fraction(7, 2)),),
    )
    one = doel(richting=Doelrichting.STIJGEN, streefwaarde=Fraction(4), plaats=Plaats())
    assert formuleer(one, school).tekst == (
        "Tegen 30 juni 2027 stijgt het welbevinden bij gezinnen in de hele school van 3,5 naar 4."
    )


def test_keeping_has_its_own_sentence() -> None:
    said = formuleer(doel(richting=Doelrichting.BEHOUDEN), stand()).tekst
    assert said.startswith("Tot 30 juni 2027 blijft het aandeel")
    assert said.endswith("op 20 %; de nulmeting was 41 % (17 van 41).")


def test_a_small_group_is_said_in_counts() -> None:
    assert toon_meting(nulmeting(teller=Fraction(6), noemer=Fraction(14))) == "6 van de 14"


def test_some_is_never_0_percent() -> None:
    tiny = nulmeting(teller=Fraction(1), noemer=Fraction(900))
    assert toon_meting(tiny) == "minder dan 1 % (1 van 900)"


def test_a_streefwaarde_keeps_its_half_percent() -> None:
    assert toon_streefwaarde(Fraction(125, 1000), indicator()) == "12,5 %"


def test_a_described_streefdoel_goes_from_situation_to_situation() -> None:
    school = stand(
        indicatoren=(indicator(naam="het contact", schaal="beschrijving", kwalitatief=True),),
        metingen=(nulmeting(situatie="enkel brieven"),),
    )
    said = formuleer(doel(streefsituatie="een gesprek per jaar"), school).tekst
    assert said.endswith(
        "gaat het contact bij gezinnen in 1B van 'enkel brieven' naar 'een gesprek per jaar'."
    )


def test_a_draft_shows_where_something_lacks() -> None:
    said = formuleer(Streefdoel(9, 1, einddatum=date(2027, 6, 30)), stand()).tekst
    assert said == "Tegen 30 juni 2027 … … bij … in … van … naar …."
