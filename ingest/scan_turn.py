"""How a scanned page lies: upright, on its side, or on its head, told by its own lines of text."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ingest.ink import Gray
from ingest.pdf.frame import Floats

TALL = 1.5
"""A line so many times as high as wide runs down the page."""
MOSTLY = 0.6
"""Share of all text, by length, that lies one way when the page does."""
LONG = 3.0
"""Lines at least so many times as long as high tell which end is up."""
ASKED, FEWEST = 9, 2
"""The longest lines asked, and how many there must be."""

Boxes = list[tuple[int, int, int, int]]
IsOver = Callable[[Gray], bool | None]
"""Whether the picture of a line stands on its head; None when that cannot be told."""


def quarter_turns(gray: Gray, corners: Floats, is_over: IsOver) -> int:
    """Clockwise quarter turns that set the page upright, from the corners (`n` x 4 x 2, pixels) of its lines."""
    if not len(corners):
        return 0
    low, high = corners.min(axis=1), corners.max(axis=1)
    width, height = (high - low)[:, 0], (high - low)[:, 1]
    length = np.maximum(width, height)
    down = height > TALL * width
    sideways = bool(length[down].sum() > MOSTLY * length.sum())
    along, across = (height, width) if sideways else (width, height)
    order = np.argsort(-along)
    order = order[along[order] >= LONG * across[order]][:ASKED]
    said = []
    for k in order.tolist():
        x0, y0 = np.maximum(low[k].astype(int), 0)
        x1, y1 = high[k].astype(int) + 1
        line = gray[y0:y1, x0:x1]
        said.append(is_over(np.rot90(line, -1) if sideways else line))
    told = [over for over in said if over is not None]
    over = sum(told) > len(told) / 2
    if sideways:
        # Which of the two sides it is, the page itself says once it is turned.
        return 0 if down.sum() < FEWEST else 3 if over else 1
    return 2 if over and len(told) >= FEWEST else 0
