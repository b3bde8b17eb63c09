"""Who are our indicator pupils: per kenmerk, how many together, and through the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from gokwijs.apps.analyse.blad import Cel, Deel, Kolom, Tabel, Tabelrij, aantal_cel, getal, telcel
from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.apps.analyse.models import OfficieleOki
from gokwijs.apps.analyse.woorden import GOK_UITLEG, KOP, NAAM, ONBEKEND_APART, ZIN
from gokwijs.core.analyse.aandeel import Aandeel, aandeel, aandelen
from gokwijs.core.analyse.tellen import (
    KOLOMMEN,
    SCHOOL,
    ZONDER_BUURT,
    Aantal,
    Telblad,
    combinaties,
    gemiddelde,
    samenstelling,
)
from gokwijs.core.analyse.vlaanderen import VlaamsAandeel, naast
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.zinnen.getallen import PROCENT_MIN
from gokwijs.core.zinnen.kiezen import (
    over_aandeel,
    over_allen,
    over_gemiddelde,
    over_jaren,
    over_oki,
    over_onbekend,
    over_vlaanderen,
)
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.grafiek import Lijn, Lijnen, Punt, Staaf, Staven

OKI = (*(k.value for k in ZONDER_BUURT), Kenmerk.BUURT.value)


def aandeel_van(aantal: Aantal | None) -> Aandeel | None:
    """The share with its interval among who is known; None when hidden or nobody."""
    if aantal is None or aantal.p is None or aantal.ja is None or aantal.n is None:
        return None
    return aandeel(Fraction(aantal.ja, 2), Fraction(aantal.n - aantal.onbekend, 2))


def aandelen_van(aantallen: Sequence[Aantal]) -> list[Aandeel | None]:
    """The same for many at once."""
    known = [a for a in aantallen if a.p is not None]
    found = iter(
        aandelen([(Fraction(a.ja or 0, 2), Fraction((a.n or 0) - a.onbekend, 2)) for a in known])
    )
    return [next(found) if a.p is not None else None for a in aantallen]


def staaf(
    label: str, kleur: str, aantal: Aantal, deel: Aandeel | None, referentie: float | None = None
) -> Staaf:
    """A bar in percent with its interval; a small group without an interval says its counts."""
    if aantal.afgeschermd:
        return Staaf(label, None, None, None, kleur, verborgen=True)
    return share_bar(label, kleur, deel, referentie)


def share_bar(
    label: str, kleur: str, deel: Aandeel | None, referentie: float | None = None
) -> Staaf:
    """The bar of a share that may be shown; below 20 pupils without a percentage."""
    if deel is None:
        return Staaf(label, None, None, None, kleur, bijschrift="niet te tonen")
    said = f"{dutch_number(deel.x)} van {dutch_number(deel.n)}"
    share = rond(deel.p)
    if deel.n < PROCENT_MIN:
        return Staaf(label, share, None, None, kleur, referentie=referentie, tekst=said)
    low, high = rond(deel.low), rond(deel.high)
    return Staaf(label, share, low, high, kleur, said, referentie=referentie)


def rond(share: Fraction | float) -> int:
    """A whole percentage, half up, as every sentence and table gives it."""
    return int(Fraction(share) * 100 + Fraction(1, 2))


def kenmerken_deel(kijk: Kijk) -> Deel | None:
    """One row per kenmerk beside Flanders, and the GOK-leerlingen."""
    blad = kijk.telblad("samenstelling")
    if blad is None:
        return None
    counts = {k: blad.cel(SCHOOL, k) for k in blad.kolommen}
    shares = dict(zip(counts, aandelen_van(list(counts.values())), strict=True))
    flemish = _flemish(kijk)
    rows = tuple(
        Tabelrij(
            kolom,
            KOP[kolom],
            (
                aantal_cel(counts[kolom], link=kijk.achter("samenstelling", SCHOOL, kolom)),
                _interval_cel(counts[kolom], shares[kolom]),
                _unknown_cel(kijk, kolom, counts[kolom]),
                _flemish_cel(kolom, flemish),
            ),
        )
        for kolom in blad.kolommen
    )
    return Deel(
        "kenmerken",
        "Per kenmerk",
        tuple(_sentences(kijk, counts, shares, flemish)),
        Staven(
            "Aandeel leerlingen per kenmerk",
            "%",
            tuple(
                staaf(KOP[k], k, counts[k], shares[k], _reference(k, flemish))
                for k in blad.kolommen
            ),
            "Vlaanderen" if flemish else "",
        ),
        Tabel(
            "Per kenmerk",
            "Kenmerk",
            (
                Kolom("aantal", "Leerlingen"),
                Kolom("interval", "Goed mogelijk"),
                Kolom("onbekend", "Niet gekend"),
                Kolom("vlaanderen", "Vlaanderen"),
            ),
            rows,
        ),
        tuple(_notes(kijk, flemish)),
    )


def _notes(kijk: Kijk, flemish: Mapping[str, VlaamsAandeel]) -> list[str]:
    said = [GOK_UITLEG, *([ONBEKEND_APART] if kijk.exact else [])]
    sources = {f"{s.bron.titel} (schooljaar {s.schooljaar})" for s in flemish.values()}
    if sources:
        said.append(f"Vlaanderen: {'; '.join(sorted(sources))}. Hele procenten.")
    else:
        said.append(
            "Naast deze school staat geen Vlaams cijfer: we lazen er enkel voor het gewoon "
            "kleuter-, lager en voltijds secundair onderwijs, elk apart."
        )
    return said


def _flemish(kijk: Kijk) -> dict[str, VlaamsAandeel]:
    """Flemish shares for a school with one level, and only when no filter narrows the pupils."""
    beeld, jaar = kijk.beeld(), kijk.jaar
    if jaar is None or kijk.selectie.groep:
        return {}
    vakken = () if beeld is None else kijk.selectie.vakken(beeld)
    levels = {v.plek.niveau for v in vakken} or kijk.niveaus
    return {k.value: share for k, share in naast(levels, jaar).items()}


def _reference(kolom: str, flemish: Mapping[str, VlaamsAandeel]) -> float | None:
    share = flemish.get(kolom)
    return None if share is None else float(share.procent)


def _flemish_cel(kolom: str, flemish: Mapping[str, VlaamsAandeel]) -> Cel:
    share = flemish.get(kolom)
    if share is None:
        return Cel("–", reden="geen Vlaams cijfer gelezen")
    return Cel(f"{share.procent} % ({share.schooljaar})", Fraction(share.procent, 100))


def _interval_cel(aantal: Aantal, share: Aandeel | None) -> Cel:
    if aantal.afgeschermd:
        return Cel("afgeschermd", reden="afgeschermd")
    if share is None:
        return Cel("–", reden="niemand gekend")
    if share.n < PROCENT_MIN:
        return Cel("–", reden="te weinig leerlingen voor een percentage")
    return Cel(f"{round(100 * share.low)} tot {round(100 * share.high)} %")


def _unknown_cel(kijk: Kijk, kolom: str, aantal: Aantal) -> Cel:
    if not kijk.exact:
        return Cel("–", reden="enkel in de werkzone")
    link = kijk.achter("samenstelling", SCHOOL, f"{kolom}=onbekend") if aantal.onbekend else ""
    return telcel(aantal.onbekend, link=link)


def _sentences(
    kijk: Kijk,
    counts: Mapping[str, Aantal],
    shares: Mapping[str, Aandeel | None],
    flemish: Mapping[str, VlaamsAandeel],
) -> list[Gezegd]:
    found = []
    focus = kijk.keuze.kenmerk or "gok"
    if focus in shares:
        one = counts[focus]
        said = (kijk.van_wie(one), ZIN[focus], shares[focus])
        found += over_aandeel(*said, k_min=kijk.k_min, plaats=kijk.waar(one))
        if kijk.exact and one.ja is not None and one.n is not None:
            found += over_allen(*(Fraction(halves, 2) for halves in (one.ja, one.n, one.onbekend)))
        found += jaren_zin(kijk, "samenstelling", SCHOOL, focus)
    for kolom in counts:
        share = flemish.get(kolom)
        if share is not None and kolom == focus:
            found += over_vlaanderen(
                Fraction(share.procent, 100), str(share.schooljaar), share.bron.kort
            )
    if kijk.exact:
        for kolom, aantal in counts.items():
            if aantal.n and kolom != "gok":
                found += over_onbekend(
                    NAAM[kolom], Fraction(aantal.onbekend, 2), Fraction(aantal.n, 2)
                )
    return found


def jaren_zin(kijk: Kijk, tabel: str, rij: str, kolom: str) -> list[Gezegd]:
    """What changed since the year before, and whether that is more than chance."""
    now, before = kijk.telblad(tabel), kijk.vorig and kijk.telblad(tabel, kijk.vorig)
    if now is None or not before or kijk.jaar is None or kijk.vorig is None:
        return []
    counts = [blad.aantallen.get((rij, kolom)) for blad in (before, now)]
    two = [aandeel_van(one) for one in counts]
    if two[0] is None or two[1] is None:
        return []
    said = (ZIN[kolom], str(kijk.vorig), two[0], str(kijk.jaar), two[1])
    return over_jaren(*said, k_min=kijk.k_min, groep=kijk.van_wie(*counts))


# ---------------------------------------------------------------- how many together


def samen_deel(kijk: Kijk) -> Deel | None:
    """How many kenmerken one pupil has, and the mean."""
    blad = kijk.telblad("aantal")
    if blad is None:
        return None
    counts = [blad.cel(SCHOOL, k) for k in blad.kolommen]
    shares = aandelen_van(counts)
    labels = ["geen kenmerk", "1 kenmerk", *(f"{n} kenmerken" for n in range(2, len(counts)))]
    rows = tuple(
        Tabelrij(
            kolom,
            label,
            (aantal_cel(aantal, link=kijk.achter("aantal", SCHOOL, kolom)),),
        )
        for kolom, label, aantal in zip(blad.kolommen, labels, counts, strict=True)
    )
    unknown = counts[0].onbekend
    said = []
    if kijk.exact and unknown:
        said.append(
            f"Van {getal(unknown)} leerlingen is minstens één kenmerk niet gekend: zij staan hier "
            "niet bij."
        )
    return Deel(
        "samen",
        "Hoeveel kenmerken samen",
        (*_mean(kijk), *eigen_oki(kijk)),
        Staven(
            "Aantal kenmerken per leerling",
            "%",
            tuple(
                staaf(label, "neutraal", aantal, share)
                for label, aantal, share in zip(labels, counts, shares, strict=True)
            ),
        ),
        Tabel("Hoeveel kenmerken samen", "Kenmerken", (Kolom("aantal", "Leerlingen"),), rows),
        (
            "Geteld: opleiding moeder, schooltoeslag, thuistaal en trekkende bevolking"
            + (", bij wie ze alle vier gekend zijn." if kijk.exact else "."),
            *said,
        ),
    )


def _mean(kijk: Kijk) -> list[Gezegd]:
    blad = kijk.telblad("samenstelling")
    if blad is None or any(k.value not in blad.kolommen for k in ZONDER_BUURT):
        return []
    found = gemiddelde(blad, SCHOOL, [k.value for k in ZONDER_BUURT])
    if found is None or found[0] != found[1] or not kijk.exact:
        return []  # with unknown answers it is an interval: the table shows it
    return over_gemiddelde(found[0], Fraction(blad.rijen[0].n, 2), k_min=kijk.k_min)


def combinaties_deel(kijk: Kijk) -> Deel | None:
    """Which kenmerken go together; exact small groups, so Werkzone only."""
    beeld = kijk.beeld()
    if beeld is None:
        return None
    found = combinaties(kijk.selectie.vakken(beeld))
    if not found:
        return None
    rows = tuple(
        Tabelrij("+".join(keys), " + ".join(NAAM[key] for key in keys), (telcel(halves),))
        for keys, halves in found
    )
    return Deel(
        "combinaties",
        "Welke kenmerken samengaan",
        (),
        None,
        Tabel("Welke kenmerken samengaan", "Kenmerken", (Kolom("aantal", "Leerlingen"),), rows),
    )


# ---------------------------------------------------------------- through the years


def jaren_deel(kijk: Kijk) -> Deel | None:
    """Each kenmerk through the years, and the OKI: official, own count, or without buurt."""
    years = sorted(kijk.jaren)
    tables: dict[Schooljaar, Telblad | None] = {
        year: kijk.telblad("samenstelling", year) for year in years
    }
    if sum(table is not None and table.rijen[0].n > 0 for table in tables.values()) < 2:
        return None
    lines, cells = [], {}
    for kolom in KOLOMMEN:
        points = []
        for year in years:
            table = tables[year]
            aantal = None if table is None else table.aantallen.get((SCHOOL, kolom))
            cells[year, kolom] = (
                Cel("–", reden="geen cijfers") if aantal is None else aantal_cel(aantal)
            )
            points.append(_point(aantal))
        if any(p.waarde is not None for p in points):
            lines.append(Lijn(KOP[kolom], kolom, tuple(points)))
    official = {o.schooljaar: o for o in OfficieleOki.objects.filter(school=kijk.school)}
    columns = [Kolom(k, KOP[k], k) for k in KOLOMMEN]
    columns += [Kolom("gemiddelde", "Gemiddeld, zonder buurt"), Kolom("oki", "OKI (officieel)")]
    rows = tuple(
        Tabelrij(
            str(year),
            str(year),
            (
                *(cells[year, k] for k in KOLOMMEN),
                mean_cel(tables[year], exact=kijk.exact),
                _official_cel(official.get(year.start)),
            ),
        )
        for year in reversed(years)
    )
    return Deel(
        "jaren",
        "Over de jaren",
        (),
        Lijnen(
            "Aandeel leerlingen per kenmerk, over de jaren",
            "%",
            tuple(map(str, years)),
            tuple(lines),
        ),
        Tabel("Over de jaren", "Schooljaar", tuple(columns), rows),
        (
            "Elk jaar zitten er andere leerlingen in de school. De OKI telt vier kenmerken, met de "
            "buurt erbij; die komt enkel uit een officiële bron. Zonder buurt tellen we er drie.",
        ),
    )


def mean_cel(table: Telblad | None, *, exact: bool) -> Cel:
    """The mean number of kenmerken without buurt, or between what it lies.

    Outside the Werkzone unknown answers are among the others, so only a least is known.
    """
    if table is None:
        return Cel("–", reden="geen cijfers")
    found = gemiddelde(table, SCHOOL, [k.value for k in ZONDER_BUURT])
    if found is None:
        return Cel("afgeschermd", reden="afgeschermd")
    low, high = (dutch_number(x, places=2) for x in found)
    if not exact:
        return Cel(f"minstens {low}", found[0])
    return Cel(low if low == high else f"{low} tot {high}", found[0])


def _official_cel(one: OfficieleOki | None) -> Cel:
    if one is None:
        return Cel("–", reden="niet ingevoerd")
    return Cel(
        f"{dutch_number(Fraction(one.waarde), at_most=4)} ({one.bron}, {one.datum:%d/%m/%Y})",
        Fraction(one.waarde),
    )


def _point(aantal: Aantal | None) -> Punt:
    if aantal is None:
        return Punt(None)
    if aantal.afgeschermd:
        return Punt(None, verborgen=True)
    share = aandeel_van(aantal)
    if share is None:
        return Punt(None)
    return Punt(rond(share.p), rond(share.low), rond(share.high))


def eigen_oki(kijk: Kijk) -> list[Gezegd]:
    """The OKI of our own count, only when the buurt of everybody is known (besluiten 5)."""
    beeld = kijk.beeld()
    if beeld is None:
        return []
    blad = samenstelling(kijk.selectie.vakken(beeld), OKI)
    found = gemiddelde(blad, SCHOOL, OKI)
    if found is None or found[0] != found[1]:
        return []
    return over_oki(found[0], Fraction(blad.rijen[0].n, 2), k_min=kijk.k_min)
