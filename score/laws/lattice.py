"""A table as whole numbers, read along its rows or along its columns: what the search for laws works on.

Variables are the columns and cases the rows; of a table lying on its side it is the other way round. Every number is a whole
number of the finest printed unit, with the width of its last place, so that thousands of relations can be tried quickly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.report import BudgetLine, RowKind
from score.context import MoneyTable
from score.footing.cells import known_empty
from score.rounding import is_exact, readable
from score.terms import normal
from score.words import mentions, words

NO_UNIT, MIXED, RATE = "=", "?", FigureKind.PERCENT.value
"""Measures of numbers that print no unit, of several units, and of rates."""

MOST_VARIABLES = 12
MOST_CASES = 400
"""Longer tables are lists; what holds in their first rows is enough to know."""


@dataclass(frozen=True, slots=True)
class Number:
    """A figure as a whole number of the finest unit of the lattice, one unit of its last place, and whether it is meant to the
    last digit: counts, money to 分, and points, which are given and not measured.
    """

    figure: Figure
    value: int
    unit: int
    exact: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One row (or column). `total` when it adds up others; `cells` by variable, None where nothing is printed.

    `empty` says of a missing cell that it is known to hold nothing.
    """

    name: str
    cells: tuple[Number | None, ...]
    empty: tuple[bool, ...]
    total: bool


@dataclass(frozen=True, slots=True)
class Lattice:
    """A table read one way. `scale` is the power of ten between a value and its whole number; `fields` are the canonical
    fields of the variables, or empty texts.
    """

    names: tuple[str, ...]
    fields: tuple[str, ...]
    measures: tuple[str, ...]
    cases: tuple[Case, ...]
    scale: int
    turned: bool
    table: str

    @property
    def variables(self) -> range:
        """The indices of the variables."""
        return range(len(self.names))


Mended = Mapping[tuple[int, int, int, int, int, int], Fraction]
"""What a figure must be by what else the table says, by its address."""


def lattices_of(table: MoneyTable, mended: Mended) -> Iterator[Lattice]:
    """The table by its rows and, when it is small enough, by its columns; figures that are known to be wrong as they must be."""
    lines = [line for line in table.lines if line.amounts]
    if 1 < len(table.fields) <= MOST_VARIABLES:
        yield _upright(table, lines[:MOST_CASES], mended)
    if 1 < len(lines) <= MOST_VARIABLES:
        yield _turned(table, lines, mended)


def _upright(table: MoneyTable, lines: Sequence[BudgetLine], mended: Mended) -> Lattice:
    rows = [[line.amounts.get(field) for field in table.fields] for line in lines]
    empty = [
        [field not in line.amounts and known_empty(line, field) for field in table.fields] for line in lines
    ]
    names = [table.header(field) for field in table.fields]
    return _lattice(
        table,
        names,
        [line.name for line in lines],
        [_adds(line) for line in lines],
        rows,
        empty,
        turned=False,
        mended=mended,
    )


def _turned(table: MoneyTable, lines: Sequence[BudgetLine], mended: Mended) -> Lattice:
    rows = [[line.amounts.get(field) for line in lines] for field in table.fields]
    empty = [
        [field not in line.amounts and known_empty(line, field) for line in lines] for field in table.fields
    ]
    heads = [table.header(field) for field in table.fields]
    totals = [mentions(normal(head), words().total_headers) for head in heads]
    return _lattice(
        table, [line.name for line in lines], heads, totals, rows, empty, turned=True, mended=mended
    )


def _lattice(
    table: MoneyTable,
    names: Sequence[str],
    cases: Sequence[str],
    totals: Sequence[bool],
    rows: Sequence[Sequence[Figure | None]],
    empty: Sequence[Sequence[bool]],
    *,
    turned: bool,
    mended: Mended,
) -> Lattice:
    lowest = min((_exponent(f) for row in rows for f in row if f is not None and readable(f)), default=0)
    scale = max(-lowest, 0)
    return Lattice(
        tuple(name.strip() for name in names),
        ("",) * len(names) if turned else table.fields,
        tuple(_measure([row[v] for row in rows]) for v in range(len(names))),
        tuple(
            Case(name.strip(), tuple(_number(f, scale, mended) for f in row), tuple(none), total)
            for name, row, none, total in zip(cases, rows, empty, totals, strict=True)
        ),
        scale,
        turned,
        table.name,
    )


def _exponent(figure: Figure) -> int:
    return figure.scale - figure.decimals


def _number(figure: Figure | None, scale: int, mended: Mended) -> Number | None:
    if figure is None or not readable(figure) or figure.number is None:
        return None
    unit = 10 ** max(scale + figure.scale - figure.decimals, 0)
    exact = figure.kind is FigureKind.SCORE or is_exact(figure)
    value = mended.get(figure.place.address) if mended else None
    whole = int(figure.number.scaleb(scale)) if value is None else int(value * 10**scale)
    return Number(figure, whole, unit, exact)


def _measure(figures: Sequence[Figure | None]) -> str:
    """What the numbers of a variable have in common: money, a rate, or a unit; nothing when they are mixed."""
    found = {_unit(f) for f in figures if f is not None}
    if len(found) == 2 and all(unit.startswith(NO_UNIT) for unit in found):
        found.discard(NO_UNIT)
    return found.pop() if len(found) == 1 else MIXED if found else ""


def alike(one: str, other: str) -> bool:
    """Whether numbers of two measures may be added: of one unit, or one of them without any."""
    plain = NO_UNIT in (one, other) and one.startswith("=") and other.startswith("=")
    return one == other not in ("", MIXED) or plain


def _unit(figure: Figure) -> str:
    if figure.kind in (FigureKind.MONEY, FigureKind.PERCENT):
        return figure.kind.value
    return f"={figure.unit}"


def _adds(line: BudgetLine) -> bool:
    return line.is_total or line.row_kind in {RowKind.TOTAL, RowKind.SUBTOTAL}
