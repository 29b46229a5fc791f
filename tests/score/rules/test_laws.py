from __future__ import annotations

import pytest

from tests.checking import outcomes
from tests.reports import figure, money_table, report

OK = ("consistent", None, "consistent")
WRONG = ("inconsistent", "error", "inconsistent")
DOUBTED = ("inconsistent", "warning", "inconsistent")
OPEN = ("undetermined", None, "undetermined")

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


GROWTH = """
| name | previous | now | 幅度 |
| a | 120.00 | 150.00 | 25.00% |
| b | 320.00 | 300.00 | -6.25% |
| c | 210.00 | 248.00 | 18.10% |
| d | 90.00 | 99.00 | {} |
"""


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("10.00%", [OK] * 4), ("11.00%", [OK, OK, OK, WRONG]), ("37.00%", [OK, OK, OK, DOUBTED])],
)
def test_r20_growth_of_two_columns(rate, expected) -> None:
    assert outcomes("R20", report(other_lines=money_table(GROWTH.format(rate), unit="万元"))) == expected


SHARES = """
| name | 数额 | 结构 |
| a | 120 | 30.00% |
| b | 90 | 22.50% |
| c | 130 | {} |
| d | 60 | 15.00% |
| 合计 | 400 | 100% |
"""


@pytest.mark.parametrize(
    ("rate", "expected"),
    [("32.50%", [OK] * 4), ("38.70%", [OK, OK, OK, DOUBTED]), ("23.50%", [OK, OK, OK, WRONG])],
)
def test_r20_share_of_the_total_row(rate, expected) -> None:
    found = outcomes("R20", report(other_lines=money_table(SHARES.format(rate), unit="人")))
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_r20_leaves_rates_of_a_named_budget_to_their_rule() -> None:
    rows = "| name | budget_adjusted | executed_amount | execution_rate |\n" + "\n".join(
        f"| {name} | 100 | {spent} | {spent}% |" for name, spent in (("甲", 81), ("乙", 82), ("丙", 83))
    )
    assert outcomes("R20", report(budget_lines=money_table(rows, unit="万元"))) == []


SUMS = """
| name | 期初数 | 本期增加 | 期末数 | 备用数 |
| a | 10 | 5 | 15 | 1 |
| b | 20 | 6 | 26 | 2 |
| c | 30 | 7 | 37 | 3 |
| d | 40 | 8 | 48 | 4 |
| e | 50 | 9 | {} | {} |
"""


@pytest.mark.parametrize(
    ("value", "spare", "last"),
    [
        ("69", "5", [WRONG]),
        ("71", "5", [DOUBTED]),
        ("59", "5", [OK]),
        # another column of the row is what the relation lacks
        ("69", "10", []),
    ],
)
def test_s10_the_odd_row(value, spare, last) -> None:
    table = money_table(SUMS.format(value, spare), unit="人")
    assert outcomes("S10", report(other_lines=table)) == [OK] * 4 + last


def test_s10_two_columns_less_two_others() -> None:
    rows = "| name | 上期存量 | 购进 | 领用 | 结存 |\n" + "\n".join(
        f"| {n} | {a} | {b} | {c} | {d} |"
        for n, a, b, c, d in (
            ("a", 213, 55, 140, 128),
            ("b", 87, 310, 299, 98),
            ("c", 401, 77, 150, 328),
            ("d", 66, 190, 81, 157),
        )
    )
    assert outcomes("S10", report(other_lines=money_table(rows, unit="件"))) == [OK, OK, OK, WRONG]
    assert outcomes("S10", report(other_lines=money_table(rows.replace("157", "175"), unit="件"))) == [OK] * 4


def test_s10_rows_that_hold_by_chance_prove_nothing() -> None:
    rows = (
        "| name | 甲 | 乙 | 丙 |\n| a | 1 | 2 | 3 |\n| b | 2 | 0 | 2 |\n| c | 0 | 4 | 4 |\n| d | 1 | 3 | 9 |"
    )
    assert outcomes("S10", report(other_lines=money_table(rows, unit="人"))) == []


MONTHS = """
| name | 本月支付 | 累计 |
| 1月 | 12.40 | 12.40 |
| 2月 | 31.05 | 43.45 |
| 3月 | 27.30 | 70.75 |
| 4月 | 15.18 | {} |
| 5月 | 40.22 | {} |
| 6月 | 18.75 | {} |
"""


@pytest.mark.parametrize(
    ("april", "may", "june", "expected"),
    [
        ("85.93", "126.15", "144.90", [OK] * 5),
        # one wrong sum so far breaks the step to it; the step from it is told by the same slip
        ("85.39", "126.15", "144.90", [OK, OK, OK, WRONG, OPEN]),
        ("85.93", "126.15", "149.40", [OK] * 4 + [WRONG]),
        # a sum so far that begins anew is another
        ("15.18", "40.22", "18.75", []),
    ],
)
def test_s16_running_sum(april, may, june, expected) -> None:
    table = money_table(MONTHS.format(april, may, june), unit="万元")
    assert outcomes("S16", report(other_lines=table)) == expected


JUDGES = """
| name | 专家一 | 专家二 | 专家三 | 平均分 |
| a | 88 | 91 | 85 | 88.00 |
| b | 92 | 90.5 | 87 | 89.83 |
| c | 79 | 84 | 90 | 84.33 |
| d | 95 | 93 | 90 | {} |
"""


@pytest.mark.parametrize(("mean", "last"), [("92.67", OK), ("92.76", WRONG), ("81.50", DOUBTED)])
def test_s17_mean_of_judges(mean, last) -> None:
    assert outcomes("S17", report(other_lines=money_table(JUDGES.format(mean), unit="分"))) == [
        OK,
        OK,
        OK,
        last,
    ]


def test_s17_without_the_highest_and_the_lowest() -> None:
    rows = "| name | 一 | 二 | 三 | 四 | 五 | 平均 |\n" + "\n".join(
        f"| {n} | {' | '.join(map(str, marks))} | {mean} |"
        for n, marks, mean in (
            ("a", (80, 85, 90, 95, 99), "90.00"),
            ("b", (70, 92, 88, 81, 96), "87.00"),
            ("c", (90, 91, 93, 60, 88), "89.67"),
            ("d", (77, 83, 95, 84, 91), "86.00"),
        )
    )
    assert outcomes("S17", report(other_lines=money_table(rows, unit="分"))) == [OK] * 4
    assert (
        outcomes("S17", report(other_lines=money_table(rows.replace("86.00", "68.00"), unit="分")))[-1]
        == WRONG
    )


PAY = """
| name | 人数 | 月补助（元） | 月数 | 补助额（万元） |
| a | 35 | 1200 | 12 | {} |
| b | 18 | 900 | 11 | 17.82 |
| c | 62 | 1500 | 9 | 83.70 |
| d | 41 | 800 | 12 | 39.36 |
"""


@pytest.mark.parametrize(("amount", "first"), [("50.40", [OK]), ("61.70", [DOUBTED]), ("50.04", [WRONG])])
def test_r21_people_times_pay_times_months(amount, first) -> None:
    lines = money_table(PAY.format(amount), unit="人")
    units = {"月补助（元）": "元", "补助额（万元）": "万元"}
    lines = [
        line.model_copy(
            update={
                "amounts": {
                    k: figure(f.text, units.get(k, "人"), at=f.place) for k, f in line.amounts.items()
                }
            }
        )
        for line in lines
    ]
    assert outcomes("R21", report(other_lines=lines)) == [OK] * 3 + first


def test_r21_so_much_for_each() -> None:
    rows = "| name | 人数 | 总额 | 人均 |\n" + "\n".join(
        f"| {n} | {a} | {b} | {c} |"
        for n, a, b, c in (
            ("a", 312, 48250, "154.65"),
            ("b", 127, 20911, "164.65"),
            ("c", 88, 9977, "113.38"),
            ("d", 205, 33330, "612.59"),
        )
    )
    found = outcomes("R21", report(other_lines=money_table(rows, unit="")))
    assert found == [OK, OK, OK, DOUBTED]


def test_r21_equal_columns_prove_no_product() -> None:
    rows = "| name | 甲 | 乙 | 丙 |\n| a | 35 | 1 | 35 |\n| b | 18 | 1 | 18 |\n| c | 62 | 1 | 62 |\n| d | 41 | 1 | 14 |"
    assert outcomes("R21", report(other_lines=money_table(rows, unit="人"))) == []


ANSWERS = """
| name | 很好 | 好 | 一般 | 差 | 合计 | 满意率 |
| a | 120 | 60 | 15 | 5 | 200 | 90.00% |
| b | 110 | 65 | 20 | 5 | 200 | {} |
| c | 100 | 80 | 15 | 5 | 200 | 90.00% |
| d | 77 | 81 | 30 | 12 | 200 | 79.00% |
"""


@pytest.mark.parametrize(("rate", "found"), [("87.50%", OK), ("78.50%", WRONG), ("61.00%", DOUBTED)])
def test_r20_what_two_columns_have_together(rate, found) -> None:
    table = money_table(ANSWERS.format(rate), unit="人")
    assert outcomes("R20", report(other_lines=table))[-1] == found


def test_r20_few_coarse_counts_prove_no_shares() -> None:
    """With two or three of eleven almost every rate fits: the shares are those of the amounts alone."""
    lines = [
        "| 设备 | 3 | 1666900.00 | 71.59% |", "| 改造 | 2 | 354750.00 | 15.24% |", "| 耗材 | 2 | 96730.80 | 4.15% |",
        "| 培训 | 1 | 64280.00 | 2.76% |", "| 资源 | 1 | 135600.00 | 5.82% |", "| 论证 | 2 | 10200.00 | 0.44% |",
        "| 合计 | 11 | 2328460.80 | 100.00% |",
    ]  # fmt: skip
    table = money_table("| name | 笔数 | amount | 比例 |\n" + "\n".join(lines), unit="元")
    assert outcomes("R20", report(budget_lines=table)) == [OK] * 6
