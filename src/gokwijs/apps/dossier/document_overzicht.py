"""What will be in the document of a plan, before it is made: a count per part.

In: a plan. Out: counts in a fixed number of queries, for the page of choices.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from gokwijs.apps.beleid.models import (
    Actie,
    Boeking,
    Evaluatie,
    Opmerking,
    Plan,
    Streefdoel,
    Toewijzing,
)
from gokwijs.apps.beleid.models.kring import Beleidskoppeling
from gokwijs.apps.dossier.document_keuze import Onderdeel


def aantallen(plan: Plan) -> Mapping[Onderdeel, int | None]:
    """How many records each part has; None: known only once the document is made."""
    own = {"plan": plan, "verwijderd": None}
    of_plan = {"streefdoelen__plan": plan, "streefdoelen__verwijderd": None}
    linked = Q(**of_plan)
    school = plan.school
    notes = school.vaststellingen.filter(ingetrokken=None).filter(linked | Q(prioritair=True))
    links = Beleidskoppeling.objects.filter(verwijderd=None, **of_plan)
    means = Toewijzing.objects.filter(actie__plan=plan, actie__verwijderd=None).count()
    spent = Boeking.objects.filter(actie__plan=plan, ingetrokken=None).count()
    return {
        Onderdeel.VISIE: int(bool(plan.visie or plan.visie_titel)),
        Onderdeel.VERANKERING: links.distinct().count(),
        Onderdeel.VASTSTELLINGEN: notes.distinct().count(),
        Onderdeel.STREEFDOELEN: Streefdoel.objects.filter(**own).count(),
        Onderdeel.ACTIES: Actie.objects.filter(**own).count(),
        Onderdeel.MIDDELEN: means + spent,
        Onderdeel.EVALUATIES: Evaluatie.objects.filter(**own).count(),
        Onderdeel.MOMENTEN: plan.draagvlakmomenten.filter(verwijderd=None).count(),
        Onderdeel.AFSPRAKEN: plan.beeldvormingen.filter(verwijderd=None).count()
        + school.partnerafspraken.filter(verwijderd=None).count(),
        Onderdeel.VERSLAGEN: school.inspecties.filter(verwijderd=None).count(),
        Onderdeel.EINDJES: None,
        Onderdeel.VERWACHTINGEN: None,
    }


def aantal_opmerkingen(plan: Plan) -> int:
    """Comments of the school: which of them hang on this plan shows when it is made."""
    return Opmerking.objects.filter(school=plan.school, verwijderd=None).count()
