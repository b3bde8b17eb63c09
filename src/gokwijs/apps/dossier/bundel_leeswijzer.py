"""How to read a dossier, on its first page: said once, so that the rest can be numbers.

In: what was chosen, what the plan holds, and from how many pupils on something is shown. Out:
blocks without a number.
"""

from __future__ import annotations

from collections.abc import Iterator

from gokwijs.apps.dossier import document as doc
from gokwijs.apps.dossier.bundel_delen import Deel, Keus
from gokwijs.renderers.document import Block, Bullets, Paragraph

TITEL = "Hoe je dit dossier leest"
BASIS = (
    "Een aandeel met een kenmerk is altijd een deel van alle leerlingen van die groep. Kennen we "
    "een kenmerk van een leerling niet, dan telt die bij de anderen: een aparte groep zou te klein "
    "zijn om te tonen. Het echte aandeel kan dus hoger liggen. Vanaf twintig leerlingen staat er "
    "een percentage."
)
INTERVAL = (
    "Bij een percentage staat waartussen het goed mogelijk ligt: het interval van 95 %. Hoe minder "
    "leerlingen, hoe breder dat is."
)
ROLLEN = "Mensen staan erin als rol, nooit met hun naam."


def leeswijzer(told: doc.PlanDocument, keus: Keus, drempel: int) -> Iterator[Block]:
    """What holds for every part; only what this dossier needs."""
    yield Paragraph(TITEL, lead=True)
    yield Bullets(tuple(_punten(told, keus, drempel)))


def _punten(told: doc.PlanDocument, keus: Keus, drempel: int) -> Iterator[str]:
    if Deel.SCHOOL in keus.delen:
        yield BASIS
    if {Deel.SCHOOL, Deel.METINGEN} & set(keus.delen):
        yield INTERVAL
    yield (
        f"Afgeschermd: een getal onder {drempel} leerlingen, of een dat uit andere getallen af te "
        "leiden zou zijn. Totalen zijn nooit veranderd."
    )
    yield (
        "V1, D1, A1 en E1 zijn nummers van dit dossier: vaststellingen, streefdoelen, acties en "
        "evaluaties."
    )
    if told.verwachtingen and Deel.BRONNEN in keus.delen:
        yield (
            f"Een code zoals {told.verwachtingen[0].code} is een verwachting waar de school naar "
            f"verwijst; deel {Deel.BRONNEN.nummer} schrijft elke code uit."
        )
    if not keus.namen:
        yield ROLLEN
