"""Bookings that are worth a question: their dates, sides and vouchers, and pages of a ledger that go on (L05 to L09)."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from schema.finding import Check, Severity, Verdict
from schema.report import LedgerEntry, LedgerRowKind
from score.context import Context
from score.entries import amount_of, entries_in, figures_in, named
from score.evidence import number, printed
from score.pairs import pair_check, same
from score.remarks import remarks
from score.rounding import readable
from score.rule import rule


@rule("L06", severity=Severity.NOTE, needs=("ledger_entries",), compares=False)
def a_voucher_has_one_date(context: Context) -> Iterator[Check]:
    """The rows of one voucher of one month have one date.

    A voucher may have many rows; on two days it is one of two vouchers. Example: 记-12 on 03-05 and again on 03-28.
    """
    for rows in context.ledgers:
        days: dict[tuple[str, str], list[LedgerEntry]] = defaultdict(list)
        for row in entries_in(rows):
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
        for row in entries_in(rows):
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
        last = [row for row in entries_in(rows) if row.date and row.date.split("-")[-2] == "12"]
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
        subject=named(row) if severity else row.table,
        reported=row.date,
        facts={
            "outcome": outcome or Verdict.CONSISTENT,
            "date": row.date or "",
            "subject": named(row),
            **facts,
        },
        quote=named(row),
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
        entries = entries_in(rows)
        wrong = [
            row
            for row in entries
            if bool(amount_of(row.debit)) == bool(amount_of(row.credit)) and figures_in(row)
        ]
        if len(wrong) * 10 > len(entries):
            continue
        for row in wrong:
            yield Check(
                rule="L07",
                verdict=Verdict.INCONSISTENT,
                severity=Severity.NOTE,
                figures=tuple(figures_in(row)),
                subject=named(row),
                facts={"outcome": "both" if amount_of(row.debit) else "neither", "subject": named(row)},
                quote=named(row),
                places=(row.place,),
            )
        if not wrong:
            yield Check(
                rule="L07", verdict=Verdict.CONSISTENT, subject=rows[0].table, places=(rows[0].place,)
            )
