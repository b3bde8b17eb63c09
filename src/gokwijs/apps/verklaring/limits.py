"""How often an address or a link may knock: counts per window in the shared cache.

Schools and families sit behind one address, so a link that works is counted generously; what is
counted strictly are addresses that try links that do not exist, and answers per link.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True)
class Limit:
    """At most ``most`` in ``seconds``."""

    name: str
    most: int
    seconds: int


WRONG = Limit("fout", 30, 60)  # links that do not work, per address
OPENS = Limit("open", 600, 60)  # everything else, per address: a school evening with one network
ANSWERS = Limit("antwoord", 10, 3600)  # sent answers, per link


def address_of(request: HttpRequest) -> str:
    """The address of the visitor; behind https our own proxy added it as the last one."""
    if settings.HTTPS:
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if forwarded.strip():
            return str(forwarded.rsplit(",", 1)[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def _key(limit: Limit, who: str) -> str:
    window = int(time.time()) // limit.seconds
    hashed = salted_hmac("gokwijs.verklaring.limiet", who, algorithm="sha256").hexdigest()[:32]
    return f"v:{limit.name}:{hashed}:{window}"


def hit(limit: Limit, who: str) -> bool:
    """Count one; True when that is too many. Addresses are kept hashed, and one window long."""
    key = _key(limit, who)
    if cache.add(key, 1, limit.seconds):
        return False
    try:
        return cache.incr(key) > limit.most
    except ValueError:  # the window ended in between
        return False


def is_full(limit: Limit, who: str) -> bool:
    """True when the window is full; counts nothing."""
    return int(cache.get(_key(limit, who), 0)) >= limit.most
