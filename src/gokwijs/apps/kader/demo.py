"""Two questions that the demo school adds to its self-evaluation. All fictional."""

from __future__ import annotations

from gokwijs.apps.access.models import User
from gokwijs.apps.kader import services
from gokwijs.apps.scholen.models import School

_VRAGEN = (
    ("Onze brieven over geld zijn kort en in gewone taal.", "ok:BL6"),
    ("In de vakgroep spreken we af wie welke ouders belt.", ""),
)


def build_kader(school: School, directeur: User) -> None:
    """Nothing when the school has questions already."""
    if school.eigen_vragen.exists():
        return
    for tekst, code in _VRAGEN:
        services.bewaar_vraag(
            school=school,
            vraag=None,
            tekst=tekst,
            toelichting="Fictieve vraag.",
            code=code,
            by=directeur,
        )
