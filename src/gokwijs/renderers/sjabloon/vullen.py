"""Fill a Word template in a process of its own, with limits on time and memory.

In: the bytes of a template and plain dictionaries. Out: the bytes of a .docx, or a
``SjabloonFout``. Nothing of the template is read or run in this process.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any

from gokwijs.renderers.sjabloon.fout import SjabloonFout
from gokwijs.renderers.sjabloon.kind import FOUT, OK, ONVERWACHT
from gokwijs.renderers.sjabloon.pakket import MAX_BYTES, MEGABYTE

SECONDS = 45.0  # on the clock; a busy server is slow, so the processor time is the real limit
_AT_ONCE = BoundedSemaphore(2)  # more at once would only wait for each other
_MODULE = "gokwijs.renderers.sjabloon.kind"
# What a process needs to start at all; nothing of ours, no settings and no secrets.
_KEPT = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "LANG", "LC_ALL")
TE_LANG = (
    "Dit sjabloon vraagt te veel tijd of geheugen, dus het is gestopt. Maak de lussen "
    "eenvoudiger, of kies minder onderdelen."
)


def vul_sjabloon(
    sjabloon: bytes,
    gegevens: Mapping[str, Any],
    *,
    proef: bool = False,
    seconds: float = SECONDS,
) -> bytes:
    """The filled document; raises SjabloonFout. ``proef``: also find tags that stay behind."""
    if len(sjabloon) > MAX_BYTES:
        raise SjabloonFout(f"Het bestand is te groot: hoogstens {MAX_BYTES // MEGABYTE} MB.")
    asked = json.dumps(
        {
            "sjabloon": base64.b64encode(sjabloon).decode(),
            "gegevens": gegevens,
            "proef": proef,
        }
    )
    with _AT_ONCE:
        return _answer(_run(asked.encode(), seconds))


def _run(asked: bytes, seconds: float) -> bytes:
    """What the process said; empty when the system ended it."""
    environment = {key: os.environ[key] for key in _KEPT if key in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-s", "-m", _MODULE],
            input=asked,
            capture_output=True,
            timeout=seconds,
            env=environment,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        return b""
    return done.stdout


def _answer(said: bytes) -> bytes:
    if said.startswith(OK):
        return said[len(OK) :]
    if not said.startswith(FOUT):  # ended from outside, by a limit
        raise SjabloonFout(TE_LANG)
    try:
        found = json.loads(said[len(FOUT) :])
        raise SjabloonFout(str(found["zin"]), str(found["plek"]))
    except (json.JSONDecodeError, KeyError, TypeError):
        raise SjabloonFout(ONVERWACHT) from None
