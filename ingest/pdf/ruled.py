"""Tables between horizontal rules: 三线表, a rule under every row, and what the page end leaves of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ingest.furniture import is_page_number
from ingest.headings import heading_of
from ingest.marks import is_caption
from ingest.pdf import side_labels
from ingest.pdf.frame import Floats
from ingest.pdf.glyphs import Glyphs, Ints
from ingest.pdf.ink_rows import (
    InkRow,
    Stretch,
    gaps,
    ink_rows,
    kept_white,
    left_white,
    text_of,
    white_strips,
)
from ingest.pdf.lattice import REACH, Grid, Span, snapped
from ingest.pdf.table_rows import table_rows

LEAST_WIDTH = 80.0
"""Shorter rules are underlines."""
GUTTER = 0.45
"""Least white between two columns under rules, in em; a caption alone needs more."""
BARE_GUTTER = 0.9
FOOT = 0.2
"""A table reaches the end of the page when it comes within this share of its height."""
MOST_WRAPPED = 4
"""Lines of one entry that may come before the first with several, where a table is cut."""
EDGE = 0.11
"""A rule nearer to the top of the page than this share belongs to the running header."""
SINGLE, SPACED = 1.3, 4.0
"""Entries narrower than this, in em, are single characters; no further apart than this, they are one name."""
NEAR = 1.6
"""Names that stand on a rule are no further above it than this, in em."""
OTHER_SIZE, APART = 0.12, 1.3
"""A line at the foot of the page whose size or distance differs by more than this is a footer."""
SENTENCE_ENDS = "。；;：:！!？?"
ROW_GAP, TALL_GAP = 2.6, 6.0
"""A bare table ends where the next line is further below than this, in em; where all rows are tall, than the second."""
TALL = 3
"""Entries in the columns of a table make a line one of its rows though it stands further below."""


@dataclass(slots=True)
class Band:
    """Rules of one extent, top to bottom, that may make a table, and the shorter rules between them."""

    left: float
    right: float
    ys: list[float]
    partial: list[list[float]]
    open_top: bool = False
    open_bottom: bool = False
    named_above: bool = False
    """The names of the columns stand above the first rule, which is their underline."""


def rule_groups(across: Floats) -> Iterable[tuple[float, float, list[float], list[list[float]]]]:
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
        ys = snapped(rule[0] for rule in group)
        partial = [
            rule
            for rule in across.tolist()
            if left - REACH <= rule[1]
            and rule[2] <= right + REACH
            and rule[2] - rule[1] < right - left - 2 * REACH
            and ys[0] < rule[0] < ys[-1]
        ]
        yield left, right, ys, partial


def tabular(
    glyphs: Glyphs, free: Ints, left: float, right: float, ys: list[float], rest: bool = False
) -> Iterable[list[float]]:
    """Runs of rules between which lines have several entries: tables above one another come apart.

    With `rest` the first stretch may be what the page end has left of one entry.
    """
    box = glyphs.box
    y = (box[free, 1] + box[free, 3]) / 2
    x = (box[free, 0] + box[free, 2]) / 2
    across = (x > left - REACH) & (x < right + REACH)
    run = [ys[0]]
    for top, bottom in pairwise(ys):
        rows = ink_rows(glyphs, free[across & (y > top) & (y < bottom)])
        lone = rest and top == ys[0] and 0 < len(rows) <= MOST_WRAPPED and _is_lone(rows, right - left)
        if lone or _in_columns(glyphs, rows, right - left):
            run.append(bottom)
            continue
        yield run
        run = [bottom]
    yield run


def _is_lone(rows: Sequence[InkRow], width: float) -> bool:
    return all(len(row.entries) == 1 and row.entries[0][1] - row.entries[0][0] < width / 2 for row in rows)


def _in_columns(glyphs: Glyphs, rows: Sequence[InkRow], width: float) -> bool:
    """Some line has several entries, and none is a caption or reaches over half the width as one."""
    single = [row for row in rows if len(row.entries) == 1]
    if len(single) == len(rows) or _is_sentence(glyphs, rows[0]):
        return False
    wide = any(row.entries[0][1] - row.entries[0][0] > width / 2 for row in single)
    return not wide and not any(is_caption(text_of(glyphs, row.glyphs)) for row in single)


def _is_sentence(glyphs: Glyphs, row: InkRow) -> bool:
    """A line of running text above the entries of a table."""
    return len(row.entries) == 1 and text_of(glyphs, row.glyphs)[-1] in SENTENCE_ENDS


def with_open_ends(glyphs: Glyphs, free: Ints, band: Band, rules: Sequence[float], height: float) -> Band:
    """The band with the edge the page end has cut off: rows in columns that run on to the end of the page.

    No other one of the `rules` of this extent may lie between.
    """
    top = max((y for y in rules if y < band.ys[0]), default=0.0)
    bottom = min((y for y in rules if y > band.ys[-1]), default=height)
    box = glyphs.box
    y = (box[free, 1] + box[free, 3]) / 2
    x = (box[free, 0] + box[free, 2]) / 2
    mine = (x > band.left - REACH) & (x < band.right + REACH)
    above = ink_rows(glyphs, free[mine & (y < band.ys[0]) & (y > top)])[::-1]
    taken = _running_on(glyphs, above, band.ys[0])
    enough = len(taken) > 1 or (taken and len(band.ys) > 1)
    named = bool(above) and len(band.ys) > 2 and _are_names(glyphs, free[mine], above[0], band)
    if named and (len(above) < 2 or len(above[1].entries) < 2):
        band = replace(band, ys=[above[0].top - 2, *band.ys], named_above=True)
    elif enough and taken[-1].top < FOOT * height and band.ys[0] > EDGE * height:
        band = replace(band, ys=[taken[-1].top - 2, *band.ys], open_top=True)
    if len(band.ys) == 2 and band.ys[-1] > (1 - FOOT) * height:
        band = replace(band, open_bottom=True)
    if len(band.ys) > 1:
        below = ink_rows(glyphs, free[mine & (y > band.ys[-1]) & (y < bottom)])
        taken = without_foot(glyphs, _running_on(glyphs, below, band.ys[-1]), height)
        at_foot = bool(taken) and taken[-1].bottom > (1 - FOOT) * height
        if at_foot or _under_names(glyphs, free[mine], taken, band):
            band = replace(band, ys=[*band.ys, taken[-1].bottom + 2], open_bottom=True)
        elif band.named_above and _is_last(taken, band):
            band = replace(band, ys=[*band.ys, taken[0].bottom + 2])
    return band


def _is_last(taken: Sequence[InkRow], band: Band) -> bool:
    """Only between rows are there rules, and one more row, alone, stands right below the last of them."""
    if not taken or len(taken[0].entries) < 2 or taken[0].top - band.ys[-1] > NEAR * taken[0].em:
        return False
    pitch = float(np.median(np.diff(band.ys[1:])))
    return len(taken) == 1 or taken[1].level - taken[0].level > APART * pitch


def _are_names(glyphs: Glyphs, free: Ints, row: InkRow, band: Band) -> bool:
    """The line right above the first rule has an entry without a figure over every column."""
    if band.ys[0] - row.bottom > NEAR * row.em or any(map(str.isdecimal, text_of(glyphs, row.glyphs))):
        return False
    y = (glyphs.box[free, 1] + glyphs.box[free, 3]) / 2
    body = ink_rows(glyphs, free[(y > band.ys[0]) & (y < band.ys[-1])])
    strips = white_strips(body, band.left, band.right, GUTTER * row.em)
    return (
        len(strips) > 0
        and len(row.entries) == len(strips) + 1
        and len(kept_white(strips, row)) == len(strips)
    )


def _under_names(glyphs: Glyphs, free: Ints, rows: Sequence[InkRow], band: Band) -> bool:
    """Only the names of the columns stand between rules, and the rows below fill nearly every column."""
    if len(band.ys) != 2 or len(rows) < 2:
        return False
    y = (glyphs.box[free, 1] + glyphs.box[free, 3]) / 2
    names = ink_rows(glyphs, free[(y > band.ys[0]) & (y < band.ys[1])])
    if len(names) != 1 or any(map(str.isdecimal, text_of(glyphs, names[0].glyphs))):
        return False
    wanted = len(names[0].entries)
    return wanted > 2 and all(wanted - 1 <= len(row.entries) <= wanted for row in rows)


def without_foot(glyphs: Glyphs, rows: list[InkRow], height: float) -> list[InkRow]:
    """The rows without a heading below them, and without what is set apart or in another size: the footer."""
    rows = rows[: _body_rows(glyphs, rows, height)]
    while rows and len(rows[-1].entries) == 1 and heading_of(text_of(glyphs, rows[-1].glyphs)):
        rows = rows[:-1]
    return rows


def _body_rows(glyphs: Glyphs, rows: Sequence[InkRow], height: float) -> int:
    pitch = 0.0
    for k, row in enumerate(rows):
        step = row.level - rows[k - 1].level if k else 0.0
        if row.top > (1 - EDGE) * height:
            other_size = abs(row.em - rows[0].em) > OTHER_SIZE * rows[0].em
            apart = k > 1 and step > APART * pitch
            if other_size or apart or is_page_number(text_of(glyphs, row.glyphs)):
                return k
        pitch = max(pitch, step)
    return len(rows)


def _running_on(glyphs: Glyphs, rows: Sequence[InkRow], edge: float) -> list[InkRow]:
    """The rows next to `edge`, going away from it, that keep their gutters."""
    taken: list[InkRow] = []
    strips: list[Stretch] = []
    at = edge
    for row in rows:
        gap = TALL_GAP if strips and len(row.entries) >= TALL else ROW_GAP
        away = min(abs(row.top - at), abs(row.bottom - at)) > gap * row.em
        if away or is_caption(text_of(glyphs, row.glyphs)):
            break
        if strips:
            kept = kept_white(strips, row)
        else:
            # Until a line with several entries shows the gutters, lines of one entry may be wrapped ones.
            kept = gaps(row, BARE_GUTTER * row.em)
            for earlier in taken if kept else ():
                kept = kept_white(kept, earlier) if len(kept) > 0 else kept
            if not kept and (len(row.entries) > 1 or len(taken) >= MOST_WRAPPED):
                break
        if len(kept) < len(strips):
            break
        taken, strips, at = [*taken, row], kept, row.level
    return taken if strips else []


def ruled(glyphs: Glyphs, free: Ints, band: Band, known: Sequence[Stretch] = ()) -> Grid | None:
    """The table between the rules of a band, if what stands there is in columns.

    `known` are the gutters of the table that may go on here: of its last rows some entries are empty.
    """
    left, right, ys, partial = band.left, band.right, band.ys, band.partial
    box = glyphs.box
    y = (box[free, 1] + box[free, 3]) / 2
    x = (box[free, 0] + box[free, 2]) / 2
    inside = free[(y > ys[0]) & (y < ys[-1]) & (x > left - REACH) & (x < right + REACH)]
    if len(inside) < 4:
        return None
    rows = ink_rows(glyphs, inside)
    em = float(np.median(glyphs.em[inside]))
    headed = len(ys) > 2 and not band.open_top
    body = [row for row in rows if row.level > ys[1]] if headed else rows
    strips = white_strips(body or rows, left, right, GUTTER * em)
    names = [row for row in rows if row.level < ys[1]] if headed else []
    if len(names) == 1:
        named = _named_strips(names[0], rows, left, right)
        strips = named if len(named) > len(strips) else strips
    for row in rows if headed else ():
        strips = [left_white(strip, row) for strip in strips] if row.level < ys[1] else strips
    if len(known) > len(strips) and _goes_on(glyphs, rows, known, ys):
        return _banded(
            [left, *((a + b) / 2 for a, b in known), right], ys, rows, band.open_top, band.open_bottom
        )
    if not strips or len(rows) < (1 if band.open_bottom and len(strips) > 1 else 2):
        return None
    xs = [left, *((a + b) / 2 for a, b in strips), right]
    ends = (band.open_top and not band.named_above, band.open_bottom)
    if len(ys) - sum((band.open_top, band.open_bottom)) >= 4 and len(rows) <= 4 * (len(ys) - 1):
        return _banded(xs, ys, rows, *ends)
    split = _split_header(ys, partial) if headed else None
    heads = [split] if split else []
    edges = [ys[0], *heads, ys[1]] if headed else [ys[0]]
    below = [row for row in rows if row.level > edges[-1]]
    labelled = side_labels.find(glyphs, below, xs)
    lines = labelled.rows if labelled else table_rows(glyphs, below, xs)
    tops = [(lines[k][-1].bottom + lines[k + 1][0].top) / 2 for k in range(len(lines) - 1)]
    grid_ys = [*edges, *tops, ys[-1]]
    header = len(edges) - 1
    cells = _header_cells(rows, xs, edges, partial) if header else []
    plain = [(r, c, 1, 1) for r in range(len(lines)) for c in range(len(xs) - 1)]
    cells += [(r + header, c, rs, cs) for r, c, rs, cs in (labelled.cells if labelled else plain)]
    return Grid(xs, grid_ys, cells, *ends)


def _goes_on(glyphs: Glyphs, rows: Sequence[InkRow], known: Sequence[Stretch], ys: Sequence[float]) -> bool:
    """All lines keep the gutters, and between any two rules exactly one begins in the first column."""
    if not all(len(kept_white(known, row)) == len(known) for row in rows):
        return False
    edge = sum(known[0]) / 2
    begun = [row.level for row in rows if row.entries[0][0] < edge]
    return all(sum(top < level <= bottom for level in begun) == 1 for top, bottom in pairwise(ys))


def _named_strips(names: InkRow, rows: Sequence[InkRow], left: float, right: float) -> list[Stretch]:
    """Gutters where every column has a name, but all entries of one are empty; none if that is not so.

    Single characters set apart (备　注) are one name.
    """
    spaced = [
        (a[1], b[0])
        for a, b in pairwise(names.entries)
        if max(a[1] - a[0], b[1] - b[0]) < SINGLE * names.em and b[0] - a[1] < SPACED * names.em
    ]
    strips = [
        strip
        for strip in white_strips(rows, left, right, BARE_GUTTER * names.em)
        if not any(a <= strip[0] and strip[1] <= b for a, b in spaced)
    ]
    return strips if len(names.entries) - len(spaced) == len(strips) + 1 else []


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
