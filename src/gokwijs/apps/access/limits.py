"""How often something may happen: from one address, or by one person.

The library limits its own pages in this way too, but not a GET; the link of an invitation is one.
"""

from __future__ import annotations

import hashlib
import ipaddress
import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def address_key(request: HttpRequest) -> str:
    """Where a request comes from; of IPv6 the /64 that one household or school has."""
    text = str(get_adapter().get_client_ip(request))
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return text
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network(f"{found}/64", strict=False).network_address)
    return str(found)


class Limit:
    """At most ``amount`` times in ``seconds``, counted from the first time."""

    def __init__(self, name: str, amount: int, seconds: int) -> None:
        self.name, self.amount, self.seconds = name, amount, seconds

    def _read(self, who: str) -> tuple[str, float, int]:
        """(key in the cache, when counting began, how many since)."""
        key = f"limit:{self.name}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
        now = time.time()
        began, count = cache.get(key, (now, 0))
        return (key, now, 0) if began + self.seconds <= now else (key, began, count)

    def is_reached(self, who: str) -> bool:
        """Whether no more is allowed now."""
        return self._read(who)[2] >= self.amount

    def spend(self, who: str) -> None:
        """Count one."""
        key, began, count = self._read(who)
        cache.set(key, (began, count + 1), self.seconds)


def too_often(request: HttpRequest) -> HttpResponse:
    """The page that says to wait."""
    return render(request, "429.html", status=429)
