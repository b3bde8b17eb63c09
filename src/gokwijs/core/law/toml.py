"""A TOML file checked against a model: every fault names file and key, in Dutch.

In: a file of our own or of somebody else. Out: the model, or what is wrong with it.
"""

from __future__ import annotations

import difflib
import tomllib
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError


class RegelsError(ValueError):
    """A file of the law is wrong. The message names file and key, in Dutch."""


class Strict(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True
    )


M = TypeVar("M", bound=Strict)


def read_toml(path: Traversable) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except FileNotFoundError:
        raise RegelsError(f"{path}: het bestand ontbreekt.") from None
    except UnicodeDecodeError:
        raise RegelsError(f"{path}: het bestand is geen UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise RegelsError(f"{path}: geen geldige TOML ({error}).") from None


def checked(path: Traversable, model: type[M], data: object, where: str = "") -> M:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        key, said = faults(model, error, where)[0]
        raise RegelsError(f"{path}: sleutel '{key}': {said}") from None


def faults(
    model: type[BaseModel], error: ValidationError, where: str = ""
) -> list[tuple[str, str]]:
    """(key, Dutch sentence) of every fault; a misspelt key first, for it is also a missing one."""
    found = sorted(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
    return [
        (
            ".".join([where, *map(str, one["loc"])] if where else map(str, one["loc"])),
            _dutch(one["type"], one, model),
        )
        for one in found
    ]


def _keys(model: type[BaseModel]) -> list[str]:
    """Every key that a file of this model may have, also in the tables inside it."""
    inside = [
        part
        for field in model.model_fields.values()
        for part in get_args(field.annotation)
        if isinstance(part, type) and issubclass(part, BaseModel)
    ]
    return [*model.model_fields, *(key for one in inside for key in _keys(one))]


def _dutch(kind: str, error: object, model: type[BaseModel]) -> str:
    message = dict(error).get("msg", "") if isinstance(error, dict) else ""
    if kind == "extra_forbidden":
        name = str(dict(error)["loc"][-1]) if isinstance(error, dict) else ""
        known = _keys(model)
        near = difflib.get_close_matches(name, known, n=1)
        return "onbekende sleutel." + (f" Bedoel je '{near[0]}'?" if near else "")
    if kind == "missing":
        return "ontbreekt."
    if kind == "literal_error":
        allowed = dict(error).get("ctx", {}).get("expected", "") if isinstance(error, dict) else ""
        return f"moet een van deze zijn: {allowed.replace(' or ', ', ')}."
    if kind in _KINDS:
        return _KINDS[kind]
    if kind in _LIMITS:
        word, key = _LIMITS[kind]
        return f"{word} {dict(error).get('ctx', {}).get(key)}." if isinstance(error, dict) else ""
    return f"{message.removeprefix('Value error, ')}."


_KINDS = {
    "date_type": "hier hoort een datum zonder aanhalingstekens, zoals 2026-09-01.",
    "string_type": "hier hoort een tekst tussen aanhalingstekens.",
    "string_too_short": "mag niet leeg zijn.",
    "too_short": "moet minstens één waarde hebben.",
    "list_type": "hier hoort een lijst tussen vierkante haken.",
    "dict_type": "hier hoort een tabel.",
    "model_type": "hier hoort een tabel.",
    "bool_type": "hier hoort true of false.",
    "int_type": "hier hoort een geheel getal, zonder aanhalingstekens.",
}
_LIMITS = {"greater_than_equal": ("minstens", "ge"), "less_than_equal": ("hoogstens", "le")}


def read_register(path: Traversable, model: type[M]) -> dict[str, M]:
    return {key: checked(path, model, entry, where=key) for key, entry in read_toml(path).items()}
