"""Which sentence prints for which figure: the numbers of the vectors, and what must stay out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.analyse.aandeel import Aandeel, aandeel, verschil
from gokwijs.core.analyse.attest import Attest, attestverdeling
from gokwijs.core.analyse.segregatie import segregatie
from gokwijs.core.zinnen import Gezegd, kiezen
from gokwijs.core.zinnen.kiezen import Vervolg
from tests.core.zinnen.tables import DIRECTION, FORBIDDEN, UNDECIDED

TOESLAG = "hebben een schooltoeslag"
K = 5


def share(x: Fraction | int, n: Fraction | int) -> Aandeel:
    found = aandeel(x, n)
    assert found is not None
    return found


def codes(said: list[Gezegd]) -> list[str]:
    for one in said:
        assert not FORBIDDEN.search(one.tekst)
        assert "{" not in one.tekst
    return [one.code for one in said]


def text(said: list[Gezegd]) -> str:
    codes(said)
    return " ".join(one.tekst for one in said)


FEW: dict[str, list[Gezegd]] = {
    "aandeel": kiezen.over_aandeel("1B", TOESLAG, aandeel(1, 4), k_min=K),
    "nobody": kiezen.over_aandeel("1B", TOESLAG, aandeel(0, 0), k_min=K),
    "verschil, few GOK": kiezen.over_verschil(TOESLAG, aandeel(1, 4), aandeel(9, 60), k_min=K),
    "verschil, few others": kiezen.over_verschil(TOESLAG, aandeel(9, 60), aandeel(1, 4), k_min=K),
    "verschil, nobody": kiezen.over_verschil(TOESLAG, None, aandeel(9, 60), k_min=K),
    "jaren": kiezen.over_jaren(TOESLAG, "nu", aandeel(9, 60), "dan", aandeel(1, 4), k_min=K),
    "vordering": kiezen.over_vordering("1A", 1, 4, k_min=K),
    "attesten": kiezen.over_attesten(
        "1A", attestverdeling({Attest.A: 4, Attest.ONBEKEND: 9}), over_2023=True, k_min=K
    ),
    "segregatie, few GOK": kiezen.over_segregatie("1A", segregatie([(4, 9), (0, 9)]), k_min=K),
    "segregatie, one class": kiezen.over_segregatie("1A", segregatie([(9, 9)]), k_min=K),
    "plaatsen": kiezen.over_plaatsen("GOK-leerlingen", 4, {"1A1": (4, 20)}, k_min=K),
    "vervolg": kiezen.over_vervolg("2024-2025", 4, {Vervolg.VERDER: 4}, k_min=K),
    "overgang": kiezen.over_overgang(aandeel(1, 4), 9, k_min=K),
    "gemiddelde": kiezen.over_gemiddelde(Fraction(1), 4, k_min=K),
    "oki": kiezen.over_oki(Fraction(1), 4, k_min=K),
}


@pytest.mark.parametrize("name", FEW)
def test_four_pupils_give_a01_and_nothing_else(name: str) -> None:
    assert codes(FEW[name]) == ["A01"]
    assert "minder dan 5 leerlingen" in text(FEW[name])
    assert "%" not in text(FEW[name])


def test_a_share_of_40_pupils_is_a_percentage_with_what_is_possible() -> None:
    said = kiezen.over_aandeel("het zesde leerjaar", TOESLAG, share(12, 40), k_min=K)
    assert said == [
        Gezegd(
            "B01a",
            "30 % van het zesde leerjaar (12 van de 40) hebben een schooltoeslag. Met deze "
            "aantallen is alles tussen 18 % en 45 % goed mogelijk.",
        )
    ]


def test_the_share_of_all_pupils_stands_beside_that_of_who_is_known() -> None:
    said = kiezen.over_allen(171, 271, 14)
    assert codes(said) == ["B01c"]
    assert "Van alle 271 leerlingen is dat minstens 63 %: van 14 leerlingen weten" in text(said)
    assert "van 1 leerling weten we het niet" in text(kiezen.over_allen(171, 271, 1))
    assert kiezen.over_allen(171, 271, 0) == []
    assert kiezen.over_allen(5, 40, 25) == []  # 15 known: B01b gave no percentage either


def test_a_share_below_20_pupils_is_in_counts_with_halves() -> None:
    said = kiezen.over_aandeel("1B", TOESLAG, share(Fraction(9, 2), Fraction(39, 2)), k_min=K)
    assert codes(said) == ["B01b"]
    assert text(said).startswith("4,5 van de 19,5 leerlingen in 1B hebben een schooltoeslag.")
    assert "%" not in text(said)


def test_a_share_of_everybody_reads_well_in_counts_too() -> None:
    few = share(Fraction(5), Fraction(14))
    said = kiezen.over_aandeel("alle leerlingen", TOESLAG, few, k_min=K, plaats="de school")
    assert text(said).startswith("5 van de 14 leerlingen in de school hebben een schooltoeslag.")
    many = share(Fraction(20), Fraction(40))
    said = kiezen.over_aandeel("alle leerlingen", TOESLAG, many, k_min=K, plaats="de school")
    assert "van alle leerlingen" in text(said)


def test_a_difference_beyond_chance_says_how_large_it_may_be() -> None:
    said = kiezen.over_verschil(TOESLAG, share(12, 40), share(18, 120), k_min=K)
    assert codes(said) == ["B02a"]
    assert "30 %, bij de andere leerlingen 15 %: een verschil van 15 procentpunt" in text(said)
    assert "tussen 1 en 31 procentpunt" in text(said)


def test_the_size_of_a_difference_does_not_depend_on_who_is_behind() -> None:
    said = kiezen.over_verschil(TOESLAG, share(18, 120), share(12, 40), k_min=K)
    assert "een verschil van 15 procentpunt" in text(said)
    assert "tussen 1 en 31 procentpunt" in text(said)


def test_a_difference_within_chance_has_no_size() -> None:
    said = kiezen.over_verschil(TOESLAG, share(6, 20), share(9, 60), k_min=K)
    assert codes(said) == ["B02b"]
    assert "niet te onderscheiden van toeval" in text(said)
    assert "procentpunt" not in text(said)


def test_a_difference_with_a_group_below_20_is_in_counts() -> None:
    said = kiezen.over_verschil("zitten in 1B", share(3, 12), share(4, 38), k_min=K)
    assert codes(said) == ["B02c"]
    assert text(said).startswith(
        "3 van de 12 GOK-leerlingen en 4 van de 38 andere leerlingen zitten in 1B."
    )
    assert "%" not in text(said)


@pytest.mark.parametrize(
    ("n_onbekend", "n", "expected"), [(4, 40, ["A03"]), (3, 40, []), (0, 40, []), (0, 0, [])]
)
def test_unknown_is_said_from_one_in_ten(n_onbekend: int, n: int, expected: list[str]) -> None:
    assert codes(kiezen.over_onbekend("thuistaal", n_onbekend, n)) == expected


def test_two_years_beyond_chance_and_within_it() -> None:
    years = ("2024-2025", share(12, 40), "2025-2026", share(18, 120))
    beyond = kiezen.over_jaren(TOESLAG, *years, k_min=K)
    assert codes(beyond) == ["B10b"]
    assert "30 % van de leerlingen hebben een schooltoeslag in 2024-2025, 15 % in" in text(beyond)
    within = kiezen.over_jaren(TOESLAG, "nu", share(6, 20), "dan", share(9, 60), k_min=K)
    assert codes(within) == ["B10a"]
    few = kiezen.over_jaren(TOESLAG, "nu", share(3, 12), "dan", share(4, 38), k_min=K)
    assert codes(few) == ["B10c"]
    assert "%" not in text(few)
    for said in (beyond, within, few):
        assert "andere leerlingen" in text(said)


def test_two_years_with_overlapping_intervals_may_still_differ() -> None:
    een, ander = share(12, 40), share(18, 120)
    assert een.low < ander.high
    assert codes(kiezen.over_jaren(TOESLAG, "nu", een, "dan", ander, k_min=K)) == ["B10b"]


def test_vordering_is_in_counts() -> None:
    said = kiezen.over_vordering("het zesde leerjaar", 7, 41, k_min=K)
    assert codes(said) == ["B05"]
    assert "7 van de 41 leerlingen" in text(said)


def test_attesten_are_counted_by_what_they_allow() -> None:
    counts = {Attest.A: 14, Attest.A_REMEDIERING: 5, Attest.A_UITSLUITING: 4, Attest.A_BEIDE: 2}
    counts |= {Attest.B: 3, Attest.C: 6, Attest.C_UITSCHRIJVING: 1, Attest.ONBEKEND: 1}
    found = attestverdeling(counts)
    said = kiezen.over_attesten("1A", found, over_2023=False, k_min=K)
    assert codes(said) == ["B06a"]
    assert "Van de 34 attesten in 1A waren er 19 zonder beperking, 9 met" in text(said)
    across = kiezen.over_attesten("1A", found, over_2023=True, k_min=K)
    assert codes(across) == ["B06a", "B06b"]


def test_segregation_within_chance_and_beyond_it() -> None:
    within = segregatie([(9, 11), (5, 15), (4, 16), (2, 18)])
    said = kiezen.over_segregatie("1A", within, k_min=K)
    assert codes(said) == ["B07a"]
    assert "(D = 0,27; bij toeval gemiddeld 0,17)" in text(said)
    beyond = kiezen.over_segregatie("1A", segregatie([(10, 8), (4, 18), (3, 17)]), k_min=K)
    assert codes(beyond) == ["B07b"]
    assert "D = 0,40; bij toeval gemiddeld 0,16" in text(beyond)
    assert "hoogstens 0,32" in text(beyond)


def test_where_most_of_a_group_are() -> None:
    said = kiezen.over_plaatsen(
        "GOK-leerlingen", 20, {"1A1": (9, 20), "1A2": (5, 20), "1A3": (None, None)}, k_min=K
    )
    assert codes(said) == ["B09"]
    assert "Van de 20 GOK-leerlingen zitten er 9 in 1A1, waar 20 leerlingen zitten." in text(said)


@pytest.mark.parametrize(
    "plaatsen",
    [
        {"1A1": (8, 20), "1A2": (8, 20), "1A3": (4, 20)},
        {"1A1": (4, 20), "1A2": (3, 20)},
        {"1A1": (20, None)},
        {},
    ],
    ids=["a tie", "none large enough", "all hidden", "no places"],
)
def test_no_place_stands_out(
    plaatsen: dict[str, tuple[Fraction | int | None, Fraction | int | None]],
) -> None:
    assert codes(kiezen.over_plaatsen("GOK-leerlingen", 20, plaatsen, k_min=K)) == ["B09b"]


def test_a_hidden_place_may_hold_more() -> None:
    said = kiezen.over_plaatsen(
        "GOK-leerlingen", 20, {"1A1": (9, 20), "1A2": (None, None)}, k_min=K
    )
    assert codes(said) == ["B09c"]
    assert "Niet elke plaats kan getoond worden" in text(said)


def test_the_flow_names_only_what_happened() -> None:
    parts = {Vervolg.WEG: 1, Vervolg.VERDER: 35, Vervolg.OVER: 4, Vervolg.ONBEKEND: 0}
    said = kiezen.over_vervolg("2024-2025", 40, parts, k_min=K)
    assert text(said) == (
        "Van de 40 leerlingen van 2024-2025 gingen er 35 een leerjaar verder, deden er 4 het "
        "leerjaar over en ging er 1 weg voor het laatste leerjaar. Waarom, blijkt hier niet uit."
    )
    all_on = kiezen.over_vervolg("2024-2025", 40, {Vervolg.VERDER: 40}, k_min=K)
    assert "gingen er 40 een leerjaar verder. Waarom" in text(all_on)


def test_a_hidden_part_of_the_flow_is_said_to_be_hidden() -> None:
    parts: dict[Vervolg, int | None] = {Vervolg.VERDER: 30, Vervolg.OVER: None, Vervolg.WEG: None}
    assert codes(kiezen.over_vervolg("2024-2025", 40, parts, k_min=K)) == ["B11", "A02"]
    hidden: dict[Vervolg, int | None] = {Vervolg.VERDER: None, Vervolg.WEG: None}
    assert codes(kiezen.over_vervolg("2024-2025", 40, hidden, k_min=K)) == ["A02"]


@pytest.mark.parametrize("parts", [{Vervolg.VERDER: 39}, {Vervolg.VERDER: 41, Vervolg.WEG: None}])
def test_a_flow_that_does_not_add_up_is_refused(parts: dict[Vervolg, int | None]) -> None:
    with pytest.raises(ValueError, match="add up"):
        kiezen.over_vervolg("2024-2025", 40, parts, k_min=K)


def test_the_overgang_counts_known_destinations_and_names_the_others() -> None:
    said = kiezen.over_overgang(share(7, 28), 2, k_min=K)
    assert codes(said) == ["B12a", "B12c"]
    assert "21 naar 1A en 7 naar 1B, dat is 25 % naar 1B" in text(said)
    assert "Van 2 leerlingen is de bestemming anders of niet gekend." in text(said)
    assert codes(kiezen.over_overgang(share(7, 28), 0, k_min=K)) == ["B12a"]
    few = kiezen.over_overgang(share(5, 12), 1, k_min=K)
    assert codes(few) == ["B12b", "B12c"]
    assert "%" not in text(few)
    assert "Van 1 leerling is" in text(few)


def test_means_are_two_different_numbers() -> None:
    assert text(kiezen.over_gemiddelde(Fraction(27, 20), 40, k_min=K)).startswith(
        "Gemiddeld 1,35 kenmerken per leerling, zonder buurt (40 leerlingen)."
    )
    assert "is 1,10, op een schaal" in text(kiezen.over_oki(Fraction(11, 10), 40, k_min=K))


def test_vlaanderen_beside_and_nothing_yet() -> None:
    beside = kiezen.over_vlaanderen(Fraction(21, 100), "2024-2025", "Voorbeeldbron")
    assert text(beside) == "In Vlaanderen was dat 21 % in 2024-2025 (Voorbeeldbron)."
    nothing = kiezen.zonder_gegevens("er is nog geen teldag vastgelegd")
    assert text(nothing) == "Nog geen gegevens: er is nog geen teldag vastgelegd."


SHARES = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@settings(max_examples=150, deadline=None)
@given(SHARES, SHARES)
def test_whatever_the_counts_the_sentence_is_as_sure_as_the_interval(
    een: tuple[int, int], ander: tuple[int, int]
) -> None:
    two = (aandeel(*een), aandeel(*ander))
    pairs = [
        kiezen.over_verschil(TOESLAG, *two, k_min=K),
        kiezen.over_jaren(TOESLAG, "2024-2025", two[0], "2025-2026", two[1], k_min=K),
    ]
    smallest, difference = min(een[1], ander[1]), verschil(een, ander)
    for said in pairs:
        (code,) = codes(said)
        assert (code == "A01") is (smallest < K)
        assert ("%" in text(said)) is (smallest >= 20)
        assert code.endswith("c") is (K <= smallest < 20)
        if difference is None or not difference.meer_dan_toeval:
            assert "procentpunt" not in text(said)
            assert UNDECIDED.search(text(said)) or not DIRECTION.search(text(said))
        elif smallest >= 20:
            assert "procentpunt" in text(said)
