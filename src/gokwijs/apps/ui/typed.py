"""Text as somebody sent it, made fit to store or to look up."""

from __future__ import annotations


def typed(value: str | None, at_most: int = 200) -> str:
    """Without NUL (PostgreSQL refuses it) and outer spaces, at most so many characters."""
    return (value or "").replace("\x00", "").strip()[:at_most]
