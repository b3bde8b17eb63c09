"""Pages of the document and the template: who may, what comes out, what is said when it fails."""

from __future__ import annotations

import io
from typing import Any

import docx as reader
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gokwijs.apps.access.roles import Role
from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.models import Plan
from gokwijs.apps.dossier.document_keuze import Onderdeel
from gokwijs.apps.dossier.models_sjabloon import SchoolSjabloon
from gokwijs.apps.dossier.services_sjabloon import BEWAARD, bewaar_sjabloon
from gokwijs.apps.dossier.sjabloon import DEEL, huidig, schone_naam
from gokwijs.apps.loket import storage
from tests.apps.builders import World, client_of, colleague, main_text
from tests.apps.dossier.document_builders import gevuld
from tests.apps.dossier.tables import D
from tests.renderers.sjablonen import with_relation, word

ALLE = [one.value for one in Onderdeel]


def take(client: Client, plan: Plan, **asked: Any) -> Any:
    given = {"publiek": "team", "onderdelen": ALLE, "vorm": "pdf", **asked}
    return client.get(f"{D}/plan/{plan.pk}/bestand/", given)


def give(client: Client, data: bytes, name: str = "huisstijl.docx") -> Any:
    return client.post(f"{D}/sjabloon/", {"bestand": SimpleUploadedFile(name, data)})


def without_template(world: World) -> None:
    world.school.sjablonen.all().delete()


# ---------------------------------------------------------------- choosing and taking along


def test_the_page_says_how_much_each_part_holds(
    world: World, django_assert_max_num_queries: Any
) -> None:
    plan, alice = gevuld(world), world.client("alice")
    with django_assert_max_num_queries(20):
        page = alice.get(f"{D}/plan/{plan.pk}/")
    text = main_text(page)
    assert "Streefdoelen (1)" in text
    assert "Evaluaties, besluiten en borging (2)" in text
    empty = Plan.objects.create(
        school=world.school, naam="Leeg", schooljaar_van=2020, schooljaar_tot=2020
    )
    text = main_text(alice.get(f"{D}/plan/{empty.pk}/"))
    assert "Acties (nog leeg: komt er niet in)" in text


@pytest.mark.parametrize(
    ("vorm", "kind", "ending"),
    [("pdf", "application/pdf", "pdf"), ("docx", "wordprocessingml", "docx")],
)
def test_the_document_comes_as_a_file_and_that_is_logged(
    world: World, vorm: str, kind: str, ending: str
) -> None:
    answer = take(world.client("alice"), gevuld(world), vorm=vorm)
    assert kind in answer["Content-Type"]
    name = f"gok-plan-999801-2025-2026-tot-2026-2027.{ending}"
    assert f'filename="{name}"' in answer["Content-Disposition"]
    event = Event.objects.latest("pk")
    assert (event.kind, event.target) == ("export", name)


def test_exact_numbers_leave_only_with_who_may_take_lists_along(world: World) -> None:
    plan = gevuld(world)
    answer = take(world.client("alice"), plan, publiek="werk")
    assert 'filename="vertrouwelijk-' in answer["Content-Disposition"]
    for role in (Role.LERAAR, Role.GOK_COORDINATOR, Role.BEHEERDER, Role.FINANCIEN):
        client = client_of(colleague(world.school, role, email=f"{role}@zandloper.invalid"))
        assert take(client, plan).status_code == 200
        assert take(client, plan, publiek="werk").status_code == 302
        page = main_text(client.get(f"{D}/plan/{plan.pk}/"))
        assert "voor wie met exacte aantallen werkt" not in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"onderdelen": []}, "Kies minstens één onderdeel."),
        ({"onderdelen": ["geheim"]}, "geheim"),
        ({"vorm": "exe"}, "exe"),
    ],
)
def test_a_choice_that_does_not_exist_is_said(
    world: World, asked: dict[str, Any], said: str
) -> None:
    alice, plan = world.client("alice"), gevuld(world)
    answer = take(alice, plan, **asked)
    assert answer.status_code == 302
    assert said in main_text(alice.get(answer["Location"]))


# ---------------------------------------------------------------- the template of the school


def test_a_template_of_the_school_is_tried_kept_used_and_logged(world: World) -> None:
    alice, plan = world.client("alice"), gevuld(world)
    assert (
        give(alice, word("Huisstijl", "{{ plan.naam }}"), "C:\\x\\Onze stijl.docx").status_code
        == 302
    )
    assert Event.objects.latest("pk").kind == "dossier.sjabloon"
    kept = huidig(world.school)
    assert kept is not None
    assert kept.naam == "Onze stijl.docx"
    made = take(alice, plan, vorm="sjabloon")
    texts = [p.text for p in reader.Document(io.BytesIO(made.content)).paragraphs]
    assert "Huisstijl" in texts
    assert plan.naam in texts
    assert alice.get(f"{D}/sjabloon/{kept.pk}.docx").content == storage.read(kept.bestand, DEEL)


def test_the_standard_template_is_accepted_as_it_is(world: World) -> None:
    alice = world.client("alice")
    data = alice.get(f"{D}/sjabloon/standaard.docx").content
    assert give(alice, data).status_code == 302
    plan = gevuld(world)
    made = take(alice, plan, vorm="sjabloon", opmerkingen="on", publiek="werk")
    text = "\n".join(p.text for p in reader.Document(io.BytesIO(made.content)).paragraphs)
    assert plan.visie in text
    assert "{" not in text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (word("{{ plan.nam }}"), "Bedoel je 'naam'? Waar: in de tekst, bij: {{ plan.nam }}."),
        (word("{{ ''.__class__ }}"), "Dit mag niet in een sjabloon"),
        (with_relation("image", "https://elders.example/x.png"), "haalt iets op van buiten"),
        (b"geen word", "Dit is geen Word-document"),
        (b"", "Het bestand is leeg"),
    ],
)
def test_a_template_that_does_not_work_is_not_kept(world: World, data: bytes, said: str) -> None:
    before = list(world.school.sjablonen.values_list("pk", flat=True))
    answer = give(world.client("alice"), data)
    assert answer.status_code == 200
    assert said in main_text(answer)
    assert list(world.school.sjablonen.values_list("pk", flat=True)) == before


def test_one_can_go_back_to_an_earlier_template_or_to_none(world: World) -> None:
    alice = world.client("alice")
    first = huidig(world.school)
    assert first is not None
    second = bewaar_sjabloon(
        school=world.school, naam="b.docx", data=word("{{ plan.naam }}"), by=world.alice
    )
    assert huidig(world.school) == second
    page = alice.post(f"{D}/sjabloon/kies/", {"sjabloon": first.pk}, follow=True)
    assert huidig(world.school) == first
    assert "wordt weer gebruikt" in main_text(page)
    alice.post(f"{D}/sjabloon/kies/")
    assert huidig(world.school) is None
    text = main_text(alice.get(f"{D}/plan/{gevuld(world).pk}/"))
    assert "geen eigen Word-sjabloon" in text


def test_a_template_that_was_thrown_away_is_gone_with_its_file(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    found = huidig(world.school)
    assert found is not None
    with django_capture_on_commit_callbacks(execute=True):
        world.client("alice").post(f"{D}/sjabloon/kies/", {"sjabloon": found.pk, "weg": "1"})
    assert not SchoolSjabloon.objects.filter(pk=found.pk).exists()
    with pytest.raises(storage.DocumentMissingError):
        storage.read(found.bestand, DEEL)


def test_only_a_few_earlier_templates_are_kept(world: World) -> None:
    for n in range(BEWAARD + 3):
        bewaar_sjabloon(school=world.school, naam=f"{n}.docx", data=b"x", by=world.alice)
    assert world.school.sjablonen.count() == BEWAARD + 1


def test_a_template_of_another_school_cannot_be_chosen_or_thrown_away(world: World) -> None:
    theirs = huidig(world.other)
    assert theirs is not None
    for extra in ({}, {"weg": "1"}):
        asked = {"sjabloon": theirs.pk, **extra}
        assert world.client("alice").post(f"{D}/sjabloon/kies/", asked).status_code == 404
    assert huidig(world.other) == theirs


def test_a_template_that_stopped_working_says_so_and_leaves_the_other_ways(world: World) -> None:
    bewaar_sjabloon(school=world.school, naam="oud.docx", data=word("{{ weg }}"), by=world.alice)
    alice, plan = world.client("alice"), gevuld(world)
    answer = take(alice, plan, vorm="sjabloon")
    text = main_text(alice.get(answer["Location"]))
    assert "Het veld 'weg' bestaat hier niet." in text
    assert "Kies intussen PDF of Word" in text
    assert not Event.objects.filter(kind="export", target__startswith="gok-plan").exists()


def test_a_file_that_disappeared_from_the_server_is_said(world: World) -> None:
    found = huidig(world.school)
    assert found is not None
    storage.remove(found.bestand, DEEL)
    alice = world.client("alice")
    answer = take(alice, gevuld(world), vorm="sjabloon")
    assert "niet meer gevonden op de server" in main_text(alice.get(answer["Location"]))


def test_the_page_explains_every_field(world: World) -> None:
    text = main_text(world.client("alice").get(f"{D}/sjabloon/"))
    for name in ("streefdoel.zin", "meting.waarde", "for actie in acties"):
        assert name in text


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("stijl.docx", "stijl.docx"),
        ("../../etc/passwd", "passwd.docx"),
        ('x<script>"y".DOCX', "xscripty.docx"),
        ("\x00.docm", "sjabloon.docx"),
        ("a" * 300, "a" * 100 + ".docx"),
    ],
)
def test_a_name_of_a_file_is_made_harmless(given: str, kept: str) -> None:
    assert schone_naam(given) == kept
