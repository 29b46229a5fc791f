"""A result that the same sentence prints for itself: then the statement was joined to another figure of it.

「每场3,000元，开展24场，补助7.2万元，另付场租1.5万元，共支出8.7万元」: the product is the 7.2万元 that stands there, and the 8.7万元 is told
otherwise, by the 1.5万元 beside it. Held against the report is nothing, since each figure is as it should be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from fractions import Fraction
from itertools import permutations

from schema.figure import Figure, FigureKind
from schema.finding import Check, Verdict
from schema.report import Report, Role
from score.evidence import printed, undecided
from score.rounding import readable


def settled(checks: Sequence[Check], report: Report) -> list[Check]:
    """The checks; a failing one whose result its sentence prints beside a figure that is told otherwise is undecided."""
    names = _names_of_rows(report)
    checks = [
        undecided(check) if _is_fraction(check) or _told_in_a_note(check, report, names) else check
        for check in checks
    ]
    if not any(_speaks(check) for check in checks):
        return list(checks)
    held = [
        (check.rule, {figure.place.address for figure in check.figures})
        for check in checks
        if check.verdict is Verdict.CONSISTENT and len(check.figures) > 2
    ]
    places = [addresses for _, addresses in held]
    return [
        undecided(check)
        if _speaks(check) and (_holds_with_another(check, held) or _is_settled(check, report, places))
        else check
        for check in checks
    ]


def _holds_with_another(check: Check, held: Iterable[tuple[str, Set[object]]]) -> bool:
    """Whether the same rule holds of the result, and of all inputs but one: then the other figure is the one that is meant."""
    reported, *inputs = (figure.place.address for figure in check.figures)
    return any(
        rule == check.rule and reported in places and len(places & {*inputs}) == len(set(inputs)) - 1
        for rule, places in held
    )


IN_TABLES = frozenset({"S02", "S03", "S10", "S16", "S17", "R20", "R21"})
BELOW = 3
"""So many blocks below a table a note on one of its rows is looked for."""


def _names_of_rows(report: Report) -> dict[tuple[int, int], str]:
    """The names of the rows of tables of numbers, by table and row."""
    return {
        (line.place.table, line.place.row): line.name.strip()
        for line in (*report.budget_lines, *report.other_lines)
        if line.place.table is not None and line.place.row is not None and not line.is_total
    }


def _told_in_a_note(check: Check, report: Report, names: Mapping[tuple[int, int], str]) -> bool:
    """Whether a note below the table speaks of the very row: 注：2022年结余中2万元已上缴财政."""
    if check.verdict is not Verdict.INCONSISTENT or check.rule not in IN_TABLES or not check.figures:
        return False
    place = check.figures[0].place
    if place.block is None or place.table is None or place.row is None:
        return False
    name = names.get((place.table, place.row), "")
    notes = (
        passage.text
        for passage in report.passages
        if passage.kind == "note"
        and passage.place.block is not None
        and place.block < passage.place.block <= place.block + BELOW
    )
    return any(len(name) > 1 and name in note and _DIGIT.search(note.replace(name, "")) for note in notes)


_DIGIT = re.compile(r"\d")


def _is_fraction(check: Check) -> bool:
    """Whether a rate without a sign of per cent is the fraction of its two figures: 0.75 for 15 of 20, as workbooks hold it."""
    if check.verdict is not Verdict.INCONSISTENT or not check.figures or not check.recomputed:
        return False
    rate = check.figures[0]
    bare = rate.kind is FigureKind.PERCENT and not _SIGNS.search(rate.text)
    if not bare or rate.number is None or not _PLAIN.fullmatch(check.recomputed):
        return False
    off = abs(_number(rate) - Fraction(check.recomputed) / 100)
    return off <= Fraction(rate.unit_in_last_place)


_SIGNS = re.compile("[%％‰]")
_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")


def _speaks(check: Check) -> bool:
    return (
        check.verdict is Verdict.INCONSISTENT
        and bool(check.quote and check.recomputed)
        and len(check.figures) > 2
    )


def _is_settled(check: Check, report: Report, held: Iterable[Set[object]]) -> bool:
    reported, *inputs = check.figures
    if reported.kind is FigureKind.PERCENT:
        return False
    used = {figure.place.address for figure in check.figures}
    beside = [
        figure
        for figure in _of_the_sentence(check, report)
        if figure.place.address not in used and figure.kind is reported.kind and readable(figure)
    ]
    printed_there = [figure for figure in beside if printed(figure) == check.recomputed]
    if not printed_there:
        return False
    address = reported.place.address
    if any(address in others and not others >= used for others in held):
        return True
    return any(
        abs(_number(reported)) == abs(_number(one) + _number(other))
        for one, other in permutations((*beside, *inputs), 2)
        if one in printed_there
    )


def _of_the_sentence(check: Check, report: Report) -> list[Figure]:
    """The figures told in the sentence of a check; what was aimed at (40座任务中的38座) is no result."""
    found = {
        term.figure.place.address: term.figure
        for claim in report.claims
        if claim.sentence == check.quote and claim.place.block == check.figures[0].place.block
        for term in claim.terms
        if term.role is not Role.TARGET
    }
    return list(found.values())


def _number(figure: Figure) -> Fraction:
    return Fraction(figure.number or 0)
