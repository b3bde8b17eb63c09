"""What of the room needs somebody now, for the start page.

In: the school as one person sees it, and today. Out: facts with a page each; the start page makes
the task. Whether this person answered an anonymous round is not known, so everybody is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from gokwijs.apps.samen.taken_vandaag import Wacht
from gokwijs.apps.scholen.selectors import Access
from gokwijs.apps.zelfevaluatie.models import Ronde
from gokwijs.core.calendar import dutch_date


def rondes_wachten(access: Access, today: date) -> Iterator[Wacht]:
    """Rounds to answer, to close, to talk about."""
    if not access.schoolzone:
        return
    for ronde in Ronde.objects.filter(school=access.school, verwijderd=None):
        if ronde.is_open and ronde.begin <= today <= ronde.einde:
            yield Wacht(
                1,
                f"Antwoord mee op '{ronde.titel}'",
                f"Dat kan tot en met {dutch_date(ronde.einde)}. Deed je dat al, dan hoef je niets "
                "te doen.",
                "zelfevaluatie:rondes",
                "",
                "Naar de vragen",
            )
        elif ronde.is_open and ronde.einde < today and access.may_write:
            yield Wacht(
                1,
                f"De ronde '{ronde.titel}' is voorbij",
                "Sluit ze, dan zie je wat eruit komt; of verleng ze.",
                "zelfevaluatie:rondes",
                "",
                "Bekijk de ronde",
            )
        elif ronde.is_gesloten and ronde.besproken is None and access.may_write:
            yield Wacht(
                2,
                f"Bespreek '{ronde.titel}' met het team",
                "De ronde is gesloten. Samen beslis je wat je vasthoudt en wat in het plan komt.",
                "zelfevaluatie:rondes",
                "",
                "Naar het gesprek",
            )
