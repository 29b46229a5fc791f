"""Bookings that are worth a question, and pages of a ledger that go on (L06, L08, L09)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from schema.finding import Check, Severity, Verdict
from schema.report import LedgerEntry, LedgerRowKind
from score.context import Context
from score.evidence import number, printed
from score.pairs import pair_check, same
from score.remarks import remarks
from score.rounding import readable
from score.rule import rule


def _entries(rows: tuple[LedgerEntry, ...]) -> list[LedgerEntry]:
    return [row for row in rows if row.row_kind is LedgerRowKind.ENTRY]


@rule("L06", severity=Severity.NOTE, needs=("ledger_entries",), compares=False)
def a_voucher_has_one_date(context: Context) -> Iterator[Check]:
    """The rows of one voucher of one month have one date.

    A voucher may have many rows; on two days it is one of two vouchers. Example: 记-12 on 03-05 and again on 03-28.
    """
    for rows in context.ledgers:
        days: dict[tuple[str, str], list[LedgerEntry]] = defaultdict(list)
        for row in _entries(rows):
            if row.voucher_no and row.date and len(row.date) >= 5 and row.date.count("-") >= 1:
                days[row.date.rpartition("-")[0], row.voucher_no].append(row)
        doubled = [found for found in days.values() if len({row.date for row in found}) > 1]
        if len(doubled) * 4 > len(days):
            continue  # numbers that begin again with every day, or for every kind of voucher
        for found in doubled:
            yield _voucher(found, wrong=True)
        if days and not doubled:
            yield _voucher(next(iter(days.values())), wrong=False)


def _voucher(found: list[LedgerEntry], *, wrong: bool) -> Check:
    dates = sorted({row.date or "" for row in found})
    return Check(
        rule="L06",
        verdict=Verdict.INCONSISTENT if wrong else Verdict.CONSISTENT,
        severity=Severity.NOTE if wrong else None,
        subject=found[0].voucher_no or "",
        quote=found[0].description,
        places=tuple(row.place for row in found),
        facts={"voucher": found[0].voucher_no or "", "dates": "、".join(dates)},
    )


@rule("L08", severity=Severity.NOTE, needs=("ledger_entries",), compares=False)
def spending_does_not_crowd_in_december(context: Context) -> Iterator[Check]:
    """More than half of a year's spending in its last month is asked about.

    Instalments of contracts explain some. Only ledgers that reach over half a year are looked at. Example: 1,203,000.00 of
    1,800,000.00 booked in December.
    """
    for rows in context.ledgers:
        months: dict[str, Decimal] = defaultdict(Decimal)
        for row in _entries(rows):
            if (
                row.debit is not None
                and row.debit.number is not None
                and row.date
                and row.date.count("-") >= 1
            ):
                months[row.date.split("-")[-2]] += row.debit.number
        whole = sum(months.values(), Decimal(0))
        span = [int(month) for month in months if month.isdigit()]
        if not span or max(span) != 12 or 12 - min(span) + 1 < remarks().ledger.fewest_months or whole <= 0:
            continue
        share = Fraction(months["12"]) / Fraction(whole)
        crowded = share > Fraction(remarks().ledger.last_month_share)
        last = [row for row in _entries(rows) if row.date and row.date.split("-")[-2] == "12"]
        largest = max(last, key=lambda row: (row.debit.number or Decimal(0)) if row.debit else Decimal(0))
        yield Check(
            rule="L08",
            verdict=Verdict.INCONSISTENT if crowded else Verdict.CONSISTENT,
            severity=Severity.NOTE if crowded else None,
            subject=rows[0].table,
            formula=f"{months['12']:,f} ÷ {whole:,f} = {number(share * 100, 2)}%",
            reported=printed(largest.debit) if largest.debit else None,
            places=(largest.place,),
            facts={
                "share": f"{number(share * 100, 2)}%",
                "december": f"{months['12']:,f}",
                "total": f"{whole:,f}",
            },
        )


@rule("L09", severity=Severity.ERROR, needs=("ledger_entries",))
def pages_go_on(context: Context) -> Iterator[Check]:
    """What a page of a ledger carries forward is what the next one brings forward.

    Example: 过次页 608,340.00, 承前页 608,430.00.
    """
    rows = context.report.ledger_entries
    for before, after in itertools.pairwise(rows):
        if not before.row_kind is after.row_kind is LedgerRowKind.CARRIED:
            continue
        for one, other in (
            (before.debit, after.debit),
            (before.credit, after.credit),
            (before.balance, after.balance),
        ):
            if one is not None and other is not None and readable(one) and readable(other):
                yield pair_check("L09", same(one, other), one, other, before.description, Severity.ERROR)
