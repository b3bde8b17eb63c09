"""The locks: names, versions and hashes only, one version of each, inside the ranges we state."""

from __future__ import annotations

import re
import sys
from functools import cache
from itertools import chain

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.conftest import ROOT
from tests.house.test_files import PYPROJECT, TEXTS

LOCKS = ("runtime", "dev", "bench")
PIN = re.compile(r"([a-z0-9][a-z0-9._-]*)(?:\[[a-z,-]+\])?==([\w.!+-]+)(?: ; [^;\\]+)? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
# Where the product or its documents may point to; a mirror of packages is none of these.
HOSTS = {
    *("www.ejustice.just.fgov.be", "data-onderwijs.vlaanderen.be", "www.agodi.be", "5dok.net"),
    *("www.vlaanderen.be", "www.statistiekvlaanderen.be"),  # Flemish shares
    *("www.stadsmonitor.vlaanderen.be", "www.w3.org", "127.0.0.1", "localhost"),
    *("github.com", "openfontlicense.org"),  # in the licence of a font
    *("schemas.openxmlformats.org", "purl.org"),  # names of formats, never visited
}
EXAMPLE = re.compile(r"\.(invalid|test|example)$|(^|\.)example\.(org|com|be)$|^testserver$")


@cache
def pins(lock: str) -> dict[str, list[str]]:
    """Name → versions (more than one only for different platforms); every line is accounted for."""
    found: dict[str, list[str]] = {}
    hashes = 0
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if match := PIN.fullmatch(line):
            assert hashes or not found, f"{line}: the one before has no hash"
            found.setdefault(match[1], []).append(match[2])
            hashes = 0
        else:
            assert HASH.fullmatch(line), f"{lock}.txt: {line}"
            hashes += 1
    assert hashes
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock: str) -> None:
    assert len(pins(lock)) > 20


def test_every_lock_gives_the_same_version() -> None:
    for smaller, larger in (("runtime", "dev"), ("dev", "bench")):
        assert pins(smaller).items() <= pins(larger).items()


@pytest.mark.parametrize("lock", LOCKS)
def test_the_locked_version_is_in_the_range_that_we_state(lock: str) -> None:
    groups = PYPROJECT["dependency-groups"]
    stated = list(PYPROJECT["project"]["dependencies"])
    stated += {"runtime": [], "dev": groups["dev"], "bench": groups["dev"] + groups["bench"]}[lock]
    for text in stated:
        wanted = Requirement(text)
        versions = pins(lock)[canonicalize_name(wanted.name)]
        assert all(wanted.specifier.contains(Version(v)) for v in versions), text


def test_every_test_and_every_module_imports_only_what_we_state() -> None:
    """The names that the source imports are direct dependencies, not lucky guests."""
    imports = {"psycopg", "tzdata"}
    of = {"django-csp": "csp", "django-allauth": "allauth", "django-htmx": "django_htmx"}
    of |= {"django-template-partials": "template_partials", "dj-database-url": "dj_database_url"}
    of |= {"python-stdnum": "stdnum", "vl-convert-python": "vl_convert"}
    direct = [Requirement(text).name for text in PYPROJECT["project"]["dependencies"]]
    known = {of.get(name, name) for name in direct} | set(sys.stdlib_module_names) | {"gokwijs"}
    for name, text in TEXTS.items():
        if name.startswith("src/") and name.endswith(".py"):
            found = set(re.findall(r"^\s*(?:from|import) ([a-z_]\w*)", text, re.MULTILINE))
            assert found <= known, (name, found - known)
            imports |= found
    settings = TEXTS["src/gokwijs/config/settings.py"]
    unused = {n for n in direct if of.get(n, n) not in imports and of.get(n, n) not in settings}
    assert unused == set(), "a dependency that nothing uses"


CATALOGUS = "src/gokwijs/inhoud/aanpakken/aanpakken.toml"


def test_no_file_points_to_an_address_that_is_not_known_here() -> None:
    places = chain.from_iterable(
        ((name, host) for host in re.findall(r"https?://([A-Za-z0-9.-]*[A-Za-z0-9])", text))
        for name, text in TEXTS.items()
        if name.startswith(("src/", "requirements/", ".ci/")) or "/" not in name
        if name != CATALOGUS  # its addresses are the sources it cites; nothing is fetched from them
    )
    strange = {(n, h) for n, h in places if h not in HOSTS and not EXAMPLE.search(h)}
    assert strange == set()
