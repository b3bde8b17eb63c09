"""How long pupil data stay: the record after the last day, the verklaring after its own term.

In: last days and the terms as data. Out: the first day on which something must be gone.
Sources: omzendbrief BaO/2005/03 for the record; CSO art. 225 §2, 233 §2 and 317 §2 and DBO art.
139undecies §2 for the verklaring.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.parameters import ParameterMissing, Regels
from gokwijs.core.law.status import Status
from gokwijs.core.telling.model import Onderwijsniveau

_TERMIJN = {
    Onderwijsniveau.KLEUTER: "kenmerken.bewaartermijn_verklaring.basisonderwijs",
    Onderwijsniveau.LAGER: "kenmerken.bewaartermijn_verklaring.basisonderwijs",
    Onderwijsniveau.SO: "kenmerken.bewaartermijn_verklaring.secundair",
    Onderwijsniveau.BUBAO: "kenmerken.bewaartermijn_verklaring.bubao",
    Onderwijsniveau.BUSO: "kenmerken.bewaartermijn_verklaring.buso",
}


@dataclass(frozen=True, slots=True)
class Termijn:
    """How many years a verklaring stays, and on what that rests."""

    jaren: int
    grond: str
    status: Status

    @property
    def plicht(self) -> bool:
        """Does the law say so? Then nobody may erase it earlier."""
        return self.status is Status.WETTEKST


def leerling_weg_op(einden: Iterable[date | None], gemaakt: date) -> date | None:
    """The first day without a record: 1 September after the schooljaar after the last one enrolled.

    ``einden`` are the last days of all enrolments, None for an open one; ``gemaakt`` counts for a
    pupil who was never enrolled. None: still enrolled, so nothing goes.
    """
    known = list(einden)
    if any(einde is None for einde in known):
        return None
    last = max((einde for einde in known if einde is not None), default=gemaakt)
    return Schooljaar.of(last).next.last_day + timedelta(days=1)


def verklaring_weg_op(datum: date, jaren: int) -> date:
    """The first day on which a verklaring is older than its term of so many years."""
    try:
        return datum.replace(year=datum.year + jaren) + timedelta(days=1)
    except ValueError:  # 29 February
        return date(datum.year + jaren, 3, 1) + timedelta(days=1)


def termijn_verklaring(
    niveau: Onderwijsniveau | None, op: date, regels: Regels, zonder_wet: Termijn
) -> Termijn:
    """The term for a pupil of this niveau. ``zonder_wet``: where we found no article (OV-06)."""
    name = _TERMIJN[niveau] if niveau is not None else ""
    if name not in regels.parameters:
        return zonder_wet
    # A verklaring of before our oldest text is kept as the oldest text says: never shorter.
    parameter = regels.parameter(name)
    try:
        waarde = parameter.on(max(op, parameter.waarden[0].vanaf))
    except ParameterMissing:
        return zonder_wet
    return Termijn(int(waarde.number), waarde.artikel, waarde.status)
