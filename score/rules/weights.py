"""The weights of a form add up to its total (G01)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from score.context import Context
from score.evidence import check_of, joined, number
from score.lexicon import score_words
from score.pointsums import (
    added,
    exact_outcome,
    execution_may_fill,
    only_printed_in_part,
    readings,
    score_of,
    weight_of,
)
from score.rule import rule
from score.sheet import WHOLE_TREES, Sheet, sheets_in


@rule("G01", severity=Severity.ERROR, needs=("indicators",))
def weights_make_the_total(context: Context) -> Iterator[Check]:
    """The weights of a form add up to its printed total.

    A form whose weights do not make its total cannot give a score on that scale. The execution row counts
    once, a 其中 row never. Example: 10 + 52 + 30 + 10 under a total of 100 makes 102.
    """
    for sheet in sheets_in(context):
        ways = _as_the_scores(sheet, [way for way in readings(sheet, weight_of) if added(way) is not None])
        if not ways:
            continue
        if sheet.total and sheet.total.weight and sheet.total.weight.number is not None:
            yield _declared(sheet, ways, sheet.total.weight)
        else:
            yield _undeclared(sheet, ways)


def _as_the_scores(sheet: Sheet, ways: list[tuple[Figure, ...]]) -> list[tuple[Figure, ...]]:
    """The readings that count the execution row as the scores do, where the printed total of scores decides it.

    A form whose scores reach their total only with the points of the execution row has its weight among the weights, too.
    """
    row, total = sheet.execution, sheet.total.score if sheet.total else None
    if row is None or row.weight is None or row.score is None or not row.score.number or total is None:
        return ways
    fitting = [way for way in readings(sheet, score_of) if added(way) == Fraction(total.number or 0)]
    counted = {row.score in way for way in fitting}
    kept = [way for way in ways if (row.weight in way) in counted] if len(counted) == 1 else []
    return kept or ways


def _declared(sheet: Sheet, ways: list[tuple[Figure, ...]], total: Figure) -> Check:
    target = Fraction(total.number or 0)
    way = next((w for w in ways if added(w) == target), None)
    value = added(way or ways[0]) or Fraction(0)
    if way:
        verdict, outcome = Verdict.CONSISTENT, "consistent"
    elif (
        sheet.blank_weights
        or sheet.columns_doubtful
        or len(ways[0]) < 2
        or execution_may_fill(sheet, weight_of, target - value)
        or only_printed_in_part(sheet, ways)
    ):
        verdict, outcome = Verdict.UNDETERMINED, "incomplete"
    else:
        verdict, outcome = Verdict.INCONSISTENT, "inconsistent"
    return check_of(
        "G01",
        exact_outcome(verdict, value, total),
        total,
        way or ways[0],
        left=joined(way or ways[0]),
        subject=sheet.title,
        facts={"outcome": outcome, "count": str(len(way or ways[0]))},
    )


def _whole_tree(sheet: Sheet) -> bool:
    """Whether the level-1 groups with the execution row leave nothing out."""
    names = {score_words().group_of(line.name) for level, line in sheet.groups if level == 1}
    names |= {"execution"} if sheet.execution and sheet.execution.weight else set()
    return any(tree <= names for tree in WHOLE_TREES)


def _undeclared(sheet: Sheet, ways: list[tuple[Figure, ...]]) -> Check:
    """Without a printed total only a known scale can confirm the sum; an odd sum deserves a look."""
    scales = {Fraction(100), *([Fraction(sheet.profile.scale)] if sheet.profile else [])}
    way = next((w for w in ways if added(w) in scales), None)
    value = added(way or ways[0]) or Fraction(0)
    odd = value % 10 != 0 and not sheet.blank_weights and not sheet.weighted_by_percent
    odd = odd and (len(ways[0]) > 4 or _whole_tree(sheet))
    verdict = Verdict.CONSISTENT if way else Verdict.INCONSISTENT if odd else Verdict.UNDETERMINED
    outcome = "consistent" if way else "odd" if odd else "no_total"
    shown = number(value)
    return Check(
        rule="G01",
        verdict=verdict,
        severity=Severity.WARNING if verdict is Verdict.INCONSISTENT else None,
        figures=way or ways[0],
        subject=sheet.title,
        formula=f"{joined(way or ways[0])} = {shown}",
        recomputed=shown,
        facts={"outcome": outcome, "recomputed": shown, "count": str(len(way or ways[0]))},
    )
