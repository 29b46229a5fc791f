"""Paths that let through only what is painted inside of them."""

from __future__ import annotations

import ctypes as c
from math import inf

from ingest.pdf import raw

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
Known = dict[tuple[int, Matrix], Box]
"""Boxes of paths that were met on a page, by where their points are kept: objects share theirs."""


def box_of(item: int, outer: Matrix, known: Known) -> Box | None:
    """The box in user space that holds what the paths leave of an object; None if there is none.

    `known` are the boxes of paths that were met: objects share theirs.
    """
    clip = raw.clip_path(item)
    x0 = y0 = -inf
    x1 = y1 = inf
    for k in range(raw.count_clips(clip)):
        segments = raw.count_clip_segments(clip, k)
        if segments < 1:
            continue
        path = raw.clip_segment(clip, k, 0), outer
        if path not in known:
            known[path] = _bounds(clip, k, segments, outer)
        left, low, right, high = known[path]
        x0, y0, x1, y1 = max(x0, left), max(y0, low), min(x1, right), min(y1, high)
    return None if x0 == -inf else (x0, y0, max(x0, x1), max(y0, y1))


def _bounds(clip: int, number: int, segments: int, outer: Matrix) -> Box:
    """The box round all points of a path: curves do not leave it."""
    floats = (c.c_float * 2)()
    at = c.addressof(floats)
    points = []
    for k in range(segments):
        raw.segment_point(raw.clip_segment(clip, number, k), at, at + 4)
        points.append(placed(outer, floats[0], floats[1]))
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def placed(m: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point of a form in user space."""
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
