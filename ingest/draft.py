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

    @property
    def text(self) -> str:
        """The text so far."""
        return join_lines(self.lines)[0]

    def block(self) -> TextBlock:
        """The finished block."""
        text, starts = join_lines(self.lines)
        page = self.lines[0].page
        boxes = [line.box for line in self.lines if line.page == page]
        lines = tuple(line.as_line(start) for line, start in zip(self.lines, starts, strict=True))
        return TextBlock(self.kind or BlockKind.PARAGRAPH, text, page, _around(boxes), self.level, lines)


def _around(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


@dataclass(slots=True)
class Flow:
    """The document in reading order, without furniture: drafts of text and whole tables."""

    items: list[Draft | Whole] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
