"""Error pages: 403, 404 and 500 in Dutch, with the strict headers, and nothing of the inside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gokwijs.apps.middelen import views
from tests.apps.builders import NUMMER, YEAR, World, main_text, text_of
from tests.apps.safety import CSP, assert_safe, policy_of

MIDDELEN = f"/school/{NUMMER}/middelen/"


def test_a_page_that_does_not_exist(world: World) -> None:
    page = world.client("alice").get("/nergens/te/vinden/")
    assert page.status_code == 404
    assert "Deze pagina bestaat niet" in main_text(page)
    assert_safe(page)


def test_a_refusal_says_whom_to_ask(world: World) -> None:
    page = world.client("bob").get(f"{MIDDELEN}inbrengen/")
    assert page.status_code == 403
    assert "Hier heb je geen toegang toe" in main_text(page)
    assert "Vraag een directeur of beheerder" in main_text(page)
    assert_safe(page)


def test_a_crash_shows_a_quiet_page_without_the_error(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("geheim pad /srv/gok en 3 leerlingen")

    monkeypatch.setattr(views, "year_choices", crash)
    client = Client(raise_request_exception=False)
    client.cookies = world.client("alice").cookies
    page = client.get(f"{MIDDELEN}?{YEAR}")
    assert page.status_code == 500
    assert "Er ging iets mis" in text_of(page)
    assert "Er is niets veranderd aan je gegevens." in text_of(page)
    assert "geheim" not in text_of(page)
    assert "Traceback" not in text_of(page)
    assert_safe(page)


def test_static_files_are_served_with_their_kind(world: World) -> None:
    for path, kind in (
        ("/static/ui/gok.css", "text/css"),
        ("/static/ui/gok.js", "text/javascript"),
        ("/static/vendor/htmx.min.js", "text/javascript"),
    ):
        response = Client().get(path)
        response.close()
        assert response.status_code == 200
        assert response["Content-Type"].startswith(kind)
        assert response["X-Content-Type-Options"] == "nosniff"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    client = Client()
    client.get("/accounts/inloggen/")
    form = {"login": world.alice.email, "password": "vier gele paraplu's op zee"}
    response = client.post("/accounts/inloggen/", form)
    for name in ("sessionid", "csrftoken"):
        cookie = response.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(world: World) -> None:
    policy = policy_of(world.client("alice").get(f"{MIDDELEN}?{YEAR}"))
    assert policy == CSP
    assert not any("unsafe" in value or "http" in value for value in policy.values())


def test_the_page_for_developers_exists_only_in_development(world: World, settings: Any) -> None:
    client = world.client("alice")
    assert client.get("/ontwikkeling/onderdelen/").status_code == 200
    settings.MODE = "production"
    assert client.get("/ontwikkeling/onderdelen/").status_code == 404
