"""A value list with labels: keys are stored and never change, labels are what is read."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Keuze(StrEnum):
    """A value with its label; without one the label is the key with spaces."""

    _value_: str
    _label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        found = str.__new__(cls, value)
        found._value_ = value
        found._label = label or value.replace("_", " ")
        return found

    @property
    def label(self) -> str:
        """As shown on screen, in the middle of a sentence."""
        return self._label

    @property
    def rank(self) -> int:
        """The place in the list, from 0."""
        return list(type(self)).index(self)
