"""The account of the means as a file: two pages of A4, a Word text or a workbook.

In: a ``Verantwoording``. Out: a ``Document`` or bytes. Two pages hold ``HOOGSTENS`` goals; a longer
plan goes on under a heading that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gokwijs.apps.dossier.verantwoording import Doelregel, Verantwoording
from gokwijs.apps.dossier.verantwoording_resultaat import kort
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.keuzes import Middelsoort
from gokwijs.core.beleid.zinsbouw import telwoord
from gokwijs.renderers.bladen import Grid, blad_workbook
from gokwijs.renderers.document import Block, Bullets, Document, Heading, Note, Paragraph, table

TITEL = "Verantwoording van de GOK-middelen"
MERK = "Zonder kleine aantallen en zonder namen"
MERK_EXACT = "Vertrouwelijk: met exacte bedragen"
HOOGSTENS = 5  # goals that fit on two pages beside their results
ACTIES = 4  # named per goal
EFFECTEN = 1  # told per goal
GEMETEN = 330  # characters on what was measured
KOP_SOMMEN = ("Middelen", "Gekregen", "Voorzien", "Niet toegewezen", "Besteed", "Nog te besteden")
KOP_RESULTAAT = ("Streefdoel", "Wat we deden", "Wat we maten", "Wat we besloten")
# A long word does not fit above a narrow column.
_KORT = {Middelsoort.WERKINGSMIDDELEN.label: "werking", Middelsoort.ANDERE.label: "andere"}
NOTEN = (
    "Gekleurde middelen mogen enkel voor gelijke onderwijskansen gebruikt worden.",
    "Een bedrag voor twee streefdoelen samen staat één keer, op een lijn van allebei.",
    "Een verschil tussen twee metingen zegt niet waardoor het kwam.",
)


def document(found: Verantwoording, school: School, today: date) -> Document:
    """What came in, where it went, what nobody explained, and what came of it."""
    first, later = found.doelen[:HOOGSTENS], found.doelen[HOOGSTENS:]
    blocks: list[Block] = []
    if later:
        blocks.append(Note(_vervolg_zin(len(found.doelen), len(later))))
    blocks += _middelen(found)
    blocks += _per_doel(found)
    blocks += _onverklaard(found)
    blocks += [Heading("Wat het opleverde"), *_resultaten(first)]
    if later:
        blocks += [Heading("Vervolg: de andere streefdoelen"), *_resultaten(later)]
    blocks.append(Bullets(NOTEN))
    mark = MERK_EXACT if found.exact else MERK
    title = f"{TITEL} {found.schooljaar}"
    return Document(
        title, f"{school.naam}, schooljaar {found.schooljaar}", mark, today, tuple(blocks)
    )


def _vervolg_zin(all_: int, later: int) -> str:
    more = telwoord(later, "streefdoel staat", "streefdoelen staan")
    return (
        f"Dit plan heeft {all_} streefdoelen. De eerste {all_ - later} staan op de eerste twee "
        f"bladzijden; {more} in het vervolg daarna."
    )


def _middelen(found: Verantwoording) -> Iterator[Block]:
    yield Heading("Wat we kregen en wat ermee gebeurde")
    yield table(KOP_SOMMEN, sommen(found), (22, 15, 15, 15, 15, 15))
    yield Bullets(tuple(f"{one.soort}: {' '.join(one.bron)}" for one in found.sommen))


def sommen(found: Verantwoording) -> list[tuple[str, ...]]:
    return [
        (
            one.soort,
            one.toegekend,
            one.voorzien,
            f"te veel: {one.tekort}" if one.tekort else one.rest,
            one.besteed,
            one.over,
        )
        for one in found.sommen
    ]


def _per_doel(found: Verantwoording) -> Iterator[Block]:
    yield Heading("Per streefdoel")
    head, rows = per_doel(found)
    yield table(head, rows, (30, *(12 for _ in head[1:])))


def per_doel(found: Verantwoording) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Header and rows; the last rows are the sums."""
    head = ["Streefdoel"]
    for soort in found.soorten:
        name = _KORT.get(soort, soort)
        head += [f"{name}: voorzien", f"{name}: besteed"]
    rows = [
        (naam(one), *(text for b in one.bedragen for text in (b.voorzien, b.besteed)))
        for one in found.doelen
    ]
    foot = [
        (label, *(text for b in amounts for text in (b.voorzien, b.besteed)))
        for label, amounts in found.voet
    ]
    return tuple(head), [*rows, *foot]


def naam(one: Doelregel, most: int = 110) -> str:
    return kort(f"{one.nummer}. {one.doel}" if one.nummer else one.doel, most)


def _onverklaard(found: Verantwoording) -> Iterator[Block]:
    yield Heading("Nog niet verklaard")
    if found.onverklaard:
        yield Bullets(tuple(one.zin for one in found.onverklaard))
    else:
        yield Paragraph("Alles wat we kregen, heeft een streefdoel en een bestemming.")


def _resultaten(doelen: Sequence[Doelregel]) -> Iterator[Block]:
    rows = resultaten(doelen)
    if rows:
        yield table(KOP_RESULTAAT, rows, (16, 19, 41, 24))
    else:
        yield Paragraph("Er is nog geen streefdoel.")


def resultaten(doelen: Sequence[Doelregel]) -> list[tuple[str, ...]]:
    """One row per goal, or group of goals: actions, measured, decided."""
    return [
        (naam(one), _acties(one), _gemeten(one), _besloten(one)) for one in doelen if not one.los
    ]


def _acties(one: Doelregel) -> str:
    more = len(one.acties) - ACTIES
    tail = [f"en nog {more}"] if more > 0 else []
    return "; ".join([*(kort(a, 70) for a in one.acties[:ACTIES]), *tail]) or "geen actie"


def _gemeten(one: Doelregel) -> str:
    """Whole sentences only: half a sentence on chance says something else."""
    measured = [zin for r in one.resultaten for zin in r.gemeten]
    effects = [zin for r in one.resultaten for zin in r.effect]
    more = len(effects) - EFFECTEN
    tail = [f"En nog {telwoord(more, 'oordeel', 'oordelen')}, in GOK-wijs."] if more > 0 else []
    return " ".join([*_past(measured, GEMETEN), *effects[:EFFECTEN], *tail]) or "–"


def _past(sentences: Sequence[str], most: int) -> list[str]:
    """The first one, and those after it for which there is room."""
    found: list[str] = []
    for zin in sentences:
        if found and sum(map(len, found)) + len(zin) > most:
            break
        found.append(zin)
    return found


def _besloten(one: Doelregel) -> str:
    return kort(" ".join(r.besluit for r in one.resultaten), 320) or "–"


def workbook(found: Verantwoording, school: School) -> bytes:
    head, rows = per_doel(found)
    grids: list[Grid] = [
        ("Gekregen en gebruikt", KOP_SOMMEN, sommen(found)),
        ("Per streefdoel", head, rows),
        ("Resultaat", KOP_RESULTAAT, resultaten(found.doelen)),
        ("Nog niet verklaard", ("Wat",), [(one.zin,) for one in found.onverklaard]),
    ]
    mark = MERK_EXACT if found.exact else MERK
    lines = [f"{school.naam}, schooljaar {found.schooljaar}", mark, *found.kern, *NOTEN]
    return blad_workbook(f"{TITEL} {found.schooljaar}", lines, grids)
