"""A figure of the same sentence that is exactly what a sum is off by: then it belongs to the sum, and nothing is wrong.

「批复1,204.63万元，追加86.91万元、收回存量12.44万元，年末预算1,279.10万元」: read without what was taken back, the sum is off by 12.44万元.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from schema.figure import Figure, FigureKind
from schema.finding import Check, Verdict
from score.evidence import printed, undecided
from score.repair import significant_digits
from score.rounding import readable

SUMS = frozenset({"S01", "S04", "S05", "S07", "B07", "B20", "R07"})
ADDED = frozenset({FigureKind.MONEY, FigureKind.COUNT, FigureKind.MEASURE, FigureKind.SCORE})
TELLING = 3
"""A figure of so many digits that closes a sum does so by no accident, wherever in the sentence it stands."""
_NUMBER = re.compile(r"-?\d[\d,，]*(?:\.\d+)?")


def closed_by_another(checks: Sequence[Check], figures: Sequence[Figure]) -> list[Check]:
    """The checks; a sum told in a sentence that a figure between its own closes exactly is undecided."""
    if not any(map(_may_be_closed, checks)):
        return list(checks)
    beside: dict[tuple[str | None, int | None], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.place.row is None and readable(figure):
            beside[figure.place.document, figure.place.block].append(figure)
    return [
        undecided(check) if _may_be_closed(check) and _closed(check, beside) else check for check in checks
    ]


def _may_be_closed(check: Check) -> bool:
    return (
        check.verdict is Verdict.INCONSISTENT
        and check.rule in SUMS
        and bool(check.quote and check.figures and check.facts.get("difference"))
        and check.figures[0].kind in ADDED
        and check.figures[0].place.row is None
    )


def _closed(check: Check, beside: dict[tuple[str | None, int | None], list[Figure]]) -> bool:
    reported = check.figures[0]
    off = _difference(check)
    used = {figure.place.address for figure in check.figures}
    starts = [figure.place.start for figure in check.figures if figure.place.start is not None]
    if not off or not starts:
        return False
    for figure in beside[reported.place.document, reported.place.block]:
        if figure.kind is not reported.kind or figure.place.address in used or abs(figure.number or 0) != off:
            continue
        within = figure.place.start is not None and min(starts) < figure.place.start < max(starts)
        told = printed(figure) in check.quote and significant_digits(_printed_number(figure)) >= TELLING
        if within or told:
            return True
    return False


def _difference(check: Check) -> Fraction | None:
    """By how much the sum is off, in the canonical unit."""
    found = _NUMBER.search(check.facts["difference"])
    try:
        value = Decimal(re.sub("[,，]", "", found[0])) if found else None
    except InvalidOperation:
        return None
    return None if value is None else Fraction(value) * Fraction(10) ** check.figures[0].scale


def _printed_number(figure: Figure) -> Fraction:
    return Fraction(figure.number or 0) / Fraction(10) ** figure.scale
