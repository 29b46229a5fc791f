"""How the rows and columns of a table of money add up, found by labels first and arithmetic second.

A total row may stand first or last, with or without a name; subtotals, 其中 rows and code levels must not be
added twice. Each total has a few candidate sets of parts; the set that holds in most columns is the table's
structure, and a column in which it fails is a contradiction. A lone coincidence is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from schema.figure import Figure, FigureKind, Flaw
from schema.finding import Verdict
from schema.report import Absent, BudgetLine, RowKind
from score.context import MoneyTable
from score.interval import Interval, total
from score.relation import WEAK, Outcome, relate
from score.rounding import FEN, Mode, is_exact, last_place, readable, shared_place
from score.words import mentions, words

NEVER_ADDED = frozenset(
    {
        "execution_rate", "arrival_rate", "completion_rate", "share", "growth_rate", "satisfaction_rate",
        "unit_price", "weight", "score", "total_score", "serial_no", "fiscal_year", "code",
    }
)  # fmt: skip
"""Columns that are no amounts of money or numbers of things."""

CANONICAL = frozenset(
    {
        "budget_initial", "budget_added", "budget_cut", "budget_adjusted", "received_amount", "executed_amount",
        "surplus", "carried_forward", "planned_amount", "contract_amount", "debit", "credit", "balance",
        "previous_amount", "change_amount", "quantity", "hours", "households",
    }
)  # fmt: skip
"""Columns that stand beside one another without being parts of a row total."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the parts it should be the sum of, in one column or one row.

    `line` and `field` are the row index and column of the total. `certain` says that the structure is known
    well enough for a failure to be a contradiction; `complete` that no part is missing.
    """

    total: Figure
    parts: tuple[Figure, ...]
    line: int
    field: str
    members: tuple[int | str, ...]
    outcome: Outcome
    certain: bool
    complete: bool
    loose: Outcome
    """The outcome without the precision shared among siblings."""
    signs: tuple[int, ...] = ()
    """-1 for every part that is taken off; empty where none is."""


def is_added(field: str, figure: Figure) -> bool:
    """Whether figures of that column are amounts that add up; so much for each (元/平方米) does not."""
    each = "/" in figure.unit
    return (
        field not in NEVER_ADDED
        and not each
        and figure.kind
        in {
            FigureKind.MONEY,
            FigureKind.COUNT,
            FigureKind.MEASURE,
        }
    )


def columns(table: MoneyTable) -> list[str]:
    """The columns that may be added up; what is so far or left at the end of each month may not."""
    periods = sum(_is_period(line.name) for line in table.lines) * 2 > len(table.lines)
    return [
        field
        for field in table.fields
        if _adds_up(field, [line.amounts[field] for line in table.lines if field in line.amounts])
        and not mentions(table.header(field), words().never_added)
        and not (periods and mentions(table.header(field), words().law_headers.running))
    ]


def _is_period(name: str) -> bool:
    return re.fullmatch(words().period_names, name.strip()) is not None


def _adds_up(field: str, cells: Sequence[Figure]) -> bool:
    """Whether the cells of a column are amounts; a row of rates among them is no amount and is passed over."""
    amounts = [cell for cell in cells if cell.kind is not FigureKind.PERCENT]
    rates = len(cells) - len(amounts)
    return len(amounts) > rates and all(is_added(field, cell) for cell in amounts)


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
    if not year or any(s.outcome.failed or not _tells(s.parts) for s in year):
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
        and _tells(other.parts)
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
    fields = [field for field in columns(table) if _plain(line.amounts.get(field))]
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


def holds(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether `whole` is the sum of `parts`; settled without intervals wherever it can be."""
    off = abs(sum((part.number or Decimal(0) for part in parts), Decimal(0)) - (whole.number or Decimal(0)))
    widest = max(figure.unit_in_last_place for figure in (whole, *parts))
    if not off or off > widest * (len(parts) + 1):
        return not off
    return not compare_sum(whole, parts, shared_place([whole, *parts])).failed


def _parts(table: MoneyTable, rows: tuple[int, ...], field: str) -> tuple[Figure, ...]:
    cells = (table.lines[i].amounts.get(field) for i in rows)
    return tuple(cell for cell in cells if cell is not None and _plain(cell))


def _speaks(table: MoneyTable, rows: tuple[int, ...], field: str) -> bool:
    return _tells(_parts(table, rows, field))


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
        _plain(table.lines[i].amounts.get(field)) or known_empty(table.lines[i], field) for i in rows
    )
    return summed(whole, _parts(table, rows, field), index, field, rows, complete)


def summed(
    whole: Figure,
    parts: tuple[Figure, ...],
    line: int,
    field: str,
    members: tuple[int | str, ...],
    complete: bool,
) -> Sum:
    """The comparison of a total with its parts, at the precision they share."""
    place = shared_place([whole, *parts])
    outcome = compare_sum(whole, parts, place)
    loose = compare_sum(whole, parts, None) if outcome.failed else outcome
    return Sum(whole, parts, line, field, members, outcome, False, complete, loose)


def compare_sum(whole: Figure, parts: Sequence[Figure], place: Decimal | None = None) -> Outcome:
    """Whether `whole` can be the sum of `parts`."""
    made = sum((part.number or Decimal(0) for part in parts), Decimal(0))
    if made == whole.number and all(readable(figure) for figure in (whole, *parts)):
        return _to_the_last_digit(whole, parts, place)
    return relate(whole, lambda of: total([of(part) for part in parts]), place=place)


def _to_the_last_digit(whole: Figure, parts: Sequence[Figure], place: Decimal | None) -> Outcome:
    """The outcome of a sum that holds as printed: it does so in every world of rounding, without comparing sets."""
    value = Fraction(whole.number or 0)
    width = sum((_width(part, place) for part in parts), Decimal(0))
    unit = max(last_place(whole, place), _width(whole, place))
    size = max(abs(whole.number or Decimal(0)), unit)
    exact = not width and not _width(whole, place)
    power = (
        Fraction(1) if exact or not value else max(Fraction(0), 1 - Fraction(width + unit) / Fraction(size))
    )
    verdict = Verdict.UNDETERMINED if power < WEAK else Verdict.CONSISTENT
    half = Fraction(width) / 2
    return Outcome(verdict, value, Interval(value - half, value + half), Fraction(0), power, frozenset(Mode))


def _width(figure: Figure, place: Decimal | None) -> Decimal:
    """How wide the set of values behind a figure is when it was rounded to nearest."""
    unit = last_place(figure, place)
    return Decimal(0) if is_exact(figure) or (figure.kind is FigureKind.MONEY and unit <= FEN) else unit


def _plain(figure: Figure | None) -> bool:
    return figure is not None and readable(figure) and figure.kind is not FigureKind.PERCENT


NOTHING = frozenset({Absent.BLANK, Absent.DASH, Absent.SLASH, Absent.NONE_WORD, Absent.NOT_APPLICABLE})
"""What is printed where there is nothing, and which counts as 0."""


def known_empty(line: BudgetLine, field: str) -> bool:
    """Whether the cell is known to hold nothing, which counts as 0; an unread cell is not known."""
    figure = line.amounts.get(field)
    if figure is not None and (figure.flaw is Flaw.MALFORMED or figure.number is None):
        return False
    return line.absent.get(field) in NOTHING


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
        complete = all(_plain(line.amounts.get(name)) or known_empty(line, name) for name in parts)
        sure = complete and (len(rows) == 1 or held * 2 > len(rows))
        yield replace(summed(*found, index, field, parts, complete), certain=sure)


def _may_be_part(table: MoneyTable, field: str) -> bool:
    return field not in CANONICAL and not mentions(table.header(field), words().not_parts)


def _row_vote(table: MoneyTable, field: str, parts: list[str]) -> Iterator[Sum]:
    """The sums of the rows, under the run of neighbouring columns that holds in most of them."""
    best: tuple[str, ...] = ()
    most = against = 0
    if len(parts) == 1:
        yield from _only_column(table, field, parts[0])
        return
    for run in _runs(parts):
        cells = [found for line in table.lines if (found := _row_cells(line, field, run)) is not None]
        held = [holds(whole, found) for whole, found in cells]
        votes = sum(ok and _tells(found) for ok, (_, found) in zip(held, cells, strict=True))
        if votes > most:
            best, most, against = run, votes, held.count(False)
    strong = most >= 2 and most > against
    for index, line in enumerate(table.lines):
        row = _row_cells(line, field, best, fewest=1 if strong else 2) if best else None
        if row is not None and (len(row[1]) > 1 or _alone(line, best)):
            complete = all(_plain(line.amounts.get(name)) or known_empty(line, name) for name in best)
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


FEWEST_EQUAL = 4
"""So many different amounts that two columns share show that one repeats the other."""


def _tells(parts: Sequence[Figure]) -> bool:
    """Whether a sum that holds says something: two parts or more that are not 0."""
    return sum(bool(part.number) for part in parts) >= 2


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
    parts = tuple(cell for name in run if (cell := line.amounts.get(name)) is not None and _plain(cell))
    return (whole, parts) if whole is not None and _plain(whole) and len(parts) >= fewest else None
