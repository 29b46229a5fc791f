"""Rows of funds: execution by every denominator in use, arrival, surplus, limits (R04, B04 to B07, B12 to B15)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import BudgetLine, Claim, ClaimKind, Role
from score.context import Context
from score.evidence import check_of, printed
from score.interval import Interval
from score.regions import of_two_levels
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely, significant_digits
from score.rounding import as_printed, exactly, readable
from score.rule import rule
from score.terms import comparable, metric_of, terms_of
from score.transposed import columns_of_measures
from score.words import mentions, words

BUDGET_FIELDS = (
    "budget_adjusted",
    "budget_initial",
    "received_amount",
    "planned_amount",
    "contract_amount",
    "carried_forward",
    "amount",
)

NAMED_BASES = BUDGET_FIELDS[:-2]
"""Measures that are a budget by their name; what is only an amount may be the base of a rate or not."""


@dataclass(frozen=True, slots=True)
class Funds:
    """The amounts of one row or one statement by measure, with the printed name of each."""

    subject: str
    amounts: dict[str, Figure]
    names: dict[str, str]
    quote: str = ""

    def get(self, *fields: str) -> Figure | None:
        """The first readable amount among these measures."""
        return next(
            (self.amounts[f] for f in fields if f in self.amounts and readable(self.amounts[f])), None
        )

    def name(self, figure: Figure) -> str:
        """The printed name of the measure a figure is."""
        return next((self.names[f] for f, found in self.amounts.items() if found is figure), "")


_FIELD_OF_ROLE = {
    Role.BUDGET: "budget_adjusted",
    Role.RECEIVED: "received_amount",
    Role.SPENT: "executed_amount",
    Role.SURPLUS: "surplus",
    Role.TARGET: "planned_amount",
}


def funds_of(context: Context) -> Sequence[Funds]:
    """Every row of money, and every statement about execution; gathered once for all rules."""
    return context.once("funds", lambda: tuple(_gathered(context)))


def _gathered(context: Context) -> Iterator[Funds]:
    for line in context.report.budget_lines:
        names = {f: line.headers.get(f, f) for f in line.amounts}
        yield _with_rate(Funds(line.name or line.table, dict(line.amounts), names))
    for table in context.money_tables:
        for header, amounts, names in columns_of_measures(table):
            yield Funds(" · ".join(part for part in (table.name, header) if part), amounts, names)
    for claim in context.claims(ClaimKind.EXECUTION, ClaimKind.DIFFERENCE):
        if claim.aligned and not _shares_of_one(claim):
            yield _of_claim(claim)


def _shares_of_one(claim: Claim) -> bool:
    """Whether what was spent and what was allotted make a third amount together: two parts of it, not spending and its budget.

    Example: 「公益金500万元，用于场馆维修300万元；安排各县200万元」.
    """
    budgets, spent = (
        [t.figure for t in claim.terms if t.role is role and readable(t.figure)]
        for role in (Role.BUDGET, Role.SPENT)
    )
    rest = [t.figure.number for t in claim.terms if t.role not in {Role.BUDGET, Role.SPENT}]
    return claim.kind is ClaimKind.DIFFERENCE and any(
        (one.number or 0) + (other.number or 0) in rest for one in budgets for other in spent
    )


def _with_rate(funds: Funds) -> Funds:
    """The row with its only rate of spending (1-7月执行率, 支出率) under the name of the measure."""
    if "execution_rate" in funds.amounts:
        return funds
    rates = [
        f
        for f, figure in funds.amounts.items()
        if figure.kind is FigureKind.PERCENT and mentions(funds.names[f], words().execution_rates)
    ]
    if len(rates) == 1:
        funds.amounts["execution_rate"] = funds.amounts[rates[0]]
        funds.names["execution_rate"] = funds.names[rates[0]]
    return funds


def _of_claim(claim: Claim) -> Funds:
    amounts: dict[str, Figure] = {}
    names: dict[str, str] = {}
    for term in claim.terms:
        field = term.field or _FIELD_OF_ROLE.get(term.role, "")
        if term.role is Role.RATE and not term.field:
            field = "execution_rate"
        if field and field not in amounts:
            amounts[field] = term.figure
            names[field] = term.metric or field
    return Funds(claim.subject, amounts, names, claim.sentence)


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
    tried = [(base, _over(rate, spent, base)) for base in bases]
    base, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
    if outcome.failed:
        elsewhere = _fitting_total(context, rate, spent)
        unnamed = base is funds.get("amount") and not _rate_repairs(rate, spent, base, outcome)
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
        repairs=_rate_repairs(rate, spent, base, outcome) if outcome.failed else (),
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


def _over(rate: Figure, part: Figure, base: Figure) -> Outcome:
    """The rate as part over base; a rate printed as a fraction of one counts as per cent."""
    scale = 1 if rate.kind is not FigureKind.PERCENT and rate.number is not None and rate.number <= 2 else 100
    return relate(rate, lambda of: of(part) / of(base) * scale)


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
        and not _over(rate, spent, base).failed
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
                    and not _over(rate, spent, base).failed
                ):
                    return base
    return None


def _rate_repairs(rate: Figure, spent: Figure, base: Figure, outcome: Outcome) -> list[str]:
    out: list[str] = []
    if spent.number and not _over(rate, base, spent).failed:
        out.append(f"{printed(base)} ÷ {printed(spent)} = {printed(rate)}")
    if outcome.exact is not None and rate.number and spent.number:
        r = Fraction(rate.number) / 100
        wanted = [
            (rate, as_printed(outcome.exact, rate)),
            (spent, as_printed(Fraction(base.number or 0) * r, spent)),
            (base, as_printed(Fraction(spent.number) / r, base)),
        ]
        out += [str(repair) for repair in likely(wanted)]
    return out


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
    outcome = next((o for base in bases if not (o := _over(rate, spent, base)).failed), UNKNOWN)
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
        _of_claim(other)
        for other in context.claims(ClaimKind.EXECUTION)
        if other is not claim and other.sentence == claim.sentence and other.place.block == claim.place.block
    ]
    held = [
        (s, r, b)
        for f in beside
        if (s := f.get("executed_amount")) and (r := f.get("execution_rate")) and (b := f.get(*BUDGET_FIELDS))
    ]
    spent = {s.number: s for f in beside if (s := f.get("executed_amount")) is not None}
    if len(spent) != 1 or not held or any(_over(r, s, b).failed for s, r, b in held):
        return
    (out,) = spent.values()
    if not (
        readable(rate) and readable(budget.figure) and budget.figure.number and comparable(out, budget.figure)
    ):
        return
    outcome = _over(rate, out, budget.figure)
    repairs = _rate_repairs(rate, out, budget.figure, outcome) if outcome.failed else []
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
        yield _limit("B04", funds, budget, spent, excused)


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
        tried = [(base, _over(rate, received, base)) for base in bases]
        base, outcome = next((pair for pair in tried if not pair[1].failed), tried[0])
        yield check_of(
            "B06",
            outcome,
            rate,
            [received, *bases],
            left=f"{printed(received)} ÷ {printed(base)}",
            subject=funds.subject,
            quote=funds.quote,
            repairs=_rate_repairs(rate, received, base, outcome) if outcome.failed else (),
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


# --- how a budget came about -----------------------------------------------------------------------------


@rule("B12", severity=Severity.NOTE, needs=("budget_lines",), compares=False)
def budget_was_known_at_the_start(context: Context) -> Iterator[Check]:
    """A budget whose whole, or the greater part, came during the year is worth a question.

    Example: 年初预算 720,000.00, 调整后 1,700,000.00: 136 % of the initial budget were added.
    """
    for line in context.report.budget_lines:
        initial, adjusted = line.amounts.get("budget_initial"), line.amounts.get("budget_adjusted")
        if (
            not line.is_total
            or initial is None
            or adjusted is None
            or not (readable(initial) and readable(adjusted))
        ):
            continue
        yield _grown(line, initial, adjusted)


def _grown(line: BudgetLine, initial: Figure, adjusted: Figure) -> Check:
    start, end = Fraction(initial.number or 0), Fraction(adjusted.number or 0)
    doubled = end > 2 * start and end > 0
    outcome = Outcome(
        Verdict.INCONSISTENT if doubled else Verdict.CONSISTENT,
        start if start else None,
        None, None, None, frozenset(),
    )  # fmt: skip
    check = check_of(
        "B12", outcome, adjusted, [initial], left=f"{printed(adjusted)} ÷ {printed(initial)}",
        severity=Severity.NOTE, subject=line.name or line.table,
        facts={"initial": printed(initial), "adjusted": printed(adjusted)},
    )  # fmt: skip
    formula = f"{printed(initial)} → {printed(adjusted)}"
    told = check.facts | {"formula": formula, "recomputed": ""}
    return check.model_copy(update={"formula": formula, "recomputed": None, "facts": told})


@rule("B13", severity=Severity.NOTE, needs=("budget_lines",), compares=False)
def advance_funds_in_the_initial_budget(context: Context) -> Iterator[Check]:
    """Funds announced before the year began belong in the initial budget.

    Example: 提前下达…经费 with an initial budget of 0.00.
    """
    for line in context.report.budget_lines:
        initial, adjusted = line.amounts.get("budget_initial"), line.amounts.get("budget_adjusted")
        if initial is None or adjusted is None or not mentions(line.name, words().advance):
            continue
        missing = initial.number == 0 and bool(adjusted.number)
        outcome = Outcome(
            Verdict.INCONSISTENT if missing else Verdict.CONSISTENT, None, None, None, None, frozenset()
        )
        yield check_of(
            "B13", outcome, initial, [adjusted], left=f"{printed(initial)} → {printed(adjusted)}",
            severity=Severity.NOTE, subject=line.name, facts={"adjusted": printed(adjusted)},
        )  # fmt: skip


_PROJECT_CODE = re.compile(r"(\d{6})(\d{2})([0-9A-Z])(\d{12})")


@rule("B15", severity=Severity.NOTE, needs=("budget_lines",), compares=False)
def project_codes_have_one_form(context: Context) -> Iterator[Check]:
    """A project code is region, year, type and serial number, 21 characters; region is the same in one table.

    Example: two rows of one unit whose codes begin with 440113 and 440131.
    """
    for table in context.money_tables:
        coded = [
            (line, m)
            for line in table.lines
            if line.code and (m := _PROJECT_CODE.fullmatch(line.code.strip()))
        ]
        regions = {match[1] for _, match in coded}
        if len(coded) < 3:
            continue
        odd = min(regions, key=lambda region: sum(match[1] == region for _, match in coded))
        lone = len(regions) == 2 and sum(match[1] == odd for _, match in coded) == 1
        line = next((line for line, match in coded if match[1] == odd), coded[0][0]) if lone else coded[0][0]
        yield Check(
            rule="B15",
            verdict=Verdict.INCONSISTENT if lone else Verdict.CONSISTENT,
            severity=Severity.NOTE if lone else None,
            subject=line.name,
            facts={"code": line.code or "", "region": odd, "regions": "、".join(sorted(regions))},
            quote=line.code or "",
            places=(line.place,),
        )
