"""How old they are for their year, and which attests they got: GOK-leerlingen beside the others."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gokwijs.apps.analyse.antwoord_stroom import groepen_van, samen
from gokwijs.apps.analyse.blad import Deel, Kolom, Tabel, Tabelrij, aantal_cel, gesorteerd, telcel
from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.apps.analyse.woorden import BLAD_GROEP, KOP_GROEP, UITKOMST
from gokwijs.core.analyse.aandeel import Aandeel, aandeel
from gokwijs.core.analyse.attest import Attestverdeling
from gokwijs.core.analyse.tellen import ACHTER, ATTESTEN, BESTEMMINGEN, Telblad
from gokwijs.core.zinnen.kiezen import (
    over_aandeel,
    over_attesten,
    over_overgang,
    over_verschil,
    over_vordering,
)
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.grafiek import Categorie, Stapel, StapelRij

GROEPEN = ("gok", "rest", "onbekend")


def leeftijd_deel(kijk: Kijk) -> Deel | None:
    """Schoolse vordering per leerjaar."""
    blad = kijk.telblad("vordering")
    if blad is None or not blad.rijen:
        return None
    said: list[Gezegd] = []
    per = "leerjaar" if kijk.exact else "graad of niveau"
    gok, rest = (_share(blad, g, "achter", ("achter", "op")) for g in ("gok", "rest"))
    if gok is not None and rest is not None:
        maybe = _share(blad, "onbekend", "achter", ("achter", "op"))
        both = samen([gok, rest, *([maybe] if maybe is not None else [])])
        zin = "zitten minstens één jaar achter op hun geboortejaar"
        said += over_aandeel("de leerlingen", zin, both, k_min=kijk.k_min, plaats="de school")
        said += over_verschil(zin, gok, rest, k_min=kijk.k_min)
    worst = _most(blad)
    if worst is not None and len(blad.rijen) > 1:
        said += over_vordering(worst[0], worst[1], worst[2], k_min=kijk.k_min)
    return Deel(
        "leeftijd",
        f"Per {per}",
        tuple(said),
        _stack(
            f"Op leeftijd of achter, per {per}",
            blad,
            (("op", "rest"), ("achter", "gok"), ("onbekend", "onbekend")),
        ),
        _table(kijk, "vordering", f"Op leeftijd of achter, per {per}", blad, ACHTER),
        (
            "Vergeleken wordt het geboortejaar met het leerjaar op de peildag. Kleuters, het "
            "onthaaljaar, het buitengewoon onderwijs en wie geen leerjaar of geboortedatum heeft, "
            "tellen niet mee. Een sprong van het vijfde leerjaar naar 1B door leeftijd blijft "
            "onzichtbaar.",
        ),
    )


def overgang_deel(kijk: Kijk) -> Deel | None:
    """From the sixth leerjaar to 1A or 1B, among known destinations."""
    blad = kijk.telblad("overgang")
    if blad is None or not blad.rijen:
        return None
    said: list[Gezegd] = []
    ways = ("1a", "1b")
    gok, rest, maybe = (_share(blad, g, "1b", ways) for g in GROEPEN)
    apart = [
        blad.deel(rij.key, g, u).ja
        for rij in blad.rijen
        for g in GROEPEN
        for u in ("anders", "onbekend")
    ]
    known = [share for share in (gok, rest, maybe) if share is not None]
    if known and None not in apart:
        both = samen(known)
        said += over_overgang(both, Fraction(sum(a or 0 for a in apart), 2), k_min=kijk.k_min)
        if gok is not None and rest is not None and min(gok.n, rest.n) >= kijk.k_min:
            said += over_verschil("gingen naar 1B", gok, rest, k_min=kijk.k_min)
    return Deel(
        "overgang",
        "Van het zesde leerjaar naar 1A of 1B",
        tuple(said),
        _stack(
            "Van het zesde leerjaar naar 1A of 1B",
            blad,
            (("1a", "rest"), ("1b", "gok"), ("anders", "neutraal"), ("onbekend", "onbekend")),
            per_groep=True,
        ),
        _table(kijk, "overgang", "Van het zesde leerjaar naar 1A of 1B", blad, BESTEMMINGEN),
        (
            "Wie ergens anders heen ging of van wie het niet gekend is, telt niet mee in het "
            "aandeel. De school vult de bestemming zelf in.",
        ),
    )


def _most(blad: Telblad) -> tuple[str, Fraction, Fraction] | None:
    """(leerjaar, behind, known) of the row where most are behind; hidden rows do not compete."""
    found = []
    for rij in blad.rijen:
        cells = {(g, u): blad.deel(rij.key, g, u).ja for g in GROEPEN for u in ("achter", "op")}
        if any(value is None for value in cells.values()):
            continue
        behind = sum(v or 0 for (_, u), v in cells.items() if u == "achter")
        known = sum(v or 0 for v in cells.values())
        if known:
            found.append((Fraction(behind, known), rij.label, behind, known))
    if not found:
        return None
    _, label, behind, known = max(found, key=lambda one: one[0])
    return f"het {label}", Fraction(behind, 2), Fraction(known, 2)


def attesten_deel(kijk: Kijk) -> Deel | None:
    """Attesten per stream; 1A and 1B never together."""
    blad = kijk.telblad("attesten")
    if blad is None or not blad.rijen:
        return None
    said: list[Gezegd] = []
    start = kijk.jaar.start if kijk.jaar else 0
    for rij in blad.rijen:
        counts = [_total(blad, rij.key, uitkomst) for uitkomst in ATTESTEN]
        if any(count is None for count in counts):
            continue
        verdeling = Attestverdeling(Fraction(rij.n, 2), *(c or Fraction(0) for c in counts))
        said += over_attesten(rij.label, verdeling, over_2023=start < 2023, k_min=kijk.k_min)
    return Deel(
        "attesten",
        "Per stroom of graad",
        tuple(said),
        _stack(
            "Attesten: GOK-leerlingen en andere",
            blad,
            (("zonder", "rest"), ("met", "gok"), ("c", "neutraal")),
            per_groep=True,
        ),
        _table(kijk, "attesten", "Attesten: GOK-leerlingen en andere", blad, ATTESTEN),
        (
            "Zonder beperking: A, ook met verplichte remediëring. Met beperking: A met uitsluiting "
            "van een basisoptie, of B. Een C bij een uitschrijving tijdens het jaar telt niet mee, "
            "en wie geen attest heeft of van wie het niet gekend is evenmin.",
        ),
    )


def _total(blad: Telblad, rij: str, uitkomst: str) -> Fraction | None:
    cells = [blad.deel(rij, g, uitkomst).ja for g in GROEPEN]
    return None if any(c is None for c in cells) else Fraction(sum(c or 0 for c in cells), 2)


def _share(blad: Telblad, groep: str, uitkomst: str, noemer: Sequence[str]) -> Aandeel | None:
    """The share of an outcome over every row among who is known; None as soon as one is hidden."""
    ja, n = 0, 0
    for rij in blad.rijen:
        cells = {u: blad.deel(rij.key, groep, u).ja for u in noemer}
        if any(value is None for value in cells.values()):
            return None
        ja += cells[uitkomst] or 0
        n += sum(value or 0 for value in cells.values())
    return aandeel(Fraction(ja, 2), Fraction(n, 2))


def _stack(
    titel: str,
    blad: Telblad,
    uitkomsten: Sequence[tuple[str, str]],
    *,
    per_groep: bool = False,
) -> Stapel:
    rows = []
    for rij in blad.rijen:
        for groep in ("gok", "rest") if per_groep else ("",):
            own = (groep,) if groep else GROEPEN
            values: list[float | None] = []
            for uitkomst, _ in uitkomsten:
                cells = [blad.deel(rij.key, g, uitkomst).ja for g in own]
                hidden = any(c is None for c in cells)
                values.append(None if hidden else sum(c or 0 for c in cells) / 2)
            label = f"{rij.label}, {BLAD_GROEP[groep].lower()}" if groep else rij.label
            label = label.replace("gok-", "GOK-")
            rows.append(StapelRij(label, tuple(values), any(v is None for v in values)))
    return Stapel(
        titel,
        tuple(Categorie(key, UITKOMST[key], kleur) for key, kleur in uitkomsten),
        tuple(rows),
    )


def _table(kijk: Kijk, tabel: str, titel: str, blad: Telblad, uitkomsten: Sequence[str]) -> Tabel:
    groups = groepen_van(blad, uitkomsten[0])
    columns = tuple(
        Kolom(f"{g}:{u}", f"{KOP_GROEP[g]}: {UITKOMST[u]}") for g in groups for u in uitkomsten
    )
    rows = tuple(
        Tabelrij(
            rij.key,
            rij.label,
            (
                telcel(rij.n, link=kijk.achter(tabel, rij.key)),
                *(
                    aantal_cel(blad.cel(rij.key, k.key), link=kijk.achter(tabel, rij.key, k.key))
                    for k in columns
                ),
            ),
        )
        for rij in blad.rijen
    )
    found = Tabel(titel, "Waar", (Kolom("n", "Leerlingen"), *columns), rows, sorteerbaar=True)
    return gesorteerd(found, kijk.keuze.sorteer or "")
