"""What reading a file gives back: counts per school, and every problem at once.

Shared by the readers of the pupil table and the school table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gokwijs.core.telling.model import School, Telling


class Ernst(StrEnum):
    """``fout``: nothing is imported. ``waarschuwing``: look at it. ``melding``: for information."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"
    MELDING = "melding"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding, in Dutch. ``row`` is the line as the user sees it in the file (header = 1…)."""

    ernst: Ernst
    kind: str
    sentence: str
    remedy: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    count: int = 1


class Refusal(Exception):
    """The file cannot be read at all; ``problem`` says why and what to do."""

    def __init__(self, kind: str, sentence: str, remedy: str, row: int | None = None) -> None:
        super().__init__(sentence)
        self.problem = Problem(Ernst.FOUT, kind, sentence, remedy, row=row)


@dataclass(frozen=True, slots=True)
class LeerlingenReading:
    """A read pupil table. ``tellingen`` is empty when any problem is a ``fout``.

    For many schools ``tellingen`` is a ``KubusTellingen`` whose ``kubus`` serves the bulk path.
    """

    tellingen: Mapping[str, Telling]
    problems: tuple[Problem, ...]
    rows: int
    columns_used: tuple[str, ...]
    columns_ignored: tuple[str, ...]
    file_hash: str

    @property
    def ok(self) -> bool:
        return not any(p.ernst is Ernst.FOUT for p in self.problems)


@dataclass(frozen=True, slots=True)
class ScholenReading:
    """A read school table. ``scholen`` is empty when any problem is a ``fout``."""

    scholen: Mapping[str, School]
    problems: tuple[Problem, ...]
    rows: int
    file_hash: str

    @property
    def ok(self) -> bool:
        return not any(p.ernst is Ernst.FOUT for p in self.problems)
