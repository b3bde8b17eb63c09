"""Every table against the pupils themselves, counted again one by one."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.analyse.attest import Attest
from gokwijs.core.analyse.beeld import Beeld, Gang, Persoon, gekend
from gokwijs.core.analyse.plek import Plek
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import (
    KOLOMMEN,
    Aantal,
    Telblad,
    gang_uitkomst,
    gemiddelde,
    klassen_in,
    stroom_of,
    telblad,
    wie_achter,
)
from tests.core.analyse.personen import (
    INDELINGEN,
    Lid,
    beeld_van,
    groep,
    leden,
    personen,
    persoon,
    plek,
    rij_van,
    stroomleden,
)

PLAATSEN = ("samenstelling", *(f"waar-{indeling}" for indeling in INDELINGEN), "aantal")
TWEE_GROEPEN = ("vordering", "vordering-graad", "attesten", "stroom", "stroom-graad")
TABELLEN = (*PLAATSEN, *TWEE_GROEPEN)
ALLES = Selectie()
GENOEG = settings(max_examples=25, deadline=None)


def members(key: str, nu: list[Persoon], vorig: list[Persoon]) -> list[Lid]:
    return list(stroomleden(key, nu, vorig) if key.startswith("stroom") else leden(key, nu))


def counted(key: str, own: list[Lid], blad: Telblad) -> dict[tuple[str, str], Aantal]:
    """The whole table again: per cell yes, beside whom, and unknown."""
    found = {}
    rows = {row for row, *_ in own}
    for row in rows | ({"school"} if key in ("samenstelling", "aantal") else set()):
        for column in blad.kolommen:
            side = column.partition(":")[0]
            here = [
                lid
                for lid in own
                if lid[0] == row
                and (":" not in column or any(c.startswith(f"{side}:") for c in lid[1]))
            ]
            yes = sum(lid[4] for lid in here if column in lid[1])
            unknown = sum(lid[4] for lid in here if column in lid[2])
            found[row, column] = Aantal(yes, sum(lid[4] for lid in here), unknown)
    return found


@pytest.mark.parametrize("key", TABELLEN)
@given(nu=personen, vorig=personen)
@GENOEG
def test_every_number_is_what_counting_pupil_by_pupil_gives(
    key: str, nu: list[Persoon], vorig: list[Persoon]
) -> None:
    beeld, own = beeld_van(nu, vorig), members(key, nu, vorig)
    blad = telblad(key, beeld, ALLES)
    assert dict(blad.aantallen) == counted(key, own, blad)
    sizes = Counter[str]()
    for row, _, _, _, halves in own:
        sizes[row] += halves
    assert {rij.key: rij.n for rij in blad.rijen if rij.n} == dict(sizes)
    assert len({rij.key for rij in blad.rijen}) == len(blad.rijen)


@pytest.mark.parametrize("key", PLAATSEN)
@given(nu=personen)
@GENOEG
def test_the_rows_together_are_the_whole_school(key: str, nu: list[Persoon]) -> None:
    beeld = beeld_van(nu)
    blad, whole = telblad(key, beeld, ALLES), telblad("samenstelling", beeld, ALLES)
    assert sum(rij.n for rij in blad.rijen) == beeld.halves == sum(one.halves for one in nu)
    if key == "aantal":
        cells = [blad.cel("school", k) for k in blad.kolommen]
        assert sum(c.ja or 0 for c in cells) + cells[0].onbekend == beeld.halves
        return
    for kolom in KOLOMMEN:
        cells = [blad.cel(rij.key, kolom) for rij in blad.rijen]
        total = whole.cel("school", kolom)
        assert sum(c.ja or 0 for c in cells) == total.ja
        assert sum(c.onbekend for c in cells) == total.onbekend


@pytest.mark.parametrize("key", TWEE_GROEPEN)
@given(nu=personen, vorig=personen)
@GENOEG
def test_the_groups_and_their_outcomes_fill_each_row(
    key: str, nu: list[Persoon], vorig: list[Persoon]
) -> None:
    blad = telblad(key, beeld_van(nu, vorig), ALLES)
    for rij in blad.rijen:
        assert sum(blad.cel(rij.key, k).ja or 0 for k in blad.kolommen) == rij.n
        for side in ("gok", "rest", "onbekend"):
            cells = [blad.cel(rij.key, k) for k in blad.kolommen if k.startswith(f"{side}:")]
            assert {c.n for c in cells} == {sum(c.ja or 0 for c in cells)}


@pytest.mark.parametrize("key", TABELLEN)
@given(nu=personen, vorig=personen)
@GENOEG
def test_behind_each_number_stand_exactly_its_pupils(
    key: str, nu: list[Persoon], vorig: list[Persoon]
) -> None:
    beeld, own = beeld_van(nu, vorig), members(key, nu, vorig)
    blad = telblad(key, beeld, ALLES)
    for rij in blad.rijen:
        here = [lid for lid in own if lid[0] == rij.key]
        for everybody in ("", "n"):
            assert wie_achter(key, beeld, ALLES, rij.key, everybody) == {lid[3] for lid in here}
        for kolom in blad.kolommen:
            yes = [lid for lid in here if kolom in lid[1]]
            unknown = [lid for lid in here if kolom in lid[2]]
            cel = blad.cel(rij.key, kolom)
            found = wie_achter(key, beeld, ALLES, rij.key, kolom)
            assert found == {lid[3] for lid in yes}
            assert sum(lid[4] for lid in here if lid in yes and lid[3] in found) == cel.ja
            asked = wie_achter(key, beeld, ALLES, rij.key, f"{kolom}=onbekend")
            assert asked == {lid[3] for lid in unknown}
            assert sum(lid[4] for lid in unknown) == cel.onbekend


def test_nobody_stands_behind_a_number_outside_the_own_classes() -> None:
    nu = [persoon(wie, plek("lager", "", "1", klas="AB"[wie % 2])) for wie in range(6)]
    own = Selectie(klassen=frozenset({"A"}))
    beeld = beeld_van(nu, nu)
    for key in TABELLEN:
        rows = [rij.key for rij in telblad(key, beeld, ALLES).rijen]
        for row in rows:
            assert wie_achter(key, beeld, own, row, "n") <= {0, 2, 4}
    assert wie_achter("waar-klas", beeld, own, "B", "n") == set()


# ---------------------------------------------------------------- means and classes


@given(nu=personen)
@GENOEG
def test_the_mean_lies_between_all_unknown_no_and_all_unknown_yes(nu: list[Persoon]) -> None:
    three = KOLOMMEN[:3]
    found = gemiddelde(telblad("samenstelling", beeld_van(nu), ALLES), "school", three)
    total = sum(one.halves for one in nu)
    if not total:
        assert found is None
        return
    low = sum(one.halves * one.antwoorden[:3].count(1) for one in nu)
    high = sum(one.halves * (3 - one.antwoorden[:3].count(0)) for one in nu)
    assert found == (Fraction(low, total), Fraction(high, total))


def test_a_mean_with_a_hidden_number_is_hidden() -> None:
    blad = telblad("samenstelling", beeld_van([persoon(1, plek("lager"), (1, 0, 0, 0, 0))]), ALLES)
    assert gemiddelde(blad, "school", KOLOMMEN[:3]) == (1, 1)
    hidden = blad.afgeschermd({"school|thuistaal"})
    assert gemiddelde(hidden, "school", KOLOMMEN[:3]) is None


@given(nu=personen)
@GENOEG
def test_classes_side_by_side_per_leerjaar(nu: list[Persoon]) -> None:
    wanted: dict[str, dict[str, list[int]]] = {}
    for one in nu:
        if one.plek.klas:
            row = wanted.setdefault(rij_van("leerjaar", one.plek), {})
            side = ("gok", "rest", "onbekend").index(groep(one.plek.niveau, one.antwoorden))
            row.setdefault(one.plek.klas, [0, 0, 0])[side] += one.halves
    found = klassen_in(beeld_van(nu).vakken)
    assert {r: {k: list(n) for k, n in c.items()} for r, c in found.items()} == wanted
    by_place = klassen_in(beeld_van(nu).vakken, lambda vak: vak.plek.vestiging)
    total = sum(sum(n) for classes in by_place.values() for n in classes.values())
    assert total == sum(one.halves for one in nu if one.plek.klas)


# ---------------------------------------------------------------- hidden


def small() -> Beeld:
    nu = [
        persoon(
            wie,
            plek("so", "1", "1", "1A", "1Aa"),
            (wie % 2, 0, 0, 0, 0),
            2014 - wie % 3,
            Attest.A if wie % 3 else Attest.C,
        )
        for wie in range(24)
    ]
    return gekend(beeld_van(nu, nu))


@pytest.mark.parametrize("key", TWEE_GROEPEN)
def test_hiding_the_size_of_a_group_hides_everything_about_it(key: str) -> None:
    blad = telblad(key, small(), ALLES)
    row = blad.rijen[0].key
    hidden = blad.afgeschermd({f"{row}|gok:n"})
    for kolom in blad.kolommen:
        before, after = blad.cel(row, kolom), hidden.cel(row, kolom)
        if kolom.startswith("gok:"):
            assert (after.ja, after.n, after.p, after.afgeschermd) == (None, None, None, True)
        else:
            assert after == before


@given(nu=personen, data=st.data())
@GENOEG
def test_hiding_one_figure_changes_no_other(nu: list[Persoon], data: st.DataObject) -> None:
    blad = telblad("waar-leerjaar", beeld_van(nu), ALLES)
    if not blad.aantallen:
        return
    row, kolom = data.draw(st.sampled_from(sorted(blad.aantallen)))
    hidden = blad.afgeschermd({f"{row}|{kolom}"})
    assert hidden.cel(row, kolom).ja is None
    assert hidden.cel(row, kolom).onbekend == 0
    rest = {key: a for key, a in blad.aantallen.items() if key != (row, kolom)}
    assert {key: hidden.aantallen[key] for key in rest} == rest


def test_what_was_not_released_can_be_hidden_by_name() -> None:
    """Keys of all figures: an audience sees what is on its list, and nothing else."""
    blad = telblad("vordering-graad", small(), ALLES)
    hidden = blad.afgeschermd(blad.figuren)
    assert all(a.ja is None and a.n is None for a in hidden.aantallen.values())
    shown = {"so-1|gok:op", "so-1|gok:n"}
    some = blad.afgeschermd(blad.figuren - shown)
    assert {key for key, a in some.aantallen.items() if a.ja is not None} == {("so-1", "gok:op")}


def test_a_share_is_of_who_is_known() -> None:
    assert Aantal(3, 10, 4).p == Fraction(1, 2)
    assert Aantal(0, 4, 4).p is None
    assert Aantal(None, 4).p is None
    assert Aantal(None, None).p is None


def test_another_name_is_no_table() -> None:
    with pytest.raises(KeyError):
        telblad("alles", small(), ALLES)


@pytest.mark.parametrize(
    ("van", "naar", "uitkomst"),
    [
        (plek("kleuter", "", "2"), plek("kleuter", "", "3"), "verder"),
        (plek("kleuter", "", "3"), plek("lager", "", "1"), "verder"),
        (plek("kleuter", "", "2"), plek("lager", "", "1"), "anders"),
        (plek("kleuter", "", "3"), plek("kleuter", "", "3"), "over"),
        (plek("kleuter", "", "peuter"), plek("kleuter", "", "1"), "anders"),
        (plek("lager", "", "6"), plek("so", "1", "1"), "verder"),
        (plek("so", "1", "2"), plek("so", "2", "3"), "verder"),
        (plek("so", "2", "3"), plek("so", "2", "1"), "over"),
        (plek("lager", "", "5"), plek("so", "1", "1"), "anders"),
        (plek("so", "okan", ""), plek("so", "1", "1"), "anders"),
        (plek("lager", "", "1"), None, "weg"),
        (plek("lager", "", "6"), None, "klaar"),
        (plek("so", "3", "2"), None, "klaar"),
        (plek("so", "3", "1"), None, "weg"),
        (plek("so", "okan", ""), plek("so", "okan", ""), "over"),
        (None, plek("lager", "", "1"), "nieuw"),
    ],
)
def test_steps_of_school_life(van: Plek | None, naar: Plek | None, uitkomst: str) -> None:
    assert gang_uitkomst(Gang(van, naar, (0, 0, 0, 0, 0), 2)) == uitkomst


@pytest.mark.parametrize(
    ("where", "key", "words"),
    [
        (plek("so", "1", "1", "1A Latijn"), "1a", "1A"),
        (plek("so", "1", "1", "1b"), "1b", "1B"),
        (plek("so", "1", "2", "2A"), "2a", "2A"),
        (plek("so", "1", "1", "Latijn"), "so-1", "1ste graad"),
        (plek("so", "2", "3", "2A techniek"), "so-2", "2de graad"),
    ],
)
def test_the_stream_of_an_attest(where: Plek, key: str, words: str) -> None:
    assert stroom_of(where) == (key, words)
