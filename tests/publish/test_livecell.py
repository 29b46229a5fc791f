"""Formulas of the workbook: only plain arithmetic, only with the result that was computed."""

from decimal import Decimal

import pytest

from publish.livecell import live_formula


@pytest.mark.parametrize(
    ("printed", "value", "formula"),
    [
        ("67 ÷ 66 = 101.5152%", "101.5152", "=67/66*100"),
        ("1,150.00 万元 ÷ 1,200.00 万元 = 95.83%", "95.8333", "=1150.00/1200.00*100"),
        ("12 + 12 + 8 = 32", "32", "=12+12+8"),
        ("（3 − 1）÷ 1 = 200%", "200", "=((3-1)/1)*100"),
        ("83,000.00 + 510,000.00 = 593,000.00", "593000", "=83000.00+510000.00"),
        ("67 ÷ 66 = 101.5152%", "55", None),
        ("98.33%", "98.33", None),
        ("67 ÷ 0 = 1", "1", None),
        ("=cmd|'/c calc'!A1", "1", None),
        ("HYPERLINK(1) + 1", "2", None),
        ("1 + A1", "2", None),
        ("9 * * 9", "81", None),
        ("1 +" * 300 + "1", "301", None),
        ("1 = 1 = 1", "1", None),
        ("", "1", None),
    ],
)
def test_a_formula_has_the_computed_result_or_is_none(printed, value, formula):
    assert live_formula(printed, Decimal(value)) == formula


def test_nothing_computed_gives_no_formula():
    assert live_formula("1 + 1 = 2", None) is None
