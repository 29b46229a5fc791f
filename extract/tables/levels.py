"""Which columns of an indicator table hold its levels, and which level each weight column belongs to."""

from __future__ import annotations

from extract.headers import FieldsFile
from extract.in_use import vocabulary
from extract.tables.families import numeric_columns
from extract.tables.grid import Block, Column
from extract.words import load


def level_columns(block: Block) -> dict[int, Column]:
    """The columns of the three levels; in a table without levels the text columns before the values."""
    named = {lv: column for lv in (1, 2, 3) if (column := _best(block, f"level{lv}")) is not None}
    if len(named) > 1 or (named and 3 not in named):
        return named
    values = {"target_value", "actual_value", "weight", "score", "completion_rate", "operator", "unit"}
    first = min((c.first for c in block.columns if c.field in values), default=len(block.columns))
    numeric = {id(c) for c in numeric_columns(block)}
    texts = [
        c
        for c in block.columns
        if c.first < first and id(c) not in numeric and c.field not in ("serial_no", "remark", "date")
    ]
    return {3 - i: column for i, column in enumerate(reversed(texts[-3:]))} or named


def _best(block: Block, name: str) -> Column | None:
    """The column of a level; where two headers mean level 3 (绩效指标 beside 三级指标) the one further right."""
    found = [column for column in block.columns if column.field == name]
    exact = [column for column in found if "级" in column.bottom]
    return (exact or found)[-1] if found else None


def columns_by_level(block: Block, levels: dict[int, Column], name: str) -> dict[int, Column]:
    """Level -> its column of a field: weight, score or rate. A column right after level 1 or 2 is that of the group."""
    out: dict[int, Column] = {}
    last = max(levels, default=3)
    for column in (c for c in block.columns if c.field == name):
        left = [lv for lv, level in levels.items() if level.first < column.first]
        nearest = max(left, key=lambda lv: levels[lv].first) if left else last
        for level in (1, 2):
            names = load("fields", FieldsFile, vocabulary()).fields[f"level{level}"].exact
            nearest = level if any(name in column.bottom for name in names) else nearest
        out.setdefault(3 if nearest == last else nearest, column)
    return out
