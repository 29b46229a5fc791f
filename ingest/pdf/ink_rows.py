"""Printed lines of a stretch of page as rows of ink: entries with white between, and what wraps into what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ingest.pdf.frame import led
from ingest.pdf.glyphs import Glyphs, Ints

WORD_GAP = 0.45
"""Ink closer than this, in em, is one entry."""
NUMBER = re.compile(r"[-－+]?\d[\d,，.]*[%％]?|[-－—/]")
QUANTITY = re.compile(r"[<>=≥≤＜＞≧≦-]*\d[\d,，.]*\D{0,3}")
"""A number with its unit."""

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


def ink_rows(glyphs: Glyphs, which: Ints) -> list[InkRow]:
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


def white_strips(rows: Sequence[InkRow], left: float, right: float, least: float) -> list[Stretch]:
    """White strips inside `left` to `right` that no entry of any row crosses."""
    ink = sorted(entry for row in rows for entry in row.entries)
    strips: list[Stretch] = []
    reach = left
    for x0, x1 in ink:
        if x0 - reach >= least and reach > left:
            strips.append((reach, x0))
        reach = max(reach, x1)
    return [strip for strip in strips if strip[1] < right]


def gaps(row: InkRow, least: float) -> list[Stretch]:
    """The white between entries of one row that is at least so wide."""
    pairs = pairwise(row.entries)
    return [(a[1], b[0]) for a, b in pairs if b[0] - a[1] >= least]


def kept_white(strips: Sequence[Stretch], row: InkRow) -> list[Stretch]:
    """The part of each gutter that this line leaves white, without the gutters it closes."""
    least = 0.3 * row.em
    white = [(-1e9, row.entries[0][0]), *gaps(row, least), (row.entries[-1][1], 1e9)]
    out = []
    for a, b in strips:
        parts = [(max(a, x0), min(b, x1)) for x0, x1 in white]
        best = max(parts, key=lambda part: part[1] - part[0])
        if best[1] - best[0] > least:
            out.append(best)
    return out


def parted_white(strips: Sequence[Stretch], row: InkRow, least: float) -> list[Stretch]:
    """The same with gutters parted by entries that stand in them, where both parts are at least so wide."""
    white = [(-1e9, row.entries[0][0]), *gaps(row, 0.3 * row.em), (row.entries[-1][1], 1e9)]
    out: list[Stretch] = []
    for a, b in strips:
        parts = [(max(a, x0), min(b, x1)) for x0, x1 in white]
        wide = [part for part in parts if part[1] - part[0] >= least]
        out += wide or kept_white([(a, b)], row)
    return out


def left_white(strip: Stretch, row: InkRow) -> Stretch:
    """The widest part of a gutter that the line leaves white; the gutter itself where a name spans it."""
    least = 0.1 * row.em
    white = [(-1e9, row.entries[0][0]), *gaps(row, least), (row.entries[-1][1], 1e9)]
    parts = [(max(strip[0], x0), min(strip[1], x1)) for x0, x1 in white]
    best = max(parts, key=lambda part: part[1] - part[0])
    return best if best[1] - best[0] > least else strip


def text_of(glyphs: Glyphs, which: Ints) -> str:
    """The characters at these indices, without blanks."""
    return glyphs.code[which].astype(np.uint32).tobytes().decode("utf-32-le", errors="replace")


def column_of(glyphs: Glyphs, row: InkRow, xs: Sequence[float]) -> Ints:
    """The column of every glyph of the line."""
    x = (glyphs.box[row.glyphs, 0] + glyphs.box[row.glyphs, 2]) / 2
    column: Ints = np.clip(np.searchsorted(xs, x) - 1, 0, len(xs) - 2)
    return column


def by_column(glyphs: Glyphs, row: InkRow, xs: Sequence[float]) -> list[str]:
    """What the line has in every column."""
    column = column_of(glyphs, row, xs)
    return [text_of(glyphs, row.glyphs[column == k]) for k in range(len(xs) - 1)]
