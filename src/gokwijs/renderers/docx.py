"""A document as a Word file, written with nothing but the standard library.

In: a ``Document``. Out: the bytes of a .docx that Word, LibreOffice and Google Docs can edit.
Every text is escaped: what somebody typed can never become markup, a field or a link.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from gokwijs.renderers.document import (
    Block,
    Bullets,
    Code,
    Document,
    Entry,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
    printable,
)
from gokwijs.renderers.docx_nummers import MOMENT, MUTED, entry, linked, run
from gokwijs.renderers.grafiek import picture

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = ("document", "styles", "numbering", "header", "footer", "settings")
# A4 in twentieths of a point; on its side the two are swapped.
_SHORT, _LONG, _MARGIN = 11906, 16838, 1134
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
# Millimetres between the margins, with a heading above the figure; Word counts 36000 to each.
_ROOM, _ROOM_WIDE, _EMU = (169.0, 225.0), (256.0, 135.0), 36000
_INK, _ACCENT, _LINE, _GRAY = "1B2430", "0B5D66", "BDB8AC", "566070"
_SHARP = 4  # with more pictures than this each is made smaller: they take most of the time
_FACTS = 2722  # where the text of a fact begins
_TOGETHER = 6  # a list of facts that is not longer stays on one sheet
_SECTION = 1_000_000  # numbers of the bookmarks of sections, above those of figures
_FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
_TOC = '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z </w:instrText></w:r>'


def docx(document: Document) -> bytes:
    """The file; the same document always gives the same bytes."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
            (
                "core",
                f"{_PACKAGE}/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
        ),
        "docProps/core.xml": _properties(document),
        "word/_rels/document.xml.rels": _relations(
            *((n, f"{_OFFICE}/relationships/{n}", f"{n}.xml") for n in _PARTS[1:]),
            *(
                (f"figure{n}", f"{_OFFICE}/relationships/image", f"media/figure{n}.png")
                for n in range(1, 1 + sum(isinstance(b, Figure) for b in document.blocks))
            ),
        ),
        "word/document.xml": _body(document),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/settings.xml": _settings(),
        "word/header.xml": (f"{_HEAD}<w:hdr {_W}>{_paragraph(document.mark, 'Header')}</w:hdr>"),
        "word/footer.xml": (
            f"{_HEAD}<w:ftr {_W}>{_paragraph(document.title + ' · pagina ', 'Footer', _PAGE)}"
            "</w:ftr>"
        ),
    }
    figures = [block for block in document.blocks if isinstance(block, Figure)]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, MOMENT), text.encode())
        for place, figure in enumerate(figures, 1):
            drawn = picture(figure.svg, schaal=2 if len(figures) <= _SHARP else 1.5)
            archive.writestr(zipfile.ZipInfo(f"word/media/figure{place}.png", MOMENT), drawn)
    return buffer.getvalue()


# ---------------------------------------------------------------- the text

_PAGE = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def _paragraph(text: str, style: str, extra: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run(text)}{extra}</w:p>'


def _block(block: Block, width: int, figures: Iterator[int], wide: bool) -> Iterator[str]:
    if isinstance(block, Heading):
        yield _heading(block)
    elif isinstance(block, Paragraph):
        yield _paragraph(block.text, "Lead" if block.lead else "BodyText")
    elif isinstance(block, Bullets):
        for item in block.items:
            yield _paragraph(item, "ListBullet")
    elif isinstance(block, Facts):
        yield from _facts(block)
    elif isinstance(block, Entry):
        yield entry(block)
    elif isinstance(block, Code):
        yield _paragraph(block.text, "Code")
    elif isinstance(block, Note):
        yield _paragraph(block.text, "Note")
    elif isinstance(block, Figure):
        yield _figure(block, next(figures), _ROOM_WIDE if wide else _ROOM)
    else:
        yield _table(block, width)
        yield _paragraph("", "BodyText")


def _heading(block: Heading, section: int = 0, *, new_page: bool = False) -> str:
    """``section``: of one that the contents lead to."""
    layout = f'<w:pStyle w:val="Heading{block.level}"/>' + "<w:pageBreakBefore/>" * new_page
    place = ""
    if section:
        mark = f'w:id="{_SECTION + section}"'
        place = f'<w:bookmarkStart {mark} w:name="_Toc{section}"/><w:bookmarkEnd {mark}/>'
    return f"<w:p><w:pPr>{layout}</w:pPr>{place}{run(block.text)}</w:p>"


def _facts(block: Facts) -> Iterator[str]:
    """A short list stays together on a sheet."""
    for place, (label, said) in enumerate(block.items, 1):
        kept = "<w:keepNext/>" * (len(block.items) <= _TOGETHER and place < len(block.items))
        yield (
            f'<w:p><w:pPr><w:pStyle w:val="Facts"/>{kept}</w:pPr>'
            f"{run(label, MUTED)}<w:r><w:tab/></w:r>{run(said)}</w:p>"
        )


def _contents(document: Document) -> Iterator[str]:
    """The sections as links, inside the field that Word fills with page numbers on request."""
    titles = [b.text for b in document.blocks if isinstance(b, Heading) and b.level == 1]
    for place, title in enumerate(titles, 1):
        begin = _FIELD.format("begin") + _TOC + _FIELD.format("separate") if place == 1 else ""
        last = place == len(titles)
        end, apart = (_FIELD.format("end"), _space(0, 240)) if last else ("", "")
        yield (
            f'<w:p><w:pPr><w:pStyle w:val="TOC1"/>{apart}</w:pPr>{begin}'
            f'<w:hyperlink w:anchor="_Toc{place}">{run(title)}</w:hyperlink>{end}</w:p>'
        )


def _figure(figure: Figure, place: int, room: tuple[float, float]) -> str:
    """A picture in the line of the text; the alternative is what a screen reader says."""
    wide, high = (round(length * _EMU) for length in figure.fit(*room))
    named = f'id="{place}" name="figuur {place}" descr={quoteattr(printable(figure.alt))}'
    size = f'cx="{wide}" cy="{high}"'
    return (
        '<w:p><w:pPr><w:pStyle w:val="BodyText"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent {size}/><wp:docPr {named}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="figure{place}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


def _table(table: Table, width: int) -> str:
    columns = [width * share // sum(table.widths) for share in table.widths]
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in columns)
    rows = [_row(table.head, columns, head=True), *(_row(r, columns) for r in table.rows)]
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(texts: tuple[str, ...], columns: list[int], *, head: bool = False) -> str:
    properties = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(text, 'TableHead' if head else 'TableText')}</w:tc>"
        for text, width in zip(texts, columns, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{cells}</w:tr>"


def _sections(document: Document, room: int, figures: Iterator[int]) -> Iterator[str]:
    """Every block; with contents what stands before the first section is a page of its own."""
    if document.contents:
        yield from _contents(document)
    section = 0
    for block in document.blocks:
        if document.contents and isinstance(block, Heading) and block.level == 1:
            section += 1
            yield _heading(block, section, new_page=section == 1)
        else:
            yield from _block(block, room, figures, document.wide)


def _body(document: Document) -> str:
    width, height = (_LONG, _SHORT) if document.wide else (_SHORT, _LONG)
    room, figures, wide = width - 2 * _MARGIN, count(1), document.wide
    blocks = "".join(_sections(document, room, figures))
    blocks = linked(blocks, document.numbers)
    side = ' w:orient="landscape"' if wide else ""
    edges = "".join(f' w:{edge}="{_MARGIN}"' for edge in ("top", "right", "bottom", "left"))
    return (
        f'{_HEAD}<w:document {_W} xmlns:r="{_OFFICE}/relationships"><w:body>'
        f"{_paragraph(document.title, 'Title')}{_paragraph(document.subtitle, 'Subtitle')}{blocks}"
        '<w:sectPr><w:headerReference w:type="default" r:id="header"/>'
        '<w:footerReference w:type="default" r:id="footer"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{side}/>'
        f'<w:pgMar{edges} w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
        "</w:body></w:document>"
    )


# ---------------------------------------------------------------- what goes around it


def _relations(*targets: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in targets
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" '
        f'ContentType="{_ML}.{"document.main" if name == "document" else name}+xml"/>'
        for name in _PARTS
    )
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'{parts}<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )


def _properties(document: Document) -> str:
    moment = f"{document.made_on:%Y-%m-%d}T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(printable(document.title))}</dc:title>"
        "<dc:creator>GOK-wijs</dc:creator><dc:language>nl-BE</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        "</cp:coreProperties>"
    )


def _settings() -> str:
    return (
        f'{_HEAD}<w:settings {_W}><w:defaultTabStop w:val="567"/>'
        '<w:themeFontLang w:val="nl-BE"/></w:settings>'
    )


def _numbering() -> str:
    return (
        f'{_HEAD}<w:numbering {_W}><w:abstractNum w:abstractNumId="0">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="397" w:hanging="284"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _style(
    key: str, name: str, *, size: int = 0, bold: bool = False, color: str = "", layout: str = ""
) -> str:
    """One style of a paragraph; ``size`` in half points."""
    look = "<w:b/>" if bold else ""
    look += f'<w:color w:val="{color}"/>' if color else ""
    look += f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else ""
    return (
        f'<w:style w:type="paragraph" w:styleId={quoteattr(key)}><w:name w:val={quoteattr(name)}/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{look}</w:rPr>'
        "</w:style>"
    )


def _space(before: int, after: int) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"/>'


def _styles() -> str:
    borders = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{_LINE}"/>'
        for edge in ("top", "bottom", "insideH")
    )
    bullet = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri" w:eastAsia="Calibri"/>'
        f'<w:color w:val="{_INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="nl-BE"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        + _style("Title", "Title", size=40, bold=True, layout=_space(0, 60))
        + _style("Subtitle", "Subtitle", size=26, color=_GRAY, layout=_space(0, 320))
        + _style(
            "Heading1",
            "heading 1",
            size=28,
            bold=True,
            color=_ACCENT,
            layout=f'<w:keepNext/>{_space(360, 120)}<w:outlineLvl w:val="0"/>',
        )
        + _style(
            "Heading2",
            "heading 2",
            size=24,
            bold=True,
            layout=f'<w:keepNext/>{_space(240, 80)}<w:outlineLvl w:val="1"/>',
        )
        + _style(
            "Heading3",
            "heading 3",
            size=22,
            bold=True,
            color=_GRAY,
            layout=f'<w:keepNext/>{_space(200, 80)}<w:outlineLvl w:val="2"/>',
        )
        + _style(
            "Heading4",
            "heading 4",
            size=20,
            bold=True,
            layout=f'<w:keepNext/>{_space(160, 60)}<w:outlineLvl w:val="3"/>',
        )
        + _style(
            "Facts",
            "Facts",
            layout=f'<w:tabs><w:tab w:val="left" w:pos="{_FACTS}"/></w:tabs>{_space(0, 60)}'
            f'<w:ind w:left="{_FACTS}" w:hanging="{_FACTS}"/>',
        )
        + _style("Code", "Code", size=14, color="8A5A83", layout=_space(0, 0))
        + _style(
            "Note",
            "Note",
            color="5C3B00",
            layout=f'<w:shd w:val="clear" w:color="auto" w:fill="FFF3D6"/>{_space(160, 160)}',
        )
        + _style("BodyText", "Body Text", layout=_space(0, 120))
        + _style("Lead", "Lead", bold=True, layout=f"<w:keepNext/>{_space(60, 120)}")
        + _style("TOC1", "toc 1", layout=_space(0, 40))
        + _style("ListBullet", "List Bullet", layout=bullet + _space(0, 60))
        + _style("TableHead", "Table Head", size=18, bold=True, layout=_space(40, 40))
        + _style("TableText", "Table Text", size=18, layout=_space(40, 40))
        + _style("Header", "header", size=18, bold=True, color="7A4F00")
        + _style("Footer", "footer", size=18, color=_GRAY)
        + '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>"
        '<w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        "</w:style></w:styles>"
    )
