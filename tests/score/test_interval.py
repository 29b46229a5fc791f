"""Intervals against brute force over small grids, and the laws they must keep."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from score.interval import ALL, Interval, total

GRID = [Fraction(k, 2) for k in range(-16, 17)]

ends = st.integers(-4, 4)


@st.composite
def intervals(draw: st.DrawFn, bounded: bool = True) -> Interval:
    low, high = sorted((draw(ends), draw(ends)))
    made = Interval.of(low, high, draw(st.booleans()), draw(st.booleans()))
    if made.empty:
        made = Interval.of(low, high)
    if not bounded and draw(st.integers(0, 3)) == 0:
        made = Interval(None, made.high, False, made.high_closed)
    if not bounded and draw(st.integers(0, 3)) == 0:
        made = Interval(made.low, None, made.low_closed, False)
    return made


def members(interval: Interval) -> list[Fraction]:
    return [x for x in GRID if x in interval]


@given(intervals(bounded=False), intervals(bounded=False))
def test_results_hold_every_result_of_members(a: Interval, b: Interval) -> None:
    for x, y in product(members(a), members(b)):
        assert x + y in a + b
        assert x - y in a - b
        assert x * y in a * b
        if y and not (0 in b or _touches_both_sides(b)):
            assert x / y in a / b


def _touches_both_sides(b: Interval) -> bool:
    return (b.low is None or b.low < 0) and (b.high is None or b.high > 0)


@given(intervals(), intervals())
def test_ends_of_products_are_attained_exactly_when_closed(a: Interval, b: Interval) -> None:
    """A closed end is the product of two members; an open one is not."""
    found = a * b
    for end, closed in ((found.low, found.low_closed), (found.high, found.high_closed)):
        assert end is not None
        corners = [x * y for x in _points(a) for y in _points(b)]
        assert (end in corners) == closed


def _points(a: Interval) -> list[Fraction]:
    assert a.low is not None
    assert a.high is not None
    assert a.middle is not None
    return [x for x in (a.low, a.high, Fraction(0), a.middle) if x in a]


@given(intervals(bounded=False), intervals(bounded=False))
def test_intersection_and_hull_are_those_of_sets(a: Interval, b: Interval) -> None:
    for x in GRID:
        assert (x in (a & b)) == (x in a and x in b)
        assert (x not in a and x not in b) or x in a.hull(b)
    assert a & b == b & a
    assert a.hull(b) == b.hull(a)
    assert a.meets(b) == (not (a & b).empty)


@given(intervals(bounded=False))
def test_negation_is_its_own_inverse_and_x_less_x_holds_zero(a: Interval) -> None:
    negative = -a
    assert -negative == a
    assert 0 in a - a or not a.bounded
    assert a + 0 == a
    assert a * 1 == a


@given(intervals(), intervals())
def test_distance_is_zero_when_sets_meet_and_the_gap_otherwise(a: Interval, b: Interval) -> None:
    gap = a.distance(b)
    assert gap == b.distance(a)
    if a.meets(b):
        assert gap == 0
    pairs = [abs(x - y) for x in members(a) for y in members(b)]
    assert not pairs or min(pairs) >= gap


@given(intervals())
def test_whole_numbers_of_a_set(a: Interval) -> None:
    assert list(a.integers()) == [n for n in range(-10, 11) if n in a]


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (Interval.of(1, 2) + Interval.of(1, 2, False), "(2, 4]"),
        (Interval.of(0, 1, False) * Interval.of(None, 2), "(-inf, 2]"),
        (Interval.of(0, None) * Interval.of(0, None), "[0, inf)"),
        (Interval.of(0, None, False) * Interval.of(0, None, False), "(0, inf)"),
        (1 / Interval.of(2, None), "(0, 1/2]"),
        (1 / Interval.of(0, 4, False), "[1/4, inf)"),
        (1 / Interval.of(None, -2), "[-1/2, 0)"),
        (100 - Interval.of(0, 1, False), "[99, 100)"),
        (ALL + 1, "(-inf, inf)"),
        (total([]), "[0, 0]"),
    ],
)
def test_ends_and_their_flags(made: Interval, shown: str) -> None:
    assert str(made) == shown


@pytest.mark.parametrize(
    "divisor", [Interval.of(0, 1), Interval.of(-1, 1), Interval.of(None, 1), Interval.point(0), ALL]
)
def test_a_divisor_that_may_be_zero_is_refused(divisor: Interval) -> None:
    with pytest.raises(ZeroDivisionError):
        Interval.point(1) / divisor


def test_infinitely_many_whole_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="infinitely"):
        Interval.of(0, None).integers()


def test_widths_and_middles() -> None:
    assert Interval.of(1, 4).width == 3
    assert Interval.of(1, 4).middle == Fraction(5, 2)
    assert ALL.width is None
    assert ALL.middle is None
    assert not Interval.of(2, 1).bounded or Interval.of(2, 1).empty
