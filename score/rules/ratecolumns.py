"""Columns of rates whose relation nobody names: the rows that keep it prove it, and the one that does not is told (R20)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity
from schema.report import BudgetLine
from score.context import Context, MoneyTable
from score.evidence import check_of, printed
from score.footing import column_sums, row_sums
from score.relation import UNKNOWN, Outcome, relate
from score.repair import likely
from score.rounding import as_printed, readable
from score.rule import rule
from score.rules.funds import NAMED_BASES
from score.terms import comparable

LEAST_AGREEING = 3
"""Rows that must keep a relation for it to be one of the table; with a slip that explains the odd row, one less."""

MOST_COLUMNS = 14


@dataclass(frozen=True, slots=True)
class _Row:
    """One row with its rate, the part and the whole that may make it."""

    line: BudgetLine
    rate: Figure
    part: Figure
    whole: Figure
    outcome: Outcome


@rule("R20", severity=Severity.ERROR, needs=())
def rate_that_its_column_makes_of_two_others(context: Context) -> Iterator[Check]:
    """A column of rates that is one column over another in every row but one is so in that row too.

    The headers need not say of what the rates are: the rows do. Rates with a named measure have their own rules.
    Example: 资金合计 3,156.50, 实际支出 2,914.18, 支出率 93.22%, where all other rows divide these two and 92.32% would be right.
    """
    for table in context.tables:
        for field in _rate_columns(table):
            yield from _column(table, field)


def _rate_columns(table: MoneyTable) -> list[str]:
    return [
        field
        for field in table.fields
        if all(
            line.amounts[field].kind is FigureKind.PERCENT for line in table.lines if field in line.amounts
        )
    ]


def _column(table: MoneyTable, field: str) -> Iterator[Check]:
    lines = [line for line in table.lines if _open(line, field)]
    if len(lines) < LEAST_AGREEING:
        return
    amounts = [f for f in table.fields if f not in _rate_columns(table)]
    if len(amounts) > MOST_COLUMNS:
        return
    cures = _cures(table)
    found = [
        rows
        for pair in permutations(amounts, 2)
        if (rows := _rows(lines, field, *pair, cures)) and _proven(rows)
    ]
    if len({tuple((row.part.number, row.whole.number) for row in rows) for rows in found}) == 1:
        yield from (_check(row, table) for row in found[0])


def _open(line: BudgetLine, field: str) -> bool:
    """Whether no other rule knows of what the rate is."""
    rate = line.amounts.get(field)
    named = field == "execution_rate" and any(base in line.amounts for base in NAMED_BASES)
    return rate is not None and readable(rate) and not named and field not in {"share", "growth_rate"}


Cures = Mapping[tuple[int, ...], Decimal]


def _cures(table: MoneyTable) -> Cures:
    """What an amount would have to be for a sum of the table that fails over it: that slip is told by the sum."""
    return {
        one.total.place.address: sum((part.number or Decimal(0) for part in one.parts), Decimal(0))
        for one in (*row_sums(table), *column_sums(table))
        if one.outcome.failed
    }


def _outcome(rate: Figure, part: Figure, whole: Figure, cures: Cures) -> Outcome:
    """The relation of a row; not decided where it holds with the amount that a failing sum asks for."""

    def made(a: Figure, b: Figure) -> Outcome:
        return relate(rate, lambda of: of(a) / of(b) * 100)

    outcome = made(part, whole)
    if not outcome.failed:
        return outcome
    for wrong in (part, whole):
        value = cures.get(wrong.place.address)
        if value:
            mended = wrong.model_copy(update={"value": value})
            if not made(*(mended if f is wrong else f for f in (part, whole))).failed:
                return UNKNOWN
    return outcome


def _rows(lines: Sequence[BudgetLine], field: str, part: str, whole: str, cures: Cures) -> list[_Row]:
    rows = []
    for line in lines:
        a, b, rate = line.amounts.get(part), line.amounts.get(whole), line.amounts[field]
        if a is None or b is None or not (readable(a) and readable(b) and a.number and b.number):
            continue
        if not comparable(a, b):
            return []
        rows.append(_Row(line, rate, a, b, _outcome(rate, a, b, cures)))
    return rows


def _proven(rows: Sequence[_Row]) -> bool:
    """Whether the rows that tell something keep the relation, all but one; a plain 100 % tells nothing."""
    broken = [row for row in rows if row.outcome.failed]
    told = {
        (row.part.number, row.whole.number)
        for row in rows
        if not row.outcome.failed and row.rate.number != 100
    }
    least = LEAST_AGREEING - 1 if broken and _repairs(broken[0]) else LEAST_AGREEING
    return len(broken) <= 1 and len(told) >= least


def _repairs(row: _Row) -> list[str]:
    a, b, r = (Fraction(f.number or 0) for f in (row.part, row.whole, row.rate))
    wanted = [(row.rate, a / b * 100), (row.part, b * r / 100)] + ([(row.whole, a * 100 / r)] if r else [])
    return [str(repair) for repair in likely((f, as_printed(value, f)) for f, value in wanted)]


def _check(row: _Row, table: MoneyTable) -> Check:
    repairs = _repairs(row) if row.outcome.failed else []
    return check_of(
        "R20",
        row.outcome,
        row.rate,
        [row.part, row.whole],
        left=f"{printed(row.part)} ÷ {printed(row.whole)}",
        severity=Severity.ERROR if repairs else Severity.WARNING,
        subject=" · ".join(part for part in (table.name, row.line.name) if part),
        repairs=repairs,
    )
