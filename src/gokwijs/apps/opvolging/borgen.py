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
    """The last decision of each goal of which something is still to be kept.

    The same goal in a next plan is followed up there, with what was decided before.
    """
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
    goes_on = _gaat_verder(school)
    for one in rows.prefetch_related(kept()):
        per_doel.setdefault(_laatste(one.streefdoel_id, goes_on), []).append(one)
    return [own[-1] for own in per_doel.values() if te_borgen(own[-1].streefdoel, own)]


def _gaat_verder(school: School) -> dict[int, int]:
    """A goal → the same one in the next plan; not the place it was scaled up to."""
    rows = Streefdoel.objects.filter(
        plan__school=school,
        plan__verwijderd=None,
        verwijderd=None,
        opgeschaald=False,
        voorganger__isnull=False,
    )
    return dict(rows.order_by("pk").values_list("voorganger_id", "pk"))


def _laatste(key: int, goes_on: dict[int, int]) -> int:
    seen = {key}
    while key in goes_on and goes_on[key] not in seen:
        key = goes_on[key]
        seen.add(key)
    return key


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
