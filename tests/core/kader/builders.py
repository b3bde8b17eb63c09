"""Small packs for the tests: an invented framework with other codes, and changes to ours."""

from __future__ import annotations

from copy import deepcopy
from importlib.resources import files
from typing import Any

from gokwijs.core.kader.pakket import lees_toml

FOLDER = files("gokwijs.inhoud") / "kwaliteitskader"
SHIPPED: dict[str, Any] = lees_toml((FOLDER / "r-ok-parafrase.toml").read_bytes())

# A framework that has nothing in common with the OK: three rubrics, three levels, codes with dots.
WOUD = """
[pakket]
id = "woudkompas"
titel = "Het Verzonnen Woudkompas"
versie = "1.0.0"
schema = 1
peildatum = "2026-09"
aantal_verwachtingen = 5
vaste_tekst_in_scherm = "Tekst van de verzonnen Scholengroep Woud"
naamruimte = "woud"
aanduiding = "woudpunt"

[bronnen.boek]
titel = "Het grote woudboek"
soort = "officieel"

[[niveaus]]
waarde = 1
naam = "Kiem"
betekenis = "Het is net geplant."
[[niveaus]]
waarde = 2
naam = "Struik"
betekenis = "Het groeit op een paar plekken."
[[niveaus]]
waarde = 3
naam = "Boom"
betekenis = "Het staat stevig en geeft schaduw."

[[rubrieken]]
sleutel = "wortels"
naam = "Wortels"
volgorde = 1
codes = ["1.1", "1.2"]
[[rubrieken]]
sleutel = "stam"
naam = "Stam"
volgorde = 2
codes = ["2.1"]
[[rubrieken]]
sleutel = "kruin"
naam = "Kruin"
volgorde = 3
codes = ["3.1", "3.2"]

[[verwachtingen]]
code = "1.1"
rubriek = "wortels"
onderwerp = "Thuiskomen"
parafrase = "Elk kind vindt een plek."
status = "eigen"
zekerheid = "eigen"
[[verwachtingen]]
code = "1.2"
rubriek = "wortels"
onderwerp = "Buren"
parafrase = "De buurt is welkom."
status = "eigen"
zekerheid = "eigen"
[[verwachtingen]]
code = "2.1"
rubriek = "stam"
onderwerp = "Leren"
citaat = "Elk kind leert elke dag."
citaat_volledig = true
citaat_bron = "boek"
status = "officieel"
zekerheid = "officieel"
bron = ["boek"]
[[verwachtingen]]
code = "3.1"
rubriek = "kruin"
onderwerp = "Uitkijken"
parafrase = "We kijken vooruit."
status = "eigen"
zekerheid = "eigen"
[[verwachtingen]]
code = "3.2"
rubriek = "kruin"
onderwerp = "Delen"
parafrase = "We delen wat we oogsten."
status = "eigen"
zekerheid = "eigen"

[[sets]]
sleutel = "bladeren"
naam = "Bladeren"
voor = "leerling"
toelichting = "Twee zinnen."
[[sets.vragen]]
sleutel = "plek"
tekst = "Ik heb hier een plek."
codes = ["1.1"]
[[sets.vragen]]
sleutel = "leer"
tekst = "Ik leer hier veel."
codes = ["2.1"]
"""


def shipped(**pakket: Any) -> dict[str, Any]:
    """Our own pack, to change in a test."""
    data = deepcopy(SHIPPED)
    data["pakket"] |= pakket
    return data


def row(data: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in data["verwachtingen"] if one["code"] == code)
    return found


def without(data: dict[str, Any], code: str, *, nieuw: str | None = None) -> dict[str, Any]:
    """The same pack without one code, everywhere; ``nieuw``: what it says about it."""
    data["verwachtingen"] = [one for one in data["verwachtingen"] if one["code"] != code]
    data["pakket"]["aantal_verwachtingen"] -= 1
    for holder in (*data["rubrieken"], *data.get("sets", [])):
        holder["codes"] = [one for one in holder.get("codes", []) if one != code]
        for vraag in holder.get("vragen", []):
            vraag["codes"] = [one for one in vraag["codes"] if one != code]
    for one in data.get("sets", []):
        if not one["codes"]:
            del one["codes"]
    if nieuw is not None:
        data["omzetting"] = [*data.get("omzetting", []), {"oud": code, "nieuw": nieuw}]
    return data


def new_texts(**pakket: Any) -> dict[str, Any]:
    """The same 37 codes with another wording, as an official text would bring."""
    data = shipped(id="r-ok-proef", versie="1.0.0", titel="Proefpakket", **pakket)
    data["bronnen"]["proefboek"] = {"titel": "Verzonnen proefboek", "soort": "officieel"}
    for one in data["verwachtingen"]:
        one |= {
            "citaat": f"Verzonnen zin bij {one['code']}.",
            "citaat_volledig": True,
            "citaat_bron": "proefboek",
            "status": "officieel",
            "zekerheid": "officieel",
        }
    return data
