"""The rules of the verklaring op eer, every combination of answers."""

from __future__ import annotations

from itertools import product

import pytest

from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.kenmerken.verklaring import (
    Gezinslid,
    Opleiding,
    Taal,
    besluit_opleiding,
    besluit_thuistaal,
)

N, A, X, Q = Taal.NEDERLANDS, Taal.ANDERE, Taal.NIET_VAN_TOEPASSING, Taal.ONBEKEND
JA, NEE, ONBEKEND = Antwoord.JA, Antwoord.NEE, Antwoord.ONBEKEND

# mother, father → (siblings N, siblings A, no siblings); the table of the law pages.
TABLE = {
    (N, N): (NEE, NEE, NEE),
    (N, A): (NEE, JA, NEE),
    (N, X): (NEE, NEE, NEE),
    (A, N): (NEE, JA, NEE),
    (A, A): (JA, JA, JA),
    (A, X): (NEE, JA, JA),
    (X, N): (NEE, NEE, NEE),
    (X, A): (NEE, JA, JA),
    (X, X): (NEE, JA, ONBEKEND),
}


def answers(moeder: Taal, vader: Taal, broers_zussen: Taal) -> dict[Gezinslid, Taal]:
    return dict(zip(Gezinslid, (moeder, vader, broers_zussen), strict=True))


@pytest.mark.parametrize(("moeder", "vader"), TABLE)
@pytest.mark.parametrize("place", range(3))
def test_the_truth_table(moeder: Taal, vader: Taal, place: int) -> None:
    broers_zussen = (N, A, X)[place]
    besluit = besluit_thuistaal(answers(moeder, vader, broers_zussen))
    assert besluit.antwoord is TABLE[moeder, vader][place]
    assert besluit.reden.endswith(".")
    assert besluit.artikel


def test_an_unknown_answer_decides_only_when_it_makes_no_difference() -> None:
    for talen in product(Taal, repeat=3):
        if Q not in talen:
            continue
        ways = product(*([N, A, X] if t is Q else [t] for t in talen))
        outcomes = {besluit_thuistaal(answers(*way)).antwoord for way in ways}
        found = besluit_thuistaal(answers(*talen)).antwoord
        assert found is (next(iter(outcomes)) if len(outcomes) == 1 else ONBEKEND), talen


@pytest.mark.parametrize(
    ("talen", "expected"),
    [
        ((A, A, N), JA),
        ((N, A, X), NEE),
        ((A, X, X), JA),
        ((A, Q, A), JA),
        ((N, Q, A), ONBEKEND),
        ((X, X, X), ONBEKEND),
    ],
)
def test_the_examples_of_the_formats_page(
    talen: tuple[Taal, Taal, Taal], expected: Antwoord
) -> None:
    assert besluit_thuistaal(answers(*talen)).antwoord is expected


def test_a_missing_answer_is_unknown_and_never_no() -> None:
    besluit = besluit_thuistaal({})
    assert besluit.antwoord is ONBEKEND
    assert "weten we niet" in besluit.reden


def test_the_reason_names_who_speaks_dutch() -> None:
    one = besluit_thuistaal(answers(A, N, A))
    assert one.reden == (
        "De leerling spreekt Nederlands met de vader. Dat is één van drie gezinsleden, dus geldt "
        "het kenmerk."
    )
    assert "met niemand Nederlands" in besluit_thuistaal(answers(A, A, X)).reden
    assert "twee gezinsleden is dat genoeg" in besluit_thuistaal(answers(N, A, X)).reden
    settled = besluit_thuistaal(answers(A, Q, A)).reden
    assert settled == (
        "Welke taal de leerling spreekt met de vader weten we niet, maar elk antwoord geeft "
        "hetzelfde: het kenmerk geldt."
    )
    assert besluit_thuistaal(answers(X, X, X)).open_vragen == ("OV-02",)


@pytest.mark.parametrize(
    ("opleiding", "expected"),
    [
        (Opleiding.GEEN_LAGER, JA),
        (Opleiding.LAGER, JA),
        (Opleiding.LAGER_SECUNDAIR, JA),
        (Opleiding.HOGER_SECUNDAIR, NEE),
        (Opleiding.HOGER, NEE),
        (Opleiding.NIET_VAN_TOEPASSING, ONBEKEND),
        (Opleiding.ONBEKEND, ONBEKEND),
    ],
)
def test_opleiding_moeder(opleiding: Opleiding, expected: Antwoord) -> None:
    besluit = besluit_opleiding(opleiding)
    assert besluit.antwoord is expected
    assert besluit.reden.endswith(".")
