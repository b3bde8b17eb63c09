"""One row of the table of pages behind the walkers.

``get`` and ``post`` give the outcomes for (anoniem, charlie, bob, alice): Charlie is an outsider of
another school, Bob a leraar here, Alice the directeur. A number is a status; a text starting with
``→`` is a redirect to an address that starts like that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.apps.builders import NUMMER, World

Outcome = int | str
Outcomes = tuple[Outcome, Outcome, Outcome, Outcome]
PEOPLE = ("anoniem", "charlie", "bob", "alice")
LOGIN = "→/accounts/inloggen/"
S = f"/school/{NUMMER}"
M = f"{S}/middelen"


@dataclass(frozen=True)
class Page:
    """One address; ``path`` and ``data`` get the world, ``events`` is what Alice's POST logs."""

    name: str
    path: Callable[[World], str]
    get: Outcomes
    post: Outcomes
    data: Callable[[World], dict[str, Any]] = lambda w: {}
    events: tuple[str, ...] = ()
    get_events: tuple[str, ...] = ()
    bob_looks: bool = True  # does what Bob sees of it leave those events too
    bob_events: tuple[str, ...] = ()  # what a POST of Bob logs, where a colleague may write too
    # Logged for whoever sends it, about the own account: logging in and out, failing to.
    account_events: tuple[str, ...] = ()


def school_page(
    name: str,
    path: Callable[[World], str] | str,
    alice: Outcome,
    bob: Outcome,
    post: tuple[Outcome, Outcome] | None = None,
    **kwargs: Any,
) -> Page:
    """A page inside a school: anonymous people log in, outsiders find nothing.

    ``post`` gives (bob, alice); without it a POST answers as a GET and stores nothing.
    """
    find = path if callable(path) else (lambda w: path)
    bob_post, alice_post = post or (bob, alice)
    return Page(name, find, (LOGIN, 404, bob, alice), (LOGIN, 404, bob_post, alice_post), **kwargs)


def open_page(name: str, path: str) -> Page:
    """A page with the law or the manual: for everybody with an account."""
    return Page(name, lambda w: path, (LOGIN, 200, 200, 200), (LOGIN, 200, 200, 200))
