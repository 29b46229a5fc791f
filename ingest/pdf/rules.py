"""The ruling lines of a page: strokes, thin filled boxes and the sides of drawn boxes, as merged edges.

Producers draw one visible line as many pieces (a side for every cell, dashes, doubled strokes); pieces on
one line that touch are one edge here, so that what follows sees a handful of lines instead of hundreds.
"""

from __future__ import annotations

import ctypes as c
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from math import isfinite
from operator import itemgetter

import numpy as np

from ingest.pdf import clips, dots, raw
from ingest.pdf.clips import Box, Matrix, placed
from ingest.pdf.frame import Floats, Frame

THIN = 3.0
"""A drawn box thinner than this is a line, in points."""
STRAIGHT = 1.0
"""A side of a drawn shape that is further out of the straight is none of a box: graphs have such sides."""
SNAP = 1.2
"""Pieces closer than this across are on one line."""
GAP = 3.0
"""Pieces closer than this along are one line (dashes, corners)."""
SHORTEST = 5.0
SLACK = 0.5
"""A line this far outside of a path is still let through, in points: lines run along the edges of their cells."""
_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5
_LINE_TO, _MOVE_TO = 0, 2
_DEEPEST = 8
_BOX_SEGMENTS = (4, 5)
_MOST_SEGMENTS = 4000
Edge = tuple[float, float, float]
"""Where a line is across its direction, where it begins and where it ends along it."""
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Rules:
    """Edges as displayed. `across` rows are `y, x0, x1`, `down` rows `x, top, bottom`.

    `images` and `fills`, the filled boxes, are rows of `x0, top, x1, bottom`.
    """

    across: Floats
    down: Floats
    images: Floats
    fills: Floats = field(default_factory=lambda: np.empty((0, 4)))
    fill_objects: list[int] = field(default_factory=list)
    """pdfium's handles of what paints the filled boxes."""

    whole: Rules | None = None
    """The same with all that a path cuts off; None if nothing is. A chart is known by what it is, seen or not."""

    def image_share(self, frame: Frame) -> float:
        """Share of the page that its largest image covers."""
        if not len(self.images):
            return 0.0
        width, height = frame.size
        box = self.images
        w = np.clip(box[:, 2], 0, width) - np.clip(box[:, 0], 0, width)
        h = np.clip(box[:, 3], 0, height) - np.clip(box[:, 1], 0, height)
        return float((w * h).max() / (width * height or 1.0))


def _product(m: Matrix, outer: Matrix) -> Matrix:
    a, b, cc, d, e, f = m
    A, B, C, D, E, F = outer  # noqa: N806
    return (
        a * A + b * C,
        a * B + b * D,
        cc * A + d * C,
        cc * B + d * D,
        e * A + f * C + E,
        e * B + f * D + F,
    )


@dataclass(slots=True)
class _Walk:
    """One pass over the objects of a page, forms included."""

    edges: list[Box] = field(default_factory=list)
    """Lines as `x0, y0, x1, y1` in user space, each nearly horizontal or vertical."""
    images: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    dots: list[Box] = field(default_factory=list)
    fill_objects: list[int] = field(default_factory=list)
    clip: Box | None = None
    """What the paths round the object at hand let through; None if all of it."""
    seen: list[Box] = field(default_factory=list)
    """The lines as far as they are seen."""
    known: clips.Known = field(default_factory=dict)
    floats: c.Array[c.c_float] = field(default_factory=c.c_float * 8)
    ints: c.Array[c.c_int] = field(default_factory=c.c_int * 2)

    def page(self, page: int) -> None:
        self._objects(map(raw.page_object, repeat(page), range(raw.count_objects(page))), IDENTITY, 0)

    def _objects(self, found: Iterable[int], outer: Matrix, depth: int) -> None:
        items = list(found)
        for item, kind in zip(items, map(raw.object_type, items), strict=True):
            if kind == _TEXT:
                continue
            if kind == _PATH:
                self._path(item, outer)
            elif kind == _IMAGE:
                self.images.append(self._bounds(item, outer))
            elif kind == _FORM and depth < _DEEPEST:
                inner = _product(self.matrix(item), outer)
                parts = range(raw.count_in_form(item))
                self._objects(map(raw.object_in_form, repeat(item), parts), inner, depth + 1)

    def matrix(self, item: int) -> Matrix:
        raw.object_matrix(item, c.addressof(self.floats))
        a, b, cc, d, e, f = self.floats[:6]
        return a, b, cc, d, e, f

    def _bounds(self, item: int, outer: Matrix) -> Box:
        at = c.addressof(self.floats)
        raw.object_bounds(item, at, at + 4, at + 8, at + 12)
        x0, y0, x1, y1 = self.floats[:4]
        if outer is IDENTITY:
            return x0, y0, x1, y1
        xa, ya = placed(outer, x0, y0)
        xb, yb = placed(outer, x1, y1)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    def _path(self, item: int, outer: Matrix) -> None:
        at = c.addressof(self.ints)
        raw.draw_mode(item, at, at + 4)
        filled, stroked = self.ints[0], self.ints[1]
        if not (filled or stroked):
            return
        self.clip = clips.box_of(item, outer, self.known)
        x0, y0, x1, y1 = self._bounds(item, outer)
        w, h = x1 - x0, y1 - y0
        if h <= THIN or w <= THIN:
            if max(w, h) > THIN:
                self._line(x0, y0, x1, y1)
            else:
                self.dots.append((x0, y0, x1, y1))
            return
        segments = raw.count_segments(item)
        if filled and segments in _BOX_SEGMENTS:
            self._fill(item, (x0, y0, x1, y1))
        if segments > _MOST_SEGMENTS or (segments <= 5 and not stroked):
            return
        matrix = _product(self.matrix(item), outer)
        for points in self._subpaths(item, segments, matrix):
            if stroked:
                for (xa, ya), (xb, yb) in pairwise(points):
                    if min(abs(xb - xa), abs(yb - ya)) <= STRAIGHT:
                        self._line(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
            else:
                self._thin_shape(item, points)

    def _fill(self, item: int, box: Box) -> None:
        self.fills.append(box)
        self.fill_objects.append(item)

    def _thin_shape(self, item: int, points: list[tuple[float, float]]) -> None:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
        if (x1 - x0 <= THIN) != (y1 - y0 <= THIN):
            self._line(x0, y0, x1, y1)
        elif x1 - x0 <= THIN:
            self.dots.append((x0, y0, x1, y1))
        elif len(points) in _BOX_SEGMENTS:
            self._fill(item, (x0, y0, x1, y1))

    def _subpaths(self, item: int, count: int, m: Matrix) -> Iterator[list[tuple[float, float]]]:
        """Corner points of every subpath; a curve ends the straight run."""
        at = c.addressof(self.floats)
        points: list[tuple[float, float]] = []
        for i in range(count):
            segment = raw.path_segment(item, i)
            kind = raw.segment_type(segment)
            raw.segment_point(segment, at, at + 4)
            point = placed(m, self.floats[0], self.floats[1])
            if kind != _LINE_TO:
                if len(points) > 1:
                    yield points
                points = []
            points.append(point)
            if raw.segment_close(segment) and len(points) > 2:
                points.append(points[0])
        if len(points) > 1:
            yield points

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        line = (x0, y0, x1, y1)
        self.edges.append(line)
        if (seen := line if self.clip is None else _through(line, self.clip)) is not None:
            self.seen.append(seen)


def _through(line: Box, clip: Box) -> Box | None:
    """A line as far as a path lets it through; None if it is outside."""
    (left, low, right, high), (x0, y0, x1, y1) = clip, line
    if x0 > right + SLACK or x1 < left - SLACK or y0 > high + SLACK or y1 < low - SLACK:
        return None
    x0, y0 = max(x0, left), max(y0, low)
    return x0, y0, max(x0, min(x1, right)), max(y0, min(y1, high))


def order_of(page: int) -> dict[int, tuple[int, Matrix]]:
    """All objects of an open page by pdfium's handle: when each is painted, and what places it if it is part of a form."""
    out: dict[int, tuple[int, Matrix]] = {}
    walk = _Walk()
    left = [
        (item, IDENTITY, 0) for item in map(raw.page_object, repeat(page), range(raw.count_objects(page)))
    ][::-1]
    while left:
        item, outer, depth = left.pop()
        out[item] = len(out), outer
        if raw.object_type(item) == _FORM and depth < _DEEPEST:
            inner = _product(walk.matrix(item), outer)
            parts = map(raw.object_in_form, repeat(item), range(raw.count_in_form(item)))
            left += [(part, inner, depth + 1) for part in parts][::-1]
    return out


def read(page: int, frame: Frame) -> Rules:
    """All edges and image boxes of an open page."""
    walk = _Walk()
    walk.page(page)
    images, fills = _boxes(walk.images, frame), _boxes(walk.fills, frame)
    found = Rules(*_edges(walk.seen, walk, frame), images, fills, walk.fill_objects)
    if walk.seen != walk.edges:
        found.whole = Rules(*_edges(walk.edges, walk, frame), images, fills, walk.fill_objects)
    return found


def _edges(edges: Sequence[Box], walk: _Walk, frame: Frame) -> tuple[Floats, Floats]:
    """Horizontal and vertical edges as displayed."""
    if len(walk.dots) >= dots.FEWEST:
        edges = [*edges, *map(tuple, dots.rules_of(np.array(walk.dots, float)).tolist())]
    if not isfinite(sum(map(sum, edges))):
        edges = [edge for edge in edges if isfinite(sum(edge))]
    if not edges:
        return np.empty((0, 3)), np.empty((0, 3))
    across, down = [], []
    for x0, top, x1, bottom in _boxes(edges, frame).tolist():
        if bottom - top <= x1 - x0:
            across.append(((top + bottom) / 2, x0, x1))
        else:
            down.append(((x0 + x1) / 2, top, bottom))
    width, height = frame.size
    return _inside(_joined(across), height, width), _inside(_joined(down), width, height)


def _boxes(corners: Sequence[Box], frame: Frame) -> Floats:
    return frame.boxes(np.array(corners)) if corners else np.empty((0, 4))


def _inside(edges: Iterable[Edge], across: float, along: float) -> Floats:
    keep = [edge for edge in edges if -1 < edge[0] < across + 1 and edge[2] > 0 and edge[1] < along]
    return np.array(keep).reshape(-1, 3)


def merged(edges: Floats) -> Floats:
    """Edges `at, from, to` with collinear touching pieces made one, sorted; stubs dropped."""
    return np.array(_joined(edges.tolist())).reshape(-1, 3)


def _joined(edges: Sequence[Edge]) -> list[Edge]:
    """`merged` in plain numbers: a page has some dozens of edges, too few for arrays to pay."""
    out: list[Edge] = []
    for line in _lines(edges):
        at, weight = 0.0, 0.0
        start = end = line[0][1]
        for y, a, b in line:
            if a > end + GAP:
                out.append((at / weight, start, end))
                start, end, weight, at = a, b, 0.0, 0.0
            length = max(b - a, 0.1)
            at, weight, end = at + y * length, weight + length, max(end, b)
        out.append((at / weight, start, end))
    return [edge for edge in out if edge[2] - edge[1] >= SHORTEST]


def _lines(edges: Iterable[Edge]) -> Iterator[list[Edge]]:
    """The pieces of every line, from its beginning."""
    line: list[Edge] = []
    for edge in sorted(edges, key=_at_first):
        if line and edge[0] - line[-1][0] > SNAP:
            yield sorted(line, key=_from_first)
            line = []
        line.append(edge)
    if line:
        yield sorted(line, key=_from_first)


_at_first, _from_first = itemgetter(0), itemgetter(1)
