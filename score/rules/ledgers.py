"""Ledgers: the running balance, the totals, the dates, one side for each entry (L01 to L05, L07)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Check, Severity, Verdict
from schema.report import LedgerEntry, LedgerRowKind
from score.context import Context
from score.evidence import check_of, like, printed, undecided
from score.interval import Interval
from score.pairs import pair_check, same
from score.relation import UNKNOWN, Outcome
from score.repair import ARROW, likely, slip_between
from score.rounding import FEN, readable
from score.rule import rule
from score.sums import Sum, compare_sum, sum_check
from score.words import words

Rows = Sequence[LedgerEntry]

CHAINED = frozenset({LedgerRowKind.ENTRY, LedgerRowKind.OPENING})
TOTALS = frozenset({LedgerRowKind.MONTH_TOTAL, LedgerRowKind.YEAR_TOTAL, LedgerRowKind.TOTAL})
ZERO = Decimal(0)


# --- running balance -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """Two neighbouring balances and the movement between them; `off` is what the later one is too much."""

    before: LedgerEntry
    after: LedgerEntry
    movement: Decimal
    off: Decimal

    @property
    def holds(self) -> bool:
        """Whether the balance follows, exactly in 分 and within rounding in coarser units."""
        unit = self.after.balance.unit_in_last_place if self.after.balance else FEN
        return abs(self.off) <= (2 * unit if unit > FEN else ZERO)


@rule("L01", severity=Severity.ERROR, needs=("ledger_entries",))
def balance_runs_on(context: Context) -> Iterator[Check]:
    """Each balance is the one before, plus debit, less credit; the other way round in accounts of liabilities.

    One wrong balance breaks two rows, a wrong amount only one: that tells which cell to look at. Rows that hold make one
    check. Example: 余额 80,000.00, 借方 5,000.00, next 余额 85,500.00.
    """
    for rows in context.ledgers:
        steps = _best_steps(rows)
        holding = [step for step in steps if step.holds]
        failing = [step for step in steps if not step.holds]
        carried = _carried(rows)
        if holding:
            yield _holding(rows, holding, [row.balance for _, row in carried if row.balance])
        yield from _not_carried(rows, carried)
        strong = len(holding) >= 2 and len(holding) > 2 * _slips(failing)
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
    right = _signed_balance(step.after, 1)
    return right is not None and abs(right - step.off) == abs(_signed_balance(below, 1) or ZERO)


def _slips(failing: Sequence[Step]) -> int:
    """How many cells the failing steps need to be explained: one wrong balance breaks two of them."""
    mended = sum(b.before is a.after and b.off == -a.off for a, b in itertools.pairwise(failing))
    return len(failing) - mended


def _best_steps(rows: Rows) -> list[Step]:
    """The steps read as an account of assets, or of liabilities where more of them hold so."""
    steps = _steps(rows, 1)
    held = sum(step.holds for step in steps)
    if held * 2 > len(steps):
        return steps
    other = _steps(rows, -1)
    return other if sum(step.holds for step in other) > held else steps


def _steps(rows: Rows, sign: int) -> list[Step]:
    """The steps between rows that have a balance, with all movements in between."""
    out: list[Step] = []
    before: LedgerEntry | None = None
    movement = ZERO
    for row in rows:
        if row.row_kind not in CHAINED:
            continue
        if row.row_kind is LedgerRowKind.ENTRY:
            movement += (_amount(row.debit) - _amount(row.credit)) * sign
        balance = _signed_balance(row, sign)
        if balance is None:
            continue
        previous = _signed_balance(before, sign) if before else None
        if before is not None and previous is not None and row.row_kind is LedgerRowKind.ENTRY:
            out.append(Step(before, row, movement, balance - previous - movement))
        before, movement = row, ZERO
    return out


def _amount(figure: Figure | None) -> Decimal:
    return (figure.number or ZERO) if figure is not None else ZERO


def _signed_balance(row: LedgerEntry, sign: int) -> Decimal | None:
    """The balance, negative when it stands on the other side than the account's own."""
    if row.balance is None or not readable(row.balance) or row.balance.number is None:
        return None
    direction = (row.direction or "").strip()
    side = 1 if direction in words().debit_side else -1 if direction in words().credit_side else sign
    return row.balance.number * side * sign


def _carried(rows: Rows) -> list[tuple[LedgerEntry, LedgerEntry]]:
    """The totals whose balance is that of the entry above them, where most totals of the ledger do so."""
    pairs: list[tuple[LedgerEntry, LedgerEntry]] = []
    last: LedgerEntry | None = None
    for row in rows:
        if row.row_kind in TOTALS and last is not None and row.balance is not None and readable(row.balance):
            pairs.append((last, row))
        elif row.row_kind in CHAINED and row.balance is not None:
            last = row
    kept = [(above, row) for above, row in pairs if _signed_balance(above, 1) == _signed_balance(row, 1)]
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
    check = pair_check("L01", outcome, row.balance, above.balance, _named(row), Severity.WARNING)
    return (
        check.model_copy(update={"facts": check.facts | {"outcome": "carried"}}) if outcome.failed else check
    )


def _holding(rows: Rows, steps: Sequence[Step], carried: Sequence[Figure]) -> Check:
    """One check for all rows whose balance follows, with every figure of them and of the totals that repeat one."""
    figures = [f for step in steps for row in (step.before, step.after) for f in _figures(row)]
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


def _figures(row: LedgerEntry) -> list[Figure]:
    return [figure for figure in (row.balance, row.debit, row.credit) if figure is not None]


def _broken(step: Step, pair: Step | None, *, strong: bool) -> Check:
    """A balance that does not follow; with `pair` the next row breaks by the same amount, so this cell is wrong."""
    balance = step.after.balance
    assert balance is not None
    assert step.before.balance is not None
    value = balance.number or ZERO
    needed = Fraction(abs(value - step.off) if value >= 0 else value - step.off)
    unit = Fraction(balance.unit_in_last_place)
    moved = _figures(step.after)[1:]
    wanted = [(balance, needed)]
    if pair is None and len(moved) == 1:
        change = step.off if moved[0] is step.after.debit else -step.off
        wanted.append((moved[0], Fraction(_amount(moved[0]) + change)))
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
        subject=_named(step.after),
        repairs=repairs,
        facts={"outcome": "balance_cell"} if pair is not None and strong else None,
    )


def _named(row: LedgerEntry) -> str:
    """A row by its date, voucher and description, as printed."""
    return " ".join(part for part in (row.date, row.voucher_no, row.description) if part)


# --- totals ----------------------------------------------------------------------------------------------


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
    steps = _best_steps(rows)
    failing = [step for step in steps if not step.holds]
    holding = len(steps) - len(failing)
    strong = holding >= 2 and holding > 2 * _slips(failing)
    if check.verdict is not Verdict.INCONSISTENT or not failing or not strong:
        return False
    return abs(sum((step.off for step in failing), ZERO)) == abs(Decimal(check.facts["off"]))


def _closing(opening: Figure, closing: LedgerEntry, entries: Rows) -> Check:
    balance = closing.balance
    assert balance is not None
    moved = sum((_amount(row.debit) - _amount(row.credit) for row in entries), ZERO)
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
    debit = sum((_amount(row.debit) for row in entries), ZERO)
    credit = sum((_amount(row.credit) for row in entries), ZERO)
    one, other = (debit, credit) if expected == start + moved else (credit, debit)
    left = f"{printed(opening)} + {one:f} − {other:f}"
    facts = {"off": f"{expected - end:f}"}
    return check_of(
        "L02", outcome, balance, [opening, *sides], left=left, subject=_named(closing), facts=facts
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
            yield sum_check("L03", found, subject=_named(rows[i]), mild=len(heads) == 1)


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
    return check_of("L03", outcome, figure, [], left="0", subject=_named(row) or row.table)


def _subtotal(row: LedgerEntry, figure: Figure, span: list[Figure], everything: list[Figure]) -> Check:
    tried = [span] if len(span) == len(everything) else [span, list(everything)]
    parts, outcome = next(
        ((p, o) for p in tried if not (o := compare_sum(figure, p)).failed), (span, compare_sum(figure, span))
    )
    found = Sum(figure, tuple(parts), 0, "", (), outcome, certain=True, complete=True, loose=outcome)
    return sum_check("L03", found, subject=_named(row) or row.table, mild=len(span) == 1)


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


# --- dates and sides -------------------------------------------------------------------------------------


@rule("L05", severity=Severity.WARNING, needs=("ledger_entries",), compares=False)
def dates_in_the_year_and_in_order(context: Context) -> Iterator[Check]:
    """Entries are dated within the fiscal year, and one after the other.

    Late bookings and corrections happen: an entry of another year is a warning, one out of order a note.
    """
    for rows in context.ledgers:
        dated = [(row, when) for row in rows if row.row_kind is LedgerRowKind.ENTRY and (when := _date(row))]
        years = [when.year for _, when in dated if when.year > 1]
        year = context.report.document.fiscal_year or (max(set(years), key=years.count) if years else None)
        strange = [row for row, when in dated if when.year > 1 and year and when.year != year]
        if 0 < len(strange) * 5 <= len(dated):
            for row in strange:
                yield _dated(row, "other_year", Severity.WARNING, {"year": str(year)})
        late = [(a, b) for (a, x), (b, y) in itertools.pairwise(dated) if y < x and b not in strange]
        if 0 < len(late) * 10 <= len(dated):
            for before, row in late:
                if before not in strange:
                    yield _dated(row, "out_of_order", Severity.NOTE, {"before": before.date or ""})
        if dated and not strange and not late:
            yield _dated(dated[0][0], "", None, {"rows": str(len(dated))})


def _date(row: LedgerEntry) -> date | None:
    """The date of a row; year 1 when none is printed. None for dates without a day, or impossible ones."""
    parts = (row.date or "").split("-")
    try:
        if len(parts) == 3:
            return date(*(int(part) for part in parts))
        return date(1, *(int(part) for part in parts)) if len(parts) == 2 and len(parts[0]) <= 2 else None
    except ValueError:
        return None


def _dated(row: LedgerEntry, outcome: str, severity: Severity | None, facts: dict[str, str]) -> Check:
    return Check(
        rule="L05",
        verdict=Verdict.INCONSISTENT if severity else Verdict.CONSISTENT,
        severity=severity,
        subject=_named(row) if severity else row.table,
        reported=row.date,
        facts={
            "outcome": outcome or Verdict.CONSISTENT,
            "date": row.date or "",
            "subject": _named(row),
            **facts,
        },
        quote=_named(row),
        places=(row.place,),
    )


@rule("L07", severity=Severity.NOTE, needs=("ledger_entries",), compares=False)
def one_side_for_each_entry(context: Context) -> Iterator[Check]:
    """An entry has a debit or a credit, not both and not neither.

    Example: 借方 500.00 and 贷方 500.00 in one row.
    """
    for rows in context.ledgers:
        if not any(row.credit is not None and row.credit.number for row in rows):
            continue
        entries = [row for row in rows if row.row_kind is LedgerRowKind.ENTRY]
        wrong = [
            row for row in entries if bool(_amount(row.debit)) == bool(_amount(row.credit)) and _figures(row)
        ]
        if len(wrong) * 10 > len(entries):
            continue
        for row in wrong:
            yield Check(
                rule="L07",
                verdict=Verdict.INCONSISTENT,
                severity=Severity.NOTE,
                figures=tuple(_figures(row)),
                subject=_named(row),
                facts={"outcome": "both" if _amount(row.debit) else "neither", "subject": _named(row)},
                quote=_named(row),
                places=(row.place,),
            )
        if not wrong:
            yield Check(
                rule="L07", verdict=Verdict.CONSISTENT, subject=rows[0].table, places=(rows[0].place,)
            )
