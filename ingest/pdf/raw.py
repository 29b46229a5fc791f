"""pdfium's functions as plain C calls: integers for handles and buffers, no wrapping of structures.

A page asks some thousand times for a character, a box, an edge; with these prototypes ctypes costs a
third of what pypdfium2's own declarations cost, which is what keeps a page near the speed of bare text.
The calls hold the interpreter lock: pdfium is not safe in threads.
"""

from __future__ import annotations

import ctypes as c
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import pypdfium2.raw as pdfium

HANDLE = c.c_size_t
Call = Callable[..., Any]


def _call(function: Any, result: Any, *arguments: Any) -> Call:
    address = c.cast(function, c.c_void_p).value
    assert address is not None
    return c.PYFUNCTYPE(result, *arguments)(address)


def handle(pointer: Any) -> int:
    """The address behind one of pypdfium2's pointers."""
    return c.cast(pointer, c.c_void_p).value or 0


def exhaust(calls: Iterable[Any]) -> None:
    """Run an iterator of calls at C speed, results thrown away."""
    deque(calls, maxlen=0)


load_page = _call(pdfium.FPDF_LoadPage, HANDLE, HANDLE, c.c_int)
close_page = _call(pdfium.FPDF_ClosePage, None, HANDLE)
page_box = _call(pdfium.FPDF_GetPageBoundingBox, c.c_int, HANDLE, HANDLE)
rotation = _call(pdfium.FPDFPage_GetRotation, c.c_int, HANDLE)

load_text = _call(pdfium.FPDFText_LoadPage, HANDLE, HANDLE)
close_text = _call(pdfium.FPDFText_ClosePage, None, HANDLE)
count_chars = _call(pdfium.FPDFText_CountChars, c.c_int, HANDLE)
text = _call(pdfium.FPDFText_GetText, c.c_int, HANDLE, c.c_int, c.c_int, HANDLE)
unicode_of = _call(pdfium.FPDFText_GetUnicode, c.c_uint, HANDLE, c.c_int)
loose_box = _call(pdfium.FPDFText_GetLooseCharBox, c.c_int, HANDLE, c.c_int, HANDLE)
origin = _call(pdfium.FPDFText_GetCharOrigin, c.c_int, HANDLE, c.c_int, HANDLE, HANDLE)
angle_of = _call(pdfium.FPDFText_GetCharAngle, c.c_float, HANDLE, c.c_int)
matrix_of = _call(pdfium.FPDFText_GetMatrix, c.c_int, HANDLE, c.c_int, HANDLE)
font_size = _call(pdfium.FPDFText_GetFontSize, c.c_double, HANDLE, c.c_int)
font_weight = _call(pdfium.FPDFText_GetFontWeight, c.c_int, HANDLE, c.c_int)
font_info = _call(pdfium.FPDFText_GetFontInfo, c.c_ulong, HANDLE, c.c_int, HANDLE, c.c_ulong, HANDLE)
is_generated = _call(pdfium.FPDFText_IsGenerated, c.c_int, HANDLE, c.c_int)
map_error = _call(pdfium.FPDFText_HasUnicodeMapError, c.c_int, HANDLE, c.c_int)
text_object = _call(pdfium.FPDFText_GetTextObject, HANDLE, HANDLE, c.c_int)
render_mode = _call(pdfium.FPDFTextObj_GetTextRenderMode, c.c_int, HANDLE)

count_objects = _call(pdfium.FPDFPage_CountObjects, c.c_int, HANDLE)
page_object = _call(pdfium.FPDFPage_GetObject, HANDLE, HANDLE, c.c_int)
count_in_form = _call(pdfium.FPDFFormObj_CountObjects, c.c_int, HANDLE)
object_in_form = _call(pdfium.FPDFFormObj_GetObject, HANDLE, HANDLE, c.c_ulong)
object_type = _call(pdfium.FPDFPageObj_GetType, c.c_int, HANDLE)
object_bounds = _call(pdfium.FPDFPageObj_GetBounds, c.c_int, HANDLE, HANDLE, HANDLE, HANDLE, HANDLE)
object_matrix = _call(pdfium.FPDFPageObj_GetMatrix, c.c_int, HANDLE, HANDLE)
draw_mode = _call(pdfium.FPDFPath_GetDrawMode, c.c_int, HANDLE, HANDLE, HANDLE)
count_segments = _call(pdfium.FPDFPath_CountSegments, c.c_int, HANDLE)
path_segment = _call(pdfium.FPDFPath_GetPathSegment, HANDLE, HANDLE, c.c_int)
segment_point = _call(pdfium.FPDFPathSegment_GetPoint, c.c_int, HANDLE, HANDLE, HANDLE)
segment_type = _call(pdfium.FPDFPathSegment_GetType, c.c_int, HANDLE)
segment_close = _call(pdfium.FPDFPathSegment_GetClose, c.c_int, HANDLE)
