"""How long a verklaring and its documents stay at the school.

In: the onderwijsniveau, the date of the declaration, the law. Out: the last day on which they must
be kept, with article and status; and from which day they may go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from gokwijs.core.calendar import Schooljaar
from gokwijs.core.law.parameters import ParameterMissing, Regels
from gokwijs.core.law.status import Status, weakest
from gokwijs.core.leerlingen.inschrijving import Inschrijving
from gokwijs.core.telling.model import Onderwijsniveau

# Nothing disappears that did not stand in the purge list for so many days. A rule of this house.
AANKONDIGING = timedelta(days=14)
_FOLDER = "kenmerken.bewaartermijn_verklaring"
_PARAMETER = {
    Onderwijsniveau.KLEUTER: "basisonderwijs",
    Onderwijsniveau.LAGER: "basisonderwijs",
    Onderwijsniveau.SO: "secundair",
    Onderwijsniveau.BUBAO: "bubao",
    Onderwijsniveau.BUSO: "buso",
}


@dataclass(frozen=True, slots=True)
class Bewaring:
    """The term of one declaration; ``tot`` None: not computable, so it never goes by itself."""

    tot: date | None
    artikel: str
    status: Status
    open_vragen: tuple[str, ...] = ()

    @property
    def bevestigd(self) -> bool:
        return not self.status.in_doubt


def bewaring(
    niveau: Onderwijsniveau | None, datum: date, regels: Regels, peildatum: date
) -> Bewaring:
    """Bewaartermijn, geteld vanaf de datum van de verklaring, met de wet van de peildatum.

    De wet zegt "minstens" (CSO art. 225 §2, 233 §2 en 317 §2; DBO art. 139undecies §2). Zonder
    gekend niveau geldt de langste termijn, als onbevestigd.
    """
    names = [_PARAMETER[niveau]] if niveau is not None else sorted(set(_PARAMETER.values()))
    law = regels.on(peildatum)
    try:
        values = [law(f"{_FOLDER}.{name}") for name in names]
    except ParameterMissing as missing:
        return Bewaring(None, str(missing), Status.ONBEKEND)
    longest = max(values, key=lambda value: value.number)
    statuses = [value.status for value in values]
    return Bewaring(
        tot=_years_later(datum, longest.number),
        artikel=longest.artikel,
        status=weakest(statuses) if niveau is not None else Status.ONBEVESTIGD,
        open_vragen=tuple(sorted({q for value in values for q in value.open_vragen})),
    )


def _years_later(datum: date, years: Fraction) -> date:
    """The same day so many years later; 29 February becomes 1 March: never a day too short."""
    whole = -(-years.numerator // years.denominator)
    try:
        return datum.replace(year=datum.year + whole)
    except ValueError:
        return date(datum.year + whole, 3, 1)


def niveau_bij(inschrijvingen: Iterable[Inschrijving], datum: date) -> Onderwijsniveau | None:
    """Where the pupil sat on the date of the declaration, or else the nearest enrolment."""
    found = list(inschrijvingen)
    if not found:
        return None

    def away(one: Inschrijving) -> tuple[timedelta, date]:
        if one.begin > datum:
            return one.begin - datum, one.begin
        if one.einde is not None and one.einde < datum:
            return datum - one.einde, one.begin
        return timedelta(0), one.begin

    return min(found, key=away).plaats.onderwijsniveau


def mag_weg_vanaf(tot: date, vastgelegd: date) -> date:
    """The first day on which it may go: after the term, and announced long enough."""
    return max(tot + timedelta(days=1), vastgelegd + AANKONDIGING)


def dossier_tot(inschrijvingen: Iterable[Inschrijving]) -> date | None:
    """The last day of the pupil's own record: 31 August of the schooljaar after the last one here.

    None while the pupil is or will be enrolled without an end, or never was. A pupil who leaves in
    June and comes back in September is found again. Advice of BaO/2005/03, taken as our rule.
    """
    ends = [one.einde for one in inschrijvingen]
    known = [end for end in ends if end is not None]
    if not known or len(known) < len(ends):
        return None
    return Schooljaar.of(max(known)).next.last_day
