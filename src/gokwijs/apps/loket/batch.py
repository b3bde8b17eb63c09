"""Batch entry: one row per paper form, one letter per answer.

In: the fields of a posted page. Out: per pupil a filled row, an empty one, or its errors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django import forms

from gokwijs.apps.loket.forms import check_day
from gokwijs.apps.ui.typed import typed
from gokwijs.core.kenmerken.verklaring import Gezinslid, Opleiding, Taal

LETTERS = {
    "N": Taal.NEDERLANDS,
    "A": Taal.ANDERE,
    "X": Taal.NIET_VAN_TOEPASSING,
    "?": Taal.ONBEKEND,
}
CIJFERS = {
    "1": Opleiding.GEEN_LAGER,
    "2": Opleiding.LAGER,
    "3": Opleiding.LAGER_SECUNDAIR,
    "4": Opleiding.HOGER_SECUNDAIR,
    "5": Opleiding.HOGER,
    "X": Opleiding.NIET_VAN_TOEPASSING,
    "?": Opleiding.ONBEKEND,
}
_LABELS = {
    "moeder": "de taal met de moeder",
    "vader": "de taal met de vader",
    "broers_zussen": "de taal met broers en zussen",
    "opleiding": "de opleiding van de moeder",
}
ANSWERS = tuple(_LABELS)
MAX_ROWS = 40  # on one page; also far under the limit on fields of one request


@dataclass(frozen=True, slots=True)
class Typed:
    """What stood in the fields of one row, as typed."""

    moeder: str = ""
    vader: str = ""
    broers_zussen: str = ""
    opleiding: str = ""
    datum: str = ""
    ondertekend: bool = True
    reden: str = ""

    @property
    def empty(self) -> bool:
        return not any(getattr(self, name) for name in ANSWERS)


@dataclass(frozen=True, slots=True)
class Row:
    """One row read: usable when there are no errors."""

    talen: dict[Gezinslid, Taal]
    opleiding: Opleiding
    datum: date
    ondertekend: bool
    reden: str


@dataclass(slots=True)
class Reading:
    """A row, or why not; ``wrong`` names the fields to look at."""

    row: Row | None = None
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, sentence: str) -> None:
        self.errors.append(sentence)
        self.wrong.append(name)


def typed_of(data: Mapping[str, str], pk: int) -> Typed:
    """The fields of one pupil in what was posted."""

    def get(name: str) -> str:
        return typed(data.get(f"r{pk}-{name}"))

    return Typed(
        **{name: get(name).upper()[:5] for name in ANSWERS},
        datum=get("datum")[:10],
        ondertekend=bool(get("ondertekend")),
        reden=get("reden")[:250],
    )


def read_row(typed: Typed, *, today: date, locked: bool) -> Reading:
    """Check one row; ``locked`` when the pupil has a declaration, which asks a reason."""
    reading = Reading()
    answers: dict[str, Taal | Opleiding] = {}
    for name in ANSWERS:
        codes: Mapping[str, Taal | Opleiding] = CIJFERS if name == "opleiding" else LETTERS
        value = codes.get(getattr(typed, name))
        if value is None:
            shown = f"'{getattr(typed, name)}' ken ik niet" if getattr(typed, name) else "ontbreekt"
            reading.add(name, f"{_LABELS[name].capitalize()}: {shown}. Typ {_codes(codes)}.")
        else:
            answers[name] = value
    day = _day(typed.datum, today, reading)
    if locked and not typed.reden:
        reading.add(
            "reden", "Er is al een verklaring. Schrijf waarom er een nieuwe komt, of maak leeg."
        )
    if not reading.errors and day is not None:
        opleiding = answers.pop("opleiding")
        assert isinstance(opleiding, Opleiding)
        talen = {lid: Taal(answers[lid.value]) for lid in Gezinslid}
        reading.row = Row(talen, opleiding, day, typed.ondertekend, typed.reden)
    return reading


def _codes(codes: Mapping[str, object]) -> str:
    *first, last = codes
    return f"{', '.join(first)} of {last}"


def _day(text: str, today: date, reading: Reading) -> date | None:
    try:
        return check_day(forms.DateField().clean(text), today)
    except forms.ValidationError as error:
        sentence = "De datum ontbreekt of klopt niet. Schrijf ze als 3/9/2026."
        future = "; ".join(error.messages) if "Deze datum" in error.messages[0] else sentence
        reading.add("datum", future)
        return None
