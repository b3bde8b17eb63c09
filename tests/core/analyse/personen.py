"""Random pupils, and what each of them counts for, worked out again without the code under test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from random import Random

from hypothesis import strategies as st

from gokwijs.core.analyse.attest import Attest
from gokwijs.core.analyse.beeld import Beeld, Persoon, maak_beeld
from gokwijs.core.analyse.plek import Plek

JAAR, DAG = 2026, date(2026, 10, 1)
NEE, JA, ONBEKEND = 0, 1, 2
KENMERKEN = ("opleiding_moeder", "schooltoeslag", "thuistaal", "trekkende_bevolking", "buurt")
KOLOMMEN = (*KENMERKEN[:4], "gok")
INDELINGEN = ("vestiging", "graad", "leerjaar", "richting", "klas")
# Which of the five answers make a GOK-leerling (besluiten 3).
REGIME = {
    "kleuter": (0, 1, 2),
    "lager": (0, 1, 2),
    "so": (0, 1, 2, 3),
    "bubao": (0, 2),
    "buso": (0, 2),
}
INDEX: Mapping[tuple[str, str, str], int] = {
    **{("lager", "", str(year)): year for year in range(1, 7)},
    **{("so", "1", str(year)): 6 + year for year in (1, 2)},
    **{("so", "2", str(year)): 8 + year for year in (1, 2)},
    **{("so", "2", str(year)): 6 + year for year in (3, 4)},
    **{("so", "3", str(year)): 10 + year for year in (1, 2)},
    **{("so", "3", str(year)): 6 + year for year in (5, 6)},
}
ATTEST = {
    "A": "zonder",
    "A_remediering": "zonder",
    "A_uitsluiting": "met",
    "A_beide": "met",
    "B": "met",
    "C": "c",
}
_PLACES = (
    *(("kleuter", "", year, "") for year in ("1", "3", "peuter")),
    *(("lager", "", year, "") for year in ("1", "2", "6")),
    *(("so", "1", "1", richting) for richting in ("1A", "1A Latijn", "1B", "1b", "")),
    *(("so", "1", "2", richting) for richting in ("2A", "2B")),
    *(("so", "2", year, "Zorg") for year in ("1", "4", "9")),
    *(("so", "3", year, richting) for year in ("5", "6", "7") for richting in ("Zorg", "Hout")),
    ("so", "okan", "", "OKAN"),
    ("bubao", "", "", "type 3"),
    ("buso", "", "2", "OV3"),
)


def plek(
    niveau: str = "so",
    graad: str = "",
    leerjaar: str = "",
    richting: str = "",
    klas: str = "",
    vestiging: str = "",
) -> Plek:
    return Plek(vestiging, niveau, graad, leerjaar, richting, klas)


def persoon(
    wie: int,
    where: Plek,
    antwoorden: tuple[int, ...] = (0, 0, 0, 0, 0),
    geboortejaar: int | None = None,
    attest: Attest = Attest.GEEN,
    halves: int = 2,
) -> Persoon:
    return Persoon(wie, where, antwoorden, geboortejaar, attest, halves)


def random_plek(chance: Random) -> Plek:
    vestiging, klas = chance.choice(("", "1", "2", "10")), chance.choice(("", "A", "B", "2", "10"))
    return Plek(vestiging, *chance.choice(_PLACES), klas)


def random_personen(seed: int, number: int) -> list[Persoon]:
    """Some pupils; now and then one in two half places."""
    chance, found = Random(seed), []
    for wie in range(number):
        answers = tuple(chance.choices((NEE, JA, ONBEKEND), (6, 3, 1), k=5))
        born = chance.choice((None, *range(2005, 2024)))
        attest, halves = chance.choice(list(Attest)), chance.choice((1, 2, 2))
        found.append(Persoon(wie, random_plek(chance), answers, born, attest, halves))
        if halves == 1 and chance.random() < 0.5:
            found.append(Persoon(wie, random_plek(chance), answers, born, attest, 1))
    chance.shuffle(found)
    return found


# By seed: drawing each pupil apart would take most of the time of the tests.
personen = st.builds(random_personen, st.integers(0, 2**32), st.integers(0, 40))


def beeld_van(nu: Sequence[Persoon], vorig: Sequence[Persoon] | None = None) -> Beeld:
    return maak_beeld(JAAR, DAG, nu, vorig, met_wie=True)


# ---------------------------------------------------------------- counted again


def is_gok(niveau: str, answers: Sequence[int]) -> int:
    own = {answers[place] for place in REGIME[niveau]}
    return JA if JA in own else ONBEKEND if ONBEKEND in own else NEE


def groep(niveau: str, answers: Sequence[int]) -> str:
    return {JA: "gok", NEE: "rest", ONBEKEND: "onbekend"}[is_gok(niveau, answers)]


def rij_van(indeling: str, where: Plek) -> str:
    graad = where.niveau + (f"-{where.graad}" if where.graad else "")
    return {
        "vestiging": where.vestiging,
        "graad": graad,
        "leerjaar": f"{graad}-{where.leerjaar}",
        "richting": where.richting,
        "klas": where.klas,
    }[indeling]


def index_van(where: Plek) -> int | None:
    return INDEX.get((where.niveau, where.graad, where.leerjaar))


def trede(where: Plek) -> int | None:
    """Kleuter 1, 2, 3 lie at -2, -1, 0: right before the first leerjaar."""
    if where.niveau == "kleuter":
        return {"1": -2, "2": -1, "3": 0}.get(where.leerjaar)
    return index_van(where)


def stroom(where: Plek) -> str:
    start = where.richting.lower()[:2]
    return start if where.graad == "1" and start in ("1a", "1b", "2a", "2b") else ""


# One pupil in a table: row, columns that say yes, columns not known, key, half pupils.
Lid = tuple[str, set[str], set[str], int, int]


def leden(key: str, nu: Iterable[Persoon]) -> Iterator[Lid]:
    """For tables of one year: (row, columns, unknown columns, wie, halves)."""
    name, _, indeling = key.partition("-")
    for one in nu:
        niveau, answers = one.plek.niveau, one.antwoorden
        said = dict(zip(KENMERKEN, answers, strict=True)) | {"gok": is_gok(niveau, answers)}
        columns, unknown = set(), set()
        row = "school" if name in ("samenstelling", "aantal") else ""
        if name in ("samenstelling", "waar"):
            row = rij_van(indeling, one.plek) if indeling else row
            columns = {k for k in KOLOMMEN if said[k] == JA}
            unknown = {k for k in KOLOMMEN if said[k] == ONBEKEND}
        elif name == "aantal":
            every = {str(n) for n in range(5)}
            own = answers[:4]
            columns = set() if ONBEKEND in own else {str(sum(own))}
            unknown = every if ONBEKEND in own else set()
        elif name == "vordering":
            place = index_van(one.plek)
            if place is None:
                continue
            row = rij_van(indeling or "leerjaar", one.plek)
            behind = (
                "onbekend"
                if one.geboortejaar is None
                else "achter"
                if JAAR - one.geboortejaar - 5 > place
                else "op"
            )
            columns = {f"{groep(niveau, answers)}:{behind}"}
        elif name == "attesten":
            if one.attest.value not in ATTEST:
                continue
            row = stroom(one.plek) or rij_van("graad", one.plek)
            columns = {f"{groep(niveau, answers)}:{ATTEST[one.attest.value]}"}
        yield row, columns, unknown, one.wie, one.halves


def stroomleden(key: str, nu: Iterable[Persoon], vorig: Iterable[Persoon]) -> Iterator[Lid]:
    """For the flows: each pupil of a year ago once, with the answers of now when still here."""
    indeling = key.partition("-")[2] or "leerjaar"
    here: dict[int, Persoon] = {}
    for one in nu:
        here.setdefault(one.wie, one)
    seen: set[int] = set()
    for before in vorig:
        if before.wie in seen:
            continue
        seen.add(before.wie)
        now = here.get(before.wie)
        answers = before.antwoorden if now is None else now.antwoorden
        yield (
            rij_van(indeling, before.plek),
            {f"{groep(before.plek.niveau, answers)}:{lot(before, now)}"},
            set(),
            before.wie,
            2,
        )


def lot(before: Persoon, now: Persoon | None) -> str:
    if now is None:
        last = (before.plek.niveau, before.plek.graad, before.plek.leerjaar)
        ends = {("lager", "", "6"), ("so", "3", "2"), ("so", "3", "6")}
        return "klaar" if last in ends else "weg"
    if before.plek.graad == now.plek.graad == "okan":
        return "over"
    van, naar = trede(before.plek), trede(now.plek)
    if van is None or naar is None:
        return "anders"
    return {0: "over", 1: "verder"}.get(naar - van, "anders")
