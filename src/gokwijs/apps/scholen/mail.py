"""The mail of an invitation, and the address of its link.

In: a stored invitation and the path of its link. Out: whether a mail really left.
"""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string

from gokwijs.apps.access.roles import known_roles
from gokwijs.apps.scholen.models import Toegangsuitnodiging

log = logging.getLogger(__name__)


def address_of(request: HttpRequest, path: str) -> str:
    """The whole address: the public one when the server has it."""
    return settings.PUBLIC_URL + path if settings.PUBLIC_URL else request.build_absolute_uri(path)


def mail_leaves() -> bool:
    """Without a mail server mails are printed in the window of the server."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


def send_invitation(invitation: Toegangsuitnodiging, link: str) -> bool:
    """Send it; a mail server that fails is no reason to lose the invitation."""
    school = " ".join(invitation.school.naam.split())  # a line break would be a header of its own
    context = {
        "uitnodiging": invitation,
        "adres": link,
        "rollen": known_roles(invitation.roles),
        "openbaar": bool(settings.PUBLIC_URL),
    }
    try:
        send_mail(
            f"Uitnodiging voor GOK-wijs van {school}",
            render_to_string("scholen/mail_uitnodiging.txt", context),
            None,
            [invitation.email],
        )
    except (SMTPException, OSError) as error:
        log.warning("mail of an invitation not sent: %s", type(error).__name__)
        return False
    return mail_leaves()
