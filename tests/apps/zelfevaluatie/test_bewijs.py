"""Evidence is kept once and used at several expectations; figures stay where they may be seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gokwijs.apps.audit.models import Event
from gokwijs.apps.zelfevaluatie.models import Bewijsstuk
from tests.apps import beleid_builders as plan_build
from tests.apps.builders import World, main_text
from tests.apps.page import S
from tests.apps.zelfevaluatie import builders as build

B = f"{S}/beleid/kwaliteit/bewijs/"
PDF = b"%PDF-1.4\n%%EOF\n"


def post(world: World, soort: str, **data: Any) -> Any:
    return world.client("alice").post(f"{B}nieuw/?soort={soort}", {"codes": ["ok:R5"], **data})


def test_a_link_serves_several_expectations(world: World) -> None:
    post(
        world,
        "link",
        titel="Reglement",
        adres="https://school.invalid/r",
        codes=["ok:R5", "ok:BL10"],
    )
    for key in ("ok:R5", "ok:BL10"):
        page = main_text(world.client("bob").get(f"{S}/beleid/kwaliteit/verwachting/{key}/"))
        assert "Reglement" in page
    assert Bewijsstuk.objects.filter(titel="Reglement").count() == 1


@pytest.mark.parametrize(
    ("soort", "data", "says"),
    [
        ("link", {"titel": "x", "adres": "javascript:alert(1)"}, "geldige URL"),
        ("link", {"titel": "x", "adres": "https://a.invalid", "codes": []}, "minstens één"),
        ("link", {"titel": "x", "adres": "https://a.invalid", "codes": ["ok:Z9"]}, "geldige keuze"),
        ("link", {"titel": "a\x00b", "adres": "https://a.invalid"}, "Null-tekens"),
        ("document", {"titel": "x"}, "verplicht"),
        ("vaststelling", {"keuze": "999999"}, "geldige keuze"),
    ],
)
def test_what_cannot_be_evidence_says_why(
    world: World, soort: str, data: dict[str, Any], says: str
) -> None:
    count = Bewijsstuk.objects.count()
    assert says in main_text(post(world, soort, **data))
    assert Bewijsstuk.objects.count() == count


def test_a_document_is_kept_and_looking_is_logged(world: World) -> None:
    fake = SimpleUploadedFile("v.pdf", b"geen pdf", "application/pdf")
    assert "geen pdf, jpeg of png" in main_text(post(world, "document", titel="V", bestand=fake))
    good = SimpleUploadedFile("verslag 2026.pdf", PDF, "application/pdf")
    post(world, "document", titel="Verslag", bestand=good)
    one = Bewijsstuk.objects.get(titel="Verslag")
    response = world.client("bob").get(f"{B}{one.pk}/bestand/")
    assert response.content == PDF
    assert "attachment" in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert Event.objects.latest("pk").kind == "ronde.bewijs_bekeken"


def test_something_of_the_plan_is_evidence_without_its_figures_in_the_title(world: World) -> None:
    hidden = plan_build.vaststelling(world.school, tekst="3 van de 41", werkzone=True)
    options = world.client("alice").get(f"{B}nieuw/?soort=vaststelling").context["form"]
    assert str(hidden.pk) in dict(options.fields["keuze"].choices)
    post(world, "vaststelling", keuze=hidden.pk)
    post(world, "vaststelling", keuze=hidden.pk, codes=["ok:K1"])
    one = Bewijsstuk.objects.get(soort="vaststelling", school=world.school)
    assert one.codes == ["ok:R5", "ok:K1"], "kept once"
    assert "41" not in one.titel
    assert "3 van de 41" in main_text(world.client("alice").get(B))
    text = main_text(world.client("bob").get(B))
    assert "3 van de 41" not in text
    assert one.titel in text


def test_a_meting_of_the_werkzone_is_hidden_from_who_may_not_see_it(world: World) -> None:
    measure = plan_build.indicator(plan_build.plan(world.school))
    found = plan_build.meting(measure, 3, 41, werkzone=True)
    build.bewijs(world.school, soort="meting", nummer=found.pk, adres="", titel="Meting")
    assert "(3 van de 41)" in main_text(world.client("alice").get(B))
    text = main_text(world.client("bob").get(B))
    assert "3 van de 41" not in text
    assert "Alleen te zien voor wie met de exacte aantallen werkt." in text


def test_what_is_taken_away_comes_back(world: World) -> None:
    one = build.bewijs(world.school, titel="Wegwijzer")
    client = world.client("alice")
    client.post(f"{B}{one.pk}/weg/")
    assert "Wegwijzer" not in main_text(world.client("bob").get(B))
    assert "Wegwijzer" in main_text(client.get(f"{B}?weg=1"))
    assert "Wegwijzer" not in main_text(world.client("bob").get(f"{B}?weg=1"))
    client.post(f"{B}{one.pk}/weg/", {"terug": "1"})
    assert "Wegwijzer" in main_text(world.client("bob").get(B))


def test_the_list_filters_and_sorts_by_address(world: World) -> None:
    build.bewijs(world.school, titel="Aaa", codes=["ok:K1"])
    build.bewijs(world.school, titel="Zzz", codes=["ok:R5"])
    client = world.client("bob")
    assert "Aaa" not in main_text(client.get(f"{B}?code=ok:R5")).partition("Zzz")[2]
    assert "Zzz" not in main_text(client.get(f"{B}?q=aa"))
    newest = main_text(client.get(f"{B}?sorteer=nieuw"))
    assert newest.index("Zzz") < newest.index("Aaa")
    assert "Geen bewijs in deze keuze." in main_text(client.get(f"{B}?q=bestaat-niet"))
    assert client.get(f"{B}?q=%00&soort=x&code=y&p=z").status_code == 200


def test_what_the_plan_lost_says_so(world: World) -> None:
    build.bewijs(world.school, soort="actie", nummer=987654, adres="", titel="Oude actie")
    assert "Dit staat niet meer in het plan." in main_text(world.client("bob").get(B))
