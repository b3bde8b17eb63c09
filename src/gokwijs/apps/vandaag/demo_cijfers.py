"""The numbers in the plans of the demo, counted in the pupils and the scores of that same demo.

In: the demo school after its pupils and its toetsen. Out: of a schooljaar how many sat in the
first leerjaar, and an example plan that tells of them instead of its own 1B.
What only the story knows (who paid, who was reached) is a share of those pupils, so that a text, a
meting, a toets and an effect never speak of different groups.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from gokwijs.apps.beleid.voorbeelden import Voorbeeld, voorbeelden
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import feiten_of, running_on
from gokwijs.apps.scholen.models import School
from gokwijs.apps.toetsen.demo import LEZEN
from gokwijs.apps.toetsen.models import Ontbreekt, Score
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.kenmerken.feiten import stand_op

WAAR = "1A en 1B"
NIVEAU = Decimal(35)  # the reading level that the fictional team agreed on
LAAT, JA = 0.41, Antwoord.JA


@dataclass(frozen=True)
class Aantal:
    """So many of so many pupils or families."""

    teller: int
    noemer: int

    @property
    def woorden(self) -> str:
        return f"{self.teller} van de {self.noemer}"


@dataclass(frozen=True)
class Eerstejaars:
    """The first leerjaar of one schooljaar: 1A and 1B together, as at its reading toets."""

    jaar: Schooljaar
    begin: tuple[Score, ...]
    einde: tuple[Score, ...]

    @classmethod
    def van(cls, school: School, jaar: Schooljaar) -> Eerstejaars:
        rows = Score.objects.filter(afname__toets__school=school, afname__toets__naam=LEZEN)
        begin, einde = (
            tuple(rows.filter(afname__naam=f"{moment} eerste jaar {jaar}").order_by("pk"))
            for moment in ("begin", "einde")
        )
        return cls(jaar, begin, einde)

    def gezinnen(self, deel: float, *, at_the_end: bool = False) -> Aantal:
        """A share of all families that then had a child in it."""
        rows = self.einde if at_the_end else self.begin
        there = sum(one.ontbreekt != Ontbreekt.VROEGER_WEG for one in rows)
        return Aantal(round(deel * there), there)

    def reached_level(self, *, at_the_end: bool = False) -> Aantal:
        """Who reached the level, of who took the toets."""
        values = [
            s.waarde for s in (self.einde if at_the_end else self.begin) if s.waarde is not None
        ]
        return Aantal(sum(value >= NIVEAU for value in values), len(values))

    def kenmerk(self, kenmerk: Kenmerk, dag: date) -> Aantal:
        """Who has it on a day, of who it is known of."""
        facts = feiten_of([one.leerling_id for one in self.begin])
        said = [stand_op(facts.get(s.leerling_id, ()), kenmerk, dag).antwoord for s in self.begin]
        known = [one for one in said if one is not Antwoord.ONBEKEND]
        return Aantal(sum(one is JA for one in known), len(known))


def gezinnen_van(school: School, richting: str, dag: date, deel: float) -> Aantal:
    """A share of the families with a child in the second graad of a richting on a day."""
    rows = Inschrijving.objects.filter(
        running_on(dag), leerling__school=school, graad="2", richting=richting
    )
    number = rows.values("leerling_id").distinct().count()
    return Aantal(round(deel * number), number)


def costs_example(eerste: Eerstejaars, dag: date) -> Voorbeeld:
    """The example on what school costs, of these pupils. ``dag``: of which the kenmerk is known."""
    toeslag, laat = eerste.kenmerk(Kenmerk.SCHOOLTOESLAG, dag), eerste.gezinnen(LAAT)
    return _told(
        "schoolkosten-1b",
        {
            "toeslag": (
                toeslag,
                f"In {WAAR} krijgen {toeslag.woorden} leerlingen een schooltoeslag.",
            ),
            "rekening": (
                laat,
                f"In {WAAR} betaalden {laat.woorden} gezinnen een schoolrekening te laat of niet.",
            ),
        },
    )


def language_example(eerste: Eerstejaars, dag: date) -> Voorbeeld:
    """The example on language, of these pupils."""
    taal, lezen = eerste.kenmerk(Kenmerk.THUISTAAL, dag), eerste.reached_level()
    return _told(
        "meertalig-leren",
        {
            "thuistaal": (
                taal,
                f"In {WAAR} spreken {taal.woorden} leerlingen van wie we het weten thuis een "
                "andere taal dan Nederlands.",
            ),
            "lezen": (
                lezen,
                f"{lezen.woorden} leerlingen van {WAAR} die de leestest aflegden, halen het "
                f"afgesproken leesniveau: {NIVEAU} punten.",
            ),
        },
    )


def _told(key: str, cijfers: Mapping[str, tuple[Aantal, str]]) -> Voorbeeld:
    """The example with other pupils and their numbers; its last ground is the baseline."""
    found = next(one for one in voorbeelden() if one.key == key)
    inhoud = _elders(found.inhoud)
    for one in inhoud["vaststelling"]:
        aantal, tekst = cijfers[one["key"]]
        one |= {"tekst": tekst, "teller": aantal.teller, "noemer": aantal.noemer}
    start = inhoud["vaststelling"][-1]
    for one in inhoud["streefdoel"]:
        one["nul"] |= {"teller": start["teller"], "noemer": start["noemer"]}
    return replace(found, inhoud=inhoud)


def _elders(value: Any) -> Any:
    """The same, told of 1A and 1B."""
    if isinstance(value, str):
        return re.sub(r"\b1B\b", WAAR, value)
    if isinstance(value, Mapping):
        return {key: _elders(one) for key, one in value.items()}
    return [_elders(one) for one in value] if isinstance(value, list) else value
