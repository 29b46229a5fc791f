"""Steps of the running balance of a ledger, from one printed balance to the next."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from schema.report import LedgerEntry, LedgerRowKind
from score.entries import ZERO, Rows, amount_of
from score.rounding import FEN, readable
from score.words import words

CHAINED = frozenset({LedgerRowKind.ENTRY, LedgerRowKind.OPENING})


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


def slips_in(failing: Sequence[Step]) -> int:
    """How many cells the failing steps need to be explained: one wrong balance breaks two of them."""
    mended = sum(b.before is a.after and b.off == -a.off for a, b in itertools.pairwise(failing))
    return len(failing) - mended


def best_steps(rows: Rows) -> list[Step]:
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
            movement += (amount_of(row.debit) - amount_of(row.credit)) * sign
        balance = signed_balance(row, sign)
        if balance is None:
            continue
        previous = signed_balance(before, sign) if before else None
        if before is not None and previous is not None and row.row_kind is LedgerRowKind.ENTRY:
            out.append(Step(before, row, movement, balance - previous - movement))
        before, movement = row, ZERO
    return out


def signed_balance(row: LedgerEntry, sign: int) -> Decimal | None:
    """The balance, negative when it stands on the other side than the account's own."""
    if row.balance is None or not readable(row.balance) or row.balance.number is None:
        return None
    direction = (row.direction or "").strip()
    side = 1 if direction in words().debit_side else -1 if direction in words().credit_side else sign
    return row.balance.number * side * sign
