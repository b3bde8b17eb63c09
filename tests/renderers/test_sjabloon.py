"""A Word template of a school: it is filled in, and whatever is in it can do no harm."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from typing import Any

import docx as reader
import pytest

from gokwijs.renderers.document import Table
from gokwijs.renderers.sjabloon import pakket, tekst, vullen
from gokwijs.renderers.sjabloon.fout import SjabloonFout
from gokwijs.renderers.sjabloon.vullen import TE_LANG, vul_sjabloon
from tests.renderers.sjablonen import W, body, changed, with_body, with_relation, word

PLAN: dict[str, Any] = {
    "plan": {"naam": "Samen & sterk <1B>", "reden": ""},
    "doelen": [
        {"nummer": "D1", "acties": ["eerste", "tweede"]},
        {"nummer": "D2", "acties": []},
    ],
}


def filled(*texts: Any, proef: bool = False) -> str:
    return body(here(word(*texts), proef=proef))


def here(data: bytes, gegevens: dict[str, Any] = PLAN, *, proef: bool = True) -> bytes:
    """What the other process does, in this one: quick, and without its limits."""
    pakket.keur(data)
    return tekst.vul(data, gegevens, proef=proef)


def refused(data: bytes, make: Callable[..., bytes] = here) -> SjabloonFout:
    with pytest.raises(SjabloonFout) as caught:
        make(data, PLAN, proef=True)
    said = caught.value.zin
    assert said.endswith((".", "?"))
    for english in ("Traceback", "jinja", "undefined", "expected", "Error"):
        assert english not in said
    return caught.value


# ---------------------------------------------------------------- what works


def test_fields_loops_and_conditions_are_filled_in() -> None:
    text = filled(
        "Plan: {{ plan.naam }}",
        "{%p for doel in doelen %}",
        "{{ doel.nummer }} heeft {{ doel.acties|length }} acties: {{ doel.acties|join(', ') }}",
        "{%p endfor %}",
        "{%p if plan.reden %}",
        "Reden",
        "{%p endif %}",
    )
    assert "Plan: Samen & sterk <1B>" in text
    assert "D1 heeft 2 acties: eerste, tweede" in text
    assert "D2 heeft 0 acties" in text
    assert "Reden" not in text
    assert "{" not in text


def test_a_row_of_a_table_is_repeated() -> None:
    rows = (("{%tr for d in doelen %}", ""), ("{{ d.nummer }}", "x"), ("{%tr endfor %}", ""))
    made = reader.Document(io.BytesIO(here(word(Table(("a", "b"), rows, (1, 1))))))
    assert [row.cells[0].text for row in made.tables[0].rows] == ["a", "D1", "D2"]


def test_what_somebody_typed_in_the_plan_is_text_and_never_a_tag_or_markup() -> None:
    typed = "{{ plan.naam }} {% for %} </w:t></w:r><w:r><w:instrText>DDE</w:instrText> ]]> & \"'"
    made = here(word("{{ plan.naam }}"), {"plan": {"naam": typed}}, proef=False)
    assert typed in body(made)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b"<w:instrText" not in archive.read("word/document.xml")


def test_a_new_line_stays_a_new_line() -> None:
    assert "een\ntwee" in body(
        vul_sjabloon(word("{{ t }}"), {"plan": {"naam": ""}, "t": "een\ntwee"})
    )


def test_the_document_does_not_say_who_made_the_template() -> None:
    signed = changed(
        word("{{ plan.naam }}"),
        {"docProps/core.xml": lambda old: old.replace(b"GOK-wijs", b"Jan Peeters")},
    )
    made = here(signed)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            assert b"Peeters" not in archive.read(name)
    assert reader.Document(io.BytesIO(made)).core_properties.title == PLAN["plan"]["naam"]


def test_the_other_process_gives_the_same_file_as_this_one() -> None:
    data = word("{{ plan.naam }}")
    assert body(vul_sjabloon(data, PLAN, proef=True)) == body(here(data))


@pytest.mark.parametrize("text", ["{{ ''.__class__.__mro__ }}", "{% include '/etc/passwd' %}"])
def test_the_other_process_says_what_it_refuses_and_where(text: str) -> None:
    error = refused(word(text), vul_sjabloon)
    assert error.zin.startswith("Dit mag niet in een sjabloon")
    assert text in error.plek


def test_the_other_process_refuses_a_hostile_file() -> None:
    assert "niet hoort" in refused(with_doctype(XXE), vul_sjabloon).zin


# ---------------------------------------------------------------- mistakes, with their place


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("Naam: {{ plan.nam }}", "Bedoel je 'naam'?", "Naam: {{ plan.nam }}"),
        ("{{ schol }}", "Het veld 'schol' bestaat hier niet", "{{ schol }}"),
        ("Doel {% for d in doelen %}", "niet gesloten", ""),
        ("{% endfor %}", "zonder begin", "{% endfor %}"),
        ("{{ plan.naam|gek }}", "De bewerking 'gek'", "{{ plan.naam|gek }}"),
        ("{{ plan.naam", "klopt niet", ""),
        ("{% blok %}", "De code 'blok'", "{% blok %}"),
        ("{{ plan.naam + 1 }}", "rekenbewerking", "{{ plan.naam + 1 }}"),
        ("{{r plan.naam }}", "zonder r, p, tr of tc", "{{r plan.naam }}"),
        ("over }} gebleven", "blijft een code", "over }} gebleven"),
    ],
)
def test_a_mistake_is_said_in_dutch_with_its_place(text: str, said: str, place: str) -> None:
    error = refused(word("Eerste regel", text, "Laatste regel"))
    assert said in error.zin
    assert place in error.plek


def test_a_tag_in_a_part_that_is_not_filled_in_is_found_when_trying() -> None:
    endnotes = f"<w:endnotes {W}><w:p><w:r><w:t>{{{{ plan.naam }}}}</w:t></w:r></w:p></w:endnotes>"
    data = changed(
        with_relation("endnotes", "endnotes.xml", "Internal"),
        {
            "[Content_Types].xml": lambda old: old.replace(
                b"</Types>",
                b'<Override PartName="/word/endnotes.xml" ContentType="application/vnd.openxml'
                b'formats-officedocument.wordprocessingml.endnotes+xml"/></Types>',
            )
        },
        {"word/endnotes.xml": endnotes.encode()},
    )
    assert "blijft een code" in refused(data).zin


# ---------------------------------------------------------------- what a template may not say


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ plan['__class__'] }}",
        "{{ plan.naam.__class__ }}",
        "{{ plan.naam.upper() }}",
        "{{ plan|attr('__class__') }}",
        "{{ plan.items }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum(n=100000) }}",
        "{{ range(10**9) }}",
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{{ 9**9**9 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ plan.naam|safe }}",
        "{% autoescape false %}{{ plan.naam }}{% endautoescape %}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% from 'x' import y %}",
        "{% extends 'x' %}",
        "{% macro m() %}{{ m() }}{% endmacro %}",
        "{% for d in doelen recursive %}{{ loop(doelen) }}{% endfor %}",
        "{% filter upper %}x{% endfilter %}",
        "{% set plan.naam = 'x' %}",
        "{{ _plan }}",
        "{{ ('%s' % plan) }}",
        "{{ doelen[0:1] }}",
        "{{ doelen|sort(attribute='__len__') }}",
        "{{ doelen|groupby('nummer') }}",
        "{{ plan|tojson }}",
        "{{ plan|pprint }}",
    ],
)
def test_the_language_of_a_template_knows_no_python(text: str) -> None:
    error = refused(word(text))
    assert "root:" not in str(error) + error.plek
    assert "class" not in error.zin.replace("__class__", "")


def test_a_text_that_doubles_itself_runs_into_the_limit_of_memory() -> None:
    doubled = "".join(f"{{% set a{n + 1} = a{n} + a{n} %}}" for n in range(45))
    data = word("{% set a0 = 'xxxxxxxxxxxxxxxx' %}" + doubled + "{{ a45 }}")
    error = refused(data, vul_sjabloon)
    assert "geheugen" in error.zin


def test_loops_in_loops_run_into_the_limit_of_time() -> None:
    many = {"plan": {"naam": ""}, "l": [str(n) for n in range(200)]}
    loops = "".join(f"{{% for a{n} in l %}}" for n in range(6))
    data = word(loops + "{{ a5 }}" + "{% endfor %}" * 6)
    with pytest.raises(SjabloonFout) as caught:
        vul_sjabloon(data, many, seconds=3)
    assert caught.value.zin == TE_LANG


@pytest.mark.skipif(sys.platform == "win32", reason="the limits of Unix")
def test_the_process_has_limits_and_no_secrets() -> None:
    code = (
        "import json, os, resource\n"
        "from gokwijs.renderers.sjabloon import grens\n"
        "grens.begrens()\n"
        "kinds = ('AS', 'CPU', 'FSIZE', 'NPROC')\n"
        "print(json.dumps([[resource.getrlimit(getattr(resource, 'RLIMIT_' + k))[1] "
        "for k in kinds], sorted(os.environ)]))"
    )
    os.environ["GOKWIJS_SECRET_KEY"] = "geheim"
    try:
        seen: list[Any] = []
        run = subprocess.run

        def spy(command: list[str], **kwargs: Any) -> Any:
            seen.append(kwargs["env"])
            done = run(
                [*command[:3], "-c", code], env=kwargs["env"], capture_output=True, check=True
            )
            seen.append(done.stdout.decode())
            return done

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(vullen.subprocess, "run", spy)  # type: ignore[attr-defined]
            vullen._run(b"", 5)
    finally:
        del os.environ["GOKWIJS_SECRET_KEY"]
    assert not any("GOKWIJS" in key or "DATABASE" in key for key in seen[0])
    assert "[[805306368, 21, 0, 0]" in seen[1]


# ---------------------------------------------------------------- what a file may not hold


def docm() -> bytes:
    return changed(
        word("Tekst"),
        {
            "[Content_Types].xml": lambda old: old.replace(
                b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                b"application/vnd.ms-word.document.macroEnabled.main+xml",
            )
        },
    )


def bomb() -> bytes:
    return changed(word("Tekst"), extra={"word/media/x.png": b"\0" * (41 * 1024 * 1024)})


def fat_xml() -> bytes:
    return changed(word("Tekst"), extra={"word/extra.xml": b"<a>" + b" " * (9 * 2**20) + b"</a>"})


XXE = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BILLION = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def with_doctype(doctype: bytes) -> bytes:
    return changed(
        word("Tekst"),
        {"word/document.xml": lambda old: old.replace(b"?>", b"?>" + doctype, 1)},
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "leeg"),
        (b"PK\x03\x04 kapot", "geen Word-document"),
        (b"%PDF-1.7", "geen Word-document"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "oud of beveiligd"),
        (b"PK" + b"\0" * (5 * 2**20), "te groot"),
        (docm(), "macro"),
        (changed(word("x"), extra={"word/vbaProject.bin": b"x"}), "macro"),
        (changed(word("x"), extra={"word/embeddings/a.xlsx": b"x"}), "ingesloten"),
        (changed(word("x"), extra={"word/activeX/activeX1.xml": b"<a/>"}), "macro"),
        (changed(word("x"), extra={"word/kwaad.exe": b"MZ"}), "kwaad.exe"),
        (changed(word("x"), extra={"../buiten.xml": b"<a/>"}), "vreemde naam"),
        (changed(word("x"), extra={"word/leeg.xml": "<a>é</a>".encode("utf-16")}), "tekens"),
        (bomb(), "veel te groot"),
        (fat_xml(), "te groot"),
        (with_doctype(XXE), "niet hoort"),
        (with_doctype(BILLION), "niet hoort"),
        (with_body("<w:x>" * 300 + "</w:x>" * 300), "ingewikkeld"),
        (with_body("<w:p>"), "beschadigd"),
        (with_relation("image", "https://elders.example/spion.png"), "van buiten"),
        (with_relation("image", "file:///c:/geheim.png", "Internal"), "van buiten"),
        (with_relation("hyperlink", "https://www.school.example"), "Hyperlink verwijderen"),
        (with_relation("attachedTemplate", "https://elders.example/x.dotm"), "ander sjabloon"),
        (with_relation("oleObject", "embed.xml", "Internal"), "ingesloten object"),
        (with_relation("aFChunk", "stuk.xml", "Internal"), "ingesloten object"),
        (with_body('<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\x"/></w:p>'), "DDEAUTO"),
        (with_body('<w:p><w:fldSimple w:instr="INCLUDEPICTURE http://x"/></w:p>'), "INCLUDE"),
        (
            with_body(
                "<w:p><w:r><w:instrText>INCLU</w:instrText></w:r>"
                "<w:r><w:instrText>DETEXT x</w:instrText></w:r></w:p>"
            ),
            "INCLUDETEXT",
        ),
        (with_body("<w:p><w:r><w:instrText>{{ x }}</w:instrText></w:r></w:p>"), "gewone tekst"),
        (with_body('<w:p><w:ins w:id="1" w:author="Jan"><w:r/></w:ins></w:p>'), "wijzigingen"),
        (with_body("<w:p><w:r><w:object/></w:r></w:p>"), "ingesloten object"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_with_how_to_mend_it(data: bytes, said: str) -> None:
    assert said in refused(data).zin


def test_a_file_with_a_password_is_refused() -> None:
    data = bytearray(word("Tekst"))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "wachtwoord" in refused(bytes(data)).zin


def test_ordinary_fields_of_word_may_stay() -> None:
    page = '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    contents = "<w:p><w:r><w:instrText>TOC \\o</w:instrText></w:r></w:p>"
    here(with_body(page + contents))
