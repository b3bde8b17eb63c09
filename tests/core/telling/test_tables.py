"""What lies between a file and its count: rows, quotes, blocks, doubles, weights and privacy."""

from __future__ import annotations

import hashlib
import io
import random
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.telling import table
from gokwijs.core.telling.kubus import KEYS
from gokwijs.core.telling.reading import Ernst, LeerlingenReading, Problem, Refusal
from gokwijs.core.telling.scholen import read_scholen
from gokwijs.core.telling.table import MAX_BYTES, read_table
from tests.core.telling.files import HEADER, ROWS, as_csv, as_xlsx, kinds, read

PLAIN = read(as_csv()).tellingen["012345"]


def row(number: int | str = 1, **changes: str) -> tuple[str, ...]:
    """A good row of a pupil with this number, with some cells changed."""
    values = dict(zip(HEADER, ROWS[0], strict=True)) | {"leerling": str(number)}
    return tuple({**values, **changes}.values())


def lines(*rows: str, header: str = "instellingsnummer;onderwijsniveau;leerling;klas") -> bytes:
    """A CSV as plain lines."""
    return "\n".join((header, *rows, "")).encode()


def wrong(found: LeerlingenReading) -> list[Problem]:
    return [p for p in found.problems if p.ernst is Ernst.FOUT]


# ---------------------------------------------------------------- rows and quotes


@pytest.mark.parametrize(
    "title",
    ['Beeldscherm 12" breed', "Lijst\x0bvan de school", "\x85 \u2028 \x1c", '"twee";"drie"'],
)
def test_a_title_with_strange_signs_does_not_move_the_rows(title: str) -> None:
    rows = [row(1), row(2, graad="9")]
    found = read(as_csv(rows, above=[title, ""]))
    assert [(p.row, p.value) for p in wrong(found)] == [(5, "9")]
    assert read(as_csv(above=[title])).tellingen["012345"] == PLAIN


def test_a_title_over_two_lines_is_one_row_as_in_excel() -> None:
    found = read(as_csv([row(1), row(2, graad="9")], above=['"Lijst van\nde school"']))
    assert [(p.row, p.value) for p in wrong(found)] == [(4, "9")]


def test_quotes_hold_separators_doubled_quotes_and_line_breaks() -> None:
    found = read(
        lines(
            '"12345";lager;"a;""b""\nc";1A', "12345;lager;d;1A", "12345;hoog;e;1A", '12345;so;f;""'
        )
    )
    assert [(p.row, p.column) for p in wrong(found)] == [(4, "onderwijsniveau"), (5, "graad")]


def test_an_inch_mark_inside_a_cell_is_just_a_sign() -> None:
    found = read(lines('12345;lager;5" x;1A', "12345;lager;6;1A"))
    assert found.tellingen["012345"].pupils == 2


def test_an_open_quote_never_swallows_the_rows_below_it() -> None:
    found = read(lines('12345;lager;1;"1A', "12345;lager;2;1A", "12345;lager;3;1A"))
    assert kinds(found) == [("fout", "aanhalingsteken")]
    assert not found.tellingen
    assert found.problems[0].row == 2


def test_an_odd_quote_in_a_long_file_costs_no_minutes() -> None:
    data = lines('12345;lager;5" x;1A', *(f"12345;lager;{n};1A" for n in range(60_000)))
    begin = time.process_time()
    assert read(data).tellingen["012345"].pupils == 60_001
    assert time.process_time() - begin < 5  # looking again line by line took over half a minute


def test_a_long_row_cannot_hide_behind_a_short_one() -> None:
    found = read(lines("12345;lager;1;1A;x", "12345;lager;2"))
    assert kinds(found) == [("fout", "verschoven")]
    assert found.problems[0].row == 2
    assert found.problems[0].sentence.startswith("Rij 2 heeft 5 velden, de kopregel heeft er 4")


def test_empty_lines_and_one_stray_separator_at_the_end_do_no_harm() -> None:
    found = read(lines("", "12345;lager;1;1A;", ";;;", "", "12345;lager;2;1A;", "12345;hoog;3;1A;"))
    assert [(p.row, p.value) for p in wrong(found)] == [(7, "hoog")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_line_end(newline: str) -> None:
    found = read(as_csv(newline=newline))
    assert found.tellingen["012345"] == PLAIN


def test_a_last_line_without_a_line_end_counts() -> None:
    assert read(as_csv().rstrip()).tellingen["012345"] == PLAIN


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_that_excel_names_is_believed_and_its_line_is_counted(separator: str) -> None:
    data = as_csv([row(1), row(2, graad="9")], separator=separator, above=[f"sep={separator}"])
    assert [(p.row, p.value) for p in wrong(read(data))] == [(4, "9")]


@pytest.mark.parametrize("sign", ["é", '"', "x", "\x00", "€"])
def test_a_strange_separator_is_no_reason_to_crash(sign: str) -> None:
    found = read(as_csv(above=[f"sep={sign}"]))
    assert found.ok or found.problems[0].remedy
    assert all(t == PLAIN for t in found.tellingen.values())


def test_a_cell_of_thousands_of_signs_is_said() -> None:
    found = read(as_csv([row("x" * 10_001 + '"')]))
    assert [(p.kind, p.row) for p in found.problems] == [("lange_cel", 2)]


def test_the_letters_of_windows_1252_arrive() -> None:
    data = as_csv([row()]).replace(b"012345;1;", b"012345;Sint-Jozef\x92s caf\xeb;")
    assert read(data).tellingen["012345"].cells[0].vestigingsplaats == "Sint-Jozef’s cafë"


def test_letters_that_were_saved_wrongly_are_said() -> None:
    data = as_csv([row(vestigingsplaats="CafÃ«")])
    assert ("waarschuwing", "tekens") in kinds(read(data))
    assert "tekens" not in {k for _, k in kinds(read(as_csv([row(vestigingsplaats="Cafë")])))}


@given(st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_a_file_in_small_blocks_reads_as_in_one(seed: int) -> None:
    dice = random.Random(seed)
    rows = [
        row(
            dice.choice([n, n, n, 1]),
            graad=dice.choice(["1", "2", "okan", "1", "9"]),
            vestigingsplaats=dice.choice(["1", "twee", 'a "b"', "a\nb", 'a\n"b"\nc', "é;è"]),
        )
        for n in range(dice.randint(1, 25))
    ]
    data = as_csv(
        rows, above=["Titel"] * dice.randint(0, 3), encoding=dice.choice(["utf-8", "utf-16"])
    )
    whole = read(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "_BLOCK", dice.randint(20, 300) * 2)
        parts = read(data)
    assert dict(parts.tellingen) == dict(whole.tellingen)
    assert parts.problems == whole.problems
    assert parts.rows == whole.rows


# ---------------------------------------------------------------- limits


class Unread(io.BytesIO):
    """A file that is too big to look into."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return MAX_BYTES + 1 if whence == io.SEEK_END else 0

    def read(self, size: int | None = -1) -> bytes:
        raise AssertionError("a file over the limit was read")


def test_a_file_over_one_hundred_megabytes_is_refused_unread() -> None:
    assert MAX_BYTES == 100 * 1024**2
    with pytest.raises(Refusal, match=r"groot\.csv is 100 MB; het maximum is 100 MB"):
        read_table(Unread(), filename="groot.csv")


def test_progress_is_told_in_bytes_up_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    data = as_csv([row(n) for n in range(50)])
    read(data, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (len(data), len(data))


def test_the_hash_is_that_of_the_file() -> None:
    for data, name in ((as_csv(), "a.csv"), (as_xlsx(), "a.xlsx")):
        assert read(data, name).file_hash == hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- every problem at once


def test_a_hundred_different_mistakes_are_fifty_lines_and_one_that_counts_the_rest() -> None:
    found = read(as_csv([row(n, instellingsnummer=f"school{n}") for n in range(120)]))
    listed = wrong(found)
    assert len(listed) == 51
    assert sum(p.count for p in listed) == 120
    rest = [p for p in listed if p.value is None]
    assert [(p.row, p.count) for p in rest] == [(52, 70)]
    assert rest[0].sentence == (
        "Rij 52, 53, 54, 55, 56 …: nog andere waarden in kolom instellingsnummer, met hetzelfde "
        "probleem (70 keer)"
    )


def test_one_mistake_in_two_spellings_is_one_line_with_its_first_rows_in_order() -> None:
    values = ["hoog", " hoog", "hoog ", "hoog", "hoog\u00a0", "hoog", " hoog"]
    found = read(as_csv([row(n, onderwijsniveau=v) for n, v in enumerate(values)]))
    assert [(p.row, p.value, p.count) for p in wrong(found)] == [(2, "hoog", 7)]
    assert wrong(found)[0].sentence.startswith("Rij 2, 3, 4, 5, 6 …: 'hoog' is geen")


@given(st.integers(0, 2**32))
@settings(max_examples=40, deadline=None)
def test_one_wrong_cell_anywhere_is_named_and_stops_the_whole_import(seed: int) -> None:
    dice = random.Random(seed)
    rows = [row(n) for n in range(dice.randint(1, 40))]
    place, above = dice.randrange(len(rows)), dice.randint(0, 4)
    column, value = dice.choice(
        [
            ("instellingsnummer", "abc"),
            ("instellingsnummer", "1234567"),
            ("onderwijsniveau", "hoog"),
            ("onderwijsniveau", ""),
            ("graad", "4"),
            ("graad", ""),
            ("gewicht", "0,25"),
            ("gewicht", "2"),
        ]
    )
    rows[place] = row(place, **{column: value})
    if dice.random() < 0.3:
        found = read(as_xlsx(rows, above=above), "lijst.xlsx")
    else:
        found = read(as_csv(rows, above=["Titel"] * above))
    assert not found.tellingen
    assert len(found.tellingen) == 0
    (problem,) = wrong(found)
    assert (problem.row, problem.column, problem.value) == (
        above + 2 + place,
        column,
        value or None,
    )
    assert f"Rij {above + 2 + place}:" in problem.sentence
    assert problem.remedy.endswith(".")


def test_a_shifted_row_and_the_rows_like_it_are_counted() -> None:
    found = read(lines("12345;lager;1", "12345;lager;2;1A", "12345;lager;3"))
    assert found.problems[0].sentence == (
        "Rij 2 heeft 3 velden, de kopregel heeft er 4 (en nog 1 rijen)."
    )


def test_a_missing_column_is_said_for_the_pupils_it_matters_to() -> None:
    columns = "instellingsnummer;onderwijsniveau;leerling;{}"

    def told(niveau: str, graad: str = "") -> dict[str | None, str]:
        found = read(lines(f"12345;{niveau};1;{graad}", header=columns.format("graad")))
        assert found.ok
        return {p.column: p.ernst.value for p in found.problems if p.kind == "kolom_onbekend"}

    basis = {"opleiding_moeder", "schooltoeslag", "thuistaal"}
    assert set(told("lager")) == {*basis, "buurt"}
    assert set(told("so", "1")) == {*basis, "zorgthuis", "trekkende_bevolking", "buurt"}
    assert set(told("buso")) == {"opleiding_moeder", "thuistaal", "type", "mfc_verblijf"}
    assert told("lager")["buurt"] == "melding"
    assert told("lager")["thuistaal"] == "waarschuwing"


def test_only_the_rows_of_the_asked_school_are_read_and_the_others_counted() -> None:
    rows = [row(1), row(2, instellingsnummer="54321", onderwijsniveau="hoog"), row(3)]
    found = read(as_csv(rows), only="012345")
    assert found.ok, found.problems
    assert found.rows == 2
    assert found.tellingen["012345"].pupils == 2
    others = [p for p in found.problems if p.kind == "andere_school"]
    assert [(p.count, p.sentence) for p in others] == [
        (1, "1 rijen van andere scholen zijn niet gelezen.")
    ]
    none = read(as_csv(rows[1:2]), only="012345")
    assert wrong(none)[0].sentence == (
        "Er staat geen leerling van school 012345 in het bestand, wel 1 van andere scholen."
    )


def test_a_row_of_nobody_is_never_left_out_as_another_school() -> None:
    found = read(as_csv([row(1), row(2, instellingsnummer="")]), only="012345")
    assert [(p.row, p.column) for p in wrong(found)] == [(3, "instellingsnummer")]


# ---------------------------------------------------------------- doubles and weights


@pytest.mark.parametrize(
    ("weights", "double"),
    [
        (["1"], False),
        (["0,5", "0,5"], False),
        (["1", "0,5"], True),
        (["1", "1"], True),
        (["0,5", "0.5", "1/2"], True),
        (["", ""], True),
    ],
)
def test_a_pupil_counts_for_one_at_most(weights: list[str], double: bool) -> None:
    rows = [row(7, gewicht=w, vestigingsplaats=str(n)) for n, w in enumerate(weights)]
    found = read(as_csv([row(1), *rows, row(2)]))
    assert [(p.kind, p.row, p.value, p.count) for p in wrong(found)] == (
        [("dubbel", 3, "7", len(weights))] if double else []
    )


def test_the_same_number_in_two_schools_is_two_pupils() -> None:
    found = read(as_csv([row(7), row(7, instellingsnummer="54321")]))
    assert {n: t.pupils for n, t in found.tellingen.items()} == {"012345": 1, "054321": 1}


def test_a_double_pupil_is_seen_through_spaces_and_lost_zeros() -> None:
    rows = [row("7"), row(" 7\u00a0", instellingsnummer="12345")]
    found = read(as_csv(rows))
    assert [(p.kind, p.row) for p in wrong(found)] == [("dubbel", 2)]
    assert "Rij 2, 3" in wrong(found)[0].sentence


def test_pupils_without_a_number_are_not_each_others_double() -> None:
    assert read(as_csv([row(""), row(" "), row("\u00a0")])).tellingen["012345"].pupils == 3


def test_without_a_column_for_pupils_doubles_cannot_be_seen_and_that_is_said() -> None:
    header = "instellingsnummer;onderwijsniveau"
    found = read(lines("12345;lager", "12345;lager", header=header))
    assert found.tellingen["012345"].pupils == 2
    assert ("melding", "geen_leerlingnummer") in kinds(found)


@pytest.mark.parametrize("weight", ["0,5", "0.5", " 0,50 ", "1/2", "\u00a00.5"])
def test_half_a_pupil_in_every_spelling(weight: str) -> None:
    assert read(as_csv([row(gewicht=weight)])).tellingen["012345"].pupils == 0.5


# ---------------------------------------------------------------- words that mean the same


@pytest.mark.parametrize(
    ("niveau", "graad", "expected"),
    [
        ("Kleuteronderwijs", "", ("kleuter", "")),
        ("111", "", ("kleuter", "")),
        ("LAGER ONDERWIJS", "x", ("lager", "")),
        ("211.0", "", ("lager", "")),
        ("Secundair", "1ste graad", ("so", "1")),
        ("311", "Graad 2", ("so", "2")),
        ("so", "III", ("so", "3")),
        ("so", "derde graad", ("so", "3")),
        ("so", "OKAN", ("so", "okan")),
        ("so", "1.0", ("so", "1")),
        ("BuSO", "", ("buso", "")),
        ("221", "", ("bubao", "")),
    ],
)
def test_levels_and_grades_as_schools_write_them(
    niveau: str, graad: str, expected: tuple[str, str]
) -> None:
    found = read(as_csv([row(onderwijsniveau=niveau, graad=graad)]))
    (cell,) = found.tellingen["012345"].cells
    assert (cell.onderwijsniveau.value, cell.graad.value) == expected


@pytest.mark.parametrize(
    ("niveau", "soort", "mfc", "expected"),
    [
        ("buso", "type 3", "ja", ("3", Antwoord.JA)),
        ("bubao", "Basisaanbod", "", ("basisaanbod", Antwoord.ONBEKEND)),
        ("bubao", "BA", "nee", ("basisaanbod", Antwoord.NEE)),
        ("buso", "", "", ("", Antwoord.ONBEKEND)),
        ("buso", "9.0", "x", ("9", Antwoord.JA)),
        ("lager", "3", "ja", ("", Antwoord.NEE)),
    ],
)
def test_type_and_stay_mean_something_in_special_education_only(
    niveau: str, soort: str, mfc: str, expected: tuple[str, Antwoord]
) -> None:
    data = lines(
        f"12345;{niveau};1;{soort};{mfc}",
        header="instellingsnummer;onderwijsniveau;leerling;type;mfc_verblijf",
    )
    (cell,) = read(data).tellingen["012345"].cells
    assert (cell.type, cell.mfc_verblijf) == expected


def test_a_type_that_does_not_exist_is_refused() -> None:
    header = "instellingsnummer;onderwijsniveau;leerling;type"
    found = read(lines("12345;buso;1;10", header=header))
    assert [(p.row, p.column, p.value) for p in wrong(found)] == [(2, "type", "10")]


@pytest.mark.parametrize(
    "cell", ["=1+1", "+32", "-1", "@SUM(A1)", "\tq", "'t Twiespan", "=cmd|' /C x'!A0"]
)
def test_a_cell_that_looks_like_a_formula_is_text(cell: str) -> None:
    for data, name in (
        (as_csv([row(vestigingsplaats=cell)]), "x.csv"),
        (as_csv([row(vestigingsplaats=cell)], separator="\t"), "x.csv"),
    ):
        (found,) = read(data, name).tellingen["012345"].cells
        assert found.vestigingsplaats == cell.strip()
    told = read(as_csv([row(thuistaal=cell)]))
    assert told.tellingen["012345"].cells[0].answer(Kenmerk.THUISTAAL) is Antwoord.ONBEKEND
    assert [(p.row, p.value) for p in told.problems if p.kind == "waarde_onbekend"] == [
        (2, cell.strip())
    ]


# ---------------------------------------------------------------- privacy


def test_what_is_kept_is_counts_without_pupil_class_or_row() -> None:
    header = (*HEADER, "klas", "rijksregisternummer")
    rows = [(*row("stamnummer-881"), "klas-882", "85.07.30-033.28"), (*row(2), "klas-883", "")]
    found = read(as_csv(rows, header))
    assert found.ok
    frame = found.tellingen.kubus.frame  # type: ignore[attr-defined]
    assert set(frame.columns) == {"instellingsnummer", *KEYS, "halves"}
    kept = f"{found.tellingen['012345'].to_json()} {frame.rows()} {found.problems}"
    for secret in ("stamnummer-881", "klas-88", "033.28", "8507"):
        assert secret not in kept
    assert frame["halves"].to_list() == [4]
    assert found.columns_ignored == ("rijksregisternummer",)
    assert "Gevoelig en niet nodig: rijksregisternummer." in " ".join(
        p.sentence for p in found.problems
    )


def test_a_problem_about_zorgthuis_names_no_row_and_no_value() -> None:
    rows = [row(n, zorgthuis=w) for n, w in enumerate(["pleeggezin", "ja", "internaat"])]
    found = read(as_csv(rows))
    (told,) = (p for p in found.problems if p.column == "zorgthuis")
    assert (told.row, told.value, told.count) == (None, "iets anders dan ja of nee", 2)
    assert not any("pleeggezin" in str(p) or "internaat" in str(p) for p in found.problems)


# ---------------------------------------------------------------- the table reader alone


def test_a_person_may_say_which_row_is_the_header() -> None:
    data = b"a;b\nc;d\n1;2\n"
    told = read_table(io.BytesIO(data), filename="x.csv", header_row=2)
    assert (told.header, told.header_row, told.frame().rows()) == (("c", "d"), 2, [("1", "2")])
    guessed = read_table(io.BytesIO(data), filename="x.csv")
    assert guessed.header == ("a", "b")
    with pytest.raises(Refusal):
        read_table(io.BytesIO(data), filename="x.csv", header_row=9)


def test_a_person_may_say_which_sheet() -> None:
    data = as_xlsx(sheets_before=2)
    found = read_table(io.BytesIO(data), filename="x.xlsx", sheet="Voorblad 1")
    assert found.header == ("Toelichting",)
    with pytest.raises(Refusal):
        read_table(io.BytesIO(data), filename="x.xlsx", sheet="Bestaat niet")


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([";", ",", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(max_examples=60, deadline=None)
def test_any_text_in_any_cell_comes_back_as_it_was(
    rows: list[list[str]], separator: str, encoding: str
) -> None:
    header = ["instellingsnummer", "onderwijsniveau", "leerling"]
    data = as_csv(rows, header, separator=separator, encoding=encoding)
    index = {h: h for h in header}
    found = read_table(io.BytesIO(data), filename="x.csv", index=index)
    cells = [tuple(r) if any(c.strip() for c in r) else ("", "", "") for r in rows]
    assert found.frame().rows() == cells


# ---------------------------------------------------------------- the school table


def schools(
    *rows: str, header: str = "instellingsnummer;naam;brussel;toeslag_leerlingen;toeslag_noemer"
) -> Any:
    return read_scholen(io.BytesIO(lines(*rows, header=header)), filename="scholen.csv")


def test_every_problem_of_the_school_table_is_listed_at_once() -> None:
    found = schools(
        "12345;A;ja;;",
        "x;B;;;",
        "54321;;;;",
        "12345;C;;;",
        "54322;D;misschien;2;1",
        "54323;E;;-1;5",
        "54324;F;;3;",
        "Bron: pakket;;;;",
    )
    assert not found.ok
    assert not found.scholen
    assert [(p.ernst.value, p.kind, p.row, p.value) for p in found.problems] == [
        ("fout", "waarde_instellingsnummer", 3, "x"),
        ("fout", "waarde_naam", 4, ""),
        ("fout", "dubbel", 5, "012345"),
        ("waarschuwing", "waarde_brussel", 6, "misschien"),
        ("fout", "waarde_toeslag_leerlingen", 6, "2"),
        ("fout", "waarde_toeslag_leerlingen", 7, "-1"),
        ("waarschuwing", "waarde_toeslag_noemer", 7, "5"),
        ("waarschuwing", "waarde_toeslag_noemer", 8, ""),
    ]
    assert all(p.remedy.endswith(".") for p in found.problems)


def test_the_school_table_says_which_columns_miss_or_stand_double() -> None:
    missing = schools("12345;1", header="instellingsnummer;brussel")
    assert [(p.kind, p.column, p.row) for p in missing.problems] == [("kolom_ontbreekt", "naam", 1)]
    double = schools("12345;A;B", header="instellingsnummer;naam;schoolnaam")
    assert [(p.kind, p.column) for p in double.problems] == [("dubbele_kolom", "naam")]


def test_only_two_columns_of_the_school_table_are_compulsory() -> None:
    found = schools("12345;A", header="instellingsnummer;naam")
    assert found.problems == ()
    school = found.scholen["012345"]
    assert (school.brussel, school.toeslag_noemer) == (Antwoord.ONBEKEND, None)
