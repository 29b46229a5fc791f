"""Labels beside several rows of a table without rules between rows: at the first of them, or in their middle.

A row without a label looks like the rest of wrapped entries above it. It is a row when all its columns are filled
although the entries above had room for more. The labels must then share the rows out among them, none left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.pdf.glyphs import Glyphs, Ints
from ingest.pdf.ink_rows import QUANTITY, InkRow, column_of, text_of
from ingest.pdf.lattice import Span

MOST_LABELS, LEAST_OTHERS = 2, 2
"""So many columns at most hold labels, so many at least other entries."""
ROOM = 0.3
"""An entry had room for more when it was this much shorter than the widest of its column, in em."""
EVEN = 0.15
"""Rows are evenly spaced when no step is off by more than this share."""
ONE_LABEL = 1.7
"""Lines of labels no further apart than this, in em, are one label."""


@dataclass(slots=True)
class _Piece:
    """What a line has in one column: its text, its width and that of its first character."""

    text: str
    width: float
    opening: float
    level: float


_Line = list[_Piece | None]


@dataclass(slots=True)
class Labelled:
    """Lines of every row, and the cells of the rows, counted from the first of them."""

    rows: list[list[InkRow]]
    cells: list[Span]


def find(glyphs: Glyphs, rows: Sequence[InkRow], xs: Sequence[float]) -> Labelled | None:
    """The rows between labels, or None where it is not certain that these are rows."""
    lines = [_line(glyphs, row, xs) for row in rows]
    labels = _label_columns(lines)
    columns = len(xs) - 1
    if not labels or columns - labels < LEAST_OTHERS:
        return None
    body = [k for k, line in enumerate(lines) if any(line[labels:])]
    if (
        len(body) < 3
        or not _complete([lines[k] for k in body], labels)
        or not _evenly([rows[k] for k in body])
    ):
        return None
    if not _are_rows([lines[k] for k in body], labels, rows[0].em):
        return None
    spans = _at_first([lines[k] for k in body], labels) if len(body) == len(lines) else None
    spans = spans or _in_the_middle(lines, body, rows, labels)
    if spans is None:
        return None
    cells = [(start, c, stop - start, 1) for c, mine in enumerate(spans) for start, stop in mine]
    cells += [(r, c, 1, 1) for r in range(len(body)) for c in range(labels, columns)]
    return Labelled([[rows[k]] for k in body], sorted(cells))


def _line(glyphs: Glyphs, row: InkRow, xs: Sequence[float]) -> _Line:
    column = column_of(glyphs, row, xs)
    return [_piece(glyphs, row.glyphs[column == c]) for c in range(len(xs) - 1)]


def _piece(glyphs: Glyphs, which: Ints) -> _Piece | None:
    if not len(which):
        return None
    box, text = glyphs.box[which], text_of(glyphs, which)
    left = float(box[:, 0].min())
    length = next((k for k, character in enumerate(text) if not character.isascii()), len(text)) or 1
    level = float(np.median(box[:, 1] + box[:, 3])) / 2
    return _Piece(text, float(box[:, 2].max()) - left, float(box[:length, 2].max()) - left, level)


def _label_columns(lines: Sequence[_Line]) -> int:
    """How many of the first columns have lines without an entry, beside others that have one."""
    count = 0
    while count <= MOST_LABELS and count < len(lines[0] if lines else ()):
        filled = [bool(line[count]) for line in lines]
        others = [bool(line[count]) for line in lines if any(line[count + 1 :])]
        if all(others) or not any(filled):
            break
        count += 1
    return count if count <= MOST_LABELS else 0


def _complete(body: Sequence[_Line], labels: int) -> bool:
    """Every row fills all columns that are filled at all, the first with a name; only the last may have gaps.

    Of rows without a name, one without a label is a total that nobody labelled.
    """
    columns = len(body[0])
    used = [c for c in range(labels, columns) if any(line[c] for line in body)]
    if len(used) < LEAST_OTHERS:
        return False
    if any((piece := line[used[0]]) and QUANTITY.fullmatch(piece.text) for line in body):
        return False
    needed = used if len(used) <= LEAST_OTHERS else [c for c in used if c != columns - 1]
    return all(line[c] for line in body for c in needed)


def _evenly(body: Sequence[InkRow]) -> bool:
    steps = [b.level - a.level for a, b in pairwise(body)]
    usual = float(np.median(steps))
    return all(abs(step - usual) <= EVEN * usual for step in steps)


def _are_rows(body: Sequence[_Line], labels: int, em: float) -> bool:
    """Every line without a label is a row of its own: what stands above it was not broken for want of room."""
    widest = [max((line[c].width for line in body if line[c]), default=0.0) for c in range(len(body[0]))]  # type: ignore[union-attr]
    for above, line in pairwise(body):
        if all(line[:labels]):
            continue
        pairs = [
            (a, b, widest[c])
            for c, (a, b) in enumerate(zip(above, line, strict=True))
            if c >= labels and a and b
        ]
        roomy = any(a.width + b.opening < most - ROOM * em for a, b, most in pairs)
        amounts = sum(bool(QUANTITY.fullmatch(a.text) and QUANTITY.fullmatch(b.text)) for a, b, _ in pairs)
        if not roomy and amounts < LEAST_OTHERS:
            return False
    return True


def _at_first(body: Sequence[_Line], labels: int) -> list[list[tuple[int, int]]] | None:
    """Rows of every label, column by column, if each stands at the first of its rows."""
    out: list[list[tuple[int, int]]] = []
    outer = {0}
    for column in range(labels):
        begins = [k for k, line in enumerate(body) if line[column]]
        if not outer <= set(begins):
            return None
        outer = set(begins)
        out.append(list(pairwise([*begins, len(body)])))
    return out


def _in_the_middle(
    lines: Sequence[_Line], body: Sequence[int], rows: Sequence[InkRow], labels: int
) -> list[list[tuple[int, int]]] | None:
    """The same if each stands in the middle of its rows."""
    levels = [rows[k].level for k in body]
    out: list[list[tuple[int, int]]] = []
    bounds = {0, len(body)}
    for column in reversed(range(labels)):
        shared = _shared(_middles(lines, column, rows[0].em), levels)
        if shared is None:
            return None
        mine = {edge for span in shared for edge in span}
        if column < labels - 1 and not mine <= bounds:
            return None
        bounds = mine
        out.append(shared)
    return out[::-1]


def _middles(lines: Sequence[_Line], column: int, em: float) -> list[float]:
    """Heights of the middles of the labels, each of one line or of several close ones."""
    groups: list[list[tuple[float, bool]]] = []
    for line in lines:
        piece = line[column]
        if piece is None:
            continue
        alone = not any(other for c, other in enumerate(line) if c > column)
        last = groups[-1][-1] if groups else None
        if last and piece.level - last[0] < ONE_LABEL * em and (alone or last[1]):
            groups[-1].append((piece.level, alone))
        else:
            groups.append([(piece.level, alone)])
    return [(group[0][0] + group[-1][0]) / 2 for group in groups]


def _shared(middles: Sequence[float], levels: Sequence[float]) -> list[tuple[int, int]] | None:
    """The rows shared out: as many below the middle of a label as above it, and none left."""
    pitch = (levels[-1] - levels[0]) / (len(levels) - 1)
    out: list[tuple[int, int]] = []
    start = 0
    for middle in middles:
        at = 2 * (middle - levels[0]) / pitch
        if abs(at - round(at)) > 2 * EVEN:
            return None
        stop = round(at) - start + 1
        if stop <= start:
            return None
        out.append((start, stop))
        start = stop
    return out if start == len(levels) else None
