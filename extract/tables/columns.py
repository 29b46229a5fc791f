"""The columns below a header: their printed headers, fields and units."""

from __future__ import annotations

from extract.headers import FieldsFile, cleaned, field_of
from extract.in_use import vocabulary
from extract.tables.grid import Column, Grid, field_or_split
from extract.tables.words import folded, money_unit, row_kind, tidy, words
from extract.words import load
from schema.document import Cell
from schema.report import RowKind

NAMING = frozenset({"name", "project_name", "account", "description", "code"})
"""Fields of columns of words: a total below such a header (资金来源 over 小计) is an amount."""

MEASURED = frozenset({"target_value", "actual_value"})
JUDGED = MEASURED | {"weight", "score", "audit_score"}
"""Fields whose name may stand above what tells them apart: 得分 over 自评 | 复核. Over amounts (决算数) stands what they all are."""


def columns_of(grid: Grid, header: tuple[int, ...], label: str) -> tuple[Column, ...]:
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
    texts: list[str] = []
    for depth, row in enumerate(header):
        cell = grid.cells[row][column]
        if cell is None or cell not in stack or (cell.row != row and depth > 0):
            continue
        if cell.text.strip():
            texts.append(tidy(cell.text))
        elif cell.row == row and (beside := _grouping(grid, header, depth, column)):
            texts.append(tidy(beside))
    return texts


def _grouping(grid: Grid, header: tuple[int, ...], depth: int, column: int) -> str:
    """The text further left that a blank header cell continues: it has texts below it, in the columns of both."""
    lower = header[depth + 1 :]
    if not any(_own_text(grid, row, column) for row in lower):
        return ""
    for c in range(column - 1, -1, -1):
        if any(_own_text(grid, row, c + 1) for row in header[:depth]):
            return ""
        text = _own_text(grid, header[depth], c)
        if text:
            return text if depth == 0 or any(_own_text(grid, row, c) for row in lower) else ""
    return ""


def _own_text(grid: Grid, row: int, column: int) -> str:
    """The text of a cell that begins in this row."""
    cell = grid.cells[row][column]
    return cell.text.strip() if cell is not None and cell.row == row else ""


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
        totalled = field_of(upper)
        return None if totalled in NAMING else totalled
    above, below = bare(upper), bare(bottom)
    if (whole := field_of(above)) in MEASURED and below in words().indicators.value_parts:
        return whole
    if whole == "actual_value" and field_of(bottom) in ("operator", "unit"):
        return None  # 实际完成值 over 符号 | 值 | 单位: those of the target are what a row is read by
    turned = field_of(below + above)
    found = field_of(above + below) or field_or_split(bottom) or (turned if turned in JUDGED else None)
    received = folded(above) in words().ledger.income_header
    return None if received and found == "executed_amount" else found


def bare(text: str) -> str:
    """A header without units, years, remarks and numbering."""
    return cleaned(text, load("fields", FieldsFile, vocabulary()))
