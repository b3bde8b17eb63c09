"""PDF by typst: our own template, data as JSON, our own fonts; never a string that becomes code.

In: the name of a template under ``inhoud/sjablonen`` and plain data. Out: a tagged PDF that is
archivable (PDF/A-2a) and accessible (PDF/UA-1).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.resources import as_file, files
from typing import Any

# How typst says that a letter is missing, or is one of nobody (a code for private use).
_LETTERS = ("could not be displayed with font", "contains the codepoint")


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF; raises RuntimeError when the template is broken."""
    import typst  # heavy, so only when something is printed

    inhoud = files("gokwijs") / "inhoud"
    source = (inhoud / "sjablonen" / template).read_bytes()
    with as_file(inhoud / "lettertypes") as fonts:
        pdf = archived(
            lambda standards: typst.compile(
                source,
                format="pdf",
                font_paths=typst.Fonts(include_system_fonts=False, font_paths=[fonts]),
                sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                pdf_standards=standards,
            )
        )
    if not isinstance(pdf, bytes):
        raise RuntimeError(f"{template}: typst gave no PDF")
    return pdf


def archived(compiled: Callable[[list[Any]], Any]) -> Any:
    """What is compiled with the standards of the archive, or without when letters are missing."""
    import typst  # heavy, so only when something is printed

    try:
        return compiled(["a-2a", "ua-1"])
    except typst.TypstError as error:
        # A name in a script our fonts do not have: the archive forbids an empty box, a reader
        # who asked for the file does not.
        if not any(words in str(error) for words in _LETTERS):
            raise
        return compiled([])
