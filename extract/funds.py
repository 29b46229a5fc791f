"""Tables of money: the rows of a budget, of sources and uses, of final accounts."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extract.cells import Reader
from extract.headers import field_of, fold
from extract.hierarchy import structured
from extract.tables.families import MONEY, RATES, numeric_columns
from extract.tables.grid import Block, Column
from extract.tables.words import (
    absence,
    bracketed_units,
    folded,
    is_note,
    is_unit,
    money_unit,
    row_kind,
    tidy,
    words,
)
from schema.document import Cell
from schema.figure import Figure
from schema.report import Absent, BudgetLine, GroupWeight, RowKind

NAMES = ("name", "project_name", "account", "description", "level3", "level2", "level1")
CODES = ("code", "project_code")
TEXTS = frozenset({*NAMES, *CODES, "serial_no", "remark", "deviation_reason", "date", "voucher_no", "unit"})
POINTS = frozenset({"weight", "score"})
COUNTS = frozenset({"quantity", "hours", "households", "list_count", "split_ratio", "fiscal_year"})

_HEADER_YEAR = regex.compile(r"(?<!\d)((?:19|20)\d{2})\s*年")
_BRACKETS = regex.compile(r"\([^()]*\)")
_BARE_YEAR = regex.compile(r"((?:19|20)\d{2})年度?")
_HEADER_WEIGHT = regex.compile(r"(\d+(?:\.\d+)?)\s*分")


@dataclass(slots=True)
class Funds:
    """What one block of a money table says."""

    lines: list[BudgetLine] = field(default_factory=list)
    groups: list[GroupWeight] = field(default_factory=list)


def lines_of(block: Block, reader: Reader, table: str, caption_unit: str | None, form: int | None) -> Funds:
    """The rows of a block with one amount for each column of numbers."""
    return Lines(block, reader, table, caption_unit, form).run()


def points_row(block: Block, row: int) -> str | None:
    """`weight` or `score` when the row of a block whose rows are measures gives the points of its execution."""
    own = block.grid.own(row)
    measure = field_of(own[0].text) if len(own) > 1 and own[0].column == 0 else None
    return measure if measure in POINTS and not block.fields & POINTS else None


class Lines:
    """One pass over the rows of a block: names, codes, and a figure for every column of numbers."""

    def __init__(
        self, block: Block, reader: Reader, table: str, caption_unit: str | None, form: int | None
    ) -> None:
        self.block = block
        self.at = block.grid.block
        self.reader = reader
        self.table = table
        self.form = form
        money = words().units.money
        self.unit = money_unit(block.label) or money_unit(block.banner)
        naming = (c for c in block.columns if not c.field or self._holds_words(c))
        self.unit = self.unit or next((u for c in naming if (u := c.unit)), None)
        self.unit = self.unit or (caption_unit if caption_unit in money else None)
        self.codes = [column for column in block.columns if self._is_code(column)]
        self.amounts = self._amount_columns()
        self.last_code: list[str] = []
        self.names = self._name_columns()
        self.others = [c for c in block.columns if c.header and self._is_other(c)]
        self.keys = self._distinct_keys()
        self.headers = {self.keys[id(c)]: c.header for c in self.amounts}
        self.points: dict[str, Figure | None] = {}
        self.out = Funds()

    def run(self) -> Funds:
        """The lines of the block, and the points of execution printed among them."""
        rows: list[int] = []
        for row in self.block.rows:
            own = self.block.grid.own(row)
            if not own or is_note(own[0].text):
                continue
            if (measure := points_row(self.block, row)) is not None:
                self.points[measure] = self._points_of(row)
                continue
            line = self._line(row)
            if line is not None:
                rows.append(row)
                self.out.lines.append(line)
        self.out.lines = structured(self.out.lines)
        self._execution_weight()
        return self.out

    def _amount_columns(self) -> list[Column]:
        numeric = {id(column) for column in numeric_columns(self.block)}
        out: list[Column] = []
        for column in self.block.columns:
            known = column.field in MONEY or column.field in RATES or column.field in COUNTS
            known = known or column.field in (
                "weight",
                "score",
                "total_score",
                "actual_value",
                "target_value",
            )
            if column.field in TEXTS or column in self.codes or self._holds_words(column):
                continue
            if not known and self._numbers_the_rows(column):
                continue
            if known or id(column) in numeric:
                out.append(column)
        return out

    def _numbers_the_rows(self, column: Column) -> bool:
        """Whether a column at the left counts the rows 1, 2, 3, with blanks beside totals."""
        if column.first > 0:
            return False
        texts = [folded(cell.text) for row in self.block.rows for cell in self._parts(row, column)]
        if len(texts) < 2 or not all(text.isdecimal() for text in texts):
            return False
        return [int(text) for text in texts] == list(range(int(texts[0]), int(texts[0]) + len(texts)))

    def _name_columns(self) -> list[Column]:
        """The columns that name a row: by header, or text standing left of the first amount."""
        first = min((c.first for c in self.amounts), default=len(self.block.columns))
        taken = {id(c) for c in (*self.amounts, *self.codes)}
        left = [
            c
            for c in self.block.columns
            if c.first < first
            and id(c) not in taken
            and c.field not in ("serial_no", "date", "voucher_no", *CODES)
            and not (c.field == "unit" and self._holds_units(c))
        ]
        named = [c for name in NAMES for c in left if c.field == name]
        if not named:
            plain = [c for c in left if c.field not in ("remark", "deviation_reason")]
            return plain or left
        return [c for c in left if c is named[0] or not c.header or c.field in NAMES]

    def _holds_units(self, column: Column) -> bool:
        """Whether 单位 heads units of measure; else it heads the names of organisations."""
        cells = [cell for row in self.block.rows if (cell := self.block.cell(row, column))]
        filled = [cell for cell in cells if cell.text.strip()]
        return sum(is_unit(folded(cell.text)) for cell in filled) * 2 > len(filled)

    def _holds_words(self, column: Column) -> bool:
        """Whether a header of money (年度预算（万元）) heads the names of the rows: words, and no number."""
        texts = [cell.text for row in self.block.rows for cell in self._parts(row, column)]
        filled = [text for text in texts if absence(text) is None]
        return len(filled) > 1 and not any(any(c.isdigit() for c in fold(text)) for text in filled)

    def _is_other(self, column: Column) -> bool:
        taken = {id(c) for c in (*self.amounts, *self.names, *self.codes)}
        return id(column) not in taken and column.field != "serial_no"

    def _is_code(self, column: Column) -> bool:
        """Whether a column holds codes, or one of several parts of a code (类 | 款 | 项)."""
        if column.field in CODES:
            return True
        header = folded(column.header)
        told = column.field is None and (
            folded(column.bottom) in words().funds.code_parts
            or any(word in header for word in words().funds.code_headers)
        )
        if not told:
            return False
        texts = [folded(cell.text) for row in self.block.rows for cell in self._parts(row, column)]
        digits = [text for text in texts if text.isdigit()]
        return bool(digits) and not any("." in text for text in texts)

    def _parts(self, row: int, column: Column) -> list[Cell]:
        """The filled cells of a row in a column that may be several wide."""
        top = self.block.header[-1] if self.block.header else -1
        cells = self.block.grid.cells[row][column.first : column.last + 1]
        distinct = {id(cell): cell for cell in cells if cell is not None and cell.row > top}
        return [cell for cell in distinct.values() if cell.text.strip()]

    def _distinct_keys(self) -> dict[int, str]:
        """The key of every amount column; columns with the same header are told apart by their number."""
        out: dict[int, str] = {}
        for column in self.amounts:
            key = self._key(column)
            out[id(column)] = f"{key}（第{column.first + 1}列）" if key in out.values() else key
        return out

    def _key(self, column: Column) -> str:
        """The field of a column; its printed header if the field is unknown or belongs to another column.

        Of several columns with one field the latest year has it, and the year before is the previous amount.
        """
        name = column.field
        if not name and (told := self._of_two_years(column)):
            return told
        if not name:
            return column.header or f"第{column.first + 1}列"
        rivals = [c for c in self.amounts if c.field == name]
        years = {id(c): _year(c.header) for c in rivals}
        latest = max((year for year in years.values() if year), default=None)
        owner = next((c for c in rivals if latest is None or years[id(c)] == latest), rivals[0])
        if column is owner:
            return "planned_amount" if name == "target_value" else name
        last_year = latest is not None and years[id(column)] == latest - 1 and name in MONEY
        if last_year and not self.block.fields & {"previous_amount"} and len(rivals) == 2:
            return "previous_amount"
        return column.header or f"第{column.first + 1}列"

    def _of_two_years(self, column: Column) -> str:
        """What a column headed by a bare year is, where two years in a row stand beside their change."""
        if not self.block.fields & {"change_amount", "growth_rate"} or self.block.fields & {
            "previous_amount",
            "amount",
        }:
            return ""
        years = {
            id(c): int(found[1])
            for c in self.amounts
            if c.field is None and (found := _BARE_YEAR.fullmatch(folded(c.header)))
        }
        if id(column) not in years or len(years) != 2 or max(years.values()) - min(years.values()) != 1:
            return ""
        return "amount" if years[id(column)] == max(years.values()) else "previous_amount"

    def _unit_of(self, column: Column) -> str | None:
        name = column.field
        if name in RATES or name == "share":
            return "%"
        if name in ("weight", "score", "total_score"):
            return "分"
        if name in COUNTS:
            return None
        return own_unit(column) or column.unit or (None if counts_things(column) else self.unit)

    def _line(self, row: int) -> BudgetLine | None:
        name, anchor = self._name(row)
        code = self._code(row)
        amounts: dict[str, Figure] = {}
        absent: dict[str, Absent] = {}
        for column in self.amounts:
            cell = self.block.cell(row, column)
            if cell is None or cell.row != row or self._names_the_row(cell, column):
                continue
            missing = absence(cell.text)
            if missing is not None:
                absent[self.keys[id(column)]] = missing
            elif (figure := self.reader.value(self.at, cell, self._unit_of(column))) is not None:
                amounts[self.keys[id(column)]] = figure
        if not amounts and not name:
            return None
        kind = row_kind(name) if name else RowKind.ENTRY
        cell = anchor or self.block.grid.own(row)[0]
        return BudgetLine(
            table=self.table,
            code=code,
            name=name,
            is_total=kind is RowKind.TOTAL,
            row_kind=kind,
            amounts=amounts,
            headers={key: self.headers[key] for key in amounts},
            absent=absent,
            other=self._other(row),
            form=self.form,
            place=self.reader.document.place_in_cell(self.at, cell),
        )

    def _names_the_row(self, cell: Cell, column: Column) -> bool:
        """Whether a cell that reaches into a column of amounts began among the names: 总分（含资金10分） across the table."""
        return cell.column < column.first and any(cell.column <= c.first < column.first for c in self.names)

    def _name(self, row: int) -> tuple[str, Cell | None]:
        """The name of a row: the last filled name cell of its own; with 其中 from a cell before it."""
        cells = [cell for c in self.names for cell in self._parts(row, c)]
        own = [cell for cell in cells if cell.row == row and absence(cell.text) is None]
        if not own:
            total = [
                cell
                for cell in self.block.grid.own(row)[:1]
                if row_kind(cell.text) in (RowKind.TOTAL, RowKind.SUBTOTAL)
            ]
            return (tidy(total[0].text), total[0]) if total else ("", None)
        for cell in own:
            self.reader.take(self.at, cell)
        last = own[-1]
        lead = folded(own[0].text).rstrip(":：")
        if len(own) > 1 and own[0] is not last and lead in words().rows.of_which:
            return tidy(own[0].text) + tidy(last.text), last
        return tidy(last.text), last

    def _code(self, row: int) -> str | None:
        """The code of a row: its parts joined; blank leading parts (类 of a 款 row) are those above."""
        slots = [c for column in self.codes for c in range(column.first, column.last + 1)]
        parts: list[str] = []
        for c in slots:
            cell = self.block.grid.cells[row][c]
            if cell is None or (self.block.header and cell.row <= self.block.header[-1]):
                parts.append("")
                continue
            text = folded(cell.text)
            named = row_kind(text) is not RowKind.ENTRY or text in words().funds.code_parts
            if text and not named:
                self.reader.take(self.at, cell)
            parts.append("" if named or cell.column < c else text)
        if not any(parts):
            return None
        if len(parts) > 1 and all(part.isdigit() for part in parts if part):
            first = next(i for i, part in enumerate(parts) if part)
            above = self.last_code[:first] if len(self.last_code) == len(parts) else []
            parts = [*above, *parts[len(above) :]]
            self.last_code = parts
        return "".join(parts)

    def _other(self, row: int) -> dict[str, str]:
        out: dict[str, str] = {}
        for column in self.others:
            cell = self.block.cell(row, column)
            if cell is not None and cell.text.strip():
                out[column.header] = tidy(cell.text)
        return out

    def _points_of(self, row: int) -> Figure | None:
        """The first number of a row of points, in 分 whatever the unit of the amounts around it is."""
        self.reader.take(self.at, self.block.grid.own(row)[0])
        for column in self.amounts:
            cell = self.block.cell(row, column)
            if cell is not None and absence(cell.text) is None:
                return self.reader.value(self.at, cell, "分")
        return None

    def _execution_weight(self) -> None:
        """Weight and score of the execution row of a self-evaluation form, once, from the row of the total."""
        if self.points and self.out.lines:
            self._execution_points()
        if "score" not in self.block.fields or not self.out.lines:
            return
        line = next((line for line in self.out.lines if "score" in line.amounts), None)
        weight = line.amounts.get("weight") if line else None
        column = self.block.column("score")
        if weight is None and column is not None and self.block.header:
            weight = self._weight_in_header(column)
        if line is None and weight is None:
            return
        source = line or self.out.lines[0]
        self.out.groups.append(
            GroupWeight(
                level=-1,
                name=source.name,
                weight=weight,
                score=source.amounts.get("score"),
                place=source.place,
            )
        )

    def _execution_points(self) -> None:
        """The points of a block whose rows are measures, under the name of its rate of execution."""
        rates = [line for line in self.out.lines if field_of(line.name or "") == "execution_rate"]
        source = (rates or self.out.lines)[0]
        self.out.groups.append(
            GroupWeight(
                level=-1,
                name=source.name,
                weight=self.points.get("weight"),
                score=self.points.get("score"),
                place=source.place,
            )
        )

    def _weight_in_header(self, column: Column) -> Figure | None:
        """得分（20分×执行率）prints the weight in the header."""
        cell = self.block.grid.cells[self.block.header[-1]][column.first]
        found = _HEADER_WEIGHT.search(cell.text) if cell is not None else None
        if cell is None or found is None:
            return None
        return self.reader.within(self.at, cell, found.start(), found.end(), "分")


def own_unit(column: Column) -> str | None:
    """The unit a header prints in brackets, of money or not (补助人数（人）, 比例（%）, 单位成本（元/平方米）)."""
    return next((inner for inner in bracketed_units(column.header) if is_unit(inner.partition("/")[0])), None)


def counts_things(column: Column) -> bool:
    """Whether the header of a column says that it counts things, which the unit of the table is not meant for."""
    name = _BRACKETS.sub("", folded(column.bottom or column.header))
    funds = words().funds
    counted = name.endswith(tuple(funds.count_headers)) and not name.startswith(
        tuple(funds.not_count_headers)
    )
    return counted and column.field not in MONEY


def _year(header: str) -> int | None:
    """The year a header is printed for."""
    found = _HEADER_YEAR.search(header)
    return int(found[1]) if found else None
