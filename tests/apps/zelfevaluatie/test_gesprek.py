"""The conversation: concluded together, on the screen, recorded, and taken into the plan."""

from __future__ import annotations

from typing import Any

import pytest

from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.audit.models import Event
from gokwijs.apps.beleid.models import Draagvlakmoment
from gokwijs.apps.samen.kalender import punten
from gokwijs.apps.zelfevaluatie.models import Conclusie, Ronde
from gokwijs.apps.zelfevaluatie.services import Gevraagd
from gokwijs.core.zinnen import vul
from tests.apps import beleid_builders as plan_build
from tests.apps.builders import TODAY, World, client_of, colleague, main_text, text_of
from tests.apps.page import S
from tests.apps.zelfevaluatie import builders as build

K = f"{S}/beleid/kwaliteit/rondes"


@pytest.fixture
def found(world: World) -> Ronde:
    return build.gesloten(world.school, world.alice)


def typed(**given: Any) -> dict[str, Any]:
    return {
        "versie": 0,
        "zien": "Directie en leraren zien dit anders.",
        "weten": "Vier ouders zeiden het ook.",
        "besluit": "We maken één afspraak.",
        "oordeel": "2",
        "soort": "werk",
        **given,
    }


def at(found: Ronde, item: str = "ok:R5") -> str:
    return f"{K}/{found.pk}/gesprek/{item}/"


# ---------------------------------------------------------------- concluding


def test_a_point_begins_with_what_the_answers_say_and_leads_to_the_next(
    world: World, found: Ronde
) -> None:
    client = world.client("alice")
    first = client.get(at(found)).context["form"]["zien"].value()
    assert first == vul("G02a", hoger="Directie", lager="Leraren").tekst
    response = client.post(at(found), {**typed(), "volgende": "1"})
    assert response["Location"] == at(found, "ok:B1")
    said = Conclusie.objects.get(ronde=found)
    assert (said.oordeel, said.niveau, said.codes) == (2, "Hier en daar", ["ok:R5"])
    overview = main_text(client.get(f"{K}/{found.pk}/gesprek/"))
    assert "1 van de 10 vragen besproken" in overview
    assert "Hier willen we aan werken Hier en daar. We maken één afspraak." in overview


def test_two_who_write_at_once_lose_nothing(world: World, found: Ronde) -> None:
    zorg = client_of(colleague(world.school, Role.ZORG))
    world.client("alice").post(at(found), typed(besluit="Eerst dit"))
    clash = zorg.post(at(found), typed(besluit="Liever dat"))
    assert clash.status_code == 409
    text = main_text(clash)
    assert "Alice Adams bewaarde intussen een andere versie" in text
    assert "Eerst dit" in text
    assert Conclusie.objects.get(ronde=found).besluit == "Eerst dit"
    version = clash.context["form"]["versie"].value()
    assert zorg.post(at(found), typed(besluit="Samen", versie=version)).status_code == 302
    assert Conclusie.objects.get(ronde=found).besluit == "Samen"


def test_it_is_saved_while_one_types(world: World, found: Ronde) -> None:
    client = world.client("alice")
    before = Event.objects.count()
    for nr in range(3):
        answer = client.post(
            at(found), typed(besluit=f"Versie {nr}", versie=nr), headers={"HX-Request": "true"}
        )
        assert "Bewaard om" in text_of(answer)
        assert f'value="{nr + 1}"' in text_of(answer)
    assert Conclusie.objects.get(ronde=found).besluit == "Versie 2"
    fresh = [e.kind for e in Event.objects.order_by("pk")[before:]]
    assert fresh == ["ronde.conclusie"], "one line in the log for one stretch of work"
    zorg = client_of(colleague(world.school, Role.ZORG))
    late = zorg.post(at(found), typed(versie=1), headers={"HX-Request": "true"})
    assert "Een collega bewaarde intussen iets anders" in text_of(late)
    assert Conclusie.objects.get(ronde=found).besluit == "Versie 2"


def test_who_does_not_write_the_plan_reads_along(world: World, found: Ronde) -> None:
    build.conclusie(found)
    page = world.client("bob").get(at(found))
    assert "We maken één afspraak over schoolkosten." in main_text(page)
    assert "<textarea" not in text_of(page)
    assert world.client("bob").post(at(found), typed()).status_code == 403


def test_what_pupils_say_stands_beside_the_question_of_the_team(world: World) -> None:
    groepen = (Gevraagd("team", "Team", "", None), Gevraagd("leerling", "Derdes", "", None))
    found = build.gesloten(
        world.school,
        world.alice,
        {"Team": [3] * 8, "Derdes": [1] * 20},
        groepen=groepen,
    )
    text = main_text(world.client("alice").get(at(found)))
    assert "Ik kan meedoen met alles wat mijn klas doet, ook als het geld kost." in text
    names = [p.item.sleutel for p in _gesprek(found).punten]
    assert "vraag:leerlingen:goed-voelen" in names, "touches no question of the team"
    assert "vraag:leerlingen:meedoen" not in names, "stands with ok:R5"


def _gesprek(found: Ronde) -> Any:
    from gokwijs.apps.zelfevaluatie.selectors_gesprek import Gesprek, gesloten_ronde

    return Gesprek(*gesloten_ronde(found.school, found.pk))


def test_evidence_of_the_plan_is_ticked_once(world: World, found: Ronde) -> None:
    own = plan_build.plan(world.school)
    goal = plan_build.streefdoel(own)
    kept = build.bewijs(world.school)
    client = world.client("alice")
    key = f"streefdoel-{goal.pk}"
    assert goal.formulering in main_text(client.get(at(found)))
    client.post(at(found), typed(bewijzen=[kept.pk], uit_plan=[key]))
    said = Conclusie.objects.get(ronde=found)
    assert [one.titel for one in said.bewijzen.all()] == [
        "Schoolreglement",
        "Streefdoel: Minder late rekeningen in 1B",
    ]
    form = client.get(at(found)).context["form"]
    assert key not in dict(form.fields["uit_plan"].choices), "it is evidence now"


# ---------------------------------------------------------------- the screen


def test_the_screen_follows_the_host_and_says_nothing_while_nothing_changed(
    world: World, found: Ronde
) -> None:
    client, screen = world.client("alice"), f"{K}/{found.pk}/scherm/"
    assert "Hier komt de vraag" in main_text(client.get(screen))
    client.post(f"{K}/{found.pk}/op-scherm/", {"item": "ok:R5"})
    client.post(at(found), typed())
    whole = client.get(screen)
    assert "We maken één afspraak." in main_text(whole)
    assert "Zo weinig mogelijk drempels" in main_text(whole)
    stand = whole.context["stand"]
    poll = {"HX-Request": "true"}
    assert client.get(screen, {"op": stand}, headers=poll).status_code == 204
    client.post(at(found), typed(besluit="Twee afspraken.", versie=1))
    fresh = client.get(screen, {"op": stand}, headers=poll)
    assert fresh.status_code == 200
    assert "Twee afspraken." in text_of(fresh)
    assert "<html" not in text_of(fresh)
    assert world.client("bob").get(screen).status_code == 200
    assert world.client("bob").post(f"{K}/{found.pk}/op-scherm/").status_code == 403


# ---------------------------------------------------------------- recorded

MOMENT = {
    "datum": TODAY.isoformat(),
    "vorm": "personeelsvergadering",
    "n_personeel": "18",
    "n_leiding": "1",
    "leiding_aanwezig": "on",
}


def test_the_conversation_becomes_a_moment_with_its_decisions(world: World, found: Ronde) -> None:
    client, finish = world.client("alice"), f"{K}/{found.pk}/afronden/"
    refused = main_text(client.post(finish, MOMENT))
    assert "Vul eerst bij minstens één vraag in wat jullie besluiten." in refused
    client.post(at(found), typed())
    client.post(at(found, "ok:K3"), typed(soort="sterk", besluit="Zo houden."))
    client.post(at(found), {**typed(versie=1)})
    client.post(f"{K}/{found.pk}/gesprek/ok:R5/plan/", {"naar": "vaststelling"})
    client.post(finish, MOMENT)
    found.refresh_from_db()
    moment = found.moment
    assert moment is not None
    assert moment.groepen == {"personeel": 18, "leiding": 1}
    assert moment.leiding_aanwezig
    assert "Zo weinig mogelijk drempels: We maken één afspraak." in moment.uitkomst
    assert moment.uitkomst.index("Dit is sterk") < moment.uitkomst.index("Hier willen we")
    assert list(moment.vaststellingen.all()) == [
        Conclusie.objects.get(ronde=found, item="ok:R5").vaststelling
    ]
    assert "Het gesprek is afgerond" in main_text(client.get(at(found)))
    assert "Het gesprek is afgerond. Open het eerst opnieuw." in main_text(
        client.post(at(found), typed(besluit="Toch niet", versie=1))
    )
    client.post(f"{K}/{found.pk}/heropenen/")
    client.post(at(found), typed(besluit="Twee afspraken.", versie=1))
    client.post(finish, MOMENT)
    assert Draagvlakmoment.objects.filter(school=world.school, rondes=found).count() == 1
    moment.refresh_from_db()
    assert "Twee afspraken." in moment.uitkomst


def test_many_decisions_fit_in_one_moment(world: World) -> None:
    found = build.gesloten(world.school, world.alice, bereik="alles", keuze=[])
    for item in _gesprek(found).punten:
        build.conclusie(found, item.item.sleutel, besluit="Dit doen we zo. " * 20)
    world.client("alice").post(f"{K}/{found.pk}/afronden/", MOMENT)
    found.refresh_from_db()
    assert found.moment is not None
    assert len(found.moment.uitkomst) <= 3000
    assert "meer, bij de ronde zelf." in found.moment.uitkomst


# ---------------------------------------------------------------- into the plan


def test_a_conclusion_becomes_one_vaststelling_with_its_source(world: World, found: Ronde) -> None:
    client = world.client("alice")
    kept = build.bewijs(world.school)
    client.post(at(found), typed(bewijzen=[kept.pk]))
    for _ in "ab":
        client.post(f"{at(found)}plan/", {"naar": "vaststelling"})
    made = Vaststelling.objects.get(bron_soort="bevraging", school=world.school)
    assert made.tekst == "Zo weinig mogelijk drempels: Directie en leraren zien dit anders."
    assert made.bron.startswith("Zelfevaluatie 'Herfstronde', ")
    assert made.ok_codes == ["ok:R5"]
    assert made.prioritair
    assert not made.werkzone
    assert "Bewijs: Schoolreglement" in made.duiding
    assert "Besluit: We maken één afspraak." in made.duiding


def test_a_conclusion_leads_to_a_streefdoel_that_is_filled_in(world: World, found: Ronde) -> None:
    plan = plan_build.plan(world.school, schooljaar_tot=2026)
    client = world.client("alice")
    client.post(at(found), typed())
    response = client.post(f"{at(found)}plan/", {"naar": "streefdoel"})
    assert "/plan/" in response["Location"]
    page = client.get(response["Location"])
    assert page.context["form"].initial["ok_codes"] == ["ok:R5"]
    assert plan.school == world.school


def test_nothing_to_say_makes_nothing(world: World, found: Ronde) -> None:
    answer = world.client("alice").post(f"{at(found)}plan/", {"naar": "vaststelling"}, follow=True)
    assert "Schrijf eerst wat jullie zien of besluiten" in main_text(answer)
    assert not Vaststelling.objects.filter(bron_soort="bevraging").exists()


def test_a_strength_comes_back_on_its_day(world: World, found: Ronde) -> None:
    client = world.client("alice")
    client.post(
        at(found),
        typed(soort="sterk", borging="In het schoolreglement", herzien_op="2026-05-11"),
    )
    page = main_text(client.get(f"{S}/beleid/kwaliteit/"))
    assert "Houden: In het schoolreglement, opnieuw bekijken op 11/05/2026" in page
    days = [p for p in punten(world.school, TODAY, TODAY.replace(month=6)) if p.soort == "borging"]
    assert [p.titel for p in days] == ["Opnieuw bekijken: In het schoolreglement"]


def test_pages_of_the_conversation_cost_few_queries(
    world: World, django_assert_max_num_queries: Any
) -> None:
    found = build.gesloten(world.school, world.alice, bereik="alles", keuze=[])
    own = plan_build.plan(world.school)
    for n in range(20):
        goal = plan_build.streefdoel(own)
        plan_build.actie(own, goal, ok_codes=["ok:R5"])
        build.bewijs(world.school, titel=f"Stuk {n}")
    for item in _gesprek(found).punten:
        build.conclusie(found, item.item.sleutel)
    zorg = client_of(colleague(world.school, Role.ZORG))
    for path in ("gesprek/", "gesprek/ok:R5/", "scherm/", "afronden/"):
        zorg.get(f"{K}/{found.pk}/{path}")
        with django_assert_max_num_queries(16):
            assert zorg.get(f"{K}/{found.pk}/{path}").status_code == 200
