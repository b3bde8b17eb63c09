"""What must hold for every answer: strict headers, and nothing inline in the page."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


class _Inline(HTMLParser):
    """Collects what a strict policy would block, or what a name of a user could smuggle in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        data_block = given.get("type") in ("application/json",)
        if tag == "script" and "src" not in given and not data_block:
            self.found.append("an inline script")
        if tag == "script" and not (given.get("src") or "/").startswith("/"):
            self.found.append(f"a script from elsewhere: {given['src']}")
        if tag in ("style", "iframe", "object", "embed", "base"):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self.found.append(f"{name}= on <{tag}>")
            if name in ("href", "src", "action", "formaction") and (
                value or ""
            ).strip().lower().startswith(("javascript:", "vbscript:", "data:text")):
                self.found.append(f"{name}={value}")


def policy_of(response: Any) -> dict[str, str]:
    parts = (part.strip() for part in response["Content-Security-Policy"].split(";"))
    return {name: rest for name, _, rest in (part.partition(" ") for part in parts if part)}


def inline_in(html: str) -> list[str]:
    parser = _Inline()
    parser.feed(html)
    return parser.found


def assert_safe(response: Any) -> None:
    """Headers on every answer; for a page also: no inline script, style or handler."""
    policy = policy_of(response)
    policy.pop("sandbox", None)  # only takes away more; on files from outside
    assert policy == CSP
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    if response.get("Content-Type", "").startswith("text/html"):
        assert inline_in(response.content.decode()) == []
