"""What every paragraph of a Word file is: heading (and its level), caption, note, furniture or running text.

The numbering of a line decides before its style does, so that Word and PDF versions of one report get the
same outline; styles place the headings that have no number.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.headings import heading_of, level_by_look, line_kind
from ingest.wordml.text import Paragraph
from schema.document import BlockKind, TextBlock

_TITLE_WITHIN = 14
_LONGEST_TITLE = 70
_DATE = re.compile(
    r"^[（(]?\s*[\d〇○零一二三四五六七八九十xX×*]{2,4}\s*年(?:\s*\S{1,3}\s*月)?(?:\s*\S{1,3}\s*日)?(?:度)?\s*[）)]?$"
)
_TOO_LONG = 80


@dataclass(frozen=True, slots=True)
class Looks:
    """What is usual in a document: size of running text, and which level each heading style stands for."""

    body_size: float
    shift: dict[int, int]
    default_shift: int
    numbered: bool = True

    def level(self, outline: int) -> int:
        """Level of an unnumbered heading of that style level, from 1."""
        if outline in self.shift:
            return self.shift[outline]
        if self.shift:
            near = min(self.shift, key=lambda known: abs(known - outline))
            return min(max(self.shift[near] + outline - near, 1), 6)
        return min(max(outline + self.default_shift, 1), 6)


def looks_of(paragraphs: Sequence[Paragraph]) -> Looks:
    """Learn the looks of a document from its paragraphs outside tables."""
    sizes: Counter[float] = Counter()
    by_style: dict[int, Counter[int]] = {}
    first: Paragraph | None = None
    numbered = False
    outlines: Counter[int] = Counter()
    for paragraph in paragraphs:
        text = paragraph.text.strip()
        if not text:
            continue
        first = first or paragraph
        if paragraph.size is not None:
            sizes[paragraph.size] += len(text)
        numbered = numbered or heading_of(text) is not None
        if paragraph.outline is not None and len(text) <= _TOO_LONG:
            outlines[paragraph.outline] += 1
            found = heading_of(text)
            if found is not None:
                by_style.setdefault(paragraph.outline, Counter())[found.level] += 1
    shift = {outline: counts.most_common(1)[0][0] for outline, counts in by_style.items()}
    titled = first is not None and first.outline == 1 and outlines[1] == 1 and len(outlines) > 1
    return Looks(sizes.most_common(1)[0][0] if sizes else 0.0, shift, -1 if titled else 0, numbered)


class Judge:
    """Decides paragraph by paragraph, in order: the title can only stand before the first heading."""

    def __init__(self, looks: Looks) -> None:
        self.looks = looks
        self._before = 0
        self._any_text = False
        self._title_open = True

    def block(self, paragraph: Paragraph) -> TextBlock:
        """The paragraph as a block."""
        text = paragraph.text.strip("\n\t ")
        kind, level = self._kind(text, paragraph)
        self._before += 1
        self._any_text = self._any_text or not text.startswith("附")
        if kind is BlockKind.HEADING and level and not text.startswith("附"):
            self._title_open = False
        return TextBlock(kind, text, level=level)

    def table(self) -> None:
        """A table came: what follows is no title of the document."""
        self._title_open = False

    def _kind(self, text: str, paragraph: Paragraph) -> tuple[BlockKind, int | None]:
        if paragraph.contents:
            return BlockKind.FURNITURE, None
        if self._is_title(text, paragraph):
            return BlockKind.HEADING, 0
        kind, level = line_kind(text)
        if kind is not BlockKind.PARAGRAPH:
            return kind, level
        if paragraph.outline is not None and _may_head(text):
            return BlockKind.HEADING, self.looks.level(paragraph.outline)
        if _DATE.match(text):
            return kind, None
        level = level_by_look(
            text,
            centred=paragraph.centred,
            bold=paragraph.bold,
            size=paragraph.size,
            body_size=self.looks.body_size,
        )
        if level is not None and level > 1 and self.looks.numbered:
            level = None  # among numbered headings a bold line is a run-in
        return (kind, None) if level is None else (BlockKind.HEADING, level)

    def _is_title(self, text: str, paragraph: Paragraph) -> bool:
        if not self._title_open or self._before >= _TITLE_WITHIN or len(text) > _LONGEST_TITLE:
            return False
        if not re.search("[\u3400-\u9fff]{2}", text) or re.search("[。；;：:]", text) or _DATE.match(text):
            return False
        if line_kind(text)[0] is not BlockKind.PARAGRAPH:
            return False
        if paragraph.style.is_title or (paragraph.outline == 1 and self.looks.default_shift < 0):
            return True
        larger = paragraph.size is not None and paragraph.size >= 1.12 * self.looks.body_size > 0
        if paragraph.centred and (larger or paragraph.bold):
            return True
        first = not self._any_text and len(text) >= 6
        return first and (larger or paragraph.bold or paragraph.centred)


def _may_head(text: str) -> bool:
    """A heading style is believed unless the paragraph is running text that merely carries it."""
    return 0 < len(text) <= _TOO_LONG and not re.search("[。；;]", text.rstrip("。"))
