"""Tables without a lattice: between horizontal rules (`ruled`), or bare below a caption.

Columns are gutters, strips of white that no line of the table crosses; rows are rules where every row has
one, else printed lines, of which those that only continue a wrapped entry are taken together. Only where
rules or a caption announce a table is one looked for: gutters alone would make tables of prose.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

from ingest.marks import is_caption, is_unit_line
from ingest.pdf import side_labels
from ingest.pdf.continued import Carried
from ingest.pdf.frame import Floats
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints
from ingest.pdf.ink_rows import NUMBER, InkRow, Stretch, gaps, ink_rows, kept_white, parted_white, text_of
from ingest.pdf.lattice import Grid
from ingest.pdf.ruled import (
    BARE_GUTTER,
    FOOT,
    MOST_WRAPPED,
    ROW_GAP,
    TALL,
    TALL_GAP,
    Band,
    rule_groups,
    ruled,
    tabular,
    with_open_ends,
    without_foot,
)
from ingest.pdf.table_rows import headed_rows
from ingest.printed import Printed

INTERLEAVED = 0.95
"""Lines closer than this, in em, are of cells with different numbers of lines, centred beside one another."""


def find(
    glyphs: Glyphs,
    free: Ints,
    across: Floats,
    lines: Sequence[Printed],
    blocked: Sequence[Grid],
    height: float,
    above: Carried | None = None,
) -> list[Grid]:
    """Tables among the glyphs at the indices `free` of a page `height` points high.

    `across` are the horizontal rules outside of lattices, `lines` the printed lines of the free text,
    `above` the table at the foot of the page before.
    """
    upright = free[(np.abs(glyphs.angle[free]) < UPRIGHT) & (glyphs.code[free] > 0x20)]
    upright = upright[glyphs.code[upright] != 0x3000]
    found: list[Grid] = []
    for left, right, heights, partial in rule_groups(across):
        rest = above is not None and above.is_as_wide(left, right) and heights[0] < FOOT * height
        for ys in tabular(glyphs, upright, left, right, heights, rest):
            band = with_open_ends(glyphs, upright, Band(left, right, ys, partial), heights, height)
            known = above.strips if rest and above else ()
            grid = ruled(glyphs, upright, band, known) if len(band.ys) > 1 else None
            found += [grid] if grid else []
    closed = [*blocked, *found]
    for caption in _captions(lines):
        below = [line for line in lines if line.box[1] > caption.box[3] - 1]
        if _starts_in_columns(below) and (grid := _bare(glyphs, upright, caption, below, closed, height)):
            found.append(grid)
            closed.append(grid)
    return found


def _captions(lines: Sequence[Printed]) -> list[Printed]:
    return [line for line in lines if line.kind is None and is_caption(line.text)]


def _starts_in_columns(below: Sequence[Printed]) -> bool:
    """Whether the first line that is no unit line, or the next, leaves a gap wide enough for a gutter."""
    rest = [line for line in below if not is_unit_line(line.text)]
    if not rest:
        return False
    top = min(line.box[1] for line in rest)
    near = [line for line in rest if line.box[1] < top + 1.5 * line.em]
    if any(abs(a.box[1] - b.box[1]) < a.em / 2 for a, b in pairwise(near)):
        return True
    return any(
        line.edges is None or any(b - a > (1 + BARE_GUTTER / 2) * line.em for a, b in pairwise(line.edges))
        for line in near
    )


def _bare(
    glyphs: Glyphs,
    free: Ints,
    caption: Printed,
    below: Sequence[Printed],
    blocked: Sequence[Grid],
    height: float,
) -> Grid | None:
    skip = {line.box[1] for line in below if is_unit_line(line.text)}
    y = (glyphs.box[free, 1] + glyphs.box[free, 3]) / 2
    limit = min((grid.ys[0] for grid in blocked if grid.ys[-1] > caption.box[3]), default=float("inf"))
    rows = ink_rows(glyphs, free[(y > caption.box[3]) & (y < limit)])
    first = next((k for k, row in enumerate(rows) if not _is_at(row, skip)), len(rows))
    return bare_table(glyphs, rows[first:], caption.box[3], height)


def _is_at(row: InkRow, tops: Iterable[float]) -> bool:
    return any(abs(row.top - top) < row.em / 2 for top in tops)


def bare_table(glyphs: Glyphs, rows: Sequence[InkRow], edge: float, height: float) -> Grid | None:
    """The table that begins with the first of the printed lines, right below `edge`, if they are in columns."""
    taken: list[InkRow] = []
    strips: list[Stretch] = []
    for row in rows:
        gap = row.top - (taken[-1].bottom if taken else edge)
        tall = bool(taken) and min(len(row.entries), len(taken[0].entries)) >= TALL
        if gap > (TALL_GAP if tall else ROW_GAP) * row.em:
            break
        least = BARE_GUTTER * row.em
        beside = bool(taken) and row.level - taken[-1].level < INTERLEAVED * row.em
        if strips:
            kept = parted_white(strips, row, least) if beside else kept_white(strips, row)
        else:
            # Of names that wrap and are centred, the line with most of them is not the first.
            kept = gaps(row, least)
            for earlier in taken:
                kept = parted_white(kept, earlier, least)
            if not kept and (len(row.entries) > 1 or len(taken) >= MOST_WRAPPED):
                break
        if len(kept) < len(strips):
            break
        taken, strips = [*taken, row], kept
    taken = without_foot(glyphs, taken, height)
    cut = 0 < len(taken) < 3 and len(strips) >= 2 and taken[-1].bottom > (1 - FOOT) * height
    if (len(taken) < 3 and not cut) or not (len(strips) >= 2 or _ends_in_numbers(glyphs, taken)):
        return None
    if not strips:
        return None
    left = min(row.entries[0][0] for row in taken) - 1
    right = max(row.entries[-1][1] for row in taken) + 1
    xs = [left, *((a + b) / 2 for a, b in strips), right]
    labelled = side_labels.find(glyphs, taken[1:], xs) if len(taken[0].entries) == len(xs) - 1 else None
    groups = [[taken[0]], *labelled.rows] if labelled else headed_rows(glyphs, taken, xs)
    # Lines between the caption and the names are no rows.
    while all(len(row.entries) == 1 for row in groups[0]):
        groups = groups[1:]
    taken = [row for group in groups for row in group]
    ys = [taken[0].top - 1]
    ys += [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    ys.append(taken[-1].bottom + 1)
    if labelled:
        cells = [(0, c, 1, 1) for c in range(len(xs) - 1)] + [
            (r + 1, c, h, w) for r, c, h, w in labelled.cells
        ]
    else:
        cells = [(r, c, 1, 1) for r in range(len(groups)) for c in range(len(xs) - 1)]
    return Grid(xs, ys, cells)


def _ends_in_numbers(glyphs: Glyphs, rows: Sequence[InkRow]) -> bool:
    """Two columns of which the second holds numbers below its name."""
    ends = []
    for row in rows[1:]:
        x0 = row.entries[-1][0]
        ends.append(text_of(glyphs, row.glyphs[glyphs.box[row.glyphs, 0] >= x0 - 0.5]))
    return sum(bool(NUMBER.fullmatch(end)) for end in ends) >= 0.7 * len(ends)
