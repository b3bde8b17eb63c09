"""Writes on links for parents, their answers, and the reading of translations.

An event names the stamnummer, never a name, an answer or a link.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import Actor, record
from gokwijs.apps.leerlingen.models import Leerling, Verklaring
from gokwijs.apps.leerlingen.services import record_verklaring
from gokwijs.apps.scholen.models import School
from gokwijs.apps.verklaring.models import Uitnodiging, VertalingNagelezen
from gokwijs.apps.verklaring.tokens import hash_of, new_secret
from gokwijs.core.kenmerken.formulier import load_formulieren
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal

STANDARD_DAYS, MOST_DAYS = 30, 90
TABLET_MINUTES = 60
OUDER = "ouder via link"


class LinkError(ValueError):
    """The link cannot be made or used; the message is Dutch and fit for a screen."""


@dataclass(frozen=True)
class NewLink:
    """A link at the only moment its secret is known."""

    uitnodiging: Uitnodiging
    token: str


@transaction.atomic
def make_uitnodiging(
    *,
    leerling: Leerling,
    by: User,
    days: int = STANDARD_DAYS,
    soort: Uitnodiging.Soort = Uitnodiging.Soort.LINK,
) -> NewLink:
    """A new link for one pupil; an older open one stops working. Raises LinkError."""
    made = _make(leerling, by, _expires(soort, days), soort)
    _log("uitnodiging.gemaakt", leerling, by, soort=soort.value)
    return made


@transaction.atomic
def make_uitnodigingen(
    *, leerlingen: Iterable[Leerling], by: User, days: int = STANDARD_DAYS
) -> list[NewLink]:
    """A new link for each of these pupils of one school, all or none; raises LinkError."""
    soort = Uitnodiging.Soort.LINK
    expires = _expires(soort, days)
    leerlingen = list(leerlingen)
    # Always in the same order, so that two series at once wait for each other and never deadlock.
    keys = [leerling.pk for leerling in leerlingen]
    list(Leerling.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    made = [_make(leerling, by, expires, soort) for leerling in leerlingen]
    if made:
        record(
            kind="uitnodiging.reeks",
            by=by,
            school=made[0].uitnodiging.leerling.school.instellingsnummer,
            target=f"{len(made)} leerlingen",
            data={
                "aantal": len(made),
                "stamnummers": [m.uitnodiging.leerling.stamnummer for m in made],
            },
        )
    return made


def _expires(soort: Uitnodiging.Soort, days: int) -> datetime:
    if soort is Uitnodiging.Soort.TABLET:
        return timezone.now() + timedelta(minutes=TABLET_MINUTES)
    if not 1 <= days <= MOST_DAYS:
        raise LinkError(f"Een link werkt minstens 1 en hoogstens {MOST_DAYS} dagen.")
    # Until and including a day: that is what the letter says.
    last = timezone.localtime() + timedelta(days=days)
    return last.replace(hour=23, minute=59, second=59, microsecond=0)


def _make(leerling: Leerling, by: User, expires: datetime, soort: Uitnodiging.Soort) -> NewLink:
    # Two links made at the same moment: the second must revoke the first.
    Leerling.objects.select_for_update().get(pk=leerling.pk)
    now = timezone.now()
    leerling.uitnodigingen.filter(revoked__isnull=True, answered__isnull=True).update(revoked=now)
    token = new_secret()
    return NewLink(
        Uitnodiging.objects.create(
            leerling=leerling,
            soort=soort,
            hash=hash_of(token),
            created=now,
            expires=expires,
            door_naam=by.naam,
        ),
        token,
    )


@transaction.atomic
def revoke_uitnodiging(*, leerling: Leerling, by: User) -> int:
    """Stop the open link of a pupil, and every view on answers just given; how many stopped."""
    count = leerling.uitnodigingen.filter(revoked__isnull=True).update(revoked=timezone.now())
    _log("uitnodiging.ingetrokken", leerling, by)
    return count


@transaction.atomic
def revoke_all(*, school: School, by: User) -> int:
    """Stop every link of a school; how many stopped."""
    found = Uitnodiging.objects.filter(leerling__school=school, revoked__isnull=True)
    count = found.update(revoked=timezone.now())
    record(
        kind="uitnodiging.alles_ingetrokken",
        by=by,
        school=school.instellingsnummer,
        target=school.naam,
        data={"aantal": count},
    )
    return count


@transaction.atomic
def answer_uitnodiging(
    *,
    uitnodiging: Uitnodiging,
    talen: Mapping[Gezinslid, Taal],
    opleiding: Opleiding,
    datum: date,
    by: Actor | None,
    reden: str = "",
) -> Verklaring:
    """Store the answers of a parent once; sending them again gives what is stored.

    ``by`` is None for a parent. Raises LinkError for a link that stopped working, and
    VerklaringExistsError when the school has answers already and no reason is given.
    """
    # Two presses on the button at the same moment: the second must see the first.
    Leerling.objects.select_for_update().get(pk=uitnodiging.leerling_id)
    mine = Uitnodiging.objects.select_related("verklaring").get(pk=uitnodiging.pk)
    if mine.revoked is None and mine.verklaring is not None:
        return mine.verklaring
    now = timezone.now()
    if not mine.is_open(now):
        raise LinkError("Deze link werkt niet meer.")
    tablet = mine.soort == Uitnodiging.Soort.TABLET
    verklaring = record_verklaring(
        leerling=mine.leerling,
        talen=talen,
        opleiding=opleiding,
        datum=datum,
        kanaal=Verklaring.Kanaal.LOKET if tablet else Verklaring.Kanaal.LINK,
        by=by,
        door_naam="ouder op een toestel van de school" if tablet else OUDER,
        reden=reden,
    )
    mine.answered, mine.verklaring = now, verklaring
    mine.save(update_fields=["answered", "verklaring"])
    return verklaring


@transaction.atomic
def confirm_vertaling(*, school: School, language: str, role: str, by: User) -> VertalingNagelezen:
    """Note that somebody read this text as it is now; raises LinkError for an unknown language."""
    found = load_formulieren().get(language)
    if found is None or language == "nl":
        raise LinkError("Die vertaling is er niet.")
    confirmed, _ = VertalingNagelezen.objects.update_or_create(
        school=school,
        language=language,
        defaults={
            "hash": found.hash,
            "door_naam": by.naam,
            "role": role,
            "moment": timezone.now(),
        },
    )
    record(
        kind="vertaling.nagelezen",
        by=by,
        school=school.instellingsnummer,
        target=found.naam_nl,
        data={"rol": role},
    )
    return confirmed


@transaction.atomic
def withdraw_vertaling(*, school: School, language: str, by: User) -> None:
    """Mark a translation as not read again."""
    school.vertalingen.filter(language=language).delete()
    record(
        kind="vertaling.ingetrokken",
        by=by,
        school=school.instellingsnummer,
        target=load_formulieren()[language].naam_nl,
    )


def _log(kind: str, leerling: Leerling, by: Actor | None, **data: str) -> None:
    record(
        kind=kind,
        by=by,
        school=leerling.school.instellingsnummer,
        target=f"leerling {leerling.stamnummer}",
        data=data,
    )
