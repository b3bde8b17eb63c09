"""Every address of the product with what each person gets there: the table behind the walker.

The rooms beside this file bring their own rows (``<room>/tables.py``).
"""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from gokwijs.apps.access.roles import Role
from tests.apps.builders import (
    GETAL,
    LESTIJDEN,
    PASSWORD,
    TOKEN,
    YEAR,
    basisschool,
    telbestand,
    upload_of,
)
from tests.apps.page import LOGIN, M, Outcome, Page, S, open_page, school_page
from tests.apps.rooms import TABLES

OWN_SCHOOL_PAGES = (
    school_page(
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
    school_page(
        "scholen:medewerkers",
        f"{S}/medewerkers/",
        200,
        403,
        (403, 200),
        data=lambda w: {"naam": "Nieuw", "email": "nieuw@zandloper.invalid", "roles": ["zorg"]},
        events=("toegang.uitgenodigd",),
    ),
    school_page(
        "scholen:medewerker",
        lambda w: f"{S}/medewerkers/{w.member('bob').pk}/",
        200,
        403,
        (403, f"→{S}/medewerkers/"),
        data=lambda w: {"roles": [Role.ZORG.value]},
        events=("medewerker.rollen",),
    ),
    school_page(
        "scholen:uitnodiging",
        lambda w: f"{S}/medewerkers/uitnodiging/{w.uitnodiging.pk}/",
        200,
        403,
        events=("toegang.vernieuwd",),
    ),
    school_page("scholen:rollen", f"{S}/rollen/", 200, 200),
    school_page("scholen:logboek", f"{S}/logboek/?soort=inloggen&van=2026-01-01", 200, 403),
    school_page(
        "scholen:logboek_export",
        f"{S}/logboek/export.csv",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
    school_page("middelen:overzicht", f"{M}/?{YEAR}", 200, 200),
    school_page(
        "middelen:inbrengen",
        f"{M}/inbrengen/?{YEAR}",
        200,
        403,
        (403, f"→{M}/nakijken/"),
        data=lambda w: {"bestand": upload_of(basisschool()), "teldag": "2026-02-02"},
        events=("telling.ingelezen",),
    ),
    school_page(
        "middelen:totalen",
        f"{M}/totalen/?{YEAR}",
        200,
        403,
        (403, f"→{M}/nakijken/"),
        data=lambda w: {"teldag": "2026-02-02", "lager_alle": "40", "lager_thuistaal": "9"},
        events=("telling.ingelezen",),
    ),
    school_page(
        "middelen:nakijken",
        lambda w: f"{M}/nakijken/{w.concept.pk}/",
        200,
        403,
        (403, f"→{M}/?{YEAR}"),
        events=("berekening.gemaakt",),
    ),
    school_page("middelen:wat_als", f"{M}/wat-als/?{YEAR}&lager_thuistaal=5", 200, 403),
    school_page("middelen:getallen", f"{M}/getallen/?{YEAR}", 200, 403),
    school_page(
        "middelen:getal",
        f"{M}/getallen/{GETAL}/?{YEAR}",
        200,
        403,
        (403, f"→{M}/getallen/?{YEAR}"),
        data=lambda w: {"waarde": "125,65", "document": "Brief AgODi", "datum": "2026-02-20"},
        events=("getal.ingevoerd",),
    ),
    school_page("middelen:geschiedenis", f"{M}/geschiedenis/", 200, 200),
    school_page("middelen:berekening", lambda w: f"{M}/berekening/{w.berekening.pk}/", 200, 200),
    school_page("middelen:bewijs", lambda w: f"{M}/berekening/{w.berekening.pk}/bewijs/", 200, 403),
    Page(
        "middelen:opnieuw",
        lambda w: f"{M}/berekening/{w.berekening.pk}/opnieuw/",
        (LOGIN, 405, 405, 405),
        (LOGIN, 404, 403, f"→{M}/?{YEAR}"),
        events=("berekening.gemaakt",),
    ),
    school_page(
        "middelen:export",
        lambda w: f"{M}/berekening/{w.berekening.pk}/export.json",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
    school_page("middelen:vergelijking", f"{M}/brief/?{YEAR}", 200, 403),
    school_page(
        "middelen:brief_nieuw",
        f"{M}/brief/nieuw/?{YEAR}",
        200,
        403,
        (403, f"→{M}/brief/?{YEAR}"),
        data=lambda w: {"document": "Brief", "datum": "2026-03-01", LESTIJDEN: "9"},
        events=("brief.vastgelegd",),
    ),
    school_page(
        "middelen:brief",
        lambda w: f"{M}/brief/{w.brief.pk}/",
        200,
        403,
        (403, f"→{M}/brief/?{YEAR}"),
        data=lambda w: {"document": "Brief", "datum": "2026-03-02", LESTIJDEN: "10"},
        events=("brief.aangepast",),
    ),
    school_page(
        "middelen:telbestand",
        f"{M}/brief/bestand/?{YEAR}",
        200,
        403,
        (403, f"→{M}/brief/?schooljaar=2024-2025"),
        data=lambda w: {"bestand": upload_of(telbestand(), "overzicht.xlsx")},
        events=("telbestand.ingelezen",),
    ),
    Page(
        "middelen:nota",
        lambda w: f"{M}/brief/nota/?{YEAR}",
        (LOGIN, 405, 405, 405),
        (LOGIN, 404, 403, f"→{M}/brief/?{YEAR}"),
        data=lambda w: {"regel": LESTIJDEN, "staat": "verklaard", "tekst": "Nagevraagd."},
        events=("verschil.genoteerd",),
    ),
    school_page(
        "middelen:bezwaardossier",
        f"{M}/brief/bezwaardossier.pdf?{YEAR}",
        200,
        403,
        get_events=("export",),
        events=("export",),
    ),
    school_page("middelen:jaren", f"{M}/jaren/", 200, 200),
)

SCHOOL_PAGES = OWN_SCHOOL_PAGES + tuple(p for t in TABLES for p in t.SCHOOL_PAGES)
OPEN_PAGES = (
    *(p for t in TABLES for p in t.OPEN_PAGES),
    open_page("middelen:regels", "/regels/"),
    open_page("middelen:open_vragen", "/regels/open-vragen/"),
    open_page("middelen:bronnen", "/regels/bronnen/"),
    open_page("middelen:regel", f"/regels/{GETAL}/"),
    open_page("middelen:begrippen", "/begrippen/"),
    open_page("middelen:handleiding", "/handleiding/"),
    open_page("middelen:voorbeeld", "/handleiding/voorbeelden/scholen.csv"),
    open_page("ui:components", "/ontwikkeling/onderdelen/"),
    open_page("access:account", "/mijn-account/"),
    open_page("scholen:kiezen", "/scholen/"),
    Page(
        "scholen:start",
        lambda w: "/",
        (LOGIN, "→/school/999802/", f"→{S}/", f"→{S}/"),
        (LOGIN, "→/school/999802/", f"→{S}/", f"→{S}/"),
    ),
    # Open without an account, for whoever holds the link; nobody here is the one invited.
    Page("scholen:toegang", lambda w: f"/toegang/{TOKEN}/", (200,) * 4, (200,) * 4),
    Page("access:welkom", lambda w: "/welkom/", (404,) * 4, (404,) * 4),
)


def _account(
    name: str,
    path: str,
    get: tuple[Outcome, Outcome],
    post: tuple[Outcome, Outcome],
    data: dict[str, Any] | None = None,
    **kwargs: Any,
) -> Page:
    """A page about one's own account: the same for everybody who is logged in."""
    return Page(
        name,
        lambda w: f"/accounts/{path}",
        (get[0], get[1], get[1], get[1]),
        (post[0], post[1], post[1], post[1]),
        lambda w: data or {},
        **kwargs,
    )


AGAIN = "→/accounts/herbevestigen/"
ACCOUNT_PAGES = (
    _account("account_login", "inloggen/", (200, "→/"), (200, "→/"), {"login": "x@y.invalid"}),
    _account(
        "account_logout",
        "afmelden/",
        ("→/", 200),
        ("→/", "→/"),
        account_events=("account.afgemeld",),
    ),
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
