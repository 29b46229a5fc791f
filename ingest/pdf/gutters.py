"""Tables without a lattice: between horizontal rules (三线表), or bare below a caption.

Columns are gutters, strips of white that no line of the table crosses; rows are rules where every row has
one, else printed lines, of which those that only continue a wrapped entry are taken together. Only where
rules or a caption announce a table is one looked for: gutters alone would make tables of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ingest.marks import is_caption, is_unit_line
from ingest.pdf.frame import Floats, led
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints
from ingest.pdf.lattice import REACH, Grid, Span, snapped
from ingest.printed import Printed

LEAST_WIDTH = 80.0
"""Shorter rules are underlines."""
WORD_GAP = 0.45
"""Ink closer than this, in em, is one entry."""
GUTTER = 0.45
"""Least white between two columns under rules, in em; a caption alone needs more."""
BARE_GUTTER = 0.9
FOOT = 0.2
"""A table reaches the end of the page when it comes within this share of its height."""
MOST_WRAPPED = 4
"""Lines of one entry that may come before the first with several, where a table is cut."""
EDGE = 0.11
"""A rule nearer to the top of the page than this share belongs to the running header."""
ROW_GAP = 2.6
"""A bare table ends where the next line is further below than this, in em."""
_NUMBER = re.compile(r"[-－+]?\d[\d,，.]*[%％]?|[-－—/]")

Stretch = tuple[float, float]


@dataclass(slots=True)
class InkRow:
    """One printed line across the table: where its ink is, and which glyphs make it."""

    level: float
    em: float
    entries: list[Stretch]
    glyphs: Ints
    top: float
    bottom: float


@dataclass(slots=True)
class Band:
    """Rules of one extent, top to bottom, that may make a table, and the shorter rules between them."""

    left: float
    right: float
    ys: list[float]
    partial: list[list[float]]
    open_top: bool = False
    open_bottom: bool = False


def find(
    glyphs: Glyphs,
    free: Ints,
    across: Floats,
    lines: Sequence[Printed],
    blocked: Sequence[Grid],
    height: float,
) -> list[Grid]:
    """Tables among the glyphs at the indices `free` of a page `height` points high.

    `across` are the horizontal rules outside of lattices, `lines` the printed lines of the free text.
    """
    upright = free[(np.abs(glyphs.angle[free]) < UPRIGHT) & (glyphs.code[free] > 0x20)]
    upright = upright[glyphs.code[upright] != 0x3000]
    found: list[Grid] = []
    for left, right, heights, partial in _rule_groups(across):
        for ys in _tabular(glyphs, upright, left, right, heights):
            band = _with_open_ends(glyphs, upright, Band(left, right, ys, partial), heights, height)
            grid = _ruled(glyphs, upright, band) if len(band.ys) > 1 else None
            found += [grid] if grid else []
    closed = [*blocked, *found]
    for caption in _captions(lines):
        below = [line for line in lines if line.box[1] > caption.box[3] - 1]
        if _starts_in_columns(below) and (grid := _bare(glyphs, upright, caption, below, closed)):
            found.append(grid)
            closed.append(grid)
    return found


def _rule_groups(across: Floats) -> Iterable[tuple[float, float, list[float], list[list[float]]]]:
    """Rules of the same extent: `(left, right, heights, shorter rules between them)`."""
    wide = across[across[:, 2] - across[:, 1] >= LEAST_WIDTH]
    groups: list[list[list[float]]] = []
    for rule in wide.tolist():
        for group in groups:
            if abs(group[0][1] - rule[1]) <= REACH and abs(group[0][2] - rule[2]) <= REACH:
                group.append(rule)
                break
        else:
            groups.append([rule])
    for group in groups:
        left, right = group[0][1], group[0][2]
        ys = snapped(np.array([rule[0] for rule in group])).tolist()
        partial = [
            rule
            for rule in across.tolist()
            if left - REACH <= rule[1]
            and rule[2] <= right + REACH
            and rule[2] - rule[1] < right - left - 2 * REACH
            and ys[0] < rule[0] < ys[-1]
        ]
        yield left, right, ys, partial


def _tabular(glyphs: Glyphs, free: Ints, left: float, right: float, ys: list[float]) -> Iterable[list[float]]:
    """Runs of rules between which lines have several entries: tables above one another come apart."""
    box = glyphs.box
    y = (box[free, 1] + box[free, 3]) / 2
    x = (box[free, 0] + box[free, 2]) / 2
    across = (x > left - REACH) & (x < right + REACH)
    run = [ys[0]]
    for top, bottom in pairwise(ys):
        rows = _ink_rows(glyphs, free[across & (y > top) & (y < bottom)])
        if _in_columns(glyphs, rows, right - left):
            run.append(bottom)
            continue
        yield run
        run = [bottom]
    yield run


def _with_open_ends(glyphs: Glyphs, free: Ints, band: Band, rules: Sequence[float], height: float) -> Band:
    """The band with the edge the page end has cut off: rows in columns that run on to the end of the page.

    No other one of the `rules` of this extent may lie between.
    """
    top = max((y for y in rules if y < band.ys[0]), default=0.0)
    bottom = min((y for y in rules if y > band.ys[-1]), default=height)
    box = glyphs.box
    y = (box[free, 1] + box[free, 3]) / 2
    x = (box[free, 0] + box[free, 2]) / 2
    mine = (x > band.left - REACH) & (x < band.right + REACH)
    above = _ink_rows(glyphs, free[mine & (y < band.ys[0]) & (y > top)])[::-1]
    taken = _running_on(glyphs, above, band.ys[0])
    enough = len(taken) > 1 or (taken and len(band.ys) > 1)
    if enough and taken[-1].top < FOOT * height and band.ys[0] > EDGE * height:
        band = replace(band, ys=[taken[-1].top - 2, *band.ys], open_top=True)
    if len(band.ys) == 2 and band.ys[-1] > (1 - FOOT) * height:
        band = replace(band, open_bottom=True)
    if len(band.ys) > 1:
        below = _ink_rows(glyphs, free[mine & (y > band.ys[-1]) & (y < bottom)])
        taken = _running_on(glyphs, below, band.ys[-1])
        if taken and taken[-1].bottom > (1 - FOOT) * height:
            band = replace(band, ys=[*band.ys, taken[-1].bottom + 2], open_bottom=True)
    return band


def _running_on(glyphs: Glyphs, rows: Sequence[InkRow], edge: float) -> list[InkRow]:
    """The rows next to `edge`, going away from it, that keep their gutters."""
    taken: list[InkRow] = []
    strips: list[Stretch] = []
    at = edge
    for row in rows:
        away = min(abs(row.top - at), abs(row.bottom - at)) > ROW_GAP * row.em
        if away or is_caption(_text(glyphs, row.glyphs)):
            break
        if strips:
            kept = _kept(strips, row)
        else:
            # Until a line with several entries shows the gutters, lines of one entry may be wrapped ones.
            kept = _gaps(row, BARE_GUTTER * row.em)
            for earlier in taken if kept else ():
                kept = _kept(kept, earlier) if len(kept) > 0 else kept
            if not kept and (len(row.entries) > 1 or len(taken) >= MOST_WRAPPED):
                break
        if len(kept) < len(strips):
            break
        taken, strips, at = [*taken, row], kept, row.level
    return taken if strips else []


def _in_columns(glyphs: Glyphs, rows: Sequence[InkRow], width: float) -> bool:
    """Some line has several entries, and none is a caption or reaches over half the width as one."""
    single = [row for row in rows if len(row.entries) == 1]
    if len(single) == len(rows):
        return False
    wide = any(row.entries[0][1] - row.entries[0][0] > width / 2 for row in single)
    return not wide and not any(is_caption(_text(glyphs, row.glyphs)) for row in single)


def _captions(lines: Sequence[Printed]) -> list[Printed]:
    return [line for line in lines if line.kind is None and is_caption(line.text)]


def _ink_rows(glyphs: Glyphs, which: Ints) -> list[InkRow]:
    """Printed lines of the glyphs, top to bottom."""
    if not len(which):
        return []
    box, em = glyphs.box[which], glyphs.em[which]
    level = (box[:, 1] + box[:, 3]) / 2
    order = np.argsort(level, kind="stable")
    down = np.diff(level[order]) > 0.5 * np.maximum(em[order][1:], em[order][:-1])
    line = np.cumsum(led(False, down))
    again = np.lexsort((box[order, 0], line))
    order, line = order[again], line[again]
    box, em, level = box[order], em[order], level[order]
    reach = np.maximum.accumulate(box[:, 2] + 1e6 * line) - 1e6 * line
    new_line = led(True, line[1:] != line[:-1])
    new = new_line.copy()
    new[1:] |= box[1:, 0] - reach[:-1] >= WORD_GAP * em[1:]
    first, starts = np.nonzero(new_line)[0], np.nonzero(new)[0]
    entries = list(zip(box[starts, 0].tolist(), np.maximum.reduceat(box[:, 2], starts).tolist(), strict=True))
    counts = np.add.reduceat(new.astype(np.int64), first).tolist()
    tops = np.minimum.reduceat(box[:, 1], first).tolist()
    bottoms = np.maximum.reduceat(box[:, 3], first).tolist()
    stops = [*first[1:].tolist(), len(order)]
    rows, at = [], 0
    for k, (start, stop) in enumerate(zip(first.tolist(), stops, strict=True)):
        mine = which[order[start:stop]]
        rows.append(
            InkRow(
                float(level[start]), float(em[start]), entries[at : at + counts[k]], mine, tops[k], bottoms[k]
            )
        )
        at += counts[k]
    return rows


def _gutters(rows: Sequence[InkRow], left: float, right: float, least: float) -> list[Stretch]:
    """White strips inside `left` to `right` that no entry of any row crosses."""
    ink = sorted(entry for row in rows for entry in row.entries)
    strips: list[Stretch] = []
    reach = left
    for x0, x1 in ink:
        if x0 - reach >= least and reach > left:
            strips.append((reach, x0))
        reach = max(reach, x1)
    return [strip for strip in strips if strip[1] < right]


def _text(glyphs: Glyphs, which: Ints) -> str:
    return glyphs.code[which].astype(np.uint32).tobytes().decode("utf-32-le", errors="replace")


# --- between rules ---------------------------------------------------------------------------------------


def _ruled(glyphs: Glyphs, free: Ints, band: Band) -> Grid | None:
    left, right, ys, partial = band.left, band.right, band.ys, band.partial
    box = glyphs.box
    y = (box[free, 1] + box[free, 3]) / 2
    x = (box[free, 0] + box[free, 2]) / 2
    inside = free[(y > ys[0]) & (y < ys[-1]) & (x > left - REACH) & (x < right + REACH)]
    if len(inside) < 4:
        return None
    rows = _ink_rows(glyphs, inside)
    em = float(np.median(glyphs.em[inside]))
    headed = len(ys) > 2 and not band.open_top
    body = [row for row in rows if row.level > ys[1]] if headed else rows
    strips = _gutters(body or rows, left, right, GUTTER * em)
    if not strips or len(rows) < (1 if band.open_bottom and len(strips) > 1 else 2):
        return None
    xs = [left, *((a + b) / 2 for a, b in strips), right]
    ends = (band.open_top, band.open_bottom)
    if len(ys) - sum(ends) >= 4 and len(rows) <= 4 * (len(ys) - 1):
        return _banded(xs, ys, rows, *ends)
    split = _split_header(ys, partial) if headed else None
    heads = [split] if split else []
    edges = [ys[0], *heads, ys[1]] if headed else [ys[0]]
    below = [row for row in rows if row.level > edges[-1]]
    lines = _entries(glyphs, below, xs)
    tops = [(lines[k][-1].bottom + lines[k + 1][0].top) / 2 for k in range(len(lines) - 1)]
    grid_ys = [*edges, *tops, ys[-1]]
    header = len(edges) - 1
    cells = _header_cells(rows, xs, edges, partial) if header else []
    cells += [(r, c, 1, 1) for r in range(header, len(grid_ys) - 1) for c in range(len(xs) - 1)]
    return Grid(xs, grid_ys, cells, *ends)


def _banded(
    xs: list[float], ys: list[float], rows: Sequence[InkRow], open_top: bool, open_bottom: bool
) -> Grid:
    """Every row between two rules; an entry over a gutter is a merged cell."""
    cells: list[Span] = []
    for r, (top, bottom) in enumerate(pairwise(ys)):
        mine = [row for row in rows if top < row.level <= bottom]
        cells += _row_cells(mine, xs, r)
    return Grid(xs, ys, cells, open_top, open_bottom)


def _row_cells(rows: Sequence[InkRow], xs: Sequence[float], r: int, height: int = 1) -> list[Span]:
    """Cells of one row: columns joined where an entry runs over the edge between them."""
    joined = [False] * (len(xs) - 2)
    for row in rows:
        for x0, x1 in row.entries:
            for k, edge in enumerate(xs[1:-1]):
                joined[k] = joined[k] or x0 < edge - 1 < edge + 1 < x1
    cells: list[Span] = []
    c = 0
    while c < len(xs) - 1:
        span = 1
        while c + span < len(xs) - 1 and joined[c + span - 1]:
            span += 1
        cells.append((r, c, height, span))
        c += span
    return cells


def _split_header(ys: list[float], partial: list[list[float]]) -> float | None:
    """Height of the short rules that group names in the header."""
    inner = [rule[0] for rule in partial if ys[0] < rule[0] < ys[1]]
    return float(np.mean(inner)) if inner and len(ys) > 2 and max(inner) - min(inner) < REACH else None


def _header_cells(
    rows: Sequence[InkRow], xs: list[float], edges: list[float], partial: list[list[float]]
) -> list[Span]:
    if len(edges) == 2:
        return _row_cells([row for row in rows if row.level <= edges[1]], xs, 0)
    cells: list[Span] = []
    c = 0
    while c < len(xs) - 1:
        middle = (xs[c] + xs[c + 1]) / 2
        group = next((rule for rule in partial if rule[1] < middle < rule[2]), None)
        if group is None:
            cells.append((0, c, 2, 1))
            c += 1
            continue
        span = sum(group[1] < (a + b) / 2 < group[2] for a, b in pairwise(xs))
        cells.append((0, c, 1, span))
        cells += [(1, k, 1, 1) for k in range(c, c + span)]
        c += span
    return cells


def _entries(glyphs: Glyphs, rows: Sequence[InkRow], xs: Sequence[float]) -> list[list[InkRow]]:
    """Printed lines gathered into rows of the table: a line that only continues wrapped entries joins."""
    out: list[list[InkRow]] = []
    last: list[str] = []
    pitch = min((b.level - a.level for a, b in pairwise(rows)), default=0.0)
    for row in rows:
        texts = _by_column(glyphs, row, xs)
        tight = bool(out) and row.level - out[-1][-1].level < 1.15 * pitch
        if out and _wraps(last, texts, tight, looser=_has_looser(rows, pitch)):
            out[-1].append(row)
            last = [a + b for a, b in zip(last, texts, strict=True)]
        else:
            out.append([row])
            last = texts
    return out


def _has_looser(rows: Sequence[InkRow], pitch: float) -> bool:
    return any(b.level - a.level > 1.25 * pitch for a, b in pairwise(rows))


def _by_column(glyphs: Glyphs, row: InkRow, xs: Sequence[float]) -> list[str]:
    x = (glyphs.box[row.glyphs, 0] + glyphs.box[row.glyphs, 2]) / 2
    column = np.clip(np.searchsorted(xs, x) - 1, 0, len(xs) - 2)
    return [_text(glyphs, row.glyphs[column == k]) for k in range(len(xs) - 1)]


def _wraps(above: Sequence[str], texts: Sequence[str], tight: bool, looser: bool) -> bool:
    """Whether a line only continues the entries above it: fewer of them, and no second number."""
    for a, b in zip(above, texts, strict=True):
        if b and ((not a and _NUMBER.fullmatch(b)) or (_NUMBER.fullmatch(a) and _NUMBER.fullmatch(b))):
            return False
    if not texts[0]:
        return True
    return tight and looser and sum(map(bool, texts)) < sum(map(bool, above))


# --- below a caption -------------------------------------------------------------------------------------


def _starts_in_columns(below: Sequence[Printed]) -> bool:
    """Whether the first line that is no unit line leaves a gap wide enough for a gutter."""
    rest = [line for line in below if not is_unit_line(line.text)]
    if not rest:
        return False
    top = min(line.box[1] for line in rest)
    row = [line for line in rest if line.box[1] < top + line.em / 2]
    if len(row) > 1:
        return True
    step = (1 + BARE_GUTTER / 2) * row[0].em
    return row[0].edges is None or any(b - a > step for a, b in pairwise(row[0].edges))


def _bare(
    glyphs: Glyphs, free: Ints, caption: Printed, below: Sequence[Printed], blocked: Sequence[Grid]
) -> Grid | None:
    skip = {line.box[1] for line in below if is_unit_line(line.text)}
    y = (glyphs.box[free, 1] + glyphs.box[free, 3]) / 2
    limit = min((grid.ys[0] for grid in blocked if grid.ys[-1] > caption.box[3]), default=float("inf"))
    under = free[(y > caption.box[3]) & (y < limit)]
    rows: list[InkRow] = []
    strips: list[Stretch] = []
    for row in _ink_rows(glyphs, under):
        if any(abs(row.top - top) < row.em / 2 for top in skip) and not rows:
            continue
        before = rows[-1].bottom if rows else caption.box[3]
        if row.top - before > ROW_GAP * row.em:
            break
        kept = _kept(strips, row) if rows else _gaps(row, BARE_GUTTER * row.em)
        if not kept or len(kept) < len(strips):
            break
        rows, strips = [*rows, row], kept
    if len(rows) < 3 or not (len(strips) >= 2 or _ends_in_numbers(glyphs, rows)):
        return None
    left = min(row.entries[0][0] for row in rows) - 1
    right = max(row.entries[-1][1] for row in rows) + 1
    xs = [left, *((a + b) / 2 for a, b in strips), right]
    groups = [[rows[0]], *_entries(glyphs, rows[1:], xs)]
    ys = [rows[0].top - 1]
    ys += [(a[-1].bottom + b[0].top) / 2 for a, b in pairwise(groups)]
    ys.append(rows[-1].bottom + 1)
    cells = [(r, c, 1, 1) for r in range(len(groups)) for c in range(len(xs) - 1)]
    return Grid(xs, ys, cells)


def _gaps(row: InkRow, least: float) -> list[Stretch]:
    pairs = pairwise(row.entries)
    return [(a[1], b[0]) for a, b in pairs if b[0] - a[1] >= least]


def _kept(strips: Sequence[Stretch], row: InkRow) -> list[Stretch]:
    """The part of each gutter that this line leaves white, without the gutters it closes."""
    least = 0.3 * row.em
    white = [(-1e9, row.entries[0][0]), *_gaps(row, least), (row.entries[-1][1], 1e9)]
    out = []
    for a, b in strips:
        parts = [(max(a, x0), min(b, x1)) for x0, x1 in white]
        best = max(parts, key=lambda part: part[1] - part[0])
        if best[1] - best[0] > least:
            out.append(best)
    return out


def _ends_in_numbers(glyphs: Glyphs, rows: Sequence[InkRow]) -> bool:
    """Two columns of which the second holds numbers below its name."""
    ends = []
    for row in rows[1:]:
        x0 = row.entries[-1][0]
        ends.append(_text(glyphs, row.glyphs[glyphs.box[row.glyphs, 0] >= x0 - 0.5]))
    return sum(bool(_NUMBER.fullmatch(end)) for end in ends) >= 0.7 * len(ends)
