"""A table as a grid of cells, and what its single rows are: header, project head, banner, column numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import regex

from extract.headers import field_of, fold
from extract.tables.words import folded, money_unit, row_kind, words
from schema.document import Cell, Table
from schema.report import RowKind

HEAD_FIELDS = frozenset(
    {
        "project_name",
        "project_code",
        "supervising_dept",
        "implementing_unit",
        "fiscal_year",
        "goal_expected",
        "goal_actual",
        "grade",
        "total_score",
    }
)
"""Fields that a form states as label and value side by side."""

MOST_HEADER_ROWS = 4
LONGEST_HEADER = 40

_NUMERIC = regex.compile(
    r"[≥≤<>=＝＞＜≧≦约近-]*\(?[¥￥$]?-?\d[\d,，.．\s]*\)?\s*(?:[%％‰]|[\p{Han}/·.²³㎡]{1,6})?"
)
_TIME = regex.compile(r"(?:19|20)\d{2}\s*年.*|\d{1,2}\s*月份?")
_YEAR = regex.compile(r"(?:19|20)\d{2}")
_NUMBERING_ONLY = regex.compile(r"\d{1,2}(?:=.*)?|[A-Z](?:=.*)?|[甲乙丙丁]")


class Rows(StrEnum):
    """What a run of rows is."""

    HEAD = "head"
    BLOCK = "block"
    BANNER = "banner"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a block: its printed header, the field it means, the unit its header prints."""

    first: int
    last: int
    header: str
    bottom: str
    field: str | None
    unit: str | None = None


@dataclass(slots=True)
class Block:
    """Rows of a grid that belong together under one header.

    `label` is a cell that stands beside the whole block (绩效指标, 项目资金（万元）); `banner` the title row above it.
    """

    kind: Rows
    grid: Grid
    header: tuple[int, ...]
    columns: tuple[Column, ...]
    rows: list[int] = field(default_factory=list)
    label: str = ""
    banner: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """The known fields of its columns."""
        return frozenset(column.field for column in self.columns if column.field)

    def column(self, name: str) -> Column | None:
        """The first column of a field."""
        return next((column for column in self.columns if column.field == name), None)

    def cell(self, row: int, column: Column | None) -> Cell | None:
        """The cell of a data row in a column: the first filled one, else a blank one, if the column is wide.

        A cell that began in the header stands beside the block and is no value of its rows.
        """
        if column is None:
            return None
        top = self.header[-1] if self.header else -1
        blank = None
        for c in range(column.first, column.last + 1):
            cell = self.grid.cells[row][c]
            if cell is None or cell.row <= top:
                continue
            if cell.text.strip():
                return cell
            blank = blank or cell
        return blank


class Grid:
    """A table as rows of cells; a merged cell stands in every position it covers."""

    __slots__ = ("block", "cells", "table")

    def __init__(self, block: int, table: Table) -> None:
        self.block = block
        self.table = table
        self.cells = table.grid()

    def filled(self, row: int) -> list[Cell]:
        """The distinct non-empty cells of a row, from left to right, those merged from above too."""
        out: list[Cell] = []
        for cell in self.cells[row]:
            if cell is not None and cell.text.strip() and (not out or out[-1] is not cell):
                out.append(cell)
        return out

    def own(self, row: int) -> list[Cell]:
        """The non-empty cells that begin in this row."""
        return [cell for cell in self.filled(row) if cell.row == row]


def is_numeric(text: str) -> bool:
    """Whether a cell is a value and no name: a number with a sign, comparison or unit around it."""
    flat = text.strip()
    return bool(_NUMERIC.fullmatch(flat)) and not _TIME.fullmatch(flat)


def holds_values(own: Sequence[Cell]) -> bool:
    """Whether a row has numbers that name no columns: bare years (2021, 2022), and 1, 2, 3 beside 月份, do name them."""
    numbers = [folded(cell.text) for cell in own if is_numeric(cell.text)]
    if not numbers:
        return False
    if own[0].column == 0 and is_numeric(own[0].text):
        return True
    if all(_YEAR.fullmatch(text) for text in numbers):
        return not (numbers == sorted(set(numbers)) or numbers == sorted(set(numbers), reverse=True))
    counted = [str(number) for number in range(1, len(numbers) + 1)]
    return numbers != counted or folded(own[0].text) not in words().rows.counted_by


def field_or_split(text: str) -> str | None:
    """The field of a header; 月 and 日 of a split date column count as dates."""
    known = field_of(text)
    ledger = words().ledger
    if known is None and folded(text) in (*ledger.month_header, *ledger.day_header, *ledger.year_header):
        return "date"
    return known


def is_header(grid: Grid, row: int) -> bool:
    """Whether the cells that begin in this row name columns."""
    own = grid.own(row)
    if len(own) < 2 or holds_values(own) or any(len(fold(cell.text)) > LONGEST_HEADER for cell in own):
        return False
    known = [field_or_split(cell.text) for cell in own]
    count = sum(name is not None for name in known)
    if count < 2 or is_head(grid, row):
        return False
    if row_kind(own[0].text) is not RowKind.ENTRY and known[0] is None:
        return False
    return count * 2 >= len(own) or count >= 4


def is_head(grid: Grid, row: int) -> bool:
    """Whether the row states labels and values side by side (项目名称 | … | 项目编码 | …)."""
    own = grid.own(row)
    if not own or len(own) > 6 or field_of(own[0].text) not in HEAD_FIELDS:
        return False
    known = [field_of(cell.text) in HEAD_FIELDS for cell in own]
    if len(own) == 1:
        return own[0].column_span < grid.table.columns
    if len(own) == 2 and max(len(folded(cell.text)) for cell in own) <= 2:
        return False  # 项目 | 内容
    if known[1]:
        # 预期目标 | 实际完成情况 is a header; 项目名称 | (blank) | 主管部门 | (blank) an unfilled head
        return any(first.column + first.column_span < second.column for first, second in pairwise(own))
    if folded(own[0].text) == "项目" and (len(own) > 3 or own[1].row_span > own[0].row_span):
        return False
    if any(field_of(value.text) for (_, value), label in zip(pairwise(own), known, strict=False) if label):
        return False  # 项目 | 决算数
    return all(not (a and b) for a, b in pairwise(known))


def counts_columns(grid: Grid, row: int) -> bool:
    """Whether the row numbers or letters the columns (栏次 1 2 3)."""
    own = [folded(cell.text) for cell in grid.own(row)]
    if len(own) < 3:
        return False
    labelled = own[0] in words().rows.column_numbers or field_of(own[0]) == "serial_no"
    rest = own[1:] if labelled else own
    if not all(_NUMBERING_ONLY.fullmatch(text) for text in rest):
        return False
    digits = [int(text.split("=")[0]) for text in rest if text[0].isdigit()]
    in_order = not digits or digits == list(range(digits[0], digits[0] + len(digits)))
    if own[0] in words().rows.column_numbers:
        return in_order and (len(own[0]) > 1 or digits[:1] in ([], [1]))
    return len(digits) >= 3 and in_order and digits[0] == 1


def is_banner(grid: Grid, row: int) -> bool:
    """Whether one text stands alone over (nearly) the whole width: a title, a caption, a group heading."""
    filled = grid.filled(row)
    if len(filled) != 1 or filled[0].row != row or grid.table.columns < 2:
        return False
    cell = filled[0]
    return cell.column == 0 and (cell.column_span == grid.table.columns or money_unit(cell.text) is not None)
