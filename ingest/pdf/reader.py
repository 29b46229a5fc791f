"""The door of this package: the bytes of a PDF -> blocks, pages, engines, notices, state."""

from __future__ import annotations

from importlib.metadata import version
from typing import NamedTuple

import pypdfium2

from ingest import furniture, layout, scan
from ingest.cells import many_objects
from ingest.pdf import layers, raw
from ingest.pdf.announced import announces
from ingest.pdf.continued import carried
from ingest.pdf.doubt import plumber
from ingest.pdf.leaves import prepared_pages
from ingest.pdf.open import Opened, handle_of, open_pdf
from ingest.pdf.page import complete, first_lines
from ingest.pdf.prepared import PLUMBER
from ingest.pdf.recognise import ROUTE as OCR
from ingest.pdf.recognise import recognised, wanted
from ingest.printed import PageContent
from schema.document import Block, Notice, NoticeSeverity, Page, State

MOST_PAGES = 5000
TOGETHER = 16
"""So many pages are read at a time: fewer calls of what handles arrays, and no more pages open at once."""
_FORMS = frozenset({pypdfium2.raw.FORMTYPE_ACRO_FORM, pypdfium2.raw.FORMTYPE_XFA_FOREGROUND})
"""Kinds of documents whose fields pdfium can put on the page."""


class Reading(NamedTuple):
    """What a PDF holds. Blocks are in reading order; a file that cannot be read has none and a state."""

    blocks: tuple[Block, ...]
    pages: tuple[Page, ...]
    engines: dict[str, str]
    notices: tuple[Notice, ...]
    state: State


def read_pdf(
    data: bytes, *, password: str | None = None, most_pages: int = MOST_PAGES, slow: bool = True
) -> Reading:
    """Read a PDF. Never raises for what is in it; more than `most_pages` pages are TOO_LARGE.

    Without `slow`, a PDF with pages that want character recognition is UNSUPPORTED, with its pages and the
    notice `wants_recognition`.
    """
    engines = {"pdf": f"pypdfium2 {pypdfium2.PYPDFIUM_INFO} (pdfium {pypdfium2.PDFIUM_INFO})"}
    opened = open_pdf(data, password)
    if opened.document is None:
        return Reading((), (), engines, tuple(opened.notices), opened.state)
    try:
        count = len(opened.document)
        if count > most_pages:
            message = f"文件有{count}页，超过上限{most_pages}页，未读取"
            notice = Notice(NoticeSeverity.ERROR, message, code="too_many_pages")
            return Reading((), (), engines, (*opened.notices, notice), State.TOO_LARGE)
        return _read(opened, count, password, engines, slow=slow)
    finally:
        opened.document.close()


def _read(
    opened: Opened, count: int, password: str | None, engines: dict[str, str], *, slow: bool
) -> Reading:
    with many_objects():
        pages = _pages(opened, count, password)
        if not any(map(wanted, pages)):
            return _reading(pages, engines, opened.notices, opened.state)
        if not slow and scan.available():
            return _postponed(pages, engines)
    pages = [recognised(opened.document, page) if wanted(page) else page for page in pages]
    with many_objects():
        return _reading(pages, engines, opened.notices, opened.state)


def _pages(opened: Opened, count: int, password: str | None) -> list[PageContent]:
    handle = handle_of(opened.document)
    second = plumber(opened.data, password)
    forms, kind = 0, opened.document.get_formtype()
    if kind == pypdfium2.raw.FORMTYPE_XFA_FULL:
        message = (
            "文件是动态表单（XFA），其内容可能没有全部读出。请在 Adobe Reader 中打开，“打印”为 PDF 后再读"
        )
        opened.notices.append(Notice(NoticeSeverity.WARNING, message, code="dynamic_form"))
    if attached := pypdfium2.raw.FPDFDoc_GetAttachmentCount(opened.document):
        message = f"PDF 内附有{attached}个文件，未读取。如需核对，请将附件另存后一并检查"
        opened.notices.append(Notice(NoticeSeverity.INFO, message, code="attachments_unread"))
    if kind in _FORMS:
        opened.document.init_forms()
        forms = raw.handle(opened.document.formenv)
    hidden = layers.hidden_names(opened.data, password)
    pages: list[PageContent] = []
    for start in range(1, count + 1, TOGETHER):
        numbers = range(start, min(start + TOGETHER, count + 1))
        prepared = prepared_pages(handle, numbers, second, forms, hidden)
        for page, made in zip(prepared, first_lines(prepared), strict=True):
            above = carried(pages[-1]) if pages else None
            named = bool(pages) and announces(pages[-1])
            pages.append(complete(page, made, above, named))
    return pages


def _reading(
    pages: list[PageContent], engines: dict[str, str], notices: list[Notice], state: State
) -> Reading:
    if any(page.route == PLUMBER for page in pages):
        engines["pdf_tables"] = f"pdfplumber {version('pdfplumber')}"
    if any(page.route == OCR for page in pages):
        engines["ocr"] = scan.engine()
    furniture.mark(pages)
    blocks, decisions = layout.blocks_of(pages)
    for page in pages:
        notices.extend(page.notices)
    notices.extend(decisions)
    if not blocks:
        state = State.EMPTY
        notices.append(Notice(NoticeSeverity.ERROR, "全部页面都没有可读的文字", code="no_text"))
    return Reading(tuple(blocks), _shown(pages), engines, tuple(notices), state)


def _postponed(pages: list[PageContent], engines: dict[str, str]) -> Reading:
    message = f"{sum(map(wanted, pages))}页须由文字识别读取"
    notice = Notice(NoticeSeverity.INFO, message, code="wants_recognition")
    return Reading((), _shown(pages), engines, (notice,), State.UNSUPPORTED)


def _shown(pages: list[PageContent]) -> tuple[Page, ...]:
    return tuple(Page(page.number, page.width, page.height, page.rotation, page.route) for page in pages)
