"""The menu of schools in the header.

In: the request and the access of the page. Out: the schools of this person with, for each, the
same kind of page where it exists and is allowed.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from gokwijs.apps.scholen.selectors import Access, places_for

HOME = "vandaag:overzicht"
MOST = 7  # schools in the menu: what a phone shows at once; the rest is one click further
# A page about one row has no twin in another school: then the list it belongs to.
_LISTS = {"scholen:medewerker": "medewerkers", "scholen:uitnodiging": "medewerkers"}
_FIRST_PAGES = ("lijst", "overzicht", "start")


@dataclass(frozen=True)
class Choice:
    """One school in the menu."""

    naam: str
    nummer: str
    rollen: str
    href: str
    here: bool


@dataclass(frozen=True)
class Switch:
    """The current school, then the others by name; ``more`` counts those left out."""

    choices: tuple[Choice, ...]
    more: int


def switch_for(request: HttpRequest, access: Access) -> Switch | None:
    """The menu; None for somebody with one school."""
    places = places_for(access.user, memberships=access.memberships)
    if len(places) < 2:
        return None
    places.sort(key=lambda place: place.school.pk != access.school.pk)
    choices = tuple(
        Choice(
            place.school.naam,
            place.school.instellingsnummer,
            place.rollen,
            _address(request, place.school.instellingsnummer, access.asked in place.permissions),
            place.school.pk == access.school.pk,
        )
        for place in places[:MOST]
    )
    return Switch(choices, len(places) - len(choices))


def _address(request: HttpRequest, nummer: str, allowed: bool) -> str:
    year = request.GET.get("schooljaar")
    query = f"?{urlencode({'schooljaar': year})}" if year else ""
    for name in _names(request) if allowed else ():
        try:
            return reverse(name, kwargs={"nummer": nummer}) + query
        except NoReverseMatch:
            continue
    return reverse(HOME, kwargs={"nummer": nummer}) + query


def _names(request: HttpRequest) -> list[str]:
    """The page itself, then the list of its rows, then the first page of its room."""
    match = request.resolver_match
    if match is None:
        return []
    room = match.namespace
    names = [match.view_name] if set(match.kwargs) == {"nummer"} else []
    if match.view_name in _LISTS:
        names.append(f"{room}:{_LISTS[match.view_name]}")
    return names + [f"{room}:{page}" for page in _FIRST_PAGES]
