"""Many cells at once, for workbooks: a hundred thousand cells are made in the time of a fifth of them."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from operator import attrgetter
from typing import Any

from schema.document import Cell, Line, Table
from schema.figure import Box


class _Blank:
    """Laid out in memory exactly as Cell. A frozen dataclass sets every field through `object.__setattr__`,
    which is most of what a cell costs; this has them set plainly and then becomes a Cell (Python refuses the
    change if the layouts differ).
    """

    __slots__ = Cell.__slots__
    row: int
    column: int
    text: str
    row_span: int
    column_span: int
    page: int | None
    box: Box | None
    lines: tuple[Line, ...]


class _Loose(_Blank):
    """The same, filled when it is made."""

    __slots__ = ()

    def __init__(
        self,
        row: int,
        column: int,
        text: str,
        row_span: int,
        column_span: int,
    ) -> None:
        self.row = row
        self.column = column
        self.text = text
        self.row_span = row_span
        self.column_span = column_span
        self.page = None
        self.box = None
        self.lines = ()


class LooseLine:
    """The same for a Line: filled, it becomes one."""

    __slots__ = Line.__slots__
    start: int
    end: int
    page: int
    box: Box
    edges: array[float] | None
    confidence: float | None


def cells_of(rows: Iterable[Iterable[str]]) -> list[Cell]:
    """A plain cell for every text of every row; rows and columns count from 0."""
    cells: list[Cell] = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            # Spelled out: a call with arguments would be half of what the cell costs.
            cell = _Blank()
            cell.row = row
            cell.column = column
            cell.text = text
            cell.row_span = 1
            cell.column_span = 1
            cell.page = None
            cell.box = None
            cell.lines = ()
            cell.__class__ = Cell  # type: ignore[assignment]
            cells.append(cell)  # type: ignore[arg-type]
    return cells


class PlainTable(Table):
    """A table without merged cells, whose cells are made when they are first asked for; until then it is its texts."""

    __slots__ = ("_rows",)
    _rows: Sequence[Sequence[str]]

    @classmethod
    def of(
        cls,
        rows: Sequence[Sequence[str]],
        header_rows: int,
        caption: str = "",
        sheet: str = "",
        first_cell: tuple[int, int] = (0, 0),
    ) -> PlainTable:
        """The table of these rows, at least one, all of one length."""
        made = cls((), len(rows), len(rows[0]), header_rows, caption, (), sheet, first_cell)
        object.__delattr__(made, "cells")
        object.__setattr__(made, "_rows", rows)
        return made

    def __getattr__(self, name: str) -> Any:
        """Called for what is not set: the cells, once."""
        if name != "cells":
            raise AttributeError(name)
        with many_objects():
            cells = tuple(cells_of(self._rows))
        object.__setattr__(self, "cells", cells)
        object.__delattr__(self, "_rows")
        return cells

    def grid(self) -> list[list[Cell | None]]:
        """As of any table; no cell covers more than its own position."""
        cells, width = self.cells, self.columns
        return [list(cells[start : start + width]) for start in range(0, len(cells), width)]


def texts_of(table: Table) -> Iterable[str]:
    """The texts of the cells of a table, without making cells only for that."""
    rows = getattr(table, "_rows", None)
    return chain.from_iterable(rows) if rows is not None else map(_TEXT, table.cells)


_TEXT = attrgetter("text")


def spanning_cells(cells: Iterable[tuple[int, int, str, int, int]]) -> list[Cell]:
    """Cells given by row, column, text, row span and column span."""
    return _cells([_Loose(*cell) for cell in cells])


def _cells(loose: list[_Loose]) -> list[Cell]:
    for cell in loose:
        cell.__class__ = Cell  # type: ignore[assignment]
    return loose  # type: ignore[return-value]


@contextmanager
def many_objects() -> Iterator[None]:
    """Make many objects that hold no cycles without the collector looking through all of them again and again."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            if not gc.get_freeze_count():
                # All that is new is old at once, unlooked at: otherwise it is searched for cycles here.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
