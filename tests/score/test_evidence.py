from __future__ import annotations

from fractions import Fraction

import pytest

from score.evidence import joined, like, number, suffix
from tests.reports import figure


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (Fraction(2, 3), 4, "0.6667"),
        (Fraction(1, 2), 4, "0.5"),
        (Fraction(-1, 10**9), 4, "0"),
        (Fraction(1200), 2, "1200"),
    ],
)
def test_rationals_as_text(value: Fraction, places: int, shown: str) -> None:
    assert number(value, places) == shown


def test_padded_and_grouped() -> None:
    assert number(Fraction(135), 2, padded=True) == "135.00"
    assert number(Fraction(1234567), 2, grouped=True) == "1,234,567"


@pytest.mark.parametrize(
    ("value", "text", "unit", "shown"),
    [
        (Fraction(1_700_000), "171万元", "", "170万元"),
        (Fraction(6828755, 100), "68,278.55元", "", "68,287.55元"),
        (Fraction(17), "12", "元", "17"),
        (Fraction(101515151, 10**6), "101.49%", "", "101.5152%"),
        (Fraction(1_234_567), "123万元", "", "123.46万元"),
    ],
)
def test_values_in_the_printed_unit(value: Fraction, text: str, unit: str, shown: str) -> None:
    assert like(value, figure(text, unit)) == shown


@pytest.mark.parametrize(
    ("text", "unit"), [("170万元", "万元"), ("13.6%", "%"), ("1,700,000.00", ""), ("近20万人次", "万人次")]
)
def test_units_as_printed(text: str, unit: str) -> None:
    assert suffix(figure(text)) == unit


def test_long_formulas_show_their_ends() -> None:
    many = [figure(f"{n}元") for n in range(1, 41)]
    assert joined(many) == "1元 + 2元 + 3元 + … + 40元 (40)"
    assert joined(many[:2], "×") == "1元 × 2元"
