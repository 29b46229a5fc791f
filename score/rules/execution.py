"""The rate of execution, by every denominator in use (R04)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.evidence import check_of, printed
from score.funds import Funds, funds_in, funds_of, rate_over, rate_repairs
from score.measures import BUDGET_FIELDS
from score.regions import of_two_levels
from score.relation import UNKNOWN, Outcome, relate
from score.repair import significant_digits
from score.rounding import exactly, readable
from score.rule import rule
from score.terms import comparable, metric_of, terms_of


def _rolled_up(funds: Funds) -> list[Figure]:
    """The budget that an initial one and what was added to it or cut come to, where it is not printed itself."""
    initial, moved = funds.get("budget_initial"), [funds.get("budget_added"), funds.get("budget_cut")]
    if (
        initial is None
        or initial.number is None
        or not any(moved)
        or funds.get("budget_adjusted") is not None
    ):
        return []
    added, cut = (Decimal(0) if figure is None else figure.number for figure in moved)
    if added is None or cut is None:
        return []
    printed_as = initial.text + "".join(
        sign + figure.text for sign, figure in zip("＋－", moved, strict=True) if figure is not None
    )
    return [initial.model_copy(update={"value": initial.number + added - cut, "text": printed_as})]


@rule("R04", severity=Severity.ERROR)
def execution_over_some_budget(context: Context) -> Iterator[Check]:
    """The execution rate is what was spent over a budget: adjusted, initial, received or planned.

    Forms divide by the adjusted budget, final accounts by the initial one, the report framework by what arrived: every
    printed denominator is tried, and the one that fits is named. Example: 107.78 ÷ 149.63 = 72.03%.
    """
    for funds in funds_of(context):
        rate, spent = funds.get("execution_rate"), funds.get("executed_amount")
        bases = [f for name in BUDGET_FIELDS if (f := funds.get(name)) is not None]
        bases += _rolled_up(funds)
        if rate is not None and spent is not None and bases and comparable(spent, bases[0]):
            yield _executed(context, funds, rate, spent, bases)
    for claim in context.claims(ClaimKind.EXECUTION):
        yield from _rate_elsewhere(context, claim)
        yield from _another_rate(context, claim)


def _executed(context: Context, funds: Funds, rate: Figure, spent: Figure, bases: Sequence[Figure]) -> Check:
    tried = [(base, rate_over(rate, spent, base)) for base in bases]
    base, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
    if outcome.failed:
        elsewhere = _fitting_total(context, rate, spent)
        unnamed = base is funds.get("amount") and not rate_repairs(rate, spent, base, outcome)
        if (
            unnamed
            or elsewhere is not None
            or _zero_of_zero(rate, spent, bases)
            or _sums_fit(rate, spent, bases)
            or _unnamed_base_fits(funds, rate, spent)
            or bases == [funds.get("carried_forward")]
            or of_two_levels(context, spent, base)
        ):
            outcome = UNKNOWN
    doubted = _of_a_set_number(funds, rate, spent, base, outcome) if len(bases) == 1 else None
    outcome = doubted or outcome
    return check_of(
        "R04",
        outcome,
        rate,
        [spent, *bases],
        left=f"{printed(spent)} ÷ {printed(base)}",
        severity=Severity.WARNING if doubted else Severity.ERROR,
        subject=funds.subject,
        quote=funds.quote,
        repairs=rate_repairs(rate, spent, base, outcome) if outcome.failed else (),
        facts={"spent": printed(spent), "base": printed(base), "base_name": funds.name(base)},
    )


MOST_DIGITS_SET = 2
"""A budget of so few digits was set as it is printed, and not rounded up."""


def _of_a_set_number(
    funds: Funds, rate: Figure, spent: Figure, base: Figure, outcome: Outcome
) -> Outcome | None:
    """What comes of a budget told in a sentence that is taken at its word, where only one rounded up would save the rate."""
    if outcome.verdict is not Verdict.IF_ROUNDED_UP or not funds.quote or base.scale <= 0:
        return None
    if significant_digits(Fraction(base.number or 0)) > MOST_DIGITS_SET:
        return None
    strict = relate(rate, lambda of: of(spent) / exactly(base) * 100)
    return strict if strict.failed else None


def _zero_of_zero(rate: Figure, spent: Figure, bases: Sequence[Figure]) -> bool:
    """0 of 0 is printed as 0, as 100% or as nothing."""
    return not spent.number and any(not base.number for base in bases) and rate.number in {0, 100}


def _sums_fit(rate: Figure, spent: Figure, bases: Sequence[Figure]) -> bool:
    """Whether the budget and what was carried over are the base together."""
    return any(
        not relate(rate, lambda of, a=a, b=b: of(spent) / (of(a) + of(b)) * 100).failed  # type: ignore[misc]
        for i, a in enumerate(bases)
        for b in bases[i + 1 :]
        if (a.number or 0) + (b.number or 0)
    )


def _unnamed_base_fits(funds: Funds, rate: Figure, spent: Figure) -> bool:
    """Whether an amount of the row whose header means nothing known is the base: then the rate is one of that."""
    return any(
        base is not spent
        and readable(base)
        and bool(base.number)
        and comparable(spent, base)
        and not rate_over(rate, spent, base).failed
        for base in funds.amounts.values()
    )


def _fitting_total(context: Context, rate: Figure, spent: Figure) -> Figure | None:
    """A total of a table elsewhere that would be the base of the rate: another denominator, not an error."""
    for line in context.report.budget_lines:
        if line.is_total:
            for field in BUDGET_FIELDS:
                base = line.amounts.get(field)
                if (
                    base is not None
                    and readable(base)
                    and base.number
                    and not rate_over(rate, spent, base).failed
                ):
                    return base
    return None


def _rate_elsewhere(context: Context, claim: Claim) -> Iterator[Check]:
    """A rate said without its amounts, beside the only total row of the document that has both."""
    roles = {term.role for term in claim.terms}
    rates = [
        t
        for t in terms_of(claim, Role.RATE, fields=("execution_rate",))
        if t.field in {None, "execution_rate"}
    ]
    totals = [
        line for line in context.report.budget_lines if line.is_total and "executed_amount" in line.amounts
    ]
    if (
        len(claim.terms) != 1
        or roles != {Role.RATE}
        or not rates
        or len(totals) != 1
        or claim.scope
        or claim.owner
    ):
        return
    spent = totals[0].amounts["executed_amount"]
    bases = [f for name in BUDGET_FIELDS if (f := totals[0].amounts.get(name)) is not None and readable(f)]
    if not bases or not readable(spent):
        return
    rate = rates[0].figure
    outcome = next((o for base in bases if not (o := rate_over(rate, spent, base)).failed), UNKNOWN)
    yield check_of(
        "R04", outcome, rate, [spent, *bases], left=f"{printed(spent)} ÷ {printed(bases[0])}",
        subject=metric_of(claim, rate), quote=claim.sentence,
        facts={"spent": printed(spent), "base": printed(bases[0]), "base_name": ""},
    )  # fmt: skip


_STOPS = re.compile(r"[，,；;。：:]")


def _another_rate(context: Context, claim: Claim) -> Iterator[Check]:
    """A second rate of the spending that opens the sentence, with a budget of its own: 「；调整预算684.24万元，完成调整预算的96.97%」.

    The sentence must tell one spending alone, with a rate that holds, and the clause may name nothing but its budget. A
    rate that fails without a slip to explain it may be of something else.
    """
    fields = {term.field: term for term in claim.terms}
    if (
        claim.place.row is not None
        or set(fields) != {"execution_rate", claim.terms[0].field}
        or not claim.base
    ):
        return
    rate, budget = fields["execution_rate"].figure, claim.terms[0]
    named = _STOPS.split(claim.sentence.partition(budget.figure.text)[0])[-1].strip()
    if budget.role is not Role.BUDGET or named != budget.metric or not budget.metric.endswith(claim.base):
        return
    beside = [
        funds_in(other)
        for other in context.claims(ClaimKind.EXECUTION)
        if other is not claim and other.sentence == claim.sentence and other.place.block == claim.place.block
    ]
    held = [
        (s, r, b)
        for f in beside
        if (s := f.get("executed_amount")) and (r := f.get("execution_rate")) and (b := f.get(*BUDGET_FIELDS))
    ]
    spent = {s.number: s for f in beside if (s := f.get("executed_amount")) is not None}
    if len(spent) != 1 or not held or any(rate_over(r, s, b).failed for s, r, b in held):
        return
    (out,) = spent.values()
    if not (
        readable(rate) and readable(budget.figure) and budget.figure.number and comparable(out, budget.figure)
    ):
        return
    outcome = rate_over(rate, out, budget.figure)
    repairs = rate_repairs(rate, out, budget.figure, outcome) if outcome.failed else []
    yield check_of(
        "R04",
        UNKNOWN if outcome.failed and not repairs else outcome,
        rate,
        [out, budget.figure],
        left=f"{printed(out)} ÷ {printed(budget.figure)}",
        severity=Severity.WARNING,
        subject=metric_of(claim, rate),
        quote=claim.sentence,
        repairs=repairs,
        facts={"spent": printed(out), "base": printed(budget.figure), "base_name": budget.metric},
    )
