"""The Schoolzone sees whole hours and euros and the rules; nothing from which counts follow."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import pytest
from django.test import Client

from gokwijs.apps.access.roles import OUTSIDE, Role
from gokwijs.apps.middelen.getallen import invoerbaar
from gokwijs.apps.middelen.models import Berekening, IngevoerdGetal, Inlezing
from gokwijs.apps.scholen.models import SchoolFacts
from gokwijs.core.law.numbers import dutch_number, dutch_percent
from tests.apps.builders import (
    NUMMER,
    YEAR,
    World,
    berekening,
    client_of,
    colleague,
    csv,
    getal,
    inlezing,
    kinds,
    leerlingen,
    main_text,
    secundair,
    snapshot,
    text_of,
    voorbeeld,
)

SCHOOLZONE = (Role.LERAAR, Role.BEHEERDER, Role.SCHOLENGROEP, Role.NETWERK, Role.PBD)
WERKZONE = (Role.DIRECTEUR, Role.ZORG, Role.SECRETARIAAT, Role.FINANCIEN)
MIDDELEN = f"/school/{NUMMER}/middelen/"
QUESTIONS = re.compile(
    r"<details class=\"klein\"><summary>Open juridische.*?</details>|<pattern .*?</pattern>", re.S
)  # the law itself, and the patterns of the charts: the same on every page


def pages(client: Client, found: Berekening) -> list[Any]:
    """Every page on which a result is shown."""
    return [
        client.get(f"{MIDDELEN}?{YEAR}"),
        client.get(f"{MIDDELEN}?{YEAR}&open=1"),
        client.get(f"{MIDDELEN}geschiedenis/"),
        client.get(f"{MIDDELEN}berekening/{found.pk}/"),
        client.get(f"{MIDDELEN}berekening/{found.pk}/?open=1"),
    ]


def with_unknowns() -> bytes:
    """A basisschool with an interval: 3 pupils without an answer on thuistaal."""
    return csv(
        leerlingen(11, opleiding_moeder="ja", schooltoeslag="ja"),
        leerlingen(13, thuistaal=""),
        leerlingen(17),
        leerlingen(19, niveau="kleuter", thuistaal="ja"),
    )


CASES = {
    "exact": lambda: None,
    "interval": with_unknowns,
    "secundair": secundair,
    "secundair van de handleiding": lambda: voorbeeld("leerlingen-secundair.csv"),
    "buitengewoon": lambda: voorbeeld("leerlingen-buitengewoon.csv"),
}


def secret_texts(found: Berekening) -> set[str]:
    """Unrounded sums, shares and hashes as a screen would print them."""
    secrets: set[str] = set()

    def number(value: Any) -> None:
        if isinstance(value, dict):
            number(value["minimum"])
            number(value["maximum"])
        elif value is not None and Fraction(value).denominator != 1:
            exact = Fraction(value)
            secrets.update({dutch_number(exact), dutch_percent(exact, at_most=2)})

    for result in found.resultaten:
        number(result["som"])
        for threshold in result["drempels"]:
            number(threshold["aandeel"])
            secrets.add(threshold["zin"])
        receipt = result["bewijs"]
        hashes = (receipt["telling"], receipt["vorige_telling"], receipt["regels_hash"])
        secrets.update(h[:12] for h in hashes if h)
    return secrets


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("role", [Role.LERAAR, Role.SCHOLENGROEP])
def test_no_sum_share_hash_or_explanation_leaves_the_werkzone(
    world: World, role: Role, case: str
) -> None:
    found = berekening(world.school, world.alice, CASES[case]())
    secrets = secret_texts(found)
    assert secrets
    client = client_of(colleague(world.school, role))
    for place, page in enumerate(pages(client, found)):
        text = QUESTIONS.sub("", text_of(page))
        assert page.status_code == (403 if role in OUTSIDE and place >= 2 else 200)
        assert {s for s in secrets if s in text} == set()
        for word in (
            "Stap voor stap",
            "Hoe komen we hieraan",
            "Bewijs",
            "Wat als",
            "export.",
            "onbekende antwoorden",
            'class="liniaal',
            'class="uitleg"',
            "weten we het kenmerk",
            "OKI",
        ):
            assert word not in text, word


@pytest.mark.parametrize("case", CASES)
def test_the_same_page_in_the_werkzone_does_show_them(world: World, case: str) -> None:
    """Otherwise the test above could not fail."""
    found = berekening(world.school, world.alice, CASES[case]())
    text = text_of(world.client("alice").get(f"{MIDDELEN}?{YEAR}&open=1"))
    shown = {s for s in secret_texts(found) if s in text}
    assert len(shown) >= 2
    assert "Stap voor stap" in text
    assert "export.xlsx" in text


@pytest.mark.parametrize("role", SCHOOLZONE)
def test_the_only_numbers_on_the_page_are_whole_results_and_years(world: World, role: Role) -> None:
    found = berekening(world.school, world.alice, with_unknowns())
    client = client_of(colleague(world.school, role))
    page = client.get(f"{MIDDELEN}?{YEAR}")
    page.content = QUESTIONS.sub("", text_of(page)).encode()
    text = re.sub(r"Volgens de telling .*? door Alice Adams\.", "", main_text(page))
    text = re.sub(r"Schooljaar .*? Toon|Geschiedenis .*", "", text)
    text, letters = re.subn(r"brief: 9 lestijden .*? AGODI/2026/17, 2 maart 2026\.", "", text)
    assert letters == 1, "whole hours of the letter, with its name and date"
    whole = {
        r[key]
        for r in found.resultaten
        for key in ("minimum", "maximum")
        if r["regeling"] != "oki" and r[key] is not None
    }
    total = {str(sum(int(r[k]) for r in found.resultaten if r[k])) for k in ("minimum", "maximum")}
    assert whole >= {"2", "3"} or len(whole) > 1
    assert set(re.findall(r"\d+(?:[.,]\d+)*", text)) <= whole | total | {"2026", "2027"}


def test_euros_are_whole_in_the_schoolzone_and_exact_in_the_werkzone(world: World) -> None:
    for entry in invoerbaar():
        if entry.naam.startswith("werkingsbudget.basisonderwijs.bedrag"):
            getal(world.school, world.alice, entry.naam, "125,65")
    data = csv(leerlingen(3, thuistaal="ja", buurt="nee"), leerlingen(20, buurt="nee"))
    berekening(world.school, world.alice, data)
    exact = text_of(world.client("alice").get(f"{MIDDELEN}?{YEAR}"))
    whole = main_text(world.client("bob").get(f"{MIDDELEN}?{YEAR}"))
    assert "€ 376,95, vóór aftopping." in exact
    assert "€ 377, vóór aftopping." in whole
    assert "376,95" not in whole
    assert "125,65" not in whole


def test_the_manager_of_accounts_sees_and_changes_no_counts_among_the_facts(
    world: World,
) -> None:
    """The two numbers of S are exact counts; whoever only manages keeps what is stored."""
    client = client_of(colleague(world.school, Role.BEHEERDER))
    path = f"/school/{NUMMER}/gegevens/?{YEAR}"
    world.school.facts.update(toeslag_leerlingen="51.5", toeslag_noemer="103")
    page = text_of(client.get(path))
    assert "51,5" not in page
    assert "103" not in page
    assert "51,5" in text_of(world.client("alice").get(path))
    answers = {"brussel": 1, "nieuwe_school": 0, "vestigingen_verspreid": 2}
    client.post(path, {**answers, "toeslag_leerlingen": "1", "toeslag_noemer": "2"})
    stored = SchoolFacts.objects.get(school=world.school)
    assert (stored.brussel, stored.vestigingen_verspreid) == (1, 2)
    assert (str(stored.toeslag_leerlingen), str(stored.toeslag_noemer)) == ("51.5", "103.0")


def test_not_even_that_a_count_waits_is_told_outside(world: World) -> None:
    Berekening.objects.all().delete()
    assert "staat een ingelezen telling klaar" in text_of(
        world.client("alice").get(f"{MIDDELEN}?{YEAR}")
    )
    text = text_of(world.client("bob").get(f"{MIDDELEN}?{YEAR}"))
    assert "klaar" not in main_text(world.client("bob").get(f"{MIDDELEN}?{YEAR}"))
    assert "Er is nog geen telling voor dit schooljaar." in text


# ---------------------------------------------------------------- zorgthuis


def strange_zorgthuis() -> bytes:
    """The secundair with one answer that is neither yes nor no."""
    return secundair().replace(b";nee;nee;nee;nee;nee;", b";nee;nee;nee;bij tante Mia;nee;", 1)


@pytest.mark.parametrize("role", SCHOOLZONE)
def test_zorgthuis_is_never_seen_in_the_schoolzone(world: World, role: Role) -> None:
    found = berekening(world.school, world.alice, strange_zorgthuis())
    client = client_of(colleague(world.school, role))
    for page in pages(client, found):
        text = QUESTIONS.sub("", text_of(page)).lower()
        assert "zorgthuis" not in text
        assert "thuisloos" not in text
        assert "tante mia" not in text


def test_zorgthuis_is_stored_only_in_the_telling_and_the_explanation_from_it(
    world: World,
) -> None:
    """The explanation of the uren-leraar names the combinations of the law; all else is silent."""
    found = berekening(world.school, world.alice, strange_zorgthuis())
    assert _telling_counts_zorgthuis(found.telling) == 14  # seven pupils, in halves
    rest = snapshot()
    for label, fields in (("middelen.Inlezing", Inlezing), ("middelen.Berekening", Berekening)):
        names = [f.name for f in fields._meta.concrete_fields]
        hidden = {"telling", "vorige", "resultaten"}
        rest[label] = [
            tuple(v for n, v in zip(names, row, strict=True) if n not in hidden)
            for row in rest[label]
        ]
    text = json.dumps(rest, default=str).lower()
    assert "tante mia" not in text
    assert "tante mia" not in json.dumps([found.telling, found.resultaten]).lower()
    assert "zorgthuis" not in text.replace("in kolom zorgthuis kennen we niet", "")


def _telling_counts_zorgthuis(telling: dict[str, Any]) -> int:
    return sum(cell[8] for cell in telling["cellen"] if cell[7][3] == "1")


def test_an_unreadable_zorgthuis_is_told_without_row_or_value(world: World) -> None:
    """No row of a pupil may be tied to it, not even by a warning."""
    read = inlezing(world.school, world.alice, strange_zorgthuis())
    remark = next(p for p in read.problemen if "zorgthuis" in p["zin"])
    assert remark["zin"] == (
        "'iets anders dan ja of nee' in kolom zorgthuis kennen we niet; we lezen het als onbekend"
    )
    page = world.client("alice").get(f"{MIDDELEN}nakijken/{read.pk}/")
    assert "tante Mia" not in text_of(page)


def test_no_pupil_row_is_kept_anywhere(world: World) -> None:
    """Pupil numbers, classes and other columns of the file are gone after counting."""
    header = (
        "instellingsnummer;naam;leerling;klas;onderwijsniveau;thuistaal;nationaliteit;"
        "opleiding_moeder"
    )
    rows = [
        f"{NUMMER};Jan Janssens {n};77{n:04};3B-geheim;lager;ja;Belg-geheim;nee" for n in range(12)
    ]
    read = inlezing(world.school, world.alice, "\n".join((header, *rows)).encode())
    stored = json.dumps(snapshot(), default=str)
    assert "geheim" not in stored
    assert "Janssens" not in stored
    assert re.search(r"(?<![\w.])770001(?!\w)", stored) is None  # not the part of a second
    assert "nationaliteit" in " ".join(p["zin"] for p in read.problemen)


def test_the_schoolzone_gets_no_number_page_either(world: World) -> None:
    getal(world.school, world.alice)
    assert IngevoerdGetal.objects.get().document == "Brief AgODi 2026/12"
    for role in (Role.LERAAR, Role.BEHEERDER):
        client = client_of(colleague(world.school, role, email=f"{role}@zandloper.invalid"))
        assert client.get(f"{MIDDELEN}getallen/").status_code == 403
    assert "export" not in kinds()
