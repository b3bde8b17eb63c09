"""What of the room needs somebody now, for the start page.

In: the school as one person sees it, and today. Out: facts with a page each; the start page makes
the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from gokwijs.apps.samen.selectors import (
    WEEK,
    ik_van,
    nieuwe_vermeldingen,
    taken_van,
)
from gokwijs.apps.scholen.selectors import Access


@dataclass(frozen=True)
class Wacht:
    """One thing that waits. ``rang``: 0 now, 1 soon, 2 when there is time; ``naam`` is a page."""

    rang: int
    titel: str
    zin: str
    naam: str
    query: str
    link_woorden: str


def wat_wacht(access: Access, today: date) -> Iterator[Wacht]:
    """Own tasks that are late or due this week, calls of colleagues, proposals to answer."""
    if not access.schoolzone:
        return
    ik = ik_van(access.user, access.school)
    due = taken_van(access.school).filter(ik.mijn, klaar=None, tegen__lt=today + WEEK)
    rows = list(due.order_by("tegen", "pk"))
    late = [one for one in rows if one.tegen is not None and one.tegen < today]
    if late:
        yield Wacht(
            0,
            _number(len(late), "taak van jou is te laat", "taken van jou zijn te laat"),
            _some([one.tekst for one in late]),
            "samen:taken",
            "?stand=laat",
            "Bekijk ze",
        )
    if coming := rows[len(late) :]:
        yield Wacht(
            1,
            _number(len(coming), "taak voor deze week", "taken voor deze week"),
            _some([one.tekst for one in coming]),
            "samen:taken",
            "?stand=week",
            "Bekijk ze",
        )
    if called := nieuwe_vermeldingen(access.user, access.school).count():
        yield Wacht(
            1,
            _number(called, "collega riep je ergens bij", "keer riep een collega je ergens bij"),
            "In een opmerking bij het GOK-plan.",
            "samen:vermeldingen",
            "",
            "Lees ze",
        )
    if access.may_write:
        yield from _proposals(access)


def _proposals(access: Access) -> Iterator[Wacht]:
    waiting = access.school.voorstellen.filter(status="open", ingetrokken=None).count()
    if waiting:
        yield Wacht(
            2,
            _number(waiting, "voorstel wacht op antwoord", "voorstellen wachten op antwoord"),
            "Een collega stelde iets voor bij het GOK-plan.",
            "samen:voorstellen",
            "",
            "Antwoord",
        )


def _number(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _some(texts: list[str]) -> str:
    shown = "; ".join(texts[:3])
    return f"{shown}, en nog {len(texts) - 3}." if len(texts) > 3 else f"{shown}."
