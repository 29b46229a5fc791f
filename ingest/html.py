"""A saved web page -> blocks. Nothing is fetched, scripts are dropped, menus become furniture."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

from lxml import etree as xml
from lxml import html

from ingest.captions import caption_of
from ingest.characters import clean
from ingest.encodings import decoded
from ingest.guards import Limits, corrupt, too_large
from ingest.header_rows import header_rows
from ingest.headings import line_kind
from ingest.reading import Reading
from schema.document import Block, BlockKind, Cell, Notice, NoticeSeverity, State, Table, TextBlock

if TYPE_CHECKING:
    from lxml import etree

_DROPPED = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "head",
        "select",
        "textarea",
    }
)
_FURNITURE = frozenset({"nav", "footer", "aside", "form", "button"})
_BLOCKS = frozenset(
    {
        "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
        "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main",
        "nav", "ol", "p", "pre", "section", "table", "ul", "aside", "td", "th", "tr", "tbody", "thead", "tfoot",
    }
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_DEEPEST = 200


def read_html(data: bytes, limits: Limits) -> Reading:
    """Read a saved page; raises RefusedError when nothing can be parsed."""
    declared = _DECLARED.search(data[:4096])
    text, encoding = decoded(data, declared[1].decode() if declared else None)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    if not text.strip():
        raise corrupt("网页没有内容。", "no_body")
    parser = html.HTMLParser(remove_comments=True, no_network=True)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (xml.ParserError, xml.XMLSyntaxError, ValueError) as error:
        raise corrupt(f"网页无法解析（{error}）。请在浏览器中另存为 PDF 后再读。") from error
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise too_large(
            "网页中有异常巨大的文字或过深的结构，解析器在此中断，未予读取。请在浏览器中另存为 PDF 后再读。"
        )
    blocks = tuple(_Page(limits).blocks(root))
    engines = {"html": f"lxml {xml.__version__}", "encoding": encoding}
    if any(isinstance(block, Table) or block.kind is not BlockKind.FURNITURE for block in blocks):
        return Reading(blocks, (), State.OK, engines)
    notice = Notice(
        NoticeSeverity.ERROR,
        "网页没有正文文字（内容可能由脚本生成）。请在浏览器中另存为 PDF 后再读。",
        None,
        "empty",
    )
    return Reading(blocks, (notice,), State.EMPTY, engines)


def read_mhtml(data: bytes, limits: Limits) -> Reading:
    """Read the page inside a web archive of one file."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
            body = part.get_payload(decode=True)
            if isinstance(body, bytes) and body.strip():
                return read_html(body, limits)
    raise corrupt("网页归档文件（.mht）中没有网页正文。请在浏览器中另存为 PDF 后再读。", "no_body")


class _Page:
    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._text: list[str] = []
        self._linked = 0
        self._out: list[Block] = []
        self._cells = 0

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        self._walk(root, 0, False, False)
        self._flush(None, False)
        yield from self._out

    def _walk(self, element: etree._Element, depth: int, furniture: bool, link: bool) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if depth > _DEEPEST or len(self._out) > self.limits.blocks:
            raise too_large("网页结构过深或过大，未予读完。请在浏览器中另存为 PDF 后再读。")
        if not tag or tag in _DROPPED or _is_hidden(element):
            return
        furniture = furniture or tag in _FURNITURE
        if tag == "table" and not _is_layout(element):
            self._flush(None, furniture)
            self._table(element)
            return
        if tag in _BLOCKS:
            self._flush(None, furniture)
        if tag == "br":
            self._text.append("\n")
        self._children(element, depth, furniture, link or tag == "a")
        if tag in _BLOCKS:
            self._flush(_HEADINGS.get(tag), furniture)

    def _children(self, element: etree._Element, depth: int, furniture: bool, link: bool) -> None:
        self._add(element.text, link)
        for child in element:
            self._walk(child, depth + 1, furniture, link)
            self._add(child.tail, link)

    def _add(self, text: str | None, link: bool) -> None:
        if text:
            flat = re.sub(r"[ \t\r\n]+", " ", text)
            self._text.append(flat)
            self._linked += len(flat.strip()) if link else 0

    def _flush(self, heading: int | None, furniture: bool) -> None:
        text, linked = _tidied("".join(self._text)), self._linked
        self._text, self._linked = [], 0
        if not text:
            return
        menu = furniture or (linked * 2 > len(text) and len(text) < 120)
        kind, level = line_kind(text)
        if menu and kind is BlockKind.PARAGRAPH:
            kind = BlockKind.FURNITURE
        elif heading is not None and kind is BlockKind.PARAGRAPH and len(text) <= 80:
            first = heading == 1 and not any(isinstance(b, TextBlock) and b.level == 0 for b in self._out)
            kind, level = BlockKind.HEADING, 0 if first else max(heading - 1, 1)
        self._out.append(TextBlock(kind, text, level=level))

    def _table(self, element: etree._Element) -> None:
        caption = element.find("caption")
        if caption is not None and (title := _cell_text(caption)):
            self._out.append(TextBlock(BlockKind.CAPTION, title))
        cells, rows, columns = _cells(element, self.limits.cells - self._cells)
        self._cells += rows * columns
        if not cells:
            return
        table = Table(cells, rows, columns, header_rows(cells, rows, columns))
        marked = _marked_header(element)
        if not table.header_rows and 0 < marked < rows:
            table = replace(table, header_rows=marked)
        self._out.append(replace(table, caption=caption_of(self._out)[0]))


def _is_hidden(element: etree._Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "visibility:hidden" in style or element.get("hidden") is not None


def _is_layout(table: etree._Element) -> bool:
    """A table that only arranges a page: other tables or whole paragraphs with headings stand inside, or one cell."""
    if next(table.iter("h1", "h2", "h3"), None) is not None:
        return True
    inner = sum(1 for _ in table.iter("table"))
    if inner > 1:
        return True
    return sum(1 for _ in table.iter("td", "th")) <= 1


def _tidied(text: str) -> str:
    lines = (re.sub(r" {2,}", " ", line).strip() for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)


def _cell_text(cell: etree._Element) -> str:
    parts: list[str] = []

    def walk(element: etree._Element, depth: int) -> None:
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _DROPPED or depth > _DEEPEST or _is_hidden(element):
            return
        if tag == "br" or (tag in _BLOCKS and parts):
            parts.append("\n")
        parts.append(re.sub(r"[ \t\r\n]+", " ", element.text or ""))
        for child in element:
            walk(child, depth + 1)
            parts.append(re.sub(r"[ \t\r\n]+", " ", child.tail or ""))
        if tag in _BLOCKS:
            parts.append("\n")

    walk(cell, 0)
    return _tidied("".join(parts))


def _span(cell: etree._Element, name: str, most: int) -> int:
    text = (cell.get(name) or "1").strip()
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 6 else 1


def _cells(table: etree._Element, most: int) -> tuple[tuple[Cell, ...], int, int]:
    """Cells with their elementary positions: spans of rows above push cells to the right.

    Raises RefusedError for a table of more than `most` such positions.
    """
    rows = [row for row in table.iter("tr") if not _is_hidden(row)]
    taken: dict[int, int] = {}
    found: list[Cell] = []
    columns = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while taken.get(column, 0) > number:
                column += 1
            across = _span(cell, "colspan", 1000)
            down = _span(cell, "rowspan", len(rows) - number)
            found.append(Cell(number, column, _cell_text(cell), down, across))
            for covered in range(column, column + across):
                taken[covered] = number + down
            column += across
            if len(rows) * column > most:
                raise too_large("网页表格单元格过多，超过上限，未予读完。", "too_many_cells")
        columns = max(columns, column, *(c + 1 for c, until in taken.items() if until > number), 0)
    return tuple(found), len(rows), columns


def _marked_header(table: etree._Element) -> int:
    """Rows at the top that the page itself marks as a header."""
    count = 0
    for row in table.iter("tr"):
        tags = {cell.tag for cell in row.iterchildren("td", "th")}
        if tags != {"th"}:
            break
        count += 1
    return count
