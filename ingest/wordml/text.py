"""The text of a paragraph as it is printed: what is visible, once, and in the order of the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.characters import clean, symbol
from ingest.wordml.names import LOCAL, attribute, child, children_by_name, is_on, lead, number, tags, value
from ingest.wordml.numbering import Numbering
from ingest.wordml.pale import has_ground, is_pale, stands_on_paper
from ingest.wordml.styles import Style, Styles

if TYPE_CHECKING:
    from lxml import etree

_THROUGH = frozenset(
    {
        "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo", "rubyBase", "ruby",
        "m:oMathPara", "m:oMath", "m:r", "m:e", "m:sSup", "m:sSub", "m:sub", "m:d", "m:num", "m:den",
        "mc:Choice", "mc:Fallback",
    }
)  # fmt: skip
_DROPPED = frozenset({"del", "moveFrom"})
_PLAIN = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
"""Digits raised above the line are none of the number they stand behind: 10⁴ is not 104."""
_PICTURES = frozenset({"drawing", "pict", "object"})


@dataclass(slots=True)
class Account:
    """What was met on the way and belongs into a notice: counts by name, footnotes in order of reference."""

    seen: Counter[str] = field(default_factory=Counter)
    notes: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Paragraph:
    """A paragraph as printed, with the look that decides what it is. Sizes in points.

    `boxes` are the contents of text boxes anchored in it, `joins_next` says that its end was deleted.
    """

    text: str
    style: Style
    centred: bool = False
    bold: bool = False
    size: float | None = None
    outline: int | None = None
    contents: bool = False
    joins_next: bool = False
    note: bool = False
    boxes: list[etree._Element] = field(default_factory=list)


class _Look:
    """Characters by size and weight, to know what most of a paragraph looks like."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.sizes: Counter[float] = Counter()
        self.bold = 0
        self.total = 0

    def add(self, count: int, run: Style) -> None:
        if run.size is not None:
            self.sizes[run.size] += count
        self.bold += count if run.bold else 0
        self.total += count

    @property
    def size(self) -> float | None:
        return self.sizes.most_common(1)[0][0] if self.sizes else self.style.size


class Reader:
    """Reads paragraphs of one part; keeps count of automatic numbers over all of them."""

    def __init__(self, styles: Styles, numbering: Numbering, account: Account) -> None:
        self.styles = styles
        self.numbering = numbering
        self.account = account
        self._parts: list[str] = []
        self._boxes: list[etree._Element] = []
        self._look: _Look | None = None
        self._style = Style()
        self._field: list[bool] = []

    def text(self, paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
        """Printed text and text boxes of a paragraph inside a cell."""
        found = self._read(paragraph, None)
        return found.text, found.boxes

    def paragraph(self, paragraph: etree._Element) -> Paragraph:
        """The paragraph with its look."""
        style = self.styles.of(value(lead(paragraph, "pPr"), "pStyle"))
        return self._read(paragraph, _Look(style))

    def _read(self, paragraph: etree._Element, look: _Look | None) -> Paragraph:
        properties = children_by_name(lead(paragraph, "pPr"))
        style_id = value(properties.get("pStyle"))
        self._style = style = self.styles.of(style_id)
        self._parts, self._boxes, self._look, self._field = [], [], look, []
        self._walk(paragraph)
        mark = properties.get("rPr")
        ended = mark is not None and (child(mark, "del") is not None or child(mark, "moveFrom") is not None)
        text = clean("".join(self._parts))
        out = Paragraph(text, style, boxes=self._boxes, joins_next=ended)
        if not (ended and not text):
            label = self._label(properties, style, style_id)
            out.text = label + text if text else label.rstrip()
        if look is not None:
            alignment, outline = value(properties.get("jc")), number(properties.get("outlineLvl"))
            out.centred = style.centred if alignment is None else alignment == "center"
            out.bold = look.total > 0 and look.bold * 2 > look.total
            out.size = look.size
            out.outline = style.outline if outline is None else (outline + 1 if 0 <= outline <= 8 else None)
            out.contents = style.is_contents
        return out

    def _label(self, properties: dict[str, etree._Element], style: Style, style_id: str | None) -> str:
        own = properties.get("numPr")
        if own is None and style.num_id is None:
            return ""
        num_id = number(own, "numId")
        num_id = style.num_id if num_id is None else num_id
        if not num_id:
            return ""
        level = number(own, "ilvl")
        if level is None:
            level = style.num_level
        if level is None or (own is None and level == 0):
            level = self.numbering.level_of_style(num_id, style_id)
        return self.numbering.label(num_id, level)

    def _walk(self, element: etree._Element) -> None:
        for item in element:
            name = LOCAL[item.tag]
            if name == "r":
                self._run(item)
            elif name in _THROUGH:
                self._walk(item)
            elif name in {"ins", "moveTo"}:
                self.account.seen["inserted"] += 1
                self._walk(item)
            elif name in _DROPPED:
                self.account.seen["deleted"] += 1
            else:
                self._special(item, name)

    def _special(self, item: etree._Element, name: str) -> None:
        """What is neither run nor mere wrapping."""
        if name == "mc:AlternateContent":
            chosen = next((sub for sub in item if LOCAL[sub.tag] == "mc:Choice"), None)
            if chosen is None:
                chosen = next((sub for sub in item if LOCAL[sub.tag] == "mc:Fallback"), None)
            if chosen is not None:
                self._pieces(chosen, self._style)
        elif name == "m:f":
            self._fraction(item)
        elif name == "m:sup":
            start = len(self._parts)
            self._walk(item)
            self._raise(start)
        elif name == "m:t":
            self._parts.append(item.text or "")
        elif name in _PICTURES:
            self._picture(item)

    def _fraction(self, item: etree._Element) -> None:
        for sub in item:
            if LOCAL[sub.tag] == "m:den":
                self._parts.append("/")
            if LOCAL[sub.tag] in {"m:num", "m:den"}:
                self._walk(sub)

    def _run(self, run: etree._Element) -> None:
        properties = lead(run, "rPr")
        style = self._style
        hidden = style.hidden
        raised = False
        if properties is not None:
            named = children_by_name(properties)
            style, hidden = self._run_style(named, style)
            raised = "vertAlign" in named and value(named["vertAlign"]) == "superscript"
            if not hidden and self._is_pale(run, named):
                self.account.seen["pale"] += 1
                return
        if hidden and any(LOCAL[item.tag] in {"t", "sym"} for item in run):
            self.account.seen["hidden"] += 1
            return
        start = len(self._parts)
        self._pieces(run, style)
        if raised:
            self._raise(start)

    def _is_pale(self, run: etree._Element, properties: dict[str, etree._Element]) -> bool:
        """Text as white as the paper it is known to stand on."""
        if "color" not in properties or not is_pale(value(properties["color"])):
            return False
        if not any(LOCAL[item.tag] == "t" and (item.text or "").strip() for item in run):
            return False
        character = value(properties.get("rStyle"))
        shaded = bool(character and self.styles.character(character).shaded)
        return not shaded and not has_ground(properties) and stands_on_paper(run, self._style)

    def _raise(self, start: int) -> None:
        self._parts[start:] = [part.translate(_RAISED) for part in self._parts[start:]]

    def _run_style(self, properties: dict[str, etree._Element], style: Style) -> tuple[Style, bool]:
        hidden = is_on(properties.get("vanish"))
        character = value(properties.get("rStyle"))
        named = self.styles.character(character) if character else None
        if hidden is None:
            hidden = style.hidden or bool(named and named.hidden)
        if self._look is None:
            return style, hidden
        bold, size = is_on(properties.get("b")), number(properties.get("sz"))
        return (
            Style(
                bold=(style.bold or bool(named and named.bold)) if bold is None else bold,
                size=style.size if size is None else size / 2,
            ),
            hidden,
        )

    def _pieces(self, run: etree._Element, style: Style) -> None:
        """The content of a run (or of the chosen alternative inside one)."""
        for item in run:
            name = LOCAL[item.tag]
            if name == "t":
                text = item.text
                if text and not any(self._field):
                    self._parts.append(text)
                    if self._look is not None:
                        self._look.add(len(text), style)
            elif name in _PLAIN:
                self._parts.append(_PLAIN[name])
            elif name == "br":
                if attribute(item, "type") not in {"page", "column"}:
                    self._parts.append("\n")
            elif name == "sym":
                self._parts.append(_symbol(item))
            elif name == "fldChar":
                self._field_mark(attribute(item, "fldCharType"))
                self._parts.extend(map(_ticked, item.iter(*tags("checkBox"))))
            elif name in {"footnoteReference", "endnoteReference"}:
                self.account.notes.append((name[: -len("Reference")], attribute(item, "id") or ""))
            elif name == "ruby":
                self._walk(item)
            elif name == "r":
                self._run(item)
            else:
                self._special(item, name)

    def _field_mark(self, kind: str | None) -> None:
        """Between begin and separate stands the code of a field, which is not printed."""
        if kind == "begin":
            self._field.append(True)
        elif kind == "separate" and self._field:
            self._field[-1] = False
        elif kind == "end" and self._field:
            self._field.pop()

    def _picture(self, item: etree._Element) -> None:
        boxes = [box for box in item.iter(*tags("txbxContent")) if not _in_fallback(box, item)]
        self._boxes.extend(box for box in boxes if not any(_inside(box, other) for other in boxes))
        if not boxes:
            self.account.seen["object" if _is_embedded(item) else "picture"] += 1


def _inside(box: etree._Element, other: etree._Element) -> bool:
    return box is not other and any(above is other for above in box.iterancestors())


def _in_fallback(box: etree._Element, top: etree._Element) -> bool:
    for above in box.iterancestors():
        if above is top:
            return False
        if LOCAL[above.tag] == "mc:Fallback":
            return True
    return False


def _ticked(box: etree._Element) -> str:
    """A box to tick of an old form, as it is printed."""
    state = child(box, "checked")
    state = child(box, "default") if state is None else state
    return "☑" if is_on(state) else "□"


def _is_embedded(item: etree._Element) -> bool:
    return any(LOCAL[sub.tag] == "o:OLEObject" for sub in item.iter())


def _symbol(item: etree._Element) -> str:
    try:
        code = int(attribute(item, "char") or "", 16)
    except ValueError:
        return ""
    return symbol(code) or (chr(code) if code <= 0x10FFFF else "")
