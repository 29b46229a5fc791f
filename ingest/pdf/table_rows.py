"""Printed lines gathered into rows of the table: by their spacing where it tells, else by what wraps into what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ingest.pdf.cell_rows import divided
from ingest.pdf.glyphs import Glyphs
from ingest.pdf.ink_rows import NUMBER, QUANTITY, InkRow, by_column, column_of
from ingest.wrap import is_entry

LEAST_WRAPPED, LONE_WRAPPED = 6, 9
"""Characters of a line that may be wrapped, one of several or the only one: shorter ones fill it by chance."""


def table_rows(glyphs: Glyphs, rows: Sequence[InkRow], xs: Sequence[float]) -> list[list[InkRow]]:
    """Printed lines gathered into rows of the table: a line that only continues wrapped entries joins."""
    if found := divided(glyphs, rows, xs):
        return found
    out: list[list[InkRow]] = []
    last: list[str] = []
    pitch = min((b.level - a.level for a, b in pairwise(rows)), default=0.0)
    looser = _has_looser(rows, pitch)
    columns = [by_column(glyphs, row, xs) for row in rows]
    wrapped = _wrapped(glyphs, rows, columns, xs)
    for row, texts, rest in zip(rows, columns, wrapped, strict=True):
        tight = bool(out) and row.level - out[-1][-1].level < 1.15 * pitch
        if out and (rest or _wraps(last, texts, tight, looser)):
            out[-1].append(row)
            last = [a + b for a, b in zip(last, texts, strict=True)]
        else:
            out.append([row])
            last = texts
    return out


def headed_rows(glyphs: Glyphs, rows: Sequence[InkRow], xs: Sequence[float]) -> list[list[InkRow]]:
    """The same for lines of which the first begin the names of the columns."""
    return divided(glyphs, rows, xs) or [[rows[0]], *table_rows(glyphs, rows[1:], xs)]


def _wrapped(
    glyphs: Glyphs, rows: Sequence[InkRow], columns: Sequence[list[str]], xs: Sequence[float]
) -> list[bool]:
    """Which lines are the rest of entries that filled the line above, where lines stand evenly spaced.

    A line of fewer entries may be a label as well: only where every one of them follows full entries is it
    taken for a rest.
    """
    none = [False] * len(rows)
    ends = [_right_ends(glyphs, row, xs) for row in rows]
    widest = [max(column) for column in zip(*ends, strict=True)]
    rests = none.copy()
    for k in range(1, len(rows)):
        filled = [c for c, text in enumerate(columns[k]) if text]
        before = [c for c, text in enumerate(columns[k - 1]) if text]
        if not filled or not columns[k][0] or (len(filled) >= len(before) and not rests[k - 1]):
            continue
        if any(NUMBER.fullmatch(columns[k][c]) for c in filled):
            continue
        full = all(
            len(columns[k - 1][c]) >= LEAST_WRAPPED
            and ends[k - 1][c] > widest[c] - rows[k].em
            and not is_entry(columns[k][c])
            for c in filled
        )
        if not full:
            return none
        rests[k] = True
    if (
        sum(rests) == 1
        and max(len(columns[rests.index(True) - 1][c]) for c in range(len(xs) - 1)) < LONE_WRAPPED
    ):
        return none
    return rests


def _right_ends(glyphs: Glyphs, row: InkRow, xs: Sequence[float]) -> list[float]:
    """Where the ink of every column ends; minus infinity where there is none."""
    out = np.full(len(xs) - 1, -np.inf)
    np.maximum.at(out, column_of(glyphs, row, xs), glyphs.box[row.glyphs, 2])
    return list(out.tolist())


def _has_looser(rows: Sequence[InkRow], pitch: float) -> bool:
    return any(b.level - a.level > 1.25 * pitch for a, b in pairwise(rows))


def _wraps(above: Sequence[str], texts: Sequence[str], tight: bool, looser: bool) -> bool:
    """Whether a line only continues the entries above it: fewer of them, and no second number."""
    for a, b in zip(above, texts, strict=True):
        if b and ((not a and NUMBER.fullmatch(b)) or (NUMBER.fullmatch(a) and NUMBER.fullmatch(b))):
            return False
    amounts = zip(above, texts, strict=True)
    if sum(bool(QUANTITY.fullmatch(b)) and _is_amount(a) for a, b in amounts) > 1:
        return False
    if not texts[0]:
        return True
    return tight and looser and sum(map(bool, texts)) < sum(map(bool, above))


def _is_amount(text: str) -> bool:
    """A number with a unit; 2023年 may go on with the month."""
    return bool(QUANTITY.fullmatch(text)) and text[-1] not in "年月"
