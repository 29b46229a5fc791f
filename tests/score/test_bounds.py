"""Targets are told apart by their bound and value."""

from decimal import Decimal

import pytest

from schema.figure import Hedge
from score.bounds import at_its_word, opposed
from score.rounding import possible
from tests.reports import figure


@pytest.mark.parametrize("hedge", [Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.OVER, Hedge.UNDER])
def test_a_bound_is_taken_at_its_word(hedge):
    bound = figure("800人").model_copy(update={"hedge": hedge})
    assert possible(bound).width is None
    assert possible(at_its_word(bound)).low == possible(at_its_word(bound)).high == Decimal(800)


@pytest.mark.parametrize("hedge", [None, Hedge.ABOUT, Hedge.NEARLY])
def test_a_rough_figure_stays_rough(hedge):
    rough = figure("800人").model_copy(update={"hedge": hedge})
    assert at_its_word(rough) == rough


@pytest.mark.parametrize(
    ("one", "other", "signs", "expected"),
    [
        (Hedge.AT_LEAST, Hedge.AT_MOST, (None, None), True),
        (Hedge.AT_LEAST, Hedge.OVER, (None, None), False),
        (Hedge.AT_LEAST, None, (None, None), False),
        (None, None, (">=", "<"), True),
        (None, None, (">=", "="), False),
        (Hedge.UNDER, None, (None, ">="), True),
    ],
)
def test_opposite_bounds(one, other, signs, expected):
    two = [figure("5%").model_copy(update={"hedge": hedge}) for hedge in (one, other)]
    assert opposed(*two, signs) is expected
