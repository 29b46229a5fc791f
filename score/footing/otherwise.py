"""Totals of columns that are made otherwise than by adding up every row above: balances, deductions, blocks of one row.

The total of a column of balances repeats the last one; a row 减：退款 is taken off; 办公费用合计 above the only row of its block is
that row. Only what fits to the last digit is taken for made so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from schema.report import RowKind
from score.context import MoneyTable
from score.interval import total
from score.relation import relate
from score.rounding import shared_place
from score.sums import Sum
from score.words import mentions, words


def otherwise(table: MoneyTable, sums: Sequence[Sum]) -> list[Sum]:
    """The sums of columns, those that fail taken as they are made where they are made otherwise."""
    return [_made_otherwise(table, one) if one.outcome.failed else one for one in sums]


def _made_otherwise(table: MoneyTable, one: Sum) -> Sum:
    lessened = _lessened(table, one)
    if lessened is not None:
        return lessened
    if _repeats_the_last(table, one) or _of_one_row(table, one):
        return replace(one, certain=False)
    return one


def _lessened(table: MoneyTable, one: Sum) -> Sum | None:
    """The sum with the rows that are named as taken off (减：退款) taken off; None where there is none."""
    off = {
        figure.place.address
        for member in one.members
        if isinstance(member, int) and table.lines[member].name.strip().startswith(words().taken_off)
        and (figure := table.lines[member].amounts.get(one.field)) is not None and (figure.number or 0) > 0
    }  # fmt: skip
    if not off:
        return None
    signs = tuple(-1 if part.place.address in off else 1 for part in one.parts)
    pairs = list(zip(one.parts, signs, strict=True))
    place = shared_place([one.total, *one.parts])
    outcome = relate(one.total, lambda of: total([of(part) * sign for part, sign in pairs]), place=place)
    return replace(one, outcome=outcome, loose=outcome, signs=signs)


def _repeats_the_last(table: MoneyTable, one: Sum) -> bool:
    """Whether the total of a column of balances or of running sums is that of the last row."""
    return bool(one.parts) and (
        mentions(table.header(one.field), words().law_headers.running)
        and one.total.number in {one.parts[-1].number, one.parts[0].number}
    )


def _of_one_row(table: MoneyTable, one: Sum) -> bool:
    """Whether the only row between a total and the next one, or between it and the one before, is the total."""
    for step in (1, -1):
        numbers: list[Decimal] = []
        at = one.line + step
        while 0 <= at < len(table.lines) and not _is_total(table, at):
            figure = table.lines[at].amounts.get(one.field)
            numbers += [figure.number] if figure is not None and figure.number is not None else []
            at += step
        if len(numbers) == 1 and numbers[0] == one.total.number:
            return True
    return False


def _is_total(table: MoneyTable, index: int) -> bool:
    line = table.lines[index]
    return line.is_total or line.row_kind in {RowKind.TOTAL, RowKind.SUBTOTAL}
