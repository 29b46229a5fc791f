"""The characters of one page: code point, box, em, angle and boldness, as arrays.

The box of a glyph is its advance from left to right and one em from top to bottom, hung on its baseline;
pdfium's own boxes vary in height with the glyph in some fonts, so that `一` and `国` would not share a line.
"""

from __future__ import annotations

import ctypes as c
from dataclasses import dataclass
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from ingest.characters import CHARACTER_MAP
from ingest.pdf import raw
from ingest.pdf.frame import Floats, Frame, led

ASCENT, DESCENT = 0.86, 0.14
"""Share of the em above and below the baseline: the design box of a Han character."""
UPRIGHT = 3.0
"""Degrees; scanners and drawing programs are not exact."""
BOLD_WEIGHT = 600
STROKED = 2
"""Text render mode "fill and stroke": how WPS and Word print bold when the font has no bold face."""
BACKWARDS, JUMP = 0.3, 40.0
"""The pen goes back by this share of a character, or ahead by so many points: another run begins."""
SAME_LINE = 0.1
SAMPLE = 8
"""Every eighth character is asked for a map error; only if one has it, all are."""

Ints = NDArray[np.int64]
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
    centre: tuple[Floats, Floats] | None = None
    """What `middle` has found: boxes stay as they are."""

    def take(self, which: NDArray[np.bool_] | Ints) -> Glyphs:
        """The glyphs at these indices, or where the mask is true."""
        return Glyphs(
            self.code[which],
            self.box[which],
            self.em[which],
            self.angle[which],
            self.bold[which],
            self.unmapped,
            None if self.confidence is None else self.confidence[which],
        )

    @property
    def middle(self) -> tuple[Floats, Floats]:
        """Centre of every box."""
        if self.centre is None:
            self.centre = ((self.box[:, 0] + self.box[:, 2]) / 2, (self.box[:, 1] + self.box[:, 3]) / 2)
        return self.centre


def read(text_page: int, frame: Frame) -> Glyphs:
    """All printed characters of an open text page; what pdfium generated (blanks, line ends) is left out."""
    count = raw.count_chars(text_page)
    code = _codes(text_page, count)
    loose = np.empty((count, 4), np.float32)
    at = loose.ctypes.data
    raw.exhaust(map(raw.loose_box, repeat(text_page), range(count), range(at, at + 16 * count, 16)))
    keep = np.nonzero(_printed(text_page, code, loose))[0]
    code, loose = code[keep], loose[keep]
    # A rectangle of pdfium is left, top, right, bottom.
    box = frame.boxes(loose.astype(np.float64))
    baseline, em, angle, bold = _runs(text_page, keep, loose, frame)
    upright = np.abs(angle) < UPRIGHT
    np.copyto(box[:, 1], baseline - ASCENT * em, where=upright)
    np.copyto(box[:, 3], baseline + DESCENT * em, where=upright)
    return Glyphs(code, box, em, angle, bold, _unmapped(text_page, keep, code))


def _codes(text_page: int, count: int) -> NDArray[np.uint32]:
    buffer = np.zeros(count + 1, np.uint16)
    written = raw.text(text_page, 0, count, buffer.ctypes.data)
    surrogate = ((buffer >= 0xD800) & (buffer < 0xE000)).any()
    if written == count + 1 and not surrogate:
        return buffer[:count].astype(np.uint32)
    return np.fromiter(map(raw.unicode_of, repeat(text_page), range(count)), np.uint32, count)


def _printed(text_page: int, code: NDArray[np.uint32], loose: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Not a control character, and no blank that pdfium put in by itself."""
    keep: NDArray[np.bool_] = (
        (code >= 32) & ~((code >= 0x7F) & (code < 0xA0)) & (code != 0xFEFF) & (code != 0xAD)
    )
    for i in np.nonzero(code == 32)[0].tolist():
        if loose[i, 2] - loose[i, 0] < 0.01 or raw.is_generated(text_page, i) == 1:
            keep[i] = False
    return keep


def _runs(
    text_page: int, keep: Ints, loose: NDArray[np.float32], frame: Frame
) -> tuple[Floats, Floats, Floats, NDArray[np.bool_]]:
    """Baseline, em, angle and boldness, asked once a run: until pdfium breaks the line or the pen jumps."""
    n = len(keep)
    if not n:
        return np.empty(0), np.empty(0), np.empty(0), np.empty(0, bool)
    start = np.ones(n, bool)
    left, right = loose[:, 0], loose[:, 2]
    step = left[1:] - right[:-1]
    width = right[:-1] - left[:-1]
    # pdfium generates a blank or a line end wherever the pen does not simply go on.
    jumps = (step < -BACKWARDS * width) | (step > JUMP)
    start[1:] = (np.diff(keep) > 1) | jumps
    first = np.nonzero(start)[0]
    jumped = led(True, jumps)[first].tolist()
    places, em = np.empty((len(first), 2)), np.empty(len(first))
    angle, bold = np.empty(len(first)), np.empty(len(first), bool)
    matrix, pen = (c.c_float * 6)(), (c.c_double * 2)()
    where, x = c.addressof(matrix), c.addressof(pen)
    before = (0.0, 0.0)
    look = (0.0, 0.0, False)
    for k, i in enumerate(keep[first].tolist()):
        raw.origin(text_page, i, x, x + 8)
        here = (pen[0], pen[1])
        if jumped[k] or abs(here[1] - before[1]) > SAME_LINE or here[0] < before[0]:
            look = _look(text_page, i, matrix, where)
        before = here
        places[k] = here
        em[k], angle[k], bold[k] = look
    run = np.cumsum(start) - 1
    _, baseline = frame.points(places[:, 0], places[:, 1])
    # pdfium's angle is clockwise in radians; a page shown turned clockwise turns its text with it.
    degrees = (-np.degrees(angle) - 90.0 * frame.turns + 180.0) % 360.0 - 180.0
    return baseline[run], em[run], degrees[run], bold[run]


def _look(text_page: int, i: int, matrix: c.Array[c.c_float], where: int) -> tuple[float, float, bool]:
    """Em, angle (radians, clockwise) and boldness of one character."""
    raw.matrix_of(text_page, i, where)
    scale = abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]) ** 0.5
    bold = (
        raw.font_weight(text_page, i) >= BOLD_WEIGHT
        or raw.render_mode(raw.text_object(text_page, i)) == STROKED
    )
    return raw.font_size(text_page, i) * (scale or 1.0), raw.angle_of(text_page, i), bold


def _private(code: NDArray[np.uint32]) -> NDArray[np.bool_]:
    private: NDArray[np.bool_] = ((code >= 0xE000) & (code < 0xF900)) | (code == 0xFFFD)
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
    if max(map(raw.map_error, repeat(text_page), sample)) > 0:
        private += sum(error > 0 for error in map(raw.map_error, repeat(text_page), keep.tolist()))
    return min(1.0, private / n)
