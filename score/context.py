"""What a rule is given: the report, and the views of it that several rules need, made once.

A rule never walks the report for itself when a view exists: tables of money are grouped, ledgers are split,
claims are found by kind. Views are lazy: a report without tables pays nothing for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar, cast

from schema.figure import Figure, Place
from schema.report import BudgetLine, Claim, ClaimKind, LedgerEntry, LedgerRowKind, Passage, Report

Made = TypeVar("Made")


@dataclass(frozen=True)
class MoneyTable:
    """The budget lines of one table, in their order. `key` is its place among the tables, or its name.

    Two tables printed side by side in one grid are two; `half` counts them from 0, and `parent` of a line is an index among
    the lines of its half.
    """

    key: str
    lines: tuple[BudgetLine, ...]
    half: int = 0

    @cached_property
    def name(self) -> str:
        """The caption of the table, as printed."""
        return next((line.table for line in self.lines if line.table), "")

    @cached_property
    def fields(self) -> tuple[str, ...]:
        """The columns that hold at least one amount, in order of appearance."""
        return tuple(dict.fromkeys(name for line in self.lines for name in line.amounts))

    def header(self, field: str) -> str:
        """The printed header of a column."""
        return next((line.headers[field] for line in self.lines if field in line.headers), field)


class Context:
    """A report, and the views of it that rules share. `profile` is the name or path of a rule profile."""

    def __init__(self, report: Report, profile: str | None = None) -> None:
        self.report = report
        self.profile = profile
        self._made: dict[Hashable, object] = {}

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What `make` gives, made at the first call for `key` and shared by the rules that ask again."""
        if key not in self._made:
            self._made[key] = make()
        return cast("Made", self._made[key])

    @cached_property
    def _claims(self) -> dict[ClaimKind, list[Claim]]:
        groups: dict[ClaimKind, list[Claim]] = defaultdict(list)
        for claim in self.report.claims:
            groups[claim.kind].append(claim)
        return groups

    def claims(self, *kinds: ClaimKind) -> list[Claim]:
        """The claims of these kinds, in the order of the document; all of them when no kind is named."""
        if not kinds:
            return list(self.report.claims)
        found = [claim for kind in kinds for claim in self._claims.get(kind, ())]
        return sorted(found, key=lambda claim: claim.place.address) if len(kinds) > 1 else found

    @cached_property
    def money_tables(self) -> tuple[MoneyTable, ...]:
        """The budget lines by table, in the order of the document."""
        groups: dict[str, list[BudgetLine]] = defaultdict(list)
        for line in self.report.budget_lines:
            groups[_table_key(line.place, line.table, line.form)].append(line)
        return tuple(table for key, lines in groups.items() for table in _halves(key, lines))

    @cached_property
    def number_tables(self) -> tuple[MoneyTable, ...]:
        """The rows of tables of no known family, by table, in the order of the document."""
        groups: dict[str, list[BudgetLine]] = defaultdict(list)
        for line in self.report.other_lines:
            groups["#" + _table_key(line.place, line.table, line.form)].append(line)
        return tuple(table for key, lines in groups.items() for table in _halves(key, lines))

    @property
    def tables(self) -> tuple[MoneyTable, ...]:
        """The tables of money, then the others."""
        return self.money_tables + self.number_tables

    @cached_property
    def ledgers(self) -> tuple[tuple[LedgerEntry, ...], ...]:
        """The ledger rows by table, in the order of the document."""
        groups: dict[str, list[LedgerEntry]] = defaultdict(list)
        for entry in self.report.ledger_entries:
            groups[_table_key(entry.place, entry.table, None)].append(entry)
        return tuple(tuple(rows) for rows in _pages_joined(list(groups.values())))

    @cached_property
    def _passage_of_block(self) -> dict[int, Passage]:
        return {
            p.place.block: p
            for p in self.report.passages
            if p.place.block is not None and p.place.row is None
        }

    def passage_of(self, place: Place) -> Passage | None:
        """The paragraph in which a place lies; None inside tables."""
        return (
            None if place.block is None or place.row is not None else self._passage_of_block.get(place.block)
        )

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure of the report, once a place."""
        return tuple(self.report.all_figures())


def _pages_joined(tables: list[list[LedgerEntry]]) -> list[list[LedgerEntry]]:
    """The ledgers, those that go on over a page (过次页, 承前页) with the same balance as one."""
    joined: list[list[LedgerEntry]] = []
    for rows in tables:
        if joined and _goes_on(joined[-1][-1], rows[0]):
            joined[-1].extend(rows)
        else:
            joined.append(list(rows))
    return joined


def _goes_on(last: LedgerEntry, first: LedgerEntry) -> bool:
    carried = last.row_kind is first.row_kind is LedgerRowKind.CARRIED
    return carried and any(
        one is not None and other is not None and one.number == other.number
        for one, other in ((last.balance, first.balance), (last.debit, first.debit))
    )


def _halves(key: str, lines: list[BudgetLine]) -> list[MoneyTable]:
    """The tables of one grid: where the rows begin again further up, a second one stands beside the first.

    Where the headers change, a second one stands below it.
    """
    rows = [line.place.row if line.place.row is not None else i for i, line in enumerate(lines)]
    again = [i for i in range(1, len(lines)) if rows[i] < rows[i - 1]]
    starts = sorted({0, *again, *_other_headers(lines)})
    if len(starts) == 1:
        return [MoneyTable(key, tuple(lines))]
    ends = [*starts[1:], len(lines)]
    return [
        MoneyTable(f"{key}|{half}", tuple(_moved(line, start, end) for line in lines[start:end]), half)
        for half, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]


def _moved(line: BudgetLine, start: int, end: int) -> BudgetLine:
    """The line with its parent counted from `start`; a parent in the other half is none."""
    if line.parent is None:
        return line
    parent = line.parent - start if start <= line.parent < end else None
    return line.model_copy(update={"parent": parent})


def _other_headers(lines: list[BudgetLine]) -> list[int]:
    """Where a field stands under another header than in the rows above: tables stacked in one grid are several.

    An amount beside its label has the label for a header, and begins no table.
    """
    starts: list[int] = []
    known: dict[str, str] = {}
    for index, line in enumerate(lines):
        headers = {field: header for field, header in line.headers.items() if header != line.name}
        if any(known.get(field, header) != header for field, header in headers.items()):
            starts.append(index)
            known = {}
        known.update(headers)
    return starts


def _table_key(place: Place, name: str, form: int | None) -> str:
    where = f"table {place.table}" if place.table is not None else f"block {place.block}"
    return f"{where}|{form}" if place.table is not None or place.block is not None else f"name {name}|{form}"
