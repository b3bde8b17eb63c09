"""The chain as a workbook: a row per streefdoel, a column per link, and the orphans.

In: the picture as it may leave the Werkzone. Out: bytes. No names of people.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from gokwijs.apps.keten.beeld import Beeld, Buur, Cel
from gokwijs.apps.keten.wezen import Wezen
from gokwijs.core.beleid.keten import Schakel
from gokwijs.core.calendar import dutch_date
from gokwijs.renderers.bladen import Grid, blad_workbook


def als_werkboek(beeld: Beeld, wezen: Sequence[Wezen]) -> bytes:
    plan = beeld.rows.plan
    head = ("Streefdoel", "Keten", *(one.label.capitalize() for one in Schakel))
    rows = [
        [
            baan.doel.formulering,
            "niets ontbreekt" if baan.heel else "gebroken",
            *(_cel(one) for one in baan.cellen),
        ]
        for baan in beeld.banen
    ]
    loose = [
        [groep.titel, buur.tekst, f"{buur.dag:%d/%m/%Y}" if buur.dag else "", buur.erbij]
        for groep in wezen
        for buur in groep.buren
    ]
    tables: list[Grid] = [
        ("Keten", head, rows),
        ("Zonder streefdoel", ("Soort", "Wat", "Dag", "Hoeveel"), loose),
    ]
    lines = [
        f"{plan.school.naam}. Gemaakt op {dutch_date(timezone.localdate())}.",
        f"{plan.naam}, {plan.periode}.",
        telling(beeld),
    ]
    return blad_workbook("De keten van het GOK-plan", lines, tables)


def telling(beeld: Beeld) -> str:
    """'Bij 3 van de 5 streefdoelen ontbreekt geen schakel. 4 schakels zijn er maar deels.'"""
    total = len(beeld.banen)
    said = f"Bij {beeld.heel} van de {total} streefdoelen ontbreekt geen schakel."
    if total == 1:
        said = f"Bij het streefdoel ontbreekt {'geen' if beeld.heel else 'een'} schakel."
    return f"{said} {deels_gezegd(beeld.deels)}".strip()


def deels_gezegd(aantal: int) -> str:
    if aantal == 1:
        return "1 schakel is er maar deels."
    return f"{aantal} schakels zijn er maar deels." if aantal else ""


def _cel(cel: Cel) -> str:
    """The state, why, and every neighbour with its day."""
    parts = [cel.woord, cel.stuk.reden, cel.samen, *(_buur(one) for one in cel.buren)]
    return "; ".join(part for part in parts if part)


def _buur(buur: Buur) -> str:
    day = f"{buur.dag:%d/%m/%Y}" if buur.dag else ""
    more = ", ".join(part for part in (day, buur.erbij) if part)
    return f"{buur.tekst} ({more})" if more else buur.tekst
