"""What is known of pupils in a matched comparison, for the check whether the pairs are alike.

In: a setup and its pupils by the day of their first test. Out: per pupil the names of what holds on
that day: each kenmerk of the GOK definition, the leerjaar, and what is not known. Not known is a
name of its own and never a no.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from gokwijs.apps.effect.models import Opzet
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import feiten_of
from gokwijs.core.kenmerken import Antwoord
from gokwijs.core.kenmerken.feiten import PER_LEERLING, stand_op

NIET_GEKEND = "niet gekend"


def kenmerken_van(
    opzet: Opzet, per_dag: Mapping[date, Collection[int]]
) -> dict[int, tuple[str, ...]]:
    """By key of the pupil; two queries."""
    every = sorted({key for keys in per_dag.values() for key in keys})
    facts = feiten_of(every)
    rows = Inschrijving.objects.filter(leerling__in=every, leerling__school=opzet.toets.school_id)
    places = list(rows.order_by("leerling_id", "begin", "pk"))
    found = {}
    for dag, keys in per_dag.items():
        year = {one.leerling_id: one.leerjaar for one in places if _runs(one, dag)}
        for key in keys:
            said = {k: stand_op(facts.get(key, ()), k, dag).antwoord for k in PER_LEERLING}
            names = [k.label for k, one in said.items() if one is Antwoord.JA]
            names += [
                f"{k.label}: {NIET_GEKEND}" for k, one in said.items() if one is Antwoord.ONBEKEND
            ]
            names.append(f"Leerjaar {year[key]}" if year.get(key) else f"Leerjaar: {NIET_GEKEND}")
            found[key] = tuple(names)
    return found


def _runs(one: Inschrijving, dag: date) -> bool:
    return one.begin <= dag and (one.einde is None or one.einde >= dag)
