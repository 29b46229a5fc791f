"""Tables that add up: rows, columns, parts of a whole (S02 to S04, S09)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import permutations
from math import isqrt

from schema.figure import Figure, FigureKind
from schema.finding import Check, Severity, Verdict
from schema.report import ClaimKind, Role, RowKind
from score.context import Context, MoneyTable
from score.evidence import check_of, joined, like, printed, undecided
from score.footing.cells import columns, is_added
from score.footing.table import sums_across, sums_down
from score.interval import Interval, total
from score.listed import calculated_with, lists_all, lists_within, parts_like
from score.relation import relate
from score.repair import ARROW, repairs_of_sum
from score.rounding import Mode, is_exact, readable, shared_place
from score.rule import rule
from score.sums import Sum, compare_sum, nested, size, sum_check
from score.terms import metric_of, quantity_of, terms_of
from score.words import mentions, words

MOST_SUBSETS = 10
"""Lists longer than this are not searched for a part-sum that would explain a nested list."""


@rule("S02", severity=Severity.ERROR, needs=())
def rows_make_the_total_row(context: Context) -> Iterator[Check]:
    """Each column of a table adds up to its total row.

    Totals are found by label first and arithmetic second; subtotals, 其中 rows and code levels are added once.
    Example: 83,000.00 + 510,000.00 + 597,000.00 + 510,000.00 = 1,700,000.00.
    """
    for table in context.tables:
        yield from _added_up("S02", table, sums_down(context, table), partial(sums_across, context, table))


@rule("S03", severity=Severity.ERROR, needs=())
def columns_make_the_total_column(context: Context) -> Iterator[Check]:
    """Each row of a table adds up to its total column, where most rows show that it should.

    Example: a row 总额 321.25 = 中央 166.00 + 市级 136.00 + 本级 20.25, which is 322.25.
    """
    for table in context.tables:
        yield from _added_up("S03", table, sums_across(context, table), partial(sums_down, context, table))


def _added_up(
    rule_id: str, table: MoneyTable, sums: Sequence[Sum], crossing: Callable[[], Sequence[Sum]]
) -> Iterator[Check]:
    """The checks of the sums of one direction; a cell in which a failing sum of the other meets it is told as the cure."""
    by_row = rule_id == "S03"
    failing = any(found.outcome.failed and found.certain for found in sums)
    others = [one for one in crossing() if one.outcome.failed and one.certain] if failing else []
    for found in sums:
        cure = _shared_cell(found, others, table, by_row=by_row) if found.outcome.failed else ""
        check = sum_check(
            rule_id,
            found,
            subject=_named(table, table.lines[found.line].name, table.header(found.field)),
            repairs=[cure] if cure else (),
            outcome_key="one_cell" if cure and found.certain else "",
            mild=found.outcome.failed and not cure and not by_row and _may_be_unlisted(table, found),
        )
        quotient = found.outcome.failed and _is_quotient(
            _crossed(table, found) if by_row else _straight(table, found)
        )
        yield undecided(check) if quotient else check


Lattice = tuple[Sequence[Mapping[str, Figure]], str]
"""The cells that a sum adds and that hold it, each beside what stands with it by name; and its own name."""


def _straight(table: MoneyTable, found: Sum) -> Lattice:
    rows = [table.lines[i].amounts for i in (*found.members, found.line) if isinstance(i, int)]
    return rows, found.field


def _crossed(table: MoneyTable, found: Sum) -> Lattice:
    """The same of a sum along a row: its columns, with the cells of all rows by their number."""
    columns = (*(name for name in found.members if isinstance(name, str)), found.field)
    cells = [
        {str(at): line.amounts[name] for at, line in enumerate(table.lines) if name in line.amounts}
        for name in columns
    ]
    return cells, str(found.line)


def _is_quotient(lattice: Lattice) -> bool:
    """Whether a measure is two others divided, in every part and in the total (造价 = 投资 ÷ 面积): its total is a mean, and no sum."""
    rows, field = lattice
    own = [row[field] for row in rows if field in row]
    *parts, total = [size(figure) for figure in own]
    if len(parts) < 2 or not min(parts) <= total <= max(parts):
        return False
    others = sorted({name for row in rows for name in row} - {field})
    return any(
        _constant([_quotient(row, field, over, under) for row in rows])
        for over, under in permutations(others, 2)
    )


def _quotient(row: Mapping[str, Figure], field: str, over: str, under: str) -> Fraction | None:
    """What a cell is of one amount of its row divided by another; nothing where one is blank or 0."""
    cells = [row.get(name) for name in (field, over, under)]
    if any(cell is None or not readable(cell) or not cell.number for cell in cells):
        return None
    cell, whole, parts = (Fraction(c.number or 0) for c in cells if c is not None)
    return cell * parts / whole


def _constant(found: Sequence[Fraction | None]) -> bool:
    """Whether all are one number, but for rounding."""
    known = [one for one in found if one is not None]
    return len(known) == len(found) > 2 and max(known) - min(known) <= abs(known[0]) / 100


def _named(table: MoneyTable, row: str, column: str) -> str:
    """A sum by the names of its table, row and column, as printed."""
    return " · ".join(part for part in (table.name, row.strip(), column) if part)


def _may_be_unlisted(table: MoneyTable, found: Sum) -> bool:
    """Whether a blank cell among the parts could hold what they lack; an excess it cannot explain."""
    blank = any(isinstance(i, int) and found.field not in table.lines[i].amounts for i in found.members)
    return blank and sum((size(part) for part in found.parts), Fraction(0)) < size(found.total)


def _shared_cell(found: Sum, others: Sequence[Sum], table: MoneyTable, *, by_row: bool) -> str:
    """The one cell whose change cures both this sum and a failing sum of the other direction, as a repair."""
    for other in others:
        row, column = (found, other) if by_row else (other, found)
        for field in (*row.members, row.field):
            cell = table.lines[row.line].amounts.get(str(field))
            if cell is None or field not in {column.field} or row.line not in (*column.members, column.line):
                continue
            needs = {_needed(row, cell), _needed(column, cell)}
            if len(needs) == 1 and (needed := needs.pop()) is not None:
                return f"{printed(cell)}{ARROW}{like(needed, cell, cell.decimals)}"
    return ""


def _needed(found: Sum, cell: Figure) -> Fraction | None:
    """What a cell of a sum would have to be for the sum to hold."""
    parts = sum((Fraction(part.number or 0) for part in found.parts), Fraction(0))
    off = Fraction(found.total.number or 0) - parts
    if cell is found.total:
        return parts
    return Fraction(cell.number or 0) + off if any(cell is part for part in found.parts) else None


@rule("S04", severity=Severity.ERROR)
def parts_within_the_whole(context: Context) -> Iterator[Check]:
    """What is listed under 其中 does not exceed its whole; it makes the whole when the list is complete.

    Example: 年度资金总额 0 beside 其中：本年财政拨款 90.
    """
    made, factors = _made_whole(context), calculated_with(context)
    for claim in context.claims(ClaimKind.SUM):
        whole = quantity_of(claim, Role.TOTAL, Role.WHOLE)
        parts = parts_like(claim, whole) if whole and not lists_all(claim) else []
        if whole and parts:
            names = [t.metric for t in terms_of(claim, Role.PART, Role.ACTUAL)]
            ends = mentions(names[-1], words().closing_parts)
            check = within("S04", whole, parts, names, metric_of(claim, whole), claim.sentence, ends=ends)
            # A list that makes the whole with one part more was only read too short.
            short = whole.place.address in made or lists_within(claim, parts)
            inner = check.verdict is Verdict.INCONSISTENT and short
            if any(part.place.address in factors for part in parts):
                continue  # 64人次×1,500元=9.6万元: what is multiplied is no part
            yield undecided(check) if inner else _spoken(check, whole, parts, apart=claim.exclusive)
    for table in context.tables:
        yield from _table_parts(table, sums_down(context, table))


def _made_whole(context: Context) -> set[object]:
    """Where the wholes stand that a complete list of the text makes."""
    found: set[object] = set()
    for claim in context.claims(ClaimKind.SUM):
        whole = quantity_of(claim, Role.TOTAL, Role.WHOLE)
        parts = parts_like(claim, whole) if whole and claim.closed else []
        if whole and len(parts) > 1 and not compare_sum(whole, parts).failed:
            found.add(whole.place.address)
    return found


def _spoken(check: Check, whole: Figure, parts: Sequence[Figure], *, apart: bool) -> Check:
    """Parts named in a sentence may overlap or lie in one another: an excess is an error if one slip explains it.

    Counts overlap more often than not (women, party members), unless their names exclude one another. So do measures of one ground,
    of which one covers the whole (整治1.5万亩，其中灌溉1.5万亩、道路1.2万亩).
    """
    if check.verdict is not Verdict.INCONSISTENT or any(size(part) > size(whole) for part in parts):
        return check
    covers_all = any(size(part) == size(whole) for part in parts) and sum(map(bool, map(size, parts))) > 1
    if covers_all or nested(whole, parts):
        return undecided(check)
    if whole.kind is FigureKind.COUNT and not apart:
        near = bool(check.repairs) and _hardly_more(whole, parts)
        return check.model_copy(update={"severity": Severity.WARNING}) if near else undecided(check)
    return check if check.repairs else check.model_copy(update={"severity": Severity.WARNING})


def _hardly_more(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether parts are so little more than their whole that they are likely to be all of it, with a slip: 312 + 145 of 456."""
    apart = whole.unit not in words().people and size(whole) >= FEWEST_COUNTED
    return apart and sum(map(size, parts)) * MARGIN <= size(whole) * (MARGIN + 1)


FEWEST_COUNTED, MARGIN = 50, 50
"""Counts of so many at least, and an excess of one in so many at most."""


def _table_parts(table: MoneyTable, sums: Sequence[Sum]) -> Iterator[Check]:
    """Every row that has 其中 rows, column by column, unless they are known to be all of its parts."""
    added = {(s.line, s.field, frozenset(s.members)) for s in sums if s.certain or not s.outcome.failed}
    below: dict[int, list[int]] = {}
    for i, line in enumerate(table.lines):
        if line.row_kind is RowKind.OF_WHICH and line.parent is not None and line.parent != i:
            below.setdefault(line.parent, []).append(i)
    for parent, children in below.items():
        if parent >= len(table.lines):
            continue
        found: list[Check] = []
        for field in columns(table):
            whole = table.lines[parent].amounts.get(field)
            if (parent, field, frozenset(children)) in added:
                continue
            cells = [table.lines[i].amounts.get(field) for i in children]
            parts = [cell for cell in cells if cell is not None and readable(cell)]
            signed = any(
                (line.amounts[field].number or 0) < 0 for line in table.lines if field in line.amounts
            )
            if whole is not None and readable(whole) and parts and is_added(field, whole) and not signed:
                names = [table.lines[i].name for i in children]
                subject = _named(table, table.lines[parent].name, table.header(field))
                check = within("S04", whole, parts, names, subject, "")
                lies_within = check.verdict is Verdict.INCONSISTENT and (
                    nested(whole, parts)
                    or (
                        check.facts.get("outcome") == "exceeds"
                        and _part_of_a_part(table, children, field, whole)
                    )
                )
                found.append(undecided(check) if lies_within else check)
        yield from _unless_structural(found)


def _part_of_a_part(table: MoneyTable, children: Sequence[int], field: str, whole: Figure) -> bool:
    """Whether 其中 below 其中 may name a part of the row above it: then the rest need only be within the whole."""
    kept: list[Figure] = []
    for i in children:
        cell = table.lines[i].amounts.get(field)
        if cell is None or not readable(cell):
            continue
        again = table.lines[i].name.strip().startswith(words().overlapping[0])
        if not (kept and again and size(cell) <= size(kept[-1])):
            kept.append(cell)
    return len(kept) < len(children) and sum((size(cell) for cell in kept), Fraction(0)) <= size(whole)


def _unless_structural(found: list[Check]) -> Iterator[Check]:
    """Parts that exceed a whole other than 0 in every column are parts of parts, not errors."""
    exceeding = [check for check in found if check.facts.get("outcome") == "exceeds"]
    structural = len(exceeding) > 1 and len(exceeding) == len(found)
    for check in found:
        yield undecided(check) if structural and size(check.figures[0]) else check


def within(
    rule_id: str,
    whole: Figure,
    parts: Sequence[Figure],
    names: Sequence[str],
    subject: str,
    quote: str,
    *,
    ends: bool | None = None,
) -> Check:
    """Equal when a row 其他 closes the list (or the words say that it ends), otherwise at most; overlapping parts need only be single."""
    place = shared_place([whole, *parts])
    outcome = compare_sum(whole, parts, place)
    if ends is None:
        ends = any(mentions(name, words().closing_parts) for name in names)
    closed = ends and len(parts) > 1
    at_most = relate(
        whole, lambda of: total([of(p) for p in parts]) + Interval.of(0, None), place=place, power=Fraction(1)
    )
    loose = compare_sum(whole, parts)
    if at_most.failed and not loose.failed and whole.decimals < min(part.decimals for part in parts):
        # 328,661元 of 200,000.50元 and 128,661.31元: the whole was printed without 角 and 分
        outcome = at_most = loose
    apart = any(mentions(name, words().overlapping[1:]) for name in names)
    single = relate(
        whole, lambda of: of(max(parts, key=size)) + Interval.of(0, None), place=place, power=Fraction(1)
    )
    severity = Severity.ERROR
    if not at_most.failed:
        severity = Severity.WARNING
        if outcome.failed and not closed:
            outcome = replace(at_most, verdict=Verdict.CONSISTENT, power=None)
    elif not single.failed and (apart or (len(parts) > 1 and _signed_names(names))):
        outcome = replace(outcome, verdict=Verdict.UNDETERMINED)
    return check_of(
        rule_id,
        outcome,
        whole,
        parts,
        left=joined(parts),
        severity=severity,
        subject=subject,
        quote=quote,
        repairs=[str(r) for r in repairs_of_sum(whole, parts)] if outcome.failed else (),
        facts={"outcome": "exceeds"} if outcome.failed and at_most.failed else None,
    )


def _signed_names(names: Sequence[str]) -> bool:
    return any(mentions(name, words().decrease) for name in names)


@rule("S09", severity=Severity.NOTE)
def sum_not_off_by_luck(context: Context) -> Iterator[Check]:
    """Rounded parts miss a correct total by little: a miss beyond four standard deviations is worth a look.

    It is inside the worst case that rounding allows, so it is no contradiction. Example: twenty parts in
    万元 with two decimals that miss their total by 0.09.
    """
    for table in context.tables:
        for found in sums_down(context, table):
            yield from _tail(
                found, _named(table, table.lines[found.line].name, table.header(found.field)), ""
            )
    for claim in context.claims(ClaimKind.SUM):
        whole = quantity_of(claim, Role.TOTAL, Role.WHOLE)
        parts = parts_like(claim, whole) if whole and claim.closed else []
        if whole and len(parts) >= 2:
            outcome = compare_sum(whole, parts, shared_place([whole, *parts]))
            found = Sum(whole, tuple(parts), 0, "", (), outcome, certain=True, complete=True, loose=outcome)
            yield from _tail(found, metric_of(claim, whole), claim.sentence)


def _tail(found: Sum, subject: str, quote: str) -> Iterator[Check]:
    parts, whole = found.parts, found.total
    units = {figure.unit_in_last_place for figure in (whole, *parts)}
    if Mode.NEAREST not in found.outcome.fits or len(units) != 1 or len(parts) < 5 or is_exact(whole):
        return
    unit = Fraction(units.pop())
    off = (
        abs(sum((Fraction(part.number or 0) for part in parts), Fraction(0)) - Fraction(whole.number or 0))
        / unit
    )
    beyond = off * off * 12 > 16 * (len(parts) + 1)
    outcome = replace(
        found.outcome, verdict=Verdict.INCONSISTENT if beyond else Verdict.CONSISTENT, margin=off
    )
    limit = Fraction(isqrt(16 * (len(parts) + 1) * 10_000 // 12), 100)
    yield check_of(
        "S09", outcome, whole, parts, left=joined(parts), severity=Severity.NOTE, subject=subject, quote=quote,
        facts={"limit": like(limit * unit, whole)},
    )  # fmt: skip
