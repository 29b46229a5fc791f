"""The public door: a file -> Document."""

from __future__ import annotations

import errno
import hashlib
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from ingest.guards import MEGABYTE, Limits, RefusedError, refuse_endless_texts, refuse_pdf_bombs
from ingest.reading import Reading
from ingest.sniff import SUFFIXES, Kind, sniff
from ingest.word_lists import words
from schema.document import Document, Notice, NoticeSeverity, State

_NAMES = {
    Kind.PPTX: "演示文稿（.pptx）",
    Kind.IMAGE: "图片",
    Kind.ZIP: "压缩包",
    Kind.OLE: "该种旧版 Office 复合文件",
    Kind.UNKNOWN: "该文件，其内容无法识别",
    Kind.ENCRYPTED: "加密文件中的加密文件",
}
_REMEDIES = {
    Kind.PPTX: "请另存为 PDF 后再读。",
    Kind.IMAGE: "请将扫描图片合并为 PDF 后再读（扫描页由文字识别读取）。",
    Kind.ZIP: "请先解压，再读取其中的文件。",
    Kind.OLE: "请在原软件中打开，另存为 .docx 或 .pdf 后再读。",
    Kind.ENCRYPTED: "请在原软件中取消密码并另存后再读。",
    Kind.UNKNOWN: "请核实文件来源，在原软件中另存为 .docx、.xlsx 或 .pdf 后再读。",
}
_LEGACY = {Kind.DOC: ".doc", Kind.RTF: ".rtf", Kind.ODT: ".odt", Kind.WORD_XML: ".xml", Kind.FODT: ".fodt"}
_FOREIGN_SHEETS = {Kind.SHEET_XML: ".xml", Kind.FODS: ".fods"}
_ONE_XML = frozenset({Kind.WORD_XML, Kind.FODT})

AHEAD_BYTES = 2**24
"""A larger file is converted by itself."""
_SHEETS = frozenset({Kind.XLSX, Kind.XLSB, Kind.XLS, Kind.ODS})


def read(path: str | Path, *, password: str | None = None, limits: Limits | None = None) -> Document:
    """Read a file of any kind. What is wrong with it is told by `state` and `notices`, never by an exception.

    The file is opened read-only; nothing is fetched. Raises only what opening the path raises:
    FileNotFoundError, IsADirectoryError, PermissionError; OSError for a pipe or device. Word lists of our own that
    cannot be used are no fault of the file: LayoutError, with file and line.
    """
    words()
    limits = limits or Limits()
    file = Path(path)
    if not stat.S_ISREG(mode := file.stat().st_mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "不是普通文件（管道或设备），不能读取", str(path))
    with file.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(0)
        if size > limits.file_bytes:
            kind = sniff(stream.read(65536), file.suffix)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
            return _too_large(str(path), kind, digest, size, limits)
        data = stream.read()
    kind = sniff(data, file.suffix)
    digest = hashlib.sha256(data).hexdigest()
    kind, reading = _guarded(kind, data, file.suffix, password, limits)
    return Document(
        format=kind.value,
        sha256=digest,
        state=reading.state,
        blocks=reading.blocks,
        pages=reading.pages,
        engines=reading.engines,
        notices=(*_misnamed(kind, file.suffix), *reading.notices),
        path=str(path),
    )


def _guarded(
    kind: Kind, data: bytes, suffix: str, password: str | None, limits: Limits
) -> tuple[Kind, Reading]:
    """Whatever a reader raises becomes a state: the bytes of a stranger must not end the program."""
    engines: dict[str, str] = {}
    try:
        if kind is Kind.ENCRYPTED:
            from ingest.decrypt import decrypted, engine

            data = decrypted(data, password)
            kind, engines = sniff(data, suffix), {"decrypt": engine()}
        reading = _read(kind, data, password, limits)
        refuse_endless_texts(reading.blocks, limits)
        return kind, replace(reading, engines=engines | reading.engines)
    except RefusedError as refused:
        return kind, Reading(state=refused.state, notices=(refused.notice,), engines=engines)
    except MemoryError:
        return kind, _failed(
            State.TOO_LARGE,
            "out_of_memory",
            "读取时内存不足，文件过大或结构异常。请拆分文件，或调高内存上限。",
        )
    except Exception as error:
        message = (
            f"读取时出错（{type(error).__name__}：{error}），文件可能已损坏。请在原软件中打开并另存后再读；"
            "如果文件在原软件中完全正常，请报告此问题。"
        )
        return kind, _failed(State.CORRUPT, "corrupt", message)


def _failed(state: State, code: str, message: str) -> Reading:
    return Reading(state=state, notices=(Notice(NoticeSeverity.ERROR, message, None, code),))


def _read(kind: Kind, data: bytes, password: str | None, limits: Limits) -> Reading:
    if kind is Kind.PDF:
        return _pdf(data, password, limits)
    if kind is Kind.DOCX:
        from ingest.word import read_docx

        return read_docx(BytesIO(data), limits)
    if kind is Kind.OFD:
        from ingest.ofd.reader import read_ofd

        return read_ofd(data, limits)
    if kind is Kind.FLAT:
        return _flat(data, password, limits)
    if kind in _SHEETS or kind in _FOREIGN_SHEETS:
        return _workbook(kind, data, limits)
    if kind in _LEGACY:
        from ingest.legacy import read_legacy

        if kind in _ONE_XML:
            data = _plain(data, limits)

        return read_legacy(data, _LEGACY[kind], limits)
    return _text(kind, data, limits)


def _workbook(kind: Kind, data: bytes, limits: Limits) -> Reading:
    from ingest.sheet import read_workbook

    if kind in _SHEETS:
        return read_workbook(data, limits)
    from ingest.legacy import converted

    data = _plain(data, limits)
    reading = read_workbook(converted(data, _FOREIGN_SHEETS[kind], "xlsx", limits), limits)
    return replace(reading, engines={"convert": "LibreOffice", **reading.engines})


def _plain(data: bytes, limits: Limits) -> bytes:
    """What another program is going to parse has to be sound XML without a DTD, in an encoding it knows."""
    from ingest.flat import plain

    return plain(data, limits)


def _flat(data: bytes, password: str | None, limits: Limits) -> Reading:
    """A package in one XML file, as the kind of package it is."""
    from ingest.flat import repacked

    whole = repacked(data, limits)
    kind = sniff(whole)
    return _read(kind if kind in (Kind.DOCX, Kind.XLSX) else Kind.UNKNOWN, whole, password, limits)


def convert_ahead(paths: Iterable[Path], limits: Limits | None = None) -> None:
    """Let LibreOffice convert those of the files that need it at one start, so that reading them next is quick.

    Nothing is said of a file that cannot be opened or converted: reading it will tell.
    """
    from ingest.legacy import convert_together

    limits, files = limits or Limits(), []
    for path in paths:
        with suppress(OSError):
            data = path.read_bytes() if path.stat().st_size <= AHEAD_BYTES else b""
            kind = sniff(data, path.suffix)
            if kind in _LEGACY:
                files.append((data, _LEGACY[kind]))
    if len(files) > 1:
        convert_together(files, limits)


def _pdf(data: bytes, password: str | None, limits: Limits) -> Reading:
    from ingest.pdf.reader import read_pdf

    refuse_pdf_bombs(data, limits)
    found = read_pdf(data, password=password, most_pages=limits.pages, slow=limits.slow)
    return Reading(found.blocks, found.notices, found.state, found.engines, found.pages)


def _text(kind: Kind, data: bytes, limits: Limits) -> Reading:
    if kind is Kind.CSV:
        from ingest.sheet import read_csv

        return read_csv(data, limits)
    if kind in (Kind.HTML, Kind.MHTML):
        from ingest.html import read_html, read_mhtml

        return read_html(data, limits) if kind is Kind.HTML else read_mhtml(data, limits)
    if kind is Kind.TEXT:
        from ingest.text import read_text

        return read_text(data, limits)
    raise _refusal(kind)


def _refusal(kind: Kind) -> RefusedError:
    if kind is Kind.EMPTY:
        return RefusedError(State.EMPTY, "empty", "文件是空的（没有任何内容）。请重新取得原文件。")
    return RefusedError(State.UNSUPPORTED, "unsupported", f"不能读取{_NAMES[kind]}。{_REMEDIES[kind]}")


def _misnamed(kind: Kind, suffix: str) -> tuple[Notice, ...]:
    usual = SUFFIXES.get(kind)
    if not suffix or usual is None or suffix.lower() in usual:
        return ()
    message = f"文件扩展名是 {suffix}，实际内容是 {kind.value} 格式，已按实际内容读取。建议改正扩展名。"
    return (Notice(NoticeSeverity.INFO, message, None, "misnamed"),)


def _too_large(path: str, kind: Kind, digest: str, size: int, limits: Limits) -> Document:
    message = (
        f"文件大小 {size / MEGABYTE:,.0f} MB，超过上限 {limits.file_bytes / MEGABYTE:,.0f} MB，未予读取。"
        "请拆分文件，或调高上限。"
    )
    notice = Notice(NoticeSeverity.ERROR, message, None, "file_too_large")
    return Document(kind.value, digest, State.TOO_LARGE, notices=(notice,), path=path)
