"""Writes on toetsen, afnamen and scores that are typed; each with an event, all or nothing.

In: a school, values and who acts. Out: the saved row, or a ToetsError in Dutch. What scores mean
never changes behind their back: with scores there, the scale of a toets stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.audit.services import record
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.models import Afname, Ontbreekt, Score, Toets
from gokwijs.apps.toetsen.waarden import getal
from gokwijs.core.calendar import dutch_date

# What gives a score its meaning.
VAST = ("schaal", "laagste", "hoogste")


class ToetsError(ValueError):
    """It cannot be done; the message is Dutch and fit for a screen."""


class Conflict(ToetsError):
    """Somebody else saved in between. ``botsingen``: label, mine and theirs per field."""

    def __init__(
        self,
        door: str,
        wanneer: datetime | None,
        versie: int,
        botsingen: list[tuple[str, str, str]],
    ) -> None:
        super().__init__(
            f"{door or 'Een collega'} bewaarde intussen iets anders. Kijk na wat er staat en "
            "bewaar opnieuw als jouw versie de juiste is."
        )
        self.wanneer, self.versie, self.botsingen = wanneer, versie, botsingen


def _log(kind: str, school: School, target: str, by: User, **data: Any) -> None:
    record(kind=kind, by=by, school=school.instellingsnummer, target=target, data=data)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "leeg"
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, Decimal):
        return getal(value)
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _label(row: Any, name: str) -> str:
    return str(row._meta.get_field(name).verbose_name)


def _clashes(row: Any, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Label, what I typed and what stands there now, where they differ."""
    return [
        (_label(row, name), _shown(value), _shown(getattr(row, name)))
        for name, value in values.items()
        if getattr(row, name) != value
    ]


# ---------------------------------------------------------------- toets


@transaction.atomic
def bewaar_toets(
    *,
    school: School,
    values: Mapping[str, Any],
    by: User,
    toets: Toets | None = None,
    versie: int | None = None,
) -> Toets:
    """A new or changed toets; raises ToetsError, and Conflict when somebody saved in between."""
    if toets is None:
        row = Toets(school=school, door_naam=by.naam)
    else:
        row = Toets.objects.select_for_update().get(pk=toets.pk)
        if versie is not None and versie != row.versie and (found := _clashes(row, values)):
            raise Conflict(row.gewijzigd_door, row.gewijzigd, row.versie, found)
        _check_meaning(row, values)
        row.versie += 1
    for name, value in values.items():
        setattr(row, name, value)
    row.gewijzigd_door = by.naam
    _save_once(row, f"Er is al een toets '{row}'. Geef een andere naam of een andere uitgave.")
    _log("toetsen.gemaakt" if toets is None else "toetsen.aangepast", school, str(row), by)
    return row


def _check_meaning(row: Toets, values: Mapping[str, Any]) -> None:
    changed = [name for name in VAST if name in values and getattr(row, name) != values[name]]
    if changed and Score.objects.filter(afname__toets=row, waarde__isnull=False).exists():
        labels = ", ".join(_label(row, name) for name in changed)
        raise ToetsError(
            f"Er zijn al scores van deze toets, dus {labels} kan niet meer veranderen: dan zouden "
            "oude scores iets anders betekenen. Is de toets veranderd? Voeg ze toe als nieuwe "
            "toets, met een andere uitgave."
        )


def _save_once(row: Toets | Afname, said: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ToetsError(said) from error


@transaction.atomic
def haal_toets_weg(*, toets: Toets, by: User) -> None:
    """Out of every list; nothing is lost."""
    row = Toets.alle.select_for_update().get(pk=toets.pk)
    if row.verwijderd is not None:
        return
    row.verwijderd, row.gewijzigd_door = timezone.now(), by.naam
    row.save()
    _log("toetsen.weg", row.school, str(row), by)


@transaction.atomic
def zet_toets_terug(*, toets: Toets, by: User) -> Toets:
    """Undo ``haal_toets_weg``; raises ToetsError when its name was given to another."""
    row = Toets.alle.select_for_update().get(pk=toets.pk)
    if row.verwijderd is None:
        return row
    row.verwijderd, row.gewijzigd_door = None, by.naam
    _save_once(row, f"Er is intussen een andere toets '{row}'. Geef die eerst een andere naam.")
    _log("toetsen.terug", row.school, str(row), by)
    return row


# ---------------------------------------------------------------- afname


@transaction.atomic
def bewaar_afname(
    *,
    toets: Toets,
    values: Mapping[str, Any],
    by: User,
    afname: Afname | None = None,
    versie: int | None = None,
) -> Afname:
    """A new or changed afname; raises ToetsError and Conflict."""
    if afname is None:
        row = Afname(toets=toets, door_naam=by.naam)
    else:
        row = Afname.objects.select_for_update().get(pk=afname.pk)
        if versie is not None and versie != row.versie and (found := _clashes(row, values)):
            raise Conflict(row.door_naam, None, row.versie, found)
        row.versie, row.door_naam = row.versie + 1, by.naam
    for name, value in values.items():
        setattr(row, name, value)
    _save_once(row, f"Deze toets heeft al een afname '{row.naam}'. Kies een andere naam.")
    kind = "toetsen.afname" if afname is None else "toetsen.afname_aangepast"
    _log(kind, toets.school, row.voluit, by)
    return row


@transaction.atomic
def haal_afname_weg(*, afname: Afname, by: User) -> None:
    row = Afname.objects.select_for_update().get(pk=afname.pk)
    if row.verwijderd is None:
        row.verwijderd = timezone.now()
        row.save(update_fields=["verwijderd"])
        _log("toetsen.afname_weg", row.toets.school, row.voluit, by)


@transaction.atomic
def zet_afname_terug(*, afname: Afname, by: User) -> Afname:
    """Undo ``haal_afname_weg``; raises ToetsError when its name was given to another."""
    row = Afname.objects.select_for_update().get(pk=afname.pk)
    if row.verwijderd is not None:
        row.verwijderd = None
        _save_once(row, f"Er is intussen een andere afname '{row.naam}'. Hernoem die eerst.")
        _log("toetsen.afname_terug", row.toets.school, row.voluit, by)
    return row


# ---------------------------------------------------------------- scores that are typed

_CAUSE = "!"  # in front of a cause, where a score and a cause stand in one text


def stand_tekst(score: Score | None) -> str:
    """What stands of a pupil as one text: what a form remembers to see a change of a colleague."""
    if score is None:
        return ""
    return getal(score.waarde) if score.waarde is not None else f"{_CAUSE}{score.ontbreekt}"


def stand_woorden(stand: str) -> str:
    """The same for a reader."""
    if stand.startswith(_CAUSE):
        return f"geen score ({Ontbreekt(stand[1:]).label})"
    return stand or "niets"


@dataclass(frozen=True, slots=True)
class Invoer:
    """What somebody typed for one pupil; ``was``: what the form showed."""

    leerling: int
    klas: str
    waarde: Decimal | None
    ontbreekt: str
    was: str


@dataclass(frozen=True)
class Bewaard:
    """How many were saved, and of whom a colleague saved something else meanwhile."""

    aantal: int
    botsingen: Mapping[int, tuple[str, str]]  # pupil → who, and what stands there now


def mag_scoren(afname: Afname, today: date) -> None:
    """Raises ToetsError: there are no scores of a day that must still come."""
    if afname.datum > today:
        raise ToetsError(
            f"De afname '{afname}' is op {dutch_date(afname.datum)}: die dag moet nog komen. "
            "Verander de datum als ze al geweest is."
        )


@transaction.atomic
def bewaar_scores(*, afname: Afname, invoer: Sequence[Invoer], by: User, today: date) -> Bewaard:
    """Save what is valid; where a colleague saved something else meanwhile nothing changes."""
    mag_scoren(afname, today)
    Afname.objects.select_for_update().get(pk=afname.pk)
    known = {
        s.leerling_id: s
        for s in Score.objects.filter(afname=afname, leerling__in=[i.leerling for i in invoer])
    }
    made: list[Score] = []
    changed: list[Score] = []
    clashes: dict[int, tuple[str, str]] = {}
    for one in invoer:
        now = known.get(one.leerling)
        if now is not None and (now.waarde, now.ontbreekt) == (one.waarde, one.ontbreekt):
            continue
        if stand_tekst(now) != one.was:
            who = now.door_naam if now is not None else ""
            clashes[one.leerling] = (who, stand_tekst(now))
            continue
        row = now or Score(afname=afname, leerling_id=one.leerling, klas=one.klas)
        row.waarde, row.ontbreekt, row.door_naam = one.waarde, one.ontbreekt, by.naam
        row.lezing, row.rij, row.gewijzigd = None, None, timezone.now()
        (made if now is None else changed).append(row)
    Score.objects.bulk_create(made, batch_size=500)
    Score.objects.bulk_update(changed, VELDEN, batch_size=200)
    number = len(made) + len(changed)
    if number:
        _log("toetsen.scores", afname.toets.school, afname.voluit, by, aantal=number)
    return Bewaard(number, clashes)


VELDEN = ["waarde", "ontbreekt", "klas", "lezing", "rij", "door_naam", "gewijzigd"]
