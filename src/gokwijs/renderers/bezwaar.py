"""The comparison with an official letter as a PDF for the appeal file.

In: plain data, texts only. Out: the bytes of a PDF/A-2a and PDF/UA-1 file, marked vertrouwelijk.
No text of a user is ever compiled: the template is ours, the data arrives as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _template() -> bytes:
    return (files("gokwijs") / "renderers" / "typst" / "bezwaar.typ").read_bytes()


def bezwaar_pdf(data: Mapping[str, Any]) -> bytes:
    """Letter, comparison per line, our calculation step by step, receipts."""
    import typst

    pdf = typst.compile(
        _template(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["a-2a", "ua-1"],
        ignore_system_fonts=True,
    )
    assert isinstance(pdf, bytes)
    return pdf
