"""Which printed lines make one row of a table when cells wrap and nothing is ruled between rows.

The lines of a column that stand as close as lines of one text form the block of a cell. The blocks of one row
agree at their middle, at their top, or at their bottom, the same way in the whole table; what is left empty,
broken without need, or torn apart speaks against a division. The cheapest division is found exactly.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.pdf.glyphs import Glyphs
from ingest.pdf.ink_rows import NUMBER, InkRow, column_of, text_of
from ingest.wrap import is_entry

EVEN = 1.15
"""Steps within this ratio are one pitch."""
ONE_TEXT = 1.3
"""Lines of a cell are no further apart than this many times the closest ones; where cells are padded, EVEN."""
AGREE = 0.2
"""Blocks of one row agree within this share of the pitch."""
MOST_LINES = 24
"""Printed lines, in all columns together, of one row."""
EMPTY, BROKEN, TORN, NUMBERS = 1.0, 4.0, 2.0, 6.0
"""What it costs to leave a cell empty, to break a line that had room, to tear close lines apart, to put two
numbers into one cell."""
_MIDDLE, _TOP, _BOTTOM = range(3)
_NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one printed line has in one column."""

    level: float
    width: float
    opening: float
    """Width of what may not be parted from its beginning."""
    number: bool
    entry: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Pieces by printed line and column, and what is known of the table."""

    pieces: list[list[_Piece | None]]
    widest: list[float]
    pitch: float
    padded: bool
    """Numbers below one another are further apart than lines of one text: close lines are never of two rows."""


def divided(glyphs: Glyphs, rows: Sequence[InkRow], xs: Sequence[float]) -> list[list[InkRow]] | None:
    """The printed lines gathered into rows of the table; None where their spacing says nothing about it."""
    pieces = [_pieces(glyphs, row, xs) for row in rows]
    stretch = _measured(pieces)
    steps = [b.level - a.level for a, b in pairwise(rows)]
    even = max(steps, default=0.0) <= EVEN * min(steps, default=0.0)
    if stretch is None or (even and min(steps) * EVEN > stretch.pitch):
        return None
    best: tuple[float, list[int]] | None = None
    # Without padding a label above a row would be its cell's first line, at the bottom agreed.
    for mode in (_MIDDLE, _TOP, _BOTTOM) if stretch.padded else (_MIDDLE, _TOP):
        cost, stops = _cheapest(stretch, mode)
        if best is None or cost < best[0] - 1e-6:
            best = (cost, stops)
    assert best is not None
    return [list(rows[start:stop]) for start, stop in pairwise([0, *best[1]])]


def _pieces(glyphs: Glyphs, row: InkRow, xs: Sequence[float]) -> list[_Piece | None]:
    column = column_of(glyphs, row, xs)
    out: list[_Piece | None] = [None] * (len(xs) - 1)
    for c in np.unique(column).tolist():
        which = row.glyphs[column == c]
        box, text = glyphs.box[which], text_of(glyphs, which)
        left = float(box[:, 0].min())
        # Words and figures are not parted; of Han characters the first may stand alone.
        length = next((k for k, character in enumerate(text) if not character.isascii()), len(text)) or 1
        opening = float(box[:length, 2].max()) - left
        level = float(np.median(box[:, 1] + box[:, 3])) / 2
        number = bool(NUMBER.fullmatch(text))
        out[c] = _Piece(level, float(box[:, 2].max()) - left, opening, number, is_entry(text))
    return out


def _measured(pieces: list[list[_Piece | None]]) -> _Stretch | None:
    """None if no column has two lines."""
    columns = [[piece for piece in column if piece] for column in zip(*pieces, strict=True)]
    steps = [(b.level - a.level, a.number and b.number) for column in columns for a, b in pairwise(column)]
    if not steps:
        return None
    pitch = min(step for step, _ in steps)
    between = [step for step, numbers in steps if numbers]
    padded = bool(between) and min(between) > EVEN * pitch
    widest = [max((piece.width for piece in column), default=0.0) for column in columns]
    return _Stretch(pieces, widest, pitch, padded)


def _cheapest(stretch: _Stretch, mode: int) -> tuple[float, list[int]]:
    """Cost of the cheapest division, and the line after each of its rows."""
    count = len(stretch.pieces)
    best = [0.0, *([_NEVER] * count)]
    begin = [0] * (count + 1)
    for stop in range(1, count + 1):
        for start in range(stop - 1, max(-1, stop - 1 - MOST_LINES), -1):
            blocks = _blocks(stretch.pieces[start:stop])
            inside = _inside(stretch, blocks)
            if inside == _NEVER:
                break
            if not _agrees(stretch, blocks, mode):
                continue
            cost = best[start] + inside + _torn(stretch, start)
            if cost < best[stop] - 1e-9:
                best[stop], begin[stop] = cost, start
    stops = [count]
    while begin[stops[-1]]:
        stops.append(begin[stops[-1]])
    return best[count], stops[::-1]


def _blocks(pieces: Sequence[Sequence[_Piece | None]]) -> list[list[_Piece]]:
    return [[piece for piece in column if piece] for column in zip(*pieces, strict=True)]


def _inside(stretch: _Stretch, blocks: Sequence[Sequence[_Piece]]) -> float:
    """What speaks against these blocks as cells of one row; infinite where lines are too far apart."""
    cost = 0.0
    for block, widest in zip(blocks, stretch.widest, strict=True):
        cost += EMPTY if not block else 0.0
        for above, below in pairwise(block):
            if below.level - above.level > (EVEN if stretch.padded else ONE_TEXT) * stretch.pitch:
                return _NEVER
            full = above.width + below.opening > widest - 0.3 * stretch.pitch
            cost += 0.0 if full and not below.entry else BROKEN
            cost += NUMBERS if above.number and below.number else 0.0
    return cost


def _agrees(stretch: _Stretch, blocks: Sequence[Sequence[_Piece]], mode: int) -> bool:
    at = [
        (block[0].level + block[-1].level) / 2
        if mode == _MIDDLE
        else block[0].level
        if mode == _TOP
        else block[-1].level
        for block in blocks
        if block
    ]
    return max(at) - min(at) <= AGREE * stretch.pitch


def _torn(stretch: _Stretch, start: int) -> float:
    """Cost of a border above the line `start`: columns whose close lines it tears apart."""
    if not start or not stretch.padded:
        return 0.0
    cost = 0.0
    for column in zip(*stretch.pieces, strict=True):
        above = next((piece for piece in reversed(column[:start]) if piece), None)
        below = next((piece for piece in column[start:] if piece), None)
        if above and below and below.level - above.level <= EVEN * stretch.pitch:
            cost += TORN
    return cost
