"""The lattice examines itself; a page that fails goes to pdfplumber, and the better reading is kept.

A lattice is in doubt when its rules form no rectangles, or when characters lie across its edges. pdfplumber
is slow and asked for that page alone; its cells are filled with our characters, by position.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import numpy as np

from ingest.pdf.frame import Floats, every
from ingest.pdf.glyphs import Glyphs
from ingest.pdf.lattice import Grid, Span, snapped

ACROSS = 0.03
"""Share of the characters of a table that may lie across an edge of their cell."""
OVERLAP = 0.3
"""A character is across an edge when more than this share of its width is outside."""

SecondReader = Callable[[int], list[Grid]]
"""Page number -> the tables another engine finds there."""


def astray(grid: Grid, glyphs: Glyphs) -> tuple[int, int]:
    """How many characters lie across an edge of their cell, and how many are in the table."""
    inside, cell = grid.cells_at(glyphs.middle)
    solid = glyphs.code[inside] > 0x20
    if not every(glyphs.angle == 0):
        solid &= np.abs(glyphs.angle[inside]) < 1
    if not every(solid):
        inside, cell = inside[solid], cell[solid]
    if not len(inside):
        return 0, 0
    xs = grid.xs
    left = np.array([xs[column] for _, column, _, _ in grid.cells])[cell]
    right = np.array([xs[column + span] for _, column, _, span in grid.cells])[cell]
    box = glyphs.box.take(inside, axis=0)
    slack = OVERLAP * (box[:, 2] - box[:, 0])
    out = (box[:, 0] < left - slack) | (box[:, 2] > right + slack)
    return int(np.count_nonzero(out)), len(inside)


def in_doubt(grids: Sequence[Grid], glyphs: Glyphs) -> bool:
    """Whether any table of the page fails its self-check."""
    for grid in grids:
        out, inside = astray(grid, glyphs)
        if grid.ragged or out > ACROSS * inside:
            return True
    return False


def better(ours: Sequence[Grid], theirs: Sequence[Grid], glyphs: Glyphs) -> bool:
    """Whether the other engine's tables hold as many characters, with fewer of them across an edge."""
    mine = [astray(grid, glyphs) for grid in ours]
    other = [astray(grid, glyphs) for grid in theirs]
    if any(grid.ragged for grid in theirs):
        return False
    holds = sum(inside for _, inside in other) >= sum(inside for _, inside in mine)
    straight = sum(out for out, _ in other) < sum(out for out, _ in mine)
    return holds and (straight or any(grid.ragged for grid in ours))


def plumber(data: bytes, password: str | None) -> SecondReader:
    """pdfplumber as second reader of a file; it opens the file anew for every page it is asked about."""

    def tables(number: int) -> list[Grid]:
        import pdfplumber

        with pdfplumber.open(io.BytesIO(data), password=password or "", pages=[number]) as pdf:
            page = pdf.pages[0]
            try:
                if page.rotation:
                    return []
                origin = page.bbox
                found = [np.array(table.cells, float) for table in page.find_tables()]
            finally:
                page.close()
        shift = np.array([origin[0], origin[1], origin[0], origin[1]])
        return [_grid(boxes - shift) for boxes in found if len(boxes) > 1]

    return tables


def _grid(boxes: Floats) -> Grid:
    """Cell boxes `x0, top, x1, bottom` as a grid; positions that no cell covers become cells of their own."""
    xs = np.array(snapped(boxes[:, [0, 2]].ravel().tolist()))
    ys = np.array(snapped(boxes[:, [1, 3]].ravel().tolist()))
    taken = np.zeros((len(ys) - 1, len(xs) - 1), bool)
    cells: list[Span] = []
    ragged = False
    for x0, top, x1, bottom in boxes.tolist():
        a, b = int(np.abs(xs - x0).argmin()), int(np.abs(xs - x1).argmin())
        c, d = int(np.abs(ys - top).argmin()), int(np.abs(ys - bottom).argmin())
        ragged = ragged or bool(taken[c:d, a:b].any())
        taken[c:d, a:b] = True
        cells.append((c, a, d - c, b - a))
    cells += [(int(r), int(col), 1, 1) for r, col in zip(*np.nonzero(~taken), strict=True)]
    return Grid(xs.tolist(), ys.tolist(), sorted(cells), ragged=ragged)
