from __future__ import annotations

import pytest

from tests.checking import checks_of, outcomes
from tests.reports import money_table, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
OPEN = ("undetermined", None, "undetermined")


def _rows(*pairs: tuple[str, str]) -> str:
    return "| name | amount |\n" + "".join(f"| {name} | {amount} |\n" for name, amount in pairs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (_rows(("年初结转", "36.50"), ("本年收入", "742.80"), ("本年支出", "748.63"), ("年末结转", "30.67")), [OK]),
        (_rows(("年初结转", "36.50"), ("本年收入", "742.80"), ("本年支出", "748.63"), ("年末结转", "36.07")), [WRONG]),
        (_rows(("一、上年结余", "8.00"), ("二、本年收入", "5.00"), ("三、本年支出", "6.00"), ("四、年末结余", "7.00")), [OK]),
        (_rows(("上年结转", "8.00"), ("加：本年收入", "5.00"), ("减：本年支出", "6.00"), ("结转下年", "9.00")), [WRONG]),
        # what else stands there may belong to the balance
        (
            _rows(
                ("年初结转", "36.50"), ("本年收入", "742.80"), ("使用专用结余", "5.40"), ("本年支出", "748.63"), ("年末结转", "36.07")
            ),
            [OPEN],
        ),
        # not all four
        (_rows(("年初结转", "36.50"), ("本年收入", "742.80"), ("年末结转", "30.67")), []),
        # two closings: which one is meant is not known
        (
            _rows(
                ("年初结转", "8.00"), ("本年收入", "5.00"), ("本年支出", "6.00"), ("年末结转", "4.00"), ("年末结余", "3.00")
            ),
            [],
        ),
    ],
)  # fmt: skip
def test_a_balance_in_rows(text, expected) -> None:
    assert outcomes("B22", report(budget_lines=money_table(text, "万元"))) == expected


HEADERS = {"a": "年初结转和结余", "b": "本年收入", "c": "本年支出", "d": "年末结转和结余", "e": "结余分配"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "| name | a | b | c | d |\n| 甲 | 3.00 | 9.00 | 8.00 | 4.00 |\n| 乙 | 2.00 | 7.00 | 8.00 | 1.00 |",
            [OK, OK],
        ),
        (
            "| name | a | b | c | d |\n| 甲 | 3.00 | 9.00 | 8.00 | 5.00 |\n| 乙 | 2.00 | 7.00 | 8.00 | 1.00 |",
            [WRONG, OK],
        ),
        # a fifth column: an error only where most rows hold without it
        (
            "| name | a | b | c | d | e |\n| 甲 | 3.00 | 9.00 | 8.00 | 3.00 | 1.00 |\n| 乙 | 2.00 | 7.00 | 8.00 | 0.50 | 0.50 |",
            [OPEN, OPEN],
        ),
        (
            "| name | a | b | c | d | e |\n| 甲 | 3.00 | 9.00 | 8.00 | 4.00 | 6.00 |\n"
            "| 乙 | 2.00 | 7.00 | 8.00 | 1.00 | 5.00 |\n| 丙 | 2.00 | 7.00 | 8.00 | 2.00 | 5.00 |",
            [OK, OK, WRONG],
        ),
    ],
)
def test_a_balance_in_columns(text, expected) -> None:
    assert outcomes("B22", report(budget_lines=money_table(text, "万元", headers=HEADERS))) == expected


def test_the_arithmetic_is_shown() -> None:
    text = _rows(("年初结转", "36.50"), ("本年收入", "742.80"), ("本年支出", "748.63"), ("年末结转", "36.07"))
    check = checks_of("B22", report(budget_lines=money_table(text, "万元")))[0]
    assert check.formula == "36.50 + 742.80 − 748.63 = 30.67"
    assert "36.07 → 30.67" in check.repairs


MONTHS = {"executed_amount": "1—8月执行数", "e": "全年预计执行数"}


@pytest.mark.parametrize(
    ("spent", "expected", "outcome"),
    [
        ("158.40", "264.00", ["consistent"]),
        ("264.00", "264.00", ["consistent"]),
        ("158.40", "148.00", ["inconsistent"]),
        ("158.40", "", []),
    ],
)
def test_part_of_a_year_within_the_year(spent, expected, outcome) -> None:
    lines = money_table(
        f"| name | executed_amount | e |\n| 资金总额 | {spent} | {expected} |", "万元", headers=MONTHS
    )
    found = checks_of("B23", report(budget_lines=lines))
    assert [check.verdict for check in found] == outcome
    assert all(check.severity == "note" for check in found if check.verdict == "inconsistent")
