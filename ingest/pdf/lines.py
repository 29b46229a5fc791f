"""Glyphs gathered into printed lines by position, region by region, never by the order of the stream.

A region is a cell of a table or the free text of the page. All lines of a page are made in one pass over
arrays; what depends on the direction of writing is said in two coordinates, along the line and across it.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest.characters import CHARACTER_MAP
from ingest.pdf.frame import Floats, led
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints
from ingest.printed import Printed

SAME_LINE = 0.5
"""Glyphs whose middles differ by less than this many em share a line."""
STRUCK_TWICE = 0.3
"""The same character again within this share of its width: bold by striking twice."""
OFFSET, TWICE_PAINTED = 0.3, 0.4
"""A line is painted twice when this share of its characters repeat the one before, at most so many em away."""
WORD_GAP, NUMBER_GAP, SIDE_GAP, HAN_GAP = 0.18, 0.45, 0.8, 1.2
"""Widest gap, in em, that is no blank: between letters, digits, mixed, and Han characters."""
COLUMN_GAP = 1.3
"""A gap of free text this wide, in em, parts two columns or two entries."""
_BLANK, _IDEOGRAPHIC_BLANK = 0x20, 0x3000
_PAIRED = np.array([0x2014, 0x2015, 0x2026, 0x22EF, ord("f"), ord("-"), ord(".")], np.uint32)
_KNOWN = 0x10000

Bools = NDArray[np.bool_]
Codes = NDArray[np.uint32]


def _lookup() -> Codes:
    table = np.arange(_KNOWN, dtype=np.uint32)
    for code, character in CHARACTER_MAP.items():
        if code < _KNOWN:
            table[code] = ord(character) if character else 0
    table[[0x09, 0x0A]] = _BLANK
    return table


_CLEAN = _lookup()


def cleaned(glyphs: Glyphs) -> Glyphs:
    """Radicals as the characters they look like; what cannot be seen on paper is gone."""
    code = glyphs.code
    small = code < _KNOWN
    code = np.where(small, _CLEAN[np.where(small, code, 0)], code).astype(np.uint32)
    glyphs.code = code
    return glyphs if code.all() else glyphs.take(code > 0)


@dataclass(slots=True)
class _Axes:
    """Coordinates of every glyph along its line of writing (`start`, `end`) and across it (`level`)."""

    start: Floats
    end: Floats
    level: Floats


def _axes(glyphs: Glyphs) -> _Axes:
    box = glyphs.box
    axes = _Axes(box[:, 0].copy(), box[:, 2].copy(), (box[:, 1] + box[:, 3]) / 2)
    if (np.abs(glyphs.angle) > UPRIGHT).any():
        x = (box[:, 0] + box[:, 2]) / 2
        upward = np.abs(glyphs.angle - 90) < 45
        downward = np.abs(glyphs.angle + 90) < 45
        upside_down = np.abs(glyphs.angle) > 135
        for where, start, end, level in (
            (upward, -box[:, 3], -box[:, 1], x),
            (downward, box[:, 1], box[:, 3], -x),
            (upside_down, -box[:, 2], -box[:, 0], -axes.level),
        ):
            axes.start[where], axes.end[where], axes.level[where] = start[where], end[where], level[where]
        _tilt(glyphs, axes, x, (box[:, 1] + box[:, 3]) / 2)
    return axes


def _tilt(glyphs: Glyphs, axes: _Axes, x: Floats, y: Floats) -> None:
    """Slanted glyphs run along their own slant, one em each."""
    slant = np.abs(glyphs.angle) % 90
    where = (slant > UPRIGHT) & (slant < 90 - UPRIGHT)
    if not where.any():
        return
    turn, half = np.radians(glyphs.angle[where]), glyphs.em[where] / 2
    along = x[where] * np.cos(turn) - y[where] * np.sin(turn)
    axes.start[where], axes.end[where] = along - half, along + half
    axes.level[where] = x[where] * np.sin(turn) + y[where] * np.cos(turn)


def printed_lines(glyphs: Glyphs, region: Ints, page: int, free: int) -> list[tuple[int, Printed]]:
    """`(region, line)` for every line, by region, then top to bottom (then left to right).

    Regions from `free` on are free text, whose lines are parted at wide gaps.
    """
    if not len(glyphs.code):
        return []
    axes = _axes(glyphs)
    em = glyphs.em
    order = np.lexsort((axes.level, region))
    level, key, size = axes.level[order], region[order], em[order]
    new = (key[1:] != key[:-1]) | (np.diff(level) > SAME_LINE * np.maximum(size[1:], size[:-1]))
    line: Ints = np.cumsum(led(False, new))
    again = np.lexsort((axes.start[order], line))
    order, line = order[again], line[again]
    order, line = _struck_once(glyphs, axes, order, line)
    line = _parted(axes, em, region, order, line, free)
    order, line, spaced = _trimmed(glyphs.code, order, line)
    return _Assembly(glyphs, axes, region, order, line, spaced).lines(page) if len(order) else []


def _struck_once(glyphs: Glyphs, axes: _Axes, order: Ints, line: Ints) -> tuple[Ints, Ints]:
    """Without the second strike of a character printed twice to look bold."""
    code, start = glyphs.code[order], axes.start[order]
    width = axes.end[order] - start
    same = (code[1:] == code[:-1]) & (line[1:] == line[:-1])
    if not same.any():
        return order, line
    step = np.diff(start)
    twin = same & (step < STRUCK_TWICE * width[1:])
    # Words painted again with an offset: elsewhere in the stream, and nearly every character of the line.
    again = same & (np.abs(np.diff(order)) > 1)
    again &= step < np.minimum(OFFSET * glyphs.em[order][1:], 0.9 * width[1:])
    if again.any():
        lines = int(line.max()) + 1
        twins = np.bincount(line[1:][twin | again], minlength=lines)
        painted = twins >= TWICE_PAINTED * np.bincount(line, minlength=lines)
        twin |= again & painted[line[1:]]
    if not twin.any():
        return order, line
    # One glyph that stands for two characters (—— or ……) has one box for both.
    shared = np.isin(code[1:], _PAIRED) & (start[1:] == start[:-1]) & (np.abs(np.diff(order)) == 1)
    twin &= ~shared
    keep = led(True, ~twin)
    return order[keep], line[keep]


def _blank(code: Codes) -> Bools:
    blank: Bools = (code == _BLANK) | (code == _IDEOGRAPHIC_BLANK)
    return blank


def _parted(axes: _Axes, em: Floats, region: Ints, order: Ints, line: Ints, free: int) -> Ints:
    """Line numbers with free lines broken where a gap is too wide for running text."""
    gap = axes.start[order][1:] - axes.end[order][:-1]
    wide = (gap > COLUMN_GAP * em[order][1:]) & (region[order][1:] >= free) & (line[1:] == line[:-1])
    return line + np.cumsum(led(False, wide)) if wide.any() else line


def _trimmed(code: Codes, order: Ints, line: Ints) -> tuple[Ints, Ints, set[int]]:
    """Without blanks at the ends of lines, and without lines of blanks; which lines a blank ended."""
    blank = _blank(code[order])
    if not blank.any():
        return order, line, set()
    solid = np.nonzero(~blank)[0]
    if not len(solid):
        return order[:0], line[:0], set()
    index = np.arange(len(order))
    before = solid[np.maximum(np.searchsorted(solid, index, side="right") - 1, 0)]
    after = solid[np.minimum(np.searchsorted(solid, index), len(solid) - 1)]
    follows = (before < index) & (line[before] == line)
    leads = (after > index) & (line[after] == line)
    keep = ~blank | (follows & leads)
    spaced = set(line[blank & follows & ~leads].tolist())
    return order[keep], line[keep], spaced


@dataclass(slots=True)
class _Assembly:
    """Ordered glyphs with their line numbers, on the way to `Printed` lines."""

    glyphs: Glyphs
    axes: _Axes
    region: Ints
    order: Ints
    line: Ints
    spaced: set[int]

    def lines(self, page: int) -> list[tuple[int, Printed]]:
        order, box = self.order, self.glyphs.box[self.order]
        code, where = self._with_blanks()
        first = np.nonzero(led(True, self.line[1:] != self.line[:-1]))[0]
        stop = np.append(first[1:], len(order))
        text = code.tobytes().decode("utf-32-le", errors="replace")
        edges, counts = self._edges(where, first, stop)
        upright = np.abs(self.glyphs.angle[order[first]]) <= UPRIGHT
        bold = np.add.reduceat(self.glyphs.bold[order].astype(np.int64), first) * 2 > stop - first
        boxes = np.stack(
            (
                np.minimum.reduceat(box[:, 0], first),
                np.minimum.reduceat(box[:, 1], first),
                np.maximum.reduceat(box[:, 2], first),
                np.maximum.reduceat(box[:, 3], first),
            ),
            axis=1,
        ).round(2)
        rows = zip(
            self.region[order[first]].tolist(),
            map(tuple, boxes.tolist()),
            (np.add.reduceat(self.glyphs.em[order], first) / (stop - first)).round(1).tolist(),
            bold.tolist(),
            upright.tolist(),
            counts.tolist(),
            self._confidence(first),
            self.line[first].tolist(),
            strict=True,
        )
        out: list[tuple[int, Printed]] = []
        at = byte = 0
        for region, corners, em, is_bold, is_upright, count, sure, number in rows:
            end = byte + 4 * (count + 1)
            strip = array("f", edges[byte:end]) if is_upright else None
            line = Printed(text[at : at + count], page, corners, strip, em, is_bold, None, sure)
            line.spaced = number in self.spaced
            out.append((region, line))
            at, byte = at + count, end
        return out

    def _confidence(self, first: Ints) -> list[float | None]:
        """The least sure character of every line; None where nothing was recognised."""
        sure = self.glyphs.confidence
        if sure is None:
            return [None] * len(first)
        return list(np.minimum.reduceat(sure[self.order], first).round(3).tolist())

    def _with_blanks(self) -> tuple[Codes, Ints]:
        """Codes with a blank wherever the paper shows one; for each, the index of its glyph (a blank: -1)."""
        order, code = self.order, self.glyphs.code[self.order]
        gap = (self.axes.start[order][1:] - self.axes.end[order][:-1]) / np.maximum(
            self.glyphs.em[order][1:], 1.0
        )
        wide = (gap > WORD_GAP) & (self.line[1:] == self.line[:-1])
        at = np.nonzero(wide)[0]
        if len(at):
            a, b = code[at], code[at + 1]
            at = at[gap[at] > _least_gap(a, b)]
        where = np.arange(len(order))
        if not len(at):
            return code, where
        return np.insert(code, at + 1, _BLANK), np.insert(where, at + 1, -1)

    def _edges(self, where: Ints, first: Ints, stop: Ints) -> tuple[bytes, Ints]:
        """Left edges of all characters and the right edge after each line, as bytes of float32; counts."""
        start, end = self.axes.start[self.order], self.axes.end[self.order]
        if len(where) == len(self.order):
            left, breaks = start, stop
        else:
            # An inserted blank begins where the glyph before it ends.
            left = np.where(where >= 0, start[where], end[np.maximum(np.roll(where, 1), 0)])
            position = np.nonzero(where >= 0)[0]
            breaks = position[stop - 1] + 1
        counts = np.diff(breaks, prepend=0)
        strip = np.insert(left, breaks, end[stop - 1])
        return strip.astype(np.float32).tobytes(), counts


def _least_gap(a: Codes, b: Codes) -> Floats:
    """The gap between two characters above which there is a blank, in em."""
    digit_a, digit_b = (a >= 0x30) & (a <= 0x39), (b >= 0x30) & (b <= 0x39)
    han = (a >= 0x2E80) & (b >= 0x2E80)
    latin = (a < 0x250) & (b < 0x250)
    least = np.full(len(a), SIDE_GAP)
    least[han] = HAN_GAP
    least[latin] = WORD_GAP
    least[digit_a & digit_b] = NUMBER_GAP
    least[_blank(a) | _blank(b)] = np.inf
    return least
