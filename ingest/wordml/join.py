"""Two tables of a Word file that are one: the second goes on where the first was split by an empty line."""

from __future__ import annotations

from dataclasses import replace

from ingest.wordml.table import Found
from ingest.wordml.text import Paragraph
from schema.document import Cell, Notice, NoticeSeverity, Table

Item = Paragraph | Found


def joined(items: list[Item]) -> tuple[list[Item], list[Notice]]:
    """Items with continued tables joined, and a notice for every join."""
    out: list[Item] = []
    notices: list[Notice] = []
    blank_only = False
    for item in items:
        if isinstance(item, Paragraph):
            blank_only = blank_only and not item.text.strip()
            if item.text.strip():
                out.append(item)
            continue
        last = out[-1] if out else None
        if blank_only and isinstance(last, Found) and _continues(last, item):
            out[-1] = replace(last, table=_joined(last.table, item.table))
            notices.append(_notice(last.table, item.table))
        else:
            out.append(item)
        blank_only = True
    return out, notices


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


def _joined(a: Table, b: Table) -> Table:
    moved = tuple(
        Cell(cell.row + a.rows, cell.column, cell.text, cell.row_span, cell.column_span) for cell in b.cells
    )
    return replace(a, cells=a.cells + moved, rows=a.rows + b.rows)


def _notice(a: Table, b: Table) -> Notice:
    return Notice(
        NoticeSeverity.INFO,
        f"两个相邻表格列数与列宽相同，且后一个没有表头，按同一张表读取（前 {a.rows} 行，后 {b.rows} 行）。如不是同一张表，请在中间加一行文字。",
        None,
        "tables_joined",
    )
