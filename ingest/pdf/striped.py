"""Tables of which only some rows are shaded: the filled boxes are parts of what rules, a caption or the page before tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ingest.pdf.glyphs import Glyphs
from ingest.pdf.lattice import Grid

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


def whole_of(whole: Grid, parts: Sequence[Grid], glyphs: Glyphs) -> Grid | None:
    """The table that holds text beside that of its shaded parts, or whose names are one row with the first of a part;
    None if the parts are all there is.
    """
    inside = sum(len(part.cells_at(glyphs.middle)[0]) for part in parts)
    part = parts[0]
    if len(whole.cells_at(glyphs.middle)[0]) > inside:
        if whole.columns >= max(part.columns for part in parts):
            return _as_wide(whole, parts)
        return _joined(whole, part, glyphs) if len(parts) == 1 else None
    same = all(any(abs(y - other) < NEAR for other in whole.ys) for y in part.ys[1:-1])
    named = whole.rows == part.rows + 1 and whole.ys[1] < part.ys[1] - NEAR
    alone = len(parts) == 1 and whole.columns >= part.columns
    return _as_wide(whole, parts) if alone and same and named else None


def _joined(whole: Grid, part: Grid, glyphs: Glyphs) -> Grid | None:
    """Rows and columns of the shaded part, which are exact, and the other rows of the table in the same columns."""
    above = [y for y in whole.ys if y < part.ys[0] - NEAR]
    below = [y for y in whole.ys if y > part.ys[-1] + NEAR]
    top, bottom = min(whole.ys[0], part.ys[0]), max(whole.ys[-1], part.ys[-1])
    x, y = glyphs.middle
    other = (y > top) & (y < bottom) & ((y < part.ys[0]) | (y > part.ys[-1])) & (glyphs.code > 0x20)
    other &= (x > part.xs[0]) & (x < part.xs[-1])
    box, inner = glyphs.box[other], np.array(part.xs[1:-1])
    if ((box[:, :1] < inner - CROSSES) & (box[:, 2:3] > inner + CROSSES)).any():
        return None
    columns = range(part.columns)
    cells = [(r, c, 1, 1) for r in range(len(above)) for c in columns]
    cells += [(r + len(above), c, height, width) for r, c, height, width in part.cells]
    start = len(above) + part.rows
    cells += [(start + r, c, 1, 1) for r in range(len(below)) for c in columns]
    ys = [*above, *part.ys, *below]
    return replace(whole, xs=list(part.xs), ys=ys, cells=cells)


def _as_wide(whole: Grid, parts: Sequence[Grid]) -> Grid:
    """The table as wide as its shading."""
    left = min(whole.xs[0], *(part.xs[0] for part in parts))
    right = max(whole.xs[-1], *(part.xs[-1] for part in parts))
    return replace(whole, xs=[left, *whole.xs[1:-1], right])
