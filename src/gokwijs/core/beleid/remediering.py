"""Stage 6: after a negative GOK statement: the track to follow, and what a second one would cost.

In: statements with their dates, exact results or ledgers, and the law. Out: the step the school is
in, and the scenario "de helft" in hours and euros. The share and the term are parameters of the law
(DKO art. 39 §7). The date of the new evaluation is typed by the school and never computed
(``besluiten`` 15): the text does not say from when the year runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gokwijs.core.beleid.boek import Boek
from gokwijs.core.beleid.keuzes import Keuze
from gokwijs.core.calendar import Schooljaar, dutch_date, peildatum_regels
from gokwijs.core.law.numbers import Interval, dutch_number, dutch_percent
from gokwijs.core.law.parameters import Regels, Waarde
from gokwijs.core.law.status import Status
from gokwijs.core.middelen.result import Regeling, Result

HALVERING, TERMIJN = "evaluatie.halvering", "evaluatie.nieuwe_evaluatie_jaren"


@dataclass(frozen=True, slots=True)
class Grondslag:
    """Where a number of the law comes from, to show beside it."""

    artikel: str
    bron: str
    opmerking: str
    tekststand: date | None
    status: Status
    open_vragen: tuple[str, ...]


def _grondslag(waarde: Waarde, regels: Regels) -> Grondslag:
    bron = regels.bronnen[waarde.bron]
    return Grondslag(
        waarde.artikel,
        bron.titel,
        bron.opmerking,
        waarde.tekststand or bron.tekststand,
        waarde.status,
        waarde.open_vragen,
    )


# ---------------------------------------------------------------- the half


@dataclass(frozen=True, slots=True)
class Uitgangspunt:
    """What a school receives of one kind; ``waarde`` is None when that cannot be computed."""

    naam: str
    eenheid: str
    waarde: Interval | None


@dataclass(frozen=True, slots=True)
class Halvering:
    """One kind, whole and halved, exact: the law does not say how a half is rounded (OV-36)."""

    naam: str
    eenheid: str
    nu: Interval | None
    rest: Interval | None
    minder: Interval | None


@dataclass(frozen=True, slots=True)
class Halveringsscenario:
    """What a second negative statement in a row would mean, from ``schooljaar`` on."""

    schooljaar: Schooljaar
    deel: Fraction
    posten: tuple[Halvering, ...]
    zin: str
    grondslag: Grondslag


def from_results(results: Iterable[Result]) -> tuple[Uitgangspunt, ...]:
    """Our own calculations; the OKI is a statistic and no means."""
    return tuple(
        Uitgangspunt(
            one.regeling.titel,
            one.regeling.eenheid,
            None
            if one.minimum is None or one.maximum is None
            else Interval(one.minimum, one.maximum),
        )
        for one in results
        if one.regeling is not Regeling.OKI
    )


def from_boeken(boeken: Iterable[Boek]) -> tuple[Uitgangspunt, ...]:
    """What was granted according to the ledger; only gekleurde middelen are halved."""
    return tuple(
        Uitgangspunt(
            boek.soort.label,
            boek.soort.eenheid,
            None if boek.toegekend is None else Interval.exact(boek.toegekend),
        )
        for boek in boeken
        if boek.soort.is_gekleurd
    )


def halveer(
    uitgangspunten: Sequence[Uitgangspunt], tweede_negatief: date, regels: Regels
) -> Halveringsscenario:
    """Wat de school nog krijgt na een tweede negatieve evaluatie (DKO art. 39 §7).

    Raises ParameterMissing when the law has no share on that day.
    """
    year = Schooljaar.of(tweede_negatief).next
    waarde = regels.on(peildatum_regels(year))(HALVERING)
    share = waarde.number
    part = "de helft" if share == Fraction(1, 2) else dutch_percent(share)
    return Halveringsscenario(
        year,
        share,
        tuple(_halved(one, share) for one in uitgangspunten),
        f"Na een tweede negatieve evaluatie op rij krijgt de school vanaf {year} nog {part}, "
        f"tot en met het schooljaar waarin een evaluatie positief is ({waarde.artikel}).",
        _grondslag(waarde, regels),
    )


def _halved(one: Uitgangspunt, share: Fraction) -> Halvering:
    if one.waarde is None:
        return Halvering(one.naam, one.eenheid, None, None, None)
    rest = one.waarde.times(share)
    return Halvering(one.naam, one.eenheid, one.waarde, rest, one.waarde.times(1 - share))


# ---------------------------------------------------------------- the track


class Spoorstap(Keuze):
    GEEN = "geen", "niets te doen"
    REMEDIEREN = "remedieren", "remediëren met externe begeleiding"
    HALVERING = "halvering", "remediëren met minder middelen"


@dataclass(frozen=True, slots=True)
class GokUitspraak:
    """The GOK statement of a doorlichting: positive or negative, nothing between."""

    datum: date
    is_positief: bool


@dataclass(frozen=True, slots=True)
class Spoor:
    """``vanaf`` and ``tot``: the school years with less means; ``tot`` is known once positive."""

    stap: Spoorstap
    zin: str
    vanaf: Schooljaar | None = None
    tot: Schooljaar | None = None


def volg_spoor(uitspraken: Iterable[GokUitspraak]) -> Spoor:
    """In welke stap de school zit na haar uitspraken (DKO art. 39 §7)."""
    ordered = sorted(uitspraken, key=lambda one: one.datum)
    if not ordered:
        return Spoor(Spoorstap.GEEN, "Er is nog geen uitspraak van de onderwijsinspectie.")
    last = ordered[-1]
    when = dutch_date(last.datum)
    run = _negatives(ordered[:-1] if last.is_positief else ordered)
    since = Schooljaar.of(run[1].datum).next if len(run) > 1 else None
    if last.is_positief:
        until = Schooljaar.of(last.datum) if since is not None else None
        if since is None or until is None or until < since:
            return Spoor(Spoorstap.GEEN, f"De uitspraak van {when} is positief.")
        return Spoor(
            Spoorstap.GEEN,
            f"De uitspraak van {when} is positief: tot en met {until} waren er minder middelen.",
            since,
            until,
        )
    if since is None:
        return Spoor(
            Spoorstap.REMEDIEREN,
            f"De uitspraak van {when} is negatief: de school verbindt zich tot remediëring, met "
            "externe begeleiding.",
        )
    return Spoor(
        Spoorstap.HALVERING,
        f"De uitspraak van {when} is negatief, en die ervoor ook: vanaf {since} zijn er minder "
        "middelen.",
        since,
    )


def _negatives(ordered: Sequence[GokUitspraak]) -> list[GokUitspraak]:
    """The negative statements at the end, oldest first."""
    found: list[GokUitspraak] = []
    for one in reversed(ordered):
        if one.is_positief:
            break
        found.insert(0, one)
    return found


@dataclass(frozen=True, slots=True)
class Termijn:
    """Within how many years the new evaluation comes; no date is computed from it."""

    jaren: Fraction
    zin: str
    grondslag: Grondslag


def nieuwe_evaluatie(regels: Regels, dag: date) -> Termijn:
    """Binnen welke termijn de inspectie opnieuw komt (DKO art. 39 §7); raises ParameterMissing."""
    waarde = regels.on(dag)(TERMIJN)
    return Termijn(
        waarde.number,
        f"De onderwijsinspectie evalueert opnieuw binnen {dutch_number(waarde.number)} jaar "
        f"({waarde.artikel}). De precieze datum staat in het verslag of de brief: vul die zelf in.",
        _grondslag(waarde, regels),
    )
