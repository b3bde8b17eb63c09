"""What lies ready for a doorlichting and what is missing, from what exists."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gokwijs.apps.access.roles import Permission, Role
from gokwijs.apps.analyse.models import OfficieleOki, Stand
from gokwijs.apps.beleid.models import Borging
from gokwijs.apps.dossier.bezorgen import Lijst, Regel, bezorgen
from gokwijs.apps.dossier.models import Inspectie
from gokwijs.apps.dossier.plichten_lijst import load_bezorgen
from gokwijs.apps.samen.models import Partnerafspraak
from gokwijs.apps.scholen.selectors import access_for
from tests.apps.builders import client_of, colleague, main_text, person
from tests.apps.dossier.klaar_builders import (
    BY,
    DAG,
    KNOOP,
    NUMMER,
    Huis,
    actie,
    doel,
    evaluatie,
    goed,
    huis,
    moment,
    school_of,
)

pytestmark = pytest.mark.django_db
PAGE = f"/school/{NUMMER}/beleid/dossier/bezorgen/"


def lijst(own: Huis, toon: str = "") -> Lijst:
    return bezorgen(access_for(own.alice, NUMMER, Permission.SCHOOLZONE_ZIEN), DAG, toon)


def regel(own: Huis, key: str) -> Regel:
    return next(one for one in lijst(own).regels if one.deel.sleutel == key)


def empty() -> Huis:
    school, alice = school_of()
    return Huis(school, alice, plan=None)  # type: ignore[arg-type]


def test_there_are_thirteen_parts_and_an_empty_school_has_none_ready() -> None:
    found = lijst(empty())
    assert len(found.regels) == 13
    assert {one.staat.value for one in found.regels} == {"open"}
    assert found.klaar == 0


def test_every_line_leads_to_where_it_stands_and_where_it_begins() -> None:
    own = huis()
    alice = client_of(own.alice)
    for one in lijst(own).regels:
        assert alice.get(one.adres, follow=True).status_code == 200, one.deel.sleutel
        assert alice.get(one.begin.adres, follow=True).status_code == 200, one.deel.sleutel


def test_a_full_plan_is_counted_with_its_oldest_and_newest_date() -> None:
    own = goed()
    ready = {one.deel.sleutel: one.staat.value for one in lijst(own).regels}
    assert ready["streefdoelen"] == "klaar"
    assert ready["evaluaties"] == "klaar"
    assert ready["draagvlak"] == "klaar"
    assert ready["middelen"] == "deels"  # nothing was booked
    assert ready["acties"] == "deels"  # nobody wrote what happened
    metingen = regel(own, "metingen").gezien
    assert metingen.wat == "2 metingen"
    assert (metingen.geteld.eerst, metingen.geteld.laatst) == (date(2025, 9, 1), date(2026, 1, 30))


def test_what_is_missing_is_said_in_words() -> None:
    own = huis()
    goal = doel(own, ok_codes=[])
    actie(own, goal)
    assert regel(own, "streefdoelen").gezien.mist == ("1 is niet volledig",)
    assert regel(own, "metingen").gezien.mist == ("een meting na de nulmeting bij 1 streefdoel",)
    evaluatie(own, goal, besluit=False)
    assert regel(own, "evaluaties").gezien.mist == ("een besluit bij 1 evaluatie",)


def test_an_objection_without_an_answer_is_missing_as_the_dossier_says_it_too() -> None:
    """Part 9 of a dossier says 'nog niet beantwoord' about the same record."""
    own = goed()
    said = moment(own, date(2026, 2, 12), bezwaren="De brieven zijn moeilijk te lezen.")
    found = regel(own, "draagvlak")
    assert found.gezien.mist == ("een antwoord op 1 bezwaar",)
    assert found.staat.value == "deels"
    said.antwoord = "We herschrijven ze."
    said.save()
    assert regel(own, "draagvlak").staat.value == "klaar"


def test_what_works_but_is_not_kept_is_missing_under_borging() -> None:
    own = goed()
    assert regel(own, "borging").staat.value == "open"
    Borging.objects.create(
        plan=own.plan,
        besluit=own.plan.besluit_set.get(),
        vorm="teamafspraak",
        verwijzing="Verslag",
        herzien_op=date(2026, 2, 1),
        **KNOOP,
    )
    found = regel(own, "borging")
    assert found.gezien.geteld.laatst == date(2026, 2, 2)  # when it was decided
    assert found.gezien.mist == ("er is iets dat opnieuw bekeken moet worden",)


def test_figures_partners_and_reports_are_counted_too() -> None:
    own = huis()
    Stand.objects.create(
        school=own.school,
        schooljaar=2025,
        dag=date(2026, 2, 2),
        drempel=5,
        inhoud={},
        status="klaar",
        door_naam="A",
    )
    assert regel(own, "begrijp").gezien.mist == ("de officiële OKI",)
    OfficieleOki.objects.create(
        school=own.school,
        schooljaar=2025,
        waarde="1.2",
        bron="brief",
        datum=date(2026, 1, 5),
        door_naam="A",
    )
    assert regel(own, "begrijp").is_klaar
    Partnerafspraak.objects.create(
        school=own.school,
        soort="clb",
        naam="CLB",
        afspraak="Overleg",
        datum=date(2025, 10, 1),
        **BY,
    )
    assert regel(own, "partners").is_klaar
    Inspectie.objects.create(
        school=own.school, document="Verslag", datum=date(2024, 5, 2), gewijzigd_door="A", **BY
    )
    assert regel(own, "aanbevelingen").gezien.mist == ("de punten uit het verslag",)


def test_the_filter_stands_in_the_address() -> None:
    own = goed()
    alice = client_of(own.alice)
    ready = main_text(alice.get(f"{PAGE}?toon=klaar"))
    missing = main_text(alice.get(f"{PAGE}?toon=open"))
    assert "Draagvlak" in ready
    assert "Draagvlak" not in missing
    assert "Borging" in missing
    assert main_text(alice.get(f"{PAGE}?toon=%00")).count("ligt klaar") > 1


def test_the_unknown_form_is_said_on_top_with_how_sure_that_is() -> None:
    text = main_text(client_of(huis().alice).get(PAGE))
    assert text.index("(onbevestigd)") < text.index("onderdelen")
    for one in load_bezorgen().moment:
        assert one.status in text


def test_a_line_says_who_can_do_it_and_only_they_get_the_link() -> None:
    own = huis()
    leraar = client_of(colleague(own.school, Role.LERAAR)).get(PAGE)
    assert "directeur, GOK-coördinator" in main_text(leraar)
    assert "/nieuw/" not in leraar.content.decode()
    stranger = client_of(person("dirk@elders.invalid", "Dirk Elders"))
    assert stranger.get(PAGE).status_code == 404


def test_a_large_plan_takes_no_more_queries(django_assert_max_num_queries: Any) -> None:
    own = goed()
    for _ in range(30):
        actie(own, doel(own))
    alice = client_of(own.alice)
    with django_assert_max_num_queries(20):
        alice.get(PAGE)
