"""What somebody gets at a school, and the rules on it.

In: the roles and limits that a manager chose, and today. Out: the same, made whole, or
``GrantError`` with the field and a sentence that says how to mend it. Pure: no clock, no database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from gokwijs.apps.access.roles import EXTRA, Permission, Role, known_roles, permissions_of


class GrantError(ValueError):
    """A choice that breaks a rule; ``field`` is where to mend it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Grant:
    """Roles (keys), the own classes of a leraar, the last day, and the extra of a PBD-adviseur."""

    roles: tuple[str, ...]
    klassen: tuple[str, ...] = ()
    tot: date | None = None
    schoolzone: bool = False

    @property
    def data(self) -> dict[str, object]:
        """For the log; only what was chosen."""
        found: dict[str, object] = {"rollen": list(self.roles)}
        if self.klassen:
            found["klassen"] = list(self.klassen)
        if self.tot is not None:
            found["tot"] = self.tot.isoformat()
        if self.schoolzone:
            found["schoolzone"] = True
        return found

    @property
    def most(self) -> frozenset[Permission]:
        """Everything this could allow, also what the school may grant on top."""
        extra = frozenset[Permission]()
        if self.klassen:
            extra |= EXTRA[Role.LERAAR]
        if self.schoolzone:
            extra |= EXTRA[Role.PBD]
        return permissions_of(self.roles) | extra


def split_klassen(text: str) -> tuple[str, ...]:
    """'L1A, L1B' → the classes, each once, in the order they were typed."""
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def proposed_end(today: date) -> date:
    """The coming 30 June: the end of the lessons."""
    this = date(today.year, 6, 30)
    return this if today <= this else date(today.year + 1, 6, 30)


def furthest_end(today: date) -> date:
    """A year from today; 29 February becomes the 28th."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year + 1, today.month, day)


def check_grant(grant: Grant, today: date, *, kept: date | None = None) -> Grant:
    """The grant, with what does not belong to its roles taken away; raises GrantError.

    ``kept`` is an end date that stood there already: it may lie in the past.
    """
    roles = [role.value for role in known_roles(grant.roles)]
    if not roles:
        raise GrantError("roles", "Kies minstens één rol.")
    pbd = Role.PBD.value in roles
    if pbd and len(roles) > 1:
        raise GrantError(
            "roles",
            "Een PBD-adviseur werkt niet aan de school. Kies enkel die rol, of kies andere rollen.",
        )
    if grant.tot is not None and grant.tot < today and grant.tot != kept:
        raise GrantError("tot", "Die dag is voorbij. Kies vandaag of een latere dag.")
    if pbd:
        _check_end(grant.tot, today)
    return replace(
        grant,
        roles=tuple(sorted(roles)),
        klassen=grant.klassen if Role.LERAAR.value in roles else (),
        schoolzone=grant.schoolzone and pbd,
    )


def _check_end(tot: date | None, today: date) -> None:
    latest = furthest_end(today)
    if tot is None:
        raise GrantError(
            "tot",
            "Voor een PBD-adviseur is een einddatum verplicht. We stellen "
            f"{proposed_end(today):%d/%m/%Y} voor: pas aan, of bevestig opnieuw.",
        )
    if tot > latest:
        raise GrantError(
            "tot",
            f"Een PBD-adviseur krijgt toegang voor hoogstens één jaar: tot en met "
            f"{latest:%d/%m/%Y}. Daarna kan je vernieuwen.",
        )


def raises(old: Iterable[Permission], new: Grant) -> bool:
    """Whether the new grant allows something that the old permissions did not."""
    return not new.most <= frozenset(old)
