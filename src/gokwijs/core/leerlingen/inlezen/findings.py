"""Collects problems: one per kind, column and value, with the first rows and how many there are."""

from __future__ import annotations

from dataclasses import dataclass, field

from gokwijs.core.telling.reading import Ernst, Problem

_EXAMPLES, _VALUES = 5, 50  # rows listed per finding, findings listed per kind and column


@dataclass
class _Finding:
    ernst: Ernst
    kind: str
    column: str
    value: str
    sentence: str
    remedy: str
    rows: list[int] = field(default_factory=list)
    count: int = 0


class Findings:
    """``add`` for a cell or row, ``say`` for the file as a whole."""

    def __init__(self) -> None:
        self.single: list[Problem] = []
        self._found: dict[tuple[str, str, str], _Finding] = {}
        self._kinds: dict[tuple[str, str], int] = {}

    def say(
        self,
        kind: str,
        sentence: str,
        remedy: str,
        *,
        ernst: Ernst = Ernst.FOUT,
        column: str | None = None,
    ) -> None:
        """Something about the whole file."""
        self.single.append(Problem(ernst, kind, sentence, remedy, column=column))

    def add(
        self,
        kind: str,
        column: str,
        value: str,
        row: int,
        sentence: str,
        remedy: str,
        *,
        ernst: Ernst = Ernst.FOUT,
    ) -> None:
        """Something in one row; the same in other rows is counted with it."""
        found = self._found.get((kind, column, value))
        if found is None:
            number = self._kinds.get((kind, column), 0) + 1
            self._kinds[kind, column] = number
            if number > _VALUES:
                value, sentence = "\ue000", "nog andere waarden met hetzelfde probleem"
            found = self._found.setdefault(
                (kind, column, value),
                _Finding(ernst, kind, column, value.strip("\ue000"), sentence, remedy),
            )
        if len(found.rows) < _EXAMPLES:
            found.rows.append(row)
        found.count += 1

    def problems(self) -> tuple[Problem, ...]:
        """Everything, the worst first, then in order of row."""
        listed = list(self.single)
        for found in self._found.values():
            rows = ", ".join(map(str, found.rows)) + (" …" if found.count > len(found.rows) else "")
            times = f" ({found.count} keer)" if found.count > 1 else ""
            listed.append(
                Problem(
                    found.ernst,
                    found.kind,
                    f"Rij {rows}, kolom {found.column}: {found.sentence}{times}.",
                    found.remedy,
                    row=found.rows[0],
                    column=found.column,
                    value=found.value or None,
                    count=found.count,
                )
            )
        order = list(Ernst)
        return tuple(sorted(listed, key=lambda p: (order.index(p.ernst), p.row or 0)))
