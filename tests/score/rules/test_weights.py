from __future__ import annotations

import pytest

from schema.report import DocumentFacts
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


TREE = """
| level1 | level2 | level3 | weight | score |
| 产出指标（50分） | 数量指标 | 培训人次 | 20 | 18 |
| 产出指标（50分） | 质量指标 | 合格率 | 30 | 30 |
| 效益指标（40分） | 社会效益指标 | 知晓率 | 30 | 30 |
| 效益指标（40分） | 满意度指标 | 学员满意度 | 10 | 10 |
"""


@pytest.mark.parametrize(
    ("weight", "score", "expected"),
    [
        ("50", "48", [("consistent", None, "consistent")] * 2),
        ("48", "48", [("inconsistent", "error", "inconsistent"), ("consistent", None, "consistent")]),
        ("50", "49", [("consistent", None, "consistent"), ("inconsistent", "error", "inconsistent")]),
    ],
)
def test_rows_make_their_group(weight, score, expected):
    given = report(indicators=indicators(TREE), forms=[form((1, "产出指标(50分)", weight, score))])
    assert outcomes("G02", given) + outcomes("G18", given) == expected


@pytest.mark.parametrize(
    ("total", "outcome", "figures"),
    [("98", "also_total", ["48", "20", "30", "98"]), ("90", "inconsistent", ["48", "20", "30"])],
)
def test_one_slip_in_a_group_and_in_the_total_is_told_once(total, outcome, figures):
    groups = ((1, "产出指标(50分)", "48", "48"), (1, "效益指标(40分)", "40", "40"), (0, "合计", total, "88"))
    given = report(
        indicators=indicators(TREE),
        forms=[form(*groups, (-1, "资金", "10" if total == "98" else None, None))],
    )
    check = next(c for c in checks_of("G02", given) if c.subject.startswith("产出"))
    assert (check.facts["outcome"], [figure.text for figure in check.figures]) == (outcome, figures)


@pytest.mark.parametrize("rule", ["G02", "G18"])
def test_a_row_without_points_leaves_its_group_undecided(rule):
    rows = TREE + "| 产出指标（50分） | 时效指标 | 及时率 | | |\n"
    more = indicators(
        "| level1 | level2 | level3 | target | actual |\n| 产出指标（50分） | 时效指标 | 及时率 | 100% | 100% |\n"
    )
    given = report(indicators=(*indicators(rows)[:4], *more), forms=[form((1, "产出指标(50分)", "60", "58"))])
    assert outcomes(rule, given) == [("undetermined", None, "incomplete")]


def test_satisfaction_under_benefit_may_be_counted_apart():
    given = report(indicators=indicators(TREE), forms=[form((1, "效益", "30", "30"))])
    assert outcomes("G02", given) == [("consistent", None, "consistent")]


def test_a_name_that_two_groups_share_decides_nothing():
    given = report(
        indicators=indicators(TREE), forms=[form((2, "数量指标", "25", ""), (2, "数量指标", "10", ""))]
    )
    assert outcomes("G02", given) == [("undetermined", None, "incomplete")] * 2


ROW = """
| level1 | level2 | level3 | weight | score |
| 产出指标 | 数量指标 | 培训人次 | 10 | {score} |
| 产出指标 | 质量指标 | 合格率 | 20 | 20 |
| 效益指标 | 社会效益 | 知晓率 | 20 | 19 |
"""


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        ("10", ("consistent", None, "consistent")),
        ("12", ("inconsistent", "error", "inconsistent")),
        ("-1", ("inconsistent", "error", "inconsistent")),
    ],
)
def test_score_within_weight(score, expected):
    given = report(indicators=indicators(ROW.format(score=score)))
    assert outcomes("G03", given)[0] == expected


def test_bonus_rows_and_swapped_columns_are_no_excess():
    bonus = ROW.format(score="10") + "| 加分项 | 加分 | 创新加分 | 0 | 3 |\n"
    assert {o[0] for o in outcomes("G03", report(indicators=indicators(bonus)))} == {"consistent"}
    swapped = """
        | level1 | level2 | level3 | weight | score |
        | 产出 | 数量 | 培训人次 | 8 | 10 |
        | 产出 | 质量 | 合格率 | 18 | 20 |
        | 效益 | 社会 | 知晓率 | 20 | 20 |
    """
    assert {o[0] for o in outcomes("G03", report(indicators=indicators(swapped)))} <= {
        "undetermined",
        "consistent",
    }


def test_an_uncapped_execution_score_is_only_warned():
    given = report(
        indicators=indicators(ROW.format(score="10")), forms=[form((-1, "资金总额", "10", "10.26"))]
    )
    assert outcomes("G03", given)[-1] == ("inconsistent", "warning", "inconsistent")


FOUR = """
| level1 | level2 | level3 | weight | score |
| 决策 | 立项 | 立项依据 | {decision} | 20 |
| 过程 | 管理 | 制度健全 | 20 | 20 |
| 产出 | 数量 | 完成数量 | {output} | 20 |
| 效益 | 社会 | 效益实现 | 30 | 30 |
"""


@pytest.mark.parametrize(
    ("decision", "output", "kind", "expected"),
    [
        ("20", "30", "finance", ["consistent"]),
        ("40", "10", "finance", ["inconsistent"]),
        ("40", "10", "self", []),
    ],
)
def test_output_and_benefit_carry_enough(decision, output, kind, expected):
    given = report(
        indicators=indicators(FOUR.format(decision=decision, output=output)),
        forms=[form((0, "总分", "100", ""))],
        document=DocumentFacts(id="t", fiscal_year=2022, evaluation_kind=kind),
    )
    assert [outcome[0] for outcome in outcomes("G16", given)] == expected


def test_points_on_one_row():
    heavy = "| level1 | level2 | level3 | weight | score |\n| 产出 | 成本 | 成本控制数 | 90 | 90 |\n"
    given = report(indicators=indicators(heavy), forms=[form((-1, "资金", "10", "10"))])
    assert outcomes("G17", given)[0][:2] == ("inconsistent", "note")
    even = report(indicators=indicators(ROW.format(score="10")))
    assert outcomes("G17", even)[0][:2] == ("consistent", None)
    half = heavy.replace("| 90 | 90 |", "| 50 | 50 |")
    split = report(
        indicators=indicators(half + "| 效益 | 社会 | 知晓率 | 40 | 40 |\n"),
        forms=[form((-1, "资金", "10", "10"))],
    )
    assert outcomes("G17", split)[0][:2] == ("consistent", None)


def test_a_weight_of_ten_too_many_is_not_hidden_by_leaving_out_the_execution_row():
    given = report(indicators=indicators(NATIONAL.format(output="30")), forms=[TOTAL])
    assert outcomes("G01", given) == [("inconsistent", "error", "inconsistent")]


def test_execution_that_is_also_an_indicator_counts_once_in_weights_as_in_scores():
    rows = NATIONAL.format(output="30").replace("500人次 | 30 | 20 |", "500人次 | 30 | 30 |")
    given = report(indicators=indicators(rows), forms=[TOTAL])
    assert outcomes("G01", given) == [("consistent", None, "consistent")]


GROUPED = """
| level1 | level2 | level3 | target | actual | score |
| 产出指标 | 数量指标 | 场次 | 180场 | 171场 | 14.25 |
| 产出指标 | 数量指标 | 册数 | 2400册 | 2500册 | 10 |
| 产出指标 | 质量指标 | 完好率 | 98% | 99% | 15 |
"""


@pytest.mark.parametrize(("second", "expected"), [("15", "consistent"), ("25", "inconsistent")])
def test_weights_of_groups_make_those_of_the_group_above(second, expected):
    groups = form((1, "产出指标", "40", None), (2, "数量指标", "25", None), (2, "质量指标", second, None))
    given = report(indicators=indicators(GROUPED), forms=[groups])
    assert outcomes("G02", given)[0][0] == expected


def test_the_only_row_of_a_group_bears_its_weight():
    groups = form((1, "产出指标", "40", None), (2, "数量指标", "26", None), (2, "质量指标", "14", None))
    given = report(indicators=indicators(GROUPED), forms=[groups])
    assert ("inconsistent", "error", "inconsistent") in outcomes("G03", given)
