"""Stage 4: from the cells of a Beeld to the tables of each question.

In: cells or flows. Out: a ``Telblad``: rows × columns, each a number of half pupils beside the size
of its group. A number that may not be shown is None: the same form before and after the gate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gokwijs.core.analyse.attest import C_ATTEST, MET_BEPERKING, ZONDER_BEPERKING
from gokwijs.core.analyse.beeld import JA, NEE, ONBEKEND, Beeld, Gang, Overgang, Vak, antwoord, gok
from gokwijs.core.analyse.plek import Plek, index, naam, plaats_order, sleutel
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.telling.model import Graad, Onderwijsniveau

SCHOOL = "school"
KOLOMMEN = (
    Kenmerk.OPLEIDING_MOEDER.value,
    Kenmerk.SCHOOLTOESLAG.value,
    Kenmerk.THUISTAAL.value,
    Kenmerk.TREKKENDE_BEVOLKING.value,
    "gok",
)
# The three that OKI and "gemiddeld aantal kenmerken, zonder buurt" share (besluiten 5).
ZONDER_BUURT = (Kenmerk.OPLEIDING_MOEDER, Kenmerk.SCHOOLTOESLAG, Kenmerk.THUISTAAL)
# Those that are counted together in "hoeveel kenmerken samen".
VIER = (*ZONDER_BUURT, Kenmerk.TREKKENDE_BEVOLKING)
GOK_REST = (("gok", JA), ("rest", NEE), ("onbekend", ONBEKEND))


@dataclass(frozen=True, slots=True)
class Aantal:
    """Half pupils: ``ja`` of ``n``; ``onbekend`` of them are not known. None: afgeschermd."""

    ja: int | None
    n: int | None
    onbekend: int = 0

    @property
    def p(self) -> Fraction | None:
        """The share among who is known; None when hidden or nobody."""
        if self.ja is None or self.n is None or self.n == self.onbekend:
            return None
        return Fraction(self.ja, self.n - self.onbekend)

    @property
    def afgeschermd(self) -> bool:
        return self.ja is None


@dataclass(frozen=True, slots=True)
class Rij:
    """A row: a place, with its size in half pupils."""

    key: str
    label: str
    n: int


@dataclass(frozen=True)
class Telblad:
    """A table of numbers. ``aantallen`` by (row, column)."""

    key: str
    rijen: tuple[Rij, ...]
    kolommen: tuple[str, ...]
    aantallen: Mapping[tuple[str, str], Aantal]

    def cel(self, rij: str, kolom: str) -> Aantal:
        """One number; raises KeyError."""
        return self.aantallen[rij, kolom]

    def deel(self, rij: str, groep: str, uitkomst: str) -> Aantal:
        """One outcome of a group; nobody where the table has no such group."""
        return self.aantallen.get((rij, f"{groep}:{uitkomst}"), Aantal(0, 0))

    @property
    def figuren(self) -> frozenset[str]:
        """The name of every figure: ``row|column``, and ``row|group:n`` for sizes in a row."""
        sizes = {f"{rij}|{k.partition(':')[0]}:n" for rij, k in self.aantallen if ":" in k}
        return frozenset({f"{rij}|{kolom}" for rij, kolom in self.aantallen} | sizes)

    def afgeschermd(self, verborgen: Iterable[str]) -> Telblad:
        """The same table with some figures (``row|column``) hidden."""
        hidden = set(verborgen)

        def shown(rij: str, kolom: str, aantal: Aantal) -> Aantal:
            # The size of a group inside a row is a figure too, and can be hidden itself.
            groep, colon, _ = kolom.partition(":")
            n = None if colon and f"{rij}|{groep}:n" in hidden else aantal.n
            ja = None if n is None or f"{rij}|{kolom}" in hidden else aantal.ja
            return Aantal(ja, n, 0 if ja is None else aantal.onbekend)

        return replace(self, aantallen={key: shown(*key, a) for key, a in self.aantallen.items()})


def _counted(vakken: Iterable[Vak], kolommen: Sequence[str]) -> dict[str, Aantal]:
    ja, onbekend = Counter[str](), Counter[str]()
    total = 0
    seen: dict[tuple[str, tuple[int, ...]], list[tuple[str, int]]] = {}
    for vak in vakken:
        total += vak.halves
        key = (vak.plek.niveau, vak.antwoorden)
        answers = seen.get(key)
        if answers is None:
            answers = seen[key] = [(k, antwoord(k, *key)) for k in kolommen]
        for kolom, answer in answers:
            if answer == JA:
                ja[kolom] += vak.halves
            elif answer == ONBEKEND:
                onbekend[kolom] += vak.halves
    return {k: Aantal(ja[k], total, onbekend[k]) for k in kolommen}


def samenstelling(vakken: Sequence[Vak], kolommen: Sequence[str] = KOLOMMEN) -> Telblad:
    """The whole choice in one row: how many have each kenmerk, and how many are GOK-leerling."""
    total = sum(vak.halves for vak in vakken)
    counted = _counted(vakken, kolommen)
    rows = (Rij(SCHOOL, "de hele school", total),)
    return Telblad(
        "samenstelling", rows, tuple(kolommen), {(SCHOOL, k): a for k, a in counted.items()}
    )


def per_plaats(vakken: Sequence[Vak], indeling: str, kolommen: Sequence[str] = KOLOMMEN) -> Telblad:
    """One row per vestigingsplaats, graad, leerjaar, richting or klas."""
    groups: dict[str, list[Vak]] = {}
    for vak in vakken:
        groups.setdefault(sleutel(indeling, vak.plek), []).append(vak)
    ordered = sorted(
        groups.items(), key=lambda item: min(plaats_order(indeling, v.plek) for v in item[1])
    )
    rows, cells = [], {}
    for key, own in ordered:
        rows.append(Rij(key, naam(indeling, own[0].plek), sum(v.halves for v in own)))
        for kolom, aantal in _counted(own, kolommen).items():
            cells[key, kolom] = aantal
    return Telblad(f"waar-{indeling}", tuple(rows), tuple(kolommen), cells)


def aantal_kenmerken(vakken: Sequence[Vak]) -> Telblad:
    """How many pupils have 0, 1, 2, 3 or 4 kenmerken, among who is known on all of them."""
    counted = Counter[str]()
    total = unknown = 0
    for vak in vakken:
        answers = [antwoord(k.value, vak.plek.niveau, vak.antwoorden) for k in VIER]
        total += vak.halves
        if ONBEKEND in answers:
            unknown += vak.halves
        else:
            counted[str(answers.count(JA))] += vak.halves
    columns = tuple(str(number) for number in range(len(VIER) + 1))
    return Telblad(
        "aantal",
        (Rij(SCHOOL, "de hele school", total),),
        columns,
        {(SCHOOL, k): Aantal(counted[k], total, unknown) for k in columns},
    )


def combinaties(vakken: Sequence[Vak]) -> list[tuple[tuple[str, ...], int]]:
    """Which kenmerken go together, most pupils first, among who is known on all four."""
    counted = Counter[tuple[str, ...]]()
    for vak in vakken:
        answers = [antwoord(k.value, vak.plek.niveau, vak.antwoorden) for k in VIER]
        if ONBEKEND not in answers and answers.count(JA) > 1:
            found = (k.value for k, a in zip(VIER, answers, strict=True) if a == JA)
            counted[tuple(found)] += vak.halves
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))


def gemiddelde(
    blad: Telblad, rij: str, kolommen: Sequence[str]
) -> tuple[Fraction, Fraction] | None:
    """Lowest and highest mean number of kenmerken per pupil of a row; None when one is hidden.

    Between all unknown nee and all unknown ja (``meten.md`` §1: unknown is never nee).
    """
    found = [blad.aantallen.get((rij, kolom)) for kolom in kolommen]
    cells = [cell for cell in found if cell is not None and cell.ja is not None]
    if len(cells) < len(found) or not cells[0].n:
        return None
    total = cells[0].n
    low = sum(cell.ja or 0 for cell in cells)
    high = low + sum(cell.onbekend for cell in cells)
    return Fraction(low, total), Fraction(high, total)


# ---------------------------------------------------------------- two groups beside each other


def _twee_groepen(
    key: str,
    rows: Iterable[tuple[str, str, str, str, int]],
    uitkomsten: Sequence[str],
) -> Telblad:
    """``rows``: (key of the row, label, group, outcome, halves). Columns ``group:outcome``.

    Every number stands beside the size of its group in its row.
    """
    counted, sizes = Counter[tuple[str, str, str]](), Counter[tuple[str, str]]()
    labels: dict[str, str] = {}
    for row, label, groep, uitkomst, halves in rows:
        labels.setdefault(row, label)
        counted[row, groep, uitkomst] += halves
        sizes[row, groep] += halves
    columns = tuple(f"{groep}:{uitkomst}" for groep, _ in GOK_REST for uitkomst in uitkomsten)
    cells = {
        (row, f"{groep}:{uitkomst}"): Aantal(counted[row, groep, uitkomst], sizes[row, groep])
        for row in labels
        for groep, _ in GOK_REST
        for uitkomst in uitkomsten
    }
    total = {row: sum(sizes[row, groep] for groep, _ in GOK_REST) for row in labels}
    rijen = tuple(Rij(row, label, total[row]) for row, label in labels.items())
    return Telblad(key, rijen, columns, cells)


_GROEP_OF = {answer: groep for groep, answer in GOK_REST}


def groep_of(niveau: str, antwoorden: tuple[int, ...]) -> str:
    """gok, rest or onbekend."""
    return _GROEP_OF[gok(niveau, antwoorden)]


ACHTER = ("achter", "op", "onbekend")


def achter_uitkomst(vak: Vak) -> str:
    """Behind on the birth year by a year or more, not behind, or not known."""
    if vak.achter is None:
        return "onbekend"
    return "achter" if vak.achter >= 1 else "op"


def vordering(vakken: Sequence[Vak], indeling: str = "leerjaar") -> Telblad:
    """Schoolse vordering: only years that follow each other (``meten.md`` §2)."""
    counted = [v for v in vakken if index(v.plek) is not None]
    ordered = sorted(counted, key=lambda v: plaats_order(indeling, v.plek))
    return _twee_groepen(
        "vordering",
        (
            (
                sleutel(indeling, v.plek),
                naam(indeling, v.plek),
                groep_of(v.plek.niveau, v.antwoorden),
                achter_uitkomst(v),
                v.halves,
            )
            for v in ordered
        ),
        ACHTER,
    )


ATTESTEN = ("zonder", "met", "c")


def attest_uitkomst(vak: Vak) -> str | None:
    """In which of the three categories an attest falls; None: not in the denominator."""
    for uitkomst, codes in zip(ATTESTEN, (ZONDER_BEPERKING, MET_BEPERKING, C_ATTEST), strict=True):
        if vak.attest in codes:
            return uitkomst
    return None


def stroom_of(plek: Plek) -> tuple[str, str]:
    """(key, words) of the stream an attest belongs to: 1A and 1B never mixed (``meten.md`` §2)."""
    if plek.graad == "1" and plek.richting[:2].upper() in ("1A", "1B", "2A", "2B"):
        return plek.richting[:2].lower(), plek.richting[:2].upper()
    return sleutel("graad", plek), naam("graad", plek)


def attesten(vakken: Sequence[Vak]) -> Telblad:
    """Attesten per stream; the denominator are A, B and C, never without attest or unknown."""
    rows = []
    for v in sorted(vakken, key=lambda v: (plaats_order("graad", v.plek), stroom_of(v.plek))):
        uitkomst = attest_uitkomst(v)
        if uitkomst is not None:
            groep = groep_of(v.plek.niveau, v.antwoorden)
            rows.append((*stroom_of(v.plek), groep, uitkomst, v.halves))
    return _twee_groepen("attesten", rows, ATTESTEN)


UITKOMSTEN = ("verder", "over", "anders", "weg", "klaar")
LAATSTE = frozenset({6, 12})  # the last leerjaar of lager and of secundair


def gang_uitkomst(gang: Gang) -> str:
    """nieuw, klaar (gone after the last leerjaar), weg, verder, over (the same again) or anders."""
    if gang.van is None:
        return "nieuw"
    if gang.naar is None:
        return "klaar" if index(gang.van) in LAATSTE else "weg"
    before, now = _trede(gang.van), _trede(gang.naar)
    if gang.van.graad == gang.naar.graad == Graad.OKAN:
        return "over"
    if before is None or now is None:
        return "anders"
    if now == before + 1:
        return "verder"
    return "over" if now == before else "anders"


def _trede(plek: Plek) -> int | None:
    """A step of school life: the kleuterklassen go before the first leerjaar."""
    if plek.niveau == Onderwijsniveau.KLEUTER:
        return int(plek.leerjaar) - 3 if plek.leerjaar.isdecimal() else None
    return index(plek)


def doorstroom(gangen: Sequence[Gang], indeling: str = "leerjaar") -> Telblad:
    """What became of the pupils of a year ago, per place where they sat."""
    known = [(g, g.van) for g in gangen if g.van is not None]
    known.sort(key=lambda item: plaats_order(indeling, item[1]))
    return _twee_groepen(
        "stroom",
        (
            (
                sleutel(indeling, van),
                naam(indeling, van),
                groep_of(van.niveau, g.antwoorden),
                gang_uitkomst(g),
                g.halves,
            )
            for g, van in known
        ),
        UITKOMSTEN,
    )


BESTEMMINGEN = ("1a", "1b", "anders", "onbekend")


def overgang(rows: Sequence[Overgang]) -> Telblad:
    """Where the pupils of the sixth leerjaar went; unknown stands apart (``meten.md`` §2)."""
    return _twee_groepen(
        "overgang",
        (
            (
                sleutel("leerjaar", one.plek),
                naam("leerjaar", one.plek),
                groep_of(one.plek.niveau, one.antwoorden),
                one.waar,
                one.halves,
            )
            for one in rows
        ),
        BESTEMMINGEN,
    )


def telblad(key: str, beeld: Beeld, selectie: Selectie) -> Telblad:
    """A table by its name; raises KeyError on another name."""
    name, _, indeling = key.partition("-")
    if name == "stroom":
        return doorstroom(selectie.gangen(beeld), indeling or "leerjaar")
    if name == "overgang":
        return overgang(selectie.overgangen(beeld))
    vakken = selectie.vakken(beeld)
    if name == "waar":
        return per_plaats(vakken, indeling)
    if name == "vordering":
        return vordering(vakken, indeling or "leerjaar")
    return _BY_NAME[key](vakken)


def wie_achter(key: str, beeld: Beeld, selectie: Selectie, rij: str, kolom: str) -> set[int]:
    """The keys of the pupils behind one number of a table; ``beeld`` was made ``met_wie``.

    ``kolom`` '' or 'n': everybody of the row.
    """
    name, _, indeling = key.partition("-")
    found: set[int] = set()
    if name == "stroom":
        for gang in selectie.gangen(beeld):
            if gang.van is None or sleutel(indeling or "leerjaar", gang.van) != rij:
                continue
            own = f"{groep_of(gang.van.niveau, gang.antwoorden)}:{gang_uitkomst(gang)}"
            if kolom in ("", "n", own):
                found.update(gang.wie)
        return found
    if name == "overgang":
        for one in selectie.overgangen(beeld):
            own = f"{groep_of(one.plek.niveau, one.antwoorden)}:{one.waar}"
            if sleutel("leerjaar", one.plek) == rij and kolom in ("", "n", own):
                found.update(one.wie)
        return found
    for vak in selectie.vakken(beeld):
        if _in_row(name, indeling, vak, rij) and _in_column(name, vak, kolom):
            found.update(vak.wie)
    return found


def _in_row(name: str, indeling: str, vak: Vak, rij: str) -> bool:
    if name in ("samenstelling", "aantal"):
        return True
    if name == "attesten":
        return attest_uitkomst(vak) is not None and stroom_of(vak.plek)[0] == rij
    if name == "vordering" and index(vak.plek) is None:
        return False
    return sleutel(indeling or "leerjaar", vak.plek) == rij


def _in_column(name: str, vak: Vak, kolom: str) -> bool:
    if kolom in ("", "n"):
        return True
    niveau, antwoorden = vak.plek.niveau, vak.antwoorden
    if name == "vordering":
        return f"{groep_of(niveau, antwoorden)}:{achter_uitkomst(vak)}" == kolom
    if name == "attesten":
        return f"{groep_of(niveau, antwoorden)}:{attest_uitkomst(vak)}" == kolom
    asked, _, unknown = kolom.partition("=")  # 'thuistaal=onbekend'
    if name == "aantal":
        answers = [antwoord(k.value, niveau, antwoorden) for k in VIER]
        if ONBEKEND in answers:
            return bool(unknown)
        return not unknown and str(answers.count(JA)) == asked
    wanted = ONBEKEND if unknown else JA
    return (
        asked in (*KOLOMMEN, Kenmerk.BUURT.value) and antwoord(asked, niveau, antwoorden) == wanted
    )


def klassen_in(
    vakken: Sequence[Vak], groep: Callable[[Vak], str] | None = None
) -> dict[str, dict[str, tuple[int, int, int]]]:
    """Per leerjaar and class: GOK, others and unknown, in half pupils; for the segregation."""
    found: dict[str, dict[str, list[int]]] = {}
    for vak in vakken:
        if not vak.plek.klas:
            continue
        row = groep(vak) if groep else sleutel("leerjaar", vak.plek)
        one = found.setdefault(row, {}).setdefault(vak.plek.klas, [0, 0, 0])
        place = {JA: 0, NEE: 1, ONBEKEND: 2}[gok(vak.plek.niveau, vak.antwoorden)]
        one[place] += vak.halves
    return {
        row: {klas: (n[0], n[1], n[2]) for klas, n in classes.items()}
        for row, classes in found.items()
    }


_BY_NAME: Mapping[str, Callable[[Sequence[Vak]], Telblad]] = {
    "samenstelling": samenstelling,
    "aantal": aantal_kenmerken,
    "attesten": attesten,
}
