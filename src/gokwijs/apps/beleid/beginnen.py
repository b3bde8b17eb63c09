"""From a vaststelling to the beginning of a streefdoel: its figures become the baseline."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from gokwijs.apps.analyse.models import Vaststelling

_SHARE = re.compile(r"\(?(\d+(?:,5)?) van (?:de )?(\d+(?:,5)?)\b")


def nulmeting_uit(one: Vaststelling) -> dict[str, Any]:
    """What the fields of the baseline can be filled in with; empty when there is no clear figure.

    A kept page says its figures in sentences: one share in the text is taken over, two are not.
    """
    found: dict[str, Any] = {"nul_dag": one.dag, "nul_bron": one.bron_soort}
    if one.teller is not None:
        return {**found, "nul_teller": one.teller, "nul_noemer": one.noemer}
    if one.waarde is not None:
        return {**found, "nul_waarde": one.waarde}
    shares = {(x, n) for x, n in _SHARE.findall(one.tekst)}
    if len(shares) != 1:
        return found
    x, n = shares.pop()
    return {**found, "nul_teller": number(x), "nul_noemer": number(n)}


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
