"""The form for parents in ten languages: our own plain words, not the official text.

In: ``inhoud/verklaring/*.toml``, one file per language with the same keys. Out: frozen texts, with
a hash by which a school remembers that somebody read a translation. The Dutch text counts.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.core.law.toml import RegelsError, Strict

# The order in which a parent is offered the languages: Dutch counts, the rest by own name.
TALEN = ("nl", "ar", "de", "en", "es", "fr", "pl", "ro", "tr", "uk")
_Text = Annotated[str, Field(min_length=1)]


class Formulier(Strict):
    """Every text of the form in one language; ``code`` is its BCP 47 tag."""

    code: _Text
    naam: _Text  # the language in its own script
    naam_nl: _Text
    richting: Literal["ltr", "rtl"]
    status: Literal["onbevestigd"]  # the official text was not found: paraphrase

    kies_taal: _Text
    hulpvertaling: _Text
    nagelezen: _Text
    titel: _Text
    kind: _Text
    school: _Text
    inleiding: _Text
    waarom_titel: _Text
    waarom: _Text
    gevolg_titel: _Text
    gevolg: _Text
    met_moeder: _Text
    met_vader: _Text
    met_broers_zussen: _Text
    broers_zussen_hulp: _Text
    taal_nederlands: _Text
    taal_andere: _Text
    opleiding_vraag: _Text
    opleiding_hulp: _Text
    opleiding_geen_lager: _Text
    opleiding_lager: _Text
    opleiding_lager_secundair: _Text
    opleiding_hoger_secundair: _Text
    opleiding_hoger: _Text
    nvt: _Text
    nvt_hulp: _Text
    weet_niet: _Text
    reden_vraag: _Text
    reden_hulp: _Text
    verder: _Text
    samenvatting_titel: _Text
    samenvatting: _Text
    op_eer: _Text
    verbeteren: _Text
    versturen: _Text
    fout_titel: _Text
    fout_kies: _Text
    fout_reden: _Text
    al_titel: _Text
    al: _Text
    al_veranderd: _Text
    bedankt_titel: _Text
    bedankt: _Text
    antwoorden: _Text
    tekenen: _Text
    pdf: _Text
    tablet_klaar: _Text
    brief_titel: _Text
    brief: _Text
    brief_een_kind: _Text
    brief_hulp: _Text
    geldig_tot: _Text
    werkt_niet: _Text
    te_druk: _Text

    def vraag(self, lid: Gezinslid) -> str:
        """The question about one gezinslid."""
        return str(getattr(self, f"met_{lid.value}"))

    def taal(self, antwoord: Taal) -> str:
        """An answer on a question about language."""
        return {
            Taal.NEDERLANDS: self.taal_nederlands,
            Taal.ANDERE: self.taal_andere,
            Taal.NIET_VAN_TOEPASSING: self.nvt,
            Taal.ONBEKEND: self.weet_niet,
        }[antwoord]

    def opleiding(self, antwoord: Opleiding) -> str:
        """An answer on the question about the mother."""
        if antwoord is Opleiding.NIET_VAN_TOEPASSING:
            return self.nvt
        if antwoord is Opleiding.ONBEKEND:
            return self.weet_niet
        return str(getattr(self, f"opleiding_{antwoord.value}"))

    @property
    def hash(self) -> str:
        """Changes with every letter of the text, so that a confirmation cannot outlive it."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


def read_formulier(code: str, text: str) -> Formulier:
    """One language from the text of its file; raises RegelsError naming file and key."""
    name = f"inhoud/verklaring/{code}.toml"
    try:
        found = Formulier.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RegelsError(f"{name}: geen geldige TOML ({error}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        kind = {"missing": "ontbreekt", "extra_forbidden": "bestaat niet"}.get(first["type"])
        raise RegelsError(f"{name}: sleutel '{key}' {kind or 'is niet geldig'}.") from error
    if found.code != code:
        raise RegelsError(f"{name}: sleutel 'code' is niet geldig.")
    return found


@cache
def load_formulieren() -> Mapping[str, Formulier]:
    """Every language, in the order in which it is offered; raises RegelsError."""
    folder = files("gokwijs") / "inhoud" / "verklaring"
    return {
        code: read_formulier(code, (folder / f"{code}.toml").read_text(encoding="utf-8"))
        for code in TALEN
    }
