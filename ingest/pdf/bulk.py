"""What pdfium says of many characters of a page, as arrays, at the least a call can cost.

ctypes converts every declared argument of every call anew. Here nothing is declared: an integer goes as a C
`int`, and a pointer that was made once goes as it is. So the places that results are written to are made once
a thread, used again for every block of characters, and copied out.
"""

from __future__ import annotations

import ctypes as c
import threading
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from ingest.pdf.frame import Floats
from ingest.pdf.raw import Call, exhaust

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
_error = _call(pdfium.FPDFText_HasUnicodeMapError, c.c_int)


def _filled(call: Call, text_page: int, which: Sequence[int], words: int, pointers: int) -> Words:
    """A row of `words` for each character; each call writes through so many pointers to the next words."""
    out = np.empty((len(which), words), np.uint64)
    page = repeat(c.c_void_p(text_page))
    for start in range(0, len(which), BLOCK):
        some = which[start : start + BLOCK]
        end = words * len(some)
        exhaust(map(call, page, some, *(_places.words[k:end:words] for k in range(pointers))))
        out[start : start + BLOCK] = _places.memory[:end].reshape(-1, words)
    return out


def boxes(text_page: int, which: Sequence[int]) -> Singles:
    """Left, top, right, bottom of these characters, as pdfium's loose boxes are."""
    return _filled(_box, text_page, which, 2, 1).view(np.float32)


def origins(text_page: int, which: Sequence[int]) -> Floats:
    """Where the pen stands at these characters: rows of `x, y` in user space."""
    return _filled(_origin, text_page, which, 2, 2).view(np.float64)


def matrices(text_page: int, which: Sequence[int]) -> Singles:
    """The six numbers that place each of these characters."""
    return _filled(_matrix, text_page, which, 3, 1).view(np.float32)


def colours(text_page: int, which: Sequence[int]) -> Ints:
    """Red, green, blue and opacity of these characters, 0 to 255."""
    return _filled(_colour, text_page, which, 4, 4).view(np.uint32)[:, ::2].astype(np.int64)


def sizes(text_page: int, which: Sequence[int]) -> Floats:
    """Sizes of the fonts of these characters, unscaled."""
    return np.fromiter(map(_size, repeat(c.c_void_p(text_page)), which), np.float64, len(which))


def weights(text_page: int, which: Sequence[int]) -> Ints:
    """Weights of the fonts of these characters, 400 being regular."""
    return np.fromiter(map(_weight, repeat(c.c_void_p(text_page)), which), np.int64, len(which))


def has_map_error(text_page: int, which: Sequence[int]) -> Ints:
    """Above 0 where the code of a character has no Unicode."""
    return np.fromiter(map(_error, repeat(c.c_void_p(text_page)), which), np.int64, len(which))
