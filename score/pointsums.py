"""The points of a form, and the ways in which they may be meant to add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Verdict
from score.interval import Interval
from score.lexicon import score_words
from score.relation import Outcome
from score.sheet import Line, Sheet

MOST_FOR_EXECUTION = 30


USUAL_FOR_EXECUTION = (10, 15, 20)
"""Points that forms give to execution."""


Column = Callable[[Line], Figure | None]


def weight_of(line: Line) -> Figure | None:
    """The weight column."""
    return line.weight


def score_of(line: Line) -> Figure | None:
    """The score column."""
    return line.score


def readings(sheet: Sheet, column: Column) -> list[tuple[Figure, ...]]:
    """The ways in which the points of a form may be meant to add up, the plain one first.

    Rows with the execution row, rows alone (execution is also an indicator), level-1 groups instead of
    rows, each with and without bonus rows.
    """
    rows = figures_in(sheet.lines, column)
    groups = figures_in((line for level, line in sheet.groups if level == 1), column)
    execution = figures_in((sheet.execution,) if sheet.execution else (), column)
    bonus = figures_in(sheet.bonus, column)
    named = any(
        score_words().group_of(line.name) == "execution" for level, line in sheet.groups if level == 1
    )
    ways: list[tuple[Figure, ...]] = []
    for base in (rows, groups):
        if base:
            ways += [base + execution, base, base + execution + bonus, base + bonus]
    if not rows and groups and named:
        ways.insert(0, groups)
    return list(dict.fromkeys(ways))


def figures_in(lines: Iterable[Line], column: Column) -> tuple[Figure, ...]:
    """What the lines print in a column."""
    found = (column(line) for line in lines)
    return tuple(figure for figure in found if figure is not None)


def added(figures: Sequence[Figure]) -> Fraction | None:
    """The sum; None when a figure has no number."""
    numbers = [figure.number for figure in figures]
    if not numbers or any(n is None for n in numbers):
        return None
    return sum((Fraction(n) for n in numbers if n is not None), Fraction(0))


def exact_outcome(verdict: Verdict, value: Fraction, reported: Figure) -> Outcome:
    """The outcome of a sum of points taken at their word."""
    margin = abs(value - Fraction(reported.number or 0)) / Fraction(reported.unit_in_last_place)
    return Outcome(verdict, value, Interval.point(value), margin, Fraction(1), frozenset())


def execution_may_fill(sheet: Sheet, column: Column, missing: Fraction) -> bool:
    """Whether what the rows lack can be the points of execution that the form does not print in a row, or prints in part."""
    row = sheet.execution
    if row is None:
        return sheet.told.named and 0 < missing <= MOST_FOR_EXECUTION
    if column(row) is not None:
        return False
    if column is weight_of:
        return (
            row.score is not None and row.score.number is not None and missing >= Fraction(row.score.number)
        )
    most = row.weight.number if row.weight else None
    return most is not None and 0 <= missing <= Fraction(most)


def only_printed_in_part(sheet: Sheet, ways: Sequence[tuple[Figure, ...]]) -> bool:
    """Whether both totals exceed their rows as the points of execution would, which the form does not print.

    The weights lack a usual weight of execution, and the scores that weight times a rate of the block of money.
    """
    total = sheet.total
    pointed = any({"weight", "score"} & line.amounts.keys() for line in sheet.money)
    if pointed or sheet.execution is not None or total is None or total.weight is None or total.score is None:
        return False
    scores = [value for way in readings(sheet, score_of) if (value := added(way)) is not None]
    weights = [value for way in ways if (value := added(way)) is not None]
    if not scores or not weights or total.weight.number is None or total.score.number is None:
        return False
    lacking = Fraction(total.weight.number) - weights[0]
    got = Fraction(total.score.number) - scores[0]
    if lacking not in USUAL_FOR_EXECUTION:
        return False
    rates = [f for line in sheet.money if (f := line.amounts.get("execution_rate")) and f.number is not None]
    return any(
        abs(min(lacking, lacking * Fraction(f.number or 0) / 100) - got) <= Fraction(1, 10) for f in rates
    )
