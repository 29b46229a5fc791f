"""Styles of a DOCX, resolved along `basedOn`: what a paragraph or run looks like and whether it is numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.wordml.names import attribute, child, number, switch, tags, value
from ingest.wordml.pale import has_ground

if TYPE_CHECKING:
    from lxml import etree

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)?$", re.IGNORECASE)
_TITLES = frozenset({"title", "标题", "文档标题", "document title"})


@dataclass(frozen=True, slots=True)
class Style:
    """A style with everything inherited. `outline` is the heading level from 1; size in points."""

    name: str = ""
    outline: int | None = None
    num_id: int | None = None
    num_level: int | None = None
    centred: bool = False
    bold: bool = False
    size: float | None = None
    hidden: bool = False
    shaded: bool = False

    @property
    def is_title(self) -> bool:
        """The style for the title of a document."""
        return self.name.strip().lower() in _TITLES

    @property
    def is_contents(self) -> bool:
        """A style of the list of contents."""
        return bool(_CONTENTS.match(self.name.strip()))


class Styles:
    """All styles of a document by id, read when asked for."""

    def __init__(self, root: etree._Element | None) -> None:
        self._raw: dict[str, etree._Element] = {}
        self._done: dict[str, Style] = {}
        self.default = Style()
        self.default_id = ""
        if root is None:
            return
        defaults = child(child(root, "docDefaults"), "rPrDefault")
        self.default = _with_run(self.default, child(defaults, "rPr"))
        for style in root.iter(*tags("style")):
            name = attribute(style, "styleId") or ""
            self._raw[name] = style
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in {"1", "true", "on"}:
                self.default_id = name

    def of(self, style_id: str | None) -> Style:
        """The style of that id; the default paragraph style if there is none."""
        return self._resolve(style_id or self.default_id, 0)

    def character(self, style_id: str) -> Style:
        """A character style: only bold, size and hidden matter."""
        return self._resolve(style_id, 0)

    def _resolve(self, style_id: str, depth: int) -> Style:
        done = self._done.get(style_id)
        if done is not None:
            return done
        raw = self._raw.get(style_id)
        if raw is None or depth > 20:
            return self.default
        parent = value(raw, "basedOn")
        base = self._resolve(parent, depth + 1) if parent and parent != style_id else self.default
        style = self._own(raw, base)
        self._done[style_id] = style
        return style

    def _own(self, raw: etree._Element, base: Style) -> Style:
        name = value(raw, "name") or ""
        style = replace(base, name=name)
        properties = child(raw, "pPr")
        if properties is not None:
            outline = number(properties, "outlineLvl")
            if outline is not None:
                style = replace(style, outline=outline + 1 if 0 <= outline <= 8 else None)
            numbering = child(properties, "numPr")
            if numbering is not None:
                num_id, level = number(numbering, "numId"), number(numbering, "ilvl")
                style = replace(
                    style,
                    num_id=style.num_id if num_id is None else num_id,
                    num_level=style.num_level if level is None else level,
                )
            alignment = value(properties, "jc")
            if alignment is not None:
                style = replace(style, centred=alignment == "center")
            if has_ground(properties):
                style = replace(style, shaded=True)
        if named := _HEADING.match(name.strip()):
            style = replace(style, outline=style.outline or int(named.group(1)))
        return _with_run(style, child(raw, "rPr"))


def _with_run(style: Style, run: etree._Element | None) -> Style:
    if run is None:
        return style
    bold, hidden, size = switch(run, "b"), switch(run, "vanish"), number(run, "sz")
    return replace(
        style,
        bold=style.bold if bold is None else bold,
        hidden=style.hidden if hidden is None else hidden,
        shaded=style.shaded or bool(has_ground(run)),
        size=style.size if size is None else size / 2,
    )
