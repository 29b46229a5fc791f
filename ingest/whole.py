"""A table being put together from its pieces, and the decisions taken about it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from ingest.header_rows import header_rows
from ingest.printed import GridCell, PageTable, Printed
from schema.document import Cell, Line, Notice, NoticeSeverity, Part, Table
from schema.figure import Box, Place

MOST_HEADER_ROWS = 6
_by_position = attrgetter("row", "column")
NUMBER = re.compile(r"[-－+]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:[.．]\d+)?[%％]?")


@dataclass(slots=True)
class Whole:
    """A table being put together from its pieces; rows are numbered through all of them."""

    xs: list[float]
    cells: list[GridCell]
    rows: int
    parts: list[Part]
    repeated: int = 0
    """Header rows seen again on a later page."""
    decisions: dict[tuple[str, str], list[Place]] = field(default_factory=dict)
    """Code and message of every decision -> where it was taken."""
    tail: PageTable | None = None
    """The last piece, as it stands on its page."""
    compared: tuple[PageTable, int] | None = None
    """The piece whose first rows were last held against the header, and how many of them are the same."""
    bottom: list[GridCell] = field(default_factory=list)
    """The cells that reach the last row, however far above they begin."""

    @classmethod
    def of(cls, piece: PageTable) -> Whole:
        """A table that so far is one piece."""
        part = Part(piece.page, piece.box, 0, piece.rows)
        whole = cls(list(piece.xs), list(piece.cells), piece.rows, [part], tail=piece)
        whole.keep_bottom(piece.cells)
        return whole

    def keep_bottom(self, new: Sequence[GridCell]) -> None:
        """Find the cells of the last row again after rows were added."""
        self.bottom = [cell for cell in (*self.bottom, *new) if cell.row + cell.row_span == self.rows]

    @property
    def columns(self) -> int:
        """Number of elementary columns."""
        return len(self.xs) - 1

    def header(self) -> int:
        """How many rows at its top name the columns."""
        self.cells.sort(key=_by_position)
        header = max(header_rows(self.cells, self.rows, self.columns), min(self.repeated, self.rows - 1))
        return _through_spans(self.cells, header, self.rows)

    def table(self, caption: str = "") -> Table:
        """The finished table; its cells are no longer those of a table in the making."""
        header = self.header()
        cells = tuple(map(_finished, self.cells))
        return Table(cells, self.rows, self.columns, header, caption, tuple(self.parts))

    def decide(self, code: str, page: int, message: str, box: Box | None = None) -> None:
        """Record a decision."""
        self.decisions.setdefault((code, message), []).append(Place(page=page, box=box))

    @property
    def notices(self) -> list[Notice]:
        """The decisions, each kind once with all its pages, at the place of the first."""
        return [
            Notice(NoticeSeverity.INFO, f"第{_listed(places)}页：{message}", places[0], code)
            for (code, message), places in self.decisions.items()
        ]


def _listed(places: Sequence[Place]) -> str:
    """Page numbers as people write them: 2、4—9."""
    runs: list[list[int]] = []
    for page in sorted({place.page for place in places if place.page}):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _through_spans(cells: Sequence[GridCell], header: int, rows: int) -> int:
    """Header rows counted down to where the merged names among them end, if no number stands there."""
    reach = max((cell.row + cell.row_span for cell in cells if cell.row < header), default=0)
    if not header < reach <= min(MOST_HEADER_ROWS, rows - 1):
        return header
    below = [cell.text for cell in cells if header <= cell.row < reach]
    return header if any(NUMBER.fullmatch(text) for text in below) else reach


def _finished(cell: GridCell) -> Cell:
    """The very cell, its lines as parts of its text: most of what a cell costs is to be made."""
    lines = cell.lines
    if len(lines) == 1:  # as most have
        made: tuple[Line, ...] = (lines[0].as_line(0),)
    else:
        made = tuple(map(Printed.in_cell, lines)) if lines else ()
    cell.lines = made  # type: ignore[assignment]
    cell.__class__ = Cell  # type: ignore[assignment]
    return cell  # type: ignore[return-value]
