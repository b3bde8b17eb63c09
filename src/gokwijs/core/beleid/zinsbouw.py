"""Stage 6: small words of a Dutch sentence.

In: words and counts. Out: text.
"""

from __future__ import annotations

from collections.abc import Sequence


def opsomming(parts: Sequence[str]) -> str:
    """``a, b en c``; an empty text for nothing."""
    head, tail = ", ".join(parts[:-1]), parts[-1:]
    return " en ".join(part for part in (head, *tail) if part)


def telwoord(count: int, one: str, more: str) -> str:
    """``1 streefdoel``, ``3 streefdoelen``."""
    return f"{count} {one if count == 1 else more}"


def van_de(count: int, total: int, more: str) -> str:
    """``2 van de 4 streefdoelen``."""
    return f"{count} van de {total} {more}"
