"""Tables on one year for the whole team: beside the tables of places they tell nothing more."""

from __future__ import annotations

import pytest

from gokwijs.core.analyse.attest import Attest
from gokwijs.core.analyse.beeld import Beeld, Persoon
from gokwijs.core.analyse.plek import Plek
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import telblad
from gokwijs.core.disclosure.namen import JAARTABELLEN, jaartabel, rijen_die_mogen
from gokwijs.core.disclosure.vrijgave import Familie
from tests.core.disclosure.test_namen import (
    all_known,
    bounds,
    counted,
    hidden_of,
    pupils,
    released,
    school,
    shown_of,
)


def may(beeld: Beeld, key: str, familie: Familie) -> list[str]:
    shown = shown_of(familie, "samenstelling", "waar-graad", "waar-richting")
    return rijen_die_mogen(
        telblad(key, beeld, Selectie()), [k for k in shown if k.endswith("|gok")]
    )


def test_a_year_table_shows_only_rows_of_which_the_gok_number_was_shown() -> None:
    blad = telblad("attesten", school()[0], Selectie())
    assert [rij.key for rij in blad.rijen] == ["1a", "1b", "so-2", "so-3"]
    assert rijen_die_mogen(blad, []) == []
    assert rijen_die_mogen(blad, ["1B|gok", "so-3|gok", "school|gok"]) == ["1b", "so-3"]


@pytest.mark.parametrize("key", JAARTABELLEN)
def test_rows_that_may_not_be_known_are_nowhere_in_a_year_table(key: str) -> None:
    beeld, _, familie = school()
    rows = may(beeld, key, familie)
    opzet = jaartabel(beeld, key, rows[:1])
    assert {f.key.partition("|")[0] for f in opzet.tafels[0].figuren} <= set(rows[:1])
    found = released(jaartabel(beeld, key, rows))
    blad = telblad(key, beeld, Selectie())
    for name, halves in shown_of(found).items():
        row, _, kolom = name.partition("|")
        assert row in rows
        groep, _, uitkomst = kolom.partition(":")
        cel = blad.cel(row, f"{groep}:{JAARTABELLEN[key][0]}")
        assert halves == (cel.n if uitkomst == "n" else blad.cel(row, kolom).ja)
    assert not jaartabel(beeld, key, []).tafels[0].figuren


def with_few(attest: Attest) -> list[Persoon]:
    """In 3Ec four pupils get another attest, of each group."""
    nu = pupils(7, 40)
    chosen = [p for p in nu if p.plek.klas == "3Ec"]
    yes = [p.wie for p in chosen if any(p.antwoorden[:4])][:2]
    no = [p.wie for p in chosen if not any(p.antwoorden[:4])][:1]
    few = {*yes, *no}
    return [
        Persoon(p.wie, p.plek, p.antwoorden, p.geboortejaar, attest, 2) if p.wie in few else p
        for p in nu
    ]


@pytest.mark.parametrize("attest", [Attest.GEEN, Attest.ONBEKEND, Attest.C_UITSCHRIJVING])
def test_a_few_without_attest_are_not_the_difference_with_the_place(attest: Attest) -> None:
    beeld = counted(with_few(attest))
    rows = [rij.key for rij in telblad("attesten", beeld, Selectie()).rijen]
    found = {f.key.partition("|")[0] for f in jaartabel(beeld, "attesten", rows).tafels[0].figuren}
    assert found == {"1a", "1b", "so-3"}
    assert {"1a|gok:n", "so-3|gok:n"} <= set(shown_of(released(jaartabel(beeld, "attesten", rows))))


def test_many_without_attest_stand_beside_the_row_in_the_attack() -> None:
    nu = [
        Persoon(p.wie, p.plek, p.antwoorden, p.geboortejaar, Attest.GEEN, 2) if p.wie % 2 else p
        for p in pupils(7, 60)
    ]
    beeld = counted(nu)
    opzet = jaartabel(beeld, "attesten", ["1a"])
    names = {f.key: f for f in opzet.tafels[0].figuren}
    place = telblad("waar-richting", beeld, Selectie()).cel("1A", "gok")
    own = names["1a|gok:n"].cellen | names["1a|gok:buiten"].cellen
    assert (own, place.ja) in [(b.cellen, b.halves) for b in opzet.bekend]
    assert names["1a|gok:n"].halves + names["1a|gok:buiten"].halves == place.ja


@pytest.mark.parametrize("number", [4, 24])
def test_a_leerjaar_that_does_not_count_is_not_the_difference_with_the_graad(number: int) -> None:
    """Some GOK-leerlingen in a seventh year: graad minus vordering would be their number.

    Also when they are many: beside them another year can be hidden that is small.
    """
    seventh = Plek("1", "so", "3", "7", "Zorg", "7Zo")
    extra = [
        Persoon(1000 + n, seventh, (int(n < number), 0, 0, 0, 0), 2008, Attest.A, 2)
        for n in range(2 * number)
    ]
    beeld = counted([*pupils(7, 40), *extra])
    blad = telblad("vordering-graad", beeld, Selectie())
    whole = telblad("waar-graad", beeld, Selectie()).cel("so-3", "gok").ja or 0
    assert whole - (blad.cel("so-3", "gok:op").n or 0) == 2 * number
    rows = jaartabel(beeld, "vordering-graad", ["so-1", "so-2", "so-3"])
    assert {f.key.partition("|")[0] for f in rows.tafels[0].figuren} == {"so-1", "so-2"}


def test_a_stream_of_several_richtingen_is_not_one_place() -> None:
    """1A shown, 1A Latijn hidden: attesten of both together would be the difference."""
    latin = [
        Persoon(
            1000 + n, Plek("1", "so", "1", "1", "1A Latijn", "1La"), (0, 0, 0, 0, 0), 2014, a, 2
        )
        for n, a in enumerate([Attest.A] * 9)
    ]
    beeld = counted([*pupils(7, 40), *latin])
    opzet = jaartabel(beeld, "attesten", ["1a", "1b"])
    assert {f.key.partition("|")[0] for f in opzet.tafels[0].figuren} == {"1b"}


def test_the_groups_of_a_place_are_known_beside_their_outcomes() -> None:
    """GOK known from the places: with the size of the others, the last outcome is no secret."""
    beeld, _, familie = school()
    for key in ("vordering-graad", "attesten"):
        opzet = jaartabel(beeld, key, may(beeld, key, familie))
        known = {b.cellen for b in opzet.bekend}
        found = released(opzet)
        for figuur in opzet.tafels[0].figuren:
            if figuur.key.endswith(":n"):
                assert figuur.cellen in known
        hidden = hidden_of(found)
        for figuur, low, high in bounds(all_known(opzet, found), hidden, len(opzet.cellen)):
            assert high - low > 1e-6, figuur.key
