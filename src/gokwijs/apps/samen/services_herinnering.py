"""Who wants a mail how often, that it was sent, and until when somebody saw being called."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.samen.models import Gezien, Herinnering
from gokwijs.apps.scholen.models import School


@transaction.atomic
def kies_ritme(*, school: School, ritme: str, by: User) -> Herinnering:
    """How often this person wants a mail, for all schools together."""
    found, _ = Herinnering.objects.update_or_create(user=by, defaults={"ritme": ritme})
    words = found.get_ritme_display()
    record(kind="samen.herinnering", by=by, school=school.instellingsnummer, target=words)
    return found


@transaction.atomic
def noteer_verstuurd(
    *, herinnering: Herinnering, school: School, today: date, by: User | None
) -> bool:
    """Remember that today's mail is for this person; False when it already was.

    ``by`` None: the daily job.

    Before the mail leaves: a mail that fails is missed once, and never sent twice.
    """
    found = Herinnering.objects.select_for_update().get(pk=herinnering.pk)
    if found.laatst == today:
        return False
    found.laatst = today
    found.save(update_fields=["laatst"])
    target = found.user.naam
    record(kind="samen.herinnerd", by=by, school=school.instellingsnummer, target=target)
    return True


@transaction.atomic
def zie_vermeldingen(*, school: School, tot: datetime, by: User) -> None:
    """Somebody has seen every call until now."""
    Gezien.objects.update_or_create(user=by, school=school, defaults={"tot": tot})
    record(kind="samen.vermeldingen_gezien", by=by, school=school.instellingsnummer)
