"""Tables ruled between columns but not between rows: one tall row of the lattice holds all the entries.

It is parted into printed rows only where amounts stand below one another and every line has an entry in
nearly every column; a cell with several lines of text, or a long code, stays one cell.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ingest.pdf.glyphs import UPRIGHT, Glyphs
from ingest.pdf.ink_rows import InkRow, by_column, ink_rows
from ingest.pdf.lattice import Grid
from ingest.pdf.table_rows import headed_rows, table_rows

FEWEST_COLUMNS, MOST_ROWS, LEAST_LINES = 3, 3, 3
FULL = 0.8
"""Share of the lines that have an entry in all columns but one at least."""
_AMOUNT = re.compile(
    r"[-－+]?\d{1,3}(?:[,，]\d{3})*[.．]\d+[%％]?|[-－+]?\d{1,3}(?:[,，]\d{3})+|[-－+]?\d+[.．]\d+[%％]?"
)


def parted(grid: Grid, glyphs: Glyphs) -> Grid:
    """The grid with its tallest row parted into printed rows, or as it is."""
    if grid.columns < FEWEST_COLUMNS or grid.rows > MOST_ROWS or grid.ragged:
        return grid
    tall = int(np.argmax(np.diff(grid.ys)))
    if sum(cell[0] == tall and cell[2:] == (1, 1) for cell in grid.cells) < grid.columns:
        return grid
    lines = _lines(grid, glyphs, tall)
    if len(lines) < LEAST_LINES or not _in_rows(glyphs, lines, grid.xs):
        return grid
    # What has been printed above the first amounts, in the same box, are the names of the columns.
    groups = table_rows(glyphs, lines, grid.xs) if tall else headed_rows(glyphs, lines, grid.xs)
    more = len(groups) - 1
    inner = [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    cells = [
        cell if cell[0] < tall else (cell[0] + more, *cell[1:]) for cell in grid.cells if cell[0] != tall
    ]
    cells += [(tall + r, c, 1, 1) for r in range(len(groups)) for c in range(grid.columns)]
    ys = [*grid.ys[: tall + 1], *inner, *grid.ys[tall + 1 :]]
    return replace(grid, ys=ys, cells=sorted(cells))


def _lines(grid: Grid, glyphs: Glyphs, row: int) -> list[InkRow]:
    x, y = glyphs.middle
    here = (x > grid.xs[0]) & (x < grid.xs[-1]) & (y > grid.ys[row]) & (y < grid.ys[row + 1])
    here &= (np.abs(glyphs.angle) < UPRIGHT) & (glyphs.code > 0x20) & (glyphs.code != 0x3000)
    return ink_rows(glyphs, np.nonzero(here)[0])


def _in_rows(glyphs: Glyphs, lines: list[InkRow], xs: list[float]) -> bool:
    texts = [by_column(glyphs, line, xs) for line in lines]
    full = sum(sum(map(bool, row)) >= len(row) - 1 for row in texts)
    if full < FULL * len(texts):
        return False
    for column in zip(*texts, strict=True):
        amounts = [bool(_AMOUNT.fullmatch(text)) for text in column if text]
        if sum(amounts) >= LEAST_LINES and all(amounts[1:]):
            return True
    return False
