"""The tables on pupils that a dossier may show: exactly what the gate let through for the team.

In: a school. Out: per schooljaar the named tables as they were released, each number ready to
print, with what is hidden said in its cell. There is no other road from here to a count of pupils.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gokwijs.apps.analyse.antwoord_wie import aandelen_van, rond, share_bar
from gokwijs.apps.analyse.antwoorden import ONBEKENDEN
from gokwijs.apps.analyse.kijk import mask
from gokwijs.apps.analyse.models import Stand, Vrijgave
from gokwijs.apps.analyse.services_stand import bewijs_klopt
from gokwijs.apps.analyse.woorden import BLAD_GROEP, GROEP, KOP, UITKOMST
from gokwijs.apps.beleid.selectors import onderwijs_van
from gokwijs.apps.scholen.models import School
from gokwijs.core.analyse.beeld import gekend, uit_json
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import SCHOOL, Aantal, Rij, Telblad, telblad
from gokwijs.core.beleid.keuzes import Onderwijs
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.core.disclosure.namen import TITELS
from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.glossary import load_begrippen
from gokwijs.core.law.numbers import dutch_number
from gokwijs.core.zinnen.getallen import PROCENT_MIN
from gokwijs.renderers.grafiek import Lijn, Lijnen, Punt, Staaf, Staven

VERBORGEN = "afgeschermd"
VAN_ALLEN = "Aandeel van alle leerlingen"
ANDEREN = ONBEKENDEN.partition(":")[0]  # the rest stands once above the tables
# The laws a kind of school falls under; a special school has those of its own level.
_WETTEN: dict[Onderwijs, tuple[str, ...]] = {
    Onderwijs.BAO: ("DBO",),
    Onderwijs.SO: ("CSO", "BVR21"),
    Onderwijs.BUO: ("DBO", "CSO", "BVR21"),
}
_TABELLEN = (
    *("samenstelling", "waar-graad", "waar-vestiging", "waar-leerjaar", "waar-richting"),
    *("waar-klas", "vordering-graad", "attesten", "stroom-graad"),
)
_PER = {"waar-leerjaar": "per leerjaar", "waar-richting": "per richting"}  # those with a chart
_MEEST_STAVEN = 12


@dataclass(frozen=True, slots=True)
class Tabelrij:
    """A row: its label, its shown cells, and the gated counts behind them."""

    label: str
    cellen: tuple[str, ...]
    aantallen: str
    telt: str
    artikel: str = ""


@dataclass(frozen=True)
class Tabel:
    """One released table; ``verborgen``: how many of its numbers the gate held back."""

    key: str
    titel: str
    koppen: tuple[str, ...]
    rijen: tuple[Tabelrij, ...]
    verborgen: int
    grafiek: Staven | None = None
    breedtes: tuple[int, ...] | None = None

    @property
    def te_verborgen(self) -> bool:
        """Is hardly any number shown? Then a sentence says more than a sheet of one word."""
        cells = [cell for rij in self.rijen for cell in rij.cellen]
        hidden = cells.count(VERBORGEN)
        return hidden > 10 * (len(cells) - hidden)


@dataclass(frozen=True)
class Jaar:
    """What may be shown of one schooljaar; ``reden``: why there is less, or nothing."""

    schooljaar: Schooljaar
    dag: str
    drempel: int
    stand: Stand
    tabellen: tuple[Tabel, ...]
    reden: tuple[str, ...] = ()
    blad: Telblad | None = None  # the whole school, for the line through the years


def jaren_van(school: School) -> list[Jaar]:
    """Every schooljaar of which figures were fixed for the team, newest first."""
    standen = school.standen.filter(vervangen=None, status=Stand.Status.KLAAR)
    rows = standen.prefetch_related("vrijgaven").select_related("school")
    onderwijs = onderwijs_van(school)
    return [_jaar(one, onderwijs) for one in rows]


def _jaar(stand: Stand, onderwijs: Onderwijs) -> Jaar:
    year = Schooljaar(stand.schooljaar)
    found = Jaar(year, dutch_date(stand.dag), stand.drempel, stand, ())
    if not bewijs_klopt(stand):
        why = (
            f"De cijfers van {year} zijn niet vrijgegeven: het bewijs dat niemand herkenbaar is, "
            "klopt niet meer. Leg de cijfers opnieuw vast."
        )
        return replace(found, reden=(why,))
    given = {
        one.tabel: one
        for one in stand.vrijgaven.all()
        if one.publiek == Vrijgave.Publiek.SCHOOL and one.ingetrokken is None
    }
    beeld, tables, why_not = gekend(uit_json(stand.inhoud)), [], []
    school = None
    for key in _TABELLEN:
        one = given.get(key)
        if one is None:
            continue
        if one.geweigerd:
            why_not.append(f"{TITELS[key]} staat er niet in: {one.geweigerd}")
            continue
        blad = mask(telblad(key, beeld, Selectie()), one)
        if key == "samenstelling":
            school = blad
        if blad.rijen:
            hidden = len(one.inhoud.get("verborgen", ()))
            tables.append(_tabel(key, blad, hidden, onderwijs))
    return replace(found, tabellen=tuple(tables), reden=tuple(why_not), blad=school)


def _tabel(key: str, blad: Telblad, hidden: int, onderwijs: Onderwijs) -> Tabel:
    if key == "samenstelling":
        rows = tuple(
            _kenmerkrij(kolom, blad.cel(SCHOOL, kolom), onderwijs) for kolom in blad.kolommen
        )
        return Tabel(key, TITELS[key], ("Kenmerk", VAN_ALLEN), rows, hidden, _staven(blad))
    columns = [
        k for k in blad.kolommen if any((rij.key, k) in blad.aantallen for rij in blad.rijen)
    ]
    if any(":" in k for k in columns):
        return _jaartabel(key, blad, columns, hidden, onderwijs)
    heads = ("Waar", *(KOP[k] for k in columns))
    rows = tuple(_plaatsrij(blad, rij, columns, onderwijs) for rij in blad.rijen)
    return Tabel(key, TITELS[key], heads, rows, hidden, _gok_staven(key, blad))


def _jaartabel(
    key: str, blad: Telblad, columns: Sequence[str], hidden: int, onderwijs: Onderwijs
) -> Tabel:
    """A row per place and group, so that the outcomes fit beside each other."""
    groups = list(dict.fromkeys(k.partition(":")[0] for k in columns))
    outcomes = list(dict.fromkeys(k.partition(":")[2] for k in columns))
    rows = []
    for rij in blad.rijen:
        for groep in groups:
            cells = tuple(
                waarde(blad.aantallen.get((rij.key, f"{groep}:{one}"), Aantal(0, 0)))
                for one in outcomes
            )
            rows.append(
                Tabelrij(
                    f"{rij.label}, {BLAD_GROEP[groep].lower().replace('gok', 'GOK')}",
                    cells,
                    _samen([UITKOMST[one] for one in outcomes], cells),
                    f"{BLAD_GROEP[groep]} van {rij.label}, naar wat er van hen bekend is. "
                    f"{ANDEREN}",
                    _artikel("gok", onderwijs),
                )
            )
    heads = ("Wie", *(UITKOMST[one] for one in outcomes))
    widths = (17, *(12 for _ in outcomes))
    return Tabel(key, TITELS[key], heads, tuple(rows), hidden, breedtes=widths)


def _samen(heads: Sequence[str], cells: Sequence[str]) -> str:
    """'Thuistaal: 41 % (17 van 41); …'; a single column needs no name."""
    if len(cells) == 1:
        return cells[0]
    return "; ".join(f"{head}: {said}" for head, said in zip(heads, cells, strict=True))


def _kenmerkrij(kolom: str, aantal: Aantal, onderwijs: Onderwijs) -> Tabelrij:
    said = waarde(aantal)
    return Tabelrij(
        KOP[kolom], (said,), said, f"{GROEP[kolom]}. {ANDEREN}", _artikel(kolom, onderwijs)
    )


def _artikel(kolom: str, onderwijs: Onderwijs) -> str:
    """Where the kenmerk is defined for this kind of school, as the glossary names its source."""
    term = load_begrippen().get("gok_leerling" if kolom == "gok" else kolom)
    if term is None:
        return ""
    own = [part for part in term.bron.split("; ") if part.startswith(_WETTEN[onderwijs])]
    return "; ".join(own) or term.bron


def _plaatsrij(blad: Telblad, rij: Rij, columns: Sequence[str], onderwijs: Onderwijs) -> Tabelrij:
    cells = tuple(waarde(blad.aantallen.get((rij.key, k), Aantal(0, 0))) for k in columns)
    told = _samen([KOP[k] for k in columns], cells)
    telt = f"leerlingen van {rij.label}. {ANDEREN}"
    sources = dict.fromkeys(one for k in columns if (one := _artikel(k, onderwijs)))
    return Tabelrij(rij.label, cells, told, telt, "; ".join(sources))


def waarde(aantal: Aantal) -> str:
    """'41 % (17 van 41)', '6 van 14', or that it is hidden."""
    if aantal.ja is None or aantal.n is None:
        return VERBORGEN
    known = aantal.n - aantal.onbekend
    if not known:
        return "niemand"
    counts = f"{dutch_number(Fraction(aantal.ja, 2))} van {dutch_number(Fraction(known, 2))}"
    share = Fraction(aantal.ja, known)
    return f"{rond(share)} % ({counts})" if known >= 2 * PROCENT_MIN else counts


# ---------------------------------------------------------------- charts


def _staven(blad: Telblad) -> Staven:
    counts = {k: blad.cel(SCHOOL, k) for k in blad.kolommen}
    shares = aandelen_van(list(counts.values()))
    return Staven(
        "Aandeel leerlingen per kenmerk",
        "%",
        tuple(
            Staaf(KOP[k], None, None, None, k, verborgen=True)
            if one.afgeschermd
            else share_bar(KOP[k], k, share)
            for (k, one), share in zip(counts.items(), shares, strict=True)
        ),
    )


def _gok_staven(key: str, blad: Telblad) -> Staven | None:
    """GOK-leerlingen per place; with few shown places, or very many, the table says it all."""
    if key not in _PER or "gok" not in blad.kolommen or len(blad.rijen) > _MEEST_STAVEN:
        return None
    cells = [blad.cel(rij.key, "gok") for rij in blad.rijen]
    shown = sum(not cell.afgeschermd for cell in cells)
    if shown < 2 or 2 * shown < len(cells):
        return None
    shares = aandelen_van(cells)
    return Staven(
        f"GOK-leerlingen {_PER[key]}",
        "%",
        tuple(
            Staaf(rij.label, None, None, None, "gok", verborgen=True)
            if cell.afgeschermd
            else share_bar(rij.label, "gok", share)
            for rij, cell, share in zip(blad.rijen, cells, shares, strict=True)
        ),
    )


def door_de_jaren(jaren: Sequence[Jaar]) -> Lijnen | None:
    """Each kenmerk through the years that were fixed; None with fewer than two."""
    known = [one for one in reversed(jaren) if one.blad is not None]
    if len(known) < 2:
        return None
    columns = [k.value for k in Kenmerk] + ["gok"]
    lines = []
    for kolom in columns:
        points = tuple(_punt(one.blad, kolom) for one in known if one.blad is not None)
        if any(p.waarde is not None for p in points):
            lines.append(Lijn(KOP[kolom], kolom, points))
    if not lines:
        return None
    names = tuple(str(one.schooljaar) for one in known)
    return Lijnen("Aandeel leerlingen per kenmerk, per schooljaar", "%", names, tuple(lines))


def _punt(blad: Telblad, kolom: str) -> Punt:
    aantal = blad.aantallen.get((SCHOOL, kolom))
    if aantal is None:
        return Punt(None)
    if aantal.p is None:
        return Punt(None, verborgen=aantal.afgeschermd)
    return Punt(rond(aantal.p))


def verborgen(jaren: Sequence[Jaar]) -> Iterator[Mapping[str, str]]:
    """What the gate held back, per table: for the part on sources."""
    for jaar in jaren:
        for one in jaar.tabellen:
            yield {
                "jaar": str(jaar.schooljaar),
                "tabel": one.titel,
                "verborgen": str(one.verborgen),
                "dag": jaar.dag,
            }
