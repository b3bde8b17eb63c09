"""The whole plan as plain values, kept when its state changes and to lay beside another.

In: a plan. Out: every link by kind and number. Called inside the transaction of the step.
"""

from __future__ import annotations

from typing import Any

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.bewaren import inhoud_of
from gokwijs.apps.beleid.models import Plan, PlanVersie
from gokwijs.apps.beleid.selectors import rijen


def maak_versie(*, plan: Plan, by: User) -> PlanVersie:
    """Keep the whole plan as it stands now."""
    last = plan.versies.first()
    return PlanVersie.objects.create(
        plan=plan,
        nummer=(last.nummer if last else 0) + 1,
        status=plan.status,
        inhoud=inhoud_van_plan(plan),
        door_naam=by.naam,
    )


def inhoud_van_plan(plan: Plan) -> dict[str, Any]:
    """Every link of the plan as plain values: kind → number → fields."""
    rows = rijen(plan)
    return {
        "plan": {str(plan.pk): inhoud_of(plan)},
        "streefdoel": {str(one.pk): inhoud_of(one) for one in rows.streefdoelen},
        "indicator": {str(one.pk): inhoud_of(one) for one in rows.indicatoren},
        "actie": {str(one.pk): inhoud_of(one) for one in rows.acties},
    }
