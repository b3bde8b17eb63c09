"""What hangs on one link, for its page: comments and documents."""

from __future__ import annotations

from typing import Any

from gokwijs.apps.beleid.models import Bijlage, Knoopsoort, Opmerking
from gokwijs.apps.scholen.selectors import Access


def rond(access: Access, soort: Knoopsoort, nummer: int) -> dict[str, Any]:
    """The context of ``beleid/rond.html``."""
    at = {"school": access.school, "soort": soort, "nummer": nummer}
    return {
        "knoop_soort": soort.value,
        "knoop_nummer": nummer,
        "opmerkingen": Opmerking.objects.filter(**at, verwijderd=None).prefetch_related("vermeld"),
        "bijlagen": Bijlage.objects.filter(**at, verwijderd=None),
    }
