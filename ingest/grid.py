"""A grid of texts (a worksheet, a CSV file) -> blocks: titles and unit lines above, tables, notes below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.captions import caption_of
from ingest.cells import PlainTable, cells_of, spanning_cells
from ingest.header_rows import header_rows
from ingest.headings import line_kind
from ingest.marks import is_note, is_unit_line
from schema.document import Block, BlockKind, Table, TextBlock

_HEAD = 60
"""Names of columns stand among these first rows."""
_BEYOND = 64
"""A merged cell is followed so many columns beyond the last text; one over the whole sheet is a slip."""
Span = tuple[int, int, int, int]
"""First row, first column, last row, last column of a merged range."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Texts by row and column; `top` and `left` are the position of its first cell on the sheet.

    `opening` says that the file begins here: the first line is the title of the document.
    """

    rows: Sequence[Sequence[str]]
    spans: Sequence[Span] = ()
    name: str = ""
    top: int = 0
    left: int = 0
    opening: bool = False


@dataclass(slots=True)
class _Sheet:
    grid: Grid
    by_row: dict[int, list[Span]] = field(default_factory=dict)

    def filled(self, row: int) -> list[int]:
        return [column for column, text in enumerate(self.grid.rows[row]) if text.strip()]

    def is_blank(self, row: int) -> bool:
        return not any(map(str.strip, self.grid.rows[row]))

    def is_line(self, row: int) -> bool:
        """A row that is printed as a line of text: one filled cell, or a few with labels in front of a table."""
        filled = self.filled(row)
        if len(filled) == 1:
            return not self._tall(row, filled[0])
        texts = [self.grid.rows[row][column] for column in filled]
        width = max(len(self.grid.rows[row]), 1)
        return len(filled) * 2 <= width and all(_is_label(text) for text in texts)

    def _tall(self, row: int, column: int) -> bool:
        return any(s[0] == row and s[1] == column and s[2] > s[0] for s in self.by_row.get(row, ()))


def _is_label(text: str) -> bool:
    """编制单位：… or 单位：元: a label with its value in one cell."""
    return is_unit_line(text) or "：" in text or ":" in text


def blocks_of(grid: Grid) -> list[Block]:
    """The blocks of one sheet in reading order."""
    sheet = _Sheet(grid)
    for span in grid.spans:
        sheet.by_row.setdefault(span[0], []).append(span)
    out: list[Block] = []
    row, end = 0, len(grid.rows)
    while row < end:
        if sheet.is_blank(row):
            row += 1
            continue
        if sheet.is_line(row) and not _inside_table(sheet, row):
            out.append(_line(sheet, row, not out))
            row += 1
            continue
        last = _table_end(sheet, row)
        if beside := _side_by_side(sheet, row, last):
            out.extend(beside)
            row = last
            continue
        out.append(_table(sheet, row, last, caption_of(out)[0]))
        row = last
    return out


def _side_by_side(sheet: _Sheet, start: int, end: int) -> list[Block]:
    """Tables beside one another, parted by empty columns, each with a header and labels of its own; else nothing."""
    parts = _parts(sheet, start, end)
    if len(parts) < 2 or min(b - a for a, b in parts) < 2:
        return []
    out: list[Block] = []
    for left, right in parts:
        grid = Grid(
            [texts[left:right] for texts in sheet.grid.rows[start:end]],
            [
                (a - start, b - left, c - start, d - left)
                for a, b, c, d in sheet.grid.spans
                if start <= a < end and left <= b < right
            ],
            sheet.grid.name,
            sheet.grid.top + start,
            sheet.grid.left + left,
        )
        mine = blocks_of(grid)
        tables = [block for block in mine if isinstance(block, Table)]
        if len(tables) != 1 or not tables[0].header_rows or _counts(tables[0]):
            return []
        out.extend(mine)
    return out


def _parts(sheet: _Sheet, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of columns that are not empty in these rows."""
    rows = sheet.grid.rows[start:end]
    width = max(map(len, rows))
    some = [c for c in range(width) if not any(c < len(texts) and texts[c].strip() for texts in rows[:_HEAD])]
    empty = [c for c in some if not any(c < len(texts) and texts[c].strip() for texts in rows[_HEAD:])]
    for first, left, _, right in sheet.grid.spans if empty else ():
        if start <= first < end:
            empty = [c for c in empty if not left <= c <= right]
    edges = [-1, *empty, width]
    return [(a + 1, b) for a, b in pairwise(edges) if b - a > 1]


def _counts(table: Table) -> bool:
    """The first column holds numbers: the table has no labels of its own."""
    first = [c.text for c in table.cells if c.column == 0 and c.row >= table.header_rows and c.text.strip()]
    return not first or sum(text[0].isdecimal() for text in first) * 2 > len(first)


def _inside_table(sheet: _Sheet, row: int) -> bool:
    """A single value in a grid of one column is a table of one column, not a page of text."""
    return len(sheet.grid.rows[row]) == 1 and row > 0 and bool(sheet.filled(row - 1))


def _line(sheet: _Sheet, row: int, first: bool) -> TextBlock:
    text = "　".join(sheet.grid.rows[row][column].strip() for column in sheet.filled(row))
    kind, level = line_kind(text)
    if kind is not BlockKind.PARAGRAPH:
        return TextBlock(kind, text, level=level)
    if is_unit_line(text.split("　")[-1]):
        return TextBlock(BlockKind.CAPTION, text)
    if first and len(text) <= 60 and not _is_label(text):
        opening = sheet.grid.opening
        return TextBlock(
            BlockKind.HEADING if opening else BlockKind.CAPTION, text, level=0 if opening else None
        )
    return TextBlock(kind, text)


def _table_end(sheet: _Sheet, start: int) -> int:
    """First row that no longer belongs to the table beginning at `start`."""
    rows = len(sheet.grid.rows)
    end = start + 1
    while end < rows:
        texts = sheet.grid.rows[end]
        if len(texts) > 1 and texts[1] and texts[0].strip():
            end += 1  # as most rows are: neither blank nor a note
            continue
        if not sheet.is_blank(end):
            if _is_note_row(sheet, end):
                return end
            end += 1
            continue
        following = next((row for row in range(end, rows) if not sheet.is_blank(row)), rows)
        if following == rows or _begins_anew(sheet, following):
            return end
        end = following + 1
    return rows


def _is_note_row(sheet: _Sheet, row: int) -> bool:
    texts = sheet.grid.rows[row]
    if len(texts) > 1 and texts[0] and texts[1]:
        return False
    filled = sheet.filled(row)
    if len(filled) != 1 or any(span[0] < row <= span[2] for spans in sheet.by_row.values() for span in spans):
        return False
    return is_note(sheet.grid.rows[row][filled[0]])


def _begins_anew(sheet: _Sheet, row: int) -> bool:
    """After an empty row: a line of text, or rows with a header of their own, begin something new."""
    if sheet.is_line(row):
        return True
    last = row
    while last < len(sheet.grid.rows) and not sheet.is_blank(last):
        last += 1
    return _table(sheet, row, last).header_rows > 0


def _table(sheet: _Sheet, start: int, end: int, caption: str = "") -> Table:
    grid = sheet.grid
    columns = _width(sheet, start, end)
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    hidden: set[tuple[int, int]] = set()
    for top, left, lowest, rightmost in dict.fromkeys(grid.spans):
        if top < start or top >= end or left >= columns:
            continue
        bottom, right = min(lowest, end - 1), min(rightmost, columns - 1)
        covered[top, left] = (bottom - top + 1, right - left + 1)
        hidden.update(
            (r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) != (top, left)
        )
    rows = grid.rows[start:end]
    if not covered and all(len(texts) == columns for texts in rows):
        header = header_rows(cells_of(rows[:_HEAD]), end - start, columns)
        return PlainTable.of(rows, header, caption, grid.name, (grid.top + start, grid.left))
    cells = spanning_cells(
        (
            row - start,
            column,
            texts[column] if column < len(texts) else "",
            *covered.get((row, column), (1, 1)),
        )
        for row, texts in enumerate(rows, start)
        for column in range(columns)
        if (row, column) not in hidden
    )
    return Table(
        cells=tuple(cells),
        rows=end - start,
        columns=columns,
        header_rows=header_rows(cells[: _HEAD * columns], end - start, columns),
        caption=caption,
        sheet=grid.name,
        first_cell=(grid.top + start, grid.left),
    )


def _width(sheet: _Sheet, start: int, end: int) -> int:
    widest = 1
    for row in range(start, end):
        texts = sheet.grid.rows[row]
        if len(texts) > widest:
            last = next((c for c in range(len(texts) - 1, widest - 1, -1) if texts[c].strip()), -1)
            widest = max(widest, last + 1)
    reach = (span[3] + 1 for span in sheet.grid.spans if start <= span[0] < end)
    return max([widest, *(min(right, widest + _BEYOND) for right in reach)])
