"""An OFD file -> blocks, by the reading of PDF pages: the same lines, lattice, layout and stitching."""

from __future__ import annotations

from io import BytesIO

from lxml import etree

from ingest import furniture, layout
from ingest.cells import many_objects
from ingest.guards import Archive, Limits, too_large
from ingest.ofd.drawn import POINTS, drawn
from ingest.ofd.package import Package
from ingest.pdf.announced import announces
from ingest.pdf.continued import carried
from ingest.pdf.frame import Frame
from ingest.pdf.page import understand
from ingest.printed import PageContent
from ingest.reading import Reading
from schema.document import Notice, NoticeSeverity, Page, State

MOST_CHARACTERS = 3_000_000
"""Of one file: its list of pages may name one full page over and over."""


def read_ofd(data: bytes, limits: Limits) -> Reading:
    """Read an OFD file. Raises RefusedError for what is broken, encrypted or beyond the limits."""
    archive = Archive(BytesIO(data), limits)
    try:
        package = Package(archive)
        with many_objects():
            pages = _pages(package, limits)
            return _reading(package, pages)
    finally:
        archive.close()


def _pages(package: Package, limits: Limits) -> list[PageContent]:
    pages: list[PageContent] = []
    characters = 0
    for number, sheet in enumerate(package.sheets(), 1):
        if number > limits.pages:
            raise too_large(f"文件超过上限 {limits.pages} 页，未予读取。请拆分文件。", "too_many_pages")
        glyphs, rules = drawn(sheet)
        characters += len(glyphs.code)
        if characters > MOST_CHARACTERS:
            raise too_large(f"文件超过上限 {MOST_CHARACTERS:,} 字，未予读取。请拆分文件。")
        frame = Frame(0.0, 0.0, sheet.box[2] * POINTS, sheet.box[3] * POINTS, 0)
        above = carried(pages[-1]) if pages else None
        named = bool(pages) and announces(pages[-1])
        pages.append(understand(glyphs, rules, frame, number, None, above, named))
    return pages


def _reading(package: Package, pages: list[PageContent]) -> Reading:
    furniture.mark(pages)
    blocks, decisions = layout.blocks_of(pages)
    notices = [notice for page in pages for notice in page.notices] + decisions
    if package.unread:
        message = f"OFD 文件中的{'、'.join(sorted(package.unread))}未读取"
        notices.append(Notice(NoticeSeverity.INFO, message, None, "ofd_unread"))
    if not blocks:
        message = "全部页面都没有可读的文字。如为扫描件，请“打印”或“另存为”PDF 后再读（由文字识别读取）。"
        notices.append(Notice(NoticeSeverity.ERROR, message, None, "no_text"))
    shown = tuple(Page(page.number, page.width, page.height, page.rotation, page.route) for page in pages)
    state = State.OK if blocks else State.EMPTY
    return Reading(tuple(blocks), tuple(notices), state, {"ofd": f"lxml {etree.__version__}"}, shown)
