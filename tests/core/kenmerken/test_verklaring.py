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
    assert besluit_thuistaal(answers(A, A, X)).reden == (
        "De leerling spreekt thuis met niemand Nederlands, dus geldt het kenmerk."
    )
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


def test_the_reason_of_opleiding_moeder_says_what_she_finished_and_what_follows() -> None:
    assert besluit_opleiding(Opleiding.GEEN_LAGER).reden == (
        "De moeder heeft het lager onderwijs niet afgewerkt en heeft geen diploma secundair "
        "onderwijs, dus geldt het kenmerk."
    )
    assert besluit_opleiding(Opleiding.HOGER_SECUNDAIR).reden == (
        "De moeder heeft het hoger secundair onderwijs afgewerkt, dus geldt het kenmerk niet."
    )
    assert besluit_opleiding(Opleiding.LAGER).open_vragen == ("OV-04",)
    nvt = besluit_opleiding(Opleiding.NIET_VAN_TOEPASSING)
    assert nvt.open_vragen == ("OV-05",)
    assert "De regels zeggen niet wat dan geldt." in nvt.reden
    assert besluit_opleiding(Opleiding.ONBEKEND).open_vragen == ()


# ---------------------------------------------------------------- a second, naive reading

WHO = ("de moeder", "de vader", "de broers en zussen")


def naive(letters: str) -> str:
    """ja, nee, of geen regel, by counting: letters of N, A and X, nothing unknown."""
    present = letters.replace("X", "")
    if present == "":
        return "geen regel"
    if "N" not in present:
        return "ja"
    if len(present) == 3 and present.count("N") == 1:
        return "ja"
    return "nee"


def ways(letters: str) -> list[str]:
    """Every way to fill in the question marks, one at a time."""
    if "?" not in letters:
        return [letters]
    return [way for one in "NAX" for way in ways(letters.replace("?", one, 1))]


def in_a_row(names: list[str]) -> str:
    if len(names) == 3:
        return f"{names[0]}, {names[1]} en {names[2]}"
    return " en ".join(names)


def expected(letters: str) -> tuple[str, str, bool]:
    """The answer, the sentence, and whether open question OV-02 plays."""
    outcomes = {naive(way) for way in ways(letters)}
    open_question = "geen regel" in outcomes
    unknown = in_a_row([who for who, one in zip(WHO, letters, strict=True) if one == "?"])
    start = f"Welke taal de leerling spreekt met {unknown} weten we niet"
    if outcomes == {"geen regel"}:
        sentence = (
            "Er is geen moeder, vader, broer of zus om mee te spreken. De regels zeggen niet wat "
            "dan geldt."
        )
        return "onbekend", sentence, True
    if len(outcomes) > 1:
        return "onbekend", f"{start}, en dat maakt het verschil.", open_question
    (answer,) = outcomes
    if unknown:
        end = "het kenmerk geldt." if answer == "ja" else "het kenmerk geldt niet."
        return answer, f"{start}, maar elk antwoord geeft hetzelfde: {end}", False
    dutch = [who for who, one in zip(WHO, letters, strict=True) if one == "N"]
    if not dutch:
        sentence = "De leerling spreekt thuis met niemand Nederlands, dus geldt het kenmerk."
        return answer, sentence, False
    spoken = f"De leerling spreekt Nederlands met {in_a_row(dutch)}."
    if answer == "ja":
        rest = "Dat is één van drie gezinsleden, dus geldt het kenmerk."
    elif "X" not in letters:
        rest = "Dat zijn er meer dan één van drie, dus geldt het kenmerk niet."
    else:
        size = "twee gezinsleden" if letters.count("X") == 1 else "één gezinslid"
        rest = f"In een gezin met {size} is dat genoeg: het kenmerk geldt niet."
    return answer, f"{spoken} {rest}", False


@pytest.mark.parametrize("letters", ["".join(way) for way in product("NAX?", repeat=3)])
def test_all_64_combinations_against_a_naive_reading_with_their_sentence(letters: str) -> None:
    codes = {"N": N, "A": A, "X": X, "?": Q}
    besluit = besluit_thuistaal(answers(*(codes[one] for one in letters)))
    answer, sentence, open_question = expected(letters)
    assert (besluit.antwoord.word, besluit.reden) == (answer, sentence)
    assert besluit.open_vragen == (("OV-02",) if open_question else ())
    assert besluit.artikel == "DBO art. 133 §1 c; CSO art. 225 §1, 5°"


def test_the_naive_reading_reaches_every_answer_and_every_kind_of_sentence() -> None:
    found = [expected("".join(way)) for way in product("NAX?", repeat=3)]
    assert {answer for answer, _, _ in found} == {"ja", "nee", "onbekend"}
    complete = [naive("".join(way)) for way in product("NAX", repeat=3)]
    assert [complete.count(x) for x in ("ja", "nee", "geen regel")] == [10, 16, 1]
    for part in ("niemand", "één van drie", "meer dan één", "genoeg", "verschil", "hetzelfde"):
        assert any(part in sentence for _, sentence, _ in found), part
