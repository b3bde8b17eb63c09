"""What hangs on nothing: means, acties, vaststellingen and metingen without a streefdoel.

In: the rows of a plan and what this person may see. Out: groups of orphans, each with its page and
what to do about it; an empty group is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from gokwijs.apps.beleid.boom import bedragen
from gokwijs.apps.beleid.models import Boeking
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.keten.beeld import Buur, kort
from gokwijs.apps.keten.lezen import Ketenrijen
from gokwijs.apps.scholen.selectors import Access


@dataclass(frozen=True)
class Wezen:
    """One group: what it is, why it matters, and where it is."""

    titel: str
    uitleg: str
    buren: tuple[Buur, ...]


def wezen_van(rows: Ketenrijen, access: Access, zicht: Zicht) -> list[Wezen]:
    """Means first: that is what the inspectorate asks about."""
    nummer = access.school.instellingsnummer

    def page(name: str, *args: object) -> str:
        return reverse(name, args=[nummer, *args])

    groups = (
        Wezen(
            "Uren en euro's zonder streefdoel",
            "Ze zijn besteed of voorzien, maar wijzen naar geen enkel streefdoel.",
            tuple(_middelen(rows, access, zicht, page)),
        ),
        Wezen(
            "Acties zonder streefdoel",
            "Koppel ze aan een streefdoel, of stop ermee.",
            tuple(
                Buur(kort(one.titel), page("beleid:actie", one.pk), one.start)
                for one in rows.acties
                if not one.streefdoelen.all()
            ),
        ),
        Wezen(
            "Vaststellingen zonder streefdoel",
            "Maak er een streefdoel van, of schrijf waarom er geen komt.",
            tuple(
                Buur(kort(zicht.vaststelling(one)), page("beleid:vaststelling", one.pk), one.dag)
                for one in rows.vaststellingen
                if not one.gebruikt  # type: ignore[attr-defined]  # annotated by the reader
                and not one.reden_zonder
                and (zicht.exact or not one.werkzone)
            ),
        ),
        Wezen(
            "Metingen van geen enkel streefdoel",
            "Je meet iets waar niemand naartoe werkt. Kies de indicator bij een streefdoel.",
            tuple(_metingen(rows, page)),
        ),
    )
    return [one for one in groups if one.buren]


def _middelen(
    rows: Ketenrijen, access: Access, zicht: Zicht, page: Callable[..., str]
) -> list[Buur]:
    """Per actie without a goal, and what was booked on nothing at all."""
    found = []
    for one in rows.acties:
        planned = rows.toewijzingen_per_actie.get(one.pk, [])
        spent = rows.boekingen_per_actie.get(one.pk, [])
        if not one.streefdoelen.all() and (planned or spent):
            said = bedragen(planned or spent, zicht)
            found.append(Buur(kort(one.titel), page("inzet:actie", one.pk), None, said))
    loose = [b for b in rows.boekingen if b.actie_id is None and b.streefdoel_id is None]
    if loose:
        where = page("inzet:boekingen" if access.may_assign else "inzet:overzicht")
        found.append(Buur(_aantal(loose), where, None, bedragen(loose, zicht)))
    return found


def _aantal(loose: list[Boeking]) -> str:
    return "1 boeking" if len(loose) == 1 else f"{len(loose)} boekingen"


def _metingen(rows: Ketenrijen, page: Callable[..., str]) -> list[Buur]:
    """Indicators of the plan with metingen that no goal uses."""
    used = {one.indicator_id for one in rows.streefdoelen}
    used |= {i.pk for one in rows.streefdoelen for i in one.andere_indicatoren.all()}
    found = []
    for one in rows.indicatoren:
        series = rows.metingen_per_indicator.get(one.pk, [])
        if series and one.pk not in used:
            said = "1 meting" if len(series) == 1 else f"{len(series)} metingen"
            where = page("opvolging:indicator", one.pk)
            found.append(Buur(kort(one.naam), where, series[-1].peildatum, said))
    return found
