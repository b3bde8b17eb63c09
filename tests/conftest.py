"""For every test: no network beyond this machine, and the shared folder said aloud when absent."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("GOKWIJS_SHARED", ROOT.parent / "shared"))
LOCAL = {"127.0.0.1", "::1", "localhost"}

_connect = socket.socket.connect


def _guarded(self: socket.socket, address: object) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        assert isinstance(address, tuple)
        if address[0] not in LOCAL:
            raise AssertionError(f"a test reached for the network: {address}")
    _connect(self, address)  # type: ignore[arg-type]


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    socket.socket.connect = _guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = _connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real data and reference pages; tests on it run only where it exists."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder is absent")
    return SHARED


def pytest_collection_finish() -> None:
    """Look for garbage less often, and never among what was loaded: a sixth of the time is that."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 25)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not SHARED.is_dir():
        terminalreporter.write_line(
            "NOT RUN: tests on real data files, because the shared folder is absent "
            "(set GOKWIJS_SHARED to its path)."
        )
