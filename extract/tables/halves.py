"""Tables that stand side by side in one grid, taken apart: 收入 beside 支出, indicators of the whole time beside those of the year."""

from __future__ import annotations

from itertools import pairwise

from extract.tables.columns import bare
from extract.tables.families import LEVELS
from extract.tables.grid import Block, Column, is_numeric
from extract.tables.words import folded


def halves(block: Block) -> list[Block]:
    """A block with tables side by side, as one block each; else the block itself."""
    return _by_levels(block) or _by_names(block) or _by_values(block) or [block]


def _with(block: Block, columns: tuple[Column, ...]) -> Block:
    return Block(block.kind, block.grid, block.header, columns, list(block.rows), block.label, block.banner)


def _by_levels(block: Block) -> list[Block]:
    """The sides of 一级 | 二级 | 三级 | 指标值 | 二级 | 三级 | 指标值: every third level has its values up to the next one.

    Levels that stand only once, at the left, are those of all sides.
    """
    columns = block.columns
    third = [i for i, column in enumerate(columns) if column.field == "level3"]
    if len(third) < 2:
        return []
    starts = [_first_level(columns, i) for i in third]
    sides = [columns[a:b] for a, b in pairwise([*starts, len(columns)])]
    if starts != sorted(set(starts)) or any("target_value" not in _fields(side) for side in sides):
        return []
    before, first = columns[: starts[0]], sides[0]
    shared = [[c for c in first if c.field in LEVELS - _fields(side)] for side in sides]
    return [_with(block, (*before, *left, *side)) for left, side in zip(shared, sides, strict=True)]


def _first_level(columns: tuple[Column, ...], index: int) -> int:
    while index > 0 and columns[index - 1].field in LEVELS:
        index -= 1
    return index


def _fields(columns: tuple[Column, ...]) -> frozenset[str]:
    return frozenset(column.field for column in columns if column.field)


def _by_names(block: Block) -> list[Block]:
    """Each further table begins with a column of names or codes headed like the first one (项目 | 决算数 | 项目 | 合计 | …)."""
    columns = block.columns
    if len(columns) < 4 or not columns[0].bottom or not _names(block, columns[0]):
        return []
    lead = folded(bare(columns[0].bottom))
    starts = [0] + [
        i
        for i in range(2, len(columns) - 1)
        if folded(bare(columns[i].bottom)) == lead
        and columns[i].field == columns[0].field
        and _names(block, columns[i])
    ]
    if len(starts) == 1 or any(b - a < 2 for a, b in pairwise(starts)):
        return []
    return [_with(block, columns[a:b]) for a, b in pairwise([*starts, len(columns)])]


def _by_values(block: Block) -> list[Block]:
    """Names and amounts, and as many amounts with the same headers again behind other names: 资产 | 期末数 | 年初数 | 负债 | 期末数 | 年初数."""
    columns = block.columns
    middle, odd = divmod(len(columns), 2)
    if odd or middle < 2 or not (_names(block, columns[0]) and _names(block, columns[middle])):
        return []
    heads = [folded(bare(column.bottom)) for column in columns]
    values, again = heads[1:middle], heads[middle + 1 :]
    if values != again or len({*values}) < len(values) or not all(values):
        return []
    named = _words(block, columns[0]) and _words(block, columns[middle])
    return [_with(block, columns[:middle]), _with(block, columns[middle:])] if named else []


def _words(block: Block, column: Column) -> bool:
    """Whether most cells of a column are words, and none is a number."""
    texts = [cell.text for row in block.rows if (cell := block.cell(row, column)) and cell.text.strip()]
    return len(texts) > 1 and not any(is_numeric(text) for text in texts)


def _names(block: Block, column: Column) -> bool:
    """Whether a column holds names (or codes) and no amounts."""
    texts = [cell.text for row in block.rows if (cell := block.cell(row, column)) and cell.text.strip()]
    return bool(texts) and sum(is_numeric(text) and "." in text for text in texts) * 4 <= len(texts)
