"""The validator itself: it says yes to our documents and no to a file that keeps no standard."""

from __future__ import annotations

import functools
import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from gokwijs.renderers.pdf import pdf
from tests.renderers.test_documents import figures
from tests.verapdf import STANDARDS, broken_rules, keeps_the_standards


@functools.cache
def whole() -> bytes:
    return pdf(figures())


def without(*names: str) -> bytes:
    """Our document with these entries of its catalogue taken out."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(whole())))
    for name in names:
        del writer.root_object[NameObject(name)]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_document_with_figures_keeps_both_standards() -> None:
    keeps_the_standards(whole())


@pytest.mark.parametrize("standard", STANDARDS)
@pytest.mark.parametrize("gone", ["/Metadata", "/MarkInfo"])
def test_a_file_that_lost_something_is_refused(standard: str, gone: str) -> None:
    assert broken_rules(without(gone), standard)


def test_what_is_broken_is_said_with_its_clause() -> None:
    with pytest.raises(AssertionError, match=r"PDF/UA-1 7\.2-\d+ "):
        keeps_the_standards(without("/Lang"))
