"""Which printed figures took part in a check, and which did not: silence must not look like agreement.

Every figure is in exactly one class: checked and agreeing, checked and disagreeing, or read but not checked
(listed). Figures whose number could not be read are counted among the unchecked, and once more as unread. Dates and
periods count only when a rule used them; the others are set aside with years, codes and document numbers. A check that would
pass most wrong figures as well (power below one half: a rate that is merely not above 100 %) covers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from schema.figure import NUMERIC_KINDS, Figure, FigureKind
from schema.finding import Check, Coverage, Skipped, Verdict
from schema.report import Report

AGREEING = frozenset({Verdict.CONSISTENT, Verdict.IF_TRUNCATED, Verdict.IF_ROUNDED_UP})
"""Verdicts under which the figures of a check can all be true."""

TIMES = frozenset({FigureKind.DATE, FigureKind.PERIOD})

Address = tuple[int, int, int, int, int, int]


def coverage_of(
    report: Report, figures: Iterable[Figure], checks: Sequence[Check], run: int, skipped: Sequence[Skipped]
) -> Coverage:
    """The coverage of a report by its checks. `figures` are all that it prints, `run` is the number of rules that examined something."""
    agreeing = _addresses(check for check in checks if check.verdict in AGREEING and has_power(check))
    disagreeing = _addresses(
        check for check in checks if check.verdict is Verdict.INCONSISTENT and check.severity is not None
    )
    touched = agreeing | disagreeing
    printed = [(figure, figure.place.address) for figure in figures]
    counted = [(f, at) for f, at in printed if f.kind not in TIMES or at in touched]
    against = sum(at in disagreeing for _, at in counted)
    unchecked = tuple(figure for figure, at in counted if at not in touched)
    checked = len(counted) - len(unchecked)
    return Coverage(
        figures=len(counted),
        checked=checked,
        agreeing=checked - against,
        disagreeing=against,
        unchecked=unchecked,
        excluded=len(report.excluded) + len(printed) - len(counted),
        unread=sum(_unread(figure) for figure, _ in counted),
        rules_run=run,
        rules_not_applicable=len(skipped),
        skipped=tuple(skipped),
    )


def has_power(check: Check) -> bool:
    """Whether a wrong figure would probably have been caught: a percentage below 100 proves little of itself."""
    return check.power is None or Decimal(check.power) >= HALF


HALF = Decimal("0.5")


def _addresses(checks: Iterable[Check]) -> set[Address]:
    return {figure.place.address for check in checks for figure in check.figures}


def _unread(figure: Figure) -> bool:
    return (
        figure.kind in NUMERIC_KINDS and figure.value is None and figure.low is None and figure.high is None
    )
