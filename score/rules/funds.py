"""Rows of funds: limits of what is spent, arrival, and what is left (B04 to B07)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity
from score.context import Context
from score.evidence import check_of, printed
from score.funds import Funds, funds_of, rate_over, rate_repairs
from score.interval import Interval
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely
from score.rule import rule
from score.terms import comparable
from score.words import mentions, words


@rule("B04", severity=Severity.WARNING)
def spending_within_the_budget(context: Context) -> Iterator[Check]:
    """What was spent does not exceed the adjusted budget, unless funds were carried over.

    Example: 全年预算数 90, 全年执行数 92.3, and no reason.
    """
    for funds in funds_of(context):
        budget, spent = funds.get("budget_adjusted"), funds.get("executed_amount")
        if budget is None or spent is None or not comparable(budget, spent):
            continue
        excused = (
            mentions(funds.subject + funds.quote, words().carried_over) or "carried_forward" in funds.amounts
        )
        excused = excused or _of_income(funds)
        yield _limit("B04", funds, budget, spent, excused)


def _of_income(funds: Funds) -> bool:
    """Whether a budget is one of income (收入预算数), which more may come in than."""
    named = funds.subject + "".join(funds.names.values())
    return mentions(named, words().income_side) and not mentions(named, words().spending_side)


@rule("B05", severity=Severity.WARNING)
def spending_within_what_arrived(context: Context) -> Iterator[Check]:
    """What was spent does not exceed what arrived, unless a treasury quota or earlier funds paid.

    Example: 到位资金 80万元, 支出 85万元.
    """
    for funds in funds_of(context):
        received, spent = funds.get("received_amount"), funds.get("executed_amount")
        if received is None or spent is None or not comparable(received, spent):
            continue
        excused = (
            mentions(funds.subject + funds.quote, words().carried_over) or "carried_forward" in funds.amounts
        )
        yield _limit("B05", funds, received, spent, excused)


def _limit(rule_id: str, funds: Funds, most: Figure, amount: Figure, excused: bool) -> Check:
    outcome = relate(most, lambda of: of(amount) + Interval.of(0, None), power=Fraction(1))
    if outcome.failed and excused:
        outcome = UNKNOWN
    exact = Fraction(amount.number or 0) if outcome.failed else None
    sign = ">" if outcome.failed else "≤"
    check = check_of(
        rule_id,
        Outcome(outcome.verdict, exact, None, outcome.margin, None, frozenset()),
        most,
        [amount],
        left=printed(amount),
        severity=Severity.WARNING,
        subject=funds.subject,
        quote=funds.quote,
        facts={"amount": printed(amount), "most_name": funds.name(most), "amount_name": funds.name(amount)},
    )
    formula = f"{printed(amount)} {sign} {printed(most)}"
    return check.model_copy(update={"formula": formula, "facts": check.facts | {"formula": formula}})


@rule("B06", severity=Severity.ERROR)
def arrival_rate(context: Context) -> Iterator[Check]:
    """The arrival rate is what arrived over what was planned or budgeted.

    Example: 计划安排700万元, 实际到位700.077万元, 资金到位率100%.
    """
    for funds in funds_of(context):
        rate, received = funds.get("arrival_rate"), funds.get("received_amount")
        fields = ("budget_adjusted", "planned_amount", "budget_initial", "contract_amount")
        bases = [f for name in fields if (f := funds.get(name)) is not None]
        if rate is None or received is None or not bases or not comparable(received, bases[0]):
            continue
        tried = [(base, rate_over(rate, received, base)) for base in bases]
        base, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
        yield check_of(
            "B06",
            outcome,
            rate,
            [received, *bases],
            left=f"{printed(received)} ÷ {printed(base)}",
            subject=funds.subject,
            quote=funds.quote,
            repairs=rate_repairs(rate, received, base, outcome) if outcome.failed else (),
            facts={"base": printed(base), "base_name": funds.name(base)},
        )


@rule("B07", severity=Severity.ERROR)
def surplus_is_what_is_left(context: Context) -> Iterator[Check]:
    """The surplus is what arrived, or what was budgeted, less what was spent.

    Example: 7,800,000.00 − 4,573,732.68 = 3,226,267.32.
    """
    for funds in funds_of(context):
        surplus, spent = funds.get("surplus"), funds.get("executed_amount")
        fields = (
            "received_amount",
            "budget_adjusted",
            "budget_initial",
            "planned_amount",
            "contract_amount",
            "total_amount",
        )
        bases = [f for name in fields if (f := funds.get(name)) is not None]
        if surplus is None or spent is None or not bases or not comparable(surplus, spent):
            continue
        yield _left_over(funds, surplus, spent, bases)


def _left_over(funds: Funds, surplus: Figure, spent: Figure, bases: Sequence[Figure]) -> Check:
    tried = [(base, _less(surplus, base, spent)) for base in bases if comparable(base, surplus)]
    base, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
    earlier = "carried_forward" in funds.amounts or mentions(funds.name(surplus), words().account_balances)
    overspent = (base.number or 0) < (spent.number or 0) and (surplus.number or 0) > 0
    if outcome.failed and (earlier or overspent):
        # What is left after more was spent than came, and what an account holds, began with something.
        outcome = UNKNOWN
    exact = Fraction(base.number or 0), Fraction(spent.number or 0), Fraction(surplus.number or 0)
    wanted = [(surplus, exact[0] - exact[1]), (base, exact[1] + exact[2]), (spent, exact[0] - exact[2])]
    return check_of(
        "B07",
        outcome,
        surplus,
        [base, spent],
        left=f"{printed(base)} − {printed(spent)}",
        subject=funds.subject,
        quote=funds.quote,
        repairs=[str(repair) for repair in likely(wanted)] if outcome.failed else (),
        facts={"base_name": funds.name(base)},
    )


def _less(surplus: Figure, base: Figure, spent: Figure) -> Outcome:
    return relate(surplus, lambda of: of(base) - of(spent))
