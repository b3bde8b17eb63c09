"""Reading together, vaststellingen, kept views, and the official OKI."""

from __future__ import annotations

from typing import Any

import pytest

from gokwijs.apps.analyse.models import Lezing, OfficieleOki, Vaststelling, Weergave
from tests.apps.analyse.builders import DAG, SO, So, W, cel, nu, tel

STAP = {"zien": "Veel GOK-leerlingen in 1B.", "dag": "2026-03-02"}


def begin(so: So, vraag: str = "waar", keuze: str = "per=graad", role: str = "leraar") -> Lezing:
    so.client(role).post(f"{W}/lezingen/nieuw/", {"vraag": vraag, "keuze": keuze})
    return Lezing.objects.get()


def write(so: So, one: Lezing, role: str = "leraar", **data: Any) -> str:
    url = f"{W}/lezingen/{one.pk}/"
    html = so.client(role).post(url, {**STAP, **data}, follow=True).content.decode()
    one.refresh_from_db()
    return html


def test_a_draft_is_kept(vast: So) -> None:
    one = begin(vast)
    write(vast, one, verrast="Niets.")
    assert (one.zien, one.verrast, one.afgerond) == (STAP["zien"], "Niets.", None)
    assert one.cijfers == {}
    assert "Verder lezen" in vast.page("", "leraar").main


def test_closing_needs_who_was_there(vast: So) -> None:
    one = begin(vast)
    html = write(vast, one, besluit="We vragen het na.", afronden="1")
    assert "met hoeveel jullie waren" in html
    assert one.afgerond is None
    assert STAP["zien"] in html  # what was typed is not lost


@pytest.mark.parametrize("extra", [{}, {"besluit": "Iets.", "geen_besluit": "on"}])
def test_closing_needs_a_decision_or_explicitly_none(vast: So, extra: Any) -> None:
    one = begin(vast)
    html = write(vast, one, n_leraren="4", afronden="1", **extra)
    assert "Schrijf wat jullie besluiten, of vink aan" in html
    assert one.afgerond is None


@pytest.mark.parametrize("extra", [{"besluit": "We vragen het na."}, {"geen_besluit": "on"}])
def test_a_closed_reading_is_frozen_with_the_figures_of_the_team(vast: So, extra: Any) -> None:
    one = begin(vast, role="directeur")
    write(vast, one, "directeur", n_leraren="4", n_zorg="2", afronden="1", **extra)
    assert one.afgerond is not None
    assert one.deelnemers == {"leraren": 4, "zorg": 2}
    team = vast.page("waar/?per=graad&zone=school")
    kept = one.cijfers["tabellen"][0]
    assert {row[0]: row[1:] for row in kept["rijen"]} == {
        label: cells for label, cells in team.tafels[0].rijen.items() if label != "Samen"
    }
    assert "kleine groepen zijn afgeschermd" in one.cijfers["bron"]
    html = write(vast, one, "directeur", zien="Anders.", n_leraren="9", geen_besluit="on")
    assert one.zien == STAP["zien"]
    assert "al afgerond" in html or "Afgerond op" in html


def test_a_reading_shows_the_figures_of_the_team_also_to_a_directeur(vast: So) -> None:
    one = begin(vast, keuze="per=klas&klas=1A1&groep=gok&zone=werk", role="directeur")
    html = vast.page(f"lezingen/{one.pk}/").main
    assert "afgeschermd" in html
    assert "/leerlingen/?" not in html


# ---------------------------------------------------------------- vaststellingen


def note(so: So, role: str = "directeur", **data: str) -> Vaststelling:
    given = {"vraag": "waar", "tekst": "We zien veel.", **data}
    response = so.client(role).post(f"{W}/vaststellingen/nieuw/", given)
    assert response.status_code == 302
    return Vaststelling.objects.order_by("-pk")[0]


def test_a_vaststelling_keeps_figures_source_and_date(vast: So) -> None:
    one = note(vast, keuze="per=klas&klas=1A1")
    assert one.dag == DAG
    assert one.schooljaar == 2025
    assert "Bron: leerlingengegevens van De Lantaarn" in one.bron
    own = [r for r in nu(vast.school) if r.klas == "1A1"]
    assert one.cijfers["tabellen"][0]["rijen"][0][:2] == ["1A1", str(len(own))]
    assert one.werkzone is True
    assert "klas=1A1" in vast.page("vaststellingen/").html


def test_a_page_suggests_its_first_sentence(vast: So) -> None:
    html = vast.get("vaststellingen/nieuw/?vraag=wie").content.decode()
    assert vast.page("wie/").zinnen[0] in html


def test_one_cell_fills_in_place_kenmerk_and_numbers(vast: So) -> None:
    query = "vraag=waar&keuze=per%3Dklas&rij=1A1&kolom=thuistaal"
    html = vast.get(f"vaststellingen/nieuw/?{query}").content.decode()
    own = [r for r in nu(vast.school) if r.klas == "1A1"]
    text = cel(*tel(own, "thuistaal"))
    assert f"1A1, thuistaal: {text} (Schooljaar 2025-2026, stand van 2 februari 2026)" in html
    one = note(vast, keuze="per=klas", rij="1A1", kolom="thuistaal")
    assert (one.plaats, one.kenmerk) == ("1A1", "thuistaal")


def test_a_hidden_cell_suggests_nothing_of_itself(vast: So) -> None:
    query = "vraag=waar&keuze=per%3Dklas&rij=1B1&kolom=gok"
    html = vast.get(f"vaststellingen/nieuw/?{query}", "leraar").content.decode()
    assert "1B1, gok" not in html


def test_exact_vaststellingen_are_not_for_a_leraar(vast: So) -> None:
    exact = note(vast, tekst="Exact: drie van 1B.")
    team = note(vast, tekst="Voor iedereen.", keuze="zone=school")
    assert (exact.werkzone, team.werkzone) == (True, False)
    html = vast.page("vaststellingen/", "leraar").main
    assert "Voor iedereen." in html
    assert "Exact" not in html
    client = vast.client("leraar")
    assert client.post(f"{W}/vaststellingen/{exact.pk}/weg/").status_code == 404
    data = {"vraag": "wie", "tekst": "x", "keuze": "zone=werk"}
    assert client.post(f"{W}/vaststellingen/nieuw/", data).status_code == 403


def test_a_leraar_with_a_class_writes_exact_vaststellingen_of_that_class_only(vast: So) -> None:
    vast.school.leraar_ziet_klas = True
    vast.school.save()
    client = vast.client("leraar", klassen=["1A1"])
    client.post(f"{W}/vaststellingen/nieuw/", {"vraag": "waar", "tekst": "Bij ons veel."})
    one = Vaststelling.objects.get()
    assert one.werkzone is True
    assert "1A2" not in str(one.cijfers)


def test_withdrawing_and_bringing_back(vast: So) -> None:
    one = note(vast, tekst="Weg en terug.")
    url = f"{W}/vaststellingen/{one.pk}/weg/"
    vast.client().post(url)
    assert "Weg en terug." not in vast.page("vaststellingen/").main
    assert "Weg en terug." in vast.page("vaststellingen/?weg=1").main
    vast.client().post(url, {"terug": "1"})
    assert "Weg en terug." in vast.page("vaststellingen/").main


@pytest.mark.parametrize("query", ["vraag=hoezo", "vraag=wie&keuze=kenmerk%3Dx", ""])
def test_a_vaststelling_of_nonsense_is_not_found(vast: So, query: str) -> None:
    assert vast.get(f"vaststellingen/nieuw/?{query}").status_code == 404


# ---------------------------------------------------------------- kept views


def keep(so: So, naam: str, keuze: str = "per=klas", vraag: str = "waar") -> str:
    data = {"vraag": vraag, "keuze": keuze, "naam": naam}
    return so.client().post(f"{W}/weergaven/", data, follow=True).content.decode()


def test_a_kept_view_leads_to_its_page_and_the_same_name_replaces_it(so: So) -> None:
    keep(so, "Per  klas ", "per=klas&kenmerk=thuistaal")
    keep(so, "Per klas", "per=richting")
    one = Weergave.objects.get()
    assert (one.naam, one.keuze) == ("Per klas", "per=richting")
    assert f'href="/school/{SO}/waar/waar/?per=richting"' in so.page("").main


def test_a_name_is_escaped(so: So) -> None:
    keep(so, "<script>alert(1)</script>")
    html = so.page("").main
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_the_forty_first_is_refused_but_replacing_goes_on(so: So) -> None:
    Weergave.objects.bulk_create(
        Weergave(school=so.school, naam=f"W{n}", vraag="wie", door_naam="x") for n in range(40)
    )
    assert "Er zijn al 40 weergaven" in keep(so, "Nog een")
    assert Weergave.objects.count() == 40
    assert "Bewaard" in keep(so, "W3", "per=graad")
    assert Weergave.objects.get(naam="W3").keuze == "per=graad"


def test_every_kept_view_can_be_found_again_and_removed(so: So) -> None:
    Weergave.objects.bulk_create(
        Weergave(school=so.school, naam=f"W{n:02}", vraag="wie", door_naam="x") for n in range(40)
    )
    html = so.page("").main
    assert "W00" in html
    assert "W39" in html


@pytest.mark.parametrize("naam", ["", "   ", "x" * 81])
def test_a_view_without_a_good_name_is_refused(so: So, naam: str) -> None:
    assert "hoogstens 80 tekens" in keep(so, naam)
    assert not Weergave.objects.exists()


# ---------------------------------------------------------------- the official OKI


def oki(so: So, waarde: str = "1,37", datum: str = "2026-02-20", **more: str) -> str:
    data = {"jaar": "2025-2026", "waarde": waarde, "bron": "DataWijzer", "datum": datum, **more}
    return so.client().post(f"{W}/oki/", data, follow=True).content.decode()


def test_the_official_oki_stands_beside_our_own_count_with_its_source(so: So) -> None:
    oki(so)
    one = OfficieleOki.objects.get()
    assert str(one.waarde) == "1.3700"
    cells = so.page("wie/").tafel("Over de jaren").rijen["2025-2026"]
    assert cells[-1] == "1,37 (DataWijzer, 20/02/2026)"
    oki(so, "1,4")
    assert str(OfficieleOki.objects.get().waarde) == "1.4000"
    so.client().post(f"{W}/oki/", {"weg": str(one.pk)})
    assert not OfficieleOki.objects.exists()


@pytest.mark.parametrize(
    ("waarde", "datum"),
    [("4,01", "2026-02-20"), ("-1", "2026-02-20"), ("veel", "2026-02-20"), ("1,2", "2026-03-03")],
)
def test_an_impossible_oki_is_refused_in_words(so: So, waarde: str, datum: str) -> None:
    html = oki(so, waarde, datum)
    assert not OfficieleOki.objects.exists()
    assert "invalid" in html or "fout" in html


@pytest.mark.parametrize("pk", ["abc", "999999", "-1", "٣"])
def test_removing_an_oki_that_is_not_there(so: So, pk: str) -> None:
    assert so.client().post(f"{W}/oki/", {"weg": pk}).status_code == 404
