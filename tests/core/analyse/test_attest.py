"""What school packages write about an attest, and what we make of it."""

from __future__ import annotations

import pytest

from gokwijs.core.analyse.attest import (
    C_ATTEST,
    MET_BEPERKING,
    NOEMER,
    ZONDER_BEPERKING,
    Attest,
    attestverdeling,
    lees_attest,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A", Attest.A),
        (" a-attest ", Attest.A),
        ("Oriënteringsattest A", Attest.A),
        ("A zonder verplichte remediëring", Attest.A),
        ("OA-A met remediëring", Attest.A_REMEDIERING),
        ("A met verplichte remediering, zonder uitsluiting", Attest.A_REMEDIERING),
        ("A met uitsluiting van basisopties", Attest.A_UITSLUITING),
        ("OAA (remediëring en uitsluiting)", Attest.A_BEIDE),
        ("A_beide", Attest.A_BEIDE),
        ("oriënteringsattest B", Attest.B),
        ("B met uitsluiting", Attest.B),
        ("C", Attest.C),
        ("C (uitgeschreven)", Attest.C_UITSCHRIJVING),
        ("C-attest bij uitschrijving", Attest.C_UITSCHRIJVING),
        ("geen", Attest.GEEN),
        ("Geen attest", Attest.GEEN),
    ],
)
def test_it_reads(text: str, expected: Attest) -> None:
    assert lees_attest(text) is expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "?",
        "A of B",
        "A en B",
        "geen C-attest",
        "A zonder",
        "D",
        "A met beperking",
        "studiebewijs",
        "B (uitgeschreven)",
        "uitgesteld",
        "A2",
    ],
)
def test_what_is_not_wholly_understood_stays_unknown(text: str) -> None:
    assert lees_attest(text) is Attest.ONBEKEND


@pytest.mark.parametrize("code", Attest)
def test_a_code_reads_itself(code: Attest) -> None:
    assert lees_attest(code.value) is code


def test_the_three_groups_are_the_denominator_and_do_not_overlap() -> None:
    assert len(ZONDER_BEPERKING) + len(MET_BEPERKING) + len(C_ATTEST) == len(NOEMER) == 6
    found = attestverdeling(dict.fromkeys(Attest, 1))
    assert (found.n, found.zonder_beperking, found.met_beperking, found.c_attest) == (6, 2, 3, 1)
