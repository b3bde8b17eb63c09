"""What the demo schools did together: tasks, consultation, a proposal, partners. All fictional.

In: a demo school with a plan. Out: rows made by the services of the room; without a plan nothing.
"""

from __future__ import annotations

from datetime import date, timedelta

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.demo import FICTIEF
from gokwijs.apps.beleid.models import Actie, Draagvlakmoment, Plan
from gokwijs.apps.beleid.services_taak import bewaar_taak, vink_taak
from gokwijs.apps.samen import services, services_beeldvorming, services_voorstel
from gokwijs.apps.samen.models import Partnerafspraak
from gokwijs.apps.samen.selectors import lopend_plan
from gokwijs.apps.scholen.models import School


def build_samen(school: School, directeur: User, leraar: User, today: date) -> None:
    """Everything of one demo school around the plan that runs."""
    plan = lopend_plan(school, today)
    if plan is None:
        return
    _tasks(plan, directeur, leraar, today)
    _parents(plan, directeur, today)
    _partners(school, directeur, today)
    _together(plan, directeur, leraar, today)


def _tasks(plan: Plan, directeur: User, leraar: User, today: date) -> None:
    actions = plan.actie_set.filter(verwijderd=None).order_by("pk")
    coaching = actions.filter(aangrijpingspunt="leraar").first()
    costs = actions.exclude(aangrijpingspunt="leraar").first()
    rows: tuple[tuple[str, User | None, str, int, Actie | None], ...] = (
        ("Brief over gespreid betalen nakijken", directeur, "directeur", -6, costs),
        ("Kosten per project oplijsten", leraar, "leraar", 4, costs),
        ("Afspraak met de coach vastleggen", None, "GOK-coördinator", 12, coaching),
        ("Ouderavond over kosten voorbereiden", directeur, "directeur", 25, costs),
    )
    for text, who, role, days, action in rows:
        values = {
            "tekst": text,
            "wie": who,
            "wie_rol": role,
            "tegen": today + timedelta(days=days),
            "actie": action,
        }
        bewaar_taak(plan=plan, values=values, by=directeur)
    done = bewaar_taak(plan=plan, values={"tekst": "Cijfers samen lezen"}, by=directeur)
    vink_taak(taak=done, klaar=today - timedelta(days=20), by=directeur)


def _parents(plan: Plan, directeur: User, today: date) -> None:
    """A moment with an objection that nobody answered yet."""
    values = {
        "datum": today - timedelta(days=15),
        "vorm": "ouderoverleg",
        "groepen": {"ouders": 22, "personeel": 4},
        "onderwerpen": ["acties"],
        "partners": ["ouders", "brugfiguur"],
        "uitkomst": FICTIEF + "Ouders willen vooraf weten wat een project kost.",
        "bezwaren": "De brieven zijn moeilijk te lezen.",
    }
    new = Draagvlakmoment(school=plan.school, plan=plan)
    services.bewaar(row=new, values=values, by=directeur)


def _partners(school: School, directeur: User, today: date) -> None:
    rows = (
        ("clb", "CLB De Ankerplaats", "Elke maand overleg over leerlingen in verhoogde zorg.", 60),
        ("welzijn", "Huis Het Anker", "Discrete steun voor gezinnen met betaalproblemen.", -10),
    )
    for soort, naam, afspraak, days in rows:
        values = {
            "soort": soort,
            "naam": naam,
            "afspraak": FICTIEF + afspraak,
            "datum": today - timedelta(days=200),
            "herzien_op": today + timedelta(days=days),
        }
        services.bewaar(row=Partnerafspraak(school=school), values=values, by=directeur)


def _together(plan: Plan, directeur: User, leraar: User, today: date) -> None:
    services_beeldvorming.begin_beeldvorming(
        school=plan.school,
        plan=plan,
        values={
            "vraag": "Waarom bereiken we een deel van de ouders van 1A en 1B niet?",
            "datum": today - timedelta(days=8),
            "partners": ["clb", "ouders", "brugfiguur"],
            "signalen": [
                {"wie": "ouders", "tekst": FICTIEF + "We krijgen te veel berichten na elkaar."},
                {"wie": "clb", "tekst": "Gezinnen bellen liever dan ze schrijven."},
            ],
            "helpt": "Een vast gezicht aan de poort.",
            "hindert": "Lange brieven in moeilijke taal.",
            "eigen_effect": "We sturen alles digitaal, ook aan wie dat niet leest.",
        },
        by=directeur,
    )
    services_voorstel.doe_voorstel(
        school=plan.school,
        values={
            "soort": "actie",
            "tekst": "Een tweedehandsbeurs voor schoolmateriaal",
            "waarom": FICTIEF + "In mijn klas komen leerlingen zonder rekenmachine.",
        },
        by=leraar,
    )
