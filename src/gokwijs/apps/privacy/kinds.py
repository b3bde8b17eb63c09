"""What this room itself lets go: pupils who left, sealed verklaringen, the log, readings, accounts.

Each kind says what is over on a day and removes it; announcing and logging are in ``services.py``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Exists, Max, OuterRef, Q
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.models import Event, EventQuerySet
from gokwijs.apps.leerlingen.erasure import GEWIST, erase_in_rooms, kept_models, relations_of
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling, Verklaring
from gokwijs.apps.leerlingen.retention import Due, Purgeable, register
from gokwijs.apps.middelen.models import Inlezing
from gokwijs.apps.privacy.models import Verzegeling
from gokwijs.apps.privacy.selectors import Zegel, zegel_of
from gokwijs.apps.scholen.models import Membership, School
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.leerlingen.dpia import load_termijnen
from gokwijs.core.leerlingen.termijnen import leerling_weg_op

# ---------------------------------------------------------------- pupils


def leerlingen_due(school: School | None, day: date) -> list[Due]:
    """Pupils whose record is over: everything ended, and the next schooljaar as well."""
    if school is None:
        return []
    running = Inschrijving.objects.filter(leerling=OuterRef("pk"), einde=None)
    rows = (
        school.leerlingen.exclude(naam=GEWIST)
        .filter(~Exists(running))
        .annotate(laatste=Max("inschrijvingen__einde"))
        .values_list("pk", "laatste", "created")
    )
    found = []
    for pk, last, created in rows:
        weg_op = leerling_weg_op([last] if last else [], timezone.localdate(created))
        if weg_op is not None and weg_op <= day:
            found.append(Due(str(pk), weg_op, leerling=pk))
    return found


def purge_leerlingen(school: School | None, keys: Collection[str], today: date) -> int:
    """Erase these pupils; a verklaring within its term stays, sealed."""
    found = list(Leerling.objects.filter(school=school, pk__in=[int(k) for k in keys]))
    for leerling in found:
        wipe(leerling, zegel_of(leerling, today), today)
    return len(found)


def wipe(leerling: Leerling, zegel: Zegel | None, today: date) -> list[str]:
    """Erase a pupil within the transaction of the caller; what the rooms said they did.

    With a ``zegel`` the row stays under its stamnummer, without a name and with nothing but the
    verklaringen and what follows from them.
    """
    said = erase_in_rooms(leerling, with_verklaring=zegel is None)
    if zegel is None:
        leerling.delete()
        return said
    keep = {Verklaring, Verzegeling, Feit, *kept_models()}
    for relation in relations_of(Leerling):
        if relation.related_model not in keep:
            rows = relation.related_model._base_manager
            rows.filter(**{relation.field.name: leerling}).delete()
    leerling.feiten.filter(verklaring=None).delete()
    Verzegeling.objects.update_or_create(
        leerling=leerling,
        defaults={
            "sinds": today,
            "weg_op": zegel.weg_op,
            "grond": zegel.grond,
            "plicht": zegel.plicht,
        },
    )
    leerling.naam, leerling.voornaam, leerling.zoeknaam = GEWIST, "", ""
    leerling.geboortedatum, leerling.vorige_school, leerling.pseudoniem = None, "", ""
    leerling.save()
    return said


def verklaringen_due(school: School | None, day: date) -> list[Due]:
    """Sealed verklaringen whose term is over; a pupil who came back has a record again."""
    rows = Verzegeling.objects.filter(leerling__school=school, leerling__naam=GEWIST)
    return [
        Due(str(pk), weg_op, leerling=pk)
        for pk, weg_op in rows.filter(weg_op__lte=day).values_list("leerling_id", "weg_op")
    ]


def purge_verklaringen(school: School | None, keys: Collection[str], today: date) -> int:
    """Erase what was left of these pupils."""
    found = list(Leerling.objects.filter(school=school, naam=GEWIST, pk__in=[int(k) for k in keys]))
    for leerling in found:
        wipe(leerling, None, today)
    return len(found)


# ---------------------------------------------------------------- the log


def _events(school: School | None) -> EventQuerySet:
    own = school.instellingsnummer if school is not None else ""
    return Event.objects.filter(school=own)


def _bounds(month: date) -> tuple[datetime, datetime]:
    """The moments between which a month lies."""
    following = (month + timedelta(days=31)).replace(day=1)
    first, last = (
        timezone.make_aware(datetime.combine(day, time.min)) for day in (month, following)
    )
    return first, last


def _months_over(first: date, day: date) -> Iterator[tuple[date, date]]:
    """Each month whose term is over, with the day on which it goes: never later than the term."""
    maanden = load_termijnen()["logboek"].maanden or 0
    month = first.replace(day=1)
    while True:
        years, place = divmod(month.month - 1 + maanden, 12)
        weg_op = date(month.year + years, place + 1, 1)
        if weg_op > day:
            return
        yield month, weg_op
        month = (month + timedelta(days=31)).replace(day=1)


def logboek_due(school: School | None, day: date) -> list[Due]:
    """Months of the log that are over, each with its number of events."""
    oldest = _events(school).order_by("moment").values_list("moment", flat=True).first()
    if oldest is None:
        return []
    found = []
    for month, weg_op in _months_over(timezone.localdate(oldest), day):
        first, last = _bounds(month)
        number = _events(school).filter(moment__gte=first, moment__lt=last).count()
        if number:
            found.append(Due(f"{month:%Y-%m}", weg_op, number))
    return found


def purge_logboek(school: School | None, keys: Collection[str], today: date) -> int:
    """Let these months end; the one exception to a log that nobody can change."""
    gone = 0
    for key in keys:
        first, last = _bounds(date.fromisoformat(f"{key}-01"))
        gone += _events(school).filter(moment__gte=first).expire(last)
    return gone


# ---------------------------------------------------------------- readings


def inlezingen_due(school: School | None, day: date) -> list[Due]:
    """Counted files that nobody confirmed."""
    if school is None:
        return []
    dagen = timedelta(days=load_termijnen()["inleesbestanden"].dagen or 0)
    waiting = school.inlezingen.exclude(status=Inlezing.Status.BEVESTIGD)
    found = [
        Due(str(pk), timezone.localdate(created) + dagen)
        for pk, created in waiting.values_list("pk", "created")
    ]
    return [due for due in found if due.weg_op <= day]


def purge_inlezingen(school: School | None, keys: Collection[str], today: date) -> int:
    waiting = Inlezing.objects.exclude(status=Inlezing.Status.BEVESTIGD)
    gone = waiting.filter(school=school, pk__in=[int(k) for k in keys])
    number = gone.count()
    gone.delete()
    return number


# ---------------------------------------------------------------- accounts


def _after(last: date) -> date:
    """The day after the schooljaar that follows the one of leaving."""
    return Schooljaar.of(last).next.last_day + timedelta(days=1)


def toegang_due(school: School | None, day: date) -> list[Due]:
    """Memberships that ended, with the names of classes in them."""
    if school is None:
        return []
    rows = school.memberships.filter(tot__lt=day).values_list("pk", "tot")
    found = [Due(str(pk), _after(tot)) for pk, tot in rows if tot is not None]
    return [due for due in found if due.weg_op <= day]


def purge_toegang(school: School | None, keys: Collection[str], today: date) -> int:
    gone = Membership.objects.filter(school=school, pk__in=[int(k) for k in keys], tot__lt=today)
    number = gone.count()
    gone.delete()
    return number


def accounts_due(school: School | None, day: date) -> list[Due]:
    """Accounts that work nowhere; the last day they were seen counts as the day of leaving."""
    if school is not None:
        return []
    works = Membership.objects.filter(user=OuterRef("pk")).filter(Q(tot=None) | Q(tot__gte=day))
    rows = (
        User.objects.filter(~Exists(works), is_superuser=False, is_staff=False)
        .annotate(tot=Max("memberships__tot"))
        .values_list("pk", "tot", "last_login", "date_joined")
    )
    found = []
    for pk, tot, login, joined in rows:
        seen = [timezone.localdate(moment) for moment in (login, joined) if moment is not None]
        weg_op = _after(max([*seen, *([tot] if tot else [])]))
        if weg_op <= day:
            found.append(Due(str(pk), weg_op))
    return found


def purge_accounts(school: School | None, keys: Collection[str], today: date) -> int:
    still = {due.key for due in accounts_due(None, today)}
    gone = User.objects.filter(pk__in=[int(key) for key in keys if key in still])
    number = gone.count()
    gone.delete()
    return number


def register_kinds() -> None:
    """Called once when the program starts."""
    for kind in (
        Purgeable(
            "leerlingen",
            "leerlingen",
            "leerlingen die weg zijn",
            leerlingen_due,
            purge_leerlingen,
        ),
        Purgeable(
            "verklaringen",
            "verklaringen",
            "verzegelde verklaringen",
            verklaringen_due,
            purge_verklaringen,
        ),
        Purgeable("logboek", "logboek", "regels in het logboek", logboek_due, purge_logboek),
        Purgeable(
            "tellingen_in_wacht",
            "inleesbestanden",
            "ingelezen tellingen zonder ja",
            inlezingen_due,
            purge_inlezingen,
        ),
        Purgeable(
            "toegang",
            "accounts",
            "toegangen van medewerkers die weg zijn",
            toegang_due,
            purge_toegang,
        ),
        Purgeable("accounts", "accounts", "accounts zonder school", accounts_due, purge_accounts),
    ):
        register(kind)
