"""Points of whole groups of indicators: beside their names, inside them, in rows of their own, and in total rows."""

from __future__ import annotations

from extract.cells import Reader
from extract.numbering import numbering_rank
from extract.tables.grid import Block, Column, is_banner, is_numeric
from extract.tables.levels import bare_heading, group_of_line, parted, points_in, without_points
from extract.tables.names import Cells, LevelNames
from extract.tables.roles import Roles
from extract.tables.words import absence, folded, row_kind, tidy, words
from schema.document import Cell
from schema.figure import Figure
from schema.report import GroupWeight, RowKind


class Groups:
    """Gathers the weights and scores of groups while the rows of a block are read."""

    def __init__(self, block: Block, reader: Reader, roles: Roles, names: LevelNames) -> None:
        self.block = block
        self.at = block.grid.block
        self.reader = reader
        self.roles = roles
        self.names = names
        self.found: list[GroupWeight] = []
        self._seen: set[tuple[int, int]] = set()
        self._heading_rank: int | None = None

    def number(self, row: int, column: Column | None, unit: str | None) -> Figure | None:
        """The one number a column holds in a row."""
        cell = self.block.cell(row, column)
        if cell is None or absence(cell.text) is not None:
            return None
        return self.reader.value(self.at, cell, unit)

    def marks(self, row: int) -> dict[str, Figure]:
        """The points that others gave in a row, by header."""
        found = {column.header: self.number(row, column, "分") for column in self.roles.marks}
        return {header: figure for header, figure in found.items() if figure is not None}

    def _points(self, row: int) -> tuple[Figure | None, Figure | None]:
        """Weight and score of a row."""
        roles = self.roles
        return self.number(row, roles.weights.get(3), "分"), self.number(row, roles.scores.get(3), "分")

    def _add(
        self,
        level: int,
        name: str,
        cell: Cell,
        points: tuple[Figure | None, Figure | None],
        rate: Figure | None = None,
        marks: dict[str, Figure] | None = None,
    ) -> None:
        weight, score = points
        if weight is None and score is None:
            return
        place = self.reader.document.place_in_cell(self.at, cell)
        self.reader.take(self.at, cell)
        self.found.append(
            GroupWeight(
                level=level,
                name=name,
                weight=weight,
                score=score,
                score_rate=rate,
                marks=marks or {},
                place=place,
            )
        )

    def _inline(self, cell: Cell) -> Figure | None:
        """The points printed in the name of a group."""
        found = points_in(cell.text)
        if not found:
            return None
        _, start, end = found
        return self.reader.within(
            self.at, cell, start, end + (cell.text[end : end + 1] in tuple("分%％")), "分"
        )

    def beside_block(self) -> None:
        """A cell with points beside the whole block (二、项目管理（20分）) is its level 1, if there is no such column."""
        block, levels = self.block, self.roles.levels
        cell = block.grid.cells[block.header[0]][0] if block.header and block.label else None
        if cell is None or 1 in levels or 2 not in levels:
            return
        weight = self._inline(cell)
        if weight is not None:
            self.names.names[1] = tidy(cell.text)
            self._add(1, tidy(cell.text), cell, (weight, None))

    def headings_above(self, row: int) -> None:
        """Names of groups that stand alone over the whole width, between the rows: 产出指标（50分）."""
        block = self.block
        if 1 in self.roles.levels:
            return
        above: list[Cell] = []
        for r in range(row - 1, block.header[-1] if block.header else 0, -1):
            if r in block.rows:
                break
            if is_banner(block.grid, r):  # other rows are headers printed again
                above.append(block.grid.own(r)[0])
        for cell in reversed(above):
            name, weight = tidy(cell.text), self._inline(cell)
            both = parted(without_points(name))
            if both is not None and 2 not in self.roles.levels:
                self.names.names = {1: both[0], 2: both[1]}
                self._add(2, both[1], cell, (weight, None))
            elif weight is None and 2 not in self.roles.levels and self._is_second(bare_heading(name)):
                self.names.names[2] = name
            elif weight is not None or bare_heading(name) in words().indicators.level1:
                self.names.names = {1: name}
                self._add(1, name, cell, (weight, None))
            elif (told := group_of_line(name)) is not None:
                self.names.names = {1: told}

    def _is_second(self, name: str) -> bool:
        """Whether a heading names a group of level 2; 成本指标 may be of level 1, too, and is like its neighbours."""
        known = words().indicators
        return name in known.level2 and (name not in known.level1 or 2 in self.names.names)

    def heads_numbered(self, index: int, row: int, cells: Cells) -> bool:
        """Whether the row 一、… is the group of the rows 1. 2. below it, in a table with one name column."""
        block, levels = self.block, self.roles.levels
        cell = cells.get(3)
        if list(levels) != [3] or cell is None or index + 1 >= len(block.rows):
            return False
        below = block.cell(block.rows[index + 1], levels[3])
        mine, next_rank = numbering_rank(cell.text), numbering_rank(below.text) if below is not None else None
        if mine is not None and self._heading_rank is not None and mine <= self._heading_rank:
            self.names.names.pop(1, None)  # 三、 beside 二、 is no part of it, whatever stands below
        if mine is None or next_rank is None or mine >= next_rank:
            return False
        self._heading_rank = mine
        self.names.names = {1: tidy(cell.text)}
        self._add(1, tidy(cell.text), cell, self._points(row))
        return True

    def is_total(self, cells: Cells, first: Cell) -> bool:
        """Whether a row that begins with this cell adds up rows above it."""
        kind = row_kind(first.text)
        flat = folded(first.text).rstrip(":：")
        exact = flat in words().rows.total or flat in words().rows.subtotal
        if not any(cell is first for cell in cells.values()):
            return exact and kind is RowKind.TOTAL  # 合计 in the column of serial numbers
        leftmost = min(self.roles.levels, default=3)
        at_left = cells.get(leftmost) is first
        across = first.column == 0 and first.column_span > 1
        return kind in (RowKind.TOTAL, RowKind.SUBTOTAL) and (exact or across or (at_left and leftmost < 3))

    def total(self, row: int, first: Cell, cells: Cells) -> None:
        """A 总分 row belongs to the form, a 小计 row to the group above it."""
        roles = self.roles
        subtotal = row_kind(first.text) is RowKind.SUBTOTAL
        above = self._group_of_total(first, cells)
        if subtotal and 1 not in roles.levels and bare_heading(first.text) not in words().rows.subtotal:
            return  # 指标小计 adds up the indicators, and is neither a group nor the whole
        if subtotal or above:
            level, name = above or 1, self.names.names.get(above or 1, tidy(first.text))
        else:
            level, name = 0, tidy(first.text)
            self.names.names.clear()
        rate = self.number(row, roles.score_rates.get(3), "%")
        self._add(level, name, first, self._points(row), rate, self.marks(row))
        if level == 0:
            for upper in (1, 2):
                if (score := self.number(row, roles.scores.get(upper), "分")) is not None:
                    self._add(0, name, first, (self.number(row, roles.weights.get(upper), "分"), score))

    def _group_of_total(self, first: Cell, cells: Cells) -> int | None:
        """The level whose name stands beside the word that makes a row a total."""
        for level in (2, 1):
            cell = cells.get(level)
            if cell and cell is not first and absence(cell.text) is None and not is_numeric(cell.text):
                return level
        return None

    def is_group(self, index: int, row: int, cells: Cells) -> bool:
        """Whether the row gives weight and score of a whole group: a level name with nothing below it."""
        lowest = cells.get(3)
        if 3 not in self.roles.levels or (lowest is not None and lowest.text.strip()):
            return False
        second = cells.get(2)
        level = 2 if second is not None and second.text.strip() and second.row == row else 1
        cell = cells.get(level)
        if cell is None or cell.row != row or not cell.text.strip() or not self.names.continues(index, level):
            return False
        if self._has_target_or_actual(row):
            return False
        self._add(level, tidy(cell.text), cell, self._points(row))
        return True

    def _has_target_or_actual(self, row: int) -> bool:
        columns = (self.roles.target, self.roles.done)
        return any((cell := self.block.cell(row, c)) and absence(cell.text) is None for c in columns if c)

    def beside_names(self, row: int, cells: Cells) -> None:
        """Weights of level-1 and level-2 groups: in a column after that level, or inside its name."""
        for level in (1, 2):
            cell = cells.get(level)
            if cell is None or not cell.text.strip() or (cell.row, cell.column) in self._seen:
                continue
            self._seen.add((cell.row, cell.column))
            column = self.roles.weights.get(level)
            weight = self.number(row, column, "分") if column is not None else self._inline(cell)
            score = self.number(row, self.roles.scores.get(level), "分")
            if weight is not None or score is not None:
                self._add(level, tidy(cell.text), cell, (weight, score))
