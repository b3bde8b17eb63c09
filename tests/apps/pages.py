"""Every address of the product with what each person gets there: the table behind the walker.

``get`` and ``post`` give the outcomes for (anoniem, charlie, bob, alice): Charlie is an outsider of
another school, Bob a leraar here, Alice the directeur. A number is a status; a text starting with
``→`` is a redirect to an address that starts like that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from gokwijs.apps.access.roles import Role
from tests.apps.builders import GETAL, NUMMER, PASSWORD, YEAR, World, basisschool, upload_of

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


def _school(
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


def _open(name: str, path: str) -> Page:
    """A page with the law or the manual: for everybody with an account."""
    return Page(name, lambda w: path, (LOGIN, 200, 200, 200), (LOGIN, 200, 200, 200))


SCHOOL_PAGES = (
    _school(
        "scholen:gegevens",
        f"{S}/gegevens/?{YEAR}",
        200,
        403,
        (403, f"→{M}/?{YEAR}"),
        data=lambda w: {
            "brussel": 1,
            "nieuwe_school": 0,
            "vestigingen_verspreid": 0,
            "toeslag_leerlingen": "50,5",
            "toeslag_noemer": "100",
        },
        events=("school.gegevens",),
    ),
    _school(
        "scholen:medewerkers",
        f"{S}/medewerkers/",
        200,
        403,
        (403, 200),
        data=lambda w: {"naam": "Nieuw", "email": "nieuw@zandloper.invalid", "roles": ["zorg"]},
        events=("gebruiker.gemaakt", "medewerker.toegevoegd", "toegang.sleutel"),
    ),
    _school(
        "scholen:medewerker",
        lambda w: f"{S}/medewerkers/{w.member('bob').pk}/",
        200,
        403,
        (403, f"→{S}/medewerkers/"),
        data=lambda w: {"roles": [Role.ZORG.value]},
        events=("medewerker.rollen",),
    ),
    _school("scholen:logboek", f"{S}/logboek/", 200, 403),
    _school("middelen:overzicht", f"{M}/?{YEAR}", 200, 200),
    _school(
        "middelen:inbrengen",
        f"{M}/inbrengen/?{YEAR}",
        200,
        403,
        (403, f"→{M}/nakijken/"),
        data=lambda w: {"bestand": upload_of(basisschool()), "teldag": "2026-02-02"},
        events=("telling.ingelezen",),
    ),
    _school(
        "middelen:totalen",
        f"{M}/totalen/?{YEAR}",
        200,
        403,
        (403, f"→{M}/nakijken/"),
        data=lambda w: {"teldag": "2026-02-02", "lager_alle": "40", "lager_thuistaal": "9"},
        events=("telling.ingelezen",),
    ),
    _school(
        "middelen:nakijken",
        lambda w: f"{M}/nakijken/{w.concept.pk}/",
        200,
        403,
        (403, f"→{M}/?{YEAR}"),
        events=("berekening.gemaakt",),
    ),
    _school("middelen:wat_als", f"{M}/wat-als/?{YEAR}&lager_thuistaal=5", 200, 403),
    _school("middelen:getallen", f"{M}/getallen/?{YEAR}", 200, 403),
    _school(
        "middelen:getal",
        f"{M}/getallen/{GETAL}/?{YEAR}",
        200,
        403,
        (403, f"→{M}/getallen/?{YEAR}"),
        data=lambda w: {"waarde": "125,65", "document": "Brief AgODi", "datum": "2026-02-20"},
        events=("getal.ingevoerd",),
    ),
    _school("middelen:geschiedenis", f"{M}/geschiedenis/", 200, 200),
    _school("middelen:berekening", lambda w: f"{M}/berekening/{w.berekening.pk}/", 200, 200),
    _school("middelen:bewijs", lambda w: f"{M}/berekening/{w.berekening.pk}/bewijs/", 200, 403),
    Page(
        "middelen:opnieuw",
        lambda w: f"{M}/berekening/{w.berekening.pk}/opnieuw/",
        (LOGIN, 405, 405, 405),
        (LOGIN, 404, 403, f"→{M}/?{YEAR}"),
        events=("berekening.gemaakt",),
    ),
    _school(
        "middelen:export",
        lambda w: f"{M}/berekening/{w.berekening.pk}/export.json",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
)

OPEN_PAGES = (
    _open("middelen:regels", "/regels/"),
    _open("middelen:open_vragen", "/regels/open-vragen/"),
    _open("middelen:bronnen", "/regels/bronnen/"),
    _open("middelen:regel", f"/regels/{GETAL}/"),
    _open("middelen:begrippen", "/begrippen/"),
    _open("middelen:handleiding", "/handleiding/"),
    _open("middelen:voorbeeld", "/handleiding/voorbeelden/scholen.csv"),
    _open("ui:components", "/ontwikkeling/onderdelen/"),
    _open("access:account", "/mijn-account/"),
    _open("scholen:kiezen", "/scholen/"),
    Page(
        "scholen:start",
        lambda w: "/",
        (LOGIN, f"→/school/{'999802'}/middelen/", f"→{M}/", f"→{M}/"),
        (LOGIN, f"→/school/{'999802'}/middelen/", f"→{M}/", f"→{M}/"),
    ),
    Page("access:welkom", lambda w: "/welkom/", (404,) * 4, (404,) * 4),
)


def _account(
    name: str,
    path: str,
    get: tuple[Outcome, Outcome],
    post: tuple[Outcome, Outcome],
    data: dict[str, Any] | None = None,
) -> Page:
    """A page about one's own account: the same for everybody who is logged in."""
    return Page(
        name,
        lambda w: f"/accounts/{path}",
        (get[0], get[1], get[1], get[1]),
        (post[0], post[1], post[1], post[1]),
        lambda w: data or {},
    )


AGAIN = "→/accounts/herbevestigen/"
ACCOUNT_PAGES = (
    _account("account_login", "inloggen/", (200, "→/"), (200, "→/"), {"login": "x@y.invalid"}),
    _account("account_logout", "afmelden/", ("→/", 200), ("→/", "→/")),
    _account(
        "account_reauthenticate",
        "herbevestigen/",
        (LOGIN, 200),
        (LOGIN, "→/"),
        {"password": PASSWORD},
    ),
    _account("account_change_password", "wachtwoord/", (LOGIN, 200), (LOGIN, 200)),
    _account(
        "account_set_password",
        "wachtwoord/instellen/",
        (LOGIN, "→/accounts/wachtwoord/"),
        (LOGIN, "→/accounts/wachtwoord/"),
    ),
    _account("account_reset_password", "wachtwoord/vergeten/", (200, 200), (200, 200)),
    _account("account_reset_password_done", "wachtwoord/vergeten/klaar/", (200, 200), (405, 405)),
    _account(
        "account_reset_password_from_key",
        "wachtwoord/kiezen/1-set-password/",
        (200, 200),
        (200, 200),
    ),
    _account(
        "account_reset_password_from_key_done",
        "wachtwoord/kiezen/klaar/",
        (200, 200),
        (405, 405),
    ),
    _account("account_inactive", "inactief/", (200, 200), (405, 405)),
    _account("account_signup", "registreren/", (200, "→/"), (200, "→/")),
    _account("account_email", "e-mail/", (LOGIN, "→/mijn-account/"), (LOGIN, "→/mijn-account/")),
    _account("account_email_verification_sent", "bevestigen/", (200, 200), (405, 405)),
    _account("mfa_index", "tweestaps/", (LOGIN, 200), (LOGIN, 405)),
    _account("mfa_authenticate", "tweestaps/authenticate/", (LOGIN, "→/"), (LOGIN, "→/")),
    _account("mfa_reauthenticate", "tweestaps/reauthenticate/", (LOGIN, AGAIN), (LOGIN, AGAIN)),
    _account("mfa_activate_totp", "tweestaps/totp/activate/", (LOGIN, AGAIN), (LOGIN, AGAIN)),
    _account("mfa_deactivate_totp", "tweestaps/totp/deactivate/", (LOGIN, 404), (LOGIN, 404)),
    _account("mfa_view_recovery_codes", "tweestaps/recovery-codes/", (LOGIN, 404), (LOGIN, 405)),
    _account(
        "mfa_generate_recovery_codes",
        "tweestaps/recovery-codes/generate/",
        (LOGIN, AGAIN),
        (LOGIN, AGAIN),
    ),
    _account(
        "mfa_download_recovery_codes",
        "tweestaps/recovery-codes/download/",
        (LOGIN, 404),
        (LOGIN, 404),
    ),
)
PAGES = SCHOOL_PAGES + OPEN_PAGES + ACCOUNT_PAGES


def registered() -> set[str]:
    """The name, with namespace, of every address the resolver knows."""

    def walk(patterns: list[Any], namespace: str) -> set[str]:
        found: set[str] = set()
        for entry in patterns:
            if isinstance(entry, URLResolver):
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                found |= walk(entry.url_patterns, inner)
            elif isinstance(entry, URLPattern):
                found.add(f"{namespace}{entry.name or entry.pattern}")
        return found

    return walk(get_resolver().url_patterns, "")
