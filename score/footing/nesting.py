"""Rows or columns of several levels that no label tells apart, told apart by what they add up to.

合计 1,000; 财政拨款 800; 中央 500; 省级 300; 自筹资金 200: added up as one level the rows make 1,800. But 800 = 500 + 300 and
1,000 = 800 + 200 hold to the last digit, so that they are two levels, and nothing contradicts the total. A sum is wrong only
if no assignment of levels makes it right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from schema.figure import Figure
from score.context import MoneyTable
from score.sums import Sum, holds, summed
from score.words import mentions, words

MOST_STEPS = 20_000
"""So many attempts at an assignment of levels; a table that needs more stays as it is."""
MOST_BY_CHANCE = 2
"""A total of more parts is not met by chance."""

FEWEST, MOST = 3, 120
"""A total of two parts has one level; longer tables print their levels."""

Cells = tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """An assignment: the positions of the highest level, and every position that has parts, with those directly below it."""

    top: tuple[int, ...]
    below: tuple[tuple[int, tuple[int, ...]], ...]


def levelled(table: MoneyTable, sums: Sequence[Sum], *, by_row: bool) -> list[Sum]:
    """The sums, those that fail over one level taken over the highest of several levels where such levels are found.

    `by_row` says that the sums are those of rows, whose members are columns. Levels hold for all columns of a total row: they
    are taken where they make the total in most of them. Where they do in some alone, nothing is certain.
    """
    groups: dict[object, list[int]] = defaultdict(list)
    for position, one in enumerate(sums):
        groups[(one.field if by_row else one.line), one.members].append(position)
    out = list(sums)
    for positions in groups.values():
        mine = [sums[i] for i in positions]
        if FEWEST <= len(mine[0].members) <= MOST and any(one.outcome.failed for one in mine):
            for position, one in zip(positions, _solved(table, mine, by_row=by_row), strict=True):
                out[position] = one
    return out


def _solved(table: MoneyTable, sums: Sequence[Sum], *, by_row: bool) -> list[Sum]:
    names = [_name(table, member) for member in sums[0].members]
    rows = [_cells(table, one, by_row=by_row) for one in sums]
    found: dict[Levels, None] = {}
    for one, cells in zip(sums, rows, strict=True):
        if one.outcome.failed and (levels := levels_of(cells, one.total)) is not None:
            found.setdefault(levels)
    fitting = {
        levels: [_fits(levels, c, s.total) for c, s in zip(rows, sums, strict=True)] for levels in found
    }
    telling = {
        levels: held for levels, held in fitting.items() if _tells(levels, [c for c, ok in zip(rows, held, strict=True) if ok], names)
    }  # fmt: skip
    if not telling:
        if any(not one.outcome.failed and len(one.parts) > MOST_BY_CHANCE for one in sums):
            return list(sums)  # another column shows that the rows are of one level
        doubtful = [_overfull(cells, one) for cells, one in zip(rows, sums, strict=True)]
        return [
            replace(s, certain=False) if bad and s.outcome.failed else s
            for s, bad in zip(sums, doubtful, strict=True)
        ]
    best = max(telling, key=lambda levels: sum(telling[levels]))
    held, one_level = sum(telling[best]), sum(not one.outcome.failed for one in sums)
    if held <= one_level:
        return list(sums)
    most = held * 2 > len(sums)
    out = []
    for one, cells, fits in zip(sums, rows, telling[best], strict=True):
        if not one.outcome.failed or not (fits or most):
            out.append(one if not one.outcome.failed else replace(one, certain=False))
            continue
        parts = tuple(cell for i in best.top if (cell := cells[i]) is not None)
        members = tuple(one.members[i] for i in best.top)
        again = summed(one.total, parts, one.line, one.field, members, one.complete)
        out.append(replace(again, certain=one.certain or not again.outcome.failed))
    return out


def _name(table: MoneyTable, member: int | str) -> str:
    return table.lines[member].name if isinstance(member, int) else table.header(member).rpartition("/")[2]


def _cells(table: MoneyTable, one: Sum, *, by_row: bool) -> Cells:
    """The cells of the members of a sum that are among its parts; None for the others, which hold nothing."""
    parts = {id(part) for part in one.parts}
    found = (
        table.lines[one.line].amounts.get(str(m)) if by_row else table.lines[int(m)].amounts.get(one.field)
        for m in one.members
    )  # fmt: skip
    return tuple(cell if cell is not None and id(cell) in parts else None for cell in found)


def _fits(levels: Levels, cells: Cells, whole: Figure) -> bool:
    def chosen(positions: Sequence[int]) -> list[Figure]:
        return [cell for i in positions if (cell := cells[i]) is not None]

    if not holds(whole, chosen(levels.top)):
        return False
    heads = ((cells[head], chosen(parts)) for head, parts in levels.below)
    return all(holds(head, parts) if head is not None else not parts for head, parts in heads)


def _tells(levels: Levels, fitting: Sequence[Cells], names: Sequence[str]) -> bool:
    """Whether levels are more than a chance equality of two cells: parts that make a head, a head so named, or several."""
    pairs: set[tuple[int, Decimal]] = set()
    for cells in fitting:
        for head, parts in levels.below:
            figures = [cells[i] for i in (head, *parts)]
            numbers = [figure.number for figure in figures if figure is not None and figure.number]
            if len(numbers) > 2:
                return True
            pairs |= {(head, numbers[0])} if len(numbers) == 2 and numbers[0] is not None else set()
    named = any(mentions(names[head], words().total_headers) for head, _ in levels.below)
    return len(pairs) > 1 or (named and bool(pairs))


def _overfull(cells: Cells, one: Sum) -> bool:
    """Whether cells make more than their total, and one of them is what those right after it add up to: levels, with a slip."""
    numbers = _numbers(cells)
    if sum(numbers, Decimal(0)) <= (one.total.number or 0):
        return False
    return any(_run_makes(numbers, head) for head in range(len(numbers) - 2) if numbers[head])


def _run_makes(numbers: Sequence[Decimal], head: int) -> bool:
    left, used = numbers[head], 0
    for number in numbers[head + 1 :]:
        left -= number
        used += bool(number)
        if not left and used >= 2:
            return True
        if left < 0:
            return False
    return False


def _numbers(cells: Cells) -> list[Decimal]:
    return [(cell.number or Decimal(0)) if cell is not None else Decimal(0) for cell in cells]


def levels_of(cells: Cells, whole: Figure) -> Levels | None:
    """Levels in which every head is exactly what the cells directly below it add up to, and the highest make `whole`."""
    search = _Search(_numbers(cells))
    return next(search.levels(whole.number or Decimal(0)), None)


class _Search:
    """Assignments of levels to a row of numbers in which parts follow their head."""

    def __init__(self, numbers: Sequence[Decimal]) -> None:
        self.numbers = numbers
        self.steps = 0
        self.signed = any(number < 0 for number in numbers)
        self.barren: set[tuple[int, Decimal, bool]] = set()

    def levels(self, whole: Decimal) -> Iterator[Levels]:
        """Every assignment in which all numbers are used."""
        for _, top, below in self._forest(0, whole, whole_row=True):
            if below:
                yield Levels(top, tuple(sorted(below)))

    def _forest(
        self, start: int, left: Decimal, *, whole_row: bool = False
    ) -> Iterator[tuple[int, tuple[int, ...], tuple[tuple[int, tuple[int, ...]], ...]]]:
        """`(end, heads, what is below heads)` of runs of trees from `start` whose heads make `left`."""
        key = (start, left, whole_row)
        self.steps += 1
        if self.steps > MOST_STEPS or key in self.barren or (left < 0 and not self.signed):
            return
        fruitful = False
        if not left and (start == len(self.numbers) or not whole_row):
            fruitful = True
            yield start, (), ()
        if start < len(self.numbers):
            for end, below in self._tree(start):
                for last, heads, more in self._forest(end, left - self.numbers[start], whole_row=whole_row):
                    fruitful = True
                    yield last, (start, *heads), (*below, *more)
        if not fruitful and self.steps <= MOST_STEPS:
            self.barren.add(key)

    def _tree(self, head: int) -> Iterator[tuple[int, tuple[tuple[int, tuple[int, ...]], ...]]]:
        """`(end, what is below heads)` of a tree: the head with parts after it, or alone."""
        if self.numbers[head]:
            for end, parts, below in self._forest(head + 1, self.numbers[head]):
                if parts:
                    yield end, ((head, parts), *below)
        yield head + 1, ()
