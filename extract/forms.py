"""Indicator tables: every level-3 indicator with its target, actual value, weight and score.

The same code reads all families: what differs between them (columns in any order, no weight column, operator,
value and unit in three columns, weights after every level, workload tables without levels) is in the columns
of the block. Level cells are filled down, but never into a total row and never into another block.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from extract.cells import Reader
from extract.tables.families import LEVELS
from extract.tables.grid import Block, Column, is_banner, is_numeric
from extract.tables.levels import (
    columns_by_level,
    final_score,
    findings_column,
    inline_weight,
    is_compound,
    level_columns,
    parted,
    without_points,
)
from extract.tables.words import (
    absence,
    bare_name,
    bracketed_units,
    folded,
    is_note,
    is_unit,
    numbering_rank,
    row_kind,
    tidy,
    words,
)
from extract.targets import actual_of, direction_of, target_of
from schema.document import Cell, NoticeSeverity
from schema.figure import Figure
from schema.report import Absent, GroupWeight, Indicator, ReportNotice, RowKind

READ_FIELDS = frozenset(
    {
        "level1", "level2", "level3", "operator", "target_value", "unit", "actual_value", "weight", "score",
        "completion_rate", "score_rate", "deducted", "deviation_reason", "scoring_rule", "remark", "serial_no",
    }
)  # fmt: skip


@dataclass(slots=True)
class Indicators:
    """What one block of an indicator table says."""

    rows: list[Indicator] = field(default_factory=list)
    groups: list[GroupWeight] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    notices: list[ReportNotice] = field(default_factory=list)


@dataclass(slots=True)
class _Levels:
    """The level names in force at a row."""

    columns: dict[int, Column]
    names: dict[int, str] = field(default_factory=dict)

    def cells(self, block: Block, row: int) -> dict[int, Cell | None]:
        """The level cells of a row; a cell that spans several levels stands at the first alone."""
        out: dict[int, Cell | None] = {}
        seen: list[Cell] = []
        for level, column in sorted(self.columns.items()):
            cell = block.cell(row, column)
            if cell is not None and any(cell is other for other in seen):
                cell = None
            if cell is not None:
                seen.append(cell)
            out[level] = cell
        return out


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
    reading = _Reading(block, reader, form, caption_unit)
    missing = {lv: name for lv, name in (announced or {}).items() if lv not in reading.levels.columns}
    reading.levels.names.update(missing)
    reading.labelled()
    return reading.run()


class _Reading:
    """One pass over the rows of a block."""

    def __init__(self, block: Block, reader: Reader, form: int, caption_unit: str | None) -> None:
        self.block = block
        self.at = block.grid.block
        self.reader = reader
        self.form = form
        self.caption_unit = caption_unit
        self.out = Indicators()
        self.levels = _Levels(level_columns(block))
        self.weights = columns_by_level(block, self.levels.columns, "weight")
        self.scores = self._per_level("score")
        if (final := final_score(block, self.levels.columns)) is not None:
            self.scores[3] = final
        self.score_rates = self._per_level("score_rate")
        self.target = self._target() or self._lone_value()
        self.done = block.column("actual_value") or self._told_as_goal() or self._found()
        self.joined = self._joined()
        self.extra = [column for column in block.columns if self._is_extra(column)]
        self.seen_groups: set[tuple[int, int]] = set()
        self.heading_rank: int | None = None

    def _per_level(self, name: str) -> dict[int, Column]:
        """The columns of a field by level, where there is one for several levels; else the one there is, for the rows."""
        found = columns_by_level(self.block, self.levels.columns, name)
        first = self.block.column(name)
        return found if len(found) > 1 or first is None else {3: first}

    def labelled(self) -> None:
        """A cell with points beside the whole block (二、项目管理（20分）) is its level 1, if there is no such column."""
        cell = (
            self.block.grid.cells[self.block.header[0]][0] if self.block.header and self.block.label else None
        )
        if cell is None or 1 in self.levels.columns or 2 not in self.levels.columns:
            return
        weight = self._inline(cell)
        if weight is not None:
            self.levels.names[1] = tidy(cell.text)
            self._add_group(1, tidy(cell.text), cell, weight, None)

    def run(self) -> Indicators:
        for index, row in enumerate(self.block.rows):
            own = self.block.grid.own(row)
            if not own or is_note(own[0].text):
                self._rules(own)
                continue
            self._headings_above(row)
            self._row(index, row)
        return self.out

    def _headings_above(self, row: int) -> None:
        """Names of groups that stand alone over the whole width, between the rows: 产出指标（50分）."""
        if 1 in self.levels.columns:
            return
        above: list[Cell] = []
        for r in range(row - 1, self.block.header[-1] if self.block.header else 0, -1):
            if r in self.block.rows or not is_banner(self.block.grid, r):
                break
            above.append(self.block.grid.own(r)[0])
        for cell in reversed(above):
            name, weight = tidy(cell.text), self._inline(cell)
            if weight is not None or _bare_heading(name) in words().indicators.level1:
                self.levels.names = {1: name}
                self._add_group(1, name, cell, weight, None)

    def _target(self) -> Column | None:
        """The column of targets; of several the one of the year."""
        found = [column for column in self.block.columns if column.field == "target_value"]
        yearly = [c for c in found if any(word in c.header for word in words().indicators.yearly)]
        return next(iter((yearly if len(found) > 1 else None) or found), None)

    def _told_as_goal(self) -> Column | None:
        """实际完成情况 heads goals in words elsewhere; beside targets of indicators it heads what was done."""
        return (
            self.block.column("goal_actual") if self.target is not None and 3 in self.levels.columns else None
        )

    def _found(self) -> Column | None:
        """What was found, in words, is what was done where no other column says that."""
        return findings_column(self.block) if 3 in self.levels.columns else None

    def _joined(self) -> int | None:
        """The level whose column holds levels 1 and 2 as one name, in a table with one column for both."""
        upper = [level for level in (1, 2) if level in self.levels.columns]
        if len(upper) != 1 or not is_compound(self.block, self.levels.columns[upper[0]]):
            return None
        return upper[0]

    def _lone_value(self) -> Column | None:
        """The only column beside the levels, if its header is unknown and there is nothing else to be the value."""
        known = self.block.fields - LEVELS
        strange = [c for c in self.block.columns if c.field is None and c.header]
        if known or len(strange) != 1:
            return None
        place = self.reader.document.place_in_cell(self.at, self.block.grid.own(self.block.header[-1])[-1])
        self.out.notices.append(
            ReportNotice(
                severity=NoticeSeverity.INFO,
                code="column_assumed",
                message=f"表头“{strange[0].header}”未识别；该表只有这一列数值，按指标值读取",
                place=place,
            )
        )
        return strange[0]

    def _is_extra(self, column: Column) -> bool:
        by_level = (self.levels.columns, self.weights, self.scores, self.score_rates)
        taken = {id(c) for columns in by_level for c in columns.values()}
        if id(column) in taken or column in (self.target, self.done) or not column.header:
            return False
        if column.field in ("target_value", "score"):
            return True
        return column.field not in READ_FIELDS or self.block.column(column.field) is not column

    def _row(self, index: int, row: int) -> None:
        cells = self.levels.cells(self.block, row)
        own_levels = [cell for cell in cells.values() if cell and cell.row == row and cell.text.strip()]
        first = own_levels[0] if own_levels else None
        if first is not None and self._is_total(cells, first):
            self._total(row, first, cells)
            return
        if self._is_text(row) or self._heads_numbered(index, row, cells):
            return
        self._fill(cells)
        self._group_weights(row, cells)
        names = self._names(cells)
        if self._is_group(index, row, cells):
            return
        if names[3] is None and not self._has_values(row):
            return
        if names[3] is not None and absence(names[3]) is not None and not self._has_values(row):
            return
        self.out.rows.append(self._indicator(row, cells, names))

    def _is_text(self, row: int) -> bool:
        """Whether one cell lies across the value columns: a conclusion or reason in words, and no indicator."""
        columns = [c for c in (*self._values(), self.block.column("unit")) if c is not None]
        found = [self.block.grid.cells[row][column.first] for column in columns]
        return len(found) >= 2 and found[0] is not None and all(cell is found[0] for cell in found)

    def _heads_numbered(self, index: int, row: int, cells: dict[int, Cell | None]) -> bool:
        """Whether the row 一、… is the group of the rows 1. 2. below it, in a table with one name column."""
        cell = cells.get(3)
        if list(self.levels.columns) != [3] or cell is None or index + 1 >= len(self.block.rows):
            return False
        below = self.block.cell(self.block.rows[index + 1], self.levels.columns[3])
        mine, next_rank = numbering_rank(cell.text), numbering_rank(below.text) if below is not None else None
        if mine is not None and self.heading_rank is not None and mine <= self.heading_rank:
            self.levels.names.pop(1, None)  # 三、 beside 二、 is no part of it, whatever stands below
        if mine is None or next_rank is None or mine >= next_rank:
            return False
        self.heading_rank = mine
        self.levels.names = {1: tidy(cell.text)}
        weight = self._number(row, self.weights.get(3), "分")
        self._add_group(1, tidy(cell.text), cell, weight, self._score(row))
        return True

    def _is_total(self, cells: dict[int, Cell | None], first: Cell) -> bool:
        kind = row_kind(first.text)
        flat = folded(first.text).rstrip(":：")
        exact = flat in words().rows.total or flat in words().rows.subtotal
        leftmost = min(self.levels.columns, default=3)
        at_left = cells.get(leftmost) is first
        across = first.column == 0 and first.column_span > 1
        return kind in (RowKind.TOTAL, RowKind.SUBTOTAL) and (exact or across or (at_left and leftmost < 3))

    def _total(self, row: int, first: Cell, cells: dict[int, Cell | None]) -> None:
        """A 总分 row belongs to the form, a 小计 row to the group above it."""
        subtotal = row_kind(first.text) is RowKind.SUBTOTAL
        above = next(
            (
                lv
                for lv in (2, 1)
                if (cell := cells.get(lv))
                and absence(cell.text) is None
                and not is_numeric(cell.text)
                and cell is not first
            ),
            None,
        )
        if (
            subtotal
            and 1 not in self.levels.columns
            and _bare_heading(first.text) not in words().rows.subtotal
        ):
            return  # 指标小计 adds up the indicators, and is neither a group nor the whole
        if subtotal or above:
            level, name = above or 1, self.levels.names.get(above or 1, tidy(first.text))
        else:
            level, name = 0, tidy(first.text)
            self.levels.names.clear()
        weight = self._number(row, self.weights.get(3), "分")
        rate = self._number(row, self.score_rates.get(3), "%")
        self._add_group(level, name, first, weight, self._score(row), rate)
        if level == 0:
            for upper in (1, 2):
                if (score := self._number(row, self.scores.get(upper), "分")) is not None:
                    self._add_group(0, name, first, self._number(row, self.weights.get(upper), "分"), score)

    def _add_group(
        self,
        level: int,
        name: str,
        cell: Cell,
        weight: Figure | None,
        score: Figure | None,
        rate: Figure | None = None,
    ) -> None:
        if weight is None and score is None:
            return
        place = self.reader.document.place_in_cell(self.at, cell)
        self.reader.take(self.at, cell)
        self.out.groups.append(
            GroupWeight(level=level, name=name, weight=weight, score=score, score_rate=rate, place=place)
        )

    def _fill(self, cells: dict[int, Cell | None]) -> None:
        """Remember the level names printed here; a new level-1 name ends the level-2 name above it."""
        for level, cell in cells.items():
            text = tidy(cell.text) if cell is not None else ""
            if not text or (absence(text) is not None and not self._is_template(text)):
                continue
            if text != self.levels.names.get(level):
                for lower in range(level + 1, 4):
                    self.levels.names.pop(lower, None)
            self.levels.names[level] = text
            if cell is not None:
                self.reader.take(self.at, cell)

    def _names(self, cells: dict[int, Cell | None]) -> dict[int, str | None]:
        own = {lv: tidy(cell.text) for lv, cell in cells.items() if cell is not None and cell.text.strip()}
        names: dict[int, str | None] = self._upper()
        names[3] = own.get(3)
        spanned = 3 in self.levels.columns and own.get(3) is None
        if spanned and (lowest := self._spanning(cells)) is not None:
            names[3] = own.get(lowest)
        return names

    def _upper(self) -> dict[int, str | None]:
        """The names of levels 1 and 2 in force, without their points, those printed as one name apart."""
        names = {lv: self.levels.names.get(lv) for lv in (1, 2)}
        if self.joined is not None and (whole := names[self.joined]) is not None:
            # a name that is not joined (满意度) is the only one of both levels
            names[1], names[2] = parted(without_points(whole)) or (whole, whole)
        return {lv: without_points(name) if name else None for lv, name in names.items()}

    def _spanning(self, cells: dict[int, Cell | None]) -> int | None:
        """The level whose cell reaches over the level-3 column."""
        last = self.levels.columns[3].last
        for level in (2, 1):
            cell = cells.get(level)
            if cell is not None and cell.text.strip() and cell.column + cell.column_span > last:
                return level
        return None

    def _is_template(self, name: str | None) -> bool:
        return name is not None and absence(name) is Absent.PLACEHOLDER

    def _values(self) -> Iterator[Column]:
        for name in ("completion_rate", "deviation_reason", "scoring_rule"):
            if (column := self.block.column(name)) is not None:
                yield column
        own = (self.target, self.done, self.weights.get(3), self.scores.get(3))
        yield from (c for c in own if c is not None)
        yield from self.extra

    def _has_values(self, row: int) -> bool:
        """Whether any value column says something in this very row."""
        for column in self._values():
            cell = self.block.cell(row, column)
            if cell is not None and cell.row == row and absence(cell.text) is None:
                return True
        return False

    def _is_group(self, index: int, row: int, cells: dict[int, Cell | None]) -> bool:
        """Whether the row gives weight and score of a whole group: a level name with nothing below it."""
        if 3 not in self.levels.columns or (cells.get(3) is not None and cells[3].text.strip()):  # type: ignore[union-attr]
            return False
        level = 2 if cells.get(2) is not None and (cells[2].text.strip() and cells[2].row == row) else 1  # type: ignore[union-attr]
        cell = cells.get(level)
        if cell is None or cell.row != row or not cell.text.strip() or not self._continues(index, level):
            return False
        if self._has_target_or_actual(row):
            return False
        self._add_group(
            level, tidy(cell.text), cell, self._number(row, self.weights.get(3), "分"), self._score(row)
        )
        return True

    def _has_target_or_actual(self, row: int) -> bool:
        columns = (self.target, self.done)
        return any((cell := self.block.cell(row, c)) and absence(cell.text) is None for c in columns if c)

    def _continues(self, index: int, level: int) -> bool:
        """Whether the next row goes on under the same name, one level deeper."""
        if index + 1 >= len(self.block.rows):
            return False
        below = self.levels.cells(self.block, self.block.rows[index + 1])
        upper = below.get(level)
        same = upper is None or not upper.text.strip() or tidy(upper.text) == self.levels.names.get(level)
        lower = [cell for lv, cell in below.items() if lv > level and cell and cell.text.strip()]
        return same and bool(lower)

    def _group_weights(self, row: int, cells: dict[int, Cell | None]) -> None:
        """Weights of level-1 and level-2 groups: in a column after that level, or inside its name."""
        for level in (1, 2):
            cell = cells.get(level)
            if cell is None or not cell.text.strip() or (cell.row, cell.column) in self.seen_groups:
                continue
            self.seen_groups.add((cell.row, cell.column))
            column = self.weights.get(level)
            weight = self._number(row, column, "分") if column is not None else self._inline(cell)
            score = self._number(row, self.scores.get(level), "分")
            if weight is not None or score is not None:
                self._add_group(level, tidy(cell.text), cell, weight, score)

    def _inline(self, cell: Cell) -> Figure | None:
        found = inline_weight().search(cell.text)
        if not found:
            return None
        name = "weight" if found["weight"] else "weight2"
        end = found.end(name) + (1 if cell.text[found.end(name) : found.end(name) + 1] in "分%％" else 0)
        return self.reader.within(self.at, cell, found.start(name), end, "分")

    def _number(self, row: int, column: Column | None, unit: str | None) -> Figure | None:
        cell = self.block.cell(row, column)
        if cell is None or absence(cell.text) is not None:
            return None
        return self.reader.value(self.at, cell, unit)

    def _score(self, row: int) -> Figure | None:
        return self._number(row, self.scores.get(3), "分")

    def _indicator(self, row: int, cells: dict[int, Cell | None], names: dict[int, str | None]) -> Indicator:
        sign, unit = self._text(row, "operator"), self._unit(row, names[3])
        absent: dict[str, Absent] = {}
        target, missing = target_of(self.reader, self.at, self.block.cell(row, self.target), unit, sign)
        _note(absent, "target", missing, self.target)
        done = self.done
        actual, missing = actual_of(self.reader, self.at, self.block.cell(row, done), unit)
        _note(absent, "actual", missing, done)
        numbers = {}
        rate = self.block.column("completion_rate")
        for name, column, of in (
            ("weight", self.weights.get(3), "分"),
            ("score", self.scores.get(3), "分"),
            ("rate", rate, "%"),
            ("score_rate", self.score_rates.get(3), "%"),
            ("deducted", self.block.column("deducted"), "分"),
        ):
            numbers[name] = self._number(row, column, of)
            cell = self.block.cell(row, column)
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
            form=self.form,
            place=self._place(row, cells),
            **numbers,
        )

    def _place(self, row: int, cells: dict[int, Cell | None]) -> object:
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
        if self.target is not None and self.target.unit:
            return self.target.unit
        for inner in bracketed_units(name or ""):
            if is_unit(inner):
                return inner
        money = self.caption_unit in words().units.money
        return None if money else self.caption_unit

    def _other(self, row: int) -> dict[str, str]:
        out: dict[str, str] = {}
        for column in self.extra:
            cell = self.block.cell(row, column)
            if cell is not None and cell.text.strip():
                out[column.header] = tidy(cell.text)
        return out

    def _rules(self, own: list[Cell]) -> None:
        """Scoring rules printed in the notes of the form."""
        for cell in own:
            if any(word in cell.text for word in words().indicators.scoring_note):
                self.out.rules.append(tidy(cell.text))


def _bare_heading(name: str) -> str:
    """A name of a group without its number and what stands in brackets behind it."""
    return regex.sub(r"\([^()]*\)$", "", bare_name(name))


def _note(absent: dict[str, Absent], name: str, missing: Absent | None, column: Column | None) -> None:
    if column is not None and missing is not None:
        absent[name] = missing
