"""The mail that invites and reminds: to everybody with the role, whoever answered already.

A mail holds the link of the group and no name: nobody can tell from it who answered (besluit 21).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.models import School
from gokwijs.apps.verklaring.selectors import public_base
from gokwijs.apps.zelfevaluatie.models import Respondentgroep, Ronde

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Verzonden:
    """How a run of mails went."""

    gelukt: int
    mislukt: int


def adres_van(groep: Respondentgroep) -> str:
    """The address for phones; empty without an https address of the server (besluit 29)."""
    base = public_base()
    return f"{base}{reverse('zelfevaluatie:blad_begin', args=[groep.token])}" if base else ""


def leden_per_rol(school: School) -> dict[str, list[User]]:
    """Who works here today, by role."""
    today = timezone.localdate()
    found: dict[str, list[User]] = {}
    for one in school.memberships.select_related("user").order_by("pk"):
        if one.is_open(today) and one.user.is_active:
            for role in one.roles:
                found.setdefault(role, []).append(one.user)
    return found


def mail_ronde(*, ronde: Ronde, by: User) -> Verzonden:
    """Invite everybody with a role of a group; each person once, for the first group that fits."""
    people = leden_per_rol(ronde.school)
    sent: dict[str, Respondentgroep] = {}
    for groep in ronde.groepen.all():
        for user in people.get(groep.rol, ()) if groep.rol else ():
            sent.setdefault(user.email, groep)
    results = [_mailed(ronde, email, groep) for email, groep in sent.items()]
    done = Verzonden(sum(results), len(results) - sum(results))
    record(
        kind="ronde.gemaild",
        by=by,
        school=ronde.school.instellingsnummer,
        target=f"'{ronde.titel}' ({done.gelukt})",
    )
    return done


def _mailed(ronde: Ronde, email: str, groep: Respondentgroep) -> bool:
    text = render_to_string(
        "zelfevaluatie/mail_ronde.txt", {"ronde": ronde, "adres": adres_van(groep)}
    )
    try:
        send_mail(f"GOK-wijs: {ronde.titel}", text, None, [email])
    except (SMTPException, OSError) as error:
        log.warning("invitation not sent: %s", type(error).__name__)
        return False
    return True
