"""The official scoring formulas, as sets of admissible scores.

A formula takes what was achieved and what was aimed at, as sets of true values, and returns the points that
the row may carry. Several formulas coexist in practice; a checker accepts a score that any of them gives.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from schema.figure import Figure
from schema.finding import Verdict
from schema.report import Direction
from score.interval import Interval, Number
from score.relation import VERDICT_OF_MODE
from score.rounding import Mode, unround


class Formula(StrEnum):
    """How points follow from achievement (glossary: 计分公式)."""

    POS_CAP = "pos_cap"
    POS_OVER_REDUCED = "pos_over_reduced"
    REV_LINEAR = "rev_linear"
    REV_QUOTIENT = "rev_quotient"
    EQ_CAP = "eq_cap"
    EQ_ZERO = "eq_zero"
    DIRECT = "direct"
    PROP_THRESHOLD = "prop_threshold"
    SAT_THRESHOLD = "sat_threshold"
    EXEC_PROP = "exec_prop"


@dataclass(frozen=True, slots=True)
class Parameters:
    """Numbers of a local rule: from which multiple of the target a reduction is allowed, and thresholds."""

    over_reduced_from: Fraction = Fraction(6, 5)
    threshold: Fraction = Fraction(3, 5)
    full_from: Fraction = Fraction(9, 10)


DEFAULT = Parameters()


def capped(ratio: Interval) -> Interval:
    """The ratio with everything above 1 counted as 1, and everything below 0 as 0."""
    low, high = _clip(ratio.low, Fraction(0)), _clip(ratio.high, Fraction(1))
    return Interval(
        low,
        high,
        ratio.low_closed or ratio.low is None or ratio.low != low,
        ratio.high_closed or ratio.high is None or ratio.high != high,
    )


def _clip(end: Fraction | None, missing: Fraction) -> Fraction:
    return missing if end is None else min(Fraction(1), max(Fraction(0), end))


def share_of_weight(
    formula: Formula, actual: Interval, target: Interval, given: Parameters = DEFAULT
) -> Interval | None:
    """The share of the weight (0 to 1) that `formula` gives; None where it is not defined.

    Raises nothing: a target that may be 0 is left to the formula for targets of 0.
    """
    return _FORMULAS[formula](actual, target, given)


def _quotient(a: Interval, b: Interval) -> Interval | None:
    try:
        return a / b
    except ZeroDivisionError:
        return None


def _positive(actual: Interval, target: Interval, given: Parameters) -> Interval | None:
    ratio = _quotient(actual, target)
    return None if ratio is None else capped(ratio)


def _over_reduced(actual: Interval, target: Interval, given: Parameters) -> Interval | None:
    ratio = _quotient(actual, target)
    if ratio is None or ratio.high is None:
        return None
    if ratio.high >= given.over_reduced_from:
        return Interval.of(0, 1)
    return capped(ratio)


def _reverse_linear(actual: Interval, target: Interval, given: Parameters) -> Interval | None:
    ratio = _quotient(actual, target)
    return None if ratio is None else capped(2 - ratio)


def _reverse_quotient(actual: Interval, target: Interval, given: Parameters) -> Interval | None:
    if actual.low is not None and actual.low <= 0 and actual.high is not None and target.high is not None:
        return Interval.point(1) if actual.high <= target.high else None
    ratio = _quotient(target, actual)
    return None if ratio is None else capped(ratio)


def _equal_zero(actual: Interval, target: Interval, given: Parameters) -> Interval | None:
    if target != Interval.point(0):
        return None
    return _reached(actual, lambda value: value <= 0)


def _direct(actual: Interval, target: Interval, given: Parameters) -> Interval | None:
    if target.low is None or target.low != target.high:
        return None
    goal = target.low
    return _reached(actual, lambda value: value >= goal)


def _threshold(actual: Interval, target: Interval, given: Parameters) -> Interval | None:
    ratio = _quotient(actual, target)
    if ratio is None or ratio.low is None or ratio.high is None:
        return None
    if ratio.high < given.threshold:
        return Interval.point(0)
    return capped(ratio) if ratio.low >= given.threshold else capped(ratio).hull(Interval.point(0))


def _satisfaction(actual: Interval, target: Interval, given: Parameters) -> Interval | None:
    """Percentages: full from `full_from`, nothing below `threshold`, linear between; the target plays no part."""
    span = given.full_from - given.threshold
    return capped((actual * Fraction(1, 100) - given.threshold) / span)


def _reached(actual: Interval, met: Callable[[Fraction], bool]) -> Interval | None:
    if actual.low is None or actual.high is None:
        return None
    low, high = met(actual.low), met(actual.high)
    if low == high:
        return Interval.point(1 if low else 0)
    return Interval.of(0, 1)


_FORMULAS: dict[Formula, Callable[[Interval, Interval, Parameters], Interval | None]] = {
    Formula.POS_CAP: _positive,
    Formula.POS_OVER_REDUCED: _over_reduced,
    Formula.REV_LINEAR: _reverse_linear,
    Formula.REV_QUOTIENT: _reverse_quotient,
    Formula.EQ_CAP: _positive,
    Formula.EQ_ZERO: _equal_zero,
    Formula.DIRECT: _direct,
    Formula.PROP_THRESHOLD: _threshold,
    Formula.SAT_THRESHOLD: _satisfaction,
    Formula.EXEC_PROP: _positive,
}

FORMULAS_OF_DIRECTION: dict[Direction, frozenset[Formula]] = {
    Direction.POSITIVE: frozenset(
        {
            Formula.POS_CAP,
            Formula.POS_OVER_REDUCED,
            Formula.DIRECT,
            Formula.PROP_THRESHOLD,
            Formula.SAT_THRESHOLD,
        }
    ),
    Direction.REVERSE: frozenset({Formula.REV_LINEAR, Formula.REV_QUOTIENT}),
    Direction.EQUAL: frozenset({Formula.EQ_CAP, Formula.EQ_ZERO}),
    Direction.QUALITATIVE: frozenset(),
}


def last_place(score: Figure) -> Fraction:
    """The step in which a score is given: 9 stands for whole points, 8.5 for half points, 8.62 for hundredths."""
    number = score.number
    if number is None:
        return Fraction(1)
    if score.decimals == 1 and (number * 2) % 1 == 0:
        return Fraction(1, 2)
    return Fraction(1, 10**score.decimals)


def printed_score(score: Figure, mode: Mode = Mode.NEAREST, place: Decimal | None = None) -> Interval:
    """The scores that are printed so; `place` is the last place its form prints. Raises ValueError without a number."""
    if score.number is None:
        raise ValueError("a score without a number")
    step = last_place(score)
    return unround(score.number, step if place is None else min(step, Fraction(place)), mode)


def compare(score: Figure, admissible: Interval, place: Decimal | None = None) -> tuple[Verdict, Fraction]:
    """Whether the printed score can be one of the admissible ones, and how far it is off, in points.

    Whole points and half points are taken as rounded to them, in any direction.
    """
    gaps: list[Fraction] = []
    for mode in Mode:
        printed = printed_score(score, mode, place)
        if printed.meets(admissible):
            return VERDICT_OF_MODE[mode], Fraction(0)
        gaps.append(printed.distance(admissible))
    return Verdict.INCONSISTENT, min(gaps)


def best_fit(
    score: Figure, candidates: Iterable[tuple[str, Interval]], place: Decimal | None = None
) -> tuple[Verdict, str, Interval, Fraction] | None:
    """The candidate formula that fits best: verdict, its name, its set and the distance in points."""
    order = list(Verdict)
    found = [(*compare(score, admissible, place), name, admissible) for name, admissible in candidates]
    if not found:
        return None
    verdict, gap, name, admissible = min(found, key=lambda item: (order.index(item[0]), item[1]))
    return verdict, name, admissible, gap


def points(weight: Number, share: Interval) -> Interval:
    """The points of a share of the weight."""
    return share * Fraction(weight)
