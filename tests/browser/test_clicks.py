"""What the other browser tests build on: after a click, the page it leads to is there."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

SLOW_SECONDS = 0.5


class Halting(BaseHTTPRequestHandler):
    """A first page with a link; the second comes in two pieces with a wait between them."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        if self.path != "/verder":
            self.wfile.write(b"<!doctype html><body><a href=/verder>verder</a>")
            return
        self.wfile.write(b"<!doctype html><body>begin ")
        self.wfile.flush()
        time.sleep(SLOW_SECONDS)
        self.wfile.write(b"en einde")

    def log_message(self, format: str, *args: object) -> None:
        """No line per request among the results."""


@pytest.fixture
def halting() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Halting) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("kind", ["page", "locator"])
def test_a_click_is_done_when_the_page_is_whole(browser: Browser, halting: str, kind: str) -> None:
    page: Page = browser.new_page()
    page.goto(halting)
    if kind == "page":
        page.click("a")
    else:
        page.locator("a").click()
    assert page.inner_text("body") == "begin en einde"
    page.close()
