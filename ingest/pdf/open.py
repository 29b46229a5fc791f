"""A PDF opened by pdfium; a broken one repaired once through pikepdf; the state said when neither helps."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from typing import Any, NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from ingest.pdf import raw
from schema.document import Notice, NoticeSeverity, State

_MAY_COPY = 0x10
"""Permission bit: text may be copied out."""
_PASSWORD = 4
"""pdfium's error code for a missing or wrong password."""


class Opened(NamedTuple):
    """An open document, or None with the state that says why; `repaired` bytes when pikepdf rewrote it."""

    document: Any
    state: State
    notices: list[Notice]
    data: bytes


def open_pdf(data: bytes, password: str | None) -> Opened:
    """Open `data`. Never raises for what is in it."""
    try:
        document = pypdfium2.PdfDocument(data, password=password)
        if len(document) and (damage := _damage(data)):
            notice = Notice(NoticeSeverity.WARNING, damage, code="pdf_repaired")
            return _usable(document, State.REPAIRED, [notice], data)
        return _usable(document, State.OK, [], data)
    except PdfiumError as error:
        if _wants_password(error):
            return _locked(data, password)
    repaired = _repaired(data, password)
    if repaired is not None and not repaired:
        return _without_pages([], data)
    if repaired:
        notice = Notice(
            NoticeSeverity.WARNING, "文件结构损坏，经修复后读取，内容可能不全", code="pdf_repaired"
        )
        with suppress(PdfiumError):
            return _usable(pypdfium2.PdfDocument(repaired), State.REPAIRED, [notice], repaired)
    notice = Notice(NoticeSeverity.ERROR, "文件损坏，无法打开，修复也未成功", code="pdf_corrupt")
    return Opened(None, State.CORRUPT, [notice], data)


def _damage(data: bytes) -> str | None:
    """What is broken in a file that pdfium opened all the same, mending it without a word; None if nothing is."""
    start = data.find(b"%PDF-", 0, _HEAD)
    if start > 0 and data[:start].strip():
        return f"文件开头有{start}个字节不属于 PDF，已略去后读取"
    tail = data[-_TAIL:]
    at = tail.rfind(b"startxref")
    told = _OFFSET.match(tail, at + len(b"startxref")) if at >= 0 else None
    if told is None:
        return _MENDED
    offsets = (int(told[1]), int(told[1]) + max(start, 0))  # from the file's beginning, or from the header
    return None if any(_TABLE.match(data[at : at + 40]) for at in offsets) else _MENDED


_HEAD, _TAIL = 1024, 4096
_OFFSET = re.compile(rb"\s*(\d{1,12})")
_TABLE = re.compile(rb"\s*(?:xref\b|\d+\s+\d+\s+obj\b)")
_MENDED = "文件的交叉引用表缺失或有误，经重建后读取，内容可能不全"


def _wants_password(error: PdfiumError) -> bool:
    return getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower()


def _locked(data: bytes, password: str | None) -> Opened:
    message = "文件已加密，密码不正确" if password else "文件已加密，需要密码"
    code = "wrong_password" if password else "needs_password"
    notice = Notice(NoticeSeverity.ERROR, message, code=code)
    return Opened(None, State.NEEDS_PASSWORD, [notice], data)


def _usable(document: Any, state: State, notices: list[Notice], data: bytes) -> Opened:
    if len(document):
        protected = pdfium.FPDF_GetSecurityHandlerRevision(document.raw) >= 0
        if protected and not pdfium.FPDF_GetDocPermissions(document.raw) & _MAY_COPY:
            message = "文件设置了禁止复制内容的权限，读取结果仅供内部核对"
            notices.append(Notice(NoticeSeverity.INFO, message, code="copy_restricted"))
        return Opened(document, state, notices, data)
    document.close()
    return _without_pages(notices, data)


def _without_pages(notices: list[Notice], data: bytes) -> Opened:
    notice = Notice(NoticeSeverity.ERROR, "文件没有任何页面", code="no_pages")
    return Opened(None, State.EMPTY, [*notices, notice], data)


def _repaired(data: bytes, password: str | None) -> bytes | None:
    """The file rewritten by pikepdf; nothing at all if it is sound but has no pages, None if it is beyond repair."""
    try:
        with pikepdf.open(io.BytesIO(data), password=password or "") as pdf:
            if not len(pdf.pages):
                return b""
            out = io.BytesIO()
            pdf.save(out)
            return out.getvalue()
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return None


def handle_of(document: Any) -> int:
    """pdfium's own handle of an open document."""
    return raw.handle(document.raw)
