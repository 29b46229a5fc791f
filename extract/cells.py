"""Figures of table cells and paragraphs, moved from offsets in a text to their place in the document."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from extract.figures import read_cell, scan
from schema.document import Cell, Document, Line, TextBlock
from schema.figure import Figure, Flaw, Place


class Reader:
    """Reads the figures of one document and remembers which cells are values and which are labels."""

    def __init__(self, document: Document, vocabulary: Path | None = None) -> None:
        self.document = document
        self.vocabulary = vocabulary
        self.values_read: set[tuple[int, int, int]] = set()
        self.labels: set[tuple[int, int, int]] = set()

    def take(self, block: int, cell: Cell) -> None:
        """Mark a cell as a label: a name, code, date or header whose numbers are not figures to re-check."""
        self.labels.add((block, cell.row, cell.column))

    def _took(self, block: int, cell: Cell) -> None:
        self.values_read.add((block, cell.row, cell.column))

    def value(self, block: int, cell: Cell | None, unit: str | None = None) -> Figure | None:
        """The one number a cell holds, in `unit` unless it prints its own; None if it holds none or several."""
        if cell is None or not cell.text.strip():
            return None
        figures = read_cell(cell.text, unit=unit, vocabulary=self.vocabulary)
        if len(figures) != 1:
            return None
        self._took(block, cell)
        return self.in_cell(block, cell, figures[0])

    def values(self, block: int, cell: Cell, unit: str | None = None) -> tuple[Figure, ...]:
        """Every number of a cell; `unit` holds for bare ones."""
        self._took(block, cell)
        figures = read_cell(cell.text, unit=unit, vocabulary=self.vocabulary)
        return tuple(self.in_cell(block, cell, figure) for figure in figures)

    def within(self, block: int, cell: Cell, start: int, end: int, unit: str | None = None) -> Figure | None:
        """The number printed at characters `start` to `end` of a cell."""
        figures = read_cell(cell.text[start:end], unit=unit, vocabulary=self.vocabulary)
        if len(figures) != 1:
            return None
        at = figures[0].place
        shifted = Place(start=start + (at.start or 0), end=start + (at.end or end - start))
        return self.in_cell(block, cell, figures[0].model_copy(update={"place": shifted}))

    def every(self, block: int, cell: Cell) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
        """All figures of a cell and all numbers set aside in it."""
        found = scan(cell.text, vocabulary=self.vocabulary)
        return (
            tuple(self.in_cell(block, cell, figure) for figure in found.figures),
            tuple(self.in_cell(block, cell, figure) for figure in found.excluded),
        )

    def prose(self, block: int, text: str) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
        """All figures of a text block and all numbers set aside in it."""
        found = scan(text, vocabulary=self.vocabulary)
        return (
            tuple(self.in_text(block, figure) for figure in found.figures),
            tuple(self.in_text(block, figure) for figure in found.excluded),
        )

    def in_cell(self, block: int, cell: Cell, figure: Figure) -> Figure:
        """A figure of a cell's text, at its place in the document."""
        start, end = figure.place.start or 0, figure.place.end or len(cell.text)
        place = self.document.place_in_cell(block, cell, start, end)
        return figure.model_copy(update={"place": place, **_seen(cell.lines, start, end)})

    def in_text(self, block: int, figure: Figure) -> Figure:
        """A figure of a text block, at its place in the document."""
        text = self.document.blocks[block]
        assert isinstance(text, TextBlock)
        start, end = figure.place.start or 0, figure.place.end or 0
        place = self.document.place_in_text(block, start, end)
        return figure.model_copy(update={"place": place, **_seen(text.lines, start, end)})


def _seen(lines: tuple[Line, ...], start: int, end: int) -> dict[str, Flaw | Decimal]:
    """What must be said of a figure that was read from an image."""
    sure = [
        line.confidence
        for line in lines
        if line.start < end and start < line.end and line.confidence is not None
    ]
    return {"flaw": Flaw.OCR, "confidence": Decimal(str(round(min(sure), 4)))} if sure else {}
