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
"""What a function gives back for a pointer."""
WORD = c.c_void_p
"""What every argument is passed as: ctypes turns an integer into a pointer in half the time it takes for an `int`.
A C `int` is the lower half of that word, in a register as on the stack."""
Call = Callable[..., Any]


def _call(function: Any, result: Any, arguments: int) -> Call:
    address = c.cast(function, c.c_void_p).value
    assert address is not None
    return c.PYFUNCTYPE(result, *[WORD] * arguments)(address)


def handle(pointer: Any) -> int:
    """The address behind one of pypdfium2's pointers."""
    return c.cast(pointer, c.c_void_p).value or 0


def exhaust(calls: Iterable[Any]) -> None:
    """Run an iterator of calls at C speed, results thrown away."""
    deque(calls, maxlen=0)


load_page = _call(pdfium.FPDF_LoadPage, HANDLE, 2)
close_page = _call(pdfium.FPDF_ClosePage, None, 1)
page_box = _call(pdfium.FPDF_GetPageBoundingBox, c.c_int, 2)
rotation = _call(pdfium.FPDFPage_GetRotation, c.c_int, 1)

count_annotations = _call(pdfium.FPDFPage_GetAnnotCount, c.c_int, 1)
annotation = _call(pdfium.FPDFPage_GetAnnot, HANDLE, 2)
annotation_kind = _call(pdfium.FPDFAnnot_GetSubtype, c.c_int, 1)
close_annotation = _call(pdfium.FPDFPage_CloseAnnot, None, 1)
remove_annotation = _call(pdfium.FPDFPage_RemoveAnnot, c.c_int, 2)
form_opens = _call(pdfium.FORM_OnAfterLoadPage, None, 2)
form_closes = _call(pdfium.FORM_OnBeforeClosePage, None, 2)
flatten = _call(pdfium.FPDFPage_Flatten, c.c_int, 2)

load_text = _call(pdfium.FPDFText_LoadPage, HANDLE, 1)
close_text = _call(pdfium.FPDFText_ClosePage, None, 1)
count_chars = _call(pdfium.FPDFText_CountChars, c.c_int, 1)
text = _call(pdfium.FPDFText_GetText, c.c_int, 4)
unicode_of = _call(pdfium.FPDFText_GetUnicode, c.c_uint, 2)
is_generated = _call(pdfium.FPDFText_IsGenerated, c.c_int, 2)
text_object = _call(pdfium.FPDFText_GetTextObject, HANDLE, 2)
render_mode = _call(pdfium.FPDFTextObj_GetTextRenderMode, c.c_int, 1)

clip_path = _call(pdfium.FPDFPageObj_GetClipPath, HANDLE, 1)
count_clips = _call(pdfium.FPDFClipPath_CountPaths, c.c_int, 1)
count_clip_segments = _call(pdfium.FPDFClipPath_CountPathSegments, c.c_int, 2)
clip_segment = _call(pdfium.FPDFClipPath_GetPathSegment, HANDLE, 3)
count_marks = _call(pdfium.FPDFPageObj_CountMarks, c.c_int, 1)
mark = _call(pdfium.FPDFPageObj_GetMark, HANDLE, 2)
mark_name = _call(pdfium.FPDFPageObjMark_GetName, c.c_int, 4)
mark_parameter = _call(pdfium.FPDFPageObjMark_GetParamStringValue, c.c_int, 5)
fill_colour = _call(pdfium.FPDFPageObj_GetFillColor, c.c_int, 5)
is_transparent = _call(pdfium.FPDFPageObj_HasTransparency, c.c_int, 1)

new_bitmap = _call(pdfium.FPDFBitmap_CreateEx, HANDLE, 5)
fill_bitmap = _call(pdfium.FPDFBitmap_FillRect, c.c_int, 6)
close_bitmap = _call(pdfium.FPDFBitmap_Destroy, None, 1)
render = _call(pdfium.FPDF_RenderPageBitmap, None, 8)

count_objects = _call(pdfium.FPDFPage_CountObjects, c.c_int, 1)
page_object = _call(pdfium.FPDFPage_GetObject, HANDLE, 2)
count_in_form = _call(pdfium.FPDFFormObj_CountObjects, c.c_int, 1)
object_in_form = _call(pdfium.FPDFFormObj_GetObject, HANDLE, 2)
object_type = _call(pdfium.FPDFPageObj_GetType, c.c_int, 1)
object_bounds = _call(pdfium.FPDFPageObj_GetBounds, c.c_int, 5)
object_matrix = _call(pdfium.FPDFPageObj_GetMatrix, c.c_int, 2)
draw_mode = _call(pdfium.FPDFPath_GetDrawMode, c.c_int, 3)
count_segments = _call(pdfium.FPDFPath_CountSegments, c.c_int, 1)
path_segment = _call(pdfium.FPDFPath_GetPathSegment, HANDLE, 2)
segment_point = _call(pdfium.FPDFPathSegment_GetPoint, c.c_int, 3)
segment_type = _call(pdfium.FPDFPathSegment_GetType, c.c_int, 1)
segment_close = _call(pdfium.FPDFPathSegment_GetClose, c.c_int, 1)
