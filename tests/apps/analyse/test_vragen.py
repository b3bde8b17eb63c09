"""Every question in the Werkzone: sentences and tables against a count by hand from the rows."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gokwijs.apps.analyse.beelden import forget
from gokwijs.apps.leerlingen.models import Feit, Inschrijving
from tests.apps.analyse.builders import (
    JA,
    KENMERKEN,
    KLASSEN,
    NEE,
    NU,
    ONBEKEND,
    VORIG,
    VRAGEN,
    WEGEN,
    ZONDER_THUISTAAL,
    Rij,
    So,
    cel,
    lege_school,
    nu,
    secundaire_school,
    tel,
    toen,
    vul,
)

KOLOMMEN = (*KENMERKEN, "gok")
KOPPEN = {
    "opleiding_moeder": "Opleiding moeder",
    "schooltoeslag": "Schooltoeslag",
    "thuistaal": "Thuistaal",
    "trekkende_bevolking": "Trekkende bevolking",
    "gok": "GOK-leerling",
}
JAREN = {"1": "1ste jaar", "2": "2de jaar", "3": "3de jaar", "4": "4de jaar"}
GRADEN = {"1": "1ste graad", "2": "2de graad"}
GROEPEN = {JA: "GOK", NEE: "andere", ONBEKEND: "niet gekend"}


def of_year(rows: list[Rij], leerjaar: str) -> list[Rij]:
    return [row for row in rows if row.plaats.leerjaar == leerjaar]


# ---------------------------------------------------------------- wie


@pytest.mark.parametrize(("jaar", "count"), [(NU, nu), (VORIG, toen)])
def test_wie_counts_every_kenmerk_among_who_is_known(so: So, jaar: object, count: object) -> None:
    rows = count(so.school)  # type: ignore[operator]
    table = so.page(f"wie/?jaar={jaar}").tafel("Per kenmerk")
    for kolom in KOLOMMEN:
        ja, gekend = tel(rows, kolom)
        found = table.rijen[KOPPEN[kolom]]
        assert found[0] == cel(ja, gekend), kolom
        assert found[2] == str(len(rows) - gekend), kolom


def test_wie_says_the_same_in_its_sentences(so: So) -> None:
    ja, gekend = tel(nu(so.school), "gok")
    ja_toen, gekend_toen = tel(toen(so.school), "gok")
    said = so.page("wie/").antwoord
    assert f"({ja} van de {gekend}) zijn GOK-leerling" in said
    assert f"({gekend_toen} tegen {gekend} leerlingen)" in said
    assert (
        f"{cel(ja_toen, gekend_toen).split(' · ')[1]} van de leerlingen van wie we het weten zijn"
        in said
    )


def test_fifteen_unknown_answers_are_unknown_and_never_nee(so: So) -> None:
    rows = nu(so.school)
    assert len(rows) == 110
    assert [row.antwoorden["thuistaal"] for row in rows].count(ONBEKEND) == ZONDER_THUISTAAL
    page = so.page("wie/")
    assert (
        f"Voor {ZONDER_THUISTAAL} van de 110 leerlingen is thuistaal niet gekend" in page.antwoord
    )
    ja = [row.antwoorden["thuistaal"] for row in rows].count(JA)
    assert page.tafel("Per kenmerk").rijen["Thuistaal"][0] == cel(ja, 95)
    assert f"({ja} van 95)" in page.aria[0]


def test_a_pupil_of_whom_nothing_is_known_is_unknown_on_everything(so: So) -> None:
    silent = nu(so.school)[5].pk
    before = so.page("wie/").tafel("Per kenmerk").rijen["Opleiding moeder"][2]
    Feit.objects.filter(leerling=silent).delete()
    forget()
    table = so.page("wie/").tafel("Per kenmerk")
    for kolom in KOLOMMEN:
        ja, gekend = tel(nu(so.school), kolom)
        assert table.rijen[KOPPEN[kolom]][0] == cel(ja, gekend)
    assert int(table.rijen["Opleiding moeder"][2]) == int(before) + 1


def test_sources_that_contradict_each_other_are_unknown(so: So) -> None:
    assert so.page("wie/").tafel("Per kenmerk").rijen["Schooltoeslag"][2] == "1"


def test_how_many_kenmerken_together_and_the_mean_between_bounds(so: So) -> None:
    rows = nu(so.school)
    known = [r for r in rows if ONBEKEND not in r.antwoorden.values()]
    counted = Counter(list(r.antwoorden.values()).count(JA) for r in known)
    page = so.page("wie/")
    found = list(page.tafel("Hoeveel kenmerken samen").rijen.values())
    assert [row[0] for row in found] == [cel(counted[n], len(known)) for n in range(5)]
    three = KENMERKEN[:3]
    low = Fraction(sum(r.antwoorden[k] == JA for r in rows for k in three), len(rows))
    high = low + Fraction(sum(r.antwoorden[k] == ONBEKEND for r in rows for k in three), len(rows))
    text = f"{float(low):.2f} tot {float(high):.2f}".replace(".", ",")
    assert page.tafel("Over de jaren").rijen["2025-2026"][5] == text
    assert "Gemiddeld" not in page.antwoord  # an interval, not one number


# ---------------------------------------------------------------- waar


def place(row: Rij, per: str) -> str:
    one = row.plaats
    return {
        "klas": one.klas,
        "richting": one.richting,
        "leerjaar": JAREN[one.leerjaar],
        "graad": GRADEN[one.graad],
        "vestiging": f"vestigingsplaats {one.vestigingsplaats}",
    }[per]


@pytest.mark.parametrize("per", ["klas", "richting", "leerjaar", "graad", "vestiging"])
def test_waar_counts_every_place_and_the_whole(so: So, per: str) -> None:
    rows = nu(so.school)
    groups: dict[str, list[Rij]] = {}
    for row in rows:
        groups.setdefault(place(row, per), []).append(row)
    table = so.page(f"waar/?per={per}").tafels[0]
    assert set(table.rijen) == {*groups, "Samen"}
    for label, own in [*groups.items(), ("Samen", rows)]:
        wanted = [str(len(own)), *(cel(*tel(own, kolom)) for kolom in KOLOMMEN)]
        assert table.rijen[label] == wanted, label


def test_waar_says_where_most_of_them_sit(so: So) -> None:
    rows = nu(so.school)
    per = Counter(r.plaats.richting for r in rows if r.antwoorden["schooltoeslag"] == JA)
    richting, most = per.most_common(1)[0]
    size = sum(r.plaats.richting == richting for r in rows)
    said = so.page("waar/?kenmerk=schooltoeslag&per=richting").antwoord
    assert f"{sum(per.values())} leerlingen met een schooltoeslag" in said
    assert f"zitten er {most} in {richting}, waar {size} leerlingen zitten" in said


@pytest.mark.parametrize(
    ("query", "keep"),
    [
        ("klas=1A2", lambda r: r.klas == "1A2"),
        ("graad=so-2", lambda r: r.plaats.graad == "2"),
        ("leerjaar=so-1-1", lambda r: r.plaats.leerjaar == "1"),
        ("richting=Economie", lambda r: r.plaats.richting == "Economie"),
        ("vestiging=2", lambda r: r.plaats.vestigingsplaats == "2"),
        ("groep=gok", lambda r: r.gok == JA),
        ("groep=rest", lambda r: r.gok == NEE),
        ("groep=thuistaal", lambda r: r.antwoorden["thuistaal"] == JA),
        ("graad=so-1&groep=rest", lambda r: r.plaats.graad == "1" and r.gok == NEE),
    ],
)
def test_filters_narrow(so: So, query: str, keep: object) -> None:
    rows = [row for row in nu(so.school) if keep(row)]  # type: ignore[operator]
    page = so.page(f"waar/?per=klas&{query}")
    assert page.tafels[0].rijen["Samen"][0] == str(len(rows))
    assert set(page.tafels[0].rijen) == {*(row.klas for row in rows), "Samen"}
    found = [cel(*tel(rows, kolom)) for kolom in KOLOMMEN]
    assert page.tafels[0].rijen["Samen"][1:] == found


@pytest.mark.parametrize("query", ["klas=1A1&leerjaar=so-2-3", "klas=9Z9", f"klas={'x' * 5000}"])
@pytest.mark.parametrize("vraag", VRAGEN)
def test_a_filter_that_finds_nobody_is_no_error(so: So, vraag: str, query: str) -> None:
    page = so.page(f"{vraag}/?{query}")
    assert "0 van" not in page.main
    assert "NaN" not in page.html
    assert page.antwoord or page.tafels


def test_a_filter_stands_in_words_and_can_be_taken_away(so: So) -> None:
    page = so.page("waar/?per=klas&graad=so-2&groep=gok")
    assert "2de graad" in page.kop
    assert "enkel GOK-leerlingen" in page.kop
    assert any("Zonder filters" in part for part in page.html.split("<a "))


@pytest.mark.parametrize("kolom", ["n", *KOLOMMEN])
def test_sorting_goes_down_and_up(so: So, kolom: str) -> None:
    rows = nu(so.school)

    def share(klas: str) -> Fraction:
        own = [r for r in rows if r.klas == klas]
        return Fraction(len(own)) if kolom == "n" else Fraction(*tel(own, kolom))

    for sign in ("", "-"):
        page = so.page(f"waar/?per=klas&sorteer={sign}{kolom}")
        shown = [share(klas) for klas in page.tafels[0].rijen if klas != "Samen"]
        assert len(shown) == len(KLASSEN)
        assert shown == sorted(shown, reverse=not sign)


def test_sorting_by_nothing_known_leaves_the_order(so: So) -> None:
    assert list(so.page("waar/?per=klas&sorteer=zotteklap").tafels[0].rijen)[:-1] == list(KLASSEN)


# ---------------------------------------------------------------- wat veranderde er


@pytest.mark.parametrize("per", ["graad", "leerjaar", "richting", "vestiging"])
def test_veranderd_gives_both_years(so: So, per: str) -> None:
    now, before = nu(so.school), toen(so.school)
    table = so.page(f"veranderd/?per={per}&kenmerk=schooltoeslag").tafels[0]
    both = {place(r, per) for r in now} & {place(r, per) for r in before}
    assert set(table.rijen) == {*both, "de hele school"}
    for label, cells in table.rijen.items():
        for rows, found in ((before, cells[0]), (now, cells[1])):
            own = [r for r in rows if label in ("de hele school", place(r, per))]
            ja, gekend = tel(own, "schooltoeslag")
            assert found.endswith(f"{ja} van {gekend}" + (")" if gekend >= 20 else "")), label


def test_veranderd_never_calls_chance_a_change(so: So) -> None:
    cells = so.page("veranderd/").tafels[0].rijen["de hele school"]
    assert cells[3].startswith("niet te onderscheiden van toeval")


# ---------------------------------------------------------------- doorstroom


def flows(so: So) -> dict[tuple[str, int, str], int]:
    """(leerjaar of a year ago, GOK now or then, what became of them) → how many."""
    now = {row.pk: row for row in nu(so.school)}
    answers = {row.pk: row for row in toen(so.school)}
    last = {row.pk: row for row in secundair_answers(so)}
    found: Counter[tuple[str, int, str]] = Counter()
    for pk, row in answers.items():
        after = now.get(pk)
        if after is None:
            ended = KLASSEN[row.klas][4] == 12
            outcome = "weg na het laatste jaar" if ended else "weg voor het laatste jaar"
        else:
            steps = KLASSEN[after.klas][4] - KLASSEN[row.klas][4]
            outcome = {0: "zelfde jaar opnieuw", 1: "een jaar verder"}.get(
                steps, "ergens anders heen"
            )
        found[row.plaats.leerjaar, last[pk].gok, outcome] += 1
    return found


def secundair_answers(so: So) -> list[Rij]:
    """The answers of a pupil do not change between the years in this school."""
    return [*toen(so.school), *nu(so.school)]


def test_stroom_counts_leavers_and_repeaters(so: So) -> None:
    counted = flows(so)
    table = so.page("stroom/").tafel("Wat er van de leerlingen van vorig jaar werd")
    for leerjaar, label in JAREN.items():
        size = sum(n for (year, _, _), n in counted.items() if year == leerjaar)
        assert table.rijen[label][0] == str(size)
        for groep, words in GROEPEN.items():
            own = sum(n for (y, g, _), n in counted.items() if (y, g) == (leerjaar, groep))
            for outcome in (
                "een jaar verder",
                "zelfde jaar opnieuw",
                "weg voor het laatste jaar",
                "weg na het laatste jaar",
            ):
                if f"{words}: {outcome}" not in table.kop:
                    assert own == 0
                    continue
                found = table.kolom(f"{words}: {outcome}")[label]
                number = counted[leerjaar, groep, outcome]
                assert found == (cel(number, own) if own else "– niemand"), (label, words)


def test_stroom_says_the_totals_by_hand(so: So) -> None:
    gone = sum(n for _, naar, n in WEGEN if not naar)
    again = sum(n for van, naar, n in WEGEN if van and naar and KLASSEN[van][4] == KLASSEN[naar][4])
    up = sum(n for van, naar, n in WEGEN if van and naar and KLASSEN[naar][4] > KLASSEN[van][4])
    assert (gone, again, up) == (12, 6, 45)
    said = so.page("stroom/").antwoord
    assert "63" in said
    for number in (gone, again, up):
        assert str(number) in said.split(".")[0]


def test_the_matrix_adds_up_to_everybody(so: So) -> None:
    table = so.page("stroom/").tafel("Van waar naar waar")
    total = Counter(
        (KLASSEN[van][2] if van else "", KLASSEN[naar][2] if naar else "")
        for van, naar, n in WEGEN
        for _ in range(n)
    )
    names = {**JAREN, "": "nieuw in de school"}
    for van, label in names.items():
        for naar, head in {**JAREN, "": "niet meer hier"}.items():
            assert table.kolom(head)[label] == str(total[van, naar]), (label, head)


# ---------------------------------------------------------------- klassen, leeftijd, attesten


def test_klassen_compares_only_classes_of_one_stream(so: So) -> None:
    page = so.page("klassen/")
    assert [t.titel for t in page.tafels] == ["GOK-leerlingen per klas: 1ste jaar (1A)"]
    for klas, cells in page.tafels[0].rijen.items():
        own = [r for r in nu(so.school) if r.klas == klas]
        ja, gekend = tel(own, "gok")
        assert cells == [str(len(own)), cel(ja, gekend), str(len(own) - gekend)]
    (a, n), (b, m) = (tel([r for r in nu(so.school) if r.klas == k], "gok") for k in ("1A1", "1A2"))
    rest, other = n - a, m - b
    d = abs(Fraction(a, a + b) - Fraction(rest, rest + other))
    assert f"D = {float(d):.2f}".replace(".", ",") in page.antwoord


def test_leeftijd_compares_birth_year_and_leerjaar(so: So) -> None:
    rows = nu(so.school)
    table = so.page("leeftijd/").tafels[0]
    heads = {"achter": "een jaar of meer achter", "op": "niet achter", "?": "niet te zeggen"}
    for leerjaar, label in JAREN.items():
        own = of_year(rows, leerjaar)
        assert table.rijen[label][0] == str(len(own))
        for groep, words in GROEPEN.items():
            group = [r for r in own if r.gok == groep]
            counted = Counter(behind(r) for r in group)
            for key, head in heads.items():
                if f"{words}: {head}" not in table.kop:
                    assert not any(r.gok == groep for r in rows)
                    continue
                found = table.kolom(f"{words}: {head}")[label]
                assert found == (cel(counted[key], len(group)) if group else "– niemand")


def behind(row: Rij) -> str:
    if row.geboren is None:
        return "?"
    return "achter" if NU.start - row.geboren.year - 5 - KLASSEN[row.klas][4] >= 1 else "op"


def test_leeftijd_says_how_many_of_who_is_known(so: So) -> None:
    rows = [r for r in nu(so.school) if r.geboren is not None]
    late = sum(behind(r) == "achter" for r in rows)
    assert f"({late} van de {len(rows)}) zitten minstens één jaar achter" in (
        so.page("leeftijd/").antwoord
    )


SOORT = {"A": "zonder", "B": "met", "A met uitsluiting": "met", "C": "c"}
STROMEN = {"1A": ("1", "1"), "2A": ("1", "2"), "2de graad": ("2", "")}


def test_attesten_per_stream_and_group(so: So) -> None:
    rows = toen(so.school)
    page = so.page(f"attesten/?jaar={VORIG}")
    heads = {"zonder": "zonder beperking", "met": "met beperking", "c": "C-attest"}
    assert set(page.tafels[0].rijen) == set(STROMEN)
    for label, (graad, leerjaar) in STROMEN.items():
        own = [r for r in rows if r.plaats.graad == graad and leerjaar in ("", r.plaats.leerjaar)]
        total = Counter(SOORT[r.plaats.attest] for r in own)
        for groep, words in GROEPEN.items():
            group = [SOORT[r.plaats.attest] for r in own if r.gok == groep]
            for key, head in heads.items():
                found = page.tafels[0].kolom(f"{words}: {head}")[label]
                assert found == (cel(group.count(key), len(group)) if group else "– niemand")
        sentence = next(z for z in page.zinnen if label in z)
        for number in (len(own), *total.values()):
            assert str(number) in sentence


def test_attesten_of_a_running_year_are_not_there_yet(so: So) -> None:
    page = so.page("attesten/")
    assert page.tafels == []
    assert "er zijn nog geen attesten ingelezen" in page.antwoord


# ---------------------------------------------------------------- beside each other


def test_a_year_beside_a_year(so: So) -> None:
    page = so.page(f"waar/?per=graad&naast=jaar:{VORIG}")
    first, second = page.tafels
    for table, rows in ((first, nu(so.school)), (second, toen(so.school))):
        assert table.rijen["Samen"] == [
            str(len(rows)),
            *(cel(*tel(rows, kolom)) for kolom in KOLOMMEN),
        ]
    assert "2024-2025" in page.antwoord


def test_a_group_beside_everybody(so: So) -> None:
    page = so.page("leeftijd/?naast=groep:gok")
    rows = [r for r in nu(so.school) if r.gok == JA]
    sizes = [int(cells[0]) for cells in page.tafels[1].rijen.values()]
    assert sizes == [len(of_year(rows, year)) for year in JAREN]
    assert sum(int(cells[0]) for cells in page.tafels[0].rijen.values()) == 110


def test_the_same_address_gives_the_same_page(so: So) -> None:
    for vraag in VRAGEN:
        path = f"{vraag}/?per=leerjaar&kenmerk=thuistaal&graad=so-1&groep=gok&sorteer=-gok"
        first = so.page(path)
        again = so.page(path, "zorg")
        assert first.kop == again.kop
        assert [t.rijen for t in first.tafels] == [t.rijen for t in again.tafels]
        assert first.zinnen == again.zinnen


# ---------------------------------------------------------------- nothing, nonsense, speed


@pytest.mark.parametrize("vraag", ["", *(f"{v}/" for v in VRAGEN)])
def test_an_empty_school_says_what_is_missing(db: None, vraag: str) -> None:
    page = lege_school().page(vraag)
    assert page.tafels == []
    assert page.svg == []
    assert "leerlingen" in page.main


@pytest.mark.parametrize("vraag", VRAGEN)
def test_a_year_without_pupils_in_between(db: None, vraag: str) -> None:
    so = lege_school()
    vul(so.school)
    Inschrijving.objects.filter(einde=VORIG.last_day).update(
        begin=date(2022, 9, 1), einde=date(2023, 8, 31)
    )
    forget()
    page = so.page(f"{vraag}/?jaar=2023-2024")
    assert "0 van 0" not in page.main
    assert so.get(f"{vraag}/?jaar=2025-2026").status_code == 200


NUL = "%00"


@pytest.mark.parametrize(
    "query",
    [
        "kenmerk=zorgthuis",
        "kenmerk=nationaliteit",
        "per=leraar",
        "zone=alles",
        "zone=groep",
        "jaar=1999-2000",
        "jaar=2025-2027",
        "jaar=nu",
        "jaar=2030-2031",
        "groep=jongens",
        "naast=jaar:gisteren",
        "naast=groep:jongens",
        "naast=iets",
        f"klas={NUL}",
        f"jaar={NUL}",
        f"sorteer={NUL}",
        f"kenmerk={'x' * 5000}",
        f"per={'x' * 5000}",
        f"naast={'x' * 5000}",
        f"zone={'x' * 5000}",
    ],
)
@pytest.mark.parametrize("vraag", ["waar", "wie"])
def test_nonsense_in_the_address_is_not_found(so: So, vraag: str, query: str) -> None:
    assert so.get(f"{vraag}/?{query}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["hoezo/", "wie/meenemen/docx/", "hoezo/meenemen/csv/"],
)
def test_a_question_or_file_that_does_not_exist(so: So, path: str) -> None:
    assert so.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "tabel=samenstelling&rij=school&kolom=nationaliteit",
        "tabel=leraren&rij=school&kolom=n",
        "tabel=waar-klas&rij=9Z&kolom=n",
        f"tabel=waar-klas&rij={NUL}&kolom=n",
        f"tabel=samenstelling&rij=school&kolom={'x' * 5000}",
        "",
    ],
)
def test_pupils_behind_no_number_are_not_found(so: So, query: str) -> None:
    assert so.get(f"leerlingen/?{query}").status_code == 404


def test_every_number_leads_to_exactly_its_pupils(so: So) -> None:
    """Each link of a table opens a list as long as its number says."""
    client = so.client()
    for path in ("waar/?per=klas", "leeftijd/", "stroom/", f"attesten/?jaar={VORIG}", "wie/"):
        page = so.page(path)
        links = [link for link in page.links if "/leerlingen/?" in link]
        assert links
        for link, text in zip(links, _texts(page.html), strict=True):
            html = client.get(link).content.decode()
            found = html.count('<tr><th scope="row">')
            assert str(found) == text.split(" ")[0], (link, text)


def _texts(html: str) -> list[str]:
    parts = html.split("/waar/leerlingen/?")[1:]
    return [part.split(">", 1)[1].split("<", 1)[0] for part in parts]


PAGES = ("", *(f"{v}/" for v in VRAGEN), f"waar/?per=klas&naast=jaar:{VORIG}", "wie/?groep=gok")


def queries(so: So, *, cold: bool) -> dict[str, int]:
    so.page("")
    counted = {}
    for path in PAGES:
        if cold:
            forget()
        with CaptureQueriesContext(connection) as seen:
            so.page(path)
        counted[path] = len(seen)
    return counted


@pytest.mark.parametrize("keer", [1, 4])
def test_every_page_asks_few_questions_of_the_database(db: None, keer: int) -> None:
    counted = queries(secundaire_school(keer), cold=False)
    assert max(counted.values()) <= 20, counted


@pytest.mark.parametrize("keer", [1, 4])
def test_a_process_that_just_started_counts_in_few_questions_too(db: None, keer: int) -> None:
    """Per schooljaar a handful, whatever the number of pupils."""
    counted = queries(secundaire_school(keer), cold=True)
    assert max(counted.values()) <= 24, counted
