"""A copy of a spreadsheet with a comment and a border at the figures of every finding, and a sheet that lists them.

The copy holds values and looks, nothing that is computed, fetched or run: a formula is the result that was saved, text is
text whatever it begins with. Formats other than XLSX are laid out anew, every table at the cells where it stood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

from publish.columns import display_width
from publish.comments import head
from publish.dataset import replaced
from publish.explain import explained
from publish.marks import marked_places
from publish.phrases import Words
from publish.terminal import tally
from schema.document import BlockKind, Document, Table, TextBlock
from schema.figure import Place
from schema.finding import SEVERITY_ORDER, Finding, Severity
from schema.report import Report

MOST_CELLS = 400_000
"""Cells of a sheet of which a copy is made; beyond, it would take minutes."""
MOST = 40
"""Cells a finding is marked at."""
LONGEST, WIDEST = 8000, 44
"""Characters of a comment, and of a column laid out anew."""
BORDERS = {
    Severity.ERROR: ("thick", "FFB3151B"),
    Severity.WARNING: ("mediumDashed", "FFC26A00"),
    Severity.NOTE: ("dotted", "FF1B5AA0"),
}
"""The line says the severity too, for print without colour."""
_UNFIT_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))

Spot = tuple[str, int, int]
"""Sheet, row and column from 1, as openpyxl counts."""
Told = list[tuple[int, Finding]]


def annotate_sheet(source: Path, target: Path, document: Document, report: Report, words: Words) -> int:
    """Write a marked copy (XLSX) of a spreadsheet or CSV file; the number of marked cells.

    Raises ValueError when the original cannot be copied.
    """
    if sum(len(table.cells) for _, _, table in document.tables()) > MOST_CELLS:
        raise ValueError(words.term("annotate", "too_many_cells", count=MOST_CELLS))
    book = _copied(source) if document.format == "xlsx" else None
    lines = _lines_of(document, book)
    if book is None:
        book = _laid_out(document, lines)
    told: defaultdict[Spot, Told] = defaultdict(list)
    for number, finding in enumerate(report.findings, 1):
        for spot in _spots(finding, report.document.id, document, lines):
            told[spot].append((number, finding))
    for spot, found in told.items():
        _mark(book, spot, found, words)
    _legend(book, report, told, words)
    with replaced(target) as part:
        book.save(part)
    return len(told)


def _copied(source: Path) -> Any:
    """The workbook as saved, without what computes, fetches or links."""
    import openpyxl
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.datavalidation import DataValidationList

    with source.open("rb") as file:
        book = openpyxl.load_workbook(file, data_only=True, keep_links=False)
    book.defined_names.clear()
    for sheet in book.worksheets:
        sheet.conditional_formatting = ConditionalFormattingList()
        sheet.data_validations = DataValidationList()
        sheet.defined_names.clear()
        sheet.legacy_drawing = None
        for row in sheet.iter_rows():
            for cell in row:
                if getattr(cell, "hyperlink", None):
                    cell.hyperlink = None
                if getattr(cell, "comment", None):
                    cell.comment = None
    return book


def _laid_out(document: Document, lines: dict[int, Spot]) -> Any:
    """A new workbook with the tables of the document at their cells, and its lines of text in the rows between."""
    import openpyxl
    from openpyxl.styles import Alignment

    book = openpyxl.Workbook()
    book.remove(book.active)
    for block, content in enumerate(document.blocks):
        if isinstance(content, TextBlock):
            if block in lines:
                _text_cell(book, lines[block], content.text)
            continue
        for cell in content.cells:
            if cell.text:
                written = _text_cell(book, _spot(content, cell.row, cell.column), cell.text)
                written.alignment = Alignment(wrap_text="\n" in cell.text, vertical="top")
    if not book.worksheets:
        book.create_sheet(_title(""))
    for sheet in book.worksheets:
        _printable(sheet)
        for column in sheet.iter_cols(min_row=1, max_row=min(sheet.max_row, 500)):
            widths = (display_width(cell.value) for cell in column if cell.column > 1 and cell.value)
            sheet.column_dimensions[column[0].column_letter].width = min(max(widths, default=14) + 2, WIDEST)
    return book


def _printable(sheet: Any) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToHeight = 0


def _text_cell(book: Any, spot: Spot, text: str) -> Any:
    from publish.workbook import writable

    sheet = book[spot[0]] if spot[0] in book.sheetnames else book.create_sheet(spot[0])
    cell = sheet.cell(spot[1], spot[2])
    cell.value = writable(text)
    cell.data_type = "s"  # whatever it begins with
    return cell


def _spot(table: Table, row: int, column: int) -> Spot:
    top, left = table.first_cell
    return _title(table.sheet), top + row + 1, left + column + 1


def _title(name: str) -> str:
    return name.translate(_UNFIT_NAME)[:31] or "Sheet1"


def _lines_of(document: Document, book: Any) -> dict[int, Spot]:
    """The cell of each line of text by its block: found by its text in a book, else the next row that is free.

    Where a sheet has nothing but lines, or names itself in its first block, they stand under that name.
    """
    out: dict[int, Spot] = {}
    for sheet, blocks in _sheets(document):
        texts = _first_texts(book[sheet]) if book is not None and sheet in book.sheetnames else {}
        free = 1
        for block in blocks:
            content = document.blocks[block]
            if isinstance(content, Table):
                free = content.first_cell[0] + content.rows + 1
                continue
            if book is None:
                out[block] = (sheet, free, 1)
                free += 1
                continue
            head = _flat(content.text)
            hit = next((at for at, text in texts.items() if head.startswith(text) and at[0] >= free), None)
            if hit:
                out[block] = (sheet, *hit)
                free = hit[0] + 1
    return out


def _sheets(document: Document) -> Iterator[tuple[str, list[int]]]:
    """The blocks of each sheet; a heading of level 1 begins a sheet in workbooks and is its name."""
    name, blocks = _title(""), list[int]()
    named = document.format != "csv"
    for block, content in enumerate(document.blocks):
        if (
            named
            and isinstance(content, TextBlock)
            and content.kind is BlockKind.HEADING
            and content.level == 1
        ):
            tables = (b for b in document.blocks[block + 1 :] if isinstance(b, Table))
            following = next(tables, None)
            if following is None or _flat(following.sheet) == _flat(content.text):
                if blocks:
                    yield name, blocks
                name, blocks = _title(following.sheet if following else content.text), []
                continue
        blocks.append(block)
    if blocks:
        yield name, blocks


def _first_texts(sheet: Any) -> dict[tuple[int, int], str]:
    """The first text of each row, by row and column."""
    out = {}
    for row in sheet.iter_rows(max_row=2000):
        first = next((cell for cell in row if isinstance(cell.value, str) and cell.value.strip()), None)
        if first is not None:
            out[first.row, first.column] = _flat(first.value)
    return out


def _flat(text: str) -> str:
    return "".join(text.split())


def _spots(finding: Finding, document_id: str, document: Document, lines: dict[int, Spot]) -> Iterator[Spot]:
    """The cells of a finding, each once."""
    found = (_cell_of(place, document, lines) for place in marked_places(finding, document_id))
    yield from list(dict.fromkeys(filter(None, found)))[:MOST]


def _cell_of(place: Place, document: Document, lines: dict[int, Spot]) -> Spot | None:
    if place.block is None or place.block >= len(document.blocks):
        return None
    content = document.blocks[place.block]
    if isinstance(content, TextBlock):
        return lines.get(place.block)
    return None if place.row is None else _spot(content, place.row, place.column or 0)


def _mark(book: Any, spot: Spot, found: Told, words: Words) -> None:
    from openpyxl.cell.cell import MergedCell
    from openpyxl.comments import Comment
    from openpyxl.styles import Border, Side

    from publish.workbook import writable

    if spot[0] not in book.sheetnames:
        return
    cell = book[spot[0]].cell(spot[1], spot[2])
    if isinstance(cell, MergedCell):
        return
    text = "\n\n".join(
        f"{head(number, finding, words)}\n{explained(finding, words)}" for number, finding in found
    )
    comment = Comment(writable(text)[:LONGEST], words.term("annotate", "author"))
    comment.width, comment.height = 420, min(60 + 18 * (text.count("\n") + len(text) // 30), 520)
    cell.comment = comment
    gravest = min((finding.severity for _, finding in found), key=SEVERITY_ORDER.__getitem__)
    style, colour = BORDERS[gravest]
    side = Side(style=style, color=colour)
    cell.border = Border(left=side, right=side, top=side, bottom=side)


def _legend(book: Any, report: Report, told: dict[Spot, Told], words: Words) -> None:
    """A last sheet: what the marks mean, and every finding with the way to its first cell."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    title = words.term("annotate", "legend_sheet")
    while title in book.sheetnames:
        title += "_"
    sheet = book.create_sheet(title)
    _printable(sheet)
    for letter, width in zip("ABCDEF", (8, 10, 22, 80, 30, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    facts = report.document
    for text in (
        words.term("annotate", "legend_title"),
        PurePath(facts.path).name,
        f"SHA-256 {facts.sha256}",
        words.term("annotate", "sheet_intro"),
        words.term("annotate", "sheet_copy"),
        words.term("annotate", "lines"),
        words.term("text", "findings", **tally(report.findings)),
    ):
        _line(sheet, [text])
    sheet["A1"].font = Font(bold=True, size=14)
    for number, finding in enumerate(report.findings, 1):
        label = words.term("severity", finding.severity)
        rule = f"{finding.rule} {words.title(finding.rule)}"
        cells = [spot for spot, found in told.items() if number in {n for n, _ in found}]
        where = "；".join(map(_address, cells))
        row = _line(sheet, [str(number), label, rule, words.phrase(finding), where, finding.id])
        for cell in sheet[row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if cells:
            cell = sheet.cell(row, 5)
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=_address(cells[0]))
            cell.font = Font(color="FF1B5AA0", underline="single")


def _address(spot: Spot) -> str:
    """`'明细账'!G9`."""
    from openpyxl.utils import get_column_letter

    return f"'{spot[0]}'!{get_column_letter(spot[2])}{spot[1]}"


def _line(sheet: Any, texts: list[str]) -> int:
    from publish.workbook import writable

    row = sheet.max_row + (sheet.max_row > 1 or sheet["A1"].value is not None)
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column)
        cell.value = writable(text)
        cell.data_type = "s"
    return int(row)
