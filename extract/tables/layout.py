"""One table seen as blocks: header rows wherever they stand, the columns they name, the rows below them.

A published form is often a single grid that holds a project head, a money block, a goals block and an
indicator block with different columns. Nothing here depends on row or column numbers: a row is a header
because of what its cells say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise

import regex

from extract.headers import FieldsFile as _Fields
from extract.headers import cleaned, field_of, fold
from extract.tables.words import folded, is_note, money_unit, row_kind, tidy, words
from extract.words import load
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
    if len(own) < 2 or any(is_numeric(cell.text) or len(fold(cell.text)) > LONGEST_HEADER for cell in own):
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
    rest = own[1:] if own[0] in words().rows.column_numbers else own
    if not all(_NUMBERING_ONLY.fullmatch(text) for text in rest):
        return False
    digits = [int(text.split("=")[0]) for text in rest if text[0].isdigit()]
    return own[0] in words().rows.column_numbers or (
        len(digits) >= 3 and digits == list(range(digits[0], digits[0] + len(digits))) and digits[0] == 1
    )


def is_banner(grid: Grid, row: int) -> bool:
    """Whether one text stands alone over (nearly) the whole width: a title, a caption, a group heading."""
    filled = grid.filled(row)
    if len(filled) != 1 or filled[0].row != row or grid.table.columns < 2:
        return False
    cell = filled[0]
    return cell.column == 0 and (cell.column_span == grid.table.columns or money_unit(cell.text) is not None)


def blocks_of(grid: Grid) -> list[Block]:
    """The blocks of a grid, from top to bottom."""
    out: list[Block] = []
    banner = ""
    row = 0
    while row < grid.table.rows:
        if not grid.own(row):
            if out and out[-1].kind is Rows.BLOCK and grid.filled(row):
                out[-1].rows.append(row)
            row += 1
        elif is_banner(grid, row):
            note = is_note(grid.own(row)[0].text)
            out.append(Block(Rows.NOTE if note else Rows.BANNER, grid, (), (), [row]))
            banner = banner if note else tidy(grid.own(row)[0].text)
            row += 1
        elif is_header(grid, row) and not _repeats(grid, row, out):
            block = _opened(grid, row, out, banner)
            banner = ""
            row = block.header[-1] + 1
            out.append(block)
        elif is_header(grid, row):
            row += 1
        elif is_head(grid, row) and not _inside_list(grid, row, out):
            out.append(Block(Rows.HEAD, grid, (), (), [row]))
            row += 1
        elif counts_columns(grid, row):
            row += 1
        else:
            row = _data(grid, row, out, banner)
    return out


def _repeats(grid: Grid, row: int, out: list[Block]) -> bool:
    """A header row printed again on the next page belongs to the block it repeats."""
    last = next((block for block in reversed(out) if block.kind is Rows.BLOCK), None)
    if last is None or not last.header or not last.rows:
        return False
    texts = [folded(cell.text) for cell in grid.own(row)]
    return any(texts == [folded(cell.text) for cell in grid.own(above)] for above in last.header)


def _inside_list(grid: Grid, row: int, out: list[Block]) -> bool:
    """Whether the row is one of the block above, although its first cell could label a fact.

    Inside a list of projects, entries or indicators such words are values (绩效目标 as a level-2 name, 总分 as the last row).
    """
    above = out[-1] if out and out[-1].kind is Rows.BLOCK else None
    if above is None or not above.fields:
        return False
    first = grid.own(row)[0]
    name = field_of(first.text)
    if above.fields & {"project_name", "date", "voucher_no", "name", "code", "account"}:
        return True
    if first.column > 0 or (name == "total_score" and above.fields & {"score", "weight"}):
        return True
    wide = any(cell.column_span > 1 for cell in grid.own(row)[1:]) or len(grid.own(row)) <= 2
    return name in ("goal_expected", "goal_actual", "grade", "fiscal_year") and not wide


def _data(grid: Grid, row: int, out: list[Block], banner: str) -> int:
    """A row of values: joins the block above, or opens one whose header is unknown. Returns the next row."""
    own = grid.own(row)
    if is_note(own[0].text) and len(own) <= 2:
        out.append(Block(Rows.NOTE, grid, (), (), [row]))
        return row + 1
    current = next((block for block in reversed(out) if block.kind not in (Rows.BANNER, Rows.NOTE)), None)
    if current is not None and current.kind is Rows.BLOCK:
        current.rows.append(row)
        return row + 1
    block = _unknown(grid, row, out, banner)
    out.append(block)
    if not block.header:
        block.rows.append(row)
        return row + 1
    return block.header[-1] + 1


def _unknown(grid: Grid, row: int, out: list[Block], banner: str) -> Block:
    """A block that begins without known headers: its first row names the columns if it holds no numbers."""
    own = grid.own(row)
    plain = not any(is_numeric(cell.text) for cell in own) and not (out and out[-1].kind is Rows.HEAD)
    more = row + 1 < grid.table.rows
    if plain and more and len(own) >= 2 and grid.table.columns > 2:
        return _opened(grid, row, out, banner)
    if plain and more and grid.table.columns == 2 and len(own) == 2 and _heads_pairs(grid, row):
        return _opened(grid, row, out, banner)
    columns = tuple(Column(c, c, "", "", None) for c in range(grid.table.columns))
    return Block(Rows.BLOCK, grid, (), columns, banner=banner)


def _heads_pairs(grid: Grid, row: int) -> bool:
    """Whether the first row of a two-column table names its columns (项目 | 内容) instead of being a pair."""
    first = grid.own(row)
    if field_of(first[1].text) is not None:
        return True
    return field_of(first[0].text) in ("project_name", "name", "account", "description") or all(
        len(folded(cell.text)) <= 4 for cell in first
    )


def _opened(grid: Grid, row: int, out: list[Block], banner: str) -> Block:
    """A block whose header begins at `row`, with upper and lower header rows around it."""
    first, last = row, row
    if (above := _header_alone(grid, row, out)) is not None:
        first = above
        out.pop()
    while first > 0 and _spans_above(grid, first - 1, out):
        first -= 1
    while last - first + 1 < MOST_HEADER_ROWS and last + 1 < grid.table.rows and _below(grid, last):
        last += 1
    header = tuple(range(first, last + 1))
    label = _label(grid, header)
    return Block(Rows.BLOCK, grid, header, _columns(grid, header, label), [], label, banner)


def _header_alone(grid: Grid, row: int, out: list[Block]) -> int | None:
    """First row of a header right above that has no values of its own yet: it groups the columns named here."""
    above = out[-1] if out else None
    if above is None or above.kind is not Rows.BLOCK or not above.header or above.header[-1] >= row:
        return None
    if row - above.header[0] >= MOST_HEADER_ROWS:
        return None
    empty = all(not grid.own(between) for between in range(above.header[-1] + 1, row))
    return above.header[0] if empty else None


def _spans_above(grid: Grid, row: int, out: list[Block]) -> bool:
    """Whether the row above a header groups its columns, and was taken for the start of a block."""
    own = grid.own(row)
    if not own or is_head(grid, row) or any(is_numeric(cell.text) for cell in own):
        return False
    if not any(cell.column_span > 1 or _blank_after(grid, row, cell) for cell in own) or is_banner(grid, row):
        return False
    last = out[-1] if out else None
    if last is None or last.kind is not Rows.BLOCK or last.rows[:1] != [row] or last.rows[1:]:
        return False
    out.pop()
    return True


def _blank_after(grid: Grid, row: int, cell: Cell) -> bool:
    beside = cell.column + cell.column_span
    if beside >= grid.table.columns:
        return False
    other = grid.cells[row][beside]
    return other is None or (other.row == row and not other.text.strip())


def _below(grid: Grid, row: int) -> bool:
    """Whether the row below `row` divides its spanning headers."""
    lower = grid.own(row + 1)
    if lower and _reaches_below(grid, row) and not any(is_numeric(cell.text) for cell in lower):
        return True
    if len(lower) < 2 or any(
        is_numeric(cell.text) or len(fold(cell.text)) > LONGEST_HEADER for cell in lower
    ):
        return False
    spanning = [cell for cell in grid.own(row) if cell.column_span > 1 or _blank_after(grid, row, cell)]
    if not spanning or is_head(grid, row + 1):
        return False
    ends = {cell.column: _reach(grid, row, cell) for cell in spanning}
    under = [
        next((start for start, end in ends.items() if start <= cell.column <= end), None) for cell in lower
    ]
    if any(start is None for start in under):
        return False
    divided = any(under.count(start) >= 2 for start in ends)
    beneath_label = all(row_kind(cell.text) is RowKind.ENTRY for cell in lower[:1]) or len(lower) >= 3
    return divided and beneath_label


def _reaches_below(grid: Grid, row: int) -> bool:
    """Whether a header cell, other than one that labels the block at its left, goes on in the next row."""
    filled = grid.filled(row)
    return any(cell.row + cell.row_span - 1 > row for cell in filled[1:])


def _reach(grid: Grid, row: int, cell: Cell) -> int:
    """The last column a header cell covers, blank cells after it included."""
    end = cell.column + cell.column_span - 1
    while end + 1 < grid.table.columns:
        beside = grid.cells[row][end + 1]
        if beside is not None and (beside.row != row or beside.text.strip()):
            break
        end += 1
    return end


def _label(grid: Grid, header: tuple[int, ...]) -> str:
    """The text of a cell at the left that begins in the header and stands beside the rows below it."""
    cell = grid.cells[header[0]][0]
    if cell is None or not cell.text.strip():
        return ""
    return tidy(cell.text) if cell.row + cell.row_span - 1 > header[-1] else ""


def _columns(grid: Grid, header: tuple[int, ...], label: str) -> tuple[Column, ...]:
    """The columns below a header, one for each lowest header cell."""
    out: list[Column] = []
    for c in range(grid.table.columns):
        stack: list[Cell] = []
        for r in header:
            cell = grid.cells[r][c]
            if cell is not None and cell.row >= header[0] - 1 and (not stack or stack[-1] is not cell):
                stack.append(cell)
        beside = bool(stack) and stack[-1].row + stack[-1].row_span - 1 > header[-1]
        if beside and label and stack[0].column == 0:
            continue
        texts = _texts(grid, header, c, stack)
        lowest = stack[-1] if stack else None
        if out and lowest is not None and lowest.text.strip() and out[-1].last == c - 1 and lowest.column < c:
            previous = out[-1]
            out[-1] = Column(
                previous.first, c, previous.header, previous.bottom, previous.field, previous.unit
            )
            continue
        out.append(_column(c, texts))
    return tuple(out)


def _texts(grid: Grid, header: tuple[int, ...], column: int, stack: list[Cell]) -> list[str]:
    """The header texts over a column, top down; a blank beside a spanning upper header takes its text."""
    texts = [tidy(cell.text) for cell in stack if cell.text.strip()]
    if len(header) > 1 and column > 0 and len(texts) < len(header):
        top = grid.cells[header[0]][column]
        if top is not None and top.row == header[0] and not top.text.strip() and texts:
            for c in range(column - 1, -1, -1):
                beside = grid.cells[header[0]][c]
                if beside is not None and beside.text.strip():
                    return [tidy(beside.text), *texts]
    return texts


def _column(index: int, texts: list[str]) -> Column:
    printed = "/".join(dict.fromkeys(texts))
    bottom = texts[-1] if texts else ""
    unit = next((unit for text in reversed(texts) if (unit := money_unit(text))), None)
    return Column(index, index, printed, bottom, _field(texts), unit)


def _field(texts: list[str]) -> str | None:
    """The field of a stack of header texts: of all together, of the lowest, of what a lowest 合计 totals."""
    if not texts:
        return None
    bottom = texts[-1]
    if len(texts) == 1:
        return field_or_split(bottom)
    upper = texts[-2]
    if row_kind(bottom) in (RowKind.TOTAL, RowKind.SUBTOTAL):
        return field_of(upper)
    found = field_of(_bare(upper) + _bare(bottom)) or field_or_split(bottom)
    received = folded(_bare(upper)) in words().ledger.income_header
    return None if received and found == "executed_amount" else found


def _bare(text: str) -> str:
    return cleaned(text, load("fields", _Fields))


def halves(block: Block) -> list[Block]:
    """A block with tables side by side, as one block each; else the block itself.

    Each further table begins with a column of names or codes headed like the first one (项目 | 决算数 | 项目 | 合计 | …).
    """
    columns = block.columns
    if len(columns) < 4 or not columns[0].bottom or not _names(block, columns[0]):
        return [block]
    lead = folded(_bare(columns[0].bottom))
    starts = [0] + [
        i
        for i in range(2, len(columns) - 1)
        if folded(_bare(columns[i].bottom)) == lead and _names(block, columns[i])
    ]
    if len(starts) == 1 or any(b - a < 2 for a, b in pairwise(starts)):
        return [block]
    return [
        Block(block.kind, block.grid, block.header, columns[a:b], list(block.rows), block.label, block.banner)
        for a, b in pairwise([*starts, len(columns)])
    ]


def _names(block: Block, column: Column) -> bool:
    """Whether a column holds names (or codes) and no amounts."""
    texts = [cell.text for row in block.rows if (cell := block.cell(row, column)) and cell.text.strip()]
    return bool(texts) and sum(is_numeric(text) and "." in text for text in texts) * 4 <= len(texts)
