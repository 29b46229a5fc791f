"""A rate of completion is the result over the target, where both are printed (R01)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Direction, Indicator, Role
from score.context import Context
from score.evidence import check_of, printed
from score.percentages import (
    BASE_ROLES,
    PART_ROLES,
    RATE_ROLES,
    against_bases,
    capped,
    division,
    ratio_repairs,
)
from score.relation import Outcome, relate
from score.repair import significant_digits
from score.rounding import exactly
from score.rule import rule
from score.terms import bare, comparable, metric_of, normal, percent_of, quantity_of, terms_of

RATIO_CLAIMS = (ClaimKind.COMPLETION, ClaimKind.STAFFING, ClaimKind.SHARE, ClaimKind.OTHER)


SHORTEST_NAME = 2


@rule("R01", severity=Severity.ERROR)
def percentage_of_known_base(context: Context) -> Iterator[Check]:
    """A printed percentage is the actual value over the target, when both are printed.

    The plainest of all checks: whoever corrected one of the three figures had to correct another.
    Example: 「计划举办20场，实际举办18场，完成率95%」 where 18 ÷ 20 = 90%.
    """
    for claim in context.claims(*RATIO_CLAIMS):
        rate, part = percent_of(claim, *RATE_ROLES), quantity_of(claim, *PART_ROLES)
        bases = [bare(t.figure) for t in terms_of(claim, *BASE_ROLES) if t.figure is not rate]
        if rate and part and claim.kind is not ClaimKind.SHARE and claim.aligned:
            for check in against_bases("R01", rate, part, bases, metric_of(claim, part), claim.sentence):
                yield _of_a_set_number(claim, check, rate, part)
            if not bases and claim.kind is ClaimKind.COMPLETION:
                yield from _of_its_row(context, claim, rate, part)
    forms: dict[int | None, list[tuple[Indicator, Check]]] = defaultdict(list)
    for row in context.report.indicators:
        forms[row.form] += [(row, check) for check in _row_rate(row)]
    for rows in forms.values():
        yield from _as_the_others(rows)


MOST_DIGITS_SET = 2
"""A target of so few digits was set as it is printed, and not rounded."""


def _of_a_set_number(claim: Claim, check: Check, rate: Figure, part: Figure) -> Check:
    """The check; a doubt where only unprinted digits of a round target would save the rate.

    Example: 「完成投资12.6亿元，为年度目标12亿元的110%」: 12.6 ÷ 12 = 105%, and 110% if the target were 11.5亿元.
    """
    targets = [bare(t.figure) for t in terms_of(claim, Role.TARGET)]
    passed = check.verdict is not Verdict.INCONSISTENT
    if not passed or len(targets) != 1 or targets[0].scale <= 0 or not targets[0].number:
        return check
    target = targets[0]
    if significant_digits(Fraction(target.number or 0)) > MOST_DIGITS_SET or not comparable(part, target):
        return check
    outcome = relate(rate, lambda of: of(part) / exactly(target) * 100)
    if not outcome.failed or capped(rate, outcome):
        return check
    return check_of(
        "R01",
        outcome,
        rate,
        [part, target],
        left=division(part, target),
        severity=Severity.WARNING,
        subject=metric_of(claim, part),
        quote=claim.sentence,
        repairs=ratio_repairs(rate, part, target),
        facts={"part": printed(part), "base": printed(target)},
    )


def _of_its_row(context: Context, claim: Claim, rate: Figure, part: Figure) -> Iterator[Check]:
    """A rate told of a result whose target stands in the one row of the same result and name; a doubt at most.

    Example: 「新建灯杆68根，灯杆完成率85%」 beside a row 新建灯杆数量 ≥85根, 68根: 68 ÷ 85 = 80%.
    """
    name = normal(metric_of(claim, part))
    rows = [
        row
        for row in context.report.indicators
        if row.target
        and row.actual
        and len(row.target.figures) == len(row.actual.figures) == 1
        and row.direction is not Direction.REVERSE
        and row.actual.figures[0].number == part.number
        and row.actual.figures[0].unit == part.unit
        and len(name) >= SHORTEST_NAME
        and name in normal(row.level3)
    ]
    if len(rows) == 1 and rows[0].target and not claim.base and claim.scope is None:
        base = bare(rows[0].target.figures[0])
        for check in against_bases("R01", rate, part, [base], rows[0].name, claim.sentence):
            wrong = check.verdict is Verdict.INCONSISTENT
            yield check.model_copy(update={"severity": Severity.WARNING}) if wrong else check


def _row_rate(row: Indicator) -> Iterator[Check]:
    """The completion rate printed in a row of an indicator table."""
    target = row.target.figures if row.target else ()
    actual = row.actual.figures if row.actual else ()
    if row.rate and len(target) == 1 and len(actual) == 1 and row.direction is not Direction.REVERSE:
        base = bare(target[0])
        yield from against_bases("R01", row.rate, bare(actual[0]), [base], row.name, "")


LEAST_EXACT_ROWS = 3


def _as_the_others(rows: Sequence[tuple[Indicator, Check]]) -> Iterator[Check]:
    """The rates of a form; one that only unprinted decimals explain is a doubt where all others divide what is printed.

    79 of 85公里 is 92.94 %, and 92.49 % if 78.6 were the true length: no contradiction, but in a form whose other rates
    are made of the printed figures it is the one row to look at.
    """
    exact = [_of_printed(check) for _, check in rows]
    told = [
        o
        for (row, _), o in zip(rows, exact, strict=True)
        if o is not None and row.rate and row.rate.number != 100
    ]
    odd = [o for o in told if o.failed]
    proven = len(odd) == 1 and len(told) - 1 >= LEAST_EXACT_ROWS
    for (_, check), outcome in zip(rows, exact, strict=True):
        doubted = proven and outcome is odd[0] and check.verdict is Verdict.CONSISTENT
        yield _doubted(check) if doubted else check


def _of_printed(check: Check) -> Outcome | None:
    """What becomes of the rate if target and actual are just what is printed; None where there are not these three."""
    if len(check.figures) != 3:
        return None
    rate, part, base = check.figures
    if not base.number or part.number is None:
        return None
    return relate(rate, lambda of: exactly(part) / exactly(base) * 100)


def _doubted(check: Check) -> Check:
    facts = check.facts | {"outcome": "unlike_the_others"}
    return check.model_copy(
        update={"verdict": Verdict.INCONSISTENT, "severity": Severity.WARNING, "facts": facts}
    )
