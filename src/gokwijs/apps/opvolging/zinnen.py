"""Which published sentences stand with a goal: what was measured, and what that does not say.

In: a goal with its indicator and metingen, and what this person may see. Out: filled sentences of
the list, never another one. A goal of which the first or last meting is hidden says nothing: the
sentence would give the number away, or speak of an older one as if it were the last.
"""

from __future__ import annotations

from datetime import date

from gokwijs.apps.analyse.kijk import KLEINSTE
from gokwijs.apps.beleid import brug
from gokwijs.apps.beleid.models import Meting, Streefdoel
from gokwijs.apps.beleid.tonen import Zicht
from gokwijs.apps.opvolging.actielijn import Actielijn
from gokwijs.apps.opvolging.reeks import Doellijn, geldig
from gokwijs.apps.opvolging.uitvoering import Uitvoeringsgraad
from gokwijs.core.beleid import indicator as core
from gokwijs.core.beleid.keuzes import Doelrichting, Onderwijs
from gokwijs.core.beleid.plan import Streefdoel as Kern
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.weg import over_weg, wat_ontbreekt, weg
from gokwijs.core.zinnen.lijst import Gezegd, vul


def over_doel(doel: Streefdoel, zicht: Zicht, today: date, tot: date | None = None) -> list[Gezegd]:
    """What was measured (A01, A02, A04, B15), and one verdict (B16, B18); ``tot``: as on that day.

    Read beforehand: the links of ``doel`` and its metingen.
    """
    metingen = _metingen(doel, tot)
    named = [m for m in (doel.nulmeting, *metingen[-1:]) if m is not None]
    if any(not zicht.toont(m) for m in named):
        return [] if any(m.werkzone for m in named) and not zicht.exact else [vul("A02")]
    kern, stand = record(doel), _stand(doel, [m for m in metingen if zicht.toont(m)])
    said = core.over_doel(kern, stand, today, k_min=KLEINSTE)
    verdict = over_weg(kern, stand, today, k_min=KLEINSTE)
    measured = [one for one in said if one.code.startswith("B15")]
    rest = [one for one in said if not one.code.startswith(("B15", "B16"))]
    if tot is not None and verdict.code == "B18g":  # closed: its target may be another one now
        return [*measured, *rest]
    return list({one.code: one for one in (*measured, verdict, *rest)}.values())


def doellijn(doel: Streefdoel, zicht: Zicht, acties: tuple[Actielijn, ...] = ()) -> Doellijn:
    """The line to the target, for who may see where it begins; and what is needed to draw it."""
    if doel.nulmeting is not None and not zicht.toont(doel.nulmeting):
        return Doellijn(doel, acties=acties)
    kern = record(doel)
    nulmeting = brug.meting(doel.nulmeting) if doel.nulmeting is not None else None
    return Doellijn(
        doel,
        weg(kern, _stand(doel, _metingen(doel, None))),
        tuple(wat_ontbreekt(kern, nulmeting)),
        acties,
    )


def over_effect(doel: Streefdoel, graad: Uitvoeringsgraad, tot: date | None = None) -> list[Gezegd]:
    """Execution first (E02); without a comparison group the cause is never said (E03)."""
    if graad.laag:
        return _niet_uitgevoerd(graad)
    found = core.doelstand(record(doel), _stand(doel, _metingen(doel, tot)))
    if found.laatste is None or found.nulmeting is None:
        return []
    return [vul("E03a" if _vooruit(doel, found) else "E03c")]


def _niet_uitgevoerd(graad: Uitvoeringsgraad) -> list[Gezegd]:
    for code, deel in (("E02b", graad.mensen), ("E02c", graad.bereik)):
        if deel is not None and deel.laag:
            return [vul(code, x=str(deel.ja), n=str(deel.n))]
    return []


def _vooruit(doel: Streefdoel, found: core.Doelstand) -> bool:
    """Did the value move to the good side?"""
    before = found.nulmeting.number if found.nulmeting else None
    after = found.laatste.number if found.laatste else None
    if before is None or after is None:
        return False
    side = doel.richting
    if side == Doelrichting.BEHOUDEN and doel.indicator is not None:
        side = doel.indicator.richting
    return after < before if side == Doelrichting.DALEN else after > before


def _metingen(doel: Streefdoel, tot: date | None) -> list[Meting]:
    """Those of its indicator that count, oldest first."""
    if doel.indicator is None:
        return []
    found = [m for m in geldig(doel.indicator.metingen.all()) if tot is None or m.peildatum <= tot]
    for one in found:
        one.indicator = doel.indicator  # known already: no query for each
    return found


def record(doel: Streefdoel) -> Kern:
    """As much of a goal as the rules on its target read; only links that are fetched."""
    return Kern(
        doel.pk,
        doel.plan_id,
        doel.formulering,
        indicator_ids=(doel.indicator_id,) if doel.indicator_id is not None else (),
        nulmeting_id=doel.nulmeting_id,
        richting=Doelrichting(doel.richting) if doel.richting else None,
        streefwaarde=brug.streefwaarde(doel),
        einddatum=doel.einddatum,
    )


def _stand(doel: Streefdoel, metingen: list[Meting]) -> Beleidsstand:
    """As much as the rules need for one goal."""
    indicators = (doel.indicator,) if doel.indicator is not None else ()
    return Beleidsstand(
        Onderwijs.SO,
        streefdoelen=(record(doel),),
        indicatoren=tuple(brug.indicator(i) for i in indicators),
        metingen=tuple(brug.meting(m) for m in metingen),
    )
