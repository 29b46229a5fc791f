"""The parts of an OFD file: its documents, their pages in order, and what lies below a page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from ingest.guards import Archive, RefusedError, corrupt
from schema.document import State

Element = etree._Element
ROOT = "OFD.xml"
_SIZES = ("PhysicalBox", "ApplicationBox", "CropBox")
_A4 = (0.0, 0.0, 210.0, 297.0)
Quad = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: the roots of the layers' files, those below it first, and its box `x, y, w, h` in millimetres."""

    roots: tuple[Element, ...]
    box: Quad


class Package:
    """An open OFD file."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        if any(posixpath.basename(name) == "Encryptions.xml" for name in archive.names):
            message = "OFD 文件已加密。请在 OFD 阅读器中打开，另存为不加密的文件或“打印”为 PDF 后再读。"
            raise RefusedError(State.UNSUPPORTED, "encrypted_ofd", message)
        root = archive.tree(ROOT)
        self.documents = [] if root is None else [_path("", part) for part in texts(root, "DocRoot")]
        if not self.documents:
            raise corrupt("OFD 文件没有正文（DocRoot）。请在 OFD 阅读器中打开并另存。", "part_missing")
        self.unread: set[str] = set()
        """What is there and not read: annotations, signatures, drawings that are kept apart from their page."""
        if root is not None and texts(root, "Signatures"):
            self.unread.add("签章")

    def sheets(self) -> Iterator[Sheet]:
        """The pages of all documents in order."""
        for name in self.documents:
            document = self._tree(name)
            if texts(document, "Annotations"):
                self.unread.add("注释")
            size = _box(document) or _A4
            below = {node.get("ID"): node.get("BaseLoc", "") for node in tagged(document, "TemplatePage")}
            for page in tagged(document, "Page"):
                yield self._sheet(name, page.get("BaseLoc", ""), below, size)

    def _sheet(self, document: str, location: str, below: dict[str | None, str], size: Quad) -> Sheet:
        root = self._tree(_path(document, location))
        templates = [
            (node.get("ZOrder") == "Foreground", below[node.get("TemplateID")])
            for node in tagged(root, "Template")
            if below.get(node.get("TemplateID"))
        ]
        behind = [self._tree(_path(document, at)) for over, at in templates if not over]
        before = [self._tree(_path(document, at)) for over, at in templates if over]
        if any(next(tagged(part, "CompositeObject"), None) is not None for part in (*behind, root, *before)):
            self.unread.add("复合图形")
        return Sheet((*behind, root, *before), _box(root) or size)

    def _tree(self, name: str) -> Element:
        found = self.archive.tree(name)
        if found is None:
            # Some writers differ in case between the list and the part.
            alike = next((n for n in self.archive.names if n.lower() == name.lower()), name)
            found = self.archive.tree(alike)
        if found is None:
            raise corrupt(f"OFD 文件缺少部件 {name}，内容不完整。请重新取得原文件。", "part_missing")
        return found


def tagged(root: Element, name: str) -> Iterator[Element]:
    """The elements of that name, in whichever namespace the writer put them."""
    return root.iter(f"{{*}}{name}")


def texts(root: Element, name: str) -> list[str]:
    """What stands in the elements of that name."""
    return [text for node in tagged(root, name) if (text := (node.text or "").strip())]


def numbers(text: str | None, most: int = 6) -> list[float]:
    """Up to so many numbers of an attribute; those that are none end the list."""
    out: list[float] = []
    for part in (text or "").split()[:most]:
        try:
            value = float(part)
        except ValueError:
            break
        if not abs(value) < 1e6:
            break
        out.append(value)
    return out


def _box(root: Element) -> Quad | None:
    for name in _SIZES:
        for text in texts(root, name):
            found = numbers(text)
            if len(found) == 4 and found[2] > 0 and found[3] > 0:
                return found[0], found[1], found[2], found[3]
    return None


def _path(base: str, location: str) -> str:
    """A place named in the file `base` as the name of a part."""
    location = location.strip().replace("\\", "/")
    if location.startswith("/"):
        return posixpath.normpath(location.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), location))
