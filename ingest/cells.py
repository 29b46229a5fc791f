"""Many cells at once, for workbooks: a hundred thousand cells are made in the time of a fifth of them."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from schema.document import Cell


class _Loose:
    """Laid out in memory exactly as Cell. A frozen dataclass sets every field through `object.__setattr__`,
    which is most of what a cell costs; this sets them plainly and then becomes a Cell (Python refuses the
    change if the layouts differ).
    """

    __slots__ = Cell.__slots__

    def __init__(self, row: int, column: int, text: str, row_span: int, column_span: int) -> None:
        self.row = row
        self.column = column
        self.text = text
        self.row_span = row_span
        self.column_span = column_span
        self.page = None
        self.box = None
        self.lines = ()


def cells_of(rows: Iterable[Iterable[str]]) -> list[Cell]:
    """A plain cell for every text of every row; rows and columns count from 0."""
    return _cells(
        [
            _Loose(row, column, text, 1, 1)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        ]
    )


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
            gc.enable()
