"""Reading order of one page: lines put back into rows, and pages set in two columns read column by column."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.printed import PageContent, PageTable, Printed

LEAST_ROWS = 4
"""Fewer rows side by side are no columns of text but entries on one line."""
GUTTER = 1.0
"""Least white between two columns, in em."""


@dataclass(slots=True)
class Column:
    """A column of text, left and right edge in points."""

    left: float
    right: float


Item = Printed | PageTable
Row = list[Printed]


def reading_order(page: PageContent, em: float) -> Iterator[tuple[Column | None, Item]]:
    """Body lines and tables of a page as read; lines of a page with two columns come with their column."""
    lines = sorted(
        (line for line in page.lines if line.kind is None), key=lambda line: (line.box[1], line.box[0])
    )
    rows = _rows(lines)
    tables = sorted(page.tables, key=lambda table: (table.ys[0], table.xs[0]))
    at = 0
    bands = _bands(rows, em)
    for start, stop, gutter in bands:
        while tables and tables[0].ys[0] < _middle(rows[start][0]):
            yield None, tables.pop(0)
        if gutter is None:
            for row in rows[start:stop]:
                while tables and tables[0].ys[0] < _middle(row[0]):
                    yield None, tables.pop(0)
                yield None, _one_line(row)
        else:
            yield from _columns(rows[start:stop], gutter)
        at = stop
    assert at == len(rows)
    for table in tables:
        yield None, table


def _middle(line: Printed) -> float:
    return (line.box[1] + line.box[3]) / 2


def _rows(lines: Sequence[Printed]) -> list[Row]:
    rows: list[Row] = []
    for line in sorted(lines, key=_middle):
        if rows and abs(_middle(line) - _middle(rows[-1][-1])) < 0.5 * min(line.em, rows[-1][-1].em):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        row.sort(key=lambda line: line.box[0])
    return rows


def _bands(rows: Sequence[Row], em: float) -> list[tuple[int, int, float | None]]:
    """`(first row, row after the last, gutter)`: stretches of the page in one column (None) or two."""
    out: list[tuple[int, int, float | None]] = []
    at = single = 0
    while at < len(rows):
        found = _two_columns(rows, at, em)
        if found is None:
            at += 1
            continue
        stop, gutter = found
        if single < at:
            out.append((single, at, None))
        out.append((at, stop, gutter))
        at = single = stop
    if single < len(rows):
        out.append((single, len(rows), None))
    return out


def _two_columns(rows: Sequence[Row], start: int, em: float) -> tuple[int, float] | None:
    """Rows from `start` that keep one gutter white, with text on both sides in most of them."""
    if len(rows[start]) != 2:
        return None
    low, high = rows[start][0].box[2], rows[start][1].box[0]
    both, stop = 0, start
    for row in rows[start:]:
        left = [line for line in row if line.box[2] <= high]
        right = [line for line in row if line.box[0] >= low]
        if len(row) > 2 or len(left) + len(right) != len(row) or (left and right and left[-1] is right[0]):
            break
        new_low = max([low, *(line.box[2] for line in left)])
        new_high = min([high, *(line.box[0] for line in right)])
        if new_high - new_low < GUTTER * em:
            break
        low, high = new_low, new_high
        both += bool(left and right)
        stop += 1
    if both < LEAST_ROWS or both < 0.6 * (stop - start):
        return None
    gutter = (low + high) / 2
    return (stop, gutter) if _is_text(rows[start:stop], gutter, em) else None


def _is_text(rows: Sequence[Row], gutter: float, em: float) -> bool:
    """Both sides are set as text, most lines reaching across their column; else it is a list or a table."""
    for side in (0, 1):
        lines = [line for row in rows for line in row if (line.box[0] > gutter) == bool(side)]
        widest = max(line.box[2] - line.box[0] for line in lines)
        full = sum(line.box[2] - line.box[0] > 0.75 * widest for line in lines)
        if widest < 8 * em or full < 0.5 * len(lines):
            return False
    return True


def _columns(rows: Sequence[Row], gutter: float) -> Iterator[tuple[Column, Item]]:
    for side in (False, True):
        lines = [line for row in rows for line in row if (line.box[0] > gutter) == side]
        column = Column(min(line.box[0] for line in lines), max(line.box[2] for line in lines))
        for line in lines:
            yield column, line


def _one_line(row: Row) -> Printed:
    """Entries of one row as one line, a blank between them."""
    if len(row) == 1:
        return row[0]
    edges: array[float] | None = array("f")
    for line in row:
        if edges is None or line.edges is None:
            edges = None
        else:
            # The right edge of the entry before is the left edge of the blank.
            edges.extend(line.edges)
    first = row[0]
    box = (
        first.box[0],
        min(line.box[1] for line in row),
        row[-1].box[2],
        max(line.box[3] for line in row),
    )
    confidences = [line.confidence for line in row if line.confidence is not None]
    return Printed(
        " ".join(line.text for line in row),
        first.page,
        box,
        edges,
        max(line.em for line in row),
        all(line.bold for line in row),
        None,
        min(confidences) if confidences else None,
        row[-1].spaced,
    )
