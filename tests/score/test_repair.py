from __future__ import annotations

from fractions import Fraction

import pytest

from score.repair import (
    Slip,
    counted_wrongly,
    digit_slip,
    power_of_ten,
    repairs_of_percentage,
    repairs_of_sum,
    significant_digits,
    slip_between,
)
from tests.reports import figure


@pytest.mark.parametrize(
    ("printed", "needed", "slip"),
    [
        ("68278", "68287", Slip.TRANSPOSED),
        ("136", "135", Slip.ONE_DIGIT),
        ("12259", "2259", Slip.DIGIT_ADDED),
        ("229", "2259", Slip.DIGIT_LOST),
        ("2259", "2295", Slip.TRANSPOSED),
        ("2259", "2952", None),
        ("12", "21", Slip.TRANSPOSED),
        ("12", "345", None),
        ("132", "231", None),
    ],
)
def test_slips_of_digits(printed: str, needed: str, slip: Slip | None) -> None:
    assert digit_slip(printed, needed) is slip


@pytest.mark.parametrize(
    ("text", "needed", "slip"),
    [
        ("170万元", 1_070_000, Slip.TRANSPOSED),
        ("15.6万元", 1_560_000, Slip.DECIMAL_POINT),
        ("1,560,000.00元", Fraction(156), Slip.UNIT),
        ("170万元", 1_700_000, None),
        ("-5万元", 50_000, None),
        ("170万元", Fraction(1_700_001), None),
    ],
)
def test_slips_of_figures(text: str, needed: int | Fraction, slip: Slip | None) -> None:
    assert slip_between(figure(text), Fraction(needed)) is slip


def test_few_digits_agree_by_chance() -> None:
    assert power_of_ten(Fraction(72), Fraction(720)) is None
    assert power_of_ten(Fraction(723), Fraction(7230)) == 1
    assert power_of_ten(Fraction(723), Fraction(723)) is None
    assert power_of_ten(Fraction(723), Fraction(7230, 10**7)) is None
    assert significant_digits(Fraction("0.00700")) == 1
    assert significant_digits(Fraction("10.05")) == 4


def test_repairs_of_a_sum_are_ranked_and_keep_the_printed_form() -> None:
    total, parts = figure("68,278.55元"), [figure("10,105.67元"), figure("34,848.88元"), figure("23,333元")]
    found = repairs_of_sum(total, parts)
    assert str(found[0]) == "68,278.55元 → 68,287.55元"
    assert [repair.slip for repair in found] == sorted(repair.slip for repair in found)


def test_a_part_left_out_or_counted_twice() -> None:
    parts = [figure("72万元"), figure("98万元")]
    missing = counted_wrongly(figure("98万元"), parts)
    assert missing is parts[0]
    assert counted_wrongly(figure("170万元"), parts) is None


def test_repairs_of_a_percentage() -> None:
    assert repairs_of_percentage(figure("197名"), figure("126.4%")) == [
        "197 ÷ 156 = 126.3%",
        "197 ÷ 155 = 127.1%",
    ]
    assert repairs_of_percentage(figure("1次"), figure("0%")) == []
