"""What is kept of the decisions, and what is still to be kept.

In: a school, or a goal with its decisions. Out: rows with their links fetched.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Prefetch, QuerySet

from gokwijs.apps.beleid.models import Besluit, Borging, Streefdoel
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Besluitkeuze, Doelstatus

TE_BORGEN = (Besluitkeuze.VOORTZETTEN.value, Besluitkeuze.OPSCHALEN.value)


def te_borgen(doel: Streefdoel, besluiten: Sequence[Besluit]) -> bool:
    """Something worth keeping of which nothing is kept: continued, scaled up, or reached.

    ``besluiten``: those of closed evaluaties, oldest first, with their borgingen.
    """
    if any(b.borgingen.all() for b in besluiten):
        return False
    last = besluiten[-1] if besluiten else None
    return doel.status == Doelstatus.AFGESLOTEN.value or (
        last is not None and last.keuze in TE_BORGEN
    )


def zonder_borging(school: School) -> list[Besluit]:
    """The last decision of each goal of which something is still to be kept."""
    rows = (
        Besluit.objects.filter(
            plan__school=school,
            verwijderd=None,
            actie=None,
            streefdoel__verwijderd=None,
            evaluatie__verwijderd=None,
            evaluatie__afgerond__isnull=False,
        )
        .select_related("streefdoel", "evaluatie")
        .order_by("evaluatie__datum", "pk")
    )
    per_doel: dict[int, list[Besluit]] = {}
    for one in rows.prefetch_related(kept()):
        per_doel.setdefault(one.streefdoel_id, []).append(one)
    return [own[-1] for own in per_doel.values() if te_borgen(own[-1].streefdoel, own)]


def kept() -> Prefetch:  # type: ignore[type-arg]
    """The borgingen of a decision that were not taken away."""
    return Prefetch("borgingen", Borging.objects.filter(verwijderd=None))


def borgingen_van(school: School, *, weg: bool = False) -> QuerySet[Borging]:
    """What is kept, first to be reviewed first; ``weg``: what was taken away."""
    return (
        Borging.objects.filter(
            plan__school=school, verwijderd__isnull=not weg, besluit__verwijderd=None
        )
        .select_related("plan", "besluit__streefdoel", "besluit__evaluatie")
        .order_by("herzien_op", "pk")
    )
