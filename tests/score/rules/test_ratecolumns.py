from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import money_table, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
DOUBTED = ("inconsistent", "warning", "inconsistent")

HEAD = "| name | total_amount | 中央 | executed_amount | execution_rate |\n"
ROWS = ["| 甲 | 9480.00 | 6400.00 | 8997.34 | 94.91% |", "| 丙 | 1160.00 | 700.00 | 1073.75 | 92.56% |"]
MORE = ["| 丁 | 800.00 | 500.00 | 700.00 | 87.50% |"]


def odd(rate: str) -> str:
    return f"| 乙 | 3156.50 | 2100.00 | 2914.18 | {rate} |"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([*ROWS, odd("92.32%")], [OK, OK, OK]),
        # one slip explains the odd row, and two rows prove the columns
        ([*ROWS, odd("93.22%")], [OK, OK, WRONG]),
        ([*ROWS, odd("81.10%")], []),
        ([*ROWS, *MORE, odd("81.10%")], [OK, OK, OK, DOUBTED]),
        # no relation that most rows keep
        ([*ROWS, odd("81.10%"), "| 戊 | 800.00 | 500.00 | 700.00 | 60.00% |"], []),
        # rows of 100 % prove nothing
        (["| 甲 | 10 | 5 | 10 | 100% |", "| 乙 | 20 | 10 | 20 | 100% |", "| 丙 | 40 | 20 | 30 | 70% |"], []),
    ],
)  # fmt: skip
def test_r20_rate_that_its_column_makes(lines, expected) -> None:
    table = money_table(HEAD + "\n".join(lines), unit="万元")
    assert outcomes("R20", report(budget_lines=table)) == expected


def test_r20_leaves_rates_of_a_named_budget_to_their_rule() -> None:
    rows = "| name | budget_adjusted | executed_amount | execution_rate |\n" + "\n".join(
        f"| {name} | 100 | {spent} | {spent}% |" for name, spent in (("甲", 81), ("乙", 82), ("丙", 83))
    )
    assert outcomes("R20", report(budget_lines=money_table(rows, unit="万元"))) == []
