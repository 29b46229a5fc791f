"""Grid lines of charts are no tables: told by the numbers that stand on the lines, by bars that cross them, or by
the one axis they end on.

The lines of a chart are alike in extent. What is drawn between the first and the last of them, bars and axes
too, is set aside before tables are looked for; a frame round the chart is left, and makes no table alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np

from ingest.pdf.frame import Floats
from ingest.pdf.glyphs import Glyphs, Ints
from ingest.pdf.ink_rows import ink_rows
from ingest.pdf.lattice import Bools
from ingest.pdf.rules import Rules

SAME = 3.0
"""Lines whose ends differ by less than this, in points, are alike."""
BESIDE, BELOW = 60.0, 25.0
"""Labels of an axis stand no further from its lines than this, in points."""
ON_LINE = 0.3
"""The middle of a label is nearer to its line than this, in em; text of a table never straddles a rule."""
LEAST_LABELS, MOST_LINES = 3, 0.6
"""So many lines, and this share of them, carry a label."""
EVEN = 1.6
"""The lines of a chart are evenly spaced; a gap so many times as wide parts two charts."""
CLEAR = 2.0
"""A bar crosses a line when it reaches further than this beyond it, in points."""
WIDEST_BAR = 0.6
"""Wider than this share of the lines, a filled box is a background."""
LEAST_BARS, UNEVEN, WIDEST_LINE = 3, 6.0, 100.0
"""A cut chart is told by so many bars, whose heads differ by more than this, across a line longer than this."""
Box = tuple[float, float, float, float]


def without(edges: Rules, glyphs: Glyphs) -> Rules:
    """The edges that do not belong to charts."""
    whole = edges.whole or edges
    lying, standing = list(_alike(whole.across)), list(_alike(whole.down))
    cut = list(_cut(whole))
    if not lying and not standing and not cut:
        return edges
    digits = glyphs.take(_digits(glyphs)) if lying or standing else glyphs
    regions = [*_lying(lying, whole, digits), *_standing(standing, digits), *cut]
    if not regions:
        return edges
    across, down = edges.across, edges.down
    for x0, top, x1, bottom in regions:
        # Each edge is `at, from, to`.
        across = across[~_inside(across, (top, bottom), (x0, x1))]
        down = down[~_inside(down, (x0, x1), (top, bottom))]
    return replace(edges, across=across, down=down)


def _inside(edges: Floats, at: tuple[float, float], along: tuple[float, float]) -> Bools:
    inside = (edges[:, 0] > at[0] - SAME) & (edges[:, 0] < at[1] + SAME)
    return np.asarray(inside & (edges[:, 1] > along[0] - SAME) & (edges[:, 2] < along[1] + SAME), np.bool_)


def _digits(glyphs: Glyphs) -> Ints:
    """Indices of the upright digits."""
    code = glyphs.code
    digits = (code - np.uint32(0x30) < 10) | (code - np.uint32(0xFF10) < 10)
    return (digits & glyphs.upright).nonzero()[0]


def _alike(edges: Floats, least: int = LEAST_LABELS) -> Iterator[Floats]:
    """At least so many edges of one extent, no gap among them much wider than the others."""
    groups: dict[tuple[int, int], list[list[float]]] = defaultdict(list)
    for edge in edges.tolist():
        groups[round(edge[1] / SAME), round(edge[2] / SAME)].append(edge)
    for group in groups.values():
        if len(group) < least:
            continue
        step = [below[0] - above[0] for above, below in pairwise(group)]
        widest = EVEN * median(step) if step else 0.0
        ends = [k for k, gap in enumerate(step, 1) if gap > widest]
        for start, end in pairwise([0, *ends, len(group)]):
            if end - start >= least:
                yield np.array(group[start:end])


def _cut(edges: Rules) -> Iterator[Box]:
    """Regions of charts of which the page end has left a line or two: bars of different heights cross them."""
    if len(edges.fills) < LEAST_BARS:
        return
    for lines in _alike(edges.across, 1):
        x0, x1 = float(lines[:, 1].min()), float(lines[:, 2].max())
        if len(lines) >= LEAST_LABELS or x1 - x0 < WIDEST_LINE:
            continue
        bars = _bars(x0, x1, lines[:, 0], edges.fills)
        if len(bars) >= LEAST_BARS and np.ptp(bars[:, 1]) > UNEVEN:
            yield x0, float(bars[:, 1].min()), x1, float(bars[:, 3].max())


def _lying(alike: Sequence[Floats], edges: Rules, digits: Glyphs) -> Iterator[Box]:
    """Regions of charts with horizontal lines."""
    for lines in alike:
        at, x0, x1 = lines[:, 0], float(lines[:, 1].min()), float(lines[:, 2].max())
        if (
            _on_one_axis(x0, x1, at, edges.down)
            or _labelled(x0, x1, at, edges.across, digits)
            or _barred(x0, x1, at, edges.fills)
        ):
            yield x0, float(at[0]), x1, float(at[-1])


def _on_one_axis(left: float, right: float, at: Floats, down: Floats) -> bool:
    """A single upright line meets them, all of them at one end: an axis, whatever numbers are printed."""
    if not len(down):
        return False
    x, top, bottom = down[:, 0], down[:, 1], down[:, 2]
    meets = (x > left - SAME) & (x < right + SAME) & (top < at[-1] - SAME) & (bottom > at[0] + SAME)
    if np.count_nonzero(meets) != 1:
        return False
    (axis,) = meets.nonzero()[0]
    whole = top[axis] < at[0] + SAME and bottom[axis] > at[-1] - SAME
    return bool(whole and min(abs(x[axis] - left), abs(x[axis] - right)) < SAME)


def _labelled(left: float, right: float, at: Floats, across: Floats, digits: Glyphs) -> bool:
    """Numbers stand on the lines, to their left or to their right."""
    x, y = digits.middle
    for low, high, beside in ((left - BESIDE, left, left - SAME), (right, right + BESIDE, right + SAME)):
        side = ((x > low) & (x < high)).nonzero()[0]
        if len(side) < LEAST_LABELS:
            continue  # as for nearly every table
        side = side[(y[side] > at[0] - 6) & (y[side] < at[-1] + 6)]
        on = len(side) >= LEAST_LABELS and _on_lines(y[side], at, ON_LINE * digits.em[side])
        if on and not _ruled_at(across, at, beside):
            return True
    return False


def _standing(alike: Sequence[Floats], digits: Glyphs) -> Iterator[Box]:
    """Regions of charts with vertical lines."""
    x, y = digits.middle
    for lines in alike:
        at, bottom = lines[:, 0], float(lines[:, 2].max())
        below = (y > bottom) & (y < bottom + BELOW) & (x > at[0] - 20) & (x < at[-1] + 20)
        if np.count_nonzero(below) < LEAST_LABELS:
            continue
        labels = [entry for row in ink_rows(digits, below.nonzero()[0])[:1] for entry in row.entries]
        middles = np.array([(a + b) / 2 for a, b in labels])
        if _on_lines(middles, at, np.full(len(middles), 1.5)):
            yield float(at[0]), float(lines[:, 1].min()), float(at[-1]), bottom


def _ruled_at(across: Floats, at: Floats, x: float) -> bool:
    """Whether a rule between the first and the last line crosses where the labels are: cells of a table."""
    between = (across[:, 0] > at[0] + SAME) & (across[:, 0] < at[-1] - SAME)
    return bool((between & (across[:, 1] < x - SAME) & (across[:, 2] > x)).any())


def _on_lines(at: Floats, lines: Floats, reach: Floats) -> bool:
    """Most lines have something on them, and nearly everything is on a line."""
    if len(at) < LEAST_LABELS:
        return False
    off = np.abs(at[:, None] - lines[None, :])
    on = off.min(axis=1) <= reach
    taken = len(set(off.argmin(axis=1)[on].tolist()))
    return bool(taken >= max(LEAST_LABELS, MOST_LINES * len(lines)) and on.mean() > 0.8)


def _barred(left: float, right: float, at: Floats, fills: Floats) -> bool:
    """At least two bars of one width and one foot stand across the lines."""
    if len(fills) < 2:
        return False
    bars = _bars(left, right, at, fills)
    # From the first line to the last they are shaded columns of a table.
    whole = (np.abs(bars[:, 1] - at[0]) < CLEAR) & (np.abs(bars[:, 3] - at[-1]) < CLEAR)
    return len(bars) >= 2 and not whole.all()


def _bars(left: float, right: float, at: Floats, fills: Floats) -> Floats:
    """The filled boxes of one width and one foot that stand across the lines."""
    width = fills[:, 2] - fills[:, 0]
    inside = (
        (fills[:, 0] > left - CLEAR) & (fills[:, 2] < right + CLEAR) & (width < WIDEST_BAR * (right - left))
    )
    lines = at[None, :]
    crossed = ((fills[:, 1:2] < lines - CLEAR) & (fills[:, 3:4] > lines + CLEAR)).any(axis=1)
    bars = fills[inside & crossed]
    if len(bars) < 2:
        return bars[:0]
    alike = np.abs(bars[:, 2] - bars[:, 0] - np.median(bars[:, 2] - bars[:, 0])) < 1
    footed = np.abs(bars[:, 3] - np.median(bars[:, 3])) < 1
    return bars[alike & footed]
