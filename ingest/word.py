"""A DOCX -> blocks: paragraphs, headings, tables and notes in reading order, without pages.

The main part is read as a stream (`wordml.stream`), so memory grows with the text and not with the XML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import IO, TYPE_CHECKING

from lxml import etree as xml

from ingest.captions import caption_of
from ingest.characters import clean
from ingest.guards import Archive, Limits, broken_xml, corrupt
from ingest.reading import Reading
from ingest.wordml.join import joined
from ingest.wordml.kinds import Judge, looks_of
from ingest.wordml.names import attribute, tags
from ingest.wordml.notices import notices_of
from ingest.wordml.numbering import Numbering
from ingest.wordml.stream import Flow, Item
from ingest.wordml.styles import Styles
from ingest.wordml.table import Found
from ingest.wordml.text import Account, Paragraph, Reader
from schema.document import Block, BlockKind, Notice, NoticeSeverity, State, Table, TextBlock

if TYPE_CHECKING:
    from lxml import etree

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


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
        self.main = _main_part(archive)
        self.folder = self.main.rpartition("/")[0]
        self.relations = _relations(archive, self.main)
        self.account = Account()
        styles = Styles(archive.tree(self._part("styles", "styles.xml")))
        numbering = Numbering(archive.tree(self._part("numbering", "numbering.xml")))
        self.reader = Reader(styles, numbering, self.account)
        self.flow = Flow(self.reader, self._saw, limits)

    def _part(self, kind: str, usual: str) -> str:
        return next(iter(self.relations.get(kind, [])), f"{self.folder}/{usual}")

    def _saw(self, name: str) -> None:
        self.account.seen[name] += 1

    def reading(self) -> Reading:
        items = [*self._body(), *self._notes()]
        blocks, notices = _blocks(items)
        blocks += self._furniture()
        notices += notices_of(self.account)
        printed = any(isinstance(block, Table) or block.kind in _PRINTED for block in blocks)
        if not printed:
            notices.append(_nothing(self.account))
        engines = {"docx": f"lxml {xml.__version__}"}
        return Reading(tuple(blocks), tuple(notices), State.OK if printed else State.EMPTY, engines)

    def _body(self) -> Iterator[Item]:
        with self.archive.open(self.main) as stream:
            try:
                yield from self.flow.stream(stream, self.main)
            except xml.XMLSyntaxError as error:
                raise broken_xml(self.main, error) from error

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
        for item in self.flow.inside(note):
            if isinstance(item, Paragraph):
                item.text = item.text.strip()
                item.note = True
            yield item

    def _furniture(self) -> list[Block]:
        """Running headers and footers, each text once, and watermarks."""
        found: dict[tuple[BlockKind, str], None] = {}
        for kind in ("header", "footer"):
            for name in self.relations.get(kind, []):
                root = self.archive.tree(name)
                if root is None:
                    continue
                texts = [self.reader.text(item)[0].strip() for item in root.iter(*tags("p"))]
                found[BlockKind.FURNITURE, "\n".join(text for text in texts if text)] = None
                found |= {(BlockKind.WATERMARK, mark): None for mark in _watermarks(root)}
        return [TextBlock(kind, text) for kind, text in found if text]


_PRINTED = frozenset(BlockKind) - {BlockKind.FURNITURE, BlockKind.WATERMARK}


def _nothing(account: Account) -> Notice:
    pictures = account.seen["picture"]
    if pictures:
        message = f"文档正文没有文字，只有 {pictures} 张图片（可能是扫描件）。请在 Word 中另存为 PDF，由文字识别读取。"
        return Notice(NoticeSeverity.ERROR, message, None, "pictures_only")
    return Notice(NoticeSeverity.ERROR, "文档正文没有任何文字或表格。请核实是否为所需文件。", None, "empty")


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
        name = _resolved("" if target.startswith("/") else folder, target)
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


def _watermarks(root: etree._Element) -> Iterator[str]:
    for item in root.iter("{urn:schemas-microsoft-com:vml}textpath"):
        yield clean(item.get("string") or "").strip()


def _blocks(items: list[Item]) -> tuple[list[Block], list[Notice]]:
    """Items in order -> blocks with kinds, captions and joined tables."""
    judge = Judge(looks_of([item for item in items if isinstance(item, Paragraph)]))
    items, notices = joined(items)
    blocks: list[Block] = []
    centred: list[bool] = []
    for item in items:
        if isinstance(item, Found):
            judge.table()
            text, index = caption_of(blocks, centred)
            if index is not None:
                blocks[index] = _as_caption(blocks[index])
            blocks.append(replace(item.table, caption=text))
        elif item.text.strip():
            blocks.append(TextBlock(BlockKind.NOTE, item.text.strip()) if item.note else judge.block(item))
        centred += [isinstance(item, Paragraph) and item.centred] * (len(blocks) - len(centred))
    return blocks, notices


def _as_caption(block: Block) -> Block:
    """A centred line above a table is its caption; a heading stays a heading."""
    if isinstance(block, TextBlock) and block.kind is BlockKind.PARAGRAPH:
        return replace(block, kind=BlockKind.CAPTION)
    return block
