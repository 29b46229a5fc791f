"""A table of a DOCX, built row by row, so that a long one costs no more than its cells."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from ingest.header_rows import header_rows
from ingest.wordml.names import (
    LOCAL,
    attribute,
    child,
    children_by_name,
    integer,
    lead,
    number,
    switch,
    value,
)
from schema.document import Cell, Table

_WRAPPING = frozenset({"sdt", "sdtContent", "customXml", "ins", "moveTo"})
_SNAP = 30
"""Cell edges nearer than this, in twentieths of a point, are one grid line."""


@dataclass(slots=True)
class _Open:
    """A cell while its table is being read; `edge` is its left x in twentieths of a point, None if unknown."""

    row: int
    column: int
    span: int
    text: str
    row_span: int = 1
    left: int | None = None
    right: int | None = None


@dataclass(slots=True)
class Found:
    """A finished table and what belongs beside it: nested tables, and widths of its columns."""

    table: Table
    nested: list[Found] = field(default_factory=list)
    widths: tuple[int, ...] = ()
    frame: list[etree._Element] = field(default_factory=list)


CellText = Callable[[etree._Element], tuple[str, list[etree._Element]]]


def children(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Children `w:wanted`, seen through content controls and tracked insertions."""
    for item in element:
        name = LOCAL[item.tag]
        if name == wanted:
            yield item
        elif name in _WRAPPING:
            yield from children(item, wanted)


def content(element: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables of a cell or text box, in order."""
    for item in element:
        name = LOCAL[item.tag]
        if name in {"p", "tbl"}:
            yield item
        elif name in _WRAPPING:
            yield from content(item)


class TableBuilder:
    """Takes the rows of one table in order and gives the table."""

    def __init__(self, text_of: CellText, seen: Callable[[str], None], most_cells: int) -> None:
        self._text_of = text_of
        self._seen = seen
        self._most = most_cells
        self._cells: list[_Open] = []
        self._above: dict[int, _Open] = {}
        self._row = 0
        self._ends: set[int] = set()
        self._widths_known = True
        self._nested: list[Found] = []
        self._grid: tuple[int, ...] = ()
        self._too_many = False

    def grid(self, table: etree._Element) -> None:
        """Take the column widths, which stand in front of the first row."""
        raw = child(table, "tblGrid")
        if raw is not None and not self._grid:
            self._grid = tuple(integer(attribute(column, "w")) or 0 for column in raw)

    @property
    def has_rows(self) -> bool:
        """Whether a row has been taken."""
        return self._row > 0

    @property
    def too_many(self) -> bool:
        """Whether the limit of cells is reached."""
        return self._too_many

    def add(self, row: etree._Element) -> None:
        """Take a row; hidden and deleted rows are left out."""
        properties = lead(row, "trPr")
        before = 0
        if properties is not None:
            if child(properties, "del") is not None:
                return self._seen("deleted_row")
            if switch(properties, "hidden"):
                return self._seen("hidden_row")
            before = min(max(number(properties, "gridBefore") or 0, 0), 1000)
            if child(properties, "ins") is not None:
                self._seen("inserted")
        column, left = before, _before_width(properties, before, self._grid)
        previous: _Open | None = None
        for cell in children(row, "tc"):
            if self._is_deleted(cell):
                continue
            previous = self._cell(cell, column, left, previous)
            column = max(column, previous.column + previous.span)
            left = previous.right
        self._ends.add(column)
        self._row += 1
        self._too_many = len(self._cells) > self._most
        return None

    def _is_deleted(self, cell: etree._Element) -> bool:
        """A cell whose deletion is tracked; those behind it move up in the row. One put in is there."""
        properties = lead(cell, "tcPr")
        if child(properties, "cellIns") is not None:
            self._seen("inserted")
        deleted = child(properties, "cellDel") is not None
        if deleted:
            self._seen("deleted_cell")
        return deleted

    def _cell(self, cell: etree._Element, column: int, left: int | None, previous: _Open | None) -> _Open:
        properties = children_by_name(lead(cell, "tcPr"))
        span = min(max(number(properties.get("gridSpan")) or 1, 1), 1000)
        merged = _continues(properties.get("vMerge"))
        width = _width(properties.get("tcW"))
        if previous is not None and value(properties.get("hMerge")) == "continue":
            previous.span += span
            previous.right = None if width is None or previous.right is None else previous.right + width
            self._above[previous.column] = previous
            return previous
        right = None if left is None or width is None else left + width
        self._widths_known = self._widths_known and right is not None
        above = self._above.get(column)
        if merged and above is not None and above.row + above.row_span == self._row and above.span == span:
            above.row_span += 1
            return _Open(self._row, column, span, "", left=left, right=right)
        made = _Open(self._row, column, span, self._content(cell), left=left, right=right)
        self._cells.append(made)
        self._above[column] = made
        return made

    def _content(self, cell: etree._Element) -> str:
        texts: list[str] = []
        for item in content(cell):
            if LOCAL[item.tag] == "p":
                text, boxes = self._text_of(item)
                texts.append(text)
                texts.extend(self._text_of(inner)[0] for box in boxes for inner in content(box))
            else:
                texts.append(self._inner(item))
        while texts and not texts[-1].strip():
            texts.pop()
        while texts and not texts[0].strip():
            texts.pop(0)
        return _stacked(texts) or "\n".join(texts)

    def _inner(self, table: etree._Element) -> str:
        """A table inside a cell: one row becomes text, more rows a table of their own after this one."""
        found = read_table(table, self._text_of, self._seen, self._most)
        if found is None:
            return ""
        if found.table.rows == 1 or found.table.columns == 1:
            self._seen("nested_as_text")
            self._nested.extend(found.nested)
            joint = "\t" if found.table.rows == 1 else "\n"
            return joint.join(cell.text for cell in found.table.cells)
        self._seen("nested_table")
        self._nested.append(found)
        return ""

    def finish(self) -> Found | None:
        """The table; None if it has no cell."""
        if not self._cells:
            return None
        lines = self._lines_by_width() if len(self._ends) > 1 and self._widths_known else None
        cells = tuple(self._placed(lines))
        self._cells, self._above = [], {}
        cells, columns, kept = _without_unused_lines(cells)
        table = Table(
            cells=cells,
            rows=self._row,
            columns=columns,
            header_rows=header_rows(cells, self._row, columns),
        )
        widths = _widths(self._grid, kept) if lines is None else ()
        return Found(table, self._nested, widths)

    def _lines_by_width(self) -> list[int] | None:
        """Grid lines from cell widths: when rows add up to different numbers of columns, spans are not true."""
        edges = sorted({edge for cell in self._cells for edge in (cell.left, cell.right) if edge is not None})
        lines: list[int] = []
        for edge in edges:
            if not lines or edge - lines[-1] > _SNAP:
                lines.append(edge)
        return lines if len(lines) > 1 else None

    def _placed(self, lines: list[int] | None) -> Iterator[Cell]:
        for cell in self._cells:
            column, span = cell.column, cell.span
            if lines is not None and cell.left is not None and cell.right is not None:
                column = _line(lines, cell.left)
                span = max(_line(lines, cell.right) - column, 1)
            yield Cell(cell.row, column, cell.text, cell.row_span, span)


def _line(lines: list[int], edge: int) -> int:
    return max(bisect_left(lines, edge + 1) - 1, 0)


def _before_width(properties: etree._Element | None, before: int, grid: tuple[int, ...]) -> int | None:
    if not before:
        return 0
    width = _width(child(properties, "wBefore"))
    if width is not None:
        return width
    return sum(grid[:before]) if len(grid) >= before else None


def _width(raw: etree._Element | None) -> int | None:
    if raw is None or attribute(raw, "type") not in {"dxa", None}:
        return None
    width = integer(attribute(raw, "w"))
    return width if width else None


def _continues(raw: etree._Element | None) -> bool:
    return raw is not None and attribute(raw, "val") in {None, "continue"}


def _widths(grid: tuple[int, ...], kept: list[int]) -> tuple[int, ...]:
    if not grid or kept[-1] > len(grid):
        return ()
    return tuple(sum(grid[a:b]) for a, b in itertools.pairwise(kept))


def _stacked(texts: list[str]) -> str:
    """A label set downwards, one character a line, as one word; "" if it is none."""
    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    upright = len(lines) > 1 and all(len(line) == 1 and "\u4e00" <= line <= "\u9fff" for line in lines)
    return "".join(lines) if upright else ""


def _without_unused_lines(cells: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], int, list[int]]:
    """Drop grid lines at which no cell begins or ends: they are invisible on paper."""
    used = {0} | {cell.column for cell in cells} | {cell.column + cell.column_span for cell in cells}
    kept = sorted(used)
    if len(kept) == kept[-1] + 1:
        return cells, kept[-1], kept
    place = {line: number for number, line in enumerate(kept)}
    moved = tuple(
        Cell(
            cell.row,
            place[cell.column],
            cell.text,
            cell.row_span,
            place[cell.column + cell.column_span] - place[cell.column],
        )
        for cell in cells
    )
    return moved, len(kept) - 1, kept


def read_table(
    table: etree._Element, text_of: CellText, seen: Callable[[str], None], most_cells: int
) -> Found | None:
    """A table whose whole element is in memory."""
    builder = TableBuilder(text_of, seen, most_cells)
    builder.grid(table)
    for row in children(table, "tr"):
        builder.add(row)
    return builder.finish()
