"""The running balance of a ledger (L01)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import LedgerEntry, LedgerRowKind
from score.context import Context
from score.entries import TOTALS, ZERO, Rows, amount_of, figures_in, named
from score.evidence import check_of, like, printed
from score.pairs import pair_check, same
from score.relation import UNKNOWN, Outcome
from score.repair import ARROW, likely
from score.rounding import readable
from score.rule import rule
from score.steps import CHAINED, Step, best_steps, signed_balance, slips_in


@rule("L01", severity=Severity.ERROR, needs=("ledger_entries",))
def balance_runs_on(context: Context) -> Iterator[Check]:
    """Each balance is the one before, plus debit, less credit; the other way round in accounts of liabilities.

    One wrong balance breaks two rows, a wrong amount only one: that tells which cell to look at. Rows that hold make one
    check. Example: 余额 80,000.00, 借方 5,000.00, next 余额 85,500.00.
    """
    for rows in context.ledgers:
        steps = best_steps(rows)
        holding = [step for step in steps if step.holds]
        failing = [step for step in steps if not step.holds]
        carried = _carried(rows)
        if holding:
            yield _holding(rows, holding, [row.balance for _, row in carried if row.balance])
        yield from _not_carried(rows, carried)
        strong = len(holding) >= 2 and len(holding) > 2 * slips_in(failing)
        done: set[int] = set()
        for index, step in enumerate(failing):
            if index in done:
                continue
            pair = failing[index + 1] if index + 1 < len(failing) else None
            if pair is not None and not (pair.before is step.after and step.off == -pair.off):
                pair = None
            if pair is not None:
                done.add(index + 1)
            yield _broken(step, pair, strong=strong or _repeated_right(rows, step, pair))


def _repeated_right(rows: Rows, step: Step, pair: Step | None) -> bool:
    """Whether a total below a wrong balance repeats what it should have been."""
    at = next(i for i, row in enumerate(rows) if row is step.after)
    below = next((row for row in rows[at + 1 :] if row.row_kind in TOTALS and readable(row.balance)), None)
    between = rows[at + 1 : rows.index(below)] if below is not None else ()
    if pair is None or below is None or any(row.row_kind is LedgerRowKind.ENTRY for row in between):
        return False
    right = signed_balance(step.after, 1)
    return right is not None and abs(right - step.off) == abs(signed_balance(below, 1) or ZERO)


def _carried(rows: Rows) -> list[tuple[LedgerEntry, LedgerEntry]]:
    """The totals whose balance is that of the entry above them, where most totals of the ledger do so."""
    pairs: list[tuple[LedgerEntry, LedgerEntry]] = []
    last: LedgerEntry | None = None
    for row in rows:
        if row.row_kind in TOTALS and last is not None and row.balance is not None and readable(row.balance):
            pairs.append((last, row))
        elif row.row_kind in CHAINED and row.balance is not None:
            last = row
    kept = [(above, row) for above, row in pairs if signed_balance(above, 1) == signed_balance(row, 1)]
    return kept if len(kept) * 2 > len(pairs) else []


def _not_carried(rows: Rows, carried: Sequence[tuple[LedgerEntry, LedgerEntry]]) -> Iterator[Check]:
    """The balances of totals that are not that of the entry above, where at least two and all others are."""
    kept = {id(row) for _, row in carried}
    last: LedgerEntry | None = None
    for row in rows:
        if row.row_kind in CHAINED and row.balance is not None:
            last = row
        elif _total_with_balance(row) and len(kept) >= 2 and id(row) not in kept and last is not None:
            yield _not_that_above(row, last)


def _total_with_balance(row: LedgerEntry) -> bool:
    return row.row_kind in TOTALS and readable(row.balance)


def _not_that_above(row: LedgerEntry, above: LedgerEntry) -> Check:
    assert row.balance is not None
    assert above.balance is not None
    outcome = same(row.balance, above.balance)
    check = pair_check("L01", outcome, row.balance, above.balance, named(row), Severity.WARNING)
    return (
        check.model_copy(update={"facts": check.facts | {"outcome": "carried"}}) if outcome.failed else check
    )


def _holding(rows: Rows, steps: Sequence[Step], carried: Sequence[Figure]) -> Check:
    """One check for all rows whose balance follows, with every figure of them and of the totals that repeat one."""
    figures = [f for step in steps for row in (step.before, step.after) for f in figures_in(row)]
    figures += carried
    last = steps[-1].after.balance
    return Check(
        rule="L01",
        verdict=Verdict.CONSISTENT,
        figures=tuple({f.place.address: f for f in figures}.values()),
        subject=rows[0].table,
        reported=printed(last) if last else None,
        facts={"rows": str(len(steps)), "subject": rows[0].table},
    )


def _broken(step: Step, pair: Step | None, *, strong: bool) -> Check:
    """A balance that does not follow; with `pair` the next row breaks by the same amount, so this cell is wrong."""
    balance = step.after.balance
    assert balance is not None
    assert step.before.balance is not None
    value = balance.number or ZERO
    needed = Fraction(abs(value - step.off) if value >= 0 else value - step.off)
    unit = Fraction(balance.unit_in_last_place)
    moved = figures_in(step.after)[1:]
    wanted = [(balance, needed)]
    if pair is None and len(moved) == 1:
        change = step.off if moved[0] is step.after.debit else -step.off
        wanted.append((moved[0], Fraction(amount_of(moved[0]) + change)))
    repairs = [str(repair) for repair in likely(wanted)]
    if pair is not None and not repairs:
        repairs = [f"{printed(balance)}{ARROW}{like(needed, balance, balance.decimals)}"]
    outcome = Outcome(
        Verdict.INCONSISTENT, needed, None, abs(Fraction(step.off)) / unit, Fraction(1), frozenset()
    )
    signs = {True: "+", False: "−"}
    left = printed(step.before.balance) + "".join(
        f" {signs[f is step.after.debit]} {printed(f)}" for f in moved
    )
    return check_of(
        "L01",
        outcome if strong else UNKNOWN,
        balance,
        [step.before.balance, *moved],
        left=left,
        subject=named(step.after),
        repairs=repairs,
        facts={"outcome": "balance_cell"} if pair is not None and strong else None,
    )
