"""The keyed pseudonym: stable, keyed, and never the number itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import ssn

from gokwijs.core.leerlingen.pseudoniem import PseudoniemError, pseudoniem

KEY = "een-sleutel-van-minstens-32-tekens"
NUMMER = "85.07.30-033 28"  # the example of the checking library, not a person


def test_the_same_number_gives_the_same_pseudonym_however_it_is_written() -> None:
    ways = {NUMMER, "85073003328", "85 07 30 033 28", " 850730-033.28 "}
    assert len({pseudoniem(way, KEY) for way in ways}) == 1
    assert len(pseudoniem(NUMMER, KEY)) == 64


def test_another_key_gives_another_pseudonym() -> None:
    assert pseudoniem(NUMMER, KEY) != pseudoniem(NUMMER, KEY + "!")


def test_a_bis_number_is_accepted() -> None:
    assert pseudoniem("98.47.28-997.65", KEY)


def test_the_result_is_a_hmac_and_not_a_bare_hash() -> None:
    import hashlib
    import hmac

    plain = b"85073003328"
    assert pseudoniem(NUMMER, KEY) == hmac.new(KEY.encode(), plain, "sha256").hexdigest()
    assert pseudoniem(NUMMER, KEY) != hashlib.sha256(plain).hexdigest()


@given(st.text(max_size=20).filter(lambda text: not ssn.is_valid(text)))
def test_nonsense_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(PseudoniemError) as refused:
        pseudoniem(text, KEY)
    assert str(refused.value) == "Dit is geen geldig rijksregisternummer of bisnummer."
    assert refused.value.__suppress_context__, "a traceback would show what was typed"


@pytest.mark.parametrize("key", ["", "kort", "x" * 31])
def test_without_a_long_key_nothing_is_made(key: str) -> None:
    with pytest.raises(PseudoniemError, match="GOKWIJS_MATCHING_KEY"):
        pseudoniem(NUMMER, key)
