"""Rates that are a share of one set lie between 0 and 100 % (R11)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine, Claim, ClaimKind, Role, Term
from score.context import Context
from score.evidence import check_of, printed, undecided
from score.interval import Interval
from score.lexicon import told_words
from score.relation import Outcome, relate
from score.rounding import one_number, readable
from score.rule import rule
from score.terms import comparable, normal
from score.words import mentions, words


@rule("R11", severity=Severity.ERROR)
def rate_within_its_bounds(context: Context) -> Iterator[Check]:
    """A rate that is a share of one set (满意度, 合格率, 及时率) lies between 0 and 100 %.

    Completion may pass 100 %: 163.7% is right. Execution or coverage above 100 % is possible, but needs a reason.
    Example: 「服务对象满意度102%」.
    """
    for claim in context.report.claims:
        for term in claim.terms:
            name = term.metric or claim.subject
            told = _bounded(term.figure, name, term.role is Role.SHARE, term.field, claim.sentence)
            for check in told:
                # More people than posts: nobody is a part of anything, as the satisfied are.
                soft = check.severity is Severity.WARNING or claim.kind is ClaimKind.STAFFING
                yield undecided(check) if soft and _accounted_for(context, claim, term) else check
    for row in context.report.indicators:
        for figure in row.actual.figures if row.actual else ():
            yield from _bounded(figure, row.name, False, None, "")
    for line in context.report.budget_lines:
        for field, figure in line.amounts.items():
            if not _printed_so(line, field, figure):
                yield from _bounded(figure, line.name, field == "share", field, "")


def _printed_so(line: BudgetLine, field: str, rate: Figure) -> bool:
    """Whether a rate above a hundred is made of two figures of its row: 3 of 2 are 150%."""
    if rate.number is None or rate.number <= 100:
        return False
    cells = [
        f
        for name, f in line.amounts.items()
        if name != field and f.kind is not FigureKind.PERCENT and readable(f)
    ]
    return any(
        a.number and b.number and comparable(a, b) and not _share(rate, a, b).failed
        for a, b in itertools.permutations(cells, 2)
    )


def _accounted_for(context: Context, claim: Claim, term: Term) -> bool:
    """Whether a rate above 100 % is that of the amounts beside it, or is said to be of a budget that may be exceeded."""
    rate = term.figure
    of_budget = mentions(claim.sentence, told_words().rates.measured_against) or _is_a_plan(claim.base)
    if term.role is Role.SHARE and not of_budget:
        return False
    of_budget = of_budget or claim.base is not None
    amounts = [
        term.figure
        for other in context.claims(claim.kind)
        if other.sentence == claim.sentence
        for term in other.terms
        if term.figure.kind is not FigureKind.PERCENT and readable(term.figure) and term.figure.number
    ]
    made = any(
        comparable(one, two) and not _share(rate, one, two).failed
        for one, two in itertools.permutations(amounts, 2)
    )
    return made or (of_budget and (rate.number or 0) > 100)


def _is_a_plan(base: str | None) -> bool:
    """Whether a rate is told of a budget or plan (占调整预算105.47%), which more may come in than; 预算收入 is none."""
    return normal(base).endswith(words().planned)


def _share(rate: Figure, part: Figure, whole: Figure) -> Outcome:
    return relate(rate, lambda of: of(part) / of(whole) * 100)


HARD_FIELDS = {
    "satisfaction_rate",
    "return_rate",
    "valid_rate",
    "retention_rate",
    "pass_rate",
    "timeliness_rate",
}
SOFT_FIELDS = {"execution_rate", "arrival_rate", "coverage_rate"}


WHOLE = Interval.of(0, 100)
"""What a share of one set may be, in per cent."""


def _bounded(figure: Figure, name: str, is_share: bool, field: str | None, quote: str) -> Iterator[Check]:
    if figure.kind is not FigureKind.PERCENT or not one_number(figure) or figure.number is None:
        return
    worst = _bound_severity(name, is_share, field)
    if worst is None:
        return
    inside = 0 <= figure.number <= 100
    outcome = Outcome(
        Verdict.CONSISTENT if inside else Verdict.INCONSISTENT,
        None,
        WHOLE,
        Fraction(0) if inside else Fraction(max(-figure.number, figure.number - 100)),
        Fraction(0) if inside else None,
        frozenset(),
    )
    yield check_of(
        "R11",
        outcome,
        figure,
        [],
        left=f"0% ≤ {printed(figure)} ≤ 100%",
        severity=worst,
        subject=name,
        quote=quote,
    )


def _bound_severity(name: str, is_share: bool, field: str | None) -> Severity | None:
    """How grave it is when the rate of that name leaves its bounds; None when it has none."""
    if field in HARD_FIELDS:
        return Severity.ERROR
    if field in SOFT_FIELDS:
        return Severity.WARNING
    if (field is not None and not is_share) or mentions(name, words().open_rates):
        return None
    if mentions(name, words().share_rates):
        return Severity.ERROR
    return Severity.WARNING if is_share or mentions(name, words().limited_rates) else None
