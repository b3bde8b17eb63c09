"""On what the means of a dossier rest: the letter, or the calculation with its article and status.

In: a school and the schooljaren of the plan. Out: a ``Grond`` per schooljaar and kind of means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gokwijs.apps.dossier.bundel_cijfers import INGEVOERD
from gokwijs.apps.dossier.bundel_nummers import Grond, Gronden
from gokwijs.apps.inzet.toekenning import SOORT_VAN, Toegekend, toegekend
from gokwijs.apps.middelen.models import Berekening
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.calendar import Schooljaar, dutch_date

_GEEN_ARTIKEL = "zie de officiële brief"
_MEEST = 4  # articles named with one number


def gronden(school: School, jaren: Iterable[Schooljaar]) -> Gronden:
    """One ground per row that can be in the table of means."""
    found: dict[tuple[str, str], Grond] = {}
    for jaar in jaren:
        results = _results(school, jaar)
        for soort, one in toegekend(school, jaar).items():
            found[(str(jaar), soort.label)] = _grond(soort, one, results)
    return found


def _results(school: School, jaar: Schooljaar) -> list[Mapping[str, Any]]:
    last = (
        Berekening.objects.filter(school=school, schooljaar=jaar.start).only("resultaten").first()
    )
    return list(last.resultaten) if last is not None else []


def _grond(soort: Middelsoort, one: Toegekend, results: list[Mapping[str, Any]]) -> Grond:
    own = [r for r in results if SOORT_VAN.get(r["regeling"]) is soort]
    articles = list(dict.fromkeys(a for r in own for s in r["stappen"] for a in _artikels(s)))
    artikel = "; ".join(articles[:_MEEST]) or _GEEN_ARTIKEL
    if one.is_officieel:
        letters = [sourced.brief for sourced in one.brieven]
        return Grond(
            artikel,
            "; ".join(letter.naam for letter in letters),
            dutch_date(max(letter.datum for letter in letters)),
            INGEVOERD,
        )
    days = [deel.berekend_op for deel in one.delen if deel.berekend_op is not None]
    status = own[0]["status"] if own else INGEVOERD
    day = dutch_date(max(days)) if days else "niet berekend"
    return Grond(artikel, "eigen berekening van GOK-wijs", day, str(status))


def _artikels(step: Mapping[str, Any]) -> Iterator[str]:
    if step["artikel"]:
        yield str(step["artikel"])
    for part in step["delen"]:
        yield from _artikels(part)
