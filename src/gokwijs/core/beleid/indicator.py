"""Stage 6: what an indicator says of a streefdoel: added up, in series, and against the target.

In: metingen. Out: shares added by teller and noemer, never a mean of percentages; series that break
where the definition changed; and sentences of the list (B15-B17), without praise or cause. Who may
see the counts is decided before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gokwijs.core.analyse.aandeel import Aandeel, aandeel
from gokwijs.core.beleid.formulering import toon_meting, toon_streefwaarde
from gokwijs.core.beleid.keuzes import Doelrichting
from gokwijs.core.beleid.plan import Indicator, Meting, Streefdoel
from gokwijs.core.beleid.stand import Beleidsstand
from gokwijs.core.beleid.volledig import has_value, hoofdindicator
from gokwijs.core.calendar import dutch_date
from gokwijs.core.zinnen import Gezegd, vul
from gokwijs.core.zinnen.getallen import aantal, mag_procent, procent, procent_van


class SamentellenError(ValueError):
    """These metingen cannot be added up; the message is Dutch and fit for a screen."""


def tel_samen(metingen: Iterable[Meting]) -> Aandeel | None:
    """De som van de tellers over de som van de noemers; None zonder metingen of met noemer nul.

    Raises SamentellenError when one is no share, or when an indicator changed its definition.
    """
    found = list(metingen)
    if any(one.teller is None or one.noemer is None for one in found):
        raise SamentellenError("Enkel metingen met een teller en een noemer kan je samentellen.")
    versions = {(one.indicator_id, one.definitie_versie) for one in found}
    if len({key for key, _ in versions}) < len(versions):
        raise SamentellenError("Metingen met een andere definitie kan je niet samentellen.")
    x = sum((one.teller or Fraction(0) for one in found), Fraction(0))
    n = sum((one.noemer or Fraction(0) for one in found), Fraction(0))
    return aandeel(x, n)


# ---------------------------------------------------------------- series


@dataclass(frozen=True, slots=True)
class Reeks:
    """Metingen with one definition, oldest first: the only ones a line may join."""

    indicator_id: int
    definitie_versie: int
    metingen: tuple[Meting, ...]


def reeksen(metingen: Iterable[Meting]) -> tuple[Reeks, ...]:
    """Een reeks per indicator en per definitie; tussen twee reeksen loopt geen lijn.

    A meting without a peildatum stands in no series.
    """
    groups: dict[tuple[int, int], list[tuple[date, int, Meting]]] = {}
    for one in metingen:
        if one.peildatum is not None:
            key = (one.indicator_id, one.definitie_versie)
            groups.setdefault(key, []).append((one.peildatum, one.id, one))
    return tuple(
        Reeks(
            indicator,
            version,
            tuple(one for _, _, one in sorted(group, key=lambda entry: entry[:2])),
        )
        for (indicator, version), group in sorted(groups.items(), key=lambda entry: entry[0])
    )


# ---------------------------------------------------------------- the target


def is_bereikt(
    waarde: Fraction,
    streefwaarde: Fraction,
    richting: Doelrichting,
    *,
    gunstig: Doelrichting | None = None,
    nulwaarde: Fraction | None = None,
) -> bool | None:
    """Haalt een waarde de streefwaarde? Precies de streefwaarde is gehaald.

    To keep something, the good side is that of the indicator (``gunstig``); when that is not said,
    it is the side on which the nulmeting lies. None when that does not tell either.
    """
    side = richting
    if side is Doelrichting.BEHOUDEN:
        if gunstig in (Doelrichting.STIJGEN, Doelrichting.DALEN):
            side = gunstig
        elif nulwaarde is not None and nulwaarde != streefwaarde:
            side = Doelrichting.STIJGEN if nulwaarde > streefwaarde else Doelrichting.DALEN
        else:
            return None
    return waarde >= streefwaarde if side is Doelrichting.STIJGEN else waarde <= streefwaarde


@dataclass(frozen=True, slots=True)
class Doelstand:
    """Where a streefdoel is. ``laatste`` has the definition of the nulmeting.

    ``anders``: the last meting with another definition, when there is one after ``laatste``.
    ``bereikt`` is None without a meting, for a described streefdoel, or when it cannot be said.
    """

    indicator: Indicator | None
    nulmeting: Meting | None
    laatste: Meting | None
    anders: Meting | None
    bereikt: bool | None


def doelstand(doel: Streefdoel, stand: Beleidsstand) -> Doelstand:
    """De laatste meting van een streefdoel naast zijn nulmeting en zijn streefwaarde."""
    indicator, first = hoofdindicator(doel, stand), stand.nulmeting_of(doel)
    if first is None:
        return Doelstand(indicator, None, None, None, None)
    later = [one for one in stand.later_metingen(doel) if one.indicator_id == first.indicator_id]
    same = [
        one for one in later if one.definitie_versie == first.definitie_versie and has_value(one)
    ]
    last = same[-1] if same else None
    other = later[-1] if later and later[-1] is not last else None
    return Doelstand(indicator, first, last, other, _bereikt(doel, indicator, first, last))


def _bereikt(
    doel: Streefdoel, indicator: Indicator | None, first: Meting, last: Meting | None
) -> bool | None:
    if last is None or last.number is None or doel.streefwaarde is None or doel.richting is None:
        return None
    return is_bereikt(
        last.number,
        doel.streefwaarde,
        doel.richting,
        gunstig=indicator.richting if indicator else None,
        nulwaarde=first.number,
    )


def gehaald(doel: Streefdoel, stand: Beleidsstand, *, k_min: int) -> Meting | None:
    """De laatste meting, als ze de streefwaarde haalt; over een te kleine groep wordt gezwegen."""
    found = doelstand(doel, stand)
    if not found.bereikt or found.nulmeting is None or found.laatste is None:
        return None
    shares = [_share(one) for one in (found.nulmeting, found.laatste)]
    if any(one is not None and one.n < k_min for one in shares):
        return None
    return found.laatste


# ---------------------------------------------------------------- sentences


def over_doel(doel: Streefdoel, stand: Beleidsstand, vandaag: date, *, k_min: int) -> list[Gezegd]:
    """A01, A04, B15, B16 and B17: what was measured, how sure that is, and whether it is enough."""
    found = doelstand(doel, stand)
    first, last = found.nulmeting, found.laatste
    if found.indicator is None or first is None or first.peildatum is None:
        return [vul("A04", wat="dit streefdoel heeft nog geen nulmeting")]
    naam = found.indicator.naam
    said: list[Gezegd] = []
    if last is not None and last.peildatum is not None:
        said = _measured(naam, first, last, first.peildatum, last.peildatum, k_min)
        if said[0].code == "A01":
            return said
        said += _against_target(doel, found, last.peildatum, vandaag)
    if found.anders is not None and found.anders.peildatum is not None:
        said.append(vul("B17", indicator=naam, dag_2=dutch_date(found.anders.peildatum)))
    return said or [vul("B15e", indicator=naam, dag_1=dutch_date(first.peildatum))]


def _measured(
    naam: str, first: Meting, last: Meting, dag_1: date, dag_2: date, k_min: int
) -> list[Gezegd]:
    said = {"indicator": naam, "dag_1": dutch_date(dag_1), "dag_2": dutch_date(dag_2)}
    before, after = _share(first), _share(last)
    if before is not None and after is not None:
        if min(before.n, after.n) < k_min:
            return [vul("A01", k_min=str(k_min))]
        said |= {"x_1": aantal(before.x), "n_1": aantal(before.n)}
        said |= {"x_2": aantal(after.x), "n_2": aantal(after.n)}
        if not mag_procent(before.n, after.n):
            return [vul("B15b", **said)]
        said |= {"p_1": procent_van(before), "p_2": procent_van(after)}
        return [vul("B15a", **said, low=procent(after.low), high=procent(after.high))]
    if first.situatie and last.situatie:
        return [vul("B15d", **said, waarde_1=first.situatie, waarde_2=last.situatie)]
    return [vul("B15c", **said, waarde_1=toon_meting(first), waarde_2=toon_meting(last))]


def _share(one: Meting) -> Aandeel | None:
    if one.teller is None or one.noemer is None:
        return None
    return aandeel(one.teller, one.noemer)


def _against_target(doel: Streefdoel, found: Doelstand, dag_2: date, vandaag: date) -> list[Gezegd]:
    if doel.streefwaarde is None or doel.richting is None or found.laatste is None:
        return []
    if found.laatste.number is None:
        return []
    said = {
        "streefwaarde": toon_streefwaarde(doel.streefwaarde, found.indicator),
        "dag_2": dutch_date(dag_2),
    }
    if found.bereikt is None:
        return [vul("B16d", **said)]
    if found.bereikt or doel.einddatum is None:
        return [vul("B16a", **said)] if found.bereikt else []
    code = "B16c" if doel.einddatum < vandaag else "B16b"
    return [vul(code, **said, einddatum=dutch_date(doel.einddatum))]
