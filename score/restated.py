"""Columns and lists that say the same again, found by their rows: the identity of two columns is proven, not guessed.

Final accounts print the same items in several tables, and once more in the text. Whether two columns measure the same
cannot be told from their headers alone (收入 and 支出 of one item are often equal, and often not): two columns restate one
another when many different amounts of rows with the same code or name agree and their totals agree as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from schema.figure import Figure
from schema.report import BudgetLine, RowKind
from score.context import MoneyTable
from score.footing.cells import columns
from score.rounding import readable
from score.terms import normal
from score.words import words

FEWEST_SHARED = 4
"""So many different amounts must agree before two columns are taken for one."""

MOST_COPIES = 24
"""A row that stands in more columns than this (a bare 合计) tells nothing and costs much."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An amount of a column, with the row it stands in."""

    figure: Figure
    line: BudgetLine
    column: tuple[int, str]


@dataclass(slots=True)
class Pair:
    """Two columns of different tables, and the rows that both have."""

    one: tuple[int, str]
    other: tuple[int, str]
    agreeing: list[tuple[Cell, Cell]] = field(default_factory=list)
    differing: list[tuple[Cell, Cell]] = field(default_factory=list)

    @property
    def proven(self) -> bool:
        """Whether so many different amounts agree that the columns must measure the same."""
        return len({a.figure.number for a, _ in self.agreeing if a.figure.number}) >= FEWEST_SHARED

    @property
    def contradiction(self) -> tuple[Cell, Cell] | None:
        """The only row in which they differ, when the totals above it agree: no other measure explains it."""
        if not self.proven or len(self.differing) != 1:
            return None
        found = self.differing[0]
        if found[0].line.is_total or not any(a.line.is_total for a, _ in self.agreeing):
            return None
        return found


def name_key(line: BudgetLine) -> str:
    """The name of a row as it is compared: without number, blanks and punctuation; every plain total is one."""
    name = normal(words().without_number(line.name))
    return "*" if line.is_total and name in words().total_rows else name


def pairs_of(tables: Sequence[MoneyTable]) -> Iterator[Pair]:
    """All pairs of columns of different tables that share rows of one code or one name."""
    by_key: dict[str, list[Cell]] = defaultdict(list)
    for index, table in enumerate(tables):
        names = [name_key(line) for line in table.lines]
        fields = columns(table)
        for line, name in zip(table.lines, names, strict=True):
            if line.row_kind is RowKind.OF_WHICH:
                continue
            cells = [Cell(f, line, (index, c)) for c in fields if readable(f := line.amounts.get(c))]  # type: ignore[arg-type]
            if line.code:
                by_key["code " + line.code] += cells
            if len(name) >= 2 or name == "*":
                by_key["name " + name] += cells if names.count(name) == 1 else []
    pairs: dict[tuple[tuple[int, str], tuple[int, str]], Pair] = {}
    for key, cells in by_key.items():
        if 2 <= len(cells) <= MOST_COPIES:
            _add(pairs, cells, by_code=key.startswith("code "))
    yield from pairs.values()


def _add(
    pairs: dict[tuple[tuple[int, str], tuple[int, str]], Pair], cells: Sequence[Cell], *, by_code: bool
) -> None:
    for i, one in enumerate(cells):
        for other in cells[i + 1 :]:
            coded = bool(one.line.code and other.line.code)
            if one.column[0] == other.column[0] or (coded and not by_code):
                continue
            pair = pairs.setdefault((one.column, other.column), Pair(one.column, other.column))
            (pair.agreeing if agree(one.figure, other.figure) else pair.differing).append((one, other))


def agree(one: Figure, other: Figure) -> bool:
    """Whether two printed amounts can be one: they differ by no more than half a last place of each."""
    if one.kind is not other.kind:
        return False
    gap = abs((one.number or Decimal(0)) - (other.number or Decimal(0)))
    return not gap or gap * 2 <= one.unit_in_last_place + other.unit_in_last_place
