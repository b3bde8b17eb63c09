"""Part 1 of a dossier: who the pupils are and where they sit, and what the school saw in that.

In: released tables, the official OKI, vaststellingen. Out: blocks with numbered rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from gokwijs.apps.analyse.blad import AFGESCHERMD_ZIN
from gokwijs.apps.analyse.woorden import KOP
from gokwijs.apps.beleid.tonen import getal
from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.bundel_cijfers import AFGELEID, INGEVOERD, Cijfers
from gokwijs.apps.dossier.bundel_stukken import vaststellingen
from gokwijs.apps.dossier.bundel_tabellen import VERBORGEN, Jaar, Tabel, door_de_jaren
from gokwijs.apps.scholen.models import School
from gokwijs.core.calendar import Schooljaar, dutch_date
from gokwijs.renderers.document import (
    Block,
    Figure,
    Heading,
    Paragraph,
    Table,
    table,
)
from gokwijs.renderers.grafiek import Grafiek, alternatief, svg

BREED = 560
_GEEN_CIJFERS = (
    "Er zijn geen cijfers over leerlingen vrijgegeven: ze zijn nog niet vastgelegd voor het team."
)
_BRON = "eigen telling van de school, vrijgegeven: nagekeken dat niemand herkenbaar is"


def deel_school(
    school: School,
    thema: str,
    jaren: Sequence[Jaar],
    cijfers: Cijfers,
    told: doc.PlanDocument,
    hide: Callable[[str], str],
) -> Iterator[Block]:
    """Empty only when the school has neither figures nor vaststellingen."""
    oki = list(_oki(school, cijfers, hide))
    seen = list(vaststellingen(told))
    if not (jaren or oki or seen or thema):
        return
    if thema:
        yield Heading("Eigen thema", 2)
        yield Paragraph(hide(thema))
    if not jaren:
        yield Paragraph(_GEEN_CIJFERS)
    for place, jaar in enumerate(jaren):
        yield from _jaar(jaar, cijfers, volledig=place == 0)
    line = door_de_jaren(jaren)
    if line is not None:
        yield Heading("Door de jaren", 2)
        yield _figuur(line, "jaren")
    yield from oki
    yield from seen


def _jaar(jaar: Jaar, cijfers: Cijfers, *, volledig: bool) -> Iterator[Block]:
    """Of the newest year every table; of earlier ones the whole school."""
    yield Heading(f"Schooljaar {jaar.schooljaar}, stand van {jaar.dag}", 2)
    for why in jaar.reden:
        yield Paragraph(why)
    shown = [t for t in jaar.tabellen if volledig or t.key == "samenstelling"]
    for place, one in enumerate(shown):
        yield Heading(one.titel, 3)
        if one.te_verborgen:
            yield Paragraph(AFGESCHERMD_ZIN)
            continue
        rows = _tabel(one, jaar, cijfers)
        if one.key == "samenstelling":
            yield from _hoofdcijfer(rows)
        if one.grafiek is not None and volledig:
            yield _figuur(one.grafiek, f"s{jaar.schooljaar.start}n{place}")
        yield rows


def _hoofdcijfer(rows: Table) -> Iterator[Block]:
    """The share of GOK-leerlingen in a sentence, with the number of its row."""
    for label, said in rows.rows:
        if label.startswith(KOP["gok"]) and said != VERBORGEN:
            number = label.removeprefix(KOP["gok"])
            share = said.replace(" % (", " % van alle leerlingen (", 1)
            yield Paragraph(f"GOK-leerlingen: {share}.{number}", lead=True)


def _figuur(grafiek: Grafiek, prefix: str) -> Figure:
    return Figure(svg(grafiek, breedte=BREED, voorvoegsel=prefix), alternatief(grafiek))


def _tabel(one: Tabel, jaar: Jaar, cijfers: Cijfers) -> Table:
    """The number of a row stands with its label: it explains every count in that row."""
    rows = []
    for rij in one.rijen:
        number = cijfers.nieuw(
            plek=f"{one.titel}, {jaar.schooljaar}, {rij.label}",
            waarde=rij.aantallen,
            telt=rij.telt,
            artikel=rij.artikel,
            bron=_BRON,
            datum=jaar.dag,
            status=AFGELEID,
        )
        rows.append((rij.label + number, *rij.cellen))
    return table(one.koppen, rows, one.breedtes)


def _oki(school: School, cijfers: Cijfers, hide: Callable[[str], str]) -> Iterator[Block]:
    rows = []
    for one in school.officiele_oki.order_by("-schooljaar"):
        year = Schooljaar(one.schooljaar)
        said, source = getal(one.waarde), hide(one.bron)
        number = cijfers.nieuw(
            plek=f"Officiële OKI, {year}",
            waarde=said,
            telt="gemiddeld aantal van vier kenmerken per leerling, zoals de overheid het geeft",
            regel="Officieel cijfer, overgenomen en niet herrekend",
            artikel="zie de officiële bron",
            bron=source,
            datum=dutch_date(one.datum),
            status=INGEVOERD,
        )
        rows.append((str(year), said + number, source, dutch_date(one.datum)))
    if rows:
        yield Heading("Officiële OKI", 2)
        yield table(("Schooljaar", "OKI", "Bron", "Datum"), rows, (4, 4, 10, 5))
