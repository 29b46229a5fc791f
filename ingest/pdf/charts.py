"""Grid lines of charts are no tables: told by the numbers that stand on the lines, or by bars that cross them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ingest.pdf.frame import Floats
from ingest.pdf.glyphs import Glyphs
from ingest.pdf.ink_rows import ink_rows

BESIDE, BELOW = 60.0, 25.0
"""Labels of an axis stand no further from it than this, in points."""
ON_LINE = 0.3
"""The middle of a label is nearer to its line than this, in em; text of a table never straddles a rule."""
LEAST_LABELS, MOST_LINES = 3, 0.6
"""So many lines, and this share of them, carry a label."""
CLEAR = 2.0
"""A bar crosses a line when it reaches further than this beyond it, in points."""
WIDEST_BAR = 0.6
"""Wider than this share of the lines, a filled box is a background."""
TABLE_TEXT = 4
"""More characters a cell than this are the text of a table."""
_IN_NUMBERS = np.array(
    [ord(character) for character in "0123456789０１２３４５６７８９.,，．%％-－−"], np.uint32
)


def is_chart(xs: Sequence[float], ys: Sequence[float], glyphs: Glyphs, fills: Floats) -> bool:
    """Whether lines at the heights `ys` between `xs[0]` and `xs[-1]`, and at `xs`, are those of a chart.

    `fills` are the filled boxes of the page, rows of `x0, top, x1, bottom`.
    """
    x, y = glyphs.middle
    inside = int(((x > xs[0]) & (x < xs[-1]) & (y > ys[0]) & (y < ys[-1])).sum())
    if len(xs) > 2 and inside > TABLE_TEXT * (len(xs) - 1) * (len(ys) - 1):
        return False
    return _labelled(xs, ys, glyphs) or _barred(xs[0], xs[-1], ys, fills)


def _labelled(xs: Sequence[float], ys: Sequence[float], glyphs: Glyphs) -> bool:
    x, y = glyphs.middle
    digits = np.isin(glyphs.code, _IN_NUMBERS)
    left, right = (x > xs[0] - BESIDE) & (x < xs[0]), (x < xs[-1] + BESIDE) & (x > xs[-1])
    near = digits & (y > ys[0] - 6) & (y < ys[-1] + 6)
    reach = ON_LINE * glyphs.em
    if any(_on_lines(y[side], ys, reach[side]) for side in (near & left, near & right)):
        return True
    below = np.nonzero(digits & (y > ys[-1]) & (y < ys[-1] + BELOW) & (x > xs[0] - 20) & (x < xs[-1] + 20))[0]
    labels = [entry for row in ink_rows(glyphs, below)[:1] for entry in row.entries]
    middles = np.array([(a + b) / 2 for a, b in labels])
    return _on_lines(middles, xs, np.full(len(middles), 1.5))


def _on_lines(at: Floats, lines: Sequence[float], reach: Floats) -> bool:
    """Most lines have something on them, and nearly everything is on a line."""
    if len(at) < LEAST_LABELS:
        return False
    off = np.abs(at[:, None] - np.asarray(lines)[None, :])
    on = off.min(axis=1) <= reach
    taken = len(set(off.argmin(axis=1)[on].tolist()))
    return bool(taken >= max(LEAST_LABELS, MOST_LINES * len(lines)) and on.mean() > 0.8)


def _barred(left: float, right: float, ys: Sequence[float], fills: Floats) -> bool:
    """At least two bars of one width and one foot stand across the lines."""
    if len(fills) < 2:
        return False
    width = fills[:, 2] - fills[:, 0]
    inside = (
        (fills[:, 0] > left - CLEAR) & (fills[:, 2] < right + CLEAR) & (width < WIDEST_BAR * (right - left))
    )
    lines = np.asarray(ys)[None, :]
    crossed = ((fills[:, 1:2] < lines - CLEAR) & (fills[:, 3:4] > lines + CLEAR)).any(axis=1)
    bars = fills[inside & crossed]
    if len(bars) < 2:
        return False
    alike = np.abs(bars[:, 2] - bars[:, 0] - np.median(bars[:, 2] - bars[:, 0])) < 1
    footed = np.abs(bars[:, 3] - np.median(bars[:, 3])) < 1
    return bool((alike & footed).sum() >= 2)
