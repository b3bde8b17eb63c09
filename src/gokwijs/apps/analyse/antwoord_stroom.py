"""How they flow: what became of the pupils of a year ago, GOK-leerlingen beside the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from gokwijs.apps.analyse.blad import (
    Cel,
    Deel,
    Kolom,
    Tabel,
    Tabelrij,
    aantal_cel,
    gesorteerd,
    telcel,
)
from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.apps.analyse.woorden import KOP_GROEP, UITKOMST
from gokwijs.core.analyse.aandeel import Aandeel, aandeel
from gokwijs.core.analyse.beeld import Gang
from gokwijs.core.analyse.plek import INDELINGEN, Plek, naam, plaats_order, sleutel
from gokwijs.core.analyse.tellen import UITKOMSTEN, Telblad, groep_of
from gokwijs.core.zinnen.kiezen import Vervolg, over_aandeel, over_verschil, over_vervolg
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.grafiek import Band, Knoop, Stroom

MOST_NODES = 14  # on one side of the diagram
WEG, NIEUW, ANDERE = "(weg)", "(nieuw)", "(andere)"


def stroom_deel(kijk: Kijk) -> Deel | None:
    """Outcomes per place of a year ago, with the flow diagram over it."""
    blad = kijk.telblad("stroom")
    if blad is None or not blad.rijen:
        return None
    groups = groepen_van(blad, "verder")
    columns = [
        Kolom(f"{g}:{u}", f"{KOP_GROEP[g]}: {UITKOMST[u]}") for g in groups for u in UITKOMSTEN
    ]
    rows = tuple(
        Tabelrij(
            rij.key,
            rij.label,
            (
                telcel(rij.n, link=kijk.achter("stroom", rij.key)),
                *(
                    aantal_cel(blad.cel(rij.key, k.key), link=kijk.achter("stroom", rij.key, k.key))
                    for k in columns
                ),
            ),
        )
        for rij in blad.rijen
    )
    tabel = Tabel(
        "Wat er van de leerlingen van vorig jaar werd",
        "Zat in",
        (Kolom("n", "Leerlingen"), *columns),
        rows,
        sorteerbaar=True,
    )
    return Deel(
        "stroom",
        f"Van {kijk.jaar.previous if kijk.jaar else ''} naar {kijk.jaar}",
        tuple(_said(kijk, blad)),
        diagram(kijk),
        gesorteerd(tabel, kijk.keuze.sorteer or ""),
        (
            "Geteld van de ene peildag tot de volgende. 'Ergens anders heen' is een overgang "
            "waarbij de leerjaren niet op elkaar volgen, zoals naar of uit het onthaaljaar. "
            "Waarom iemand wegging, weten we hier niet.",
            *(
                [
                    "In de tekening: donker zijn GOK-leerlingen, licht de andere, gestreept wie "
                    "niet gekend is."
                ]
                if kijk.exact
                else []
            ),
        ),
    )


def groepen_van(blad: Telblad, uitkomst: str) -> list[str]:
    """The groups in which somebody is, or may be: a hidden size is no empty group."""
    return [
        groep
        for groep in ("gok", "rest", "onbekend")
        if any(blad.deel(r.key, groep, uitkomst).n != 0 for r in blad.rijen)
    ]


def _sum(blad: Telblad, groep: str, uitkomst: str) -> tuple[int, int] | None:
    """(ja, n) over every row; None as soon as one is hidden."""
    cells = [blad.deel(r.key, groep, uitkomst) for r in blad.rijen]
    if any(c.ja is None or c.n is None for c in cells):
        return None
    return sum(c.ja or 0 for c in cells), sum(c.n or 0 for c in cells)


def _share(blad: Telblad, groep: str, uitkomst: str) -> Aandeel | None:
    found = _sum(blad, groep, uitkomst)
    return None if found is None else aandeel(Fraction(found[0], 2), Fraction(found[1], 2))


def samen(shares: Sequence[Aandeel]) -> Aandeel | None:
    """Several groups as one."""
    return aandeel(sum((s.x for s in shares), Fraction(0)), sum((s.n for s in shares), Fraction(0)))


def _said(kijk: Kijk, blad: Telblad) -> list[Gezegd]:
    total = sum(rij.n for rij in blad.rijen)
    counts: dict[Vervolg, int | None] = {}
    for uitkomst in UITKOMSTEN:
        parts = [_sum(blad, g, uitkomst) for g in ("gok", "rest", "onbekend")]
        hidden = any(part is None for part in parts)
        counts[Vervolg(uitkomst)] = None if hidden else sum(p[0] for p in parts if p) // 2
    before = str(kijk.jaar.previous) if kijk.jaar else ""
    found = over_vervolg(before, total // 2, counts, k_min=kijk.k_min)
    for uitkomst, zin in (
        ("over", "doen hetzelfde jaar opnieuw"),
        ("weg", "gaan weg voor het laatste leerjaar"),
    ):
        gok, rest = (_share(blad, g, uitkomst) for g in ("gok", "rest"))
        if gok is not None and rest is not None and min(gok.n, rest.n) >= kijk.k_min:
            maybe = _share(blad, "onbekend", uitkomst)
            known = [gok, rest, *([maybe] if maybe is not None else [])]
            both = samen(known)
            said = ("de leerlingen van vorig jaar", zin, both)
            found += over_aandeel(*said, k_min=kijk.k_min, plaats="de school van vorig jaar")
            found += over_verschil(zin, gok, rest, k_min=kijk.k_min)
    return found


# ---------------------------------------------------------------- the diagram


def diagram(kijk: Kijk) -> Stroom | None:
    """Places of a year ago on the left, places now on the right; exact counts, so Werkzone only."""
    beeld = kijk.beeld()
    if beeld is None:
        return None
    gangen = kijk.selectie.gangen(beeld)
    per = kijk.keuze.per if kijk.keuze.per in ("graad", "leerjaar", "richting") else "leerjaar"
    left = _nodes(per, [g.van for g in gangen if g.van is not None])
    right = _nodes(per, [g.naar for g in gangen if g.naar is not None])
    if not left:
        return None
    bands = _bands(per, gangen, left, right)
    used = {van for van, *_ in bands}, {naar for _, naar, _ in bands}
    ends = {WEG: "niet meer hier", NIEUW: "nieuw in de school", ANDERE: "andere plaatsen"}

    def nodes(side: Mapping[str, str], keys: set[str], *extra: str) -> tuple[Knoop, ...]:
        own = [Knoop(key, label) for key, label in side.items() if key in keys]
        return (*own, *(Knoop(key, ends[key]) for key in extra if key in keys))

    return Stroom(
        f"Doorstroom per {INDELINGEN[per][0]}",
        nodes(left, used[0], ANDERE, NIEUW),
        nodes(right, used[1], ANDERE, WEG),
        tuple(
            Band(van, naar, halves / 2, groep if groep != "onbekend" else "onbekend")
            for (van, naar, groep), halves in bands.items()
        ),
    )


def _nodes(per: str, plekken: list[Plek]) -> dict[str, str]:
    """The places in order; the smallest go together when there are too many."""
    counted = Counter(sleutel(per, plek) for plek in plekken)
    first: dict[str, str] = {}
    for plek in sorted(set(plekken), key=lambda p: plaats_order(per, p)):
        first.setdefault(sleutel(per, plek), naam(per, plek))
    kept = {key for key, _ in counted.most_common(MOST_NODES)}
    return {key: label for key, label in first.items() if key in kept}


def _bands(
    per: str, gangen: list[Gang], left: Mapping[str, str], right: Mapping[str, str]
) -> dict[tuple[str, str, str], int]:
    found: Counter[tuple[str, str, str]] = Counter()
    for gang in gangen:
        van = NIEUW if gang.van is None else sleutel(per, gang.van)
        naar = WEG if gang.naar is None else sleutel(per, gang.naar)
        plek = gang.van or gang.naar
        assert plek is not None
        found[
            van if van in left or van == NIEUW else ANDERE,
            naar if naar in right or naar == WEG else ANDERE,
            groep_of(plek.niveau, gang.antwoorden),
        ] += gang.halves
    order_left = [*left, ANDERE, NIEUW]
    order_right = [*right, ANDERE, WEG]
    return dict(
        sorted(
            found.items(),
            key=lambda item: (order_left.index(item[0][0]), order_right.index(item[0][1])),
        )
    )


def matrix_deel(kijk: Kijk) -> Deel | None:
    """From which place to which place, in numbers; the table of the diagram."""
    beeld = kijk.beeld()
    if beeld is None:
        return None
    gangen = kijk.selectie.gangen(beeld)
    per = kijk.keuze.per if kijk.keuze.per in ("graad", "leerjaar", "richting") else "leerjaar"
    left = _all_nodes(per, [g.van for g in gangen if g.van is not None])
    right = _all_nodes(per, [g.naar for g in gangen if g.naar is not None])
    if not left:
        return None
    counted: Counter[tuple[str, str]] = Counter()
    for gang in gangen:
        van = NIEUW if gang.van is None else sleutel(per, gang.van)
        naar = WEG if gang.naar is None else sleutel(per, gang.naar)
        counted[van, naar] += gang.halves
    columns = [*right.items(), (WEG, "niet meer hier")]
    rows = tuple(
        Tabelrij(
            key,
            label,
            tuple(
                telcel(counted[key, naar]) if counted[key, naar] else Cel("0", Fraction(0))
                for naar, _ in columns
            ),
        )
        for key, label in [*left.items(), (NIEUW, "nieuw in de school")]
    )
    return Deel(
        "matrix",
        f"Van waar naar waar, per {INDELINGEN[per][0]}",
        (),
        None,
        Tabel(
            "Van waar naar waar",
            "Zat in",
            tuple(Kolom(key, label) for key, label in columns),
            rows,
        ),
    )


def _all_nodes(per: str, plekken: list[Plek]) -> dict[str, str]:
    found: dict[str, str] = {}
    for plek in sorted(set(plekken), key=lambda p: plaats_order(per, p)):
        found.setdefault(sleutel(per, plek), naam(per, plek))
    return found
