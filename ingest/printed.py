"""What a page holds before it is understood: printed lines, and tables as they stand on that page.

PDF pages and scanned pages both end here; layout, furniture and stitching begin here.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from ingest.cells import LooseLine
from schema.document import BlockKind, Line, Notice
from schema.figure import Box

CONTINUED = "continued"
"""Route of a piece of a table that was found by the columns of the piece on the page before."""


@dataclass(slots=True)
class Printed:
    """One printed line. `edges` has the left x of every character and the right x of the last one.

    `em` is the height of the type in points. `kind` is set by what has recognised the line already
    (furniture, watermark).
    """

    text: str
    page: int
    box: Box
    edges: array[float] | None
    em: float
    bold: bool = False
    kind: BlockKind | None = None
    confidence: float | None = None
    spaced: bool = False
    """A blank was printed after the last character: the line is broken between two words."""
    start: int = 0
    """Where it begins in the text of its cell."""

    def in_cell(self) -> Line:
        """The line as part of the text of its cell."""
        return self.as_line(self.start)

    def as_line(self, start: int) -> Line:
        """The line as part of a text in which it begins at `start`."""
        line = LooseLine()
        line.start = start
        line.end = start + len(self.text)
        line.page = self.page
        line.box = self.box
        line.edges = self.edges
        line.confidence = self.confidence
        line.__class__ = Line  # type: ignore[assignment]
        return line  # type: ignore[return-value]


@dataclass(slots=True)
class GridCell:
    """A cell while the table is still being put together; `lines` are its printed lines, top to bottom.

    Its fields are those of a Cell, so that it can become one.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    page: int
    box: Box
    lines: list[Printed]
    text: str = ""


@dataclass(slots=True)
class PageTable:
    """The piece of a table on one page. `xs` and `ys` are its column and row edges, `route` how it was found."""

    page: int
    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    route: str = "lattice"
    open_top: bool = False
    open_bottom: bool = False
    placed: Box | None = None
    """Where a table that was read turned stands on its page."""

    @property
    def rows(self) -> int:
        """Number of elementary rows."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """Number of elementary columns."""
        return len(self.xs) - 1

    @property
    def box(self) -> Box:
        """`x0, top, x1, bottom` in points."""
        return self.placed or (
            round(self.xs[0], 2),
            round(self.ys[0], 2),
            round(self.xs[-1], 2),
            round(self.ys[-1], 2),
        )


@dataclass(slots=True)
class PageContent:
    """One page as read: its size as displayed, lines outside tables in no order yet, and its tables."""

    number: int
    width: float
    height: float
    rotation: int
    lines: list[Printed]
    tables: list[PageTable]
    route: str = "text"
    notices: list[Notice] = field(default_factory=list)
