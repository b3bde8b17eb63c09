"""Frozen records to JSON and back, strictly.

In: a dataclass of numbers, texts, enums, tuples and dataclasses. Out: dicts and lists that JSON
holds without loss (Python writes a float so that it reads back the same), and the record again.
"""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def schrijf(record: Any) -> dict[str, Any]:
    """Raises ValueError on a number that JSON does not have."""
    return {one.name: _schrijf(getattr(record, one.name)) for one in fields(record)}


def lees(kind: type[T], data: Mapping[str, Any]) -> T:
    """Raises ValueError on an unknown key and TypeError on a missing one."""
    any_kind: Any = kind
    hints = _hints(any_kind)
    unknown = sorted(data.keys() - hints.keys())
    if unknown:
        raise ValueError(f"{kind.__name__} has no {unknown}")
    return kind(**{name: _lees(hints[name], value) for name, value in data.items()})


def _schrijf(value: Any) -> Any:
    if is_dataclass(value):
        return schrijf(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_schrijf(one) for one in value]
    if isinstance(value, Mapping):
        return {key: _schrijf(one) for key, one in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"JSON has no {value}")
    return value


def _lees(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (types.UnionType, Union):
        if value is None:
            return None
        (kind,) = (one for one in get_args(kind) if one is not type(None))
        return _lees(kind, value)
    if origin is tuple:
        return tuple(_lees(get_args(kind)[0], one) for one in value)
    if not isinstance(kind, type):
        return value
    if is_dataclass(kind):
        return lees(kind, value)
    if issubclass(kind, Enum):
        return kind(value)
    # JSON knows one kind of number: 2.0 may come back as 2.
    return float(value) if kind is float else value


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
