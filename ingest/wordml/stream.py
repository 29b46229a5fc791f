"""The main part of a DOCX as a stream: items come out one by one, and what was read is freed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING

from lxml import etree as xml

from ingest.guards import XML_OPTIONS, Limits, corrupt, refuse_dtd, too_large
from ingest.wordml.names import LOCAL, child, tags, value
from ingest.wordml.table import Found, TableBuilder, content, read_table
from ingest.wordml.text import Paragraph, Reader

if TYPE_CHECKING:
    from lxml import etree

Item = Paragraph | Found

_EVENTS = tags("p", "tbl", "tr", "body", "altChunk")


def with_nested(found: Found) -> Iterator[Item]:
    """A table, then the tables that stood in its cells."""
    yield found
    for nested in found.nested:
        yield from with_nested(nested)


class Flow:
    """Items in reading order, for a whole part or for an element in memory (a text box, a footnote)."""

    def __init__(self, reader: Reader, seen: Callable[[str], None], limits: Limits) -> None:
        self._reader = reader
        self._seen = seen
        self._limits = limits
        self._paragraph_depth = 0
        self._table_depth = 0
        self._builder: TableBuilder | None = None
        self._waiting: Paragraph | None = None
        self._count = 0

    def stream(self, part: IO[bytes], name: str) -> Iterator[Item]:
        """Items of a part; raises RefusedError for a DTD and beyond the limits, XMLSyntaxError when broken."""
        events = xml.iterparse(
            part, events=("start", "end"), tag=_EVENTS, remove_comments=True, remove_pis=True, **XML_OPTIONS
        )
        first = True
        for event, element in events:
            if first:
                refuse_dtd(element, name)
                first = False
            yield from self._event(event == "start", element, LOCAL[element.tag])
        if self._waiting is not None:
            yield self._waiting
        if first:
            raise corrupt(f"部件 {name} 中没有正文。请在 Word/WPS 中打开并修复后另存。", "no_body")

    def inside(self, element: etree._Element) -> Iterator[Item]:
        """Items of an element that is in memory."""
        for item in content(element):
            if LOCAL[item.tag] == "p":
                yield from self._paragraphs(item)
            else:
                found = read_table(item, self._reader.text, self._seen, self._limits.cells)
                if found is not None:
                    yield from with_nested(found)

    def _event(self, start: bool, element: etree._Element, name: str) -> Iterator[Item]:
        if name == "p":
            self._paragraph_depth += 1 if start else -1
            if not (start or self._paragraph_depth or self._table_depth or _is_fallback(element)):
                yield from self._body_paragraph(element)
        elif self._paragraph_depth:
            return
        elif name == "tbl":
            self._table_depth += 1 if start else -1
            yield from self._table(start, element)
        elif name == "tr":
            if not start and self._table_depth == 1 and self._builder is not None:
                self._row(self._builder, element)
        elif name == "altChunk" and not start:
            self._seen("alt_chunk")

    def _body_paragraph(self, element: etree._Element) -> Iterator[Item]:
        if not len(element):
            self._count += 1
        for item in self._paragraphs(element) if len(element) else ():
            ready = self._after_deleted_mark(item)
            if ready is not None:
                self._count += 1
                yield ready
        if self._count > self._limits.blocks:
            raise too_large(
                f"段落过多，超过上限 {self._limits.blocks:,}，未予读完。请拆分文件。", "too_many_blocks"
            )
        _free(element)

    def _table(self, start: bool, element: etree._Element) -> Iterator[Item]:
        if start and self._table_depth == 1:
            self._builder = TableBuilder(self._reader.text, self._seen, self._limits.cells)
        elif not start and self._table_depth == 0 and self._builder is not None:
            if _is_fallback(element):
                return
            if self._waiting is not None:
                yield self._waiting
                self._waiting = None
            found = self._builder.finish()
            self._builder = None
            if found is not None:
                yield from with_nested(found)
            _free(element)

    def _row(self, builder: TableBuilder, element: etree._Element) -> None:
        if not builder.has_rows:
            builder.grid(next(element.iterancestors(*tags("tbl"))))
        builder.add(element)
        if builder.too_many:
            raise too_large(
                f"表格单元格过多，超过上限 {self._limits.cells:,}，未予读完。请拆分文件。", "too_many_cells"
            )
        _free(element)

    def _paragraphs(self, element: etree._Element) -> Iterator[Item]:
        """The paragraph, then the contents of the text boxes anchored in it."""
        paragraph = self._reader.paragraph(element)
        paragraph.contents = paragraph.contents or _in_contents(element)
        yield paragraph
        for box in paragraph.boxes:
            self._seen("text_box")
            yield from self.inside(box)

    def _after_deleted_mark(self, item: Item) -> Item | None:
        """The item, with the text of a paragraph whose end was deleted in front of it."""
        if not isinstance(item, Paragraph):
            return item
        if self._waiting is not None:
            item.text = self._waiting.text + item.text
            self._waiting = None
        if item.joins_next:
            self._waiting = item
            return None
        return item


def _free(element: etree._Element) -> None:
    """Forget an element that has been read, and everything before it in its parent."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _is_fallback(element: etree._Element) -> bool:
    """Whether the element repeats, for older programs, what stands before it."""
    return any(LOCAL[above.tag] == "mc:Fallback" for above in element.iterancestors())


def _in_contents(paragraph: etree._Element) -> bool:
    """Whether the paragraph stands in the content control of a list of contents."""
    for above in paragraph.iterancestors(*tags("sdt")):
        gallery = child(child(above, "sdtPr"), "docPartObj")
        if (value(gallery, "docPartGallery") or "") == "Table of Contents":
            return True
    return False
