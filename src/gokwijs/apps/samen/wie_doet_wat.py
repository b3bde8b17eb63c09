"""'Wie doet wat' for the staff room: per colleague the actions they pull and their open tasks.

In: a school and today. Out: rows, and the same as a document of A4. Internal: it holds names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from gokwijs.apps.access.models import User
from gokwijs.apps.beleid.models import Actie, Taak
from gokwijs.apps.samen.selectors import acties_van, taken_van
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Actiestatus, Planstatus
from gokwijs.core.calendar import Schooljaar
from gokwijs.renderers.document import Block, Bullets, Document, Heading, Paragraph, table

INTERN = "Intern: enkel voor wie op deze school werkt"
_DONE = (
    Actiestatus.AFGEROND.value,
    Actiestatus.GESTOPT.value,
    Actiestatus.GEANNULEERD.value,
)


@dataclass
class Persoon:
    """Somebody, or a role without a name."""

    naam: str
    is_rol: bool
    acties: list[Actie] = field(default_factory=list)
    taken: list[Taak] = field(default_factory=list)


def per_persoon(school: School) -> list[Persoon]:
    """People by name, then roles that nobody's name stands behind."""
    found: dict[tuple[bool, str, int], Persoon] = {}

    def of(user: User | None, rol: str) -> Persoon:
        key = (False, user.naam, user.pk) if user is not None else (True, rol or "nog niemand", 0)
        return found.setdefault(key, Persoon(key[1], key[0]))

    for actie in acties_van(school).exclude(status__in=_DONE).select_related("trekker"):
        of(actie.trekker, actie.trekker_rol).acties.append(actie)
    open_tasks = (
        taken_van(school).filter(klaar=None).exclude(plan__status=Planstatus.AFGESLOTEN.value)
    )
    for taak in open_tasks.order_by(F("tegen").asc(nulls_last=True), "pk"):
        of(taak.wie, taak.wie_rol).taken.append(taak)
    return [found[key] for key in sorted(found)]


def document(school: School, people: list[Persoon], today: date) -> Document:
    """The same on paper."""
    blocks: list[Block] = []
    if not people:
        blocks.append(Paragraph("Er zijn nog geen acties of taken."))
    for one in people:
        blocks.append(Heading(f"{one.naam} (rol)" if one.is_rol else one.naam))
        if one.acties:
            blocks.append(Bullets(tuple(_action(actie) for actie in one.acties)))
        if one.taken:
            rows = [
                (_day(taak.tegen), taak.tekst, taak.actie.titel if taak.actie else "")
                for taak in one.taken
            ]
            blocks.append(table(("Tegen", "Taak", "Actie"), rows, (12, 44, 30)))
    year = Schooljaar.of(today)
    subtitle = f"{school.naam}. Schooljaar {year}."
    return Document("Wie doet wat", subtitle, INTERN, today, tuple(blocks))


def _action(actie: Actie) -> str:
    end = f", tot {actie.einde:%d/%m/%Y}" if actie.einde else ""
    return f"trekt: {actie.titel}{end}"


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else "geen datum"
