"""The sentences of the school in figures: of whom a share is, and each where its chart is."""

from __future__ import annotations

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.analyse.blad import Deel
from gokwijs.apps.dossier.begrijp import begrijp
from gokwijs.apps.scholen.selectors import access_for
from tests.apps.analyse.builders import SO, VORIG, So
from tests.apps.builders import TODAY, main_text

PAGE = f"/school/{SO}/beleid/dossier/begrijp/"


def delen(so: So) -> dict[str, Deel]:
    access = access_for(so.alice, SO, Permission.SCHOOLZONE_ZIEN)
    return {one.key: one for one in begrijp(access, TODAY).blad.delen}


def test_a_share_says_of_whom_it_is_where_it_stands(vast: So) -> None:
    first = delen(vast)["kenmerken"].zinnen[0].tekst
    assert " % van alle leerlingen (" in first
    assert "van de 110)" in first  # everybody, also of whom a kenmerk is not known


def test_the_exact_look_names_its_own_base_and_the_share_of_the_team_beside_it(vast: So) -> None:
    """Two shares of the same pupils: a reader must not think that one of them is wrong."""
    team = delen(vast)["kenmerken"].zinnen[0].tekst.partition(" %")[0]
    exact = main_text(vast.get("", "alice"))
    assert "van de leerlingen van wie we het weten (" in exact
    assert f"Van alle 110 leerlingen is dat minstens {team} %" in exact


def test_the_lines_over_the_years_open_with_the_sentence_that_reads_them(vast: So) -> None:
    vast.leg_vast(VORIG)
    found = delen(vast)
    opening = found["jaren"].zinnen[0]
    assert opening.code.startswith("B10")
    assert str(VORIG) in opening.tekst
    assert "% van alle leerlingen zijn GOK-leerling in" in opening.tekst
    assert not any(zin.code.startswith("B10") for zin in found["kenmerken"].zinnen)


def test_no_sentence_is_said_twice_on_the_page(vast: So) -> None:
    vast.leg_vast(VORIG)
    said = [z.tekst for one in delen(vast).values() for z in one.zinnen if z.code != "A02"]
    assert len(said) == len(set(said))
