"""The codes a plan is tagged with."""

from gokwijs.core.kader import bekend, verwachtingen


def test_the_framework_has_37_expectations_in_four_rubrics() -> None:
    found = verwachtingen()
    assert len(found) == 37
    assert len({one.rubriek for one in found.values()}) == 4
    assert found["ok:R5"].titel == "R5 · Zo weinig mogelijk drempels"


def test_stored_codes_come_back_in_the_order_of_the_framework() -> None:
    assert [one.code for one in bekend(["ok:K2", "ok:R5", "schaal:K4", "ok:X9"])] == ["R5", "K2"]
