"""Which printed lines make one row of a table when cells wrap and nothing is ruled between rows.

The lines of a column that stand as close as lines of one text form the block of a cell. The blocks of one row
agree at their middle, at their top, or at their bottom, the same way in the whole table; what is left empty,
broken without need, or torn apart speaks against a division. The cheapest division is found exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.pdf.glyphs import Glyphs
from ingest.pdf.ink_rows import InkRow, column_of, text_of
from ingest.wrap import is_entry

EVEN = 1.15
"""Steps within this ratio are one pitch."""
ONE_TEXT = 1.3
"""Lines of a cell are no further apart than this many times the closest ones; where cells are padded, EVEN."""
AGREE = 0.2
"""Blocks of one row agree within this share of the pitch."""
FULL = 0.3
"""A line is full when what follows would come this near to the widest line, as a share of the pitch."""
MOST_LINES = 24
"""Printed lines, in all columns together, of one row."""
EMPTY, BROKEN, TORN, NUMBERS, NAMED = 1.0, 4.0, 2.0, 6.0, 3.0
"""What it costs to leave a cell empty, to break a line that had room, to tear close lines apart, to put two
numbers into one cell, or a number below words."""
_NUMBER = re.compile(r"[-－+]?\d[\d,，.:：/年月日-]*[%％]?|[-－—/]")
"""A number, or a date or time in figures."""
_AMOUNT = re.compile(r"[-－+]?\d{1,3}(?:[,，]\d{3})+[.．]\d{2}")
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
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Pieces by printed line and column, and what is known of the table."""

    pieces: list[list[_Piece | None]]
    widest: list[float]
    pitch: float
    padded: bool
    """Numbers below one another are further apart than lines of one text: close lines are never of two rows."""
    present: list[list[tuple[int, float, float]]]
    """For every line: column and level of its pieces, and what it costs to join each to the next one below it."""
    torn: list[float]
    """What a border above every line costs."""


def divided(glyphs: Glyphs, rows: Sequence[InkRow], xs: Sequence[float]) -> list[list[InkRow]] | None:
    """The printed lines gathered into rows of the table; None where their spacing says nothing about it."""
    steps = [b.level - a.level for a, b in pairwise(rows)]
    even = max(steps, default=0.0) <= EVEN * min(steps, default=0.0)
    if even and all(len(row.entries) >= len(xs) - 2 for row in rows):
        return None
    stretch = _measured([_pieces(glyphs, row, xs) for row in rows])
    if stretch is None:
        return None
    even = even and min(steps) * EVEN > stretch.pitch
    best: tuple[float, list[int]] | None = None
    for mode in (_MIDDLE, _TOP, _BOTTOM):
        cost, stops = _cheapest(stretch, mode)
        if mode == _BOTTOM and not stretch.padded:
            cost += _doubt(stretch, cost, stops)
        if best is None or cost < best[0] - 1e-6:
            best, agreed = (cost, stops), mode
    if even and agreed != _BOTTOM:
        return None
    assert best is not None
    return [list(rows[start:stop]) for start, stop in pairwise([0, *best[1]])]


def _doubt(stretch: _Stretch, cost: float, stops: Sequence[int]) -> float:
    """What it costs to take lines above a row for the beginning of its cells where no padding says so.

    A label above a row could be such a line: one must not decide. Two and more that are full, and go on, may where all
    else breaks a line without need.
    """
    wrapped = sum(stop - start > 1 for start, stop in pairwise([0, *stops]))
    clear = cost == 0 and wrapped > 1
    return min(len(stretch.widest) + 1, BROKEN - 0.5) if clear else len(stretch.widest) + 1


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
        number = bool(_NUMBER.fullmatch(text))
        out[c] = _Piece(level, float(box[:, 2].max()) - left, opening, number, is_entry(text), text)
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
    farthest = (EVEN if padded else ONE_TEXT) * pitch
    following: list[_Piece | None] = [None] * len(widest)
    present: list[list[tuple[int, float, float]]] = []
    for line in reversed(pieces):
        row = []
        for c, piece in enumerate(line):
            if piece:
                below = following[c]
                row.append((c, piece.level, _join(piece, below, widest[c], farthest) if below else 0.0))
                following[c] = piece
        present.append(row)
    torn = [_torn(pieces, pitch, start) if padded and start else 0.0 for start in range(len(pieces))]
    return _Stretch(pieces, widest, pitch, padded, present[::-1], torn)


def _cheapest(stretch: _Stretch, mode: int) -> tuple[float, list[int]]:
    """Cost of the cheapest division, and the line after each of its rows."""
    count, columns = len(stretch.pieces), len(stretch.widest)
    best = [0.0, *([_NEVER] * count)]
    begin = [0] * (count + 1)
    for stop in range(1, count + 1):
        first: list[float | None] = [None] * columns
        last: list[float | None] = [None] * columns
        joined, empty = 0.0, columns
        for start in range(stop - 1, max(-1, stop - 1 - MOST_LINES), -1):
            for column, level, join in stretch.present[start]:
                if last[column] is None:
                    last[column] = level
                    empty -= 1
                else:
                    joined += join
                first[column] = level
            lines = stop - start
            # No more than it costs to make every line a row of its own.
            if joined > (EMPTY * (columns - 1) + TORN * columns) * lines:
                break
            if _agree(first, last, mode) > AGREE * stretch.pitch:
                continue
            cost = best[start] + joined + EMPTY * empty + stretch.torn[start]
            if cost < best[stop] - 1e-9:
                best[stop], begin[stop] = cost, start
    stops = [count]
    while begin[stops[-1]]:
        stops.append(begin[stops[-1]])
    return best[count], stops[::-1]


def _agree(first: Sequence[float | None], last: Sequence[float | None], mode: int) -> float:
    """How far apart the blocks of a row are, where they ought to agree."""
    if mode == _MIDDLE:
        at = [(a + b) / 2 for a, b in zip(first, last, strict=True) if a is not None and b is not None]
    else:
        at = [level for level in (first if mode == _TOP else last) if level is not None]
    return max(at) - min(at)


def _join(above: _Piece, below: _Piece, widest: float, farthest: float) -> float:
    """What speaks against two lines of a column as one text; infinite where they are too far apart."""
    if below.level - above.level > farthest:
        return _NEVER
    full = above.width + below.opening > widest - FULL * (below.level - above.level)
    cost = 0.0 if full and not below.entry else BROKEN
    if below.number and not (full and _is_cut(above.text, below.text)):
        cost += NUMBERS if above.number else NAMED
    return cost


def _is_cut(above: str, below: str) -> bool:
    """Two lines of one amount that is wider than its column: neither is a whole one, and both together are."""
    both = _AMOUNT.fullmatch(above + below)
    return bool(both and not _AMOUNT.fullmatch(above) and not _AMOUNT.fullmatch(below))


def _torn(pieces: Sequence[Sequence[_Piece | None]], pitch: float, start: int) -> float:
    """Cost of a border above the line `start` of padded cells: columns whose close lines it tears apart."""
    cost = 0.0
    for column in zip(*pieces, strict=True):
        above = next((piece for piece in reversed(column[:start]) if piece), None)
        below = next((piece for piece in column[start:] if piece), None)
        if above and below and below.level - above.level <= EVEN * pitch:
            cost += TORN
    return cost
