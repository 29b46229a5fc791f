"""Bytes of text files -> text: UTF-8 with or without mark, UTF-16, GB18030 (which holds GBK and GB2312)."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """`(text, name of the encoding)`. What no encoding fits is decoded as GB18030 with replacement marks."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    candidates = ["utf-8", "gb18030"]
    if declared:
        candidates.insert(0, "gb18030" if declared.lower().startswith(("gb", "x-gbk", "cp936")) else declared)
    for name in candidates:
        try:
            return data.decode(name), name
        except (UnicodeDecodeError, LookupError):
            continue
    if declared and _known(declared):
        return data.decode(declared, "replace"), declared
    return data.decode("gb18030", "replace"), "gb18030"


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
