"""What the pages on staff show: rows, cards per role, links to hand over.

In: memberships and the one table of roles. Out: frozen rows with words; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from gokwijs.apps.access.roles import (
    EXTRA,
    PERMISSIONS,
    SIGHTS,
    Permission,
    Role,
    known_roles,
    roles_with,
)
from gokwijs.apps.scholen.models import Membership, School


@dataclass(frozen=True)
class Link:
    """A link to hand to a colleague; shown once, because only its hash is kept."""

    address: str
    naam: str
    until: date | None = None  # None: a link for a password
    mailed_to: str = ""

    @property
    def only_near(self) -> bool:
        """Without a public address it opens on this computer or network only."""
        return not settings.PUBLIC_URL


@dataclass(frozen=True)
class MemberRow:
    membership: Membership
    rollen: str
    over: bool  # the last day has gone by
    soon: bool  # it comes within a month


_SOON = 31


def member_rows(school: School, today: date) -> list[MemberRow]:
    """Everybody with a place here by name, those whose access is over last."""
    rows = [
        MemberRow(
            m,
            ", ".join(role.label for role in known_roles(m.roles)),
            not m.is_open(today),
            m.tot is not None and 0 <= (m.tot - today).days <= _SOON,
        )
        for m in school.memberships.select_related("user").order_by("user__naam", "pk")
    ]
    return sorted(rows, key=lambda row: row.over)


@dataclass(frozen=True)
class RoleCard:
    """A role in words, from the one table."""

    role: Role
    mine: bool
    may: tuple[str, ...]
    extra: tuple[str, ...]
    unseen: tuple[str, ...]


_EXTRA_WORDS = {
    Role.LERAAR: "de leerlingen van de eigen klassen zien, als de directeur dat toestaat",
    Role.PBD: "de geschiedenis en de overzichten van de school zien, als de school dat toestaat",
}


def role_cards(mine: Iterable[str]) -> list[RoleCard]:
    """Every role, the own ones marked and first."""
    own = set(known_roles(mine))
    return [
        RoleCard(
            role,
            role in own,
            tuple(p.words for p in Permission if p in PERMISSIONS[role]),
            (_EXTRA_WORDS[role],) if role in EXTRA else (),
            tuple(
                _UNSEEN[p]
                for p in SIGHTS
                if p not in PERMISSIONS[role] and p not in EXTRA.get(role, ())
            ),
        )
        for role in sorted(Role, key=lambda role: role not in own)
    ]


_UNSEEN = {
    Permission.SCHOOLZONE_ZIEN: "de geschiedenis en de overzichten van de school",
    Permission.WERKZONE_ZIEN: "exacte aantallen, sommen vóór afronding en de uitleg met aantallen",
    Permission.LEERLINGEN_ZIEN: "namen van leerlingen en hun kenmerken",
    Permission.LOGBOEK_ZIEN: "het logboek",
}


def who_may() -> list[tuple[str, str]]:
    """(what, which roles) for every right."""
    return [(p.words, ", ".join(role.label for role in roles_with(p))) for p in Permission]
