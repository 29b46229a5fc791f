"""Blocks while they are being made: lines gathered into drafts, tables into wholes, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.printed import Printed
from ingest.whole import Whole
from ingest.wrap import join_lines
from schema.document import BlockKind, Notice, TextBlock
from schema.figure import Box


@dataclass(slots=True)
class Draft:
    """A block of text while lines are still being added. `column` is the text column it stands in."""

    lines: list[Printed]
    kind: BlockKind | None = None
    level: int | None = None
    _text: tuple[str, list[int]] | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The text so far."""
        return self._joined()[0]

    def block(self) -> TextBlock:
        """The finished block."""
        text, starts = self._joined()
        page = self.lines[0].page
        boxes = [line.box for line in self.lines if line.page == page]
        lines = tuple(map(Printed.as_line, self.lines, starts))
        return TextBlock(self.kind or BlockKind.PARAGRAPH, text, page, _around(boxes), self.level, lines)

    def _joined(self) -> tuple[str, list[int]]:
        """Text and beginnings of the lines, joined once for as many lines as there are."""
        if self._text is None or len(self._text[1]) != len(self.lines):
            self._text = join_lines(self.lines)
        return self._text


def _around(boxes: Sequence[Box]) -> Box:
    if len(boxes) == 1:
        return boxes[0]
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


@dataclass(slots=True)
class Flow:
    """The document in reading order, without furniture: drafts of text and whole tables."""

    items: list[Draft | Whole] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
