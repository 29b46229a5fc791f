"""A report as files of four producers: Word XML by hand, LibreOffice from python-docx, reportlab, Chromium print.

A fifth, `styles`, is reportlab with cells set differently in every report.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from written_truth import FRAMED, Report, Sheet, Spot, Words

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FONT = "Noto Serif CJK SC"
_TEXT_WIDTH = 154.0
"""Width of the text in millimetres: A4 with margins of 28."""
_LARGE, _SMALL = 12.0, 10.5


def word_xml(report: Report, folder: Path) -> Path:
    """A DOCX as Word writes it: runs cut in the middle of words, revision marks, borders at the table."""
    body = "".join(
        _word_table(item) if isinstance(item, Sheet) else _word_paragraph(item) for item in report.items
    )
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_W}"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>'
    )
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    package = "http://schemas.openxmlformats.org/package/2006"
    path = folder / "word.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{kinds}"/></Types>',
        )
        out.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}" '
            'Target="word/document.xml"/></Relationships>',
        )
        out.writestr("word/document.xml", document)
    return path


def _word_runs(text: str) -> str:
    """Word parts a text into runs wherever it was edited, and marks where it was laid out last."""
    pieces = [text[at : at + 7] for at in range(0, len(text), 7)]
    runs = [f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces]
    broken = '<w:proofErr w:type="spellStart"/><w:r><w:lastRenderedPageBreak/></w:r><w:bookmarkStart w:id="1" w:name="a"/>'
    return broken.join(runs)


def _word_paragraph(item: Words) -> str:
    level = "" if item.level is None else f'<w:outlineLvl w:val="{max(item.level - 1, 0)}"/>'
    return f"<w:p><w:pPr>{level}</w:pPr>{_word_runs(item.text)}</w:p>"


def _word_table(sheet: Sheet) -> str:
    grid = [round(width * 9000) for width in sheet.widths]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    at = {(spot.row, spot.column): spot for spot in sheet.spots}
    covered = {
        (row, spot.column): spot
        for spot in sheet.spots
        for row in range(spot.row + 1, spot.row + spot.row_span)
    }
    rows = []
    for row in range(sheet.rows):
        cells, column = [], 0
        while column < len(grid):
            spot = at.get((row, column)) or covered.get((row, column)) or Spot(row, column, "")
            merge = ""
            if spot.row_span > 1:
                merge = '<w:vMerge w:val="restart"/>' if spot.row == row else "<w:vMerge/>"
            span = f'<w:gridSpan w:val="{spot.column_span}"/>' if spot.column_span > 1 else ""
            width = sum(grid[column : column + spot.column_span])
            text = spot.text if spot.row == row else ""
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}</w:tcPr><w:p>{_word_runs(text)}</w:p></w:tc>'
            )
            column += spot.column_span
        rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
    caption = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{_word_runs(sheet.caption)}</w:p>'
    return f"{caption}<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def libreoffice(report: Report, folder: Path) -> Path:
    """A PDF that LibreOffice lays out from a DOCX of python-docx, with running header and page numbers."""
    import docx
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_LARGE)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(28)
    section.header.paragraphs[0].text = report.running
    _page_number(section.footer.paragraphs[0])
    for item in report.items:
        if isinstance(item, Sheet):
            document.add_paragraph(item.caption).alignment = WD_ALIGN_PARAGRAPH.CENTER
            _docx_table(document, item)
            continue
        paragraph = document.add_paragraph(item.text)
        if item.level is None:
            paragraph.paragraph_format.first_line_indent = Pt(2 * _LARGE)
        elif item.level == 0:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.runs[0].font.size = Pt(22)
        else:
            paragraph.runs[0].font.bold = True
    path = folder / "libreoffice.docx"
    document.save(str(path))
    profile = (folder / "profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120
    )
    return path.with_suffix(".pdf")


def _page_number(paragraph: Any) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    paragraph.alignment = 1


def _docx_table(document: Any, sheet: Sheet) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = document.add_table(sheet.rows, len(sheet.widths))
    table.autofit = False
    table.style = "Table Grid" if sheet.kind in FRAMED else None
    for column, width in zip(table.columns, sheet.widths, strict=True):
        column.width = Mm(width * _TEXT_WIDTH)
    cells = [list(row.cells) for row in table.rows]
    for row in cells:
        for cell, width in zip(row, sheet.widths, strict=True):
            cell.width = Mm(width * _TEXT_WIDTH)
    for spot in sheet.spots:
        cell = cells[spot.row][spot.column]
        if spot.row_span > 1 or spot.column_span > 1:
            cell = cell.merge(cells[spot.row + spot.row_span - 1][spot.column + spot.column_span - 1])
        cell.text = spot.text
        cell.paragraphs[0].runs[0].font.size = Pt(_SMALL)
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        if sheet.kind != "cut":
            properties.append(OxmlElement("w:cantSplit"))
        if sheet.kind == "long_repeat" and number < sheet.header_rows:
            properties.append(OxmlElement("w:tblHeader"))
        for side in _sides(sheet, number):
            for cell in cells[number]:
                _docx_border(cell, side)


def _sides(sheet: Sheet, row: int) -> tuple[str, ...]:
    """Edges of the cells of a row that are ruled, in tables that are not framed."""
    if sheet.kind == "rules":
        return ("top", "bottom")
    if sheet.kind.startswith("three_line"):
        return ("top", "bottom") if row == 0 else ("bottom",) if row == sheet.rows - 1 else ()
    return ()


def _docx_border(cell: Any, side: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = cell._tc.get_or_add_tcPr()
    borders = properties.find(qn("w:tcBorders"))
    if borders is None:
        borders = OxmlElement("w:tcBorders")
        properties.append(borders)
    edge = OxmlElement(f"w:{side}")
    edge.set(qn("w:val"), "single")
    edge.set(qn("w:sz"), "8")
    borders.append(edge)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the cells of tables are set: sizes in points, vertical and horizontal alignment."""

    size: float = _SMALL
    leading: float = 14.0
    padding: float = 3.0
    vertical: str = "MIDDLE"
    horizontal: int = 0


def reportlab(report: Report, folder: Path) -> Path:
    """A PDF of reportlab in a CID font that is not embedded, with running header and page numbers."""
    return _platypus(report, folder / "reportlab.pdf", _Look())


def styles(report: Report, folder: Path) -> Path:
    """The same, every report with cells set in a style of its own."""
    chance = random.Random(report.running)
    size = chance.choice((9, 10, 10.5, 12))
    look = _Look(
        size,
        round(size * chance.choice((1.1, 1.2, 1.3, 1.5)), 1),
        chance.choice((0, 1, 2, 3, 5, 8)),
        chance.choice(("TOP", "MIDDLE", "MIDDLE", "BOTTOM")),
        chance.choice((0, 0, 1, 2)),
    )
    return _platypus(report, folder / "styles.pdf", look)


def _platypus(report: Report, path: Path, look: _Look) -> Path:
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    base = ParagraphStyle("text", fontName="STSong-Light", fontSize=_LARGE, leading=20, wordWrap="CJK")
    text = ParagraphStyle("indented", base, firstLineIndent=2 * _LARGE)
    caption = ParagraphStyle("caption", base, alignment=TA_CENTER)
    title = ParagraphStyle("title", base, fontSize=20, leading=34, alignment=TA_CENTER)
    flow: list[Any] = []
    for item in report.items:
        if isinstance(item, Sheet):
            flow += [Paragraph(escape(item.caption), caption), _platypus_table(item, base, look)]
        else:
            style = text if item.level is None else title if item.level == 0 else base
            flow.append(Paragraph(escape(item.text), style))

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(A4[0] / 2, A4[1] - 15 * mm, report.running)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, f"第{document.page}页")

    frame = SimpleDocTemplate(
        str(path),
        pagesize=A4,
        leftMargin=28 * mm,
        rightMargin=28 * mm,
        topMargin=25 * mm,
        bottomMargin=25 * mm,
    )
    frame.build(flow, onFirstPage=furniture, onLaterPages=furniture)
    return path


def _platypus_table(sheet: Sheet, base: Any, look: _Look) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, Table

    style = ParagraphStyle("cell", base, fontSize=look.size, leading=look.leading, alignment=look.horizontal)
    data: list[list[Any]] = [["" for _ in sheet.widths] for _ in range(sheet.rows)]
    commands: list[tuple[Any, ...]] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP" if sheet.kind == "cut" else look.vertical),
        ("TOPPADDING", (0, 0), (-1, -1), look.padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), look.padding),
    ]
    for spot in sheet.spots:
        data[spot.row][spot.column] = Paragraph(escape(spot.text), style)
        if spot.row_span > 1 or spot.column_span > 1:
            last = (spot.column + spot.column_span - 1, spot.row + spot.row_span - 1)
            commands.append(("SPAN", (spot.column, spot.row), last))
    if sheet.kind in FRAMED:
        commands.append(("GRID", (0, 0), (-1, -1), 0.5, "black"))
    elif sheet.kind == "rules":
        commands += [
            ("LINEABOVE", (0, 0), (-1, -1), 0.5, "black"),
            ("LINEBELOW", (0, -1), (-1, -1), 0.5, "black"),
        ]
    elif sheet.kind.startswith("three_line"):
        commands += [
            ("LINEABOVE", (0, 0), (-1, 0), 1, "black"),
            ("LINEBELOW", (0, 0), (-1, 0), 0.5, "black"),
            ("LINEBELOW", (0, -1), (-1, -1), 1, "black"),
        ]
    return Table(
        data,
        colWidths=[width * _TEXT_WIDTH * mm for width in sheet.widths],
        style=commands,
        repeatRows=sheet.header_rows if sheet.kind == "long_repeat" else 0,
        splitInRow=1 if sheet.kind == "cut" else 0,
        spaceBefore=4,
        spaceAfter=10,
    )


_CSS = f"""
@page {{ size: A4; margin: 25mm 28mm }}
body {{ font: {_LARGE}pt/1.6 "{_FONT}", "Noto Sans CJK SC"; margin: 0 }}
p {{ margin: 0; text-indent: 2em }} h1 {{ text-align: center; font-size: 20pt }} h2, h3 {{ font-size: {_LARGE}pt; margin: 4pt 0 }}
table {{ border-collapse: collapse; width: 100%; table-layout: fixed; font-size: {_SMALL}pt; line-height: 1.3; margin: 4pt 0 10pt }}
caption {{ font-size: {_LARGE}pt }} td, th {{ padding: 2pt 4pt; font-weight: normal; text-align: left; overflow-wrap: anywhere }}
.framed td, .framed th {{ border: 0.75pt solid black }} .rules td, .rules th {{ border-top: 0.75pt solid black; border-bottom: 0.75pt solid black }}
.three_line thead {{ border-top: 1.5pt solid black; border-bottom: 0.75pt solid black }} .three_line {{ border-bottom: 1.5pt solid black }}
tr {{ break-inside: avoid }} .cut tr {{ break-inside: auto }} .once thead {{ display: table-row-group }}
"""


def chromium(report: Report, folder: Path) -> Path:
    """A PDF that Chromium prints from a page, as files saved from an office web site are."""
    parts = []
    for item in report.items:
        if isinstance(item, Sheet):
            parts.append(_html_table(item))
        else:
            tag = "p" if item.level is None else f"h{item.level + 1}"
            parts.append(f"<{tag}>{escape(item.text)}</{tag}>")
    source, path = folder / "page.html", folder / "chromium.pdf"
    source.write_text(
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{_CSS}</style><body>{"".join(parts)}</body></html>',
        encoding="utf-8",
    )
    program = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
    )
    options += ("--disable-component-update", "--disable-sync", "--no-pdf-header-footer")
    subprocess.run(
        [
            program,
            *options,
            f"--user-data-dir={folder / 'chromium'}",
            f"--print-to-pdf={path}",
            source.as_uri(),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return path


def _html_table(sheet: Sheet) -> str:
    at = {(spot.row, spot.column): spot for spot in sheet.spots}
    covered = {
        (row, column)
        for spot in sheet.spots
        for row in range(spot.row, spot.row + spot.row_span)
        for column in range(spot.column, spot.column + spot.column_span)
        if (row, column) != (spot.row, spot.column)
    }
    rows = []
    for row in range(sheet.rows):
        tag = "th" if row < sheet.header_rows else "td"
        cells = []
        for column in range(len(sheet.widths)):
            if (row, column) not in covered:
                spot = at.get((row, column)) or Spot(row, column, "")
                cells.append(
                    f'<{tag} rowspan="{spot.row_span}" colspan="{spot.column_span}">{escape(spot.text)}</{tag}>'
                )
        rows.append(f"<tr>{''.join(cells)}</tr>")
    classes = ["framed"] if sheet.kind in FRAMED else [sheet.kind.removesuffix("_wrapped")]
    classes += ["cut"] if sheet.kind == "cut" else []
    classes += [] if sheet.kind == "long_repeat" else ["once"]
    columns = "".join(f'<col style="width: {width:.0%}">' for width in sheet.widths)
    head, body = "".join(rows[: sheet.header_rows]), "".join(rows[sheet.header_rows :])
    return (
        f'<table class="{" ".join(classes)}"><caption>{escape(sheet.caption)}</caption><colgroup>{columns}</colgroup>'
        f"<thead>{head}</thead><tbody>{body}</tbody></table>"
    )


PRODUCERS: dict[str, Callable[[Report, Path], Path]] = {
    "word xml": word_xml,
    "libreoffice": libreoffice,
    "reportlab": reportlab,
    "styles": styles,
    "chromium": chromium,
}
