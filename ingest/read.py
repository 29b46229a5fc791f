"""The public door: a file -> Document."""

from __future__ import annotations

import hashlib
import zlib
from io import BytesIO
from pathlib import Path

from lxml import etree

from ingest.guards import MEGABYTE, Limits, RefusedError
from ingest.sniff import SUFFIXES, Kind, sniff
from ingest.word import Reading, read_docx
from schema.document import Document, Notice, NoticeSeverity, State

_NAMES = {
    Kind.PPTX: "演示文稿（.pptx）",
    Kind.OFD: "OFD 版式文件",
    Kind.IMAGE: "图片",
    Kind.ZIP: "压缩包",
    Kind.OLE: "无法识别的旧版 Office 复合文件",
    Kind.XLSB: "二进制工作簿（.xlsb）",
    Kind.UNKNOWN: "无法识别的内容",
}
_REMEDIES = {
    Kind.PPTX: "请另存为 PDF 后再读。",
    Kind.OFD: "目前没有可靠的 OFD 读取组件。请用 OFD 阅读器打开，“打印”或“另存为”PDF 后再读。",
    Kind.IMAGE: "请将扫描图片合并为 PDF 后再读（扫描页由文字识别读取）。",
    Kind.ZIP: "请先解压，再读取其中的文件。",
    Kind.OLE: "请在原软件中打开，另存为 .docx 或 .pdf 后再读。",
    Kind.UNKNOWN: "请核实文件来源，在原软件中另存为 .docx、.xlsx 或 .pdf 后再读。",
}


def read(path: str | Path, *, password: str | None = None, limits: Limits | None = None) -> Document:
    """Read a file of any kind. What is wrong with it is told by `state` and `notices`, never by an exception.

    Raises only what opening the path raises: FileNotFoundError, IsADirectoryError, PermissionError.
    """
    limits = limits or Limits()
    file = Path(path)
    size = file.stat().st_size
    if size > limits.file_bytes:
        with file.open("rb") as stream:
            head, digest = stream.read(65536), _digest(stream)
        return _too_large(str(path), sniff(head, file.suffix), digest, size, limits)
    data = file.read_bytes()
    kind = sniff(data, file.suffix)
    digest = hashlib.sha256(data).hexdigest()
    reading = _guarded(kind, data, file, password, limits)
    return Document(
        format=kind.value,
        sha256=digest,
        state=reading.state,
        blocks=reading.blocks,
        engines=reading.engines,
        notices=(*_misnamed(kind, file.suffix), *reading.notices),
        path=str(path),
    )


def _digest(stream: object) -> str:
    stream.seek(0)  # type: ignore[attr-defined]
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def _guarded(kind: Kind, data: bytes, file: Path, password: str | None, limits: Limits) -> Reading:
    try:
        return _read(kind, data, file, password, limits)
    except RefusedError as refused:
        return Reading(state=refused.state, notices=(refused.notice,))
    except (
        etree.LxmlError,
        zlib.error,
        ArithmeticError,
        LookupError,
        ValueError,
        OSError,
        EOFError,
    ) as error:
        message = (
            f"读取时出错（{type(error).__name__}: {error}），文件可能已损坏。请在原软件中打开并另存后再读。"
        )
        return Reading(state=State.CORRUPT, notices=(Notice(NoticeSeverity.ERROR, message, None, "corrupt"),))


def _read(kind: Kind, data: bytes, file: Path, password: str | None, limits: Limits) -> Reading:
    if kind is Kind.DOCX:
        return read_docx(BytesIO(data), limits)
    raise RefusedError(
        State.UNSUPPORTED,
        "unsupported",
        f"暂不支持读取{_NAMES.get(kind, kind.value)}。{_REMEDIES.get(kind, '')}",
    )


def _misnamed(kind: Kind, suffix: str) -> tuple[Notice, ...]:
    usual = SUFFIXES.get(kind)
    if not suffix or usual is None or suffix.lower() in usual:
        return ()
    message = f"文件扩展名是 {suffix}，实际内容是 {kind.value} 格式，已按实际内容读取。建议改正扩展名。"
    return (Notice(NoticeSeverity.INFO, message, None, "misnamed"),)


def _too_large(path: str, kind: Kind, digest: str, size: int, limits: Limits) -> Document:
    message = f"文件大小 {size / MEGABYTE:,.0f} MB，超过上限 {limits.file_bytes / MEGABYTE:,.0f} MB，未予读取。请拆分文件，或调高上限。"
    notice = Notice(NoticeSeverity.ERROR, message, None, "file_too_large")
    return Document(kind.value, digest, State.TOO_LARGE, notices=(notice,), path=path)
