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
NEARLY = 1.5
"""The first lines of two columns are no further apart in height than this, in em."""
PARAGRAPH = 1.8
"""A line further below its column than this, in em, when the other column has ended, belongs to neither."""


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
        (line for line in page.lines if line.kind is None), key=lambda line: (_middle(line), line.box[0])
    )
    tables = sorted(((table.box[1], table.box[0], k) for k, table in enumerate(page.tables)))
    for top, _, k in tables:
        above = [line for line in lines if _middle(line) < top]
        yield from _text(above, em)
        lines = lines[len(above) :]
        yield None, page.tables[k]
    yield from _text(lines, em)


def _text(lines: Sequence[Printed], em: float) -> Iterator[tuple[Column | None, Item]]:
    """Lines of a stretch of page without tables, given from top to bottom."""
    rows = _rows(lines)
    for start, stop, gutter in _bands(rows, em):
        if gutter is None:
            yield from ((None, _one_line(row)) for row in rows[start:stop])
        else:
            yield from _columns(rows[start:stop], gutter)


def _middle(line: Printed) -> float:
    return (line.box[1] + line.box[3]) / 2


def _rows(lines: Sequence[Printed]) -> list[Row]:
    rows: list[Row] = []
    before, em = 0.0, 0.0
    for line in lines:
        middle = _middle(line)
        if rows and abs(middle - before) < 0.5 * min(line.em, em):
            rows[-1].append(line)
        else:
            rows.append([line])
        before, em = middle, line.em
    for row in rows:
        if len(row) > 1:
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
    """Rows from `start` that keep one gutter white, with text beside text for some height."""
    seed = _seed(rows[start : start + 2], em)
    if seed is None:
        return None
    low, high = seed
    left: list[Printed] = []
    right: list[Printed] = []
    stop = start
    for row in rows[start:]:
        sides = ([line for line in row if line.box[2] <= high], [line for line in row if line.box[0] >= low])
        if len(sides[0]) > 1 or len(sides[1]) > 1 or len(sides[0]) + len(sides[1]) != len(row):
            break
        new_low = max([low, *(line.box[2] for line in sides[0])])
        new_high = min([high, *(line.box[0] for line in sides[1])])
        if new_high - new_low < GUTTER * em or _set_apart(sides, (left, right)):
            break
        low, high = new_low, new_high
        left += sides[0]
        right += sides[1]
        stop += 1
    if min(len(left), len(right)) < LEAST_ROWS or not _side_by_side(left, right):
        return None
    return (stop, (low + high) / 2) if _is_text(left, em) and _is_text(right, em) else None


def _seed(rows: Sequence[Row], em: float) -> tuple[float, float] | None:
    """The white between two lines that stand side by side, or nearly so."""
    lines = rows[0] if len(rows[0]) == 2 else [line for row in rows for line in row]
    if len(lines) != 2 or abs(_middle(lines[0]) - _middle(lines[1])) > NEARLY * em:
        return None
    first, second = sorted(lines, key=lambda line: line.box[0])
    together = second.box[0] - first.box[2] < GUTTER * em
    return None if together else (first.box[2], second.box[0])


def _set_apart(sides: tuple[Row, Row], columns: tuple[Row, Row]) -> bool:
    """One column has ended, and this line of the other is set off from it: text below both."""
    for mine, other, column, beside in zip(sides, sides[::-1], columns, columns[::-1], strict=True):
        if mine and not other and column and beside and beside[-1].box[3] < mine[0].box[1]:
            line, above = mine[0], column[-1]
            return line.box[1] - above.box[3] > PARAGRAPH * line.em
    return False


def _side_by_side(left: Sequence[Printed], right: Sequence[Printed]) -> bool:
    """The columns stand beside one another for as many lines as they must have at least."""
    top = max(column[0].box[1] for column in (left, right))
    bottom = min(column[-1].box[3] for column in (left, right))
    both = [line for line in left if line.box[3] > top and line.box[1] < bottom]
    return len(both) >= LEAST_ROWS


def _is_text(lines: Sequence[Printed], em: float) -> bool:
    """Set as text, most lines reaching across their column; else it is a list or a table."""
    widest = max(line.box[2] - line.box[0] for line in lines)
    full = sum(line.box[2] - line.box[0] > 0.75 * widest for line in lines)
    return widest >= 8 * em and full >= 0.5 * len(lines)


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
