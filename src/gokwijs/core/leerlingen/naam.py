"""The key by which names are searched and sorted.

In: a name as somebody types it. Out: lower case without accents, also for letters that are no
letter plus accent, so that "lukasz" finds Łukasz and "yildiz" finds Yıldız.
"""

from __future__ import annotations

from gokwijs.core.telling.columns import fold

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ə": "e",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ʼ": None,
        "\x00": None,
    }
)


def search_key(text: str) -> str:
    """Folded; the same for what is stored and for what is looked for."""
    return fold(text).translate(_LETTERS)
