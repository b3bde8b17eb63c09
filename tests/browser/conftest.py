"""The real product, started as a user starts it, and a browser in front of it."""

from __future__ import annotations

import functools
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    sync_playwright,
)

from gokwijs.core.calendar import Schooljaar, teldag
from tests.browser.find_browser import arguments, find

PASSWORD = "papieren-vlieger-2026"  # of the fictional demo people
SIZES = {"breed": (1280, 900), "smal": (360, 740)}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RUN_AXE = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
START_SECONDS = 180
DEMO_SECONDS = 300


def paying_year() -> Schooljaar:
    """The schooljaar whose teldag was the last one: the demo has pupils on that day."""
    today = datetime.now(tz=ZoneInfo("Europe/Brussels")).date()
    now = Schooljaar.of(today)
    return now.next if teldag(now.next) <= today else now


def command() -> list[str]:
    """The installed ``gokwijs`` command of this environment."""
    return [sys.executable, "-c", "from gokwijs.cli import main; main()"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Site:
    """A running server on its own folder."""

    url: str
    folder: Path


def environment() -> dict[str, str]:
    """As on a new computer: nothing set, except that this is no production."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GOKWIJS_", "DJANGO_"))}
    return {**env, "GOKWIJS_MODE": "development"}


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo as ``gokwijs demo`` makes it, once for all workers; only to copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    ready = folder.with_suffix(".klaar")
    try:
        folder.mkdir()
    except FileExistsError:  # another worker is making it
        deadline = time.monotonic() + DEMO_SECONDS
        while not ready.exists():
            assert time.monotonic() < deadline, "the worker that makes the demo did not finish"
            time.sleep(0.2)
        return folder
    subprocess.run([*command(), "demo", "--map", str(folder)], env=environment(), check=True)
    ready.touch()
    return folder


def serve(folder: Path) -> Iterator[Site]:
    """Start ``gokwijs serve`` on a folder, wait until it answers, stop it afterwards."""
    port = free_port()
    process = subprocess.Popen(
        [*command(), "serve", "--map", str(folder), "--poort", str(port)],
        env=environment(),
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with urllib.request.urlopen(url, timeout=2):
                    break
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("the server did not start") from None
                time.sleep(0.2)
        yield Site(url, folder)
    finally:
        process.terminate()
        process.wait(timeout=20)


def serve_copy(demo: Path, folder: Path) -> Iterator[Site]:
    """The demo schools, on a copy of their own."""
    yield from serve(Path(shutil.copytree(demo, folder / "demo")))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[Site]:
    """The demo schools."""
    yield from serve_copy(demo, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A first use: nothing there yet."""
    yield from serve(tmp_path_factory.mktemp("leeg"))


def _arriving(click: Callable[..., None]) -> Callable[..., None]:
    """``click``, done when the page it leads to is there.

    Playwright waits until the answer to a click begins to come in, not until it is whole: what is
    read right after it may be an empty page or half of one.
    """

    @functools.wraps(click)
    def arrive(it: Page | Locator, *args: Any, **options: Any) -> None:
        click(it, *args, **options)
        (it.page if isinstance(it, Locator) else it).wait_for_load_state()

    return arrive


@pytest.fixture(scope="session", autouse=True)
def clicks_arrive() -> Iterator[None]:
    """Every click of every test waits for its page."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (Page, Locator):
            patch.setattr(kind, "click", _arriving(kind.click))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=executable, args=arguments())
        yield found
        found.close()


@dataclass
class Tab:
    """A page that remembers everything that went wrong in it."""

    page: Page
    site: Site
    wrong: list[str] = field(default_factory=list)
    scripts: bool = True

    def go(self, path: str, *, status: int = 200) -> None:
        """Open an address of the site; ``status`` is what the server must answer."""
        self.wrong.clear()
        response = self.page.goto(self.site.url + path)
        assert response is not None
        assert response.status == status, f"{path}: {response.status}"
        assert path == "/" or self.page.url == self.site.url + path, f"{path}: {self.page.url}"

    def text(self) -> str:
        return self.page.inner_text("body")

    def check_sizes(self, where: str) -> None:
        """The same page on a desk and on a phone."""
        for name, (width, height) in SIZES.items():
            self.page.set_viewport_size({"width": width, "height": height})
            self.check(f"{where}, {name}")

    def check(self, where: str) -> None:
        """Nothing went wrong, nothing sticks out, and axe finds nothing."""
        size = self.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert size[0] <= size[1], f"{where}: {size[0]} px wide on a screen of {size[1]} px"
        assert not self.wrong, f"{where}: {self.wrong}"
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate(RUN_AXE)
        assert not found, f"{where}: {[_violation(v) for v in found]}"


def _violation(violation: dict[str, Any]) -> str:
    nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
    return f"{violation['id']}: {violation['help']} → {nodes}"


def open_tab(context: BrowserContext, site: Site) -> Tab:
    """A page whose errors are collected: console, failed requests, refusals by the CSP."""
    tab = Tab(context.new_page(), site)

    def console(message: ConsoleMessage) -> None:
        # The browser itself reports the status of a page we ask for on purpose (404, 403).
        if message.type == "error" and "Failed to load resource" not in message.text:
            tab.wrong.append(message.text)

    tab.page.on("console", console)
    tab.page.on("pageerror", lambda error: tab.wrong.append(str(error)))
    tab.page.on(
        "response",
        lambda r: (
            tab.wrong.append(f"{r.status} {r.url}")
            if r.status >= 400 and r.request.resource_type != "document"
            else None
        ),
    )
    tab.page.set_default_timeout(10_000)
    return tab


def log_in(tab: Tab, who: str = "directeur", password: str = PASSWORD) -> None:
    """Fill in the login page as a person does."""
    tab.go("/accounts/inloggen/")
    tab.page.fill("input[type=email], input[name=login]", f"{who}@demo.invalid")
    tab.page.fill("input[type=password]", password)
    tab.page.click("main button[type=submit], main form button")
    tab.page.wait_for_url(lambda url: "inloggen" not in url)


@pytest.fixture(scope="session")
def states(browser: Browser, site: Site) -> dict[str, Any]:
    """The cookies of each demo person, logged in once."""
    found: dict[str, Any] = {}
    for who in ("directeur", "leraar"):
        context = browser.new_context()
        log_in(open_tab(context, site), who)
        found[who] = context.storage_state()
        context.close()
    return found


@pytest.fixture(scope="session")
def walker(browser: Browser, site: Site, states: dict[str, Any]) -> Iterator[Tab]:
    """The directeur, for pages that are only looked at."""
    context = browser.new_context(storage_state=states["directeur"])
    yield open_tab(context, site)
    context.close()


@pytest.fixture
def tab(browser: Browser, site: Site, states: dict[str, Any]) -> Iterator[Tab]:
    """The directeur in a fresh window."""
    context = browser.new_context(storage_state=states["directeur"])
    yield open_tab(context, site)
    context.close()
