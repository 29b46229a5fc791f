"""The characters of one page: code point, box, em, angle and boldness, as arrays.

The box of a glyph is its advance from left to right and one em from top to bottom, hung on its baseline;
pdfium's own boxes vary in height with the glyph in some fonts, so that `一` and `国` would not share a line.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from ingest.characters import CHARACTER_MAP
from ingest.pdf import bulk, raw
from ingest.pdf.frame import Floats, Frame, every, led, some

ASCENT, DESCENT = 0.86, 0.14
"""Share of the em above and below the baseline: the design box of a Han character."""
UPRIGHT = 3.0
"""Degrees; scanners and drawing programs are not exact."""
BOLD_WEIGHT = 600
STROKED, INVISIBLE = 2, 3
"""Text render modes: "fill and stroke", as WPS and Word print bold when the font has no bold face; and no ink."""
BACKWARDS, JUMP = 0.3, 40.0
"""The pen goes back by this share of a character, or ahead by so many points: another run begins."""
SHIFT = 0.3
"""Head and foot of a box are together moved by this share of its height: it may stand elsewhere, or be turned."""
SAME_LINE = 0.1
FEWEST_ROUND, LEAST_TURN = 4, 40.0
"""So many slanted characters, whose slant changes by so many degrees, may stand round a seal."""
RED = 130
PALE, FAINT = 215, 60
"""Colours of at least so much red, green and blue, or at most so opaque (0 to 255), may not be seen on paper."""
SAMPLE = 8
"""Every eighth character is asked for a map error; only if one has it, all are."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
_SHOWN = np.ones(0x10000, np.bool_)
_SHOWN[[*range(32), *range(0x7F, 0xA0), 0xAD, 0xFEFF]] = False
"""Which codes are no control characters; the last entry stands for all beyond it."""
_KNOWN_SYMBOLS = np.array([code for code in CHARACTER_MAP if 0xE000 <= code < 0xF900], np.uint32)
"""Private codes of symbol fonts whose glyphs are known."""


@dataclass(slots=True)
class Source:
    """Characters as pdfium numbers them on their page, and what may keep them from being seen there."""

    index: Ints
    pale: Bools | None
    """Which are painted in a colour near that of paper; None if none is."""
    clipped: Bools | None
    """Which are painted inside a path that may cut them off; None if none is."""


@dataclass(slots=True)
class Glyphs:
    """`n` characters in the order of the content stream. `box` rows are `x0, top, x1, bottom` in points.

    `angle` is in degrees counter-clockwise as displayed; `bold` and `em` hold for the run a glyph is in.
    `unmapped` is the share of characters whose code has no Unicode.
    """

    code: NDArray[np.uint32]
    box: Floats
    em: Floats
    angle: Floats
    bold: NDArray[np.bool_]
    unmapped: float
    confidence: Floats | None = None
    """How sure the recogniser is of each character, 0 to 1; None for text that was not recognised."""
    unseen: NDArray[np.bool_] | None = None
    """Which are painted with no ink, as the text that a recogniser has laid under a picture; None if none is."""
    red: NDArray[np.bool_] | None = None
    """Which have the red of seals; None where nobody asked."""
    centre: tuple[Floats, Floats] | None = None
    """What `middle` has found: boxes stay as they are."""
    along: NDArray[np.bool_] | None = None
    """What `upright` has found: angles stay as they are."""
    source: Source | None = None
    """What pdfium calls them; None for what is no longer all of a page."""

    def take(self, which: NDArray[np.bool_] | Ints) -> Glyphs:
        """The glyphs at these indices, or where the mask is true."""
        if which.dtype == np.bool_:
            which = which.nonzero()[0]
        return Glyphs(
            self.code[which],
            self.box.take(which, axis=0),
            self.em[which],
            self.angle[which],
            self.bold[which],
            self.unmapped,
            None if self.confidence is None else self.confidence[which],
            None if self.unseen is None else self.unseen[which],
            None if self.red is None else self.red[which],
        )

    @property
    def middle(self) -> tuple[Floats, Floats]:
        """Centre of every box."""
        if self.centre is None:
            self.centre = ((self.box[:, 0] + self.box[:, 2]) / 2, (self.box[:, 1] + self.box[:, 3]) / 2)
        return self.centre

    @property
    def upright(self) -> NDArray[np.bool_]:
        """Which glyphs stand upright."""
        if self.along is None:
            self.along = np.abs(self.angle) < UPRIGHT
        return self.along


def together(pages: Sequence[Glyphs]) -> Glyphs:
    """The glyphs of some pages as if they were of one. `unseen` and `red` are left out."""
    if len(pages) == 1:
        return pages[0]
    sure = [page.confidence for page in pages if page.confidence is not None]
    return Glyphs(
        np.concatenate([page.code for page in pages]),
        np.concatenate([page.box for page in pages]),
        np.concatenate([page.em for page in pages]),
        np.concatenate([page.angle for page in pages]),
        np.concatenate([page.bold for page in pages]),
        0.0,
        np.concatenate(sure) if len(sure) == len(pages) else None,
    )


def read(text_page: int, frame: Frame) -> Glyphs:
    """All printed characters of an open text page; what pdfium generated (blanks, line ends) is left out."""
    return read_all([text_page], [frame])[0]


def read_all(text_pages: Sequence[int], frames: Sequence[Frame]) -> list[Glyphs]:
    """`read` of some pages at once: every array serves them all, which is most of what arrays cost."""
    code, base = _codes(text_pages)
    found = _Block(text_pages, frames, base, _SHOWN[np.minimum(code, 0xFFFF)].nonzero()[0])
    loose = bulk.boxes(found.asked())
    code = code[found.keep]
    printed = _printed(found, code, loose)
    if printed is not None:
        which = printed.nonzero()[0]
        code, loose = code[which], loose.take(which, axis=0)
        found = _Block(text_pages, frames, base, found.keep[which])
    # A rectangle of pdfium is left, top, right, bottom.
    box = found.boxes(loose.astype(np.float64))
    baseline, angle, looks = _runs(found, loose)
    em = looks.em
    upright = np.abs(angle) < UPRIGHT
    np.copyto(box[:, 1], baseline - ASCENT * em, where=upright)
    np.copyto(box[:, 3], baseline + DESCENT * em, where=upright)
    glyphs = []
    for k, unmapped in enumerate(_unmapped(found, code)):
        at = slice(found.first[k], found.first[k + 1])
        page = Glyphs(code[at], box[at], em[at], angle[at], looks.bold[at], unmapped)
        page.unseen, page.along = _some(looks.unseen, at), upright[at]
        page.source = Source(found.index[at], _some(looks.pale, at), _some(looks.clipped, at))
        if not every(page.along) and turning(page.angle):
            page.red = _red(found.of_page(k))
        glyphs.append(page)
    return glyphs


def _some(marked: Bools | None, at: slice) -> Bools | None:
    """The part at a page, None if nothing is marked there."""
    part = None if marked is None else marked[at]
    return part if part is not None and some(part) else None


@dataclass(slots=True)
class _Block:
    """Characters of some pages: `keep` holds their places among all codes, `base` where those of each page begin."""

    text_pages: Sequence[int]
    frames: Sequence[Frame]
    base: Ints
    keep: Ints
    first: list[int] = field(init=False)
    """Where the characters of each page begin in `keep`, and where the last end."""
    counts: Ints = field(init=False)
    index: Ints = field(init=False)
    """Numbers of the characters in their pages."""

    def __post_init__(self) -> None:
        bounds = self.keep.searchsorted(self.base)
        self.counts = np.diff(bounds)
        self.first = bounds.tolist()
        self.index = self.keep - self.base[:-1].repeat(self.counts)

    def asked(self, which: Ints | None = None) -> bulk.Asked:
        """All of the characters, or those at `which`, ascending."""
        if which is None:
            return bulk.Asked(self.text_pages, self.counts.tolist(), self.index.tolist())
        counts = np.diff(which.searchsorted(self.first))
        return bulk.Asked(self.text_pages, counts.tolist(), self.index[which].tolist())

    def of_page(self, k: int) -> bulk.Asked:
        """The characters of one page."""
        which = self.index[self.first[k] : self.first[k + 1]].tolist()
        return bulk.Asked([self.text_pages[k]], [len(which)], which)

    def page_of(self, at: int) -> int:
        """Which page the character `at` belongs to."""
        return bisect_right(self.first, at, hi=len(self.text_pages)) - 1

    def boxes(self, corners: Floats) -> Floats:
        """Boxes of all characters as displayed."""
        if len(set(self.frames)) == 1:
            return self.frames[0].boxes(corners)
        parts = zip(self.frames, pairwise(self.first), strict=True)
        return np.concatenate([frame.boxes(corners[a:b]) for frame, (a, b) in parts])

    def baselines(self, pen: Floats, which: Ints) -> Floats:
        """Baselines of the characters at `which` as displayed."""
        if len(set(self.frames)) == 1:
            return self.frames[0].points(pen[:, 0], pen[:, 1])[1]
        parts = zip(self.frames, pairwise(which.searchsorted(self.first).tolist()), strict=True)
        return np.concatenate([frame.points(pen[a:b, 0], pen[a:b, 1])[1] for frame, (a, b) in parts])


def slanted(angle: Floats) -> NDArray[np.bool_]:
    """Which angles are neither upright nor on a side."""
    slant = np.abs(angle) % 90
    return np.asarray((slant > UPRIGHT) & (slant < 90 - UPRIGHT), np.bool_)


def turning(angle: Floats) -> bool:
    """Whether so many characters are slanted, and so differently, that they may stand round a seal."""
    found = angle[slanted(angle)]
    return len(found) >= FEWEST_ROUND and bool(np.ptp(found) >= LEAST_TURN)


def _red(asked: bulk.Asked) -> NDArray[np.bool_]:
    red, green, blue, _ = bulk.colours(asked).T
    return np.asarray((red > RED) & (red > 2 * green) & (red > 2 * blue), np.bool_)


def _codes(text_pages: Sequence[int]) -> tuple[NDArray[np.uint32], Ints]:
    """The codes of all pages, one behind those of each that is none of them; where those of each page begin, and an end."""
    counts = list(map(raw.count_chars, text_pages))
    base = np.array(list(accumulate((count + 1 for count in counts), initial=0)))
    buffer = np.zeros(int(base[-1]) or 1, np.uint16)
    start = buffer.ctypes.data
    written = [
        raw.text(page, 0, count, start + 2 * at)
        for page, count, at in zip(text_pages, counts, base.tolist(), strict=False)
    ]
    code = buffer.astype(np.uint32)
    surrogates = some(buffer - np.uint16(0xD800) < 0x800)
    for k, (page, count) in enumerate(zip(text_pages, counts, strict=True)):
        at, end = int(base[k]), int(base[k]) + count
        if surrogates or written[k] != count + 1:
            code[at:end] = np.fromiter(map(raw.unicode_of, repeat(page), range(count)), np.uint32, count)
        code[end] = 0
    return code, base


def _printed(found: _Block, code: NDArray[np.uint32], loose: NDArray[np.float32]) -> NDArray[np.bool_] | None:
    """Which of the characters are no blanks that pdfium put in by itself; None when all are not."""
    blank = (code == 32).nonzero()[0]
    if not len(blank):
        return None
    printed = np.ones(len(code), np.bool_)
    narrow = loose[blank, 2] - loose[blank, 0] < 0.01
    printed[blank[narrow]] = False
    for i in blank[~narrow].tolist():
        if raw.is_generated(found.text_pages[found.page_of(i)], int(found.index[i])) == 1:
            printed[i] = False
    return printed


def _runs(found: _Block, loose: NDArray[np.float32]) -> tuple[Floats, Floats, _Looks]:
    """Baseline, angle and look, asked once a run: until pdfium breaks the line or the pen jumps."""
    keep = found.keep
    n = len(keep)
    if not n:
        return np.empty(0), np.empty(0), _Looks(np.empty(0), np.empty(0), np.empty(0, bool), None, None, None)
    left, right = loose[:, 0], loose[:, 2]
    step = left[1:] - right[:-1]
    width = right[:-1] - left[:-1]
    # pdfium generates a blank or a line end wherever the pen does not simply go on.
    jumps = (step < -BACKWARDS * width) | (step > JUMP)
    # pdfium puts what it takes for one line side by side: the letter of a seal, and an amount beneath it.
    head, foot = loose[:, 1], loose[:, 3]
    level = head + foot
    shifts = np.abs(level[1:] - level[:-1]) > SHIFT * (head[1:] - foot[1:])
    # Between two pages a code is left out, so that one ends a run.
    start = led(True, (keep[1:] - keep[:-1] > 1) | jumps | shifts)
    first = start.nonzero()[0]
    pen = bulk.origins(found.asked(first))
    # The pen begins another line, goes back, or jumps: the type may have changed.
    fresh = led(True, (np.abs(pen[1:, 1] - pen[:-1, 1]) > SAME_LINE) | (pen[1:, 0] < pen[:-1, 0]))
    fresh |= led(True, jumps)[first]
    fresh[first.searchsorted([at for at in found.first if at < n])] = True
    looks = _looks(found, first[fresh])
    # Characters of every run, and of every stretch of runs that one look holds for.
    runs = _lengths(first, n)
    looks = looks.repeated(np.add.reduceat(runs, fresh.nonzero()[0]))
    # pdfium's angle is clockwise in radians; a page shown turned clockwise turns its text with it.
    turns = np.array([frame.turns for frame in found.frames]).repeat(found.counts)
    degrees = (-np.degrees(looks.angle) - 90.0 * turns + 180.0) % 360.0 - 180.0
    baseline = found.baselines(pen, first).repeat(runs)
    return baseline, degrees, looks


def _lengths(first: Ints, end: int) -> Ints:
    """How long stretches are that begin at `first`, the last of which reaches `end`."""
    length = np.empty_like(first)
    length[:-1], length[-1] = first[1:], end
    length -= first
    return length


@dataclass(slots=True)
class _Looks:
    """How characters are painted. `angle` is in radians, clockwise; None is said of what none of them is."""

    em: Floats
    angle: Floats
    bold: Bools
    unseen: Bools | None
    pale: Bools | None
    clipped: Bools | None

    def repeated(self, times: Ints) -> _Looks:
        """The looks of all characters from those of the first of so many."""
        rare = (
            marked.repeat(times) if marked is not None and some(marked) else None
            for marked in (self.unseen, self.pale, self.clipped)
        )
        return _Looks(self.em.repeat(times), self.angle.repeat(times), self.bold.repeat(times), *rare)


def _looks(found: _Block, which: Ints) -> _Looks:
    asked = found.asked(which)
    a, b, cc, d = bulk.matrices(asked)[:, :4].astype(np.float64).T
    scale = np.sqrt(np.abs(a * d - b * cc))
    scale[scale == 0] = 1.0
    # A glyph whose matrix neither turns nor mirrors it stands at no angle.
    angle = np.zeros(len(scale))
    if len(odd := ((cc != 0) | (a <= 0)).nonzero()[0]):
        angle[odd] = bulk.angles(found.asked(which[odd]))
    mode, clips = bulk.inks(asked)
    bold = mode == STROKED
    bold |= bulk.weights(asked) >= BOLD_WEIGHT
    colour = bulk.colours(asked)
    pale = (colour[:, :3].min(axis=1) >= PALE) | (colour[:, 3] < FAINT)
    return _Looks(bulk.sizes(asked) * scale, angle, bold, mode == INVISIBLE, pale, clips > 0)


def _private(code: NDArray[np.uint32]) -> NDArray[np.bool_]:
    private: NDArray[np.bool_] = (code - np.uint32(0xE000) < 0x1900) | (code == 0xFFFD)
    return private


def _unmapped(found: _Block, code: NDArray[np.uint32]) -> list[float]:
    """By page, the share of the characters that have no Unicode: no map, or one into the private use area."""
    private = np.zeros(len(code), np.bool_)
    if (odd := _private(code)).any():
        private[odd] = np.isin(code[odd], _KNOWN_SYMBOLS, invert=True)
    ordinal = np.arange(len(code)) - np.repeat(found.first[:-1], found.counts)
    sample = (ordinal % SAMPLE == 0).nonzero()[0]
    errors = bulk.has_map_error(found.asked(sample)) > 0
    wrong = set() if not errors.any() else {found.page_of(at) for at in sample[errors].tolist()}
    shares = []
    for k, (a, b) in enumerate(pairwise(found.first)):
        lost = int(np.count_nonzero(private[a:b]))
        if k in wrong:
            lost += int(np.count_nonzero(bulk.has_map_error(found.of_page(k)) > 0))
        shares.append(min(1.0, lost / (b - a)) if b > a else 0.0)
    return shares
