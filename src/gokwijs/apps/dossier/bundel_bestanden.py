"""The files of a dossier, made from its contents: PDF, Word, Excel, and the ZIP around them.

In: an ``Inhoud``. Out: bytes per file. The explanation for the Werkzone is a file of its own and
never goes into the ZIP: its exact sums would betray counts (besluit 6).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gokwijs.apps.dossier import sjabloon as sjablonen
from gokwijs.apps.dossier.bundel_inhoud import Inhoud
from gokwijs.apps.dossier.models_bundel import Bundelbestand
from gokwijs.apps.dossier.models_sjabloon import SchoolSjabloon
from gokwijs.apps.middelen.models import Berekening
from gokwijs.apps.scholen.models import School
from gokwijs.core.beleid.dossier import maak_zip
from gokwijs.core.calendar import Schooljaar
from gokwijs.renderers.document import Entry
from gokwijs.renderers.docx import docx
from gokwijs.renderers.docx_nummers import met_uitleg
from gokwijs.renderers.genummerd import genummerd_workbook
from gokwijs.renderers.pdf import pdf
from gokwijs.renderers.xlsx import results_workbook

Soort = Bundelbestand.Soort
NAMEN: Mapping[str, str] = {
    Soort.PDF: "dossier.pdf",
    Soort.DOCX: "dossier.docx",
    Soort.XLSX: "dossier.xlsx",
    Soort.ZIP: "dossier.zip",
    Soort.WERKZONE: "werkzone-uitleg.xlsx",
}
STAPPEN = 7  # reading, four files, the ZIP, keeping
Report = Callable[[int, str], None]


def maak_bestanden(
    inhoud: Inhoud,
    *,
    school: School,
    jaren: Sequence[Schooljaar],
    sjabloon: SchoolSjabloon | None,
    kop: Mapping[str, Any],
    sleutel: bytes,
    report: Report,
) -> dict[str, bytes]:
    """Every file by kind; raises SjabloonFout and DocumentMissingError."""
    report(1, "de PDF en het Word-document")
    with ThreadPoolExecutor(1) as pool:  # typst takes one core, the other files the other
        printed = pool.submit(pdf, inhoud.document)
        found = {Soort.DOCX.value: _word(inhoud, sjabloon)}
        report(3, "het rekenblad")
        found[Soort.XLSX.value] = genummerd_workbook(inhoud.document, inhoud.cijfers)
        report(4, "de uitleg voor de Werkzone")
        exact = werkzone_uitleg(school, jaren)
        found = {Soort.PDF.value: printed.result(), **found}
    report(5, "het ZIP-bestand")
    inside = {NAMEN[kind]: data for kind, data in found.items()}
    found[Soort.ZIP] = maak_zip(kop=kop, bestanden=inside, cijfers=inhoud.cijfers, sleutel=sleutel)
    if exact is not None:
        found[Soort.WERKZONE] = exact
    return found


def _word(inhoud: Inhoud, sjabloon: SchoolSjabloon | None) -> bytes:
    """In the template of the school the explanation of the numbers follows at the end."""
    if sjabloon is None:
        return docx(inhoud.document)
    data = sjablonen.vul_in(sjabloon, inhoud.plan)
    entries = [block for block in inhoud.document.blocks if isinstance(block, Entry)]
    return met_uitleg(data, entries) if entries else data


def werkzone_uitleg(school: School, jaren: Sequence[Schooljaar]) -> bytes | None:
    """Every exact step of the means of these schooljaren; None when nothing was calculated."""
    results = [row for jaar in jaren for row in _resultaten(school, jaar)]
    if not results:
        return None
    return results_workbook(f"Volledige uitleg bij het dossier van {school.naam}", results)


def _resultaten(school: School, jaar: Schooljaar) -> Iterator[Mapping[str, Any]]:
    last = (
        Berekening.objects.filter(school=school, schooljaar=jaar.start).only("resultaten").first()
    )
    for row in last.resultaten if last is not None else ():
        yield {**row, "titel": f"{row['titel']}, {jaar}"}


def bladzijden(data: bytes) -> int:
    """How many pages a PDF of typst has: the count in the root of its page tree."""
    counts = [int(n) for n in re.findall(rb"/Count (\d+)", data)]
    return max(counts, default=0)
