"""Scores of rows that print a scoring standard of their own: the points follow from what it says (G27)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Indicator
from score.achievement import reason_of
from score.context import Context
from score.evidence import check_of, number, printed
from score.interval import Interval
from score.performance import compare
from score.relation import Outcome
from score.rounding import possible, readable
from score.rule import rule
from score.sheet import Line, Sheet, sheets_in
from score.standards import Standard, standard_of
from score.terms import bare

Rate = tuple[Interval, Figure]


@rule("G27", severity=Severity.WARNING, needs=("indicators",))
def score_follows_its_printed_standard(context: Context) -> Iterator[Check]:
    """A row that prints how it is scored has the points its standard gives for its result.

    Only a standard whose every clause is understood is computed with; steps may count whole or in part. Example: 满意度≥90%得满分，
    每低1个百分点扣0.5分 with 84% and weight 15 makes 12; printed 13.
    """
    for sheet in sheets_in(context):
        if sheet.columns_doubtful or sheet.weighted_by_percent:
            continue
        for line in sheet.marked:
            row = line.indicator
            standard = standard_of(row.scoring_rule) if row and row.scoring_rule else None
            if row and standard and line.weight and line.score and readable(line.score) and line.points:
                yield from _follows(sheet, line, row, standard, line.weight, line.score)


def _follows(
    sheet: Sheet, line: Line, row: Indicator, standard: Standard, weight: Figure, score: Figure
) -> Iterator[Check]:
    full = Fraction(weight.number or 0)
    base = _target(row)
    options = [
        (points, figure)
        for done, figure in _rates(row, standard)
        for points in standard.points(done, base, full)
    ]
    if not options or not standard.fits(full):
        return
    results = [(compare(score, points), points, figure) for points, figure in options]
    order = list(Verdict)
    (verdict, gap), made, figure = min(results, key=lambda item: (order.index(item[0][0]), item[0][1]))
    failed = verdict is Verdict.INCONSISTENT
    severity = Severity.NOTE if reason_of(row) else Severity.WARNING
    check = check_of(
        "G27",
        Outcome(verdict, made.middle, made, gap, None, frozenset()),
        score,
        [weight, figure],
        left=printed(figure),
        subject=line.name,
        quote=row.scoring_rule or "",
        facts={
            "outcome": "inconsistent" if failed else "consistent",
            "weight": printed(weight),
            "actual": printed(figure),
            "standard": row.scoring_rule or "",
            "made": number(made.middle, 2) if made.middle is not None else "",
        },
    )
    yield check.model_copy(update={"severity": sheet.at_most(severity) if failed else None})


def _rates(row: Indicator, standard: Standard) -> Iterator[Rate]:
    """The percentages a standard may speak of: the actual value, the printed completion rate, actual over target."""
    figures = row.actual.figures if row.actual else ()
    actual = bare(figures[0]) if len(figures) == 1 and readable(bare(figures[0])) else None
    if actual is not None and actual.kind is FigureKind.PERCENT:
        yield possible(actual), actual
    if row.rate and readable(row.rate):
        yield possible(row.rate), row.rate
    goal = row.target.figures[0] if row.target and len(row.target.figures) == 1 else None
    if actual is not None and goal is not None and goal.number and goal.unit == actual.unit:
        share = Fraction(actual.number or 0) * 100 / Fraction(goal.number)
        if standard.product or actual.kind is not FigureKind.PERCENT:
            yield Interval.point(share), actual


def _target(row: Indicator) -> Fraction | None:
    """The target of the row as a percentage; of other targets, the whole of them."""
    goal = row.target.figures[0] if row.target and len(row.target.figures) == 1 else None
    if goal is None or goal.number is None:
        return None
    return Fraction(goal.number) if goal.kind is FigureKind.PERCENT else Fraction(100)
