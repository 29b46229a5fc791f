"""What is refused before it is parsed: files too large, archives that explode, XML that declares a DTD."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree

from ingest.cells import texts_of
from schema.document import Block, Notice, NoticeSeverity, State, TextBlock

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Sizes in bytes, seconds for another program that converts it, or several at once.

    `text_characters` is for one paragraph or cell, `digits` for one number in it: beyond them it is none, and
    whoever understands texts would be at it for hours. Without `slow`, a file that wants character recognition or
    another program is refused at once, with the notice `wants_recognition` or `wants_conversion`.
    """

    file_bytes: int = 512 * MEGABYTE
    archive_entries: int = 10_000
    part_bytes: int = 256 * MEGABYTE
    archive_bytes: int = 1024 * MEGABYTE
    part_ratio: int = 200
    ratio_from_bytes: int = 8 * MEGABYTE
    pages: int = 5_000
    blocks: int = 400_000
    cells: int = 3_000_000
    convert_seconds: float = 120.0
    together_seconds: float = 50.0
    text_characters: int = 200_000
    digits: int = 400
    drawing_bytes: int = 24 * MEGABYTE
    tree_bytes: int = 24 * MEGABYTE
    slow: bool = True


class RefusedError(Exception):
    """A file that is not read on: its final state and the notice that says why."""

    def __init__(self, state: State, code: str, message: str) -> None:
        super().__init__(message)
        self.state = state
        self.code = code
        self.message = message

    @property
    def notice(self) -> Notice:
        """The reason, as the document will carry it."""
        return Notice(NoticeSeverity.ERROR, self.message, None, self.code)


def too_large(message: str, code: str = "too_large") -> RefusedError:
    """The refusal of something beyond a limit."""
    return RefusedError(State.TOO_LARGE, code, message)


def corrupt(message: str, code: str = "corrupt") -> RefusedError:
    """The refusal of something that is broken."""
    return RefusedError(State.CORRUPT, code, message)


def _size(count: int) -> str:
    return f"{count / MEGABYTE:,.1f} MB"


class Archive:
    """A zip file whose parts are opened only within the limits."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        self.limits = limits
        try:
            self.zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise corrupt(
                f"压缩结构已损坏（{error}），可能是下载或复制不完整。请重新取得原文件，或在 Word/WPS 中打开并修复后另存。",
                "zip_broken",
            ) from error
        self.names = {info.filename.replace("\\", "/"): info for info in self.zip.infolist()}
        if len(self.zip.infolist()) > limits.archive_entries:
            raise too_large(
                f"压缩包内有 {len(self.zip.infolist()):,} 个条目，超过上限 {limits.archive_entries:,}，"
                "正常的办公文档不会这样，未予展开。请核实文件来源。",
                "zip_entries",
            )

    def close(self) -> None:
        """Close the archive (not the file below it)."""
        self.zip.close()

    def check(self, name: str) -> zipfile.ZipInfo:
        """The entry, if it may be opened; raises RefusedError when it is missing, encrypted or too large."""
        info = self.names.get(name)
        if info is None:
            raise corrupt(
                f"文件缺少必需的部件 {name}，内容不完整。请在 Word/WPS 中打开原文件后另存。", "part_missing"
            )
        if info.flag_bits & 1:
            raise RefusedError(
                State.NEEDS_PASSWORD,
                "needs_password",
                f"部件 {name} 已加密。请在原软件中输入密码打开，另存为不加密的文件后再读。",
            )
        if info.file_size > self.limits.part_bytes:
            raise too_large(
                f"部件 {name} 展开后 {_size(info.file_size)}，超过上限 {_size(self.limits.part_bytes)}，未予解析。"
                "请拆分文件，或调高上限。",
                "part_too_large",
            )
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > self.limits.ratio_from_bytes and ratio > self.limits.part_ratio:
            raise too_large(
                f"部件 {name} 的压缩比为 {ratio:,.0f} 倍（上限 {self.limits.part_ratio}），疑为压缩炸弹，未予展开。"
                "请核实文件来源。",
                "zip_ratio",
            )
        return info

    def check_all(self) -> None:
        """Check every entry and their sum: for archives that another program is going to unpack."""
        total = 0
        for name in self.names:
            total += self.check(name).file_size
        if total > self.limits.archive_bytes:
            raise too_large(
                f"压缩包展开后共 {_size(total)}，超过上限 {_size(self.limits.archive_bytes)}，未予展开。",
                "archive_too_large",
            )

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """The part as a stream; its damage becomes RefusedError."""
        try:
            with self.zip.open(self.check(name)) as stream:
                yield stream
        except _DAMAGED as error:
            raise _part_broken(name, error) from error

    def read(self, name: str) -> bytes:
        """The part as bytes."""
        with self.open(name) as stream:
            return stream.read()

    def tree(self, name: str) -> etree._Element | None:
        """The small XML part as a tree; None if there is no such part."""
        if name not in self.names:
            return None
        size = self.check(name).file_size
        if size > self.limits.tree_bytes:
            # A tree of short elements takes thirty times the memory of its text.
            raise too_large(
                f"部件 {name} 展开后 {_size(size)}，超过上限 {_size(self.limits.tree_bytes)}，未予解析。请核实文件来源。",
                "part_too_large",
            )
        return parse_xml(self.read(name), name)


_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)


def _part_broken(name: str, error: Exception) -> RefusedError:
    return corrupt(
        f"部件 {name} 的压缩数据已损坏（{error}）。请重新取得原文件，或在 Word/WPS 中打开并修复后另存。",
        "zip_broken",
    )


def refuse_endless_texts(blocks: Iterable[Block], limits: Limits) -> None:
    """Raise RefusedError if a paragraph or cell is longer, or holds a longer number, than any that was written."""
    endless = re.compile(rf"\d{{{limits.digits + 1}}}")
    for block in blocks:
        texts = (block.text,) if isinstance(block, TextBlock) else tuple(texts_of(block))
        if max(map(len, texts), default=0) <= limits.digits:
            continue
        for text in texts:
            if len(text) <= limits.digits:
                continue
            if len(text) > limits.text_characters or endless.search(text):
                raise too_large(
                    f"文中有异常巨大的一段文字（{len(text):,} 字）或超过 {limits.digits} 位的数字，未予读取。请核实文件来源。",
                    "text_too_large",
                )


_STREAM = re.compile(rb"stream\r?\n")
_HEAD = 1024
_MOST_RATIO = 1032
"""Deflate makes nothing smaller than a thousandth."""


def refuse_pdf_bombs(data: bytes, limits: Limits) -> None:
    """Raise RefusedError if a PDF holds a deflated stream of drawing that is beyond the limit.

    A hundred million lines fit into half a megabyte, and whatever opens the page keeps every one of them. Pictures are
    not looked at: nothing unpacks them. What is encrypted cannot be looked into; the runner limits its memory.
    """
    least = limits.drawing_bytes // _MOST_RATIO
    for found in _STREAM.finditer(data):
        if data[found.start() - 3 : found.start()] == b"end":
            continue
        head = data[max(0, found.start() - _HEAD) : found.start()].rpartition(b"obj")[2]
        if b"/Fl" not in head or re.search(rb"/Subtype\s*/Image\b|/Length1\b", head):
            continue
        end = data.find(b"endstream", found.end())
        if end - found.end() > least and _inflates_beyond(data[found.end() : end], limits.drawing_bytes):
            raise too_large(
                f"PDF 中有展开后超过 {_size(limits.drawing_bytes)} 的绘图内容，疑为压缩炸弹，未予展开。请核实文件来源。",
                "part_too_large",
            )


def _inflates_beyond(data: bytes, most: int) -> bool:
    """Whether deflated data makes more than `most` bytes; never holds more than a megabyte of them."""
    inflate = zlib.decompressobj()
    made = 0
    try:
        while data and made <= most:
            made += len(inflate.decompress(data, MEGABYTE))
            data = inflate.unconsumed_tail
    except zlib.error:
        return False
    return made > most


XML_OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
}
"""Parser options for every XML we read. `refuse_dtd` still has to look: unresolved entities swallow text."""


def refuse_dtd(root: etree._Element, name: str) -> None:
    """Raise RefusedError if the document of `root` declares a DTD."""
    info = root.getroottree().docinfo
    if info.internalDTD is not None or getattr(info, "doctype", ""):
        raise RefusedError(
            State.CORRUPT,
            "dtd_refused",
            f"部件 {name} 含有 DTD 声明（<!DOCTYPE …>），办公文档不应有此内容，可能用于攻击，已拒绝读取。请核实文件来源。",
        )


def parse_xml(data: bytes, name: str) -> etree._Element:
    """A small XML part as a tree; raises RefusedError for a DTD and for broken XML."""
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, **XML_OPTIONS)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise broken_xml(name, error) from error
    refuse_dtd(root, name)
    return root


def broken_xml(name: str, error: Exception) -> RefusedError:
    """The refusal of a part that is no XML, or whose single texts are beyond what the parser takes."""
    if "huge" in str(error).lower() or "amplification" in str(error).lower():
        return too_large(
            f"部件 {name} 中有异常巨大的内容（{error}），未予解析。请核实文件来源。", "xml_too_large"
        )
    return corrupt(
        f"部件 {name} 的 XML 已损坏（{error}）。请在 Word/WPS 中打开并修复后另存，再读一次。", "xml_broken"
    )
