"""What each column of an indicator table is for: levels, target, actual value, and weights and scores by level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from extract.headers import FieldsFile
from extract.in_use import remembered, vocabulary
from extract.tables.families import LEVELS
from extract.tables.grid import Block, Column
from extract.tables.levels import level_columns
from extract.tables.periods import is_part_of_year, latest_year, of_the_year, year_of
from extract.tables.words import folded, words
from extract.words import load

READ_FIELDS = frozenset(
    {
        "level1", "level2", "level3", "operator", "target_value", "unit", "actual_value", "weight", "score",
        "completion_rate", "score_rate", "deducted", "deviation_reason", "scoring_rule", "remark", "serial_no",
    }
)  # fmt: skip
MORE_VALUES = ("completion_rate", "deviation_reason", "scoring_rule")


@dataclass(slots=True)
class Roles:
    """The columns of a block by what they are for.

    `targets` are the column of the target and those that stand in for a blank in it; `assumed` is the target if nothing
    but its being alone tells so. `weights`, `scores` and `score_rates` are by level, 3 for the rows; `marks` are the columns of
    points that somebody else gave, among the `extra` ones.
    """

    levels: dict[int, Column]
    targets: list[Column] = field(default_factory=list)
    done: Column | None = None
    weights: dict[int, Column] = field(default_factory=dict)
    scores: dict[int, Column] = field(default_factory=dict)
    score_rates: dict[int, Column] = field(default_factory=dict)
    extra: list[Column] = field(default_factory=list)
    marks: list[Column] = field(default_factory=list)
    assumed: Column | None = None

    @property
    def target(self) -> Column | None:
        """The column of the target."""
        return self.targets[0] if self.targets else None

    def values(self, block: Block) -> Iterator[Column]:
        """The columns in which an indicator says something besides its name."""
        yield from (column for name in MORE_VALUES if (column := block.column(name)) is not None)
        own = (*self.targets, self.done, self.weights.get(3), self.scores.get(3))
        yield from (column for column in own if column is not None)
        yield from self.extra


def roles_of(block: Block) -> Roles:
    """What the columns of an indicator block are for."""
    levels = level_columns(block)
    roles = Roles(
        levels,
        weights=columns_by_level(block, levels, "weight"),
        scores=_per_level(block, levels, "score") or _per_level(block, levels, "audit_score"),
        score_rates=_per_level(block, levels, "score_rate"),
    )
    if (final := final_score(block, levels)) is not None:
        roles.scores[3] = final
    _set_target_and_actual(block, roles)
    roles.extra = [column for column in block.columns if _is_extra(block, roles, column)]
    roles.marks = [column for column in roles.extra if column.field in ("score", "audit_score")]
    return roles


def _set_target_and_actual(block: Block, roles: Roles) -> None:
    targets = [column for column in block.columns if column.field == "target_value"]
    done = [column for column in block.columns if column.field == "actual_value"]
    year = latest_year(done) or (latest_year(targets) if len(targets) == 1 else None)
    roles.targets = of_the_year(targets, year)
    if not roles.targets:
        roles.targets = _told_as_goal(block, roles, "goal_expected")
    if not roles.targets and (behind := _behind_operator(block)) is not None:
        roles.targets = [behind]
    if not roles.targets and (lone := _lone_value(block)) is not None:
        roles.targets, roles.assumed = [lone], lone
    found = of_the_year([c for c in done if not _is_of_year_before(c, roles.target)], year)
    goal = _told_as_goal(block, roles, "goal_actual") if roles.targets else []
    roles.done = next(iter(found or goal), None) or (_found(block) if 3 in roles.levels else None)
    roles.targets = roles.targets[: 1 + _has_stand_in(roles.targets)]


def _has_stand_in(targets: list[Column]) -> bool:
    """Whether a blank in the column of the target means what the next one says: what was set at first still holds."""
    if len(targets) < 2:
        return False
    adjusted = [any(word in column.header for word in words().indicators.adjusted) for column in targets[:2]]
    return adjusted == [True, False] and not is_part_of_year(targets[1])


def _is_of_year_before(column: Column, target: Column | None) -> bool:
    """Whether what was done belongs to an earlier year than the target: it is what the target starts from."""
    mine, aimed = year_of(column), year_of(target) if target is not None else None
    return mine is not None and aimed is not None and mine < aimed


def _told_as_goal(block: Block, roles: Roles, name: str) -> list[Column]:
    """年度目标 and 实际完成情况 head goals in words elsewhere; in a table of indicators they head their values."""
    column = block.column(name)
    measured = block.fields & {"weight", "score", "actual_value", "target_value", "goal_actual"}
    return [column] if column is not None and 3 in roles.levels and measured else []


def _behind_operator(block: Block) -> Column | None:
    """The column between that of the operator and that of the unit: 运算符号 | 内容 | 度量单位."""
    operator, unit = block.column("operator"), block.column("unit")
    between = [
        c
        for c in block.columns
        if operator is not None and operator.first < c.first and (unit is None or c.first < unit.first)
    ]
    if not between or (unit is None and folded(between[0].bottom) not in words().indicators.value_parts):
        return None
    return between[0] if between[0].field is None and (unit is None or len(between) == 1) else None


def _lone_value(block: Block) -> Column | None:
    """The only column beside the levels, if its header is unknown and there is nothing else to be the value."""
    strange = [c for c in block.columns if c.field is None and c.header]
    return strange[0] if len(strange) == 1 and not block.fields - LEVELS else None


def _found(block: Block) -> Column | None:
    """The column that tells what was found, by its whole header: 核查值, else in words 评价情况."""
    for headers in (words().indicators.checked, words().indicators.findings):
        known = {folded(word) for word in headers}
        found = [
            column for column in block.columns if column.field is None and folded(column.bottom) in known
        ]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _is_extra(block: Block, roles: Roles, column: Column) -> bool:
    by_level = (roles.levels, roles.weights, roles.scores, roles.score_rates)
    taken = {id(c) for columns in by_level for c in columns.values()}
    if id(column) in taken or column in (*roles.targets, roles.done) or not column.header:
        return False
    if column.field in ("target_value", "score"):
        return True
    return column.field not in READ_FIELDS or block.column(column.field) is not column


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


def _per_level(block: Block, levels: dict[int, Column], name: str) -> dict[int, Column]:
    """The columns of a field by level, where there is one for several levels; else the one there is, for the rows."""
    found = columns_by_level(block, levels, name)
    first = block.column(name)
    return found if len(found) > 1 or first is None else {3: first}


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
    plain = [c for c in marks if folded(c.bottom) in words().indicators.plain_score]
    if not final and (len(marks) > 2 or _beside_own_marks(marks, plain)):
        final = plain
    return final[0] if len(final) == 1 else None


def _beside_own_marks(marks: list[Column], plain: list[Column]) -> bool:
    """Whether points that an evaluator gave stand beside those that the body gave itself (自评得分 | 评价得分)."""
    own = [c for c in marks if any(word in folded(c.header) for word in words().indicators.own_marks)]
    return len(marks) == 2 and len(own) == 1 and len(plain) == 1 and own[0] is not plain[0]


@remembered
def _final() -> regex.Pattern[str]:
    return regex.compile(words().indicators.final_score)


@remembered
def _evaluators() -> regex.Pattern[str]:
    return regex.compile(words().indicators.evaluators)


def _has_own_cells(block: Block, column: Column) -> bool:
    own = sum((cell := block.cell(row, column)) is not None and cell.row == row for row in block.rows)
    return own * 2 > len(block.rows)
