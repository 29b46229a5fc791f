"""Two tables of a Word file that are one: the second goes on where the first was split by an empty line."""

from __future__ import annotations

from dataclasses import replace

from ingest.captions import says_unit
from ingest.marks import names_rest
from ingest.wordml.table import Found
from ingest.wordml.text import Paragraph
from schema.document import Cell, Notice, NoticeSeverity, Table

Item = Paragraph | Found


def joined(items: list[Item]) -> tuple[list[Item], list[Notice]]:
    """Items with continued tables joined, and a notice for every join."""
    out: list[Item] = []
    notices: list[Notice] = []
    for item in items:
        if isinstance(item, Paragraph):
            if item.text.strip():
                out.append(item)
            continue
        over = _over_rest(out)
        last = out[-1 - over] if over < len(out) else None
        again = _printed_again(last.table, item.table) if isinstance(last, Found) and over else 0
        if isinstance(last, Found) and (again or (not over and _continues(last, item))):
            del out[len(out) - over :]
            out[-1] = replace(last, table=_joined(last.table, item.table, again))
            notices.append(_notice(last.table, item.table, again))
        else:
            out.append(item)
    return out, notices


def _over_rest(out: list[Item]) -> int:
    """How many lines stand between the last table and its rest: 续表…, and the unit after it; 0 if others do."""
    for count in (1, 2):
        if len(out) <= count:
            return 0
        item = out[-count]
        if not isinstance(item, Paragraph):
            return 0
        if names_rest(item.text):
            return count
        if not says_unit(item.text):
            return 0
    return 0


def _printed_again(a: Table, b: Table) -> int:
    """Header rows of the second table if they are those of the first, to the letter; 0 if not."""
    rows = b.header_rows
    same = a.columns == b.columns and a.header_rows == rows and rows < b.rows
    return rows if same and _faces(a, rows) == _faces(b, rows) else 0


def _faces(table: Table, rows: int) -> list[tuple[int, int, int, int, str]]:
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, "".join(cell.text.split()))
        for cell in table.cells
        if cell.row < rows
    ]


def _continues(first: Found, second: Found) -> bool:
    """Same columns of the same widths, a header above and none below."""
    a, b = first.table, second.table
    if a.columns < 3 or a.columns != b.columns or not a.header_rows or b.header_rows:
        return False
    if len(first.widths) != a.columns or len(second.widths) != b.columns:
        return False
    if any(abs(x - y) > 0.02 * max(x, y) for x, y in zip(first.widths, second.widths, strict=True)):
        return False
    return _width_of_row(b, 0) == b.columns and _width_of_row(a, a.rows - 1) == a.columns


def _width_of_row(table: Table, row: int) -> int:
    """Number of columns the row is divided into."""
    return sum(1 for cell in table.cells if cell.row <= row < cell.row + cell.row_span)


def _joined(a: Table, b: Table, header: int) -> Table:
    """The second below the first, without its first `header` rows."""
    moved = tuple(
        Cell(cell.row + a.rows - header, cell.column, cell.text, cell.row_span, cell.column_span)
        for cell in b.cells
        if cell.row >= header
    )
    return replace(a, cells=a.cells + moved, rows=a.rows + b.rows - header)


def _notice(a: Table, b: Table, header: int) -> Notice:
    why = "后一个注明“续表”，表头相同" if header else "列数与列宽相同，且后一个没有表头"
    return Notice(
        NoticeSeverity.INFO,
        f"两个相邻表格{why}，按同一张表读取（前 {a.rows} 行，后 {b.rows - header} 行）。如不是同一张表，请在中间加一行文字。",
        None,
        "tables_joined",
    )
