"""The demo tells one believable, plainly fictional story, and its fixed figures are proved ones."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone

from gokwijs.apps.access.models import User
from gokwijs.apps.analyse import demo
from gokwijs.apps.analyse.beelden import Bron, jaren, tel_beeld
from gokwijs.apps.analyse.demo import FICTIEF
from gokwijs.apps.analyse.kijk import mask
from gokwijs.apps.analyse.models import Lezing, OfficieleOki, Stand, Vaststelling, Vrijgave
from gokwijs.apps.analyse.poort import nog_veilig
from gokwijs.apps.beleid.voorbeelden import FICTIEF as VOORBEELD
from gokwijs.apps.leerlingen.demo import example_rows
from gokwijs.apps.leerlingen.lijst import antwoorden_op
from gokwijs.apps.leerlingen.models import Inschrijving
from gokwijs.apps.leerlingen.selectors import running_on
from gokwijs.apps.scholen.models import School
from gokwijs.apps.teldag.dagen import teldag_of
from gokwijs.apps.vandaag.demo import SCHOOLS, build_demo
from gokwijs.core.analyse.attest import Attest
from gokwijs.core.analyse.beeld import JA, NEE, gekend, uit_json
from gokwijs.core.analyse.selectie import Selectie
from gokwijs.core.analyse.tellen import telblad
from gokwijs.core.calendar import Schooljaar
from gokwijs.core.kenmerken.feiten import PER_LEERLING
from tests.apps.builders import client_of, main_text

PLACE = (
    *("vestigingsplaats", "onderwijsniveau", "graad", "type"),
    *("leerjaar", "richting", "klas"),
)
SAID = {"ja": JA, "nee": NEE}


def test_on_the_last_teldag_exactly_the_pupils_of_the_example_files_are_there(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "_STANDEN", {})  # proving takes seconds, and is not asked here
    build_demo()
    now = Schooljaar.of(timezone.localdate())
    for nummer, _, filename in SCHOOLS:
        school = School.objects.get(instellingsnummer=nummer)
        dag = teldag_of(school, now).dag
        there = Inschrijving.objects.filter(running_on(dag), leerling__school=school)
        known = antwoorden_op(school, dag, {one.leerling_id for one in there}, everybody=True)
        assert {
            one.leerling.stamnummer: (
                [getattr(one, name) for name in PLACE],
                known.get(one.leerling_id, {}),
            )
            for one in there.select_related("leerling")
        } == {
            row["leerling"]: (
                [row[name] for name in PLACE],
                {k.value: SAID[row[k.value]] for k in PER_LEERLING if row[k.value]},
            )
            for row in example_rows(filename, nummer)
        }, nummer


def test_the_story_has_five_years_and_everything_a_question_asks_for(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "_STANDEN", {})  # proving takes seconds, and is not asked here
    build_demo()
    today = timezone.localdate()
    now = Schooljaar.of(today)
    school = School.objects.get(instellingsnummer="999002")
    years = jaren(school, today)
    assert years == [Schooljaar(now.start - back) for back in range(5)]
    bron = Bron.van(school, today)
    beelden = {year: bron.beeld(year) for year in years}
    taal = [
        telblad("samenstelling", beelden[y], Selectie()).cel("school", "thuistaal") for y in years
    ]
    shares = [one.p for one in taal if one.p is not None]
    assert len(shares) == 5
    assert shares == sorted(shares, reverse=True)
    flows = telblad("stroom", beelden[now], Selectie())
    total: Counter[str] = Counter()
    for (_, kolom), one in flows.aantallen.items():
        total[kolom.partition(":")[2]] += one.ja or 0
    assert min(total[name] for name in ("verder", "over", "weg")) > 0
    attesten = Counter(vak.attest for vak in beelden[now.previous].vakken)
    assert set(attesten) == {a.value for a in (Attest.A, Attest.A_REMEDIERING, Attest.B)} | {
        Attest.C.value,
        Attest.ONBEKEND.value,
    }
    assert any(vak.achter for vak in beelden[now].vakken)


def test_what_the_team_and_the_scholengroep_see_came_out_of_the_gate(db: None) -> None:
    lines = build_demo()
    standen = list(Stand.objects.prefetch_related("vrijgaven"))
    assert Counter(one.school.instellingsnummer for one in standen) == {"999001": 1, "999002": 2}
    for one in standen:
        assert one.status == Stand.Status.KLAAR
        beeld = gekend(tel_beeld(one.school, Schooljaar(one.schooljaar), timezone.localdate()))
        for released in one.vrijgaven.all():
            if released.geweigerd:
                continue
            whole = telblad(released.tabel, beeld, Selectie())
            shown = {
                key: halves
                for key, halves in released.inhoud["getoond"].items()
                if not key.endswith((":rest", ":n"))
            }
            assert shown == {
                f"{rij}|{kolom}": cell.ja
                for (rij, kolom), cell in mask(whole, released).aantallen.items()
                if cell.ja is not None and f"{rij}|{kolom}" in shown
            }
        assert nog_veilig(uit_json(one.inhoud), (), one.bewijs)
    check_outside(lines)


def check_outside(lines: list[str]) -> None:
    """The scholengroep of the demo sees what was released and nothing else."""
    assert any("scholengroep@demo.invalid" in line for line in lines)
    client = client_of(User.objects.get(email="scholengroep@demo.invalid"))
    page = main_text(client.get("/school/999002/waar/"))
    assert "vrijgegeven door de school" in page.lower() or "vrijgaf" in page
    outside = Vrijgave.objects.filter(publiek=Vrijgave.Publiek.GROEP)
    assert {one.tabel for one in outside} == {"samenstelling"}
    said = [
        *outside.values_list("doel", flat=True),
        *Vaststelling.objects.values_list("tekst", flat=True),
        *Lezing.objects.values_list("besluit", flat=True),
    ]
    # A vaststelling from a round begins with its subject.
    plain = (FICTIEF, f"{VOORBEELD}. ")
    assert [text for text in said if not any(word in text for word in plain)] == []
    assert OfficieleOki.objects.get().bron == "fictief document"
