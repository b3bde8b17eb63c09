"""Writing a meting that comes out of the scores of pupils."""

from __future__ import annotations

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Indicator, Meting
from gokwijs.apps.opvolging.scoremeting import Afnamestand, Scorekeuze
from gokwijs.apps.opvolging.services import voeg_meting_toe
from gokwijs.apps.toetsen.models import Afname


@transaction.atomic
def voeg_scoremeting_toe(
    *,
    indicator: Indicator,
    afname: Afname,
    keuze: Scorekeuze,
    nulmeting: bool,
    by: User,
    gezien: str | None = None,
) -> Meting:
    """Counted anew from the scores, for the Werkzone only. Raises BeleidError.

    ``gezien``: what the person saw; when the scores say something else now, nothing is written.
    """
    found = Afnamestand.van(indicator.plan.school, afname).meet(keuze)
    if found.waarden is None:
        raise BeleidError(found.bezwaar)
    if gezien is not None and gezien != found.stand:
        raise BeleidError(
            "De scores zijn intussen veranderd. Er is niets bewaard: kijk de meting opnieuw na."
        )
    return voeg_meting_toe(
        indicator=indicator, waarden=found.waarden, nulmeting=nulmeting, by=by, werkzone=True
    )
