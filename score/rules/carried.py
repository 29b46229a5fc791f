"""What is carried over: the balance of the year before, with what came and without what went, is the balance at the end (B22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import Claim, ClaimKind, Role, RowKind
from score.context import Context, MoneyTable
from score.evidence import check_of, printed, undecided
from score.interval import Interval
from score.relation import UNKNOWN, relate
from score.repair import likely
from score.rounding import Reader, readable
from score.rule import rule
from score.terms import comparable, normal
from score.words import mentions, words

PARTS = ("opening", "income", "outlay", "closing")


@dataclass(frozen=True)
class _Year:
    """One year of money: the four amounts, and whether others stand beside them that may belong to the balance."""

    subject: str
    amounts: Mapping[str, Figure]
    alone: bool

    @property
    def whole(self) -> bool:
        """Whether each of the four is printed and can be computed with."""
        found = [self.amounts.get(part) for part in PARTS]
        closing = self.amounts.get("closing")
        return closing is not None and all(
            f is not None and readable(f) and comparable(f, closing) for f in found
        )


@rule("B22", severity=Severity.ERROR)
def balance_goes_on(context: Context) -> Iterator[Check]:
    """What was left at the beginning of the year, with its income and without its spending, is what is left at its end.

    Where other amounts stand beside the four they may belong to the balance; a row that fails is then held against the report only
    when most rows beside it hold. In a sentence every amount must be one of the four by its words. Example: 36.50 + 742.80 − 748.63
    = 30.67, printed 36.07.
    """
    for claim in context.claims(ClaimKind.DIFFERENCE):
        if claim.rule == TOLD:
            yield _told(claim)
    for table in context.money_tables:
        for years in (list(_down(table)), list(_across(table))):
            checks = [(year, _check(year)) for year in years if year.whole]
            holding = sum(check.verdict.value.startswith("consistent") for _, check in checks)
            for year, check in checks:
                sure = year.alone or (holding >= 2 and holding > len(checks) - holding)
                yield check if sure or check.severity is None else undecided(check)


TOLD = "balance.rolled"
"""The statement of a sentence that tells a whole year."""


def _told(claim: Claim) -> Check:
    """The four amounts of a sentence; what came and what went may be told in several."""
    opening, closing = claim.terms[0].figure, claim.terms[-1].figure
    moved = [(t.figure, 1 if t.role is Role.RECEIVED else -1) for t in claim.terms[1:-1]]

    def formula(of: Reader) -> Interval:
        made = of(opening)
        for figure, sign in moved:
            made = made + of(figure) * sign
        return made

    outcome = relate(closing, formula) if readable(closing) else UNKNOWN
    if outcome.failed and not relate(closing, lambda of: formula(of) - of(opening)).failed:
        outcome = replace(outcome, verdict=Verdict.UNDETERMINED)  # what the year alone left over
    exact = Fraction(opening.number or 0) + sum(Fraction(f.number or 0) * sign for f, sign in moved)
    left = printed(opening) + "".join(f" {'+' if sign > 0 else '−'} {printed(f)}" for f, sign in moved)
    off = Fraction(closing.number or 0) - exact
    wanted = [(closing, exact), *((f, Fraction(f.number or 0) + sign * off) for f, sign in moved)]
    return check_of(
        "B22",
        outcome,
        closing,
        [opening, *(f for f, _ in moved)],
        left=left,
        subject=claim.subject,
        quote=claim.sentence,
        repairs=[str(repair) for repair in likely(wanted)] if outcome.failed else (),
    )


def _part_of(name: str) -> str:
    """Which of the four amounts a row or column is named by; nothing when it is another thing."""
    return words().balance.part_of(normal(words().without_number(name.rpartition("/")[2])))


def _down(table: MoneyTable) -> Iterator[_Year]:
    """The four as rows: one year for every column of money."""
    rows = [line for line in table.lines if line.row_kind is not RowKind.OF_WHICH]
    parts = [_part_of(line.name) for line in rows]
    if any(parts.count(part) != 1 for part in PARTS):
        return
    for field in table.fields:
        column = {i: f for i, line in enumerate(rows) if (f := line.amounts.get(field)) and _is_money(f)}
        amounts = {parts[i]: f for i, f in column.items() if parts[i]}
        alone = all(parts[i] for i in column)
        yield _Year(" · ".join(part for part in (table.name, table.header(field)) if part), amounts, alone)


def _across(table: MoneyTable) -> Iterator[_Year]:
    """The four as columns: one year for every row."""
    parts = {field: _part_of(table.header(field)) for field in table.fields}
    named = list(parts.values())
    if any(named.count(part) != 1 for part in PARTS):
        return
    for line in table.lines:
        money = {field: f for field, f in line.amounts.items() if _is_money(f)}
        amounts = {parts[field]: f for field, f in money.items() if parts[field]}
        yield _Year(line.name or table.name, amounts, all(parts[field] for field in money))


def _is_money(figure: Figure) -> bool:
    return figure.kind is FigureKind.MONEY


def _check(year: _Year) -> Check:
    opening, income, outlay, closing = (year.amounts[part] for part in PARTS)
    outcome = relate(closing, lambda of: of(opening) + of(income) - of(outlay))
    start, came, went, left = (Fraction(f.number or 0) for f in (opening, income, outlay, closing))
    wanted = [
        (closing, start + came - went),
        (opening, left + went - came),
        (income, left + went - start),
        (outlay, start + came - left),
    ]
    return check_of(
        "B22",
        outcome,
        closing,
        [opening, income, outlay],
        left=f"{printed(opening)} + {printed(income)} − {printed(outlay)}",
        subject=year.subject,
        repairs=[str(repair) for repair in likely(wanted)] if outcome.failed else (),
    )


@rule("B23", severity=Severity.NOTE, needs=("budget_lines",), compares=False)
def part_of_the_year_within_the_year(context: Context) -> Iterator[Check]:
    """What was spent in part of a year is not more than what is expected of the whole year.

    Money may be given back before the year ends, so this is a note. Example: 1—8月执行数 158.40 beside 全年预计执行数 148.00.
    """
    for line in context.report.budget_lines:
        spent = line.amounts.get("executed_amount")
        wholes = [
            figure
            for field, figure in line.amounts.items()
            if mentions(line.headers.get(field), words().expected_year) and _is_money(figure)
        ]
        if spent is None or len(wholes) != 1 or not (readable(spent) and readable(wholes[0])):
            continue
        fine = (spent.number or 0) <= (wholes[0].number or 0)
        yield Check(
            rule="B23",
            verdict=Verdict.CONSISTENT if fine else Verdict.INCONSISTENT,
            severity=None if fine else Severity.NOTE,
            figures=(spent, wholes[0]),
            subject=line.name or line.table,
            formula=f"{printed(spent)} ≤ {printed(wholes[0])}",
            reported=printed(spent),
            facts={"whole": printed(wholes[0])},
        )
