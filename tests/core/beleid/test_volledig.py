"""A streefdoel is adopted only when complete, and the machine says in one sentence what lacks."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from gokwijs.core.beleid.keuzes import Doelrichting, Doelstatus
from gokwijs.core.beleid.volledig import (
    is_volledig,
    mag_vaststellen_streefdoel,
    ontbreekt,
    zin,
)
from tests.core.beleid.builders import doel, indicator, nulmeting, stand, vaststelling


def test_a_complete_streefdoel_lacks_nothing() -> None:
    assert ontbreekt(doel(), stand()) == ()
    assert is_volledig(doel(), stand())
    assert mag_vaststellen_streefdoel(doel(status=Doelstatus.ONTWERP), stand()).mag


@pytest.mark.parametrize(
    ("fields", "letter", "naam"),
    [
        ({"vaststelling_ids": ()}, "a", "een vaststelling"),
        ({"doelgroep": ""}, "b", "de doelgroep"),
        ({"plaats": None}, "b", "de plaats"),
        ({"niveau": None}, "", "het niveau"),
        ({"indicator_ids": ()}, "c", "een indicator"),
        ({"nulmeting_id": None}, "d", "de nulmeting"),
        ({"richting": None}, "e", "de richting"),
        ({"streefwaarde": None}, "e", "de streefwaarde"),
        ({"start": None}, "f", "de startdatum"),
        ({"einddatum": None}, "f", "de einddatum"),
        ({"einddatum": date(2029, 10, 2)}, "f", "een einddatum binnen 3 jaar na de start"),
        ({"einddatum": date(2026, 9, 30)}, "f", "een einddatum binnen 3 jaar na de start"),
        ({"trekker_rol": ""}, "g", "een trekker"),
        ({"ok_codes": ()}, "h", "een verwachting uit het referentiekader"),
    ],
)
def test_each_missing_field_is_named_and_stops_the_adoption(
    fields: dict[str, Any], letter: str, naam: str
) -> None:
    one = doel(status=Doelstatus.ONTWERP, **fields)
    found = ontbreekt(one, stand())
    assert [(gebrek.letter, gebrek.naam) for gebrek in found] == [(letter, naam)]
    assert found[0].remedie
    assert not mag_vaststellen_streefdoel(one, stand()).mag
    assert is_volledig(one, stand()) is (letter == "")


@pytest.mark.parametrize(
    ("richting", "streefwaarde", "naam"),
    [
        (Doelrichting.DALEN, Fraction(1, 2), "een streefwaarde onder de nulmeting"),
        (Doelrichting.DALEN, Fraction(17, 41), "een streefwaarde onder de nulmeting"),
        (Doelrichting.STIJGEN, Fraction(1, 5), "een streefwaarde boven de nulmeting"),
        (Doelrichting.STIJGEN, Fraction(1, 2), ""),
        (Doelrichting.BEHOUDEN, Fraction(1, 2), ""),
    ],
)
def test_a_streefwaarde_asks_a_change_the_way_the_goal_wants(
    richting: Doelrichting, streefwaarde: Fraction, naam: str
) -> None:
    one = doel(status=Doelstatus.ONTWERP, richting=richting, streefwaarde=streefwaarde)
    found = ontbreekt(one, stand())
    assert [gebrek.naam for gebrek in found] == ([naam] if naam else [])
    answer = mag_vaststellen_streefdoel(one, stand())
    assert answer.mag is not bool(naam)
    assert naam in answer.zin


def test_a_nulmeting_of_another_indicator_is_not_compared_with_the_streefwaarde() -> None:
    school = stand(metingen=(nulmeting(indicator_id=9, teller=None, noemer=None, waarde=0),))
    assert is_volledig(doel(), school)


def test_the_einddatum_may_be_three_years_after_the_start() -> None:
    assert is_volledig(doel(einddatum=date(2029, 10, 1)), stand())


def test_a_linked_record_must_be_filled_in_itself() -> None:
    school = stand(
        vaststellingen=(vaststelling(bron_soort=None),),
        indicatoren=(indicator(noemer_definitie=""),),
        metingen=(nulmeting(peildatum=None, bron_soort=None),),
    )
    assert zin(ontbreekt(doel(), school)) == (
        "Er ontbreekt nog: de bron of de peildatum van de vaststelling, de definitie van de "
        "indicator, de peildatum van de nulmeting en de bron van de nulmeting."
    )


def test_an_empty_nulmeting_is_no_nulmeting_and_zero_is_one() -> None:
    empty = stand(metingen=(nulmeting(teller=None, noemer=None),))
    assert [gebrek.key for gebrek in ontbreekt(doel(), empty)] == ["nulmeting"]
    zero = stand(metingen=(nulmeting(teller=Fraction(0)),))
    assert is_volledig(doel(richting=Doelrichting.STIJGEN), zero)


def test_one_sentence_says_what_lacks() -> None:
    one = doel(nulmeting_id=None, einddatum=None, trekker_rol="")
    said = "Er ontbreekt nog: de nulmeting, de einddatum en een trekker."
    assert zin(ontbreekt(one, stand())) == said
    assert mag_vaststellen_streefdoel(one, stand()).zin == said
    assert zin(()) == "Dit streefdoel is volledig."


def test_a_described_streefdoel_needs_a_begin_and_an_end_in_words() -> None:
    school = stand(
        indicatoren=(indicator(teller_definitie="", schaal="beschrijving", kwalitatief=True),),
        metingen=(nulmeting(teller=None, noemer=None, situatie="enkel brieven"),),
    )
    one = doel(richting=None, streefwaarde=None)
    assert zin(ontbreekt(one, school)) == "Er ontbreekt nog: de eindsituatie."
    assert is_volledig(doel(streefwaarde=None, streefsituatie="een gesprek per jaar"), school)


@pytest.mark.parametrize("status", [Doelstatus.AFGESLOTEN, Doelstatus.STOPGEZET])
def test_a_closed_streefdoel_is_not_adopted_again(status: Doelstatus) -> None:
    found = mag_vaststellen_streefdoel(doel(status=status), stand())
    assert not found.mag
    assert status.label in found.zin
