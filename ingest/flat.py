"""Office files in one XML file: a whole package written flat, and the workbooks of 2003 that bookkeeping programs export."""

from __future__ import annotations

import base64
import binascii
import re
import zipfile
from io import BytesIO

from lxml import etree

from ingest.encodings import decoded
from ingest.guards import Limits, corrupt, parse_xml, too_large

_PACKAGE = "http://schemas.microsoft.com/office/2006/xmlPackage"
_ENCODING = re.compile(rb"\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]{1,40})")
_DECLARATION = re.compile(r"\ufeff?\s*<\?xml[^>]*\?>")
_PROGRAMS = {
    "Workbook": b'<?mso-application progid="Excel.Sheet"?>',
    "wordDocument": b'<?mso-application progid="Word.Document"?>',
}
"""How a file tells which program it is for; LibreOffice knows it by that."""
_PART, _DATA, _BINARY = (f"{{{_PACKAGE}}}{name}" for name in ("part", "xmlData", "binaryData"))


def repacked(data: bytes, limits: Limits) -> bytes:
    """The package as the archive it would otherwise be; raises RefusedError for what is broken or beyond the limits."""
    root = checked(data, limits)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part in root.iter(_PART):
            name = (part.get(f"{{{_PACKAGE}}}name") or "").lstrip("/")
            if name and (content := _content(part)) is not None:
                archive.writestr(name, content)
    return out.getvalue()


def checked(data: bytes, limits: Limits) -> etree._Element:
    """The root of the file; raises RefusedError if it declares a DTD, is broken, or larger than a tree may be."""
    if len(data) > limits.tree_bytes:
        raise too_large(
            f"XML 文件大小超过上限 {limits.tree_bytes // 2**20} MB，未予解析。请在 Word/Excel/WPS 中另存为 .docx 或 .xlsx 后再读。",
            "part_too_large",
        )
    text, _ = decoded(data, found[1].decode("ascii") if (found := _ENCODING.match(data)) else None)
    return parse_xml(_DECLARATION.sub("", text, count=1).encode(), "XML")


def plain(data: bytes, limits: Limits) -> bytes:
    """The file in UTF-8 for a program that knows no other encoding, its root checked."""
    root = checked(data, limits)
    told = _PROGRAMS.get(etree.QName(root).localname, b"")
    return b'<?xml version="1.0" encoding="UTF-8"?>' + told + etree.tostring(root, encoding="UTF-8")


def _content(part: etree._Element) -> bytes | None:
    held = part.find(_DATA)
    if held is not None and len(held):
        return etree.tostring(held[0], encoding="UTF-8", xml_declaration=True, with_tail=False)
    binary = part.find(_BINARY)
    if binary is None:
        return None
    try:
        return base64.b64decode("".join((binary.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise corrupt(
            f"XML 文件中的部件已损坏（{error}）。请在 Word/WPS 中打开，另存为 .docx 后再读。"
        ) from error
