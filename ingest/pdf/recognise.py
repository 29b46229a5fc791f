"""Pages of a PDF that are pictures, or whose text means nothing, read by character recognition."""

from __future__ import annotations

from typing import Any

from ingest import scan
from ingest.ink import rendered
from ingest.pdf.frame import Frame
from ingest.pdf.page import understand
from ingest.pdf.prepared import NEEDS_OCR, SCAN
from ingest.printed import PageContent
from ingest.scan import Scanned
from schema.document import Notice, NoticeSeverity
from schema.figure import Place

ROUTE = "ocr"
_STRAIGHT = 0.1
"""Less skew than this, in degrees, is not worth telling."""
_LYING = {1: "横置", 2: "倒置", 3: "横置"}
_MORE = 3
"""The picture is believed over the few characters on it when it holds this many times as many."""


def wanted(content: PageContent) -> bool:
    """Whether the page has no text of its own that could be read."""
    unread = content.route == "untrusted" and not content.lines and not content.tables
    return content.route == SCAN or unread


def recognised(document: Any, content: PageContent) -> PageContent:
    """The page read from its picture, or as it was when the recogniser is missing or finds nothing more."""
    if not scan.available():
        content.notices.append(_missing(content.number))
        return content
    found = scan.read_picture(rendered(document[content.number - 1], scan.DPI))
    own = sum(len(line.text) for line in content.lines)
    if len(found.glyphs.code) <= _MORE * own:
        return content
    size = (content.width, content.height)
    frame = Frame(0.0, 0.0, *(size[::-1] if found.quarters % 2 else size), 0)
    page = understand(found.glyphs, found.rules, frame, content.number)
    page.rotation, page.route = (content.rotation + 90 * found.quarters) % 360, ROUTE
    kept = [notice for notice in content.notices if notice.code != NEEDS_OCR]
    page.notices = [*kept, _told(content.number, found), *page.notices]
    return page


def _told(number: int, found: Scanned) -> Notice:
    done = [f"已将{_LYING[found.quarters]}的页面转正"] if found.quarters else []
    done += [f"已校正倾斜{abs(found.turn):.1f}度"] if abs(found.turn) >= _STRAIGHT else []
    straightened = f"（{'，'.join(done)}）" if done else ""
    message = f"第{number}页：由文字识别读取{straightened}，其中的数字须与原件核对"
    return Notice(NoticeSeverity.WARNING, message, Place(page=number), "ocr_page")


def _missing(number: int) -> Notice:
    message = f"第{number}页：未安装文字识别组件，请安装 fuhe[ocr] 后重新读取"
    return Notice(NoticeSeverity.ERROR, message, Place(page=number), "ocr_missing")
