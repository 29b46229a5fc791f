"""A file as read, before anything is understood: blocks of text and tables, each with its place.

These are slotted dataclasses and not pydantic models because a ledger holds a hundred thousand cells.
Geometry follows one convention: points, origin top left of the page as displayed (rotation and crop
applied), pages from 1; everything else counts from 0.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from schema.figure import Box, Place


class State(StrEnum):
    """What became of a file."""

    OK = "ok"
    REPAIRED = "repaired"
    NEEDS_PASSWORD = "needs_password"
    CORRUPT = "corrupt"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"


READABLE = frozenset({State.OK, State.REPAIRED})


class BlockKind(StrEnum):
    """What a block of text is on its page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CAPTION = "caption"
    NOTE = "note"
    FURNITURE = "furniture"
    WATERMARK = "watermark"


class NoticeSeverity(StrEnum):
    """How much a problem of reading matters: INFO is for the record, WARNING may cost a figure, ERROR did."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """A problem or decision of reading; never a statement about the figures themselves."""

    severity: NoticeSeverity
    message: str
    place: Place | None = None
    code: str = ""

    def as_json(self) -> dict[str, Any]:
        """The notice as in the contract."""
        place = self.place.model_dump(mode="json") if self.place else None
        return {"severity": self.severity.value, "code": self.code, "message": self.message, "place": place}


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line inside a text: characters `start` to `end` of the text stand in `box` on `page`.

    `edges` holds the left x of every character and, last, the right x of the final one (`end - start + 1`
    numbers); None when the source gives no characters. `confidence` is set for text read from an image.
    """

    start: int
    end: int
    page: int
    box: Box
    edges: array[float] | None = None
    confidence: float | None = None

    def box_of(self, start: int, end: int) -> Box:
        """Box of the characters `start` to `end` (offsets into the whole text) as far as they are here."""
        x0, top, x1, bottom = self.box
        if self.edges is None or len(self.edges) != self.end - self.start + 1:
            return self.box
        first, last = max(start, self.start) - self.start, min(end, self.end) - self.start
        return (
            (round(self.edges[first], 2), top, round(self.edges[last], 2), bottom)
            if last > first
            else (x0, top, x1, bottom)
        )


def span_on_page(lines: tuple[Line, ...], start: int, end: int) -> tuple[int | None, Box | None]:
    """Page and box of a span of text; of its first page if it runs over two."""
    touched = [line for line in lines if line.start < end and start < line.end]
    if not touched:
        return None, None
    page = touched[0].page
    boxes = [line.box_of(start, end) for line in touched if line.page == page]
    return page, (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading, paragraph, caption, note, or a piece of page furniture.

    Lines are joined (without a blank between Chinese characters) into `text`; `lines` says which part of it
    stood where, and so keeps the printed form. `level` is the rank of a heading, 1 the highest.
    """

    kind: BlockKind
    text: str
    page: int | None = None
    box: Box | None = None
    level: int | None = None
    lines: tuple[Line, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The block as in the contract."""
        out: dict[str, Any] = {"kind": self.kind.value, "text": self.text, "page": self.page, "box": self.box}
        return out if self.level is None else {**out, "level": self.level}


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, at its top left elementary position, with its spans."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    box: Box | None = None
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """The piece of a table that stands on one page: rows `row_from` up to, not including, `row_to`."""

    page: int
    box: Box
    row_from: int
    row_to: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table, whole, even when it runs over pages. Covered positions of a merged cell hold no cell.

    `sheet` and `first_cell` (row and column from 0) say where on which worksheet it begins, for workbooks.
    """

    cells: tuple[Cell, ...]
    rows: int
    columns: int
    header_rows: int = 0
    caption: str = ""
    parts: tuple[Part, ...] = ()
    sheet: str = ""
    first_cell: tuple[int, int] = (0, 0)

    @property
    def page(self) -> int | None:
        """The page on which the table begins."""
        return self.parts[0].page if self.parts else None

    @property
    def box(self) -> Box | None:
        """The box of the table on its first page."""
        return self.parts[0].box if self.parts else None

    def grid(self) -> list[list[Cell | None]]:
        """`rows` lists of `columns` entries; a merged cell stands in every position it covers."""
        out: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for r in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                row = out[r]
                for c in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    row[c] = cell
        return out


Block = TextBlock | Table


@dataclass(frozen=True, slots=True)
class Page:
    """Size of a page as displayed, in points; `rotation` is what was applied; `route` is how it was read."""

    number: int
    width: float
    height: float
    rotation: int = 0
    route: str = "text"


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read. A file that could not be read is a Document too: its `state` says why."""

    format: str
    sha256: str
    state: State = State.OK
    blocks: tuple[Block, ...] = ()
    pages: tuple[Page, ...] = ()
    engines: dict[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    path: str = ""
    table_of_block: dict[int, int] = field(default_factory=dict, compare=False)
    """Block index -> index among the tables; filled on construction."""

    def __post_init__(self) -> None:
        tables = (i for i, block in enumerate(self.blocks) if isinstance(block, Table))
        self.table_of_block.update({block: number for number, block in enumerate(tables)})

    @property
    def readable(self) -> bool:
        """Whether there is anything to extract from."""
        return self.state in READABLE

    def tables(self) -> Iterator[tuple[int, int, Table]]:
        """`(block index, table index, table)` for every table."""
        for block, number in self.table_of_block.items():
            table = self.blocks[block]
            assert isinstance(table, Table)
            yield block, number, table

    def place_in_text(self, block: int, start: int, end: int) -> Place:
        """The place of characters `start` to `end` of a text block."""
        text = self.blocks[block]
        assert isinstance(text, TextBlock)
        page, box = span_on_page(text.lines, start, end)
        return Place(page=page or text.page, box=box or text.box, block=block, start=start, end=end)

    def place_in_cell(
        self, block: int, cell: Cell, start: int | None = None, end: int | None = None
    ) -> Place:
        """The place of a cell, or of characters `start` to `end` of its text."""
        page, box = cell.page, cell.box
        if start is not None and end is not None and cell.lines:
            page, box = span_on_page(cell.lines, start, end)
        return Place(
            page=page or cell.page,
            box=box or cell.box,
            block=block,
            table=self.table_of_block[block],
            row=cell.row,
            column=cell.column,
            start=start,
            end=end,
        )

    def as_json(self) -> dict[str, Any]:
        """The document as `fuhe read --json` prints it (contract, section 5)."""
        return {
            "format": self.format,
            "path": self.path,
            "sha256": self.sha256,
            "pages": len(self.pages),
            "state": self.state.value,
            "engines": self.engines,
            "notices": [notice.as_json() for notice in self.notices],
            "blocks": [
                block.as_json() if isinstance(block, TextBlock) else self._table_json(number, block)
                for number, block in enumerate(self.blocks)
            ],
        }

    def _table_json(self, number: int, table: Table) -> dict[str, Any]:
        return {
            "kind": "table",
            "caption": table.caption,
            "header_rows": table.header_rows,
            "rows": table.rows,
            "columns": table.columns,
            "parts": [
                {"page": p.page, "box": p.box, "row_from": p.row_from, "row_to": p.row_to}
                for p in table.parts
            ],
            "cells": [
                {
                    "row": cell.row,
                    "column": cell.column,
                    "row_span": cell.row_span,
                    "column_span": cell.column_span,
                    "text": cell.text,
                    "place": self.place_in_cell(number, cell).model_dump(mode="json"),
                }
                for cell in table.cells
            ],
        }
