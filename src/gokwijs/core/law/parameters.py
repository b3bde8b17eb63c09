"""The law as data: dated parameters, the register of sources and of open legal questions.

In: the TOML files under ``gokwijs/regels`` (one parameter per file, folder path = name).
Out: ``Regels``, from which a value is read *on a date*. There is never a default: a gap, an ended
value or an unknown number raises ``ParameterMissing``.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import Field, PlainValidator

from gokwijs.core.law.numbers import exact_string
from gokwijs.core.law.status import Status
from gokwijs.core.law.toml import RegelsError, Strict, checked, read_register, read_toml

BRONNEN, OPEN_VRAGEN = "bronnen.toml", "open_vragen.toml"
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_MAX_PLACES, _MAX_SIZE = 9, Decimal(10) ** 12


class ParameterMissing(LookupError):
    """There is no value on that date; ``sentence`` says in Dutch which number is missing."""

    def __init__(self, name: str, titel: str, on: date, sentence: str) -> None:
        super().__init__(sentence)
        self.name, self.titel, self.on, self.sentence = name, titel, on, sentence


def _number_or_choice(value: object) -> object:
    """An exact number in range, or the key of a choice."""
    if value is None or isinstance(value, str):
        return value
    if not isinstance(value, int | Decimal) or isinstance(value, bool):
        raise ValueError("hier hoort een getal of een keuze")
    exact = Decimal(value)
    exponent = exact.as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError("geen gewoon getal")
    if -exponent > _MAX_PLACES or abs(exact) >= _MAX_SIZE:
        raise ValueError(f"hoogstens {_MAX_PLACES} decimalen en kleiner dan {_MAX_SIZE:,}")
    return value


Getal = Annotated[Decimal | int | str | None, PlainValidator(_number_or_choice)]


class _WaardeFile(Strict):
    vanaf: date
    tot: date | None = None
    waarde: Getal = None
    artikel: Annotated[str, Field(min_length=1)]
    bron: Annotated[str, Field(min_length=1)]
    tekststand: date | None = None
    gecontroleerd_op: date
    status: Literal[
        "wettekst",
        "primaire bron",
        "afgeleid",
        "secundair",
        "onbevestigd",
        "onbekend",
    ]
    opmerking: str = ""


class _ParameterFile(Strict):
    titel: Annotated[str, Field(min_length=1)]
    eenheid: Annotated[str, Field(min_length=1)]
    soort: Literal["getal", "keuze"] = "getal"
    keuzes: dict[str, str] = {}
    gebruik: Literal["berekening", "context"] = "berekening"
    toelichting: str = ""
    open_vragen: list[str] = []
    waarden: Annotated[list[_WaardeFile], Field(min_length=1)]


class _BronFile(Strict):
    titel: str
    adres: str = ""
    tekststand: date | None = None
    toestand: str = ""
    opmerking: str = ""


class _VraagFile(Strict):
    vraag: str
    na_te_kijken_in: str
    aanname: str
    status: str
    rubriek: str


@dataclass(frozen=True, slots=True)
class Bron:
    """A source text of the law."""

    key: str
    titel: str
    adres: str
    tekststand: date | None
    toestand: str
    opmerking: str


@dataclass(frozen=True, slots=True)
class OpenVraag:
    """An open legal question with what the program does until it is answered."""

    nummer: str
    vraag: str
    na_te_kijken_in: str
    aanname: str
    status: str
    rubriek: str


@dataclass(frozen=True)
class Waarde:
    """One dated value of a parameter. ``value`` is None when the number itself is unknown."""

    name: str
    titel: str
    eenheid: str
    vanaf: date
    tot: date | None
    value: Fraction | None
    choice: str | None
    text: str
    artikel: str
    bron: str
    tekststand: date | None
    gecontroleerd_op: date
    status: Status
    opmerking: str = ""
    open_vragen: tuple[str, ...] = ()

    @property
    def number(self) -> Fraction:
        """The value of a known number."""
        if self.value is None:
            raise ParameterMissing(self.name, self.titel, self.vanaf, f"{self.titel} is onbekend.")
        return self.value

    @cached_property
    def fingerprint(self) -> str:
        """sha256 of everything that makes this value what it is.

        Not of its end: that a value is followed by another changes nothing for the days before.
        """
        parts = [
            self.name,
            self.vanaf.isoformat(),
            exact_string(self.value) if self.value is not None else None,
            self.choice,
            self.artikel,
            self.bron,
            self.tekststand.isoformat() if self.tekststand else None,
            self.status,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    def covers(self, on: date) -> bool:
        return self.vanaf <= on and (self.tot is None or on <= self.tot)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number of the law through time; ``waarden`` are sorted and never overlap."""

    name: str
    titel: str
    eenheid: str
    soort: str
    keuzes: Mapping[str, str]
    gebruik: str
    toelichting: str
    open_vragen: tuple[str, ...]
    waarden: tuple[Waarde, ...]

    def on(self, day: date) -> Waarde:
        """The value in force on ``day``; raises ParameterMissing in a gap or when unknown."""
        for waarde in self.waarden:
            if waarde.covers(day):
                if waarde.value is None and waarde.choice is None:
                    break
                return waarde
        raise ParameterMissing(self.name, self.titel, day, self._why_missing(day))

    def _why_missing(self, day: date) -> str:
        when = f"{day.day}/{day.month}/{day.year}"
        if day < self.waarden[0].vanaf:
            first = self.waarden[0].vanaf
            return (
                f"'{self.titel}' is niet bekend op {when}: de oudste waarde die wij hebben, "
                f"geldt vanaf {first.day}/{first.month}/{first.year}."
            )
        return f"'{self.titel}' is niet bekend op {when}."


@dataclass(frozen=True, slots=True)
class Regels:
    """All parameters with their registers. Immutable: ``replaced`` gives a copy."""

    parameters: Mapping[str, Parameter]
    bronnen: Mapping[str, Bron]
    open_vragen: Mapping[str, OpenVraag]

    def parameter(self, name: str) -> Parameter:
        """Raises KeyError with a suggestion when there is no such parameter."""
        try:
            return self.parameters[name]
        except KeyError:
            near = difflib.get_close_matches(name, self.parameters, n=1)
            hint = f" Bedoel je '{near[0]}'?" if near else ""
            raise KeyError(f"Er is geen parameter '{name}'.{hint}") from None

    def on(self, day: date) -> RegelsOnDate:
        return RegelsOnDate(self, day)

    def replaced(self, values: Iterable[Waarde]) -> Regels:
        """A copy in which each given value holds in its own period and nowhere else.

        Used for numbers typed by an authorised user and for what-if. Other periods keep their
        values: an existing value is cut around the new one.
        """
        parameters = dict(self.parameters)
        for value in values:
            old = self.parameter(value.name)
            kept = [piece for w in parameters[value.name].waarden for piece in _around(w, value)]
            waarden = tuple(sorted([*kept, value], key=lambda w: w.vanaf))
            parameters[value.name] = replace(old, waarden=waarden)
        return replace(self, parameters=parameters)


def _around(old: Waarde, new: Waarde) -> Iterable[Waarde]:
    """The pieces of ``old`` that lie before and after ``new``."""
    end = new.tot
    if (old.tot is not None and old.tot < new.vanaf) or (end is not None and old.vanaf > end):
        yield old
        return
    if old.vanaf < new.vanaf:
        yield replace(old, tot=new.vanaf - timedelta(days=1))
    if end is not None and (old.tot is None or old.tot > end):
        yield replace(old, vanaf=end + timedelta(days=1))


class RegelsOnDate:
    """The law on one day. Remembers which values were read, for the receipt."""

    def __init__(self, regels: Regels, day: date) -> None:
        self.regels, self.day = regels, day
        self.used: dict[str, Waarde] = {}

    def __call__(self, name: str) -> Waarde:
        """The value of ``name`` on this day; raises ParameterMissing."""
        waarde = self.regels.parameter(name).on(self.day)
        self.used[name] = waarde
        return waarde

    def find(self, name: str) -> Waarde | None:
        """The value, or None when it is missing on this day."""
        try:
            return self(name)
        except ParameterMissing:
            return None


# ---------------------------------------------------------------- loading


@cache
def load_regels() -> Regels:
    """The law that ships with this version, loaded once per process."""
    return load_regels_from(files("gokwijs") / "regels")


def load_regels_from(folder: Traversable) -> Regels:
    """Load and check a folder of the law; raises RegelsError naming file and key."""
    bronnen = {
        key: Bron(key=key, **model.model_dump())
        for key, model in read_register(folder / BRONNEN, _BronFile).items()
    }
    vragen = {
        key: OpenVraag(nummer=key, **model.model_dump())
        for key, model in read_register(folder / OPEN_VRAGEN, _VraagFile).items()
    }
    parameters = {
        name: _parameter(name, path, bronnen, vragen)
        for name, path in sorted(_parameter_files(folder, ""))
    }
    if not parameters:
        raise RegelsError(f"{folder}: geen enkele parameter gevonden.")
    return Regels(parameters, bronnen, vragen)


def _parameter_files(folder: Traversable, prefix: str) -> Iterable[tuple[str, Traversable]]:
    """Every parameter with its name; a file that would be passed over in silence is an error."""
    for entry in folder.iterdir():
        stem, dot, suffix = entry.name.partition(".")
        if stem.startswith("_") or not stem:
            continue
        if not _NAME.fullmatch(stem) or (dot + suffix) != ("" if entry.is_dir() else ".toml"):
            raise RegelsError(
                f"{entry}: deze naam kan niet. Een getal van de wet staat in een bestand als "
                "'minimum.toml': kleine letters, cijfers en liggende streepjes."
            )
        if entry.is_dir():
            yield from _parameter_files(entry, f"{prefix}{stem}.")
        elif prefix or entry.name not in (BRONNEN, OPEN_VRAGEN):
            yield prefix + stem, entry


def _parameter(
    name: str, path: Traversable, bronnen: Mapping[str, Bron], vragen: Mapping[str, OpenVraag]
) -> Parameter:
    parsed = checked(path, _ParameterFile, read_toml(path))
    for nummer in parsed.open_vragen:
        if nummer not in vragen:
            raise RegelsError(
                f"{path}: sleutel 'open_vragen': {nummer} staat niet in {OPEN_VRAGEN}."
            )
    waarden = [
        _waarde(name, path, f"waarden.{place}", parsed, entry, bronnen)
        for place, entry in enumerate(parsed.waarden)
    ]
    return Parameter(
        name=name,
        titel=parsed.titel,
        eenheid=parsed.eenheid,
        soort=parsed.soort,
        keuzes=parsed.keuzes,
        gebruik=parsed.gebruik,
        toelichting=parsed.toelichting,
        open_vragen=tuple(parsed.open_vragen),
        waarden=_without_overlap(path, waarden),
    )


def _waarde(
    name: str,
    path: Traversable,
    key: str,
    parameter: _ParameterFile,
    entry: _WaardeFile,
    bronnen: Mapping[str, Bron],
) -> Waarde:
    def wrong(field: str, message: str) -> RegelsError:
        return RegelsError(f"{path}: sleutel '{key}.{field}': {message}")

    if entry.bron not in bronnen:
        raise wrong("bron", f"'{entry.bron}' staat niet in {BRONNEN}.")
    if entry.tot is not None and entry.tot < entry.vanaf:
        raise wrong("tot", "ligt voor 'vanaf'.")
    if (entry.waarde is None) != (entry.status == "onbekend"):
        raise wrong("status", "een waarde ontbreekt als en alleen als de status 'onbekend' is.")
    value: Fraction | None = None
    choice: str | None = None
    if isinstance(entry.waarde, str):
        choice = entry.waarde
        if parameter.soort != "keuze" or choice not in parameter.keuzes:
            raise wrong("waarde", "een tekst mag alleen bij soort 'keuze' en moet een keuze zijn.")
    elif entry.waarde is not None:
        if parameter.soort != "getal":
            raise wrong("waarde", "hier hoort een keuze, geen getal.")
        value = Fraction(entry.waarde)
    return Waarde(
        name=name,
        titel=parameter.titel,
        eenheid=parameter.eenheid,
        vanaf=entry.vanaf,
        tot=entry.tot,
        value=value,
        choice=choice,
        text=str(entry.waarde).replace(".", ",") if value is not None else (choice or ""),
        artikel=entry.artikel,
        bron=entry.bron,
        tekststand=entry.tekststand or bronnen[entry.bron].tekststand,
        gecontroleerd_op=entry.gecontroleerd_op,
        status=Status(entry.status),
        opmerking=entry.opmerking,
        open_vragen=tuple(parameter.open_vragen),
    )


def _without_overlap(path: Traversable, waarden: list[Waarde]) -> tuple[Waarde, ...]:
    """Sorted; an open value ends the day before its successor; overlap is an error."""
    ordered = sorted(waarden, key=lambda w: w.vanaf)
    closed: list[Waarde] = []
    for place, current in enumerate(ordered):
        following = ordered[place + 1] if place + 1 < len(ordered) else None
        if following is not None:
            if current.vanaf == following.vanaf or (
                current.tot is not None and current.tot >= following.vanaf
            ):
                raise RegelsError(
                    f"{path}: sleutel 'waarden': de perioden vanaf {current.vanaf} en vanaf "
                    f"{following.vanaf} overlappen."
                )
            if current.tot is None:
                current = replace(current, tot=following.vanaf - timedelta(days=1))
        closed.append(current)
    return tuple(closed)
