from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import claim, funds_row, money_table, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
DOUBT = ("inconsistent", "warning", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("| 合计 | 90 | 90 | 92.3 | |", DOUBT),
        ("| 合计 | 90 | 90 | 89.974 | |", OK),
        ("| 上年结转资金 | 90 | 90 | 92.3 | |", OPEN),
    ],
)
def test_b04_spending_within_the_budget(text, expected):
    assert outcomes("B04", funds_row(text)) == [expected]


RECEIVED = "| name | planned_amount | received_amount | executed_amount | arrival_rate | surplus |\n"


@pytest.mark.parametrize(
    ("text", "rule", "expected"),
    [
        ("| 合计 | 80 | 80 | 85 | | |", "B05", DOUBT),
        ("| 合计 | 80 | 80 | 80 | | |", "B05", OK),
        ("| 合计 | 700 | 700.077 | 1 | 100% | |", "B06", OK),
        ("| 合计 | 700 | 350 | 1 | 60% | |", "B06", WRONG),
        ("| 合计 | 100 | 90 | 80 | | 10 |", "B07", OK),
        ("| 合计 | 100 | 90 | 80 | | 20 |", "B07", OK),
        ("| 合计 | 100 | 90 | 80 | | 15 |", "B07", WRONG),
    ],
)
def test_what_arrived_and_what_is_left(text, rule, expected):
    assert outcomes(rule, funds_row(text, RECEIVED)) == [expected]


@pytest.mark.parametrize(
    ("name", "received", "left", "expected"),
    [
        ("年末结余", "240万元", "15万元", WRONG),
        # an account held something before, and so did a year that spent more than came
        ("年末余额", "240万元", "15万元", ("undetermined", None, "undetermined")),
        ("年末结余", "210万元", "5万元", ("undetermined", None, "undetermined")),
        ("年末余额", "240万元", "17万元", OK),
    ],
)
def test_b07_what_an_account_held_before(name, received, left, expected):
    said = claim(
        "difference",
        ("received", received, "拨入", "received_amount"),
        ("spent", "223万元", "支出", "executed_amount"),
        ("surplus", left, name, "surplus"),
    )
    assert outcomes("B07", report(claims=[said])) == [expected]


def test_b07_exact_amounts():
    head = "| name | received_amount | executed_amount | surplus |\n"
    lines = money_table(head + "| 合计 | 7,800,000.00 | 4,573,732.68 | 3,226,267.32 |")
    assert outcomes("B07", report(budget_lines=lines)) == [OK]
