"""How the rows of a table add up to its total columns, where the headers or most of the rows say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from schema.figure import Figure
from schema.report import BudgetLine
from score.context import MoneyTable
from score.footing.cells import columns, is_period, known_empty, plain, tells
from score.sums import Sum, holds, summed
from score.words import mentions, words

CANONICAL = frozenset(
    {
        "budget_initial", "budget_added", "budget_cut", "budget_adjusted", "received_amount", "executed_amount",
        "surplus", "carried_forward", "planned_amount", "contract_amount", "debit", "credit", "balance",
        "previous_amount", "change_amount", "quantity", "hours", "households",
    }
)  # fmt: skip
"""Columns that stand beside one another without being parts of a row total."""


def row_sums(table: MoneyTable) -> list[Sum]:
    """Rows whose total column should be the sum of other columns, where most rows of the table say so."""
    fields = columns(table)
    out: list[Sum] = []
    paths = {name: table.header(name).split("/") for name in fields}
    headed = any(len(path) > 1 for path in paths.values())
    for field in fields:
        if headed and (grouped := _headed_parts(paths, field)):
            out += _headed_sums(table, field, grouped)
        elif field == "total_amount" or mentions(table.header(field), words().total_headers):
            parts = [f for f in fields if f != field and _may_be_part(table, f)]
            out += _row_vote(table, field, parts)
    return out


def _headed_parts(paths: dict[str, list[str]], field: str) -> tuple[str, ...]:
    """The columns a total column adds up by the headers above them: 公务用车/小计 those of 公务用车.

    A group with a total of its own counts by that total. Nothing where no header groups columns.
    """
    *over, own = paths[field]
    return _siblings(paths, field, over) if mentions(own, words().total_headers) else ()


def _siblings(paths: dict[str, list[str]], field: str, over: list[str]) -> tuple[str, ...]:
    depth = len(over)
    below = [
        name for name in paths if name != field and paths[name][:depth] == over and len(paths[name]) > depth
    ]
    groups: dict[str, list[str]] = {}
    for name in below:
        groups.setdefault(paths[name][depth], []).append(name)
    parts: list[str] = []
    for names in groups.values():
        totals = [
            n for n in names if len(paths[n]) == depth + 2 and mentions(paths[n][-1], words().total_headers)
        ]
        if len(names) > 1 and len(totals) != 1:
            return ()
        parts += totals if len(names) > 1 else names
    return tuple(parts) if len(parts) > 1 else ()


def _headed_sums(table: MoneyTable, field: str, parts: tuple[str, ...]) -> Iterator[Sum]:
    """The sums of the rows under columns that the headers put together; of one row, or where most rows hold."""
    barred = (*words().not_parts, *words().overlapping)
    if any(part in CANONICAL or mentions(table.header(part), barred) for part in parts):
        return
    rows = [(i, found) for i, line in enumerate(table.lines) if (found := _row_cells(line, field, parts))]
    held = sum(holds(*found) for _, found in rows)
    for index, found in rows:
        line = table.lines[index]
        complete = all(plain(line.amounts.get(name)) or known_empty(line, name) for name in parts)
        sure = complete and (len(rows) == 1 or held * 2 > len(rows))
        yield replace(summed(*found, index, field, parts, complete), certain=sure)


def _may_be_part(table: MoneyTable, field: str) -> bool:
    return field not in CANONICAL and not mentions(table.header(field), words().not_parts)


def _row_vote(table: MoneyTable, field: str, parts: list[str]) -> Iterator[Sum]:
    """The sums of the rows, under the run of neighbouring columns that holds in most of them."""
    best: tuple[str, ...] = ()
    most = against = alone = 0
    if len(parts) == 1:
        yield from _only_column(table, field, parts[0])
        return
    months = [name for name in parts if is_period(table.header(name))]
    periods = tuple(months) if len(months) >= FEWEST_PERIODS else ()
    for run in (periods,) if periods else _runs(parts):
        cells = [found for line in table.lines if (found := _row_cells(line, field, run)) is not None]
        held = [holds(whole, found) for whole, found in cells]
        votes = sum(ok and tells(found) for ok, (_, found) in zip(held, cells, strict=True))
        if votes > most:
            best, most, against = run, votes, held.count(False)
            alone = _only_parts(found for ok, found in zip(held, cells, strict=True) if ok)
    strong = (most >= 2 and most > against) or most + alone >= max(FEWEST_EQUAL, MOST_AGAINST * against + 1)
    strong = strong or (bool(periods) and most >= against and most > 0)
    for index, line in enumerate(table.lines):
        row = _row_cells(line, field, best, fewest=1 if strong else 2) if best else None
        if row is not None and (len(row[1]) > 1 or _alone(line, best)):
            complete = all(plain(line.amounts.get(name)) or known_empty(line, name) for name in best)
            yield replace(summed(*row, index, field, best, complete), certain=strong and complete)


def _only_column(table: MoneyTable, field: str, part: str) -> Iterator[Sum]:
    """The sums of a table in which one column alone holds the parts: its total column repeats it row by row."""
    cells = [(i, line, _row_cells(line, field, (part,), fewest=1)) for i, line in enumerate(table.lines)]
    rows = [(i, line, row) for i, line, row in cells if row is not None]
    held = [holds(*row) for _, _, row in rows]
    values = {row[0].number for ok, (_, _, row) in zip(held, rows, strict=True) if ok and row[0].number}
    if len(values) < FEWEST_EQUAL or held.count(False) > 1:
        return
    for index, _, row in rows:
        yield replace(summed(*row, index, field, (part,), complete=True), certain=True)


FEWEST_PERIODS = 3
"""So many columns of months or quarters beside a total are all its parts, if one row says so."""


def _only_parts(rows: Iterable[tuple[Figure, tuple[Figure, ...]]]) -> int:
    """How many totals are printed beside one part that is not 0; none unless it is not always the same column's."""
    found = set()
    for whole, parts in rows:
        told = [i for i, part in enumerate(parts) if part.number]
        if len(told) == 1 and len(parts) > 1:
            found.add((told[0], whole.number))
    return len(found) if len({column for column, _ in found}) > 1 else 0


MOST_AGAINST = 3
"""For each row that does not hold so many must, where the other parts of most rows are 0."""

FEWEST_EQUAL = 4
"""So many different amounts that two columns share show that one repeats the other."""


def _runs(parts: list[str]) -> Iterator[tuple[str, ...]]:
    """Runs of neighbouring columns, longer ones first."""
    for size in range(len(parts), 1, -1):
        for start in range(len(parts) - size + 1):
            yield tuple(parts[start : start + size])


def _alone(line: BudgetLine, run: tuple[str, ...]) -> bool:
    """Whether the only part of a row stands beside cells that are known to be empty."""
    return all(name in line.amounts or known_empty(line, name) for name in run)


def _row_cells(
    line: BudgetLine, field: str, run: tuple[str, ...], fewest: int = 2
) -> tuple[Figure, tuple[Figure, ...]] | None:
    """The total of a row and its parts; None when there are fewer of them than asked for."""
    if mentions(line.name, words().never_added):
        return None
    whole = line.amounts.get(field)
    parts = tuple(cell for name in run if (cell := line.amounts.get(name)) is not None and plain(cell))
    return (whole, parts) if whole is not None and plain(whole) and len(parts) >= fewest else None
