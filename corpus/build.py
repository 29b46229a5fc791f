"""Lay the corpus sources out as their originals would be: Word with real tables, PDF through LibreOffice, Excel.

python -m corpus.build [NAME ...]      needs `soffice` for the PDFs
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from corpus.markup import Grid, Text, parse

HERE = Path(__file__).parent
FONT = "Noto Serif CJK SC"
BOLD_FONT = "Noto Sans CJK SC"
FIXED = datetime(2024, 1, 1, tzinfo=UTC)
"""Creation date written into every file, so that a rebuild changes as few bytes as possible."""

FORMATS: dict[str, tuple[str, ...]] = {
    "ledger-2023": ("xlsx", "docx"),
    "final-accounts-2023": ("docx", "pdf"),
}
"""Formats of a source; Word and PDF unless said otherwise."""

BODY_SIZE = {"zhongcun-2022": 14.0}
"""Size of body type in points where it is not 12: the sample is set as official reports are."""

LANDSCAPE = frozenset(
    {
        "scoring-2023",
        "final-accounts-2023",
        "scoring-sanitation-2023",
        "accounts-culture-2023",
        "ledger-pages-2024",
        "ledger-bank-2023",
        "department-archives-2023",
        "scoring-shelter-2022",
        "scoring-parking-2023",
        "scoring-market-2023",
        "forest-tending-scoring-2023",
        "training-ledger-2023",
        "scoring-toilets-2022",
        "monitor-pension-2024",
        "selfeval-mediation-2023",
        "accounts-forestry-2023",
    }
)


def build(name: str) -> list[Path]:
    """Write every format of one source into `documents/` and return the paths."""
    blocks = parse(HERE / "sources" / f"{name}.md")
    out = HERE / "documents"
    out.mkdir(exist_ok=True)
    made = []
    formats = FORMATS.get(name, ("docx", "pdf"))
    if "xlsx" in formats:
        made.append(_write_xlsx(blocks, out / f"{name}.xlsx"))
    if "docx" in formats or "pdf" in formats:
        made.append(write_docx(blocks, out / f"{name}.docx", name))
    if "pdf" in formats:
        made.append(_to_pdf(out / f"{name}.docx"))
    return made


def write_docx(blocks: list[Text | Grid], path: Path, name: str) -> Path:
    """Lay blocks out as a Word file at `path`; `name` chooses type size and orientation."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if name in LANDSCAPE:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin, section.bottom_margin = Cm(3), Cm(2.5)
    _page_number(section.footer.paragraphs[0])
    normal = document.styles["Normal"]
    body = BODY_SIZE.get(name, 12)
    _set_font(normal, FONT, body)
    for block in blocks:
        if isinstance(block, Grid):
            _add_table(document, block, 9 if block.small else body - 1.5)
        else:
            _add_text(document, block, body)
    document.core_properties.created = document.core_properties.modified = FIXED
    document.core_properties.author = ""
    document.save(str(path))
    return path


def _set_font(owner, name: str, size: float, *, bold: bool = False) -> None:
    owner.font.name, owner.font.size, owner.font.bold = name, Pt(size), bold
    owner.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _page_number(paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)


def _add_text(document, block: Text, body: float) -> None:
    if block.kind == "pagebreak":
        document.add_page_break()
        return
    paragraph = document.add_paragraph()
    run = paragraph.add_run(block.text)
    shape = paragraph.paragraph_format
    shape.line_spacing = Pt(body * 2 + 1)
    shape.space_after = Pt(0)
    if block.kind == "heading" and block.level == 0:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape.line_spacing, shape.space_after = Pt(34), Pt(18)
        _set_font(run, BOLD_FONT, 20, bold=True)
        return
    if block.kind in ("caption", "right"):
        paragraph.alignment = (
            WD_ALIGN_PARAGRAPH.CENTER if block.kind == "caption" else WD_ALIGN_PARAGRAPH.RIGHT
        )
        _set_font(run, FONT, body - 1.5)
        return
    shape.first_line_indent = Pt(body * 2)
    if block.kind == "heading":
        _set_font(run, BOLD_FONT, body + 2 if block.level == 1 else body, bold=block.level <= 2)
    elif block.kind == "bold":
        _set_font(run, BOLD_FONT, body, bold=True)
    else:
        _set_font(run, FONT, body)


def _add_table(document, grid: Grid, size: float) -> None:
    table = document.add_table(rows=len(grid.rows), cols=len(grid.rows[0]))
    table.style = "Table Grid"
    table.autofit = False
    widths = grid.widths or [15.5 / len(grid.rows[0])] * len(grid.rows[0])
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    cells = [row.cells for row in table.rows]
    for row in cells:
        for cell, width in zip(row, widths, strict=True):
            cell.width = Cm(width)
    for r, c, height, width, text in grid.spans():
        cell = cells[r][c]
        if height > 1 or width > 1:
            cell = cell.merge(cells[r + height - 1][c + width - 1])
        paragraph = cell.paragraphs[0]
        for extra in cell.paragraphs[1:]:
            extra._p.getparent().remove(extra._p)
        run = paragraph.add_run(text)
        _set_font(run, FONT, size)
        number = text.replace(",", "").replace(".", "").replace("%", "").isdigit() and len(text) < 18
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)


def _write_xlsx(blocks: list[Text | Grid], path: Path) -> Path:
    workbook = xlsxwriter.Workbook(str(path))
    workbook.set_properties({"created": FIXED.replace(tzinfo=None)})
    sheet = workbook.add_worksheet("支出明细账")
    money = workbook.add_format({"num_format": "#,##0.00"})
    row = 0
    for block in blocks:
        if isinstance(block, Text):
            sheet.write_string(row, 0, block.text)
            row += 1
            continue
        for cells in block.rows:
            for column, text in enumerate(cells):
                _write_cell(sheet, row, column, text, money)
            row += 1
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, 2, 40)
    sheet.set_column(3, 6, 16)
    workbook.close()
    return path


def _write_cell(sheet, row: int, column: int, text: str, money) -> None:
    try:
        amount = Decimal(text.replace(",", "")) if "." in text else None
    except InvalidOperation:
        amount = None
    if amount is None:
        sheet.write_string(row, column, text)
    else:
        sheet.write_number(row, column, float(amount), money)


def _to_pdf(path: Path) -> Path:
    """Convert through LibreOffice with a profile of its own. Raises RuntimeError when nothing comes out."""
    if shutil.which("soffice") is None:
        raise RuntimeError("soffice is missing: install libreoffice-writer to rebuild the PDFs")
    with tempfile.TemporaryDirectory() as profile:
        command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf"]
        subprocess.run(
            [*command, "--outdir", str(path.parent), str(path)],
            check=True,
            capture_output=True,
            timeout=180,
        )
    made = path.with_suffix(".pdf")
    if not made.exists():
        raise RuntimeError(f"{path.name}: LibreOffice wrote no PDF")
    return made


def main(names: list[str]) -> int:
    """Build the named sources, or all."""
    for name in names or sorted(source.stem for source in (HERE / "sources").glob("*.md")):
        print(*(path.name for path in build(name)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
