"""A table without a lattice that goes on over the page end: its columns are known, so its rows are looked for.

Nothing on the next page announces it. Only rows right at the top that stand in the columns of the table
above are taken; a line of one entry must begin, end or be centred where the entries of its column do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.furniture import is_page_number
from ingest.headings import heading_of
from ingest.marks import is_caption, is_note
from ingest.pdf.frame import Floats
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints
from ingest.pdf.ink_rows import InkRow, Stretch, ink_rows, kept_white, text_of
from ingest.pdf.lattice import REACH, Grid
from ingest.pdf.ruled import EDGE, FOOT, ROW_GAP, SENTENCE_ENDS, TALL_GAP, without_foot
from ingest.pdf.table_rows import table_rows
from ingest.pdf.turned import ROUTE as TURNED
from ingest.printed import GridCell, PageContent, PageTable

ALIGNED = 1.5
"""Entries that begin, end or are centred within so many points of one another stand in one column."""
LONGEST_REST, MOST_LINES = 16, 3
"""Characters and lines of a wrapped entry that may stand alone on the next page."""
LOWEST_END = 0.9
"""The rest of a table ends within this share of the height of the page."""
HIGHEST_END, LEAST_COLUMNS = 0.45, 3
"""A table that ends above this share of the page does not go on; where it ends above its foot, it has so many columns."""
MOST_RUNNING = 3
"""Lines of a running header."""


@dataclass(slots=True)
class Carried:
    """The table at the foot of the page before: gutters, edges, and where the entries of each column are."""

    xs: list[float]
    strips: list[Stretch]
    sides: list[tuple[list[float], list[float]]]
    """Left and right ends of the lines of every column."""
    last: list[tuple[float, float] | None]
    """Left and right end of the last line of every column in the last row."""
    em: float
    reach: tuple[float, float]
    """Left and right margin: on its first page no entry of a table without rules need be as wide as its column."""
    high: bool = False
    """It ended well above the foot of the page, as before a row that may not be cut: only a whole row goes on with it."""

    def is_as_wide(self, left: float, right: float) -> bool:
        """Whether rules from `left` to `right` are as wide as the table."""
        return abs(self.xs[0] - left) <= REACH and abs(self.xs[-1] - right) <= REACH


def carried(page: PageContent) -> Carried | None:
    """The table without a lattice that reaches the foot of `page`, if nothing but furniture is below it."""
    if not page.tables:
        return None
    table = max(page.tables, key=lambda table: table.box[3])
    if table.route in {"lattice", TURNED} or table.ys[-1] < HIGHEST_END * page.height:
        return None
    high = table.ys[-1] < (1 - FOOT) * page.height
    if high and table.columns < LEAST_COLUMNS:
        return None
    below = [
        line
        for line in page.lines
        if line.kind is None and line.box[1] > table.ys[-1] - 1 and line.box[1] < (1 - EDGE) * page.height
    ]
    return None if below else _columns(table, _reach(page, table), high)


def _reach(page: PageContent, table: PageTable) -> tuple[float, float]:
    boxes = [table.box, *(other.box for other in page.tables), *(line.box for line in page.lines)]
    if table.route == "shading" or (table.route == "gutters" and table.open_bottom):
        boxes = boxes[:1]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)


def _columns(table: PageTable, reach: tuple[float, float], high: bool) -> Carried | None:
    inside: list[list[tuple[float, float]]] = [[] for _ in range(table.columns)]
    last: list[tuple[float, float] | None] = [None] * table.columns
    for cell in table.cells:
        if cell.column_span > 1:
            continue
        ends = [(line.box[0], line.box[2]) for line in cell.lines]
        inside[cell.column] += ends
        if cell.row + cell.row_span == table.rows and ends:
            last[cell.column] = ends[-1]
    if not all(inside):
        return None
    strips = [
        (max(x1 for column in inside[: k + 1] for _, x1 in column), min(x0 for x0, _ in inside[k + 1]))
        for k in range(table.columns - 1)
    ]
    sides = [([x0 for x0, _ in column], [x1 for _, x1 in column]) for column in inside]
    return Carried(list(table.xs), strips, sides, last, _em(table.cells), reach, high)


def _em(cells: Sequence[GridCell]) -> float:
    return float(np.median([line.em for cell in cells for line in cell.lines]))


def find(
    glyphs: Glyphs,
    free: Ints,
    above: Carried,
    across: Floats,
    blocked: Sequence[Grid],
    height: float,
) -> Grid | None:
    """The rest of the table at the top of this page; None when the first lines do not stand in its columns.

    `free` are the indices of the free glyphs, `across` the horizontal rules of the page.
    """
    upright = free[(np.abs(glyphs.angle[free]) < UPRIGHT) & (glyphs.code[free] > 0x20)]
    upright = upright[glyphs.code[upright] != 0x3000]
    limit = min((grid.ys[0] for grid in blocked), default=height)
    y = glyphs.middle[1][upright]
    lines = ink_rows(glyphs, upright[y < limit])
    end, rows = None, list[InkRow]()
    for end in (*_closing_rules(above, across, limit), None):
        rows = _taken(glyphs, [row for row in lines if end is None or row.level < end], above, height, end)
        if rows:
            break
    if (
        not rows
        or not _is_rest(glyphs, rows, above)
        or (above.high and not _is_whole(glyphs, rows[0], above))
    ):
        return None
    closed = end is not None and end - rows[-1].bottom < ROW_GAP * above.em
    xs = _edges(above, rows)
    lone = all(len(row.entries) == 1 for row in rows)
    groups = [rows] if lone else table_rows(glyphs, rows, xs)
    ys = [rows[0].top - 1, *((a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups))]
    ys.append(end if end is not None and closed else rows[-1].bottom + 1)
    cells = [(r, c, 1, 1) for r in range(len(groups)) for c in range(len(xs) - 1)]
    return Grid(xs, ys, cells, open_top=True, open_bottom=not closed)


def _closing_rules(above: Carried, across: Floats, limit: float) -> list[float]:
    """The rules as wide as the table, from the top."""
    left, right = above.xs[0], above.xs[-1]
    same = (np.abs(across[:, 1] - left) <= REACH) & (np.abs(across[:, 2] - right) <= REACH)
    return sorted(across[same & (across[:, 0] < limit), 0].tolist())


def find_closed(
    glyphs: Glyphs, free: Ints, above: Carried, across: Floats, blocked: Sequence[Grid], height: float
) -> Grid | None:
    """The rest of the table where a single rule closes it and no more rows stand below."""
    limit = min((grid.ys[0] for grid in blocked), default=height)
    y = glyphs.middle[1][free]
    ends = _closing_rules(above, across, limit)
    for end, following in pairwise([*ends, limit]):
        if end > LOWEST_END * height:
            return None
        grid = find(glyphs, free, above, across[across[:, 0] < end + 1], blocked, height)
        if grid and not grid.open_bottom:
            below = ink_rows(glyphs, free[(y > end) & (y < following) & (glyphs.code[free] > 0x20)])
            near = below if following < limit else below[:2]
            goes_on = any(len(row.entries) > 1 and _fits(glyphs, row, above) for row in near)
            return None if goes_on else grid
    return None


def _taken(
    glyphs: Glyphs, rows: list[InkRow], above: Carried, height: float, end: float | None
) -> list[InkRow]:
    """Rows from the first below the running header, as long as they keep the gutters.

    Where a rule at `end` closes the table, several entries in its columns may stand as far apart as tall rows set them.
    """
    start = next((k for k, row in enumerate(rows) if _fits(glyphs, row, above)), None)
    if start is None or start > MOST_RUNNING or any(row.bottom > EDGE * height for row in rows[:start]):
        return []
    taken: list[InkRow] = []
    for row in rows[start:]:
        if not _fits(glyphs, row, above):
            break
        tall = end is not None and len(row.entries) > 1 and len(taken[0].entries if taken else ()) > 1
        if taken and row.top - taken[-1].bottom > (TALL_GAP if tall else ROW_GAP) * row.em:
            if len(taken) > 1 or len(taken[0].entries) > 1 or row.top > FOOT * height:
                break
            # It was a running header after all.
            taken = []
        taken.append(row)
    return without_foot(glyphs, taken, height)


def _fits(glyphs: Glyphs, row: InkRow, above: Carried) -> bool:
    """Whether the line keeps every gutter, and, if it is one entry, stands exactly in a column."""
    text = text_of(glyphs, row.glyphs)
    if len(kept_white(above.strips, row)) < len(above.strips) or is_caption(text) or is_note(text):
        return False
    if row.entries[0][0] < above.reach[0] - row.em or row.entries[-1][1] > above.reach[1] + row.em:
        return False
    if len(row.entries) > 1:
        return True
    if abs(row.em - above.em) > 0.12 * above.em or is_page_number(text):
        return False
    (x0, x1), column = row.entries[0], _column(above, row)
    lefts, rights = above.sides[column]
    centres = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
    at = (x0, lefts), (x1, rights), ((x0 + x1) / 2, centres)
    return any(min(abs(x - other) for other in others) < ALIGNED for x, others in at)


def _column(above: Carried, row: InkRow) -> int:
    middle = (row.entries[0][0] + row.entries[0][1]) / 2
    edges = [(a + b) / 2 for a, b in above.strips]
    return int(np.searchsorted(edges, middle))


def _is_rest(glyphs: Glyphs, rows: Sequence[InkRow], above: Carried) -> bool:
    """Some line has several entries, or all is the short rest of an entry whose last line was full."""
    if any(len(row.entries) > 1 for row in rows):
        return True
    text = "".join(text_of(glyphs, row.glyphs) for row in rows)
    if len(rows) > MOST_LINES or len(text) > LONGEST_REST or heading_of(text) or text[-1] in SENTENCE_ENDS:
        return False
    column = _column(above, rows[0])
    if any(_column(above, row) != column for row in rows):
        return False
    end = above.last[column]
    return end is not None and end[1] + above.em > max(above.sides[column][1])


def _is_whole(glyphs: Glyphs, row: InkRow, above: Carried) -> bool:
    """Something stands in every column, and figures among it: no names of another table."""
    figures = any(map(str.isdecimal, text_of(glyphs, row.glyphs)))
    return figures and len(row.entries) == len(above.strips) + 1


def _edges(above: Carried, rows: Sequence[InkRow]) -> list[float]:
    strips: list[Stretch] = above.strips
    for row in rows:
        strips = kept_white(strips, row)
    if len(strips) < len(above.strips):
        strips = above.strips
    left = min(above.xs[0], *(row.entries[0][0] - 1 for row in rows))
    right = max(above.xs[-1], *(row.entries[-1][1] + 1 for row in rows))
    return [left, *((a + b) / 2 for a, b in strips), right]
