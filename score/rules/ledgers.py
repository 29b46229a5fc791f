"""Totals of ledgers: opening and entries make closing, subtotals add up, and the whole supports what was spent (L02 to L04)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import LedgerEntry, LedgerRowKind
from score.context import Context
from score.entries import TOTALS, ZERO, Rows, amount_of, named
from score.evidence import check_of, printed, undecided
from score.interval import Interval
from score.pairs import pair_check, same
from score.relation import UNKNOWN, Outcome
from score.repair import slip_between
from score.rounding import FEN, readable
from score.rule import rule
from score.steps import best_steps, slips_in
from score.sums import Sum, compare_sum, sum_check


@rule("L02", severity=Severity.ERROR, needs=("ledger_entries",))
def opening_and_entries_make_closing(context: Context) -> Iterator[Check]:
    """Opening balance plus all debits less all credits is the closing balance.

    Example: 期初 0.00 + 借方合计 85,000.00 − 贷方合计 20,000.00 = 期末 65,000.00.
    """
    for rows in context.ledgers:
        opening = next((r for r in rows if r.row_kind is LedgerRowKind.OPENING and r.balance), None)
        entries = [row for row in rows if row.row_kind is LedgerRowKind.ENTRY]
        closing = next(
            (row for row in reversed(rows) if row.balance is not None and readable(row.balance)), None
        )
        if opening is None or closing is None or closing is opening or not entries or opening.balance is None:
            continue
        check = _closing(opening.balance, closing, entries)
        yield undecided(check) if _slipped_on_the_way(rows, check) else check


def _slipped_on_the_way(rows: Rows, check: Check) -> bool:
    """Whether the balances that do not follow from those before them lose just what the closing balance lacks: told there."""
    steps = best_steps(rows)
    failing = [step for step in steps if not step.holds]
    holding = len(steps) - len(failing)
    strong = holding >= 2 and holding > 2 * slips_in(failing)
    if check.verdict is not Verdict.INCONSISTENT or not failing or not strong:
        return False
    return abs(sum((step.off for step in failing), ZERO)) == abs(Decimal(check.facts["off"]))


def _closing(opening: Figure, closing: LedgerEntry, entries: Rows) -> Check:
    balance = closing.balance
    assert balance is not None
    moved = sum((amount_of(row.debit) - amount_of(row.credit) for row in entries), ZERO)
    start, end = opening.number or ZERO, balance.number or ZERO
    expected = min((start + moved, start - moved), key=lambda value: abs(value - end))
    unit = max(balance.unit_in_last_place, FEN)
    slack = ZERO if unit <= FEN else unit * (len(entries) + 2) / 2
    held = abs(expected - end) <= slack
    outcome = Outcome(
        Verdict.CONSISTENT if held else Verdict.INCONSISTENT,
        Fraction(expected), None, Fraction(abs(expected - end)) / Fraction(unit), Fraction(1), frozenset(),
    )  # fmt: skip
    sides = [figure for row in entries for figure in (row.debit, row.credit) if figure is not None]
    debit = sum((amount_of(row.debit) for row in entries), ZERO)
    credit = sum((amount_of(row.credit) for row in entries), ZERO)
    one, other = (debit, credit) if expected == start + moved else (credit, debit)
    left = f"{printed(opening)} + {one:f} − {other:f}"
    facts = {"off": f"{expected - end:f}"}
    return check_of(
        "L02", outcome, balance, [opening, *sides], left=left, subject=named(closing), facts=facts
    )


@rule("L03", severity=Severity.ERROR, needs=("ledger_entries",))
def subtotals_add_up(context: Context) -> Iterator[Check]:
    """本月合计 is the sum of the month's entries, 本年累计 of the year's, 合计 of all.

    Where most totals of a ledger fail, it is an extract of a larger one, and none of them is held against it.
    Example: 本月合计 12,300.00 below entries of 10,000.00 and 2,000.00.
    """
    for rows in context.ledgers:
        sides = ("debit", "credit")
        found = [check for side in sides for check in (*_subtotals(rows, side), *_groups(rows, side))]
        failing = [check for check in found if check.verdict is Verdict.INCONSISTENT]
        extract = len(failing) > 1 and len(failing) * 2 > len(found)
        one_slip = extract and len({_beyond(check) for check in failing}) == 1 and _beyond(failing[0]) > 0
        for check in found:
            doubtful = extract and check in failing and not (one_slip and check is failing[0])
            yield undecided(check) if doubtful else check


def _beyond(check: Check) -> Decimal:
    """By how much the entries exceed the total; an extract that lacks entries falls short of it."""
    total, *parts = check.figures
    return sum((part.number or ZERO for part in parts), ZERO) - (total.number or ZERO)


def _column(side: str) -> Callable[[LedgerEntry], Figure | None]:
    return lambda row: row.debit if side == "debit" else row.credit


def _groups(rows: Rows, side: str) -> Iterator[Check]:
    """The amount of every heading, against the entries up to the next heading or total."""
    column = _column(side)
    heads = [i for i, row in enumerate(rows) if row.row_kind is LedgerRowKind.GROUP]
    for i in heads:
        below = itertools.takewhile(lambda row: row.row_kind is LedgerRowKind.ENTRY, rows[i + 1 :])
        figure, parts = column(rows[i]), [cell for row in below if (cell := column(row)) is not None]
        if figure is not None and readable(figure) and parts and all(readable(part) for part in parts):
            outcome = compare_sum(figure, parts)
            found = Sum(figure, tuple(parts), 0, "", (), outcome, certain=True, complete=True, loose=outcome)
            yield sum_check("L03", found, subject=named(rows[i]), mild=len(heads) == 1)


def _subtotals(rows: Rows, side: str) -> Iterator[Check]:
    """The totals of one side, each against the spans it may add up."""
    column = _column(side)
    everything: list[Figure] = []
    since: dict[LedgerRowKind, int] = dict.fromkeys(TOTALS, 0)
    for row in rows:
        figure = column(row)
        if row.row_kind is LedgerRowKind.ENTRY and figure is not None and readable(figure):
            everything.append(figure)
        elif row.row_kind in TOTALS:
            span = everything[since[row.row_kind] if row.row_kind is not LedgerRowKind.YEAR_TOTAL else 0 :]
            since[row.row_kind] = len(everything)
            if row.row_kind is LedgerRowKind.YEAR_TOTAL and rows[0].row_kind is LedgerRowKind.CARRIED:
                continue  # the pages before are not here
            if figure is not None and readable(figure) and span:
                yield _subtotal(row, figure, span, everything)
            elif figure is not None and figure.number == 0:
                yield _nothing_booked(row, figure)


def _nothing_booked(row: LedgerEntry, figure: Figure) -> Check:
    """A total of 0 where nothing was booked on its side."""
    outcome = Outcome(
        Verdict.CONSISTENT, Fraction(0), Interval.point(0), Fraction(0), Fraction(1), frozenset()
    )
    return check_of("L03", outcome, figure, [], left="0", subject=named(row) or row.table)


def _subtotal(row: LedgerEntry, figure: Figure, span: list[Figure], everything: list[Figure]) -> Check:
    tried = [span] if len(span) == len(everything) else [span, list(everything)]
    parts, outcome = next(
        ((p, o) for p in tried if not (o := compare_sum(figure, p)).failed), (span, compare_sum(figure, span))
    )
    found = Sum(figure, tuple(parts), 0, "", (), outcome, certain=True, complete=True, loose=outcome)
    return sum_check("L03", found, subject=named(row) or row.table, mild=len(span) == 1)


@rule("L04", severity=Severity.WARNING, needs=("ledger_entries",))
def ledger_supports_the_spending(context: Context) -> Iterator[Check]:
    """The ledger of a project adds up to the spending its form reports.

    Refunds, payments under way and another cut-off may part them. Example: 明细合计 7,000,770.00元 beside 支出700.077万元.
    """
    spent = _spent(context)
    if len(context.ledgers) != 1 or spent is None:
        return
    totals = [row.debit for row in context.ledgers[0] if row.row_kind is LedgerRowKind.TOTAL and row.debit]
    if len(totals) == 1 and readable(totals[0]):
        outcome = same(totals[0], spent)
        near = abs((totals[0].number or ZERO) - (spent.number or ZERO)) * 10 <= abs(spent.number or ZERO)
        if outcome.failed and not near and not slip_between(spent, Fraction(totals[0].number or 0)):
            outcome = UNKNOWN
        yield pair_check("L04", outcome, spent, totals[0], context.ledgers[0][0].table, Severity.WARNING)


def _spent(context: Context) -> Figure | None:
    """The spending the document reports, if it reports one figure for it."""
    found = [
        line.amounts["executed_amount"]
        for line in context.report.budget_lines
        if "executed_amount" in line.amounts
    ]
    if not found:
        found = [t.figure for c in context.report.claims for t in c.terms if t.field == "executed_amount"]
    found = [figure for figure in found if readable(figure)]
    agree = found and all(not same(found[0], other).failed for other in found[1:])
    return min(found, key=lambda figure: figure.unit_in_last_place) if agree else None
