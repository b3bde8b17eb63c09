"""What is missing, as a screen shows it: the answer, thresholds, the ranked list, what else to do.

In: the pupils of a day and what their verklaringen are worth. Out: frozen view models with Dutch
text. Worth is Werkzone data and never stands on a class list (``besluiten.md`` 6 and 8).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from gokwijs.apps.leerlingen.models import NIVEAUS
from gokwijs.apps.teldag.selectors import Dagstand, Formulieren, Wie
from gokwijs.core.kenmerken import Antwoord, Kenmerk
from gokwijs.core.law.numbers import dutch_number, dutch_percent
from gokwijs.core.middelen.ontbrekend import (
    Gain,
    NextStep,
    Ontbrekend,
    Worth,
    open_kenmerken,
)
from gokwijs.core.middelen.ontbrekend_regels import Afstand
from gokwijs.core.telling.model import Graad, Onderwijsniveau

NIVEAU_WORDS = dict(NIVEAUS)
_ONE = {"lestijden": "lestijd", "uren-leraar": "uur-leraar", "lesuren": "lesuur"}
HANDTEKENING = "handtekening"


@dataclass(frozen=True)
class Gemist:
    """One pupil whose verklaring is missing or incomplete; no worth where it may not be seen."""

    key: str
    wie: Wie
    ontbreekt: tuple[str, ...]
    waarom: str
    uren: str = ""
    exact: str = ""
    euro: str = ""


@dataclass(frozen=True)
class Ruler:
    """A threshold on a ruler of 0 to 1000, in verklaringen."""

    naam: str
    zin: str
    gehaald: bool | None
    aandeel: str
    grens: str
    grens_x: int
    low_x: int
    width: int
    artikel: str


@dataclass(frozen=True)
class Deelwaarde:
    """What all of them are worth for one regeling."""

    titel: str
    waarde: str
    reden: str


def amount(value: Fraction, unit: str) -> str:
    """``3 lestijden``, ``1 uur-leraar``, ``€ 12,50``."""
    if unit == "euro":
        return f"€ {dutch_number(value, places=2)}"
    return f"{dutch_number(value)} {_ONE[unit] if value == 1 else unit}"


def verklaringen(number: int) -> str:
    """``1 verklaring``, ``12 verklaringen``."""
    return f"{number} verklaring" if number == 1 else f"{number} verklaringen"


def kenmerk_words(kenmerken: Iterable[Kenmerk]) -> tuple[str, ...]:
    return tuple(k.label.lower() for k in kenmerken)


# ---------------------------------------------------------------- the list


def gemist(
    stand: Dagstand,
    forms: Formulieren,
    found: Ontbrekend | None,
) -> list[Gemist]:
    """Whose verklaring is missing: most valuable first, or without worth by class and name."""
    clash = {(key, kenmerk) for key, kenmerk, _ in stand.strijdig}
    if found is None:
        keys = [k for k, cells in stand.cellen.items() if open_kenmerken(cells)]
        place = {key: n for n, key in enumerate(stand.wie)}
        keys.sort(key=lambda k: (stand.wie[k].klas, place[k]))
    else:
        keys = list(found.volgorde)
    rows = []
    for key in keys:
        kenmerken = open_kenmerken(stand.cellen[key])
        if any((key, k) in clash for k in kenmerken):
            why = "bronnen spreken elkaar tegen"
        else:
            why = "formulier niet volledig" if key in forms.met else "nog geen formulier"
        worth = found.waarde[key] if found is not None else None
        rows.append(
            Gemist(
                key,
                stand.wie[key],
                kenmerk_words(kenmerken),
                why,
                _hours(worth) if worth else "",
                _exact(worth) if worth else "",
                _euro(worth) if worth else "",
            )
        )
    return rows


def _of_hours(worth: Worth) -> list[Gain]:
    return [g for g in worth.gains if not g.in_euro]


def _hours(worth: Worth) -> str:
    """What one answer does to the rounded results."""
    gains = _of_hours(worth)
    if not gains:
        return "telt niet mee"
    if not worth.hours_known:
        return "niet berekenbaar"
    return amount(worth.rounded, gains[0].regeling.eenheid)


def _exact(worth: Worth) -> str:
    """Before rounding; empty when the law gives no number."""
    known = [g.unrounded for g in _of_hours(worth) if g.unrounded is not None]
    return dutch_number(sum(known, Fraction(0))) if known else ""


def _euro(worth: Worth) -> str:
    if not any(g.in_euro for g in worth.gains):
        return ""
    return "bedrag ontbreekt" if worth.euro is None else amount(worth.euro, "euro")


# ---------------------------------------------------------------- the answer on top


def antwoord_zin(found: Ontbrekend | None, number: int) -> str:
    """``Nog 12 verklaringen ontbreken. Samen zijn ze hoogstens 3 lestijden waard.``"""
    if not number:
        return "Er ontbreekt geen enkele verklaring."
    many = f"Nog {verklaringen(number)} {'ontbreekt' if number == 1 else 'ontbreken'}."
    if found is None:
        return many
    subject = "Ze is" if number == 1 else "Samen zijn ze"
    hours = _of_hours(found.samen)
    if hours and found.samen.hours_known:
        unit = hours[0].regeling.eenheid
        if not found.samen.rounded:
            return f"{many} {subject} na afronding geen enkele {_ONE[unit]} waard."
        return f"{many} {subject} hoogstens {amount(found.samen.rounded, unit)} waard."
    exact = _exact(found.samen)
    if hours and exact:
        unit = hours[0].regeling.eenheid
        return f"{many} {subject} vóór afronding hoogstens {exact} {unit} waard."
    return many


def deelwaarden(found: Ontbrekend) -> list[Deelwaarde]:
    """Per regeling what all of them together are worth, or why that cannot be said."""
    reasons = dict(found.redenen)
    rows = []
    for gain in found.samen.gains:
        unit = gain.regeling.eenheid
        if gain.in_euro:
            known = gain.rounded is not None
            shown = amount(gain.rounded or Fraction(0), unit) if known else "bedrag ontbreekt"
            reason = (
                "vóór aftopping"
                if known
                else "vul de bedragen uit de brief in bij de getallen uit een document"
            )
        elif gain.rounded is None:
            shown = "niet berekenbaar"
            reason = reasons.get(gain.regeling, "een andere groep is niet berekenbaar")
        else:
            shown = amount(gain.rounded, unit)
            exact = "" if gain.unrounded is None else dutch_number(gain.unrounded)
            reason = f"{exact} vóór afronding" if exact else ""
        rows.append(Deelwaarde(gain.regeling.titel, shown, reason))
    return rows


def stap_zin(step: NextStep) -> str:
    """``Zeggen de eerste 2 uit de lijst die hier meetellen ‘ja’, dan stijgt dit van 22 tot …``"""
    who = (
        "Zegt de eerste uit de lijst die hier meetelt"
        if step.needed == 1
        else f"Zeggen de eerste {step.needed} uit de lijst die hier meetellen"
    )
    reaches = amount(step.reaches, step.regeling.eenheid)
    return f"{who} ‘ja’, dan stijgt dit van {dutch_number(step.before)} naar {reaches}."


def ruler(afstand: Afstand) -> Ruler:
    """A threshold with how many verklaringen it is away."""
    limit = afstand.limit.number
    grens = dutch_percent(limit)
    now = dutch_percent(afstand.share, at_most=2)
    return Ruler(
        naam=afstand.name,
        zin=_drempel_zin(afstand, grens),
        gehaald=True
        if afstand.needed == 0 or afstand.earlier
        else (None if afstand.needed is not None else False),
        aandeel=now,
        grens=grens,
        grens_x=_thousandths(limit),
        low_x=_thousandths(afstand.share),
        width=_thousandths(afstand.most) - _thousandths(afstand.share),
        artikel=afstand.limit.artikel,
    )


def _thousandths(value: Fraction) -> int:
    return min(1000, max(0, int(value * 1000)))


def _drempel_zin(afstand: Afstand, grens: str) -> str:
    if afstand.needed == 0:
        return f"De grens van {grens} is gehaald."
    early = "Gehaald op de vorige teldag. " if afstand.earlier else ""
    if afstand.needed is None:
        if not afstand.helpful:
            return f"{early}Geen enkele ontbrekende verklaring brengt de {grens} dichterbij."
        return (
            f"{early}Ook als alle {verklaringen(afstand.helpful)} die meetellen ‘ja’ zeggen, "
            f"wordt de {grens} niet gehaald."
            if afstand.helpful > 1
            else f"{early}De ene verklaring die meetelt, volstaat niet voor de {grens}."
        )
    return f"{early}Nog {verklaringen(afstand.needed)} met ‘ja’ tot de {grens}."


# ---------------------------------------------------------------- what else needs somebody


@dataclass(frozen=True)
class Aandacht:
    """A list beside the verklaringen: what, why it matters, and who."""

    key: str
    titel: str
    zin: str
    rijen: Sequence[tuple[Wie, str]]


def aandacht(stand: Dagstand, forms: Formulieren) -> list[Aandacht]:
    """Conflicts, pupils the count cannot place, unsigned forms; empty lists are left out."""
    found = [
        Aandacht(
            "strijdig",
            "Bronnen spreken elkaar tegen",
            "Tot je beslist wat klopt, is het antwoord onbekend en telt het niet mee.",
            [(stand.wie[k], f"{kenmerk.label}: {s.reden}") for k, kenmerk, s in stand.strijdig],
        ),
        Aandacht(
            "plaats",
            "De plaats van een leerling is niet volledig",
            "Zonder graad of type komt een leerling niet in de juiste groep terecht; zonder klas "
            "staat hij op geen enkele klaslijst.",
            [(w, gap) for w in stand.wie.values() if (gap := _gap(w))],
        ),
        Aandacht(
            "handtekening",
            "Het ondertekende formulier ligt nog niet op school",
            "Het antwoord telt mee, maar bij controle moet het ondertekende formulier er zijn.",
            [(stand.wie[k], "") for k in stand.wie if k in forms.ongetekend],
        ),
    ]
    return [one for one in found if one.rijen]


def _gap(wie: Wie) -> str:
    """What the count needs to know of the place and does not."""
    gaps = []
    if wie.niveau is Onderwijsniveau.SO and wie.graad is Graad.NONE:
        gaps.append("geen graad")
    if wie.niveau in (Onderwijsniveau.BUBAO, Onderwijsniveau.BUSO) and not wie.type:
        gaps.append("geen type")
    if not wie.klas:
        gaps.append("geen klas")
    ordinary = wie.niveau not in (Onderwijsniveau.BUBAO, Onderwijsniveau.BUSO)
    if not wie.leerjaar and ordinary and wie.graad is not Graad.OKAN:
        gaps.append("geen leerjaar")
    return ", ".join(gaps)


_TOESLAG = (Onderwijsniveau.KLEUTER, Onderwijsniveau.LAGER, Onderwijsniveau.SO)


def toeslag_onbekend(stand: Dagstand) -> int:
    """Pupils of whom the schooltoeslag is unknown, at the levels where it plays a part."""
    return sum(
        any(
            c.onderwijsniveau in _TOESLAG and c.answer(Kenmerk.SCHOOLTOESLAG) is Antwoord.ONBEKEND
            for c in cells
        )
        for cells in stand.cellen.values()
    )


@dataclass(frozen=True)
class Klasstand:
    """A class with how many verklaringen are missing in it."""

    klas: str
    leerlingen: int
    ontbreekt: int


def klassen(stand: Dagstand, rows: Iterable[Gemist]) -> list[Klasstand]:
    """Every class of the day."""
    missing = Counter(row.wie.klas for row in rows)
    everybody = Counter(w.klas for w in stand.wie.values())
    return [Klasstand(k, everybody[k], missing[k]) for k in sorted(everybody) if k]


def teldag_zin(dagen: int, words: str) -> str:
    """The countdown."""
    if dagen > 1:
        return f"Nog {dagen} dagen tot de teldag van {words}."
    if dagen == 1:
        return f"Morgen is het de teldag, {words}."
    if dagen == 0:
        return f"Vandaag is het de teldag, {words}."
    return f"De teldag was op {words}. Hier staat wie toen ingeschreven was."


@dataclass(frozen=True)
class Klasrij:
    """One pupil on a class list or in a mail merge: which forms are missing, never a worth."""

    wie: Wie
    wat: str


def klaslijst(stand: Dagstand, forms: Formulieren, klas: str | None) -> list[Klasrij]:
    """Whose form is missing, incomplete or unsigned, by class and name."""
    found = []
    for key, wie in stand.wie.items():
        if klas is not None and wie.klas != klas:
            continue
        open_ = kenmerk_words(open_kenmerken(stand.cellen[key]))
        if open_ and key not in forms.met:
            found.append(Klasrij(wie, "verklaring: " + " en ".join(open_)))
        elif open_:
            found.append(Klasrij(wie, "verklaring aanvullen: " + " en ".join(open_)))
        elif key in forms.ongetekend:
            found.append(Klasrij(wie, HANDTEKENING))
    return sorted(found, key=lambda rij: rij.wie.klas)
