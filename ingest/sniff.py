"""What a file really is, by its content and never by its name."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO

from ingest import ole


class Kind(StrEnum):
    """The real type of a file; the value is `Document.format`."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    DOC = "doc"
    RTF = "rtf"
    ODT = "odt"
    WORD_XML = "xml"
    SHEET_XML = "xmlss"
    FLAT = "flat-opc"
    FODT = "fodt"
    FODS = "fods"
    HTML = "html"
    MHTML = "mhtml"
    CSV = "csv"
    TEXT = "txt"
    PPTX = "pptx"
    OFD = "ofd"
    IMAGE = "image"
    ZIP = "zip"
    OLE = "ole"
    ENCRYPTED = "encrypted"
    EMPTY = "empty"
    UNKNOWN = "unknown"


SUFFIXES: dict[Kind, frozenset[str]] = {
    Kind.PDF: frozenset({".pdf"}),
    Kind.DOCX: frozenset({".docx", ".docm", ".dotx", ".dotm"}),
    Kind.XLSX: frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"}),
    Kind.XLSB: frozenset({".xlsb"}),
    Kind.XLS: frozenset({".xls", ".xlt", ".et"}),
    Kind.ODS: frozenset({".ods"}),
    Kind.DOC: frozenset({".doc", ".dot", ".wps", ".wpt"}),
    Kind.RTF: frozenset({".rtf"}),
    Kind.ODT: frozenset({".odt"}),
    Kind.WORD_XML: frozenset({".xml"}),
    Kind.SHEET_XML: frozenset({".xml"}),
    Kind.FLAT: frozenset({".xml"}),
    Kind.FODT: frozenset({".fodt"}),
    Kind.FODS: frozenset({".fods"}),
    Kind.HTML: frozenset({".html", ".htm", ".shtml", ".jhtml", ".xhtml"}),
    Kind.MHTML: frozenset({".mht", ".mhtml"}),
    Kind.CSV: frozenset({".csv", ".tsv", ".txt"}),
    Kind.TEXT: frozenset({".txt", ".md"}),
    Kind.OFD: frozenset({".ofd"}),
}
"""Names each kind usually has; another one is worth a notice."""

_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x00\x0cjP")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|title|div)\b", re.IGNORECASE)
_ROOT = re.compile(
    rb"((?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>|\s)*)<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)",
    re.DOTALL,
)
_WEB_ROOTS = frozenset({b"html", b"head", b"body", b"table", b"div"})
_XML_ROOTS = (
    (b"wordDocument", b"schemas.microsoft.com/office/word/2003/wordml", Kind.WORD_XML),
    (b"Workbook", b"urn:schemas-microsoft-com:office:spreadsheet", Kind.SHEET_XML),
    (b"package", b"schemas.microsoft.com/office/2006/xmlPackage", Kind.FLAT),
    (b"document", b"application/vnd.oasis.opendocument.text", Kind.FODT),
    (b"document", b"application/vnd.oasis.opendocument.spreadsheet", Kind.FODS),
)
_HEAD = 4096
_BEGIN, _FILE_PASS, _WRITE_PROTECT = 0x0809, 0x2F, 0x86


def sniff(data: bytes, suffix: str = "") -> Kind:
    """The kind of a file given all its bytes; the suffix only parts csv from plain text."""
    if not data.strip(b"\x00 \t\r\n"):
        return Kind.EMPTY
    if b"%PDF-" in data[:1024]:
        return Kind.PDF
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _zip_kind(data)
    if data.startswith(ole.MAGIC):
        return _ole_kind(data)
    return _text_kind(data, suffix)


def _text_kind(data: bytes, suffix: str) -> Kind:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{\\rtf"):
        return Kind.RTF
    if data.startswith(_IMAGES):
        return Kind.IMAGE
    if head[:64].lower().startswith((b"mime-version:", b"from: <saved by", b'from: "saved by')):
        return Kind.MHTML
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if wide:
        head = data[:_HEAD].decode("utf-16", "replace").encode("utf-8", "replace")
        head = head.removeprefix("\ufeff".encode()).lstrip()
    if office := _xml_kind(head):
        return office
    if head.startswith(b"<") and _HTML.search(head):
        return Kind.HTML
    if wide:
        return _plain_kind(suffix)
    if _looks_like_text(data):
        return _plain_kind(suffix)
    return Kind.UNKNOWN


def _xml_kind(head: bytes) -> Kind | None:
    """What an XML file holds, by its root element; None for web pages and for what is no XML."""
    found = _ROOT.match(head)
    if found is None:
        return None
    known = next((kind for name, space, kind in _XML_ROOTS if found[2] == name and space in head), None)
    declared = found[1].lstrip().startswith(b"<?xml")
    return known or (Kind.UNKNOWN if declared and found[2].lower() not in _WEB_ROOTS else None)


def _plain_kind(suffix: str) -> Kind:
    return Kind.CSV if suffix.lower() in {".csv", ".tsv", ".xls", ".xlsx"} else Kind.TEXT


def _looks_like_text(data: bytes) -> bool:
    sample = data[:65536]
    if sum(1 for byte in sample if byte < 32 and byte not in (9, 10, 12, 13)) * 200 > len(sample):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            sample[: len(sample) - 4 if len(data) > len(sample) else None].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 8:
                continue
        return True
    return False


def _zip_kind(data: bytes) -> Kind:
    names = _zip_names(data)
    if "EncryptedPackage" in names:
        return Kind.ENCRYPTED
    marks = (
        (Kind.OFD, lambda n: n == "OFD.xml"),
        (Kind.DOCX, lambda n: n.startswith("word/")),
        (Kind.XLSB, lambda n: n == "xl/workbook.bin"),
        (Kind.XLSX, lambda n: n.startswith("xl/")),
        (Kind.PPTX, lambda n: n.startswith("ppt/")),
    )
    for kind, mark in marks:
        if any(map(mark, names)):
            return kind
    if b"opendocument." in data[:256]:
        if _is_locked_odf(data):
            return Kind.ENCRYPTED
        return Kind.ODT if b"opendocument.text" in data[:256] else Kind.ODS
    return Kind.DOCX if "[Content_Types].xml" in names else Kind.ZIP


def _zip_names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return [info.filename.replace("\\", "/") for info in archive.infolist()[:20_000]]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return _local_names(data)


def _local_names(data: bytes) -> list[str]:
    """Names in the local headers of an archive whose directory is lost."""
    names: list[str] = []
    at = data.find(b"PK\x03\x04")
    while at >= 0 and len(names) < 200:
        length = int.from_bytes(data[at + 26 : at + 28], "little")
        names.append(data[at + 30 : at + 30 + length].decode("utf-8", "replace"))
        at = data.find(b"PK\x03\x04", at + 4)
    return names


def _ole_kind(data: bytes) -> Kind:
    names = ole.streams(data)
    if "EncryptedPackage" in names:
        return Kind.ENCRYPTED
    if "WordDocument" in names:
        fib = ole.head(data, "WordDocument")
        return Kind.ENCRYPTED if len(fib) > 11 and fib[11] & 1 else Kind.DOC
    if "Workbook" in names or "Book" in names:
        return Kind.ENCRYPTED if _has_file_pass(ole.head(data, "Workbook")) else Kind.XLS
    return Kind.OLE


def _has_file_pass(head: bytes) -> bool:
    """Whether a workbook stream tells of its encryption: record 0x2F right behind its beginning."""
    at = 0
    while at + 4 <= len(head):
        record, length = struct.unpack_from("<HH", head, at)
        if record == _FILE_PASS:
            return True
        if record not in (_BEGIN, _WRITE_PROTECT):
            return False
        at += 4 + length
    return False


def _is_locked_odf(data: bytes) -> bool:
    """Whether the manifest of an OpenDocument file gives keys for its parts."""
    try:
        with (
            zipfile.ZipFile(BytesIO(data)) as archive,
            archive.open("META-INF/manifest.xml") as manifest,
        ):
            return b"encryption-data" in manifest.read(1 << 20)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        EOFError,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
    ):
        return False
