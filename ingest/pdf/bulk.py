"""What pdfium says of many characters, of one page or several, as arrays, at the least a call can cost.

ctypes converts every declared argument of every call anew. Here nothing is declared: an integer goes as a C
`int`, and a pointer that was made once goes as it is. So the places that results are written to are made once
a thread, used again for every block of characters, and copied out.
"""

from __future__ import annotations

import ctypes as c
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.pdf.frame import Floats
from ingest.pdf.raw import Call, clip_path, count_clips, exhaust, render_mode, text_object

Singles = NDArray[np.float32]
Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
BLOCK = 2048
"""So many characters at a time."""
_WORDS = 4
"""Eight bytes each: the largest results are the parts of a colour, one a word."""


class _Places(threading.local):
    """Memory of this thread, and pointers to every eight bytes of it."""

    def __init__(self) -> None:
        self.memory = np.zeros(_WORDS * BLOCK, np.uint64)
        at = self.memory.ctypes.data
        self.words = [c.c_void_p(place) for place in range(at, at + self.memory.nbytes, 8)]


_places = _Places()


def _call(function: Any, result: Any) -> Call:
    address = c.cast(function, c.c_void_p).value
    assert address is not None
    return c.PYFUNCTYPE(result)(address)


_box = _call(pdfium.FPDFText_GetLooseCharBox, None)
_origin = _call(pdfium.FPDFText_GetCharOrigin, None)
_matrix = _call(pdfium.FPDFText_GetMatrix, None)
_colour = _call(pdfium.FPDFText_GetFillColor, None)
_size = _call(pdfium.FPDFText_GetFontSize, c.c_double)
_weight = _call(pdfium.FPDFText_GetFontWeight, c.c_int)
_angle = _call(pdfium.FPDFText_GetCharAngle, c.c_float)
_error = _call(pdfium.FPDFText_HasUnicodeMapError, c.c_int)


@dataclass(slots=True)
class Asked:
    """Characters of open text pages: their numbers, page by page, and how many there are of each page."""

    pages: Sequence[int]
    counts: Sequence[int]
    which: Sequence[int]

    def owners(self) -> Iterator[c.c_void_p]:
        """The page of every character, as a pointer made once."""
        return chain.from_iterable(map(repeat, map(c.c_void_p, self.pages), self.counts))


def _filled(call: Call, asked: Asked, words: int, pointers: int) -> Words:
    """A row of `words` for each character; each call writes through so many pointers to the next words."""
    which, owners = asked.which, asked.owners()
    out = np.empty((len(which), words), np.uint64)
    for start in range(0, len(which), BLOCK):
        some = which[start : start + BLOCK]
        end = words * len(some)
        places = (_places.words[k:end:words] for k in range(pointers))
        exhaust(map(call, islice(owners, len(some)), some, *places))
        out[start : start + BLOCK] = _places.memory[:end].reshape(-1, words)
    return out


def boxes(asked: Asked) -> Singles:
    """Left, top, right, bottom of these characters, as pdfium's loose boxes are."""
    return _filled(_box, asked, 2, 1).view(np.float32)


def origins(asked: Asked) -> Floats:
    """Where the pen stands at these characters: rows of `x, y` in user space."""
    return _filled(_origin, asked, 2, 2).view(np.float64)


def matrices(asked: Asked) -> Singles:
    """The six numbers that place each of these characters."""
    return _filled(_matrix, asked, 3, 1).view(np.float32)


def colours(asked: Asked) -> Ints:
    """Red, green, blue and opacity of these characters, 0 to 255."""
    return _filled(_colour, asked, 4, 4).view(np.uint32)[:, ::2].astype(np.int64)


def sizes(asked: Asked) -> Floats:
    """Sizes of the fonts of these characters, unscaled."""
    return np.fromiter(map(_size, asked.owners(), asked.which), np.float64, len(asked.which))


def weights(asked: Asked) -> Ints:
    """Weights of the fonts of these characters, 400 being regular."""
    return np.fromiter(map(_weight, asked.owners(), asked.which), np.int64, len(asked.which))


def angles(asked: Asked) -> Floats:
    """Angles of these characters in radians, clockwise."""
    return np.fromiter(map(_angle, asked.owners(), asked.which), np.float64, len(asked.which))


def has_map_error(asked: Asked) -> Ints:
    """Above 0 where the code of a character has no Unicode."""
    return np.fromiter(map(_error, asked.owners(), asked.which), np.int64, len(asked.which))


def inks(asked: Asked) -> tuple[Ints, Ints]:
    """Text render modes of these characters, and by how many paths what paints them is clipped (none: below 1)."""
    owners = chain.from_iterable(map(repeat, asked.pages, asked.counts))
    objects = list(map(text_object, owners, asked.which))
    modes = np.fromiter(map(render_mode, objects), np.int64, len(objects))
    return modes, np.fromiter(map(count_clips, map(clip_path, objects)), np.int64, len(objects))
