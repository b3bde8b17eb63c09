"""The figures the system counts itself: which there are, and what they give per schooljaar.

In: a school, a figure, the pupils it is about. Out: teller and noemer per schooljaar, from the same
tables as the room of analysis. Nothing is written here. The numbers are exact: Werkzone only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from urllib.parse import parse_qsl, urlencode

from gokwijs.apps.analyse.beelden import Bron, jaren
from gokwijs.apps.analyse.woorden import GROEP, ZIN
from gokwijs.apps.beleid.models import Indicator
from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag.dagen import teldag_of
from gokwijs.core.analyse.plek import INDELINGEN, Plek, naam, plaats_order, sleutel
from gokwijs.core.analyse.selectie import GROEPEN, Selectie
from gokwijs.core.analyse.tellen import GOK_REST, KOLOMMEN, SCHOOL, Telblad
from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk

ALLE = "leerlingen"
ATTESTEN_VANAF = 2023
"""Before this schooljaar some schools gave no attest after the first year (``meten.md`` §2)."""


@dataclass(frozen=True)
class Figuur:
    """A figure: how it is named, who is counted of whom, and in which table it stands.

    ``tabel`` and ``uitkomst``: one outcome among ``noemer``; without ``noemer`` among everybody of
    the table. ``rij``: one row of the table. ``na_afloop``: known when the schooljaar is over.
    """

    key: str
    naam: str
    teller: str
    noemer: str
    tabel: str
    uitkomst: str
    uitkomsten: tuple[str, ...] = ()
    rij: str = ""
    richting: Doelrichting = Doelrichting.DALEN
    na_afloop: bool = False


def _kenmerk(kolom: str) -> Figuur:
    return Figuur(
        f"kenmerk_{kolom}",
        f"Aandeel {GROEP[kolom]}",
        f"leerlingen die {_bijzin(kolom)}",
        "{groep}{plaats} op de peildag, van wie dit gekend is",
        "samenstelling",
        kolom,
        richting=Doelrichting.BEHOUDEN,
    )


def _bijzin(kolom: str) -> str:
    """'hebben een schooltoeslag' → 'een schooltoeslag hebben'"""
    verb, _, rest = ZIN[kolom].partition(" ")
    return f"{rest} {verb}" if rest else verb


def _attest(uitkomst: str, woorden: str, stroom: str) -> Figuur:
    return Figuur(
        f"attest_{uitkomst}_{stroom.lower()}",
        f"{woorden[:1].upper()}{woorden[1:]} na {stroom}",
        woorden,
        f"attesten van {{groep}}{{plaats}} na {stroom}",
        "attesten",
        uitkomst,
        ("zonder", "met", "c"),
        rij=stroom.lower(),
        richting=Doelrichting.STIJGEN if uitkomst == "zonder" else Doelrichting.DALEN,
        na_afloop=True,
    )


def _figuren() -> tuple[Figuur, ...]:
    return (
        Figuur(
            "vordering",
            "Minstens één jaar achter (schoolse vordering)",
            "leerlingen die minstens één jaar achter zitten op hun geboortejaar",
            "{groep}{plaats} op de peildag met een leerjaar en een geboortedatum",
            "vordering",
            "achter",
            ("achter", "op"),
        ),
        Figuur(
            "overgang_1b",
            "Van het zesde leerjaar naar 1B",
            "leerlingen die naar 1B gingen",
            "{groep} van het zesde leerjaar{plaats} met een gekende bestemming, 1A of 1B",
            "overgang",
            "1b",
            ("1a", "1b"),
            na_afloop=True,
        ),
        *(
            _attest(uitkomst, words, stroom)
            for stroom in ("1A", "1B")
            for uitkomst, words in (
                ("zonder", "attesten zonder beperking"),
                ("met", "attesten met een beperking"),
                ("c", "C-attesten"),
            )
        ),
        Figuur(
            "stroom_over",
            "Doet hetzelfde jaar opnieuw",
            "leerlingen die een peildag later in hetzelfde leerjaar zitten",
            "{groep}{plaats} op de peildag van het schooljaar ervoor",
            "stroom",
            "over",
        ),
        Figuur(
            "stroom_weg",
            "Gaat weg voor het laatste leerjaar",
            "leerlingen die een peildag later weg zijn, en niet na het laatste leerjaar",
            "{groep}{plaats} op de peildag van het schooljaar ervoor",
            "stroom",
            "weg",
        ),
        *map(_kenmerk, KOLOMMEN),
    )


FIGUREN: Mapping[str, Figuur] = {one.key: one for one in _figuren()}


@dataclass(frozen=True)
class Telkeuze:
    """What is counted, of whom, where. ``waar``: '' or ``leerjaar:lager-6``."""

    figuur: str
    groep: str = ""
    waar: str = ""
    vestiging: str = ""

    @classmethod
    def van(cls, indicator: Indicator) -> Telkeuze | None:
        """The choice an indicator keeps; None when people enter it, or the figure is gone."""
        if indicator.berekening not in FIGUREN:
            return None
        given = dict(parse_qsl(indicator.keuze))
        known = {name: given.get(name, "") for name in ("groep", "waar", "vestiging")}
        return cls(indicator.berekening, **known)

    @property
    def keuze(self) -> str:
        """As an indicator keeps it."""
        given = {"groep": self.groep, "waar": self.waar, "vestiging": self.vestiging}
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def selectie(self) -> Selectie:
        indeling, _, key = self.waar.partition(":")
        found = Selectie(groep=self.groep)
        if key and indeling in INDELINGEN:
            found = replace(found, **{indeling: key})  # type: ignore[arg-type]
        return replace(found, vestiging=self.vestiging) if self.vestiging else found

    @property
    def bezwaar(self) -> str:
        """Why this choice says nothing; empty when it does."""
        kolom = self.figuur.removeprefix("kenmerk_")
        if kolom == self.figuur or self.groep in ("", Kenmerk.BUURT.value):
            return ""
        if self.groep in (kolom, "rest") or kolom == "gok":
            return (
                "Dat aandeel staat vooraf vast: de groep zelf zegt al of een leerling dit kenmerk "
                "heeft. Kies een andere groep leerlingen."
            )
        return ""


@dataclass(frozen=True)
class Jaargetal:
    """One schooljaar. Without ``noemer`` there is nothing to count, and ``reden`` says why."""

    jaar: Schooljaar
    dag: date
    teller: Fraction
    noemer: Fraction
    reden: str = ""


def tel(school: School, keuze: Telkeuze, today: date) -> list[Jaargetal]:
    """Every schooljaar that can be counted, oldest first; the running one when its day is past."""
    figuur, bron = FIGUREN[keuze.figuur], Bron.van(school, today)
    found = []
    for jaar in sorted(jaren(school, today)):
        dag = bron.beeld(jaar).dag
        if not is_klaar(figuur, school, jaar, today):
            when = "na afloop van het schooljaar" if figuur.na_afloop else "op de teldag"
            found.append(Jaargetal(jaar, dag, Fraction(0), Fraction(0), f"telt {when}"))
            continue
        teller, noemer = _counted(figuur, bron.telblad(figuur.tabel, jaar, keuze.selectie))
        reden = "" if noemer else "geen gegevens"
        found.append(Jaargetal(jaar, dag, teller, noemer, reden))
    return found


def is_klaar(figuur: Figuur, school: School, jaar: Schooljaar, today: date) -> bool:
    """Is a schooljaar far enough to count for good?"""
    if figuur.na_afloop:
        return jaar.last_day < today
    return teldag_of(school, jaar.next).dag <= today


def _counted(figuur: Figuur, blad: Telblad) -> tuple[Fraction, Fraction]:
    """(teller, noemer) in pupils; who is not known counts in neither."""
    if figuur.tabel == "samenstelling":
        cel = blad.cel(SCHOOL, figuur.uitkomst)
        return Fraction(cel.ja or 0, 2), Fraction((cel.n or 0) - cel.onbekend, 2)
    teller = noemer = 0
    for rij in blad.rijen:
        if figuur.rij and rij.key != figuur.rij:
            continue
        for groep, _ in GOK_REST:
            teller += blad.deel(rij.key, groep, figuur.uitkomst).ja or 0
            if figuur.uitkomsten:
                noemer += sum(blad.deel(rij.key, groep, u).ja or 0 for u in figuur.uitkomsten)
            else:
                noemer += blad.deel(rij.key, groep, figuur.uitkomst).n or 0
    return Fraction(teller, 2), Fraction(noemer, 2)


# ---------------------------------------------------------------- in words


@dataclass(frozen=True)
class Omschrijving:
    """What an indicator says of itself."""

    naam: str
    teller: str
    noemer: str
    populatie: str


def omschrijf(keuze: Telkeuze, namen: Mapping[str, Mapping[str, str]]) -> Omschrijving:
    """The definition in words; ``namen``: per kind of place its key and name."""
    figuur = FIGUREN[keuze.figuur]
    groep = GROEPEN.get(keuze.groep, ALLE)
    places = []
    indeling, _, key = keuze.waar.partition(":")
    if key:
        places.append(namen.get(indeling, {}).get(key, key))
    if keuze.vestiging:
        places.append(namen.get("vestiging", {}).get(keuze.vestiging, keuze.vestiging))
    plaats = ", ".join(places)
    where = f" in {plaats}" if plaats else ""
    extra = [words for words in (groep if keuze.groep else "", plaats) if words]
    name = figuur.naam + (f": {', '.join(extra)}" if extra else "")
    noemer = figuur.noemer.format(groep=groep, plaats=where)
    return Omschrijving(name[:200], figuur.teller, noemer[:300], f"{groep}{where}"[:200])


def plaatsnamen(school: School, today: date) -> dict[str, dict[str, str]]:
    """Per kind of place: key and name, of the two newest schooljaren."""
    bron = Bron.van(school, today)
    places: dict[Plek, None] = {}
    for jaar in jaren(school, today)[:2]:
        places.update(dict.fromkeys(vak.plek for vak in bron.beeld(jaar).vakken))
    found: dict[str, dict[str, str]] = {}
    for indeling in INDELINGEN:
        ordered = sorted(places, key=lambda p, i=indeling: plaats_order(i, p))  # type: ignore[misc]
        found[indeling] = {
            sleutel(indeling, p): naam(indeling, p) for p in ordered if sleutel(indeling, p)
        }
    return found
