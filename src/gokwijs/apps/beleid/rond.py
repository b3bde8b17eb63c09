"""What hangs on one link, for its page: comments, documents, how often it changed."""

from __future__ import annotations

from typing import Any

from gokwijs.apps.beleid.models import Bijlage, Historie, Knoopsoort, Opmerking
from gokwijs.apps.scholen.selectors import Access


def rond(access: Access, soort: Knoopsoort, nummer: int) -> dict[str, Any]:
    """The context of ``beleid/rond.html``."""
    at = {"school": access.school, "soort": soort, "nummer": nummer}
    return {
        "knoop_soort": soort.value,
        "knoop_nummer": nummer,
        "opmerkingen": Opmerking.objects.filter(**at, verwijderd=None).prefetch_related("vermeld"),
        "bijlagen": Bijlage.objects.filter(**at, verwijderd=None),
        "wijzigingen": Historie.objects.filter(**at).count(),
    }
