"""The amounts of one row of money, or of one statement of execution, by what they measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.report import Claim, ClaimKind, Role
from score.context import Context
from score.evidence import printed
from score.relation import Outcome, relate
from score.repair import likely
from score.rounding import as_printed, readable
from score.transposed import columns_of_measures
from score.words import mentions, words


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
            yield funds_in(claim)


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


def funds_in(claim: Claim) -> Funds:
    """The amounts of one statement, each measure once."""
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


def rate_over(rate: Figure, part: Figure, base: Figure) -> Outcome:
    """The rate as part over base; a rate printed as a fraction of one counts as per cent."""
    scale = 1 if rate.kind is not FigureKind.PERCENT and rate.number is not None and rate.number <= 2 else 100
    return relate(rate, lambda of: of(part) / of(base) * scale)


def rate_repairs(rate: Figure, spent: Figure, base: Figure, outcome: Outcome) -> list[str]:
    """What would mend a failing rate: its operands the other way round, or one slip of the pen."""
    out: list[str] = []
    if spent.number and not rate_over(rate, base, spent).failed:
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
