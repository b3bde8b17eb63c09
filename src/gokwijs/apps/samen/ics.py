"""A calendar file (iCalendar, RFC 5545): whole-day events that any calendar program reads.

In: days with a text. Out: the bytes of an .ics file. The format needs three things only, so there
is no library: lines of at most 75 bytes, four characters escaped, and a fixed key per event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from gokwijs.renderers.document import printable

_MOST = 75  # bytes of one line, without its end (RFC 5545 §3.1)


@dataclass(frozen=True)
class Dagpunt:
    """One whole day; ``uid`` stays the same when the text changes, so that a program updates it."""

    uid: str
    dag: date
    titel: str
    soort: str
    toelichting: str = ""


def calendar_file(naam: str, points: Iterable[Dagpunt], made: datetime) -> bytes:
    """The file; ``made`` is when (aware)."""
    stamp = made.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//GOK-wijs//Jaarkalender//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(naam)}",
    ]
    for point in points:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{escaped(point.uid)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{point.dag:%Y%m%d}",
            f"DTEND;VALUE=DATE:{point.dag + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{escaped(point.titel)}",
            f"CATEGORIES:{escaped(point.soort)}",
            *([f"DESCRIPTION:{escaped(point.toelichting)}"] if point.toelichting else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line)).encode()


def escaped(text: str) -> str:
    """A text value (RFC 5545 §3.3.11); control characters go."""
    found = printable(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")
    for sign in ("\\", ";", ","):
        found = found.replace(sign, f"\\{sign}")
    return found.replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Parts of at most 75 bytes; each next one begins with a space. No character is cut in two."""
    part, size = "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _MOST:
            yield part
            part, size = " ", 1
        part, size = part + sign, size + width
    yield part
