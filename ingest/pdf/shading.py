"""Tables without a single rule whose cells are filled boxes: the boxes tile the table, white gaps between.

Every row is filled from end to end, or, in tables whose rows are striped, every second one; bars of charts
and shaded paragraphs are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ingest.pdf.doubt import ACROSS, astray
from ingest.pdf.frame import Floats, led
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints
from ingest.pdf.ink_rows import InkRow, ink_rows
from ingest.pdf.lattice import Bools, Grid, Span

GAP = 4.5
"""White between neighbouring cells, at most, in points."""
LEAST = 6.0
"""Side of the smallest cell."""
MOST = 1500
"""More filled boxes than this on one page are a picture."""
TALLER = 1.7
"""A row left unfilled is no taller than this many usual ones."""
FILLED = 0.5
"""Share of the cells that hold text, at least."""


def find(fills: Floats, glyphs: Glyphs, blocked: Sequence[Grid]) -> list[Grid]:
    """Tables among the filled boxes `fills` (rows `x0, top, x1, bottom`) outside of the `blocked` grids."""
    boxes = _candidates(fills, blocked)
    if not 4 <= len(boxes) <= MOST:
        return []
    found = []
    for group in _touching(boxes):
        grid = _grid(_smallest(boxes[group]), glyphs)
        if grid and _holds_text(grid, glyphs):
            found.append(grid)
    return sorted(found, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _candidates(fills: Floats, blocked: Sequence[Grid]) -> Floats:
    if not len(fills):
        return fills
    keep = (fills[:, 2] - fills[:, 0] >= LEAST) & (fills[:, 3] - fills[:, 1] >= LEAST)
    x, y = (fills[:, 0] + fills[:, 2]) / 2, (fills[:, 1] + fills[:, 3]) / 2
    for grid in blocked:
        keep &= ~((x > grid.xs[0]) & (x < grid.xs[-1]) & (y > grid.ys[0]) & (y < grid.ys[-1]))
    return np.unique(fills[keep].round(1), axis=0)


def _touching(boxes: Floats) -> list[Ints]:
    """Indices of the boxes that hang together, group by group."""
    x0, top, x1, bottom = (boxes[:, k] for k in range(4))
    near = (x0[:, None] <= x1[None] + GAP) & (x1[:, None] >= x0[None] - GAP)
    near &= (top[:, None] <= bottom[None] + GAP) & (bottom[:, None] >= top[None] - GAP)
    # Stripes: the next filled row is one bare row away.
    below = (np.abs(x0[:, None] - x0[None]) < 1) & (np.abs(x1[:, None] - x1[None]) < 1)
    step = top[None] - bottom[:, None]
    below &= (step > 0) & (step <= TALLER * np.minimum.outer(bottom - top, bottom - top))
    near |= below | below.T
    left = np.ones(len(boxes), bool)
    groups = []
    while left.any():
        group: Bools = np.zeros(len(boxes), np.bool_)
        group[int(np.argmax(left))] = True
        while not ((wider := np.asarray(near[group].any(axis=0), np.bool_)) == group).all():
            group = wider
        left &= ~group
        if group.sum() >= 4:
            groups.append(np.nonzero(group)[0])
    return groups


def _smallest(boxes: Floats) -> Floats:
    """Without boxes that lie behind several others."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    holds = (boxes[:, 0:1] < x[None]) & (x[None] < boxes[:, 2:3])
    holds &= (boxes[:, 1:2] < y[None]) & (y[None] < boxes[:, 3:4])
    kept: Floats = boxes[holds.sum(axis=1) < 3]
    return kept


def _edges(low: Floats, high: Floats) -> Floats:
    """Edges between cells: the ends of neighbours, a gap apart, are one."""
    values = np.sort(np.concatenate((low, high)))
    group = np.cumsum(led(False, np.diff(values) > GAP))
    edges: Floats = np.bincount(group, values) / np.bincount(group)
    return edges


def _grid(boxes: Floats, glyphs: Glyphs) -> Grid | None:
    if len(boxes) < 4:
        return None
    xs, ys = _edges(boxes[:, 0], boxes[:, 2]), _edges(boxes[:, 1], boxes[:, 3])
    if len(xs) < 3 or len(ys) < 3:
        return None
    painted = np.zeros((len(ys) - 1, len(xs) - 1), np.int64)
    cells: list[Span] = []
    for x0, top, x1, bottom in boxes.tolist():
        a, b = int(np.abs(xs - x0).argmin()), int(np.abs(xs - x1).argmin())
        c, d = int(np.abs(ys - top).argmin()), int(np.abs(ys - bottom).argmin())
        if a == b or c == d:
            return None
        painted[c:d, a:b] += 1
        cells.append((c, a, d - c, b - a))
    if not _tiles(painted, ys):
        return None
    bare = np.nonzero(~painted.any(axis=1))[0].tolist()
    cells += [(row, column, 1, 1) for row in bare for column in range(len(xs) - 1)]
    grid = Grid(xs.tolist(), ys.tolist(), sorted(cells))
    return _with_end_rows(grid, glyphs) if bare else grid


def _tiles(painted: Ints, ys: Floats) -> bool:
    """No box over another, every row filled whole or not at all, never two bare rows one after the other."""
    whole: Bools = np.asarray(painted.all(axis=1), np.bool_)
    bare: Bools = np.asarray(~painted.any(axis=1), np.bool_)
    if (painted > 1).any() or not (whole | bare).all() or whole.sum() < 2:
        return False
    if (bare[1:] & bare[:-1]).any():
        return False
    heights = np.diff(ys)
    return bool((heights[bare] <= TALLER * np.median(heights[whole])).all())


def _with_end_rows(grid: Grid, glyphs: Glyphs) -> Grid:
    """A striped table with the bare row at its head and at its foot, if there is one."""
    height = float(np.median(np.diff(grid.ys)))
    top, bottom = grid.ys[0], grid.ys[-1]
    columns = range(grid.columns)
    if any(_in_columns(row, grid.xs) for row in _rows(grid, glyphs, bottom, bottom + TALLER * height)[:1]):
        grid = Grid(
            grid.xs, [*grid.ys, bottom + height], [*grid.cells, *((grid.rows, c, 1, 1) for c in columns)]
        )
    if any(_in_columns(row, grid.xs) for row in _rows(grid, glyphs, top - TALLER * height, top)[-1:]):
        moved = [(r + 1, c, rs, cs) for r, c, rs, cs in grid.cells]
        grid = Grid(grid.xs, [top - height, *grid.ys], [*((0, c, 1, 1) for c in columns), *moved])
    return grid


def _rows(grid: Grid, glyphs: Glyphs, top: float, bottom: float) -> list[InkRow]:
    """Printed lines of the stretch, in the width of the table, if they fit the height of one row."""
    x, y = glyphs.middle
    here = (x > grid.xs[0]) & (x < grid.xs[-1]) & (y > top) & (y < bottom)
    here &= (np.abs(glyphs.angle) < UPRIGHT) & (glyphs.code > 0x20)
    return ink_rows(glyphs, np.nonzero(here)[0])


def _in_columns(row: InkRow, xs: Sequence[float]) -> bool:
    """One entry in every column but one, at most, and none over an edge."""
    over = any(x0 < edge - 1 < edge + 1 < x1 for x0, x1 in row.entries for edge in xs)
    taken = sum(any(a < (x0 + x1) / 2 < b for x0, x1 in row.entries) for a, b in pairwise(xs))
    return not over and taken >= max(2, len(xs) - 2)


def _holds_text(grid: Grid, glyphs: Glyphs) -> bool:
    out, inside = astray(grid, glyphs)
    if not inside or out > ACROSS * inside:
        return False
    here, cell = grid.cells_at(glyphs.middle)
    filled = len(np.unique(cell[glyphs.code[here] > 0x20]))
    return filled >= FILLED * len(grid.cells)
