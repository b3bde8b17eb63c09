"""Where they sit, and what changed since the year before."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gokwijs.apps.analyse.antwoord_wie import (
    aandeel_van,
    aandelen_van,
    jaren_deel,
    jaren_zin,
    rond,
    share_bar,
    staaf,
)
from gokwijs.apps.analyse.blad import (
    Cel,
    Deel,
    Kolom,
    Tabel,
    Tabelrij,
    aantal_cel,
    gesorteerd,
    telcel,
    warm,
)
from gokwijs.apps.analyse.kijk import Kijk
from gokwijs.apps.analyse.woorden import GROEP, KOP, ZIN
from gokwijs.core.analyse.aandeel import Aandeel, Verschil, verschillen
from gokwijs.core.analyse.plek import INDELINGEN
from gokwijs.core.analyse.tellen import SCHOOL, Telblad
from gokwijs.core.zinnen.getallen import PROCENT_MIN
from gokwijs.core.zinnen.kiezen import over_aandeel, over_jaren, over_plaatsen
from gokwijs.core.zinnen.lijst import Gezegd
from gokwijs.renderers.grafiek import Lijnen, Staven

SHARE_OF_KNOWN = (
    "Een percentage gaat over wie gekend is, niet over alle leerlingen van de rij: hoeveel dat er "
    "zijn, staat in de grafiek."
)
MOST_BARS = 30  # a chart with more bars is a table
NOISE = (
    "Wie veel vergelijkt, vindt altijd iets: van 20 vergelijkingen zonder echt verschil lijkt er "
    "gemiddeld 1 meer dan toeval. Lees een enkel verschil als een vraag, niet als een antwoord."
)


def indeling_van(kijk: Kijk) -> str:
    """The chosen kind of places, or the first with more than one place."""
    if kijk.keuze.per:
        return kijk.keuze.per
    for name in ("richting", "leerjaar", "graad"):
        blad = kijk.telblad(f"waar-{name}")
        if blad is not None and len(blad.rijen) > 1:
            return name
    return "leerjaar"


def waar_deel(kijk: Kijk) -> Deel | None:
    """Places × kenmerken as a heat table, and one kenmerk drawn."""
    per = indeling_van(kijk)
    blad = kijk.telblad(f"waar-{per}")
    if blad is None:
        return None
    kolom = kolom_van(kijk, blad)
    whole = kijk.telblad("samenstelling")
    tabel = _table(kijk, blad, per, whole)
    return Deel(
        "waar",
        f"Per {INDELINGEN[per][0]}",
        tuple(_said(kijk, blad, whole, kolom)),
        _chart(kijk, blad, whole, kolom, per),
        gesorteerd(tabel, kijk.keuze.sorteer or ""),
        (SHARE_OF_KNOWN,) if kijk.exact else (),
    )


def kolom_van(kijk: Kijk, blad: Telblad) -> str:
    """The kenmerk that is drawn."""
    return kijk.keuze.kenmerk if kijk.keuze.kenmerk in blad.kolommen else "gok"


def _said(kijk: Kijk, blad: Telblad, whole: Telblad | None, kolom: str) -> list[Gezegd]:
    found: list[Gezegd] = []
    total = None if whole is None else whole.aantallen.get((SCHOOL, kolom))
    if total is not None and total.ja is not None:
        places = {
            rij.label: (
                None
                if blad.cel(rij.key, kolom).ja is None
                else Fraction(blad.cel(rij.key, kolom).ja or 0, 2),
                Fraction(rij.n, 2),
            )
            for rij in blad.rijen
        }
        if len(places) > 1:
            found += over_plaatsen(GROEP[kolom], Fraction(total.ja, 2), places, k_min=kijk.k_min)
        said = (kijk.van_wie(total), ZIN[kolom], aandeel_van(total))
        found += over_aandeel(*said, k_min=kijk.k_min, plaats=kijk.waar(total))
        found += jaren_zin(kijk, "samenstelling", SCHOOL, kolom)
    return found


def _chart(kijk: Kijk, blad: Telblad, whole: Telblad | None, kolom: str, per: str) -> Staven | None:
    if not 1 < len(blad.rijen) <= MOST_BARS:
        return None
    total = None if whole is None else whole.aantallen.get((SCHOOL, kolom))
    share = aandeel_van(total)
    reference = None if share is None else rond(share.p)
    counts = [blad.cel(rij.key, kolom) for rij in blad.rijen]
    return Staven(
        f"{KOP[kolom]}: aandeel per {INDELINGEN[per][0]}",
        "%",
        tuple(
            staaf(rij.label, kolom, aantal, deel, reference)
            for rij, aantal, deel in zip(blad.rijen, counts, aandelen_van(counts), strict=True)
        ),
        "de hele keuze" if reference is not None else "",
    )


def _table(kijk: Kijk, blad: Telblad, per: str, whole: Telblad | None) -> Tabel:
    columns = [Kolom("n", "Leerlingen"), *(Kolom(k, KOP[k], k) for k in blad.kolommen)]
    name = f"waar-{per}"
    rows = tuple(
        Tabelrij(
            rij.key,
            rij.label,
            (
                telcel(rij.n, link=kijk.achter(name, rij.key)),
                *(
                    aantal_cel(blad.cel(rij.key, k), link=kijk.achter(name, rij.key, k))
                    for k in blad.kolommen
                ),
            ),
        )
        for rij in blad.rijen
    )
    foot = None
    if whole is not None:
        cells = [whole.aantallen.get((SCHOOL, k)) for k in blad.kolommen]
        foot = Tabelrij(
            SCHOOL,
            "Samen",
            (
                telcel(whole.rijen[0].n),
                *(
                    Cel("–", reden="niet vrijgegeven") if a is None else aantal_cel(a)
                    for a in cells
                ),
            ),
        )
    warmed = warm(rows, range(1, len(columns)))
    return Tabel(
        f"Per {INDELINGEN[per][0]}",
        INDELINGEN[per][0].capitalize(),
        tuple(columns),
        warmed,
        foot,
        sorteerbaar=True,
    )


def trend_deel(kijk: Kijk) -> Deel | None:
    """The chosen kenmerk through the years: does it get better?"""
    whole = jaren_deel(kijk)
    if whole is None or not isinstance(whole.grafiek, Lijnen) or whole.tabel is None:
        return None
    kolom = kijk.keuze.kenmerk or "gok"
    lines = tuple(line for line in whole.grafiek.reeksen if line.kleur == kolom)
    if not lines:
        return None
    place = next(n for n, k in enumerate(whole.tabel.kolommen) if k.key == kolom)
    columns = (whole.tabel.kolommen[place],)
    rows = tuple(Tabelrij(r.key, r.label, (r.cellen[place],)) for r in whole.tabel.rijen)
    return Deel(
        "trend",
        f"{KOP[kolom]}, over de jaren",
        tuple(_since_first(kijk, kolom)),
        Lijnen(f"{KOP[kolom]}, over de jaren", "%", whole.grafiek.x, lines),
        Tabel(f"{KOP[kolom]}, over de jaren", "Schooljaar", columns, rows),
        ("Elk jaar zitten er andere leerlingen in de school.",),
    )


def _since_first(kijk: Kijk, kolom: str) -> list[Gezegd]:
    """The oldest year that is known beside this one: a slow change shows only there."""
    oldest = min(kijk.jaren, default=None)
    if oldest is None or kijk.jaar is None or oldest >= kijk.jaar.previous:
        return []
    counts = [
        None if blad is None else blad.aantallen.get((SCHOOL, kolom))
        for blad in (kijk.telblad("samenstelling", oldest), kijk.telblad("samenstelling"))
    ]
    two = [aandeel_van(one) for one in counts]
    if two[0] is None or two[1] is None:
        return []
    said = (ZIN[kolom], str(oldest), two[0], str(kijk.jaar), two[1])
    return over_jaren(*said, k_min=kijk.k_min, groep=kijk.van_wie(*counts))


# ---------------------------------------------------------------- what changed


def veranderd_deel(kijk: Kijk) -> Deel | None:
    """Per place the share of a year ago beside that of now, and whether it is more than noise."""
    per = kijk.keuze.per or "graad"
    now = kijk.telblad(f"waar-{per}")
    before = None if kijk.vorig is None else kijk.telblad(f"waar-{per}", kijk.vorig)
    school = [
        kijk.telblad("samenstelling"),
        kijk.vorig and kijk.telblad("samenstelling", kijk.vorig),
    ]
    if now is None or not before or not school[0] or not school[1]:
        return None
    kolom = kolom_van(kijk, school[0])
    labels = ["de hele school"]
    shares = [_both(school[0], school[1], SCHOOL, kolom)]
    old_keys = {rij.key for rij in before.rijen}
    for rij in now.rijen:
        if rij.key in old_keys and kolom in now.kolommen and kolom in before.kolommen:
            labels.append(rij.label)
            shares.append(_both(now, before, rij.key, kolom))
    rows = tuple(_changes(labels, shares))
    return Deel(
        "veranderd",
        f"{KOP[kolom]}: {kijk.vorig} en {kijk.jaar}",
        tuple(jaren_zin(kijk, "samenstelling", SCHOOL, kolom)),
        _changed_chart(kijk, kolom, labels, shares),
        Tabel(
            f"{KOP[kolom]}: {kijk.vorig} en {kijk.jaar}",
            "Waar",
            (
                Kolom("toen", str(kijk.vorig)),
                Kolom("nu", str(kijk.jaar)),
                Kolom("verschil", "Verschil"),
                Kolom("oordeel", "Meer dan toeval?"),
            ),
            rows,
        ),
        (NOISE,),
    )


Twee = tuple[Aandeel | None, Aandeel | None]


def _both(now: Telblad, before: Telblad, rij: str, kolom: str) -> Twee:
    """The share of a year ago and that of now."""
    return (
        aandeel_van(before.aantallen.get((rij, kolom))),
        aandeel_van(now.aantallen.get((rij, kolom))),
    )


def _changes(labels: Sequence[str], shares: Sequence[Twee]) -> list[Tabelrij]:
    known = [(e, a) for e, a in shares if e is not None and a is not None]
    found = iter(verschillen([((a.x, a.n), (e.x, e.n)) for e, a in known]))
    rows = []
    for label, (een, ander) in zip(labels, shares, strict=True):
        diff = next(found) if een is not None and ander is not None else None
        rows.append(
            Tabelrij(label, label, (_share(een), _share(ander), *_difference(een, ander, diff)))
        )
    return rows


def _share(share: Aandeel | None) -> Cel:
    if share is None:
        return Cel("–", reden="afgeschermd of niet gekend")
    x, n = (f"{float(v):g}".replace(".", ",") for v in (share.x, share.n))
    if share.n < PROCENT_MIN:
        return Cel(f"{x} van {n}", share.x / share.n)
    return Cel(f"{round(100 * share.p)} % ({x} van {n})", share.x / share.n)


def _difference(
    een: Aandeel | None, ander: Aandeel | None, diff: Verschil | None
) -> tuple[Cel, Cel]:
    if diff is None or een is None or ander is None:
        return Cel("–", reden="niet te vergelijken"), Cel("–", reden="niet te vergelijken")
    if min(een.n, ander.n) < PROCENT_MIN:
        small = Cel("–", reden="te weinig leerlingen voor een percentage")
        return small, Cel("te weinig leerlingen", reden="te weinig leerlingen", woorden=True)
    points = round(100 * diff.verschil)
    sign = "+" if points > 0 else "−" if points < 0 else ""
    text = f"{sign}{abs(points)} procentpunt"
    low, high = round(100 * diff.low), round(100 * diff.high)
    said = "ja" if diff.meer_dan_toeval else "niet te onderscheiden van toeval"
    return (
        Cel(text, Fraction(diff.verschil).limit_denominator(10000)),
        Cel(f"{said} (tussen {low} en {high} is goed mogelijk)".replace("-", "−"), woorden=True),
    )


def _changed_chart(
    kijk: Kijk, kolom: str, labels: Sequence[str], shares: Sequence[Twee]
) -> Staven | None:
    if len(labels) > MOST_BARS:
        return None
    return Staven(
        f"{KOP[kolom]}: {kijk.jaar}, met {kijk.vorig} als streepje",
        "%",
        tuple(
            share_bar(label, kolom, nu, None if toen is None else rond(toen.p))
            for label, (toen, nu) in zip(labels, shares, strict=True)
        ),
        str(kijk.vorig),
    )
