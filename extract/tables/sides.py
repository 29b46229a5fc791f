"""The two sides of a ledger found by arithmetic: what raises its running balance, and what lowers it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import permutations

from extract.tables.grid import Block, Column
from extract.tables.words import absence, folded, words

AMOUNTS = frozenset({None, "amount", "executed_amount", "received_amount", "total_amount"})
"""Fields of columns that may be a side: amounts whose header does not say which, or says nothing known."""

MOST_COLUMNS = 6
LEAST_ROWS = 3


def sides_by_balance(block: Block) -> tuple[Column, Column] | None:
    """The columns of income and outlay whose difference moves the balance from row to row; None if none do.

    Most of the movements must be explained, and both columns be needed: whatever their headers say, amounts that keep a
    balance to the cent through several rows are what it is made of.
    """
    balance = block.column("balance") or block.column("surplus")
    if balance is None:
        return None
    balances = _numbers(block, balance)
    columns = [(c, _numbers(block, c)) for c in block.columns if c.field in AMOUNTS]
    filled = [(c, values) for c, values in columns if any(v is not None for v in values)][:MOST_COLUMNS]
    for (income, into), (outlay, out) in permutations(filled, 2):
        if _explained(balances, into, out):
            return income, outlay
    return None


def cumulated(block: Block, amount: Column | None) -> Column | None:
    """The column headed 累计 that grows by the amounts of a ledger from row to row; None if there is none or it does not."""
    if amount is None:
        return None
    steps = _numbers(block, amount)
    named = [
        c for c in block.columns if c is not amount and folded(c.bottom).startswith(words().ledger.cumulated)
    ]
    for column in named:
        sums = _numbers(block, column)
        grown = [
            (before + step == after)
            for before, after, step in zip(sums, sums[1:], steps[1:], strict=False)
            if before is not None and after is not None and step is not None
        ]
        if sum(grown) >= LEAST_ROWS and sum(grown) * 2 > len(grown):
            return column
    return None


def _explained(
    balances: Sequence[Decimal | None], into: Sequence[Decimal | None], out: Sequence[Decimal | None]
) -> bool:
    held = missed = used_in = used_out = 0
    before: Decimal | None = None
    for after, plus, minus in zip(balances, into, out, strict=True):
        if before is not None and after is not None and (plus or minus):
            if before + (plus or 0) - (minus or 0) == after:
                held += 1
                used_in += bool(plus)
                used_out += bool(minus)
            else:
                missed += 1
        before = before if after is None else after
    return held >= LEAST_ROWS and held > missed and bool(used_in and used_out)


def _numbers(block: Block, column: Column) -> list[Decimal | None]:
    return [_number(cell.text) if (cell := block.cell(row, column)) else None for row in block.rows]


def _number(text: str) -> Decimal | None:
    if absence(text) is not None:
        return None
    try:
        return Decimal(folded(text).replace(",", ""))
    except InvalidOperation:
        return None
