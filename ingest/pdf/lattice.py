"""Tables from ruling lines: touching edges form a lattice; a rule missing inside it is a merged cell.

The spans are exact because nothing is guessed: every elementary side either is ruled or is not. Where a
page cuts a table open, or its sides are left unruled, the lines that run past the outermost rule say where
the missing edge is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ingest.pdf.frame import Floats

REACH = 3.0
"""Edges that come this close touch, in points; lines of a table this close are one."""
OVERHANG = 8.0
"""Lines that run further than this past the outermost rule leave an open edge."""
FEWEST_POSTS = 3
"""Lines on a single rule that make a row."""

Span = tuple[int, int, int, int]
"""Row, column, row span, column span."""
Edge = list[float]
"""Where a rule is across its direction, where it begins and where it ends along it."""
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Placed = tuple[tuple[Floats, Floats], Ints, Ints]
"""Points, which of them are in a table, and in which of its cells."""


@dataclass(slots=True)
class Grid:
    """Column edges `xs`, row edges `ys` (points, top to bottom) and the cells between them.

    `open_top` and `open_bottom` tell an edge that is not printed: the row there may go on over the page.
    `ragged` is set when the rules do not form rectangles, so that the cells cannot be trusted.
    """

    xs: list[float]
    ys: list[float]
    cells: list[Span]
    open_top: bool = False
    open_bottom: bool = False
    ragged: bool = False
    rules: list[float] = field(default_factory=list)
    _owner: Ints | None = field(default=None, init=False, repr=False, compare=False)
    _placed: Placed | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def rows(self) -> int:
        """Number of elementary rows."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """Number of elementary columns."""
        return len(self.xs) - 1

    @property
    def box(self) -> tuple[float, float, float, float]:
        """`x0, top, x1, bottom`."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def owner(self) -> Ints:
        """`rows x columns` matrix: the index of the cell in `cells` that covers each position."""
        if self._owner is None:
            self._owner = self._owners()
        return self._owner

    def cells_at(self, middle: tuple[Floats, Floats]) -> tuple[Ints, Ints]:
        """Indices of the points `x, y` that are in the table, and for each the index of its cell.

        The last answer is kept: the same glyphs are asked for several times.
        """
        if self._placed is None or self._placed[0] is not middle:
            x, y = middle
            xs, ys = np.array(self.xs), np.array(self.ys)
            inside = ((x >= xs[0]) & (x < xs[-1]) & (y >= ys[0]) & (y < ys[-1])).nonzero()[0]
            column = xs.searchsorted(x[inside], side="right") - 1
            row = ys.searchsorted(y[inside], side="right") - 1
            self._placed = middle, inside, self.owner()[row, column]
        return self._placed[1:]

    def _owners(self) -> Ints:
        if len(self.cells) == self.rows * self.columns:
            return np.arange(len(self.cells)).reshape(self.rows, self.columns)
        own = [[0] * self.columns for _ in range(self.rows)]
        for k, (r, col, rs, cs) in enumerate(self.cells):
            if rs == cs == 1:
                own[r][col] = k
            else:
                for row in own[r : r + rs]:
                    row[col : col + cs] = [k] * cs
        return np.array(own, np.int64)


def find(across: Floats, down: Floats) -> list[Grid]:
    """Every table of two or more cells, top to bottom; a table inside a cell of another is left to it."""
    return find_with_frames(across, down)[0]


def find_with_frames(across: Floats, down: Floats) -> tuple[list[Grid], list[Grid]]:
    """Tables as `find` gives them, and boxes of a single cell: frames round text or pictures."""
    drawn = [grid for h, v in _touching(across, down) if (grid := _grid(h, v))]
    grids = sorted((grid for grid in drawn if len(grid.cells) > 1), key=lambda grid: (grid.ys[0], grid.xs[0]))
    tables = [grid for grid in grids if not any(_within(grid, other) for other in grids if other is not grid)]
    return tables, [grid for grid in drawn if len(grid.cells) == 1]


def _within(inner: Grid, outer: Grid) -> bool:
    a, b = inner.box, outer.box
    inside = a[0] > b[0] - 1 and a[1] > b[1] - 1 and a[2] < b[2] + 1 and a[3] < b[3] + 1
    return inside and (a[2] - a[0]) * (a[3] - a[1]) < (b[2] - b[0]) * (b[3] - b[1])


def _touching(across: Floats, down: Floats) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of horizontal and vertical edges that hang together, two horizontal ones at least.

    Of a row that the page end has cut, one is left, and the verticals on it.
    """
    if not len(across) or not len(down):
        return []
    y, x0, x1 = across[:, 0:1], across[:, 1:2], across[:, 2:3]
    x, top, bottom = down[:, 0], down[:, 1], down[:, 2]
    touch = (x >= x0 - REACH) & (x <= x1 + REACH) & (top <= y + REACH) & (bottom >= y - REACH)
    flat, steep = across.tolist(), down.tolist()
    # For every horizontal edge the set of vertical ones it touches, a bit each.
    packed = np.packbits(touch, axis=1, bitorder="little")
    left = [(k, bits) for k, row in enumerate(packed) if (bits := int.from_bytes(row.tobytes(), "little"))]
    groups = []
    while left:
        reached, size = left[0][1], 0
        while True:
            mine = [k for k, bits in left if bits & reached]
            if len(mine) == size:
                break
            size = len(mine)
            for _, bits in left:
                if bits & reached:
                    reached |= bits
        left = [(k, bits) for k, bits in left if not bits & reached]
        h, v = [flat[k] for k in mine], [edge for k, edge in enumerate(steep) if reached >> k & 1]
        if size >= 2 or _is_cut(h[0], v):
            groups.append((h, v))
    return groups


def _is_cut(rule: Edge, posts: list[Edge]) -> bool:
    """Three or more lines, alike, stand on one rule or hang from it, the outermost at its ends."""
    x, tops, bottoms = zip(*posts, strict=True)
    if len(posts) < FEWEST_POSTS or max(tops) - min(tops) > REACH or max(bottoms) - min(bottoms) > REACH:
        return False
    at, left, right = rule
    ends = min(abs(at - tops[0]), abs(at - bottoms[0])) <= REACH
    return bool(ends and min(x) - left <= REACH and right - max(x) <= REACH)


def snapped(values: Iterable[float]) -> list[float]:
    """Sorted positions with those closer than REACH made one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= REACH:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _overhang(ends: Sequence[float], limit: float, sign: int) -> float | None:
    """Where at least two lines end together beyond `limit`, and the furthest such end."""
    past = [end for end in ends if (end - limit) * sign > OVERHANG]
    if len(past) < 2:
        return None
    far = max(past) if sign > 0 else min(past)
    return far if sum(abs(end - far) <= REACH for end in past) >= 2 else None


def _open_edges(h: list[Edge], v: list[Edge]) -> tuple[list[Edge], list[Edge], bool, bool]:
    """The edges with the missing outer ones added; whether top and bottom were missing."""
    (y, starts, ends), (x, tops, bottoms) = zip(*h, strict=True), zip(*v, strict=True)
    top, bottom = _overhang(tops, min(y), -1), _overhang(bottoms, max(y), 1)
    left, right = _overhang(starts, min(x), -1), _overhang(ends, max(x), 1)
    x0, x1 = min(x) if left is None else left, max(x) if right is None else right
    h = [*h, *([at, x0, x1] for at in (top, bottom) if at is not None)]
    y0, y1 = min(edge[0] for edge in h), max(edge[0] for edge in h)
    v = [*v, *([at, y0, y1] for at in (left, right) if at is not None)]
    return h, v, top is not None, bottom is not None


def _grid(h: list[Edge], v: list[Edge]) -> Grid | None:
    """The table of edges that hang together; in plain numbers, for they are some dozens."""
    h, v, open_top, open_bottom = _open_edges(h, v)
    ys, xs = snapped(edge[0] for edge in h), snapped(edge[0] for edge in v)
    if len(ys) < 2 or len(xs) < 2:
        return None
    beside = zip(*_ruled(xs, ys, v), strict=True)
    cells, ragged = _cells(_ruled(ys, xs, h), list(map(list, beside)))
    return Grid(xs, ys, cells, open_top, open_bottom, ragged)


def _ruled(lines: list[float], across: list[float], edges: list[Edge]) -> list[list[bool]]:
    """For each of `lines`, which stretches between the positions `across` its edges rule."""
    middles = [(a + b) / 2 for a, b in pairwise(across)]
    out = [[False] * len(middles) for _ in lines]
    for at, start, end in edges:
        first, last = bisect_right(middles, start), bisect_left(middles, end)
        if first < last:
            out[_nearest(lines, at)][first:last] = [True] * (last - first)
    return out


def _nearest(lines: list[float], at: float) -> int:
    """Index of the nearest of these ascending lines; of the first of two."""
    after = bisect_left(lines, at)
    if not after:
        return 0
    return after - (after == len(lines) or at - lines[after - 1] <= lines[after] - at)


def _cells(over: list[list[bool]], left: list[list[bool]]) -> tuple[list[Span], bool]:
    """Rectangles between the rules. `over[r][c]`: a rule over position r, c; `left[r][c]`: left of it."""
    rows, columns = len(left), len(over[0])
    if all(map(all, over[1:-1])) and all(all(row[1:-1]) for row in left):
        return [(r, c, 1, 1) for r in range(rows) for c in range(columns)], False
    seen = [[False] * columns for _ in range(rows)]
    cells: list[Span] = []
    ragged = False
    for r in range(rows):
        for c in range(columns):
            if seen[r][c]:
                continue
            cs = 1
            while c + cs < columns and not left[r][c + cs] and not seen[r][c + cs]:
                cs += 1
            rs = 1
            while r + rs < rows and _open_below(over, left, seen, r + rs, c, cs):
                rs += 1
            cells.append((r, c, rs, cs))
            if rs == cs == 1:
                continue  # nothing comes back to it, and a side of one position is ruled or is not
            for i in range(r, r + rs):
                seen[i][c : c + cs] = [True] * cs
            ragged = ragged or _half_ruled(over, left, (r, c, rs, cs))
    return cells, ragged


def _open_below(
    over: list[list[bool]], left: list[list[bool]], seen: list[list[bool]], row: int, c: int, cs: int
) -> bool:
    """Whether a cell goes on into `row`: no rule between, none inside, nothing there yet."""
    return not (any(over[row][c : c + cs]) or any(left[row][c + 1 : c + cs]) or any(seen[row][c : c + cs]))


def _half_ruled(over: list[list[bool]], left: list[list[bool]], cell: Span) -> bool:
    """A side of the cell that is ruled in part only: the rules form no rectangle there."""
    r, c, rs, cs = cell
    rows, columns = len(left), len(over[0])
    sides = []
    if r > 0:
        sides.append(over[r][c : c + cs])
    if r + rs < rows:
        sides.append(over[r + rs][c : c + cs])
    if c > 0:
        sides.append([left[i][c] for i in range(r, r + rs)])
    if c + cs < columns:
        sides.append([left[i][c + cs] for i in range(r, r + rs)])
    return any(any(side) and not all(side) for side in sides)
