"""Un-rounding: whoever prints a true value by any rule must find it again in the set."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schema.figure import Flaw
from score.interval import ALL
from score.rounding import Mode, exactly, expected, is_exact, possible, readable, shared_place, unround
from tests.reports import figure

WAYS = [
    (ROUND_HALF_UP, Mode.NEAREST),
    (ROUND_HALF_EVEN, Mode.NEAREST),
    (ROUND_DOWN, Mode.TRUNCATED),
    (ROUND_UP, Mode.ROUNDED_UP),
]
values = st.decimals(-1000, 1000, allow_nan=False, places=4)


@given(values, st.integers(0, 3), st.sampled_from(WAYS))
def test_the_true_value_is_in_the_set_of_what_was_printed(
    true: Decimal, places: int, way: tuple[str, Mode]
) -> None:
    rule, mode = way
    unit = Decimal(1).scaleb(-places)
    assert true in unround(true.quantize(unit, rounding=rule), unit, mode)


@given(values, st.integers(0, 3), st.sampled_from(WAYS))
def test_the_set_holds_nothing_that_prints_otherwise(
    true: Decimal, places: int, way: tuple[str, Mode]
) -> None:
    """Away from ties, a value of the set prints as the figure."""
    rule, mode = way
    unit = Decimal(1).scaleb(-places)
    printed = true.quantize(unit, rounding=rule)
    found = unround(printed, unit, mode)
    assert found.low is not None
    assert found.high is not None
    inside = (found.low * 3 + found.high * 2) / 5
    value = Decimal(inside.numerator) / Decimal(inside.denominator)
    assert value.quantize(unit, rounding=rule) == printed or (printed == 0 and mode is Mode.ROUNDED_UP)


@pytest.mark.parametrize(
    ("text", "unit", "mode", "shown"),
    [
        ("240万元", "", Mode.NEAREST, "[2395000, 2405000]"),
        ("240.5万元", "", Mode.TRUNCATED, "[2405000, 2406000)"),
        ("1,700,000.00", "元", Mode.NEAREST, "[1700000, 1700000]"),
        ("700.077万元", "", Mode.NEAREST, "[7000765, 7000775]"),
        ("258.855600万元", "", Mode.NEAREST, "[2588556, 2588556]"),
        ("85.71%", "", Mode.NEAREST, "[17141/200, 17143/200]"),
        ("67次", "", Mode.TRUNCATED, "[67, 67]"),
        ("20万人次", "", Mode.NEAREST, "[195000, 205000]"),
        ("-3.5万元", "", Mode.TRUNCATED, "(-36000, -35000]"),
        ("0%", "", Mode.ROUNDED_UP, "(-1, 1)"),
        ("超过200人", "", Mode.NEAREST, "(200, inf)"),
        ("不低于85%", "", Mode.NEAREST, "[85, inf)"),
        ("不足9%", "", Mode.NEAREST, "(-inf, 9)"),
        ("不超过90万元", "", Mode.NEAREST, "(-inf, 900000]"),
        ("近20万人次", "", Mode.NEAREST, "[0, 200000]"),
        ("约500元", "", Mode.NEAREST, "(-inf, inf)"),
        ("3-5场", "", Mode.NEAREST, "[3, 5]"),
    ],
)
def test_what_a_figure_may_truly_be(text: str, unit: str, mode: Mode, shown: str) -> None:
    assert str(possible(figure(text, unit), mode)) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("近20万人次", "[150000, 200000)"),
        ("约500元", "[450, 550]"),
        ("约48元", "[228/5, 252/5]"),
        ("超过200人", "(200, 300]"),
        ("不低于85%", "[85, inf)"),
        ("67次", "[67, 67]"),
    ],
)
def test_where_a_reader_expects_a_hedged_value(text: str, shown: str) -> None:
    assert str(expected(figure(text))) == shown


def test_siblings_share_the_finest_place() -> None:
    column = [figure(text, "万元") for text in ("434.89", "77.4", "286.83")]
    place = shared_place(column)
    assert place == Decimal(100)
    assert str(possible(column[1], Mode.NEAREST, place)) == "[773950, 774050]"


def test_a_whole_amount_among_amounts_in_fen_is_exact() -> None:
    parts = [figure("10,105.67元"), figure("23,333元")]
    assert possible(parts[1], place=shared_place(parts)).width == 0
    assert possible(parts[1]).width == 1


def test_amounts_in_different_units_share_no_place() -> None:
    assert shared_place([figure("1.7万元"), figure("83,000.00元")]) is None


def test_a_range_is_its_ends_and_a_rough_one_is_everything() -> None:
    assert str(possible(figure("3-5场"))) == "[3, 5]"
    assert possible(figure("约3-5场")) == ALL


def test_what_cannot_be_computed_with() -> None:
    assert possible(figure("7,00.0,77", "元", flaw=Flaw.MALFORMED)) == ALL
    assert possible(figure("4:3:3")) == ALL
    assert not readable(figure("7,00.0,77", "元", flaw=Flaw.MALFORMED))
    assert not readable(figure("近20万人次"))
    assert not readable(figure("3-5场"))
    assert not readable(None)
    assert readable(figure("67次"))


def test_exactness() -> None:
    assert is_exact(figure("67次"))
    assert is_exact(figure("1,700,000.00元"))
    assert not is_exact(figure("170万元"))
    assert not is_exact(figure("1.2万人次"))
    assert exactly(figure("170万元")).width == 0
