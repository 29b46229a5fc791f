"""Glyphs gathered into printed lines by position, region by region, never by the order of the stream.

A region is a cell of a table or the free text of the page. All lines of a page are made in one pass over
arrays; what depends on the direction of writing is said in two coordinates, along the line and across it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from ingest.characters import CHARACTER_MAP
from ingest.pdf.frame import Floats, every, led, some
from ingest.pdf.glyphs import UPRIGHT, Glyphs, Ints, together
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
_LOOSE = 2
"""Regions of free text: upright, and on its side."""

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
    if len(code) and code.max() < _KNOWN:
        glyphs.code = _CLEAN[code]
    else:
        small = code < _KNOWN
        glyphs.code = np.where(small, _CLEAN[np.where(small, code, 0)], code).astype(np.uint32)
    return glyphs if glyphs.code.all() else glyphs.take(glyphs.code > 0)


@dataclass(slots=True)
class _Axes:
    """Coordinates of every glyph along its line of writing (`start`, `end`) and across it (`level`)."""

    start: Floats
    end: Floats
    level: Floats


def _axes(glyphs: Glyphs) -> _Axes:
    box = glyphs.box
    axes = _Axes(box[:, 0].copy(), box[:, 2].copy(), (box[:, 1] + box[:, 3]) / 2)
    if not every(glyphs.upright):
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
    if not some(where):
        return
    turn, half = np.radians(glyphs.angle[where]), glyphs.em[where] / 2
    along = x[where] * np.cos(turn) - y[where] * np.sin(turn)
    axes.start[where], axes.end[where] = along - half, along + half
    axes.level[where] = x[where] * np.sin(turn) + y[where] * np.cos(turn)


@dataclass(slots=True)
class Page:
    """The glyphs of a page, and the region each is in. Regions from `free` on are free text."""

    glyphs: Glyphs
    region: Ints
    number: int
    free: int


Found = list[tuple[int, Printed]]
"""`(region, line)` for every line of a page, by region, then top to bottom (then left to right)."""


def printed_lines(glyphs: Glyphs, region: Ints, page: int, free: int) -> Found:
    """The lines of one page. Regions from `free` on are free text, whose lines are parted at wide gaps."""
    return lines_of([Page(glyphs, region, page, free)])[0]


def lines_of(pages: Sequence[Page]) -> list[Found]:
    """The lines of some pages, made together: every array serves all of them."""
    found: list[Found] = [[] for _ in pages]
    glyphs = together([page.glyphs for page in pages])
    if not len(glyphs.code):
        return found
    # Regions of all pages, numbered through, and which of them are free text.
    base = list(accumulate((page.free + _LOOSE for page in pages), initial=0))
    region = np.concatenate([page.region + at for page, at in zip(pages, base, strict=False)])
    free = np.zeros(base[-1], np.bool_)
    for page, at in zip(pages, base, strict=False):
        free[at + page.free : at + page.free + _LOOSE] = True
    ordered, spaced = _in_lines(glyphs, region, free)
    if not len(ordered.order):
        return found
    return _Assembly(glyphs, region, ordered, spaced).lines(pages, base)


def _in_lines(glyphs: Glyphs, region: Ints, free: Bools) -> tuple[_Ordered, set[int]]:
    """All glyphs in their lines; which lines a blank ended."""
    axes = _axes(glyphs)
    em = glyphs.em
    order = np.lexsort((axes.level, region))
    level, key, size = axes.level[order], region[order], em[order]
    new = (key[1:] != key[:-1]) | (level[1:] - level[:-1] > SAME_LINE * np.maximum(size[1:], size[:-1]))
    line: Ints = np.cumsum(led(False, new))
    start = axes.start[order]
    if not every(new | (start[1:] >= start[:-1])):
        again = np.lexsort((start, line))
        order, line = order[again], line[again]
        start, size = start[again], size[again]
    ordered = _Ordered(order, line, glyphs.code[order], start, axes.end[order], size)
    ordered = _struck_once(ordered)
    ordered.line = _parted(ordered, free[region])
    return _trimmed(ordered)


@dataclass(slots=True)
class _Ordered:
    """Glyphs line by line, from the beginning of each: their indices, their lines, and what is often asked of them."""

    order: Ints
    line: Ints
    code: Codes
    start: Floats
    end: Floats
    em: Floats

    def take(self, keep: Bools) -> _Ordered:
        return _Ordered(
            self.order[keep],
            self.line[keep],
            self.code[keep],
            self.start[keep],
            self.end[keep],
            self.em[keep],
        )


def _struck_once(glyphs: _Ordered) -> _Ordered:
    """Without the second strike of a character printed twice to look bold."""
    code, start, order, line = glyphs.code, glyphs.start, glyphs.order, glyphs.line
    # Index of the second of every two that are the same.
    at = ((code[1:] == code[:-1]) & (line[1:] == line[:-1])).nonzero()[0] + 1
    if not len(at):
        return glyphs
    step, width = start[at] - start[at - 1], glyphs.end[at] - start[at]
    twin = step < STRUCK_TWICE * width
    # Words painted again with an offset: elsewhere in the stream, and nearly every character of the line.
    apart = np.abs(order[at] - order[at - 1])
    again = (apart > 1) & (step < np.minimum(OFFSET * glyphs.em[at], 0.9 * width))
    if some(again):
        lines = int(line.max()) + 1
        twins = np.bincount(line[at[twin | again]], minlength=lines)
        painted = twins >= TWICE_PAINTED * np.bincount(line, minlength=lines)
        twin |= again & painted[line[at]]
    if not some(twin):
        return glyphs
    # One glyph that stands for two characters (—— or ……) has one box for both.
    twin &= ~(np.isin(code[at], _PAIRED) & (step == 0) & (apart == 1))
    keep = np.ones(len(order), np.bool_)
    keep[at[twin]] = False
    return glyphs.take(keep)


def _blank(code: Codes) -> Bools:
    blank: Bools = (code == _BLANK) | (code == _IDEOGRAPHIC_BLANK)
    return blank


def _parted(glyphs: _Ordered, free: Bools) -> Ints:
    """Line numbers with free lines broken where a gap is too wide for running text."""
    line = glyphs.line
    wide = (glyphs.start[1:] - glyphs.end[:-1] > COLUMN_GAP * glyphs.em[1:]) & (line[1:] == line[:-1])
    wide &= free[glyphs.order[1:]]
    return line + np.cumsum(led(False, wide)) if some(wide) else line


def _trimmed(glyphs: _Ordered) -> tuple[_Ordered, set[int]]:
    """Without blanks at the ends of lines, and without lines of blanks; which lines a blank ended."""
    line, blank = glyphs.line, _blank(glyphs.code)
    inner = line[1:] == line[:-1]
    # A blank with a glyph of its line on either side stays.
    if not (blank[0] or blank[-1] or some((blank[1:] | blank[:-1]) & ~inner)):
        return glyphs, set()
    solid = (~blank).nonzero()[0]
    if not len(solid):
        return glyphs.take(~blank), set()
    index = np.arange(len(line))
    before = solid[np.maximum(np.searchsorted(solid, index, side="right") - 1, 0)]
    after = solid[np.minimum(np.searchsorted(solid, index), len(solid) - 1)]
    follows = (before < index) & (line[before] == line)
    leads = (after > index) & (line[after] == line)
    keep = ~blank | (follows & leads)
    spaced = set(line[blank & follows & ~leads].tolist())
    return glyphs.take(keep), spaced


@dataclass(slots=True)
class _Assembly:
    """Ordered glyphs with their line numbers, on the way to `Printed` lines."""

    glyphs: Glyphs
    region: Ints
    ordered: _Ordered
    spaced: set[int]

    def lines(self, pages: Sequence[Page], base: Sequence[int]) -> list[Found]:
        """The lines by page; the regions of each page begin at its `base`."""
        order, number = self.ordered.order, self.ordered.line
        box = self.glyphs.box.take(order, axis=0)
        code, where = self._with_blanks()
        first = (led(True, number[1:] != number[:-1])).nonzero()[0]
        stop = np.empty_like(first)
        stop[:-1], stop[-1] = first[1:], len(order)
        text = code.tobytes().decode("utf-32-le", errors="replace")
        edges, counts = self._edges(where, first, stop)
        upright = np.abs(self.glyphs.angle[order[first]]) <= UPRIGHT
        bold = np.add.reduceat(self.glyphs.bold[order], first, dtype=np.int64) * 2 > stop - first
        corners = np.empty((4, len(first)))
        np.minimum.reduceat(box[:, :2], first, out=corners[:2].T)
        np.maximum.reduceat(box[:, 2:], first, out=corners[2:].T)
        bounds = list(pairwise(accumulate(counts.tolist(), initial=0)))
        region = self.region[order[first]]
        ends = region.searchsorted(base)
        lines = map(
            Printed,
            [text[at:end] for at, end in bounds],
            chain.from_iterable(map(repeat, [page.number for page in pages], np.diff(ends).tolist())),
            zip(*corners.round(2).tolist(), strict=True),
            [
                edges[at + k : end + k + 1] if is_upright else None
                for k, ((at, end), is_upright) in enumerate(zip(bounds, upright.tolist(), strict=True))
            ],
            (np.add.reduceat(self.ordered.em, first) / (stop - first)).round(1).tolist(),
            bold.tolist(),
            repeat(None),
            self._confidence(first),
            map(self.spaced.__contains__, number[first].tolist()),
        )
        return [
            list(zip((region[a:b] - at).tolist(), islice(lines, b - a), strict=True))
            for (a, b), at in zip(pairwise(ends.tolist()), base, strict=False)
        ]

    def _confidence(self, first: Ints) -> list[float | None]:
        """The least sure character of every line; None where nothing was recognised."""
        sure = self.glyphs.confidence
        if sure is None:
            return [None] * len(first)
        return list(np.minimum.reduceat(sure[self.ordered.order], first).round(3).tolist())

    def _with_blanks(self) -> tuple[Codes, Ints]:
        """Codes with a blank wherever the paper shows one; for each, the index of its glyph (a blank: -1)."""
        order, code, line = self.ordered.order, self.ordered.code, self.ordered.line
        gap = (self.ordered.start[1:] - self.ordered.end[:-1]) / np.maximum(self.ordered.em[1:], 1.0)
        wide = (gap > WORD_GAP) & (line[1:] == line[:-1])
        at = wide.nonzero()[0]
        if len(at):
            a, b = code[at], code[at + 1]
            at = at[gap[at] > _least_gap(a, b)]
        where = np.arange(len(order))
        if not len(at):
            return code, where
        new = at + np.arange(1, len(at) + 1)
        old = np.ones(len(order) + len(at), np.bool_)
        old[new] = False
        spread, index = np.full(len(old), _BLANK, np.uint32), np.full(len(old), -1)
        spread[old], index[old] = code, where
        return spread, index

    def _edges(self, where: Ints, first: Ints, stop: Ints) -> tuple[array[float], Ints]:
        """Left edges of all characters and the right edge after each line, as float32; counts."""
        start, end = self.ordered.start, self.ordered.end
        if len(where) == len(start):
            left, breaks = start, stop
        else:
            # An inserted blank begins where the glyph before it ends.
            left = np.where(where >= 0, start[where], end[np.maximum(np.roll(where, 1), 0)])
            position = (where >= 0).nonzero()[0]
            breaks = position[stop - 1] + 1
        counts = breaks.copy()
        counts[1:] -= breaks[:-1]
        number = np.arange(len(breaks))
        strip = np.empty(len(left) + len(breaks), np.float32)
        strip[np.arange(len(left)) + np.repeat(number, counts)] = left
        strip[breaks + number] = end[stop - 1]
        return array("f", strip.tobytes()), counts


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
