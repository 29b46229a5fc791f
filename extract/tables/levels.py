"""Which columns of an indicator table hold its levels, and what a level name has in it: points, two levels in one."""

from __future__ import annotations

from dataclasses import replace

import regex

from extract.in_use import remembered
from extract.tables.families import numeric_columns
from extract.tables.grid import Block, Column
from extract.tables.words import bare_name, folded, tidy, words

VALUES = frozenset({"target_value", "actual_value", "weight", "score", "completion_rate", "operator", "unit"})
NO_LEVELS = frozenset({"serial_no", "remark", "date"})


def level_columns(block: Block) -> dict[int, Column]:
    """The columns of the three levels; in a table without levels the text columns before the values."""
    named = {lv: column for lv in (1, 2, 3) if (column := _best(block, f"level{lv}")) is not None}
    if len(named) > 1 or (named and 3 not in named):
        return _divided(block, named)
    first = min((c.first for c in block.columns if c.field in VALUES), default=len(block.columns))
    numeric = {id(c) for c in numeric_columns(block)}
    texts = [
        part
        for c in block.columns
        if c.first < first and id(c) not in numeric and c.field not in NO_LEVELS
        for part in _parts(block, c)
    ]
    return {3 - i: column for i, column in enumerate(reversed(texts[-3:]))} or named


def _divided(block: Block, named: dict[int, Column]) -> dict[int, Column]:
    """The named levels; where one header lies over the names of two (一级指标 alone over 产出 | 数量), both."""
    if 3 in named and len(named) == 2:
        (upper,) = set(named) - {3}
        parts = _parts(block, named[upper])
        if len(parts) == 2:
            return {1: parts[0], 2: parts[1], 3: named[3]}
    return named


def _parts(block: Block, column: Column) -> list[Column]:
    """A column whose header lies over several names in most rows, as one column a name; else itself alone."""
    width = column.last - column.first + 1
    rows = [[block.grid.cells[row][c] for c in range(column.first, column.last + 1)] for row in block.rows]
    several = sum(
        len({id(cell) for cell in cells if cell is not None and cell.text.strip()}) == width for cells in rows
    )
    if width == 1 or several * 2 <= len(rows):
        return [column]
    return [replace(column, first=c, last=c) for c in range(column.first, column.last + 1)]


def _best(block: Block, name: str) -> Column | None:
    """The column of a level; where two headers mean level 3 (绩效指标 beside 三级指标) the one further right."""
    found = [column for column in block.columns if column.field == name]
    exact = [column for column in found if "级" in column.bottom]
    return (exact or found)[-1] if found else None


@remembered
def _in_brackets() -> regex.Pattern[str]:
    return regex.compile(words().indicators.inline_weight)


@remembered
def _behind() -> regex.Pattern[str]:
    return regex.compile(words().indicators.bare_weight)


@remembered
def points_in(name: str) -> tuple[int, int, int] | None:
    """Where the points printed in the name of a group begin, and their number begins and ends; None without any.

    产出指标（50分） prints them in brackets, 数量指标 20 behind a name that is one of the known groups.
    """
    found = _in_brackets().search(name)
    if found is None:
        found = _behind().search(name)
        if found is None or not is_group_name(name[: found.start()]):
            return None
        return found.start(), found.start("weight"), found.end("weight")
    part = "weight" if found["weight"] else "weight2"
    return found.start(), found.start(part), found.end(part)


def without_points(name: str) -> str:
    """The name of a group without the points printed behind it; a name that is nothing but points stays."""
    found = points_in(name)
    return name[: found[0]].rstrip() or name if found else name


def bare_heading(name: str) -> str:
    """A name of a group without its number and what stands in brackets behind it."""
    return regex.sub(r"\([^()]*\)$", "", bare_name(name))


@remembered
def is_group_name(name: str) -> bool:
    """Whether a name is one of the known groups of levels 1 and 2."""
    known = words().indicators
    bare = folded(bare_heading(name))
    return bare in known.level1 or bare in known.level2 or f"{bare}指标" in known.level2


@remembered
def _line_of_group() -> regex.Pattern[str]:
    known = words().indicators
    names = "|".join(sorted(map(regex.escape, known.level1), key=len, reverse=True))
    return regex.compile(rf"(?P<name>{names}){known.behind_group}")


@remembered
def group_of_line(text: str) -> str | None:
    """The level-1 name that a line consists of, besides a number, points and words such as 完成情况."""
    found = _line_of_group().fullmatch(regex.sub(r"\([^()]*\)", "", bare_name(text)))
    return str(found["name"]) if found else None


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
