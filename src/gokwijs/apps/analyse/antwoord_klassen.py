"""Are the classes of a leerjaar mixed: two indexes, what chance alone would give, and a table."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache

from gokwijs.apps.analyse.antwoord_wie import aandelen_van, rond, staaf
from gokwijs.apps.analyse.blad import Cel, Deel, Kolom, Tabel, Tabelrij, aantal_cel, telcel
from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.core.analyse.plek import Plek, naam, plaats_order, sleutel
from gokwijs.core.analyse.segregatie import Segregatie, opdeling, segregatie
from gokwijs.core.analyse.tellen import Aantal, Telblad, stroom_of
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.zinnen.kiezen import over_segregatie
from gokwijs.renderers.grafiek import Staven

HOW = (
    "D zegt welk deel van de GOK-leerlingen van klas zou moeten wisselen voor een gelijke "
    "verdeling. In kleine klassen is D ook zonder bedoeling nooit 0. Daarom schudden we de "
    "leerlingen heel vaak door elkaar, met even grote klassen, en kijken we hoe vaak het toeval "
    "een even ongelijke verdeling geeft.",
    "Wat we niet weten: waarom de klassen zo zijn. Een klas per richting, keuzevakken of een "
    "inschrijving later op het jaar kunnen het verklaren.",
)
Klas = tuple[int, int]  # GOK, others


@lru_cache(maxsize=512)
def _index(classes: tuple[Klas, ...]) -> Segregatie | None:
    """Shuffling takes a moment, and the same classes come back on every look."""
    return segregatie(classes)


def klassen_delen(kijk: Kijk) -> list[Deel]:
    """One part per leerjaar and stream with two classes or more, most pupils first."""
    plekken = kijk.klasplekken
    blad = kijk.telblad("waar-klas")
    if blad is None or "gok" not in blad.kolommen:
        return []
    groups: dict[tuple[str, str], list[Plek]] = {}
    for plek in sorted(plekken, key=lambda p: plaats_order("klas", p)):
        if plek.klas:
            groups.setdefault((sleutel("leerjaar", plek), stroom_of(plek)[0]), []).append(plek)
    known = {rij.key for rij in blad.rijen}
    found = []
    for own in groups.values():
        classes = list(dict.fromkeys(p.klas for p in own if p.klas in known))
        if len(classes) > 1:
            found.append(_deel(kijk, blad, own[0], classes))
    # What stands out first: a leerjaar that differs from chance must not hide behind another.
    return sorted(found, key=lambda deel: not any(zin.code == "B07b" for zin in deel.zinnen))


def _deel(kijk: Kijk, blad: Telblad, plek: Plek, classes: list[str]) -> Deel:
    label = naam("leerjaar", plek)
    stream = stroom_of(plek)[1]
    if plek.graad == "1" and stream != naam("graad", plek):
        label = f"{label} ({stream})"
    counts = {klas: blad.cel(klas, "gok") for klas in classes}
    labels = {rij.key: rij.label for rij in blad.rijen}
    result, said = None, []
    if all(a.ja is not None and a.n is not None for a in counts.values()):
        # Whole pupils who are known: a label is shuffled, not half a one (meten.md §8).
        result = _index(
            tuple(
                ((a.ja or 0) // 2, ((a.n or 0) - a.onbekend - (a.ja or 0)) // 2)
                for a in counts.values()
            )
        )
        said = over_segregatie(label, result, k_min=kijk.k_min)
    return Deel(
        f"klassen-{sleutel('leerjaar', plek)}-{stream}",
        label[0].upper() + label[1:],
        tuple(said),
        _chart(label, labels, counts),
        _table(kijk, label, labels, counts),
        tuple(_numbers(result)),
    )


def _chart(label: str, labels: Mapping[str, str], counts: Mapping[str, Aantal]) -> Staven:
    shares = aandelen_van(list(counts.values()))
    known = [a for a in counts.values() if a.ja is not None and a.n is not None]
    total = sum((a.n or 0) - a.onbekend for a in known)
    mean = None
    if len(known) == len(counts) and total:
        mean = rond(Fraction(sum(a.ja or 0 for a in known), total))
    return Staven(
        f"GOK-leerlingen per klas: {label}",
        "%",
        tuple(
            staaf(labels[klas], "gok", a, share, mean)
            for (klas, a), share in zip(counts.items(), shares, strict=True)
        ),
        "samen" if mean is not None else "",
    )


def _table(
    kijk: Kijk, label: str, labels: Mapping[str, str], counts: Mapping[str, Aantal]
) -> Tabel:
    rows = tuple(
        Tabelrij(
            klas,
            labels[klas],
            (
                telcel(a.n or 0, link=kijk.achter("waar-klas", klas)),
                aantal_cel(a, link=kijk.achter("waar-klas", klas, "gok")),
                telcel(a.onbekend) if kijk.exact else Cel("–", reden="enkel in de werkzone"),
            ),
        )
        for klas, a in counts.items()
    )
    columns = (
        Kolom("n", "Leerlingen"),
        Kolom("gok", "GOK-leerlingen", "gok"),
        Kolom("onbekend", "Niet gekend"),
    )
    return Tabel(f"GOK-leerlingen per klas: {label}", "Klas", columns, rows)


def _numbers(found: Segregatie | None) -> list[str]:
    if found is None:
        return []

    def two(value: float | None) -> str:
        if value is None:
            return "niet te berekenen"
        return dutch_number(Fraction(value).limit_denominator(10**6), places=2)

    way = (
        "alle verdelingen nagerekend"
        if found.exact
        else f"{dutch_number(found.trekkingen)} keer geschud, zaad {found.zaad}"
    )
    return [
        f"D = {two(found.d)}, bij toeval gemiddeld {two(found.d_verwacht)}, in 95 van de 100 "
        f"gevallen hoogstens {two(found.d_q95)}; gecorrigeerd {two(found.d_gecorrigeerd)}; "
        f"kans op minstens zo'n D door toeval: {two(found.d_p)}. Hutchens = {two(found.hutchens)}, "
        f"bij toeval gemiddeld {two(found.hutchens_verwacht)}. {way[0].upper()}{way[1:]}."
    ]


def tussen_deel(kijk: Kijk) -> Deel | None:
    """The part of the segregation that lies between 1A and 1B, apart from the classes in them."""
    blad = kijk.telblad("waar-klas")
    if blad is None or "gok" not in blad.kolommen:
        return None
    streams: dict[str, list[Klas]] = {}
    for plek in kijk.klasplekken:
        stream = stroom_of(plek)[1]
        if stream in ("1A", "1B") and (plek.klas, "gok") in blad.aantallen:
            cel = blad.cel(plek.klas, "gok")
            if cel.ja is None or cel.n is None:
                return None
            streams.setdefault(stream, []).append(
                (cel.ja // 2, (cel.n - cel.onbekend - cel.ja) // 2)
            )
    if len(streams) < 2:
        return None
    found = opdeling(streams)
    if found is None or not found.totaal:
        return None
    share = round(100 * found.tussen / found.totaal)
    return Deel(
        "tussen",
        "Tussen 1A en 1B",
        (),
        None,
        None,
        (
            f"Van de ongelijkheid in het eerste jaar (Hutchens = "
            f"{dutch_number(Fraction(found.totaal).limit_denominator(10**6), places=2)}) ligt "
            f"{share} % tussen 1A en 1B, en {100 - share} % tussen de klassen van eenzelfde "
            "stroom. Dat eerste deel is geen gevolg van hoe de klassen werden samengesteld.",
        ),
    )
