"""The commands around the web: the demo, and serving an empty folder."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.response import addinfourl

import pytest
from django.test import Client

from gokwijs.apps.access.models import User
from gokwijs.apps.middelen.models import Berekening
from gokwijs.apps.scholen.models import School
from gokwijs.apps.vandaag.demo import PASSWORD, PEOPLE, build_demo
from tests.apps.builders import client_of, main_text, person, snapshot

GOKWIJS = [sys.executable, "-c", "from gokwijs.cli import main; main()"]


# ---------------------------------------------------------------- demo


@pytest.fixture(autouse=True)
def _no_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """Proving the figures of the demo takes seconds: tests/apps/analyse/test_demo.py does it."""
    monkeypatch.setattr("gokwijs.apps.analyse.demo._STANDEN", {})


def test_the_demo_is_made_once_and_never_again(db: None) -> None:
    first = build_demo()
    assert first[0] == f"Demo-logins (fictief), wachtwoord telkens: {PASSWORD}"
    assert School.objects.count() == 3
    assert Berekening.objects.count() == 6
    before = snapshot()
    assert build_demo() == first
    assert snapshot() == before


def test_the_demo_leaves_a_database_with_own_people_alone(db: None) -> None:
    person("eigen@school.invalid", "Eigen Persoon")
    before = snapshot()
    assert build_demo() == ["Deze databank heeft al eigen gebruikers; er is geen demo toegevoegd."]
    assert snapshot() == before


def test_everybody_of_the_demo_can_log_in_and_sees_a_result(db: None) -> None:
    build_demo()
    for email, _, _ in PEOPLE:
        form = {"login": email, "password": PASSWORD}
        client = Client()
        assert client.post("/accounts/inloggen/", form)["Location"] == "/", email
        assert client.get("/school/999001/middelen/").status_code == 200
    directeur = client_of(User.objects.get(email=PEOPLE[0][0]))
    for nummer in ("999001", "999002", "999004"):
        page = main_text(directeur.get(f"/school/{nummer}/middelen/"))
        assert re.search(r"(Precies|Tussen) [\d.]+", page), nummer


def test_the_demo_is_plainly_fictional(db: None) -> None:
    build_demo()
    assert {s.instellingsnummer[:3] for s in School.objects.all()} == {"999"}
    assert all(u.email.endswith(".invalid") for u in User.objects.all())


# ---------------------------------------------------------------- serve


class _Stay(urllib.request.HTTPRedirectHandler):
    """Do not follow: the redirect itself is the answer."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def ask(url: str) -> addinfourl | urllib.error.HTTPError:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _Stay)
    try:
        return opener.open(url, timeout=10)
    except urllib.error.HTTPError as answer:
        return answer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment() -> dict[str, str]:
    """As on a school's computer: production, no settings at all, a database of its own."""
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("GOKWIJS_", "DJANGO_"))}
    return {**keep, "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """``gokwijs serve`` on an empty folder: its address and the folder."""
    folder, port = tmp_path / "een map #1 met 100 %", free_port()
    with (tmp_path / "uit").open("wb") as said:
        process = subprocess.Popen(
            [*GOKWIJS, "serve", "--map", str(folder), "--poort", str(port)],
            env=clean_environment(),
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):  # two minutes: a busy machine makes the tables slowly
            try:
                ask(f"{url}/welkom/").close()
                break
            except (urllib.error.URLError, ConnectionError):
                assert process.poll() is None, (tmp_path / "uit").read_text(encoding="utf-8")
                time.sleep(0.1)
        yield url, folder
    finally:
        process.terminate()
        process.wait(timeout=20)


def test_serving_an_empty_folder_makes_a_database_and_leads_to_the_welcome_page(
    served: tuple[str, Path],
) -> None:
    url, folder = served
    with ask(f"{url}/") as answer:
        assert answer.status == 302
        assert answer.headers["Location"] == "/welkom/"
    with ask(f"{url}/welkom/") as answer:
        page = answer.read().decode()
        assert answer.status == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
    assert "Welkom bij GOK-wijs" in page
    with ask(f"{url}/static/ui/gok.css") as answer:
        assert answer.status == 200
    with ask(f"{url}/nergens/") as answer:
        assert answer.headers["Location"] == "/welkom/"
    said = (folder.parent / "uit").read_text(encoding="utf-8")
    assert f"GOK-wijs staat klaar op {url}/" in said
    assert "Open dat adres in je browser om je school in te stellen." in said

    with closing(sqlite3.connect(folder / "gokwijs.sqlite3")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        tables = {row[0] for row in database.execute("select name from sqlite_master")}
    assert {"access_user", "audit_event", "scholen_school", "middelen_berekening"} <= tables
    key = folder / "gokwijs.sleutel"
    assert len(key.read_text(encoding="ascii")) >= 64
    if os.name == "posix":
        assert key.stat().st_mode & 0o077 == 0, "the key is readable by its owner only"


def test_a_demo_in_an_empty_folder_makes_its_own_database(tmp_path: Path) -> None:
    said = subprocess.run(
        [*GOKWIJS, "demo", "--map", str(tmp_path)],
        env=clean_environment(),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout
    assert PASSWORD in said
    with closing(sqlite3.connect(tmp_path / "gokwijs.sqlite3")) as database:
        assert database.execute("select count(*) from scholen_school").fetchone() == (3,)
