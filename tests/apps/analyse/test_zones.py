"""Who sees which number: Werkzone, Schoolzone and what leaves the school."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gokwijs.apps.access.roles import Role
from gokwijs.apps.analyse import services, services_stand
from gokwijs.apps.analyse.models import Stand, Vrijgave
from gokwijs.apps.leerlingen.models import Leerling
from gokwijs.core.analyse.beeld import gekend, uit_json
from gokwijs.core.disclosure.bewaren import van_json
from gokwijs.core.disclosure.namen import plaatstabellen
from gokwijs.core.kenmerken.feiten import PER_LEERLING
from tests.apps.analyse.builders import (
    ELDERS,
    JA,
    KENMERKEN,
    NU,
    VORIG,
    VRAGEN,
    Gelezen,
    So,
    Tafel,
    W,
    cel,
    lege_school,
    nu,
    tel,
    toen,
)
from tests.apps.builders import kinds

KOLOMMEN = {
    "Opleiding moeder": "opleiding_moeder",
    "Schooltoeslag": "schooltoeslag",
    "Thuistaal": "thuistaal",
    "Trekkende bevolking": "trekkende_bevolking",
    "GOK-leerling": "gok",
}
GROEP = {"GOK": "gok", "andere": "rest"}
UITKOMST = {
    "een jaar of meer achter": "achter",
    "niet achter": "op",
    "niet te zeggen": "onbekend",
    "zonder beperking": "zonder",
    "met beperking": "met",
    "C-attest": "c",
    "een jaar verder": "verder",
    "zelfde jaar opnieuw": "over",
    "ergens anders heen": "anders",
    "weg voor het laatste jaar": "weg",
    "weg na het laatste jaar": "klaar",
}
RIJ = {
    "1ste graad": "so-1",
    "2de graad": "so-2",
    "1ste jaar": "so-1-1",
    "2de jaar": "so-1-2",
    "3de jaar": "so-2-3",
    "4de jaar": "so-2-4",
    "vestigingsplaats 1": "1",
    "vestigingsplaats 2": "2",
    "Samen": "school",
}
PER = ("klas", "richting", "leerjaar", "graad", "vestiging")
PAGES = (
    "",
    *(f"{v}/" for v in VRAGEN),
    *(f"waar/?per={per}" for per in PER),
    *(f"veranderd/?per={per}" for per in PER[1:]),
    *(f"waar/?kenmerk={k}&per=graad" for k in KENMERKEN),
    *(f"{v}/?jaar={VORIG}" for v in VRAGEN),
)
HIDDEN = {"afgeschermd"}


def with_zone(path: str, zone: str = "school") -> str:
    return f"{path}{'&' if '?' in path else '?'}zone={zone}"


def register(so: So, jaar: Any, publiek: str = "school") -> dict[str, dict[str, Any]]:
    """Per table what was shown of a year: ``row|column`` → half pupils."""
    rows = Vrijgave.objects.filter(
        stand__school=so.school, stand__schooljaar=jaar.start, publiek=publiek, ingetrokken=None
    )
    return {one.tabel: one.inhoud.get("getoond", {}) for one in rows}


# ---------------------------------------------------------------- what the team sees


def must_be(shown: dict[str, int], key: str, size: int) -> str:
    return cel(shown[key] // 2, size) if key in shown else "afgeschermd"


def check_places(table: Tafel, shown: dict[str, int], whole: dict[str, int]) -> int:
    """Every cell is what the register shows, or hidden; how many were shown."""
    number = 0
    for label, cells in table.rijen.items():
        row = RIJ.get(label, label)
        size = int(cells[0])
        for head, text in zip(table.kop[2:], cells[1:], strict=True):
            key = f"{row}|{KOLOMMEN[head]}"
            given = whole if label == "Samen" else shown
            assert text == must_be(given, key, size), (label, head)
            number += key in given
    return number


def check_groups(table: Tafel, shown: dict[str, int]) -> None:
    """As above for GOK-leerlingen beside the others: their size is a number too."""
    for label, cells in table.rijen.items():
        row = RIJ.get(label, label.lower())
        for head, text in zip(table.kop[2:], cells[1:], strict=True):
            groep, _, outcome = head.partition(": ")
            size = shown.get(f"{row}|{GROEP[groep]}:n")
            key = f"{row}|{GROEP[groep]}:{UITKOMST[outcome]}"
            wanted = "afgeschermd" if size is None else must_be(shown, key, size // 2)
            assert text == wanted, (label, head)


@pytest.mark.parametrize("role", ["leraar", "beheerder"])
def test_without_the_werkzone_there_are_no_exact_numbers(vast: So, role: str) -> None:
    for path in PAGES:
        assert vast.get(with_zone(path, "werk"), role).status_code == 403
    assert vast.get("leerlingen/?tabel=samenstelling&rij=school&kolom=n", role).status_code == 403
    assert vast.get("leerlingen/lijst.xlsx?tabel=aantal&rij=school", role).status_code == 403


@pytest.mark.parametrize("jaar", [NU, VORIG])
@pytest.mark.parametrize("per", PER)
def test_waar_shows_the_register_and_nothing_else(vast: So, jaar: Any, per: str) -> None:
    shown = register(vast, jaar)
    page = vast.page(f"waar/?per={per}&jaar={jaar}", "leraar")
    check_places(page.tafels[0], shown[f"waar-{per}"], shown["samenstelling"])
    check_charts(page, shown[f"waar-{per}"])


def check_charts(page: Gelezen, shown: dict[str, int]) -> None:
    """A hidden row of the first chart has its name among the hidden, and no number after it."""
    rows = [label for label in page.tafels[0].rijen if label != "Samen"]
    for text in [one for one in page.aria if "aandeel per" in one]:
        for label in rows:
            if f"{RIJ.get(label, label)}|gok" not in shown:
                assert not re.search(rf"{re.escape(label)}: \d", text), text
                assert label in text.partition("Afgeschermd: ")[2], text


def test_some_numbers_are_hidden_and_some_are_shown(vast: So) -> None:
    """Otherwise the tests around this one prove nothing."""
    hidden = [k for v in Vrijgave.objects.all() for k in v.inhoud.get("verborgen", ())]
    shown = [k for v in Vrijgave.objects.all() for k in v.inhoud.get("getoond", ())]
    assert len(hidden) > 50
    assert len(shown) > 50


@pytest.mark.parametrize("jaar", [NU, VORIG])
def test_wie_shows_the_register_and_nothing_else(vast: So, jaar: Any) -> None:
    shown = register(vast, jaar)
    page = vast.page(f"wie/?jaar={jaar}", "leraar")
    size = len((nu if jaar is NU else toen)(vast.school))
    for label, cells in page.tafel("Per kenmerk").rijen.items():
        key = f"school|{KOLOMMEN[label]}"
        assert cells[0] == must_be(shown["samenstelling"], key, size)
        assert key in shown["samenstelling"] or cells[1] == "afgeschermd"
        assert cells[2] == "– enkel in de werkzone"
    together = page.tafel("Hoeveel kenmerken samen").rijen.values()
    for number, cells in enumerate(together):
        assert cells[0] == must_be(shown["aantal"], f"school|{number}", size)
    for year, cells in page.tafel("Over de jaren").rijen.items():
        given = register(vast, NU if year == str(NU) else VORIG)["samenstelling"]
        own = len((nu if year == str(NU) else toen)(vast.school))
        for kolom, text in zip(KOLOMMEN.values(), cells, strict=False):
            assert text == must_be(given, f"school|{kolom}", own)


@pytest.mark.parametrize(
    ("vraag", "tabel", "jaar"),
    [
        ("leeftijd", "vordering-graad", NU),
        ("leeftijd", "vordering-graad", VORIG),
        ("stroom", "stroom-graad", NU),
        ("attesten", "attesten", VORIG),
    ],
)
def test_the_tables_of_a_year_show_the_register(
    vast: So, vraag: str, tabel: str, jaar: Any
) -> None:
    shown = register(vast, jaar).get(tabel, {})
    page = vast.page(f"{vraag}/?jaar={jaar}", "leraar")
    assert page.tafels
    check_groups(page.tafels[0], shown)
    for text in page.aria:
        if not any(":" in key and not key.endswith(":n") for key in shown):
            assert not re.search(r"\d+ van \d+", text)


def test_a_row_that_was_not_released_shows_nothing(vast: So) -> None:
    """The gate leaves out rows whose GOK-leerlingen are hidden: they are not in its lists."""
    one = Vrijgave.objects.get(stand__schooljaar=VORIG.start, tabel="attesten", publiek="school")
    listed = {*one.inhoud["getoond"], *one.inhoud["verborgen"]}
    assert not any(key.startswith("1a|") for key in listed)
    cells = vast.page(f"attesten/?jaar={VORIG}", "leraar").tafels[0].rijen["1A"]
    assert set(cells[1:]) == HIDDEN


def test_no_sentence_names_a_hidden_number(vast: So) -> None:
    """Counts in sentences are numbers of the register or sizes that everybody knows."""
    sizes = {len(nu(vast.school)), len(toen(vast.school))}
    for rows in (nu(vast.school), toen(vast.school)):
        for name in ("klas", "richting", "leerjaar", "graad", "vestigingsplaats"):
            sizes |= {
                sum(getattr(r.plaats, name) == value for r in rows)
                for value in {getattr(r.plaats, name) for r in rows}
            }
    shown = {n // 2 for j in (NU, VORIG) for t in register(vast, j).values() for n in t.values()}
    for path in PAGES:
        for said in vast.page(path, "leraar").zinnen:
            plain = re.sub(r"20\d\d-20\d\d|\d+ % en \d+ %|\d+(,\d+)? %|\d,\d\d", "", said)
            plain = re.sub(r"vestigingsplaats \d", "", plain)
            plain = re.sub(r"minder dan \d+ leerlingen|\d+ %|95 van de 100", "", plain)
            plain = re.sub(r"tussen [−\d]+ en \d+|met \d+ procentpunt|\d(ste|de) ", "", plain)
            for number in re.findall(r"(?<![\dA-Z])\d+(?![\dA-Z])", plain):
                assert int(number) in sizes | shown, (path, said)


def test_a_page_made_from_a_witness_is_the_same_page(vast: So) -> None:
    """Two schools that differ only in what is hidden look alike to the team, to the last byte."""
    pages = [p for p in PAGES if p.startswith(("wie", "waar", "klassen", "veranderd"))]
    before = {path: plain(vast.page(path, "leraar")) for path in pages}
    stand = Stand.objects.get(schooljaar=NU.start, vervangen=None)
    beeld = gekend(uit_json(stand.inhoud))
    proof = next(one for one in stand.bewijs if one["tabel"] == "")
    opzet = plaatstabellen(beeld, ())
    cells = {t.key: {f.key: f.cellen for f in t.figuren} for t in opzet.tafels}
    familie = van_json(proof["familie"], cells)
    witnesses = [
        t for v in familie.vrijgaven.values() for pair in v.getuigen.values() for t in pair
    ]
    different = 0
    for table in witnesses[:: max(1, len(witnesses) // 6)]:
        other = from_witness(stand, beeld, table)
        different += other["vakken"] != stand.inhoud["vakken"]
        Stand.objects.filter(pk=stand.pk).update(inhoud=other)
        for path in pages:
            assert plain(vast.page(path, "leraar")) == before[path], path
    assert different


def plain(page: Gelezen) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.main)


def from_witness(stand: Stand, beeld: Any, table: Any) -> dict[str, Any]:
    """The stored form of a school in which the base cells are those of a witness."""
    places = list(dict.fromkeys(vak.plek for vak in beeld.vakken))
    names = [k.value for k in PER_LEERLING]
    rows = []
    for cell, halves in sorted(table.items()):
        place, bits = divmod(cell, 16)
        ja = {k for n, k in enumerate(KENMERKEN) if bits >> n & 1}
        text = "".join("1" if name in ja else "0" for name in names)
        if halves:
            rows.append([place, text, None, "onbekend", halves])
    return {**stand.inhoud, "plekken": [list(p) for p in places], "vakken": rows, "gangen": []}


@pytest.mark.parametrize(
    "query", ["klas=1A1", "groep=gok", "groep=rest", "leerjaar=so-1-1", "vestiging=2", "klas=9Z9"]
)
def test_filters_do_nothing_outside_the_werkzone(vast: So, query: str) -> None:
    for vraag in VRAGEN:
        for role, zone in (("leraar", ""), ("directeur", "&zone=school")):
            first = vast.page(f"{vraag}/?jaar={NU}{zone}", role)
            again = vast.page(f"{vraag}/?jaar={NU}{zone}&{query}", role)
            assert [t.rijen for t in again.tafels] == [t.rijen for t in first.tafels], vraag
            assert (again.zinnen, again.svg, again.aria) == (first.zinnen, first.svg, first.aria)
            assert again.kop == first.kop


def test_a_group_beside_it_does_nothing_outside_the_werkzone(vast: So) -> None:
    first = vast.page("wie/?zone=school")
    assert vast.page("wie/?zone=school&naast=groep:gok").zinnen == first.zinnen
    assert len(vast.page("wie/?zone=school&naast=groep:gok").tafels) == len(first.tafels)


def test_a_year_beside_it_shows_both_registers(vast: So) -> None:
    page = vast.page(f"waar/?per=graad&naast=jaar:{VORIG}", "leraar")
    for table, jaar in zip(page.tafels, (NU, VORIG), strict=True):
        shown = register(vast, jaar)
        assert check_places(table, shown["waar-graad"], shown["samenstelling"])


def test_nobody_sees_names_outside_the_werkzone(vast: So) -> None:
    for path in PAGES:
        assert "Geheim" not in vast.page(path, "leraar").html
        assert "/leerlingen/?" not in vast.page(with_zone(path)).main


# ---------------------------------------------------------------- the own classes of a leraar


@pytest.fixture
def leraar(vast: So) -> dict[str, Any]:
    vast.school.leraar_ziet_klas = True
    vast.school.save()
    return {"role": "leraar", "klassen": ["1A1"]}


def test_a_leraar_sees_exact_numbers_of_the_own_class(vast: So, leraar: Any) -> None:
    own = [r for r in nu(vast.school) if r.klas == "1A1"]
    page = vast.page("waar/?per=klas", **leraar)
    assert set(page.tafels[0].rijen) == {"1A1", "Samen"}
    for kolom, text in zip(KOLOMMEN.values(), page.tafels[0].rijen["1A1"][1:], strict=True):
        assert text == cel(*tel(own, kolom))
    assert "enkel je eigen klassen" in page.kop


@pytest.mark.parametrize(
    "query",
    [
        "klas=1A2",
        "klas=",
        "richting=1A",
        "vestiging=2",
        "leerjaar=so-2-3",
        "groep=gok",
        f"jaar={VORIG}",
        f"naast=jaar:{VORIG}",
        "naast=groep:gok",
    ],
)
def test_a_leraar_never_sees_another_class(vast: So, leraar: Any, query: str) -> None:
    most = sum(r.klas == "1A1" for r in nu(vast.school))
    for vraag in VRAGEN:
        response = vast.get(f"{vraag}/?per=klas&{query}", **leraar)
        if response.status_code == 404:
            continue
        page = Gelezen(response.content.decode())
        for klas in ("1A2", "1B1", "2A1", "3EW", "4MW"):
            assert klas not in page.main or f"klas={klas}" in query, (vraag, klas)
        for table in page.tafels:
            if table.kop[1] == "Leerlingen" and table.titel != "Per kenmerk":
                sizes = [cells[0].split(" ")[0] for cells in table.rijen.values()]
                assert all(int(size) <= most for size in sizes if size.isdigit()), vraag


def test_who_counts_for_financien_and_teaches_a_class_gets_no_names(vast: So) -> None:
    vast.school.leraar_ziet_klas = True
    vast.school.save()
    client = vast.client("financien", klassen=["1A1"])
    vast.school.memberships.filter(roles=["financien"]).update(roles=["financien", "leraar"])
    assert client.get(f"{W}/leerlingen/?tabel=waar-klas&rij=1A2&kolom=n").status_code == 403


def test_a_leraar_lists_only_the_own_pupils(vast: So, leraar: Any) -> None:
    own = {r.pk for r in nu(vast.school) if r.klas == "1A1"}
    names = dict(Leerling.objects.values_list("naam", "pk"))
    for tabel, rij in (
        ("samenstelling", "school"),
        ("waar-klas", "1A1"),
        ("waar-leerjaar", "so-1-1"),
        ("waar-graad", "so-1"),
        ("vordering", "so-1-1"),
        ("stroom", "so-1-1"),
    ):
        html = vast.get(f"leerlingen/?tabel={tabel}&rij={rij}&kolom=n", **leraar).content.decode()
        found = {names[name] for name in re.findall(r"Geheim\d{4}", html)}
        assert found, tabel
        assert found <= own, tabel
    for rij in ("1A2", "2A1", "4MW"):
        assert (
            vast.get(f"leerlingen/?tabel=waar-klas&rij={rij}&kolom=n", **leraar).status_code == 404
        )


@pytest.mark.parametrize("jaar", [VORIG, "1999-2000"])
def test_a_class_of_the_same_name_last_year_is_another_class(
    vast: So, leraar: Any, jaar: Any
) -> None:
    for path in ("wie/", "leerlingen/", "wie/meenemen/csv/"):
        query = f"?jaar={jaar}&tabel=waar-klas&rij=1A1&kolom=n"
        assert vast.get(f"{path}{query}", **leraar).status_code in (403, 404), path
    assert "2024-2025" not in "".join(vast.page("wie/", **leraar).tafels[0].rijen)


def test_a_leraar_without_the_grant_of_the_school_has_no_class(vast: So) -> None:
    assert vast.get("wie/?zone=werk", "leraar", klassen=["1A1"]).status_code == 403


def test_a_leraar_takes_no_exact_numbers_along(vast: So, leraar: Any) -> None:
    assert vast.get("waar/meenemen/csv/", **leraar).status_code == 403
    assert vast.get("waar/meenemen/csv/?zone=school", **leraar).status_code == 200
    query = "tabel=waar-klas&rij=1A1&kolom=n"
    assert vast.get(f"leerlingen/lijst.xlsx?{query}", **leraar).status_code == 403


# ---------------------------------------------------------------- outside the school

BUITEN = ["scholengroep", "netwerk", "pbd"]


def release(so: So, tabel: str, jaar: Any = NU) -> Vrijgave:
    inside = Vrijgave.objects.get(
        stand__school=so.school,
        stand__schooljaar=jaar.start,
        stand__vervangen=None,
        tabel=tabel,
        publiek="school",
    )
    return services_stand.geef_buiten(vrijgave=inside, doel="overleg", by=so.alice)


def nothing_to_take(so: So, vraag: str, path: str, role: str) -> None:
    """No file, but back to the page, which says so."""
    response = so.get(f"{vraag}/meenemen/{path}", role)
    assert (response.status_code, response.content) == (302, b"")
    assert response.headers["Location"].endswith(f"/waar/{vraag}/")
    page = so.get(f"{vraag}/", role).content.decode()
    assert "Er zijn hier geen cijfers om mee te nemen." in page
    assert Gelezen(page).tafels == []


@pytest.mark.parametrize("role", BUITEN)
def test_outside_there_is_nothing_before_a_release(vast: So, role: str) -> None:
    for path in PAGES:
        response = vast.get(path, role)
        if "jaar=" in path:
            assert response.status_code == 404, path
            continue
        page = Gelezen(response.content.decode())
        assert page.tafels == []
        assert page.svg == []
        assert "gaf nog geen tabellen vrij" in page.main
    for zone in ("werk", "school"):
        assert vast.get(f"wie/?zone={zone}", role).status_code == 403
    nothing_to_take(vast, "wie", "csv/", role)


@pytest.mark.parametrize("role", BUITEN)
def test_outside_one_sees_exactly_the_released_table(vast: So, role: str) -> None:
    one = release(vast, "waar-graad")
    page = vast.page("waar/?per=graad", role)
    assert [t.titel for t in page.tafels] == ["Per graad of niveau"]
    assert set(page.tafels[0].rijen) == {"1ste graad", "2de graad"}
    assert check_places(page.tafels[0], one.inhoud["getoond"], {})
    inside = vast.page("waar/?per=graad", "leraar").tafels[0].rijen
    assert all(inside[label] == cells for label, cells in page.tafels[0].rijen.items())
    for path in ("wie/", "waar/?per=klas", "leeftijd/", "stroom/", "klassen/", "attesten/"):
        assert vast.page(path, role).tafels == [], path
    assert vast.get(f"waar/?per=graad&jaar={VORIG}", role).status_code == 404


@pytest.mark.parametrize("role", BUITEN)
def test_outside_there_is_nothing_after_it_was_taken_back(vast: So, role: str) -> None:
    one = release(vast, "waar-graad")
    assert vast.page("waar/?per=graad", role).tafels
    services_stand.trek_terug(vrijgave=one, by=vast.alice)
    page = vast.page("waar/?per=graad", role)
    assert (page.tafels, page.svg) == ([], [])
    nothing_to_take(vast, "waar", "csv/?per=graad", role)


@pytest.mark.parametrize("role", BUITEN)
def test_outside_nobody_ever_sees_pupils(vast: So, role: str) -> None:
    for tabel in ("samenstelling", "waar-graad"):
        release(vast, tabel)
    query = "?tabel=samenstelling&rij=school&kolom=n"
    assert vast.get(f"leerlingen/{query}", role).status_code == 403
    assert vast.get(f"leerlingen/lijst.xlsx{query}", role).status_code == 403
    for path in ("", "wie/", "waar/"):
        assert "Geheim" not in vast.page(path, role).html
    for path in ("team/", "lezingen/", "vaststellingen/", "oki/"):
        assert vast.get(path, role).status_code == 403


def test_a_pbd_with_the_grant_sees_what_the_team_sees(vast: So) -> None:
    team = vast.page("waar/?per=graad", "leraar")
    assert vast.page("waar/?per=graad", "pbd", schoolzone=True).tafels == team.tafels
    assert vast.get("waar/?zone=werk", "pbd", schoolzone=True).status_code == 403


# ---------------------------------------------------------------- who takes along, who sees names


@pytest.mark.parametrize("role", ["gok_coordinator", "financien"])
@pytest.mark.parametrize("soort", ["csv", "xlsx", "pdf", "svg", "png"])
def test_exact_numbers_do_not_leave_with_these_roles(vast: So, role: str, soort: str) -> None:
    assert vast.get(f"wie/meenemen/{soort}/", role).status_code == 403
    assert vast.get(f"wie/meenemen/{soort}/?zone=werk", role).status_code == 403
    assert vast.get(f"wie/meenemen/{soort}/?zone=school", role).status_code == 200
    assert kinds(vast.school.instellingsnummer).count("export") == 1


def test_financien_counts_but_never_sees_names(vast: So) -> None:
    page = vast.page("waar/?per=klas", "financien")
    own = [r for r in nu(vast.school) if r.klas == "1A1"]
    assert page.tafels[0].rijen["1A1"][5] == cel(*tel(own, "gok"))
    assert not [link for link in page.links if "/leerlingen/?" in link]
    query = "?tabel=waar-klas&rij=1A1&kolom=n"
    response = vast.get(f"leerlingen/{query}", "financien")
    assert response.status_code == 403
    assert "Geheim" not in response.content.decode()
    assert vast.get(f"leerlingen/lijst.xlsx{query}", "financien").status_code == 403


@pytest.mark.parametrize("role", ["directeur", "gok_coordinator", "zorg", "secretariaat"])
def test_who_follows_pupils_sees_them_and_leaves_a_trace(vast: So, role: str) -> None:
    own = [r for r in nu(vast.school) if r.klas == "1A1" and r.gok == JA]
    html = vast.get("leerlingen/?tabel=waar-klas&rij=1A1&kolom=gok", role).content.decode()
    assert len(set(re.findall(r"Geheim\d{4}", html))) == len(own)
    assert kinds(vast.school.instellingsnummer)[-1] == "leerlingen.bekeken"


# ---------------------------------------------------------------- another school


def test_of_another_school_there_is_nothing_at_all(vast: So) -> None:
    elders = lege_school(ELDERS, "School Elders").client("alice")
    note = services.maak_vaststelling(
        school=vast.school,
        schooljaar=NU,
        tekst="We zien veel.",
        vraag="waar",
        keuze="",
        cijfers={},
        werkzone=False,
        bron="eigen",
        dag=nu(vast.school)[0].plaats.begin,
        by=vast.alice,
    )
    stand = vast.school.standen.all()[0]
    release_of = stand.vrijgaven.all()[0]
    paths = [*PAGES, "team/", "oki/", "lezingen/", "vaststellingen/", f"team/voortgang/{stand.pk}/"]
    paths += [f"wie/meenemen/{soort}/" for soort in ("csv", "xlsx", "pdf", "svg", "png")]
    paths += [
        "leerlingen/?tabel=samenstelling&rij=school&kolom=n",
        "vaststellingen/nieuw/?vraag=wie",
    ]
    for path in paths:
        assert elders.get(f"{W}/{path}").status_code == 404, path
    before = vast.school.standen.count(), Vrijgave.objects.count()
    for path, data in (
        ("team/vastleggen/", {"jaar": str(NU)}),
        ("team/drempel/", {"drempel": "8"}),
        ("team/vrijgeven/", {"vrijgave": release_of.pk, "doel": "x"}),
        ("weergaven/", {"vraag": "wie", "naam": "x"}),
        ("lezingen/nieuw/", {"vraag": "wie"}),
        (f"vaststellingen/{note.pk}/weg/", {}),
    ):
        assert elders.post(f"{W}/{path}", data).status_code == 404, path
        assert elders.post(f"/school/{ELDERS}/waar/{path}", data).status_code in (302, 404), path
    note.refresh_from_db()
    assert note.ingetrokken is None
    assert (vast.school.standen.count(), Vrijgave.objects.count()) == before
    assert elders.get(f"/school/{ELDERS}/waar/team/voortgang/{stand.pk}/").status_code == 404


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_every_role_opens_the_overview_and_every_question(vast: So, role: str) -> None:
    for path in ("", *(f"{v}/" for v in VRAGEN)):
        assert vast.get(path, role).status_code == 200, path
