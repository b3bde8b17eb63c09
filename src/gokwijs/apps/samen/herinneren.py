"""The mail with somebody's own work: what is late, what comes, who called, what is to be evaluated.

In: the people who asked for it, and today. Out: one mail each, at most one a day. It holds no
figure, no name of a pupil and no name of a colleague: a mail leaves the school.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.beleid.models import Taak
from gokwijs.apps.samen.kalender import Punt, punten
from gokwijs.apps.samen.knopen import titel_van, titels
from gokwijs.apps.samen.models import Herinnering
from gokwijs.apps.samen.selectors import ik_van, nieuwe_vermeldingen, taken_van
from gokwijs.apps.samen.services_herinnering import noteer_verstuurd
from gokwijs.apps.scholen.models import Membership, School
from gokwijs.apps.scholen.selectors import granted, schools_for

log = logging.getLogger(__name__)
AHEAD = timedelta(days=14)
MOST = 20  # of one kind in one mail


@dataclass(frozen=True)
class Schoolwerk:
    """What waits for one person at one school."""

    school: School
    laat: list[Taak]
    komt: list[Taak]
    geroepen: list[str]
    evaluaties: list[Punt]
    link: str

    @property
    def aantal(self) -> int:
        return len(self.laat) + len(self.komt) + len(self.geroepen) + len(self.evaluaties)


@dataclass
class Verslag:
    """What a run did, to say in the terminal."""

    verstuurd: list[str] = field(default_factory=list)
    niets: int = 0
    al_gehad: int = 0
    mislukt: list[str] = field(default_factory=list)


def is_due(herinnering: Herinnering, today: date) -> bool:
    """Daily: not today yet. Weekly: not in this week yet, whichever day the run comes."""
    last = herinnering.laatst
    if herinnering.ritme == Herinnering.Ritme.DAGELIJKS:
        return last is None or last < today
    if herinnering.ritme == Herinnering.Ritme.WEKELIJKS:
        return last is None or last.isocalendar()[:2] < today.isocalendar()[:2]
    return False


def werk_van(membership: Membership, today: date) -> Schoolwerk:
    """Own work at one school."""
    user, school = membership.user, membership.school
    ik = ik_van(user, school)
    open_tasks = taken_van(school).filter(ik.mijn, klaar=None).order_by("tegen", "pk")
    called = list(nieuwe_vermeldingen(user, school)[:MOST])
    names = titels(called)
    writes = Permission.BELEID_SCHRIJVEN in granted(membership)[0]
    return Schoolwerk(
        school,
        list(open_tasks.filter(tegen__lt=today)[:MOST]),
        list(open_tasks.filter(tegen__range=(today, today + AHEAD))[:MOST]),
        [titel_van(one, names) for one in called],
        punten(school, today, today + AHEAD, ("evaluatie",))[:MOST] if writes else [],
        _address(reverse("samen:taken", args=[school.instellingsnummer])),
    )


def _address(path: str) -> str:
    """Whole when the server has a public address, else nothing: a bare path is of no use."""
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else ""


def te_sturen(today: date) -> Iterator[tuple[Herinnering, list[Schoolwerk]]]:
    """Who asked for a mail and may get one today, with the work at each school."""
    asked = Herinnering.objects.exclude(ritme=Herinnering.Ritme.GEEN).filter(user__is_active=True)
    for one in asked.select_related("user").order_by("pk"):
        if not is_due(one, today):
            continue
        open_ones = [
            m for m in schools_for(one.user) if Permission.SCHOOLZONE_ZIEN in granted(m)[0]
        ]
        yield one, [work for m in open_ones if (work := werk_van(m, today)).aantal]


def verstuur(today: date, *, echt: bool) -> Verslag:
    """Send what is due; ``echt`` False only says what would go."""
    found = Verslag()
    asked = Herinnering.objects.exclude(ritme=Herinnering.Ritme.GEEN)
    found.al_gehad = sum(not is_due(one, today) for one in asked)
    for one, work in te_sturen(today):
        if not work:
            found.niets += 1
        elif not echt:
            found.verstuurd.append(_line(one, work))
        elif not noteer_verstuurd(herinnering=one, school=work[0].school, today=today, by=None):
            found.al_gehad += 1
        elif _mailed(one, work):
            found.verstuurd.append(_line(one, work))
        else:
            found.mislukt.append(one.user.email)
    return found


def _line(herinnering: Herinnering, work: list[Schoolwerk]) -> str:
    return f"{herinnering.user.email}: {subject(work)}"


def subject(work: list[Schoolwerk]) -> str:
    """'2 taken te laat, 1 taak die komt'"""
    late = sum(len(w.laat) for w in work)
    coming = sum(len(w.komt) for w in work)
    called = sum(len(w.geroepen) for w in work)
    dates = sum(len(w.evaluaties) for w in work)
    parts = (
        (late, "taak te laat", "taken te laat"),
        (coming, "taak die komt", "taken die komen"),
        (called, "vermelding", "vermeldingen"),
        (dates, "evaluatie", "evaluaties"),
    )
    return ", ".join(f"{n} {one if n == 1 else more}" for n, one, more in parts if n)


def _mailed(herinnering: Herinnering, work: list[Schoolwerk]) -> bool:
    """A mail server that fails is said, and stops nobody else's mail."""
    text = render_to_string("samen/mail_herinnering.txt", {"werk": work})
    try:
        send_mail(f"GOK-wijs: {subject(work)}", text, None, [herinnering.user.email])
    except (SMTPException, OSError) as error:
        log.warning("reminder not sent: %s", type(error).__name__)
        return False
    return True
