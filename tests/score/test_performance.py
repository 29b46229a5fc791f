from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.finding import Verdict
from score.interval import Interval
from score.performance import (
    FORMULAS_OF_DIRECTION,
    Formula,
    Parameters,
    best_fit,
    capped,
    compare,
    last_place,
    points,
    share_of_weight,
)
from tests.reports import figure

P = Interval.point


@pytest.mark.parametrize(
    ("formula", "actual", "target", "share"),
    [
        (Formula.POS_CAP, 247, 260, P(Fraction(19, 20))),
        (Formula.POS_CAP, 300, 260, P(1)),
        (Formula.POS_OVER_REDUCED, 400, 260, Interval.of(0, 1)),
        (Formula.POS_OVER_REDUCED, 270, 260, P(1)),
        (Formula.REV_LINEAR, 99, 90, P(Fraction(9, 10))),
        (Formula.REV_LINEAR, 200, 90, P(0)),
        (Formula.REV_QUOTIENT, 99, 90, P(Fraction(10, 11))),
        (Formula.REV_QUOTIENT, 0, 90, P(1)),
        (Formula.EQ_CAP, 95, 100, P(Fraction(19, 20))),
        (Formula.EQ_ZERO, 0, 0, P(1)),
        (Formula.EQ_ZERO, 2, 0, P(0)),
        (Formula.EQ_ZERO, 2, 5, None),
        (Formula.DIRECT, 99, 100, P(0)),
        (Formula.DIRECT, 100, 100, P(1)),
        (Formula.PROP_THRESHOLD, 50, 100, P(0)),
        (Formula.PROP_THRESHOLD, 70, 100, P(Fraction(7, 10))),
        (Formula.SAT_THRESHOLD, 75, 90, P(Fraction(1, 2))),
        (Formula.EXEC_PROP, 443, 500, P(Fraction(443, 500))),
        (Formula.POS_CAP, 5, 0, None),
    ],
)
def test_shares(formula, actual, target, share):
    assert share_of_weight(formula, P(actual), P(target)) == share


def test_a_local_rule_has_its_own_numbers():
    strict = Parameters(over_reduced_from=Fraction(3, 2))
    assert share_of_weight(Formula.POS_OVER_REDUCED, P(130), P(100), strict) == P(1)


def test_capping_keeps_the_ends():
    assert capped(Interval.of(Fraction(1, 2), 2)) == Interval.of(Fraction(1, 2), 1)
    assert capped(Interval.of(-1, Fraction(1, 2), True, False)) == Interval.of(0, Fraction(1, 2), True, False)


@pytest.mark.parametrize(
    ("text", "admissible", "verdict"),
    [
        ("9", P(Fraction(862, 100)), Verdict.CONSISTENT),
        ("8", P(Fraction(862, 100)), Verdict.IF_TRUNCATED),
        ("9", P(Fraction(82, 10)), Verdict.IF_ROUNDED_UP),
        ("10", P(Fraction(862, 100)), Verdict.INCONSISTENT),
        ("8.5", P(Fraction(862, 100)), Verdict.CONSISTENT),
        ("8.4", P(Fraction(862, 100)), Verdict.INCONSISTENT),
        ("8.62", P(Fraction(8624, 1000)), Verdict.CONSISTENT),
        ("8.63", P(Fraction(8624, 1000)), Verdict.IF_ROUNDED_UP),
        ("8.64", P(Fraction(8624, 1000)), Verdict.INCONSISTENT),
    ],
)
def test_whole_and_half_points_are_taken_as_rounded(text, admissible, verdict):
    assert compare(figure(text, "分"), admissible)[0] is verdict


def test_last_places():
    assert [last_place(figure(text, "分")) for text in ("9", "8.5", "8.4", "8.62")] == [
        1,
        Fraction(1, 2),
        Fraction(1, 10),
        Fraction(1, 100),
    ]


def test_the_plainest_fit_wins():
    found = best_fit(
        figure("9", "分"), [("zero", P(0)), ("cut", P(Fraction(98, 10))), ("near", P(Fraction(91, 10)))]
    )
    assert found is not None
    assert found[:2] == (Verdict.CONSISTENT, "near")
    assert best_fit(figure("9", "分"), []) is None


@given(
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.sampled_from([2, 5, 8, 10, 12, 15]),
    st.integers(0, 2),
    st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN, ROUND_CEILING]),
    st.sampled_from([Formula.POS_CAP, Formula.REV_LINEAR, Formula.REV_QUOTIENT]),
)
def test_a_score_computed_by_a_formula_is_never_doubted(actual, target, weight, places, rounding, formula):
    share = share_of_weight(formula, P(actual), P(target))
    assert share is not None
    assert share.low is not None
    true = share.low * weight
    shown = (Decimal(true.numerator) / Decimal(true.denominator)).quantize(
        Decimal(1).scaleb(-places), rounding
    )
    assert compare(figure(str(shown), "分"), points(weight, share))[0] is not Verdict.INCONSISTENT


@given(st.fractions(0, 3), st.fractions(0, 3), st.sampled_from(sorted(Formula)))
def test_shares_lie_between_0_and_1(actual, target, formula):
    share = share_of_weight(formula, P(actual), P(target))
    if share is not None:
        assert share.low is not None
        assert share.high is not None
        assert 0 <= share.low <= share.high <= 1


def test_every_formula_but_the_execution_one_belongs_to_a_direction():
    assert frozenset().union(*FORMULAS_OF_DIRECTION.values()) == frozenset(Formula) - {Formula.EXEC_PROP}
