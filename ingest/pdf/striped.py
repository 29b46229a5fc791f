"""Tables of which only some rows are shaded: the filled boxes are parts of what rules, a caption or the page before tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ingest.pdf.glyphs import Glyphs
from ingest.pdf.lattice import Grid

MOST_BETWEEN = 2.2
"""Between two shaded rows of a table is one, no higher than so many times the highest of them."""
WIDER = 40.0
"""A table is no wider than its shading by more than this, in points."""
CROSSES = 1.0
"""A character lies across an edge when it reaches further than this beyond it, in points."""
NEAR = 4.0
"""Edges of rows that two readings find no further apart than this, in points, are the same."""


def covers(whole: Grid, part: Grid) -> bool:
    """Whether `whole` reaches from the first to the last column of `part` and holds the middle of every row.

    Without rules it is only as wide as its words.
    """
    x0, top, x1, bottom = whole.box
    wide = x0 < part.xs[1] and x1 > part.xs[-2] and x0 > part.xs[0] - WIDER and x1 < part.xs[-1] + WIDER
    return wide and all(top < (a + b) / 2 < bottom for a, b in pairwise(part.ys))


def stacked(parts: Sequence[Grid]) -> list[Grid]:
    """The parts, those that stand right upon one another in the same columns made one."""
    out: list[Grid] = []
    for part in sorted(parts, key=lambda part: part.ys[0]):
        above = out[-1] if out else None
        touches = (
            above is not None and above.columns == part.columns and abs(above.ys[-1] - part.ys[0]) < NEAR
        )
        if above is not None and touches and not _apart(above.xs, part.xs):
            cells = [*above.cells, *((r + above.rows, c, h, w) for r, c, h, w in part.cells)]
            out[-1] = replace(above, ys=[*above.ys[:-1], *part.ys], cells=cells)
        else:
            out.append(part)
    return out


def whole_of(whole: Grid, parts: Sequence[Grid], glyphs: Glyphs) -> Grid | None:
    """The table that holds text beside that of its shaded parts, or whose names are one row with the first of a part;
    None if the parts are all there is.
    """
    part = parts[0]
    # The edges of filled boxes are those of cells: what lies across them is running text.
    if _torn(parts) or _crossed(part.xs, whole.ys[0], whole.ys[-1], glyphs):
        return None
    inside = sum(len(part.cells_at(glyphs.middle)[0]) for part in parts)
    if len(whole.cells_at(glyphs.middle)[0]) > inside:
        if whole.columns >= max(part.columns for part in parts):
            return _as_wide(whole, parts)
        return _joined(whole, parts, glyphs)
    same = all(any(abs(y - other) < NEAR for other in whole.ys) for y in part.ys[1:-1])
    named = whole.rows == part.rows + 1 and whole.ys[1] < part.ys[1] - NEAR
    alone = len(parts) == 1 and whole.columns >= part.columns
    return _as_wide(whole, parts) if alone and same and named else None


def _torn(parts: Sequence[Grid]) -> bool:
    """Whether more than a row lies between two of the parts: they are of two tables."""
    row = max(b - a for part in parts for a, b in pairwise(part.ys))
    ordered = sorted(parts, key=lambda part: part.ys[0])
    return any(below.ys[0] - above.ys[-1] > MOST_BETWEEN * row for above, below in pairwise(ordered))


def _joined(whole: Grid, parts: Sequence[Grid], glyphs: Glyphs) -> Grid | None:
    """Rows and columns of shaded parts, which are exact, and the other rows of the table in the same columns: between
    two parts one.
    """
    first, *others = sorted(parts, key=lambda part: part.ys[0])
    last = others[-1] if others else first
    if any(len(part.xs) != len(first.xs) or _apart(part.xs, first.xs) for part in others):
        return None
    top, bottom = min(whole.ys[0], first.ys[0]), max(whole.ys[-1], last.ys[-1])
    if _crossed(first.xs, top, first.ys[0], glyphs) or _crossed(first.xs, last.ys[-1], bottom, glyphs):
        return None
    ys = [y for y in whole.ys if y < first.ys[0] - NEAR]
    cells = [(r, c, 1, 1) for r in range(len(ys)) for c in range(first.columns)]
    for part in (first, *others):
        if ys and part is not first and part.ys[0] - ys[-1] > NEAR:
            cells += [(len(ys) - 1, c, 1, 1) for c in range(part.columns)]
        elif part is not first:
            ys.pop()
        cells += [(r + len(ys), c, height, width) for r, c, height, width in part.cells]
        ys += part.ys
    below = [y for y in whole.ys if y > last.ys[-1] + NEAR]
    cells += [(len(ys) - 1 + r, c, 1, 1) for r in range(len(below)) for c in range(first.columns)]
    return replace(whole, xs=list(first.xs), ys=[*ys, *below], cells=cells)


def _apart(xs: Sequence[float], others: Sequence[float]) -> bool:
    return any(abs(a - b) > NEAR for a, b in zip(xs, others, strict=True))


def _crossed(xs: Sequence[float], top: float, bottom: float, glyphs: Glyphs) -> bool:
    """Whether some character between two heights lies across an inner edge."""
    x, y = glyphs.middle
    here = (y > top) & (y < bottom) & (x > xs[0]) & (x < xs[-1]) & (glyphs.code > 0x20)
    box, inner = glyphs.box[here], np.array(xs[1:-1])
    return bool(((box[:, :1] < inner - CROSSES) & (box[:, 2:3] > inner + CROSSES)).any())


def goes_on_in(begun: Grid, part: Grid, glyphs: Glyphs) -> Grid | None:
    """The table whose first rows are `begun`, right above the shaded part in whose columns they stand."""
    if begun.columns != part.columns or abs(begun.ys[-1] - part.ys[0]) > NEAR:
        return None
    if _crossed(part.xs, begun.ys[0], begun.ys[-1], glyphs):
        return None
    cells = [*begun.cells, *((r + begun.rows, c, height, width) for r, c, height, width in part.cells)]
    return replace(begun, xs=list(part.xs), ys=[*begun.ys[:-1], *part.ys], cells=cells, open_bottom=False)


def _as_wide(whole: Grid, parts: Sequence[Grid]) -> Grid:
    """The table as wide as its shading."""
    left = min(whole.xs[0], *(part.xs[0] for part in parts))
    right = max(whole.xs[-1], *(part.xs[-1] for part in parts))
    return replace(whole, xs=[left, *whole.xs[1:-1], right])
