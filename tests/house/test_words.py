"""One concept, one word: the legal terms in the code stand in the glossary, unabbreviated."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from gokwijs.core.kenmerken import Kenmerk
from gokwijs.core.law.glossary import load_begrippen
from gokwijs.core.middelen.result import Regeling
from tests.house.test_files import SOURCE

# English or translated words for things that have a legal name.
TRANSLATED = re.compile(
    r"(home_language|mother_education|school_allowance|allowance|neighbourhood|teaching_hours?"
    r"|operating_budget|count_day|counting_day|school_year|grade_level|campus)"
)
# ``trek_terug`` is a verb; only at the end of a name is ``trek`` a kenmerk cut short.
ABBREVIATED = re.compile(r"(^|_)(opl|tnn|thl|ond_niv|instelnr|vest_nr|wb|ul)(_|$)|(^|_)trek$")


@cache
def identifiers() -> dict[str, set[str]]:
    """Every name that the code of the core and the rooms defines, by file."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        names = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                names.add(node.name)
            elif isinstance(node, ast.arg):
                names.add(node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
        found[path.relative_to(SOURCE).as_posix()] = names
    return found


def test_every_kenmerk_and_every_level_of_the_law_is_explained() -> None:
    terms = load_begrippen()
    for kenmerk in Kenmerk:
        assert kenmerk.value in terms
    for word in ("ses_lestijden", "uren_leraar", "lesuren", "werkingsbudget", "oki", "teldag"):
        assert word in terms
        assert any(word in r.value or word == "teldag" for r in Regeling)


@pytest.mark.parametrize("pattern", [TRANSLATED, ABBREVIATED], ids=["translated", "abbreviated"])
def test_no_identifier_translates_or_shortens_a_legal_term(pattern: re.Pattern[str]) -> None:
    wrong = {
        f"{path}: {name}"
        for path, names in identifiers().items()
        for name in names
        if pattern.search(name.lower())
    }
    assert not wrong


def test_the_search_for_words_can_find_something() -> None:
    assert TRANSLATED.search("home_language_rule")
    assert ABBREVIATED.search("n_opl")
    assert not ABBREVIATED.search("oplossing")
    assert "calculate" in identifiers()["core/middelen/calculation.py"]
