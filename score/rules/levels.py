"""Tables of several levels and tables side by side: codes add up one level at a time, and both sides of a balance are equal (S12, B19)."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity
from schema.report import Absent, BudgetLine, RowKind
from score.context import Context, MoneyTable
from score.footing.cells import columns
from score.footing.down import numbered_below
from score.pairs import pair_check, same
from score.relation import UNKNOWN
from score.rounding import readable
from score.rule import rule
from score.sums import Sum, size, sum_check, summed
from score.terms import normal
from score.words import mentions, words

FEWEST_HELD = 3
"""So many sums of a table must hold before one that does not is held against it."""

EMPTY = frozenset({Absent.BLANK, Absent.DASH, Absent.SLASH, Absent.NONE_WORD})


@rule("S12", severity=Severity.ERROR, needs=("budget_lines",))
def levels_add_up(context: Context) -> Iterator[Check]:
    """In a table of code levels each row is the sum of the rows one level below it, an only child its equal.

    Final accounts list class, section and item (类、款、项); an amount changed at one level alone breaks the row above it.
    Where few rows of a table hold, it lists only some of its items, and nothing is said. Example: 201 → 2,106.66 beside
    20106 → 2,106.66, made of 1,511.89, 10.00, 135.25 and 449.52.
    """
    for table in context.money_tables:
        found = list(_level_sums(table))
        held = sum(not one.outcome.failed and bool(one.total.number) for one in found)
        failing = len(found) - sum(not one.outcome.failed for one in found)
        strong = held >= FEWEST_HELD and held >= 4 * failing
        for one in found:
            line = table.lines[one.line]
            subject = " · ".join(
                part
                for part in (table.name, line.code or "", line.name.strip(), table.header(one.field))
                if part
            )
            mild = not one.loose.failed or not _explained(one)
            yield sum_check("S12", replace(one, certain=strong and one.complete), subject=subject, mild=mild)


def _explained(found: Sum) -> bool:
    """Whether the parts exceed the whole; parts that fall short of it may have a row that is not listed."""
    return sum((size(part) for part in found.parts), Fraction(0)) > size(found.total)


def _level_sums(table: MoneyTable) -> Iterator[Sum]:
    """Every row that has rows one level below it, column by column."""
    lines = table.lines
    below = _coded_below(lines) | numbered_below(lines)
    fields = columns(table)
    for parent, children in sorted(below.items()):
        for field in fields:
            whole = lines[parent].amounts.get(field)
            parts = [cell for i in children if (cell := lines[i].amounts.get(field)) is not None]
            if whole is None or not _amount(whole) or not parts or not all(map(_amount, parts)):
                continue
            complete = all(field in lines[i].amounts or _empty(lines[i], field) for i in children)
            yield summed(whole, tuple(parts), parent, field, tuple(children), complete)


def _amount(figure: Figure) -> bool:
    return readable(figure) and figure.kind is not FigureKind.PERCENT


def _coded_below(lines: Sequence[BudgetLine]) -> dict[int, list[int]]:
    """The rows with a code, by the row whose code they continue."""
    below: dict[int, list[int]] = {}
    for index, line in enumerate(lines):
        parent = line.parent
        if parent is None or parent == index or not 0 <= parent < len(lines):
            continue
        if line.code and line.row_kind is RowKind.ENTRY and lines[parent].row_kind is RowKind.ENTRY:
            below.setdefault(parent, []).append(index)
    return below


def _empty(line: BudgetLine, field: str) -> bool:
    return line.absent.get(field) in EMPTY


@rule("B19", severity=Severity.ERROR, needs=("budget_lines",))
def both_sides_balance(context: Context) -> Iterator[Check]:
    """Where income and spending stand side by side, their last totals are equal: what came in was spent or is left.

    Example: 收入 总计 2,995.39 beside 支出 总计 2,995.39; 2,959.39 on one side is a slip.
    """
    tables = context.money_tables
    for one, other in itertools.pairwise(tables):
        if other.half == one.half + 1 and other.key.rpartition("|")[0] == one.key.rpartition("|")[0]:
            yield from _balance(one, other)


def _balance(one: MoneyTable, other: MoneyTable) -> Iterator[Check]:
    left, right = _last_total(one), _last_total(other)
    if left is None or right is None or left[0].place.row != right[0].place.row:
        return
    if _bare(left[0].name) != _bare(right[0].name) or not _income_and_spending(one, other):
        return
    for figure in right[1]:
        outcome = same(left[1][0], figure)
        if outcome.failed and len(right[1]) > 1:
            outcome = UNKNOWN
        yield pair_check("B19", outcome, left[1][0], figure, left[0].name.strip(), Severity.ERROR)


def _last_total(table: MoneyTable) -> tuple[BudgetLine, Sequence[Figure]] | None:
    """The last row of a table, if it is a total, with its amounts."""
    line = table.lines[-1]
    amounts = [f for f in line.amounts.values() if readable(f) and f.kind is FigureKind.MONEY]
    return (line, amounts) if line.is_total and amounts else None


def _bare(name: str) -> str:
    """A name of a total without the side it is said of."""
    text = normal(name)
    for word in (*words().income_side, *words().spending_side):
        text = text.replace(word, "")
    return text


def _income_and_spending(one: MoneyTable, other: MoneyTable) -> bool:
    """Whether the halves say that they are the two sides of one balance."""
    left, right = (" ".join((t.name, *(t.header(f) for f in t.fields))) for t in (one, other))
    return mentions(left, words().income_side) and mentions(right, words().spending_side)
