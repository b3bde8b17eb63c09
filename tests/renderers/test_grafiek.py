"""Charts: safe on a strict page, readable without colour, and silent about what is hidden."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from time import perf_counter
from typing import Any
from xml.etree import ElementTree

import pytest

from gokwijs.core.kenmerken import KENMERKEN, Kenmerk
from gokwijs.renderers.grafiek import (
    Balk,
    Grafiek,
    Lijn,
    Lijnen,
    Punt,
    Staaf,
    Staven,
    Stroom,
    Tijdlijn,
    Tijdpunt,
    alternatief,
    kleur,
    png,
    svg,
)
from gokwijs.renderers.grafiek.text import clean, measure, number, shorten, wrap
from gokwijs.renderers.grafiek.tijdlijn import days_on_axis
from tests.conftest import ROOT
from tests.renderers.grafieken import (
    each,
    kenmerken,
    lijnen,
    staaf,
    stapel,
    staven,
    stroom,
    tijdlijn,
)

UI = ROOT / "src/gokwijs/apps/ui"
ALLOWED = {"svg", "defs", "pattern", "rect", "circle", "path", "line", "text", "g"}
HOSTILE = (
    '<script>alert("x")</script>',
    "\" onload='x' & <b>",
    "]]><style>*{}</style>",
    "\u202eomgekeerd\u2066 \x00\x07\ud800\ufffe",
    "مدرسة النور",
    "url(#verborgen) {{ x }} javascript:x",
    "W" * 80,
    "",
)
kinds = pytest.mark.parametrize("grafiek", each().values(), ids=each())
widths = pytest.mark.parametrize("breedte", [640, 340])
LONG = tuple(Balk(f"Actie {n} " * 12, date(1990 + 5 * n, 1, 1), None) for n in range(12))


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)


def words(text: str) -> str:
    return " ".join(e.text or "" for e in parsed(text).iter() if e.tag.endswith("}text"))


# ---------------------------------------------------------------- on a strict page


@kinds
@widths
def test_a_strict_page_accepts_the_picture(grafiek: Grafiek, breedte: int) -> None:
    root = parsed(svg(grafiek, breedte=breedte))
    for element in root.iter():
        assert element.tag.rpartition("}")[2] in ALLOWED
        for name, value in element.attrib.items():
            assert name not in ("style", "href", "src")
            assert "}" not in name
            assert not name.startswith("on")
            assert name == "aria-label" or "url(" not in value or value.startswith("url(#g-")
    assert "xlink" not in svg(grafiek)


@kinds
@widths
def test_the_picture_scales_and_says_what_it_shows(grafiek: Grafiek, breedte: int) -> None:
    root = parsed(svg(grafiek, breedte=breedte))
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == alternatief(grafiek)
    assert root.attrib["viewBox"].startswith(f"0 0 {breedte} ")
    assert "height" not in root.attrib


@kinds
def test_two_charts_on_a_page_share_no_name(grafiek: Grafiek) -> None:
    page = svg(grafiek, voorvoegsel="een") + svg(grafiek, voorvoegsel="twee")
    ids = re.findall(r' id="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]*)\)", page)) == set(ids)


@pytest.mark.parametrize("voorvoegsel", ["", "1", 'a"b', "a b", "a)", "é"])
def test_a_prefix_is_a_name(voorvoegsel: str) -> None:
    with pytest.raises(ValueError, match="voorvoegsel"):
        svg(stapel(), voorvoegsel=voorvoegsel)


@kinds
def test_the_same_chart_gives_the_same_picture(grafiek: Grafiek) -> None:
    assert svg(grafiek) == svg(grafiek)
    assert png(grafiek) == png(grafiek)


@kinds
@widths
def test_no_letter_is_small_and_none_leaves_the_picture(grafiek: Grafiek, breedte: int) -> None:
    root = parsed(svg(grafiek, breedte=breedte))
    height = float(root.attrib["viewBox"].split()[3])
    for element in root.iter("{http://www.w3.org/2000/svg}text"):
        size = float(element.attrib["font-size"].removesuffix("px"))
        assert size >= 11
        x, y = map(float, re.findall(r"-?[\d.]+", element.attrib["transform"]))
        wide = measure(element.text or "", size) / 1.05
        anchor = element.get("text-anchor", "start")
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[anchor]
        assert left >= -1, element.text
        assert left + wide <= breedte + 1, element.text
        assert 0 < y <= height


# ---------------------------------------------------------------- colour


@pytest.mark.parametrize("kenmerk", KENMERKEN)
def test_a_kenmerk_has_the_colour_and_pattern_of_the_pages(kenmerk: Kenmerk) -> None:
    css = (UI / "static/ui/gok.css").read_text("utf-8")
    assert f"--k-{kenmerk}: {kleur(kenmerk).lower()};" in css
    text = svg(staven(staaf(kleur=kenmerk)))
    assert kleur(kenmerk) in text
    assert ("<pattern" in text) is (kenmerk is not Kenmerk.OPLEIDING_MOEDER)


def test_an_unknown_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="paars"):
        kleur("paars")


def _tokens(theme: str) -> dict[str, str]:
    css = (UI / "static/ui/gok.css").read_text("utf-8")
    block = re.search(theme + r" \{(.*?)\n\}", css, re.DOTALL)
    assert block is not None
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})\b", block[1]))


def _luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(2 * c for c in color[1:])
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("theme", [":root", r'\[data-bs-theme="dark"\]'])
def test_each_colour_follows_the_theme_and_stands_out(theme: str) -> None:
    rules = (UI / "static/ui/grafiek.css").read_text("utf-8")
    mapped = dict(re.findall(r'\[fill="(#\w+)"\] \{ fill: var\(--([\w-]+)\)', rules))
    used = {c for g in each().values() for c in re.findall(r'="(#[0-9A-F]{6})"', svg(g))}
    assert used <= mapped.keys()
    assert all(f'[stroke="{color}"]' in rules for color in mapped)
    tokens = _tokens(theme)
    for token in set(mapped.values()) - {"papier", "lijn"}:  # lines of the grid may be faint
        for ground in ("papier", "vlak"):
            one, two = sorted((_luminance(tokens[token]), _luminance(tokens[ground])))
            assert (two + 0.05) / (one + 0.05) >= 3, (token, ground)


def test_lines_differ_by_more_than_colour() -> None:
    reeksen = tuple(Lijn(f"L{n}", "gok", (Punt(n), Punt(n + 1))) for n in range(6))
    root = parsed(svg(Lijnen("t", "", ("a-b", "c-d"), reeksen)))
    thick = [e.get("stroke-dasharray") for e in root.iter() if e.get("stroke-width") == "2.25"]
    assert len(thick) == len(set(thick)) == 6


# ---------------------------------------------------------------- what is hidden


@kinds
@widths
def test_a_hidden_value_is_nowhere(grafiek: Grafiek, breedte: int) -> None:
    for text in (svg(grafiek, breedte=breedte), alternatief(grafiek)):
        assert not re.search(r"77[07]|780", text)
    assert "afgeschermd" in words(svg(grafiek, breedte=breedte))
    assert "Afgeschermd: " in alternatief(grafiek)


def _with(grafiek: Grafiek, change: float) -> Grafiek:
    """The same chart around another hidden value."""

    def changed(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(changed, value))
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        fields = {f.name: changed(getattr(value, f.name)) for f in dataclasses.fields(value)}
        if fields.get("verborgen"):
            for name in ("waarde", "aantal"):
                if name in fields:
                    fields[name] = change
            if "waarden" in fields:
                fields["waarden"] = (change,) * len(fields["waarden"])
        return type(value)(**fields)

    result: Grafiek = changed(grafiek)
    return result


@kinds
def test_no_width_or_axis_tells_a_hidden_value(grafiek: Grafiek) -> None:
    assert svg(_with(grafiek, 3)) == svg(_with(grafiek, 99999)) == svg(grafiek)


def test_a_node_with_a_hidden_band_shows_no_total() -> None:
    text = words(svg(stroom())).split()
    assert "31" in text  # thuistaal: 24 and 7
    assert text.count("7") == 1  # the band to preventie, and not the total there
    assert text.count("afgeschermd") == 2


# ---------------------------------------------------------------- the sentences


@pytest.mark.parametrize("breedte", [640, 340])
def test_what_is_drawn_of_a_few_bars_is_also_said(breedte: int) -> None:
    grafiek = staven(
        staaf("Thuistaal", 41.5, low=38.25, high=45, referentie=27.3, bijschrift="van 312"),
        staaf("Buurt", 0),
        staaf("Zorgthuis", None, bijschrift="nog niet geteld"),
        staaf("Alles", 100, kleur="gok"),
    )
    said = alternatief(grafiek)
    for part in ("41,5 %", "tussen 38,2 en 45", "Vlaanderen 27,3 %", "van 312", "0 %", "100 %"):
        assert part in said.replace("\u00a0", " ")
    assert "Hoogst: Alles" in said
    assert "Laagst: Buurt" in said
    assert "Geen gegevens: Zorgthuis (nog niet geteld)." in said
    assert "nog niet geteld" in words(svg(grafiek, breedte=breedte))
    for shown in re.findall(r"\d+,\d", words(svg(grafiek, breedte=breedte))):
        assert shown in said


def test_lines_say_values_break_and_gaps() -> None:
    said = alternatief(lijnen()).replace("\u00a0", " ")
    for value in ("41 %", "44 %, tussen 40 en 47", "52 %", "20 %", "21 %", "23 %"):
        assert value in said
    assert "Tussen 2021-2022 en 2022-2023 is er een breuk" in said
    assert "Afgeschermd: Onze school 2023-2024." in said
    assert "Geen gegevens: Vlaanderen 2023-2024." in said


@widths
def test_a_time_line_says_points_line_and_actions_alike(breedte: int) -> None:
    said = alternatief(tijdlijn()).replace("\u00a0", " ")
    shown = words(svg(tijdlijn(), breedte=breedte))
    for part in ("3 februari 2025: 41 %, tussen 28 en 57.", "1 februari 2027: 6 van 14."):
        assert part in said
    assert "van 41 % op 3 februari 2025 naar 20 % op 30 juni 2026" in said
    assert "Daarna is er een breuk" in said
    assert "breuk" in shown
    for action in ("Spreiden van betaling", "Huisbezoek", "Nog te plannen"):
        assert action in said
        assert action in shown
    assert "01/09/2025 tot 30/06/2026" in said
    assert "01/09/2025 tot 30/06/2026" in shown
    assert "43" not in shown, "a small group is said in counts"


def test_the_axis_of_a_time_line_is_time() -> None:
    """Twice as many days apart is twice as far."""
    root = parsed(svg(tijdlijn()))
    dots = [e.attrib["transform"] for e in root.iter() if "a4.5" in e.get("d", "")]
    assert dots or "a4.5" in svg(tijdlijn())
    spots = sorted(float(x) for x in re.findall(r"M([\d.]+)[ ,][\d.]+m-4\.5", svg(tijdlijn())))
    first, second, last = spots[-3:]
    assert (last - first) / (second - first) == pytest.approx(728 / 364, abs=0.02)


def test_no_line_of_time_crosses_a_break_or_a_hidden_value() -> None:
    root = parsed(svg(tijdlijn()))
    lines = [e for e in root.iter() if e.get("stroke-width") == "2.25"]
    assert len(lines) == 2, "one between the first two points, one in the legend"


def test_days_on_the_axis_fit_beside_each_other_and_begin_in_september() -> None:
    near = days_on_axis(date(2025, 9, 1), date(2026, 6, 30), 400)
    assert near[0] == date(2025, 9, 1)
    far = days_on_axis(date(2010, 1, 1), date(2030, 1, 1), 300)
    assert len(far) <= 5
    assert {day.month for day in far} == {9}


def test_parts_and_flows_say_their_counts() -> None:
    assert "Eerste leerjaar: Lager onderwijs 12, Hoger onderwijs 30, Onbekend 2." in alternatief(
        stapel()
    )
    assert "Van Thuistaal naar Preventie: 7." in alternatief(stroom())


def test_of_many_values_only_the_outer_ones_are_read_out() -> None:
    said = alternatief(staven(*(staaf(f"Klas {n}", n + 0.5) for n in range(30))))
    assert "Klas 29, 29,5" in said
    assert "Klas 7:" not in said


# ---------------------------------------------------------------- what users type


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
@widths
def test_a_label_is_never_markup(label: str, breedte: int) -> None:
    grafiek = staven(staaf(label, bijschrift=label), titel=label, eenheid=label)
    text = svg(grafiek, breedte=breedte)
    assert {e.tag.rpartition("}")[2] for e in parsed(text).iter()} <= ALLOWED
    assert clean(label) in alternatief(grafiek)
    assert not set("\u202e\u2066\x00\x07\ud800\ufffe") & set(text)
    assert png(grafiek).startswith(b"\x89PNG")


def test_a_long_label_is_cut_in_the_picture_and_whole_in_the_sentences() -> None:
    label = "Zeer " * 15 + "lang"
    grafiek = staven(staaf(label * 3))
    assert "…" in words(svg(grafiek))
    assert label * 3 in alternatief(grafiek)


def test_lines_of_text_stay_within_their_room() -> None:
    for text in ("Een gewone zin van een school", "Schoolgemeenschapsvoorzieningen", *HOSTILE):
        for width in (40, 90, 200):
            lines = wrap(text, width, 12, lines=2)
            assert len(lines) <= 2
            assert all(measure(line, 12) <= width for line in lines)
    assert shorten("kort", 100, 12) == "kort"


@pytest.mark.parametrize(
    ("value", "text"), [(1234.5, "1.234,5"), (0, "0"), (-4.25, "−4,25"), (7.005, "7"), (55, "55")]
)
def test_numbers_are_dutch(value: float, text: str) -> None:
    assert number(value) == text


# ---------------------------------------------------------------- edges


@widths
@pytest.mark.parametrize(
    "grafiek",
    [
        staven(),
        staven(staaf(waarde=0)),
        staven(staaf(waarde=100)),
        staven(staaf(waarde=-3, low=-9, high=1), eenheid="procentpunt"),
        staven(*(staaf(f"Klas {n}", n * 3.0, low=n, high=n * 3.0 + 1) for n in range(30))),
        staven(staaf(verborgen=True)),
        Lijnen("leeg", "%", (), ()),
        Lijnen("een jaar", "%", ("2024-2025",), (Lijn("x", "gok", (Punt(5),)),)),
        Lijnen("niets", "%", ("2024-2025",), (Lijn("x", "gok", (Punt(None),)),)),
        Tijdlijn("leeg", "%", ()),
        Tijdlijn("een dag", "%", (Tijdpunt(date(2026, 2, 2), Punt(5)),)),
        Tijdlijn("niets", "score", (Tijdpunt(date(2026, 2, 2), Punt(None)),)),
        Tijdlijn("lang", "%", (Tijdpunt(date(2026, 2, 2), Punt(5)),), balken=LONG),
        Stroom("leeg", (), (), ()),
    ],
)
def test_edges_are_drawn_too(grafiek: Grafiek, breedte: int) -> None:
    parsed(svg(grafiek, breedte=breedte))
    assert alternatief(grafiek)


def test_a_definition_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="nan"):
        staaf(waarde=float("nan"))
    with pytest.raises(ValueError, match="punt"):
        Lijnen("t", "", ("a",), (Lijn("x", "gok", ()),))
    with pytest.raises(ValueError, match="breuk"):
        dataclasses.replace(tijdlijn(), breuken=(3,))
    with pytest.raises(ValueError, match="band"):
        dataclasses.replace(stroom(), links=())
    with pytest.raises(ValueError, match="smal"):
        svg(stapel(), breedte=100)


def test_a_png_is_a_picture_of_the_size_asked() -> None:
    data = png(kenmerken(), schaal=1)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert int.from_bytes(data[16:20], "big") == 640


def test_a_chart_is_drawn_while_one_blinks() -> None:
    grafiek = Staven("t", "%", tuple(Staaf(f"K{n}", n, n / 2, n + 3, "gok") for n in range(12)))
    svg(grafiek)
    times = []
    for _ in range(5):
        start = perf_counter()
        svg(grafiek)
        times.append(perf_counter() - start)
    assert min(times) < 0.06 * 3  # 60 ms on a quiet machine
