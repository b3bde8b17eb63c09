"""Any order of enrolling, moving, leaving and coming back: never more than one whole pupil, and the
counts of every day equal those of a model that knows days only."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gokwijs.apps.leerlingen import services
from gokwijs.apps.leerlingen.checks import LeerlingError
from gokwijs.apps.leerlingen.lijst import Lijst, Vraag
from gokwijs.apps.leerlingen.models import Inschrijving, Leerling
from gokwijs.apps.leerlingen.selectors import tel_op
from gokwijs.apps.scholen.selectors import Access
from gokwijs.core.leerlingen.inschrijving import Plaats
from gokwijs.core.telling.model import Onderwijsniveau
from tests.apps.builders import World

START, LENGTH = date(2026, 1, 1), 12
DAYS = [START + timedelta(days=n) for n in range(LENGTH)]
Seat = tuple[str, int]  # klas and halves


def plaats(klas: str, halves: int) -> Plaats:
    return Plaats("1", Onderwijsniveau.LAGER, leerjaar="1", klas=klas, halves=halves)


class Model:
    """Per enrolment the seat of each day; knows nothing of intervals. Days past the window are
    the last day of the window: an open end covers them all."""

    def __init__(self) -> None:
        self.seats: dict[int, dict[date, Seat]] = {}
        self.ends: dict[int, bool] = {}

    def fits(self, seats: dict[int, dict[date, Seat]]) -> bool:
        load = Counter[date]()
        for mine in seats.values():
            for day, (_, halves) in mine.items():
                load[day] += halves
        return all(n <= 2 for n in load.values())

    def on(self, day: date) -> list[Seat]:
        return sorted(mine[day] for mine in self.seats.values() if day in mine)


actions = st.lists(
    st.tuples(
        st.sampled_from(["open", "move", "close", "reopen", "delete"]),
        st.integers(0, LENGTH - 1),
        st.one_of(st.none(), st.integers(0, LENGTH - 1)),
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from([1, 2]),
        st.integers(0, 5),
    ),
    max_size=12,
)


def span(begin: date, einde: date | None, seat: Seat) -> dict[date, Seat]:
    return {d: seat for d in DAYS if begin <= d and (einde is None or d <= einde)}


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(actions)
def test_any_order_of_changes_keeps_every_day_exact(
    world: World, steps: list[tuple[str, int, int | None, str, int, int]]
) -> None:
    with transaction.atomic():
        Inschrijving.objects.filter(leerling__school=world.school).delete()
        leerling = world.leerling
        model = Model()
        for step in steps:
            one_step(world, leerling, model, step)
        check(world, model)
        transaction.set_rollback(True)


def one_step(
    world: World,
    leerling: Leerling,
    model: Model,
    step: tuple[str, int, int | None, str, int, int],
) -> None:
    action, n, m, klas, halves, which = step
    day, seat = DAYS[n], (klas, halves)
    rows = list(leerling.inschrijvingen.order_by("pk"))
    row = rows[which % len(rows)] if rows else None
    wanted = {key: dict(mine) for key, mine in model.seats.items()}
    try:
        with transaction.atomic():
            if action == "open":
                einde = None if m is None else DAYS[m]
                possible = einde is None or einde >= day
                made = services.open_inschrijving(
                    leerling=leerling,
                    begin=day,
                    einde=einde,
                    plaats=plaats(*seat),
                    by=world.alice,
                )
                assert possible
                wanted[made.pk] = span(day, einde, seat)
            elif row is None:
                return
            elif action == "move":
                old = dict(wanted[row.pk])
                made = services.move_inschrijving(
                    inschrijving=row, plaats=plaats(*seat), vanaf=day, by=world.alice
                )
                assert day in old
                wanted[row.pk] = {d: s for d, s in old.items() if d < day}
                wanted.setdefault(made.pk, {})
                wanted[made.pk] = {d: seat for d in old if d >= day}
            elif action == "close":
                services.close_inschrijving(inschrijving=row, einde=day, by=world.alice)
                assert day >= row.begin
                wanted[row.pk] = span(row.begin, day, (row.klas, row.halves))
            elif action == "reopen":
                services.reopen_inschrijving(inschrijving=row, by=world.alice)
                wanted[row.pk] = span(row.begin, None, (row.klas, row.halves))
            else:
                key = row.pk
                services.delete_inschrijving(inschrijving=row, by=world.alice)
                del wanted[key]
    except LeerlingError:
        assert not allowed(model, action, day, m, seat, row), (action, day, m, seat, row)
        return
    assert model.fits(wanted), "the service let a pupil in twice"
    model.seats = wanted


def allowed(
    model: Model, action: str, day: date, m: int | None, seat: Seat, row: Inschrijving | None
) -> bool:
    """Would the model of days have taken this step?"""
    wanted = {key: dict(mine) for key, mine in model.seats.items()}
    if action == "open":
        einde = None if m is None else DAYS[m]
        wanted[-1] = span(day, einde, seat)
        return (einde is None or einde >= day) and model.fits(wanted)
    assert row is not None
    mine = wanted[row.pk]
    row = Inschrijving.objects.get(pk=row.pk)
    if action == "move":
        wanted[row.pk] = {d: s if d < day else seat for d, s in mine.items()}
        return day in mine and model.fits(wanted)
    if action == "delete":
        return True
    einde = day if action == "close" else None
    wanted[row.pk] = span(row.begin, einde, (row.klas, row.halves))
    return (einde is None or einde >= row.begin) and model.fits(wanted)


def check(world: World, model: Model) -> None:
    """List and Telling of every day say what the model says."""
    access = Access(world.school, world.alice, frozenset())
    for day in DAYS:
        lijst = Lijst(access, Vraag(day))
        rows = [rij.inschrijving for rij in lijst.rijen(lijst.keys)]
        assert sorted((i.klas, i.halves) for i in rows if i is not None) == model.on(day), day
        halves = sum(halves for _, halves in model.on(day))
        assert lijst.telt_als * 2 == halves <= 2
        assert sum(cell.halves for cell in tel_op(world.school, day).telling.cells) == halves
