"""The secret in a link: 138 random bits in letters that nobody confuses, and its keyed hash."""

from __future__ import annotations

import re
import secrets

from django.utils.crypto import salted_hmac

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 and o, no 1, i and l
_GROUPS, _GROUP = 7, 4
_SHAPE = re.compile(rf"[{_ALPHABET}]{{{_GROUPS * _GROUP}}}")


def new_secret() -> str:
    """A fresh secret, in groups for who types it: ``k7mp-2xqt-…``."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS)
    )


def hash_of(token: str, salt: str = "gokwijs.verklaring.link") -> str:
    """What is stored, or an empty text for something that cannot be a secret.

    Keyed with the key of the server, which is not in the database. Capitals and missing or extra
    hyphens are the same secret: people type it from paper.
    """
    plain = token.lower().replace("-", "")
    if not _SHAPE.fullmatch(plain):
        return ""
    return salted_hmac(salt, plain, algorithm="sha256").hexdigest()
