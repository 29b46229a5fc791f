"""The characters of one page: code point, box, em, angle and boldness, as arrays.

The box of a glyph is its advance from left to right and one em from top to bottom, hung on its baseline;
pdfium's own boxes vary in height with the glyph in some fonts, so that `一` and `国` would not share a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from ingest.characters import CHARACTER_MAP
from ingest.pdf import bulk, raw
from ingest.pdf.frame import Floats, Frame, led

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
SAMPLE = 8
"""Every eighth character is asked for a map error; only if one has it, all are."""

Ints = NDArray[np.int64]
_SHOWN = np.ones(0x10000, np.bool_)
_SHOWN[[*range(32), *range(0x7F, 0xA0), 0xAD, 0xFEFF]] = False
"""Which codes are no control characters; the last entry stands for all beyond it."""
_KNOWN_SYMBOLS = np.array([code for code in CHARACTER_MAP if 0xE000 <= code < 0xF900], np.uint32)
"""Private codes of symbol fonts whose glyphs are known."""


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

    def take(self, which: NDArray[np.bool_] | Ints) -> Glyphs:
        """The glyphs at these indices, or where the mask is true."""
        if which.dtype == np.bool_:
            which = np.nonzero(which)[0]
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


def read(text_page: int, frame: Frame) -> Glyphs:
    """All printed characters of an open text page; what pdfium generated (blanks, line ends) is left out."""
    count = raw.count_chars(text_page)
    code = _codes(text_page, count)
    keep = np.nonzero(_SHOWN[np.minimum(code, 0xFFFF)])[0]
    loose = bulk.boxes(text_page, keep.tolist())
    code = code[keep]
    printed = _printed(text_page, keep, code, loose)
    if printed is not None:
        which = np.nonzero(printed)[0]
        keep, code, loose = keep[which], code[which], loose.take(which, axis=0)
    # A rectangle of pdfium is left, top, right, bottom.
    box = frame.boxes(loose.astype(np.float64))
    baseline, em, angle, bold, unseen = _runs(text_page, keep, loose, frame)
    found = Glyphs(code, box, em, angle, bold, _unmapped(text_page, keep, code), unseen=unseen)
    np.copyto(box[:, 1], baseline - ASCENT * em, where=found.upright)
    np.copyto(box[:, 3], baseline + DESCENT * em, where=found.upright)
    if not found.upright.all() and turning(angle):
        found.red = _red(text_page, keep)
    return found


def slanted(angle: Floats) -> NDArray[np.bool_]:
    """Which angles are neither upright nor on a side."""
    slant = np.abs(angle) % 90
    return np.asarray((slant > UPRIGHT) & (slant < 90 - UPRIGHT), np.bool_)


def turning(angle: Floats) -> bool:
    """Whether so many characters are slanted, and so differently, that they may stand round a seal."""
    found = angle[slanted(angle)]
    return len(found) >= FEWEST_ROUND and bool(np.ptp(found) >= LEAST_TURN)


def _red(text_page: int, keep: Ints) -> NDArray[np.bool_]:
    red, green, blue, _ = bulk.colours(text_page, keep.tolist()).T
    return np.asarray((red > RED) & (red > 2 * green) & (red > 2 * blue), np.bool_)


def _codes(text_page: int, count: int) -> NDArray[np.uint32]:
    buffer = np.zeros(count + 1, np.uint16)
    written = raw.text(text_page, 0, count, buffer.ctypes.data)
    surrogate = (buffer - np.uint16(0xD800) < 0x800).any()
    if written == count + 1 and not surrogate:
        return buffer[:count].astype(np.uint32)
    return np.fromiter(map(raw.unicode_of, repeat(text_page), range(count)), np.uint32, count)


def _printed(
    text_page: int, keep: Ints, code: NDArray[np.uint32], loose: NDArray[np.float32]
) -> NDArray[np.bool_] | None:
    """Which of the characters are no blanks that pdfium put in by itself; None when all are not."""
    blank = np.nonzero(code == 32)[0]
    if not len(blank):
        return None
    printed = np.ones(len(code), np.bool_)
    narrow = loose[blank, 2] - loose[blank, 0] < 0.01
    printed[blank[narrow]] = False
    for i in blank[~narrow].tolist():
        if raw.is_generated(text_page, int(keep[i])) == 1:
            printed[i] = False
    return printed


def _runs(
    text_page: int, keep: Ints, loose: NDArray[np.float32], frame: Frame
) -> tuple[Floats, Floats, Floats, NDArray[np.bool_], NDArray[np.bool_] | None]:
    """Baseline, em, angle, boldness and invisibility, asked once a run: until pdfium breaks the line or the pen jumps."""
    n = len(keep)
    if not n:
        return np.empty(0), np.empty(0), np.empty(0), np.empty(0, bool), None
    left, right = loose[:, 0], loose[:, 2]
    step = left[1:] - right[:-1]
    width = right[:-1] - left[:-1]
    # pdfium generates a blank or a line end wherever the pen does not simply go on.
    jumps = (step < -BACKWARDS * width) | (step > JUMP)
    # pdfium puts what it takes for one line side by side: the letter of a seal, and an amount beneath it.
    head, foot = loose[:, 1], loose[:, 3]
    level = head + foot
    shifts = np.abs(level[1:] - level[:-1]) > SHIFT * (head[1:] - foot[1:])
    start = led(True, (keep[1:] - keep[:-1] > 1) | jumps | shifts)
    first = np.nonzero(start)[0]
    which = keep[first]
    pen = bulk.origins(text_page, which.tolist())
    # The pen begins another line, goes back, or jumps: the type may have changed.
    fresh = led(True, (np.abs(pen[1:, 1] - pen[:-1, 1]) > SAME_LINE) | (pen[1:, 0] < pen[:-1, 0]))
    fresh |= led(True, jumps)[first]
    em, angle, bold, unseen = _looks(text_page, which[fresh].tolist())
    # pdfium's angle is clockwise in radians; a page shown turned clockwise turns its text with it.
    degrees = (-np.degrees(angle) - 90.0 * frame.turns + 180.0) % 360.0 - 180.0
    _, baseline = frame.points(pen[:, 0], pen[:, 1])
    # Characters of every run, and of every stretch of runs that one look holds for.
    runs = _lengths(first, n)
    looks = np.add.reduceat(runs, np.nonzero(fresh)[0])
    hidden = unseen.repeat(looks) if unseen.any() else None
    return baseline.repeat(runs), em.repeat(looks), degrees.repeat(looks), bold.repeat(looks), hidden


def _lengths(first: Ints, end: int) -> Ints:
    """How long stretches are that begin at `first`, the last of which reaches `end`."""
    length = np.empty_like(first)
    length[:-1], length[-1] = first[1:], end
    length -= first
    return length


def _looks(text_page: int, which: list[int]) -> tuple[Floats, Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Em, angle (radians, clockwise), boldness and invisibility of these characters."""
    a, b, cc, d = bulk.matrices(text_page, which)[:, :4].astype(np.float64).T
    scale = np.sqrt(np.abs(a * d - b * cc))
    scale[scale == 0] = 1.0
    # A glyph whose matrix neither turns nor mirrors it stands at no angle.
    angle = np.zeros(len(which))
    for k in np.nonzero((cc != 0) | (a <= 0))[0].tolist():
        angle[k] = raw.angle_of(text_page, which[k])
    modes = map(raw.render_mode, map(raw.text_object, repeat(text_page), which))
    mode = np.fromiter(modes, np.int64, len(which))
    bold = mode == STROKED
    bold |= bulk.weights(text_page, which) >= BOLD_WEIGHT
    return bulk.sizes(text_page, which) * scale, angle, bold, mode == INVISIBLE


def _private(code: NDArray[np.uint32]) -> NDArray[np.bool_]:
    private: NDArray[np.bool_] = (code - np.uint32(0xE000) < 0x1900) | (code == 0xFFFD)
    return private


def _unmapped(text_page: int, keep: Ints, code: NDArray[np.uint32]) -> float:
    """Share of the characters that have no Unicode: no map, or one into the private use area."""
    n = len(keep)
    if not n:
        return 0.0
    private = 0.0
    if (odd := _private(code)).any():
        private = float(np.isin(code[odd], _KNOWN_SYMBOLS, invert=True).sum())
    sample = keep[::SAMPLE].tolist()
    if (bulk.has_map_error(text_page, sample) > 0).any():
        private += float(np.count_nonzero(bulk.has_map_error(text_page, keep.tolist()) > 0))
    return min(1.0, private / n)
