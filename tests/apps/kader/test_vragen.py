"""Questions of the school itself."""

from __future__ import annotations

from gokwijs.apps.kader import services
from gokwijs.apps.kader.models import EigenVraag
from gokwijs.apps.kader.selectors import eigen_vragen, kader_van
from gokwijs.core.kader import maak_vragenlijst
from tests.apps.builders import NUMMER, World, main_text
from tests.core.kader.builders import new_texts, without

V = f"/school/{NUMMER}/beleid/kader/vragen/"


def add(world: World, tekst: str = "Weten we wie er niet komt?", code: str = "ok:R5") -> EigenVraag:
    return services.bewaar_vraag(
        school=world.school, vraag=None, tekst=tekst, toelichting="", code=code, by=world.alice
    )


def test_a_question_of_the_school_stands_behind_those_of_the_framework(world: World) -> None:
    row = add(world)
    lijst = maak_vragenlijst(
        kader_van(world.school), set_="gok-kern", eigen=eigen_vragen(world.school)
    )
    assert lijst.items[-1].sleutel == f"eigen:{row.pk}"
    assert lijst.items[-1].codes == ("ok:R5",)
    assert eigen_vragen(world.other) == ()


def test_a_question_is_added_changed_and_put_back_on_the_page(world: World) -> None:
    alice = world.client("alice")
    alice.post(V, {"tekst": "Wie ontbreekt?", "toelichting": "", "code": "ok:B4"})
    row = world.school.eigen_vragen.get()
    assert row.code == "ok:B4"
    alice.post(f"{V}{row.pk}/", {"tekst": "Wie komt niet?", "toelichting": "x", "code": ""})
    page = main_text(alice.get(V))
    assert "Wie komt niet?" in page
    assert "Zet de vorige tekst terug" in page
    alice.post(f"{V}{row.pk}/vorige/")
    row.refresh_from_db()
    assert (row.tekst, row.code) == ("Wie ontbreekt?", "ok:B4")


def test_a_question_taken_away_can_come_back(world: World) -> None:
    row, alice = add(world), world.client("alice")
    alice.post(f"{V}{row.pk}/weg/")
    assert eigen_vragen(world.school) == ()
    assert "Weten we wie er niet komt?" in main_text(alice.get(f"{V}?weg=1"))
    alice.post(f"{V}{row.pk}/weg/", {"terug": "1"})
    assert len(eigen_vragen(world.school)) == 1


def test_a_question_without_text_or_with_an_unknown_code_is_refused(world: World) -> None:
    alice = world.client("alice")
    for given in (
        {"tekst": "", "code": ""},
        {"tekst": "x" * 301, "code": ""},
        {"tekst": "Goed?", "code": "K2"},
        {"tekst": "Goed?", "code": "ok:Z9"},
        {"tekst": "a\x00b", "code": ""},
    ):
        response = alice.post(V, {"toelichting": "", **given})
        assert response.status_code == 200
    assert not world.school.eigen_vragen.exists()


def test_a_question_with_a_lapsed_code_says_so_and_can_keep_it(world: World) -> None:
    row = add(world, code="ok:R6")
    dropped = without(new_texts(), "R6", nieuw="R4")
    services.lees_in(school=world.school, data=dropped, by=world.alice)
    alice = world.client("alice")
    assert "In de plaats kwam R4" in main_text(alice.get(V))
    alice.post(f"{V}{row.pk}/", {"tekst": "Anders?", "toelichting": "", "code": "ok:R6"})
    row.refresh_from_db()
    assert (row.tekst, row.code) == ("Anders?", "ok:R6")
