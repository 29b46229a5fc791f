"""Rows of a ledger: its entries and totals, and what a row says."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from schema.figure import Figure
from schema.report import LedgerEntry, LedgerRowKind

Rows = Sequence[LedgerEntry]


TOTALS = frozenset({LedgerRowKind.MONTH_TOTAL, LedgerRowKind.YEAR_TOTAL, LedgerRowKind.TOTAL})


ZERO = Decimal(0)


def amount_of(figure: Figure | None) -> Decimal:
    """The number of a cell; 0 where there is none."""
    return (figure.number or ZERO) if figure is not None else ZERO


def figures_in(row: LedgerEntry) -> list[Figure]:
    """The amounts of a row, its balance first."""
    return [figure for figure in (row.balance, row.debit, row.credit) if figure is not None]


def named(row: LedgerEntry) -> str:
    """A row by its date, voucher and description, as printed."""
    return " ".join(part for part in (row.date, row.voucher_no, row.description) if part)


def entries_in(rows: Rows) -> list[LedgerEntry]:
    """The rows that book something, without openings and totals."""
    return [row for row in rows if row.row_kind is LedgerRowKind.ENTRY]
