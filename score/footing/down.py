"""How the columns of a table of money add up to its total rows, found by labels first and arithmetic second.

A total row may stand first or last, with or without a name; subtotals, 其中 rows and code levels must not be
added twice. Each total has a few candidate sets of parts; the set that holds in most columns is the table's
structure, and a column in which it fails is a contradiction. A lone coincidence is none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from schema.figure import Figure
from schema.report import BudgetLine, RowKind
from score.context import MoneyTable
from score.footing.cells import columns, known_empty, plain, tells
from score.sums import Sum, holds, summed
from score.words import mentions, words


def column_sums(table: MoneyTable) -> list[Sum]:
    """Every total of the table with its parts, column by column."""
    found = [one for index, sets in total_rows(table) for one in _best_structure(table, index, sets)]
    return [_of_the_year(table, _confirmed(table, one, found), found) for one in found]


def _of_the_year(table: MoneyTable, one: Sum, found: Sequence[Sum]) -> Sum:
    """A total of all funds (总计) that fails: it is the total of the year above it, and what was carried over, row by row.

    So it is held against the table where the total of the year holds over its own rows.
    """
    if one.certain or not one.outcome.failed or not _is_total(table.lines[one.line]):
        return one
    above = [i for i in range(one.line) if _is_total(table.lines[i])]
    carried = range(above[-1] + 1, one.line) if above else range(0)
    names = [table.lines[i].name for i in carried]
    if not names or not all(mentions(name, words().carried_over) for name in names):
        return one
    year = [s for s in found if s.line == above[-1] and s.field == one.field]
    if not year or any(s.outcome.failed or not tells(s.parts) for s in year):
        return one
    made = _column_sum(table, one.line, (above[-1], *carried), one.field)
    return replace(made, certain=_known(made))


def _confirmed(table: MoneyTable, one: Sum, found: Sequence[Sum]) -> Sum:
    """A total that fails over the rows right above it, made certain by what else the table says of these rows.

    They are numbered through from 一 to the last before the total; or a later total holds over them and more.
    """
    if one.certain or not one.outcome.failed or not _known(one) or not _is_total(table.lines[one.line]):
        return one
    rows = [i for i in one.members if isinstance(i, int)]
    if not rows or rows != list(range(rows[0], one.line)):
        return one
    numbered = [words().row_number(table.lines[i].name) for i in rows] == list(range(1, len(rows) + 1))
    later = any(
        other.field == one.field
        and other.line > one.line
        and not other.outcome.failed
        and one.line not in other.members
        and set(rows) < set(other.members)
        and tells(other.parts)
        for other in found
    )
    return replace(one, certain=True) if numbered or later else one


def total_rows(table: MoneyTable) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
    """`(row, candidate sets of part rows)` for every labelled total, and for an unlabelled first or last row."""
    lines = table.lines
    for index, line in enumerate(lines):
        labelled = line.is_total or line.row_kind in {RowKind.TOTAL, RowKind.SUBTOTAL}
        unnamed = not line.name.strip() and not line.code and index in {0, len(lines) - 1}
        if (labelled or unnamed) and len(lines) > 1:
            divisions = _divisions(lines, index)
            sets = list(dict.fromkeys(_candidates(lines, index)))
            if divisions:
                yield from ((index, [rows]) for rows in divisions)
            elif sets:
                yield index, sets


def _divisions(lines: Sequence[BudgetLine], index: int) -> list[tuple[int, ...]]:
    """The rows below a total that is divided more than once: 按收入性质分：…, then 按支出性质分：…"""
    starts = [i for i in range(index + 1, len(lines)) if mentions(lines[i].name, words().divisions)]
    if not starts or starts[0] != index + 1 or any(_is_total(line) for line in lines[index + 1 :]):
        return []
    ends = [*starts[1:], len(lines)]
    runs = [tuple(range(start, end)) for start, end in zip(starts, ends, strict=True)]
    return [run for run in runs if len(run) > 1]


def _candidates(lines: Sequence[BudgetLine], index: int) -> Iterator[tuple[int, ...]]:
    """Sets of rows that the total in row `index` may add up, the likelier first; never of fewer than two rows."""
    below_headings = {i for rows in numbered_below(lines).values() for i in rows}
    entries = [
        i for i, line in enumerate(lines) if i != index and _is_entry(line) and i not in below_headings
    ]
    totals = [i for i, line in enumerate(lines) if _is_total(line)]
    before = [i for i in totals if i < index]
    after = [i for i in totals if i > index]
    start, stop = (before[-1] if before else -1), (after[0] if after else len(lines))
    subtotals = [i for i, line in enumerate(lines) if line.row_kind is RowKind.SUBTOTAL and i != index]
    below = [i for i, line in enumerate(lines) if line.parent == index]
    children = [i for i in below if lines[i].row_kind is not RowKind.OF_WHICH]
    listed = below if len(below) == len(lines) - 1 else []
    sets = [
        children,
        listed,
        [i for i in entries if start < i < index],
        [i for i in entries if index < i < stop],
        subtotals if lines[index].row_kind is not RowKind.SUBTOTAL else [],
        _top_level(lines, entries),
        _lone_entries(lines, entries, subtotals),
        entries,
        [i for i in entries if i < index],
        [i for i in entries if i > index],
        [i for i in totals if i < index and lines[i].row_kind is not RowKind.SUBTOTAL],
        *([i for i in entries if j < i < index] for j in before),
        *([j, *(i for i in entries if j < i < index)] for j in before[-1:]),
    ]
    for rows in sets:
        if len(rows) >= 2:
            yield tuple(rows)


def numbered_below(lines: Sequence[BudgetLine]) -> dict[int, list[int]]:
    """Rows without a number, each with the numbered rows (一、 二、 三、) directly below it that break it down."""
    numbers = [words().row_number(line.name) for line in lines]
    if all(numbers) or not any(numbers):
        return {}
    found: dict[int, list[int]] = {}
    heading: int | None = None
    for index, line in enumerate(lines):
        if _is_total(line):
            heading = None
        elif numbers[index] == 1:
            above = index - 1
            heading = above if above >= 0 and not numbers[above] and _is_entry(lines[above]) else None
        if heading is not None and numbers[index] == len(found.get(heading, ())) + 1:
            found.setdefault(heading, []).append(index)
        elif numbers[index]:
            heading = None
    return found


def _is_total(line: BudgetLine) -> bool:
    return line.is_total or line.row_kind in {RowKind.TOTAL, RowKind.SUBTOTAL}


def _is_entry(line: BudgetLine) -> bool:
    return not _is_total(line) and line.row_kind is not RowKind.OF_WHICH


def _top_level(lines: Sequence[BudgetLine], rows: Sequence[int]) -> list[int]:
    """The rows of the highest level only: by depth, or by the shortest code of a code hierarchy."""
    chosen = [i for i in rows if lines[i].parent is None or lines[lines[i].parent or 0].is_total]
    levels = {lines[i].level for i in chosen}
    if len(levels) > 1:
        return [i for i in chosen if lines[i].level == min(levels)]
    codes = [lines[i].code or "" for i in chosen]
    if all(codes) and len({len(code) for code in codes}) > 1:
        return [i for i in chosen if not _has_ancestor(lines[i].code or "", codes)]
    return chosen


def _has_ancestor(code: str, codes: Sequence[str]) -> bool:
    return any(other != code and code.startswith(other) for other in codes)


def _lone_entries(lines: Sequence[BudgetLine], entries: Sequence[int], subtotals: Sequence[int]) -> list[int]:
    """Subtotals, and the entries after the last of them, which belong to none."""
    if not subtotals:
        return []
    last = max(subtotals)
    return sorted([*subtotals, *(i for i in entries if i > last)])


def _best_structure(table: MoneyTable, index: int, structures: list[tuple[int, ...]]) -> Iterator[Sum]:
    """The sums of a total row under the set of rows that holds in most columns."""
    line = table.lines[index]
    fields = [field for field in columns(table) if plain(line.amounts.get(field))]
    holding = [{f for f in fields if _holds(table, index, rows, f)} for rows in structures]
    speaking = [
        {f for f in held if _speaks(table, rows, f)} for rows, held in zip(structures, holding, strict=True)
    ]
    best = max(range(len(structures)), key=lambda i: (len(speaking[i]), len(holding[i]), -i))
    votes, against = len(speaking[best]), len(fields) - len(holding[best])
    labelled = _is_total(line) and not line.inferred_total
    if not labelled and not votes:
        return
    sure = (labelled and len(structures) == 1 and _flat(table.lines)) or votes > against
    for field in fields:
        other = next((i for i in range(len(structures)) if field in speaking[i]), best)
        chosen = structures[best] if field in holding[best] or votes >= 2 else structures[other]
        found = _column_sum(table, index, chosen, field)
        yield replace(found, certain=(sure or (labelled and 0 < votes >= against)) and _known(found))


def _known(found: Sum) -> bool:
    """Whether the parts are known well enough to contradict: none unread, and half of the rows with amounts."""
    return found.complete and len(found.parts) * 2 >= len(found.members)


def _holds(table: MoneyTable, index: int, rows: tuple[int, ...], field: str) -> bool:
    return holds(table.lines[index].amounts[field], _parts(table, rows, field))


def _parts(table: MoneyTable, rows: tuple[int, ...], field: str) -> tuple[Figure, ...]:
    cells = (table.lines[i].amounts.get(field) for i in rows)
    return tuple(cell for cell in cells if cell is not None and plain(cell))


def _speaks(table: MoneyTable, rows: tuple[int, ...], field: str) -> bool:
    return tells(_parts(table, rows, field))


def _flat(lines: Sequence[BudgetLine]) -> bool:
    """Whether the table has one level: one total, no subtotals, parts or code levels."""
    totals = sum(_is_total(line) for line in lines)
    codes = [line.code for line in lines if line.code]
    one_level = len({line.level for line in lines if _is_entry(line)}) <= 1
    nested = any(_has_ancestor(code, codes) for code in codes)
    return totals == 1 and one_level and not nested and not any(line.parent is not None for line in lines)


def _column_sum(table: MoneyTable, index: int, rows: tuple[int, ...], field: str) -> Sum:
    whole = table.lines[index].amounts[field]
    complete = all(
        plain(table.lines[i].amounts.get(field)) or known_empty(table.lines[i], field) for i in rows
    )
    return summed(whole, _parts(table, rows, field), index, field, rows, complete)
