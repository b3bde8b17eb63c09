"""Save one link of the chain: nothing is lost when two people write at once, all can be undone.

In: a link, the fields somebody typed and the version their form was opened on. Out: the saved link,
or a Conflict that shows both texts per field. Every change leaves an entry in the history of that
link and one in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse.models import Vaststelling
from gokwijs.apps.audit.services import record
from gokwijs.apps.beleid.models import (
    Actie,
    Besluit,
    Borging,
    Evaluatie,
    Historie,
    Indicator,
    Knoopsoort,
    Plan,
    Streefdoel,
)
from gokwijs.apps.kader.selectors import kader_van
from gokwijs.apps.scholen.models import School

Link = Plan | Indicator | Streefdoel | Actie | Evaluatie | Besluit | Borging | Vaststelling
SOORT: Mapping[type[models.Model], Knoopsoort] = {
    Plan: Knoopsoort.PLAN,
    Vaststelling: Knoopsoort.VASTSTELLING,
    Indicator: Knoopsoort.INDICATOR,
    Streefdoel: Knoopsoort.STREEFDOEL,
    Actie: Knoopsoort.ACTIE,
    Evaluatie: Knoopsoort.EVALUATIE,
    Besluit: Knoopsoort.BESLUIT,
    Borging: Knoopsoort.BORGING,
}
MODEL = {soort: model for model, soort in SOORT.items()}
# Kept by the machinery itself, or moved by a service of their own.
_OWN = frozenset(
    {
        "id",
        "plan",
        "school",
        "versie",
        "gemaakt",
        "door_naam",
        "gewijzigd",
        "gewijzigd_door",
        "verwijderd",
        "ingetrokken",
        "lezing",
        "cijfers",
    }
)


class BeleidError(ValueError):
    """It cannot be done; the message is Dutch and fit for a screen."""


@dataclass(frozen=True)
class Botsing:
    """One field that two people changed."""

    veld: str
    label: str
    eerst: str  # as it was when the form was opened
    mijn: str
    nu: str


class Conflict(BeleidError):
    """Somebody else saved in between, in the same fields."""

    def __init__(self, door: str, wanneer: datetime | None, botsingen: tuple[Botsing, ...]) -> None:
        super().__init__(f"{door} bewaarde intussen een andere versie.")
        self.door, self.wanneer, self.botsingen = door, wanneer, botsingen


def school_of(link: Link) -> School:
    return link.school if isinstance(link, Plan | Vaststelling) else link.plan.school


def plan_of(link: Link) -> Plan | None:
    if isinstance(link, Plan):
        return link
    return None if isinstance(link, Vaststelling) else link.plan


def fields_of(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields people write, many-to-many included."""
    meta = model._meta
    return [f for f in (*meta.concrete_fields, *meta.many_to_many) if f.name not in _OWN]


def inhoud_of(link: Link) -> dict[str, Any]:
    """Every written field as plain JSON values; links as numbers."""
    found: dict[str, Any] = {}
    for field in fields_of(type(link)):
        if field.many_to_many:
            keys = getattr(link, field.name).order_by("pk").values_list("pk", flat=True)
            found[field.name] = list(keys)
        else:
            found[field.name] = plain(getattr(link, field.attname))
    return found


def plain(value: Any) -> Any:
    """As JSON keeps it; a decimal without superfluous zeros, so that 20.000 is 20."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | datetime):
        return DjangoJSONEncoder().default(value)
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, models.QuerySet | list | tuple | set | frozenset):
        return sorted((plain(one) for one in value), key=str)
    return value


def gesloten(link: Link) -> str:
    """Why nothing of this link changes any more; empty when it may."""
    plan = plan_of(link)
    if plan is not None and plan.bevroren:
        return (
            f"Het plan '{plan.naam}' is afgesloten: er kan niets meer aan veranderen. Begin een "
            "plan voor het volgende schooljaar."
        )
    evaluatie = link.evaluatie if isinstance(link, Besluit) else link
    if isinstance(evaluatie, Evaluatie) and evaluatie.afgerond is not None:
        return (
            f"Deze evaluatie is afgerond op {evaluatie.afgerond:%d/%m/%Y} en verandert niet meer. "
            "Begin een nieuwe als er iets bij komt."
        )
    return ""


def must_be_open(link: Link) -> None:
    """Nothing of a closed plan or a closed evaluatie changes; raises BeleidError.

    Read anew, because what the caller holds may be older; the plan is held until the end of the
    transaction, and always before a link of it, so that two writers never wait for each other.
    """
    plan = plan_of(link)
    if plan is not None and plan.pk is not None:
        said = gesloten(Plan.objects.select_for_update().get(pk=plan.pk))
        if said:
            raise BeleidError(said)
    evaluatie = link.evaluatie if isinstance(link, Besluit) else link
    if isinstance(evaluatie, Evaluatie) and evaluatie.pk is not None:
        now = Evaluatie.objects.select_for_update(of=("self",)).select_related("plan")
        if said := gesloten(now.get(pk=evaluatie.pk)):
            raise BeleidError(said)


@transaction.atomic
def bewaar(
    *,
    link: Link,
    values: Mapping[str, Any],
    by: User,
    versie: int | None = None,
    wat: str = "aangepast",
) -> Link:
    """Save ``values`` (many-to-many included) on a new or existing link.

    ``versie`` is the version the form showed. When somebody saved since, fields only one of both
    touched are joined; fields both touched raise Conflict, and nothing is written.
    """
    must_be_open(link)
    new = link.pk is None
    many = {f.name for f in type(link)._meta.many_to_many}
    plain_values = {name: plain(value) for name, value in values.items()}
    if not new:
        link = _locked(link)
        values = _merged(link, dict(values), plain_values, versie)
        if not values:
            return link
    for name, value in values.items():
        if name not in many:
            setattr(link, name, value)
    _stamp(link, by, new=new)
    link.save()
    for name in many & set(values):
        getattr(link, name).set(values[name])
    remember(link=link, wat="gemaakt" if new else wat, by=by)
    return link


def _locked(link: Link) -> Link:
    """The row as it is now, held until the end of the transaction."""
    found: Link = type(link)._default_manager.select_for_update().get(pk=link.pk)
    return found


def _stamp(link: Link, by: User, *, new: bool) -> None:
    if new:
        link.door_naam = by.naam
    else:
        link.versie += 1
    if not isinstance(link, Vaststelling):
        link.gewijzigd_door = by.naam


def _merged(
    link: Link, values: dict[str, Any], mine: Mapping[str, Any], versie: int | None
) -> dict[str, Any]:
    """What must be written: only what this person changed. Raises Conflict."""
    now = inhoud_of(link)
    if versie is None or versie == link.versie:
        return {name: value for name, value in values.items() if now.get(name) != mine[name]}
    found = history_of(link).filter(versie=versie).first()
    base = found.inhoud if found is not None else {}
    wanted = {name for name in values if mine[name] != base.get(name)}
    both = [n for n in wanted if now.get(n) != base.get(n) and now.get(n) != mine[n]]
    if both:
        latest = history_of(link).first()
        raise Conflict(
            latest.by_naam if latest else "Een collega",
            latest.moment if latest else None,
            tuple(_clash(link, name, base, mine, now) for name in sorted(both)),
        )
    return {name: values[name] for name in wanted if now.get(name) != mine[name]}


def _clash(
    link: Link, name: str, base: Mapping[str, Any], mine: Mapping[str, Any], now: Mapping[str, Any]
) -> Botsing:
    return Botsing(
        name,
        label_of(type(link), name),
        *(in_words(type(link), name, source.get(name)) for source in (base, mine, now)),
    )


def label_of(model: type[models.Model], name: str) -> str:
    """The field as its form names it."""
    try:
        return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    except (AttributeError, LookupError):
        return name


def in_words(model: type[models.Model], name: str, value: Any) -> str:
    """A kept value as a person reads it: the words of a choice, the names behind numbers."""
    if value in (None, "", [], {}):
        return "niet ingevuld"
    field = model._meta.get_field(name)
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        keys = value if isinstance(value, list) else [value]
        found = field.related_model._base_manager.filter(pk__in=keys)
        return "; ".join(str(one) for one in found) or "iets wat er niet meer is"
    if isinstance(field, models.DateField) and isinstance(value, str):
        return f"{date.fromisoformat(value[:10]):%d/%m/%Y}"
    if isinstance(field, models.DecimalField):
        return str(value).replace(".", ",")
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, dict):
        return ", ".join(f"{key} {number}" for key, number in value.items() if number)
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    choices = dict(getattr(field, "choices", None) or ())
    return str(choices.get(value, value))


def history_of(link: Link) -> models.QuerySet[Historie]:
    """Newest first."""
    return Historie.objects.filter(
        school=school_of(link), soort=SOORT[type(link)], nummer=link.pk or 0
    )


def remember(*, link: Link, wat: str, by: User) -> None:
    """An entry in the history of the link and one in the log; inside the caller's transaction."""
    soort = SOORT[type(link)]
    school = school_of(link)
    kader = kader_van(school) if getattr(link, "ok_codes", None) else None
    Historie.objects.create(
        school=school,
        soort=soort,
        nummer=link.pk,
        versie=link.versie,
        wat=wat,
        inhoud=inhoud_of(link),
        kader=f"{kader.id} {kader.versie}" if kader is not None else "",
        by_naam=by.naam,
    )
    record(
        kind=f"beleid.{wat}",
        by=by,
        school=school.instellingsnummer,
        target=f"{soort.label} '{str(link)[:120]}'",
    )


@transaction.atomic
def verwijder(*, link: Link, by: User, terug: bool = False) -> Link:
    """Take a link away, or bring it back: nothing is lost."""
    must_be_open(link)
    link = _locked(link)
    gone = None if terug else timezone.now()
    if isinstance(link, Vaststelling):
        link.ingetrokken = gone
    else:
        link.verwijderd = gone
    link.versie += 1
    link.save()
    remember(link=link, wat="teruggezet" if terug else "verwijderd", by=by)
    return link


@transaction.atomic
def zet_terug(*, link: Link, versie: int, by: User) -> Link:
    """The fields as they stood in an earlier version; that is a new version itself."""
    found = history_of(link).filter(versie=versie).first()
    if found is None:
        raise BeleidError("Die versie is er niet.")
    return bewaar(link=link, values=restored(type(link), found.inhoud), by=by, wat="hersteld")


def restored(model: type[models.Model], inhoud: Mapping[str, Any]) -> dict[str, Any]:
    """Field values from kept ones; a link to something that is gone is left out.

    Status is left alone: that moves by its own steps only.
    """
    found: dict[str, Any] = {}
    for field in fields_of(model):
        if field.name not in inhoud or field.name in ("status", "vastgesteld_op"):
            continue
        value = inhoud[field.name]
        if isinstance(field, models.ManyToManyField | models.ForeignKey):
            keys = value if isinstance(value, list) else [value]
            known: Iterable[Any] = field.related_model._base_manager.filter(
                pk__in=[k for k in keys if k is not None]
            )
            found[field.name] = list(known) if field.many_to_many else next(iter(known), None)
        else:
            found[field.name] = field.to_python(value)
    return found
