"""Did it make a difference, per actie: the sentences that everybody may read, for a dossier.

In: a ``Bron``. Out: blocks with numbered sentences. A gap between GOK-leerlingen and others is not
among them: how many of each took a toets did not pass the gate beside the released tables (P8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.utils import timezone

from gokwijs.apps.beleid.models import Actie
from gokwijs.apps.dossier.bundel_cijfers import AFGELEID, Cijfers
from gokwijs.apps.dossier.document_bron import Bron
from gokwijs.apps.effect.selectors import Uitkomstregel, uitkomsten_van
from gokwijs.apps.toetsen.selectors import toetsen_van
from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.document import Block, Bullets, Heading, Paragraph

_REGEL = "Oordeel volgens vaste regels; pas vanaf tien leerlingen in elke groep"
_KLOOF = (
    "De kloof tussen GOK-leerlingen en andere leerlingen op een toets staat niet in dit dossier: "
    "de aantallen per groep zijn niet vrijgegeven."
)


def uitkomsten(
    bron: Bron, cijfers: Cijfers, hide: Callable[[str], str], plannen: Mapping[str, str]
) -> Iterator[Block]:
    """Acties of the oldest plan first; nothing when nothing was looked at."""
    found = uitkomsten_van(bron.school, [one.pk for one in bron.acties])
    if found:
        yield Heading("Deed het iets? Uitkomst per actie", 2)
        for actie in bron.acties:
            if actie.pk in found:
                number = bron.nummers[(Actie, actie.pk)]
                yield Heading(f"Actie {number}: {hide(actie.titel)}", 3)
                if number in plannen:
                    yield Paragraph(f"In het plan {plannen[number]}.")
                for one in found[actie.pk]:
                    yield from _uitkomst(number, one, cijfers, hide)
    if toetsen_van(bron.school).exists():
        yield Paragraph(_KLOOF)


def _uitkomst(
    nummer: str, one: Uitkomstregel, cijfers: Cijfers, hide: Callable[[str], str]
) -> Iterator[Block]:
    toets = hide(one.toets)
    yield Paragraph(f"{toets}: {one.oordeel.label}.", lead=True)
    groups = f"{one.n_t} in de actie"
    if one.n_c:
        groups += f", {one.n_c} om mee te vergelijken"
    said = []
    for zin in one.zinnen:
        text = hide(zin.tekst)
        number = ""
        if one.toonbaar:
            number = cijfers.nieuw(
                plek=f"Actie {nummer}, {toets}",
                waarde=text,
                telt=f"leerlingen met een begin en een einde op {toets}: {groups}",
                regel=_REGEL,
                bron=toets,
                datum=dutch_date(timezone.localtime(one.gemaakt).date()),
                status=AFGELEID,
                aantallen=groups,
            )
        said.append(text + number)
    if one.verlaagd:
        said.append(f"De school verlaagde het oordeel: {hide(one.verlaagd)}")
    yield Bullets(tuple(said))
