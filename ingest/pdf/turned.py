"""A table set on its side on a page that is not: read turned, and its places put back where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from ingest.pdf.frame import Floats, every
from ingest.pdf.glyphs import Glyphs
from ingest.pdf.lattice import Grid
from ingest.printed import PageTable, Printed
from schema.figure import Box

ROUTE = "turned"
LYING, FEWEST, LEAST_CELLS = 0.7, 12, 4
"""A table lies on its side when this share of its characters does, of so many at least, in so many cells."""
Arrange = Callable[[Glyphs, Sequence[Grid], int], tuple[list[Printed], list[list[list[Printed]]]]]
Make = Callable[[Grid, Sequence[list[Printed]], int, str], PageTable]


def angle_of(grid: Grid, glyphs: Glyphs) -> float:
    """90.0 or -90.0 if most of what stands in the table runs upwards or downwards; else 0."""
    if len(grid.cells) < LEAST_CELLS or every(glyphs.upright):
        return 0.0
    inside, _ = grid.cells_at(glyphs.middle)
    angle = glyphs.angle[inside]
    if len(angle) < FEWEST:
        return 0.0
    return next((lying for lying in (90.0, -90.0) if (np.abs(angle - lying) < 3).mean() > LYING), 0.0)


def read(grid: Grid, glyphs: Glyphs, page: int, arrange: Arrange, make: Make) -> PageTable | None:
    """The table as it is read when the paper is turned; None if nothing stands in it.

    Its edges `xs` and `ys` are those of the turned table, on a paper whose edges are those of the table; boxes are as
    displayed.
    """
    angle = angle_of(grid, glyphs)
    inside, _ = grid.cells_at(glyphs.middle)
    lying = glyphs.take(inside)
    frame = grid.box
    box = _turned(lying.box, frame, angle)
    flat = replace(lying, box=box, angle=lying.angle - angle, centre=None, along=None)
    _, (cells,) = arrange(flat, [_grid(grid, frame, angle)], page)
    if not any(cells):
        return None
    table = make(_grid(grid, frame, angle), cells, page, ROUTE)
    for cell in table.cells:
        cell.box = _back(cell.box, frame, angle)
        for line in cell.lines:
            line.box, line.edges = _back(line.box, frame, angle), None
    x0, top, x1, bottom = frame
    table.placed = (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))
    return table


def _turned(box: Floats, frame: Box, angle: float) -> Floats:
    """Boxes as they are when the paper inside `frame` is turned until its text is upright."""
    x0, top, x1, bottom = frame
    if angle > 0:
        return np.column_stack((bottom - box[:, 3], box[:, 0] - x0, bottom - box[:, 1], box[:, 2] - x0))
    return np.column_stack((box[:, 1] - top, x1 - box[:, 2], box[:, 3] - top, x1 - box[:, 0]))


def _back(box: Box, frame: Box, angle: float) -> Box:
    """A box of the turned paper as displayed."""
    a, b, c, d = box
    x0, top, x1, bottom = frame
    whole = (x0 + b, bottom - c, x0 + d, bottom - a) if angle > 0 else (x1 - d, top + a, x1 - b, top + c)
    return round(whole[0], 2), round(whole[1], 2), round(whole[2], 2), round(whole[3], 2)


def _grid(grid: Grid, frame: Box, angle: float) -> Grid:
    """Columns as rows: from the left with the first at the lower end, or from the right with it at the upper."""
    x0, top, x1, bottom = frame
    if angle > 0:
        xs, ys = [bottom - y for y in reversed(grid.ys)], [x - x0 for x in grid.xs]
        cells = [(c, grid.rows - r - rs, cs, rs) for r, c, rs, cs in grid.cells]
    else:
        xs, ys = [y - top for y in grid.ys], [x1 - x for x in reversed(grid.xs)]
        cells = [(grid.columns - c - cs, r, cs, rs) for r, c, rs, cs in grid.cells]
    return Grid(xs, ys, sorted(cells))
