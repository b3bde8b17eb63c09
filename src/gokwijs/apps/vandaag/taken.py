"""What needs somebody now: one task per sentence, for whoever may do it, most urgent first.

In: the school as this person sees it, and today. Out: tasks. Each source looks only at what the
permissions allow; a task never holds a name of a pupil.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from gokwijs.apps.middelen.models import Inlezing
from gokwijs.apps.scholen.selectors import Access, facts_for
from gokwijs.core.calendar import Schooljaar, dutch_date, teldag
from gokwijs.core.kenmerken import Antwoord


@dataclass(frozen=True)
class Taak:
    """One thing to do. ``rang``: 0 now, 1 soon, 2 when there is time."""

    rang: int
    titel: str
    zin: str
    link: str
    link_words: str


Source = Callable[[Access, date], Iterable[Taak]]


def next_teldag(today: date) -> tuple[Schooljaar, date]:
    """The first teldag that is not past, and the schooljaar that it pays for."""
    now = Schooljaar.of(today)
    schooljaar = now if teldag(now) >= today else now.next
    return schooljaar, teldag(schooljaar)


def paying_schooljaar(today: date) -> Schooljaar:
    """The schooljaar whose means can be calculated: that of the last teldag."""
    coming, day = next_teldag(today)
    return coming if day == today else coming.previous


def address(access: Access, name: str, query: str = "") -> str:
    return reverse(name, kwargs={"nummer": access.school.instellingsnummer}) + query


def _readings(access: Access, today: date) -> Iterable[Taak]:
    """A counted file that waits for a yes."""
    if not access.may_count:
        return
    for one in access.school.inlezingen.filter(status=Inlezing.Status.CONCEPT)[:3]:
        yield Taak(
            0,
            "Een ingelezen telling wacht op je ja",
            f"{one.herkomst}, schooljaar {Schooljaar(one.schooljaar)}. Tot je bevestigt, wordt er "
            "niets berekend.",
            reverse(
                "middelen:nakijken",
                kwargs={"nummer": access.school.instellingsnummer, "pk": one.pk},
            ),
            "Kijk ze na",
        )


def _facts(access: Access, today: date) -> Iterable[Taak]:
    """What the law must know about the school and nobody filled in."""
    if not (access.may_manage and access.werkzone):
        return
    schooljaar = paying_schooljaar(today)
    facts = facts_for(access.school, schooljaar)
    basis = access.school.leerlingen.filter(
        inschrijvingen__onderwijsniveau__in=("kleuter", "lager")
    )
    if facts.toeslag_noemer is None and facts.nieuwe_school != int(Antwoord.JA) and basis.exists():
        yield Taak(
            1,
            f"De verhouding S voor {schooljaar} is nog niet ingevuld",
            "Zonder die twee getallen kunnen de SES-lestijden niet berekend worden. Je vindt ze in "
            "de officiële brief.",
            address(access, "scholen:gegevens", f"?schooljaar={schooljaar}"),
            "Vul ze in",
        )


def _calculation(access: Access, today: date) -> Iterable[Taak]:
    """No means calculated yet for the year that the last teldag pays for."""
    if not access.may_count:
        return
    schooljaar = paying_schooljaar(today)
    if not access.school.berekeningen.filter(schooljaar=schooljaar.start).exists():
        yield Taak(
            1,
            f"De middelen voor {schooljaar} zijn nog niet berekend",
            f"Ze volgen uit de leerlingen van {dutch_date(teldag(schooljaar))}.",
            address(access, "middelen:overzicht", f"?schooljaar={schooljaar}"),
            "Naar de middelen",
        )


SOURCES: tuple[Source, ...] = (_readings, _facts, _calculation)


def taken_of(access: Access, today: date) -> list[Taak]:
    """Every task of this person, most urgent first; the order of the sources breaks ties."""
    found = [taak for source in SOURCES for taak in source(access, today)]
    return sorted(found, key=lambda taak: taak.rang)
