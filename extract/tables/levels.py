"""Which columns of an indicator table hold its levels, and which level each weight column belongs to."""

from __future__ import annotations

import regex

from extract.headers import FieldsFile
from extract.in_use import remembered, vocabulary
from extract.tables.families import numeric_columns
from extract.tables.grid import Block, Column
from extract.tables.words import folded, tidy, words
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


@remembered
def inline_weight() -> regex.Pattern[str]:
    """The points printed inside the name of a group: 产出指标（50分）."""
    return regex.compile(words().indicators.inline_weight)


def without_points(name: str) -> str:
    """The name of a group without the points printed behind it; a name that is nothing but points stays."""
    found = inline_weight().search(name)
    return name[: found.start()].rstrip() or name if found else name


@remembered
def _compound() -> regex.Pattern[str]:
    return regex.compile(words().indicators.compound)


def parted(name: str) -> tuple[str, str] | None:
    """Levels 1 and 2 printed as one name (产出—数量), if a name is that."""
    found = _compound().match(tidy(name))
    return (found["level1"], found["level2"]) if found else None


def is_compound(block: Block, column: Column) -> bool:
    """Whether a column holds levels 1 and 2 joined: more than half of its names are that."""
    names = {tidy(cell.text) for row in block.rows if (cell := block.cell(row, column)) and cell.text.strip()}
    return sum(parted(name) is not None for name in names) * 2 > len(names)


def findings_column(block: Block) -> Column | None:
    """The column that tells what was found, by its whole header: 评价情况, 完成情况说明."""
    known = {folded(word) for word in words().indicators.findings}
    found = [column for column in block.columns if column.field is None and folded(column.bottom) in known]
    return found[0] if len(found) == 1 else None


def final_score(block: Block, levels: dict[int, Column]) -> Column | None:
    """Of the columns of several who mark a row the one that counts: the mean, the final score; None if that is not plain.

    A column whose cells lie over many rows gives the points of the whole, and is none of these.
    """
    if 3 not in levels:
        return None
    behind = [c for c in block.columns if c.first > levels[3].first and _has_own_cells(block, c)]
    marks = [c for c in behind if c.field in ("score", "total_score")]
    evaluators = sum(bool(_evaluators().search(folded(c.bottom))) for c in behind)
    if evaluators > 1 or len(marks) > 1:
        marks += [c for c in behind if c.field is None and folded(c.bottom) in words().indicators.means]
    final = [c for c in marks if _final().search(folded(c.bottom))]
    if not final and len(marks) > 2:
        final = [c for c in marks if folded(c.bottom) in words().indicators.plain_score]
    return final[0] if len(final) == 1 else None


@remembered
def _final() -> regex.Pattern[str]:
    return regex.compile(words().indicators.final_score)


@remembered
def _evaluators() -> regex.Pattern[str]:
    return regex.compile(words().indicators.evaluators)


def _has_own_cells(block: Block, column: Column) -> bool:
    own = sum((cell := block.cell(row, column)) is not None and cell.row == row for row in block.rows)
    return own * 2 > len(block.rows)
