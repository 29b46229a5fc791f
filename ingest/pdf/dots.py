"""Rules drawn as rows of dots, each its own little square: put together into lines."""

from __future__ import annotations

import numpy as np

from ingest.pdf.frame import Floats, led

FEWEST = 8
"""Fewer dots than this are no rule."""
MOST = 20_000
"""More dots than this are a picture made of squares."""
WIDEST_GAP = 3.0
APART = 0.3
"""Dots of a rule stand apart by at least this share of their width; the squares of a matrix code touch."""
LEVEL = 0.4


def rules_of(dots: Floats) -> Floats:
    """Lines `x0, y0, x1, y1` through the dots, given as boxes of that form in any orientation."""
    if not FEWEST <= len(dots) <= MOST:
        return np.empty((0, 4))
    return np.vstack((_rows(dots), _rows(dots[:, [1, 0, 3, 2]])[:, [1, 0, 3, 2]]))


def _rows(dots: Floats) -> Floats:
    """Lines through the dots that stand side by side."""
    middle = (dots[:, 1] + dots[:, 3]) / 2
    order = np.argsort(middle, kind="stable")
    level = np.empty(len(dots), np.int64)
    level[order] = np.cumsum(led(False, np.diff(middle[order]) > LEVEL))
    order = np.lexsort((dots[:, 0], level))
    box, level = dots[order], level[order]
    gap = box[1:, 0] - box[:-1, 2]
    new = led(True, (level[1:] != level[:-1]) | (gap > WIDEST_GAP))
    first = np.nonzero(new)[0]
    stop = np.append(first[1:], len(box))
    out = [
        (box[a, 0], box[a:b, 1].mean(), box[a:b, 2].max(), box[a:b, 3].mean())
        for a, b in zip(first.tolist(), stop.tolist(), strict=True)
        if b - a >= FEWEST and np.median(gap[a : b - 1]) >= APART * np.median(box[a:b, 2] - box[a:b, 0])
    ]
    return np.array(out, float).reshape(-1, 4)
