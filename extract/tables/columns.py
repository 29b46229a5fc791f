"""The columns below a header: their printed headers, fields and units; tables that stand side by side."""

from __future__ import annotations

from itertools import pairwise

from extract.headers import FieldsFile, cleaned, field_of
from extract.in_use import vocabulary
from extract.tables.grid import Block, Column, Grid, field_or_split, is_numeric
from extract.tables.words import folded, money_unit, row_kind, tidy, words
from extract.words import load
from schema.document import Cell
from schema.report import RowKind

NAMING = frozenset({"name", "project_name", "account", "description", "code"})
"""Fields of columns of words: a total below such a header (资金来源 over 小计) is an amount."""


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
        totalled = field_of(upper)
        return None if totalled in NAMING else totalled
    found = field_of(_bare(upper) + _bare(bottom)) or field_or_split(bottom)
    received = folded(_bare(upper)) in words().ledger.income_header
    return None if received and found == "executed_amount" else found


def _bare(text: str) -> str:
    return cleaned(text, load("fields", FieldsFile, vocabulary()))


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
