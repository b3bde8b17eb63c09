"""Questions and answers in two languages at once: that of the parent, and Dutch, which counts."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import Form

from gokwijs.apps.leerlingen.models import Verklaring
from gokwijs.core.kenmerken.formulier import Formulier, load_formulieren
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal
from gokwijs.renderers.verklaring_pdf import Antwoorden


@dataclass(frozen=True)
class Tweetalig:
    """One text; ``nl`` is empty when the language is Dutch itself."""

    eigen: str
    nl: str


@dataclass(frozen=True)
class Optie:
    value: str
    tekst: Tweetalig
    chosen: bool


@dataclass(frozen=True)
class Vraag:
    name: str
    tekst: Tweetalig
    hulp: Tweetalig | None
    opties: tuple[Optie, ...]
    error: str

    @property
    def gekozen(self) -> Optie | None:
        return next((o for o in self.opties if o.chosen), None)


def tweetalig(formulier: Formulier, key: str) -> Tweetalig:
    """One text of the form by the name of its key."""
    nl = load_formulieren()["nl"]
    return _both(formulier, getattr(formulier, key), getattr(nl, key))


def _both(formulier: Formulier, eigen: str, nl: str) -> Tweetalig:
    return Tweetalig(eigen, "" if formulier.code == "nl" else nl)


def vragen(formulier: Formulier, form: Form, *, errors: bool) -> list[Vraag]:
    """The four questions with what is chosen; errors only after the parent went on."""
    nl = load_formulieren()["nl"]
    values = form.data if form.is_bound else form.initial

    def vraag(name: str, text: Tweetalig, hulp: Tweetalig | None, opties: list[Optie]) -> Vraag:
        wrong = " ".join(str(e) for e in form.errors.get(name, [])) if errors else ""
        return Vraag(name, text, hulp, tuple(opties), wrong)

    found = []
    for lid in Gezinslid:
        chosen = values.get(lid.value, "")
        opties = [
            Optie(t.value, _both(formulier, formulier.taal(t), nl.taal(t)), chosen == t.value)
            for t in Taal
        ]
        hulp = tweetalig(formulier, "broers_zussen_hulp")
        text = _both(formulier, formulier.vraag(lid), nl.vraag(lid))
        found.append(
            vraag(lid.value, text, hulp if lid is Gezinslid.BROERS_ZUSSEN else None, opties)
        )
    chosen = values.get("opleiding", "")
    opties = [
        Optie(o.value, _both(formulier, formulier.opleiding(o), nl.opleiding(o)), chosen == o.value)
        for o in Opleiding
    ]
    text = tweetalig(formulier, "opleiding_vraag")
    return [*found, vraag("opleiding", text, tweetalig(formulier, "opleiding_hulp"), opties)]


def antwoorden_of(verklaring: Verklaring) -> Antwoorden:
    """The stored answers."""
    return Antwoorden(
        {
            Gezinslid.MOEDER: Taal(verklaring.moeder),
            Gezinslid.VADER: Taal(verklaring.vader),
            Gezinslid.BROERS_ZUSSEN: Taal(verklaring.broers_zussen),
        },
        Opleiding(verklaring.opleiding),
    )


def vraag_en_antwoord(
    formulier: Formulier, antwoorden: Antwoorden
) -> list[tuple[Tweetalig, Tweetalig]]:
    """Each question with its answer."""
    nl = load_formulieren()["nl"]
    rows = []
    for lid in Gezinslid:
        taal = antwoorden.talen[lid]
        rows.append(
            (
                _both(formulier, formulier.vraag(lid), nl.vraag(lid)),
                _both(formulier, formulier.taal(taal), nl.taal(taal)),
            )
        )
    opleiding = antwoorden.opleiding
    rows.append(
        (
            tweetalig(formulier, "opleiding_vraag"),
            _both(formulier, formulier.opleiding(opleiding), nl.opleiding(opleiding)),
        )
    )
    return rows
