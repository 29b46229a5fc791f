"""The level names in force at a row of an indicator table: filled down, but never under another group."""

from __future__ import annotations

from extract.tables.grid import Block, Column
from extract.tables.levels import is_compound, parted, without_points
from extract.tables.words import absence, tidy
from schema.document import Cell
from schema.report import Absent

Cells = dict[int, Cell | None]
"""Level -> the cell of a row in the column of that level."""


def is_template(name: str | None) -> bool:
    """Whether a name is the rest of an unfilled form (指标2)."""
    return name is not None and absence(name) is Absent.PLACEHOLDER


class LevelNames:
    """Names by level while the rows of a block are gone through from top to bottom.

    `announced` are names that the text above the table gives to levels without a column.
    """

    def __init__(self, block: Block, columns: dict[int, Column], announced: dict[int, str]) -> None:
        self.block = block
        self.columns = columns
        self.names = {level: name for level, name in announced.items() if level not in columns}
        self.joined = self._joined()

    def _joined(self) -> int | None:
        """The level whose column holds levels 1 and 2 as one name, in a table with one column for both."""
        upper = [level for level in (1, 2) if level in self.columns]
        if len(upper) != 1 or not is_compound(self.block, self.columns[upper[0]]):
            return None
        return upper[0]

    def cells(self, row: int) -> Cells:
        """The level cells of a row; a cell that spans several levels stands at the first alone."""
        out: Cells = {}
        seen: list[Cell] = []
        for level, column in sorted(self.columns.items()):
            cell = self.block.cell(row, column)
            if cell is not None and any(cell is other for other in seen):
                cell = None
            if cell is not None:
                seen.append(cell)
            out[level] = cell
        return out

    def fill(self, cells: Cells) -> list[Cell]:
        """Remember the names printed here, and tell their cells; a new level-1 name ends the level-2 name above it."""
        read: list[Cell] = []
        for level, cell in cells.items():
            text = tidy(cell.text) if cell is not None else ""
            if cell is None or not text or (absence(text) is not None and not is_template(text)):
                continue
            if text != self.names.get(level):
                for lower in range(level + 1, 4):
                    self.names.pop(lower, None)
            self.names[level] = text
            read.append(cell)
        return read

    def of_row(self, cells: Cells) -> dict[int, str | None]:
        """The names of a row whose cells are these; a cell that spans down to level 3 names that, too."""
        own = {lv: tidy(cell.text) for lv, cell in cells.items() if cell is not None and cell.text.strip()}
        names = self._upper()
        names[3] = own.get(3)
        spanned = 3 in self.columns and own.get(3) is None
        if spanned and (lowest := self._spanning(cells)) is not None:
            names[3] = own.get(lowest)
        return names

    def _upper(self) -> dict[int, str | None]:
        """The names of levels 1 and 2 in force, without their points, those printed as one name apart."""
        names = {lv: self.names.get(lv) for lv in (1, 2)}
        if self.joined is not None and (whole := names[self.joined]) is not None:
            # a name that is not joined (满意度) is the only one of both levels
            names[1], names[2] = parted(without_points(whole)) or (whole, whole)
        return {lv: without_points(name) if name else None for lv, name in names.items()}

    def _spanning(self, cells: Cells) -> int | None:
        """The level whose cell reaches over the level-3 column."""
        last = self.columns[3].last
        for level in (2, 1):
            cell = cells.get(level)
            if cell is not None and cell.text.strip() and cell.column + cell.column_span > last:
                return level
        return None

    def continues(self, index: int, level: int) -> bool:
        """Whether the row behind row number `index` goes on under the same name, one level deeper."""
        if index + 1 >= len(self.block.rows):
            return False
        below = self.cells(self.block.rows[index + 1])
        upper = below.get(level)
        same = upper is None or not upper.text.strip() or tidy(upper.text) == self.names.get(level)
        lower = [cell for lv, cell in below.items() if lv > level and cell and cell.text.strip()]
        return same and bool(lower)
