"""Reads of the room: who somebody is here, the plans that are open, and the tasks on them.

In: the school as one person sees it. Out: querysets and frozen rows. Names of colleagues are for
who works at the school; somebody from outside reads roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from gokwijs.apps.access.models import User
from gokwijs.apps.access.roles import OUTSIDE, Role, known_roles
from gokwijs.apps.beleid.models import Actie, Opmerking, Plan, Streefdoel, Taak
from gokwijs.apps.beleid.selectors import huidig_plan
from gokwijs.apps.samen.models import Gezien
from gokwijs.apps.scholen.models import School
from gokwijs.apps.ui.typed import typed
from gokwijs.core.beleid.keuzes import Planstatus

# How a role is called in a plan, beside its own label. 'Leraar' is nobody in particular.
_ROLWOORDEN: Mapping[Role, tuple[str, ...]] = {
    Role.ZORG: ("zorgcoördinator", "leerlingenbegeleider", "zorg"),
    Role.LERAAR: (),
}
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Ik:
    """Who somebody is at this school: works here or looks in, and what the role is called."""

    user: User
    personeel: bool
    rolwoorden: tuple[str, ...]

    @property
    def mijn(self) -> Q:
        """Tasks with my name, or with nobody's name and my role."""
        return Q(wie=self.user) | Q(wie=None, wie_rol__in=self.rolwoorden)


def ik_van(user: User, school: School) -> Ik:
    """One query for the roles of this person."""
    membership = school.memberships.filter(user=user).first()
    roles = known_roles(membership.roles) if membership is not None else []
    words = [
        word
        for role in roles
        for label in _ROLWOORDEN.get(role, (role.label,))
        for word in {label, label.lower(), label[:1].upper() + label[1:]}
    ]
    return Ik(user, any(role not in OUTSIDE for role in roles), tuple(sorted(words)))


def open_plannen(school: School) -> QuerySet[Plan]:
    """Plans in which something can still change, newest first."""
    return school.plannen.filter(verwijderd=None).exclude(status=Planstatus.AFGESLOTEN.value)


def lopend_plan(school: School, today: date) -> Plan | None:
    """The plan of now, as long as something can still change in it."""
    found = huidig_plan(school, today)
    return None if found is None or found.bevroren else found


def acties_van(school: School) -> QuerySet[Actie]:
    """The actions of every open plan."""
    return (
        Actie.objects.filter(plan__school=school, plan__verwijderd=None, verwijderd=None)
        .exclude(plan__status=Planstatus.AFGESLOTEN.value)
        .select_related("plan")
        .order_by("titel", "pk")
    )


def doelen_van_school(school: School) -> QuerySet[Streefdoel]:
    """The goals of every open plan."""
    return (
        Streefdoel.objects.filter(plan__school=school, plan__verwijderd=None, verwijderd=None)
        .exclude(plan__status=Planstatus.AFGESLOTEN.value)
        .select_related("plan")
        .order_by("formulering", "pk")
    )


# ---------------------------------------------------------------- tasks

STANDEN = {
    "open": "nog te doen",
    "week": "deze week",
    "laat": "te laat",
    "klaar": "klaar",
}
_SOONEST = F("tegen").asc(nulls_last=True)  # databases differ on where nothing comes
SORTEER = {
    "tegen": ("tegen wanneer", (_SOONEST, "pk")),
    "wie": ("wie", (F("wie__naam").asc(nulls_last=True), "wie_rol", _SOONEST, "pk")),
    "actie": ("actie", (F("actie__titel").asc(nulls_last=True), _SOONEST, "pk")),
}


@dataclass(frozen=True)
class Takenfilter:
    """What the address of the list asks for; unknown values are the default."""

    van: str = "mij"
    stand: str = "open"
    rol: str = ""
    actie: int | None = None
    s: str = "tegen"

    @classmethod
    def uit(cls, given: Mapping[str, str]) -> Takenfilter:
        actie = given.get("actie", "")
        return cls(
            van="allen" if given.get("van") == "allen" else "mij",
            stand=given.get("stand", "") if given.get("stand", "") in STANDEN else "open",
            rol=typed(given.get("rol"), 100),
            actie=int(actie) if actie.isdecimal() and len(actie) < 10 else None,
            s=given.get("s", "") if given.get("s", "") in SORTEER else "tegen",
        )

    @property
    def query(self) -> str:
        """As it stands in an address, without what is default."""
        default = Takenfilter()
        values = {name: getattr(self, name) for name in ("van", "stand", "rol", "actie", "s")}
        return urlencode(
            {n: v for n, v in values.items() if v not in ("", None, getattr(default, n))}
        )

    def met(self, **values: str) -> str:
        """The address of the same list with something else."""
        now = {name: getattr(self, name) for name in ("van", "stand", "rol", "actie", "s")}
        given = {k: str(v) for k, v in {**now, **values}.items() if v is not None}
        return f"?{Takenfilter.uit(given).query}"


def _stand(name: str, today: date) -> Q:
    """The condition behind a state of the list."""
    return {
        "open": Q(klaar=None),
        "week": Q(klaar=None, tegen__gte=today, tegen__lt=today + WEEK),
        "laat": Q(klaar=None, tegen__lt=today),
        "klaar": Q(klaar__isnull=False),
    }[name]


def taken_van(school: School, *, weg: bool = False) -> QuerySet[Taak]:
    """Every task of the plans that are there; of actions that were taken away too: none.

    ``weg``: those that were taken away.
    """
    return (
        Taak.alle.filter(plan__school=school, plan__verwijderd=None, verwijderd__isnull=not weg)
        .filter(Q(actie=None) | Q(actie__verwijderd=None))
        .select_related("actie", "wie", "plan")
    )


def _all_but_state(school: School, ik: Ik, chosen: Takenfilter) -> QuerySet[Taak]:
    found = taken_van(school)
    if chosen.van == "mij":
        found = found.filter(ik.mijn)
    if chosen.rol:
        found = found.filter(wie_rol=chosen.rol)
    if chosen.actie is not None:
        found = found.filter(actie_id=chosen.actie)
    return found


def gekozen_taken(school: School, ik: Ik, chosen: Takenfilter, today: date) -> QuerySet[Taak]:
    """The tasks of a list, sorted as asked; those that are done with the newest first."""
    found = _all_but_state(school, ik, chosen).filter(_stand(chosen.stand, today))
    if chosen.stand == "klaar" and chosen.s == "tegen":
        return found.order_by("-klaar", "-pk")
    return found.order_by(*SORTEER[chosen.s][1])


def taken_tellen(school: School, ik: Ik, chosen: Takenfilter, today: date) -> dict[str, int]:
    """How many in each state, within the other filters; one query."""
    found = _all_but_state(school, ik, chosen).order_by()
    counts = {name: Count("pk", filter=_stand(name, today)) for name in STANDEN}
    return dict(found.aggregate(**counts))


def rollen_met_taak(school: School) -> list[str]:
    """The roles that have a task, by name."""
    found = taken_van(school).exclude(wie_rol="").order_by("wie_rol")
    return list(found.values_list("wie_rol", flat=True).distinct())


def wie_van(taak: Taak, *, namen: bool) -> str:
    """'Alice Adams (GOK-coördinator)', or only the role."""
    name = taak.wie.naam if namen and taak.wie is not None else ""
    if name and taak.wie_rol:
        return f"{name} ({taak.wie_rol})"
    if name or taak.wie_rol:
        return name or taak.wie_rol
    return "iemand van de school" if taak.wie_id else "nog niemand"


# ---------------------------------------------------------------- being called


def vermeldingen_van(user: User, school: School) -> QuerySet[Opmerking]:
    """Where a colleague called this person, newest first."""
    return (
        Opmerking.objects.filter(school=school, vermeld=user, verwijderd=None)
        .order_by("-gemaakt", "-pk")
        .distinct()
    )


def nieuwe_vermeldingen(user: User, school: School) -> QuerySet[Opmerking]:
    """Those after the last time this person looked."""
    seen = Gezien.objects.filter(user=user, school=school, tot__gte=OuterRef("gemaakt"))
    return vermeldingen_van(user, school).filter(~Exists(seen))
