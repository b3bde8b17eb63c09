"""The school in figures: only what was fixed or released, whoever looks; theme and last report."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

from pypdf import PdfReader

from gokwijs.apps.access.roles import Permission
from gokwijs.apps.analyse import services_stand
from gokwijs.apps.analyse.models import Stand
from gokwijs.apps.beleid.models import Plan, Streefdoel
from gokwijs.apps.dossier.begrijp import begrijp
from gokwijs.apps.dossier.models import Bevinding, Inspectie
from gokwijs.apps.scholen.selectors import Access, access_for
from tests.apps.analyse.builders import SO, So
from tests.apps.builders import TODAY, kinds, main_text
from tests.verapdf import keeps_the_standards

PAGE = f"/school/{SO}/beleid/dossier/begrijp"
BY = {"door_naam": "Alice Adams", "gewijzigd_door": "Alice Adams"}


def access(so: So) -> Access:
    return access_for(so.alice, SO, Permission.SCHOOLZONE_ZIEN)


def exact(so: So) -> list[str]:
    """Counts that only the Werkzone may see: those the team's own table hides."""
    stand = Stand.objects.filter(school=so.school).order_by("-schooljaar")[0]
    shown = stand.vrijgaven.get(publiek="school", tabel="waar-klas").inhoud
    return list(shown["verborgen"])


def test_the_directeur_sees_what_the_team_sees_and_nothing_more(vast: So) -> None:
    assert exact(vast)  # there is something to hide
    mine = main_text(vast.client("alice").get(f"{PAGE}/"))
    theirs = main_text(vast.client("leraar").get(f"{PAGE}/"))
    for text in (mine, theirs):
        assert "zijn GOK-leerling" in text
        assert "afgeschermd" in text
    cut = re.compile(r"Wie aan het plan schrijft, voert het in\.|Voer het laatste verslag in")
    shown = [cut.sub("", text.partition("Begrijp onze school Wat")[2]) for text in (mine, theirs)]
    assert shown[0][:3000] == shown[1][:3000]


def test_parts_stand_in_order_and_a_table_without_figures_is_named_instead(vast: So) -> None:
    found = begrijp(access(vast), TODAY)
    keys = [deel.key for deel in found.blad.delen]
    assert keys[:4] == ["aantal", "kenmerken", "jaren", "waar"]
    for deel in found.blad.delen:
        assert deel.zinnen or deel.tabel
    named = {one.titel for one in found.leeg}
    assert named | {deel.titel for deel in found.blad.delen} >= {"Doorstroom", "Attesten"}


def test_the_number_of_pupils_is_the_true_number_of_each_year(vast: So) -> None:
    part = begrijp(access(vast), TODAY).blad.delen[0]
    assert part.tabel is not None
    counts = {rij.label: rij.cellen[0].tekst for rij in part.tabel.rijen}
    rows = {s.schooljaar: s for s in Stand.objects.filter(school=vast.school)}
    assert len(counts) == len(rows)
    assert all(text.replace(",", "").isdigit() for text in counts.values())


def test_nothing_goes_outside_before_the_school_released_it(vast: So) -> None:
    before = begrijp(access(vast), TODAY, buiten=True)
    assert not before.heeft_cijfers
    assert all(one.begin == "analyse:stand" for one in before.leeg if one.titel != "Na het zesde")
    stand = Stand.objects.filter(school=vast.school).order_by("-schooljaar")[0]
    table = stand.vrijgaven.get(publiek="school", tabel="samenstelling")
    services_stand.geef_buiten(vrijgave=table, doel="voor de inspectie", by=vast.alice)
    after = begrijp(access(vast), TODAY, buiten=True)
    assert [deel.key for deel in after.blad.delen][:2] == ["aantal", "kenmerken"]
    text = main_text(vast.client("alice").get(f"{PAGE}/?voor=buiten"))
    assert "Vrijgegeven door de school" in text


def test_without_fixed_figures_it_says_who_begins(so: So) -> None:
    directeur = so.client("alice").get(f"{PAGE}/").content.decode()
    assert "Leg de cijfers vast" in directeur
    leraar = so.client("leraar").get(f"{PAGE}/").content.decode()
    assert "De directeur of de GOK-coördinator legt ze vast" in leraar
    assert "btn-primary" not in leraar


def plan_and_report(so: So) -> Inspectie:
    plan = Plan.objects.create(
        school=so.school,
        naam="GOK-plan",
        schooljaar_van=2025,
        schooljaar_tot=2026,
        visie="Iedereen hoort erbij. Alice Adams schreef dit.",
        **BY,
    )
    Streefdoel.objects.create(plan=plan, formulering="Meer lezen", thema="taal", **BY)
    report = Inspectie.objects.create(
        school=so.school,
        document="Doorlichtingsverslag",
        datum=date(2025, 11, 20),
        gok_uitspraak="negatief",
        **BY,
    )
    Bevinding.objects.create(
        inspectie=report,
        tekst="Doelen zijn niet meetbaar.",
        soort="tekort",
        status="afgerond",
        sinds=date(2026, 2, 2),
        hoe="Elk doel kreeg een nulmeting.",
        **BY,
    )
    Bevinding.objects.create(
        inspectie=report, tekst="Meet ook welbevinden.", soort="aanbeveling", **BY
    )
    Bevinding.objects.create(
        inspectie=report, tekst="Iedereen is welkom.", soort="sterk_punt", **BY
    )
    return report


def test_the_theme_and_what_changed_since_the_last_report_are_told_without_names(so: So) -> None:
    plan_and_report(so)
    text = main_text(so.client("alice").get(f"{PAGE}/"))
    assert "taal: Meer lezen" in text
    assert "Van 2 punten om aan te werken is er 1 afgerond. Sindsdien waren er 0 eval" in text
    assert "Elk doel kreeg een nulmeting." in text
    assert text.count("nog niets genoteerd") == 1  # a strong point asks for nothing
    assert "Alice Adams" not in text.partition("Waar wij aan werken")[2]


def test_the_pdf_holds_the_same_and_is_logged(vast: So) -> None:
    plan_and_report(vast)
    answer = vast.client("leraar").get(f"{PAGE}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Wie onze leerlingen zijn" in text
    assert "Wat er veranderde sinds de vorige doorlichting" in text
    assert "Doelen zijn niet meetbaar." in text
    keeps_the_standards(answer.content)
    assert kinds(SO)[-1] == "export"


def test_a_stranger_finds_nothing(vast: So) -> None:
    assert vast.client("scholengroep").get(f"{PAGE}/").status_code == 403


def test_the_page_takes_few_queries(vast: So, django_assert_max_num_queries: Any) -> None:
    plan_and_report(vast)
    alice = vast.client("alice")
    alice.get(f"{PAGE}/")
    with django_assert_max_num_queries(20):
        alice.get(f"{PAGE}/")
