"""Indicator tables: every level-3 indicator with its target, actual value, weight and score.

The same code reads all families: what differs between them (columns in any order, no weight column, operator,
value and unit in three columns, weights after every level, workload tables without levels) is in the roles of the
columns. Level cells are filled down, but never into a total row and never into another block.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.cells import Reader
from extract.groups import Groups
from extract.tables.grid import Block, Column
from extract.tables.names import Cells, LevelNames
from extract.tables.roles import roles_of
from extract.tables.words import absence, bracketed_units, is_note, is_unit, tidy, words
from extract.targets import actual_of, direction_of, target_of
from schema.document import Cell, NoticeSeverity
from schema.report import Absent, GroupWeight, Indicator, ReportNotice


@dataclass(slots=True)
class Indicators:
    """What one block of an indicator table says."""

    rows: list[Indicator] = field(default_factory=list)
    groups: list[GroupWeight] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    notices: list[ReportNotice] = field(default_factory=list)


def indicators_of(
    block: Block,
    reader: Reader,
    form: int,
    caption_unit: str | None,
    announced: dict[int, str] | None = None,
) -> Indicators:
    """The indicators, group weights and scoring rules of a block.

    `announced` are level names the text above the table gives to a table without such columns.
    """
    return _Reading(block, reader, form, caption_unit, announced or {}).run()


class _Reading:
    """One pass over the rows of a block."""

    def __init__(
        self, block: Block, reader: Reader, form: int, caption_unit: str | None, announced: dict[int, str]
    ) -> None:
        self.block = block
        self.at = block.grid.block
        self.reader = reader
        self.form = form
        self.caption_unit = caption_unit
        self.roles = roles_of(block)
        self.names = LevelNames(block, self.roles.levels, announced)
        self.groups = Groups(block, reader, self.roles, self.names)
        self.out = Indicators(groups=self.groups.found)

    def run(self) -> Indicators:
        if self.roles.assumed is not None:
            self._tell_assumed(self.roles.assumed)
        self.groups.beside_block()
        for index, row in enumerate(self.block.rows):
            own = self.block.grid.own(row)
            if not own or is_note(own[0].text):
                self._rules(own)
                continue
            self.groups.headings_above(row)
            self._row(index, row)
        return self.out

    def _tell_assumed(self, column: Column) -> None:
        place = self.reader.document.place_in_cell(self.at, self.block.grid.own(self.block.header[-1])[-1])
        message = f"表头“{column.header}”未识别；该表只有这一列数值，按指标值读取"
        self.out.notices.append(
            ReportNotice(severity=NoticeSeverity.INFO, code="column_assumed", message=message, place=place)
        )

    def _row(self, index: int, row: int) -> None:
        cells = self.names.cells(row)
        own_levels = [cell for cell in cells.values() if cell and cell.row == row and cell.text.strip()]
        first = own_levels[0] if own_levels else None
        leftmost = self.block.grid.own(row)[0]
        for cell in (first, None if leftmost is first else leftmost):
            if cell is not None and self.groups.is_total(cells, cell):
                self.groups.total(row, cell, cells)
                return
        if self._is_text(row) or self.groups.heads_numbered(index, row, cells):
            return
        for cell in self.names.fill(cells):
            self.reader.take(self.at, cell)
        self.groups.beside_names(row, cells)
        names = self.names.of_row(cells)
        if self.groups.is_group(index, row, cells):
            return
        if (names[3] is None or absence(names[3]) is not None) and not self._has_values(row):
            return
        self.out.rows.append(self._indicator(row, cells, names))

    def _is_text(self, row: int) -> bool:
        """Whether one cell lies across the value columns: a conclusion or reason in words, and no indicator."""
        columns = [c for c in (*self.roles.values(self.block), self.block.column("unit")) if c is not None]
        found = [self.block.grid.cells[row][column.first] for column in columns]
        return len(found) >= 2 and found[0] is not None and all(cell is found[0] for cell in found)

    def _has_values(self, row: int) -> bool:
        """Whether any value column says something in this very row."""
        for column in self.roles.values(self.block):
            cell = self.block.cell(row, column)
            if cell is not None and cell.row == row and absence(cell.text) is None:
                return True
        return False

    def _indicator(self, row: int, cells: Cells, names: dict[int, str | None]) -> Indicator:
        roles, block = self.roles, self.block
        sign, unit = self._text(row, "operator"), self._unit(row, names[3])
        absent: dict[str, Absent] = {}
        target, missing = target_of(self.reader, self.at, self._target_cell(row), unit, sign)
        _note(absent, "target", missing, roles.target)
        actual, missing = actual_of(self.reader, self.at, block.cell(row, roles.done), unit)
        _note(absent, "actual", missing, roles.done)
        numbers = {}
        for name, column, of in (
            ("weight", roles.weights.get(3), "分"),
            ("score", roles.scores.get(3), "分"),
            ("rate", block.column("completion_rate"), "%"),
            ("score_rate", roles.score_rates.get(3), "%"),
            ("deducted", block.column("deducted"), "分"),
        ):
            numbers[name] = self.groups.number(row, column, of)
            cell = block.cell(row, column)
            _note(absent, name, absence(cell.text) if cell is not None else Absent.BLANK, column)
        return Indicator(
            level1=names.get(1),
            level2=names.get(2),
            level3=names[3],
            target=target,
            actual=actual,
            unit=unit,
            direction=direction_of(sign, target),
            deviation_reason=self._reason(row),
            scoring_rule=self._text(row, "scoring_rule") or None,
            absent=absent,
            other=self._other(row),
            marks=self.groups.marks(row),
            form=self.form,
            place=self._place(row, cells),
            **numbers,
        )

    def _target_cell(self, row: int) -> Cell | None:
        """The cell of the target; where it is blank, that of the target it was before it was adjusted."""
        cells = [self.block.cell(row, column) for column in self.roles.targets]
        return next((cell for cell in cells if cell and absence(cell.text) is None), next(iter(cells), None))

    def _place(self, row: int, cells: Cells) -> object:
        named = [cell for _, cell in sorted(cells.items(), reverse=True) if cell and cell.row == row]
        anchor = named[0] if named else self.block.grid.own(row)[0]
        return self.reader.document.place_in_cell(self.at, anchor)

    def _text(self, row: int, name: str) -> str:
        cell = self.block.cell(row, self.block.column(name))
        return tidy(cell.text) if cell is not None else ""

    def _reason(self, row: int) -> str | None:
        name = "deviation_reason" if self.block.column("deviation_reason") else "remark"
        text = self._text(row, name)
        return text if text and absence(text) is None else None

    def _unit(self, row: int, name: str | None) -> str | None:
        """The unit of the row: its own column, the header of the target, the indicator's name, the caption."""
        own = self._text(row, "unit")
        if own and absence(own) is None:
            return own
        if self.roles.target is not None and self.roles.target.unit:
            return self.roles.target.unit
        for inner in bracketed_units(name or ""):
            if is_unit(inner):
                return inner
        money = self.caption_unit in words().units.money
        return None if money else self.caption_unit

    def _other(self, row: int) -> dict[str, str]:
        out: dict[str, str] = {}
        for column in self.roles.extra:
            cell = self.block.cell(row, column)
            if cell is not None and cell.text.strip():
                out[column.header] = tidy(cell.text)
        return out

    def _rules(self, own: list[Cell]) -> None:
        """Scoring rules printed in the notes of the form."""
        for cell in own:
            if any(word in cell.text for word in words().indicators.scoring_note):
                self.out.rules.append(tidy(cell.text))


def _note(absent: dict[str, Absent], name: str, missing: Absent | None, column: Column | None) -> None:
    if column is not None and missing is not None:
        absent[name] = missing
