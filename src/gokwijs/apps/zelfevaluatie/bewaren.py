"""What has an end: the sheets of a named round and the remarks, on 31 August a schooljaar later.

In: a school and a day. Out: rounds whose persons go; what was counted stays. An anonymous round has
no sheets left after closing; one that was never closed loses them here too.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gokwijs.apps.leerlingen.retention import Due, Purgeable, register
from gokwijs.apps.scholen.models import School
from gokwijs.apps.zelfevaluatie.models import Antwoordblad, Antwoordopmerking, Ronde


def weg_op(ronde: Ronde) -> date:
    """The first day without answers of persons: BaO/2005/03 advises 31 August of the next year."""
    return date(ronde.schooljaar + 2, 9, 1)


def rondes_due(school: School | None, day: date) -> list[Due]:
    """Rounds with answers of persons whose term is over."""
    if school is None:
        return []
    sheets = Antwoordblad.objects.filter(groep__ronde__school=school)
    remarks = Antwoordopmerking.objects.filter(ronde__school=school)
    keys = {
        *sheets.values_list("groep__ronde", flat=True),
        *remarks.values_list("ronde", flat=True),
    }
    found = Ronde.objects.filter(pk__in=keys).order_by("pk")
    return [Due(str(one.pk), weg_op(one)) for one in found if weg_op(one) <= day]


def purge_rondes(school: School | None, keys: Collection[str], today: date) -> int:
    """Delete sheets and remarks of these rounds; how many rounds."""
    found = Ronde.objects.filter(school=school, pk__in=[int(key) for key in keys])
    Antwoordblad.objects.filter(groep__ronde__in=found).delete()
    Antwoordopmerking.objects.filter(ronde__in=found).delete()
    return len(found)


def register_kinds() -> None:
    """At start-up."""
    register(
        Purgeable(
            sleutel="bevragingen",
            termijn="bevragingen",
            name="antwoorden van personen op een zelfevaluatie",
            due=rondes_due,
            purge=purge_rondes,
        )
    )
