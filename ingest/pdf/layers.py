"""Layers of a PDF that are not shown (optional content that is off when the file is opened)."""

from __future__ import annotations

import ctypes as c
import io
from collections.abc import Iterable

import pikepdf

from ingest.pdf import raw

_LAYERS, _PACKED = b"/OCProperties", b"/ObjStm"
_MARK = "OC"
_LONGEST = 512
"""Bytes of a layer's name that are asked for."""


def hidden_names(data: bytes, password: str | None) -> frozenset[str]:
    """Names of the layers that are off by default; none for nearly every file."""
    if _LAYERS not in data and _PACKED not in data:
        return frozenset()
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            return _off(pdf.Root.get("/OCProperties"))
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError, AttributeError, KeyError):
        return frozenset()


def _off(properties: pikepdf.Object | None) -> frozenset[str]:
    if properties is None:
        return frozenset()
    usual = properties.get("/D", pikepdf.Dictionary())
    names = set(_names(usual.get("/OFF", ())))
    if usual.get("/BaseState") == pikepdf.Name("/OFF"):
        names |= set(_names(properties.get("/OCGs", ()))) - set(_names(usual.get("/ON", ())))
    return frozenset(names)


def _names(groups: Iterable[pikepdf.Object]) -> Iterable[str]:
    return (str(group.get("/Name", "")) for group in groups)


def is_hidden(item: int, names: frozenset[str]) -> bool:
    """Whether a page object, given by pdfium's handle, is marked as part of one of these layers."""
    for k in range(raw.count_marks(item)):
        mark = raw.mark(item, k)
        if _text(raw.mark_name, mark) == _MARK and _text(raw.mark_parameter, mark, _NAME) in names:
            return True
    return False


_NAME = c.create_string_buffer(b"Name")


def _text(call: raw.Call, mark: int, *which: object) -> str:
    buffer, length = c.create_string_buffer(_LONGEST), c.c_ulong()
    at = (c.addressof(place) for place in which)  # type: ignore[arg-type]
    if not call(mark, *at, c.addressof(buffer), _LONGEST, c.addressof(length)):
        return ""
    # The length counts the end mark, two bytes.
    return buffer.raw[: max(0, min(length.value, _LONGEST) - 2)].decode("utf-16-le", errors="replace")
