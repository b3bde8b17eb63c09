"""Figures that the system counts, against a count by hand from the rows of the pupils."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import pytest

from gokwijs.apps.analyse.beelden import forget
from gokwijs.apps.analyse.models import Bestemming
from gokwijs.apps.beleid.bewaren import BeleidError
from gokwijs.apps.beleid.models import Indicator, Meting
from gokwijs.apps.leerlingen.models import Feit, Inschrijving, Leerling
from gokwijs.apps.opvolging import services
from gokwijs.apps.opvolging.tellen import FIGUREN, Jaargetal, Telkeuze, tel
from gokwijs.core.calendar import teldag
from tests.apps.analyse.builders import (
    DAG,
    JA,
    KLASSEN,
    NU,
    ONBEKEND,
    VORIG,
    VORIGE_DAG,
    Rij,
    So,
    lege_school,
    nu,
    rijen,
    toen,
)
from tests.apps.builders import TODAY
from tests.apps.opvolging.builders import plan

GROEPEN = ("", "gok", "thuistaal", "schooltoeslag")
WAAR = ("", "klas:1A1", "richting:1A", "leerjaar:so-1-1", "graad:so-2")


def found(so: So, figuur: str, groep: str = "", waar: str = "") -> dict[int, Jaargetal]:
    """What the system counts, by the first year of the schooljaar."""
    return {one.jaar.start: one for one in tel(so.school, Telkeuze(figuur, groep, waar), TODAY)}


def chosen(rows: Iterable[Rij], groep: str, waar: str) -> list[Rij]:
    kind, _, key = waar.partition(":")
    kept = []
    for row in rows:
        _, graad, leerjaar, richting, _ = KLASSEN[row.klas]
        places = {
            "klas": row.klas,
            "richting": richting,
            "graad": f"so-{graad}",
            "leerjaar": f"so-{graad}-{leerjaar}",
        }
        if (not waar or places[kind] == key) and (not groep or row.antwoord(groep) == JA):
            kept.append(row)
    return kept


@pytest.mark.parametrize("groep", GROEPEN)
@pytest.mark.parametrize("waar", WAAR)
def test_the_share_with_a_kenmerk_is_that_among_who_is_known(so: So, groep: str, waar: str) -> None:
    for start, rows in ((VORIG.start, toen(so.school)), (NU.start, nu(so.school))):
        own = [r.antwoord("opleiding_moeder") for r in chosen(rows, groep, waar)]
        one = found(so, "kenmerk_opleiding_moeder", groep, waar)[start]
        assert (one.teller, one.noemer) == (own.count(JA), len(own) - own.count(ONBEKEND))


@pytest.mark.parametrize("groep", GROEPEN)
@pytest.mark.parametrize("waar", WAAR)
def test_schoolse_vordering_counts_who_is_a_year_or_more_behind(
    so: So, groep: str, waar: str
) -> None:
    for jaar, rows in ((VORIG, toen(so.school)), (NU, nu(so.school))):
        behind = [
            jaar.start - row.geboren.year - 5 - KLASSEN[row.klas][4] >= 1
            for row in chosen(rows, groep, waar)
            if row.geboren is not None
        ]
        one = found(so, "vordering", groep, waar)[jaar.start]
        assert (one.teller, one.noemer) == (sum(behind), len(behind))


@pytest.mark.parametrize("groep", GROEPEN)
@pytest.mark.parametrize("stroom", ["1A", "1B"])
def test_attesten_are_counted_per_stream_when_the_year_is_over(
    so: So, groep: str, stroom: str
) -> None:
    meaning = {"A": "zonder", "B": "met", "A met uitsluiting": "met", "C": "c"}
    given = dict(
        Inschrijving.objects.filter(einde=VORIG.last_day).values_list("leerling_id", "attest")
    )
    rows = chosen(rijen(so.school, VORIGE_DAG, VORIG.last_day), groep, f"richting:{stroom}")
    said = [meaning[given[row.pk]] for row in rows if given.get(row.pk)]
    for uitkomst in ("zonder", "met", "c"):
        counted = found(so, f"attest_{uitkomst}_{stroom.lower()}", groep)
        assert (counted[VORIG.start].teller, counted[VORIG.start].noemer) == (
            said.count(uitkomst),
            len(said),
        )
        assert counted[NU.start].reden == "telt na afloop van het schooljaar"


@pytest.mark.parametrize("groep", GROEPEN)
def test_who_leaves_or_repeats_is_counted_from_one_peildag_to_the_next(so: So, groep: str) -> None:
    later = {row.pk: row for row in nu(so.school)}
    # The answers are those of the day on which the flow is counted.
    answers = {row.pk: row for row in rijen(so.school, VORIGE_DAG, TODAY)}
    rows = [
        row
        for row in toen(so.school)
        if not groep or (later.get(row.pk) or answers[row.pk]).antwoord(groep) == JA
    ]
    again = sum(
        row.pk in later and KLASSEN[later[row.pk].klas][4] == KLASSEN[row.klas][4] for row in rows
    )
    gone = sum(row.pk not in later and KLASSEN[row.klas][4] != 12 for row in rows)
    over, weg = (found(so, f"stroom_{what}", groep)[NU.start] for what in ("over", "weg"))
    assert (over.teller, over.noemer) == (again, len(rows))
    assert (weg.teller, weg.noemer) == (gone, len(rows))


def test_the_way_to_1b_counts_known_destinations_only(db: None) -> None:
    so = lege_school()
    for n, waar in enumerate(["1a"] * 6 + ["1b"] * 3 + ["anders", ""]):
        pupil = Leerling.objects.create(
            school=so.school, stamnummer=f"66{n:05}", naam=f"Kind{n}", voornaam="K", zoeknaam="k"
        )
        Inschrijving.objects.create(
            leerling=pupil,
            begin=VORIG.first_day,
            einde=VORIG.last_day,
            vestigingsplaats="1",
            onderwijsniveau="lager",
            leerjaar="6",
            klas="L6A",
        )
        if waar:
            Bestemming.objects.create(
                leerling=pupil, schooljaar=VORIG.start, waar=waar, door_naam="x"
            )
    forget()
    one = found(so, "overgang_1b")[VORIG.start]
    assert (one.teller, one.noemer) == (3, 9)


def test_every_figure_can_be_counted_and_says_what_it_is(so: So) -> None:
    own = plan(so.school, so.alice)
    for key in FIGUREN:
        made = services.kies_telling(
            plan=own, indicator=None, keuze=Telkeuze(key), today=TODAY, by=so.alice
        )
        assert made.is_aandeel
        assert "{" not in made.noemer_definitie
        assert Telkeuze.van(made) == Telkeuze(key)


@pytest.mark.parametrize(
    ("figuur", "groep"),
    [
        ("kenmerk_thuistaal", "thuistaal"),
        ("kenmerk_thuistaal", "rest"),
        ("kenmerk_gok", "gok"),
        ("kenmerk_gok", "schooltoeslag"),
    ],
)
def test_a_share_that_is_known_beforehand_is_refused(so: So, figuur: str, groep: str) -> None:
    with pytest.raises(BeleidError, match="staat vooraf vast"):
        services.kies_telling(
            plan=plan(so.school, so.alice),
            indicator=None,
            keuze=Telkeuze(figuur, groep),
            today=TODAY,
            by=so.alice,
        )
    assert Telkeuze("kenmerk_thuistaal", "gok").bezwaar == ""


# ---------------------------------------------------------------- filling in


def counted(so: So, keuze: Telkeuze) -> Indicator:
    own = plan(so.school, so.alice)
    made = services.kies_telling(plan=own, indicator=None, keuze=keuze, today=TODAY, by=so.alice)
    services.vul_aan(indicator=made, today=TODAY, by=so.alice)
    return made


def test_filling_in_writes_each_year_once_with_its_day_and_only_for_the_werkzone(so: So) -> None:
    made = counted(so, Telkeuze("kenmerk_gok", waar="richting:1A"))
    rows = list(Meting.objects.filter(indicator=made).order_by("peildatum"))
    assert [m.peildatum for m in rows] == [VORIGE_DAG, DAG]
    assert {(m.werkzone, m.bron_soort, m.is_nulmeting) for m in rows} == {
        (True, "eigen_telling", False)
    }
    assert services.vul_aan(indicator=made, today=TODAY, by=so.alice) == []


def test_a_running_year_waits_for_its_teldag(so: So) -> None:
    before = date(2026, 1, 10)
    own = plan(so.school, so.alice)
    made = services.kies_telling(
        plan=own, indicator=None, keuze=Telkeuze("kenmerk_gok"), today=before, by=so.alice
    )
    first = services.vul_aan(indicator=made, today=before, by=so.alice)
    assert [m.peildatum for m in first] == [VORIGE_DAG]
    later = services.vul_aan(indicator=made, today=TODAY, by=so.alice)
    assert [m.peildatum for m in later] == [teldag(NU.next)]


def test_counting_again_leaves_the_nulmeting_as_it_was(so: So) -> None:
    made = counted(so, Telkeuze("kenmerk_schooltoeslag"))
    first = made.metingen.order_by("peildatum")[0]
    services.maak_nulmeting(meting=first, by=so.alice)
    before = (first.teller, first.noemer)
    Feit.objects.filter(leerling__school=so.school, kenmerk="schooltoeslag").update(antwoord=JA)
    forget()
    assert services.vul_aan(indicator=made, today=TODAY, by=so.alice) == []
    first.refresh_from_db()
    assert (first.teller, first.noemer) == before
    now = found(so, "kenmerk_schooltoeslag")[VORIG.start]
    assert Fraction(before[0] or 0) != now.teller


def test_another_choice_begins_a_new_series_after_a_break(so: So) -> None:
    made = counted(so, Telkeuze("kenmerk_thuistaal", waar="richting:1A"))
    again = services.kies_telling(
        plan=made.plan,
        indicator=made,
        keuze=Telkeuze("kenmerk_thuistaal"),
        today=TODAY,
        by=so.alice,
    )
    services.vul_aan(indicator=again, today=TODAY, by=so.alice)
    versions = sorted(again.metingen.values_list("definitie_versie", "peildatum"))
    assert versions == [(1, VORIGE_DAG), (1, DAG), (2, VORIGE_DAG), (2, DAG)]
    page = so.client().get(
        f"/school/{so.school.instellingsnummer}/beleid/opvolging/indicator/{made.pk}/"
    )
    assert page.content.decode().count("Vanaf hier is anders geteld") == 1


def test_a_definition_that_a_colleague_changed_meanwhile_is_not_overwritten(so: So) -> None:
    made = counted(so, Telkeuze("kenmerk_gok"))
    services.kies_telling(
        plan=made.plan,
        indicator=made,
        keuze=Telkeuze("kenmerk_thuistaal"),
        today=TODAY,
        by=so.alice,
    )
    address = f"/school/{so.school.instellingsnummer}/beleid/opvolging/indicator/{made.pk}/tellen/"
    answer = so.client().post(address, {"figuur": "vordering", "versie": "1"})
    assert "bewaarde intussen een andere versie" in answer.content.decode()
    made.refresh_from_db()
    assert made.berekening == "kenmerk_thuistaal"


def test_choosing_in_the_form_counts_at_once(so: So) -> None:
    own = plan(so.school, so.alice)
    nummer = so.school.instellingsnummer
    address = f"/school/{nummer}/beleid/opvolging/plan/{own.pk}/tellen/"
    answer = so.client().post(
        address, {"figuur": "vordering", "groep": "gok", "waar": "leerjaar:so-1-1"}, follow=True
    )
    text = answer.content.decode()
    assert "2 schooljaren geteld" in text
    assert "GOK-leerlingen in 1ste jaar op de peildag met een leerjaar" in text
    refused = so.client().post(address, {"figuur": "kenmerk_gok", "groep": "gok"})
    assert "staat vooraf vast" in refused.content.decode()
