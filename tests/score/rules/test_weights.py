from __future__ import annotations

import pytest

from tests.checking import checks_of, form, outcomes
from tests.reports import indicators, money_table, report

NATIONAL = """
| level1 | level2 | level3 | target | actual | weight | score |
| 产出指标 | 数量指标 | 培训人次 | ≥500人次 | 500人次 | {output} | 20 |
| 产出指标 | 质量指标 | 合格率 | ≥95% | 96% | 30 | 30 |
| 效益指标 | 社会效益指标 | 知晓率 | ≥90% | 90% | 30 | 30 |
| 满意度指标 | 服务对象满意度 | 学员满意度 | ≥90% | 92% | 10 | 10 |
"""

TOTAL = form((-1, "年度资金总额", "10", "10"), (0, "总分", "100", "100"))


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        ("20", ("consistent", None, "consistent")),
        ("22", ("inconsistent", "error", "inconsistent")),
        ("12", ("inconsistent", "error", "inconsistent")),
    ],
)
def test_weights_make_the_total(output, expected):
    given = report(indicators=indicators(NATIONAL.format(output=output)), forms=[TOTAL])
    assert outcomes("G01", given) == [expected]


def test_the_check_shows_the_arithmetic():
    given = report(indicators=indicators(NATIONAL.format(output="22")), forms=[TOTAL])
    check = checks_of("G01", given)[0]
    assert (check.formula, check.reported, check.recomputed) == ("22 + 30 + 30 + 10 + 10 = 102", "100", "102")


def test_a_part_row_that_repeats_the_points_counts_once():
    money = money_table("""
        | name           | budget_adjusted | executed_amount | weight | score |
        | 年度资金总额   | 100.00          | 100.00          | 10     | 10    |
        | 其中：财政拨款 | 100.00          | 100.00          | 10     | 10    |
    """)
    money = tuple(line.model_copy(update={"form": 0}) for line in money)
    given = report(
        indicators=indicators(NATIONAL.format(output="20")),
        budget_lines=money,
        forms=[form((0, "总分", "100", "100"))],
    )
    assert outcomes("G01", given) == [("consistent", None, "consistent")]


def test_execution_repeated_among_the_indicators_may_be_meant_once():
    rows = indicators("""
        | level1 | level2 | level3 | weight | score |
        | 预算执行 | 预算执行 | 预算执行率 | 10 | 10 |
        | 产出指标 | 数量指标 | 培训人次 | 50 | 50 |
        | 效益指标 | 社会效益指标 | 知晓率 | 40 | 40 |
    """)
    given = report(indicators=rows, forms=[form((-1, "资金总额", "10", "10"), (0, "总分", "100", "100"))])
    assert outcomes("G01", given) == [("consistent", None, "consistent")]


def test_rows_of_groups_only_are_added_themselves():
    rows = indicators("""
        | level1 | weight | score |
        | 预算执行率 | 10 | 7.2 |
        | 产出指标 | 50 | 40 |
        | 效益指标 | 30 | 30 |
        | 满意度指标 | 10 | 9.2 |
    """)
    given = report(indicators=rows, forms=[form((0, "总分", "100", "86.4"))])
    assert outcomes("G01", given) == [("consistent", None, "consistent")]
    assert outcomes("G07", given) == [("consistent", None, "consistent")]


def test_another_scale_is_no_contradiction():
    rows = indicators("""
        | level1 | level2 | level3 | weight | score |
        | 专业服务 | 个案 | 个案服务 | 700 | 650 |
        | 购买方评价 | 配合 | 配合程度 | 200 | 180 |
        | 监督方评价 | 合规 | 财务合规 | 100 | 90 |
    """)
    given = report(indicators=rows, forms=[form((0, "总分", "1000", "920"))])
    assert outcomes("G01", given) == [("consistent", None, "consistent")]


def test_empty_rows_and_a_missing_weight():
    empty = NATIONAL.format(output="20") + "| 产出指标 | 质量指标 | 指标2 |  |  |  |  |\n"
    assert outcomes("G01", report(indicators=indicators(empty), forms=[TOTAL])) == [
        ("consistent", None, "consistent")
    ]
    blank = NATIONAL.format(output="")
    assert outcomes("G01", report(indicators=indicators(blank), forms=[TOTAL])) == [
        ("undetermined", None, "incomplete")
    ]


def test_without_a_total_only_an_odd_sum_is_asked_about():
    rows = NATIONAL.format(output="20") + "| 产出指标 | 时效指标 | 及时率 | 100% | 100% | {more} | 5 |\n"
    money = form((-1, "年度资金总额", "10", "10"))
    asked = report(indicators=indicators(rows.format(more="3")), forms=[money])
    assert outcomes("G01", asked) == [("inconsistent", "warning", "odd")]
    silent = report(indicators=indicators(rows.format(more="20")), forms=[money])
    assert outcomes("G01", silent) == [("undetermined", None, "no_total")]


def test_a_total_in_the_money_row_is_the_total():
    given = report(
        indicators=indicators(NATIONAL.format(output="30")),
        forms=[form((-1, "年度资金总额", "100", "98"))],
    )
    assert outcomes("G01", given) == [("consistent", None, "consistent")]


def test_a_weight_of_ten_too_many_is_not_hidden_by_leaving_out_the_execution_row():
    given = report(indicators=indicators(NATIONAL.format(output="30")), forms=[TOTAL])
    assert outcomes("G01", given) == [("inconsistent", "error", "inconsistent")]


def test_execution_that_is_also_an_indicator_counts_once_in_weights_as_in_scores():
    rows = NATIONAL.format(output="30").replace("500人次 | 30 | 20 |", "500人次 | 30 | 30 |")
    given = report(indicators=indicators(rows), forms=[TOTAL])
    assert outcomes("G01", given) == [("consistent", None, "consistent")]
