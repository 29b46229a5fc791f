"""A DOCX -> blocks: paragraphs, headings, tables and notes in reading order, without pages.

The main part is read as a stream: a paragraph or a table row is freed as soon as it is understood, so memory
grows with the text and not with the XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from ingest.characters import clean
from ingest.guards import XML_OPTIONS, Archive, Limits, broken_xml, corrupt, refuse_dtd, too_large
from ingest.marks import is_caption, is_unit_line
from ingest.wordml.join import joined
from ingest.wordml.kinds import Judge, looks_of
from ingest.wordml.names import LOCAL, attribute, child, tags, value
from ingest.wordml.notices import notices_of
from ingest.wordml.numbering import Numbering
from ingest.wordml.styles import Styles
from ingest.wordml.table import Found, TableBuilder, content, read_table
from ingest.wordml.text import Account, Paragraph, Reader
from schema.document import Block, BlockKind, Notice, State, Table, TextBlock

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EVENTS = tags("p", "tbl", "tr", "body", "altChunk")


@dataclass(slots=True)
class Reading:
    """What a reader found in a file."""

    blocks: tuple[Block, ...] = ()
    notices: tuple[Notice, ...] = ()
    state: State = State.OK
    engines: dict[str, str] = field(default_factory=dict)


Item = Paragraph | Found


def read_docx(file: IO[bytes], limits: Limits) -> Reading:
    """Read a DOCX; raises RefusedError for what may not or cannot be read."""
    archive = Archive(file, limits)
    try:
        return _Word(archive, limits).reading()
    finally:
        archive.close()


class _Word:
    def __init__(self, archive: Archive, limits: Limits) -> None:
        self.archive = archive
        self.limits = limits
        self.main = _main_part(archive)
        self.folder = self.main.rpartition("/")[0]
        self.relations = _relations(archive, self.main)
        self.account = Account()
        self.styles = Styles(archive.tree(self._part("styles", "styles.xml")))
        self.numbering = Numbering(archive.tree(self._part("numbering", "numbering.xml")))
        self.reader = Reader(self.styles, self.numbering, self.account)

    def _part(self, kind: str, usual: str) -> str:
        return next(iter(self.relations.get(kind, [])), f"{self.folder}/{usual}")

    def _saw(self, name: str) -> None:
        self.account.seen[name] += 1

    def reading(self) -> Reading:
        items = list(self._body())
        items += self._notes()
        blocks, notices = _blocks(items)
        blocks += self._furniture()
        notices += notices_of(self.account)
        engines = {"docx": f"lxml {etree.__version__}"}
        printed = any(isinstance(block, Table) or block.kind is not BlockKind.FURNITURE for block in blocks)
        return Reading(tuple(blocks), tuple(notices), State.OK if printed else State.EMPTY, engines)

    def _body(self) -> Iterator[Item]:
        with self.archive.open(self.main) as stream:
            try:
                yield from self._stream(stream)
            except etree.XMLSyntaxError as error:
                raise broken_xml(self.main, error) from error

    def _stream(self, stream: IO[bytes]) -> Iterator[Item]:
        inside, depth, count = 0, 0, 0
        builder: TableBuilder | None = None
        pending: Paragraph | None = None
        checked = False
        events = etree.iterparse(
            stream, events=("start", "end"), tag=_EVENTS, remove_comments=True, remove_pis=True, **XML_OPTIONS
        )
        for event, element in events:
            name = LOCAL[element.tag]
            if not checked:
                refuse_dtd(element, self.main)
                checked = True
            if name == "p":
                inside += 1 if event == "start" else -1
                if event == "start" or inside or depth:
                    continue
                for item in self._paragraphs(element):
                    pending, ready = _joined_mark(pending, item)
                    if ready is not None:
                        count += 1
                        yield ready
                _free(element)
            elif inside:
                continue
            elif name == "tbl":
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 1:
                    builder = TableBuilder(self.reader.text, self._saw, self.limits.cells)
                elif event == "end" and depth == 0 and builder is not None:
                    if pending is not None:
                        yield pending
                        pending = None
                    yield from self._finished(builder)
                    builder = None
                    _free(element)
            elif name == "tr" and event == "end" and depth == 1 and builder is not None:
                builder.grid(element.getparent() if element.getparent() is not None else element)
                builder.add(element)
                _free(element)
            elif name == "altChunk" and event == "end":
                self._saw("alt_chunk")
            if count > self.limits.blocks or (builder is not None and builder.too_many):
                raise too_large(
                    f"段落或表格单元格过多（段落上限 {self.limits.blocks:,}，单元格上限 {self.limits.cells:,}），未予读完。"
                    "请拆分文件。",
                    "too_many_blocks",
                )
        if pending is not None:
            yield pending
        if not checked:
            raise corrupt(f"部件 {self.main} 中没有正文。请在 Word/WPS 中打开并修复后另存。", "no_body")

    def _finished(self, builder: TableBuilder) -> Iterator[Item]:
        found = builder.finish()
        if found is not None:
            yield from _with_nested(found)

    def _paragraphs(self, element: etree._Element) -> Iterator[Item]:
        """The paragraph, then the contents of the text boxes anchored in it."""
        paragraph = self.reader.paragraph(element)
        paragraph.contents = paragraph.contents or _in_contents(element)
        yield paragraph
        for box in paragraph.boxes:
            self._saw("text_box")
            yield from self._inside(box)

    def _inside(self, box: etree._Element) -> Iterator[Item]:
        for item in content(box):
            if LOCAL[item.tag] == "p":
                yield from self._paragraphs(item)
            else:
                found = read_table(item, self.reader.text, self._saw, self.limits.cells)
                if found is not None:
                    yield from _with_nested(found)

    def _notes(self) -> list[Item]:
        """Footnotes and endnotes, in the order in which the text refers to them."""
        out: list[Item] = []
        for kind in ("footnote", "endnote"):
            wanted = [note for which, note in self.account.notes if which == kind]
            root = self.archive.tree(self._part(f"{kind}s", f"{kind}s.xml")) if wanted else None
            if root is None:
                continue
            notes = {attribute(note, "id") or "": note for note in root.iter(*tags(kind))}
            for name in dict.fromkeys(wanted):
                if name in notes:
                    out.extend(self._note(notes[name]))
        return out

    def _note(self, note: etree._Element) -> Iterator[Item]:
        for item in self._inside(note):
            if isinstance(item, Paragraph):
                item.text = item.text.strip()
                item.note = True
            yield item

    def _furniture(self) -> list[Block]:
        """Running headers and footers, each text once, and watermarks."""
        out: list[Block] = []
        seen: set[str] = set()
        for kind in ("header", "footer"):
            for name in self.relations.get(kind, []):
                root = self.archive.tree(name)
                if root is None:
                    continue
                texts = [self.reader.text(item)[0].strip() for item in root.iter(*tags("p"))]
                text = "\n".join(text for text in texts if text)
                if text and text not in seen:
                    seen.add(text)
                    out.append(TextBlock(BlockKind.FURNITURE, text))
                for mark in _watermarks(root):
                    if mark not in seen:
                        seen.add(mark)
                        out.append(TextBlock(BlockKind.WATERMARK, mark))
        return out


def _main_part(archive: Archive) -> str:
    for target in _relations(archive, "").get("officeDocument", []):
        if target in archive.names:
            return target
    if "word/document.xml" in archive.names:
        return "word/document.xml"
    raise corrupt(
        "文件是 Word 压缩包，但缺少正文部件 word/document.xml，内容不完整。请在 Word/WPS 中打开原文件后另存。",
        "part_missing",
    )


def _relations(archive: Archive, part: str) -> dict[str, list[str]]:
    """Kind of relation (last word of its type) -> names of the parts, for a part of the archive."""
    folder, _, file = part.rpartition("/")
    root = archive.tree(f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels")
    out: dict[str, list[str]] = {}
    if root is None:
        return out
    for relation in root.iter(f"{{{_RELATIONS}}}Relationship"):
        target = relation.get("Target") or ""
        if relation.get("TargetMode") == "External" or not target:
            continue
        name = target.lstrip("/") if target.startswith("/") else _resolved(folder, target)
        out.setdefault((relation.get("Type") or "").rpartition("/")[2], []).append(name)
    return out


def _resolved(folder: str, target: str) -> str:
    parts = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step not in {"", "."}:
            parts.append(step)
    return "/".join(parts)


def _free(element: etree._Element) -> None:
    """Forget an element that has been read, and everything before it in its parent."""
    element.clear(keep_tail=False)
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _in_contents(paragraph: etree._Element) -> bool:
    """Whether the paragraph stands in the content control of a list of contents."""
    for above in paragraph.iterancestors(*tags("sdt")):
        gallery = child(child(above, "sdtPr"), "docPartObj")
        if (value(gallery, "docPartGallery") or "") == "Table of Contents":
            return True
    return False


def _joined_mark(pending: Paragraph | None, item: Item) -> tuple[Paragraph | None, Item | None]:
    """Join a paragraph whose end was deleted with the next one: `(still waiting, ready)`."""
    if not isinstance(item, Paragraph):
        return pending, item
    if pending is not None:
        item.text = pending.text + item.text
    return (item, None) if item.joins_next else (None, item)


def _with_nested(found: Found) -> Iterator[Item]:
    yield found
    for nested in found.nested:
        yield from _with_nested(nested)


def _watermarks(root: etree._Element) -> Iterator[str]:
    for item in root.iter("{urn:schemas-microsoft-com:vml}textpath"):
        text = clean(item.get("string") or "").strip()
        if text:
            yield text


def _blocks(items: list[Item]) -> tuple[list[Block], list[Notice]]:
    """Items in order -> blocks with kinds, captions and joined tables."""
    judge = Judge(looks_of([item for item in items if isinstance(item, Paragraph)]))
    items, notices = joined(items)
    blocks: list[Block] = []
    for item in items:
        if isinstance(item, Found):
            judge.table()
            blocks.append(_captioned(item.table, blocks))
        elif item.text.strip():
            blocks.append(TextBlock(BlockKind.NOTE, item.text.strip()) if item.note else judge.block(item))
    return blocks, notices


def _captioned(table: Table, before: list[Block]) -> Table:
    """The table with the caption lines directly above it (title, then unit)."""
    lines: list[str] = []
    for block in reversed(before[-3:]):
        if not isinstance(block, TextBlock) or block.kind is not BlockKind.CAPTION:
            break
        lines.insert(0, block.text)
        if is_caption(block.text) and not is_unit_line(block.text):
            break
    if not lines:
        return table
    return Table(table.cells, table.rows, table.columns, table.header_rows, " ".join(lines), table.parts)
