"""Rows at the edge of a lattice that are too thin for any text: doubled rules, and what a page end leaves of a row."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ingest.pdf.glyphs import Glyphs
from ingest.pdf.lattice import Grid

THIN = 0.75
"""A row without text that is lower than this, in em of the table, is none."""


def trimmed(grid: Grid, glyphs: Glyphs) -> Grid:
    """The grid without thin rows at its head and foot."""
    heights = np.diff(grid.ys)
    if min(heights[0], heights[-1]) >= THIN * glyphs.em.max(initial=0.0):
        return grid
    inside, _ = grid.cells_at(glyphs.middle)
    if not len(inside):
        return grid
    thin = heights < THIN * float(np.median(glyphs.em[inside]))
    thin[np.searchsorted(grid.ys, glyphs.middle[1][inside], side="right") - 1] = False
    first, last = 0, grid.rows
    while first < last - 1 and thin[first]:
        first += 1
    while last > first + 1 and thin[last - 1]:
        last -= 1
    return grid if (first, last) == (0, grid.rows) else _between(grid, first, last)


def _between(grid: Grid, first: int, last: int) -> Grid:
    cells = [
        (max(row, first) - first, column, min(row + height, last) - max(row, first), width)
        for row, column, height, width in grid.cells
        if row < last and row + height > first
    ]
    return replace(grid, ys=grid.ys[first : last + 1], cells=cells)
