"""A difference is drawn against zero, and said with its interval."""

from __future__ import annotations

import pytest

from gokwijs.renderers.grafiek import Verschil, Verschilrij, alternatief, png, svg
from gokwijs.renderers.grafiek.shapes import bounds
from gokwijs.renderers.grafiek.teken import _drawing
from tests.renderers.test_grafiek import ALLOWED, HOSTILE, parsed, words


def verschil(*rijen: Verschilrij, grens: float | None = 2.1) -> Verschil:
    return Verschil(
        "Het verschil na de actie",
        "punten",
        rijen or (Verschilrij("met de actie", 4.2, 0.9, 7.5, "gok"),),
        grens,
        "in deze strook maakt het geen verschil",
        "ten ongunste van de actie",
        "ten gunste van de actie",
    )


EDGES = (
    verschil(),
    verschil(grens=None),
    verschil(Verschilrij("ver van nul", 40.0, 38.0, 42.0, "gok")),
    verschil(Verschilrij("onder nul", -12.5, -30.0, -1.0, "neutraal")),
    verschil(Verschilrij("nul", 0.0, 0.0, 0.0, "gok"), grens=None),
    verschil(Verschilrij("zonder interval", 3.0, None, None, "gok")),
    verschil(*(Verschilrij(f"lichting {n}", n - 4.0, n - 9.0, n + 1.0, "gok") for n in range(9))),
    verschil(Verschilrij("Zeer " * 15 + "lang", 4.2, 0.9, 7.5, "gok")),
    Verschil("leeg", "punten", ()),
)


@pytest.mark.parametrize("breedte", [640, 340])
@pytest.mark.parametrize("grafiek", EDGES, ids=range(len(EDGES)))
def test_every_difference_is_drawn_within_the_picture(grafiek: Verschil, breedte: int) -> None:
    text = svg(grafiek, breedte=breedte)
    assert {e.tag.rpartition("}")[2] for e in parsed(text).iter()} <= ALLOWED
    for shape in _drawing(grafiek, breedte).shapes:
        left, _, right, _ = bounds(shape)
        assert left >= -2
        assert right <= breedte + 2
    assert "0" in words(text).split() or not grafiek.rijen


def test_the_sentences_say_the_interval_and_the_band() -> None:
    said = alternatief(verschil())
    assert "met de actie: 4,2" in said
    assert "tussen 0,9 en 7,5" in said
    assert "in deze strook maakt het geen verschil" in said
    assert "Het verschil" in said


def test_no_difference_is_said_too() -> None:
    assert alternatief(Verschil("leeg", "punten", ())).endswith(".")


@pytest.mark.parametrize("label", HOSTILE, ids=range(len(HOSTILE)))
def test_a_label_is_never_markup(label: str) -> None:
    text = svg(verschil(Verschilrij(label, 1.0, 0.0, 2.0, "gok")))
    assert {e.tag.rpartition("}")[2] for e in parsed(text).iter()} <= ALLOWED


def test_a_number_that_cannot_be_drawn_is_refused() -> None:
    with pytest.raises(ValueError, match="kan dit getal niet tonen"):
        Verschilrij("x", float("nan"), None, None, "gok")
    with pytest.raises(ValueError, match="kan dit getal niet tonen"):
        verschil(grens=-1.0)


def test_the_picture_can_be_taken_along() -> None:
    assert png(verschil()).startswith(b"\x89PNG")
