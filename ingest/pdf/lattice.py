"""Tables from ruling lines: touching edges form a lattice; a rule missing inside it is a merged cell.

The spans are exact because nothing is guessed: every elementary side either is ruled or is not. Where a
page cuts a table open, or its sides are left unruled, the lines that run past the outermost rule say where
the missing edge is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ingest.pdf.frame import Floats, led

REACH = 3.0
"""Edges that come this close touch, in points; lines of a table this close are one."""
OVERHANG = 8.0
"""Lines that run further than this past the outermost rule leave an open edge."""
FEWEST_POSTS = 3
"""Lines on a single rule that make a row."""

Span = tuple[int, int, int, int]
"""Row, column, row span, column span."""
Bools = NDArray[np.bool_]


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

    def owner(self) -> NDArray[np.int64]:
        """`rows x columns` matrix: the index of the cell in `cells` that covers each position."""
        if len(self.cells) == self.rows * self.columns:
            return np.arange(len(self.cells)).reshape(self.rows, self.columns)
        own = np.zeros((self.rows, self.columns), np.int64)
        for k, (r, col, rs, cs) in enumerate(self.cells):
            own[r : r + rs, col : col + cs] = k
        return own


def find(across: Floats, down: Floats) -> list[Grid]:
    """Every table of two or more cells, top to bottom; a table inside a cell of another is left to it."""
    return find_with_frames(across, down)[0]


def find_with_frames(across: Floats, down: Floats) -> tuple[list[Grid], list[Grid]]:
    """Tables as `find` gives them, and boxes of a single cell: frames round text or pictures."""
    drawn = [grid for h, v in _touching(across, down) if (grid := _grid(across[h], down[v]))]
    grids = sorted((grid for grid in drawn if len(grid.cells) > 1), key=lambda grid: (grid.ys[0], grid.xs[0]))
    tables = [grid for grid in grids if not any(_within(grid, other) for other in grids if other is not grid)]
    return tables, [grid for grid in drawn if len(grid.cells) == 1]


def _within(inner: Grid, outer: Grid) -> bool:
    a, b = inner.box, outer.box
    inside = a[0] > b[0] - 1 and a[1] > b[1] - 1 and a[2] < b[2] + 1 and a[3] < b[3] + 1
    return inside and (a[2] - a[0]) * (a[3] - a[1]) < (b[2] - b[0]) * (b[3] - b[1])


def _touching(across: Floats, down: Floats) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Groups of horizontal and vertical edges that hang together, two horizontal ones at least.

    Of a row that the page end has cut, one is left, and the verticals on it.
    """
    if not len(across) or not len(down):
        return []
    y, x0, x1 = across[:, 0:1], across[:, 1:2], across[:, 2:3]
    x, top, bottom = down[:, 0], down[:, 1], down[:, 2]
    touch = (x >= x0 - REACH) & (x <= x1 + REACH) & (top <= y + REACH) & (bottom >= y - REACH)
    left: Bools = np.asarray(touch.any(axis=1), bool)
    groups = []
    while left.any():
        h: Bools = np.zeros(len(across), np.bool_)
        h[int(np.argmax(left))] = True
        while True:
            v = touch[h].any(axis=0)
            wider = np.asarray(touch[:, v].any(axis=1), bool)
            if (wider == h).all():
                break
            h = wider
        left &= ~h
        if (h.sum() >= 2 and v.sum() >= 1) or (h.sum() == 1 and _is_cut(across[h][0], down[v])):
            groups.append((np.nonzero(h)[0], np.nonzero(v)[0]))
    return groups


def _is_cut(rule: Floats, posts: Floats) -> bool:
    """Three or more lines, alike, stand on one rule or hang from it, the outermost at its ends."""
    if len(posts) < FEWEST_POSTS or np.ptp(posts[:, 1]) > REACH or np.ptp(posts[:, 2]) > REACH:
        return False
    at, left, right = rule.tolist()
    ends = min(abs(at - posts[0, 1]), abs(at - posts[0, 2])) <= REACH
    return bool(ends and posts[:, 0].min() - left <= REACH and right - posts[:, 0].max() <= REACH)


def snapped(values: Floats) -> Floats:
    """Sorted positions with those closer than REACH made one."""
    values = np.sort(values)
    group = np.cumsum(led(False, np.diff(values) > REACH))
    return np.bincount(group, values) / np.bincount(group)


def _overhang(ends: Floats, limit: float, sign: int) -> float | None:
    """Where at least two lines end together beyond `limit`, and the furthest such end."""
    past = ends[(ends - limit) * sign > OVERHANG]
    if len(past) < 2:
        return None
    far = past.max() if sign > 0 else past.min()
    return float(far) if (np.abs(past - far) <= REACH).sum() >= 2 else None


def _open_edges(h: Floats, v: Floats) -> tuple[Floats, Floats, bool, bool]:
    """The edges with the missing outer ones added; whether top and bottom were missing."""
    top, bottom = _overhang(v[:, 1], float(h[:, 0].min()), -1), _overhang(v[:, 2], float(h[:, 0].max()), 1)
    left, right = _overhang(h[:, 1], float(v[:, 0].min()), -1), _overhang(h[:, 2], float(v[:, 0].max()), 1)
    x0 = float(v[:, 0].min()) if left is None else left
    x1 = float(v[:, 0].max()) if right is None else right
    for y in (top, bottom):
        if y is not None:
            h = np.vstack((h, (y, x0, x1)))
    y0, y1 = float(h[:, 0].min()), float(h[:, 0].max())
    for x in (left, right):
        if x is not None:
            v = np.vstack((v, (x, y0, y1)))
    return h, v, top is not None, bottom is not None


def _grid(h: Floats, v: Floats) -> Grid | None:
    h, v, open_top, open_bottom = _open_edges(h, v)
    ys, xs = snapped(h[:, 0]), snapped(v[:, 0])
    if len(ys) < 2 or len(xs) < 2:
        return None
    row_middle, column_middle = (ys[:-1] + ys[1:]) / 2, (xs[:-1] + xs[1:]) / 2
    above = np.zeros((len(ys), len(xs) - 1), bool)
    beside = np.zeros((len(ys) - 1, len(xs)), bool)
    for line, (_, a, b) in zip(_nearest(ys, h[:, 0]), h.tolist(), strict=True):
        above[line] |= (column_middle > a) & (column_middle < b)
    for line, (_, a, b) in zip(_nearest(xs, v[:, 0]), v.tolist(), strict=True):
        beside[:, line] |= (row_middle > a) & (row_middle < b)
    cells, ragged = _cells(above, beside)
    return Grid(xs.tolist(), ys.tolist(), cells, open_top, open_bottom, ragged)


def _nearest(lines: Floats, values: Floats) -> list[int]:
    nearest: list[int] = np.abs(lines[None, :] - values[:, None]).argmin(axis=1).tolist()
    return nearest


def _cells(above: Bools, beside: Bools) -> tuple[list[Span], bool]:
    """Rectangles between the rules. `above[r, c]`: a rule over position r, c; `beside[r, c]`: left of it."""
    rows, columns = beside.shape[0], above.shape[1]
    if above[1:-1].all() and beside[:, 1:-1].all():
        return [(r, c, 1, 1) for r in range(rows) for c in range(columns)], False
    over, left = above.tolist(), beside.tolist()
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
            for i in range(r, r + rs):
                seen[i][c : c + cs] = [True] * cs
            cells.append((r, c, rs, cs))
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
